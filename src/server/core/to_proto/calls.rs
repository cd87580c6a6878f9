//! Builds calls from sums.

use super::range;
use crate::server::core::features::calls::TracedCell;
use crate::server::core::view::View;
use ls_types::{
    CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, SymbolKind,
};

/// The cells at the start of a call hierarchy.
pub fn call_items(view: &View, cells: Vec<TracedCell>) -> Vec<CallHierarchyItem> {
    cells.into_iter().map(|cell| item(view, cell)).collect()
}

/// The addends of a cell.
pub fn incoming_calls(view: &View, cells: Vec<TracedCell>) -> Vec<CallHierarchyIncomingCall> {
    let call = |from: CallHierarchyItem| CallHierarchyIncomingCall {
        from_ranges: vec![from.selection_range],
        from,
    };
    call_items(view, cells).into_iter().map(call).collect()
}

/// The totals of the cell `own`.
pub fn outgoing_calls(
    view: &View,
    own: &CallHierarchyItem,
    cells: Vec<TracedCell>,
) -> Vec<CallHierarchyOutgoingCall> {
    let call = |to| CallHierarchyOutgoingCall { to, from_ranges: vec![own.selection_range] };
    call_items(view, cells).into_iter().map(call).collect()
}

fn item(view: &View, cell: TracedCell) -> CallHierarchyItem {
    let range = range(view, cell.range);
    CallHierarchyItem {
        name: cell.name,
        kind: SymbolKind::NUMBER,
        tags: None,
        detail: Some(cell.detail),
        uri: view.uri.clone(),
        range,
        selection_range: range,
        data: None,
    }
}
