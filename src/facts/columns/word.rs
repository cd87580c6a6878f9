//! The words of a header, and their possible meanings.

use crate::facts::align::Token;
use crate::facts::finding::{ColumnOrder, HeaderFinding};
use crate::text::TextRange;

/// The result of reading the headers of a table.
#[derive(Debug, Default)]
pub struct Headers {
    pub findings: Vec<HeaderFinding>,
    pub order: Option<ColumnOrder>,
    /// Number of columns in all blocks with a header of the form or a near header. `None` without
    /// any header.
    pub named: Option<usize>,
}

/// At most 20 letters in a header.
pub(super) const MOST_LETTERS: usize = 20;

/// A word of a header: one token, or several tokens that make a word of the form.
pub(super) struct Word<'t> {
    pub(super) range: TextRange,
    /// Index of the first piece row.
    pub(super) row: usize,
    /// Index of the last piece row.
    pub(super) last_row: usize,
    /// The first token of the word.
    pub(super) token: &'t Token<'t>,
    pub(super) meaning: Meaning,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Column(usize),
    /// The header over several columns, an index into [`TableForm::heads`].
    Head(usize),
    /// A word of the form over the labels, or around the header.
    Other,
    Note,
    Unknown,
}

/// A place in a line of headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Column(usize),
    Head(usize),
}

impl Slot {
    pub(super) fn is(self, meaning: Meaning) -> bool {
        match self {
            Self::Column(column) => meaning == Meaning::Column(column),
            Self::Head(head) => meaning == Meaning::Head(head),
        }
    }
}

/// The result of comparing a line of headers with the form.
pub(super) enum Line {
    /// Each word stands in its place.
    Whole(Vec<Slot>),
    /// Whole, except for this missing column.
    Lacks(usize),
    /// Whole, except for an extra word before this column.
    Has {
        word: usize,
        column: usize,
    },
    /// Whole, except for a copied word of another column in the place of this column.
    Copied {
        word: usize,
        column: usize,
    },
    /// The words of the form in another order.
    Disordered(Vec<Slot>),
    Unclear,
}
