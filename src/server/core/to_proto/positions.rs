//! Positions and ranges in the encoding of the client.

use crate::diagnostic::FilePlace;
use crate::document::OpenText;
use crate::server::core::view::View;
use crate::text::{self, LineIndex, PositionEncoding, TextRange};
use ls_types::{self, Location, Position, Range, Uri};
use std::str::FromStr;

/// The position of a byte of the text.
pub fn position(view: &View, offset: usize) -> Position {
    position_of(view.position(offset))
}

/// The positions of a range, in bytes of the text.
pub fn range(view: &View, range: TextRange) -> Range {
    let (start, end) = view.positions(range);
    Range::new(position_of(start), position_of(end))
}

/// The positions of a range, in bytes of a document that need not be open.
pub fn range_of(text: &OpenText, range: TextRange, encoding: PositionEncoding) -> Range {
    let (start, end) = text.positions(range, encoding);
    Range::new(position_of(start), position_of(end))
}

/// The place of a finding's explanation in another file.
pub fn file_place(uri: &Uri, range: Range) -> FilePlace {
    let count = |position: Position| (position.line as usize + 1, position.character as usize + 1);
    let (start, end) = (count(range.start), count(range.end));
    FilePlace { path: uri.as_str().into(), start, end, words: None }
}

/// The location of a place from [`file_place`].
pub(super) fn location_of(place: &FilePlace) -> Option<Location> {
    let position = |(line, column): (usize, usize)| {
        Position::new(line.saturating_sub(1) as u32, column.saturating_sub(1) as u32)
    };
    let range = Range::new(position(place.start), position(place.end));
    Some(Location::new(Uri::from_str(&place.path).ok()?, range))
}

/// The positions of a range, in bytes of `text`. The text need not be open.
pub(super) fn range_in(
    text: &str,
    index: &LineIndex,
    range: TextRange,
    encoding: PositionEncoding,
) -> Range {
    let position = |offset| position_of(index.position(text, offset, encoding));
    Range::new(position(range.start), position(range.end))
}

pub(super) fn position_of(position: text::Position) -> Position {
    Position::new(position.line as u32, position.column as u32)
}
