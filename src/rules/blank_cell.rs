//! T009: blank cells.

#[cfg(test)]
mod cases;

use super::cells::{cells, fix_of, underlined};
use super::rows::{is_miscounted, label_or_row};
use super::slip::Loss;
use super::{Check, FixKind, MOST_FINDINGS, Rule, Sink};
use super::{number_format, row_label};
use crate::diagnostic::{Applicability, Argument, Cells, Edit, Message, Severity, Wording};
use crate::facts::{Cell, Row, RowCells, Table, Value};
use crate::relations::Sum;
use crate::report::TableContext;
use crate::standard::CellRef;
use crate::write;

pub static RULE: Rule = Rule {
    code: "T009",
    name: "blank-cell",
    severity: Severity::Warning,
    fix: FixKind::Unsafe,
    summary: Wording::new("应填数的格空着，或填了“/”“-”“无”", "a cell holds nothing, or one of / - 无"),
    documentation: Wording::new(
        "\
### 检查什么

能看出是哪一格、而那一格空着，或者只写了“/”“-”“—”“无”。一行里相邻的几格报一条；上下相连的三行以上空着，整张表没有数、一半以上空着，或者有 20 处以上空着，只报一条：表还在填。

### 为什么

没有发生的也应填 0：空着看不出是没有还是漏填。格式没有明写，通行做法是每格都填（空白按 0 计入勾稽关系）。

### 例子

“2.重复申请”一行七格都空着。

### 修正

在各格填 0。是不是 0 要由人看过，所以不安全。同一行里有读不出来的内容时不填：也许是丢了分隔，格子错了位。整行、整张表什么也没有的，只在编辑器里可以选，命令行不填：也许是刚插入、还没有填。按不成立的勾稽关系看不会是 0 的，不提 0，也不填；空着的几格按合计不都是 0、又分不清各是多少的，只报这一条。空着的是不成立的勾稽关系的合计时，只报那个关系。
",
        "\
### What it checks

A cell with a known place is blank, or holds only one of / - — 无. Neighbouring cells of a row are one finding, and so are blank cells below one another in three rows or more. A table still being filled in also has only one finding: no numbers at all, more than half of the cells blank, or more than 20 blank places.

### Why

If nothing occurred, the number is 0. A blank does not show whether there was nothing or somebody forgot. The format does not say so in words, but in practice every cell is filled in (a blank counts as 0 in the sums).

### Example

All seven cells of 2.重复申请 are blank.

### Fix

Writes 0 into each cell. Unsafe: a person must decide whether the number is 0. If the row has unreadable text, nothing is written: a lost separator may have moved the cells. For an empty row or table, only an editor offers the fix, because the row or table may have been inserted just now. If a failing sum shows that the number is not 0, the fix writes no 0. Blank cells that are not all 0 by the sums, without a certain number for each cell, are one finding without a fix. If a blank total makes a sum fail, only that sum is reported.
",
    ),
    check: Check::Table(check),
};

const ONE: Wording =
    Wording::new("{0}空着：没有的应填 0", "{0} is blank: write 0 where there is nothing");
const SEVERAL: Wording = Wording::new(
    "{0}有相邻的 {1} 格空着：没有的应填 0",
    "{0} has {1} blank cells: write 0 where there is nothing",
);
/// To its author, a mark in place of a number is not a blank.
const ONE_MARKED: Wording = Wording::new(
    "{0}没有填数：没有的应填 0",
    "{0} holds no number: write 0 where there is nothing",
);
const SEVERAL_MARKED: Wording = Wording::new(
    "{0}有相邻的 {1} 格没有填数：没有的应填 0",
    "{0} has {1} cells without a number: write 0 where there is nothing",
);
const TABLE: Wording = Wording::new(
    "{0}一个数也没有（{1} 格都空着）：没有的应填 0",
    "{0} holds no number at all ({1} blank cells): write 0 where there is nothing",
);
const NEARLY: Wording = Wording::new(
    "{0}有 {1} 个单元格为空，只有 {2} 个填了数：没有的应填 0",
    "{0} has {1} blank cells and only {2} with a number: write 0 where there is nothing",
);
const MANY: Wording = Wording::new(
    "{0}有 {1} 格空着，第一处在“{2}”一行：没有的应填 0",
    "{0} has {1} blank cells, the first in the row “{2}”: write 0 where there is nothing",
);
const MANY_MARKED: Wording = Wording::new(
    "{0}有 {1} 格没有填数，第一处在“{2}”一行：没有的应填 0",
    "{0} has {1} cells without a number, the first in the row “{2}”: write 0 where there is nothing",
);
/// At most two rows of blank cells below one another are reported row by row. More rows are a part
/// of the table not yet filled in, and become one finding.
const MOST_ROWS: usize = 2;
/// At most eight parts continue in one row.
const MOST_OPEN: usize = 8;
/// If a sum shows that the number is not 0.
const ONE_FORGOTTEN: Wording = Wording::new(
    "{0}空着：按合计这一格不是 0，请对照原件填写",
    "{0} is blank: by the totals it is not 0, compare with the original",
);
const MANY_FORGOTTEN: Wording = Wording::new(
    "{0}有 {1} 格没有填数，第一处在“{2}”一行：按合计不都是 0，请对照原件填写",
    "{0} has {1} cells without a number, the first in the row “{2}”: by the totals not all are 0, compare with the original",
);
const CELL: Wording = Wording::new("“{0}”一行的{1}格", "the cell {1} of the row “{0}”");
const ROW: Wording = Wording::new("“{0}”一行", "the row “{0}”");
const FIX: Wording = Wording::new("填 0", "write 0");

