//! Text from PDF: label and values in a line, parted by spaces.

use super::{PieceRows, grid};
use crate::standard::TableForm;
use crate::syntax::line::{self, Class, Line, tokens, values_begin};
use crate::text::TextRange;

/// Adds a line of words and values.
pub(super) fn read(text: &str, line: &Line, rows: &mut PieceRows) {
    let TextRange { start, end } = line.range();
    // Words behind values leave it open what the line is.
    let values = if line.class == Class::Words { values_begin(text, line.range()).unwrap_or(end) } else { line.values() };
    let start = run_together(text, TextRange::new(start, values), rows);
    let (labels, values) = (TextRange::new(start, values), TextRange::new(values, end));
    if values.of(text).is_ascii() {
        rows.push(tokens(text, labels), line::ascii_values(text, values), None);
    } else {
        rows.push(tokens(text, labels), line::values(text, values), None);
    }
}

/// Adds the rows that have run together with the last one of a line, which are followed by its label; where that label begins.
/// `words` is what stands before the last values of the line.
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
            rows.push(tokens(text, TextRange::new(start, values)), tokens(text, TextRange::new(values, token.start)), None);
            start = token.start;
        }
        count = 0;
    }
    start
}

/// A row a line; merged cells and blanks leave no trace.
pub(super) fn write(table: &TableForm, cell: &dyn Fn(usize, usize) -> String) -> Vec<String> {
    let join = |row: grid::GridRow| row.into_cells().into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ");
    grid::rows(table, cell).into_iter().map(join).collect()
}
