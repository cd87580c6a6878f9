//! X001: the requests carried in are not the requests that the year before carried out.

use super::kin::{cell_elsewhere, request_row};
use super::last_years_table::has_kept_table;
use super::{Check, FixKind, Rule, Sink};
use crate::archive::Kin;
use crate::diagnostic::{Argument, Message, Severity, Wording};
use crate::facts::statement::Requests;
use crate::report::DigestEntry;

pub static RULE: Rule = Rule {
    code: "X001",
    name: "carry-over",
    severity: Severity::Error,
    fix: FixKind::None,
    summary: Wording::new(
        "上年结转与上一年报告的结转下年度继续办理不相等",
        "the requests carried in differ from those that last year's report carries out",
    ),
    documentation: Wording::new(
        "\
### 检查什么

检查文件夹时，同一单位上一年的报告也在其中的，表三“二、上年结转政府信息公开申请数量”的每一列，是否等于上一年报告的“四、结转下年度继续办理”。整行写“/”“-”“无”、合计相符的，当作 0；空着的一行不比较。总计不相等是错误，其他各列不相等是警告。本年或上一年的报告有几份而数字不同的（X005）、表三沿用了上一年的表的（X008），不再提示。正文写明另一单位并入本单位、文件夹中有它上一年报告的，连同它的数相等也可以；不知道它上一年的数的，只在少了时提示。

### 为什么

上一年没有办完的申请，就是本年结转的申请（《政府信息公开工作年度报告格式》，国办公开办函〔2021〕30号）。

### 例子

2022 年报告结转下年度继续办理的总计为 3，2023 年报告上年结转的总计为 2。

### 修正

无。从两份报告看不出哪一份错了，消息写出两边的数。单位改过名的，在 `gouji.toml` 的 `[[organ]]` 中写上曾用名。
",
        "\
### What it checks

In a checked folder with last year's report of the same organ: whether each column of 二、上年结转政府信息公开申请数量 in table three equals 四、结转下年度继续办理 of last year's report. A row of marks such as `/` is zero if the sums hold with it; an empty row is not compared. A difference in 总计 is an error, in another column a warning. If this year or last year has several reports with different numbers (X005), or if one of the tables is that of the year before (X008), the rule is silent. If the text says that another organ was merged into this one, and its report for last year is in the folder, the sum of both may be carried in; if its numbers for last year are not known, only fewer requests are told.

### Why

A request that last year did not close is carried into this year (format of the annual report, 国办公开办函〔2021〕30号).

### Example

The report for 2022 carries out 3 requests in 总计, the report for 2023 carries in 2.

### Fix

None. The two reports do not show which of them is wrong, so the message gives both numbers. If the organ was renamed, write its earlier name into `[[organ]]` of `gouji.toml`.
",
    ),
    check: Check::Kin(check),
};

const MESSAGE: Wording = Wording::new(
    "上年结转（{0}）为 {1}，{2} 年报告结转下年度继续办理为 {3}，不相等，请核对两份报告",
    "carried in ({0}): {1}, but the report for {2} carries out {3}: check both reports",
);

const MERGED: Wording = Wording::new(
    "上年结转（{0}）为 {1}，{2} 年报告结转下年度继续办理为 {3}，连同并入的{4}为 {5}，都不相等，请核对各份报告",
    "carried in ({0}): {1}, but the report for {2} carries out {3}, and {5} together with {4}, merged \
     into the organ: check the reports",
);

fn check(kin: Kin, sink: &mut Sink) {
    let (Some(last), Some(year)) = (kin.last(), kin.year()) else { return };
    let absorbed = kin.absorbed();
    let different = different(kin, last, &absorbed);
    // X005 or X008 says why.
    if different.is_empty() || kin.is_contested() || has_kept_table(kin) || has_kept_table(last) {
        return;
    }
    let is_more = different.iter().all(|cell| cell.own.value > cell.other.value);
    if is_more && kin.may_have_taken_in() {
        return;
    }
    for Different { own, other, sum } in different {
        let column = own.table.table_form().column(own.at).label.text.as_str();
        let arguments =
            [column.into(), own.value.into(), (year - 1).to_string().into(), other.value.into()];
        let message = match sum.filter(|_| !absorbed.is_empty()) {
            Some(sum) => {
                let organs = absorbed.iter().filter_map(|kin| kin.digest().name.organ.clone());
                let organs = Argument::List(organs.collect());
                let [column, own, year, other] = arguments;
                Message::new(MERGED, [column, own, year, other, organs, sum.into()])
            }
            None => Message::new(MESSAGE, arguments),
        };
        let finding = sink.push(own.range, own.place(), message);
        if !own.is_last() {
            finding.severity = Severity::Warning;
        }
        finding.elsewhere.push(cell_elsewhere(last, &other));
    }
}

