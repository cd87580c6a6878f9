//! Finds the settings file for a folder.

use super::{Patterns, Problem, Selector, Settings};
use crate::diagnostic::{Message, Wording};
use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The names of a settings file. The first existing file is read.
pub const FILE_NAMES: [&str; 2] = ["gouji.toml", ".gouji.toml"];

/// Whether a file has the name of a settings file.
pub fn is_settings_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| FILE_NAMES.iter().any(|known| name == *known))
}

/// The result for a folder. All folders with the same settings share the settings.
pub type Found = Result<Arc<Settings>, Arc<SettingsError>>;

/// A settings file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError {
    /// Absolute.
    pub path: PathBuf,
    /// The text of the file. The ranges of the problems count in this text. Empty if the file could
    /// not be read.
    pub text: String,
    /// Never empty, in the order of the text.
    pub problems: Vec<Problem>,
}

impl SettingsError {
    /// An error for a file without a known text.
    pub(super) fn without_text(path: &Path, message: Message) -> Self {
        Self {
            path: path.to_owned(),
            text: String::new(),
            problems: vec![Problem { range: Default::default(), message }],
        }
    }

    /// The line of a problem, counted from 1; `None` if the file could not be read at all.
    pub fn line(&self, problem: &Problem) -> Option<usize> {
        let before = self.text.get(..problem.range.start)?;
        (!self.text.is_empty()).then(|| before.bytes().filter(|byte| *byte == b'\n').count() + 1)
    }
}

/// Finds settings files and reads each file once.
#[derive(Debug)]
pub struct Search {
    codes: &'static [&'static str],
    /// The file for all folders.
    pub(super) fixed: Option<Fixed>,
    pub(super) folders: Mutex<HashMap<PathBuf, Found>>,
    default: Arc<Settings>,
    overrides: Overrides,
}

/// A file for all folders.
#[derive(Debug)]
pub(super) struct Fixed {
    /// Absolute.
    pub(super) path: PathBuf,
    /// The file is read only if the file lies in one of these folders, also through symbolic links.
    #[cfg_attr(
        not(feature = "disk"),
        allow(dead_code, reason = "where a file lies is looked at on a disk")
    )]
    pub(super) within: Option<Vec<PathBuf>>,
    /// The result of the check and of the read. Empty before the check.
    pub(super) found: OnceLock<Option<Found>>,
}

/// Options of the command line or the client. Overrides have priority over every settings file.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    pub select: Option<Vec<Selector>>,
    pub ignore: Vec<Selector>,
    /// Files and folders that are not read, beside the excluded ones of the settings.
    pub exclude: Excluded,
}

/// Patterns of files that are not read, counted from a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excluded {
    /// Absolute.
    pub folder: PathBuf,
    pub patterns: Patterns,
}

impl Overrides {
    fn apply(&self, settings: &mut Settings) {
        settings.selection = settings.selection.overridden(self.select.as_deref(), &self.ignore);
        settings.also_excluded = self.exclude.clone();
    }
}

impl Search {
    /// A search for the nearest file above each folder. `codes` are the known codes.
    pub fn nearest(codes: &'static [&'static str], overrides: Overrides) -> Self {
        let mut default = Settings::default();
        overrides.apply(&mut default);
        Self {
            codes,
            fixed: None,
            folders: Mutex::default(),
            default: Arc::new(default),
            overrides,
        }
    }

    /// A search with one file for every folder. `path` is an absolute path.
    pub fn fixed(path: PathBuf, codes: &'static [&'static str], overrides: Overrides) -> Self {
        Self {
            fixed: Some(Fixed { path, within: None, found: OnceLock::new() }),
            ..Self::nearest(codes, overrides)
        }
    }

    /// A search that finds no file for any folder.
    pub fn isolated(codes: &'static [&'static str], overrides: Overrides) -> Self {
        let nearest = Self::nearest(codes, overrides);
        let found = OnceLock::from(Some(nearest.without_file()));
        Self { fixed: Some(Fixed { path: PathBuf::new(), within: None, found }), ..nearest }
    }

    /// The same as [`Search::fixed`], but the file must lie in one of the folders `within`. A file
    /// elsewhere is ignored.
    pub fn fixed_within(
        path: PathBuf,
        within: Vec<PathBuf>,
        codes: &'static [&'static str],
        overrides: Overrides,
    ) -> Self {
        Self {
            fixed: Some(Fixed { path, within: Some(within), found: OnceLock::new() }),
            ..Self::nearest(codes, overrides)
        }
    }

    /// The settings for the files of `folder`, if the search has a result already. `folder` is an
    /// absolute path. Reads no file.
    pub fn known(&self, folder: &Path) -> Option<Found> {
        match self.fixed.as_ref().map(|fixed| fixed.found.get()) {
            Some(None) => None,
            Some(Some(Some(found))) => Some(found.clone()),
            Some(Some(None)) | None => {
                self.folders.lock().unwrap_or_else(PoisonError::into_inner).get(folder).cloned()
            }
        }
    }

    /// The settings in a file with these bytes. `path` is absolute.
    pub fn of_file(&self, path: &Path, bytes: Vec<u8>) -> Found {
        let Ok(text) = String::from_utf8(bytes) else {
            return Err(Arc::new(SettingsError::without_text(path, Message::plain(NOT_UTF8))));
        };
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        match Settings::from_text(path.to_owned(), text.clone(), self.codes) {
            Ok(mut settings) => {
                self.overrides.apply(&mut settings);
                Ok(Arc::new(settings))
            }
            Err(problems) => Err(Arc::new(SettingsError { path: path.to_owned(), text, problems })),
        }
    }

    /// The settings for a folder without a settings file.
    pub fn without_file(&self) -> Found {
        Ok(Arc::clone(&self.default))
    }

    /// The fixed file, if the file lies outside of the allowed folders.
    pub fn outside(&self) -> Option<&Path> {
        let fixed = self.fixed.as_ref()?;
        fixed.found.get()?.is_none().then_some(&*fixed.path)
    }
}

/// The absolute form of `path`, without `.` and `..`. Symbolic links are not resolved.
pub fn absolute(path: &Path) -> PathBuf {
    absolute_from(&std::env::current_dir().unwrap_or_default(), path)
}

/// The same as [`absolute`] with `current` as the current folder.
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

const NOT_UTF8: Wording = Wording::new(
    "设置文件不是 UTF-8 — 请另存为 UTF-8",
    "the settings are not UTF-8 — save the file as UTF-8",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_absolute_by_its_names() {
        assert_eq!(absolute(Path::new("/a/./b/../c")), Path::new("/a/c"));
        assert_eq!(absolute(Path::new("/../a")), Path::new("/a"));
    }
}
