//! Writes cells separated by tabs, as from Word.

use super::grid;
use crate::standard::TableForm;

/// All rows have the same number of cells.
pub(super) fn write(table: &TableForm, cell: &dyn Fn(usize, usize) -> String) -> Vec<String> {
    let rows: Vec<Vec<String>> =
        grid::rows(table, cell).into_iter().map(grid::GridRow::into_cells).collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let line = |mut row: Vec<String>| {
        row.resize(width, String::new());
        row.join("\t")
    };
    rows.into_iter().map(line).collect()
}
