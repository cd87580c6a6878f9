//! Finds lines that may be the title of a report.

use super::line::{Class, Line, trim};
use super::official::{ORGAN_ENDS, official_words};
use super::print_head::{breadcrumb, day, day_and_clock, month, signature};
use crate::standard::Standard;
use crate::text::{
    Folded, TextRange, between_markup, floor_char_boundary, fold, is_space, markup, markup_before,
};
use memchr::memmem::Finder;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// A title in one line or several lines, with blank lines between them. Ranges are in bytes of the
/// text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TitleLine {
    /// Index of the line that identifies the title: the last line, except for a line below with
    /// only the year.
    pub line: usize,
    /// Index of the first line.
    pub first: usize,
    /// Index of the last line.
    pub last: usize,
    pub range: TextRange,
    /// How many words of a title are found. Higher is better.
    pub score: u32,
    /// The subject of a title that does not belong to a report.
    pub about: Option<About>,
    /// Whether the line is the first line of an HTML page, or holds a whole report.
    pub begins_page: bool,
}

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

/// At most 64 letters in a title.
const LONGEST: usize = 64;
/// Fewest letters of a line with a title and other text: 政府信息公开年报 alone has eight.
const FEWEST: usize = 8;
/// At most this many bytes of a line are searched for a title.
const MOST_READ: usize = 5 * LONGEST + 64;
/// At most three lines with words above the last line of a title.
const MOST_LINES_ABOVE: usize = 3;
/// At most four lines from one line of a title to the next, with blank lines between.
const LARGEST_STEP: usize = 4;
/// Number of lines above a line that can make the line a title.
pub const LINES_ABOVE: usize = MOST_LINES_ABOVE * LARGEST_STEP;
/// Number of lines below a title that can hold the year.
pub const LINES_BELOW: usize = 2;

impl TitleLine {
    /// The same title, moved by a number of lines and bytes.
    pub fn moved(&self, lines: isize, bytes: isize) -> Self {
        Self {
            line: self.line.wrapping_add_signed(lines),
            first: self.first.wrapping_add_signed(lines),
            last: self.last.wrapping_add_signed(lines),
            range: self.range.moved(bytes),
            ..*self
        }
    }
}

/// All titles that end on one of the lines `range`, in order.
pub fn titles(
    text: &str,
    lines: &[Line],
    range: Range<usize>,
    standard: &Standard,
) -> impl Iterator<Item = TitleLine> {
    let all = lines[range.clone()].first().zip(lines[range.clone()].last());
    let named = all.map_or_else(Vec::new, |(first, last)| {
        names_of_reports(text, TextRange::new(first.range().start, last.range().end))
    });
    range.filter_map(move |index| {
        let line = &lines[index];
        let TextRange { start, end } = line.range();
        if matches!(line.class, Class::Blank | Class::Values | Class::PageNumber) {
            return None;
        }
        // Few lines name a report.
        let name = named.get(named.partition_point(|&at| at < start)).filter(|at| **at < end)?;
        let with_more = || {
            (*name < start + MOST_READ).then(|| title_with_more(text, lines, index, line)).flatten()
        };
        title(text, lines, index, line, standard)
            .or_else(with_more)
            .or_else(|| title_in_page(text, index, line))
    })
}

