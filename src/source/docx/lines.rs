//! Writes the blocks of a document as lines: a paragraph a line, a row of a table a line.

use super::blank::{self, NewRun};
use super::block::{Block, Cell, Paragraph, Piece, PieceKind, Row, Table};
use crate::source::{Around, Builder, ElementKind, PICTURE, Projection};
use crate::text::TextRange;
use std::collections::HashMap;

/// At most 64 columns of a grid are left out before a row. Word has no more columns.
const MOST_COLUMNS: u32 = 64;

/// Writes the text of a document, with the map to its markup.
pub struct Writer<'a> {
    markup: &'a str,
    out: Builder<'a>,
    /// Numbers of the last paragraph outside of tables and of the last table.
    paragraphs: u32,
    tables: u32,
    /// The markup around new text of the blank cells of a row. Many of them look like one cell.
    around: HashMap<NewRun<'a>, Around>,
}

impl<'a> Writer<'a> {
    pub fn new(markup: &'a str) -> Self {
        let (out, around) = (Builder::new(markup), HashMap::new());
        Self { markup, out, paragraphs: 0, tables: 0, around }
    }

    pub fn finish(self) -> Projection {
        self.out.finish()
    }

    /// Writes the next block from the top.
    pub fn block(&mut self, block: &Block<'a>) {
        match block {
            Block::Paragraph(paragraph) => self.paragraph(paragraph),
            Block::Table(table) => self.table(table),
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let pieces = trimmed(self.markup, &paragraph.pieces);
        let is_blank = pieces.is_empty() && paragraph.number.is_empty();
        let picture = paragraph.picture.filter(|_| is_blank);
        if is_blank && picture.is_none() && paragraph.comments.is_empty() {
            return;
        }
        self.paragraphs += 1;
        self.out.open(ElementKind::Paragraph, self.paragraphs, paragraph.source.start());
        match picture {
            // The drawing stands outside of the text of its run, so no text may replace it.
            Some(picture) => self.out.made(PICTURE, picture.start()),
            None => self.words(paragraph, &pieces, false),
        }
        for comment in &paragraph.comments {
            self.out.made(&format!(" {comment}"), paragraph.end.start());
        }
        self.out.close(paragraph.source.end());
        self.out.made("\n", paragraph.source.end());
    }

    fn table(&mut self, table: &Table<'a>) {
        self.tables += 1;
        self.out.open(ElementKind::Table, self.tables, table.source.start);
        for (number, row) in (1..).zip(&table.rows) {
            self.out.open(ElementKind::Row, number, row.source.start());
            self.row(row);
            self.out.close(row.source.end());
            self.out.made("\n", row.source.end());
        }
        self.out.close(table.source.end);
    }

    fn row(&mut self, row: &Row<'a>) {
        self.around.clear();
        let before = row.before.min(MOST_COLUMNS);
        self.out.made(&"\t".repeat(before as usize), row.source.start());
        let mut column = before + 1;
        let looks = blank::looks(row);
        for (index, (cell, look)) in row.cells.iter().zip(looks).enumerate() {
            if index > 0 {
                self.out.made("\t", cell.source.start());
            }
            self.out.open(ElementKind::Cell, column, cell.source.start());
            if !cell.is_covered {
                self.cell(cell, look);
            }
            self.out.close(cell.source.end());
            column = column.saturating_add(cell.span);
        }
        let comments = row.cells.iter().flat_map(Cell::paragraphs);
        for comment in comments.flat_map(|paragraph| &paragraph.comments) {
            // A number goes into a blank cell behind its first space.
            let space = if self.out.text().ends_with('\t') { "" } else { " " };
            self.out.made(&format!("{space}{comment}"), row.source.end());
        }
    }

    fn cell(&mut self, cell: &Cell<'a>, look: Option<TextRange>) {
        let mut is_blank = true;
        for paragraph in cell.paragraphs() {
            let pieces = trimmed(self.markup, &paragraph.pieces);
            if pieces.is_empty() && paragraph.number.is_empty() {
                continue;
            }
            if !is_blank {
                self.out.made(" ", paragraph.source.start());
            }
            is_blank = false;
            self.words(paragraph, &pieces, true);
        }
        if is_blank && let Some(place) = blank::slot(cell, look) {
            let around = place.run.map(|run| self.around_of(run)).unwrap_or_default();
            self.out.slot(place.source, around);
        }
    }

    fn around_of(&mut self, run: NewRun<'a>) -> Around {
        let (markup, out) = (self.markup, &mut self.out);
        let make = || {
            let (before, after) = run.around(markup);
            out.around(before, after)
        };
        *self.around.entry(run).or_insert_with(make)
    }

    fn words(&mut self, paragraph: &Paragraph, pieces: &[Piece], is_in_cell: bool) {
        let start = pieces.first().map_or(paragraph.end.start(), |piece| piece.source.start());
        self.out.made(&paragraph.number, start);
        for piece in pieces {
            let source = TextRange::from(piece.source);
            let mut buffer = [0; 4];
            let text = match piece.kind {
                PieceKind::Text => source.of(self.markup),
                PieceKind::Character(c) | PieceKind::Element(c) => c.encode_utf8(&mut buffer),
                // A tab would divide the cell, a line end the row.
                PieceKind::Tab | PieceKind::Break if is_in_cell => {
                    if self.out.text().ends_with(' ') { continue } else { " " }
                }
                PieceKind::Tab => "\t",
                PieceKind::Break => "\n",
            };
            match piece.kind {
                _ if piece.is_field => self.out.field(text, source),
                PieceKind::Text => self.out.verbatim(source),
                PieceKind::Character(_) => self.out.reference(text, source),
                // The element stands outside of the text of its run, so no text may replace it.
                PieceKind::Element(_) | PieceKind::Tab | PieceKind::Break => {
                    self.out.made(text, source.start);
                }
            }
        }
    }
}

/// The pieces without white space at both ends.
fn trimmed(markup: &str, pieces: &[Piece]) -> Vec<Piece> {
    let is_seen = |piece: &Piece| !piece.is_blank(markup);
    let Some(first) = pieces.iter().position(is_seen) else { return Vec::new() };
    let last = pieces.iter().rposition(is_seen).unwrap_or(first);
    let mut out = pieces[first..=last].to_vec();
    let start = |text: &str| text.len() - text.trim_start().len();
    let end = |text: &str| text.len() - text.trim_end().len();
    if let Some(piece) = out.first_mut().filter(|piece| piece.kind == PieceKind::Text) {
        let by = start(piece.text(markup));
        piece.source = TextRange::new(piece.source.start() + by, piece.source.end()).into();
    }
    if let Some(piece) = out.last_mut().filter(|piece| piece.kind == PieceKind::Text) {
        let by = end(piece.text(markup));
        piece.source = piece.source.ending(piece.source.end() - by);
    }
    out
}
