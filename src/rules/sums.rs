//! Shared parts of the arithmetic rules: the violated sums of a table, their explanations, and the
//! fixes.

use super::cells::{self, underlined, writable};
use super::rows::{cell_name, label_or_row};
use super::{MOST_NAMED, Rule, Sink, causes};
use crate::diagnostic::{
    Applicability, Argument, CellNumber, Cells, Fix, Message, Place, Related, Wording,
};
use crate::facts::number::plain;
use crate::facts::{Cell, Value};
use crate::relations::{Correction, Event, EventKind, Sum, Unfilled, value};
use crate::report::TableContext;
use crate::standard::CellRef;
use crate::text::TextRange;
use crate::write::{self, are_behind_label};

pub const NO_ADDEND: Wording = Wording::new("各项都是 0", "all addends are 0");
const FIX_CELL: Wording = Wording::new("{0}改为 {1}", "set {0} to {1}");
const FIX_CELLS: Wording = Wording::new("改 {0} 格：{1}", "set {0} cells: {1}");
const FIX_MANY_CELLS: Wording = Wording::new("改 {0} 格：{1}等", "set {0} cells: {1} and others");
const OWN_FIX: Wording =
    Wording::new("按其他各格重算：{0}改为 {1}", "recompute from the other cells: set {0} to {1}");
const ALL_FIX: Wording =
    Wording::new("重算本表全部合计（改 {0} 格）", "recompute all totals of this table ({0} cells)");
const FOLLOW: Wording = Wording::new("同步改合计：{0}", "let the totals follow: {0}");
const AND_CELL: Wording = Wording::new("{0}，{1}", "{0}, {1}");
const FOLLOW_MANY: Wording =
    Wording::new("同步改合计（{0} 格）", "let the totals follow ({0} cells)");
const ADDEND: Wording = Wording::new("{0} {1}", "{0} {1}");

/// The parts of a message about a violated sum, besides the two sides.
pub struct Told {
    /// The end of the message: the explanation.
    pub cause: Argument,
    /// Whether the result cell is named as wrong, with the sum of its addends as the right value.
    pub is_result: bool,
}

/// Reports the violated sums of the rule's relations without another explanation. `message` returns
/// the message for each sum.
pub fn check(
    rule: &Rule,
    context: &TableContext,
    sink: &mut Sink,
    message: impl Fn(&TableContext, &Sum, Told) -> Message,
) {
    let table = context.table;
    if !table
        .form()
        .relations
        .iter()
        .any(|relation| relation.rule == rule.code && relation.table == table.index)
    {
        return;
    }
    if !context.sums.iter().any(|sum| sum.relation.rule == rule.code && sum.is_violated()) {
        return;
    }
    let explanation = context.sums.explanation();
    let all_totals = recompute_all(context);
    for sum in context.sums.reported().filter(|sum| sum.relation.rule == rule.code) {
        let Some(cell) = table.cell(sum.form.result) else { continue };
        let is_total = sum.form.left == [sum.form.result];
        let is_own = |unfilled: &&Unfilled| {
            unfilled.at == sum.form.result
                && (is_total || unfilled.cells.len() > 1 || unfilled.is_block)
        };
        let blank = explanation.unfilled.iter().find(is_own);
        if let Some(blank) = blank.filter(|blank| blank.is_block) {
            let (range, place) = place_of_block(context, &blank.cells);
            let diagnostic = sink.push(range, place, causes::of_block(context, &blank.cells));
            diagnostic.fixes.extend(filled(context, &blank.cells));
            continue;
        }
        let diagnostic = if let Some(blank) = blank.filter(|blank| {
            blank.cells.len() > 1 && blank.cells.iter().any(|change| change.cell == blank.at)
        }) {
            let (range, place) = place_of_blanks(context, blank);
            sink.push(range, place, causes::of_blank_totals(context, blank))
        } else {
            let named = explanation.causes.change(sum.form.result);
            let is_result =
                is_total && named.is_some_and(|change| Some(change.value) == sum.expected(table));
            let message = message(
                context,
                sum,
                Told { cause: causes::of_sum(context, sum, is_result), is_result },
            );
            sink.push(cell.range, context.place(sum.form.result), message)
        };
        diagnostic.related = related(context, sum);
        let is_line = blank.is_some_and(|blank| blank.cells.len() > 1);
        let own = sum.expected(table).filter(|_| {
            !is_line && !sum.relation.at_least && may_be_wrong(context, sum, sum.form.result)
        });
        let own = own.filter(|&expected| may_hold(context, sum, sum.form.result, expected));
        let cause = if is_line { None } else { cause_fix(context, sum) };
        let fixes = cause
            .into_iter()
            .chain(blank.and_then(|blank| filled(context, &blank.cells)))
            .chain(fill_fix(context, sum))
            .chain(own.and_then(|expected| own_fix(context, sum.form.result, expected)))
            .chain(all_totals.clone().filter(|_| is_total));
        for fix in fixes {
            if diagnostic.fixes.iter().all(|known: &Fix| known.edits() != fix.edits()) {
                diagnostic.fixes.push(fix);
            }
        }
    }
}

