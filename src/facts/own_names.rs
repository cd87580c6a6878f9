//! Where a report states of itself whose it is and for which year: in title, period, signature and
//! opening sentences. What is half typed counts as far as it can be told.

use super::{Date, Facts, ends_as_organ, opening_years};
use crate::syntax::{PartKind, Report};
use crate::text::{Folded, TextRange, fold, is_letter, is_space};

/// What a report states of itself. Ranges in bytes of the report.
#[derive(Clone, Copy, Debug)]
pub struct OwnNames<'a> {
    /// The text of the report.
    pub text: &'a str,
    pub report: &'a Report,
    pub facts: &'a Facts,
}

impl OwnNames<'_> {
    /// The years of title and period, whatever year stands there.
    pub fn stated(&self) -> Vec<TextRange> {
        let facts = self.facts;
        let title = facts.title.as_ref().and_then(|title| title.year).map(|year| year.digits);
        let periods = facts
            .periods
            .iter()
            .filter(|period| period.certain)
            .flat_map(|period| [period.start, period.end])
            .flatten();
        title.into_iter().chain(periods.filter_map(|date| date.year_range())).collect()
    }

    /// Every place that states the year of the report, whatever year stands there. `None` where one
    /// of them is none.
    pub fn stated_years(&self) -> Option<Vec<TextRange>> {
        let Self { text, facts, .. } = *self;
        facts.year.filter(|year| !year.disputed)?;
        if facts
            .periods
            .iter()
            .any(|period| period.certain && period.mistyped.iter().any(Option::is_some))
        {
            return None;
        }
        let mut ranges = self.stated();
        ranges.extend(self.opening().iter().filter_map(|date| date.year_range()));
        // 202年，我局 is no year yet.
        let paragraph = self.first_paragraph().of(text).trim_start_matches(is_space);
        let digits = paragraph.chars().take(8).take_while(|c| fold(*c).is_ascii_digit()).count();
        let is_year = paragraph.chars().nth(digits) == Some('年');
        (digits == 0 || digits == 4 || !is_year).then_some(ranges)
    }

    /// Whether the signature or the subject of an opening sentence begins as `words` do without
    /// being among `ranges`: one of both is half typed.
    pub fn is_half_named(&self, words: &str, ranges: &[TextRange]) -> bool {
        let Self { text, facts, .. } = *self;
        let begun: String = words.chars().take(2).collect();
        let signed = facts.signature.and_then(|signature| {
            signature.organ.or_else(|| line_above(text, signature.date.range().start))
        });
        let subjects = self.opening().into_iter().map(|date| {
            let behind = text[date.range().end..]
                .trim_start_matches(|c: char| !is_letter(fold(c)) || c == '度');
            TextRange::new(text.len() - behind.len(), text.len())
        });
        subjects.chain(signed).any(|place| {
            place.of(text).starts_with(&begun)
                && ranges.iter().all(|range| range.start != place.start)
        })
    }

    /// Where the report says which year it is for.
    pub fn years(&self) -> Vec<TextRange> {
        let facts = self.facts;
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
        let opening = self.opening();
        let dates = periods
            .chain(opening)
            .filter(|date| date.year() == Some(year))
            .filter_map(|date| date.year_range());
        ranges_in_order(title.into_iter().chain(dates))
    }

    /// The year of the signature, where it is the one behind the report's.
    pub fn signed_year(&self) -> Option<TextRange> {
        let facts = self.facts;
        let year = facts.year.filter(|year| !year.disputed)?.value;
        let date = facts.signature?.date;
        date.year_range().filter(|_| date.year() == Some(year + 1))
    }

    /// Where the report names its organ: in title and signature, and in opening sentences that
    /// speak of this report. Where title or signature has a part of the other's name that is none
    /// itself (云溪县园林), it is half typed: its place is one of them.
    pub fn organs(&self) -> Vec<TextRange> {
        let Self { text, facts, .. } = *self;
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
        let sentences = self.opening().into_iter().map(|date| sentence(text, date.range()));
        let opening = sentences.flat_map(|range| {
            // A space within the name makes no other of it.
            let sentence = Folded::letters(text, range);
            let found = names.iter().flat_map(|name| sentence.text.match_indices(name.as_str()));
            let found =
                found.map(|(at, name)| sentence.source(TextRange::new(at, at + name.len())));
            found.filter(|place| is_whole(text, *place)).collect::<Vec<_>>()
        });
        ranges_in_order([organ].into_iter().chain(signed).chain(opening))
    }

    /// The years of the sentences that open the report about its own year: those of the preface and
    /// of the first paragraph of 一.
    fn opening(&self) -> Vec<Date> {
        let Self { text, report: tree, facts } = *self;
        let preface = tree
            .parts
            .iter()
            .find(|part| part.kind == PartKind::Preface)
            .map_or(TextRange::at(0), |part| part.range);
        let title = tree.title.map(|title| title.range);
        let first = self.first_paragraph();
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

    /// The first paragraph of 一: its first line that is a sentence or several, rather than a
    /// heading; with a line before it that says that the report follows (现将情况报告如下：).
    fn first_paragraph(&self) -> TextRange {
        const LINES: usize = 8;
        let Self { text, report: tree, .. } = *self;
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

/// The ranges in order, without what is empty or overlaps the range before.
pub fn ranges_in_order(ranges: impl Iterator<Item = TextRange>) -> Vec<TextRange> {
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
