//! The organs that went into another organ, as the reports of that organ say.

use super::{Archive, Filed, Group, Kin};
use crate::report::{Digest, names_merged};
use std::collections::BTreeMap;

/// A report is looked for among the reports of at most this number of later years.
const MOST_YEARS: i32 = 5;

/// Whether a report says that an organ was merged. `organ` is the name in a report of that organ.
pub(super) fn states_merger_of(digest: &Digest, organ: &str) -> bool {
    let own = digest.name.organ.as_deref().unwrap_or_default();
    digest.mergers.iter().any(|sentence| names_merged(sentence, own, organ))
}

impl Archive {
    /// Whether a later report of an organ says that the organ with another name was merged.
    /// `organ` is the first name of the organ, `other` the name in a report for `year`.
    pub(super) fn is_absorbed(&self, organ: &str, year: i32, other: &str) -> bool {
        let later = (year + 1..=year + MOST_YEARS).filter_map(|year| self.named(organ, year));
        let mut reports = later.flat_map(|group| &group.reports);
        reports.any(|&report| states_merger_of(&self.reports[report].digest, other))
    }

    /// The reports in a group without the organs that a report says were merged.
    fn without_merged(&self, group: &Group, digest: &Digest) -> Filed {
        let name = |report: usize| self.reports[report].digest.name.organ.as_deref();
        let is_own =
            |&report: &usize| name(report).is_none_or(|organ| !states_merger_of(digest, organ));
        let own: Vec<usize> = group.reports.iter().copied().filter(is_own).collect();
        self.filed_among(&own)
    }
}

impl<'a> Kin<'a> {
    /// The report of the same organ for the year before. `None` if it is not in the collection, or
    /// if the collection holds several with different numbers.
    pub fn last(self) -> Option<Kin<'a>> {
        let archive = self.archive;
        let (organ, year) = self.report().name.as_ref()?;
        let group = archive.named(organ, year - 1);
        let filed = match archive.filed(group) {
            Filed::Several => {
                group.map_or(Filed::Nothing, |group| archive.without_merged(group, self.digest()))
            }
            filed => filed,
        };
        match filed {
            Filed::One(index) => Some(archive.kin(index)),
            Filed::Nothing | Filed::Several => None,
        }
    }

    /// The reports for the year before of the organs that were merged into the organ, as its text
    /// says. Empty if one of them has several reports with different numbers.
    pub fn absorbed(self) -> Vec<Kin<'a>> {
        let archive = self.archive;
        let digest = self.digest();
        let Some((_, year)) = &self.report().name else { return Vec::new() };
        if digest.mergers.is_empty() {
            return Vec::new();
        }
        let mut by_organ: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, report) in archive.reports.iter().enumerate() {
            let organ = report.digest.name.organ.as_deref().filter(|_| report.name.is_some());
            let is_of_year = report.digest.name.year == Some(year - 1);
            if let Some(organ) = organ.filter(|organ| is_of_year && states_merger_of(digest, organ))
            {
                by_organ.entry(organ).or_default().push(index);
            }
        }
        let one = |reports: &Vec<usize>| match archive.filed_among(reports) {
            Filed::One(index) => Some(archive.kin(index)),
            Filed::Nothing | Filed::Several => None,
        };
        by_organ.values().map(one).collect::<Option<_>>().unwrap_or_default()
    }
}
