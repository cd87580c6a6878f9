//! The parts of a report's title: `<organ><year>年政府信息公开工作年度报告`, in this order or
//! another.

use super::numeral::{digit, mistaken};
use crate::syntax::official_words;
use crate::text::{Folded, TextRange};

/// The title and its parts. Ranges are in bytes of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    pub range: TextRange,
    /// The reporting organ (公开主体), as written.
    pub organ: Option<TextRange>,
    pub year: Option<TitleYear>,
    /// Whether the title has more than one year.
    pub year_twice: bool,
    pub subject: Option<(Subject, TextRange)>,
    /// Whether 工作 follows the subject.
    pub work: bool,
    pub ending: Option<(Ending, TextRange)>,
}

/// A year in a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TitleYear {
    pub value: i32,
    /// The digits.
    pub digits: TextRange,
    /// Whether 年 or 年度 follows.
    pub sign: bool,
}

/// The subject of the report in a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// 政府信息公开.
    GovernmentInformation,
    /// 信息公开, 政务信息公开.
    Information,
    /// 政务公开.
    Affairs,
}

/// The word for the report in a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// 年度报告.
    AnnualReport,
    /// 报告.
    Report,
    /// 年报.
    Annual,
}

/// Takes the title at `range` of the report's text apart. The title may have several lines.
pub fn title(text: &str, range: TextRange) -> Title {
    let folded = Folded::words(text, range);
    let words = folded.text.as_str();
    let source = |start: usize, end: usize| folded.source(TextRange::new(start, end));

    let subject = subject(words);
    let after_subject = subject.map_or(0, |(_, _, end)| end);
    let ending =
        [("年度报告", Ending::AnnualReport), ("年报", Ending::Annual), ("报告", Ending::Report)]
            .into_iter()
            .find_map(|(word, ending)| {
                // Nearly always it is the title's end.
                let rest = &words[after_subject..];
                let at = rest.strip_suffix(word).map(str::len).or_else(|| rest.rfind(word))?;
                Some((ending, after_subject + at, after_subject + at + word.len()))
            })
            // 年报告 is 年度报告 with a lost letter.
            .map(|(ending, start, end)| {
                if words[end..].starts_with('告') {
                    (Ending::Report, start, end + "告".len())
                } else {
                    (ending, start, end)
                }
            });
    let (subject, ending) = nearly_official(words, subject, ending).unwrap_or((subject, ending));
    let after_subject = subject.map_or(0, |(_, _, end)| end);
    let tail_start = subject
        .map(|(_, start, _)| start)
        .or(ending.map(|(_, start, _)| start))
        .unwrap_or(words.len());
    // The publication date of a page may stand behind the title.
    let is_date = |year: &Year| {
        words[year.end..]
            .strip_prefix('年')
            .is_none_or(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let mut years = years(words);
    years.retain(|year| ending.is_none_or(|(_, _, end)| year.start < end) || !is_date(year));
    // The last year before the subject is the year of the report. Without such a year, the first
    // year behind the subject counts.
    let year = years.iter().rev().find(|year| year.end <= tail_start).or(years.first());
    let between = ending.map_or(words.len(), |(_, start, _)| start);
    Title {
        range,
        organ: organ(&words[..tail_start], &years).map(|(start, end)| source(start, end)),
        year: year.map(|year| TitleYear {
            value: year.value,
            digits: source(year.start, year.end),
            sign: words[year.end..].starts_with('年'),
        }),
        year_twice: years.len() > 1,
        subject: subject.map(|(subject, start, end)| (subject, source(start, end))),
        work: words[after_subject..between.max(after_subject)].contains("工作"),
        ending: ending.map(|(ending, start, end)| (ending, source(start, end))),
    }
}

/// A year in folded words, with the bytes of its digits.
struct Year {
    value: i32,
    start: usize,
    end: usize,
}

type Place<T> = Option<(T, usize, usize)>;

/// Subject and ending of a title with some lost or wrong characters in the official words, so that
/// subject or ending cannot be read, or with a lost 政 before 府.
fn nearly_official(
    words: &str,
    subject: Place<Subject>,
    ending: Place<Ending>,
) -> Option<(Place<Subject>, Place<Ending>)> {
    let is_whole = subject.is_some_and(|(subject, ..)| subject == Subject::GovernmentInformation)
        && ending.is_some();
    let near = if is_whole { None } else { official_words(words) }?;
    // 某县人民政府信息公开: 政府 belongs to the organ.
    let of_government =
        words[..near.start].ends_with("人民") && words[near.start..].starts_with("政府");
    let is_read = subject
        .zip(ending)
        .is_some_and(|((_, start, _), _)| near.wrong != 1 || start <= near.start || of_government);
    (!is_read).then_some((
        Some((Subject::GovernmentInformation, near.start, near.end)),
        Some((Ending::AnnualReport, near.end, near.end)),
    ))
}

fn subject(words: &str) -> Option<(Subject, usize, usize)> {
    let subjects = [
        ("政府信息公开", Subject::GovernmentInformation),
        ("政务信息公开", Subject::Information),
        ("信息公开", Subject::Information),
        ("政务公开", Subject::Affairs),
    ];
    // The last subject: the name of an organ may be 政务公开办公室.
    let (kind, start, end) = subjects
        .into_iter()
        .find_map(|(word, subject)| words.rfind(word).map(|at| (subject, at, at + word.len())))?;
    // 某县人民政府信息公开: 政府 belongs to the organ.
    let government = "政府".len();
    match kind {
        Subject::GovernmentInformation if words[..start].ends_with("人民") => {
            Some((Subject::Information, start + government, end))
        }
        _ => Some((kind, start, end)),
    }
}

/// The years: four digits of a year in this century, or four numerals before 年.
fn years(words: &str) -> Vec<Year> {
    let mut found = Vec::new();
    let mut run: Vec<(usize, char)> = Vec::new();
    for (at, c) in words.char_indices().chain([(words.len(), '\0')]) {
        if digit(c).is_some() || mistaken(c).is_some() && !run.is_empty() {
            run.push((at, c));
            continue;
        }
        let value = run.iter().fold(0, |value, (_, c)| {
            (value * 10 + i32::from(digit(*c).or(mistaken(*c)).unwrap_or(0))).min(1_000_000)
        });
        let decimal = run.iter().all(|(_, c)| c.is_ascii_digit());
        let is_day = || is_start_of_day(&words[at..]);
        if run.len() == 4 && !is_day() && (2000..2100).contains(&value) && (decimal || c == '年') {
            found.push(Year { value, start: run[0].0, end: at });
        }
        run.clear();
    }
    found
}

/// Whether month and day follow a year: /1/18, -01-18, .1.18. The words have no space, so more
/// digits may follow.
fn is_start_of_day(rest: &str) -> bool {
    let digits = |rest: &str| rest.bytes().take_while(u8::is_ascii_digit).count();
    let Some(mark @ ('/' | '-' | '.')) = rest.chars().next() else { return false };
    let month = &rest[1..];
    let behind = &month[digits(month)..];
    (1..=2).contains(&(month.len() - behind.len()))
        && behind.strip_prefix(mark).is_some_and(|day| digits(day) > 0)
}

/// The word between the organ and its subject.
const ABOUT: &str = "关于";

/// The organ in the words before the subject: the longest piece between the years.
fn organ(head: &str, years: &[Year]) -> Option<(usize, usize)> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for year in years.iter().filter(|year| year.end <= head.len()) {
        pieces.push((start, year.start));
        let sign = ["年度", "年"]
            .into_iter()
            .find(|sign| head[year.end..].starts_with(sign))
            .map_or(0, str::len);
        start = year.end + sign;
    }
    pieces.push((start, head.len()));
    let trimmed = pieces.into_iter().map(|(start, end)| {
        let piece = &head[start..end];
        let left = piece.trim_start_matches(|c: char| !c.is_alphanumeric());
        let left = ["关于公布", "关于发布", "关于", "年度"]
            .into_iter()
            .find_map(|word| left.strip_prefix(word))
            .unwrap_or(left);
        let start = end - left.len();
        // 某局关于2021年…, 某局关于做好2021年…: the organ stands before 关于.
        let left = left.find(ABOUT).map_or(left, |at| &left[..at]);
        let name = left
            .trim_end_matches(|c: char| !(c.is_alphanumeric() || c == ')'))
            .trim_end_matches('的');
        (start, start + name.len())
    });
    // A name has at least two characters.
    trimmed
        .filter(|(start, end)| end - start >= "某局".len())
        .max_by_key(|(start, end)| end - start)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Organ, year, and the other words of a title: g, i or a for the subject, w for 工作, A, R or
    /// Y for the ending.
    fn read(text: &str) -> (&str, i32, String) {
        let title = title(text, TextRange::new(0, text.len()));
        let mut words = String::new();
        words.push_str(match title.subject.map(|subject| subject.0) {
            Some(Subject::GovernmentInformation) => "g",
            Some(Subject::Information) => "i",
            Some(Subject::Affairs) => "a",
            None => "",
        });
        words.push_str(if title.work { "w" } else { "" });
        words.push_str(match title.ending.map(|ending| ending.0) {
            Some(Ending::AnnualReport) => "A",
            Some(Ending::Report) => "R",
            Some(Ending::Annual) => "Y",
            None => "",
        });
        words.push_str(if title.year_twice { "2" } else { "" });
        words.push_str(if title.year.is_some_and(|year| !year.sign) { "-" } else { "" });
        (
            title.organ.map_or("", |organ| organ.of(text)),
            title.year.map_or(0, |year| year.value),
            words,
        )
    }

    #[test]
    fn titles_of_real_reports_are_taken_apart() {
        for (text, organ, year, words) in [
            ("某市医疗保障局2021年政府信息公开工作年度报告", "某市医疗保障局", 2021, "gwA"),
            ("某市医疗保障局\n\n2021 年政府信息公开工作年度报告", "某市医疗保障局", 2021, "gwA"),
            ("⻄某区医疗保障局2021年政府信息公开⼯作年度报告", "⻄某区医疗保障局", 2021, "gwA"),
            ("某区医疗保障局2023年政府信息公开\n工作年度报告", "某区医疗保障局", 2023, "gwA"),
            ("某县人民政府办公室2021年度政府信息公开工作报告", "某县人民政府办公室", 2021, "gwR"),
            ("2021年某局政府信息公开工作年度报告", "某局", 2021, "gwA"),
            ("2021年度某局政府信息公开年度报告", "某局", 2021, "gA"),
            ("某局2021年政府信息公开年报", "某局", 2021, "gY"),
            ("某局2021年政府信息公开工作年报告", "某局", 2021, "gwR"),
            ("某局2021年政府信息公开工作年度报告 2022-01-20", "某局", 2021, "gwA"),
            ("某局政府信息公开工作年度报告 2022-01-20", "某局", 0, "gwA"),
            ("2021年某局（2022/1/18）政府信息公开工作年度报告", "某局（2022/1/18）", 2021, "gwA"),
            ("某局2022.1.18政府信息公开工作年度报告", "某局2022.1.18", 0, "gwA"),
            ("某局2021-2022年政府信息公开工作年度报告", "某局", 2022, "gwA2"),
            ("某局2021年1月政府信息公开工作年度报告", "某局", 2021, "gwA"),
            ("某局政府信息公开工作年度报告（2021年）", "某局", 2021, "gwA"),
            ("某局政府信息公开工作2021年度报告", "某局", 2021, "gwA"),
            ("某局2021政府信息公开工作年度报告", "某局", 2021, "gwA-"),
            ("2025云溪县石桥乡2025年度政府信息公开工作年度报告", "云溪县石桥乡", 2025, "gwA2"),
            ("某局政府信息公开工作年度报告", "某局", 0, "gwA"),
            ("2021年政府信息公开工作年度报告", "", 2021, "gwA"),
            ("某局二〇二一年政务公开工作年度报告", "某局", 2021, "awA"),
            ("某局2021年信息公开情况报告", "某局", 2021, "iR"),
            ("关于某局2021年政府信息公开工作的年度报告", "某局", 2021, "gwA"),
            ("某局关于2021年政府信息公开工作年度报告", "某局", 2021, "gwA"),
            ("某局关于做好2021年度政府信息公开工作的年度报告", "某局", 2021, "gwA"),
            ("关于公布某局2021年政府信息公开工作年度报告", "某局", 2021, "gwA"),
            ("溪县人民政府信息公开工作年度报告", "溪县人民政府", 0, "iwA"),
            ("溪县人民政府2021年政府信息公开工作年度报告", "溪县人民政府", 2021, "gwA"),
            ("某市政务公开办公室2021年政府信息公开工作年度报告", "某市政务公开办公室", 2021, "gwA"),
            ("某局（某中心）２０２１年度政府信息公開工作年度報告", "某局（某中心）", 2021, "gwA"),
            ("", "", 0, ""),
            ("报告", "", 0, "R"),
        ] {
            assert_eq!(read(text), (organ, year, words.to_owned()), "{text}");
        }
        // The days of the period also name the year.
        assert_eq!(read("某局2023年1月1日至12月31日政府信息公开工作年度报告").1, 2023);
    }

    #[test]
    fn the_places_of_its_words_are_known() {
        let text = "  某局\n２０２１年政府信息公开⼯作年度报告";
        let title = title(text, TextRange::new(2, text.len()));
        assert_eq!(title.year.unwrap().digits.of(text), "２０２１");
        assert_eq!(title.subject.unwrap().1.of(text), "政府信息公开");
        assert_eq!(title.ending.unwrap().1.of(text), "年度报告");
        assert_eq!(title.organ.unwrap().of(text), "某局");
    }
}
