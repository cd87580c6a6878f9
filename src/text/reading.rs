//! Reads the folded characters of a text in order, and skips markup.

use super::fold::{basic, basic_plane, fold, is_letter, is_space};
use super::markup::{ideograph_entity, mark_entity, markup};

/// A hash of the letters that [`Folded::letters`](super::Folded::letters) keeps of `text`, and the
/// number of letters. The hash is the same on every machine and in every run.
pub fn letters_hash(text: &str) -> (u64, usize) {
    let (mut hash, mut count) = (LettersHash::default(), 0);
    let mut reading = Reading::new(text);
    loop {
        count += reading.ideographs(&mut hash).0;
        let Some(read) = reading.next() else { break };
        if is_letter(read) {
            hash.push(read);
            count += 1;
        } else if let Some(ideograph) = reading.ideograph_entity(read) {
            hash.push(ideograph);
            count += 1;
        } else if matches!(read, '<' | '&') {
            reading.skip_markup();
        }
    }
    (hash.finish(), count)
}

/// The [`letters_hash`] of the first `count` letters of `text`; `None` if `text` has fewer letters.
pub fn begin_hash(text: &str, count: usize) -> Option<u64> {
    let (mut hash, mut left) = (LettersHash::default(), count);
    let mut reading = Reading::new(text);
    while left > 0 {
        let read = reading.next()?;
        let letter = if is_letter(read) {
            Some(read)
        } else if matches!(read, '<' | '&') {
            let ideograph = reading.ideograph_entity(read);
            if ideograph.is_none() {
                reading.skip_markup();
            }
            ideograph
        } else {
            None
        };
        if let Some(letter) = letter {
            hash.push(letter);
            left -= 1;
        }
    }
    Some(hash.finish())
}

/// The folded characters of a text. Faster than [`fold`] on each character.
pub struct Reading<'a> {
    text: &'a str,
    rest: &'a [u8],
    basic: &'static [u16; 0x1_0000],
}

impl<'a> Reading<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, rest: text.as_bytes(), basic: basic_plane() }
    }

    /// The offset of the next character.
    #[inline(always)]
    fn at(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    /// Reads all consecutive ideographs and adds their folded forms to `hash`. Returns the number
    /// of ideographs and the last ideograph.
    #[inline(always)]
    pub fn ideographs(&mut self, hash: &mut LettersHash) -> (usize, Option<char>) {
        let (mut count, mut last) = (0, 0);
        self.each_ideograph(|read| {
            hash.push_code(read.into());
            (count, last) = (count + 1, read);
        });
        (count, char::from_u32(last).filter(|_| count > 0))
    }

    /// Reads all consecutive ideographs and calls `each` with the code points of their folded
    /// forms.
    #[inline(always)]
    fn each_ideograph(&mut self, mut each: impl FnMut(u32)) {
        while let [first @ 0xe4..=0xe9, second, third, ref rest @ ..] = *self.rest {
            let read = self.basic[usize::from(three_bytes(first, second, third))];
            if !(0x4e00..=0x9fff).contains(&read) {
                return;
            }
            each(read.into());
            self.rest = rest;
        }
    }

    /// Whether the source of the last character is `ascii` itself, and not another character with
    /// the same folded form.
    #[inline(always)]
    pub fn was(&self, ascii: u8) -> bool {
        self.text.as_bytes()[self.at() - 1] == ascii
    }

    /// If the last character, `read`, begins the entity of an ideograph: skips the entity and
    /// returns the folded ideograph.
    #[inline(always)]
    pub fn ideograph_entity(&mut self, read: char) -> Option<char> {
        if read != '&' || !self.was(b'&') {
            return None;
        }
        let (ideograph, len) = ideograph_entity(&self.text[self.at() - 1..])?;
        self.rest = &self.rest[len - 1..];
        Some(fold(ideograph))
    }

    /// If the last character, `<` or `&`, begins inline markup or the entity of a mark: skips the
    /// markup or entity. Returns whether anything was skipped.
    #[inline(always)]
    pub fn skip_markup(&mut self) -> bool {
        let len = if self.was(b'<') || self.was(b'&') {
            markup_or_mark(&self.text[self.at() - 1..])
        } else {
            0
        };
        self.rest = &self.rest[len.saturating_sub(1)..];
        len > 0
    }
}

impl Iterator for Reading<'_> {
    type Item = char;

    /// Nearly all characters are ASCII or have three bytes.
    #[inline(always)]
    fn next(&mut self) -> Option<char> {
        match *self.rest {
            [ascii @ 0..b'~', ref rest @ ..] => {
                self.rest = rest;
                Some(char::from(ascii))
            }
            [first @ 0xe0..=0xef, second, third, ref rest @ ..] => {
                self.rest = rest;
                Some(basic(self.basic, three_bytes(first, second, third)))
            }
            _ => {
                let (read, len) = rare(self.text, self.at())?;
                self.rest = &self.rest[len..];
                Some(read)
            }
        }
    }
}

