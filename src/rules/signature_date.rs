//! P004: a report signed before the end of its year, or after the statutory day.

use super::{Check, FixKind, Level, Rule, Sink, report_place};
use crate::diagnostic::{Message, Severity, Wording};
use crate::facts::Date;
use crate::report::Context;
use crate::text::{Folded, visible};

pub static RULE: Rule = Rule {
    code: "P004",
    name: "signature-date",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new(
        "落款日期早于年度结束或晚于法定期限",
        "signed before the year was over, or after the statutory day",
    ),
    documentation: DOCUMENTATION,
    check: Check::Report(check),
};

const DOCUMENTATION: Wording = Wording::new(
    "\
### 检查什么

落款日期是不是在报告年度结束之后、法定期限之前：县级以上人民政府部门1月31日，县级以上人民政府3月31日。级别由设置 `[[organ]]` 或 `[report]` 的 `level` 给出，或者从单位名称判断；乡镇、街道和看不出级别的单位不查期限。

### 为什么

《中华人民共和国政府信息公开条例》第四十九条规定：县级以上人民政府部门应当在每年1月31日前向本级政府信息公开工作主管部门提交上一年度报告并向社会公布；县级以上地方人民政府的报告应当在每年3月31日前向社会公布。迟报是〔2021〕30号文点名要追责的情形。落款在当年，多半是年份打错。

### 例子

2021年的报告落款“2021年1月20日”，那时2021年才刚开始，应为2022年。

### 修正

核对后改正；确实迟报的，请写明理由予以接受。
",
    "\
### What it checks

Whether the date of the signature is after the year of the report, and not after the statutory day: 31 January for departments of governments of counties and above, 31 March for these governments. The level comes from `level` in the settings (`[[organ]]`, or else `[report]`), or from the name of the organ. Townships, sub-districts and organs of an unknown level have no statutory day.

### Why

By article 49 of the Regulations on Open Government Information, departments submit and publish the report of the previous year before 31 January, and governments publish their reports before 31 March. Notice 〔2021〕30号 names a late report as a fault. A date within the year itself is mostly a mistyped year.

### Example

A report for 2021 is signed 2021年1月20日, when 2021 had just begun. The year must be 2022.

### Fix

Check and correct the date. If the report is late, accept the finding and give the reason.
",
);

const EARLY: Wording = Wording::new(
    "落款日期 {0} 在 {1}年度结束之前，应不早于 {2}年1月1日",
    "the signature's date {0} is before the end of {1}; it must not be earlier than 1 January {2}",
);
const LATE: Wording = Wording::new(
    "落款日期 {0} 晚于法定期限 {1}（条例第四十九条，{2}）",
    "the signature's date {0} is after the statutory day {1} (article 49 of the Regulations, {2})",
);
const DEPARTMENT: Wording =
    Wording::new("县级以上人民政府部门", "departments of governments of counties and above");
const GOVERNMENT: Wording = Wording::new("县级以上人民政府", "governments of counties and above");

fn check(context: &Context, sink: &mut Sink) {
    let facts = context.facts;
    let (Some(signature), Some(year)) = (facts.signature, facts.year) else { return };
    let date = signature.date;
    // P005 reports impossible dates.
    let (Some(signed), true) = (date.year(), date.is_possible()) else { return };
    let year = year.value;
    let range = date.range();
    let written: String = visible(range.of(context.text)).collect();
    if signed <= year {
        let message = Message::new(
            EARLY,
            [written.into(), i64::from(year).into(), i64::from(year + 1).into()],
        );
        sink.push(range, report_place(context, range), message);
        return;
    }
    let Some(day) = statutory_day(context) else { return };
    if day.is_before(date) {
        let message = Message::new(
            LATE,
            [written.into(), day.written().into(), Message::plain(day.who()).into()],
        );
        sink.push(range, report_place(context, range), message);
    }
}

/// The last day for the publication of a report (条例 article 49).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatutoryDay {
    /// The year of the day, not of the report.
    pub year: i32,
    pub level: Level,
}

impl StatutoryDay {
    /// The day is always the 31st.
    fn month(self) -> i32 {
        match self.level {
            Level::Department => 1,
            Level::Government => 3,
        }
    }

    /// Whether `date` is later.
    pub fn is_before(self, date: Date) -> bool {
        (date.year(), date.month()) > (Some(self.year), Some(self.month()))
    }

    /// Such as 2024年1月31日.
    pub fn written(self) -> String {
        format!("{}年{}月31日", self.year, self.month())
    }

    /// The organs with reports due on this day.
    pub fn who(self) -> Wording {
        match self.level {
            Level::Department => DEPARTMENT,
            Level::Government => GOVERNMENT,
        }
    }
}

/// The statutory day of a report. `None` if the year or the level of the organ is unknown, or if
/// the organ has no statutory day.
pub fn statutory_day(context: &Context) -> Option<StatutoryDay> {
    let level = level(&organ_names(context), context.kind.level)?;
    Some(StatutoryDay { year: context.facts.year?.value + 1, level })
}

/// The names of the organ in the title and in the signature, folded.
fn organ_names(context: &Context) -> Vec<String> {
    let facts = context.facts;
    let signed = facts.signature.and_then(|signature| signature.organ);
    let organs = [facts.title.as_ref().and_then(|title| title.organ), signed].into_iter().flatten();
    organs.map(|organ| Folded::new(context.text, organ).text).collect()
}

