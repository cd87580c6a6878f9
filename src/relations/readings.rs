//! Other readings of a whole table: all numbers are displaced by a row or a column.

use super::causes::Ledger;
use super::fit::Misfit;
use crate::facts::Table;
use crate::standard::CellRef;

/// Fewest rows that are not all 0. With fewer rows, another reading is too easily right.
const FEWEST_ROWS: usize = 4;

/// The other reading under which all evaluated relations hold; `None` without such a reading.
/// `ledger` is the ledger of `table`.
pub fn misread(table: &Table, ledger: &Ledger) -> Option<Misfit> {
    let is_filled = |row: &usize| ledger.row(*row).iter().any(|number| *number != 0);
    if (0..ledger.height()).filter(is_filled).count() < FEWEST_ROWS
        || table.cells().count() < ledger.height() * ledger.width
    {
        return None;
    }
    if are_blanks_closed(ledger) {
        return Some(Misfit::BlanksClosed);
    }
    let row_off = || row_above(ledger).is_some() || row_below(ledger).is_some();
    let lost = column_lost(ledger);
    if row_off() {
        Some(Misfit::RowOff)
    } else if lost.is_some() {
        // If the lost column is not 总计, the last number of a row is the total: at least the sum
        // of the other numbers.
        let is_total = |row: usize| {
            ledger.at(row, ledger.total() - 1) >= ledger.row(row)[..ledger.total() - 1].iter().sum()
        };
        Some(Misfit::ColumnOff { is_lost: (0..ledger.height()).all(is_total) })
    } else {
        column_inserted(ledger).map(|()| Misfit::ColumnOff { is_lost: false })
    }
}

/// Whether the numbers of each row stand at its start, and the last number is the sum of the
/// others. In such a row, blank cells or zeros were removed and the gap was closed.
fn are_blanks_closed(ledger: &Ledger) -> bool {
    let is_closed = |row: usize| {
        let found = ledger.row(row);
        let filled = (0..ledger.width).take_while(|&column| !ledger.is_blank(row, column)).count();
        let blank = (filled..ledger.width).all(|column| ledger.is_blank(row, column));
        let adds_up = || {
            found[..filled]
                .split_last()
                .is_some_and(|(last, before)| before.iter().sum::<i64>() == *last)
        };
        blank && filled < ledger.width && (filled == 0 || filled > 1 && adds_up())
    };
    (0..ledger.height())
        .all(|row| is_closed(row) || ledger.row(row).iter().all(|number| *number == 0))
}

/// `Some` if the ledger holds with these rows.
fn holds(ledger: &Ledger, rows: &[Vec<i64>]) -> Option<()> {
    let mut read = ledger.clone();
    for (row, right) in rows.iter().enumerate() {
        for (column, value) in right.iter().enumerate() {
            if *value < 0 {
                return None;
            }
            read.put(CellRef { row, column }, *value);
        }
    }
    read.holds().then_some(())
}

fn rows(ledger: &Ledger) -> Vec<Vec<i64>> {
    (0..ledger.height()).map(|row| ledger.row(row).to_vec()).collect()
}

/// Each row of numbers stands beside the label above its own label. The first row is lost and is
/// computed from the others.
fn row_above(ledger: &Ledger) -> Option<()> {
    let mut rows = rows(ledger);
    rows.rotate_right(1);
    // 一 = （七）总计 + 四 − 二.
    let last = rows.len() - 1;
    rows[0] = (0..ledger.width)
        .map(|column| rows[last - 1][column] + rows[last][column] - rows[1][column])
        .collect();
    holds(ledger, &rows)
}

/// Each row of numbers stands beside the label below its own label. The last row is lost.
fn row_below(ledger: &Ledger) -> Option<()> {
    let mut rows = rows(ledger);
    rows.rotate_left(1);
    let last = rows.len() - 1;
    rows[last] = (0..ledger.width)
        .map(|column| rows[0][column] + rows[1][column] - rows[last - 1][column])
        .collect();
    holds(ledger, &rows)
}

/// The numbers of a column are lost, and the numbers behind stand one column too far to the left.
/// The lost numbers are the missing parts of the row sums, so the place of the lost column does not
/// matter.
fn column_lost(ledger: &Ledger) -> Option<()> {
    let total = ledger.total();
    let right = |row: usize| {
        let found = ledger.row(row);
        let lost = found[total - 1] - found[..total - 1].iter().sum::<i64>();
        (found[total] == 0)
            .then(|| std::iter::once(lost).chain(found[..total].iter().copied()).collect())
    };
    holds(ledger, &(0..ledger.height()).map(right).collect::<Option<Vec<Vec<i64>>>>()?)
}

/// The numbers stand one column too far to the right, and the numbers of 总计 are lost.
fn column_inserted(ledger: &Ledger) -> Option<()> {
    let right = |row: usize| {
        let found = ledger.row(row);
        let sum = found[1..].iter().sum::<i64>();
        (found[0] == 0).then(|| found[1..].iter().copied().chain([sum]).collect())
    };
    // If only 总计 is filled in, no numbers can be displaced.
    let is_alone = (0..ledger.height())
        .all(|row| ledger.row(row)[..ledger.total()].iter().all(|number| *number == 0));
    if is_alone {
        return None;
    }
    holds(ledger, &(0..ledger.height()).map(right).collect::<Option<Vec<Vec<i64>>>>()?)
}
