//! Tests the incremental document against an oracle: a fresh read of the same text.

mod support;

use gouji::document::Document;
use gouji::lint::{Findings, Options, check};
use gouji::lint::{Request, lint};
use gouji::settings::Settings;
use gouji::text::{LineIndex, Position, PositionEncoding, TextRange};
use proptest::prelude::*;
use proptest::sample::Index;
use support::texts::{SCRAPS, broken_report, scraps};

/// An edit of any text: the place, the removed text and the new text.
#[derive(Clone, Debug)]
struct Edit {
    at: Index,
    removed: Removed,
    content: String,
}

#[derive(Clone, Debug)]
enum Removed {
    Nothing,
    Characters(usize),
    /// Whole lines from the start of the line.
    Lines(usize),
    /// Up to another place.
    UpTo(Index),
}

fn edit() -> impl Strategy<Value = Edit> {
    let removed = prop_oneof![
        4 => Just(Removed::Nothing),
        4 => (1..4usize).prop_map(Removed::Characters),
        3 => (1..12usize).prop_map(Removed::Lines),
        1 => any::<Index>().prop_map(Removed::UpTo),
    ];
    let content = prop_oneof![
        3 => Just(String::new()),
        3 => "[0-9 一二三四年月日总计公开、|\t]{1,3}",
        4 => proptest::sample::select(SCRAPS.to_vec()).prop_map(str::to_owned),
        2 => "[\r\n]{1,3}",
        1 => scraps(),
        1 => broken_report(),
    ];
    (any::<Index>(), removed, content).prop_map(|(at, removed, content)| Edit {
        at,
        removed,
        content,
    })
}

impl Edit {
    fn range(&self, text: &str) -> TextRange {
        let floor = |mut at: usize| {
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let place = |index: &Index| floor(index.index(text.len() + 1));
        let at = place(&self.at);
        match &self.removed {
            Removed::Nothing => TextRange::at(at),
            Removed::Characters(count) => TextRange::new(
                at,
                at + text[at..].chars().take(*count).map(char::len_utf8).sum::<usize>(),
            ),
            Removed::Lines(count) => {
                let index = LineIndex::new(text);
                let line = index.line_of(at);
                TextRange::new(index.line_range(line).start, index.line_range(line + count).start)
            }
            Removed::UpTo(other) => TextRange::new(at.min(place(other)), at.max(place(other))),
        }
    }
}

/// A text with one report, no report, or several reports.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => broken_report(),
        1 => scraps(),
        3 => proptest::collection::vec(broken_report(), 2..5).prop_map(|reports| reports.concat()),
        1 => (broken_report(), scraps(), broken_report()).prop_map(|(first, scraps, last)| first + &scraps + &last),
    ]
}

fn assert_is_fresh(document: &Document, text: &str) -> Result<(), TestCaseError> {
    prop_assert_eq!(document.text(), text);
    let fresh = Document::new(text, Options::default());
    for (kept, fresh) in document.reports().zip(fresh.reports()) {
        prop_assert_eq!(kept.start, fresh.start, "where a report begins");
        prop_assert_eq!(kept.report.tree(), fresh.report.tree());
        prop_assert_eq!(kept.report.facts(), fresh.report.facts());
    }
    prop_assert!(*document == fresh, "the documents differ");
    prop_assert_eq!(document.found(), check(text, &Options::default()));
    Ok(())
}

