//! A004: the totals of table four.

use super::sums;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Severity, Wording};
use crate::report::TableContext;

pub static RULE: Rule = Rule {
    code: "A004",
    name: "review-total",
    severity: Severity::Error,
    fix: FixKind::Unsafe,
    summary: Wording::new("表四一组的总计不等于四种结果之和", "the 总计 of a group of table four is not the sum of its four outcomes"),
    documentation: Wording::new(
        "\
### 检查什么

表四的每一组（行政复议、未经复议直接起诉、复议后起诉）：总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结。

### 为什么

总计就是前四格之和（《政府信息公开工作年度报告格式》，国办公开办函〔2021〕30号）。

### 例子

行政复议：结果维持 1、尚未审结 1，总计写 1：各项之和为 2。

### 修正

表四的每一组只有这一个关系，与别的组没有共同的格，无法判断是总计错了还是某种结果错了，所以消息只写两边的数，从不指出某一格，只在编辑器里提供按各项重算，由人决定。一组里只有一格空着、填上一个数就相符的，消息写明这个数，可用 `--unsafe-fixes` 填上。整行错了一格、三组因此都不相符的，只报 T013。
",
        "\
### What it checks

Every group of table four (行政复议, 未经复议直接起诉, 复议后起诉): 总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结.

### Why

总计 is the sum of the four cells before it (format of the annual report, 国办公开办函〔2021〕30号).

### Example

行政复议: 结果维持 1, 尚未审结 1, and 总计 is 1: the addends make 2.

### Fix

A group of table four has only this relation and shares no cell with other groups. So nothing shows whether the total or an outcome is wrong: the message gives both sides and names no cell. An editor offers to recompute the total, and a person decides. If a single cell of the group is blank and one number makes the sum hold, the message gives this number and `--unsafe-fixes` writes it. If the row has slipped by one cell and all groups fail, only T013 reports it.
",
    ),
    check: Check::Table(check),
};

fn check(context: &TableContext, sink: &mut Sink) {
    sums::check_row_totals(&RULE, context, sink);
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Applicability;
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn each_group_has_its_own_total() {
        let text = replaced(
            &sample(Layout::Spaces),
            "1 0 0 0 1 1 0 0 0 1 1 0 0 0 1",
            "1 0 0 1 ⟦1⟧ 1 0 0 0 1 1 0 0 0 1",
        );
        let found = assert_found("A004", &text);
        assert_eq!(
            messages(&found),
            ["行政复议：各项之和为 2（结果维持 1 + 尚未审结 1），总计为 1，不相等"]
        );
        assert!(
            found[0].fixes.iter().all(|fix| fix.applicability == Applicability::OfferedOnly),
            "nothing tells which cell is wrong"
        );
    }

    #[test]
    fn the_groups_of_lawsuits_are_checked_too() {
        let line = "1 0 0 0 1 1 0 0 0 1 1 0 0 0 1";
        let sample = sample(Layout::Spaces);
        assert!(sample.contains(line));
        assert_found("A004", &sample.replace(line, "1 0 0 0 1 0 0 3 0 ⟦2⟧ 0 0 0 0 ⟦4⟧"));
    }
}
