//! `gouji check - --from jsonl`: the records of standard input.

use super::outcome::{Outcome, State};
use super::{Session, nothing_selected, selects_nothing, uncompared};
use crate::cli::Status;
use crate::cli::arguments::OutputFormat;
use crate::cli::failure::Failure;
use crate::cli::inputs::{self, Reasons, slashed};
use crate::cli::output::write_lines_of;
use crate::cli::stream::{self, Record, Report, Trouble};
use crate::diagnostic::{Severity, Wording};
use crate::files::OutputFile;
use crate::project::Target;
use crate::report::NotChecked;
use crate::review::Checked;
use crate::settings::Settings;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// The result for one record.
#[derive(Default)]
struct Treated {
    /// The findings, a JSON object on each line.
    lines: Vec<u8>,
    is_found: bool,
    is_failed: bool,
    /// What was not checked, with the name of the record.
    not_checked: Vec<(String, NotChecked)>,
}

/// Writes findings while it reads. A record without findings prints nothing.
pub(super) fn run(session: &Session) -> Status {
    let started = settings(session).and_then(|settings| Ok((settings, open(session)?)));
    let (settings, mut file) = match started {
        Ok(started) => started,
        Err(failure) => {
            failure.print();
            return Status::Failed;
        }
    };
    let (mut is_found, mut failed, mut reasons) = (false, 0, Reasons::default());
    let write = |all: Vec<Treated>| {
        let mut lines = Vec::new();
        for treated in all {
            lines.extend(treated.lines);
            is_found |= treated.is_found;
            failed += usize::from(treated.is_failed);
            treated.not_checked.iter().for_each(|(name, reason)| reasons.add(name, *reason));
        }
        match &mut file {
            Some(file) => file.write_all(&lines),
            None => {
                let mut out = io::stdout().lock();
                out.write_all(&lines).and_then(|()| out.flush())
            }
        }
    };
    let treat = |record: Record| Treated::of(session, &settings, record);
    let ended = stream::run(io::stdin(), session.language, treat, write);
    let output = session.check.output_file.as_deref();
    let written = match ended {
        Ok(()) => session.written(file.map_or(Ok(()), OutputFile::finish), output),
        Err(error) => error.print(output, session.language),
    };
    if !session.common.quiet {
        reasons.print(session.language);
        if let Some(sentence) = uncompared::of_stream(session) {
            _ = writeln!(io::stderr(), "gouji: {}", sentence.render(session.language));
        }
    }
    stream::print_troubles(failed, session.language);
    let found = if is_found { Status::Found } else { Status::Clean };
    session.status(found, failed > 0).max(written)
}

/// The settings of all records, those of the current folder: their names need not be files.
fn settings(session: &Session) -> Result<Arc<Settings>, Failure> {
    stream::expect_stdin(&session.check.paths, session.language)?;
    if session.check.output_format() != OutputFormat::Jsonl {
        return Err(Failure::of_arguments(ONLY_LINES.in_language(session.language).to_owned()));
    }
    let settings = session.search.settings(&session.current).map_err(|error| {
        Failure::of_settings(&error, &session.shown_path(&error.path), session.language)
    })?;
    match selects_nothing(&settings.selection) {
        true => Err(nothing_selected(&settings, session)),
        false => Ok(settings),
    }
}

fn open(session: &Session) -> Result<Option<OutputFile>, Failure> {
    let path = session.check.output_file.as_deref();
    path.map(|path| {
        OutputFile::new(path).map_err(|error| Failure::of_writing(path, &error, session.language))
    })
    .transpose()
}

impl Treated {
    fn of(session: &Session, settings: &Arc<Settings>, record: Record) -> Self {
        let number = record.number;
        match record.report {
            Ok(report) => Self::of_report(session, settings, number, report),
            Err(what) => Self::failed(Trouble { name: None, number, what }),
        }
    }

    fn failed(trouble: Trouble) -> Self {
        Self { lines: trouble.line(), is_failed: true, ..Self::default() }
    }

    fn of_report(
        session: &Session,
        settings: &Arc<Settings>,
        number: usize,
        report: Report,
    ) -> Self {
        let path = PathBuf::from(&report.name);
        let absolute = session.absolute(&path);
        if session.check.force_exclude && settings.excludes(&absolute) {
            return Self::default();
        }
        let target = Target { path, absolute, settings: Arc::clone(settings), is_named: true };
        let failed = |error| {
            let failure = Failure::of_source(&target.path, &error, session.language);
            let what = failure.what().to_owned();
            Self::failed(Trouble { name: Some(report.name.clone()), number, what })
        };
        let reading = match inputs::reading_of(&report.bytes, Some(&target.path), &target.path) {
            Ok(reading) => reading,
            Err(error) => return failed(error),
        };
        let misnamed = reading.misnamed(&target.path);
        let mut outcome = Outcome::new(session, &target);
        outcome.check(session, reading);
        let mut treated = Self::default();
        let name = || slashed(&target.path);
        treated.not_checked.extend(
            outcome
                .passed_over
                .iter()
                .filter(|reason| **reason != NotChecked::NotReport)
                .map(|reason| (name(), *reason)),
        );
        match outcome.state {
            State::NotChecked(reason) => match misnamed.filter(|_| reason == NotChecked::NotReport)
            {
                Some(error) => return failed(error),
                None => treated.not_checked.push((name(), reason)),
            },
            State::Unread => {}
            State::Report(diagnostics) => {
                let least = Severity::from(session.check.fail_on);
                treated.is_found = diagnostics.iter().any(|found| found.severity >= least);
                // The name of the output is that of the record.
                let checked =
                    Checked::new(report.name, outcome.language, outcome.text, diagnostics)
                        .with_reports(outcome.reports)
                        .read_from(outcome.projection, outcome.has_lines);
                // Writes into memory, which never fails.
                _ = write_lines_of(&checked, &mut treated.lines);
            }
        }
        treated
    }
}

const ONLY_LINES: Wording = Wording::new(
    "--from jsonl 只输出 jsonl — 请去掉 --output-format",
    "--from jsonl writes jsonl only — leave out --output-format",
);
