//! T008: a row with too few or too many values.

use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Message, Severity, Wording};
use crate::facts::RowCells;
use crate::report::TableContext;

pub static RULE: Rule = Rule {
    code: "T008",
    name: "cell-count",
    severity: Severity::Error,
    fix: FixKind::None,
    summary: Wording::new("一行的数比格式的列多或少", "a row has more or fewer values than the form has columns"),
    documentation: Wording::new(
        "\
### 检查什么

一行里数的个数与格式的列数不同，而且看不出缺的或多的是哪一个。表四是一行 15 个数。

### 为什么

少一个数，后面的数就全部错列，任何勾稽关系都无法核对（格式，国办公开办函〔2021〕30号）。

### 例子

表四有 14 个数，应为 15 个。

### 修正

无。请对照原件补上或删去。能看出空着的是哪一格的，报 T009。
",
        "\
### What it checks

A row has more or fewer values than the form has columns, and the missing or extra value is unknown. Table four is one row of 15 values.

### Why

If a value is lost, all following values are in the wrong column, and no sum can be checked (format, 国办公开办函〔2021〕30号).

### Example

Table four has 14 values and should have 15.

### Fix

None. Compare with the original. If the blank cell is known, T009 reports it.
",
    ),
    check: Check::Table(check),
};

const FEWER: Wording = Wording::new(
    "{0}有 {1} 个数，应为 {2} 个，看不出缺的是哪一格：请对照原件补上",
    "{0} has {1} values and should have {2}; which one is missing cannot be told: compare with the original",
);
const MORE: Wording = Wording::new(
    "{0}有 {1} 个数，应为 {2} 个，看不出多的是哪一格：请对照原件删去",
    "{0} has {1} values and should have {2}; which one is too many cannot be told: compare with the original",
);
const GLUED: Wording = Wording::new(
    "{0}的行名后面紧跟着一个数，中间的分隔丢了：请把它们分成两格",
    "{0} has a number right behind its label, what parted them is lost: put them into two cells",
);
const ROW: Wording = Wording::new("“{0}”一行", "the row “{0}”");

