//! Labels that are nearly those of the form.

use super::label::{self, Token, is_piece_of_head};
use super::{AlignedRow, Alignment, Candidate, MOST_PIECES_BEFORE, MOST_PIECES_BEHIND, Source};
use crate::standard::TableForm;
use crate::text::{MARGIN, NEAR, likeness};
use std::ops::Range;

impl Alignment<'_> {
    /// The only unclaimed row near to the label.
    pub(super) fn near(
        &self,
        index: usize,
        source: &Source,
        claimed: &[bool],
    ) -> Option<Candidate> {
        let form = source.form;
        let AlignedRow { position, own, row: piece, .. } = self.rows[index];
        let first = (position - own.min(MOST_PIECES_BEFORE))
            .min(if own == 0 {
                position.saturating_sub(MOST_PIECES_BEFORE)
            } else {
                (position - own).saturating_sub(2)
            })
            .max(self.before(index));
        let last = if own == 0 {
            (position + MOST_PIECES_BEHIND).min(self.behind(index))
        } else {
            position
        };
        let values = source.pieces.row(piece).filled().count();
        let in_line = source.pieces.row(piece).cells.is_none();
        // Best likeness of each row, with the tokens.
        let mut best: Vec<(f64, Range<usize>)> = vec![(0.0, 0..0); form.rows.len()];
        let ends =
            if own > 0 && in_line { position - own + 1..last + 1 } else { position..last + 1 };
        for end in ends {
            // The tokens between label and values must be cells.
            let more = if end < position { &self.tokens[end..position] } else { &[] };
            if more.iter().any(|token| !self.may_be_cell(token, source)) {
                continue;
            }
            for start in first..position.max(end) {
                if start >= end || !self.may_be_label(start..end, source) {
                    continue;
                }
                let words: String =
                    self.tokens[start..end].iter().map(|token| token.letters()).collect();
                for (row, best) in best.iter_mut().enumerate().filter(|(row, _)| !claimed[*row]) {
                    if !more.is_empty() && values + more.len() != form.width(row) {
                        continue;
                    }
                    let likeness = likeness(&words, &form.rows[row].label.letters);
                    if likeness > best.0 {
                        *best = (likeness, start..end);
                    }
                }
            }
        }
        let row = (0..best.len()).max_by(|&a, &b| best[a].0.total_cmp(&best[b].0))?;
        let second = (0..best.len())
            .filter(|&other| other != row)
            .map(|other| best[other].0)
            .fold(0.0, f64::max);
        let (reached, label) = best.swap_remove(row);
        let words = if label.end < position { label.end..position } else { 0..0 };
        (reached >= NEAR && reached - second >= MARGIN).then_some(Candidate {
            row,
            score: (reached * 60.0) as u32,
            label,
            near: true,
            words,
        })
    }

    /// Whether the tokens together may be a label. The tokens must be pieces of one cell, without a
    /// piece of a merged cell at the beginning and without a whole label.
    pub(super) fn may_be_label(&self, range: Range<usize>, source: &Source) -> bool {
        let form = source.form;
        if range.clone().any(|index| self.is_in_header(index, form)) {
            return false;
        }
        let tokens = &self.tokens[range];
        let [first, .., _] = tokens else { return true };
        !is_piece_of_head(first.letters(), form)
            && tokens.windows(2).all(|pair| label::is_joinable(source.text, &pair[0], &pair[1]))
            && (tokens
                .iter()
                .all(|token| form.row_by_hash(token.hash).is_none() && !token.is_word(form))
                || self.is_one_cell(tokens, source))
    }

    /// Whether a token is a header beside another header: 其他 there is not a label that has lost
    /// its number.
    fn is_in_header(&self, index: usize, form: &TableForm) -> bool {
        let own = &self.tokens[index];
        let beside = [index.checked_sub(1), Some(index + 1)].into_iter().flatten();
        let mut beside = beside.filter_map(|beside| self.tokens.get(beside));
        own.is_word(form) && beside.any(|other| other.row == own.row && other.is_word(form))
    }

    /// Whether the tokens stand in one cell of a row. The cell may have several lines.
    fn is_one_cell(&self, tokens: &[Token], source: &Source) -> bool {
        let row = tokens[0].row;
        tokens.iter().all(|token| token.row == row) && source.pieces.row(row).cells.is_some()
    }
}
