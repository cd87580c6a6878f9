//! The first lines of the reports of a text.

use super::heading::{Numbering, strong};
use super::line::{Class, Line};
use super::lines::Lines;
use super::title::TitleLine;

/// Number of lines searched on each side of a heading for the same numbering.
pub(super) const SERIES_LINES: usize = 100;

/// At most 50 headings of a report are searched for the same numbering.
pub(super) const MOST_SERIES: usize = 50;

/// The first lines of the reports; the first report begins at line 0. `continued`: these lines
/// follow another report and do not begin the text.
///
/// A new report begins at a title behind a later section, if the next heading is not later than the
/// headings above. A running title at the head of a page therefore does not begin a report. A
/// report without a title begins at its heading 一, or behind the date of the report above, if
/// nearly all sections stand above and again below. The start of a report and the start of the next
/// report therefore depend only on the lines of this report and of the report above; see
/// [`super::lines`].
pub fn report_starts(lines: &Lines, continued: bool) -> Vec<usize> {
    let mut starts = Starts {
        lines: &lines.lines,
        plain: Series::new(strong(&lines.candidates, Numbering::Plain)),
        minor: Series::new(strong(&lines.candidates, Numbering::Minor)),
        bare: Series::new(strong(&lines.candidates, Numbering::Bare)),
        titled: continued,
        in_line: false,
        continued,
        found: vec![0],
    };
    for title in &lines.titles {
        // The first words of the title may belong to the last report.
        if starts.found.last().is_some_and(|&start| title.first >= start) {
            starts.pass_headings(Some(title.first));
            starts.pass_title(title);
        }
    }
    starts.pass_headings(None);
    starts.found
}

/// Fewest sections of a nearly whole report, and the lowest number of its latest section.
const FEWEST: usize = 4;

const LATEST: usize = 5;

/// Whether nearly all sections of a report exist, by the latest section and the number of sections.
fn is_nearly_whole((latest, count): (u8, usize)) -> bool {
    usize::from(latest) >= LATEST && count >= FEWEST
}

/// Headings of one numbering, followed from the top of the text.
struct Series {
    pub(super) headings: Vec<(usize, u8)>,
    /// For each passed heading, whether text stands below.
    pub(super) filled: Vec<bool>,
    /// For each passed heading, the latest section of the report so far and the number of sections.
    /// Entries of a contents list above a title do not count: only the last entry has text below.
    pub(super) latest: Vec<(u8, usize)>,
    /// Index of the first heading of the report.
    pub(super) from: usize,
    /// Index of the next heading.
    pub(super) next: usize,
}

impl Series {
    pub(super) fn new(headings: impl Iterator<Item = (usize, u8)>) -> Self {
        let headings: Vec<(usize, u8)> = headings.collect();
        let (filled, latest) =
            (Vec::with_capacity(headings.len()), Vec::with_capacity(headings.len()));
        Self { headings, filled, latest, from: 0, next: 0 }
    }

    /// The latest section of the report before heading `end`, and the number of sections.
    pub(super) fn before(&self, end: usize) -> (u8, usize) {
        if end > self.from { self.latest[end - 1] } else { (0, 0) }
    }

    pub(super) fn following(&self) -> Option<(usize, u8)> {
        self.headings.get(self.next).copied()
    }

    /// Whether text stands between a heading and the next heading or line `limit`.
    pub(super) fn is_filled(&self, lines: &[Line], index: usize, limit: Option<usize>) -> bool {
        let limit = limit.unwrap_or(lines.len());
        let next = self.headings.get(index + 1).map_or(limit, |next| next.0.min(limit));
        lines
            .get(self.headings[index].0 + 1..next)
            .unwrap_or_default()
            .iter()
            .any(|line| !line.class.is_gap())
    }

