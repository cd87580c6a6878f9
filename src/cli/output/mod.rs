//! Findings as text, for people and for tools: one file for each format.

mod concise;
mod excerpt;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod key;
mod sarif;
mod statistics;
mod summary;

pub(super) use json::write_lines_of;
pub(super) use summary::{Fixes, Summary, notes, nothing_checked, treated};

use super::arguments::OutputFormat;
use crate::diagnostic::{Language, Message};
use crate::lint::Applied;
use crate::review::{self, Finding, Review, Weight};
use std::io::{self, Write};
use std::path::PathBuf;

/// The results of a run.
#[derive(Debug)]
pub(super) struct Results {
    pub(super) review: Review,
    /// What the rules across reports did not compare.
    pub(super) uncompared: Vec<Message>,
    /// The files changed by fixes, sorted by path.
    pub(super) changed: Vec<ChangedFile>,
    /// The copies with comments, if any.
    pub(super) copies: Option<Copies>,
    /// The current folder, the start of relative paths.
    pub(super) current: PathBuf,
    pub(super) summary: Summary,
}

/// A file changed by fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ChangedFile {
    pub(super) path: String,
    pub(super) fixes: Vec<Applied>,
}

/// Copies with comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Copies {
    pub(super) count: usize,
    pub(super) folder: String,
}

/// The display of findings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) format: OutputFormat,
    pub(super) statistics: bool,
    pub(super) colored: bool,
    /// Largest number of columns of a source line.
    pub(super) width: usize,
    pub(super) quiet: bool,
}

/// Writes the findings.
pub(super) fn write(results: &Results, style: Style, out: &mut dyn Write) -> io::Result<()> {
    if style.statistics {
        return statistics::write(results, style, out);
    }
    match style.format {
        OutputFormat::Full => full::write(results, style, out),
        OutputFormat::Concise => concise::write(results, style, out),
        OutputFormat::Json => json::write(results, out),
        OutputFormat::Jsonl => json::write_lines(results, out),
        OutputFormat::Github => github::write(results, out),
        OutputFormat::Gitlab => gitlab::write(results, out),
        OutputFormat::Sarif => sarif::write(results, out),
        OutputFormat::Junit => junit::write(results, out),
        OutputFormat::Html => review::write_page(&results.review, out),
        OutputFormat::Xlsx => review::write_workbook(&results.review, out),
    }
}

/// Whether the output ends with a summary for people.
pub(super) fn has_summary(style: Style) -> bool {
    match style.format {
        OutputFormat::Full | OutputFormat::Concise => true,
        OutputFormat::Json | OutputFormat::Jsonl | OutputFormat::Html | OutputFormat::Xlsx => false,
        OutputFormat::Github | OutputFormat::Gitlab | OutputFormat::Sarif | OutputFormat::Junit => {
            style.statistics
        }
    }
}

impl Results {
    /// The files that were not checked, each with its weight and a sentence. A file that is not a
    /// report has no weight.
    fn unchecked(&self) -> impl Iterator<Item = (&str, Option<Weight>, String)> {
        let said = |reason| review::not_checked(reason).render(self.language());
        let unread = self.review.unread.iter().map(move |file| {
            // A file that was checked may fail later, when the file is written.
            let sentence = match file.weight {
                Weight::Failure => file.reason.clone(),
                Weight::Expected | Weight::Other => said(file.reason.as_str().into()),
            };
            (file.path.as_str(), Some(file.weight), sentence)
        });
        let others = self
            .review
            .not_checked
            .iter()
            .map(move |file| (file.path.as_str(), None, said(file.reason.message().into())));
        unread.chain(others)
    }

    fn findings(&self) -> impl Iterator<Item = Finding<'_>> {
        self.review.findings()
    }

    /// The language of messages about the whole run.
    fn language(&self) -> Language {
        self.review.language
    }
}
