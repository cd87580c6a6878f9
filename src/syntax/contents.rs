//! Detects the contents list at the top of a report. Entries of the list are not headings.

use super::line::{Class, Line};
use super::match_title::Candidate;
use super::numeral::numeral;
use super::token::trim;
use crate::standard::Standard;
use crate::text::{TextRange, fold, is_letter, is_space, letters_hash};
use std::sync::LazyLock;

/// At most four lines between the words 目录 and the first entry with a section's title: 前言,
/// 引言.
const MOST_BEFORE: usize = 4;
/// At least three entries with the titles of sections.
const FEWEST: usize = 3;
/// At most 40 letters in an entry. Longer lines are sentences.
const LONGEST_ENTRY: usize = 40;

static TITLES: LazyLock<[u64; 8]> = LazyLock::new(|| {
    [
        "目录",
        "目次",
        "报告目录",
        "本报告目录",
        "CONTENTS",
        "Contents",
        "目录CONTENTS",
        "目录Contents",
    ]
    .map(|title| letters_hash(title).0)
});

/// The first line behind the contents list in `lines`; `None` without a list below the words 目录.
/// `candidates` are the possible headings, so the first candidate belongs to the list.
pub(super) fn end_of_list(
    text: &str,
    lines: &[Line],
    candidates: &[Candidate],
    standard: &Standard,
) -> Option<usize> {
    let first = candidates.first()?.line;
    let is_title = |line: &Line| TITLES.contains(&line.hash);
    let above =
        lines[..first].iter().rev().filter(|line| line.class != Class::Blank).take(MOST_BEFORE + 1);
    if !{ above }.any(is_title) {
        return None;
    }
    let (mut sections, mut last, mut end) = (0, 0, None);
    for (index, line) in lines.iter().enumerate().skip(first) {
        if matches!(line.class, Class::Blank | Class::PageNumber) {
            continue;
        }
        // The first heading below the list repeats a number of the list.
        let Some(entry) =
            Entry::read(text, line, standard).filter(|entry| !entry.is_main || entry.number > last)
        else {
            break;
        };
        if entry.is_main {
            last = entry.number;
            sections += usize::from(entry.is_section);
        }
        // A minor entry without a page number may be a heading below the list. A later entry proves
        // that the minor entry belongs to the list.
        if entry.is_main || entry.is_paged {
            end = Some(index + 1);
        }
    }
    let end = end.filter(|_| sections >= FEWEST)?;
    // The list must have a heading below. Otherwise the list is the whole report.
    candidates
        .iter()
        .any(|candidate| candidate.line >= end && candidate.matched.is_some())
        .then_some(end)
}

/// Whether a line is an entry of a contents list: words that lead to a page number.
pub(crate) fn leads_to_page(text: &str, line: TextRange) -> bool {
    without_page(text, trim(text, line)).1
}

/// A line that may belong to a contents list.
struct Entry {
    number: u8,
    /// Whether the entry has a number like the sections.
    is_main: bool,
    /// Whether the words are the title of the section with this number.
    is_section: bool,
    /// Whether the entry ends with a page number.
    is_paged: bool,
}

impl Entry {
    fn read(text: &str, line: &Line, standard: &Standard) -> Option<Self> {
        let range = trim(text, line.range());
        let (words, is_paged) = without_page(text, range);
        if letters_hash(words.of(text)).1 > LONGEST_ENTRY {
            return None;
        }
        match numeral(text, words) {
            Some((numeral, behind)) => {
                let title = standard
                    .vocabulary()
                    .title(letters_hash(&text[behind.clamp(words.start, words.end)..words.end]).0);
                let is_section = title.is_some_and(|(section, _)| section == numeral.number);
                Some(Self {
                    number: numeral.number,
                    is_main: numeral.is_plain() || is_section,
                    is_section,
                    is_paged,
                })
            }
            None => {
                let (section, _) = standard.vocabulary().title(letters_hash(words.of(text)).0)?;
                Some(Self { number: section, is_main: true, is_section: true, is_paged })
            }
        }
    }
}

