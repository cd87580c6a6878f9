//! The words that the form prints in a table, beside the labels of rows that hold values: headers, heads of groups, captions.

use super::Table;
use super::align::{Token, hash, token};
use crate::standard::TableForm;
use crate::syntax::TablePieces;
use crate::text::{TextRange, letters_hash};

/// A word of the form in a table, or a piece of one. The range counts from the start of the part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableWord {
    pub range: TextRange,
    pub meaning: WordMeaning,
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordMeaning {
    /// The label of this row, or a piece of it that stands behind its values.
    Row(usize),
    /// The head of a group, an index of [`TableForm::heads`].
    Head(usize),
    /// The header of a column of a block; the row is that of a table that stands side by side.
    Column { block: usize, column: usize, row: Option<usize> },
    /// The caption of a block.
    Caption(usize),
    /// The corner's note, a header over several columns, the header over the labels.
    Other,
}

/// A word may be broken into so many pieces.
const MOST_PIECES: usize = 4;

/// The words of the form in `table`, in order, without the labels that [`Table::rows`] have. `text` is the part's, `pieces` what the
/// table was read from.
pub fn table_words(text: &str, pieces: &TablePieces, table: &Table) -> Vec<TableWord> {
    let form = table.table_form();
    let labels: Vec<TextRange> = table.rows.iter().flatten().flat_map(|row| row.label.iter().chain(&row.pieces)).copied().collect();
    let is_label = |range: TextRange| labels.iter().any(|label| label.contains(range));
    let ranges = pieces.rows.iter().enumerate().flat_map(|(index, row)| row.labels.iter().map(move |&range| (index, range)));
    let tokens: Vec<Token> = ranges.filter(|&(_, range)| !is_label(range)).map(|(index, range)| token(text, range, index)).collect();
    let ends = block_ends(form, table);
    let mut words: Vec<TableWord> = Vec::new();
    let mut start = 0;
    while let Some(first) = tokens.get(start) {
        let block = ends.iter().position(|&end| first.range.start < end).unwrap_or(ends.len().saturating_sub(1));
        // Nearly always one piece is a word.
        let most = (start + MOST_PIECES).min(tokens.len());
        let lengths = std::iter::once(start + 1).chain((start + 2..=most).rev());
        let found = lengths.filter(|&end| end <= tokens.len()).find_map(|end| Some((end, meaning(form, block, hash(tokens[start..end].iter()))?)));
        match found {
            Some((end, meaning)) => {
                words.extend(tokens[start..end].iter().map(|token| TableWord { range: token.range, meaning }));
                start = end;
            }
            None => {
                words.extend(unknown(form, table, first).map(|meaning| TableWord { range: first.range, meaning }));
                start += 1;
            }
        }
    }
    if form.across {
        number_columns(form, &mut words);
    }
    words
}

/// Where the last row of each block ends; a block without rows ends with the one above.
fn block_ends(form: &TableForm, table: &Table) -> Vec<usize> {
    let mut end = 0;
    let last =
        |rows: std::ops::Range<usize>| rows.filter_map(|row| table.rows[row].as_ref()).filter(|row| !row.displaced).map(|row| row.range.end).max();
    form.blocks
        .iter()
        .map(|block| {
            end = last(block.rows.clone()).unwrap_or(end).max(end);
            end
        })
        .collect()
}

/// What a word with this hash is in a block.
fn meaning(form: &TableForm, block: usize, hash: u64) -> Option<WordMeaning> {
    let is = |letters: &str| letters_hash(letters).0 == hash;
    match form.header_by_hash(hash, block)? {
        Some(column) => Some(WordMeaning::Column { block, column, row: None }),
        None => Some(if let Some(head) = form.heads.iter().position(|head| is(&head.letters)) {
            WordMeaning::Head(head)
        } else if let Some(caption) = form.blocks.iter().position(|block| block.caption.as_ref().is_some_and(|caption| is(&caption.letters))) {
            WordMeaning::Caption(caption)
        } else if let Some(row) = form.rows.iter().position(|row| is(&row.label.letters)) {
            WordMeaning::Row(row)
        } else {
            WordMeaning::Other
        }),
    }
}

/// What a piece is that is no word of the form: a header near to one, or the rest of the label of the row that it stands in.
fn unknown(form: &TableForm, table: &Table, token: &Token) -> Option<WordMeaning> {
    if let Some(header) = table.headers.iter().find(|header| header.range == token.range) {
        return Some(WordMeaning::Column { block: header.block, column: header.column, row: None });
    }
    let mut rows = table.rows.iter().enumerate().filter_map(|(index, row)| Some((index, row.as_ref()?)));
    let within = |row: &super::Row| row.range.contains(token.range);
    let (row, _) = rows.find(|(index, row)| token.count > 1 && within(row) && form.rows[*index].label.letters.contains(token.letters()))?;
    Some(WordMeaning::Row(row))
}

/// Says whose the columns are where every group has its own, side by side.
fn number_columns(form: &TableForm, words: &mut [TableWord]) {
    let width = form.blocks.first().map_or(1, |block| block.columns.len());
    let columns = || words.iter().filter(|word| matches!(word.meaning, WordMeaning::Column { .. }));
    if columns().count() != form.cells() {
        return;
    }
    let mut seen = 0;
    for word in words {
        if let WordMeaning::Column { row, .. } = &mut word.meaning {
            *row = Some(seen / width);
            seen += 1;
        }
    }
}
