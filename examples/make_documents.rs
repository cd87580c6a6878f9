//! Writes made-up reports as Word documents, for a check by other programs:
//! `cargo run --example make_documents -- FOLDER`.
//!
//! `report.docx` has one wrong total, 1118 in place of 1119. `mended.docx` is the same file with
//! the fix of the total. `tracked.docx` has the fix as a tracked change with a comment.
//!
//! `lacking.docx` lacks a heading whose number comes from a list, two rows, one of them with the
//! head of its group, and a table. `restored.docx` has all of them, and `inserted.docx` has them as
//! tracked changes.
//!
//! `whole.docx` is a report that gouji writes itself, in the look of the official form.

#[path = "../tests/support/mod.rs"]
mod support;

use gouji::diagnostic::{Applicability, Language, apply};
use gouji::lint::{Options, Request, check, track_reading};
use gouji::settings::Settings;
use gouji::source::{Docx, ElementKind, Note, Reading, tracked};
use gouji::standard::Standard;
use gouji::syntax::Layout;
use gouji::write::Skeleton;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};
use support::docx::{self, Look};

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
    let written = tracked(&docx, &report, &[note], DATE);
    fs::write(folder.join("tracked.docx"), written.map_err(|error| error.english())?)?;
    fs::write(folder.join("whole.docx"), whole()?)?;
    restore(folder)
}

/// A report with the number of its row in each cell.
fn whole() -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let skeleton = Skeleton {
        standard: Standard::official(),
        issuer: "云溪县人民政府",
        year: 2023,
        layout: Layout::Markdown,
        newline: "\n",
        sections: &["本年度<公开>信息。"],
        cell: &|_, row, _| row.to_string(),
    };
    skeleton.write_word().map_err(|error| format!("{error:?}").into())
}

const DATE: &str = "2025-01-20T09:00:00Z";

/// What `lacking.docx` lacks.
const GONE: [(ElementKind, &str); 4] = [
    (ElementKind::Paragraph, "二、主动公开政府信息情况"),
    (ElementKind::Row, "1.本机关不掌握"),
    (ElementKind::Row, "2.重复申请"),
    (ElementKind::Table, "未经复议直接起诉"),
];

fn restore(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let look = Look { is_numbered: true, ..Look::default() };
    let whole = docx::write(2023, look, &|_, _, _| "0".to_owned());
    let lacking = { GONE.iter() }
        .fold(whole, |document, (kind, words)| docx::lacking(&document, *kind, words));
    fs::write(folder.join("lacking.docx"), &lacking)?;
    let reading = Reading::of(&lacking, None).map_err(|error| error.english())?;
    let settings = Settings::default();
    let request = Request { settings: &settings, file: None, baseline: None, year: None };
    let found = track_reading(&reading, &request, Applicability::Unsafe);
    let found = found.map_err(|_| "not a report")?;
    let restored =
        reading.written(&lacking, &found.fixed.edits).map_err(|error| error.english())?;
    fs::write(folder.join("restored.docx"), restored)?;
    let notes = found.proposals.into_iter().map(|proposal| Note {
        source: proposal.source,
        edits: proposal.edits,
        message: proposal.messages.iter().map(|message| message.render(Language::Zh)).collect(),
    });
    let notes: Vec<Note> = notes.collect();
    let document = reading.docx().ok_or("not a document")?;
    let inserted = tracked(document, &lacking, &notes, DATE).map_err(|error| error.english())?;
    fs::write(folder.join("inserted.docx"), inserted)?;
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
    docx::write(2023, look, &cell)
}
