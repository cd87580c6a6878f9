//! `gouji check`.

mod accepts;
mod baseline;
mod file;
mod progress;
mod stdin;

use super::arguments::{Check, Common, OutputFormat};
use super::failure::Failure;
use super::output::{self, Checked, Fixes, Results, Style, Summary};
use super::{Status, color, language};
use crate::diagnostic::{Applicability, Language, Severity};
use crate::project::{Discovered, Target, discover};
use crate::rules::CODES;
use crate::settings::{Overrides, Search, Selector, absolute_from};
use baseline::BaselineFile;
use file::{Outcome, State};
use progress::Progress;
use rayon::prelude::*;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// What one run works with.
struct Session<'a> {
    check: &'a Check,
    common: &'a Common,
    search: Search,
    current: PathBuf,
    /// The language of what is said of the run as a whole.
    language: Language,
    baseline: Option<BaselineFile>,
}

/// What to do about fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mending {
    Report,
    Apply(Applicability),
    /// Show what applying would change.
    Diff(Applicability),
}

pub(super) fn run(mut check: Box<Check>, common: &Common) -> Status {
    if check.paths.is_empty() && check.stdin_filename.is_none() {
        check.paths.push(PathBuf::from("."));
    }
    let session = match Session::new(&check, common) {
        Ok(session) => session,
        Err(failure) => {
            failure.print();
            return Status::Failed;
        }
    };
    if check.paths.iter().any(|path| path.as_os_str() == "-") || check.stdin_filename.is_some() {
        return stdin::run(&session);
    }
    session.check_files()
}

impl<'a> Session<'a> {
    fn new(check: &'a Check, common: &'a Common) -> Result<Self, Failure> {
        let current = std::env::current_dir().unwrap_or_default();
        let spoken = language::choose(common, None);
        let select = check.select.as_ref().map(|codes| selectors("--select", codes, spoken)).transpose()?;
        let overrides = Overrides { select, ignore: selectors("--ignore", &check.ignore, spoken)? };
        let search = match &common.config {
            Some(path) => Search::fixed(path, CODES, overrides),
            None => Search::nearest(CODES, overrides),
        };
        let settings = search.settings(&current);
        if let (Some(path), Err(error)) = (&common.config, &settings) {
            return Err(Failure::of_settings(error, path, spoken));
        }
        let language = language::choose(common, settings.as_deref().ok());
        let baseline = match &check.baseline {
            Some(path) => Some(BaselineFile::read(path, &current, check.write_baseline, language)?),
            None => None,
        };
        Ok(Self { check, common, search, current, language, baseline })
    }

    fn mending(&self) -> Mending {
        let least = if self.check.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
        match (self.check.diff, self.check.fix) {
            (true, _) => Mending::Diff(least),
            (false, true) => Mending::Apply(least),
            (false, false) => Mending::Report,
        }
    }

    /// What was asked for in the way of fixes.
    fn fixes(&self) -> Fixes {
        match self.mending() {
            Mending::Apply(Applicability::Safe) => Fixes::Safe,
            Mending::Apply(Applicability::Unsafe) => Fixes::All,
            Mending::Report | Mending::Diff(_) => Fixes::NotAsked,
        }
    }

    fn check_files(&self) -> Status {
        let discovered = discover(&self.check.paths, &self.search, &self.current, self.check.force_exclude);
        if self.check.show_files {
            return self.show_files(&discovered);
        }
        let progress = Progress::new(discovered.targets.len(), self.language, self.common.quiet);
        let check = |target: &Target| {
            let outcome = file::check(self, target);
            progress.advance();
            outcome
        };
        // Starting threads costs more than checking a file.
        let outcomes: Vec<_> = match discovered.targets.as_slice() {
            [target] => vec![check(target)],
            targets => targets.par_iter().map(check).collect(),
        };
        progress.finish();
        self.conclude(discovered, outcomes)
    }

