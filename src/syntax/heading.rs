//! Detects lines that may be the heading of one of the six sections.

use super::heading_text::{heading_start, heading_text, is_dash, numeral_value, trim_marks};
use super::line::{Class, Line, classify};
use super::match_title::{Candidate, LONGEST_IN_BYTES};
use super::match_title::{HeadingWording, Match, exact, near, title_prefix};
use super::numeral::{Numeral, numeral};
use crate::standard::{Standard, TermRole};
use crate::text::{TextRange, fold, is_space, letters_hash, markup_before};

/// At most 40 letters in a heading compared for nearness.
const LONGEST_TITLE: usize = 40;

/// Fewest letters of a known wording that is not a heading of other texts.
pub const LONG_TITLE: usize = 7;

/// The candidate in `lines[index]`: a title of the form, or a numeral with other words. `matched`
/// is `None` for other words.
pub fn candidate(
    text: &str,
    lines: &[Line],
    index: usize,
    standard: &Standard,
) -> Option<Candidate> {
    let line = &lines[index];
    if matches!(line.class, Class::Blank | Class::Values | Class::PageNumber) {
        return None;
    }
    // A row of a numbered table also begins with a numeral.
    if standard.vocabulary().terms(line.hash).iter().any(|term| {
        term.role != TermRole::Head || standard.newest().tables[term.table].is_numbered()
    }) {
        return None;
    }
    // Rows of cells are frequent. An Arabic number at the start of a row is the number of the row.
    if line.class == Class::Cells {
        let start = heading_start(text, line.range());
        if text[start..line.range().end]
            .chars()
            .next()
            .is_none_or(|first| numeral_value(fold(first)).is_none())
        {
            return None;
        }
    }
    let content = heading_text(text, line, standard);
    let read = numeral(text, content).map(|(numeral, behind)| {
        (numeral, trim_marks(text, TextRange::new(behind.max(numeral.range.end), content.end)))
    });
    let is_linked = || text[content.end..line.range().end].starts_with("](");
    let is_paged =
        || text[line.range().start..content.start].contains(|c| fold(c).is_ascii_digit());
    let is_own = || {
        let (hash, letters) = if is_linked() || is_paged() {
            letters_hash(content.of(text))
        } else {
            (line.hash, line.letters())
        };
        letters <= LONGEST_TITLE && standard.vocabulary().title(hash).is_some()
    };
    let (numeral, title) = match read {
        Some((numeral, title))
            if numeral.is_plain()
                && (is_marked(text, content, numeral)
                    || exact(text, title, standard).is_some()) =>
        {
            (Some(numeral), title)
        }
        // Sub-headings and list items also have a minor numeral. Only a title of the form makes a
        // heading.
        Some((numeral, title))
            if !numeral.is_plain()
                && is_of_the_form(text, lines, index, title, numeral, standard) =>
        {
            (Some(numeral), title)
        }
        _ if is_own() => (None, trim_marks(text, content)),
        _ => return None,
    };
    let found = |title: TextRange, matched, inline| {
        let range = TextRange::new(content.start, title.end.max(content.start));
        Candidate { line: index, range, numeral, title, matched, inline, midline: false }
    };
    if let Some(matched) = exact(text, title, standard) {
        return Some(found(title, Some(matched), false));
    }
    if numeral.is_some()
        && let Some((title, matched)) = split_title(text, lines, index, title, standard)
    {
        return Some(found(title, Some(matched), false));
    }
    if title.is_empty() {
        return None;
    }
    if let Some((end, matched)) = title_prefix(text, title, standard) {
        return Some(found(TextRange::new(title.start, end), Some(matched), true));
    }
    (matches!(line.class, Class::Words) && line.letters() <= LONGEST_TITLE)
        .then(|| found(title, None, false))
}

/// The numeral at the start of a line.
pub fn numeral_of(text: &str, line: &Line, standard: &Standard) -> Option<Numeral> {
    matches!(line.class, Class::Words | Class::Prose)
        .then(|| numeral(text, heading_text(text, line, standard)))
        .flatten()
        .map(|(numeral, _)| numeral)
}

/// A line with a section-like number at the start, read without other lines. Ranges are in bytes of
/// the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberedLine {
    pub number: u8,
    /// The number and its mark.
    pub label: TextRange,
    /// The words behind the number; `None` if the words are a sentence.
    pub title: Option<TextRange>,
    /// The section of these words: the title is the same or near.
    pub section: Option<u8>,
}

/// The numbered line at `range` of `text`. `None` also for a row of a table.
pub fn numbered_line(text: &str, range: TextRange, standard: &Standard) -> Option<NumberedLine> {
    let line = classify(text, range, standard).find(|line| line.class != Class::Blank)?;
    if !matches!(line.class, Class::Words | Class::Prose)
        || !standard.vocabulary().terms(line.hash).is_empty()
    {
        return None;
    }
    let (numeral, _) = numeral(text, heading_text(text, &line, standard))
        .filter(|(numeral, _)| numeral.is_plain() && numeral.number > 0)?;
    // The 一 of 一般 is not a number.
    if numeral.label.end == numeral.range.end {
        return None;
    }
    let candidate = candidate(text, &[line], 0, standard).filter(|candidate| {
        line.class == Class::Words && !candidate.inline && !candidate.title.is_empty()
    });
    let section = candidate
        .and_then(|candidate| candidate.matched.or_else(|| near(text, &candidate, standard)))
        .map(|matched| matched.section);
    Some(NumberedLine {
        number: numeral.number,
        label: numeral.label,
        title: candidate.map(|candidate| candidate.title),
        section,
    })
}

