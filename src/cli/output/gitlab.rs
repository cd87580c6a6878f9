//! The Code Quality report of GitLab.

use super::Results;
use super::key::Keys;
use crate::diagnostic::Severity;
use crate::review::Place;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::Path;

pub(super) fn write(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    // GitLab expects paths from the folder of the project.
    let project = std::env::var_os("CI_PROJECT_DIR");
    let below = project
        .as_deref()
        .and_then(|project| results.current.strip_prefix(Path::new(project)).ok());
    let mut keys = Keys::default();
    let findings: Vec<_> = results
        .findings()
        .map(|finding| {
            let (start, end) = finding.file.places(finding.diagnostic.range);
            let path = below.map_or(finding.file.path.clone(), |below| below.join(&finding.file.path).to_string_lossy().replace('\\', "/"));
            let (description, location) = match finding.place_in_words() {
                // GitLab needs a line, and the file has none.
                Some(words) => (
                    format!("{words}: {}", finding.message()),
                    json!({ "path": path, "lines": { "begin": 1 } }),
                ),
                None => (
                    finding.message_in_line(),
                    json!({ "path": path, "positions": { "begin": place(start), "end": place(end) } }),
                ),
            };
            json!({
                "description": description,
                "check_name": finding.diagnostic.code,
                "fingerprint": keys.key(finding),
                "severity": severity(finding.diagnostic.severity),
                "location": location,
            })
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &findings)?;
    writeln!(out)
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Information | Severity::Hint => "info",
    }
}

fn place(place: Place) -> Value {
    json!({ "line": place.row, "column": place.column })
}
