//! Lines that may be the heading of one of the six sections.

use super::line::{Class, Line, trim};
use crate::standard::{Role, Section, form, vocabulary};
use crate::text::{Folded, TextRange, fold, is_letter, is_space};
use std::sync::LazyLock;

/// A line that may be a heading; ranges in bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Index of the line that it begins in.
    pub line: usize,
    /// From the numeral to the end of the title.
    pub range: TextRange,
    /// The number and where it stands, without the mark behind it.
    pub numeral: Option<(u8, TextRange)>,
    /// The words without the numeral.
    pub title: TextRange,
    /// The section whose title this is, if it is one.
    pub matched: Option<Match>,
    /// Whether the section's text goes on in the same line.
    pub inline: bool,
    /// Whether text stands before it in its line.
    pub midline: bool,
    /// Whether its numeral is one that sub-headings have: `1.`, `（一）`.
    pub minor: bool,
}

impl Candidate {
    /// The same, so many lines and bytes further on.
    pub fn moved(&self, lines: isize, bytes: isize) -> Self {
        Self {
            line: self.line.wrapping_add_signed(lines),
            range: self.range.moved(bytes),
            numeral: self.numeral.map(|(number, range)| (number, range.moved(bytes))),
            title: self.title.moved(bytes),
            ..*self
        }
    }
}

/// A section that a candidate may be the heading of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    pub section: u8,
    pub wording: Wording,
}

/// How a heading names its section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wording {
    /// In other words, near enough to be it.
    Near,
    /// In words that are known to be harmless.
    Variant,
    /// As the form has it.
    Official,
}

/// The longest heading that is looked at for nearness.
const LONGEST_TITLE: usize = 40;

/// The candidate that `lines[index]` is, where its words are a title of the form, or where it has a numeral and might be one
/// under other words (`matched` is `None` then).
pub fn candidate(text: &str, lines: &[Line], index: usize) -> Option<Candidate> {
    let line = &lines[index];
    if matches!(line.class, Class::Blank | Class::Values | Class::PageNumber) {
        return None;
    }
    // A row of table three begins with a numeral as well.
    if vocabulary().terms(line.hash).iter().any(|term| term.role != Role::Head || term.table == 1) {
        return None;
    }
    let content = heading_text(text, line);
    // Rows of cells are many, and an Arabic number before one is that of a row.
    if line.class == Class::Cells && content.of(text).chars().next().is_none_or(|first| numeral_value(fold(first)).is_none()) {
        return None;
    }
    let (numeral, minor) = numeral(text, content).map_or((None, false), |Numeral { number, range, minor }| (Some((number, range)), minor));
    if numeral.is_none() && (line.letters > LONGEST_TITLE || vocabulary().title(line.hash).is_none()) {
        return None;
    }
    let title = title_behind(text, content, numeral);
    let found = |title: TextRange, matched, inline| {
        let range = TextRange::new(content.start, title.end.max(content.start));
        Candidate { line: index, range, numeral, title, matched, inline, midline: false, minor }
    };
    if let Some(matched) = exact(text, title) {
        return Some(found(title, Some(matched), false));
    }
    if numeral.is_some()
        && let Some((title, matched)) = split_title(text, lines, index, title)
    {
        return Some(found(title, Some(matched), false));
    }
    if title.is_empty() {
        return None;
    }
    if let Some((end, matched)) = title_prefix(text, title) {
        return Some(found(TextRange::new(title.start, end), Some(matched), true));
    }
    (matches!(line.class, Class::Words) && line.letters <= LONGEST_TITLE).then(|| found(title, None, false))
}

/// The section whose official title or known wording `title` is.
fn exact(text: &str, title: TextRange) -> Option<Match> {
    let (section, official) = vocabulary().title(crate::text::letters_hash(title.of(text)).0)?;
    Some(Match { section, wording: if official { Wording::Official } else { Wording::Variant } })
}

/// The words of a heading behind its numeral: behind the mark, the bracket or the 部分 that closes it.
fn title_behind(text: &str, content: TextRange, numeral: Option<(u8, TextRange)>) -> TextRange {
    let start = numeral.map_or(content.start, |(_, range)| range.end);
    let title = trim_marks(text, TextRange::new(start, content.end));
    let part = title.of(text).strip_prefix("部分").filter(|_| numeral.is_some());
    part.map_or(title, |rest| trim_marks(text, TextRange::new(title.end - rest.len(), title.end)))
}

