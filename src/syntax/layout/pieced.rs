//! Rows of cells with text in pieces, over the lines of a frame.

use super::cells::{CellRoles, is_repeated, roles};
use super::rows::{Cells, PieceRows};
use crate::standard::Standard;
use crate::text::{TextRange, letters_hash};
use std::borrow::Cow;

/// A cell of such a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PiecedCell {
    /// The text, without spaces at the ends of each piece. Empty for a blank cell.
    pub pieces: Vec<TextRange>,
    /// The place for new text in a blank cell.
    pub at: usize,
}

/// Rows of such cells, and their range in the text.
#[derive(Debug)]
pub(super) struct Grid {
    pub range: TextRange,
    pub rows: Vec<Vec<PiecedCell>>,
    /// Whether the table is too long, so only the first rows are read.
    pub is_too_long: bool,
}

impl PiecedCell {
    /// The whole text of the cell.
    pub(super) fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.pieces.as_slice() {
            [] => Cow::Borrowed(""),
            [one] => Cow::Borrowed(one.of(text)),
            several => Cow::Owned(several.iter().map(|piece| piece.of(text)).collect()),
        }
    }
}

impl Grid {
    /// The table with the most words in the cells, and the number of different words.
    pub(super) fn table(&self, text: &str, standard: &Standard) -> Option<(usize, usize)> {
        let mut words = vec![Vec::new(); standard.newest().tables.len()];
        for cell in self.rows.iter().flatten().filter(|cell| !cell.pieces.is_empty()) {
            let (hash, _) = letters_hash(&cell.text(text));
            if let Some(table) = standard.vocabulary().table(hash)
                && !words[table].contains(&hash)
            {
                words[table].push(hash);
            }
        }
        (0..words.len()).map(|table| (table, words[table].len())).max_by_key(|(_, count)| *count)
    }

    /// The rows as pieces.
    pub(super) fn into_rows(self, text: &str, standard: &Standard) -> PieceRows {
        let mut out = PieceRows::with_capacity(self.rows.len());
        for row in self.rows {
            let texts: Vec<Cow<str>> = row.iter().map(|cell| cell.text(text)).collect();
            let CellRoles { labels, values } = roles(row.len(), |at| texts[at].as_ref(), standard);
            let known = Cells { count: row.len(), first_value: values.start };
            let (own, behind) = (&row[labels.clone()], &row[values]);
            let own_text = |at: usize| texts[labels.start + at].as_ref();
            let is_label = |at: &usize| {
                !is_repeated(labels.end < row.len(), own.len(), *at, own_text, standard)
            };
            let pieces =
                (0..own.len()).filter(is_label).flat_map(|at| own[at].pieces.iter().copied());
            let value = |cell: &PiecedCell| {
                let pieces = cell.pieces.iter().copied();
                pieces.reduce(TextRange::cover).unwrap_or(TextRange::at(cell.at))
            };
            out.push(pieces, behind.iter().map(value), Some(known));
        }
        out
    }
}
