//! The findings across the reports of a folder.

use super::around::around;
use super::outcome::{Outcome, State};
use super::{Mending, Session};
use crate::archive::{Archive, Entry};
use crate::cli::inputs;
use crate::diagnostic::{Diagnostic, Elsewhere};
use crate::lint;
use crate::project::{Converted, Discovered, Target};
use crate::review::OtherFile;
use crate::source::Projection;
use crate::text::TextRange;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The collection of a run.
pub(super) struct Collection {
    pub(super) archive: Archive,
    /// The index of the outcome of each file.
    outcomes: Vec<usize>,
}

/// The text of a file in which people see findings, read again.
struct Shown {
    text: String,
    projection: Option<Projection>,
    has_lines: bool,
}

/// A text with its map, of an outcome or read again.
#[derive(Clone, Copy)]
struct ShownRef<'a> {
    text: &'a str,
    projection: Option<&'a Projection>,
    has_lines: bool,
}

/// Whether a run looks at its files as a collection: a folder was named, and a rule across reports
/// is selected.
pub(super) fn collects(discovered: &Discovered) -> bool {
    let selects_kin = |target: &Target| lint::looks_at_kin(&target.settings);
    !discovered.folders.is_empty() && discovered.targets.iter().any(selects_kin)
}

/// Adds the findings across reports to the outcomes.
pub(super) fn look(
    session: &Session,
    discovered: &Discovered,
    converted: &Converted,
    outcomes: &mut [Outcome],
) -> Collection {
    let around = around(session, discovered, outcomes);
    let mut files = Vec::new();
    let entries = outcomes.iter_mut().enumerate().filter_map(|(index, outcome)| {
        let digests = std::mem::take(&mut outcome.digests);
        if digests.is_empty() || !matches!(outcome.state, State::Report(_)) {
            return None;
        }
        files.push(index);
        Some(Entry {
            path: outcome.absolute.clone(),
            settings: Arc::clone(&outcome.settings),
            several: outcome.reports.len() + outcome.passed_over.len() > 1,
            digests,
        })
    });
    let archive = Archive::of_run(entries, around);
    let collection = Collection { archive, outcomes: files };
    collection.add_findings(session, &discovered.targets, converted, outcomes);
    collection
}

impl Collection {
    fn add_findings(
        &self,
        session: &Session,
        targets: &[Target],
        converted: &Converted,
        outcomes: &mut [Outcome],
    ) {
        let find = |file: usize| (file, lint::kin_findings(&self.archive, file));
        let all: Vec<(usize, Vec<Diagnostic>)> =
            (0..self.outcomes.len()).into_par_iter().map(find).collect();
        let concerned: Vec<_> = all
            .into_iter()
            .filter(|(file, found)| {
                !found.is_empty() || outcomes[self.outcomes[*file]].mentions_kin()
            })
            .collect();
        let others = concerned.iter().flat_map(|(_, found)| {
            found.iter().flat_map(|found| found.elsewhere.iter().map(|other| other.file))
        });
        let needed: BTreeSet<usize> =
            concerned.iter().map(|(file, _)| *file).chain(others).collect();
        let again: Vec<usize> = needed
            .into_iter()
            .filter(|file| outcomes[self.outcomes[*file]].text.is_empty())
            .collect();
        // The texts of files without findings were not kept.
        let mut again: HashMap<usize, Shown> = again
            .into_par_iter()
            .filter_map(|file| {
                let index = self.outcomes[file];
                Some((file, read_again(&targets[index], converted, &outcomes[index])?))
            })
            .collect();
        let findings: Vec<(usize, lint::Findings)> = {
            let shown = |file: usize| {
                let kept = || outcomes[self.outcomes[file]].shown();
                again.get(&file).map(Shown::as_ref).or_else(kept)
            };
            let silenced = concerned.into_par_iter().filter_map(|(file, found)| {
                let outcome = &outcomes[self.outcomes[file]];
                let own = shown(file)?;
                let text = own.projection.map_or(own.text, Projection::text);
                if text.len() != outcome.text_len || !found.iter().all(|found| fits(text, found)) {
                    return None;
                }
                let mut findings = outcome.examine(session, |request| {
                    lint::silence_collected(text, found, &self.archive, file, request)
                });
                for diagnostic in &mut findings.diagnostics {
                    diagnostic.range = own.shown_range(diagnostic.range);
                }
                Some((file, findings))
            });
            let mut silenced: Vec<_> = silenced.collect();
            self.place_elsewhere(&mut silenced, outcomes, &shown);
            silenced
        };
        for (file, findings) in findings {
            outcomes[self.outcomes[file]].add(findings, again.remove(&file));
        }
    }

