//! Helpers for the tests of rules: a correct report to break, and texts with the expected findings
//! inside.

use super::{CODES, Check, Rule, Sink, rule};
use crate::archive::{Archive, Entry};
use crate::diagnostic::{Applicability, Diagnostic, Language, Level, OrganKind, apply};
use crate::lint::{self, Options, Request};
use crate::report::ReadReport;
use crate::settings::Settings;
use crate::source::Reading;
use crate::standard::Standard;
use crate::syntax::{Layout, parse};
use crate::text::TextRange;
use crate::write::Skeleton;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// The organ of [`sample`]. The department of a province: no name of a lower organ may stand above
/// rules (规章) in table two.
pub const SAMPLE_ORGAN: &str = "云溪省园林局";

/// Section one of [`sample`], with all five aspects.
pub const SURVEY: &str = "本年度，我局主动公开信息29条，其中网站23条，公众号6条。收到的公开申请按时答复，信息公开前经保密审查，全年组织培训一次。";

/// A correct report of a fictional organ for 2023 in this layout, with some numbers other than 0.
pub fn sample(layout: Layout) -> String {
    sample_of(layout, 2023)
}

/// The same report for another year, in the form of that year.
pub fn sample_of(layout: Layout, year: i32) -> String {
    let form = Standard::official().form(year);
    let cell = |table: usize, row: usize, column: usize| {
        let label = |text: &str| form.tables[table].rows[row].label.text.starts_with(text);
        let first = form.tables[table].columns(row).len() - 1;
        let number = match (table, column) {
            (0, _) => [3, 1, 12][column],
            // 7 requests of persons and 2 of firms. One request is carried over from the year
            // before, and one to the next year.
            (1, column) => {
                let (persons, firms) = if label("一、") {
                    (6, 2)
                } else if label("二、") {
                    (1, 0)
                } else if label("（一）") {
                    (4, 1)
                } else if label("2.没有现成") {
                    (2, 1)
                } else if label("（七）") {
                    (6, 2)
                } else if label("四、") {
                    (1, 0)
                } else {
                    (0, 0)
                };
                if column == 0 {
                    persons
                } else if column == 1 {
                    firms
                } else if column == first {
                    persons + firms
                } else {
                    0
                }
            }
            (_, 0 | 4) => 1,
            _ => 0,
        };
        number.to_string()
    };
    let sections = [
        SURVEY,
        "",
        "",
        "",
        "一是公开内容不够丰富；二是业务培训不够。已分别制定措施改进。",
        "本年度未收取信息处理费。",
    ];
    Skeleton {
        standard: Standard::official(),
        issuer: SAMPLE_ORGAN,
        year,
        layout,
        newline: "\n",
        sections: &sections,
        cell: &cell,
    }
    .write()
}

/// The findings of rule `code` in `text`, as in a normal check. In an incomplete report, the
/// findings of the rule alone.
pub fn found(code: &str, text: &str) -> Vec<Diagnostic> {
    found_at(code, None, text)
}

fn found_at(code: &str, level: Option<Level>, text: &str) -> Vec<Diagnostic> {
    let options = Options { level, ..Options::default() };
    let Some(mut found) = lint::check(text, &options) else {
        return check_rules(&[rule(code).expect("a rule")], level, text);
    };
    found.retain(|diagnostic| diagnostic.code == code);
    found
}

/// A section five with a text of its own.
pub const OWN_PROBLEMS: &str = "一是公园改造的信息公开不及时，方案公示12天后才答复市民留言；二是苗圃采购的结果没有同步到网站；\
    三是各养护班组报送信息的口径不一，汇总时常常返工。针对这些情况，我们把方案公示和留言答复交给同一个科室，规定三个工作日内答复，\
    并把采购结果的发布写进合同管理流程，还请班组长参加了一次业务讲解。";

/// Another section five with a text of its own.
pub const OTHER_PROBLEMS: &str = "一是水库调度信息专业词语多，群众看不明白；二是乡镇河长制公示牌更换后，网上的联系电话没有跟着改；三是\
    窗口人员轮岗频繁，对哪些信息可以当场提供把握不准。下一年准备给调度信息配上图解，公示牌更换与网上改动一并办理，再编一份窗口\
    常见问题的答复样例，供新到岗的人员使用。";

/// The findings of a rule across reports in the last of several texts. Each text is a file of a
/// folder, and the settings file is beside the texts.
pub fn found_among(code: &str, texts: &[&str]) -> Vec<Diagnostic> {
    found_with(code, "", texts)
}

