//! The rows of the output: a row a cell.

use super::field::{Column, Field, Kind, MOST_DECIMALS};
use super::output::Rows;
use crate::diagnostic::Place;
use crate::lint::Records;
use crate::report::Record;

/// The columns of the output.
pub(super) static COLUMNS: [Column; 10] = [
    Column::new("file", Kind::Text),
    Column::new("organ", Kind::Text),
    Column::new("year", Kind::Small),
    Column::new("edition", Kind::Small),
    Column::new("table", Kind::Text),
    Column::new("row", Kind::Text),
    Column::new("column", Kind::Text),
    Column::new("value", Kind::Decimal(MOST_DECIMALS)),
    Column::new("text", Kind::Text),
    Column::new("place", Kind::Text),
];

/// Adds the rows of the reports in the file `file`.
pub(super) fn push(rows: &mut Rows, found: &Records, file: &str) {
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
            let fields = [
                Field::Text(file),
                Field::text(name.organ.as_deref()),
                Field::small(name.year),
                Field::Small(entry.table.form.year),
                Field::Text(&entry.table.table_form().name),
                Field::Text(&entry.row().label.text),
                Field::Text(&entry.column().label.text),
                Field::number(value.as_deref()),
                Field::text(text.as_deref()),
                Field::Text(&place),
            ];
            rows.push(&COLUMNS, &fields);
        }
    }
}
