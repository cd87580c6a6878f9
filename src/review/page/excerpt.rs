//! The sentence around a finding.

use crate::diagnostic::Place;
use crate::review::Finding;
use crate::text::TextRange;
use maud::{Markup, html};

/// Characters around the finding.
const AROUND: usize = 40;
/// The longest shown finding, in characters.
const LONGEST: usize = 120;

/// The text around a finding in prose, with the finding marked. `None` for a finding in a table,
/// which the drawn table shows, and for a finding about what is missing.
pub(super) fn of(finding: &Finding) -> Option<Markup> {
    let Place { row, column, .. } = &finding.diagnostic.place;
    let (text, range) = read(finding);
    let found = text.get(range.start..range.end).filter(|found| !found.trim().is_empty())?;
    if row.is_some() || column.is_some() {
        return None;
    }
    let line = |c: char| c == '\n' || c == '\r';
    let before = text[..range.start].rsplit(line).next().unwrap_or_default();
    let after = text[range.end..].split(line).next().unwrap_or_default();
    let skipped = before.chars().count().saturating_sub(AROUND);
    let before: String = before.chars().skip(skipped).collect();
    let is_cut = found.chars().count() > LONGEST;
    let (found, after) = match is_cut {
        true => (found.chars().take(LONGEST).collect(), String::from("…")),
        false => (found.to_owned(), after.chars().take(AROUND).collect()),
    };
    Some(html! { p.excerpt {
        @if skipped > 0 { "…" }
        (before) mark { (found) } (after)
    } })
}

/// The text that people read, and the finding in it. Findings in a page stand in its markup.
fn read<'a>(finding: &Finding<'a>) -> (&'a str, TextRange) {
    let (file, range) = (finding.file, finding.diagnostic.range);
    match file.projection.as_ref().filter(|_| file.has_lines) {
        None => (&file.text, range),
        Some(projection) => {
            let start = projection.projected(range.start);
            let end = projection.projected(range.end).max(start);
            (projection.text(), TextRange::new(start, end))
        }
    }
}
