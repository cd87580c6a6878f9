//! The words that settings add to the lexicon of sentences.

use super::{Reader, Value};
use crate::diagnostic::{Argument, Message, Wording};
use crate::standard::{Class, Outcome, Standard, Word};
use crate::text::{Folded, TextRange};
use std::collections::HashMap;
use std::ops::Range;

/// The key of the table of outcomes.
const OUTCOMES: &str = "outcomes";

/// The keys of the table: the classes of words, and the outcomes.
pub(super) fn keys() -> Vec<&'static str> {
    Class::ALL.iter().map(|(name, _)| *name).chain([OUTCOMES]).collect()
}

impl Reader<'_> {
    /// The added words, in the order of the file.
    pub(super) fn lexicon(&mut self, value: &Value) -> Vec<(Word, String)> {
        let Some(table) = self.table(value, "lexicon") else { return Vec::new() };
        let mut words = Vec::new();
        for (key, value) in self.entries(table, &keys()) {
            match Class::ALL.iter().find(|(name, _)| *name == key) {
                Some((_, class)) => {
                    let name = format!("lexicon.{key}");
                    words.extend(self.words_of(Word::Of(*class), value, &name));
                }
                None => words.extend(self.outcomes(value)),
            }
        }
        // The parser sorts a map by key.
        words.sort_by_key(|(_, _, span)| span.start);
        self.known(words)
    }

    fn outcomes(&mut self, value: &Value) -> Vec<(Word, String, Range<usize>)> {
        let Some(table) = self.table(value, "lexicon.outcomes") else { return Vec::new() };
        let entries = self.entries(table, &Outcome::NAMES);
        let outcome = |name: &str| Outcome::named(name).map(Word::Outcome);
        let mut words = Vec::new();
        for (key, value) in entries {
            let name = format!("lexicon.outcomes.{key}");
            words.extend(
                outcome(key).into_iter().flat_map(|word| self.words_of(word, value, &name)),
            );
        }
        words
    }

    fn words_of(
        &mut self,
        word: Word,
        value: &Value,
        key: &str,
    ) -> Vec<(Word, String, Range<usize>)> {
        let strings = self.strings(value, key);
        strings.into_iter().map(|(string, span)| (word, string.to_owned(), span)).collect()
    }

    /// The usable words. A word may belong to one class only.
    fn known(&mut self, words: Vec<(Word, String, Range<usize>)>) -> Vec<(Word, String)> {
        let official = Standard::official().lexicon();
        let mut added: HashMap<String, Word> = HashMap::new();
        let mut known = Vec::new();
        for (word, written, span) in words {
            let folded = Folded::new(&written, TextRange::new(0, written.len())).text;
            if folded.chars().count() < 2 || !folded.chars().any(char::is_alphabetic) {
                let message = Message::new(NO_WORD, [Argument::Text(written)]);
                self.problem(span, message);
                continue;
            }
            let other = official.word(&written).or_else(|| added.get(&folded).copied());
            if let Some(other) = other.filter(|other| *other != word) {
                let arguments = [Argument::Text(written), Argument::Text(other.name())];
                self.problem(span, Message::new(OTHER_CLASS, arguments));
                continue;
            }
            added.insert(folded, word);
            known.push((word, written));
        }
        known
    }
}

const NO_WORD: Wording = Wording::new(
    "“{0}”不能作词语 — 请写两个字以上，其中至少有一个文字",
    "\"{0}\" is no word — write two characters or more, with a letter among them",
);
const OTHER_CLASS: Wording = Wording::new(
    "“{0}”已经是 lexicon.{1} 的词语 — 请删去",
    "\"{0}\" is a word of lexicon.{1} already — remove it",
);
