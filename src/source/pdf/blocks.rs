//! What stands on a page, from the top, and over the ends of pages.

use super::geometry::{Area, Glyph, Marks};
use super::grid::{Grid, grids};
use super::lines::{TextLine, lines};
use super::table::{self, Table};
use std::collections::HashMap;

/// Number of lines above or below the text of a page, at most.
pub(super) const MARGIN: usize = 4;

#[derive(Debug)]
pub(super) enum Block {
    Line(TextLine),
    Table(Table),
    /// A picture that may show a table, by its top.
    Picture(f64),
}

impl Block {
    fn top(&self) -> f64 {
        match self {
            Self::Line(line) => line.base - line.size,
            Self::Table(table) => table.top,
            Self::Picture(top) => *top,
        }
    }

    fn table(&self) -> Option<&Table> {
        match self {
            Self::Line(_) | Self::Picture(_) => None,
            Self::Table(table) => Some(table),
        }
    }

    fn table_mut(&mut self) -> Option<&mut Table> {
        match self {
            Self::Line(_) | Self::Picture(_) => None,
            Self::Table(table) => Some(table),
        }
    }
}

/// The tables and lines of a page, from the top.
pub(super) fn blocks(marks: Marks) -> Vec<Block> {
    let mut grids = grids(&marks.rules);
    // A table may stand in a cell of a larger table.
    grids.sort_by(|a, b| a.area().total_cmp(&b.area()));
    let pictures: Vec<Block> = pictures(&marks).map(Block::Picture).collect();
    let mut cells: Vec<HashMap<usize, Vec<Glyph>>> = vec![HashMap::new(); grids.len()];
    let mut outside = Vec::new();
    for glyph in marks.glyphs {
        let cell = grids
            .iter()
            .zip(&mut cells)
            .find_map(|(grid, cells)| Some(cells.entry(grid.cell_of(&glyph)?).or_default()));
        cell.unwrap_or(&mut outside).push(glyph);
    }
    let tables = grids.iter().zip(cells).filter(|(_, cells)| !cells.is_empty());
    let table = |(grid, cells): (&Grid, _)| Block::Table(Table::new(grid, cells));
    let mut blocks: Vec<Block> = tables.map(table).collect();
    blocks.extend(lines(outside).into_iter().map(Block::Line));
    blocks.extend(pictures);
    blocks.sort_by(|a, b| a.top().total_cmp(&b.top()));
    blocks
}

/// The tops of the pictures that are as large as a table, and without text on them: a background or
/// a seal is no table.
fn pictures(marks: &Marks) -> impl Iterator<Item = f64> {
    /// In points. A seal is square and smaller.
    const WIDTH: f64 = 200.0;
    const HEIGHT: f64 = 50.0;
    const MOST: usize = 100;
    let is_on = |&[left, top, right, bottom]: &Area, glyph: &Glyph| {
        let (x, y) = glyph.center();
        (left..right).contains(&x) && (top..bottom).contains(&y)
    };
    let large = marks
        .pictures
        .iter()
        .take(MOST)
        .filter(|[left, top, right, bottom]| right - left >= WIDTH && bottom - top >= HEIGHT);
    let bare = large.filter(move |area| !marks.glyphs.iter().any(|glyph| is_on(area, glyph)));
    bare.map(|[_, top, ..]| *top)
}

/// Joins the tables that go on over the end of a page.
pub(super) fn join(pages: &mut [Vec<Block>]) {
    for number in 1..pages.len() {
        let is_margin = |page: usize, block: &&Block| is_margin(pages, page, block);
        let bottom = pages[number - 1].iter().rev().take(MARGIN);
        let bottom = bottom.take_while(|block| is_margin(number - 1, block)).count();
        let top = pages[number].iter().take(MARGIN);
        let top = top.take_while(|block| is_margin(number, block)).count();
        let (before, behind) = pages.split_at_mut(number);
        let Some((last, before)) = before.split_last_mut() else { continue };
        let Some(above) = last.iter_mut().rev().nth(bottom).and_then(Block::table_mut) else {
            continue;
        };
        let Some(next) = behind[0].get_mut(top).and_then(Block::table_mut) else { continue };
        let mut tables =
            before.iter().rev().flat_map(|page| page.iter().rev().filter_map(Block::table));
        let head = above.goes_on.then(|| tables.find(|table| !table.goes_on)).flatten();
        table::join(head, above, next);
    }
}

/// Whether a block stands above or below the text of a page: a number of the page, or what another
/// page has at the same height.
pub(super) fn is_margin(pages: &[Vec<Block>], page: usize, block: &Block) -> bool {
    // Numbers of the pages may stand in the line.
    let words = |text: &str| text.replace(|one: char| one.is_ascii_digit(), "");
    let are_near = |a: f64, b: f64| (a - b).abs() < 3.0;
    let is_same = |other: &Block| match (block, other) {
        (Block::Line(line), Block::Line(other)) => {
            are_near(line.base, other.base) && words(&line.text) == words(&other.text)
        }
        (Block::Picture(top), Block::Picture(other)) => are_near(*top, *other),
        _ => false,
    };
    if let Block::Line(line) = block {
        let is_number_or_sign =
            |one: char| one.is_ascii_digit() || " -—–－─·•/第共页".contains(one);
        if line.text.chars().all(is_number_or_sign) {
            return true;
        }
    }
    // Left and right pages may differ.
    const NEIGHBOURS: usize = 2;
    let first = page.saturating_sub(NEIGHBOURS);
    let near = pages.iter().enumerate().skip(first).take(2 * NEIGHBOURS + 1);
    near.filter(|(number, _)| *number != page).flat_map(|(_, blocks)| blocks).any(is_same)
}
