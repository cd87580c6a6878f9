//! The headers of a table: the column of the form for each header.
//!
//! The words of a header are the words of the form, whole or in pieces. Other words are explained
//! by their place among the other headers, or by their letters. If a line has as many words as the
//! form has columns, each word has a known place. Otherwise places are unknown, and only a word
//! near to a missing column is assigned to this column.

use super::align::{self, Token};
use super::finding::{ColumnOrder, HeaderFinding, HeaderFindingKind};
use super::near::{Surroundings, is_note, without_note, words};
use super::table::Table;
use crate::standard::{Label, TableForm};
use crate::syntax::{Layout, TablePieces};
use crate::text::{TextRange, fold, letters_of};
use std::ops::Range;

/// The result of reading the headers of a table.
#[derive(Debug, Default)]
pub struct Headers {
    pub findings: Vec<HeaderFinding>,
    pub order: Option<ColumnOrder>,
    /// Number of columns in all blocks with a header of the form or a near header. `None` without
    /// any header.
    pub named: Option<usize>,
}

/// At most four pieces in a label.
const MOST_PIECES: usize = 4;
/// At most 20 letters in a header.
const MOST_LETTERS: usize = 20;

/// Reads the headers among the unclaimed `tokens` in the `zones` of the blocks.
pub fn read(
    form: &TableForm,
    tokens: &[Token],
    zones: &[Range<usize>],
    pieces: &TablePieces,
) -> Headers {
    let mut headers = Headers::default();
    for (block, zone) in zones.iter().enumerate() {
        let tokens: Vec<&Token> =
            tokens[zone.clone()].iter().filter(|token| !token.claimed && token.count > 0).collect();
        let named = match as_printed(form, block, &tokens, pieces.layout) {
            Some(named) => named,
            None => {
                let before = headers.findings.len();
                let named = Zone::new(form, block, &tokens, pieces).read(&mut headers);
                if headers.findings.len() == before && pieces.layout == Layout::Spaces {
                    headers.findings.extend(near_over_two_lines(form, block, &tokens));
                }
                if headers.findings.len() == before && headers.order.is_none() {
                    headers.findings.extend(lost_in_pieces(form, block, &tokens));
                }
                named
            }
        };
        if !tokens.is_empty() {
            headers.named = Some(headers.named.unwrap_or(0) + named);
        }
    }
    headers.named = headers.named.filter(|&named| named > 0 || !headers.findings.is_empty());
    headers
}

/// Whether a word may be a header in a text without cell separators: a short word without a number.
/// Not a header: the mark of a continued table (`续表`, `接上表`), and a piece of the words around
/// the header.
pub fn may_be_header(form: &TableForm, source: &str) -> bool {
    const MOST: usize = 8;
    let is_mark =
        |c: char| matches!(c, '续' | '續' | '接' | '表' | '页' | '頁') || fold(c).is_ascii_digit();
    let letters: Vec<char> = letters_of(source).collect();
    let is_in =
        |word: &str, letters: &[char]| word.contains(letters.iter().collect::<String>().as_str());
    let around = || form.corner.iter().chain(&form.heads).chain(&form.spanning);
    let is_piece =
        || letters.windows(2).any(|pair| around().any(|word| is_in(&word.letters, pair)));
    let is_part = || words(form).any(|word| is_in(&word.letters, &letters));
    (2..=MOST).contains(&letters.len()) && !source.chars().any(is_mark) && !is_piece() && !is_part()
}

/// Whether the line has the words of the form in their places, except for two columns in each
/// other's place.
fn are_two_exchanged(slots: &[Slot], meaning: impl Fn(usize) -> Meaning) -> bool {
    let mut other = (0..slots.len()).filter(|&at| !slots[at].is(meaning(at)));
    let two = [other.next(), other.next()];
    let is_column = |at: &Option<usize>| {
        at.is_some_and(|at| {
            matches!((slots[at], meaning(at)), (Slot::Column(_), Meaning::Column(_)))
        })
    };
    other.next().is_none() && two.iter().all(is_column)
}

