//! Scans the files of the workspace.

use crate::files;
use crate::project::{Target, discover};
use crate::server::core::configuration::ScopeOfSearch;
use crate::server::core::workspace::{CheckedFile, Scan, Scanned, Stamp};
use crate::settings::absolute_from;
use crate::source::{self, Reading};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The extensions of sources without lines: their findings stand at the start of the file.
const NO_LINES: [&str; 4] = ["docx", "docm", "pdf", "xlsx"];
/// The extensions of sources that the server does not read.
const UNREAD: [&str; 6] = ["doc", "wps", "odt", "rtf", "mht", "mhtml"];

/// A scanned file.
enum Looked {
    Checked(Arc<CheckedFile>),
    /// The file may be a report, but cannot be read.
    Unread,
    /// The file is gone, or cannot be a report.
    Nothing,
}

/// Scans the files. `progress` receives the number of scanned files and the number of all files.
/// One core stays free for typing.
pub fn run(scan: Scan, progress: impl FnMut(usize, usize) + Send) -> Scanned {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    match rayon::ThreadPoolBuilder::new().num_threads(cores.saturating_sub(1).max(1)).build() {
        Ok(threads) => threads.install(|| run_here(scan, progress)),
        Err(_) => run_here(scan, progress),
    }
}

fn run_here(mut scan: Scan, mut progress: impl FnMut(usize, usize)) -> Scanned {
    let (targets, mut unread, bad_settings) = targets(&scan);
    // The files of invalid settings are left out, and keep their last results.
    let mut is_whole = bad_settings.is_empty();
    let count = targets.len();
    let mut files = Vec::with_capacity(count);
    for (index, target) in targets.iter().enumerate() {
        if scan.stop.is_stopped() {
            is_whole = false;
            break;
        }
        progress(index, count);
        match look(&mut scan, target) {
            Looked::Checked(file) => files.push((target.absolute.clone(), file)),
            Looked::Unread => unread.push(target.absolute.clone()),
            Looked::Nothing => {}
        }
    }
    scan.finish(files, is_whole, unread, bad_settings)
}

/// The files to scan, each with the settings of its workspace folder, the documents that are never
/// read, and the invalid settings files.
fn targets(scan: &Scan) -> (Vec<Target>, Vec<PathBuf>, Vec<PathBuf>) {
    let mut groups: Vec<(&ScopeOfSearch, Vec<PathBuf>)> = Vec::new();
    for path in &scan.folders {
        let scope = scan.scopes.of(path);
        match groups.iter_mut().find(|(known, _)| Arc::ptr_eq(&known.search, &scope.search)) {
            Some((_, paths)) => paths.push(path.clone()),
            None => groups.push((scope, vec![path.clone()])),
        }
    }
    let (mut targets, mut unread, mut bad_settings) = (Vec::new(), Vec::new(), Vec::new());
    for (scope, paths) in groups {
        let root = Path::new("/");
        let discovered = discover(&paths, &scope.search, root, scan.is_again(), None);
        bad_settings.extend(discovered.bad_settings.into_keys());
        // A workspace folder may lie inside another workspace folder.
        let is_own = |path: &Path| Arc::ptr_eq(&scan.scopes.of(path).search, &scope.search);
        let own = discovered.targets.into_iter().filter(|target| is_own(&target.absolute));
        targets.extend(own);
        let never_read = discovered.unread.iter().map(|(path, _)| absolute_from(root, path));
        unread.extend(never_read.filter(|path| is_own(path)));
    }
    (targets, unread, bad_settings)
}

/// Scans one file. The file may be gone already.
fn look(scan: &mut Scan, target: &Target) -> Looked {
    let path = &target.absolute;
    let Ok(metadata) = std::fs::metadata(path) else { return Looked::Nothing };
    let stamp: Stamp = (metadata.modified().ok(), metadata.len());
    if let Some(known) = scan.known(path, stamp) {
        return Looked::Checked(known);
    }
    let has = |extensions: &[&str]| {
        path.extension().is_some_and(|own| {
            extensions.iter().any(|extension| own.eq_ignore_ascii_case(extension))
        })
    };
    if has(&UNREAD) {
        return Looked::Unread;
    }
    let Ok(file) = files::read(path) else { return Looked::Unread };
    let checked = if has(&NO_LINES) {
        let read = || Reading::of(&file.bytes, Some(path)).ok();
        let reading = std::panic::catch_unwind(read).ok().flatten();
        reading.and_then(|reading| scan.check_source(path, stamp, &reading, &target.settings))
    } else {
        source::decode(&file.bytes, Some(path)).ok().and_then(|(decoded, is_page)| {
            scan.check(path, stamp, &decoded.text, is_page, &target.settings)
        })
    };
    checked.map_or(Looked::Unread, Looked::Checked)
}
