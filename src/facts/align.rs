//! The rows of a table aligned with the rows of the form.
//!
//! They are aligned, not scanned: all label pieces and all rows of values at once, in order, best total match. In text from PDF
//! a label stands before its values, behind them, or on both sides, in pieces, among the pieces of merged cells.

use crate::standard::{TableForm, letters};
use crate::syntax::PieceRows;
use crate::text::{LettersHash, TextRange, letters_hash, letters_of};
use std::cell::OnceCell;
use std::ops::Range;

/// What each row of values is.
#[derive(Debug)]
pub struct Alignment<'a> {
    pub tokens: Vec<Token<'a>>,
    pub rows: Vec<AlignedRow>,
    /// Rows of the form whose label is there, without any value: the form's row, the label's tokens, the piece row.
    pub blank: Vec<BlankRow>,
}

/// A label piece.
#[derive(Debug)]
pub struct Token<'a> {
    pub range: TextRange,
    source: &'a str,
    /// Folded letters, once somebody asks: a label that is the form's is known by its hash.
    letters: OnceCell<String>,
    /// The [`letters_hash`] of its words.
    pub hash: u64,
    /// How many letters it has.
    pub count: usize,
    /// Index of its piece row.
    pub row: usize,
    /// Whether it is part of a row's label.
    pub claimed: bool,
}

/// A piece row with values.
#[derive(Debug)]
pub struct AlignedRow {
    /// Index of the piece row.
    pub row: usize,
    /// How many tokens stand before its values.
    position: usize,
    /// How many of those stand in its own line.
    own: usize,
    pub meaning: Meaning,
}

/// Which row of the form a row of values is.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// This row, by these tokens.
    Row {
        row: usize,
        label: Range<usize>,
        near: bool,
    },
    /// The row, by its place alone: it has no label.
    Place {
        row: usize,
    },
    /// A row that is there in its place, a second time; or one outside the order.
    Repeated {
        row: usize,
        label: Range<usize>,
    },
    Displaced {
        row: usize,
        label: Range<usize>,
    },
    /// Values under an unknown label, or under none.
    Unknown {
        label: Range<usize>,
    },
    /// Not part of the table: a page number.
    Noise,
}

/// A row of the form without values.
#[derive(Debug)]
pub struct BlankRow {
    /// The row of the form.
    pub row: usize,
    pub label: Range<usize>,
    /// Index of the piece row that the label ends in.
    pub piece: usize,
}

/// A label has at most this many pieces before and behind its values.
const MOST_PIECES_BEFORE: usize = 8;
const MOST_PIECES_BEHIND: usize = 4;
/// A table with more rows than this is not aligned: it cannot be understood.
pub const MOST_ROWS: usize = 150;
const NEAR: f64 = 0.6;
const MARGIN: f64 = 0.15;

/// What a row of values could be.
struct Candidate {
    row: usize,
    score: u32,
    label: Range<usize>,
    near: bool,
}

/// Aligns `pieces` with the rows of `form`, a table whose rows have labels.
pub fn align<'a>(text: &'a str, pieces: &PieceRows, form: &TableForm) -> Alignment<'a> {
    let (mut tokens, mut rows) = (Vec::with_capacity(pieces.labels().count()), Vec::with_capacity(pieces.len()));
    for (index, piece) in pieces.iter().enumerate() {
        tokens.extend(piece.labels.iter().map(|&range| token(text, range, index)));
        if piece.has_values() {
            rows.push(AlignedRow { row: index, position: tokens.len(), own: piece.labels.len(), meaning: Meaning::Noise });
        }
    }
    let mut alignment = Alignment { tokens, rows, blank: Vec::new() };
    if alignment.rows.len() > MOST_ROWS {
        return alignment;
    }
    if alignment.is_in_order(form) {
        alignment.find_blank(form);
        return alignment;
    }
    let exact: Vec<Vec<Candidate>> = (0..alignment.rows.len()).map(|row| alignment.exact(row, form, pieces)).collect();
    let mut claimed = vec![false; form.rows.len()];
    exact.iter().flatten().for_each(|candidate| claimed[candidate.row] = true);
    let candidates: Vec<Vec<Candidate>> = exact
        .into_iter()
        .enumerate()
        .map(|(row, exact)| match exact {
            exact if !exact.is_empty() => exact,
            _ => alignment.near(row, form, &claimed).into_iter().chain(alignment.by_place(row, form, pieces)).collect(),
        })
        .collect();
    alignment.choose(candidates, form.rows.len());
    alignment.find_blank(form);
    alignment.settle_unknown(form, pieces);
    alignment
}

