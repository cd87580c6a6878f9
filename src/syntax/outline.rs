//! The outline: where reports, their titles and their sections begin.
//!
//! It is aligned, not scanned: the six sections against all lines that may be headings at once, best total match. A report
//! quotes other pages that have their own 一、二、 headings, lists its sections at the top, and extraction puts headings in
//! strange places.

use super::heading::{self, Candidate, Match, Wording};
use super::line::{Class, Line};
use super::title::TitleLine;

/// Where a section begins, and what is odd about that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    pub candidate: Candidate,
    pub section: u8,
    pub wording: Wording,
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

/// More headings under other words than this are not looked for in one report: comparing costs time.
const MOST_COMPARED: usize = 200;

/// Where reports begin, as line indices; the first begins at 0.
///
/// A new report begins at a title after a later section: when the next heading behind the title is not later than the ones
/// before it. A running title at the head of each page is thus none.
pub fn report_starts(lines: &[Line], candidates: &[Candidate], titles: &[TitleLine]) -> Vec<usize> {
    let strong: Vec<(usize, u8)> = candidates.iter().filter_map(|candidate| strong(candidate).map(|section| (candidate.line, section))).collect();
    let mut starts = vec![0];
    let mut from = 0;
    let mut next = 0;
    let mut latest = 0;
    for title in titles {
        while let Some(&(_, section)) = strong.get(next).filter(|(line, _)| *line < title.first) {
            latest = latest.max(section);
            next += 1;
        }
        // A heading 一 just above the title belongs to the new report.
        let above = lines[..title.first].iter().rposition(|line| line.class != Class::Blank);
        let first_heading =
            next.checked_sub(1).map(|index| (index, strong[index])).filter(|(_, (line, section))| Some(*line) == above && *section == 1);
        let before = match first_heading {
            Some((index, _)) => strong[from..index].iter().map(|(_, section)| *section).max().unwrap_or(0),
            None => latest,
        };
        let following = if first_heading.is_some() { Some(1) } else { strong.get(next).map(|(_, section)| *section) };
        if before >= 2 && following.is_some_and(|section| section <= before) {
            starts.push(first_heading.map_or(title.first, |(_, (line, _))| line));
            from = first_heading.map_or(next, |(index, _)| index);
            latest = if first_heading.is_some() { 1 } else { 0 };
        }
    }
    starts
}

/// The section of a heading that is one beyond doubt.
fn strong(candidate: &Candidate) -> Option<u8> {
    let section = candidate.matched?.section;
    (candidate.numeral?.0 == section && !candidate.inline).then_some(section)
}

/// The headings of one report: `lines` and `candidates` are its own, `lines` counted from the start of the text.
pub fn sections(text: &str, lines: &[Line], range: std::ops::Range<usize>, candidates: &[Candidate]) -> Vec<Located> {
    let mut candidates = candidates.to_vec();
    let exact = align(lines, &candidates);
    let chosen = if exact.len() == 6 {
        exact
    } else {
        let unmatched = candidates.iter_mut().filter(|candidate| candidate.matched.is_none());
        for candidate in unmatched.take(MOST_COMPARED) {
            candidate.matched = heading::near(text, candidate);
        }
        let long = range.filter(|&index| lines[index].class == Class::Prose);
        candidates.extend(long.flat_map(|index| heading::midline_candidates(text, lines, index)));
        candidates.sort_by_key(|candidate| candidate.range.start);
        candidates.dedup_by_key(|candidate| candidate.range.start);
        align(lines, &candidates)
    };
    let first = chosen.first().map_or(usize::MAX, |&index| candidates[index].range.start);
    let mut located: Vec<Located> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let Some(Match { section, wording }) = candidate.matched else { continue };
        let role = if chosen.contains(&index) {
            Role::Section
        } else {
            let numbered = candidate.numeral.is_some_and(|(number, _)| number == section) && wording != Wording::Near && !candidate.inline;
            let sections = |role| move |known: &Located| known.role == role && known.section == section;
            let taken = chosen.iter().any(|&index| candidates[index].matched.is_some_and(|matched| matched.section == section))
                || located.iter().any(sections(Role::Displaced));
            // A contents list stands before the first heading, and its lines have nothing below them.
            let listed = taken && (candidate.range.start < first || !has_body(lines, &candidates, index));
            match (numbered && !listed, taken) {
                (false, _) => continue,
                (true, true) => Role::Duplicate,
                (true, false) => Role::Displaced,
            }
        };
        located.push(Located { candidate: candidate.clone(), section, wording, role });
    }
    located
}

/// The indices of the candidates that are the sections' headings: one a section at most, in order, best total.
fn align(lines: &[Line], candidates: &[Candidate]) -> Vec<usize> {
    // best[s]: the best way that ends with section s; each with its score and its last step in `steps`.
    let mut best: [Option<(u32, usize)>; 7] = [None; 7];
    let mut steps: Vec<(usize, Option<usize>)> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let Some(matched) = candidate.matched else { continue };
        let score = score(candidate, matched) + if has_body(lines, candidates, index) { 3 } else { 0 };
        let section = usize::from(matched.section);
        let before = best[..section].iter().flatten().max_by_key(|(total, step)| (*total, std::cmp::Reverse(*step))).copied();
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

fn score(candidate: &Candidate, matched: Match) -> u32 {
    let numeral = match candidate.numeral {
        Some((number, _)) if number == matched.section => 30,
        Some(_) => 10,
        None => 0,
    };
    let words = match matched.wording {
        Wording::Official => 70,
        Wording::Variant => 67,
        Wording::Near => 30,
    };
    let place = match (candidate.midline, candidate.inline) {
        (true, _) => 40,
        (false, true) => 10,
        (false, false) => 0,
    };
    words + numeral - place
}

/// Whether something stands between a heading and the next line that may be one.
fn has_body(lines: &[Line], candidates: &[Candidate], index: usize) -> bool {
    let candidate = &candidates[index];
    if candidate.inline {
        return true;
    }
    // A heading in two lines ends in the second.
    let end = candidate.title.end;
    let below = lines[candidate.line..].iter().position(|line| line.class != Class::Blank && line.range.start > end);
    match (below, candidates.get(index + 1)) {
        (Some(below), Some(next)) => candidate.line + below < next.line,
        (Some(_), None) => true,
        (None, _) => false,
    }
}
