//! Reports in their sources: findings, fixes and the mended files.

mod support;

use gouji::diagnostic::{Applicability, apply};
use gouji::files::Package;
use gouji::lint::{FixedReading, Request, fix_reading, lint, lint_reading};
use gouji::settings::Settings;
use gouji::source::{Format, Reading, SourceError};
use gouji::syntax::Layout;
use proptest::prelude::*;
use std::path::Path;
use support::docx::{self, Look};
use support::page::{self, STYLES, Style};
use support::{Manner, Oddities, numbers, write_cells};

/// How a report is kept.
#[derive(Clone, Copy, Debug)]
enum Kept {
    Page(Style),
    /// The same page in GB18030.
    Old(Style),
    Word(Look),
}

fn kept() -> impl Strategy<Value = Kept> {
    prop_oneof![
        proptest::sample::select(STYLES.to_vec()).prop_map(Kept::Page),
        proptest::sample::select(STYLES.to_vec()).prop_map(Kept::Old),
        docx::look().prop_map(Kept::Word),
    ]
}

fn bytes(kept: Kept, cell: &dyn Fn(usize, usize, usize) -> String) -> Vec<u8> {
    match kept {
        Kept::Page(style) => page::write(2023, style, cell).into_bytes(),
        Kept::Old(style) => {
            let page = page::write(2023, style, cell).replace("charset=\"utf-8\"", "charset=gbk");
            encoding_rs::GB18030.encode(&page).0.into_owned()
        }
        Kept::Word(look) => docx::write(2023, look, cell),
    }
}

fn read(bytes: &[u8]) -> Reading {
    Reading::of(bytes, Some(Path::new("2023.bin"))).expect("a source")
}

fn fixed(reading: &Reading, least: Applicability) -> FixedReading {
    let settings = Settings::default();
    let request = Request { settings: &settings, file: None, baseline: None, year: None };
    fix_reading(reading.clone(), &request, least).expect("a report")
}

fn codes(reading: &Reading) -> Vec<&'static str> {
    let settings = Settings::default();
    let request = Request { settings: &settings, file: None, baseline: None, year: None };
    let found = lint_reading(reading, &request).expect("a report");
    found.diagnostics.iter().map(|found| found.code).collect()
}

/// The contents of the parts of a package, except for the main part.
fn other_parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut package = Package::open(bytes).expect("a package");
    let names: Vec<_> = package.names().map(str::to_owned).collect();
    let others = names.into_iter().filter(|name| name != "word/document.xml");
    others.map(|name| (name.clone(), package.read(&name).unwrap().unwrap())).collect()
}

proptest! {
    #![proptest_config(support::config(40))]

    #[test]
    fn a_mended_source_is_read_as_its_mended_text(
        kept in kept(),
        numbers in numbers(2023),
        changes in proptest::collection::vec((0..3usize, 0..25usize, 0..15usize, proptest::sample::select(vec!["", "　", "7", "1,234", "３", "若干", "3 0", "12件"])), 0..4),
        all: bool,
    ) {
        let cell = |table: usize, row: usize, column: usize| {
            let rows = &numbers.tables[table];
            let change = changes.iter().find(|(of, at, place, _)| {
                (*of, at % rows.len(), place % rows[row].len()) == (table, row, column)
            });
            change.map_or_else(|| rows[row][column].to_string(), |(.., text)| (*text).to_owned())
        };
        let least = if all { Applicability::Unsafe } else { Applicability::Safe };
        let original = bytes(kept, &cell);
        let reading = read(&original);
        let settings = Settings::default();
        let request = Request { settings: &settings, file: None, baseline: None, year: None };
        let found = lint_reading(&reading, &request).expect("a report");
        for diagnostic in &found.diagnostics {
            // Slicing panics between characters.
            diagnostic.range.of(reading.shown());
            diagnostic.related.iter().for_each(|related| _ = related.range.of(reading.shown()));
            for edit in diagnostic.fixes.iter().flat_map(|fix| fix.edits()) {
                edit.range.of(reading.shown());
            }
        }
        let mended = fixed(&reading, least);
        prop_assert_eq!(apply(reading.markup(), &mended.edits), mended.reading.markup());
        let written = reading.written(&original, &mended.edits).expect("writable");
        let again = read(&written);
        prop_assert_eq!(again.text(), mended.reading.text());
        prop_assert_eq!(codes(&again).len(), mended.findings.diagnostics.len());
        let second = fixed(&again, least);
        prop_assert_eq!(&second.edits, &[], "{:?}", second.applied);
        // Text and source are mended alike.
        let text = lint(reading.text(), &request).expect("a report").diagnostics;
        prop_assert_eq!(text.len(), found.diagnostics.len());
        if matches!(kept, Kept::Word(_)) {
            prop_assert_eq!(other_parts(&written), other_parts(&original));
        }
    }
}

