//! Writes made-up reports as Word documents, for a check by other programs:
//! `cargo run --example make_documents -- FOLDER`.
//!
//! `report.docx` has one wrong total, 1118 in place of 1119. `mended.docx` is the same file with
//! the fix of the total. `tracked.docx` has the fix as a tracked change with a comment.

#[path = "../tests/support/mod.rs"]
mod support;

use gouji::diagnostic::{Language, apply};
use gouji::lint::{Options, check};
use gouji::source::{Docx, Note, tracked};
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};
use support::docx::Look;

fn main() -> ExitCode {
    let Some(folder) = env::args().nth(1) else {
        eprintln!("make_documents FOLDER");
        return ExitCode::FAILURE;
    };
    match make(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn make(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    fs::create_dir_all(folder)?;
    let report = report();
    fs::write(folder.join("report.docx"), &report)?;
    let docx = Docx::read(&report).map_err(|error| error.english())?;
    let projection = docx.project().map_err(|error| error.english())?;
    let found = check(projection.text(), &Options::default()).ok_or("not a report")?;
    let total = found.iter().find(|found| found.code == "A001").ok_or("no wrong total")?;
    let fix = total.fixes.first().ok_or("no fix")?;
    let mut edits = Vec::new();
    for edit in fix.edits() {
        let back = projection.back(edit.range, &edit.content);
        edits.extend(back.map_err(|refused| format!("{refused:?}"))?);
    }
    let mended = docx.with_markup(apply(docx.markup(), &edits));
    let mended = mended.written(&report).map_err(|error| error.english())?;
    fs::write(folder.join("mended.docx"), mended)?;
    let message = total.message.render(Language::Zh);
    let note = Note { source: projection.source(total.range), edits, message };
    let written = tracked(&docx, &report, &[note], "2025-01-20T09:00:00Z");
    fs::write(folder.join("tracked.docx"), written.map_err(|error| error.english())?)?;
    Ok(())
}

fn report() -> Vec<u8> {
    let cell = |table: usize, row: usize, column: usize| match (table, row, column) {
        (1, 0, 0) | (1, 2, 0 | 6) | (1, 23, 0 | 6) => "1119".to_owned(),
        // The wrong total.
        (1, 0, 6) => "1118".to_owned(),
        _ => "0".to_owned(),
    };
    let look = Look { is_numbered: true, is_boxed: true, ..Look::default() };
    support::docx::write(2023, look, &cell)
}
