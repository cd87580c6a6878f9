//! Positions of places that come in order, each counted from the one before: linear also where a
//! line is very long.

use crate::document::Placed;
use crate::server::core::view::View;
use crate::text::{PositionEncoding, TextRange, column_of_byte};
use ls_types::{Position, Range};

/// Walks through one report.
pub struct Cursor<'a> {
    text: &'a str,
    encoding: PositionEncoding,
    /// Where it is, in bytes of the report.
    offset: usize,
    position: Position,
}

impl<'a> Cursor<'a> {
    /// At the start of a report.
    pub fn new(view: &View<'a>, report: Placed<'a>) -> Self {
        Self {
            text: report.report.text(),
            encoding: view.client.encoding,
            offset: 0,
            position: super::position(view, report.start),
        }
    }

    /// The position of a byte of the report; not before the one asked for last.
    pub fn position(&mut self, offset: usize) -> Position {
        let between = self.text.get(self.offset..offset).unwrap_or_default();
        let mut lines = crate::text::lines(between).peekable();
        let mut last = TextRange::at(0);
        while let Some(line) = lines.next() {
            last = line;
            if lines.peek().is_some() {
                self.position = Position::new(self.position.line + 1, 0);
            }
        }
        let line = last.of(between);
        self.position.character += column_of_byte(line, line.len(), self.encoding) as u32;
        self.offset = offset.max(self.offset);
        self.position
    }

    /// A range of bytes of the report, the same way.
    pub fn range(&mut self, range: TextRange) -> Range {
        let start = self.position(range.start);
        Range::new(start, self.position(range.end))
    }
}