    /// Passes the next heading.
    pub(super) fn pass(&mut self, lines: &[Line], limit: Option<usize>, continued: bool) {
        let (line, section) = self.headings[self.next];
        self.filled.push(self.is_filled(lines, self.next, limit));
        let listed = self.next > self.from
            && !self.filled[self.next - 1]
            && self.headings[self.next - 1].1 + 1 == section;
        let (latest, count) = self.before(self.next);
        // The first heading of a report may stand above the title.
        let is_first = continued && line == 0;
        let counts = self.filled[self.next] && !listed || is_first;
        self.latest.push(if counts { (latest.max(section), count + 1) } else { (latest, count) });
        self.next += 1;
    }

    /// Whether a report without a title begins at the next heading: nearly all sections stand
    /// above, and again below before line `limit`, each with text below.
    pub(super) fn begins_anew(&self, lines: &[Line], limit: Option<usize>) -> bool {
        is_nearly_whole(self.before(self.next)) && self.begins_whole(lines, limit)
    }

    /// Whether the next headings are nearly all headings of a report from 一 or 二 on, before line
    /// `limit`, each with text below.
    pub(super) fn begins_whole(&self, lines: &[Line], limit: Option<usize>) -> bool {
        let of_one_report = self.headings[self.next..]
            .iter()
            .take(LATEST)
            .take_while(|(line, _)| limit.is_none_or(|limit| *line < limit));
        let first = self.following().map_or(1, |(_, section)| section.min(2));
        let rising = of_one_report
            .zip(first..)
            .take_while(|((_, section), expected)| section == expected)
            .count();
        rising >= FEWEST
            && (self.next..self.next + rising).all(|index| self.is_filled(lines, index, limit))
    }

    /// A heading 一 directly above the title of the next report. The heading belongs to the new
    /// report. `above` is the last line above the title.
    pub(super) fn first_above(&self, above: Option<usize>) -> Option<usize> {
        self.next
            .checked_sub(1)
            .filter(|&index| self.headings[index].1 == 1 && Some(self.headings[index].0) == above)
    }

    /// Begins a report at heading `from`.
    pub(super) fn begin(&mut self, from: usize) {
        self.from = from;
        // A heading above the title was counted for the last report.
        self.latest[from.min(self.next)..].fill((1, 1));
    }
}

/// The starts of reports, found from the top of the text.
struct Starts<'a> {
    pub(super) lines: &'a [Line],
    pub(super) plain: Series,
    pub(super) minor: Series,
    pub(super) bare: Series,
    /// Whether a title was found.
    pub(super) titled: bool,
    /// Whether the line of the last title is a whole page or report.
    pub(super) in_line: bool,
    pub(super) continued: bool,
    pub(super) found: Vec<usize>,
}

