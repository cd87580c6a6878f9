//! Positions and ranges in the encoding of the client.

use crate::server::core::view::View;
use crate::text::{self, LineIndex, PositionEncoding, TextRange};
use ls_types::{self, Position, Range};

/// The position of a byte of the text.
pub fn position(view: &View, offset: usize) -> Position {
    position_of(view.position(offset))
}

/// The positions of a range, in bytes of the text.
pub fn range(view: &View, range: TextRange) -> Range {
    let (start, end) = view.positions(range);
    Range::new(position_of(start), position_of(end))
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
