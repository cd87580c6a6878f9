//! A table of the form as it stands in a report.

use super::align::{self, Alignment, Meaning, Token, align};
use super::columns::{self, ColumnOrder, HeaderFinding, HeaderFindingKind};
use super::copies;
use super::cut;
use super::edition::{self, Stretch};
use super::fit::Unreadable;
use super::heads::{self, HeadFinding};
use super::number::{self, Value};
use super::parted;
use super::reshape::Reshaped;
use super::round;
use crate::standard::{CellRef, Column, Form, Standard, TableForm};
use crate::syntax::{Layout, PieceRow, TablePieces, Told};
use crate::text::{Folded, Resized, TextRange, floor_char_boundary, fold, is_space, letters_hash};

/// One of the form's tables in a report. Ranges count from the start of the part that holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The standard that holds its form.
    pub standard: &'static Standard,
    /// The edition whose form it follows, by the first year of that edition.
    pub edition: i32,
    /// Index of [`Form::tables`].
    pub index: usize,
    /// Index of the report's part that holds it.
    pub part: usize,
    pub layout: Layout,
    pub range: TextRange,
    /// Its first line.
    pub first_row: TextRange,
    /// Why no sense can be made of it, where none can be.
    pub unreadable: Option<Unreadable>,
    /// Where it shows the form of another edition than the report's year asks for: the first line
    /// of the first such block, or the label of the first such row.
    pub superseded: Option<TextRange>,
    /// Blocks of table two that are of another edition than the others, or all, where that is
    /// another one than the year asks for.
    pub foreign: Vec<ForeignBlock>,
    /// For each row of the form what stands there, if it is there.
    pub rows: Vec<Option<Row>>,
    /// Rows that are no row of the form, or one that is there already, in the order of the text.
    pub extra: Vec<ExtraRow>,
    /// Where all of it begins a second time, in the same frame or without a break: its first row
    /// there.
    pub again: Option<TextRange>,
    /// Headers that are not the form's.
    pub headers: Vec<HeaderFinding>,
    /// Where the headers are the form's, but not in its order. Values are read by their place.
    pub column_order: Option<ColumnOrder>,
    /// How many columns of all blocks have a header that is the form's or near to it; `None` where
    /// there is no header at all.
    pub named_columns: Option<usize>,
    /// Heads of groups, captions and spanning headers that are not the form's.
    pub heads: Vec<HeadFinding>,
    /// Two headers over several columns that have changed places, in a table whose rows stand side
    /// by side.
    pub exchanged: Option<[TextRange; 2]>,
}

/// A block of table two that is of another edition. Nothing is demanded of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForeignBlock {
    /// Its index in the form of the table, or in that of 2019 where that alone has it.
    pub block: usize,
    /// From its caption to the next block.
    pub range: TextRange,
}

/// A row of the form in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The label, from its first piece to its last that stand together; `None` where the row is
    /// known by its place alone.
    pub label: Option<TextRange>,
    /// All pieces of a label that is near: `label` and those behind the row's values.
    pub pieces: Vec<TextRange>,
    pub wording: LabelWording,
    /// Whether it stands outside the longest run of rows that are in order.
    pub displaced: bool,
    pub cells: RowCells,
    /// All of it.
    pub range: TextRange,
}

/// How a label compares with the form's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelWording {
    /// The same, or a harmless wording.
    Same,
    /// Near to it and to no other.
    Near,
    /// It is not there: the row is known by its place alone.
    Absent,
}

/// The cells of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowCells {
    /// One for each column.
    Known(Vec<Cell>),
    /// Another number than the form has columns, and which one is missing cannot be told.
    Miscounted {
        found: usize,
        /// From the first value to the last.
        range: TextRange,
        /// Whether a number stands in the cell of the label: what parted them is lost.
        glued: bool,
    },
}

/// A cell of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its text; empty where nothing stands there. Of a number that is broken over two lines, its
    /// first digits.
    pub range: TextRange,
    pub value: Value,
    /// Whether the rest of its number stands elsewhere, or its line ends before the column begins,
    /// so that it cannot be written anew.
    pub broken: bool,
}

/// A row that is not one of the form's, or not the first of that kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraRow {
    pub kind: ExtraRowKind,
    /// Its label; `None` where it has none.
    pub label: Option<TextRange>,
    /// Its label, or its values where it has none.
    pub range: TextRange,
    /// How many rows of the form stand above it.
    pub after: usize,
    /// Whether one of its values is a number other than 0.
    pub counts: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtraRowKind {
    Unknown,
    /// The head of a group, an index into the form's heads, which holds no numbers in the form.
    Head(usize),
    /// This row of the form, again.
    Repeated(usize),
}

