//! The first and the last line of a table.

use super::layout::{self};
use super::line::{Class, Line};
use super::token::tokens;
use super::value::is_value;
use crate::standard::Standard;
use crate::text::{Folded, TextRange, letters_hash};

/// At most 40 letters in a line of a label.
pub(super) const LONGEST_LABEL: usize = 40;

pub(super) const LONGEST_PIECE: usize = 8;

/// At most 40 lines of words between the last known word and the values: pieces of labels and
/// headers.
pub(super) const MOST_PIECES_BEHIND: usize = 40;

/// At most three of the lines behind the last known word are longer than a piece of a header.
pub(super) const MOST_WORDS_BEHIND: usize = 3;

/// Number of values in a line of values.
pub(super) fn values_of(text: &str, line: &Line) -> usize {
    match line.class {
        Class::Cells => layout::cells(text, line, layout::Edges::BOTH).count(),
        _ => tokens(text, line.range()).count(),
    }
}

/// Whether a cell is a number of a usual length.
pub(super) fn is_number(text: &str, cell: &TextRange) -> bool {
    (1..=4).contains(&cell.len()) && cell.of(text).starts_with(|c: char| c.is_ascii_digit())
}

/// Whether the next line behind blank lines and notes holds only values, and at least three.
fn is_followed_by_values(text: &str, lines: &[Line]) -> bool {
    const FEWEST: usize = 3;
    const MOST_NOTES: usize = 3;
    let mut filled = lines.iter().filter(|line| !line.class.is_gap());
    filled
        .by_ref()
        .take(MOST_NOTES)
        .find(|line| !matches!(line.class, Class::Words | Class::Prose))
        .is_some_and(|line| {
            let is_values = match line.class {
                Class::Values => true,
                Class::Cells => layout::cells(text, line, layout::Edges::BOTH)
                    .all(|cell| cell.is_empty() || is_value(cell.of(text))),
                _ => false,
            };
            is_values && values_of(text, line) >= FEWEST
        })
}

/// The last cell of the table's last row, if each cell is a word on its own line. `last` is the
/// line of the row's label. The number of cells must match.
fn words_in_cells(
    text: &str,
    lines: &[Line],
    table: usize,
    last: usize,
    standard: &Standard,
) -> Option<usize> {
    const LONGEST: usize = 4;
    let form = &standard.newest().tables[table];
    let row = form
        .row_by_hash(lines[last].hash)
        .filter(|&row| lines[last].class == Class::Words && row + 1 == form.rows.len())?;
    let behind = (last + 1..lines.len()).filter(|&index| !lines[index].class.is_gap());
    let is_mark = |&index: &usize| {
        let line = &lines[index];
        line.class == Class::Words
            && standard.vocabulary().terms(line.hash).is_empty()
            && line.range().of(text).trim().chars().count() <= LONGEST
    };
    let cells: Vec<usize> = behind.take(form.width(row) + 1).take_while(is_mark).collect();
    cells.last().copied().filter(|_| cells.len() == form.width(row) && cells.len() > 1)
}

/// The first line of a table. The first known word stands behind the lines `above`. The first rows
/// of the table may stand above the word, if their labels are broken over several lines.
pub(super) fn with_first_rows(
    text: &str,
    lines: &[Line],
    table: usize,
    above: std::ops::Range<usize>,
    standard: &Standard,
) -> usize {
    const MOST_ROWS: usize = 2;
    const MOST_FILLED: usize = 4 * MOST_ROWS;
    const MOST_IN_LABEL: usize = 3;
    let first = above.end;
    let mut filled = above.rev().filter(|&index| lines[index].class != Class::Blank);
    // A heading or a sentence stands above nearly every table.
    let is_row = |index: &usize| {
        matches!(lines[*index].class, Class::Values | Class::Labelled)
            || lines[*index].class == Class::Cells
    };
    let Some(last) = filled.next().filter(is_row) else { return first };
    let is_of_row = |index: &usize| {
        !matches!(lines[*index].class, Class::Prose | Class::PageNumber)
            && lines[*index].letters() <= LONGEST_LABEL
    };
    let above: Vec<usize> =
        std::iter::once(last).chain(filled.take(MOST_FILLED - 1).take_while(is_of_row)).collect();
    let is_first = |letters: &str| {
        standard.editions().iter().any(|form| {
            form.tables[table].rows.iter().take(MOST_ROWS).any(|row| row.label.letters == letters)
        })
    };
    let begins_row = |at: &usize| {
        let mut label = String::new();
        above[..=*at].iter().rev().take(MOST_IN_LABEL).any(|&index| {
            label += &label_letters(text, &lines[index]);
            is_first(&label)
        })
    };
    (0..above.len()).rev().find(begins_row).map_or(first, |at| above[at])
}

