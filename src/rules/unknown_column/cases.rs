//! Cases of T007.

use crate::rules::testing::*;
use crate::syntax::Layout;

#[test]
fn what_the_head_of_a_page_repeats_is_found_once() {
    let text = replaced(&sample(Layout::Tabs), "科研机构", "⟦境外团体⟧");
    let head = without_marks(text.lines().find(|line| line.contains("境外团体")).unwrap());
    let row = text.lines().find(|line| line.contains("（七）总计")).unwrap().to_owned();
    assert_found("T007", &replaced(&text, &row, &format!("{head}\n{row}")));
}

#[test]
fn an_unknown_header_is_found() {
    for layout in [Layout::Tabs, Layout::Pipes, Layout::Markdown, Layout::Lines] {
        let text = replaced(&sample(layout), "本年制发件数", "⟦备案总量⟧");
        let found = assert_found("T007", &text);
        assert_eq!(messages(&found), ["格式没有“备案总量”这一列：这里应为“本年制发件数”"]);
        assert_found("T006", &without_marks(&text));
    }
}

#[test]
fn a_block_that_the_form_does_not_have_takes_no_header_away() {
    let block = "| 第二十条第（七）项 |  |  |  |\n| 信息内容 | 本年公开数量 |  |  |\n| 财政预算 | 3 |  |  |\n";
    let text = sample(Layout::Markdown);
    let at = text[..text.find("第二十条第（八）项").unwrap()].rfind('\n').unwrap() + 1;
    let text = format!("{}{block}{}", &text[..at], &text[at..]);
    assert_found("T007", &text);
    assert_found("T001", &replaced(&text, "财政预算", "⟦财政预算⟧"));
}

#[test]
fn each_unknown_header_is_matched_by_its_place() {
    for layout in [Layout::Tabs, Layout::Pipes, Layout::Markdown] {
        let text =
            replaced(&replaced(&sample(layout), "自然人", "⟦公民⟧"), "社会公益组织", "⟦社会团体⟧");
        let found = assert_found("T007", &text);
        assert_eq!(
            messages(&found),
            [
                "格式没有“公民”这一列：这里应为“自然人”",
                "格式没有“社会团体”这一列：这里应为“社会公益组织”"
            ]
        );
        let text = replaced(&sample(layout), "尚未审结", "⟦正在审理⟧");
        assert_eq!(
            messages(&assert_found("T007", &text)),
            ["格式没有“正在审理”这一列：这里应为“尚未审结”"]
        );
    }
}

