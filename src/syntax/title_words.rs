//! The words of a title.

use super::official::{ends_issuer, official_words};
use super::print_head::{day, month};
use crate::text::{Folded, TextRange, between_markup, fold, is_space, markup, markup_before};
use std::borrow::Cow;

/// Captions of a title.
pub(super) const CAPTIONS: [&str; 9] =
    ["标题", "题目", "主题", "名称", "信息名称", "信息标题", "文件名称", "文件标题", "附件"];

/// At most 80 characters behind a title. More characters are a sentence.
pub(super) const MOST_BEHIND: usize = 80;

/// The subject of a title with the words of a report's title that does not belong to a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// A page about reports: 文字解读, 图解, a notice, a list of links.
    Page,
    /// The report of a school for a school year, under other rules.
    SchoolYear,
    /// The form itself, or a model of a report: 格式, 范文.
    Model,
}

/// The subject of a title, if the title does not belong to a report. `rest` are the letters behind
/// 报告.
pub(super) fn about(letters: &str, rest: &str) -> Option<About> {
    let models =
        ["格式", "格式试行", "模板", "样本", "样式", "范本", "范文", "范例", "示例", "参考文本"];
    if rest.chars().count() <= 8 && models.iter().any(|word| rest.ends_with(word)) {
        Some(About::Model)
    } else if letters.contains("学年") {
        Some(About::SchoolYear)
    } else {
        let explains = ["解读", "图解", "一图"].iter().any(|word| letters.contains(word));
        (explains || is_notice(letters, rest)).then_some(About::Page)
    }
}

/// Words at the start of a sentence that names a report.
pub(super) const INTRODUCING: [&str; 8] =
    ["根据", "按照", "依据", "现将", "现公布", "本报告", "附件", "为"];

/// The score of the official words in a title.
pub(super) fn points(letters: &str) -> u32 {
    let points = [("政府信息公开", 2), ("工作", 1), ("年度报告", 2)];
    points.iter().map(|(word, points)| if letters.contains(word) { *points } else { 0 }).sum()
}

/// Number of bytes of a year in brackets at the start of `rest`, with the space before:
/// （2020年度）.
pub(super) fn bracketed_year(rest: &str) -> usize {
    let bracket = rest.trim_start_matches(is_space);
    if !bracket.starts_with(|c| matches!(fold(c), '(' | '[')) {
        return 0;
    }
    let mut letters = String::new();
    for (at, c) in bracket.char_indices().skip(1).take(8) {
        match fold(c) {
            ')' | ']' => {
                let is_year = letters.starts_with("20")
                    && letters
                        .strip_suffix('度')
                        .unwrap_or(&letters)
                        .strip_suffix('年')
                        .is_some_and(is_four_digits);
                return if is_year { rest.len() - bracket.len() + at + c.len_utf8() } else { 0 };
            }
            read => letters.push(read),
        }
    }
    0
}

fn is_four_digits(letters: &str) -> bool {
    letters.len() == 4 && letters.bytes().all(|byte| byte.is_ascii_digit())
}

/// Number of bytes of a caption with its colon at the start of a line. 0 without a caption.
pub(super) fn caption(line: &str) -> usize {
    let Some((at, colon)) = line.char_indices().take(12).find(|(_, c)| matches!(c, '：' | ':'))
    else {
        return 0;
    };
    let words = Folded::letters(line, TextRange::new(0, at)).text;
    let words = words.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五".contains(c));
    if CAPTIONS.contains(&words) { at + colon.len_utf8() } else { 0 }
}

/// Whether the text behind a title is not part of a sentence: notes in brackets, the name of a
/// draft, or text behind a space or dash.
pub(super) fn is_more(rest: &str) -> bool {
    let rest = rest.strip_prefix('》').unwrap_or(rest);
    let Some(first) = rest.chars().next() else { return true };
    if rest.chars().nth(MOST_BEHIND).is_some() || rest.contains(['。', '；', '，', ';', '\t']) {
        return false;
    }
    // The day of publication.
    if let Some(behind) = day(rest).or_else(|| month(rest)) {
        return is_more(behind);
    }
    let closing = match fold(first) {
        '(' => Some(')'),
        '[' => Some(']'),
        _ => None,
    };
    match closing {
        Some(closing) => rest
            .char_indices()
            .find(|(_, c)| fold(*c) == closing)
            .is_some_and(|(at, c)| is_more(&rest[at + c.len_utf8()..])),
        None if is_space(first)
            || matches!(fold(first), '-' | '_' | '|' | '·' | '~')
            || matches!(first, '–' | '—') =>
        {
            true
        }
        None => rest.ends_with('稿') && rest.chars().count() <= 6,
    }
}

/// Whether the letters before the official words are an organ's name and a year, in any order. No
/// letters may make a sentence.
pub(super) fn is_name_and_year(letters: &str) -> bool {
    const VERBS: [&str; 16] = [
        "编制", "编写", "撰写", "起草", "形成", "完成", "发布", "公布", "印发", "报送", "学习",
        "查阅", "对照", "了", "已", "按时",
    ];
    let ends =
        letters.trim_end_matches(['的', '度']).ends_with(|c: char| c == '年' || ends_issuer(c));
    ends && !VERBS.iter().chain(&INTRODUCING[..6]).any(|word| letters.contains(word))
        && !letters.starts_with(['本', '我', '该'])
}

