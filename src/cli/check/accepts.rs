//! Accepted findings that silence nothing: G001 in the settings file.

use super::diff::diff;
use super::outcome::Outcome;
use super::{Mending, Session, slashed};
use crate::archive::Archive;
use crate::cli::failure::Failure;
use crate::cli::language;
use crate::diagnostic::{Applicability, Edit, apply};
use crate::files::{self, Decoded, FileError, FileErrorKind, SourceFile};
use crate::lint::{self, Findings, Request, is_judged, is_judged_among_kin};
use crate::review::Checked;
use crate::rules::CODES;
use crate::settings::{Settings, is_reason, remove_entries};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The result for one settings file.
#[derive(Default)]
pub(super) struct SettingsOutcome {
    pub(super) checked: Option<Checked>,
    pub(super) failure: Option<Failure>,
    pub(super) fixed: usize,
    pub(super) diff: Vec<u8>,
}

/// Finds the unused entries of all settings of this run, and removes the entries if the run applies
/// fixes.
pub(super) fn judge(
    session: &Session,
    folders: &[PathBuf],
    outcomes: &[Outcome],
    archive: Option<&Archive>,
) -> Vec<SettingsOutcome> {
    let mut by_file: BTreeMap<&Path, (&Arc<Settings>, Entries)> = BTreeMap::new();
    for settings in archive.into_iter().flat_map(Archive::settings_with_governments) {
        let Some(file) = &settings.file else { continue };
        let mut entries = Entries { lost: lost(settings, folders), ..Entries::default() };
        let findings = absent(session, archive, settings);
        // An accepted finding about another year holds in the folders that were not walked.
        if folders.iter().any(|folder| file.folder().starts_with(folder)) {
            entries.unused.extend(findings.unused_accepts);
        }
        entries.has_absent = !findings.diagnostics.is_empty();
        by_file.insert(&file.path, (settings, entries));
    }
    for outcome in outcomes.iter().filter(|outcome| !outcome.settings.accepted.is_empty()) {
        let Some(file) = &outcome.settings.file else { continue };
        let (settings, entries) = by_file.entry(&file.path).or_insert_with(|| {
            let lost = lost(&outcome.settings, folders);
            (&outcome.settings, Entries { lost, ..Entries::default() })
        });
        if Arc::ptr_eq(settings, &outcome.settings) {
            entries.unused.extend(&outcome.unused_accepts);
        }
    }
    let found = by_file.into_values().filter(|(_, entries)| {
        !entries.unused.is_empty() || !entries.lost.is_empty() || entries.has_absent
    });
    found.map(|(settings, entries)| conclude(session, settings, &entries, archive)).collect()
}

/// Entries of a settings file that silence nothing, by index.
#[derive(Default)]
struct Entries {
    unused: BTreeSet<usize>,
    /// Entries for missing files.
    lost: BTreeSet<usize>,
    /// Whether members of its governments have not handed in their reports.
    has_absent: bool,
}

/// The findings about members that have not handed in.
fn absent(session: &Session, archive: Option<&Archive>, settings: &Arc<Settings>) -> Findings {
    let (Some(archive), Some(file)) = (archive, &settings.file) else {
        return Findings::default();
    };
    let name = settings.relative(&file.path);
    let baseline = session.baseline.as_ref().filter(|_| !session.check.write_baseline);
    let key = baseline.map(|baseline| baseline.key(&file.path));
    let request = Request {
        settings,
        file: name.as_deref(),
        baseline: baseline.map(|baseline| &baseline.content).zip(key.as_deref()),
        year: None,
    };
    lint::silence_absent(lint::absent_members(archive, settings), &request)
}

/// Entries for missing files in the walked folders.
fn lost(settings: &Settings, folders: &[PathBuf]) -> BTreeSet<usize> {
    let Some(file) = &settings.file else { return BTreeSet::new() };
    let entries = settings.accepted.iter().enumerate();
    let lost = entries.filter(|(_, entry)| {
        let path = file.folder().join(&entry.file);
        let request = Request { settings, file: Some(&entry.file), baseline: None, year: None };
        folders.iter().any(|folder| path.starts_with(folder))
            && (is_judged(&entry.code, &request) || is_judged_among_kin(&entry.code, &request))
            && is_judged("G001", &request)
            && !path.exists()
    });
    lost.map(|(index, _)| index).collect()
}

