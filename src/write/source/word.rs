//! Writes the markup of Word documents.

use crate::source::escape;

/// A paragraph.
pub(super) fn paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", escape(words))
}

/// A table with borders. Word asks for a paragraph behind a table at the end of a document, and the
/// section's properties stand there in each document.
pub(super) fn table(rows: &[Vec<&str>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let sides = ["top", "left", "bottom", "right", "insideH", "insideV"];
    let border = |side: &str| {
        format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>")
    };
    let borders: String = sides.iter().map(|side| border(side)).collect();
    let grid = "<w:gridCol/>".repeat(width);
    let cell = |cell: &&str| {
        let words = match cell.is_empty() {
            true => "<w:p/>".to_owned(),
            false => paragraph(cell),
        };
        format!("<w:tc><w:tcPr><w:tcW w:w=\"0\" w:type=\"auto\"/></w:tcPr>{words}</w:tc>")
    };
    let row =
        |row: &Vec<&str>| format!("<w:tr>{}</w:tr>", row.iter().map(cell).collect::<String>());
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/><w:tblBorders>{borders}</w:tblBorders>\
         </w:tblPr><w:tblGrid>{grid}</w:tblGrid>{}</w:tbl>",
        rows.iter().map(row).collect::<String>()
    )
}

/// Whether a cell goes on in the rows below.
pub(super) fn begins_merge(cell: &str) -> bool {
    merge(cell).is_some_and(|tag| tag.contains("restart"))
}

/// Whether a cell belongs to the cell above.
pub(super) fn continues_merge(cell: &str) -> bool {
    merge(cell).is_some_and(|tag| !tag.contains("restart"))
}

/// A cell that begins a merged cell, in place of a cell that belongs to the cell above. The words
/// are those of another cell.
pub(super) fn begun(cell: &str, with_words: &str) -> Option<String> {
    const END: &str = "</w:tcPr>";
    let (properties, _) = cell.split_once(END)?;
    let (before, rest) = properties.split_once("<w:vMerge")?;
    let (_, behind) = rest.split_once("/>")?;
    let (_, words) = with_words.split_once(END)?;
    // A record of a change holds properties of its own.
    let is_changed = [cell, with_words].iter().any(|cell| cell.contains("<w:tcPrChange"));
    let begun = || format!("{before}<w:vMerge w:val=\"restart\"/>{behind}{END}{words}");
    (!is_changed).then(begun)
}

/// A cell that belongs to the cell above, in place of a cell that begins a merged cell.
pub(super) fn continued(cell: &str) -> Option<String> {
    const END: &str = "</w:tcPr>";
    let (properties, _) = cell.split_once(END)?;
    let (before, rest) = properties.split_once("<w:vMerge")?;
    let (_, behind) = rest.split_once("/>")?;
    // A record of a change holds properties of its own.
    let is_plain = !cell.contains("<w:tcPrChange") && begins_merge(cell);
    is_plain.then(|| format!("{before}<w:vMerge/>{behind}{END}<w:p/></w:tc>"))
}

/// The tag in a cell's properties that merges the cell with its neighbours above or below.
fn merge(cell: &str) -> Option<&str> {
    let properties = &cell[..cell.find("tcPr>").filter(|_| cell.contains("/w:tcPr>")).map_or_else(
        || cell.find("</").unwrap_or(cell.len()),
        |first| cell[first + 5..].find("tcPr>").map_or(cell.len(), |last| first + 5 + last),
    )];
    let start = properties.find("vMerge")?;
    let rest = &properties[start..];
    Some(&rest[..rest.find('>').unwrap_or(rest.len())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_cells_are_known_by_their_properties() {
        let cell =
            |merge: &str| format!("<w:tc><w:tcPr><w:tcW w:w=\"1\"/>{merge}</w:tcPr><w:p/></w:tc>");
        let first = cell("<w:vMerge w:val=\"restart\"/>");
        let next = cell("<w:vMerge/>");
        let also = cell("<w:vMerge w:val=\"continue\"/>");
        assert!(begins_merge(&first) && !continues_merge(&first));
        assert!(continues_merge(&next) && !begins_merge(&next));
        assert!(continues_merge(&also));
        assert!(!begins_merge(&cell("")) && !continues_merge(&cell("")));
        let words = "<w:tc><w:tcPr><w:tcW w:w=\"2\"/></w:tcPr><w:p>甲</w:p></w:tc>";
        let expected = first.replace("<w:p/>", "<w:p>甲</w:p>");
        assert_eq!(begun(&next, words), Some(expected));
        assert_eq!(begun(&cell(""), words), None);
        assert_eq!(continued(&first.replace("<w:p/>", "<w:p>甲</w:p><w:p/>")), Some(next.clone()));
        assert_eq!((continued(&next), continued(&cell(""))), (None, None));
    }
}
