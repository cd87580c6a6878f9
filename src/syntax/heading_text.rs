//! The words of a heading, without the text around them in the line.

use super::line::Line;
use super::match_title::LONGEST_IN_BYTES;
use super::match_title::{exact, title_prefix};
use super::numeral::numeral;
use super::token::trim;
use crate::standard::Standard;
use crate::text::{TextRange, fold, is_letter, is_space, markup, markup_before};

/// The line without spaces and markup at both ends.
pub(super) fn heading_text(text: &str, line: &Line, standard: &Standard) -> TextRange {
    let range = trim(text, line.range());
    let inner = |range: TextRange| {
        let start = heading_start(text, range);
        let start = match page_number(&text[start..range.end], standard) {
            0 => start,
            len => heading_start(text, TextRange::new(start + len, range.end)),
        };
        TextRange::new(
            start,
            trimmed_end(text, TextRange::new(start, range.end), |c| {
                matches!(c, '*' | '#' | '|') || is_space(c)
            }),
        )
    };
    let whole = inner(range);
    linked(text, whole).map_or(whole, inner)
}

/// The words of a Markdown link at the end of a range: 一、总体情况 of `[一、总体情况](#a)`. `None`
/// if the range does not end with a link.
fn linked(text: &str, range: TextRange) -> Option<TextRange> {
    let source = range.of(text);
    let (words, target) = source.strip_suffix(')')?.rsplit_once("](")?;
    let (before, link) = words.split_once('[')?;
    // At most a numeral stands before the link.
    let is_whole =
        before.chars().count() <= 6 && !link.contains(['[', ']']) && !target.contains(['(', ')']);
    let start = if before.is_empty() { '['.len_utf8() } else { 0 };
    is_whole.then(|| TextRange::new(range.start + start, range.start + words.len()))
}

/// Number of bytes of a page number at the start of a line: `— 3 —`, `第3页`, `3`. 0 if no word
/// follows. A heading of the form must follow a number without dashes.
fn page_number(line: &str, standard: &Standard) -> usize {
    let digits = |rest: &str| {
        rest.chars().take_while(|&c| fold(c).is_ascii_digit()).map(char::len_utf8).sum::<usize>()
    };
    let is_page = |number: &str| (1..=3).contains(&number.chars().count());
    match line.chars().next() {
        Some(first) if is_dash(first) => {
            let number = line.trim_start_matches(|c| is_dash(c) || is_space(c));
            let (number, dash) = number.split_at(digits(number));
            let Some(behind) = dash.trim_start_matches(is_space).strip_prefix(is_dash) else {
                return 0;
            };
            let words = behind.trim_start_matches(|c| is_dash(c) || is_space(c));
            let is_word = words.starts_with(|c| {
                is_letter(fold(c)) && !fold(c).is_ascii_digit()
                    || matches!(fold(c), '(' | '*' | '<')
            });
            if is_page(number) && is_word { line.len() - words.len() } else { 0 }
        }
        Some('第') => match counted_page(line) {
            Some(words) if begins_section(words, standard) => line.len() - words.len(),
            _ => 0,
        },
        Some(first) if fold(first).is_ascii_digit() => {
            let (number, words) = line.split_at(digits(line));
            let behind = words.trim_start_matches(is_space);
            // The number of pages may follow: 3/10.
            let count = behind
                .strip_prefix(|c| fold(c) == '/')
                .map(|rest| rest.trim_start_matches(is_space));
            let behind = match count.map(|count| count.split_at(digits(count))) {
                Some((count, rest)) if is_page(count) => rest.trim_start_matches(is_space),
                Some(_) => return 0,
                None => behind,
            };
            if is_page(number) && begins_section(behind, standard) {
                line.len() - behind.len()
            } else {
                0
            }
        }
        _ => 0,
    }
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(fold(c), '-' | '–' | '—' | '―' | '─')
}

/// The text behind 第3页, 第 3 页 共 10 页 or 第3页/共10页 at the start of a line.
fn counted_page(line: &str) -> Option<&str> {
    const MOST_READ: usize = 32;
    let (mut rest, mut digits, mut pages) = (line, 0, 0);
    for c in line.chars().take(MOST_READ) {
        match fold(c) {
            '第' if pages == 0 && digits == 0 => {}
            '共' | '/' | ',' if pages == 1 => digits = 0,
            '0'..='9' if digits < 3 => digits += 1,
            '页' if digits > 0 => (pages, digits) = (pages + 1, 0),
            _ if is_space(c) => {}
            _ => break,
        }
        rest = &rest[c.len_utf8()..];
    }
    (pages > 0 && digits == 0).then_some(rest)
}

/// Whether the words begin with the numeral of a section, its mark, and a known title of the
/// section.
fn begins_section(words: &str, standard: &Standard) -> bool {
    let is_marked = || words.chars().nth(1).is_some_and(|c| matches!(fold(c), '、' | '.' | ','));
    if words.chars().next().and_then(|first| numeral_value(fold(first))).is_none() || !is_marked() {
        return false;
    }
    let whole = TextRange::new(0, words.len());
    numeral(words, whole).filter(|(numeral, _)| numeral.is_plain()).is_some_and(
        |(numeral, behind)| {
            let title = trim_marks(words, TextRange::new(behind, words.len()));
            let matched =
                (title.len() <= LONGEST_IN_BYTES).then(|| exact(words, title, standard)).flatten();
            matched
                .or_else(|| Some(title_prefix(words, title, standard)?.1))
                .is_some_and(|matched| matched.section == numeral.number)
        },
    )
}

/// The start of a possible heading: behind markup and spaces.
pub(super) fn heading_start(text: &str, range: TextRange) -> usize {
    trimmed_start(text, range, |c| matches!(c, '#' | '*' | '_' | '>' | '|') || is_space(c))
}

/// The range without the given characters and without inline markup at both ends.
fn trimmed(
    text: &str,
    range: TextRange,
    start: impl Fn(char) -> bool,
    end: impl Fn(char) -> bool,
) -> TextRange {
    let from = trimmed_start(text, range, start);
    TextRange::new(from, trimmed_end(text, TextRange::new(from, range.end), end))
}

fn trimmed_start(text: &str, range: TextRange, start: impl Fn(char) -> bool) -> usize {
    let TextRange { start: mut from, end } = range;
    while let Some(c) = text[from..end].chars().next() {
        let tag = if matches!(c, '<' | '&') { markup(&text[from..end]) } else { 0 };
        match tag {
            0 if start(c) => from += c.len_utf8(),
            0 => break,
            tag => from += tag,
        }
    }
    from
}

fn trimmed_end(text: &str, range: TextRange, end: impl Fn(char) -> bool) -> usize {
    let TextRange { start, end: mut to } = range;
    while let Some(c) = text[start..to].chars().next_back() {
        // The last character of a tag goes together with the whole tag.
        let tag = if matches!(c, '>' | ';') { markup_before(&text[start..to]) } else { 0 };
        match tag {
            0 if end(c) => to -= c.len_utf8(),
            0 => break,
            tag => to -= tag,
        }
    }
    to
}

/// The value of a folded numeral from 一 to 十.
pub(super) fn numeral_value(folded: char) -> Option<u8> {
    let numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    (1..).zip(numerals).find(|(_, numeral)| *numeral == folded).map(|(value, _)| value)
}

/// The range without marks and spaces at both ends.
pub(super) fn trim_marks(text: &str, range: TextRange) -> TextRange {
    let mark = |c: char| is_space(c) || !is_letter(fold(c));
    trimmed(text, range, mark, mark)
}
