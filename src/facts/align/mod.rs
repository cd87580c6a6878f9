//! Aligns the rows of a table with the rows of the form.
//!
//! The alignment takes all label pieces and all rows of values at once, in order, and finds the
//! best total match. In text from a PDF, a label stands before its values, behind the values, or on
//! both sides. The label may be in pieces, among the pieces of merged cells.

mod blank;
mod chosen;
mod cut;
mod label;
mod near;
mod unknown;

pub use label::{Token, hash, is_piece_of_head, token};

use crate::standard::TableForm;
use crate::syntax::{Layout, PieceRows};
use crate::text::TextRange;
use std::ops::Range;

/// The meaning of each row of values.
#[derive(Debug)]
pub struct Alignment<'a> {
    pub tokens: Vec<Token<'a>>,
    pub rows: Vec<AlignedRow>,
    /// Rows of the form with a label but without any value.
    pub blank: Vec<BlankRow>,
}

/// A piece row with values.
#[derive(Debug)]
pub struct AlignedRow {
    /// Index of the piece row.
    pub row: usize,
    /// Number of tokens before the values.
    position: usize,
    /// Number of these tokens in the line of the values.
    own: usize,
    pub meaning: Meaning,
    /// Cells that hold words: tokens between the label and the first value.
    pub words: Range<usize>,
    /// All cells of the row, if some cells looked like the beginning of another row. Otherwise
    /// empty.
    pub cells: Vec<TextRange>,
}

/// The meaning of a row of values in the form.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// This row of the form, known from the tokens of its label.
    Row {
        row: usize,
        label: Range<usize>,
        near: bool,
    },
    /// This row of the form, known from its place alone: the values have no label. `certain` is
    /// true if the label is missing for certain. Otherwise the label may stand around the values in
    /// unrecognized pieces.
    Place {
        row: usize,
        certain: bool,
    },
    /// A row of the form a second time, or a row outside the order.
    Repeated {
        row: usize,
        label: Range<usize>,
    },
    Displaced {
        row: usize,
        label: Range<usize>,
        near: bool,
    },
    /// Values behind a head of a group. A head has no values in the form. `head` is an index into
    /// the heads of the form.
    Head {
        head: usize,
        label: Range<usize>,
    },
    /// Values under an unknown label, or without a label.
    Unknown {
        label: Range<usize>,
    },
    /// Cells of the row before.
    Absorbed,
    /// Not part of the table, as a page number.
    Noise,
}

/// A row of the form without values.
#[derive(Debug)]
pub struct BlankRow {
    /// The row of the form.
    pub row: usize,
    pub label: Range<usize>,
    pub near: bool,
    /// Index of the piece row at the end of the label.
    pub piece: usize,
    /// The contents of the cells, if the cells hold words.
    pub cells: Vec<TextRange>,
}

/// At most eight pieces of a label before its values, and at most eight behind.
const MOST_PIECES_BEFORE: usize = 8;
const MOST_PIECES_BEHIND: usize = 8;
/// At most 150 rows of values are aligned. A longer table cannot be understood.
pub const MOST_ROWS: usize = 150;
/// Highest score of a label outside the line of the values. A label in the line of the values
/// scores more.
const BESIDE: u32 = 95;

/// A possible meaning of a row of values.
struct Candidate {
    row: usize,
    score: u32,
    label: Range<usize>,
    near: bool,
    /// Tokens behind the label that are cells.
    words: Range<usize>,
}

/// The input of the alignment.
struct Source<'a, 'f> {
    text: &'a str,
    pieces: &'f PieceRows,
    layout: Layout,
    form: &'f TableForm,
}

