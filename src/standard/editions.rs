//! All editions of the form together.

use super::contents::Contents;
use super::lexicon::Lexicon;
use super::own::own_labels;
use super::{Form, Headings, OwnLabel, TableForm, Vocabulary, schema};
use std::sync::{LazyLock, OnceLock};

/// The form in all editions, with the words of all editions.
///
/// A program reads a standard once and keeps the standard until the program ends, so all readers of
/// reports hold a plain reference. Two standards are equal if they are the same value.
#[derive(Debug)]
pub struct Standard {
    /// Oldest first. Never empty.
    editions: Vec<Form>,
    vocabulary: Vocabulary,
    headings: Headings,
    row_widths: Vec<usize>,
    /// For each of the two newest editions, the labels that the other edition lacks.
    own_labels: [Vec<OwnLabel>; 2],
    /// Read when a sentence is read: most runs of the program read none.
    lexicon: OnceLock<Lexicon>,
    lexicon_data: &'static str,
    contents: OnceLock<Contents>,
    contents_data: &'static str,
}

impl Standard {
    /// The official form: 国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号.
    ///
    /// # Panics
    /// If a data file is malformed. The files are part of the program, and a test reads them.
    pub fn official() -> &'static Self {
        static OFFICIAL: LazyLock<Standard> = LazyLock::new(|| {
            Standard::read(
                &[include_str!("2019.toml"), include_str!("2021.toml")],
                include_str!("lexicon.toml"),
                include_str!("contents.toml"),
            )
        });
        &OFFICIAL
    }

    /// The standard of these data files: the editions, oldest first, the lexicon, and the words of
    /// the contents.
    ///
    /// # Panics
    /// If there is no edition, or a file is malformed.
    fn read(editions: &[&str], lexicon_data: &'static str, contents_data: &'static str) -> Self {
        let editions: Vec<Form> = editions.iter().map(|edition| schema::read(edition)).collect();
        assert!(editions.is_sorted_by_key(|form| form.year) && !editions.is_empty());
        let [old, new] = two_newest(&editions);
        Self {
            vocabulary: Vocabulary::of(editions.iter().rev()),
            headings: Headings::of(&editions[editions.len() - 1]),
            row_widths: row_widths(new),
            own_labels: [own_labels(old, new), own_labels(new, old)],
            editions,
            lexicon: OnceLock::new(),
            lexicon_data,
            contents: OnceLock::new(),
            contents_data,
        }
    }

    /// The form for reports of `year`: the newest edition that applies. Years before the first
    /// edition had no form. Reports of these years are read with the newest edition.
    pub fn form(&self, year: i32) -> &Form {
        self.editions.iter().rev().find(|form| form.year <= year).unwrap_or(self.newest())
    }

    /// The newest edition.
    pub fn newest(&self) -> &Form {
        &self.editions[self.editions.len() - 1]
    }

    /// All editions, oldest first.
    pub fn editions(&self) -> &[Form] {
        &self.editions
    }

    /// The two newest editions, the older edition first, because real reports keep parts of the
    /// older edition. If there is only one edition, the edition twice.
    pub fn two_newest(&self) -> [&Form; 2] {
        two_newest(&self.editions)
    }

    /// For each of the [two newest](Self::two_newest) editions, the labels of table two that the
    /// other edition lacks.
    pub fn own_labels(&self) -> &[Vec<OwnLabel>; 2] {
        &self.own_labels
    }

    /// Whether a table has several blocks. Each block of such a table may belong to another
    /// edition. `table` is an index of [`Form::tables`].
    pub fn has_blocks(&self, table: usize) -> bool {
        self.newest().tables[table].blocks.len() > 1
    }

    /// Whether the newer of the [two newest](Self::two_newest) editions divides rows of a table:
    /// the row of the older edition is the head of a group of rows.
    pub fn splits_rows(&self, table: usize) -> bool {
        let [old, new] = self.two_newest().map(|form| &form.tables[table]);
        let is_head = |letters: &str| new.heads.iter().any(|head| head.letters == letters);
        old.rows.iter().any(|row| is_head(&row.label.letters))
    }

    /// The table of a section in each edition, newest first.
    pub fn tables_of(&self, section: u8) -> impl Iterator<Item = &TableForm> {
        let all = self.editions.iter().rev().flat_map(|form| &form.tables);
        all.filter(move |table| table.section == section)
    }

    /// The headings of the newest edition, prepared for comparison.
    pub fn headings(&self) -> &Headings {
        &self.headings
    }

    /// The numbers of values in labelled rows of the newest edition, without 1.
    pub fn row_widths(&self) -> &[usize] {
        &self.row_widths
    }

    /// The words of all editions.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The words of sentences that state what a table holds.
    pub fn lexicon(&self) -> &Lexicon {
        self.lexicon.get_or_init(|| Lexicon::read(self.lexicon_data))
    }

    /// The words of rules about what a report says.
    pub fn contents(&self) -> &Contents {
        self.contents.get_or_init(|| Contents::read(self.contents_data))
    }
}

fn row_widths(form: &Form) -> Vec<usize> {
    let tables = form.tables.iter().filter(|table| !table.across);
    let rows = tables.flat_map(|table| (0..table.rows.len()).map(|row| table.width(row)));
    let mut widths: Vec<usize> = rows.filter(|width| *width > 1).collect();
    widths.sort_unstable();
    widths.dedup();
    widths
}

fn two_newest(editions: &[Form]) -> [&Form; 2] {
    let newest = editions.len() - 1;
    [&editions[newest.saturating_sub(1)], &editions[newest]]
}

impl PartialEq for Standard {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Standard {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_the_newest_edition_that_is_for_it() {
        let standard = Standard::official();
        let year = |year| standard.form(year).year;
        assert_eq!([2018, 2019, 2020, 2021, 2025].map(year), [2021, 2019, 2019, 2021, 2021]);
    }

    #[test]
    fn a_standard_of_one_edition_is_one() {
        let standard = Standard::read(
            &[include_str!("2021.toml")],
            include_str!("lexicon.toml"),
            include_str!("contents.toml"),
        );
        assert_eq!((standard.form(2019).year, standard.editions().len()), (2021, 1));
        assert_ne!(&standard, Standard::official());
    }
}
