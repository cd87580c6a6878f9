//! The words of sentences that state what a table holds.

use crate::text::{Folded, TextRange};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

/// The class of a word: its part in a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    Notice,
    Charges,
    Members,
    Others,
    Instance,
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

impl Class {
    /// All classes, each with its name in the data file. A word of several classes belongs to the
    /// first class.
    pub const ALL: [(&'static str, Self); 40] = [
        ("request", Self::Request),
        ("new", Self::New),
        ("received", Self::Received),
        ("handled", Self::Handled),
        ("answered", Self::Answered),
        ("in", Self::In),
        ("out", Self::Out),
        ("disputes", Self::Disputes),
        ("direct", Self::Direct),
        ("after", Self::After),
        ("reviews", Self::Reviews),
        ("suits", Self::Suits),
        ("upheld", Self::Upheld),
        ("corrected", Self::Corrected),
        ("otherwise", Self::Otherwise),
        ("pending", Self::Pending),
        ("documents", Self::Documents),
        ("rules", Self::Rules),
        ("made", Self::Made),
        ("gone", Self::Gone),
        ("valid", Self::Valid),
        ("licences", Self::Licences),
        ("penalties", Self::Penalties),
        ("coercion", Self::Coercion),
        ("fee", Self::Fee),
        ("notice", Self::Notice),
        ("charges", Self::Charges),
        ("members", Self::Members),
        ("others", Self::Others),
        ("instance", Self::Instance),
        ("channel", Self::Channel),
        ("natural", Self::Natural),
        ("legal", Self::Legal),
        ("person", Self::Person),
        ("part", Self::Part),
        ("period", Self::Period),
        ("last-year", Self::LastYear),
        ("matter", Self::Matter),
        ("not", Self::Not),
        ("filler", Self::Filler),
    ];
}

impl Outcome {
    /// The names of all outcomes in the data file.
    pub const NAMES: [&'static str; 25] = [
        "open", "part", "c", "d", "e", "f", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "d1",
        "d2", "d3", "e1", "e2", "e3", "e4", "e5", "f1", "f2", "f3",
    ];

    /// The outcome with one of the [`Self::NAMES`].
    pub fn named(name: &str) -> Option<Self> {
        let group = Self::NAMES.iter().find(|known| **known == name)?.chars().next()?;
        Some(match (name, name[1..].parse()) {
            ("open", _) => Self::Open,
            ("part", _) => Self::Part,
            (_, Ok(row)) => Self::Row(group, row),
            (_, Err(_)) => Self::Group(group),
        })
    }

    /// The name in the data file.
    pub fn name(self) -> String {
        match self {
            Self::Open => "open".to_owned(),
            Self::Part => "part".to_owned(),
            Self::Group(group) => group.to_string(),
            Self::Row(group, row) => format!("{group}{row}"),
        }
    }
}

impl Word {
    /// The name in the data file, of an outcome behind `outcomes.`.
    pub fn name(self) -> String {
        match self {
            Self::Of(class) => Class::ALL
                .iter()
                .find(|(_, known)| *known == class)
                .map_or_else(String::new, |(name, _)| (*name).to_owned()),
            Self::Outcome(outcome) => format!("outcomes.{}", outcome.name()),
        }
    }
}

/// The words, found all at once. Two lexicons are equal if they hold the same words.
#[derive(Clone, Debug)]
pub struct Lexicon(Arc<Words>);

#[derive(Debug)]
struct Words {
    /// In folded letters.
    words: HashMap<String, Word>,
    /// Made when a text is read: settings only look words up.
    any: OnceLock<Any>,
}

/// All words at once. The automaton that `regex` builds for words, without the rest of `regex`: a
/// regular expression of these words takes seven milliseconds to make, this takes a tenth.
#[derive(Debug)]
struct Any {
    automaton: AhoCorasick,
    /// What each word is, in the order of the automaton.
    words: Vec<Word>,
}

#[derive(Deserialize)]
struct FileData {
    outcomes: BTreeMap<String, Vec<String>>,
    #[serde(flatten)]
    classes: BTreeMap<String, Vec<String>>,
}

impl PartialEq for Lexicon {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.words == other.0.words
    }
}

impl Eq for Lexicon {}