/// Length of the inline markup or the mark entity at the start of `text`.
fn markup_or_mark(text: &str) -> usize {
    match markup(text) {
        0 => mark_entity(text).map_or(0, |(_, len)| len),
        len => len,
    }
}

/// The code point of three bytes of UTF-8.
#[inline(always)]
pub(super) fn three_bytes(first: u8, second: u8, third: u8) -> u16 {
    u16::from(first) << 12 | u16::from(second & 0x3f) << 6 | u16::from(third & 0x3f)
}

/// The folded character at byte `at`, and its length. The function takes no reference to
/// [`Reading`], so the fields of [`Reading`] stay in registers.
#[inline(never)]
fn rare(text: &str, at: usize) -> Option<(char, usize)> {
    let c = text[at..].chars().next()?;
    Some((fold(c), c.len_utf8()))
}

/// The letters that [`Folded::letters`](super::Folded::letters) keeps of `text`.
pub fn letters_of(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut reading = Reading::new(text);
    std::iter::from_fn(move || {
        loop {
            let read = reading.next()?;
            if is_letter(read) {
                return Some(read);
            }
            if let Some(ideograph) = reading.ideograph_entity(read) {
                return Some(ideograph);
            }
            if matches!(read, '<' | '&') {
                reading.skip_markup();
            }
        }
    })
}

/// Calls `each` with the code points of the letters of [`letters_of`]. A loop over many letters is
/// quicker in this way.
#[inline]
pub fn for_each_letter(text: &str, mut each: impl FnMut(u32)) {
    let mut reading = Reading::new(text);
    loop {
        reading.each_ideograph(&mut each);
        let Some(read) = reading.next() else { return };
        if is_letter(read) {
            each(read.into());
        } else if let Some(ideograph) = reading.ideograph_entity(read) {
            each(ideograph.into());
        } else if matches!(read, '<' | '&') {
            reading.skip_markup();
        }
    }
}

/// The pieces of `text` between inline markup.
pub fn between_markup(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let markup = memchr::memchr2_iter(b'<', b'&', text.as_bytes())
            .map(|at| (at, markup(&text[at..])))
            .find(|(_, len)| *len > 0);
        let (piece, next) =
            markup.map_or((text, None), |(at, len)| (&text[..at], Some(&text[at + len..])));
        rest = next;
        Some(piece)
    })
}

/// The words in one line, without tags and line ends.
pub fn in_one_line(source: &str) -> String {
    let broken = source.contains(['\n', '\r', '\t']);
    between_markup(source)
        .flat_map(str::chars)
        .filter(|&c| !is_space(c) || !broken && c == ' ')
        .collect()
}

/// Computes [`letters_hash`] from folded letters, one at a time.
#[derive(Clone, Copy, Debug, Default)]
pub struct LettersHash(u64);

impl LettersHash {
    pub fn push(&mut self, letter: char) {
        self.push_code(letter.into());
    }

    #[inline(always)]
    fn push_code(&mut self, code: u64) {
        self.0 = (self.0.rotate_left(5) ^ code).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    pub fn finish(self) -> u64 {
        // The multiplication mixes mostly into the high bits.
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Folded, TextRange};
    use proptest::prelude::*;

    /// Characters for every path of the reader: one to four bytes, letters, marks, space and
    /// markup.
    fn any_text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("规章"),
            Just("零"),
            Just("<b>"),
            Just("&nbsp;"),
            Just("&ldquo;"),
            Just("&#65288;"),
            Just("&#19977;"),
            Just("｜"),
            Just("⽉"),
            Just("é"),
            Just("\u{3164}"),
            Just("𠮷")
        ];
        let piece = prop_oneof![
            piece.prop_map(str::to_owned),
            any::<char>().prop_map(String::from),
            "[ -~]{0,3}"
        ];
        proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn reading_is_folding_one_character_after_the_other(text in any_text()) {
            let read: String = Reading::new(&text).collect();
            prop_assert_eq!(read, text.chars().map(fold).collect::<String>());
        }

        #[test]
        fn letters_are_the_same_in_every_way_of_reading(text in any_text()) {
            let folded = Folded::letters(&text, TextRange::new(0, text.len())).text;
            prop_assert_eq!(&letters_of(&text).collect::<String>(), &folded);
            let mut each = String::new();
            for_each_letter(&text, |letter| each.extend(char::from_u32(letter)));
            prop_assert_eq!(&each, &folded);
            let mut hash = LettersHash::default();
            folded.chars().for_each(|letter| hash.push(letter));
            prop_assert_eq!(letters_hash(&text), (hash.finish(), folded.chars().count()));
            let begin: String = folded.chars().take(3).collect();
            let expected = (begin.chars().count() == 3).then(|| letters_hash(&begin).0);
            prop_assert_eq!(begin_hash(&text, 3), expected);
        }
    }
}
