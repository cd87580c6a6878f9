//! The lines of a text with the possible headings and titles: everything that the outline is made
//! of.
//!
//! A line and a few lines around it decide whether the line is a heading or title. After an edit,
//! only lines near the edit are read again.

use super::heading::{self, Numbering, strong};
use super::line::{self, Class, Line};
use super::match_title::Candidate;
use super::title::{self, TitleLine};
use crate::parallel;
use crate::standard::Standard;
use crate::text::TextRange;
use std::ops::Range;

/// Lines with their headings and titles. Ranges are in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// The form for the comparison of headings and words.
    pub standard: &'static Standard,
    pub lines: Vec<Line>,
    /// Ordered by line.
    pub candidates: Vec<Candidate>,
    /// Ordered by [`TitleLine::line`].
    pub titles: Vec<TitleLine>,
}

/// The effect of an edit on lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reread {
    /// The lines that may have another meaning, numbered as after the edit.
    pub range: Range<usize>,
    /// Whether the starts of reports may have moved.
    pub moves_reports: bool,
    /// Whether the edited lines look the same: the same number of lines, and each line with the
    /// same class and delimiter.
    pub same_looks: bool,
}

/// Fewest bytes of a long text.
const LONG: usize = 1 << 20;
/// Fewest bytes of one stretch. A stretch ends at the next line end.
const STRETCH: usize = 1 << 16;

impl Lines {
    /// No lines.
    pub fn none(standard: &'static Standard) -> Self {
        Self { standard, lines: Vec::new(), candidates: Vec::new(), titles: Vec::new() }
    }

    /// The lines of `text`. All cores read a long text.
    pub fn of(text: &str, standard: &'static Standard) -> Self {
        if text.len() >= LONG {
            return Self::of_long(text, standard);
        }
        // A line of a table has about thirty bytes.
        let mut lines: Vec<Line> = Vec::with_capacity(text.len() / 32);
        lines.extend(line::classify_all(text, TextRange::new(0, text.len()), standard));
        let candidates = (0..lines.len())
            .filter_map(|index| heading::candidate(text, &lines, index, standard))
            .collect();
        let titles = title::titles(text, &lines, 0..lines.len(), standard).collect();
        Self { standard, lines, candidates, titles }
    }

    fn of_long(text: &str, standard: &'static Standard) -> Self {
        // Each stretch ends with a whole line end.
        let mut ends: Vec<usize> = Vec::new();
        while let Some(len) = text
            .as_bytes()
            .get(ends.last().copied().unwrap_or_default() + STRETCH..)
            .and_then(|rest| memchr::memchr(b'\n', rest))
        {
            ends.push(ends.last().copied().unwrap_or_default() + STRETCH + len + 1);
        }
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let stretches: Vec<TextRange> = starts
            .zip(ends.iter().copied().chain([text.len()]))
            .map(|(start, end)| TextRange::new(start, end))
            .collect();
        let classify = |index: usize| {
            let stretch = stretches[index];
            let mut lines: Vec<Line> = line::classify_all(text, stretch, standard).collect();
            if index < ends.len() {
                // The next stretch begins behind the last line end.
                lines.pop();
            }
            lines
        };
        // Each stretch is freed after it is appended, because a copy of a million lines takes much
        // memory.
        let parted: Vec<Vec<Line>> = parallel::map(0..stretches.len(), classify);
        let mut lines: Vec<Line> = Vec::with_capacity(parted.iter().map(Vec::len).sum());
        parted.into_iter().for_each(|stretch| lines.extend(stretch));
        let candidates = parallel::flat_map(0..lines.len(), |index| {
            heading::candidate(text, &lines, index, standard)
        });
        let titles = parallel::flat_map(0..lines.len(), |index| {
            title::titles(text, &lines, index..index + 1, standard)
        });
        Self { standard, lines, candidates, titles }
    }

    /// The lines of `range` without the rest, counted from the first line of `range`, which begins
    /// at byte `start`. Titles that begin above `range` are left out.
    pub fn slice(&self, range: Range<usize>, start: usize) -> Self {
        let (lines, bytes) = (-(range.start as isize), -(start as isize));
        let titles = self.titles[between(&self.titles, &range, |title| title.line)]
            .iter()
            .filter(|title| title.first >= range.start);
        let candidates =
            &self.candidates[between(&self.candidates, &range, |candidate| candidate.line)];
        Self {
            standard: self.standard,
            lines: self.lines[range.clone()].iter().map(|line| line.moved(bytes)).collect(),
            candidates: candidates.iter().map(|candidate| candidate.moved(lines, bytes)).collect(),
            titles: titles.map(|title| title.moved(lines, bytes)).collect(),
        }
    }

