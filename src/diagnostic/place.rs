//! The place of a diagnostic in the form.

use std::fmt;

/// A place key: `[organ year/]part[/row[/column]][#n]`.
///
/// The part is 标题, 前言, 一 to 六, 表二, 表三, 表四 or 落款. Row and column are labels of the
/// form. `#n` counts equal places from the second on. Unlike a line number, a place key survives
/// every edit elsewhere in the report.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Organ and year, in a text with several reports.
    pub report: Option<String>,
    pub part: String,
    pub row: Option<String>,
    pub column: Option<String>,
    /// The number among several diagnostics with the same code in this place, counted from 1.
    pub ordinal: usize,
}

impl Place {
    pub fn part(part: impl Into<String>) -> Self {
        Self { part: part.into(), ordinal: 1, ..Self::default() }
    }

    pub fn row(self, row: impl Into<String>) -> Self {
        Self { row: Some(row.into()), ..self }
    }

    pub fn column(self, column: impl Into<String>) -> Self {
        Self { column: Some(column.into()), ..self }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(report) = &self.report {
            write!(f, "{report}/")?;
        }
        f.write_str(&self.part)?;
        for label in [&self.row, &self.column].into_iter().flatten() {
            write!(f, "/{label}")?;
        }
        if self.ordinal > 1 {
            write!(f, "#{}", self.ordinal)?;
        }
        Ok(())
    }
}
