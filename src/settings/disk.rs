//! Reads settings files.

use super::find::Fixed;
use super::{FILE_NAMES, Found, Search, SettingsError};
use crate::diagnostic::{Argument, Message, Wording};
use crate::files::{self, FileErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

impl Search {
    /// The settings for the files of `folder`. `folder` is an absolute path. Each settings file is
    /// read only once.
    pub fn settings(&self, folder: &Path) -> Found {
        if let Some(fixed) = &self.fixed
            && let Some(found) =
                fixed.found.get_or_init(|| fixed.may_be_read().then(|| self.load(&fixed.path)))
        {
            return found.clone();
        }
        if let Some(found) = self.folders.lock().unwrap_or_else(PoisonError::into_inner).get(folder)
        {
            return found.clone();
        }
        let own = FILE_NAMES.iter().map(|name| folder.join(name)).find(|path| path.is_file());
        let found = match (own, folder.parent()) {
            (Some(path), _) => self.load(&path),
            (None, Some(parent)) => self.settings(parent),
            (None, None) => self.without_file(),
        };
        // Another thread may have read the same file in the meantime. All threads share one result.
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        folders.entry(folder.to_owned()).or_insert(found).clone()
    }

    fn load(&self, path: &Path) -> Found {
        match files::read(path) {
            Ok(file) => self.of_file(path, file.bytes),
            Err(error) => Err(Arc::new(SettingsError::without_text(path, unreadable(&error.kind)))),
        }
    }

    /// Whether the known result for `folder` differs from the files on disk. An unknown result is
    /// never stale.
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
        let is_fixed =
            |path: &PathBuf| self.fixed.as_ref().is_some_and(|fixed| fixed.path == *path);
        let nearest = || {
            folder
                .ancestors()
                .flat_map(|folder| FILE_NAMES.iter().map(move |name| folder.join(name)))
                .find(|path| path.is_file())
        };
        match known {
            Some((path, text)) => {
                !is_as_read(path, text) || !is_fixed(path) && nearest().as_ref() != Some(path)
            }
            None => nearest().is_some(),
        }
    }
}

impl Fixed {
    /// Whether the file lies in one of the allowed folders.
    fn may_be_read(&self) -> bool {
        let Some(within) = &self.within else { return true };
        let real = |path: &PathBuf| path.canonicalize().unwrap_or_else(|_| path.clone());
        let file = real(&self.path);
        within.iter().any(|folder| file.starts_with(real(folder)))
    }
}

fn unreadable(kind: &FileErrorKind) -> Message {
    match kind {
        FileErrorKind::NotFound => Message::plain(NOT_FOUND),
        FileErrorKind::Denied => Message::plain(DENIED),
        FileErrorKind::Folder => Message::plain(FOLDER),
        FileErrorKind::Read(error) => Message::new(UNREADABLE, [Argument::Text(error.to_string())]),
        // A device, or a file beyond the size limit.
        _ => Message::plain(NO_SETTINGS),
    }
}

const NOT_FOUND: Wording = Wording::new(
    "没有这个设置文件 — 请检查路径",
    "there is no such settings file — check its path",
);
const DENIED: Wording = Wording::new(
    "没有权限读取设置文件 — 请检查文件权限",
    "no permission to read the settings — check the file's mode",
);
const FOLDER: Wording = Wording::new(
    "是文件夹，不是设置文件 — 请写出其中的文件",
    "is a folder, not a settings file — name the file in it",
);
const UNREADABLE: Wording =
    Wording::new("无法读取设置文件（{0}）", "the settings cannot be read ({0})");
const NO_SETTINGS: Wording = Wording::new(
    "不是设置文件（设备、管道，或者太大）— 请检查路径",
    "is no settings file (a device, a pipe, or too long) — check its path",
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Overrides;
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
        assert_eq!(
            search.settings(root.path()).unwrap().language,
            Some(crate::diagnostic::Language::En)
        );
        let error = search.settings(&deep).unwrap_err();
        assert_eq!(
            (error.path.clone(), error.line(&error.problems[0])),
            (root.path().join("a/gouji.toml"), Some(1))
        );
        assert!(
            Arc::ptr_eq(&error, &search.settings(&root.path().join("a")).unwrap_err()),
            "read once"
        );
    }

    #[test]
    fn a_file_that_is_named_must_be_there() {
        let root = tempfile::tempdir().unwrap();
        let error = Search::fixed(root.path().join("none.toml"), CODES, Overrides::default())
            .settings(root.path())
            .unwrap_err();
        assert_eq!(error.line(&error.problems[0]), None);
        #[cfg(unix)]
        assert!(
            Search::fixed("/dev/zero".into(), CODES, Overrides::default())
                .settings(root.path())
                .is_err(),
            "it has no end"
        );
        fs::write(root.path().join("gbk.toml"), b"# \xc4\xea").unwrap();
        let error = Search::fixed(root.path().join("gbk.toml"), CODES, Overrides::default())
            .settings(root.path())
            .unwrap_err();
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
        let search = |path: &str, within: &Path| {
            Search::fixed_within(
                root.path().join(path),
                vec![within.to_owned()],
                CODES,
                Overrides::default(),
            )
        };
        let language = |search: &Search| search.settings(root.path()).unwrap().language;
        let outside = search("link/g.toml", root.path());
        assert_eq!((outside.outside(), language(&outside)), (None, None));
        assert_eq!(outside.outside(), Some(&*root.path().join("link/g.toml")));
        let inside = search("link/g.toml", other.path());
        assert_eq!(
            (language(&inside), inside.outside()),
            (Some(crate::diagnostic::Language::En), None)
        );
    }
}
