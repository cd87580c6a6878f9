//! Reads PDF: the characters and the drawn lines of each page, the tables between the lines, and
//! the lines of text outside of tables.
//!
//! `pdf-extract` gives the place of each character and line. A file is read as a whole or refused:
//! a report without its last table must not pass for the report.

mod fonts;
mod geometry;
mod grid;
mod lines;
mod load;
mod marks;
mod plain;
mod quiet;

use super::{Builder, ElementKind, Projection, SourceError};
use geometry::{Glyph, Marks};
use grid::Grid;
use lines::{TextLine, cell_text, lines};
use marks::Pages;
use std::collections::HashMap;

const DAMAGED: SourceError = SourceError::Damaged("PDF");

/// The text of a PDF. Cells of a row are separated by tabs; lines outside of tables are lines.
///
/// # Errors
/// If the file is broken, needs a password, is too large, or holds no text that can be read.
pub fn project(bytes: &[u8]) -> Result<Projection, SourceError> {
    // The libraries panic on files that are broken in ways they do not expect.
    let Pages { pages, unknown } = quiet::caught(|| pages(bytes)).unwrap_or(Err(DAMAGED))?;
    let glyphs = pages.iter().flat_map(|page| &page.glyphs);
    let known = glyphs.filter(|glyph| !glyph.is_space()).count();
    match (known, unknown) {
        (0, 0) => return Err(SourceError::Scanned),
        _ if unknown > known / 4 => return Err(SourceError::Unmapped),
        _ => {}
    }
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
    tables: u32,
    paragraphs: u32,
}

impl Default for Writer {
    fn default() -> Self {
        Self { builder: Builder::new(""), tables: 0, paragraphs: 0 }
    }
}

/// What stands on a page, by its distance from the top.
enum Block {
    Line(TextLine),
    Table(Grid, HashMap<usize, Vec<Glyph>>),
}

impl Block {
    fn top(&self) -> f64 {
        match self {
            Self::Line(line) => line.base - line.size,
            Self::Table(grid, _) => grid.top(),
        }
    }
}

impl Writer {
    fn page(&mut self, number: u32, marks: Marks) {
        self.builder.open(ElementKind::Page, number, 0);
        for block in blocks(marks) {
            match block {
                Block::Line(line) => {
                    self.paragraphs += 1;
                    self.builder.open(ElementKind::Paragraph, self.paragraphs, 0);
                    self.builder.made(&line.text, 0);
                    self.builder.close(0);
                    self.builder.made("\n", 0);
                }
                Block::Table(grid, cells) => self.table(&grid, cells),
            }
        }
        self.builder.close(0);
    }

    fn table(&mut self, grid: &Grid, mut cells: HashMap<usize, Vec<Glyph>>) {
        self.tables += 1;
        self.builder.open(ElementKind::Table, self.tables, 0);
        for (number, row) in (1..).zip(grid.rows()) {
            // All cells of the row are covered by cells above.
            if row.is_empty() {
                continue;
            }
            self.builder.open(ElementKind::Row, number, 0);
            for (index, cell) in row.iter().enumerate() {
                if index > 0 {
                    self.builder.made("\t", 0);
                }
                let own = lines(cells.remove(&cell.place).unwrap_or_default());
                self.builder.open(ElementKind::Cell, cell.column as u32 + 1, 0);
                self.builder.made(&cell_text(&own, cell.width), 0);
                self.builder.close(0);
            }
            self.builder.close(0);
            self.builder.made("\n", 0);
        }
        self.builder.close(0);
    }
}

/// The tables and lines of a page, from the top.
fn blocks(marks: Marks) -> Vec<Block> {
    let mut grids = grid::grids(&marks.rules);
    // A table may stand in a cell of a larger table.
    grids.sort_by(|a, b| a.area().total_cmp(&b.area()));
    let mut cells: Vec<HashMap<usize, Vec<Glyph>>> = vec![HashMap::new(); grids.len()];
    let mut outside = Vec::new();
    for glyph in marks.glyphs {
        let cell = grids
            .iter()
            .zip(&mut cells)
            .find_map(|(grid, cells)| Some(cells.entry(grid.cell_of(&glyph)?).or_default()));
        cell.unwrap_or(&mut outside).push(glyph);
    }
    let tables = grids.into_iter().zip(cells).filter(|(_, cells)| !cells.is_empty());
    let mut blocks: Vec<Block> = tables.map(|(grid, cells)| Block::Table(grid, cells)).collect();
    blocks.extend(lines(outside).into_iter().map(Block::Line));
    blocks.sort_by(|a, b| a.top().total_cmp(&b.top()));
    blocks
}

#[cfg(test)]
mod cases;
