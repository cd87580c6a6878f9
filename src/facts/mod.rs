//! What a report states: its organ, year, period and signature, and each cell of its tables.

mod align;
mod header;
pub mod number;
mod table;

pub use header::{HeaderFinding, HeaderFindingKind};
pub use number::{Number, Value};
pub use table::{Cell, ExtraRow, ExtraRowKind, LabelWording, Row, RowCells, Table, read as read_table};

use crate::standard::form;
use crate::syntax::{Report, TablePieces};

/// The facts of one report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// In the order of the form.
    pub tables: Vec<Table>,
}

/// Reads the tables of a report of `year`; `text` is the report's. Of a table that is there several times the one in its own
/// section is taken, else the fullest.
pub fn read_tables(text: &str, report: &Report, year: i32) -> Vec<Table> {
    let mut found: Vec<(usize, &TablePieces)> =
        report.parts.iter().enumerate().flat_map(|(part, tree)| tree.tables.iter().map(move |pieces| (part, pieces))).collect();
    let in_place = |part: usize, pieces: &TablePieces| report.parts[part].kind.section() == Some(form(year).tables[pieces.table].section);
    found.sort_by_key(|&(part, pieces)| (pieces.table, !in_place(part, pieces), std::cmp::Reverse(pieces.words), part));
    found.dedup_by_key(|(_, pieces)| pieces.table);
    found.into_iter().map(|(part, pieces)| read_table(report.parts[part].range.of(text), pieces, part, year)).collect()
}
