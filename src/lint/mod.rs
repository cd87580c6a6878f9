//! Runs the rules over a text, selects and silences what they say. The one entry for the command
//! line and the editor.

mod blanks;
mod comments;
mod compose;
mod evaluated;
mod fix;
mod run;
mod silence;

pub use comments::Comments;
pub(crate) use comments::{First, Last, Marks, hidden_otherwise, may_mark};
pub use fix::{Fixed, fix, fix_with};
pub(crate) use run::{Found, check_part, check_table, check_whole};
pub use silence::{is_judged, lost_accept, silence, silence_with, unused_accept};

use crate::diagnostic::{Diagnostic, Level};
use crate::report::{NotChecked, ReportName};
use crate::settings::{Baseline, Settings};
use crate::standard::Standard;

/// What a check needs to know beside the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    pub standard: &'static Standard,
    /// The report's year, in place of what its text says.
    pub year: Option<i32>,
    pub level: Option<Level>,
}

impl Default for Options {
    /// The official form, and what the text itself says.
    fn default() -> Self {
        Self { standard: Standard::official(), year: None, level: None }
    }
}

/// A text's place among settings and accepted findings.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub settings: &'a Settings,
    /// The text's path from the folder of the settings file, with `/` between its parts; see
    /// [`Settings::relative`].
    pub file: Option<&'a str>,
    /// The baseline, and the text's path from its folder.
    pub baseline: Option<(&'a Baseline, &'a str)>,
    /// The report's year, in place of what its text says.
    pub year: Option<i32>,
}

impl Request<'_> {
    fn options(&self) -> Options {
        Options { standard: Standard::official(), year: self.year, level: self.settings.level }
    }
}

/// What is to be reported of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Sorted by position, then code.
    pub diagnostics: Vec<Diagnostic>,
    /// Indices of those of the settings' accepted findings that name this text and silence nothing
    /// in it.
    pub unused_accepts: Vec<usize>,
    /// The reports that were checked, in order. Empty in the findings of a
    /// [`crate::document::Document`], which has its reports itself.
    pub reports: Vec<ReportName>,
    /// Why other reports of the text were not checked.
    pub passed_over: Vec<NotChecked>,
}

/// What is to be reported of `text`: all that the rules find, as settings select it, without what
/// is accepted.
///
/// # Errors
/// Where the text holds no report for 2019 or later: why it is not checked.
pub fn lint(text: &str, request: &Request) -> Result<Findings, NotChecked> {
    selected(text, run::run(text, &request.options()), request)
}

/// The same for as long as it `goes_on`; `None` where it did not to the end, or the text is not
/// checked.
pub fn lint_while(text: &str, request: &Request, goes_on: impl Fn() -> bool) -> Option<Findings> {
    selected(text, run::run_while(text, &request.options(), goes_on)?, request).ok()
}

fn selected(text: &str, run: run::Run, request: &Request) -> Result<Findings, NotChecked> {
    if run.reports.is_empty() {
        return Err(NotChecked::of_text(&run.passed_over));
    }
    Ok(Findings {
        reports: run.reports,
        passed_over: run.passed_over,
        ..silence(text, run.found, request)
    })
}

/// All that the rules find in `text`, sorted by place, each with its default severity; ranges in
/// bytes of `text`.
///
/// `None` where the text holds no report for 2019 or later; [`lint`] says why.
pub fn check(text: &str, options: &Options) -> Option<Vec<Diagnostic>> {
    let run = run::run(text, options);
    (!run.reports.is_empty()).then_some(run.found)
}
