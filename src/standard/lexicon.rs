//! The words of sentences that state what a table holds.

use crate::text::{Folded, TextRange, fold};
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The class of a word: its part in a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    Request,
    New,
    Received,
    Handled,
    Answered,
    Due,
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
    NextYear,
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
    pub const ALL: [(&'static str, Self); 42] = [
        ("request", Self::Request),
        ("new", Self::New),
        ("received", Self::Received),
        ("handled", Self::Handled),
        ("answered", Self::Answered),
        ("due", Self::Due),
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
        ("next-year", Self::NextYear),
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

/// The words, looked for at every letter of a text. Two lexicons are equal if they hold the same
/// words.
#[derive(Clone, Debug)]
pub struct Lexicon(Arc<Words>);

/// Words by their first letter. An automaton of all words takes three milliseconds to build, more
/// than a report takes to be checked; this takes a fortieth.
#[derive(Debug)]
struct Words {
    /// In folded letters, by the first two letters, the longest first. A word of one letter stands
    /// before the others.
    words: Vec<Entry>,
    /// For each ideograph, from [`FIRST`] to [`LAST`]: the range of its words. Words in other
    /// letters are found by a search.
    by_ideograph: Box<[(u32, u32)]>,
    /// Whether there are such words.
    has_others: bool,
    /// A bit for the first two letters of each word. Most letters of a text that begin a word do
    /// not stand before its second letter.
    pairs: Box<[u64; PAIRS]>,
}

/// 16 bits for each of a thousand words.
const PAIRS: usize = 256;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    written: Box<str>,
    first: char,
    /// The second letter. `'\0'` of a word of one letter.
    second: char,
    word: Word,
}

const FIRST: char = '\u{4e00}';
const LAST: char = '\u{9fff}';

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
        Self::of(&[], all)
    }

    /// The lexicon with these words added. A word that the lexicon has already stays what it is.
    pub fn widened(&self, words: &[(Word, String)]) -> Self {
        if words.is_empty() {
            return self.clone();
        }
        Self::of(&self.0.words, words.iter().cloned())
    }

    fn of(known: &[Entry], added: impl IntoIterator<Item = (Word, String)>) -> Self {
        let added = added.into_iter().filter_map(|(word, written)| {
            let written = folded(written).into_boxed_str();
            let mut letters = written.chars();
            let (first, second) = (letters.next()?, letters.next().unwrap_or_default());
            Some(Entry { written, first, second, word })
        });
        let mut words: Vec<Entry> = known.iter().cloned().chain(added).collect();
        let order = |entry: &Entry| (entry.first, entry.second, Reverse(entry.written.len()));
        // A stable sort keeps the first class of a word before its others.
        words.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.written.cmp(&b.written)));
        words.dedup_by(|later, first| later.written == first.written);
        let mut by_ideograph = vec![(0, 0); LAST as usize - FIRST as usize + 1].into_boxed_slice();
        let mut start = 0;
        for own in words.chunk_by(|a, b| a.first == b.first) {
            if let Some(range) = ideograph(own[0].first).and_then(|at| by_ideograph.get_mut(at)) {
                *range = (start as u32, (start + own.len()) as u32);
            }
            start += own.len();
        }
        let mut pairs = Box::new([0; PAIRS]);
        for entry in &words {
            let (at, bit) = pair(entry.first, entry.second);
            pairs[at] |= bit;
        }
        let has_others = words.iter().any(|entry| ideograph(entry.first).is_none());
        Self(Arc::new(Words { words, by_ideograph, has_others, pairs }))
    }

    /// What a written word is. `None` if the lexicon does not have the word.
    pub fn word(&self, written: &str) -> Option<Word> {
        let written = folded(written.to_owned());
        let own = self.0.beginning_with(written.chars().next()?);
        own.iter().find(|entry| *entry.written == *written).map(|entry| entry.word)
    }

    /// Whether a word begins with a folded letter.
    #[inline]
    pub fn begins(&self, first: char) -> bool {
        match ideograph(first) {
            Some(at) => self.0.by_ideograph[at].0 < self.0.by_ideograph[at].1,
            None => !self.0.beginning_with(first).is_empty(),
        }
    }

    /// The longest word at the start of a folded text, and its length in bytes.
    pub fn at_start_of(&self, text: &str) -> Option<(usize, Word)> {
        let mut letters = text.chars();
        let first = letters.next()?;
        let own = self.0.beginning_with(first);
        let second = letters.next().unwrap_or_default();
        let alone = own.first().filter(|entry| entry.second == '\0');
        let longer = if second != '\0' && self.0.may_begin(first, second) {
            let from = own.partition_point(|entry| entry.second < second);
            let mut own = own[from..].iter().take_while(|entry| entry.second == second);
            own.find(|entry| text.starts_with(&*entry.written))
        } else {
            None
        };
        let found = longer.or(alone)?;
        Some((found.written.len(), found.word))
    }
}

impl Words {
    #[inline]
    fn beginning_with(&self, first: char) -> &[Entry] {
        let range = match ideograph(first) {
            Some(at) => self.by_ideograph.get(at).map(|&(start, end)| start as usize..end as usize),
            None if !self.has_others => None,
            None => {
                let start = self.words.partition_point(|entry| entry.first < first);
                let end = self.words.partition_point(|entry| entry.first <= first);
                Some(start..end)
            }
        };
        range.and_then(|range| self.words.get(range)).unwrap_or_default()
    }

    /// Whether a word may begin with these two letters.
    #[inline]
    fn may_begin(&self, first: char, second: char) -> bool {
        let (at, bit) = pair(first, second);
        self.pairs[at] & bit != 0
    }
}

/// The place of two letters in [`Words::pairs`]. Several pairs share a place.
#[inline]
fn pair(first: char, second: char) -> (usize, u64) {
    let hash = u32::from(first).wrapping_mul(0x9e37) ^ u32::from(second);
    (hash as usize / 64 % PAIRS, 1 << (hash % 64))
}

/// The index of an ideograph in [`Words::by_ideograph`].
fn ideograph(letter: char) -> Option<usize> {
    (FIRST..=LAST).contains(&letter).then(|| letter as usize - FIRST as usize)
}

/// A word as it is compared: in folded letters, without spaces.
fn folded(word: String) -> String {
    let is_plain = |c: char| (FIRST..=LAST).contains(&c) && fold(c) == c;
    if word.chars().all(is_plain) {
        return word;
    }
    Folded::new(&word, TextRange::new(0, word.len())).text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::Standard;

    fn official() -> &'static Lexicon {
        Standard::official().lexicon()
    }

    fn found(lexicon: &Lexicon, text: &str) -> Vec<Word> {
        lexicon.at_start_of(text).into_iter().map(|(_, word)| word).collect()
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
