//! What was found in some files, as a reviewing office goes through it: by file, and by the unit
//! that reports, as a page for colleagues or a workbook.

mod columns;
mod document;
mod elsewhere;
mod page;
mod sheet;
mod units;

pub use document::{NotWritten, annotated, comment, tracked};
pub use elsewhere::{MORE_ELSEWHERE, MOST_ELSEWHERE, OtherFile, SEE};
pub use page::write as write_page;
pub use sheet::write as write_workbook;
pub use units::{Kind, Unit, units};

use crate::diagnostic::{
    Applicability, Argument, Diagnostic, FilePlace, Fix, Language, Message, Place as FormPlace,
    Related, Wording,
};
use crate::report::{NotChecked, Record, ReportName};
use crate::source::{Projection, SourcePlace};
use crate::text::{LineIndex, TextRange};
use columns::Columns;

/// The findings in some files.
#[derive(Debug)]
pub struct Review {
    /// The checked files, sorted by path, including files without findings.
    pub files: Vec<Checked>,
    /// Files that a person expects to be checked, but that were not checked.
    pub not_checked: Vec<NotCheckedFile>,
    /// The files that were not read, sorted by path.
    pub unread: Vec<UnreadFile>,
    /// The language of messages about all files.
    pub language: Language,
}

/// A file with its findings.
#[derive(Debug)]
pub struct Checked {
    /// The path in messages, with `/` as the separator.
    pub path: String,
    pub language: Language,
    /// Empty if nothing was found.
    pub text: String,
    pub diagnostics: Vec<Diagnostic>,
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
pub struct NotCheckedFile {
    pub path: String,
    pub reason: NotChecked,
    /// Whether the user named the file. Otherwise the file was found in a folder.
    pub is_named: bool,
}

/// A file that was not read, or not wholly treated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnreadFile {
    pub path: String,
    /// The reason, and what to do.
    pub reason: String,
    pub weight: Weight,
}

/// How much an unread file matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The run fails, with a line on standard error.
    Failure,
    /// The file was passed over and may be a report. The summary names the file.
    Expected,
    /// The file was passed over.
    Other,
}

/// A place in the counting of people: from 1, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub row: usize,
    pub column: usize,
}

/// A finding with its file.
#[derive(Clone, Copy, Debug)]
pub struct Finding<'a> {
    pub file: &'a Checked,
    pub diagnostic: &'a Diagnostic,
}

impl Review {
    /// All findings, by file.
    pub fn findings(&self) -> impl Iterator<Item = Finding<'_>> {
        self.files.iter().flat_map(Checked::findings)
    }
}

/// The sentence for a file that was not checked.
pub fn not_checked(reason: Argument) -> Message {
    Message::new(NOT_CHECKED, [reason])
}

impl Checked {
    /// A file with what was found in its text. `path` is the path in messages.
    pub fn new(
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
    pub fn with_records(self, records: Vec<Record>) -> Self {
        Self { records, ..self }
    }

    /// The same file with its reports.
    pub fn with_reports(self, reports: Vec<ReportName>) -> Self {
        Self { reports, ..self }
    }

    /// The same file with the map of its text. Without lines, the text is the reading of a source.
    pub fn read_from(self, projection: Option<Projection>, has_lines: bool) -> Self {
        Self { projection, has_lines, ..self }
    }

    /// Whether places count in the reading that `gouji text` prints, not in the file.
    pub fn is_reading(&self) -> bool {
        !self.has_lines
    }

    /// The findings, in the order of the text.
    pub fn findings(&self) -> impl Iterator<Item = Finding<'_>> {
        self.diagnostics.iter().map(|diagnostic| Finding { file: self, diagnostic })
    }

    /// The lines of the text.
    pub fn lines(&self) -> &LineIndex {
        self.columns.lines()
    }

    /// The place of an offset of the text.
    pub fn place(&self, offset: usize) -> Place {
        let (line, column) = self.columns.position(&self.text, offset);
        Place { row: line + 1, column: column + 1 }
    }

    /// Start and end. The end lies behind the last character.
    pub fn places(&self, range: TextRange) -> (Place, Place) {
        (self.place(range.start), self.place(range.end))
    }
}

impl<'a> Finding<'a> {
    /// What is wrong, in the language of the file.
    pub fn message(&self) -> String {
        self.diagnostic.message.render(self.file.language)
    }

    /// The name of the rule, such as `row-total`.
    pub fn name(&self) -> &'static str {
        crate::rules::rule(self.diagnostic.code).map_or("", |rule| rule.name)
    }

    /// The report of the finding, if the finding is in a report.
    pub fn report(&self) -> Option<&'a ReportName> {
        self.report_index().map(|index| &self.file.reports[index])
    }

    /// The number of the report in the file, from 0.
    pub fn report_index(&self) -> Option<usize> {
        let at = self.diagnostic.range.start;
        let is_in = |report: &ReportName| report.range.start <= at && at <= report.range.end;
        self.file.reports.iter().position(is_in)
    }

    /// Where the finding stands in a source without lines.
    pub fn source_place(&self) -> Option<SourcePlace> {
        let projection = self.file.projection.as_ref().filter(|_| self.file.is_reading())?;
        Some(projection.place(self.diagnostic.range))
    }

    /// The message, with the place in brackets if the line of the file does not lead to the place.
    pub fn message_in_line(&self) -> String {
        self.with_place(self.place_in_long_line())
    }

    /// The message, with the place in brackets for a source without lines or in a long line.
    pub fn message_with_place(&self) -> String {
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
    pub fn place_in_words(&self) -> Option<String> {
        let place = self.source_place()?;
        Some(place.in_words(&self.diagnostic.place, self.file.language))
    }

    /// The places in other files, each with its message.
    pub fn elsewhere(&self) -> impl Iterator<Item = (&'_ FilePlace, String)> {
        let language = self.file.language;
        self.diagnostic.elsewhere.iter().filter_map(move |elsewhere| {
            Some((elsewhere.place.as_ref()?, elsewhere.message.render(language)))
        })
    }

    /// The place of a related message in a source without lines, in words.
    pub fn related_in_words(&self, related: &Related) -> Option<String> {
        let projection = self.file.projection.as_ref().filter(|_| self.file.is_reading())?;
        let part = FormPlace::part(self.diagnostic.place.part.clone());
        Some(projection.place(related.range).in_words(&part, self.file.language))
    }

    /// The address of the rule's page.
    pub fn url(&self) -> Option<String> {
        crate::rules::rule(self.diagnostic.code).map(crate::rules::Rule::url)
    }

    /// The fix to show.
    pub fn fix(&self) -> Option<&Fix> {
        self.diagnostic.fixes.first()
    }

    /// The applicability of the best fix on the command line.
    pub fn fixable(&self) -> Option<Applicability> {
        fixable(self.diagnostic)
    }
}

/// A line of a page with more bytes holds many cells of a table.
const LONG_LINE: usize = 1000;

/// The highest applicability of the fixes of `diagnostic` on the command line.
pub fn fixable(diagnostic: &Diagnostic) -> Option<Applicability> {
    let all = diagnostic.fixes.iter().map(|fix| fix.applicability);
    all.filter(|applicability| *applicability != Applicability::OfferedOnly).max()
}

const NOT_CHECKED: Wording = Wording::new("未检查：{0}", "not checked: {0}");
