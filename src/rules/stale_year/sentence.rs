//! The start and end of the sentences, lines and paragraphs around a date.

use crate::facts::Date;
use crate::text::{TextRange, floor_char_boundary, fold, is_space, markup_before, visible};

/// The words of the sentence around a date, folded and without space.
pub(super) struct Around {
    pub(super) before: String,
    pub(super) after: String,
}

impl Around {
    /// At most 40 characters before the date and 60 characters behind.
    pub(super) fn of(text: &str, date: Date) -> Self {
        let range = date.range();
        let ends = |c: char| matches!(c, '。' | '；' | ';' | '！' | '？' | '|' | '\t');
        let visible = |c: &char| !is_space(*c);
        let from = text[..range.start]
            .char_indices()
            .rev()
            .take(80)
            .take_while(|&(_, c)| !ends(c))
            .last()
            .map_or(range.start, |(at, _)| at);
        let mut before = &text[from..range.start];
        // The text above a blank line is another paragraph, or the title.
        let blank = before.match_indices('\n').rev().find(|(at, _)| {
            before[at + 1..].lines().next().is_some_and(|line| line.chars().all(is_space))
        });
        if let Some((at, _)) = blank {
            before = &before[at..];
        }
        let before = before.chars().filter(visible).map(fold).collect();
        let after = text[range.end..]
            .chars()
            .take(120)
            .take_while(|&c| !ends(c))
            .filter(visible)
            .take(60)
            .map(fold)
            .collect();
        Self { before, after }
    }

    pub(super) fn any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.before.contains(word) || self.after.contains(word))
    }
}

/// A sentence with a date, and the neighbouring sentences of the paragraph, folded and without
/// space.
pub(super) struct Sentence {
    /// The whole sentence in the text.
    pub(super) range: TextRange,
    /// The words behind the date.
    pub(super) after: String,
    pub(super) above: String,
    pub(super) below: String,
}

impl Sentence {
    /// At most 60 characters before the date, and at most 160 behind.
    const BEFORE: usize = 60;
    const AFTER: usize = 160;

    /// The sentence with its beginning at `start`.
    pub(super) fn of(text: &str, date: Date, start: usize) -> Self {
        let end = end_of_sentence(text, date.range().end);
        let is_first = text[..start].ends_with(['\n', '\r']) || ends_with_block_tag(&text[..start]);
        let above = if is_first { start } else { start_of_sentence(text, last_end(text, start)) };
        let below = if text[end..].starts_with(['\n', '\r']) {
            end
        } else {
            end_of_sentence(text, next_start(text, end))
        };
        Self {
            range: TextRange::new(start, end),
            after: read(text, TextRange::new(date.range().end, end)),
            above: read(text, TextRange::new(above.min(start), start)),
            below: read(text, TextRange::new(end, below.max(end))),
        }
    }
}

/// The words of a range, folded, without space and inline markup.
pub(super) fn read(text: &str, range: TextRange) -> String {
    visible(range.of(text)).map(fold).collect()
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '；' | ';' | '！' | '？' | '|' | '\t' | '：' | ':')
}

/// The start of the sentence around `at`, up to a limit.
pub(super) fn start_of_sentence(text: &str, at: usize) -> usize {
    let mut start = at;
    for _ in 0..Sentence::BEFORE {
        let before = &text[..start];
        let markup = markup_before(before);
        let Some((place, c)) =
            before.char_indices().next_back().filter(|_| !ends_with_block_tag(before))
        else {
            break;
        };
        if markup == 0 && (ends_sentence(c) || matches!(c, '\n' | '\r') && begins_line(text, place))
        {
            break;
        }
        start = if markup > 0 { start - markup } else { place };
    }
    start
}

/// Whether the text ends with a tag that begins or ends a line: `<p>`, `<br/>`, `</div>`.
fn ends_with_block_tag(text: &str) -> bool {
    const BLOCKS: [&str; 18] = [
        "p",
        "div",
        "br",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "center",
        "blockquote",
        "td",
        "th",
        "dd",
        "dt",
    ];
    let Some(tag) = last_tag(text) else { return false };
    let tag = tag.of(text)[1..].trim_start_matches('/');
    let name = &tag[..tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(0)];
    BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block))
}

/// The tag at the end of a text.
fn last_tag(text: &str) -> Option<TextRange> {
    const LONGEST: usize = 1024;
    let from = text.len().saturating_sub(LONGEST);
    let at = memchr::memrchr(b'<', &text.as_bytes()[from..]).filter(|_| text.ends_with('>'))?;
    Some(TextRange::new(from + at, text.len()))
}

