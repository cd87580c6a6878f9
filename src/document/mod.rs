//! A text kept in step with its edits: what an edit did not touch is kept, not read again.
//!
//! A text may hold many reports one after the other (汇编). Each is kept with its own text, lines,
//! tree, facts and findings, all of which count from its own start, so that text above it can
//! change without touching it. An edit is followed in three steps:
//!
//! 1. The lines that it touches are classified again, and those around them that depend on them are
//!    looked at again for headings and titles ([`crate::syntax`]).
//! 2. Only where this may have moved the beginning of a report are the reports around it divided
//!    anew.
//! 3. Of a report that was touched only the parts whose text or heading is another are parsed, only
//!    their tables read, and only the rules run again that read one of these, or the report as a
//!    whole.
//!
//! What comes out is what a fresh look at the whole text would give: that is its test.

mod kept;
mod report;
mod window;

pub use report::CheckedReport;

use crate::diagnostic::Diagnostic;
use crate::lint::{self, Comments, Findings, First, Last, Marks, Options, Request};
use crate::report::NotChecked;
use crate::syntax::lines::Lines;
use crate::syntax::{outline, report_ranges};
use crate::text::{
    Position, PositionEncoding, TextRange, byte_of_column, column_of_byte, floor_char_boundary,
};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use report::Known;
use std::ops::Range;
use std::sync::Arc;
use window::{Starts, Window};

/// So many reports are read one after the other: threads are not worth their while.
const MANY: usize = 16;

/// A text with its reports, in step with its edits. A copy costs little and stays as it is: a
/// snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Never empty: a text without any report is one that is not checked.
    reports: Vec<Entry>,
    options: Options,
    len: usize,
}

/// A report in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    /// In bytes of the text.
    start: usize,
    /// The first line.
    line: usize,
    /// How many findings it has: what is asked of every report at each keystroke.
    found: usize,
    is_checked: bool,
    has_comments: bool,
    /// What its comments mean for what stands around it.
    marks: Marks,
    /// Whether none of its text is hidden by a comment that begins or ends elsewhere.
    is_whole: bool,
    report: Arc<CheckedReport>,
}

/// A report of a document.
#[derive(Clone, Copy, Debug)]
pub struct Placed<'a> {
    /// Where it begins, in bytes of the text.
    pub start: usize,
    pub report: &'a CheckedReport,
}

impl Document {
    /// Reads and checks `text`.
    pub fn new(text: &str, options: Options) -> Self {
        let comments = Comments::of(text);
        let lines = Lines::of(&comments.blanked(text), options.standard);
        let starts = outline::report_starts(&lines, false);
        let ranges: Vec<_> = report_ranges(text, &lines, &starts).collect();
        let read = |(own, range): (Range<usize>, TextRange)| {
            let own_text = range.of(text).to_owned();
            let comments = comments.of_stretch(&own_text, range);
            let line = own.start;
            let report = CheckedReport::read(
                own_text,
                lines.slice(own, range.start),
                comments,
                0,
                &Known::nothing(),
                &options,
            );
            Entry::new(range.start, line, Arc::new(report))
        };
        // A compilation is read on all cores.
        let reports = if ranges.len() > MANY {
            ranges.into_par_iter().map(read).collect()
        } else {
            ranges.into_iter().map(read).collect()
        };
        Self { reports, options, len: text.len() }
    }

    /// Puts `new` in the place of `range`, in bytes of the text. A range beyond the text or inside
    /// a character is taken as the nearest one before that is in it.
    pub fn edit(&mut self, range: TextRange, new: &str) {
        let range = self.within(range);
        match self.hidden_otherwise(range, new) {
            Hidden::AsBefore => self.edit_lines(range, new),
            Hidden::Otherwise(range, new) => self.edit_lines(range, &new),
            Hidden::Unknown => self.read_with(range, new),
        }
    }

    /// Reads all of the text again, with `new` in the place of `range`.
    fn read_with(&mut self, range: TextRange, new: &str) {
        let mut text = self.text();
        text.replace_range(range.start..range.end, new);
        *self = Self::new(&text, self.options.clone());
    }

