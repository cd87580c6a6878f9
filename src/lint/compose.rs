//! Combines the edits of several rounds into one list over the first text.

use crate::diagnostic::Edit;
use crate::text::TextRange;

/// Edits of a text over several rounds, kept as one sorted, disjoint list over the original text.
#[derive(Clone, Debug)]
pub(crate) struct Composed {
    len: usize,
    pieces: Vec<Piece>,
}

/// A stretch of the current text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Original(TextRange),
    New(String),
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Self::Original(range) => range.len(),
            Self::New(text) => text.len(),
        }
    }

    fn split_at(self, at: usize) -> (Self, Self) {
        match self {
            Self::Original(range) => {
                let middle = range.start + at;
                (
                    Self::Original(TextRange::new(range.start, middle)),
                    Self::Original(TextRange::new(middle, range.end)),
                )
            }
            Self::New(mut text) => {
                let rest = text.split_off(at);
                (Self::New(text), Self::New(rest))
            }
        }
    }
}

impl Composed {
    /// No edits, over a text of `len` bytes.
    pub(crate) fn new(len: usize) -> Self {
        Self { len, pieces: vec![Piece::Original(TextRange::new(0, len))] }
    }

    /// Adds edits of the current text: sorted, disjoint.
    pub(crate) fn add<'a>(&mut self, edits: impl IntoIterator<Item = &'a Edit>) {
        let mut rest = std::mem::take(&mut self.pieces).into_iter();
        let mut current = rest.next();
        let mut at = 0;
        // Moves the pieces up to `until` to `out`, or drops them.
        let mut advance = |until: usize, mut out: Option<&mut Vec<Piece>>| {
            while at < until {
                let Some(piece) = current.take() else { return };
                let (done, left) = match piece.len() {
                    len if at + len > until => {
                        let (done, left) = piece.split_at(until - at);
                        (done, Some(left))
                    }
                    _ => (piece, rest.next()),
                };
                at += done.len();
                current = left;
                if let Some(out) = &mut out {
                    out.push(done);
                }
            }
        };
        let mut pieces = Vec::new();
        for edit in edits {
            advance(edit.range.start, Some(&mut pieces));
            advance(edit.range.end, None);
            pieces.push(Piece::New(edit.content.clone()));
        }
        advance(usize::MAX, Some(&mut pieces));
        self.pieces = pieces;
    }

    /// The offset in the original text for an offset in the current text. For new text, the place
    /// where it was inserted.
    pub(crate) fn original(&self, offset: usize) -> usize {
        let (mut at, mut copied) = (0, 0);
        for piece in &self.pieces {
            let is_here = offset < at + piece.len();
            match piece {
                Piece::Original(range) if is_here => return range.start + offset - at,
                Piece::Original(range) => copied = range.end,
                Piece::New(_) if is_here => return copied,
                Piece::New(_) => {}
            }
            at += piece.len();
        }
        self.len
    }

    /// All edits so far, over the original text.
    pub(crate) fn into_edits(self) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut content = String::new();
        let mut copied = 0;
        let mut changed = false;
        for piece in self.pieces.into_iter().chain([Piece::Original(TextRange::at(self.len))]) {
            match piece {
                Piece::New(text) => {
                    content.push_str(&text);
                    changed = true;
                }
                Piece::Original(range) => {
                    if changed || range.start > copied {
                        edits.push(Edit {
                            range: TextRange::new(copied, range.start),
                            content: std::mem::take(&mut content),
                        });
                    }
                    changed = false;
                    copied = range.end;
                }
            }
        }
        edits.retain(|edit| !edit.range.is_empty() || !edit.content.is_empty());
        edits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::apply;
    use proptest::prelude::*;

    /// Edits of a text with `len` bytes. Each cut has a number of kept bytes, a number of removed
    /// bytes and a replacement.
    fn edits(len: usize, cuts: &[(usize, usize, String)]) -> Vec<Edit> {
        let mut at = 0;
        let mut edits = Vec::new();
        for (stay, go, content) in cuts {
            let start = (at + stay).min(len);
            at = (start + go).min(len);
            edits.push(Edit { range: TextRange::new(start, at), content: content.clone() });
        }
        edits
    }

    proptest! {
        #[test]
        fn rounds_composed_equal_rounds_applied(
            text in "[a-z]{0,20}", rounds in prop::collection::vec(prop::collection::vec((0usize..5, 0usize..4, "[A-Z]{0,3}"), 0..4), 0..4),
        ) {
            let mut composed = Composed::new(text.len());
            let mut now = text.clone();
            for cuts in &rounds {
                let edits = edits(now.len(), cuts);
                now = apply(&now, &edits);
                composed.add(&edits);
            }
            let places: Vec<usize> = (0..=now.len()).map(|at| composed.original(at)).collect();
            prop_assert!(places.is_sorted() && places.last() == Some(&text.len()));
            for (at, place) in places.iter().enumerate().filter(|(at, _)| now.is_char_boundary(*at)) {
                let (new, old) = (now[at..].chars().next(), text[*place..].chars().next());
                prop_assert!(new == old || new.is_none_or(|new| new.is_ascii_uppercase()));
            }
            let edits = composed.into_edits();
            prop_assert!(edits.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
            prop_assert_eq!(apply(&text, &edits), now);
        }
    }
}
