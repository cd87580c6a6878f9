//! Rows of values outside of the form.

use super::label::is_piece_of_head;
use super::{AlignedRow, Alignment, Meaning, Source};
use crate::syntax::{Layout, is_blank_mark};

impl Alignment<'_> {
    /// Keeps rows known from their place alone only if their number fits the gap between the rows
    /// around them.
    pub(super) fn settle_places(&mut self, source: &Source) {
        let form_rows = source.form.rows.len();
        let mut index = 0;
        while index < self.rows.len() {
            if !matches!(self.rows[index].meaning, Meaning::Place { .. }) {
                index += 1;
                continue;
            }
            let in_order = |row: &AlignedRow| match row.meaning {
                Meaning::Row { row, .. } => Some(row),
                _ => None,
            };
            let end = (index..self.rows.len())
                .find(|&at| in_order(&self.rows[at]).is_some())
                .unwrap_or(self.rows.len());
            let first = self.rows[..index].iter().rev().find_map(in_order).map_or(0, |row| row + 1);
            let last = self.rows.get(end).and_then(in_order).unwrap_or(form_rows);
            let blank =
                self.blank.iter().filter(|blank| (first..last).contains(&blank.row)).count();
            let places = self.rows[index..end]
                .iter()
                .filter(|row| matches!(row.meaning, Meaning::Place { .. }))
                .count();
            let fits = first + places + blank == last;
            // Words between the surrounding labels, other than words of the form, may be the
            // missing labels in pieces.
            let is_label = |token: &super::Token| {
                !token.claimed && token.count > 1 && !token.is_word(source.form)
            };
            let from = index.checked_sub(1).map_or(0, |before| self.rows[before].position);
            let until = self.rows.get(end).map_or(self.tokens.len(), |next| next.position);
            let pieces = self.tokens[from..until].iter().any(is_label);
            for at in index..end {
                if let Meaning::Place { row, .. } = self.rows[at].meaning {
                    self.rows[at].meaning = if fits {
                        Meaning::Place { row, certain: !pieces }
                    } else {
                        Meaning::Noise
                    };
                }
            }
            index = end;
        }
    }

    /// Finds rows of values outside of the form: values under an unknown label, or page numbers and
    /// the like.
    ///
    /// A line of words with a number, such as 附件 1, is a row only if it looks like a row. The
    /// line needs about as many values as the rows of the table, or a place between two rows of a
    /// narrow table. In a table with cells, the line needs cells.
    pub(super) fn settle_unknown(&mut self, source: &Source) {
        let (form, pieces) = (source.form, source.pieces);
        let usual =
            form.rows.iter().map(|row| form.blocks[row.block].columns.len()).max().unwrap_or(1);
        let known = |row: &AlignedRow| row.form_row().is_some();
        let first = self.rows.iter().position(known).unwrap_or(0);
        let last = self.rows.iter().rposition(known).unwrap_or(0);
        let in_cells = |row: &&AlignedRow| pieces.row(row.row).cells.is_some();
        let celled = 2 * self.rows.iter().filter(in_cells).count() > self.rows.len();
        for index in 0..self.rows.len() {
            let AlignedRow { row: piece, position, own, ref meaning, .. } = self.rows[index];
            if *meaning != Meaning::Noise {
                continue;
            }
            let values = pieces.row(piece).filled().count();
            let wide = values * 2 > usual
                || pieces.row(piece).cells.is_some() && pieces.row(piece).values.len() >= usual;
            let between = usual <= 3 && first < index && index < last;
            // A head may have blank marks: they are not numbers.
            if pieces.row(piece).filled().all(|value| is_blank_mark(value.of(source.text)))
                && let Some((_, at)) = self.own_head(index, source)
            {
                self.claim(at..at + 1);
                continue;
            }
            if celled && pieces.row(piece).cells.is_none() || !wide && !between {
                continue;
            }
            let in_cells = pieces.row(piece).cells.is_some() || source.layout == Layout::Lines;
            if let Some((head, at)) = self.own_head(index, source).filter(|_| in_cells) {
                self.claim(at..at + 1);
                let label = at..at + 1;
                let is_of_another = self.is_behind_other_group(head, at, index, source);
                self.rows[index].meaning = if is_of_another {
                    Meaning::Unknown { label }
                } else {
                    Meaning::Head { head, label }
                };
                continue;
            }
            let is_word = |at: &usize| {
                let token = &self.tokens[*at];
                !token.claimed
                    && token.count > 0
                    && !token.is_word(form)
                    && !is_piece_of_head(token.letters(), form)
            };
            let own_label = (position - own..position)
                .rev()
                .skip_while(|at| !is_word(at))
                .take_while(is_word)
                .collect::<Vec<_>>();
            // In a text with one cell a line, the last word before the values is the label.
            let own_label = if source.layout == Layout::Lines {
                &own_label[..own_label.len().min(1)]
            } else {
                &own_label[..]
            };
            let above = (self.before(index)..position - own)
                .rev()
                .take_while(|at| is_word(at))
                .take(2)
                .collect::<Vec<_>>();
            let label = match (own_label.last(), own_label.first(), above.last()) {
                (Some(&first), Some(&last), _) => first..last + 1,
                (_, _, Some(&first)) if values * 2 > usual || pieces.row(piece).cells.is_some() => {
                    first..above[0] + 1
                }
                _ if values == usual && usual > 2 => position..position,
                _ => continue,
            };
            let letters: usize = self.tokens[label.clone()].iter().map(|token| token.count).sum();
            if letters == 0 && values != usual || letters == 1 && pieces.row(piece).cells.is_none()
            {
                continue;
            }
            self.claim(label.clone());
            self.rows[index].meaning = Meaning::Unknown { label };
        }
    }

    /// Whether the head of a group (token `at`) stands in the cell of a label, behind the head of
    /// another group without groups below.
    fn is_behind_other_group(&self, head: usize, at: usize, index: usize, source: &Source) -> bool {
        let AlignedRow { row: piece, position, own, .. } = self.rows[index];
        let is_group = |token: &super::Token| {
            let other = source.form.heads.iter().position(|head| head.hash == token.hash);
            other.is_some_and(|other| {
                other != head
                    && source
                        .form
                        .rows
                        .iter()
                        .any(|row| row.under.last() == Some(&other) && row.under.len() > 1)
            })
        };
        source.pieces.row(piece).cells.is_some()
            && self.tokens[position - own..at].iter().any(is_group)
    }

    /// The head of a group in the place of the label, in the line of the values, and its token.
    fn own_head(&self, index: usize, source: &Source) -> Option<(usize, usize)> {
        let AlignedRow { position, own, .. } = self.rows[index];
        let last = (position - own..position).rev().find(|&at| self.tokens[at].count > 0)?;
        let token = &self.tokens[last];
        let head = source.form.heads.iter().position(|head| head.letters == token.letters())?;
        (!token.claimed).then_some((head, last))
    }
}