/// The place of the blank totals of a row or a column: their cells, or the label of the first cell
/// if the cells have no width.
fn place_of_blanks(context: &TableContext, blank: &Unfilled) -> (TextRange, Place) {
    let cells = || blank.cells.iter().map(|change| change.cell);
    let is_row = cells().all(|cell| cell.row == blank.at.row);
    let place = if is_row {
        context.row_place(blank.at.row)
    } else {
        context.table_place().column(context.column_label(blank.at))
    };
    let range = |cell: CellRef| context.table.cell(cell).map(|cell| cell.range);
    let whole =
        if is_row { cells().filter_map(range).reduce(TextRange::cover) } else { range(blank.at) };
    let label = || context.table.rows[blank.at.row].as_ref().map(label_or_row);
    (
        whole.filter(|range| !range.is_empty()).or_else(label).unwrap_or(context.table.first_row),
        place,
    )
}

/// The place of blank cells with values known from the sums: the first of these cells.
fn place_of_block(context: &TableContext, cells: &[Correction]) -> (TextRange, Place) {
    let first = cells[0].cell;
    let run = cells.iter().filter(|change| change.cell.row == first.row);
    let run: Vec<_> =
        run.filter_map(|change| Some((change.cell, *context.table.cell(change.cell)?))).collect();
    let place = match cells {
        [_] => context.place(first),
        _ if run.len() == cells.len() => context.row_place(first.row),
        _ => context.table_place(),
    };
    (underlined(context, &run), place)
}

/// Whether `cell` of a violated sum may be wrong: the cell is named as the cause, or no other cell
/// is named.
fn may_be_wrong(context: &TableContext, sum: &Sum, cell: CellRef) -> bool {
    let explanation = context.sums.explanation();
    let changed = || explanation.causes.events.iter().flat_map(|event| &event.changes);
    let blank = || {
        explanation.unfilled.iter().flat_map(|unfilled| &unfilled.cells).chain(&explanation.fills)
    };
    if changed().chain(blank()).any(|change| change.cell == cell) {
        return true;
    }
    let is_own = |change: &Correction| sum.cells().any(|own| own == change.cell);
    !changed().any(|change| explanation.causes.is_whole || is_own(change)) && !blank().any(is_own)
}

const ROW_TOTAL: Wording = Wording::new(
    "{0}：总计应为 {1}（{2}），表中为{3}{4}",
    "{0}: 总计 should be {1} ({2}), the table says {3}{4}",
);
/// The total is called wrong only if it is named as the cause.
const ROW_UNEQUAL: Wording = Wording::new(
    "{0}：各项之和为 {1}（{2}），总计为{3}，不相等{4}",
    "{0}: the addends make {1} ({2}), 总计 says {3}{4}",
);