/// The sample with `change` applied to the cells of each line of table three, in header and rows.
/// `column` is the changed column.
fn changed(layout: Layout, column: usize, change: impl Fn(&mut Vec<&str>, usize)) -> String {
    let text = sample(layout);
    let separator = if layout == Layout::Tabs { "\t" } else { " | " };
    let mut in_table = false;
    let lines = text.lines().map(|line| {
        in_table = in_table && !line.contains("行政复议") || line.contains("法律服务机构");
        let trimmed = line.trim_matches(['|', ' ']);
        let mut cells: Vec<&str> = trimmed.split(separator).collect();
        if in_table && line.contains("法律服务机构") {
            let at = cells.iter().position(|cell| *cell == "其他").expect("the header's last cell");
            change(&mut cells, at);
        } else if in_table && cells.len() > 7 {
            let at = cells.len() - 7 + column;
            change(&mut cells, at);
        } else {
            return line.to_owned();
        }
        line.replace(trimmed, &cells.join(separator))
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// `text` with the words from the header `first` to the next `last` in marks.
fn headers_marked(text: &str, first: &str, last: &str) -> String {
    let (head, rest) = text.split_at(text.rfind(first).expect("a header"));
    let end = rest.find(last).expect("a header") + last.len();
    format!("{head}⟦{}⟧ T007{}", &rest[..end], &rest[end..])
}

#[test]
fn a_column_that_is_not_there_is_one_finding() {
    for layout in [Layout::Tabs, Layout::Pipes] {
        let text = changed(layout, 5, |cells, at| {
            cells.remove(at);
        });
        let found = assert_all_found(&headers_marked(&text, "自然人", "总计"));
        assert_eq!(messages(&found), ["表三缺“其他”一列：请补上这一列的列名和各行的数"], "{text}");
        let text = changed(layout, 5, |cells, at| {
            cells.insert(at + 1, if cells[at] == "其他" { "小计" } else { "0" })
        });
        let found = assert_all_found(&marked(&text, "小计", "T007"));
        assert_eq!(
            messages(&found),
            ["格式没有“小计”这一列：请删去这一列，其中的数归入相应的列"],
            "{text}"
        );
    }
}

/// The sample without these columns of table four in header and values.
fn without_reviews(layout: Layout, lost: &[usize]) -> String {
    let text = sample(layout);
    let heading = "行政复议、行政诉讼情况";
    let start = text.find(heading).expect("the section") + heading.len();
    let end = start + text[start..].find("五、").expect("the next section");
    let (mark, edges) = match layout {
        Layout::Tabs => ('\t', ["", ""]),
        Layout::Spaces => (' ', ["", ""]),
        Layout::Pipes => ('|', ["", "|"]),
        _ => ('|', ["|", "|"]),
    };
    let line = |line: &str| {
        let inner = line
            .strip_prefix(edges[0])
            .and_then(|line| line.strip_suffix(edges[1]))
            .unwrap_or(line);
        let cells: Vec<&str> = inner.split(mark).collect();
        let is_group = line.contains("复议后起诉") && layout == Layout::Spaces;
        if cells.len() < 15 || is_group {
            return line.to_owned();
        }
        // The name of a group stands above its first remaining column.
        let mut kept: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        for &at in lost.iter().filter(|at| line.contains("复议后起诉") && **at % 5 == 0) {
            kept.swap(at, at + 1);
        }
        let kept: Vec<String> = kept
            .into_iter()
            .enumerate()
            .filter(|(at, _)| !lost.contains(at))
            .map(|(_, cell)| cell)
            .collect();
        format!("{}{}{}", edges[0], kept.join(&mark.to_string()), edges[1])
    };
    format!(
        "{}{}{}",
        &text[..start],
        text[start..end].split('\n').map(line).collect::<Vec<_>>().join("\n"),
        &text[end..]
    )
}

/// `text` with some of the columns of table four in marks, in the line of the header with a word
/// for each column.
fn reviews_marked(layout: Layout, text: &str, columns: std::ops::Range<usize>) -> String {
    let mark = match layout {
        Layout::Tabs => "\t",
        Layout::Spaces => " ",
        _ => " | ",
    };
    let line = text.lines().find(|line| line.matches("结果").count() >= 6).expect("the header");
    let cells: Vec<&str> = line.trim_matches(['|', ' ']).split(mark).collect();
    let own = cells[columns.clone()].join(mark);
    let before: String =
        cells[..columns.start].iter().map(|cell| format!("{cell}{mark}")).collect();
    let (from, to) = (format!("{before}{own}"), format!("{before}⟦{own}⟧ T007"));
    replaced(text, line, &replaced(line, &from, &to))
}

#[test]
fn a_column_of_table_four_that_is_not_there_is_one_finding() {
    let columns = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
    let rows = ["行政复议", "未经复议直接起诉", "复议后起诉"];
    for layout in [Layout::Tabs, Layout::Pipes, Layout::Markdown, Layout::Spaces] {
        for (column, name) in columns.iter().enumerate() {
            let text = without_reviews(layout, &[column, column + 5, column + 10]);
            let found = assert_all_found(&reviews_marked(layout, &text, 0..12));
            assert_eq!(
                messages(&found),
                [format!("表四缺“{name}”一列：请补上这一列的列名和各行的数")],
                "{text}"
            );
            for (row, label) in rows.iter().enumerate() {
                let text = without_reviews(layout, &[column + 5 * row]);
                let found = assert_all_found(&reviews_marked(layout, &text, 5 * row..5 * row + 4));
                assert_eq!(
                    messages(&found),
                    [format!("表四的“{label}”部分缺“{name}”一列：请补上这一列的列名和数")],
                    "{text}"
                );
            }
        }
    }
}

/// The sample with a column of remarks, merged down beside the header over all columns. `remarks`
/// returns the text of each row.
fn with_remarks(layout: Layout, remarks: impl Fn(usize) -> &'static str) -> String {
    let text = sample(layout);
    let start = text.find("申请人情况").expect("the header");
    let end = start + text[start..].find("四、政府信息公开").expect("the next section");
    let mut row = 0;
    let lines = text[start..end].split_inclusive('\n').map(|line| {
        let separator = if layout == Layout::Tabs { "\t" } else { " | " };
        let cells = line.trim_end().trim_end_matches('|').trim_end();
        if line.contains("---") {
            return line.replacen("---", "--- | ---", 1);
        }
        if !line.contains(separator.trim_matches(' ')) {
            return line.to_owned();
        }
        let remark = if line.contains("申请人情况") {
            "⟦备注⟧"
        } else if line.contains("自然人") || line.contains("商业企业") {
            ""
        } else {
            row += 1;
            remarks(row)
        };
        let cells = if line.trim_end().ends_with('|') || layout == Layout::Tabs {
            line.trim_end_matches('\n').trim_end_matches(['|', ' '])
        } else {
            cells
        };
        let end = if layout == Layout::Markdown { " |\n" } else { "\n" };
        format!("{cells}{separator}{remark}{end}")
    });
    format!("{}{}{}", &text[..start], lines.collect::<String>(), &text[end..])
}

#[test]
fn a_column_of_remarks_is_named_and_the_rows_are_read() {
    for layout in [Layout::Tabs, Layout::Markdown] {
        let text = with_remarks(layout, |row| if row == 5 { "含上年一件" } else { "" });
        let plain = without_marks(&text);
        let found = assert_all_found(&marked(&plain, "备注", "T007"));
        assert_eq!(
            messages(&found),
            ["格式没有“备注”这一列：请删去这一列，其中的数归入相应的列"],
            "{text}"
        );
        // The sums of the row are checked.
        let separator = if layout == Layout::Tabs { "\t" } else { " | " };
        let wrong = replaced(
            &plain,
            &format!("0{separator}含上年一件"),
            &format!("2{separator}含上年一件"),
        );
        assert_found(
            "A001",
            &wrong
                .replace(&format!("2{separator}含上年一件"), &format!("⟦2⟧{separator}含上年一件")),
        );
        // An empty column does no harm.
        let blank = without_marks(&with_remarks(layout, |_| ""));
        assert_all_found(&blank);
        // Words in all rows belong to the column.
        let text = without_marks(&with_remarks(layout, |_| "0%"));
        assert_all_found(&marked(&text, "备注", "T007"));
    }
}

#[test]
fn another_columns_header_in_the_place_of_one_is_found() {
    for layout in Layout::ALL {
        for (official, copy) in [
            ("科研机构", "商业企业"),
            ("商业企业", "科研机构"),
            ("法律服务机构", "商业企业"),
            ("本年废止件数", "现行有效件数"),
            ("本年制发件数", "本年废止件数"),
        ] {
            let text = replaced(&sample(layout), official, &format!("⟦{copy}⟧ T007"));
            let found = assert_all_found(&text);
            assert_eq!(
                messages(&found),
                [format!("“{copy}”在“{official}”的位置上，它另有一列：这里应为“{official}”")],
                "{layout:?}"
            );
        }
        let text = replaced(&sample(layout), "结果纠正", "⟦结果维持⟧");
        assert_eq!(
            messages(&assert_found("T007", &text)),
            ["“结果维持”在“结果纠正”的位置上，它另有一列：这里应为“结果纠正”"],
            "{layout:?}"
        );
    }
}

#[test]
fn a_header_that_is_lost_above_its_values_is_found() {
    for layout in [Layout::Tabs, Layout::Pipes, Layout::Markdown] {
        // The headers from the first one to the last one that is there are underlined.
        for (official, table, first, last) in [
            ("本年废止件数", "表二", "本年制发件数", "现行有效件数"),
            ("现行有效件数", "表二", "本年制发件数", "本年废止件数"),
            ("本年收费金额（单位：万元）", "表二", "信息内容", "信息内容"),
            ("科研机构", "表三", "自然人", "总计"),
            ("总计", "表三", "自然人", "其他"),
        ] {
            let text = replaced(&sample(layout), official, "");
            let found = assert_all_found(&headers_marked(&text, first, last));
            assert_eq!(
                messages(&found),
                [format!("{table}的表头缺“{official}”，各行都有这一列的数：请补上列名")],
                "{layout:?}\n{text}"
            );
        }
    }
}

#[test]
fn a_header_of_table_four_that_is_lost_above_its_value_is_found() {
    for layout in [Layout::Spaces, Layout::Tabs, Layout::Pipes, Layout::Markdown] {
        let text = sample(layout);
        let header = text.lines().rfind(|line| line.contains("尚未审结")).expect("the headers");
        let lost = header.replacen("尚未审结", "", 1);
        let inner = lost.trim_matches(['|', ' ']);
        let marked = lost.replacen(inner, &inner.replacen("结果维持", "⟦结果维持", 1), 1);
        let marked = marked.replacen("总计", "总计⟧ T007", 1);
        let found = assert_all_found(&replaced(&text, header, &marked));
        assert_eq!(
            messages(&found),
            ["表四的“行政复议”部分的表头缺“尚未审结”，这一列的数还在：请补上列名"],
            "{layout:?}"
        );
    }
}

/// The pieces of another block's header share characters with the lost header.
#[test]
fn a_header_of_table_two_is_lost_among_headers_in_pieces() {
    let mut text = sample(Layout::Spaces);
    text = text.replace("信息内容 本年处理决定数量", "信息内 本年处理\n容 决定数量");
    let text = replaced(
        &text,
        "信息内容 本年制发件数 本年废止件数 现行有效件数",
        "信息内 ⟦本年废 现行有\n容 止件数 效件数⟧ T007",
    );
    let found = assert_all_found(&text);
    assert_eq!(messages(&found), ["表二的表头缺“本年制发件数”，各行都有这一列的数：请补上列名"]);
}

#[test]
fn a_header_behind_the_label_of_its_row_is_not_lost() {
    let text = replaced(
        &sample(Layout::Lines),
        "\t本年收费金额（单位：万元）\n\n\t行政事业性收费\n",
        "\t行政事业性收费\n\n\t本年收费金额（单位：万元）\n\n",
    );
    assert_found("T007", &text);
}

#[test]
fn headers_that_are_there_are_known() {
    for layout in Layout::ALL {
        assert_found("T007", &sample(layout));
    }
    assert_found(
        "T007",
        &replaced(
            &sample(Layout::Pipes),
            "信息内容 | 本年制发件数",
            "信息内容（件） | 本年制发件数",
        ),
    );
}

#[test]
fn a_header_too_many_over_the_forms_values_is_found() {
    for layout in [Layout::Tabs, Layout::Pipes, Layout::Markdown, Layout::Lines, Layout::Spaces] {
        for before in ["科研机构", "法律服务机构", "其他"] {
            let sample = sample(layout);
            let start = sample.find("商业企业").expect("the header");
            let at = start + sample[start..].find(before).expect("a header");
            let parted = sample[..at]
                .rfind(|c: char| !c.is_whitespace() && c != '|')
                .expect("the header before");
            let end = parted + sample[parted..].chars().next().expect("a letter").len_utf8();
            let text =
                format!("{}⟦个体工商户⟧ T007{}{}", &sample[..at], &sample[end..at], &sample[at..]);
            let found = assert_all_found(&text);
            assert_eq!(
                messages(&found),
                ["格式没有“个体工商户”这一列，各行也没有这一列的数：请删去这个列名"],
                "{layout:?}"
            );
        }
    }
}

#[test]
fn what_stands_among_the_headers_of_a_cell_a_line_is_no_column() {
    let sample = sample(Layout::Lines);
    for word in [
        "（件）",
        "单位：件",
        "续表",
        "（接上表）",
        "- 3 -",
        "明河市水利局2023年政府信息公开工作年度报告",
    ] {
        for header in ["商业企业", "科研机构", "法律服务机构"] {
            let (from, to) = (format!("\t{header}\n"), format!("\t{word}\n\t{header}\n"));
            assert_all_found(&replaced(&sample, &from, &to));
        }
    }
    // Another word may stand over the labels.
    for layout in Layout::ALL {
        assert_found("T007", &replaced(&sample_of(layout, 2023), "信息内容", "事项名称"));
    }
}

/// The header of table three without `lost`, its labels cut in two, as in text from a PDF: in one
/// line, in two lines, run together, or one piece a line.
fn headers_in_pieces(lost: Option<usize>) -> [String; 5] {
    let columns =
        ["自然|人", "商业|企业", "科研|机构", "社会公益|组织", "法律服务|机构", "其他|", "总计|"];
    let pairs: Vec<(&str, &str)> = columns
        .iter()
        .enumerate()
        .filter(|(at, _)| Some(*at) != lost)
        .filter_map(|(_, label)| label.split_once('|'))
        .collect();
    let words: Vec<String> =
        pairs.iter().map(|(first, second)| format!("{first}{second}")).collect();
    let (first, second): (Vec<&str>, Vec<&str>) = pairs.iter().copied().unzip();
    let second: Vec<&str> = second.into_iter().filter(|piece| !piece.is_empty()).collect();
    let together = words.chunks(3).map(<[String]>::concat).collect::<Vec<_>>().join(" ");
    let pieces: Vec<&str> = pairs
        .iter()
        .flat_map(|(first, second)| [*first, *second])
        .filter(|piece| !piece.is_empty())
        .collect();
    [
        words.join(" "),
        format!("{}\n{}", first.join(" "), second.join(" ")),
        together,
        words.join("\n"),
        pieces.join("\n"),
    ]
}

#[test]
fn a_header_that_is_lost_in_text_from_pdf_is_found_however_the_others_are_broken() {
    let names = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"];
    let whole = headers_in_pieces(None);
    let text = |header: &str| replaced(&sample(Layout::Spaces), &whole[0], header);
    for header in &whole {
        assert_all_found(&text(header));
    }
    for (lost, name) in names.iter().enumerate() {
        let message = format!("表三的表头缺“{name}”，各行都有这一列的数：请补上列名");
        for header in headers_in_pieces(Some(lost)) {
            let found = assert_all_found(&text(&format!("⟦{header}⟧ T007")));
            assert_eq!(messages(&found), [message.as_str()], "{header}");
            // The header may stand apart: among the rows, or above the table.
            let row = "（七）总计";
            let apart = replaced(&text(&header), row, &format!("{name}\n{row}"));
            assert_found("T007", &apart);
            let above = "（本列数据的勾稽关系为";
            let apart = replaced(&text(&header), above, &format!("{name}\n\n{above}"));
            assert_found("T007", &apart);
        }
    }
}

#[test]
fn a_header_that_is_lost_among_others_in_pieces_is_found_where_cells_are_parted() {
    let names = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"];
    let sample = sample(Layout::Lines);
    for lost in 0..names.len() {
        let cell = |(at, name): (usize, &&str)| {
            if at == lost { String::new() } else { format!("\t{name}\n") }
        };
        let broken: String = names
            .iter()
            .enumerate()
            .map(cell)
            .collect::<String>()
            .replace("服务机构", "服务\n机构")
            .replace("公益组织", "公益\n组织");
        let header: String = names.iter().map(|name| format!("\t{name}\n")).collect();
        let text = replaced(&sample, &header, &format!("\t⟦{}⟧ T007\n", broken.trim()));
        let message = format!("表三的表头缺“{}”，各行都有这一列的数：请补上列名", names[lost]);
        assert_eq!(messages(&assert_all_found(&text)), [message], "{text}");
    }
}
