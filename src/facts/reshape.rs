//! A table with a column less than the form, or with one more, in header and rows alike.

use super::align::Alignment;
use super::columns::{HeaderFinding, HeaderFindingKind};
use crate::standard::TableForm;
use crate::syntax::PieceRows;
use crate::text::TextRange;

/// How the columns of a block differ from the form's.
#[derive(Clone, Copy)]
pub struct Reshaped {
    pub block: usize,
    /// The column of the form that is missing, or before which another one stands.
    column: usize,
    is_missing: bool,
}

impl Reshaped {
    /// What a finding about a header says of the rows.
    pub fn of(finding: &HeaderFinding) -> Option<Self> {
        let is_missing = match finding.kind {
            HeaderFindingKind::Missing => true,
            HeaderFindingKind::Extra => false,
            HeaderFindingKind::Near | HeaderFindingKind::Unknown => return None,
        };
        Some(Self { block: finding.block, column: finding.column, is_missing })
    }

    /// How many values a row has that would have `width` in the form.
    pub fn width(self, width: usize) -> usize {
        if self.is_missing { width - 1 } else { width + 1 }
    }

    /// Whether the rows say so too: at least half of them have as many values, and where a column is missing none has as many as in the form.
    pub fn agrees(self, form: &TableForm, pieces: &PieceRows, alignment: &Alignment) -> bool {
        let width = form.blocks[self.block].columns.len();
        let own = alignment.rows.iter().filter(|row| row.form_row().is_some_and(|row| form.rows[row].block == self.block));
        let counts: Vec<usize> = own.map(|row| pieces.row(row.row).filled().count()).collect();
        let with = |expected: usize| counts.iter().filter(|count| **count == expected).count();
        let agreeing = with(self.width(width));
        agreeing > 0 && 2 * agreeing >= counts.len() && (!self.is_missing || with(width) == 0)
    }

    /// The cells of a row, one for each column of the form: that of a missing column has no width.
    pub fn as_printed(self, ranges: impl Iterator<Item = TextRange>) -> Vec<TextRange> {
        let mut ranges: Vec<TextRange> = ranges.collect();
        if self.is_missing {
            let before = self.column.checked_sub(1).and_then(|before| ranges.get(before)).map(|range| range.end);
            let first = ranges.first().map_or(0, |range| range.start);
            ranges.insert(self.column.min(ranges.len()), TextRange::at(before.unwrap_or(first)));
        } else if self.column < ranges.len() {
            ranges.remove(self.column);
        }
        ranges
    }
}
