//! Converts places in order to positions. Each position is counted from the position before, so the
//! cost stays linear in a very long line.

use crate::document::Placed;
use crate::server::core::view::View;
use crate::text::{TextRange, column_of_byte};
use ls_types::{Position, Range};

/// A walk through one report.
pub struct Cursor<'a> {
    view: View<'a>,
    report: Placed<'a>,
    /// The current place, in bytes of the report.
    offset: usize,
    position: Position,
}

impl<'a> Cursor<'a> {
    /// Starts at the start of a report.
    pub fn new(view: &View<'a>, report: Placed<'a>) -> Self {
        Self { view: *view, report, offset: 0, position: super::position(view, report.start) }
    }

    /// The position of a byte of the report. The byte must not lie before the byte of the last
    /// call.
    pub fn position(&mut self, offset: usize) -> Position {
        if self.view.page.is_some() {
            return super::position(&self.view, self.report.start + offset);
        }
        let text = self.report.report.text();
        let between = text.get(self.offset..offset).unwrap_or_default();
        let mut lines = crate::text::lines(between).peekable();
        let mut last = TextRange::at(0);
        while let Some(line) = lines.next() {
            last = line;
            if lines.peek().is_some() {
                self.position = Position::new(self.position.line + 1, 0);
            }
        }
        let line = last.of(between);
        self.position.character +=
            column_of_byte(line, line.len(), self.view.client.encoding) as u32;
        self.offset = offset.max(self.offset);
        self.position
    }

    /// The positions of a range, in bytes of the report. The range must not begin before the byte
    /// of the last call.
    pub fn range(&mut self, range: TextRange) -> Range {
        if self.view.page.is_some() {
            return super::range(&self.view, range.shifted(self.report.start));
        }
        let start = self.position(range.start);
        Range::new(start, self.position(range.end))
    }
}
