//! The year named in the preface of a report and in the opening sentences of 一.

use super::Date;
use crate::text::{Folded, TextRange, gap, gap_before, is_space};

/// The most frequent year in the opening words: 现将我局2021年度政府信息公开情况报告如下 in the
/// preface or in 一, or paragraphs with the beginning 2021年，我局…. `dates` are the dates of
/// `text`. `title` is the range of the title, and the title does not count. `preface` is the part
/// before the first heading. The search stops at `end`.
pub fn opening_year(
    text: &str,
    dates: &[Date],
    title: Option<TextRange>,
    preface: TextRange,
    end: usize,
) -> Option<i32> {
    let mut said: Vec<(i32, usize)> = Vec::new();
    for year in opening_years(text, dates, title, preface, end).filter_map(Date::year) {
        match said.iter_mut().find(|(other, _)| *other == year) {
            Some((_, count)) => *count += 1,
            None => said.push((year, 1)),
        }
    }
    // Of equally frequent years, the first.
    let most = said.iter().map(|(_, count)| *count).max()?;
    said.into_iter().find(|(_, count)| *count == most).map(|(year, _)| year)
}

/// The years of the opening words, in order, without the years of the title.
pub fn opening_years<'a>(
    text: &'a str,
    dates: &'a [Date],
    title: Option<TextRange>,
    preface: TextRange,
    end: usize,
) -> impl Iterator<Item = Date> + 'a {
    let is_in_title = move |date: Date| title.is_some_and(|title| title.contains(date.range()));
    let early = dates
        .iter()
        .take_while(move |date| date.range().end <= end)
        .filter(|date| date.month().is_none() && date.is_worded())
        .take(MOST);
    early.copied().filter(move |date| {
        date.year().is_some()
            && !is_in_title(*date)
            && (begins_paragraph(text, date) || names_report(text, date, preface))
    })
}

/// At most 30 years are compared.
const MOST: usize = 30;

/// Words before the year that refer to this report, regardless of place. Each has 现, 特 or 本.
const THIS: &[&str] = &[
    "现将",
    "现公布",
    "现发布",
    "现向",
    "现予",
    "现就",
    "现编制",
    "特编制",
    "特公布",
    "特制定",
    "特此",
    "本报告",
    "编制本",
    "形成本",
    "撰写本",
];
/// Words with the same meaning in a preface alone: other sections may describe how last year's
/// report was written.
const WRITTEN: &[&str] = &["编制", "撰写", "汇总", "公布", "发布", "形成"];
/// Words of a sentence about last year's report.
const DONE: &[&str] = &[
    "按时",
    "及时",
    "按期",
    "已",
    "上年",
    "上一年",
    "去年",
    "往年",
    "完成了",
    "相比",
    "对比",
    "较",
    "问题",
    "整改",
];
/// Words behind the name of the report that describe the report.
const ITSELF: &[&str] = &["由六", "由以下", "包括", "共六", "共分", "分为", "予以公布", "现予"];

/// Whether the words around the year name this report.
fn names_report(text: &str, date: &Date, preface: TextRange) -> bool {
    let words = behind(text, date);
    let Some(at) = words.find("信息公开").or_else(|| words.find("政务公开")) else {
        return false;
    };
    let named = ["报告", "年报", "情况"]
        .iter()
        .find_map(|word| words[at..].find(word).map(|end| at + end + word.len()));
    let Some(end) = named else { return false };
    let before = sentence_before(text, date);
    let in_preface = || {
        preface.contains(date.range())
            && (WRITTEN.iter().any(|word| before.contains(word))
                || ITSELF.iter().any(|word| words[end..].starts_with(word)))
    };
    let is_this =
        || before.contains(['现', '特', '本']) && THIS.iter().any(|word| before.contains(word));
    let is_done = || {
        [before.as_str(), &words].iter().any(|words| DONE.iter().any(|word| words.contains(word)))
    };
    (is_this() || words[end..].ends_with("如下") || in_preface()) && !is_done()
}

/// The last characters of 我局, 本机关 and the like.
const SUBJECT_ENDS: &str = "局办委厅院处所心镇乡县区市州省道关位门";