/// The same as [`found_among`] with the text of a settings file.
pub fn found_with(code: &str, settings: &str, texts: &[&str]) -> Vec<Diagnostic> {
    let (archive, _) = archive(settings, texts);
    let mut found = lint::kin_findings(&archive, texts.len() - 1);
    found.retain(|diagnostic| diagnostic.code == code);
    found
}

/// The collection of these texts, and the settings.
pub fn archive(settings: &str, texts: &[&str]) -> (Archive, Arc<Settings>) {
    let path = PathBuf::from("/r/gouji.toml");
    let settings = Settings::from_text(path, settings.to_owned(), CODES).expect("settings");
    let settings = Arc::new(settings);
    let entries = texts.iter().enumerate().map(|(index, text)| {
        let request = Request { settings: &settings, file: None, baseline: None, year: None };
        let digests = lint::digests(&Reading::of_open((*text).to_owned(), false), &request);
        assert!(!digests.is_empty(), "a report");
        let several = digests.len() > 1;
        let path = PathBuf::from(format!("/r/{index}.txt"));
        Entry { path, settings: Arc::clone(&settings), several, digests }
    });
    (Archive::new(entries.collect::<Vec<_>>()), settings)
}

/// Asserts that a rule across reports finds exactly the spans in `⟦…⟧` of the last text, and
/// returns the findings.
#[track_caller]
pub fn assert_found_among(code: &str, texts: &[&str]) -> Vec<Diagnostic> {
    assert_found_with(code, "", texts)
}

/// The same as [`assert_found_among`] with the text of a settings file.
#[track_caller]
pub fn assert_found_with(code: &str, settings: &str, texts: &[&str]) -> Vec<Diagnostic> {
    let (last, others) = texts.split_last().expect("a text");
    let (text, expected) = unmark(last);
    let found = found_with(code, settings, &[others, &[&text]].concat());
    let show = |range: &TextRange| format!("{}..{} {:?}", range.start, range.end, range.of(&text));
    let ranges: Vec<String> = found.iter().map(|diagnostic| show(&diagnostic.range)).collect();
    let expected: Vec<String> = expected.iter().map(show).collect();
    assert_eq!(ranges, expected, "{code} in\n{text}\nsaid {:?}", messages(&found));
    found
}

/// Asserts that rule `code` finds exactly the spans in `⟦…⟧` of `marked`, and returns the findings.
#[track_caller]
pub fn assert_found(code: &str, marked: &str) -> Vec<Diagnostic> {
    assert_found_at(code, None, marked)
}

/// Like [`assert_found`], for a report of this level.
#[track_caller]
pub fn assert_found_at(code: &str, level: Option<Level>, marked: &str) -> Vec<Diagnostic> {
    let (text, expected) = unmark(marked);
    let mut found = found_at(code, level, &text);
    found.sort_by_key(|diagnostic| diagnostic.range);
    let show = |range: &TextRange| format!("{}..{} {:?}", range.start, range.end, range.of(&text));
    let ranges: Vec<String> = found.iter().map(|diagnostic| show(&diagnostic.range)).collect();
    let expected: Vec<String> = expected.iter().map(show).collect();
    assert_eq!(ranges, expected, "{code} in\n{text}\nsaid {:?}", messages(&found));
    found
}

/// All findings in a report.
#[track_caller]
pub fn all_found(text: &str) -> Vec<Diagnostic> {
    lint::check(text, &Options::default()).expect("a report")
}

/// Asserts that the findings in a report are exactly the spans in `⟦…⟧` of `marked`. The codes of
/// the rules follow each span: `⟦3⟧ A001`, `⟦3⟧ A001,A003`. A text without marks must have no
/// findings.
#[track_caller]
pub fn assert_all_found(marked: &str) -> Vec<Diagnostic> {
    let text = without_codes(marked);
    let found = all_found(&text);
    assert_shown(marked, &text, &found);
    found
}

/// Like [`assert_all_found`], but the findings of `codes` may be there too. `marked` shows only the
/// other findings, and only the other findings are returned.
#[track_caller]
pub fn assert_all_found_but(codes: &[&str], marked: &str) -> Vec<Diagnostic> {
    let text = without_codes(marked);
    let mut found = all_found(&text);
    found.retain(|diagnostic| !codes.contains(&diagnostic.code));
    assert_shown(marked, &text, &found);
    found
}

