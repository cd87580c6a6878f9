//! The reports around an edit as one stretch of text, to divide into reports again.

use super::entry::Entry;
use crate::lint::{self, Comments};
use crate::standard::Standard;
use crate::syntax::lines::{Lines, Reread};
use crate::syntax::report_starts;
use crate::text::{Resized, TextRange};
use std::ops::Range;

/// Neighbouring reports as one text. Ranges and lines count in this text.
pub(super) struct Window {
    pub text: String,
    pub lines: Lines,
    comments: Comments,
    /// The whole lines replaced by the edit, in bytes of the old text, and the number of bytes of
    /// the replacement.
    pub replaced: TextRange,
    pub new: usize,
    /// The first line of each old report.
    begun: Vec<usize>,
    /// Whether another report comes before the first report of the window.
    continued: bool,
    reread: Option<Reread>,
    /// The changed number, if the edit changes nothing but a number.
    pub number: Option<Resized>,
    /// Number of added lines and bytes.
    moved: (isize, isize),
}

/// The first line of each report of a window.
pub(super) enum Starts {
    Known(Vec<usize>),
    /// The answer needs more of the text.
    Unknown {
        above: bool,
        below: bool,
    },
}

impl Window {
    pub fn of(reports: &[Entry], continued: bool, standard: &'static Standard) -> Self {
        let (mut text, mut lines, mut comments) =
            (String::new(), Lines::none(standard), Comments::default());
        let mut begun = Vec::with_capacity(reports.len());
        for Entry { report, .. } in reports {
            begun.push(lines.lines.len());
            let start = text.len();
            text.push_str(report.text());
            comments.append(report.comments(), start);
            if start == 0 {
                lines.clone_from(&report.lines);
            } else {
                lines.append(&comments.blanked(&text), &report.lines, start);
            }
        }
        Self {
            text,
            lines,
            comments,
            replaced: TextRange::at(0),
            new: 0,
            begun,
            continued,
            reread: None,
            number: None,
            moved: (0, 0),
        }
    }

    /// Replaces `range` by `new`.
    pub fn edit(&mut self, range: TextRange, new: &str) {
        let touched = self.lines.touched_by(range);
        let count = self.lines.lines.len();
        let end =
            self.lines.lines.get(touched.end).map_or(self.text.len(), |line| line.range().start);
        self.replaced = TextRange::new(self.lines.lines[touched.start].range().start, end);
        self.new = self.replaced.len() - range.len() + new.len();
        let number = number_at(&self.text, range);
        self.text.replace_range(range.start..range.end, new);
        let renumbered = number.filter(|number| {
            let now = number_at(&self.text, TextRange::new(range.start, range.start + new.len()));
            now.is_some_and(|now| now.start == number.start)
        });
        // The comments can change only with the edited lines.
        let touched =
            TextRange::new(self.replaced.start, self.replaced.start + self.new).of(&self.text);
        if !self.comments.is_empty() || lint::may_mark(touched) {
            self.comments = Comments::of(&self.text);
        }
        self.reread = Some(self.lines.reread(&self.comments.blanked(&self.text), range, new.len()));
        let same_looks = self.reread.as_ref().is_some_and(|reread| reread.same_looks);
        let bytes = new.len() as isize - range.len() as isize;
        self.number = renumbered
            .filter(|_| same_looks && self.comments.is_empty())
            .map(|range| Resized { range, bytes });
        self.moved = (
            self.lines.lines.len() as isize - count as isize,
            new.len() as isize - range.len() as isize,
        );
    }

    /// The comments of the window.
    pub fn comments(&self) -> &Comments {
        &self.comments
    }

    /// The first line of each report after the edit. `is_last` says that no text follows the
    /// window.
    pub fn starts(&self, is_last: bool) -> Starts {
        let Some(reread) = self.reread.as_ref().filter(|reread| reread.moves_reports) else {
            return Starts::Known(self.begun.clone());
        };
        // The first and the last report must be unchanged. Then the text beyond the window is
        // unchanged as well.
        let last = self.begun.last().map_or(0, |line| line.wrapping_add_signed(self.moved.0));
        let above =
            self.continued && self.begun.get(1).is_none_or(|&second| reread.range.start < second);
        let below = !is_last && reread.range.end > last;
        if above || below {
            return Starts::Unknown { above, below };
        }
        let starts = report_starts(&self.lines, self.continued);
        if is_last || starts.contains(&last) {
            Starts::Known(starts)
        } else {
            Starts::Unknown { above: false, below: true }
        }
    }

    /// Text, lines and ignore comments of a report of the window, counted from the start of the
    /// report. Taking the only report leaves the window empty.
    pub fn take(&mut self, own: Range<usize>, range: TextRange) -> (String, Lines, Comments) {
        if range == TextRange::new(0, self.text.len()) {
            let standard = self.lines.standard;
            return (
                std::mem::take(&mut self.text),
                std::mem::replace(&mut self.lines, Lines::none(standard)),
                std::mem::take(&mut self.comments),
            );
        }
        let text = range.of(&self.text).to_owned();
        let comments =
            if self.comments.is_empty() { Comments::default() } else { Comments::of(&text) };
        (text, self.lines.slice(own, range.start), comments)
    }

    /// The new place of `before`, a range of whole lines of the old text. `None` if the meaning of
    /// a line in the range may have changed.
    pub fn untouched(&self, before: TextRange) -> Option<TextRange> {
        let Some(reread) = &self.reread else { return Some(before) };
        let start = |line: usize| {
            self.lines.lines.get(line).map_or(self.text.len(), |line| line.range().start)
        };
        let touched = start(reread.range.start)..start(reread.range.end);
        if before.end <= touched.start {
            return Some(before);
        }
        let is_below = before.start >= self.replaced.end
            && before.start.wrapping_add_signed(self.moved.1) >= touched.end;
        is_below.then(|| before.moved(self.moved.1))
    }
}

/// The number at a range, or next to the range. The number has at most four digits and stands
/// alone, like the number in a cell.
fn number_at(text: &str, range: TextRange) -> Option<TextRange> {
    const MOST_DIGITS: usize = 4;
    let bytes = text.as_bytes();
    let is_digit = |byte: &&u8| byte.is_ascii_digit();
    let start = range.start
        - bytes[..range.start].iter().rev().take(MOST_DIGITS + 1).take_while(is_digit).count();
    let end =
        range.end + bytes[range.end..].iter().take(MOST_DIGITS + 1).take_while(is_digit).count();
    let parts = |byte: Option<&u8>| {
        byte.is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'|' | b'\n' | b'\r'))
    };
    let is_alone =
        parts(start.checked_sub(1).and_then(|before| bytes.get(before))) && parts(bytes.get(end));
    let is_number = (1..=MOST_DIGITS).contains(&(end - start))
        && bytes[start..end].iter().all(u8::is_ascii_digit);
    (is_alone && is_number).then(|| TextRange::new(start, end))
}
