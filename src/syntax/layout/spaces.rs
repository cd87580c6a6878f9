//! Reads text from PDF: label and values on a line, separated by spaces.

use super::{PieceRow, PieceRows, grid};
use crate::standard::{Standard, TableForm};
use crate::syntax::line::{Class, Line};
use crate::syntax::token::tokens;
use crate::syntax::value::{self, ascii_values, is_blank_mark, values_begin};
use crate::text::{TextRange, fold, letters_hash};

/// Adds a line of words and values.
pub(super) fn read(text: &str, line: &Line, rows: &mut PieceRows, standard: &Standard) {
    let TextRange { start, end } = line.range();
    // With words behind values, the class of a line does not say where the values begin.
    let values = if matches!(line.class, Class::Words | Class::Cells) {
        values_begin(text, line.range(), standard).unwrap_or(end)
    } else {
        line.values()
    };
    let start = run_together(text, TextRange::new(start, values), rows);
    let labels = TextRange::new(start, values);
    let values = TextRange::new(
        if labels.is_empty() {
            behind_mark(text, TextRange::new(values, end), standard)
        } else {
            values
        },
        end,
    );
    if values.of(text).is_ascii() {
        rows.push(tokens(text, labels), ascii_values(text, values), None);
    } else {
        rows.push(tokens(text, labels), value::values(text, values), None);
    }
}

/// The start of the values on a line without words. A mark for nothing (`—`) in place of the label
/// is skipped, if the number of values behind the mark is the width of a row.
fn behind_mark(text: &str, values: TextRange, standard: &Standard) -> usize {
    let mut all = tokens(text, values);
    let Some(first) = all.next().filter(|first| is_blank_mark(first.of(text))) else {
        return values.start;
    };
    let rest = TextRange::new(first.end, values.end);
    let has_digit = rest.of(text).contains(|c| fold(c).is_ascii_digit());
    all.next()
        .filter(|_| has_digit && standard.row_widths().contains(&value::values(text, rest).count()))
        .map_or(values.start, |next| next.start)
}

/// Adds the rows before the last row of a line with several rows. Returns the start of the last
/// row's label. `words` is the text before the last values of the line.
fn run_together(text: &str, words: TextRange, rows: &mut PieceRows) -> usize {
    // Fewer numbers may be part of a label.
    const FEWEST_VALUES: usize = 3;
    let mut start = words.start;
    let digits = words.of(text).bytes().filter(u8::is_ascii_digit).count();
    if digits < FEWEST_VALUES || memchr::memchr(b' ', words.of(text).as_bytes()).is_none() {
        return start;
    }
    let is_number = |token: TextRange| token.of(text).bytes().all(|byte| byte.is_ascii_digit());
    let (mut values, mut count) = (None, 0);
    for token in tokens(text, words) {
        if is_number(token) {
            values = values.filter(|_| count > 0).or(Some(token.start));
            count += 1;
            continue;
        }
        if let Some(values) = values.filter(|&values| count >= FEWEST_VALUES && values > start) {
            rows.push(
                tokens(text, TextRange::new(start, values)),
                tokens(text, TextRange::new(values, token.start)),
                None,
            );
            start = token.start;
        }
        count = 0;
    }
    start
}

/// Separates the first value of a row from the last piece of its label, if the label is in the form
/// without the value: `2.申请人逾期未按收费通知要求缴纳费用、0 6 0 1 0 3 10`, with the rest of the
/// label above or below.
pub(super) fn unglued(text: &str, rows: PieceRows, form: &TableForm) -> PieceRows {
    const MOST_DIGITS: usize = 9;
    let all: Vec<PieceRow> = rows.iter().collect();
    // The piece of a label without the number behind it, and the number.
    let split = |piece: TextRange| {
        let base = piece.of(text).trim_end_matches(|c: char| c.is_ascii_digit());
        let at = piece.start + base.len();
        (base.chars().count() > 2 && (1..=MOST_DIGITS).contains(&(piece.end - at)))
            .then(|| (TextRange::new(piece.start, at), TextRange::new(at, piece.end)))
    };
    let glued = |index: usize| {
        let (last, before) = all[index].labels.split_last().filter(|_| all[index].has_values())?;
        let (base, number) = split(*last)?;
        let beside = |at: Option<usize>| {
            at.and_then(|at| all.get(at))
                .filter(|row| !row.has_values())
                .map_or(&[][..], |row| row.labels)
        };
        let (above, below) = (beside(index.checked_sub(1)), beside(Some(index + 1)));
        let words =
            |pieces: &[TextRange]| pieces.iter().map(|piece| piece.of(text)).collect::<String>();
        let (above, own, below) = (words(above), base.of(text), words(below));
        let parts = [("", below.as_str()), (above.as_str(), ""), (above.as_str(), below.as_str())];
        let is_label = |&(above, below): &(&str, &str)| {
            above.len() + below.len() > 0
                && form.row_by_hash(letters_hash(&format!("{above}{own}{below}")).0).is_some()
        };
        parts.iter().any(is_label).then_some((before, base, number))
    };
    let found: Vec<_> = (0..all.len()).map(glued).collect();
    if form.across || found.iter().all(Option::is_none) {
        return rows;
    }
    let mut out = PieceRows::with_capacity(all.len());
    for (row, glued) in all.iter().zip(found) {
        match glued {
            Some((before, base, number)) => {
                out.push(
                    before.iter().copied().chain([base]),
                    std::iter::once(number).chain(row.values.iter().copied()),
                    None,
                );
            }
            None => out.push(row.labels.iter().copied(), row.values.iter().copied(), row.cells),
        }
    }
    out
}

/// One row a line. Merged and blank cells leave no trace.
pub(super) fn write(table: &TableForm, cell: &dyn Fn(usize, usize) -> String) -> Vec<String> {
    let join = |row: grid::GridRow| {
        row.into_cells().into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ")
    };
    grid::rows(table, cell).into_iter().map(join).collect()
}
