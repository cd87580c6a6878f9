//! Explains why a table does not add up, by the fewest events. An event is named only if no
//! explanation of the same length contradicts the event.
//!
//! `docs/repair.md` describes the results of this module.

mod columns;
mod covers;
mod exchanges;
mod groups;
mod ledger;
mod rows;
mod search;
mod slips;
mod totals;

pub(super) use groups::slipped_groups;
pub(super) use ledger::{CellRole, Ledger};
pub(super) use search::explain;

use crate::standard::CellRef;

/// A mistake while the table was filled in, and the numbers that undo the mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub kind: EventKind,
    /// The cells with a wrong number, in the order of the form.
    pub changes: Vec<Correction>,
    /// Blank cells behind a slip that should hold 0.
    pub left_blank: Vec<CellRef>,
}

/// A cell, its number and its right number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Correction {
    pub cell: CellRef,
    /// The number in the report; 0 for a blank cell.
    pub found: i64,
    /// The right number.
    pub value: i64,
}

/// The kinds of events, simplest first. Rows and columns are rows and columns of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// A single wrong cell.
    Cell,
    /// Two wrong cells of a row or column.
    TwoCells,
    /// From a cell of the row on, the numbers stand `by` columns too far to one side.
    Slip {
        row: usize,
        to_left: bool,
        by: usize,
    },
    /// In a row or column, a number is too large by the amount that another number lacks.
    MovedInRow {
        row: usize,
    },
    MovedInColumn {
        column: usize,
    },
    /// A number of the row was changed, but some totals were not. `column` is the column of the
    /// number, if known.
    StaleTotals {
        row: usize,
        column: Option<usize>,
    },
    /// Only the row （七）总计 is wrong.
    TotalsRow,
    /// The numbers of the column and of 总计 are exchanged.
    ColumnsExchanged {
        column: usize,
    },
    /// The numbers of two rows are exchanged.
    RowsExchanged {
        row: usize,
        other: usize,
    },
    /// The row repeats the row above.
    TypedTwice {
        row: usize,
    },
    /// From a row on, the numbers of the column stand one row too high or too low.
    ColumnSlipped {
        column: usize,
        up: bool,
    },
    /// From a place on, all numbers of table four stand one place too far to one side.
    GroupsSlipped {
        to_left: bool,
    },
    /// All totals of the rows and of the columns are older than a change of their addends.
    AllTotals,
    /// The numbers of a row or column are replaced by other numbers. The event is an explanation,
    /// but many other events would be too.
    OtherNumbers,
}

impl EventKind {
    /// Whether values stand in wrong places. Such an event is a finding of its own. For other
    /// events, the violated relations are the findings.
    pub fn is_displacement(self) -> bool {
        self.is_shift() || matches!(self, Self::ColumnsExchanged { .. })
    }

    /// Whether values have shifted along a row or column, or between rows.
    pub fn is_shift(self) -> bool {
        matches!(
            self,
            Self::Slip { .. }
                | Self::RowsExchanged { .. }
                | Self::TypedTwice { .. }
                | Self::ColumnSlipped { .. }
                | Self::GroupsSlipped { .. }
        )
    }
}

/// The known causes of a table that does not add up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Causes {
    /// The named events.
    pub events: Vec<Event>,
    /// Whether the events explain all violations, not only a part.
    pub is_whole: bool,
    /// Whether the cause is a single event without an alternative of the same size.
    pub is_single: bool,
}

impl Causes {
    /// Adds the other wrong cells of a slipped row to the slip, because a row is one finding.
    pub(super) fn join_in_rows(&mut self) {
        for at in 0..self.events.len() {
            let EventKind::Slip { row, .. } = self.events[at].kind else { continue };
            let is_in_row = |event: &Event| {
                event.kind == EventKind::Cell
                    && event.changes.iter().all(|change| change.cell.row == row)
            };
            let cells: Vec<Correction> = self
                .events
                .iter()
                .filter(|event| is_in_row(event))
                .flat_map(|event| event.changes.clone())
                .collect();
            if cells.is_empty() {
                continue;
            }
            let slip = &mut self.events[at];
            slip.changes.extend(cells);
            slip.changes.sort();
            self.events.retain(|event| !is_in_row(event));
            return;
        }
    }

    /// The named change of a cell.
    pub fn change(&self, cell: CellRef) -> Option<&Correction> {
        self.events.iter().flat_map(|event| &event.changes).find(|change| change.cell == cell)
    }
}
