//! Reads workbooks (`.xlsx`): the cells of each visible sheet, row by row, as they are shown.

mod parts;

use super::xml_text::xml_text;
use super::{Builder, ElementKind, Projection, SourceError};
use crate::files::{LIMIT_MIB, Package, PackageError};
use parts::{Cell, Row, Sheet, Workbook};
use std::ops::RangeInclusive;

const DAMAGED: SourceError = SourceError::Damaged("Excel");
/// A report is narrower. Columns behind this one are not read.
const MOST_COLUMNS: u32 = 256;

/// The text of a workbook: the sheets below each other, a row a line, the cells separated by tabs.
/// A merged cell stands once. The number of a table is the number of the sheet; hidden sheets, rows
/// and columns are left out.
///
/// # Errors
/// If the file is broken, needs a password, or is too large.
pub fn project(bytes: &[u8]) -> Result<Projection, SourceError> {
    let mut package = Package::open(bytes).map_err(reason)?;
    project_parts(&mut |name| {
        let Some(part) = package.read(name).map_err(reason)? else { return Ok(None) };
        Ok(Some(xml_text(part).ok_or(DAMAGED)?.into_bytes()))
    })
}

fn reason(error: PackageError) -> SourceError {
    match error {
        PackageError::NotArchive | PackageError::Damaged => DAMAGED,
        PackageError::Encrypted => SourceError::Encrypted("Excel"),
        PackageError::TooLarge => SourceError::Unpacked { format: "Excel", limit: LIMIT_MIB },
        PackageError::NotWritable => SourceError::ReadOnly("Excel"),
    }
}

/// Gives the content of a part of the package by name.
type Read<'a> = dyn FnMut(&str) -> Result<Option<Vec<u8>>, SourceError> + 'a;

fn project_parts(read: &mut Read) -> Result<Projection, SourceError> {
    let workbook = Workbook::read(read)?;
    let mut builder = Builder::new("");
    for (number, part) in (1..).zip(&workbook.sheets) {
        let markup = read(part)?.ok_or(DAMAGED)?;
        let sheet = Sheet::parse(&markup, &workbook.shared)?;
        builder.open(ElementKind::Table, number, 0);
        write(&sheet, &mut builder);
        builder.close(0);
    }
    Ok(builder.finish())
}

/// Rows without an empty row or a paragraph between them have the same number of cells: blank cells
/// at the end of a row are blank cells of a table.
fn write(sheet: &Sheet, builder: &mut Builder) {
    let rows = shown_rows(sheet);
    let first = rows.iter().filter_map(|row| row.cells.first()).map(|cell| cell.column).min();
    for block in rows.chunk_by(|a, b| a.cells.len() > 1 && b.cells.len() > 1) {
        let last = block.iter().filter_map(|row| row.cells.last()).map(|cell| cell.column).max();
        for row in block {
            builder.open(ElementKind::Row, row.number, 0);
            match row.cells.as_slice() {
                [] => {}
                // The text of a section may stand in one merged cell.
                [only] => {
                    for (index, line) in only.text.lines().enumerate() {
                        if index > 0 {
                            builder.made("\n", 0);
                        }
                        write_cell(only.column, line, builder);
                    }
                }
                // A unit or a date beside the title is a line of its own.
                cells if cells.iter().any(is_title) => {
                    let words = cells.iter().filter(|cell| !cell.text.is_empty());
                    for (index, cell) in words.enumerate() {
                        if index > 0 {
                            builder.made("\n", 0);
                        }
                        write_cell(cell.column, &cell.text, builder);
                    }
                }
                _ => write_row(sheet, row, first.unwrap_or(1)..=last.unwrap_or(0), builder),
            }
            builder.close(0);
            builder.made("\n", 0);
        }
    }
}

fn write_row(sheet: &Sheet, row: &Row, columns: RangeInclusive<u32>, builder: &mut Builder) {
    let mut cells = row.cells.iter().peekable();
    let mut is_first = true;
    for column in columns.filter(|&column| sheet.is_shown(row, column)) {
        if !is_first {
            builder.made("\t", 0);
        }
        is_first = false;
        let text = cells.next_if(|cell| cell.column == column).map_or("", |cell| &cell.text);
        write_cell(column, text, builder);
    }
}

fn write_cell(column: u32, text: &str, builder: &mut Builder) {
    builder.open(ElementKind::Cell, column, 0);
    for (index, word) in text.split_whitespace().enumerate() {
        if index > 0 {
            builder.made(" ", 0);
        }
        builder.made(word, 0);
    }
    builder.close(0);
}

/// Whether a cell holds the title of a report.
fn is_title(cell: &Cell) -> bool {
    let words: String = cell.text.split_whitespace().collect();
    words.contains("信息公开") && words.ends_with("报告")
}

/// The visible rows with the visible cells. An empty row stands for rows that are left out in the
/// file.
fn shown_rows(sheet: &Sheet) -> Vec<Row> {
    let mut out: Vec<Row> = Vec::new();
    let mut next = 1;
    for row in &sheet.rows {
        if row.number > next && !out.is_empty() {
            out.push(Row { number: row.number - 1, ..Row::default() });
        }
        next = row.number.saturating_add(1);
        if !row.is_hidden {
            let cells = row.cells.iter().filter(|cell| sheet.is_shown(row, cell.column));
            let cells: Vec<Cell> = cells.cloned().collect();
            let is_blank = cells.iter().all(|cell| cell.text.is_empty());
            // The border of an empty row is not a table.
            let cells = if is_blank { Vec::new() } else { cells };
            out.push(Row { number: row.number, cells, covered: row.covered.clone(), ..*row });
        }
    }
    out
}

impl Sheet {
    /// Whether a cell is visible: not hidden, and not covered by a merged cell.
    fn is_shown(&self, row: &Row, column: u32) -> bool {
        !self.hidden.iter().chain(&row.covered).any(|columns| columns.contains(&column))
    }
}

#[cfg(test)]
mod cases;
