//! A folded text with a map back to its source.

use super::TextRange;
use super::fold::{basic, basic_plane, fold, is_letter, is_space};
use super::markup::{ideograph_entity, mark_entity, markup};
use super::reading::three_bytes;

/// A text for comparison: folded, without space, and with the source place of each character.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// In order, from the start of `text` to its end.
    runs: Vec<Run>,
}

/// A stretch of a folded text. Nearly all letters of a text stay as they are, so a text has fewer
/// runs than letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// The start in the folded text.
    start: u32,
    source: u32,
    /// Length of the source of a single character. 0 for characters that are the same bytes in the
    /// source.
    single: u32,
}

impl Folded {
    /// Folds the part of `text` inside `range`. Source offsets count from the start of `text`.
    pub fn new(text: &str, range: TextRange) -> Self {
        Self::filtered(text, range, |_| true)
    }

    /// The same as [`Folded::new`] with letters and digits only, for the comparison of labels and
    /// titles regardless of marks.
    pub fn letters(text: &str, range: TextRange) -> Self {
        Self::filtered(text, range, is_letter)
    }

    /// The same as [`Folded::new`] without the marks of bold words in Markdown.
    pub fn words(text: &str, range: TextRange) -> Self {
        Self::filtered(text, range, |c| c != '*')
    }

    /// `keep` must be true for ideographs and digits.
    fn filtered(text: &str, range: TextRange, keep: impl Fn(char) -> bool) -> Self {
        let source = range.of(text);
        let mut folded = Self {
            text: String::with_capacity(source.len()),
            // A sentence has a mark after some ten letters.
            runs: Vec::with_capacity(source.len() / 16),
        };
        let table = basic_plane();
        let mut rest = source.as_bytes();
        while !rest.is_empty() {
            let before = source.len() - rest.len();
            // Nearly all characters: ideographs that stay as they are, and digits.
            loop {
                match *rest {
                    [first @ 0xe4..=0xe9, second, third, ref behind @ ..] => {
                        let letter = three_bytes(first, second, third);
                        let read = table[usize::from(letter)];
                        if read != letter || !(0x4e00..=0x9fff).contains(&letter) {
                            break;
                        }
                        rest = behind;
                    }
                    [b'0'..=b'9', ref behind @ ..] => rest = behind,
                    _ => break,
                }
            }
            let at = source.len() - rest.len();
            folded.copy(source, range.start, before..at);
            let Some(mut c) = source[at..].chars().next() else { break };
            let mut len = c.len_utf8();
            if matches!(c, '<' | '&') {
                let skipped = markup(&source[at..]);
                if skipped > 0 {
                    rest = &rest[skipped..];
                    continue;
                }
                let entity = mark_entity(&source[at..]).or_else(|| ideograph_entity(&source[at..]));
                (c, len) = entity.unwrap_or((c, len));
            }
            let read = match u16::try_from(u32::from(c)) {
                Ok(code) => basic(table, code),
                Err(_) => fold(c),
            };
            if !is_space(c) && keep(read) {
                folded.push(read, range.start + at, len);
            }
            rest = &rest[len..];
        }
        folded
    }

    /// Adds characters that stay as they are.
    fn copy(&mut self, source: &str, from: usize, kept: std::ops::Range<usize>) {
        if kept.is_empty() {
            return;
        }
        self.begin(from + kept.start, 0);
        self.text.push_str(&source[kept]);
    }

    /// Adds a character for `len` bytes of the source.
    fn push(&mut self, read: char, source: usize, len: usize) {
        // An entity is longer than a character.
        self.begin(source, if read.len_utf8() == len { 0 } else { len as u32 });
        self.text.push(read);
    }

