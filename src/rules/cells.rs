//! What the rules about numbers share: cells that numbers are written into, and where they are
//! underlined.

use crate::diagnostic::{Applicability, CellNumber, Cells, Edit, Fix, Message};
use crate::facts::{Cell, Table};
use crate::report::TableContext;
use crate::standard::CellRef;
use crate::syntax::Layout;
use crate::text::{TextRange, fold};
use crate::write;

/// What a fix is to write: a number into each of these cells.
pub fn cells(context: &TableContext, numbers: impl IntoIterator<Item = (CellRef, i64)>) -> Cells {
    let numbers = numbers.into_iter().map(|(at, number)| CellNumber {
        row: at.row,
        column: at.column,
        range: context.table.cell(at).map_or(context.table.first_row, |cell| cell.range),
        number,
    });
    Cells { table: context.table.index, numbers: numbers.collect() }
}

/// The fix that writes all of `cells`; `None` where one of them cannot be written.
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
    // A number in the place of another is a word in the place of another.
    if cells.are_blank() {
        Fix::of_change(message, applicability, cells, edits, Vec::new())
    } else {
        Fix::new(message, applicability, edits)
    }
}

/// Where a cell's value can be written: over its text, or at the place of a blank one that the
/// layout shows.
pub fn writable(table: &Table, cell: CellRef) -> Option<TextRange> {
    let range = table.cell(cell).filter(|cell| !cell.broken)?.range;
    let alone = || table.cells().filter(|(_, other)| other.range == range).count() == 1;
    (!range.is_empty() || table.layout != Layout::Spaces && alone()).then_some(range)
}

/// From the first blank's start to the last one's end, with a separator beside it where they have
/// no width.
pub fn underlined(context: &TableContext, run: &[(CellRef, Cell)]) -> TextRange {
    let range = run.iter().map(|(_, cell)| cell.range).reduce(TextRange::cover).unwrap_or_default();
    if !range.is_empty() {
        return range;
    }
    if run.len() > 1 {
        // Nothing shows where they are: the label, or the table's head where there is none.
        let row = context.table.rows[run[0].0.row].as_ref();
        return row.and_then(|row| row.label).unwrap_or(context.table.first_row);
    }
    let is_separator = |c: &char| *c == '\t' || fold(*c) == '|';
    let (before, behind) = context.text.split_at(range.start);
    if let Some(c) = behind.chars().next().filter(is_separator) {
        return TextRange::new(range.start, range.start + c.len_utf8());
    }
    // In HTML the tag that begins the cell.
    if let Some(tag) = last_tag(before) {
        return tag;
    }
    match before.chars().next_back().filter(|c| is_separator(c) || *c == ' ') {
        Some(c) => TextRange::new(range.start - c.len_utf8(), range.start),
        None => context.table.rows[run[0].0.row]
            .as_ref()
            .and_then(|row| row.label)
            .unwrap_or(context.table.first_row),
    }
}

/// The tag that a text ends with.
pub fn last_tag(text: &str) -> Option<TextRange> {
    const LONGEST: usize = 1024;
    let from = text.len().saturating_sub(LONGEST);
    let at = memchr::memrchr(b'<', &text.as_bytes()[from..]).filter(|_| text.ends_with('>'))?;
    Some(TextRange::new(from + at, text.len()))
}
