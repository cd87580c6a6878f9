//! The signature (落款) of a report: organ and date at its end.

use super::Date;
use crate::syntax::{ORGAN_ENDS, without_seal};
use crate::text::{TextRange, floor_char_boundary, fold, gap, gap_before, is_space, visible};

/// Organ and date below a report. Ranges are in bytes of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    pub organ: Option<TextRange>,
    /// At least year and month.
    pub date: Date,
}

/// The signature in `range` of `text`, the last part of a report. `dates` includes the dates of
/// this part.
///
/// A signature is one of the last lines, or stands behind the last sentence of one of these lines.
/// It holds a date and otherwise only an organ. The organ may also stand on the line above or
/// below.
pub fn signature(text: &str, range: TextRange, dates: &[Date]) -> Option<Signature> {
    let last = last_lines(text, range);
    for (index, &line) in last.iter().enumerate() {
        let Some((before, date)) = date_of(text, line, dates) else { continue };
        let before = trim(text, before);
        let organ_of = |words: TextRange| {
            Some(without_seal(text, words)).filter(|words| is_organ(words.of(text)))
        };
        let same_line = organ_of(before);
        if same_line.is_none() && !before.is_empty() {
            continue;
        }
        let above = last.get(index + 1).copied();
        let below = index.checked_sub(1).map(|index| last[index]);
        let organ = same_line.or_else(|| [above, below].into_iter().flatten().find_map(organ_of));
        return Some(Signature { organ, date });
    }
    None
}

/// At most five lines from the end are read: the name of an attachment or a note may stand below
/// the signature.
const LINES: usize = 5;
/// At most 200 bytes in a line of a signature: an organ of thirty characters and a date, with
/// space.
const LONGEST: usize = 200;

/// The last lines with text, trimmed, from the last line up to the first long line. Of the long
/// line, the words behind its last sentence.
fn last_lines(text: &str, range: TextRange) -> Vec<TextRange> {
    let mut found = Vec::new();
    let mut end = range.end;
    // Some reports end in many empty lines, but a text may consist of empty lines alone.
    for _ in 0..200 {
        let start = memchr::memrchr2(b'\n', b'\r', &text.as_bytes()[range.start..end])
            .map_or(range.start, |at| range.start + at + 1);
        let line = trim(text, TextRange::new(start, end));
        if line.len() > LONGEST {
            let tail = floor_char_boundary(text, line.end - LONGEST);
            let words = behind_sentence(text, TextRange::new(tail, line.end));
            found.extend(words.filter(|words| !words.is_empty()));
            break;
        }
        if !line.is_empty() {
            found.push(line);
        }
        if start == range.start || found.len() == LINES {
            break;
        }
        end = start - 1;
    }
    found
}

/// The date at the end of a line, and the words before it, behind the last sentence. `None` if
/// these words hold another date.
fn date_of(text: &str, line: TextRange, dates: &[Date]) -> Option<(TextRange, Date)> {
    let from = dates.partition_point(|date| date.range().start < line.start);
    let count = dates[from..].iter().take_while(|date| date.range().end <= line.end).count();
    let (date, others) = dates[from..from + count].split_last()?;
    let before = TextRange::new(line.start, date.range().start);
    let before = behind_sentence(text, before).unwrap_or(before);
    let is_only = others.last().is_none_or(|other| other.range().end <= before.start);
    let rest = TextRange::new(date.range().end, line.end).of(text);
    let closed = visible(rest).all(|c| matches!(fold(c), '.' | '。' | ')' | ']' | '_'));
    (closed && is_only && date.year().is_some() && date.month().is_some())
        .then_some((before, *date))
}

/// The words behind the last sentence that ends in `range`.
fn behind_sentence(text: &str, range: TextRange) -> Option<TextRange> {
    let (at, mark) = range.of(text).rmatch_indices(['。', '！', '？']).next()?;
    Some(TextRange::new(range.start + at + mark.len(), range.end))
}

/// Whether words may be the name of an organ in a signature.
fn is_organ(words: &str) -> bool {
    let read = || words.chars().filter(|&c| !is_space(c)).map(fold);
    let count = read().take(41).count();
    let marks = read().any(|c| {
        matches!(c, ',' | '。' | ';' | ':' | '!' | '?' | '|' | '[' | '<') || c.is_ascii_digit()
    });
    let last = read().rfind(|&c| c != ')');
    (2..=40).contains(&count) && !marks && last.is_some_and(|last| ORGAN_ENDS.contains(last))
}

