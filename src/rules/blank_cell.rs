//! T009: cells that hold nothing.

use super::cells::{cells, fix_of, underlined};
use super::rows::{is_miscounted, label_or_row};
use super::slip::Loss;
use super::{Check, FixKind, Rule, Sink};
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

A cell whose place is known holds nothing, or only one of / - — 无. Neighbouring cells of a row are one finding, and so are blanks below one another in three rows or more, and those of a table of which more than half is blank, or that has blanks in more than 20 places: it is still being filled in.

### Why

What did not occur is 0: a blank does not show whether there was nothing or somebody forgot. The format does not say so in words, but every cell is filled in practice (a blank counts as 0 in the sums).

### Example

All seven cells of 2.重复申请 are blank.

### Fix

Writes 0 into each cell. Whether it is 0 needs a person's eye: unsafe. Nothing is written beside what could not be read in the same row: a lost separator may have moved its cells. Where a whole row or table holds nothing it is offered in an editor only, and the command line writes none: it may just have been put in. Where a sum that does not hold shows that the number is not 0, none is named or written; blank cells that by the sums are not all 0, of which nothing tells what each should hold, are this one finding. A blank total of a sum that does not hold is reported by that sum alone.
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
/// A mark in the place of a number is no blank to those who wrote it.
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
/// More runs of blank cells than this are one finding.
const MANY_RUNS: usize = 20;
/// Blank cells below one another in more rows than this are one finding: a part of the table that
/// is not filled in yet.
const MOST_ROWS: usize = 2;
/// In one row no more parts can go on.
const MOST_OPEN: usize = 8;
/// Where a sum shows that the number is not 0.
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
    // The arithmetic speaks of a blank total, and of what a blank cell should hold.
    let explanation = context.sums.explanation(table);
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
    // What the sums leave open is one finding, without zeros.
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
    // A finding that says how many cells are blank counts those of the whole table.
    let has_block = parts.iter().any(|part| part.len() > MOST_ROWS);
    if has_block
        || runs.len() > MANY_RUNS
        || runs.len() > 1 && (explanation.is_being_filled || blank * 2 > all.len())
    {
        report_runs(context, &runs, sink);
    } else {
        runs.iter().for_each(|run| report(context, run, sink));
    }
}

/// The parts of a table in which nothing stands: runs of blank cells in neighbouring rows that
/// stand below one another.
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

/// Reports a table of nearly all of whose cells, `all`, nothing stands in: `blank` of them.
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
        // The three rows of table four stand side by side, all at one place where nothing shows
        // their cells.
        zeros(context, [all.iter().collect()])
    } else {
        let rows = (0..table.rows.len()).map(|row| {
            all.iter()
                .filter(|cell| cell.0.row == row && reported(cell) && !is_open(context, cell.0))
                .collect()
        });
        zeros(context, rows)
    };
    // A table in which nothing was filled in, such as one that has just been put in, is no report
    // of nothing: only a person can say so.
    let has_blank_row = (0..table.rows.len())
        .any(|row| all.iter().any(|(at, _)| at.row == row) && is_empty_row(table, row));
    let applicability = applicability(blank == all.len() || has_blank_row);
    diagnostic.fixes.extend(fix_of(Message::plain(FIX), applicability, cells, edits));
}

/// Reports so many runs of blank cells at once, at the first.
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

/// Reports blank cells that are not all 0, at the first.
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

/// How zeros may be written: where a whole row or table is empty, only a person can say that its
/// numbers are zeros.
fn applicability(is_empty: bool) -> Applicability {
    if is_empty { Applicability::OfferedOnly } else { Applicability::Unsafe }
}

/// Whether nothing at all stands in the cells of a row, not even a mark for nothing: it may have
/// been put in just now, and only a person can say that its numbers are zeros.
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

/// Whether a sum falls short where a blank cell is the only one among its addends, and nothing else
/// is named as the cause: then it is not 0.
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
    context.sums.iter().any(falls_short) && context.sums.causes(context.table).events.is_empty()
}

/// Whether a blank cell is the result of a sum that it breaks: then it is not 0.
fn is_open(context: &TableContext, at: CellRef) -> bool {
    context.sums.iter().any(|sum| sum.form.result == at && sum.is_violated())
}

/// Whether the blank cells of a row may all be zeros: not where columns have not been filled in,
/// and it falls short for that.
fn may_be_zeros(context: &TableContext, row: usize) -> bool {
    let falls_short = |sum: &Sum| sum.is_violated() && sum.form.result.row == row;
    let explanation = context.sums.explanation(context.table);
    !context.sums.iter().any(falls_short)
        || !explanation.has_blank_columns && !explanation.is_being_filled
}

