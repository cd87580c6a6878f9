//! `gouji extract`: the cells of reports as data.

mod field;
mod output;
mod rows;
mod statements;
mod stream;
mod wide;

use super::arguments::{Common, Extract, ExtractFormat};
use super::failure::Failure;
use super::inputs::{self, PassedOver, Progress, Told, excluded, is_same_file, slashed};
use super::output::{Results, Summary, notes};
use super::{Status, language};
use crate::diagnostic::{Language, Wording};
use crate::files::{self, FileError};
use crate::lint::{self, Request};
use crate::project::{Converted, Discovered, Target, discover};
use crate::report::NotChecked;
use crate::review::Review;
use crate::settings::{Overrides, Search, Settings, absolute_from};
use crate::source::{Reading, SourceError};
use crate::standard::Standard;
use field::Column;
use output::{Output, Rows};
use rayon::prelude::*;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wide::Wide;

/// One run.
struct Session<'a> {
    extract: &'a Extract,
    common: &'a Common,
    search: Search,
    current: PathBuf,
    /// The language of messages about the whole run.
    language: Language,
    format: ExtractFormat,
    content: Content,
}

/// What a row is.
enum Content {
    Cells,
    Statements,
    Reports(Wide),
}

/// The result for one file.
struct Extracted {
    /// The path in messages, with `/` as the separator.
    path: String,
    is_named: bool,
    /// Number of reports with rows.
    reports: usize,
    /// The rows in the output format. `None` for a file without a report.
    rows: Option<Rows>,
    not_checked: Option<NotChecked>,
    /// The reasons why other reports of the file have no rows.
    parts: Vec<NotChecked>,
    passed_over: Option<PassedOver>,
    failure: Option<Failure>,
}

/// The numbers of a run.
#[derive(Clone, Copy, Default)]
struct Count {
    reports: usize,
    /// Number of files that were read.
    read: usize,
}

/// The files that are read before their rows are written. The rows of more files would take memory,
/// the rows of fewer files would let threads wait.
const FILES_PER_THREAD: usize = 16;

pub(super) fn run(mut extract: Extract, common: &Common) -> Status {
    if extract.paths.is_empty() && extract.from.is_none() {
        extract.paths.push(PathBuf::from("."));
    }
    let current = std::env::current_dir().unwrap_or_default();
    let exclude = match excluded(&extract.passing, &current, language::choose(common, None)) {
        Ok(exclude) => exclude,
        Err(failure) => {
            failure.print();
            return Status::Failed;
        }
    };
    let search = common.search(Overrides { exclude, ..Overrides::default() });
    let settings = search.settings(&current);
    let spoken = language::choose(common, settings.as_deref().ok());
    if let (Some(path), Err(error)) = (&common.config, &settings) {
        Failure::of_settings(error, path, spoken).print();
        return Status::Failed;
    }
    let format = extract.output_format.or_else(|| format_of(extract.output_file.as_deref()));
    let Some(format) = format else {
        let path = extract.output_file.as_deref().unwrap_or(Path::new("-"));
        Failure::new(path, OTHER_FORMAT.in_language(spoken).to_owned()).print();
        return Status::Failed;
    };
    if extract.output_file.is_none() && !format.is_lines() {
        Failure::of_arguments(NEEDS_FILE.in_language(spoken).to_owned()).print();
        return Status::Failed;
    }
    let content = Content::of(&extract);
    let session =
        Session { extract: &extract, common, search, current, language: spoken, format, content };
    if session.extract.from.is_some() {
        return session.extract_records();
    }
    let is_stdin = |path: &PathBuf| path.as_os_str() == "-";
    match (extract.paths.iter().any(is_stdin), extract.paths.as_slice()) {
        (true, [_]) => session.extract_stdin(),
        (true, _) => {
            Failure::of_arguments(ONLY_STDIN.in_language(spoken).to_owned()).print();
            Status::Failed
        }
        (false, _) => session.extract_files(),
    }
}