proptest! {
    #![proptest_config(support::config(120))]

    #[test]
    fn edits_lead_to_what_a_fresh_look_finds(text in text(), edits in proptest::collection::vec(edit(), 1..12)) {
        let mut text = text;
        let mut document = Document::new(&text, Options::default());
        assert_is_fresh(&document, &text)?;
        for edit in edits {
            let range = edit.range(&text);
            document.edit(range, &edit.content);
            text.replace_range(range.start..range.end, &edit.content);
            assert_is_fresh(&document, &text)?;
        }
    }

    /// Digits typed and removed one by one beside existing numbers: in cells, years, labels.
    #[test]
    fn digits_lead_to_what_a_fresh_look_finds(text in text(), keys in proptest::collection::vec((any::<Index>(), 0..14usize), 1..20)) {
        let mut text = text;
        let mut document = Document::new(&text, Options::default());
        for (place, key) in keys {
            let digits: Vec<usize> = text.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).collect();
            let Some(&at) = digits.get(place.index(digits.len().max(1))) else { break };
            let digit = (key % 10).to_string();
            let (range, content) = match key {
                // Insert before the digit, replace the digit, remove the digit, or insert behind
                // the digit.
                0..5 => (TextRange::at(at), digit.as_str()),
                5..10 => (TextRange::new(at, at + 1), digit.as_str()),
                10 | 11 => (TextRange::new(at, at + 1), ""),
                12 => (TextRange::at(at + 1), "35"),
                _ => (TextRange::at(at + 1), "万"),
            };
            document.edit(range, content);
            text.replace_range(range.start..range.end, content);
            assert_is_fresh(&document, &text)?;
        }
    }

    /// Titles, headings and last lines that appear and disappear. These lines determine the start
    /// of reports.
    #[test]
    fn beginnings_lead_to_what_a_fresh_look_finds(
        reports in proptest::collection::vec((broken_report(), 0..MARKED.len(), any::<bool>(), any::<bool>()), 2..4),
        edits in proptest::collection::vec((any::<Index>(), 0..LINES.len() + 2), 1..10),
    ) {
        let report = |(text, numerals, titled, signed): (String, usize, bool, bool)| {
            let headings = || HEADINGS.iter().zip(MARKED[numerals]);
            let text = headings().fold(text, |text, ((numeral, title), to)| text.replace(&format!("{numeral}、{title}"), &format!("{to}{title}")));
            let start = if titled { 0 } else { text.find(&format!("{}总体情况", MARKED[numerals][0])).unwrap_or(0) };
            let signature = if signed { "\n云溪县园林局\n2024年1月20日\n" } else { "\n" };
            format!("{}{signature}", &text[start..])
        };
        let mut text: String = reports.into_iter().map(report).collect();
        let mut document = Document::new(&text, Options::default());
        assert_is_fresh(&document, &text)?;
        for (place, line) in edits {
            let is_mark = |line: &TextRange| {
                let words = line.of(&text);
                HEADINGS.iter().any(|(_, title)| words.contains(title)) || words.ends_with("报告") || words.ends_with('日')
            };
            let index = LineIndex::new(&text);
            let lines: Vec<TextRange> = (0..index.line_count()).map(|line| index.line_range(line)).filter(is_mark).collect();
            let Some(&own) = lines.get(place.index(lines.len().max(1))) else { break };
            let (range, content) = match line.checked_sub(LINES.len()) {
                None => (TextRange::at(own.start), format!("{}\n", LINES[line])),
                Some(0) => (own, String::new()),
                Some(_) => (TextRange::new(own.start, own.start + own.of(&text).chars().next().map_or(0, char::len_utf8)), String::new()),
            };
            document.edit(range, &content);
            text.replace_range(range.start..range.end, &content);
            assert_is_fresh(&document, &text)?;
        }
    }

    #[test]
    fn positions_are_those_of_the_text(text in text(), edit in edit(), places in proptest::collection::vec(any::<Index>(), 8)) {
        let mut document = Document::new(&text, Options::default());
        let range = edit.range(&text);
        document.edit(range, &edit.content);
        let mut text = text;
        text.replace_range(range.start..range.end, &edit.content);
        let index = LineIndex::new(&text);
        prop_assert_eq!(document.line_count(), index.line_count());
        for encoding in [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32] {
            for place in &places {
                let offset = place.index(text.len() + 3);
                prop_assert_eq!(document.position(offset, encoding), index.position(&text, offset, encoding), "{} in {:?}", offset, encoding);
                let position = Position::new(place.index(index.line_count() + 2), place.index(50));
                prop_assert_eq!(document.offset(position, encoding), index.offset(&text, position, encoding), "{:?} in {:?}", position, encoding);
            }
        }
    }

    #[test]
    fn comments_silence_as_in_a_fresh_look(text in text(), edits in proptest::collection::vec((any::<Index>(), 0..COMMENTS.len()), 1..6)) {
        let mut text = text;
        let mut document = Document::new(&text, Options::default());
        let settings = Settings::default();
        let request = Request { settings: &settings, file: None, baseline: None, year: None };
        for (place, comment) in edits {
            let index = LineIndex::new(&text);
            let at = index.line_range(place.index(index.line_count())).end;
            document.edit(TextRange::at(at), COMMENTS[comment]);
            text.insert_str(at, COMMENTS[comment]);
            let expected = lint(&text, &request);
            prop_assert_eq!(document.not_checked(), expected.as_ref().err().copied());
            // A document holds its reports itself.
            let expected = expected.ok().map(|found| Findings { reports: Vec::new(), passed_over: Vec::new(), ..found });
            prop_assert_eq!(document.findings(&request), expected);
        }
    }
}

