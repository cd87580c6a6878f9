//! What the blank cells of a table should hold, where nothing else can be wrong with it.

use super::Sum;
use super::causes::{Correction, Ledger};
use crate::standard::CellRef;

/// What the relations tell of the blank cells of a table that is not completely filled in.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Blanks {
    /// Those of which the relations leave one number only.
    pub told: Vec<Correction>,
    /// The others. Together they are not 0.
    pub open: Vec<CellRef>,
}

/// Where more than one cell in so many is blank, blanks are what did not occur.
const ONE_IN: usize = 4;

/// What the blank cells should hold for every evaluated relation to hold, all other numbers being
/// right. `None` where that cannot be, or where so much is blank that it would explain everything.
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
            // By how much the left side falls short.
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
    // A cell that takes part in nothing evaluated is no matter of arithmetic.
    let is_summed = |cell: &CellRef| sums.iter().any(|sum| sum.cells().any(|own| own == *cell));
    let open = cells.filter(|cell| open[place(*cell)]).filter(is_summed).collect();
    told.sort_unstable_by_key(|change| change.cell);
    Some(Blanks { told, open })
}

/// By how much the left side of a relation is less than the right one.
fn missing(ledger: &Ledger, sum: &Sum) -> i64 {
    let side =
        |cells: &[CellRef]| cells.iter().map(|cell| ledger.at(cell.row, cell.column)).sum::<i64>();
    side(&sum.form.right) - side(&sum.form.left)
}
