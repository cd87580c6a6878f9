//! JSON in the shape of ruff: one array, or an object on each line.

use super::Results;
use crate::diagnostic::{Edit, FilePlace, Fix, Related};
use crate::review::{Checked, Finding, Place};
use crate::source::SourcePlace;
use serde_json::{Value, json};
use std::io::{self, Write};

pub(super) fn write(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let findings: Vec<_> = results.findings().map(object).collect();
    serde_json::to_writer_pretty(&mut *out, &findings)?;
    writeln!(out)
}

pub(super) fn write_lines(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    results.review.files.iter().try_for_each(|file| write_lines_of(file, out))
}

/// The lines of one file.
pub(in crate::cli) fn write_lines_of(file: &Checked, out: &mut dyn Write) -> io::Result<()> {
    for finding in file.findings() {
        serde_json::to_writer(&mut *out, &object(finding))?;
        writeln!(out)?;
    }
    Ok(())
}

fn object(finding: Finding) -> Value {
    let (start, end) = finding.file.places(finding.diagnostic.range);
    let (organ, year) = finding.organ_and_year();
    let mut object = json!({
        "code": finding.diagnostic.code,
        "name": finding.name(),
        "severity": finding.diagnostic.severity.name(),
        "message": finding.message(),
        "filename": finding.file.path,
        "location": place(start),
        "end_location": place(end),
        "fix": finding.fix().map(|fixed| fix(finding, fixed)),
        "url": finding.url(),
        "place": finding.diagnostic.place.to_string(),
        "organ": organ,
        "year": year,
    });
    let near = finding.diagnostic.related.iter().map(|one| related(finding, one));
    let far = finding.elsewhere().map(|(place, message)| elsewhere(place, message));
    let related: Vec<Value> = near.chain(far).collect();
    if !related.is_empty() {
        object["related"] = related.into();
    }
    if let Some(place) = finding.source_place() {
        object["source"] = source(place);
    }
    object
}

/// A place in a source without lines, without its unknown parts.
pub(super) fn source(place: SourcePlace) -> Value {
    let SourcePlace { page, table, row, column, paragraph } = place;
    let parts = [
        ("page", page),
        ("table", table),
        ("row", row),
        ("column", column),
        ("paragraph", paragraph),
    ];
    parts
        .into_iter()
        .filter_map(|(name, number)| Some((name.to_owned(), number?.into())))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn fix(finding: Finding, fix: &Fix) -> Value {
    let mut object = json!({
        "applicability": fix.applicability.name(),
        "message": fix.message.render(finding.file.language),
        "edits": fix.edits().iter().map(|one| edit(finding, one)).collect::<Vec<_>>(),
    });
    if finding.file.is_reading() {
        object["in"] = "reading".into();
    }
    object
}

/// A message at another place of the same text.
fn related(finding: Finding, related: &Related) -> Value {
    let (start, end) = finding.file.places(related.range);
    json!({
        "message": related.message.render(finding.file.language),
        "location": place(start),
        "end_location": place(end),
    })
}

/// A message at a place of another file.
fn elsewhere(other: &FilePlace, message: String) -> Value {
    let place = |(row, column): (usize, usize)| place(Place { row, column });
    json!({
        "message": message,
        "filename": &*other.path,
        "location": place(other.start),
        "end_location": place(other.end),
    })
}

fn edit(finding: Finding, edit: &Edit) -> Value {
    let (start, end) = finding.file.places(edit.range);
    json!({ "content": edit.content, "location": place(start), "end_location": place(end) })
}

fn place(place: Place) -> Value {
    json!({ "row": place.row, "column": place.column })
}
