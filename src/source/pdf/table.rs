//! Tables as rows of cells, and tables that go on over the page.
//!
//! A page cuts a table wherever its space ends: between rows, or through a row. The second part has
//! the same outer border, and repeats the rows of the header or has none.

use super::geometry::Glyph;
use super::grid::{Grid, NEAR, Place};
use super::lines::{TextLine, are_cut, cell_text, is_full, is_numbered, lines};
use std::collections::HashMap;

/// A table, or the part of a table on one page.
#[derive(Debug)]
pub(super) struct Table {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub rows: Vec<Row>,
    /// Whether the table begins on a page before.
    pub goes_on: bool,
}

/// The cells that begin in a row, from the left.
pub(super) type Row = Vec<Cell>;

#[derive(Debug)]
pub(super) struct Cell {
    /// The column in the grid, from 0.
    pub column: usize,
    left: f64,
    right: f64,
    /// Number of rows that the cell covers.
    height: usize,
    lines: Vec<TextLine>,
    /// Whether the cell is the rest of a cell on the page before, which holds its text, or of a
    /// repeated header.
    pub is_rest: bool,
}

impl Table {
    pub(super) fn new(grid: &Grid, mut glyphs: HashMap<usize, Vec<Glyph>>) -> Self {
        let rows = grid.rows().map(|cells| {
            let cell = |cell: Place| Cell {
                column: cell.column,
                left: cell.left,
                right: cell.right,
                height: cell.height,
                lines: lines(glyphs.remove(&cell.owner).unwrap_or_default()),
                is_rest: false,
            };
            cells.into_iter().map(cell).collect()
        });
        let rows = rows.collect();
        let (left, right) = grid.sides();
        Self { left, top: grid.top(), right, rows, goes_on: false }
    }

    /// A table of these rows.
    pub(super) fn of(rows: Vec<Row>, goes_on: bool) -> Self {
        let cells = || rows.iter().flatten();
        let left = cells().map(|cell| cell.left).fold(f64::MAX, f64::min);
        let right = cells().map(|cell| cell.right).fold(f64::MIN, f64::max);
        let tops = cells().filter_map(|cell| cell.lines.first()).map(|line| line.base - line.size);
        let top = tops.fold(f64::MAX, f64::min);
        Self { left, top, right, rows, goes_on }
    }

    /// The cells that reach the last row: the row where they begin, and the index there.
    fn last(&self) -> Vec<(usize, usize)> {
        let count = self.rows.len();
        let cells = self.rows.iter().enumerate().flat_map(|(row, cells)| {
            let reaching =
                cells.iter().enumerate().filter(move |(_, cell)| row + cell.height >= count);
            reaching.map(move |(index, _)| (row, index))
        });
        cells.collect()
    }

    fn has_sides_of(&self, other: &Self) -> bool {
        are_near(self.left, other.left) && are_near(self.right, other.right)
    }
}

impl Cell {
    /// A cell as wide as its lines.
    pub(super) fn of(column: usize, lines: Vec<TextLine>) -> Self {
        let left = lines.iter().map(|line| line.left).fold(f64::MAX, f64::min);
        let right = lines.iter().map(|line| line.right).fold(f64::MIN, f64::max);
        Self { column, left, right, height: 1, lines, is_rest: false }
    }

    pub(super) fn text(&self) -> String {
        cell_text(&self.lines, self.right - self.left)
    }

    fn is_blank(&self) -> bool {
        self.lines.is_empty()
    }

    fn is_full(&self) -> bool {
        let width = self.right - self.left;
        self.lines.last().is_some_and(|line| is_full(line, line, width))
    }

    fn is_number(&self) -> bool {
        !self.is_blank() && self.lines.iter().all(TextLine::is_number)
    }

    fn is_numbered(&self) -> bool {
        self.lines.first().is_some_and(|line| is_numbered(&line.text))
    }

