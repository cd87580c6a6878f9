//! `gouji sum`: the tables of the members of a government, added up into its own report.

mod members;
mod mergers;
mod roll;
mod sheet;

use super::arguments::{Common, Sum};
use super::failure::Failure;
use super::inputs::{self, PassedOver, Progress, Told, excluded, slashed};
use super::output::{self, Results, Summary};
use super::{Status, language};
use crate::archive::may_be_of;
use crate::diagnostic::{Argument, Language, Message, Wording};
use crate::lint::{self, Request};
use crate::project::{Converted, Discovered, Target, discover};
use crate::report::{NotChecked, Record, Total};
use crate::review::{NotCheckedFile, Review, UnreadFile, Weight};
use crate::settings::{Overrides, Settings};
use crate::standard::{CellRef, Standard};
use crate::syntax::Layout;
use crate::write::Skeleton;
use members::Members;
use rayon::prelude::*;
use roll::Roll;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The result for one file.
struct Read {
    /// The path in messages, with `/` as the separator.
    path: String,
    absolute: PathBuf,
    settings: Arc<Settings>,
    is_named: bool,
    records: Vec<Record>,
    not_checked: Option<NotChecked>,
    /// The reasons why other reports of the file were not read.
    parts: Vec<NotChecked>,
    passed_over: Option<PassedOver>,
    failure: Option<Failure>,
}

/// The format of the new report.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Markdown,
    Word,
    Workbook,
}

/// The status is 1 if a report or a number is missing, or if a sum does not hold, and 2 if a file
/// cannot be read or written.
pub(super) fn run(mut sum: Sum, common: &Common) -> Status {
    let current = std::env::current_dir().unwrap_or_default();
    let exclude = match excluded(&sum.passing, &current, language::choose(common, None)) {
        Ok(exclude) => exclude,
        Err(failure) => {
            failure.print();
            return Status::Failed;
        }
    };
    let search = common.search(Overrides { exclude, ..Overrides::default() });
    let settings = search.settings(&current);
    let language = language::choose(common, settings.as_deref().ok());
    if let (Some(path), Err(error)) = (&common.config, &settings) {
        return failed(&Failure::of_settings(error, path, language));
    }
    sum.issuer = sum.issuer.trim().to_owned();
    let format = match refused(&sum, language) {
        Ok(format) => format,
        Err(failure) => return failed(&failure),
    };
    if sum.paths.is_empty() {
        sum.paths.push(PathBuf::from("."));
    }
    let discovered = discover(&sum.paths, &search, &current, false, None);
    let read = read(&discovered.targets, language, common.quiet);
    let told = explain(&discovered, &read, &current, (common, sum.year), language);
    let near = settings.iter().chain(read.iter().map(|read| &read.settings)).map(|own| &**own);
    let roll = Roll::of(near, &read, &sum.issuer, &sum.members);
    let members = Members::of(&read, &roll, sum.year);
    let mut notes = members.notes(&roll);
    let mut total = Total::new(Standard::official().form(sum.year));
    for member in &members.added {
        let left = total.add(member.record);
        notes.extend(members::left_out(member, &left));
        notes.extend(members::wrong_totals(member));
    }
    notes.iter().for_each(|note| say(note, language));
    if !common.quiet {
        members.done().iter().for_each(|note| say(note, language));
    }
    if members.added.is_empty() {
        let message = Message::new(NOTHING, [Argument::Text(sum.year.to_string())]);
        return failed(&Failure::of_arguments(message.render(language)));
    }
    let written = write(&sum, format, &total, language);
    if written == Status::Clean && !common.quiet {
        say(&Message::new(ADDED, [Argument::from(members.added.len())]), language);
    }
    // An unread file may be the report of any member, unless all members are named and there.
    let is_complete = notes.is_empty() && !(told.may_lack && roll.is_open());
    let found = if is_complete { Status::Clean } else { Status::Found };
    written.max(if told.failed { Status::Failed } else { found })
}

/// The format of the output by its extension, or the reason not to begin.
fn refused(sum: &Sum, language: Language) -> Result<Format, Failure> {
    if sum.issuer.is_empty() {
        return Err(Failure::of_arguments(NO_ISSUER.in_language(language).to_owned()));
    }
    let Some(path) = &sum.output else { return Ok(Format::Markdown) };
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    match extension.to_str() {
        Some("md" | "markdown" | "txt") => Ok(Format::Markdown),
        Some("docx") => Ok(Format::Word),
        Some("xlsx") => Ok(Format::Workbook),
        _ => Err(Failure::new(path, OTHER_FORMAT.in_language(language).to_owned())),
    }
}

fn read(targets: &[Target], language: Language, quiet: bool) -> Vec<Read> {
    let converted = inputs::convert(targets, language, quiet);
    let progress = Progress::new(READING, targets.len(), language, quiet);
    let read = |target: &Target| {
        let read = Read::of(target, &converted, language);
        progress.advance();
        read
    };
    let all = targets.par_iter().map(read).collect();
    progress.finish();
    all
}

