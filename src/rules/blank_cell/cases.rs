//! Cases of T009.

use crate::diagnostic::apply;
use crate::rules::testing::*;
use crate::standard::Standard;
use crate::syntax::Layout;
use crate::write::Skeleton;

#[test]
fn in_a_frame_a_zero_stands_beside_the_other_numbers_of_its_row() {
    let cells =
        |cells: [&str; 10]| format!("│{}│\n", cells.map(|cell| format!(" {cell:<8} ")).join("│"));
    let rule = |left: &str, right: &str| format!("{left}{}{right}\n", ["──────────"; 10].join("┼"));
    let table = |total: &str| {
        let mut out = rule("┌", "┐");
        for row in &Standard::official().form(2023).tables[1].rows {
            let label: Vec<char> = row.label.text.chars().collect();
            for (at, piece) in label.chunks(label.len().div_ceil(2)).enumerate() {
                let piece: String = piece.iter().collect();
                let mut values = if at == 0 { ["0"; 7] } else { [""; 7] };
                if row.label.text.starts_with("3.危及") && at == 0 {
                    values[6] = total;
                }
                let [a, b, c, d, e, f, g] = values;
                out += &cells(["", "", &piece, a, b, c, d, e, f, g]);
            }
            out += &rule("├", "┤");
        }
        out
    };
    let report = |total: &str| {
        let sample = sample(Layout::Tabs);
        let start = sample
            .find("三、收到和处理")
            .map(|at| at + sample[at..].find('\n').expect("a line") + 1)
            .expect("section three");
        let end = sample.find("四、政府信息公开行政复议").expect("section four");
        format!("{}\n{}\n{}", &sample[..start], table(total), &sample[end..])
    };
    let text = report("");
    let at = text.find("3.危及“三").expect("the row");
    let end = at + text[at..].find("│\n").expect("the end of its line");
    let cell = text[..end].rfind('│').expect("its last cell") + "│".len();
    assert_found("T009", &format!("{}⟦ ⟧{}", &text[..cell], &text[cell + 1..]));
    assert_fixed("T009", &text, &report("0"));
}

#[test]
fn blank_cells_of_a_row_are_one() {
    for (layout, from, to) in [
        (Layout::Spaces, "2.重复申请 0 0 0 0 0 0 0", "⟦2.重复申请⟧"),
        (Layout::Spaces, "2.重复申请 0 0 0 0 0 0 0", "2.重复申请 0 ⟦/⟧ 0 0 0 0 0"),
        (Layout::Spaces, "2.重复申请 0 0 0 0 0 0 0", "2.重复申请 0 ⟦— 无⟧ 0 0 0 0"),
        (Layout::Tabs, "2.重复申请\t0\t0\t0\t0\t0\t0\t0", "2.重复申请\t⟦\t\t\t\t\t\t⟧"),
        (Layout::Tabs, "2.重复申请\t0\t0\t0\t0\t0\t0\t0", "2.重复申请\t0\t0\t⟦\t⟧0\t0\t0\t0"),
        (Layout::Pipes, "2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |", "2.重复申请 | ⟦||||||⟧|"),
        (
            Layout::Markdown,
            "2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |",
            "2.重复申请 | 0 | 0 | ⟦|⟧ 0 | 0 | 0 | 0 |",
        ),
        (Layout::Lines, "2.重复申请\n\t0\n\t0\n\t0\n\t0", "2.重复申请\n\t⟦\n\t\n\t⟧\n\t0"),
        (Layout::Lines, "2.重复申请\n\t0\n\t0\n\t0\n\t0", "2.重复申请\n\t0\n⟦\t⟧\n\t0\n\t0"),
    ] {
        let text = replaced(&sample(layout), from, to);
        let found = assert_found("T009", &text);
        assert_all_found(&apply(&without_marks(&text), found[0].fixes[0].edits()));
    }
}

