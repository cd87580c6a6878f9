//! Years in places where any year may stand: in a name, a link, the title of another report, a
//! range.

use super::sentence::short_line;
use super::words::THIS_REPORT;
use crate::facts::Date;
use crate::report::Context;
use crate::text::{Folded, TextRange, floor_char_boundary, fold, is_space};

/// Whether `at` is inside a name in 《》, “” or the like.
pub(super) fn is_quoted(text: &str, at: usize) -> bool {
    let nearest =
        text[..at].chars().rev().take(60).find(|c| "《》〈〉“”「」『』〔〕【】".contains(*c));
    nearest.is_some_and(|c| "《〈“「『〔【".contains(c))
}

/// Whether the date is in the words or the address of a link.
pub(super) fn is_in_link(text: &str, date: Date) -> bool {
    const FAR: usize = 300;
    let range = date.range();
    let before = &text[floor_char_boundary(text, range.start.saturating_sub(FAR))..range.start];
    let before = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let after = &text[range.end..floor_char_boundary(text, range.end + FAR)];
    let after = after.split(['\n', '\r']).next().unwrap_or_default();
    let is_open = |open: &str, close: char| {
        before.rfind(open).is_some_and(|at| !before[at + open.len()..].contains(close))
    };
    let in_words = || {
        is_open("[", ']')
            && after.find(']').is_some_and(|at| after[at + 1..].starts_with(['(', '[', ':']))
    };
    let in_anchor = || {
        after.find('<').is_some_and(|at| after[at..].starts_with("</a")) && before.contains("<a")
    };
    let in_address = || {
        before
            .rsplit(|c: char| c.is_whitespace() || "，。；、（）".contains(c))
            .next()
            .is_some_and(|word| word.contains("://"))
    };
    in_words() || is_open("](", ')') || is_open("<", '>') || in_anchor() || in_address()
}

/// Whether the line is only the title of another report: an entry of a list, or the name of a file.
pub(super) fn is_name_of_report(text: &str, date: Date) -> bool {
    let Some(line) = short_line(text, date.range()) else { return false };
    let words = Folded::new(text, line).text;
    let words = [".pdf", ".doc", ".docx", ".wps", ".html", ".htm"]
        .iter()
        .find_map(|end| words.strip_suffix(end))
        .unwrap_or(&words);
    let introduced = THIS_REPORT.iter().any(|word| words.contains(word));
    !introduced
        && !words.contains([',', '。', ';'])
        && ["年度报告", "年报", "工作报告"].iter().any(|end| words.ends_with(end))
}

/// Whether the date is joined with another year: 2022年-2023年, 2020、2021年.
pub(super) fn is_in_range(context: &Context, index: usize, date: Date) -> bool {
    let dates = &context.facts.dates;
    let joined = |first: &Date, second: &Date| {
        let gap = TextRange::new(first.range().end, second.range().start);
        gap.len() <= 24 && {
            let words: String =
                gap.of(context.text).chars().filter(|&c| !is_space(c)).map(fold).collect();
            matches!(
                words.trim_start_matches('度'),
                "至" | "到" | "-" | "--" | "~" | "、" | "," | "和" | "与" | "及" | "起至"
            )
        }
    };
    let previous = index.checked_sub(1).is_some_and(|previous| joined(&dates[previous], &date));
    let next = dates.get(index + 1).is_some_and(|next| joined(&date, next));
    // 2019-2020年: the first year has no 年.
    let mut before = context.text[..date.range().start]
        .chars()
        .rev()
        .filter(|&c| !is_space(c))
        .take(2)
        .map(fold);
    let bare = matches!(before.next(), Some('-' | '~' | '至' | '、' | ',' | '到'))
        && before.next().is_some_and(|c| c.is_ascii_digit());
    previous || next || bare
}
