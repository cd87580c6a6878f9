//! Lines that may be the title of a report.

use super::line::{Class, Line, trim};
use crate::text::{Folded, TextRange, is_space};
use memchr::memmem;
use std::sync::LazyLock;

/// A title, in one line or in two with blank ones between; ranges in bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TitleLine {
    /// Index of its first line.
    pub first: usize,
    /// Index of its last line.
    pub last: usize,
    pub range: TextRange,
    /// How much of a title's words it has; more is better.
    pub score: u32,
    /// Whether it is the title of a page about a report (文字解读), not of a report.
    pub about: bool,
}

/// Titles are no longer than this many letters.
const LONGEST: usize = 64;
/// So many lines may stand above the last one of a title.
const MOST_LINES_ABOVE: usize = 3;
/// What the name of an organ ends with.
const ORGAN_ENDS: &str = "局委办府会厅院处所心站校司队社团镇乡道行署部区县市省馆关库场";

/// Every title in `lines`, in order.
pub fn titles(text: &str, lines: &[Line]) -> Vec<TitleLine> {
    lines.iter().enumerate().filter_map(|(index, line)| title(text, lines, index, line)).collect()
}

fn title(text: &str, lines: &[Line], index: usize, line: &Line) -> Option<TitleLine> {
    if !matches!(line.class, Class::Words | Class::Labelled) || !(1..=LONGEST).contains(&line.letters) {
        return None;
    }
    // A line without 报, in one of its two writings, is no title.
    static REPORT: LazyLock<[memmem::Finder; 2]> = LazyLock::new(|| ["报", "報"].map(memmem::Finder::new));
    let source = line.range.of(text).as_bytes();
    let names_report = REPORT.iter().any(|word| word.find(source).is_some());
    let ends_word = line.letters == 1 && matches!(trim(text, line.range).of(text), "告");
    if !names_report && !ends_word {
        return None;
    }
    let own = Folded::letters(text, line.range).text;
    let (mut first, mut letters) = (index, own.clone());
    for _ in 0..MOST_LINES_ABOVE {
        let above = lines[..first].iter().rposition(|line| line.class != Class::Blank).filter(|&at| first - at <= 4);
        let Some(above) = above.filter(|&at| matches!(lines[at].class, Class::Words | Class::Labelled) && lines[at].letters <= LONGEST) else {
            break;
        };
        let words = Folded::letters(text, lines[above].range).text;
        if has_marks(lines[above].range.of(text)) {
            break;
        }
        if !(is_broken(&words, &letters) || begins_without_organ(&letters) && is_organ(text, &lines[above])) {
            break;
        }
        first = above;
        letters = words + &letters;
    }
    let end = ["报告", "年报"].iter().filter_map(|word| letters.rfind(word).map(|at| at + word.len())).max()?;
    let rest = &letters[end..];
    let tail = rest.chars().count();
    let about = ["解读", "图解", "一图"].iter().any(|word| letters.contains(word));
    if !discloses(&letters) || !about && (tail > 8 || !rest.chars().all(|c| c.is_ascii_digit() || "年度全文公示终稿".contains(c))) {
        return None;
    }
    let raw = TextRange::new(lines[first].range.start, line.range.end).of(text);
    let introduces = ["根据", "按照", "依据", "现将", "现公布", "本报告", "附件", "为"].iter().any(|word| letters.starts_with(word));
    if introduces || has_marks(raw) {
        return None;
    }
    let points = [("政府信息公开", 2), ("工作", 1), ("年度报告", 2)];
    let words: u32 = points.iter().map(|(word, points)| if letters.contains(word) { *points } else { 0 }).sum();
    let year = u32::from(letters.contains("20") || letters.contains("二0"));
    let letter = if letters.starts_with("关于") { 4 } else { 0 };
    let range = without_marks(text, TextRange::new(trim(text, lines[first].range).start, trim(text, line.range).end));
    Some(TitleLine { first, last: index, range, score: (words + 2 * year).saturating_sub(letter), about })
}

/// The range without Markdown's marks of a heading and of bold words.
fn without_marks(text: &str, range: TextRange) -> TextRange {
    let source = range.of(text);
    let left = source.trim_start_matches(|c| matches!(c, '#' | '*' | '>') || is_space(c));
    let start = range.end - left.len();
    TextRange::new(start, start + left.trim_end_matches(|c| matches!(c, '#' | '*') || is_space(c)).len())
}

/// Whether the words are a sentence or name another document.
fn has_marks(words: &str) -> bool {
    words.contains(['，', ',', '：', '；', '《', '。', '“']) || words.contains("通知")
}

/// Whether the words are about the disclosure of government information.
fn discloses(letters: &str) -> bool {
    ["政府信息公开", "政务信息公开", "政务公开", "信息公开"].iter().any(|word| letters.contains(word))
}

/// Whether the end of a line has broken a title between these words: inside its year or behind it, inside its official words, or
/// before them where nothing else says what the report is about.
fn is_broken(above: &str, below: &str) -> bool {
    let at = above.len();
    let joined = format!("{above}{below}");
    let spans = |word: &str| joined.match_indices(word).any(|(start, _)| start < at && at < start + word.len());
    let digits = |letters: &str| letters.chars().filter(|c| c.is_ascii_digit()).count();
    let (left, right) = (above.trim_end_matches(|c: char| c.is_ascii_digit()), below.trim_start_matches(|c: char| c.is_ascii_digit()));
    let (year, has_sign) = (digits(&above[left.len()..]), right.starts_with('年'));
    let in_year = year > 0 && year + below.len() - right.len() == 4 && has_sign;
    let behind_year = above.ends_with(['年', '度']) && discloses(&below.chars().take(6).collect::<String>());
    if !discloses(below) && discloses(&joined) {
        // A line of its own such as 年度报告 is the rest of a title, a longer one is not.
        return spans("政府信息公开")
            || spans("工作")
            || spans("年度")
            || spans("报告")
            || ["工作", "年度", "年报", "报告", "的"].iter().any(|word| below.starts_with(word));
    }
    discloses(&joined) && (spans("政府信息公开") || in_year || behind_year)
}

fn begins_without_organ(letters: &str) -> bool {
    letters.starts_with(|c: char| c.is_ascii_digit() || c == '二' || c == '年') || discloses(&letters.chars().take(6).collect::<String>())
}

fn is_organ(text: &str, line: &Line) -> bool {
    if line.class != Class::Words || !(2..=30).contains(&line.letters) {
        return false;
    }
    let letters = Folded::letters(text, line.range);
    let marks = Folded::new(text, line.range).chars() > letters.chars() + 2;
    // The line may be broken behind the year as well.
    let year = letters.text.ends_with(['年', '度']);
    !marks && (year || letters.text.ends_with(|c| ORGAN_ENDS.contains(c)) && !letters.text.contains(|c: char| c.is_ascii_digit()))
}
