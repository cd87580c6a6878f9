//! Reads tables with one cell a line: behind a tab with blank lines between rows, before a pipe, or
//! bare.

#[cfg(test)]
mod cases;

use super::cells::cell_row;
use super::{Edges, PieceRow, PieceRows, cells, grid, is_bare_pipe};
use crate::standard::{Standard, TableForm};
use crate::syntax::line::{Class, Line};
use crate::syntax::token::{tokens, trim};
use crate::syntax::value::{is_blank_mark, is_value};
use crate::text::{TextRange, fold, is_space, letters_hash};

/// The rows of the lines.
pub(super) fn read(text: &str, lines: &[Line], form: &TableForm, standard: &Standard) -> PieceRows {
    let filled = lines.iter().filter(|line| line.class != Class::Blank).count();
    let tabbed = lines
        .iter()
        .filter(|line| line.class != Class::Blank && is_tabbed(line.range().of(text)))
        .count();
    let parted = lines
        .iter()
        .any(|line| line.class == Class::Blank && !line.range().of(text).contains('\t'));
    let is_tabbed = tabbed * 10 >= filled * 6;
    let apart = is_tabbed && parted && are_apart(text, lines);
    if is_tabbed && parted && !apart {
        grouped(text, lines, form, standard)
    } else {
        parted_rows(marked_rows(text, streamed(text, lines, form, apart, standard), form), form)
    }
}

/// Whether blank lines separate nearly all cells. Then a blank line does not separate rows.
fn are_apart(text: &str, lines: &[Line]) -> bool {
    let (mut cells, mut together) = (0, 0);
    let mut is_behind_cell = false;
    for line in lines {
        let is_cell = line.class != Class::Blank || line.range().of(text).contains('\t');
        cells += usize::from(is_cell);
        together += usize::from(is_cell && is_behind_cell);
        is_behind_cell = is_cell;
    }
    together * 10 < cells
}

/// Number of values in a row with these labels: the width of the form's row with one of the labels,
/// or the width of all rows of the form.
fn width_of(text: &str, labels: &[TextRange], form: &TableForm) -> Option<usize> {
    let own =
        labels.iter().rev().find_map(|label| form.row_by_hash(letters_hash(label.of(text)).0));
    let mut widths = (0..form.rows.len()).map(|row| form.width(row));
    own.map(|row| form.width(row)).or_else(|| {
        widths.next().filter(|width| !form.across && widths.all(|other| other == *width))
    })
}

/// Removes a surplus value from a row with one value too many: a page number before a form feed, or
/// a line of dashes between two pages.
fn without_page_end(
    text: &str,
    labels: &[TextRange],
    values: &mut Vec<TextRange>,
    form: &TableForm,
) {
    if !width_of(text, labels, form).is_some_and(|width| width > 1 && values.len() == width + 1) {
        return;
    }
    if let Some(at) =
        values.iter().position(|&value| may_be_page_number(text, value) || is_rule(value.of(text)))
    {
        values.remove(at);
    }
}

/// Whether a value is a line of at least three dashes.
fn is_rule(value: &str) -> bool {
    value.len() > 2 && value.bytes().all(|byte| byte == b'-')
}

/// Whether a value is a number directly before a form feed.
fn may_be_page_number(text: &str, value: TextRange) -> bool {
    let mut behind = text[value.end..].chars().take_while(|&c| is_space(c));
    (1..=4).contains(&value.len())
        && value.of(text).bytes().all(|byte| byte.is_ascii_digit())
        && behind.any(|c| c == '\u{c}')
}

/// Whether words in the middle of a row are the head of a page, behind the number of the previous
/// page. Without that number, the values behind the words complete the row.
fn is_page_head(
    text: &str,
    cell: TextRange,
    labels: &[TextRange],
    values: &[TextRange],
    following: &[Line],
    form: &TableForm,
    standard: &Standard,
) -> bool {
    let Some(last) = values.last().filter(|&&last| may_be_page_number(text, last)) else {
        return false;
    };
    let Some(width) =
        width_of(text, labels, form).filter(|width| *width > 1 && values.len() <= *width)
    else {
        return false;
    };
    let is_value =
        |line: &&Line| line.class == Class::Values && tokens(text, line.range()).nth(1).is_none();
    let count = following
        .iter()
        .take(4 * width)
        .filter(|line| line.class != Class::Blank)
        .take(width + 1)
        .take_while(is_value)
        .count();
    last.end < cell.start
        && standard.vocabulary().terms(letters_hash(cell.of(text)).0).is_empty()
        && values.len() - 1 + count == width
}

