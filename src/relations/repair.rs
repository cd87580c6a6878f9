//! Which cell is wrong. A table whose rows and columns both add up is a grid of checks: a wrong cell violates every relation
//! that it takes part in, and one value mends them all.

use super::grid::Grid;
use super::{Sum, value};
use crate::facts::Table;
use crate::standard::CellRef;

/// A cell that is wrong beyond doubt, as far as the relations tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongCell {
    pub cell: CellRef,
    /// What stands there; 0 where it is blank.
    pub found: i64,
    /// What has to stand there.
    pub value: i64,
    /// Whether it accounts for everything that is violated in the table, and is the total of one of the relations: only then
    /// may it be corrected unseen.
    pub safe: bool,
}

/// The cells that can be named as wrong, given all `sums` of `table`.
///
/// A candidate takes part in at least two relations, all of them violated, and one whole value that is not negative makes all
/// of them hold. It is named if no other candidate shares a relation with it.
pub fn wrong_cells(table: &Table, sums: &[Sum]) -> Vec<WrongCell> {
    let violated: Vec<&Sum> = sums.iter().filter(|sum| sum.is_violated()).collect();
    let mut cells: Vec<CellRef> = violated.iter().flat_map(|sum| sum.cells()).collect();
    cells.sort_unstable();
    cells.dedup();
    // Most cells also take part in a relation that holds.
    let mut holding: Grid<bool> = Grid::over(sums.iter().flat_map(|sum| sum.form.left.iter().chain(&sum.form.right)));
    let evaluated = sums.iter().filter(|sum| sum.holds() && !sum.relation.at_least);
    evaluated.flat_map(Sum::cells).for_each(|cell| holding.set(cell, true));
    cells.retain(|&cell| !holding.get(cell));
    let candidates: Vec<(CellRef, i64)> = cells.into_iter().filter_map(|cell| Some((cell, mended(table, sums, cell)?))).collect();
    let shares = |a: CellRef, b: CellRef| violated.iter().any(|sum| sum.cells().any(|cell| cell == a) && sum.cells().any(|cell| cell == b));
    let named = candidates.iter().filter(|(cell, _)| candidates.iter().all(|(other, _)| other == cell || !shares(*cell, *other)));
    named
        .map(|&(cell, value)| {
            let explains_all = violated.iter().all(|sum| sum.cells().any(|other| other == cell));
            let is_result = violated.iter().any(|sum| sum.form.result == cell);
            WrongCell { cell, found: self::value(table, cell).unwrap_or(0), value, safe: explains_all && is_result }
        })
        .collect()
}

/// The one value that makes every evaluated relation of `cell` hold, if there are two or more and all are violated.
fn mended(table: &Table, sums: &[Sum], cell: CellRef) -> Option<i64> {
    let own: Vec<&Sum> = sums.iter().filter(|sum| sum.sides.is_some() && !sum.relation.at_least && sum.cells().any(|other| other == cell)).collect();
    if own.len() < 2 || !own.iter().all(|sum| sum.is_violated()) {
        return None;
    }
    let value = own[0].solve(table, cell)?;
    (value >= 0 && own.iter().all(|sum| sum.solve(table, cell) == Some(value))).then_some(value)
}
