//! Numbers in sentences that cells of the tables also hold: 收到政府信息公开申请12件.
//!
//! A grammar of word classes: the lexicon is data ([`crate::standard::Lexicon`]), the rules of
//! composition are code. What the reader finds in a stretch of text depends on this stretch and on
//! the year of the report alone.

mod compose;
mod meaning;
mod token;

use crate::standard::Standard;
use crate::text::{Folded, TextRange};
use compose::Composer;
pub use meaning::{Change, Decisions, Disputes, Documents, Meaning, Requests, Verdict};

/// A number that states what cells of a table hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The digits, in bytes of the text.
    pub range: TextRange,
    /// The digits without their decimal point.
    pub value: i64,
    pub decimals: u8,
    /// The possible meanings, the likeliest first. Never empty.
    pub meanings: Vec<Meaning>,
}

/// The statements in a stretch of prose. `year` is the year of the report.
pub fn statements(
    text: &str,
    stretch: TextRange,
    year: Option<i32>,
    standard: &Standard,
) -> Vec<Statement> {
    let folded = Folded::new(text, stretch);
    let tokens = token::tokens(text, &folded, standard.lexicon(), year);
    let read = Composer::read(&folded.text, &tokens, year);
    let statement = |read: compose::Read| Statement {
        range: folded.source(read.range),
        value: read.value,
        decimals: read.decimals,
        meanings: read.meanings,
    };
    read.into_iter().map(statement).collect()
}

#[cfg(test)]
mod cases;
