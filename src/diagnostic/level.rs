//! The kind of organ behind a report.

use serde::{Deserialize, Serialize};

/// The kind of organ behind a report. The kind decides the statutory day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// A department of a government of a county or above: due 31 January (条例 article 49,
    /// paragraph 1).
    Department,
    /// A government of a county or above: due 31 March (article 49, paragraph 2).
    Government,
}

/// What settings say about an organ. `None` where the settings say nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrganKind {
    pub level: Option<Level>,
    /// Whether the organ may make rules (规章).
    pub rule_making: Option<bool>,
}

impl Level {
    /// The name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Government => "government",
        }
    }
}
