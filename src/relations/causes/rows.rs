//! The events of a single row.

use super::covers::{Covers, ONE, TWO};
use super::ledger::{CellRole, Ledger};
use super::slips::slipped;
use super::{Event, EventKind};
use crate::standard::CellRef;
use std::collections::BTreeSet;

/// The right numbers of a row, if all mistakes are in this row.
fn right_row(ledger: &Ledger, row: usize) -> Option<Vec<i64>> {
    let less = |off: &[i64]| {
        ledger.row(row).iter().zip(off).map(|(number, off)| number - off).collect::<Vec<_>>()
    };
    let more = |off: &[i64]| {
        ledger.row(row).iter().zip(off).map(|(number, off)| number + off).collect::<Vec<_>>()
    };
    let (outcomes, balances) = (&ledger.outcomes, &ledger.balances);
    let holds = |off: &[i64]| off.iter().all(|off| *off == 0);
    let right = match ledger.roles[row] {
        CellRole::Outcome if holds(balances) => less(outcomes),
        CellRole::Totals if outcomes == balances => more(outcomes),
        CellRole::Received if holds(outcomes) => less(balances),
        CellRole::Forward if holds(outcomes) => more(balances),
        _ => return None,
    };
    let (total, addends) = right.split_last()?;
    (right.iter().all(|number| *number >= 0) && addends.iter().sum::<i64>() == *total)
        .then_some(right)
}

/// Adds the covers of a single event in `row`. The sums of all other rows hold.
pub fn add(ledger: &mut Ledger, row: usize, covers: &mut Covers) {
    let Some(right) = right_row(ledger, row) else { return };
    let changes = ledger.changes_of_rows([(row, right.as_slice())]);
    if changes.is_empty() || !ledger.is_mended_by(&changes) {
        return;
    }
    let total = ledger.total();
    let is_wrong = ledger.rows[row] != 0;
    let among_addends = changes.iter().all(|change| change.cell.column < total);
    let event = |kind| Event { kind, changes: changes.clone(), left_blank: Vec::new() };
    if changes.len() == 1 {
        covers.add_event(event(EventKind::Cell), ONE, false);
        return;
    }
    for (width, least) in [(total + 1, 2), (total, 3)] {
        if width == total && (!among_addends || changes.len() < least) {
            continue;
        }
        for slip in slipped(&ledger.row(row)[..width], &right[..width]) {
            if is_wrong || slip.freed.clone().all(|column| ledger.is_blank(row, column)) {
                let kind = EventKind::Slip { row, to_left: slip.is_forward, by: slip.freed.len() };
                let blank =
                    slip.freed.filter(|&column| ledger.is_blank(row, column) && right[column] == 0);
                let left_blank = blank.map(|column| CellRef { row, column }).collect();
                covers.add_event(Event { left_blank, ..event(kind) }, ONE, false);
            }
        }
    }
    if !is_wrong && among_addends && changes.len() == 2 {
        covers.add_event(event(EventKind::MovedInRow { row }), ONE, false);
    }
    if ledger.roles[row] == CellRole::Totals {
        covers.add_event(event(EventKind::TotalsRow), ONE, false);
    }
    if !is_wrong {
        if is_typed_twice(ledger, row) {
            covers.add_event(event(EventKind::TypedTwice { row }), ONE, false);
        }
        covers.add_event(event(EventKind::OtherNumbers), ONE, true);
    } else if changes.len() == 2 {
        covers.add_event(event(EventKind::TwoCells), TWO, false);
    } else {
        covers.add_event(event(EventKind::OtherNumbers), TWO, true);
    }
}

/// Whether the row repeats the row above, with numbers that do not occur twice by chance.
fn is_typed_twice(ledger: &Ledger, row: usize) -> bool {
    const LARGEST: i64 = 8;
    let addends = &ledger.row(row)[..ledger.total()];
    let different: BTreeSet<i64> = addends.iter().copied().filter(|number| *number != 0).collect();
    row > 0
        && ledger.row(row) == ledger.row(row - 1)
        && different.len() >= 2
        && different.last().is_some_and(|largest| *largest >= LARGEST)
}
