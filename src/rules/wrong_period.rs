//! P001: a statistical period other than the year of the report.

#[cfg(test)]
mod cases;

use super::years::source_name;
use super::{Check, FixKind, Rule, Sink, report_place};
use crate::diagnostic::{Applicability, Edit, Fix, Message, Severity, Wording};
use crate::facts::{FIRST_YEAR, Facts, Period, mistaken, without_pages, written_like};
use crate::report::Context;
use crate::text::{Folded, TextRange, floor_char_boundary, fold, is_space, visible};

pub static RULE: Rule = Rule {
    code: "P001",
    name: "wrong-period",
    severity: Severity::Error,
    fix: FixKind::Either,
    summary: Wording::new(
        "统计期限不是报告年度的1月1日至12月31日",
        "the statistical period is not 1 January to 31 December of the report's year",
    ),
    documentation: DOCUMENTATION,
    check: Check::Report(check),
};

const DOCUMENTATION: Wording = Wording::new(
    "\
### 检查什么

报告里写明的统计期限是不是报告年度的1月1日至12月31日。“统计期限”“统计时限”“统计时间”“数据核定时间点”等各种说法，2021.1.1、全角数字、中文数字以及日期中间有空格、换行的写法都能识别，多打、漏打数字的年份（202020年）、误作字母的数字（1月l日、2O23年）也能识别。只写截止日期的，看截止日期。

报告年度由多数决定：标题、统计期限、落款（减一年）、前言和第一部分的开头各算一票，票数相同时看表格是哪一年的格式。哪个与众不同就指出哪个：期限错了由本条报告，标题错了由 P003 报告。只有标题和期限两样、又各说一年的，说明两者不一致，不判断谁对。标题没有年份、期限在2019年以前，表格却是2019年起才有的格式的，也提示，不说应为哪一年。

### 为什么

《中华人民共和国政府信息公开条例》第四十九条规定公布的是上一年度的报告，报告中的数据应为上一年1月1日至12月31日的数据。期限写错，多半是沿用旧稿没有改年份，或者日期打错，读者会怀疑全部数据。

### 例子

标题是2021年的报告写着“统计期限为2021年1月1日至12月21日”，应为“2021年1月1日至12月31日”。

### 修正

改掉写错的数字，其余一字不动。只有年份不对、标题和落款的年份一致、第一部分的开头也没有说别的年份时，可以自动修正；其他情况请核对后再改。
",
    "\
### What it checks

Whether the statistical period stated in the report is 1 January to 31 December of the report's year. The rule reads all usual words (统计期限, 统计时限, 统计时间, 数据核定时间点 …). Dates may be written as 2021.1.1, in full-width digits or Chinese numerals, with spaces or line breaks inside. Years with a digit too many or too few (202020年) and letters in place of digits (1月l日, 2O23年) are read too. If only the end is stated, the end is checked.

The year of the report is the year in most of its sources: title, period, signature (minus one year), and the preface with the opening of section one have one vote each. If the votes are equal, the edition of the tables decides. The source that differs is reported: this rule reports the period, P003 reports the title. If only a title and a period exist and they differ, the finding names both and does not judge. A period before 2019 is also reported if the title has no year and the tables follow a form that exists since 2019. The finding then names no right year.

### Why

Article 49 of the Regulations on Open Government Information requires the report of the previous year, with the figures of 1 January to 31 December of that year. A wrong period mostly comes from last year's text or a mistyped day, and makes readers doubt all figures.

### Example

A report for 2021 says 统计期限为2021年1月1日至12月21日. It must say 2021年1月1日至12月31日.

### Fix

Only the wrong numbers change. Safe if only the year differs, title and signature have the same year, and the opening words name no other year. Otherwise a person must look first.
",
);