#[test]
fn cells_that_hold_only_markup_are_blank() {
    for mark in ["&nbsp;", "<br>", "&#160;", "&nbsp;&nbsp;"] {
        for layout in [Layout::Markdown, Layout::Pipes, Layout::Tabs] {
            let text = sample(layout);
            let start = text.find("第二十条第（一）项").unwrap();
            let end = text.find("三、收到和处理").unwrap();
            let is_cell = |cell: &str| {
                if cell.trim().is_empty() { format!(" {mark} ") } else { cell.to_owned() }
            };
            let delimiter = if layout == Layout::Tabs { "\t" } else { "|" };
            let line = |line: &str| {
                let inner = line.trim_start_matches('|');
                let cells: Vec<&str> = inner.split(delimiter).collect();
                let (own, edge) = cells.split_at(
                    cells.len() - usize::from(layout != Layout::Tabs && line.contains('|')),
                );
                let own: Vec<String> = own
                    .iter()
                    .map(|cell| {
                        if line.contains("---") || !line.contains(delimiter) {
                            (*cell).to_owned()
                        } else {
                            is_cell(cell)
                        }
                    })
                    .collect();
                let edge = edge.first().map_or(String::new(), |edge| format!("|{edge}"));
                [&line[..line.len() - inner.len()], &own.join(delimiter), &edge].concat()
            };
            let table: Vec<String> = text[start..end].lines().map(line).collect();
            let padded = [&text[..start], &table.join("\n"), "\n", &text[end..]].concat();
            assert_all_found(&padded);
        }
        assert_found(
            "T009",
            &replaced(
                &sample(Layout::Markdown),
                "2.重复申请 | 0 | 0 | 0 |",
                &format!("2.重复申请 | 0 | ⟦{mark}⟧ | 0 |"),
            ),
        );
    }
}

#[test]
fn numbers_among_marks_of_markdown_are_numbers() {
    for marked in ["**0**", "__0__", "_0_", "`0`", "*0*"] {
        let text = replaced(
            &sample(Layout::Markdown),
            "2.重复申请 | 0 | 0 |",
            &format!("2.重复申请 | 0 | {marked} |"),
        );
        assert_all_found(&text);
    }
}

/// A blank table is filled in number by number.
#[test]
fn a_number_in_a_blank_table_stands_below_its_header() {
    for layout in [Layout::Markdown, Layout::Tabs, Layout::Pipes] {
        let report = |other: &'static str| {
            let cell = move |table: usize, row: usize, column: usize| match (table, row, column) {
                (1, 0 | 2 | 23, 0 | 6) => "6".to_owned(),
                (1, ..) => other.to_owned(),
                _ => "0".to_owned(),
            };
            let sections = [
                "主动公开信息29条，公开申请按时答复。信息公开前经保密审查，网站栏目及时更新，组织培训一次。",
                "",
                "",
                "",
                "一是不够丰富。",
                "未收取信息处理费。",
            ];
            Skeleton {
                standard: Standard::official(),
                issuer: "云溪县园林局",
                year: 2023,
                layout,
                newline: "\n",
                sections: &sections,
                cell: &cell,
            }
            .write()
        };
        let text = report("");
        let left = assert_all_found(&marked(&text, "二、上年结转政府信息公开申请数量", "T009"));
        let fixed = apply(&text, left.iter().flat_map(|found| found.fixes[0].edits()));
        // In rows of pipes, the space between two pipes is free.
        let plain = |text: &str| {
            if layout == Layout::Pipes { text.replace(' ', "") } else { text.to_owned() }
        };
        assert_eq!(plain(&fixed), plain(&report("0")), "{layout:?}");
    }
}

/// The last line of a header of three lines names only the columns under 法人或其他组织.
#[test]
fn a_number_in_a_blank_table_stands_below_a_header_of_several_lines() {
    let header = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\t\t申请人情况\t\t\t\t\t\t\n\
                      \t\t自然人\t法人或其他组织\t\t\t\t\t总计\n\t\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t\n";
    let rows = |values: &str| -> String {
        Standard::official().form(2023).tables[1]
            .rows
            .iter()
            .map(|row| format!("{}\t\t{values}\n", row.label.text))
            .collect()
    };
    let report = |values: &str| {
        with_table(
            &sample(Layout::Tabs),
            "（本列数据",
            "四、政府",
            &format!("{header}{}\n", rows(values)),
        )
    };
    assert_fixed("T009", &report("\t\t\t\t\t\t"), &report("0\t0\t0\t0\t0\t0\t0"));
}

