//! Text from PDF: label and values in a line, parted by spaces.

use super::{PieceRows, grid};
use crate::standard::TableForm;
use crate::syntax::line::{self, Class, Line, tokens, values_begin};
use crate::text::TextRange;

/// Adds a line of words and values.
pub(super) fn read(text: &str, line: &Line, rows: &mut PieceRows) {
    let TextRange { start, end } = line.range;
    // Words behind values leave it open what the line is.
    let values = if line.class == Class::Words { values_begin(text, line.range).unwrap_or(end) } else { line.values };
    rows.push(tokens(text, TextRange::new(start, values)), line::values(text, TextRange::new(values, end)), None);
}

/// A row a line; merged cells and blanks leave no trace.
pub(super) fn write(table: &TableForm, cell: &dyn Fn(usize, usize) -> String) -> Vec<String> {
    let join = |row: grid::GridRow| row.into_cells().into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ");
    grid::rows(table, cell).into_iter().map(join).collect()
}