    /// Finds the places in other files.
    fn place_elsewhere<'a>(
        &self,
        findings: &mut [(usize, lint::Findings)],
        outcomes: &[Outcome],
        shown: &(dyn Fn(usize) -> Option<ShownRef<'a>> + Sync),
    ) {
        // The places of one file are found together: its lines are counted once.
        let mut by_file: HashMap<usize, Vec<&mut Elsewhere>> = HashMap::new();
        let diagnostics = findings.iter_mut().flat_map(|(_, found)| &mut found.diagnostics);
        for elsewhere in diagnostics.flat_map(|diagnostic| &mut diagnostic.elsewhere) {
            by_file.entry(elsewhere.file).or_default().push(elsewhere);
        }
        by_file.into_par_iter().for_each(|(file, places)| {
            let outcome = &outcomes[self.outcomes[file]];
            let Some(own) = shown(file) else { return };
            let other = OtherFile::new(
                &outcome.path,
                own.text,
                own.projection,
                own.has_lines,
                outcome.language,
            );
            for elsewhere in places {
                elsewhere.place = Some(other.place(elsewhere.range));
            }
        });
    }
}

/// Whether the ranges of a finding lie in the text: the file may have changed since it was read.
fn fits(text: &str, found: &Diagnostic) -> bool {
    text.get(found.range.start..found.range.end).is_some()
}

fn read_again(target: &Target, converted: &Converted, outcome: &Outcome) -> Option<Shown> {
    let (_, reading) = inputs::read(target, converted).ok()??;
    let reading = reading.ok()?;
    let has_lines = reading.format().has_lines();
    // Another text than the text that was checked has other places.
    if reading.text().len() != outcome.text_len {
        return None;
    }
    let (text, projection) = reading.into_shown();
    Some(Shown { text, projection, has_lines })
}

impl Shown {
    fn as_ref(&self) -> ShownRef<'_> {
        let Self { text, projection, has_lines } = self;
        ShownRef { text, projection: projection.as_ref(), has_lines: *has_lines }
    }
}

impl ShownRef<'_> {
    /// The range in the shown text for a range of the text that is checked.
    fn shown_range(&self, range: TextRange) -> TextRange {
        match self.projection {
            Some(projection) if self.has_lines => projection.source(range),
            _ => range,
        }
    }
}

impl Outcome {
    /// The kept text.
    fn shown(&self) -> Option<ShownRef<'_>> {
        (!self.text.is_empty()).then(|| ShownRef {
            text: &self.text,
            projection: self.projection.as_ref(),
            has_lines: self.has_lines,
        })
    }

    /// Whether an ignore comment or an accepted finding may name a rule across reports.
    fn mentions_kin(&self) -> bool {
        let mut accepted =
            self.settings.accepted.iter().filter(|entry| entry.code.starts_with('X')).peekable();
        // Nearly all settings accept nothing, and the path costs more than that.
        self.has_kin_comment
            || accepted.peek().is_some() && {
                let file = self.settings.relative(&self.absolute);
                accepted.any(|entry| Some(&entry.file) == file.as_ref())
            }
    }

    /// Adds findings across reports. `shown` is the text, if it was read again.
    fn add(&mut self, findings: lint::Findings, shown: Option<Shown>) {
        self.unused_accepts.extend(findings.unused_accepts);
        let State::Report(diagnostics) = &mut self.state else { return };
        if findings.diagnostics.is_empty() {
            return;
        }
        diagnostics.extend(findings.diagnostics);
        diagnostics.sort_by_key(|found| (found.range.start, found.code, found.range.end));
        if let Some(Shown { text, projection, has_lines }) = shown {
            (self.text, self.projection, self.has_lines) = (text, projection, has_lines);
        }
    }

    /// Whether the text must be kept although there are no findings: the file is not as the run
    /// would make it.
    pub(super) fn keeps_text(&self, session: &Session) -> bool {
        self.collects && matches!(session.mending(), Mending::Diff(_))
    }
}
