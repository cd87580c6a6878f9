//! Rename and linked editing: the organ and the year of a report, wherever it states them of
//! itself.

use super::locate::report_at;
use crate::diagnostic::{Edit, Message, Wording};
use crate::document::Placed;
use crate::facts::{Date, ends_as_organ, opening_years, written_like};
use crate::server::core::view::View;
use crate::syntax::PartKind;
use crate::text::{Folded, TextRange, fold, is_letter, is_space};

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

/// What a name may consist of while it is typed: anything in a line but the marks of cells and
/// tags. The pattern of the language may stop at （, and at what an input method writes between
/// syllables (yun'xi).
pub const WORD_PATTERN: &str = r"[^\r\n|<>]*";

/// The places that a client edits together, as they are after what it has changed since it asked
/// for them. In bytes of the document, in order.
///
/// A name that is typed anew is none for a while (云, 202): what was asked before it began tells
/// then where it stands.
#[derive(Debug, Default)]
pub struct Linked(Vec<TextRange>);

impl Linked {
    /// Follows an edit that has put `len` bytes in the place of `range`. One that is not within a
    /// place of the name is about something else.
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

    /// Whether a caret there writes on in one of them: before its first character it belongs to
    /// what stands there before.
    fn holds(&self, offset: usize) -> bool {
        self.0.iter().any(|place| {
            place.start < offset && offset <= place.end || place.is_empty() && place.start == offset
        })
    }

    /// Whether the same words stand in all of them, in a line.
    fn is_same(&self, view: &View) -> bool {
        let mut words = self.0.iter().map(|place| view.document.slice(*place));
        let first = words.next().unwrap_or_default();
        !first.contains(['\n', '\r']) && words.all(|other| other == first)
    }
}

/// What a report states of itself. Ranges in bytes of the report, in order.
enum Name {
    Organ(Vec<TextRange>),
    Year(Vec<TextRange>),
}

/// The name at a byte of the text, for the client to ask for another: where it stands, and what it
/// is.
pub fn prepare(view: &View, at: usize) -> Option<(TextRange, String)> {
    let (report, _, own) = name_at(view, at)?;
    Some((own.shifted(report.start), own.of(report.report.text()).to_owned()))
}

/// The edits that give the report at the position another organ or year: in title, period,
/// signature and opening sentences. A year stays in the digits that it is written in, and a report
/// is signed in the year behind its own; nothing else changes.
///
/// # Errors
/// Where no name stands there, or the new one can be none.
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
            let signed = signed_year(report)
                .map(|range| edit(range, written_like(range.of(text), year + 1)));
            ranges
                .into_iter()
                .map(|range| edit(range, written_like(range.of(text), year)))
                .chain(signed)
                .collect()
        }
    })
}

/// The places that hold the very words of the name at the position: what is typed in one of them is
/// typed in all. `before` are those that were asked for last, as they are now; what is given back
/// takes their place.
///
/// None unless every place that states it says the same, as the protocol has it: some clients
/// repeat what is typed at the same distance from the start of each.
pub fn linked(view: &View, offset: usize, before: Linked) -> (Option<Vec<TextRange>>, Linked) {
    let found = linked_now(view, offset);
    let goes_on = before.holds(offset);
    let is_more = || found.as_ref().is_none_or(|found| found.0.len() < before.0.len());
    let (linked, is_known) = match found {
        _ if goes_on && is_more() && before.is_same(view) => (before, true),
        Some(found) => (found, true),
        // The client may be about to type the same in the other places.
        None => (if goes_on { before } else { Linked::default() }, false),
    };
    let answer = is_known.then(|| linked.0.clone());
    (answer, linked)
}

