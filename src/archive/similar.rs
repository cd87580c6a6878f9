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

/// The key of each band in a section and year, the section, and the report.
fn bands(reports: &[ArchivedReport]) -> impl Iterator<Item = (u64, u8, u32)> {
    let named = reports.iter().enumerate().filter_map(|(index, report)| {
        let (_, year) = report.name.as_ref()?;
        Some((index as u32, *year, &report.digest.sections))
    });
    named.flat_map(|(index, year, sections)| {
        sections.iter().flat_map(move |section| {
            let own = u64::from(section.number) << 32 | u64::from(year as u32);
            section.sketch.bands().map(move |key| (key ^ own, section.number, index))
        })
    })
}

/// Which keys were seen once, and which perhaps more often: two bits for some bits of a key.
struct Seen {
    once: Vec<u64>,
    again: Vec<u64>,
}

impl Seen {
    /// For about this number of keys.
    fn new(keys: usize) -> Self {
        let words = (keys / 8).next_power_of_two();
        Self { once: vec![0; words], again: vec![0; words] }
    }

    fn place(&self, key: u64) -> (usize, u64) {
        ((key >> 6) as usize & (self.once.len() - 1), 1 << (key & 63))
    }

    fn note(&mut self, key: u64) {
        let (word, bit) = self.place(key);
        self.again[word] |= self.once[word] & bit;
        self.once[word] |= bit;
    }

    fn may_be_shared(&self, key: u64) -> bool {
        let (word, bit) = self.place(key);
        self.again[word] & bit != 0
    }
}

impl Similar {
    pub(super) fn of(reports: &[ArchivedReport]) -> Self {
        let mut similar = Self::default();
        let mut keys: Vec<(u64, u8, u32)> = bands(reports).collect();
        // Nearly all keys are of one text only, and need not be sorted.
        let mut seen = Seen::new(keys.len());
        keys.iter().for_each(|(key, ..)| seen.note(*key));
        keys.retain(|(key, ..)| seen.may_be_shared(*key));
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
