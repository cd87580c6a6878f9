//! Words for the causes of sums that fail.

#[cfg(test)]
mod cases;

use super::MOST_NAMED;
use super::rows::cell_name;
use crate::diagnostic::{Argument, Message, Wording};
use crate::facts::{Cell, Value};
use crate::relations::{Causes, Correction, Event, EventKind, Sum, Unfilled, value};
use crate::report::TableContext;
use crate::standard::CellRef;

const BEHIND: Wording = Wording::new("；{0}", "; {0}");
const THIS_CELL: Wording =
    Wording::new("改后本行、本列都相符", "then its row and its column add up");
const CELL: Wording = Wording::new(
    "{0}应为 {1}：改后本行、本列都相符",
    "{0} should be {1}: then its row and its column add up",
);
const CELLS: Wording =
    Wording::new("{0}：改后各行、各列都相符", "{0}: then all rows and columns add up");
/// For a table with further mistakes.
const PART: Wording = Wording::new(
    "{0}应为 {1}（其余不相符之处另有原因）",
    "{0} should be {1} (the rest has another cause)",
);
const SHOULD_BE: Wording = Wording::new("{0}应为 {1}", "{0} should be {1}");
const AND: Wording = Wording::new("{0} 和{1}", "{0} and {1}");
const THEN: Wording = Wording::new("{0}，{1}", "{0}, {1}");
const MOVED_IN_ROW: Wording = Wording::new(
    "“{0}”一行{1}多 {3}、{2}少 {3}，数字可能填错了列",
    "in the row “{0}” {1} has {3} too many and {2} {3} too few: the number probably stands in the wrong column",
);
const MOVED_IN_COLUMN: Wording = Wording::new(
    "{0}列“{1}”多 {3}、“{2}”少 {3}，数字可能填错了行",
    "in the column {0} “{1}” has {3} too many and “{2}” {3} too few: the number probably stands in the wrong row",
);
const STALE: Wording = Wording::new(
    "{0}的{1}数改过，总计未随之更新：{2}（收到数与此相符；否则请核对{1}列的 {3}）",
    "{0} of {1} was changed and its totals were not: {2} (the requests received agree with this; else check the {3} in the column {1})",
);
const STALE_SOMEWHERE: Wording = Wording::new(
    "{0}一行有数改过，总计未随之更新：{1}（收到数与此相符）",
    "a number of the row {0} was changed and its totals were not: {1} (the requests received agree with this)",
);
const TOTALS_ROW: Wording = Wording::new(
    "（七）总计一行与各项办理结果、与收到数都不符，疑未更新：{0}",
    "the row （七）总计 agrees neither with the outcomes nor with the requests received, and was probably not updated: {0}",
);
const ALL_TOTALS: Wording = Wording::new(
    "各行的总计和（七）总计疑都未重算，其余各格相符：{0}",
    "the totals of the rows and the row （七）总计 were probably not computed anew, all else agrees: {0}",
);
const SAME_DIFFERENCE: Wording = Wording::new(
    "{0}、{1}两列同差 {2}，各行都平：某一项多计或漏计了 {2}",
    "the columns {0} and {1} are both off by {2} and all rows add up: some item counts {2} too many or too few",
);
const TWO_ROWS: Wording = Wording::new(
    "“{0}”“{1}”两行一多一少，各差 {2}，数字可能填错了行",
    "the rows “{0}” and “{1}” are off by {2}, one too high and one too low: a number probably stands in the wrong row",
);
const ROWS_TOO_HIGH: Wording =
    Wording::new("{0} 行的总计合起来多了 {1}", "the totals of {0} rows are {1} too high together");
const ROWS_TOO_LOW: Wording =
    Wording::new("{0} 行的总计合起来少了 {1}", "the totals of {0} rows are {1} too low together");
