//! Reads a table: each cell, and each difference from the form.

mod across;
mod cells;
mod headers;
mod left_out;
mod reader;
mod rows;
mod starts;

use super::edition::{self, Stretch};
use super::finding::Unreadable;
use super::table::{ForeignBlock, Table};
use crate::standard::Standard;
use crate::syntax::{TablePieces, Told};
use crate::text::TextRange;
use reader::{EditionReading, Reader};

/// Reads a table for a report with the expected `edition`, given by its first year. Without an
/// expected edition, the table shows its edition. `part` is the index of the part, `text` the text
/// of the part.
pub fn read(
    text: &str,
    pieces: &TablePieces,
    part: usize,
    edition: Option<i32>,
    standard: &'static Standard,
) -> Table {
    let read = |edition: i32| Reader::new(text, pieces, part, standard, edition).read();
    let expected = read(edition.unwrap_or(standard.newest().year));
    match pieces.table {
        _ if matches!(expected.table.unreadable, Some(Unreadable::Trace | Unreadable::TooLong)) => {
            expected.table
        }
        table
            if standard.has_blocks(table)
                && (!expected.is_flawless() || expected.has_unknown_words()) =>
        {
            read_blocks(text, pieces, edition, expected, read)
        }
        table if standard.splits_rows(table) && !expected.is_flawless() => {
            read_outcomes(edition, expected, read)
        }
        _ => expected.table,
    }
}

/// Reads table two, each block in the edition that its words show.
fn read_blocks<'a>(
    text: &str,
    pieces: &TablePieces,
    edition: Option<i32>,
    expected: EditionReading<'a>,
    read: impl Fn(i32) -> EditionReading<'a>,
) -> Table {
    let standard = expected.table.standard;
    let stretches = edition::stretches(text, pieces, standard);
    let own = edition
        .or_else(|| edition::of_blocks(&stretches, standard))
        .unwrap_or(standard.newest().year);
    let is_shown = |stretch: &Stretch| stretch.is_foreign(own);
    let reading = |edition: i32, expected: EditionReading<'a>| {
        if expected.table.form.year == edition { expected } else { read(edition) }
    };
    let Some(first) = stretches.iter().find(|stretch| is_shown(stretch)) else {
        return reading(own, expected).table;
    };
    let foreign: Vec<&Stretch> = stretches
        .iter()
        .filter(|stretch| is_shown(stretch) || stretch.is_as_wide_as_foreign(own))
        .collect();
    let mut table = if foreign.len() == stretches.len() {
        let mut table = reading(edition::other_than(own, standard), expected).table;
        table.foreign = (0..table.table_form().blocks.len())
            .map(|block| ForeignBlock { block, range: table.range })
            .collect();
        table
    } else {
        let mut table = reading(own, expected).table;
        table.foreign = foreign
            .iter()
            .map(|stretch| ForeignBlock { block: stretch.block, range: stretch.range })
            .collect();
        table.leave_out_foreign();
        if pieces.rows.told == Told::Doubt {
            table.unreadable = Some(Unreadable::Doubtful);
        }
        table
    };
    table.superseded = edition.map(|_| first.first);
    table
}

/// Reads table three. Only （六）其他处理 differs: one row in the form of 2019, three rows in the
/// form of 2021.
fn read_outcomes<'a>(
    edition: Option<i32>,
    expected: EditionReading<'a>,
    read: impl Fn(i32) -> EditionReading<'a>,
) -> Table {
    let standard = expected.table.standard;
    let other = read(edition::other_than(expected.table.form.year, standard));
    let (old, new) = if expected.table.form.year < other.table.form.year {
        (&expected, &other)
    } else {
        (&other, &expected)
    };
    let items: Vec<TextRange> = new.items_of_other().collect();
    // T001 reports a head with numbers above its items.
    let one_row = old.single_other_row.filter(|_| items.is_empty() && old.matched >= new.matched);
    let is_new = items.len() > 1 || !items.is_empty() && old.single_other_row.is_none();
    let superseded = match edition {
        Some(edition) if edition < standard.newest().year => {
            items.first().copied().filter(|_| is_new)
        }
        _ => one_row,
    };
    let mut table = if superseded.is_some() { other.table } else { expected.table };
    table.superseded = superseded.filter(|_| edition.is_some());
    table
}