/// Whether a paragraph begins with the year, or with 我局 and the year, and continues about that
/// year.
fn begins_paragraph(text: &str, date: &Date) -> bool {
    // Enough for 我局, or 我们单位在, with spaces.
    const NEAR: usize = 12;
    let start = date.range().start;
    let mut line = text[..start]
        .char_indices()
        .rev()
        .take(NEAR + 1)
        .take_while(|(_, c)| !matches!(c, '\n' | '\r' | '>'));
    let (mut own, mut count) = (start, 0);
    line.by_ref().for_each(|(at, c)| {
        count += 1;
        own = if is_space(c) { own } else { at };
    });
    let mut words = &text[own..start];
    while let len @ 1.. = gap(words) {
        words = &words[len..];
    }
    let (begins, own) = (start - words.len(), words);
    let is_subject = own.starts_with(['我', '本'])
        && own.trim_end_matches(['在', '于']).ends_with(|c| SUBJECT_ENDS.contains(c));
    let is_own = count <= NEAR
        && is_subject
        && !own.contains(['，', '。', '年'])
        && is_line_start(text, begins);
    let goes_on = || {
        let words = behind(text, date);
        !["以来", "初", "底", "末", "至", "起", "版", "前", "后"]
            .iter()
            .any(|word| words.starts_with(word))
    };
    (own.is_empty() && is_line_start(text, start) || is_own) && goes_on()
}

/// Whether `at` is the start of the visible text of its line.
fn is_line_start(text: &str, at: usize) -> bool {
    const INDENT: usize = 40;
    let mut before = &text[..at];
    for _ in 0..INDENT {
        if before.is_empty() || before.ends_with(['\n', '\r']) {
            return true;
        }
        match gap_before(before) {
            0 => return false,
            len => before = &before[..before.len() - len],
        }
    }
    false
}

/// The words of the clause behind the year.
fn behind(text: &str, date: &Date) -> String {
    const FAR: usize = 60;
    let from = date.range().end;
    let ends = |(_, c): &(usize, char)| matches!(c, '。' | '；' | '，' | ',' | '\n' | '\r');
    let stop =
        text[from..].char_indices().enumerate().find(|(count, at)| *count == FAR || ends(at));
    Folded::letters(text, TextRange::new(from, stop.map_or(text.len(), |(_, (at, _))| from + at)))
        .text
}

/// The words of the sentence before the year, up to a limit.
fn sentence_before(text: &str, date: &Date) -> String {
    let start = date.range().start;
    let sentence = text[..start]
        .char_indices()
        .rev()
        .take(80)
        .take_while(|&(_, c)| !matches!(c, '。' | '；' | '！' | '\n' | '\r'));
    Folded::letters(text, TextRange::new(sentence.last().map_or(start, |(at, _)| at), start)).text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opening(text: &str) -> Option<i32> {
        let preface = TextRange::new(0, text.find("一、总体情况").unwrap_or(text.len()));
        opening_year(text, &crate::facts::dates(text), None, preface, text.len())
    }

    #[test]
    fn the_opening_words_say_the_year() {
        for (text, year) in [
            ("现将我局2020年度政府信息公开情况报告如下。", Some(2020)),
            ("按照2019年要求，特公布2020年政府信息公开工作年度报告。", Some(2020)),
            ("根据《条例》，云溪县园林局编制了2021年政府信息公开年度报告。", Some(2021)),
            ("云溪县园林局2021年政府信息公开工作年度报告由六部分组成。", Some(2021)),
            ("一、总体情况\n　　2019年，我乡做好公开工作。", Some(2019)),
            ("一、总体情况\n2019年度，我乡做好公开工作。", Some(2019)),
            ("一、总体情况\n我局2019年认真做好公开工作。", Some(2019)),
            (
                "一、总体情况\n2019年，我乡做好公开工作。\n2020年，我乡做好公开工作。\n2020年，我乡开展培训。",
                Some(2020),
            ),
            (
                "一、总体情况\n<p class=\"text\"><span>2019年，我乡做好公开工作。</span></p>",
                Some(2019),
            ),
            ("一、总体情况\n<p>&nbsp;我局2019年认真做好公开工作。</p>", Some(2019)),
            ("一、总体情况\n**2019年**，我乡做好公开工作。", Some(2019)),
            ("一、总体情况\n2019年以来，我乡做好公开工作。", None),
            ("一、总体情况\n我乡在2019年做好公开工作。", Some(2019)),
            ("一、总体情况\n编制并公布2019年政府信息公开工作年度报告。", None),
            ("一、总体情况\n我局已按时公布2019年政府信息公开工作年度报告。", None),
            ("自2019年5月起施行", None),
            ("", None),
        ] {
            assert_eq!(opening(text), year, "{text}");
        }
    }

    #[test]
    fn a_character_tells_whether_a_report_may_speak_of_itself() {
        assert!(THIS.iter().all(|word| word.contains(['现', '特', '本'])));
    }

    #[test]
    fn hostile_texts_are_read() {
        for unit in ["2021年", "2021年\n", "我2021年", "\r2021年,", "现将2021年信息公开报告"]
        {
            let text = unit.repeat(200_000 / unit.len());
            opening(&text);
        }
    }
}
