//! From paths to the files that are read, each with its settings.

use crate::settings::{Search, Settings, SettingsError, absolute_from};
use ignore::{WalkBuilder, WalkState};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A file to be read.
#[derive(Clone, Debug)]
pub struct Target {
    /// As it is shown: from the current folder where it lies below it, else as it was named.
    pub path: PathBuf,
    pub absolute: PathBuf,
    pub settings: Arc<Settings>,
}

/// What some paths stand for.
#[derive(Debug, Default)]
pub struct Discovered {
    /// Sorted by path, each once.
    pub targets: Vec<Target>,
    /// Settings files that cannot be used; the files that they hold for are left out.
    pub bad_settings: BTreeMap<PathBuf, Arc<SettingsError>>,
    /// Folders that cannot be read.
    pub failures: Vec<(PathBuf, io::Error)>,
    /// The folders that were walked, absolute.
    pub folders: Vec<PathBuf>,
}

/// The files that `paths` stand for: a file for itself, whatever its name; a folder for the files in it that its settings
/// include, without those that .gitignore names. With `force_exclude`, the settings' excludes bind named files too.
pub fn discover(paths: &[PathBuf], search: &Search, current: &Path, force_exclude: bool) -> Discovered {
    let collector = Collector { search, current, discovered: Mutex::default() };
    let (folders, files): (Vec<_>, Vec<_>) = paths.iter().partition(|path| path.is_dir());
    for path in files {
        collector.take(path, |settings, absolute| !(force_exclude && settings.excludes(absolute)));
    }
    if let [first, rest @ ..] = folders.as_slice() {
        collector.walk(first, rest);
    }
    let mut discovered = collector.discovered.into_inner().unwrap_or_else(PoisonError::into_inner);
    discovered.folders = folders.iter().map(|folder| absolute_from(current, folder)).collect();
    discovered.targets.sort_by(|a, b| a.path.cmp(&b.path));
    // A file that was named and lies in a folder that was named too is one file.
    discovered.targets.dedup_by(|a, b| a.absolute == b.absolute);
    discovered
}

struct Collector<'a> {
    search: &'a Search,
    current: &'a Path,
    discovered: Mutex<Discovered>,
}

impl Collector<'_> {
    fn walk(&self, first: &Path, rest: &[&PathBuf]) {
        let mut builder = WalkBuilder::new(first);
        for path in rest {
            builder.add(path);
        }
        // A folder that was unpacked or exported has its .gitignore without being a repository.
        builder.require_git(false).build_parallel().run(|| {
            Box::new(|entry| match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_dir()) => self.enter(entry.path(), entry.depth()),
                Ok(entry) => {
                    if entry.file_type().is_some_and(|kind| kind.is_file()) {
                        self.take(entry.path(), |settings, absolute| settings.includes(absolute));
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

    /// Whether to go into a folder below the ones that were named.
    fn enter(&self, path: &Path, depth: usize) -> WalkState {
        let absolute = absolute_from(self.current, path);
        let settings = absolute.parent().filter(|_| depth > 0).map(|parent| self.search.settings(parent));
        match settings {
            Some(Ok(settings)) if settings.excludes_folder(&absolute) => WalkState::Skip,
            _ => WalkState::Continue,
        }
    }

    /// Adds a file if `wanted` says so of its settings and absolute path.
    fn take(&self, path: &Path, wanted: impl Fn(&Settings, &Path) -> bool) {
        let absolute = absolute_from(self.current, path);
        let found = self.search.settings(absolute.parent().unwrap_or(&absolute));
        match found {
            Ok(settings) if wanted(&settings, &absolute) => {
                let path = absolute.strip_prefix(self.current).unwrap_or(path).to_owned();
                self.discovered().targets.push(Target { path, absolute, settings });
            }
            Ok(_) => {}
            Err(error) => _ = self.discovered().bad_settings.entry(error.path.clone()).or_insert(error),
        }
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
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
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
        let discovered = discover(&paths, &search, root.path(), force_exclude);
        (discovered.targets.iter().map(|target| target.path.to_string_lossy().into_owned()).collect(), discovered.bad_settings.len())
    }

    #[test]
    fn a_folder_stands_for_the_texts_in_it() {
        let files = [("b.txt", ""), ("a/c.MD", ""), ("a/d.docx", ""), (".hidden/e.txt", ""), ("g.txt", ""), (".gitignore", "g.txt")];
        assert_eq!(found(&files, &[""], false).0, ["a/c.MD", "b.txt"]);
        assert_eq!(found(&files, &["a/d.docx", "g.txt", "b.txt", ""], false).0, ["a/c.MD", "a/d.docx", "b.txt", "g.txt"], "what is named is read");
    }

    #[test]
    fn settings_include_and_exclude() {
        let files =
            [("gouji.toml", "[files]\ninclude = [\"**/*.text\"]\nexclude = [\"drafts\"]"), ("a.txt", ""), ("b.text", ""), ("drafts/c.text", "")];
        assert_eq!(found(&files, &[""], false).0, ["b.text"]);
        assert_eq!(found(&files, &["drafts/c.text", "a.txt"], false).0, ["a.txt", "drafts/c.text"]);
        assert_eq!(found(&files, &["drafts/c.text", "a.txt"], true).0, ["a.txt"]);
    }

    #[test]
    fn bad_settings_cost_only_the_files_under_them() {
        let files = [("a/gouji.toml", "lang = 1"), ("a/1.txt", ""), ("a/b/2.txt", ""), ("c.txt", "")];
        assert_eq!(found(&files, &[""], false), (vec!["c.txt".to_owned()], 1));
    }
}