/// Whether a paragraph begins behind the line end at `at`. The line above must be short or must end
/// a sentence, unlike a line broken by a PDF.
fn begins_line(text: &str, at: usize) -> bool {
    let above = text[..at].trim_end_matches(is_space);
    let length = above.chars().rev().take(31).take_while(|&c| c != '\n' && c != '\r').count();
    above.ends_with(['。', '：', ':', '；', '！', '|']) || length <= 30 && !is_full(text, at)
}

/// Whether the line with its end at `at` is as wide as the widest lines around. In a text of short
/// lines, the end of such a line breaks a sentence.
fn is_full(text: &str, at: usize) -> bool {
    /// In half-width characters.
    const NARROWEST: usize = 24;
    const WIDEST: usize = 80;
    /// A mark that may not begin a line changes the width of a line by up to four.
    const TOLERANCE: usize = 4;
    const LINES: usize = 6;
    let width = |line: &str| {
        line.trim().chars().take(WIDEST).map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>()
    };
    let before = &text[floor_char_boundary(text, at.saturating_sub(LINES * 4 * WIDEST))..at];
    let behind = &text[at..floor_char_boundary(text, (at + LINES * 4 * WIDEST).min(text.len()))];
    let mut above = before.rsplit('\n').map(width);
    let own = above.next().unwrap_or_default();
    let mut below = behind.split('\n').skip(1).map(width);
    let next = below.next().unwrap_or_default();
    if own < NARROWEST || next == 0 {
        return false;
    }
    // Up to a blank line.
    let filled = |width: &usize| *width > 0;
    let others: Vec<usize> = above
        .take(LINES)
        .take_while(filled)
        .chain(std::iter::once(next))
        .chain(below.take(LINES).take_while(filled))
        .collect();
    others.iter().all(|&other| other <= own + TOLERANCE)
        && others.iter().any(|&other| other + TOLERANCE >= own)
}

/// The end of the sentence around `at`, up to a limit.
fn end_of_sentence(text: &str, at: usize) -> usize {
    let mut end = at;
    for (place, c) in text[at..].char_indices().take(Sentence::AFTER) {
        let place = at + place;
        if matches!(c, '。' | '；' | ';' | '！' | '？' | '|' | '\t')
            || matches!(c, '\n' | '\r') && begins_line(text, place)
        {
            break;
        }
        end = place + c.len_utf8();
    }
    end
}

/// The place before the mark at the end of the sentence above. `start` is the start of the next
/// sentence.
fn last_end(text: &str, start: usize) -> usize {
    text[..start].char_indices().next_back().map_or(start, |(at, _)| at)
}

/// The place behind the mark at the end of a sentence. `end` is the end of the sentence.
fn next_start(text: &str, end: usize) -> usize {
    text[end..].chars().next().map_or(end, |c| end + c.len_utf8())
}

/// The trimmed line around `range`, if the line is not longer than a heading.
pub(super) fn short_line(text: &str, range: TextRange) -> Option<TextRange> {
    const LONGEST: usize = 150;
    let from = floor_char_boundary(text, range.start.saturating_sub(LONGEST));
    let to = floor_char_boundary(text, (range.end + LONGEST).min(text.len()));
    let is_end = |c: char| c == '\n' || c == '\r';
    let start = text[from..range.start]
        .rfind(is_end)
        .map(|at| from + at + 1)
        .or((from == 0).then_some(0))?;
    let end = text[range.end..to]
        .find(is_end)
        .map(|at| range.end + at)
        .or((to == text.len()).then_some(to))?;
    (end - start <= LONGEST).then_some(TextRange::new(start, end))
}

/// Whether only space and the number of an item stand before `at` on its line, and the line begins
/// a paragraph.
pub(super) fn is_paragraph_start(text: &str, at: usize) -> bool {
    const FARTHEST: usize = 40;
    let mut before = &text[..at];
    for _ in 0..FARTHEST {
        match before.char_indices().next_back() {
            Some((place, '\n' | '\r')) => return begins_line(text, place),
            Some(_) if ends_with_block_tag(before) => return true,
            Some((place, c)) if is_space(c) => before = &before[..place],
            Some(_) if markup_before(before) > 0 => {
                before = &before[..before.len() - markup_before(before)]
            }
            Some(_) => return false,
            None => return true,
        }
    }
    true
}

/// Folded words without the numeral of an item at their start. The mark behind the numeral stays.
pub(super) fn behind_numeral(words: &str) -> &str {
    words.trim_start_matches(|c: char| c.is_ascii_digit() || "(一二三四五六七八九十".contains(c))
}
