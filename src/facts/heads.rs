//! The words of the form over rows and columns: heads of groups, captions, spanning headers.

use super::align::{Token, is_piece_of_head};
use super::finding::HeadFinding;
use super::near::{Surroundings, is_note, words as form_words};
use super::table::Table;
use crate::standard::{Label, TableForm};
use crate::syntax::Layout;
use crate::text::{Folded, TextRange, fold, is_letter, is_space, letters_of};
use std::ops::Range;

/// The findings about the words over rows and columns.
#[derive(Debug, Default)]
pub struct Heads {
    pub findings: Vec<HeadFinding>,
    /// Heads of groups followed by a number other than the mark of a note, with their ranges.
    pub numbered: Vec<(usize, TextRange)>,
}

/// The findings among the unclaimed `tokens`. `zones` are the zones of the headers of each block.
/// `is_explained` is true for words with another meaning.
pub fn findings(
    form: &'static TableForm,
    tokens: &[Token],
    table: &Table,
    zones: &[Range<usize>],
    is_explained: impl Fn(TextRange) -> bool,
) -> Heads {
    let free = |token: &&Token| !token.claimed && token.count > 0;
    let is_unknown = |token: &Token| !form.is_word(token.hash);
    // In nearly every table, all words are words of the form in order. Then each word is in its
    // place.
    if !tokens.iter().filter(free).any(is_unknown) && are_in_order(form, tokens) {
        return Heads::default();
    }
    let words: Vec<Word> =
        tokens.iter().map(|token| Word { token, hash: hash_of(form, token) }).collect();
    let pieces = words
        .iter()
        .filter(|word| word.token.claimed && form.row_by_hash(word.hash).is_none())
        .map(|word| word.token.letters());
    let pieces = pieces.filter(|letters| is_piece_of_head(letters, form)).collect();
    let mut finder = Finder { form, table, words: &words, pieces, found: Vec::new() };
    let is_free = |word: &&Word| free(&word.token);
    for (block, zone) in zones.iter().enumerate() {
        let words: Vec<Word> = words[zone.clone()].iter().filter(is_free).copied().collect();
        finder.over_block(block, &words, &is_explained);
    }
    if !form.across {
        let in_zone = |at: usize| zones.iter().any(|zone| zone.contains(&at));
        let words: Vec<Word> = words
            .iter()
            .enumerate()
            .filter(|(at, word)| is_free(word) && !in_zone(*at))
            .map(|(_, word)| *word)
            .collect();
        finder.over_rows(&words);
    }
    let alone = tokens
        .iter()
        .filter(free)
        .filter_map(|token| Some((numbered_head(form, token)?, token.range)));
    let beside = tokens.windows(2).filter_map(|pair| numbered_beside(form, &pair[0], &pair[1]));
    let numbered = alone.chain(beside).collect();
    Heads { findings: finder.found.into_iter().map(|(_, found)| found).collect(), numbered }
}

/// The first two exchanged headers over several columns, in a table with rows side by side: the
/// second header stands before the first. In text from a PDF, the order of lines has no meaning.
pub fn exchanged_across(
    form: &TableForm,
    tokens: &[Token],
    layout: Layout,
) -> Option<[TextRange; 2]> {
    let [review, without, behind] = &form.rows[..] else { return None };
    let suit = form.spanning.first().filter(|_| form.across)?;
    let first = |label: &Label| tokens.iter().find(|token| token.hash == label.hash);
    [(&review.label, suit), (&without.label, &behind.label)].into_iter().find_map(|(one, other)| {
        let (one, other) = (first(one)?, first(other)?);
        let is_certain = layout != Layout::Spaces || one.row == other.row;
        (other.range.start < one.range.start && is_certain).then_some([other.range, one.range])
    })
}

/// The head of a group before a number, separated by a space alone, and the range of both.
fn numbered_beside(form: &TableForm, head: &Token, number: &Token) -> Option<(usize, TextRange)> {
    let is_number = !number.claimed && number.source().chars().all(|c| fold(c).is_ascii_digit());
    let near = number.range.start.checked_sub(head.range.end).is_some_and(|gap| gap < 3)
        && head.row == number.row;
    let found = (is_number && near && !head.claimed && !form.across)
        .then(|| form.heads.iter().position(|label| label.hash == head.hash))??;
    form.rows
        .iter()
        .any(|row| row.under.contains(&found))
        .then(|| (found, head.range.cover(number.range)))
}

