//! T004: a row of the form repeated.

use super::rows::label_or_row;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Message, Related, Severity, Wording};
use crate::facts::ExtraRowKind;
use crate::report::TableContext;

pub static RULE: Rule = Rule {
    code: "T004",
    name: "duplicate-row",
    severity: Severity::Error,
    fix: FixKind::None,
    summary: Wording::new("格式的一行在表中出现两次", "a row of the form stands in the table twice"),
    documentation: Wording::new(
        "\
### 检查什么

表二、表三中，格式规定的一行出现第二次。

### 为什么

两行都有数时，无法知道哪一行是准的，（七）总计也无法核对（格式，国办公开办函〔2021〕30号）。

### 例子

“2.重复申请”出现两次。

### 修正

无。请删去一行；如果其中一行本是另一行，请改正行名。
",
        "\
### What it checks

A row of the form is repeated in table two or three.

### Why

Nobody knows which of the two rows counts, and （七）总计 cannot be checked (format, 国办公开办函〔2021〕30号).

### Example

2.重复申请 appears twice.

### Fix

None. Remove one of the rows. If one of them is another row, correct its label.
",
    ),
    check: Check::Table(check),
};

const MESSAGE: Wording = Wording::new(
    "“{0}”一行重复：请删去一行，或改正行名",
    "the row “{0}” is there twice: remove one, or correct its label",
);
const FIRST: Wording = Wording::new("第一次出现", "the first one");

fn check(context: &TableContext, sink: &mut Sink) {
    let table = context.table;
    if context.is_unreadable() {
        return;
    }
    for extra in &table.extra {
        let ExtraRowKind::Repeated(row) = extra.kind else { continue };
        let diagnostic = sink.push(
            extra.range,
            context.row_place(row),
            Message::new(MESSAGE, [context.row_label(row).into()]),
        );
        let first = table.rows[row].as_ref().map(label_or_row);
        diagnostic
            .related
            .extend(first.map(|range| Related { range, message: Message::plain(FIRST) }));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn a_second_time_is_found_at_the_second_label() {
        for (layout, row) in [
            (Layout::Spaces, "2.重复申请 0 0 0 0 0 0 0\n"),
            (Layout::Tabs, "\t\t2.重复申请\t0\t0\t0\t0\t0\t0\t0\n"),
            (Layout::Markdown, "|  |  | 2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n"),
        ] {
            let again = row.replace("2.重复申请", "⟦2.重复申请⟧");
            let text = replaced(&sample(layout), row, &format!("{row}{again}"));
            let found = assert_found("T004", &text);
            assert_eq!(messages(&found), ["“2.重复申请”一行重复：请删去一行，或改正行名"]);
            assert_eq!(found[0].related.len(), 1);
        }
    }

    #[test]
    fn words_of_other_rows_are_no_repetition() {
        for layout in Layout::ALL {
            assert_found("T004", &sample(layout));
        }
    }

    #[test]
    fn a_label_copied_from_the_row_below_is_found_where_it_stands() {
        for layout in [Layout::Markdown, Layout::Tabs, Layout::Pipes] {
            for (label, below) in [("2.重复申请", "3.要求提供公开出版物"), ("3.其他", "（七）总计")]
            {
                let text = replaced(&sample(layout), label, &format!("⟦{below}⟧"));
                assert_found("T004", &text);
                for silent in ["T001", "T003", "A002", "A003"] {
                    assert_found(silent, &without_marks(&text));
                }
            }
        }
    }
}
