//! The reports that a report is compared with.

use super::{Governed, Key, Members, Register, RegisteredReport};
use crate::archive::governments::MOST_STRANGERS;
use crate::archive::mergers::states_merger_of;
use crate::report::ALIKE;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::Arc;

impl Register {
    /// Adds the reports of an organ for these years.
    pub(super) fn add_years(
        &self,
        organ: &Arc<str>,
        years: RangeInclusive<i32>,
        all: &mut BTreeSet<Key>,
    ) {
        let keys = self.by_organ.get(organ).into_iter().flatten();
        let is_of_year = |key: &&Key| {
            let name = self.report(key).and_then(|report| report.name.as_ref());
            name.is_some_and(|(_, year)| years.contains(year))
        };
        all.extend(keys.filter(is_of_year).cloned());
    }

    /// The reports of an organ for a year.
    pub(super) fn of_year(
        &self,
        organ: &Arc<str>,
        year: i32,
    ) -> impl Iterator<Item = &RegisteredReport> {
        let keys = self.by_organ.get(organ).into_iter().flatten();
        let reports = keys.filter_map(|key| self.report(key));
        reports.filter(move |report| report.name.as_ref().is_some_and(|(_, own)| *own == year))
    }

    /// Adds the reports for a year of organs that a report says were merged.
    pub(super) fn add_absorbed(
        &self,
        report: &RegisteredReport,
        year: i32,
        all: &mut BTreeSet<Key>,
    ) {
        if report.digest.mergers.is_empty() {
            return;
        }
        let is_absorbed = |key: &&Key| {
            let organ = self.report(key).and_then(|report| report.digest.name.organ.as_deref());
            organ.is_some_and(|organ| states_merger_of(&report.digest, organ))
        };
        let others = self.by_year.get(&year).into_iter().flatten();
        all.extend(others.filter(is_absorbed).cloned());
    }

    /// Whether a report speaks of mergers.
    pub(super) fn is_merging(&self, key: &Key) -> bool {
        self.report(key).is_some_and(|report| !report.digest.mergers.is_empty())
    }

    /// The reports for a year that say that the organ of a report was merged.
    pub(super) fn merging_into(
        &self,
        report: &RegisteredReport,
        year: i32,
    ) -> impl Iterator<Item = &Key> {
        let organ = report.digest.name.organ.as_deref().unwrap_or_default();
        self.merging.get(&year).into_iter().flatten().filter(move |key| {
            self.report(key).is_some_and(|other| states_merger_of(&other.digest, organ))
        })
    }

    /// Adds the reports of the year with a similar section.
    pub(super) fn add_alike(
        &self,
        key: &Key,
        report: &RegisteredReport,
        year: i32,
        all: &mut BTreeSet<Key>,
    ) {
        let is_alike = |other: &&Key| {
            let Some(other) = self.report(other).filter(|_| *other != key) else { return false };
            report.digest.sections.iter().any(|own| {
                other.digest.sections.iter().any(|other| {
                    own.number == other.number && own.sketch.likeness(&other.sketch) >= ALIKE
                })
            })
        };
        let others = self.by_year.get(&year).into_iter().flatten();
        all.extend(others.filter(is_alike).cloned());
    }

    /// Adds the reports of a government for a year, or for all years.
    pub(super) fn add_government(
        &self,
        members: &Members,
        year: Option<i32>,
        all: &mut BTreeSet<Key>,
    ) {
        let is_of_year = |key: &&Key| {
            let name = self.report(key).and_then(|report| report.name.as_ref());
            year.is_none() || name.is_some_and(|(_, own)| Some(*own) == year)
        };
        let keys = members.names.iter().filter_map(|name| self.by_organ.get(name)).flatten();
        all.extend(keys.filter(is_of_year).cloned());
    }

    /// Adds the reports for a year that may stand for an absent member: the reports without a clear
    /// name, and the reports of organs that the settings do not name.
    pub(super) fn add_others(
        &self,
        governed: &Governed,
        members: &Members,
        year: i32,
        all: &mut BTreeSet<Key>,
    ) {
        let nameless = [None, Some(year)].into_iter().filter_map(|year| self.nameless.get(&year));
        all.extend(nameless.flatten().cloned());
        all.extend(self.merging.get(&year).into_iter().flatten().cloned());
        let is_stranger = |key: &&Key| {
            let Some(report) = self.report(key) else { return false };
            let known = &governed.settings.organs;
            let organ = report.digest.name.organ.as_ref().filter(|organ| !known.is_known(organ));
            let organ = organ.and(report.name.as_ref());
            organ.is_some_and(|(organ, _)| !self.is_member(governed, members, organ))
        };
        // With one more than are compared, nobody is compared with them.
        let strangers = self.by_year.get(&year).into_iter().flatten().filter(is_stranger);
        all.extend(strangers.take(MOST_STRANGERS + 1).cloned());
    }

    /// Adds all reports of the members of a government.
    pub(super) fn add_members(
        &self,
        governed: &Governed,
        members: &Members,
        all: &mut BTreeSet<Key>,
    ) {
        for (organ, keys) in &self.by_organ {
            if self.is_member(governed, members, organ) {
                all.extend(keys.iter().cloned());
            }
        }
    }

    pub(super) fn is_member(
        &self,
        governed: &Governed,
        members: &Members,
        organ: &Arc<str>,
    ) -> bool {
        let settings = &governed.settings;
        let is_inside = |(path, _): &Key| {
            let pattern = members.pattern.as_ref();
            let relative = settings.relative(path);
            pattern.zip(relative).is_some_and(|(pattern, path)| pattern.covers(&path))
        };
        members.named.contains(&settings.organs.canonical(organ))
            || members.pattern.is_some()
                && self.by_organ.get(organ).is_some_and(|keys| keys.iter().any(is_inside))
    }

    /// The governments with the name of an organ.
    pub(super) fn governed_by(
        &self,
        organ: &Arc<str>,
    ) -> impl Iterator<Item = (&Governed, &Members)> {
        self.governed.values().flat_map(move |governed| {
            let name = governed.settings.organs.canonical(organ);
            let own = governed.governments.iter().filter(move |members| members.name == name);
            own.map(move |members| (governed, members))
        })
    }

    pub(super) fn governs(&self, key: &Key) -> bool {
        let name = self.report(key).and_then(|report| report.name.as_ref());
        name.is_some_and(|(organ, _)| self.governed_by(organ).next().is_some())
    }
}