impl Table {
    /// The edition that it follows.
    pub fn form(&self) -> &'static Form {
        self.standard.form(self.edition)
    }

    /// The form's table.
    pub fn table_form(&self) -> &'static TableForm {
        &self.form().tables[self.index]
    }

    /// The cell, where its place is known.
    pub fn cell(&self, cell: CellRef) -> Option<&Cell> {
        match &self.rows.get(cell.row)?.as_ref()?.cells {
            RowCells::Known(cells) => cells.get(cell.column),
            RowCells::Miscounted { .. } => None,
        }
    }

    /// Whether a row of its form stands in a block that is of another edition.
    pub fn is_foreign(&self, row: usize) -> bool {
        !self.foreign.is_empty()
            && self.foreign.iter().any(|foreign| foreign.block == self.table_form().rows[row].block)
    }

    /// Whether these words stand in a block that is of another edition.
    pub fn is_in_foreign(&self, range: TextRange) -> bool {
        self.foreign.iter().any(|foreign| foreign.range.contains(range))
    }

    /// Takes what stands in blocks of another edition for no part of the table.
    fn leave_out_foreign(&mut self) {
        let form = self.table_form();
        let foreign = std::mem::take(&mut self.foreign);
        let is_inside = |range: TextRange| foreign.iter().any(|block| block.range.contains(range));
        for (row, found) in self.rows.iter_mut().enumerate() {
            let is_foreign = foreign.iter().any(|block| block.block == form.rows[row].block);
            if is_foreign || found.as_ref().is_some_and(|found| is_inside(found.range)) {
                *found = None;
            }
        }
        self.extra.retain(|extra| !is_inside(extra.range));
        self.headers.retain(|header| !is_inside(header.range));
        self.heads.retain(|head| !is_inside(head.range));
        self.column_order = self
            .column_order
            .take()
            .filter(|order| foreign.iter().all(|block| block.block != order.block));
        self.foreign = foreign;
        self.unreadable = self.misfit();
    }

    /// Takes the rows of a second table for no rows of this one, where nearly all of them follow
    /// its own.
    fn leave_out_second(&mut self) {
        const SHARE: (usize, usize) = (4, 5);
        let is_again = |extra: &&ExtraRow| matches!(extra.kind, ExtraRowKind::Repeated(_));
        let last = self.rows.iter().flatten().map(|row| row.range.start).max().unwrap_or_default();
        let again = || self.extra.iter().filter(is_again).filter(|extra| extra.range.start > last);
        if again().count() * SHARE.1 < self.rows.len() * SHARE.0 {
            return;
        }
        self.again = again().map(|extra| extra.range).min_by_key(|range| range.start);
        if let Some(start) = self.again.map(|again| again.start) {
            self.extra.retain(|extra| extra.range.start < start);
        }
    }

    /// Whether nearly all rows of the form are there, and a number among them.
    pub(super) fn is_whole(&self) -> bool {
        let there = self.rows.iter().flatten().count();
        let has_number = || self.cells().any(|(_, cell)| matches!(cell.value, Value::Number(_)));
        self.unreadable.is_none() && 5 * there >= 4 * self.rows.len() && has_number()
    }

    /// Whether a cell is not there because its whole column is not.
    pub fn is_missing(&self, cell: CellRef) -> bool {
        let block = || self.table_form().rows[cell.row].block;
        self.headers.iter().any(|header| {
            header.kind == HeaderFindingKind::Missing && header.concerns(cell, block())
        })
    }

    /// All cells whose place is known, in the order of the form.
    pub fn cells(&self) -> impl Iterator<Item = (CellRef, &Cell)> {
        let rows =
            self.rows.iter().enumerate().filter_map(|(row, found)| Some((row, found.as_ref()?)));
        rows.flat_map(|(row, found)| {
            match &found.cells {
                RowCells::Known(cells) => cells.as_slice(),
                RowCells::Miscounted { .. } => &[],
            }
            .iter()
            .enumerate()
            .map(move |(column, cell)| (CellRef { row, column }, cell))
        })
    }
}

impl Table {
    /// The same table in `text`, its part, where the number in one of its cells has become another
    /// one. `None` where that is no cell whose place in the form is known: more may follow from it
    /// then.
    pub(crate) fn follow(&self, text: &str, edit: Resized) -> Option<Self> {
        // Where the values of a table without labels stand in several lines, what they add up to
        // tells whether it is read.
        if self.table_form().across && matches!(self.layout, Layout::Lines | Layout::Spaces) {
            return None;
        }
        let mut table = self.clone();
        let form = table.table_form();
        let mut found = false;
        for (row, row_end, cells) in table
            .rows
            .iter_mut()
            .enumerate()
            .filter_map(|(index, row)| Some((index, row.as_mut()?)))
            .map(|(index, row)| {
                row.label = row.label.map(|label| edit.follow(label));
                row.pieces.iter_mut().for_each(|piece| *piece = edit.follow(*piece));
                row.range = edit.follow(row.range);
                (index, row.range.end, &mut row.cells)
            })
        {
            match cells {
                RowCells::Known(cells) => {
                    // Behind the last cell its value stands again, as merged cells are written out:
                    // they have to agree.
                    let is_edited = cells.iter().any(|cell| cell.range == edit.range);
                    if is_edited
                        && cells.last().is_some_and(|last| edit.follow(last.range).end < row_end)
                    {
                        return None;
                    }
                    for (cell, column) in cells.iter_mut().zip(form.columns(row)) {
                        let is_own = cell.range == edit.range;
                        cell.range = edit.follow(cell.range);
                        if is_own {
                            found = true;
                            cell.value = number::read(cell.range.of(text), column);
                        }
                    }
                }
                RowCells::Miscounted { range, .. } => *range = edit.follow(*range),
            }
        }
        table.range = edit.follow(table.range);
        table.first_row = edit.follow(table.first_row);
        table.superseded = table.superseded.map(|range| edit.follow(range));
        table.again = table.again.map(|range| edit.follow(range));
        table.foreign.iter_mut().for_each(|block| block.range = edit.follow(block.range));
        for extra in &mut table.extra {
            extra.label = extra.label.map(|label| edit.follow(label));
            extra.range = edit.follow(extra.range);
        }
        for header in &mut table.headers {
            header.range = edit.follow(header.range);
            header
                .repeats
                .iter_mut()
                .chain(&mut header.pieces)
                .for_each(|range| *range = edit.follow(*range));
        }
        for head in &mut table.heads {
            head.range = edit.follow(head.range);
            head.repeats.iter_mut().for_each(|range| *range = edit.follow(*range));
        }
        table.exchanged.iter_mut().flatten().for_each(|range| *range = edit.follow(*range));
        table.column_order.iter_mut().for_each(|order| order.follow(edit));
        // Whether a total stands before the other numbers of its row, or a line break parts a
        // number, may be another question now.
        (found && !round::may_turn(&table) && !parted::has_parted(&table, text)).then_some(table)
    }
}

