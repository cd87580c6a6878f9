//! Reads HTML tables in a text. Converters to Markdown write tables with merged cells as HTML.
//!
//! HTML omits the cells covered by a merged cell. A row therefore has its labels, then its values.

use super::grid;
use super::pieced::{Grid, PiecedCell};
use crate::standard::TableForm;
use crate::syntax::table::{FIRST_LINES, MOST_LINES};
use crate::syntax::token::trim;
use crate::text::TextRange;
use html5gum::{DefaultEmitter, Token, Tokenizer};

/// The HTML tables in `text` from byte `from`, each from the start of its first tag to the end of
/// its last tag. Of nested tables, only the innermost tables count: outer tables lay out a page.
pub(super) fn read(text: &str, from: usize) -> Vec<Grid> {
    let Some(start) = first_table(text, from) else { return Vec::new() };
    let mut reader = Reader { text, open: Vec::new(), grids: Vec::new() };
    let mut behind = start;
    let tokens =
        Tokenizer::new_with_emitter(&text[start..], DefaultEmitter::<usize>::new_with_span());
    // Reading from a string never fails.
    for token in tokens.flatten() {
        let (span, name, is_start) = match &token {
            Token::StartTag(tag) => (tag.span, tag.name.as_slice(), true),
            Token::EndTag(tag) => (tag.span, tag.name.as_slice(), false),
            Token::Comment(comment) => (comment.span, [].as_slice(), false),
            _ => continue,
        };
        let tag = TextRange::new(start + span.start, (start + span.end).max(start + span.start));
        reader.text(TextRange::new(behind, tag.start.max(behind)));
        behind = tag.end.max(behind);
        reader.tag(name, is_start, tag);
    }
    // The end of the text closes all open tables. An unfinished tag at the end is not text.
    let end = text[behind..]
        .rfind('<')
        .filter(|at| is_begun(&text[behind + at..]))
        .map_or(text.len(), |at| behind + at);
    reader.text(TextRange::new(behind, end));
    while reader.open.last().is_some() {
        reader.close(text.len());
    }
    reader.grids.sort_by_key(|grid| grid.range.start);
    reader.grids
}

/// Whether a tag begins at the start of the text and does not end.
fn is_begun(text: &str) -> bool {
    let name = text.trim_start_matches(['<', '/']);
    !text.contains('>') && (name.is_empty() || name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// The start of the first tag of a table.
fn first_table(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', &bytes[from..]).map(|at| from + at).find(|at| {
        bytes.get(at + 1..at + 6).is_some_and(|name| name.eq_ignore_ascii_case(b"table"))
    })
}

struct Reader<'a> {
    text: &'a str,
    /// The open tables, innermost last.
    open: Vec<OpenTable>,
    grids: Vec<Grid>,
}

struct OpenTable {
    start: usize,
    rows: Vec<Vec<PiecedCell>>,
    /// Number of cells. If there are too many, `rows` has only the first cells.
    cells: usize,
    in_row: bool,
    in_cell: bool,
    /// Whether the table contains another table.
    is_outer: bool,
}

