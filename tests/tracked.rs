//! Fixes as tracked changes in Word: a person accepts them all, or rejects them all.

mod support;

use gouji::diagnostic::{Applicability, Language};
use gouji::lint::{Findings, Request, fix_reading, lint, lint_reading, track_reading};
use gouji::settings::Settings;
use gouji::source::{AUTHOR, Docx, ElementKind, Note, Reading, tracked};
use proptest::prelude::*;
use support::changes::{Decision, decided};
use support::docx::{self, Look};
use support::numbers;

const DATE: &str = "2025-01-20T09:00:00Z";

fn read(bytes: &[u8]) -> Reading {
    Reading::of(bytes, None).expect("a document")
}

/// What a person sees: the file with tracked changes, and the file after each decision.
struct Seen {
    changed: String,
    accepted: String,
    rejected: String,
    markup: String,
}

fn seen(document: &[u8], least: Applicability) -> Option<(Seen, String)> {
    let settings = Settings::default();
    let request = Request { settings: &settings, file: None, baseline: None, year: None };
    let reading = read(document);
    let found = track_reading(&reading, &request, least).ok()?;
    let notes = found.proposals.iter().map(|proposal| Note {
        source: proposal.source,
        edits: proposal.edits.clone(),
        message: proposal.messages.iter().map(|one| one.render(Language::Zh)).collect(),
    });
    let notes: Vec<Note> = notes.collect();
    let docx = reading.docx().expect("a document");
    let written = tracked(docx, document, &notes, DATE).expect("a package");
    let after = Docx::read(&written).expect("a document");
    let text = |markup: String| {
        let docx = after.with_markup(markup);
        docx.project().expect("well-formed").text().to_owned()
    };
    let decided = |decision| text(decided(after.markup(), AUTHOR, decision));
    let seen = Seen {
        changed: text(after.markup().to_owned()),
        accepted: decided(Decision::Accept),
        rejected: decided(Decision::Reject),
        markup: after.markup().to_owned(),
    };
    let plain = fix_reading(reading, &request, least).expect("a report");
    Some((seen, plain.reading.text().to_owned()))
}

proptest! {
    #![proptest_config(support::config(30))]

    #[test]
    fn accepting_all_is_the_fix_and_rejecting_all_is_the_file(
        year in prop_oneof![Just(2020), 2021..2026i32],
        look in docx::look(),
        numbers in numbers(2023),
        old in numbers(2020),
        wrong in proptest::option::of((0..25usize, 0..7usize)),
        gone in proptest::collection::vec(
            (proptest::sample::select(vec![ElementKind::Row, ElementKind::Row, ElementKind::Paragraph, ElementKind::Table]), 0..60usize),
            0..4,
        ),
        all: bool,
    ) {
        let numbers = if year <= 2020 { old } else { numbers };
        let cell = |table: usize, row: usize, column: usize| match wrong {
            Some(place) if table == 1 && place == (row, column) => "7".to_owned(),
            _ => numbers.tables[table][row][column].to_string(),
        };
        let document = docx::without(&docx::write(year, look, &cell), &gone);
        let least = if all { Applicability::Unsafe } else { Applicability::Safe };
        let Some((seen, mended)) = seen(&document, least) else { return Ok(()) };
        let original = read(&document).text().to_owned();
        prop_assert_eq!(&seen.changed, &mended, "{}", seen.markup);
        prop_assert_eq!(&seen.accepted, &mended, "{}", seen.markup);
        prop_assert_eq!(&seen.rejected, &original, "{}", seen.markup);
    }
}

/// A report without one of its parts; see [`docx::lacking`].
fn lacking(look: Look, kind: ElementKind, words: &str) -> Vec<u8> {
    docx::lacking(&docx::write(2023, look, &|_, _, _| "0".to_owned()), kind, words)
}

/// The markup from the start of the last `name` before these words to its end.
fn element<'a>(markup: &'a str, name: &str, words: &str) -> &'a str {
    let at = markup.find(words).expect("the words");
    let start = markup[..at].rfind(&format!("<w:{name}>")).expect("its start");
    let close = format!("</w:{name}>");
    let end = at + markup[at..].find(&close).expect("its end") + close.len();
    &markup[start..end]
}

