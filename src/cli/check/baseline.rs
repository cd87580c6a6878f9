//! The baseline file of a run.

use super::outcome::{Outcome, State, relative};
use crate::cli::failure::Failure;
use crate::diagnostic::{Language, Message, Wording};
use crate::files::{self, FileErrorKind};
use crate::lint::{Request, is_judged};
use crate::settings::{Baseline, BaselineEntry, absolute_from};
use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};

/// A baseline with its place.
pub(super) struct BaselineFile {
    /// The path as named by the user.
    pub(super) path: PathBuf,
    pub(super) content: Baseline,
    /// The start folder for the paths in the baseline.
    folder: PathBuf,
}

impl BaselineFile {
    /// Reads a baseline. If the run will write the baseline, the file may be missing or have any
    /// version.
    pub(super) fn read(
        path: &Path,
        current: &Path,
        will_write: bool,
        language: Language,
    ) -> Result<Self, Failure> {
        let absolute = absolute_from(current, path);
        let folder = absolute.parent().unwrap_or(&absolute).to_owned();
        let content = match files::read(path) {
            Ok(file) => match Baseline::from_json(&String::from_utf8_lossy(&file.bytes)) {
                Ok(content) => content,
                Err(_) if will_write => Baseline::default(),
                Err(error) => return Err(Failure::of_baseline(&error, path, language)),
            },
            Err(error) => match error.kind {
                FileErrorKind::NotFound if will_write => Baseline::default(),
                FileErrorKind::NotFound => {
                    return Err(Failure::new(path, Message::plain(NO_BASELINE).render(language)));
                }
                _ => return Err(Failure::of_file(&error, language)),
            },
        };
        Ok(Self { path: path.to_owned(), content, folder })
    }

    /// The path of a file as written in the baseline.
    pub(super) fn key(&self, absolute: &Path) -> String {
        relative(&self.folder, absolute)
    }

    /// Writes the current findings. Entries for unchecked files and rules stay, except for deleted
    /// files.
    pub(super) fn write(&self, outcomes: &[Outcome], folders: &[PathBuf]) -> io::Result<usize> {
        let checked: HashMap<_, _> =
            outcomes.iter().map(|outcome| (self.key(&outcome.absolute), outcome)).collect();
        let stays = |entry: &&BaselineEntry| match checked.get(&entry.file) {
            Some(outcome) if !matches!(outcome.state, State::Report(_)) => true,
            Some(outcome) => {
                let file = outcome.settings.relative(&outcome.absolute);
                !is_judged(
                    &entry.code,
                    &Request {
                        settings: &outcome.settings,
                        file: file.as_deref(),
                        baseline: None,
                        year: None,
                    },
                )
            }
            None => {
                let path = self.folder.join(&entry.file);
                path.exists() || !folders.iter().any(|folder| path.starts_with(folder))
            }
        };
        let mut entries: BTreeSet<_> = self.content.entries.iter().filter(stays).cloned().collect();
        for outcome in outcomes {
            let State::Report(diagnostics) = &outcome.state else { continue };
            entries.extend(diagnostics.iter().map(|diagnostic| BaselineEntry {
                file: self.key(&outcome.absolute),
                code: diagnostic.code.to_owned(),
                at: diagnostic.place.to_string(),
            }));
        }
        let baseline = Baseline { entries };
        self.save(&baseline.to_json())?;
        Ok(baseline.entries.len())
    }

    /// The whole old baseline is replaced, or stays unchanged.
    fn save(&self, text: &str) -> io::Result<()> {
        match files::read(&self.path) {
            Ok(old) => {
                files::write_atomically(&old, text.as_bytes()).map_err(|error| match error.kind {
                    FileErrorKind::Read(error) | FileErrorKind::Write(error) => error,
                    FileErrorKind::Denied
                    | FileErrorKind::WriteDenied
                    | FileErrorKind::ReadOnly => io::ErrorKind::PermissionDenied.into(),
                    _ => io::Error::other(error.to_string()),
                })
            }
            Err(_) => files::write_output(&self.path, text.as_bytes()),
        }
    }
}

const NO_BASELINE: Wording = Wording::new(
    "没有这个基线文件 — 用 --write-baseline 生成",
    "there is no such baseline — write it with --write-baseline",
);
