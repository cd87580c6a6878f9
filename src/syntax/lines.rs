//! The lines of a text and which of them may be headings or titles: all that its outline is made
//! of.
//!
//! Whether a line is one follows from it and a few lines around it, so that after an edit only
//! those near it are looked at again.

use super::heading::{self, Candidate, Numbering, strong};
use super::line::{self, Class, Line};
use super::title::{self, TitleLine};
use crate::standard::Standard;
use crate::text::TextRange;
use rayon::iter::{
    IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator,
};
use std::ops::Range;

/// Lines, with the headings and titles that stand in them; ranges in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// The form that headings and words are compared with.
    pub standard: &'static Standard,
    pub lines: Vec<Line>,
    /// In the order of their lines.
    pub candidates: Vec<Candidate>,
    /// In the order of the lines that they were found by.
    pub titles: Vec<TitleLine>,
}

/// What an edit has done to lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reread {
    /// The lines, as they are now, that may mean something else than before.
    pub range: Range<usize>,
    /// Whether reports may begin at other lines.
    pub moves_reports: bool,
    /// Whether the touched lines look as they did: as many, each of the same class and with the
    /// same delimiter.
    pub same_looks: bool,
}

/// A text of so many bytes is long.
const LONG: usize = 1 << 20;
/// So many bytes of it are read in one go, and more up to the next line end.
const STRETCH: usize = 1 << 16;

impl Lines {
    /// No lines.
    pub fn none(standard: &'static Standard) -> Self {
        Self { standard, lines: Vec::new(), candidates: Vec::new(), titles: Vec::new() }
    }

    /// The lines of `text`. A long one is read on all cores.
    pub fn of(text: &str, standard: &'static Standard) -> Self {
        if text.len() >= LONG {
            return Self::of_long(text, standard);
        }
        // A line of a table has some thirty bytes.
        let mut lines: Vec<Line> = Vec::with_capacity(text.len() / 32);
        lines.extend(line::classify_all(text, TextRange::new(0, text.len()), standard));
        let candidates = (0..lines.len())
            .filter_map(|index| heading::candidate(text, &lines, index, standard))
            .collect();
        let titles = title::titles(text, &lines, 0..lines.len(), standard).collect();
        Self { standard, lines, candidates, titles }
    }

    fn of_long(text: &str, standard: &'static Standard) -> Self {
        // Stretches that end with a line end, which is no half of one.
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
        let classify = |(index, &stretch): (usize, &TextRange)| {
            let mut lines: Vec<Line> = line::classify_all(text, stretch, standard).collect();
            if index < ends.len() {
                // Behind its last line end begins the next stretch.
                lines.pop();
            }
            lines
        };
        // What is appended is given back at once: a copy of a million lines takes room.
        let parted: Vec<Vec<Line>> = stretches.par_iter().enumerate().map(classify).collect();
        let mut lines: Vec<Line> = Vec::with_capacity(parted.iter().map(Vec::len).sum());
        parted.into_iter().for_each(|stretch| lines.extend(stretch));
        let candidates = (0..lines.len())
            .into_par_iter()
            .filter_map(|index| heading::candidate(text, &lines, index, standard))
            .collect();
        let titles = (0..lines.len())
            .into_par_iter()
            .flat_map_iter(|index| title::titles(text, &lines, index..index + 1, standard))
            .collect();
        Self { standard, lines, candidates, titles }
    }

    /// The lines `range` by themselves, counted from the first of them, which begins at byte
    /// `start`; with the titles that do not begin above.
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

    /// Puts lines behind these, whose text follows from byte `start` on in `text`.
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
        // What stands before the edit may be half of a line end from now on.
        self.line_at(range.start.saturating_sub(1))..self.line_at(range.end) + 1
    }

    /// Whether enough lines are there above these, and below, to follow an edit of them: all that
    /// it can give another meaning, and all that such lines depend on.
    pub fn surround(&self, range: Range<usize>) -> (bool, bool) {
        let above = range.start >= title::LINES_ABOVE + title::LINES_BELOW
            && self.filled_above(range.start).is_some();
        let below = range.end + title::LINES_ABOVE + title::LINES_BELOW < self.lines.len()
            && self.filled_below(range.end).is_some();
        (above, below)
    }

    /// Follows an edit: where `old` stood in the text that these are the lines of, `new` bytes
    /// stand in `text`.
    pub fn reread(&mut self, text: &str, old: TextRange, new: usize) -> Reread {
        let touched = self.touched_by(old);
        let bytes = new as isize - old.len() as isize;
        let start = self.lines[touched.start].range().start;
        let below = self.lines.get(touched.end).map(|line| line.moved(bytes).range().start);
        let mut fresh: Vec<Line> =
            line::classify(text, TextRange::new(start, below.unwrap_or(text.len())), self.standard)
                .collect();
        if below.is_some() {
            // Behind the last line end begins the next line, which is there.
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
        // Those found by touched lines are found again.
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

    /// Finds headings and titles anew by these lines and those that depend on them, which it gives
    /// back.
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

    /// The lines whose meaning may follow from that of `range`, and those themselves.
    fn dependents(&self, range: Range<usize>) -> Range<usize> {
        let first = range.start.saturating_sub(title::LINES_BELOW);
        first.min(self.filled_above(range.start).unwrap_or(first))
            ..(range.end + title::LINES_ABOVE).min(self.lines.len())
    }

    /// What tells where reports begin, of these lines.
    fn marks(&self, range: &Range<usize>) -> Marks {
        let candidates =
            &self.candidates[between(&self.candidates, range, |candidate| candidate.line)];
        let titles = &self.titles[between(&self.titles, range, |title| title.line)];
        Marks {
            plain: strong(candidates, Numbering::Plain).collect(),
            minor: strong(candidates, Numbering::Minor).collect(),
            bare: strong(candidates, Numbering::Bare).collect(),
            titles: titles.iter().map(|title| (title.first, title.begins_page)).collect(),
            dated: range.clone().filter(|&line| self.lines[line].is_dated()).collect(),
        }
    }

    /// The line that holds this byte or is ended by it.
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

/// What tells where reports begin: the lines of headings, with their sections, of titles and of
/// dates.
#[derive(PartialEq, Eq)]
struct Marks {
    plain: Vec<(usize, u8)>,
    minor: Vec<(usize, u8)>,
    bare: Vec<(usize, u8)>,
    titles: Vec<(usize, bool)>,
    dated: Vec<usize>,
}

/// The indices of those of `items` whose lines are in `range`; they are in the order of their
/// lines.
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
        let report = blank_report("云溪县园林局", 2023);
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
        let report = blank_report("云溪县园林局", 2023);
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
