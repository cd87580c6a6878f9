//! The findings while somebody types: at most one new finding about the half-typed text.

use crate::client::{Client, codes};
use crate::reports::{URI, checked, report_in};
use gouji::document::Document;
use gouji::lint::Options;
use gouji::standard::Standard;
use gouji::syntax::Layout;
use serde_json::{Value, json};
use std::ops::Range;

/// A person who types into a document.
struct Typist {
    client: Client,
    text: String,
    version: i64,
    shown: Vec<String>,
}

impl Typist {
    fn open(text: &str) -> Self {
        let mut client = Client::start();
        client.open(URI, text);
        let mut typist = Self { client, text: text.to_owned(), version: 1, shown: Vec::new() };
        typist.look();
        typist
    }

    /// Takes the published list.
    fn look(&mut self) {
        if let Some(list) = self.client.published(URI).pop() {
            self.shown = codes(&list["diagnostics"]);
        }
    }

    fn replace(&mut self, range: Range<usize>, new: &str) {
        self.version += 1;
        let place = self.client.range_of(&self.text, range.start, range.end);
        self.client.change(URI, self.version, place, new);
        self.text.replace_range(range, new);
        self.look();
    }

    /// Types a text character by character. Returns the prefixes of the text with more than `most`
    /// new findings, and the new findings.
    fn types(&mut self, at: usize, typed: &str, most: usize) -> Vec<(String, Vec<String>)> {
        let before = self.shown.clone();
        let mut too_many = Vec::new();
        for (done, c) in typed.char_indices() {
            self.replace(at + done..at + done, c.encode_utf8(&mut [0; 4]));
            self.judge(&before, most, &typed[..done + c.len_utf8()], &mut too_many);
        }
        too_many
    }

    /// Deletes a range of the text character by character, from the end.
    fn deletes(&mut self, range: Range<usize>, most: usize) -> Vec<(String, Vec<String>)> {
        let (before, own) = (self.shown.clone(), self.text[range.clone()].to_owned());
        let mut too_many = Vec::new();
        for (left, c) in own.char_indices().rev() {
            self.replace(range.start + left..range.start + left + c.len_utf8(), "");
            self.judge(&before, most, &own[..left], &mut too_many);
        }
        too_many
    }

    fn judge(
        &self,
        before: &[String],
        most: usize,
        there: &str,
        too_many: &mut Vec<(String, Vec<String>)>,
    ) {
        let mut fresh = self.shown.clone();
        for code in before {
            if let Some(at) = fresh.iter().position(|other| other == code) {
                fresh.remove(at);
            }
        }
        // Two rules may report one row: a nearly complete label before incomplete cells, or a
        // nearly complete group head above an incomplete row.
        if [["T002", "T009"], ["T003", "T016"]].iter().any(|pair| fresh == pair) {
            fresh.pop();
        }
        if fresh.len() > most {
            too_many.push((there.to_owned(), fresh));
        }
    }
}

/// The range of the lines of a row of the form, without the last line end, and the range of the
/// label.
fn row(text: &str, table: usize, label: &str) -> (Range<usize>, Range<usize>) {
    let document = Document::new(text, Options::default());
    let report = document.reports().next().unwrap().report;
    let index = Standard::official().form(2023).tables[table]
        .rows
        .iter()
        .position(|row| row.label.text.starts_with(label))
        .expect(label);
    let own = report.facts().tables.iter().find(|own| own.index == table).unwrap();
    let row = own.rows[index].as_ref().unwrap();
    let start = report.tree().parts[own.part].range.start;
    let (range, label) = (row.range.shifted(start), row.label.unwrap().shifted(start));
    let first = text[..range.start].rfind('\n').unwrap() + 1;
    let last = range.end + text[range.end..].find('\n').unwrap();
    (first..last, label.start..label.end)
}

fn nothing() -> [(String, Vec<String>); 0] {
    []
}

/// Rows with only zeros, at every depth.
const ROWS: [(usize, &str); 6] = [
    (0, "规章"),
    (0, "行政许可"),
    (1, "二、上年结转"),
    (1, "1.属于国家秘密"),
    (1, "7.属于行政执法案卷"),
    (1, "2.重复申请"),
];

#[test]
fn a_missing_row_is_typed() {
    for layout in Layout::ALL {
        let text = report_in(layout);
        for (table, label) in ROWS {
            let (lines, _) = row(&text, table, label);
            let typed = &text[lines.clone()];
            let mut typist = Typist::open(&(text[..lines.start].to_owned() + &text[lines.end..]));
            assert_eq!(typist.shown, ["T003"], "{layout:?} {label}");
            // The old finding and the new finding together: the row is missing or half-typed.
            typist.shown.clear();
            assert_eq!(typist.types(lines.start, typed, 1), nothing(), "{layout:?} {label}");
            assert_eq!((typist.text.as_str(), typist.shown.len()), (text.as_str(), 0));
            typist.client.leave();
        }
    }
}