fn conclude(
    session: &Session,
    settings: &Arc<Settings>,
    entries: &Entries,
    archive: Option<&Archive>,
) -> SettingsOutcome {
    let Some(file) = &settings.file else { return SettingsOutcome::default() };
    let shown_path = session.shown_path(&file.path);
    let path = slashed(&shown_path);
    let language = language::choose(session.common, Some(settings));
    // The findings in the file with these settings, after `removed` entries are removed.
    let report = |settings: &Arc<Settings>, removed: &[usize]| {
        let now = |index: usize| index - removed.iter().filter(|other| **other < index).count();
        let left = |indices: &BTreeSet<usize>| -> Vec<usize> {
            indices.iter().copied().filter(|index| !removed.contains(index)).map(now).collect()
        };
        let unused = left(&entries.unused)
            .into_iter()
            .filter_map(|index| lint::unused_accept(settings, index));
        let lost =
            left(&entries.lost).into_iter().filter_map(|index| lint::lost_accept(settings, index));
        let absent = absent(session, archive, settings).diagnostics;
        let mut diagnostics: Vec<_> = unused.chain(lost).chain(absent).collect();
        diagnostics.sort_by_key(|diagnostic| diagnostic.range);
        let text = settings.file.as_ref().map_or_else(String::new, |file| file.text.clone());
        (!diagnostics.is_empty()).then(|| Checked::new(path.clone(), language, text, diagnostics))
    };
    let as_it_is = || SettingsOutcome { checked: report(settings, &[]), ..Default::default() };
    let (Mending::Apply(least) | Mending::Diff(least)) = session.mending() else {
        return as_it_is();
    };
    if least == Applicability::Safe {
        return as_it_is();
    }
    // A person must complete an entry without a reason.
    let is_complete =
        |index: &usize| settings.accepted.get(*index).is_some_and(|entry| is_reason(&entry.reason));
    let indices: Vec<usize> =
        entries.unused.union(&entries.lost).filter(|index| is_complete(index)).copied().collect();
    let Some(edit) = remove_entries(&file.text, &indices) else { return as_it_is() };
    let edits = std::slice::from_ref(&edit);
    let written = files::read(&shown_path).and_then(|source| {
        let decoded = files::decode(&source.bytes)
            .map_err(|error| FileError::new(&shown_path, FileErrorKind::Undecodable(error)))?;
        if decoded.text != file.text {
            return Err(FileError::new(&shown_path, FileErrorKind::Changed));
        }
        match session.mending() {
            Mending::Diff(_) => Ok(diff(&path, &source.bytes, &mended(&source, &decoded, edits)?)),
            _ => files::write_atomically(&source, &mended(&source, &decoded, edits)?)
                .map(|()| Vec::new()),
        }
    });
    match written {
        Ok(diff) => {
            let after =
                Settings::from_text(file.path.clone(), apply(&file.text, edits), CODES).ok();
            SettingsOutcome {
                checked: after.and_then(|after| report(&Arc::new(after), &indices)),
                fixed: indices.len(),
                diff,
                ..Default::default()
            }
        }
        Err(error) => {
            SettingsOutcome { failure: Some(Failure::of_file(&error, language)), ..as_it_is() }
        }
    }
}

/// The bytes of a settings file after these edits of its text.
fn mended(source: &SourceFile, decoded: &Decoded, edits: &[Edit]) -> Result<Vec<u8>, FileError> {
    let edits = edits.iter().map(|edit| (edit.range, edit.content.as_str()));
    files::splice(&source.bytes, decoded, edits)
        .map_err(|error| FileError::new(&source.path, FileErrorKind::Unwritable(error)))
}
