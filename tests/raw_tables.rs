//! Markdown texts with tables in HTML, as converters write them: findings, and fixes in the tables
//! and around them.

mod support;

use gouji::diagnostic::{Applicability, apply};
use gouji::lint::{FixedReading, Request, fix_reading, lint_reading};
use gouji::settings::Settings;
use gouji::source::{Format, Reading};
use gouji::syntax::Layout;
use support::{Manner, Oddities, write_markup};

const MANNERS: [Manner; 2] = [Manner::HtmlLines, Manner::HtmlDense];

/// A correct report with `total` as the total of new requests of table three.
fn report(manner: Manner, total: &str) -> String {
    write_markup(
        2023,
        manner,
        Oddities::default(),
        &|table, row, column| match (table, row, column) {
            (1, 0, 6) => total.to_owned(),
            (1, 0 | 2 | 23, 0) | (1, 2 | 23, 6) => "14".to_owned(),
            _ => "0".to_owned(),
        },
    )
}

fn read(text: &str) -> Reading {
    Reading::of(text.as_bytes(), None).expect("a text")
}

fn with_request<T>(run: impl FnOnce(&Request) -> T) -> T {
    let settings = Settings::default();
    run(&Request { settings: &settings, file: None, baseline: None, year: None })
}

/// Code and words of each finding, as people see them in the file.
fn found(text: &str) -> Vec<(&'static str, String)> {
    let reading = read(text);
    let found = with_request(|request| lint_reading(&reading, request)).expect("a report");
    let words = |range: gouji::text::TextRange| range.of(reading.shown()).to_owned();
    found.diagnostics.iter().map(|found| (found.code, words(found.range))).collect()
}

#[track_caller]
fn assert_found(text: &str, expected: &[(&str, &str)]) {
    let found = found(text);
    let found: Vec<_> = found.iter().map(|(code, words)| (*code, words.as_str())).collect();
    assert_eq!(found, expected);
}

fn fixed(text: &str, least: Applicability) -> FixedReading {
    let reading = read(text);
    assert_eq!(reading.format(), Format::Text);
    with_request(|request| fix_reading(reading, request, least)).expect("a report")
}

/// The text after all fixes with an applicability of at least `least`.
#[track_caller]
fn mended(text: &str, least: Applicability) -> String {
    let fixed = fixed(text, least);
    assert_eq!(apply(text, &fixed.edits), fixed.reading.markup());
    let again = read(fixed.reading.markup());
    assert_eq!(again.text(), fixed.reading.text());
    fixed.reading.markup().to_owned()
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from} is not in\n{text}");
    text.replacen(from, to, 1)
}

#[test]
fn a_number_is_underlined_and_mended_in_its_cell() {
    for manner in MANNERS {
        let text = report(manner, "15");
        assert_found(&text, &[("A001", "15"), ("A003", "0")]);
        assert_eq!(mended(&text, Applicability::Safe), report(manner, "14"));
        assert_found(&report(manner, "14"), &[]);
    }
}

#[test]
fn a_note_in_a_tag_is_no_digit() {
    let right = report(Manner::HtmlLines, "14");
    assert_found(&replaced(&right, "<td>14</td>\n</tr>", "<td>14<sup>1</sup></td>\n</tr>"), &[]);
    let wrong = replaced(&right, "<td>14</td>\n</tr>", "<td>15<sup>1</sup></td>\n</tr>");
    assert_found(&wrong, &[("A001", "15<sup>1"), ("A003", "0")]);
}

#[test]
fn tags_in_a_label_stay() {
    let right = report(Manner::HtmlLines, "14");
    let with = |label: &str| {
        let from = "<td>2.其他法律行政法规禁止公开</td>";
        replaced(&right, from, &format!("<td><p>{label}</p></td>"))
    };
    let text = with("2.其他法律法规</p><p>禁止公开");
    assert_eq!(found(&text)[0].0, "T002");
    let fixed = with("2.其他法律行政法规</p><p>禁止公开");
    assert_eq!(mended(&text, Applicability::Safe), fixed);
}

#[test]
fn signs_of_markup_are_escaped_in_tables_only() {
    let right = report(Manner::HtmlLines, "14");
    let text = replaced(&right, "我局按照", "我局 < 按照");
    let reading = read(&text);
    let projection = reading.projection().expect("tables");
    let edits = |words: &str| {
        let start = reading.text().find(words).expect("the words");
        let range = gouji::text::TextRange::new(start, start + words.len());
        projection.back(range, "<3&").expect("an edit")
    };
    assert_eq!(edits("按照")[0].content, "<3&");
    assert_eq!(edits("规章")[0].content, "&lt;3&amp;");
}

