//! Divides a line with several rows of a table, as in a report without line ends.

use super::layout::{self, Edges};
use super::line::{Class, Line, classify};
use super::token::{tokens, trim};
use super::value::is_value;
use crate::standard::{Standard, TermRole};
use crate::text::{TextRange, is_space, letters_hash};

/// Fewest bytes of a line with a table.
const SHORTEST: usize = 200;
/// Fewest letters of a line of cells with several rows. The label and the values of one row have
/// fewer letters, and so do the headers and values of table four.
const MOST_LETTERS: usize = 64;
/// Fewest changes from words to values in a line of several rows.
const FEWEST_ROWS: usize = 3;
/// At most six words, separated by spaces, in a label.
const MOST_WORDS: usize = 6;
/// Number of headers in one group of table four.
const MOST_HEADERS: usize = 5;

/// The rows behind a heading on the same line. `rest` is the rest of the line. Empty if `rest` has
/// no values.
pub fn behind_heading(text: &str, rest: TextRange, standard: &Standard) -> Vec<Line> {
    if rest.len() < SHORTEST / 2 {
        return Vec::new();
    }
    classify(text, rest, standard)
        .flat_map(|line| rows(text, &line, 1, standard).unwrap_or_default())
        .collect()
}

/// The rows of a line, each as its own line. `None` in the usual case of at most one row.
pub fn split(text: &str, line: &Line, standard: &Standard) -> Option<Vec<Line>> {
    let is_long = match line.class {
        // Cells may be padded with spaces. A row never has this many letters.
        Class::Cells => {
            line.range().len() >= SHORTEST
                && (line.range().len() >= 2 * SHORTEST || line.letters() >= MOST_LETTERS)
        }
        Class::Prose | Class::Labelled => line.range().len() >= SHORTEST,
        _ => false,
    };
    // Prose has few spaces. Joined cells have fewer separators.
    let fewest = if line.class == Class::Cells { 3 } else { 8 } * FEWEST_ROWS;
    let is_parted = || {
        memchr::memchr3_iter(b' ', b'\t', b'|', line.range().of(text).as_bytes())
            .nth(fewest)
            .is_some()
    };
    if is_long && is_parted() { rows(text, line, FEWEST_ROWS, standard) } else { None }
}

/// The same as [`split`] for a line with at least `fewest` changes from words to values.
fn rows(text: &str, line: &Line, fewest: usize, standard: &Standard) -> Option<Vec<Line>> {
    let in_cells = line.class == Class::Cells;
    let units: Vec<TextRange> = if in_cells {
        layout::cells(text, line, Edges::BOTH)
            .flat_map(|cell| parted(text, trim(text, cell), standard))
            .collect()
    } else {
        tokens(text, line.range()).collect()
    };
    // A blank cell counts as a value.
    let values: Vec<bool> =
        units.iter().map(|unit| unit.is_empty() || is_value(unit.of(text))).collect();
    let mut breaks: Vec<usize> = Vec::new();
    let mut count = 0;
    // The last unit that is not empty.
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
            breaks.push(
                row_start(text, &units, &values, last + 1, in_cells, standard)
                    .unwrap_or(units[index].start),
            );
        }
    }
    // Table four has only one row. A sentence or a row of another table never has this many
    // numbers.
    let is_across = || {
        let form = standard.newest();
        matches!(line.class, Class::Prose | Class::Cells)
            && units
                .iter()
                .zip(&values)
                .filter(|(unit, is_value)| **is_value && !unit.is_empty())
                .count()
                >= form.across().map_or(usize::MAX, |table| form.tables[table].cells())
    };
    if count < fewest && !(count > 0 && is_across()) {
        return None;
    }
    breaks.sort_unstable();
    // Several headers in a row are too many words for one line.
    let (mut known, mut run) = (breaks.clone().into_iter().peekable(), 0);
    for (index, unit) in units.iter().enumerate() {
        let is_start = std::iter::from_fn(|| known.next_if(|start| *start <= unit.start)).last()
            == Some(unit.start);
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
    let pieces = starts
        .zip(ends)
        .filter(|(start, end)| start < end)
        .map(|(start, end)| trim(text, TextRange::new(start, end)));
    Some(pieces.flat_map(|piece| classify(text, piece, standard)).collect())
}

