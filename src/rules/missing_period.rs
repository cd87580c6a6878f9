//! P002: no statistical period.

use super::{Check, FixKind, Rule, Sink, report_place};
use crate::diagnostic::{Message, Severity, Wording};
use crate::report::Context;
use crate::text::first_line;

pub static RULE: Rule = Rule {
    code: "P002",
    name: "missing-period",
    severity: Severity::Hint,
    fix: FixKind::None,
    summary: Wording::new("没有写明统计期限", "no statistical period is stated"),
    documentation: DOCUMENTATION,
    check: Check::Report(check),
};

const DOCUMENTATION: Wording = Wording::new(
    "\
### 检查什么

报告里有没有写明数据的统计期限。只写截止日期的也算写了；网页转换丢了“年”“月”两字、日期读不出来的，也算写了。

### 为什么

《中华人民共和国政府信息公开条例》第四十九条要求公布上一年度的报告，写明统计期限，读者才知道数据从哪天算到哪天。七成报告写明，三成没有，因此只作提示。

### 例子

通常写在开头：“本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止。”

### 修正

在开头补上一句，由人工填写。
",
    "\
### What it checks

Whether the report states the period of its figures. An end date alone counts. Unreadable dates also count, because the conversion of a page can lose 年 or 月.

### Why

Article 49 of the Regulations on Open Government Information requires the report of the previous year. The stated period tells readers the first and the last day of the figures. Seven of ten reports state the period and three do not, so this is a hint.

### Example

The sentence mostly stands at the beginning: 本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止。

### Fix

Add the sentence by hand.
",
);

const MISSING: Wording = Wording::new(
    "没有写明统计期限，一般写“统计期限自{0}年1月1日起至{0}年12月31日止”",
    "no statistical period is stated; usual is 统计期限自{0}年1月1日起至{0}年12月31日止",
);

fn check(context: &Context, sink: &mut Sink) {
    // A report without any year is a draft or a fragment.
    let Some(year) = context.facts.year.filter(|_| context.facts.periods.is_empty()) else {
        return;
    };
    let range = context.report.title.map_or_else(|| first_line(context.text), |title| title.range);
    sink.push(
        range,
        report_place(context, range),
        Message::new(MISSING, [i64::from(year.value).into()]),
    );
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;

    #[test]
    fn a_stated_period_passes() {
        for period in [
            "统计期限为2021年1月1日至12月31日",
            "数据核定时间点为2021年12月31日",
            "统计期限自202211日起至20221231日止",
            "统计期限为2021年度",
        ] {
            assert_found(
                "P002",
                &format!("某局2021年政府信息公开工作年度报告\n\n一、总体情况\n{period}。"),
            );
        }
    }

    #[test]
    fn a_missing_one_is_found_at_the_title_or_first_line() {
        let text = "⟦某局2021年\n政府信息公开工作年度报告⟧\n\n一、总体情况\n截至2021年12月31日，共公开9条。";
        assert_found("P002", text);
        assert_found("P002", "\n ⟦一、总体情况⟧\n2021年，我局做好公开工作。");
        assert_found("P002", "\n 一、总体情况\n好");
        // The marks of Markdown are not part of the title.
        assert_found("P002", "# **⟦某局2021年政府信息公开工作年度报告⟧**\n\n一、总体情况\n好");
        assert_eq!(
            message("P002", &without_marks(text)),
            "没有写明统计期限，一般写“统计期限自2021年1月1日起至2021年12月31日止”"
        );
    }
}
