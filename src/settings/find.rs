//! Which settings file holds for a folder.

use super::{Problem, Selector, Settings};
use crate::diagnostic::{Argument, Message, Wording};
use crate::files::{self, FileErrorKind};
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The names of a settings file; the first that is there is read.
pub const FILE_NAMES: [&str; 2] = ["gouji.toml", ".gouji.toml"];

/// Whether a file has the name of a settings file.
pub fn is_settings_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| FILE_NAMES.iter().any(|known| name == *known))
}

/// What was found for a folder. The settings are shared by all folders that they hold for.
pub type Found = Result<Arc<Settings>, Arc<SettingsError>>;

/// A settings file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError {
    /// Absolute.
    pub path: PathBuf,
    /// The file's text, which the problems' ranges count in; empty where it could not be read.
    pub text: String,
    /// Never empty, in the order of the text.
    pub problems: Vec<Problem>,
}

impl SettingsError {
    /// The line of a problem, counted from 1; `None` where the file could not be read at all.
    pub fn line(&self, problem: &Problem) -> Option<usize> {
        let before = self.text.get(..problem.range.start)?;
        (!self.text.is_empty()).then(|| before.bytes().filter(|byte| *byte == b'\n').count() + 1)
    }
}

/// Finds settings files and reads each once.
#[derive(Debug)]
pub struct Search {
    codes: &'static [&'static str],
    /// The file that holds for all folders.
    fixed: Option<Found>,
    folders: Mutex<HashMap<PathBuf, Found>>,
    default: Arc<Settings>,
    overrides: Overrides,
}

/// What the command line or the client says in the place of every settings file.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    pub select: Option<Vec<Selector>>,
    pub ignore: Vec<Selector>,
}

impl Overrides {
    fn apply(&self, settings: &mut Settings) {
        settings.selection = settings.selection.overridden(self.select.as_deref(), &self.ignore);
    }
}

impl Search {
    /// A search that takes the nearest file above each folder. `codes` are those that settings may name.
    pub fn nearest(codes: &'static [&'static str], overrides: Overrides) -> Self {
        let mut default = Settings::default();
        overrides.apply(&mut default);
        Self { codes, fixed: None, folders: Mutex::default(), default: Arc::new(default), overrides }
    }

    /// A search that takes one file for every folder.
    pub fn fixed(path: &Path, codes: &'static [&'static str], overrides: Overrides) -> Self {
        let mut search = Self::nearest(codes, overrides);
        search.fixed = Some(search.load(&absolute(path)));
        search
    }

    /// The settings for the files of `folder`, an absolute path.
    pub fn settings(&self, folder: &Path) -> Found {
        if let Some(fixed) = &self.fixed {
            return fixed.clone();
        }
        if let Some(found) = self.folders.lock().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return found.clone();
        }
        let own = FILE_NAMES.iter().map(|name| folder.join(name)).find(|path| path.is_file());
        let found = match (own, folder.parent()) {
            (Some(path), _) => self.load(&path),
            (None, Some(parent)) => self.settings(parent),
            (None, None) => Ok(Arc::clone(&self.default)),
        };
        // Another thread may have read the same file meanwhile: all shall share one.
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        folders.entry(folder.to_owned()).or_insert(found).clone()
    }

    fn load(&self, path: &Path) -> Found {
        let failed = |text: String, problems| Err(Arc::new(SettingsError { path: path.to_owned(), text, problems }));
        let one = |message| vec![Problem { range: Default::default(), message }];
        let bytes = match files::read(path) {
            Ok(file) => file.bytes,
            Err(error) => return failed(String::new(), one(unreadable(&error.kind))),
        };
        let Ok(text) = String::from_utf8(bytes) else { return failed(String::new(), one(Message::plain(NOT_UTF8))) };
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        match Settings::from_text(path.to_owned(), text.clone(), self.codes) {
            Ok(mut settings) => {
                self.overrides.apply(&mut settings);
                Ok(Arc::new(settings))
            }
            Err(problems) => failed(text, problems),
        }
    }
}

