//! Rows of a table that run on in one line, as in a report that has lost all its line ends.

use super::layout::{self, Edges};
use super::line::{Class, Line, classify, is_value, tokens, trim};
use crate::standard::{Role, vocabulary};
use crate::text::{TextRange, letters_hash};

/// A line with fewer bytes holds no table.
const SHORTEST: usize = 200;
/// Words before values stand in one line so often only where rows run on.
const FEWEST_ROWS: usize = 3;
/// A label between spaces has at most so many words.
const MOST_WORDS: usize = 6;
/// So many values has the row of table four.
const ACROSS: usize = 15;
/// So many headers stand in a row of a group of table four.
const MOST_HEADERS: usize = 5;

/// The rows that run on in the rest of a heading's line, `rest`; nothing where there are no values.
pub fn behind_heading(text: &str, rest: TextRange) -> Vec<Line> {
    if rest.len() < SHORTEST / 2 {
        return Vec::new();
    }
    classify(text, rest).flat_map(|line| rows(text, &line, 1).unwrap_or_default()).collect()
}

/// The rows that run on in a line, each as a line of its own; `None` where it is one row or none, as nearly every line is.
pub fn split(text: &str, line: &Line) -> Option<Vec<Line>> {
    let is_long = match line.class {
        // Cells are padded.
        Class::Cells => line.range().len() >= 2 * SHORTEST,
        Class::Prose | Class::Labelled => line.range().len() >= SHORTEST,
        _ => false,
    };
    // Prose has few spaces.
    let is_parted = || memchr::memchr3_iter(b' ', b'\t', b'|', line.range().of(text).as_bytes()).nth(8 * FEWEST_ROWS).is_some();
    if is_long && is_parted() { rows(text, line, FEWEST_ROWS) } else { None }
}

/// The same where values follow words at least `fewest` times.
fn rows(text: &str, line: &Line, fewest: usize) -> Option<Vec<Line>> {
    let in_cells = line.class == Class::Cells;
    let units: Vec<TextRange> =
        if in_cells { layout::cells(text, line, Edges::BOTH).map(|cell| trim(text, cell)).collect() } else { tokens(text, line.range()).collect() };
    // A blank cell is one of a row's.
    let values: Vec<bool> = units.iter().map(|unit| unit.is_empty() || is_value(unit.of(text))).collect();
    let mut breaks: Vec<usize> = Vec::new();
    let mut count = 0;
    // The last unit that holds something.
    let mut filled: Option<usize> = None;
    for index in 0..units.len() {
        if index > 0 && values[index - 1] && !values[index] {
            breaks.push(units[index].start);
        }
        if units[index].is_empty() {
            continue;
        }
        if let Some(last) = filled.replace(index).filter(|&last| values[index] && !values[last]) {
            count += 1;
            breaks.push(row_start(text, &units, &values, last + 1, in_cells).unwrap_or(units[index].start));
        }
    }
    // Table four has one row, and no sentence has so many numbers.
    let is_across =
        || line.class == Class::Prose && units.iter().zip(&values).filter(|(unit, is_value)| **is_value && !unit.is_empty()).count() >= ACROSS;
    if count < fewest && !(count > 0 && is_across()) {
        return None;
    }
    breaks.sort_unstable();
    // Headers that follow one another are too many words for one line.
    let (mut known, mut run) = (breaks.clone().into_iter().peekable(), 0);
    for (index, unit) in units.iter().enumerate() {
        let is_start = std::iter::from_fn(|| known.next_if(|start| *start <= unit.start)).last() == Some(unit.start);
        run = if values[index] || is_start { 0 } else { run + 1 };
        if !in_cells && run >= MOST_HEADERS {
            breaks.push(unit.start);
            run = 0;
        }
    }
    breaks.sort_unstable();
    breaks.dedup();
    let starts = std::iter::once(line.range().start).chain(breaks.iter().copied());
    let ends = breaks.iter().copied().chain([line.range().end]);
    let pieces = starts.zip(ends).filter(|(start, end)| start < end).map(|(start, end)| trim(text, TextRange::new(start, end)));
    Some(pieces.flat_map(|piece| classify(text, piece)).collect())
}

/// Where the row begins whose values follow the unit before `behind`: at its label; `None` where only headers stand before them.
fn row_start(text: &str, units: &[TextRange], values: &[bool], behind: usize, in_cells: bool) -> Option<usize> {
    let words = values[..behind].iter().rev().take(if in_cells { 1 } else { MOST_WORDS }).take_while(|is_value| !**is_value).count();
    let terms = |words: usize| vocabulary().terms(letters_hash(&text[units[behind - words].start..units[behind - 1].end]).0);
    let is_row = |words: &usize| terms(*words).iter().any(|term| matches!(term.role, Role::Row(_)));
    // 总计 of table four stands before its values as well.
    let is_header = || !terms(1).is_empty();
    let label = (1..=words).rev().find(is_row).or_else(|| (!is_header()).then_some(if in_cells { 1 } else { words }));
    label.map(|label| units[behind - label].start)
}
