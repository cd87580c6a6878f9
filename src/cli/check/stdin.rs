//! `gouji check -`: treats standard input as a file.

use super::diff::diff;
use super::outcome::{Outcome, State};
use super::{Mending, Session};
use crate::cli::Status;
use crate::cli::failure::Failure;
use crate::cli::output::{self, Checked, NotCheckedFile, Results, Summary};
use crate::diagnostic::{Edit, Wording};
use crate::files::{self, Decoded, FileError, FileErrorKind};
use crate::lint;
use crate::project::Target;
use std::io::{self, Read, Write};
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
    let bytes = match read() {
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
    match files::decode(&bytes) {
        Ok(decoded) => check(session, &target, &bytes, decoded),
        Err(error) => {
            Failure::of_file(
                &FileError::new(&target.path, FileErrorKind::Undecodable(error)),
                session.language,
            )
            .print();
            echo(session, &bytes).max(Status::Failed)
        }
    }
}

fn check(session: &Session, target: &Target, bytes: &[u8], decoded: Decoded) -> Status {
    let mut outcome = Outcome::new(session, target);
    // Without a name, settings cannot mean this file.
    let least = match session.mending() {
        Mending::Report => None,
        Mending::Apply(least) | Mending::Diff(least) => Some(least),
    };
    let mut edits: Vec<Edit> = Vec::new();
    match least {
        None => {
            let findings = outcome.examine(session, |request| lint::lint(&decoded.text, request));
            outcome.keep(findings, decoded.text.clone());
        }
        Some(least) => {
            let fixed =
                outcome.examine(session, |request| lint::fix(&decoded.text, request, least));
            if let Ok(fixed) = &fixed {
                edits.clone_from(&fixed.edits);
            }
            outcome.keep_fixed(fixed);
        }
    }
    let mended = || {
        files::splice(bytes, &decoded, edits.iter().map(|edit| (edit.range, edit.content.as_str())))
    };
    let mut status = match session.mending() {
        Mending::Report => Status::Clean,
        mending => match mended() {
            Ok(mended) if matches!(mending, Mending::Diff(_)) => {
                outcome.diff = diff(&outcome.path, bytes, &mended);
                Status::Clean
            }
            Ok(mended) => echo(session, &mended),
            Err(error) => {
                Failure::of_file(
                    &FileError::new(&target.path, FileErrorKind::Unwritable(error)),
                    session.language,
                )
                .print();
                echo(session, bytes).max(Status::Failed)
            }
        },
    };
    let not_checked = session.explain_reading(std::slice::from_ref(&outcome));
    let diff = std::mem::take(&mut outcome.diff);
    status = status.max(report(session, outcome, not_checked, &diff));
    status
}

/// Writes the findings. If standard output carries the fixed text, the findings go to standard
/// error.
fn report(
    session: &Session,
    outcome: Outcome,
    not_checked: Vec<NotCheckedFile>,
    diff: &[u8],
) -> Status {
    let mut summary = Summary { read: 1, fixed: outcome.fixed, ..Summary::default() };
    let mut files = Vec::new();
    if let State::Report(diagnostics) = outcome.state {
        summary.reports = outcome.reports.len();
        files.push(
            Checked::new(outcome.path, outcome.language, outcome.text, diagnostics)
                .with_reports(outcome.reports),
        );
    }
    summary.fixes = session.fixes();
    let results = Results {
        files,
        not_checked,
        unread: Vec::new(),
        language: session.language,
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

fn read() -> Result<Vec<u8>, FileErrorKind> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(files::MAX_LEN + 1)
        .read_to_end(&mut bytes)
        .map_err(FileErrorKind::Read)?;
    if bytes.len() as u64 > files::MAX_LEN { Err(FileErrorKind::TooLarge) } else { Ok(bytes) }
}

const ONLY_STDIN: Wording = Wording::new(
    "标准输入（-）不能与其他文件同时检查",
    "standard input (-) cannot be checked together with other files",
);
