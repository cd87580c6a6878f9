//! The outline: the starts of reports, titles and sections.
//!
//! The six sections are aligned with all possible headings at once, for the best total score. A
//! scan from the top would fail: a report quotes other pages with their own 一、二、 headings, a
//! contents list names the sections, and text extraction moves headings to strange places.

use super::contents;
use super::heading::{self, LONG_TITLE};
use super::line::{Class, Line};
use super::lines::Lines;
use super::match_title::Candidate;
use super::match_title::{HeadingWording, Match, is_telling, near};
use super::numeral::Numeral;
use super::report_starts::{MOST_SERIES, SERIES_LINES};
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

/// At most 200 headings with other words are compared in a report, because comparing takes time.
const MOST_COMPARED: usize = 200;

/// At most 1,000 duplicate headings in a report.
const MOST_DUPLICATES: usize = 1000;

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
            candidate.matched = near(text, candidate, standard);
        }
        // The tag of a heading may stand on a page's line, behind the row of a table. A heading may
        // also stand behind the day of a signature.
        let has_tag = |line: &Line| {
            matches!(line.class, Class::Words | Class::Labelled)
                && ["<h", "日 "].iter().any(|before| line.range().of(text).contains(before))
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
            is_free && numeral.is_some() && is_telling(text, candidate.title, section, standard)
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
