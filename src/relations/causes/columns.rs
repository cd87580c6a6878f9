//! The events of a single column.

use super::covers::{Covers, ONE, TWO};
use super::ledger::Ledger;
use super::slips::slipped;
use super::{Event, EventKind};

/// Adds the covers of a single event in `column`. All other columns hold.
pub fn add(ledger: &mut Ledger, column: usize, covers: &mut Covers) {
    let total = ledger.total();
    let sign = if column == total { 1 } else { -1 };
    let right: Vec<i64> =
        (0..ledger.height()).map(|row| ledger.at(row, column) + sign * ledger.rows[row]).collect();
    let differing = (0..ledger.height()).filter(|&row| ledger.rows[row] != 0);
    let changes: Vec<_> = differing.map(|row| ledger.change(row, column, right[row])).collect();
    if changes.is_empty() || !ledger.is_mended_by(&changes) {
        return;
    }
    let holds = ledger.outcomes[column] == 0 && ledger.balances[column] == 0;
    let event = |kind| Event { kind, changes: changes.clone(), left_blank: Vec::new() };
    match changes.as_slice() {
        [_] => covers.add_event(event(EventKind::Cell), ONE, false),
        [one, other] => {
            let is_moved =
                holds && column < total && one.value - one.found == other.found - other.value;
            let (kind, cost) = if is_moved {
                (EventKind::MovedInColumn { column }, ONE)
            } else {
                (EventKind::TwoCells, TWO)
            };
            covers.add_event(event(kind), cost, false);
        }
        _ => {
            let found: Vec<i64> = (0..ledger.height()).map(|row| ledger.at(row, column)).collect();
            match slipped(&found, &right).iter().find(|slip| slip.freed.len() == 1) {
                Some(slip) => covers.add_event(
                    event(EventKind::ColumnSlipped { column, up: slip.is_forward }),
                    ONE,
                    false,
                ),
                None => covers.add_event(event(EventKind::OtherNumbers), TWO, true),
            }
        }
    }
}
