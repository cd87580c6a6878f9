//! The words of all editions, searched by their letters.

use super::hash::Prehashed;
use super::{Form, Label};
use crate::text::letters_hash;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// A word of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Index of [`Form::tables`].
    pub table: usize,
    pub role: TermRole,
}

/// The role of a word in its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TermRole {
    /// A row with numbers.
    Row(Edge),
    /// The head of a group of rows or columns, a spanning header, the head over the labels, or the
    /// note in the corner.
    Head,
    Column,
    Caption,
}

/// Whether a row is the first or last row of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edge {
    First,
    Inner,
    Last,
}

/// The words of all tables.
#[derive(Debug, Default)]
pub struct Vocabulary {
    terms: HashMap<u64, Vec<Term>, BuildHasherDefault<Prehashed>>,
    /// The section, counted from 1, and whether the title is official or a harmless wording.
    titles: HashMap<u64, (u8, bool), BuildHasherDefault<Prehashed>>,
}

/// The table of all terms. `None` if there are no terms, or if the terms are of several tables.
pub fn only_table(terms: &[Term]) -> Option<usize> {
    let table = terms.first()?.table;
    terms.iter().all(|term| term.table == table).then_some(table)
}

impl Vocabulary {
    /// The words of these editions, newest first.
    pub(super) fn of<'a>(editions: impl Iterator<Item = &'a Form>) -> Self {
        let mut vocabulary = Self::default();
        editions.for_each(|form| vocabulary.add(form));
        vocabulary
    }

    /// The possible meanings of a word with this [`letters_hash`]. Empty for a word outside of the
    /// form.
    pub fn terms(&self, hash: u64) -> &[Term] {
        self.terms.get(&hash).map_or(&[], Vec::as_slice)
    }

    /// The only table with this word. `None` if no table or several tables have the word.
    pub fn table(&self, hash: u64) -> Option<usize> {
        only_table(self.terms(hash))
    }

    /// The section with this [`letters_hash`] of its title, and whether the title is official or a
    /// harmless wording.
    pub fn title(&self, hash: u64) -> Option<(u8, bool)> {
        self.titles.get(&hash).copied()
    }

    fn add(&mut self, form: &Form) {
        for (number, section) in (1..).zip(&form.sections) {
            self.titles.entry(letters_hash(&section.title.text).0).or_insert((number, true));
            for variant in &section.title.variants {
                self.titles.entry(letters_hash(variant).0).or_insert((number, false));
            }
        }
        for (table, table_form) in form.tables.iter().enumerate() {
            let mut term = |label: &Label, role| {
                for text in std::iter::once(&label.letters).chain(&label.variants) {
                    let terms = self.terms.entry(letters_hash(text).0).or_default();
                    let term = Term { table, role };
                    if !terms.contains(&term) {
                        terms.push(term);
                    }
                }
            };
            table_form
                .heads
                .iter()
                .chain(&table_form.spanning)
                .chain(&table_form.corner)
                .for_each(|label| term(label, TermRole::Head));
            for block in &table_form.blocks {
                block.head.iter().for_each(|label| term(label, TermRole::Head));
                block.caption.iter().for_each(|label| term(label, TermRole::Caption));
                block.columns.iter().for_each(|column| term(&column.label, TermRole::Column));
            }
            let last = table_form.rows.len() - 1;
            for (index, row) in table_form.rows.iter().enumerate() {
                let edge = match index {
                    0 => Edge::First,
                    index if index == last => Edge::Last,
                    _ => Edge::Inner,
                };
                term(
                    &row.label,
                    if table_form.across { TermRole::Head } else { TermRole::Row(edge) },
                );
            }
        }
    }
}
