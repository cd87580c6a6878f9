//! Detects lines that may be the heading of one of the six sections.

use super::line::{Class, Line, classify, trim};
use super::numeral::{Numeral, numeral};
use crate::standard::{Standard, TermRole};
use crate::text::{
    Folded, MARGIN, NEAR, TextRange, fold, is_letter, is_space, letters_hash, letters_of, markup,
    markup_before,
};

/// A line that may be a heading. Ranges are in bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Index of the first line of the heading.
    pub line: usize,
    /// From the numeral to the end of the title.
    pub range: TextRange,
    pub numeral: Option<Numeral>,
    /// The words of the heading without the numeral.
    pub title: TextRange,
    /// The section of the title; `None` if the title is not a title of the form.
    pub matched: Option<Match>,
    /// Whether the text of the section continues on the same line.
    pub inline: bool,
    /// Whether other text precedes the heading on the same line.
    pub midline: bool,
}

impl Candidate {
    /// The same candidate, moved by a number of lines and bytes.
    pub fn moved(&self, lines: isize, bytes: isize) -> Self {
        Self {
            line: self.line.wrapping_add_signed(lines),
            range: self.range.moved(bytes),
            numeral: self.numeral.map(|numeral| numeral.moved(bytes)),
            title: self.title.moved(bytes),
            ..*self
        }
    }
}

/// A section and the wording of its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    pub section: u8,
    pub wording: HeadingWording,
}

/// How a heading names its section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeadingWording {
    /// Other words that are not near to the title. The numeral and the place among the other
    /// headings identify the section.
    Placed,
    /// Other words that are near to the title.
    Near,
    /// Words that are known to be harmless.
    Variant,
    /// The words of the form.
    Official,
}