/// A pipe at the end of a line separates cells if the other lines have no pipe there.
#[test]
fn a_line_without_edges_begins_and_ends_with_blank_cells() {
    let table = "行政复议|||||未经复议直接起诉|||||复议后起诉||||\n结果维持|结果纠正|其他结果|尚未审结|总计|结果维持|结果纠正|其他结果|尚未审结|总计|结果维持|结果纠正|其他结果|尚未审结|总计\n";
    let report = |values: &str| {
        with_table(&sample(Layout::Pipes), "行政复议 |", "五、", &format!("{table}{values}\n\n"))
    };
    assert_fixed(
        "T009",
        &report("|0|0|1|1|0|0|0|0|0|0|0|0|0|0"),
        &report("0|0|0|1|1|0|0|0|0|0|0|0|0|0|0"),
    );
    assert_fixed(
        "T009",
        &report("0|0|0|1|1|0|0|0|0|0|0|0|0|0|"),
        &report("0|0|0|1|1|0|0|0|0|0|0|0|0|0|0"),
    );
    assert_fixed("T009", &report("||||||||||||||"), &report("0|0|0|0|0|0|0|0|0|0|0|0|0|0|0"));
    // A single line with an edge at both ends.
    assert_fixed(
        "T009",
        &report("|1|0|0|0|1|0|0||0|0|0|0|0|0|0|"),
        &report("|1|0|0|0|1|0|0|0|0|0|0|0|0|0|0|"),
    );
    assert_fixed(
        "T009",
        &report("|1|0|0|0|1|0|0|0|0|0|0|0|0|0||"),
        &report("|1|0|0|0|1|0|0|0|0|0|0|0|0|0|0|"),
    );
}

/// `report` with `table` in place of the text from `start` up to the next `end`.
fn with_table(report: &str, start: &str, end: &str, table: &str) -> String {
    let start = report.find(start).expect("the table");
    let end = start + report[start..].find(end).expect("what follows it");
    format!("{}{table}{}", &report[..start], &report[end..])
}

/// Text in place of numbers is an unreadable number, not a part of the label.
#[test]
fn a_number_with_a_note_is_no_blank_and_no_label() {
    for (layout, from, to) in [
        (Layout::Tabs, "行政规范性文件\t3\t", "行政规范性文件\t⟦3（含修改1件）⟧ T010\t"),
        (Layout::Pipes, "行政规范性文件 | 3 | ", "行政规范性文件 | ⟦3件次⟧ T010 | "),
        (
            Layout::Markdown,
            "| （一）予以公开 |  | 4 |",
            "| （一）予以公开 |  | ⟦4（含网络申请3）⟧ T010 |",
        ),
    ] {
        assert_all_found(&replaced(&sample(layout), from, to));
    }
    // Text from a PDF does not show its cells: no zeros beside other text.
    let lines = sample(Layout::Spaces);
    let line = lines.lines().find(|line| line.starts_with("行政许可")).expect("its row");
    assert_found("T009", &replaced(&lines, line, &format!("{line}*")));
}

#[test]
fn no_zero_is_written_beside_what_could_not_be_read() {
    for row in ["3 ? 1 | 12 | ⟦|⟧", "约3 | 1 | ⟦|⟧", "3 1 | 12 | |", "见附件 | ⟦| ⟧|"]
    {
        let text = replaced(
            &sample(Layout::Pipes),
            "行政规范性文件 | 3 | 1 | 12 |",
            &format!("行政规范性文件 | {row}"),
        );
        let found = assert_found("T009", &text);
        assert!(found.iter().all(|found| found.fixes.is_empty()), "{row} {:?}", messages(&found));
    }
    let lines = sample(Layout::Spaces);
    for words in ["十二", "?", "若干 *"] {
        assert_found("T009", &replaced(&lines, "行政许可 3", &format!("行政许可 {words}")));
    }
}

/// The forgotten number is missing in two sums.
#[test]
fn where_the_totals_show_another_number_zero_is_not_named() {
    for layout in [Layout::Tabs, Layout::Markdown, Layout::Pipes] {
        let text = sample(layout);
        let line = text.lines().find(|line| line.contains("（一）予以公开")).unwrap();
        // The 4 is left out, and the total of the row is another number.
        let (own, rest) = line.split_once('4').unwrap();
        let rest = rest.replacen('5', "7", 1);
        let wrong = if layout == Layout::Tabs {
            format!("{own}{}", marked(&rest, "\t", ""))
        } else {
            format!("{}⟦ ⟧{rest}", own.trim_end())
        };
        let text = replaced(&text, line, &wrong);
        let found = assert_found("T009", &text);
        assert_eq!(
            messages(&found),
            ["“（一）予以公开”一行的自然人格空着：按合计这一格不是 0，请对照原件填写"],
            "{layout:?}"
        );
        assert!(found[0].fixes.is_empty());
    }
}