/// The places of the name at a byte of the text, as the report states it.
fn linked_now(view: &View, offset: usize) -> Option<Linked> {
    let report = report_at(view.document, offset)?;
    let own = offset - report.start;
    let (text, title) = (report.report.text(), report.report.facts().title.as_ref());
    // A title that does not say both may be half typed.
    if title.is_some_and(|title| title.year.is_none() || title.organ.is_none() || title.year_twice)
    {
        return None;
    }
    // A caret behind a word writes on in it; one before a word belongs to what stands there before.
    let is_in = |range: &TextRange| range.start < own && own <= range.end;
    let begins = |range: &TextRange| {
        range.start == own && text[..own].chars().next_back().is_none_or(|c| !is_letter(fold(c)))
    };
    let organs = organs(report);
    let (mut ranges, place) = match organs.iter().find(|range| is_in(range) || begins(range)) {
        Some(&place) => (organs, place),
        None => {
            let years = stated_years(report)?;
            let place = *years.iter().find(|range| is_in(range))?;
            (years, place)
        }
    };
    ranges.sort_unstable_by_key(|range| range.start);
    ranges.dedup();
    let words = place.of(text);
    if ranges.iter().any(|range| range.of(text) != words) || is_half_named(report, words, &ranges) {
        return None;
    }
    let ranges: Vec<_> = ranges.into_iter().map(|range| range.shifted(report.start)).collect();
    (ranges.len() > 1).then_some(Linked(ranges))
}

/// The years of title and period, whatever year stands there.
fn stated(report: Placed) -> Vec<TextRange> {
    let facts = report.report.facts();
    let title = facts.title.as_ref().and_then(|title| title.year).map(|year| year.digits);
    let periods = facts
        .periods
        .iter()
        .filter(|period| period.certain)
        .flat_map(|period| [period.start, period.end])
        .flatten();
    title.into_iter().chain(periods.filter_map(|date| date.year_range())).collect()
}

/// Every place that states the year of the report, whatever year stands there. `None` where one of
/// them is none.
fn stated_years(report: Placed) -> Option<Vec<TextRange>> {
    let (text, facts) = (report.report.text(), report.report.facts());
    facts.year.filter(|year| !year.disputed)?;
    if facts
        .periods
        .iter()
        .any(|period| period.certain && period.mistyped.iter().any(Option::is_some))
    {
        return None;
    }
    let mut ranges = stated(report);
    ranges.extend(opening(report).iter().filter_map(|date| date.year_range()));
    // 202年，我局 is no year yet.
    let paragraph = first_paragraph(report).of(text).trim_start_matches(is_space);
    let digits = paragraph.chars().take(8).take_while(|c| fold(*c).is_ascii_digit()).count();
    let is_year = paragraph.chars().nth(digits) == Some('年');
    (digits == 0 || digits == 4 || !is_year).then_some(ranges)
}

/// The last line with something in it before the line of `at`, trimmed.
fn line_above(text: &str, at: usize) -> Option<TextRange> {
    const LONGEST: usize = 200;
    let own = text[..at].rfind(['\n', '\r'])?;
    let above = text[..own].trim_end_matches(is_space);
    let start = memchr::memrchr2(b'\n', b'\r', above.as_bytes()).map_or(0, |end| end + 1);
    let line = above[start..].trim_start_matches(is_space);
    (line.len() <= LONGEST).then(|| TextRange::new(above.len() - line.len(), above.len()))
}

/// Whether the signature or the subject of an opening sentence begins as `words` do without being
/// among `ranges`: one of both is half typed.
fn is_half_named(report: Placed, words: &str, ranges: &[TextRange]) -> bool {
    let (text, facts) = (report.report.text(), report.report.facts());
    let begun: String = words.chars().take(2).collect();
    let signed = facts.signature.and_then(|signature| {
        signature.organ.or_else(|| line_above(text, signature.date.range().start))
    });
    let subjects = opening(report).into_iter().map(|date| {
        let behind =
            text[date.range().end..].trim_start_matches(|c: char| !is_letter(fold(c)) || c == '度');
        TextRange::new(text.len() - behind.len(), text.len())
    });
    subjects.chain(signed).any(|place| {
        place.of(text).starts_with(&begun) && ranges.iter().all(|range| range.start != place.start)
    })
}

/// What the position is on or beside, in all its places, and the place that is meant.
fn name_at<'a>(view: &View<'a>, offset: usize) -> Option<(Placed<'a>, Name, TextRange)> {
    let report = report_at(view.document, offset)?;
    let own = offset - report.start;
    let touched = |ranges: &[TextRange]| {
        ranges.iter().copied().find(|range| range.start <= own && own <= range.end)
    };
    // 园林局2023年: between both the year is meant, whose first digit a block cursor is on.
    let (mut years, organs) = (years(report), organs(report));
    // One of title and period that is another year is renamed with the rest, where it is asked for
    // there.
    if let Some(other) =
        touched(&stated(report)).filter(|other| !years.is_empty() && !years.contains(other))
    {
        years = in_order(years.into_iter().chain([other]));
    }
    if let Some(place) = touched(&years) {
        return Some((report, Name::Year(years), place));
    }
    let place = touched(&organs)?;
    Some((report, Name::Organ(organs), place))
}