/// `path` from the root, with `.` and `..` taken out by their names alone.
pub fn absolute(path: &Path) -> PathBuf {
    absolute_from(&std::env::current_dir().unwrap_or_default(), path)
}

/// The same with `current` as the current folder.
pub fn absolute_from(current: &Path, path: &Path) -> PathBuf {
    let mut result = if path.is_absolute() { PathBuf::new() } else { current.to_owned() };
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = result.pop(),
            part => result.push(part),
        }
    }
    result
}

fn unreadable(kind: &FileErrorKind) -> Message {
    match kind {
        FileErrorKind::NotFound => Message::plain(NOT_FOUND),
        FileErrorKind::Denied => Message::plain(DENIED),
        FileErrorKind::Folder => Message::plain(FOLDER),
        FileErrorKind::Read(error) => Message::new(UNREADABLE, [Argument::Text(error.to_string())]),
        // A device, or a file that is far too long.
        _ => Message::plain(NO_SETTINGS),
    }
}

const NOT_FOUND: Wording = Wording::new("没有这个设置文件 — 请检查路径", "there is no such settings file — check its path");
const DENIED: Wording = Wording::new("没有权限读取设置文件 — 请检查文件权限", "no permission to read the settings — check the file's mode");
const FOLDER: Wording = Wording::new("是文件夹，不是设置文件 — 请写出其中的文件", "is a folder, not a settings file — name the file in it");
const UNREADABLE: Wording = Wording::new("无法读取设置文件（{0}）", "the settings cannot be read ({0})");
const NO_SETTINGS: Wording =
    Wording::new("不是设置文件（设备、管道，或者太大）— 请检查路径", "is no settings file (a device, a pipe, or too long) — check its path");
const NOT_UTF8: Wording = Wording::new("设置文件不是 UTF-8 — 请另存为 UTF-8", "the settings are not UTF-8 — save the file as UTF-8");

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const CODES: &[&str] = &["A001"];

    #[test]
    fn the_nearest_file_holds() {
        let root = tempfile::tempdir().unwrap();
        let deep = root.path().join("a/b");
        fs::create_dir_all(&deep).unwrap();
        fs::write(root.path().join(".gouji.toml"), "\u{feff}lang = \"en\"").unwrap();
        fs::write(root.path().join("a/gouji.toml"), "selct = []").unwrap();
        let search = Search::nearest(CODES, Overrides::default());
        assert_eq!(search.settings(root.path()).unwrap().language, Some(crate::diagnostic::Language::En));
        let error = search.settings(&deep).unwrap_err();
        assert_eq!((error.path.clone(), error.line(&error.problems[0])), (root.path().join("a/gouji.toml"), Some(1)));
        assert!(Arc::ptr_eq(&error, &search.settings(&root.path().join("a")).unwrap_err()), "read once");
    }

    #[test]
    fn a_file_that_is_named_must_be_there() {
        let root = tempfile::tempdir().unwrap();
        let error = Search::fixed(&root.path().join("none.toml"), CODES, Overrides::default()).settings(root.path()).unwrap_err();
        assert_eq!(error.line(&error.problems[0]), None);
        #[cfg(unix)]
        assert!(Search::fixed(Path::new("/dev/zero"), CODES, Overrides::default()).settings(root.path()).is_err(), "it has no end");
        fs::write(root.path().join("gbk.toml"), b"# \xc4\xea").unwrap();
        let error = Search::fixed(&root.path().join("gbk.toml"), CODES, Overrides::default()).settings(root.path()).unwrap_err();
        assert!(error.problems[0].message.render(Default::default()).contains("UTF-8"));
    }

    #[test]
    fn a_path_becomes_absolute_by_its_names() {
        assert_eq!(absolute(Path::new("/a/./b/../c")), Path::new("/a/c"));
        assert_eq!(absolute(Path::new("/../a")), Path::new("/a"));
    }
}
