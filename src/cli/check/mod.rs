//! `gouji check`.

mod accepts;
mod around;
mod baseline;
mod copies;
mod diff;
mod documents;
mod file;
mod kin;
mod outcome;
mod stdin;
mod stream;
mod treated;
mod uncompared;
mod watch;

use super::arguments::{Check, Common, OutputFormat};
use super::failure::Failure;
use super::inputs::{self, Progress, excluded, is_same_file, slashed};
use super::output::{self, Results, Style, Summary};
use super::{Status, color, language};
use crate::archive::Archive;
use crate::diagnostic::{Applicability, Argument, Language, Message, Severity, Wording};
use crate::files;
use crate::project::{Discovered, Target, discover};
use crate::review::{Checked, NotCheckedFile, Review};
use crate::rules::CODES;
use crate::settings::{Overrides, Search, Selection, Selector, Settings, absolute_from};
use baseline::BaselineFile;
use copies::Copies;
use documents::refuse_folder;
use outcome::{Outcome, State};
use rayon::prelude::*;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The facts of one run.
struct Session<'a> {
    check: &'a Check,
    common: &'a Common,
    search: Search,
    current: PathBuf,
    /// The language of messages about the whole run.
    language: Language,
    baseline: Option<BaselineFile>,
}

/// The use of fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mending {
    Report,
    Apply(Applicability),
    /// Show the changes of the fixes.
    Diff(Applicability),
}

pub(super) fn run(mut check: Box<Check>, common: &Common) -> Status {
    if check.paths.is_empty() && check.stdin_filename.is_none() && check.from.is_none() {
        check.paths.push(PathBuf::from("."));
    }
    if check.watch { watch::run(&check, common) } else { run_once(&check, common) }
}

fn run_once(check: &Check, common: &Common) -> Status {
    let session = match Session::new(check, common) {
        Ok(session) => session,
        Err(failure) => {
            failure.print();
            return Status::Failed;
        }
    };
    if check.from.is_some() {
        return stream::run(&session);
    }
    if check.paths.iter().any(|path| path.as_os_str() == "-") || check.stdin_filename.is_some() {
        return stdin::run(&session);
    }
    session.check_files()
}

impl<'a> Session<'a> {
    fn new(check: &'a Check, common: &'a Common) -> Result<Self, Failure> {
        let current = std::env::current_dir().unwrap_or_default();
        let spoken = language::choose(common, None);
        let select =
            check.select.as_ref().map(|codes| selectors("--select", codes, spoken)).transpose()?;
        let ignore = selectors("--ignore", &check.ignore, spoken)?;
        let exclude = excluded(&check.passing, &current, spoken)?;
        let overrides = Overrides { select, ignore, exclude };
        let said = Selection::default().overridden(overrides.select.as_deref(), &overrides.ignore);
        if selects_nothing(&said) {
            return Err(Failure::of_arguments(NOTHING_SELECTED.in_language(spoken).to_owned()));
        }
        let search = common.search(overrides);
        let settings = search.settings(&current);
        if let (Some(path), Err(error)) = (&common.config, &settings) {
            return Err(Failure::of_settings(error, path, spoken));
        }
        let language = language::choose(common, settings.as_deref().ok());
        if check.output_format() == OutputFormat::Xlsx && check.output_file.is_none() {
            return Err(Failure::of_arguments(NEEDS_FILE.in_language(language).to_owned()));
        }
        let folder = check.annotate.as_deref();
        if let Some(failure) = folder.and_then(|folder| refuse_folder(folder, language)) {
            return Err(failure);
        }
        let baseline = match &check.baseline {
            Some(path) => Some(BaselineFile::read(path, &current, check.write_baseline, language)?),
            None => None,
        };
        Ok(Self { check, common, search, current, language, baseline })
    }

    fn mending(&self) -> Mending {
        let least =
            if self.check.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
        match (self.check.diff, self.check.fix) {
            (true, _) => Mending::Diff(least),
            (false, true) => Mending::Apply(least),
            (false, false) => Mending::Report,
        }
    }