    /// An edit that lets comments hide no other lines than before but those that it touches.
    fn edit_lines(&mut self, range: TextRange, new: &str) {
        let (mut first, mut last) =
            (self.index_at(range.start.saturating_sub(1)), self.index_at(range.end));
        let (window, starts) = loop {
            let base = self.reports[first].start;
            let mut window =
                Window::of(&self.reports[first..=last], first > 0, self.options.standard);
            let own = range.moved(-(base as isize));
            let (above, below) = window.lines.surround(window.lines.touched_by(own));
            let (is_first, is_last) = (first == 0, last + 1 == self.reports.len());
            if !(above || is_first) || !(below || is_last) {
                first -= usize::from(!above && !is_first);
                last += usize::from(!below && !is_last);
                continue;
            }
            window.edit(own, new);
            match window.starts(is_last) {
                Starts::Known(starts) => break (window, starts),
                Starts::Unknown { above, below } => {
                    let count = last + 1 - first;
                    first -= usize::from(above && !is_first);
                    // Twice as many each time: a text without another beginning is read in linear
                    // time.
                    last = if below { (last + count).min(self.reports.len() - 1) } else { last };
                }
            }
        };
        // Up to here, and so where anything goes wrong, the document is as it was.
        let comments = (starts.len() > 1)
            .then(|| window.comments().clone())
            .filter(|comments| !comments.is_empty());
        let fresh = read_again(window, &starts, &self.reports[first..=last], &self.options);
        // One that would begin in a report and end in another.
        if comments.is_some_and(|comments| !comments.hides_as(&comments_of(&fresh))) {
            self.read_with(range, new);
            return;
        }
        let behind = first + fresh.len();
        let lines = self.lines_to(last);
        self.reports.splice(first..=last, fresh);
        let lines = self.lines_to(behind - 1) as isize - lines as isize;
        let bytes = new.len() as isize - range.len() as isize;
        for entry in &mut self.reports[behind..] {
            entry.start = entry.start.wrapping_add_signed(bytes);
            entry.line = entry.line.wrapping_add_signed(lines);
        }
        self.len = self.len.wrapping_add_signed(bytes);
    }

    /// What comments hide after an edit. Only where a comment begins in one report and ends in
    /// another does that take more than the reports that the edit touches.
    fn hidden_otherwise(&self, range: TextRange, new: &str) -> Hidden {
        if !self.reports.iter().all(|entry| entry.is_whole) {
            return Hidden::Unknown;
        }
        let (first, last) = (self.index_at(range.start), self.index_at(range.end));
        let own = &self.reports[first..=last];
        let is_marked = lint::may_mark(&self.lines_with(range, new))
            || own.iter().any(|entry| !entry.marks.is_none())
                && lint::may_mark(&self.lines_with(range, &self.slice(range)));
        if !is_marked {
            return Hidden::AsBefore;
        }
        let base = own[0].start;
        let before: String = own.iter().map(|entry| entry.report.text()).collect();
        let inside = range.moved(-(base as isize));
        let mut now = before.clone();
        now.replace_range(inside.start..inside.end, new);
        let marks = Marks::of(&now);
        let above = self.reports[..first]
            .iter()
            .rev()
            .map(|entry| entry.marks.last)
            .find(|last| *last != Last::AsAbove);
        let below = || {
            self.reports[last + 1..]
                .iter()
                .map(|entry| entry.marks.first)
                .find(|first| *first != First::GoesOn)
        };
        let is_open_above = above == Some(Last::Open);
        let is_open =
            if marks.last == Last::AsAbove { is_open_above } else { marks.last == Last::Open };
        if is_open_above && marks.first == First::Ends || is_open && below() == Some(First::Ends) {
            return Hidden::Unknown;
        }
        let all = lint::hidden_otherwise(&before, &now, inside, new.len());
        if all == inside {
            return Hidden::AsBefore;
        }
        Hidden::Otherwise(
            all.shifted(base),
            now[all.start..all.end - inside.len() + new.len()].to_owned(),
        )
    }

