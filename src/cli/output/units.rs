//! The findings by unit: the organ and year that reports, as a reviewing office goes through them.

use super::{Checked, Finding, NotCheckedFile, Results, Weight, summary};
use crate::diagnostic::{Language, Place, Severity, Wording};
use crate::lint::why_unfixed;
use crate::report::Record;
use crate::rules::severity_word;

/// A report of a unit, or a file that was not checked.
pub(super) struct Unit<'a> {
    /// In folded letters; `None` if the report does not name it.
    pub(super) organ: Option<&'a str>,
    pub(super) year: Option<i32>,
    pub(super) file: &'a str,
    /// The reason why the file was not checked.
    pub(super) not_checked: Option<String>,
    pub(super) findings: Vec<Finding<'a>>,
    /// The cells of the report, if the output draws tables.
    pub(super) record: Option<&'a Record>,
}

/// The rules whose finding is that a part of the form is missing: the title, a section, a table, a
/// row.
const MISSING: [&str; 4] = ["S001", "S003", "S009", "T003"];

/// The reports, sorted by path and then in the order of the file, and behind them the files that
/// were not checked.
pub(super) fn units(results: &Results) -> Vec<Unit<'_>> {
    let checked = results.files.iter().flat_map(of_file);
    let said = |reason: String| Some(reason);
    let unread = results
        .unread
        .iter()
        .filter(|file| file.weight != Weight::Other)
        .map(|file| Unit { not_checked: said(file.reason.clone()), ..Unit::of(&file.path) });
    let others = results.not_checked.iter().map(|file: &NotCheckedFile| {
        let reason = file.reason.message().render(results.language);
        Unit { not_checked: said(reason), ..Unit::of(&file.path) }
    });
    checked.chain(unread).chain(others).collect()
}

/// The reports of a file. A file without reports, such as a settings file, is one unit.
fn of_file(file: &Checked) -> Vec<Unit<'_>> {
    let mut units: Vec<Unit> = file
        .reports
        .iter()
        .enumerate()
        .map(|(index, name)| Unit {
            organ: name.organ.as_deref(),
            year: name.year,
            record: file.records.get(index),
            ..Unit::of(&file.path)
        })
        .collect();
    if units.is_empty() {
        units.push(Unit::of(&file.path));
    }
    for finding in file.findings() {
        units[finding.report_index().unwrap_or(0)].findings.push(finding);
    }
    units
}

impl<'a> Unit<'a> {
    fn of(file: &'a str) -> Self {
        let findings = Vec::new();
        Self { organ: None, year: None, file, not_checked: None, findings, record: None }
    }

    /// The state in one word, or why there is none.
    pub(super) fn state(&self, language: Language) -> String {
        if let Some(reason) = &self.not_checked {
            return summary::not_checked(reason.as_str().into()).render(language);
        }
        let state = match self.findings.len() {
            0 => GOOD,
            all if all == self.hints() => HINTS,
            _ => FOUND,
        };
        state.in_language(language).to_owned()
    }

    /// The number of findings of this severity.
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.diagnostic.severity == severity).count()
    }

    /// The number of findings below a warning.
    pub(super) fn hints(&self) -> usize {
        self.count(Severity::Information) + self.count(Severity::Hint)
    }

    /// The parts of the form that are not in the report, as places.
    pub(super) fn missing(&self) -> Vec<String> {
        let findings = self.findings.iter().map(|finding| finding.diagnostic);
        let missing = findings.filter(|found| MISSING.contains(&found.code));
        missing.map(|found| in_report(&found.place)).collect()
    }
}

impl Finding<'_> {
    /// The place within its report, and where it stands in the file.
    pub(super) fn place_for_people(&self) -> String {
        let place = in_report(&self.diagnostic.place);
        let start = self.file.place(self.diagnostic.range.start);
        let at = match (self.place_in_words(), self.file.language) {
            (Some(words), _) => words,
            (None, Language::Zh) => format!("第 {} 行", start.row),
            (None, Language::En) => format!("line {}", start.row),
        };
        let is_said = place.is_empty() || at.contains(&place);
        match (is_said, self.file.language) {
            (true, _) => at,
            (false, Language::Zh) => format!("{place}（{at}）"),
            (false, Language::En) => format!("{place} ({at})"),
        }
    }

    /// What to do, if the message does not say it already.
    pub(super) fn remedy(&self) -> Option<String> {
        let fix = self.fix().map(|fix| &fix.message);
        fix.or_else(|| why_unfixed(self.diagnostic))
            .map(|message| message.render(self.file.language))
    }

    pub(super) fn severity_word(&self) -> &'static str {
        severity_word(self.diagnostic.severity).in_language(self.file.language)
    }
}

/// A place within its report.
fn in_report(place: &Place) -> String {
    Place { report: None, ordinal: 1, ..place.clone() }.to_string()
}

const GOOD: Wording = Wording::new("没有发现问题", "no problems");
const HINTS: Wording = Wording::new("只有提示", "only hints");
const FOUND: Wording = Wording::new("有问题", "has problems");
