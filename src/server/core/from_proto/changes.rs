//! Reads changes of an open document.

use super::position;
use crate::text::Position;
use ls_types::TextDocumentContentChangeEvent;

/// A change of an open document.
#[derive(Clone, Debug)]
pub struct Change {
    /// The start and the end of the replaced range; `None` for the whole text. The earlier changes
    /// determine the meaning of the positions.
    pub range: Option<(Position, Position)>,
    pub text: String,
}

/// The changes of a document, in the order of arrival.
pub fn changes(changes: Vec<TextDocumentContentChangeEvent>) -> impl Iterator<Item = Change> {
    changes.into_iter().map(|change| Change {
        range: change.range.map(|range| (position(range.start), position(range.end))),
        text: change.text,
    })
}