pub fn token(text: &str, range: TextRange, row: usize) -> Token<'_> {
    let source = range.of(text);
    let (hash, count) = letters_hash(source);
    Token { range, source, letters: OnceCell::new(), hash, count, row, claimed: false }
}

impl Token<'_> {
    /// Its folded letters.
    pub fn letters(&self) -> &str {
        self.letters.get_or_init(|| letters(self.source))
    }
}

impl Alignment<'_> {
    /// The rows whose label stands in full before the values, around them, or behind them. One where it stands in their own line;
    /// else a label above may be that of the values above it, so that only the alignment as a whole can tell.
    fn exact(&self, index: usize, form: &TableForm, pieces: &PieceRows) -> Vec<Candidate> {
        let AlignedRow { row: piece, position, own, .. } = self.rows[index];
        let values = pieces.row(piece).filled().count();
        let candidate = |row, label, score| Candidate { row, score, label, near: false };
        if let Some((row, label)) = self.own(index, form) {
            return vec![candidate(row, label, 100)];
        }
        let first = (position - own).saturating_sub(MOST_PIECES_BEFORE).max(self.before(index));
        let last = (position + MOST_PIECES_BEHIND).min(self.behind(index));
        let mut found: Vec<Candidate> = Vec::new();
        for end in position..=last {
            for start in (first..=(position - own)).rev() {
                if start < end
                    && (end > position || start < position - own || own == 0)
                    && let Some(row) = self.joined(start..end, form).or_else(|| self.joined_without_heads(start..end, form))
                {
                    // One number alone is a page's, and another number of values than there are columns is rather not the row's.
                    let score = match (form.width(row), start == position) {
                        (width, _) if own == 0 && values == 1 && width > 2 => continue,
                        (width, _) if width != values => 30,
                        // Hardly less than before them, or labels behind their values would all move up by one row.
                        (_, true) => 94,
                        (_, false) => 95,
                    };
                    if found.iter().all(|candidate| candidate.row != row) {
                        found.push(candidate(row, start..end, score));
                    }
                    break;
                }
            }
        }
        found
    }

    /// The row whose label stands in full before the values in their own line, and the label's tokens.
    fn own(&self, index: usize, form: &TableForm) -> Option<(usize, Range<usize>)> {
        let AlignedRow { position, own, .. } = self.rows[index];
        // From the first token on: merged cells may stand before it.
        (position - own..position).find_map(|start| Some((self.joined(start..position, form)?, start..position)))
    }

    /// Whether all rows of values have their label in their own line, and are in the order of the form, as nearly every table is;
    /// they get it then. No other alignment could be better.
    fn is_in_order(&mut self, form: &TableForm) -> bool {
        let mut next = 0;
        for index in 0..self.rows.len() {
            let Some((row, label)) = self.own(index, form).filter(|(row, _)| *row >= next) else {
                // What was given so far is found again.
                self.rows.iter_mut().for_each(|row| row.meaning = Meaning::Noise);
                return false;
            };
            self.rows[index].meaning = Meaning::Row { row, label, near: false };
            next = row + 1;
        }
        for index in 0..self.rows.len() {
            if let Meaning::Row { label, .. } = &self.rows[index].meaning {
                self.tokens[label.clone()].iter_mut().for_each(|token| token.claimed = true);
            }
        }
        true
    }

    /// Where the tokens behind the previous row of values begin.
    fn before(&self, index: usize) -> usize {
        index.checked_sub(1).map_or(0, |previous| self.rows[previous].position)
    }

    /// Where the tokens before the next row's own ones end.
    fn behind(&self, index: usize) -> usize {
        self.rows.get(index + 1).map_or(self.tokens.len(), |next| next.position - next.own)
    }

    /// The row whose label the tokens make together.
    fn joined(&self, range: Range<usize>, form: &TableForm) -> Option<usize> {
        match &self.tokens[range] {
            [one] => form.row_by_hash(one.hash),
            several => form.row_by_hash(hash(several.iter())),
        }
    }

    /// The same, without those tokens that are pieces of a merged cell's words.
    fn joined_without_heads(&self, range: Range<usize>, form: &TableForm) -> Option<usize> {
        let tokens = &self.tokens[range];
        let pieces: Vec<usize> = (0..tokens.len()).filter(|&at| is_piece_of_head(tokens[at].letters(), form)).take(4).collect();
        // Which of the pieces belong to the label cannot be seen: try all ways to leave some out.
        (1..1usize << pieces.len()).find_map(|left_out| {
            let kept =
                tokens.iter().enumerate().filter(|(at, _)| !pieces.iter().enumerate().any(|(bit, piece)| piece == at && left_out >> bit & 1 == 1));
            form.row_by_hash(hash(kept.map(|(_, token)| token)))
        })
    }

    /// The one unclaimed row that the label is near to.
    fn near(&self, index: usize, form: &TableForm, claimed: &[bool]) -> Option<Candidate> {
        let AlignedRow { position, own, .. } = self.rows[index];
        let first = (position - own.min(MOST_PIECES_BEFORE))
            .min(if own == 0 { position.saturating_sub(MOST_PIECES_BEFORE) } else { (position - own).saturating_sub(2) })
            .max(self.before(index));
        let last = if own == 0 { (position + 2).min(self.behind(index)) } else { position };
        // Best likeness of each row, and the tokens that reach it.
        let mut best: Vec<(f64, Range<usize>)> = vec![(0.0, 0..0); form.rows.len()];
        for end in position..=last {
            for start in first..position.max(end) {
                // A piece of a merged cell beside the label is no part of it.
                let edge = start + 1 < end && is_piece_of_head(self.tokens[start].letters(), form);
                if start >= end || edge {
                    continue;
                }
                let words: String = self.tokens[start..end].iter().map(|token| token.letters()).collect();
                for (row, best) in best.iter_mut().enumerate().filter(|(row, _)| !claimed[*row]) {
                    let label = &form.rows[row].label;
                    let likeness = likeness(&words, &label.letters);
                    if likeness > best.0 {
                        *best = (likeness, start..end);
                    }
                }
            }
        }
        let row = (0..best.len()).max_by(|&a, &b| best[a].0.total_cmp(&best[b].0))?;
        let second = (0..best.len()).filter(|&other| other != row).map(|other| best[other].0).fold(0.0, f64::max);
        let (reached, label) = best.swap_remove(row);
        (reached >= NEAR && reached - second >= MARGIN).then_some(Candidate { row, score: (reached * 60.0) as u32, label, near: true })
    }

    /// Any row of its width, where no label is there at all.
    fn by_place(&self, index: usize, form: &TableForm, pieces: &PieceRows) -> Vec<Candidate> {
        let AlignedRow { row: piece, position, own, .. } = self.rows[index];
        let unlabelled = own == 0 && self.tokens[self.before(index)..position].iter().all(|token| is_piece_of_head(token.letters(), form));
        let values = pieces.row(piece).filled().count();
        if !unlabelled || values < 2 {
            return Vec::new();
        }
        (0..form.rows.len())
            .filter(|&row| form.width(row) == values)
            .map(|row| Candidate { row, score: 1, label: position..position, near: false })
            .collect()
    }

    /// The best way to give rows of values rows of the form, in order; then what that leaves over.
    fn choose(&mut self, candidates: Vec<Vec<Candidate>>, form_rows: usize) {
        // best[r]: the best total with the form's rows below r, and the last step that leads there.
        let mut best: Vec<(u32, Option<usize>)> = vec![(0, None); form_rows + 1];
        let mut steps: Vec<(usize, usize, Option<usize>)> = Vec::new();
        for (index, own) in candidates.iter().enumerate() {
            let reached: Vec<_> =
                own.iter().enumerate().map(|(at, candidate)| (at, best[candidate.row].0 + candidate.score, best[candidate.row].1)).collect();
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
            let Some(Candidate { row, label, near, .. }) = own.into_iter().nth(at) else { continue };
            self.rows[index].meaning = if label.is_empty() { Meaning::Place { row } } else { Meaning::Row { row, label: label.clone(), near } };
            self.claim(label);
        }
        for (index, own) in left {
            // A label that other values have taken is not theirs as well.
            let free = |candidate: &Candidate| !candidate.label.is_empty() && !self.tokens[candidate.label.clone()].iter().all(|token| token.claimed);
            let Some(Candidate { row, label, near: false, .. }) = own.into_iter().find(free) else { continue };
            let repeated = taken[row];
            self.rows[index].meaning =
                if repeated { Meaning::Repeated { row, label: label.clone() } } else { Meaning::Displaced { row, label: label.clone() } };
            taken[row] = true;
            self.claim(label);
        }
    }

    fn claim(&mut self, label: Range<usize>) {
        self.tokens[label].iter_mut().for_each(|token| token.claimed = true);
    }

    /// Rows that are there without any value.
    fn find_blank(&mut self, form: &TableForm) {
        let mut missing: Vec<bool> = vec![true; form.rows.len()];
        for row in &self.rows {
            if let Meaning::Row { row, .. } | Meaning::Place { row } | Meaning::Displaced { row, .. } = row.meaning {
                missing[row] = false;
            }
        }
        if !missing.contains(&true) {
            return;
        }
        let free = |alignment: &Self, at: usize| alignment.tokens.get(at).is_some_and(|token| !token.claimed);
        let mut start = 0;
        while start < self.tokens.len() {
            let run = (start..start + MOST_PIECES_BEFORE).take_while(|&at| free(self, at)).count();
            let found = (1..=run)
                .find_map(|length| self.joined(start..start + length, form).filter(|&row| missing[row]).map(|row| (row, start..start + length)));
            let Some((row, label)) = found else {
                start += 1;
                continue;
            };
            missing[row] = false;
            self.tokens[label.clone()].iter_mut().for_each(|token| token.claimed = true);
            start = label.end;
            self.blank.push(BlankRow { row, piece: self.tokens[label.end - 1].row, label });
        }
    }

    /// Rows of values that are no row of the form: under an unknown label, or page numbers and the like.
    ///
    /// A line of words with a number, such as 附件 1, is a row only where it looks like one: with about as many values as the
    /// rows of the table have, or, where those have few, between two of them; and with cells where they have cells.
    fn settle_unknown(&mut self, form: &TableForm, pieces: &PieceRows) {
        let usual = form.rows.iter().map(|row| form.blocks[row.block].columns.len()).max().unwrap_or(1);
        let known = |row: &AlignedRow| matches!(row.meaning, Meaning::Row { .. } | Meaning::Place { .. } | Meaning::Displaced { .. });
        let first = self.rows.iter().position(known).unwrap_or(0);
        let last = self.rows.iter().rposition(known).unwrap_or(0);
        let in_cells = |row: &&AlignedRow| pieces.row(row.row).cells.is_some();
        let celled = 2 * self.rows.iter().filter(in_cells).count() > self.rows.len();
        for index in 0..self.rows.len() {
            let AlignedRow { row: piece, position, own, ref meaning } = self.rows[index];
            if *meaning != Meaning::Noise {
                continue;
            }
            let values = pieces.row(piece).filled().count();
            let wide = values * 2 > usual || pieces.row(piece).cells.is_some() && pieces.row(piece).values.len() >= usual;
            let between = usual <= 3 && first < index && index < last;
            if celled && pieces.row(piece).cells.is_none() || !wide && !between {
                continue;
            }
            let is_word = |at: &usize| {
                let token = &self.tokens[*at];
                !token.claimed && token.count > 0 && !is_piece_of_head(token.letters(), form)
            };
            let own_label = (position - own..position).filter(is_word).collect::<Vec<_>>();
            let above = (self.before(index)..position - own).rev().take_while(|at| is_word(at)).take(2).collect::<Vec<_>>();
            let label = match (own_label.first(), own_label.last(), above.last()) {
                (Some(&first), Some(&last), _) => first..last + 1,
                (_, _, Some(&first)) if values * 2 > usual || pieces.row(piece).cells.is_some() => first..above[0] + 1,
                _ if values == usual && usual > 2 => position..position,
                _ => continue,
            };
            let letters: usize = self.tokens[label.clone()].iter().map(|token| token.count).sum();
            if letters == 0 && values != usual || letters == 1 && pieces.row(piece).cells.is_none() {
                continue;
            }
            self.tokens[label.clone()].iter_mut().for_each(|token| token.claimed = true);
            self.rows[index].meaning = Meaning::Unknown { label };
        }
    }
}

/// Of labels of two characters only the same is near.
fn likeness(words: &str, label: &str) -> f64 {
    let (a, b) = (words.chars().count(), label.chars().count());
    // No closer than their lengths allow.
    if b <= 2 || (a.min(b) as f64) < NEAR * a.max(b) as f64 { 0.0 } else { strsim::normalized_levenshtein(words, label) }
}

/// Whether `letters` may be a piece of the words of a merged cell: of a group's head, one character or more.
pub fn is_piece_of_head(letters: &str, form: &TableForm) -> bool {
    letters.is_empty() || form.heads.iter().any(|head| head.letters.contains(letters))
}

/// The hash of the words that the tokens make together.
pub fn hash<'a>(tokens: impl Iterator<Item = &'a Token<'a>>) -> u64 {
    let mut hash = LettersHash::default();
    tokens.flat_map(|token| letters_of(token.source)).for_each(|letter| hash.push(letter));
    hash.finish()
}

/// The words of the tokens, as compared.
pub fn words(tokens: &[Token]) -> String {
    tokens.iter().map(|token| token.letters()).collect()
}
