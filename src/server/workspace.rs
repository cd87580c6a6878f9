//! The reports of the workspace that are not open: found, checked in the background, and remembered until their files change.

use super::capabilities::Abilities;
use super::configuration::{Configuration, ScopeOfSearch, Scopes, innermost};
use super::diagnostics;
use super::state::{options, path_of};
use super::view::{Client, View};
use crate::document::Document;
use crate::files;
use crate::lint::Request;
use crate::project::{Target, discover};
use crate::text::{Folded, TextRange};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;
use tower_lsp::ls_types::{Diagnostic, Location, OneOf, SymbolKind, Uri, WorkspaceSymbol};

/// What is known of the files of the workspace.
#[derive(Debug, Default)]
pub struct Index {
    files: HashMap<PathBuf, Arc<CheckedFile>>,
    /// Whether all files have been looked at, and nothing has changed since that would change what all of them mean.
    is_complete: bool,
    /// Counts the files that were read.
    lists: u64,
    /// Counts what may give another look another result: a look that began before it does not tell how things are.
    changes: u64,
    /// The folders that were looked at, and the files that were created in them since.
    folders: HashSet<PathBuf>,
    created: HashSet<PathBuf>,
}

/// A file of the workspace, checked.
#[derive(Debug)]
pub struct CheckedFile {
    pub uri: Uri,
    stamp: Stamp,
    /// Empty where it is no report.
    pub diagnostics: Vec<Diagnostic>,
    pub reports: Vec<ReportName>,
    /// The name of the list of diagnostics.
    pub list: String,
}

/// A report and what it is called.
#[derive(Clone, Debug)]
pub struct ReportName {
    pub name: String,
    /// The file that holds it, from its workspace folder.
    pub file: String,
    pub location: Location,
}

/// When a file was written, and how long it is.
type Stamp = (Option<SystemTime>, u64);

/// What a look at the workspace needs, for a thread of its own.
pub struct Scan {
    folders: Vec<PathBuf>,
    scopes: Scopes,
    client: Client,
    abilities: Abilities,
    known: HashMap<PathBuf, Arc<CheckedFile>>,
    lists: u64,
    changes: u64,
    /// The folders of the workspace.
    roots: Vec<PathBuf>,
    scope: Scope,
    cancelled: Arc<AtomicBool>,
}

/// What a look at the workspace has found.
pub struct Scanned {
    files: Vec<(PathBuf, Arc<CheckedFile>)>,
    folders: Vec<PathBuf>,
    lists: u64,
    changes: u64,
    scope: Scope,
    is_whole: bool,
}

/// Which files a look at the workspace is for.
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
    /// How many reports were found, and how many files with something to report.
    pub fn counts(&self) -> (usize, usize) {
        let reports = self.files.iter().map(|(_, file)| file.reports.len()).sum();
        (reports, self.files.iter().filter(|(_, file)| !file.diagnostics.is_empty()).count())
    }
}

/// Stops a scan when nobody waits for it any more.
pub struct Watcher(Arc<AtomicBool>);

impl Drop for Watcher {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Index {
    /// What is shown of a file while it is not open.
    pub fn shown(&self, uri: &Uri) -> Vec<Diagnostic> {
        path_of(uri).and_then(|path| self.files.get(&path)).map_or_else(Vec::new, |file| file.diagnostics.clone())
    }

    /// Whether all files have been looked at.
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Everything has to be looked at again: settings have changed.
    pub fn forget(&mut self) {
        self.files_changed();
        // What was shown stays known, but no file is taken to be as it was.
        self.files = std::mem::take(&mut self.files).into_iter().map(|(path, file)| (path, Arc::new(file.outdated()))).collect();
    }

    /// Files may have changed.
    pub fn files_changed(&mut self) {
        self.is_complete = false;
        self.changes += 1;
    }

    /// A file has come to be; it matters where its folder has been looked at.
    pub fn created(&mut self, path: Option<PathBuf>) {
        self.created.extend(path.filter(|path| path.ancestors().any(|folder| self.folders.contains(folder))));
    }

    /// Forgets the files that `keep` does not want, and names those that something was shown of.
    pub fn retain(&mut self, keep: impl Fn(&Path) -> bool) -> Vec<Uri> {
        let mut gone = Vec::new();
        self.files.retain(|path, file| {
            let keeps = keep(path);
            if !keeps && !file.diagnostics.is_empty() {
                gone.push(file.uri.clone());
            }
            keeps
        });
        gone
    }

