//! A sum written out with the numbers of a report.

use super::NO_ADDEND;
use crate::diagnostic::{Argument, Message, Wording};
use crate::facts::number::plain;
use crate::relations::{Sum, value};
use crate::report::TableContext;
use crate::standard::CellRef;

const HOLDS: Wording = Wording::new("{0} {1} {2} ✓", "{0} {1} {2} ✓");
const FAILS: Wording = Wording::new("{0} {1} {2} ✗", "{0} {1} {2} ✗");
const IS: Wording = Wording::new("{0} = {1}", "{0} = {1}");
const ADDENDS: Wording = Wording::new("{0}", "{0}");
const ZERO: Wording = Wording::new("0（{0}）", "0 ({0})");
const UNKNOWN: Wording = Wording::new(
    "{0} = {1}：有的格缺失、重复或不是数，不能核对",
    "{0} = {1}: not checked, a cell is missing, doubled or no number",
);

/// Whether all cells of a sum are in the same row.
pub fn is_in_row(sum: &Sum) -> bool {
    sum.cells().all(|cell| cell.row == sum.form.result.row)
}

/// A sum written out with the report's numbers: 总计 3 = 自然人 2 + 商业企业 1 ✓.
pub fn written_out(table: &TableContext, sum: &Sum) -> Message {
    let (left, right) = (&sum.form.left, &sum.form.right);
    let Some(sides) = sum.sides else {
        let labels = |cells: &[CellRef]| {
            cells.iter().map(|&cell| label(table, sum, cell)).collect::<Vec<_>>().join(" + ")
        };
        return Message::new(UNKNOWN, [labels(left).into(), labels(right).into()]);
    };
    let sign = match (sum.relation.at_least, sum.is_violated()) {
        (false, false) => "=",
        (false, true) => "≠",
        (true, false) => "≥",
        (true, true) => "<",
    };
    if sum.holds() {
        return Message::new(HOLDS, [side(table, sum, left), sign.into(), side(table, sum, right)]);
    }
    // A sum with one addend needs no signs.
    let left_side = match shown(table, left).len() {
        0 | 1 => side(table, sum, left),
        _ => Message::new(IS, [side(table, sum, left), sides.left.into()]).into(),
    };
    let right_side = match shown(table, right).len() {
        0 => side(table, sum, right),
        _ => Message::new(IS, [sides.right.into(), side(table, sum, right)]).into(),
    };
    Message::new(FAILS, [left_side, sign.into(), right_side])
}

/// The addends of a sum, each with its label.
pub fn addends_of(table: &TableContext, sum: &Sum) -> Message {
    Message::new(ADDENDS, [side(table, sum, &sum.form.right)])
}

/// The addends of a side, each with its label.
fn side(table: &TableContext, sum: &Sum, cells: &[CellRef]) -> Argument {
    let shown = shown(table, cells);
    if shown.is_empty() {
        return Message::new(ZERO, [Message::plain(NO_ADDEND).into()]).into();
    }
    Argument::Sum(
        shown
            .into_iter()
            .map(|cell| (label(table, sum, cell).to_owned(), number(table, cell)))
            .collect(),
    )
}

/// The cells of a side to write out: the cells other than 0, or all cells if there are at most two.
fn shown(table: &TableContext, cells: &[CellRef]) -> Vec<CellRef> {
    cells
        .iter()
        .copied()
        .filter(|&cell| cells.len() <= 2 || value(table.table, cell) != Some(0))
        .collect()
}

/// The label that distinguishes a cell of a sum from the other cells: the label of the column in a
/// row, the label of the row in a column.
fn label(table: &TableContext, sum: &Sum, cell: CellRef) -> &'static str {
    if is_in_row(sum) { table.column_label(cell) } else { table.row_label(cell.row) }
}

/// The number of a cell in plain digits, 0 for a blank cell. Empty if the cell has no number.
fn number(table: &TableContext, cell: CellRef) -> String {
    let number = value(table.table, cell);
    number.map_or_else(String::new, |number| {
        plain(number, table.table.table_form().column(cell).kind)
    })
}