const FILL: Wording = Wording::new("{0}为空白，填 {1} 则相符", "{0} is blank, with {1} it adds up");
const BLANK_TOTAL: Wording = Wording::new("应填 {0}", "it should hold {0}");
const BLANK_ROW: Wording = Wording::new(
    "{0}一行没有填数：各列相加为{1}",
    "the row {0} holds no number: the columns add up to {1}",
);
const BLANK_REST: Wording = Wording::new(
    "“{0}”一行没有填数：第一项加第二项减（七）总计为{1}",
    "the row {0} holds no number: items one and two less （七）总计 make {1}",
);
const BLANK_ADDENDS: Wording = Wording::new(
    "“{0}”一行没有填数，填{1} 则相符",
    "the row {0} holds no number, with {1} it adds up",
);
const BLANK_COLUMN_OF_ADDENDS: Wording = Wording::new(
    "{0}一列没有填数（{1} 格）：按各行总计减去其他各列填上，全表相符",
    "the column {0} holds no number ({1} cells): with what each row's total leaves for it, the whole table adds up",
);
const BLANK_COLUMN: Wording = Wording::new(
    "{0}一列没有填数（{1} 格）：应填各行左边六列之和",
    "the column {0} holds no number ({1} cells): each row should hold the sum of the columns before it",
);
const SOME_OF_ROW: Wording = Wording::new(
    "{0}一行有 {1} 格没有填数：各列相加，应填{2}，其余填 0",
    "the row {0} has {1} cells without a number: by the sums of the columns {2}, the others 0",
);
const ALL_SOME_OF_ROW: Wording = Wording::new(
    "{0}一行有 {1} 格没有填数：各列相加，应填{2}",
    "the row {0} has {1} cells without a number: by the sums of the columns {2}",
);
const SOME_OF_REST: Wording = Wording::new(
    "“{0}”一行有 {1} 格没有填数：按第一项加第二项减（七）总计，应填{2}，其余填 0",
    "the row {0} has {1} cells without a number: by items one and two less （七）总计 {2}, the others 0",
);
const ALL_SOME_OF_REST: Wording = Wording::new(
    "“{0}”一行有 {1} 格没有填数：按第一项加第二项减（七）总计，应填{2}",
    "the row {0} has {1} cells without a number: by items one and two less （七）总计 {2}",
);
const SOME_OF_COLUMN: Wording = Wording::new(
    "{0}一列有 {1} 格没有填数，第一格在“{2}”一行：应填各行左边六列之和",
    "the column {0} has {1} cells without a number, the first in the row {2}: each row should hold the sum of the columns before it",
);
const FEW_OF_COLUMN: Wording = Wording::new(
    "{0}一列有 {1} 格没有填数：按左边六列之和，{2}",
    "the column {0} has {1} cells without a number: by the sum of the columns before it {2}",
);
const BLOCK_CELL: Wording =
    Wording::new("{0}空着：按合计应填 {1}", "{0} is blank: by the totals it should hold {1}");
const BLOCK_ROW: Wording = Wording::new(
    "“{0}”一行有 {1} 格没有填数：按合计应填{2}，其余填 0",
    "the row {0} has {1} cells without a number: by the totals {2}, the others 0",
);
const WHOLE_BLOCK_ROW: Wording = Wording::new(
    "“{0}”一行有 {1} 格没有填数：按合计应填{2}",
    "the row {0} has {1} cells without a number: by the totals {2}",
);
const FEW_OF_BLOCK: Wording = Wording::new(
    "{0}有 {1} 格没有填数：按合计，{2}",
    "{0} has {1} cells without a number: by the totals {2}",
);
const BLOCK: Wording = Wording::new(
    "{0}有 {1} 格没有填数，第一处在“{2}”一行：按合计能算出各格应填多少",
    "{0} has {1} cells without a number, the first in the row {2}: the totals tell what each should hold",
);
const NOTHING: Wording = Wording::new(" 0", "0");
const COLUMN_VALUE: Wording = Wording::new("{0} {1}", "{0} {1}");

/// The words for the cause, behind the two sides of a violated sum. `is_result` is true if the
/// message already names the result cell and its value.
pub fn of_sum(context: &TableContext, sum: &Sum, is_result: bool) -> Argument {
    let explanation = context.sums.explanation();
    let (causes, fills) = (&explanation.causes, &explanation.fills);
    let is_own = |change: &&Correction| sum.cells().any(|cell| cell == change.cell);
    let unfilled = explanation
        .unfilled
        .iter()
        .find(|unfilled| unfilled.at == sum.form.result && unfilled.cells.len() > 1);
    let words = match told(causes).as_slice() {
        _ if unfilled.is_some() => unfilled.map(|blank| of_blank_addends(context, blank)),
        [] => fills.iter().find(is_own).map(|fill| {
            let label = context.column_label(fill.cell);
            if fill.cell == sum.form.result {
                Message::new(BLANK_TOTAL, [fill.value.into()])
            } else {
                Message::new(FILL, [label.into(), fill.value.into()])
            }
        }),
        _ if !causes.is_whole => {
            let part = causes.events.iter().flat_map(|event| &event.changes).find(is_own);
            part.map(|change| {
                Message::new(PART, [cell_name(context, change.cell), change.value.into()])
            })
        }
        [event] if event.kind == EventKind::Cell && is_result => Some(Message::plain(THIS_CELL)),
        events => Some(of_events(context, events)),
    };
    let words =
        words.or_else(|| if told(causes).is_empty() { of_differences(context, sum) } else { None });
    Argument::Messages(
        words.map(|words| Message::new(BEHIND, [words.into()])).into_iter().collect(),
    )
}

