//! The result for one file.

use crate::cli::failure::Failure;
use crate::cli::inputs::{PassedOver, Told};
use crate::diagnostic::{Diagnostic, Language};
use crate::lint::Applied;
use crate::report::{Digest, NotChecked, Record, ReportName};
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
    /// The cells of these reports, if the output draws tables and there are findings.
    pub(super) records: Vec<Record>,
    /// The reasons why other reports of the file were not checked.
    pub(super) passed_over: Vec<NotChecked>,
    /// The text of the findings. Kept only if there are findings.
    pub(super) text: String,
    /// Length of the text that is checked.
    pub(super) text_len: usize,
    /// Whether the run looks at its files as a collection.
    pub(super) collects: bool,
    /// The checked reports for the collection.
    pub(super) digests: Vec<Arc<Digest>>,
    /// Whether an ignore comment may name a rule across reports.
    pub(super) has_kin_comment: bool,
    /// The map of the text that is checked, and whether findings stand at lines of the file.
    pub(super) projection: Option<Projection>,
    pub(super) has_lines: bool,
    /// The format of the file, if fixes were asked for and the format is only read.
    pub(super) read_only: Option<Format>,
    /// The reason why a file of a folder was passed over.
    pub(super) passed_over_file: Option<PassedOver>,
    /// Accepted findings that silence nothing in this file, as indices into the settings.
    pub(super) unused_accepts: Vec<usize>,
    pub(super) failure: Option<Failure>,
    /// The applied fixes. With `--diff`, the fixes to apply.
    pub(super) applied: Vec<Applied>,
    /// Whether a copy with comments was written.
    pub(super) is_copied: bool,
    /// Whether changes or comments belong into the file, but the file is not a Word document.
    pub(super) is_other_format: bool,
    /// The changes by the fixes, in the encoding of the file.
    pub(super) diff: Vec<u8>,
}

impl Outcome {
    /// What was not checked.
    pub(super) fn told(&self) -> Told<'_> {
        Told {
            path: &self.path,
            is_named: self.is_named,
            reason: match self.state {
                State::NotChecked(reason) => Some(reason),
                State::Unread | State::Report(_) => None,
            },
            parts: &self.passed_over,
            passed_over: self.passed_over_file.as_ref(),
        }
    }
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
