//! Failures of a run, one line for each cause on standard error.

use crate::diagnostic::{Argument, Language, Message, Wording};
use crate::files::{DecodeError, FileError, FileErrorKind, reason};
use crate::review::{UnreadFile, Weight};
use crate::settings::{BaselineError, SettingsError};
use crate::source::SourceError;
use std::io::{self, Write};
use std::path::Path;

/// One cause: the place, the failure, and the remedy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Failure {
    /// The path in the message. Empty if the failure is not about a file.
    path: String,
    line: Option<usize>,
    what: String,
}

impl Failure {
    pub(super) fn new(path: &Path, what: String) -> Self {
        Self { path: shown(path), line: None, what }
    }

    /// A failure of the command line itself.
    pub(super) fn of_arguments(what: String) -> Self {
        Self { path: String::new(), line: None, what }
    }

    /// The first mistake of a settings file. Later mistakes may be consequences.
    pub(super) fn of_settings(
        error: &SettingsError,
        shown_path: &Path,
        language: Language,
    ) -> Self {
        let first = error.problems.first();
        let what = first.map(|problem| problem.message.render(language)).unwrap_or_default();
        Self { path: shown(shown_path), line: first.and_then(|problem| error.line(problem)), what }
    }

    pub(super) fn of_baseline(error: &BaselineError, path: &Path, language: Language) -> Self {
        Self { path: shown(path), line: error.line, what: error.message.render(language) }
    }

    pub(super) fn of_file(error: &FileError, language: Language) -> Self {
        let path = shown(&error.path);
        let (sentence, separator) = match language {
            Language::Zh => (error.chinese(), "："),
            Language::En => (error.to_string(), ": "),
        };
        let what = sentence
            .strip_prefix(&path)
            .and_then(|rest| rest.strip_prefix(separator))
            .unwrap_or(&sentence);
        let what = match advice(&error.kind) {
            Some(advice) => format!("{what} — {}", advice.in_language(language)),
            None => what.to_owned(),
        };
        let line = match &error.kind {
            FileErrorKind::Undecodable(DecodeError::Bad { line, .. }) => Some(*line),
            _ => None,
        };
        Self { path, line, what }
    }

    /// A file that is no readable source of a report, or that cannot be written.
    pub(super) fn of_source(path: &Path, error: &SourceError, language: Language) -> Self {
        let kind = match error {
            SourceError::Undecodable(error) => FileErrorKind::Undecodable(*error),
            SourceError::Unwritable(error) => FileErrorKind::Unwritable(*error),
            _ => return Self::new(path, error.in_language(language)),
        };
        Self::of_file(&FileError::new(path, kind), language)
    }

    /// A file or stream is not writable.
    pub(super) fn of_writing(path: &Path, error: &io::Error, language: Language) -> Self {
        Self::new(path, Message::new(CANNOT_WRITE, [said(error, language)]).render(language))
    }

    /// Standard output is not writable.
    pub(super) fn of_stdout(error: &io::Error, language: Language) -> Self {
        let message = Message::new(CANNOT_PRINT, [said(error, language)]);
        Self::of_arguments(message.render(language))
    }

    /// A folder is not readable.
    pub(super) fn of_folder(path: &Path, error: &io::Error, language: Language) -> Self {
        Self::new(path, Message::new(CANNOT_READ_FOLDER, [said(error, language)]).render(language))
    }

    /// The failure and the remedy, without the place.
    pub(super) fn what(&self) -> &str {
        &self.what
    }

    /// The failure as a file that was not read. `None` if the failure is not about a file.
    pub(super) fn as_unread(&self) -> Option<UnreadFile> {
        let path = if cfg!(windows) { self.path.replace('\\', "/") } else { self.path.clone() };
        let unread = UnreadFile { path, reason: self.what.clone(), weight: Weight::Failure };
        Some(unread).filter(|unread| !unread.path.is_empty())
    }

    /// Prints the line to standard error. A failure to print is ignored: nobody would read a
    /// message.
    pub(super) fn print(&self) {
        let line = self.line.map(|line| format!(":{line}")).unwrap_or_default();
        let place =
            if self.path.is_empty() { String::new() } else { format!("{}{line}: ", self.path) };
        _ = writeln!(io::stderr(), "gouji: {place}{}", self.what);
    }
}

/// The error of the system, in plain words.
fn said(error: &io::Error, language: Language) -> Argument {
    let (chinese, english) = reason(error);
    Argument::Text(match language {
        Language::Zh => chinese,
        Language::En => english,
    })
}

/// A path on one line: a file name may hold line breaks.
pub(super) fn shown(path: &Path) -> String {
    path.to_string_lossy().chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

fn advice(kind: &FileErrorKind) -> Option<Wording> {
    Some(match kind {
        FileErrorKind::NotFound => Wording::new("请检查路径", "check the path"),
        FileErrorKind::ReadOnly => Wording::new(
            "请取消文件的只读属性再修正",
            "remove the read-only attribute, then mend it",
        ),
        FileErrorKind::Denied | FileErrorKind::WriteDenied => Wording::new(
            "请检查文件和文件夹的权限",
            "check the permissions of the file and its folder",
        ),
        FileErrorKind::Folder => Wording::new("请写出其中的文件", "name a file in it"),
        FileErrorKind::TooLarge => Wording::new("请拆分成几个文件", "split it"),
        FileErrorKind::Undecodable(_) => Wording::new("请另存为 UTF-8", "save it as UTF-8"),
        FileErrorKind::Unwritable(_) => {
            Wording::new("请把文件另存为 UTF-8 再修正", "save the file as UTF-8, then mend it")
        }
        FileErrorKind::Changed => Wording::new("请再运行一次", "run gouji again"),
        FileErrorKind::Write(_) => {
            Wording::new("请检查磁盘空间和权限", "check the disk's space and the permissions")
        }
        FileErrorKind::Special | FileErrorKind::Read(_) => return None,
    })
}

const CANNOT_WRITE: Wording = Wording::new(
    "无法写入（{0}）— 请检查路径、磁盘空间和权限",
    "cannot be written ({0}) — check the path, the disk's space and the permissions",
);
const CANNOT_PRINT: Wording =
    Wording::new("无法写到标准输出（{0}）", "standard output cannot be written to ({0})");
const CANNOT_READ_FOLDER: Wording = Wording::new(
    "无法读取（{0}）— 请检查路径和权限",
    "cannot be read ({0}) — check the path and its permissions",
);
