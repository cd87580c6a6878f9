//! What a report states: its organ, year, period and signature, and each cell of its tables.

mod align;
mod header;
pub mod number;
mod table;

pub use header::{HeaderFinding, HeaderFindingKind};
pub use number::{Number, Value};
pub use table::{Cell, ExtraRow, ExtraRowKind, LabelWording, Row, RowCells, Table, read as read_table};

/// The facts of one report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// In the order of the form.
    pub tables: Vec<Table>,
}
