//! The outline: where reports, their titles and their sections begin.
//!
//! It is aligned, not scanned: the six sections against all lines that may be headings at once,
//! best total match. A report quotes other pages that have their own 一、二、 headings, lists its
//! sections at the top, and extraction puts headings in strange places.

use super::contents;
use super::heading::{self, Candidate, HeadingWording, LONG_TITLE, Match, Numbering, strong};
use super::line::{Class, Line};
use super::lines::Lines;
use super::numeral::Numeral;
use super::title::TitleLine;
use crate::standard::Standard;
use crate::text::letters_hash;
use std::borrow::Cow;

/// Where a section begins, and what is odd about that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Located {
    pub candidate: Candidate,
    pub section: u8,
    pub wording: HeadingWording,
    pub role: Role,
}

/// How a heading stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// In order.
    Section,
    /// The only heading of its section, but outside the longest run that is in order.
    Displaced,
    /// A second heading of a section that has one.
    Duplicate,
}

/// A line of cells with more bytes may hold a heading.
const LONG_CELLS: usize = 300;
/// So many lines are looked at on either side of a heading for others of its numbering.
const SERIES_LINES: usize = 100;
/// So many headings at most are looked at in this way in one report.
const MOST_SERIES: usize = 50;
/// More headings under other words than this are not looked for in one report: comparing costs
/// time.
const MOST_COMPARED: usize = 200;
/// So many second headings of sections are found at most in one report.
const MOST_DUPLICATES: usize = 1000;

/// Where reports begin, as line indices; the first begins at 0. `continued` tells that this is
/// known to be the beginning of a report that follows another, not that of the text.
///
/// A new report begins at a title after a later section: when the next heading behind the title is
/// not later than the ones before it. A running title at the head of each page is thus none. A
/// report that has lost its title begins at its heading 一, or behind the date of the report above,
/// where nearly all sections stand above, and again below. Where a report begins, and where the
/// next one does, thus follows from its own lines and those of the report above; see
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
        // Its first words may be the last report's.
        if starts.found.last().is_some_and(|&start| title.first >= start) {
            starts.pass_headings(Some(title.first));
            starts.pass_title(title);
        }
    }
    starts.pass_headings(None);
    starts.found
}

/// A report is nearly whole that has so many sections, with one as late as this among them.
const FEWEST: usize = 4;
const LATEST: usize = 5;

/// Whether nearly all sections of a report are there, by the latest one and how many there are.
fn is_nearly_whole((latest, count): (u8, usize)) -> bool {
    usize::from(latest) >= LATEST && count >= FEWEST
}

/// Headings of one kind, followed from the top of the text.
struct Series {
    headings: Vec<(usize, u8)>,
    /// Of those passed, whether something stands below.
    filled: Vec<bool>,
    /// Of those passed, the latest section of their report up to them, and how many there are. A
    /// contents list above a title is none: nothing stands below its entries, but for the last.
    latest: Vec<(u8, usize)>,
    /// The first one of the report.
    from: usize,
    /// The next one.
    next: usize,
}

impl Series {
    fn new(headings: impl Iterator<Item = (usize, u8)>) -> Self {
        let headings: Vec<(usize, u8)> = headings.collect();
        let (filled, latest) =
            (Vec::with_capacity(headings.len()), Vec::with_capacity(headings.len()));
        Self { headings, filled, latest, from: 0, next: 0 }
    }

    /// The latest section of the report before heading `end`, and how many there are.
    fn before(&self, end: usize) -> (u8, usize) {
        if end > self.from { self.latest[end - 1] } else { (0, 0) }
    }

    fn following(&self) -> Option<(usize, u8)> {
        self.headings.get(self.next).copied()
    }

    /// Whether something stands between a heading and the next one, or line `limit`.
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
        // A heading that a report begins with stands above the title.
        let is_first = continued && line == 0;
        let counts = self.filled[self.next] && !listed || is_first;
        self.latest.push(if counts { (latest.max(section), count + 1) } else { (latest, count) });
        self.next += 1;
    }

    /// Whether a report without a title begins at the next heading: nearly all sections stand
    /// above, and from here on again, each with something below, before line `limit`.
    fn begins_anew(&self, lines: &[Line], limit: Option<usize>) -> bool {
        is_nearly_whole(self.before(self.next)) && self.begins_whole(lines, limit)
    }

    /// Whether the next headings are those of a report from 一 or 二 on, nearly all of them, each
    /// with something below, before line `limit`.
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

    /// A heading 一 just above the next one's title, which belongs to the new report; `above` is
    /// the last line above the title.
    fn first_above(&self, above: Option<usize>) -> Option<usize> {
        self.next
            .checked_sub(1)
            .filter(|&index| self.headings[index].1 == 1 && Some(self.headings[index].0) == above)
    }

    /// Begins a report with heading `from`.
    fn begin(&mut self, from: usize) {
        self.from = from;
        // What was counted of a heading above the title was the last report's.
        self.latest[from.min(self.next)..].fill((1, 1));
    }
}

