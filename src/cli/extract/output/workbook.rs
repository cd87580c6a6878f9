//! A workbook for Excel and WPS.

use super::super::field::{Column, Field, Kind};
use crate::diagnostic::{Language, Wording};
use crate::files::OutputFile;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::io::{self, Write};

/// A row of a sheet.
pub(in crate::cli::extract) type Row = Vec<Cell>;

/// A cell of a sheet. A text never runs as a formula.
pub(in crate::cli::extract) enum Cell {
    Empty,
    Text(String),
    Number(f64),
    Flag(bool),
}

/// Stands between the texts of one field.
pub(super) const PLUS: &str = " + ";
/// The last row of a sheet, counted from 0.
const LAST_ROW: u32 = (1 << 20) - 1;
/// A spreadsheet keeps this number of digits.
const DIGITS: usize = 15;
/// The longest text of a cell, in UTF-16 units.
const LONGEST: usize = 32_767;

/// A workbook to be written. Further rows than a sheet takes stand on a further sheet.
pub(in crate::cli::extract) struct Writer {
    out: OutputFile,
    columns: Vec<Column>,
    language: Language,
    workbook: Workbook,
    sheets: usize,
    /// The next row of the last sheet.
    next: u32,
}

/// The cells of a row.
pub(super) fn row(fields: &[Field]) -> Row {
    fields.iter().map(cell).collect()
}

fn cell(field: &Field) -> Cell {
    match *field {
        Field::Missing => Cell::Empty,
        Field::Text(text) => Cell::Text(fitting(text)),
        Field::Small(number) => Cell::Number(number.into()),
        // A number that a spreadsheet would round stays a text.
        Field::Number(digits) if digits.bytes().filter(u8::is_ascii_digit).count() > DIGITS => {
            Cell::Text(digits.to_owned())
        }
        Field::Number(digits) => digits.parse().map_or(Cell::Empty, Cell::Number),
        Field::Flag(flag) => Cell::Flag(flag),
        Field::Texts([]) => Cell::Empty,
        Field::Texts(texts) => Cell::Text(fitting(&texts.join(PLUS))),
    }
}

/// The text as far as a cell takes it.
fn fitting(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= LONGEST
    };
    text.chars().take_while(fits).collect()
}

impl Writer {
    pub(super) fn new(out: OutputFile, columns: &[Column], language: Language) -> Self {
        let columns = columns.to_vec();
        Self { out, columns, language, workbook: Workbook::new(), sheets: 0, next: 0 }
    }

    pub(super) fn write(&mut self, rows: &[Row]) -> io::Result<()> {
        rows.iter().try_for_each(|row| self.write_row(row)).map_err(in_io)
    }

    fn write_row(&mut self, row: &Row) -> Result<(), XlsxError> {
        if self.sheets == 0 || self.next > LAST_ROW {
            self.add_sheet()?;
        }
        let (at, sheet) = (self.next, self.workbook.worksheet_from_index(self.sheets - 1)?);
        for (column, cell) in (0..).zip(row) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => _ = sheet.write_string(at, column, text)?,
                Cell::Number(number) => _ = sheet.write_number(at, column, *number)?,
                Cell::Flag(flag) => _ = sheet.write_boolean(at, column, *flag)?,
            }
        }
        self.next += 1;
        Ok(())
    }

    fn add_sheet(&mut self) -> Result<(), XlsxError> {
        self.end_sheet()?;
        // Rows of a sheet wait in a file of the system until the end.
        let sheet = self.workbook.add_worksheet_with_low_memory()?;
        self.sheets += 1;
        let name = NAME.in_language(self.language);
        match self.sheets {
            1 => sheet.set_name(name)?,
            number => sheet.set_name(format!("{name} {number}"))?,
        };
        let bold = Format::new().set_bold();
        sheet.set_freeze_panes(1, 0)?;
        for (at, column) in (0..).zip(&self.columns) {
            sheet.set_column_width(at, width(column))?;
            sheet.write_string_with_format(0, at, &*column.name, &bold)?;
        }
        self.next = 1;
        Ok(())
    }

    fn end_sheet(&mut self) -> Result<(), XlsxError> {
        let (last, columns) = (self.next.saturating_sub(1), self.columns.len());
        if let (Some(index), Some(right)) = (self.sheets.checked_sub(1), columns.checked_sub(1)) {
            let sheet: &mut Worksheet = self.workbook.worksheet_from_index(index)?;
            sheet.autofilter(0, 0, last, right as u16)?;
        }
        Ok(())
    }

    /// Writes the file.
    pub(super) fn finish(mut self) -> io::Result<OutputFile> {
        if self.sheets == 0 {
            self.add_sheet().map_err(in_io)?;
        }
        self.end_sheet().map_err(in_io)?;
        let bytes = self.workbook.save_to_buffer().map_err(in_io)?;
        self.out.write_all(&bytes)?;
        Ok(self.out)
    }
}

/// The width of a column in characters of Latin script.
fn width(column: &Column) -> f64 {
    match (column.kind, &*column.name) {
        (Kind::Text, "file" | "row" | "place") | (Kind::Texts, _) => 32.0,
        (Kind::Text, _) => 18.0,
        _ => 11.0,
    }
}

/// The error of the system behind an error of the library.
fn in_io(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        error => io::Error::other(error),
    }
}

const NAME: Wording = Wording::new("数据", "data");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_would_be_rounded_is_a_text() {
        assert!(matches!(cell(&Field::Number("12.3456")), Cell::Number(12.3456)));
        assert!(matches!(cell(&Field::Number("99999999999999.9999")), Cell::Text(_)));
        assert!(matches!(cell(&Field::Text("=1+1")), Cell::Text(text) if text == "=1+1"));
    }

    #[test]
    fn a_text_is_cut_where_a_cell_ends() {
        let text = "𠮷".repeat(20_000);
        assert_eq!(fitting(&text).encode_utf16().count(), LONGEST - 1);
    }
}