/// Aligns `pieces` with the rows of `form`. `layout` is the layout of the pieces. The rows of
/// `form` must have labels.
pub fn align<'a>(
    text: &'a str,
    pieces: &PieceRows,
    layout: Layout,
    form: &TableForm,
) -> Alignment<'a> {
    let source = &Source { text, pieces, layout, form };
    let mut alignment =
        Alignment::of(pieces, |range, row, tokens| tokens.push(token(text, range, row)));
    if alignment.rows.len() > MOST_ROWS {
        return alignment;
    }
    if alignment.is_in_order(form) {
        alignment.find_blank(source);
        if !alignment.blank.is_empty() {
            alignment.absorb(source);
        }
        return alignment;
    }
    let mut alignment = Alignment::of(pieces, |range, row, tokens| {
        label::split(text, token(text, range, row), form, tokens)
    });
    let exact: Vec<Vec<Candidate>> =
        (0..alignment.rows.len()).map(|row| alignment.exact(row, source)).collect();
    let mut claimed = vec![false; form.rows.len()];
    exact.iter().flatten().for_each(|candidate| claimed[candidate.row] = true);
    let candidates: Vec<Vec<Candidate>> = exact
        .into_iter()
        .enumerate()
        .map(|(row, exact)| {
            // A label in the line of the values belongs to them. A label above or below may belong
            // to another row.
            let is_own = exact.iter().any(|candidate| candidate.score > BESIDE);
            let near = if is_own { None } else { alignment.near(row, source, &claimed) };
            let by_place =
                if exact.is_empty() { alignment.by_place(row, source) } else { Vec::new() };
            exact.into_iter().chain(near).chain(by_place).collect()
        })
        .collect();
    alignment.choose(candidates, form.rows.len());
    alignment.settle_copied_from_below();
    alignment.find_blank(source);
    alignment.settle_copies(source);
    alignment.absorb(source);
    alignment.settle_places(source);
    alignment.settle_unknown(source);
    alignment
}

impl<'a> Alignment<'a> {
    /// An alignment without any assignment. `add` makes the tokens of a label piece.
    fn of(pieces: &PieceRows, add: impl Fn(TextRange, usize, &mut Vec<Token<'a>>)) -> Self {
        let (mut tokens, mut rows) =
            (Vec::with_capacity(pieces.labels().count()), Vec::with_capacity(pieces.len()));
        for (index, piece) in pieces.iter().enumerate() {
            let before = tokens.len();
            piece.labels.iter().for_each(|&range| add(range, index, &mut tokens));
            if piece.has_values() {
                rows.push(AlignedRow::new(index, tokens.len(), tokens.len() - before));
            }
        }
        Self { tokens, rows, blank: Vec::new() }
    }
}

/// Whether a word is a mark in the place of a number: `×`.
fn is_cross(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| matches!(c, '×' | '✕' | '✖' | '╳' | '?' | '？'))
}

impl AlignedRow {
    fn new(row: usize, position: usize, own: usize) -> Self {
        Self { row, position, own, meaning: Meaning::Noise, words: 0..0, cells: Vec::new() }
    }

    /// The row of the form, displaced or in its place.
    pub fn form_row(&self) -> Option<usize> {
        match self.meaning {
            Meaning::Row { row, .. }
            | Meaning::Place { row, .. }
            | Meaning::Displaced { row, .. } => Some(row),
            _ => None,
        }
    }
}

