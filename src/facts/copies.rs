//! Merged labels written out in each of their cells, and wrong copies among them.

use super::align::Token;
use super::finding::HeadFinding;
use super::near::{Surroundings, words};
use super::table::{LabelWording, Table};
use crate::standard::{Label, TableForm};
use crate::syntax::{Layout, PieceRows};
use crate::text::{NEAR, TextRange, likeness};

/// The words of the cells before the values of a row of the form.
struct Labels<'t> {
    row: usize,
    cells: &'t [Token<'t>],
}

/// A cell with another word than the other copies of the merged cell.
struct WrongCopy {
    row: usize,
    range: TextRange,
    hash: u64,
    label: &'static Label,
    /// Whether the cell holds the label of its row, not the head of a group.
    is_own: bool,
}

/// Adds the wrong copies to the findings of `table`. Only for a table with merged labels written
/// out.
pub fn tell(
    text: &str,
    form: &'static TableForm,
    tokens: &[Token],
    pieces: &PieceRows,
    table: &mut Table,
) {
    let heads: usize = form.rows.iter().map(|row| row.under.len()).sum();
    // Nearly no report writes out merged labels, so this saves work.
    if heads == 0 || 2 * tokens.len() < 2 * form.rows.len() + heads {
        return;
    }
    let mut wrong: Vec<WrongCopy> = Vec::new();
    let mut written_out = 0;
    for own in (0..form.rows.len()).filter_map(|row| labels(text, row, tokens, pieces, table)) {
        let under = form.rows[own.row].under.len();
        // Of neighbouring cells with the same words, only the last cell is a token.
        if own.cells.len() <= under {
            continue;
        }
        let mut differing =
            (0..own.cells.len()).filter(|&at| !is_label(form, own.row, at, &own.cells[at]));
        match (differing.next(), differing.next()) {
            (None, _) => written_out += under,
            (Some(at), None) => wrong.extend(wrong_copy(form, &own, at)),
            _ => {}
        }
    }
    if 2 * written_out < heads {
        return;
    }
    for (at, copy) in wrong.iter().enumerate() {
        if !wrong[..at].iter().any(|other| copy.is_same(other)) {
            copy.add(
                table,
                wrong[at + 1..]
                    .iter()
                    .filter(|other| copy.is_same(other))
                    .map(|other| other.range)
                    .collect(),
            );
        }
    }
}

/// The cells with words before the first value of a row. `None` if the row is missing or has no
/// separators between cells.
fn labels<'t>(
    text: &str,
    row: usize,
    tokens: &'t [Token<'t>],
    pieces: &PieceRows,
    table: &Table,
) -> Option<Labels<'t>> {
    let label = table.rows[row].as_ref()?.label?;
    let at = tokens.partition_point(|token| token.range.start < label.start);
    let line = tokens.get(at)?.row;
    let piece = pieces.row(line);
    let first = piece.cells.and(piece.filled().next())?.start;
    let start =
        tokens[..at].iter().rposition(|token| token.row != line).map_or(0, |before| before + 1);
    let count = tokens[start..]
        .iter()
        .take_while(|token| token.row == line && token.range.start < first)
        .count();
    let cells = &tokens[start..start + count];
    // In a frame, words over several lines are pieces of cells, not whole labels.
    let is_in_pieces = || {
        let own =
            tokens[start..].iter().take_while(|token| token.row == line).map(|token| token.range);
        let all = own.chain([TextRange::at(first)]).reduce(TextRange::cover);
        table.layout == Layout::Frame && all.is_some_and(|all| all.of(text).contains(['\n', '\r']))
    };
    (cells.iter().all(|token| token.count > 0) && !is_in_pieces()).then_some(Labels { row, cells })
}

/// The words of the form in a cell before the values of a row.
fn expected(form: &'static TableForm, row: usize, at: usize) -> &'static Label {
    let own = &form.rows[row];
    own.under.get(at).map_or(&own.label, |&head| &form.heads[head])
}

fn is_label(form: &'static TableForm, row: usize, at: usize, token: &Token) -> bool {
    let label = expected(form, row, at);
    let is_own = || at >= form.rows[row].under.len() && form.row_by_hash(token.hash) == Some(row);
    // A note or a number may stand beside the words.
    token.hash == label.hash || is_own() || token.letters().contains(&label.letters)
}

/// The cell as a wrong copy: a slip, or the words of another cell of the form. Any other word may
/// be a note.
fn wrong_copy(form: &'static TableForm, own: &Labels, at: usize) -> Option<WrongCopy> {
    let (token, label) = (&own.cells[at], expected(form, own.row, at));
    let is_own = at >= form.rows[own.row].under.len();
    let is_elsewhere = form.row_by_hash(token.hash).is_some()
        || form.heads.iter().any(|head| head.hash == token.hash);
    let surroundings = Surroundings {
        unknown: Vec::new(),
        missing: Vec::new(),
        words: words(form).filter(|word| !is_alike(word, label)).collect(),
    };
    let is_slip = || surroundings.slip_of(token.letters(), std::iter::once(label)).is_some();
    (is_elsewhere || is_slip()).then_some(WrongCopy {
        row: own.row,
        range: token.range,
        hash: token.hash,
        label,
        is_own,
    })
}

/// Whether two labels are so similar that a slip in one label is near to both. Such labels differ
/// in their number, and the other cells show the right number.
fn is_alike(one: &Label, other: &Label) -> bool {
    one.letters != other.letters && likeness(&one.letters, &other.letters) >= NEAR
}

impl WrongCopy {
    /// Whether both copies have the same words in place of the same head.
    fn is_same(&self, other: &Self) -> bool {
        !self.is_own
            && !other.is_own
            && self.hash == other.hash
            && std::ptr::eq(self.label, other.label)
    }

    /// Adds the copy to the findings. `repeats` are the same copies further down.
    fn add(&self, table: &mut Table, repeats: Vec<TextRange>) {
        if self.is_own {
            if let Some(row) =
                table.rows[self.row].as_mut().filter(|row| row.wording == LabelWording::Same)
            {
                (row.wording, row.label, row.pieces) =
                    (LabelWording::Near, Some(self.range), vec![self.range]);
            }
            return;
        }
        let is_told =
            |head: &HeadFinding| head.range == self.range || head.repeats.contains(&self.range);
        if !table.heads.iter().any(is_told) {
            table.heads.push(HeadFinding { range: self.range, repeats, label: self.label });
        }
    }
}
