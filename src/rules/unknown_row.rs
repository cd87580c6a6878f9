//! T001: an unknown row.

use super::rows::{gap_of_one, is_under};
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Message, Severity, Wording};
use crate::facts::{ExtraRowKind, LabelWording, Row, RowCells};
use crate::report::TableContext;
use crate::syntax::is_blank_mark;
use crate::text::{Folded, TextRange, fold, is_space, line_start};

pub static RULE: Rule = Rule {
    code: "T001",
    name: "unknown-row",
    severity: Severity::Error,
    fix: FixKind::None,
    summary: Wording::new("表中有格式没有的一行", "a row that the form does not have"),
    documentation: Wording::new(
        "\
### 检查什么

表二、表三中，一行有数而行名不是格式规定的任何一行，也不与其中一行相近（相近的是 T002）；行名空着的；在“（三）不予公开”这样的分组名称一行填了数的。

### 为什么

国家统一格式规定了表格的各行（国办公开办函〔2021〕30号）。多出的一行里的数无法归入任何一项，（七）总计是否包含它也说不清。

### 例子

“本地另设的办理情形 1 0 0 0 0 0 1”：格式没有这一行。

### 修正

无。请把行名改为格式规定的；确属其他情形的，把数并入（六）其他处理的“3.其他”，再删去这一行。这一行正好站在缺少的一行的位置时，消息写明应为哪一行，不再另报缺行（T003）。
",
        "\
### What it checks

In tables two and three, a row has values under a label that is not in the form and not near to a label of the form (T002 reports a near label). Also reported: a row of values with a blank label, and the head of a group with values, such as （三）不予公开.

### Why

The national format prescribes the rows (国办公开办函〔2021〕30号). The numbers of another row belong to no item, and nobody knows whether （七）总计 includes them.

### Example

本地另设的办理情形 1 0 0 0 0 0 1: the form has no such row.

### Fix

None. Use the label of the form. If the case is really another case, add its numbers to 3.其他 of （六）其他处理 and remove the row. If the row stands exactly in place of a missing row, the message names the missing row, and T003 does not report it.
",
    ),
    check: Check::Table(check),
};

const UNKNOWN: Wording = Wording::new(
    "{0}没有“{1}”这一行：请改用格式规定的行名，或把其中的数归入相应的行后删去",
    "{0} has no row “{1}”: use a label of the form, or move its numbers to the row where they belong",
);
const UNLABELLED: Wording = Wording::new(
    "{0}这一行数没有行名，也不是缺少的哪一行：请补上行名或删去",
    "this row of {0} has no label: add it, or remove the row",
);
const SECOND: Wording = Wording::new(
    "{0}只有一行数，这里又有一行：没有核对这一行，请查明哪一行对，删去另一行",
    "{0} has one row of values, and here is another: it was not checked, find out which one is right and remove the other",
);
const HEAD: Wording = Wording::new(
    "“{0}”是分组的名称，格式没有给它填数的格：请把数填在它下面的各行，这一行的数删去",
    "“{0}” is the head of a group and holds no numbers in the form: put them into its rows, and remove them here",
);
const BESIDE_HEAD: Wording = Wording::new(
    "“{0}”后面的这一行数没有行名：这里应为“{1}”",
    "the row of numbers behind “{0}” has no label: it should be “{1}”",
);
const IN_PLACE: Wording =
    Wording::new("{0}没有“{1}”这一行：这里应为“{2}”", "{0} has no row “{1}”: this should be “{2}”");
const IN_PLACE_UNLABELLED: Wording = Wording::new(
    "{0}这一行数没有行名：这里应为“{1}”",
    "this row of {0} has no label: it should be “{1}”",
);

