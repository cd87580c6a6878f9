//! A table of the form as it stands in a report.

use super::finding::{ColumnOrder, HeadFinding, HeaderFinding, HeaderFindingKind, Unreadable};
use super::number::Value;
use crate::standard::{CellRef, Form, Standard, TableForm};
use crate::syntax::{Layout, TablePieces};
use crate::text::TextRange;

/// One of the form's tables in a report. Ranges count from the start of the part that holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The standard that holds its form.
    pub standard: &'static Standard,
    /// The edition whose form it follows, by the first year of that edition.
    pub edition: i32,
    /// Index of [`Form::tables`].
    pub index: usize,
    /// Index of the report's part that holds it.
    pub part: usize,
    pub layout: Layout,
    pub range: TextRange,
    /// Its first line.
    pub first_row: TextRange,
    /// Why no sense can be made of it, where none can be.
    pub unreadable: Option<Unreadable>,
    /// Where it shows the form of another edition than the report's year asks for: the first line
    /// of the first such block, or the label of the first such row.
    pub superseded: Option<TextRange>,
    /// Blocks of table two that are of another edition than the others, or all, where that is
    /// another one than the year asks for.
    pub foreign: Vec<ForeignBlock>,
    /// For each row of the form what stands there, if it is there.
    pub rows: Vec<Option<Row>>,
    /// Rows that are no row of the form, or one that is there already, in the order of the text.
    pub extra: Vec<ExtraRow>,
    /// Where all of it begins a second time, in the same frame or without a break: its first row
    /// there.
    pub again: Option<TextRange>,
    /// Headers that are not the form's.
    pub headers: Vec<HeaderFinding>,
    /// Where the headers are the form's, but not in its order. Values are read by their place.
    pub column_order: Option<ColumnOrder>,
    /// How many columns of all blocks have a header that is the form's or near to it; `None` where
    /// there is no header at all.
    pub named_columns: Option<usize>,
    /// Heads of groups, captions and spanning headers that are not the form's.
    pub heads: Vec<HeadFinding>,
    /// Two headers over several columns that have changed places, in a table whose rows stand side
    /// by side.
    pub exchanged: Option<[TextRange; 2]>,
}

/// A block of table two that is of another edition. Nothing is demanded of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForeignBlock {
    /// Its index in the form of the table, or in that of 2019 where that alone has it.
    pub block: usize,
    /// From its caption to the next block.
    pub range: TextRange,
}

/// A row of the form in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The label, from its first piece to its last that stand together; `None` where the row is
    /// known by its place alone.
    pub label: Option<TextRange>,
    /// All pieces of a label that is near: `label` and those behind the row's values.
    pub pieces: Vec<TextRange>,
    pub wording: LabelWording,
    /// Whether it stands outside the longest run of rows that are in order.
    pub displaced: bool,
    pub cells: RowCells,
    /// All of it.
    pub range: TextRange,
}

/// How a label compares with the form's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelWording {
    /// The same, or a harmless wording.
    Same,
    /// Near to it and to no other.
    Near,
    /// It is not there: the row is known by its place alone.
    Absent,
}

/// The cells of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowCells {
    /// One for each column.
    Known(Vec<Cell>),
    /// Another number than the form has columns, and which one is missing cannot be told.
    Miscounted {
        found: usize,
        /// From the first value to the last.
        range: TextRange,
        /// Whether a number stands in the cell of the label: what parted them is lost.
        glued: bool,
    },
}

/// A cell of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its text; empty where nothing stands there. Of a number that is broken over two lines, its
    /// first digits.
    pub range: TextRange,
    pub value: Value,
    /// Whether the rest of its number stands elsewhere, or its line ends before the column begins,
    /// so that it cannot be written anew.
    pub broken: bool,
}

/// A row that is not one of the form's, or not the first of that kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraRow {
    pub kind: ExtraRowKind,
    /// Its label; `None` where it has none.
    pub label: Option<TextRange>,
    /// Its label, or its values where it has none.
    pub range: TextRange,
    /// How many rows of the form stand above it.
    pub after: usize,
    /// Whether one of its values is a number other than 0.
    pub counts: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtraRowKind {
    Unknown,
    /// The head of a group, an index into the form's heads, which holds no numbers in the form.
    Head(usize),
    /// This row of the form, again.
    Repeated(usize),
}

impl Table {
    /// The edition that it follows.
    pub fn form(&self) -> &'static Form {
        self.standard.form(self.edition)
    }

    /// The form's table.
    pub fn table_form(&self) -> &'static TableForm {
        &self.form().tables[self.index]
    }

    /// The cell, where its place is known.
    pub fn cell(&self, cell: CellRef) -> Option<&Cell> {
        match &self.rows.get(cell.row)?.as_ref()?.cells {
            RowCells::Known(cells) => cells.get(cell.column),
            RowCells::Miscounted { .. } => None,
        }
    }

    /// Whether a row of its form stands in a block that is of another edition.
    pub fn is_foreign(&self, row: usize) -> bool {
        !self.foreign.is_empty()
            && self.foreign.iter().any(|foreign| foreign.block == self.table_form().rows[row].block)
    }

    /// Whether these words stand in a block that is of another edition.
    pub fn is_in_foreign(&self, range: TextRange) -> bool {
        self.foreign.iter().any(|foreign| foreign.range.contains(range))
    }

    /// Whether nearly all rows of the form are there, and a number among them.
    pub(super) fn is_whole(&self) -> bool {
        let there = self.rows.iter().flatten().count();
        let has_number = || self.cells().any(|(_, cell)| matches!(cell.value, Value::Number(_)));
        self.unreadable.is_none() && 5 * there >= 4 * self.rows.len() && has_number()
    }

    /// Whether a cell is not there because its whole column is not.
    pub fn is_missing(&self, cell: CellRef) -> bool {
        let block = || self.table_form().rows[cell.row].block;
        self.headers.iter().any(|header| {
            header.kind == HeaderFindingKind::Missing && header.concerns(cell, block())
        })
    }

    /// All cells whose place is known, in the order of the form.
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
