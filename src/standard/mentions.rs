//! The wordings of sentences that state the number of a cell of the form.

use super::{CellRef, Form};
use crate::text::{Folded, TextRange};
use memchr::memmem::Finder;
use serde::Deserialize;
use std::sync::Arc;

/// The words for comparison with sentences, folded and without spaces.
#[derive(Debug)]
pub struct MentionWords {
    /// Units that follow a number.
    pub units: Vec<String>,
    /// Characters that may stand between a phrase and its number.
    pub between: String,
    /// Words before the number in its sentence. With such a word, the number belongs to another
    /// year or to other organs.
    pub elsewhere: Vec<String>,
    /// Words before the number in its clause. With such a word, the number counts only a part.
    pub part: Vec<String>,
    mentions: Vec<MentionData>,
}

/// The wordings for the sum of some cells of a table.
#[derive(Debug)]
pub struct MentionForm {
    /// Index of [`Form::tables`].
    pub table: usize,
    /// Empty for a trap: a sentence with these phrases states nothing.
    pub cells: Vec<CellRef>,
    /// One of these words must occur in the same sentence. Empty without this condition.
    pub near: Arc<[String]>,
    pub phrases: Arc<[Phrase]>,
}

/// The words before a number and behind its unit. One of the two may be empty.
#[derive(Debug)]
pub struct Phrase {
    pub before: String,
    pub after: String,
    finder: Finder<'static>,
}

impl Phrase {
    /// The places of the words before the number in a folded text. If these words are empty, the
    /// places of the words behind the number.
    pub fn find_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.finder.find_iter(text.as_bytes())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileData {
    units: Vec<String>,
    between: String,
    elsewhere: Vec<String>,
    part: Vec<String>,
    mention: Vec<EntryData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryData {
    table: Option<String>,
    #[serde(default)]
    rows: Vec<String>,
    column: Option<String>,
    #[serde(default)]
    near: Vec<String>,
    phrases: Vec<String>,
}

#[derive(Debug)]
struct MentionData {
    table: Option<String>,
    rows: Vec<String>,
    column: Option<String>,
    near: Arc<[String]>,
    phrases: Arc<[Phrase]>,
}

impl MentionWords {
    /// Reads the data file.
    ///
    /// # Panics
    /// If the file is malformed.
    pub(super) fn read(text: &str) -> Self {
        let file: FileData =
            toml::from_str(text).expect("the data file of mentions is well formed");
        let all = |words: Vec<String>| words.iter().map(|word| folded(word)).collect::<Vec<_>>();
        let mentions = file.mention.into_iter().map(|entry| MentionData {
            table: entry.table,
            rows: entry.rows,
            column: entry.column,
            near: all(entry.near).into(),
            phrases: entry.phrases.iter().map(|phrase| self::phrase(phrase)).collect(),
        });
        Self {
            mentions: mentions.collect(),
            units: all(file.units),
            between: folded(&file.between),
            elsewhere: all(file.elsewhere),
            part: all(file.part),
        }
    }

    /// The wordings for the cells of an edition, with the traps.
    pub(super) fn of(&self, form: &Form) -> Vec<MentionForm> {
        self.mentions.iter().filter_map(|data| data.of(form)).collect()
    }
}

fn phrase(phrase: &str) -> Phrase {
    let (before, after) = phrase.split_once("{n}").expect("a phrase has a number");
    let (before, after) = (folded(before), folded(after));
    let finder = Finder::new(if before.is_empty() { &after } else { &before }).into_owned();
    Phrase { before, after, finder }
}

fn folded(word: &str) -> String {
    Folded::new(word, TextRange::new(0, word.len())).text
}

impl MentionData {
    /// The wordings for the existing cells of an edition; `None` if the edition has none of the
    /// cells.
    fn of(&self, form: &Form) -> Option<MentionForm> {
        let Some(name) = &self.table else {
            return Some(MentionForm {
                table: 0,
                cells: Vec::new(),
                near: self.near.clone(),
                phrases: self.phrases.clone(),
            });
        };
        let index = form.tables.iter().position(|table| table.name == *name)?;
        let table = &form.tables[index];
        let is_named = |row: usize, name: &String| {
            table.rows[row].label.text == *name
                || table.rows[row].under.iter().any(|&head| table.heads[head].text == *name)
        };
        let rows =
            (0..table.rows.len()).filter(|&row| self.rows.iter().any(|name| is_named(row, name)));
        let cell = |row: usize| {
            let column = table
                .columns(row)
                .iter()
                .position(|column| self.column.as_ref() == Some(&column.label.text))?;
            Some(CellRef { row, column })
        };
        let cells: Vec<CellRef> = rows.filter_map(cell).collect();
        (!cells.is_empty()).then_some(MentionForm {
            table: index,
            cells,
            near: self.near.clone(),
            phrases: self.phrases.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::standard::Standard;

    #[test]
    fn every_entry_is_for_some_edition() {
        let standard = Standard::official();
        let words = standard.mention_words();
        for data in &words.mentions {
            let is_of_one = standard.editions().iter().any(|form| data.of(form).is_some());
            assert!(is_of_one, "{data:?}");
        }
        let mentions = &standard.newest().mentions;
        let refused = mentions
            .iter()
            .find(|mention| mention.phrases[0].before == "不予公开")
            .expect("the group");
        assert_eq!(refused.cells.len(), 8);
        assert_eq!(mentions.len(), words.mentions.len() - 1);
    }
}