/// Whether all that stands in the line of a row was read. Where it was not, a separator may be
/// lost, and the last cell then seems to be blank.
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

/// Zeros in the cells of several runs of blank cells: in the runs that can be written.
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

#[cfg(test)]
mod tests {
    use crate::diagnostic::apply;
    use crate::lint::{Options, check};
    use crate::rules::testing::*;
    use crate::syntax::Layout;
    use crate::write::Skeleton;

    #[test]
    fn in_a_frame_a_zero_stands_beside_the_other_numbers_of_its_row() {
        let cells = |cells: [&str; 10]| {
            format!("│{}│\n", cells.map(|cell| format!(" {cell:<8} ")).join("│"))
        };
        let rule =
            |left: &str, right: &str| format!("{left}{}{right}\n", ["──────────"; 10].join("┼"));
        let table = |total: &str| {
            let mut out = rule("┌", "┐");
            for row in &crate::standard::form(2023).tables[1].rows {
                let label: Vec<char> = row.label.text.chars().collect();
                for (at, piece) in label.chunks(label.len().div_ceil(2)).enumerate() {
                    let piece: String = piece.iter().collect();
                    let mut values = if at == 0 { ["0"; 7] } else { [""; 7] };
                    if row.label.text.starts_with("3.危及") && at == 0 {
                        values[6] = total;
                    }
                    let [a, b, c, d, e, f, g] = values;
                    out += &cells(["", "", &piece, a, b, c, d, e, f, g]);
                }
                out += &rule("├", "┤");
            }
            out
        };
        let report = |total: &str| {
            let sample = sample(Layout::Tabs);
            let start = sample
                .find("三、收到和处理")
                .map(|at| at + sample[at..].find('\n').expect("a line") + 1)
                .expect("section three");
            let end = sample.find("四、政府信息公开行政复议").expect("section four");
            format!("{}\n{}\n{}", &sample[..start], table(total), &sample[end..])
        };
        let text = report("");
        let found = found("T009", &text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(apply(&text, found[0].fixes[0].edits()), report("0"));
        assert!(self::found("T009", &report("0")).is_empty());
    }

    #[test]
    fn blank_cells_of_a_row_are_one() {
        for (layout, from, to) in [
            (Layout::Spaces, "2.重复申请 0 0 0 0 0 0 0", "⟦2.重复申请⟧"),
            (Layout::Spaces, "2.重复申请 0 0 0 0 0 0 0", "2.重复申请 0 ⟦/⟧ 0 0 0 0 0"),
            (Layout::Spaces, "2.重复申请 0 0 0 0 0 0 0", "2.重复申请 0 ⟦— 无⟧ 0 0 0 0"),
            (Layout::Tabs, "2.重复申请\t0\t0\t0\t0\t0\t0\t0", "2.重复申请\t⟦\t\t\t\t\t\t⟧"),
            (Layout::Tabs, "2.重复申请\t0\t0\t0\t0\t0\t0\t0", "2.重复申请\t0\t0\t⟦\t⟧0\t0\t0\t0"),
            (Layout::Pipes, "2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |", "2.重复申请 | ⟦|||||||⟧"),
            (
                Layout::Markdown,
                "2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |",
                "2.重复申请 | 0 | 0 | ⟦|⟧ 0 | 0 | 0 | 0 |",
            ),
            (Layout::Lines, "2.重复申请\n\t0\n\t0\n\t0\n\t0", "2.重复申请\n\t⟦\n\t\n\t⟧\n\t0"),
            (Layout::Lines, "2.重复申请\n\t0\n\t0\n\t0\n\t0", "2.重复申请\n\t0\n⟦\t⟧\n\t0\n\t0"),
        ] {
            let text = replaced(&sample(layout), from, to);
            if (layout, to) != (Layout::Pipes, "2.重复申请 | ⟦|||||||⟧") {
                assert_found("T009", &text);
            }
            let plain = text.replace(['⟦', '⟧'], "");
            let found = found("T009", &plain);
            assert_eq!(found.len(), 1, "{layout:?} {to:?} {:?}", messages(&found));
            let fixed = apply(&plain, found[0].fixes[0].edits());
            let left = check(&fixed, &Options::default()).unwrap_or_default();
            assert_eq!(messages(&left), Vec::<String>::new(), "{layout:?} {to:?}\n{fixed}");
        }
    }

    /// A table that was put in blank is filled in number by number.
    #[test]
    fn cells_that_hold_only_markup_are_blank() {
        for mark in ["&nbsp;", "<br>", "&#160;", "&nbsp;&nbsp;"] {
            for layout in [Layout::Markdown, Layout::Pipes, Layout::Tabs] {
                let text = sample(layout);
                let start = text.find("第二十条第（一）项").unwrap();
                let end = text.find("三、收到和处理").unwrap();
                let is_cell = |cell: &str| {
                    if cell.trim().is_empty() { format!(" {mark} ") } else { cell.to_owned() }
                };
                let delimiter = if layout == Layout::Tabs { "\t" } else { "|" };
                let line = |line: &str| {
                    let inner = line.trim_start_matches('|');
                    let cells: Vec<&str> = inner.split(delimiter).collect();
                    let (own, edge) = cells.split_at(
                        cells.len() - usize::from(layout != Layout::Tabs && line.contains('|')),
                    );
                    let own: Vec<String> = own
                        .iter()
                        .map(|cell| {
                            if line.contains("---") || !line.contains(delimiter) {
                                (*cell).to_owned()
                            } else {
                                is_cell(cell)
                            }
                        })
                        .collect();
                    let edge = edge.first().map_or(String::new(), |edge| format!("|{edge}"));
                    [&line[..line.len() - inner.len()], &own.join(delimiter), &edge].concat()
                };
                let table: Vec<String> = text[start..end].lines().map(line).collect();
                let padded = [&text[..start], &table.join("\n"), "\n", &text[end..]].concat();
                assert_eq!(
                    crate::lint::check(&padded, &crate::lint::Options::default()),
                    Some(vec![]),
                    "{layout:?}\n{padded}"
                );
            }
            assert_found(
                "T009",
                &replaced(
                    &sample(Layout::Markdown),
                    "2.重复申请 | 0 | 0 | 0 |",
                    &format!("2.重复申请 | 0 | ⟦{mark}⟧ | 0 |"),
                ),
            );
        }
    }

    #[test]
    fn numbers_among_marks_of_markdown_are_numbers() {
        for marked in ["**0**", "__0__", "_0_", "`0`", "*0*"] {
            let text = replaced(
                &sample(Layout::Markdown),
                "2.重复申请 | 0 | 0 |",
                &format!("2.重复申请 | 0 | {marked} |"),
            );
            assert_eq!(
                crate::lint::check(&text, &crate::lint::Options::default()),
                Some(vec![]),
                "{marked}"
            );
        }
    }

    #[test]
    fn a_number_in_a_blank_table_stands_below_its_header() {
        for layout in [Layout::Markdown, Layout::Tabs, Layout::Pipes] {
            let report = |other: &'static str| {
                let cell = move |table: usize, row: usize, column: usize| match (table, row, column)
                {
                    (1, 0 | 2 | 23, 0 | 6) => "6".to_owned(),
                    (1, ..) => other.to_owned(),
                    _ => "0".to_owned(),
                };
                let sections = ["公开29条。", "", "", "", "一是不够丰富。", "无"];
                Skeleton {
                    issuer: "云溪县园林局",
                    year: 2023,
                    layout,
                    newline: "\n",
                    sections,
                    cell: &cell,
                }
                .write()
            };
            let text = report("");
            let left = check(&text, &Options::default()).unwrap_or_default();
            assert!(
                left.iter().all(|found| found.code == "T009"),
                "{layout:?} {:?}\n{text}",
                messages(&left)
            );
            let fixed = apply(&text, left.iter().flat_map(|found| found.fixes[0].edits()));
            // In rows of pipes there is no rule for the space between two of them.
            let plain = |text: &str| {
                if layout == Layout::Pipes { text.replace(' ', "") } else { text.to_owned() }
            };
            assert_eq!(plain(&fixed), plain(&report("0")), "{layout:?}");
        }
    }