    /// The lines that an edit touches, as they are then.
    fn lines_with(&self, range: TextRange, new: &str) -> String {
        let line_ends: &[char] = &['\n', '\r'];
        let (first, last) =
            (&self.reports[self.index_at(range.start)], &self.reports[self.index_at(range.end)]);
        let before = &first.report.text()[..range.start - first.start];
        let behind = &last.report.text()[range.end - last.start..];
        let before = &before[before.rfind(line_ends).map_or(0, |at| at + 1)..];
        let behind = &behind[..behind.find(line_ends).unwrap_or(behind.len())];
        [before, new, behind].concat()
    }

    /// What it is checked with.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// How long the text is, in bytes.
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The whole text.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.len);
        self.reports.iter().for_each(|entry| text.push_str(entry.report.text()));
        text
    }

    /// The text of a range of it.
    pub fn slice(&self, range: TextRange) -> String {
        let range = self.within(range);
        let mut text = String::with_capacity(range.len());
        for entry in &self.reports[self.index_at(range.start)..=self.index_at(range.end)] {
            let own = entry.report.text();
            let start = range.start.saturating_sub(entry.start).min(own.len());
            text.push_str(
                &own[start..range.end.saturating_sub(entry.start).clamp(start, own.len())],
            );
        }
        text
    }

    /// Its reports in order, those among them that are none that is checked; never empty.
    pub fn reports(&self) -> impl ExactSizeIterator<Item = Placed<'_>> {
        self.reports.iter().map(Entry::placed)
    }

    /// The report that holds a byte of the text; the last one at the text's end.
    pub fn report_at(&self, offset: usize) -> Placed<'_> {
        self.reports[self.index_at(offset)].placed()
    }

    /// Whether one of its reports is one that is checked.
    pub fn is_checked(&self) -> bool {
        self.reports.iter().any(|entry| entry.is_checked)
    }

    /// Why none of its reports is checked, as [`lint::lint`] gives it for the text; `None` where
    /// one is.
    pub fn not_checked(&self) -> Option<NotChecked> {
        let mut reasons = Vec::with_capacity(self.reports.len());
        for entry in &self.reports {
            reasons.push(entry.report.not_checked()?);
        }
        Some(NotChecked::of_text(&reasons))
    }

    /// All that the rules find, as [`lint::check`] gives it for the text.
    pub fn found(&self) -> Option<Vec<Diagnostic>> {
        let mut all = lint::Found::new(self.reports.len());
        for entry in self.reports.iter().filter(|entry| entry.is_checked) {
            let report = || &entry.report;
            let found = if entry.found > 0 {
                report().found().unwrap_or_default().to_vec()
            } else {
                Vec::new()
            };
            all.add(entry.start, found, || report().name().to_owned());
        }
        all.finish()
    }

    /// What is to be reported of the text, as [`lint::lint`] gives it. The settings' level is that
    /// of the options.
    pub fn findings(&self, request: &Request) -> Option<Findings> {
        self.found().map(|found| lint::silence_with(self.comments(), found, request))
    }

    /// Its ignore comments.
    fn comments(&self) -> Comments {
        let mut comments = Comments::default();
        for (index, entry) in
            self.reports.iter().enumerate().filter(|(_, entry)| entry.has_comments)
        {
            comments.append(entry.report.comments(), entry.start);
            if let Some(next) = self.reports.get(index + 1) {
                comments.cover_below(next.start, next.report.lines.lines[0].range().end);
            }
        }
        comments
    }

    /// How many lines the text has: one more than it has line ends.
    pub fn line_count(&self) -> usize {
        self.lines_to(self.reports.len() - 1)
    }

    /// The position of a byte of the text, as [`crate::text::LineIndex::position`] gives it.
    pub fn position(&self, offset: usize, encoding: PositionEncoding) -> Position {
        let entry = &self.reports[self.index_at(offset)];
        let within = offset.min(self.len) - entry.start;
        let lines = &entry.report.lines.lines;
        let line = lines.partition_point(|line| line.range().start <= within).saturating_sub(1);
        let range = lines[line].range();
        let column = column_of_byte(
            range.of(entry.report.text()),
            within.clamp(range.start, range.end) - range.start,
            encoding,
        );
        Position::new(entry.line + line, column)
    }

    /// The byte that a position means, as [`crate::text::LineIndex::offset`] gives it.
    pub fn offset(&self, position: Position, encoding: PositionEncoding) -> usize {
        let index =
            self.reports.partition_point(|entry| entry.line <= position.line).saturating_sub(1);
        let entry = &self.reports[index];
        match entry.report.lines.lines.get(position.line - entry.line) {
            Some(line) => {
                entry.start
                    + line.range().start
                    + byte_of_column(
                        line.range().of(entry.report.text()),
                        position.column,
                        encoding,
                    )
            }
            None => self.len,
        }
    }

    /// The range in bytes without what lies beyond the text or inside a character.
    fn within(&self, range: TextRange) -> TextRange {
        let floor = |offset: usize| {
            let entry = &self.reports[self.index_at(offset)];
            entry.start
                + floor_char_boundary(entry.report.text(), offset.min(self.len) - entry.start)
        };
        let start = floor(range.start);
        TextRange::new(start, floor(range.end).max(start))
    }

    /// The index of the report that holds a byte.
    fn index_at(&self, offset: usize) -> usize {
        self.reports.partition_point(|entry| entry.start <= offset).saturating_sub(1)
    }

    /// The line behind those of the report at `index`.
    fn lines_to(&self, index: usize) -> usize {
        let entry = &self.reports[index];
        entry.line + entry.report.lines.lines.len()
    }
}

