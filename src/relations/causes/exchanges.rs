//! Finds rows or columns with exchanged numbers.

use super::covers::{Covers, ONE};
use super::ledger::{CellRole, Ledger};
use super::{Correction, EventKind};
use std::collections::BTreeSet;

/// Adds each column whose numbers may be exchanged with the numbers of 总计. All columns hold.
pub fn add_columns(ledger: &mut Ledger, covers: &mut Covers) {
    let total = ledger.total();
    // A blank column was not exchanged: another column is missing.
    if (0..ledger.height()).all(|row| ledger.is_blank(row, total)) {
        return;
    }
    for column in 0..total {
        let is_exchanged =
            |row: usize| ledger.rows[row] == 2 * (ledger.at(row, column) - ledger.at(row, total));
        if (0..ledger.height()).all(is_exchanged) {
            let pairs =
                (0..ledger.height()).flat_map(|row| [(row, column, total), (row, total, column)]);
            let changes: Vec<Correction> =
                pairs.map(|(row, to, from)| ledger.change(row, to, ledger.at(row, from))).collect();
            let changes =
                changes.into_iter().filter(|change| change.value != change.found).collect();
            covers.try_event(ledger, EventKind::ColumnsExchanged { column }, changes, ONE);
        }
    }
}

/// Adds each pair of rows whose numbers may be exchanged. The sums of all rows hold.
pub fn add_rows(ledger: &mut Ledger, covers: &mut Covers) {
    for row in 0..ledger.height() {
        for other in row + 1..ledger.height() {
            if is_visible(ledger.roles[row], ledger.roles[other]) && would_hold(ledger, row, other)
            {
                add_pair(ledger, row, other, covers);
            }
        }
    }
}

/// Whether an exchange of two such rows changes the sums of the columns and is a realistic mistake.
fn is_visible(one: CellRole, other: CellRole) -> bool {
    (one == CellRole::Outcome) != (other == CellRole::Outcome)
        || (one == CellRole::Totals) != (other == CellRole::Totals)
}

/// Whether every column holds after the exchange of the rows.
fn would_hold(ledger: &Ledger, row: usize, other: usize) -> bool {
    // How much a relation of a column changes for each 1 moved from `row` to `other`.
    let change = |of: fn(CellRole) -> i64| of(ledger.roles[other]) - of(ledger.roles[row]);
    let (outcomes, balances) = (change(|role| role.effect().0), change(|role| role.effect().1));
    (0..ledger.width).all(|column| {
        let by = ledger.at(row, column) - ledger.at(other, column);
        ledger.outcomes[column] + outcomes * by == 0 && ledger.balances[column] + balances * by == 0
    })
}

fn add_pair(ledger: &mut Ledger, row: usize, other: usize, covers: &mut Covers) {
    let (one, two) = (ledger.row(row).to_vec(), ledger.row(other).to_vec());
    let changes = ledger.changes_of_rows([(row, two.as_slice()), (other, one.as_slice())]);
    let addends = ledger.total();
    let differences: BTreeSet<i64> = one
        .iter()
        .zip(&two)
        .take(addends)
        .map(|(one, two)| one - two)
        .filter(|by| *by != 0)
        .collect();
    // Two rows with a single difference do not prove an exchange.
    if differences.len() >= 2 {
        covers.try_event(ledger, EventKind::RowsExchanged { row, other }, changes, ONE);
    } else if other == row + 1 {
        covers.try_event(ledger, EventKind::OtherNumbers, changes, ONE);
    }
}
