//! Positions as lines and columns, in the units of editors and people.

use super::{TextRange, lines};
use str_indices::{chars, utf16};

/// The unit of a column in the language server protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PositionEncoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Code units of UTF-16. A character beyond U+FFFF has two code units.
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A place in a text as line and column, both counted from 0. Client and server agree on the unit
/// of the column, a [`PositionEncoding`], elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl Position {
    pub fn new(line: usize, column: usize) -> Self {
        Self { line, column }
    }
}

/// The start and the end of each line of a text. The index is valid for this text only. The text
/// has at most 4 GiB.
///
/// Line ends are LF, CRLF and CR. Other characters (VT, FF, NEL, U+2028) do not end a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    /// Start and end of each line, without the line end. Never empty.
    lines: Vec<(u32, u32)>,
    /// The length of the text.
    len: usize,
}

impl LineIndex {
    pub fn new(text: &str) -> Self {
        Self {
            lines: lines(text).map(|line| (line.start as u32, line.end as u32)).collect(),
            len: text.len(),
        }
    }

    /// Number of lines: the number of line ends plus one.
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The bytes of a line, without the line end. For a line past the end, the empty range at the
    /// end of the text.
    pub fn line_range(&self, line: usize) -> TextRange {
        self.lines.get(line).map_or(TextRange::at(self.len), |&(start, end)| {
            TextRange::new(start as usize, end as usize)
        })
    }

    /// The line that holds `offset`. A line end belongs to the line before.
    pub fn line_of(&self, offset: usize) -> usize {
        self.lines.partition_point(|&(start, _)| start as usize <= offset).saturating_sub(1)
    }

    /// The position of a byte offset in `text`. `text` must be the text of the index.
    ///
    /// An offset inside a character counts as the start of the character, an offset inside a line
    /// end as the end of the line, and an offset past the text as the end of the text.
    pub fn position(&self, text: &str, offset: usize, encoding: PositionEncoding) -> Position {
        let number = self.line_of(offset.min(text.len()));
        let line = self.line_range(number);
        let within = offset.clamp(line.start, line.end) - line.start;
        let line = text.get(line.start..line.end).unwrap_or_default();
        Position::new(number, column_of_byte(line, within, encoding))
    }

    /// The byte offset of a position in `text`. `text` must be the text of the index. The offset
    /// lies on a character boundary.
    ///
    /// A column past the end of the line counts as the end of the line, a column inside a character
    /// as the start of the character, and a line past the last line as the end of the text.
    pub fn offset(&self, text: &str, position: Position, encoding: PositionEncoding) -> usize {
        let range = self.line_range(position.line);
        let line = text.get(range.start..range.end).unwrap_or_default();
        range.start + byte_of_column(line, position.column, encoding)
    }
}

/// The column of a byte of `line`. A byte inside a character counts as the start of the character,
/// a byte past the end as the end.
pub fn column_of_byte(line: &str, byte: usize, encoding: PositionEncoding) -> usize {
    let byte = floor_char_boundary(line, byte);
    match encoding {
        PositionEncoding::Utf8 => byte,
        PositionEncoding::Utf16 => utf16::from_byte_idx(line, byte),
        PositionEncoding::Utf32 => chars::from_byte_idx(line, byte),
    }
}

/// The byte offset of a column in `line`, on a character boundary. A column inside a character
/// counts as the start of the character, a column past the end as the end.
pub fn byte_of_column(line: &str, column: usize, encoding: PositionEncoding) -> usize {
    match encoding {
        PositionEncoding::Utf8 => floor_char_boundary(line, column),
        PositionEncoding::Utf16 => utf16::to_byte_idx(line, column),
        PositionEncoding::Utf32 => chars::to_byte_idx(line, column),
    }
}

