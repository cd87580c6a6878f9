//! The places of findings in characters, in lines of any length.

use crate::text::{LineIndex, floor_char_boundary};

/// The lines of a text, with the number of characters before each block. A line may hold millions
/// of characters and thousands of findings.
#[derive(Debug)]
pub struct Columns {
    lines: LineIndex,
    /// Number of characters that begin before each block of the text.
    before: Vec<u32>,
}

/// Length of a block in bytes.
const BLOCK: usize = 1024;

impl Columns {
    pub fn new(text: &str) -> Self {
        let mut count = 0;
        let blocks = text.as_bytes().chunks(BLOCK).map(|block| {
            let before = count;
            count += starts(block) as u32;
            before
        });
        let before = blocks.collect();
        Self { lines: LineIndex::new(text), before }
    }

    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// Line and column of an offset of `text`, both counted from 0. The column is in characters, as
    /// returned by [`LineIndex::position`].
    pub fn position(&self, text: &str, offset: usize) -> (usize, usize) {
        let number = self.lines.line_of(offset.min(text.len()));
        let line = self.lines.line_range(number);
        let offset = floor_char_boundary(text, offset.clamp(line.start, line.end));
        (number, self.chars_before(text, offset) - self.chars_before(text, line.start))
    }

    fn chars_before(&self, text: &str, offset: usize) -> usize {
        let block = offset / BLOCK;
        let before = self
            .before
            .get(block)
            .map_or_else(|| starts(&text.as_bytes()[..block * BLOCK]), |before| *before as usize);
        before + starts(&text.as_bytes()[block * BLOCK..offset])
    }
}

/// Number of characters that begin in these bytes.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::PositionEncoding;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn positions_are_those_of_the_line_index(text in "[a甲𠮷\n\r]{0,40}", times in 1usize..200, cut in 0usize..8000) {
            let text = text.repeat(times);
            let expected = LineIndex::new(&text).position(&text, cut, PositionEncoding::Utf32);
            prop_assert_eq!(Columns::new(&text).position(&text, cut), (expected.line, expected.column));
        }
    }
}
