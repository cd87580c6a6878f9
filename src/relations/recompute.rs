//! Computes the totals of a table from their addends: all totals, a single total, or the totals
//! that depend on a changed cell.

use super::grid::Grid;
use super::{Correction, Sum, values};
use crate::facts::{Table, Value};
use crate::standard::{CellRef, SumForm};

/// The totals of `table` that differ from the sum of their addends, with that sum, in the order of
/// the form. Totals of totals are computed from the right totals. A total with an unknown addend is
/// skipped. `sums` are all relations of the table.
pub fn recompute(table: &Table, sums: &[Sum]) -> Vec<(CellRef, i64)> {
    let totals: Vec<&'static SumForm> = totals(sums).collect();
    let mut forms: Grid<Option<&'static SumForm>> =
        Grid::over(totals.iter().flat_map(|form| form.right.iter().chain([&form.result])));
    for form in totals.iter().rev() {
        // If a cell has two sums, the first sum counts.
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

/// The blank totals of `table` that should hold 0, in the order of the form. The addends make 0,
/// and at least one addend is filled in.
pub fn blank_zeros(table: &Table, sums: &[Sum]) -> Vec<CellRef> {
    let is_blank = |cell: CellRef| table.cell(cell).is_none_or(|cell| cell.value == Value::Blank);
    let is_zero = |form: &&SumForm| {
        let value = |cell: &CellRef| super::value(table, *cell);
        is_blank(form.result)
            && form.right.iter().any(|addend| !is_blank(*addend))
            && value(&form.result).is_some()
            && form.right.iter().try_fold(0, |sum, addend| Some(sum + value(addend)?)) == Some(0)
    };
    let mut zeros: Vec<CellRef> = totals(sums).filter(is_zero).map(|form| form.result).collect();
    zeros.sort_unstable();
    zeros.dedup();
    zeros
}

/// The sums whose result is the total of their addends. A balance is not a total, because its
/// result is one of its addends.
fn totals(sums: &[Sum]) -> impl Iterator<Item = &'static SumForm> {
    sums.iter()
        .filter(|sum| {
            !sum.relation.at_least && sum.form.left == [sum.form.result] && sum.sides.is_some()
        })
        .map(|sum| sum.form)
}

/// The value of a cell. For a total, the sum of its addends. At most two levels of totals: a total,
/// and a total of totals.
fn compute(
    values: &Grid<Option<i64>>,
    forms: &Grid<Option<&'static SumForm>>,
    cell: CellRef,
) -> Option<i64> {
    match forms.get(cell) {
        Some(form) => form
            .right
            .iter()
            .try_fold(0, |sum, &addend| Some(sum + compute(values, forms, addend)?)),
        None => values.get(cell),
    }
}

/// Whether a cell is the total of other cells.
pub fn is_total(sums: &[Sum], cell: CellRef) -> bool {
    totals(sums).any(|form| form.result == cell)
}

/// The wrong totals that depend on any of `cells`, directly or through another total, with the
/// right numbers if everything else stays the same.
pub fn depending(table: &Table, sums: &[Sum], cells: &[CellRef]) -> Vec<Correction> {
    let totals: Vec<&'static SumForm> = totals(sums).collect();
    let all = || totals.iter().flat_map(|form| form.right.iter().chain([&form.result]));
    let [mut is_total, mut is_touched, mut is_done]: [Grid<bool>; 3] =
        std::array::from_fn(|_| Grid::over(all()));
    totals.iter().for_each(|form| is_total.set(form.result, true));
    all().filter(|cell| cells.contains(cell)).for_each(|cell| is_touched.set(*cell, true));
    let mut values = values(table);
    let mut changed: Vec<Correction> = Vec::new();
    // Totals of totals come last.
    let (second, first): (Vec<&SumForm>, Vec<&SumForm>) =
        totals.iter().partition(|form| form.right.iter().any(|&addend| is_total.get(addend)));
    for form in first.into_iter().chain(second) {
        // If a cell has two sums, the first sum counts.
        if is_done.get(form.result) || !form.right.iter().any(|&addend| is_touched.get(addend)) {
            continue;
        }
        is_done.set(form.result, true);
        let value = form.right.iter().try_fold(0, |sum, &addend| Some(sum + values.get(addend)?));
        let (Some(found), Some(value)) = (values.get(form.result), value) else { continue };
        is_touched.set(form.result, true);
        values.set(form.result, Some(value));
        if found != value {
            changed.push(Correction { cell: form.result, found, value });
        }
    }
    changed.sort_unstable();
    changed
}
