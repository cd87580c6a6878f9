//! Follows an edit of one number, without reading the table again.

use super::table::{RowCells, Table};
use super::{number, parted, round};
use crate::syntax::Layout;
use crate::text::Resized;

impl Table {
    /// The same table after an edit of the number in one cell. `text` is the edited part. `None` if
    /// the edit is outside of all known cells, or if more may follow from the edit.
    pub(crate) fn follow(&self, text: &str, edit: Resized) -> Option<Self> {
        // In a table without labels and with values over several lines, the sums decide whether the
        // table is read.
        if self.table_form().across && matches!(self.layout, Layout::Lines | Layout::Spaces) {
            return None;
        }
        let mut table = self.clone();
        let form = table.table_form();
        let mut found = false;
        for (row, row_end, cells) in table
            .rows
            .iter_mut()
            .enumerate()
            .filter_map(|(index, row)| Some((index, row.as_mut()?)))
            .map(|(index, row)| {
                row.label = row.label.map(|label| edit.follow(label));
                row.pieces.iter_mut().for_each(|piece| *piece = edit.follow(*piece));
                row.range = edit.follow(row.range);
                (index, row.range.end, &mut row.cells)
            })
        {
            match cells {
                RowCells::Known(cells) => {
                    // The same value may stand again behind the last cell, as merged cells are
                    // written out. The two values must agree.
                    let is_edited = cells.iter().any(|cell| cell.range == edit.range);
                    if is_edited
                        && cells.last().is_some_and(|last| edit.follow(last.range).end < row_end)
                    {
                        return None;
                    }
                    for (cell, column) in cells.iter_mut().zip(form.columns(row)) {
                        let is_own = cell.range == edit.range;
                        cell.range = edit.follow(cell.range);
                        if is_own {
                            found = true;
                            cell.value = number::read(cell.range.of(text), column);
                        }
                    }
                }
                RowCells::Miscounted { range, .. } => *range = edit.follow(*range),
            }
        }
        table.range = edit.follow(table.range);
        table.first_row = edit.follow(table.first_row);
        table.superseded = table.superseded.map(|range| edit.follow(range));
        table.again = table.again.map(|range| edit.follow(range));
        table.foreign.iter_mut().for_each(|block| block.range = edit.follow(block.range));
        for extra in &mut table.extra {
            extra.label = extra.label.map(|label| edit.follow(label));
            extra.range = edit.follow(extra.range);
        }
        for header in &mut table.headers {
            header.range = edit.follow(header.range);
            header
                .repeats
                .iter_mut()
                .chain(&mut header.pieces)
                .for_each(|range| *range = edit.follow(*range));
        }
        for head in &mut table.heads {
            head.range = edit.follow(head.range);
            head.repeats.iter_mut().for_each(|range| *range = edit.follow(*range));
        }
        table.exchanged.iter_mut().flatten().for_each(|range| *range = edit.follow(*range));
        table.column_order.iter_mut().for_each(|order| order.follow(edit));
        // The edit may decide anew whether a total stands before the other numbers of its row, or
        // whether a line break splits a number.
        (found && !round::may_turn(&table) && !parted::has_parted(&table, text)).then_some(table)
    }
}
