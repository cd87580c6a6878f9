//! Checks and fixes one file.

use super::copies::Copies;
use super::diff::diff;
use super::documents;
use super::outcome::{Outcome, State};
use super::{Mending, Session};
use crate::cli::failure::Failure;
use crate::cli::inputs::{self, PassedOver, slashed};
use crate::cli::language;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::files::SourceFile;
use crate::lint::{self, Findings, FixedReading, Request};
use crate::project::{Converted, Target};
use crate::report::{Digest, NotChecked};
use crate::review;
use crate::source::{Reading, SourceError};
use std::sync::Arc;

/// Reads and checks a file, and applies fixes or writes a copy if the run asks for it.
pub(super) fn check(
    session: &Session,
    target: &Target,
    converted: &Converted,
    copies: Option<&Copies>,
    collects: bool,
) -> Outcome {
    let mut outcome = Outcome { collects, ..Outcome::new(session, target) };
    match inputs::read(target, converted) {
        Ok(Some((source, Ok(reading)))) => outcome.treat(session, target, &source, reading, copies),
        Ok(Some((source, Err(error)))) => outcome.pass_over(target, &source.bytes, error),
        Ok(None) => outcome.state = State::NotChecked(NotChecked::LockFile),
        Err(error) => outcome.failure = Some(Failure::of_file(&error, outcome.language)),
    }
    outcome
}

impl Outcome {
    pub(super) fn new(session: &Session, target: &Target) -> Self {
        Self {
            path: slashed(&target.path),
            absolute: target.absolute.clone(),
            settings: Arc::clone(&target.settings),
            language: language::choose(session.common, Some(&target.settings)),
            state: State::Unread,
            is_named: target.is_named,
            reports: Vec::new(),
            records: Vec::new(),
            passed_over: Vec::new(),
            text: String::new(),
            text_len: 0,
            collects: false,
            digests: Vec::new(),
            has_kin_comment: false,
            projection: None,
            has_lines: true,
            read_only: None,
            passed_over_file: None,
            unused_accepts: Vec::new(),
            failure: None,
            applied: Vec::new(),
            is_copied: false,
            is_other_format: false,
            diff: Vec::new(),
        }
    }

    /// Checks a source, and applies fixes if the run asks for fixes.
    fn treat(
        &mut self,
        session: &Session,
        target: &Target,
        source: &SourceFile,
        reading: Reading,
        copies: Option<&Copies>,
    ) {
        let misnamed = reading.misnamed(&target.path);
        let mending = session.mending();
        if mending != Mending::Report && !reading.format().is_writable() {
            self.read_only = Some(reading.format());
        }
        match (mending, copies) {
            (Mending::Apply(least), _) if session.check.track => {
                self.track(session, source, reading, least)
            }
            // The copies of a collection wait for the findings across reports.
            (Mending::Report, Some(copies)) if !self.collects => {
                self.annotate(session, target, source, reading, copies)
            }
            (Mending::Diff(least) | Mending::Apply(least), _) if self.read_only.is_none() => {
                self.mend(session, source, reading, least, mending)
            }
            _ => self.check(session, reading),
        }
        if let (State::NotChecked(NotChecked::NotReport), Some(error)) = (&self.state, misnamed) {
            self.state = State::Unread;
            self.pass_over(target, &source.bytes, error);
        }
    }

    /// Keeps the reason why the file was not read. A file found in a folder may be passed over.
    fn pass_over(&mut self, target: &Target, bytes: &[u8], error: SourceError) {
        match PassedOver::of(target, bytes, error, self.language) {
            Ok(passed_over) => self.passed_over_file = Some(passed_over),
            Err(failure) => self.failure = Some(failure),
        }
    }

    /// Keeps the findings of a source.
    pub(super) fn check(&mut self, session: &Session, reading: Reading) {
        let findings = self.lint(session, &reading);
        self.keep(session, findings, reading);
    }

    /// The findings of a source. Keeps its reports for the collection.
    fn lint(&mut self, session: &Session, reading: &Reading) -> Result<Findings, NotChecked> {
        if !self.collects {
            return self.examine(session, |request| lint::lint_reading(reading, request));
        }
        let mut digests = Vec::new();
        let findings = self.examine(session, |request| {
            lint::lint_reading_with(reading, request, &mut |context, report| {
                digests.push(Arc::new(Digest::of(context, report)));
            })
        });
        self.digests = digests;
        findings
    }

    /// Applies fixes to a source, and writes or shows the result.
    fn mend(
        &mut self,
        session: &Session,
        source: &SourceFile,
        reading: Reading,
        least: Applicability,
        mending: Mending,
    ) {
        let fixed =
            self.examine(session, |request| lint::fix_reading(reading.clone(), request, least));
        let fixed = match fixed {
            Ok(fixed) => fixed,
            Err(reason) => {
                self.state = State::NotChecked(reason);
                return;
            }
        };
        let written = if fixed.edits.is_empty() {
            Ok(None)
        } else {
            let bytes = reading
                .written(&source.bytes, &fixed.edits)
                .map_err(|error| Failure::of_source(&source.path, &error, self.language));
            bytes.and_then(|bytes| match mending {
                Mending::Apply(_) => documents::write(source, &bytes, self.language).map(|()| None),
                _ => Ok(Some(bytes)),
            })
        };
        match written {
            Ok(bytes) => {
                if let Some(bytes) = bytes {
                    self.diff = self.difference(&source.bytes, &bytes, &reading, &fixed.reading);
                }
                self.keep_fixed(session, fixed);
            }
            Err(failure) => {
                self.failure = Some(failure);
                match mending {
                    Mending::Apply(_) => self.check(session, reading),
                    _ => self.keep_fixed(session, fixed),
                }
            }
        }
    }

