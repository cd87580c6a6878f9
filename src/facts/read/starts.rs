//! The start of the values in rows with cells.

use super::reader::Reader;
use crate::facts::align::Alignment;
use crate::syntax::PieceRow;
use crate::text::{TextRange, letters_hash};

/// The start of the values in rows with cells.
pub(super) struct ValueStarts {
    starts: Vec<(Shape, usize)>,
    /// Widths of the rows with their values in the last cells.
    ends_rows: Vec<usize>,
}

/// The shape of a row with cells. The values of rows with different shapes may begin in different
/// places.
#[derive(PartialEq, Eq)]
struct Shape {
    first_value: usize,
    count: Option<usize>,
    width: usize,
}

impl ValueStarts {
    /// The cell at the start of the values in known rows of `count` cells. `None` if these rows
    /// disagree.
    pub(super) fn in_row(&self, count: usize, width: usize) -> Option<usize> {
        let own = self
            .starts
            .iter()
            .filter(|(shape, _)| shape.count == Some(count) && shape.width == width);
        let mut places = own.map(|(shape, start)| shape.first_value + start);
        let first = places.next()?;
        places.all(|place| place == first).then_some(first)
    }

    /// The possible cells of the values of a row, likeliest first. A single possibility if rows of
    /// the same shape are known.
    pub(super) fn windows<'a>(
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
        // A row shorter than all others and blank at both ends may lack a cell at either end.
        let is_blank = piece.filled().next().is_none();
        let is_held = |start: &usize| {
            long_enough
                || is_blank
                || [piece.values.get(*start), piece.values.last()]
                    .into_iter()
                    .flatten()
                    .any(|value| !value.is_empty())
        };
        // Blank cells at the beginning of a short row may belong to a merged label: somebody may be
        // typing the row.
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
            // A row without a number has no known shape.
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

impl Reader<'_> {
    /// The start of the values in rows with cells, learned from complete rows.
    pub(super) fn value_starts(&self, alignment: &Alignment) -> ValueStarts {
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

    /// The widths of rows with their values in the last cells. In some of these rows the values do
    /// not begin directly behind the label, because blank cells belong to a merged label. All of
    /// these rows end with their values.
    fn widths_at_the_end(&self, alignment: &Alignment, starts: &[(Shape, usize)]) -> Vec<usize> {
        // (width, number of rows with values not directly behind the label, number of rows with
        // cells behind the values)
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

    /// Adds the start of the values in rows as long as a header with names of columns: below the
    /// first column. Complete rows must not contradict.
    fn add_starts_of_headers(&self, starts: &mut Vec<(Shape, usize)>) {
        let headers =
            self.pieces.rows.iter().filter(|piece| !piece.has_values() && piece.labels.len() > 1);
        for (piece, cells) in headers.filter_map(|piece| Some((piece, piece.cells?))) {
            let Some((width, named)) = self.last_named(piece) else { continue };
            // The last label of a row stands in the cell before the values.
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

    /// The number of columns of a block, and the number of columns up to the column that the last
    /// label of a row names. The labels before must name the columns before: all columns, or the
    /// columns under 法人或其他组织 in the last row of a header of several rows.
    pub(super) fn last_named(&self, piece: PieceRow) -> Option<(usize, usize)> {
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
}
