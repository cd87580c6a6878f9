//! Labels that the end of a page parts, and labels in lines that begin within the words of a merged
//! cell.

use super::label::is_piece_of_head;
use super::{Alignment, Candidate, Source};
use crate::standard::TableForm;
use crate::text::letters_hash;
use std::ops::Range;

/// What stands between the parts of a label, a running title and the header of the table, has at
/// most this many pieces with the parts.
const MOST_PIECES: usize = 24;
/// At most this many pieces make the other part.
const MOST_IN_PART: usize = 4;
/// Less than a label whose pieces stand together, more than one that is near.
const SCORE: u32 = 61;

impl Alignment<'_> {
    /// The row whose label the tokens make together behind heads of groups, which end within the
    /// first of them: `（三）不予公开1.属`, `于国家秘密`.
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

    /// The row of which the words before the values in their own line are a part, where the other
    /// part stands some lines above or below: the end of a page is between them.
    pub(super) fn across_page(&self, index: usize, source: &Source) -> Option<Candidate> {
        let (form, position, own) = (source.form, self.rows[index].position, self.rows[index].own);
        // The number of a page is no row of values.
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

    /// Where the last run of tokens within `range` begins that make `words` together.
    fn run_before(&self, range: Range<usize>, words: &str) -> Option<usize> {
        range.clone().rev().find(|&start| self.run(start..range.end, words).is_some())
    }

    /// Where the first run of tokens within `range` ends that make `words` together.
    fn run_behind(&self, range: Range<usize>, words: &str) -> Option<usize> {
        range.clone().find_map(|start| self.run(start..range.end, words))
    }

    /// Where the tokens end that make `words` together from the first of `range` on.
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
