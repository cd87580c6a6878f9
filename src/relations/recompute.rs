//! All totals of a table from their addends.

use super::grid::Grid;
use super::{Sum, values};
use crate::facts::Table;
use crate::standard::{CellRef, SumForm};

/// The totals of `table` that differ from the sum of their addends, with that sum, in the order of the form; totals of totals
/// are computed from the totals as they should be. A total with an addend that is not known is left alone. `sums` are all
/// relations of the table.
pub fn recompute(table: &Table, sums: &[Sum]) -> Vec<(CellRef, i64)> {
    // A balance has its result among its addends; it is no total.
    let totals: Vec<&'static SumForm> =
        sums.iter().filter(|sum| !sum.relation.at_least && sum.form.left == [sum.form.result] && sum.sides.is_some()).map(|sum| sum.form).collect();
    let mut forms: Grid<Option<&'static SumForm>> = Grid::over(totals.iter().flat_map(|form| form.right.iter().chain([&form.result])));
    for form in totals.iter().rev() {
        // Of two sums of one cell the first.
        forms.set(form.result, Some(form));
    }
    let values = values(table);
    let mut changed: Vec<(CellRef, i64)> = totals
        .iter()
        .filter_map(|form| {
            let found = values.get(form.result)?;
            let computed = compute(&values, &forms, form.result)?;
            (found != computed).then_some((form.result, computed))
        })
        .collect();
    changed.sort_unstable();
    changed.dedup();
    changed
}

/// The value of a cell: the sum of its addends where it is a total. Totals nest two deep at most: the total of totals.
fn compute(values: &Grid<Option<i64>>, forms: &Grid<Option<&'static SumForm>>, cell: CellRef) -> Option<i64> {
    match forms.get(cell) {
        Some(form) => form.right.iter().try_fold(0, |sum, &addend| Some(sum + compute(values, forms, addend)?)),
        None => values.get(cell),
    }
}
