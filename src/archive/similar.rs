//! The texts that are alike among the reports of a year.

use super::ArchivedReport;
use crate::report::{ALIKE, DigestSection};
use std::collections::HashMap;

/// For each section of a report, the report of another organ with the most similar text.
#[derive(Debug, Default)]
pub struct Similar {
    /// By report and section: the other report, and the likeness in percent.
    found: HashMap<(usize, u8), (usize, u32)>,
}

/// At most 16 reports with a key are compared with the others. Thus a thousand copies of a text
/// cost no more than a thousand different texts.
const MOST_COMPARED: usize = 16;

impl Similar {
    pub(super) fn of(reports: &[ArchivedReport]) -> Self {
        let mut similar = Self::default();
        // The key of a band in a section and year, the section, and the report.
        let mut keys: Vec<(u64, u8, u32)> = Vec::new();
        for (index, report) in reports.iter().enumerate() {
            let Some((_, year)) = report.name else { continue };
            for section in &report.digest.sections {
                let own = u64::from(section.number) << 32 | u64::from(year as u32);
                let bands = section.sketch.bands();
                keys.extend(bands.map(|key| (key ^ own, section.number, index as u32)));
            }
        }
        keys.sort_unstable();
        let is_shared = |a: &(u64, u8, u32), b: &(u64, u8, u32)| (a.0, a.1) == (b.0, b.1);
        for shared in keys.chunk_by(is_shared).filter(|shared| shared.len() > 1) {
            for (at, &(_, section, second)) in shared.iter().enumerate() {
                for &(_, _, first) in &shared[..at.min(MOST_COMPARED)] {
                    similar.compare(reports, first as usize, second as usize, section);
                }
            }
        }
        similar
    }

    fn compare(&mut self, reports: &[ArchivedReport], first: usize, second: usize, number: u8) {
        let name = |index: usize| reports[index].name.as_ref();
        let (Some(own), Some(others)) = (name(first), name(second)) else { return };
        let key = |index| (index, number);
        // Both are compared once, not once for each shared key. Nothing is more similar than 100.
        let is_known = self
            .found
            .get(&key(second))
            .is_some_and(|(other, likeness)| *other == first || *likeness == 100);
        if own.0 == others.0 || own.1 != others.1 || is_known {
            return;
        }
        let section = |index: usize| -> Option<&DigestSection> {
            reports[index].digest.sections.iter().find(|section| section.number == number)
        };
        let (Some(one), Some(other)) = (section(first), section(second)) else { return };
        let likeness = one.sketch.likeness(&other.sketch);
        if likeness < ALIKE {
            return;
        }
        for (one, other) in [(first, second), (second, first)] {
            let best = self.found.entry(key(one)).or_insert((other, likeness));
            if best.1 < likeness {
                *best = (other, likeness);
            }
        }
    }

    /// The report with the most similar section, and the likeness in percent.
    pub fn to(&self, report: usize, section: u8) -> Option<(usize, u32)> {
        self.found.get(&(report, section)).copied()
    }
}
