//! An open page, or an open text with tables in markup: the markup in step with its edits, and the
//! map to the text that is checked.
//!
//! Pages come as one line of megabytes, so the markup is a rope: a position in a long line costs no
//! walk along the line.

use crate::diagnostic::Diagnostic;
use crate::lint;
use crate::report::NotChecked;
use crate::source::{self, Format, Marked, Origin, Projection};
use crate::text::{Position, PositionEncoding, TextRange};
use ropey::Rope;
use std::sync::Arc;

/// The markup of an open page. A copy is cheap and does not change.
#[derive(Clone, Debug)]
pub struct Page {
    markup: Rope,
    projection: Arc<Projection>,
    /// Whether the markup is HTML. Otherwise it is a text with tables in HTML.
    is_html: bool,
}

impl Page {
    /// Reads a page of HTML, or a text. `None` for a text without tables in markup, which is
    /// checked as it is.
    pub fn read(markup: &str, is_html: bool) -> Option<Self> {
        let projection = Arc::new(source::project(markup, is_html)?);
        Some(Self { markup: Rope::from_str(markup), projection, is_html })
    }

    /// Whether the markup is HTML, not a text with tables in HTML.
    pub fn is_html(&self) -> bool {
        self.is_html
    }

    /// Whether the text is the markup itself, after the last table in markup is gone.
    pub fn is_text(&self) -> bool {
        let runs = self.projection.runs();
        let is_verbatim = runs.iter().all(|run| run.origin == Origin::Verbatim);
        !self.is_html && is_verbatim && runs.len() < 2 && self.projection.text().len() == self.len()
    }

    /// The map from the text that is checked to the markup.
    pub fn projection(&self) -> &Projection {
        &self.projection
    }

    /// The markup, shared until the next edit.
    pub fn rope(&self) -> Rope {
        self.markup.clone()
    }

    /// The markup as the editor has it.
    pub fn markup(&self) -> String {
        self.markup.to_string()
    }

    /// The projected text with its markup, which the caller has from [`Page::markup`].
    pub fn marked<'a>(&'a self, markup: &'a str) -> Marked<'a> {
        Marked { projection: &self.projection, markup, format: self.format(), docx: None }
    }

    /// The reason why the page has the title of a report without the report.
    pub fn elsewhere(&self) -> Option<NotChecked> {
        self.is_html.then(|| lint::elsewhere(&self.marked(&self.markup())))?
    }

    /// Leaves the findings and the fixes that are reported for the page.
    pub fn keep_reported(&self, found: &mut Vec<Diagnostic>) {
        lint::keep_of_page(found, &self.projection, self.format(), || self.markup());
    }

    fn format(&self) -> Format {
        if self.is_html { Format::Html } else { Format::Text }
    }

    /// The markup of a range.
    pub fn slice(&self, range: TextRange) -> String {
        let end = range.end.min(self.len());
        self.markup.byte_slice(range.start.min(end)..end).to_string()
    }

    /// Length of the markup, in bytes.
    pub fn len(&self) -> usize {
        self.markup.len_bytes()
    }

    /// Whether the page has no markup.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Replaces a range of the markup. Returns the edit of the text that is checked: one range with
    /// its new text.
    pub fn edit(&mut self, range: TextRange, new: &str) -> (TextRange, String) {
        let (start, end) = (self.char_at(range.start), self.char_at(range.end));
        let before = range.start.checked_sub(1).map(|before| self.markup.byte(before));
        self.markup.remove(start..end);
        self.markup.insert(start, new);
        if let Some(own) = Arc::make_mut(&mut self.projection).type_in(range, new, before) {
            return (own, new.to_owned());
        }
        let markup = self.markup();
        let after =
            source::project(&markup, self.is_html).unwrap_or_else(|| Projection::of_text(&markup));
        let edit = difference(self.projection.text(), after.text());
        let content = after.text()[edit.start..edit.start + edit.len_after].to_owned();
        self.projection = Arc::new(after);
        (TextRange::new(edit.start, edit.end), content)
    }

    /// The position of a byte of the markup.
    pub fn position(&self, offset: usize, encoding: PositionEncoding) -> Position {
        let char = self.char_at(offset);
        let line = self.markup.char_to_line(char);
        let start = self.markup.line_to_char(line);
        let char = char.min(start + self.line_len(line));
        let column = match encoding {
            PositionEncoding::Utf8 => {
                self.markup.char_to_byte(char) - self.markup.char_to_byte(start)
            }
            PositionEncoding::Utf16 => {
                self.markup.char_to_utf16_cu(char) - self.markup.char_to_utf16_cu(start)
            }
            PositionEncoding::Utf32 => char - start,
        };
        Position::new(line, column)
    }

    /// The byte of the markup at a position. A position past the end of a line, or of the markup,
    /// means this end.
    pub fn offset(&self, position: Position, encoding: PositionEncoding) -> usize {
        if position.line >= self.markup.len_lines() {
            return self.len();
        }
        let start = self.markup.line_to_char(position.line);
        let end = start + self.line_len(position.line);
        let char = match encoding {
            PositionEncoding::Utf8 => {
                let byte = self.markup.char_to_byte(start).saturating_add(position.column);
                self.char_at(byte)
            }
            PositionEncoding::Utf16 => {
                let unit = self.markup.char_to_utf16_cu(start).saturating_add(position.column);
                self.markup.utf16_cu_to_char(unit.min(self.markup.len_utf16_cu()))
            }
            PositionEncoding::Utf32 => start.saturating_add(position.column),
        };
        self.markup.char_to_byte(char.min(end))
    }