/// Separates a row of values with a mark for nothing (`—`) in place of its label. The mark stands
/// behind all values of a row or behind a header, and the values of a whole row follow.
fn marked_rows(text: &str, rows: PieceRows, form: &TableForm) -> PieceRows {
    let marked = |row: PieceRow| {
        let width = width_of(text, row.labels, form)?;
        let is_own = row
            .labels
            .last()
            .is_some_and(|label| form.row_by_hash(letters_hash(label.of(text)).0).is_some());
        let at = if is_own { width } else { 0 };
        (row.values.len() == at + 1 + width
            && is_blank_mark(row.values[at].of(text))
            && row.values[at + 1..].iter().any(|value| has_digit(text, *value)))
        .then_some(at)
    };
    let is_marked = |row: PieceRow| {
        row.values.iter().any(|value| is_blank_mark(value.of(text))) && marked(row).is_some()
    };
    if form.across || !rows.iter().any(is_marked) {
        return rows;
    }
    let mut out = PieceRows::with_capacity(rows.len() + 1);
    for row in rows.iter() {
        match marked(row) {
            Some(at) => {
                out.push(row.labels.iter().copied(), row.values[..at].iter().copied(), row.cells);
                out.push(std::iter::empty(), row.values[at + 1..].iter().copied(), row.cells);
            }
            None => out.push(row.labels.iter().copied(), row.values.iter().copied(), row.cells),
        }
    }
    out
}

fn has_digit(text: &str, value: TextRange) -> bool {
    value.of(text).contains(|c| fold(c).is_ascii_digit())
}

/// Separates two rows of values with a lost label between them: exactly twice as many values as a
/// row of the form has.
fn parted_rows(rows: PieceRows, form: &TableForm) -> PieceRows {
    let mut widths = (0..form.rows.len()).map(|row| form.width(row));
    let width = widths
        .next()
        .filter(|width| *width > 1 && !form.across && widths.all(|other| other == *width));
    let Some(width) = width.filter(|width| rows.iter().any(|row| row.values.len() == 2 * width))
    else {
        return rows;
    };
    let mut out = PieceRows::with_capacity(rows.len() + 1);
    for row in rows.iter() {
        let (first, second) = row.values.split_at(if row.values.len() == 2 * width {
            width
        } else {
            row.values.len()
        });
        out.push(row.labels.iter().copied(), first.iter().copied(), row.cells);
        out.push(std::iter::empty(), second.iter().copied(), row.cells);
    }
    out
}

/// At most eight blank cells before the words of a row.
const MOST_BLANK: usize = 8;

/// The index of the first value in the cells of a row, one cell a line.
fn first_value(text: &str, cells: &[TextRange]) -> Option<usize> {
    cells.iter().position(|cell| is_value(cell.of(text)))
}

/// Whether the cells are a label and all values of its row.
fn is_whole(text: &str, cells: &[TextRange], form: &TableForm) -> bool {
    // At most 32 cells in a row, with the heads of the group and of a page.
    const MOST_CELLS: usize = 32;
    cells.len() <= MOST_CELLS
        && first_value(text, cells).is_some_and(|first| {
            first > 0 && width_of(text, &cells[..first], form) == Some(cells.len() - first)
        })
}