    /// The last line of a header of three names only the columns under 法人或其他组织.
    #[test]
    fn a_number_in_a_blank_table_stands_below_a_header_of_several_lines() {
        let header = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\t\t申请人情况\t\t\t\t\t\t\n\
                      \t\t自然人\t法人或其他组织\t\t\t\t\t总计\n\t\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t\n";
        let rows = |values: &str| -> String {
            crate::standard::form(2023).tables[1]
                .rows
                .iter()
                .map(|row| format!("{}\t\t{values}\n", row.label.text))
                .collect()
        };
        let report = |values: &str| {
            with_table(
                &sample(Layout::Tabs),
                "（本列数据",
                "四、政府",
                &format!("{header}{}\n", rows(values)),
            )
        };
        assert_fixed("T009", &report("\t\t\t\t\t\t"), &report("0\t0\t0\t0\t0\t0\t0"));
    }

    /// A pipe at a line's end parts cells where the other lines have none there.
    #[test]
    fn a_line_without_edges_begins_and_ends_with_blank_cells() {
        let table = "行政复议|||||未经复议直接起诉|||||复议后起诉||||\n结果维持|结果纠正|其他结果|尚未审结|总计|结果维持|结果纠正|其他结果|尚未审结|总计|结果维持|结果纠正|其他结果|尚未审结|总计\n";
        let report = |values: &str| {
            with_table(
                &sample(Layout::Pipes),
                "行政复议 |",
                "五、",
                &format!("{table}{values}\n\n"),
            )
        };
        assert_fixed(
            "T009",
            &report("|0|0|1|1|0|0|0|0|0|0|0|0|0|0"),
            &report("0|0|0|1|1|0|0|0|0|0|0|0|0|0|0"),
        );
        assert_fixed(
            "T009",
            &report("0|0|0|1|1|0|0|0|0|0|0|0|0|0|"),
            &report("0|0|0|1|1|0|0|0|0|0|0|0|0|0|0"),
        );
        assert_fixed("T009", &report("||||||||||||||"), &report("0|0|0|0|0|0|0|0|0|0|0|0|0|0|0"));
        // A line of its own with an edge at both ends.
        assert_fixed(
            "T009",
            &report("|1|0|0|0|1|0|0||0|0|0|0|0|0|0|"),
            &report("|1|0|0|0|1|0|0|0|0|0|0|0|0|0|0|"),
        );
        assert_fixed(
            "T009",
            &report("|1|0|0|0|1|0|0|0|0|0|0|0|0|0||"),
            &report("|1|0|0|0|1|0|0|0|0|0|0|0|0|0|0|"),
        );
    }

