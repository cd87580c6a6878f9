//! How well a table fits the form.

use super::finding::Unreadable;
use super::table::{ExtraRowKind, Row, RowCells, Table};
use crate::syntax::Layout;

impl Table {
    /// A table with a lower fit is not understood.
    pub const LEAST_FIT: f64 = 0.5;

    /// The share of fitting rows and headers, from 0 to 1.
    pub fn fit(&self) -> f64 {
        if self.table_form().across {
            return 1.0;
        }
        let columns: usize = self.table_form().blocks.iter().map(|block| block.columns.len()).sum();
        // A block without rows has no place for its headers either. The headers do not count as a
        // second loss.
        let is_one_block = self.table_form().blocks.len() == 1;
        let headers = self
            .named_columns
            .filter(|_| is_one_block)
            .map_or(1.0, |named| named.min(columns) as f64 / columns as f64);
        // A block of another edition does not count.
        match (0..self.rows.len()).filter(|&row| !self.is_foreign(row)).count() {
            0 => 1.0,
            rows => self.fitting_rows() as f64 / rows as f64 * (0.8 + 0.2 * headers),
        }
    }

    /// Number of rows of the form in order with the right number of values. The last row of the
    /// table also counts if it has too few values: its values may still be written.
    fn fitting_rows(&self) -> usize {
        let last = self.rows.iter().rposition(Option::is_some);
        let is_begun = |row: usize| {
            Some(row) == last
                && self.rows[row].as_ref().is_some_and(|begun| self.lacks_values(row, begun))
        };
        (0..self.rows.len())
            .filter(|&row| !self.is_foreign(row) && (self.fits(row) || is_begun(row)))
            .count()
    }

    fn lacks_values(&self, index: usize, row: &Row) -> bool {
        !row.displaced
            && matches!(row.cells, RowCells::Miscounted { found, glued: false, .. } if found < self.table_form().width(index))
    }

    /// Whether a row of the form is present, in order, and has the right number of values.
    pub fn fits(&self, row: usize) -> bool {
        self.rows[row]
            .as_ref()
            .is_some_and(|row| !row.displaced && matches!(row.cells, RowCells::Known(_)))
    }

    /// Whether all labels stand together, and all values together behind them, as in some texts
    /// from a PDF. In such a table most rows have no value, and one row has too many values.
    fn read_in_blocks(&self) -> Option<Unreadable> {
        if !matches!(self.layout, Layout::Lines | Layout::Spaces) {
            return None;
        }
        let form = self.table_form();
        let known =
            self.rows.iter().enumerate().filter_map(|(index, row)| Some((index, row.as_ref()?)));
        let bare = known.clone().filter(|(_, row)| is_bare(&row.cells)).count();
        let crowded = { known }.find_map(|(index, row)| match row.cells {
            RowCells::Miscounted { found, glued: false, .. } if found > form.width(index) + 1 => {
                Some((index, found))
            }
            _ => None,
        });
        if 2 * bare < self.rows.len() {
            return None;
        }
        const FEWEST_ODD: usize = 3;
        let is_odd = |row: &&Row| {
            row.displaced || matches!(row.cells, RowCells::Miscounted { glued: false, .. })
        };
        let odd = self.rows.iter().flatten().filter(is_odd).count();
        let unknown = self.extra.iter().filter(|extra| extra.kind == ExtraRowKind::Unknown).count();
        let crowded = crowded.map(|(row, found)| Unreadable::RunTogether { row, found });
        crowded.or((odd + unknown >= FEWEST_ODD).then_some(Unreadable::Doubtful))
    }

    /// Whether blank cells have left no trace, as in text from a PDF: most rows have no value or
    /// fewer values than columns.
    fn blanks_lost(&self) -> Option<Unreadable> {
        const FEWEST: usize = 3;
        if self.layout != Layout::Spaces {
            return None;
        }
        let known =
            || self.rows.iter().enumerate().filter_map(|(index, row)| Some((index, row.as_ref()?)));
        let short = known().filter(|(index, row)| self.lacks_values(*index, row)).count();
        let bare =
            if short < FEWEST { 0 } else { known().filter(|(_, row)| is_bare(&row.cells)).count() };
        (short >= FEWEST && 2 * (short + bare) >= self.rows.len())
            .then_some(Unreadable::BlanksLost { short })
    }

    /// The reason why the rows and headers cannot be understood, if there is a reason.
    pub(super) fn misfit(&self) -> Option<Unreadable> {
        if self.fit() < Self::LEAST_FIT {
            return Some(Unreadable::Rows { fitting: self.fitting_rows() });
        }
        const RUN_TOGETHER: usize = 3;
        let is_run_together = |(row, found): (usize, usize)| {
            let width = self.table_form().width(row);
            (width >= RUN_TOGETHER && found >= RUN_TOGETHER * width)
                .then_some(Unreadable::RunTogether { row, found })
        };
        let counted =
            self.rows.iter().enumerate().filter_map(|(index, row)| match row.as_ref()?.cells {
                RowCells::Miscounted { found, .. } => Some((index, found)),
                RowCells::Known(_) => None,
            });
        if let Some(run_together) = { counted }.find_map(is_run_together) {
            return Some(run_together);
        }
        if let Some(lost) = self.read_in_blocks().or_else(|| self.blanks_lost()) {
            return Some(lost);
        }
        let unknown = self.extra.iter().filter(|extra| extra.kind == ExtraRowKind::Unknown).count();
        (unknown > self.rows.iter().flatten().count())
            .then_some(Unreadable::UnknownRows { unknown })
    }
}

/// Whether the cells of a row are empty and have no places of their own.
fn is_bare(cells: &RowCells) -> bool {
    matches!(cells, RowCells::Known(cells) if cells.iter().all(|cell| cell.range == cells[0].range && cell.range.is_empty()))
}
