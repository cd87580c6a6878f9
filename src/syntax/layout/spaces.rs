//! Text from PDF: label and values in a line, parted by spaces.

use super::{PieceRow, grid};
use crate::standard::TableForm;
use crate::syntax::line::{tokens, values_begin};
use crate::text::TextRange;

/// A line of words and values.
pub(super) fn read(text: &str, line: TextRange) -> PieceRow {
    let values = values_begin(text, line).unwrap_or(line.end);
    PieceRow {
        labels: tokens(text, TextRange::new(line.start, values)).collect(),
        values: tokens(text, TextRange::new(values, line.end)).collect(),
        cells: None,
    }
}

/// A row a line; merged cells and blanks leave no trace.
pub(super) fn write(table: &TableForm, cell: &dyn Fn(usize, usize) -> String) -> Vec<String> {
    let join = |row: grid::GridRow| row.into_cells().into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ");
    grid::rows(table, cell).into_iter().map(join).collect()
}
