//! Positions in a text and the folding of equivalent characters, over `&str`.
//!
//! All offsets are in bytes unless a name says otherwise.

mod changes;
mod fold;
mod folded;
mod likeness;
mod line;
mod markup;
mod plain;
mod position;
mod reading;

pub use changes::changes;
pub use fold::{Ideograph, fold, is_letter, is_space, ordinary_ideograph};
pub use folded::{Folded, Sources};
pub use likeness::{MARGIN, NEAR, likeness, likeness_with_swaps};
pub use line::{behind_line_end, line_at, line_end, line_start};
pub use markup::{
    gap, gap_before, ideograph_entity, mark_entity, markup, markup_before, stated, visible,
};
pub use plain::{any_bytes, begins_radical, begins_unseen, is_plain};
pub use position::{
    LineIndex, Position, PositionEncoding, byte_of_column, column_of_byte, floor_char_boundary,
};
pub use reading::{
    LettersHash, Reading, begin_hash, between_markup, for_each_letter, in_one_line, letters_hash,
    letters_of,
};

use std::ops::Range;

/// A half-open range of bytes in a text. Both ends lie on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextRange {
    pub start: usize,
    pub end: usize,
}

impl TextRange {
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// The empty range at `offset`.
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    pub fn len(self) -> usize {
        self.end - self.start
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The smallest range that holds both ranges.
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two ranges share a byte. Two empty ranges at one place also overlap, and so does
    /// an empty range inside the other range.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
            || self.is_empty() && other.start <= self.start && self.start <= other.end
            || other.is_empty() && self.start <= other.start && other.start <= self.end
    }

    /// The same range, counted from a place `by` bytes before.
    pub fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// The same range, `bytes` bytes further on. The range then counts from an earlier place.
    pub fn moved(self, bytes: isize) -> Self {
        Self::new(self.start.wrapping_add_signed(bytes), self.end.wrapping_add_signed(bytes))
    }

    /// The text of the range.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// An edit that changes the length of one non-empty range of a text, and moves all text behind the
/// range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resized {
    /// In the text before the edit.
    pub range: TextRange,
    /// Number of bytes added to the range.
    pub bytes: isize,
}

impl Resized {
    /// The new place of a range. The range must not overlap the resized range in part, but may hold
    /// the whole resized range.
    pub fn follow(self, range: TextRange) -> TextRange {
        let moved = |offset: usize| {
            if offset >= self.range.end { offset.wrapping_add_signed(self.bytes) } else { offset }
        };
        TextRange::new(moved(range.start), moved(range.end))
    }

    /// The same edit, counted from a place `by` bytes further on.
    pub fn counted_from(self, by: usize) -> Self {
        Self { range: self.range.moved(-(by as isize)), ..self }
    }
}

impl From<Range<usize>> for TextRange {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

impl From<TextRange> for Range<usize> {
    fn from(range: TextRange) -> Self {
        range.start..range.end
    }
}

/// The lines of `text` as byte ranges without line ends. Line ends are LF, CRLF and CR, as in the
/// language server protocol. A text with a line end at its end has an empty last line.
pub fn lines(text: &str) -> impl Iterator<Item = TextRange> + '_ {
    let bytes = text.as_bytes();
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let Some(len) = memchr::memchr2(b'\n', b'\r', &bytes[start..]) else {
            next = None;
            return Some(TextRange::new(start, bytes.len()));
        };
        let end = start + len;
        let crlf = bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n');
        next = Some(end + 1 + usize::from(crlf));
        Some(TextRange::new(start, end))
    })
}

/// The first line of `text` that is not blank, without the space at both ends. The start of the
/// text if all lines are blank.
pub fn first_line(text: &str) -> TextRange {
    let mut trimmed = lines(text).map(|line| {
        let left = line.of(text).trim_start_matches(is_space);
        let start = line.end - left.len();
        TextRange::new(start, start + left.trim_end_matches(is_space).len())
    });
    trimmed.find(|line| !line.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_the_first_with_something_in_it() {
        assert_eq!(first_line("\n \r\n  题目 \n文"), TextRange::new(6, 12));
        assert_eq!(first_line(" \n"), TextRange::at(0));
    }
}
