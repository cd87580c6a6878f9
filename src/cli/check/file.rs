//! Checks and fixes one file.

use super::copies::Copies;
use super::diff::diff;
use super::documents;
use super::outcome::{Outcome, State};
use super::{Mending, Session};
use crate::cli::failure::Failure;
use crate::cli::language;
use crate::diagnostic::Applicability;
use crate::files::{self, SourceFile};
use crate::lint::{self, Findings, FixedReading, Request};
use crate::project::{Converted, Target, is_old_document, names_report};
use crate::report::NotChecked;
use crate::source::{Reading, SourceError};
use std::sync::Arc;

/// Reads and checks a file, and applies fixes or writes a copy if the run asks for it.
pub(super) fn check(
    session: &Session,
    target: &Target,
    converted: &Converted,
    copies: Option<&Copies>,
) -> Outcome {
    let mut outcome = Outcome::new(session, target);
    let source = match files::read(&target.path) {
        Ok(source) => source,
        Err(error) => {
            outcome.failure = Some(Failure::of_file(&error, outcome.language));
            return outcome;
        }
    };
    let reading = match Reading::of(&source.bytes, Some(&target.path)) {
        Err(SourceError::Foreign(format)) => converted.reading(&target.path, format),
        reading => reading,
    };
    let reading = match reading {
        Ok(reading) => reading,
        // A document in an old format of a word processor is not text.
        Err(error)
            if !target.is_named && (error.is_passed_over() || is_old_document(&target.path)) =>
        {
            outcome.is_unread = is_old_document(&target.path) || names_report(&target.path);
            return outcome;
        }
        Err(error) => {
            outcome.failure = Some(Failure::of_source(&target.path, &error, outcome.language));
            return outcome;
        }
    };
    let mending = session.mending();
    if mending != Mending::Report && !reading.format().is_writable() {
        outcome.read_only = Some(reading.format());
    }
    match (mending, copies) {
        (Mending::Apply(least), _) if session.check.track => {
            outcome.track(session, &source, reading, least)
        }
        (Mending::Report, Some(copies)) => {
            outcome.annotate(session, target, &source, reading, copies)
        }
        (Mending::Diff(least) | Mending::Apply(least), _) if outcome.read_only.is_none() => {
            outcome.mend(session, &source, reading, least, mending)
        }
        _ => outcome.check(session, reading),
    }
    outcome
}

impl Outcome {
    pub(super) fn new(session: &Session, target: &Target) -> Self {
        Self {
            path: super::shown(&target.path),
            absolute: target.absolute.clone(),
            settings: Arc::clone(&target.settings),
            language: language::choose(session.common, Some(&target.settings)),
            state: State::Unread,
            is_named: target.is_named,
            reports: Vec::new(),
            passed_over: Vec::new(),
            text: String::new(),
            projection: None,
            read_only: None,
            is_unread: false,
            unused_accepts: Vec::new(),
            failure: None,
            fixed: 0,
            diff: Vec::new(),
        }
    }

    /// Keeps the findings of a source.
    pub(super) fn check(&mut self, session: &Session, reading: Reading) {
        let findings = self.examine(session, |request| lint::lint_reading(&reading, request));
        self.keep(findings, reading);
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
                Mending::Apply(_) => files::write_atomically(source, &bytes)
                    .map(|()| None)
                    .map_err(|error| Failure::of_file(&error, self.language)),
                _ => Ok(Some(bytes)),
            })
        };
        match written {
            Ok(bytes) => {
                if let Some(bytes) = bytes {
                    self.diff = self.difference(&source.bytes, &bytes, &reading, &fixed.reading);
                }
                self.keep_fixed(fixed);
            }
            Err(failure) => {
                self.failure = Some(failure);
                match mending {
                    Mending::Apply(_) => self.check(session, reading),
                    _ => self.keep_fixed(fixed),
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
        let written = match documents::tracked(&reading, &source.bytes, &tracked, self.language) {
            Err(failure) => Err(Failure::of_document(&source.path, failure, self.language)),
            Ok(_) if tracked.proposals.is_empty() => Ok(()),
            Ok(bytes) => files::write_atomically(source, &bytes)
                .map_err(|error| Failure::of_file(&error, self.language)),
        };
        match written {
            Ok(()) => self.keep_fixed(tracked.fixed),
            Err(failure) => {
                self.failure = Some(failure);
                self.check(session, reading);
            }
        }
    }

    /// Writes a copy of a document with the findings as comments.
    fn annotate(
        &mut self,
        session: &Session,
        target: &Target,
        source: &SourceFile,
        reading: Reading,
        copies: &Copies,
    ) {
        let findings = self.examine(session, |request| lint::lint_reading(&reading, request));
        if let Ok(findings) = &findings {
            let found = &findings.diagnostics;
            let written = match documents::annotated(&reading, &source.bytes, found, self.language)
            {
                Err(failure) => Err(Failure::of_document(&target.path, failure, self.language)),
                Ok(_) if found.is_empty() => Ok(()),
                Ok(bytes) => copies.write(target, &bytes, self.language),
            };
            self.failure = written.err();
        }
        self.keep(findings, reading);
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

    fn keep(&mut self, findings: Result<Findings, NotChecked>, reading: Reading) {
        let findings = match findings {
            Ok(findings) => findings,
            Err(reason) => {
                self.state = State::NotChecked(reason);
                return;
            }
        };
        if !findings.diagnostics.is_empty() {
            (self.text, self.projection) = reading.into_shown();
        }
        self.unused_accepts = findings.unused_accepts;
        self.reports = findings.reports;
        self.passed_over = findings.passed_over;
        self.state = State::Report(findings.diagnostics);
    }

    pub(super) fn keep_fixed(&mut self, fixed: FixedReading) {
        self.fixed = fixed.applied.len();
        self.keep(Ok(fixed.findings), fixed.reading);
    }
}
