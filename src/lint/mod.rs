//! Runs the rules over a text, selects and silences what they say. The one entry for the command line and the editor.

mod comments;
mod compose;
mod fix;
mod run;
mod silence;

pub use comments::Comments;
pub use fix::{Fixed, fix, fix_with};
pub(crate) use run::{Found, check_part, check_table, check_whole, is_checked, name};
pub use silence::{is_judged, lost_accept, silence, silence_with, unused_accept};

use crate::diagnostic::Diagnostic;
use crate::rules::Level;
use crate::settings::{Baseline, Settings};

/// What a check needs to know beside the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The report's year where its title does not say one.
    pub year: Option<i32>,
    pub level: Option<Level>,
}

/// A text's place among settings and accepted findings.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub settings: &'a Settings,
    /// The text's path from the folder of the settings file, with `/` between its parts; see [`Settings::relative`].
    pub file: Option<&'a str>,
    /// The baseline, and the text's path from its folder.
    pub baseline: Option<(&'a Baseline, &'a str)>,
    /// The report's year where its title does not say one.
    pub year: Option<i32>,
}

/// What is to be reported of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Sorted by position, then code.
    pub diagnostics: Vec<Diagnostic>,
    /// Indices of those of the settings' accepted findings that name this text and silence nothing in it.
    pub unused_accepts: Vec<usize>,
}

/// What is to be reported of `text`: all that the rules find, as settings select it, without what is accepted.
///
/// `None` where the text is no report for 2019 or later.
pub fn lint(text: &str, request: &Request) -> Option<Findings> {
    let options = Options { year: request.year, level: request.settings.level };
    check(text, &options).map(|found| silence(text, found, request))
}

/// All that the rules find in `text`, sorted by place, each with its default severity; ranges in bytes of `text`.
///
/// `None` where the text is no report for 2019 or later.
pub fn check(text: &str, options: &Options) -> Option<Vec<Diagnostic>> {
    run::run(text, options)
}
