//! The rows of `--wide`: a row a report, a column a cell.

use super::field::{Column, Field, Kind, MOST_DECIMALS};
use super::output::Rows;
use crate::diagnostic::Place;
use crate::lint::Records;
use crate::standard::{self, CellRef, Form, TableForm};
use std::collections::HashMap;

/// The columns that say which report a row is.
const NAMES: [Column; 4] = [
    Column::new("file", Kind::Text),
    Column::new("organ", Kind::Text),
    Column::new("year", Kind::Small),
    Column::new("edition", Kind::Small),
];

/// The columns of the output, and the column of each place.
pub(super) struct Wide {
    pub(super) columns: Vec<Column>,
    places: HashMap<String, usize>,
}

impl Wide {
    /// All cells of the newest edition, the last one, in its order. Behind them are the cells that
    /// only earlier editions have. The name of a column is the place of the cell.
    pub(super) fn of(editions: &[Form]) -> Self {
        let mut wide = Self { columns: NAMES.to_vec(), places: HashMap::new() };
        for form in editions.iter().rev() {
            for table in &form.tables {
                cells(table).for_each(|cell| wide.add(table, cell));
            }
        }
        wide
    }

    fn add(&mut self, table: &TableForm, cell: CellRef) {
        let column = table.column(cell);
        let place = Place::part(table.name.as_str())
            .row(table.rows[cell.row].label.text.as_str())
            .column(column.label.text.as_str())
            .to_string();
        let kind = match column.kind {
            standard::Kind::Money => Kind::Decimal(MOST_DECIMALS),
            standard::Kind::Count | standard::Kind::Signed => Kind::Count,
        };
        if !self.places.contains_key(&place) {
            self.places.insert(place.clone(), self.columns.len());
            self.columns.push(Column { name: place.into(), kind });
        }
    }

    /// Adds the rows of the reports in the file `file`. What is no number is missing.
    pub(super) fn push(&self, rows: &mut Rows, found: &Records, file: &str) {
        for record in &found.records {
            let cells: Vec<(usize, String)> = record
                .cells()
                .filter_map(|entry| {
                    let column = self.places.get(&entry.place().to_string())?;
                    Some((*column, entry.value()?))
                })
                .collect();
            let mut fields = vec![Field::Missing; self.columns.len()];
            fields[0] = Field::Text(file);
            fields[1] = Field::text(record.name.organ.as_deref());
            fields[2] = Field::small(record.name.year);
            fields[3] = Field::Small(record.edition);
            for (column, value) in &cells {
                fields[*column] = Field::Number(value);
            }
            rows.push(&self.columns, &fields);
        }
    }
}

fn cells(table: &TableForm) -> impl Iterator<Item = CellRef> {
    (0..table.rows.len())
        .flat_map(|row| (0..table.columns(row).len()).map(move |column| CellRef { row, column }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::Standard;

    #[test]
    fn no_two_cells_of_a_form_share_a_column() {
        let editions = Standard::official().editions();
        let wide = Wide::of(editions);
        for form in editions {
            let cells: usize = form.tables.iter().map(TableForm::cells).sum();
            let own = Wide::of(std::slice::from_ref(form));
            assert_eq!(own.columns.len() - NAMES.len(), cells);
            for column in &own.columns {
                assert!(wide.columns.contains(column), "{column:?} has one kind in all editions");
            }
        }
    }
}
