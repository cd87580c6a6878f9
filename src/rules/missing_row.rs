//! T003: missing rows of the form.

#[cfg(test)]
mod cases;

use super::rows;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{
    Applicability, Argument, Fix, Message, NewHead, NewRow, RowPlace, Rows, Severity, Wording,
};
use crate::facts::{ExtraRowKind, Row, form_words};
use crate::report::TableContext;
use crate::standard::TableForm;
use crate::syntax::{Class, Layout, Line, classify};
use crate::text::{Folded, TextRange, line_at, lines};
use crate::write::{self, serial_before};
use std::ops::Range;

pub static RULE: Rule = Rule {
    code: "T003",
    name: "missing-row",
    severity: Severity::Error,
    fix: FixKind::Unsafe,
    summary: Wording::new("格式规定的行不在表中", "a row of the form is not in the table"),
    documentation: Wording::new(
        "\
### 检查什么

表二、表三中缺少格式规定的行。相邻的几行一起报一条。组名和第几项的标题行不算。

### 为什么

国家统一格式规定了表格的各行（国办公开办函〔2021〕30号），没有数的也要保留并填 0；少了一行，（七）总计就无法核对。

### 例子

表三没有“5.属于三类内部事务信息”一行。

### 修正

按相邻行的样子补上这一行，各格留空，数由人填写，所以不安全；行前有序号、上下两行的序号之间正好空着的，序号一并补上。缺行的地方有认不出的行或文字的，不提供修正：那里可能就是这一行。
",
        "\
### What it checks

A row of the form is missing from table two or three. Neighbouring rows are one finding. Heads of groups and captions do not count.

### Why

The national format prescribes the rows (国办公开办函〔2021〕30号). A row without cases stays, with 0. Without the row, （七）总计 cannot be checked.

### Example

Table three has no row 5.属于三类内部事务信息.

### Fix

Inserts the row in the layout of its neighbours, with blank cells. Unsafe: a person must fill in the numbers. If serial numbers stand before the labels, and the numbers around the gap leave exactly one number for the row, the row gets this number. There is no fix if an unknown row or unknown words stand in the gap: they may be the missing row.
",
    ),
    check: Check::Table(check),
};

const ONE: Wording = Wording::new("{0}缺少“{1}”一行", "{0} lacks the row “{1}”");
const SEVERAL: Wording = Wording::new("{0}缺少 {1} 行：{2}", "{0} lacks {1} rows: {2}");
const FIX: Wording =
    Wording::new("补上缺少的 {0} 行，数留空", "insert the missing rows ({0}), their cells blank");

fn check(context: &TableContext, sink: &mut Sink) {
    let table = context.table;
    if context.is_unreadable() {
        return;
    }
    for run in rows::missing(table).into_iter().filter(|run| !rows::is_taken(table, run)) {
        let name = table.table_form().name.as_str().into();
        let message = if run.len() == 1 {
            Message::new(ONE, [name, context.row_label(run.start).into()])
        } else {
            let labels = run.clone().map(|row| context.row_label(row).to_owned()).collect();
            Message::new(SEVERAL, [name, run.len().into(), Argument::List(labels)])
        };
        let range = rows::row_before(table, run.start)
            .map_or(table.first_row, |(_, row)| rows::label_or_row(row));
        let diagnostic = sink.push(range, context.row_place(run.start), message);
        if may_stand_there(context, &run) {
            continue;
        }
        let message = Message::new(FIX, [run.len().into()]);
        diagnostic.fixes.extend(missing(context, run).and_then(|rows| {
            let edits = write::rows(context, &rows)?;
            Fix::of_change(message, Applicability::Unsafe, rows, edits, Vec::new())
        }));
    }
}

