//! How well a table fits the form, and when it is not understood.

use super::causes::Ledger;
use super::{Sum, value};
use crate::facts::{Table, Unreadable};

/// Why a table is not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Its rows are not the form's, or have other numbers of values.
    Rows(Unreadable),
    /// So many of the relations that count something do not hold, and nothing explains it.
    Sums { violated: usize, of: usize },
    /// The numbers of each row stand together at its beginning, the last one the sum of the others.
    BlanksClosed,
    /// All would hold if the numbers stood one row higher, or lower.
    RowOff,
    /// All would hold if the numbers stood one column further to the right, and one column were
    /// lost; or further to the left.
    ColumnOff {
        /// Whether a column is lost among those before 总计.
        is_lost: bool,
    },
}

/// With fewer violated rows and columns each of them is reported: that many single cells may be
/// wrong.
pub const FEWEST_VIOLATED: usize = 8;

/// Why a table of which nothing is named is not understood, if it is not.
pub fn misfit(table: &Table, sums: &[Sum], ledger: &Ledger) -> Option<Misfit> {
    if ledger.wrong_rows().len().max(ledger.wrong_columns().len()) < FEWEST_VIOLATED {
        return None;
    }
    let counts = |sum: &&Sum| {
        sum.sides.is_some()
            && sum.cells().any(|cell| value(table, cell).is_some_and(|value| value != 0))
    };
    let of = sums.iter().filter(counts).count();
    let violated = sums.iter().filter(|sum| sum.is_violated()).count();
    let holding = (of - violated) as f64 / of as f64;
    (table.fit() * holding < Table::LEAST_FIT).then_some(Misfit::Sums { violated, of })
}