/// The beginnings of reports, found from the top of the text.
struct Starts<'a> {
    lines: &'a [Line],
    plain: Series,
    minor: Series,
    bare: Series,
    /// Whether a title has been there.
    titled: bool,
    /// Whether the last one stands in a line that is a page, or a report, of its own.
    in_line: bool,
    continued: bool,
    found: Vec<usize>,
}

impl Starts<'_> {
    /// Passes the headings up to line `limit`, where a title begins, or the end.
    fn pass_headings(&mut self, limit: Option<usize>) {
        let next = |series: &Series| {
            series.following().filter(|(line, _)| limit.is_none_or(|limit| *line < limit))
        };
        while let Some((line, section)) = next(&self.plain) {
            // Its heading 一 may be lost with its title.
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
            // Below headings of the other kind they are those of paragraphs.
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

    /// Whether a report begins at a title above which all headings have been passed.
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
        // One section alone above the first title has been moved there.
        let is_report = before >= 2 && (count >= 2 || self.titled);
        // A report in one line has no headings among those of the lines.
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

    /// The same where the report above has no headings but those with numbers such as （一） or 1.:
    /// they must be those of sections.
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
            // The headings of the report above have no numbers; those of the next one may.
            let following = [&self.plain, &self.minor, &self.bare]
                .into_iter()
                .filter_map(Series::following)
                .min();
            if following.is_some_and(|(_, section)| section <= self.bare.before(self.bare.next).0) {
                self.begin(title.first, self.plain.next, self.minor.next);
            }
        }
    }

    /// Begins a report at line `start`, with these headings of each kind.
    fn begin(&mut self, start: usize, plain: usize, minor: usize) {
        self.found.push(start);
        self.plain.begin(plain);
        self.minor.begin(minor);
        self.bare.begin(self.bare.headings.partition_point(|(line, _)| *line < start));
        self.titled = true;
        // A report depends on nothing above the one above it.
        self.in_line = false;
    }

    /// The first line behind the date that a report ends with, between its last heading and that of
    /// the next one; that heading's line, where there is no date.
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

/// The headings of one report, whose text and lines these are.
pub fn sections(text: &str, lines: &Lines, standard: &Standard) -> Vec<Located> {
    let Lines { lines, candidates, .. } = lines;
    // The next report's first line is none of this one's heading.
    let own = candidates
        .iter()
        .rposition(|candidate| candidate.range.end <= text.len())
        .map_or(0, |last| last + 1);
    // A text may have a million of them: they are copied only where some are to be compared.
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
        // The tag of a heading stands in a page's line, behind the row of a table.
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
    // Where most headings are numbered 1. or （一）, such numbers are those of sections.
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
            // Sections that changed places have often been numbered anew. The official words are
            // the section's then, if nothing else is.
            let renumbered = || {
                !taken
                    && wording == HeadingWording::Official
                    && letters_hash(candidate.title.of(text)).1 >= LONG_TITLE
            };
            let is_its = |numeral: Numeral| {
                is_own_kind(numeral) && (numeral.number == section || renumbered())
            };
            let numbered = candidate.numeral.is_some_and(is_its) && !candidate.inline;
            // A contents list stands before the first heading, and its lines have nothing below
            // them.
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

/// The indices of the candidates that are the sections' headings: one a section at most, in order,
/// best total.
fn align(lines: &[Line], candidates: &[Candidate]) -> Vec<usize> {
    // best[s]: the best way that ends with section s; each with its score and its last step in
    // `steps`.
    let mut best: [Option<(u32, usize)>; 7] = [None; 7];
    let mut steps: Vec<(usize, Option<usize>)> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        // A number like （一） that is another section's is that of a paragraph with the same
        // words.
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

/// Takes the one heading that stands with its own numeral where a section is missing for that
/// section's, where a word of it says so: 三、依申请公开政府信息情况.
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
            // Its words may be nearer to those of a section that is there.
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

/// Takes official titles under a number like （5） that is another section's for headings, where no
/// list is numbered like that around them.
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
        // A list begins with 1, and may end with it: such a number needs the sections before and
        // behind it.
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

/// Whether it is an entry of a list of the sections: nothing stands below it, or it is the last of
/// such ones.
fn is_listed(lines: &[Line], candidates: &[Candidate], index: usize) -> bool {
    let section = |index: usize| candidates[index].matched.map(|matched| matched.section);
    let follows = |before: usize| {
        section(before).is_some_and(|before| Some(before + 1) == section(index))
            && !has_body(lines, candidates, before)
    };
    !has_body(lines, candidates, index) || index.checked_sub(1).is_some_and(follows)
}

/// Whether something stands between a heading and the next line that may be one.
fn has_body(lines: &[Line], candidates: &[Candidate], index: usize) -> bool {
    let candidate = &candidates[index];
    if candidate.inline {
        return true;
    }
    // A heading in two lines ends in the second.
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
