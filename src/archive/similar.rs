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

/// At most 16 reports with a key are compared. Thus a thousand copies of a text cost no more than
/// a thousand different texts.
const MOST_COMPARED: usize = 16;

impl Similar {
    pub(super) fn of(reports: &[ArchivedReport]) -> Self {
        let mut similar = Self::default();
        // The first reports with a key.
        let mut first: HashMap<(i32, u8, usize, u64), Vec<usize>> = HashMap::new();
        for (index, report) in reports.iter().enumerate() {
            let Some((_, year)) = report.name else { continue };
            for section in &report.digest.sections {
                for (band, key) in section.sketch.bands() {
                    let others = first.entry((year, section.number, band, key)).or_default();
                    for &other in others.iter() {
                        similar.compare(reports, other, index, section);
                    }
                    if others.len() < MOST_COMPARED {
                        others.push(index);
                    }
                }
            }
        }
        similar
    }

    fn compare(
        &mut self,
        reports: &[ArchivedReport],
        first: usize,
        second: usize,
        section: &DigestSection,
    ) {
        let own = |index: usize| reports[index].name.as_ref().map(|(organ, _)| organ);
        let key = |index| (index, section.number);
        // Both are compared once, not once for each shared key. Nothing is more similar than 100.
        let is_known = self
            .found
            .get(&key(second))
            .is_some_and(|(other, likeness)| *other == first || *likeness == 100);
        if own(first) == own(second) || is_known {
            return;
        }
        let digest = &reports[first].digest;
        let Some(other) = digest.sections.iter().find(|other| other.number == section.number)
        else {
            return;
        };
        let likeness = section.sketch.likeness(&other.sketch);
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
