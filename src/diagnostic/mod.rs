//! The findings of rules: plain types for every other layer.
//!
//! Text for people is data here, a wording with its arguments. The text becomes a sentence in one
//! language only for display.

mod change;
mod fix;
mod level;
mod message;
mod place;

pub use change::{
    CellNumber, Cells, Change, IgnoreComment, NewHead, NewRow, NewTable, Removed, RowPlace, Rows,
    SectionPlace, Sections,
};
pub use fix::{Applicability, Edit, Fix, apply};
pub use level::{Level, OrganKind};
pub use message::{Argument, Language, Message, Wording};
pub use place::Place;

use crate::text::TextRange;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The severity of a finding. 强制性 findings are errors, 提示性 findings are warnings, habits are
/// hints.
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

/// One finding: the rule, the place, the message, and possible fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The code of the rule, such as `A001`.
    pub code: &'static str,
    pub severity: Severity,
    /// The underlined range, in bytes of the checked text.
    pub range: TextRange,
    pub message: Message,
    /// The place in the form. The place stays the same if text above changes.
    pub place: Place,
    /// Possible fixes, the preferred fix first.
    pub fixes: Vec<Fix>,
    /// Other ranges that explain the finding, such as the addends of a wrong total.
    pub related: Vec<Related>,
    /// Places in other files that explain the finding, such as a cell of last year's report.
    pub elsewhere: Vec<Elsewhere>,
}

/// A place in another file, with the reason why it matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Index of the file in its collection.
    pub file: usize,
    /// In bytes of the text of that file.
    pub range: TextRange,
    pub message: Message,
    /// The place for people. A shell finds it out, because a rule does not have the other text.
    pub place: Option<FilePlace>,
}

/// A place in a named file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePlace {
    /// The path in messages.
    pub path: Arc<str>,
    /// Line and column of the start, counted from 1. The shell chooses the unit of columns.
    pub start: (usize, usize),
    pub end: (usize, usize),
    /// The place in words, for a file without lines.
    pub words: Option<String>,
}

/// A second range of a diagnostic, with the reason why it matters.
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
