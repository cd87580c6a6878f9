//! `gouji check -`: treats standard input as a file.

use super::documents;
use super::outcome::{Outcome, State};
use super::{Mending, Session};
use crate::cli::Status;
use crate::cli::failure::Failure;
use crate::cli::inputs;
use crate::cli::output::{self, Results, Summary};
use crate::diagnostic::Wording;
use crate::files::{self, FileError, SourceFile};
use crate::lint;
use crate::project::Target;
use crate::review::{self, Checked, NotCheckedFile, Review, UnreadFile};
use crate::source::Reading;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

pub(super) fn run(session: &Session) -> Status {
    let named = session.check.stdin_filename.as_deref();
    if session.check.paths.iter().any(|path| path.as_os_str() != "-") {
        Failure::of_arguments(ONLY_STDIN.in_language(session.language).to_owned()).print();
        return Status::Failed;
    }
    let path = named.unwrap_or(Path::new("-"));
    let absolute = session.absolute(named.unwrap_or(Path::new("stdin")));
    let settings = match session.search.settings(absolute.parent().unwrap_or(&absolute)) {
        Ok(settings) => settings,
        Err(error) => {
            Failure::of_settings(&error, &session.shown_path(&error.path), session.language)
                .print();
            return Status::Failed;
        }
    };
    let shown: PathBuf =
        if named.is_some() { session.shown_path(&absolute) } else { path.to_owned() };
    let target = Target { path: shown, absolute, settings, is_named: true };
    if let Some(failure) = session.refuse(std::slice::from_ref(&target)) {
        failure.print();
        return Status::Failed;
    }
    let bytes = match files::read_stdin() {
        Ok(bytes) => bytes,
        Err(kind) => {
            Failure::of_file(&FileError::new(&target.path, kind), session.language).print();
            return Status::Failed;
        }
    };
    if session.check.force_exclude && named.is_some() && target.settings.excludes(&target.absolute)
    {
        return echo(session, &bytes);
    }
    match inputs::reading_of(&bytes, named, &target.path) {
        Ok(reading) => check(session, &target, &bytes, reading),
        Err(error) => {
            let failure = Failure::of_source(&target.path, &error, session.language);
            failure.print();
            let outcome = Outcome::new(session, &target);
            let written = if matches!(session.mending(), Mending::Report) {
                report(session, outcome, Vec::new(), failure.as_unread(), &[])
            } else {
                echo(session, &bytes)
            };
            written.max(Status::Failed)
        }
    }
}

fn check(session: &Session, target: &Target, bytes: &[u8], reading: Reading) -> Status {
    let mut outcome = Outcome::new(session, target);
    let mending = session.mending();
    let least = match mending {
        Mending::Apply(least) | Mending::Diff(least) => Some(least),
        Mending::Report => None,
    };
    let is_writable = reading.format().is_writable();
    if least.is_some() && !is_writable {
        outcome.read_only = Some(reading.format());
    }
    if session.check.track || session.check.annotate.is_some() {
        let status = treat_document(session, &mut outcome, target, bytes, reading);
        return status.max(conclude(session, outcome));
    }
    let mut status = Status::Clean;
    // Without a name, settings cannot mean this file.
    let fixed = least.filter(|_| is_writable).map(|least| {
        outcome.examine(session, |request| lint::fix_reading(reading.clone(), request, least))
    });
    match fixed {
        None => {
            outcome.check(session, reading);
            status = echo(session, bytes);
        }
        Some(Err(reason)) => {
            outcome.state = State::NotChecked(reason);
            status = echo(session, bytes);
        }
        Some(Ok(fixed)) => {
            match reading.written(bytes, &fixed.edits) {
                Ok(mended) if matches!(mending, Mending::Diff(_)) => {
                    outcome.diff = outcome.difference(bytes, &mended, &reading, &fixed.reading);
                }
                Ok(mended) => status = echo(session, &mended),
                Err(error) => {
                    Failure::of_source(&target.path, &error, session.language).print();
                    status = echo(session, bytes).max(Status::Failed);
                }
            }
            outcome.keep_fixed(session, fixed);
        }
    }
    status.max(conclude(session, outcome))
}