    fn check_files(&self) -> Status {
        let discovered = discover(
            &self.check.paths,
            &self.search,
            &self.current,
            self.check.force_exclude,
            self.check.annotate.as_deref(),
        );
        if self.check.show_files {
            return self.show_files(&discovered);
        }
        let copies = match self.refuse(&discovered.targets) {
            Some(failure) => Err(failure),
            None => self.copies_of(&discovered.targets),
        };
        let copies = match copies {
            Ok(copies) => copies,
            Err(failure) => {
                failure.print();
                return Status::Failed;
            }
        };
        let converted = inputs::convert(&discovered.targets, self.language, self.common.quiet);
        let progress =
            Progress::new(CHECKING, discovered.targets.len(), self.language, self.common.quiet);
        let collects = kin::collects(&discovered);
        let check = |target: &Target| {
            let outcome = file::check(self, target, &converted, copies.as_ref(), collects);
            progress.advance();
            outcome
        };
        // Starting threads costs more than checking a file.
        let mut outcomes: Vec<_> = match discovered.targets.as_slice() {
            [target] => vec![check(target)],
            targets => targets.par_iter().map(check).collect(),
        };
        progress.finish();
        let collection = collects.then(|| kin::look(self, &discovered, &converted, &mut outcomes));
        if let Some(copies) = copies.as_ref().filter(|_| collects) {
            let files = outcomes.par_iter_mut().zip(&discovered.targets);
            files.for_each(|(outcome, target)| outcome.annotate_kept(target, &converted, copies));
        }
        let archive = collection.as_ref().map(|collection| &collection.archive);
        self.conclude(discovered, outcomes, archive)
    }

