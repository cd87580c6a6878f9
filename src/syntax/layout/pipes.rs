//! Writes cells separated by pipes without a pipe at the start of the line, as in saved web pages.

use super::grid;
use crate::standard::TableForm;

/// Merged cells leave no trace on the left. Empty cells leave no trace on the right.
pub(super) fn write(table: &TableForm, cell: &dyn Fn(usize, usize) -> String) -> Vec<String> {
    let rows: Vec<Vec<String>> = grid::rows(table, cell)
        .into_iter()
        .map(|row| {
            row.labels.into_iter().filter(|label| !label.is_empty()).chain(row.values).collect()
        })
        .collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let line = |mut row: Vec<String>| {
        row.resize(width, String::new());
        row.iter()
            .map(|cell| if cell.is_empty() { "|".to_owned() } else { format!("{cell} | ") })
            .collect::<String>()
            .trim_end()
            .to_owned()
    };
    rows.into_iter().map(line).collect()
}