fn check(context: &TableContext, sink: &mut Sink) {
    let table = context.table;
    if context.is_unreadable() {
        return;
    }
    let name = || table.table_form().name.as_str().into();
    for extra in table
        .extra
        .iter()
        .filter(|extra| matches!(extra.kind, ExtraRowKind::Unknown | ExtraRowKind::Head(_)))
    {
        let label = extra.label.unwrap_or(extra.range);
        let words = context.words(label);
        let message = match (extra.kind, gap_of_one(table, extra.after), extra.label) {
            (ExtraRowKind::Head(head), Some(row), _) if is_under(table, row, head) => {
                Message::new(BESIDE_HEAD, [words.into(), context.row_label(row).into()])
            }
            (ExtraRowKind::Head(_), ..) => Message::new(HEAD, [words.into()]),
            (_, Some(row), Some(_)) => {
                Message::new(IN_PLACE, [name(), words.into(), context.row_label(row).into()])
            }
            (_, Some(row), None) => {
                Message::new(IN_PLACE_UNLABELLED, [name(), context.row_label(row).into()])
            }
            (_, None, Some(_)) => Message::new(UNKNOWN, [name(), words.into()]),
            (_, None, None) if table.table_form().across => Message::new(SECOND, [name()]),
            (_, None, None) => Message::new(UNLABELLED, [name()]),
        };
        // The folded text, so that the place stays if the characters of the label are corrected.
        let read = || Folded::new(context.text, label).text;
        let place = if extra.label.is_some() {
            context.table_place().row(read())
        } else {
            context.table_place()
        };
        let range = extra.label.unwrap_or_else(|| blank_label(context.text, extra.range.start));
        sink.push(range, place, message);
    }
    for (index, row) in
        table.rows.iter().enumerate().filter_map(|(index, row)| Some((index, row.as_ref()?)))
    {
        if row.wording == LabelWording::Absent {
            let message =
                Message::new(IN_PLACE_UNLABELLED, [name(), context.row_label(index).into()]);
            sink.push(
                blank_label(context.text, first_value(row)),
                context.row_place(index),
                message,
            );
        }
    }
}

/// The start of the values of a row without a label.
fn first_value(row: &Row) -> usize {
    match &row.cells {
        RowCells::Known(cells) => cells.first().map_or(row.range.start, |cell| cell.range.start),
        RowCells::Miscounted { range, .. } => range.start,
    }
}

