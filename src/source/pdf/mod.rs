//! Reads PDF: the characters and the drawn lines of each page, the tables between the lines, and
//! the lines of text outside of tables.
//!
//! `pdf-extract` gives the place of each character and line. A file is read as a whole or refused:
//! a report without its last table must not pass for the report.

mod blocks;
mod fonts;
mod geometry;
mod grid;
mod lines;
mod load;
mod marks;
mod named;
mod plain;
mod quiet;
mod table;
mod unruled;

use super::{Builder, ElementKind, Projection, SourceError};
use blocks::{Block, blocks, join};
use geometry::Marks;
use marks::Pages;
use table::{Cell, Table};

const DAMAGED: SourceError = SourceError::Damaged("PDF");

/// The text of a PDF. Cells of a row are separated by tabs; lines outside of tables are lines.
///
/// # Errors
/// If the file is broken, needs a password, is too large, or holds no text that can be read.
pub fn project(bytes: &[u8]) -> Result<Projection, SourceError> {
    // The libraries panic on files that are broken in ways they do not expect.
    let pages = quiet::caught(|| pages(bytes)).unwrap_or(Err(DAMAGED))?;
    let unknown = pages.unknown;
    let pages: Vec<Marks> = pages.upright().collect::<Result<_, _>>()?;
    let glyphs = pages.iter().flat_map(|page| &page.glyphs);
    let known = glyphs.filter(|glyph| !glyph.is_space()).count();
    match (known, unknown) {
        (0, 0) => return Err(SourceError::Scanned),
        _ if unknown > known / 4 => return Err(SourceError::Unmapped),
        _ => {}
    }
    let mut pages: Vec<Vec<Block>> = pages.into_iter().map(blocks).collect();
    join(&mut pages);
    unruled::read(&mut pages);
    let mut writer = Writer::default();
    for (number, page) in (1..).zip(pages) {
        writer.page(number, page);
    }
    Ok(writer.builder.finish())
}

fn pages(bytes: &[u8]) -> Result<Pages, SourceError> {
    let document = load::load(bytes)?;
    let plain = plain::plain(&document, &load::pages(&document)?)?;
    let mut pages = Pages::default();
    pdf_extract::output_doc(&plain, &mut pages).map_err(|_| DAMAGED)?;
    Ok(pages)
}

/// Writes pages as text.
struct Writer {
    builder: Builder<'static>,
    /// Numbers of what was written last.
    table: u32,
    row: u32,
    paragraph: u32,
}

impl Default for Writer {
    fn default() -> Self {
        Self { builder: Builder::new(""), table: 0, row: 0, paragraph: 0 }
    }
}

impl Writer {
    fn page(&mut self, number: u32, blocks: Vec<Block>) {
        self.builder.open(ElementKind::Page, number, 0);
        for block in blocks {
            match block {
                Block::Line(line) => {
                    self.paragraph += 1;
                    self.builder.open(ElementKind::Paragraph, self.paragraph, 0);
                    self.builder.made(&line.text, 0);
                    self.builder.close(0);
                    self.builder.made("\n", 0);
                }
                Block::Table(table) => self.table(&table),
                Block::Picture(_) => self.builder.made("[图片]\n", 0),
            }
        }
        self.builder.close(0);
    }

    fn table(&mut self, table: &Table) {
        if !table.goes_on {
            self.table += 1;
            self.row = 0;
        }
        self.builder.open(ElementKind::Table, self.table, 0);
        for row in &table.rows {
            let cells: Vec<&Cell> = row.iter().filter(|cell| !cell.is_rest).collect();
            if cells.is_empty() && !row.is_empty() {
                continue;
            }
            self.row += 1;
            // All cells of the row are covered by cells above.
            if cells.is_empty() {
                continue;
            }
            self.builder.open(ElementKind::Row, self.row, 0);
            for (index, cell) in cells.into_iter().enumerate() {
                if index > 0 {
                    self.builder.made("\t", 0);
                }
                self.builder.open(ElementKind::Cell, cell.column as u32 + 1, 0);
                self.builder.made(&cell.text(), 0);
                self.builder.close(0);
            }
            self.builder.close(0);
            self.builder.made("\n", 0);
        }
        self.builder.close(0);
    }
}

#[cfg(test)]
mod cases;
