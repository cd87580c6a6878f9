//! Findings as text, for people and for tools: one file for each format.

mod columns;
mod concise;
mod elsewhere;
mod excerpt;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod key;
mod page;
mod sarif;
mod sheet;
mod statistics;
mod summary;
mod units;

pub(super) use elsewhere::OtherFile;
pub(super) use json::write_lines_of;
pub(super) use summary::{Fixes, Summary, notes, nothing_checked, treated};

use super::arguments::OutputFormat;
use crate::diagnostic::{
    Applicability, Diagnostic, FilePlace, Fix, Language, Place as FormPlace, Related,
};
use crate::lint::Applied;
use crate::report::{NotChecked, Record, ReportName};
use crate::source::{Projection, SourcePlace};
use crate::text::TextRange;
use columns::Columns;
use std::io::{self, Write};
use std::path::PathBuf;

/// The results of a run.
#[derive(Debug)]
pub(super) struct Results {
    /// The checked files, sorted by path, including files without findings.
    pub(super) files: Vec<Checked>,
    /// Files that a person expects to be checked, but that were not checked.
    pub(super) not_checked: Vec<NotCheckedFile>,
    /// The files that were not read, sorted by path.
    pub(super) unread: Vec<UnreadFile>,
    /// The files changed by fixes, sorted by path.
    pub(super) changed: Vec<ChangedFile>,
    /// The copies with comments, if any.
    pub(super) copies: Option<Copies>,
    /// The language of messages about the whole run.
    pub(super) language: Language,
    /// The current folder, the start of relative paths.
    pub(super) current: PathBuf,
    pub(super) summary: Summary,
}

/// A file with its findings.
#[derive(Debug)]
pub(super) struct Checked {
    /// The path in messages, with `/` as the separator.
    pub(super) path: String,
    pub(super) language: Language,
    /// Empty if nothing was found.
    pub(super) text: String,
    pub(super) diagnostics: Vec<Diagnostic>,
    reports: Vec<ReportName>,
    /// The cells of the reports, for outputs that draw their tables. Otherwise empty.
    records: Vec<Record>,
    columns: Columns,
    /// The map of the text that is checked. `None` for a text without markup.
    projection: Option<Projection>,
    /// Whether the text is that of the file, not the reading that `gouji text` prints.
    has_lines: bool,
}

/// A file that was read but not checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NotCheckedFile {
    pub(super) path: String,
    pub(super) reason: NotChecked,
    /// Whether the user named the file. Otherwise the file was found in a folder.
    pub(super) is_named: bool,
}

/// A file that was not read, or not wholly treated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct UnreadFile {
    pub(super) path: String,
    /// The reason, and what to do.
    pub(super) reason: String,
    pub(super) weight: Weight,
}

/// How much an unread file matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// The run fails, with a line on standard error.
    Failure,
    /// The file was passed over and may be a report. The summary names the file.
    Expected,
    /// The file was passed over.
    Other,
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

/// A place in the counting of people: from 1, in characters.
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
        OutputFormat::Html => page::write(results, out),
        OutputFormat::Xlsx => sheet::write(results, out),
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
        let said = |reason| summary::not_checked(reason).render(self.language);
        let unread = self.unread.iter().map(move |file| {
            // A file that was checked may fail later, when the file is written.
            let sentence = match file.weight {
                Weight::Failure => file.reason.clone(),
                Weight::Expected | Weight::Other => said(file.reason.as_str().into()),
            };
            (file.path.as_str(), Some(file.weight), sentence)
        });
        let others = self
            .not_checked
            .iter()
            .map(move |file| (file.path.as_str(), None, said(file.reason.message().into())));
        unread.chain(others)
    }

    fn findings(&self) -> impl Iterator<Item = Finding<'_>> {
        self.files.iter().flat_map(Checked::findings)
    }
}

impl Checked {
    pub(super) fn new(
        path: String,
        language: Language,
        text: String,
        diagnostics: Vec<Diagnostic>,
    ) -> Self {
        let text = if diagnostics.is_empty() { String::new() } else { text };
        Self {
            path,
            language,
            columns: Columns::new(&text),
            text,
            diagnostics,
            reports: Vec::new(),
            records: Vec::new(),
            projection: None,
            has_lines: true,
        }
    }

    /// The same file with the cells of its reports.
    pub(super) fn with_records(self, records: Vec<Record>) -> Self {
        Self { records, ..self }
    }