/// The first line of a table.
pub fn first_row(pieces: &TablePieces) -> TextRange {
    pieces
        .rows
        .iter()
        .next()
        .and_then(|piece| piece.range())
        .unwrap_or(TextRange::at(pieces.range.start))
}

/// Reads a table for a report that is to be of this `edition`, by its first year; where that is not
/// known, of the one that the table shows. `part` is the index of the part, `text` its text.
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
        0 if !expected.is_flawless() || expected.has_unknown_words() => {
            read_blocks(text, pieces, edition, expected, read)
        }
        1 if !expected.is_flawless() => read_outcomes(edition, expected, read),
        _ => expected.table,
    }
}

/// Table two, each block by the edition that its words show.
fn read_blocks<'a>(
    text: &str,
    pieces: &TablePieces,
    edition: Option<i32>,
    expected: Reading<'a>,
    read: impl Fn(i32) -> Reading<'a>,
) -> Table {
    let standard = expected.table.standard;
    let stretches = edition::stretches(text, pieces, standard);
    let own = edition
        .or_else(|| edition::of_blocks(&stretches, standard))
        .unwrap_or(standard.newest().year);
    let is_shown = |stretch: &Stretch| stretch.is_foreign(own);
    let reading = |edition: i32, expected: Reading<'a>| {
        if expected.table.edition == edition { expected } else { read(edition) }
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

/// Table three, whose （六）其他处理 is one row in the form of 2019 and three in that of 2021; all
/// else is the same.
fn read_outcomes<'a>(
    edition: Option<i32>,
    expected: Reading<'a>,
    read: impl Fn(i32) -> Reading<'a>,
) -> Table {
    let standard = expected.table.standard;
    let other = read(edition::other_than(expected.table.edition, standard));
    let (old, new) = if expected.table.edition < other.table.edition {
        (&expected, &other)
    } else {
        (&other, &expected)
    };
    let items: Vec<TextRange> = new.items_of_other().collect();
    // A head with numbers above its items is T001's.
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

/// A table as one edition reads it, and how well that went.
pub(super) struct Reading<'a> {
    pub table: Table,
    /// How many rows of the form were found.
    pub matched: usize,
    pub tokens: Vec<Token<'a>>,
    /// The label of （六）其他处理 as a row of values, which only the form of 2019 has.
    pub single_other_row: Option<TextRange>,
}

