//! The statistical period (统计期限) stated in a report, in the wordings of 188 real reports.

#[cfg(test)]
mod cases;

use super::Date;
use super::numeral::digit;
use super::page::without_pages;
use crate::text::{TextRange, floor_char_boundary, fold, gap_before, is_space, visible};
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// A statement of the statistical period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The dates, from the first to the last. For an unreadable statement, the text in place of the
    /// dates.
    pub range: TextRange,
    /// `None` if only the end is stated, or if the dates are unreadable. A year alone if nothing
    /// more is stated (统计期限为2021年度).
    pub start: Option<Date>,
    /// `None` if the dates are unreadable, because text extraction can lose 年 and 月
    /// (自202211日起至20221231日止). Also `None` if only a year is stated.
    pub end: Option<Date>,
    /// The digits of an impossible year in the start or the end (202020年12月31日).
    pub mistyped: [Option<TextRange>; 2],
    /// Whether the words around the dates show that this is the period of the report, not of
    /// something else.
    pub certain: bool,
}

impl Period {
    /// The year of the end, as written: 2021 in 2021年1月1日至12月31日.
    pub fn end_year(&self) -> Option<i32> {
        self.end.and_then(Date::year).or_else(|| self.start?.year())
    }
}

/// Every statement of a period in `text`, in order. `dates` are the dates of `text`. `preface` is
/// the part before the first heading: there an end date counts without further words.
pub fn periods(text: &str, dates: &[Date], preface: TextRange) -> Vec<Period> {
    let mut found = Vec::new();
    let mut index = 0;
    while let Some(&date) = dates.get(index) {
        let next = dates
            .get(index + 1)
            .copied()
            .filter(|next| date.month().is_some() && joins(text, date, *next));
        index += 1 + usize::from(next.is_some());
        let period = match next {
            Some(end) => {
                let year = || {
                    dates[..index - 2]
                        .last()
                        .copied()
                        .filter(|year| names_the_year(text, *year, date))
                };
                let year = if date.year().is_none() && end.year().is_none() && index > 2 {
                    year()
                } else {
                    None
                };
                span(text, year.map_or(date, |year| date.with_year(year)), end)
            }
            None => single(text, date, preface),
        };
        found.extend(period);
    }
    // A statement without dates matters only without any other certain statement.
    if !found.iter().any(|period| period.certain) {
        found.extend(unread(text, dates, &found));
        found.sort_by_key(|period| period.range.start);
    }
    found
}

/// Words that introduce only the period of the report.
const CERTAIN: &[&str] = &[
    "统计期",
    "统计时限",
    "统计限",
    "统计区间",
    "统计周期",
    "统计时段",
    "统计范围",
    "统计起止",
    "统计数据的期",
    "统计数据期",
    "统计数据的时",
    "统计数据时",
    "数据时限",
    "数据期限",
    "数据的期限",
    "核定时间",
];
/// Words that introduce the period of the report close before the dates, if the sentence also
/// mentions the report or its figures.
const LIKELY: &[&str] = &[
    "统计数据",
    "统计自",
    "统计为",
    "时间范围",
    "起止时间",
    "起止日期",
    "报告期",
    "时间期限",
    "时限",
    "期限",
    "截止时间",
    "截止日期",
    "涵盖",
    "数据均为",
    "数据为",
    "数据自",
    "数据从",
];
/// Words about other things with a period.
const OTHER: &[&str] = &[
    "网站",
    "访问",
    "浏览",
    "点击",
    "微信",
    "微博",
    "公众号",
    "公示",
    "征求",
    "征集",
    "活动",
    "培训",
    "检查",
    "考核",
    "热线",
    "投诉",
    "缴费",
    "参保",
    "补贴",
    "项目",
    "招标",
    "施工",
    "疫情",
    "申报",
    "报名",
    "申请",
    "办理",
    "答复",
    "整改",
    "审计",
    "巡察",
];

/// The digits of an impossible year, directly before 年 and a date without a year: too many or too
/// few digits, or a year of another time. Two digits are a short year.
fn mistyped_year(text: &str, date: Date) -> Option<TextRange> {
    const MOST_DIGITS: usize = 10;
    const GAP: usize = 3;
    if date.year().is_some() || date.month().is_none() {
        return None;
    }
    let (mut gap, mut sign, mut count) = (0, false, 0);
    let mut digits: Option<TextRange> = None;
    for (at, c) in text[..date.range().start].char_indices().rev() {
        let read = fold(c);
        if is_space(c) && gap < GAP {
            gap += 1;
        } else if !sign && read == '年' {
            (sign, gap) = (true, 0);
        } else if sign
            && count < MOST_DIGITS
            && (digit(read).is_some() || matches!(read, 'O' | 'o'))
        {
            let own = TextRange::new(at, at + c.len_utf8());
            (digits, count, gap) =
                (Some(digits.map_or(own, |digits| digits.cover(own))), count + 1, 0);
        } else {
            break;
        }
    }
    digits.filter(|_| count < MOST_DIGITS)
}

