//! Reads the parts of a workbook.

use super::{DAMAGED, MOST_COLUMNS, Read};
use crate::source::SourceError;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::ops::RangeInclusive;

/// What all sheets share.
#[derive(Debug, Default)]
pub(super) struct Workbook {
    /// The names of the parts of the visible sheets, in order.
    pub sheets: Vec<String>,
    pub shared: Shared,
}

/// What cells refer to by number.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub strings: Vec<String>,
    /// For each style of a cell, whether it draws a border.
    pub borders: Vec<bool>,
}

#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub rows: Vec<Row>,
    /// Hidden columns.
    pub hidden: Vec<RangeInclusive<u32>>,
}

/// A row that stands in the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    /// From 1.
    pub number: u32,
    pub is_hidden: bool,
    /// Cells with text or a border, from the left.
    pub cells: Vec<Cell>,
    /// Columns that are covered by merged cells that begin elsewhere.
    pub covered: Vec<RangeInclusive<u32>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cell {
    /// From 1.
    pub column: u32,
    /// Without spaces at both ends.
    pub text: String,
}

/// A piece of markup.
enum Item<'a> {
    Start(BytesStart<'a>),
    End(Vec<u8>),
    Text(String),
}

/// Calls `each` with the start tags, end tags and texts of a part. An empty element has both tags.
fn items(
    markup: &[u8],
    mut each: impl FnMut(Item) -> Result<(), SourceError>,
) -> Result<(), SourceError> {
    let mut reader = Reader::from_reader(markup);
    reader.config_mut().expand_empty_elements = true;
    loop {
        let item = match reader.read_event().map_err(|_| DAMAGED)? {
            Event::Start(tag) => Item::Start(tag),
            Event::End(tag) => Item::End(tag.local_name().as_ref().to_vec()),
            Event::Text(text) => Item::Text(text.decode().map_err(|_| DAMAGED)?.into_owned()),
            Event::CData(text) => Item::Text(text.decode().map_err(|_| DAMAGED)?.into_owned()),
            Event::GeneralRef(reference) => {
                let name = reference.decode().map_err(|_| DAMAGED)?;
                let character = reference.resolve_char_ref().map_err(|_| DAMAGED)?;
                let named = || quick_xml::escape::resolve_predefined_entity(&name);
                Item::Text(match character {
                    Some(character) => character.to_string(),
                    None => named().unwrap_or_default().to_owned(),
                })
            }
            Event::Eof => return Ok(()),
            _ => continue,
        };
        each(item)?;
    }
}

/// The value of an attribute, without regard to its namespace.
fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    let found = attributes.find(|one| one.key.local_name().as_ref() == name.as_bytes())?;
    let value = std::str::from_utf8(&found.value).ok()?;
    Some(quick_xml::escape::unescape(value).ok()?.into_owned())
}

fn number(tag: &BytesStart, name: &str) -> Option<u32> {
    attribute(tag, name)?.parse().ok()
}

fn is_on(tag: &BytesStart, name: &str) -> bool {
    attribute(tag, name).is_some_and(|value| value == "1" || value == "true")
}

impl Workbook {
    pub(super) fn read(read: &mut Read) -> Result<Self, SourceError> {
        let mut main = "xl/workbook.xml".to_owned();
        for (kind, _, target) in relations(read, "")? {
            if kind == "officeDocument" {
                main = target;
            }
        }
        let relations = relations(read, &main)?;
        let markup = read(&main)?.ok_or(SourceError::Archive)?;
        let by_id: HashMap<&str, &str> =
            relations.iter().map(|(_, id, target)| (id.as_str(), target.as_str())).collect();
        let mut out = Self::default();
        items(&markup, |item| {
            if let Item::Start(tag) = item
                && tag.local_name().as_ref() == b"sheet"
                && !attribute(&tag, "state").is_some_and(|state| state.ends_with("idden"))
            {
                let id = attribute(&tag, "id").ok_or(DAMAGED)?;
                out.sheets.push((*by_id.get(id.as_str()).ok_or(DAMAGED)?).to_owned());
            }
            Ok(())
        })?;
        for (kind, _, target) in &relations {
            match kind.as_str() {
                "sharedStrings" => {
                    out.shared.strings = strings(&read(target)?.ok_or(DAMAGED)?)?;
                }
                "styles" => out.shared.borders = borders(&read(target)?.ok_or(DAMAGED)?)?,
                _ => {}
            }
        }
        Ok(out)
    }
}

