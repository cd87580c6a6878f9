//! Columns for people, aligned by East Asian width.

use unicode_width::UnicodeWidthStr;

/// Formats rows of cells as lines. The last column is not padded.
pub(super) fn align(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.width())
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<_> = (0..columns).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_chinese_character_is_two_columns_wide() {
        let rows =
            [["代码", "x"], ["A001", "y"], ["a", "z"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(super::align(&rows), "代码  x\nA001  y\na     z\n");
    }
}