/// The start of a date, including the digits of an impossible year before the date.
fn start_of(date: Date, mistyped: Option<TextRange>) -> usize {
    mistyped.map_or(date.range().start, |digits| digits.start)
}

/// Whether `year` is a year alone, with only a bracket between the year and the day:
/// 2021年度（1月1日.
fn names_the_year(text: &str, year: Date, day: Date) -> bool {
    const FAR: usize = 30;
    let gap = TextRange::new(year.range().end, day.range().start);
    year.month().is_none()
        && gap.len() <= FAR
        && matches!(
            read(gap.of(text)).as_str(),
            "(" | "度(" | "全年(" | "度全年(" | "度(自" | "(自" | "度(从" | "(从"
        )
}

/// `words` without the usual notes behind a day: a bracket with a few words (含, 星期日), or an
/// hour (00:00, 零时).
fn behind_day(mut words: &str) -> &str {
    const LONGEST_NOTE: usize = 6;
    if let Some((note, rest)) = words.strip_prefix('(').and_then(|rest| rest.split_once(')'))
        && note.chars().count() <= LONGEST_NOTE
        && !note.contains(|c: char| c.is_ascii_digit())
    {
        words = rest;
    }
    let rest = words.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, ':' | '时' | '点' | '分' | '秒' | '整')
    });
    let hour = &words[..words.len() - rest.len()];
    // A number alone is not an hour.
    if hour.contains([':', '时', '点']) { rest } else { words }
}

/// Whether only 至 or a similar word stands between two dates.
fn joins(text: &str, first: Date, second: Date) -> bool {
    // The next date is nearly always far away. Only tags make a long gap.
    let far = second.range().start - first.range().end;
    if far > 80 && (far > 620 || !text[first.range().end..second.range().start].contains('<')) {
        return false;
    }
    let gap = TextRange::new(
        first.range().end,
        start_of(second, mistyped_year(text, second)).max(first.range().end),
    );
    if gap.len() > 60 && (gap.len() > 600 || !gap.of(text).contains('<'))
        || second.month().is_none()
    {
        return false;
    }
    let words = read(&without_pages(gap.of(text)));
    let words = behind_day(&words);
    let words = words.strip_prefix("起").or(words.strip_prefix("开始")).unwrap_or(words);
    let words = words.strip_prefix(',').unwrap_or(words);
    let words = ["截止到", "截止至", "截至", "截止", "直至", "至", "到", "止", "-", "~"]
        .iter()
        .find_map(|word| words.strip_prefix(word));
    words.is_some_and(|words| {
        matches!(words.trim_start_matches(['-', '~', ',']), "" | "本年" | "当年" | "同年" | "次年")
    })
}

/// The period from one date to another, if it can be the period of the report.
fn span(text: &str, start: Date, end: Date) -> Option<Period> {
    let mistyped = [start, end].map(|date| mistyped_year(text, date));
    let range = TextRange::new(start_of(start, mistyped[0]), end.range().end);
    let before = before(text, range.start);
    let certain = has(&before, CERTAIN)
        || !has(&before, OTHER)
            && (before.contains("统计时间")
                || has(&nearest(text, range.start, 12), LIKELY) && has(&before, &["报告", "数据"]))
        || is_followed_by_the_subject(text, range.end);
    let whole_year = (start.month(), start.day().unwrap_or(1)) == (Some(1), 1)
        && (end.month(), end.day().unwrap_or(31)) == (Some(12), 31);
    (certain || whole_year).then_some(Period {
        range,
        start: Some(start),
        end: Some(end),
        mistyped,
        certain,
    })
}

/// Whether 期间的政府信息公开工作情况 or a similar phrase begins at `at`.
fn is_followed_by_the_subject(text: &str, at: usize) -> bool {
    let after = after(text, at, 16);
    after.trim_start_matches(['止', '的', ')']).starts_with("期间")
        && has(&after, &["信息公开", "政务公开"])
}

/// The period stated by this end date alone.
fn single(text: &str, date: Date, preface: TextRange) -> Option<Period> {
    // Most dates are not a period, and the character before such a date shows this at once.
    date.month()?;
    let mistyped = mistyped_year(text, date);
    let start = start_of(date, mistyped);
    let last = last_before(text, start)?;
    if !(date.is_full() || mistyped.is_some() && date.day().is_some())
        || !"为是自:,至止到截(均于点间期限据计日".contains(last)
    {
        return None;
    }
    let near = nearest(text, start, 16);
    let linked = near
        .trim_end_matches(['为', '是', '自', ':', ',', '至', '止', '到', '截', '(', '均', '于']);
    let certain = [
        "核定时间点",
        "核定时间",
        "统计期限",
        "统计时限",
        "统计时间",
        "统计期",
        "统计截止时间",
        "统计截止日期",
        "统计截止日",
        "统计数据",
        "统计",
    ]
    .iter()
    .any(|word| linked.ends_with(word))
        || ["截止时间", "截止日期", "截至时间"].iter().any(|word| linked.ends_with(word))
            && is_of_the_figures(text, start);
    let is_last_day = (date.month(), date.day()) == (Some(12), Some(31));
    let stated = is_last_day
        && preface.contains(date.range())
        && ["截至", "截止", "截止到"].iter().any(|word| near.ends_with(word));
    // A start without a readable end states nothing.
    let is_first_day = (date.month(), date.day()) == (Some(1), Some(1));
    let end = (!is_first_day).then_some(date);
    (certain || stated).then_some(Period {
        range: TextRange::new(start, date.range().end),
        start: None,
        end,
        mistyped: [None, mistyped],
        certain,
    })
}

