//! T011: a number that is not in plain digits.

use super::{Check, FixKind, Rule, Sink, TableContext};
use crate::diagnostic::{Applicability, Fix, Message, Severity, Wording};
use crate::facts::number::plain_text;
use crate::facts::{Cell, Number, Table, Value};
use crate::text::{fold, is_space};

pub static RULE: Rule = Rule {
    code: "T011",
    name: "number-format",
    severity: Severity::Warning,
    fix: FixKind::Either,
    summary: Wording::new("数的写法不规范：全角数字、千分位、空格、前导零、带单位", "a number is not in plain digits"),
    documentation: Wording::new(
        "\
### 检查什么

格里是数，但用了全角数字、千分位分隔符、数字间的空格、前导零，或者带了列名已有的单位。

### 为什么

表格的数要能直接汇总：列名已写明单位（格式，国办公开办函〔2021〕30号），格里只填半角数字。

### 例子

“１，２３４件”，应为“1234”。

### 修正

改为半角数字，数值不变。安全；但一行里有空格子时，数字间的空格和前导零可能是丢了分隔、两格并作一格，要由人看过，不安全。
",
        "\
### What it checks

A cell is a number, but in full-width digits, with thousands separators, inner spaces or leading zeros, or followed by the unit that the column has already.

### Why

The numbers have to be added up as they are: the header names the unit (format, 国办公开办函〔2021〕30号), and the cell holds half-width digits only.

### Example

１，２３４件 should be 1234.

### Fix

Plain digits of the same value. Safe; but where a cell of the row is blank, an inner space or a leading zero may come from two cells that lost their separator: unsafe.
",
    ),
    check: Check::Table(check),
};

const MESSAGE: Wording =
    Wording::new("“{0}”应写成“{1}”：只用半角数字，不加分隔和单位", "“{0}” should be “{1}”: plain digits without separators or unit");
const FIX: Wording = Wording::new("改为“{0}”", "change to “{0}”");

fn check(context: &TableContext, sink: &mut Sink) {
    let table = context.table;
    if context.is_unreadable() {
        return;
    }
    let is_odd = |cell: &Cell| !cell.broken && matches!(cell.value, Value::Number(Number { plain: false, .. }));
    for (at, cell) in table.cells().filter(|(_, cell)| is_odd(cell)) {
        let source = cell.range.of(context.text);
        let Some(plain) = plain_text(source, table.table_form().column(at)).filter(|plain| plain != source) else { continue };
        let message = Message::new(MESSAGE, [source.into(), plain.as_str().into()]);
        let diagnostic = sink.push(cell.range, context.place(at), message);
        let message = Message::new(FIX, [plain.as_str().into()]);
        let applicability = if may_be_two(source) && has_blank(table, at.row) { Applicability::Unsafe } else { Applicability::Safe };
        diagnostic.fixes.push(Fix::replace(message, applicability, cell.range, plain));
    }
}

/// Whether a number could be those of two cells that have lost what parted them: 3 12, or 012.
pub(super) fn may_be_two(source: &str) -> bool {
    let parts = || source.split(is_space).filter(|part| part.starts_with(|c: char| fold(c).is_ascii_digit()));
    let has_zero = |part: &str| part.chars().map(fold).take(2).filter(|c| c.is_ascii_digit()).collect::<String>();
    parts().count() > 1 || parts().any(|part| matches!(has_zero(part).as_bytes(), [b'0', _]))
}

/// Whether a cell beside it in the same line is blank.
fn has_blank(table: &Table, row: usize) -> bool {
    table.cells().any(|(at, cell)| (at.row == row || table.table_form().across) && cell.value == Value::Blank)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Applicability;
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn other_writings_are_made_plain() {
        for (from, to) in [("１,２３４", "1234"), ("1,234", "1234"), ("007", "7"), ("3件", "3"), ("12 件", "12"), ("1 234", "1234")] {
            for layout in [Layout::Pipes, Layout::Tabs, Layout::Markdown, Layout::Lines] {
                let with = |value: &str| match layout {
                    Layout::Lines => replaced(&sample(layout), "行政处罚\n\t3", &format!("行政处罚\n\t{value}")),
                    Layout::Tabs => replaced(&sample(layout), "行政处罚\t3", &format!("行政处罚\t{value}")),
                    Layout::Markdown => replaced(&sample(layout), "| 行政处罚 | 3", &format!("| 行政处罚 | {value}")),
                    _ => replaced(&sample(layout), "行政处罚 | 3", &format!("行政处罚 | {value}")),
                };
                let found = assert_found("T011", &with(&format!("⟦{from}⟧")));
                assert_eq!(messages(&found), [format!("“{from}”应写成“{to}”：只用半角数字，不加分隔和单位")]);
                assert_fixed("T011", &with(from), &with(to));
            }
        }
    }

    /// A lost separator leaves a cell too few in the line, and what stood in two of them in one.
    #[test]
    fn two_numbers_in_one_cell_are_not_made_one_unseen() {
        for (from, to) in [("3 | 1 | 12 |", "3 1 | 12 | |"), ("3 | 1 | 12 |", "31 | 012 | |"), ("3 | 1 | 12 |", "3 | 1 2 | |")] {
            let text = replaced(&sample(Layout::Pipes), &format!("行政规范性文件 | {from}"), &format!("行政规范性文件 | {to}"));
            let found = found("T011", &text);
            assert_eq!(found.len(), 1, "{to} {:?}", messages(&found));
            assert_eq!(found[0].fixes[0].applicability, Applicability::Unsafe, "{to}");
        }
    }

    #[test]
    fn plain_numbers_are_let_be() {
        for value in ["0", "12", "12.5", "0.0000"] {
            assert_found("T011", &replaced(&sample(Layout::Spaces), "行政事业性收费 3", &format!("行政事业性收费 {value}")));
        }
        assert_found("T011", &replaced(&sample_of(Layout::Spaces, 2019), "行政许可 3 1 12", "行政许可 3 减4 12"));
    }
}
