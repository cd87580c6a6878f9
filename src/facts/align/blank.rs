//! Rows of the form with a label but without values, and cells that hold words.

use super::label::{is_joinable, is_piece_of_head};
use super::{AlignedRow, Alignment, BlankRow, MOST_PIECES_BEFORE, Meaning, Source, Token};
use crate::syntax::{Layout, is_value};
use crate::text::{MARGIN, NEAR, TextRange, likeness};
use std::ops::Range;

/// At most four pieces in a near label of a row without values.
const MOST_NEAR_PIECES: usize = 4;
/// Shorter words are not compared.
const FEWEST_LETTERS: usize = 3;
/// At most eight letters in the word of a cell.
const LONGEST_CELL: usize = 8;
/// At most four letters in each cell if all cells hold words, as `若干` and `X`.
const LONGEST_MARK: usize = 4;

/// Whether `cells` are several short words, each on a line of its own.
fn are_lines_of_marks(text: &str, cells: &[TextRange]) -> bool {
    let is_parted = |pair: &[TextRange]| {
        text.get(pair[0].end..pair[1].start).is_some_and(|between| between.contains(['\n', '\r']))
    };
    cells.len() > 1
        && cells.windows(2).all(is_parted)
        && cells.iter().all(|cell| cell.of(text).chars().count() <= LONGEST_MARK)
}

