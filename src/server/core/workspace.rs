//! The reports of the workspace that are not open. A scan in the background finds and checks the
//! reports. The results are kept until the files change.

mod check;

use super::capabilities::Abilities;
use super::configuration::{Configuration, Scopes};
use super::from_proto::path_of;
use super::kin::ClosedReports;
use super::stop::{Stop, StopOnDrop};
use super::to_proto;
use super::view::{Client, View};
use crate::archive::{Around, Looked};
use crate::text::{Folded, TextRange};
use ls_types::{Diagnostic, Location, Uri};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// The known files of the workspace.
#[derive(Debug, Default)]
pub struct Index {
    files: HashMap<PathBuf, Arc<CheckedFile>>,
    /// The diagnostics across reports of these files, and the number of the list.
    kin: HashMap<PathBuf, (Vec<Diagnostic>, u64)>,
    /// The folders of which all files are known.
    whole: BTreeSet<PathBuf>,
    /// The files that may be reports and cannot be read.
    unread: HashSet<PathBuf>,
    /// Whether a scan has covered all files, and no later change has affected all files.
    is_complete: bool,
    /// Counts the lists of read files.
    lists: u64,
    /// Counts the changes that may affect the result of a scan. The result of an older scan is
    /// outdated.
    changes: u64,
    /// The scanned folders, and the files created in these folders since the scan.
    folders: HashSet<PathBuf>,
    created: HashSet<PathBuf>,
}

/// A checked file of the workspace.
#[derive(Debug)]
pub struct CheckedFile {
    pub uri: Uri,
    stamp: Stamp,
    /// The diagnostics of the file alone. Empty if the file is not a report.
    diagnostics: Vec<Diagnostic>,
    pub reports: Vec<ReportName>,
    /// Number of checked reports.
    count: usize,
    /// The name of the list of diagnostics.
    list: String,
    /// The reports for comparisons. `None` if the file is not a report.
    pub closed: Option<Arc<ClosedReports>>,
    /// Whether the file was not checked and may still hold a report.
    may_hold_report: bool,
}

/// A report with its name.
#[derive(Clone, Debug)]
pub struct ReportName {
    pub name: String,
    /// The path of the file from its workspace folder.
    pub file: String,
    pub location: Location,
}

/// The time of the last write, and the length of the file.
pub type Stamp = (Option<SystemTime>, u64);

/// The input of a scan of the workspace, for another thread.
pub struct Scan {
    pub folders: Vec<PathBuf>,
    pub scopes: Scopes,
    client: Client,
    abilities: Abilities,
    known: HashMap<PathBuf, Arc<CheckedFile>>,
    lists: u64,
    changes: u64,
    /// The workspace folders.
    roots: Vec<PathBuf>,
    scope: Scope,
    pub stop: Stop,
}

/// The result of a scan of the workspace.
pub struct Scanned {
    files: Vec<(PathBuf, Arc<CheckedFile>)>,
    folders: Vec<PathBuf>,
    unread: Vec<PathBuf>,
    lists: u64,
    changes: u64,
    scope: Scope,
    is_whole: bool,
    /// The invalid settings files. The scan left out their files.
    pub bad_settings: Vec<PathBuf>,
}

/// The files of a scan.
enum Scope {
    All,
    Below(PathBuf),
    These(HashSet<PathBuf>),
}

impl Scope {
    fn covers(&self, path: &Path) -> bool {
        match self {
            Self::All => true,
            Self::Below(folder) => path.starts_with(folder),
            Self::These(paths) => paths.contains(path),
        }
    }
}

impl Scanned {
    /// Number of reports found.
    pub fn count(&self) -> usize {
        self.files.iter().map(|(_, file)| file.count).sum()
    }

    /// Number of files that may be reports and were not read.
    pub fn count_unread(&self) -> usize {
        self.unread.len()
    }

    /// The scanned files.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.files.iter().map(|(path, _)| path.clone()).collect()
    }
}

impl Index {
    /// The diagnostics shown for a file while the file is not open.
    pub fn shown(&self, uri: &Uri) -> Vec<Diagnostic> {
        path_of(uri).map_or_else(Vec::new, |path| self.shown_at(&path))
    }

    fn shown_at(&self, path: &Path) -> Vec<Diagnostic> {
        let Some(file) = self.files.get(path) else { return Vec::new() };
        let mut shown = file.diagnostics.clone();
        if let Some((across, _)) = self.kin.get(path).filter(|(across, _)| !across.is_empty()) {
            shown.extend(across.iter().cloned());
            shown.sort_by_key(|one| (one.range.start.line, one.range.start.character));
        }
        shown
    }

