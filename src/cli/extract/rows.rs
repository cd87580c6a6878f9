//! The rows of the output: a row a cell.

use crate::cli::arguments::ExtractFormat;
use crate::diagnostic::Place;
use crate::lint::Records;
use crate::report::Record;
use serde::Serialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The names of the columns. The fields of [`Row`] have the same names and the same order.
const COLUMNS: [&str; 10] =
    ["file", "organ", "year", "edition", "table", "row", "column", "value", "text", "place"];

/// A cell of a report.
#[derive(Serialize)]
struct Row<'a> {
    file: &'a str,
    organ: Option<&'a str>,
    year: Option<i32>,
    edition: i32,
    table: &'a str,
    row: &'a str,
    column: &'a str,
    /// The digits of the number: a float would lose digits of money.
    value: Option<&'a RawValue>,
    text: Option<&'a str>,
    place: &'a str,
}

/// The begin of the output.
pub(super) fn head(format: ExtractFormat) -> Vec<u8> {
    head_of(format, &COLUMNS)
}

/// The begin of an output with these columns.
pub(super) fn head_of(format: ExtractFormat, columns: &[&str]) -> Vec<u8> {
    match format {
        ExtractFormat::Csv => format!("{}\n", columns.join(",")).into_bytes(),
        ExtractFormat::Jsonl => Vec::new(),
    }
}

/// The rows of the reports in the file `file`.
pub(super) fn of(found: &Records, file: &str, format: ExtractFormat) -> Vec<u8> {
    let mut rows = Rows::new(format);
    for (index, record) in found.records.iter().enumerate() {
        let name = &record.name;
        let report = found.several.then(|| name.to_string());
        // Reports with one name have places of their own.
        let is_same =
            |other: &&Record| (&other.name.organ, other.name.year) == (&name.organ, name.year);
        let ordinal = 1 + found.records[..index].iter().filter(is_same).count();
        for entry in record.cells() {
            let place = Place { report: report.clone(), ordinal, ..entry.place() };
            let (value, text, place) = (entry.value(), entry.text(), place.to_string());
            rows.push(&Row {
                file,
                organ: name.organ.as_deref(),
                year: name.year,
                edition: entry.table.form.year,
                table: &entry.table.table_form().name,
                row: &entry.row().label.text,
                column: &entry.column().label.text,
                value: value.as_deref().and_then(|value| serde_json::from_str(value).ok()),
                text: text.as_deref(),
                place: &place,
            });
        }
    }
    rows.finish()
}

/// Writes rows into memory, which never fails.
pub(super) enum Rows {
    Csv(Box<csv::Writer<Vec<u8>>>),
    Jsonl(Vec<u8>),
}

impl Rows {
    pub(super) fn new(format: ExtractFormat) -> Self {
        match format {
            ExtractFormat::Csv => Self::Csv(Box::new(csv::Writer::from_writer(Vec::new()))),
            ExtractFormat::Jsonl => Self::Jsonl(Vec::new()),
        }
    }

    pub(super) fn push(&mut self, row: &(impl Serialize + Fields)) {
        match self {
            Self::Csv(out) => {
                _ = out.write_record(row.fields().iter().map(|field| field.as_bytes()))
            }
            Self::Jsonl(out) => {
                _ = serde_json::to_writer(&mut *out, row);
                out.push(b'\n');
            }
        }
    }

    pub(super) fn finish(self) -> Vec<u8> {
        match self {
            Self::Csv(out) => out.into_inner().unwrap_or_default(),
            Self::Jsonl(out) => out,
        }
    }
}

/// A row of CSV.
pub(super) trait Fields {
    /// The fields of the line. What is missing is empty.
    fn fields(&self) -> Vec<Cow<'_, str>>;
}

impl Fields for Row<'_> {
    fn fields(&self) -> Vec<Cow<'_, str>> {
        vec![
            inert(self.file),
            inert(self.organ.unwrap_or_default()),
            self.year.map(|year| year.to_string()).unwrap_or_default().into(),
            self.edition.to_string().into(),
            self.table.into(),
            self.row.into(),
            self.column.into(),
            self.value.map(RawValue::get).unwrap_or_default().into(),
            inert(self.text.unwrap_or_default()),
            inert(self.place),
        ]
    }
}

/// The text behind an apostrophe, if a spreadsheet would run the text as a formula.
pub(super) fn inert(text: &str) -> Cow<'_, str> {
    const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    // A lone dash, the usual mark of a blank cell, is no formula.
    let is_formula = text.starts_with(FORMULA) && !text.chars().all(|c| FORMULA.contains(&c));
    if !is_formula || is_number(text) {
        return text.into();
    }
    format!("'{text}").into()
}

/// Whether the text is digits behind a sign.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or_default();
    digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_runs_as_a_formula() {
        for text in ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "＝A1", "－A1", "+1-2"] {
            assert_eq!(inert(text), format!("'{text}"));
        }
        for text in ["", "-", "--", "－", "-5", "+1,234.5", "3", "详见=附件", "/", "'"] {
            assert_eq!(inert(text), text);
        }
    }

    #[test]
    fn the_columns_are_the_fields_of_a_row() {
        let place = String::new();
        let row = Row {
            file: "",
            organ: None,
            year: None,
            edition: 2021,
            table: "",
            row: "",
            column: "",
            value: None,
            text: None,
            place: &place,
        };
        let serde_json::Value::Object(fields) = serde_json::to_value(&row).unwrap() else {
            panic!("an object")
        };
        assert_eq!(fields.keys().collect::<Vec<_>>(), COLUMNS.iter().collect::<Vec<_>>());
        assert_eq!(row.fields().len(), COLUMNS.len());
    }
}
