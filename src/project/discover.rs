//! Turns paths into the files to read, each with its settings.

use super::lock::is_lock;
use crate::archive::names_report;
use crate::settings::{
    CONVERTED, EXTENSIONS, Search, Settings, SettingsError, UNUSUAL, absolute_from,
};
use crate::source::SourceError;
use ignore::{WalkBuilder, WalkState};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A file to read.
#[derive(Clone, Debug)]
pub struct Target {
    /// The path in messages: from the current folder if the file lies below, otherwise the path as
    /// named.
    pub path: PathBuf,
    pub absolute: PathBuf,
    pub settings: Arc<Settings>,
    /// Whether the user named the file. Otherwise the file was found in a folder.
    pub is_named: bool,
}

/// The files for some paths.
#[derive(Debug, Default)]
pub struct Discovered {
    /// Sorted by path, without duplicates.
    pub targets: Vec<Target>,
    /// Unusable settings files. The files under these settings are skipped.
    pub bad_settings: BTreeMap<PathBuf, Arc<SettingsError>>,
    /// Folders that cannot be read.
    pub failures: Vec<(PathBuf, io::Error)>,
    /// The walked folders, absolute.
    pub folders: Vec<PathBuf>,
    /// Documents in these folders that may be reports and are never read, with the path in messages
    /// and the reason. Sorted.
    pub unread: Vec<(PathBuf, SourceError)>,
}

/// The files for `paths`. A named file stands for itself, regardless of its name. A folder stands
/// for the files included by its settings, except for files excluded by .gitignore. With
/// `force_exclude`, the excludes of the settings also apply to named files. The folder `except` is
/// not walked, unless `paths` names the folder.
pub fn discover(
    paths: &[PathBuf],
    search: &Search,
    current: &Path,
    force_exclude: bool,
    except: Option<&Path>,
) -> Discovered {
    let except = except.and_then(|folder| folder.canonicalize().ok());
    let collector = Collector { search, current, except, discovered: Mutex::default() };
    let (folders, files): (Vec<_>, Vec<_>) = paths.iter().partition(|path| path.is_dir());
    for path in files {
        collector
            .take(path, true, |settings, absolute| !(force_exclude && settings.excludes(absolute)));
    }
    if let [first, rest @ ..] = folders.as_slice() {
        collector.walk(first, rest);
    }
    let mut discovered = collector.discovered.into_inner().unwrap_or_else(PoisonError::into_inner);
    discovered.folders = folders.iter().map(|folder| absolute_from(current, folder)).collect();
    discovered.targets.sort_by(|a, b| a.path.cmp(&b.path));
    // A named file in a named folder is one file.
    discovered.targets.dedup_by(|a, b| {
        let is_same = a.absolute == b.absolute;
        b.is_named |= is_same && a.is_named;
        is_same
    });
    discovered.unread.sort_by(|a, b| a.0.cmp(&b.0));
    discovered.unread.dedup();
    discovered
}

/// Whether the name ends in the extension of a document: of a file that is read, or of a document
/// that is never read.
pub fn is_document_name(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    let mut usual = EXTENSIONS.iter().chain(CONVERTED).chain(UNUSUAL);
    usual.any(|known| extension.eq_ignore_ascii_case(known)) || SourceError::of_name(path).is_some()
}

/// Whether the file is a document that only LibreOffice reads, by its name.
pub fn is_foreign(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    CONVERTED.iter().any(|kind| extension.eq_ignore_ascii_case(kind))
}

/// Whether a report may stand in an unread file, by the name of the file: in any document of a word
/// processor, and in any file with the name of a report.
pub fn may_be_report(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    let is_word = ["docx", "docm"].iter().any(|kind| extension.eq_ignore_ascii_case(kind));
    is_word || is_foreign(path) || names_report(path)
}

struct Collector<'a> {
    search: &'a Search,
    current: &'a Path,
    /// The folder that is not walked, absolute and without links.
    except: Option<PathBuf>,
    discovered: Mutex<Discovered>,
}