fn title(
    text: &str,
    lines: &[Line],
    index: usize,
    line: &Line,
    standard: &Standard,
) -> Option<TitleLine> {
    if !(1..=LONGEST).contains(&line.letters()) {
        return if matches!(line.class, Class::Prose | Class::Cells) {
            title_at_start(text, index, line, standard)
        } else {
            None
        };
    }
    // A full stop behind a title makes the title a sentence.
    let stopped = line.class == Class::Prose;
    if !stopped && !matches!(line.class, Class::Words | Class::Labelled) {
        return None;
    }
    if stopped {
        return stopped_title(text, index, line);
    }
    let own = Folded::letters(text, words_of(text, line)).text;
    let (mut first, mut letters, joined) =
        joined(text, lines, index, &own).unwrap_or_else(|| (index, own.clone(), 0));
    for _ in joined..MOST_LINES_ABOVE {
        let Some(above) = line_above(lines, first).filter(|_| !has_print_head(text, &lines[first]))
        else {
            break;
        };
        let range = words_of(text, &lines[above]);
        let words = Folded::letters(text, range).text;
        if has_marks(range.of(text)) {
            break;
        }
        let organ_above = begins_without_organ(&letters) && is_organ(text, &lines[above]);
        if !(is_broken(&words, &letters)
            || organ_above
            || begins_inside_organ(&letters) && is_short(text, &lines[above]))
        {
            break;
        }
        first = above;
        letters = words + &letters;
    }
    let exact = end_of_name(&letters).filter(|_| discloses(&letters));
    let near =
        if exact.is_none() && may_be_official(&letters) { official_words(&letters) } else { None };
    // A word or two like the official words are not a title without a name or a year.
    let end = exact.or(near.filter(|near| near.start > 0).map(|near| near.end))?;
    let rest = &letters[end..];
    let tail = rest.chars().count();
    let about = about(&letters, rest);
    // The day or month of publication.
    let dated = if about.is_none() && first < index && month(rest) == Some("") {
        date_start(text, line, rest)
    } else {
        None
    };
    if about.is_none()
        && dated.is_none()
        && (tail > 8
            || !rest
                .chars()
                .all(|c| c.is_ascii_digit() || "年度全文公示终稿草案送审初征求意见".contains(c)))
    {
        return None;
    }
    let raw =
        TextRange::new(words_of(text, &lines[first]).start, dated.unwrap_or(line.range().end))
            .of(text)
            .trim();
    let raw = raw.strip_prefix('《').and_then(|raw| raw.strip_suffix('》')).unwrap_or(raw);
    let introduces = INTRODUCING.iter().any(|word| letters.starts_with(word));
    // The title of a page about a report contains 《》, and the name of a notice says what it is.
    if introduces
        || about.is_none() && has_marks(raw)
        || between_markup(raw).any(|piece| piece.contains(['，', ',', '。']))
    {
        return None;
    }
    let words = points(&letters);
    let year = u32::from(letters.contains("20") || letters.contains("二0"));
    let letter = if letters.starts_with("关于") { 4 } else { 0 };
    let last = if year == 0 && dated.is_none() { year_below(text, lines, index) } else { index };
    let year = u32::from(year > 0 || last > index);
    let start = trim(text, words_of(text, &lines[first])).start;
    let end = dated.unwrap_or(trim(text, lines[last].range()).end);
    let range = without_marks(text, TextRange::new(start, end));
    Some(TitleLine {
        line: index,
        first,
        last,
        range,
        score: (words + 2 * year).saturating_sub(letter),
        about,
        begins_page: false,
    })
}

/// The words of a possible title. The printed day and clock of a browser are left out, and so is
/// the end of the report above.
fn words_of(text: &str, line: &Line) -> TextRange {
    let whole = without_marks(text, trim(text, line.range()));
    let head = match day_and_clock(whole.of(text)) {
        0 => signature_before(whole.of(text)),
        head => head,
    };
    if head == 0 { line.range() } else { TextRange::new(whole.start + head, line.range().end) }
}

/// The start of the letters `date` at the end of a line; `None` if the line consists of the date or
/// ends differently.
fn date_start(text: &str, line: &Line, date: &str) -> Option<usize> {
    let letters = Folded::letters(text, line.range());
    let at = letters.text.strip_suffix(date)?.len();
    let start = letters.source(TextRange::new(at, letters.text.len())).start;
    let before = &text[line.range().start..start];
    let before = before.trim_end_matches(|c| is_space(c) || matches!(fold(c), '(' | '['));
    (!before.is_empty()).then(|| line.range().start + before.len())
}