/// A repeated merged cell has several places. Another number in one place splits the merged cell.
#[test]
fn a_number_in_one_of_the_places_of_a_merged_cell_is_followed() {
    let before = "云溪县园林局2023年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n\n\
        | 第二十条第（五）项 | 第二十条第（五）项 | 第二十条第（五）项 | 第二十条第（五）项 |\n|---|---|---|---|\n\
        | 信息内容 | 本年处理决定数量 | 本年处理决定数量 | 本年处理决定数量 |\n| 行政许可 | 7 | 7 | 7 |\n";
    for (at, _) in before.match_indices('7') {
        let mut document = Document::new(before, Options::default());
        let mut text = before.to_owned();
        for digit in ["5", "7"] {
            document.edit(TextRange::new(at, at + 1), digit);
            text.replace_range(at..at + 1, digit);
            assert_is_fresh(&document, &text).unwrap();
        }
    }
}

const MARKS: [&str; 12] = [
    "<!--",
    "\n<!-- 旧稿\n",
    "<!-- a -->",
    "-->",
    "\n-->\n",
    "--",
    ">",
    "<!",
    "<!-->",
    "\n<!--->\n",
    "<!-- b\n--> c\n",
    "\n<!-- gouji-ignore A001\n: d -->\n",
];

/// The places and texts of the edits: openings and ends of comments, with other edits in between.
fn commenting() -> impl Strategy<Value = Vec<(Index, Option<&'static str>, Edit)>> {
    let part = prop_oneof![
        3 => Just(None),
        3 => proptest::sample::select(MARKS.to_vec()).prop_map(Some),
    ];
    proptest::collection::vec((any::<Index>(), part, edit()), 1..10)
}

proptest! {
    #![proptest_config(support::config(120))]

    /// Comments with an opening, but with a late end or without an end.
    #[test]
    fn comments_without_an_end_lead_to_what_a_fresh_look_finds(
        text in text(),
        marks in proptest::collection::vec((any::<Index>(), 0..MARKS.len()), 0..5),
        open in any::<Index>(),
        edits in commenting(),
    ) {
        let mut text = text;
        for (place, mark) in [(open, "<!-- 待核对\n")].into_iter().chain(marks.iter().map(|(place, mark)| (*place, MARKS[*mark]))) {
            let index = LineIndex::new(&text);
            text.insert_str(index.line_range(place.index(index.line_count())).start, mark);
        }
        let mut document = Document::new(&text, Options::default());
        for (place, comment, edit) in edits {
            let index = LineIndex::new(&text);
            let at = index.line_range(place.index(index.line_count())).end;
            let (range, content) = match comment {
                Some(comment) => (TextRange::at(at), comment.to_owned()),
                None => (edit.range(&text), edit.content.clone()),
            };
            document.edit(range, &content);
            text.replace_range(range.start..range.end, &content);
            assert_is_fresh(&document, &text)?;
        }
    }
}

/// `count` reports without numbers.
fn compilation(count: usize) -> String {
    let report = support::write(
        &support::Numbers {
            year: 2023,
            tables: [0, 1, 2].map(|table| {
                let form = &gouji::standard::Standard::official().form(2023).tables[table];
                (0..form.rows.len()).map(|row| vec![0; form.columns(row).len()]).collect()
            }),
        },
        support::Manner::Library(gouji::syntax::Layout::Markdown),
        support::Oddities::default(),
    );
    report.repeat(count)
}

/// Applies an edit and returns the number of unchanged reports.
fn left_by(document: &mut Document, range: TextRange, new: &str) -> usize {
    let before = document.clone();
    document.edit(range, new);
    assert_eq!(document.reports().len(), before.reports().len());
    let is_left = |report: &gouji::document::CheckedReport| {
        before.reports().any(|before| std::ptr::eq(report, before.report))
    };
    document.reports().filter(|now| is_left(now.report)).count()
}

/// A comment without an end hides nothing: an edit leaves the other reports unchanged.
#[test]
fn a_comment_without_an_end_lets_no_edit_read_the_whole_text() {
    let mut text = compilation(5);
    let at = text.find("一、总体情况").unwrap();
    text.insert_str(at, "<!-- 待核对\n\n");
    let mut document = Document::new(&text, Options::default());
    let row = text.rfind("（七）总计").unwrap();
    assert_eq!(left_by(&mut document, TextRange::at(text[row..].find('0').unwrap() + row), "1"), 4);
    assert_eq!(left_by(&mut document, TextRange::at(at + 5), "请"), 4, "in the comment itself");
    let before = document.clone();
    let last = document.len() - "日\n".len();
    assert_eq!(
        left_by(&mut document, TextRange::at(last), "\n--> "),
        4,
        "no end, where words follow"
    );
    let mut document = before.clone();
    document.edit(TextRange::at(document.len()), "\n--> ");
    assert_eq!(document, Document::new(&document.text(), Options::default()));
    assert_eq!(document.reports().len(), 1, "its end");
}