/// Whether words end like the name of an organ.
pub fn ends_as_organ(words: &str) -> bool {
    words.ends_with(|c: char| ORGAN_ENDS.contains(fold(c)))
}

/// The range without invisible text at both ends: space, tags, emphasis, the mark of a quotation.
fn trim(text: &str, range: TextRange) -> TextRange {
    let mut inner = range.of(text);
    loop {
        let len = if inner.starts_with(['>', '_']) { 1 } else { gap(inner) };
        if len == 0 {
            break;
        }
        inner = &inner[len..];
    }
    let start = range.end - inner.len();
    loop {
        let len = if inner.ends_with('_') { 1 } else { gap_before(inner) };
        if len == 0 {
            return TextRange::new(start, start + inner.len());
        }
        inner = &inner[..inner.len() - len];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::dates;

    fn signed(text: &str) -> Option<(&str, &str)> {
        let signature = signature(text, TextRange::new(0, text.len()), &dates(text))?;
        Some((signature.organ.map_or("", |organ| organ.of(text)), signature.date.range().of(text)))
    }

    #[test]
    fn organ_and_date_are_found_at_the_end() {
        for (text, organ, date) in [
            (
                "六、其他需要报告的事项\n无。\n\n云溪市园林局\n\n2022年1月18日",
                "云溪市园林局",
                "2022年1月18日",
            ),
            ("无\n    某局 2022年1月30日\n", "某局", "2022年1月30日"),
            ("无\n2022年1月30日\r\n\r\n", "", "2022年1月30日"),
            ("2021年未收费。 某局 2022年1月30日", "某局", "2022年1月30日"),
            (
                &["公开。".repeat(90).as_str(), "某局2022年1月30日"].concat(),
                "某局",
                "2022年1月30日",
            ),
            ("无\n二〇二二年一月三十日\n某局\n", "某局", "二〇二二年一月三十日"),
            ("无\n某局 (公 章 )\n2022.1.30", "某局", "2022.1.30"),
            ("无\n（公章）\n2022.1.30", "", "2022.1.30"),
            ("无\n某局\n2022.1.30", "某局", "2022.1.30"),
            ("无\n某局\n2022年1月", "某局", "2022年1月"),
            ("无\n某镇人民政府（盖章）\n2022年1⽉30⽇\n- 3 -\n", "某镇人民政府", "2022年1⽉30⽇"),
            ("无\n\n**某局**\n\n**2022年1月30日**\n", "某局", "2022年1月30日"),
            ("> 无\n> __某局__\n> 2022年1月30日", "某局", "2022年1月30日"),
            (
                "<p>无</p>\n<p align=\"right\"><b>某局</b></p>\n<p align=\"right\">&nbsp;2022年1月30日&nbsp;</p>",
                "某局",
                "2022年1月30日",
            ),
            ("<p>无</p>\n<div>某局<br>2022年1月30日</div>", "某局", "2022年1月30日"),
            (
                "无\n某市人民政府办公室\n2022 年 1 月 30 日\n（此件公开发布）",
                "某市人民政府办公室",
                "2022 年 1 月 30 日",
            ),
        ] {
            assert_eq!(signed(text), Some((organ, date)), "{text}");
        }
    }

    #[test]
    fn sentences_with_dates_are_no_signature() {
        for text in [
            "",
            "\n\n",
            "无。",
            "统计期限为2021年1月1日至2021年12月31日",
            "六、其他\n我局于2022年1月5日",
            "2021年，我局共承办建议1件",
            "发布日期：2022-01-20",
            "2022年1月1日至2月1日",
            "未收费。自2022年1月1日至2022年1月30日",
            "已公开。我局于2022年1月30日",
            "2021年度",
        ] {
            assert_eq!(signed(text), None, "{text}");
        }
    }

    #[test]
    fn blank_lines_and_long_ones_are_no_signature() {
        for text in [
            "\n".repeat(1_000_000),
            "年".repeat(300_000),
            format!("2022年1月1日{}", "\n".repeat(1_000_000)),
        ] {
            assert_eq!(signed(&text), None);
        }
    }
}
