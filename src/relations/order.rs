//! Decides whether values follow headers in another order than the form's order.

use super::grid::Grid;
use super::{sides, values};
use crate::facts::{ColumnOrder, Table};
use crate::standard::CellRef;

/// The evidence of the sums for values below headers in another order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderEvidence {
    /// The sums hold only if each value belongs to the column of its header, not to the column of
    /// its place.
    WithHeaders,
    /// The sums hold only if each value belongs to the column of its place.
    InPlace,
    /// The sums hold in both cases or in neither case, or there are no sums.
    None,
}

/// The evidence of the sums of `table` for the values below `order`, the order of its own headers.
pub fn order_evidence(table: &Table, order: &ColumnOrder) -> OrderEvidence {
    let in_place = values(table);
    let mut by_header = values(table);
    for row in table.table_form().blocks[order.block]
        .rows
        .clone()
        .filter(|row| order.row.is_none_or(|own| own == *row))
    {
        for (column, (named, _)) in order.named.iter().enumerate() {
            by_header.set(CellRef { row, column: *named }, in_place.get(CellRef { row, column }));
        }
    }
    let relations =
        || table.form().relations.iter().filter(|relation| relation.table == table.index);
    let holds = |values: &Grid<Option<i64>>| {
        let mut sums = relations().flat_map(|relation| {
            relation
                .sums
                .iter()
                .filter_map(move |form| Some((relation, sides(table, values, relation, form)?)))
        });
        sums.all(|(relation, sides)| {
            if relation.at_least { sides.left >= sides.right } else { sides.left == sides.right }
        })
    };
    match (holds(&in_place), holds(&by_header)) {
        (false, true) => OrderEvidence::WithHeaders,
        (true, false) => OrderEvidence::InPlace,
        _ => OrderEvidence::None,
    }
}
