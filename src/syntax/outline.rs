//! The outline: where reports, their titles and their sections begin.
//!
//! It is aligned, not scanned: the six sections against all lines that may be headings at once, best total match. A report
//! quotes other pages that have their own 一、二、 headings, lists its sections at the top, and extraction puts headings in
//! strange places.

use super::heading::{self, Candidate, LONG_TITLE, Match, Wording};
use super::line::{Class, Line};
use super::lines::Lines;
use super::numeral::Numeral;
use super::title::TitleLine;
use crate::text::letters_hash;

/// Where a section begins, and what is odd about that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// A line of cells with more bytes may hold a heading.
const LONG_CELLS: usize = 300;
/// So many lines are looked at on either side of a heading for others of its numbering.
const SERIES_LINES: usize = 100;
/// So many headings at most are looked at in this way in one report.
const MOST_SERIES: usize = 50;
/// More headings under other words than this are not looked for in one report: comparing costs time.
const MOST_COMPARED: usize = 200;

/// Where reports begin, as line indices; the first begins at 0. `continued` tells that this is known to be the beginning of a
/// report that follows another, not that of the text.
///
/// A new report begins at a title after a later section: when the next heading behind the title is not later than the ones
/// before it. A running title at the head of each page is thus none. Where a report begins, and where the next one does, thus
/// follows from its own lines and those of the report above; see [`super::lines`].
pub fn report_starts(lines: &Lines, continued: bool) -> Vec<usize> {
    let strong: Vec<(usize, u8)> = strong(&lines.candidates).collect();
    let is_filled = |index: usize, title: &TitleLine| {
        let next = strong.get(index + 1).map_or(title.first, |next| next.0.min(title.first));
        let below = lines.lines.get(strong[index].0 + 1..next).unwrap_or_default();
        below.iter().any(|line| !line.class.is_gap())
    };
    // The latest section up to each heading of the report, and how many there are. A contents list above a title is none: nothing stands below its
    // entries, but for the last.
    let mut filled: Vec<bool> = Vec::with_capacity(strong.len());
    let mut latest_up_to: Vec<(u8, usize)> = Vec::with_capacity(strong.len());
    let mut titled = continued;
    let mut starts = vec![0];
    let mut from = 0;
    let mut next = 0;
    for title in &lines.titles {
        let start = starts.last().copied().unwrap_or_default();
        if title.first < start {
            // Its first words are the last report's.
            continue;
        }
        while let Some(&(line, section)) = strong.get(next).filter(|(line, _)| *line < title.first) {
            filled.push(is_filled(next, title));
            let listed = next > from && !filled[next - 1] && strong[next - 1].1 + 1 == section;
            let (latest, count) = if next > from { latest_up_to[next - 1] } else { (0, 0) };
            // A heading that a report begins with stands above the title.
            let is_first = continued && line == 0;
            latest_up_to.push(if filled[next] && !listed || is_first { (latest.max(section), count + 1) } else { (latest, count) });
            next += 1;
        }
        // A heading 一 just above the title belongs to the new report.
        let above = lines.lines[..title.first].iter().rposition(|line| line.class != Class::Blank);
        let first_heading =
            next.checked_sub(1).map(|index| (index, strong[index])).filter(|(_, (line, section))| Some(*line) == above && *section == 1);
        let end = first_heading.map_or(next, |(index, _)| index);
        let (before, count) = if end > from { latest_up_to[end - 1] } else { (0, 0) };
        let following = if first_heading.is_some() { Some(1) } else { strong.get(next).map(|(_, section)| *section) };
        // One section alone above the first title has been moved there.
        let is_report = before >= 2 && (count >= 2 || titled);
        titled = true;
        if is_report && following.is_some_and(|section| section <= before) {
            starts.push(first_heading.map_or(title.first, |(_, (line, _))| line));
            from = end;
            // What was counted of the heading above the title was the last report's.
            latest_up_to[from..].fill((1, 1));
        }
    }
    starts
}

/// The headings that are those of sections beyond doubt: their lines and sections.
pub fn strong(candidates: &[Candidate]) -> impl Iterator<Item = (usize, u8)> {
    candidates.iter().filter_map(|candidate| {
        let section = candidate.matched?.section;
        let numeral = candidate.numeral?;
        (numeral.number == section && !candidate.inline && !numeral.minor).then_some((candidate.line, section))
    })
}

