//! Writes a Markdown table, and detects its row of dashes.

use super::grid;
use super::quotation::unquoted;
use crate::standard::TableForm;
use crate::text::{fold, is_space};

/// Whether a line is the row of dashes below the header of a Markdown table.
pub(super) fn is_delimiter_row(source: &str) -> bool {
    // The first cell of nearly every other row begins with words or a number.
    let first = source.bytes().find(|byte| !matches!(byte, b' ' | b'|' | b'\t'));
    if matches!(first, Some(b'0'..=b'9' | 0xe4..=0xe9)) {
        return false;
    }
    let source = if source.bytes().find(|byte| *byte > b' ') == Some(b'>') {
        unquoted(source)
    } else {
        source
    };
    let (mut dashes, mut piped, mut ascii) = (0, false, true);
    // Nearly always the bytes are enough: any other row ends the loop at its first words.
    for byte in source.bytes() {
        match byte {
            b'-' | b'~' => dashes += 1,
            b'|' => piped = true,
            b':' | ..=b' ' | 0x7f => {}
            0x80..=0xe3 | 0xea.. => ascii = false,
            _ => return false,
        }
    }
    if ascii {
        return piped && dashes >= 3;
    }
    let mut dashes = 0;
    let plain = source.chars().map(fold).all(|c| {
        dashes += usize::from(c == '-');
        matches!(c, '-' | '|' | ':') || is_space(c)
    });
    plain && dashes >= 3 && source.contains('|')
}

/// A table with the same number of cells in each row. The header stands above a row of dashes.
pub(super) fn write(table: &TableForm, cell: &dyn Fn(usize, usize) -> String) -> Vec<String> {
    let rows: Vec<Vec<String>> =
        grid::rows(table, cell).into_iter().map(grid::GridRow::into_cells).collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut out: Vec<String> = Vec::with_capacity(rows.len() + 1);
    for mut row in rows {
        row.resize(width, String::new());
        out.push(row.iter().fold(String::from("|"), |line, cell| line + " " + cell + " |"));
        if out.len() == 1 {
            out.push("|".to_owned() + &" --- |".repeat(width));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::is_delimiter_row;

    #[test]
    fn a_row_of_dashes_is_told_from_others() {
        for (row, expected) in [
            ("| --- | :-: |", true),
            ("|---|", true),
            ("~~~|", true),
            ("— | — | —", true),
            ("\u{3000}| --- |", true),
            ("｜---｜", false),
            ("| -- |", false),
            ("---", false),
            ("| --- | 0 |", false),
            ("| --- | 规章 |", false),
            ("", false),
        ] {
            assert_eq!(is_delimiter_row(row), expected, "{row}");
        }
    }
}