/// The relations of a part: the last word of the kind, the identifier, and the name of the target.
fn relations(read: &mut Read, part: &str) -> Result<Vec<(String, String, String)>, SourceError> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let mut out = Vec::new();
    let Some(markup) = read(&format!("{prefix}_rels/{name}.rels"))? else { return Ok(out) };
    items(&markup, |item| {
        if let Item::Start(tag) = item
            && let (Some(kind), Some(id), Some(target)) =
                (attribute(&tag, "Type"), attribute(&tag, "Id"), attribute(&tag, "Target"))
        {
            let target = match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None => format!("{prefix}{target}"),
            };
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            out.push((kind, id, target));
        }
        Ok(())
    })?;
    Ok(out)
}

/// The strings that cells refer to. Hints for the pronunciation are left out.
fn strings(markup: &[u8]) -> Result<Vec<String>, SourceError> {
    let mut out: Vec<String> = Vec::new();
    let (mut is_text, mut is_hint) = (false, false);
    items(markup, |item| {
        match item {
            Item::Start(tag) => match tag.local_name().as_ref() {
                b"si" => out.push(String::new()),
                b"rPh" => is_hint = true,
                b"t" => is_text = !is_hint,
                _ => {}
            },
            Item::End(name) => match name.as_slice() {
                b"rPh" => is_hint = false,
                b"t" => is_text = false,
                _ => {}
            },
            Item::Text(text) => {
                if is_text && let Some(last) = out.last_mut() {
                    last.push_str(&text);
                }
            }
        }
        Ok(())
    })?;
    Ok(out)
}

/// For each style of a cell, whether it draws a border.
fn borders(markup: &[u8]) -> Result<Vec<bool>, SourceError> {
    let mut drawn: Vec<bool> = Vec::new();
    let mut out = Vec::new();
    let mut is_in_cells = false;
    items(markup, |item| {
        match item {
            Item::Start(tag) => match tag.local_name().as_ref() {
                b"border" => drawn.push(false),
                b"left" | b"right" | b"top" | b"bottom" => {
                    let style = attribute(&tag, "style").filter(|style| style != "none");
                    if let (Some(_), Some(last)) = (style, drawn.last_mut()) {
                        *last = true;
                    }
                }
                b"cellXfs" => is_in_cells = true,
                b"xf" if is_in_cells => {
                    let border = number(&tag, "borderId").and_then(|id| drawn.get(id as usize));
                    out.push(border.copied().unwrap_or(false));
                }
                _ => {}
            },
            Item::End(name) if name == b"cellXfs" => is_in_cells = false,
            Item::End(_) | Item::Text(_) => {}
        }
        Ok(())
    })?;
    Ok(out)
}

/// A merged cell.
#[derive(Debug)]
struct Merge {
    rows: RangeInclusive<u32>,
    columns: RangeInclusive<u32>,
}

/// The cell that is being read.
#[derive(Default)]
struct Open {
    column: u32,
    kind: String,
    has_border: bool,
    text: String,
    has_formula: bool,
    has_value: bool,
    /// Whether the text that follows belongs to the cell.
    is_text: bool,
    is_hint: bool,
}

impl Open {
    /// Whether the result of a formula is missing. The result of a formula of text may be empty.
    fn is_uncomputed(&self) -> bool {
        let has_result = self.has_value && (self.kind == "str" || !self.text.trim().is_empty());
        self.has_formula && !has_result
    }
}

impl Sheet {
    pub(super) fn parse(markup: &[u8], shared: &Shared) -> Result<Self, SourceError> {
        let mut out = Self::default();
        let mut merges = Vec::new();
        let mut cell = Open::default();
        items(markup, |item| {
            match item {
                Item::Start(tag) => match tag.local_name().as_ref() {
                    b"col" if is_on(&tag, "hidden") => {
                        let (first, last) = (number(&tag, "min"), number(&tag, "max"));
                        out.hidden.extend(first.zip(last).map(|(first, last)| first..=last));
                    }
                    b"row" => {
                        let next = out.rows.last().map_or(1, |row| row.number.saturating_add(1));
                        out.rows.push(Row {
                            number: number(&tag, "r").unwrap_or(next).max(next),
                            is_hidden: is_on(&tag, "hidden"),
                            ..Row::default()
                        });
                        cell.column = 0;
                    }
                    b"c" => {
                        let stated = attribute(&tag, "r").and_then(|name| place(&name));
                        let style = number(&tag, "s").unwrap_or(0) as usize;
                        let next = cell.column.saturating_add(1);
                        cell = Open {
                            column: stated.map_or(next, |(column, _)| column).max(next),
                            kind: attribute(&tag, "t").unwrap_or_default(),
                            has_border: shared.borders.get(style).copied().unwrap_or(false),
                            ..Open::default()
                        };
                    }
                    b"rPh" => cell.is_hint = true,
                    b"f" => cell.has_formula = true,
                    b"v" | b"t" => {
                        cell.is_text = !cell.is_hint;
                        cell.has_value = true;
                    }
                    b"mergeCell" => {
                        merges.extend(attribute(&tag, "ref").and_then(|cells| merge(&cells)));
                    }
                    _ => {}
                },
                Item::End(name) => match name.as_slice() {
                    b"rPh" => cell.is_hint = false,
                    b"v" | b"t" => cell.is_text = false,
                    b"c" => {
                        // Some programs leave the results to Excel.
                        if cell.is_uncomputed() && cell.column <= MOST_COLUMNS {
                            return Err(SourceError::NotComputed);
                        }
                        let text = shown(&cell, shared)?;
                        if let Some(row) = out.rows.last_mut()
                            && (!text.is_empty() || cell.has_border)
                            && cell.column <= MOST_COLUMNS
                        {
                            row.cells.push(Cell { column: cell.column, text });
                        }
                    }
                    _ => {}
                },
                Item::Text(text) if cell.is_text => cell.text.push_str(&text),
                Item::Text(_) => {}
            }
            Ok(())
        })?;
        cover(&mut out.rows, merges);
        Ok(out)
    }
}