impl Alignment<'_> {
    /// Finds the rows of the form with a label but without any value.
    pub(super) fn find_blank(&mut self, source: &Source) {
        let form = source.form;
        let mut missing: Vec<bool> = vec![true; form.rows.len()];
        for row in self.rows.iter().filter_map(super::AlignedRow::form_row) {
            missing[row] = false;
        }
        if !missing.contains(&true) {
            return;
        }
        let mut start = 0;
        while start < self.tokens.len() {
            let run = (start..(start + MOST_PIECES_BEFORE).min(self.tokens.len()))
                .take_while(|&at| !self.tokens[at].claimed)
                .count();
            let found = (1..=run).find_map(|length| {
                self.joined(start..start + length, form)
                    .filter(|&row| missing[row])
                    .map(|row| (row, start..start + length))
            });
            let Some((row, label)) = found else {
                start += 1;
                continue;
            };
            missing[row] = false;
            start = label.end;
            self.add_blank(row, label, false, source);
        }
        if missing.contains(&true) {
            self.find_near_blank(source, &mut missing);
        }
    }

    /// Gives unclaimed values to a blank row of the form. The values must stand behind the label of
    /// the blank row, and must have no meaning in the form yet. The labels between the two are
    /// freed: another cell of the merged label repeats the words of another row there.
    pub(super) fn settle_copies(&mut self, source: &Source) {
        let mut blank = 0;
        while let Some(BlankRow { row, label, piece, near: false, .. }) = self.blank.get(blank) {
            let (row, label, piece) = (*row, label.clone(), *piece);
            let has_no_place = |own: &AlignedRow| {
                !matches!(
                    own.meaning,
                    Meaning::Row { .. } | Meaning::Place { .. } | Meaning::Displaced { .. }
                )
            };
            let index = self.rows.binary_search_by_key(&piece, |own| own.row).ok();
            let index = index.filter(|&index| {
                has_no_place(&self.rows[index]) && source.pieces.row(piece).cells.is_some()
            });
            let Some(index) = index
                .filter(|&index| self.rows[index].position - self.rows[index].own <= label.start)
            else {
                blank += 1;
                continue;
            };
            self.tokens[label.end..self.rows[index].position]
                .iter_mut()
                .for_each(|token| token.claimed = false);
            self.rows[index].meaning = Meaning::Row { row, label, near: false };
            self.blank.remove(blank);
        }
    }

    /// Finds blank rows with a near label. The label must be near to exactly one missing row and
    /// stand in the place of this row.
    fn find_near_blank(&mut self, source: &Source, missing: &mut [bool]) {
        let form = source.form;
        let mut start = 0;
        while start < self.tokens.len() {
            let may_be =
                |token: &Token| self.may_be_cell(token, source) && token.count >= FEWEST_LETTERS;
            let most = (start + MOST_NEAR_PIECES).min(self.tokens.len());
            let mut best: Option<(f64, usize, usize)> = None;
            if may_be(&self.tokens[start]) && !is_piece_of_head(self.tokens[start].letters(), form)
            {
                let mut words = String::new();
                for end in start + 1..=most {
                    let token = &self.tokens[end - 1];
                    if !self.may_be_cell(token, source)
                        || end > start + 1
                            && !is_joinable(source.text, &self.tokens[end - 2], token)
                    {
                        break;
                    }
                    words += token.letters();
                    let mut likely: Vec<(f64, usize)> = form
                        .rows
                        .iter()
                        .enumerate()
                        .map(|(row, label)| (likeness(&words, &label.label.letters), row))
                        .collect();
                    likely.sort_by(|a, b| b.0.total_cmp(&a.0));
                    let [(reached, row), (second, _), ..] = likely[..] else { break };
                    if reached >= NEAR
                        && reached - second >= MARGIN
                        && missing[row]
                        && best.is_none_or(|best| reached > best.0)
                    {
                        best = Some((reached, row, end));
                    }
                }
            }
            let found = best.filter(|&(_, row, _)| self.is_between(start, row));
            let Some((_, row, end)) = found else {
                start += 1;
                continue;
            };
            missing[row] = false;
            match self.values_within(start..end, row, source) {
                Some((index, label)) => {
                    self.claim(label.clone());
                    self.rows[index].meaning = Meaning::Row { row, label, near: true };
                }
                None => self.add_blank(row, start..end, true, source),
            }
            start = end;
        }
    }

    /// The values of `row` in the first line of its near label, if no other row has taken the
    /// values and the rest of the label follows in the next line. Returns the index of the values
    /// and the whole label.
    fn values_within(
        &self,
        label: Range<usize>,
        row: usize,
        source: &Source,
    ) -> Option<(usize, Range<usize>)> {
        let is_free =
            |own: &AlignedRow| matches!(own.meaning, Meaning::Noise | Meaning::Place { .. });
        let index = self.rows.iter().position(|own| {
            label.start <= own.position && own.position < label.end && is_free(own)
        })?;
        let AlignedRow { row: piece, position, own, .. } = self.rows[index];
        // The first piece of the label may be too short for a comparison.
        let first = (position - own..position)
            .rev()
            .take_while(|&at| self.may_be_cell(&self.tokens[at], source))
            .last()
            .unwrap_or(position);
        let is_own = source.layout == Layout::Spaces && first < position;
        let is_whole = source.pieces.row(piece).filled().count() == source.form.width(row);
        (is_own && is_whole).then_some((index, first.min(label.start)..label.end))
    }

    /// Whether `row` lies between the rows of the nearest labels before and behind a token.
    fn is_between(&self, token: usize, row: usize) -> bool {
        let rows = self.rows.iter().filter_map(|row| match &row.meaning {
            Meaning::Row { row, label, .. } => Some((label.start, *row)),
            _ => None,
        });
        let all =
            || rows.clone().chain(self.blank.iter().map(|blank| (blank.label.start, blank.row)));
        let before =
            all().filter(|(at, _)| *at < token).max().is_none_or(|(_, before)| before < row);
        let behind =
            all().filter(|(at, _)| *at > token).min().is_none_or(|(_, behind)| behind > row);
        before && behind
    }

    fn add_blank(&mut self, row: usize, label: Range<usize>, near: bool, source: &Source) {
        self.claim(label.clone());
        let piece = self.tokens[label.end - 1].row;
        let cells = self.cells_of_words(row, &label, source);
        self.blank.push(BlankRow { row, label, near, piece, cells });
    }

    /// The words in the cells of a row, read behind the label in the same line. Only for text
    /// without separators between cells, and only if the number of words equals the number of
    /// columns.
    fn cells_of_words(
        &mut self,
        row: usize,
        label: &Range<usize>,
        source: &Source,
    ) -> Vec<TextRange> {
        let piece = self.tokens[label.end - 1].row;
        let own = source.pieces.row(piece);
        if source.layout != Layout::Spaces || own.cells.is_some() || own.has_values() {
            return Vec::new();
        }
        let more = (label.end..self.tokens.len()).take_while(|&at| self.tokens[at].row == piece);
        let more: Vec<usize> =
            more.take_while(|&at| self.may_be_cell(&self.tokens[at], source)).collect();
        let is_number = |at: &usize| is_value(self.tokens[*at].range.of(source.text));
        let mut cells: Vec<TextRange> = Vec::new();
        for &at in &more {
            let token = &self.tokens[at];
            match cells.last_mut() {
                // A number and its unit, as 12 次.
                Some(last)
                    if more.len() > source.form.width(row)
                        && is_value(last.of(source.text))
                        && !is_number(&at)
                        && token.count <= 2 =>
                {
                    *last = last.cover(token.range);
                }
                _ => cells.push(token.range),
            }
        }
        let is_short = |at: &usize| self.tokens[*at].count <= LONGEST_CELL;
        let width = source.form.width(row);
        // If every cell holds a word, the words must be short.
        let are_marks = || more.iter().all(|at| self.tokens[*at].count <= LONGEST_MARK);
        let fits = cells.len() == width
            && more.iter().all(is_short)
            && (width == 1 || more.iter().any(is_number) || are_marks());
        if !fits {
            return Vec::new();
        }
        more.iter().for_each(|&at| self.tokens[at].claimed = true);
        cells
    }

    /// Completes rows with too few values: takes the words and values up to the next label if they
    /// make the row complete. In a text with one cell a line, a cell with words looks like a label.
    pub(super) fn absorb(&mut self, source: &Source) {
        // In other layouts, a line of cells without numbers looks like prose with spaces between
        // words.
        if !matches!(source.layout, Layout::Lines | Layout::Spaces) {
            return;
        }
        for index in (0..self.rows.len()).filter(|_| source.layout == Layout::Lines) {
            let (Meaning::Row { row, .. } | Meaning::Displaced { row, .. }) =
                self.rows[index].meaning
            else {
                continue;
            };
            let own = self.rows[index].words.clone().map(|at| self.tokens[at].range);
            let cells: Vec<TextRange> =
                own.chain(source.pieces.row(self.rows[index].row).filled()).collect();
            let (position, row) = (self.rows[index].position, row);
            if cells.len() < source.form.width(row)
                && let Some(cells) = self.complete(source, row, cells, position, index + 1)
            {
                self.rows[index].cells = cells;
            }
        }
        for index in 0..self.blank.len() {
            let BlankRow { row, ref label, ref cells, .. } = self.blank[index];
            let next = self.rows.partition_point(|row| row.position < label.end);
            if cells.is_empty()
                && let Some(cells) = self.complete(source, row, Vec::new(), label.end, next)
                && (source.layout == Layout::Lines || are_lines_of_marks(source.text, &cells))
            {
                self.blank[index].cells = cells;
            }
        }
    }

    /// `cells` with the cells between token `position` and the next label, if together they make a
    /// whole row. The rows of values from `next` on may be part of the row.
    fn complete(
        &mut self,
        source: &Source,
        row: usize,
        mut cells: Vec<TextRange>,
        position: usize,
        next: usize,
    ) -> Option<Vec<TextRange>> {
        let width = source.form.width(row);
        let (mut at, mut tokens, mut rows, mut is_whole) =
            (position, Vec::new(), Vec::new(), false);
        for index in next..=self.rows.len() {
            let end = self.rows.get(index).map_or(self.tokens.len(), |row| row.position);
            let claimed = (at..end).find(|&at| self.tokens[at].claimed).unwrap_or(end);
            let words: Vec<usize> =
                (at..claimed).filter(|&at| self.may_be_cell(&self.tokens[at], source)).collect();
            let values: Vec<TextRange> = match self.rows.get(index) {
                Some(row) if claimed == end && row.meaning == Meaning::Noise => {
                    source.pieces.row(row.row).filled().collect()
                }
                _ => Vec::new(),
            };
            // Words before a whole row of values are the label of these values. If the row is whole
            // without the words, the words are the running head of a page.
            let is_head = words.len() == 1
                && !values.is_empty()
                && !cells.is_empty()
                && cells.len() + values.len() == width;
            let words = match &words[..] {
                _ if is_head => &[],
                [before @ .., _] if values.len() >= width => before,
                all => all,
            };
            is_whole |= is_head;
            if words.iter().any(|&at| self.tokens[at].count > LONGEST_CELL) {
                break;
            }
            cells.extend(words.iter().map(|&at| self.tokens[at].range));
            tokens.extend_from_slice(words);
            if values.is_empty() || values.len() >= width || cells.len() >= width {
                break;
            }
            cells.extend(values);
            rows.push(index);
            at = end;
            if cells.len() >= width {
                break;
            }
        }
        let is_number = |cell: &TextRange| is_value(cell.of(source.text));
        if cells.len() != width
            || tokens.is_empty() && !is_whole
            || is_whole && cells.iter().any(|cell| !is_number(cell))
            || !is_whole && !cells.iter().any(is_number) && tokens.len() < 2
        {
            return None;
        }
        tokens.into_iter().for_each(|at| self.tokens[at].claimed = true);
        rows.into_iter().for_each(|at| self.rows[at].meaning = Meaning::Absorbed);
        Some(cells)
    }
}
