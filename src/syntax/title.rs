//! Finds lines that may be the title of a report.

use super::line::{Class, Line};
use super::official::{ends_issuer, official_words};
use super::print_head::{breadcrumb, day_and_clock, month, signature};
use super::title_words::{
    About, INTRODUCING, about, begins_inside_organ, begins_without_organ, bracketed_year, caption,
    discloses, end_of_name, has_marks, is_broken, is_more, is_name_and_year, may_be_official,
    points, without_marks,
};
use super::token::trim;
use crate::standard::Standard;
use crate::text::{Folded, TextRange, between_markup, floor_char_boundary, fold, is_space};
use memchr::memmem::Finder;
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
    /// Whether the line holds a whole report.
    pub holds_report: bool,
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
        holds_report: false,
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
pub(super) fn joined(
    text: &str,
    lines: &[Line],
    index: usize,
    own: &str,
) -> Option<(usize, String, usize)> {
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
        holds_report: false,
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
    let holds_report = holds_report(text, line, standard);
    let has_year = year > 0 || letters.contains("20") || letters.contains("二0");
    (has_year && is_name_and_year(&letters[..words.start])).then(|| TitleLine {
        line: index,
        first: index,
        last: index,
        range,
        score: points(&letters) + 2,
        about: None,
        holds_report,
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
        holds_report: false,
    })
}

/// The title in the `h1` of a page without line ends.
fn title_in_page(text: &str, index: usize, line: &Line) -> Option<TitleLine> {
    static HEADING: LazyLock<[Finder<'static>; 2]> =
        LazyLock::new(|| ["<h1", "</h1>"].map(Finder::new));
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
        holds_report: false,
    })
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
    year || letters.text.ends_with(ends_issuer)
        && !letters.text.contains(|c: char| c.is_ascii_digit())
}