/// A correct report in its sources.
fn sources() -> Vec<Reading> {
    let cell = |table: usize, row: usize, column: usize| match (table, row, column) {
        (1, 0 | 2 | 23, 0 | 6) => "3".to_owned(),
        _ => "0".to_owned(),
    };
    let pages = STYLES.map(|style| page::write(2023, style, &cell).into_bytes());
    let looks = [Look::default(), Look { is_nested: true, ..Look::default() }];
    let documents = looks.map(|look| docx::write(2023, look, &cell));
    let sources = pages.iter().chain(&documents).map(|bytes| {
        let reading = read(bytes);
        assert_eq!(codes(&reading), [""; 0], "{}", reading.text());
        reading
    });
    sources.collect()
}

/// The sources of a report whose markup a test changes.
fn changed(change: impl Fn(&str) -> String) -> Vec<Reading> {
    let changed = |reading: Reading| {
        let markup = change(reading.markup());
        assert_ne!(markup, reading.markup());
        let whole = gouji::text::TextRange::new(0, reading.markup().len());
        let edit = gouji::diagnostic::Edit { range: whole, content: markup };
        reading.edited(&[edit]).expect("a source")
    };
    sources().into_iter().map(changed).collect()
}

/// The markup without the element of this name that holds these words.
fn without(markup: &str, names: &[&str], words: &[&str]) -> String {
    let lower = markup.to_ascii_lowercase();
    let letters = |markup: &str| {
        let pieces =
            markup.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
        pieces.collect::<String>()
    };
    for name in names {
        let starts = |from: usize| {
            let tag = format!("<{name}");
            let all = lower[from..].match_indices(&tag).map(|(at, _)| from + at);
            let behind = |at: usize| lower.as_bytes()[at + 1 + name.len()];
            all.filter(|at| !behind(*at).is_ascii_alphanumeric()).collect::<Vec<_>>()
        };
        for start in starts(0) {
            let close = format!("</{name}>");
            let close = lower[start..].find(&close).map(|at| start + at + close.len());
            let next = starts(start + 1).first().copied();
            let table = lower[start..].find("</table>").map(|at| start + at);
            let Some(end) = [close, next, table].into_iter().flatten().min() else { break };
            let own = letters(&markup[start..end]);
            if words.iter().all(|word| own.contains(word)) {
                return format!("{}{}", &markup[..start], &markup[end..]);
            }
        }
    }
    panic!("{words:?} is not there:\n{markup}");
}

#[test]
fn a_missing_row_is_cloned_from_its_neighbour() {
    for label in ["2.重复申请", "3.危及", "5.要求行政机关", "（二）部分公开"] {
        for reading in changed(|markup| without(markup, &["tr", "w:tr"], &[label])) {
            assert_eq!(codes(&reading), ["T003"], "{label} {:?}", reading.format());
            let mended = fixed(&reading, Applicability::Unsafe);
            let left: Vec<_> = mended.findings.diagnostics.iter().map(|found| found.code).collect();
            assert!(
                !left.contains(&"T003"),
                "{label} {:?}\n{}",
                reading.format(),
                mended.reading.text()
            );
            assert!(mended.reading.text().contains(label));
            let rows = |reading: &Reading| {
                let markup = reading.markup().to_ascii_lowercase();
                markup.matches("<tr").count() + markup.matches("<w:tr>").count()
            };
            assert_eq!(rows(&mended.reading), rows(&reading) + 1, "{label}");
        }
    }
}

