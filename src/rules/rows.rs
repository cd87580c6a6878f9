//! What the rules about rows and cells share: which rows are missing, and words of the report for messages.

use super::TableContext;
use crate::facts::{ExtraRowKind, Row, RowCells, Table};
use crate::text::{TextRange, is_space};
use std::ops::Range;

/// The rows of the form that are not there, neighbouring ones together. Not for a table whose rows have no labels.
pub fn missing(table: &Table) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    if table.table_form().across {
        return runs;
    }
    for row in (0..table.rows.len()).filter(|&row| table.rows[row].is_none()) {
        match runs.last_mut() {
            Some(run) if run.end == row => run.end += 1,
            _ => runs.push(row..row + 1),
        }
    }
    runs
}

/// The one missing row in whose gap an unknown row with `after` rows of the form above it stands.
pub fn gap_of_one(table: &Table, after: usize) -> Option<usize> {
    let run = missing(table).into_iter().find(|run| (run.start..=run.end).contains(&after))?;
    (run.len() == 1).then_some(run.start)
}

/// Whether an unknown row stands in the gap of `run`, and the gap is that of one row.
pub fn is_taken(table: &Table, run: &Range<usize>) -> bool {
    let unknown = || table.extra.iter().filter(|extra| extra.kind == ExtraRowKind::Unknown);
    run.len() == 1 && unknown().any(|extra| (run.start..=run.end).contains(&extra.after))
}

/// The row that stands before `row` in the form and is in its place in the report.
pub fn row_before(table: &Table, row: usize) -> Option<(usize, &Row)> {
    (0..row).rev().find_map(|index| Some((index, in_place(table, index)?)))
}

/// The row that stands behind `row` in the form and is in its place in the report.
pub fn row_behind(table: &Table, row: usize) -> Option<(usize, &Row)> {
    (row + 1..table.rows.len()).find_map(|index| Some((index, in_place(table, index)?)))
}

fn in_place(table: &Table, row: usize) -> Option<&Row> {
    table.rows[row].as_ref().filter(|row| !row.displaced)
}

/// What is underlined of a row.
pub fn label_or_row(row: &Row) -> TextRange {
    row.label.unwrap_or(row.range)
}

/// Whether the number of its values is wrong.
pub fn is_miscounted(row: &Row) -> bool {
    matches!(row.cells, RowCells::Miscounted { .. })
}

impl TableContext<'_> {
    /// The report's own words, on one line.
    pub fn words(&self, range: TextRange) -> String {
        let source = range.of(self.text);
        let broken = source.contains(['\n', '\r', '\t']);
        source.chars().filter(|&c| !is_space(c) || !broken && c == ' ').collect()
    }
}