impl Entry {
    fn new(start: usize, line: usize, report: Arc<CheckedReport>) -> Self {
        let marks = Marks::of(report.text());
        Self {
            start,
            line,
            found: report.found().map_or(0, <[_]>::len),
            is_checked: report.found().is_some(),
            has_comments: !report.comments().is_empty(),
            is_whole: marks.is_none() && report.comments().is_empty()
                || report.comments().is_whole(report.text()),
            marks,
            report,
        }
    }

    fn placed(&self) -> Placed<'_> {
        Placed { start: self.start, report: &self.report }
    }
}

/// What comments hide after an edit.
enum Hidden {
    /// No other lines than before, but those that the edit touches.
    AsBefore,
    /// Others as well: this edit is the same and touches them all.
    Otherwise(TextRange, String),
    /// All of the text tells.
    Unknown,
}

/// The comments of neighbouring reports, counted from the start of the first.
fn comments_of(reports: &[Entry]) -> Comments {
    let mut comments = Comments::default();
    reports
        .iter()
        .for_each(|entry| comments.append(entry.report.comments(), entry.start - reports[0].start));
    comments
}

/// The reports that stand from now on in the place of the `old` ones, which `window` holds,
/// beginning at its lines `starts`.
fn read_again(
    mut window: Window,
    starts: &[usize],
    old: &[Entry],
    options: &Options,
) -> Vec<Entry> {
    let ranges: Vec<_> = report_ranges(&window.text, &window.lines, starts).collect();
    let (base, base_line) = old.first().map_or((0, 0), |first| (first.start, first.line));
    let mut known = Known::before(window.replaced, window.new, window.number);
    // What the edit did not touch stays as it is.
    let mut kept: Vec<(TextRange, &Arc<CheckedReport>)> = Vec::new();
    for Entry { start, report, .. } in old {
        let before = TextRange::new(start - base, start - base + report.text().len());
        match window.untouched(before).filter(|now| ranges.iter().any(|(_, range)| range == now)) {
            Some(now) => kept.push((now, report)),
            None => known.add(report, before.start),
        }
    }
    let entry = |(own, range): (Range<usize>, TextRange)| {
        let (start, line) = (base + range.start, base_line + own.start);
        let report = kept
            .iter()
            .find(|(kept, _)| *kept == range)
            .map(|(_, report)| Arc::clone(report))
            .unwrap_or_else(|| {
                let (text, lines, comments) = window.take(own, range);
                Arc::new(CheckedReport::read(text, lines, comments, range.start, &known, options))
            });
        Entry::new(start, line, report)
    };
    ranges.into_iter().map(entry).collect()
}
