//! N001: a number of requests in the text differs from table three.

use super::statements;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Severity, Wording};
use crate::facts::statement::Meaning;
use crate::report::Context;

pub static RULE: Rule = Rule {
    code: "N001",
    name: "request-count",
    severity: Severity::Warning,
    fix: FixKind::Unsafe,
    summary: Wording::new("正文的申请数与表三不一致", "a number of requests in the text differs from table three"),
    documentation: Wording::new(
        "\
### 检查什么

正文说到的政府信息公开申请数，与表三对照：收到、上年结转、办结、结转下年、各种办理结果、自然人和法人等申请；“未收到申请”也是说 0 件。一句话可能有几种意思的（收到的申请，含不含上年结转），有一种相符就不提示；都不相符的，指出最接近的一种。表格缺失、看不懂或者那一格不是数的，不比较。

### 为什么

报告的文字和表格说的是同一件事，读者会拿两处对照；两处不一致，一定有一处错了（《政府信息公开工作年度报告格式》，国办公开办函〔2021〕30号，总体情况与统计表应当一致）。

### 例子

“收到政府信息公开申请 12 件”，表三“一、本年新收政府信息公开申请数量”总计为 11。

### 修正

不安全的：把正文的数改为表中的数；表中的数因此能使表内相加相符的，也可以把正文的数写进表里。两处哪一处对，由人核对决定。表里已经查明有一格错了、改好以后正好是正文的数的，只在表里提示，并注明正文也这样说。
",
        "\
### What it checks

Numbers of requests in the text against table three: received, carried in, answered, carried out, each outcome, applicants. 未收到申请 says 0. If a sentence has several possible meanings (requests received, with or without those carried in), one that agrees is enough; if none agrees, the finding names the nearest. Nothing is compared if the table is missing or cannot be read, or if the cell holds no number.

### Why

The text and the tables of a report speak of the same things, and readers compare them. If they differ, one of them is wrong (format of the annual report, 国办公开办函〔2021〕30号).

### Example

收到政府信息公开申请 12 件, but the table says 11 new requests.

### Fix

Unsafe: write the number of the table into the text. If the number of the text makes the sums of the table hold, it can also be written into the table. A person decides which of the two is right. If the sums already name a wrong cell and its right value is the number of the text, only the table is reported, with the sentence as a witness.
",
    ),
    check: Check::Report(check),
};

fn check(context: &Context, sink: &mut Sink) {
    statements::check(&RULE, context, sink, |meaning| {
        matches!(meaning, Meaning::Requests(_) | Meaning::Applicants { .. } | Meaning::Outcomes(_))
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
    fn a_total_that_differs_is_found() {
        for layout in Layout::ALL {
            let text = saying(layout, "我局收到政府信息公开申请⟦12⟧件");
            let found = assert_found("N001", &text);
            assert_eq!(
                messages(&found),
                [
                    "正文说收到申请 12 件，表三“一、本年新收政府信息公开申请数量”“二、上年结转政府信息公开申请数量”总计之和为 9 件，请核对哪一处对"
                ]
            );
        }
    }

    #[test]
    fn either_meaning_may_agree() {
        for sentences in [
            "我局收到政府信息公开申请8件",
            "我局收到政府信息公开申请9件（含上年结转1件）",
            "新收政府信息公开申请8件，上年结转1件，办结8件，其中予以公开5件、无法提供3件，结转下年度1件",
            "未收到行政许可申请",
        ] {
            assert_found("N001", &saying(Layout::Tabs, sentences));
        }
    }

    #[test]
    fn absence_is_compared() {
        let found = assert_found("N001", &saying(Layout::Tabs, "全年⟦未收到政府信息公开申请⟧"));
        assert_eq!(
            messages(&found),
            [
                "正文说没有收到申请，表三“一、本年新收政府信息公开申请数量”总计为 8 件，请核对哪一处对"
            ]
        );
    }

    #[test]
    fn the_number_of_the_table_is_written_into_the_text() {
        let wrong = saying(Layout::Pipes, "新收政府信息公开申请１２件");
        let right = saying(Layout::Pipes, "新收政府信息公开申请８件");
        assert_fixed("N001", &wrong, &right);
    }

    #[test]
    fn a_sentence_is_a_witness_for_a_repair() {
        // The total of the row is named as wrong: the text says the right number.
        let text = saying(Layout::Tabs, "新收政府信息公开申请8件");
        let text = text.replacen("6\t2\t0\t0\t0\t0\t8\n", "6\t2\t0\t0\t0\t0\t7\n", 1);
        assert_found("N001", &text);
        let found = found("A001", &text);
        let said = |related: &crate::diagnostic::Related| {
            related.message.render(crate::diagnostic::Language::Zh) == "正文也说 8 件"
        };
        assert!(found.iter().any(|found| found.related.iter().any(said)), "{found:?}");
    }

    #[test]
    fn vague_words_give_a_hint() {
        let found = assert_found("N001", &saying(Layout::Tabs, "共办理依申请公开⟦15⟧件"));
        assert_eq!(found[0].severity, crate::diagnostic::Severity::Hint);
    }
}