/// A title of the form that the line's end breaks, or that stands below its numeral: all of it.
fn split_title(text: &str, lines: &[Line], index: usize, title: TextRange) -> Option<(TextRange, Match)> {
    if lines[index].letters > LONGEST_TITLE || title.is_empty() && lines[index].letters > 3 {
        return None;
    }
    let next = lines[index + 1..].iter().find(|line| line.class != Class::Blank)?;
    if next.class != Class::Words || next.letters > LONGEST_TITLE {
        return None;
    }
    let rest = trim_marks(text, next.range);
    let whole = if title.is_empty() { rest } else { title.cover(rest) };
    Some((whole, exact(text, whole)?))
}

/// Where a line begins with a title of the form and goes on behind a mark or space: the title's end.
fn title_prefix(text: &str, title: TextRange) -> Option<(usize, Match)> {
    // The longest wording of a title, with room for space in it.
    let mut end = (title.start + 160).min(title.end);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = Folded::letters(text, TextRange::new(title.start, end));
    let mut best: Option<(usize, Match)> = None;
    for (section, form) in (1..).zip(&form(2021).sections) {
        let wordings =
            std::iter::once((&form.title.letters, Wording::Official)).chain(form.title.variants.iter().map(|variant| (variant, Wording::Variant)));
        for (letters, wording) in wordings {
            if head.text.starts_with(letters.as_str()) {
                let end = head.source(TextRange::new(0, letters.len())).end;
                let next = text[end..title.end].chars().next();
                // "一、总体情况良好" is a sentence; a mark of enumeration shows that the titles are only listed.
                let parted = next.is_some_and(|c| is_space(c) || matches!(fold(c), ':' | '。' | '('));
                if parted && best.is_none_or(|(known, _)| end > known) {
                    best = Some((end, Match { section, wording }));
                }
            }
        }
    }
    best
}

/// Headings inside long lines: a numeral, its mark, and an official title, at the line's start or after a sentence's end.
pub fn midline_candidates(text: &str, lines: &[Line], index: usize) -> Vec<Candidate> {
    let line = &lines[index];
    let mut found = Vec::new();
    let mut last = '。';
    for (at, c) in line.range.of(text).char_indices() {
        let start = line.range.start + at;
        let before = std::mem::replace(&mut last, c);
        // Most characters stand behind an ideograph.
        if !matches!(before, '\u{4e00}'..='\u{9fff}')
            && (is_space(before) || matches!(fold(before), '。' | ';'))
            && numeral_value(fold(c)).is_some()
            && let Some(Numeral { number, range, .. }) = numeral(text, TextRange::new(start, line.range.end))
        {
            let title = trim_marks(text, TextRange::new(range.end, line.range.end));
            if let Some((end, matched)) = title_prefix(text, title).filter(|(_, matched)| matched.section == number) {
                let title = TextRange::new(title.start, end);
                let range = TextRange::new(start, end);
                found.push(Candidate {
                    line: index,
                    range,
                    numeral: Some((number, TextRange::new(start, start + c.len_utf8()))),
                    title,
                    matched: Some(matched),
                    inline: true,
                    midline: true,
                    minor: false,
                });
            }
        }
    }
    found
}

/// How like one of a section's headings a title must be to be near to it.
const NEAR: f64 = 0.6;
/// How much more like it than any other section's.
const NEARER: f64 = 0.15;

/// The section that an unmatched candidate is near to: at least 0.6 alike, and 0.15 more than the second best. The numeral
/// counts as evidence beside the words. With its own numeral a title that holds all of the official one, or is an abbreviation
/// of it, is near too.
pub fn near(text: &str, candidate: &Candidate) -> Option<Match> {
    let (number, _) = candidate.numeral?;
    let title = Folded::letters(text, candidate.title).text;
    let form = form(2021);
    let numeral = form.sections.get(usize::from(number) - 1).map_or("", |section| &section.numeral);
    let read: Vec<char> = numeral.chars().chain(title.chars()).collect();
    let likeness = |heading: &Vec<char>| likeness(&read, heading);
    let mut scores: Vec<(f64, u8)> =
        (1..).zip(&*HEADINGS).map(|(number, headings)| (headings.iter().map(likeness).fold(0.0, f64::max), number)).collect();
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    let near = (scores[0].0 >= NEAR && scores[0].0 - scores[1].0 >= NEARER).then_some(scores[0].1);
    let own = form.sections.get(usize::from(number) - 1).map(|section| section.title.letters.as_str());
    let held = || own.filter(|own| title.contains(own) || is_abbreviation(&title, own)).map(|_| number);
    near.or_else(held).map(|section| Match { section, wording: Wording::Near })
}