    /// `report` with what stands from `start` up to the next `end` replaced.
    fn with_table(report: &str, start: &str, end: &str, table: &str) -> String {
        let start = report.find(start).expect("the table");
        let end = start + report[start..].find(end).expect("what follows it");
        format!("{}{table}{}", &report[..start], &report[end..])
    }

    /// What is written where numbers belong is a number that cannot be read, and no part of the
    /// label.
    #[test]
    fn a_number_with_a_note_is_no_blank_and_no_label() {
        for (layout, from, to) in [
            (Layout::Tabs, "行政规范性文件\t3\t", "行政规范性文件\t3（含修改1件）\t"),
            (Layout::Pipes, "行政规范性文件 | 3 | ", "行政规范性文件 | 3件次 | "),
            (
                Layout::Markdown,
                "| （一）予以公开 |  | 4 |",
                "| （一）予以公开 |  | 4（含网络申请3） |",
            ),
        ] {
            let text = sample(layout).replacen(from, to, 1);
            let found = check(&text, &Options::default()).unwrap_or_default();
            let codes: Vec<&str> = found.iter().map(|found| found.code).collect();
            assert_eq!(codes, ["T010"], "{to} {:?}", messages(&found));
        }
        // In text from PDF nothing shows where the cells are: no zeros beside what stands there.
        let lines = sample(Layout::Spaces);
        let line = lines.lines().find(|line| line.starts_with("行政许可")).expect("its row");
        let found = found("T009", &lines.replacen(line, &format!("{line}*"), 1));
        assert!(found.iter().all(|found| found.fixes.is_empty()), "{:?}", messages(&found));
    }

    #[test]
    fn no_zero_is_written_beside_what_could_not_be_read() {
        for row in ["3 ? 1 | 12 | |", "约3 | 1 | |", "3 1 | 12 | |", "见附件 | | |"] {
            let text = replaced(
                &sample(Layout::Pipes),
                "行政规范性文件 | 3 | 1 | 12 |",
                &format!("行政规范性文件 | {row}"),
            );
            let found = found("T009", &text);
            assert!(
                found.iter().all(|found| found.fixes.is_empty()),
                "{row} {:?}",
                messages(&found)
            );
        }
        let lines = sample(Layout::Spaces);
        for words in ["十二", "?", "若干 *"] {
            let found =
                found("T009", &replaced(&lines, "行政许可 3", &format!("行政许可 {words}")));
            assert!(
                found.iter().all(|found| found.fixes.is_empty()),
                "{words} {:?}",
                messages(&found)
            );
        }
    }