/// Whether an unread row or unknown words stand in the gap. They may be one of the missing rows.
fn may_stand_there(context: &TableContext, run: &Range<usize>) -> bool {
    let table = context.table;
    if table.extra.iter().any(|extra| {
        !matches!(extra.kind, ExtraRowKind::Head(_)) && (run.start..=run.end).contains(&extra.after)
    }) {
        return true;
    }
    let (Some((_, before)), Some((_, behind))) =
        (rows::row_before(table, run.start), rows::row_behind(table, run.end - 1))
    else {
        return false;
    };
    let behind = rows::label_or_row(behind);
    // A serial number before the label belongs to the row.
    let start = serial_before(context.text, behind)
        .map_or(behind.start, |(number, _)| line_at(context.text, number.start).start);
    let gap = TextRange::new(before.range.end, start.max(before.range.end));
    let rows = || table.rows.iter().flatten().map(|row| row.range);
    let named = || {
        table
            .heads
            .iter()
            .map(|head| head.range)
            .chain(table.headers.iter().map(|header| header.range))
    };
    let is_known = |line: &Line| {
        rows()
            .chain(named())
            .any(|known| known.start < line.range().end && line.range().start < known.end)
    };
    // The cells of a row end before the delimiter behind them.
    let mut lines = classify(context.text, gap, context.table.standard)
        .skip(1)
        .filter(|line| !line.class.is_gap() && !is_known(line));
    lines.any(|line| match line.class {
        Class::Values | Class::Labelled => true,
        _ => !is_of_the_form(&Folded::letters(context.text, line.range()).text, table.table_form()),
    })
}

/// Whether the letters are words of the form, or a piece of a word.
fn is_of_the_form(letters: &str, form: &TableForm) -> bool {
    let words = || form_words(form).map(|label| label.letters.as_str());
    if words().any(|word| word.contains(letters)) {
        return true;
    }
    let mut known: Vec<&str> = words().filter(|word| letters.contains(word)).collect();
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let rest = known.iter().fold(letters.to_owned(), |rest, word| rest.replace(word, "\n"));
    rest.split('\n').all(|rest| words().any(|word| word.contains(rest)))
}

/// A row of the form with blank cells, written like the rows of the table, without a line end. The
/// row includes the heads of its groups if the table lacks them.
pub fn blank_row(context: &TableContext, row: usize) -> Option<String> {
    write::blank_row(context, &new_rows(context, row..row + 1)[0])
}

/// The rows to be restored, with a place for each block. `None` if the place is unknown.
fn missing(context: &TableContext, run: Range<usize>) -> Option<Vec<Rows>> {
    let form = &context.table.table_form().rows;
    let rows: Vec<usize> = run.collect();
    let blocks = rows.chunk_by(|one, next| form[*one].block == form[*next].block);
    blocks
        .map(|rows| {
            let run = rows[0]..rows[0] + rows.len();
            Some(Rows {
                table: context.table.index,
                place: place(context, &run)?,
                rows: new_rows(context, run),
            })
        })
        .collect()
}

/// The place of the missing rows of one block: behind the row before, or before the row behind, if
/// that row is in the block. Otherwise below the header of the block.
fn place(context: &TableContext, run: &Range<usize>) -> Option<RowPlace> {
    let table = context.table;
    let form = &table.table_form().rows;
    let block = form[run.start].block;
    let before = rows::row_before(table, run.start);
    let behind = rows::row_behind(table, run.end - 1);
    if let Some((_, before)) = before.filter(|(index, _)| form[*index].block == block) {
        return Some(RowPlace::Behind(before.range));
    }
    if let Some((row, behind)) = behind.filter(|(index, _)| form[*index].block == block) {
        return Some(RowPlace::Before { row, range: behind.range });
    }
    // Rows without a number may stand out of order, and the range of a row may begin with the
    // headers above.
    let start = before.map_or(table.range.start, |(_, row)| row.range.end);
    let end = behind
        .map_or(table.range.end, |(_, row)| row.label.map_or(row.range.start, |label| label.start));
    let header =
        (start <= end).then(|| last_header(context, block, TextRange::new(start, end))).flatten();
    header.or(before.map(|(_, row)| row.range)).map(RowPlace::Behind)
}

