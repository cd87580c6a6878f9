//! The outline: the starts of reports, titles and sections.
//!
//! The six sections are aligned with all possible headings at once, for the best total score. A
//! scan from the top would fail: a report quotes other pages with their own 一、二、 headings, a
//! contents list names the sections, and text extraction moves headings to strange places.

use super::contents;
use super::heading::{self, Candidate, HeadingWording, LONG_TITLE, Match, Numbering, strong};
use super::line::{Class, Line};
use super::lines::Lines;
use super::numeral::Numeral;
use super::title::TitleLine;
use crate::standard::Standard;
use crate::text::letters_hash;
use std::borrow::Cow;

/// The start of a section, and what is unusual about its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located {
    pub candidate: Candidate,
    pub section: u8,
    pub wording: HeadingWording,
    pub role: Role,
}

/// The relation of a heading to the other headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// In order.
    Section,
    /// The only heading of its section, outside of the longest ordered run of headings.
    Displaced,
    /// A second heading of a section.
    Duplicate,
}

/// Fewest bytes of a line of cells that may hold a heading.
const LONG_CELLS: usize = 300;
/// Number of lines searched on each side of a heading for the same numbering.
const SERIES_LINES: usize = 100;
/// At most 50 headings of a report are searched for the same numbering.
const MOST_SERIES: usize = 50;
/// At most 200 headings with other words are compared in a report, because comparing takes time.
const MOST_COMPARED: usize = 200;
/// At most 1,000 duplicate headings in a report.
const MOST_DUPLICATES: usize = 1000;

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
    headings: Vec<(usize, u8)>,
    /// For each passed heading, whether text stands below.
    filled: Vec<bool>,
    /// For each passed heading, the latest section of the report so far and the number of sections.
    /// Entries of a contents list above a title do not count: only the last entry has text below.
    latest: Vec<(u8, usize)>,
    /// Index of the first heading of the report.
    from: usize,
    /// Index of the next heading.
    next: usize,
}

impl Series {
    fn new(headings: impl Iterator<Item = (usize, u8)>) -> Self {
        let headings: Vec<(usize, u8)> = headings.collect();
        let (filled, latest) =
            (Vec::with_capacity(headings.len()), Vec::with_capacity(headings.len()));
        Self { headings, filled, latest, from: 0, next: 0 }
    }

    /// The latest section of the report before heading `end`, and the number of sections.
    fn before(&self, end: usize) -> (u8, usize) {
        if end > self.from { self.latest[end - 1] } else { (0, 0) }
    }

    fn following(&self) -> Option<(usize, u8)> {
        self.headings.get(self.next).copied()
    }

    /// Whether text stands between a heading and the next heading or line `limit`.
    fn is_filled(&self, lines: &[Line], index: usize, limit: Option<usize>) -> bool {
        let limit = limit.unwrap_or(lines.len());
        let next = self.headings.get(index + 1).map_or(limit, |next| next.0.min(limit));
        lines
            .get(self.headings[index].0 + 1..next)
            .unwrap_or_default()
            .iter()
            .any(|line| !line.class.is_gap())
    }

