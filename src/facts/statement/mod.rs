//! Numbers in sentences that cells of the tables also hold: 收到政府信息公开申请12件.
//!
//! A grammar of word classes: the lexicon is data ([`crate::standard::Lexicon`]), the rules of
//! composition are code. What the reader finds in a stretch of text depends on this stretch and on
//! the year of the report alone.

mod absence;
mod begin;
mod certainty;
mod clause;
mod closed;
mod compose;
mod disputes;
mod meaning;
mod parts;
mod requests;
mod scope;
mod token;
mod topic;

use crate::standard::Lexicon;
use crate::syntax::{BlockKind, Part, PartKind};
use crate::text::{Folded, TextRange, is_space};
use compose::Composer;
pub use meaning::{Change, Decisions, Disputes, Documents, Meaning, Requests, Verdict};
pub use parts::{Share, Split};

/// A number, or words instead of a number, that state what cells of a table hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The digits, or the words, in bytes of the text.
    pub range: TextRange,
    /// The digits without their decimal point. 0 for words.
    pub value: i64,
    pub decimals: u8,
    /// The possible meanings, the likeliest first. Never empty.
    pub meanings: Vec<Meaning>,
    pub said: Said,
    pub certainty: Certainty,
}

/// How a quantity is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    Number,
    /// There is none: 未收到政府信息公开申请.
    Absence,
    /// No request is left: 均已办结.
    AllClosed,
    /// All have one result: 全部维持. The quantity is the number of other results, none.
    OneResult,
}

/// How sure it is that a statement has one of its meanings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// No reading of a real sentence was wrong.
    Certain,
    /// The words also have other uses, such as 办理.
    Likely,
}

/// The sentences of a part of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentences {
    /// In order.
    pub statements: Vec<Statement>,
    pub splits: Vec<Split>,
}

/// The statements in a stretch of prose. `year` is the year of the report.
pub fn statements(
    text: &str,
    stretch: TextRange,
    year: Option<i32>,
    lexicon: &Lexicon,
) -> Vec<Statement> {
    sentences(text, stretch, year, lexicon).statements
}

fn sentences(text: &str, stretch: TextRange, year: Option<i32>, lexicon: &Lexicon) -> Sentences {
    // Without the marks of bold numbers in Markdown.
    let folded = Folded::words(text, stretch);
    let tokens = token::tokens(text, &folded, lexicon, year);
    let telling = begin::first(&folded.text, &tokens);
    let read = telling.map(|from| Composer::read(&folded.text, &tokens[from..], year));
    let statement = |read: compose::Read| Statement {
        range: folded.source(read.range),
        value: read.value,
        decimals: read.decimals,
        meanings: read.meanings,
        said: read.said,
        certainty: read.certainty,
    };
    let share = |share: Share| Share {
        label: folded.source(share.label),
        range: folded.source(share.range),
        ..share
    };
    let split = |split: Split| Split {
        whole: folded.source(split.whole),
        parts: split.parts.into_iter().map(share).collect(),
        ..split
    };
    Sentences {
        statements: read.into_iter().flatten().map(statement).collect(),
        splits: parts::splits(&folded.text, &tokens, year).into_iter().map(split).collect(),
    }
}

/// The sentences in a section of a report, in bytes of the part. `text` is the text of the report.
pub(super) fn of_part(text: &str, part: &Part, year: Option<i32>, lexicon: &Lexicon) -> Sentences {
    let mut all = Sentences::default();
    if !matches!(part.kind, PartKind::Section(_)) {
        return all;
    }
    let text = part.range.of(text);
    for stretch in prose(part).into_iter().flat_map(|stretch| telling(text, stretch)) {
        let found = sentences(text, stretch, year, lexicon);
        all.statements.extend(found.statements);
        all.splits.extend(found.splits);
    }
    all
}

/// The paragraphs of a stretch that may state something, each with the paragraph before: it may say
/// what its numbers count.
fn telling(text: &str, stretch: TextRange) -> Vec<TextRange> {
    let mut found: Vec<TextRange> = Vec::new();
    let mut before = TextRange::at(stretch.start);
    let mut start = stretch.start;
    let lines = stretch.of(text).split_inclusive('\n');
    let mut end = stretch.start;
    for line in lines {
        end += line.len();
        let is_end = line.trim_end().ends_with(['。', '！', '？', '!', '?']);
        if !is_end && end < stretch.end {
            continue;
        }
        let paragraph = TextRange::new(start, end);
        if may_state(paragraph.of(text)) {
            match found.last_mut().filter(|last| last.end >= before.start) {
                Some(last) => last.end = end,
                None => found.push(before.cover(paragraph)),
            }
        }
        (before, start) = (paragraph, end);
    }
    found
}

/// Whether a text may state something: a number but of a date, an absence, or that all are closed.
fn may_state(text: &str) -> bool {
    const WORDS: [&str; 7] = ["不", "已", "均", "未", "无", "没有", "全部"];
    WORDS.iter().any(|word| text.contains(word)) || has_count(text)
}

/// Whether a text has a number that does not belong to a date: 12, 一件.
fn has_count(text: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    // Full-width digits begin with these bytes.
    let begins_digit = |bytes: &[u8]| match *bytes {
        [0xef, 0xbc, third, ..] => (0x90..=0x99).contains(&third),
        [first, ..] => first.is_ascii_digit(),
        [] => false,
    };
    let mut rest = text;
    while let Some(at) = (0..rest.len()).find(|&at| begins_digit(&rest.as_bytes()[at..])) {
        let own = &rest[at..];
        let behind = own.trim_start_matches(is_digit);
        let next = behind.chars().find(|&c| c != '*' && !is_space(c));
        if !matches!(next, Some('年' | '月' | '日' | '号')) {
            return true;
        }
        rest = behind;
    }
    ['件', '宗', '起'].iter().any(|unit| {
        let before = |(at, _): (usize, &str)| text[..at].trim_end_matches(is_space);
        let is_counted =
            |before: &str| before.ends_with(|c: char| "一二两三四五六七八九十百千".contains(c));
        text.match_indices(*unit).map(before).any(is_counted)
    })
}

/// The text of a part below its heading and between its tables, in bytes of the part.
fn prose(part: &Part) -> Vec<TextRange> {
    let blocks = part.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Table(_)));
    // A table may stand in the line of the heading.
    let tables = part.tables.iter().map(|table| table.range);
    let mut without: Vec<TextRange> = blocks.map(|block| block.range).chain(tables).collect();
    without.sort_unstable();
    let mut stretches = Vec::new();
    let mut start = part.body();
    for table in without {
        stretches.push((start, table.start));
        start = start.max(table.end);
    }
    stretches.push((start, part.range.len()));
    let is_filled = |&(start, end): &(usize, usize)| start < end;
    let stretches = stretches.into_iter().filter(is_filled);
    stretches.map(|(start, end)| TextRange::new(start, end)).collect()
}

#[cfg(test)]
mod cases;
#[cfg(test)]
mod part_cases;
