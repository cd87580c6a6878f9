//! A text in step with its edits. An edit causes a new read of the edited parts only.
//!
//! A text may hold several reports one after another (汇编). Each report has its own text, lines,
//! tree, facts and findings, all counted from the start of the report, so an edit above a report
//! does not touch the report. An edit has three steps:
//!
//! 1. The edited lines are classified again. Dependent lines nearby are searched again for headings
//!    and titles ([`crate::syntax`]).
//! 2. If the start of a report may have moved, the text around the edit is divided into reports
//!    again.
//! 3. In an edited report, only the parts with a changed text or heading are parsed again, with
//!    their tables. A rule runs again if the rule reads one of these parts or tables, or the whole
//!    report.
//!
//! The result always equals the result of a fresh read of the whole text. A test checks this
//! property.

mod entry;
mod kept;
mod open;
mod page;
mod report;
mod source;
mod window;

pub use open::{OpenText, positions};
pub use page::Page;
pub use report::CheckedReport;
pub use source::{NotEdited, OpenSource};

use crate::diagnostic::Diagnostic;
use crate::lint::{self, Comments, Findings, First, Last, Marks, Options, Request};
use crate::parallel;
use crate::report::NotChecked;
use crate::syntax::lines::Lines;
use crate::syntax::{report_ranges, report_starts};
use crate::text::{
    Position, PositionEncoding, TextRange, byte_of_column, column_of_byte, floor_char_boundary,
};
use entry::Entry;
pub use entry::Placed;
use report::Known;
use std::ops::Range;
use std::sync::Arc;
use window::{Starts, Window};

/// At most 16 reports are read one after another: threads do not pay for so few reports.
const MANY: usize = 16;

/// A text with its reports, in step with its edits. A copy is cheap and does not change: a
/// snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Never empty. A text without reports has one entry that is not checked.
    reports: Vec<Entry>,
    options: Options,
    len: usize,
}