fn check(context: &TableContext, sink: &mut Sink) {
    let (table, form) = (context.table, context.table.table_form());
    if context.is_unreadable() {
        return;
    }
    for (index, row) in table.rows.iter().enumerate() {
        let Some(&RowCells::Miscounted { found, range, glued }) =
            row.as_ref().map(|row| &row.cells)
        else {
            continue;
        };
        let expected = form.width(index);
        let wording = if found < expected { FEWER } else { MORE };
        let (place, subject) = if form.across {
            (context.table_place(), form.name.as_str().into())
        } else {
            (context.row_place(index), Message::new(ROW, [context.row_label(index).into()]).into())
        };
        let message = if glued {
            Message::new(GLUED, [subject])
        } else {
            Message::new(wording, [subject, found.into(), expected.into()])
        };
        sink.push(range, place, message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn a_lost_value_is_found() {
        let text = replaced(
            &sample(Layout::Spaces),
            "（一）予以公开 4 1 0 0 0 0 5",
            "（一）予以公开 ⟦4 1 0 0 0 5⟧",
        );
        let found = assert_found("T008", &text);
        assert_eq!(
            messages(&found),
            ["“（一）予以公开”一行有 6 个数，应为 7 个，看不出缺的是哪一格：请对照原件补上"]
        );
        let text = replaced(
            &sample(Layout::Spaces),
            "（一）予以公开 4 1 0 0 0 0 5",
            "（一）予以公开 ⟦4 1 0 0 0 0 0 5⟧",
        );
        let found = assert_found("T008", &text);
        assert_eq!(
            messages(&found),
            ["“（一）予以公开”一行有 8 个数，应为 7 个，看不出多的是哪一格：请对照原件删去"]
        );
        let text = replaced(
            &sample(Layout::Spaces),
            "\n1 0 0 0 1 1 0 0 0 1 1 0 0 0 1\n",
            "\n⟦1 0 0 0 1 1 0 0 0 1 1 0 0 0⟧\n",
        );
        let found = assert_found("T008", &text);
        assert_eq!(
            messages(&found),
            ["表四有 14 个数，应为 15 个，看不出缺的是哪一格：请对照原件补上"]
        );
        assert_eq!(found[0].place.to_string(), "表四");
    }

    #[test]
    fn a_number_in_the_cell_of_the_label_is_no_part_of_it() {
        for (layout, from, to) in [
            (Layout::Pipes, "2.重复申请 | 0 | 0 |", "2.重复申请 3 | ⟦0 |"),
            (Layout::Markdown, "2.重复申请 | 0 | 0 |", "2.重复申请?3 | ⟦0 |"),
            (Layout::Tabs, "2.重复申请\t0\t0", "2.重复申请 0\t⟦0"),
        ] {
            let text = replaced(&sample(layout), from, to);
            let end = text.find('⟦').expect("the first value");
            let line = end + text[end..].find('\n').expect("the end of the line");
            let last = text[..line].rfind('0').expect("the last value") + 1;
            let found = assert_found("T008", &format!("{}⟧{}", &text[..last], &text[last..]));
            assert_eq!(
                messages(&found),
                ["“2.重复申请”一行的行名后面紧跟着一个数，中间的分隔丢了：请把它们分成两格"]
            );
            let plain = text.replace('⟦', "");
            assert_found("T002", &plain);
            assert_found("T003", &plain);
        }
    }

    /// A line of text from a PDF, with the first value directly behind a piece of the label.
    #[test]
    fn a_number_behind_a_piece_of_a_label_is_the_first_value() {
        let label = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请";
        let (first, second) = label.split_once("行政机关").expect("two pieces");
        for to in [
            format!("{first}0 0 0 0 0 0 0\n行政机关{second}"),
            format!("{first}\n行政机关{second}0 0 0 0 0 0 0"),
            format!("{first}⟦0 0 0 0 0 0⟧ T008\n行政机关{second}"),
        ] {
            let from = format!("{label} 0 0 0 0 0 0 0");
            assert_all_found(&replaced(&sample(Layout::Spaces), &from, &to));
        }
    }

    /// In a text with one cell a line, a page ends in the middle of a row, or behind the row.
    #[test]
    fn page_numbers_and_running_heads_are_no_values() {
        let bare = sample(Layout::Lines).replace('\t', "").replace("\n\n", "\n");
        let row = "2.重复申请\n0\n0\n0\n0\n0\n0\n0\n";
        for between in [
            "3\n\u{c}",
            "3\n\u{c}\n",
            "云溪县园林局\n",
            "\u{c}云溪县园林局\n",
            "3\n\u{c}云溪县园林局\n",
            "- 3 -\n\u{c}",
        ] {
            for before in [0, 1, 3, 7] {
                let own = format!(
                    "2.重复申请\n{}{between}{}",
                    "0\n".repeat(before),
                    "0\n".repeat(7 - before)
                );
                assert_all_found(&replaced(&bare, row, &own));
            }
        }
        // A separate row is detected from its label.
        for (label, below) in [("小计", "（四）无法提供"), ("合计", "四、政府信息公开行政复议")]
        {
            let text = replaced(
                &bare,
                &format!("\n{below}"),
                &format!("\n⟦{label}⟧\n{}{below}", "0\n".repeat(7)),
            );
            assert_found("T001", &text);
            assert_found("T008", &without_marks(&text));
        }
    }

    #[test]
    fn shifted_cells_and_spaces_before_tabs_are_no_values() {
        let text = replaced(&sample(Layout::Tabs), "\t\t2.重复申请\t0", "2.重复申请\t\t0");
        assert_found("T008", &text);
        assert_found("T009", &text);
        let text = replaced(
            &sample(Layout::Tabs),
            "\t\t2.重复申请\t0\t0\t0\t0\t0\t0\t0",
            "\t\t2.重复申请 \t 0\t0 \t0\t0\t0\t0\t 0",
        );
        assert_found("T008", &text);
        let text = replaced(&sample(Layout::Pipes), "2.重复申请 | 0 |", "2.重复申请 ||| 0 |");
        assert_found("T008", &text);
    }

    #[test]
    fn the_number_of_the_next_item_is_no_value() {
        for layout in Layout::ALL {
            let text = sample(layout);
            let typed = &text[..text.find(".没有现成信息").expect("the row")];
            assert!(typed.ends_with('2'));
            assert_found("T008", typed);
        }
    }

    /// Blank cells before the values may belong to the label, so the missing cell is unknown.
    #[test]
    fn a_row_that_is_cut_short_may_have_lost_its_end() {
        let text = sample(Layout::Tabs);
        let at = text.find("四、结转").expect("the row");
        let line = text[at..].lines().next().expect("its line");
        let values: Vec<&str> = line.split('\t').collect();
        let (label, values) = values[..values.len() - 2].split_at(3);
        let (label, values) = (label.join("\t"), values.join("\t"));
        assert_found("T008", &format!("{}{label}\t⟦{values}⟧", &text[..at]));
        assert_found("T009", &format!("{}{label}\t{values}", &text[..at]));
    }
}