    /// The number that was forgotten is missing in two sums.
    #[test]
    fn where_the_totals_show_another_number_zero_is_not_named() {
        for layout in [Layout::Tabs, Layout::Markdown, Layout::Pipes] {
            let text = sample(layout);
            let line = text.lines().find(|line| line.contains("（一）予以公开")).unwrap();
            // 4 are left out, and the total of the row is another one.
            let at = line.find('4').unwrap();
            let wrong = format!("{}{}", &line[..at], line[at + 1..].replacen('5', "7", 1));
            let text = replaced(&text, line, &wrong);
            let found = found("T009", &text);
            assert_eq!(
                messages(&found),
                ["“（一）予以公开”一行的自然人格空着：按合计这一格不是 0，请对照原件填写"],
                "{layout:?}"
            );
            assert!(found[0].fixes.is_empty());
        }
    }

    #[test]
    fn a_row_that_was_put_in_stays_blank() {
        use crate::diagnostic::Applicability;
        use crate::lint::{Request, fix};
        let settings = crate::settings::Settings::default();
        let request = Request { settings: &settings, file: None, baseline: None, year: None };
        for layout in [Layout::Tabs, Layout::Markdown, Layout::Pipes, Layout::Spaces] {
            for row in ["2.重复申请", "行政强制"] {
                let without: String = sample(layout)
                    .split_inclusive('\n')
                    .filter(|line| !line.contains(row))
                    .collect();
                let once = fix(&without, &request, Applicability::Unsafe).unwrap();
                assert_eq!(once.applied, ["T003"]);
                assert_eq!(
                    once.findings.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(),
                    ["T009"],
                    "{layout:?}\n{}",
                    once.text
                );
                let twice = fix(&once.text, &request, Applicability::Unsafe).unwrap();
                assert_eq!(twice.text, once.text);
                // An editor offers the zeros.
                assert_eq!(twice.findings.diagnostics[0].fixes.len(), 1, "{layout:?} {row}");
            }
        }
    }

    #[test]
    fn messages_say_how_many() {
        let text =
            replaced(&sample(Layout::Tabs), "2.重复申请\t0\t0\t0\t0", "2.重复申请\t0\t\t\t0");
        assert_eq!(
            messages(&found("T009", &text)),
            ["“（五）不予处理2.重复申请”一行有相邻的 2 格空着：没有的应填 0"]
        );
        let text =
            replaced(&sample(Layout::Tabs), "2.重复申请\t0\t0\t0\t0", "2.重复申请\t0\t-\t0\t0");
        let found = found("T009", &text);
        assert_eq!(
            messages(&found),
            ["“（五）不予处理2.重复申请”一行的商业企业格没有填数：没有的应填 0"]
        );
        assert_eq!(found[0].place.to_string(), "表三/2.重复申请/商业企业");
        assert_fixed("T009", &text, &sample(Layout::Tabs));
    }