impl Reading<'_> {
    fn is_flawless(&self) -> bool {
        self.table.rows.iter().flatten().all(|row| row.wording == LabelWording::Same)
            && self.matched == self.table.rows.len()
            && self.table.extra.is_empty()
            && self.table.headers.is_empty()
            && self.table.heads.is_empty()
            && self.table.exchanged.is_none()
    }

    /// Whether words stand in it that the form does not have: headers in pieces are not compared
    /// one by one.
    fn has_unknown_words(&self) -> bool {
        let form = self.table.table_form();
        self.tokens
            .iter()
            .any(|token| !token.claimed && token.count > 0 && !form.is_word(token.hash))
    }

    /// The labels of the rows of （六）其他处理 that are there with values, which only the form of
    /// 2021 has.
    fn items_of_other(&self) -> impl Iterator<Item = TextRange> {
        let form = self.table.table_form();
        let is_item = |row: usize| {
            form.rows[row]
                .under
                .last()
                .is_some_and(|&head| is_single_row(&form.heads[head].letters, self.table.standard))
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

/// Reads one table as one edition has it.
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub pieces: &'a TablePieces,
    part: usize,
    standard: &'static Standard,
    edition: i32,
    pub form: &'static TableForm,
    /// A column that header and rows lack, or have beside the form's.
    reshaped: Option<Reshaped>,
}

impl<'a> Reader<'a> {
    fn new(
        text: &'a str,
        pieces: &'a TablePieces,
        part: usize,
        standard: &'static Standard,
        edition: i32,
    ) -> Self {
        let form = &standard.form(edition).tables[pieces.table];
        Self { text, pieces, part, standard, edition, form, reshaped: None }
    }

    fn read(&self) -> Reading<'a> {
        let mut table = Table {
            standard: self.standard,
            edition: self.edition,
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
            return Reading { table, matched: 0, tokens: Vec::new(), single_other_row: None };
        }
        if self.form.across { self.read_across(table) } else { self.read_down(table) }
    }

    /// A table whose rows have labels.
    fn read_down(&self, mut table: Table) -> Reading<'a> {
        let alignment = align(self.text, &self.pieces.rows, self.pieces.layout, self.form);
        if alignment.rows.len() > align::MOST_ROWS {
            table.unreadable = Some(Unreadable::TooLong);
            return Reading { table, matched: 0, tokens: Vec::new(), single_other_row: None };
        }
        self.read_rows(&alignment, &mut table);
        self.read_headers(&alignment.tokens, &mut table);
        self.tell_unnamed(&alignment.tokens, &mut table);
        self.tell_surplus(&alignment, &mut table);
        if let Some(reshaped) = table.headers.iter().find_map(Reshaped::of) {
            let reshaped = reshaped.placed(self.text, self.form, &self.pieces.rows, &alignment);
            let agrees = reshaped.agrees(self.form, &self.pieces.rows, &alignment);
            // A header alone says nothing.
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
        // A header with 总计 in front says where the totals stand.
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
                && self.pieces.table == 1
                && is_head_elsewhere(letters, self.standard)
        };
        let single = self
            .form
            .rows
            .iter()
            .position(|row| is_single(&row.label.letters))
            .and_then(|row| table.rows[row].as_ref());
        let single_other_row =
            single.filter(|row| is_row_of_values(&row.cells)).and_then(|row| row.label);
        Reading { table, matched, tokens: alignment.tokens, single_other_row }
    }

    /// Reads what the headers are, and the words over rows and columns.
    pub(super) fn read_headers(&self, tokens: &[Token], table: &mut Table) {
        if table.unreadable.is_some() {
            return;
        }
        let zones = columns::zones(self.form, tokens, table);
        let headers = columns::read(self.form, tokens, &zones, self.pieces);
        let named = || headers.findings.iter().filter(|found| Reshaped::of(found).is_none());
        let is_header = |range: TextRange| {
            named().any(|found| found.range == range || found.repeats.contains(&range))
        };
        let heads = heads::findings(self.form, tokens, table, &zones, is_header);
        table.heads = heads.findings;
        table.exchanged = heads::exchanged_across(self.form, tokens, table.layout);
        for (head, range) in heads.numbered {
            let after =
                table.rows.iter().flatten().filter(|row| row.range.start < range.start).count();
            // What it counts its rows count as well.
            table.extra.push(ExtraRow {
                kind: ExtraRowKind::Head(head),
                label: Some(range),
                range,
                after,
                counts: false,
            });
        }
        table.extra.sort_by_key(|extra| extra.range.start);
        (table.headers, table.column_order, table.named_columns) =
            (headers.findings, headers.order, headers.named);
    }

    /// Tells the columns that header and rows lack from those whose header alone is blank: each row
    /// holds a value in every cell.
    fn tell_unnamed(&self, tokens: &[Token], table: &mut Table) {
        if table.headers.iter().all(|header| header.kind != HeaderFindingKind::Missing) {
            return;
        }
        let is_full = |block: usize| self.is_full(block, table);
        let full: Vec<bool> = (0..self.form.blocks.len()).map(is_full).collect();
        let ends = |block: usize| {
            self.form.blocks[block]
                .rows
                .clone()
                .filter_map(|row| Some(table.rows[row].as_ref()?.range.end))
                .max()
        };
        let ends: Vec<usize> =
            (0..self.form.blocks.len()).map(|block| ends(block).unwrap_or_default()).collect();
        // The header may stand among the rows of its block.
        let is_blank = |header: &HeaderFinding| {
            let label = &self.form.blocks[header.block].columns[header.column].label;
            let is_it = |token: &Token| {
                token.hash == label.hash
                    && (header.range.start..ends[header.block]).contains(&token.range.start)
            };
            let is_apart =
                || table.layout == Layout::Spaces && self.may_stand_apart(header, tokens, table);
            full[header.block] && !tokens.iter().any(is_it) && !is_apart()
        };
        let blank: Vec<bool> = table
            .headers
            .iter()
            .map(|header| header.kind == HeaderFindingKind::Missing && is_blank(header))
            .collect();
        for (header, _) in table.headers.iter_mut().zip(blank).filter(|(_, blank)| *blank) {
            header.kind = HeaderFindingKind::Unnamed;
        }
        // A block of one column is not there without it.
        let is_only = |header: &HeaderFinding| {
            header.kind == HeaderFindingKind::Missing
                && self.form.blocks[header.block].columns.len() == 1
        };
        table.headers.retain(|header| !is_only(header));
    }

    /// Tells the head of a group that holds numbers from the label of a row that has become another
    /// group's head: that row alone is missing there, and the head stands in its own place as well.
    fn tell_copied_heads(&self, tokens: &[Token], table: &mut Table) {
        for at in 0..table.extra.len() {
            let extra = &table.extra[at];
            let ExtraRowKind::Head(head) = extra.kind else { continue };
            let is_missing = |row: usize| table.rows.get(row).is_some_and(Option::is_none);
            let is_gap = |row: usize| {
                is_missing(row)
                    && !is_missing(row + 1)
                    && !row.checked_sub(1).is_some_and(is_missing)
            };
            let is_under =
                |row: usize| self.form.rows.get(row).is_some_and(|row| row.under.contains(&head));
            let gap = [Some(extra.after), extra.after.checked_sub(1)]
                .into_iter()
                .flatten()
                .find(|&row| is_gap(row));
            let is_elsewhere = || {
                tokens.iter().any(|token| {
                    token.hash == self.form.heads[head].hash && Some(token.range) != extra.label
                })
            };
            if gap.is_some_and(|row| !is_under(row) && !is_under(row + 1)) && is_elsewhere() {
                table.extra[at].kind = ExtraRowKind::Unknown;
            }
        }
    }

    /// Whether the header of a column may stand somewhere else in the table, or right before or
    /// behind it, in pieces too: text from PDF has its lines in any order.
    fn may_stand_apart(&self, header: &HeaderFinding, tokens: &[Token], table: &Table) -> bool {
        const NEARBY: usize = 300;
        let label = &self.form.blocks[header.block].columns[header.column].label;
        // All words of the header itself are known.
        let zone = columns::zones(self.form, tokens, table).swap_remove(header.block);
        let mut others = tokens[..zone.start].iter().chain(&tokens[zone.end..]);
        let is_piece = |token: &&Token| {
            !token.claimed
                && !token.is_word(self.form)
                && token.letters().contains(|c| label.letters.contains(c))
        };
        let is_it = |token: &&Token| !token.claimed && token.hash == label.hash;
        let before =
            &self.text[floor_char_boundary(self.text, table.range.start.saturating_sub(NEARBY))
                ..table.range.start];
        let behind = &self.text[table.range.end
            ..floor_char_boundary(self.text, (table.range.end + NEARBY).min(self.text.len()))];
        let holds = |text: &str| {
            Folded::letters(text, TextRange::new(0, text.len())).text.contains(&label.letters)
        };
        others.any(|token| is_it(&token) || is_piece(&token)) || holds(before) || holds(behind)
    }

    /// Whether each row of a block that is there holds a value in every cell.
    fn is_full(&self, block: usize, table: &Table) -> bool {
        let mut rows =
            self.form.blocks[block].rows.clone().filter_map(|row| table.rows[row].as_ref());
        let is_full = |row: &Row| matches!(&row.cells, RowCells::Known(cells) if cells.iter().all(|cell| cell.value != Value::Blank));
        rows.next().is_some_and(is_full) && rows.all(is_full)
    }

    /// Tells the headers that the form does not have, and for which the rows have no cell, from
    /// columns: each row holds a value in every cell of the form and no more.
    fn tell_surplus(&self, alignment: &Alignment, table: &mut Table) {
        for at in 0..table.headers.len() {
            let header = &table.headers[at];
            if header.kind == HeaderFindingKind::Extra
                && self.is_full(header.block, table)
                && self.has_no_cell(header, alignment)
            {
                table.headers[at].kind = HeaderFindingKind::Surplus;
            }
        }
    }

    /// Whether no row of its block has a cell below a header that is one more. At the ends of the
    /// header it may stand over labels, or over cells in which nothing stands.
    fn has_no_cell(&self, header: &HeaderFinding, alignment: &Alignment) -> bool {
        let columns = self.form.blocks[header.block].columns.len();
        let own = alignment.rows.iter().filter(|row| {
            row.form_row().is_some_and(|row| self.form.rows[row].block == header.block)
        });
        let mut own = own.map(|row| self.pieces.rows.row(row.row));
        let line = self.pieces.rows.iter().find(|piece| piece.labels.contains(&header.range));
        if (1..columns).contains(&header.column) {
            // A word in a line of its own may be that of a page, or the mark of a table that goes
            // on.
            let is_certain = match self.pieces.layout {
                Layout::Spaces => {
                    line.is_some_and(|line| line.labels.len() > 1)
                        && columns::may_be_header(self.form, header.range.of(self.text))
                }
                Layout::Lines | Layout::Frame => {
                    columns::may_be_header(self.form, header.range.of(self.text))
                }
                _ => true,
            };
            return is_certain && own.all(|row| row.filled().count() == columns);
        }
        let Some(line) =
            line.filter(|_| !matches!(self.pieces.layout, Layout::Lines | Layout::Spaces))
        else {
            return false;
        };
        let Some(last) = line.cells.and_then(|cells| cells.first_value.checked_sub(1)) else {
            return false;
        };
        own.all(|row| {
            let first = row.values.iter().position(|value| !value.is_empty());
            let start = row.cells.zip(first).map(|(cells, first)| cells.first_value + first);
            let ends = row.values.last().is_some_and(|last| !last.is_empty());
            start.is_some_and(|start| last == start + columns)
                && ends
                && row.filled().count() == columns
        })
    }

    /// How many values a line that starts with `row` has.
    fn width(&self, row: usize) -> usize {
        let width = self.form.width(row);
        self.reshaped(row).map_or(width, |reshaped| reshaped.width(width))
    }

    fn reshaped(&self, row: usize) -> Option<Reshaped> {
        self.reshaped.filter(|reshaped| reshaped.block == self.form.rows[row].block)
    }

    /// Gives the rows of values to the rows of the form.
    fn read_rows(&self, alignment: &Alignment, table: &mut Table) {
        let starts = self.value_starts(alignment);
        let mut after = 0;
        for row in &alignment.rows {
            let piece = self.pieces.rows.row(row.row);
            let wording = |near: bool| if near { LabelWording::Near } else { LabelWording::Same };
            let (index, label, wording, displaced) = match &row.meaning {
                Meaning::Row { row, label, near } => (*row, label.clone(), wording(*near), false),
                Meaning::Place { row, certain: true } => (*row, 0..0, LabelWording::Absent, false),
                Meaning::Place { row, .. } => (*row, 0..0, LabelWording::Same, false),
                Meaning::Displaced { row, label, near } => {
                    (*row, label.clone(), wording(*near), true)
                }
                Meaning::Head { head, label } => {
                    table.extra.push(self.extra(
                        ExtraRowKind::Head(*head),
                        &alignment.tokens[label.clone()],
                        piece,
                        after,
                    ));
                    continue;
                }
                Meaning::Repeated { row: again, label } => {
                    table.extra.push(self.extra(
                        ExtraRowKind::Repeated(*again),
                        &alignment.tokens[label.clone()],
                        piece,
                        after,
                    ));
                    continue;
                }
                Meaning::Unknown { label } => {
                    table.extra.push(self.extra(
                        ExtraRowKind::Unknown,
                        &alignment.tokens[label.clone()],
                        piece,
                        after,
                    ));
                    continue;
                }
                Meaning::Absorbed | Meaning::Noise => continue,
            };
            let words = &alignment.tokens[row.words.clone()];
            let cells = if !row.cells.is_empty() {
                self.known(index, row.cells.iter().copied())
            } else if alignment.tokens[label.clone()].iter().any(|token| token.glued) {
                let filled: Vec<TextRange> = piece.filled().collect();
                RowCells::Miscounted {
                    found: filled.len(),
                    range: filled.into_iter().reduce(TextRange::cover).unwrap_or_default(),
                    glued: true,
                }
            } else if !words.is_empty() {
                self.counted(
                    index,
                    &words
                        .iter()
                        .map(|token| token.range)
                        .chain(piece.filled())
                        .collect::<Vec<_>>(),
                )
            } else if let Some(values) = self.before_number_of_next(piece, index, alignment) {
                self.known(index, values.into_iter())
            } else {
                self.cells(
                    piece,
                    index,
                    &starts,
                    label_range(self.text, &alignment.tokens[label.clone()]),
                )
            };
            let own =
                row.cells.last().copied().into_iter().chain(piece.range()).reduce(TextRange::cover);
            let row = self.row(own, &alignment.tokens[label], wording, displaced, cells);
            table.rows[index] = Some(row);
            if !displaced {
                after = index + 1;
            }
        }
        for blank in &alignment.blank {
            let piece = self.pieces.rows.row(blank.piece);
            let tokens = &alignment.tokens[blank.label.clone()];
            let label = label_range(self.text, tokens);
            // Values in the same piece are those of the row below.
            let (own, cells) = if !blank.cells.is_empty() {
                let own = blank.cells.iter().copied().chain(label).reduce(TextRange::cover);
                (own, self.known(blank.row, blank.cells.iter().copied()))
            } else if piece.has_values() {
                let end = TextRange::at(label.map_or(0, |label| label.end));
                (label, self.known(blank.row, std::iter::repeat_n(end, self.width(blank.row))))
            } else {
                (piece.range(), self.cells(piece, blank.row, &starts, label))
            };
            let wording = if blank.near { LabelWording::Near } else { LabelWording::Same };
            table.rows[blank.row] = Some(self.row(own, tokens, wording, false, cells));
        }
        for (row, official) in table.rows.iter_mut().zip(&self.form.rows) {
            let near = row.as_mut().filter(|row| row.wording == LabelWording::Near);
            if let Some(row) =
                near.filter(|row| cut::is_cut(self.text, &row.pieces, &official.label))
            {
                (row.wording, row.pieces) = (LabelWording::Same, Vec::new());
            }
        }
    }

    /// Where the values of a row begin that has cells, learned from the rows in which all values
    /// are there.
    fn value_starts(&self, alignment: &Alignment) -> ValueStarts {
        let mut starts: Vec<(Shape, usize)> = Vec::new();
        for row in &alignment.rows {
            let Some(index) = row.form_row() else { continue };
            let piece = self.pieces.rows.row(row.row);
            let (Some(cells), width) = (piece.cells, self.width(index)) else { continue };
            let first = piece.values.iter().position(|value| !value.is_empty()).unwrap_or(0);
            let full =
                piece.values[first..].iter().take(width).filter(|value| !value.is_empty()).count()
                    == width;
            let alone = piece.filled().count() == width;
            if full && alone {
                for count in [Some(cells.count), None] {
                    let shape = Shape { first_value: cells.first_value, count, width };
                    if !starts.iter().any(|(known, _)| *known == shape) {
                        starts.push((shape, first));
                    }
                }
            }
        }
        let ends_rows = self.widths_at_the_end(alignment, &starts);
        self.add_starts_of_headers(&mut starts);
        ValueStarts { starts, ends_rows }
    }

    /// The widths of rows whose values are the last cells of their row: some do not begin right
    /// behind the label, where blank cells belong to a merged label, and all end with the row.
    fn widths_at_the_end(&self, alignment: &Alignment, starts: &[(Shape, usize)]) -> Vec<usize> {
        // (width, rows whose values do not begin behind the label, rows that go on behind their
        // values)
        let mut seen: Vec<(usize, usize, usize)> = Vec::new();
        for row in &alignment.rows {
            let piece = self.pieces.rows.row(row.row);
            let (Some(cells), Some(index)) = (piece.cells, row.form_row()) else { continue };
            let (width, len) = (self.form.width(index), piece.values.len());
            let filled = |range: std::ops::Range<usize>| {
                piece.values[range].iter().any(|value| !value.is_empty())
            };
            let at = seen.iter().position(|entry| entry.0 == width).unwrap_or_else(|| {
                seen.push((width, 0, 0));
                seen.len() - 1
            });
            let shape = Shape { first_value: cells.first_value, count: Some(cells.count), width };
            let (late, open) = match starts.iter().find(|(known, _)| *known == shape) {
                Some((_, start)) => (*start > 0, start + width != len),
                None if len < width => (false, false),
                None => (filled(width..len), filled(0..len - width)),
            };
            seen[at].1 += usize::from(late);
            seen[at].2 += usize::from(open);
        }
        seen.into_iter()
            .filter(|(_, late, open)| *late > 0 && *open == 0)
            .map(|(width, ..)| width)
            .collect()
    }

    /// Adds where the values of rows begin that are as long as a header which names columns: below
    /// the first of them. Rows in which all values are there must not tell otherwise.
    fn add_starts_of_headers(&self, starts: &mut Vec<(Shape, usize)>) {
        let headers =
            self.pieces.rows.iter().filter(|piece| !piece.has_values() && piece.labels.len() > 1);
        for (piece, cells) in headers.filter_map(|piece| Some((piece, piece.cells?))) {
            let Some((width, named)) = self.last_named(piece) else { continue };
            // Its last label stands in the cell before its values.
            let Some(first) = cells.first_value.checked_sub(named) else { continue };
            let count = Some(cells.count);
            let differs = |(shape, start): &(Shape, usize)| {
                shape.count == count && shape.width == width && shape.first_value + start != first
            };
            if starts.iter().any(differs) {
                continue;
            }
            for first_value in 0..=first {
                let shape = Shape { first_value, count, width };
                if !starts.iter().any(|(known, _)| *known == shape) {
                    starts.push((shape, first - first_value));
                }
            }
        }
    }

    /// How many columns a block has, and how many of them there are up to the one that the last
    /// label of a row names, where the labels before name those before: all columns, or, in the
    /// last row of a header of several, those under 法人或其他组织.
    fn last_named(&self, piece: PieceRow) -> Option<(usize, usize)> {
        const FEWEST: usize = 3;
        let label = |range: &TextRange| letters_hash(range.of(self.text)).0;
        let last = label(piece.labels.last()?);
        self.form.blocks.iter().find_map(|block| {
            let columns = &block.columns;
            let named = columns.iter().rposition(|column| column.label.hash == last)? + 1;
            let before = piece.labels.iter().rev().zip(columns[..named].iter().rev()).skip(1);
            let run =
                1 + before.take_while(|(range, column)| label(range) == column.label.hash).count();
            let is_header = run == columns.len() || run == piece.labels.len() && run >= FEWEST;
            is_header.then_some((columns.len(), named))
        })
    }

    fn cells(
        &self,
        piece: PieceRow,
        row: usize,
        starts: &ValueStarts,
        label: Option<TextRange>,
    ) -> RowCells {
        let width = self.width(row);
        let count = piece.filled().count();
        if count == width
            || self.reshaped(row).is_some_and(|reshaped| reshaped.has_one_more(width, count))
        {
            return self.known(row, piece.filled());
        }
        // A merged cell that is written out in every cell that it spans: in a block with fewer
        // columns than another the last one spans the rest.
        let widest =
            self.form.blocks.iter().map(|block| block.columns.len()).max().unwrap_or(width);
        if piece.cells.is_some() && width < widest && count == widest {
            let last = piece.filled().nth(width - 1);
            if piece
                .filled()
                .skip(width)
                .all(|value| last.is_some_and(|last| value.of(self.text) == last.of(self.text)))
            {
                return self.known(row, piece.filled().take(width));
            }
        }
        let holds_all = |window: &&[TextRange]| {
            window.iter().filter(|value| !value.is_empty()).count() == count
        };
        let window = starts.windows(piece, width).find(holds_all);
        if count == 0 {
            // Nothing is there: the cells that are, or the place behind the label.
            let end =
                label.map_or_else(|| piece.range().map_or(0, |range| range.end), |label| label.end);
            return match window {
                Some(window) => self.known(row, window.iter().copied()),
                None => self.known(row, std::iter::repeat_n(TextRange::at(end), width)),
            };
        }
        match window.or_else(|| self.beside_words(piece, width, starts)) {
            Some(window) => self.known(row, window.iter().copied()),
            None => RowCells::Miscounted {
                found: count,
                range: piece.filled().reduce(TextRange::cover).unwrap_or_default(),
                glued: false,
            },
        }
    }

    /// The numbers of a row that stand where those of rows as long as it do, where there is only a
    /// word beside them: in a cell of its merged label, or behind them.
    fn beside_words<'p>(
        &self,
        piece: PieceRow<'p>,
        width: usize,
        starts: &ValueStarts,
    ) -> Option<&'p [TextRange]> {
        let start =
            starts.in_row(piece.cells?.count, width)?.checked_sub(piece.cells?.first_value)?;
        let window = piece.values.get(start..start + width)?;
        let has_digit =
            |range: &TextRange| range.of(self.text).contains(|c| fold(c).is_ascii_digit());
        let beside = || piece.values[..start].iter().chain(&piece.values[start + width..]);
        (window.iter().all(has_digit) && !beside().any(has_digit)).then_some(window)
    }

    /// The values of a row, where one more stands in the next line that is the number of the row
    /// below, whose words are not there: it is being typed.
    fn before_number_of_next(
        &self,
        piece: PieceRow,
        row: usize,
        alignment: &Alignment,
    ) -> Option<Vec<TextRange>> {
        // Hardly any row has one more.
        if piece.filled().count() != self.width(row) + 1 {
            return None;
        }
        let mut values: Vec<TextRange> = piece.filled().collect();
        let last = values.pop()?;
        let next = self.form.rows.get(row + 1)?.label.text.strip_prefix(last.of(self.text))?;
        let is_there = || {
            alignment.rows.iter().any(|other| other.form_row() == Some(row + 1))
                || alignment.blank.iter().any(|other| other.row == row + 1)
        };
        let is_alone = || {
            self.text[..last.start]
                .trim_end_matches([' ', '\t', '\u{3000}'])
                .ends_with(['\n', '\r'])
        };
        (next.starts_with('.') && is_alone() && !is_there()).then_some(values)
    }

    /// The cells of a row of the form, which are all that stands in it.
    fn counted(&self, row: usize, ranges: &[TextRange]) -> RowCells {
        if ranges.len() == self.width(row) {
            return self.known(row, ranges.iter().copied());
        }
        RowCells::Miscounted {
            found: ranges.len(),
            range: ranges.iter().copied().reduce(TextRange::cover).unwrap_or_default(),
            glued: false,
        }
    }

    /// The cells of a row of the form, one in each of `ranges`.
    pub(super) fn known(&self, row: usize, ranges: impl Iterator<Item = TextRange>) -> RowCells {
        let columns = self.form.columns(row);
        let mut cells = Vec::with_capacity(columns.len());
        match self.reshaped(row) {
            Some(reshaped) => cells.extend(
                reshaped
                    .as_printed(ranges, columns.len())
                    .into_iter()
                    .zip(columns)
                    .map(|(range, column)| self.cell(range, column)),
            ),
            None => {
                cells.extend(ranges.zip(columns).map(|(range, column)| self.cell(range, column)))
            }
        }
        RowCells::Known(cells)
    }

    /// The cell in `range`.
    fn cell(&self, range: TextRange, column: &Column) -> Cell {
        match self.pieces.rows.rest_of(range) {
            None => Cell {
                range,
                value: number::read(range.of(self.text), column),
                broken: self.is_beyond_line(range),
            },
            Some(rest) => {
                let whole = format!("{}{}", range.of(self.text), rest.of(self.text));
                Cell { range, value: number::read(&whole, column), broken: true }
            }
        }
    }

    /// Whether a blank cell has no place, since its line ends before the column begins that a line
    /// of dashes shows.
    fn is_beyond_line(&self, range: TextRange) -> bool {
        let ends_line =
            || self.text[range.end..].chars().next().is_none_or(|c| matches!(c, '\n' | '\r'));
        range.is_empty()
            && self.pieces.layout == Layout::Frame
            && ends_line()
            && !self.text[..range.start].ends_with(is_space)
    }

    /// A row whose label is `tokens`, whose pieces cover `own`.
    fn row(
        &self,
        own: Option<TextRange>,
        tokens: &[Token],
        wording: LabelWording,
        displaced: bool,
        cells: RowCells,
    ) -> Row {
        let label = label_range(self.text, tokens);
        let last = tokens.last().map(|token| token.range);
        let range =
            own.into_iter().chain(label).chain(last).reduce(TextRange::cover).unwrap_or_default();
        let pieces =
            if wording == LabelWording::Near { stretches(self.text, tokens) } else { Vec::new() };
        Row { label, pieces, wording, displaced, cells, range }
    }

    pub(super) fn extra(
        &self,
        kind: ExtraRowKind,
        label: &[Token],
        piece: PieceRow,
        after: usize,
    ) -> ExtraRow {
        let values = || piece.filled().reduce(TextRange::cover);
        let column = &self.form.columns(0)[0];
        let counts = piece.values.iter().any(|value| {
            !matches!(
                number::read(value.of(self.text), column),
                Value::Blank | Value::Number(super::Number { value: 0, .. })
            )
        });
        let label = label_range(self.text, label);
        ExtraRow { kind, label, range: label.or_else(values).unwrap_or_default(), after, counts }
    }
}

