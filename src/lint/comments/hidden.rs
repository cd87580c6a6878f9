//! The ranges hidden by HTML comments, and how an edit changes them.

use crate::source::ignore_comment::{CLOSING, OPENING};
use crate::text::TextRange;
use memchr::memmem;

/// The HTML comments in a text. An opening does not count if another comment opens in a later line
/// before the closing. A comment over several lines does not count if text follows its end.
pub(super) fn hidden(text: &str) -> Vec<TextRange> {
    scan(text).0
}

/// The comments as in [`hidden`], and whether a comment was opened but never closed.
fn scan(text: &str) -> (Vec<TextRange>, bool) {
    let bytes = text.as_bytes();
    let is_broken =
        |from: usize, to: usize| memchr::memchr2(b'\n', b'\r', &bytes[from..to]).is_some();
    let mut found = Vec::new();
    let mut openings = memmem::find_iter(bytes, OPENING).peekable();
    let mut closings = memmem::find_iter(bytes, CLOSING);
    while let Some(mut start) = openings.next() {
        let Some(closing) = closings.find(|at| *at >= start + OPENING.len()) else {
            return (found, true);
        };
        let mut looked = start;
        while let Some(next) = openings.next_if(|next| *next < closing) {
            if is_broken(looked, next) && closing >= next + OPENING.len() {
                start = next;
            }
            looked = next;
        }
        let end = closing + CLOSING.len();
        if !is_broken(start, end) || is_last_of_line(text, closing) {
            found.push(TextRange::new(start, end));
        }
    }
    (found, false)
}

/// Whether the line is blank behind the end of a comment.
fn is_last_of_line(text: &str, closing: usize) -> bool {
    let behind = text[closing + CLOSING.len()..].chars().find(|&c| !is_blank(c));
    behind.is_none_or(|c| matches!(c, '\n' | '\r'))
}

/// The effect of whole lines on comments that begin above or end below: the openings and closings
/// of HTML comments in these lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    pub first: First,
    pub last: Last,
}

/// The effect on a comment opened in an earlier line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum First {
    /// The comment continues: the lines have neither an opening nor a closing.
    #[default]
    GoesOn,
    /// Not a comment: another comment opens first, or words follow the closing.
    IsNone,
    Ends,
}

/// Whether a comment is open at the end of the lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Last {
    /// As above: the lines have neither an opening nor a closing.
    #[default]
    AsAbove,
    Closed,
    Open,
}

impl Marks {
    pub(crate) fn of(text: &str) -> Self {
        let find = |mark: &str| memmem::find(text.as_bytes(), mark.as_bytes());
        let (opening, closing) = (find(OPENING), find(CLOSING));
        let first = match (opening, closing) {
            (None, None) => return Self::default(),
            // A closing within an opening (<!-->) does not close this comment, but may close
            // another comment.
            (Some(opening), closing)
                if closing.is_none_or(|closing| opening + OPENING.len() <= closing) =>
            {
                First::IsNone
            }
            (opening, Some(closing))
                if opening.is_none_or(|opening| closing < opening)
                    && !is_last_of_line(text, closing) =>
            {
                First::IsNone
            }
            _ => First::Ends,
        };
        let last = if scan(text).1 { Last::Open } else { Last::Closed };
        Self { first, last }
    }

    pub(crate) fn is_none(self) -> bool {
        self == Self::default()
    }
}

/// Whether an HTML comment may begin or end in `text`.
pub(crate) fn may_mark(text: &str) -> bool {
    [OPENING, CLOSING].iter().any(|mark| memmem::find(text.as_bytes(), mark.as_bytes()).is_some())
}

/// The range in which the comments of a text hide other lines after an edit than before, or other
/// parts of a line. Includes `range`, the edited range, and counts in bytes of the text before the
/// edit. `now` is the text after the edit, with `new` bytes in place of `range`.
pub(crate) fn hidden_otherwise(before: &str, now: &str, range: TextRange, new: usize) -> TextRange {
    let grown = new as isize - range.len() as isize;
    let follow = |at: usize| match at {
        _ if at <= range.start => Some(at),
        _ if at >= range.end => Some(at.wrapping_add_signed(grown)),
        _ => None,
    };
    let is_same = |(before, now): (&TextRange, &TextRange)| {
        follow(before.start) == Some(now.start) && follow(before.end) == Some(now.end)
    };
    let (before, now) = (hidden(before), hidden(now));
    let above = before.iter().zip(&now).take_while(|pair| is_same(*pair)).count();
    let (before, now) = (&before[above..], &now[above..]);
    let below = before.iter().rev().zip(now.iter().rev()).take_while(|pair| is_same(*pair)).count();
    let (before, now) = (&before[..before.len() - below], &now[..now.len() - below]);
    let back = |at: usize, inside: usize| match at {
        _ if at <= range.start => at,
        _ if at >= range.start + new => at.wrapping_add_signed(-grown),
        _ => inside,
    };
    let now = now
        .iter()
        .map(|hidden| TextRange::new(back(hidden.start, range.start), back(hidden.end, range.end)));
    before
        .iter()
        .copied()
        .chain(now)
        .fold(range, |all, one| TextRange::new(all.start.min(one.start), all.end.max(one.end)))
}

pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}