/// Asserts that `found` in `text` are the spans and codes of `marked`.
#[track_caller]
fn assert_shown(marked: &str, text: &str, found: &[Diagnostic]) {
    let shown = with_codes(text, found);
    let lines = |marked: &str| {
        marked.lines().filter(|line| line.contains(['⟦', '⟧'])).collect::<Vec<_>>().join("\n")
    };
    assert!(
        shown == marked,
        "found\n{}\nexpected\n{}\nsaid {:?}\nin\n{text}",
        lines(&shown),
        lines(marked),
        messages(found)
    );
}

/// Asserts that the first fix of the only diagnostic of `code` turns `text` into `after`, and that
/// the rule then finds nothing.
#[track_caller]
pub fn assert_fixed(code: &str, text: &str, after: &str) {
    let found = found(code, text);
    assert_eq!(found.len(), 1, "{:?} in\n{text}", messages(&found));
    let fix = found[0].fixes.first().expect("a fix");
    let fixed = apply(text, fix.edits());
    assert_eq!(fixed, after);
    let left = self::found(code, &fixed);
    assert!(left.is_empty(), "{:?} in\n{fixed}", messages(&left));
}

/// Asserts that the safe fixes for the findings of `code` turn `text` into `after`, and that
/// `after` has no further safe fixes.
#[track_caller]
pub fn assert_fixed_safely(code: &str, text: &str, after: &str) {
    assert_eq!(fixed(code, text, Applicability::Safe), after);
    assert_eq!(fixed(code, after, Applicability::Safe), after);
}

/// Asserts that safe fixes change nothing, and that all other fixes turn `text` into `after`. Then
/// the rule finds nothing.
#[track_caller]
pub fn assert_fixed_unsafely(code: &str, text: &str, after: &str) {
    assert_eq!(fixed(code, text, Applicability::Safe), text);
    assert_eq!(fixed(code, text, Applicability::Unsafe), after);
    assert!(found(code, after).is_empty());
}

/// The Chinese messages. In the English ones, no argument may be missing.
#[track_caller]
pub fn messages(found: &[Diagnostic]) -> Vec<String> {
    for diagnostic in found {
        let english = diagnostic.message.render(Language::En);
        assert!(!english.contains(['{', '}']), "{english}");
    }
    found.iter().map(|diagnostic| diagnostic.message.render(Language::Zh)).collect()
}

/// The message of the first finding, in Chinese.
pub fn message(code: &str, text: &str) -> String {
    messages(&found(code, text)).into_iter().next().unwrap_or_default()
}

/// The findings of `rules` in the first report of `text`, rule by rule.
pub fn check_rules(rules: &[&'static Rule], level: Option<Level>, text: &str) -> Vec<Diagnostic> {
    let report = ReadReport::new(
        text,
        parse(text, Standard::official()).reports.swap_remove(0),
        Standard::official(),
        None,
    );
    let mut found = Vec::new();
    let mut within = |rule, start: usize, check: &dyn Fn(&mut Sink)| {
        let from = found.len();
        check(&mut Sink::new(rule, &mut found));
        found[from..].iter_mut().for_each(|diagnostic| diagnostic.shift(start));
    };
    for &rule in rules {
        match rule.check {
            Check::Report(check) => within(rule, 0, &|sink| {
                check(&report.context(text, OrganKind { level, ..OrganKind::default() }), sink)
            }),
            Check::Part(check) => {
                report.parts(text).for_each(|context| {
                    within(rule, context.part.range.start, &|sink| check(&context, sink))
                });
            }
            Check::Table(check) => {
                report.tables(text).for_each(|context| {
                    within(rule, context.part.range.start, &|sink| check(&context, sink))
                });
            }
            Check::Kin(_) | Check::Members(_) | Check::Settings => {}
        }
    }
    found
}

fn fixed(code: &str, text: &str, least: Applicability) -> String {
    let found = found(code, text);
    let fixes = found
        .iter()
        .filter_map(|diagnostic| diagnostic.fixes.first())
        .filter(|fix| fix.applicability >= least);
    let edits: Vec<_> = fixes.flat_map(|fix| fix.edits()).collect();
    apply(text, edits)
}

/// `text` with the first `from` replaced by `to`.
#[track_caller]
pub fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from:?} is not in\n{text}");
    text.replacen(from, to, 1)
}

/// `text` with the first `words` in `⟦…⟧`. With codes, for [`assert_all_found`], the codes follow.
#[track_caller]
pub fn marked(text: &str, words: &str, codes: &str) -> String {
    let space = if codes.is_empty() { "" } else { " " };
    replaced(text, words, &format!("⟦{words}⟧{space}{codes}"))
}

