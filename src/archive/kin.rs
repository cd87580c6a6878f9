//! The view of a collection from one of its reports: the input of rules across reports.

use super::{Archive, ArchivedFile, ArchivedReport, Membership};
use crate::diagnostic::{Elsewhere, Message};
use crate::report::Digest;
use crate::text::TextRange;

/// A report with the other reports that belong to it.
#[derive(Clone, Copy, Debug)]
pub struct Kin<'a> {
    pub archive: &'a Archive,
    /// Index of the report.
    pub index: usize,
}

impl<'a> Kin<'a> {
    pub(super) fn new(archive: &'a Archive, index: usize) -> Self {
        Self { archive, index }
    }

    pub fn report(self) -> &'a ArchivedReport {
        &self.archive.reports[self.index]
    }

    pub fn digest(self) -> &'a Digest {
        &self.report().digest
    }

    pub fn file(self) -> &'a ArchivedFile {
        &self.archive.files[self.report().file]
    }

    /// The year of the report, if organ and year are known.
    pub fn year(self) -> Option<i32> {
        self.report().name.as_ref().map(|(_, year)| *year)
    }

    /// The reports of the same organ and year that come before this one.
    pub fn before(self) -> impl Iterator<Item = Kin<'a>> {
        let name = self.report().name.as_ref();
        let group = name.and_then(|(organ, year)| self.archive.named(organ, *year));
        let same = group.map_or(&[][..], |group| &group.reports);
        let before = same.iter().copied().take_while(move |&other| other < self.index);
        before.map(move |other| self.archive.kin(other))
    }

    /// Whether a later report of the organ says that the organ of this report or of the other one
    /// was merged.
    pub fn was_merged_with(self, other: Kin) -> bool {
        let Some((organ, year)) = &self.report().name else { return false };
        let mut names =
            [self, other].into_iter().filter_map(|kin| kin.digest().name.organ.as_ref());
        names.any(|name| **name != **organ && self.archive.is_absorbed(organ, *year, name))
    }

    /// The report of another organ with the most similar text of a section, and the likeness in
    /// percent.
    pub fn similar(self, section: u8) -> Option<(Kin<'a>, u32)> {
        let (other, likeness) = self.archive.similar().to(self.index, section)?;
        Some((self.archive.kin(other), likeness))
    }

    /// The members of the organ for the year of the report, if the organ is a government of the
    /// settings.
    pub fn membership(self) -> Option<Membership<'a>> {
        self.archive
            .governments
            .iter()
            .find_map(|government| Membership::of(self.archive, government, self.index))
    }

    /// A place in this report, for a finding in another report.
    pub fn elsewhere(self, range: TextRange, message: Message) -> Elsewhere {
        Elsewhere { file: self.report().file, range, message, place: None }
    }
}
