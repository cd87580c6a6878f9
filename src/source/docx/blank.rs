//! Blank cells: where new text stands, and how it looks.

use super::block::{Cell, PieceKind, Row};
use super::xml::{Item, Items};
use crate::text::TextRange;

/// A place for text in a blank cell.
pub struct Place<'a> {
    /// The markup that new text replaces.
    pub source: TextRange,
    /// The new run. `None` in a run that holds the cell open.
    pub run: Option<NewRun<'a>>,
}

/// The run of new text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NewRun<'a> {
    prefix: &'a str,
    /// The properties that are copied.
    look: Option<TextRange>,
    /// Whether the paragraph is an empty element.
    is_in_empty: bool,
}

/// Properties of a mark, or of a changed run, that new text does not have.
const NOT_COPIED: [&str; 7] =
    ["ins", "del", "moveFrom", "moveTo", "rPrChange", "vanish", "specVanish"];

/// The place for text in a blank cell. `look` is the range of the properties of text beside it.
/// `None` if a field fills the cell, or if the cell has no paragraph.
pub fn slot<'a>(cell: &Cell<'a>, look: Option<TextRange>) -> Option<Place<'a>> {
    if cell.paragraphs().any(|paragraph| paragraph.is_closed) {
        return None;
    }
    // Spaces that hold the cell open.
    let mut pieces = cell.paragraphs().flat_map(|paragraph| &paragraph.pieces);
    if let Some(spaces) = pieces.find(|piece| piece.kind == PieceKind::Text) {
        return Some(Place { source: spaces.source.into(), run: None });
    }
    let paragraph = cell.paragraphs().next()?;
    let run = NewRun {
        prefix: paragraph.prefix,
        look: paragraph.mark.map(TextRange::from).or(look),
        is_in_empty: !paragraph.end.is_empty(),
    };
    Some(Place { source: paragraph.end.into(), run: Some(run) })
}

impl NewRun<'_> {
    /// The markup before and behind new text.
    pub fn around(&self, markup: &str) -> (String, String) {
        let properties = self.look.map(|look| properties(markup, look)).unwrap_or_default();
        let w = self.prefix;
        let run = format!("<{w}r>{properties}<{w}t>");
        let end = format!("</{w}t></{w}r>");
        if self.is_in_empty { (format!(">{run}"), format!("{end}</{w}p>")) } else { (run, end) }
    }
}

/// For each cell of a row, the properties of text in the nearest cell with text.
pub fn looks(row: &Row) -> Vec<Option<TextRange>> {
    let own: Vec<Option<TextRange>> = row
        .cells
        .iter()
        .map(|cell| cell.paragraphs().find_map(|one| one.look).map(Into::into))
        .collect();
    let nearest = |nearest: &mut Option<(usize, TextRange)>, cell: usize| {
        *nearest = own[cell].map(|look| (cell, look)).or(*nearest);
        Some(*nearest)
    };
    let before: Vec<_> = (0..own.len()).scan(None, nearest).collect();
    let mut behind: Vec<_> = (0..own.len()).rev().scan(None, nearest).collect();
    behind.reverse();
    let closer = |cell: usize| {
        let both = before[cell].into_iter().chain(behind[cell]);
        both.min_by_key(|(at, _)| at.abs_diff(cell)).map(|(_, look)| look)
    };
    (0..own.len()).map(closer).collect()
}

/// The properties at `range`, as properties of new text. Empty if no properties are left.
pub fn properties(markup: &str, range: TextRange) -> String {
    let element = range.of(markup);
    let mut items = Items::new(element);
    let (mut name, mut kept, mut start) = ("", String::new(), None);
    while let Ok(Some(item)) = items.next() {
        match item {
            Item::Start(tag) if items.depth() == 1 => {
                let len = element[1..].find(tag.name).unwrap_or(0) + tag.name.len();
                name = &element[1..1 + len];
            }
            Item::Start(tag) if items.depth() == 2 && !NOT_COPIED.contains(&tag.name) => {
                start = Some(tag.range.start);
            }
            Item::End(end) if items.depth() == 1 => {
                kept.extend(start.take().map(|start| &element[start..end.end]));
            }
            _ => {}
        }
    }
    if kept.is_empty() { kept } else { format!("<{name}>{kept}</{name}>") }
}

#[cfg(test)]
mod cases;