impl Lexicon {
    /// Reads the data file.
    ///
    /// # Panics
    /// If the file is malformed.
    pub(super) fn read(text: &str) -> Self {
        let mut file: FileData = toml::from_str(text).expect("the lexicon is well formed");
        let of_class = Class::ALL.iter().flat_map(|(name, class)| {
            let words = file.classes.remove(*name).expect("every class has words");
            words.into_iter().map(|word| (Word::Of(*class), word))
        });
        let mut all: Vec<(Word, String)> = of_class.collect();
        assert!(file.classes.is_empty(), "unknown classes: {:?}", file.classes);
        for (name, words) in file.outcomes {
            let outcome = Word::Outcome(Outcome::named(&name).expect("an outcome"));
            all.extend(words.into_iter().map(|word| (outcome, word)));
        }
        Self::of(HashMap::new(), &all)
    }

    /// The lexicon with these words added. A word that the lexicon has already stays what it is.
    pub fn widened(&self, words: &[(Word, String)]) -> Self {
        if words.is_empty() {
            return self.clone();
        }
        Self::of(self.0.words.clone(), words)
    }

    fn of(mut words: HashMap<String, Word>, added: &[(Word, String)]) -> Self {
        for (word, written) in added {
            words.entry(folded(written)).or_insert(*word);
        }
        Self(Arc::new(Words { words, any: OnceLock::new() }))
    }

    /// What a written word is. `None` if the lexicon does not have the word.
    pub fn word(&self, written: &str) -> Option<Word> {
        self.0.words.get(&folded(written)).copied()
    }

    /// The words in a folded text, each with its place. Of several words at a place, the longest.
    pub fn find_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (TextRange, Word)> + 'a {
        let any = self.0.any();
        any.automaton.find_iter(text).map(|found| {
            (TextRange::new(found.start(), found.end()), any.words[found.pattern().as_usize()])
        })
    }
}

impl Words {
    fn any(&self) -> &Any {
        self.any.get_or_init(|| {
            let (written, words): (Vec<&String>, Vec<Word>) = self.words.iter().unzip();
            let automaton = AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .build(written)
                .expect("some hundred short words");
            Any { automaton, words }
        })
    }
}

/// A word as it is compared: in folded letters, without spaces.
fn folded(word: &str) -> String {
    Folded::new(word, TextRange::new(0, word.len())).text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::Standard;

    fn official() -> &'static Lexicon {
        Standard::official().lexicon()
    }

    fn found(lexicon: &Lexicon, text: &str) -> Vec<Word> {
        lexicon.find_in(text).map(|(_, word)| word).collect()
    }

    #[test]
    fn added_words_are_found_and_the_official_lexicon_stays() {
        let words = [
            (Word::Of(Class::Received), "收悉".to_owned()),
            (Word::Outcome(Outcome::Row('d', 1)), "查无此件".to_owned()),
        ];
        let widened = official().widened(&words);
        assert_eq!(found(&widened, "收悉"), [Word::Of(Class::Received)]);
        assert_eq!(found(&widened, "查无此件"), [Word::Outcome(Outcome::Row('d', 1))]);
        assert_eq!(found(&widened, "收到"), [Word::Of(Class::Received)]);
        assert_eq!(official().word("收悉"), None);
        assert_ne!(found(official(), "查无此件"), found(&widened, "查无此件"));
    }

    #[test]
    fn equal_words_give_equal_lexicons() {
        let word = |written: &str| [(Word::Of(Class::Received), written.to_owned())];
        assert_eq!(official().widened(&word("收悉")), official().widened(&word("收 悉")));
        assert_ne!(official().widened(&word("收悉")), official().widened(&word("收迄")));
        assert_eq!(&official().widened(&[]), official());
        assert_eq!(&official().widened(&word("收到")), official(), "a known word adds nothing");
        let other = [(Word::Of(Class::Filler), "收到".to_owned())];
        assert_eq!(official().widened(&other).word("收到"), Some(Word::Of(Class::Received)));
    }

    #[test]
    fn every_word_has_the_name_of_its_class() {
        for (name, class) in Class::ALL {
            assert_eq!(Word::Of(class).name(), name);
        }
        for name in Outcome::NAMES {
            let outcome = Outcome::named(name).unwrap();
            assert_eq!(outcome.name(), name);
            assert_eq!(Word::Outcome(outcome).name(), format!("outcomes.{name}"));
        }
        assert_eq!(Outcome::named("c9"), None);
        assert_eq!(Outcome::named(""), None);
    }
}