/// Heads of groups, with the first words of their first rows.
const GROUPS: [(&str, &[&str]); 4] = [
    ("（三）不予公开", &["1.属于国家秘密", "2.其他法律"]),
    ("（四）无法提供", &["1.本机关不掌握", "2.没有现成", "3.补正后"]),
    ("（五）不予处理", &["1.信访举报", "2.重复申请"]),
    ("（六）其他处理", &["1.申请人无正当", "2.申请人逾期", "3.其他"]),
];

#[test]
fn a_row_that_bore_the_head_of_its_group_is_restored_with_the_head() {
    // Values are left out: new rows have none, or zeros from the next round.
    let lines = |reading: &Reading| -> Vec<String> {
        let cells = |line: &str| line.trim_end_matches(['\t', '0']).to_owned();
        reading.text().lines().map(cells).collect()
    };
    let originals: Vec<_> = sources().iter().map(lines).collect();
    for (head, labels) in GROUPS {
        // Each set of rows with the first one, as bits.
        for set in (1..1 << labels.len()).step_by(2) {
            let gone = labels.iter().enumerate().filter(|(index, _)| set & (1 << index) != 0);
            let gone: Vec<&str> = gone.map(|(_, label)| *label).collect();
            let without_row = |markup: String, label: &&str| -> String {
                without(&markup, &["tr", "w:tr"], &[label])
            };
            let sources = changed(|markup| gone.iter().fold(markup.to_owned(), without_row));
            for (reading, original) in sources.iter().zip(&originals) {
                assert!(!reading.text().contains(head));
                let mended = fixed(reading, Applicability::Unsafe).reading;
                assert_eq!(&lines(&mended), original, "{gone:?}\n{}", mended.markup());
            }
        }
    }
}

#[test]
fn a_missing_heading_is_cloned_from_another() {
    let names = ["h2", "p", "w:p"];
    for reading in changed(|markup| without(markup, &names, &["五、存在的主要问题"])) {
        assert!(codes(&reading).contains(&"S003"), "{:?}", reading.format());
        let mended = fixed(&reading, Applicability::Unsafe);
        let left: Vec<_> = mended.findings.diagnostics.iter().map(|found| found.code).collect();
        assert!(!left.contains(&"S003"), "{:?}\n{}", reading.format(), mended.reading.text());
    }
}

#[test]
fn a_missing_table_is_written_with_the_form_of_the_year() {
    let last_table = |markup: &str| {
        let lower = markup.to_ascii_lowercase();
        let (open, close) = if lower.contains("<w:tbl>") {
            ("<w:tbl>", "</w:tbl>")
        } else {
            ("<table", "</table>")
        };
        let start = lower.rfind(open).expect("a table");
        let end = start + lower[start..].find(close).expect("its end") + close.len();
        format!("{}{}", &markup[..start], &markup[end..])
    };
    for reading in changed(last_table) {
        assert_eq!(codes(&reading), ["S009"], "{:?}", reading.format());
        let mended = fixed(&reading, Applicability::Unsafe);
        let left: Vec<_> = mended.findings.diagnostics.iter().map(|found| found.code).collect();
        assert!(!left.contains(&"S009"), "{:?}\n{}", reading.format(), mended.reading.text());
    }
}

#[test]
fn a_text_is_its_own_source() {
    let text = write_cells(2023, Manner::Library(Layout::Tabs), Oddities::default(), &|_, _, _| {
        "0".to_owned()
    });
    let reading = read(text.as_bytes());
    assert_eq!((reading.format(), reading.text(), reading.shown()), (Format::Text, &*text, &*text));
    assert!(reading.projection().is_none());
    assert_eq!(reading.written(text.as_bytes(), &[]).unwrap(), text.as_bytes());
}

#[test]
fn a_document_longer_than_any_report_is_refused() {
    let document = docx::document(&" ".repeat((64 << 20) + 1), false);
    let error = Reading::of(&document, None).expect_err("too long");
    assert_eq!(error, SourceError::Unpacked { format: "Word", limit: 64 });
}
