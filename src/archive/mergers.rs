//! The organs that went into another organ, as the reports of that organ say.

use super::{Archive, Filed, Group, Kin};
use crate::report::{Digest, Merged};
use std::collections::BTreeMap;

/// A report is looked for among the reports of at most this number of later years.
pub const MERGER_YEARS: i32 = 5;

/// Whether a report says that an organ or a part of its duties was merged. `organ` is the name in a
/// report of that organ.
pub(super) fn states_merger_of(digest: &Digest, organ: &str) -> bool {
    digest.merger_of(organ).is_some()
}

/// Whether a report says that an organ is no more, because it was merged.
pub(super) fn states_end_of(digest: &Digest, organ: &str) -> bool {
    digest.merger_of(organ) == Some(Merged::Wholly)
}

impl Archive {
    /// Whether a later report of an organ says that the organ with another name was merged.
    /// `organ` is the first name of the organ, `other` the name in a report for `year`.
    pub(super) fn is_absorbed(&self, organ: &str, year: i32, other: &str) -> bool {
        let later = (year + 1..=year + MERGER_YEARS).filter_map(|year| self.named(organ, year));
        let mut reports = later.flat_map(|group| &group.reports);
        reports.any(|&report| states_merger_of(&self.reports[report].digest, other))
    }

    /// The reports in a group under the name in another report.
    fn with_name(&self, group: &Group, digest: &Digest) -> Vec<usize> {
        let is_own = |&report: &usize| self.reports[report].digest.name.organ == digest.name.organ;
        group.reports.iter().copied().filter(is_own).collect()
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
        let filed = match (group, archive.filed(group)) {
            (Some(group), _) if self.is_one_of_several_organs() => {
                archive.filed_among(&archive.with_name(group, self.digest()))
            }
            (Some(group), Filed::Several) => archive.without_merged(group, self.digest()),
            (_, filed) => filed,
        };
        match filed {
            Filed::One(index) => Some(archive.kin(index)),
            Filed::Nothing | Filed::Several => None,
        }
    }

    /// Whether the collection has several reports of the organ and year with different numbers, so
    /// nobody knows which of them counts. The reports of organs that were merged later are several
    /// reports of several organs.
    pub fn is_contested(self) -> bool {
        self.has_several() && !self.is_one_of_several_organs()
    }

    /// Whether the organ of the report was merged with another one later.
    fn is_one_of_several_organs(self) -> bool {
        let name = self.report().name.as_ref();
        self.has_several()
            && name.is_some_and(|(organ, year)| {
                self.archive.merged(self.archive.named(organ, *year), organ).is_some()
            })
    }

    fn has_several(self) -> bool {
        let name = self.report().name.as_ref();
        let group = name.and_then(|(organ, year)| self.archive.named(organ, *year));
        self.archive.filed(group) == Filed::Several
    }

    /// Whether the text speaks of mergers, but the report for the year before of no merged organ is
    /// known. Then the numbers may be greater than follows from the year before.
    pub fn may_have_taken_in(self) -> bool {
        !self.digest().mergers.is_empty() && self.absorbed().is_empty()
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
