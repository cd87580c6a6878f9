//! T014: headers in another order than in the form.

#[cfg(test)]
mod cases;

use super::cells::writable;
use super::sums::setting;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Applicability, Edit, Fix, Message, Severity, Wording};
use crate::facts::{Cell, ColumnOrder, RowCells, Table, Value};
use crate::relations::{EventKind, OrderEvidence, Sum, order_evidence};
use crate::report::TableContext;
use crate::standard::CellRef;

pub static RULE: Rule = Rule {
    code: "T014",
    name: "column-order",
    severity: Severity::Error,
    fix: FixKind::Unsafe,
    summary: Wording::new("列的次序与格式不同", "the columns are not in the form's order"),
    documentation: Wording::new(
        "\
### 检查什么

列名都是格式规定的，次序却不同。数按所在的位置读，不按列名读；勾稽关系能说明数随列名错了位的，由此不成立的关系不再提示。

表三的某一列与总计一列的数互换了，而换回来全部勾稽关系都成立的，也报这一条，由它造成的 A001 不再报；各列依次错开一列也说得通的，两种可能都写明，不给修正。

### 为什么

列的次序是格式的一部分（国办公开办函〔2021〕30号）。次序不同，汇总时数就进了别的列。

### 例子

“本年废止件数”在“本年制发件数”之前。

### 修正

不安全，只在勾稽关系能说明时才有：数跟着列名错了位的，列名和数一起换回来；数的位置是对的，只换列名。其他情况请对照原件。
",
        "\
### What it checks

All headers are headers of the form, but in another order. Values are read by their place, not by their header. If the sums show that the values follow the headers, the failing sums caused by this are not reported.

A column of table three exchanged with 总计 is also this finding, if all sums hold after an exchange. A001 then does not report the sums that fail for this reason. If the columns may as well have moved by one, the message names both possibilities, and there is no fix.

### Why

The order of the columns is part of the format (国办公开办函〔2021〕30号). In another order, the numbers are added up in the wrong columns.

### Example

本年废止件数 stands before 本年制发件数.

### Fix

Unsafe, and only if the sums decide. If the values follow the headers, headers and values are both put in order. If the values are in their places, only the headers are put in order. Otherwise compare with the original.
",
    ),
    check: Check::Table(check),
};

const MESSAGE: Wording = Wording::new(
    "列的次序与格式不同：“{0}”在“{1}”的位置上，请核对这几列的数",
    "the columns are not in the form's order: “{0}” stands in the place of “{1}”; check the values of these columns",
);
const EXCHANGED: Wording = Wording::new(
    "{0}、{1}两列的数互换了：换回来各行各列都相符",
    "the columns {0} and {1} hold each other's values: exchanged, all rows and columns add up",
);
const MOVED: Wording = Wording::new(
    "总计的数在“{0}”一列里：这两列互换，或各列依次错开，都相符；请对照原件，核对列的次序",
    "the values of 总计 stand in the column {0}: either the two are exchanged, or the columns have moved on one after the other, and both add up; compare the order of the columns with the original",
);
const VALUES_TOO: Wording =
    Wording::new("列名和数一起换回格式的次序", "put headers and values in the form's order");
const HEADERS: Wording = Wording::new(
    "列名换回格式的次序（数不动）",
    "put the headers in the form's order (values stay)",
);

fn check(context: &TableContext, sink: &mut Sink) {
    if context.is_unreadable() {
        return;
    }
    headers_out_of_order(context, sink);
    if context.sums.iter().any(Sum::is_violated) {
        exchanged_columns(context, sink);
    }
}

fn headers_out_of_order(context: &TableContext, sink: &mut Sink) {
    let table = context.table;
    let is_own =
        |order: &&ColumnOrder| table.foreign.iter().all(|foreign| foreign.block != order.block);
    let Some(order) = table.column_order.as_ref().filter(is_own) else { return };
    let label =
        |column: usize| table.table_form().blocks[order.block].columns[column].label.text.as_str();
    let Some(&at) = order.misplaced().first() else { return };
    let (column, range) = order.named[at];
    let message = Message::new(MESSAGE, [label(column).into(), label(at).into()]);
    let diagnostic = sink.push(range, context.table_place().column(label(column)), message);
    let fix = match order_evidence(table, order) {
        // In some rows the total stands before the other numbers in the text, but is read behind
        // them.
        _ if has_turned_row(table) => None,
        // Merged headers cannot be exchanged by exchanging their words.
        _ if order.is_nested => None,
        OrderEvidence::WithHeaders => values(context, order).and_then(|values| {
            let edits = headers(context, order).into_iter().chain(values).collect();
            Fix::new(Message::plain(VALUES_TOO), Applicability::Unsafe, edits)
        }),
        OrderEvidence::InPlace => {
            Fix::new(Message::plain(HEADERS), Applicability::Unsafe, headers(context, order))
        }
        OrderEvidence::None => None,
    };
    diagnostic.fixes.extend(fix);
}