/// The last line of a block's header in a gap between two rows. The line has the label of the last
/// column, below the caption of the block.
fn last_header(context: &TableContext, block: usize, gap: TextRange) -> Option<TextRange> {
    let block = &context.table.table_form().blocks[block];
    let (caption, column) = (block.caption.as_ref()?, block.columns.last()?);
    let mut lines = lines(gap.of(context.text)).map(|line| line.shifted(gap.start));
    let holds = |line: &TextRange, letters: &str| {
        Folded::letters(context.text, *line).text.contains(letters)
    };
    lines.find(|line| holds(line, &caption.letters))?;
    lines.find(|line| holds(line, &column.label.letters))
}

/// The rows with the heads and serial numbers before their labels.
fn new_rows(context: &TableContext, run: Range<usize>) -> Vec<NewRow> {
    let (table, form) = (context.table, context.table.table_form());
    let (words, folded) = (
        Folded::letters(context.text, table.range).text,
        Folded::new(context.text, table.range).text,
    );
    // A head stands before the first row of its group. In text from a PDF the head is in pieces,
    // but its number is not.
    let number = |head: &usize| number_of(&form.heads[*head].text);
    let is_there = |head: &usize| {
        words.contains(&form.heads[*head].letters)
            || table.layout == Layout::Spaces && folded.contains(&number(head))
    };
    // The last row of a group that is in the table.
    let last = |head: usize| {
        let own = (0..form.rows.len()).rev().filter(|&row| rows::is_under(table, row, head));
        { own }.find_map(|row| Some(rows::label_or_row(rows::in_place(table, row)?)))
    };
    let new = |row: usize| {
        let (shown, lost): (Vec<usize>, Vec<usize>) = form.rows[row]
            .under
            .iter()
            .filter(|head| !is_there(head))
            .partition(|head| write::is_first_under(form, **head, row));
        let heads = shown.into_iter().map(|head| NewHead { head, last: last(head) }).collect();
        // The first row of the group brings the head.
        let comes = |head: &usize| {
            let first = form.rows.iter().position(|row| row.under.contains(head));
            first.is_some_and(|first| !run.contains(&first) && table.rows[first].is_none())
        };
        let label = form.rows[row].label.text.clone();
        let groups = form.rows[row].under.iter().map(|&head| form.heads[head].text.clone());
        let (groups, serial) = (groups.collect(), serial_of(context, row));
        NewRow { row, heads, label, groups, serial, awaits_head: lost.iter().any(comes) }
    };
    run.clone().map(new).collect()
}

/// The serial number of a missing row, if the numbers of the rows around leave exactly one number
/// for each row in between. With leading zeros, if they have leading zeros: `05`.
fn serial_of(context: &TableContext, row: usize) -> Option<String> {
    let table = context.table;
    let serial = |found: Option<(usize, &Row)>| {
        let (index, found) = found?;
        let (range, number) = serial_before(context.text, found.label?)?;
        let written = range.of(context.text);
        let width = if written.starts_with('0') { written.len() } else { 0 };
        Some((index, number as usize, width))
    };
    let (before, behind) = (rows::row_before(table, row), rows::row_behind(table, row));
    let number = match (serial(before), serial(behind)) {
        (Some((above, first, width)), Some((below, last, other))) => {
            let number = (first + below == last + above).then_some(first + row - above);
            number.map(|number| (number, width.max(other)))
        }
        (Some((above, first, width)), None) => {
            behind.is_none().then_some((first + row - above, width))
        }
        (None, Some((below, last, width))) => {
            let number = before.is_none().then(|| (last + row).checked_sub(below)).flatten();
            number.filter(|&number| number > 0).map(|number| (number, width))
        }
        (None, None) => None,
    };
    number.map(|(number, width)| format!("{number:0width$}"))
}

/// The number of a head, folded, with its marks: `(五)` of （五）不予处理, `三、` of
/// 三、本年度办理结果.
fn number_of(head: &str) -> String {
    let folded = Folded::new(head, TextRange::new(0, head.len())).text;
    let end = folded
        .find([')', '、', ','])
        .map_or(folded.len(), |at| at + folded[at..].chars().next().map_or(0, char::len_utf8));
    folded[..end].to_owned()
}