    /// Passes the next heading.
    fn pass(&mut self, lines: &[Line], limit: Option<usize>, continued: bool) {
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
    fn begins_anew(&self, lines: &[Line], limit: Option<usize>) -> bool {
        is_nearly_whole(self.before(self.next)) && self.begins_whole(lines, limit)
    }

    /// Whether the next headings are nearly all headings of a report from 一 or 二 on, before line
    /// `limit`, each with text below.
    fn begins_whole(&self, lines: &[Line], limit: Option<usize>) -> bool {
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
    fn first_above(&self, above: Option<usize>) -> Option<usize> {
        self.next
            .checked_sub(1)
            .filter(|&index| self.headings[index].1 == 1 && Some(self.headings[index].0) == above)
    }

    /// Begins a report at heading `from`.
    fn begin(&mut self, from: usize) {
        self.from = from;
        // A heading above the title was counted for the last report.
        self.latest[from.min(self.next)..].fill((1, 1));
    }
}

/// The starts of reports, found from the top of the text.
struct Starts<'a> {
    lines: &'a [Line],
    plain: Series,
    minor: Series,
    bare: Series,
    /// Whether a title was found.
    titled: bool,
    /// Whether the line of the last title is a whole page or report.
    in_line: bool,
    continued: bool,
    found: Vec<usize>,
}

impl Starts<'_> {
    /// Passes the headings up to line `limit`, the start of a title, or up to the end.
    fn pass_headings(&mut self, limit: Option<usize>) {
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
    fn pass_title(&mut self, title: &TitleLine) {
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
        if title.begins_page && self.titled || is_behind_line {
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
        self.in_line = title.begins_page;
    }

    /// The same as [`Self::pass_title`] for a report above whose headings have only numbers such as
    /// （一） or 1.
    fn pass_title_among_minor(&mut self, title: &TitleLine, above: Option<usize>) {
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
    fn begin(&mut self, start: usize, plain: usize, minor: usize) {
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
    fn behind_date(&self, above: usize, heading: usize) -> usize {
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

/// The headings of one report with this text and these lines.
pub fn sections(text: &str, lines: &Lines, standard: &Standard) -> Vec<Located> {
    let Lines { lines, candidates, .. } = lines;
    // A heading must not include the first line of the next report.
    let own = candidates
        .iter()
        .rposition(|candidate| candidate.range.end <= text.len())
        .map_or(0, |last| last + 1);
    // A text may have a million candidates, so they are copied only for a comparison.
    let list = contents::end_of_list(text, lines, &candidates[..own], standard).unwrap_or(0);
    let listed = candidates.partition_point(|candidate| candidate.line < list);
    let mut candidates = Cow::Borrowed(&candidates[listed..own]);
    let exact = align(lines, &candidates);
    let chosen = if exact.len() == standard.newest().sections.len() {
        exact
    } else {
        let candidates = candidates.to_mut();
        let unmatched = candidates.iter_mut().filter(|candidate| candidate.matched.is_none());
        for candidate in unmatched.take(MOST_COMPARED) {
            candidate.matched = heading::near(text, candidate, standard);
        }
        // The tag of a heading may stand on a page's line, behind the row of a table.
        let has_tag = |line: &Line| {
            matches!(line.class, Class::Words | Class::Labelled)
                && line.range().of(text).contains("<h")
        };
        let is_long = |line: &Line| {
            line.class == Class::Prose
                || line.class == Class::Cells && line.range().len() > LONG_CELLS
        };
        let whole = (list..lines.len()).filter(|&index| lines[index].range().end <= text.len());
        let may_hold_one = whole.filter(|&index| is_long(&lines[index]) || has_tag(&lines[index]));
        candidates.extend(
            may_hold_one
                .flat_map(|index| heading::midline_candidates(text, lines, index, standard)),
        );
        candidates.sort_by_key(|candidate| candidate.range.start);
        candidates.dedup_by_key(|candidate| candidate.range.start);
        promote(text, lines, candidates, standard);
        let mut chosen = align(lines, candidates);
        place(text, candidates, &mut chosen, standard);
        chosen
    };
    // If most headings are numbered 1. or （一）, such numbers belong to sections.
    let minor: Vec<Numeral> = chosen
        .iter()
        .filter_map(|&index| candidates[index].numeral.filter(|numeral| numeral.minor))
        .collect();
    let is_own_kind = |numeral: Numeral| {
        !numeral.minor
            || 2 * minor.iter().filter(|other| other.kind == numeral.kind).count()
                > chosen.len().max(2)
    };
    let first = chosen.first().map_or(usize::MAX, |&index| candidates[index].range.start);
    let mut located: Vec<Located> = Vec::new();
    let mut duplicates = 0;
    for (index, candidate) in candidates.iter().enumerate() {
        let Some(Match { section, wording }) = candidate.matched else { continue };
        let role = if chosen.contains(&index) {
            Role::Section
        } else {
            // 一、基本情况 is a heading of many pages.
            let own_words = wording == HeadingWording::Official
                || wording == HeadingWording::Variant
                    && letters_hash(candidate.title.of(text)).1 >= LONG_TITLE;
            let sections =
                |role| move |known: &Located| known.role == role && known.section == section;
            let taken = chosen.iter().any(|&index| {
                candidates[index].matched.is_some_and(|matched| matched.section == section)
            }) || located.iter().any(sections(Role::Displaced));
            // Exchanged sections are often renumbered. The official words then identify the
            // section, if the section has no other heading.
            let renumbered = || {
                !taken
                    && wording == HeadingWording::Official
                    && letters_hash(candidate.title.of(text)).1 >= LONG_TITLE
            };
            let is_its = |numeral: Numeral| {
                is_own_kind(numeral) && (numeral.number == section || renumbered())
            };
            let numbered = candidate.numeral.is_some_and(is_its) && !candidate.inline;
            // A contents list stands before the first heading. The entries have no text below.
            let listed =
                taken && (candidate.range.start < first || is_listed(lines, &candidates, index));
            match (numbered && own_words && !listed, taken) {
                (false, _) => continue,
                (true, true) if duplicates == MOST_DUPLICATES => continue,
                (true, true) => {
                    duplicates += 1;
                    Role::Duplicate
                }
                (true, false) => Role::Displaced,
            }
        };
        located.push(Located { candidate: *candidate, section, wording, role });
    }
    located
}

/// The indices of the candidates that are headings of sections: at most one candidate for each
/// section, in order, with the best total score.
fn align(lines: &[Line], candidates: &[Candidate]) -> Vec<usize> {
    // `best[s]` is the best way that ends with section `s`: its score and its last step in `steps`.
    let mut best: [Option<(u32, usize)>; 7] = [None; 7];
    let mut steps: Vec<(usize, Option<usize>)> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        // A number like （一） of another section belongs to a paragraph with the same words.
        let is_heading = |matched: &Match| {
            candidate
                .numeral
                .is_none_or(|numeral| !numeral.minor || numeral.number == matched.section)
        };
        let Some(matched) = candidate.matched.filter(is_heading) else { continue };
        let score =
            score(candidate, matched) + if has_body(lines, candidates, index) { 2 } else { 0 };
        let section = usize::from(matched.section);
        let before = best[..section]
            .iter()
            .flatten()
            .max_by_key(|(total, step)| (*total, std::cmp::Reverse(*step)))
            .copied();
        let total = before.map_or(0, |(total, _)| total) + score;
        if best[section].is_none_or(|(known, _)| total > known) {
            steps.push((index, before.map(|(_, step)| step)));
            best[section] = Some((total, steps.len() - 1));
        }
    }
    let mut chosen = Vec::new();
    let mut step = best.iter().flatten().max_by_key(|(total, _)| *total).map(|(_, step)| *step);
    while let Some((index, previous)) = step.map(|step| steps[step]) {
        chosen.push(index);
        step = previous;
    }
    chosen.reverse();
    chosen
}

/// Gives a missing section the only heading in its place with its numeral, if a word of the heading
/// identifies the section: 三、依申请公开政府信息情况.
fn place(text: &str, candidates: &mut [Candidate], chosen: &mut Vec<usize>, standard: &Standard) {
    for section in standard.newest().numbers() {
        let known = |index: &usize| candidates[*index].matched.map_or(0, |matched| matched.section);
        if chosen.iter().any(|index| known(index) == section) {
            continue;
        }
        let at = chosen.partition_point(|index| known(index) < section);
        let (before, behind) = (at.checked_sub(1).map(|at| chosen[at]), chosen.get(at).copied());
        let is_gap = before.map_or(0, |index| known(&index)) + 1 == section
            && behind.map_or(7, |index| known(&index)) == section + 1;
        if !is_gap {
            continue;
        }
        let gap = before.map_or(0, |index| index + 1)..behind.unwrap_or(candidates.len());
        let is_it = |candidate: &Candidate| {
            let numeral =
                candidate.numeral.filter(|numeral| numeral.is_plain() && numeral.number == section);
            // The words may be nearer to the title of an existing section.
            let is_free = candidate.matched.is_none_or(|matched| {
                matched.wording == HeadingWording::Near && matched.section != section
            });
            is_free
                && numeral.is_some()
                && heading::is_telling(text, candidate.title, section, standard)
        };
        let mut found = gap.filter(|&index| is_it(&candidates[index]));
        if let (Some(index), None) = (found.next(), found.next()) {
            candidates[index].matched = Some(Match { section, wording: HeadingWording::Placed });
            chosen.insert(at, index);
        }
    }
}

/// Turns official titles into headings if they have a number like （5） of another section. A list
/// with such numbers around the title prevents this.
fn promote(text: &str, lines: &[Line], candidates: &mut [Candidate], standard: &Standard) {
    let is_foreign = |candidate: &Candidate| {
        let (Some(numeral), Some(matched)) = (candidate.numeral, candidate.matched) else {
            return false;
        };
        numeral.minor
            && numeral.number != matched.section
            && matched.wording == HeadingWording::Official
    };
    let foreign: Vec<usize> = (0..candidates.len())
        .filter(|&index| is_foreign(&candidates[index]))
        .take(MOST_SERIES)
        .collect();
    for index in foreign {
        let (start, end) = (
            index.checked_sub(1).map_or(0, |above| candidates[above].line + 1),
            candidates.get(index + 1).map(|below| below.line),
        );
        let Candidate { line, numeral: Some(numeral), .. } = candidates[index] else { continue };
        let mut above =
            lines[start.max(line.saturating_sub(SERIES_LINES)).min(line)..line].iter().rev();
        let mut below = lines[line + 1..]
            .iter()
            .take(SERIES_LINES)
            .take(end.unwrap_or(usize::MAX).saturating_sub(line + 1));
        let of_kind = |other: &Line| {
            heading::numeral_of(text, other, standard)
                .filter(|other| other.kind == numeral.kind)
                .map(|other| other.number)
        };
        let in_series = numeral.number > 0
            && (above
                .find_map(of_kind)
                .is_some_and(|number| number.saturating_add(1) == numeral.number)
                || below
                    .find_map(of_kind)
                    .is_some_and(|number| number == numeral.number.saturating_add(1)));
        // A list begins with 1, and may also end with 1. A title numbered 1 therefore needs the
        // previous section above and the next section below.
        let section = |index: usize| {
            candidates.get(index).and_then(|other| other.matched).map(|matched| matched.section)
        };
        let own = section(index).unwrap_or_default();
        let numbers = standard.newest().numbers();
        let is_between = || {
            index.checked_sub(1).and_then(section) == Some(own.wrapping_sub(1))
                && section(index + 1) == Some(own + 1).filter(|next| numbers.contains(next))
        };
        if !in_series && (numeral.number != 1 || is_between()) {
            candidates[index].numeral = Some(Numeral { minor: false, ..numeral });
        }
    }
}

fn score(candidate: &Candidate, matched: Match) -> u32 {
    let numeral = match candidate.numeral {
        Some(numeral) if numeral.number == matched.section && !numeral.minor => 30,
        Some(_) => 10,
        None => 0,
    };
    let words = match matched.wording {
        HeadingWording::Official => 70,
        HeadingWording::Variant => 67,
        HeadingWording::Near | HeadingWording::Placed => 30,
    };
    let place = match (candidate.midline, candidate.inline) {
        (true, _) => 40,
        (false, true) => 10,
        (false, false) => 0,
    };
    words + numeral - place
}

/// Whether the heading is an entry of a list of the sections: no text stands below, or the heading
/// is the last of such entries.
fn is_listed(lines: &[Line], candidates: &[Candidate], index: usize) -> bool {
    let section = |index: usize| candidates[index].matched.map(|matched| matched.section);
    let follows = |before: usize| {
        section(before).is_some_and(|before| Some(before + 1) == section(index))
            && !has_body(lines, candidates, before)
    };
    !has_body(lines, candidates, index) || index.checked_sub(1).is_some_and(follows)
}

/// Whether text stands between a heading and the next candidate.
fn has_body(lines: &[Line], candidates: &[Candidate], index: usize) -> bool {
    let candidate = &candidates[index];
    if candidate.inline {
        return true;
    }
    // A heading in two lines ends on the second line.
    let end = candidate.title.end;
    let below = lines[candidate.line..]
        .iter()
        .position(|line| line.class != Class::Blank && line.range().start > end);
    match (below, candidates.get(index + 1)) {
        (Some(below), Some(next)) => candidate.line + below < next.line,
        (Some(_), None) => true,
        (None, _) => false,
    }
}
