//! The words of rules about what a report says.

use crate::text::{Folded, TextRange};
use serde::{Deserialize, Deserializer};

/// Words for what a report must say and must not say. All words are folded, without spaces.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contents {
    pub furniture: Furniture,
    pub instructions: Instructions,
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
}

/// What the blank form says to the author of a report.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instructions {
    /// These words are the whole line, or stand in brackets.
    #[serde(deserialize_with = "folded")]
    pub alone: Vec<String>,
    /// A sentence with these words speaks to the author.
    #[serde(deserialize_with = "folded")]
    pub inside: Vec<String>,
}

impl Contents {
    /// Reads the data file.
    ///
    /// # Panics
    /// If the file is malformed.
    pub(super) fn read(text: &str) -> Self {
        toml::from_str(text).expect("the words are well formed")
    }
}

fn folded<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let fold = |word: String| Folded::new(&word, TextRange::new(0, word.len())).text;
    Ok(Vec::<String>::deserialize(deserializer)?.into_iter().map(fold).collect())
}