    /// Number of files with shown diagnostics among these files.
    pub fn count_shown(&self, paths: &[PathBuf]) -> usize {
        let has_own =
            |path: &PathBuf| self.files.get(path).is_some_and(|file| !file.diagnostics.is_empty());
        let has_kin = |path: &PathBuf| self.kin.get(path).is_some_and(|(all, _)| !all.is_empty());
        paths.iter().filter(|path| has_own(path) || has_kin(path)).count()
    }

    /// The known files, each with its diagnostics and the name of their list.
    pub fn lists(&self) -> impl Iterator<Item = (&Uri, String, Vec<Diagnostic>)> {
        self.files.iter().map(|(path, file)| {
            let name = match self.kin.get(path) {
                Some((_, number)) => format!("{}-{number}", file.list),
                None => file.list.clone(),
            };
            (&file.uri, name, self.shown_at(path))
        })
    }

    /// A known file.
    pub fn file(&self, path: &Path) -> Option<&CheckedFile> {
        self.files.get(path).map(Arc::as_ref)
    }

    /// The paths of all known files.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.keys().map(PathBuf::as_path)
    }

    /// Stores the diagnostics across reports of a file. Returns whether they have changed.
    pub fn set_kin(&mut self, path: &Path, list: Vec<Diagnostic>) -> bool {
        let before = self.kin.get(path).map_or(&[][..], |(list, _)| list.as_slice());
        if before == list {
            return false;
        }
        self.lists += 1;
        self.kin.insert(path.to_owned(), (list, self.lists));
        true
    }

    /// What is known beside the reports.
    pub fn around(&self) -> Around {
        let files = self.files.iter().filter(|(_, file)| file.may_hold_report);
        let unread = files.map(|(path, _)| path).chain(&self.unread);
        let unread: BTreeSet<&PathBuf> = unread.collect();
        Around {
            unread: unread.into_iter().cloned().collect(),
            looked: Looked::Folders(self.whole.clone()),
        }
    }

    /// Whether a scan has covered all files.
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Marks all files for another scan, after a change of settings.
    pub fn forget(&mut self) {
        self.files_changed();
        // The shown diagnostics stay known, but every file counts as changed.
        self.files = std::mem::take(&mut self.files)
            .into_iter()
            .map(|(path, file)| (path, Arc::new(file.outdated())))
            .collect();
    }

    /// Notes that files may have changed.
    pub fn files_changed(&mut self) {
        self.is_complete = false;
        self.changes += 1;
    }

    /// Notes a new file. The file matters only inside a scanned folder.
    pub fn created(&mut self, path: Option<PathBuf>) {
        self.created.extend(
            path.filter(|path| path.ancestors().any(|folder| self.folders.contains(folder))),
        );
    }

    /// Forgets the files refused by `keep`. Returns the addresses of forgotten files with shown
    /// diagnostics.
    pub fn retain(&mut self, keep: impl Fn(&Path) -> bool) -> Vec<Uri> {
        let mut gone = Vec::new();
        self.files.retain(|path, file| {
            let keeps = keep(path);
            let has_kin = self.kin.get(path).is_some_and(|(all, _)| !all.is_empty());
            if !keeps && (has_kin || !file.diagnostics.is_empty()) {
                gone.push(file.uri.clone());
            }
            keeps
        });
        self.kin.retain(|path, _| keep(path));
        self.whole.retain(|path| keep(path));
        self.unread.retain(|path| keep(path));
        gone
    }

    /// A scan of the whole workspace, or of one folder. The scan ends early if the returned
    /// [`StopOnDrop`] is dropped.
    pub fn scan(
        &self,
        configuration: &Configuration,
        client: &Client,
        abilities: Abilities,
        within: Option<PathBuf>,
    ) -> (Scan, StopOnDrop) {
        let folders = within
            .as_ref()
            .map_or_else(|| configuration.folders.clone(), |folder| vec![folder.clone()]);
        self.scan_for(
            folders,
            within.map_or(Scope::All, Scope::Below),
            configuration,
            client,
            abilities,
        )
    }

    /// A scan of the known files and the new files; `None` if no file is known or new.
    pub fn scan_again(
        &mut self,
        configuration: &Configuration,
        client: &Client,
        abilities: Abilities,
    ) -> Option<(Scan, StopOnDrop)> {
        let created = std::mem::take(&mut self.created)
            .into_iter()
            .filter(|path| !self.files.contains_key(path));
        let paths: Vec<PathBuf> =
            self.files.keys().cloned().chain(created.collect::<Vec<_>>()).collect();
        let scope = Scope::These(paths.iter().cloned().collect());
        (!paths.is_empty()).then(|| self.scan_for(paths, scope, configuration, client, abilities))
    }

    fn scan_for(
        &self,
        folders: Vec<PathBuf>,
        scope: Scope,
        configuration: &Configuration,
        client: &Client,
        abilities: Abilities,
    ) -> (Scan, StopOnDrop) {
        let stop = Stop::default();
        let watcher = stop.on_drop();
        let scan = Scan {
            folders,
            scopes: configuration.scopes(),
            client: client.clone(),
            abilities,
            known: self.files.clone(),
            lists: self.lists,
            changes: self.changes,
            roots: configuration.folders.clone(),
            scope,
            stop,
        };
        (scan, watcher)
    }

    /// Stores the result of a scan. Returns the files with changed diagnostics of their own,
    /// including removed files.
    pub fn take(&mut self, scanned: Scanned) -> Vec<Uri> {
        let mut fresh = Vec::new();
        self.lists = self.lists.max(scanned.lists);
        let is_current = scanned.changes == self.changes;
        if matches!(scanned.scope, Scope::All | Scope::Below(_)) {
            if scanned.is_whole {
                self.whole.extend(scanned.folders.iter().cloned());
            }
            self.folders.extend(scanned.folders);
        }
        self.unread.retain(|path| !scanned.scope.covers(path));
        self.unread.extend(scanned.unread);
        let mut left = std::mem::take(&mut self.files);
        for (path, file) in scanned.files {
            let before = left.remove(&path);
            if before.as_ref().map_or(&[][..], |before| before.diagnostics.as_slice())
                != file.diagnostics
            {
                fresh.push(file.uri.clone());
            }
            self.files.insert(path, if is_current { file } else { Arc::new(file.outdated()) });
        }
        for (path, file) in left {
            if !scanned.scope.covers(&path) || !scanned.is_whole {
                self.files.insert(path, file);
            } else {
                let across = self.kin.remove(&path).is_some_and(|(all, _)| !all.is_empty());
                if across || !file.diagnostics.is_empty() {
                    fresh.push(file.uri.clone());
                }
            }
        }
        self.is_complete |= is_current && scanned.is_whole && matches!(scanned.scope, Scope::All);
        fresh
    }

    /// All known files.
    pub fn files(&self) -> impl Iterator<Item = &CheckedFile> {
        self.files.values().map(Arc::as_ref)
    }
}