#[test]
fn a_row_is_deleted_and_typed_again() {
    for layout in Layout::ALL {
        let text = report_in(layout);
        for (table, label) in [(0, "行政规范性文件"), (1, "（二）部分公开"), (1, "3.其他")]
        {
            let (lines, _) = row(&text, table, label);
            let mut typist = Typist::open(&text);
            assert_eq!(typist.deletes(lines.clone(), 1), nothing(), "{layout:?} {label}");
            assert_eq!(typist.shown, ["T003"]);
            typist.shown.clear();
            assert_eq!(typist.types(lines.start, &text[lines], 1), nothing(), "{layout:?} {label}");
            assert_eq!(typist.shown, [""; 0]);
            typist.client.leave();
        }
    }
}

#[test]
fn a_label_is_deleted_and_typed_again() {
    for layout in Layout::ALL {
        let text = report_in(layout);
        for (table, label) in
            [(0, "行政规范性文件"), (1, "（一）予以公开"), (1, "2.重复申请"), (1, "（七）总计")]
        {
            let (_, place) = row(&text, table, label);
            let mut typist = Typist::open(&text);
            assert_eq!(typist.deletes(place.clone(), 1), nothing(), "{layout:?} {label}");
            typist.shown.clear();
            assert_eq!(typist.types(place.start, &text[place], 1), nothing(), "{layout:?} {label}");
            assert_eq!(typist.shown, [""; 0]);
            typist.client.leave();
        }
    }
}

#[test]
fn a_new_row_is_typed_into_a_good_table() {
    for layout in Layout::ALL {
        let text = report_in(layout);
        for (table, above, new) in [
            (0, "规章", "部门文件"),
            (1, "1.属于国家秘密", "9.其他事由"),
            (1, "2.重复申请", "2.重复申请"),
        ] {
            let (lines, label) = row(&text, table, above);
            let typed = format!(
                "\n{}{new}{}",
                &text[lines.start..label.start],
                &text[label.end..lines.end]
            );
            let mut typist = Typist::open(&text);
            assert_eq!(typist.types(lines.end, &typed, 1), nothing(), "{layout:?} {new}");
            assert_eq!(typist.shown.len(), 1, "{layout:?} {new}");
            typist.client.leave();
        }
    }
}

/// A blank counts as 0: during typing, a row breaks only its own sum and the sum of a column.
#[test]
fn a_row_that_counts_breaks_its_own_sums_at_most() {
    for layout in Layout::ALL {
        let text = report_in(layout);
        let (lines, label) = row(&text, 1, "（一）予以公开");
        let mut typist = Typist::open(&(text[..lines.start].to_owned() + &text[lines.end..]));
        typist.shown.clear();
        let typed = &text[lines.clone()];
        for (there, found) in typist.types(lines.start, typed, 1) {
            let values = there.get(label.end - lines.start..);
            let expected: &[&str] = match values {
                Some(values) if values.contains('3') => &["A001", "A002"],
                // The number of a row without numbers is one finding. The incomplete label is
                // another finding.
                _ => &["T002", "A002"],
            };
            assert_eq!(found, expected, "{layout:?} {there:?}");
            let values = values.unwrap_or_default();
            assert!(
                values.trim().is_empty() || values.ends_with(['\t', ' ', '|']),
                "{layout:?} {there:?}"
            );
        }
        assert_eq!((typist.text.as_str(), typist.shown.len()), (text.as_str(), 0));
        typist.client.leave();
    }
}

#[test]
fn headings_title_and_period_are_typed() {
    for layout in Layout::ALL {
        let text = report_in(layout);
        let lines = text.lines().filter(|line| {
            let words = line.trim_start_matches(['#', ' ']);
            words.contains("年政府信息公开")
                || words.contains("统计期限")
                || Standard::official()
                    .form(2023)
                    .sections
                    .iter()
                    .any(|own| words.ends_with(&own.title.text))
        });
        let lines: Vec<&str> = lines.collect();
        assert_eq!(lines.len(), 8, "{lines:?}");
        for line in lines {
            let at = text.find(&format!("{line}\n")).unwrap();
            let mut typist = Typist::open(&text);
            assert_eq!(typist.deletes(at..at + line.len(), 1), nothing(), "{layout:?} {line}");
            assert_eq!(typist.shown.len(), 1, "{layout:?} {line}");
            typist.shown.clear();
            assert_eq!(typist.types(at, line, 1), nothing(), "{layout:?} {line}");
            assert_eq!((typist.text.as_str(), typist.shown.len()), (text.as_str(), 0));
            typist.client.leave();
        }
    }
}

#[test]
fn what_is_typed_last_is_what_is_checked() {
    let text = report_in(Layout::Markdown);
    let mut typist = Typist::open(&text);
    let at = text.find("2023年1月1日").unwrap();
    typist.replace(at..at + 4, "2022");
    assert_eq!(typist.shown, checked(&typist.text));
    let range = typist.client.place(&typist.text, "2022年1月1日至2023年12月31日");
    let hover: Value = typist.client.at("textDocument/hover", URI, &range["start"]);
    assert_eq!(hover["range"], json!(range));
    typist.client.leave();
}