/// Where the values of rows begin that have cells.
struct ValueStarts {
    starts: Vec<(Shape, usize)>,
    /// Widths of rows whose values are the last cells of their row.
    ends_rows: Vec<usize>,
}

impl ValueStarts {
    /// The cell of a row in which the values begin, in rows of so many cells that are known; `None`
    /// where these do not agree.
    fn in_row(&self, count: usize, width: usize) -> Option<usize> {
        let own = self
            .starts
            .iter()
            .filter(|(shape, _)| shape.count == Some(count) && shape.width == width);
        let mut places = own.map(|(shape, start)| shape.first_value + start);
        let first = places.next()?;
        places.all(|place| place == first).then_some(first)
    }

    /// The cells that may be those of a row's values, likeliest first; only one where rows of its
    /// shape are known.
    fn windows<'a>(
        &self,
        piece: PieceRow<'a>,
        width: usize,
    ) -> impl Iterator<Item = &'a [TextRange]> {
        let len = piece.values.len();
        let start_of = |count| {
            let shape = Shape { first_value: piece.cells?.first_value, count, width };
            self.starts.iter().find(|(known, _)| *known == shape).map(|(_, start)| *start)
        };
        let exact = piece.cells.and_then(|cells| start_of(Some(cells.count)));
        let shortest = self
            .starts
            .iter()
            .filter(|(shape, _)| shape.width == width)
            .filter_map(|(shape, _)| shape.count)
            .min();
        let long_enough =
            piece.cells.zip(shortest).is_none_or(|(cells, shortest)| cells.count >= shortest);
        // Where a row is shorter than all others, and blank at both ends, it cannot be told at
        // which end it lacks a cell.
        let is_blank = piece.filled().next().is_none();
        let is_held = |start: &usize| {
            long_enough
                || is_blank
                || [piece.values.get(*start), piece.values.last()]
                    .into_iter()
                    .flatten()
                    .any(|value| !value.is_empty())
        };
        // Nor where what is blank at its beginning may be the cells of a merged label: it may be
        // half typed.
        let may_be_label = |start: usize| {
            start_of(None).is_some_and(|other| other > start)
                && piece.values.get(start).is_some_and(|value| value.is_empty())
        };
        let is_held =
            |start: &usize| is_held(start) && (long_enough || is_blank || !may_be_label(*start));
        let at_end =
            len.checked_sub(width).filter(|_| self.ends_rows.contains(&width)).filter(is_held);
        let likely = match (exact, at_end) {
            (Some(start), _) => [Some(start), None],
            (None, Some(start)) => [Some(start), start_of(None).filter(|_| long_enough)],
            // Rows without a number are not known by their shape.
            (None, None) => [
                start_of(None)
                    .or(Some(0))
                    .filter(|_| long_enough || piece.filled().next().is_none()),
                None,
            ],
        };
        likely.into_iter().flatten().filter_map(move |start| piece.values.get(start..start + width))
    }
}