/// Whether a mark or a space separates the numeral from the words behind it.
pub(super) fn is_marked(text: &str, content: TextRange, numeral: Numeral) -> bool {
    let rest = &text[numeral.range.end..content.end];
    numeral.label.end > numeral.range.end
        || rest.is_empty()
        || rest.starts_with(|c| is_space(c) || matches!(c, '|' | '*' | '_' | '<'))
}

/// Whether the words behind the numeral of line `index` are a title of the form. The official title
/// counts, and a known wording that other texts do not use. Under the section's own number without
/// brackets, every known wording counts.
fn is_of_the_form(
    text: &str,
    lines: &[Line],
    index: usize,
    title: TextRange,
    numeral: Numeral,
    standard: &Standard,
) -> bool {
    let is_official = |matched: Match| matched.wording == HeadingWording::Official;
    let is_own = |matched: Match| {
        matched.section == numeral.number && numeral.label.start == numeral.range.start
    };
    let is_long = || letters_hash(title.of(text)).1 >= LONG_TITLE;
    title.len() <= LONGEST_IN_BYTES
        && exact(text, title, standard)
            .is_some_and(|matched| is_official(matched) || is_own(matched) || is_long())
        || split_title(text, lines, index, title, standard)
            .is_some_and(|(_, matched)| is_official(matched))
}

/// A title of the form that continues on the next line, or stands below its numeral. The range
/// covers the whole title.
fn split_title(
    text: &str,
    lines: &[Line],
    index: usize,
    title: TextRange,
    standard: &Standard,
) -> Option<(TextRange, Match)> {
    if lines[index].letters() > LONGEST_TITLE || title.is_empty() && lines[index].letters() > 3 {
        return None;
    }
    let next = lines[index + 1..].iter().find(|line| line.class != Class::Blank)?;
    if next.class != Class::Words || next.letters() > LONGEST_TITLE {
        return None;
    }
    let rest = trim_marks(text, next.range());
    let whole = if title.is_empty() { rest } else { title.cover(rest) };
    Some((whole, exact(text, whole, standard)?))
}

/// Headings inside long lines: a numeral with its mark and a known title, at the start of the line
/// or behind the end of a sentence. A heading that ends the line stands behind a sentence or a day.
pub fn midline_candidates(
    text: &str,
    lines: &[Line],
    index: usize,
    standard: &Standard,
) -> Vec<Candidate> {
    let line = &lines[index];
    let mut found = Vec::new();
    let mut last = '。';
    for (at, c) in line.range().of(text).char_indices() {
        let start = line.range().start + at;
        let before = std::mem::replace(&mut last, c);
        // Most characters follow an ideograph. A heading may directly follow a page number.
        if (!matches!(before, '\u{4e00}'..='\u{9fff}') || before == '页')
            && numeral_value(fold(c)).is_some()
            && (is_space(before)
                || matches!(fold(before), '。' | ';' | '|' | '页' | '0'..='9')
                || is_dash(before)
                || before == '>' && markup_before(&text[..start]) > 0)
            && let Some((numeral, behind)) = numeral(text, TextRange::new(start, line.range().end))
                .filter(|(numeral, _)| numeral.is_plain())
        {
            let title = trim_marks(text, TextRange::new(behind, line.range().end));
            let is_last = || {
                let before = text[line.range().start..start].trim_end_matches(is_space);
                let ends = before.ends_with(['。', '！', '？', '日']);
                let is_short = title.len() <= LONGEST_IN_BYTES;
                let matched = if ends && is_short { exact(text, title, standard) } else { None };
                matched.map(|matched| (title.end, matched))
            };
            if let Some((end, matched)) = title_prefix(text, title, standard)
                .or_else(is_last)
                .filter(|(_, matched)| matched.section == numeral.number)
            {
                let title = TextRange::new(title.start, end);
                let range = TextRange::new(start, end);
                found.push(Candidate {
                    line: index,
                    range,
                    numeral: Some(numeral),
                    title,
                    matched: Some(matched),
                    inline: true,
                    midline: true,
                });
            }
        }
    }
    found
}

/// How the headings of a report are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbering {
    Plain,
    /// With a number such as （一） or 1.
    Minor,
    /// Without numbers.
    Bare,
}

/// The lines and sections of certain headings with this numbering. Headings with minor numbers or
/// without numbers count only in a report without plain numbers.
pub fn strong(candidates: &[Candidate], numbering: Numbering) -> impl Iterator<Item = (usize, u8)> {
    candidates.iter().filter_map(move |candidate| {
        let Match { section, wording } = candidate.matched?;
        let is_strong = match candidate.numeral {
            Some(numeral) => {
                numeral.number == section
                    && numbering == if numeral.minor { Numbering::Minor } else { Numbering::Plain }
            }
            None => {
                numbering == Numbering::Bare
                    && matches!(wording, HeadingWording::Official | HeadingWording::Variant)
            }
        };
        (is_strong && !candidate.inline).then_some((candidate.line, section))
    })
}
