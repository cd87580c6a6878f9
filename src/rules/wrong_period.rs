//! P001: a statistical period that is not the report's year.

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

Whether the statistical period that the report states is 1 January to 31 December of the report's year. All the usual words (统计期限, 统计时限, 统计时间, 数据核定时间点 …) are read, and dates such as 2021.1.1, in full-width digits or Chinese numerals, with spaces or line breaks inside, years with a digit too many or too few (202020年), and letters for digits (1月l日, 2O23年). Where only the end is stated, that is checked.

The report's year is what most sources say: title, period, signature (less one year), and the preface with the opening of section one have a vote each; on a tie the edition of the tables decides. The finding stands at the odd one out: this rule speaks of the period, P003 of the title. Where there are only a title and a period that differ, the finding says so and does not judge. A period before 2019 under a title without a year is found as well where the tables are of a form, which began with the reports for 2019; which year is meant it does not say.

### Why

Article 49 of the Regulations on Open Government Information asks for the report of the previous year, so its figures are those of 1 January to 31 December of that year. A wrong period is mostly last year's text with a year left in, or a mistyped day, and makes readers doubt all figures.

### Example

A report for 2021 says 统计期限为2021年1月1日至12月21日; it must say 2021年1月1日至12月31日.

### Fix

Only the wrong numbers change. Safe where only the year differs, title and signature agree on theirs, and the opening words say no other; else look first.
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

/// A report states it once or twice; what has more statements than this is no report.
const MOST: usize = 100;

fn check(context: &Context, sink: &mut Sink) {
    let periods = || context.facts.periods.iter().filter(|period| period.certain).take(MOST);
    // Without a year nothing can be said of a period, but that the tables have ruled its year out.
    // P003 says so of the title, where that agrees.
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

/// The edits that make a number `content`: where it is broken and has as many digits, each digit in
/// its place.
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

/// A period as it is written, without space and page numbers.
fn written(context: &Context, period: &Period) -> String {
    without_pages(period.range.of(context.text)).chars().filter(|&c| !is_space(c)).collect()
}

/// Whether a period is named as that of another year's report: 2022年度报告统计期限为….
fn is_of_another_report(text: &str, period: &Period) -> bool {
    const REACH: usize = 90;
    let Some(year) = period.end.or(period.start).and_then(|date| date.year()) else { return false };
    let from = floor_char_boundary(text, period.range.start.saturating_sub(REACH));
    let before = Folded::new(text, TextRange::new(from, period.range.start)).text;
    let clause = before.rsplit(['。', ',', ';', '(']).next().unwrap_or_default();
    clause.contains(&format!("{year}年度"))
}

/// Whether digits stand before a number in the line above, which may belong to it.
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
    /// Whether only a letter stands in the place of a digit.
    is_mistaken: bool,
}