impl Session<'_> {
    fn extract_files(&self) -> Status {
        let paths = &self.extract.paths;
        let discovered = discover(paths, &self.search, &self.current, false, None);
        let targets = &discovered.targets;
        if let Some(target) = self.named_output(targets) {
            return self.failed(Failure::new(
                &target.path,
                OVERWRITES.in_language(self.language).to_owned(),
            ));
        }
        let output = self.extract.output_file.as_deref();
        // A file of the folders is looked at when all is read.
        let is_target = output.and_then(|path| path.canonicalize().ok()).is_some_and(|output| {
            targets.iter().any(|target| is_same_file(&target.absolute, &output))
        });
        if !is_target && let Some(failure) = inputs::refuse_report(output, self.language) {
            return self.failed(failure);
        }
        let mut destination = match self.open() {
            Ok(destination) => destination,
            Err(failure) => return self.failed(failure),
        };
        let converted = inputs::convert(targets, self.language, self.common.quiet);
        // Rows on a terminal show the progress themselves.
        let quiet =
            self.common.quiet || self.extract.output_file.is_none() && io::stdout().is_terminal();
        let progress = Progress::new(READING, targets.len(), self.language, quiet);
        let (mut outcomes, mut count) = (Vec::new(), Count::default());
        let mut written = Ok(());
        for some in targets.chunks(FILES_PER_THREAD * rayon::current_num_threads()) {
            let extract = |target: &Target| {
                let outcome = self.extract_file(target, &converted);
                progress.advance();
                outcome
            };
            // Starting threads costs more than reading a file.
            let some: Vec<Extracted> = match some {
                [target] => vec![extract(target)],
                targets => targets.par_iter().map(extract).collect(),
            };
            for mut outcome in some {
                if let Some(rows) = outcome.rows.take() {
                    written = written.and_then(|()| destination.write(rows));
                }
                count.add(&outcome);
                outcomes.extend(outcome.has_news().then_some(outcome));
            }
            if written.is_err() {
                break;
            }
        }
        progress.finish();
        let status = self.conclude(&discovered, &outcomes, count);
        let overwritten = self.overwritten(&discovered, &outcomes);
        status.max(match overwritten {
            Some(failure) => self.failed(failure),
            None => self.finish(written, destination),
        })
    }

    fn extract_stdin(&self) -> Status {
        let path = Path::new("-");
        let absolute = absolute_from(&self.current, Path::new("stdin"));
        let settings = match self.own_settings() {
            Ok(settings) => settings,
            Err(failure) => return self.failed(failure),
        };
        let bytes = match files::read_stdin() {
            Ok(bytes) => bytes,
            Err(kind) => {
                return self.failed(Failure::of_file(&FileError::new(path, kind), self.language));
            }
        };
        let target = Target { path: path.to_owned(), absolute, settings, is_named: true };
        let reading = inputs::reading_of(&bytes, None, path);
        let mut outcome = self.extract_reading(&target, &bytes, reading);
        let mut destination = match self.open() {
            Ok(destination) => destination,
            Err(failure) => return self.failed(failure),
        };
        let written = outcome.rows.take().map_or(Ok(()), |rows| destination.write(rows));
        let mut count = Count::default();
        count.add(&outcome);
        let status = self.conclude(&Discovered::default(), &[outcome], count);
        status.max(self.finish(written, destination))
    }

    /// The settings of the current folder.
    fn own_settings(&self) -> Result<Arc<Settings>, Failure> {
        self.search.settings(&self.current).map_err(|error| {
            let shown = error.path.strip_prefix(&self.current).unwrap_or(&error.path);
            Failure::of_settings(&error, shown, self.language)
        })
    }

    fn extract_file(&self, target: &Target, converted: &Converted) -> Extracted {
        match inputs::read(target, converted) {
            Ok(Some((source, reading))) => self.extract_reading(target, &source.bytes, reading),
            Ok(None) => {
                Extracted { not_checked: Some(NotChecked::LockFile), ..Extracted::of(target) }
            }
            Err(error) => {
                let failure = Failure::of_file(&error, self.language_of(target));
                Extracted { failure: Some(failure), ..Extracted::of(target) }
            }
        }
    }

    fn extract_reading(
        &self,
        target: &Target,
        bytes: &[u8],
        reading: Result<Reading, SourceError>,
    ) -> Extracted {
        self.extract_into(Extracted::of(target), target, bytes, reading)
    }

    /// Adds the rows of a source to the empty result.
    fn extract_into(
        &self,
        mut extracted: Extracted,
        target: &Target,
        bytes: &[u8],
        reading: Result<Reading, SourceError>,
    ) -> Extracted {
        let request =
            Request { settings: &target.settings, file: None, baseline: None, year: None };
        let error = match reading {
            Ok(reading) => match lint::records(&reading, &request) {
                Ok(found) => {
                    extracted.reports = found.records.len();
                    extracted.rows = Some(self.rows(&found, reading.text(), &extracted.path));
                    extracted.parts = found.passed_over;
                    None
                }
                Err(reason) => {
                    let misnamed =
                        reading.misnamed(&target.path).filter(|_| reason == NotChecked::NotReport);
                    extracted.not_checked = misnamed.is_none().then_some(reason);
                    misnamed
                }
            },
            Err(error) => Some(error),
        };
        if let Some(error) = error {
            match PassedOver::of(target, bytes, error, self.language_of(target)) {
                Ok(passed_over) => extracted.passed_over = Some(passed_over),
                Err(failure) => extracted.failure = Some(failure),
            }
        }
        extracted
    }

    fn rows(&self, found: &lint::Records, text: &str, file: &str) -> Rows {
        let mut rows = Rows::new(self.format, self.content.columns());
        match &self.content {
            Content::Cells => rows::push(&mut rows, found, file),
            Content::Statements => statements::push(&mut rows, found, text, file),
            Content::Reports(wide) => wide.push(&mut rows, found, file),
        }
        rows
    }

    /// Says what has no rows.
    fn conclude(&self, discovered: &Discovered, outcomes: &[Extracted], count: Count) -> Status {
        let told: Vec<Told> = outcomes.iter().map(Extracted::told).collect();
        let (quiet, verbose) = (self.common.quiet, self.common.verbose);
        let not_checked = inputs::explain(&told, quiet, verbose, self.language);
        let mut failures: Vec<Failure> =
            outcomes.iter().filter_map(|outcome| outcome.failure.clone()).collect();
        failures.sort();
        failures.extend(inputs::outer_failures(discovered, &self.current, self.language));
        failures.iter().for_each(Failure::print);
        let passed_over = outcomes
            .iter()
            .filter_map(|outcome| Some((&*outcome.path, outcome.passed_over.as_ref()?)));
        let unread = inputs::unread(discovered, passed_over, &failures, self.language);
        let failed = !failures.is_empty();
        let results = Results {
            review: Review { files: Vec::new(), not_checked, unread, language: self.language },
            uncompared: Vec::new(),
            changed: Vec::new(),
            copies: None,
            current: self.current.clone(),
            summary: Summary {
                reports: count.reports,
                read: count.read,
                failed,
                ..Summary::default()
            },
        };
        if !quiet {
            for note in notes(&results) {
                _ = writeln!(io::stderr(), "gouji: {}", note.render(self.language));
            }
        }
        if failed { Status::Failed } else { Status::Clean }
    }

    fn open(&self) -> Result<Output, Failure> {
        let path = self.extract.output_file.as_deref();
        Output::open(self.format, self.content.columns(), path, self.language).map_err(|error| {
            match path {
                Some(path) => Failure::of_writing(path, &error, self.language),
                None => Failure::of_stdout(&error, self.language),
            }
        })
    }

    fn finish(&self, written: io::Result<()>, output: Output) -> Status {
        let written = written.and_then(|()| output.finish());
        inputs::written(written, self.extract.output_file.as_deref(), self.language)
    }

    /// The named file that the output would replace.
    fn named_output<'t>(&self, targets: &'t [Target]) -> Option<&'t Target> {
        let output = self.extract.output_file.as_deref()?.canonicalize().ok()?;
        let mut named = targets.iter().filter(|target| target.is_named);
        named.find(|target| is_same_file(&target.absolute, &output))
    }

    /// The reason not to write over a file of a folder. The output of an earlier run is not a
    /// report, and may be replaced.
    fn overwritten(&self, discovered: &Discovered, outcomes: &[Extracted]) -> Option<Failure> {
        let output = self.extract.output_file.as_deref()?.canonicalize().ok()?;
        let mut targets = discovered.targets.iter();
        let target = targets.find(|target| is_same_file(&target.absolute, &output))?;
        let path = slashed(&target.path);
        let is_output =
            |outcome: &Extracted| outcome.not_checked.is_some_and(NotChecked::is_output);
        let is_other = outcomes.iter().any(|outcome| outcome.path == path && is_output(outcome));
        let message = || OVERWRITES.in_language(self.language).to_owned();
        (!is_other).then(|| Failure::new(&target.path, message()))
    }

    fn language_of(&self, target: &Target) -> Language {
        language::choose(self.common, Some(&target.settings))
    }

    fn failed(&self, failure: Failure) -> Status {
        failure.print();
        Status::Failed
    }
}