    /// Appends lines. The text of these lines begins at byte `start` of `text`.
    pub fn append(&mut self, text: &str, other: &Self, start: usize) {
        let (seam, bytes) = (self.lines.len(), start as isize);
        self.lines.extend(other.lines.iter().map(|line| line.moved(bytes)));
        self.candidates
            .extend(other.candidates.iter().map(|candidate| candidate.moved(seam as isize, bytes)));
        self.titles.extend(other.titles.iter().map(|title| title.moved(seam as isize, bytes)));
        self.look_again(text, seam..seam);
    }

    /// The lines that an edit of these bytes touches.
    pub fn touched_by(&self, range: TextRange) -> Range<usize> {
        // The character before the edit may now be half of a line end.
        self.line_at(range.start.saturating_sub(1))..self.line_at(range.end) + 1
    }

    /// Whether enough lines stand above and below `range` to follow an edit of `range`. Enough
    /// lines are all lines that the edit can change, and all lines that the changed lines depend
    /// on.
    pub fn surround(&self, range: Range<usize>) -> (bool, bool) {
        let above = range.start >= title::LINES_ABOVE + title::LINES_BELOW
            && self.filled_above(range.start).is_some();
        let below = range.end + title::LINES_ABOVE + title::LINES_BELOW < self.lines.len()
            && self.filled_below(range.end).is_some();
        (above, below)
    }

    /// Follows an edit: the bytes `old` of the previous text are now `new` bytes in `text`.
    pub fn reread(&mut self, text: &str, old: TextRange, new: usize) -> Reread {
        let touched = self.touched_by(old);
        let bytes = new as isize - old.len() as isize;
        let start = self.lines[touched.start].range().start;
        let below = self.lines.get(touched.end).map(|line| line.moved(bytes).range().start);
        let mut fresh: Vec<Line> =
            line::classify(text, TextRange::new(start, below.unwrap_or(text.len())), self.standard)
                .collect();
        if below.is_some() {
            // The next line begins behind the last line end, and is known already.
            fresh.pop();
        }
        let range = touched.start..touched.start + fresh.len();
        let lines = range.len() as isize - touched.len() as isize;
        let same_gaps = lines == 0
            && fresh
                .iter()
                .zip(&self.lines[touched.clone()])
                .all(|(new, old)| new.class.is_gap() == old.class.is_gap());
        let looks = |line: &Line| (line.class, line.delimiter);
        let same_looks = lines == 0
            && fresh
                .iter()
                .zip(&self.lines[touched.clone()])
                .all(|(new, old)| looks(new) == looks(old));
        let before = same_gaps.then(|| self.marks(&self.dependents(touched.clone())));

        self.lines[touched.end..].iter_mut().for_each(|line| *line = line.moved(bytes));
        self.lines.splice(touched.clone(), fresh);
        // Headings and titles of edited lines are found again below.
        self.candidates.retain(|candidate| !touched.contains(&candidate.line));
        self.titles.retain(|title| !touched.contains(&title.line));
        self.candidates
            .iter_mut()
            .filter(|candidate| candidate.line >= touched.end)
            .for_each(|candidate| *candidate = candidate.moved(lines, bytes));
        self.titles
            .iter_mut()
            .filter(|title| title.line >= touched.end)
            .for_each(|title| *title = title.moved(lines, bytes));
        let range = self.look_again(text, range);
        let moves_reports = before.is_none_or(|before| before != self.marks(&range));
        Reread { range, moves_reports, same_looks }
    }

    /// Finds headings and titles again in these lines and in dependent lines. Returns all these
    /// lines.
    fn look_again(&mut self, text: &str, range: Range<usize>) -> Range<usize> {
        let whole = self.dependents(range.clone());
        let headings = self.filled_above(range.start).unwrap_or(range.start)..range.end;
        let found: Vec<_> = headings
            .clone()
            .filter_map(|index| heading::candidate(text, &self.lines, index, self.standard))
            .collect();
        self.candidates
            .splice(between(&self.candidates, &headings, |candidate| candidate.line), found);
        let titled = range.start.saturating_sub(title::LINES_BELOW)
            ..(range.end + title::LINES_ABOVE).min(self.lines.len());
        let found: Vec<_> =
            title::titles(text, &self.lines, titled.clone(), self.standard).collect();
        self.titles.splice(between(&self.titles, &titled, |title| title.line), found);
        whole
    }