/// Like [`check`], for relations with the total of a row as the result.
pub fn check_row_totals(rule: &Rule, context: &TableContext, sink: &mut Sink) {
    check(rule, context, sink, |context, sum, told| {
        let label = |cell| context.column_label(cell).to_owned();
        let sides = sum.sides.unwrap_or_default();
        let row = context.row_name(sum.form.result.row).into();
        let wording = if told.is_result { ROW_TOTAL } else { ROW_UNEQUAL };
        Message::new(
            wording,
            [
                row,
                sides.right.into(),
                addends(context, &sum.form.right, label),
                total(context, sum),
                told.cause,
            ],
        )
    });
}

const BLANK: Wording = Wording::new("空白", "nothing");
/// In Chinese, a space separates a number from the words before.
const NUMBER: Wording = Wording::new(" {0}", "{0}");

/// The value in the table for the result cell of a sum, if the result cell alone is one side.
pub fn total(context: &TableContext, sum: &Sum) -> Argument {
    match context.table.cell(sum.form.result).map(|cell| cell.value) {
        Some(Value::Blank) => Message::plain(BLANK).into(),
        _ => Message::new(NUMBER, [sum.sides.unwrap_or_default().left.into()]).into(),
    }
}

/// The addends other than 0, each with its label.
pub fn addends(
    context: &TableContext,
    cells: &[CellRef],
    label: impl Fn(CellRef) -> String,
) -> Argument {
    let addends: Vec<(String, String)> = cells
        .iter()
        .filter_map(|&cell| {
            value(context.table, cell)
                .filter(|&value| value != 0)
                .map(|value| (label(cell), value.to_string()))
        })
        .collect();
    if addends.is_empty() {
        Argument::Message(Message::plain(NO_ADDEND))
    } else {
        Argument::Sum(addends)
    }
}

fn related(context: &TableContext, sum: &Sum) -> Vec<Related> {
    let others = sum
        .cells()
        .filter(|&cell| cell != sum.form.result && value(context.table, cell) != Some(0));
    let related = others.filter_map(|cell| {
        let shown = value(context.table, cell)?;
        let range = context.table.cell(cell)?.range;
        Some(Related {
            range,
            message: Message::new(ADDEND, [cell_name(context, cell), shown.into()]),
        })
    });
    related.collect()
}

/// Whether `cell` of a violated sum may get the value that makes the sum hold. No other value must
/// be named for the cell. No other cell of the sum must be blank, because the blank may be the
/// missing number.
fn may_hold(context: &TableContext, sum: &Sum, cell: CellRef, value: i64) -> bool {
    let is_blank =
        |cell: CellRef| context.table.cell(cell).is_some_and(|cell| cell.value == Value::Blank);
    let named = context.sums.explanation().named(cell);
    value >= 0
        && named.is_none_or(|named| named == value)
        && sum.cells().all(|other| other == cell || !is_blank(other))
}

/// The fix for the named cells of a violated sum.
fn cause_fix(context: &TableContext, sum: &Sum) -> Option<Fix> {
    let causes = context.sums.causes();
    let events = || causes.events.iter().filter(|event| !event.kind.is_displacement());
    let is_own = |event: &&Event| {
        causes.is_whole
            || event.changes.iter().any(|change| sum.cells().any(|cell| cell == change.cell))
    };
    let changes: Vec<Correction> =
        events().filter(is_own).flat_map(|event| &event.changes).copied().collect();
    let mut fix = setting(context, &changes, &[])?;
    if is_safe(context) {
        fix.applicability = Applicability::Safe;
    }
    Some(fix)
}

/// Whether the only mistake in the table is a single total of a row or a column. Such a total may
/// be recomputed unseen.
fn is_safe(context: &TableContext) -> bool {
    let causes = context.sums.causes();
    let [Event { kind: EventKind::Cell, changes, .. }] = causes.events.as_slice() else {
        return false;
    };
    let is_total =
        |cell: CellRef| context.sums.iter().any(|sum| sum.is_violated() && sum.form.left == [cell]);
    causes.is_whole
        && causes.is_single
        && changes
            .iter()
            .all(|change| is_total(change.cell) && is_plain_number(context, change.cell))
}

