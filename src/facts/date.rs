//! Dates and years in running text, in every notation found in reports.
//!
//! 2021年1月1日, ２０２１年, 二〇二一年十二月三十一日, 2021.1.1, 2021-1-1, 2021/1/1. Spaces, line
//! breaks and invisible characters may stand between and inside the numbers. Marks of bold words,
//! tags and page numbers may stand around the numbers. Radicals (⽉⽇) may replace characters, and
//! letters may replace digits (l2月3O日).

#[cfg(test)]
mod cases;

use super::numeral::{Numeral, digit, mistaken};
use super::page::{date_gap as gap, date_gap_before as gap_before};
use crate::text::{TextRange, fold};
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// A date or a part of a date: a year (2021年), a month (2021年7月), a day without year (12月31日).
///
/// A text may hold many dates, so the type is small. Places count from the start of the date, and
/// the start is below 4 GiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Date {
    start: u32,
    len: u16,
    year: u16,
    /// Length of the digits of the year at the start of the date. 0 without a year.
    year_len: u8,
    month: Number,
    day: Number,
    /// Whether the date is written with 年 and 月, not with dots, dashes or slashes.
    worded: bool,
}

/// A number of a date. `len` is 0 if the date lacks the number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Number {
    value: u8,
    len: u8,
    at: u16,
}

impl Date {
    /// From the first digit to the last character: 年, 月 or 日 in a date written with these
    /// characters.
    pub fn range(self) -> TextRange {
        let start = self.start as usize;
        TextRange::new(start, start + usize::from(self.len))
    }

    /// This day without year, with the year of a date before it: 2021年度（1月1日.
    pub(super) fn with_year(self, year: Self) -> Self {
        let moved =
            |number: Number| Number { at: number.at + (self.start - year.start) as u16, ..number };
        let len = (self.start - year.start) as u16 + self.len;
        Self {
            start: year.start,
            len,
            year: year.year,
            year_len: year.year_len,
            month: moved(self.month),
            day: moved(self.day),
            worded: true,
        }
    }

    /// The same date, `bytes` further on.
    pub fn moved(self, bytes: isize) -> Self {
        Self { start: self.start.wrapping_add_signed(bytes as i32), ..self }
    }

    pub fn year(self) -> Option<i32> {
        (self.year_len > 0).then_some(i32::from(self.year))
    }

    pub fn month(self) -> Option<i32> {
        self.value(self.month)
    }

    pub fn day(self) -> Option<i32> {
        self.value(self.day)
    }

    /// The digits of the year.
    pub fn year_range(self) -> Option<TextRange> {
        let start = self.start as usize;
        (self.year_len > 0).then_some(TextRange::new(start, start + usize::from(self.year_len)))
    }

    /// The digits of the month.
    pub fn month_range(self) -> Option<TextRange> {
        self.place(self.month)
    }

    /// The digits of the day.
    pub fn day_range(self) -> Option<TextRange> {
        self.place(self.day)
    }

    /// Whether the date has a year, a month and a day.
    pub fn is_full(self) -> bool {
        self.year_len > 0 && self.day.len > 0
    }

    /// Whether the date is written with 年 and 月, not with dots, dashes or slashes.
    pub fn is_worded(self) -> bool {
        self.worded
    }

    /// Whether the date exists in a calendar. 29 February without a year exists.
    pub fn is_possible(self) -> bool {
        let Some(month) = self.month() else { return true };
        (1..=12).contains(&month)
            && self.day().is_none_or(|day| (1..=self.days_of_month()).contains(&day))
    }

    /// Number of days in the month, without a year the highest possible number. 31 without a month.
    pub fn days_of_month(self) -> i32 {
        match self.month() {
            Some(4 | 6 | 9 | 11) => 30,
            Some(2) if self.year().is_none_or(is_leap) => 29,
            Some(2) => 28,
            _ => 31,
        }
    }

    fn value(self, number: Number) -> Option<i32> {
        (number.len > 0).then_some(i32::from(number.value))
    }

    fn place(self, number: Number) -> Option<TextRange> {
        let start = self.start as usize + usize::from(number.at);
        (number.len > 0).then_some(TextRange::new(start, start + usize::from(number.len)))
    }
}