    fn is_below(&self, above: &Self) -> bool {
        are_near(self.left, above.left) && are_near(self.right, above.right)
    }

    /// Whether the text of the cell may be the rest of the text of `above`.
    fn completes(&self, above: &Self) -> bool {
        let (Some(last), Some(first)) = (above.lines.last(), self.lines.first()) else {
            return false;
        };
        let width = self.right - self.left;
        if self.is_number() || above.is_number() {
            self.is_number() && above.is_number() && are_cut(last, first, width)
        } else {
            is_full(last, first, width) && !self.is_numbered()
        }
    }
}

/// Joins the parts of a table: `below` stands at the top of the page behind `above`. `head` is the
/// first part, where `above` is not.
pub(super) fn join(head: Option<&Table>, above: &mut Table, below: &mut Table) {
    if !above.has_sides_of(below) {
        return;
    }
    below.goes_on = true;
    let repeated = repeated(head.unwrap_or(above), below);
    for cell in below.rows[..repeated].iter_mut().flatten() {
        cell.is_rest = true;
    }
    let count = above.rows.len();
    let Some(first) = below.rows.get_mut(repeated) else { return };
    let last = above.last();
    let pair = |&(row, index): &(usize, usize)| {
        let place = first.iter().position(|cell| cell.is_below(&above.rows[row][index]));
        Some((row, index, place?))
    };
    let pairs: Vec<(usize, usize, usize)> = last.iter().filter_map(pair).collect();
    let own = || {
        let own = pairs.iter().filter(|(row, ..)| row + 1 == count);
        own.map(|&(row, index, place)| (&above.rows[row][index], &first[place]))
    };
    let is_cut_through = pairs.len() == first.len()
        && pairs.len() == last.len()
        && (is_rest_of_row(own) || first.iter().all(Cell::is_blank));
    for (row, index, place) in pairs {
        let (cell, rest) = (&mut above.rows[row][index], &first[place]);
        let is_merged = row + 1 < count || cell.is_rest;
        let is_label = |cell: &Cell| !cell.is_blank() && !cell.is_number();
        // The cell of a group may begin in the last row.
        let is_group = || is_label(cell) && first[place + 1..].iter().any(is_label);
        let goes_on = rest.is_blank() || is_label(rest) && rest.completes(cell);
        if is_cut_through || goes_on && (is_merged || is_group()) {
            cell.lines.append(&mut first[place].lines);
            first[place].is_rest = true;
        }
    }
}

/// Whether the cells below are the rest of the row of the cells above: the text of each cell stands
/// on one page, or is cut.
fn is_rest_of_row<'a, Pairs>(pairs: impl Fn() -> Pairs) -> bool
where
    Pairs: Iterator<Item = (&'a Cell, &'a Cell)>,
{
    let is_on_one = |(above, below): (&Cell, &Cell)| above.is_blank() != below.is_blank();
    // A label that is cut shows that the row is. Numbers alone may be two numbers.
    let has_cut_label = pairs().any(|(above, below)| !below.is_number() && below.completes(above));
    pairs().any(|(_, below)| !below.is_blank())
        && (pairs().any(is_on_one) || pairs().all(|(above, below)| below.completes(above)))
        && pairs().all(|(above, below)| {
            above.is_blank()
                || below.is_blank()
                || below.completes(above)
                || has_cut_label && above.is_number() && below.is_number() && above.is_full()
        })
}

/// Number of rows at the top of `below` that repeat the header.
fn repeated(head: &Table, below: &Table) -> usize {
    let are_same = |(a, b): &(&Row, &Row)| {
        let texts = |row: &Row| row.iter().map(Cell::text).collect::<Vec<_>>();
        b.iter().any(|cell| !cell.is_blank())
            && !b.iter().any(Cell::is_number)
            && texts(a) == texts(b)
    };
    head.rows.iter().zip(&below.rows).take_while(are_same).count()
}

fn are_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= NEAR
}
