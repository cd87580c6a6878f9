//! Labels broken by the end of a page, and labels that share a line with the words of a merged
//! cell.

use super::label::is_piece_of_head;
use super::{Alignment, Candidate, Source};
use crate::standard::TableForm;
use crate::text::letters_hash;
use std::ops::Range;

/// At most 24 pieces in a broken label together with the pieces between its parts: a running title
/// and the header of the table.
const MOST_PIECES: usize = 24;
/// At most four pieces in the other part of a broken label.
const MOST_IN_PART: usize = 4;
/// Less than the score of a label with adjacent pieces, more than the score of a near label.
const SCORE: u32 = 61;

impl Alignment<'_> {
    /// The row with the label that the tokens make behind heads of groups. The heads end within the
    /// first token: `（三）不予公开1.属`, `于国家秘密`.
    pub(super) fn joined_behind_heads(
        &self,
        range: Range<usize>,
        form: &TableForm,
    ) -> Option<usize> {
        let tokens = &self.tokens[range];
        let first = tokens.first()?.letters();
        let heads = || form.heads.iter().map(|head| head.letters.as_str());
        if first.is_empty()
            || !heads().any(|head| head.starts_with(first) || first.starts_with(head))
        {
            return None;
        }
        let words: String = tokens.iter().map(|token| token.letters()).collect();
        let mut rest = words.as_str();
        while let Some(behind) =
            heads().filter_map(|head| rest.strip_prefix(head)).min_by_key(|behind| behind.len())
        {
            rest = behind;
            if let Some(row) = form.row_by_hash(letters_hash(rest).0) {
                return Some(row);
            }
        }
        None
    }

    /// The row with a label broken by the end of a page. The words before the values are one part.
    /// The other part stands some lines above or below.
    pub(super) fn across_page(&self, index: usize, source: &Source) -> Option<Candidate> {
        let (form, position, own) = (source.form, self.rows[index].position, self.rows[index].own);
        // A page number is not a row of values.
        let is_page = |at: &usize| {
            self.rows[*at].own == 0 && source.pieces.row(self.rows[*at].row).filled().count() == 1
        };
        let before =
            (0..index).rev().find(|at| !is_page(at)).map_or(0, |at| self.rows[at].position);
        let behind = (index + 1..self.rows.len())
            .find(|at| !is_page(at))
            .map_or(self.tokens.len(), |at| self.rows[at].position - self.rows[at].own);
        let first = before.max((position - own).saturating_sub(MOST_PIECES));
        let last = behind.min(position + MOST_PIECES);
        for start in position - own..position {
            let words: String =
                self.tokens[start..position].iter().map(|token| token.letters()).collect();
            if words.is_empty() || is_piece_of_head(&words, form) {
                continue;
            }
            for (row, label) in
                form.rows.iter().enumerate().map(|(row, form)| (row, form.label.letters.as_str()))
            {
                let above = || {
                    self.run_before(first..position - own, label.strip_suffix(words.as_str())?)
                        .map(|at| at..position)
                };
                let below = || {
                    self.run_behind(position..last, label.strip_prefix(words.as_str())?)
                        .map(|end| start..end)
                };
                if label != words
                    && let Some(label) = above().or_else(below)
                {
                    return Some(Candidate { row, score: SCORE, label, near: false, words: 0..0 });
                }
            }
        }
        None
    }

    /// The start of the last run of tokens within `range` that makes `words`.
    fn run_before(&self, range: Range<usize>, words: &str) -> Option<usize> {
        range.clone().rev().find(|&start| self.run(start..range.end, words).is_some())
    }

    /// The end of the first run of tokens within `range` that makes `words`.
    fn run_behind(&self, range: Range<usize>, words: &str) -> Option<usize> {
        range.clone().find_map(|start| self.run(start..range.end, words))
    }

    /// The end of the run of tokens that makes `words` from the start of `range` on.
    fn run(&self, range: Range<usize>, words: &str) -> Option<usize> {
        let mut rest = words;
        for at in range.take(MOST_IN_PART) {
            let letters = self.tokens[at].letters();
            rest = rest.strip_prefix(letters).filter(|_| !letters.is_empty())?;
            if rest.is_empty() {
                return Some(at + 1);
            }
        }
        None
    }
}
