//! Writes the numeral of a heading, in place of a wrong or lost numeral.

use crate::diagnostic::Edit;
use crate::report::Section;
use crate::syntax::Numeral;
use crate::text::{TextRange, between_markup, fold, is_letter, is_space};

/// Brackets and quotation marks. A title has no brackets.
pub const BRACKETS: [char; 32] = [
    '"', '\'', '“', '”', '‘', '’', '<', '>', '＜', '＞', '‹', '›', '《', '》', '〈', '〉', '「',
    '」', '『', '』', '(', ')', '（', '）', '[', ']', '【', '】', '〔', '〕', '{', '}',
];

/// Replaces `range`, a numeral or its label, with `own`. Markup inside stays.
pub fn numeral_in_place(text: &str, numeral: Numeral, range: TextRange, own: &str) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    for piece in between_markup(range.of(text))
        .flat_map(|piece| piece.split(|c| is_space(c) || matches!(c, '*' | '_' | '`')))
        .filter(|piece| !piece.is_empty())
    {
        let start = range.start + (piece.as_ptr() as usize - range.of(text).as_ptr() as usize);
        let piece = TextRange::new(start, start + piece.len());
        let content = if piece.contains(numeral.range) { own.to_owned() } else { String::new() };
        edits.push(Edit { range: piece, content });
    }
    // For a number in pieces, the new numeral replaces the first piece.
    if edits.iter().all(|edit| edit.content.is_empty())
        && let Some(first) = edits.first_mut()
    {
        own.clone_into(&mut first.content);
    }
    edits
}

/// The edit that restores a lost numeral: before the remaining mark, in place of empty brackets, or
/// before the title.
pub fn numeral_put_back(text: &str, section: &Section, own: &str) -> Edit {
    let title = section.title().start;
    let before = TextRange::new(section.range().start.min(title), title);
    let brackets = before.of(text).trim_end_matches(is_space);
    if brackets.chars().all(|c| is_space(c) || "()（）[]【】〔〕".contains(c))
        && !brackets.trim().is_empty()
        && !brackets.contains(['\n', '\r'])
    {
        return Edit {
            range: TextRange::new(before.start, before.start + brackets.len()),
            content: format!("{own}、"),
        };
    }
    match lost_before(text, title) {
        Some(mark) => {
            // A single bracket or quotation mark may also stand there.
            let start = in_place_of_numeral(text, mark);
            let behind = text[..start].trim_end_matches(BRACKETS);
            let is_alone = text[behind.len()..start].chars().count() == 1
                && behind.trim_end_matches(is_space_in_line).ends_with(['\n', '#', '*', '\r']);
            Edit {
                range: TextRange::new(if is_alone { behind.len() } else { start }, mark),
                content: own.to_owned(),
            }
        }
        None => Edit {
            range: TextRange::new(in_place_of_numeral(text, title), title),
            content: format!("{own}、"),
        },
    }
}

fn is_space_in_line(c: char) -> bool {
    is_space(c) && !matches!(c, '\n' | '\r')
}

/// The start of the marks directly before `end`, in place of the numeral: `？、总体情况`. Marks
/// needed by a format do not count.
fn in_place_of_numeral(text: &str, end: usize) -> usize {
    text[..end]
        .trim_end_matches(|c| {
            matches!(fold(c), '?' | '/' | '!' | ':' | ';' | ',' | '.' | '□' | '■' | '�')
        })
        .len()
}

/// The remaining mark of a lost numeral before a title: `、总体情况`.
fn lost_before(text: &str, title: usize) -> Option<usize> {
    let before = text[..title].trim_end_matches(is_space_in_line);
    let (at, mark) = before.char_indices().next_back()?;
    let read = fold(mark);
    (!is_letter(read) && matches!(read, ',' | '.')).then_some(at)
}
