//! The tables of several reports, added up.

use super::{Record, RecordTable};
use crate::diagnostic::Place;
use crate::facts::Exact;
use crate::standard::{CellRef, Form};
use std::collections::HashMap;

/// The sums of the cells of reports, in one edition of the form.
#[derive(Clone, Debug)]
pub struct Total {
    form: &'static Form,
    /// For each table, the sums in the order of its cells.
    sums: Vec<HashMap<CellRef, Exact>>,
}

impl Total {
    /// Sums of no report: all are 0.
    pub fn new(form: &'static Form) -> Self {
        Self { form, sums: vec![HashMap::new(); form.tables.len()] }
    }

    /// Adds the cells of a report. Returns the places that were not added: the cells without a
    /// number, and whole tables of another edition of the form or without a single number.
    pub fn add(&mut self, record: &Record) -> Vec<Place> {
        let mut left = Vec::new();
        for (table, sums) in record.tables.iter().zip(&mut self.sums) {
            let name = table.table_form().name.as_str();
            let is_other = table.form.year != self.form.year;
            if is_other || table.entries().all(|entry| entry.number().is_none()) {
                left.push(Place::part(name));
                continue;
            }
            for entry in table.entries() {
                let sum = sums.entry(entry.at).or_default();
                match entry.number().and_then(|number| sum.checked_add(number)) {
                    Some(added) => *sum = added,
                    None => left.push(entry.place()),
                }
            }
        }
        left
    }

    /// The sum of a cell in plain digits.
    pub fn cell(&self, table: usize, at: CellRef) -> String {
        self.sums[table].get(&at).copied().unwrap_or_default().to_string()
    }
}

impl Record {
    /// The places of the totals that are not the sums of their cells. A sum with a missing number
    /// is not judged.
    pub fn wrong_totals(&self) -> Vec<Place> {
        self.tables.iter().flat_map(RecordTable::wrong_totals).collect()
    }
}

impl RecordTable {
    fn wrong_totals(&self) -> Vec<Place> {
        let entries: HashMap<CellRef, _> = self.entries().map(|entry| (entry.at, entry)).collect();
        let side =
            |cells: &[CellRef]| Exact::sum(cells.iter().map(|cell| entries.get(cell)?.number()));
        let relations = self.form.relations.iter();
        let own = relations.filter(|relation| relation.table == self.index && !relation.at_least);
        own.flat_map(|relation| &relation.sums)
            .filter(|sum| match (side(&sum.left), side(&sum.right)) {
                (Some(left), Some(right)) => left != right,
                _ => false,
            })
            .filter_map(|sum| entries.get(&sum.result).map(|entry| entry.place()))
            .collect()
    }
}
