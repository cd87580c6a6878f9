//! Tests of blank cells.

use crate::diagnostic::apply;
use crate::source::docx::cases::{cell, document, field, paragraph, row};
use crate::text::TextRange;

/// The blank cell of a row after "7" was written into it.
fn filled(blank: &str, beside: &str) -> Option<String> {
    let docx = document(&row(&[cell("甲"), blank.to_owned(), beside.to_owned()]));
    let projection = docx.project().unwrap();
    assert_eq!(projection.text(), "甲\t\t1\n");
    let edits = projection.back(TextRange::at("甲\t".len()), "7").ok()?;
    let mended = docx.with_markup(apply(docx.markup(), &edits));
    assert_eq!(mended.project().unwrap().text(), "甲\t7\t1\n");
    let (_, behind) = mended.markup().split_once("甲</w:t></w:r></w:p></w:tc>").unwrap();
    Some(behind.split_once(beside).unwrap().0.to_owned())
}

#[test]
fn a_blank_cell_takes_a_run() {
    let beside = cell("1");
    let bold = "<w:tc><w:p><w:r><w:rPr><w:b/><w:rPrChange><w:rPr/></w:rPrChange></w:rPr><w:t>1</w:t></w:r></w:p></w:tc>";
    for (blank, beside, expected) in [
        ("<w:tc><w:p/></w:tc>", &*beside, "<w:tc><w:p><w:r><w:t>7</w:t></w:r></w:p></w:tc>"),
        ("<w:tc><w:p></w:p></w:tc>", &beside, "<w:tc><w:p><w:r><w:t>7</w:t></w:r></w:p></w:tc>"),
        (
            "<w:tc><w:p><w:pPr><w:jc/></w:pPr></w:p><w:p/></w:tc>",
            bold,
            "<w:tc><w:p><w:pPr><w:jc/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>7</w:t></w:r></w:p><w:p/></w:tc>",
        ),
        (
            "<w:tc><w:p><w:pPr><w:rPr><w:ins w:id=\"1\"/><w:vanish/><w:sz w:val=\"20\"/></w:rPr></w:pPr></w:p></w:tc>",
            bold,
            "<w:tc><w:p><w:pPr><w:rPr><w:ins w:id=\"1\"/><w:vanish/><w:sz w:val=\"20\"/></w:rPr></w:pPr>\
             <w:r><w:rPr><w:sz w:val=\"20\"/></w:rPr><w:t>7</w:t></w:r></w:p></w:tc>",
        ),
        // Spaces hold the cell open.
        (
            "<w:tc><w:p><w:r><w:rPr><w:i/></w:rPr><w:t>\u{3000}\u{3000}</w:t></w:r></w:p></w:tc>",
            bold,
            "<w:tc><w:p><w:r><w:rPr><w:i/></w:rPr><w:t>7</w:t></w:r></w:p></w:tc>",
        ),
    ] {
        assert_eq!(filled(blank, beside).as_deref(), Some(expected), "{blank}");
    }
    // A field, and a cell under another cell.
    let covered = "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>";
    let field =
        format!("<w:tc>{}</w:tc>", paragraph(&field("=SUM(LEFT)", "<w:r><w:t> </w:t></w:r>")));
    let text_end = |blank: &str| filled(blank, &cell("1"));
    assert_eq!((text_end(covered), text_end(&field)), (None, None));
}
