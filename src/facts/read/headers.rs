//! The headers of a table, and the words over its rows and columns.

use super::reader::Reader;
use crate::facts::align::{Alignment, Token};
use crate::facts::finding::{HeaderFinding, HeaderFindingKind};
use crate::facts::number::Value;
use crate::facts::reshape::Reshaped;
use crate::facts::table::{ExtraRow, ExtraRowKind, Row, RowCells, Table};
use crate::facts::{columns, heads};
use crate::syntax::Layout;
use crate::text::{Folded, TextRange, floor_char_boundary};

impl Reader<'_> {
    /// Reads the headers, and the words over rows and columns.
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
            // The rows of the group already count these numbers.
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

    /// Marks missing columns as unnamed if only their header is blank: each row has a value in
    /// every cell.
    pub(super) fn tell_unnamed(&self, tokens: &[Token], table: &mut Table) {
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
        // Without its column, a block of one column does not exist.
        let is_only = |header: &HeaderFinding| {
            header.kind == HeaderFindingKind::Missing
                && self.form.blocks[header.block].columns.len() == 1
        };
        table.headers.retain(|header| !is_only(header));
    }

    /// Marks a head of a group with numbers as an unknown row if the head replaces the label of a
    /// row: exactly this row is missing there, and the head also stands in its own place.
    pub(super) fn tell_copied_heads(&self, tokens: &[Token], table: &mut Table) {
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

    /// Whether the header of a column may stand somewhere else in the table, or directly before or
    /// behind the table, possibly in pieces: text from a PDF has its lines in any order.
    pub(super) fn may_stand_apart(
        &self,
        header: &HeaderFinding,
        tokens: &[Token],
        table: &Table,
    ) -> bool {
        const NEARBY: usize = 300;
        let label = &self.form.blocks[header.block].columns[header.column].label;
        // All words of the header itself are known.
        let mut zones = columns::zones(self.form, tokens, table);
        let zone = zones.swap_remove(header.block);
        // The pieces of another block's whole header are no pieces of this header.
        let own: Vec<_> = zones
            .into_iter()
            .filter(|own| columns::is_own_header(self.form, &tokens[own.clone()]))
            .collect();
        let others = tokens[..zone.start].iter().chain(&tokens[zone.end..]);
        let is_of_other = |token: &&Token| {
            own.iter()
                .any(|own| tokens[own.clone()].iter().any(|other| std::ptr::eq(other, *token)))
        };
        let mut others = others.filter(|token| !is_of_other(token));
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

    /// Whether each row of a block has a value in every cell.
    pub(super) fn is_full(&self, block: usize, table: &Table) -> bool {
        let mut rows =
            self.form.blocks[block].rows.clone().filter_map(|row| table.rows[row].as_ref());
        let is_full = |row: &Row| matches!(&row.cells, RowCells::Known(cells) if cells.iter().all(|cell| cell.value != Value::Blank));
        rows.next().is_some_and(is_full) && rows.all(is_full)
    }

    /// Marks extra headers as surplus if the rows have no cell for them: each row has a value in
    /// every cell of the form and no further value.
    pub(super) fn tell_surplus(&self, alignment: &Alignment, table: &mut Table) {
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

    /// Whether no row of the block has a cell below an extra header. At an end of the line, the
    /// header may stand over labels or over empty cells.
    pub(super) fn has_no_cell(&self, header: &HeaderFinding, alignment: &Alignment) -> bool {
        let columns = self.form.blocks[header.block].columns.len();
        let own = alignment.rows.iter().filter(|row| {
            row.form_row().is_some_and(|row| self.form.rows[row].block == header.block)
        });
        let mut own = own.map(|row| self.pieces.rows.row(row.row));
        let line = self.pieces.rows.iter().find(|piece| piece.labels.contains(&header.range));
        if (1..columns).contains(&header.column) {
            // A word on a line of its own may belong to the page, or may be the mark of a continued
            // table.
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
}