/// Near words in a header over two lines. Both lines must have as many words as the block has
/// columns, and most words must be words of the form.
fn near_over_two_lines(form: &TableForm, block: usize, tokens: &[&Token]) -> Vec<HeaderFinding> {
    const FEWEST: usize = 3;
    let columns = &form.blocks[block].columns;
    let is_piece = |token: &&Token| {
        form.header_by_hash(token.hash, block).is_none_or(|column| column.is_some())
            && !is_note(token.source())
    };
    let lines: Vec<Vec<&Token>> = tokens
        .chunk_by(|one, next| one.row == next.row)
        .map(|line| line.iter().copied().filter(is_piece).collect())
        .collect();
    let is_whole = |line: &[&Token]| {
        columns.len() >= FEWEST && !line.is_empty() && line.len().is_multiple_of(columns.len())
    };
    let mut found = Vec::new();
    for pair in lines.windows(2).filter(|pair| is_whole(&pair[0]) && pair[0].len() == pair[1].len())
    {
        let joined: Vec<String> = pair[0]
            .iter()
            .zip(&pair[1])
            .map(|(one, next)| format!("{}{}", one.letters(), next.letters()))
            .collect();
        let label = |at: usize| &columns[at % columns.len()].label;
        let odd: Vec<usize> =
            (0..joined.len()).filter(|&at| !label(at).matches(&joined[at])).collect();
        if 3 * odd.len() > joined.len() {
            continue;
        }
        let surroundings =
            Surroundings { unknown: Vec::new(), missing: Vec::new(), words: words(form).collect() };
        for at in odd
            .into_iter()
            .filter(|&at| surroundings.slip_of(&joined[at], std::iter::once(label(at))).is_some())
        {
            found.push(HeaderFinding {
                kind: HeaderFindingKind::Near,
                range: pair[0][at].range,
                pieces: vec![pair[0][at].range, pair[1][at].range],
                repeats: Vec::new(),
                block,
                column: at % columns.len(),
                row: None,
            });
        }
    }
    found
}

/// The only missing column of a header in pieces: the letters of the header are exactly the letters
/// of all other columns, regardless of breaks.
fn lost_in_pieces(form: &TableForm, block: usize, tokens: &[&Token]) -> Option<HeaderFinding> {
    const FEWEST: usize = 3;
    const MOST: usize = 160;
    let own = &form.blocks[block];
    let columns = &own.columns;
    let words: Vec<&&Token> = tokens.iter().filter(|token| !is_note(token.source())).collect();
    if form.across
        || columns.len() < FEWEST
        || words.iter().map(|token| token.count).sum::<usize>() > MOST
    {
        return None;
    }
    let mut letters: Vec<char> = words.iter().flat_map(|token| token.letters().chars()).collect();
    letters.sort_unstable();
    // Each of these words has a letter outside of the columns' labels.
    let around = own
        .caption
        .iter()
        .chain(&own.head)
        .chain(&form.corner)
        .chain(&form.spanning)
        .chain(&form.heads);
    for word in around {
        if let Some(rest) = without(&letters, &word.letters) {
            letters = rest;
        }
    }
    let all: String = columns.iter().map(|column| column.label.letters.as_str()).collect();
    let mut all: Vec<char> = all.chars().collect();
    all.sort_unstable();
    let mut lost = (0..columns.len()).filter(|&column| {
        without(&all, &columns[column].label.letters).is_some_and(|rest| rest == letters)
    });
    let (Some(column), None) = (lost.next(), lost.next()) else { return None };
    let is_piece = |token: &&&&Token| {
        let letters = token.letters();
        columns
            .iter()
            .map(|column| &column.label.letters)
            .any(|label| label.contains(letters) || letters.contains(label.as_str()))
    };
    let range = words.iter().filter(is_piece).map(|token| token.range).reduce(TextRange::cover)?;
    Some(HeaderFinding {
        kind: HeaderFindingKind::Missing,
        range,
        pieces: Vec::new(),
        repeats: Vec::new(),
        block,
        column,
        row: None,
    })
}

