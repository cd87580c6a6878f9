//! The findings by unit: the organ and year that reports, as a reviewing office goes through them.

use super::elsewhere::{MORE_ELSEWHERE, MOST_ELSEWHERE};
use super::{Checked, Finding, NotCheckedFile, Review, Weight, not_checked};
use crate::diagnostic::{Language, Message, Place, Severity, Wording};
use crate::lint::why_unfixed;
use crate::report::Record;
use crate::rules::severity_word;

/// What a row of units stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Report,
    /// A settings file with findings of its own.
    Settings,
    /// A member of a government without a report. Its finding stands in the settings file.
    Absent,
    /// A file that was not checked, with the reason.
    NotChecked(String),
}

/// A report of a unit, a unit without a report, or a file that was not checked.
pub struct Unit<'a> {
    pub kind: Kind,
    /// In folded letters; `None` if the report does not name it.
    pub organ: Option<&'a str>,
    pub year: Option<i32>,
    pub file: &'a str,
    pub findings: Vec<Finding<'a>>,
    /// The cells of the report, if the output draws tables.
    pub record: Option<&'a Record>,
}

/// The rules whose finding is that a part of the form is missing: the title, a section, a table, a
/// row.
const MISSING: [&str; 4] = ["S001", "S003", "S009", "T003"];

/// The rule whose finding is a unit without a report.
const ABSENT: &str = "X009";

/// The reports, sorted by path and then in the order of the file, behind them the units without a
/// report, and then the files that were not checked.
pub fn units(review: &Review) -> Vec<Unit<'_>> {
    let checked = review.files.iter().flat_map(of_file);
    let absent = review.files.iter().flat_map(Checked::findings).filter_map(of_absent);
    let unread = review
        .unread
        .iter()
        .filter(|file| file.weight != Weight::Other)
        .map(|file| Unit::of(&file.path, Kind::NotChecked(file.reason.clone())));
    let others = review.not_checked.iter().map(|file: &NotCheckedFile| {
        let reason = file.reason.message().render(review.language);
        Unit::of(&file.path, Kind::NotChecked(reason))
    });
    checked.chain(absent).chain(unread).chain(others).collect()
}

/// The reports of a file. A settings file is one unit, unless all that it has is absent members.
fn of_file(file: &Checked) -> Vec<Unit<'_>> {
    let mut units: Vec<Unit> = file
        .reports
        .iter()
        .enumerate()
        .map(|(index, name)| Unit {
            organ: name.organ.as_deref(),
            year: name.year,
            record: file.records.get(index),
            ..Unit::of(&file.path, Kind::Report)
        })
        .collect();
    let mut findings = file.findings().filter(|finding| of_absent(*finding).is_none()).peekable();
    if units.is_empty() && (findings.peek().is_some() || file.diagnostics.is_empty()) {
        units.push(Unit::of(&file.path, Kind::Settings));
    }
    for finding in findings {
        units[finding.report_index().unwrap_or(0)].findings.push(finding);
    }
    units
}

/// The unit that has not handed in its report, from the finding about it.
fn of_absent(finding: Finding<'_>) -> Option<Unit<'_>> {
    let (organ, year) = finding.absent()?;
    Some(Unit {
        organ: Some(organ),
        year: Some(year),
        findings: vec![finding],
        ..Unit::of(&finding.file.path, Kind::Absent)
    })
}

impl<'a> Unit<'a> {
    fn of(file: &'a str, kind: Kind) -> Self {
        Self { kind, organ: None, year: None, file, findings: Vec::new(), record: None }
    }

    /// The state in one word, or why there is none.
    pub fn state(&self, language: Language) -> String {
        let state = match (&self.kind, self.findings.len()) {
            (Kind::NotChecked(reason), _) => {
                return not_checked(reason.as_str().into()).render(language);
            }
            (Kind::Absent, _) => NOT_HANDED_IN,
            (_, 0) => GOOD,
            (_, all) if all == self.hints() => HINTS,
            _ => FOUND,
        };
        state.in_language(language).to_owned()
    }

    /// The number of findings of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.diagnostic.severity == severity).count()
    }

    /// The number of findings below a warning.
    pub fn hints(&self) -> usize {
        self.count(Severity::Information) + self.count(Severity::Hint)
    }

    /// The parts of the form that are not in the report, as places. For a unit without a report,
    /// what is said of it.
    pub fn missing(&self) -> Vec<String> {
        if self.kind == Kind::Absent {
            return self.findings.iter().map(Finding::message).collect();
        }
        let findings = self.findings.iter().map(|finding| finding.diagnostic);
        let missing = findings.filter(|found| MISSING.contains(&found.code));
        missing.map(|found| in_report(&found.place)).collect()
    }
}

impl<'a> Finding<'a> {
    /// The organ and year that have no report, if the finding is about them.
    fn absent(&self) -> Option<(&'a str, i32)> {
        let diagnostic = Some(self.diagnostic).filter(|diagnostic| diagnostic.code == ABSENT)?;
        let (organ, year) = diagnostic.place.part.rsplit_once(' ')?;
        Some((organ, year.parse().ok()?))
    }

    /// The organ and year of the report, or of the report that is not there.
    pub fn organ_and_year(&self) -> (Option<&'a str>, Option<i32>) {
        if let Some((organ, year)) = self.absent() {
            return (Some(organ), Some(year));
        }
        let report = self.report();
        (report.and_then(|report| report.organ.as_deref()), report.and_then(|report| report.year))
    }

    /// The place within its report, and where it stands in the file.
    pub fn place_for_people(&self) -> String {
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

    /// The places in other files, each with what stands there. At most five are named, and then
    /// the number of the others.
    pub fn other_places(&self) -> Vec<String> {
        let language = self.file.language;
        let mut others = self.elsewhere();
        let mut said: Vec<String> = others
            .by_ref()
            .take(MOST_ELSEWHERE)
            .map(|(other, message)| {
                let at = match (&other.words, language) {
                    (Some(words), _) => words.clone(),
                    (None, Language::Zh) => format!("第 {} 行", other.start.0),
                    (None, Language::En) => format!("line {}", other.start.0),
                };
                match language {
                    Language::Zh => format!("{}（{at}）：{message}", other.path),
                    Language::En => format!("{} ({at}): {message}", other.path),
                }
            })
            .collect();
        let left = others.count();
        if left > 0 {
            said.push(Message::new(MORE_ELSEWHERE, [left.into()]).render(language));
        }
        said
    }

    /// What to do, if the message does not say it already.
    pub fn remedy(&self) -> Option<String> {
        let fix = self.fix().map(|fix| &fix.message);
        fix.or_else(|| why_unfixed(self.diagnostic))
            .map(|message| message.render(self.file.language))
    }

    pub fn severity_word(&self) -> &'static str {
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
const NOT_HANDED_IN: Wording = Wording::new("没有提交", "not handed in");
