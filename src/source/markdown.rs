//! Reads the HTML tables in a Markdown text. Converters to Markdown write tables with merged cells
//! as HTML.

use super::html::Tables;
use super::projection::Projection;
use crate::text::TextRange;

/// The text with its HTML tables as lines with tabs between cells. The rest of the text stays as it
/// is. `None` if the text has no tag of a table.
pub fn project(text: &str) -> Option<Projection> {
    let mut start = first_table(text, 0)?;
    let mut tables = Tables::new(text);
    let mut behind = 0;
    loop {
        tables.builder().verbatim(TextRange::new(behind, start));
        if !tables.builder().is_empty() && !tables.builder().text().ends_with('\n') {
            tables.builder().made("\n", start);
        }
        let end = tables.read(start);
        // The last row has a line end of its own.
        let has_end = tables.builder().text().ends_with('\n');
        let rest = text.get(end..).filter(|_| has_end).unwrap_or_default();
        let line_end = ["\r\n", "\n"].into_iter().find(|end| rest.starts_with(end));
        behind = end + line_end.map_or(0, str::len);
        match first_table(text, behind) {
            Some(next) => start = next,
            None => break,
        }
    }
    tables.builder().verbatim(TextRange::new(behind, text.len()));
    Some(tables.finish())
}

/// The start of the first tag of a table from byte `from`, outside of comments.
fn first_table(text: &str, from: usize) -> Option<usize> {
    const NAME: &[u8] = b"<table";
    let bytes = text.as_bytes();
    let mut behind = from;
    let mut is_closed = true;
    memchr::memchr_iter(b'<', bytes.get(from..)?).map(|at| from + at).find(|&at| {
        if at >= behind && is_closed && bytes[at..].starts_with(b"<!--") {
            let end = memchr::memmem::find(&bytes[at..], b"-->");
            is_closed = end.is_some();
            behind = end.map_or(behind, |end| at + end);
        }
        let name = bytes.get(at..at + NAME.len());
        let follows = bytes.get(at + NAME.len());
        at >= behind
            && name.is_some_and(|name| name.eq_ignore_ascii_case(NAME))
            && follows.is_none_or(|byte| !byte.is_ascii_alphanumeric())
    })
}
