//! The findings while somebody types a report from the first to the last character. The list does
//! not jump.

mod support;

use gouji::document::{Document, OpenText};
use gouji::lint::{Options, Request};
use gouji::settings::Settings;
use gouji::standard::Standard;
use gouji::syntax::Layout;
use gouji::text::TextRange;
use std::collections::BTreeSet;
use support::{Manner, Oddities, write_markup};

/// Number of keystrokes that count as one moment.
const AT_ONCE: usize = 3;

/// A finding: its code and its place.
type Finding = (&'static str, String);

/// The findings shown after a keystroke.
#[derive(Default)]
struct Shown {
    all: BTreeSet<Finding>,
    /// The findings about the typed text: findings that reach into the line of the cursor, or into
    /// the last line that is not blank.
    own: BTreeSet<Finding>,
}

/// A report without mistakes: 3 requests, all granted.
fn report(year: i32, manner: Manner) -> String {
    let form = Standard::official().form(year);
    let blank = |index: usize| {
        (0..form.tables[index].rows.len())
            .map(|row| vec![0; form.tables[index].columns(row).len()])
            .collect()
    };
    let mut tables: [Vec<Vec<i64>>; 3] = [blank(0), blank(1), blank(2)];
    for row in [0, 2, tables[1].len() - 2] {
        (tables[1][row][0], tables[1][row][6]) = (3, 3);
    }
    write_markup(year, manner, Oddities::default(), &|table, row, column| {
        tables[table][row][column].to_string()
    })
}

/// The findings shown after each character of a text.
fn typed(text: &str) -> Vec<Shown> {
    let mut open = OpenText::new("", false, &Options::default());
    let settings = Settings::default();
    let request = Request { settings: &settings, file: None, baseline: None, year: None };
    let keystroke = |(at, c): (usize, char)| {
        open.edit(TextRange::at(at), c.encode_utf8(&mut [0; 4]));
        let so_far = &text[..at + c.len_utf8()];
        let line = so_far
            .trim_end_matches(|c: char| c.is_whitespace() || c == '|')
            .rfind('\n')
            .map_or(0, |end| end + 1);
        let mut shown = Shown::default();
        for found in open.document.findings(&request).unwrap_or_default().diagnostics {
            let finding = (found.code, found.place.to_string());
            let page = open.page.as_ref();
            let range = page.map_or(found.range, |page| page.projection().source(found.range));
            if range.end > line {
                shown.own.insert(finding.clone());
            }
            shown.all.insert(finding);
        }
        shown
    };
    text.char_indices().map(keystroke).collect()
}

/// The findings that disappear and return at once. Also the findings outside of the typed text that
/// appear and disappear at once.
fn flicker(shown: &[Shown], text: &str) -> Vec<(Finding, String)> {
    let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let is_shown = |at: usize, finding: &Finding| shown[at].all.contains(finding);
    let mut found = Vec::new();
    for at in 1..shown.len() {
        let soon = at + 1..shown.len().min(at + AT_ONCE);
        let lines = |finding: &Finding| {
            (
                finding.clone(),
                text[..ends[at]]
                    .chars()
                    .rev()
                    .take(20)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                    .collect(),
            )
        };
        let gone = shown[at - 1].all.difference(&shown[at].all);
        found.extend(
            gone.filter(|finding| soon.clone().any(|next| is_shown(next, finding))).map(lines),
        );
        let come = shown[at]
            .all
            .difference(&shown[at - 1].all)
            .filter(|finding| !shown[at].own.contains(*finding));
        found.extend(
            come.filter(|finding| soon.clone().any(|next| !is_shown(next, finding))).map(lines),
        );
    }
    found
}

#[track_caller]
fn assert_still(year: i32, manner: Manner) {
    let text = report(year, manner);
    let shown = typed(&text);
    assert_eq!(flicker(&shown, &text), [], "{year} {manner:?}");
    assert_eq!(shown.last().map(|shown| shown.all.len()), Some(0), "{year} {manner:?}");
}

#[test]
fn nothing_flickers_in_the_layouts_of_the_library() {
    Layout::ALL.into_iter().for_each(|layout| assert_still(2023, Manner::Library(layout)));
}

#[test]
fn nor_in_the_form_of_2019() {
    [Layout::Spaces, Layout::Tabs, Layout::Lines]
        .into_iter()
        .for_each(|layout| assert_still(2020, Manner::Library(layout)));
}

/// Nobody types the layouts of text from PDF with labels in pieces.
#[test]
fn nor_in_other_layouts() {
    use Manner::{LinesApart, LinesPiped, MarkdownNumbered, PipesBetween, TabsShifted};
    [LinesApart, LinesPiped, MarkdownNumbered, PipesBetween, TabsShifted]
        .into_iter()
        .for_each(|manner| assert_still(2023, manner));
}

#[test]
fn nor_in_lines_and_tabs_of_other_programs() {
    use Manner::{LinesBare, PdfVertical, TabsBehindSpace};
    [LinesBare, PdfVertical, TabsBehindSpace]
        .into_iter()
        .for_each(|manner| assert_still(2023, manner));
}

/// （七）总计 is typed into an otherwise correct table, with one or several tabs before the
/// numbers. There is one finding at a time, about this row, and no finding flickers.
#[test]
fn a_row_of_totals_is_typed_in_tabs() {
    let text = report(2023, Manner::Library(Layout::Tabs));
    let at = text.find("（七）总计").unwrap();
    let (start, end) = (text[..at].rfind('\n').unwrap() + 1, at + text[at..].find('\n').unwrap());
    let row = &text[at..end];
    let settings = Settings::default();
    let request = Request { settings: &settings, file: None, baseline: None, year: None };
    let numbers = row.strip_prefix("（七）总计").unwrap().trim_start();
    for between in ["\t", "\t\t", "\t\t\t"] {
        let typed = format!("（七）总计{between}{numbers}");
        let mut document =
            Document::new(&(text[..start].to_owned() + &text[end..]), Options::default());
        let mut seen: Vec<&str> = Vec::new();
        for (done, c) in typed.char_indices() {
            document.edit(TextRange::at(start + done), c.encode_utf8(&mut [0; 4]));
            let found = document.findings(&request).unwrap_or_default().diagnostics;
            let codes: Vec<&str> = found.iter().map(|found| found.code).collect();
            assert!(codes.len() <= 1, "{:?} {codes:?}", &typed[..done]);
            if codes.first() != seen.last() {
                seen.extend(codes);
            }
        }
        assert_eq!(document.findings(&request).unwrap_or_default().diagnostics, []);
        // The row is missing, then blank, then lacks numbers, then has a blank last cell.
        assert_eq!(seen, ["T003", "A002", "T008", "A001"], "{between:?}");
    }
}

#[test]
fn nor_in_tables_of_html() {
    assert_still(2023, Manner::HtmlLines);
}
