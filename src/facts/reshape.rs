//! A table with a missing or an extra column, in header and rows alike.

use super::align::Alignment;
use super::finding::{HeaderFinding, HeaderFindingKind};
use super::number::{self, Value};
use crate::standard::TableForm;
use crate::syntax::{PieceRow, PieceRows};
use crate::text::TextRange;

/// The difference between the columns of a block and the form.
#[derive(Clone, Copy)]
pub struct Reshaped {
    pub block: usize,
    /// The missing column of the form, or the column behind the extra column.
    column: usize,
    is_missing: bool,
    /// Whether most rows have no value in the extra column.
    is_sparse: bool,
}

impl Reshaped {
    /// The difference in the rows that follows from a finding about a header.
    pub fn of(finding: &HeaderFinding) -> Option<Self> {
        let is_missing = match finding.kind {
            HeaderFindingKind::Missing => true,
            HeaderFindingKind::Extra => false,
            HeaderFindingKind::Near
            | HeaderFindingKind::Unknown
            | HeaderFindingKind::Copied
            | HeaderFindingKind::Unnamed
            | HeaderFindingKind::Surplus => return None,
        };
        Some(Self { block: finding.block, column: finding.column, is_missing, is_sparse: false })
    }

    /// Number of values in a row with `width` columns in the form.
    pub fn width(self, width: usize) -> usize {
        match (self.is_missing, self.is_sparse) {
            (true, _) => width - 1,
            (false, true) => width,
            (false, false) => width + 1,
        }
    }

    /// Decides whether the extra column is the first or the last, because a header with one cell a
    /// line leaves both possible. The last column may be merged down beside the header over all
    /// columns. The extra column is the column with words.
    pub fn placed(
        self,
        text: &str,
        form: &TableForm,
        pieces: &PieceRows,
        alignment: &Alignment,
    ) -> Self {
        let columns = &form.blocks[self.block].columns;
        if self.is_missing || self.column > 0 || columns.len() < 2 {
            return self;
        }
        let own = alignment
            .rows
            .iter()
            .filter(|row| row.form_row().is_some_and(|row| form.rows[row].block == self.block));
        let own: Vec<PieceRow> = own
            .map(|row| pieces.row(row.row))
            .filter(|row| row.filled().count() == columns.len() + 1)
            .collect();
        let words = |value: Option<TextRange>| {
            value
                .is_some_and(|value| number::read(value.of(text), &columns[0]) == Value::NotANumber)
        };
        let (first, last): (Vec<bool>, Vec<bool>) =
            own.iter().map(|row| (words(row.filled().next()), words(row.filled().last()))).unzip();
        let count = |words: Vec<bool>| words.into_iter().filter(|word| *word).count();
        if count(last) > count(first) { Self { column: columns.len(), ..self } } else { self }
    }

    /// Whether a row with `values` values has a value in each column and in the extra column. Only
    /// for an extra column without values in most rows.
    pub fn has_one_more(self, width: usize, values: usize) -> bool {
        self.is_sparse && values == width + 1
    }

    /// The difference, confirmed by the rows, or `None`. At least half of the rows must have the
    /// expected number of values. With a missing column, no row may have the number of values of
    /// the form.
    pub fn agrees(
        self,
        form: &TableForm,
        pieces: &PieceRows,
        alignment: &Alignment,
    ) -> Option<Self> {
        let width = form.blocks[self.block].columns.len();
        let own = alignment
            .rows
            .iter()
            .filter(|row| row.form_row().is_some_and(|row| form.rows[row].block == self.block));
        let own: Vec<PieceRow> = own.map(|row| pieces.row(row.row)).collect();
        let counts: Vec<usize> = own.iter().map(|row| row.filled().count()).collect();
        let with = |expected: usize| counts.iter().filter(|count| **count == expected).count();
        let agreeing = with(self.width(width));
        // An extra column with values in few rows.
        let has_cells =
            || own.iter().all(|row| row.cells.is_some() && row.values.len() >= self.width(width));
        if !self.is_missing && agreeing > 0 && agreeing + with(width) == counts.len() && has_cells()
        {
            return Some(Self { is_sparse: 2 * agreeing < counts.len(), ..self });
        }
        (agreeing > 0 && 2 * agreeing >= counts.len() && (!self.is_missing || with(width) == 0))
            .then_some(self)
    }

    /// The cells of a row, one for each column of the form. The cell of a missing column is empty.
    pub fn as_printed(
        self,
        ranges: impl Iterator<Item = TextRange>,
        columns: usize,
    ) -> Vec<TextRange> {
        let mut ranges: Vec<TextRange> = ranges.collect();
        if self.is_missing {
            let before = self
                .column
                .checked_sub(1)
                .and_then(|before| ranges.get(before))
                .map(|range| range.end);
            let first = ranges.first().map_or(0, |range| range.start);
            ranges.insert(self.column.min(ranges.len()), TextRange::at(before.unwrap_or(first)));
        } else if self.column < ranges.len() && ranges.len() > columns {
            ranges.remove(self.column);
        }
        ranges
    }
}
