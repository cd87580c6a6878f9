//! SARIF 2.1.0, the format of code scanning services.

use super::Results;
use super::key::Keys;
use crate::diagnostic::{FilePlace, Fix, Language, Related, Severity};
use crate::review::{Checked, Finding, Weight};
use crate::rules::{REGISTRY, Rule};
use crate::text::TextRange;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

pub(super) fn write(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let mut keys = Keys::default();
    let found: Vec<_> =
        results.findings().map(|finding| result(finding, keys.key(finding))).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "gouji",
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": REGISTRY.iter().map(|rule| descriptor(rule, results.language())).collect::<Vec<_>>(),
            } },
            "language": match results.language() { Language::Zh => "zh-CN", Language::En => "en-US" },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "%SRCROOT%": { "uri": folder_uri(&results.current) } },
            "invocations": [invocation(results)],
            "results": found,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// Whether all work was done, and the unchecked files.
fn invocation(results: &Results) -> Value {
    let mut invocation = json!({ "executionSuccessful": !results.summary.failed });
    let files = results.unchecked().map(|(path, weight, message)| {
        let level = match weight {
            Some(Weight::Failure) => "error",
            Some(Weight::Expected) => "warning",
            Some(Weight::Other) | None => "note",
        };
        let location = json!({ "physicalLocation": { "artifactLocation": artifact(path) } });
        json!({ "level": level, "message": { "text": message }, "locations": [location] })
    });
    let notes = super::nothing_checked(results).map(
        |note| json!({ "level": "note", "message": { "text": note.render(results.language()) } }),
    );
    let notifications: Vec<_> = files.chain(notes).collect();
    if !notifications.is_empty() {
        invocation["toolExecutionNotifications"] = notifications.into();
    }
    invocation
}

fn descriptor(rule: &Rule, language: Language) -> Value {
    let page = rule.page(language);
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.summary.in_language(language) },
        "fullDescription": { "text": rule.summary.in_language(language) },
        "help": { "text": page, "markdown": page },
        "helpUri": rule.url(),
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(finding: Finding, key: String) -> Value {
    let Finding { file, diagnostic } = finding;
    let mut result = json!({
        "ruleId": diagnostic.code,
        "level": level(diagnostic.severity),
        "message": { "text": finding.message_with_place() },
        "locations": [place(finding)],
        "partialFingerprints": { "goujiPlace/v1": key },
    });
    if let Some(index) = REGISTRY.iter().position(|rule| rule.code == diagnostic.code) {
        result["ruleIndex"] = json!(index);
    }
    let near = diagnostic.related.iter().map(|related| related_place(finding, related));
    let far = finding.elsewhere().map(|(place, message)| other_place(place, message));
    let related: Vec<Value> = near.chain(far).collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    // The edits of a fix count in the reading, which no program that reads this report has.
    if !diagnostic.fixes.is_empty() && !file.is_reading() {
        result["fixes"] = diagnostic.fixes.iter().map(|one| fix(file, one)).collect();
    }
    result
}

fn fix(file: &Checked, fix: &Fix) -> Value {
    let replacements =
        fix.edits().iter().map(|edit| json!({ "deletedRegion": region(file, edit.range), "insertedContent": { "text": edit.content } }));
    json!({
        "description": { "text": fix.message.render(file.language) },
        "artifactChanges": [{ "artifactLocation": artifact(&file.path), "replacements": replacements.collect::<Vec<_>>() }],
    })
}

/// The location of a finding: a region of the file, or the file with the place in words.
fn place(finding: Finding) -> Value {
    let file = finding.file;
    match finding.place_in_words() {
        None => json!({ "physicalLocation": location(file, finding.diagnostic.range) }),
        Some(words) => json!({
            "physicalLocation": { "artifactLocation": artifact(&file.path) },
            "logicalLocations": [{
                "name": words,
                "fullyQualifiedName": finding.diagnostic.place.to_string(),
            }],
        }),
    }
}

fn related_place(finding: Finding, related: &Related) -> Value {
    let file = finding.file;
    let message = json!({ "text": related.message.render(file.language) });
    match finding.related_in_words(related) {
        None => json!({ "message": message, "physicalLocation": location(file, related.range) }),
        Some(words) => json!({
            "message": message,
            "physicalLocation": { "artifactLocation": artifact(&file.path) },
            "logicalLocations": [{ "name": words }],
        }),
    }
}

/// A place in another file.
fn other_place(other: &FilePlace, message: String) -> Value {
    let artifact = artifact(&other.path);
    let message = json!({ "text": message });
    match &other.words {
        None => {
            let ((line, column), (end_line, end_column)) = (other.start, other.end);
            let region = json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column });
            json!({ "message": message, "physicalLocation": { "artifactLocation": artifact, "region": region } })
        }
        Some(words) => json!({
            "message": message,
            "physicalLocation": { "artifactLocation": artifact },
            "logicalLocations": [{ "name": words }],
        }),
    }
}

fn location(file: &Checked, range: TextRange) -> Value {
    json!({ "artifactLocation": artifact(&file.path), "region": region(file, range) })
}

fn region(file: &Checked, range: TextRange) -> Value {
    let (start, end) = file.places(range);
    json!({ "startLine": start.row, "startColumn": start.column, "endLine": end.row, "endColumn": end.column })
}

fn artifact(path: &str) -> Value {
    match Path::new(path).is_absolute() {
        true => json!({ "uri": file_uri(path) }),
        false => json!({ "uri": encoded(path), "uriBaseId": "%SRCROOT%" }),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    }
}

fn folder_uri(path: &Path) -> String {
    let uri = file_uri(&path.to_string_lossy().replace('\\', "/"));
    if uri.ends_with('/') { uri } else { uri + "/" }
}

fn file_uri(path: &str) -> String {
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{}", encoded(path))
}

/// A path, encoded for a URI.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => {
                uri.push(char::from(byte))
            }
            // Writing to a string cannot fail.
            _ => _ = write!(uri, "%{byte:02X}"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri() {
        assert_eq!(encoded("2021/甲 1.txt"), "2021/%E7%94%B2%201.txt");
        assert_eq!(folder_uri(Path::new("/a b")), "file:///a%20b/");
        assert_eq!(folder_uri(Path::new("/")), "file:///");
        assert_eq!(artifact("a.txt")["uriBaseId"], "%SRCROOT%");
    }
}
