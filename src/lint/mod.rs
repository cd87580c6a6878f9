//! Runs the rules over a text, and selects and silences the findings. The only entry point for the
//! command line and the editor.

mod accepts;
mod blanks;
mod comments;
mod compose;
mod evaluated;
mod fix;
mod kin;
mod records;
mod run;
mod silence;
mod source;
mod vain;

pub use accepts::{lost_accept, unused_accept};
pub use comments::Comments;
pub(crate) use comments::{First, Last, Marks, hidden_otherwise, may_mark};
pub(crate) use compose::Composed;
pub use fix::{Applied, Fixed, fix, fix_with};
pub use kin::{
    AtReport, absent_members, at_report, joined, kin_findings, looks_at_kin, may_ignore_kin,
    silence_absent, silence_collected,
};
pub use records::{Records, contents, digests, records};
pub(crate) use run::{Found, check_part, check_table, check_whole};
pub use silence::{is_judged, is_judged_among_kin, silence, silence_kin, silence_with};
pub use source::{
    FixedReading, Proposal, Tracked, elsewhere, fix_reading, keep_of_page, keep_of_reading,
    lint_reading, lint_reading_with, track_reading, why_unfixed,
};

use crate::diagnostic::{Diagnostic, Level, OrganKind};
use crate::report::{Context, NotChecked, ReadReport, ReportName};
use crate::rules::{REGISTRY, Rule};
use crate::settings::{Baseline, Organs, Settings};
use crate::standard::{Lexicon, Standard};

/// Facts for a check from outside of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The form that reports are read by.
    pub standard: &'static Standard,
    /// The year of the report, instead of the year in the text.
    pub year: Option<i32>,
    /// The level of every organ without a level of its own.
    pub level: Option<Level>,
    pub organs: Organs,
    /// The words of sentences, instead of the official lexicon.
    pub lexicon: Option<Lexicon>,
    /// Codes or prefixes of rules that do not run. Sentences are read only for rules that run.
    pub left_out: Vec<String>,
}

impl Options {
    /// The words of sentences.
    pub fn lexicon(&self) -> &Lexicon {
        self.lexicon.as_ref().unwrap_or_else(|| self.standard.lexicon())
    }

    /// The rules that run, in order.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        REGISTRY.iter().copied().filter(|rule| self.runs(rule))
    }

    fn runs(&self, rule: &Rule) -> bool {
        !self.left_out.iter().any(|prefix| rule.code.starts_with(prefix.as_str()))
    }

    /// Whether a rule that runs looks at what sentences state.
    fn reads_sentences(&self) -> bool {
        self.left_out.is_empty() || self.rules().any(Rule::reads_sentences)
    }

    /// What is known about an organ beside the text. `organ` is the name in folded letters.
    pub fn kind(&self, organ: Option<&str>) -> OrganKind {
        let own = organ.map(|organ| self.organs.kind(organ)).unwrap_or_default();
        OrganKind { level: own.level.or(self.level), ..own }
    }
}

impl Default for Options {
    /// The official form, and the year in the text.
    fn default() -> Self {
        Self {
            standard: Standard::official(),
            year: None,
            level: None,
            organs: Organs::default(),
            lexicon: None,
            left_out: Vec::new(),
        }
    }
}

/// The place of a text among settings and accepted findings.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub settings: &'a Settings,
    /// The path of the text from the folder of the settings file, with `/` as the separator; see
    /// [`Settings::relative`].
    pub file: Option<&'a str>,
    /// The baseline, and the path of the text from the folder of the baseline.
    pub baseline: Option<(&'a Baseline, &'a str)>,
    /// The year of the report, instead of the year in the text.
    pub year: Option<i32>,
}

impl Request<'_> {
    fn options(&self) -> Options {
        Options {
            standard: Standard::official(),
            year: self.year,
            level: self.settings.level,
            organs: self.settings.organs.clone(),
            lexicon: self.settings.lexicon.clone(),
            left_out: Vec::new(),
        }
    }

    /// The options without the rules whose findings the settings ignore.
    fn options_of_selected(&self) -> Options {
        Options { left_out: silence::needless(self), ..self.options() }
    }
}

/// The reported findings of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Sorted by position, then code.
    pub diagnostics: Vec<Diagnostic>,
    /// Indices into the accepted findings of the settings: the entries that name this text but
    /// silence nothing.
    pub unused_accepts: Vec<usize>,
    /// The checked reports, in order. Empty in the findings of a [`crate::document::Document`]: the
    /// document holds its reports itself.
    pub reports: Vec<ReportName>,
    /// The reasons why other reports of the text were not checked.
    pub passed_over: Vec<NotChecked>,
}

impl Findings {
    /// Adds other findings in the same text.
    pub fn add(&mut self, other: Self) {
        self.unused_accepts.extend(other.unused_accepts);
        if !other.diagnostics.is_empty() {
            self.diagnostics.extend(other.diagnostics);
            silence::sort(&mut self.diagnostics);
        }
    }
}

/// The reported findings of `text`: all findings of the rules, selected by the settings, without
/// the accepted findings.
///
/// # Errors
/// If the text holds no report for 2019 or later. The error is the reason.
pub fn lint(text: &str, request: &Request) -> Result<Findings, NotChecked> {
    selected(text, run::run(text, &request.options_of_selected()), request)
}

/// The same as [`lint`], and calls `each` with each checked report.
fn lint_with(
    text: &str,
    request: &Request,
    each: &mut dyn FnMut(&Context, &ReadReport),
) -> Result<Findings, NotChecked> {
    let run = run::run_with(text, &request.options(), || true, each).unwrap_or_default();
    selected(text, run, request)
}

/// The same as [`lint`], stopped as soon as `goes_on` returns false. `None` if the check was
/// stopped, or if the text is not checked.
pub fn lint_while(text: &str, request: &Request, goes_on: impl Fn() -> bool) -> Option<Findings> {
    let run = run::run_while(text, &request.options_of_selected(), goes_on)?;
    selected(text, run, request).ok()
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

/// All findings of the rules in `text`, sorted by place, each with its default severity. Ranges are
/// in bytes of `text`.
///
/// `None` if the text holds no report for 2019 or later. [`lint`] returns the reason.
pub fn check(text: &str, options: &Options) -> Option<Vec<Diagnostic>> {
    let run = run::run(text, options);
    (!run.reports.is_empty()).then_some(run.found)
}