impl Document {
    /// Reads and checks `text`.
    pub fn new(text: &str, options: Options) -> Self {
        let comments = Comments::of(text);
        let lines = Lines::of(&comments.blanked(text), options.standard);
        let starts = report_starts(&lines, false);
        let ranges: Vec<_> = report_ranges(text, &lines, &starts).collect();
        let read = |number: usize| {
            let (own, range) = ranges[number].clone();
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
        // All cores read a compilation.
        let reports = if ranges.len() > MANY {
            parallel::map(0..ranges.len(), read)
        } else {
            (0..ranges.len()).map(read).collect()
        };
        Self { reports, options, len: text.len() }
    }

    /// Replaces `range` by `new`. `range` is in bytes of the text. An end of the range beyond the
    /// text or inside a character moves back to the nearest valid place.
    pub fn edit(&mut self, range: TextRange, new: &str) {
        let range = self.within(range);
        match self.hidden_otherwise(range, new) {
            Hidden::AsBefore => self.edit_lines(range, new),
            Hidden::Otherwise(range, new) => self.edit_lines(range, &new),
            Hidden::Unknown => self.read_with(range, new),
        }
    }

    /// Reads the whole text again, with `new` in place of `range`.
    fn read_with(&mut self, range: TextRange, new: &str) {
        let mut text = self.text();
        text.replace_range(range.start..range.end, new);
        *self = Self::new(&text, self.options.clone());
    }

    /// Applies an edit. The edit must not change the hidden lines outside of the edited lines.
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
                    // The number of reports doubles each time, so a text without further starts is
                    // read in linear time.
                    last = if below { (last + count).min(self.reports.len() - 1) } else { last };
                }
            }
        };
        // The document is still unchanged here, so a panic above leaves the document valid.
        let comments = (starts.len() > 1)
            .then(|| window.comments().clone())
            .filter(|comments| !comments.is_empty());
        let fresh = read_again(window, &starts, &self.reports[first..=last], &self.options);
        // A comment may now begin in one report and end in another report.
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

    /// The lines hidden by comments after an edit. If no comment begins in one report and ends in
    /// another, only the edited reports are read.
    fn hidden_otherwise(&self, range: TextRange, new: &str) -> Hidden {
        if !self.reports.iter().all(|entry| entry.is_whole) {
            return Hidden::Unknown;
        }
        let (first, last) = (self.index_at(range.start), self.index_at(range.end));
        let own = &self.reports[first..=last];
        let is_marked = lint::may_mark(&self.lines_with(range, new))
            || own.iter().any(|entry| !entry.marks.is_none())
                && lint::may_mark(&self.lines_of(range));
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

    /// The text of the lines of a range.
    pub fn lines_of(&self, range: TextRange) -> String {
        self.lines_with(range, &self.slice(range))
    }

    /// The text of the lines of a range, with `new` in place of the range.
    pub fn lines_with(&self, range: TextRange, new: &str) -> String {
        let line_ends: &[char] = &['\n', '\r'];
        let (first, last) =
            (&self.reports[self.index_at(range.start)], &self.reports[self.index_at(range.end)]);
        let before = &first.report.text()[..range.start - first.start];
        let behind = &last.report.text()[range.end - last.start..];
        let before = &before[before.rfind(line_ends).map_or(0, |at| at + 1)..];
        let behind = &behind[..behind.find(line_ends).unwrap_or(behind.len())];
        [before, new, behind].concat()
    }

    /// The options of the check.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Length of the text, in bytes.
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

    /// The text of a range.
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

    /// The reports in order, including the reports that are not checked. Never empty.
    pub fn reports(&self) -> impl ExactSizeIterator<Item = Placed<'_>> {
        self.reports.iter().map(Entry::placed)
    }

    /// The report that holds a byte of the text. At the end of the text, the last report.
    pub fn report_at(&self, offset: usize) -> Placed<'_> {
        self.reports[self.index_at(offset)].placed()
    }

    /// Whether at least one report is checked.
    pub fn is_checked(&self) -> bool {
        self.reports.iter().any(|entry| entry.is_checked)
    }

    /// The reason why no report is checked, as returned by [`lint::lint`] for the text. `None` if a
    /// report is checked.
    pub fn not_checked(&self) -> Option<NotChecked> {
        let mut reasons = Vec::with_capacity(self.reports.len());
        for entry in &self.reports {
            reasons.push(entry.report.not_checked()?);
        }
        Some(NotChecked::of_text(&reasons))
    }

    /// All findings of the rules, as returned by [`lint::check`] for the text.
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

    /// The reported findings of the text, as returned by [`lint::lint`]. The level comes from the
    /// options, not from the settings.
    pub fn findings(&self, request: &Request) -> Option<Findings> {
        self.found().map(|found| lint::silence_with(self.comments(), found, request))
    }

    /// The ignore comments of the text.
    pub fn comments(&self) -> Comments {
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

    /// Number of lines: the number of line ends plus one.
    pub fn line_count(&self) -> usize {
        self.lines_to(self.reports.len() - 1)
    }

    /// The position of a byte of the text, as returned by [`crate::text::LineIndex::position`].
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

    /// The byte offset of a position, as returned by [`crate::text::LineIndex::offset`].
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

    /// The range, limited to the text and to character boundaries.
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

    /// The number of the line behind the report at `index`.
    fn lines_to(&self, index: usize) -> usize {
        let entry = &self.reports[index];
        entry.line + entry.report.lines.lines.len()
    }
}

/// The lines hidden by comments after an edit.
enum Hidden {
    /// The same lines as before, except for the edited lines.
    AsBefore,
    /// Other lines change as well. This larger edit has the same result and covers all changed
    /// lines.
    Otherwise(TextRange, String),
    /// Only a read of the whole text can tell.
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

/// The reports in place of the `old` reports. `window` holds the text of the `old` reports, and the
/// new reports begin at the lines `starts` of `window`.
fn read_again(
    mut window: Window,
    starts: &[usize],
    old: &[Entry],
    options: &Options,
) -> Vec<Entry> {
    let ranges: Vec<_> = report_ranges(&window.text, &window.lines, starts).collect();
    let (base, base_line) = old.first().map_or((0, 0), |first| (first.start, first.line));
    let mut known = Known::before(window.replaced, window.new, window.number);
    // An unedited report stays unchanged.
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
