//! Rename and linked editing: change the organ and the year in all statements of the report about
//! itself.

use super::locate::report_at;
use crate::diagnostic::{Edit, Message, Wording};
use crate::document::Placed;
use crate::facts::{OwnNames, ranges_in_order, written_like};
use crate::server::core::view::View;
use crate::text::{Folded, TextRange, fold, is_letter};

const NO_NAME: Wording = Wording::new(
    "这里不是本报告的机关名称或年度",
    "this is neither the organ of this report nor its year",
);
const NO_YEAR: Wording =
    Wording::new("年度应是四位数，如 2024", "a year has four digits, such as 2024");
const NO_ORGAN: Wording = Wording::new(
    "机关名称不能为空，也不能换行",
    "the name of an organ is not empty, and stands in one line",
);

/// The characters of a name while a person types the name: all characters of a line, except the
/// marks of cells and tags. The pattern of the language could stop at （, and at the mark of an
/// input method between syllables (yun'xi).
pub const WORD_PATTERN: &str = r"[^\r\n|<>]*";

/// The places that a client edits together, in bytes of the document, in order. The places follow
/// the client's changes since its last question.
///
/// A retyped name is not a valid name for a while (云, 202). In the meantime, the places from
/// before tell where the name stands.
#[derive(Debug, Default)]
pub struct Linked(Vec<TextRange>);

impl Linked {
    /// Follows an edit that replaces `range` by `len` bytes. An edit outside of the places clears
    /// the places.
    pub fn follow(&mut self, range: TextRange, len: usize) {
        let Some(own) = self.0.iter().position(|place| place.contains(range)) else {
            self.0.clear();
            return;
        };
        let grown = len as isize - range.len() as isize;
        self.0[own].end = self.0[own].end.wrapping_add_signed(grown);
        for place in &mut self.0[own + 1..] {
            *place = place.moved(grown);
        }
    }

    /// Whether typing at the caret continues a place. A caret before the first character belongs to
    /// the text before the place.
    fn holds(&self, offset: usize) -> bool {
        self.0.iter().any(|place| {
            place.start < offset && offset <= place.end || place.is_empty() && place.start == offset
        })
    }

    /// Whether all places hold the same words, within one line.
    fn is_same(&self, view: &View) -> bool {
        let mut words = self.0.iter().map(|place| view.document.slice(*place));
        let first = words.next().unwrap_or_default();
        !first.contains(['\n', '\r']) && words.all(|other| other == first)
    }
}

/// A name of the report itself. Ranges are in bytes of the report, in order.
enum Name {
    Organ(Vec<TextRange>),
    Year(Vec<TextRange>),
}

/// The place and the text of the name at a byte of the text, for a client that asks for a new name.
pub fn prepare(view: &View, at: usize) -> Option<(TextRange, String)> {
    let (report, _, own) = name_at(view, at)?;
    Some((own.shifted(report.start), own.of(report.report.text()).to_owned()))
}

/// The edits that give the report at the position another organ or year: in the title, the period,
/// the signature and the opening sentences. A year keeps its style of digits. The signature gets
/// the year after the year of the report. Nothing else changes.
///
/// # Errors
/// If no name stands at the position, or the new name is invalid.
pub fn rename(view: &View, at: usize, new: &str) -> Result<Vec<Edit>, Message> {
    let (report, name, _) = name_at(view, at).ok_or(Message::plain(NO_NAME))?;
    let text = report.report.text();
    let edit =
        |range: TextRange, content: String| Edit { range: range.shifted(report.start), content };
    Ok(match name {
        Name::Organ(ranges) => {
            let new = new.trim();
            if new.is_empty() || new.contains(['\n', '\r']) {
                return Err(Message::plain(NO_ORGAN));
            }
            ranges.into_iter().map(|range| edit(range, new.to_owned())).collect()
        }
        Name::Year(ranges) => {
            let year = year_of(new).ok_or(Message::plain(NO_YEAR))?;
            let signed = own_names(report)
                .signed_year()
                .map(|range| edit(range, written_like(range.of(text), year + 1)));
            ranges
                .into_iter()
                .map(|range| edit(range, written_like(range.of(text), year)))
                .chain(signed)
                .collect()
        }
    })
}

