//! The files of a run: how a file is read, and what is said about files without a report.

mod not_checked;
mod progress;

pub(super) use not_checked::{FEW, Reasons, Told, explain};
pub(super) use progress::{Progress, Waiting};

use super::Status;
use super::arguments::Passing;
use super::failure::{Failure, shown};
use crate::diagnostic::{Language, Message, Wording};
use crate::files::{self, FileError, SourceFile};
use crate::lint::{self, Request};
use crate::project::{Batch, Converted, Discovered, Target, is_foreign, is_lock, may_be_report};
use crate::report::Record;
use crate::review::{UnreadFile, Weight};
use crate::settings::{Excluded, Settings};
use crate::source::{Reading, SourceError, names_report_in_web_archive};
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// The patterns of `--exclude`, counted from the current folder.
pub(super) fn excluded(
    passing: &Passing,
    current: &Path,
    language: Language,
) -> Result<Excluded, Failure> {
    let failure = |message: Message| {
        Failure::of_arguments(format!("--exclude: {}", message.render(language)))
    };
    passing.excluded(current).map_err(failure)
}

/// A file of a folder that was passed over.
pub(super) struct PassedOver {
    pub(super) error: SourceError,
    /// Whether the file may be a report.
    pub(super) may_be_report: bool,
}

/// A file with its reading.
pub(super) type Source = (SourceFile, Result<Reading, SourceError>);

/// Reads a file. `None` for a note of a word processor beside an open document.
pub(super) fn read(target: &Target, converted: &Converted) -> Result<Option<Source>, FileError> {
    if is_lock(&target.path) && target.path.is_file() {
        return Ok(None);
    }
    let source = files::read(&target.path)?;
    let reading = match Reading::of(&source.bytes, Some(&target.path)) {
        Err(SourceError::Foreign(format)) => converted.reading(&target.path, format),
        reading => reading,
    };
    Ok(Some((source, reading)))
}

/// Reads a source that is no file of a run: standard input, or a single file. `name` is the file
/// name that the user gave, and `path` the name in messages.
pub(super) fn reading_of(
    bytes: &[u8],
    name: Option<&Path>,
    path: &Path,
) -> Result<Reading, SourceError> {
    match Reading::of(bytes, name) {
        Err(SourceError::Foreign(format)) => {
            Batch::of_bytes(path, bytes).convert().reading(path, format)
        }
        reading => reading,
    }
}

/// The reason not to write output over a file: it is a report with tables, by whatever name the
/// output was meant to have.
pub(super) fn refuse_report(output: Option<&Path>, language: Language) -> Option<Failure> {
    let path = output.filter(|path| path.is_file())?;
    let source = files::read(path).ok()?;
    let reading = Reading::of(&source.bytes, Some(path)).ok()?;
    let settings = Settings::default();
    let request = Request { settings: &settings, file: None, baseline: None, year: None };
    let found = lint::records(&reading, &request).ok()?;
    let has_numbers = |record: &Record| record.cells().any(|cell| cell.number().is_some());
    found
        .records
        .iter()
        .any(has_numbers)
        .then(|| Failure::new(path, IS_REPORT.in_language(language).to_owned()))
}

/// Converts the files that only LibreOffice reads, all at once.
pub(super) fn convert(targets: &[Target], language: Language, quiet: bool) -> Converted {
    let batch = Batch::of_files(targets.iter().map(|target| target.path.as_path()));
    let waiting = Waiting::new(batch.len(), language, quiet);
    let converted = batch.convert();
    waiting.finish();
    converted
}

impl PassedOver {
    /// The file with these bytes, which was not read. A file found in a folder may be passed over.
    ///
    /// # Errors
    /// The failure, if the run has to read the file.
    pub(super) fn of(
        target: &Target,
        bytes: &[u8],
        error: SourceError,
        language: Language,
    ) -> Result<Self, Failure> {
        // A document in a format of another word processor is not text.
        if target.is_named || !(error.is_passed_over() || is_foreign(&target.path)) {
            return Err(Failure::of_source(&target.path, &error, language));
        }
        let may_be_report = may_be_report(&target.path)
            || error == SourceError::WebArchive && names_report_in_web_archive(bytes);
        Ok(Self { error, may_be_report })
    }
}

/// The failures outside of single files: settings and folders.
pub(super) fn outer_failures(
    discovered: &Discovered,
    current: &Path,
    language: Language,
) -> Vec<Failure> {
    let settings = discovered.bad_settings.values().map(|error| {
        let shown = error.path.strip_prefix(current).unwrap_or(&error.path);
        Failure::of_settings(error, shown, language)
    });
    let folders = discovered.failures.iter();
    let folders = folders.map(|(path, error)| Failure::of_folder(path, error, language));
    settings.chain(folders).collect()
}

/// The files that were not read, each file once.
pub(super) fn unread<'a>(
    discovered: &Discovered,
    passed_over: impl Iterator<Item = (&'a str, &'a PassedOver)>,
    failures: &[Failure],
    language: Language,
) -> Vec<UnreadFile> {
    let passed_over = passed_over.map(|(path, passed_over)| {
        let weight = if passed_over.may_be_report { Weight::Expected } else { Weight::Other };
        let reason = passed_over.error.in_language(language);
        UnreadFile { path: path.to_owned(), reason, weight }
    });
    let never_read = discovered.unread.iter().map(|(path, error)| UnreadFile {
        path: slashed(path),
        reason: error.in_language(language),
        weight: Weight::Expected,
    });
    let failed = failures.iter().filter_map(Failure::as_unread);
    let mut unread: Vec<_> = failed.chain(passed_over).chain(never_read).collect();
    unread.sort();
    unread.dedup();
    unread
}

/// The status after writing to a file or, without a path, to a standard stream. A closed pipe is
/// not a failure: the reader has read enough.
pub(super) fn written(result: io::Result<()>, path: Option<&Path>, language: Language) -> Status {
    match result {
        Ok(()) => Status::Clean,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::Clean,
        Err(error) => {
            let failure = match path {
                Some(path) => Failure::of_writing(path, &error, language),
                None => Failure::of_stdout(&error, language),
            };
            failure.print();
            Status::Failed
        }
    }
}

/// Writes a new file. A report that somebody may have filled in is never overwritten.
pub(super) fn create(path: &Path, bytes: &[u8], language: Language) -> Status {
    let written = File::create_new(path).and_then(|mut file| {
        // A full disk must not leave half a report: the next run would not overwrite the file.
        file.write_all(bytes).inspect_err(|_| _ = std::fs::remove_file(path))
    });
    match written {
        Ok(()) => Status::Clean,
        Err(error) => {
            let failure = match error.kind() {
                io::ErrorKind::AlreadyExists => {
                    Failure::new(path, EXISTS.in_language(language).to_owned())
                }
                _ => Failure::of_writing(path, &error, language),
            };
            failure.print();
            Status::Failed
        }
    }
}

/// Whether `path` and `canonical` are the same file.
pub(super) fn is_same_file(path: &Path, canonical: &Path) -> bool {
    path.canonicalize().is_ok_and(|path| path == canonical)
}

/// A path in output, with `/` as the separator.
pub(super) fn slashed(path: &Path) -> String {
    let path = shown(path);
    if cfg!(windows) { path.replace('\\', "/") } else { path }
}

const IS_REPORT: Wording = Wording::new(
    "是一份报告，--output-file 不覆盖它 — 请换一个文件名",
    "is a report, which --output-file does not overwrite — name another file",
);
const EXISTS: Wording = Wording::new(
    "已有这个文件，没有覆盖 — 请换一个文件名",
    "the file is there already and was not overwritten — name another one",
);
