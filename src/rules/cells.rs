//! Shared parts of the rules about numbers: the cells of a fix, and the underlined range.

use crate::diagnostic::{Applicability, CellNumber, Cells, Edit, Fix, Message};
use crate::facts::{Cell, Table};
use crate::report::TableContext;
use crate::standard::CellRef;
use crate::syntax::Layout;
use crate::text::{TextRange, fold};
use crate::write;

/// The change of a fix: a number for each of these cells.
pub fn cells(context: &TableContext, numbers: impl IntoIterator<Item = (CellRef, i64)>) -> Cells {
    let numbers = numbers.into_iter().map(|(at, number)| CellNumber {
        row: at.row,
        column: at.column,
        range: context.table.cell(at).map_or(context.table.first_row, |cell| cell.range),
        number,
    });
    Cells { table: context.table.index, numbers: numbers.collect() }
}

/// The fix that writes all of `cells`. `None` if one of the cells cannot be written.
pub fn fix(
    context: &TableContext,
    message: Message,
    applicability: Applicability,
    cells: Cells,
) -> Option<Fix> {
    let edits = write::cells(context, &cells)?;
    fix_of(message, applicability, cells, edits)
}

/// The fix that writes `cells` with these edits.
pub fn fix_of(
    message: Message,
    applicability: Applicability,
    cells: Cells,
    edits: Vec<Edit>,
) -> Option<Fix> {
    // A number in place of another number is a replacement of words.
    if cells.are_blank() {
        Fix::of_change(message, applicability, cells, edits, Vec::new())
    } else {
        Fix::new(message, applicability, edits)
    }
}

/// The place for the value of a cell: the text of the cell, or a blank place visible in the layout.
pub fn writable(table: &Table, cell: CellRef) -> Option<TextRange> {
    let range = table.cell(cell).filter(|cell| !cell.broken)?.range;
    let alone = || table.cells().filter(|(_, other)| other.range == range).count() == 1;
    (!range.is_empty() || table.layout != Layout::Spaces && alone()).then_some(range)
}

/// From the start of the first blank to the end of the last. Blanks without width are underlined
/// together with a separator beside them.
pub fn underlined(context: &TableContext, run: &[(CellRef, Cell)]) -> TextRange {
    let range = run.iter().map(|(_, cell)| cell.range).reduce(TextRange::cover).unwrap_or_default();
    if !range.is_empty() {
        return range;
    }
    if run.len() > 1 {
        // The places of the blanks are unknown: the label, or the first line of the table without a
        // label.
        let row = context.table.rows[run[0].0.row].as_ref();
        return row.and_then(|row| row.label).unwrap_or(context.table.first_row);
    }
    let is_separator = |c: &char| *c == '\t' || fold(*c) == '|';
    let (before, behind) = context.text.split_at(range.start);
    if let Some(c) = behind.chars().next().filter(is_separator) {
        return TextRange::new(range.start, range.start + c.len_utf8());
    }
    match before.chars().next_back().filter(|c| is_separator(c) || *c == ' ') {
        Some(c) => TextRange::new(range.start - c.len_utf8(), range.start),
        None => context.table.rows[run[0].0.row]
            .as_ref()
            .and_then(|row| row.label)
            .unwrap_or(context.table.first_row),
    }
}