/// Whether the report is that of a people's government of any level, also of a township.
pub(super) fn is_government(context: &Context) -> bool {
    let names = organ_names(context);
    match context.kind.level {
        Some(level) => level == Level::Government,
        None => {
            names.iter().any(|name| name.ends_with("人民政府"))
                || level(&names, None) == Some(Level::Government)
        }
    }
}

/// The level of an organ with these names. `None` if the organ has no statutory day, or if its
/// level is unknown.
fn level(names: &[String], set: Option<Level>) -> Option<Level> {
    let any =
        |words: &[&str]| names.iter().any(|name| words.iter().any(|word| name.contains(word)));
    if any(&["街道", "镇", "乡", "社区", "村", "居委会"]) && !any(&["乡村", "城乡", "村镇"])
    {
        return None;
    }
    set.or_else(|| names.iter().find_map(|name| level_of(name)))
}

/// The level that is certain from the name alone.
fn level_of(name: &str) -> Option<Level> {
    // The level of development zones, branches and institutions is uncertain.
    if ["开发区", "园区", "新区", "示范区", "管理区", "管委会", "分局", "中心", "支队", "大队"]
        .iter()
        .any(|word| name.contains(word))
    {
        return None;
    }
    if ["人民政府", "省政府", "市政府", "区政府", "县政府", "自治区", "自治州", "省", "市", "县"]
        .iter()
        .any(|end| name.ends_with(end))
    {
        return Some(Level::Government);
    }
    ["局", "厅", "委员会"].iter().any(|end| name.ends_with(end)).then_some(Level::Department)
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use crate::rules::testing::*;

    fn report(organ: &str, date: &str) -> String {
        format!(
            "{organ}2021年政府信息公开工作年度报告\n\n统计期限为2021年1月1日至12月31日。\n\n六、其他需要报告的事项\n无\n\n{organ}\n{date}\n"
        )
    }

    #[test]
    fn the_message_quotes_no_markup() {
        let date = "<p><span lang=\"EN-US\">2021</span><span>年</span><span lang=\"EN-US\">1月</span>**15**日</p>";
        assert_eq!(
            message("P004", &report("某县财政局", date)),
            "落款日期 2021年1月15日 在 2021年度结束之前，应不早于 2022年1月1日"
        );
    }

    #[test]
    fn after_the_year_and_in_time_passes() {
        assert_found("P004", &report("某市医疗保障局", "2022年1月31日"));
        assert_found("P004", &report("某县人民政府", "2022年3月31日"));
        assert_found("P004", &report("某县人民政府办公室", "2022年3月20日"));
        assert_found("P004", &report("某县某镇人民政府", "2022年5月1日"));
        assert_found("P004", &report("某街道办事处", "2022年5月1日"));
        assert_found("P004", &report("某局", "2022年1月"));
        assert_found("P004", &report("某经济开发区财政局", "2022年2月1日"));
        assert_found("P004", &report("某局", "2021年2月30日"));
    }

    #[test]
    fn within_the_year_is_found() {
        assert_found("P004", &report("某局", "⟦2021年1月20日⟧"));
        assert_found("P004", &report("某镇人民政府", "⟦二〇二一年十二月三十一日⟧"));
        assert_found("P004", &report("某局", "⟦2021年12月⟧"));
        assert_eq!(
            message("P004", &report("某局", "2021 年1月20日")),
            "落款日期 2021年1月20日 在 2021年度结束之前，应不早于 2022年1月1日"
        );
    }

    #[test]
    fn after_the_statutory_day_is_found() {
        assert_found("P004", &report("某市医疗保障局", "⟦2022年2月1日⟧"));
        assert_found("P004", &report("某市城乡建设局", "⟦2022年2月1日⟧"));
        assert_found("P004", &report("某县人民政府", "⟦2022.4.1⟧"));
        assert_found("P004", &report("某省", "⟦2023年1月1日⟧"));
        assert_eq!(
            message("P004", &report("某局", "2022年2月10日")),
            "落款日期 2022年2月10日 晚于法定期限 2022年1月31日（条例第四十九条，县级以上人民政府部门）"
        );
    }

    /// Where a line end is lost, the signature stands behind a sentence or a heading.
    #[test]
    fn a_signature_behind_other_words_is_read() {
        for words in [
            "六、其他需要报告的事项 某局 ⟦2022年2月10日⟧",
            "六、其他需要报告的事项：无。 某局 ⟦2022年2月10日⟧",
            "六、其他需要报告的事项\n2021年1月至12月，我局没有收取信息处理费。某局⟦2022年2月10日⟧",
        ] {
            let text = report("某局", "");
            assert_found("P004", &replaced(&text, "六、其他需要报告的事项\n无\n\n某局", words));
        }
    }

    #[test]
    fn settings_decide_but_for_townships() {
        assert_found_at(
            "P004",
            Some(Level::Department),
            &report("某市人民政府办公室", "⟦2022年2月1日⟧"),
        );
        assert_found_at("P004", Some(Level::Government), &report("某局", "2022年2月1日"));
        assert_found_at("P004", Some(Level::Department), &report("某乡人民政府", "2022年2月1日"));
    }

    #[test]
    fn a_title_that_is_the_odd_one_out_says_nothing_of_the_signature() {
        let text = report("某局", "2022年1月20日").replacen("某局2021年", "某局2022年", 1);
        assert_found("P004", &text);
    }
}