#[test]
fn a_missing_row_is_cloned() {
    for manner in MANNERS {
        let right = report(manner, "14");
        let row = right.find("5.要求行政机关确认").expect("the row");
        let start = right[..row].rfind("<tr").expect("its start");
        let end = row + right[row..].find("<tr").expect("the next row");
        let text = format!("{}{}", &right[..start], &right[end..]);
        assert_eq!(found(&text)[0].0, "T003");
        let mended = mended(&text, Applicability::Unsafe);
        assert_eq!(found(&mended)[0].0, "T009");
        assert_eq!(mended.matches("<tr").count(), right.matches("<tr").count());
    }
}

#[test]
fn a_missing_heading_is_a_line_of_the_text() {
    for manner in MANNERS {
        let right =
            report(manner, "14").replace("\n二、", "\n## 二、").replace("\n三、", "\n## 三、");
        let heading = "五、存在的主要问题及改进情况";
        let text = replaced(&right, &format!("{heading}\n\n"), "");
        assert_eq!(found(&text)[0].0, "S003");
        let mended = mended(&text, Applicability::Unsafe);
        assert!(mended.contains(&format!("\n{heading}\n")));
        assert!(!found(&mended).iter().any(|(code, _)| *code == "S003"));
    }
}

#[test]
fn a_missing_table_is_written_in_html() {
    for manner in MANNERS {
        let right = report(manner, "14");
        let start = right.rfind("<table").expect("a table");
        let end = start + right[start..].find("</table>").expect("its end") + "</table>".len();
        let text = format!("{}{}", &right[..start], right[end..].trim_start_matches('\n'));
        assert_eq!(found(&text)[0].0, "S009");
        let mended = mended(&text, Applicability::Unsafe);
        assert!(!found(&mended).iter().any(|(code, _)| *code == "S009"));
        assert_eq!(mended.matches("<table").count(), 3);
        assert!(!mended.contains('\t'));
    }
}

#[test]
fn a_table_without_line_ends_around_it_is_read() {
    let right = report(Manner::HtmlDense, "15");
    let text = right.replace(">\n\n<", "><").replace("\n\n<table", "<table");
    assert_found(&text, &[("A001", "15"), ("A003", "0")]);
    assert_found(&mended(&text, Applicability::Safe), &[]);
}

/// Pandoc writes the languages and fonts of Word as spans.
#[test]
fn the_marks_of_spans_are_no_text() {
    let plain = report(Manner::Library(Layout::Markdown), "15");
    let words = |line: &str| match line.trim_start_matches(['#', ' ']) {
        words if words.is_empty() || line.starts_with('|') => line.to_owned(),
        words => line.replace(words, &format!("[{words}]{{.underline}}")),
    };
    let cell = |cell: &str| match cell.trim() {
        words if words.is_empty() || words.contains('-') => cell.to_owned(),
        words => format!(" [{words}]{{lang=\"EN-US\"}} "),
    };
    let line = |line: &str| match line.starts_with('|') {
        true => line.split('|').map(cell).collect::<Vec<_>>().join("|"),
        false => words(line),
    };
    let text = plain.lines().map(line).collect::<Vec<_>>().join("\n");
    assert_found(&text, &[("A001", "15"), ("A003", "0")]);
    let mended = mended(&text, Applicability::Safe);
    assert_eq!(mended, text.replace("[15]{", "[14]{"));
}

/// The first row of a group is lost, and the cell of the group stands in the next row. A new row
/// above it would stand outside of the group, so it takes the cell.
#[test]
fn a_first_row_takes_the_cell_of_its_group() {
    let right = report(Manner::HtmlLines, "14");
    let label = right.find("1.属于国家秘密").expect("the row");
    let start = right[..label].rfind("<td").expect("its cell");
    let next = label + right[label..].find("<tr>").expect("the next row") + "<tr>".len();
    let next = next + right[next..].find("<td").expect("its first cell");
    let left = format!("{}{}", &right[..start], &right[next..]);
    let counted = [("22", "21"), ("8", "7")].iter().fold(left.clone(), |text, (count, less)| {
        let (count, less) = (format!("rowspan=\"{count}\""), format!("rowspan=\"{less}\""));
        assert_eq!(text.matches(&count).count(), 1);
        text.replace(&count, &less)
    });
    let row = label + right[label..].find("<td>0").expect("its numbers")..next;
    let blank = right[row.clone()].replace("<td>0", "<td>");
    let filled = format!("{}{blank}{}", &right[..row.start], &right[row.end..]);
    // Whether or not somebody has counted the rows anew, or the words went with the row.
    let without_words = counted.replace("（三）不予公开", "");
    for text in [counted, left, without_words] {
        assert_eq!(found(&text)[0].0, "T003");
        assert_eq!(mended(&text, Applicability::Unsafe), filled);
    }
}
