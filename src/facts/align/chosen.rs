//! Chooses the best assignment of rows of values to rows of the form.

use super::{Alignment, Candidate, Meaning};

impl Alignment<'_> {
    /// Assigns rows of values to rows of the form: first the best assignment in order, then the
    /// remaining rows.
    pub(super) fn choose(&mut self, candidates: Vec<Vec<Candidate>>, form_rows: usize) {
        // best[r]: the best total with the rows of the form below r, and the last step of this way.
        let mut best: Vec<(u32, Option<usize>)> = vec![(0, None); form_rows + 1];
        let mut steps: Vec<(usize, usize, Option<usize>)> = Vec::new();
        for (index, own) in candidates.iter().enumerate() {
            let reached: Vec<_> = own
                .iter()
                .enumerate()
                .map(|(at, candidate)| {
                    (at, best[candidate.row].0 + candidate.score, best[candidate.row].1)
                })
                .collect();
            for (at, total, before) in reached {
                let row = own[at].row;
                if total > best[row + 1].0 {
                    steps.push((index, at, before));
                    let step = Some(steps.len() - 1);
                    for entry in best[row + 1..].iter_mut().take_while(|entry| entry.0 < total) {
                        *entry = (total, step);
                    }
                }
            }
        }
        let mut taken = vec![false; form_rows];
        let mut chosen: Vec<Option<usize>> = vec![None; candidates.len()];
        let mut step = best[form_rows].1;
        while let Some((index, at, before)) = step.map(|step| steps[step]) {
            chosen[index] = Some(at);
            taken[candidates[index][at].row] = true;
            step = before;
        }
        let mut left: Vec<(usize, Vec<Candidate>)> = Vec::new();
        for (index, own) in candidates.into_iter().enumerate() {
            let Some(at) = chosen[index] else {
                left.push((index, own));
                continue;
            };
            let Some(Candidate { row, label, near, words, .. }) = own.into_iter().nth(at) else {
                continue;
            };
            self.rows[index].meaning = if label.is_empty() {
                Meaning::Place { row, certain: false }
            } else {
                Meaning::Row { row, label: label.clone(), near }
            };
            self.settle(index, label, words);
        }
        for (index, own) in left {
            // Two rows of values cannot share a label.
            let free = |candidate: &Candidate| {
                !candidate.label.is_empty()
                    && !self.tokens[candidate.label.clone()].iter().any(|token| token.claimed)
            };
            let Some(Candidate { row, label, near, words, .. }) = own.into_iter().find(free) else {
                continue;
            };
            self.rows[index].meaning = match (taken[row], near) {
                // A label near to an assigned row says nothing certain about these values.
                (true, true) => continue,
                (true, false) => Meaning::Repeated { row, label: label.clone() },
                (false, _) => Meaning::Displaced { row, label: label.clone(), near },
            };
            taken[row] = true;
            self.settle(index, label, words);
        }
    }

    /// Corrects two neighbouring rows of values with the same label. If the preceding row of the
    /// form is missing, the first row of values stands in its place, with a label copied from
    /// below. Then the first row is the repeated row.
    pub(super) fn settle_copied_from_below(&mut self) {
        for index in 1..self.rows.len() {
            let (
                Meaning::Row { row, label: first, near: false },
                Meaning::Repeated { row: again, label: second },
            ) = (&self.rows[index - 1].meaning, &self.rows[index].meaning)
            else {
                continue;
            };
            let before = self.rows[..index - 1].iter().rev().find_map(|own| own.form_row());
            if row != again
                || *row == 0
                || row.checked_sub(2) != before
                || self.rows.iter().any(|own| own.form_row() == Some(row - 1))
            {
                continue;
            }
            let row = *row;
            let (first, second) = (first.clone(), second.clone());
            self.rows[index - 1].meaning = Meaning::Repeated { row, label: first };
            self.rows[index].meaning = Meaning::Row { row, label: second, near: false };
        }
    }

    fn settle(
        &mut self,
        index: usize,
        label: std::ops::Range<usize>,
        words: std::ops::Range<usize>,
    ) {
        self.claim(label);
        self.claim(words.clone());
        self.rows[index].words = words;
    }
}
