//! Edits of open files in their formats.

use super::*;
use crate::settings::Settings;
use crate::standard::Standard;
use crate::write::{Skeleton, blank_report};
use proptest::prelude::*;
use std::path::Path;

const PAGE: &str = "<h1>云溪县园林局2023年政府信息公开工作年度报告</h1>\
    <p>所列数据的统计期限为2022年1月1日至2022年12月31日。</p><p>一、总体情况</p>\
    <p>2023年，收到申请<b>1</b>2件&nbsp;。</p>";

/// A report as a text, as a page in GB18030, and as a Word document, each with its name.
fn files() -> [(Vec<u8>, &'static str); 3] {
    let standard = Standard::official();
    let text = blank_report(standard, "云溪县园林局", 2023);
    let page = encoding_rs::GB18030.encode(PAGE).0.into_owned();
    let word = Skeleton::blank(standard, "云溪县园林局", 2023).write_word();
    [(text.into(), "a.md"), (page, "a.html"), (word.expect("small"), "a.docx")]
}

fn open(bytes: &[u8], name: &str) -> OpenSource {
    let reading = Reading::of(bytes, Some(Path::new(name))).expect("a report");
    OpenSource::new(reading, Options::default())
}

fn found(source: &OpenSource) -> Result<Findings, NotChecked> {
    let settings = Settings::default();
    let request = Request { settings: &settings, file: None, baseline: None, year: None };
    source.findings(&request)
}

#[test]
fn a_number_is_typed_and_taken_back() {
    for (bytes, name) in files() {
        let mut source = open(&bytes, name);
        let at = source.reading().text().find("2023").expect("the year");
        source.replace(TextRange::new(at, at + 4), "2024").expect("words");
        assert_eq!(source.steps(), (1, 0));
        let written = source.written(&bytes).expect("written");
        assert_ne!(written, bytes);
        let again = open(&written, name);
        assert_eq!(again.reading().text(), source.reading().text(), "{name}");
        assert!(source.undo() && !source.undo());
        assert_eq!(source.written(&bytes).expect("written"), bytes);
        assert!(source.redo() && !source.redo());
        assert_eq!(source.written(&bytes).expect("written"), written);
    }
}

#[test]
fn findings_are_those_of_the_command_line() {
    let [(text, _), ..] = files();
    let two = [text.as_slice(), b"\n\n", &text].concat();
    for (bytes, name) in files().into_iter().chain([(two, "two.md")]) {
        let source = open(&bytes, name);
        let settings = Settings::default();
        let request = Request { settings: &settings, file: None, baseline: None, year: None };
        let shown = |range| source.reading().shown_range(range);
        let told = |found: Result<Findings, NotChecked>, shown: &dyn Fn(TextRange) -> TextRange| {
            let Findings { diagnostics, reports, passed_over, .. } = found.expect("a report");
            let told = diagnostics.iter().map(|told| (told.code, shown(told.range)));
            let names = reports.iter().map(|name| (name.to_string(), shown(name.range)));
            (told.collect::<Vec<_>>(), names.collect::<Vec<_>>(), passed_over)
        };
        let theirs = lint::lint_reading(source.reading(), &request);
        assert_eq!(told(found(&source), &shown), told(theirs, &|range| range), "{name}");
    }
}

#[test]
fn a_paragraph_is_inserted_below_a_heading() {
    for (bytes, name) in files() {
        let mut source = open(&bytes, name);
        let words = "本年度<主动>公开工作&平稳有序。";
        let before = source.reading().text().to_owned();
        let at = before.find("一、总体情况").expect("the heading");
        let line = TextRange::new(at, at + "一、总体情况".len());
        source.insert_below(line, words).expect("a place");
        let text = source.reading().text();
        let below = text[line.end..].trim_start_matches(['\n', '\r']);
        assert!(below.starts_with(words), "{name}: {text}");
        assert!(text[line.end..].starts_with('\n'), "{name}");
        let rest = |text: &str| text.lines().filter(|line| !line.is_empty()).count();
        assert_eq!(rest(text), rest(&before) + 1, "{name}: {text}");
        let again = open(&source.written(&bytes).expect("written"), name);
        assert_eq!(again.reading().text(), text, "{name}");
        assert!(source.is_changed() && source.undo() && !source.is_changed());
        assert_eq!(source.reading().text(), before);
    }
}

#[test]
fn typed_letters_are_undone_at_once() {
    for (bytes, name) in files() {
        let mut source = open(&bytes, name);
        let before = source.reading().markup().to_owned();
        let at = source.reading().text().find("2023").expect("the year");
        for letter in 0..4 {
            source.replace(TextRange::new(at + letter, at + letter + 1), "9").expect("words");
            if letter > 0 {
                source.join_last_edits();
            }
        }
        assert_eq!(source.steps(), (1, 0));
        assert!(source.reading().text()[at..].starts_with("9999"));
        assert_eq!(source.changed_at(), at + 3);
        assert!(source.undo() && !source.undo());
        assert_eq!(source.reading().markup(), before, "{name}");
        assert!(source.redo());
        assert!(source.reading().text()[at..].starts_with("9999"));
    }
}

#[test]
fn edits_and_findings_are_written_into_a_word_document() {
    let [_, _, (bytes, name)] = files();
    let mut source = open(&bytes, name);
    let at = source.reading().text().find("2023").expect("the year");
    source.replace(TextRange::new(at, at + 4), "2024").expect("words");
    let period = source.reading().text().find("统计期限").expect("the period");
    let comments = [(TextRange::new(period, period + 12), "期限".to_owned())];
    let date = "2025-01-20T09:00:00Z";
    let written = source.tracked(&bytes, &comments, date).expect("a document");
    let marked = open(&written, name);
    let markup = marked.reading().markup();
    assert!(markup.contains("<w:del ") && markup.contains("<w:ins "), "{markup}");
    assert!(markup.contains("<w:commentRangeStart"), "{markup}");
    assert_eq!(marked.reading().text(), source.reading().text(), "changes are read as accepted");
    let [(text, _), ..] = files();
    assert!(open(&text, "a.md").tracked(&text, &[], date).is_err());
}

#[test]
fn fixes_are_carried_out_in_the_file() {
    let bytes = encoding_rs::GB18030.encode(PAGE).0;
    let mut source = open(&bytes, "a.html");
    let settings = Settings::default();
    let request = Request { settings: &settings, file: None, baseline: None, year: None };
    let fix = {
        let findings = found(&source).expect("a report");
        let period = findings.diagnostics.iter().find(|found| found.code == "P001");
        period.expect("last year's period").fixes[0].clone()
    };
    source.apply(&fix).expect("words");
    assert!(source.reading().markup().contains("2023年1月1日至2023年12月31日"));
    assert!(source.undo());
    assert!(source.fix(&request, Applicability::Unsafe).expect("a page") > 0);
    assert!(source.reading().markup().contains("2023年1月1日至2023年12月31日"));
}

/// The lines of the text with words.
fn lines_of(source: &OpenSource) -> Vec<&str> {
    written_lines(source.reading().text()).collect()
}

#[test]
fn a_paragraph_is_parted_and_joined_by_undo() {
    for (bytes, name) in files() {
        let mut source = open(&bytes, name);
        let before = source.reading().text().to_owned();
        let at = before.find("的统计期限").or_else(|| before.find("统计期限")).expect("words");
        source.part(at).expect("a paragraph");
        let expected: Vec<&str> =
            written_lines(&before[..at]).chain(written_lines(&before[at..])).collect();
        assert_eq!(lines_of(&source), expected, "{name}");
        let again = open(&source.written(&bytes).expect("written"), name);
        assert_eq!(again.reading().text(), source.reading().text(), "{name}");
        assert!(source.undo() && !source.is_changed() && !source.undo());
        assert!(source.redo());
        assert_eq!(lines_of(&source), expected, "{name}");
    }
}

#[test]
fn both_halves_of_a_page_keep_their_marks() {
    let page = PAGE.replace("收到申请", "收<i>到申</i>请");
    let mut source = open(page.as_bytes(), "a.html");
    let at = source.reading().text().find("申请").expect("words");
    source.part(at).expect("a paragraph");
    let markup = source.reading().markup();
    assert!(markup.contains("收<i>到</i></p><p><i>申</i>请<b>1</b>"), "{markup}");
}

/// A Word document whose first paragraph below the title has this markup.
fn with_paragraph(paragraph: &str) -> Vec<u8> {
    let [_, _, (bytes, name)] = files();
    let source = open(&bytes, name);
    let docx = source.reading().docx().expect("a document");
    let behind = "</w:p>";
    let at = docx.markup().find(behind).expect("a paragraph") + behind.len();
    let (before, rest) = docx.markup().split_at(at);
    docx.with_markup(format!("{before}{paragraph}{rest}")).written(&bytes).expect("written")
}

#[test]
fn a_parted_paragraph_is_a_tracked_change() {
    let bytes = with_paragraph(
        "<w:p><w:pPr><w:jc w:val=\"distribute\"/></w:pPr><w:r><w:rPr><w:b/></w:rPr>\
         <w:t>第一句。第二句。</w:t></w:r><w:r><w:t>第三句。</w:t></w:r></w:p>",
    );
    let mut source = open(&bytes, "a.docx");
    let before = source.reading().text().to_owned();
    let place = |source: &OpenSource, words: &str| source.reading().text().find(words);
    for words in ["第三句", "第二句"] {
        source.part(place(&source, words).expect("words")).expect("a paragraph");
    }
    let at = place(&source, "第二句").expect("words");
    source.replace(TextRange::at(at), "新字9").expect("words");
    source.part(at + "新字".len()).expect("a paragraph");
    let lines = ["第一句。", "新字", "9第二句。", "第三句。"];
    assert_eq!(&lines_of(&source)[1..5], lines);
    assert_eq!(
        written_lines(open(&source.written(&bytes).expect("written"), "a.docx").reading().text())
            .collect::<Vec<_>>(),
        lines_of(&source)
    );
    let tracked = source.tracked(&bytes, &[], "2025-01-20T09:00:00Z").expect("a document");
    let tracked = open(&tracked, "a.docx");
    assert_eq!(lines_of(&tracked), lines_of(&source), "changes are read as accepted");
    let markup = tracked.reading().markup();
    // The ends of the first three paragraphs are new, and what is rejected leaves the old text.
    assert_eq!(markup.matches("<w:jc w:val=\"distribute\"/><w:rPr><w:ins ").count(), 3);
    assert_eq!(markup.matches("<w:jc w:val=\"distribute\"/></w:pPr>").count(), 1);
    while source.undo() {}
    assert_eq!(source.reading().text(), before);
}

#[test]
fn what_cannot_be_parted_stays() {
    for paragraph in [
        "<w:p><w:hyperlink w:anchor=\"a\"><w:r><w:t>甲某乙某。</w:t></w:r></w:hyperlink></w:p>",
        "<w:p><w:ins w:id=\"7\" w:author=\"a\"><w:r><w:t>甲某乙某。</w:t></w:r></w:ins></w:p>",
        "<w:p><w:fldSimple w:instr=\"DATE\"><w:r><w:t>甲某乙某。</w:t></w:r></w:fldSimple></w:p>",
        "<w:p><w:sdt><w:sdtContent><w:r><w:t>甲某乙某。</w:t></w:r></w:sdtContent></w:sdt></w:p>",
    ] {
        let bytes = with_paragraph(paragraph);
        let mut source = open(&bytes, "a.docx");
        let at = source.reading().text().find("乙某").expect("words");
        assert!(source.part(at).is_err(), "{paragraph}");
        assert_eq!((source.steps(), source.is_changed()), ((0, 0), false));
    }
}

#[test]
fn a_line_below_a_line_break_stands_at_its_place() {
    let bytes = with_paragraph(
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>第一行。</w:t><w:br/><w:t>第二行。</w:t>\
         <w:br/><w:t>第三行。</w:t></w:r></w:p>",
    );
    let mut source = open(&bytes, "a.docx");
    for (above, words) in
        [("第一行。", "新一行。"), ("第二行。", "新二行。"), ("第三行。", "新段。")]
    {
        let at = source.reading().text().find(above).expect("the line");
        source.insert_below(TextRange::new(at, at + above.len()), words).expect("a place");
    }
    let lines = ["第一行。", "新一行。", "第二行。", "新二行。", "第三行。", "新段。"];
    assert_eq!(&lines_of(&source)[1..7], lines);
    let tracked = source.tracked(&bytes, &[], "2025-01-20T09:00:00Z").expect("a document");
    let tracked = open(&tracked, "a.docx");
    assert_eq!(&lines_of(&tracked)[1..7], lines);
    assert_eq!(tracked.reading().markup().matches("<w:ins ").count(), 4);
    // The first line is parted, and the lines below stay in the second half.
    let at = source.reading().text().find("一行。").expect("the line");
    source.part(at).expect("a paragraph");
    assert_eq!(&lines_of(&source)[1..4], ["第", "一行。", "新一行。"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn an_edited_source_is_the_written_file_read_afresh(
        which in 0usize..3,
        edits in prop::collection::vec((0usize..4000, 0usize..8, "[0-9一总、 ]{0,3}"), 1..8),
    ) {
        let (bytes, name) = &files()[which];
        let mut source = open(bytes, name);
        for (start, len, new) in edits {
            let text = source.reading().text();
            let floor = |at: usize| crate::text::floor_char_boundary(text, at.min(text.len()));
            let range = TextRange::new(floor(start % (text.len() + 1)), floor(start % (text.len() + 1) + len));
            _ = source.replace(range, &new);
        }
        let written = source.written(bytes).expect("written");
        let again = open(&written, name);
        prop_assert_eq!(again.reading().markup(), source.reading().markup());
        prop_assert_eq!(again.reading().text(), source.reading().text());
        prop_assert_eq!(again.document(), source.document());
        prop_assert_eq!(found(&again), found(&source));
        while source.undo() {}
        prop_assert_eq!(&source.written(bytes).expect("written"), bytes);
        while source.redo() {}
        prop_assert_eq!(&source.written(bytes).expect("written"), &written);
    }
}
