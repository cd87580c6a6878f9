//! A report and its place in a document.

use super::report::CheckedReport;
use crate::lint::Marks;
use std::sync::Arc;

/// A report and its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// In bytes of the text.
    pub(super) start: usize,
    /// Number of the first line.
    pub(super) line: usize,
    /// Number of findings. Each keystroke needs this number of every report.
    pub(super) found: usize,
    pub(super) is_checked: bool,
    pub(super) has_comments: bool,
    /// The effect of the comments of the report on the text around the report.
    pub(super) marks: Marks,
    /// Whether no comment from another report hides text of this report, and no comment of this
    /// report hides text of another report.
    pub(super) is_whole: bool,
    pub(super) report: Arc<CheckedReport>,
}

impl Entry {
    pub(super) fn new(start: usize, line: usize, report: Arc<CheckedReport>) -> Self {
        let marks = Marks::of(report.text());
        Self {
            start,
            line,
            found: report.found().map_or(0, <[_]>::len),
            is_checked: report.found().is_some(),
            has_comments: !report.comments().is_empty(),
            is_whole: marks.is_none() && report.comments().is_empty()
                || report.comments().is_whole(report.text()),
            marks,
            report,
        }
    }

    pub(super) fn placed(&self) -> Placed<'_> {
        Placed { start: self.start, report: &self.report }
    }
}

/// A report of a document.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'a> {
    /// The start of the report, in bytes of the text.
    pub start: usize,
    pub report: &'a CheckedReport,
}
