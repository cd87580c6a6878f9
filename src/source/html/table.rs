//! The rows and cells of a table, until the table ends.

use super::super::projection::{Around, Builder, ElementKind, ShortRange};
use super::is_title;
use super::tokens::Attributes;
use super::words::{MOST_ELEMENTS, PieceKind, Words};
use crate::text::TextRange;

/// At most 1,000 columns of a cell, as in the standard.
const MOST_COLUMNS: u32 = 1000;

/// At most 256 columns of a table are followed. Cells behind them have this column.
const WIDEST: usize = 256;

/// At most 4,096 cells in a row, and 262,144 rows. A page has at most 4,194,304 cells: a page of a
/// thousand reports has a tenth of them.
const MOST_CELLS: usize = 4096;
const MOST_ROWS: usize = 1 << 18;
const MOST_CELLS_OF_PAGE: u32 = 1 << 22;

#[derive(Debug, Default)]
pub(super) struct Table {
    start: usize,
    rows: Vec<Row>,
    cells: Vec<Cell>,
    grid: Grid,
    in_row: bool,
    pub in_cell: bool,
    /// The first piece that belongs to no cell.
    loose: usize,
    /// Number of the noted elements of all tables.
    noted: u32,
    /// Number of the cells of all tables.
    count: u32,
}

/// Why a table lays out text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    Box,
    /// A cell is long.
    Long,
}

#[derive(Debug)]
struct Row {
    source: ShortRange,
    cells: ShortRange,
    /// Counted from 1. 0 for the caption of the table.
    number: u32,
}

#[derive(Debug)]
struct Cell {
    source: ShortRange,
    pieces: ShortRange,
    column: u32,
    slot: Slot,
}

/// The place for text in a blank cell.
#[derive(Clone, Copy, Debug)]
struct Slot {
    /// The last of the start tags at the start of the cell. Text belongs behind it.
    at: ShortRange,
    /// Whether only start tags stand before.
    is_open: bool,
    /// The spaces of the cell.
    spaces: Option<ShortRange>,
    /// Whether the spaces are seen: `&nbsp;`.
    is_seen: bool,
}

impl Table {
    pub fn begin(&mut self, start: usize) {
        self.start = start;
        self.rows.clear();
        self.cells.clear();
        self.grid.clear();
        (self.in_row, self.in_cell, self.loose) = (false, false, 0);
    }

    pub fn open_row(&mut self, start: usize, is_caption: bool) {
        if self.rows.len() >= MOST_ROWS {
            return;
        }
        self.in_row = true;
        let number = if is_caption { 0 } else { self.grid.next_row() };
        let cells = TextRange::at(self.cells.len()).into();
        self.rows.push(Row { source: TextRange::at(start).into(), cells, number });
    }

    pub fn close_row(&mut self, end: usize) {
        if !std::mem::take(&mut self.in_row) {
            return;
        }
        self.rows.last_mut().into_iter().for_each(|row| row.source = row.source.ending(end));
    }

    pub fn open_cell(&mut self, tag: TextRange, spans: Attributes, words: &mut Words) {
        let Some(row) = self.rows.last_mut().filter(|_| self.in_row) else { return };
        if row.cells.len() >= MOST_CELLS || self.count >= MOST_CELLS_OF_PAGE {
            return;
        }
        self.count += 1;
        words.begin();
        self.in_cell = true;
        let column = if row.number == 0 { 1 } else { self.grid.place(spans) };
        self.cells.push(Cell {
            source: tag.into(),
            pieces: TextRange::new(self.loose, words.pieces.len()).into(),
            column,
            slot: Slot { at: tag.into(), is_open: true, spaces: None, is_seen: false },
        });
        row.cells = row.cells.ending(self.cells.len());
    }

    pub fn close_cell(&mut self, end: usize, words: &mut Words) {
        if !std::mem::take(&mut self.in_cell) {
            return;
        }
        words.begin();
        self.loose = words.pieces.len();
        if let Some(cell) = self.cells.last_mut() {
            cell.source = cell.source.ending(end);
            cell.pieces = cell.pieces.ending(words.pieces.len());
        }
    }