/// The headings of each section: its numeral with each wording of its title.
static HEADINGS: LazyLock<Vec<Vec<Vec<char>>>> = LazyLock::new(|| {
    let wordings = |section: &'static Section| std::iter::once(&section.title.letters).chain(&section.title.variants);
    let headings = |section: &'static Section| wordings(section).map(|wording| section.numeral.chars().chain(wording.chars()).collect()).collect();
    form(2021).sections.iter().map(headings).collect()
});

/// How like one heading is to another, from 0 to 1; 0 where that is too little even for a second best to matter.
fn likeness(a: &Vec<char>, b: &Vec<char>) -> f64 {
    let longer = a.len().max(b.len()) as f64;
    let shared = a.iter().filter(|letter| b.contains(letter)).count();
    // Counting the letters that both have takes less time than the comparison, and gives more than it at all events.
    if (shared as f64) < (NEAR - NEARER) * longer { 0.0 } else { 1.0 - strsim::generic_levenshtein(a, b) as f64 / longer }
}

/// Whether the title consists of letters of the official one in their order.
fn is_abbreviation(title: &str, official: &str) -> bool {
    let mut letters = official.chars();
    title.chars().count() >= 4 && title.chars().all(|letter| letters.any(|other| other == letter))
}

/// The line without space and Markdown's heading and bold marks; without trailing values where it is a labelled line.
fn heading_text(text: &str, line: &Line) -> TextRange {
    let range = trim(text, line.range);
    let source = range.of(text);
    let left = source.trim_start_matches(|c| matches!(c, '#' | '*' | '>' | '|') || is_space(c));
    let start = range.end - left.len();
    TextRange::new(start, start + left.trim_end_matches(|c| matches!(c, '*' | '#' | '|') || is_space(c)).len())
}

/// The number that a heading begins with.
struct Numeral {
    number: u8,
    range: TextRange,
    /// Whether it is one that sub-headings have.
    minor: bool,
}

/// The number at the start of a heading: one of 一 to 十, or 1 to 10, before a mark, space or title; also （一） and 第一部分.
fn numeral(text: &str, content: TextRange) -> Option<Numeral> {
    let source = content.of(text);
    let mut chars = source.char_indices();
    let (_, first) = chars.next()?;
    let read = fold(first);
    let (next_at, next) = chars.next().unwrap_or((source.len(), '、'));
    let next_read = fold(next);
    if matches!(read, '(' | '第') {
        let inner = content.start + next_at;
        let range = TextRange::new(inner, inner + next.len_utf8());
        let number = numeral_value(next_read).filter(|_| next_at < source.len())?;
        let rest = &text[range.end..content.end];
        let closed = if read == '(' { fold(rest.chars().next()?) == ')' } else { rest.starts_with("部分") };
        // Sub-headings are written like this, unless the title is official.
        let title = || exact(text, title_behind(text, content, Some((number, range))));
        return (closed && title().is_some_and(|title| title.wording == Wording::Official)).then_some(Numeral { number, range, minor: read == '(' });
    }
    let marked = matches!(next_read, ',' | '.' | ':' | '|' | '*') || is_space(next);
    let range = TextRange::new(content.start, content.start + next_at);
    if let Some(number) = numeral_value(read) {
        let title = || exact(text, trim_marks(text, TextRange::new(content.start + next_at, content.end))).is_some();
        return (marked || title()).then_some(Numeral { number, range, minor: false });
    }
    let number = read.to_digit(10).filter(|digit| (1..=6).contains(digit))?;
    // An Arabic number is that of a paragraph unless the title is official.
    let rest = trim_marks(text, TextRange::new(content.start + next_at, content.end));
    (marked && rest.len() < 100 && exact(text, rest).is_some()).then_some(Numeral { number: number as u8, range, minor: true })
}

/// The value of one of 一 to 十, folded.
fn numeral_value(folded: char) -> Option<u8> {
    let numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    (1..).zip(numerals).find(|(_, numeral)| *numeral == folded).map(|(value, _)| value)
}

/// The range without marks and space at its ends.
fn trim_marks(text: &str, range: TextRange) -> TextRange {
    let source = range.of(text);
    let mark = |c: char| is_space(c) || !is_letter(fold(c));
    let left = source.trim_start_matches(mark);
    let start = range.end - left.len();
    TextRange::new(start, start + left.trim_end_matches(mark).len())
}
