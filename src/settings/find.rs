//! Which settings file holds for a folder.

use super::{Problem, Selector, Settings};
use crate::diagnostic::{Argument, Message, Wording};
use crate::files::{self, FileErrorKind};
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

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
    fixed: Option<Fixed>,
    folders: Mutex<HashMap<PathBuf, Found>>,
    default: Arc<Settings>,
    overrides: Overrides,
}

/// A file that holds for all folders.
#[derive(Debug)]
struct Fixed {
    /// Absolute.
    path: PathBuf,
    /// It must lie in one of these, also through symbolic links, or it is not read.
    within: Option<Vec<PathBuf>>,
    /// Whether it does, once that was looked at.
    found: OnceLock<Option<Found>>,
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

    /// A search that takes one file, an absolute path, for every folder.
    pub fn fixed(path: PathBuf, codes: &'static [&'static str], overrides: Overrides) -> Self {
        Self { fixed: Some(Fixed { path, within: None, found: OnceLock::new() }), ..Self::nearest(codes, overrides) }
    }

    /// The same where the file must lie in one of the folders `within`; else it is as if it had not been named.
    pub fn fixed_within(path: PathBuf, within: Vec<PathBuf>, codes: &'static [&'static str], overrides: Overrides) -> Self {
        Self { fixed: Some(Fixed { path, within: Some(within), found: OnceLock::new() }), ..Self::nearest(codes, overrides) }
    }

    /// The settings for the files of `folder`, an absolute path, where that was looked for: reads no file.
    pub fn known(&self, folder: &Path) -> Option<Found> {
        match self.fixed.as_ref().map(|fixed| fixed.found.get()) {
            Some(None) => None,
            Some(Some(Some(found))) => Some(found.clone()),
            Some(Some(None)) | None => self.folders.lock().unwrap_or_else(PoisonError::into_inner).get(folder).cloned(),
        }
    }

    /// The file that holds for all folders but lies outside of those that it must lie in.
    pub fn outside(&self) -> Option<&Path> {
        let fixed = self.fixed.as_ref()?;
        fixed.found.get()?.is_none().then_some(&*fixed.path)
    }

    /// Whether what was found for `folder` is no longer what is there. What was not looked for is not.
    pub fn is_stale(&self, folder: &Path) -> bool {
        let Some(known) = self.known(folder) else { return false };
        let known = match &known {
            Ok(settings) => settings.file.as_ref().map(|file| (&file.path, &file.text)),
            Err(error) => Some((&error.path, &error.text)),
        };
        let is_as_read = |path: &PathBuf, text: &str| {
            let now = if path.is_file() { std::fs::read_to_string(path).ok() } else { None };
            now.as_deref().unwrap_or_default().trim_start_matches('\u{feff}') == text
        };
        let is_fixed = |path: &PathBuf| self.fixed.as_ref().is_some_and(|fixed| fixed.path == *path);
        let nearest = || folder.ancestors().flat_map(|folder| FILE_NAMES.iter().map(move |name| folder.join(name))).find(|path| path.is_file());
        match known {
            Some((path, text)) => !is_as_read(path, text) || !is_fixed(path) && nearest().as_ref() != Some(path),
            None => nearest().is_some(),
        }
    }

    /// The settings for the files of `folder`, an absolute path. Each file is read once.
    pub fn settings(&self, folder: &Path) -> Found {
        if let Some(fixed) = &self.fixed
            && let Some(found) = fixed.found.get_or_init(|| fixed.may_be_read().then(|| self.load(&fixed.path)))
        {
            return found.clone();
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

impl Fixed {
    /// Whether it lies where it must.
    fn may_be_read(&self) -> bool {
        let Some(within) = &self.within else { return true };
        let real = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
        let file = real(&self.path);
        within.iter().any(|folder| file.starts_with(real(folder)))
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
        let error = Search::fixed(root.path().join("none.toml"), CODES, Overrides::default()).settings(root.path()).unwrap_err();
        assert_eq!(error.line(&error.problems[0]), None);
        #[cfg(unix)]
        assert!(Search::fixed("/dev/zero".into(), CODES, Overrides::default()).settings(root.path()).is_err(), "it has no end");
        fs::write(root.path().join("gbk.toml"), b"# \xc4\xea").unwrap();
        let error = Search::fixed(root.path().join("gbk.toml"), CODES, Overrides::default()).settings(root.path()).unwrap_err();
        assert!(error.problems[0].message.render(Default::default()).contains("UTF-8"));
    }

    #[test]
    fn what_was_read_is_known_until_it_changes() {
        let root = tempfile::tempdir().unwrap();
        let (deep, near) = (root.path().join("a"), root.path().join("a/gouji.toml"));
        fs::create_dir_all(&deep).unwrap();
        let search = Search::nearest(CODES, Overrides::default());
        assert!(search.known(&deep).is_none() && !search.is_stale(&deep));
        assert!(search.settings(&deep).is_ok_and(|settings| settings.file.is_none()));
        assert!(search.known(&deep).is_some() && !search.is_stale(&deep));
        fs::write(root.path().join("gouji.toml"), "lang = \"en\"").unwrap();
        assert!(search.is_stale(&deep), "a file has come");
        let search = Search::nearest(CODES, Overrides::default());
        _ = search.settings(&deep);
        assert!(!search.is_stale(&deep));
        fs::write(&near, "").unwrap();
        assert!(search.is_stale(&deep), "a nearer one has come");
        let search = Search::nearest(CODES, Overrides::default());
        _ = search.settings(&deep);
        fs::write(&near, "lang = \"zh\"").unwrap();
        assert!(search.is_stale(&deep), "it was written");
    }

    #[cfg(unix)]
    #[test]
    fn a_named_file_outside_is_not_read() {
        let (root, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(other.path().join("g.toml"), "lang = \"en\"").unwrap();
        std::os::unix::fs::symlink(other.path(), root.path().join("link")).unwrap();
        let search = |path: &str, within: &Path| Search::fixed_within(root.path().join(path), vec![within.to_owned()], CODES, Overrides::default());
        let language = |search: &Search| search.settings(root.path()).unwrap().language;
        let outside = search("link/g.toml", root.path());
        assert_eq!((outside.outside(), language(&outside)), (None, None));
        assert_eq!(outside.outside(), Some(&*root.path().join("link/g.toml")));
        let inside = search("link/g.toml", other.path());
        assert_eq!((language(&inside), inside.outside()), (Some(crate::diagnostic::Language::En), None));
    }

    #[test]
    fn a_path_becomes_absolute_by_its_names() {
        assert_eq!(absolute(Path::new("/a/./b/../c")), Path::new("/a/c"));
        assert_eq!(absolute(Path::new("/../a")), Path::new("/a"));
    }
}