    /// The same file with its reports.
    pub(super) fn with_reports(self, reports: Vec<ReportName>) -> Self {
        Self { reports, ..self }
    }

    /// The same file with the map of its text. Without lines, the text is the reading of a source.
    pub(super) fn read_from(self, projection: Option<Projection>, has_lines: bool) -> Self {
        Self { projection, has_lines, ..self }
    }

    /// Whether places count in the reading that `gouji text` prints, not in the file.
    fn is_reading(&self) -> bool {
        !self.has_lines
    }

    fn findings(&self) -> impl Iterator<Item = Finding<'_>> {
        self.diagnostics.iter().map(|diagnostic| Finding { file: self, diagnostic })
    }

    fn place(&self, offset: usize) -> Place {
        let (line, column) = self.columns.position(&self.text, offset);
        Place { row: line + 1, column: column + 1 }
    }

    /// Start and end. The end lies behind the last character.
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

    /// The report of the finding, if the finding is in a report.
    fn report(&self) -> Option<&ReportName> {
        self.report_index().map(|index| &self.file.reports[index])
    }

    fn report_index(&self) -> Option<usize> {
        let at = self.diagnostic.range.start;
        let is_in = |report: &ReportName| report.range.start <= at && at <= report.range.end;
        self.file.reports.iter().position(is_in)
    }

    /// Where the finding stands in a source without lines.
    fn source_place(&self) -> Option<SourcePlace> {
        let projection = self.file.projection.as_ref().filter(|_| self.file.is_reading())?;
        Some(projection.place(self.diagnostic.range))
    }

    /// The message, with the place in brackets if the line of the file does not lead to the place.
    fn message_in_line(&self) -> String {
        self.with_place(self.place_in_long_line())
    }

    /// The message, with the place in brackets for a source without lines or in a long line.
    fn message_with_place(&self) -> String {
        self.with_place(self.place_in_words().or_else(|| self.place_in_long_line()))
    }

    fn with_place(&self, place: Option<String>) -> String {
        match (place.filter(|place| !place.is_empty()), self.file.language) {
            (None, _) => self.message(),
            (Some(place), Language::Zh) => format!("{}（{place}）", self.message()),
            (Some(place), Language::En) => format!("{} ({place})", self.message()),
        }
    }

    /// The place for people in a page that stands in one line.
    fn place_in_long_line(&self) -> Option<String> {
        let projection = self.file.projection.as_ref().filter(|_| self.file.has_lines)?;
        let at = self.diagnostic.range.start;
        let lines = self.file.columns.lines();
        let is_long = lines.line_range(lines.line_of(at)).len() > LONG_LINE;
        let place = is_long.then(|| projection.place_of_markup(at))?;
        Some(place.in_words(&self.diagnostic.place, self.file.language))
    }

    /// The same place for people, such as `第 3 页，表三，第 5 行“自然人”列`.
    fn place_in_words(&self) -> Option<String> {
        let place = self.source_place()?;
        Some(place.in_words(&self.diagnostic.place, self.file.language))
    }

    /// The places in other files, each with its message.
    fn elsewhere(&self) -> impl Iterator<Item = (&'_ FilePlace, String)> {
        let language = self.file.language;
        self.diagnostic.elsewhere.iter().filter_map(move |elsewhere| {
            Some((elsewhere.place.as_ref()?, elsewhere.message.render(language)))
        })
    }

    /// The place of a related message in a source without lines, in words.
    fn related_in_words(&self, related: &Related) -> Option<String> {
        let projection = self.file.projection.as_ref().filter(|_| self.file.is_reading())?;
        let part = FormPlace::part(self.diagnostic.place.part.clone());
        Some(projection.place(related.range).in_words(&part, self.file.language))
    }

    fn url(&self) -> Option<String> {
        crate::rules::rule(self.diagnostic.code).map(crate::rules::Rule::url)
    }

    /// The fix to show.
    fn fix(&self) -> Option<&Fix> {
        self.diagnostic.fixes.first()
    }

    /// The applicability of the best fix on the command line.
    fn fixable(&self) -> Option<Applicability> {
        fixable(self.diagnostic)
    }
}

/// A line of a page with more bytes holds many cells of a table.
const LONG_LINE: usize = 1000;

/// The highest applicability of the fixes of `diagnostic` on the command line.
pub(super) fn fixable(diagnostic: &Diagnostic) -> Option<Applicability> {
    let all = diagnostic.fixes.iter().map(|fix| fix.applicability);
    all.filter(|applicability| *applicability != Applicability::OfferedOnly).max()
}
