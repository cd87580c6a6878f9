//! The new report as a workbook: a sheet for each table, in the look of the form.

use crate::write::{Grid, GridContent, Skeleton};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use std::io;

/// The widths of columns in Latin characters: those of the labels of table three, those of table
/// two, and all others.
const LABELS: [f64; 3] = [11.0, 11.0, 38.0];
const WIDE: f64 = 24.0;
const NARROW: f64 = 9.0;

pub(super) fn workbook(report: &Skeleton) -> io::Result<Vec<u8>> {
    let write = || {
        let mut workbook = Workbook::new();
        let form = report.standard.form(report.year);
        for (index, table) in form.tables.iter().enumerate() {
            let sheet = workbook.add_worksheet().set_name(&table.name)?;
            let section = form.section(table.section);
            let heading = format!("{}、{}", section.numeral, section.title.text);
            let title = (index == 0).then(|| report.title());
            let number = |row: usize, column: usize| (report.cell)(index, row, column);
            fill(sheet, title, &heading, &Grid::of(table), &number)?;
        }
        workbook.save_to_buffer()
    };
    write().map_err(|error| match error {
        XlsxError::IoError(error) => error,
        error => io::Error::other(error),
    })
}

/// The heading stands above the table, the title above the first of them.
fn fill(
    sheet: &mut Worksheet,
    title: Option<String>,
    heading: &str,
    grid: &Grid,
    number: &dyn Fn(usize, usize) -> String,
) -> Result<(), XlsxError> {
    // The labels of table three stand in three columns.
    let labels = if grid.labels == LABELS.len() { LABELS.as_slice() } else { &[] };
    let others = if grid.labels == 1 { WIDE } else { NARROW };
    let widths = labels.iter().copied().chain(std::iter::repeat(others));
    for (column, width) in (0..).zip(widths.take(grid.width)) {
        sheet.set_column_width(column, width)?;
    }
    let mut top = 0;
    if let Some(title) = title {
        let look = Format::new().set_bold().set_font_size(18).set_align(FormatAlign::Center);
        sheet.merge_range(0, 0, 0, grid.width as u16 - 1, &title, &look)?;
        top = 2;
    }
    sheet.write_string_with_format(top, 0, heading, &Format::new().set_bold())?;
    draw(sheet, top + 1, grid, number)?;
    // A4.
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn draw(
    sheet: &mut Worksheet,
    top: u32,
    grid: &Grid,
    number: &dyn Fn(usize, usize) -> String,
) -> Result<(), XlsxError> {
    let cell = Format::new()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    let caption = cell.clone().set_background_color(Color::RGB(0x00C6_D9F1));
    for (row, cells) in (top..).zip(&grid.rows) {
        for form_cell in cells {
            let (left, across) = (form_cell.left as u16, form_cell.across as u16);
            let (bottom, right) = (row + form_cell.down as u32 - 1, left + across - 1);
            let look = if form_cell.across == grid.width { &caption } else { &cell };
            let words = form_cell.content.words().unwrap_or_default();
            match (bottom, right) == (row, left) {
                true => sheet.write_string_with_format(row, left, words, look)?,
                false => sheet.merge_range(row, left, bottom, right, words, look)?,
            };
            let GridContent::Value(at) = form_cell.content else { continue };
            let digits = number(at.row, at.column);
            match digits.parse::<f64>() {
                // A spreadsheet keeps 15 digits.
                Ok(value) if digits.len() <= 15 => {
                    sheet.write_number_with_format(row, left, value, look)?
                }
                _ => sheet.write_string_with_format(row, left, digits, look)?,
            };
        }
    }
    Ok(())
}
