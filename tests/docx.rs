//! A report in a Word document gives the same findings as the same report in text, and is mended in
//! place.

mod support;

use gouji::diagnostic::{Applicability, Diagnostic, Edit, Language, Severity, apply};
use gouji::files::Package;
use gouji::lint::{Options, check};
use gouji::source::{Docx, Note, Projection, Refused, SourceError, tracked};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use support::docx::{Look, look};
use support::{MANNERS, Numbers, Oddities, numbers, write_cells};

fn read(bytes: &[u8]) -> (Docx, Projection) {
    let docx = Docx::read(bytes).expect("a document");
    let projection = docx.project().expect("well-formed");
    (docx, projection)
}

/// Code, place and message of each finding.
fn found(text: &str) -> Vec<(&'static str, String, String)> {
    let found = check(text, &Options::default()).expect("a report");
    let mut found: Vec<_> = found
        .iter()
        .map(|found| (found.code, found.place.to_string(), found.message.render(Language::Zh)))
        .collect();
    found.sort();
    found
}

/// The document after the first fix of a finding, and the edits of its markup. `None` without a fix
/// of words.
fn mended(
    docx: &Docx,
    projection: &Projection,
    diagnostic: &Diagnostic,
) -> Option<Result<(Docx, Vec<Edit>), Refused>> {
    let fix = diagnostic.fixes.iter().find(|fix| fix.applicability >= Applicability::Unsafe)?;
    if fix.edits().is_empty() {
        return None;
    }
    let mut edits = Vec::new();
    for edit in fix.edits() {
        match projection.back(edit.range, &edit.content) {
            Ok(back) => edits.extend(back),
            Err(refused) => return Some(Err(refused)),
        }
    }
    edits.sort();
    let mended = docx.with_markup(apply(docx.markup(), &edits));
    let text = mended.project().expect("well-formed").text().to_owned();
    assert_eq!(text, apply(projection.text(), fix.edits()));
    Some(Ok((mended, edits)))
}

proptest! {
    #![proptest_config(support::config(60))]

    #[test]
    fn a_document_is_read_like_its_text(
        year in prop_oneof![Just(2020), 2021..2026i32],
        look in look(),
        numbers in numbers(2023),
        old in numbers(2020),
        changes in proptest::collection::vec((0..3usize, 0..25usize, 0..7usize, 0..40i64), 0..4),
        blank in proptest::option::of((1..3usize, 0..25usize, 0..7usize)),
    ) {
        let mut numbers = if year <= 2020 { old } else { numbers };
        let place = |numbers: &Numbers, table: usize, row: usize, column: usize| {
            let rows = &numbers.tables[table];
            (table, row % rows.len(), column % rows[row % rows.len()].len())
        };
        for (table, row, column, value) in changes {
            let (table, row, column) = place(&numbers, table, row, column);
            numbers.tables[table][row][column] = value;
        }
        let blank = blank.map(|(table, row, column)| place(&numbers, table, row, column));
        let cell = |table: usize, row: usize, column: usize| {
            if blank == Some((table, row, column)) {
                String::new()
            } else {
                numbers.tables[table][row][column].to_string()
            }
        };
        let text = write_cells(year, MANNERS[1], Oddities::default(), &cell);
        let bytes = support::docx::write(year, look, &cell);
        let (docx, projection) = read(&bytes);
        prop_assert_eq!(found(projection.text()), found(&text), "{:?}\n{}", look, projection.text());
        for diagnostic in check(projection.text(), &Options::default()).unwrap() {
            if let Some(Ok((mended, edits))) = mended(&docx, &projection, &diagnostic) {
                let written = mended.written(&bytes).expect("a package");
                let (written, after) = read(&written);
                prop_assert_eq!(written.markup(), mended.markup());
                let source = projection.source(diagnostic.range);
                let message = diagnostic.message.render(Language::Zh);
                let note = Note { source, edits, message };
                let tracked = tracked(&docx, &bytes, &[note], "2025-01-20T09:00:00Z");
                let (_, tracked) = read(&tracked.expect("a package"));
                prop_assert_eq!(tracked.text(), after.text());
            }
        }
    }
}

#[test]
fn a_finding_stands_in_its_cell() {
    let cell = |table, row, column| {
        if (table, row, column) == (1, 0, 6) { "1".to_owned() } else { "0".to_owned() }
    };
    let (docx, projection) = read(&support::docx::write(2023, Look::default(), &cell));
    let found = check(projection.text(), &Options::default()).unwrap();
    let total = found.iter().find(|found| found.code == "A001").expect("a wrong total");
    let place = projection.place(total.range);
    assert_eq!((place.table, place.row, place.column), (Some(2), Some(4), Some(10)));
    assert_eq!(projection.source(total.range).of(docx.markup()), "1");
}

