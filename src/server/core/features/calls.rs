//! Traces sums as a call hierarchy: addends are the incoming calls of a total, totals are the
//! outgoing calls of an addend.

use super::locate::{Spot, TableAt, Thing, locate};
use crate::server::core::view::View;
use crate::standard::CellRef;
use crate::text::TextRange;

/// A cell in the tracing of sums.
#[derive(Clone, Debug)]
pub struct TracedCell {
    /// The row and the column of the cell.
    pub name: String,
    /// The number of the cell, and the table around the cell.
    pub detail: String,
    /// In bytes of the text.
    pub range: TextRange,
}

/// The cell at a byte of the text.
pub fn prepare(view: &View, at: usize) -> Option<TracedCell> {
    let (table, cell) = cell_at(view, at)?;
    traced(table, cell)
}

/// The addends of the cell at a byte: the other cells of the sums with this cell as the result.
pub fn incoming(view: &View, at: usize) -> Vec<TracedCell> {
    let Some((table, cell)) = cell_at(view, at) else { return Vec::new() };
    let sums = equations(table).filter(|(result, _)| *result == cell);
    distinct(sums.flat_map(|(_, cells)| cells).filter(|other| *other != cell))
        .into_iter()
        .filter_map(|cell| traced(table, cell))
        .collect()
}

/// The totals of the cell at a byte: the results of the sums with this cell as an addend.
pub fn outgoing(view: &View, at: usize) -> Vec<TracedCell> {
    let Some((table, cell)) = cell_at(view, at) else { return Vec::new() };
    let results = equations(table)
        .filter(|(result, cells)| *result != cell && cells.contains(&cell))
        .map(|(result, _)| result);
    distinct(results).into_iter().filter_map(|cell| traced(table, cell)).collect()
}

/// The sums of a table: the result and all cells of each sum.
fn equations(table: TableAt<'_>) -> impl Iterator<Item = (CellRef, Vec<CellRef>)> {
    table
        .sums()
        .iter()
        .filter(|sum| !sum.relation.at_least)
        .map(|sum| (sum.form.result, sum.cells().collect()))
}

fn distinct(cells: impl Iterator<Item = CellRef>) -> Vec<CellRef> {
    let mut cells: Vec<CellRef> = cells.collect();
    cells.sort_unstable();
    cells.dedup();
    cells
}

fn cell_at<'a>(view: &View<'a>, at: usize) -> Option<(TableAt<'a>, CellRef)> {
    match locate(view, at)? {
        Spot { thing: Thing::Cell(table, cell), .. } => Some((table, cell)),
        _ => None,
    }
}

/// The shown form of a cell; `None` if the cell has no place in the text.
fn traced(table: TableAt, cell: CellRef) -> Option<TracedCell> {
    let range = table.cell_range(cell)?;
    let form = table.form();
    let name =
        format!("{} / {}", form.rows.get(cell.row)?.label.text, form.column(cell).label.text);
    let detail = [table.number(cell), Some(form.name.clone())]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("  ");
    Some(TracedCell { name, detail, range })
}