    /// Drops the last cell if it is open and has no words: the text ends behind its start tag, so
    /// somebody types it.
    pub fn drop_begun(&mut self, words: &Words) {
        let Some(cell) = self.cells.last().filter(|_| self.in_cell) else { return };
        let mut own = words.pieces[cell.pieces.end()..].iter();
        let is_bare = cell.slot.is_open && cell.slot.spaces.is_none();
        if is_bare && own.all(|own| own.kind.is_break()) {
            self.cells.pop();
            self.in_cell = false;
            self.rows
                .last_mut()
                .into_iter()
                .for_each(|row| row.cells = row.cells.ending(self.cells.len()));
        }
    }

    /// Passes the pieces behind the last cell to the cell, if its row goes on.
    pub fn keep_loose(&mut self, words: &Words) {
        let has_cells = self.rows.last().is_some_and(|row| !row.cells.is_empty());
        if let Some(cell) = self.cells.last_mut().filter(|_| self.in_row && has_cells) {
            self.loose = words.pieces.len();
            cell.pieces = cell.pieces.ending(words.pieces.len());
            // The tab behind the cell stands behind them.
            let end = words.pieces.last().map_or(0, |piece| piece.source().end);
            cell.source = cell.source.ending(cell.source.end().max(end));
        }
    }

    /// The start tag of an element in the cell, in which new text belongs.
    pub fn go_into(&mut self, tag: TextRange) {
        if let Some(slot) = self.slot().filter(|slot| slot.is_open) {
            slot.at = tag.into();
            if !slot.is_seen {
                slot.spaces = None;
            }
        }
    }

    /// An end tag in the cell.
    pub fn go_out(&mut self) {
        self.slot().into_iter().for_each(|slot| slot.is_open = false);
    }

    /// Spaces in a cell that has no words yet.
    pub fn spaces(&mut self, source: TextRange, is_seen: bool) {
        let Some(slot) = self.slot() else { return };
        let is_first = slot.spaces.is_none() && source.start == slot.at.end();
        match &mut slot.spaces {
            Some(spaces) if spaces.end() == source.start => {
                *spaces = spaces.ending(source.end);
                slot.is_seen |= is_seen;
            }
            _ if is_first || is_seen && !slot.is_seen => {
                slot.spaces = Some(source.into());
                slot.is_seen = is_seen;
            }
            _ => {}
        }
    }

    fn slot(&mut self) -> Option<&mut Slot> {
        self.cells.last_mut().filter(|_| self.in_cell).map(|cell| &mut cell.slot)
    }

    /// Cells of a row group do not reach into the next row group.
    pub fn end_group(&mut self) {
        self.grid.free_from.clear();
    }

    /// Writes the table as lines with tabs, and what stands behind its last row. Returns false if
    /// the table has no cells.
    pub fn write(&mut self, number: u32, end: usize, words: &Words, builder: &mut Builder) -> bool {
        let rows = std::mem::take(&mut self.rows);
        let mut rest = rows.iter().filter(|row| !row.cells.is_empty()).peekable();
        while let Some(caption) = rest.next_if(|row| row.number == 0) {
            self.write_row(caption, words, builder);
        }
        let has_rows = rest.peek().is_some();
        if has_rows {
            builder.open(ElementKind::Table, number, self.start);
            rest.for_each(|row| self.write_row(row, words, builder));
            builder.close(end);
        }
        self.rows = rows;
        has_rows
    }

