//! Reads one table in one edition.

use crate::facts::align::{self, Token, align};
use crate::facts::finding::Unreadable;
use crate::facts::reshape::Reshaped;
use crate::facts::table::{LabelWording, RowCells, Table, first_row};
use crate::facts::{Value, copies, parted, round};
use crate::standard::{Standard, TableForm};
use crate::syntax::{TablePieces, Told};
use crate::text::TextRange;

/// The reader of one table in one edition.
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub pieces: &'a TablePieces,
    pub part: usize,
    pub standard: &'static Standard,
    pub edition: i32,
    pub form: &'static TableForm,
    /// A column missing from header and rows, or an extra column in header and rows.
    pub reshaped: Option<Reshaped>,
}

/// A table read in one edition, and the quality of the reading.
pub(super) struct EditionReading<'a> {
    pub table: Table,
    /// Number of rows of the form in the table.
    pub matched: usize,
    pub tokens: Vec<Token<'a>>,
    /// The label of （六）其他处理 as a row of values. Only the form of 2019 has this row.
    pub single_other_row: Option<TextRange>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        text: &'a str,
        pieces: &'a TablePieces,
        part: usize,
        standard: &'static Standard,
        edition: i32,
    ) -> Self {
        let form = &standard.form(edition).tables[pieces.table];
        Self { text, pieces, part, standard, edition, form, reshaped: None }
    }

    pub(super) fn read(&self) -> EditionReading<'a> {
        let mut table = Table {
            standard: self.standard,
            form: self.standard.form(self.edition),
            index: self.pieces.table,
            part: self.part,
            layout: self.pieces.layout,
            range: self.pieces.range,
            first_row: first_row(self.pieces),
            unreadable: self
                .pieces
                .is_trace
                .then_some(Unreadable::Trace)
                .or(self.pieces.is_too_long.then_some(Unreadable::TooLong)),
            superseded: None,
            foreign: Vec::new(),
            rows: vec![None; self.form.rows.len()],
            extra: Vec::new(),
            again: None,
            headers: Vec::new(),
            column_order: None,
            named_columns: None,
            heads: Vec::new(),
            exchanged: None,
        };
        if table.unreadable.is_some() {
            if self.pieces.is_trace {
                table.first_row = table.range;
            }
            return EditionReading {
                table,
                matched: 0,
                tokens: Vec::new(),
                single_other_row: None,
            };
        }
        if self.form.across { self.read_across(table) } else { self.read_down(table) }
    }

    /// Reads a table with row labels.
    pub(super) fn read_down(&self, mut table: Table) -> EditionReading<'a> {
        let alignment = align(self.text, &self.pieces.rows, self.pieces.layout, self.form);
        if alignment.rows.len() > align::MOST_ROWS {
            table.unreadable = Some(Unreadable::TooLong);
            return EditionReading {
                table,
                matched: 0,
                tokens: Vec::new(),
                single_other_row: None,
            };
        }
        self.read_rows(&alignment, &mut table);
        self.read_headers(&alignment.tokens, &mut table);
        self.tell_unnamed(&alignment.tokens, &mut table);
        self.tell_surplus(&alignment, &mut table);
        if let Some(reshaped) = table.headers.iter().find_map(Reshaped::of) {
            let reshaped = reshaped.placed(self.text, self.form, &self.pieces.rows, &alignment);
            let agrees = reshaped.agrees(self.form, &self.pieces.rows, &alignment);
            // A header without matching rows proves nothing.
            let mut taken = agrees.is_none();
            table.headers.retain(|header| {
                Reshaped::of(header).is_none() || !std::mem::replace(&mut taken, true)
            });
            if agrees.is_some() {
                table.rows.fill(None);
                table.extra.clear();
                Self { reshaped: agrees, ..*self }.read_rows(&alignment, &mut table);
            }
        }
        self.tell_copied_heads(&alignment.tokens, &mut table);
        copies::tell(self.text, self.form, &alignment.tokens, &self.pieces.rows, &mut table);
        table.leave_out_second();
        let matched = table.rows.iter().flatten().count();
        // If 总计 is the first header, the places of the totals are known.
        if table.column_order.is_none() {
            round::read_round(&mut table, self.text);
        }
        table.unreadable = if self.pieces.rows.told == Told::Doubt {
            Some(Unreadable::Doubtful)
        } else {
            table.misfit()
        };
        parted::doubt(&mut table, self.text);
        if table.unreadable.is_some() {
            (table.headers, table.column_order, table.heads) = (Vec::new(), None, Vec::new());
        }
        let is_single = |letters: &str| {
            self.edition < self.standard.newest().year
                && is_head_elsewhere(letters, self.pieces.table, self.standard)
        };
        let single = self
            .form
            .rows
            .iter()
            .position(|row| is_single(&row.label.letters))
            .and_then(|row| table.rows[row].as_ref());
        let single_other_row =
            single.filter(|row| is_row_of_values(&row.cells)).and_then(|row| row.label);
        EditionReading { table, matched, tokens: alignment.tokens, single_other_row }
    }
}

impl EditionReading<'_> {
    pub(super) fn is_flawless(&self) -> bool {
        self.table.rows.iter().flatten().all(|row| row.wording == LabelWording::Same)
            && self.matched == self.table.rows.len()
            && self.table.extra.is_empty()
            && self.table.headers.is_empty()
            && self.table.heads.is_empty()
            && self.table.exchanged.is_none()
    }

    /// Whether the table has unknown words. Headers in pieces are not compared one by one.
    pub(super) fn has_unknown_words(&self) -> bool {
        let form = self.table.table_form();
        self.tokens
            .iter()
            .any(|token| !token.claimed && token.count > 0 && !form.is_word(token.hash))
    }

    /// The labels of the rows of （六）其他处理 with values. Only the form of 2021 has these rows.
    pub(super) fn items_of_other(&self) -> impl Iterator<Item = TextRange> {
        let form = self.table.table_form();
        let is_item = |row: usize| {
            form.rows[row].under.last().is_some_and(|&head| {
                is_single_row(&form.heads[head].letters, self.table.index, self.table.standard)
            })
        };
        let found = self
            .table
            .rows
            .iter()
            .enumerate()
            .filter(move |(row, _)| is_item(*row))
            .filter_map(|(_, row)| row.as_ref());
        found.filter(|row| has_values(&row.cells)).filter_map(|row| row.label)
    }
}

/// Whether the row has a value in any cell.
fn has_values(cells: &RowCells) -> bool {
    match cells {
        RowCells::Known(cells) => cells.iter().any(|cell| cell.value != Value::Blank),
        RowCells::Miscounted { .. } => true,
    }
}

/// Like [`has_values`], but not for a single number: it may be the number of an item with its words
/// still to come.
fn is_row_of_values(cells: &RowCells) -> bool {
    has_values(cells) && !matches!(cells, RowCells::Miscounted { found: 1, .. })
}

/// Whether the edition before the newest has a row with this label in the table.
fn is_single_row(letters: &str, table: usize, standard: &Standard) -> bool {
    standard.two_newest()[0].tables[table].rows.iter().any(|row| row.label.letters == letters)
}

/// Whether the newest edition has a group with this head in the table.
fn is_head_elsewhere(letters: &str, table: usize, standard: &Standard) -> bool {
    standard.newest().tables[table].heads.iter().any(|head| head.letters == letters)
}
