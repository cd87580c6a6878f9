//! Merged cells repeated in each spanned cell. A wrong copy is one finding and moves no row.

mod support;

use gouji::diagnostic::{Applicability, Diagnostic, Language};
use gouji::lint::{Findings, Options, check, fix_with};
use gouji::standard::Standard;
use support::{Manner, Oddities, write_cells};

/// A report with repeated merged cells. Each addend is 1, and each total is right.
fn report() -> String {
    let value = |table: usize, row: usize, column: usize| {
        let rows = Standard::official().form(2023).tables[1].rows.len();
        let wide = |count: usize| if column == 6 { 6 * count } else { count };
        match table {
            1 if row == 0 => wide(rows - 4),
            1 if row == rows - 2 => wide(rows - 4),
            1 => wide(1),
            2 if column % 5 == 4 => 4,
            _ => 1,
        }
    };
    write_cells(2023, Manner::MarkdownRepeated, Oddities::default(), &|table, row, column| {
        value(table, row, column).to_string()
    })
}

/// The separators between cells.
const MARKS: [&str; 3] = ["|", " | ", "\t"];

/// The Markdown text with other separators between cells.
fn parted(text: &str, mark: &str) -> String {
    let row = |line: &str| match line {
        _ if mark == "|" => format!("{line}\n"),
        line if line.starts_with("|---") => String::new(),
        line if line.starts_with('|') => cells(line).join(mark) + "\n",
        line => format!("{line}\n"),
    };
    text.lines().map(row).collect()
}

fn cells(line: &str) -> Vec<&str> {
    line.trim_matches('|').split('|').map(str::trim).collect()
}

fn is_number(cell: &str) -> bool {
    !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit())
}

fn found(text: &str) -> Vec<Diagnostic> {
    check(text, &Options::default()).expect("a report")
}

/// The labels of each value row of table three, with the index of the line.
fn rows(text: &str) -> Vec<(usize, Vec<&str>)> {
    let lines = text
        .lines()
        .enumerate()
        .skip_while(|(_, line)| !line.starts_with("三、收到"))
        .take_while(|(_, line)| !line.starts_with("四、政府"));
    let rows = lines.filter(|(_, line)| cells(line).last().is_some_and(|last| is_number(last)));
    rows.map(|(at, line)| {
        (at, cells(line).into_iter().take_while(|cell| !is_number(cell)).collect())
    })
    .collect()
}

/// The text with one cell of a line changed.
fn changed(text: &str, line: usize, cell: usize, word: &str) -> String {
    let change = |(at, old): (usize, &str)| {
        if at != line {
            return format!("{old}\n");
        }
        let mut cells = cells(old);
        cells[cell] = word;
        format!("| {} |\n", cells.join(" | "))
    };
    text.lines().enumerate().map(change).collect()
}

#[test]
fn a_copy_with_a_slip_is_one_finding_and_is_mended() {
    let text = report();
    for mark in MARKS {
        assert_eq!(found(&parted(&text, mark)), [], "{mark}");
        for (line, labels) in rows(&text) {
            for (cell, label) in labels.iter().enumerate() {
                let middle = label.chars().count() / 2;
                let wrong: String = label
                    .chars()
                    .enumerate()
                    .map(|(at, c)| if at == middle { '甲' } else { c })
                    .collect();
                let broken = parted(&changed(&text, line, cell, &wrong), mark);
                let found = found(&broken);
                let codes: Vec<&str> = found.iter().map(|found| found.code).collect();
                assert!(
                    matches!(codes[..], ["T002" | "T016"]),
                    "{codes:?} {wrong} in cell {cell} of {labels:?}"
                );
                assert_eq!(found[0].range.of(&broken), wrong);
                let check = |text: &str| {
                    check(text, &Options::default())
                        .map(|diagnostics| Findings { diagnostics, ..Findings::default() })
                };
                assert_eq!(
                    fix_with(&broken, Applicability::Safe, check).expect("a report").text,
                    parted(&text, mark)
                );
            }
        }
    }
}

#[test]
fn words_of_another_row_or_group_in_a_copy_are_one_finding_at_most() {
    let text = report();
    for mark in ["\t"] {
        for (line, labels) in rows(&text) {
            let words = [
                "三、本年度办理结果",
                "（三）不予公开",
                "（五）不予处理",
                "（七）总计",
                "2.重复申请",
                "3.其他",
                "",
                "甲乙丙丁",
            ];
            for (cell, word) in (0..labels.len()).flat_map(|cell| words.map(|word| (cell, word))) {
                let broken = changed(&text, line, cell, word);
                let own = broken.lines().nth(line).expect("the line").to_owned();
                let (broken, own) = (parted(&broken, mark), parted(&own, mark));
                let found = found(&broken);
                let is_one = match &found[..] {
                    [] => true,
                    [found] => {
                        let line = broken[..found.range.start].rfind('\n').map_or(0, |end| end + 1);
                        matches!(found.code, "T001" | "T002" | "T004" | "T016")
                            && broken[line..].starts_with(&own)
                    }
                    _ => false,
                };
                assert!(
                    is_one,
                    "{:?} {word} in cell {cell} of {labels:?}",
                    found.iter().map(|found| found.code).collect::<Vec<_>>()
                );
            }
        }
    }
}