/// What tells rows of cells apart whose values begin in different places.
#[derive(PartialEq, Eq)]
struct Shape {
    first_value: usize,
    count: Option<usize>,
    width: usize,
}

/// The first run of pieces that nothing but space parts: pieces behind the values are left out.
fn label_range(text: &str, tokens: &[Token]) -> Option<TextRange> {
    let first = tokens.first()?;
    let together = tokens
        .windows(2)
        .take_while(|pair| is_together(text, pair[0].range, pair[1].range))
        .count();
    Some(first.range.cover(tokens[together].range))
}

/// The pieces, those together that nothing but space parts.
fn stretches(text: &str, tokens: &[Token]) -> Vec<TextRange> {
    let mut stretches: Vec<TextRange> = Vec::new();
    for token in tokens {
        match stretches.last_mut() {
            Some(last) if is_together(text, *last, token.range) => last.end = token.range.end,
            _ => stretches.push(token.range),
        }
    }
    stretches
}

/// Whether the pieces of a label stand in the same line, or in lines that follow one another, with
/// nothing between them.
fn is_together(text: &str, one: TextRange, next: TextRange) -> bool {
    next.start - one.end < 40 && text[one.end..next.start].chars().all(is_space)
}

/// Whether anything stands in the cells of a row.
fn has_values(cells: &RowCells) -> bool {
    match cells {
        RowCells::Known(cells) => cells.iter().any(|cell| cell.value != Value::Blank),
        RowCells::Miscounted { .. } => true,
    }
}

/// The same for more than one number that stands alone: that may be the number of an item whose
/// words are still to come.
fn is_row_of_values(cells: &RowCells) -> bool {
    has_values(cells) && !matches!(cells, RowCells::Miscounted { found: 1, .. })
}

/// Whether the edition before the newest has these words as the label of a row of table three.
fn is_single_row(letters: &str, standard: &Standard) -> bool {
    standard.two_newest()[0].tables[1].rows.iter().any(|row| row.label.letters == letters)
}

/// Whether the newest edition has these words as the head of a group.
fn is_head_elsewhere(letters: &str, standard: &Standard) -> bool {
    standard.newest().tables[1].heads.iter().any(|head| head.letters == letters)
}
