//! Decides whether a table is understood: how well the table fits the form.

use super::causes::Ledger;
use super::{Sum, value};
use crate::facts::{Table, Unreadable};

/// The reason why a table is not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The rows do not belong to the form, or have other numbers of values.
    Rows(Unreadable),
    /// Of the `of` relations with a number other than 0, `violated` do not hold, without an
    /// explanation.
    Sums { violated: usize, of: usize },
    /// The numbers of each row stand together at the start, and the last number is the sum of the
    /// others.
    BlanksClosed,
    /// All relations would hold with the numbers one row higher or lower.
    RowOff,
    /// All relations would hold with the numbers one column to the right and one lost column, or
    /// with the numbers one column to the left.
    ColumnOff {
        /// Whether the lost column is one of the columns before 总计.
        is_lost: bool,
    },
}

/// Fewest violated rows or columns of a table that is not understood. Fewer violations may be
/// single wrong cells, so each violation is reported.
pub const FEWEST_VIOLATED: usize = 8;

/// The reason why a table without named causes is not understood; `None` if the table is
/// understood.
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