#[test]
fn a_row_keeps_its_place_by_its_other_copies() {
    let text = report();
    for (label, wrong) in [
        ("（七）总计", "3.其他"),
        ("四、结转下年度继续办理", "（七）总计"),
        ("（一）予以公开", "（三）不予公开"),
    ] {
        let (line, labels) =
            rows(&text).into_iter().find(|(_, labels)| labels[2] == label).expect("a row");
        for cell in (0..3).filter(|&cell| labels[cell] == label) {
            let broken = changed(&text, line, cell, wrong);
            let found = found(&broken);
            let messages: Vec<String> =
                found.iter().map(|found| found.message.render(Language::Zh)).collect();
            assert_eq!(messages, [format!("行名“{wrong}”应为“{label}”")], "cell {cell}");
            assert_eq!(found[0].range.of(&broken), wrong);
        }
    }
}

#[test]
fn a_column_that_header_and_rows_lack_is_one_finding() {
    let text = report();
    let table = rows(&text);
    let width = cells(text.lines().nth(table[0].0).expect("a row")).len();
    for (column, name) in
        Standard::official().form(2023).tables[1].blocks[0].columns.iter().enumerate()
    {
        let without = |line: &str| {
            let mut cells = cells(line);
            if line.starts_with('|') && cells.len() == width {
                cells.remove(width - 7 + column);
                return format!("| {} |\n", cells.join(" | "));
            }
            format!("{line}\n")
        };
        // Table four is wider than the other tables, table two is narrower.
        let text: String = text.lines().map(without).collect();
        for mark in MARKS {
            let found = found(&parted(&text, mark));
            let messages: Vec<String> =
                found.iter().map(|found| found.message.render(Language::Zh)).collect();
            assert_eq!(
                messages,
                [format!("表三缺“{}”一列：请补上这一列的列名和各行的数", name.label.text)],
                "{mark}"
            );
        }
    }
}

#[test]
fn a_wrong_copy_over_the_columns_of_table_four_is_one_finding() {
    let text = report();
    let lines: Vec<usize> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| line.contains("| 行政诉讼 |") || line.contains("| 复议后起诉 |"))
        .map(|(at, _)| at)
        .collect();
    assert_eq!(lines.len(), 2);
    for mark in MARKS {
        for &line in &lines {
            let labels: Vec<String> = cells(text.lines().nth(line).expect("the line"))
                .into_iter()
                .map(str::to_owned)
                .collect();
            assert_eq!(labels.len(), 15);
            for (cell, label) in labels.iter().enumerate().filter(|(_, label)| {
                !matches!(
                    label.as_str(),
                    "结果维持" | "结果纠正" | "其他结果" | "尚未审结" | "总计"
                )
            }) {
                let slip: String =
                    label.chars().enumerate().filter(|(at, _)| *at != 2).map(|(_, c)| c).collect();
                for word in [slip.as_str(), "备注", "情况统计", "5", "12", "复议后起诉", "行政诉讼"]
                {
                    let broken = parted(&changed(&text, line, cell, word), mark);
                    let found = found(&broken);
                    let codes: Vec<&str> = found.iter().map(|found| found.code).collect();
                    assert!(
                        matches!(codes[..], [] | ["T002" | "T006" | "T016"]),
                        "{codes:?} {word} in cell {cell} of {labels:?} {mark}"
                    );
                    // A blank cell at the end of each row means nothing.
                    let padded: String = broken
                        .lines()
                        .map(|line| {
                            if line.contains(mark) {
                                format!("{line}{mark}{mark}\n")
                            } else {
                                format!("{line}\n")
                            }
                        })
                        .collect();
                    let padded_codes: Vec<&str> = if mark == "\t" {
                        self::found(&padded).iter().map(|found| found.code).collect()
                    } else {
                        Vec::new()
                    };
                    assert!(
                        padded_codes.iter().all(|code| *code != "T007"),
                        "{padded_codes:?} {word} in cell {cell} of {labels:?}"
                    );
                    assert!(
                        word != slip || word == label || codes == ["T016"],
                        "{codes:?} {word} in cell {cell} {mark}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_number_in_the_place_of_a_copy_moves_no_row() {
    let text = report();
    for mark in MARKS {
        for (line, labels) in rows(&text) {
            for cell in 0..labels.len() - 1 {
                let found = found(&parted(&changed(&text, line, cell, "5"), mark));
                assert_eq!(
                    found.iter().map(|found| found.code).collect::<Vec<_>>(),
                    [""; 0],
                    "cell {cell} of {labels:?} {mark}"
                );
            }
        }
    }
}
