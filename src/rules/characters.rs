//! What the rules about characters share.

use crate::diagnostic::Edit;
use crate::text::TextRange;

/// Whether three bytes that follow one another fulfil `suspicious`, anywhere in `text`; after its end they are spaces.
///
/// `suspicious` must be without branches: it then runs on many bytes at once, so that a text without such characters,
/// nearly every text, costs next to nothing.
pub(super) fn any_bytes(text: &str, suspicious: impl Fn(u8, u8, u8) -> bool) -> bool {
    const AT_ONCE: usize = 512;
    let bytes = text.as_bytes();
    let whole = bytes.len().saturating_sub(2);
    let triples = |start: usize, end: usize| bytes[start..end].iter().zip(&bytes[start + 1..]).zip(&bytes[start + 2..]);
    let any = |start: usize, end: usize| triples(start, end).fold(false, |any, ((&a, &b), &c)| any | suspicious(a, b, c));
    if (0..whole).step_by(AT_ONCE).any(|start| any(start, (start + AT_ONCE).min(whole))) {
        return true;
    }
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    (whole..bytes.len()).any(|at| suspicious(byte(at), byte(at + 1), byte(at + 2)))
}

/// Whether `byte` lies between `low` and `high`, without a branch.
pub(super) fn between(byte: u8, low: u8, high: u8) -> bool {
    byte.wrapping_sub(low) <= high - low
}

/// Edits of single characters of `text`, in order, with neighbours made one. Beyond some hundreds they become one edit
/// from the first to the last, which writes what is between them as it is: a broken text may need millions.
pub(super) fn edits(text: &str, replacements: impl IntoIterator<Item = (TextRange, Option<char>)>) -> Vec<Edit> {
    const MOST: usize = 500;
    let mut edits: Vec<Edit> = Vec::new();
    for (range, replacement) in replacements {
        let full = edits.len() == MOST;
        match edits.last_mut() {
            Some(last) if full || last.range.end == range.start => {
                last.content.push_str(&text[last.range.end..range.start]);
                last.content.extend(replacement);
                last.range.end = range.end;
            }
            _ => edits.push(Edit { range, content: replacement.into_iter().collect() }),
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::apply;

    #[test]
    fn bytes_are_found_at_every_place() {
        for len in [0, 1, 2, 3, 511, 512, 513, 1025] {
            let clean = "a".repeat(len);
            assert!(!any_bytes(&clean, |a, _, _| a == b'x'));
            for at in 0..len {
                let mut text = clean.clone().into_bytes();
                text[at] = b'x';
                let text = String::from_utf8(text).unwrap();
                assert!(any_bytes(&text, |a, _, _| a == b'x'), "{len} {at}");
                assert_eq!(any_bytes(&text, |a, b, c| a == b'x' && b == b'a' && c == b'a'), at + 2 < len);
            }
        }
    }

    #[test]
    fn many_edits_become_one() {
        let text = "⼀ab".repeat(2000);
        let all = text.match_indices('⼀').map(|(at, found)| (TextRange::new(at, at + found.len()), Some('一')));
        let edits = edits(&text, all);
        assert!(edits.len() <= 500);
        assert_eq!(apply(&text, &edits), "一ab".repeat(2000));
    }
}