/// The headings of one report, whose text and lines these are.
pub fn sections(text: &str, lines: &Lines) -> Vec<Located> {
    let Lines { lines, candidates, .. } = lines;
    // The next report's first line is none of this one's heading.
    let mut candidates: Vec<Candidate> = candidates.iter().filter(|candidate| candidate.range.end <= text.len()).copied().collect();
    let exact = align(lines, &candidates);
    let chosen = if exact.len() == 6 {
        exact
    } else {
        let unmatched = candidates.iter_mut().filter(|candidate| candidate.matched.is_none());
        for candidate in unmatched.take(MOST_COMPARED) {
            candidate.matched = heading::near(text, candidate);
        }
        let is_long = |line: &Line| line.class == Class::Prose || line.class == Class::Cells && line.range().len() > LONG_CELLS;
        let long = (0..lines.len()).filter(|&index| is_long(&lines[index]));
        candidates.extend(long.flat_map(|index| heading::midline_candidates(text, lines, index)));
        candidates.sort_by_key(|candidate| candidate.range.start);
        candidates.dedup_by_key(|candidate| candidate.range.start);
        promote(text, lines, &mut candidates);
        let mut chosen = align(lines, &candidates);
        place(text, &mut candidates, &mut chosen);
        chosen
    };
    // Where most headings are numbered 1. or （一）, such numbers are those of sections.
    let minor: Vec<Numeral> = chosen.iter().filter_map(|&index| candidates[index].numeral.filter(|numeral| numeral.minor)).collect();
    let is_own_kind = |numeral: Numeral| !numeral.minor || 2 * minor.iter().filter(|other| other.kind == numeral.kind).count() > chosen.len().max(2);
    let first = chosen.first().map_or(usize::MAX, |&index| candidates[index].range.start);
    let mut located: Vec<Located> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        let Some(Match { section, wording }) = candidate.matched else { continue };
        let role = if chosen.contains(&index) {
            Role::Section
        } else {
            // 一、基本情况 is a heading of many pages.
            let own_words = wording == Wording::Official || wording == Wording::Variant && letters_hash(candidate.title.of(text)).1 >= LONG_TITLE;
            let sections = |role| move |known: &Located| known.role == role && known.section == section;
            let taken = chosen.iter().any(|&index| candidates[index].matched.is_some_and(|matched| matched.section == section))
                || located.iter().any(sections(Role::Displaced));
            // Sections that changed places have often been numbered anew. The official words are the section's then, if nothing else is.
            let renumbered = || !taken && wording == Wording::Official && letters_hash(candidate.title.of(text)).1 >= LONG_TITLE;
            let is_its = |numeral: Numeral| is_own_kind(numeral) && (numeral.number == section || renumbered());
            let numbered = candidate.numeral.is_some_and(is_its) && !candidate.inline;
            // A contents list stands before the first heading, and its lines have nothing below them.
            let listed = taken && (candidate.range.start < first || is_listed(lines, &candidates, index));
            match (numbered && own_words && !listed, taken) {
                (false, _) => continue,
                (true, true) => Role::Duplicate,
                (true, false) => Role::Displaced,
            }
        };
        located.push(Located { candidate: *candidate, section, wording, role });
    }
    located
}