    /// Begins a run at the end of the text, if the last run does not go on.
    fn begin(&mut self, source: usize, single: u32) {
        let run = Run { start: self.text.len() as u32, source: source as u32, single };
        let goes_on = |last: &Run| {
            last.single == 0 && run.source.wrapping_sub(last.source) == run.start - last.start
        };
        if single > 0 || !self.runs.last().is_some_and(goes_on) {
            self.runs.push(run);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Number of characters.
    pub fn chars(&self) -> usize {
        self.text.chars().count()
    }

    /// Each character, and the range of its source character.
    pub fn places(&self) -> impl Iterator<Item = (char, TextRange)> + '_ {
        let mut runs = self.runs.iter().peekable();
        let mut run = None;
        self.text.char_indices().map(move |(at, read)| {
            if let Some(next) = runs.next_if(|next| next.start as usize <= at) {
                run = Some(next);
            }
            let place = run.map_or(TextRange::at(at), |run| run.place(at, read.len_utf8()));
            (read, place)
        })
    }

    /// The source range of the folded bytes `range`, from its first to its last character.
    ///
    /// An empty range gives the empty range before the source character that follows it.
    pub fn source(&self, range: TextRange) -> TextRange {
        let run = |at: usize| {
            let behind = self.runs.partition_point(|run| run.start as usize <= at);
            behind.checked_sub(1).map(|index| self.runs[index])
        };
        let start = if range.start < self.text.len() {
            run(range.start).map(|run| run.place(range.start, 0).start)
        } else {
            let end = self.text.len().checked_sub(1);
            end.and_then(|end| Some(run(end)?.place(end, 1).end))
        };
        let start = start.unwrap_or_default();
        if range.is_empty() {
            return TextRange::at(start);
        }
        let last = range.end.min(self.text.len()).saturating_sub(1);
        let last = run(last).map(|run| run.place(last, 1).end);
        TextRange::new(start, last.unwrap_or(start).max(start))
    }

    /// Finds source ranges one after another, faster than [`Folded::source`].
    pub fn sources(&self) -> Sources<'_> {
        Sources { folded: self, run: 0 }
    }

    /// The source range of the whole folded text.
    pub fn source_all(&self) -> TextRange {
        self.source(TextRange::new(0, self.text.len()))
    }
}

/// Finds source ranges near the last one.
#[derive(Clone, Debug)]
pub struct Sources<'a> {
    folded: &'a Folded,
    run: usize,
}

impl Sources<'_> {
    /// The same as [`Folded::source`] for a range that is not empty.
    pub fn source(&mut self, range: TextRange) -> TextRange {
        let start = self.place(range.start).start;
        TextRange::new(start, self.place(range.end - 1).end)
    }

    /// The source of the byte `at`.
    fn place(&mut self, at: usize) -> TextRange {
        let runs = &self.folded.runs;
        while self.run > 0 && runs[self.run].start as usize > at {
            self.run -= 1;
        }
        while runs.get(self.run + 1).is_some_and(|next| next.start as usize <= at) {
            self.run += 1;
        }
        runs[self.run].place(at, 1)
    }
}

impl Run {
    /// The source of the `len` bytes at `at` of the folded text.
    fn place(&self, at: usize, len: usize) -> TextRange {
        let source = self.source as usize;
        if self.single > 0 {
            return TextRange::new(source, source + self.single as usize);
        }
        let start = source + at - self.start as usize;
        TextRange::new(start, start + len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn digits_brackets_and_traditional_words_are_read_alike() {
        let read = Folded::new(
            "２０２１ 年（總計）\u{200b}【行政複議】",
            TextRange::new(0, "２０２１ 年（總計）\u{200b}【行政複議】".len()),
        );
        assert_eq!(read.text, "2021年(总计)[行政复议]");
        let letters = Folded::letters("1. 自然\n人、", TextRange::new(0, "1. 自然\n人、".len()));
        assert_eq!(letters.text, "1自然人");
    }

    #[test]
    fn empty_ranges_lie_before_the_next_character() {
        let text = "  总 计 ";
        let folded = Folded::new(text, TextRange::new(0, text.len()));
        assert_eq!(folded.source(TextRange::at(0)), TextRange::at(2));
        assert_eq!(folded.source(TextRange::at(3)), TextRange::at(6));
        assert_eq!(folded.source(TextRange::at(6)), TextRange::at(9));
        assert_eq!(folded.source_all().of(text), "总 计");
        assert_eq!(Folded::new("", TextRange::at(0)).source_all(), TextRange::at(0));
    }

    proptest! {
        #[test]
        fn the_map_leads_back_to_the_source(before in "\\PC{0,5}", text in "[ 一⼀２總\u{200b}\n𠮷\u{2f803}x]{0,20}") {
            let whole = format!("{before}{text}");
            let folded = Folded::new(&whole, TextRange::new(before.len(), whole.len()));
            prop_assert_eq!(folded.chars(), folded.text.chars().count());
            let bounds: Vec<usize> = (0..=folded.text.len()).filter(|&at| folded.text.is_char_boundary(at)).collect();
            let mut sources = folded.sources();
            for (i, &start) in bounds.iter().enumerate() {
                for &end in &bounds[i + 1..] {
                    let source = folded.source(TextRange::new(start, end));
                    prop_assert!(before.len() <= source.start && source.end <= whole.len());
                    prop_assert_eq!(sources.source(TextRange::new(start, end)), source);
                    prop_assert_eq!(&Folded::new(&whole, source).text, &folded.text[start..end]);
                    let (first, last) = (source.of(&whole).chars().next(), source.of(&whole).chars().next_back());
                    prop_assert!(!first.is_some_and(is_space) && !last.is_some_and(is_space));
                }
            }
        }
    }
}
