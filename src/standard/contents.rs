//! The words of rules about what a report says.

use crate::text::{Folded, TextRange};
use memchr::memmem;
use serde::{Deserialize, Deserializer};

/// Words for what a report must say and must not say. All words are folded, without spaces.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contents {
    pub furniture: Furniture,
    pub instructions: Instructions,
    pub denial: Denial,
    pub fee: Fee,
    /// The aspects of section one, in the order of the notice.
    #[serde(rename = "aspect")]
    pub aspects: Vec<Topic>,
    /// What the report of a people's government adds.
    #[serde(rename = "assessment")]
    pub assessments: Vec<Topic>,
    pub blank: Blank,
    pub stock: Stock,
}

/// What a web page writes around an article: labels of values, and names of buttons.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Furniture {
    /// Only pages have these words.
    #[serde(deserialize_with = "folded")]
    pub page: Vec<String>,
    /// Counters of a page. A report may state the same of its own pages.
    #[serde(deserialize_with = "folded")]
    pub counters: Vec<String>,
    /// Labels that stand elsewhere too.
    #[serde(deserialize_with = "folded")]
    pub beside: Vec<String>,
    /// The first two characters of all words; sorted.
    #[serde(skip)]
    begins: Vec<(char, char)>,
}

/// What the blank form says to the author of a report.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instructions {
    /// These words are the whole line, or stand in brackets.
    #[serde(deserialize_with = "folded")]
    pub alone: Vec<String>,
    /// A line with these words and a colon at its start speaks to the author.
    #[serde(deserialize_with = "folded")]
    pub begins: Vec<String>,
    /// A sentence with these words speaks to the author.
    #[serde(deserialize_with = "folded")]
    pub inside: Vec<String>,
}

/// Words that deny all problems of section five.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Denial {
    #[serde(deserialize_with = "folded")]
    pub not: Vec<String>,
    /// These words are the whole clause.
    #[serde(deserialize_with = "folded")]
    pub alone: Vec<String>,
    /// Words between the denial and its object.
    #[serde(deserialize_with = "folded")]
    pub between: Vec<String>,
    #[serde(deserialize_with = "folded")]
    pub object: Vec<String>,
    /// Words behind the object.
    #[serde(deserialize_with = "folded")]
    pub behind: Vec<String>,
    /// A clause with one of these words at its end may be a heading.
    #[serde(deserialize_with = "folded")]
    pub label: Vec<String>,
    /// The start of a clause about the year, the organ, or the state of the work.
    #[serde(deserialize_with = "folded")]
    pub lead: Vec<String>,
    /// With one of these words, such a clause has more to say.
    #[serde(deserialize_with = "folded")]
    pub but: Vec<String>,
    /// The start of a clause about what comes next.
    #[serde(deserialize_with = "folded")]
    pub next: Vec<String>,
}

/// Words about the fee for processing requests.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    #[serde(deserialize_with = "folded")]
    pub words: Vec<String>,
}

/// Something that a report has to speak of, and the words that show it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    pub name: String,
    #[serde(deserialize_with = "folded")]
    pub words: Vec<String>,
}

/// Words around a number that was left out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blank {
    /// They announce a number, directly before its unit.
    #[serde(deserialize_with = "folded")]
    pub heads: Vec<String>,
    /// Words with a letter of a head that announce nothing.
    #[serde(deserialize_with = "folded")]
    pub apart: Vec<String>,
    /// Directly before 条 and 篇.
    #[serde(deserialize_with = "folded")]
    pub published: Vec<String>,
    /// Before a gap and a unit.
    #[serde(deserialize_with = "folded")]
    pub counted: Vec<String>,
    /// Directly before 件, in a clause that announces a number.
    #[serde(deserialize_with = "folded")]
    pub requested: Vec<String>,
    /// A sentence with one of these words states numbers.
    #[serde(deserialize_with = "folded")]
    pub counting: Vec<String>,
    /// Before 条 and 篇, they make a word of their own.
    #[serde(deserialize_with = "folded")]
    pub words: Vec<String>,
    /// Before a percentage.
    #[serde(deserialize_with = "folded")]
    pub shares: Vec<String>,
}

/// What most reports say in the same words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stock {
    pub phrases: Vec<String>,
}

impl Furniture {
    /// Whether a word begins with this folded character.
    pub fn begins(&self, first: char) -> bool {
        let own = self.begins.partition_point(|(own, _)| *own < first);
        self.begins.get(own).is_some_and(|(own, _)| *own == first)
    }

    /// Whether a word begins with these two folded characters.
    pub fn begins_with(&self, first: char, second: char) -> bool {
        self.begins.binary_search(&(first, second)).is_ok()
    }

    /// All words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        [&self.page, &self.counters, &self.beside].into_iter().flatten().map(String::as_str)
    }

    fn first_two(&self) -> Vec<(char, char)> {
        let begin = |word: &str| {
            let mut letters = word.chars();
            Some((letters.next()?, letters.next()?))
        };
        let mut begins: Vec<(char, char)> = self.words().filter_map(begin).collect();
        begins.sort_unstable();
        begins.dedup();
        begins
    }
}

impl Topic {
    /// Whether folded words speak of the topic.
    pub fn is_in(&self, text: &str) -> bool {
        // Four times as fast as `str::contains` in a long section.
        let has = |word: &String| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
        self.words.iter().any(has)
    }
}

impl Contents {
    /// Reads the data file.
    ///
    /// # Panics
    /// If the file is malformed.
    pub(super) fn read(text: &str) -> Self {
        let mut contents: Self = toml::from_str(text).expect("the words are well formed");
        let furniture = &mut contents.furniture;
        assert!(furniture.words().all(|word| word.chars().count() > 1), "a label is a word");
        furniture.begins = furniture.first_two();
        contents
    }
}

fn folded<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let fold = |word: String| Folded::new(&word, TextRange::new(0, word.len())).text;
    Ok(Vec::<String>::deserialize(deserializer)?.into_iter().map(fold).collect())
}