/// Reads cells with a tab before each, and with blank lines between rows.
fn grouped(text: &str, lines: &[Line], form: &TableForm, standard: &Standard) -> PieceRows {
    let mut rows = PieceRows::with_capacity(lines.len() / 8);
    // The cells of the current row.
    let mut cells: Vec<TextRange> = Vec::with_capacity(16);
    let mut widths: Vec<usize> = (0..form.rows.len()).map(|row| form.width(row)).collect();
    widths.dedup();
    let mut end_row = |cells: &mut Vec<TextRange>| {
        let has_more = |first: &usize| {
            *first > 0 && widths.iter().any(|width| cells.len() == first + width + 1)
        };
        if let Some(first) = first_value(text, cells).filter(has_more) {
            let mut values = cells.split_off(first);
            without_page_end(text, cells, &mut values, form);
            cells.append(&mut values);
        }
        cell_row(text, cells, &mut rows, standard);
        cells.clear();
    };
    let is_word = |line: &Line| {
        line.class != Class::Blank && !standard.vocabulary().terms(line.hash).is_empty()
    };
    // The next line that is not a blank cell.
    let behind = |index: usize| {
        lines[index + 1..]
            .iter()
            .take(MOST_BLANK)
            .find(|line| !is_blank_cell(line.range().of(text)))
    };
    for (index, line) in
        lines.iter().enumerate().filter(|(_, line)| line.class != Class::PageNumber)
    {
        let source = line.range().of(text);
        if line.class == Class::Blank && !source.contains('\t') {
            end_row(&mut cells);
            continue;
        }
        // A word of the form behind all values of a row begins another row. A lone tab before the
        // word is not a cell.
        let is_blank = line.class == Class::Blank;
        let begins = || if is_blank { behind(index).is_some_and(is_word) } else { is_word(line) };
        let ends = |cells: &[TextRange]| {
            cells.last().is_some_and(|cell| is_value(cell.of(text))) && is_whole(text, cells, form)
        };
        if begins() && ends(&cells) {
            end_row(&mut cells);
            if is_blank {
                continue;
            }
        }
        let trimmed = trim(text, line.range());
        let words = trimmed.of(text);
        let is_broken = |cell: &&mut TextRange| {
            !is_tabbed(source) && !cell.is_empty() && is_value(cell.of(text)) && !is_value(words)
        };
        match cells.last_mut().filter(is_broken) {
            // The number of an item and the words of the item on the next line are one cell.
            Some(cell) if words.starts_with(|c| matches!(fold(c), '.' | ',')) => {
                cell.end = trimmed.end
            }
            // Words without a tab directly behind the values do not belong to the row.
            Some(_) => {
                end_row(&mut cells);
                cells.push(trimmed);
            }
            None => cells.push(if trimmed.is_empty() {
                TextRange::at(line.range().end)
            } else {
                trimmed
            }),
        }
    }
    end_row(&mut cells);
    rows
}

/// Whether a blank cell is a value of a row. `values` are the values before the cell. The row must
/// lack values. Before the first value, blank cells may belong to a merged label: then too many
/// cells follow.
fn is_blank_value(
    text: &str,
    labels: &[TextRange],
    values: &[TextRange],
    following: &[Line],
    form: &TableForm,
) -> bool {
    const MOST_LINES: usize = 32;
    let Some(width) = width_of(text, labels, form).filter(|width| values.len() < *width) else {
        return false;
    };
    let is_cell = |line: &&Line| line.class != Class::Blank || is_blank_cell(line.range().of(text));
    let is_value = |line: &&Line| matches!(line.class, Class::Blank | Class::Values);
    !values.is_empty()
        || following.iter().take(MOST_LINES).filter(is_cell).take_while(is_value).count() < width
}

/// Reads cells one after another. A row begins with the first label behind values. `apart`: blank
/// lines separate the cells, so a lone tab is a blank cell.
fn streamed(
    text: &str,
    lines: &[Line],
    form: &TableForm,
    apart: bool,
    standard: &Standard,
) -> PieceRows {
    // A line with only a pipe is an empty cell if every cell ends with a pipe. Otherwise the pipe
    // separates two cells.
    let piped = lines
        .iter()
        .filter(|line| line.class == Class::Cells && !is_bare_pipe(line.range().of(text)))
        .count();
    let unpiped = lines
        .iter()
        .filter(|line| matches!(line.class, Class::Words | Class::Values | Class::Labelled))
        .count();
    let mut rows = PieceRows::with_capacity(lines.len() / 8);
    // The cells of a line, and the cells of the current row.
    let (mut parts, mut labels, mut values): (Vec<TextRange>, Vec<TextRange>, Vec<TextRange>) =
        Default::default();
    let mut parted = false;
    for (index, line) in lines.iter().enumerate() {
        if matches!(line.class, Class::Blank | Class::PageNumber | Class::Prose) {
            let is_blank = apart
                && !labels.is_empty()
                && line.class == Class::Blank
                && is_blank_cell(line.range().of(text));
            if is_blank
                && is_blank_value(
                    text,
                    &labels,
                    &values,
                    lines.get(index + 1..).unwrap_or_default(),
                    form,
                )
            {
                values.push(TextRange::at(line.range().end));
            }
            continue;
        }
        let is_bare = is_bare_pipe(line.range().of(text));
        let blank = is_bare && (piped > unpiped || parted);
        parted = is_bare && !blank;
        parts.clear();
        match line.class {
            Class::Cells if is_bare => {
                if blank {
                    parts.push(TextRange::at(line.range().start));
                }
            }
            Class::Cells => {
                parts.extend(cells(text, line, Edges::BOTH).filter(|cell| !cell.is_empty()))
            }
            Class::Labelled | Class::Values => {
                parts.extend(
                    Some(trim(text, TextRange::new(line.range().start, line.values())))
                        .filter(|label| !label.is_empty()),
                );
                parts.extend(tokens(text, TextRange::new(line.values(), line.range().end)));
            }
            _ => parts.push(trim(text, line.range())),
        }
        for &cell in &parts {
            // Another row begins behind all values of a row.
            let following = lines.get(index + 1..).unwrap_or_default();
            let is_bad = || {
                is_bad_value(text, cell, &values, following, standard)
                    && width_of(text, &labels, form).is_none_or(|width| values.len() < width)
                    || values.is_empty()
                        && is_bad_first(text, cell, &labels, following, form, standard)
            };
            let value = cell.is_empty() || is_value(cell.of(text)) || is_bad();
            match (value, values.is_empty()) {
                // Blank cells before every label belong to merged cells.
                (true, _) if labels.is_empty() && cell.is_empty() => {}
                (true, _) => values.push(cell),
                (false, false)
                    if is_page_head(
                        text,
                        cell,
                        &labels,
                        &values,
                        lines.get(index + 1..).unwrap_or_default(),
                        form,
                        standard,
                    ) =>
                {
                    values.pop();
                }
                (false, true) => labels.push(cell),
                (false, false) => {
                    without_page_end(text, &labels, &mut values, form);
                    rows.push(labels.drain(..), values.drain(..), None);
                    labels.push(cell);
                }
            }
        }
    }
    without_page_end(text, &labels, &mut values, form);
    rows.push(labels.drain(..), values.drain(..), None);
    rows
}

