//! The kept inputs of the fuzz targets, without a fuzzer.

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::path::Path;

/// Runs a target on its kept inputs.
fn assert_holds(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the kept inputs") {
        let path = entry.expect("an entry").path();
        // The name of an input is seen only if the test fails.
        println!("{}", path.display());
        run(&fs::read(path).expect("an input"));
        count += 1;
    }
    assert!(count > 0);
}

#[test]
fn decode() {
    assert_holds("decode", targets::decode);
}

#[test]
fn text() {
    assert_holds("text", targets::text);
}

#[test]
fn markdown() {
    assert_holds("markdown", targets::markdown);
}

#[test]
fn html() {
    assert_holds("html", targets::html);
}

#[test]
fn files() {
    for target in ["docx", "pdf", "sheets"] {
        assert_holds(target, targets::file);
    }
}

#[test]
fn docx_parts() {
    assert_holds("docx_parts", targets::docx_parts);
}

#[test]
fn sheets_parts() {
    assert_holds("sheets_parts", targets::sheets_parts);
}

#[test]
fn pdf_page() {
    assert_holds("pdf_page", targets::pdf_page);
}