/// Notes in each row the columns that merged cells cover.
fn cover(rows: &mut [Row], mut merges: Vec<Merge>) {
    merges.sort_by_key(|merge| *merge.rows.start());
    let mut merges = merges.into_iter().peekable();
    let mut open: Vec<Merge> = Vec::new();
    for row in rows {
        while let Some(next) = merges.next_if(|merge| *merge.rows.start() <= row.number) {
            open.push(next);
        }
        open.retain(|merge| *merge.rows.end() >= row.number);
        // Merged cells never overlap in a file that Excel opens.
        open.truncate(MOST_COLUMNS as usize);
        row.covered.extend(open.iter().map(|merge| {
            let (first, last) = (*merge.columns.start(), *merge.columns.end());
            first + u32::from(*merge.rows.start() == row.number)..=last
        }));
    }
}

/// The text of a cell as it is shown.
fn shown(cell: &Open, shared: &Shared) -> Result<String, SourceError> {
    let value = cell.text.trim();
    Ok(match cell.kind.as_str() {
        "s" if value.is_empty() => String::new(),
        "s" => {
            let index: usize = value.parse().map_err(|_| DAMAGED)?;
            shared.strings.get(index).ok_or(DAMAGED)?.trim().to_owned()
        }
        "b" => if value == "1" { "TRUE" } else { "FALSE" }.to_owned(),
        "inlineStr" | "str" | "e" | "d" => value.to_owned(),
        _ => plain_number(value).unwrap_or_else(|| value.to_owned()),
    })
}

/// A number with at most 15 digits, as Excel shows it: 3 for `3.0`, 96.6 for `96.600000000000009`.
fn plain_number(value: &str) -> Option<String> {
    let number: f64 = value.parse().ok().filter(|number: &f64| number.is_finite())?;
    let rounded: f64 = format!("{number:.14e}").parse().ok()?;
    (rounded.abs() < 1e15).then(|| rounded.to_string())
}

/// `A1:C2`.
fn merge(cells: &str) -> Option<Merge> {
    let (first, last) = cells.split_once(':')?;
    let ((left, top), (right, bottom)) = (place(first)?, place(last)?);
    Some(Merge { rows: top..=bottom, columns: left..=right })
}

/// The column and the row of `AB12`, from 1.
fn place(name: &str) -> Option<(u32, u32)> {
    let name = name.trim_start_matches('$');
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, row) = name.split_at_checked(letters).filter(|_| (1..=3).contains(&letters))?;
    let digit = |letter: u8| u32::from(letter.to_ascii_uppercase() - b'A' + 1);
    let column = letters.bytes().fold(0, |column, letter| column * 26 + digit(letter));
    Some((column, row.trim_start_matches('$').parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_numbers() {
        let places = ["A1", "Z2", "AA10", "$B$3", "1", "ABCD1", "A"].map(place);
        let known = [(1, 1), (26, 2), (27, 10), (2, 3)].map(Some);
        assert_eq!((&places[..4], &places[4..]), (&known[..], &[None; 3][..]));
        for (value, shown) in
            [("3.0", "3"), ("96.600000000000009", "96.6"), ("1E+3", "1000"), ("-0.5", "-0.5")]
        {
            assert_eq!(plain_number(value).as_deref(), Some(shown));
        }
        assert_eq!(plain_number("三"), None);
    }
}