fn check(context: &TableContext, sink: &mut Sink) {
    let table = context.table;
    if context.is_unreadable() {
        return;
    }
    let is_blank = |cell: &Cell| cell.value == Value::Blank;
    if !table.cells().any(|(_, cell)| is_blank(cell)) {
        return;
    }
    let counted = table.rows.iter().flatten().all(|row| !is_miscounted(row));
    let all: Vec<(CellRef, Cell)> = table
        .cells()
        .filter(|(at, _)| !table.is_missing(*at))
        .map(|(at, cell)| (at, *cell))
        .collect();
    // The arithmetic rules report a blank total, and the number that a blank cell should hold.
    let explanation = context.sums.explanation();
    let violated = context
        .sums
        .iter()
        .filter(|sum| sum.is_violated() && !explanation.is_being_filled)
        .map(|sum| sum.form.result);
    let told: Vec<CellRef> = violated.chain(explanation.blank_cells()).collect();
    let reported = |(at, cell): &(CellRef, Cell)| is_blank(cell) && !told.contains(at);
    let blank = all.iter().filter(|(_, cell)| is_blank(cell)).count();
    if counted && all.len() > 1 && blank * 10 > all.len() * 9 {
        report_table(context, &all, blank, reported, sink);
        return;
    }
    // Cells left open by the sums become one finding, without zeros.
    let forgotten: Vec<(CellRef, Cell)> =
        all.iter().filter(|(at, _)| explanation.forgotten.contains(at)).copied().collect();
    if !forgotten.is_empty() {
        report_forgotten(context, &forgotten, sink);
    }
    let together = |one: &(CellRef, Cell), next: &(CellRef, Cell)| {
        reported(one) && reported(next) && (one.0.row == next.0.row || table.table_form().across)
    };
    let runs: Vec<&[(CellRef, Cell)]> =
        all.chunk_by(together).filter(|run| reported(&run[0])).collect();
    let parts = parts(&runs);
    // A finding with a number of blank cells counts the blank cells of the whole table.
    let has_block = parts.iter().any(|part| part.len() > MOST_ROWS);
    if has_block
        || runs.len() > MOST_FINDINGS
        || runs.len() > 1 && (explanation.is_being_filled || blank * 2 > all.len())
    {
        report_runs(context, &runs, sink);
    } else {
        runs.iter().for_each(|run| report(context, run, sink));
    }
}

/// The blank parts of a table: runs of blank cells below one another in neighbouring rows.
fn parts<'a>(runs: &[&'a [(CellRef, Cell)]]) -> Vec<Vec<&'a [(CellRef, Cell)]>> {
    let mut parts: Vec<Vec<&[(CellRef, Cell)]>> = Vec::new();
    let ends = |run: &[(CellRef, Cell)]| {
        run.first().zip(run.last()).map(|(first, last)| (first.0, last.0))
    };
    let is_below = |above: &[(CellRef, Cell)], run: &[(CellRef, Cell)]| {
        let Some(((start, end), (other, last))) = ends(above).zip(ends(run)) else { return false };
        end.row + 1 == other.row && start.column <= last.column && other.column <= end.column
    };
    for &run in runs {
        match parts
            .iter_mut()
            .rev()
            .take(MOST_OPEN)
            .find(|part| part.last().is_some_and(|above| is_below(above, run)))
        {
            Some(part) => part.push(run),
            None => parts.push(vec![run]),
        }
    }
    parts
}