    /// A look at all the workspace, or at one folder of it.
    pub fn scan(&self, configuration: &Configuration, client: &Client, abilities: Abilities, within: Option<PathBuf>) -> (Scan, Watcher) {
        let folders = within.as_ref().map_or_else(|| configuration.folders.clone(), |folder| vec![folder.clone()]);
        self.scan_for(folders, within.map_or(Scope::All, Scope::Below), configuration, client, abilities)
    }

    /// A look at the files that are known or new; `None` where there are none.
    pub fn scan_again(&mut self, configuration: &Configuration, client: &Client, abilities: Abilities) -> Option<(Scan, Watcher)> {
        let created = std::mem::take(&mut self.created).into_iter().filter(|path| !self.files.contains_key(path));
        let paths: Vec<PathBuf> = self.files.keys().cloned().chain(created.collect::<Vec<_>>()).collect();
        let scope = Scope::These(paths.iter().cloned().collect());
        (!paths.is_empty()).then(|| self.scan_for(paths, scope, configuration, client, abilities))
    }

    fn scan_for(&self, folders: Vec<PathBuf>, scope: Scope, configuration: &Configuration, client: &Client, abilities: Abilities) -> (Scan, Watcher) {
        let cancelled = Arc::new(AtomicBool::new(false));
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
            cancelled: Arc::clone(&cancelled),
        };
        (scan, Watcher(cancelled))
    }

    /// Takes what was found. Gives back the lists that are new: of files that have changed, and of those that are gone.
    pub fn take(&mut self, scanned: Scanned) -> Vec<(Uri, Vec<Diagnostic>)> {
        let mut fresh = Vec::new();
        self.lists = self.lists.max(scanned.lists);
        let is_current = scanned.changes == self.changes;
        if matches!(scanned.scope, Scope::All | Scope::Below(_)) {
            self.folders.extend(scanned.folders);
        }
        let mut left = std::mem::take(&mut self.files);
        for (path, file) in scanned.files {
            let before = left.remove(&path);
            if before.as_ref().map_or(&[][..], |before| before.diagnostics.as_slice()) != file.diagnostics {
                fresh.push((file.uri.clone(), file.diagnostics.clone()));
            }
            self.files.insert(path, if is_current { file } else { Arc::new(file.outdated()) });
        }
        for (path, file) in left {
            if !scanned.scope.covers(&path) || !scanned.is_whole {
                self.files.insert(path, file);
            } else if !file.diagnostics.is_empty() {
                fresh.push((file.uri.clone(), Vec::new()));
            }
        }
        self.is_complete |= is_current && scanned.is_whole && matches!(scanned.scope, Scope::All);
        fresh
    }

    /// All files that are known.
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
            list: self.list.clone(),
        }
    }
}

impl Scan {
    /// Looks at the files; `progress` is told how many of how many have been. Of the cores one is left to what is typed meanwhile.
    pub fn run(self, progress: impl FnMut(usize, usize) + Send) -> Scanned {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        match rayon::ThreadPoolBuilder::new().num_threads(cores.saturating_sub(1).max(1)).build() {
            Ok(threads) => threads.install(|| self.run_here(progress)),
            Err(_) => self.run_here(progress),
        }
    }

    fn run_here(mut self, mut progress: impl FnMut(usize, usize)) -> Scanned {
        // Files that are looked at again are named one by one: those that settings exclude now are left out.
        let is_again = matches!(self.scope, Scope::These(_));
        let (targets, mut is_whole) = self.discover(is_again);
        let count = targets.len();
        let mut files = Vec::with_capacity(count);
        for (index, target) in targets.iter().enumerate() {
            if self.cancelled.load(Ordering::Relaxed) {
                is_whole = false;
                break;
            }
            progress(index, count);
            if let Some(file) = self.look(target) {
                files.push((target.absolute.clone(), file));
            }
        }
        Scanned { files, folders: self.folders, lists: self.lists, changes: self.changes, scope: self.scope, is_whole }
    }

