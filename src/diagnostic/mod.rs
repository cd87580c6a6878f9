//! What a rule says: plain types that every other layer passes on.
//!
//! Text for people is data here, a wording with its numbers, and becomes a sentence in one language
//! only when it is shown.

mod change;
mod fix;
mod level;
mod message;
mod place;

pub use change::{
    CellNumber, Cells, Change, IgnoreComment, NewRow, NewTable, RowPlace, Rows, SectionPlace,
    Sections,
};
pub use fix::{Applicability, Edit, Fix, apply};
pub use level::Level;
pub use message::{Argument, Language, Message, Wording};
pub use place::Place;

use crate::text::TextRange;
use serde::{Deserialize, Serialize};

/// How grave a finding is. 强制性 findings are errors, 提示性 ones warnings, habits hints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Hint,
    Information,
    Warning,
    Error,
}

impl Severity {
    /// The name in settings and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Information => "information",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One finding: which rule, where, what, and what may be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's code, such as `A001`.
    pub code: &'static str,
    pub severity: Severity,
    /// What is underlined, in bytes of the text that was checked.
    pub range: TextRange,
    pub message: Message,
    /// Where it stands in the form; stays the same when text above it changes.
    pub place: Place,
    /// What may be done, the preferred one first.
    pub fixes: Vec<Fix>,
    /// Other ranges that explain it, such as the addends of a wrong total.
    pub related: Vec<Related>,
}

/// A second range of a diagnostic and why it matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    pub range: TextRange,
    pub message: Message,
}

impl Diagnostic {
    /// Moves every range `by` bytes towards the end.
    pub fn shift(&mut self, by: usize) {
        self.range = self.range.shifted(by);
        for related in &mut self.related {
            related.range = related.range.shifted(by);
        }
        for fix in &mut self.fixes {
            fix.shift(by);
        }
    }
}
