//! Rename and linked editing: the organ and the year of a report, wherever it states them of itself.

use super::edits;
use super::locate::report_at;
use crate::diagnostic::{Edit, Message, Wording};
use crate::document::Placed;
use crate::facts::{opening_years, written_like};
use crate::server::view::View;
use crate::syntax::PartKind;
use crate::text::{Folded, TextRange, fold, is_letter, is_space};
use tower_lsp::ls_types::{LinkedEditingRanges, Position, PrepareRenameResponse, WorkspaceEdit};

const NO_NAME: Wording = Wording::new("这里不是本报告的机关名称或年度", "this is neither the organ of this report nor its year");
const NO_YEAR: Wording = Wording::new("年度应是四位数，如 2024", "a year has four digits, such as 2024");
const NO_ORGAN: Wording = Wording::new("机关名称不能为空，也不能换行", "the name of an organ is not empty, and stands in one line");

/// What a report states of itself. Ranges in bytes of the report, in order.
enum Name {
    Organ(Vec<TextRange>),
    Year(Vec<TextRange>),
}

/// The name at the position, for the client to ask for another.
pub fn prepare(view: &View, at: Position) -> Option<PrepareRenameResponse> {
    let (report, _, own) = name_at(view, at)?;
    let placeholder = own.of(report.report.text()).to_owned();
    Some(PrepareRenameResponse::RangeWithPlaceholder { range: view.range(own.shifted(report.start)), placeholder })
}

/// The edit that gives the report at the position another organ or year: in title, period, signature and opening sentences. A year stays in the
/// digits that it is written in; nothing else changes.
///
/// # Errors
/// Where no name stands there, or the new one can be none.
pub fn rename(view: &View, at: Position, new: &str) -> Result<WorkspaceEdit, Message> {
    let (report, name, _) = name_at(view, at).ok_or(Message::plain(NO_NAME))?;
    let text = report.report.text();
    let edit = |range: TextRange, content: String| Edit { range: range.shifted(report.start), content };
    let edits: Vec<Edit> = match name {
        Name::Organ(ranges) => {
            let new = new.trim();
            if new.is_empty() || new.contains(['\n', '\r']) {
                return Err(Message::plain(NO_ORGAN));
            }
            ranges.into_iter().map(|range| edit(range, new.to_owned())).collect()
        }
        Name::Year(ranges) => {
            let year = year_of(new).ok_or(Message::plain(NO_YEAR))?;
            ranges.into_iter().map(|range| edit(range, written_like(range.of(text), year))).collect()
        }
    };
    Ok(edits::of_document(view, &edits))
}

/// The places that hold the very words of the name at the position: what is typed in one of them is typed in all.
pub fn linked(view: &View, at: Position) -> Option<LinkedEditingRanges> {
    let (report, name, own) = name_at(view, at)?;
    let text = report.report.text();
    let (Name::Organ(ranges) | Name::Year(ranges)) = name;
    let same = ranges.into_iter().filter(|range| range.of(text) == own.of(text));
    let ranges: Vec<_> = same.map(|range| view.range(range.shifted(report.start))).collect();
    (ranges.len() > 1).then_some(LinkedEditingRanges { ranges, word_pattern: None })
}

/// What the position is on or beside, in all its places, and the place that is meant.
fn name_at<'a>(view: &View<'a>, at: Position) -> Option<(Placed<'a>, Name, TextRange)> {
    let offset = view.offset(at);
    let report = report_at(view.document, offset)?;
    let own = offset - report.start;
    let touched = |ranges: &[TextRange]| ranges.iter().copied().find(|range| range.start <= own && own <= range.end);
    // 园林局2023年: between both the year is meant, which follows the caret.
    let (years, organs) = (years(report), organs(report));
    if let Some(place) = touched(&years) {
        return Some((report, Name::Year(years), place));
    }
    let place = touched(&organs)?;
    Some((report, Name::Organ(organs), place))
}

/// Where the report says which year it is for.
fn years(report: Placed) -> Vec<TextRange> {
    let facts = report.report.facts();
    let Some(year) = facts.year.filter(|year| !year.disputed).map(|year| year.value) else { return Vec::new() };
    let title = facts.title.as_ref().and_then(|title| title.year).filter(|own| own.value == year).map(|own| own.digits);
    let periods = facts.periods.iter().filter(|period| period.certain).flat_map(|period| [period.start, period.end]).flatten();
    let opening = opening(report);
    let dates = periods.chain(opening).filter(|date| date.year() == Some(year)).filter_map(|date| date.year_range());
    in_order(title.into_iter().chain(dates))
}