    /// The files to look at, each with the settings of its workspace folder; and whether settings could be read for all.
    fn discover(&self, is_again: bool) -> (Vec<Target>, bool) {
        let mut groups: Vec<(&ScopeOfSearch, Vec<PathBuf>)> = Vec::new();
        for path in &self.folders {
            let scope = self.scopes.of(path);
            match groups.iter_mut().find(|(known, _)| Arc::ptr_eq(&known.search, &scope.search)) {
                Some((_, paths)) => paths.push(path.clone()),
                None => groups.push((scope, vec![path.clone()])),
            }
        }
        let (mut targets, mut is_whole) = (Vec::new(), true);
        for (scope, paths) in groups {
            let discovered = discover(&paths, &scope.search, Path::new("/"), is_again);
            // Files that broken settings hold for are left out, and stay as they were last seen.
            is_whole &= discovered.bad_settings.is_empty();
            // A workspace folder may lie in another one.
            targets.extend(discovered.targets.into_iter().filter(|target| Arc::ptr_eq(&self.scopes.of(&target.absolute).search, &scope.search)));
        }
        (targets, is_whole)
    }

    /// Looks at one file. `None` where it cannot be read: it may be gone already.
    fn look(&mut self, target: &Target) -> Option<Arc<CheckedFile>> {
        let metadata = std::fs::metadata(&target.absolute).ok()?;
        let stamp: Stamp = (metadata.modified().ok(), metadata.len());
        if let Some(known) = self.known.get(&target.absolute).filter(|known| known.stamp == stamp && stamp.0.is_some()) {
            return Some(Arc::clone(known));
        }
        let source = files::read(&target.absolute).ok()?;
        let text = files::decode(&source.bytes).ok()?.text;
        let settings = &target.settings;
        let uri = Uri::from_file_path(&target.absolute)?;
        let document = std::panic::catch_unwind(|| Document::new(&text, options(settings))).ok()?;
        let file = settings.relative(&target.absolute);
        let request = Request { settings, file: file.as_deref(), baseline: None, year: None };
        let findings = document.findings(&request).unwrap_or_default().diagnostics;
        let client = Client { language: self.scopes.of(&target.absolute).languages.of(settings), ..self.client.clone() };
        let view = View {
            uri: &uri,
            version: 0,
            path: Some(&target.absolute),
            root: innermost(self.roots.iter(), &target.absolute).map(PathBuf::as_path),
            document: &document,
            findings: &findings,
            settings,
            settings_buffer: None,
            settings_broken: false,
            client: &client,
            stop: None,
        };
        let (diagnostics, reports) = (diagnostics::all(&view, &self.abilities), names(&view));
        self.lists += 1;
        Some(Arc::new(CheckedFile { uri, stamp, diagnostics, reports, list: format!("file-{}", self.lists) }))
    }
}

/// The reports of a document and what they are called.
pub fn names(view: &View) -> Vec<ReportName> {
    let within = view.path.and_then(|path| path.strip_prefix(view.root?).ok());
    let file = within.or_else(|| view.path?.file_name().map(Path::new)).map_or_else(String::new, |path| {
        let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.join("/")
    });
    let checked = view.document.reports().filter(|placed| placed.report.found().is_some());
    let name = |placed: crate::document::Placed| {
        let title = placed.report.tree().title.map_or(TextRange::at(0), |title| title.range);
        ReportName {
            name: placed.report.name().to_owned(),
            file: file.clone(),
            location: Location::new(view.uri.clone(), view.range(title.shifted(placed.start))),
        }
    };
    checked.map(name).collect()
}

/// Those of the reports whose organ and year have all the words of `query`.
pub fn symbols<'a>(reports: impl Iterator<Item = &'a ReportName>, query: &str) -> Vec<WorkspaceSymbol> {
    let fold = |text: &str| Folded::letters(text, TextRange::new(0, text.len())).text;
    let words: Vec<String> = query.split_whitespace().map(fold).collect();
    let matches = |report: &&ReportName| words.iter().all(|word| fold(&report.name).contains(word.as_str()));
    let mut found: Vec<WorkspaceSymbol> = reports
        .filter(|report| !report.name.is_empty())
        .filter(matches)
        .map(|report| WorkspaceSymbol {
            name: report.name.clone(),
            kind: SymbolKind::FILE,
            tags: None,
            container_name: Some(report.file.clone()).filter(|file| !file.is_empty()),
            location: OneOf::Left(report.location.clone()),
            data: None,
        })
        .collect();
    found.sort_by(|a, b| (&a.name, &a.container_name).cmp(&(&b.name, &b.container_name)));
    found
}
