//! The rows of `--statements`: a row a number that a sentence states.

use super::rows::{Fields, Rows, head_of, inert};
use crate::cli::arguments::ExtractFormat;
use crate::diagnostic::Place;
use crate::lint::Records;
use crate::report::RecordStatement;
use crate::text::TextRange;
use serde::Serialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The names of the columns. The fields of [`Row`] have the same names and the same order.
const COLUMNS: [&str; 13] = [
    "file",
    "organ",
    "year",
    "place",
    "line",
    "start",
    "end_line",
    "end",
    "text",
    "value",
    "states",
    "table_value",
    "holds",
];

/// A number that a sentence states.
#[derive(Serialize)]
struct Row<'a> {
    file: &'a str,
    organ: Option<&'a str>,
    year: Option<i32>,
    place: &'a str,
    line: usize,
    start: usize,
    end_line: usize,
    end: usize,
    text: &'a str,
    value: Option<&'a RawValue>,
    states: &'a [String],
    table_value: Option<&'a RawValue>,
    holds: Option<bool>,
}

impl Fields for Row<'_> {
    fn fields(&self) -> Vec<Cow<'_, str>> {
        let number = |value: Option<&RawValue>| {
            Cow::Owned(value.map(RawValue::get).unwrap_or_default().to_owned())
        };
        vec![
            inert(self.file),
            inert(self.organ.unwrap_or_default()),
            self.year.map(|year| year.to_string()).unwrap_or_default().into(),
            inert(self.place),
            self.line.to_string().into(),
            self.start.to_string().into(),
            self.end_line.to_string().into(),
            self.end.to_string().into(),
            inert(self.text),
            number(self.value),
            inert(&self.states.join(" + ")).into_owned().into(),
            number(self.table_value),
            self.holds.map(|holds| holds.to_string()).unwrap_or_default().into(),
        ]
    }
}

/// The begin of the output.
pub(super) fn head(format: ExtractFormat) -> Vec<u8> {
    head_of(format, &COLUMNS)
}

/// The rows of the reports in the file `file`. `text` is the text that was read.
pub(super) fn of(found: &Records, text: &str, file: &str, format: ExtractFormat) -> Vec<u8> {
    let mut rows = Rows::new(format);
    let lines = Lines::of(text);
    for record in &found.records {
        let name = &record.name;
        let report = found.several.then(|| name.to_string());
        for statement in &record.statements {
            let place = Place { report: report.clone(), ..Place::part(statement.part) };
            let states: Vec<String> = statement.states.iter().map(Place::to_string).collect();
            push(&mut rows, file, name, statement, &place.to_string(), &states, (text, &lines));
        }
    }
    rows.finish()
}

fn push(
    rows: &mut Rows,
    file: &str,
    name: &crate::report::ReportName,
    statement: &RecordStatement,
    place: &str,
    states: &[String],
    (text, lines): (&str, &Lines),
) {
    let TextRange { start, end } = statement.range;
    let ((line, start), (end_line, end)) = (lines.place(text, start), lines.place(text, end));
    let number = |value: &str| serde_json::from_str::<&RawValue>(value).ok().map(ToOwned::to_owned);
    let held = statement.held.as_deref().and_then(number);
    rows.push(&Row {
        file,
        organ: name.organ.as_deref(),
        year: name.year,
        place,
        line,
        start,
        end_line,
        end,
        text: statement.range.of(text),
        value: number(&statement.value).as_deref(),
        states,
        table_value: held.as_deref(),
        holds: statement.agrees,
    });
}

/// The starts of the lines of a text.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self(std::iter::once(0).chain(breaks).collect())
    }

    /// Line and column of a byte, both counted from 1. A column is a character.
    fn place(&self, text: &str, byte: usize) -> (usize, usize) {
        let line = self.0.partition_point(|&start| start <= byte);
        let start = self.0[line.saturating_sub(1)];
        (line, text[start..byte].chars().count() + 1)
    }
}