impl Count {
    fn add(&mut self, outcome: &Extracted) {
        self.reports += outcome.reports;
        self.read += usize::from(outcome.failure.is_none() && outcome.passed_over.is_none());
    }
}

impl Extracted {
    fn of(target: &Target) -> Self {
        Self {
            path: slashed(&target.path),
            is_named: target.is_named,
            reports: 0,
            rows: None,
            not_checked: None,
            parts: Vec::new(),
            passed_over: None,
            failure: None,
        }
    }

    /// Whether the end of the run says something about the file.
    fn has_news(&self) -> bool {
        self.not_checked.is_some()
            || !self.parts.is_empty()
            || self.passed_over.is_some()
            || self.failure.is_some()
    }

    fn told(&self) -> Told<'_> {
        Told {
            path: &self.path,
            is_named: self.is_named,
            reason: self.not_checked,
            parts: &self.parts,
            passed_over: self.passed_over.as_ref(),
        }
    }
}

impl Content {
    fn of(extract: &Extract) -> Self {
        match (extract.wide, extract.statements) {
            (true, _) => Self::Reports(Wide::of(Standard::official().editions())),
            (false, true) => Self::Statements,
            (false, false) => Self::Cells,
        }
    }

    fn columns(&self) -> &[Column] {
        match self {
            Self::Cells => &rows::COLUMNS,
            Self::Statements => &statements::COLUMNS,
            Self::Reports(wide) => &wide.columns,
        }
    }
}

