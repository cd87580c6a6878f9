//! The rows of a table in pieces.

use crate::standard::{Edge, Standard, TermRole};
use crate::text::{Resized, TextRange, letters_hash};

/// A line of a table, or several lines with one cell each that make a row. Ranges are in bytes of
/// the part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PieceRow<'a> {
    /// The words before the values: cells, or words separated by spaces.
    pub labels: &'a [TextRange],
    /// The cells behind the last label. Cells can be empty only between visible separators.
    pub values: &'a [TextRange],
    /// In a layout with cells: the number of cells, and the index of the first value.
    pub cells: Option<Cells>,
}

/// The facts about a row that consists of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cells {
    /// Number of cells in the row.
    pub count: usize,
    /// The index of the cell behind the last label.
    pub first_value: usize,
}

/// The rows of a table, none of them empty. One list holds the pieces of all rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PieceRows {
    pieces: Vec<TextRange>,
    rows: Vec<Bounds>,
    /// Numbers with their last digits on another line: the first digits, then the other digits.
    broken: Vec<(TextRange, TextRange)>,
    /// How the rows were separated.
    pub told: Told,
}

/// The evidence for separating the rows of a table, beside the order of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// No other evidence.
    #[default]
    Order,
    /// The columns of the values, the sums of the values, or whether the values are serial numbers.
    Place,
    /// The same as [`Told::Place`], but the values do not add up: the digits of a number are
    /// uncertain.
    Doubt,
}

/// At most this many rows get space in advance: a text may be one table of a million lines.
pub(super) const MOST_EXPECTED: usize = 64;

/// The start of a row's values among the pieces, and the end of the row. The labels begin at the
/// end of the previous row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bounds {
    values: usize,
    end: usize,
    cells: Option<Cells>,
}

impl<'a> PieceRow<'a> {
    pub fn range(&self) -> Option<TextRange> {
        let mut all = self.labels.iter().chain(self.values).copied();
        let first = all.next()?;
        Some(all.fold(first, TextRange::cover))
    }

    /// The values that are not blank.
    pub fn filled(self) -> impl Iterator<Item = TextRange> + Clone + 'a {
        self.values.iter().copied().filter(|value| !value.is_empty())
    }

    /// Whether a value is not blank.
    pub fn has_values(self) -> bool {
        self.filled().next().is_some()
    }
}

impl PieceRows {
    /// Empty, with space for `rows` rows of a usual width, within reason.
    pub(super) fn with_capacity(rows: usize) -> Self {
        const USUAL: usize = 9;
        let rows = rows.min(MOST_EXPECTED);
        Self {
            pieces: Vec::with_capacity(USUAL * rows),
            rows: Vec::with_capacity(rows),
            ..Self::default()
        }
    }

    /// Empty, with space for `rows` rows, and separated in the same way as these rows.
    pub(super) fn like(&self, rows: usize) -> Self {
        Self { told: self.told, broken: self.broken.clone(), ..Self::with_capacity(rows) }
    }

    /// The same rows after an edit that changes the length of one cell.
    pub fn follow(&self, edit: Resized) -> Self {
        let pieces = self.pieces.iter().map(|&piece| edit.follow(piece)).collect();
        let broken = self
            .broken
            .iter()
            .map(|&(first, rest)| (edit.follow(first), edit.follow(rest)))
            .collect();
        Self { pieces, rows: self.rows.clone(), broken, told: self.told }
    }

    /// The other digits of the number with its first digits at `first`.
    pub fn rest_of(&self, first: TextRange) -> Option<TextRange> {
        self.broken.iter().find(|(known, _)| *known == first).map(|(_, rest)| *rest)
    }

    /// Records that the digits at `rest` belong to the number that begins at `first`.
    pub(super) fn break_number(&mut self, first: TextRange, rest: TextRange) {
        self.broken.push((first, rest));
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row at `index`. The index must be less than [`PieceRows::len`].
    pub fn row(&self, index: usize) -> PieceRow<'_> {
        let start = index.checked_sub(1).map_or(0, |before| self.rows[before].end);
        let Bounds { values, end, cells } = self.rows[index];
        PieceRow { labels: &self.pieces[start..values], values: &self.pieces[values..end], cells }
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = PieceRow<'_>> {
        (0..self.len()).map(|index| self.row(index))
    }

    /// The labels of all rows, each with the index of its row.
    pub fn labels(&self) -> impl Iterator<Item = (usize, TextRange)> + '_ {
        self.iter()
            .enumerate()
            .flat_map(|(index, row)| row.labels.iter().map(move |&label| (index, label)))
    }

    /// Adds the rows of `other`.
    pub(super) fn append(&mut self, other: &Self) {
        other.iter().for_each(|row| {
            self.push(row.labels.iter().copied(), row.values.iter().copied(), row.cells)
        });
    }

    /// Whether one of the rows is the last row of a table of the form.
    pub(super) fn hold_last_row(&self, text: &str, standard: &Standard) -> bool {
        let is_last = |label: TextRange| {
            standard
                .vocabulary()
                .terms(letters_hash(label.of(text)).0)
                .iter()
                .any(|term| term.role == TermRole::Row(Edge::Last))
        };
        self.labels().any(|(_, label)| is_last(label))
    }

    /// Adds a row at the end, unless the row is empty.
    pub(super) fn push(
        &mut self,
        labels: impl Iterator<Item = TextRange>,
        values: impl Iterator<Item = TextRange>,
        cells: Option<Cells>,
    ) {
        let start = self.pieces.len();
        self.pieces.extend(labels);
        let first_value = self.pieces.len();
        self.pieces.extend(values);
        if self.pieces.len() > start {
            self.rows.push(Bounds { values: first_value, end: self.pieces.len(), cells });
        }
    }
}
