//! Checks and fixes one file.

use super::diff::diff;
use super::outcome::{Outcome, State};
use super::{Mending, Session};
use crate::cli::failure::Failure;
use crate::cli::language;
use crate::diagnostic::Edit;
use crate::files::{self, Decoded, FileError, FileErrorKind, SourceFile};
use crate::lint::{self, Findings, Fixed, Request};
use crate::project::Target;
use crate::report::NotChecked;
use std::sync::Arc;

/// Reads and checks a file, and applies fixes if the run asks for fixes.
pub(super) fn check(session: &Session, target: &Target) -> Outcome {
    let mut outcome = Outcome::new(session, target);
    let read = files::read(&target.path).and_then(|source| {
        let decoded = files::decode(&source.bytes)
            .map_err(|error| FileError::new(&target.path, FileErrorKind::Undecodable(error)))?;
        Ok((source, decoded))
    });
    let (source, decoded) = match read {
        Ok(read) => read,
        Err(error) => {
            outcome.failure = Some(Failure::of_file(&error, outcome.language));
            return outcome;
        }
    };
    match session.mending() {
        Mending::Report => {
            let findings = outcome.examine(session, |request| lint::lint(&decoded.text, request));
            outcome.keep(findings, decoded.text);
        }
        Mending::Diff(least) => {
            let fixed =
                outcome.examine(session, |request| lint::fix(&decoded.text, request, least));
            if let Ok(fixed) = &fixed {
                match mended(&source, &decoded, &fixed.edits) {
                    Ok(bytes) => outcome.diff = diff(&outcome.path, &source.bytes, &bytes),
                    Err(error) => {
                        outcome.failure = Some(Failure::of_file(&error, outcome.language))
                    }
                }
            }
            outcome.keep_fixed(fixed);
        }
        Mending::Apply(least) => {
            let fixed =
                outcome.examine(session, |request| lint::fix(&decoded.text, request, least));
            let written = fixed
                .as_ref()
                .ok()
                .filter(|fixed| !fixed.edits.is_empty())
                .map(|fixed| write(&source, &decoded, &fixed.edits));
            if let Some(Err(error)) = written {
                // The file is unchanged, and so are the findings.
                outcome.failure = Some(Failure::of_file(&error, outcome.language));
                let findings =
                    outcome.examine(session, |request| lint::lint(&decoded.text, request));
                outcome.keep(findings, decoded.text);
                return outcome;
            }
            outcome.keep_fixed(fixed);
        }
    }
    outcome
}

/// Writes edits into a file, in the encoding of the file.
pub(super) fn write(
    source: &SourceFile,
    decoded: &Decoded,
    edits: &[Edit],
) -> Result<(), FileError> {
    files::write_atomically(source, &mended(source, decoded, edits)?)
}

/// The bytes of a file after these edits of the text.
pub(super) fn mended(
    source: &SourceFile,
    decoded: &Decoded,
    edits: &[Edit],
) -> Result<Vec<u8>, FileError> {
    let edits = edits.iter().map(|edit| (edit.range, edit.content.as_str()));
    files::splice(&source.bytes, decoded, edits)
        .map_err(|error| FileError::new(&source.path, FileErrorKind::Unwritable(error)))
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
            unused_accepts: Vec::new(),
            failure: None,
            fixed: 0,
            diff: Vec::new(),
        }
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

    pub(super) fn keep(&mut self, findings: Result<Findings, NotChecked>, text: String) {
        let findings = match findings {
            Ok(findings) => findings,
            Err(reason) => {
                self.state = State::NotChecked(reason);
                return;
            }
        };
        if !findings.diagnostics.is_empty() {
            self.text = text;
        }
        self.unused_accepts = findings.unused_accepts;
        self.reports = findings.reports;
        self.passed_over = findings.passed_over;
        self.state = State::Report(findings.diagnostics);
    }

    pub(super) fn keep_fixed(&mut self, fixed: Result<Fixed, NotChecked>) {
        match fixed {
            Err(reason) => self.keep(Err(reason), String::new()),
            Ok(fixed) => {
                self.fixed = fixed.applied.len();
                self.keep(Ok(fixed.findings), fixed.text);
            }
        }
    }
}
