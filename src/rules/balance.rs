//! A003: the balance of each column of table three.

use super::sums::{self, addends};
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Message, Severity, Wording};
use crate::report::TableContext;

pub static RULE: Rule = Rule {
    code: "A003",
    name: "balance",
    severity: Severity::Error,
    fix: FixKind::Either,
    summary: Wording::new("表三一列第一项加第二项之和不等于第三项加第四项之和", "in a column of table three, items one and two do not add up to items three and four"),
    documentation: Wording::new(
        "\
### 检查什么

表三每一列：一、本年新收 + 二、上年结转 = （七）总计 + 四、结转下年度继续办理。

### 为什么

这是格式里唯一写明的勾稽关系，就在表三左上角：“本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和”（国办公开办函〔2021〕30号）。收到的申请要么在本年办结，要么结转下年。

### 例子

自然人列新收 6、上年结转 1，（七）总计 6、结转下年 0：7 不等于 6。

### 修正

表三的每一格同时进入几个勾稽关系，所以错在哪里往往可以指出来：用最少的事（一格填错、数填错了列、总计没有随之更新）解释本表全部不成立的关系，没有同样简单的别的解释时才指出，消息写明哪一格应为多少，并作为首选修正。只有指出的是一格、它独自解释了本表全部不成立的关系、它是一行的总计或一列的（七）总计、而且这些关系没有一个被接受或忽略时，修正才是安全的，`--fix` 会直接改；否则要人看过再改（`--unsafe-fixes`）。指不出来时，消息只写两边的数，编辑器里可以选择按其他各格重算，命令行从不这样改：不能因为某个加数填错，就把正确的合计改掉。整行错位而不相等的只报 T013。
",
        "\
### What it checks

Every column of table three: 一、本年新收 + 二、上年结转 = （七）总计 + 四、结转下年度继续办理.

### Why

The form itself states this relation in the corner of table three: 第一项加第二项之和，等于第三项加第四项之和 (国办公开办函〔2021〕30号). A new request is either settled in the year or carried forward.

### Example

In the column 自然人, 6 requests came in and 1 was carried over. 6 were settled and 0 carried forward: 7 is not 6.

### Fix

Every cell of table three is part of several sums, so the mistake can often be found. The rule looks for the fewest events that explain all failing sums of the table: a wrong cell, a number in the wrong column, totals not updated. A cause is named only if no other explanation is as simple. The message then names the cell and its right value, and this is the preferred fix. The fix is safe, so that `--fix` applies it, only if a single cell is named, this cell explains every failing sum of the table, the cell is the 总计 of a row or the （七）总计 of a column, and none of these sums is accepted or ignored. Otherwise a person must look first (`--unsafe-fixes`). If no cause is found, the message gives both sides, and an editor offers to recompute from the other cells. The command line never does this: a mistyped addend must not overwrite a correct total. If a whole row has slipped, only T013 reports it.
",
    ),
    check: Check::Table(check),
};

const MESSAGE: Wording = Wording::new(
    "{0}列：第一项加第二项之和为 {1}（{2}），第三项加第四项之和为 {3}（{4}），应相等{5}",
    "Column {0}: items one and two add up to {1} ({2}), items three and four to {3} ({4}); they should be equal{5}",
);

fn check(context: &TableContext, sink: &mut Sink) {
    sums::check(&RULE, context, sink, |context, sum, told| {
        let label = |cell: crate::standard::CellRef| context.row_label(cell.row).to_owned();
        let sides = sum.sides.unwrap_or_default();
        let column = context.column_label(sum.form.result).into();
        let side = |cells| addends(context, cells, label);
        Message::new(
            MESSAGE,
            [
                column,
                sides.left.into(),
                side(&sum.form.left),
                sides.right.into(),
                side(&sum.form.right),
                told.cause,
            ],
        )
    });
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn an_unbalanced_column_is_found_at_what_is_carried_forward() {
        let text = replaced(
            &sample(Layout::Tabs),
            "四、结转下年度继续办理\t\t\t1\t0\t0\t0\t0\t0\t1",
            "四、结转下年度继续办理\t\t\t⟦2⟧\t0\t0\t0\t0\t0\t1",
        );
        let found = assert_found("A003", &text);
        let expected = "自然人列：第一项加第二项之和为 7（一、本年新收政府信息公开申请数量 6 + 二、上年结转政府信息公开申请数量 1），第三项加第四项之和为 8（（七）总计 6 + 四、结转下年度继续办理 2），应相等；自然人列四、结转下年度继续办理应为 1：改后本行、本列都相符";
        assert_eq!(messages(&found), [expected]);
        assert_fixed("A003", &without_marks(&text), &sample(Layout::Tabs));
    }

    #[test]
    fn the_wrong_number_of_new_requests_is_named() {
        let text = replaced(
            &sample(Layout::Spaces),
            "一、本年新收政府信息公开申请数量 6 2",
            "一、本年新收政府信息公开申请数量 9 2",
        );
        let text = replaced(&text, "继续办理 1", "继续办理 ⟦1⟧");
        let found = assert_found("A003", &text);
        assert!(
            messages(&found)[0]
                .ends_with("自然人列一、本年新收政府信息公开申请数量应为 6：改后本行、本列都相符"),
            "{:?}",
            messages(&found)
        );
    }

    #[test]
    fn what_is_carried_forward_is_one_finding_where_nothing_is_filled_in() {
        let text = replaced(
            &sample(Layout::Tabs),
            "四、结转下年度继续办理\t\t\t1\t0\t0\t0\t0\t0\t1",
            "⟦四、结转下年度继续办理⟧",
        );
        let found = assert_found("A003", &text);
        assert_eq!(
            messages(&found),
            ["“四、结转下年度继续办理”一行没有填数：第一项加第二项减（七）总计为自然人 1，总计 1"]
        );
        assert_found("T009", &without_marks(&text));
        assert_eq!(found[0].fixes[0].edits()[0].content, "\t1\t0\t0\t0\t0\t0\t1");
    }
}