/// At most 40 letters in a heading compared for nearness.
const LONGEST_TITLE: usize = 40;
/// At most 600 bytes in a title. A title with more bytes contains markup.
const LONGEST_IN_BYTES: usize = 600;
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
fn is_marked(text: &str, content: TextRange, numeral: Numeral) -> bool {
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

/// The section with `title` as the official title or as a known wording.
fn exact(text: &str, title: TextRange, standard: &Standard) -> Option<Match> {
    let (section, official) = standard.vocabulary().title(letters_hash(title.of(text)).0)?;
    Some(Match {
        section,
        wording: if official { HeadingWording::Official } else { HeadingWording::Variant },
    })
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

/// The end of a title of the form at the start of a line. A mark or a space must follow the title.
fn title_prefix(text: &str, title: TextRange, standard: &Standard) -> Option<(usize, Match)> {
    // Few sentences begin like a title.
    let first = letters_of(title.of(text)).next()?;
    let titles = || standard.newest().sections.iter().map(|section| &section.title);
    if !titles().any(|title| {
        title.letters.starts_with(first)
            || title.variants.iter().any(|variant| variant.starts_with(first))
    }) {
        return None;
    }
    // The longest wording of a title, with room for spaces.
    let mut end = (title.start + 160).min(title.end);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = Folded::letters(text, TextRange::new(title.start, end));
    let mut best: Option<(usize, Match)> = None;
    for (section, form) in (1..).zip(&standard.newest().sections) {
        let wordings = std::iter::once((&form.title.letters, HeadingWording::Official))
            .chain(form.title.variants.iter().map(|variant| (variant, HeadingWording::Variant)));
        for (letters, wording) in wordings {
            if head.text.starts_with(letters.as_str()) {
                let end = head.source(TextRange::new(0, letters.len())).end;
                let next = text[end..title.end].chars().next();
                // "一、总体情况良好" is a sentence. A mark of enumeration shows a list of titles.
                let rest = &text[end..title.end];
                let is_parted = |c: char| is_space(c) || matches!(fold(c), ':' | '。' | '(' | '|');
                // The end of bold words also ends a title: `**一、总体情况**本年度`.
                let behind_mark = || rest.trim_start_matches(['*', '_']);
                let is_marked = || {
                    (rest.starts_with('*') || rest.starts_with("__"))
                        && !behind_mark().starts_with(['、', '；', ';'])
                };
                let parted = next.is_some_and(is_parted) || is_marked() || markup(rest) > 0;
                if parted && best.is_none_or(|(known, _)| end > known) {
                    best = Some((end, Match { section, wording }));
                }
            }
        }
    }
    best
}

/// Headings inside long lines: a numeral with its mark and a known title, at the start of the line
/// or behind the end of a sentence.
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
            if let Some((end, matched)) = title_prefix(text, title, standard)
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

/// The section nearest to an unmatched candidate: a likeness of at least 0.6, and at least 0.15
/// more than the second best section. The numeral counts as evidence beside the words. Under the
/// section's own numeral, a title that contains the official title is also near, and so is an
/// abbreviation of the official title.
pub fn near(text: &str, candidate: &Candidate, standard: &Standard) -> Option<Match> {
    let number = candidate.numeral.filter(|numeral| numeral.is_plain())?.number;
    let title = Folded::letters(text, candidate.title).text;
    let form = standard.newest();
    let section = usize::from(number).checked_sub(1).and_then(|index| form.sections.get(index));
    let numeral = section.map_or("", |section| &section.numeral);
    let read: Vec<char> = numeral.chars().chain(title.chars()).collect();
    let likeness = |heading: &Vec<char>| likeness(&read, heading);
    let mut scores: Vec<(f64, u8)> = (1..)
        .zip(standard.headings().wordings())
        .map(|(number, headings)| (headings.iter().map(likeness).fold(0.0, f64::max), number))
        .collect();
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    let near = (scores[0].0 >= NEAR && scores[0].0 - scores[1].0 >= MARGIN).then_some(scores[0].1);
    let own = section.map(|section| section.title.letters.as_str());
    let held =
        || own.filter(|own| title.contains(own) || is_abbreviation(&title, own)).map(|_| number);
    near.or_else(held).map(|section| Match { section, wording: HeadingWording::Near })
}

/// Whether two neighbouring letters of the title occur in the wordings of this section, but in no
/// official title of another section. 申请 identifies the third section.
pub fn is_telling(text: &str, title: TextRange, section: u8, standard: &Standard) -> bool {
    let letters: Vec<char> = Folded::letters(text, title).text.chars().collect();
    standard.headings().is_telling(section, &letters)
}

/// Likeness of two headings, from 0 to 1. A likeness too low even for the second best is 0.
fn likeness(a: &Vec<char>, b: &Vec<char>) -> f64 {
    let longer = a.len().max(b.len()) as f64;
    let shared = a.iter().filter(|letter| b.contains(letter)).count();
    // The number of shared letters bounds the likeness from above, and takes less time than the
    // comparison.
    if (shared as f64) < (NEAR - MARGIN) * longer {
        0.0
    } else {
        1.0 - strsim::generic_levenshtein(a, b) as f64 / longer
    }
}

/// Whether the title consists of letters of the official title in the same order.
fn is_abbreviation(title: &str, official: &str) -> bool {
    let mut letters = official.chars();
    title.chars().count() >= 4 && title.chars().all(|letter| letters.any(|other| other == letter))
}

/// The line without spaces and markup at both ends.
fn heading_text(text: &str, line: &Line, standard: &Standard) -> TextRange {
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

fn is_dash(c: char) -> bool {
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
fn heading_start(text: &str, range: TextRange) -> usize {
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
fn numeral_value(folded: char) -> Option<u8> {
    let numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    (1..).zip(numerals).find(|(_, numeral)| *numeral == folded).map(|(value, _)| value)
}

/// The range without marks and spaces at both ends.
fn trim_marks(text: &str, range: TextRange) -> TextRange {
    let mark = |c: char| is_space(c) || !is_letter(fold(c));
    trimmed(text, range, mark, mark)
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