/// Whether a cell holds only a number in plain digits, so that overwriting loses nothing else.
fn is_plain_number(context: &TableContext, cell: CellRef) -> bool {
    let source = context.table.cell(cell).map_or("", |cell| cell.range.of(context.text));
    !source.is_empty() && source.bytes().all(|byte| byte.is_ascii_digit())
}

/// The fix that writes other numbers into cells, and 0 into blank cells. A person must look at the
/// fix, but it is probably right.
pub fn setting(context: &TableContext, changes: &[Correction], blank: &[CellRef]) -> Option<Fix> {
    let numbers = changes
        .iter()
        .map(|change| (change.cell, change.value))
        .chain(blank.iter().map(|&cell| (cell, 0)));
    let message = match changes {
        [change] => Message::new(FIX_CELL, [cell_name(context, change.cell), change.value.into()]),
        _ => fix_cells(context, changes, changes.len() + blank.len()),
    };
    writing(context, message, Applicability::Named, numbers)
}

/// The fix that writes numbers into cells with visible places: into all cells, or into none.
fn writing(
    context: &TableContext,
    message: Message,
    applicability: Applicability,
    numbers: impl Iterator<Item = (CellRef, i64)>,
) -> Option<Fix> {
    let cells = cells::cells(context, numbers);
    let is_writable = |number: &CellNumber| {
        let at = CellRef { row: number.row, column: number.column };
        writable(context.table, at).is_some()
    };
    cells
        .numbers
        .iter()
        .all(is_writable)
        .then(|| cells::fix(context, message, applicability, cells))?
}

/// The title of a fix of `count` cells. Up to three changes are all named. Of more changes, the
/// first two are named.
fn fix_cells(context: &TableContext, changes: &[Correction], count: usize) -> Message {
    match changes.get(..MOST_NAMED - 1).filter(|_| changes.len() > MOST_NAMED) {
        Some(first) => Message::new(FIX_MANY_CELLS, [count.into(), causes::cells(context, first)]),
        None => Message::new(FIX_CELLS, [count.into(), causes::cells(context, changes)]),
    }
}

/// The fix that writes numbers into blank cells: into all cells, or into none.
fn filled(context: &TableContext, changes: &[Correction]) -> Option<Fix> {
    let mut edits = Vec::new();
    for changes in changes.chunk_by(|change, next| change.cell.row == next.cell.row) {
        let row = context.table.rows[changes[0].cell.row].as_ref()?;
        let places: Vec<Cell> =
            changes.iter().filter_map(|change| context.table.cell(change.cell).copied()).collect();
        let is_writable = |change: &Correction| writable(context.table, change.cell).is_some();
        if !are_behind_label(row, &places) && !changes.iter().all(is_writable) {
            return None;
        }
        edits.extend(write::cells(context, &numbers(context, changes))?);
    }
    let message = match changes {
        [change] => Message::new(FIX_CELL, [cell_name(context, change.cell), change.value.into()]),
        _ => fix_cells(context, changes, changes.len()),
    };
    cells::fix_of(message, Applicability::Named, numbers(context, changes), edits)
}

fn numbers(context: &TableContext, changes: &[Correction]) -> Cells {
    cells::cells(context, changes.iter().map(|change| (change.cell, change.value)))
}

/// The fix that fills the only blank cell of a sum with the number that makes the sum hold.
fn fill_fix(context: &TableContext, sum: &Sum) -> Option<Fix> {
    let fill = context
        .sums
        .explanation()
        .fills
        .iter()
        .find(|fill| sum.cells().any(|cell| cell == fill.cell))?;
    let mut fix = setting(context, &[*fill], &[])?;
    fix.applicability = Applicability::Unsafe;
    Some(fix)
}

fn own_fix(context: &TableContext, cell: CellRef, expected: i64) -> Option<Fix> {
    let message = Message::new(OWN_FIX, [cell_name(context, cell), expected.into()]);
    writing(context, message, Applicability::OfferedOnly, std::iter::once((cell, expected)))
}