    /// The lines whose meaning depends on `range`, including `range` itself.
    fn dependents(&self, range: Range<usize>) -> Range<usize> {
        let first = range.start.saturating_sub(title::LINES_BELOW);
        first.min(self.filled_above(range.start).unwrap_or(first))
            ..(range.end + title::LINES_ABOVE).min(self.lines.len())
    }

    /// The marks of these lines that decide the starts of reports.
    fn marks(&self, range: &Range<usize>) -> Marks {
        let candidates =
            &self.candidates[between(&self.candidates, range, |candidate| candidate.line)];
        let titles = &self.titles[between(&self.titles, range, |title| title.line)];
        Marks {
            plain: strong(candidates, Numbering::Plain).collect(),
            minor: strong(candidates, Numbering::Minor).collect(),
            bare: strong(candidates, Numbering::Bare).collect(),
            titles: titles.iter().map(|title| (title.first, title.holds_report)).collect(),
            dated: range.clone().filter(|&line| self.lines[line].is_dated()).collect(),
        }
    }

    /// The line that contains this byte or ends with it.
    fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.range().start <= offset).saturating_sub(1)
    }

    fn filled_above(&self, line: usize) -> Option<usize> {
        self.lines[..line].iter().rposition(|line| line.class != Class::Blank)
    }

    fn filled_below(&self, line: usize) -> Option<usize> {
        self.lines[line..].iter().position(|line| line.class != Class::Blank).map(|at| line + at)
    }
}

/// The marks that decide the starts of reports: the lines of headings with their sections, the
/// lines of titles, and the lines of dates.
#[derive(PartialEq, Eq)]
struct Marks {
    plain: Vec<(usize, u8)>,
    minor: Vec<(usize, u8)>,
    bare: Vec<(usize, u8)>,
    titles: Vec<(usize, bool)>,
    dated: Vec<usize>,
}

/// The indices of the items with lines in `range`. The items are ordered by line.
fn between<T>(items: &[T], range: &Range<usize>, line: impl Fn(&T) -> usize) -> Range<usize> {
    items.partition_point(|item| line(item) < range.start)
        ..items.partition_point(|item| line(item) < range.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::blank_report;

    #[test]
    fn reading_a_report_leaves_its_lines_as_they_are() {
        let report = blank_report(Standard::official(), "云溪县园林局", 2023);
        for text in [
            report.clone(),
            report.trim_end().to_owned(),
            report.replace('\n', "\r\n"),
            report.replace("\n\n", ""),
        ] {
            let whole = Lines::of(&text, Standard::official());
            let mut lines = whole.clone();
            let read = crate::syntax::report(&text, &mut lines, |_| None);
            assert_eq!(lines, whole);
            // Without the empty line behind the last line end, as in a compilation.
            let mut cut = whole.slice(0..whole.lines.len() - 1, 0);
            let end = cut.lines.len();
            if text.ends_with('\n') {
                assert_eq!(crate::syntax::report(&text, &mut cut, |_| None), read);
            }
            assert_eq!((cut.lines.len(), &cut.lines[..]), (end, &whole.lines[..end]));
        }
    }

    #[test]
    fn a_long_text_is_read_as_a_short_one() {
        let report = blank_report(Standard::official(), "云溪县园林局", 2023);
        for (newline, last) in [("\n", ""), ("\r\n", "六、其他"), ("\r", "\r")] {
            let mut text = report.replace('\n', newline);
            text.push_str(&"我局依法公开信息。".repeat(20_000));
            let text = text.repeat(4) + last;
            let long = Lines::of_long(&text, Standard::official());
            let lines: Vec<Line> =
                line::classify(&text, TextRange::new(0, text.len()), Standard::official())
                    .collect();
            assert_eq!(long.lines, lines, "{newline:?}");
            let candidates: Vec<Candidate> = (0..lines.len())
                .filter_map(|index| heading::candidate(&text, &lines, index, Standard::official()))
                .collect();
            assert_eq!(long.candidates, candidates);
            assert_eq!(
                long.titles,
                title::titles(&text, &lines, 0..lines.len(), Standard::official())
                    .collect::<Vec<_>>()
            );
        }
    }
}