impl CheckedFile {
    fn outdated(&self) -> Self {
        Self {
            uri: self.uri.clone(),
            stamp: (None, u64::MAX),
            diagnostics: self.diagnostics.clone(),
            reports: self.reports.clone(),
            count: self.count,
            list: self.list.clone(),
            closed: self.closed.clone(),
            may_hold_report: self.may_hold_report,
        }
    }
}

impl Scan {
    /// The known result for a file, if the file has the same stamp as before.
    pub fn known(&self, path: &Path, stamp: Stamp) -> Option<Arc<CheckedFile>> {
        self.known
            .get(path)
            .filter(|known| known.stamp == stamp && stamp.0.is_some())
            .map(Arc::clone)
    }

    /// Whether the scan names its files one by one. Such a scan leaves out the files excluded by
    /// the settings.
    pub fn is_again(&self) -> bool {
        matches!(self.scope, Scope::These(_))
    }

    /// Ends the scan with the result. `is_whole` means that no file was left out.
    pub fn finish(
        self,
        files: Vec<(PathBuf, Arc<CheckedFile>)>,
        is_whole: bool,
        unread: Vec<PathBuf>,
        bad_settings: Vec<PathBuf>,
    ) -> Scanned {
        Scanned {
            files,
            folders: self.folders,
            unread,
            lists: self.lists,
            changes: self.changes,
            scope: self.scope,
            is_whole,
            bad_settings,
        }
    }
}

/// The reports of a document with their names.
pub fn names(view: &View) -> Vec<ReportName> {
    let within = view.path.and_then(|path| path.strip_prefix(view.root?).ok());
    let file =
        within.or_else(|| view.path?.file_name().map(Path::new)).map_or_else(String::new, |path| {
            let parts: Vec<_> =
                path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            parts.join("/")
        });
    let checked = view.document.reports().filter(|placed| placed.report.found().is_some());
    let name = |placed: crate::document::Placed| {
        let title = placed.report.tree().title.map_or(TextRange::at(0), |title| title.range);
        ReportName {
            name: placed.report.name().to_owned(),
            file: file.clone(),
            location: to_proto::location(view, title.shifted(placed.start)),
        }
    };
    checked.map(name).collect()
}

/// The reports that match `query`, by name. The organ and the year must contain all words of the
/// query.
pub fn matching<'a>(
    reports: impl Iterator<Item = &'a ReportName>,
    query: &str,
) -> Vec<&'a ReportName> {
    let fold = |text: &str| Folded::letters(text, TextRange::new(0, text.len())).text;
    let words: Vec<String> = query.split_whitespace().map(fold).collect();
    let matches =
        |report: &&ReportName| words.iter().all(|word| fold(&report.name).contains(word.as_str()));
    let mut found: Vec<&ReportName> =
        reports.filter(|report| !report.name.is_empty()).filter(matches).collect();
    found.sort_by_key(|report| (&report.name, &report.file));
    found
}