/// Where the report names its organ: in title and signature, and in opening sentences that speak of this report.
fn organs(report: Placed) -> Vec<TextRange> {
    let (text, facts) = (report.report.text(), report.report.facts());
    let letters = |range: TextRange| Folded::letters(text, range).text;
    let Some(organ) = facts.title.as_ref().and_then(|title| title.organ).or_else(|| facts.signature?.organ) else { return Vec::new() };
    let name = letters(organ);
    let signature = facts.signature.and_then(|signature| signature.organ).filter(|own| letters(*own) == name);
    let words = organ.of(text);
    let sentences = opening(report).into_iter().map(|date| sentence(text, date.range()));
    let opening = sentences.flat_map(|range| {
        let places = range.of(text).match_indices(words).map(move |(at, _)| TextRange::new(range.start + at, range.start + at + words.len()));
        places.filter(|place| is_whole(text, *place)).collect::<Vec<_>>()
    });
    in_order([organ].into_iter().chain(signature).chain(opening))
}

/// The years of the opening sentences, which a report begins with.
fn opening(report: Placed) -> Vec<crate::facts::Date> {
    let (text, tree, facts) = (report.report.text(), report.report.tree(), report.report.facts());
    let preface = tree.parts.iter().find(|part| part.kind == PartKind::Preface).map_or(TextRange::at(0), |part| part.range);
    let is_first = |kind: PartKind| matches!(kind, PartKind::Preface | PartKind::Section(1));
    let end = tree.parts.iter().take_while(|part| is_first(part.kind)).last().map_or(0, |part| part.range.end);
    let title = tree.title.map(|title| title.range);
    opening_years(text, &facts.dates, title, preface, end).collect()
}

/// The sentence around a range, at most so long on either side.
fn sentence(text: &str, around: TextRange) -> TextRange {
    const FAR: usize = 80;
    let ends = |c: char| matches!(c, '。' | '；' | '！' | '\n' | '\r');
    let before: usize = text[..around.start].chars().rev().take(FAR).take_while(|&c| !ends(c)).map(char::len_utf8).sum();
    let behind: usize = text[around.end..].chars().take(FAR).take_while(|&c| !ends(c)).map(char::len_utf8).sum();
    TextRange::new(around.start - before, around.end + behind)
}

/// Words that may stand before the name of an organ, and behind it; others may make it the name of another one.
const BEFORE: &[char] = &['将', '由', '是', '对', '为', '现'];
const BEHIND: &[&str] = &[
    "编制",
    "根据",
    "按照",
    "依据",
    "依照",
    "现",
    "的",
    "政府信息",
    "信息公开",
    "政务公开",
    "认真",
    "严格",
    "结合",
    "发布",
    "公布",
    "特",
    "将",
    "关于",
    "全面",
    "深入",
    "坚持",
];

/// Whether a name stands there by itself, not within a longer one.
fn is_whole(text: &str, place: TextRange) -> bool {
    let before = text[..place.start].chars().next_back();
    let rest = text[place.end..].trim_start_matches(is_space);
    before.is_none_or(|c| !is_letter(fold(c)) || BEFORE.contains(&c))
        && (rest.chars().next().is_none_or(|c| !is_letter(fold(c)) || fold(c).is_ascii_digit()) || BEHIND.iter().any(|word| rest.starts_with(word)))
}

/// A year of this century as somebody types it.
fn year_of(words: &str) -> Option<i32> {
    let words = words.trim();
    let folded = Folded::letters(words, TextRange::new(0, words.len())).text;
    folded.strip_suffix('年').unwrap_or(&folded).parse().ok().filter(|year| (2000..2100).contains(year))
}

fn in_order(ranges: impl Iterator<Item = TextRange>) -> Vec<TextRange> {
    let mut ranges: Vec<TextRange> = ranges.filter(|range| !range.is_empty()).collect();
    ranges.sort_unstable_by_key(|range| range.start);
    let mut end = 0;
    ranges.retain(|range| {
        let is_free = range.start >= end;
        end = range.end.max(end);
        is_free
    });
    ranges
}
