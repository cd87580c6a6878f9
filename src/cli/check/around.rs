//! What a run knows beside the reports of its collection.

use super::outcome::{Outcome, State};
use super::{Session, absolute_from};
use crate::archive::{self, Around, Beside, Looked, names_year};
use crate::project::{Discovered, discover, may_be_report};
use crate::settings::{Government, Settings, folded_organ, place_of};
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

/// The files that were not read, and the files of the settings' folders that the run did not look
/// at.
pub(super) fn around(session: &Session, discovered: &Discovered, outcomes: &[Outcome]) -> Around {
    let not_read = outcomes.iter().filter(|outcome| may_hold_report(outcome));
    let never_read = discovered.unread.iter().map(|(path, _)| session.absolute(path));
    let mut unread: Vec<PathBuf> =
        not_read.map(|outcome| outcome.absolute.clone()).chain(never_read).collect();
    unread.sort();
    unread.dedup();
    let mut beside = BTreeMap::new();
    for Outcome { settings, .. } in outcomes {
        let Some(file) = settings.file.as_ref().filter(|file| !beside.contains_key(&file.path))
        else {
            continue;
        };
        // Settings of the command line may lie elsewhere.
        let is_outer = |folder: &PathBuf| {
            folder.starts_with(file.folder()) && folder.as_path() != file.folder()
        };
        let covers = |folder: &PathBuf| file.folder().starts_with(folder);
        let folders = &discovered.folders;
        if folders.iter().any(is_outer) && !folders.iter().any(covers) {
            let files = beside_run(session, settings, file.folder(), folders, outcomes);
            beside.insert(file.path.clone(), files);
        }
    }
    Around { unread, looked: Looked::AllBut(beside) }
}

/// Whether a file without a checked report may hold one.
fn may_hold_report(outcome: &Outcome) -> bool {
    match outcome.state {
        State::Unread => true,
        State::NotChecked(reason) => archive::may_hold_report(reason, &outcome.absolute),
        State::Report(_) => false,
    }
}

/// The files in the folder of settings that the run did not look at. They count only where the
/// settings name governments: the walk is not free.
fn beside_run(
    session: &Session,
    settings: &Settings,
    folder: &Path,
    walked: &[PathBuf],
    outcomes: &[Outcome],
) -> Beside {
    if settings.governments.is_empty() {
        return Beside::Unknown;
    }
    let seen: HashSet<&Path> = outcomes.iter().map(|outcome| outcome.absolute.as_path()).collect();
    let all = discover(&[folder.to_owned()], &session.search, &session.current, false, None);
    let never_read = all.unread.iter().map(|(path, _)| absolute_from(&session.current, path));
    let files = all.targets.iter().map(|target| target.absolute.clone()).chain(never_read);
    let is_seen = |path: &PathBuf| {
        seen.contains(path.as_path()) || walked.iter().any(|folder| path.starts_with(folder))
    };
    let organs = organs(settings);
    let is_report = |path: &PathBuf| {
        let relative = settings.relative(path).unwrap_or_default();
        may_be_report(path) || names_year(&relative) || {
            let letters = folded_organ(&relative);
            organs.iter().any(|organ| letters.contains(organ))
        }
    };
    Beside::Reports(files.filter(|path| !is_seen(path) && is_report(path)).collect())
}

/// The organs of the governments, also without the place of their government. A text beside the
/// run that names none of them, such as a readme, is no report.
fn organs(settings: &Settings) -> HashSet<String> {
    let of = |government: &Government| {
        let name = folded_organ(&government.name);
        let members: Vec<String> =
            government.named().map(|(member, _)| folded_organ(member)).collect();
        let place = place_of(&name).unwrap_or_default();
        let short = members.iter().filter_map(|member| member.strip_prefix(place));
        let short = short.filter(|short| short.chars().count() > 2).map(str::to_owned);
        short.chain(members.iter().cloned()).chain([name.clone()]).collect::<Vec<_>>()
    };
    settings.governments.iter().flat_map(of).collect()
}
