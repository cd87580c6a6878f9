//! The organs that belong to the new report: those that settings name as members of the issuer, and
//! those named on the command line.

use super::Read;
use crate::settings::{Government, Settings, folded_organ, is_above, place_of, split_names};
use std::collections::BTreeSet;

/// The organs of the new report. All names that are compared are the first names in folded letters.
pub(super) struct Roll<'a> {
    /// The settings with the government. `None` if no settings name the issuer.
    settings: Option<&'a Settings>,
    issuer: String,
    /// The organs that must have a report: the name for people, and the name.
    expected: Vec<(String, String)>,
    members: BTreeSet<String>,
    /// Whether the settings do not name the issuer, or name files of members.
    is_open: bool,
    /// The organs that belong to another government of the settings, and these governments.
    elsewhere: BTreeSet<String>,
}

impl<'a> Roll<'a> {
    /// `all` are settings that may name the issuer; the first that do so count. `named` are the
    /// organs of the command line.
    pub(super) fn of(
        all: impl Iterator<Item = &'a Settings>,
        read: &[Read],
        issuer: &str,
        named: &[String],
    ) -> Self {
        let named = named.iter().flat_map(|names| split_names(names));
        let mut roll = Self {
            settings: None,
            issuer: folded_organ(issuer),
            expected: Vec::new(),
            members: BTreeSet::new(),
            is_open: true,
            elsewhere: BTreeSet::new(),
        };
        let name_in =
            |settings: &Settings, name: &str| settings.organs.canonical(&folded_organ(name));
        let found = all.into_iter().find_map(|settings| {
            let issuer = name_in(settings, issuer);
            let is_issuer =
                |government: &&Government| name_in(settings, &government.name) == issuer;
            Some((settings, settings.governments.iter().find(is_issuer)?))
        });
        if let Some((settings, government)) = found {
            roll.settings = Some(settings);
            roll.is_open = government.members_in.is_some();
            roll.issuer = name_in(settings, issuer);
            government.members.iter().for_each(|member| roll.expect(member));
            for organ in roll.found_in(government, read) {
                if !is_above(&organ, &roll.issuer) {
                    roll.expect(&organ);
                }
            }
            for other in settings.governments.iter().filter(|other| *other != government) {
                let inside = roll.found_in(other, read);
                let own = name_in(settings, &other.name);
                let inside = inside.into_iter().filter(|organ| !is_above(organ, &own));
                let inside: Vec<String> = inside.collect();
                let names = std::iter::once(&other.name).chain(&other.members).chain(&inside);
                roll.elsewhere.extend(names.map(|name| name_in(settings, name)));
            }
        }
        named.for_each(|name| roll.expect(name));
        roll
    }

    fn expect(&mut self, name: &str) {
        let organ = self.first_name(&folded_organ(name));
        if organ != self.issuer && self.members.insert(organ.clone()) {
            self.expected.push((name.to_owned(), organ));
        }
    }

    /// The organs with a report, for any year, in the files of the members. Sorted.
    fn found_in(&self, government: &Government, read: &[Read]) -> BTreeSet<String> {
        let (Some(pattern), Some(settings)) = (&government.members_in, self.settings) else {
            return BTreeSet::new();
        };
        let is_inside = |read: &&Read| {
            settings.relative(&read.absolute).is_some_and(|path| pattern.covers(&path))
        };
        let records = read.iter().filter(is_inside).flat_map(|read| {
            read.records
                .iter()
                .filter_map(move |record| Some((read, record.name.organ.as_deref()?)))
        });
        records.map(|(read, organ)| self.organ(read, organ)).collect()
    }

    /// The first name of the organ of a report, by the settings of its file and then by those of
    /// the government.
    pub(super) fn organ(&self, read: &Read, organ: &str) -> String {
        self.first_name(&read.settings.organs.canonical(organ))
    }

    fn first_name(&self, organ: &str) -> String {
        self.settings.map_or_else(|| organ.to_owned(), |own| own.organs.canonical(organ))
    }

    /// Whether the organ is the issuer, perhaps under the name of its place.
    pub(super) fn is_issuer(&self, organ: &str) -> bool {
        organ == self.issuer || place_of(&self.issuer) == Some(organ)
    }

    /// Whether settings or the command line say which organs belong together.
    pub(super) fn is_known(&self) -> bool {
        self.settings.is_some() || !self.expected.is_empty()
    }

    /// Whether reports of the organ are added. Where no settings name the issuer, all are.
    pub(super) fn takes(&self, organ: &str) -> bool {
        self.settings.is_none() || self.members.contains(organ)
    }

    /// Whether members may be among the organs that nobody names.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Whether settings say that the organ belongs to another government.
    pub(super) fn is_elsewhere(&self, organ: &str) -> bool {
        self.elsewhere.contains(organ)
    }

    /// The organs that must have a report and are not in `there`: the name for people, and the
    /// name.
    pub(super) fn missing<'b>(
        &'b self,
        there: &BTreeSet<String>,
    ) -> impl Iterator<Item = (&'b str, &'b str)> {
        let missing = self.expected.iter().filter(|(_, organ)| !there.contains(organ));
        missing.map(|(name, organ)| (name.as_str(), organ.as_str()))
    }

    /// All names of the organ with this first name.
    pub(super) fn names_of<'b>(&'b self, organ: &'b str) -> Vec<&'b str> {
        self.settings.map_or_else(|| vec![organ], |own| own.organs.names_of(organ).collect())
    }
}
