//! A code action.

use crate::diagnostic::Diagnostic;
use crate::server::core::features::change::Change;
use crate::server::core::features::commands::Call;

/// An action for the user.
#[derive(Clone, Debug)]
pub struct Action<'v> {
    pub title: String,
    pub kind: Kind,
    /// The change of the action; `None` if only the call computes the change.
    pub change: Option<Change>,
    /// The findings fixed by the action.
    pub found: Vec<&'v Diagnostic>,
    pub is_preferred: bool,
    /// The command with the same effect.
    pub call: Call,
}

/// The kinds of actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Fixes or accepts a finding.
    QuickFix,
    /// Rewrites text, with or without a finding.
    Rewrite,
    /// All safe fixes of a document.
    AllFixes,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::QuickFix, Self::Rewrite, Self::AllFixes];
}