impl ExtractFormat {
    /// Whether the output is text, a row on each line.
    fn is_lines(self) -> bool {
        matches!(self, Self::Csv | Self::Jsonl)
    }
}

/// The format of an output file by its extension. `None` for an extension of something else: the
/// file may be a report.
fn format_of(output: Option<&Path>) -> Option<ExtractFormat> {
    let extension = output.and_then(Path::extension).unwrap_or_default().to_ascii_lowercase();
    match extension.to_str() {
        Some("" | "csv") => Some(ExtractFormat::Csv),
        Some("jsonl" | "ndjson") => Some(ExtractFormat::Jsonl),
        Some("parquet") => Some(ExtractFormat::Parquet),
        Some("xlsx") => Some(ExtractFormat::Xlsx),
        _ => None,
    }
}

const OTHER_FORMAT: Wording = Wording::new(
    "数据写成 .csv、.jsonl、.parquet 或 .xlsx — 请换一个扩展名，或写明 --output-format",
    "data is written as .csv, .jsonl, .parquet or .xlsx — name such a file, or give \
     --output-format",
);
const NEEDS_FILE: Wording = Wording::new(
    "parquet 和 xlsx 要写到文件 — 请加 -o 文件名",
    "parquet and xlsx are written to a file — add -o FILE",
);
const READING: Wording = Wording::new("读取", "reading");
const ONLY_STDIN: Wording = Wording::new(
    "标准输入（-）不能与其他文件同时读取",
    "standard input (-) cannot be read together with other files",
);
const OVERWRITES: Wording = Wording::new(
    "是要读取的报告，--output-file 不覆盖它 — 请换一个文件名",
    "is a report to be read, which --output-file does not overwrite — name another file",
);
