//! The result for one file.

use crate::cli::failure::Failure;
use crate::diagnostic::{Diagnostic, Language};
use crate::report::{NotChecked, ReportName};
use crate::settings::Settings;
use crate::source::{Format, Projection};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The result for one file.
pub(super) struct Outcome {
    /// The path in messages.
    pub(super) path: String,
    pub(super) absolute: PathBuf,
    pub(super) settings: Arc<Settings>,
    pub(super) language: Language,
    pub(super) state: State,
    /// Whether the user named the file. Otherwise the file was found in a folder.
    pub(super) is_named: bool,
    /// The checked reports of the file.
    pub(super) reports: Vec<ReportName>,
    /// The reasons why other reports of the file were not checked.
    pub(super) passed_over: Vec<NotChecked>,
    /// The text of the findings. Kept only if there are findings.
    pub(super) text: String,
    /// The map of the text of a source whose findings stand at no line of the file.
    pub(super) projection: Option<Projection>,
    /// The format of the file, if fixes were asked for and the format is only read.
    pub(super) read_only: Option<Format>,
    /// Whether the file was passed over, although a report may have its name.
    pub(super) is_unread: bool,
    /// Accepted findings that silence nothing in this file, as indices into the settings.
    pub(super) unused_accepts: Vec<usize>,
    pub(super) failure: Option<Failure>,
    /// Number of fixed findings. With `--diff`, the number of findings to fix.
    pub(super) fixed: usize,
    /// The changes by the fixes, in the encoding of the file.
    pub(super) diff: Vec<u8>,
}

/// The state of a file.
pub(super) enum State {
    /// The file could not be read.
    Unread,
    NotChecked(NotChecked),
    Report(Vec<Diagnostic>),
}

/// A path from `folder`, as written in settings and baselines.
pub(super) fn relative(folder: &Path, absolute: &Path) -> String {
    let below = absolute.strip_prefix(folder).unwrap_or(absolute);
    let path = below.to_string_lossy();
    if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() }
}