/// Whether the title belongs to an office's paper about the reports of others:
/// 关于做好…年度报告编制工作的通知. `rest` are the letters behind 报告.
fn is_notice(letters: &str, rest: &str) -> bool {
    letters.contains("关于")
        && rest.chars().count() <= 16
        && ["通知", "通报", "提示", "提醒", "方案", "的函"].iter().any(|word| rest.ends_with(word))
}

/// The range without Markdown marks of headings and bold words, and without tags, at both ends.
pub(super) fn without_marks(text: &str, range: TextRange) -> TextRange {
    let TextRange { mut start, mut end } = range;
    while let Some(c) = text[start..end].chars().next() {
        match markup(&text[start..end]) {
            0 if matches!(c, '#' | '*' | '>') || is_space(c) => start += c.len_utf8(),
            0 => break,
            tag => start += tag,
        }
    }
    while let Some(c) = text[start..end].chars().next_back() {
        match markup_before(&text[start..end]) {
            0 if matches!(c, '#' | '*') || is_space(c) => end -= c.len_utf8(),
            0 => break,
            tag => end -= tag,
        }
    }
    TextRange::new(start, end)
}

/// Whether the words are a sentence or name another document.
pub(super) fn has_marks(words: &str) -> bool {
    // Marks in the attributes of a tag do not count.
    let words: Cow<str> =
        if words.contains(['<', '&']) { between_markup(words).collect() } else { words.into() };
    words.contains(['，', ',', '：', '；', '《', '。', '“']) || words.contains("通知")
}

/// The end of the last 报告 or 年报 in a title.
pub(super) fn end_of_name(letters: &str) -> Option<usize> {
    let names = ["报告", "年报"];
    // Nearly always the end of the title.
    if names.iter().any(|name| letters.ends_with(name)) {
        return Some(letters.len());
    }
    let last = |name: &&str| letters.rfind(*name).map(|at| at + name.len());
    // Both names have this letter, and most lines have not.
    letters.contains('报').then(|| names.iter().filter_map(last).max()).flatten()
}

/// Whether the words are about the disclosure of government information.
pub(super) fn discloses(letters: &str) -> bool {
    // 政府信息公开, 政务信息公开, 政务公开.
    ["信息公开", "政务公开"].iter().any(|word| letters.contains(word))
}

/// Whether a line break divides a title between these words. The break stands inside the year or
/// behind it, inside the official words, or before them if no other words name the subject.
pub(super) fn is_broken(above: &str, below: &str) -> bool {
    let at = above.len();
    let joined = format!("{above}{below}");
    let spans = |word: &str| {
        joined.match_indices(word).any(|(start, _)| start < at && at < start + word.len())
    };
    let digits = |letters: &str| letters.chars().filter(|c| c.is_ascii_digit()).count();
    let (left, right) = (
        above.trim_end_matches(|c: char| c.is_ascii_digit()),
        below.trim_start_matches(|c: char| c.is_ascii_digit()),
    );
    let (year, has_sign) = (digits(&above[left.len()..]), right.starts_with('年'));
    // Nearly official words also count.
    if !discloses(&joined)
        && official_words(&joined).is_some_and(|words| words.start < at && at < words.end)
    {
        return true;
    }
    let in_year = year > 0 && year + below.len() - right.len() == 4 && has_sign;
    let behind_year = above.ends_with(['年', '度']) && discloses(first_letters(below));
    if !discloses(below) && discloses(&joined) {
        // A separate line such as 年度报告 is the rest of a title. A longer line is not.
        return spans("政府信息公开")
            || spans("工作")
            || spans("年度")
            || spans("报告")
            || ["工作", "年度", "年报", "报告", "的"].iter().any(|word| below.starts_with(word));
    }
    discloses(&joined) && (spans("政府信息公开") || in_year || behind_year)
}

/// Whether the nearly official words may occur, without a comparison.
pub(super) fn may_be_official(letters: &str) -> bool {
    letters.contains("信息") || letters.contains("公开")
}

/// As many letters from the beginning as 政府信息公开 has.
fn first_letters(letters: &str) -> &str {
    letters.char_indices().nth(6).map_or(letters, |(end, _)| &letters[..end])
}

pub(super) fn begins_without_organ(letters: &str) -> bool {
    letters.starts_with(|c: char| c.is_ascii_digit() || c == '二' || c == '年')
        || discloses(first_letters(letters))
        || may_be_official(letters) && official_words(letters).is_some_and(|words| words.start == 0)
}

/// Whether the last character of an organ's name stands before the year: 局2021年.
pub(super) fn begins_inside_organ(letters: &str) -> bool {
    let mut chars = letters.chars();
    chars.next().is_some_and(ends_issuer)
        && chars.next().is_some_and(|second| second.is_ascii_digit() || second == '二')
}