/// A cell of requests carried in, and the cell of last year's report that has another number.
pub(super) struct Different<'a> {
    pub(super) own: DigestEntry<'a>,
    other: DigestEntry<'a>,
    /// The sum over the organ and the organs that were merged into it. `None` if it is not known.
    sum: Option<i64>,
}

/// The cells of requests carried in that last year's report contradicts.
pub(super) fn different<'a>(
    kin: Kin<'a>,
    last: Kin<'a>,
    absorbed: &[Kin<'a>],
) -> Vec<Different<'a>> {
    let carried_in = request_row(kin, Requests::In);
    let carried_out = request_row(last, Requests::Out);
    let merged: Vec<Vec<Option<DigestEntry>>> =
        absorbed.iter().map(|other| request_row(*other, Requests::Out)).collect();
    // Last year's requests of the organ and of the organs that were merged into it.
    let sum = |index: usize, own: &DigestEntry| {
        let cells = merged.iter().map(|row| Some(row.get(index)?.as_ref()?.value));
        cells.sum::<Option<i64>>().map(|merged| own.value + merged)
    };
    let pairs = carried_in.into_iter().zip(carried_out).enumerate();
    let known = pairs.filter_map(|(index, (own, other))| {
        let (own, other) = (own?, other?);
        Some(Different { own, other, sum: sum(index, &other) })
    });
    let mut all: Vec<Different> = known.collect();
    if all.iter().all(|cell| cell.sum == Some(cell.own.value)) {
        all.clear();
    }
    all.retain(|cell| cell.own.value != cell.other.value);
    all
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// The report for 2023 with this row of requests carried in. The sample for 2022 carries out
    /// one request of a person.
    fn carrying(row: &str) -> String {
        replaced(&sample(Layout::Pipes), CARRIED_IN, row)
    }

    const CARRIED_IN: &str = "二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 | |";

    #[test]
    fn equal_numbers_pass() {
        for layout in Layout::ALL {
            let years = [2021, 2022, 2023].map(|year| sample_of(layout, year));
            assert_found_among("X001", &years.each_ref().map(String::as_str));
        }
        // The form of 2019 has the same columns.
        assert_found_among(
            "X001",
            &[&sample_of(Layout::Tabs, 2020), &sample_of(Layout::Lines, 2021)],
        );
    }

    #[test]
    fn each_column_is_compared() {
        let row = "二、上年结转政府信息公开申请数量 | ⟦0⟧ | ⟦2⟧ | 0 | 0 | 0 | 0 | ⟦2⟧ | |";
        let text = carrying(row);
        let found = assert_found_among("X001", &[&sample_of(Layout::Lines, 2022), &text]);
        let severities: Vec<_> = found.iter().map(|found| found.severity).collect();
        assert_eq!(severities, [Severity::Warning, Severity::Warning, Severity::Error]);
        assert_eq!(
            messages(&found)[2],
            "上年结转（总计）为 2，2022 年报告结转下年度继续办理为 1，不相等，请核对两份报告"
        );
        assert_eq!(found[2].place.to_string(), "表三/二、上年结转政府信息公开申请数量/总计");
        assert_eq!(found[2].elsewhere.len(), 1);
    }

    #[test]
    fn a_year_between_or_two_different_reports_say_nothing() {
        let text = carrying("二、上年结转政府信息公开申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 | |");
        assert_found_among("X001", &[&text, &sample_of(Layout::Tabs, 2021)]);
        let last = sample_of(Layout::Tabs, 2022);
        let other = replaced(&last, "规章\t3\t1\t12", "规章\t3\t1\t13");
        assert_found_among("X001", &[&last, &other, &text]);
    }

    /// X005 says that nobody knows which of the two counts.
    #[test]
    fn two_different_reports_of_this_year_say_nothing() {
        let last = sample_of(Layout::Tabs, 2022);
        let text = carrying("二、上年结转政府信息公开申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 | |");
        let right = sample(Layout::Tabs);
        for code in ["X001", "X002"] {
            assert_found_among(code, &[&last, &right, &text]);
            assert_found_among(code, &[&last, &text, &right]);
        }
        assert_eq!(found_among("X005", &[&last, &right, &text]).len(), 1);
        // A copy with the same numbers is no other report.
        assert_eq!(found_among("X001", &[&last, &text, &text]).len(), 2);
    }

    /// The report of each organ is compared with its own, although the settings know both under
    /// one name.
    #[test]
    fn organs_before_their_merger_have_years_of_their_own() {
        let settings =
            "[[organ]]\nname = \"云溪省文体局\"\nalso = [\"云溪省文化局\", \"云溪省体育局\"]\n";
        let of = |organ: &str, text: &str| text.replace(SAMPLE_ORGAN, organ);
        let two = carrying("二、上年结转政府信息公开申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 | |");
        let last = sample_of(Layout::Tabs, 2022);
        let (culture, own) = (of("云溪省文化局", &last), of("云溪省体育局", &two));
        let other = of("云溪省文化局", &sample(Layout::Tabs));
        assert!(found_with("X001", settings, &[&culture, &other, &own]).is_empty());
        let before = of("云溪省体育局", &replaced(&last, "规章\t3\t1\t12", "规章\t3\t1\t13"));
        assert_eq!(found_with("X001", settings, &[&culture, &before, &other, &own]).len(), 2);
    }

    #[test]
    fn another_organ_and_an_unclear_name_say_nothing() {
        let text = carrying("二、上年结转政府信息公开申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 | |");
        let last = sample_of(Layout::Tabs, 2022);
        assert_found_among("X001", &[&last.replace(SAMPLE_ORGAN, "云溪省水利局"), &text]);
        let short = |text: &str| text.replace(SAMPLE_ORGAN, "省园林局");
        assert_found_among("X001", &[&short(&last), &short(&text)]);
    }

    /// 园林局 carries in its own request and the request of 水利局, which was merged into it.
    #[test]
    fn the_requests_of_a_merged_organ_are_carried_in() {
        let both = carrying("二、上年结转政府信息公开申请数量 | 2 | 0 | 0 | 0 | 0 | 0 | 2 | |");
        let merged = replaced(&both, "本年度，我局", "2023年，原省水利局并入我局。本年度，我局");
        let last = sample_of(Layout::Tabs, 2022);
        let water = last.replace(SAMPLE_ORGAN, "云溪省水利局");
        assert_found_among("X001", &[&last, &water, &merged]);
        for settings in ["", "[[organ]]\nname = \"云溪省园林局\"\nalso = [\"云溪省水利局\"]\n"]
        {
            assert!(found_with("X001", settings, &[&last, &water, &merged]).is_empty());
        }
        assert_eq!(found_among("X001", &[&last, &water, &both]).len(), 2, "the text is silent");
        // The requests of the merged organ are unknown.
        assert_found_among("X001", &[&last, &merged]);
        let other = replaced(&water, "规章\t3\t1\t12", "规章\t3\t1\t13");
        assert_found_among("X001", &[&last, &water, &other, &merged]);
        let row = "二、上年结转政府信息公开申请数量 | 3 | 0 | 0 | 0 | 0 | 0 | 3 | |";
        let more =
            replaced(&carrying(row), "本年度，我局", "2023年，原省水利局并入我局。本年度，我局");
        assert_eq!(
            messages(&found_among("X001", &[&last, &water, &more]))[1],
            "上年结转（总计）为 3，2022 年报告结转下年度继续办理为 1，连同并入的云溪省水利局为 2，\
             都不相等，请核对各份报告"
        );
    }

    /// A mark says that there is nothing, if the sums of its report hold with nothing there.
    #[test]
    fn a_row_of_marks_is_zero() {
        let out = "四、结转下年度继续办理 | 1 | 0 | 0 | 0 | 0 | 0 | 1 | |";
        let last = sample_of(Layout::Pipes, 2022);
        let marks =
            |mark: &str| format!("四、结转下年度继续办理 {}| |", format!("| {mark} ").repeat(7));
        for mark in ["/", "-", "——", "无"] {
            let unbalanced = replaced(&last, out, &marks(mark));
            assert_found_among("X001", &[&unbalanced, &sample(Layout::Pipes)]);
            let none = replaced(
                &unbalanced,
                "| 6 | 2 | 0 | 0 | 0 | 0 | 8 |",
                "| 5 | 2 | 0 | 0 | 0 | 0 | 7 |",
            );
            let found = found_among("X001", &[&none, &sample(Layout::Pipes)]);
            assert_eq!(found.len(), 2, "{mark}");
            assert_eq!(
                messages(&found)[1],
                "上年结转（总计）为 1，2022 年报告结转下年度继续办理为 0，不相等，请核对两份报告"
            );
        }
    }

    #[test]
    fn a_blank_row_of_last_year_says_nothing() {
        let out = "四、结转下年度继续办理 | 1 | 0 | 0 | 0 | 0 | 0 | 1 | |";
        let last = sample_of(Layout::Pipes, 2022);
        let blank = replaced(&last, out, "四、结转下年度继续办理 |  |  |  |  |  |  |  | |");
        assert_found_among("X001", &[&blank, &sample(Layout::Pipes)]);
    }
}
