//! N002: a number of reviews in the text differs from table four.

use super::statements;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Severity, Wording};
use crate::facts::statement::{Disputes, Meaning};
use crate::report::Context;

pub static RULE: Rule = Rule {
    code: "N002",
    name: "review-count",
    severity: Severity::Warning,
    fix: FixKind::Unsafe,
    summary: Wording::new("正文的行政复议件数与表四不一致", "a number of reviews in the text differs from table four"),
    documentation: Wording::new(
        "\
### 检查什么

正文说到的因政府信息公开引起的行政复议件数和结果，与表四“行政复议”一组对照；“无行政复议”也是说 0 件。一句话可能有几种意思的（收到的申请，含不含上年结转），有一种相符就不提示；都不相符的，指出最接近的一种。表格缺失、看不懂或者那一格不是数的，不比较。

### 为什么

报告的文字和表格说的是同一件事，读者会拿两处对照；两处不一致，一定有一处错了（《政府信息公开工作年度报告格式》，国办公开办函〔2021〕30号，总体情况与统计表应当一致）。

### 例子

“因政府信息公开引起行政复议 1 件”，表四“行政复议”总计为 0。

### 修正

不安全的：把正文的数改为表中的数；表中的数因此能使表内相加相符的，也可以把正文的数写进表里。两处哪一处对，由人核对决定。表里已经查明有一格错了、改好以后正好是正文的数的，只在表里提示，并注明正文也这样说。
",
        "\
### What it checks

Numbers of reviews (行政复议) and their results in the text against table four. 无行政复议 says 0. If a sentence has several possible meanings (requests received, with or without those carried in), one that agrees is enough; if none agrees, the finding names the nearest. Nothing is compared if the table is missing or cannot be read, or if the cell holds no number.

### Why

The text and the tables of a report speak of the same things, and readers compare them. If they differ, one of them is wrong (format of the annual report, 国办公开办函〔2021〕30号).

### Example

因政府信息公开引起行政复议 1 件, but table four says 0.

### Fix

Unsafe: write the number of the table into the text. If the number of the text makes the sums of the table hold, it can also be written into the table. A person decides which of the two is right. If the sums already name a wrong cell and its right value is the number of the text, only the table is reported, with the sentence as a witness.
",
    ),
    check: Check::Report(check),
};

fn check(context: &Context, sink: &mut Sink) {
    statements::check(&RULE, context, sink, |meaning| {
        let is_review = |disputes: &Disputes| matches!(disputes, Disputes::Reviews | Disputes::All);
        match meaning {
            Meaning::Disputes(disputes, _) | Meaning::OtherResults(disputes, _) => {
                is_review(disputes)
            }
            _ => false,
        }
    });
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// A report with these sentences in its first section.
    fn saying(layout: Layout, sentences: &str) -> String {
        replaced(&sample(layout), "本年度，我局主动公开信息29条", sentences)
    }

    #[test]
    fn a_number_of_reviews_that_differs_is_found() {
        let text = saying(Layout::Tabs, "因政府信息公开引起行政复议⟦3⟧件、行政诉讼2件");
        let found = assert_found("N002", &text);
        assert_eq!(
            messages(&found),
            ["正文说行政复议 3 件，表四“行政复议”总计为 1 件，请核对哪一处对"]
        );
        let none = saying(Layout::Tabs, "全年⟦无政府信息公开行政复议⟧");
        assert_eq!(
            messages(&assert_found("N002", &none)),
            ["正文说没有行政复议，表四“行政复议”总计为 1 件，请核对哪一处对"]
        );
    }

    #[test]
    fn results_are_compared() {
        assert_found("N002", &saying(Layout::Tabs, "政府信息公开行政复议1件，全部维持"));
        let text = saying(Layout::Tabs, "政府信息公开行政复议1件，⟦尚未审结⟧");
        assert_eq!(
            messages(&assert_found("N002", &text)),
            [
                "正文说行政复议都未审结，表四“行政复议”结果维持、结果纠正、其他结果之和却为 1 件，请核对哪一处对"
            ]
        );
    }

    #[test]
    fn reviews_of_other_matters_are_left_alone() {
        for sentences in ["全年办理行政复议案件12件", "因政府信息公开引起行政复议1件"]
        {
            assert_found("N002", &saying(Layout::Tabs, sentences));
        }
    }
}
