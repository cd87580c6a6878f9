//! What is said of a table beside its cells: headers and heads that are not the form's, and why no
//! sense can be made of it.

use crate::standard::{CellRef, Label};
use crate::text::{Resized, TextRange};

/// A header that is not the form's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderFinding {
    pub kind: HeaderFindingKind,
    /// The header; of a column that is missing the line of headers.
    pub range: TextRange,
    /// The pieces of the header, where it stands over two lines; `range` is the first of them.
    pub pieces: Vec<TextRange>,
    /// The same words in other cells: a merged cell that was written out.
    pub repeats: Vec<TextRange>,
    /// The block of the form that it belongs to, and the column that it stands for.
    pub block: usize,
    pub column: usize,
    /// The row that alone lacks the column, of a table whose rows stand side by side.
    pub row: Option<usize>,
}

impl HeaderFinding {
    /// Whether the column of a cell, in the block of its row, is that of this finding.
    pub fn concerns(&self, cell: CellRef, block: usize) -> bool {
        self.column == cell.column
            && self.block == block
            && self.row.is_none_or(|row| row == cell.row)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderFindingKind {
    /// Near to one column's label and to no other.
    Near,
    /// Unknown, in the place of this column.
    Unknown,
    /// Another column's header, which stands in its own place as well, in the place of this column.
    Copied,
    /// The header lacks this column, and the rows have it.
    Unnamed,
    /// This column is neither in the header nor in the rows.
    Missing,
    /// A column that the form does not have stands before this one, or behind all, in header and
    /// rows.
    Extra,
    /// The same in the header alone: the rows have no cell for it.
    Surplus,
}

/// Headers of the form that are not in the form's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnOrder {
    pub block: usize,
    /// The row whose columns they are, of a table whose rows stand side by side.
    pub row: Option<usize>,
    /// What stands in the place of each column of the form: the column that it names, and its
    /// range.
    pub named: Vec<(usize, TextRange)>,
    /// Whether the head of a group stands in another place, with the columns below it in the next
    /// line.
    pub is_nested: bool,
}

impl ColumnOrder {
    /// The places of those outside the longest run that is in order.
    pub fn misplaced(&self) -> Vec<usize> {
        // longest[i]: the longest run that ends with the header at i, and the place before.
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

    /// The same in a text in which something before or between the headers has another length.
    pub(super) fn follow(&mut self, edit: Resized) {
        self.named.iter_mut().for_each(|(_, range)| *range = edit.follow(*range));
    }
}

/// A word that the form prints over rows or columns, which is not the form's or stands in the place
/// of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadFinding {
    pub range: TextRange,
    /// The same words in other cells: a merged cell that was written out.
    pub repeats: Vec<TextRange>,
    /// What the form prints there.
    pub label: &'static Label,
}

/// Why no sense can be made of a table, whatever its numbers add up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Only a trace of it is left, in its first row: a picture, or a mark in its place.
    Trace,
    /// It has more rows than any table of the form.
    TooLong,
    /// No more than so many of the form's rows are in order and have the right number of values.
    Rows { fitting: usize },
    /// There are several ways to tell which digits and words belong to which cell, and none adds
    /// up.
    Doubtful,
    /// So many rows have fewer values than columns, and nothing shows which of their cells are
    /// blank.
    BlanksLost { short: usize },
    /// A row holds so many numbers that several have run together in it.
    RunTogether { row: usize, found: usize },
    /// More rows are not the form's than are.
    UnknownRows { unknown: usize },
    /// The numbers of a table without labels are not one row of values.
    Numbers { found: usize },
}