/// Every date of `text`, in order and disjoint. The time is proportional to the length of any text.
pub fn dates(text: &str) -> Vec<Date> {
    let bytes = text.as_bytes();
    let mut found: Vec<Date> = Vec::new();
    let mut done = 0;
    let [year, month, month_radical, digits, wide_digits] = &*ANCHORS;
    // The next place of each anchor.
    let mut anchors =
        [year, month, month_radical, digits, wide_digits].map(|finder| finder.find_iter(bytes));
    let mut next = anchors.each_mut().map(Iterator::next);
    loop {
        let first = next.iter().enumerate().filter_map(|(kind, at)| Some(((*at)?, kind))).min();
        let Some((at, kind)) = first else { return found };
        next[kind] = anchors[kind].next();
        if at < done {
            continue;
        }
        let date = match kind {
            0 => from_year_sign(text, at),
            1 | 2 => from_month_sign(text, at),
            _ => from_digits(text, at, done),
        };
        if let Some(date) = date.filter(|date| date.range().start >= done) {
            done = date.range().end;
            found.push(date);
        }
    }
}

/// Every date has one of these anchors: 年, 月 or its radical, or the first digits of a year. A
/// search for each anchor is faster than one search for all: the vector search of a single word is
/// simpler.
static ANCHORS: LazyLock<[Finder<'static>; 5]> =
    LazyLock::new(|| ["年", "月", "⽉", "20", "２０"].map(Finder::new));

/// At most five characters of space, or five tags, in a gap inside a date. Keeps a date shorter
/// than 64 kB.
const GAP: usize = 5;
/// At most 255 bytes in a number with tags between its digits.
const LONGEST_NUMBER: usize = u8::MAX as usize;

/// The date with its 年 at `at`.
fn from_year_sign(text: &str, at: usize) -> Option<Date> {
    let (year, digits) = year_before(text, at)?;
    let after = at + '年'.len_utf8();
    let mut date = Date { start: digits.start as u32, worded: true, ..Date::default() };
    date.set_year(year, digits, after);
    date.read_month_and_day(text, after);
    Some(date)
}

/// The date without a year and with its 月 at `at`. The date must have a day.
fn from_month_sign(text: &str, at: usize) -> Option<Date> {
    let (month, digits) = number_before(text, at)?;
    let mut date = Date { start: digits.start as u32, worded: true, ..Date::default() };
    date.read_month_and_day(text, digits.start);
    // Read again from the start, the month must be the same number. Otherwise the digits were not a
    // number.
    (date.day.len > 0 && date.month() == Some(month)).then_some(date)
}

/// The date with its year at `at`, written with dots, dashes or slashes. `done` is the end of the
/// date before: a dash may join the two dates.
fn from_digits(text: &str, at: usize, done: usize) -> Option<Date> {
    let before = text[..at].char_indices().next_back().map(|(place, c)| (place, fold(c)));
    if before.is_some_and(|(place, c)| match c {
        '-' => done == 0 || place != done,
        '.' | '/' | '_' | '%' | '=' => true,
        _ => c.is_ascii_alphanumeric(),
    }) {
        return None;
    }
    let mut reader = Reader { text, at };
    let (mut year, mut end) = (0, at);
    for _ in 0..4 {
        let (read, range) = reader.directly()?;
        year = year * 10 + read.to_digit(10)?;
        end = range.end;
    }
    let mut date = Date { start: at as u32, ..Date::default() };
    date.set_year(year as i32, TextRange::new(at, end), end);
    let (mark, _) = reader.next()?;
    if !matches!(mark, '.' | '-' | '/') {
        return None;
    }
    let (month, digits) = reader.decimal()?;
    date.set(|date| &mut date.month, month, digits, digits.end);
    reader.next().filter(|next| next.0 == mark)?;
    let (day, digits) = reader.decimal()?;
    date.set(|date| &mut date.day, day, digits, digits.end);
    // 2021.1.1.5 is a number of something. 2021-1-1-2021-12-31 are two dates.
    let mut rest = reader.clone();
    if rest.directly().is_some_and(|next| next.0 == mark) {
        let more = std::iter::from_fn(|| rest.directly().filter(|next| next.0.is_ascii_digit()))
            .take(4)
            .count();
        if (1..4).contains(&more) {
            return None;
        }
    }
    Some(date)
}

impl Date {
    fn set(
        &mut self,
        number: impl Fn(&mut Self) -> &mut Number,
        value: i32,
        digits: TextRange,
        end: usize,
    ) {
        let start = self.start as usize;
        *number(self) = Number {
            value: value as u8,
            len: digits.len() as u8,
            at: (digits.start - start) as u16,
        };
        self.len = (end - start) as u16;
    }

    fn set_year(&mut self, value: i32, digits: TextRange, end: usize) {
        (self.year, self.year_len) = (value as u16, digits.len() as u8);
        self.len = (end - digits.start) as u16;
    }

    /// Reads month and day from `at`, if present.
    fn read_month_and_day(&mut self, text: &str, at: usize) {
        let mut reader = Reader { text, at };
        let Some((month, digits)) = reader.number() else { return };
        let Some(('月', sign)) = reader.next() else { return };
        self.set(|date| &mut date.month, month, digits, sign.end);
        let Some((day, digits)) = reader.number() else { return };
        let Some(('日' | '号', sign)) = reader.next() else { return };
        self.set(|date| &mut date.day, day, digits, sign.end);
    }
}

/// Reads folded characters forward.
#[derive(Clone)]
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    /// The character at this place, possibly a space.
    fn directly(&mut self) -> Option<(char, TextRange)> {
        let c = self.text[self.at..].chars().next()?;
        let range = TextRange::new(self.at, self.at + c.len_utf8());
        self.at = range.end;
        Some((fold(c), range))
    }

    /// The next visible character, if only a short gap comes before it.
    fn next(&mut self) -> Option<(char, TextRange)> {
        for _ in 0..=GAP {
            match gap(&self.text[self.at..]) {
                0 => return self.directly(),
                len => self.at += len,
            }
        }
        None
    }

    /// A number of one or two digits 0–9, without a third digit.
    fn decimal(&mut self) -> Option<(i32, TextRange)> {
        let (first, mut range) = self.next()?;
        let mut value = first.to_digit(10)?;
        let mut ahead = self.clone();
        if let Some((second, place)) = ahead.directly()
            && let Some(digit) = second.to_digit(10)
        {
            value = value * 10 + digit;
            range = range.cover(place);
            *self = ahead;
        }
        let third = self.clone().directly().is_some_and(|next| next.0.is_ascii_digit());
        (!third).then_some((value as i32, range))
    }

    /// A month or day: at most two digits, or Chinese numerals up to 九十九. 元 is the first month.
    fn number(&mut self) -> Option<(i32, TextRange)> {
        let mut numeral = Numeral::default();
        let mut range: Option<TextRange> = None;
        let mut mistakes = false;
        loop {
            let mut ahead = self.clone();
            match ahead.next().filter(|next| numeral.push(next.0)) {
                Some((c, place)) => {
                    mistakes |= mistaken(c).is_some();
                    range = Some(range.map_or(place, |range| range.cover(place)));
                }
                None => {
                    return Some((
                        numeral.value().filter(|&value| value > 0 || !mistakes)?,
                        range.filter(|range| range.len() <= LONGEST_NUMBER)?,
                    ));
                }
            }
            *self = ahead;
        }
    }
}