    /// The copies that the run asks for.
    fn copies_of(&self, targets: &[Target]) -> Result<Option<Copies<'_>>, Failure> {
        let folder = self.check.annotate.as_deref();
        folder.map(|folder| Copies::of(folder, targets, self.language)).transpose()
    }

    fn show_files(&self, discovered: &Discovered) -> Status {
        let failures = inputs::outer_failures(discovered, &self.current, self.language);
        failures.iter().for_each(Failure::print);
        let mut out = BufWriter::new(io::stdout().lock());
        let written = discovered
            .targets
            .iter()
            .try_for_each(|target| writeln!(out, "{}", slashed(&target.path)))
            .and_then(|()| out.flush());
        self.written(written, None).max(self.status(Status::Clean, !failures.is_empty()))
    }

    fn conclude(
        &self,
        discovered: Discovered,
        outcomes: Vec<Outcome>,
        archive: Option<&Archive>,
    ) -> Status {
        let mut failures: Vec<_> =
            outcomes.iter().flat_map(|outcome| outcome.failure.clone()).collect();
        let mut diff = Vec::new();
        let mut status = Status::Clean;
        if let Some(baseline) = self.baseline.as_ref().filter(|_| self.check.write_baseline) {
            return self.write_baseline(baseline, discovered, &outcomes, archive, failures);
        }
        let not_checked = self.explain_reading(&outcomes);
        self.explain_read_only(&outcomes);
        self.explain_other_formats(&outcomes);
        let settings_files = accepts::judge(self, &discovered.folders, &outcomes, archive);
        let is_read = |outcome: &&Outcome| !matches!(outcome.state, State::Unread);
        let read = outcomes.iter().filter(is_read).count();
        let mut summary = Summary { read, ..self.summary() };
        let mut files = Vec::new();
        for settings_file in settings_files {
            diff.extend_from_slice(&settings_file.diff);
            summary.fixed += settings_file.fixed;
            failures.extend(settings_file.failure);
            files.extend(settings_file.checked);
        }
        let overwritten = self.overwritten(&outcomes);
        failures.sort();
        failures.iter().for_each(Failure::print);
        let outer = inputs::outer_failures(&discovered, &self.current, self.language);
        outer.iter().for_each(Failure::print);
        failures.extend(outer);
        let passed_over = outcomes
            .iter()
            .filter_map(|outcome| Some((&*outcome.path, outcome.passed_over_file.as_ref()?)));
        let unread = inputs::unread(&discovered, passed_over, &failures, self.language);
        let reports = outcomes.iter().map(|outcome| outcome.reports.len()).sum();
        let uncompared = uncompared::uncompared(self, &discovered, archive, reports);
        let (changed, copies) = (self.changed(&outcomes), self.copies(&outcomes));
        for outcome in outcomes {
            summary.fixed += outcome.applied.len();
            diff.extend_from_slice(&outcome.diff);
            if let State::Report(diagnostics) = outcome.state {
                summary.reports += outcome.reports.len();
                files.push(
                    Checked::new(outcome.path, outcome.language, outcome.text, diagnostics)
                        .with_reports(outcome.reports)
                        .with_records(outcome.records)
                        .read_from(outcome.projection, outcome.has_lines),
                );
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        summary.failed = !failures.is_empty();
        let results = Results {
            review: Review { files, not_checked, unread, language: self.language },
            uncompared,
            changed,
            copies,
            current: self.current.clone(),
            summary,
        };
        let written = match (overwritten, self.mending()) {
            (Some(failure), _) => {
                failure.print();
                Status::Failed
            }
            (None, Mending::Diff(_)) => self.write_diff(&diff, &results),
            (None, _) => self.write_results(&results),
        };
        if !diff.is_empty() || self.is_found(&results) {
            status = Status::Found;
        }
        self.status(status, summary.failed).max(written)
    }

    /// Whether a finding is severe enough for status 1.
    fn is_found(&self, results: &Results) -> bool {
        let least = Severity::from(self.check.fail_on);
        let mut found = results.review.files.iter().flat_map(|file| &file.diagnostics);
        found.any(|diagnostic| diagnostic.severity >= least)
    }

    fn status(&self, found: Status, failed: bool) -> Status {
        match (failed, self.check.exit_zero) {
            (true, _) => Status::Failed,
            (false, true) => Status::Clean,
            (false, false) => found,
        }
    }

    /// The reason not to check these files at all.
    fn refuse(&self, targets: &[Target]) -> Option<Failure> {
        if let Some(target) =
            targets.iter().find(|target| selects_nothing(&target.settings.selection))
        {
            return Some(nothing_selected(&target.settings, self));
        }
        let path = self.check.output_file.as_deref();
        let output = path.and_then(|path| path.canonicalize().ok())?;
        let mut named = targets.iter().filter(|target| target.is_named);
        match named.find(|target| is_same_file(&target.absolute, &output)) {
            Some(target) => {
                let message = OVERWRITES.in_language(self.language).to_owned();
                Some(Failure::new(&target.path, message))
            }
            None => inputs::refuse_report(path, self.language),
        }
    }

    /// The reason not to write the output over a file found in a folder. The output of an earlier
    /// run is not a report, and may be overwritten.
    fn overwritten(&self, outcomes: &[Outcome]) -> Option<Failure> {
        let output = self.check.output_file.as_deref().and_then(|path| path.canonicalize().ok())?;
        let outcome = outcomes.iter().find(|outcome| is_same_file(&outcome.absolute, &output))?;
        let message = OVERWRITES.in_language(self.language).to_owned();
        let is_output = matches!(&outcome.state, State::NotChecked(reason) if reason.is_output());
        (!is_output).then(|| Failure::new(Path::new(&outcome.path), message))
    }

    fn write_baseline(
        &self,
        baseline: &BaselineFile,
        discovered: Discovered,
        outcomes: &[Outcome],
        archive: Option<&Archive>,
        mut failures: Vec<Failure>,
    ) -> Status {
        match baseline.write(outcomes, &discovered.folders, archive) {
            Ok(count) if !self.common.quiet => {
                let line = match self.language {
                    Language::Zh => {
                        format!("已把 {count} 处问题写入基线 {}。", slashed(&baseline.path))
                    }
                    Language::En => {
                        format!(
                            "Wrote {count} findings to the baseline {}.",
                            slashed(&baseline.path)
                        )
                    }
                };
                _ = writeln!(io::stdout(), "{line}");
            }
            Ok(_) => {}
            Err(error) => failures.push(Failure::of_writing(&baseline.path, &error, self.language)),
        }
        self.explain_reading(outcomes);
        failures.sort();
        failures.extend(inputs::outer_failures(&discovered, &self.current, self.language));
        failures.iter().for_each(Failure::print);
        self.status(Status::Clean, !failures.is_empty())
    }

    fn style(&self, colored: bool) -> Style {
        Style {
            format: self.check.output_format(),
            statistics: self.check.statistics,
            colored,
            // The line numbers and the bar take some columns.
            width: color::terminal_width()
                .map_or(100, |width| width.saturating_sub(8).clamp(40, 160)),
            quiet: self.common.quiet,
        }
    }

    fn write_results(&self, results: &Results) -> Status {
        if let Some(path) = &self.check.output_file {
            let style = self.style(self.common.color == super::arguments::Color::Always);
            let mut bytes = Vec::new();
            let written = output::write(results, style, &mut bytes)
                .and_then(|()| files::write_output(path, &bytes));
            self.write_notes(results);
            return self.written(written, Some(path));
        }
        let colored = color::on_stdout(self.common.color)
            && matches!(self.check.output_format(), OutputFormat::Full | OutputFormat::Concise);
        let mut out = BufWriter::with_capacity(1 << 16, color::stdout(colored));
        let written =
            output::write(results, self.style(colored), &mut out).and_then(|()| out.flush());
        self.write_notes(results);
        self.written(written, None)
    }

    /// Prints notes for formats without a summary: the unchecked files, or the absence of reports.
    fn write_notes(&self, results: &Results) {
        let style = self.style(false);
        if !self.common.quiet && !output::has_summary(style) {
            output::treated(results).iter().chain(&output::notes(results)).for_each(|note| {
                _ = writeln!(io::stderr(), "gouji: {}", note.render(self.language))
            });
        }
    }

    fn write_diff(&self, diff: &[u8], results: &Results) -> Status {
        let written = match &self.check.output_file {
            Some(path) => self.written(files::write_output(path, diff), Some(path)),
            None => {
                let mut out = io::stdout().lock();
                self.written(out.write_all(diff).and_then(|()| out.flush()), None)
            }
        };
        if !self.common.quiet {
            let left =
                results.review.files.iter().map(|file| file.diagnostics.len()).sum::<usize>();
            let count =
                Message::new(WOULD_FIX, [Argument::from(results.summary.fixed), left.into()]);
            let notes = output::notes(results);
            let is_empty = results.summary.reports + results.summary.fixed + left == 0;
            for line in (!is_empty).then_some(count).iter().chain(&notes) {
                _ = writeln!(io::stderr(), "{}", line.render(self.language));
            }
        }
        written
    }

    fn written(&self, result: io::Result<()>, path: Option<&Path>) -> Status {
        inputs::written(result, path, self.language)
    }

    /// Prints the unchecked files. Returns the files that a person expects to be checked.
    fn explain_reading(&self, outcomes: &[Outcome]) -> Vec<NotCheckedFile> {
        let told: Vec<_> = outcomes.iter().map(Outcome::told).collect();
        inputs::explain(&told, self.common.quiet, self.common.verbose, self.language)
    }

    /// A path from the current folder, if the path lies below.
    fn shown_path(&self, absolute: &Path) -> PathBuf {
        absolute.strip_prefix(&self.current).unwrap_or(absolute).to_owned()
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        absolute_from(&self.current, path)
    }
}

fn selects_nothing(selection: &Selection) -> bool {
    !CODES.iter().any(|code| selection.selects(code))
}

/// The failure for settings that select no rule, with the options of the command line.
fn nothing_selected(settings: &Settings, session: &Session) -> Failure {
    let path =
        settings.file.as_ref().map(|file| session.shown_path(&file.path)).unwrap_or_default();
    let wording = if session.check.ignore.is_empty() {
        NOTHING_SELECTED_IN_FILE
    } else {
        NOTHING_SELECTED_IN_BOTH
    };
    Failure::new(&path, wording.in_language(session.language).to_owned())
}

const NEEDS_FILE: Wording =
    Wording::new("xlsx 要写到文件 — 请加 -o 文件名", "xlsx is written to a file — add -o FILE");
const CHECKING: Wording = Wording::new("检查", "checking");
const WOULD_FIX: Wording = Wording::new(
    "可修正 {0} 处，此外还有 {1} 处问题。",
    "Would fix {0} problems; {1} others remain.",
);
const NOTHING_SELECTED: Wording = Wording::new(
    "--select 和 --ignore 没有留下任何规则 — 请改正其中一个",
    "--select and --ignore leave no rule — mend one of them",
);
const NOTHING_SELECTED_IN_FILE: Wording = Wording::new(
    "select 和 ignore 没有留下任何规则 — 请改正其中一个",
    "select and ignore leave no rule — mend one of them",
);
const NOTHING_SELECTED_IN_BOTH: Wording = Wording::new(
    "其中的 select 和 ignore 加上 --ignore，没有留下任何规则 — 请改正其中一个",
    "its select and ignore with --ignore leave no rule — mend one of them",
);
const OVERWRITES: Wording = Wording::new(
    "是要检查的文件，--output-file 不覆盖它 — 请换一个文件名",
    "is a file to be checked, which --output-file does not overwrite — name another file",
);

fn selectors(option: &str, codes: &[String], language: Language) -> Result<Vec<Selector>, Failure> {
    let codes = codes.iter().filter(|code| !code.trim().is_empty());
    let parsed = codes.map(|code| Selector::parse(code, CODES));
    parsed
        .collect::<Result<_, _>>()
        .map_err(|message| Failure::of_arguments(format!("{option}: {}", message.render(language))))
}
