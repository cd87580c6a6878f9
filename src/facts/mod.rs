//! What a report states: its organ, year, period and signature, and each cell of its tables.

use crate::text::TextRange;

/// The facts of one report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub tables: Vec<Table>,
}

/// One of the form's tables as it stands in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The first row.
    pub range: TextRange,
}
