//! Runs the rules across reports over a collection.

use super::comments::Comments;
use super::run::number_equal_places;
use super::silence::silence_kin;
use super::{Findings, Request};
use crate::archive::{Archive, Kin};
use crate::diagnostic::Diagnostic;
use crate::rules::{Check, REGISTRY, Sink, has_kept_table};
use crate::settings::Settings;
use crate::source::ignore_comment::KEYWORD;
use memchr::memmem;
use std::sync::Arc;

/// The findings of the rules across reports in one file of a collection, sorted by place, each with
/// its default severity. Ranges are in bytes of the text of the file.
pub fn kin_findings(archive: &Archive, file: usize) -> Vec<Diagnostic> {
    let Some(file) = archive.files().get(file) else { return Vec::new() };
    let mut all = Vec::new();
    for report in file.reports.clone() {
        let kin = archive.kin(report);
        let before = all.len();
        for rule in REGISTRY.iter().copied() {
            if let Check::Kin(check) = rule.check {
                check(kin, &mut Sink::new(rule, &mut all));
            }
        }
        for diagnostic in all[before..].iter_mut().filter(|_| file.several) {
            diagnostic.place.report = Some(kin.digest().name.to_string());
        }
    }
    all.sort_by(|a: &Diagnostic, b| (a.range, a.code).cmp(&(b.range, b.code)));
    number_equal_places(&mut all);
    all
}

/// What the rules across reports found at one report, kept until the report or its kin change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AtReport {
    /// Ranges are in bytes of the digests.
    pub found: Vec<Diagnostic>,
    /// The codes of the rules that had all that they compare.
    pub evaluated: Vec<&'static str>,
}

/// The findings of the rules across reports in a file with one report.
pub fn at_report(archive: &Archive, file: usize) -> AtReport {
    let reports = archive.files().get(file).map(|file| file.reports.clone()).unwrap_or_default();
    let codes = REGISTRY.iter().filter(|rule| rule.is_of_kin()).map(|rule| rule.code);
    let evaluated =
        codes.filter(|code| reports.clone().any(|report| is_evaluated(archive.kin(report), code)));
    AtReport { found: kin_findings(archive, file), evaluated: evaluated.collect() }
}

/// The findings at the reports of a text, each with the start of its report, as returned by
/// [`kin_findings`] for the text.
pub fn joined<'a>(reports: impl Iterator<Item = (usize, &'a [Diagnostic])>) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for (start, found) in reports {
        all.extend(found.iter().cloned().map(|mut diagnostic| {
            diagnostic.shift(start);
            diagnostic
        }));
    }
    all.sort_by(|a: &Diagnostic, b| (a.range, a.code).cmp(&(b.range, b.code)));
    number_equal_places(&mut all);
    all
}

/// Whether the settings select a rule across reports.
pub fn looks_at_kin(settings: &Settings) -> bool {
    let mut rules = REGISTRY.iter().filter(|rule| rule.is_of_kin());
    rules.any(|rule| settings.selection.selects(rule.code))
}

/// The reported findings of [`kin_findings`]: selected by the settings, without the accepted
/// findings. `text` is the text of the file.
pub fn silence_collected(
    text: &str,
    found: Vec<Diagnostic>,
    archive: &Archive,
    file: usize,
    request: &Request,
) -> Findings {
    let reports = || archive.files().get(file).map(|file| file.reports.clone()).unwrap_or_default();
    silence_kin(Comments::of(text), found, request, |code| {
        reports().any(|report| is_evaluated(archive.kin(report), code))
    })
}

/// The findings about absent members of the governments in a settings file: X009. Ranges are in
/// bytes of the text of that file.
pub fn absent_members(archive: &Archive, settings: &Arc<Settings>) -> Vec<Diagnostic> {
    let mut all = Vec::new();
    for government in archive.governments_of(settings) {
        for rule in REGISTRY.iter().copied() {
            if let Check::Members(check) = rule.check {
                check(archive, &government, &mut Sink::new(rule, &mut all));
            }
        }
    }
    all.sort_by(|a: &Diagnostic, b| (a.range, a.code).cmp(&(b.range, b.code)));
    number_equal_places(&mut all);
    all
}

/// The reported findings of [`absent_members`].
pub fn silence_absent(found: Vec<Diagnostic>, request: &Request) -> Findings {
    silence_kin(Comments::default(), found, request, |_| true)
}

/// Whether a rule was evaluated at a report: what it compares is in the collection. Otherwise an
/// accepted finding of the rule may still hold.
fn is_evaluated(kin: Kin, code: &str) -> bool {
    let both_have = |table: usize| {
        kin.last().is_some_and(|last| {
            kin.digest().table(table).is_some() && last.digest().table(table).is_some()
        })
    };
    // Of several reports, nobody knows which one is compared. A table of the year before says
    // nothing about its year.
    let is_told =
        || kin.is_contested() || has_kept_table(kin) || kin.last().is_some_and(has_kept_table);
    match code {
        "X001" => both_have(1) && !is_told(),
        "X002" => both_have(0) && !kin.is_contested(),
        "X007" => kin.last().is_some() && !kin.is_contested(),
        "X008" => both_have(1),
        "X003" => kin.last().is_some(),
        // The other report may stand anywhere in the folder.
        "X004" | "X005" => kin.year().is_some() && kin.archive.covers(&kin.file().settings),
        "X006" if kin.is_contested() => false,
        "X006" => kin.membership().is_some_and(|members| members.is_complete()),
        _ => false,
    }
}

/// Whether an ignore comment of the text may name a rule across reports.
pub fn may_ignore_kin(text: &str) -> bool {
    memmem::find(text.as_bytes(), KEYWORD.as_bytes()).is_some()
        && REGISTRY.iter().filter(|rule| rule.is_of_kin()).any(|rule| {
            let small = rule.code.to_ascii_lowercase();
            text.contains(rule.code) || text.contains(&small)
        })
}