impl Starts<'_> {
    /// Passes the headings up to line `limit`, the start of a title, or up to the end.
    pub(super) fn pass_headings(&mut self, limit: Option<usize>) {
        let next = |series: &Series| {
            series.following().filter(|(line, _)| limit.is_none_or(|limit| *line < limit))
        };
        while let Some((line, section)) = next(&self.plain) {
            // The heading 一 may be lost together with the title.
            if section <= 2 && self.plain.begins_anew(self.lines, limit) {
                let above = self.plain.headings[self.plain.next - 1].0;
                let start = self.behind_date(above, line);
                while self.minor.following().is_some_and(|(minor, _)| minor < start) {
                    self.minor.pass(self.lines, limit, self.continued);
                }
                self.begin(start, self.plain.next, self.minor.next);
            }
            self.plain.pass(self.lines, limit, self.continued);
        }
        while let Some((line, section)) = next(&self.minor) {
            // Below plain headings, minor headings belong to paragraphs.
            let is_alone = || self.plain.from == self.plain.next;
            if section == 1 && is_alone() && self.minor.begins_anew(self.lines, limit) {
                let above = self.minor.headings[self.minor.next - 1].0;
                let start = self.behind_date(above, line);
                self.begin(start, self.plain.next, self.minor.next);
            }
            self.minor.pass(self.lines, limit, self.continued);
        }
        while next(&self.bare).is_some() {
            self.bare.pass(self.lines, limit, self.continued);
        }
    }

    /// Begins a report at a title if the headings say so. All headings above the title are passed.
    pub(super) fn pass_title(&mut self, title: &TitleLine) {
        let above = self.lines[..title.first].iter().rposition(|line| line.class != Class::Blank);
        let first_above = self.plain.first_above(above);
        let end = first_above.unwrap_or(self.plain.next);
        let (before, count) = self.plain.before(end);
        let following = if first_above.is_some() {
            Some(1)
        } else {
            self.plain.following().map(|(_, section)| section)
        };
        // A single section above the first title was moved there.
        let is_report = before >= 2 && (count >= 2 || self.titled);
        // A report in one line has no headings of its own lines.
        let is_behind_line = self.in_line && following.is_some_and(|section| section <= 2);
        if title.holds_report && self.titled || is_behind_line {
            self.begin(title.first, self.plain.next, self.minor.next);
        } else if is_report && following.is_some_and(|section| section <= before) {
            let start = first_above.map_or(title.first, |index| self.plain.headings[index].0);
            self.begin(start, end, self.minor.next);
        } else if self.plain.from == self.plain.next {
            self.pass_title_among_minor(title, above);
        } else if is_nearly_whole((before, count))
            && self.minor.begins_whole(self.lines, self.plain.following().map(|(line, _)| line))
        {
            self.begin(title.first, self.plain.next, self.minor.next);
        }
        self.titled = true;
        self.in_line = title.holds_report;
    }

    /// The same as [`Self::pass_title`] for a report above whose headings have only numbers such as
    /// （一） or 1.
    pub(super) fn pass_title_among_minor(&mut self, title: &TitleLine, above: Option<usize>) {
        let first_above = self.minor.first_above(above);
        let end = first_above.unwrap_or(self.minor.next);
        let (before, count) = self.minor.before(end);
        let following =
            [self.plain.following(), self.minor.following()].into_iter().flatten().min();
        let following =
            if first_above.is_some() { Some(1) } else { following.map(|(_, section)| section) };
        if count >= FEWEST && following.is_some_and(|section| section <= before) {
            let start = first_above.map_or(title.first, |index| self.minor.headings[index].0);
            self.begin(start, self.plain.next, end);
        } else if self.minor.from == self.minor.next
            && is_nearly_whole(self.bare.before(self.bare.next))
        {
            // The report above has headings without numbers. The next report may have numbers.
            let following = [&self.plain, &self.minor, &self.bare]
                .into_iter()
                .filter_map(Series::following)
                .min();
            if following.is_some_and(|(_, section)| section <= self.bare.before(self.bare.next).0) {
                self.begin(title.first, self.plain.next, self.minor.next);
            }
        }
    }

    /// Begins a report at line `start`, with these headings of each numbering.
    pub(super) fn begin(&mut self, start: usize, plain: usize, minor: usize) {
        self.found.push(start);
        self.plain.begin(plain);
        self.minor.begin(minor);
        self.bare.begin(self.bare.headings.partition_point(|(line, _)| *line < start));
        self.titled = true;
        // A report depends on no line above the previous report.
        self.in_line = false;
    }

    /// The first line behind the date of a report. The date stands between the last heading of the
    /// report and the first heading of the next report. Without a date, the line of the next
    /// heading.
    pub(super) fn behind_date(&self, above: usize, heading: usize) -> usize {
        const LONGEST_PREFACE: usize = 20;
        let filled = |line: &usize| self.lines[*line].class != Class::Blank;
        let date = (above + 1..heading)
            .rev()
            .filter(filled)
            .take(LONGEST_PREFACE)
            .find(|&line| self.lines[line].is_dated());
        date.and_then(|date| (date + 1..heading).find(filled)).unwrap_or(heading)
    }
}
