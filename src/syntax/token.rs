//! The words of a line.

use crate::text::{TextRange, is_space};

/// The range without spaces at both ends.
pub fn trim(text: &str, range: TextRange) -> TextRange {
    // Plain spaces and tabs go first. Nearly always a digit, an ideograph or a full-width mark then
    // stands at both ends, so the bytes are enough.
    let mut inner = &text.as_bytes()[range.start..range.end];
    while let [b' ' | b'\t', rest @ ..] = inner {
        inner = rest;
    }
    let start = range.end - inner.len();
    while let [rest @ .., b' ' | b'\t'] = inner {
        inner = rest;
    }
    let range = TextRange::new(start, start + inner.len());
    let first = matches!(
        inner,
        [b'!'..=b'~', ..]
            | [0xe4..=0xe9, _, _, ..]
            | [0xef, 0xbc..=0xbd, _, ..]
            | [0xe3, 0x80, 0x81..=0x91, ..]
    );
    let last = matches!(
        inner,
        [.., b'!'..=b'~']
            | [.., 0xe4..=0xe9, _, _]
            | [.., 0xef, 0xbc..=0xbd, _]
            | [.., 0xe3, 0x80, 0x81..=0x91]
    );
    if inner.is_empty() || first && last {
        return range;
    }
    let left = range.of(text).trim_start_matches(is_space);
    let start = range.end - left.len();
    TextRange::new(start, start + left.trim_end_matches(is_space).len())
}

/// The words of a range, separated by spaces.
pub fn tokens(text: &str, range: TextRange) -> impl DoubleEndedIterator<Item = TextRange> + '_ {
    let base = range.of(text).as_ptr() as usize - range.start;
    range.of(text).split(is_space).filter(|token| !token.is_empty()).map(move |token| {
        let start = token.as_ptr() as usize - base;
        TextRange::new(start, start + token.len())
    })
}

/// Number of bytes of a kind. `is_kind` must have no branches, so the loop runs on many bytes at
/// once.
pub(super) fn count(source: &str, is_kind: impl Fn(u8) -> bool) -> usize {
    // The longest chunk that a byte can count.
    let chunks = source.as_bytes().chunks(usize::from(u8::MAX));
    chunks
        .map(|chunk| usize::from(chunk.iter().map(|&byte| u8::from(is_kind(byte))).sum::<u8>()))
        .sum()
}
