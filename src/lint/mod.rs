//! Runs the rules over a text, selects and silences what they say. The one entry for the command line and the editor.

mod run;

use crate::diagnostic::Diagnostic;
use crate::rules::Level;

/// What a check needs to know beside the text.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The report's year where its title does not say one.
    pub year: Option<i32>,
    pub level: Option<Level>,
}

/// All that the rules find in `text`, sorted by place, each with its default severity; ranges in bytes of `text`.
///
/// `None` where the text is no report for 2019 or later.
pub fn check(text: &str, options: &Options) -> Option<Vec<Diagnostic>> {
    run::run(text, options)
}