/// The named events without a finding of their own.
fn told(causes: &Causes) -> Vec<&Event> {
    causes.events.iter().filter(|event| !event.kind.is_displacement()).collect()
}

/// The words for the named events that the violated sums report. `None` without such events.
pub fn of_table(context: &TableContext) -> Option<Message> {
    let causes = context.sums.causes();
    let told = told(causes);
    (causes.is_whole && !told.is_empty()).then(|| of_events(context, &told))
}

fn of_events(context: &TableContext, events: &[&Event]) -> Message {
    let single = |event: &Event| matches!(event.kind, EventKind::Cell | EventKind::TwoCells);
    let changes: Vec<Correction> = events
        .iter()
        .filter(|event| single(event))
        .flat_map(|event| &event.changes)
        .copied()
        .collect();
    let others =
        events.iter().filter(|event| !single(event)).filter_map(|event| of_event(context, event));
    let of_cells = match changes.as_slice() {
        [] => None,
        [change] => {
            Some(Message::new(CELL, [cell_name(context, change.cell), change.value.into()]))
        }
        changes => Some(Message::new(CELLS, [cells(context, changes)])),
    };
    of_cells
        .into_iter()
        .chain(others)
        .reduce(|all, next| Message::new(THEN, [all.into(), next.into()]))
        .unwrap_or_else(|| Message::plain(THIS_CELL))
}

/// The words for an event other than a single cell or a displacement.
fn of_event(context: &TableContext, event: &Event) -> Option<Message> {
    let (first, second) = (event.changes.first()?, event.changes.get(1).or(event.changes.first())?);
    let (more, less) = if first.found > first.value { (first, second) } else { (second, first) };
    let by = more.found - more.value;
    let column = |change: &Correction| Argument::from(context.column_label(change.cell));
    Some(match event.kind {
        EventKind::MovedInRow { row } => Message::new(
            MOVED_IN_ROW,
            [context.row_name(row).into(), column(more), column(less), by.into()],
        ),
        EventKind::MovedInColumn { .. } => {
            let row = |change: &Correction| Argument::from(context.row_name(change.cell.row));
            Message::new(MOVED_IN_COLUMN, [column(first), row(more), row(less), by.into()])
        }
        EventKind::StaleTotals { row, column: Some(column) } => {
            let cell = CellRef { row, column };
            let label = context.column_label(cell).into();
            let found = value(context.table, cell).unwrap_or_default();
            Message::new(
                STALE,
                [context.row_name(row).into(), label, cells(context, &event.changes), found.into()],
            )
        }
        EventKind::StaleTotals { row, column: None } => Message::new(
            STALE_SOMEWHERE,
            [context.row_name(row).into(), cells(context, &event.changes)],
        ),
        EventKind::TotalsRow => Message::new(TOTALS_ROW, [cells(context, &event.changes)]),
        EventKind::AllTotals => Message::new(ALL_TOTALS, [cells(context, &event.changes)]),
        _ => return None,
    })
}

/// The right values of cells: A应为 1、B应为 2 和 C应为 3.
pub fn cells(context: &TableContext, changes: &[Correction]) -> Argument {
    let of_cell = |change: &Correction| {
        Message::new(SHOULD_BE, [cell_name(context, change.cell), change.value.into()])
    };
    let Some((last, others)) = changes.split_last() else { return Argument::Messages(Vec::new()) };
    let others = others
        .iter()
        .map(of_cell)
        .reduce(|all, next| Message::new(THEN, [all.into(), next.into()]));
    match others {
        Some(others) => Message::new(AND, [others.into(), of_cell(last).into()]).into(),
        None => of_cell(last).into(),
    }
}

/// The common pattern of the differences, if no cause is named.
fn of_differences(context: &TableContext, sum: &Sum) -> Option<Message> {
    let violated = || context.sums.iter().filter(|sum| sum.is_violated() && !sum.relation.at_least);
    let is_row = |sum: &&Sum| sum.cells().all(|cell| cell.row == sum.form.result.row);
    let off = |sum: &Sum| sum.sides.map_or(0, |sides| sides.left - sides.right);
    let rows: Vec<&Sum> = violated().filter(is_row).collect();
    let columns: Vec<&Sum> = violated().filter(|sum| !is_row(sum)).collect();
    match (rows.as_slice(), columns.as_slice()) {
        ([], [one, other])
            if off(one) == off(other)
                && one.relation.rule == other.relation.rule
                && one.form.result.column != other.form.result.column =>
        {
            let label = |sum: &Sum| Argument::from(context.column_label(sum.form.result));
            Some(Message::new(SAME_DIFFERENCE, [label(one), label(other), off(one).abs().into()]))
        }
        ([one, other], []) if off(one) == -off(other) => {
            let name = |sum: &Sum| Argument::from(context.row_name(sum.form.result.row));
            Some(Message::new(TWO_ROWS, [name(one), name(other), off(one).abs().into()]))
        }
        (rows, _) => {
            // The totals of some rows are among the addends of this sum.
            let own = |row: &&&Sum| {
                sum.form.left == [sum.form.result] && sum.form.right.contains(&row.form.result)
            };
            let own: Vec<&&Sum> = rows.iter().filter(own).collect();
            let by: i64 = own.iter().map(|sum| off(sum)).sum();
            let wording = if by > 0 { ROWS_TOO_HIGH } else { ROWS_TOO_LOW };
            (!own.is_empty() && by != 0 && by == -off(sum))
                .then(|| Message::new(wording, [own.len().into(), by.abs().into()]))
        }
    }
}