/// The start of a row that is inserted.
const MARK: &str = "<w:tr><w:trPr><w:gridAfter w:val=\"0\"/><w:ins";

#[test]
fn a_missing_row_is_an_inserted_row_with_a_comment_at_its_label() {
    let document = lacking(Look::default(), ElementKind::Row, "2.重复申请");
    let (seen, mended) = seen(&document, Applicability::Unsafe).expect("a report");
    assert!(!read(&document).text().contains("2.重复申请"));
    assert_eq!((&seen.changed, &seen.accepted), (&mended, &mended));
    assert_eq!(seen.rejected, read(&document).text());
    let row = element(&seen.markup, "tr", "2.重复申请");
    assert!(row.starts_with(&format!("{MARK} w:id=")), "{row}");
    let marks = row.matches("<w:rPr><w:ins w:id=").count();
    assert_eq!(marks, row.matches("<w:tc>").count(), "each paragraph is inserted: {row}");
    assert!(row.contains("<w:commentRangeStart"), "{row}");
    assert_eq!(seen.markup.matches("<w:commentReference ").count(), 1);
}

#[test]
fn a_missing_heading_is_an_inserted_paragraph() {
    let document = lacking(Look::default(), ElementKind::Paragraph, "五、存在的主要问题");
    let (seen, mended) = seen(&document, Applicability::Unsafe).expect("a report");
    assert!(mended.contains("\n五、存在的主要问题"), "{mended}");
    assert_eq!((&seen.changed, &seen.accepted), (&mended, &mended));
    assert_eq!(seen.rejected, read(&document).text());
    let heading = element(&seen.markup, "p", "五、存在的主要问题");
    assert!(heading.contains("</w:rPr></w:pPr><w:commentRangeStart"), "{heading}");
    assert!(heading.ends_with("</w:r></w:ins></w:p>"), "{heading}");
}

#[test]
fn a_missing_table_is_a_table_of_inserted_rows() {
    let document = lacking(Look::default(), ElementKind::Table, "未经复议直接起诉");
    let (seen, mended) = seen(&document, Applicability::Unsafe).expect("a report");
    assert_eq!((&seen.changed, &seen.accepted), (&mended, &mended));
    assert_eq!(seen.rejected, read(&document).text());
    let table = element(&seen.markup, "tbl", "未经复议直接起诉");
    let rows = table.matches("<w:tr>").count();
    assert!(rows >= 3, "{table}");
    assert_eq!(table.matches(MARK).count(), rows, "{table}");
}

/// Parts whose place is known when they are missing, with their kind.
const PARTS: [(ElementKind, &str); 13] = [
    (ElementKind::Paragraph, "二、主动公开政府信息情况"),
    (ElementKind::Paragraph, "三、收到和处理政府信息公开申请情况"),
    (ElementKind::Paragraph, "四、政府信息公开行政复议、行政诉讼情况"),
    (ElementKind::Row, "二、上年结转政府信息公开申请数量"),
    (ElementKind::Row, "（二）部分公开"),
    (ElementKind::Row, "1.属于国家秘密"),
    (ElementKind::Row, "2.其他法律行政法规禁止公开"),
    (ElementKind::Row, "8.属于行政查询事项"),
    (ElementKind::Row, "1.本机关不掌握"),
    (ElementKind::Row, "2.重复申请"),
    (ElementKind::Row, "3.其他"),
    (ElementKind::Row, "（七）总计"),
    (ElementKind::Row, "四、结转下年度继续办理"),
];

#[test]
fn a_head_without_a_like_one_begins_above_the_rows_that_go_on() {
    for words in ["（一）予以公开", "（二）部分公开"] {
        let whole = docx::write(2023, Look::default(), &|_, _, _| "0".to_owned());
        let mut document = docx::lacking(&whole, ElementKind::Row, "（一）予以公开");
        if words == "（二）部分公开" {
            // The next row that goes on is not like the new one.
            document = docx::lacking(&document, ElementKind::Row, words);
        }
        let (seen, mended) = seen(&document, Applicability::Unsafe).expect("a report");
        assert!(mended.contains("\n三、本年度办理结果\t（一）予以公开\t\t"), "{mended}");
        assert!(mended.contains("\n\t（二）部分公开"), "{mended}");
        assert_eq!((&seen.changed, &seen.accepted), (&mended, &mended));
        assert_eq!(seen.rejected, read(&document).text());
    }
}