#[test]
fn a_row_that_was_put_in_stays_blank() {
    use crate::diagnostic::Applicability;
    use crate::lint::{Request, fix};
    let settings = crate::settings::Settings::default();
    let request = Request { settings: &settings, file: None, baseline: None, year: None };
    for layout in [Layout::Tabs, Layout::Markdown, Layout::Pipes, Layout::Spaces] {
        for row in ["2.重复申请", "行政强制"] {
            let without: String =
                sample(layout).split_inclusive('\n').filter(|line| !line.contains(row)).collect();
            let once = fix(&without, &request, Applicability::Unsafe).unwrap();
            assert_eq!(once.applied.iter().map(|one| one.code).collect::<Vec<_>>(), ["T003"]);
            let marked = match (row, layout) {
                ("行政强制", Layout::Tabs) => {
                    replaced(&once.text, "行政强制\t\t", "行政强制\t⟦\t⟧ T009")
                }
                ("行政强制", Layout::Markdown | Layout::Pipes) => {
                    replaced(&once.text, "行政强制 | ", "行政强制 |⟦ ⟧ T009")
                }
                _ => marked_blanks(layout, &once.text, row, 7, "T009"),
            };
            assert_eq!(once.findings.diagnostics, assert_all_found(&marked));
            let twice = fix(&once.text, &request, Applicability::Unsafe).unwrap();
            assert_eq!(twice.text, once.text);
            // An editor offers the zeros.
            assert_eq!(twice.findings.diagnostics[0].fixes.len(), 1, "{layout:?} {row}");
        }
    }
}

#[test]
fn messages_say_how_many() {
    let text = replaced(&sample(Layout::Tabs), "2.重复申请\t0\t0\t0\t0", "2.重复申请\t0\t⟦\t⟧\t0");
    assert_eq!(
        messages(&assert_found("T009", &text)),
        ["“（五）不予处理2.重复申请”一行有相邻的 2 格空着：没有的应填 0"]
    );
    let text =
        replaced(&sample(Layout::Tabs), "2.重复申请\t0\t0\t0\t0", "2.重复申请\t0\t⟦-⟧\t0\t0");
    let found = assert_found("T009", &text);
    assert_eq!(
        messages(&found),
        ["“（五）不予处理2.重复申请”一行的商业企业格没有填数：没有的应填 0"]
    );
    assert_eq!(found[0].place.to_string(), "表三/2.重复申请/商业企业");
    assert_fixed("T009", &without_marks(&text), &sample(Layout::Tabs));
}

/// All zeros are left out.
#[test]
fn blanks_all_over_a_table_are_one() {
    for layout in [Layout::Tabs, Layout::Markdown, Layout::Pipes, Layout::Lines] {
        let report = |zero: &'static str| {
            let cell = move |table: usize, _: usize, column: usize| {
                if table != 1 {
                    "0"
                } else if matches!(column, 2 | 6) {
                    "2"
                } else {
                    zero
                }
                .to_owned()
            };
            let sections = [
                "主动公开信息29条，公开申请按时答复。信息公开前经保密审查，网站栏目及时更新，组织培训一次。",
                "",
                "",
                "",
                "一是不够丰富。",
                "未收取信息处理费。",
            ];
            Skeleton {
                standard: Standard::official(),
                issuer: "云溪县园林局",
                year: 2023,
                layout,
                newline: "\n",
                sections: &sections,
                cell: &cell,
            }
            .write()
        };
        for (blank, message) in
            [("", "表三有 125 格空着，第一处在"), ("-", "表三有 125 格没有填数，第一处在")]
        {
            let text = report(blank);
            let end = text.find("一、本年新收").expect("the first row");
            let end = end + text[end..].find('2').expect("its third value");
            // Behind the two blank cells is a separator.
            let (cells, gap) = match (layout, blank) {
                (Layout::Tabs, _) => (format!("{blank}\t{blank}"), "\t"),
                (Layout::Lines, _) => (format!("{blank}\n\t{blank}"), "\n\t"),
                (Layout::Pipes, "") => ("|".to_owned(), "|"),
                _ => (format!("{blank} | {blank}"), " | "),
            };
            let start = end - gap.len() - cells.len();
            let marked = format!("{}⟦{cells}⟧{gap}{}", &text[..start], &text[end..]);
            let found = assert_found("T009", &marked);
            assert!(messages(&found)[0].starts_with(message), "{:?}", messages(&found));
            let plain = |text: &str| text.replace(' ', "");
            assert_eq!(
                plain(&apply(&report(blank), found[0].fixes[0].edits())),
                plain(&report("0")),
                "{layout:?}"
            );
        }
    }
}