/// `text` with the words from `first` to the end of a line of a table in `⟦…⟧`, and the codes as in
/// [`marked`]. In one cell a line, an empty line ends the line of the table.
#[track_caller]
pub fn marked_line(layout: Layout, text: &str, first: &str, codes: &str) -> String {
    let end = if layout == Layout::Lines { "\n\n" } else { "\n" };
    let at = text.find(first).expect("the first words");
    let line = text[at..].split(end).next().unwrap_or_default();
    let line = line.strip_suffix(" |").or(line.strip_suffix('|')).unwrap_or(line);
    marked(text, line, codes)
}

/// `text` with the blank values of a row in `⟦…⟧`, and the codes as in [`marked`]. The row has
/// `count` values. Text from a PDF has no blank cells, so there the label is in `⟦…⟧`.
#[track_caller]
pub fn marked_blanks(layout: Layout, text: &str, label: &str, count: usize, codes: &str) -> String {
    let gap = match layout {
        Layout::Spaces => return marked(text, label, codes),
        Layout::Tabs => "\t",
        Layout::Lines => "\n\t",
        _ => " | ",
    };
    let blanks = gap.repeat(count - 1);
    let start = text.find(label).expect("the row") + label.len();
    let end = if layout == Layout::Lines { "\n\n" } else { "\n" };
    let line = text[start..].split(end).next().unwrap_or_default();
    let at = if layout == Layout::Pipes { Some(gap.len()) } else { line.rfind(&blanks) };
    let (before, rest) = text.split_at(start + at.expect("blank values"));
    format!("{before}{}", marked(rest, &blanks, codes))
}

fn unmark(marked: &str) -> (String, Vec<TextRange>) {
    let (mut text, mut ranges) = (String::new(), Vec::new());
    let mut open = None;
    for c in marked.chars() {
        match c {
            '⟦' => open = Some(text.len()),
            '⟧' => {
                ranges.push(TextRange::new(open.take().expect("an opening bracket"), text.len()))
            }
            _ => text.push(c),
        }
    }
    (text, ranges)
}

/// A text without the marks of [`assert_found`].
pub fn without_marks(marked: &str) -> String {
    marked.replace(['⟦', '⟧'], "")
}

/// `text` with each finding in `⟦…⟧`, followed by its codes.
fn with_codes(text: &str, found: &[Diagnostic]) -> String {
    let mut spans: BTreeMap<TextRange, Vec<&str>> = BTreeMap::new();
    for diagnostic in found {
        spans.entry(diagnostic.range).or_default().push(diagnostic.code);
    }
    // If one span ends at the start of another span, the end comes first.
    let ends = spans.iter().map(|(range, codes)| {
        (range.end, if range.is_empty() { 2 } else { 0 }, format!("⟧ {}", codes.join(",")))
    });
    let starts = spans.keys().map(|range| (range.start, 1, "⟦".to_owned()));
    let mut marks: Vec<(usize, u8, String)> = ends.chain(starts).collect();
    marks.sort();
    let mut marked = String::new();
    let mut done = 0;
    for (at, _, mark) in marks {
        marked += &text[done..at];
        marked += &mark;
        done = at;
    }
    marked + &text[done..]
}

/// A text without the marks and codes of [`assert_all_found`].
pub fn without_codes(marked: &str) -> String {
    let mut pieces = marked.split('⟧');
    let first = pieces.next().unwrap_or_default().to_owned();
    let text = pieces.fold(first, |text, piece| {
        let mut rest = piece.strip_prefix(' ').and_then(behind_code).expect("codes behind a span");
        while let Some(more) = rest.strip_prefix(',').and_then(behind_code) {
            rest = more;
        }
        text + rest
    });
    text.replace('⟦', "")
}

/// What follows the code at the start of `text`.
fn behind_code(text: &str) -> Option<&str> {
    let (code, rest) = text.split_at_checked("A001".len())?;
    rule(code).map(|_| rest)
}

#[test]
fn codes_stand_behind_the_spans_of_all_that_is_found() {
    let text = replaced(&sample(Layout::Pipes), "规章 | 3 | 1 | 12", "规章 | 13 | 1 | ⟦2⟧ A005");
    assert_all_found(&text);
}

/// All cases start from the samples, so the samples must have no findings.
#[test]
fn samples_are_correct() {
    for layout in Layout::ALL {
        for year in [2019, 2020, 2021, 2025] {
            let text = sample_of(layout, year);
            let found = lint::check(&text, &Options::default()).expect("a report");
            assert_eq!(messages(&found), Vec::<String>::new(), "{layout:?}\n{text}");
        }
    }
}
