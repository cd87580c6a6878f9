//! Why a table does not add up. What it violates is explained by the fewest events; what no
//! explanation of the same length contradicts is named.
//!
//! `docs/repair.md` says in words what this module finds.

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
pub(super) use ledger::{Ledger, Role};
pub(super) use search::explain;

use crate::standard::CellRef;

/// Something that happened to a table while it was filled in, and what undoes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub kind: EventKind,
    /// The cells that hold another number than they should, in the order of the form.
    pub changes: Vec<Correction>,
    /// Blank cells that should hold 0: those that a slip has left behind.
    pub left_blank: Vec<CellRef>,
}

/// A cell and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Correction {
    pub cell: CellRef,
    /// What stands there; 0 where it is blank.
    pub found: i64,
    /// What should stand there.
    pub value: i64,
}

/// The kinds of events, the simplest first. Rows and columns are the form's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// One cell is wrong.
    Cell,
    /// Two cells of a row or column are wrong.
    TwoCells,
    /// From some cell of the row on the numbers stand `by` columns too far to one side.
    Slip {
        row: usize,
        to_left: bool,
        by: usize,
    },
    /// Two numbers of the row, or of the column, of which one is too large by what the other lacks.
    MovedInRow {
        row: usize,
    },
    MovedInColumn {
        column: usize,
    },
    /// A number of the row (in this column, where that can be told) was changed, and some totals
    /// were not.
    StaleTotals {
        row: usize,
        column: Option<usize>,
    },
    /// The row （七）总计 alone is wrong.
    TotalsRow,
    /// The column and 总计 hold each other's numbers.
    ColumnsExchanged {
        column: usize,
    },
    /// Two rows hold each other's numbers.
    RowsExchanged {
        row: usize,
        other: usize,
    },
    /// The row repeats the one above.
    TypedTwice {
        row: usize,
    },
    /// From some row on the numbers of the column stand one row too high, or too low.
    ColumnSlipped {
        column: usize,
        up: bool,
    },
    /// All numbers of table four from some place on stand one place too far to this side.
    GroupsSlipped {
        to_left: bool,
    },
    /// All totals of the rows and of the columns are as before some change.
    AllTotals,
    /// All of a row or a column is another one's: it explains, but so would others.
    OtherNumbers,
}

impl EventKind {
    /// Whether values stand in the wrong places, which is a finding of its own; else the violated
    /// relations are.
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

/// What is known of why a table does not add up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Causes {
    /// What is named.
    pub events: Vec<Event>,
    /// Whether that explains all that is violated, rather than a part of it.
    pub is_whole: bool,
    /// Whether it is a single event that nothing else of its size could be.
    pub is_single: bool,
}

impl Causes {
    /// Gives a row that has slipped the cells that are wrong in it besides: one row is one finding.
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

    /// What is named of a cell.
    pub fn change(&self, cell: CellRef) -> Option<&Correction> {
        self.events.iter().flat_map(|event| &event.changes).find(|change| change.cell == cell)
    }
}