impl Collector<'_> {
    fn walk(&self, first: &Path, rest: &[&PathBuf]) {
        let mut builder = WalkBuilder::new(first);
        for path in rest {
            builder.add(path);
        }
        // An unpacked or exported folder has a .gitignore but is not a repository.
        builder.require_git(false).build_parallel().run(|| {
            Box::new(|entry| match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_dir()) => {
                    self.enter(entry.path(), entry.depth())
                }
                Ok(entry) => {
                    if entry.file_type().is_some_and(|kind| kind.is_file()) {
                        self.take(entry.path(), false, |settings, absolute| {
                            settings.includes(absolute) && !is_lock(absolute)
                        });
                    }
                    WalkState::Continue
                }
                Err(error) => {
                    self.fail(error);
                    WalkState::Continue
                }
            })
        });
    }

    /// Whether to walk into a folder below the named folders.
    fn enter(&self, path: &Path, depth: usize) -> WalkState {
        if depth > 0 && self.except.is_some() && self.except == path.canonicalize().ok() {
            return WalkState::Skip;
        }
        let absolute = absolute_from(self.current, path);
        let settings =
            absolute.parent().filter(|_| depth > 0).map(|parent| self.search.settings(parent));
        match settings {
            Some(Ok(settings)) if settings.excludes_folder(&absolute) => WalkState::Skip,
            _ => WalkState::Continue,
        }
    }

    /// Adds a file if `wanted` accepts the settings and the absolute path of the file.
    fn take(&self, path: &Path, is_named: bool, wanted: impl Fn(&Settings, &Path) -> bool) {
        let absolute = absolute_from(self.current, path);
        let found = self.search.settings(absolute.parent().unwrap_or(&absolute));
        match found {
            Ok(settings) if wanted(&settings, &absolute) => {
                let path = self.shown(&absolute, path);
                self.discovered().targets.push(Target { path, absolute, settings, is_named });
            }
            Ok(settings) => {
                let reason = SourceError::of_name(path).filter(|_| {
                    let is_found = !is_named && !is_lock(path) && names_report(path);
                    is_found && !settings.excludes(&absolute)
                });
                let path = self.shown(&absolute, path);
                self.discovered().unread.extend(reason.map(|reason| (path, reason)));
            }
            Err(error) => {
                _ = self.discovered().bad_settings.entry(error.path.clone()).or_insert(error)
            }
        }
    }

    fn shown(&self, absolute: &Path, path: &Path) -> PathBuf {
        absolute.strip_prefix(self.current).unwrap_or(path).to_owned()
    }

    fn fail(&self, error: ignore::Error) {
        let path = path_of(&error).map(Path::to_owned).unwrap_or_default();
        if let Some(error) = error.into_io_error() {
            self.discovered().failures.push((path, error));
        }
    }

    fn discovered(&self) -> std::sync::MutexGuard<'_, Discovered> {
        self.discovered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Overrides;
    use std::fs;

    fn found(files: &[(&str, &str)], paths: &[&str], force_exclude: bool) -> (Vec<String>, usize) {
        let root = tempfile::tempdir().unwrap();
        for (path, content) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        let search = Search::nearest(&["A001"], Overrides::default());
        let paths: Vec<_> = paths.iter().map(|path| root.path().join(path)).collect();
        let discovered = discover(&paths, &search, root.path(), force_exclude, None);
        (
            discovered
                .targets
                .iter()
                .map(|target| target.path.to_string_lossy().into_owned())
                .collect(),
            discovered.bad_settings.len(),
        )
    }

    #[test]
    fn a_folder_stands_for_the_texts_in_it() {
        let files = [
            ("b.txt", ""),
            ("a/c.MD", ""),
            ("a/d.docx", ""),
            ("a/~$d.docx", ""),
            ("a/e.ofd", ""),
            ("a/f.WPS", ""),
            (".hidden/e.txt", ""),
            ("g.txt", ""),
            (".gitignore", "g.txt"),
        ];
        assert_eq!(found(&files, &[""], false).0, ["a/c.MD", "a/d.docx", "a/f.WPS", "b.txt"]);
        assert_eq!(
            found(&files, &["a/e.ofd", "g.txt", "b.txt", ""], false).0,
            ["a/c.MD", "a/d.docx", "a/e.ofd", "a/f.WPS", "b.txt", "g.txt"],
            "what is named is read"
        );
    }

    #[test]
    fn documents_that_may_be_reports_are_told_from_others() {
        for (name, may) in [
            ("西山局.doc", true),
            ("a/西山局.DOCX", true),
            ("西山局.odt", true),
            ("2023年报.wps", true),
            ("2023年报.pdf", true),
            ("西山局.pdf", false),
        ] {
            assert_eq!(may_be_report(Path::new(name)), may, "{name}");
        }
    }

    #[test]
    fn documents_that_are_never_read_are_named() {
        let root = tempfile::tempdir().unwrap();
        for name in ["年报.ofd", "~$年报.xls", "a.ofd", "年度报告", "年度报告.py", "年报.ZIP"]
        {
            fs::write(root.path().join(name), "").unwrap();
        }
        let search = Search::nearest(&["A001"], Overrides::default());
        let paths = [root.path().to_owned()];
        let unread = discover(&paths, &search, root.path(), false, None).unread;
        let expected = [("年报.ZIP", SourceError::Archive), ("年报.ofd", SourceError::Ofd)];
        assert_eq!(unread, expected.map(|(name, error)| (PathBuf::from(name), error)));
    }

    #[test]
    fn settings_include_and_exclude() {
        let files = [
            ("gouji.toml", "[files]\ninclude = [\"**/*.text\"]\nexclude = [\"drafts\"]"),
            ("a.txt", ""),
            ("b.text", ""),
            ("drafts/c.text", ""),
        ];
        assert_eq!(found(&files, &[""], false).0, ["b.text"]);
        assert_eq!(found(&files, &["drafts/c.text", "a.txt"], false).0, ["a.txt", "drafts/c.text"]);
        assert_eq!(found(&files, &["drafts/c.text", "a.txt"], true).0, ["a.txt"]);
    }

    #[test]
    fn bad_settings_cost_only_the_files_under_them() {
        let files =
            [("a/gouji.toml", "lang = 1"), ("a/1.txt", ""), ("a/b/2.txt", ""), ("c.txt", "")];
        assert_eq!(found(&files, &[""], false), (vec!["c.txt".to_owned()], 1));
    }
}
