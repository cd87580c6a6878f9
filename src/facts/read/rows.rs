//! The rows of a table.

use super::reader::Reader;
use super::starts::ValueStarts;
use crate::facts::align::{Alignment, Meaning, Token};
use crate::facts::cut;
use crate::facts::number::{self, Number, Value};
use crate::facts::reshape::Reshaped;
use crate::facts::table::{ExtraRow, ExtraRowKind, LabelWording, Row, RowCells, Table};
use crate::syntax::PieceRow;
use crate::text::{TextRange, fold, is_space};

impl Reader<'_> {
    /// Number of values in a line that starts with `row`.
    pub(super) fn width(&self, row: usize) -> usize {
        let width = self.form.width(row);
        self.reshaped(row).map_or(width, |reshaped| reshaped.width(width))
    }

    pub(super) fn reshaped(&self, row: usize) -> Option<Reshaped> {
        self.reshaped.filter(|reshaped| reshaped.block == self.form.rows[row].block)
    }

    /// Assigns rows of values to rows of the form.
    pub(super) fn read_rows(&self, alignment: &Alignment, table: &mut Table) {
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
            // Values in the same piece belong to the row below.
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

    /// The numbers of a row with only words beside them, in a cell of the merged label or behind
    /// the numbers. The numbers must stand in the usual place for rows of this length.
    pub(super) fn beside_words<'p>(
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

    /// The values of a row without the number of the row below. The number stands alone in the next
    /// line, and the words of the row below are missing: somebody is typing the row.
    pub(super) fn before_number_of_next(
        &self,
        piece: PieceRow,
        row: usize,
        alignment: &Alignment,
    ) -> Option<Vec<TextRange>> {
        // Hardly any row has an extra value.
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

    /// A row with the label `tokens`. `own` covers the pieces of the row.
    pub(super) fn row(
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
                Value::Blank | Value::Number(Number { value: 0, .. })
            )
        });
        let label = label_range(self.text, label);
        ExtraRow { kind, label, range: label.or_else(values).unwrap_or_default(), after, counts }
    }
}

/// The range of the first pieces with only space between them. Pieces behind the values are left
/// out.
fn label_range(text: &str, tokens: &[Token]) -> Option<TextRange> {
    let first = tokens.first()?;
    let together = tokens
        .windows(2)
        .take_while(|pair| is_together(text, pair[0].range, pair[1].range))
        .count();
    Some(first.range.cover(tokens[together].range))
}

/// The ranges of all pieces, joined if only space stands between them.
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

/// Whether two pieces of a label stand in the same line or in consecutive lines, with only space
/// between them. The pieces of a label in several lines need not stand in order.
fn is_together(text: &str, one: TextRange, next: TextRange) -> bool {
    let between = text.get(one.end..next.start).filter(|between| between.len() < 40);
    between.is_some_and(|between| between.chars().all(is_space))
}
