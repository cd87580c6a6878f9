//! The targets: what must hold for an input in each format. An input that is refused is no mistake.
//! A text that is not UTF-8 is read with other characters in place of its bad bytes.

#[path = "../../tests/support/invariants.rs"]
mod invariants;
#[allow(dead_code, reason = "the program of a page is the input")]
#[path = "../../tests/support/pdf.rs"]
mod pdf;

use gouji::files::{self, DecodeError, Decoded, Package};
use gouji::source::{self, Reading};
use gouji::text::TextRange;
use invariants::{
    Chooser, assert_covers, assert_edited, assert_edited_is_fresh, assert_fixed_once,
    assert_mended, assert_on_boundaries, assert_projected,
};
use std::path::Path;

/// The parts that lead to the parts of an input.
const DOCUMENT: [(&str, &str); 2] = [
    ("_rels/.rels", include_str!("parts/document.rels")),
    ("word/_rels/document.xml.rels", include_str!("parts/document.xml.rels")),
];
const BOOK: [(&str, &str); 3] = [
    ("_rels/.rels", include_str!("parts/book.rels")),
    ("xl/_rels/workbook.xml.rels", include_str!("parts/workbook.xml.rels")),
    ("xl/workbook.xml", include_str!("parts/workbook.xml")),
];

/// The bytes of a text: detected, decoded, and edited in their encoding.
pub fn decode(bytes: &[u8]) {
    let page = source::decode(bytes, Some(Path::new("report.html")));
    for decoded in [files::decode(bytes), page.map(|(decoded, _)| decoded)] {
        match decoded {
            Ok(decoded) => assert_spliced(bytes, &decoded),
            Err(DecodeError::Bad { offset, line, .. }) => {
                assert!(offset < bytes.len() && line > 0);
            }
            Err(DecodeError::Unsupported(_)) => {}
        }
    }
}

/// A report in plain text.
pub fn text(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    let mut chooser = Chooser::of(text.as_bytes());
    assert_covers(text);
    assert_on_boundaries(text);
    // Both take long.
    match chooser.below(2) {
        0 => assert_fixed_once(text),
        _ => assert_edited_is_fresh(text, &mut chooser),
    }
}

/// A report in Markdown, with tables in HTML.
pub fn markdown(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Ok(reading) = Reading::of(text.as_bytes(), Some(Path::new("report.md"))) {
        assert_source(&reading, input);
    }
}

/// A report as a web page.
pub fn html(input: &[u8]) {
    let page = String::from_utf8_lossy(input).into_owned();
    assert_source(&Reading::of_open(page, true), input);
}

/// A Word document, a workbook or a PDF.
pub fn file(bytes: &[u8]) {
    let Ok(reading) = Reading::of(bytes, None) else { return };
    assert_source(&reading, bytes);
    if reading.docx().is_some() {
        // An archive with a structure that is only read is refused.
        let Ok(written) = reading.written(bytes, &[]) else { return };
        let again = Reading::of(&written, None).expect("a document");
        assert_eq!(again.text(), reading.text());
    }
}

/// The parts of a Word document, with a NUL between two parts: the main part, the styles, the
/// lists, the comments.
pub fn docx_parts(input: &[u8]) {
    let names = ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/comments.xml"];
    file(&packed(&DOCUMENT, &names, input));
}

/// The parts of a workbook, with a NUL between two parts: two sheets, the strings, the styles.
pub fn sheets_parts(input: &[u8]) {
    let names = ["xl/sheet1.xml", "xl/sheet2.xml", "xl/strings.xml", "xl/styles.xml"];
    file(&packed(&BOOK, &names, input));
}

/// The programs of the pages of a PDF, with a NUL between two pages.
pub fn pdf_page(input: &[u8]) {
    let programs = String::from_utf8_lossy(input);
    let programs: Vec<String> = programs.split('\0').map(str::to_owned).collect();
    file(&pdf::file(&programs));
}

fn assert_source(reading: &Reading, input: &[u8]) {
    let mut chooser = Chooser::of(input);
    assert_projected(reading);
    // All of it takes long.
    match chooser.below(2) {
        0 => assert_edited(reading, &mut chooser),
        _ => assert_mended(reading, &mut chooser),
    }
}

fn assert_spliced(bytes: &[u8], decoded: &Decoded) {
    assert_eq!(files::splice(bytes, decoded, []).as_deref(), Ok(bytes));
    let text = &decoded.text;
    let mut chooser = Chooser::of(bytes);
    let (one, other) = (chooser.place(text), chooser.place(text));
    let range = TextRange::new(one.min(other), one.max(other));
    for new in ["", "0", "一𠮷"] {
        let spliced = files::splice(bytes, decoded, [(range, new)]).expect("in any encoding");
        let mut expected = text.clone();
        expected.replace_range(range.start..range.end, new);
        // With other characters, a text may pass for another encoding.
        match files::decode(&spliced) {
            Ok(again) if again.encoding == decoded.encoding && again.bom == decoded.bom => {
                assert_eq!(again.text, expected);
            }
            _ => {}
        }
    }
}

/// A package with these parts, and the parts of an input under these names.
fn packed(fixed: &[(&str, &str)], names: &[&str], input: &[u8]) -> Vec<u8> {
    let empty = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    let mut contents: Vec<(&str, &[u8])> =
        fixed.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    contents.extend(names.iter().copied().zip(input.split(|&byte| byte == 0)));
    Package::open(&empty).expect("an archive").with(&contents).expect("an archive")
}
