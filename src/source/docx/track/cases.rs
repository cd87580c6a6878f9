//! Tests of tracked changes and comments.

use super::*;
use crate::source::docx::cases::{cell, document, row};

const DATE: &str = "2025-01-20T09:00:00Z";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// The package of a document.
fn package(docx: &Docx, more: &[(&str, &str)]) -> Vec<u8> {
    let empty = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    let top = format!(
        "<Relationships xmlns=\"{RELATIONSHIPS}\"><Relationship Id=\"rId1\" Type=\"http://x/officeDocument\" \
         Target=\"word/document.xml\"/></Relationships>"
    );
    let mut parts = vec![
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &*top),
        (docx.main_part(), docx.markup()),
    ];
    parts.extend(more);
    let parts: Vec<_> = parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    Package::open(&empty).unwrap().with(&parts).unwrap()
}

/// The document with `new` in place of `old` in its text, each with a comment.
fn changed(body: &str, changes: &[(&str, &str)]) -> (Docx, Docx) {
    let docx = document(body);
    let projection = docx.project().unwrap();
    let mut text = projection.text().to_owned();
    let mut notes = Vec::new();
    for (old, new) in changes {
        let start = projection.text().find(old).unwrap();
        let range = TextRange::new(start, start + old.len());
        notes.push(Note {
            source: projection.source(range),
            edits: projection.back(range, new).unwrap(),
            message: format!("{old} 应为 {new}"),
        });
        text = text.replacen(old, new, 1);
    }
    let written = tracked(&docx, &package(&docx, &[]), &notes, DATE).unwrap();
    let after = Docx::read(&written).unwrap();
    assert_eq!(after.project().unwrap().text(), text);
    // Without the changes, the text is as before.
    let refused = after
        .markup()
        .replace("<w:del ", "<w:moveTo ")
        .replace("</w:del>", "</w:moveTo>")
        .replace("w:delText", "w:t")
        .replace("<w:ins ", "<w:moveFrom ")
        .replace("</w:ins>", "</w:moveFrom>");
    let before = after.with_markup(refused).project().unwrap();
    assert_eq!(before.text(), projection.text());
    (docx, after)
}

fn body(docx: &Docx) -> &str {
    let (_, body) = docx.markup().split_once("<w:body>").unwrap();
    body.trim_end_matches("</w:body></w:document>")
}

#[test]
fn a_number_is_deleted_and_inserted_with_its_look() {
    let (_, after) = changed(
        "<w:p><w:pPr/><w:r w:rsidR=\"1\"><w:rPr><w:b/></w:rPr><w:t>共3118件</w:t></w:r></w:p>",
        &[("18", "19")],
    );
    assert_eq!(
        body(&after),
        "<w:p><w:pPr/><w:commentRangeStart w:id=\"3\"/>\
         <w:r w:rsidR=\"1\"><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">共311</w:t></w:r>\
         <w:del w:id=\"1\" w:author=\"勾稽\" w:date=\"2025-01-20T09:00:00Z\"><w:r><w:rPr><w:b/></w:rPr>\
         <w:delText xml:space=\"preserve\">8</w:delText></w:r></w:del>\
         <w:ins w:id=\"2\" w:author=\"勾稽\" w:date=\"2025-01-20T09:00:00Z\"><w:r><w:rPr><w:b/></w:rPr>\
         <w:t xml:space=\"preserve\">9</w:t></w:r></w:ins>\
         <w:r w:rsidR=\"1\"><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">件</w:t></w:r>\
         <w:commentRangeEnd w:id=\"3\"/><w:r><w:commentReference w:id=\"3\"/></w:r></w:p>"
    );
}

#[test]
fn changes_in_one_run_and_over_runs_are_kept_apart() {
    for (body, changes) in [
        (
            "<w:p><w:r><w:t> 12,34 </w:t><w:br/><w:t>56</w:t></w:r></w:p>",
            &[("12", "21"), ("56", "5")][..],
        ),
        ("<w:p><w:r><w:t>一二</w:t></w:r><w:r><w:t>三四</w:t></w:r></w:p>", &[("二三", "贰叁")]),
        ("<w:p><w:moveTo w:id=\"1\"><w:r><w:t>12</w:t></w:r></w:moveTo></w:p>", &[("2", "&")]),
        ("<w:p><w:hyperlink><w:r><w:t>12</w:t></w:r></w:hyperlink></w:p>", &[("12", "3")]),
        ("<w:p><w:r><w:t>1&lt;</w:t></w:r></w:p>", &[("<", "")]),
        ("<w:p><w:r><w:t>一二三</w:t></w:r></w:p>", &[("一", "1"), ("二", "2"), ("三", "3")]),
    ] {
        let (before, after) = changed(body, changes);
        let count = |docx: &Docx, name: &str| docx.markup().matches(name).count();
        assert_eq!(count(&after, "<w:commentReference "), changes.len(), "{body}");
        assert!(count(&after, "<w:ins ") > 0 || changes[0].1.is_empty(), "{body}");
        assert_eq!(count(&before, "<w:br/>"), count(&after, "<w:br/>"));
    }
}