/// Blank rows below one another are a part not yet filled in.
#[test]
fn rows_without_numbers_below_one_another_are_one() {
    let blank = |rows: &[(&str, &str)]| {
        rows.iter().fold(sample(Layout::Tabs), |text, (row, cells)| {
            replaced(&text, &format!("{row}{}", "\t0".repeat(7)), &format!("{row}\t{cells}"))
        })
    };
    let (first, cells) = ("⟦\t\t\t\t\t\t⟧", "\t\t\t\t\t\t");
    let three = assert_found(
        "T009",
        &blank(&[
            ("2.重复申请", first),
            ("3.要求提供公开出版物", cells),
            ("4.无正当理由大量反复申请", cells),
        ]),
    );
    assert_eq!(
        messages(&three),
        ["表三有 21 格空着，第一处在“（五）不予处理2.重复申请”一行：没有的应填 0"]
    );
    for other in ["3.要求提供公开出版物", "4.无正当理由大量反复申请"] {
        assert_found("T009", &blank(&[("2.重复申请", first), (other, first)]));
    }
}

/// In a quotation, the marks before the pipes are not cells.
#[test]
fn a_quoted_report_is_read() {
    let quoted = |text: &str| text.lines().map(|line| format!("> {line}\n")).collect::<String>();
    assert_all_found(&quoted(&sample(Layout::Markdown)));
    let blank = replaced(&sample(Layout::Markdown), "2.重复申请 | 0 | 0 |", "2.重复申请 | 0 |  |");
    assert_fixed("T009", &quoted(&blank), &quoted(&sample(Layout::Markdown)));
}

#[test]
fn a_table_without_values_is_one() {
    for layout in Layout::ALL {
        for blank in 0..3 {
            let cell = |table: usize, _: usize, _: usize| {
                if table == blank { String::new() } else { "0".to_owned() }
            };
            let sections = [
                "主动公开信息29条，公开申请按时答复。信息公开前经保密审查，网站栏目及时更新，组织培训一次。",
                "",
                "",
                "",
                "一是不够丰富。",
                "未收取信息处理费。",
            ];
            let text = Skeleton {
                standard: Standard::official(),
                issuer: "云溪县园林局",
                year: 2023,
                layout,
                newline: "\n",
                sections: &sections,
                cell: &cell,
            }
            .write();
            let marked = match (blank, layout) {
                (0, _) => "⟦规章⟧".to_owned(),
                (1, _) => "⟦一、本年新收政府信息公开申请数量⟧".to_owned(),
                (_, Layout::Spaces) => "⟦行政复议 未经复议直接起诉 复议后起诉⟧".to_owned(),
                (_, Layout::Tabs) => format!("⟦{}⟧", "\t".repeat(14)),
                (_, Layout::Lines) => format!("\n\t⟦{}⟧", "\n\t".repeat(14)),
                (_, Layout::Pipes) => format!("⟦{}⟧", "|".repeat(14)),
                _ => format!("⟦{}⟧", " | ".repeat(14)),
            };
            let marked = replaced(&text, &without_marks(&marked), &marked);
            let found = assert_found("T009", &marked);
            assert!(messages(&found)[0].contains("一个数也没有"));
            assert_all_found(&apply(&text, found[0].fixes[0].edits()));
        }
    }
}

#[test]
fn a_table_with_hardly_any_value_is_one() {
    for layout in [Layout::Tabs, Layout::Markdown, Layout::Pipes, Layout::Lines] {
        let cell = |table: usize, row: usize, column: usize| match (table, row, column) {
            (1, 0 | 2 | 23, 0 | 6) => "6".to_owned(),
            (1, ..) => String::new(),
            _ => "0".to_owned(),
        };
        let sections = [
            "主动公开信息29条，公开申请按时答复。信息公开前经保密审查，网站栏目及时更新，组织培训一次。",
            "",
            "",
            "",
            "一是不够丰富。",
            "未收取信息处理费。",
        ];
        let text = Skeleton {
            standard: Standard::official(),
            issuer: "云溪县园林局",
            year: 2023,
            layout,
            newline: "\n",
            sections: &sections,
            cell: &cell,
        }
        .write();
        let found = assert_found("T009", &marked(&text, "二、上年结转政府信息公开申请数量", ""));
        assert_eq!(
            messages(&found),
            ["表三有 169 个单元格为空，只有 6 个填了数：没有的应填 0"],
            "{layout:?}"
        );
        assert_all_found(&apply(&text, found[0].fixes[0].edits()));
    }
}

#[test]
fn a_blank_total_that_should_not_be_blank_is_left_to_the_arithmetic() {
    let text = replaced(
        &sample(Layout::Tabs),
        "（一）予以公开\t\t4\t1\t0\t0\t0\t0\t5",
        "（一）予以公开\t\t4\t1\t0\t0\t0\t0\t⟦⟧ A001",
    );
    assert_all_found(&text);
}
