//! Whether a wording continues beside the compared words. A wording broken over two lines, with a
//! slip in it, is read in pieces: the missing part of one piece stands in the other piece.

use crate::text::{Folded, TextRange, floor_char_boundary, is_letter, letters_hash, markup};

/// At most 1000 bytes beside the words are searched.
const NEARBY: usize = 1000;
/// At most four lines in text from a PDF. Lines further down belong to other rows.
const MOST_LINES: usize = 4;
/// Numerals before headings.
const NUMERALS: &str = "一二三四五六七八九十";
/// At most four more pieces of a wording.
const MOST_PIECES: usize = 4;

/// The text beside the words of a wording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {
    /// No part of the wording.
    Nothing,
    /// The rest of the wording. Holds all pieces of the wording, including the rest.
    Rest(Vec<TextRange>),
    /// A part of the wording or a possible part. The missing words must not be inserted.
    Part,
}

/// The sides of the words searched for the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    Both,
    Behind,
}

/// The part of the `official` wording beside its `pieces`. `is_own` is true for the hash of a word
/// that certainly belongs to another wording.
pub fn beside(
    text: &str,
    pieces: &[TextRange],
    official: &str,
    sides: Sides,
    is_own: impl Fn(u64) -> bool,
) -> Beside {
    let mut whole = pieces.to_vec();
    for _ in 0..MOST_PIECES {
        let sides = [Side::Behind, Side::Before]
            .into_iter()
            .filter(|side| sides == Sides::Both || *side == Side::Behind);
        let mut found = None;
        for side in sides {
            match side.look(text, &whole, official, &is_own) {
                Found::Nothing => {}
                Found::Part => return Beside::Part,
                Found::Rest(end) => found = found.or(Some((side, end))),
            }
        }
        match (found, whole.as_mut_slice()) {
            (Some((Side::Behind, end)), [.., last]) => last.end = end,
            (Some((Side::Before, start)), [first, ..]) => first.start = start,
            _ => break,
        }
    }
    if whole == pieces { Beside::Nothing } else { Beside::Rest(whole) }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Before,
    Behind,
}

/// The result of one search on one side.
enum Found {
    Nothing,
    /// The rest of the wording, up to here.
    Rest(usize),
    Part,
}

/// The gap between a character and its neighbour nearer to the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Cell,
}

/// A character beside the words.
struct Near {
    read: char,
    range: TextRange,
    gap: Gap,
    /// Whether a line ends between the character and that neighbour.
    breaks_line: bool,
}

impl Near {
    fn is_digit(&self) -> bool {
        self.read.is_ascii_digit()
    }
}

impl Side {
    fn look(
        self,
        text: &str,
        pieces: &[TextRange],
        official: &str,
        is_own: &impl Fn(u64) -> bool,
    ) -> Found {
        let near = self.near(text, pieces);
        // The end of the first word: one word is added at a time.
        let end = near
            .iter()
            .skip(1)
            .position(|character| character.gap > Gap::None)
            .map_or(near.len(), |at| at + 1);
        let (Some(first), Some(word)) =
            (near.first(), near.get(..end).filter(|word| !word.is_empty()))
        else {
            return Found::Nothing;
        };
        let range = word.iter().fold(first.range, |range, character| range.cover(character.range));
        let (hash, letters) = letters_hash(range.of(text));
        let is_known = letters > 0 && is_own(hash) || word.iter().all(Near::is_digit);
        let marks = |_: &Near| true;
        let letters = |near: &Near| is_letter(near.read);
        let ideographs = |near: &Near| is_letter(near.read) && !near.is_digit();
        if !is_known {
            // The word as a whole makes the wording more complete, possibly by its marks alone:
            // brackets without their number.
            let closer = |keep: fn(char) -> bool, kept: &dyn Fn(&Near) -> bool| {
                let mut distance = self.distance(text, pieces, official, keep);
                let alone = distance.whole();
                word.iter().filter(|near| kept(near)).for_each(|near| distance.push(near.read));
                distance.whole().cmp(&alone)
            };
            let closest = closer(is_letter, &letters).min(closer(|_| true, &marks));
            if closest.is_lt() {
                let far = if self == Self::Behind { range.end } else { range.start };
                return if first.gap < Gap::Cell { Found::Rest(far) } else { Found::Part };
            }
            // An unknown word may be the rest with a slip.
            let is_word = word.iter().any(ideographs);
            if is_word && closer(is_letter, &letters).is_eq() {
                return Found::Part;
            }
        }
        let is_part = |keep: fn(char) -> bool, kept: &dyn Fn(&Near) -> bool| {
            let mut distance = self.distance(text, pieces, official, keep);
            let (alone, most) = (distance.whole(), 2 * distance.official.len());
            // A number alone is a value of the row above or of this row.
            let mut any_word = false;
            near.iter().filter(|near| kept(near)).take(most).any(|near| {
                distance.push(near.read);
                any_word |= !near.is_digit();
                any_word && distance.whole() < alone
            })
        };
        // Values may stand between the lines of a label, and in text from a PDF also the lines of
        // neighbouring cells.
        if is_part(is_letter, &letters)
            || is_part(|read| is_letter(read) && !read.is_ascii_digit(), &ideographs)
            || self.may_be_among(
                text,
                &near[end..],
                &self.distance(text, pieces, official, is_letter),
                is_own,
            )
        {
            return Found::Part;
        }
        Found::Nothing
    }

