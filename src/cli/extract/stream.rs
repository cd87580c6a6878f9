//! `gouji extract - --from jsonl`: the records of standard input.

use super::output::Rows;
use super::{Extracted, Session, inputs};
use crate::cli::Status;
use crate::cli::arguments::ExtractFormat;
use crate::cli::inputs::Reasons;
use crate::cli::stream::{self, Record, Trouble};
use crate::project::Target;
use crate::report::NotChecked;
use crate::settings::{Settings, absolute_from};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// The result for one record.
#[derive(Default)]
struct Treated {
    rows: Option<Rows>,
    trouble: Option<Trouble>,
    /// What was not read, with the name of the record.
    not_checked: Vec<(String, NotChecked)>,
}

impl Session<'_> {
    /// Writes rows while it reads.
    pub(super) fn extract_records(&self) -> Status {
        let started = stream::expect_stdin(&self.extract.paths, self.language)
            .and_then(|()| Ok((self.own_settings()?, self.open()?)));
        let (settings, mut output) = match started {
            Ok(started) => started,
            Err(failure) => return self.failed(failure),
        };
        // The other formats have only rows.
        let in_output = self.format == ExtractFormat::Jsonl;
        let (mut failed, mut reasons) = (0, Reasons::default());
        let write = |all: Vec<Treated>| {
            for treated in all {
                treated.not_checked.iter().for_each(|(name, reason)| reasons.add(name, *reason));
                if let Some(rows) = treated.rows {
                    output.write(rows)?;
                }
                if let Some(trouble) = treated.trouble {
                    failed += 1;
                    match in_output {
                        true => output.write_bytes(&trouble.line())?,
                        false => trouble.print(self.language),
                    }
                }
            }
            output.flush()
        };
        let treat = |record: Record| self.extract_record(&settings, record);
        let ended = stream::run(io::stdin(), self.language, treat, write);
        let written = match ended {
            Ok(()) => self.finish(Ok(()), output),
            Err(error) => error.print(self.extract.output_file.as_deref(), self.language),
        };
        if !self.common.quiet {
            reasons.print(self.language);
        }
        if in_output {
            stream::print_troubles(failed, self.language);
        }
        written.max(if failed > 0 { Status::Failed } else { Status::Clean })
    }

    fn extract_record(&self, settings: &Arc<Settings>, record: Record) -> Treated {
        let number = record.number;
        let failed = |name: Option<String>, what: String| Treated {
            trouble: Some(Trouble { name, number, what }),
            ..Treated::default()
        };
        let report = match record.report {
            Ok(report) => report,
            Err(what) => return failed(None, what),
        };
        let path = PathBuf::from(&report.name);
        let absolute = absolute_from(&self.current, &path);
        let target = Target { path, absolute, settings: Arc::clone(settings), is_named: true };
        let reading = inputs::reading_of(&report.bytes, Some(&target.path), &target.path);
        let mut extracted = Extracted::of(&target);
        // The name of the output is that of the record.
        extracted.path = report.name.clone();
        let extracted = self.extract_into(extracted, &target, &report.bytes, reading);
        if let Some(failure) = extracted.failure {
            return failed(Some(report.name), failure.what().to_owned());
        }
        let parts = extracted.parts.iter().filter(|reason| **reason != NotChecked::NotReport);
        let reasons = extracted.not_checked.iter().chain(parts);
        let name = inputs::slashed(&target.path);
        Treated {
            rows: extracted.rows,
            trouble: None,
            not_checked: reasons.map(|reason| (name.clone(), *reason)).collect(),
        }
    }
}