/// The year that ends before `at`, and its digits. Exactly four digits, possibly with space inside.
fn year_before(text: &str, at: usize) -> Option<(i32, TextRange)> {
    let (mut value, mut scale, mut start, mut end, mut skipped) = (0, 1, at, None, 0);
    let mut before = &text[..at];
    while scale < 10_000 {
        let c = before.chars().next_back()?;
        let read = fold(c);
        let len = match digit(read).or(mistaken(read)) {
            Some(digit) => {
                value += scale * i32::from(digit);
                scale *= 10;
                start = before.len() - c.len_utf8();
                end = end.or(Some(before.len()));
                skipped = 0;
                c.len_utf8()
            }
            None if skipped < GAP => {
                skipped += 1;
                gap_before(before)
            }
            None => return None,
        };
        if len == 0 {
            return None;
        }
        before = &before[..before.len() - len];
    }
    let more = before.chars().next_back().is_some_and(|c| digit(fold(c)).is_some());
    let digits = TextRange::new(start, end?);
    (!more && (1900..=2100).contains(&value) && digits.len() <= LONGEST_NUMBER)
        .then_some((value, digits))
}

/// The month that ends before `at`: its value and the range of its digits.
fn number_before(text: &str, at: usize) -> Option<(i32, TextRange)> {
    let mut reversed = ['\0'; 3];
    let (mut len, mut start, mut end, mut skipped) = (0, at, at, 0);
    let mut before = &text[..at];
    while let Some(c) = before.chars().next_back() {
        let read = fold(c);
        // The end of a foreign word is not a digit.
        let is_mistaken = || {
            mistaken(read).is_some()
                && !before[..before.len() - c.len_utf8()]
                    .ends_with(|c: char| c.is_ascii_alphabetic())
        };
        let passed = if read == '十' || read == '元' || digit(read).is_some() || is_mistaken() {
            *reversed.get_mut(len)? = read;
            len += 1;
            start = before.len() - c.len_utf8();
            end = if len == 1 { before.len() } else { end };
            c.len_utf8()
        } else if skipped < GAP && len == 0 {
            skipped += 1;
            gap_before(before)
        } else {
            0
        };
        if passed == 0 {
            break;
        }
        before = &before[..before.len() - passed];
    }
    let mut numeral = Numeral::default();
    reversed[..len].iter().rev().for_each(|&c| _ = numeral.push(c));
    let digits = TextRange::new(start, end);
    (digits.len() <= LONGEST_NUMBER).then_some((numeral.value()?, digits))
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}