/// The sorted `letters` without the letters of `word`. `None` if a letter of `word` is missing.
fn without(letters: &[char], word: &str) -> Option<Vec<char>> {
    let mut rest = letters.to_vec();
    word.chars()
        .all(|letter| rest.binary_search(&letter).map(|at| rest.remove(at)).is_ok())
        .then_some(rest)
}

/// The missing column in the header of a table with rows side by side, and the rows that lack the
/// column. All other headers must be the headers of the form.
pub fn lost_across(
    form: &TableForm,
    tokens: &[Token],
    pieces: &TablePieces,
) -> Option<(HeaderFinding, Vec<usize>)> {
    let tokens: Vec<&Token> = tokens.iter().filter(|token| token.count > 0).collect();
    let zone = Zone::new(form, 0, &tokens, pieces);
    let columns = form.blocks[0].columns.len();
    let mut groups: Vec<Vec<(usize, TextRange)>> = Vec::with_capacity(form.rows.len());
    for word in &zone.words {
        match word.meaning {
            Meaning::Column(column) => match groups
                .last_mut()
                .filter(|group| group.last().is_some_and(|(last, _)| *last < column))
            {
                Some(group) => group.push((column, word.range)),
                None => groups.push(vec![(column, word.range)]),
            },
            Meaning::Unknown => return None,
            Meaning::Head(_) | Meaning::Other | Meaning::Note => {}
        }
    }
    if groups.len() != form.rows.len() || groups.iter().any(|group| group.len() + 1 < columns) {
        return None;
    }
    let lost = |group: &[(usize, TextRange)]| {
        (0..columns).find(|column| group.iter().all(|(own, _)| own != column))
    };
    let rows: Vec<usize> = (0..groups.len()).filter(|&row| lost(&groups[row]).is_some()).collect();
    let column = rows.first().and_then(|&row| lost(&groups[row]))?;
    let range = rows
        .iter()
        .flat_map(|&row| &groups[row])
        .map(|(_, range)| *range)
        .reduce(TextRange::cover)?;
    let row = Some(rows[0]).filter(|_| rows.len() == 1);
    let is_same = rows.iter().all(|&row| lost(&groups[row]) == Some(column));
    is_same.then(|| {
        (HeaderFinding { row, ..zone.finding(HeaderFindingKind::Missing, range, column) }, rows)
    })
}

/// For each block, the tokens between the block above and the first row of the block.
pub fn zones(form: &TableForm, tokens: &[Token], table: &Table) -> Vec<Range<usize>> {
    let token_at = |offset: usize| tokens.partition_point(|token| token.range.start < offset);
    let mut from = 0;
    form.blocks
        .iter()
        .map(|block| {
            let rows = || {
                block
                    .rows
                    .clone()
                    .filter_map(|row| table.rows[row].as_ref())
                    .filter(|row| !row.displaced)
            };
            // In a text with one cell a line, the header and the first label may be pieces of one
            // row.
            let first = rows()
                .map(|row| token_at(row.label.map_or(row.range.start, |label| label.start)))
                .min();
            let last = rows().map(|row| token_at(row.range.end)).max();
            let zone = from..first.unwrap_or(from).max(from);
            from = last.unwrap_or(from).max(from);
            zone
        })
        .collect()
}