#[test]
fn a_numbered_heading_is_not_renumbered_by_words() {
    let look = Look { is_numbered: true, ..Look::default() };
    let bytes = support::docx::write(2023, look, &|_, _, _| "0".to_owned());
    let (docx, _) = read(&bytes);
    // 二 is lost, so that the numbers behind it are one too small.
    let markup = docx.markup();
    let at = markup.find("主动公开政府信息情况").expect("a heading");
    let start = markup[..at].rfind("<w:pPr>").unwrap();
    let end = at - markup[start..at].len() + markup[start..at].find("</w:pPr>").unwrap();
    let docx = docx.with_markup(markup[..start].to_owned() + &markup[end + "</w:pPr>".len()..]);
    let projection = docx.project().unwrap();
    let found = check(projection.text(), &Options::default()).unwrap();
    let wrong: Vec<_> = found.iter().filter(|found| found.code == "S007").collect();
    assert!(!wrong.is_empty(), "{}", projection.text());
    for diagnostic in wrong {
        let mended = mended(&docx, &projection, diagnostic);
        assert!(
            !matches!(mended, Some(Ok(_)) if projection.text()[..diagnostic.range.end].ends_with('、'))
        );
    }
}

#[test]
fn what_is_no_document_is_refused() {
    let bytes = support::docx::write(2023, Look::default(), &|_, _, _| "0".to_owned());
    let refused = |bytes: &[u8]| Docx::read(bytes).err();
    let damaged = Some(SourceError::Damaged("Word"));
    for len in [4, 100, bytes.len() / 2, bytes.len() - 1] {
        assert_eq!(refused(&bytes[..len]), damaged, "{len}");
    }
    let package = |entries: &[(&str, &str)]| support::docx::package(entries);
    let top = "<Relationships><Relationship Type=\"a/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    let archive = Some(SourceError::Archive);
    assert_eq!(refused(&package(&[("report.txt", "题")])), archive);
    assert_eq!(refused(&package(&[("_rels/.rels", "<Relationships/>")])), archive);
    let workbook = ("xl/workbook.xml", "<workbook xmlns=\"http://a\"/>");
    assert_eq!(refused(&package(&[("_rels/.rels", top), workbook])), archive);
    assert_eq!(refused(&package(&[("_rels/.rels", top)])), damaged);
}

/// A folder of real documents, outside of the repository.
fn samples() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/sources");
    if !folder.is_dir() {
        eprintln!("skipped: {} is not here", folder.display());
        return None;
    }
    Some(folder)
}

#[test]
fn real_documents_have_exactly_these_defects() {
    let Some(folder) = samples() else { return };
    let cases = std::fs::read_to_string(folder.join("cases.json")).expect("the cases");
    let cases: Vec<serde_json::Value> = serde_json::from_str(&cases).expect("JSON");
    let codes = |case: &serde_json::Value, key: &str| -> Vec<String> {
        let codes = case[key].as_array().into_iter().flatten();
        codes.filter_map(|code| code.as_str().map(Into::into)).collect()
    };
    let mut tried = 0;
    for case in &cases {
        let name = case["file"].as_str().expect("a name");
        if !name.ends_with(".docx") {
            continue;
        }
        let bytes = std::fs::read(folder.join(name)).expect("a document");
        let (docx, projection) = read(&bytes);
        // The blank form has the title of a form, and is not checked as it is.
        let text = projection.text().replace("政府信息公开工作年度报告格式模板", TITLE);
        let found = check(&text, &Options::default()).expect("a report");
        let grave: Vec<_> = found.iter().filter(|found| found.severity > Severity::Hint).collect();
        let has = |code: &String| found.iter().any(|found| found.code == code);
        assert!(codes(case, "must").iter().all(has), "{name}: {found:?}");
        assert!(!codes(case, "never").iter().any(has), "{name}: {found:?}");
        if let Some(most) = case["most"].as_u64() {
            assert!(grave.len() as u64 <= most, "{name}: {grave:?}");
        }
        if let Some(levels) = case["only"].as_str() {
            assert_eq!(levels, "EW");
            assert_eq!(grave.iter().filter(|one| one.severity >= Severity::Warning).count(), 0);
        }
        let mends = case["mends"].as_bool().unwrap_or(false);
        let keeps = case["keep"].as_bool().unwrap_or(false);
        if mends || keeps {
            let total = found.iter().find(|found| found.code == "A001").expect("a wrong total");
            match mended(&docx, &projection, total).expect("a fix") {
                Ok((mended, _)) => {
                    assert!(mends, "{name}");
                    assert_only_the_main_part_changed(&bytes, &mended);
                }
                Err(refused) => assert_eq!((refused, keeps), (Refused::Field, true), "{name}"),
            }
        }
        tried += 1;
    }
    assert!(tried >= 4, "{tried}");
}

const TITLE: &str = "云溪县园林局2022年政府信息公开工作年度报告";

fn assert_only_the_main_part_changed(bytes: &[u8], mended: &Docx) {
    let written = mended.written(bytes).expect("a package");
    let mut before = Package::open(bytes).unwrap();
    let mut after = Package::open(&written).unwrap();
    let names: Vec<String> = before.names().map(Into::into).collect();
    assert_eq!(names, after.names().collect::<Vec<_>>());
    for name in names {
        let is_same = before.read(&name).unwrap() == after.read(&name).unwrap();
        assert_eq!(is_same, name != mended.main_part(), "{name}");
    }
    let (_, projection) = read(&written);
    let found = check(projection.text(), &Options::default()).unwrap();
    assert!(found.iter().all(|found| found.severity == Severity::Hint), "{found:?}");
}
