//! Sentences of a paragraph.

use super::trim;
use crate::text::TextRange;

/// The sentence of a paragraph that holds `offset`, with the mark that ends it.
pub fn sentence_at(text: &str, paragraph: TextRange, offset: usize) -> Option<TextRange> {
    if offset < paragraph.start || offset > paragraph.end {
        return None;
    }
    let ends = |c: char| matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | ';');
    let before = TextRange::new(paragraph.start, offset).of(text);
    let start = before.rfind(ends).map_or(paragraph.start, |at| {
        paragraph.start + at + before[at..].chars().next().map_or(1, char::len_utf8)
    });
    let behind = TextRange::new(offset, paragraph.end).of(text);
    let end = behind.find(ends).map_or(paragraph.end, |at| {
        offset + at + behind[at..].chars().next().map_or(1, char::len_utf8)
    });
    Some(trim(text, TextRange::new(start, end)))
}