/// The words of an entry without the leader and the page number (`……… 3`, a tab, `(3)`), and
/// whether the page number exists.
fn without_page(text: &str, entry: TextRange) -> (TextRange, bool) {
    const MOST_DIGITS: usize = 3;
    let source = entry.of(text);
    let closed = source.trim_end_matches(|c: char| matches!(fold(c), ')' | '-') || is_space(c));
    let before = closed.trim_end_matches(|c: char| fold(c).is_ascii_digit());
    let digits = closed[before.len()..].chars().count();
    let words = before.trim_end_matches(|c: char| {
        !is_letter(fold(c)) && !matches!(fold(c), ')' | ']' | '”' | '》')
    });
    if (1..=MOST_DIGITS).contains(&digits) && words.len() < before.len() && !words.is_empty() {
        (TextRange::new(entry.start, entry.start + words.len()), true)
    } else {
        // Some entries have only the leader left.
        (
            TextRange::new(
                entry.start,
                entry.start + source.trim_end_matches(['…', '.', '．', '·', '_']).len(),
            ),
            false,
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::{Options, check};
    use crate::rules::testing::*;
    use crate::standard::Standard;
    use crate::syntax::Layout;

    /// The findings in the sample with a contents list above and `from` replaced by `to`. `leaders`
    /// lead each entry to its page.
    fn found(leaders: &[&str], from: &str, to: &str) -> Vec<(&'static str, String)> {
        let text = replaced(&sample(Layout::Pipes), from, to);
        let entry = |(index, section): (usize, &crate::standard::Section)| {
            let page = leaders[index % leaders.len()].replace('#', &(index + 1).to_string());
            format!("{}、{}{page}\n", section.numeral, section.title.text)
        };
        let list: String =
            Standard::official().form(2023).sections.iter().enumerate().map(entry).collect();
        let at = text.find('\n').expect("a title") + 1;
        let text = format!("{}\n目  录\n{list}\n{}", &text[..at], &text[at..]);
        let words = |found: &crate::diagnostic::Diagnostic| found.range.of(&text).trim().to_owned();
        check(&text, &Options::default())
            .expect("a report")
            .iter()
            .map(|found| (found.code, words(found)))
            .collect()
    }

    const LEADERS: [&[&str]; 6] = [
        &["……………#"],
        &["\t#"],
        &[" ........ #"],
        &[""],
        &["\t#", "……………#", "........ #"],
        &["（#）"],
    ];

    #[test]
    fn a_list_of_contents_changes_nothing() {
        for leaders in LEADERS {
            assert_eq!(found(leaders, "三、收到", "三、收到"), [], "{leaders:?}");
        }
    }

    #[test]
    fn entries_of_paragraphs_stand_in_a_list_without_pages() {
        for words in
            ["目录", "目 次", "本报告目录：", "报告目录", "CONTENTS", "Contents", "目录 CONTENTS"]
        {
            let entry = |section: &crate::standard::Section| {
                format!("{}、{}\n", section.numeral, section.title.text)
            };
            let mut list: Vec<String> =
                Standard::official().form(2023).sections.iter().map(entry).collect();
            list[0] += "　（一）主动公开\n　（二）依申请公开\n";
            let list = list.concat();
            let text = sample(Layout::Pipes);
            let at = text.find('\n').expect("a title") + 1;
            for text in [
                format!("{}\n{words}\n{list}\n{}", &text[..at], &text[at..]),
                format!("{words}\n{list}\n{text}"),
            ] {
                let found = check(&text, &Options::default()).expect("a report");
                assert!(found.is_empty(), "{words} {:?}", messages(&found));
            }
        }
    }

    #[test]
    fn an_entry_led_to_its_page_is_no_heading_of_the_preface() {
        // Only the first entry has no tab.
        assert_eq!(
            found(&["……………#", "\t#", "\t#", "\t#", "\t#", "\t#"], "三、收到", "三、收到"),
            []
        );
    }

    #[test]
    fn what_is_wrong_below_a_list_is_found_as_without_it() {
        let lines = |from: &str, to: &str| {
            let text = replaced(&sample(Layout::Pipes), from, to);
            let words =
                |found: &crate::diagnostic::Diagnostic| found.range.of(&text).trim().to_owned();
            check(&text, &Options::default())
                .expect("a report")
                .iter()
                .map(|found| (found.code, words(found)))
                .collect::<Vec<_>>()
        };
        for leaders in LEADERS {
            for (from, to, code) in [
                ("一、总体情况\n", "", "S003"),
                ("三、收到和处理政府信息公开申请情况\n", "", "S003"),
                ("三、收到和处理政府信息公开申请情况\n", "三、依申请公开情况\n", "S006"),
                ("一、总体情况\n", "总体情况\n", "S007"),
                (
                    "四、政府信息公开行政复议、行政诉讼情况\n",
                    "四、政府信息公开复议、诉讼情况\n",
                    "S006",
                ),
                ("六、其他需要报告的事项\n", "五、其他需要报告的事项\n", "S007"),
            ] {
                let alone = lines(from, to);
                assert_eq!(
                    alone.iter().map(|found| found.0).collect::<Vec<_>>(),
                    [code],
                    "{from:?} {to:?}"
                );
                let below = found(leaders, from, to);
                // The title may be the nearest line to a missing section. Here the list stands
                // between them.
                let codes = |found: &[(&'static str, String)]| {
                    found.iter().map(|found| found.0).collect::<Vec<_>>()
                };
                assert_eq!(codes(&below), codes(&alone), "{leaders:?} {from:?} {to:?}\n{below:?}");
            }
        }
    }
}