/// The blank cell for a label before the value at `value`, between its separators. Empty without
/// separators.
fn blank_label(text: &str, value: usize) -> TextRange {
    let line = line_start(text, value);
    let is_separator = |c: char| c == '\t' || fold(c) == '|';
    let Some((behind, _)) = text[line..value]
        .char_indices()
        .rev()
        .find(|&(_, c)| !is_space(c) || c == '\t')
        .filter(|&(_, c)| is_separator(c))
    else {
        return TextRange::at(value);
    };
    let end = line + behind;
    let start = text[line..end]
        .char_indices()
        .rev()
        .find(|&(_, c)| is_separator(c))
        .map_or(line, |(at, c)| line + at + c.len_utf8());
    let is_blank = text[start..end].chars().all(is_space) || is_blank_mark(&text[start..end]);
    if is_blank { TextRange::new(start, end) } else { TextRange::at(value) }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn a_space_alone_may_part_the_label_from_its_values() {
        let parted = |line: &str| match line
            .find(|c: char| c.is_ascii_digit())
            .filter(|_| line.contains('\t'))
        {
            // Behind the number of the row, before the first value.
            Some(_) => {
                let at = line.match_indices('\t').find(|(at, _)| {
                    line[at + 1..].starts_with(|c: char| c.is_ascii_digit())
                        && !line[at + 1..].contains('.')
                });
                at.map_or(line.to_owned(), |(at, _)| format!("{} {}", &line[..at], &line[at + 1..]))
            }
            None => line.to_owned(),
        };
        let text: String = sample(Layout::Tabs).lines().map(|line| parted(line) + "\n").collect();
        assert_found("T001", &text);
        let broken = replaced(&text, "5.属于三类内部事务信息", "⟦9.防汛物资调配⟧");
        assert_found("T001", &broken);
    }

    #[test]
    fn a_row_of_ones_own_is_found() {
        let row = "5.要求行政机关确认或重新出具已获取信息 0 0 0 0 0 0 0\n";
        let text = replaced(
            &sample(Layout::Spaces),
            row,
            &format!("{row}⟦本地另设的办理情形⟧ 1 0 0 0 0 0 1\n"),
        );
        let found = assert_found("T001", &text);
        assert_eq!(
            messages(&found),
            [
                "表三没有“本地另设的办理情形”这一行：请改用格式规定的行名，或把其中的数归入相应的行后删去"
            ]
        );
        assert_eq!(found[0].place.to_string(), "表三/本地另设的办理情形");
        let text = replaced(
            &sample(Layout::Pipes),
            "行政强制 | 3 |",
            "⟦查封扣押决定⟧ | 3 |||\n行政强制 | 3 |",
        );
        assert_found("T001", &text);
    }

    #[test]
    fn a_number_in_the_cell_of_a_head_is_found() {
        for layout in Layout::ALL {
            let text = sample(layout);
            for (head, number) in [
                ("（三）不予公开", "27"),
                ("（三）不予公开", " 5"),
                ("（五）不予处理", "１２"),
                ("（四）无法提供", " 0"),
            ] {
                let found =
                    assert_found("T001", &replaced(&text, head, &format!("⟦{head}{number}⟧")));
                let message = format!(
                    "“{head}{number}”是分组的名称，格式没有给它填数的格：请把数填在它下面的各行，这一行的数删去"
                );
                assert_eq!(messages(&found), [message], "{layout:?}");
                assert_found("A002", &replaced(&text, head, &format!("{head}{number}")));
            }
            for note in ["1", "①", "[12]", "（共12件）", "<sup>12</sup>", "注1"] {
                assert_found(
                    "T001",
                    &replaced(&text, "（三）不予公开", &format!("（三）不予公开{note}")),
                );
            }
        }
    }

    #[test]
    fn table_four_has_one_row_of_values() {
        for layout in [Layout::Spaces, Layout::Tabs, Layout::Pipes, Layout::Markdown] {
            let text = sample(layout);
            let row = text[..text.rfind("五、存在").unwrap()]
                .lines()
                .rfind(|line| line.contains('1'))
                .unwrap();
            let found = assert_found(
                "T001",
                &text.replace(row, &format!("{row}\n⟦⟧{}", row.replace('1', "2"))),
            );
            assert_eq!(
                messages(&found),
                ["表四只有一行数，这里又有一行：没有核对这一行，请查明哪一行对，删去另一行"],
                "{layout:?}"
            );
            let serial: Vec<String> = (1..=15).map(|number| number.to_string()).collect();
            let numbered = sample(layout).replace(
                row,
                &format!(
                    "{}\n{row}",
                    serial.join(if layout == Layout::Tabs {
                        "\t"
                    } else if layout == Layout::Spaces {
                        " "
                    } else {
                        " | "
                    })
                ),
            );
            assert_found("T001", &numbered);
            assert_found("A004", &numbered);
        }
    }

    #[test]
    fn in_the_gap_of_one_row_it_stands_for_that_row() {
        let text = replaced(&sample(Layout::Markdown), "2.重复申请", "⟦反复提起同样的要求⟧");
        let found = assert_found("T001", &text);
        assert_eq!(messages(&found), ["表三没有“反复提起同样的要求”这一行：这里应为“2.重复申请”"]);
        assert_found("T003", &without_marks(&text));
    }

    #[test]
    fn a_blank_label_is_found_in_its_cell() {
        for (layout, from, to) in [
            (Layout::Markdown, "|  |  | 2.重复申请 | 0 |", "|  |  |⟦  ⟧| 0 |"),
            (Layout::Pipes, "\n2.重复申请 | 0 |", "\n⟦ ⟧| 0 |"),
            (Layout::Tabs, "\t\t2.重复申请\t0", "\t\t⟦⟧\t0"),
            (Layout::Spaces, "\n2.重复申请 0", "\n⟦⟧0"),
            (Layout::Lines, "\t2.重复申请\n\t0", "\n⟦⟧\t0"),
        ] {
            let text = replaced(&sample(layout), from, to);
            let found = assert_found("T001", &text);
            assert_eq!(
                messages(&found),
                ["表三这一行数没有行名：这里应为“2.重复申请”"],
                "{layout:?}"
            );
            assert_found("T003", &without_marks(&text));
        }
    }

    #[test]
    fn a_blank_label_is_found_before_a_row_that_begins_a_group() {
        for (layout, from, to) in [
            (Layout::Markdown, "|  |  | 8.属于行政查询事项 | 0 |", "|  |  |⟦  ⟧| 0 |"),
            (Layout::Markdown, "|  |  | 8.属于行政查询事项 | 0 |", "|  |  |⟦ — ⟧| 0 |"),
            (Layout::Tabs, "\t\t8.属于行政查询事项\t0", "\t\t⟦⟧\t0"),
            (Layout::Tabs, "\t\t8.属于行政查询事项\t0", "\t\t⟦/⟧\t0"),
            (Layout::Pipes, "\n8.属于行政查询事项 | 0 |", "\n⟦ ⟧| 0 |"),
        ] {
            let text = replaced(&sample(layout), from, to);
            let found = assert_found("T001", &text);
            assert_eq!(
                messages(&found),
                ["表三这一行数没有行名：这里应为“8.属于行政查询事项”"],
                "{layout:?}"
            );
            assert_found("T003", &without_marks(&text));
        }
    }

    #[test]
    fn marks_for_nothing_in_the_row_of_a_head_are_no_numbers() {
        for mark in ["—", "/", "-", "无"] {
            let row = format!(
                "|  | （三）不予公开 |  |{}\n|  |  | 1.属于国家秘密 | 0",
                format!(" {mark} |").repeat(7)
            );
            let text = replaced(
                &sample(Layout::Markdown),
                "|  | （三）不予公开 | 1.属于国家秘密 | 0",
                &row,
            );
            assert_all_found(&text);
            let text = sample(Layout::Spaces);
            let row = text.lines().find(|line| line.contains("1.属于国家秘密")).unwrap();
            let text = replaced(
                &text,
                row,
                &format!(
                    "（三）不予公开{}\n{}",
                    format!(" {mark}").repeat(7),
                    row.replace("（三）不予公开", "")
                ),
            );
            assert_all_found(&text);
        }
    }

    #[test]
    fn the_head_of_a_group_holds_no_numbers() {
        for (layout, from, to) in [
            (
                Layout::Markdown,
                "|  | （三）不予公开 | 1.属于国家秘密 | 0",
                "|  | ⟦（三）不予公开⟧ |  | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n|  |  | 1.属于国家秘密 | 0",
            ),
            (
                Layout::Pipes,
                "（三）不予公开 | 1.属于国家秘密 | 0",
                "⟦（三）不予公开⟧ | 2 | 0 | 0 | 0 | 0 | 0 | 2 |\n1.属于国家秘密 | 0",
            ),
        ] {
            let found = assert_found("T001", &replaced(&sample(layout), from, to));
            assert!(
                messages(&found)[0].starts_with("“（三）不予公开”是分组的名称"),
                "{:?}",
                messages(&found)
            );
        }
    }

    #[test]
    fn a_blank_label_beside_the_head_of_its_group_is_one_finding() {
        for (layout, from, to) in [
            (Layout::Tabs, "三、本年度办理结果\t（一）予以公开\t", "⟦三、本年度办理结果⟧\t\t"),
            (
                Layout::Markdown,
                "|  | （三）不予公开 | 1.属于国家秘密 | 0",
                "|  | ⟦（三）不予公开⟧ |  | 0",
            ),
            (Layout::Pipes, "（三）不予公开 | 1.属于国家秘密 | 0", "⟦（三）不予公开⟧ | （ | 0"),
        ] {
            let text = replaced(&sample(layout), from, to);
            let found = assert_found("T001", &text);
            assert!(
                messages(&found)[0].contains("后面的这一行数没有行名"),
                "{layout:?}: {:?}",
                messages(&found)
            );
            assert_found("T003", &without_marks(&text));
        }
    }

    #[test]
    fn near_labels_and_page_numbers_are_none() {
        let text = replaced(&sample(Layout::Spaces), "2.重复申请 0", "2.重复的申请 0");
        assert_found(
            "T001",
            &replaced(&text, "3.要求提供公开出版物", "- 4 -\n\u{c}\n3.要求提供公开出版物"),
        );
        assert_found("T001", &replaced(&text, "3.要求提供公开出版物", "4\n3.要求提供公开出版物"));
    }

    #[test]
    fn an_unknown_row_takes_no_label_of_the_next_one() {
        let text = replaced(
            &sample(Layout::Spaces),
            "（五）不予处理 1.信访举报投诉类申请 0",
            "⟦4.其他⟧\n0 0 0 0 0 0 0\n（五）不\n予处理\n1.信访举报投诉类申请\n0",
        );
        assert_found("T001", &text);
        assert_found("T004", &without_marks(&text));
    }

    #[test]
    fn a_note_may_end_with_the_quotation_mark_of_its_cell() {
        let label = "6.属于四类过程性信息";
        assert_all_found(&replaced(
            &sample(Layout::Tabs),
            label,
            "\"6.属于四类\n过程性信息（讨论记录、过程稿、磋商信函、请示报告）\"",
        ));
    }

    #[test]
    fn a_mark_in_the_place_of_a_label_is_a_blank_label() {
        for mark in ["—", "-", "——", "/"] {
            for layout in [Layout::Spaces, Layout::Tabs, Layout::Lines, Layout::Markdown] {
                for label in ["5.属于三类内部事务信息", "行政规范性文件"] {
                    let text = sample(layout);
                    // In a text with one cell a line, without tabs in between, nothing else marks
                    // the rows.
                    for text in [text.clone(), text.replace("\n\n\t", "\n\t").replace("\n\t", "\n")]
                    {
                        let (from, to) = match layout {
                            Layout::Spaces => (format!("{label} "), format!("{mark} ⟦⟧ T001")),
                            Layout::Lines => (format!("{label}\n"), format!("{mark}\n⟦⟧ T001")),
                            Layout::Tabs => (label.to_owned(), format!("⟦{mark}⟧ T001")),
                            _ => (format!(" {label} "), format!("⟦ {mark} ⟧ T001")),
                        };
                        let text = replaced(&text, &from, &to);
                        let found = assert_all_found(&text);
                        let message = messages(&found).remove(0);
                        assert!(
                            message.ends_with(&format!("没有行名：这里应为“{label}”")),
                            "{message} {text}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn the_head_of_another_group_in_the_place_of_a_label_is_no_row_of_totals() {
        for (layout, label) in [
            (Layout::Markdown, "2.重复申请"),
            (Layout::Tabs, "二、上年结转政府信息公开申请数量"),
            (Layout::Pipes, "（一）予以公开"),
        ] {
            let text = replaced(&sample(layout), label, "⟦（四）无法提供⟧");
            let found = assert_found("T001", &text);
            assert_eq!(
                messages(&found),
                [format!("表三没有“（四）无法提供”这一行：这里应为“{label}”")]
            );
            assert_found("T003", &without_marks(&text));
        }
    }
}
