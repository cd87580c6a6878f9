//! T014: columns that hold each other's values.

use super::sums::setting;
use super::{Check, FixKind, Rule, Sink, TableContext};
use crate::diagnostic::{Message, Severity, Wording};
use crate::relations::EventKind;
use crate::standard::CellRef;

pub static RULE: Rule = Rule {
    code: "T014",
    name: "column-order",
    severity: Severity::Error,
    fix: FixKind::Unsafe,
    summary: Wording::new("表格的列不在格式规定的位置", "the columns of a table are not where the form has them"),
    documentation: Wording::new(
        "\
### 检查什么

表三的某一列与总计一列的数互换了：换回来，全部勾稽关系都成立。由它造成的 A001 不再报。

### 为什么

国家统一格式规定了各列的顺序（国办公开办函〔2021〕30号）；列换了位置，汇总时就计入了别的申请人。

### 例子

各行“其他”一列的数都是左边五列与“总计”一列之和。

### 修正

把两列的数换回来。要对照原件看过，所以不安全。
",
        "\
### What it checks

A column of table three and the column 总计 hold each other's values: exchanged, all sums hold. A001 that follows from it is silent.

### Why

The national format lays down the order of the columns (国办公开办函〔2021〕30号); exchanged ones are counted for other applicants when reports are added up.

### Example

In every row the value of 其他 is the sum of the five columns before it and 总计.

### Fix

Exchanges the values of the two columns. Compare with the original: unsafe.
",
    ),
    check: Check::Table(check),
};

const EXCHANGED: Wording = Wording::new(
    "{0}、{1}两列的数互换了：换回来各行各列都相符",
    "the columns {0} and {1} hold each other's values: exchanged, all rows and columns add up",
);

fn check(context: &TableContext, sink: &mut Sink) {
    if context.sums.iter().any(|sum| sum.is_violated()) && !context.is_unreadable() {
        exchanged_columns(context, sink);
    }
}

/// A column and 总计, as the sums show.
fn exchanged_columns(context: &TableContext, sink: &mut Sink) {
    for event in &context.sums.causes(context.table).events {
        let (EventKind::ColumnsExchanged { column }, Some(first)) = (event.kind, event.changes.first()) else { continue };
        let Some(found) = context.table.cell(first.cell) else { continue };
        let total = context.table.table_form().columns(first.cell.row).len() - 1;
        let label = |column: usize| context.column_label(CellRef { column, ..first.cell });
        let place = context.table_place().column(label(column));
        let diagnostic = sink.push(found.range, place, Message::new(EXCHANGED, [label(column).into(), label(total).into()]));
        diagnostic.fixes.extend(setting(context, &event.changes, &event.left_blank));
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::apply;
    use crate::lint::{Options, check};
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// The sample with the numbers of a column and of 总计 exchanged.
    fn exchanged(column: usize) -> String {
        let exchange = |line: &str| {
            let mut words: Vec<&str> = line.split('\t').collect();
            let values = words.iter().rev().take_while(|word| word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty()).count();
            if values == 7 {
                let last = words.len() - 1;
                words.swap(last - 6 + column, last);
            }
            words.join("\t") + "\n"
        };
        sample(Layout::Tabs).lines().map(exchange).collect()
    }

    #[test]
    fn a_column_and_the_total_exchanged_are_one_finding() {
        let text = exchanged(0);
        let found = check(&text, &Options::default()).unwrap();
        assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), ["T014"]);
        assert_eq!(messages(&found), ["自然人、总计两列的数互换了：换回来各行各列都相符"]);
        assert_eq!(found[0].place.to_string(), "表三/自然人");
        let fixed = apply(&text, found[0].fixes[0].edits());
        assert_eq!(messages(&check(&fixed, &Options::default()).unwrap()), Vec::<String>::new());
    }

    #[test]
    fn samples_are_in_order() {
        for layout in Layout::ALL {
            assert_found("T014", &sample(layout));
        }
    }
}