/// A report whose row with these words is lost. The next row begins the cell of the group.
fn with_moved_group(words: &str) -> Vec<u8> {
    let whole = docx::write(2023, Look::default(), &|_, _, _| "0".to_owned());
    docx::changed(&whole, |markup| {
        let lost = element(markup, "tr", words);
        let cells = |row: &str| -> Vec<String> {
            row.split_inclusive("</w:tc>").map(|cell| cell.replace("<w:tr>", "")).collect()
        };
        let at = markup.find(lost).expect("the row") + lost.len();
        let next = &markup[at..at + markup[at..].find("</w:tr>").expect("its end")];
        let own = cells(lost).into_iter().zip(cells(next));
        let joined = own.map(|(lost, next)| if lost.contains("restart") { lost } else { next });
        let joined = format!("<w:tr>{}", joined.collect::<String>().replace("</w:tr>", ""));
        markup.replace(lost, "").replace(next, &joined)
    })
}

#[test]
fn a_first_row_is_put_back_into_its_group() {
    let whole = docx::write(2023, Look::default(), &|_, _, _| "0".to_owned());
    let lines = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.trim_end_matches(['\t', '0']).to_owned()).collect()
    };
    for words in ["（一）予以公开", "1.属于国家秘密", "1.本机关不掌握", "1.信访举报"]
    {
        let document = with_moved_group(words);
        assert!(!read(&document).text().contains(words));
        let (seen, mended) = seen(&document, Applicability::Unsafe).expect("a report");
        assert_eq!(lines(&mended), lines(read(&whole).text()), "{words}");
        assert_eq!((&seen.changed, &seen.accepted), (&mended, &mended), "{words}");
        assert_eq!(seen.rejected, read(&document).text(), "{words}");
    }
}

/// A report whose first rows of a group are lost, together with the head. A word processor begins
/// the cell of the group anew in the next row, without words.
fn with_blank_group(lost: &[&str]) -> Vec<u8> {
    let whole = docx::write(2023, Look::default(), &|_, _, _| "0".to_owned());
    docx::changed(&whole, |markup| {
        let last = element(markup, "tr", lost.last().expect("a row"));
        let at = markup.find(last).expect("the row") + last.len();
        let next = &markup[at..at + markup[at..].find("</w:tr>").expect("its end")];
        let merge = next.rfind("<w:vMerge/>").expect("the cell of the group");
        let blank =
            format!("{}<w:vMerge w:val=\"restart\"/>{}", &next[..merge], &next[merge + 11..]);
        let begun = markup.replacen(next, &blank, 1);
        lost.iter().fold(begun, |markup, words| markup.replace(element(&markup, "tr", words), ""))
    })
}

#[test]
fn a_cell_without_its_head_takes_the_words() {
    let whole = docx::write(2023, Look::default(), &|_, _, _| "0".to_owned());
    let lines = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.trim_end_matches(['\t', '0']).to_owned()).collect()
    };
    for lost in [
        &["1.属于国家秘密"][..],
        &["1.本机关不掌握"],
        &["1.信访举报", "2.重复申请"],
        &["1.本机关不掌握", "2.没有现成"],
    ] {
        let document = with_blank_group(lost);
        let (seen, mended) = seen(&document, Applicability::Unsafe).expect("a report");
        assert_eq!(lines(&mended), lines(read(&whole).text()), "{lost:?}");
        assert_eq!((&seen.changed, &seen.accepted), (&mended, &mended), "{lost:?}");
        assert_eq!(seen.rejected, read(&document).text(), "{lost:?}");
        let merged = |markup: &str| markup.matches("<w:vMerge w:val=\"restart\"/>").count();
        assert_eq!(merged(&seen.markup), merged(read(&whole).markup()), "{lost:?}");
    }
}

