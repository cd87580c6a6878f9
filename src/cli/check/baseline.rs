//! The baseline file of a run.

use super::outcome::{Outcome, State, relative};
use crate::archive::Archive;
use crate::cli::failure::Failure;
use crate::diagnostic::{Language, Message, Wording};
use crate::files::{self, FileErrorKind};
use crate::lint::{Request, absent_members, is_judged, is_judged_among_kin, silence_absent};
use crate::settings::{Baseline, BaselineEntry, Settings, absolute_from};
use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    pub(super) fn write(
        &self,
        outcomes: &[Outcome],
        folders: &[PathBuf],
        archive: Option<&Archive>,
    ) -> io::Result<usize> {
        let checked: HashMap<_, _> =
            outcomes.iter().map(|outcome| (self.key(&outcome.absolute), outcome)).collect();
        let settings_files = archive.into_iter().flat_map(Archive::settings_with_governments);
        let settings_files: Vec<(String, &Arc<Settings>)> = settings_files
            .filter_map(|settings| Some((self.key(&settings.file.as_ref()?.path), settings)))
            .collect();
        let is_judged = |entry: &BaselineEntry, request: &Request| {
            is_judged(&entry.code, request)
                || archive.is_some() && is_judged_among_kin(&entry.code, request)
        };
        let is_of_settings =
            |entry: &BaselineEntry| settings_files.iter().any(|(file, _)| *file == entry.file);
        let stays = |entry: &&BaselineEntry| match checked.get(&entry.file) {
            None if is_of_settings(entry) && entry.code == "X009" => false,
            Some(outcome) if !matches!(outcome.state, State::Report(_)) => true,
            Some(outcome) => {
                let file = outcome.settings.relative(&outcome.absolute);
                let request = Request {
                    settings: &outcome.settings,
                    file: file.as_deref(),
                    baseline: None,
                    year: None,
                };
                !is_judged(entry, &request)
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
        for (file, settings) in &settings_files {
            let Some(archive) = archive else { continue };
            let request = Request { settings, file: None, baseline: None, year: None };
            let found = silence_absent(absent_members(archive, settings), &request);
            entries.extend(found.diagnostics.iter().map(|diagnostic| BaselineEntry {
                file: file.clone(),
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
