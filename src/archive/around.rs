//! What a run knows beside the reports of its collection.

use crate::settings::Settings;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The files around a collection, with absolute paths. Empty for a collection that holds all that
/// there is.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// Files of the collection that may hold reports but were not read. Sorted.
    pub unread: Vec<PathBuf>,
    /// By the path of a settings file: the files of its folder that the run did not look at.
    /// Without an entry, the run has looked at all of them.
    pub beside: BTreeMap<PathBuf, Beside>,
    /// Whether the collection is of a run, with the reports of all organs. An editor keeps only
    /// what is compared.
    pub is_of_run: bool,
}

/// The files beside a run.
#[derive(Clone, Debug)]
pub enum Beside {
    /// There may be any files.
    Unknown,
    /// These files are probably reports; there may be others.
    Reports(Vec<PathBuf>),
}

impl Around {
    /// Whether the run has looked at all reports for a year that belong to these settings, or for
    /// all years.
    pub(super) fn covers(&self, settings: &Settings, year: Option<i32>) -> bool {
        let own = settings.file.as_ref().map(|file| &file.path);
        match own.and_then(|path| self.beside.get(path)) {
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