    /// Writes the fixes of a document as tracked changes.
    fn track(
        &mut self,
        session: &Session,
        source: &SourceFile,
        reading: Reading,
        least: Applicability,
    ) {
        if reading.docx().is_none() && !self.is_named {
            let is_writable = reading.format().is_writable();
            self.check(session, reading);
            self.is_other_format = is_writable && self.has_fixes(least);
            return;
        }
        self.read_only = None;
        let tracked =
            self.examine(session, |request| lint::track_reading(&reading, request, least));
        let tracked = match tracked {
            Ok(tracked) => tracked,
            Err(reason) => {
                self.state = State::NotChecked(reason);
                return;
            }
        };
        let (language, now) = (self.language, documents::now());
        let written = match review::tracked(&reading, &source.bytes, &tracked, language, &now) {
            Err(failure) => Err(Failure::of_document(&source.path, failure, self.language)),
            Ok(_) if tracked.proposals.is_empty() => Ok(()),
            Ok(bytes) => documents::write(source, &bytes, self.language),
        };
        match written {
            Ok(()) => self.keep_fixed(session, tracked.fixed),
            Err(failure) => {
                self.failure = Some(failure);
                self.check(session, reading);
            }
        }
    }

    /// Whether a finding has a fix with an applicability of at least `least`.
    fn has_fixes(&self, least: Applicability) -> bool {
        let State::Report(found) = &self.state else { return false };
        let mut fixes = found.iter().flat_map(|found| &found.fixes);
        fixes.any(|fix| fix.applicability >= least)
    }

    /// Writes a copy of a document with the findings as comments.
    pub(super) fn annotate(
        &mut self,
        session: &Session,
        target: &Target,
        source: &SourceFile,
        reading: Reading,
        copies: &Copies,
    ) {
        let findings = self.lint(session, &reading);
        if let Ok(findings) = &findings {
            self.write_copy(target, source, &reading, &findings.diagnostics, copies);
        }
        self.keep(session, findings, reading);
    }

    /// The same as [`Outcome::annotate`] for a file of a collection, after all its findings are
    /// known.
    pub(super) fn annotate_kept(
        &mut self,
        target: &Target,
        converted: &Converted,
        copies: &Copies,
    ) {
        let State::Report(found) = &self.state else { return };
        let found = found.clone();
        let Ok(Some((source, Ok(reading)))) = inputs::read(target, converted) else { return };
        // The findings stand at the places of the text that was checked.
        if reading.text().len() == self.text_len {
            self.write_copy(target, &source, &reading, &found, copies);
        }
    }

    fn write_copy(
        &mut self,
        target: &Target,
        source: &SourceFile,
        reading: &Reading,
        found: &[Diagnostic],
        copies: &Copies,
    ) {
        match found {
            found if reading.docx().is_none() && !self.is_named => {
                self.is_other_format = !found.is_empty();
            }
            [] if reading.docx().is_some() => {}
            found => {
                let language = self.language;
                let written =
                    review::annotated(reading, &source.bytes, found, language, &documents::now())
                        .map_err(|failure| Failure::of_document(&target.path, failure, language))
                        .and_then(|bytes| copies.write(target, &bytes, language));
                self.is_copied = written.is_ok();
                self.failure = written.err();
            }
        }
    }

    /// The changes of the file. A Word document has no lines, so its diff is that of its reading,
    /// and no program can apply it.
    pub(super) fn difference(
        &self,
        old: &[u8],
        new: &[u8],
        reading: &Reading,
        fixed: &Reading,
    ) -> Vec<u8> {
        if reading.format().has_lines() {
            return diff(&self.path, old, new);
        }
        let name = format!("{} (gouji text)", self.path);
        diff(&name, reading.text().as_bytes(), fixed.text().as_bytes())
    }

    /// Calls `examine` with the place of the file among the settings and the baseline.
    pub(super) fn examine<T>(&self, session: &Session, examine: impl FnOnce(&Request) -> T) -> T {
        let file = self.settings.relative(&self.absolute);
        let baseline = session.baseline.as_ref().filter(|_| !session.check.write_baseline);
        let key = baseline.map(|baseline| baseline.key(&self.absolute));
        let request = Request {
            settings: &self.settings,
            file: file.as_deref(),
            baseline: baseline.map(|baseline| &baseline.content).zip(key.as_deref()),
            year: session.check.year,
        };
        examine(&request)
    }

    fn keep(
        &mut self,
        session: &Session,
        findings: Result<Findings, NotChecked>,
        reading: Reading,
    ) {
        let findings = match findings {
            Ok(findings) => findings,
            Err(reason) => {
                self.state = State::NotChecked(reason);
                return;
            }
        };
        self.text_len = reading.text().len();
        self.has_kin_comment = self.collects && lint::may_ignore_kin(reading.text());
        let is_shown = !findings.diagnostics.is_empty() || self.keeps_text(session);
        if is_shown && session.check.output_format().shows_tables() {
            let records = self.examine(session, |request| lint::records(&reading, request));
            self.records = records.map(|found| found.records).unwrap_or_default();
        }
        if is_shown {
            self.has_lines = reading.format().has_lines();
            (self.text, self.projection) = reading.into_shown();
        }
        self.unused_accepts = findings.unused_accepts;
        self.reports = findings.reports;
        self.passed_over = findings.passed_over;
        self.state = State::Report(findings.diagnostics);
    }

    pub(super) fn keep_fixed(&mut self, session: &Session, fixed: FixedReading) {
        self.applied = fixed.applied;
        if self.collects {
            self.digests = self.examine(session, |request| lint::digests(&fixed.reading, request));
        }
        self.keep(session, Ok(fixed.findings), fixed.reading);
    }
}