/// Number of bytes of the previous report's signature at the start of a line. The whole title of
/// another report must follow.
fn signature_before(line: &str) -> usize {
    let head = signature(line);
    if head == 0 {
        return 0;
    }
    let letters = Folded::letters(line, TextRange::new(head, line.len())).text;
    let words = official_words(&letters)
        .filter(|words| words.start > 0 && is_name_and_year(&letters[..words.start]));
    if words.is_some_and(|words| letters[..words.start].contains("20") || letters.contains("二0"))
    {
        head
    } else {
        0
    }
}

/// Whether a printed day or clock, or a signature, stands before the words. A title begins there.
fn has_print_head(text: &str, line: &Line) -> bool {
    words_of(text, line).start > line.range().start
}

/// The subject of a title, if the title does not belong to a report. `rest` are the letters behind
/// 报告.
fn about(letters: &str, rest: &str) -> Option<About> {
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

/// The line below `lines[index]` with only the year, such as （2021年度）. `index` without such a
/// line.
fn year_below(text: &str, lines: &[Line], index: usize) -> usize {
    let below = lines[index + 1..]
        .iter()
        .take(LINES_BELOW)
        .position(|line| line.class != Class::Blank)
        .map(|at| index + 1 + at);
    let is_year = |&at: &usize| {
        let letters = if lines[at].letters() <= 6 {
            Folded::letters(text, lines[at].range()).text
        } else {
            String::new()
        };
        letters.strip_prefix("20").is_some_and(|rest| {
            let sign = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.len() - sign.len() == 2 && matches!(sign, "年" | "年度")
        })
    };
    below.filter(is_year).unwrap_or(index)
}

/// The line above `line` that may belong to the same title.
fn line_above(lines: &[Line], line: usize) -> Option<usize> {
    let above = lines[..line]
        .iter()
        .rposition(|line| line.class != Class::Blank)
        .filter(|&at| line - at <= LARGEST_STEP)?;
    (matches!(lines[above].class, Class::Words | Class::Labelled)
        && lines[above].letters() <= LONGEST)
        .then_some(above)
}

/// Joins lines above line `index` if a line break divides the official words or the year before
/// them. Returns the first line, the letters of all joined lines and the number of lines above
/// `index`. `own` are the letters of line `index`. `None` if line `index` does not end like a
/// title.
fn joined(text: &str, lines: &[Line], index: usize, own: &str) -> Option<(usize, String, usize)> {
    let is_end = own
        .trim_end_matches(|c: char| c.is_ascii_digit() || "年度".contains(c))
        .ends_with(['报', '告']);
    if !is_end {
        return None;
    }
    let (mut first, mut letters) = (index, own.to_owned());
    // The number of wrong letters, whether the year is cut, and the result.
    let mut best: Option<(usize, bool, (usize, String, usize))> = None;
    for count in 0..=MOST_LINES_ABOVE {
        // The official words must reach into the last line.
        let words = official_words(&letters).filter(|words| words.end + own.len() > letters.len());
        if let Some(words) = words {
            let before = letters[..words.start].trim_end_matches('度');
            let is_cut = before.strip_suffix('年').is_some_and(|digits| {
                digits.len() < 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
            });
            if best.as_ref().is_none_or(|(wrong, was_cut, _)| {
                words.wrong < *wrong || *was_cut && !is_cut && words.wrong == *wrong
            }) {
                best = Some((words.wrong, is_cut, (first, letters.clone(), count)));
            }
            if !is_cut && (words.wrong == 0 || words.start > 0) {
                break;
            }
        }
        let is_digits = |line: &Line| line.class == Class::Values && line.range().len() <= 4;
        if has_print_head(text, &lines[first]) {
            break;
        }
        let above = line_above(lines, first)
            .or_else(|| first.checked_sub(1).filter(|&above| is_digits(&lines[above])));
        let Some(above) = above.filter(|&above| !has_marks(words_of(text, &lines[above]).of(text)))
        else {
            break;
        };
        letters = Folded::letters(text, words_of(text, &lines[above])).text + &letters;
        first = above;
    }
    best.map(|(.., joined)| joined)
}

/// Words at the start of a sentence that names a report.
const INTRODUCING: [&str; 8] = ["根据", "按照", "依据", "现将", "现公布", "本报告", "附件", "为"];

/// The score of the official words in a title.
fn points(letters: &str) -> u32 {
    let points = [("政府信息公开", 2), ("工作", 1), ("年度报告", 2)];
    points.iter().map(|(word, points)| if letters.contains(word) { *points } else { 0 }).sum()
}

/// The places of 报, 報 and 告, in order.
fn names_of_reports(text: &str, range: TextRange) -> Vec<usize> {
    static NAMES: LazyLock<[Finder<'static>; 3]> =
        LazyLock::new(|| ["报", "報", "告"].map(Finder::new));
    let source = range.of(text).as_bytes();
    let mut found: Vec<usize> =
        NAMES.iter().flat_map(|name| name.find_iter(source)).map(|at| range.start + at).collect();
    found.sort_unstable();
    found
}

/// The title on a line with a full stop at the end: the name of an organ, a year and the nearly
/// official words, without words of a sentence.
fn stopped_title(text: &str, index: usize, line: &Line) -> Option<TitleLine> {
    let range = without_marks(text, trim(text, line.range()));
    let range = TextRange::new(
        range.start,
        range.end - range.of(text).len()
            + range.of(text).trim_end_matches(['。', '．', '.', ' ']).len(),
    );
    if has_marks(range.of(text)) {
        return None;
    }
    let letters = Folded::letters(text, range).text;
    let words =
        official_words(&letters).filter(|words| words.end == letters.len() && words.start > 0)?;
    (is_name_and_year(&letters[..words.start])).then(|| TitleLine {
        line: index,
        first: index,
        last: index,
        range,
        score: points(&letters)
            + if letters.contains("20") || letters.contains("二0") { 2 } else { 0 },
        about: None,
        begins_page: false,
    })
}

/// The title at the start of a long line, before a space. A whole report may stand in one line.
fn title_at_start(text: &str, index: usize, line: &Line, standard: &Standard) -> Option<TitleLine> {
    static REPORTS: LazyLock<[Finder<'static>; 2]> =
        LazyLock::new(|| ["报告", "報告"].map(Finder::new));
    let trimmed = trim(text, line.range());
    let before = match day_and_clock(trimmed.of(text)) {
        0 => signature(trimmed.of(text)),
        before => before,
    };
    let trimmed = TextRange::new(trimmed.start + before, trimmed.end);
    let head = &text
        [trimmed.start..floor_char_boundary(text, trimmed.end.min(trimmed.start + 4 * LONGEST))];
    let at = REPORTS.iter().find_map(|report| report.find(head.as_bytes()))?;
    let end = at + "报告".len();
    let year = bracketed_year(&head[end..]);
    if !head[end + year..].starts_with(is_space) {
        return None;
    }
    let named = without_marks(text, TextRange::new(trimmed.start, trimmed.start + end));
    if has_marks(named.of(text)) {
        return None;
    }
    let letters = Folded::letters(text, named).text;
    let words =
        official_words(&letters).filter(|words| words.end == letters.len() && words.start > 0)?;
    let range = TextRange::new(named.start, named.end + year);
    let begins_page = holds_report(text, line, standard);
    let has_year = year > 0 || letters.contains("20") || letters.contains("二0");
    (has_year && is_name_and_year(&letters[..words.start])).then(|| TitleLine {
        line: index,
        first: index,
        last: index,
        range,
        score: points(&letters) + 2,
        about: None,
        begins_page,
    })
}

/// Whether a line holds a whole report: nearly all titles of the sections.
pub(super) fn holds_report(text: &str, line: &Line, standard: &Standard) -> bool {
    const SHORTEST: usize = 1000;
    const FEWEST: usize = 4;
    let source = line.range().of(text).as_bytes();
    source.len() >= SHORTEST
        && standard.headings().titles().iter().filter(|title| title.find(source).is_some()).count()
            >= FEWEST
}

/// Number of bytes of a year in brackets at the start of `rest`, with the space before:
/// （2020年度）.
fn bracketed_year(rest: &str) -> usize {
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

/// Captions of a title.
const CAPTIONS: [&str; 9] =
    ["标题", "题目", "主题", "名称", "信息名称", "信息标题", "文件名称", "文件标题", "附件"];
/// At most 80 characters behind a title. More characters are a sentence.
const MOST_BEHIND: usize = 80;

/// The title on a line with other text before or behind: a caption, a note in brackets, the day of
/// publication, or a browser's text behind a page's title. The title itself is whole: a name, a
/// year and the official words.
fn title_with_more(text: &str, lines: &[Line], index: usize, line: &Line) -> Option<TitleLine> {
    static ENDS: LazyLock<[Finder<'static>; 4]> =
        LazyLock::new(|| ["报告", "報告", "年报", "年報"].map(Finder::new));
    if line.letters() < FEWEST {
        return None;
    }
    let whole = without_marks(text, trim(text, line.range()));
    let head =
        &text[whole.start..floor_char_boundary(text, whole.end.min(whole.start + 5 * LONGEST))];
    let before =
        [caption, day_and_clock, breadcrumb].iter().map(|before| before(head)).find(|&len| len > 0);
    let start = whole.start + before.unwrap_or(0);
    // For each word, the first place that may be the end.
    let ends = ENDS.iter().filter_map(|word| {
        word.find_iter(head.as_bytes())
            .map(|at| whole.start + at + word.needle().len())
            .find(|&end| is_more(&text[end..whole.end]))
    });
    let (range, letters) = ends.filter(|&end| end > start).find_map(|end| {
        let range = without_marks(text, TextRange::new(start, end));
        let opened = usize::from(range.of(text).starts_with('《') && text[end..].starts_with('》'))
            * '《'.len_utf8();
        let range = TextRange::new(range.start + opened, end);
        let letters = if has_marks(range.of(text)) {
            String::new()
        } else {
            Folded::letters(text, range).text
        };
        let words = official_words(&letters)
            .filter(|words| words.end == letters.len() && words.start > 0)?;
        let has_year = letters.contains("20") || letters.contains("二0");
        (has_year && is_name_and_year(&letters[..words.start])).then_some((range, letters))
    })?;
    // The name may stand on the line above.
    let is_name = |above: &usize| {
        begins_without_organ(&letters)
            && is_organ(text, &lines[*above])
            && !has_marks(lines[*above].range().of(text))
    };
    let first = line_above(lines, index).filter(is_name).filter(|_| start == whole.start);
    let range = first.map_or(range, |above| {
        TextRange::new(without_marks(text, trim(text, lines[above].range())).start, range.end)
    });
    // A title without other text is preferred, so this score is low.
    Some(TitleLine {
        line: index,
        first: first.unwrap_or(index),
        last: index,
        range,
        score: points(&letters) + 1,
        about: None,
        begins_page: false,
    })
}

/// Number of bytes of a caption with its colon at the start of a line. 0 without a caption.
fn caption(line: &str) -> usize {
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
fn is_more(rest: &str) -> bool {
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

/// The title in the `h1` of a page without line ends.
fn title_in_page(text: &str, index: usize, line: &Line) -> Option<TitleLine> {
    static HEADING: LazyLock<[Finder<'static>; 2]> =
        LazyLock::new(|| ["<h1", "</h1>"].map(Finder::new));
    const PAGES: [&str; 2] = ["<html", "<!doctype"];
    let whole = trim(text, line.range());
    let source = whole.of(text);
    if !source.starts_with('<') {
        return None;
    }
    let start = HEADING[0].find(source.as_bytes())?;
    let end = start + HEADING[1].find(&source.as_bytes()[start..])?;
    let range = without_marks(text, TextRange::new(whole.start + start, whole.start + end));
    let letters = if range.len() > 5 * LONGEST || has_marks(range.of(text)) {
        String::new()
    } else {
        Folded::letters(text, range).text
    };
    let words =
        official_words(&letters).filter(|words| words.end == letters.len() && words.start > 0)?;
    is_name_and_year(&letters[..words.start]).then(|| TitleLine {
        line: index,
        first: index,
        last: index,
        range,
        score: points(&letters) + 1,
        about: None,
        begins_page: PAGES.iter().any(|page| {
            source.get(..page.len()).is_some_and(|first| first.eq_ignore_ascii_case(page))
        }),
    })
}

/// Whether the letters before the official words are an organ's name and a year, in any order. No
/// letters may make a sentence.
fn is_name_and_year(letters: &str) -> bool {
    const VERBS: [&str; 16] = [
        "编制", "编写", "撰写", "起草", "形成", "完成", "发布", "公布", "印发", "报送", "学习",
        "查阅", "对照", "了", "已", "按时",
    ];
    let ends = letters
        .trim_end_matches(['的', '度'])
        .ends_with(|c: char| c == '年' || ORGAN_ENDS.contains(c));
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
fn without_marks(text: &str, range: TextRange) -> TextRange {
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
fn has_marks(words: &str) -> bool {
    // Marks in the attributes of a tag do not count.
    let words: Cow<str> =
        if words.contains(['<', '&']) { between_markup(words).collect() } else { words.into() };
    words.contains(['，', ',', '：', '；', '《', '。', '“']) || words.contains("通知")
}

/// The end of the last 报告 or 年报 in a title.
fn end_of_name(letters: &str) -> Option<usize> {
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
fn discloses(letters: &str) -> bool {
    // 政府信息公开, 政务信息公开, 政务公开.
    ["信息公开", "政务公开"].iter().any(|word| letters.contains(word))
}

/// Whether a line break divides a title between these words. The break stands inside the year or
/// behind it, inside the official words, or before them if no other words name the subject.
fn is_broken(above: &str, below: &str) -> bool {
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
fn may_be_official(letters: &str) -> bool {
    letters.contains("信息") || letters.contains("公开")
}

/// As many letters from the beginning as 政府信息公开 has.
fn first_letters(letters: &str) -> &str {
    letters.char_indices().nth(6).map_or(letters, |(end, _)| &letters[..end])
}

fn begins_without_organ(letters: &str) -> bool {
    letters.starts_with(|c: char| c.is_ascii_digit() || c == '二' || c == '年')
        || discloses(first_letters(letters))
        || may_be_official(letters) && official_words(letters).is_some_and(|words| words.start == 0)
}

/// Whether the last character of an organ's name stands before the year: 局2021年.
fn begins_inside_organ(letters: &str) -> bool {
    let mut chars = letters.chars();
    chars.next().is_some_and(|first| ORGAN_ENDS.contains(first))
        && chars.next().is_some_and(|second| second.is_ascii_digit() || second == '二')
}

/// Whether a line has a few words without marks.
fn is_short(text: &str, line: &Line) -> bool {
    let words = words_of(text, line);
    (line.class == Class::Words
        || line.class == Class::Labelled && words.start > line.range().start)
        && (2..=30).contains(&line.letters())
        && Folded::new(text, words).chars() <= Folded::letters(text, words).chars() + 2
}

fn is_organ(text: &str, line: &Line) -> bool {
    if !is_short(text, line) {
        return false;
    }
    let letters = Folded::letters(text, words_of(text, line));
    // A line break may also stand behind the year.
    let year = letters.text.ends_with(['年', '度']);
    year || letters.text.ends_with(|c| ORGAN_ENDS.contains(c))
        && !letters.text.contains(|c: char| c.is_ascii_digit())
}
