//! What a run or an editor knows beside the reports of its collection.

use crate::report::NotChecked;
use crate::settings::Settings;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The files around a collection, with absolute paths. Empty for a collection that holds all that
/// there is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// Files that may hold reports but were not read. Sorted.
    pub unread: Vec<PathBuf>,
    pub looked: Looked,
}

/// What was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// By the path of a settings file: the files of its folder that the run did not look at.
    /// Without an entry, the run has looked at all of them.
    AllBut(BTreeMap<PathBuf, Beside>),
    /// All files in these folders, and some others.
    Folders(BTreeSet<PathBuf>),
}

/// The files beside a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {
    /// There may be any files.
    Unknown,
    /// These files are probably reports; there may be others.
    Reports(Vec<PathBuf>),
}

impl Default for Looked {
    fn default() -> Self {
        Self::AllBut(BTreeMap::new())
    }
}

impl Around {
    /// Whether all reports for a year that belong to these settings were looked at, or for all
    /// years.
    pub(super) fn covers(&self, settings: &Settings, year: Option<i32>) -> bool {
        let Some(own) = &settings.file else { return true };
        let beside = match &self.looked {
            Looked::Folders(folders) => {
                return own.folder().ancestors().any(|folder| folders.contains(folder));
            }
            Looked::AllBut(beside) => beside.get(&own.path),
        };
        match beside {
            None => true,
            Some(Beside::Unknown) => false,
            Some(Beside::Reports(files)) => year.is_some_and(|year| {
                let path = |file: &PathBuf| settings.relative(file).unwrap_or_default();
                !files.iter().any(|file| may_be_of(&path(file), year))
            }),
        }
    }

    /// The unread files that may hold a report for a year, from the folder of the settings.
    pub(super) fn unread_of<'a>(
        &'a self,
        settings: &'a Settings,
        year: i32,
    ) -> impl Iterator<Item = String> {
        let files = self.unread.iter().filter_map(|file| settings.relative(file));
        files.filter(move |path| may_be_of(path, year))
    }
}

/// Whether a file may hold a report for a year, by the years in its path: the name decides, without
/// a year in it the folders.
pub fn may_be_of(path: &str, year: i32) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let named = [name, folders].into_iter().map(years).find(|years| !years.is_empty());
    named.is_none_or(|years| years.contains(&year))
}

/// Whether a file that was not checked may still hold a report.
pub fn may_hold_report(reason: NotChecked, file: &Path) -> bool {
    match reason {
        NotChecked::OtherPage | NotChecked::Scripted => true,
        NotChecked::NotReport => names_report(file),
        _ => false,
    }
}

/// Whether a report may have this file name.
pub fn names_report(path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    ["报告", "年报", "信息公开", "政务公开"].iter().any(|word| name.contains(word))
}

/// Whether a path names a year.
pub fn names_year(path: &str) -> bool {
    !years(path).is_empty()
}

/// The years in a path. A longer number is a date, or anything.
fn years(path: &str) -> Vec<i32> {
    let numbers = path.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    numbers.filter_map(|digits| digits.parse().ok()).filter(|year| *year >= 2000).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_years_of_a_path_decide() {
        for (path, expected) in [
            ("2023/园林局.md", true),
            ("2022/园林局.md", false),
            ("2022/园林局2023年报告.md", true),
            ("2023/园林局2022年报告.md", false),
            ("园林局.md", true),
            ("20220115园林局.md", true),
        ] {
            assert_eq!(may_be_of(path, 2023), expected, "{path}");
        }
    }
}