/// Whether the values of a row are read in another order than in the text.
fn has_turned_row(table: &Table) -> bool {
    let is_turned =
        |cells: &Vec<Cell>| cells.windows(2).any(|pair| pair[1].range.start < pair[0].range.start);
    table
        .rows
        .iter()
        .flatten()
        .any(|row| matches!(&row.cells, RowCells::Known(cells) if is_turned(cells)))
}

/// Writes the right header into each place with a wrong header.
fn headers(context: &TableContext, order: &ColumnOrder) -> Vec<Edit> {
    let words = |column: usize| {
        order
            .named
            .iter()
            .find(|(named, _)| *named == column)
            .map(|(_, range)| range.of(context.text).to_owned())
    };
    let places = order.named.iter().enumerate().filter(|(at, (column, _))| at != column);
    let mut edits: Vec<Edit> =
        places.filter_map(|(at, &(_, range))| Some(Edit { range, content: words(at)? })).collect();
    edits.sort_by_key(|edit| edit.range);
    edits
}

/// Moves the values of each row like the headers. `None` if a value has no place of its own.
fn values(context: &TableContext, order: &ColumnOrder) -> Option<Vec<Edit>> {
    let table = context.table;
    let rows = table.table_form().blocks[order.block]
        .rows
        .clone()
        .filter(|row| order.row.is_none_or(|own| own == *row));
    let mut edits = Vec::new();
    for row in rows.filter(|&row| table.rows[row].is_some()) {
        for (at, _) in order.named.iter().enumerate().filter(|(at, (column, _))| at != column) {
            let place = order.named.iter().position(|(named, _)| *named == at)?;
            let range = writable(table, CellRef { row, column: at })?;
            let content =
                table.cell(CellRef { row, column: place })?.range.of(context.text).to_owned();
            if range.of(context.text) != content {
                edits.push(Edit { range, content });
            }
        }
    }
    edits.sort_by_key(|edit| edit.range);
    Some(edits)
}

/// Reports a column exchanged with 总计, as shown by the sums.
fn exchanged_columns(context: &TableContext, sink: &mut Sink) {
    for event in &context.sums.causes().events {
        let (EventKind::ColumnsExchanged { column }, Some(first)) =
            (event.kind, event.changes.first())
        else {
            continue;
        };
        let Some(found) = context.table.cell(first.cell) else { continue };
        let total = context.table.table_form().columns(first.cell.row).len() - 1;
        let label = |column: usize| context.column_label(CellRef { column, ..first.cell });
        let place = context.table_place().column(label(column));
        if may_have_moved(context.table, column, total) {
            sink.push(found.range, place, Message::new(MOVED, [label(column).into()]));
            continue;
        }
        let diagnostic = sink.push(
            found.range,
            place,
            Message::new(EXCHANGED, [label(column).into(), label(total).into()]),
        );
        diagnostic.fixes.extend(setting(context, &event.changes, &event.left_blank));
    }
}

/// Whether the columns may have moved instead. Moving the values of `column`, the totals, behind
/// all other values must give other numbers than exchanging them with the values of 总计.
fn may_have_moved(table: &Table, column: usize, total: usize) -> bool {
    let value = |cell: &Cell| match cell.value {
        Value::Number(number) => number.value,
        _ => 0,
    };
    let differs = |cells: &[Cell]| {
        let values: Vec<i64> = cells.iter().map(value).collect();
        // The value that would stand there: the value of the next column, or of the last column.
        (column + 1..total).any(|at| values[at] != values[at + 1])
            || column + 1 < total && values[column + 1] != values[total]
    };
    table.rows.iter().flatten().any(|row| matches!(&row.cells, RowCells::Known(cells) if cells.len() == total + 1 && differs(cells)))
}
