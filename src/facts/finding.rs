//! Findings about a table as a whole: headers and heads that differ from the form, and reasons why
//! a table cannot be understood.

use crate::standard::{CellRef, Label};
use crate::text::{Resized, TextRange};

/// A header that differs from the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderFinding {
    pub kind: HeaderFindingKind,
    /// The header. For a missing column, the line of headers.
    pub range: TextRange,
    /// The pieces of a header over two lines. `range` is the first piece.
    pub pieces: Vec<TextRange>,
    /// The same words in other cells: a merged cell written out.
    pub repeats: Vec<TextRange>,
    /// The block of the header, and the column of the form in its place.
    pub block: usize,
    pub column: usize,
    /// The only row without the column, in a table with rows side by side.
    pub row: Option<usize>,
}

impl HeaderFinding {
    /// Whether a cell is in the column of this finding. `block` is the block of the row.
    pub fn concerns(&self, cell: CellRef, block: usize) -> bool {
        self.column == cell.column
            && self.block == block
            && self.row.is_none_or(|row| row == cell.row)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderFindingKind {
    /// Near to the label of exactly one column.
    Near,
    /// Unknown, in the place of this column.
    Unknown,
    /// The header of another column in the place of this column. The other column also has its own
    /// header.
    Copied,
    /// The header lacks this column, but the rows have the column.
    Unnamed,
    /// Neither the header nor the rows have this column.
    Missing,
    /// An extra column before this column, or behind all columns, in header and rows.
    Extra,
    /// An extra column in the header alone: the rows have no cell for the column.
    Surplus,
}

/// Headers of the form in another order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnOrder {
    pub block: usize,
    /// The row of these columns, in a table with rows side by side.
    pub row: Option<usize>,
    /// For each place of the form, the column named there and the range of its header.
    pub named: Vec<(usize, TextRange)>,
    /// Whether the head of a group stands in another place, together with the columns below in the
    /// next line.
    pub is_nested: bool,
}

impl ColumnOrder {
    /// The places of all headers outside the longest run in order.
    pub fn misplaced(&self) -> Vec<usize> {
        // longest[i]: the length of the longest run that ends with the header at i, and the place
        // before.
        let mut longest: Vec<(usize, Option<usize>)> = Vec::with_capacity(self.named.len());
        for (at, (column, _)) in self.named.iter().enumerate() {
            let before = (0..at)
                .filter(|&other| self.named[other].0 < *column)
                .max_by_key(|&other| (longest[other].0, other));
            longest.push((before.map_or(1, |before| longest[before].0 + 1), before));
        }
        let mut next = (0..longest.len()).max_by_key(|&at| (longest[at].0, at));
        let mut in_order = vec![false; self.named.len()];
        while let Some(at) = next {
            in_order[at] = true;
            next = longest[at].1;
        }
        (0..self.named.len()).filter(|&at| !in_order[at]).collect()
    }

    /// Moves the ranges after `edit` changed the length of a stretch before or between the headers.
    pub(super) fn follow(&mut self, edit: Resized) {
        self.named.iter_mut().for_each(|(_, range)| *range = edit.follow(*range));
    }
}

/// A word over rows or columns that differs from the form, or that stands in the place of another
/// word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadFinding {
    pub range: TextRange,
    /// The same words in other cells: a merged cell written out.
    pub repeats: Vec<TextRange>,
    /// The word of the form in this place.
    pub label: &'static Label,
}

/// The reason why a table cannot be understood, regardless of its sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Only a trace of the table is left in its first row: a picture, or a mark in place of the
    /// table.
    Trace,
    /// The table has more rows than any table of the form.
    TooLong,
    /// Only `fitting` rows of the form are in order and have the right number of values.
    Rows { fitting: usize },
    /// Several assignments of digits and words to cells are possible, and no assignment adds up.
    Doubtful,
    /// `short` rows have fewer values than columns, and nothing shows which cells are blank.
    BlanksLost { short: usize },
    /// The row holds so many numbers that several rows have run together.
    RunTogether { row: usize, found: usize },
    /// More rows are unknown than known.
    UnknownRows { unknown: usize },
    /// The numbers of a table without labels are not one row of values.
    Numbers { found: usize },
}