/// Number of named columns if the header is exactly the header of the form, as in nearly every
/// table: each token is a word, and no column is missing or out of order in a line.
fn as_printed(form: &TableForm, block: usize, tokens: &[&Token], layout: Layout) -> Option<usize> {
    let data = &form.blocks[block].columns;
    let columns = data.len();
    // In a text with one cell a line, a header of two lines of cells has another order.
    let is_one_line = layout == Layout::Lines && data.iter().all(|column| column.under.is_none());
    let mut seen = 0u32;
    let mut last: Option<(usize, usize)> = None;
    for token in tokens {
        let Some(column) = form.header_by_hash(token.hash, block)? else { continue };
        if let Some((row, before)) = last
            && (row == token.row || is_one_line)
            && column < before
            && !(form.across && column == 0 && before + 1 == columns)
        {
            return None;
        }
        // A group of table four with the same column twice lacks another column.
        if form.across && last.is_some_and(|(row, before)| row == token.row && before == column) {
            return None;
        }
        seen |= 1 << column;
        last = Some((token.row, column));
    }
    (seen.count_ones() as usize == columns).then_some(columns)
}

/// A word of a header: one token, or several tokens that make a word of the form.
struct Word<'t> {
    range: TextRange,
    /// Index of the first piece row.
    row: usize,
    /// Index of the last piece row.
    last_row: usize,
    /// The first token of the word.
    token: &'t Token<'t>,
    meaning: Meaning,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Column(usize),
    /// The header over several columns, an index into [`TableForm::heads`].
    Head(usize),
    /// A word of the form over the labels, or around the header.
    Other,
    Note,
    Unknown,
}

/// A place in a line of headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Column(usize),
    Head(usize),
}

impl Slot {
    fn is(self, meaning: Meaning) -> bool {
        match self {
            Self::Column(column) => meaning == Meaning::Column(column),
            Self::Head(head) => meaning == Meaning::Head(head),
        }
    }
}

/// The header of one block.
struct Zone<'a, 't> {
    form: &'a TableForm,
    block: usize,
    layout: Layout,
    words: Vec<Word<'t>>,
    seen: Vec<bool>,
}

/// The result of comparing a line of headers with the form.
enum Line {
    /// Each word stands in its place.
    Whole(Vec<Slot>),
    /// Whole, except for this missing column.
    Lacks(usize),
    /// Whole, except for an extra word before this column.
    Has {
        word: usize,
        column: usize,
    },
    /// Whole, except for a copied word of another column in the place of this column.
    Copied {
        word: usize,
        column: usize,
    },
    /// The words of the form in another order.
    Disordered(Vec<Slot>),
    Unclear,
}

