//! Governments with the reports of their members.

use super::{Archive, Filed, Group, Kin};
use crate::settings::{Government, Settings, folded_organ};
use crate::text::TextRange;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

/// A government of a settings file.
#[derive(Clone, Debug)]
pub struct ArchivedGovernment {
    pub settings: Arc<Settings>,
    /// Index of [`Settings::governments`].
    pub index: usize,
    /// The first name in folded letters.
    name: String,
    members: Vec<Member>,
}

/// A member of a government.
#[derive(Clone, Debug)]
struct Member {
    /// The name for people.
    shown: String,
    /// The place of the member in the settings file.
    range: TextRange,
    /// The reports by year.
    reports: BTreeMap<i32, Group>,
}

/// A member without a report for a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Absent<'a> {
    pub member: &'a str,
    pub year: i32,
    /// The place of the member in the settings file.
    pub range: TextRange,
    /// Number of members with a report for the year, and number of all members.
    pub counts: (usize, usize),
}

/// The members of a government in a year.
#[derive(Debug)]
pub struct Membership<'a> {
    /// The members with one report.
    pub there: Vec<Kin<'a>>,
    /// The members without a report.
    pub absent: Vec<&'a str>,
    /// The members with several different reports.
    pub unclear: Vec<&'a str>,
}

/// The governments of all settings files in the collection.
pub(super) fn of(archive: &Archive) -> Vec<ArchivedGovernment> {
    let mut by_file: BTreeMap<&Path, &Arc<Settings>> = BTreeMap::new();
    for file in &archive.files {
        if let (Some(own), false) = (&file.settings.file, file.settings.governments.is_empty()) {
            by_file.entry(&own.path).or_insert(&file.settings);
        }
    }
    by_file.into_values().flat_map(|settings| of_settings(archive, settings)).collect()
}

/// The governments of one settings file.
pub(super) fn of_settings(archive: &Archive, settings: &Arc<Settings>) -> Vec<ArchivedGovernment> {
    // A folder inside may have settings of its own that know fewer names.
    let mut by_organ: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, report) in archive.reports.iter().enumerate() {
        if let Some((organ, _)) = &report.name {
            by_organ.entry(settings.organs.canonical(organ)).or_default().push(index);
        }
    }
    let canonical = |name: &str| settings.organs.canonical(&folded_organ(name));
    let governments = settings.governments.iter().enumerate().map(|(index, government)| {
        let name = canonical(&government.name);
        let mut members: Vec<Member> = Vec::new();
        let mut known: BTreeSet<String> = BTreeSet::from([name.clone()]);
        for (member, range) in government.named() {
            let organ = canonical(member);
            let reports = by_organ.get(&organ).map_or(&[][..], Vec::as_slice);
            members.push(Member::new(archive, member.to_owned(), range, reports));
            known.insert(organ);
        }
        for organ in found_in(archive, settings, government) {
            let organ = settings.organs.canonical(&organ);
            let reports = by_organ.get(&organ).map_or(&[][..], Vec::as_slice);
            if known.insert(organ.clone()) {
                members.push(Member::new(archive, organ, government.members_in_range, reports));
            }
        }
        ArchivedGovernment { settings: Arc::clone(settings), index, name, members }
    });
    governments.collect()
}

/// The organs with a report in the files of the members, sorted.
fn found_in(archive: &Archive, settings: &Settings, government: &Government) -> BTreeSet<String> {
    let Some(pattern) = government.pattern() else { return BTreeSet::new() };
    let is_inside = |file: &&super::ArchivedFile| {
        settings.relative(&file.path).is_some_and(|path| pattern.covers(&path))
    };
    let reports = archive.files.iter().filter(is_inside).flat_map(|file| file.reports.clone());
    reports
        .filter_map(|index| archive.reports[index].name.as_ref())
        .map(|(organ, _)| organ.to_string())
        .collect()
}

impl Member {
    fn new(archive: &Archive, shown: String, range: TextRange, reports: &[usize]) -> Self {
        let mut by_year: BTreeMap<i32, Group> = BTreeMap::new();
        for &index in reports {
            if let Some((_, year)) = archive.reports[index].name {
                by_year.entry(year).or_default().reports.push(index);
            }
        }
        Self { shown, range, reports: by_year }
    }
}

impl ArchivedGovernment {
    /// The government in its settings.
    pub fn in_settings(&self) -> &Government {
        &self.settings.governments[self.index]
    }

    /// The members without a report for a year for which half of the members or more have reports.
    /// With fewer reports, the year is not handed in yet, or a part of the folder is looked at.
    pub fn absent(&self) -> impl Iterator<Item = Absent<'_>> {
        let years: BTreeSet<i32> =
            self.members.iter().flat_map(|member| member.reports.keys().copied()).collect();
        years.into_iter().flat_map(move |year| {
            let is_there = move |member: &&Member| member.reports.contains_key(&year);
            let counts = (self.members.iter().filter(is_there).count(), self.members.len());
            let is_due = 2 * counts.0 >= counts.1;
            let absent = self.members.iter().filter(move |member| is_due && !is_there(member));
            absent.map(move |member| Absent {
                member: &member.shown,
                year,
                range: member.range,
                counts,
            })
        })
    }
}

impl<'a> Membership<'a> {
    /// The members in the year of a report. `None` if the report is not the report of the
    /// government.
    pub(super) fn of(
        archive: &'a Archive,
        government: &'a ArchivedGovernment,
        report: usize,
    ) -> Option<Self> {
        let (organ, year) = archive.reports[report].name.as_ref()?;
        if government.settings.organs.canonical(organ) != government.name {
            return None;
        }
        let (mut there, mut absent, mut unclear) = (Vec::new(), Vec::new(), Vec::new());
        for member in &government.members {
            match archive.filed(member.reports.get(year)) {
                Filed::One(index) => there.push(archive.kin(index)),
                Filed::Nothing => absent.push(member.shown.as_str()),
                Filed::Several => unclear.push(member.shown.as_str()),
            }
        }
        Some(Self { there, absent, unclear })
    }
}
