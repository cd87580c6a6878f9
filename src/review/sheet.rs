//! A workbook for the reviewer (审核意见表): a row for each finding, and on the second sheet a row
//! for each unit.

use super::elsewhere::SEE;
use super::units::{Kind, Unit, units};
use super::{Finding, Review};
use crate::diagnostic::{Language, Severity, Wording};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use std::io::{self, Write};

/// A column: its header, and its width in Latin characters.
type Column = (Wording, f64);

const FINDINGS: [Column; 9] = [
    (UNIT, 22.0),
    (YEAR, 7.0),
    (FILE, 24.0),
    (PLACE, 30.0),
    (LEVEL, 7.0),
    (RULE, 7.0),
    (Wording::new("问题", "what is wrong"), 60.0),
    (Wording::new("怎么改", "what to do"), 36.0),
    (Wording::new("备注", "remark"), 24.0),
];
const UNITS: [Column; 8] = [
    (UNIT, 22.0),
    (YEAR, 7.0),
    (FILE, 24.0),
    (Wording::new("情况", "state"), 30.0),
    (Wording::new("错误", "errors"), 8.0),
    (Wording::new("警告", "warnings"), 9.0),
    (Wording::new("提示", "hints"), 8.0),
    (Wording::new("缺少", "missing"), 40.0),
];

/// A cell of a row.
enum Cell {
    Text(String),
    Number(f64),
    Empty,
}

pub fn write(review: &Review, out: &mut dyn Write) -> io::Result<()> {
    let bytes = workbook(review).map_err(|error| match error {
        XlsxError::IoError(error) => error,
        error => io::Error::other(error),
    })?;
    out.write_all(&bytes)
}

fn workbook(review: &Review) -> Result<Vec<u8>, XlsxError> {
    let language = review.language;
    let units = units(review);
    let mut workbook = Workbook::new();
    let findings = units.iter().flat_map(|unit| findings_of(unit, review.language));
    let sheet = workbook.add_worksheet().set_name(SHEETS[0].in_language(language))?;
    fill(sheet, &FINDINGS, language, findings)?;
    let sheet = workbook.add_worksheet().set_name(SHEETS[1].in_language(language))?;
    fill(sheet, &UNITS, language, units.iter().map(|unit| unit_row(unit, language)))?;
    workbook.save_to_buffer()
}

/// Writes a table that is printed across the page, with its header on each page.
fn fill(
    sheet: &mut Worksheet,
    columns: &[Column],
    language: Language,
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Result<(), XlsxError> {
    let cell =
        Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top).set_text_wrap();
    let head = cell.clone().set_bold().set_background_color(Color::RGB(0x00E7_ECF2));
    for (at, (name, width)) in (0..).zip(columns) {
        sheet.set_column_width(at, *width)?;
        sheet.write_string_with_format(0, at, name.in_language(language), &head)?;
    }
    let mut last = 0;
    for (row, cells) in (1..).zip(rows) {
        last = row;
        for (column, content) in (0..).zip(cells) {
            match content {
                Cell::Text(text) => sheet.write_string_with_format(row, column, text, &cell)?,
                Cell::Number(number) => {
                    sheet.write_number_with_format(row, column, number, &cell)?
                }
                Cell::Empty => sheet.write_blank(row, column, &cell)?,
            };
        }
    }
    let right = columns.len().saturating_sub(1) as u16;
    sheet.autofilter(0, 0, last, right)?.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
    // A4.
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn findings_of<'a>(unit: &'a Unit, language: Language) -> impl Iterator<Item = Vec<Cell>> + 'a {
    unit.findings.iter().map(move |finding| {
        let [organ, year, file] = name(unit);
        vec![
            organ,
            year,
            file,
            text(finding.place_for_people()),
            text(finding.severity_word()),
            text(finding.diagnostic.code),
            text(with_others(finding, language)),
            finding.remedy().map_or(Cell::Empty, text),
            Cell::Empty,
        ]
    })
}

/// The message, with a line for each place in another file.
fn with_others(finding: &Finding, language: Language) -> String {
    let see = SEE.in_language(language);
    let others = finding.other_places().into_iter().map(|other| format!("\n{see} {other}"));
    std::iter::once(finding.message()).chain(others).collect()
}

fn unit_row(unit: &Unit, language: Language) -> Vec<Cell> {
    let [organ, year, file] = name(unit);
    let mut row = vec![organ, year, file, text(unit.state(language))];
    if matches!(unit.kind, Kind::NotChecked(_)) {
        row.extend([Cell::Empty, Cell::Empty, Cell::Empty, Cell::Empty]);
        return row;
    }
    let counts = [unit.count(Severity::Error), unit.count(Severity::Warning), unit.hints()];
    row.extend(counts.map(|count| Cell::Number(count as f64)));
    row.push(text(unit.missing().join("\n")));
    row
}

fn name(unit: &Unit) -> [Cell; 3] {
    let year = unit.year.map_or(Cell::Empty, |year| Cell::Number(year.into()));
    [unit.organ.map_or(Cell::Empty, text), year, text(unit.file)]
}

/// A text as far as a cell takes it.
fn text(text: impl Into<String>) -> Cell {
    /// A character is at most two UTF-16 units, and a cell takes 32767.
    const LONGEST: usize = 16_000;
    let mut text: String = text.into();
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
    }
    Cell::Text(text)
}

const SHEETS: [Wording; 2] =
    [Wording::new("审核意见", "findings"), Wording::new("各单位", "units")];
const UNIT: Wording = Wording::new("单位", "unit");
const YEAR: Wording = Wording::new("年度", "year");
const FILE: Wording = Wording::new("文件", "file");
const PLACE: Wording = Wording::new("位置", "place");
const LEVEL: Wording = Wording::new("级别", "level");
const RULE: Wording = Wording::new("规则", "rule");