#[test]
fn a_blank_cell_gets_an_inserted_run() {
    for blank in ["<w:p/>", "<w:p></w:p>", "<w:p><w:r><w:t>\u{3000}</w:t></w:r></w:p>"] {
        let docx = document(&row(&[cell("甲"), format!("<w:tc>{blank}</w:tc>")]));
        let projection = docx.project().unwrap();
        let at = TextRange::at("甲\t".len());
        let note = |message: &str, edits| Note {
            source: projection.source(at),
            edits,
            message: message.to_owned(),
        };
        let notes = [note("应填", projection.back(at, "0").unwrap()), note("请核对", Vec::new())];
        let written = tracked(&docx, &package(&docx, &[]), &notes, DATE).unwrap();
        let after = Docx::read(&written).unwrap();
        assert_eq!(after.project().unwrap().text(), "甲\t0\n", "{blank}");
        let markup = after.markup();
        assert!(
            markup.contains("<w:t xml:space=\"preserve\">0</w:t></w:r></w:ins>")
                || markup.contains("<w:r><w:t>0</w:t></w:r></w:ins>"),
            "{markup}"
        );
        assert_eq!(markup.matches("<w:commentReference ").count(), 2);
        // Both comments stand in the blank cell.
        let (_, cell) = markup.split_once("</w:tc>").unwrap();
        assert_eq!(cell.matches("<w:commentRangeStart ").count(), 2, "{markup}");
    }
}

#[test]
fn comments_join_those_of_the_document() {
    let comments = "<?xml version=\"1.0\"?><w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
                    <w:comment w:id=\"1\"><w:p/></w:comment></w:comments>";
    let related = format!(
        "<Relationships xmlns=\"{RELATIONSHIPS}\"><Relationship Id=\"rId1\" Type=\"http://x/comments\" Target=\"notes.xml\"/></Relationships>"
    );
    let docx = document("<w:p><w:commentRangeStart w:id=\"1\"/><w:r><w:t>题</w:t></w:r></w:p>");
    let place = docx.project().unwrap().source(TextRange::new(0, 3));
    let notes = [Note { source: place, edits: Vec::new(), message: "一 < 二\n三".to_owned() }];
    let with = [("word/_rels/document.xml.rels", &*related), ("word/notes.xml", comments)];
    let written = tracked(&docx, &package(&docx, &with), &notes, DATE).unwrap();
    let mut after = Package::open(&written).unwrap();
    assert_eq!(after.names().count(), 5);
    let text = |bytes: Option<Vec<u8>>| String::from_utf8(bytes.unwrap()).unwrap();
    let joined = text(after.read("word/notes.xml").unwrap());
    assert!(
        joined.contains(
            "<w:comment w:id=\"1\"><w:p/></w:comment><w:comment w:id=\"2\" w:author=\"勾稽\""
        ),
        "{joined}"
    );
    assert!(joined.contains("一 &lt; 二</w:t></w:r></w:p><w:p>"), "{joined}");
    // A document without comments gets the part, and both parts that point at it.
    let written = tracked(&docx, &package(&docx, &[]), &notes, DATE).unwrap();
    let mut after = Package::open(&written).unwrap();
    let types = text(after.read("[Content_Types].xml").unwrap());
    assert!(types.starts_with("<Types><Override PartName=\"/word/comments.xml\""), "{types}");
    assert!(types.ends_with("/></Types>"), "{types}");
    let related = text(after.read("word/_rels/document.xml.rels").unwrap());
    assert!(related.contains("Target=\"comments.xml\""), "{related}");
    assert!(after.read("word/comments.xml").unwrap().is_some());
}

#[test]
fn a_document_without_paragraphs_is_left_alone() {
    let docx = document("");
    let notes = [Note { source: TextRange::at(9), edits: Vec::new(), message: "无".to_owned() }];
    let written = tracked(&docx, &package(&docx, &[]), &notes, DATE).unwrap();
    assert_eq!(Docx::read(&written).unwrap().markup(), docx.markup());
}
