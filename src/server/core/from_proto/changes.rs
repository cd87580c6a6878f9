//! Changes of an open document.

use super::position;
use crate::text::Position;
use ls_types::TextDocumentContentChangeEvent;

/// A change of an open document.
#[derive(Clone, Debug)]
pub struct Change {
    /// Where the text changes, from and to; the whole text where nothing is said. What the
    /// positions mean depends on the changes before this one.
    pub range: Option<(Position, Position)>,
    pub text: String,
}

/// The changes of a document, in the order in which they came.
pub fn changes(changes: Vec<TextDocumentContentChangeEvent>) -> impl Iterator<Item = Change> {
    changes.into_iter().map(|change| Change {
        range: change.range.map(|range| (position(range.start), position(range.end))),
        text: change.text,
    })
}
