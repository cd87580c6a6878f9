//! Headers of the form in another order.

use super::word::{Meaning, Slot, Word};
use super::zone::Zone;
use crate::facts::finding::ColumnOrder;
use crate::text::TextRange;

impl<'a, 't> Zone<'a, 't> {
    /// The order of the columns if the words of a line stand in other places than `slots`.
    pub(super) fn order(&self, line: &[usize], slots: &[Slot]) -> Option<ColumnOrder> {
        let columns = self.form.blocks[self.block].columns.len();
        if self.form.across {
            // The first complete group with its columns in another order.
            let group = line.chunks(columns).enumerate().find_map(|(row, group)| {
                let named: Option<Vec<(usize, TextRange)>> =
                    group.iter().map(|&at| self.named(at)).collect();
                let named = named?;
                let is_all =
                    (0..columns).all(|column| named.iter().any(|(other, _)| *other == column));
                let differs = named.iter().enumerate().any(|(at, (column, _))| at != *column);
                (is_all && differs).then_some((row, named))
            });
            let (row, named) = group?;
            return Some(ColumnOrder {
                block: self.block,
                row: Some(row),
                named,
                is_nested: false,
            });
        }
        // The place of each column of the form that this line does not name.
        let own = |column: usize| {
            self.words
                .iter()
                .find(|word| word.meaning == Meaning::Column(column))
                .map(|word| (column, word.range))
        };
        let mut named: Vec<(usize, TextRange)> = (0..columns).map(own).collect::<Option<_>>()?;
        for (&at, slot) in line.iter().zip(slots) {
            match *slot {
                Slot::Column(column) => named[column] = self.named(at)?,
                Slot::Head(_) if !slot.is(self.words[at].meaning) => {
                    return self.nested_order(line);
                }
                Slot::Head(_) => {}
            }
        }
        Some(ColumnOrder { block: self.block, row: None, named, is_nested: false })
    }

    /// Like [`Self::order`] for a line with the head of a group in another place. All columns below
    /// the head move with it.
    pub(super) fn nested_order(&self, line: &[usize]) -> Option<ColumnOrder> {
        let columns = &self.form.blocks[self.block].columns;
        let mut named: Vec<(usize, TextRange)> = Vec::with_capacity(columns.len());
        for &at in line {
            match self.words[at].meaning {
                Meaning::Head(head) => {
                    let below = |word: &&Word| matches!(word.meaning, Meaning::Column(column) if columns[column].under == Some(head));
                    let below =
                        self.words.iter().filter(below).filter_map(|word| match word.meaning {
                            Meaning::Column(column) => Some((column, word.range)),
                            _ => None,
                        });
                    named.extend(below);
                }
                _ => named.push(self.named(at)?),
            }
        }
        let is_all = named.len() == columns.len()
            && (0..columns.len()).all(|column| named.iter().any(|(other, _)| *other == column));
        is_all.then_some(ColumnOrder { block: self.block, row: None, named, is_nested: true })
    }

    /// The column that a word names, and the range of the word.
    pub(super) fn named(&self, at: usize) -> Option<(usize, TextRange)> {
        match self.words[at].meaning {
            Meaning::Column(column) => Some((column, self.words[at].range)),
            _ => None,
        }
    }
}