const WRONG: Wording = Wording::new(
    "统计期限写的是 {0}，应为 {1}",
    "the statistical period is given as {0}; it must be {1}",
);
const WRONG_END: Wording = Wording::new(
    "统计期限的截止日期写的是 {0}，应为 {1}",
    "the end of the statistical period is given as {0}; it must be {1}",
);
const LETTERS: Wording = Wording::new(
    "统计期限 {0} 里有字母，应为数字：{1}",
    "the statistical period {0} has letters in the place of digits; it must be {1}",
);
const DISPUTED: Wording = Wording::new(
    "统计期限写的是 {0}，{1}写的是 {2}年，两者不一致：请核对哪一个对",
    "the statistical period is given as {0}, {1} says {2}: one of them is wrong, look which",
);
const BEFORE_FORM: Wording = Wording::new(
    "统计期限写的是 {0}，表格却是 {1}年度起才有的格式：请核对期限的年份",
    "the statistical period is given as {0}, but the tables are of a form that began with the reports for {1}: look which year is meant",
);
const MEND: Wording = Wording::new("改为 {0}", "change it to {0}");

/// At most 100 statements are checked. A real report states its period once or twice.
const MOST: usize = 100;

fn check(context: &Context, sink: &mut Sink) {
    let periods = || context.facts.periods.iter().filter(|period| period.certain).take(MOST);
    // Without a year, a period can only be wrong if the tables exclude its year. P003 reports the
    // title if the title has the same year.
    let Some(report_year) = context.facts.year else {
        let is_early = |year: i32| year < FIRST_YEAR;
        let title_is_early = context.facts.years.title.is_some_and(is_early);
        if let Some(period) =
            periods().find(|period| !title_is_early && period.end_year().is_some_and(is_early))
        {
            let message = Message::new(
                BEFORE_FORM,
                [
                    written(context, period).into(),
                    i64::from(context.facts.expected_edition()).into(),
                ],
            );
            sink.push(period.range, report_place(context, period.range), message);
        }
        return;
    };
    let year = report_year.value;
    if report_year.disputed
        && let Some(period) =
            periods().find(|period| period.end_year().is_some_and(|end| end != year))
    {
        let source = source_name(report_year.from);
        let message = Message::new(
            DISPUTED,
            [
                written(context, period).into(),
                Message::plain(source).into(),
                i64::from(year).into(),
            ],
        );
        sink.push(period.range, report_place(context, period.range), message);
        return;
    }
    let is_stated = periods().any(|period| wrong_numbers(context.text, period, year).is_empty());
    for period in periods() {
        let numbers = wrong_numbers(context.text, period, year);
        if numbers.is_empty() || is_stated && is_of_another_report(context.text, period) {
            continue;
        }
        let (wording, expected) = match period.start {
            Some(_) => (WRONG, format!("{}至{}", day(year, 1, 1), day(year, 12, 31))),
            None => (WRONG_END, day(year, 12, 31)),
        };
        let wording =
            if numbers.iter().all(|number| number.is_mistaken) { LETTERS } else { wording };
        let message =
            Message::new(wording, [written(context, period).into(), expected.as_str().into()]);
        let only_year = numbers.iter().all(|number| number.is_year);
        let safe = only_year
            && title_and_signature_agree(context.facts, year)
            && !numbers.iter().any(|number| goes_on_before(context.text, number.range));
        let edits = numbers.iter().flat_map(|number| {
            let content = written_like(number.range.of(context.text), number.expected);
            each_digit(context.text, number.range, content)
        });
        let applicability = if safe { Applicability::Safe } else { Applicability::Unsafe };
        let fix = Fix::new(
            Message::new(MEND, [expected.as_str().into()]),
            applicability,
            edits.collect(),
        );
        sink.push(period.range, report_place(context, period.range), message).fixes.extend(fix);
    }
}

/// The edits that turn a number into `content`. In a broken number with as many digits, each digit
/// is replaced in its place.
fn each_digit(text: &str, range: TextRange, content: String) -> Vec<Edit> {
    let old = Folded::new(text, range);
    let is_broken = old.places().map(|(_, place)| place.len()).sum::<usize>() < range.len();
    if !is_broken || old.chars() != content.chars().count() {
        return vec![Edit { range, content }];
    }
    let each = old
        .places()
        .zip(content.chars())
        .filter(|((_, place), digit)| place.of(text).chars().ne([*digit]));
    each.map(|((_, range), digit)| Edit { range, content: digit.into() }).collect()
}