/// Whether a short unknown word stands between two values. Such a word is a badly written value.
/// `values` are the values of the row before the word.
fn is_bad_value(
    text: &str,
    cell: TextRange,
    values: &[TextRange],
    following: &[Line],
    standard: &Standard,
) -> bool {
    let word = cell.of(text);
    let next = following
        .iter()
        .take(4)
        .find(|line| !matches!(line.class, Class::Blank) && !is_bare_pipe(line.range().of(text)));
    values.last().is_some_and(|value| !value.is_empty())
        && word.chars().count() <= 3
        && standard.vocabulary().terms(letters_hash(word).0).is_empty()
        && next.is_some_and(|line| {
            cells(text, line, Edges::BOTH).next().is_some_and(|cell| is_value(cell.of(text)))
        })
}

/// Whether a short word with a number directly follows the label of a row. In a row with several
/// values, another value must follow the word.
fn is_bad_first(
    text: &str,
    cell: TextRange,
    labels: &[TextRange],
    following: &[Line],
    form: &TableForm,
    standard: &Standard,
) -> bool {
    let word = cell.of(text);
    let is_number = || {
        word.chars().map(fold).any(|c| c.is_ascii_digit())
            || word.chars().all(|c| "〇零一二三四五六七八九十百".contains(c))
    };
    if word.chars().count() > 3
        || !is_number()
        || word.ends_with(|c| matches!(fold(c), '.' | '、' | ',' | ')'))
    {
        return false;
    }
    let row = labels.last().and_then(|label| form.row_by_hash(letters_hash(label.of(text)).0));
    let next = following
        .iter()
        .take(4)
        .find(|line| !matches!(line.class, Class::Blank) && !is_bare_pipe(line.range().of(text)));
    let is_next_value = || {
        next.is_some_and(|line| {
            cells(text, line, Edges::BOTH).next().is_some_and(|cell| is_value(cell.of(text)))
        })
    };
    row.is_some_and(|row| is_next_value() == (form.width(row) > 1))
        && standard.vocabulary().terms(letters_hash(word).0).is_empty()
}

/// Whether the cell of a line stands behind a tab.
pub fn is_tabbed(source: &str) -> bool {
    source.trim_start_matches(' ').starts_with('\t')
}

/// Whether a line is a blank cell behind a tab.
pub fn is_blank_cell(source: &str) -> bool {
    source.chars().all(is_space) && source.bytes().filter(|&byte| byte == b'\t').count() == 1
}

/// One cell a line behind a tab, with blank lines between rows.
pub(super) fn write(table: &TableForm, cell: &dyn Fn(usize, usize) -> String) -> Vec<String> {
    let mut out = Vec::new();
    for row in grid::rows(table, cell) {
        out.extend(row.into_cells().iter().map(|cell| format!("\t{cell}")));
        out.push(String::new());
    }
    // The text below the table ends the last row.
    out.pop();
    out
}