#[test]
fn what_is_put_back_has_its_number_in_a_document_with_numbered_lists() {
    // Values are left out: new rows have none, or zeros from the next round.
    let lines = |text: &str| -> Vec<String> {
        let cells = |line: &str| line.trim_end_matches(['\t', '0']).to_owned();
        text.lines().map(cells).collect()
    };
    for is_numbered in [false, true] {
        let look = Look { is_numbered, ..Look::default() };
        let whole = docx::write(2023, look, &|_, _, _| "0".to_owned());
        let whole = read(&whole);
        for (kind, words) in PARTS {
            let document = lacking(look, kind, words);
            let (seen, mended) = seen(&document, Applicability::Unsafe).expect("a report");
            assert_eq!(lines(&mended), lines(whole.text()), "{words}");
            assert_eq!((&seen.changed, &seen.accepted), (&mended, &mended), "{words}");
            assert_eq!(seen.rejected, read(&document).text(), "{words}");
        }
    }
}

#[test]
fn a_heading_that_would_get_another_number_is_not_put_back() {
    let look = Look { is_numbered: true, ..Look::default() };
    let document = lacking(look, ElementKind::Paragraph, "一、总体情况");
    // The list begins anew with 二 at the next heading, and would do so at its copy.
    let document = docx::changed(&document, |markup| {
        markup.replacen(
            "<w:pStyle w:val=\"1\"/>",
            "<w:pStyle w:val=\"1\"/><w:numPr><w:numId w:val=\"3\"/></w:numPr>",
            1,
        )
    });
    let document = docx::numbered(&document, |lists| {
        let list = "<w:num w:numId=\"3\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\">\
                    <w:startOverride w:val=\"2\"/></w:lvlOverride></w:num></w:numbering>";
        lists.replace("</w:numbering>", list)
    });
    let original = read(&document).text().to_owned();
    assert!(original.contains("\n二、主动公开政府信息情况\n"), "{original}");
    let settings = Settings::default();
    let request = Request { settings: &settings, file: None, baseline: None, year: None };
    let fixes = |found: Findings| {
        let own = found.diagnostics.into_iter().find(|found| found.code == "S003");
        own.expect("a missing section").fixes.len()
    };
    assert_eq!(fixes(lint(&original, &request).expect("a report")), 1);
    assert_eq!(fixes(lint_reading(&read(&document), &request).expect("a report")), 0);
}

/// A folder of real documents, outside of the repository.
const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/sources");

#[test]
fn real_documents_that_lack_a_part_are_restored_as_changes() {
    let Ok(folder) = std::fs::read_dir(SAMPLES) else {
        eprintln!("skipped: {SAMPLES} is not here");
        return;
    };
    let paths = folder.map(|entry| entry.expect("an entry").path());
    for path in paths.filter(|path| path.extension().is_some_and(|kind| kind == "docx")) {
        let whole = std::fs::read(&path).expect("a document");
        let reading = read(&whole);
        // Decisions are about all changes of the author.
        if reading.markup().contains(&format!("author=\"{AUTHOR}\"")) {
            continue;
        }
        let elements = reading.projection().expect("a projection").elements();
        for kind in [ElementKind::Row, ElementKind::Paragraph, ElementKind::Table] {
            let count = elements.iter().filter(|element| element.kind == kind).count();
            for index in (0..count).step_by(5) {
                let document = docx::without(&whole, &[(kind, index)]);
                let Some((seen, mended)) = seen(&document, Applicability::Unsafe) else { continue };
                let place = format!("{} {kind:?} {index}", path.display());
                let original = read(&document).text().to_owned();
                assert_eq!(seen.changed, mended, "{place}");
                assert_eq!(seen.accepted, mended, "{place}");
                assert_eq!(seen.rejected, original, "{place}");
            }
        }
    }
}

#[test]
fn rows_behind_a_missing_one_are_one_finding_where_word_counts() {
    let codes = |is_numbered, words| -> Vec<&str> {
        let look = Look { is_numbered, ..Look::default() };
        let document = lacking(look, ElementKind::Row, words);
        let settings = Settings::default();
        let request = Request { settings: &settings, file: None, baseline: None, year: None };
        let found = lint_reading(&read(&document), &request).expect("a report").diagnostics;
        found.iter().map(|found| found.code).collect()
    };
    for words in ["2.其他法律", "（二）部分公开", "1.信访举报", "3.危及"] {
        assert_eq!(codes(true, words), ["T003"], "{words}");
        assert_eq!(codes(false, words), ["T003"], "{words}");
    }
}
