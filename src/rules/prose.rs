//! The lines of text of a part: everything but its heading and its tables.

use crate::diagnostic::{Applicability, Edit, Fix, Message, Removed, Wording};
use crate::syntax::{BlockKind, Part, trim};
use crate::text::{TextRange, behind_line_end, is_space, line_at, line_start, lines};

/// A line of text, without the space at both ends. In bytes of the part.
#[derive(Clone, Copy, Debug)]
pub(super) struct TextLine {
    pub range: TextRange,
    /// The number of the block of text among the blocks of the part. No blank line, table or
    /// heading stands between two lines of a block.
    pub block: usize,
}

/// The blocks of text of a part, each with its number among the blocks of the part. The words
/// behind a heading in its line are a block too.
pub(super) fn text_blocks(part: &Part) -> impl Iterator<Item = (usize, TextRange)> + '_ {
    let body = part.body();
    part.blocks.iter().enumerate().filter_map(move |(index, block)| {
        let range = match block.kind {
            BlockKind::Text => block.range,
            BlockKind::Heading if body < block.range.end => {
                TextRange::new(body.max(block.range.start), block.range.end)
            }
            _ => return None,
        };
        Some((index, range))
    })
}

/// The lines of text of a part, in order. The words behind a heading in its line are a line too.
pub(super) fn text_lines<'a>(text: &'a str, part: &'a Part) -> impl Iterator<Item = TextLine> + 'a {
    text_blocks(part).flat_map(move |(block, range)| {
        let trimmed = lines(range.of(text)).map(move |line| trim(text, line.shifted(range.start)));
        let filled = trimmed.filter(|line| !line.is_empty());
        filled.map(move |range| TextLine { range, block })
    })
}

/// The fix that removes the whole lines of `range`. A heading before the words in the line stays.
/// A person must look at the fix.
pub(super) fn removal(text: &str, range: TextRange, message: Wording) -> Option<Fix> {
    let whole = whole_lines(text, range);
    let before = TextRange::new(whole.start, range.start).of(text);
    if !before.chars().all(is_space) {
        let message = Message::plain(message);
        return Some(Fix::replace(message, Applicability::Unsafe, range, ""));
    }
    let filled = lines(whole.of(text)).map(|line| trim(text, line.shifted(whole.start)));
    let removed = Removed { lines: filled.filter(|line| !line.is_empty()).collect() };
    let edits = vec![Edit { range: whole, content: String::new() }];
    Fix::of_change(Message::plain(message), Applicability::Unsafe, removed, edits, Vec::new())
}

/// The whole lines of `range`, with the last line end.
pub(super) fn whole_lines(text: &str, range: TextRange) -> TextRange {
    let end = line_at(text, range.end).end;
    let behind = behind_line_end(&text[end..]);
    TextRange::new(line_start(text, range.start), text.len() - behind.len())
}
