//! T005: a row that is not in its place.

use super::rows::label_or_row;
use super::{Check, FixKind, Rule, Sink, TableContext};
use crate::diagnostic::{Message, Severity, Wording};

pub static RULE: Rule = Rule {
    code: "T005",
    name: "row-order",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new("一行不在格式规定的位置", "a row is not where the form has it"),
    documentation: Wording::new(
        "\
### 检查什么

表二、表三的各行是否按格式的顺序。只报不在最长的有序部分里的行。

### 为什么

国家统一格式规定了各行的顺序（国办公开办函〔2021〕30号）；顺序乱了，汇总时容易错行。

### 例子

“（二）部分公开”写在“（一）予以公开”之前。

### 修正

无。请移到消息所说的位置。
",
        "\
### What it checks

Whether the rows of tables two and three are in the form's order; only those outside the longest run in order are reported.

### Why

The national format lays down the order (国办公开办函〔2021〕30号); where it is lost, numbers end up in the wrong row when reports are added up.

### Example

（二）部分公开 stands before （一）予以公开.

### Fix

None. Move the row where the message says.
",
    ),
    check: Check::Table(check),
};

const AFTER: Wording = Wording::new("“{0}”一行的位置不对：应在“{1}”之后", "the row “{0}” is out of order: it belongs after “{1}”");
const FIRST: Wording = Wording::new("“{0}”一行的位置不对：应是第一行", "the row “{0}” is out of order: it should be the first");

fn check(context: &TableContext, sink: &mut Sink) {
    let table = context.table;
    if table.unreadable {
        return;
    }
    for (index, row) in table.rows.iter().enumerate() {
        let Some(row) = row.as_ref().filter(|row| row.displaced) else { continue };
        let message = match index.checked_sub(1) {
            Some(before) => Message::new(AFTER, [context.row_label(index).into(), context.row_label(before).into()]),
            None => Message::new(FIRST, [context.row_label(index).into()]),
        };
        sink.push(label_or_row(row), context.row_place(index), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn the_row_outside_the_order_is_found() {
        let (first, second) = ("2.重复申请 0 0 0 0 0 0 0\n", "3.要求提供公开出版物 0 0 0 0 0 0 0\n4.无正当理由大量反复申请 0 0 0 0 0 0 0\n");
        let text = replaced(&sample(Layout::Spaces), &format!("{first}{second}"), &format!("{second}⟦2.重复申请⟧ 0 0 0 0 0 0 0\n"));
        let found = assert_found("T005", &text);
        assert_eq!(messages(&found), ["“2.重复申请”一行的位置不对：应在“1.信访举报投诉类申请”之后"]);
        assert_found("T003", &text.replace(['⟦', '⟧'], ""));
        let text = replaced(&sample(Layout::Pipes), "行政处罚 | 3 | ||\n行政强制 | 3 |", "⟦行政强制⟧ | 3 | ||\n行政处罚 | 3 |");
        assert_eq!(found_count(&text), 1);
    }

    fn found_count(text: &str) -> usize {
        found("T005", &text.replace(['⟦', '⟧'], "")).len()
    }

    #[test]
    fn samples_are_in_order() {
        for layout in Layout::ALL {
            assert_found("T005", &sample(layout));
        }
    }
}
