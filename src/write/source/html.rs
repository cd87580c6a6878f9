//! Writes HTML.

use crate::source::escape;
use crate::text::TextRange;

/// A paragraph.
pub(super) fn paragraph(words: &str) -> String {
    format!("<p>{}</p>", escape(words))
}

/// A table with borders.
pub(super) fn table(rows: &[Vec<&str>]) -> String {
    let cell = |cell: &&str| format!("<td>{}</td>", escape(cell));
    let row = |row: &Vec<&str>| format!("<tr>{}</tr>\n", row.iter().map(cell).collect::<String>());
    format!("<table border=\"1\">\n{}</table>", rows.iter().map(row).collect::<String>())
}

/// The number of rows of a cell, with the place of the number in the markup. `cell` begins with the
/// start tag of the cell. `None` for a cell without the attribute.
pub(super) fn rowspan(markup: &str, cell: TextRange) -> Option<(TextRange, usize)> {
    const NAME: &[u8] = b"rowspan";
    let source = cell.of(markup);
    // A value of an attribute may hold the sign, but in no table that was ever written.
    let tag = &source[..source.find('>')?];
    let bytes = tag.as_bytes();
    let at = (0..bytes.len().checked_sub(NAME.len())?).find(|&at| {
        bytes[at..at + NAME.len()].eq_ignore_ascii_case(NAME)
            && at > 0
            && matches!(bytes[at - 1], b' ' | b'\t' | b'\n' | b'\r' | b'/' | b'"' | b'\'')
    })?;
    let rest = tag[at + NAME.len()..].trim_start().strip_prefix('=')?.trim_start();
    let value = rest.trim_start_matches(['"', '\'']);
    let start = tag.len() - value.len();
    let len = value.bytes().take_while(u8::is_ascii_digit).count();
    let count = value[..len].parse().ok()?;
    Some((TextRange::new(start, start + len).shifted(cell.start), count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_rows_is_read_in_any_writing() {
        for (tag, expected) in [
            ("<td rowspan=\"3\">", Some(("3", 3))),
            ("<TD ALIGN=center ROWSPAN=12>", Some(("12", 12))),
            ("<td colspan='2' rowspan = '4' class=x>", Some(("4", 4))),
            ("<td data-rowspan=\"3\">", None),
            ("<td>rowspan=3", None),
            ("<td rowspan>", None),
        ] {
            let markup = format!("<tr>{tag}");
            let cell = TextRange::new(4, markup.len());
            let found = rowspan(&markup, cell);
            assert_eq!(found.map(|(range, count)| (range.of(&markup), count)), expected, "{tag}");
        }
    }
}