    fn show_files(&self, discovered: &Discovered) -> Status {
        let failed = self.print_failures(discovered, &[]);
        let mut out = BufWriter::new(io::stdout().lock());
        let written = discovered.targets.iter().try_for_each(|target| writeln!(out, "{}", shown(&target.path))).and_then(|()| out.flush());
        self.written(written, None).max(if failed { Status::Failed } else { Status::Clean })
    }

    fn conclude(&self, discovered: Discovered, outcomes: Vec<Outcome>) -> Status {
        let mut failures: Vec<_> = outcomes.iter().flat_map(|outcome| outcome.failure.clone()).collect();
        if self.common.verbose {
            self.explain_reading(&outcomes);
        }
        let mut diff = String::new();
        let mut status = Status::Clean;
        if let Some(baseline) = self.baseline.as_ref().filter(|_| self.check.write_baseline) {
            return self.write_baseline(baseline, discovered, &outcomes, failures);
        }
        let settings_files = accepts::judge(self, &discovered.folders, &outcomes);
        let mut summary = Summary { read: outcomes.len(), ..Summary::default() };
        let mut files = Vec::new();
        for settings_file in settings_files {
            diff.push_str(&settings_file.diff);
            summary.fixed += settings_file.fixed;
            failures.extend(settings_file.failure);
            files.extend(settings_file.checked);
        }
        for outcome in outcomes {
            summary.fixed += outcome.fixed;
            diff.push_str(&outcome.diff);
            if let State::Report(diagnostics) = outcome.state {
                summary.reports += 1;
                files.push(Checked::new(outcome.path, outcome.language, outcome.text, diagnostics));
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        failures.sort();
        failures.iter().for_each(Failure::print);
        summary.failed = self.print_failures(&discovered, &failures);
        summary.fixes = self.fixes();
        let results = Results { files, language: self.language, current: self.current.clone(), summary };
        let written = match self.mending() {
            Mending::Diff(_) => self.write_diff(&diff, &results),
            _ => self.write_results(&results),
        };
        if !diff.is_empty() || self.is_found(&results) {
            status = Status::Found;
        }
        self.status(status, summary.failed).max(written)
    }

    /// Whether a finding is grave enough for status 1.
    fn is_found(&self, results: &Results) -> bool {
        let least = Severity::from(self.check.fail_on);
        results.files.iter().flat_map(|file| &file.diagnostics).any(|diagnostic| diagnostic.severity >= least)
    }

    fn status(&self, found: Status, failed: bool) -> Status {
        match (failed, self.check.exit_zero) {
            (true, _) => Status::Failed,
            (false, true) => Status::Clean,
            (false, false) => found,
        }
    }

    /// Prints what could not be done beside single files; whether there was anything at all.
    fn print_failures(&self, discovered: &Discovered, others: &[Failure]) -> bool {
        for error in discovered.bad_settings.values() {
            Failure::of_settings(error, &self.shown_path(&error.path), self.language).print();
        }
        for (path, error) in &discovered.failures {
            Failure::of_folder(path, error, self.language).print();
        }
        !discovered.bad_settings.is_empty() || !discovered.failures.is_empty() || !others.is_empty()
    }

    /// `--verbose`: what was read and passed over.
    fn explain_reading(&self, outcomes: &[Outcome]) {
        let mut err = io::stderr().lock();
        for outcome in outcomes.iter().filter(|outcome| matches!(outcome.state, State::NoReport)) {
            let line = match self.language {
                Language::Zh => format!("{}：不是 2019 年及以后的政府信息公开工作年度报告，已略过", outcome.path),
                Language::En => format!("{}: passed over, it is no annual report for 2019 or later", outcome.path),
            };
            _ = writeln!(err, "{line}");
        }
    }

    fn write_baseline(&self, baseline: &BaselineFile, discovered: Discovered, outcomes: &[Outcome], mut failures: Vec<Failure>) -> Status {
        match baseline.write(outcomes, &discovered.folders) {
            Ok(count) if !self.common.quiet => {
                let line = match self.language {
                    Language::Zh => format!("已把 {count} 处问题写入基线 {}。", shown(&baseline.path)),
                    Language::En => format!("Wrote {count} findings to the baseline {}.", shown(&baseline.path)),
                };
                _ = writeln!(io::stdout(), "{line}");
            }
            Ok(_) => {}
            Err(error) => failures.push(Failure::of_writing(&baseline.path, &error, self.language)),
        }
        failures.sort();
        failures.iter().for_each(Failure::print);
        let failed = self.print_failures(&discovered, &failures);
        self.status(Status::Clean, failed)
    }

    fn style(&self, colored: bool) -> Style {
        Style {
            format: self.check.output_format,
            statistics: self.check.statistics,
            colored,
            // The line numbers and the bar beside them take some columns.
            width: color::terminal_width().map_or(100, |width| width.saturating_sub(8).clamp(40, 160)),
            quiet: self.common.quiet,
        }
    }

    fn write_results(&self, results: &Results) -> Status {
        if let Some(path) = &self.check.output_file {
            let style = self.style(self.common.color == super::arguments::Color::Always);
            let mut bytes = Vec::new();
            let written = output::write(results, style, &mut bytes).and_then(|()| std::fs::write(path, bytes));
            return self.written(written, Some(path));
        }
        let colored = color::on_stdout(self.common.color) && matches!(self.check.output_format, OutputFormat::Full | OutputFormat::Concise);
        let mut out = BufWriter::with_capacity(1 << 16, color::stdout(colored));
        let written = output::write(results, self.style(colored), &mut out).and_then(|()| out.flush());
        self.written(written, None)
    }

    fn write_diff(&self, diff: &str, results: &Results) -> Status {
        let written = match &self.check.output_file {
            Some(path) => self.written(std::fs::write(path, diff), Some(path)),
            None => {
                let mut out = color::stdout(false);
                self.written(out.write_all(diff.as_bytes()).and_then(|()| out.flush()), None)
            }
        };
        if !self.common.quiet {
            let left = results.files.iter().map(|file| file.diagnostics.len()).sum::<usize>();
            let fixed = results.summary.fixed;
            let line = match self.language {
                Language::Zh => format!("可修正 {fixed} 处，此外还有 {left} 处问题。"),
                Language::En => format!("Would fix {fixed} problems; {left} others remain."),
            };
            _ = writeln!(io::stderr(), "{line}");
        }
        written
    }

    /// What came of writing to a file or, without a path, to a standard stream. A closed pipe is no failure: who reads has
    /// read enough.
    fn written(&self, result: io::Result<()>, path: Option<&Path>) -> Status {
        match result {
            Ok(()) => Status::Clean,
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::Clean,
            Err(error) => {
                let failure = match path {
                    Some(path) => Failure::of_writing(path, &error, self.language),
                    None => Failure::of_stdout(&error, self.language),
                };
                failure.print();
                Status::Failed
            }
        }
    }

    /// A path from the current folder, where it lies below it.
    fn shown_path(&self, absolute: &Path) -> PathBuf {
        absolute.strip_prefix(&self.current).unwrap_or(absolute).to_owned()
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        absolute_from(&self.current, path)
    }
}

/// A path as output shows it.
fn shown(path: &Path) -> String {
    let path = super::failure::shown(path);
    if cfg!(windows) { path.replace('\\', "/") } else { path }
}

fn selectors(option: &str, codes: &[String], language: Language) -> Result<Vec<Selector>, Failure> {
    let codes = codes.iter().filter(|code| !code.trim().is_empty());
    let parsed = codes.map(|code| Selector::parse(code, CODES));
    parsed.collect::<Result<_, _>>().map_err(|message| Failure::of_arguments(format!("{option}: {}", message.render(language))))
}