/// A period as written, without space and page numbers.
fn written(context: &Context, period: &Period) -> String {
    without_pages(period.range.of(context.text)).chars().filter(|&c| !is_space(c)).collect()
}

/// Whether a period is named as the period of another year's report: 2022年度报告统计期限为….
fn is_of_another_report(text: &str, period: &Period) -> bool {
    const REACH: usize = 90;
    let Some(year) = period.end.or(period.start).and_then(|date| date.year()) else { return false };
    let from = floor_char_boundary(text, period.range.start.saturating_sub(REACH));
    let before = Folded::new(text, TextRange::new(from, period.range.start)).text;
    let clause = before.rsplit(['。', ',', ';', '(']).next().unwrap_or_default();
    clause.contains(&format!("{year}年度"))
}

/// Whether digits stand before a number in the line above. The digits may belong to the number.
fn goes_on_before(text: &str, number: TextRange) -> bool {
    const REACH: usize = 40;
    let before = &text[floor_char_boundary(text, number.start.saturating_sub(REACH))..number.start];
    let above = before.trim_end_matches(is_space);
    above.len() < before.len()
        && above.chars().next_back().map(fold).is_some_and(|c| c.is_ascii_digit())
}

struct WrongNumber {
    range: TextRange,
    expected: i32,
    is_year: bool,
    /// Whether only a letter replaces a digit.
    is_mistaken: bool,
}

/// The numbers of a period that differ from the whole year. A missing number is not wrong.
fn wrong_numbers(text: &str, period: &Period, year: i32) -> Vec<WrongNumber> {
    let mut wrong = Vec::new();
    for (date, mistyped, month, day) in
        [(period.start, period.mistyped[0], 1, 1), (period.end, period.mistyped[1], 12, 31)]
    {
        let Some(date) = date else { continue };
        // 21年 is a short year.
        if let Some(range) = mistyped.filter(|digits| !is_short_for(digits.of(text), year)) {
            wrong.push(WrongNumber { range, expected: year, is_year: true, is_mistaken: false });
        }
        let numbers = [
            (date.year().zip(date.year_range()), year, true),
            (date.month().zip(date.month_range()), month, false),
            (date.day().zip(date.day_range()), day, false),
        ];
        for (written, expected, is_year) in numbers {
            let Some((value, range)) = written else { continue };
            let is_mistaken = value == expected && has_mistaken_digit(range.of(text));
            if value != expected || is_mistaken {
                wrong.push(WrongNumber { range, expected, is_year, is_mistaken });
            }
        }
    }
    wrong
}

/// Whether a letter replaces a digit among these digits. In 二O二一 the letter is the circle.
fn has_mistaken_digit(number: &str) -> bool {
    let is_letter = |c: char| mistaken(c).is_some();
    visible(number).map(fold).all(|c| c.is_ascii_digit() || is_letter(c))
        && visible(number).map(fold).any(is_letter)
}

/// Whether the digits are the last two digits of the year.
fn is_short_for(digits: &str, year: i32) -> bool {
    let like = written_like(digits, year);
    let (short, long): (Vec<char>, Vec<char>) = (
        digits.chars().filter(|&c| !is_space(c)).map(fold).collect(),
        like.chars().map(fold).collect(),
    );
    short.len() == 2 && long.ends_with(&short)
}

/// Whether title and signature agree on the year, and the opening words name no other year. The
/// opening words differ if title and signature are left over from last year's report.
fn title_and_signature_agree(facts: &Facts, year: i32) -> bool {
    facts.years.title == Some(year)
        && facts.years.signature == Some(year)
        && facts.years.text.is_none_or(|text| text == year)
}

fn day(year: i32, month: i32, day: i32) -> String {
    format!("{year}年{month}月{day}日")
}
