//! Inserts missing rows in their place.

use super::row::{Model, Words, laid_out, separator};
use crate::diagnostic::{Edit, NewRow, RowPlace, Rows};
use crate::facts::{RowCells, Table};
use crate::report::TableContext;
use crate::standard::TableForm;
use crate::syntax::Layout;
use crate::text::{TextRange, line_at, line_end};

/// Inserts rows with blank cells, written like the rows of the table. `None` if the table has no
/// row to imitate.
pub fn rows(context: &TableContext, rows: &[Rows]) -> Option<Vec<Edit>> {
    rows.iter().map(|rows| insertion(context, rows)).collect()
}

/// A row with blank cells, without a line end.
pub fn blank_row(context: &TableContext, row: &NewRow) -> Option<String> {
    written(context, std::slice::from_ref(row)).map(|(lines, _)| lines)
}

/// Whether a row is the first row under the head of a group. Such a row includes the head.
pub fn is_first_under(form: &TableForm, head: usize, row: usize) -> bool {
    form.rows.iter().position(|row| row.under.contains(&head)) == Some(row)
}

fn insertion(context: &TableContext, Rows { rows, place, .. }: &Rows) -> Option<Edit> {
    let table = context.table;
    let form = &table.table_form().rows;
    let (lines, parted) = written(context, rows)?;
    let (at, content) = match *place {
        RowPlace::Behind(range) => {
            (line_at(context.text, range.end).end, format!("{parted}{lines}"))
        }
        RowPlace::Before { row, range } => {
            let last = rows.last()?.row;
            // In a text with one cell a line, the headers above the first row are lines of this
            // row.
            let is_like = table.layout == Layout::Lines && form[row].under == form[last].under;
            let label = table.rows[row].as_ref().and_then(|row| row.label);
            let start = label.filter(|_| is_like).unwrap_or(range).start;
            (line_at(context.text, start).start, lines + &parted)
        }
    };
    Some(Edit { range: TextRange::at(at), content })
}

/// The rows as text, and the separator between the rows and their neighbours.
fn written(context: &TableContext, rows: &[NewRow]) -> Option<(String, String)> {
    let (table, form) = (context.table, context.table.table_form());
    let newline = line_end(table.range.of(context.text));
    let mut lines = Vec::new();
    let mut parted = newline.to_owned();
    for NewRow { row, heads, serial, .. } in rows {
        let (like, label, values) = model(table, *row)?;
        let depth = |row: usize| form.rows[row].under.len();
        let model = Model {
            table: table.range,
            label,
            values: &values,
            depth: depth(like),
            serial: serial.as_deref(),
        };
        let heads: Vec<&str> = heads.iter().map(|new| form.heads[new.head].text.as_str()).collect();
        let label = form.rows[*row].label.text.as_str();
        let words = Words { heads: &heads, label, depth: depth(*row) };
        lines.push(laid_out(context.text, table.layout, &model, &words, newline)?);
        parted = separator(context.text, table.layout, &model, newline);
    }
    Some((lines.join(&parted), parted))
}

/// The row most similar to `row`, equally deep, equally wide, nearby: its number in the form, its
/// label and its values.
fn model(table: &Table, row: usize) -> Option<(usize, TextRange, Vec<TextRange>)> {
    let form = table.table_form();
    let depth = |row: usize| form.rows[row].under.len();
    let rows = table.rows.iter().enumerate().filter_map(|(index, found)| {
        let found = found.as_ref()?;
        let (label, RowCells::Known(cells)) = (found.label?, &found.cells) else { return None };
        let filled = cells.iter().any(|cell| !cell.range.is_empty())
            && cells.iter().all(|cell| cell.range.is_empty() || cell.range.start >= label.end);
        (filled || table.layout == Layout::Spaces).then_some((index, label, cells))
    });
    let (like, label, cells) = rows.min_by_key(|(index, ..)| {
        // A row with the head of a group is less similar.
        let headed = form.rows[*index].under.iter().any(|&head| is_first_under(form, head, *index));
        (
            form.width(*index) != form.width(row),
            depth(*index) != depth(row),
            headed,
            index.abs_diff(row),
        )
    })?;
    Some((like, label, cells.iter().map(|cell| cell.range).collect()))
}
