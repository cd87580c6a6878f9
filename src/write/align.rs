//! Pipe tables that are written anew with their columns aligned. Only the spaces around cells and
//! the dashes below a header change.
//!
//! Widths are those of East Asian text. A character of ambiguous width (“ ” … — · ①) counts as
//! narrow, as editors and terminals show it unless told otherwise: that depends on the font.
//!
//! The empty pipes behind the filled cells of a table without dashes, often hundreds, stay as they
//! are.

use crate::diagnostic::Edit;
use crate::syntax::{FEWEST_DASHES, PipeRow, PipeTable, trim_blanks};
use crate::text::TextRange;
use unicode_width::UnicodeWidthStr;

/// A wider cell sticks out rather than widen its whole column.
const WIDEST: usize = 120;
/// A row with more cells is no table's.
const MOST_CELLS: usize = 100;

/// The edits that align a table; `ambiguous_is_wide` tells whether characters of ambiguous width
/// take two columns.
pub fn aligned(table: &PipeTable, ambiguous_is_wide: bool) -> Vec<Edit> {
    let PipeTable { text, rows, delimiter } = table;
    Columns { text, rows, delimiter: *delimiter, is_wide: ambiguous_is_wide }.aligned()
}

struct Columns<'a> {
    text: &'a str,
    rows: &'a [PipeRow],
    delimiter: Option<usize>,
    is_wide: bool,
}

/// Where the text of a column's cells stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Centre,
    Right,
}

impl Columns<'_> {
    /// How many cells of a row are aligned.
    fn aligned_cells(&self, row: &PipeRow) -> usize {
        let filled = row.filled(self.text);
        let columns = self
            .delimiter
            .and_then(|at| self.rows.get(at))
            .map_or(0, |delimiter| delimiter.cells.len());
        filled.max(columns.min(row.cells.len()))
    }

    /// The edits that align it.
    fn aligned(&self) -> Vec<Edit> {
        let widths = self.widths();
        let sides = self.sides();
        let mut out = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            let count = self.aligned_cells(row);
            if count > MOST_CELLS {
                continue;
            }
            for (column, cell) in row.cells.iter().enumerate().take(count) {
                let is_first = column == 0 && !row.opened;
                let is_last = column + 1 == row.cells.len() && !row.closed;
                let width = widths.get(column).copied().unwrap_or(0);
                let side = sides.get(column).copied().unwrap_or(Side::Left);
                if Some(index) == self.delimiter {
                    self.align_dashes(*cell, width, !is_first, !is_last, &mut out);
                } else {
                    self.align_cell(*cell, width, side, !is_first, !is_last, &mut out);
                }
            }
            if count == row.cells.len() && row.closed {
                let end = row.cells.last().map_or(row.line.end, |cell| cell.end + 1);
                out.extend(spaces(self.text, TextRange::new(end, row.line.end), 0));
            }
        }
        out
    }

    /// The width of each column.
    fn widths(&self) -> Vec<usize> {
        let mut widths: Vec<usize> = Vec::new();
        let least = if self.delimiter.is_some() { FEWEST_DASHES } else { 0 };
        for (index, row) in self.rows.iter().enumerate() {
            let count = self.aligned_cells(row);
            if Some(index) == self.delimiter || count > MOST_CELLS {
                continue;
            }
            widths.resize(widths.len().max(count), least);
            for (cell, widest) in row.cells.iter().zip(&mut widths).take(count) {
                let width = self.width(trim_blanks(self.text, *cell));
                if width <= WIDEST {
                    *widest = width.max(*widest);
                }
            }
        }
        widths
    }

    /// How many columns a piece of the text takes.
    fn width(&self, range: TextRange) -> usize {
        let text = range.of(self.text);
        if self.is_wide { UnicodeWidthStr::width_cjk(text) } else { UnicodeWidthStr::width(text) }
    }

    fn sides(&self) -> Vec<Side> {
        let dashes = self.delimiter.and_then(|at| self.rows.get(at));
        let side = |cell: &TextRange| {
            let dashes = trim_blanks(self.text, *cell).of(self.text);
            match (dashes.starts_with(':'), dashes.ends_with(':')) {
                (true, true) => Side::Centre,
                (false, true) => Side::Right,
                _ => Side::Left,
            }
        };
        dashes.map(|row| row.cells.iter().map(side).collect()).unwrap_or_default()
    }

    /// A cell in its column; `before` and `behind` tell whether a pipe stands there.
    fn align_cell(
        &self,
        cell: TextRange,
        column: usize,
        side: Side,
        before: bool,
        behind: bool,
        out: &mut Vec<Edit>,
    ) {
        let inner = trim_blanks(self.text, cell);
        let (left, right) = (usize::from(before), usize::from(behind));
        if inner.is_empty() {
            if column > 0 {
                out.extend(spaces(self.text, cell, column + left + right));
            }
            return;
        }
        let room = column.saturating_sub(self.width(inner));
        let shift = match side {
            Side::Left => 0,
            Side::Centre => room / 2,
            Side::Right => room,
        };
        let rest = if behind { room - shift } else { 0 };
        out.extend(spaces(self.text, TextRange::new(cell.start, inner.start), left + shift));
        out.extend(spaces(self.text, TextRange::new(inner.end, cell.end), right + rest));
    }

    /// The dashes below a header, as wide as the column, their colons kept.
    fn align_dashes(
        &self,
        cell: TextRange,
        column: usize,
        before: bool,
        behind: bool,
        out: &mut Vec<Edit>,
    ) {
        let inner = trim_blanks(self.text, cell);
        let source = inner.of(self.text);
        let colons = source.bytes().filter(|byte| *byte == b':').count();
        let dashes = column.max(FEWEST_DASHES).saturating_sub(colons).max(1);
        let found = source.len() - colons;
        out.extend(spaces(self.text, TextRange::new(cell.start, inner.start), usize::from(before)));
        let end = inner.end - usize::from(source.ends_with(':'));
        if found < dashes {
            out.push(Edit { range: TextRange::at(end), content: "-".repeat(dashes - found) });
        } else if found > dashes {
            out.push(Edit {
                range: TextRange::new(end - (found - dashes), end),
                content: String::new(),
            });
        }
        out.extend(spaces(self.text, TextRange::new(inner.end, cell.end), usize::from(behind)));
    }
}

/// The edit that makes `range`, where only blanks stand, into so many spaces; as small as can be.
fn spaces(text: &str, range: TextRange, count: usize) -> Option<Edit> {
    let source = range.of(text);
    let len = source.len();
    if !source.bytes().all(|byte| byte == b' ') {
        return Some(Edit { range, content: " ".repeat(count) });
    }
    match len.cmp(&count) {
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Less => {
            Some(Edit { range: TextRange::at(range.end), content: " ".repeat(count - len) })
        }
        std::cmp::Ordering::Greater => Some(Edit {
            range: TextRange::new(range.start + count, range.end),
            content: String::new(),
        }),
    }
}
