//! gouji.toml, accepted findings, the baseline.
//!
//! [`Search`] finds the settings file for a folder. [`Settings`] is the content of the file, ready
//! for use.

mod accept;
mod baseline;
mod codes;
#[cfg(feature = "disk")]
mod disk;
mod find;
mod organ;
mod paths;
mod read;
mod schema;

pub use accept::{PLACEHOLDER, add_entry, is_reason, remove_entries};
pub use baseline::{Baseline, BaselineEntry, BaselineError};
pub use codes::{Selection, Selector, nearest, unknown_code};
pub use find::{
    Excluded, FILE_NAMES, Found, Overrides, Search, SettingsError, absolute, absolute_from,
    is_settings_file,
};
pub use organ::{Organs, folded as folded_organ, is_above, place as place_of, split_names};
pub use paths::{Patterns, check_pattern};
pub use read::{Problem, read};
#[cfg(feature = "schema")]
pub use schema::json_schema;
pub use schema::{Accept, DayOfYear, File, Government, Organ};

use crate::diagnostic::{Language, Level, Severity};
use crate::standard::{Lexicon, Standard};
use std::path::{Path, PathBuf};

/// The default extensions of the files to read in a folder: the formats of [`crate::source`].
pub const EXTENSIONS: &[&str] =
    &["txt", "md", "markdown", "html", "htm", "docx", "docm", "pdf", "xlsx"];

/// More extensions of the files to read in a folder: the formats that LibreOffice converts. A hook
/// leaves these files out, because a computer without LibreOffice would refuse the commit.
pub const CONVERTED: &[&str] = &["doc", "wps", "odt", "rtf"];

/// Extensions of unusual files to read in a folder: pages of a server, and pages in a single file,
/// which are read only to say whether they may be reports.
pub const UNUSUAL: &[&str] = &["shtml", "mht", "mhtml"];

/// The settings in force for some files.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The file of the settings, with its text; `None` for the defaults.
    pub file: Option<SettingsFile>,
    pub language: Option<Language>,
    pub selection: Selection,
    /// Severities other than the default severities. Less exact selectors come first.
    pub severities: Vec<(Selector, Severity)>,
    /// `None` reads files with a usual extension.
    pub include: Option<Patterns>,
    pub exclude: Patterns,
    /// Excluded by the command line.
    pub also_excluded: Excluded,
    pub per_file_ignores: Vec<(Patterns, Vec<Selector>)>,
    pub level: Option<Level>,
    pub organs: Organs,
    /// The governments with their members, in the order of the file.
    pub governments: Vec<Government>,
    /// The lexicon of sentences with added words. `None` for the official lexicon.
    pub lexicon: Option<Lexicon>,
    /// Accepted findings, in the order of the file.
    pub accepted: Vec<Accept>,
}

/// The file of the settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingsFile {
    /// Absolute.
    pub path: PathBuf,
    /// Without a byte order mark.
    pub text: String,
}

impl SettingsFile {
    /// The start folder for patterns and paths in the file.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }
}

impl Settings {
    /// The settings in the file at `path` with this text. `codes` are the known codes.
    ///
    /// # Errors
    /// All mistakes in the text, in the order of the text.
    pub fn from_text(path: PathBuf, text: String, codes: &[&str]) -> Result<Self, Vec<Problem>> {
        let (file, problems) = read(&text, codes);
        if !problems.is_empty() {
            return Err(problems);
        }
        // `read` has already checked the selectors.
        let selectors = |words: Vec<String>| {
            words.iter().filter_map(|word| Selector::parse(word, codes).ok()).collect::<Vec<_>>()
        };
        let mut severities: Vec<_> = file
            .severity
            .iter()
            .filter_map(|(word, severity)| Some((Selector::parse(word, codes).ok()?, *severity)))
            .collect();
        severities.sort();
        Ok(Self {
            file: Some(SettingsFile { path, text }),
            language: file.lang,
            selection: Selection {
                select: file.select.map(selectors),
                ignore: selectors(file.ignore),
            },
            severities,
            include: file.files.include.map(Patterns::new),
            exclude: Patterns::new(file.files.exclude),
            also_excluded: Excluded::default(),
            per_file_ignores: file
                .per_file_ignores
                .into_iter()
                .map(|entry| (Patterns::new(entry.files), selectors(entry.codes)))
                .collect(),
            level: file.report.level,
            organs: Organs::new(&file.organ).with_members(&file.government),
            governments: file.government,
            lexicon: (!file.lexicon.is_empty())
                .then(|| Standard::official().lexicon().widened(&file.lexicon)),
            accepted: file.accept,
        })
    }