/// Where the report says which year it is for.
fn years(report: Placed) -> Vec<TextRange> {
    let facts = report.report.facts();
    let Some(year) = facts.year.filter(|year| !year.disputed).map(|year| year.value) else {
        return Vec::new();
    };
    let title = facts
        .title
        .as_ref()
        .and_then(|title| title.year)
        .filter(|own| own.value == year)
        .map(|own| own.digits);
    let periods = facts
        .periods
        .iter()
        .filter(|period| period.certain)
        .flat_map(|period| [period.start, period.end])
        .flatten();
    let opening = opening(report);
    let dates = periods
        .chain(opening)
        .filter(|date| date.year() == Some(year))
        .filter_map(|date| date.year_range());
    in_order(title.into_iter().chain(dates))
}

/// The year of the signature, where it is the one behind the report's.
fn signed_year(report: Placed) -> Option<TextRange> {
    let facts = report.report.facts();
    let year = facts.year.filter(|year| !year.disputed)?.value;
    let date = facts.signature?.date;
    date.year_range().filter(|_| date.year() == Some(year + 1))
}

/// Where the report names its organ: in title and signature, and in opening sentences that speak of
/// this report. Where title or signature has a part of the other's name that is none itself
/// (云溪县园林), it is half typed: its place is one of them.
fn organs(report: Placed) -> Vec<TextRange> {
    let (text, facts) = (report.report.text(), report.report.facts());
    let letters = |range: TextRange| Folded::letters(text, range).text;
    let signature = facts.signature;
    let Some(organ) =
        facts.title.as_ref().and_then(|title| title.organ).or_else(|| signature?.organ)
    else {
        return Vec::new();
    };
    let signed = signature.and_then(|signature| {
        signature.organ.or_else(|| line_above(text, signature.date.range().start))
    });
    let mut names = vec![letters(organ)];
    let signed = signed.filter(|signed| {
        let name = letters(*signed);
        let is_half = is_half_typed(&name, &names[0]) || is_half_typed(&names[0], &name);
        if is_half {
            names.push(name);
            return true;
        }
        name == names[0]
    });
    let sentences = opening(report).into_iter().map(|date| sentence(text, date.range()));
    let opening = sentences.flat_map(|range| {
        // A space within the name makes no other of it.
        let sentence = Folded::letters(text, range);
        let found = names.iter().flat_map(|name| sentence.text.match_indices(name.as_str()));
        let found = found.map(|(at, name)| sentence.source(TextRange::new(at, at + name.len())));
        found.filter(|place| is_whole(text, *place)).collect::<Vec<_>>()
    });
    in_order([organ].into_iter().chain(signed).chain(opening))
}

/// Whether a name is another one of which a stretch is not typed yet: most of it is there from its
/// start, and it does not end as a name does.
fn is_half_typed(half: &str, whole: &str) -> bool {
    let common = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| {
        a.zip(b).take_while(|(a, b)| a == b).count()
    };
    let (typed, all) = (half.chars().count(), whole.chars().count());
    let before = common(&mut half.chars(), &mut whole.chars());
    let behind = || common(&mut half.chars().rev(), &mut whole.chars().rev());
    typed < all
        && typed * 2 >= all
        && before >= 2
        && before + behind() >= typed
        && !ends_as_organ(half)
        && ends_as_organ(whole)
}

/// The years of the sentences that open the report about its own year: those of the preface and of
/// the first paragraph of 一.
fn opening(report: Placed) -> Vec<Date> {
    let (text, tree, facts) = (report.report.text(), report.report.tree(), report.report.facts());
    let preface = tree
        .parts
        .iter()
        .find(|part| part.kind == PartKind::Preface)
        .map_or(TextRange::at(0), |part| part.range);
    let title = tree.title.map(|title| title.range);
    let first = first_paragraph(report);
    let end = preface.end.max(first.end);
    let is_opening = |date: &Date| {
        let place = date.range();
        let is_in_place = preface.contains(place)
            && !title.is_some_and(|title| title.contains(place))
            || first.contains(place);
        is_in_place && (is_sentence_of_year(text, place) || !is_line_start(text, place.start))
    };
    opening_years(text, &facts.dates, title, preface, end).filter(is_opening).collect()
}

