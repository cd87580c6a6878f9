//! P005: dates that do not exist in the calendar.

use super::{Check, FixKind, Rule, Sink, report_place};
use crate::diagnostic::{Argument, Message, Severity, Wording};
use crate::facts::Date;
use crate::report::Context;
use crate::text::{fold, is_space, visible};

pub static RULE: Rule = Rule {
    code: "P005",
    name: "invalid-date",
    severity: Severity::Error,
    fix: FixKind::None,
    summary: Wording::new("日历上没有的日期", "a date that no calendar has"),
    documentation: DOCUMENTATION,
    check: Check::Report(check),
};

const DOCUMENTATION: Wording = Wording::new(
    "\
### 检查什么

文中的日期在日历上有没有，例如2月30日、4月31日、2021年2月29日、13月。统计期限里的日期由 P001 检查。

### 为什么

日历上没有的日期一定是打错了。国办公开办函〔2021〕30号要求年度报告内容准确。

### 例子

“2021年2月29日”：2021年不是闰年，2月只有28天。

### 修正

对照原始材料改正，程序猜不出是哪一天。
",
    "\
### What it checks

Whether the dates of the text exist in the calendar: not 30 February, 31 April, 29 February 2021 or a 13th month. P001 checks the dates of the statistical period.

### Why

An impossible date is certainly mistyped. Notice 国办公开办函〔2021〕30号 requires an accurate report.

### Example

2021年2月29日: 2021 is not a leap year, and February had 28 days.

### Fix

Look the date up in the sources: the right day cannot be guessed.
",
);

const IMPOSSIBLE: Wording = Wording::new("日历上没有 {0}：{1}", "no calendar has {0}: {1}");
const MONTH: Wording = Wording::new("一年只有12个月", "a year has 12 months");
const DAYS: Wording = Wording::new("{0}月只有 {1} 天", "month {0} has {1} days");
const DAYS_OF_YEAR: Wording =
    Wording::new("{2}年{0}月只有 {1} 天", "month {0} of {2} has {1} days");
const ZERO: Wording = Wording::new("日从1日算起", "days count from 1");

/// At most 200 findings. More impossible dates in a report are not dates.
const MOST: usize = 200;

fn check(context: &Context, sink: &mut Sink) {
    let periods = &context.facts.periods;
    let of_period = |date: &Date| {
        periods.iter().any(|period| {
            period.certain && period.end.is_some() && period.range.contains(date.range())
        })
    };
    let impossible =
        context.facts.dates.iter().filter(|date| {
            !date.is_possible() && is_meant(**date) && !is_cut(context.text, **date)
        });
    for date in impossible.filter(|date| !of_period(date)).take(MOST) {
        let written: String = visible(date.range().of(context.text)).collect();
        let message = Message::new(IMPOSSIBLE, [written.into(), reason(*date).into()]);
        sink.push(date.range(), report_place(context, date.range()), message);
    }
}

/// Whether the numbers mean a date: numbers with dots or dashes may be something else.
fn is_meant(date: Date) -> bool {
    date.is_worded()
        || date.month().is_some_and(|month| (1..=12).contains(&month))
            && date.day().is_some_and(|day| (1..=31).contains(&day))
}

/// Whether a line end cut the first digit off the month of a day without year: 1 and 2月31日.
fn is_cut(text: &str, date: Date) -> bool {
    let Some(month) = date.month_range().filter(|month| month.start == date.range().start) else {
        return false;
    };
    let before = text[..month.start].trim_end_matches(is_space);
    let is_broken = text[before.len()..month.start].contains(['\n', '\r']);
    let is_one = before
        .strip_suffix(|c| fold(c) == '1')
        .is_some_and(|rest| !rest.ends_with(|c| fold(c).is_ascii_digit()));
    let days = if date.month() == Some(1) { 30 } else { 31 };
    is_broken
        && is_one
        && date.month().is_some_and(|month| month <= 2)
        && date.day().is_some_and(|day| (1..=days).contains(&day))
}

fn reason(date: Date) -> Message {
    let month = date.month().unwrap_or_default();
    if !(1..=12).contains(&month) {
        return Message::plain(MONTH);
    }
    if date.day() == Some(0) {
        return Message::plain(ZERO);
    }
    let numbers = [i64::from(month), i64::from(date.days_of_month())].map(Argument::from);
    match date.year().filter(|_| month == 2) {
        Some(year) => {
            Message::new(DAYS_OF_YEAR, [&numbers[..], &[i64::from(year).into()]].concat())
        }
        None => Message::new(DAYS, numbers),
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;

    #[test]
    fn dates_of_the_calendar_pass() {
        assert_found(
            "P005",
            "2020年2月29日、2月29日、12月31日，2021年7月，2021.2.28，7-13月，每人13个月，2021-99-99，编号2021.13.1。",
        );
    }

    #[test]
    fn a_month_broken_by_the_end_of_a_line_is_read_with_its_first_digit() {
        assert_found("P005", "期限为1月1日—1\n2月31日，自3月1日至１\r\n\r\n２月３１日。");
        assert_found(
            "P005",
            "期限为1月1日—1\n⟦2月32日⟧、3月1日—21\n⟦2月31日⟧、1\n⟦4月31日⟧、1 ⟦2月31日⟧",
        );
    }

    #[test]
    fn the_message_quotes_no_markup() {
        let written = "<span lang=\"EN-US\">2021</span><span>年</span><span lang=\"EN-US\">2月</span>**29**日";
        assert_eq!(message("P005", written), "日历上没有 2021年2月29日：2021年2月只有 28 天");
    }

    #[test]
    fn impossible_dates_are_found() {
        assert_found(
            "P005",
            "于⟦2021年2月29日⟧、⟦2月30日⟧、⟦２０２１年⼗三⽉⟧、⟦4月31日⟧、⟦十二月三十二日⟧、⟦2021-2-30⟧、⟦5月0日⟧",
        );
    }

    #[test]
    fn the_message_says_why() {
        assert_eq!(
            message("P005", "2021 年2月29日"),
            "日历上没有 2021年2月29日：2021年2月只有 28 天"
        );
        assert_eq!(
            message("P005", "2020年2月31日"),
            "日历上没有 2020年2月31日：2020年2月只有 29 天"
        );
        assert_eq!(message("P005", "13月1日"), "日历上没有 13月1日：一年只有12个月");
        assert_eq!(message("P005", "6月31日"), "日历上没有 6月31日：6月只有 30 天");
    }

    #[test]
    fn the_dates_of_the_period_are_another_rules() {
        assert_found("P005", "统计期限为2021年1月1日至2021年12月32日。");
    }
}