/// The corrections of `cell`, one for each violated sum with the cell, while all other cells stay.
/// This is the opposite of correcting the results of the sums. For the result of a sum with a
/// single addend, also the correction of the addend. Empty for a right cell of a sum with a known
/// cause.
pub fn corrections(context: &TableContext, cell: CellRef) -> Vec<Fix> {
    let takes_part = |sum: &Sum, cell: CellRef| sum.cells().any(|other| other == cell);
    let own: Vec<&Sum> = context
        .sums
        .reported()
        .filter(|sum| !sum.relation.at_least && takes_part(sum, cell))
        .collect();
    if context.sums.causes().change(cell).is_some() {
        return own.first().and_then(|sum| cause_fix(context, sum)).into_iter().collect();
    }
    let mut mended: Vec<(CellRef, i64)> = Vec::new();
    for sum in own {
        let other = only_addend(context, sum).filter(|_| sum.form.result == cell);
        let wrong =
            std::iter::once(cell).chain(other).filter(|&cell| may_be_wrong(context, sum, cell));
        let wrong = wrong.filter_map(|cell| Some((cell, sum.solve(context.table, cell)?)));
        for (cell, value) in wrong.filter(|&(cell, value)| may_hold(context, sum, cell, value)) {
            if !mended.contains(&(cell, value)) {
                mended.push((cell, value));
            }
        }
    }
    mended.into_iter().filter_map(|(cell, value)| own_fix(context, cell, value)).collect()
}

/// The only cell other than 0 in a sum besides its result.
fn only_addend(context: &TableContext, sum: &Sum) -> Option<CellRef> {
    let mut filled = sum
        .cells()
        .filter(|&cell| cell != sum.form.result && value(context.table, cell) != Some(0));
    filled.next().filter(|_| filled.next().is_none())
}

/// The fix that recomputes all totals of the table from their addends.
pub fn recompute_all(context: &TableContext) -> Option<Fix> {
    let changed = context.sums.totals();
    let zeros = context
        .sums
        .blank_zeros()
        .into_iter()
        .filter(|zero| changed.iter().all(|(cell, _)| cell != zero));
    let zeros = zeros.filter(|zero| writable(context.table, *zero).is_some()).map(|zero| (zero, 0));
    let mut changed: Vec<(CellRef, i64)> = changed.iter().copied().chain(zeros).collect();
    changed.sort_unstable();
    let message = Message::new(ALL_FIX, [changed.len().into()]);
    writing(context, message, Applicability::OfferedOnly, changed.into_iter())
}

/// The fix that recomputes the totals with `cells` among their addends, while these cells stay.
/// `None` if the totals are right.
pub fn follow(context: &TableContext, cells: &[CellRef]) -> Option<Fix> {
    if context.is_unreadable() {
        return None;
    }
    let changes = context.sums.depending(cells);
    let cell = |change: &Correction| {
        Message::new(FIX_CELL, [cell_name(context, change.cell), change.value.into()])
    };
    let named = if changes.len() <= MOST_NAMED {
        changes
            .iter()
            .map(cell)
            .reduce(|all, next| Message::new(AND_CELL, [all.into(), next.into()]))
    } else {
        None
    };
    let message = match named {
        Some(cells) => Message::new(FOLLOW, [cells.into()]),
        None => Message::new(FOLLOW_MANY, [changes.len().into()]),
    };
    let numbers = changes.iter().map(|change| (change.cell, change.value));
    writing(context, message, Applicability::OfferedOnly, numbers)
}

/// The right value of a blank cell, the result of a sum, and its notation at byte `at` of the cell.
pub fn blank_total(context: &TableContext, cell: CellRef, at: usize) -> Option<(String, String)> {
    let is_blank = context.table.cell(cell).is_some_and(|found| {
        found.value == Value::Blank && found.range.is_empty() && !found.broken
    });
    if !is_blank || context.is_unreadable() {
        return None;
    }
    let value = context.sums.of_blank(cell).filter(|value| *value >= 0)?;
    let number = plain(value, context.table.table_form().column(cell).kind);
    Some((number.clone(), write::filling(context, TextRange::at(at), &number)))
}