/// Writes a document with tracked changes to standard output, or a copy with comments.
fn treat_document(
    session: &Session,
    outcome: &mut Outcome,
    target: &Target,
    bytes: &[u8],
    reading: Reading,
) -> Status {
    let Mending::Apply(least) = session.mending() else {
        let path = target.path.clone();
        let source = SourceFile { path, bytes: bytes.to_owned(), modified: None };
        match session.copies_of(std::slice::from_ref(target)) {
            Ok(Some(copies)) => outcome.annotate(session, target, &source, reading, &copies),
            Ok(None) => outcome.check(session, reading),
            Err(failure) => outcome.failure = Some(failure),
        }
        outcome.failure.iter().for_each(Failure::print);
        return if outcome.failure.is_some() { Status::Failed } else { Status::Clean };
    };
    outcome.read_only = None;
    let tracked = outcome.examine(session, |request| lint::track_reading(&reading, request, least));
    let written = match tracked {
        Err(reason) => {
            outcome.state = State::NotChecked(reason);
            return echo(session, bytes);
        }
        Ok(tracked) => {
            review::tracked(&reading, bytes, &tracked, session.language, &documents::now())
                .map(|document| (tracked, document))
        }
    };
    match written {
        Ok((tracked, document)) => {
            let is_changed = !tracked.proposals.is_empty();
            outcome.keep_fixed(session, tracked.fixed);
            echo(session, if is_changed { &document } else { bytes })
        }
        Err(error) => {
            Failure::of_document(&target.path, error, session.language).print();
            outcome.check(session, reading);
            echo(session, bytes).max(Status::Failed)
        }
    }
}

/// Explains what was not checked, and writes the findings.
fn conclude(session: &Session, mut outcome: Outcome) -> Status {
    let outcomes = std::slice::from_ref(&outcome);
    let not_checked = session.explain_reading(outcomes);
    session.explain_read_only(outcomes);
    let diff = std::mem::take(&mut outcome.diff);
    report(session, outcome, not_checked, None, &diff)
}

/// Writes the findings. If standard output carries the fixed text, the findings go to standard
/// error.
fn report(
    session: &Session,
    outcome: Outcome,
    not_checked: Vec<NotCheckedFile>,
    unread: Option<UnreadFile>,
    diff: &[u8],
) -> Status {
    let fixed = outcome.applied.len();
    let mut summary = Summary { read: 1, fixed, failed: unread.is_some(), ..session.summary() };
    let changed = match session.common.verbose {
        true => session.changed(std::slice::from_ref(&outcome)),
        false => Vec::new(),
    };
    let copies = session.copies(std::slice::from_ref(&outcome));
    let mut files = Vec::new();
    if let State::Report(diagnostics) = outcome.state {
        summary.reports = outcome.reports.len();
        files.push(
            Checked::new(outcome.path, outcome.language, outcome.text, diagnostics)
                .with_reports(outcome.reports)
                .with_records(outcome.records)
                .read_from(outcome.projection, outcome.has_lines),
        );
    }
    let results = Results {
        review: Review {
            files,
            not_checked,
            unread: unread.into_iter().collect(),
            language: session.language,
        },
        uncompared: Vec::new(),
        changed,
        copies,
        current: session.current.clone(),
        summary,
    };
    let written = match session.mending() {
        Mending::Diff(_) => session.write_diff(diff, &results),
        Mending::Apply(_) if session.check.output_file.is_none() => {
            let colored = crate::cli::color::on_stderr(session.common.color);
            let mut text = Vec::new();
            let written = output::write(&results, session.style(colored), &mut text)
                .and_then(|()| io::stderr().write_all(&text));
            session.written(written, None)
        }
        _ => session.write_results(&results),
    };
    let printed = matches!(session.mending(), Mending::Diff(_)) && !diff.is_empty();
    let found = if printed || session.is_found(&results) { Status::Found } else { Status::Clean };
    session.status(found, false).max(written)
}

/// Passes the text through if the caller expects fixed text.
fn echo(session: &Session, bytes: &[u8]) -> Status {
    if !matches!(session.mending(), Mending::Apply(_)) {
        return Status::Clean;
    }
    let mut out = io::stdout().lock();
    let written = out.write_all(bytes).and_then(|()| out.flush());
    session.written(written, None)
}

const ONLY_STDIN: Wording = Wording::new(
    "标准输入（-）不能与其他文件同时检查",
    "standard input (-) cannot be checked together with other files",
);
