//! Lines with words of the same table.

use super::extent::is_number;
use super::layout::{self};
use super::line::{Class, Line};
use super::token::tokens;
use crate::standard::{Edge, TableForm, Term, Vocabulary};
use crate::text::{TextRange, letters_hash};

/// At most 16 headers in a line, as in table four.
pub(super) const MOST_WORDS_IN_LINE: usize = 16;

/// Lines with words of one table.
pub(super) struct Cluster {
    pub(super) table: usize,
    /// Number of values, if the rows stand side by side on one line (table four).
    pub(super) across: Option<usize>,
    pub(super) first: usize,
    pub(super) last: usize,
    /// The hashes of the different words.
    pub(super) words: Vec<u64>,
    /// Number of words in the header that were counted for the previous table.
    pub(super) given: usize,
    /// Number of labels of rows so far.
    pub(super) rows: usize,
    /// Whether the last row of the table was found. Then the first row begins another table. In
    /// table four, every word does.
    pub(super) ended: bool,
    /// The last line with a row, and the first line behind it with another word.
    pub(super) last_row: usize,
    pub(super) behind: Option<usize>,
    /// The different words behind the last row of the table.
    pub(super) behind_words: Vec<u64>,
    /// Number of values below the words of table four.
    pub(super) values: usize,
    /// Index of the cluster of the same table that ended before.
    pub(super) again: Option<usize>,
    /// Number of sentences before the last line.
    pub(super) prose: usize,
}

impl Cluster {
    pub(super) fn new(table: usize, form: &TableForm, line: usize, prose: usize) -> Self {
        let (words, behind_words) = (Vec::new(), Vec::new());
        Self {
            table,
            across: form.across.then(|| form.cells()),
            first: line,
            last: line,
            words,
            given: 0,
            rows: 0,
            ended: false,
            last_row: line,
            behind: None,
            behind_words,
            values: 0,
            again: None,
            prose,
        }
    }

    /// Whether a word begins another table. `edge` is the edge of a row, or `None` for another
    /// word.
    pub(super) fn ends_before(&self, edge: Option<Edge>) -> bool {
        self.ended && (edge == Some(Edge::First) || self.across.is_some())
    }

    /// Counts values below the words of table four. The table has ended with the last value.
    pub(super) fn pass(&mut self, values: usize) {
        self.values += values;
        self.ended |= self.across.is_some_and(|cells| self.values >= cells);
    }

    /// Adds the words of the following cluster.
    pub(super) fn take(&mut self, other: Self) {
        self.last = other.last;
        self.prose = other.prose;
        let new: Vec<u64> =
            other.words.into_iter().filter(|word| !self.words.contains(word)).collect();
        self.words.extend(new);
    }

    /// Gives the words behind the last row to a new table that begins with these words. Returns the
    /// first line of the words and their number.
    pub(super) fn give_header(&mut self) -> Option<(usize, usize)> {
        let first = self.behind.filter(|_| self.across.is_none())?;
        self.last = self.last_row;
        Some((first, self.behind_words.len()))
    }

    pub(super) fn add(&mut self, line: usize, word: u64, edge: Option<Edge>, prose: usize) {
        self.last = line;
        self.prose = prose;
        if edge.is_some() {
            (self.last_row, self.behind) = (line, None);
            self.behind_words.clear();
        } else {
            self.behind = self.behind.or(Some(line));
            if self.ended && !self.behind_words.contains(&word) {
                self.behind_words.push(word);
            }
        }
        // A last row at the top was moved there.
        self.ended |= edge == Some(Edge::Last) && self.rows > 0;
        self.rows += usize::from(edge.is_some());
        if !self.words.contains(&word) {
            self.words.push(word);
        }
    }
}

/// Calls `each` with the hash and the terms of each cell, or of the whole line.
pub(super) fn for_each_word<'v>(
    text: &str,
    line: &Line,
    vocabulary: &'v Vocabulary,
    mut each: impl FnMut(u64, &'v [Term]),
) {
    if line.class == Class::Cells {
        // No word stands behind the first number. A word has at least two ideographs with three
        // bytes each. A serial number may stand before the label.
        let cells = layout::cells(text, line, layout::Edges::BOTH).enumerate();
        let words = cells
            .take_while(|(at, cell)| *at == 0 || !is_number(text, cell))
            .filter(|(_, cell)| cell.len() >= 6);
        return words.for_each(|(_, cell)| {
            let (hash, _) = letters_hash(cell.of(text));
            each(hash, vocabulary.terms(hash));
        });
    }
    let terms = vocabulary.terms(line.hash);
    match line.class {
        Class::Labelled if terms.is_empty() => {
            // The merged cell on the left puts a word before the label.
            let end = line.values();
            let words: Vec<TextRange> =
                tokens(text, TextRange::new(line.range().start, end)).take(4).collect();
            for first in words.iter().skip(1) {
                let (hash, _) = letters_hash(&text[first.start..end]);
                let terms = vocabulary.terms(hash);
                if !terms.is_empty() {
                    each(hash, terms);
                    break;
                }
            }
        }
        Class::Words if terms.is_empty() => {
            // A line of headers, separated by spaces.
            for word in tokens(text, line.range()).take(MOST_WORDS_IN_LINE) {
                let (hash, _) = letters_hash(word.of(text));
                each(hash, vocabulary.terms(hash));
            }
        }
        _ => each(line.hash, terms),
    }
}