    /// Where all zeros were left out.
    #[test]
    fn blanks_all_over_a_table_are_one() {
        for layout in [Layout::Tabs, Layout::Markdown, Layout::Pipes, Layout::Lines] {
            let report = |zero: &'static str| {
                let cell = move |table: usize, _: usize, column: usize| {
                    if table != 1 {
                        "0"
                    } else if matches!(column, 2 | 6) {
                        "2"
                    } else {
                        zero
                    }
                    .to_owned()
                };
                let sections = ["公开29条。", "", "", "", "一是不够丰富。", "无"];
                Skeleton {
                    issuer: "云溪县园林局",
                    year: 2023,
                    layout,
                    newline: "\n",
                    sections,
                    cell: &cell,
                }
                .write()
            };
            for (blank, message) in
                [("", "表三有 125 格空着，第一处在"), ("-", "表三有 125 格没有填数，第一处在")]
            {
                let found = found("T009", &report(blank));
                assert_eq!(found.len(), 1, "{layout:?} {:?}", messages(&found));
                assert!(messages(&found)[0].starts_with(message), "{:?}", messages(&found));
                let plain = |text: &str| text.replace(' ', "");
                assert_eq!(
                    plain(&apply(&report(blank), found[0].fixes[0].edits())),
                    plain(&report("0")),
                    "{layout:?}"
                );
            }
        }
    }

    /// What stands below one another is a part that is not filled in yet.
    #[test]
    fn rows_without_numbers_below_one_another_are_one() {
        let blank = |rows: &[&str]| {
            let line = |line: &str| match line.trim_start_matches('\t').split_once("\t0\t") {
                Some((label, _)) if rows.iter().any(|row| label.ends_with(row)) => {
                    line.replace(['0', '\r'], "")
                }
                _ => line.to_owned(),
            };
            sample(Layout::Tabs).lines().map(|text| line(text) + "\n").collect::<String>()
        };
        let three = found(
            "T009",
            &blank(&["2.重复申请", "3.要求提供公开出版物", "4.无正当理由大量反复申请"]),
        );
        assert_eq!(
            messages(&three),
            ["表三有 21 格空着，第一处在“（五）不予处理2.重复申请”一行：没有的应填 0"]
        );
        assert_eq!(found("T009", &blank(&["2.重复申请", "3.要求提供公开出版物"])).len(), 2);
        assert_eq!(found("T009", &blank(&["2.重复申请", "4.无正当理由大量反复申请"])).len(), 2);
    }

    /// In a quotation the marks before the pipes are no cells.
    #[test]
    fn a_quoted_report_is_read() {
        let quoted =
            |text: &str| text.lines().map(|line| format!("> {line}\n")).collect::<String>();
        assert_eq!(
            messages(
                &check(&quoted(&sample(Layout::Markdown)), &Options::default()).unwrap_or_default()
            ),
            Vec::<String>::new()
        );
        let blank =
            replaced(&sample(Layout::Markdown), "2.重复申请 | 0 | 0 |", "2.重复申请 | 0 |  |");
        assert_fixed("T009", &quoted(&blank), &quoted(&sample(Layout::Markdown)));
    }

    #[test]
    fn a_table_without_values_is_one() {
        for layout in Layout::ALL {
            for blank in 0..3 {
                let cell = |table: usize, _: usize, _: usize| {
                    if table == blank { String::new() } else { "0".to_owned() }
                };
                let sections = ["公开29条。", "", "", "", "一是不够丰富。", "无"];
                let text = Skeleton {
                    issuer: "云溪县园林局",
                    year: 2023,
                    layout,
                    newline: "\n",
                    sections,
                    cell: &cell,
                }
                .write();
                let found = found("T009", &text);
                assert_eq!(found.len(), 1, "{layout:?} {blank} {:?}\n{text}", messages(&found));
                assert!(messages(&found)[0].contains("一个数也没有"));
                let fixed = apply(&text, found[0].fixes[0].edits());
                let left = check(&fixed, &Options::default()).unwrap_or_default();
                assert_eq!(messages(&left), Vec::<String>::new(), "{layout:?} {blank}\n{fixed}");
            }
        }
    }

    #[test]
    fn a_table_with_hardly_any_value_is_one() {
        for layout in [Layout::Tabs, Layout::Markdown, Layout::Pipes, Layout::Lines] {
            let cell = |table: usize, row: usize, column: usize| match (table, row, column) {
                (1, 0 | 2 | 23, 0 | 6) => "6".to_owned(),
                (1, ..) => String::new(),
                _ => "0".to_owned(),
            };
            let sections = ["公开29条。", "", "", "", "一是不够丰富。", "无"];
            let text = Skeleton {
                issuer: "云溪县园林局",
                year: 2023,
                layout,
                newline: "\n",
                sections,
                cell: &cell,
            }
            .write();
            let found = found("T009", &text);
            assert_eq!(
                messages(&found),
                ["表三有 169 个单元格为空，只有 6 个填了数：没有的应填 0"],
                "{layout:?}"
            );
            assert_eq!(found[0].range.of(&text), "二、上年结转政府信息公开申请数量");
            let left = check(&apply(&text, found[0].fixes[0].edits()), &Options::default())
                .unwrap_or_default();
            assert_eq!(messages(&left), Vec::<String>::new(), "{layout:?}");
        }
    }

    #[test]
    fn a_blank_total_that_should_not_be_blank_is_left_to_the_arithmetic() {
        let text = replaced(
            &sample(Layout::Tabs),
            "（一）予以公开\t\t4\t1\t0\t0\t0\t0\t5",
            "（一）予以公开\t\t4\t1\t0\t0\t0\t0\t",
        );
        assert_found("T009", &text);
        assert_eq!(found("A001", &text).len(), 1);
    }
}
