//! The column of each word in a line of headers.

use super::word::{Line, MOST_LETTERS, Meaning, Slot, Word};
use super::zone::Zone;
use crate::facts::finding::{HeaderFinding, HeaderFindingKind};
use crate::facts::near::{Surroundings, words};
use crate::syntax::Layout;

impl<'a, 't> Zone<'a, 't> {
    pub(super) fn understand(&self, line: &[usize], whole: bool, anchored: bool) -> Line {
        let meaning = |at: usize| self.words[line[at]].meaning;
        let known = (0..line.len()).filter(|&at| meaning(at) != Meaning::Unknown).count();
        let fits = |at: usize, slot: Slot| meaning(at) == Meaning::Unknown || slot.is(meaning(at));
        if let [word] = *line
            && !whole
            && self.is_beside_spanning(word)
        {
            return Line::Has { word, column: self.seen.len() };
        }
        let templates = self.templates(whole);
        for slots in templates.iter().filter(|slots| slots.len() == line.len()) {
            let near = |&at: &usize| matches!((meaning(at), slots[at]), (Meaning::Unknown, Slot::Column(column)) if self.resembles(line[at], column));
            let good = known + (0..line.len()).filter(near).count();
            if (0..line.len()).all(|at| fits(at, slots[at]))
                && (2 * good >= line.len() && known > 0 || anchored && line.len() == 1)
            {
                return Line::Whole(slots.clone());
            }
        }
        // Only a line that fits no template is compared with templates in another order.
        for slots in templates.iter().filter(|slots| slots.len() == line.len()) {
            let mut left = slots.clone();
            let permuted = (0..line.len()).all(|at| {
                left.iter()
                    .position(|slot| slot.is(meaning(at)))
                    .map(|found| left.swap_remove(found))
                    .is_some()
            });
            // In text from a PDF, words on lines of their own may come in any order. In a text with
            // one cell a line, the words of a header of two lines may too, except for two exchanged
            // columns.
            let is_of_head = || slots.iter().any(|slot| matches!(slot, Slot::Head(_)));
            let is_certain = || {
                !whole
                    || self.layout != Layout::Spaces
                        && (!is_of_head() || are_two_exchanged(slots, meaning))
            };
            if permuted && is_certain() {
                return Line::Disordered(slots.clone());
            }
            if known == line.len()
                && let Some(at) = (0..line.len()).find(|&at| !slots[at].is(meaning(at)))
                && let (Meaning::Column(_), Slot::Column(column)) = (meaning(at), slots[at])
                && line.len() > 1
                && (at + 1..line.len()).all(|at| slots[at].is(meaning(at)))
                && self.lacks(column)
            {
                return Line::Copied { word: line[at], column };
            }
        }
        let unknown_elsewhere = || {
            (0..self.words.len())
                .any(|at| self.words[at].meaning == Meaning::Unknown && !line.contains(&at))
        };
        for slots in
            templates.iter().filter(|slots| slots.len() == line.len() + 1 && !self.form.across)
        {
            let lost = (0..line.len()).find(|&at| !slots[at].is(meaning(at))).unwrap_or(line.len());
            let rest = || (lost..line.len()).all(|at| slots[at + 1].is(meaning(at)));
            if let Slot::Column(column) = slots[lost]
                && known == line.len()
                && (known > 1 || anchored)
                && rest()
                && !self.seen[column]
                && !unknown_elsewhere()
            {
                let copied = self.copied(line, lost);
                return copied.map_or(Line::Lacks(column), |word| Line::Copied { word, column });
            }
        }
        for slots in
            templates.iter().filter(|slots| slots.len() + 1 == line.len() && !self.form.across)
        {
            let Some(more) = (0..line.len())
                .find(|&at| meaning(at) == Meaning::Unknown)
                .filter(|_| known + 1 == line.len() && known > 0)
            else {
                continue;
            };
            if (0..more).all(|at| slots[at].is(meaning(at)))
                && (more + 1..line.len()).all(|at| slots[at - 1].is(meaning(at)))
            {
                return Line::Has { word: line[more], column: self.column_behind(slots, more) };
            }
        }
        Line::Unclear
    }

    /// Whether a column is named too rarely, and no unknown word may be its name.
    pub(super) fn lacks(&self, column: usize) -> bool {
        let named =
            self.words.iter().filter(|word| word.meaning == Meaning::Column(column)).count();
        named < self.groups() && self.words.iter().all(|word| word.meaning != Meaning::Unknown)
    }