/// Whether the sentence before `at` mentions the figures of the report and nothing else with a
/// period.
fn is_of_the_figures(text: &str, at: usize) -> bool {
    let before = before(text, at);
    has(&before, &["数据", "报告", "统计"]) && !has(&before, OTHER)
}

/// Statements with unreadable dates (text extraction lost 年 or 月), or with a year alone.
fn unread(text: &str, dates: &[Date], known: &[Period]) -> Vec<Period> {
    static LEADS: LazyLock<[Finder<'static>; 2]> =
        LazyLock::new(|| ["统计", "統計"].map(Finder::new));
    let mut found = Vec::new();
    let mut done = 0;
    for at in LEADS.iter().flat_map(|lead| lead.find_iter(text.as_bytes())) {
        let words = after(text, at, 24);
        let Some(rest) = ["统计期", "统计时", "统计限", "统计区间", "统计数据的期限"]
            .iter()
            .find_map(|lead| words.strip_prefix(lead))
        else {
            continue;
        };
        let Some(first) = rest.find(|c: char| c.is_ascii_digit()) else { continue };
        if at < done
            || !rest[..first].chars().all(|c| "限间段的数据均自从为是由:,(起于年度".contains(c))
        {
            continue;
        }
        // The text in place of the dates: digits and other characters of dates, read again in the
        // source.
        let Some(start) =
            text[at..].find(|c: char| fold(c).is_ascii_digit()).map(|offset| at + offset)
        else {
            continue;
        };
        let written =
            text[start..].char_indices().take(60).take_while(|&(_, c)| belongs_to_dates(c));
        let end = written
            .filter(|&(_, c)| !is_space(c))
            .last()
            .map_or(start, |(offset, c)| start + offset + c.len_utf8());
        let range = TextRange::new(start, end);
        let next = known.partition_point(|period| period.range.end <= range.start);
        let is_known = known.get(next).is_some_and(|period| period.range.overlaps(range));
        if !range.is_empty() && !is_known && !has(&before(text, at), OTHER) {
            let next = dates.partition_point(|date| date.range().start < range.start);
            let year = dates.get(next).copied().filter(|date| {
                range.contains(date.range()) && date.year().is_some() && date.day().is_none()
            });
            found.push(Period {
                range,
                start: year,
                end: None,
                mistyped: [None; 2],
                certain: true,
            });
            done = range.end;
        }
    }
    found
}

fn belongs_to_dates(c: char) -> bool {
    let read = fold(c);
    digit(read).is_some() || is_space(c) || "年月日起至到止,截-~.自".contains(read)
}

fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// The visible characters of `text`, folded.
fn read(text: &str) -> String {
    visible(text).map(fold).collect()
}

/// The last visible character before `at`, folded. `None` if the character is far away.
fn last_before(text: &str, at: usize) -> Option<char> {
    let mut before = &text[..at];
    for _ in 0..10 {
        match gap_before(before) {
            0 => break,
            len => before = &before[..before.len() - len],
        }
    }
    before.chars().next_back().filter(|&c| !is_space(c)).map(fold)
}

/// At most 40 characters of the words before `at` in the same sentence.
fn before(text: &str, at: usize) -> String {
    nearest(text, at, 40)
}

/// At most `most` characters of the words before `at` in the same sentence.
fn nearest(text: &str, at: usize, most: usize) -> String {
    const REACH: usize = 600;
    let sentence = text[..at]
        .char_indices()
        .rev()
        .take(2 * most)
        .take_while(|&(_, c)| !matches!(c, '。' | '；' | ';' | '！' | '|'));
    let start =
        sentence.filter(|&(_, c)| !is_space(c)).take(most).last().map_or(at, |(start, _)| start);
    let near = &text[start..at];
    // The end of `&nbsp;` is not the end of a sentence.
    let behind_entity = || text[..start].ends_with(';') && gap_before(&text[..start]) > 0;
    if !near.contains(['>', '*', '&']) && !behind_entity() {
        return read(near);
    }
    // Markup has punctuation of its own, so the sentence may begin further back.
    let far = read(&text[floor_char_boundary(text, at.saturating_sub(REACH))..at]);
    let sentence = far.rsplit(['。', ';', '!', '|', '>']).next().unwrap_or_default();
    let start = sentence.char_indices().rev().take(most).last().map_or(0, |(start, _)| start);
    sentence[start..].to_owned()
}

/// At most `most` characters of the words from `at` on.
fn after(text: &str, at: usize, most: usize) -> String {
    visible(&text[at..floor_char_boundary(text, at + 20 * most)]).take(most).map(fold).collect()
}
