//! Page numbers, left in the middle of a date by text extraction.

use crate::syntax::is_page_number;
use crate::text::{TextRange, floor_char_boundary, gap, gap_before, is_space};
use std::borrow::Cow;

/// At most 120 bytes in a page number with the space around it.
const LONGEST: usize = 120;

/// The length of a gap inside a date at the start of `text`: a [`gap`], or a page number on a line
/// of its own with the surrounding line ends.
pub(super) fn date_gap(text: &str) -> usize {
    let page = if text.starts_with(['\n', '\r']) { page_break(text) } else { 0 };
    if page > 0 { page } else { gap(text) }
}

/// Like [`date_gap`], at the end of `text`.
pub(super) fn date_gap_before(text: &str) -> usize {
    let may_be_page = text.chars().next_back().is_some_and(is_line_end);
    let page = if may_be_page { page_break_before(text) } else { 0 };
    if page > 0 { page } else { gap_before(text) }
}

/// The first page number on a line of its own inside `text`, with the surrounding line ends.
pub(super) fn page_inside(text: &str) -> Option<TextRange> {
    let starts = text.match_indices(['\n', '\r']).take(LONGEST);
    starts
        .map(|(at, _)| TextRange::new(at, at + page_break(&text[at..])))
        .find(|page| !page.is_empty())
}

/// `text` without its page numbers.
pub(crate) fn without_pages(text: &str) -> Cow<'_, str> {
    let mut left = Cow::Borrowed(text);
    while let Some(page) = page_inside(&left) {
        left.to_mut().replace_range(page.start..page.end, "\n");
    }
    left
}

/// A form feed begins a new page.
fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{c}')
}

fn page_break(text: &str) -> usize {
    let near = &text[..floor_char_boundary(text, text.len().min(LONGEST))];
    let line = near.trim_start_matches(is_space);
    let Some(end) = line.find(is_line_end).filter(|&end| is_page_number(&line[..end])) else {
        return 0;
    };
    near.len() - line[end..].trim_start_matches(is_space).len()
}

fn page_break_before(text: &str) -> usize {
    let near = &text[floor_char_boundary(text, text.len().saturating_sub(LONGEST))..];
    let line = near.trim_end_matches(is_space);
    let Some((start, end)) = line
        .char_indices()
        .rev()
        .find(|&(_, c)| is_line_end(c))
        .map(|(at, c)| (at, at + c.len_utf8()))
    else {
        return 0;
    };
    if !is_page_number(&line[end..]) {
        return 0;
    }
    near.len() - line[..start].trim_end_matches(is_space).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_number_in_its_own_line_is_a_gap() {
        for page in
            ["\n— 1 —\n", "\n- 12 -\n\u{c}", "\r\n\r\n第 3 页 共 10 页\r\n", "\n\n 1 / 10 \n\n"]
        {
            assert_eq!(
                (date_gap(&format!("{page}甲")), date_gap_before(&format!("甲{page}"))),
                (page.len(), page.len()),
                "{page:?}"
            );
            assert_eq!(
                page_inside(&format!("2{page}023")),
                Some(TextRange::new(1, 1 + page.len()))
            );
        }
        for (other, len) in
            [("\n甲\n", 1), ("— 1 —\n", 0), ("\n— 1 —", 1), ("\n12\n", 1), ("", 0), (" 甲", 1)]
        {
            assert_eq!(date_gap(other), len, "{other:?}");
        }
        assert_eq!(page_inside("2\n023"), None);
        assert_eq!(without_pages("2\n- 1 -\n023\n- 2 -\n\n年"), "2\n023\n年");
    }
}
