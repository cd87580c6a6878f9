//! Fixes that did not remove their finding.

use crate::diagnostic::{Diagnostic, Message, Place};
use std::collections::{HashMap, HashSet};

/// Findings that were still there after their fix. They are not fixed again: each further fix could
/// insert one more copy of a row that the program cannot read.
#[derive(Clone, Debug, Default)]
pub(super) struct Vain(HashSet<Key>);

/// A finding, without its number among equal ones: a fix may change the number.
type Key = (&'static str, Place, Message);

fn key(diagnostic: &Diagnostic) -> Key {
    let place = Place { ordinal: 0, ..diagnostic.place.clone() };
    (diagnostic.code, place, diagnostic.message.clone())
}

impl Vain {
    /// Whether a fix of this finding was in vain.
    pub(super) fn holds(&self, diagnostic: &Diagnostic) -> bool {
        !self.0.is_empty() && self.0.contains(&key(diagnostic))
    }

    /// Notes the findings of a round whose number did not become smaller. Returns whether there are
    /// any: the round is then to be taken back.
    pub(super) fn note<'a>(
        &mut self,
        fixed: impl Iterator<Item = &'a Diagnostic>,
        before: &[Diagnostic],
        left: &[Diagnostic],
    ) -> bool {
        let fixed: HashSet<Key> = fixed.map(key).collect();
        let mut counts: HashMap<Key, (usize, usize)> = HashMap::new();
        for one in left.iter().map(key).filter(|key| fixed.contains(key)) {
            counts.entry(one).or_default().1 += 1;
        }
        if counts.is_empty() {
            return false;
        }
        for one in before.iter().map(key) {
            if let Some((count, _)) = counts.get_mut(&one) {
                *count += 1;
            }
        }
        counts.retain(|_, (before, left)| left >= before);
        let is_any = !counts.is_empty();
        self.0.extend(counts.into_keys());
        is_any
    }

    /// Drops the fixes that were in vain.
    pub(super) fn drop_fixes(&self, diagnostics: &mut [Diagnostic]) {
        for diagnostic in diagnostics {
            if self.holds(diagnostic) {
                diagnostic.fixes.clear();
            }
        }
    }
}
