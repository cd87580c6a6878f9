//! A table of the form in a report.

use super::finding::{ColumnOrder, HeadFinding, HeaderFinding, HeaderFindingKind, Unreadable};
use super::number::Value;
use crate::standard::{CellRef, Form, Standard, TableForm};
use crate::syntax::{Layout, TablePieces};
use crate::text::TextRange;

/// A table of the form in a report. Ranges count from the start of the part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The standard of the form.
    pub standard: &'static Standard,
    /// The edition of the table.
    pub(super) form: &'static Form,
    /// Index of [`Form::tables`].
    pub index: usize,
    /// Index of the part with the table.
    pub part: usize,
    pub layout: Layout,
    pub range: TextRange,
    /// The first line.
    pub first_row: TextRange,
    /// The reason why the table cannot be understood, if there is a reason.
    pub unreadable: Option<Unreadable>,
    /// The place of another edition than the year of the report requires: the first line of the
    /// first such block, or the label of the first such row.
    pub superseded: Option<TextRange>,
    /// Blocks of table two in another edition than the other blocks. All blocks if all follow
    /// another edition than the year requires.
    pub foreign: Vec<ForeignBlock>,
    /// The row in the report for each row of the form. `None` if the row is missing.
    pub rows: Vec<Option<Row>>,
    /// Extra rows: unknown rows and repeated rows, in the order of the text.
    pub extra: Vec<ExtraRow>,
    /// The first row of a second copy of the whole table, in the same frame or without a break.
    pub again: Option<TextRange>,
    /// Headers that differ from the form.
    pub headers: Vec<HeaderFinding>,
    /// The order of the headers, if all headers are known but in another order. Values are read by
    /// their place.
    pub column_order: Option<ColumnOrder>,
    /// Number of columns in all blocks with a header of the form or a near header. `None` without
    /// any header.
    pub named_columns: Option<usize>,
    /// Heads of groups, captions and spanning headers that differ from the form.
    pub heads: Vec<HeadFinding>,
    /// Two exchanged headers over several columns, in a table with rows side by side.
    pub exchanged: Option<[TextRange; 2]>,
}

/// A block of table two in another edition. The rules demand nothing of such a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForeignBlock {
    /// Index in the form of the table, or in the form of 2019 if only that form has the block.
    pub block: usize,
    /// From the caption to the next block.
    pub range: TextRange,
}

/// A row of the form in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The adjacent pieces of the label. `None` if the row is known from its place alone.
    pub label: Option<TextRange>,
    /// All pieces of a near label: `label` and the pieces behind the values.
    pub pieces: Vec<TextRange>,
    pub wording: LabelWording,
    /// Whether the row stands outside the longest run of rows in order.
    pub displaced: bool,
    pub cells: RowCells,
    /// The whole row.
    pub range: TextRange,
}

/// The comparison of a label with the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelWording {
    /// The label of the form, or an equivalent wording.
    Same,
    /// Near to this label alone.
    Near,
    /// The label is missing: the row is known from its place alone.
    Absent,
}

/// The cells of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowCells {
    /// A cell for each column.
    Known(Vec<Cell>),
    /// Another number of cells than columns, and the missing or extra cell is unknown.
    Miscounted {
        found: usize,
        /// From the first value to the last.
        range: TextRange,
        /// Whether a number stands in the cell of the label: the separator is lost.
        glued: bool,
    },
}

/// A cell of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The text of the cell, empty for an empty cell. The first digits of a number broken over two
    /// lines.
    pub range: TextRange,
    pub value: Value,
    /// Whether the cell cannot be rewritten: the rest of its number stands elsewhere, or its line
    /// ends before the column begins.
    pub broken: bool,
}

/// A row outside of the form, or a repeated row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraRow {
    pub kind: ExtraRowKind,
    /// The label; `None` for a row without a label.
    pub label: Option<TextRange>,
    /// The label, or the values of a row without a label.
    pub range: TextRange,
    /// Number of rows of the form above this row.
    pub after: usize,
    /// Whether a value is a number other than 0.
    pub counts: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtraRowKind {
    Unknown,
    /// The head of a group with numbers, an index into the heads of the form. A head has no numbers
    /// in the form.
    Head(usize),
    /// This row of the form, repeated.
    Repeated(usize),
}

impl Table {
    /// The form of the table's edition.
    pub fn form(&self) -> &'static Form {
        self.form
    }

    /// The table in the form.
    pub fn table_form(&self) -> &'static TableForm {
        &self.form().tables[self.index]
    }

    /// The cell, if its place is known.
    pub fn cell(&self, cell: CellRef) -> Option<&Cell> {
        match &self.rows.get(cell.row)?.as_ref()?.cells {
            RowCells::Known(cells) => cells.get(cell.column),
            RowCells::Miscounted { .. } => None,
        }
    }

    /// Whether a row of the form is in a block of another edition.
    pub fn is_foreign(&self, row: usize) -> bool {
        !self.foreign.is_empty()
            && self.foreign.iter().any(|foreign| foreign.block == self.table_form().rows[row].block)
    }

    /// Whether `range` is in a block of another edition.
    pub fn is_in_foreign(&self, range: TextRange) -> bool {
        self.foreign.iter().any(|foreign| foreign.range.contains(range))
    }

    /// Whether nearly all rows of the form are present, with at least one number.
    pub(super) fn is_whole(&self) -> bool {
        let there = self.rows.iter().flatten().count();
        let has_number = || self.cells().any(|(_, cell)| matches!(cell.value, Value::Number(_)));
        self.unreadable.is_none() && 5 * there >= 4 * self.rows.len() && has_number()
    }

    /// Whether a cell is missing together with its whole column.
    pub fn is_missing(&self, cell: CellRef) -> bool {
        let block = || self.table_form().rows[cell.row].block;
        self.headers.iter().any(|header| {
            header.kind == HeaderFindingKind::Missing && header.concerns(cell, block())
        })
    }

    /// All cells with a known place, in the order of the form.
    pub fn cells(&self) -> impl Iterator<Item = (CellRef, &Cell)> {
        let rows =
            self.rows.iter().enumerate().filter_map(|(row, found)| Some((row, found.as_ref()?)));
        rows.flat_map(|(row, found)| {
            match &found.cells {
                RowCells::Known(cells) => cells.as_slice(),
                RowCells::Miscounted { .. } => &[],
            }
            .iter()
            .enumerate()
            .map(move |(column, cell)| (CellRef { row, column }, cell))
        })
    }
}

/// The first line of a table.
pub fn first_row(pieces: &TablePieces) -> TextRange {
    pieces
        .rows
        .iter()
        .next()
        .and_then(|piece| piece.range())
        .unwrap_or(TextRange::at(pieces.range.start))
}
