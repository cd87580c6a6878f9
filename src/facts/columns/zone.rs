//! The words of the header of one block.

use super::word::{Headers, Line, Meaning, Slot, Word};
use crate::facts::align::{self, Token};
use crate::facts::finding::{ColumnOrder, HeaderFinding, HeaderFindingKind};
use crate::facts::near::{Surroundings, is_note, words};
use crate::standard::{Label, TableForm};
use crate::syntax::{Layout, TablePieces};
use crate::text::TextRange;

/// At most four pieces in a label.
const MOST_PIECES: usize = 4;

/// The header of one block.
pub(super) struct Zone<'a, 't> {
    pub(super) form: &'a TableForm,
    pub(super) block: usize,
    pub(super) layout: Layout,
    pub(super) words: Vec<Word<'t>>,
    pub(super) seen: Vec<bool>,
}

impl<'a, 't> Zone<'a, 't> {
    pub(super) fn new(
        form: &'a TableForm,
        block: usize,
        tokens: &[&'t Token<'t>],
        pieces: &TablePieces,
    ) -> Self {
        let columns = &form.blocks[block].columns;
        let heads: Vec<(usize, u64)> = columns
            .iter()
            .filter_map(|column| column.under)
            .map(|head| (head, form.heads[head].hash))
            .collect();
        let word = |tokens: &[&Token]| {
            let hash = match tokens {
                [one] => one.hash,
                several => align::hash(several.iter().copied()),
            };
            Some(match form.header_by_hash(hash, block)? {
                Some(column) => Meaning::Column(column),
                None => heads
                    .iter()
                    .find(|(_, head)| *head == hash)
                    .map_or(Meaning::Other, |(head, _)| Meaning::Head(*head)),
            })
        };
        let mut words: Vec<Word> = Vec::new();
        let mut start = 0;
        while let Some(&token) = tokens.get(start) {
            let most = (start + MOST_PIECES).min(tokens.len());
            // Nearly always a single token is a word, so single tokens are tried first.
            let mut ends = std::iter::once(start + 1).chain((start + 2..=most).rev());
            let found = ends.find_map(|end| Some((end, word(&tokens[start..end])?)));
            let unknown = if is_note(token.source()) { Meaning::Note } else { Meaning::Unknown };
            let (end, meaning) = found.unwrap_or((start + 1, unknown));
            let range = tokens[start..end]
                .iter()
                .map(|token| token.range)
                .fold(token.range, TextRange::cover);
            words.push(Word {
                range,
                row: token.row,
                last_row: tokens[end - 1].row,
                token,
                meaning,
            });
            start = end;
        }
        let mut seen = vec![false; columns.len()];
        for word in &words {
            if let Meaning::Column(column) = word.meaning {
                seen[column] = true;
            }
        }
        Self { form, block, layout: pieces.layout, words, seen }
    }

    /// Adds the mistakes in the header, and returns the number of named columns.
    pub(super) fn read(self, headers: &mut Headers) -> usize {
        let mut found: Vec<HeaderFinding> = Vec::new();
        let (lines, whole) = self.lines();
        let surroundings = self.surroundings();
        let mut explained: Vec<usize> = Vec::new();
        let mut loose: Vec<usize> = Vec::new();
        let mut order: Option<ColumnOrder> = None;
        for line in &lines {
            let anchored = self.is_below_head(line);
            match self.understand(line, whole, anchored) {
                Line::Whole(slots) => {
                    for (&at, slot) in line
                        .iter()
                        .zip(&slots)
                        .filter(|(at, _)| self.words[**at].meaning == Meaning::Unknown)
                    {
                        explained.push(at);
                        let Slot::Column(column) = *slot else { continue };
                        let is_there = self.seen[column] && !self.form.across;
                        let judged = self.judge(at, column, &surroundings);
                        found.extend(judged.filter(|finding| {
                            finding.kind != HeaderFindingKind::Unknown || !is_there
                        }));
                    }
                }
                Line::Lacks(column) => {
                    let range = line
                        .iter()
                        .map(|&at| self.words[at].range)
                        .reduce(TextRange::cover)
                        .unwrap_or_default();
                    found.push(self.finding(HeaderFindingKind::Missing, range, column));
                }
                Line::Has { word, column } => {
                    explained.push(word);
                    found.push(self.finding(
                        HeaderFindingKind::Extra,
                        self.words[word].range,
                        column,
                    ));
                }
                Line::Copied { word, column } => {
                    let before = || {
                        self.words[..word]
                            .iter()
                            .filter(|word| matches!(word.meaning, Meaning::Column(_)))
                            .count()
                    };
                    let row = self.form.across.then(|| before() / self.seen.len());
                    found.push(HeaderFinding {
                        row,
                        ..self.finding(HeaderFindingKind::Copied, self.words[word].range, column)
                    });
                }
                Line::Disordered(slots) => order = order.or_else(|| self.order(line, &slots)),
                Line::Unclear => loose
                    .extend(line.iter().filter(|&&at| self.words[at].meaning == Meaning::Unknown)),
            }
        }
        found.extend(self.near_loose(&loose, &explained, &surroundings));
        found.extend(self.unnamed());
        self.merge_repeats(&mut found);
        let is_named = |column: usize| {
            let near = |finding: &HeaderFinding| {
                finding.kind == HeaderFindingKind::Near && finding.column == column
            };
            self.seen[column]
                || found.iter().any(near)
                || surroundings.is_part("", self.label(column))
        };
        let named = (0..self.seen.len()).filter(|&column| is_named(column)).count();
        headers.findings.extend(found);
        headers.order = headers.order.take().or(order);
        named
    }