    fn write_row(&mut self, row: &Row, words: &Words, builder: &mut Builder) {
        let is_noted = row.number > 0 && self.noted < MOST_ELEMENTS;
        self.noted += 1 + row.cells.len() as u32;
        if is_noted {
            builder.open(ElementKind::Row, row.number, row.source.start());
        }
        let cells = &self.cells[row.cells.indices()];
        for (at, cell) in cells.iter().enumerate() {
            if let Some(before) = at.checked_sub(1) {
                builder.made("\t", cells[before].source.end());
            }
            if is_noted {
                builder.open(ElementKind::Cell, cell.column, cell.source.start());
            }
            let pieces = &words.pieces[cell.pieces.indices()];
            let at = TextRange::at(cell.slot.at.end());
            let slot = cell.slot.spaces.map_or(at, TextRange::from);
            // New text stands before a comment.
            let comment = pieces.iter().find(|piece| piece.kind == PieceKind::Comment);
            let is_before = comment.is_none_or(|comment| slot.end <= comment.source().start);
            if is_noted && is_before && Words::is_blank(pieces) {
                builder.slot(slot, Around::default());
            }
            words.write_cell(pieces, builder);
            if is_noted {
                builder.close(cell.source.end());
            }
        }
        if is_noted {
            builder.close(row.source.end());
        }
        builder.made("\n", row.source.end());
    }

    /// Why the table lays out text, although it holds no other table: a box around lines, or an
    /// article beside other things. `None` for a table of rows and columns.
    pub fn layout(&self, words: &Words, markup: &str) -> Option<Layout> {
        const LONGEST_CELL: usize = 3000;
        let is_text = |cell: &Cell| {
            let lines = &words.pieces[cell.pieces.indices()];
            lines.iter().any(|piece| piece.kind.is_break())
                && lines.iter().map(|piece| piece.source().len()).sum::<usize>() > LONGEST_CELL
        };
        let is_title = |cell: &Cell| is_title(&words.text(cell.pieces.indices(), markup));
        if self.rows.iter().all(|row| row.cells.len() < 2) {
            Some(Layout::Box)
        } else if self.cells.iter().any(is_text) {
            Some(Layout::Long)
        } else if self.rows.len() == 1 && self.cells.iter().any(is_title) {
            // A title beside its date.
            Some(Layout::Box)
        } else {
            None
        }
    }

    /// The pieces that belong to no cell: comments behind the last row.
    pub fn loose(&self) -> usize {
        self.loose
    }

    /// The pieces so far, as lines: another table stands in this one, so this one lays out a page.
    pub fn spill(&mut self, words: &mut Words, builder: &mut Builder, before: u32) -> u32 {
        self.close_cell(self.start, words);
        let mut count = before;
        for cell in &self.cells {
            count += words.write_lines(cell.pieces.indices(), builder, count);
        }
        count += words.write_lines(self.loose..words.pieces.len(), builder, count);
        words.clear();
        self.begin(self.start);
        count - before
    }
}

/// The columns of a table that cells of rows above reach into.
#[derive(Debug, Default)]
struct Grid {
    row: u32,
    /// The next column of the row, counted from 0.
    column: usize,
    /// For each column, the first row that the cell above does not reach.
    free_from: Vec<u32>,
}

impl Grid {
    fn clear(&mut self) {
        (self.row, self.column) = (0, 0);
        self.free_from.clear();
    }

    /// The number of the next row, counted from 1.
    fn next_row(&mut self) -> u32 {
        (self.row, self.column) = (self.row.saturating_add(1), 0);
        self.row
    }

    /// The column of the next cell, counted from 1.
    fn place(&mut self, spans: Attributes) -> u32 {
        let is_taken =
            |column: usize| self.free_from.get(column).is_some_and(|&row| row > self.row);
        let column = (self.column..).find(|column| !is_taken(*column)).unwrap_or(self.column);
        let end = column.saturating_add(spans.colspan.min(MOST_COLUMNS) as usize).min(WIDEST);
        if spans.rowspan != 1 && column < end {
            let reach = if spans.rowspan == 0 { u32::MAX } else { spans.rowspan };
            if self.free_from.len() < end {
                self.free_from.resize(end, 0);
            }
            let free = self.row.saturating_add(reach);
            self.free_from[column..end].iter_mut().for_each(|row| *row = free.max(*row));
        }
        self.column = end.max(column);
        column as u32 + 1
    }
}
