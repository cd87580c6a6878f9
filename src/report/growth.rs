//! Comparisons with the year before in sentences: 收到申请12件，比上年增加3件，增长33.3%.

use crate::facts::statement::{Meaning, Said};
use crate::relations::Stated;
use crate::report::Context;
use crate::text::{Folded, TextRange, lines};

/// What a sentence says about the growth of a quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Growth {
    /// The digits of the growth, in bytes of the report.
    pub range: TextRange,
    /// The possible quantities, the likeliest first. Never empty.
    pub meanings: Vec<Meaning>,
    /// The quantity of this year, in the unit of the cells.
    pub value: i64,
    pub change: Grown,
}

/// A growth, negative for a decrease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grown {
    Amount(i64),
    /// The same number as in the year before.
    Same,
    /// The number of the year before itself.
    Before(i64),
    /// How many times the number of the year before. The digits without their decimal point.
    Times {
        digits: i64,
        decimals: u8,
    },
    /// In percent. The digits without their decimal point.
    Percent {
        digits: i64,
        decimals: u8,
    },
}

/// The growths that the sentences of a report state. A quantity that differs from its table is left
/// out.
pub fn growths(context: &Context) -> Vec<Growth> {
    let mut found = Vec::new();
    let all = context.stated();
    for (index, stated) in all.iter().enumerate() {
        let is_plain = stated.statement.said == Said::Number
            && stated.statement.decimals == 0
            && !matches!(stated.meaning, Meaning::Share(..) | Meaning::Fee | Meaning::Charges);
        if !is_plain || stated.agrees() == Some(false) {
            continue;
        }
        let Some(part) = context.report.parts.get(stated.part) else { continue };
        let before = index.checked_sub(1).map_or(0, |before| all[before].range.end);
        if !begins_sentence(context.text, part.range.start.max(before), stated) {
            continue;
        }
        // The rest of the line, up to the next statement.
        let next = all.get(index + 1).map_or(usize::MAX, |next| next.range.start);
        let rest = stated.range.end..part.range.end.min(next);
        let Some(line) = context.text.get(rest).and_then(|rest| lines(rest).next()) else {
            continue;
        };
        let year = context.facts.year.filter(|year| !year.disputed).map(|year| year.value - 1);
        of_statement(context.text, stated, line.shifted(stated.range.end), year, &mut found);
    }
    found
}

/// Whether a statement is the first of its sentence, and no part of another number: behind others,
/// 同比增长 may speak of any of them. `from` is the end of the statement before.
fn begins_sentence(text: &str, from: usize, stated: &Stated) -> bool {
    let Some(before) = text.get(..stated.range.start) else { return false };
    let start = before.rfind(['。', '；', ';', '！', '？', '\n']).map_or(0, |end| end + 1);
    let is_first = from <= start || text.get(..from).is_some_and(|text| text.trim().is_empty());
    let own = before.get(start.max(1) - 1..).unwrap_or(before);
    is_first && !["其中", "含", "包括"].iter().any(|among| own.contains(among))
}

/// The growths in the text behind a statement. `last_year` is the year before the report's.
fn of_statement(
    text: &str,
    stated: &Stated,
    rest: TextRange,
    last_year: Option<i32>,
    found: &mut Vec<Growth>,
) {
    let folded = Folded::words(text, rest);
    let own = std::iter::once(stated.meaning);
    let others = stated.statement.meanings.iter().filter(|other| *other != stated.meaning);
    let meanings: Vec<Meaning> = own.chain(others).cloned().collect();
    let mut push = |range: TextRange, change: Grown| {
        let (range, meanings) = (folded.source(range), meanings.clone());
        found.push(Growth { range, meanings, value: stated.amount(), change });
    };
    let mut reader = Reader { text: &folded.text, at: 0 };
    reader.any(&UNITS);
    reader.any(&MARKS);
    if let Some((range, change)) = reader.same_or_times() {
        push(range, change);
        return;
    }
    // Without words of the year before, the growth may be of another time.
    let mut is_of_last_year = false;
    loop {
        if reader.any(&LAST_YEAR) || reader.last_year(last_year) {
            is_of_last_year = true;
            if let Some((range, number)) = reader.number_in_brackets() {
                push(range, Grown::Before(number));
            }
        }
        reader.any(&MARKS);
        if !is_of_last_year {
            return;
        }
        let sign = match (reader.any(&MORE), reader.any(&LESS)) {
            (true, false) => 1,
            (false, true) => -1,
            _ => return,
        };
        reader.any(&["了"]);
        let Some((range, digits, decimals)) = reader.number() else { return };
        let change = if reader.any(&["%"]) {
            Grown::Percent { digits: sign * digits, decimals }
        } else if decimals == 0 && reader.any(&UNITS) {
            Grown::Amount(sign * digits)
        } else {
            return;
        };
        // 同比增长3%的投诉: something else has grown.
        if reader.any(&["的"]) {
            return;
        }
        push(range, change);
        reader.any(&MARKS);
    }
}