/// The head of a group with a number behind its words. A single digit directly behind the words, in
/// a bracket or in markup, is the mark of a note.
fn numbered_head(form: &TableForm, token: &Token) -> Option<usize> {
    let source = token.source();
    let words = source.trim_end_matches(|c| fold(c).is_ascii_digit());
    let number = &source[words.len()..];
    let is_apart = words.ends_with(is_space);
    let is_number = number.chars().count() > usize::from(!is_apart)
        && number.chars().all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let letters = || Folded::letters(words, TextRange::new(0, words.len())).text;
    let is_group = |head: usize| form.rows.iter().any(|row| row.under.contains(&head));
    let head = (is_number && !form.across && !form.is_word(token.hash)).then(letters)?;
    form.heads.iter().position(|label| label.letters == head).filter(|&head| is_group(head))
}

/// A word of the table with a hash: the hash of its letters. For a word of the form with a note or
/// a number, the hash of the form's word alone.
#[derive(Clone, Copy)]
struct Word<'t> {
    token: &'t Token<'t>,
    hash: u64,
}

impl Word<'_> {
    fn is(self, label: &Label) -> bool {
        self.hash == label.hash
    }
}

fn captions(form: &TableForm) -> impl Iterator<Item = &Label> {
    form.blocks.iter().filter_map(|block| block.caption.as_ref())
}

/// Whether all captions and all heads of groups are present, in the order of the form. Without an
/// unknown word, no word stands in place of a missing spanning header.
fn are_in_order(form: &TableForm, tokens: &[Token]) -> bool {
    let mut free = Vec::with_capacity(tokens.len());
    free.extend(tokens.iter().filter(|token| !token.claimed).map(|token| token.hash));
    let in_order = |labels: &mut dyn Iterator<Item = &Label>| {
        let mut hashes = Vec::with_capacity(form.heads.len() + form.blocks.len());
        hashes.extend(labels.map(|label| label.hash));
        let mut reached = 0;
        // A caption or head may be repeated: a merged cell written out.
        free.iter().all(|word| match hashes.iter().position(|hash| hash == word) {
            Some(at) if at + 1 == reached => true,
            Some(at) if at == reached => {
                reached += 1;
                true
            }
            Some(_) => false,
            None => true,
        }) && reached == hashes.len()
    };
    let is_group = |head: usize| form.rows.iter().any(|row| row.under.contains(&head));
    let mut groups =
        form.heads.iter().enumerate().filter(|(head, _)| is_group(*head)).map(|(_, label)| label);
    in_order(&mut captions(form)) && in_order(&mut groups)
}

/// The hash of the letters of a word. For a word of the form with a note or a number, the hash of
/// the form's word alone.
fn hash_of(form: &TableForm, token: &Token) -> u64 {
    if token.claimed || token.count > MOST_LETTERS_WITH_NOTE || form.is_word(token.hash) {
        return token.hash;
    }
    let over_labels = form.blocks.iter().filter_map(|block| block.head.as_ref());
    let across = form.rows.iter().filter(|_| form.across).map(|row| &row.label);
    let labels = form
        .heads
        .iter()
        .chain(&form.spanning)
        .chain(captions(form))
        .chain(over_labels)
        .chain(across);
    let label =
        labels.filter(|label| is_with_more(token, label)).max_by_key(|label| label.letters.len());
    label.map_or(token.hash, |label| label.hash)
}

/// Whether the words are the label with a note or a number, separated by a mark or space.
fn is_with_more(token: &Token, label: &Label) -> bool {
    let Some(at) = token.letters().find(label.letters.as_str()) else { return false };
    let source = token.source();
    let read = Folded::letters(source, TextRange::new(0, source.len()));
    let own = read.source(TextRange::new(at, at + label.letters.len()));
    // The brackets of the label itself are not brackets of a note.
    let before = source[..own.start]
        .trim_end_matches(|c: char| is_space(c) || fold(c) == '(' && label.text.starts_with('（'));
    let spaced = source[before.len()..own.start].contains(is_space);
    let (before, behind) = (before, &source[own.end..]);
    let is_number = |text: &str| letters_of(text).all(|c| c.is_ascii_digit());
    let is_apart = |c: Option<char>| c.is_none_or(|c| is_space(c) || !is_letter(fold(c)));
    let is_unit = || behind.starts_with(|c: char| fold(c).is_ascii_digit());
    (spaced || is_number(before) || is_apart(before.chars().next_back()))
        && (is_number(behind) || is_unit() || is_apart(behind.chars().next()))
}