/// The indices of the candidates that are the sections' headings: one a section at most, in order, best total.
fn align(lines: &[Line], candidates: &[Candidate]) -> Vec<usize> {
    // best[s]: the best way that ends with section s; each with its score and its last step in `steps`.
    let mut best: [Option<(u32, usize)>; 7] = [None; 7];
    let mut steps: Vec<(usize, Option<usize>)> = Vec::new();
    for (index, candidate) in candidates.iter().enumerate() {
        // A number like （一） that is another section's is that of a paragraph with the same words.
        let is_heading = |matched: &Match| candidate.numeral.is_none_or(|numeral| !numeral.minor || numeral.number == matched.section);
        let Some(matched) = candidate.matched.filter(is_heading) else { continue };
        let score = score(candidate, matched) + if has_body(lines, candidates, index) { 2 } else { 0 };
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

/// Takes the one heading that stands with its own numeral where a section is missing for that section's, where a word of it says so:
/// 三、依申请公开政府信息情况.
fn place(text: &str, candidates: &mut [Candidate], chosen: &mut Vec<usize>) {
    for section in 1..=6 {
        let known = |index: &usize| candidates[*index].matched.map_or(0, |matched| matched.section);
        if chosen.iter().any(|index| known(index) == section) {
            continue;
        }
        let at = chosen.partition_point(|index| known(index) < section);
        let (before, behind) = (at.checked_sub(1).map(|at| chosen[at]), chosen.get(at).copied());
        let is_gap = before.map_or(0, |index| known(&index)) + 1 == section && behind.map_or(7, |index| known(&index)) == section + 1;
        if !is_gap {
            continue;
        }
        let gap = before.map_or(0, |index| index + 1)..behind.unwrap_or(candidates.len());
        let is_it = |candidate: &Candidate| {
            let numeral = candidate.numeral.filter(|numeral| numeral.is_plain() && numeral.number == section);
            // Its words may be nearer to those of a section that is there.
            let is_free = candidate.matched.is_none_or(|matched| matched.wording == Wording::Near && matched.section != section);
            is_free && numeral.is_some() && heading::is_telling(text, candidate.title, section)
        };
        let mut found = gap.filter(|&index| is_it(&candidates[index]));
        if let (Some(index), None) = (found.next(), found.next()) {
            candidates[index].matched = Some(Match { section, wording: Wording::Placed });
            chosen.insert(at, index);
        }
    }
}

/// Takes official titles under a number like （5） that is another section's for headings, where no list is numbered like that
/// around them.
fn promote(text: &str, lines: &[Line], candidates: &mut [Candidate]) {
    let is_foreign = |candidate: &Candidate| {
        let (Some(numeral), Some(matched)) = (candidate.numeral, candidate.matched) else { return false };
        numeral.minor && numeral.number != matched.section && matched.wording == Wording::Official
    };
    let foreign: Vec<usize> = (0..candidates.len()).filter(|&index| is_foreign(&candidates[index])).take(MOST_SERIES).collect();
    for index in foreign {
        let (start, end) = (index.checked_sub(1).map_or(0, |above| candidates[above].line + 1), candidates.get(index + 1).map(|below| below.line));
        let Candidate { line, numeral: Some(numeral), .. } = candidates[index] else { continue };
        let mut above = lines[start.max(line.saturating_sub(SERIES_LINES)).min(line)..line].iter().rev();
        let mut below = lines[line + 1..].iter().take(SERIES_LINES).take(end.unwrap_or(usize::MAX).saturating_sub(line + 1));
        let of_kind = |other: &Line| heading::numeral_of(text, other).filter(|other| other.kind == numeral.kind).map(|other| other.number);
        let in_series = numeral.number > 0
            && (above.find_map(of_kind).is_some_and(|number| number.saturating_add(1) == numeral.number)
                || below.find_map(of_kind).is_some_and(|number| number == numeral.number.saturating_add(1)));
        // A list begins with 1, and may end with it: such a number needs the sections before and behind it.
        let section = |index: usize| candidates.get(index).and_then(|other| other.matched).map(|matched| matched.section);
        let own = section(index).unwrap_or_default();
        let is_between =
            || index.checked_sub(1).and_then(section) == Some(own.wrapping_sub(1)) && section(index + 1) == Some(own + 1).filter(|&next| next <= 6);
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
        Wording::Official => 70,
        Wording::Variant => 67,
        Wording::Near | Wording::Placed => 30,
    };
    let place = match (candidate.midline, candidate.inline) {
        (true, _) => 40,
        (false, true) => 10,
        (false, false) => 0,
    };
    words + numeral - place
}

/// Whether it is an entry of a list of the sections: nothing stands below it, or it is the last of such ones.
fn is_listed(lines: &[Line], candidates: &[Candidate], index: usize) -> bool {
    let section = |index: usize| candidates[index].matched.map(|matched| matched.section);
    let follows = |before: usize| section(before).is_some_and(|before| Some(before + 1) == section(index)) && !has_body(lines, candidates, before);
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
    let below = lines[candidate.line..].iter().position(|line| line.class != Class::Blank && line.range().start > end);
    match (below, candidates.get(index + 1)) {
        (Some(below), Some(next)) => candidate.line + below < next.line,
        (Some(_), None) => true,
        (None, _) => false,
    }
}
