//! The reports of a collection by organ and year, and what settings say belongs together. An
//! [`Archive`] does not change; a [`Register`] follows a collection that does.
//!
//! Two reports are of one organ only if their names are the same in folded letters, or if settings
//! say so. A name that several organs may have, such as 县水利局, is nobody's name: comparisons
//! with other reports then stay silent.

mod around;
mod governments;
mod kin;
mod mergers;
mod names;
mod near;
mod register;
mod similar;

pub use around::{Around, Beside, Looked, may_be_of, may_hold_report, names_report, names_year};
pub use governments::{Absent, ArchivedGovernment, Instead, Membership};
pub use kin::Kin;
pub use mergers::MERGER_YEARS;
pub use near::nearest;
pub use register::{Key, Register};
pub use similar::Similar;

use crate::report::Digest;
use crate::settings::Settings;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// The reports of a collection.
#[derive(Debug, Default)]
pub struct Archive {
    files: Vec<ArchivedFile>,
    reports: Vec<ArchivedReport>,
    /// The reports of an organ by year, in order.
    by_name: HashMap<Arc<str>, BTreeMap<i32, Group>>,
    governments: Vec<ArchivedGovernment>,
    around: Arc<Around>,
    similar: OnceLock<Similar>,
}

/// A file with reports.
#[derive(Clone, Debug)]
pub struct ArchivedFile {
    /// Absolute.
    pub path: PathBuf,
    pub settings: Arc<Settings>,
    /// Whether the file holds several reports, checked or not.
    pub several: bool,
    /// The indices of its reports.
    pub reports: Range<usize>,
}

/// A report of a collection.
#[derive(Clone, Debug)]
pub struct ArchivedReport {
    /// Index of the file.
    pub file: usize,
    pub digest: Arc<Digest>,
    /// The first name of the organ in folded letters, and the year. `None` if one of them is
    /// unknown or unclear.
    pub name: Option<(Arc<str>, i32)>,
}

/// The reports of one organ and year, in order.
#[derive(Clone, Debug, Default)]
struct Group {
    reports: Vec<usize>,
    /// Computed once: a folder may hold thousands of copies of a report.
    filed: OnceLock<Filed>,
    /// Computed once, in the same way: see [`Archive::merged`].
    merged: OnceLock<Option<Vec<usize>>>,
}

/// What is filed under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filed {
    Nothing,
    /// One report, or the best of several with the same numbers.
    One(usize),
    /// Several reports with different numbers.
    Several,
}

/// A file of a collection, before its reports are filed.
#[derive(Debug)]
pub struct Entry {
    /// Absolute.
    pub path: PathBuf,
    pub settings: Arc<Settings>,
    pub several: bool,
    /// In the order of the text.
    pub digests: Vec<Arc<Digest>>,
}

impl Archive {
    /// The collection of these files. The order of the files decides which of two equal reports is
    /// the first.
    pub fn new(entries: impl IntoIterator<Item = Entry>) -> Self {
        Self::of_run(entries, Around::default())
    }

    /// The same for a run, with what the run knows beside these files.
    pub fn of_run(entries: impl IntoIterator<Item = Entry>, around: Around) -> Self {
        let mut archive = Self::filed_by_name(entries);
        archive.around = Arc::new(around);
        archive.governments = governments::of(&archive);
        archive
    }

    /// The same with the governments of these settings only.
    fn with_governments(
        entries: impl IntoIterator<Item = Entry>,
        settings: &[Arc<Settings>],
        around: Arc<Around>,
    ) -> Self {
        let mut archive = Self::filed_by_name(entries);
        archive.around = around;
        let of = |settings| governments::of_settings(&archive, settings);
        archive.governments = settings.iter().flat_map(of).collect();
        archive
    }

