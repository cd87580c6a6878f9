//! Findings as text, for people and for tools: one format a file.

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

pub(super) use summary::{Fixes, Summary};

use super::arguments::OutputFormat;
use crate::diagnostic::{Applicability, Diagnostic, Fix, Language};
use crate::text::{LineIndex, PositionEncoding, TextRange};
use std::io::{self, Write};
use std::path::PathBuf;

/// What a run found.
#[derive(Debug)]
pub(super) struct Results {
    /// The files that were checked, sorted by path, those without findings too.
    pub(super) files: Vec<Checked>,
    /// The language of what is said of the run as a whole.
    pub(super) language: Language,
    /// The current folder, which relative paths count from.
    pub(super) current: PathBuf,
    pub(super) summary: Summary,
}

/// A file and what was found in it.
#[derive(Debug)]
pub(super) struct Checked {
    /// As it is shown, with `/` between its parts.
    pub(super) path: String,
    pub(super) language: Language,
    /// Empty where nothing was found.
    pub(super) text: String,
    pub(super) diagnostics: Vec<Diagnostic>,
    lines: LineIndex,
}

/// How findings are shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) format: OutputFormat,
    pub(super) statistics: bool,
    pub(super) colored: bool,
    /// How many columns a line of the source may take.
    pub(super) width: usize,
    pub(super) quiet: bool,
}

/// A place as people count: from 1, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    row: usize,
    column: usize,
}

/// A finding with its file.
#[derive(Clone, Copy, Debug)]
struct Finding<'a> {
    file: &'a Checked,
    diagnostic: &'a Diagnostic,
}

/// Writes what was found.
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
    }
}

impl Results {
    fn findings(&self) -> impl Iterator<Item = Finding<'_>> {
        self.files.iter().flat_map(Checked::findings)
    }
}

impl Checked {
    pub(super) fn new(path: String, language: Language, text: String, diagnostics: Vec<Diagnostic>) -> Self {
        let text = if diagnostics.is_empty() { String::new() } else { text };
        Self { path, language, lines: LineIndex::new(&text), text, diagnostics }
    }

    fn findings(&self) -> impl Iterator<Item = Finding<'_>> {
        self.diagnostics.iter().map(|diagnostic| Finding { file: self, diagnostic })
    }

    fn place(&self, offset: usize) -> Place {
        let position = self.lines.position(&self.text, offset, PositionEncoding::Utf32);
        Place { row: position.line + 1, column: position.column + 1 }
    }

    /// Start and end, which lies behind the last character.
    fn places(&self, range: TextRange) -> (Place, Place) {
        (self.place(range.start), self.place(range.end))
    }
}

impl Finding<'_> {
    fn message(&self) -> String {
        self.diagnostic.message.render(self.file.language)
    }

    fn name(&self) -> &'static str {
        crate::rules::rule(self.diagnostic.code).map_or("", |rule| rule.name)
    }

    fn url(&self) -> Option<String> {
        crate::rules::rule(self.diagnostic.code).map(crate::rules::Rule::url)
    }

    /// The fix that is shown.
    fn fix(&self) -> Option<&Fix> {
        self.diagnostic.fixes.first()
    }

    /// What it takes to have the finding fixed on the command line.
    fn fixable(&self) -> Option<Applicability> {
        fixable(self.diagnostic)
    }
}

/// The most that a fix of `diagnostic` may be applied with on the command line.
pub(super) fn fixable(diagnostic: &Diagnostic) -> Option<Applicability> {
    diagnostic.fixes.iter().filter(|fix| !fix.offered_only).map(|fix| fix.applicability).max()
}