/// The numbers of a period that are not those of the whole year; a number that is not written is
/// not wrong.
fn wrong_numbers(text: &str, period: &Period, year: i32) -> Vec<WrongNumber> {
    let mut wrong = Vec::new();
    for (date, mistyped, month, day) in
        [(period.start, period.mistyped[0], 1, 1), (period.end, period.mistyped[1], 12, 31)]
    {
        let Some(date) = date else { continue };
        // 21年 is a year, if a short one.
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

/// Whether a letter stands among these digits for one of them. In 二O二一 it is the circle that is
/// written so.
fn has_mistaken_digit(number: &str) -> bool {
    let is_letter = |c: char| mistaken(c).is_some();
    visible(number).map(fold).all(|c| c.is_ascii_digit() || is_letter(c))
        && visible(number).map(fold).any(is_letter)
}

/// Whether digits are the last two of the year.
fn is_short_for(digits: &str, year: i32) -> bool {
    let like = written_like(digits, year);
    let (short, long): (Vec<char>, Vec<char>) = (
        digits.chars().filter(|&c| !is_space(c)).map(fold).collect(),
        like.chars().map(fold).collect(),
    );
    short.len() == 2 && long.ends_with(&short)
}

/// Whether title and signature agree on the year, and the opening words do not say another one, as
/// they do where title and signature are those of last year's report.
fn title_and_signature_agree(facts: &Facts, year: i32) -> bool {
    facts.years.title == Some(year)
        && facts.years.signature == Some(year)
        && facts.years.text.is_none_or(|text| text == year)
}

fn day(year: i32, month: i32, day: i32) -> String {
    format!("{year}年{month}月{day}日")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{fails, fixes, fixes_unsafely, message, passes, replaced, sample};
    use super::RULE;
    use crate::syntax::Layout;

    fn report(period: &str) -> String {
        format!(
            "某局2021年政府信息公开工作年度报告\n\n本报告所列数据的统计期限{period}。\n\n六、其他需要报告的事项\n无\n某局\n2022年1月20日\n"
        )
    }

    #[test]
    fn the_period_of_another_report_is_named_as_such() {
        let own = "为2021年1月1日至2021年12月31日";
        let other = "2020年度报告统计期限为2020年1月1日至2020年12月31日";
        passes(&RULE, &report(&format!("{own}（{other}）")));
        passes(&RULE, &report(&format!("{own}，{other}")));
        fails(&RULE, &report(&format!("{own}（统计期限为⟦2020年1月1日至2020年12月31日⟧）")));
        fails(&RULE, &report("见附表。2020年度报告统计期限为⟦2020年1月1日至2020年12月31日⟧"));
    }

    #[test]
    fn the_whole_year_passes_in_every_wording() {
        for period in [
            "自2021年1月1日起至2021年12月31日止",
            "为2021年1月1日至12月31日",
            "为２０２１年１月１日—１２月３１日",
            "为二〇二一年一月一日至二〇二一年十二月三十一日",
            "为2021.1.1-2021.12.31",
            "为1月1日至12月31日",
            "为2021年1月至2021年12月",
            "截至2021年12月31日",
            "自202211日起至20221231日止",
            "为全年",
            "为2021年度",
            "为2021年1-12月",
        ] {
            passes(&RULE, &report(period));
        }
    }

    #[test]
    fn a_wrong_day_is_found_from_the_first_date_to_the_last() {
        fails(&RULE, &report("为⟦2021年1月1日至12月21日⟧"));
        fails(&RULE, &report("为⟦2021 年1⽉1⽇至\n2021年11⽉30⽇⟧"));
        fails(&RULE, &report("截至⟦2021年11月30日⟧"));
        fails(&RULE, &report("为⟦2020年⟧度"));
        fails(&RULE, &report("为⟦2020年1月至12月⟧"));
        fails(&RULE, &report("&nbsp;自&nbsp;⟦2020年1月1日起至&nbsp;2020年12月31日⟧"));
        assert_eq!(
            message(&RULE, &report("为2021年1月1日至12月21日")),
            "统计期限写的是 2021年1月1日至12月21日，应为 2021年1月1日至2021年12月31日"
        );
        assert_eq!(
            message(&RULE, &report("截至2021年11月30日")),
            "统计期限的截止日期写的是 2021年11月30日，应为 2021年12月31日"
        );
    }

    #[test]
    fn a_wrong_year_is_mended_where_title_and_signature_agree() {
        fails(&RULE, &report("为⟦2020年1月1日至2020年12月31日⟧"));
        fixes(
            &RULE,
            &report("为2020年1月1日至2020 年12月31日"),
            &report("为2021年1月1日至2021 年12月31日"),
        );
        fixes(
            &RULE,
            &report("为２０２０年1月1日至12月31日"),
            &report("为２０２１年1月1日至12月31日"),
        );
        fixes(
            &RULE,
            &report("为二○二○年一月一日至十二月三十一日"),
            &report("为二○二一年一月一日至十二月三十一日"),
        );
        fixes(
            &RULE,
            &report("为2021年1月1日至2022年12月31日"),
            &report("为2021年1月1日至2021年12月31日"),
        );
    }

    #[test]
    fn a_period_that_the_opening_words_agree_with_is_left_to_a_person() {
        let stale = |opening: &str| {
            report(&format!(
                "为2022年1月1日至2022年12月31日。\n\n一、总体情况\n{opening}年，我局主动公开信息3条"
            ))
        };
        let applicability =
            |text: &str| crate::rules::testing::found("P001", text)[0].fixes[0].applicability;
        use crate::diagnostic::Applicability::{Safe, Unsafe};
        assert_eq!((applicability(&stale("2022")), applicability(&stale("2021"))), (Unsafe, Safe));
    }

    #[test]
    fn a_page_number_may_stand_anywhere_in_a_period() {
        let right = "自2021年1月1日起至2021年12月31日止";
        let page = "\n— 1 —\n\u{c}";
        for (at, _) in right.char_indices().skip(1) {
            let parted = |period: &str| report(&[&period[..at], page, &period[at..]].concat());
            passes(&RULE, &parted(right));
            let wrong = right.replace("2021年12", "2020年12");
            fixes(&RULE, &parted(&wrong), &parted(right));
            assert!(
                message(&RULE, &parted(&wrong)).contains("2021年1月1日起至2020年12月31日，"),
                "{}",
                message(&RULE, &parted(&wrong))
            );
        }
        // Nothing is doubled where it cannot be told what the digits above belong to.
        let parted = report("自2\n\n\n\n\n\n\n021年1月1日起至2021年12月31日止");
        fixes(&RULE, &parted, &parted);
    }

    #[test]
    fn brackets_and_hours_may_stand_behind_the_days() {
        for (period, edge) in [
            ("自⟦2020年1月1日（含）至2020年12月31日⟧", "（含）"),
            ("自⟦2020年1月1日00:00至2020年12月31日⟧", "23:59"),
            ("自⟦2020年1月1日0时0分起至2020年12月31日⟧", "24时止"),
            ("自⟦2020年1月1日零时至2020年12月31日⟧", "24时"),
            ("自⟦2020年1月1日（星期日）至2020年12月31日⟧", "（星期日）"),
            ("为⟦2020年度（1月1日至12月31日⟧", "）"),
            ("为⟦2020年（1月1日—12月31日⟧", "）"),
            ("为⟦2020年（自1月1日起至12月31日⟧", "止）"),
        ] {
            fails(&RULE, &report(&format!("{period}{edge}")));
            let wrong = format!("{period}{edge}").replace(['⟦', '⟧'], "");
            fixes(&RULE, &report(&wrong), &report(&wrong.replace("2020", "2021")));
        }
        fails(&RULE, &report("为⟦2021年度（1月1日至11月30日⟧）"));
    }

    #[test]
    fn a_mistyped_year_is_found() {
        for (wrong, right) in [
            ("自202020年1月1日起至2021年12月31日止", "自2021年1月1日起至2021年12月31日止"),
            ("自2021年1月1日起至20212 年12月31日止", "自2021年1月1日起至2021 年12月31日止"),
            ("为二〇二一二年一月一日至十二月三十一日", "为二〇二一年一月一日至十二月三十一日"),
            ("为2201年1月1日至2201年12月31日", "为2021年1月1日至2021年12月31日"),
            ("为2021年1月1日至202年12月31日", "为2021年1月1日至2021年12月31日"),
            ("截止时间为20021年12月31日", "截止时间为2021年12月31日"),
        ] {
            assert_eq!(super::super::testing::check(&RULE, &report(wrong)).len(), 1, "{wrong}");
            fixes(&RULE, &report(wrong), &report(right));
        }
        fails(&RULE, &report("自⟦2021年1月1日起至20212年12月31日⟧止"));
        assert_eq!(
            message(&RULE, &report("为2021年1月1日至202021年12月31日")),
            "统计期限写的是 2021年1月1日至202021年12月31日，应为 2021年1月1日至2021年12月31日"
        );
        passes(&RULE, &report("为21年1月1日至21年12月31日"));
        fails(&RULE, &report("为⟦20年1月1日至20年12月31日⟧"));
    }

    #[test]
    fn letters_for_digits_are_read_and_named() {
        for wrong in [
            "为2021年1月l日至12月31日",
            "为2O21年1月1日至12月31日",
            "为202l年I月1日至l2月3l日",
            "为2021年1月1日至l2月31日",
            "为２O２１年1月1日至12月31日",
            "截至2021年l2月31日",
        ] {
            let found = super::super::testing::check(&RULE, &report(wrong));
            assert_eq!(found.len(), 1, "{wrong}");
            let right = wrong.replace(['l', 'I'], "1").replace("２O２", "２０２").replace('O', "0");
            assert_eq!(
                crate::diagnostic::apply(&report(wrong), found[0].fixes[0].edits()),
                report(&right)
            );
            assert!(
                super::super::testing::check(&super::super::invalid_date::RULE, &report(wrong))
                    .is_empty()
            );
        }
        // Letters of other scripts.
        for wrong in [
            "为2О21年1月1日至2021年12月З1日",
            "为2021年1月1日至202І年12月31日",
            "为2Ο21年1月1日至2021年12月31日",
        ] {
            let found = super::super::testing::check(&RULE, &report(wrong));
            let right = report("为2021年1月1日至2021年12月31日");
            assert_eq!(
                found
                    .iter()
                    .map(|found| crate::diagnostic::apply(&report(wrong), found.fixes[0].edits()))
                    .collect::<Vec<_>>(),
                [right]
            );
        }
        fails(&RULE, &report("为⟦2021年1月l日至12月31日⟧"));
        assert_eq!(
            message(&RULE, &report("为2021年1月l日至l2月31日")),
            "统计期限 2021年1月l日至l2月31日 里有字母，应为数字：2021年1月1日至2021年12月31日"
        );
        // The circle of 二○二一 is often a letter.
        passes(&RULE, &report("为二O二一年一月一日至十二月三十一日"));
        fails(&RULE, &report("为⟦2021年1月l日至11月3O日⟧"));
    }

    #[test]
    fn a_title_and_a_period_that_differ_are_both_named() {
        let text = "某局2022年政府信息公开工作年度报告\n\n统计期限为⟦2023年1月1日至12月31日⟧。\n\n一、总体情况\n好。";
        fails(&RULE, text);
        let text = text.replace(['⟦', '⟧'], "");
        assert_eq!(
            message(&RULE, &text),
            "统计期限写的是 2023年1月1日至12月31日，标题写的是 2022年，两者不一致：请核对哪一个对"
        );
        assert!(super::super::testing::check(&RULE, &text)[0].fixes.is_empty());
        let text = "我局编制了2022年政府信息公开年度报告。统计期限为2023年1月1日至12月31日。\n\n一、总体情况\n好。";
        assert_eq!(
            message(&RULE, text),
            "统计期限写的是 2023年1月1日至12月31日，正文写的是 2022年，两者不一致：请核对哪一个对"
        );
        // The text of 一 decides.
        passes(
            &RULE,
            "某局2022年政府信息公开工作年度报告\n\n统计期限为2023年1月1日至12月31日。\n\n一、总体情况\n2023年，我局做好公开工作。",
        );
        fails(
            &RULE,
            "某局2022年政府信息公开工作年度报告\n\n统计期限为⟦2023年1月1日至12月31日⟧。\n\n一、总体情况\n2022年，我局做好公开工作。",
        );
    }

    #[test]
    fn a_period_before_any_form_is_found_by_the_tables() {
        for layout in Layout::ALL {
            let text = sample(layout).replace("2023年政府", "政府").replace("2023年", "2017年");
            let text =
                replaced(&text, "2017年1月1日至2017年12月31日", "⟦2017年1月1日至2017年12月31日⟧");
            fails(&RULE, &text);
            let text = text.replace(['⟦', '⟧'], "");
            let found = crate::lint::check(&text, &Default::default()).expect("a report");
            assert_eq!(
                found.iter().filter(|found| found.code.starts_with(['P', 'T', 'A'])).count(),
                1,
                "{text}"
            );
            assert_eq!(
                message(&RULE, &text),
                "统计期限写的是 2017年1月1日至2017年12月31日，表格却是 2021年度起才有的格式：请核对期限的年份"
            );
            // Where the title says so too, P003 speaks of it.
            passes(&RULE, &sample(layout).replace("2023年", "2017年"));
        }
    }

    #[test]
    fn a_report_without_a_year_has_no_wrong_period() {
        passes(&RULE, "统计期限为1月1日至12月21日。\n\n一、总体情况\n好。");
    }

    #[test]
    fn else_a_person_looks() {
        fixes_unsafely(
            &RULE,
            &report("为2021年1月1日至12月21日"),
            &report("为2021年1月1日至12月31日"),
        );
        fixes_unsafely(
            &RULE,
            &report("为2020年01月02日至11月30日"),
            &report("为2021年01月01日至12月31日"),
        );
        fixes_unsafely(
            &RULE,
            &report("为二〇二一年一月一日至十月十一日"),
            &report("为二〇二一年一月一日至十二月三十一日"),
        );
        let unsigned = "某局2021年政府信息公开工作年度报告\n\n统计期限为2020年1月1日至12月31日。\n\n一、总体情况\n2021年，我局做好公开工作。";
        fixes_unsafely(&RULE, unsigned, &unsigned.replace("2020年", "2021年"));
    }

    #[test]
    fn a_title_that_is_the_odd_one_out_is_not_the_periods_fault() {
        passes(
            &RULE,
            "某局2020年政府信息公开工作年度报告\n\n统计期限为2021年1月1日至12月31日。\n\n六、其他\n无\n2022年1月20日",
        );
    }

    #[test]
    fn other_dates_pass() {
        passes(
            &RULE,
            "某局2021年政府信息公开工作年度报告\n\n一、总体情况\n2021年3月1日至6月30日开展活动。网站统计时间为2021年1月1日至11月30日。",
        );
    }
}