    pub(super) fn label(&self, column: usize) -> &'a Label {
        &self.form.blocks[self.block].columns[column].label
    }

    pub(super) fn finding(
        &self,
        kind: HeaderFindingKind,
        range: TextRange,
        column: usize,
    ) -> HeaderFinding {
        HeaderFinding {
            kind,
            range,
            pieces: Vec::new(),
            repeats: Vec::new(),
            block: self.block,
            column,
            row: None,
        }
    }

    /// Number of times that each column label stands in the header.
    pub(super) fn groups(&self) -> usize {
        if self.form.across { self.form.blocks[self.block].rows.len() } else { 1 }
    }

    pub(super) fn surroundings(&self) -> Surroundings<'_> {
        // A note may also be a piece of a header with a unit.
        let unknown = self
            .words
            .iter()
            .filter(|word| matches!(word.meaning, Meaning::Unknown | Meaning::Note))
            .map(|word| word.token.letters());
        let count = |column: usize| {
            self.words.iter().filter(|word| word.meaning == Meaning::Column(column)).count()
        };
        let missing = (0..self.seen.len())
            .filter(|&column| count(column) < self.groups())
            .map(|column| self.label(column));
        Surroundings {
            unknown: unknown.collect(),
            missing: missing.collect(),
            words: words(self.form).collect(),
        }
    }

    /// The words of each line, and whether all words count as one line because each word stands on
    /// its own. Notes are left out, and repeated neighbours count once. A word outside of the
    /// header cuts a line.
    pub(super) fn lines(&self) -> (Vec<Vec<usize>>, bool) {
        let whole = self.layout == Layout::Lines
            || self.words.windows(2).all(|pair| pair[0].row != pair[1].row);
        let mut lines: Vec<Vec<usize>> = Vec::new();
        let mut cut = true;
        let mut row = None;
        for (at, word) in self.words.iter().enumerate() {
            let follows = whole || row == Some(word.row);
            row = Some(word.last_row);
            match word.meaning {
                Meaning::Note => continue,
                Meaning::Other => {
                    cut = true;
                    continue;
                }
                Meaning::Column(_) | Meaning::Head(_) | Meaning::Unknown => {}
            }
            match lines.last_mut() {
                Some(line) if follows && !cut => {
                    let same = |&last: &usize| self.is_same(last, at);
                    if !line.last().is_some_and(same) {
                        line.push(at);
                    }
                }
                _ => lines.push(vec![at]),
            }
            cut = false;
        }
        (lines, whole)
    }

    /// Whether two words are the same: a merged cell written out.
    pub(super) fn is_same(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.words[one], &self.words[other]);
        // A group of table four may end with the first label of the next group.
        !self.form.across
            && one.meaning == other.meaning
            && (one.meaning != Meaning::Unknown || one.token.letters() == other.token.letters())
    }

    /// Whether the line stands behind the word over the labels (信息内容).
    pub(super) fn is_below_head(&self, line: &[usize]) -> bool {
        let head = self.form.blocks[self.block].head.as_ref();
        let before = line.first().and_then(|first| self.words.get(first.checked_sub(1)?));
        before.zip(head).is_some_and(|(before, head)| {
            before.meaning == Meaning::Other && head.matches(before.token.letters())
        })
    }

    /// The possible lines of the form's header. `whole` if the whole header is one line.
    pub(super) fn templates(&self, whole: bool) -> Vec<Vec<Slot>> {
        let columns = &self.form.blocks[self.block].columns;
        let flat: Vec<Slot> = (0..columns.len()).map(Slot::Column).collect();
        if self.form.across {
            return (1..=self.groups()).map(|groups| flat.repeat(groups)).collect();
        }
        let (mut top, mut nested): (Vec<Slot>, Vec<Slot>) = (Vec::new(), Vec::new());
        let mut bottoms: Vec<Vec<Slot>> = Vec::new();
        for (column, data) in columns.iter().enumerate() {
            match data.under {
                Some(head) => {
                    if top.last() != Some(&Slot::Head(head)) {
                        top.push(Slot::Head(head));
                        nested.push(Slot::Head(head));
                        bottoms.push(Vec::new());
                    }
                    bottoms
                        .last_mut()
                        .into_iter()
                        .for_each(|bottom| bottom.push(Slot::Column(column)));
                }
                None => top.push(Slot::Column(column)),
            }
            nested.push(Slot::Column(column));
        }
        if bottoms.is_empty() {
            return vec![flat];
        }
        let both: Vec<Slot> = top.iter().chain(bottoms.iter().flatten()).copied().collect();
        // The header over several columns may be lost.
        let without_head = whole
            .then(|| both.iter().copied().filter(|slot| matches!(slot, Slot::Column(_))).collect());
        let mut templates: Vec<Vec<Slot>> = without_head.into_iter().collect();
        templates.extend([flat, top]);
        templates.extend(bottoms);
        templates.extend(whole.then_some([both, nested]).into_iter().flatten());
        templates
    }
}