    /// The copied word beside the missing column at place `lost` of a line: the word stands twice,
    /// side by side, but only once in the line.
    pub(super) fn copied(&self, line: &[usize], lost: usize) -> Option<usize> {
        let is_twice = |at: usize| {
            let (one, next) = (self.words.get(at)?, self.words.get(at + 1)?);
            // A header over several columns may be repeated over each column.
            let is_column = matches!(one.meaning, Meaning::Column(_));
            (is_column
                && one.row == next.row
                && one.meaning == next.meaning
                && !line.contains(&(at + 1)))
            .then_some(at)
        };
        let before = lost.checked_sub(1).and_then(|before| is_twice(line[before])).map(|at| at + 1);
        before.or_else(|| line.get(lost).and_then(|&at| is_twice(at)))
    }

    /// The only column of a block, if its header is blank beside the word over the labels.
    pub(super) fn unnamed(&self) -> Option<HeaderFinding> {
        let head = self.form.blocks[self.block].head.as_ref()?;
        let is_other = |word: &Word| matches!(word.meaning, Meaning::Other | Meaning::Note);
        if self.seen != [false] || !self.words.iter().all(is_other) {
            return None;
        }
        let over_labels = self.words.iter().find(|word| head.matches(word.token.letters()))?;
        Some(self.finding(HeaderFindingKind::Missing, over_labels.range, 0))
    }

    /// Whether an unknown word stands in the line behind the header over all columns (申请人情况):
    /// the header of an extra column, merged down to the rows.
    pub(super) fn is_beside_spanning(&self, at: usize) -> bool {
        let word = &self.words[at];
        let before = at
            .checked_sub(1)
            .map(|before| &self.words[before])
            .filter(|before| before.row == word.row && before.meaning == Meaning::Other);
        let is_spanning = |before: &Word| {
            self.form.spanning.iter().any(|label| label.matches(before.token.letters()))
        };
        // Not if the header over all columns is repeated over each column.
        let own = || {
            self.words
                .iter()
                .filter(|other| other.row == word.row)
                .skip_while(|other| !is_spanning(other))
        };
        let is_copy = || {
            own().filter(|other| is_spanning(other)).count() > 1
                && (own().count() == self.seen.len() || own().last().is_some_and(is_spanning))
        };
        word.meaning == Meaning::Unknown
            && (2..=MOST_LETTERS).contains(&word.token.count)
            && before.is_some_and(is_spanning)
            && !is_copy()
    }

    /// The column behind a word at this place of a line.
    pub(super) fn column_behind(&self, slots: &[Slot], place: usize) -> usize {
        let columns = &self.form.blocks[self.block].columns;
        let first = |slot: &Slot| match *slot {
            Slot::Column(column) => column,
            Slot::Head(head) => {
                columns.iter().position(|column| column.under == Some(head)).unwrap_or(0)
            }
        };
        let behind = |slot: &Slot| match *slot {
            Slot::Column(column) => column + 1,
            Slot::Head(head) => columns
                .iter()
                .rposition(|column| column.under == Some(head))
                .map_or(0, |last| last + 1),
        };
        // Between two consecutive header lines, the place belongs to the last column of the first
        // line.
        let last = place
            .checked_sub(1)
            .map(|before| slots[before])
            .filter(|slot| matches!(slot, Slot::Column(_)));
        if let Some(last) =
            last.filter(|last| slots.get(place).is_some_and(|next| first(next) < behind(last)))
        {
            return behind(&last);
        }
        slots.get(place).map(first).or_else(|| slots.last().map(behind)).unwrap_or(0)
    }

    pub(super) fn resembles(&self, word: usize, column: usize) -> bool {
        let label = self.label(column);
        let surroundings = Surroundings {
            unknown: Vec::new(),
            missing: Vec::new(),
            words: words(self.form).collect(),
        };
        surroundings.slip_of(self.words[word].token.letters(), std::iter::once(label)).is_some()
    }
}

/// Whether the line has the words of the form in their places, except for two columns in each
/// other's place.
fn are_two_exchanged(slots: &[Slot], meaning: impl Fn(usize) -> Meaning) -> bool {
    let mut other = (0..slots.len()).filter(|&at| !slots[at].is(meaning(at)));
    let two = [other.next(), other.next()];
    let is_column = |at: &Option<usize>| {
        at.is_some_and(|at| {
            matches!((slots[at], meaning(at)), (Slot::Column(_), Meaning::Column(_)))
        })
    };
    other.next().is_none() && two.iter().all(is_column)
}
