//! Cases of T003.

use crate::diagnostic::apply;
use crate::rules::testing::*;
use crate::syntax::Layout;

/// Rows to leave out, each with the words above, where the finding is.
const HIDDEN: [(&str, &str); 7] = [
    ("一、本年新收政府信息公开申请数量", "（本列数据"),
    ("1.属于国家秘密", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    ("5.属于三类内部事务信息", "4.保护第三方合法权益"),
    ("2.重复申请", "1.信访举报投诉类申请"),
    ("（七）总计", "3.其他"),
    ("四、结转下年度继续办理", "（七）总计"),
    ("规章", "第二十条第（一）项"),
];

/// `text` with the words above a missing row in marks: a label, or a line of the header to its end.
fn above_marked(layout: Layout, text: &str, above: &str) -> String {
    match above {
        "（本列数据" | "第二十条第（一）项" => marked_line(layout, text, above, ""),
        label => marked(text, label, ""),
    }
}

/// `text` without the rows with one of `labels` at the start of a cell.
fn without(text: &str, layout: Layout, labels: &[&str]) -> String {
    let starts = |line: &str| {
        labels.iter().any(|label| {
            line.trim_start_matches(['|', '\t', ' ']).starts_with(label)
                || line.contains(&format!("\t{label}"))
                || line.contains(&format!("| {label}"))
                || line.contains(&format!(" {label}"))
        })
    };
    if layout == Layout::Lines {
        return text
            .split("\n\n")
            .filter(|row| !row.lines().any(starts))
            .collect::<Vec<_>>()
            .join("\n\n");
    }
    text.split_inclusive('\n').filter(|line| !starts(line)).collect()
}

#[test]
fn a_missing_row_is_found_and_put_back() {
    for layout in Layout::ALL {
        for (label, above) in HIDDEN {
            let text = without(&sample(layout), layout, &[label]);
            let found = assert_found("T003", &above_marked(layout, &text, above));
            let fixed = apply(&text, found[0].fixes[0].edits());
            // For a row with a value, the sums show the missing numbers.
            if label.starts_with("一、") {
                let (before, last) =
                    fixed.split_at(fixed.find("四、结转下年度").expect("the last row"));
                assert_all_found(&format!("{before}{}", marked(last, "1", "A003")));
                continue;
            }
            let code = match label {
                "（七）总计" => "A002",
                "四、结转下年度继续办理" => "A003",
                _ => "T009",
            };
            let count = if label == "规章" { 3 } else { 7 };
            assert_all_found(&marked_blanks(layout, &fixed, label, count, code));
        }
    }
}

#[test]
fn a_merged_cell_that_was_written_out_is_blank_in_each_of_its_cells() {
    let widened = |text: &str| {
        let widen =
            |line: &str| match line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>()
                [..]
            {
                [label, value, ..]
                    if label.starts_with("行政处罚") || label.starts_with("行政强制") =>
                {
                    format!("| {label} | {value} | {value} | {value} |\n")
                }
                [label @ "信息内容", value @ "本年处理决定数量", ..] => {
                    format!("| {label} | {value} | {value} | {value} |\n")
                }
                _ => line.to_owned(),
            };
        text.split_inclusive('\n').map(widen).collect::<String>()
    };
    let text = widened(&without(&sample(Layout::Markdown), Layout::Markdown, &["行政许可"]));
    let found = assert_found("T003", &marked(&text, "行政规范性文件", ""));
    assert_eq!(messages(&found), ["表二缺少“行政许可”一行"]);
    let fixed = apply(&text, found[0].fixes[0].edits());
    assert!(fixed.contains("\n| 行政许可 |  |  |  |\n"), "{fixed}");
}

#[test]
fn rows_without_numbers_that_are_out_of_order_are_no_trouble() {
    let text = replaced(
        &sample(Layout::Tabs),
        "行政规范性文件\t3\t1\t12\n",
        "行政处罚\t7\n⟦行政规范性文件⟧\t\t\t\n",
    );
    let start = text.find("第二十条第（五）项").expect("the block of 行政许可");
    let end = text.find("行政强制").expect("a row of the next block");
    let found = assert_found("T003", &format!("{}{}", &text[..start], &text[end..]));
    assert_eq!(messages(&found), ["表二缺少“行政许可”一行"]);
}

#[test]
fn neighbours_are_one() {
    let text = without(
        &sample(Layout::Tabs),
        Layout::Tabs,
        &["6.属于四类", "7.属于行政执法", "8.属于行政查询"],
    );
    let text = replaced(&text, "5.属于三类内部事务信息", "⟦5.属于三类内部事务信息⟧");
    let found = assert_found("T003", &text);
    assert_eq!(
        messages(&found),
        ["表三缺少 3 行：6.属于四类过程性信息、7.属于行政执法案卷、8.属于行政查询事项"]
    );
    assert_eq!(found[0].place.to_string(), "表三/6.属于四类过程性信息");
}

#[test]
fn rows_are_put_back_in_the_tables_own_layout() {
    for (layout, label, expected) in [
        (Layout::Spaces, "2.重复申请", "\n2.重复申请\n"),
        (Layout::Tabs, "2.重复申请", "\n\t\t2.重复申请\t\t\t\t\t\t\t\n"),
        (Layout::Pipes, "2.重复申请", "\n2.重复申请 |  |  |  |  |  |  |  | |\n"),
        (Layout::Markdown, "2.重复申请", "\n|  |  | 2.重复申请 |  |  |  |  |  |  |  |\n"),
        (Layout::Lines, "2.重复申请", "\n\n\t\n\t\n\t2.重复申请\n\t\n\t\n\t\n\t\n\t\n\t\n\t\n\n"),
    ] {
        let text = without(&sample(layout), layout, &[label]);
        let fixed = |text: &str| {
            let found = assert_found("T003", &marked(text, "1.信访举报投诉类申请", ""));
            apply(text, found[0].fixes[0].edits())
        };
        let own = fixed(&text);
        assert!(own.contains(expected), "{layout:?}\n{own}");
        let windows = fixed(&text.replace('\n', "\r\n"));
        assert!(windows.contains(&expected.replace('\n', "\r\n")), "{layout:?}\n{windows:?}");
    }
}

#[test]
fn the_first_row_is_put_back_below_the_headers() {
    // One cell a line, with nothing in between.
    let cells = |line: &str| {
        let cells = line
            .split('|')
            .map(str::trim)
            .filter(|cell| !cell.is_empty() && !cell.starts_with("---"));
        cells.map(|cell| format!("{}\n", cell.trim_start_matches(['#', ' ']))).collect::<String>()
    };
    let bare: String = sample(Layout::Markdown).lines().map(cells).collect();
    // The table up to the next row is underlined.
    for (label, next, first, last) in [
        ("一、本年新收", "二、上年结转", "（本列数据", "数量\n1\n0\n0\n0\n0\n0\n1"),
        ("规章", "行政规范性文件\n", "第二十条第（一）项", "行政规范性文件\n3\n1\n12"),
    ] {
        let (row, end) = (bare.rfind(label).unwrap(), bare.rfind(next).unwrap());
        let text = format!("{}{}", &bare[..row], &bare[end..]);
        let marked = replaced(&text, first, &format!("⟦{first}"));
        let found = assert_found("T003", &replaced(&marked, last, &format!("{last}⟧")));
        let fixed = apply(&text, found[0].fixes[0].edits());
        assert!(
            fixed.starts_with(&bare[..row]) && fixed[row..].starts_with(label),
            "{label}\n{fixed}"
        );
        assert!(fixed.ends_with(&bare[end..]), "{label}\n{fixed}");
    }
}

#[test]
fn nothing_is_inserted_where_the_row_may_stand() {
    let offers = |text: &str, above: &str| {
        !assert_found("T003", &marked(text, above, ""))[0].fixes.is_empty()
    };
    let five = "5.属于三类内部事务信息";
    for layout in Layout::ALL {
        let missing = without(&sample(layout), layout, &["6.属于四类", "7.属于行政执法"]);
        assert!(offers(&missing, five), "{layout:?}");
        // One of the two rows stands there under other words.
        let text = without(&sample(layout), layout, &["7.属于行政执法"]);
        let text = replaced(&text, "6.属于四类过程性信息", "因故未能提供的若干事项");
        assert!(!offers(&text, five), "{layout:?}\n{text}");
    }
    let text = sample(Layout::Spaces);
    for (row, above) in [
        ("6.属于四类过程性信息 0 0 0 0 0 0 0\n", five),
        ("4.保护第三方合法权益 0 0 0 0 0 0 0\n", "3.危及“三安全一稳定”"),
    ] {
        for left in ["口口口 0 0\n", "（此行字迹不清）\n"] {
            assert!(!offers(&replaced(&text, row, left), above), "{left}");
        }
        assert!(offers(&replaced(&text, row, "- 3 -\n"), above));
        assert!(offers(&replaced(&text, row, ""), above));
    }
}

#[test]
fn groups_and_captions_are_never_missing() {
    for layout in Layout::ALL {
        assert_found(
            "T003",
            &sample(layout).replace("（三）不予公开", "").replace("第二十条第（五）项", ""),
        );
    }
}

/// The sample with a number before each row of tables two and three, counted through each table.
fn numbered(layout: Layout) -> String {
    let mark = if layout == Layout::Tabs { "\t" } else { " | " };
    let sample = sample(layout);
    let at = |heading: &str| sample.find(heading).expect("a heading");
    let table = |from: &str, to: &str| {
        let mut count = 0;
        let line = |line: &str| {
            let inner = line.strip_prefix("| ").unwrap_or(line);
            let edge = &line[..line.len() - inner.len()];
            let has_values = inner.split(['|', '\t']).any(|cell| {
                !cell.trim().is_empty() && cell.trim().bytes().all(|byte| byte.is_ascii_digit())
            });
            count += usize::from(has_values);
            match line {
                _ if has_values => format!("{edge}{count}{mark}{inner}\n"),
                _ if line.contains("---") => format!("{edge}---{mark}{inner}\n"),
                _ if inner.contains(mark.trim_matches(' ')) => format!("{edge}{mark}{inner}\n"),
                _ => format!("{line}\n"),
            }
        };
        sample[at(from)..at(to)].lines().map(line).collect::<String>()
    };
    let [two, three, four] = ["二、主动公开", "三、收到", "四、政府信息公开行政复议"];
    format!(
        "{}{}{}{}",
        &sample[..at(two)],
        table(two, three),
        table(three, four),
        &sample[at(four)..]
    )
}

#[test]
fn a_row_with_a_serial_number_comes_back_with_it() {
    for layout in [Layout::Tabs, Layout::Markdown] {
        let text = numbered(layout);
        assert_all_found(&text);
        let is_numbered = |line: &&str| {
            line.trim_start_matches(['|', ' ']).starts_with(|c: char| c.is_ascii_digit())
        };
        for (label, above) in HIDDEN {
            let row = text.lines().filter(is_numbered).find(|line| line.contains(label));
            let row = row.expect("the row");
            let lost = text.replacen(&format!("{row}\n"), "", 1);
            let found = assert_found("T003", &above_marked(layout, &lost, above));
            let fixed = apply(&lost, found[0].fixes[0].edits());
            let mark = if layout == Layout::Tabs { '\t' } else { '|' };
            let cells = |line: &str| {
                line.split(mark).map(|cell| cell.trim().to_owned()).collect::<Vec<_>>()
            };
            let number = cells(row).into_iter().find(|cell| !cell.is_empty()).expect("a number");
            let written = fixed.lines().find(|line| !lost.contains(line)).expect("a new row");
            assert_eq!(written.split(mark).count(), row.split(mark).count(), "{written}");
            assert_eq!(
                cells(written).into_iter().find(|cell| !cell.is_empty()),
                Some(number),
                "{written}"
            );
        }
    }
}

#[test]
fn a_serial_number_has_the_zeros_of_its_neighbours() {
    let text = numbered(Layout::Tabs);
    let padded = |line: &str| match line.split_once('\t') {
        Some((number @ ("1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9"), rest)) => {
            format!("0{number}\t{rest}\n")
        }
        _ => format!("{line}\n"),
    };
    let text: String = text.lines().map(padded).collect();
    for (label, above) in HIDDEN {
        let row = text.lines().find(|line| line.contains(label)).expect("the row");
        let lost = text.replacen(&format!("{row}\n"), "", 1);
        let found = assert_found("T003", &above_marked(Layout::Tabs, &lost, above));
        let fixed = apply(&lost, found[0].fixes[0].edits());
        let written = fixed.lines().find(|line| !lost.contains(line)).expect("a new row");
        assert_eq!(written.split('\t').next(), row.split('\t').next(), "{written}");
    }
}

#[test]
fn where_the_others_were_counted_anew_no_number_is_made_up() {
    let text = numbered(Layout::Markdown);
    let row = text.lines().find(|line| line.contains("2.重复申请")).expect("the row");
    let next = text.lines().find(|line| line.contains("3.要求提供")).expect("the next row");
    let number = |line: &str| line.split('|').nth(1).expect("a number").trim().to_owned();
    let lost = text.replacen(&format!("{row}\n"), "", 1).replacen(
        next,
        &next.replacen(&number(next), &number(row), 1),
        1,
    );
    let found = assert_found("T003", &marked(&lost, "1.信访举报投诉类申请", ""));
    let fixed = apply(&lost, found[0].fixes[0].edits());
    assert!(fixed.contains("|  |  |  | 2.重复申请 |"), "{fixed}");
}