    /// The character that holds a byte.
    fn char_at(&self, byte: usize) -> usize {
        self.markup.byte_to_char(byte.min(self.len()))
    }

    /// The number of characters of a line, without its line end.
    fn line_len(&self, line: usize) -> usize {
        let line = self.markup.line(line);
        let ends = line.chars_at(line.len_chars()).reversed().take(2);
        let count = ends.take_while(|c| matches!(c, '\n' | '\r')).count();
        // Of two line ends in one line, the line end is CRLF.
        line.len_chars() - count
    }
}

/// The range of a text that another text replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) len_after: usize,
}

/// The smallest range of `old` that differs from `new`, on character boundaries of both.
pub(super) fn difference(old: &str, new: &str) -> Difference {
    let equal = |(a, b): &(u8, u8)| a == b;
    let mut start = old.bytes().zip(new.bytes()).take_while(equal).count();
    while !old.is_char_boundary(start) || !new.is_char_boundary(start) {
        start -= 1;
    }
    let (left, right) = (&old.as_bytes()[start..], &new.as_bytes()[start..]);
    let ends = left.iter().rev().copied().zip(right.iter().rev().copied());
    let mut behind = ends.take_while(equal).count();
    while !old.is_char_boundary(old.len() - behind) || !new.is_char_boundary(new.len() - behind) {
        behind -= 1;
    }
    Difference { start, end: old.len() - behind, len_after: new.len() - behind - start }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::lint::Options;
    use crate::text::LineIndex;
    use proptest::prelude::*;

    #[test]
    fn the_smallest_difference_lies_between_characters() {
        let of = |old: &str, new: &str| {
            let Difference { start, end, len_after } = difference(old, new);
            (old[start..end].to_owned(), new[start..start + len_after].to_owned())
        };
        let is = |old: &str, new: &str| (old.to_owned(), new.to_owned());
        assert_eq!(of("一二三", "一四三"), is("二", "四"));
        assert_eq!(of("一一", "一"), is("一", ""));
        assert_eq!(of("一", "一一"), is("", "一"));
        assert_eq!(of("", "a"), is("", "a"));
        assert_eq!(of("丁", "七"), is("丁", "七"));
    }

    #[test]
    fn a_typed_word_may_change_how_other_words_are_read() {
        let comment = "<!--\ngouji-ignore A001: 甲\n-->";
        let long = format!("<p style='{}'>甲</p>", "x".repeat(200)).repeat(13);
        let inner = "<table><tr><td>1<td>2</table>";
        for (is_html, markup, behind, typed) in [
            // A comment that is no longer an ignore comment.
            (true, format!("<p>一{comment}</p>"), "ji-", "x"),
            (false, format!("<table><tr><td>{inner}{comment}</table>"), "ji-", "x"),
            // A digit in a note.
            (true, "<p>一<sup>甲</sup></p>".to_owned(), "甲", "2"),
            // A cell that becomes so long that its table is no table of rows.
            (true, format!("<table><tr><td>{long}末<td>3</table>"), "末", &"长".repeat(300)),
        ] {
            let mut page = Page::read(&markup, is_html).expect("a page");
            let at = markup.find(behind).expect("words") + behind.len();
            page.edit(TextRange::at(at), typed);
            let fresh = Page::read(&page.markup(), is_html).expect("a page");
            assert_eq!(page.projection(), fresh.projection(), "{markup}");
        }
    }

    proptest! {
        #[test]
        fn positions_are_those_of_the_markup(text in "[a甲𠮷\n\r]{0,40}", cut in 0usize..90, line in 0usize..9, column in 0usize..30) {
            let page = Page::read(&text, true).expect("a page");
            let index = LineIndex::new(&text);
            for encoding in [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32] {
                prop_assert_eq!(page.position(cut, encoding), index.position(&text, cut, encoding));
                let position = Position::new(line, column);
                prop_assert_eq!(page.offset(position, encoding), index.offset(&text, position, encoding));
            }
        }

        #[test]
        fn an_edited_page_is_the_page_read_afresh(
            markup in "(<p>|</p>|<td>|<tr>|<table>|</table>|<!--|-->|&nbsp;|&nbsp|<b>|</b>|<title>|</title>|<a href=x>|</a>|<ruby>|<rt>|<img>|2023年公开|<p>甲局2023年公开年度报告|报告|一、|总计|3| |\n){0,30}",
            edits in prop::collection::vec((0usize..300, 0usize..40, "(<p>|</td>|<b|>|&|nb|报|\n){0,2}|(一|3|总|局){1,2}"), 1..8),
        ) {
            let (mut page, mut markup) = (Page::read(&markup, true).expect("a page"), markup);
            let mut document = Document::new(page.projection().text(), Options::default());
            for (start, len, new) in edits {
                let floor = |at: usize| crate::text::floor_char_boundary(&markup, at.min(markup.len()));
                let range = TextRange::new(floor(start), floor(start + len));
                let (changed, content) = page.edit(range, &new);
                document.edit(changed, &content);
                markup.replace_range(range.start..range.end, &new);
                prop_assert_eq!(page.markup(), markup.clone());
                let fresh = Page::read(&markup, true).expect("a page");
                prop_assert_eq!(page.projection(), fresh.projection());
                prop_assert_eq!(document.text(), page.projection().text());
                prop_assert_eq!(&document, &Document::new(page.projection().text(), Options::default()));
            }
        }
    }
}