/// A replacement for `str::floor_char_boundary`. The oldest supported compiler does not have the
/// method.
pub fn floor_char_boundary(text: &str, offset: usize) -> usize {
    if offset >= text.len() {
        return text.len();
    }
    (0..=offset).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ENCODINGS: [PositionEncoding; 3] =
        [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32];

    fn at(text: &str, offset: usize, encoding: PositionEncoding) -> (usize, usize) {
        let position = LineIndex::new(text).position(text, offset, encoding);
        (position.line, position.column)
    }

    fn back(text: &str, line: usize, column: usize, encoding: PositionEncoding) -> usize {
        LineIndex::new(text).offset(text, Position::new(line, column), encoding)
    }

    #[test]
    fn columns_count_in_the_unit_of_the_encoding() {
        let text = "一\n二𠮷三x";
        let x = text.len() - 1;
        assert_eq!(at(text, x, PositionEncoding::Utf8), (1, 10));
        assert_eq!(at(text, x, PositionEncoding::Utf16), (1, 4));
        assert_eq!(at(text, x, PositionEncoding::Utf32), (1, 3));
    }

    #[test]
    fn a_column_inside_a_character_is_its_start() {
        let text = "a𠮷b";
        assert_eq!(back(text, 0, 2, PositionEncoding::Utf16), 1, "between the surrogates");
        for column in 1..5 {
            assert_eq!(back(text, 0, column, PositionEncoding::Utf8), 1);
        }
        assert_eq!(at(text, 3, PositionEncoding::Utf16), (0, 1));
        assert_eq!(at(text, 3, PositionEncoding::Utf8), (0, 1));
    }

    #[test]
    fn lines_end_at_lf_crlf_and_cr_only() {
        let text = "一\r\n二\r三\n四\u{b}\u{c}\u{85}\u{2028}五\n";
        let index = LineIndex::new(text);
        let lines: Vec<_> =
            (0..index.line_count()).map(|line| index.line_range(line).of(text)).collect();
        assert_eq!(lines, ["一", "二", "三", "四\u{b}\u{c}\u{85}\u{2028}五", ""]);
    }

    #[test]
    fn what_lies_outside_is_clamped() {
        let text = "ab\r\n\r\nc";
        for encoding in ENCODINGS {
            assert_eq!(back(text, 0, 99, encoding), 2, "past the line's end");
            assert_eq!(back(text, 0, usize::MAX, encoding), 2);
            assert_eq!(back(text, 1, 1, encoding), 4, "an empty line");
            assert_eq!(back(text, 9, 0, encoding), text.len(), "past the last line");
            assert_eq!(at(text, 3, encoding), (0, 2), "between CR and LF");
            assert_eq!(at(text, 99, encoding), (2, 1), "past the text");
            assert_eq!(at("", 0, encoding), (0, 0));
            assert_eq!(back("", 0, 3, encoding), 0);
            assert_eq!(back("", 3, 3, encoding), 0);
        }
    }

    proptest! {
        #[test]
        fn positions_go_there_and_back(text in "([ab年一⼀é𠮷\u{200b}]|\r\n|\r|\n|\\PC){0,40}") {
            let index = LineIndex::new(&text);
            for encoding in ENCODINGS {
                for offset in (0..=text.len()).filter(|&offset| text.is_char_boundary(offset)) {
                    let position = index.position(&text, offset, encoding);
                    let within_crlf = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
                    prop_assert_eq!(index.offset(&text, position, encoding), offset - usize::from(within_crlf));
                }
            }
        }

        #[test]
        fn any_position_gives_a_boundary(text in "([a年𠮷]|\r\n|\r|\n){0,20}", line in 0usize..25, column in 0usize..50) {
            let index = LineIndex::new(&text);
            for encoding in ENCODINGS {
                let offset = index.offset(&text, Position::new(line, column), encoding);
                prop_assert!(text.is_char_boundary(offset));
                let clamped = index.position(&text, offset, encoding);
                prop_assert_eq!(index.offset(&text, clamped, encoding), offset);
                prop_assert!(clamped.line <= line && clamped.column <= column || clamped.line < line);
            }
        }

        #[test]
        fn a_utf16_column_is_what_encode_utf16_counts(line in "[a年𠮷😀]{0,20}") {
            let index = LineIndex::new(&line);
            for (offset, _) in line.char_indices() {
                let expected = line[..offset].encode_utf16().count();
                prop_assert_eq!(index.position(&line, offset, PositionEncoding::Utf16).column, expected);
            }
        }
    }
}