/// Reports a table with nearly all cells blank. `all` are the cells, `blank` is the number of blank
/// cells.
fn report_table(
    context: &TableContext,
    all: &[(CellRef, Cell)],
    blank: usize,
    reported: impl Fn(&(CellRef, Cell)) -> bool,
    sink: &mut Sink,
) {
    let table = context.table;
    let name = table.table_form().name.as_str().into();
    let message = match blank == all.len() {
        true => Message::new(TABLE, [name, blank.into()]),
        false => Message::new(NEARLY, [name, blank.into(), (all.len() - blank).into()]),
    };
    let is_blank = |row: &&Row| matches!(&row.cells, RowCells::Known(cells) if cells.iter().all(|cell| cell.value == Value::Blank));
    let first = table.rows.iter().flatten().filter(is_blank).min_by_key(|row| row.range.start);
    let range = first
        .filter(|row| row.label.is_some())
        .map_or_else(|| underlined(context, all), label_or_row);
    let diagnostic = sink.push(range, context.table_place(), message);
    let (cells, edits) = if table.table_form().across && blank == all.len() {
        // The three rows of table four stand side by side. Without visible cells, all zeros are
        // written in one place.
        zeros(context, [all.iter().collect()])
    } else {
        let rows = (0..table.rows.len()).map(|row| {
            all.iter()
                .filter(|cell| cell.0.row == row && reported(cell) && !is_open(context, cell.0))
                .collect()
        });
        zeros(context, rows)
    };
    // A table without any value, for example a newly inserted table, does not mean that all numbers
    // are zero: only a person can decide.
    let has_blank_row = (0..table.rows.len())
        .any(|row| all.iter().any(|(at, _)| at.row == row) && is_empty_row(table, row));
    let applicability = applicability(blank == all.len() || has_blank_row);
    diagnostic.fixes.extend(fix_of(Message::plain(FIX), applicability, cells, edits));
}

/// Reports several runs of blank cells at once, at the first run.
fn report_runs(context: &TableContext, runs: &[&[(CellRef, Cell)]], sink: &mut Sink) {
    let table = context.table;
    let cells = || runs.iter().flat_map(|run| run.iter());
    let wording = if cells().any(|(_, cell)| !cell.range.is_empty()) { MANY_MARKED } else { MANY };
    let first = context.row_name(runs[0][0].0.row).into();
    let message = Message::new(
        wording,
        [table.table_form().name.as_str().into(), cells().count().into(), first],
    );
    let diagnostic = sink.push(underlined(context, runs[0]), context.table_place(), message);
    let may_be_written = |row: usize| {
        table.rows[row].is_some()
            && is_read(context, row)
            && may_be_zeros(context, row)
            && !is_empty_row(table, row)
    };
    let is_forgotten =
        |run: &[(CellRef, Cell)]| matches!(run, [(at, _)] if is_forgotten(context, *at));
    let rows = (0..table.rows.len()).filter(|row| may_be_written(*row));
    let runs = rows.flat_map(|row| {
        runs.iter().filter(move |run| run[0].0.row == row).filter(|run| !is_forgotten(run))
    });
    let closed = runs.map(|run| run.iter().filter(|(at, _)| !is_open(context, *at)).collect());
    let (cells, edits) = zeros(context, closed);
    let fix = fix_of(Message::plain(FIX), Applicability::Unsafe, cells, edits);
    diagnostic.fixes.extend(fix);
}

/// Reports blank cells that are not all 0, at the first cell.
fn report_forgotten(context: &TableContext, cells: &[(CellRef, Cell)], sink: &mut Sink) {
    let first = cells[0].0.row;
    let run: Vec<(CellRef, Cell)> =
        cells.iter().filter(|(at, _)| at.row == first).copied().collect();
    let message = Message::new(
        MANY_FORGOTTEN,
        [
            context.table.table_form().name.as_str().into(),
            cells.len().into(),
            context.row_name(first).into(),
        ],
    );
    sink.push(underlined(context, &run), context.table_place(), message);
}

