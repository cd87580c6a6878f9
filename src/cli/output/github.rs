//! GitHub workflow commands. The commands annotate the lines of a change.

use super::Results;
use crate::diagnostic::Severity;
use crate::review::Weight;
use std::io::{self, Write};

pub(super) fn write(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    for finding in results.findings() {
        let (start, end) = finding.file.places(finding.diagnostic.range);
        let level = match finding.diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information | Severity::Hint => "notice",
        };
        let (path, code) = (&finding.file.path, finding.diagnostic.code);
        let title = property(&format!("gouji {code} {}", finding.name()));
        if let Some(place) = finding.place_in_words() {
            let message = data(&format!("{path}: {place}: {code} {}", finding.message()));
            writeln!(out, "::{level} file={},title={title}::{message}", property(path))?;
            continue;
        }
        let message = data(&format!(
            "{path}:{}:{}: {code} {}",
            start.row,
            start.column,
            finding.message_in_line()
        ));
        // GitHub accepts columns only for an annotation of a single line.
        let columns = match start.row == end.row {
            true => (format!(",col={}", start.column), format!(",endColumn={}", end.column)),
            false => Default::default(),
        };
        writeln!(
            out,
            "::{level} file={},line={}{},endLine={}{},title={title}::{message}",
            property(path),
            start.row,
            columns.0,
            end.row,
            columns.1
        )?;
    }
    for (path, weight, message) in results.unchecked() {
        let level = match weight {
            Some(Weight::Failure) => "error",
            Some(Weight::Expected | Weight::Other) | None => "notice",
        };
        writeln!(
            out,
            "::{level} file={},title=gouji::{}",
            property(path),
            data(&format!("{path}: {message}"))
        )?;
    }
    if let Some(note) = super::nothing_checked(results) {
        writeln!(out, "::notice title=gouji::{}", data(&note.render(results.language())))?;
    }
    Ok(())
}

/// The text behind the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_property_is_escaped() {
        assert_eq!(property("a,b:c%d\r\n"), "a%2Cb%3Ac%25d%0D%0A");
        assert_eq!(data("a,b:c%"), "a,b:c%25");
    }
}
