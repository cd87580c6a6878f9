//! N004: a number of documents, decisions or charges in the text differs from table two.

use super::statements;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Severity, Wording};
use crate::facts::statement::Meaning;
use crate::report::Context;

pub static RULE: Rule = Rule {
    code: "N004",
    name: "document-count",
    severity: Severity::Warning,
    fix: FixKind::Unsafe,
    summary: Wording::new("正文的文件、决定或收费数与表二不一致", "a number of documents, decisions or charges in the text differs from table two"),
    documentation: Wording::new(
        "\
### 检查什么

正文说到的规章、行政规范性文件（制发、废止、现行有效），行政许可、行政处罚、行政强制决定，行政事业性收费（万元），与表二对照。只说“公开”“发布”的不是制发，不比较。一句话可能有几种意思的（收到的申请，含不含上年结转），有一种相符就不提示；都不相符的，指出最接近的一种。表格缺失、看不懂或者那一格不是数的，不比较。

### 为什么

报告的文字和表格说的是同一件事，读者会拿两处对照；两处不一致，一定有一处错了（《政府信息公开工作年度报告格式》，国办公开办函〔2021〕30号，总体情况与统计表应当一致）。

### 例子

“制发行政规范性文件 5 件”，表二“行政规范性文件”本年制发件数为 3。

### 修正

不安全的：把正文的数改为表中的数；表中的数因此能使表内相加相符的，也可以把正文的数写进表里。两处哪一处对，由人核对决定。表里已经查明有一格错了、改好以后正好是正文的数的，只在表里提示，并注明正文也这样说。
",
        "\
### What it checks

Numbers of rules and normative documents made, repealed and in force, of decisions (licences, penalties, coercion) and of charges (万元) in the text against table two. Documents that are only published (公开, 发布) are not compared. If a sentence has several possible meanings (requests received, with or without those carried in), one that agrees is enough; if none agrees, the finding names the nearest. Nothing is compared if the table is missing or cannot be read, or if the cell holds no number.

### Why

The text and the tables of a report speak of the same things, and readers compare them. If they differ, one of them is wrong (format of the annual report, 国办公开办函〔2021〕30号).

### Example

制发行政规范性文件 5 件, but table two says 3.

### Fix

Unsafe: write the number of the table into the text. If the number of the text makes the sums of the table hold, it can also be written into the table. A person decides which of the two is right. If the sums already name a wrong cell and its right value is the number of the text, only the table is reported, with the sentence as a witness.
",
    ),
    check: Check::Report(check),
};

fn check(context: &Context, sink: &mut Sink) {
    statements::check(&RULE, context, sink, |meaning| {
        matches!(meaning, Meaning::Documents(..) | Meaning::Decisions(_) | Meaning::Charges)
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
    fn a_number_of_documents_that_differs_is_found() {
        let text = saying(
            Layout::Tabs,
            "制发行政规范性文件⟦5⟧件，废止行政规范性文件1件，现行有效行政规范性文件12件",
        );
        let found = assert_found("N004", &text);
        assert_eq!(
            messages(&found),
            [
                "正文说制发行政规范性文件 5 件，表二“行政规范性文件”本年制发件数为 3 件，请核对哪一处对"
            ]
        );
    }

    #[test]
    fn published_documents_are_left_alone() {
        for sentences in
            ["主动公开行政规范性文件9件", "公开行政处罚信息12条", "制发行政规范性文件3件"]
        {
            assert_found("N004", &saying(Layout::Tabs, sentences));
        }
    }
}
