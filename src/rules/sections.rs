//! What the rules on sections share.

use crate::report::Context;
use crate::syntax::PartKind;
use crate::text::{TextRange, is_space};

/// Brackets and quotation marks, of which a title has none.
pub const BRACKETS: [char; 32] = [
    '"', '\'', '“', '”', '‘', '’', '<', '>', '＜', '＞', '‹', '›', '《', '》', '〈', '〉', '「',
    '」', '『', '』', '(', ')', '（', '）', '[', ']', '【', '】', '〔', '〕', '{', '}',
];

/// Whether a text is the source of a page, into which nothing can be written as a line.
pub fn is_page(text: &str) -> bool {
    ["</html", "</HTML", "</body", "</BODY"]
        .iter()
        .any(|tag| memchr::memmem::find(text.as_bytes(), tag.as_bytes()).is_some())
}

/// Where the text of a part ends that something is to be inserted behind: the end of its last line
/// with anything in it.
pub fn end_of_text(text: &str, part: TextRange) -> usize {
    part.start + part.of(text).trim_end_matches(is_space).len()
}

/// The part that the signature is, where the report has one.
pub fn signature_start(context: &Context) -> Option<usize> {
    context
        .report
        .parts
        .iter()
        .find(|part| part.kind == PartKind::Signature)
        .map(|part| part.range.start)
}