/// The first paragraph of 一: its first line that is a sentence or several, rather than a heading;
/// with a line before it that says that the report follows (现将情况报告如下：).
fn first_paragraph(report: Placed) -> TextRange {
    const LINES: usize = 8;
    let (text, tree) = (report.report.text(), report.report.tree());
    let Some(part) = tree.section(1).next() else { return TextRange::at(0) };
    let start = part.range.start + part.heading.as_ref().map_or(0, |heading| heading.range.end);
    let mut from = start.min(part.range.end);
    let mut begin = None;
    for line in text[from..part.range.end].split_inclusive(['\n', '\r']).take(LINES * 2) {
        let range = TextRange::new(from, from + line.len());
        if line.contains(['。', '，', '：', ':']) {
            if begin.is_some() || !announces(line) {
                return TextRange::new(begin.unwrap_or(range.start), range.end);
            }
            begin = Some(range.start);
        }
        from = range.end;
    }
    TextRange::at(start)
}

/// Whether a line says that what the report is about follows, rather than a list or what was done
/// in a part of the year.
fn announces(line: &str) -> bool {
    const FOLLOWS: [&str; 4] = ["如下", "情况为", "情况是", "以下几个方面"];
    const THIS: [&str; 3] = ["现将", "现就", "年度"];
    let words = line.trim_matches(is_space);
    let has_digit = || words.contains(|c| fold(c).is_ascii_digit());
    let is_part = || ["季度", "半年", "月份"].iter().any(|part| words.contains(part));
    let follows =
        FOLLOWS.iter().any(|word| words.contains(word)) && words.ends_with(['：', ':', '。']);
    follows && !is_part() && (!has_digit() || THIS.iter().any(|word| words.contains(word)))
}

/// Whether only space stands before `at` on its line.
fn is_line_start(text: &str, at: usize) -> bool {
    text[..at]
        .chars()
        .rev()
        .take(40)
        .find(|&c| matches!(c, '\n' | '\r') || !is_space(c))
        .is_none_or(|c| matches!(c, '\n' | '\r'))
}

/// Whether the line behind a year is a sentence about that year, not about a month or quarter of
/// it, nor the title of something.
fn is_sentence_of_year(text: &str, year: TextRange) -> bool {
    const FAR: usize = 200;
    let behind = text[year.end..].chars().take(FAR).take_while(|c| !matches!(c, '\n' | '\r'));
    let is_sentence = behind.clone().any(|c| matches!(fold(c), ',' | '。'));
    let mut words = behind.filter(|&c| !is_space(c)).map(fold).skip_while(|&c| c == '度');
    let next: String = words.by_ref().take(4).collect();
    let is_part = next.starts_with(|c: char| c.is_ascii_digit() || c == '第')
        || ["季", "半年", "月"].iter().any(|word| next.contains(word));
    is_sentence && !is_part
}

/// The sentence around a range, at most so long on either side.
fn sentence(text: &str, around: TextRange) -> TextRange {
    const FAR: usize = 80;
    let ends = |c: char| matches!(c, '。' | '；' | '！' | '\n' | '\r');
    let before: usize = text[..around.start]
        .chars()
        .rev()
        .take(FAR)
        .take_while(|&c| !ends(c))
        .map(char::len_utf8)
        .sum();
    let behind: usize =
        text[around.end..].chars().take(FAR).take_while(|&c| !ends(c)).map(char::len_utf8).sum();
    TextRange::new(around.start - before, around.end + behind)
}

/// Words that may stand before the name of an organ, and behind it; others may make it the name of
/// another one.
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
        && (rest.chars().next().is_none_or(|c| !is_letter(fold(c)) || fold(c).is_ascii_digit())
            || BEHIND.iter().any(|word| rest.starts_with(word)))
}

/// A year of this century as somebody types it.
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