    /// Whether an unknown word in the next lines may be the rest.
    fn may_be_among(
        self,
        text: &str,
        near: &[Near],
        words: &Distance,
        is_own: &impl Fn(u64) -> bool,
    ) -> bool {
        let (mut rest, mut lines) = (near, 0);
        while let Some(first) = rest.first() {
            let end = rest
                .iter()
                .skip(1)
                .position(|character| character.gap > Gap::None)
                .map_or(rest.len(), |at| at + 1);
            let (word, behind) = rest.split_at(end);
            lines += usize::from(first.breaks_line);
            if lines > MOST_LINES {
                return false;
            }
            let range =
                word.iter().fold(first.range, |range, character| range.cover(character.range));
            let is_word = word.iter().any(|near| is_letter(near.read) && !near.is_digit());
            if is_word && !is_own(letters_hash(range.of(text)).0) {
                let mut distance = words.clone();
                word.iter()
                    .filter(|near| is_letter(near.read))
                    .for_each(|near| distance.push(near.read));
                // A word with a slip may belong to another cell, except in the nearest line.
                let is_bare =
                    word.iter().all(|near| is_letter(near.read) && !NUMERALS.contains(near.read));
                if distance.whole() < words.whole()
                    || distance.whole() == words.whole() && lines <= 1 && is_bare
                {
                    return true;
                }
            }
            rest = behind;
        }
        false
    }

    /// The characters on this side, the nearest first, up to the end of the HTML cell.
    fn near(self, text: &str, pieces: &[TextRange]) -> Vec<Near> {
        let range = match (self, pieces.first(), pieces.last()) {
            (Self::Before, Some(first), _) => TextRange::new(
                floor_char_boundary(text, first.start.saturating_sub(NEARBY)),
                first.start,
            ),
            (Self::Behind, _, Some(last)) => TextRange::new(
                last.end,
                floor_char_boundary(text, (last.end + NEARBY).min(text.len())),
            ),
            _ => return Vec::new(),
        };
        let read = Folded::new(text, range);
        let mut places: Vec<(char, TextRange)> = read.places().collect();
        let mut from = if self == Self::Before { range.end } else { range.start };
        if self == Self::Before {
            places.reverse();
        }
        let mut near = Vec::new();
        let (mut is_cell, mut breaks_line) = (false, false);
        for (read, range) in places {
            let between = if self == Self::Before {
                TextRange::new(range.end, from)
            } else {
                TextRange::new(from, range.start)
            };
            from = if self == Self::Before { range.start } else { range.end };
            let source = range.of(text);
            // A tag that cannot stand within words.
            if matches!(source, "<" | ">") && markup(&text[range.start..]) == 0 {
                break;
            }
            is_cell |= between.of(text).contains('\t') || read == '|';
            breaks_line |= between.of(text).contains(['\n', '\r']);
            if matches!(read, '*' | '_' | '`' | '\\' | '|') {
                continue;
            }
            let gap = if is_cell {
                Gap::Cell
            } else if between.is_empty() {
                Gap::None
            } else {
                Gap::Space
            };
            near.push(Near { read, range, gap, breaks_line });
            (is_cell, breaks_line) = (false, false);
        }
        near
    }

    /// The distance of the words from the official words. Only characters with `keep` count.
    fn distance(
        self,
        text: &str,
        pieces: &[TextRange],
        official: &str,
        keep: fn(char) -> bool,
    ) -> Distance {
        let letters = |text: &str, range: TextRange| {
            Folded::new(text, range).text.chars().filter(|&read| keep(read)).collect::<Vec<char>>()
        };
        let mut own: Vec<char> = pieces.iter().flat_map(|&piece| letters(text, piece)).collect();
        let mut official = letters(official, TextRange::new(0, official.len()));
        if self == Self::Before {
            own.reverse();
            official.reverse();
        }
        let mut distance = Distance { row: (0..=official.len()).collect(), official };
        own.into_iter().for_each(|read| distance.push(read));
        distance
    }
}

/// Number of letters to insert, delete or replace, to turn the letters read so far into each prefix
/// of the official words.
#[derive(Clone)]
struct Distance {
    official: Vec<char>,
    row: Vec<usize>,
}

impl Distance {
    fn push(&mut self, read: char) {
        let mut diagonal = self.row[0];
        self.row[0] += 1;
        for (at, &letter) in self.official.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != read);
            diagonal = self.row[at + 1];
            self.row[at + 1] = replaced.min(diagonal + 1).min(self.row[at] + 1);
        }
    }

    /// The distance to the whole official words.
    fn whole(&self) -> usize {
        self.row[self.official.len()]
    }
}
