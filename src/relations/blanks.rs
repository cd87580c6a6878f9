//! Computes blank cells of a table, if only the blank cells can be wrong.

use super::Sum;
use super::causes::{Correction, Ledger};
use crate::standard::CellRef;

/// The results of the relations for the blank cells of an incomplete table.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Blanks {
    /// Cells with only one possible number under the relations.
    pub told: Vec<Correction>,
    /// The other blank cells. Not all of them are 0.
    pub open: Vec<CellRef>,
}

/// At most one cell in four may be blank. If more cells are blank, a blank cell means that nothing
/// occurred.
const ONE_IN: usize = 4;

/// The numbers of the blank cells under which all evaluated relations hold, if all other numbers
/// are right. `None` if there are no such numbers, or if too many cells are blank to prove
/// anything.
pub fn blanks(ledger: &Ledger, sums: &[Sum]) -> Option<Blanks> {
    let cells = (0..ledger.height())
        .flat_map(|row| (0..ledger.width).map(move |column| CellRef { row, column }));
    let blank = ledger.count_blank();
    if blank == 0 || blank * ONE_IN > ledger.height() * ledger.width {
        return None;
    }
    let mut open: Vec<bool> =
        cells.clone().map(|cell| ledger.is_blank(cell.row, cell.column)).collect();
    let place = |cell: CellRef| cell.row * ledger.width + cell.column;
    let sums: Vec<&Sum> = sums.iter().filter(|sum| sum.sides.is_some()).collect();
    let mut filled = ledger.clone();
    let mut told = Vec::new();
    loop {
        let before = told.len();
        for sum in &sums {
            let blank = |cells: &[CellRef]| {
                cells.iter().filter(|cell| open[place(**cell)]).copied().collect::<Vec<_>>()
            };
            let (left, right) = (blank(&sum.form.left), blank(&sum.form.right));
            // How much the left side is less than the right side.
            let short = missing(&filled, sum);
            let (cells, value) = match (left.as_slice(), right.as_slice()) {
                ([], []) if short == 0 => continue,
                ([], []) => return None,
                ([cell], []) => (vec![*cell], short),
                ([], [cell]) => (vec![*cell], -short),
                (cells, []) | ([], cells) if short == 0 => (cells.to_vec(), 0),
                (_, []) if short > 0 => continue,
                ([], _) if short < 0 => continue,
                ([], _) | (_, []) => return None,
                _ => continue,
            };
            if value < 0
                || value > 0 && cells.iter().any(|cell| ledger.is_locked(cell.row, cell.column))
            {
                return None;
            }
            for cell in cells {
                told.push(ledger.change(cell.row, cell.column, value));
                filled.put(cell, value);
                open[place(cell)] = false;
            }
        }
        if told.len() == before {
            break;
        }
    }
    // A cell outside of all evaluated relations cannot be computed.
    let is_summed = |cell: &CellRef| sums.iter().any(|sum| sum.cells().any(|own| own == *cell));
    let open = cells.filter(|cell| open[place(*cell)]).filter(is_summed).collect();
    told.sort_unstable_by_key(|change| change.cell);
    Some(Blanks { told, open })
}

/// How much the left side of a relation is less than the right side.
fn missing(ledger: &Ledger, sum: &Sum) -> i64 {
    let side =
        |cells: &[CellRef]| cells.iter().map(|cell| ledger.at(cell.row, cell.column)).sum::<i64>();
    side(&sum.form.right) - side(&sum.form.left)
}