    fn filed_by_name(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut archive = Self::default();
        for Entry { path, settings, several, digests } in entries {
            let first = archive.reports.len();
            for digest in digests {
                let name = names::clear(&digest.name, &settings.organs);
                if let Some((organ, year)) = &name {
                    let years = archive.by_name.entry(Arc::clone(organ)).or_default();
                    years.entry(*year).or_default().reports.push(archive.reports.len());
                }
                let file = archive.files.len();
                archive.reports.push(ArchivedReport { file, digest, name });
            }
            let reports = first..archive.reports.len();
            archive.files.push(ArchivedFile { path, settings, several, reports });
        }
        archive
    }

    pub fn files(&self) -> &[ArchivedFile] {
        &self.files
    }

    pub fn reports(&self) -> &[ArchivedReport] {
        &self.reports
    }

    /// The governments of a settings file, with the reports of this collection.
    pub fn governments_of(&self, settings: &Arc<Settings>) -> Vec<ArchivedGovernment> {
        governments::of_settings(self, settings)
    }

    /// The settings files with governments, by path.
    pub fn settings_with_governments(&self) -> impl Iterator<Item = &Arc<Settings>> {
        let mut last = None;
        self.governments.iter().map(|government| &government.settings).filter(move |settings| {
            let path = settings.file.as_ref().map(|file| &file.path);
            last.replace(path) != Some(path)
        })
    }

    /// The view of the collection from one of its reports.
    pub fn kin(&self, report: usize) -> Kin<'_> {
        Kin::new(self, report)
    }

    /// The reports of an organ and year.
    fn named(&self, organ: &str, year: i32) -> Option<&Group> {
        self.by_name.get(organ)?.get(&year)
    }

    /// What is filed in a group. `None` is an empty group.
    fn filed(&self, group: Option<&Group>) -> Filed {
        group.map_or(Filed::Nothing, |group| {
            *group.filed.get_or_init(|| self.filed_among(&group.reports))
        })
    }

    fn filed_among(&self, reports: &[usize]) -> Filed {
        if let [report] = *reports {
            return Filed::One(report);
        }
        let digest = |index: usize| &self.reports[index].digest;
        // The first of the reports that are read best.
        let best = reports.iter().rev().max_by_key(|index| digest(**index).known_cells()).copied();
        match best {
            None => Filed::Nothing,
            Some(best) if reports.iter().all(|&other| digest(best).agrees_with(digest(other))) => {
                Filed::One(best)
            }
            Some(_) => Filed::Several,
        }
    }

    /// The reports of the organs that were merged into an organ later: several reports of one year,
    /// each of them under another name of the settings. One of them is under the name of the organ
    /// only if a later report says that the others were merged.
    fn merged<'a>(&self, group: Option<&'a Group>, organ: &str) -> Option<&'a [usize]> {
        let group = group?;
        let merged = group.merged.get_or_init(|| self.merged_among(&group.reports, organ));
        merged.as_deref()
    }

    fn merged_among(&self, reports: &[usize], organ: &str) -> Option<Vec<usize>> {
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for &index in reports {
            let name = self.reports[index].digest.name.organ.as_deref()?;
            by_name.entry(name).or_default().push(index);
        }
        let year = reports.first().and_then(|&index| self.reports[index].digest.name.year)?;
        let are_absorbed = || {
            let mut others = by_name.keys().filter(|other| **other != organ);
            others.all(|other| self.is_absorbed(organ, year, other))
        };
        if by_name.len() < 2 || by_name.contains_key(organ) && !are_absorbed() {
            return None;
        }
        let one = |reports: &Vec<usize>| match self.filed_among(reports) {
            Filed::One(index) => Some(index),
            Filed::Nothing | Filed::Several => None,
        };
        by_name.values().map(one).collect()
    }

    /// Whether the run has looked at all reports of the folder of some settings.
    pub fn covers(&self, settings: &Settings) -> bool {
        self.around.covers(settings, None)
    }

    /// The texts that are alike among the reports of a year. Computed once.
    fn similar(&self) -> &Similar {
        self.similar.get_or_init(|| Similar::of(&self.reports))
    }
}
