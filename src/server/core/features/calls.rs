//! Call hierarchy as the tracing of sums: into a total flow its addends, and out of an addend its
//! totals.

use super::locate::{Spot, TableAt, Thing, locate};
use crate::server::core::view::View;
use crate::standard::CellRef;
use crate::text::TextRange;

/// A cell that sums lead to, or from.
#[derive(Clone, Debug)]
pub struct TracedCell {
    /// Its row and its column.
    pub name: String,
    /// Its number, and the table that it stands in.
    pub detail: String,
    /// In bytes of the text.
    pub range: TextRange,
}

/// The cell at a byte of the text.
pub fn prepare(view: &View, at: usize) -> Option<TracedCell> {
    let (table, cell) = cell_at(view, at)?;
    traced(table, cell)
}

/// What is added up to the cell at a byte: the other cells of the sums that it is the result of.
pub fn incoming(view: &View, at: usize) -> Vec<TracedCell> {
    let Some((table, cell)) = cell_at(view, at) else { return Vec::new() };
    let sums = equations(table).filter(|(result, _)| *result == cell);
    distinct(sums.flat_map(|(_, cells)| cells).filter(|other| *other != cell))
        .into_iter()
        .filter_map(|cell| traced(table, cell))
        .collect()
}

/// What the cell at a byte is added up to: the results of the sums that it is in.
pub fn outgoing(view: &View, at: usize) -> Vec<TracedCell> {
    let Some((table, cell)) = cell_at(view, at) else { return Vec::new() };
    let results = equations(table)
        .filter(|(result, cells)| *result != cell && cells.contains(&cell))
        .map(|(result, _)| result);
    distinct(results).into_iter().filter_map(|cell| traced(table, cell)).collect()
}

/// The sums of a table: the result of each, and all its cells.
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

/// A cell as it is shown; `None` where nothing shows its place.
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
