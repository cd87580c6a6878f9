//! Accepted findings that silence nothing: G001 in the settings file that holds them.

use super::file::{self, Outcome};
use super::{Mending, Session, shown};
use crate::cli::failure::Failure;
use crate::cli::language;
use crate::cli::output::Checked;
use crate::diagnostic::apply;
use crate::files::{self, FileError, FileErrorKind};
use crate::lint::{self, Request, is_judged};
use crate::settings::{Settings, remove_entries};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What came of one settings file.
#[derive(Default)]
pub(super) struct SettingsOutcome {
    pub(super) checked: Option<Checked>,
    pub(super) failure: Option<Failure>,
    pub(super) fixed: usize,
    pub(super) diff: String,
}

/// Finds the unused entries of all settings of this run, and removes them where fixes are asked for.
pub(super) fn judge(session: &Session, folders: &[PathBuf], outcomes: &[Outcome]) -> Vec<SettingsOutcome> {
    let mut by_file: BTreeMap<&Path, (&Arc<Settings>, BTreeSet<usize>)> = BTreeMap::new();
    for outcome in outcomes.iter().filter(|outcome| !outcome.settings.accepted.is_empty()) {
        let Some(file) = &outcome.settings.file else { continue };
        let (settings, unused) = by_file.entry(&file.path).or_insert_with(|| (&outcome.settings, unused_of_lost_files(&outcome.settings, folders)));
        if Arc::ptr_eq(settings, &outcome.settings) {
            unused.extend(&outcome.unused_accepts);
        }
    }
    by_file.into_values().filter(|(_, unused)| !unused.is_empty()).map(|(settings, unused)| conclude(session, settings, &unused)).collect()
}

/// Entries for files of the walked folders that are no more.
fn unused_of_lost_files(settings: &Settings, folders: &[PathBuf]) -> BTreeSet<usize> {
    let Some(file) = &settings.file else { return BTreeSet::new() };
    let entries = settings.accepted.iter().enumerate();
    let lost = entries.filter(|(_, entry)| {
        let path = file.folder().join(&entry.file);
        let request = Request { settings, file: Some(&entry.file), baseline: None, year: None };
        folders.iter().any(|folder| path.starts_with(folder)) && is_judged(&entry.code, &request) && is_judged("G001", &request) && !path.exists()
    });
    lost.map(|(index, _)| index).collect()
}

fn conclude(session: &Session, settings: &Settings, unused: &BTreeSet<usize>) -> SettingsOutcome {
    let Some(file) = &settings.file else { return SettingsOutcome::default() };
    let shown_path = session.shown_path(&file.path);
    let path = shown(&shown_path);
    let indices: Vec<_> = unused.iter().copied().collect();
    let language = language::choose(session.common, Some(settings));
    let report = || {
        let diagnostics = indices.iter().filter_map(|index| lint::unused_accept(settings, *index)).collect();
        Some(Checked::new(path.clone(), language, file.text.clone(), diagnostics))
    };
    let Some(edit) = remove_entries(&file.text, &indices) else { return SettingsOutcome { checked: report(), ..Default::default() } };
    match session.mending() {
        Mending::Report => SettingsOutcome { checked: report(), ..Default::default() },
        Mending::Diff(_) => {
            let diff = file::diff(&path, &file.text, &apply(&file.text, [&edit]));
            SettingsOutcome { diff, fixed: indices.len(), ..Default::default() }
        }
        Mending::Apply(_) => {
            let written = files::read(&shown_path).and_then(|source| {
                let decoded = files::decode(&source.bytes).map_err(|error| FileError::new(&shown_path, FileErrorKind::Undecodable(error)))?;
                if decoded.text != file.text {
                    return Err(FileError::new(&shown_path, FileErrorKind::Changed));
                }
                file::write(&source, &decoded, std::slice::from_ref(&edit))
            });
            match written {
                Ok(()) => SettingsOutcome { fixed: indices.len(), ..Default::default() },
                Err(error) => SettingsOutcome { checked: report(), failure: Some(Failure::of_file(&error, language)), ..Default::default() },
            }
        }
    }
}