const UNITS: [&str; 7] = ["件次", "件", "条", "份", "宗", "起", "例"];
const MARKS: [&str; 4] = [",", "(", "),", ")"];
const LAST_YEAR: [&str; 14] = [
    "与上年度相比",
    "与上一年度相比",
    "与上年相比",
    "与去年相比",
    "与上年同期相比",
    "比上年度",
    "比上一年",
    "比上年同期",
    "比上年",
    "比去年同期",
    "比去年",
    "同比上年",
    "同比",
    "较",
];
const MORE: [&str; 6] = ["增长", "增加", "上升", "提高", "增多", "多"];
const LESS: [&str; 5] = ["下降", "减少", "降低", "下滑", "少"];
/// Behind 较.
const BEHIND_THAN: [&str; 6] = ["上年同期", "上年度", "上一年", "上年", "去年同期", "去年"];
const SAME: [&str; 14] = [
    "与上年度持平",
    "与上一年持平",
    "与上年持平",
    "与上年同期持平",
    "与去年持平",
    "与去年同期持平",
    "和上年持平",
    "和去年持平",
    "同上年持平",
    "同去年持平",
    "较上年持平",
    "较去年持平",
    "与上年相同",
    "同比持平",
];
const TIMES: [&str; 8] = [
    "是上年度的",
    "是上一年的",
    "是上年的",
    "是去年的",
    "为上年度的",
    "为上一年的",
    "为上年的",
    "为去年的",
];
/// At most nine digits.
const MOST_DIGITS: usize = 9;

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    /// Reads one of these words. Longer words come first.
    fn any(&mut self, words: &[&str]) -> bool {
        let rest = &self.text[self.at..];
        let Some(word) = words.iter().find(|word| rest.starts_with(**word)) else { return false };
        let before = self.at;
        self.at += word.len();
        if *word == "较" && !self.any(&BEHIND_THAN) {
            self.at = before;
            return false;
        }
        true
    }

    /// Reads a whole comparison: 与上年持平, 是上年的2倍.
    fn same_or_times(&mut self) -> Option<(TextRange, Grown)> {
        let start = self.at;
        if self.any(&SAME) {
            return Some((TextRange::new(start, self.at), Grown::Same));
        }
        if !self.any(&TIMES) {
            return None;
        }
        let (range, digits, decimals) = self.number()?;
        self.any(&["倍"]).then_some((range, Grown::Times { digits, decimals }))
    }

    /// Reads words of the year before by its number: 较2022年, 与2022年相比.
    fn last_year(&mut self, year: Option<i32>) -> bool {
        let Some(year) = year else { return false };
        let before = self.at;
        let (than, with) = (self.text[before..].starts_with(['较', '比']), self.any(&["与"]));
        if than {
            self.at += '较'.len_utf8();
        }
        let is_year = (than || with) && self.any(&[&format!("{year}年")]);
        self.any(&["度", "同期"]);
        let is_read = is_year && (than || self.any(&["相比"]));
        if !is_read {
            self.at = before;
        }
        is_read
    }

    /// Reads a number with its unit in brackets, as in 比上年(9件)增加3件.
    fn number_in_brackets(&mut self) -> Option<(TextRange, i64)> {
        let before = self.at;
        let read = self.any(&["("]).then(|| self.number()).flatten();
        let read = read.filter(|(.., decimals)| *decimals == 0 && self.any(&UNITS));
        let read = read.filter(|_| self.any(&[")"]));
        if read.is_none() {
            self.at = before;
        }
        read.map(|(range, digits, _)| (range, digits))
    }

    /// Reads a number: its range, its digits, and the number of digits behind the decimal point.
    fn number(&mut self) -> Option<(TextRange, i64, u8)> {
        let rest = &self.text[self.at..];
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let whole = digits(rest);
        let fraction = rest[whole..].strip_prefix('.').map_or(0, digits);
        let len = whole + if fraction > 0 { fraction + 1 } else { 0 };
        if whole == 0 || whole + fraction > MOST_DIGITS {
            return None;
        }
        let range = TextRange::new(self.at, self.at + len);
        self.at = range.end;
        let value = rest[..len].replace('.', "").parse().ok()?;
        Some((range, value, fraction as u8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::OrganKind;
    use crate::report::ReadReport;
    use crate::rules::testing::{replaced, sample};
    use crate::standard::Standard;
    use crate::syntax::{Layout, parse};

    /// The growths behind 收到政府信息公开申请8件: the digits, and the change.
    fn found(sentence: &str) -> Vec<(String, Grown)> {
        let sentence = format!("本年度，我局收到政府信息公开申请{sentence}");
        let text = replaced(&sample(Layout::Tabs), "本年度，我局主动公开信息29条", &sentence);
        let tree = parse(&text, Standard::official()).reports.swap_remove(0);
        let report = ReadReport::new(&text, tree, Standard::official(), None);
        let growths = growths(&report.context(&text, OrganKind::default()));
        growths
            .into_iter()
            .map(|growth| (growth.range.of(&text).to_owned(), growth.change))
            .collect()
    }

    #[test]
    fn amounts_and_percentages_are_read() {
        let percent = |digits, decimals| Grown::Percent { digits, decimals };
        for (sentence, expected) in [
            ("8件，同比增长60%。", vec![("60", percent(60, 0))]),
            ("8件，比上年增加3件。", vec![("3", Grown::Amount(3))]),
            ("8件，较上年度减少3件。", vec![("3", Grown::Amount(-3))]),
            ("8件，较去年同期下降 27.27%。", vec![("27.27", percent(-2727, 2))]),
            (
                "8件（比去年多３件，增长60％）。",
                vec![("３", Grown::Amount(3)), ("60", percent(60, 0))],
            ),
            (
                "8件，与上年相比，增加了3件，同比增长60%",
                vec![("3", Grown::Amount(3)), ("60", percent(60, 0))],
            ),
        ] {
            let expected: Vec<_> =
                expected.into_iter().map(|(digits, change)| (digits.to_owned(), change)).collect();
            assert_eq!(found(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn the_number_of_last_year_is_compared() {
        for (sentence, expected) in [
            ("8件，与上年持平。", vec![("与上年持平", Grown::Same)]),
            ("8件，是上年的2倍。", vec![("2", Grown::Times { digits: 2, decimals: 0 })]),
            ("8件，为去年的1.6倍。", vec![("1.6", Grown::Times { digits: 16, decimals: 1 })]),
            ("8件，较2022年增加3件。", vec![("3", Grown::Amount(3))]),
            ("8件，与2022年相比减少3件。", vec![("3", Grown::Amount(-3))]),
            ("8件，比上年（5件）增加3件。", vec![("5", Grown::Before(5)), ("3", Grown::Amount(3))]),
        ] {
            let expected: Vec<_> =
                expected.into_iter().map(|(digits, change)| (digits.to_owned(), change)).collect();
            assert_eq!(found(sentence), expected, "{sentence}");
        }
    }

    #[test]
    fn other_comparisons_are_left_alone() {
        for sentence in [
            "8件，比上年增加约3件。",
            "8件，比2019年增加3件。",
            "8件，增长60%。",
            "8件，与上年基本持平。",
            "8件，与2022年增加3件。",
            "8件，是上年的近2倍。",
            "8件、同比增长3%的投诉同步办理。",
            "8件，同比增长1.5倍。",
            "8件，同比提高3个百分点。",
            "8件，网站访问量同比增长60%。",
            "8件。\n同比增长60%。",
            "8件。同比增长60%。",
            "8件，环比增长60%。",
            "7件，同比增长60%。",
            "8件（含上年结转1件），比上年增加4件。",
            "8件，办结8件，同比增长60%。",
            "8件，其中予以公开3件，同比增长60%。",
        ] {
            assert_eq!(found(sentence), [], "{sentence}");
        }
    }
}
