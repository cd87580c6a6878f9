//! A text as an editor has it, with the text that is checked.

use super::{Document, Page, Placed};
use crate::lint::Options;
use crate::report::NotChecked;
use crate::source::markdown;
use crate::text::{Position, PositionEncoding, TextRange};
use std::sync::Arc;

/// An open text with its reports. A copy is cheap and does not change.
#[derive(Clone, Debug)]
pub struct OpenText {
    pub document: Arc<Document>,
    /// The page that the text of the document is projected from. `None` for a text that is checked
    /// as it is.
    pub page: Option<Arc<Page>>,
}

impl OpenText {
    /// Reads a text, or a page of HTML. This is slow for a long one.
    pub fn new(text: &str, is_html: bool, options: &Options) -> Self {
        let page = Page::read(text, is_html).map(Arc::new);
        let read = page.as_ref().map_or(text, |page| page.projection().text());
        Self { document: Arc::new(Document::new(read, options.clone())), page }
    }

    /// The text that the editor has.
    pub fn text(&self) -> String {
        self.page.as_ref().map_or_else(|| self.document.text(), |page| page.markup())
    }

    /// The checked reports of the text. A page that only leads to a report has none.
    pub fn checked(&self) -> impl Iterator<Item = Placed<'_>> {
        let is_elsewhere = self.page.as_ref().is_some_and(|page| page.elsewhere().is_some());
        let reports = self.document.reports().filter(move |_| !is_elsewhere);
        reports.filter(|placed| placed.report.found().is_some())
    }

    /// The reason why the text has no checked report. `None` if it has one.
    pub fn not_checked(&self) -> Option<NotChecked> {
        let elsewhere = || self.page.as_ref()?.elsewhere();
        self.document.not_checked().or_else(elsewhere)
    }

    /// The positions in the editor's text of the start and the end of a range of the document.
    pub fn positions(&self, range: TextRange, encoding: PositionEncoding) -> (Position, Position) {
        positions(&self.document, self.page.as_deref(), range, encoding)
    }

    /// The byte of the editor's text at a position.
    pub fn offset(&self, position: Position, encoding: PositionEncoding) -> usize {
        match &self.page {
            Some(page) => page.offset(position, encoding),
            None => self.document.offset(position, encoding),
        }
    }

    /// Replaces a range of the editor's text. Returns the replaced range of the document, and the
    /// length of its new text.
    pub fn edit(&mut self, range: TextRange, new: &str) -> (TextRange, usize) {
        if let Some(page) = &mut self.page {
            let page = Arc::make_mut(page);
            let (range, new) = page.edit(range, new);
            let is_text = page.is_text();
            Arc::make_mut(&mut self.document).edit(range, &new);
            if is_text {
                self.page = None;
            }
            return (range, new.len());
        }
        let document = Arc::make_mut(&mut self.document);
        let before = document.len();
        let (old, edited) = (document.lines_of(range), document.lines_with(range, new));
        // Without a mark between them, a tag may begin above and end below.
        let marks = |lines: &str| memchr::memchr2_iter(b'<', b'>', lines.as_bytes()).count();
        let may_be_page = markdown::may_project(&edited)
            || markdown::may_project(&old)
            || marks(&edited) < marks(&old);
        document.edit(range, new);
        if may_be_page && let Some(page) = Page::read(&document.text(), false) {
            let options = document.options().clone();
            *document = Document::new(page.projection().text(), options);
            self.page = Some(Arc::new(page));
            return (TextRange::new(0, before), document.len());
        }
        (range, new.len())
    }
}

/// The positions in the editor's text of the start and the end of a range of the document.
pub fn positions(
    document: &Document,
    page: Option<&Page>,
    range: TextRange,
    encoding: PositionEncoding,
) -> (Position, Position) {
    match page {
        Some(page) => {
            let source = page.projection().source(range);
            (page.position(source.start, encoding), page.position(source.end, encoding))
        }
        None => {
            let position = |offset| document.position(offset, encoding);
            (position(range.start), position(range.end))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_tag_without_the_line_in_between_is_no_text() {
        let mut open = OpenText::new("<b\n<i>甲\np>乙", false, &Options::default());
        assert!(open.page.is_none());
        open.edit(TextRange::new(3, 6), "");
        assert_eq!(open.document.text(), "乙");
    }

    proptest! {
        /// A text becomes a page with the first table in HTML, and a text again without the last.
        #[test]
        fn an_edited_text_is_the_text_read_afresh(
            text in "(<p>|\\[|\\]\\{\\.a\\}|<b\n|<t|able>|</table>|<td>|<!--|-->|&lt;|一、|总计|3| |\n){0,30}",
            edits in prop::collection::vec((0usize..200, 0usize..40, "(<t|able>|\\[|\\]|\\{\\.a|\\}|<b|>|<table|<td>|</table>|<!--|-->|一|3|\n){0,3}"), 1..8),
        ) {
            let mut open = OpenText::new(&text, false, &Options::default());
            let mut text = text;
            for (start, len, new) in edits {
                let floor = |at: usize| crate::text::floor_char_boundary(&text, at.min(text.len()));
                let range = TextRange::new(floor(start), floor(start + len));
                open.edit(range, &new);
                text.replace_range(range.start..range.end, &new);
                let fresh = OpenText::new(&text, false, &Options::default());
                prop_assert_eq!(&open.document, &fresh.document);
                prop_assert_eq!(open.text(), &*text);
                prop_assert_eq!(
                    open.page.as_ref().map(|page| page.projection()),
                    fresh.page.as_ref().map(|page| page.projection())
                );
            }
        }
    }
}
