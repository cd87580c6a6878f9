//! The words that the form prints over rows and columns: heads of groups, captions, spanning headers.

use super::align::Token;
use super::near::{Surroundings, is_note, words};
use super::table::Table;
use crate::standard::{Label, TableForm};
use crate::text::TextRange;
use std::ops::Range;

/// Such a word that is not the form's, or stands in the place of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadFinding {
    pub range: TextRange,
    /// The same words in other cells: a merged cell that was written out.
    pub repeats: Vec<TextRange>,
    /// What the form prints there.
    pub label: &'static Label,
}

/// Such words among the `tokens` that no row has claimed; `zones` are those of the blocks' headers. What `is_explained` is something else.
pub fn findings(
    form: &'static TableForm,
    tokens: &[Token],
    table: &Table,
    zones: &[Range<usize>],
    is_explained: impl Fn(TextRange) -> bool,
) -> Vec<HeadFinding> {
    let free = |token: &&Token| !token.claimed && token.count > 0;
    let unknown = || tokens.iter().filter(free).filter(|token| !form.is_word(token.hash));
    // Nearly always each word is the form's, and none is missing: then each stands in its place.
    let is_there = |label: &Label| tokens.iter().any(|token| !token.claimed && is(token, label));
    if unknown().next().is_none() && captions(form).chain(&form.heads).all(is_there) {
        return Vec::new();
    }
    let mut finder = Finder { form, table, found: Vec::new() };
    for (block, zone) in zones.iter().enumerate() {
        let tokens: Vec<&Token> = tokens[zone.clone()].iter().filter(free).collect();
        finder.over_block(block, &tokens, &is_explained);
    }
    if !form.across {
        let in_zone = |at: usize| zones.iter().any(|zone| zone.contains(&at));
        let tokens: Vec<&Token> = tokens.iter().enumerate().filter(|(at, token)| free(token) && !in_zone(*at)).map(|(_, token)| token).collect();
        finder.over_rows(&tokens);
    }
    finder.found.into_iter().map(|(_, found)| found).collect()
}

fn captions(form: &TableForm) -> impl Iterator<Item = &Label> {
    form.blocks.iter().filter_map(|block| block.caption.as_ref())
}

fn is(token: &Token, label: &Label) -> bool {
    token.hash == label.hash
}

/// Longer words are sentences.
const MOST_LETTERS: usize = 24;

struct Finder<'a> {
    form: &'static TableForm,
    table: &'a Table,
    /// Each with the hash of its words.
    found: Vec<(u64, HeadFinding)>,
}

