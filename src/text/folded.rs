//! A folded text with a map back to its source.

use super::TextRange;
use super::fold::{basic, basic_plane, fold, is_letter, is_space};
use super::markup::{ideograph_entity, mark_entity, markup};

/// A text for comparison: folded, without space, and with the source place of each character.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each character: its offset in `text`, and the range of its source character.
    map: Vec<(u32, u32, u32)>,
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

    fn filtered(text: &str, range: TextRange, keep: impl Fn(char) -> bool) -> Self {
        let mut folded = Self {
            text: String::with_capacity(range.len()),
            map: Vec::with_capacity(range.len() / 3),
        };
        let source = range.of(text);
        let mut behind_markup = 0;
        let table = basic_plane();
        // Letters that stay as they are, and are not copied yet, begin here.
        let mut kept = 0;
        for (at, c) in source.char_indices() {
            if at < behind_markup {
                kept = behind_markup;
                continue;
            }
            // Nearly all letters: no markup, no space.
            if ('\u{4e00}'..='\u{9fff}').contains(&c) {
                let read = basic(table, c as u16);
                let start = (range.start + at) as u32;
                if read == c && keep(c) {
                    let offset = folded.text.len() + at - kept;
                    folded.map.push((offset as u32, start, start + 3));
                    continue;
                }
                folded.text.push_str(&source[kept..at]);
                kept = at + 3;
                if keep(read) {
                    folded.map.push((folded.text.len() as u32, start, start + 3));
                    folded.text.push(read);
                }
                continue;
            }
            folded.text.push_str(&source[kept..at]);
            kept = at + c.len_utf8();
            let (mut c, mut len) = (c, c.len_utf8());
            if matches!(c, '<' | '&') {
                behind_markup = at + markup(&source[at..]);
                if at < behind_markup {
                    kept = behind_markup;
                    continue;
                }
                if let Some(entity) =
                    mark_entity(&source[at..]).or_else(|| ideograph_entity(&source[at..]))
                {
                    (c, len) = entity;
                    behind_markup = at + len;
                    kept = behind_markup;
                }
            }
            let read = fold(c);
            if is_space(c) || !keep(read) {
                continue;
            }
            let start = range.start + at;
            folded.map.push((folded.text.len() as u32, start as u32, (start + len) as u32));
            folded.text.push(read);
        }
        folded.text.push_str(source.get(kept..).unwrap_or_default());
        folded
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Number of characters.
    pub fn chars(&self) -> usize {
        self.map.len()
    }

    /// Each character, and the range of its source character.
    pub fn places(&self) -> impl Iterator<Item = (char, TextRange)> + '_ {
        self.text
            .chars()
            .zip(&self.map)
            .map(|(read, &(_, start, end))| (read, TextRange::new(start as usize, end as usize)))
    }

    /// The source range of the folded bytes `range`, from its first to its last character.
    ///
    /// An empty range gives the empty range before the source character that follows it.
    pub fn source(&self, range: TextRange) -> TextRange {
        let index = |offset: usize| self.map.partition_point(|entry| (entry.0 as usize) < offset);
        let (first, last) = (index(range.start), index(range.end));
        match (self.map.get(first), last.checked_sub(1).and_then(|at| self.map.get(at))) {
            (Some(start), Some(end)) if first < last => {
                TextRange::new(start.1 as usize, end.2 as usize)
            }
            (Some(start), _) => TextRange::at(start.1 as usize),
            (None, end) => TextRange::at(end.map_or(0, |entry| entry.2 as usize)),
        }
    }

    /// The source range of the whole folded text.
    pub fn source_all(&self) -> TextRange {
        self.source(TextRange::new(0, self.text.len()))
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
            for (i, &start) in bounds.iter().enumerate() {
                for &end in &bounds[i + 1..] {
                    let source = folded.source(TextRange::new(start, end));
                    prop_assert!(before.len() <= source.start && source.end <= whole.len());
                    prop_assert_eq!(&Folded::new(&whole, source).text, &folded.text[start..end]);
                    let (first, last) = (source.of(&whole).chars().next(), source.of(&whole).chars().next_back());
                    prop_assert!(!first.is_some_and(is_space) && !last.is_some_and(is_space));
                }
            }
        }
    }
}