impl Reader<'_> {
    fn tag(&mut self, name: &[u8], is_start: bool, tag: TextRange) {
        match (name, is_start) {
            (b"table", true) => {
                if let Some(outer) = self.open.last_mut() {
                    // The cells of an outer table are not needed, and many tables may be nested.
                    (outer.is_outer, outer.in_cell, outer.rows) = (true, false, Vec::new());
                }
                self.open.push(OpenTable {
                    start: tag.start,
                    rows: Vec::new(),
                    cells: 0,
                    in_row: false,
                    in_cell: false,
                    is_outer: false,
                });
            }
            (b"table", false) => self.close(tag.end),
            _ => {
                let Some(table) = self.open.last_mut().filter(|table| !table.is_outer) else {
                    return;
                };
                match (name, is_start) {
                    (b"tr", _) | (b"thead" | b"tbody" | b"tfoot", _) => {
                        (table.in_row, table.in_cell) = (false, false)
                    }
                    (b"td" | b"th", true) => {
                        table.cells += 1;
                        if table.cells > MOST_LINES {
                            table.in_cell = false;
                            return;
                        }
                        // A cell without a row begins a row.
                        if !std::mem::replace(&mut table.in_row, true) {
                            table.rows.push(Vec::new());
                        }
                        table.in_cell = true;
                        table.rows.last_mut().into_iter().for_each(|row| {
                            row.push(PiecedCell { pieces: Vec::new(), at: tag.end, marked: None })
                        });
                    }
                    (b"td" | b"th", false) => table.in_cell = false,
                    // These tags mark notes or struck text.
                    (b"sup" | b"sub" | b"del" | b"s" | b"strike", _) if table.in_cell => {
                        let cell = table.rows.last_mut().and_then(|row| row.last_mut());
                        cell.into_iter().for_each(|cell| {
                            cell.marked = Some(cell.marked.map_or(tag, |marked| marked.cover(tag)))
                        });
                    }
                    // New text in a blank cell belongs inside these tags.
                    (
                        b"p" | b"div" | b"span" | b"b" | b"strong" | b"font" | b"center" | b"em"
                        | b"i",
                        true,
                    ) if table.in_cell => {
                        table
                            .rows
                            .last_mut()
                            .and_then(|row| row.last_mut())
                            .into_iter()
                            .for_each(|cell| cell.at = tag.end);
                    }
                    _ => {}
                }
            }
        }
    }

    /// Adds the text between two tags.
    fn text(&mut self, range: TextRange) {
        let Some(table) = self.open.last_mut().filter(|table| table.in_cell) else { return };
        let Some(cell) = table.rows.last_mut().and_then(|row| row.last_mut()) else { return };
        let piece = without_spaces(self.text, range);
        if !piece.is_empty() {
            cell.pieces.push(piece);
        }
    }

    /// Ends the innermost table.
    fn close(&mut self, end: usize) {
        let Some(OpenTable { start, mut rows, cells, is_outer: false, .. }) = self.open.pop()
        else {
            return;
        };
        let is_too_long = cells > MOST_LINES;
        if is_too_long {
            rows.truncate(FIRST_LINES);
        }
        if !rows.is_empty() {
            self.grids.push(Grid { range: TextRange::new(start, end), rows, is_too_long });
        }
    }
}

/// The text without spaces at both ends. Spaces may be characters or HTML entities.
fn without_spaces(text: &str, range: TextRange) -> TextRange {
    const NAMES: [&str; 6] = ["&nbsp;", "&#160;", "&#xa0;", "&emsp;", "&ensp;", "&thinsp;"];
    let mut range = trim(text, range);
    loop {
        let source = range.of(text);
        let end = NAMES.iter().find(|name| source.ends_with(**name)).map_or(0, |name| name.len());
        let start = if end == source.len() {
            0
        } else {
            NAMES.iter().find(|name| source.starts_with(**name)).map_or(0, |name| name.len())
        };
        if start + end == 0 {
            return range;
        }
        range = trim(text, TextRange::new(range.start + start, range.end - end));
    }
}

/// One row a line, all rows with the same number of cells.
pub(super) fn write(table: &TableForm, cell: &dyn Fn(usize, usize) -> String) -> Vec<String> {
    let rows: Vec<Vec<String>> =
        grid::rows(table, cell).into_iter().map(grid::GridRow::into_cells).collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let line = |mut row: Vec<String>| {
        row.resize(width, String::new());
        format!(
            "<tr>{}</tr>",
            row.iter().map(|cell| format!("<td>{cell}</td>")).collect::<String>()
        )
    };
    std::iter::once("<table>".to_owned())
        .chain(rows.into_iter().map(line))
        .chain(["</table>".to_owned()])
        .collect()
}