/// Reports neighbouring blank cells of one row.
fn report(context: &TableContext, run: &[(CellRef, Cell)], sink: &mut Sink) {
    let table = context.table;
    let first = run[0].0;
    let row_name: Argument = context.row_name(first.row).into();
    let marked = run.iter().any(|(_, cell)| !cell.range.is_empty());
    let (one, several) = if marked { (ONE_MARKED, SEVERAL_MARKED) } else { (ONE, SEVERAL) };
    let is_forgotten = run.len() == 1 && is_forgotten(context, first);
    let one = if is_forgotten { ONE_FORGOTTEN } else { one };
    let message = match run {
        [_] => Message::new(
            one,
            [Message::new(CELL, [row_name, context.column_label(first).into()]).into()],
        ),
        _ => Message::new(several, [Message::new(ROW, [row_name]).into(), run.len().into()]),
    };
    let whole = run.len() == context.table.table_form().columns(first.row).len();
    let place = if whole { context.row_place(first.row) } else { context.place(first) };
    let diagnostic = sink.push(underlined(context, run), place, message);
    let is_certain =
        is_read(context, first.row) && may_be_zeros(context, first.row) && !is_forgotten;
    if table.rows[first.row].is_none() || !is_certain {
        return;
    }
    let applicability = applicability(is_empty_row(table, first.row));
    let (cells, edits) = zeros(context, [run.iter().collect()]);
    diagnostic.fixes.extend(fix_of(Message::plain(FIX), applicability, cells, edits));
}

/// How zeros may be written. For an empty row or table, only a person can decide that the numbers
/// are zeros.
fn applicability(is_empty: bool) -> Applicability {
    if is_empty { Applicability::OfferedOnly } else { Applicability::Unsafe }
}

/// Whether all cells of a row are empty, without even a mark for nothing. Such a row may be newly
/// inserted, and only a person can decide that its numbers are zeros.
fn is_empty_row(table: &Table, row: usize) -> bool {
    let is_empty = |cells: &Vec<Cell>| {
        !cells.is_empty()
            && cells.iter().all(|cell| cell.value == Value::Blank && cell.range.is_empty())
    };
    !table.table_form().across
        && table.rows[row]
            .as_ref()
            .is_some_and(|row| matches!(&row.cells, RowCells::Known(cells) if is_empty(cells)))
}

/// Whether a sum falls short with a blank cell as its only blank addend, and nothing else is named
/// as the cause. Then the number is not 0.
fn is_forgotten(context: &TableContext, at: CellRef) -> bool {
    let is_blank =
        |cell: &CellRef| context.table.cell(*cell).is_none_or(|cell| cell.value == Value::Blank);
    let falls_short = |sum: &Sum| {
        sum.is_violated()
            && sum.form.result != at
            && sum.cells().any(|cell| cell == at)
            && sum.cells().filter(is_blank).count() == 1
            && sum.solve(context.table, at).is_some_and(|value| value > 0)
    };
    context.sums.iter().any(falls_short) && context.sums.causes().events.is_empty()
}

/// Whether a blank cell is the result of a sum that fails with the blank. Then the number is not 0.
fn is_open(context: &TableContext, at: CellRef) -> bool {
    context.sums.iter().any(|sum| sum.form.result == at && sum.is_violated())
}

/// Whether the blank cells of a row may all be zeros. Not if the row falls short because of columns
/// that are not filled in.
fn may_be_zeros(context: &TableContext, row: usize) -> bool {
    let falls_short = |sum: &Sum| sum.is_violated() && sum.form.result.row == row;
    let explanation = context.sums.explanation();
    !context.sums.iter().any(falls_short)
        || !explanation.has_blank_columns && !explanation.is_being_filled
}

/// Whether the whole line of a row was read. Otherwise a separator may be lost, and the last cell
/// only seems to be blank.
fn is_read(context: &TableContext, row: usize) -> bool {
    let table = context.table;
    let rows = if table.table_form().across { 0..table.rows.len() } else { row..row + 1 };
    let is_label_read = |row: usize| {
        table.rows[row]
            .as_ref()
            .is_none_or(|found| row_label::cost(context, row, found) != Loss::Harm)
    };
    let is_cell_read = |cell: &Cell| match cell.value {
        Value::Blank => true,
        Value::Number(number) => {
            number.plain || !number_format::may_be_two(cell.range.of(context.text))
        }
        Value::NotANumber => false,
    };
    table.cells().filter(|(at, _)| rows.contains(&at.row)).all(|(_, cell)| is_cell_read(cell))
        && rows.clone().all(is_label_read)
}

/// Zeros for the cells of several runs of blank cells, as far as the runs can be written.
fn zeros<'a>(
    context: &TableContext,
    runs: impl IntoIterator<Item = Vec<&'a (CellRef, Cell)>>,
) -> (Cells, Vec<Edit>) {
    let mut all = (cells(context, []), Vec::new());
    for run in runs {
        let run = cells(context, run.into_iter().map(|(at, _)| (*at, 0)));
        if let Some(edits) = write::cells(context, &run) {
            all.0.numbers.extend(run.numbers);
            all.1.extend(edits);
        }
    }
    all
}