impl<'a, 't> Zone<'a, 't> {
    fn new(
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
    fn read(self, headers: &mut Headers) -> usize {
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

    fn label(&self, column: usize) -> &'a Label {
        &self.form.blocks[self.block].columns[column].label
    }

    fn finding(&self, kind: HeaderFindingKind, range: TextRange, column: usize) -> HeaderFinding {
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
    fn groups(&self) -> usize {
        if self.form.across { self.form.blocks[self.block].rows.len() } else { 1 }
    }

    fn surroundings(&self) -> Surroundings<'_> {
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
    fn lines(&self) -> (Vec<Vec<usize>>, bool) {
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
    fn is_same(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.words[one], &self.words[other]);
        // A group of table four may end with the first label of the next group.
        !self.form.across
            && one.meaning == other.meaning
            && (one.meaning != Meaning::Unknown || one.token.letters() == other.token.letters())
    }

    /// Whether the line stands behind the word over the labels (信息内容).
    fn is_below_head(&self, line: &[usize]) -> bool {
        let head = self.form.blocks[self.block].head.as_ref();
        let before = line.first().and_then(|first| self.words.get(first.checked_sub(1)?));
        before.zip(head).is_some_and(|(before, head)| {
            before.meaning == Meaning::Other && head.matches(before.token.letters())
        })
    }

    /// The possible lines of the form's header. `whole` if the whole header is one line.
    fn templates(&self, whole: bool) -> Vec<Vec<Slot>> {
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

    fn understand(&self, line: &[usize], whole: bool, anchored: bool) -> Line {
        let meaning = |at: usize| self.words[line[at]].meaning;
        let known = (0..line.len()).filter(|&at| meaning(at) != Meaning::Unknown).count();
        let fits = |at: usize, slot: Slot| meaning(at) == Meaning::Unknown || slot.is(meaning(at));
        if let [word] = *line
            && !whole
            && self.is_beside_spanning(word)
        {
            return Line::Has { word, column: self.seen.len() };
        }
        let templates = self.templates(whole);
        for slots in templates.iter().filter(|slots| slots.len() == line.len()) {
            let near = |&at: &usize| matches!((meaning(at), slots[at]), (Meaning::Unknown, Slot::Column(column)) if self.resembles(line[at], column));
            let good = known + (0..line.len()).filter(near).count();
            if (0..line.len()).all(|at| fits(at, slots[at]))
                && (2 * good >= line.len() && known > 0 || anchored && line.len() == 1)
            {
                return Line::Whole(slots.clone());
            }
        }
        // Only a line that fits no template is compared with templates in another order.
        for slots in templates.iter().filter(|slots| slots.len() == line.len()) {
            let mut left = slots.clone();
            let permuted = (0..line.len()).all(|at| {
                left.iter()
                    .position(|slot| slot.is(meaning(at)))
                    .map(|found| left.swap_remove(found))
                    .is_some()
            });
            // In text from a PDF, words on lines of their own may come in any order. In a text with
            // one cell a line, the words of a header of two lines may too, except for two exchanged
            // columns.
            let is_of_head = || slots.iter().any(|slot| matches!(slot, Slot::Head(_)));
            let is_certain = || {
                !whole
                    || self.layout != Layout::Spaces
                        && (!is_of_head() || are_two_exchanged(slots, meaning))
            };
            if permuted && is_certain() {
                return Line::Disordered(slots.clone());
            }
            if known == line.len()
                && let Some(at) = (0..line.len()).find(|&at| !slots[at].is(meaning(at)))
                && let (Meaning::Column(_), Slot::Column(column)) = (meaning(at), slots[at])
                && line.len() > 1
                && (at + 1..line.len()).all(|at| slots[at].is(meaning(at)))
                && self.lacks(column)
            {
                return Line::Copied { word: line[at], column };
            }
        }
        let unknown_elsewhere = || {
            (0..self.words.len())
                .any(|at| self.words[at].meaning == Meaning::Unknown && !line.contains(&at))
        };
        for slots in
            templates.iter().filter(|slots| slots.len() == line.len() + 1 && !self.form.across)
        {
            let lost = (0..line.len()).find(|&at| !slots[at].is(meaning(at))).unwrap_or(line.len());
            let rest = || (lost..line.len()).all(|at| slots[at + 1].is(meaning(at)));
            if let Slot::Column(column) = slots[lost]
                && known == line.len()
                && (known > 1 || anchored)
                && rest()
                && !self.seen[column]
                && !unknown_elsewhere()
            {
                let copied = self.copied(line, lost);
                return copied.map_or(Line::Lacks(column), |word| Line::Copied { word, column });
            }
        }
        for slots in
            templates.iter().filter(|slots| slots.len() + 1 == line.len() && !self.form.across)
        {
            let Some(more) = (0..line.len())
                .find(|&at| meaning(at) == Meaning::Unknown)
                .filter(|_| known + 1 == line.len() && known > 0)
            else {
                continue;
            };
            if (0..more).all(|at| slots[at].is(meaning(at)))
                && (more + 1..line.len()).all(|at| slots[at - 1].is(meaning(at)))
            {
                return Line::Has { word: line[more], column: self.column_behind(slots, more) };
            }
        }
        Line::Unclear
    }

    /// Whether a column is named too rarely, and no unknown word may be its name.
    fn lacks(&self, column: usize) -> bool {
        let named =
            self.words.iter().filter(|word| word.meaning == Meaning::Column(column)).count();
        named < self.groups() && self.words.iter().all(|word| word.meaning != Meaning::Unknown)
    }

    /// The copied word beside the missing column at place `lost` of a line: the word stands twice,
    /// side by side, but only once in the line.
    fn copied(&self, line: &[usize], lost: usize) -> Option<usize> {
        let is_twice = |at: usize| {
            let (one, next) = (self.words.get(at)?, self.words.get(at + 1)?);
            // A header over several columns may be repeated over each column.
            let is_column = matches!(one.meaning, Meaning::Column(_));
            (is_column
                && one.row == next.row
                && one.meaning == next.meaning
                && !line.contains(&(at + 1)))
            .then_some(at)
        };
        let before = lost.checked_sub(1).and_then(|before| is_twice(line[before])).map(|at| at + 1);
        before.or_else(|| line.get(lost).and_then(|&at| is_twice(at)))
    }

    /// The only column of a block, if its header is blank beside the word over the labels.
    fn unnamed(&self) -> Option<HeaderFinding> {
        let head = self.form.blocks[self.block].head.as_ref()?;
        let is_other = |word: &Word| matches!(word.meaning, Meaning::Other | Meaning::Note);
        if self.seen != [false] || !self.words.iter().all(is_other) {
            return None;
        }
        let over_labels = self.words.iter().find(|word| head.matches(word.token.letters()))?;
        Some(self.finding(HeaderFindingKind::Missing, over_labels.range, 0))
    }

    /// Whether an unknown word stands in the line behind the header over all columns (申请人情况):
    /// the header of an extra column, merged down to the rows.
    fn is_beside_spanning(&self, at: usize) -> bool {
        let word = &self.words[at];
        let before = at
            .checked_sub(1)
            .map(|before| &self.words[before])
            .filter(|before| before.row == word.row && before.meaning == Meaning::Other);
        let is_spanning = |before: &Word| {
            self.form.spanning.iter().any(|label| label.matches(before.token.letters()))
        };
        // Not if the header over all columns is repeated over each column.
        let own = || {
            self.words
                .iter()
                .filter(|other| other.row == word.row)
                .skip_while(|other| !is_spanning(other))
        };
        let is_copy = || {
            own().filter(|other| is_spanning(other)).count() > 1
                && (own().count() == self.seen.len() || own().last().is_some_and(is_spanning))
        };
        word.meaning == Meaning::Unknown
            && (2..=MOST_LETTERS).contains(&word.token.count)
            && before.is_some_and(is_spanning)
            && !is_copy()
    }

    /// The column behind a word at this place of a line.
    fn column_behind(&self, slots: &[Slot], place: usize) -> usize {
        let columns = &self.form.blocks[self.block].columns;
        let first = |slot: &Slot| match *slot {
            Slot::Column(column) => column,
            Slot::Head(head) => {
                columns.iter().position(|column| column.under == Some(head)).unwrap_or(0)
            }
        };
        let behind = |slot: &Slot| match *slot {
            Slot::Column(column) => column + 1,
            Slot::Head(head) => columns
                .iter()
                .rposition(|column| column.under == Some(head))
                .map_or(0, |last| last + 1),
        };
        // Between two consecutive header lines, the place belongs to the last column of the first
        // line.
        let last = place
            .checked_sub(1)
            .map(|before| slots[before])
            .filter(|slot| matches!(slot, Slot::Column(_)));
        if let Some(last) =
            last.filter(|last| slots.get(place).is_some_and(|next| first(next) < behind(last)))
        {
            return behind(&last);
        }
        slots.get(place).map(first).or_else(|| slots.last().map(behind)).unwrap_or(0)
    }

    fn resembles(&self, word: usize, column: usize) -> bool {
        let label = self.label(column);
        let surroundings = Surroundings {
            unknown: Vec::new(),
            missing: Vec::new(),
            words: words(self.form).collect(),
        };
        surroundings.slip_of(self.words[word].token.letters(), std::iter::once(label)).is_some()
    }

    /// Judges a word in the place of `column` that is not a word of the form.
    fn judge(
        &self,
        at: usize,
        column: usize,
        surroundings: &Surroundings,
    ) -> Option<HeaderFinding> {
        let (word, label) = (&self.words[at], self.label(column));
        let letters = word.token.letters();
        if self.is_with_note(word, label) || surroundings.is_part(letters, label) {
            return None;
        }
        if surroundings.slip_of(letters, std::iter::once(label)).is_some() {
            return Some(self.finding(HeaderFindingKind::Near, word.range, column));
        }
        let count = word.token.count;
        // Words of the form in pieces, or joined with others.
        let is_piece = || {
            surroundings.words.iter().any(|other| {
                other.letters.contains(letters) && surroundings.is_part(letters, other)
            })
        };
        let is_joined = || {
            surroundings.missing.iter().any(|other| letters.contains(&other.letters))
                || surroundings.is_glued(letters, label)
        };
        let elsewhere = self
            .form
            .blocks
            .iter()
            .flat_map(|block| &block.columns)
            .any(|column| column.label.matches(letters));
        let unknown =
            (2..=MOST_LETTERS).contains(&count) && !elsewhere && !is_piece() && !is_joined();
        unknown.then(|| self.finding(HeaderFindingKind::Unknown, word.range, column))
    }

    /// Whether the word is the label with a note: 现行有效件数（件）.
    fn is_with_note(&self, word: &Word, label: &Label) -> bool {
        without_note(word.token.source())
            .is_some_and(|before| label.matches(&crate::standard::letters(before)))
    }

    /// Words with an unknown place, near to a missing column.
    fn near_loose(
        &self,
        loose: &[usize],
        explained: &[usize],
        surroundings: &Surroundings,
    ) -> Vec<HeaderFinding> {
        let mut found: Vec<(usize, HeaderFinding)> = Vec::new();
        let mut known: Vec<usize> = explained.to_vec();
        let columns = || {
            (0..self.seen.len()).filter(|&column| {
                surroundings
                    .missing
                    .iter()
                    .any(|missing| std::ptr::eq(*missing, self.label(column)))
            })
        };
        for &at in loose {
            let word = &self.words[at];
            if columns().any(|column| self.is_with_note(word, self.label(column))) {
                known.push(at);
                continue;
            }
            let label = surroundings
                .slip_of(word.token.letters(), columns().map(|column| self.label(column)));
            let column = label.and_then(|label| {
                columns().find(|&column| std::ptr::eq(self.label(column), label))
            });
            if let Some(column) = column.filter(|&column| {
                found.iter().all(|(_, other)| self.form.across || other.column != column)
            }) {
                known.push(at);
                found.push((at, self.finding(HeaderFindingKind::Near, word.range, column)));
            }
        }
        // An unexplained word may be the missing part of a near word, unless it is a slip in
        // another word of the form.
        let is_other = |at: usize| {
            let columns: Vec<&Label> =
                (0..self.seen.len()).map(|column| self.label(column)).collect();
            let others = surroundings
                .words
                .iter()
                .copied()
                .filter(|word| !columns.iter().any(|column| std::ptr::eq(*column, *word)));
            surroundings.slip_of(self.words[at].token.letters(), others).is_some()
        };
        let unexplained = (0..self.words.len()).any(|at| {
            self.words[at].meaning == Meaning::Unknown && !known.contains(&at) && !is_other(at)
        });
        let is_cut = |at: usize, finding: &HeaderFinding| {
            self.label(finding.column).letters.contains(self.words[at].token.letters())
        };
        found
            .into_iter()
            .filter(|(at, finding)| !unexplained || !is_cut(*at, finding))
            .map(|(_, finding)| finding)
            .collect()
    }

    /// Merges findings about the same word in several cells.
    fn merge_repeats(&self, found: &mut Vec<HeaderFinding>) {
        let letters = |range: TextRange| {
            self.words.iter().find(|word| word.range == range).map(|word| word.token.letters())
        };
        let is_column = |finding: &HeaderFinding| {
            matches!(finding.kind, HeaderFindingKind::Near | HeaderFindingKind::Unknown)
        };
        let mut kept: Vec<HeaderFinding> = Vec::with_capacity(found.len());
        for finding in found.drain(..) {
            let same = |other: &&mut HeaderFinding| {
                !self.form.across
                    && other.kind == finding.kind
                    && other.column == finding.column
                    && letters(other.range) == letters(finding.range)
            };
            match kept.iter_mut().find(same).filter(|_| is_column(&finding)) {
                Some(other) => other.repeats.push(finding.range),
                None => kept.push(finding),
            }
        }
        if !self.form.across {
            for finding in kept.iter_mut().filter(|finding| is_column(finding)) {
                let own = letters(finding.range);
                let again = self.words.iter().filter(|word| {
                    word.meaning == Meaning::Unknown
                        && word.range != finding.range
                        && Some(word.token.letters()) == own
                });
                let again: Vec<TextRange> = again
                    .map(|word| word.range)
                    .filter(|range| !finding.repeats.contains(range))
                    .collect();
                finding.repeats.extend(again);
            }
        }
        *found = kept;
    }

    /// The order of the columns if the words of a line stand in other places than `slots`.
    fn order(&self, line: &[usize], slots: &[Slot]) -> Option<ColumnOrder> {
        let columns = self.form.blocks[self.block].columns.len();
        if self.form.across {
            // The first complete group with its columns in another order.
            let group = line.chunks(columns).enumerate().find_map(|(row, group)| {
                let named: Option<Vec<(usize, TextRange)>> =
                    group.iter().map(|&at| self.named(at)).collect();
                let named = named?;
                let is_all =
                    (0..columns).all(|column| named.iter().any(|(other, _)| *other == column));
                let differs = named.iter().enumerate().any(|(at, (column, _))| at != *column);
                (is_all && differs).then_some((row, named))
            });
            let (row, named) = group?;
            return Some(ColumnOrder {
                block: self.block,
                row: Some(row),
                named,
                is_nested: false,
            });
        }
        // The place of each column of the form that this line does not name.
        let own = |column: usize| {
            self.words
                .iter()
                .find(|word| word.meaning == Meaning::Column(column))
                .map(|word| (column, word.range))
        };
        let mut named: Vec<(usize, TextRange)> = (0..columns).map(own).collect::<Option<_>>()?;
        for (&at, slot) in line.iter().zip(slots) {
            match *slot {
                Slot::Column(column) => named[column] = self.named(at)?,
                Slot::Head(_) if !slot.is(self.words[at].meaning) => {
                    return self.nested_order(line);
                }
                Slot::Head(_) => {}
            }
        }
        Some(ColumnOrder { block: self.block, row: None, named, is_nested: false })
    }

    /// Like [`Self::order`] for a line with the head of a group in another place. All columns below
    /// the head move with it.
    fn nested_order(&self, line: &[usize]) -> Option<ColumnOrder> {
        let columns = &self.form.blocks[self.block].columns;
        let mut named: Vec<(usize, TextRange)> = Vec::with_capacity(columns.len());
        for &at in line {
            match self.words[at].meaning {
                Meaning::Head(head) => {
                    let below = |word: &&Word| matches!(word.meaning, Meaning::Column(column) if columns[column].under == Some(head));
                    let below =
                        self.words.iter().filter(below).filter_map(|word| match word.meaning {
                            Meaning::Column(column) => Some((column, word.range)),
                            _ => None,
                        });
                    named.extend(below);
                }
                _ => named.push(self.named(at)?),
            }
        }
        let is_all = named.len() == columns.len()
            && (0..columns.len()).all(|column| named.iter().any(|(other, _)| *other == column));
        is_all.then_some(ColumnOrder { block: self.block, row: None, named, is_nested: true })
    }

    /// The column that a word names, and the range of the word.
    fn named(&self, at: usize) -> Option<(usize, TextRange)> {
        match self.words[at].meaning {
            Meaning::Column(column) => Some((column, self.words[at].range)),
            _ => None,
        }
    }
}
