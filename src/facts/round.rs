//! Rotated rows: in text from a PDF, the total of a row may stand above the line of the other
//! numbers.

use super::number::Value;
use super::table::{Cell, RowCells, Table};
use crate::standard::{CellRef, SumForm};
use crate::syntax::Layout;

/// Moves the total behind the other numbers of each rotated row. The sum of the row shows that the
/// total stands in front. More sums of the table must hold afterwards, for all rotated rows
/// together or else for each row alone. If the first column holds the totals of the whole table,
/// nothing changes: the total of a single row may stand above its line, but not the totals of all
/// rows.
pub fn read_round(table: &mut Table, text: &str) {
    let round: Vec<usize> = (0..table.rows.len()).filter(|&row| is_round(table, row)).collect();
    if !round.is_empty()
        && !are_ends_exchanged(table, &round, text)
        && !turn_if_better(table, &round)
    {
        for row in round {
            turn_if_better(table, &[row]);
        }
    }
}

/// Whether all sums of the table hold after an exchange of the first and last number of these rows.
/// Each row must be one line.
fn are_ends_exchanged(table: &mut Table, rows: &[usize], text: &str) -> bool {
    const FEWEST: usize = 3;
    let is_one_line = |&row: &usize| {
        let ends = cells(table, row)
            .and_then(|cells| cells.first())
            .zip(cells(table, row).and_then(|cells| cells.last()));
        ends.is_some_and(|(first, last)| {
            text.get(first.range.start..last.range.end)
                .is_some_and(|line| !line.contains(['\n', '\r']))
        })
    };
    if rows.len() < FEWEST || !rows.iter().all(is_one_line) {
        return false;
    }
    let exchange = |cells: &mut [Cell]| {
        let last = cells.len() - 1;
        cells.swap(0, last);
    };
    turn(table, rows, exchange);
    let holds = violated(table) == 0;
    turn(table, rows, exchange);
    holds
}

/// Rotates rows if fewer sums fail afterwards. Returns whether the rows stay rotated.
fn turn_if_better(table: &mut Table, rows: &[usize]) -> bool {
    let before = violated(table);
    turn(table, rows, |cells| cells.rotate_left(1));
    let is_better = violated(table) < before;
    if !is_better {
        turn(table, rows, |cells| cells.rotate_right(1));
    }
    is_better
}

fn turn(table: &mut Table, rows: &[usize], turn: impl Fn(&mut [Cell])) {
    for &row in rows {
        if let Some(RowCells::Known(cells)) = table.rows[row].as_mut().map(|row| &mut row.cells) {
            turn(cells);
        }
    }
}

/// Number of failing sums of the form.
fn violated(table: &Table) -> usize {
    let relations = table
        .form()
        .relations
        .iter()
        .filter(|relation| relation.table == table.index && !relation.at_least);
    let side = |cells: &[CellRef]| {
        cells.iter().try_fold(0, |sum, &cell| Some(sum + number(table.cell(cell)?)?))
    };
    let fails = |sum: &&SumForm| {
        side(&sum.left).zip(side(&sum.right)).is_some_and(|(left, right)| left != right)
    };
    relations.flat_map(|relation| &relation.sums).filter(fails).count()
}

/// Whether a row is rotated or may have to be rotated. The decision depends on all numbers of the
/// table.
pub fn may_turn(table: &Table) -> bool {
    let is_turned = |row: usize| matches!(cells(table, row), Some([first, .., last]) if last.range.start < first.range.start);
    table.layout == Layout::Spaces
        && (0..table.rows.len()).any(|row| is_turned(row) || is_round(table, row))
}

fn number(cell: &Cell) -> Option<i64> {
    match cell.value {
        Value::Blank => Some(0),
        Value::Number(number) => Some(number.value),
        Value::NotANumber => None,
    }
}

/// Whether a row without cell borders does not add up as written, but adds up with its first number
/// as the total.
fn is_round(table: &Table, row: usize) -> bool {
    if table.layout != Layout::Spaces {
        return false;
    }
    let Some(cells) = cells(table, row) else { return false };
    let [first, addends @ .., last] = cells else { return false };
    let (Some(first), Some(last)) = (number(first), number(last)) else { return false };
    let Some(inner) = addends.iter().try_fold(0, |sum, cell| Some(sum + number(cell)?)) else {
        return false;
    };
    let filled = || cells.iter().filter(|cell| number(cell) != Some(0)).count();
    first + inner != last && first == inner + last && filled() >= 2 && is_summed(table, row)
}

/// Whether the last cell of a row is the sum of all other cells in the form.
fn is_summed(table: &Table, row: usize) -> bool {
    let width = table.table_form().columns(row).len();
    let Some(result) = width.checked_sub(1).map(|column| CellRef { row, column }) else {
        return false;
    };
    let relations = table
        .form()
        .relations
        .iter()
        .filter(|relation| relation.table == table.index && !relation.at_least);
    let mut sums = relations.flat_map(|relation| &relation.sums);
    sums.any(|sum| {
        sum.left == [result]
            && sum.right.len() + 1 == width
            && sum.right.iter().all(|cell| cell.row == row)
    })
}

fn cells(table: &Table, row: usize) -> Option<&[Cell]> {
    match &table.rows[row].as_ref()?.cells {
        RowCells::Known(cells) => Some(cells),
        RowCells::Miscounted { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::{Options, check};
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// The codes of all findings in the sample with this row.
    fn codes(layout: Layout, from: &str, to: &str) -> Vec<&'static str> {
        let text = replaced(&sample(layout), from, to);
        check(&text, &Options::default()).unwrap().iter().map(|found| found.code).collect()
    }

    #[test]
    fn a_total_before_the_other_numbers_is_read_behind_them() {
        assert_eq!(
            codes(Layout::Spaces, "（一）予以公开 4 1 0 0 0 0 5", "（一）予以公开 5 4 1 0 0 0 0"),
            [] as [&str; 0]
        );
    }

    #[test]
    fn a_wrong_number_before_the_others_is_no_total() {
        let found =
            codes(Layout::Spaces, "（一）予以公开 4 1 0 0 0 0 5", "（一）予以公开 6 1 0 0 0 0 5");
        assert_eq!(found, ["A001", "A002"]);
    }

    #[test]
    fn a_first_column_that_holds_the_totals_is_not_read_round() {
        let exchanged = |line: &str| {
            let words: Vec<&str> = line.split(' ').collect();
            let count = words
                .iter()
                .rev()
                .take_while(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
                .count();
            let mut words = words;
            if count == 7 {
                let last = words.len() - 1;
                words.swap(last - 6, last);
            }
            format!("{}\n", words.join(" "))
        };
        let text: String = sample(Layout::Spaces).lines().map(exchanged).collect();
        let found: Vec<_> =
            check(&text, &Options::default()).unwrap().iter().map(|found| found.code).collect();
        assert_eq!(found, ["T014"]);
    }

    #[test]
    fn where_cells_have_borders_the_row_has_slipped() {
        let found = codes(
            Layout::Tabs,
            "（一）予以公开\t\t4\t1\t0\t0\t0\t0\t5",
            "（一）予以公开\t\t5\t4\t1\t0\t0\t0\t0",
        );
        assert!(found.contains(&"A001"), "{found:?}");
    }
}
