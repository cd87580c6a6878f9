//! Where the values of a row begin that has cells.

use super::reader::Reader;
use crate::facts::align::Alignment;
use crate::syntax::PieceRow;
use crate::text::{TextRange, letters_hash};

/// Where the values of rows begin that have cells.
pub(super) struct ValueStarts {
    starts: Vec<(Shape, usize)>,
    /// Widths of rows whose values are the last cells of their row.
    ends_rows: Vec<usize>,
}

/// What tells rows of cells apart whose values begin in different places.
#[derive(PartialEq, Eq)]
struct Shape {
    first_value: usize,
    count: Option<usize>,
    width: usize,
}

impl ValueStarts {
    /// The cell of a row in which the values begin, in rows of so many cells that are known; `None`
    /// where these do not agree.
    pub(super) fn in_row(&self, count: usize, width: usize) -> Option<usize> {
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

impl Reader<'_> {
    /// Where the values of a row begin that has cells, learned from the rows in which all values
    /// are there.
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