/// Longer words are sentences.
const MOST_LETTERS: usize = 24;
/// At most 96 letters in a label with its note.
const MOST_LETTERS_WITH_NOTE: usize = 96;

struct Finder<'a> {
    form: &'static TableForm,
    table: &'a Table,
    /// All words of the table.
    words: &'a [Word<'a>],
    /// Possible pieces of a head among the pieces of row labels: in text from a PDF, the lines of
    /// both interleave.
    pieces: Vec<&'a str>,
    /// Each finding with the hash of its words.
    found: Vec<(u64, HeadFinding)>,
}

impl<'a> Finder<'a> {
    /// Checks the words over the first row of a block: the caption, the head over the labels, the
    /// headers over several columns.
    fn over_block(
        &mut self,
        block: usize,
        words: &[Word],
        is_explained: &impl Fn(TextRange) -> bool,
    ) {
        let form = self.form;
        let own = &form.blocks[block];
        // In nearly every table all words are words of the form, so a comparison is unnecessary.
        let candidates: Vec<Word> = words
            .iter()
            .filter(|word| !is_explained(word.token.range) && self.is_candidate(**word))
            .copied()
            .collect();
        if candidates.is_empty()
            && own.caption.as_ref().is_none_or(|caption| words.iter().any(|word| word.is(caption)))
        {
            return;
        }
        let over_columns =
            own.columns.iter().filter_map(|column| column.under).map(|head| &form.heads[head]);
        let across = form
            .across
            .then(|| form.rows.iter().map(|row| &row.label).chain(&form.heads))
            .into_iter()
            .flatten();
        let expected: Vec<&Label> = own
            .caption
            .iter()
            .chain(&own.head)
            .chain(&form.spanning)
            .chain(over_columns)
            .chain(across)
            .collect();
        let missing: Vec<&'static Label> =
            expected.into_iter().filter(|label| !words.iter().any(|word| word.is(label))).collect();
        if missing.is_empty() {
            return;
        }
        let caption = own
            .caption
            .as_ref()
            .filter(|caption| missing.iter().any(|label| std::ptr::eq(*label, *caption)));
        if let Some(caption) = caption
            && let Some(other) = words.iter().find(|word| self.is_of_block_elsewhere(**word))
            && self.has_rows(block)
        {
            words
                .iter()
                .filter(|word| word.hash == other.hash)
                .for_each(|word| self.add(*word, caption));
        }
        if candidates.is_empty() {
            return;
        }
        let columns = own
            .columns
            .iter()
            .map(|column| &column.label)
            .filter(|label| !words.iter().any(|word| word.is(label)));
        let mut surroundings =
            self.surroundings(words, missing.iter().copied().chain(columns).collect());
        // The captions differ only in their numeral, and the place decides which caption is meant.
        surroundings
            .words
            .retain(|word| !captions(form).any(|caption| std::ptr::eq(caption, *word)));
        let mut found: Vec<(Word, &'static Label)> = Vec::new();
        for word in candidates {
            found.extend(
                surroundings
                    .slip_of(word.token.letters(), missing.iter().copied())
                    .map(|label| (word, label)),
            );
        }
        for (word, label) in found {
            self.add(word, label);
        }
    }

    /// Whether a word is the caption of a block with rows. A caption whose rows are lost may stand
    /// in their place.
    fn is_of_block_elsewhere(&self, word: Word) -> bool {
        let blocks = self.form.blocks.iter().enumerate();
        blocks.into_iter().any(|(block, own)| {
            own.caption.as_ref().is_some_and(|caption| word.is(caption)) && self.has_rows(block)
        })
    }

    fn has_rows(&self, block: usize) -> bool {
        self.form.blocks[block].rows.clone().any(|row| self.table.rows[row].is_some())
    }

    /// Whether a group has rows. A head whose rows are lost may stand in their place.
    fn is_group_elsewhere(&self, head: usize) -> bool {
        let mut rows = self.form.rows.iter().zip(&self.table.rows);
        rows.any(|(own, found)| found.is_some() && own.under.contains(&head))
    }

    /// Checks the heads of groups over their rows or beside a row.
    fn over_rows(&mut self, words: &[Word]) {
        let form = self.form;
        let is_right = |word: &Word, head: usize| {
            word.is(&form.heads[head])
                && self.around(*word).iter().any(|under| under.contains(&head))
        };
        let groups = || {
            (0..form.heads.len())
                .filter(|&head| form.rows.iter().any(|row| row.under.contains(&head)))
        };
        let missing: Vec<usize> =
            groups().filter(|&head| !words.iter().any(|word| is_right(word, head))).collect();
        if missing.is_empty() {
            return;
        }
        let labels: Vec<&'static Label> = missing.iter().map(|&head| &form.heads[head]).collect();
        let mut surroundings = self.surroundings(words, labels);
        // （五）不予公开 is near to a head in another place. The place decides which head is meant.
        let is_elsewhere = |label: &Label| {
            groups().any(|head| std::ptr::eq(label, &form.heads[head]) && !missing.contains(&head))
        };
        surroundings.words.retain(|word| !is_elsewhere(word));
        let mut found: Vec<(Word, &'static Label)> = Vec::new();
        for word in words {
            let around = self.around(*word);
            // The missing heads that may stand here.
            let here = || {
                missing
                    .iter()
                    .copied()
                    .filter(|head| around.iter().any(|under| under.contains(head)))
            };
            if self.is_candidate(*word) {
                found.extend(
                    surroundings
                        .slip_of(word.token.letters(), here().map(|head| &form.heads[head]))
                        .map(|label| (*word, label)),
                );
            } else if let Some(other) = groups().find(|&head| word.is(&form.heads[head]))
                && !around.iter().any(|under| under.contains(&other))
                && let Some(&[.., head]) = around.last().copied()
                && here().any(|missing| missing == head)
                && self.is_group_elsewhere(other)
            {
                found.push((*word, &form.heads[head]));
            }
        }
        for (word, label) in found {
            self.add(word, label);
        }
    }

    /// The groups of the row beside a word. Otherwise the groups of the row before and of the row
    /// behind.
    fn around(&self, word: Word) -> Vec<&'static [usize]> {
        let range = word.token.range;
        let rows = || {
            self.table
                .rows
                .iter()
                .enumerate()
                .filter_map(|(index, row)| Some((index, row.as_ref()?.label?)))
        };
        let before = rows()
            .filter(|(_, label)| label.end <= range.start)
            .max_by_key(|(_, label)| label.start);
        let behind = rows()
            .filter(|(_, label)| label.start >= range.end)
            .min_by_key(|(_, label)| label.start);
        let is_beside = |&(_, label): &(usize, TextRange)| {
            let at = self.words.partition_point(|word| word.token.range.start < label.start);
            self.words.get(at).is_some_and(|first| first.token.row == word.token.row)
        };
        let before = before.filter(|_| !behind.as_ref().is_some_and(is_beside));
        [before, behind]
            .into_iter()
            .flatten()
            .map(|(index, _)| &*self.form.rows[index].under)
            .collect()
    }

    fn surroundings<'t>(&'t self, words: &'t [Word], missing: Vec<&'t Label>) -> Surroundings<'t> {
        let unknown = words
            .iter()
            .filter(|word| !self.form.is_word(word.hash))
            .map(|word| word.token.letters());
        Surroundings {
            unknown: unknown.chain(self.pieces.iter().copied()).collect(),
            missing,
            words: form_words(self.form).collect(),
        }
    }

    fn is_candidate(&self, word: Word) -> bool {
        word.token.count <= MOST_LETTERS
            && !self.form.is_word(word.hash)
            && !is_note(word.token.source())
    }

    /// Adds a word that should be `label`. The same word in several cells is added once.
    fn add(&mut self, word: Word, label: &'static Label) {
        let token = word.token;
        if self
            .found
            .iter()
            .any(|(_, found)| found.range == token.range || found.repeats.contains(&token.range))
        {
            return;
        }
        match self
            .found
            .iter_mut()
            .find(|(hash, found)| *hash == token.hash && std::ptr::eq(found.label, label))
        {
            Some((_, found)) => found.repeats.push(token.range),
            None => self
                .found
                .push((token.hash, HeadFinding { range: token.range, repeats: Vec::new(), label })),
        }
    }
}
