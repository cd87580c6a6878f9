//! Finds the organ and the date below the last section.

use super::dated::ends_with_date;
use super::line::{Class, Line};
use super::token::trim;
use crate::text::{Folded, TextRange, is_space};

/// At most four short lines below the date: the furniture of a web page.
const MOST_BELOW: usize = 4;

/// The start of the signature: the organ above the date, or the date. `None` if no date ends the
/// report behind the last heading, which ends at `heading`.
pub fn start(text: &str, lines: &[Line], heading: usize) -> Option<usize> {
    let mut filled = lines
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, line)| line.class != Class::Blank)
        .take(MOST_BELOW + 1);
    let is_signature = |line: &Line| match behind_heading(line, heading) {
        Some(words) => {
            let words = trim(text, words);
            let letters = Folded::letters(text, words).chars();
            !words.of(text).contains([':', '：']) && ends_with_date(text, words, letters)
        }
        None => {
            matches!(line.class, Class::Words | Class::Labelled | Class::Cells)
                && ends_with_date(text, trim(text, line.range()), line.letters())
        }
    };
    let (date, line) = filled.find(|(_, line)| is_signature(line))?;
    if behind_heading(line, heading).is_some() {
        return Some(heading);
    }
    let alone = Folded::letters(text, lines[date].range())
        .text
        .starts_with(|c: char| c.is_ascii_digit() || c == '二');
    let above = lines[..date].iter().rposition(|line| line.class != Class::Blank);
    let organ = above.filter(|&at| alone && date - at <= 4 && is_organ(text, &lines[at]));
    Some(lines[organ.unwrap_or(date)].range().start).filter(|&at| at >= heading)
}

/// The words behind the end of a heading on the line of the heading.
fn behind_heading(line: &Line, heading: usize) -> Option<TextRange> {
    let TextRange { start, end } = line.range();
    (start < heading && heading < end).then(|| TextRange::new(heading, end))
}

/// Whether a line has a few words and no marks.
fn is_organ(text: &str, line: &Line) -> bool {
    if !matches!(line.class, Class::Words) || !(3..=30).contains(&line.letters()) {
        return false;
    }
    let range: TextRange = without_seal(text, trim(text, line.range()));
    let letters = Folded::letters(text, range);
    let marks = Folded::new(text, range).chars() > letters.chars();
    !marks && letters.chars() >= 3 && !letters.text.ends_with("事项")
}

/// The words without a note about the seal at the end: （公章）, (盖章).
pub fn without_seal(text: &str, words: TextRange) -> TextRange {
    const LONGEST_NOTE: usize = 6;
    let source = words.of(text);
    let inner = source.strip_suffix(['）', ')']).map(|inner| inner.trim_end_matches(is_space));
    let sealed = inner
        .filter(|inner| inner.ends_with('章'))
        .and_then(|inner| inner.rfind(['（', '(']).map(|at| (at, &inner[at..])));
    match sealed.filter(|(_, note)| note.chars().count() <= LONGEST_NOTE + 1) {
        Some((at, _)) => trim(text, TextRange::new(words.start, words.start + at)),
        None => words,
    }
}