/// A comment typed above other comments, on one line or on several lines, causes a new read of its
/// own report only. An edit beside the comment has the same effect.
#[test]
fn a_comment_typed_above_others_lets_no_key_read_the_whole_text() {
    let commented = compilation(1)
        .replace("\n二、", "\n<!-- 另一处 -->\n二、")
        .replace("\n五、", "\n<!-- 两行\n的 -->\n五、");
    for ends in [false, true] {
        let report =
            if ends { commented.replace("-->\n五", "--> 正文\n五") } else { commented.clone() };
        let mut text = report.repeat(5);
        for place in ["一、总体情况", "三、收到", "五、存在"] {
            for comment in [
                "<!-- gouji-ignore A001: 原件如此 -->\n",
                "<!-- 待核对\n两行 -->\n",
                "<!-- 没有写完\n",
            ] {
                let mut document = Document::new(&text, Options::default());
                let mut at = text.match_indices(place).nth(2).unwrap().0;
                let own = text.clone();
                for key in comment.chars() {
                    let key = key.to_string();
                    // A lost heading may join the report with the next report.
                    let left = left_by(&mut document, TextRange::at(at), &key);
                    assert!(left >= 3, "{key:?} of {comment:?} before {place}: {left}");
                    text.insert_str(at, &key);
                    at += key.len();
                    assert_eq!(
                        document,
                        Document::new(&text, Options::default()),
                        "{key:?} of {comment:?} before {place}"
                    );
                }
                let zero = text.match_indices("（七）总计").nth(2).unwrap().0;
                let zero = zero + text[zero..].find('0').unwrap();
                assert_eq!(
                    left_by(&mut document, TextRange::at(zero), "1"),
                    4,
                    "beside {comment:?} before {place}"
                );
                text = own;
            }
        }
    }
}

/// A comment that begins in one report may end in a later report. All text in between is read
/// again, with the right result.
#[test]
fn a_comment_over_reports_is_followed() {
    let mut text = compilation(4);
    let mut document = Document::new(&text, Options::default());
    let mut edit = |range: TextRange, new: &str| {
        document.edit(range, new);
        text.replace_range(range.start..range.end, new);
        assert_eq!(document, Document::new(&text, Options::default()), "{new}");
        (document.reports().len(), text.clone())
    };
    let end = |text: &str, nth: usize| text.match_indices("\n六、").nth(nth).unwrap().0 + 1;
    let (_, now) = edit(TextRange::at(end(&compilation(4), 2)), "-->\n");
    let (count, now) = edit(TextRange::at(end(&now, 0)), "<!-- 不要\n");
    assert_eq!(count, 2, "{now}");
    let at = now.find("三、收到").unwrap();
    let (_, now) = edit(TextRange::at(at), "<!-- 另");
    let (_, now) = edit(TextRange::at(now.rfind("-->").unwrap()), "<!-- 又 ");
    let (count, now) = edit(TextRange::at(now.rfind("<!-- 又 ").unwrap()), "\n");
    assert_eq!(count, 4, "{now}");
}

const HEADINGS: [(&str, &str); 6] = [
    ("一", "总体情况"),
    ("二", "主动公开政府信息情况"),
    ("三", "收到和处理政府信息公开申请情况"),
    ("四", "政府信息公开行政复议、行政诉讼情况"),
    ("五", "存在的主要问题及改进情况"),
    ("六", "其他需要报告的事项"),
];
/// Numerals of headings.
const MARKED: [[&str; 6]; 3] = [
    ["一、", "二、", "三、", "四、", "五、", "六、"],
    ["1.", "2.", "3.", "4.", "5.", "6."],
    ["（一）", "（二）", "（三）", "（四）", "（五）", "（六）"],
];
/// Lines that may determine the start of a report.
const LINES: [&str; 8] = [
    "云溪县园林局2023年政府信息公开工作年度报告",
    "一、总体情况",
    "二、主动公开政府信息情况",
    "1.总体情况",
    "（四）政府信息公开行政复议、行政诉讼情况",
    "2024年1月20日",
    "",
    "本年度没有其他事项。",
];

const COMMENTS: [&str; 6] = [
    "<!-- gouji-ignore A001, A002, T009: 原件如此 -->",
    "\n<!-- gouji-ignore C001: 原件如此 -->\n",
    "<!-- gouji-ignore",
    " A003: 看过 -->",
    "-->",
    "\r\n",
];
