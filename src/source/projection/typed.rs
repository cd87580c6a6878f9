//! Follows the typing of a few characters, without reading the markup again.

use super::{ElementKind, Origin, Projection};
use crate::source::html::is_title;
use crate::text::TextRange;
use std::ops::Range;

/// Longer cells, with their markup, and longer lines may decide how a page is read.
const LONGEST_CELL: usize = 2048;
const LONGEST_TITLE_LINE: usize = 1024;

const LINE_ENDS: &[char] = &['\n', '\r'];

impl Projection {
    /// Follows an edit inside of words: `new` in place of `range` of the markup. `before` is the
    /// byte of the markup before `range`. Returns the replaced range of the text. `None` if the
    /// edit may change more than these words; nothing is changed then.
    pub fn type_in(
        &mut self,
        range: TextRange,
        new: &str,
        before: Option<u8>,
    ) -> Option<TextRange> {
        let index = self.run_of(range)?;
        let run = self.runs.get(index)?;
        let own = range.moved(run.text.start as isize - run.source.start as isize);
        if self.has_spans || new.contains(['<', '>', '&']) {
            return None;
        }
        let is_prose = self.is_prose(run.text, own);
        if !is_prose {
            let is_word = |c: char| !c.is_whitespace() && !c.is_control();
            if !new.chars().all(is_word) || !self.stays_one_word(run.text, own, new) {
                return None;
            }
        }
        // A reference or a tag may begin above.
        let at_start = range.start == run.source.start;
        if at_start && before.is_none_or(|byte| byte != b'>' && !byte.is_ascii_whitespace()) {
            return None;
        }
        let cell = self.elements_around(own).find(|element| element.kind == ElementKind::Cell);
        // Text may be followed by a table without a sign between.
        let is_last = is_prose && index + 1 == self.runs.len();
        if self.in_text && range.end == run.source.end && cell.is_none() && !is_last {
            return None;
        }
        let line = self.line(run.text, own, if is_prose { &['\n'] } else { LINE_ENDS });
        // Outside of prose, the line may belong to a comment that began in a line above.
        let looked_at = if is_prose { line.start } else { run.text.start }..line.end;
        if memchr::memchr3(b'<', b'>', b'&', self.text[looked_at].as_bytes()).is_some()
            || !is_prose
                && self.may_be_title(line, own, new)
                && !(cell.is_none() && self.stays_title(own, new))
        {
            return None;
        }
        if self.has_raised && new.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        if cell.is_some_and(|cell| cell.source.len() + new.len() > LONGEST_CELL)
            || cell.is_none() && self.has_long_cell && new.len() < range.len()
        {
            return None;
        }
        self.replace(index, own, range, new);
        Some(own)
    }

    /// Whether an edit stands in the lines of a Markdown text, below the first line of their run.
    /// There, spaces and line ends are text too.
    fn is_prose(&self, run: TextRange, own: TextRange) -> bool {
        // Only the text outside of tables has line ends in a run.
        self.in_text
            && memchr::memrchr(b'\n', &self.text.as_bytes()[run.start..own.start]).is_some()
            && self.elements_around(own).next().is_none()
    }

    /// The run that holds a range of the markup, if its words are as in the markup.
    fn run_of(&self, range: TextRange) -> Option<usize> {
        let behind = self.runs.up_to(range.start);
        let holds = |index: &usize| {
            let run = self.runs.get(*index);
            run.is_some_and(|run| run.origin == Origin::Verbatim && run.source.contains(range))
        };
        (behind.saturating_sub(2)..behind).rev().find(holds)
    }

    /// Whether the words around an edit stay words, and spaces stay as they are.
    fn stays_one_word(&self, run: TextRange, own: TextRange, new: &str) -> bool {
        let is_word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        let before = self.text[run.start..own.start].chars().next_back();
        let behind = self.text[own.end..run.end].chars().next();
        !new.is_empty() || is_word(before) && is_word(behind)
    }

    /// The part of a run in the line of an edit.
    fn line(&self, run: TextRange, own: TextRange, line_ends: &[char]) -> Range<usize> {
        let start = self.text[run.start..own.start].rfind(line_ends).map_or(0, |at| at + 1);
        let len = self.text[own.end..run.end].find(line_ends).unwrap_or(run.end - own.end);
        run.start + start..own.end + len
    }

    /// Whether the line of an edit in a page is a title before and after, and its words decide
    /// nothing else.
    fn stays_title(&self, own: TextRange, new: &str) -> bool {
        if self.in_text || self.has_chosen_titles {
            return false;
        }
        let start = self.text[..own.start].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[own.end..].find('\n').map_or(self.text.len(), |at| own.end + at);
        let after = [&self.text[start..own.start], new, &self.text[own.end..end]].concat();
        is_title(&self.text[start..end]) && is_title(&after)
    }

    /// Whether the line of an edit may be a title, before the edit or after it.
    fn may_be_title(&self, part: Range<usize>, own: TextRange, new: &str) -> bool {
        let start = self.text[..part.start].rfind(LINE_ENDS).map_or(0, |at| at + 1);
        let end = self.text[part.end..].find(LINE_ENDS).map_or(self.text.len(), |at| part.end + at);
        if end - start > LONGEST_TITLE_LINE + own.len() {
            return false;
        }
        let (before, behind) = (&self.text[start..own.start], &self.text[own.end..end]);
        let old = own.of(&self.text);
        let names = |words: &str| words.contains(['报', '報']);
        // A sentence is no title, unless the whole sentence is a part of one.
        let ends_sentence = |words: &str| words.contains(['。', '，', '；', '《']);
        let is_sentence = ends_sentence(before) || ends_sentence(behind);
        let ends_like_title = behind.chars().filter(|c| c.is_alphanumeric()).count() < 2
            || behind
                .chars()
                .rev()
                .filter(|c| c.is_alphanumeric())
                .take(2)
                .any(|c| "报報".contains(c));
        [before, old, new, behind].into_iter().any(names) && (!is_sentence || ends_like_title)
    }

    fn replace(&mut self, index: usize, own: TextRange, range: TextRange, new: &str) {
        let grown = new.len() as isize - range.len() as isize;
        let Some(mut run) = self.runs.get(index) else { return };
        let edited = run.text;
        self.text.replace_range(own.start..own.end, new);
        run.text.end = run.text.end.wrapping_add_signed(grown);
        run.source.end = run.source.end.wrapping_add_signed(grown);
        self.runs.set(index, run);
        self.runs.shift(index, range.end, grown);
        for slot in self.slots.iter_mut().filter(|slot| slot.at as usize >= edited.end) {
            slot.shift(range.end, grown);
        }
        self.elements.shift(edited.end, range.end, grown);
    }
}
