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

/// Whether a text may hold the tag of a table, or a mark of a comment around one.
pub fn may_project(text: &str) -> bool {
    first_table(text, 0).is_some() || text.contains("<!--") || text.contains("-->")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::apply;

    /// The text after an edit of the projected text, in whose place a mark stands.
    fn edited(markup: &str, before: &str, old: &str, new: &str) -> Option<String> {
        let projection = project(markup)?;
        let start = projection.text().find(before)? + before.len();
        let range = TextRange::new(start, start + old.len());
        assert_eq!(range.of(projection.text()), old);
        Some(apply(markup, &projection.back(range, new).ok()?))
    }

    #[test]
    fn lines_around_tables_are_text() {
        const ONE: &str = "题 & 名\n<table><tr><td>1</table>\n末";
        let lines = |before, new| edited(ONE, before, "", new);
        let around = |above: &str, below: &str| {
            Some(format!("{above}题 & 名\n<table><tr><td>1</table>\n{below}末"))
        };
        assert_eq!(lines("", "一\n"), around("一\n", ""));
        assert_eq!(lines("1\n", "一\n"), around("", "一\n"));
        assert_eq!(edited(ONE, "题 ", "&", "<\n"), Some(ONE.replace('&', "<\n")));
        // A line goes above the table, words go into its first cell.
        assert_eq!(lines("名\n", "一\n"), Some(ONE.replace("<table", "一\n<table")));
        assert_eq!(lines("名\n", "<"), Some(ONE.replace('1', "&lt;1")));
        assert_eq!(lines("名\n1", "2"), Some(ONE.replace('1', "12")));
        assert_eq!(edited(ONE, "名\n", "1\n末", "2"), None);
    }

    #[test]
    fn lines_go_between_tables_that_touch() {
        const TWO: &str = "<table><tr><td>1<td>3</table><table><tr><td>2<td>4</table>";
        let between = "<table><tr><td>1<td>3</table>\n一\n<table><tr><td>2<td>4</table>";
        assert_eq!(edited(TWO, "3\n", "", "一\n").as_deref(), Some(between));
        assert_eq!(edited(TWO, "4\n", "", "一\n"), Some(format!("{TWO}\n一\n")));
        assert_eq!(edited(TWO, "", "", "一\n"), Some(format!("一\n{TWO}")));
    }
}