/// The cells inside a cell, where no pipe or tab stands between two rows. The last value of a row
/// and the label of the next row are joined, as in `3 二、上年结转政府信息公开申请数量`, or a
/// header and a label.
fn parted(text: &str, cell: TextRange, standard: &Standard) -> Vec<TextRange> {
    /// A shorter unknown word is a unit (件), or belongs to the words before.
    const SHORTEST_WORD: usize = 3;
    let is_known =
        |range: TextRange| !standard.vocabulary().terms(letters_hash(range.of(text)).0).is_empty();
    if !cell.of(text).contains(is_space) {
        return glued(text, cell, standard).unwrap_or_else(|| vec![cell]);
    }
    if is_known(cell) || is_value(cell.of(text)) {
        return vec![cell];
    }
    let words: Vec<TextRange> = tokens(text, cell).collect();
    let mut units: Vec<TextRange> = Vec::with_capacity(words.len());
    // Whether the last unit may continue: the unit is neither a value nor a word of the form.
    let mut is_open = false;
    let mut at = 0;
    while let Some(&word) = words.get(at) {
        let most = words.len().min(at + MOST_WORDS);
        let known = (at + 1..=most).rev().find(|&end| is_known(word.cover(words[end - 1])));
        let (unit, end, is_whole) = match known {
            Some(end) => (word.cover(words[end - 1]), end, true),
            None => (word, at + 1, is_value(word.of(text))),
        };
        let is_rest = || is_open || letters_hash(unit.of(text)).1 < SHORTEST_WORD;
        match units.last_mut() {
            Some(last) if !is_whole && is_rest() => *last = last.cover(unit),
            _ => {
                units.extend(
                    glued(text, unit, standard).filter(|_| !is_whole).unwrap_or_else(|| vec![unit]),
                );
                is_open = !is_whole;
            }
        }
        at = end;
    }
    units
}

/// The value and the words of the form that directly follow one another: `3规章`,
/// `01.属于国家秘密`, `现行有效件数规章`.
fn glued(text: &str, unit: TextRange, standard: &Standard) -> Option<Vec<TextRange>> {
    const MOST_DIGITS: usize = 9;
    const LONGEST: usize = 300;
    const MOST_WORDS: usize = 4;
    let is_known =
        |range: TextRange| !standard.vocabulary().terms(letters_hash(range.of(text)).0).is_empty();
    if unit.len() > LONGEST || is_known(unit) || is_value(unit.of(text)) {
        return None;
    }
    let split = |range: TextRange, at: usize| {
        (TextRange::new(range.start, at), TextRange::new(at, range.end))
    };
    // The words that these letters consist of, the longest word first.
    let words = |range: TextRange| {
        let (mut rest, mut found) = (range, Vec::new());
        while !is_known(rest) {
            let ends = rest
                .of(text)
                .char_indices()
                .rev()
                .map(|(at, _)| rest.start + at)
                .filter(|at| *at > rest.start);
            let (word, behind) = ends
                .map(|end| split(rest, end))
                .find(|(word, _)| is_known(*word))
                .filter(|_| found.len() < MOST_WORDS)?;
            found.push(word);
            rest = behind;
        }
        found.push(rest);
        Some(found)
    };
    let digits = unit.of(text).bytes().take(MOST_DIGITS).take_while(u8::is_ascii_digit).count();
    let values = (1..=digits).rev().map(|digits| split(unit, unit.start + digits));
    let values = values.filter(|(_, rest)| !rest.of(text).starts_with(['.', '．', '、']));
    let behind_value = values
        .filter_map(|(value, rest)| Some(std::iter::once(value).chain(words(rest)?).collect()))
        .next();
    behind_value.or_else(|| words(unit)).or_else(|| {
        // A header may stand directly before the first value.
        let end = unit.end
            - unit.of(text).bytes().rev().take(MOST_DIGITS).take_while(u8::is_ascii_digit).count();
        let (word, value) = split(unit, end);
        words(word)
            .filter(|_| !value.is_empty())
            .map(|words| words.into_iter().chain([value]).collect())
    })
}

/// The start of the label of a row. The values of the row begin at the unit `behind`. `None` if
/// only headers stand before the values.
fn row_start(
    text: &str,
    units: &[TextRange],
    values: &[bool],
    behind: usize,
    in_cells: bool,
    standard: &Standard,
) -> Option<usize> {
    let words = values[..behind]
        .iter()
        .rev()
        .take(if in_cells { 1 } else { MOST_WORDS })
        .take_while(|is_value| !**is_value)
        .count();
    let terms = |words: usize| {
        standard
            .vocabulary()
            .terms(letters_hash(&text[units[behind - words].start..units[behind - 1].end]).0)
    };
    let is_row =
        |words: &usize| terms(*words).iter().any(|term| matches!(term.role, TermRole::Row(_)));
    // The header 总计 of table four also stands before values.
    let is_header = || !terms(1).is_empty();
    let label = (1..=words)
        .rev()
        .find(is_row)
        .or_else(|| (!is_header()).then_some(if in_cells { 1 } else { words }));
    label.map(|label| units[behind - label].start)
}
