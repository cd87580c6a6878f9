//! Whether a word is a column of the form with a slip.

use super::word::{MOST_LETTERS, Meaning, Word};
use super::zone::Zone;
use crate::facts::finding::{HeaderFinding, HeaderFindingKind};
use crate::facts::near::{Surroundings, without_note};
use crate::standard::Label;
use crate::text::TextRange;

impl<'a, 't> Zone<'a, 't> {
    /// Judges a word in the place of `column` that is not a word of the form.
    pub(super) fn judge(
        &self,
        at: usize,
        column: usize,
        surroundings: &Surroundings,
    ) -> Option<HeaderFinding> {
        let (word, label) = (&self.words[at], self.label(column));
        let letters = word.token.letters();
        if self.is_with_note(word, label) || surroundings.is_part(letters, label) {
            return None;
        }
        if surroundings.slip_of(letters, std::iter::once(label)).is_some() {
            return Some(self.finding(HeaderFindingKind::Near, word.range, column));
        }
        let count = word.token.count;
        // Words of the form in pieces, or joined with others.
        let is_piece = || {
            surroundings.words.iter().any(|other| {
                other.letters.contains(letters) && surroundings.is_part(letters, other)
            })
        };
        let is_joined = || {
            surroundings.missing.iter().any(|other| letters.contains(&other.letters))
                || surroundings.is_glued(letters, label)
        };
        let elsewhere = self
            .form
            .blocks
            .iter()
            .flat_map(|block| &block.columns)
            .any(|column| column.label.matches(letters));
        let unknown =
            (2..=MOST_LETTERS).contains(&count) && !elsewhere && !is_piece() && !is_joined();
        unknown.then(|| self.finding(HeaderFindingKind::Unknown, word.range, column))
    }

    /// Whether the word is the label with a note: 现行有效件数（件）.
    pub(super) fn is_with_note(&self, word: &Word, label: &Label) -> bool {
        without_note(word.token.source())
            .is_some_and(|before| label.matches(&crate::standard::letters(before)))
    }

    /// Words with an unknown place, near to a missing column.
    pub(super) fn near_loose(
        &self,
        loose: &[usize],
        explained: &[usize],
        surroundings: &Surroundings,
    ) -> Vec<HeaderFinding> {
        let mut found: Vec<(usize, HeaderFinding)> = Vec::new();
        let mut known: Vec<usize> = explained.to_vec();
        let columns = || {
            (0..self.seen.len()).filter(|&column| {
                surroundings
                    .missing
                    .iter()
                    .any(|missing| std::ptr::eq(*missing, self.label(column)))
            })
        };
        for &at in loose {
            let word = &self.words[at];
            if columns().any(|column| self.is_with_note(word, self.label(column))) {
                known.push(at);
                continue;
            }
            let label = surroundings
                .slip_of(word.token.letters(), columns().map(|column| self.label(column)));
            let column = label.and_then(|label| {
                columns().find(|&column| std::ptr::eq(self.label(column), label))
            });
            if let Some(column) = column.filter(|&column| {
                found.iter().all(|(_, other)| self.form.across || other.column != column)
            }) {
                known.push(at);
                found.push((at, self.finding(HeaderFindingKind::Near, word.range, column)));
            }
        }
        // An unexplained word may be the missing part of a near word, unless it is a slip in
        // another word of the form.
        let is_other = |at: usize| {
            let columns: Vec<&Label> =
                (0..self.seen.len()).map(|column| self.label(column)).collect();
            let others = surroundings
                .words
                .iter()
                .copied()
                .filter(|word| !columns.iter().any(|column| std::ptr::eq(*column, *word)));
            surroundings.slip_of(self.words[at].token.letters(), others).is_some()
        };
        let unexplained = (0..self.words.len()).any(|at| {
            self.words[at].meaning == Meaning::Unknown && !known.contains(&at) && !is_other(at)
        });
        let is_cut = |at: usize, finding: &HeaderFinding| {
            self.label(finding.column).letters.contains(self.words[at].token.letters())
        };
        found
            .into_iter()
            .filter(|(at, finding)| !unexplained || !is_cut(*at, finding))
            .map(|(_, finding)| finding)
            .collect()
    }

    /// Merges findings about the same word in several cells.
    pub(super) fn merge_repeats(&self, found: &mut Vec<HeaderFinding>) {
        let letters = |range: TextRange| {
            self.words.iter().find(|word| word.range == range).map(|word| word.token.letters())
        };
        let is_column = |finding: &HeaderFinding| {
            matches!(finding.kind, HeaderFindingKind::Near | HeaderFindingKind::Unknown)
        };
        let mut kept: Vec<HeaderFinding> = Vec::with_capacity(found.len());
        for finding in found.drain(..) {
            let same = |other: &&mut HeaderFinding| {
                !self.form.across
                    && other.kind == finding.kind
                    && other.column == finding.column
                    && letters(other.range) == letters(finding.range)
            };
            match kept.iter_mut().find(same).filter(|_| is_column(&finding)) {
                Some(other) => other.repeats.push(finding.range),
                None => kept.push(finding),
            }
        }
        if !self.form.across {
            for finding in kept.iter_mut().filter(|finding| is_column(finding)) {
                let own = letters(finding.range);
                let again = self.words.iter().filter(|word| {
                    word.meaning == Meaning::Unknown
                        && word.range != finding.range
                        && Some(word.token.letters()) == own
                });
                let again: Vec<TextRange> = again
                    .map(|word| word.range)
                    .filter(|range| !finding.repeats.contains(range))
                    .collect();
                finding.repeats.extend(again);
            }
        }
        *found = kept;
    }
}
