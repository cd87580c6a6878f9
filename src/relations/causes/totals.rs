//! Finds totals that were not computed again after a change.

use super::covers::{Covers, ONE, TWO};
use super::ledger::{CellRole, Ledger};
use super::{Correction, EventKind};

/// Adds the events in which the number of an outcome was changed, but two or three of its totals
/// were not. `wrong` are the rows with a violated sum of their own.
pub fn add_stale(ledger: &mut Ledger, wrong: &[usize], covers: &mut Covers) {
    let (totals, total) = (ledger.totals(), ledger.total());
    let row = match wrong {
        [row] => *row,
        [row, other] if *other == totals => *row,
        _ => return,
    };
    if ledger.roles[row] != CellRole::Outcome {
        return;
    }
    let by = ledger.rows[row];
    let changed = |ledger: &Ledger, column: usize| ledger.at(row, column) >= by;
    for column in 0..total {
        if ledger.outcomes[column] == by && changed(ledger, column) {
            let places: &[_] = if wrong.len() == 1 {
                &[(row, total), (totals, column), (totals, total)]
            } else {
                &[(row, total), (totals, column)]
            };
            let changes = followed(ledger, places, by);
            covers.try_event(
                ledger,
                EventKind::StaleTotals { row, column: Some(column) },
                changes,
                ONE,
            );
        }
    }
    if wrong.len() == 2 && (0..total).any(|column| changed(ledger, column)) {
        let changes = followed(ledger, &[(row, total), (totals, total)], by);
        covers.try_event(ledger, EventKind::StaleTotals { row, column: None }, changes, ONE);
    }
}

fn followed(ledger: &Ledger, places: &[(usize, usize)], by: i64) -> Vec<Correction> {
    places
        .iter()
        .map(|&(row, column)| ledger.change(row, column, ledger.at(row, column) + by))
        .collect()
}

/// Adds the event in which all totals of the rows and the row （七）总计 are computed again, if the
/// changes are fewer than the violated relations.
pub fn add_all(ledger: &mut Ledger, covers: &mut Covers) {
    let (totals, total) = (ledger.totals(), ledger.total());
    let mut right: Vec<Vec<i64>> =
        (0..ledger.height()).map(|row| ledger.row(row).to_vec()).collect();
    right[totals].fill(0);
    for row in (0..ledger.height()).filter(|&row| ledger.roles[row] == CellRole::Outcome) {
        (0..total).for_each(|column| right[totals][column] += ledger.at(row, column));
    }
    right.iter_mut().for_each(|row| row[total] = row[..total].iter().sum());
    let changes = ledger.changes_of_rows(right.iter().map(Vec::as_slice).enumerate());
    let violated = [&ledger.rows, &ledger.outcomes, &ledger.balances]
        .into_iter()
        .flatten()
        .filter(|off| **off != 0)
        .count();
    if changes.len() < violated {
        covers.try_event(ledger, EventKind::AllTotals, changes, TWO);
    }
}
