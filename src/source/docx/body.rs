//! Reads the main part of a document into its blocks.

mod ends;

use super::alternatives::Copies;
use super::block::{Block, Cell, OpenParagraph, Piece, PieceKind, Row, Run, Table, finished};
use super::fields::Fields;
use super::lines::Writer;
use super::numbering::Counters;
use super::xml::{Item, Items, Space, Tag};
use super::{DAMAGED, Parts};
use crate::source::{SourceError, Twins};
use crate::text::TextRange;
use std::collections::HashSet;

/// At most 256 paragraphs, tables, rows and cells are open at once.
const DEEPEST: usize = 256;

/// At most 4096 cells of a row are read. Word has at most 63.
const MOST_CELLS: usize = 1 << 12;

/// At most 1,048,576 paragraphs, rows and cells of a table are read. A report has some hundred.
const MOST_HELD: usize = 1 << 20;

/// What is open and will be a block.
#[derive(Debug)]
enum Open<'a> {
    /// The body or a text box. Text of paragraphs whose mark is deleted belongs to the next
    /// paragraph.
    Story(Vec<Block<'a>>, Vec<Piece>),
    Paragraph(Box<OpenParagraph<'a>>),
    Table(Table<'a>),
    Row(Row<'a>),
    /// A cell, and the text for its next paragraph.
    Cell(Cell<'a>, Vec<Piece>),
}

/// What an open element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    /// Only its content counts.
    Transparent,
    /// Nothing in it counts.
    Skipped,
    /// A paragraph, a table, a row, a cell or a text box.
    Block,
    ParagraphProperties,
    MarkProperties,
    ListProperties,
    Run,
    RunProperties,
    RowProperties,
    CellProperties,
    Text {
        is_kept: bool,
    },
    Instruction,
    SimpleField,
    Control {
        is_placeholder: bool,
    },
    ControlProperties,
    Alternatives {
        is_chosen: bool,
    },
}

/// Passes the blocks of the main part of a document to `out`, each when it ends. Returns the copies
/// of the text boxes.
///
/// # Errors
/// If the markup is not well-formed, or too deep, or if a part of the text is embedded.
pub fn read<'a>(
    markup: &'a str,
    parts: &'a Parts,
    out: &mut Writer<'a>,
) -> Result<Twins, SourceError> {
    let mut reader = Reader {
        markup,
        parts,
        counters: Counters::default(),
        open: vec![Open::Story(Vec::new(), Vec::new())],
        elements: Vec::new(),
        fields: Fields::default(),
        placeholders: 0,
        gone: 0,
        seen: HashSet::new(),
        pending: Vec::new(),
        held: 0,
        is_embedded: false,
    };
    let mut items = Items::new(markup);
    let mut copies = Copies::default();
    while let Some(item) = items.next()? {
        copies.take(&item, items.depth(), markup);
        match item {
            Item::Start(tag) => reader.start(&tag)?,
            Item::End(range) => {
                reader.end(range);
                reader.pass(out);
            }
            Item::Text(range) => reader.text(range),
            Item::Character(c, range) => reader.piece(PieceKind::Character(c), range),
        }
    }
    if reader.is_embedded {
        return Err(SourceError::Embedded);
    }
    match reader.open.pop() {
        Some(Open::Story(blocks, carried)) => {
            finished(blocks, carried).iter().for_each(|block| out.block(block));
            Ok(copies.finish())
        }
        _ => Err(DAMAGED),
    }
}

struct Reader<'a> {
    markup: &'a str,
    parts: &'a Parts,
    counters: Counters,
    open: Vec<Open<'a>>,
    elements: Vec<Element>,
    fields: Fields,
    /// Number of open controls that show a hint instead of content.
    placeholders: usize,
    /// Number of open rows and cells that are deleted.
    gone: usize,
    /// Comments that were met.
    seen: HashSet<String>,
    /// Comments that belong to the next paragraph.
    pending: Vec<&'a str>,
    /// Number of the paragraphs, tables, rows and cells since the last block from the top.
    held: usize,
    /// Whether text stands in another file in the package.
    is_embedded: bool,
}

impl<'a> Reader<'a> {
    fn start(&mut self, tag: &Tag<'a>) -> Result<(), SourceError> {
        let element = self.element(tag);
        self.elements.push(element);
        if self.open.len() > DEEPEST { Err(DAMAGED) } else { Ok(()) }
    }

    /// Passes the blocks that no block around holds.
    fn pass(&mut self, out: &mut Writer<'a>) {
        if let [Open::Story(blocks, _)] = self.open.as_mut_slice()
            && !blocks.is_empty()
        {
            blocks.drain(..).for_each(|block| out.block(&block));
            self.held = 0;
        }
    }

    fn element(&mut self, tag: &Tag<'a>) -> Element {
        let parent = self.elements.last().copied().unwrap_or(Element::Transparent);
        match (parent, tag.space) {
            (Element::Skipped | Element::Text { .. }, _) => Element::Skipped,
            (_, Space::Compatibility) => self.alternative(tag),
            (_, Space::Math) if tag.name == "t" && self.is_in_paragraph() => {
                Element::Text { is_kept: true }
            }
            (_, Space::Word) => self.property(parent, tag).unwrap_or_else(|| self.word(tag)),
            // The picture in a drawing of today, and in a drawing of old programs.
            (_, Space::Other) if matches!(tag.name, "blip" | "imagedata") => self.picture(tag),
            _ => Element::Transparent,
        }
    }

    /// Of alternatives, the first counts.
    fn alternative(&mut self, tag: &Tag) -> Element {
        match (tag.name, self.elements.last_mut()) {
            ("AlternateContent", _) => Element::Alternatives { is_chosen: false },
            ("Choice" | "Fallback", Some(Element::Alternatives { is_chosen: true })) => {
                Element::Skipped
            }
            ("Choice" | "Fallback", Some(Element::Alternatives { is_chosen })) => {
                *is_chosen = true;
                Element::Transparent
            }
            _ => Element::Transparent,
        }
    }

    /// An element in the properties of another element. `None` if `parent` is not properties.
    fn property(&mut self, parent: Element, tag: &Tag) -> Option<Element> {
        match (parent, self.open.last_mut()) {
            (Element::ParagraphProperties, Some(Open::Paragraph(paragraph))) => match tag.name {
                "pStyle" => paragraph.style = tag.value().map(Into::into),
                "numPr" => return Some(Element::ListProperties),
                "rPr" => {
                    paragraph.mark = Some(tag.range);
                    return Some(Element::MarkProperties);
                }
                _ => {}
            },
            (Element::ListProperties, Some(Open::Paragraph(paragraph))) => match tag.name {
                "numId" => paragraph.list = tag.number(),
                "ilvl" => paragraph.level = tag.number().map(|level| level as usize),
                _ => {}
            },
            (Element::MarkProperties, Some(Open::Paragraph(paragraph))) => {
                paragraph.is_mark_gone |= matches!(tag.name, "del" | "moveFrom");
            }
            (Element::RunProperties, Some(Open::Paragraph(paragraph))) => match tag.name {
                "vanish" => paragraph.run.is_hidden = Some(tag.is_on()),
                "rStyle" => paragraph.run.style = tag.value().map(Into::into),
                _ => {}
            },
            (Element::RowProperties, Some(Open::Row(row))) => match tag.name {
                "gridBefore" => row.before = tag.number().unwrap_or_default(),
                "del" | "hidden" if !row.is_gone && tag.is_on() => {
                    row.is_gone = true;
                    self.gone += 1;
                }
                _ => {}
            },
            (Element::CellProperties, Some(Open::Cell(cell, _))) => match tag.name {
                "gridSpan" => cell.span = tag.number().unwrap_or(1).max(1),
                "vMerge" => cell.is_covered = tag.value().is_none_or(|value| value != "restart"),
                "cellDel" if !cell.is_gone => {
                    cell.is_gone = true;
                    self.gone += 1;
                }
                _ => {}
            },
            (Element::ControlProperties, open) => {
                let control = self.elements.len().checked_sub(2);
                if tag.name == "showingPlcHdr"
                    && tag.is_on()
                    && let Some(Element::Control { is_placeholder }) =
                        control.and_then(|index| self.elements.get_mut(index))
                    && !*is_placeholder
                {
                    *is_placeholder = true;
                    self.placeholders += 1;
                    shut(open);
                }
            }
            _ => return None,
        }
        Some(Element::Skipped)
    }

    /// An element of the words of a document outside of properties.
    fn word(&mut self, tag: &Tag<'a>) -> Element {
        let parent = self.elements.last().copied();
        let is_block = parent == Some(Element::Block);
        match (tag.name, self.open.last_mut()) {
            ("p" | "tbl" | "tr" | "tc", _) if self.held >= MOST_HELD => Element::Skipped,
            ("p", Some(Open::Story(..) | Open::Cell(..))) => {
                let mut paragraph = OpenParagraph::begun(self.markup, tag, &mut self.pending);
                paragraph.is_closed =
                    self.placeholders > 0 || self.fields.is_hidden() || self.fields.is_computed();
                self.opened(Open::Paragraph(Box::new(paragraph)))
            }
            ("tbl", Some(Open::Story(..) | Open::Cell(..))) => {
                self.opened(Open::Table(Table { source: tag.range, rows: Vec::new() }))
            }
            ("tr", Some(Open::Table(_))) => {
                self.opened(Open::Row(Row { source: tag.range.into(), ..Row::default() }))
            }
            ("tc", Some(Open::Row(row))) if row.cells.len() >= MOST_CELLS => Element::Skipped,
            ("tc", Some(Open::Row(_))) => {
                self.fields.enter();
                let cell = Cell { source: tag.range.into(), span: 1, ..Cell::default() };
                self.opened(Open::Cell(cell, Vec::new()))
            }
            ("txbxContent", Some(Open::Paragraph(_))) => {
                self.fields.enter();
                self.opened(Open::Story(Vec::new(), Vec::new()))
            }
            ("pPr", Some(Open::Paragraph(_))) if is_block => Element::ParagraphProperties,
            ("trPr", Some(Open::Row(_))) if is_block => Element::RowProperties,
            ("tcPr", Some(Open::Cell(..))) if is_block => Element::CellProperties,
            ("r", Some(Open::Paragraph(paragraph))) => {
                paragraph.run = Run::default();
                Element::Run
            }
            ("rPr", Some(Open::Paragraph(paragraph))) if parent == Some(Element::Run) => {
                paragraph.run.properties = Some(tag.range);
                Element::RunProperties
            }
            ("t", Some(Open::Paragraph(_))) => {
                let is_kept = tag.attribute("space").is_some_and(|space| space == "preserve");
                Element::Text { is_kept }
            }
            ("tab" | "ptab", _) => self.whole(PieceKind::Tab, tag),
            ("br" | "cr", _) => self.whole(PieceKind::Break, tag),
            ("noBreakHyphen", _) => self.whole(PieceKind::Element('-'), tag),
            // A mark outside of a paragraph is not a mark: no word processor reads it.
            ("fldChar", open @ Some(Open::Paragraph(_))) => {
                shut(open);
                self.fields.mark(&tag.attribute("fldCharType").unwrap_or_default());
                Element::Skipped
            }
            ("instrText", _) => Element::Instruction,
            ("fldSimple", open) => {
                shut(open);
                self.fields.simple(&tag.attribute("instr").unwrap_or_default());
                Element::SimpleField
            }
            ("altChunk", Some(Open::Story(..) | Open::Cell(..))) => {
                self.is_embedded = true;
                Element::Skipped
            }
            // The picture of a sheet or of another embedded file.
            ("object", _) => self.picture(tag),
            ("sdt", _) => Element::Control { is_placeholder: false },
            ("sdtPr", _) if matches!(parent, Some(Element::Control { .. })) => {
                Element::ControlProperties
            }
            ("commentRangeStart" | "commentReference", _) => {
                self.comment(&tag.attribute("id").unwrap_or_default());
                Element::Skipped
            }
            // Deleted text, the reading above a character, and properties.
            (
                "del" | "moveFrom" | "rt" | "pPr" | "rPr" | "sdtPr" | "sdtEndPr" | "smartTagPr"
                | "customXmlPr" | "tblPr" | "tblPrEx" | "tblGrid" | "trPr" | "tcPr" | "sectPr",
                _,
            ) => Element::Skipped,
            _ => Element::Transparent,
        }
    }

    fn opened(&mut self, open: Open<'a>) -> Element {
        self.open.push(open);
        self.held += 1;
        Element::Block
    }

    fn is_in_paragraph(&self) -> bool {
        matches!(self.open.last(), Some(Open::Paragraph(_)))
    }

    /// A piece that an element stands for.
    fn whole(&mut self, kind: PieceKind, tag: &Tag) -> Element {
        if self.elements.last() == Some(&Element::Run) {
            // Whatever the element holds does not count.
            self.push(kind, tag.range);
        }
        Element::Skipped
    }

    fn picture(&mut self, tag: &Tag) -> Element {
        if let Some(Open::Paragraph(paragraph)) = self.open.last_mut()
            && self.placeholders == 0
            && !is_hidden(self.parts, paragraph)
        {
            paragraph.picture.get_or_insert(tag.range);
        }
        Element::Transparent
    }

    fn comment(&mut self, id: &str) {
        let Some(comment) = self.parts.comments.get(id) else { return };
        if self.gone > 0 || !self.seen.insert(id.to_owned()) {
            return;
        }
        match self.open.last_mut() {
            Some(Open::Paragraph(paragraph)) => paragraph.comments.push(comment),
            _ => self.pending.push(comment),
        }
    }

    fn text(&mut self, range: TextRange) {
        match self.elements.last() {
            Some(Element::Instruction) => self.fields.instruct(range.of(self.markup)),
            Some(&Element::Text { is_kept }) => self.lines(range, is_kept),
            _ => {}
        }
    }

    /// Text as the word processor shows it: a line end or a tab in the markup is a space.
    fn lines(&mut self, range: TextRange, is_kept: bool) {
        let text = range.of(self.markup);
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
        // Spaces beside a reference stand inside the text.
        let begins = self.markup[..range.start].ends_with('>') && !is_kept;
        let ends = self.markup[range.end..].starts_with('<') && !is_kept;
        let start = if begins { text.len() - text.trim_start_matches(is_blank).len() } else { 0 };
        let end = if ends { text.trim_end_matches(is_blank).len() } else { text.len() };
        let mut from = start;
        for (at, _) in text.match_indices(['\t', '\r', '\n']) {
            if at < from || at >= end {
                continue;
            }
            self.push(PieceKind::Text, TextRange::new(from, at).shifted(range.start));
            self.push(PieceKind::Character(' '), TextRange::new(at, at + 1).shifted(range.start));
            from = at + 1;
        }
        if from < end {
            self.push(PieceKind::Text, TextRange::new(from, end).shifted(range.start));
        }
    }

    fn piece(&mut self, kind: PieceKind, range: TextRange) {
        if matches!(self.elements.last(), Some(Element::Text { .. })) {
            self.push(kind, range);
        }
    }

    fn push(&mut self, kind: PieceKind, source: TextRange) {
        let Some(Open::Paragraph(paragraph)) = self.open.last_mut() else { return };
        if source.is_empty() || self.placeholders > 0 || self.fields.is_hidden() {
            return;
        }
        if is_hidden(self.parts, paragraph) {
            return;
        }
        if paragraph.look.is_none() && kind == PieceKind::Text {
            paragraph.look = paragraph.run.properties;
        }
        let is_field = self.fields.is_computed();
        paragraph.pieces.push(Piece { kind, source: source.into(), is_field });
    }
}

impl<'a> Open<'a> {
    /// The blocks in it, and the text for its next paragraph.
    fn story(&mut self) -> Option<(&mut Vec<Block<'a>>, &mut Vec<Piece>)> {
        match self {
            Self::Story(blocks, carried) => Some((blocks, carried)),
            Self::Cell(cell, carried) => Some((&mut cell.blocks, carried)),
            _ => None,
        }
    }
}

/// Whether the open run of a paragraph is hidden.
fn is_hidden(parts: &Parts, paragraph: &OpenParagraph) -> bool {
    let (styles, run) = (&parts.styles, &paragraph.run);
    run.is_hidden.unwrap_or_else(|| {
        let style = run.style.as_deref().is_some_and(|style| styles.run(style).is_hidden);
        // Of two styles, each turns the property over.
        style != styles.paragraph(paragraph.style.as_deref()).is_hidden
    })
}

/// Notes that no text is written into an open paragraph.
fn shut(open: Option<&mut Open>) {
    if let Some(Open::Paragraph(paragraph)) = open {
        paragraph.is_closed = true;
    }
}

#[cfg(test)]
mod cases;
