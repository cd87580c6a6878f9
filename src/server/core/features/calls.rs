//! Call hierarchy as the tracing of sums: into a total flow its addends, and out of an addend its
//! totals.

use super::locate::{Spot, TableAt, Thing, locate};
use crate::server::core::view::View;
use crate::standard::CellRef;
use ls_types::{
    CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, Position, SymbolKind,
};

/// The cell at the position.
pub fn prepare(view: &View, at: Position) -> Option<Vec<CallHierarchyItem>> {
    let (table, cell) = cell_at(view, at)?;
    Some(vec![item(view, table, cell)?])
}

/// What is added up to the cell of an item: the other cells of the sums that it is the result of.
pub fn incoming(view: &View, own: &CallHierarchyItem) -> Vec<CallHierarchyIncomingCall> {
    let Some((table, cell)) = cell_at(view, own.selection_range.start) else { return Vec::new() };
    let sums = equations(table).filter(|(result, _)| *result == cell);
    let from = |cell| {
        item(view, table, cell)
            .map(|from| CallHierarchyIncomingCall { from_ranges: vec![from.selection_range], from })
    };
    distinct(sums.flat_map(|(_, cells)| cells).filter(|other| *other != cell))
        .into_iter()
        .filter_map(from)
        .collect()
}

/// What the cell of an item is added up to: the results of the sums that it is in.
pub fn outgoing(view: &View, own: &CallHierarchyItem) -> Vec<CallHierarchyOutgoingCall> {
    let Some((table, cell)) = cell_at(view, own.selection_range.start) else { return Vec::new() };
    let results = equations(table)
        .filter(|(result, cells)| *result != cell && cells.contains(&cell))
        .map(|(result, _)| result);
    let to = |cell| {
        item(view, table, cell)
            .map(|to| CallHierarchyOutgoingCall { to, from_ranges: vec![own.selection_range] })
    };
    distinct(results).into_iter().filter_map(to).collect()
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

fn cell_at<'a>(view: &View<'a>, at: Position) -> Option<(TableAt<'a>, CellRef)> {
    match locate(view, at)? {
        Spot { thing: Thing::Cell(table, cell), .. } => Some((table, cell)),
        _ => None,
    }
}

/// A cell as the client shows it; `None` where nothing shows its place.
fn item(view: &View, table: TableAt, cell: CellRef) -> Option<CallHierarchyItem> {
    let range = view.range(table.cell_range(cell)?);
    let form = table.form();
    let name =
        format!("{} / {}", form.rows.get(cell.row)?.label.text, form.column(cell).label.text);
    let detail = [table.number(cell), Some(form.name.clone())]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("  ");
    Some(CallHierarchyItem {
        name,
        kind: SymbolKind::NUMBER,
        tags: None,
        detail: Some(detail),
        uri: view.uri.clone(),
        range,
        selection_range: range,
        data: None,
    })
}