    /// The form of `path` in settings: from the folder of the settings file, with `/` as the
    /// separator. `path` is absolute. `None` if `path` lies outside of this folder.
    pub fn relative(&self, path: &Path) -> Option<String> {
        below(path, self.file.as_ref()?.folder())
    }

    /// Whether gouji reads the file in a walk through a folder. `path` is absolute.
    pub fn includes(&self, path: &Path) -> bool {
        let included = match (&self.include, self.relative(path)) {
            (Some(include), Some(relative)) => include.covers(&relative),
            _ => path.extension().is_some_and(|extension| {
                let mut usual = EXTENSIONS.iter().chain(CONVERTED).chain(UNUSUAL);
                usual.any(|known| extension.eq_ignore_ascii_case(known))
            }),
        };
        included && !self.excludes(path)
    }

    /// Whether the file at `path` is excluded. `path` is absolute.
    pub fn excludes(&self, path: &Path) -> bool {
        let covers = |patterns: &Patterns, relative: Option<String>| {
            relative.is_some_and(|relative| patterns.covers(&relative))
        };
        !self.exclude.is_empty() && covers(&self.exclude, self.relative(path))
            || covers(&self.also_excluded.patterns, self.also_excluded.relative(path))
    }

    /// Whether the whole folder at `path` is excluded. `path` is absolute.
    pub fn excludes_folder(&self, path: &Path) -> bool {
        let covers = |patterns: &Patterns, relative: Option<String>| {
            relative.is_some_and(|relative| patterns.covers_folder(&relative))
        };
        !self.exclude.is_empty() && covers(&self.exclude, self.relative(path))
            || covers(&self.also_excluded.patterns, self.also_excluded.relative(path))
    }

    /// The severity for findings of `code` in the settings.
    pub fn severity(&self, code: &str) -> Option<Severity> {
        // The most exact matching selector sorts last.
        self.severities
            .iter()
            .rev()
            .find(|(selector, _)| selector.matches(code))
            .map(|(_, severity)| *severity)
    }

    /// Whether findings of `code` are not reported for the file at `relative`.
    pub fn ignores_in(&self, relative: &str, code: &str) -> bool {
        self.per_file_ignores.iter().any(|(files, codes)| {
            codes.iter().any(|selector| selector.matches(code)) && files.covers(relative)
        })
    }
}

impl Excluded {
    /// The form of `path` in these patterns. `None` without patterns, and outside of the folder.
    fn relative(&self, path: &Path) -> Option<String> {
        if self.patterns.is_empty() { None } else { below(path, &self.folder) }
    }
}

/// The names of `path` below `folder`, with `/` as the separator.
fn below(path: &Path, folder: &Path) -> Option<String> {
    let below = path.strip_prefix(folder).ok()?;
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODES: &[&str] = &["A001", "A002", "S001"];

    fn settings(text: &str) -> Settings {
        Settings::from_text(PathBuf::from("/reports/gouji.toml"), text.to_owned(), CODES).unwrap()
    }

    #[test]
    fn the_more_exact_severity_holds() {
        let settings =
            settings("[severity]\nA001 = \"hint\"\nALL = \"information\"\nA = \"warning\"\n");
        assert_eq!(settings.severity("A001"), Some(Severity::Hint));
        assert_eq!(settings.severity("A002"), Some(Severity::Warning));
        assert_eq!(settings.severity("S001"), Some(Severity::Information));
    }

    #[test]
    fn paths_count_from_the_folder_of_the_file() {
        let settings = settings(
            "[files]\ninclude = [\"**/*.text\"]\nexclude = [\"drafts\"]\n[[per-file-ignores]]\nfiles = [\"2019/**\"]\ncodes = [\"A\"]",
        );
        assert!(settings.includes(Path::new("/reports/2021/甲.text")));
        assert!(!settings.includes(Path::new("/reports/2021/甲.txt")));
        assert!(!settings.includes(Path::new("/reports/drafts/甲.text")));
        assert!(settings.excludes_folder(Path::new("/reports/drafts")));
        assert!(settings.ignores_in("2019/甲.txt", "A002"));
        assert!(!settings.ignores_in("2020/甲.txt", "A002"));
        assert_eq!(settings.relative(Path::new("/elsewhere/甲.txt")), None);
    }
}
