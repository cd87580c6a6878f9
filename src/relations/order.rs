//! Whether values follow headers that are not in the form's order.

use super::grid::Grid;
use super::{sides, values};
use crate::facts::{ColumnOrder, Table};
use crate::standard::CellRef;

/// What the sums say of values below headers that are not in the form's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderEvidence {
    /// They hold if each value is the one that its header names, and not if it is the one of its
    /// place.
    WithHeaders,
    /// The other way round.
    InPlace,
    /// They hold either way, or neither way, or none says anything.
    None,
}

/// What the sums of `table` say of the values below `order`, its own.
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