impl Alignment<'_> {
    /// The rows of the form with a full label before, around or behind the values. A single row if
    /// the label stands in the line of the values. Otherwise a label above may belong to the values
    /// above, and only the alignment as a whole decides.
    fn exact(&self, index: usize, source: &Source) -> Vec<Candidate> {
        let form = source.form;
        let AlignedRow { row: piece, position, own, .. } = self.rows[index];
        let values = source.pieces.row(piece).filled().count();
        let candidate =
            |row, label, score| Candidate { row, score, label, near: false, words: 0..0 };
        if let Some((row, label)) = self.own(index, form) {
            return vec![candidate(row, label, BESIDE + 5)];
        }
        if let Some((row, start)) = (position - own..position)
            .find_map(|start| Some((self.joined_behind_heads(start..position, form)?, start)))
        {
            return vec![candidate(row, start..position, BESIDE + 5)];
        }
        let before_note = |start: usize| {
            label::before_notes(self.tokens[start..position].iter())
                .find_map(|hash| form.row_by_hash(hash))
        };
        if let Some((row, start)) =
            (position - own..position).find_map(|start| Some((before_note(start)?, start)))
        {
            return vec![candidate(row, start..position, BESIDE + 4)];
        }
        if let Some(candidate) = self.own_with_more(index, source, values) {
            return vec![candidate];
        }
        let first = (position - own).saturating_sub(MOST_PIECES_BEFORE).max(self.before(index));
        let last = (position + MOST_PIECES_BEHIND).min(self.behind(index));
        let mut found: Vec<Candidate> = Vec::new();
        for end in position..=last {
            for start in (first..=(position - own)).rev() {
                if start < end
                    && (end > position || start < position - own || own == 0)
                    && let Some(row) = self.joined_before_note(start..end, form)
                {
                    // A single number is a page number. Values of another number than the columns
                    // hardly belong to the label.
                    let score = match (form.width(row), start == position) {
                        (width, _) if own == 0 && values == 1 && width > 2 => continue,
                        (width, _) if width != values => 30,
                        // Only a little less than for a label before the values: otherwise all
                        // labels behind their values would move up by one row.
                        (_, true) => BESIDE - 1,
                        (_, false) => BESIDE,
                    };
                    if found.iter().all(|candidate| candidate.row != row) {
                        found.push(candidate(row, start..end, score));
                    }
                    break;
                }
            }
        }
        if found.is_empty() && own > 0 {
            found.extend(self.across_page(index, source));
        }
        found
    }

    /// The row of the form with a full label before the values in the same line, and the tokens of
    /// the label.
    fn own(&self, index: usize, form: &TableForm) -> Option<(usize, Range<usize>)> {
        let AlignedRow { position, own, .. } = self.rows[index];
        // From the first token on: merged cells may precede the label.
        let may_begin = |start: &usize| !is_cross(self.tokens[*start].source());
        (position - own..position)
            .filter(may_begin)
            .find_map(|start| Some((self.joined(start..position, form)?, start..position)))
    }

    /// The row of the form with a full label in the line of the values and other words between
    /// label and values: headers, or cells that hold words.
    fn own_with_more(&self, index: usize, source: &Source, values: usize) -> Option<Candidate> {
        let AlignedRow { position, own, row: piece, .. } = self.rows[index];
        let form = source.form;
        let (end, row, label) = (position - own + 1..position).rev().find_map(|end| {
            let start =
                (position - own..end).find(|&start| self.joined(start..end, form).is_some())?;
            Some((end, self.joined(start..end, form)?, start..end))
        })?;
        let more = &self.tokens[end..position];
        if more.iter().all(|token| token.is_word(form) || is_piece_of_head(token.letters(), form)) {
            return Some(Candidate { row, score: BESIDE + 3, label, near: false, words: 0..0 });
        }
        let are_cells = more.iter().all(|token| self.may_be_cell(token, source));
        (are_cells && source.pieces.row(piece).cells.is_none()).then(|| {
            let score =
                if values + more.len() == form.width(row) { BESIDE + 2 } else { BESIDE + 1 };
            // Another label has run into this label.
            if values == form.width(row)
                && more.first().is_some_and(|token| label::is_numbered(token.source()))
            {
                return Candidate {
                    row,
                    score: BESIDE + 1,
                    label: label.start..position,
                    near: true,
                    words: 0..0,
                };
            }
            // If all values are there, the words are not cells but the running head of a page.
            let words = if values == form.width(row) && values > 1 { 0..0 } else { end..position };
            Candidate { row, score, label, near: false, words }
        })
    }

    /// Whether a token may be a cell with words: not a word of the form.
    fn may_be_cell(&self, token: &Token, source: &Source) -> bool {
        let form = source.form;
        !token.claimed
            && (token.count > 0 || is_cross(token.source()))
            && !form.is_word(token.hash)
            && form.row_by_hash(token.hash).is_none()
    }

    /// Whether all rows of values have a label in their own line, in the order of the form. Nearly
    /// every table is like this. If so, assigns the rows, because no other alignment can be better.
    fn is_in_order(&mut self, form: &TableForm) -> bool {
        let mut next = 0;
        for index in 0..self.rows.len() {
            let Some((row, label)) = self.own(index, form).filter(|(row, _)| *row >= next) else {
                return false;
            };
            self.rows[index].meaning = Meaning::Row { row, label, near: false };
            next = row + 1;
        }
        for index in 0..self.rows.len() {
            if let Meaning::Row { label, .. } = &self.rows[index].meaning {
                self.tokens[label.clone()].iter_mut().for_each(|token| token.claimed = true);
            }
        }
        true
    }

    /// The first token behind the previous row of values.
    fn before(&self, index: usize) -> usize {
        index.checked_sub(1).map_or(0, |previous| self.rows[previous].position)
    }

    /// The end of the tokens before the own tokens of the next row.
    fn behind(&self, index: usize) -> usize {
        self.rows.get(index + 1).map_or(self.tokens.len(), |next| next.position - next.own)
    }

    /// The row of the form with the label that the tokens make together.
    fn joined(&self, range: Range<usize>, form: &TableForm) -> Option<usize> {
        match &self.tokens[range] {
            [one] => form.row_by_hash(one.hash),
            several => form.row_by_hash(hash(several.iter())),
        }
    }

    /// Like [`Self::joined`], also with a note behind the label, or with pieces of the words of a
    /// merged cell in between. The note may span lines.
    fn joined_before_note(&self, range: Range<usize>, form: &TableForm) -> Option<usize> {
        let tokens = &self.tokens[range.clone()];
        self.joined(range.clone(), form)
            .or_else(|| self.joined_without_heads(range.clone(), form))
            .or_else(|| self.joined_behind_heads(range, form))
            .or_else(|| label::before_notes(tokens.iter()).find_map(|hash| form.row_by_hash(hash)))
    }

    /// Like [`Self::joined`], without the tokens that are pieces of the words of a merged cell.
    fn joined_without_heads(&self, range: Range<usize>, form: &TableForm) -> Option<usize> {
        let tokens = &self.tokens[range];
        let is_of_head = |token: &Token| {
            is_piece_of_head(token.letters(), form) || label::is_head_with_note(token, form)
        };
        let pieces: Vec<usize> =
            (0..tokens.len()).filter(|&at| is_of_head(&tokens[at])).take(4).collect();
        // Any of the pieces may belong to the label, so try all ways to leave some pieces out.
        (1..1usize << pieces.len()).find_map(|left_out| {
            let kept = tokens.iter().enumerate().filter(|(at, _)| {
                !pieces
                    .iter()
                    .enumerate()
                    .any(|(bit, piece)| piece == at && left_out >> bit & 1 == 1)
            });
            let kept = kept.map(|(_, token)| token);
            form.row_by_hash(hash(kept.clone()))
                .or_else(|| label::before_notes(kept).find_map(|hash| form.row_by_hash(hash)))
        })
    }

    /// All rows of the form with the same number of columns, for values without any label.
    fn by_place(&self, index: usize, source: &Source) -> Vec<Candidate> {
        let form = source.form;
        let AlignedRow { row: piece, position, own, .. } = self.rows[index];
        let unlabelled = own == 0
            && self.tokens[self.before(index)..position]
                .iter()
                .all(|token| is_piece_of_head(token.letters(), form));
        let values = source.pieces.row(piece).filled().count();
        if !unlabelled || values < 2 {
            return Vec::new();
        }
        (0..form.rows.len())
            .filter(|&row| form.width(row) == values)
            .map(|row| Candidate {
                row,
                score: 1,
                label: position..position,
                near: false,
                words: 0..0,
            })
            .collect()
    }

    fn claim(&mut self, label: Range<usize>) {
        self.tokens[label].iter_mut().for_each(|token| token.claimed = true);
    }
}