/// The places with exactly the words of the name at the position: the client types the same text in
/// all places. `before` holds the places of the last question at their present offsets. The second
/// result replaces `before`.
///
/// `None` unless all statements of the name are equal, as the protocol requires: some clients
/// repeat typed text at the same distance from the start of each place.
pub fn linked(view: &View, offset: usize, before: Linked) -> (Option<Vec<TextRange>>, Linked) {
    let found = linked_now(view, offset);
    let goes_on = before.holds(offset);
    let is_more = || found.as_ref().is_none_or(|found| found.0.len() < before.0.len());
    let (linked, is_known) = match found {
        _ if goes_on && is_more() && before.is_same(view) => (before, true),
        Some(found) => (found, true),
        // The client may be about to repeat the typing in the other places.
        None => (if goes_on { before } else { Linked::default() }, false),
    };
    let answer = is_known.then(|| linked.0.clone());
    (answer, linked)
}

/// The places of the name at a byte of the text, in the statements of the report.
fn linked_now(view: &View, offset: usize) -> Option<Linked> {
    let report = report_at(view.document, offset)?;
    let own = offset - report.start;
    let (text, title) = (report.report.text(), report.report.facts().title.as_ref());
    // A title without a year or an organ may be half typed.
    if title.is_some_and(|title| title.year.is_none() || title.organ.is_none() || title.year_twice)
    {
        return None;
    }
    // A caret behind a word continues the word. A caret before a word belongs to the text before
    // the word.
    let is_in = |range: &TextRange| range.start < own && own <= range.end;
    let begins = |range: &TextRange| {
        range.start == own && text[..own].chars().next_back().is_none_or(|c| !is_letter(fold(c)))
    };
    let organs = own_names(report).organs();
    let (mut ranges, place) = match organs.iter().find(|range| is_in(range) || begins(range)) {
        Some(&place) => (organs, place),
        None => {
            let years = own_names(report).stated_years()?;
            let place = *years.iter().find(|range| is_in(range))?;
            (years, place)
        }
    };
    ranges.sort_unstable_by_key(|range| range.start);
    ranges.dedup();
    let words = place.of(text);
    if ranges.iter().any(|range| range.of(text) != words)
        || own_names(report).is_half_named(words, &ranges)
    {
        return None;
    }
    let ranges: Vec<_> = ranges.into_iter().map(|range| range.shifted(report.start)).collect();
    (ranges.len() > 1).then_some(Linked(ranges))
}

/// The name at or beside the position with all its places, and the place at the position.
fn name_at<'a>(view: &View<'a>, offset: usize) -> Option<(Placed<'a>, Name, TextRange)> {
    let report = report_at(view.document, offset)?;
    let own = offset - report.start;
    let touched = |ranges: &[TextRange]| {
        ranges.iter().copied().find(|range| range.start <= own && own <= range.end)
    };
    // 园林局2023年: between the organ and the year, the year is meant. A block cursor there covers
    // the first digit of the year.
    let (mut years, organs) = (own_names(report).years(), own_names(report).organs());
    // A differing year in the title or the period is renamed together with the other places, if the
    // position is on the differing year.
    if let Some(other) = touched(&own_names(report).stated())
        .filter(|other| !years.is_empty() && !years.contains(other))
    {
        years = ranges_in_order(years.into_iter().chain([other]));
    }
    if let Some(place) = touched(&years) {
        return Some((report, Name::Year(years), place));
    }
    let place = touched(&organs)?;
    Some((report, Name::Organ(organs), place))
}

fn own_names(report: Placed<'_>) -> OwnNames<'_> {
    let checked = report.report;
    OwnNames { text: checked.text(), report: checked.tree(), facts: checked.facts() }
}

/// A typed year of this century.
fn year_of(words: &str) -> Option<i32> {
    let words = words.trim();
    let folded = Folded::letters(words, TextRange::new(0, words.len())).text;
    folded
        .strip_suffix('年')
        .unwrap_or(&folded)
        .parse()
        .ok()
        .filter(|year| (2000..2100).contains(year))
}
