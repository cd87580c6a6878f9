//! The cells of a row.

use super::reader::Reader;
use super::starts::ValueStarts;
use crate::facts::number;
use crate::facts::table::{Cell, RowCells};
use crate::standard::Column;
use crate::syntax::{Layout, PieceRow};
use crate::text::{TextRange, is_space};

impl Reader<'_> {
    pub(super) fn cells(
        &self,
        piece: PieceRow,
        row: usize,
        starts: &ValueStarts,
        label: Option<TextRange>,
    ) -> RowCells {
        let width = self.width(row);
        let count = piece.filled().count();
        if count == width
            || self.reshaped(row).is_some_and(|reshaped| reshaped.has_one_more(width, count))
        {
            return self.known(row, piece.filled());
        }
        // A merged cell may be written out in all of its cells: in a block with fewer columns than
        // the widest block, the last cell spans the rest.
        let widest =
            self.form.blocks.iter().map(|block| block.columns.len()).max().unwrap_or(width);
        if piece.cells.is_some() && width < widest && count == widest {
            let last = piece.filled().nth(width - 1);
            if piece
                .filled()
                .skip(width)
                .all(|value| last.is_some_and(|last| value.of(self.text) == last.of(self.text)))
            {
                return self.known(row, piece.filled().take(width));
            }
        }
        let holds_all = |window: &&[TextRange]| {
            window.iter().filter(|value| !value.is_empty()).count() == count
        };
        let window = starts.windows(piece, width).find(holds_all);
        if count == 0 {
            // A row without values: its empty cells, or the place behind the label.
            let end =
                label.map_or_else(|| piece.range().map_or(0, |range| range.end), |label| label.end);
            return match window {
                Some(window) => self.known(row, window.iter().copied()),
                None => self.known(row, std::iter::repeat_n(TextRange::at(end), width)),
            };
        }
        match window.or_else(|| self.beside_words(piece, width, starts)) {
            Some(window) => self.known(row, window.iter().copied()),
            None => RowCells::Miscounted {
                found: count,
                range: piece.filled().reduce(TextRange::cover).unwrap_or_default(),
                glued: false,
            },
        }
    }

    /// The cells of a row of the form, from all cells of its line.
    pub(super) fn counted(&self, row: usize, ranges: &[TextRange]) -> RowCells {
        if ranges.len() == self.width(row) {
            return self.known(row, ranges.iter().copied());
        }
        RowCells::Miscounted {
            found: ranges.len(),
            range: ranges.iter().copied().reduce(TextRange::cover).unwrap_or_default(),
            glued: false,
        }
    }

    /// The cells of a row of the form, with a cell in each of `ranges`.
    pub(super) fn known(&self, row: usize, ranges: impl Iterator<Item = TextRange>) -> RowCells {
        let columns = self.form.columns(row);
        let mut cells = Vec::with_capacity(columns.len());
        match self.reshaped(row) {
            Some(reshaped) => cells.extend(
                reshaped
                    .as_printed(ranges, columns.len())
                    .into_iter()
                    .zip(columns)
                    .map(|(range, column)| self.cell(range, column)),
            ),
            None => {
                cells.extend(ranges.zip(columns).map(|(range, column)| self.cell(range, column)))
            }
        }
        RowCells::Known(cells)
    }

    /// The cell in `range`.
    pub(super) fn cell(&self, range: TextRange, column: &Column) -> Cell {
        match self.pieces.rows.rest_of(range) {
            None => Cell {
                range,
                value: number::read(range.of(self.text), column),
                broken: self.is_beyond_line(range),
            },
            Some(rest) => {
                let whole = format!("{}{}", range.of(self.text), rest.of(self.text));
                Cell { range, value: number::read(&whole, column), broken: true }
            }
        }
    }

    /// Whether a blank cell has no place because its line ends before the column begins. A line of
    /// dashes marks the columns.
    pub(super) fn is_beyond_line(&self, range: TextRange) -> bool {
        let ends_line =
            || self.text[range.end..].chars().next().is_none_or(|c| matches!(c, '\n' | '\r'));
        range.is_empty()
            && self.pieces.layout == Layout::Frame
            && ends_line()
            && !self.text[..range.start].ends_with(is_space)
    }
}
