//! The rows of `--statements`: a row a number that a sentence states.

use super::field::{Column, Field, Kind, MOST_DECIMALS};
use super::output::Rows;
use crate::diagnostic::Place;
use crate::lint::Records;
use crate::text::TextRange;

/// The columns of the output.
pub(super) static COLUMNS: [Column; 13] = [
    Column::new("file", Kind::Text),
    Column::new("organ", Kind::Text),
    Column::new("year", Kind::Small),
    Column::new("place", Kind::Text),
    Column::new("line", Kind::Small),
    Column::new("start", Kind::Small),
    Column::new("end_line", Kind::Small),
    Column::new("end", Kind::Small),
    Column::new("text", Kind::Text),
    // A percentage, and an amount in yuan as 万元, have further decimals.
    Column::new("value", Kind::Decimal(8)),
    Column::new("states", Kind::Texts),
    Column::new("table_value", Kind::Decimal(MOST_DECIMALS)),
    Column::new("holds", Kind::Flag),
];

/// Adds the rows of the reports in the file `file`. `text` is the text that was read.
pub(super) fn push(rows: &mut Rows, found: &Records, text: &str, file: &str) {
    let lines = Lines::of(text);
    for record in &found.records {
        let name = &record.name;
        let report = found.several.then(|| name.to_string());
        for statement in &record.statements {
            let place = Place { report: report.clone(), ..Place::part(statement.part) }.to_string();
            let states: Vec<String> = statement.states.iter().map(Place::to_string).collect();
            let TextRange { start, end } = statement.range;
            let ((line, start), (end_line, end)) =
                (lines.place(text, start), lines.place(text, end));
            let fields = [
                Field::Text(file),
                Field::text(name.organ.as_deref()),
                Field::small(name.year),
                Field::Text(&place),
                Field::counted(line),
                Field::counted(start),
                Field::counted(end_line),
                Field::counted(end),
                Field::Text(statement.range.of(text)),
                Field::Number(&statement.value),
                Field::Texts(&states),
                Field::number(statement.held.as_deref()),
                statement.agrees.map_or(Field::Missing, Field::Flag),
            ];
            rows.push(&COLUMNS, &fields);
        }
    }
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