/// The words for blank totals of a whole row or column.
pub fn of_blank_totals(context: &TableContext, blank: &Unfilled) -> Message {
    let count = blank.cells.len();
    let is_blank = |(_, cell): &(CellRef, &Cell)| cell.value == Value::Blank;
    if blank.cells.iter().any(|change| change.cell.row != blank.at.row) {
        let column = context.column_label(blank.at).into();
        return if count <= MOST_NAMED {
            Message::new(FEW_OF_COLUMN, [column, count.into(), cells(context, &blank.cells)])
        } else if count == context.table.rows.len() {
            Message::new(BLANK_COLUMN, [column, count.into()])
        } else {
            Message::new(
                SOME_OF_COLUMN,
                [column, count.into(), context.row_name(blank.cells[0].cell.row).into()],
            )
        };
    }
    let is_total =
        context.sums.iter().any(|sum| sum.relation.listing && sum.form.result == blank.at);
    let row = context.row_name(blank.at.row).into();
    if context
        .table
        .cells()
        .filter(|(cell, _)| cell.row == blank.at.row)
        .all(|cell| is_blank(&cell))
    {
        return Message::new(
            if is_total { BLANK_ROW } else { BLANK_REST },
            [row, numbers(context, &blank.cells)],
        );
    }
    let has_zeros = blank.cells.iter().any(|change| change.value == 0);
    let wording = match (is_total, has_zeros) {
        (true, true) => SOME_OF_ROW,
        (true, false) => ALL_SOME_OF_ROW,
        (false, true) => SOME_OF_REST,
        (false, false) => ALL_SOME_OF_REST,
    };
    Message::new(wording, [row, count.into(), numbers(context, &blank.cells)])
}

/// The words for blank cells with values that follow from all relations together.
pub fn of_block(context: &TableContext, blank: &[Correction]) -> Message {
    let first = blank[0].cell;
    let table = context.table.table_form().name.as_str().into();
    let has_zeros = blank.iter().any(|change| change.value == 0);
    match blank {
        [change] => Message::new(BLOCK_CELL, [cell_name(context, first), change.value.into()]),
        _ if blank.iter().all(|change| change.cell.row == first.row) => {
            let wording = if has_zeros { BLOCK_ROW } else { WHOLE_BLOCK_ROW };
            Message::new(
                wording,
                [context.row_name(first.row).into(), blank.len().into(), numbers(context, blank)],
            )
        }
        _ if blank.len() <= MOST_NAMED => {
            Message::new(FEW_OF_BLOCK, [table, blank.len().into(), cells(context, blank)])
        }
        _ => Message::new(BLOCK, [table, blank.len().into(), context.row_name(first.row).into()]),
    }
}

/// The words for a blank row or column of addends.
fn of_blank_addends(context: &TableContext, blank: &Unfilled) -> Message {
    let first = blank.cells[0].cell;
    if blank.cells.iter().any(|change| change.cell.row != first.row) {
        return Message::new(
            BLANK_COLUMN_OF_ADDENDS,
            [context.column_label(first).into(), blank.cells.len().into()],
        );
    }
    Message::new(
        BLANK_ADDENDS,
        [context.row_name(first.row).into(), numbers(context, &blank.cells)],
    )
}

/// The numbers other than 0 for the blank cells of a row, with their columns.
fn numbers(context: &TableContext, blank: &[Correction]) -> Argument {
    let value = |change: &Correction| {
        Message::new(COLUMN_VALUE, [context.column_label(change.cell).into(), change.value.into()])
    };
    let values = blank.iter().filter(|change| change.value != 0).map(value);
    let values = values.reduce(|all, next| Message::new(THEN, [all.into(), next.into()]));
    Argument::Message(values.unwrap_or_else(|| Message::plain(NOTHING)))
}
