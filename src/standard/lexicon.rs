//! The words of sentences that state what a table holds.

use crate::text::{Folded, TextRange};
use regex::Regex;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// The class of a word: its part in a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    Request,
    New,
    Received,
    Handled,
    Answered,
    In,
    Out,
    Disputes,
    Direct,
    After,
    Reviews,
    Suits,
    Upheld,
    Corrected,
    Otherwise,
    Pending,
    Documents,
    Rules,
    Made,
    Gone,
    Valid,
    Licences,
    Penalties,
    Coercion,
    Fee,
    Charges,
    Members,
    Channel,
    Natural,
    Legal,
    Person,
    Part,
    Period,
    LastYear,
    Matter,
    Not,
    Filler,
}

/// An outcome of requests: rows of table three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// （一）予以公开.
    Open,
    /// （二）部分公开.
    Part,
    /// All rows of a group: `c` for （三） to `f` for （六）.
    Group(char),
    /// A row of a group, counted from 1.
    Row(char, u8),
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Of(Class),
    Outcome(Outcome),
}

/// The words, found all at once.
#[derive(Debug)]
pub struct Lexicon {
    any: Regex,
    words: HashMap<String, Word>,
}

#[derive(Deserialize)]
struct FileData {
    outcomes: BTreeMap<String, Vec<String>>,
    #[serde(flatten)]
    classes: BTreeMap<Class, Vec<String>>,
}

impl Lexicon {
    /// Reads the data file.
    ///
    /// # Panics
    /// If the file is malformed.
    pub(super) fn read(text: &str) -> Self {
        let file: FileData = toml::from_str(text).expect("the lexicon is well formed");
        let of_class = file.classes.into_iter().map(|(class, words)| (Word::Of(class), words));
        let of_outcome =
            file.outcomes.into_iter().map(|(name, words)| (Word::Outcome(outcome(&name)), words));
        let mut words = HashMap::new();
        for (word, written) in of_class.chain(of_outcome) {
            for written in written {
                words.entry(folded(&written)).or_insert(word);
            }
        }
        let mut longest_first: Vec<&str> = words.keys().map(String::as_str).collect();
        longest_first.sort_by_key(|word| (std::cmp::Reverse(word.len()), *word));
        let escaped: Vec<String> = longest_first.into_iter().map(regex::escape).collect();
        let any = Regex::new(&escaped.join("|")).expect("words");
        Self { any, words }
    }

    /// The words in a folded text, each with its place. Of several words at a place, the longest.
    pub fn find_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (TextRange, Word)> + 'a {
        self.any.find_iter(text).filter_map(|found| {
            let word = self.words.get(found.as_str())?;
            Some((TextRange::new(found.start(), found.end()), *word))
        })
    }
}

fn outcome(name: &str) -> Outcome {
    let mut letters = name.chars();
    let group = letters.next().expect("a name");
    match (name, letters.as_str().parse()) {
        ("open", _) => Outcome::Open,
        ("part", _) => Outcome::Part,
        (_, Ok(row)) => Outcome::Row(group, row),
        (_, Err(_)) => Outcome::Group(group),
    }
}

fn folded(word: &str) -> String {
    Folded::new(word, TextRange::new(0, word.len())).text
}
