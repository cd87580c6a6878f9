//! Divides text into words and spaces.

use super::{LOWERED, Manner, RAISED, Reader};
use crate::text::TextRange;

impl Reader<'_> {
    /// A stretch of text that is read, without line ends that count.
    pub(super) fn stretch(&mut self, range: TextRange) {
        let bytes = range.of(self.markup).as_bytes();
        let raised = self.manner() & (RAISED | LOWERED);
        let mut at = 0;
        while at < bytes.len() {
            let (spaces, is_seen) = spaces(&bytes[at..]);
            let start = range.start + at;
            if spaces > 0 {
                self.spaces(TextRange::new(start, start + spaces), is_seen);
                at += spaces;
                continue;
            }
            let len = word(&bytes[at..]);
            let word = TextRange::new(start, start + len);
            if raised == 0 {
                self.words.word(word, self.markup);
            } else {
                self.raised(word, raised);
            }
            at += len;
        }
    }

    /// A number of a note is no part of the number before it.
    fn raised(&mut self, word: TextRange, manner: Manner) {
        const RAISED_DIGITS: [&str; 10] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];
        const LOWERED_DIGITS: [&str; 10] = ["₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"];
        self.builder.raised();
        let digits = if manner & RAISED != 0 { RAISED_DIGITS } else { LOWERED_DIGITS };
        for (at, c) in word.of(self.markup).char_indices() {
            let source = TextRange::new(word.start + at, word.start + at + c.len_utf8());
            match c.to_digit(10) {
                Some(digit) => self.words.decoded(digits[digit as usize], source, self.markup),
                None => self.words.word(source, self.markup),
            }
        }
    }

    pub(super) fn spaces(&mut self, range: TextRange, is_seen: bool) {
        if !self.words.has_words() && self.in_table() {
            self.table.spaces(range, is_seen);
        }
        self.words.space(range);
    }
}

/// Length of the line end at the start of a text.
pub(super) fn first_line_end(text: &str) -> usize {
    ["\r\n", "\n", "\r"].into_iter().find(|end| text.starts_with(end)).map_or(0, str::len)
}

/// Length of the spaces at the start of a text, and whether a browser shows them.
pub(super) fn spaces(text: &[u8]) -> (usize, bool) {
    let (mut len, mut is_seen) = (0, false);
    loop {
        len += match text[len..] {
            [b' ' | b'\t' | b'\n' | b'\r' | 0x0c, ..] => 1,
            [0xc2, 0xa0, ..] => 2,
            [0xe3, 0x80, 0x80, ..]
            | [0xe2, 0x80, 0x80..=0x8a | 0xa8 | 0xa9 | 0xaf, ..]
            | [0xe2, 0x81, 0x9f, ..] => 3,
            _ => return (len, is_seen),
        };
        is_seen |= text[len - 1] >= 0x80;
    }
}

/// Length of the word at the start of a text.
fn word(text: &[u8]) -> usize {
    let is_space = |at: usize| match text[at] {
        b' ' | b'\t' | b'\n' | b'\r' | 0x0c => true,
        0xc2 | 0xe2 | 0xe3 => spaces(&text[at..]).0 > 0,
        _ => false,
    };
    (0..text.len()).find(|&at| is_space(at)).unwrap_or(text.len())
}