impl Finder<'_> {
    /// The words over the first row of a block: its caption, the head over its labels, the headers over several columns.
    fn over_block(&mut self, block: usize, tokens: &[&Token], is_explained: &impl Fn(TextRange) -> bool) {
        let form = self.form;
        let own = &form.blocks[block];
        // Where every word is the form's, as nearly always, none is to be compared.
        let candidates: Vec<&Token> = tokens.iter().copied().filter(|token| self.is_candidate(token) && !is_explained(token.range)).collect();
        if candidates.is_empty() && own.caption.as_ref().is_none_or(|caption| tokens.iter().any(|token| is(token, caption))) {
            return;
        }
        let over_columns = own.columns.iter().filter_map(|column| column.under).map(|head| &form.heads[head]);
        let across = form.across.then(|| form.rows.iter().map(|row| &row.label).chain(&form.heads)).into_iter().flatten();
        let expected: Vec<&Label> = own.caption.iter().chain(&own.head).chain(&form.spanning).chain(over_columns).chain(across).collect();
        let missing: Vec<&'static Label> = expected.into_iter().filter(|label| !tokens.iter().any(|token| is(token, label))).collect();
        if missing.is_empty() {
            return;
        }
        let caption = own.caption.as_ref().filter(|caption| missing.iter().any(|label| std::ptr::eq(*label, *caption)));
        if let Some(caption) = caption
            && let Some(other) = tokens.iter().find(|token| captions(form).any(|other| is(token, other)))
            && form.blocks[block].rows.clone().any(|row| self.table.rows[row].is_some())
        {
            tokens.iter().filter(|token| token.hash == other.hash).for_each(|token| self.add(token, caption));
        }
        if candidates.is_empty() {
            return;
        }
        let columns = own.columns.iter().map(|column| &column.label).filter(|label| !tokens.iter().any(|token| is(token, label)));
        let mut surroundings = self.surroundings(tokens, missing.iter().copied().chain(columns).collect());
        // The captions are alike but for their numeral: the place tells which one it is.
        surroundings.words.retain(|word| !captions(form).any(|caption| std::ptr::eq(caption, *word)));
        for token in candidates {
            if let Some(label) = surroundings.slip_of(token.letters(), missing.iter().copied()) {
                self.add(token, label);
            }
        }
    }

    /// The heads of groups, which stand over their rows, or beside one of them.
    fn over_rows(&mut self, tokens: &[&Token]) {
        let form = self.form;
        let is_right = |token: &Token, head: usize| is(token, &form.heads[head]) && self.around(token).iter().any(|under| under.contains(&head));
        let groups = || (0..form.heads.len()).filter(|&head| form.rows.iter().any(|row| row.under.contains(&head)));
        let missing: Vec<usize> = groups().filter(|&head| !tokens.iter().any(|token| is_right(token, head))).collect();
        if missing.is_empty() {
            return;
        }
        let labels: Vec<&'static Label> = missing.iter().map(|&head| &form.heads[head]).collect();
        let surroundings = self.surroundings(tokens, labels);
        let mut found: Vec<(&Token, &'static Label)> = Vec::new();
        for token in tokens {
            let around = self.around(token);
            // Those that may stand here.
            let here = || missing.iter().copied().filter(|head| around.iter().any(|under| under.contains(head)));
            if self.is_candidate(token) {
                found.extend(surroundings.slip_of(token.letters(), here().map(|head| &form.heads[head])).map(|label| (*token, label)));
            } else if let Some(other) = groups().find(|&head| is(token, &form.heads[head]))
                && !around.iter().any(|under| under.contains(&other))
                && let Some(&[.., head]) = around.last().copied()
                && here().any(|missing| missing == head)
            {
                found.push((*token, &form.heads[head]));
            }
        }
        for (token, label) in found {
            self.add(token, label);
        }
    }

    /// The groups of the row before a word and of the one behind it, or beside it.
    fn around(&self, token: &Token) -> Vec<&'static [usize]> {
        let rows = || self.table.rows.iter().enumerate().filter_map(|(index, row)| Some((index, row.as_ref()?.label?)));
        let before = rows().filter(|(_, label)| label.end <= token.range.start).max_by_key(|(_, label)| label.start);
        let behind = rows().filter(|(_, label)| label.start >= token.range.end).min_by_key(|(_, label)| label.start);
        [before, behind].into_iter().flatten().map(|(index, _)| &*self.form.rows[index].under).collect()
    }

    fn surroundings<'t>(&self, tokens: &[&'t Token], missing: Vec<&'t Label>) -> Surroundings<'t> {
        let unknown = tokens.iter().filter(|token| !self.form.is_word(token.hash)).map(|token| token.letters());
        Surroundings { unknown: unknown.collect(), missing, words: words(self.form).collect() }
    }

    fn is_candidate(&self, token: &Token) -> bool {
        token.count <= MOST_LETTERS && !self.form.is_word(token.hash) && !is_note(token.source())
    }

    /// Adds a word that should be `label`, once for all cells that hold it.
    fn add(&mut self, token: &Token, label: &'static Label) {
        if self.found.iter().any(|(_, found)| found.range == token.range || found.repeats.contains(&token.range)) {
            return;
        }
        match self.found.iter_mut().find(|(hash, found)| *hash == token.hash && std::ptr::eq(found.label, label)) {
            Some((_, found)) => found.repeats.push(token.range),
            None => self.found.push((token.hash, HeadFinding { range: token.range, repeats: Vec::new(), label })),
        }
    }
}
