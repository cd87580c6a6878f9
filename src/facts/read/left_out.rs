//! Leaves out contents that do not belong to a table.

use crate::facts::table::{ExtraRow, ExtraRowKind, Table};
use crate::text::TextRange;

impl Table {
    /// Leaves out the contents of blocks of another edition.
    pub(super) fn leave_out_foreign(&mut self) {
        let form = self.table_form();
        let foreign = std::mem::take(&mut self.foreign);
        let is_inside = |range: TextRange| foreign.iter().any(|block| block.range.contains(range));
        for (row, found) in self.rows.iter_mut().enumerate() {
            let is_foreign = foreign.iter().any(|block| block.block == form.rows[row].block);
            if is_foreign || found.as_ref().is_some_and(|found| is_inside(found.range)) {
                *found = None;
            }
        }
        self.extra.retain(|extra| !is_inside(extra.range));
        self.headers.retain(|header| !is_inside(header.range));
        self.heads.retain(|head| !is_inside(head.range));
        self.column_order = self
            .column_order
            .take()
            .filter(|order| foreign.iter().all(|block| block.block != order.block));
        self.foreign = foreign;
        self.unreadable = self.misfit();
    }

    /// Leaves out the rows of a second copy of the table, if nearly all rows follow a second time
    /// behind the last row.
    pub(super) fn leave_out_second(&mut self) {
        const SHARE: (usize, usize) = (4, 5);
        let is_again = |extra: &&ExtraRow| matches!(extra.kind, ExtraRowKind::Repeated(_));
        let last = self.rows.iter().flatten().map(|row| row.range.start).max().unwrap_or_default();
        let again = || self.extra.iter().filter(is_again).filter(|extra| extra.range.start > last);
        if again().count() * SHARE.1 < self.rows.len() * SHARE.0 {
            return;
        }
        self.again = again().map(|extra| extra.range).min_by_key(|range| range.start);
        if let Some(start) = self.again.map(|again| again.start) {
            self.extra.retain(|extra| extra.range.start < start);
        }
    }
}