/// The letters of the words before the values of a line.
fn label_letters(text: &str, line: &Line) -> String {
    let of = |range: TextRange| Folded::letters(text, range).text;
    match line.class {
        Class::Cells => layout::cells(text, line, layout::Edges::BOTH)
            .take_while(|cell| !is_number(text, cell))
            .map(of)
            .collect(),
        Class::Labelled | Class::Values => of(TextRange::new(line.range().start, line.values())),
        _ => of(line.range()),
    }
}

/// The last line of a table. The last known word stands on line `last`. Values may follow, with or
/// without labels.
pub(super) fn extend(
    text: &str,
    lines: &[Line],
    table: usize,
    last: usize,
    limit: usize,
    standard: &Standard,
) -> usize {
    let (mut end, mut words, mut pieces) = (last, 0, 0);
    // Whether the last line that is not blank is a cell behind a tab. Then a blank line with a tab
    // is also a cell.
    let is_cell = |line: &Line| layout::is_tabbed(line.range().of(text));
    let mut in_cells = is_cell(&lines[last]);
    for (index, line) in lines.iter().enumerate().take(limit).skip(last + 1) {
        match line.class {
            Class::Blank if in_cells && layout::is_blank_cell(line.range().of(text)) => {
                end = index;
                (words, pieces) = (0, 0);
            }
            Class::Blank | Class::PageNumber => {}
            Class::Values | Class::Labelled | Class::Cells => {
                end = index;
                (words, pieces) = (0, 0);
                in_cells = is_cell(line);
            }
            // The last header of a table without values.
            Class::Words
                if in_cells
                    && is_cell(line)
                    && !standard.vocabulary().terms(line.hash).is_empty() => {}
            Class::Words if line.letters() <= LONGEST_PIECE && pieces < MOST_PIECES_BEHIND => {
                (pieces, in_cells) = (pieces + 1, false)
            }
            Class::Words if words < MOST_WORDS_BEHIND && line.letters() <= 40 => {
                (words, in_cells) = (words + 1, false)
            }
            // A note between the headers and the only row of values.
            Class::Words | Class::Prose
                if standard.newest().tables[table].across
                    && end == last
                    && is_followed_by_values(text, &lines[index + 1..limit]) => {}
            Class::Words | Class::Prose => break,
        }
    }
    let is_celled = lines[end].class == Class::Cells;
    if !is_celled
        && let Some(end) = words_in_cells(text, &lines[..limit], table, last, standard)
            .filter(|found| *found > end)
    {
        return end;
    }
    // The rest of the last row's label may stand below the values, in pieces. If the label begins
    // in a cell on the same line, the pieces complete the label.
    let own =
        || layout::cells(text, &lines[end], layout::Edges::BOTH).find(|cell| !cell.is_empty());
    let begun = if is_celled { own().filter(|cell| !is_value(cell.of(text))) } else { None };
    let begun = begun.map_or(String::new(), |cell| Folded::letters(text, cell).text);
    if !begun.is_empty() && !standard.vocabulary().terms(letters_hash(&begun).0).is_empty() {
        return end;
    }
    let is_begun = !begun.is_empty();
    let mut letters = begun;
    let pieces = lines[..limit]
        .iter()
        .enumerate()
        .skip(end + 1)
        .take(MOST_WORDS_BEHIND)
        .take_while(|(_, line)| line.class == Class::Words);
    for (index, line) in pieces {
        letters += &Folded::letters(text, line.range()).text;
        let is_whole =
            |label: &str| if is_begun { label == letters } else { label.ends_with(&letters) };
        if standard.editions().iter().any(|form| {
            form.tables[table].rows.last().is_some_and(|row| is_whole(&row.label.letters))
        }) {
            return index;
        }
    }
    end
}