impl Read {
    fn of(target: &Target, converted: &Converted, language: Language) -> Self {
        let mut own = Self {
            path: slashed(&target.path),
            absolute: target.absolute.clone(),
            settings: Arc::clone(&target.settings),
            is_named: target.is_named,
            records: Vec::new(),
            not_checked: None,
            parts: Vec::new(),
            passed_over: None,
            failure: None,
        };
        let (source, reading) = match inputs::read(target, converted) {
            Ok(Some(read)) => read,
            Ok(None) => {
                own.not_checked = Some(NotChecked::LockFile);
                return own;
            }
            Err(error) => {
                own.failure = Some(Failure::of_file(&error, language));
                return own;
            }
        };
        let request =
            Request { settings: &target.settings, file: None, baseline: None, year: None };
        let error = match reading {
            Ok(reading) => match lint::records(&reading, &request) {
                Ok(found) => {
                    (own.records, own.parts) = (found.records, found.passed_over);
                    return own;
                }
                Err(reason) => {
                    let is_other = reason == NotChecked::NotReport;
                    match reading.misnamed(&target.path).filter(|_| is_other) {
                        Some(error) => error,
                        None => {
                            own.not_checked = Some(reason);
                            return own;
                        }
                    }
                }
            },
            Err(error) => error,
        };
        match PassedOver::of(target, &source.bytes, error, language) {
            Ok(passed_over) => own.passed_over = Some(passed_over),
            Err(failure) => own.failure = Some(failure),
        }
        own
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

/// What was said about files that were not read.
struct Said {
    /// Whether something failed.
    failed: bool,
    /// Whether a file that was passed over may be a report for the year.
    may_lack: bool,
}

/// Says what was not read.
fn explain(
    discovered: &Discovered,
    read: &[Read],
    current: &Path,
    (common, year): (&Common, i32),
    language: Language,
) -> Said {
    let told: Vec<Told> = read.iter().map(Read::told).collect();
    let not_checked = inputs::explain(&told, common.quiet, common.verbose, language);
    let mut failures: Vec<Failure> = read.iter().filter_map(|read| read.failure.clone()).collect();
    failures.sort();
    failures.extend(inputs::outer_failures(discovered, current, language));
    failures.iter().for_each(Failure::print);
    let passed_over =
        read.iter().filter_map(|read| Some((&*read.path, read.passed_over.as_ref()?)));
    let unread = inputs::unread(discovered, passed_over, &failures, language);
    let reports = read.iter().map(|read| read.records.len()).sum();
    let summary =
        Summary { reports, read: read.len(), failed: !failures.is_empty(), ..Summary::default() };
    let results = Results {
        review: Review { files: Vec::new(), not_checked, unread, language },
        uncompared: Vec::new(),
        changed: Vec::new(),
        copies: None,
        current: current.to_owned(),
        summary,
    };
    if !common.quiet && reports > 0 {
        output::notes(&results).iter().for_each(|note| say(note, language));
    }
    let is_page = |file: &NotCheckedFile| {
        matches!(file.reason, NotChecked::OtherPage | NotChecked::Scripted)
            && may_be_of(&file.path, year)
    };
    let is_expected =
        |file: &UnreadFile| file.weight == Weight::Expected && may_be_of(&file.path, year);
    let may_lack = results.review.not_checked.iter().any(is_page)
        || results.review.unread.iter().any(is_expected);
    Said { failed: summary.failed, may_lack }
}

fn write(sum: &Sum, format: Format, total: &Total, language: Language) -> Status {
    let cell = |table: usize, row: usize, column: usize| total.cell(table, CellRef { row, column });
    let skeleton = Skeleton {
        standard: Standard::official(),
        issuer: &sum.issuer,
        year: sum.year,
        layout: Layout::Markdown,
        newline: "\n",
        sections: &[],
        cell: &cell,
    };
    let bytes = match format {
        Format::Markdown => Ok(skeleton.write().into_bytes()),
        Format::Word => skeleton.write_word().map_err(|_| io::ErrorKind::FileTooLarge.into()),
        Format::Workbook => sheet::workbook(&skeleton),
    };
    match (bytes, &sum.output) {
        (Ok(bytes), Some(path)) => inputs::create(path, &bytes, language),
        (Ok(bytes), None) => {
            let mut out = io::stdout().lock();
            let written = out.write_all(&bytes).and_then(|()| out.flush());
            inputs::written(written, None, language)
        }
        (Err(error), path) => inputs::written(Err(error), path.as_deref(), language),
    }
}

fn failed(failure: &Failure) -> Status {
    failure.print();
    Status::Failed
}

fn say(message: &Message, language: Language) {
    _ = writeln!(io::stderr(), "gouji: {}", message.render(language));
}

const READING: Wording = Wording::new("读取", "reading");
const NO_ISSUER: Wording = Wording::new(
    "--issuer 是空的 — 请写汇总报告的单位",
    "--issuer is empty — name the organ of the new report",
);
const OTHER_FORMAT: Wording = Wording::new(
    "汇总报告写成 .md、.docx 或 .xlsx — 请换一个扩展名",
    "the new report is written as .md, .docx or .xlsx — name such a file",
);
const NOTHING: Wording = Wording::new(
    "没有可以相加的 {0} 年的报告 — 请检查路径和 --year",
    "there is no report for {0} to be added — check the paths and --year",
);
const ADDED: Wording = Wording::new("加了 {0} 份报告。", "reports added: {0}.");
