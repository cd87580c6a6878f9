//! Rows that are read round: in text from PDF the total of a row may stand above the line of its other numbers.

use super::number::Value;
use super::table::{Cell, RowCells, Table};
use crate::standard::CellRef;
use crate::syntax::Layout;

/// Puts the total behind the other numbers of each row in which it stands before them, as the row's own sum shows.
pub fn read_round(table: &mut Table) {
    let turned: Vec<usize> = (0..table.rows.len()).filter(|&row| is_round(table, row)).collect();
    for row in turned {
        if let Some(RowCells::Known(cells)) = table.rows[row].as_mut().map(|row| &mut row.cells) {
            cells.rotate_left(1);
        }
    }
}

/// Whether the total of a row stands before its other numbers and has been put behind them.
pub fn was_round(table: &Table, row: usize) -> bool {
    matches!(cells(table, row), Some([first, .., last]) if last.range.start < first.range.start)
}

/// Whether a row without cell borders fails to add up as it stands, and adds up with its first number as the total.
pub fn is_round(table: &Table, row: usize) -> bool {
    if table.layout != Layout::Spaces {
        return false;
    }
    let Some(cells) = cells(table, row) else { return false };
    let number = |cell: &Cell| match cell.value {
        Value::Blank => Some(0),
        Value::Number(number) => Some(number.value),
        Value::NotANumber => None,
    };
    let [first, addends @ .., last] = cells else { return false };
    let (Some(first), Some(last)) = (number(first), number(last)) else { return false };
    let Some(inner) = addends.iter().try_fold(0, |sum, cell| Some(sum + number(cell)?)) else { return false };
    let filled = cells.iter().filter(|cell| number(cell) != Some(0)).count();
    filled >= 2 && first + inner != last && first == inner + last && is_summed(table, row)
}

/// Whether the last cell of a row is the sum of all others, by the form.
fn is_summed(table: &Table, row: usize) -> bool {
    let width = table.table_form().columns(row).len();
    let Some(result) = width.checked_sub(1).map(|column| CellRef { row, column }) else { return false };
    let relations = table.form().relations.iter().filter(|relation| relation.table == table.index && !relation.at_least);
    let mut sums = relations.flat_map(|relation| &relation.sums);
    sums.any(|sum| sum.left == [result] && sum.right.len() + 1 == width && sum.right.iter().all(|cell| cell.row == row))
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

    /// The codes of all that is found in the sample with this row.
    fn codes(layout: Layout, from: &str, to: &str) -> Vec<&'static str> {
        let text = replaced(&sample(layout), from, to);
        check(&text, &Options::default()).unwrap().iter().map(|found| found.code).collect()
    }

    #[test]
    fn a_total_before_the_other_numbers_is_read_behind_them() {
        assert_eq!(codes(Layout::Spaces, "（一）予以公开 4 1 0 0 0 0 5", "（一）予以公开 5 4 1 0 0 0 0"), [] as [&str; 0]);
    }

    #[test]
    fn where_cells_have_borders_the_row_has_slipped() {
        let found = codes(Layout::Tabs, "（一）予以公开\t\t4\t1\t0\t0\t0\t0\t5", "（一）予以公开\t\t5\t4\t1\t0\t0\t0\t0");
        assert!(found.contains(&"A001"), "{found:?}");
    }
}
