//! The headers of a table.

use super::align::{self, Token};
use super::table::Table;
use crate::standard::{Label, TableForm};
use crate::syntax::{Layout, TablePieces};
use crate::text::TextRange;

/// A header that is not the form's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderFinding {
    pub kind: HeaderFindingKind,
    pub range: TextRange,
    /// The block of the form that it belongs to, and the column that it stands for.
    pub block: usize,
    pub column: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderFindingKind {
    /// Near to one column's label and to no other.
    Near,
    /// Unknown, where this column is missing.
    Unknown,
}

const NEAR: f64 = 0.6;
const MARGIN: f64 = 0.15;
/// A header may be broken into so many pieces.
const MOST_PIECES: usize = 4;
/// Shorter words are pieces of something.
const FEWEST_LETTERS: usize = 3;

/// The headers among the `tokens` that no row has claimed.
pub fn findings(form: &TableForm, tokens: &[Token], table: &Table, pieces: &TablePieces) -> Vec<HeaderFinding> {
    if table.unreadable.is_some() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let zones = zones(form, tokens, table);
    for (block, zone) in zones.into_iter().enumerate() {
        let tokens: Vec<&Token> = tokens[zone].iter().filter(|token| !token.claimed && token.count > 0).collect();
        let columns = &form.blocks[block].columns;
        let mut is_known = vec![false; tokens.len()];
        let mut seen = vec![false; columns.len()];
        // Words of the form, whole or in pieces that follow one another.
        for start in 0..tokens.len() {
            let most = (start + MOST_PIECES).min(tokens.len());
            // Nearly always one token is a word: then no longer run is one.
            let free = |end: &usize| !is_known[start..*end].contains(&true);
            let ends = std::iter::once(start + 1).chain((start + 2..=most).rev());
            let whole = ends.filter(free).find_map(|end| Some((end, header_word(form, block, &tokens[start..end])?)));
            if let Some((end, column)) = whole {
                is_known[start..end].fill(true);
                if let Some(column) = column {
                    seen[column] = true;
                }
            }
        }
        if !is_known.contains(&false) {
            continue;
        }
        let unknown: Vec<&Token> = tokens.iter().zip(&is_known).filter(|(_, known)| !**known).map(|(token, _)| *token).collect();
        let loose: String = unknown.iter().map(|token| token.letters()).collect();
        let missing: Vec<usize> = (0..columns.len()).filter(|&column| !seen[column]).collect();
        let mut left = missing.clone();
        for token in unknown {
            if token.count < FEWEST_LETTERS || is_piece(form, block, token.letters()) {
                continue;
            }
            let mut scores: Vec<(f64, usize)> =
                missing.iter().map(|&column| (strsim::normalized_levenshtein(token.letters(), &columns[column].label.letters), column)).collect();
            scores.sort_by(|a, b| b.0.total_cmp(&a.0));
            let near = scores.first().filter(|best| best.0 >= NEAR && scores.get(1).is_none_or(|second| best.0 - second.0 >= MARGIN));
            if let Some(&(_, column)) = near {
                left.retain(|&other| other != column);
                findings.push(HeaderFinding { kind: HeaderFindingKind::Near, range: token.range, block, column });
            } else if let &[column, ..] = left.as_slice()
                && pieces.layout != Layout::Spaces
                && !is_spelled(&columns[column].label.letters, &loose)
                && others_elsewhere(form, block).all(|label| !label.matches(token.letters()))
            {
                left.remove(0);
                findings.push(HeaderFinding { kind: HeaderFindingKind::Unknown, range: token.range, block, column });
            }
        }
    }
    findings
}

/// Whether the tokens together are a word of the form that may stand in a header, and which column of the block it is.
fn header_word(form: &TableForm, block: usize, tokens: &[&Token]) -> Option<Option<usize>> {
    let hash = match tokens {
        [one] => one.hash,
        several => align::hash(several.iter().copied()),
    };
    form.header_by_hash(hash, block)
}

/// For each block the tokens between the block above and its first row.
fn zones(form: &TableForm, tokens: &[Token], table: &Table) -> Vec<std::ops::Range<usize>> {
    let token_at = |offset: usize| tokens.partition_point(|token| token.range.start < offset);
    let mut from = 0;
    form.blocks
        .iter()
        .map(|block| {
            let rows = || block.rows.clone().filter_map(|row| table.rows[row].as_ref()).filter(|row| !row.displaced);
            let first = rows().map(|row| token_at(row.range.start)).min();
            let last = rows().map(|row| token_at(row.range.end)).max();
            let zone = from..first.unwrap_or(from).max(from);
            from = last.unwrap_or(from).max(from);
            zone
        })
        .collect()
}

/// All words of the form that may stand in a header and are no column.
fn others(form: &TableForm) -> impl Iterator<Item = &Label> {
    let blocks = form.blocks.iter().flat_map(|block| block.caption.iter().chain(&block.head));
    form.heads.iter().chain(&form.spanning).chain(&form.corner).chain(blocks).chain(form.rows.iter().map(|row| &row.label))
}

/// The columns of the other blocks.
fn others_elsewhere(form: &TableForm, block: usize) -> impl Iterator<Item = &Label> {
    form.blocks.iter().enumerate().filter(move |(index, _)| *index != block).flat_map(|(_, block)| block.columns.iter().map(|column| &column.label))
}

/// Whether the letters are a piece of a word that may stand here.
fn is_piece(form: &TableForm, block: usize, letters: &str) -> bool {
    let columns = form.blocks[block].columns.iter().map(|column| &column.label);
    columns.chain(others(form)).any(|label| label.letters.contains(letters))
}

/// Whether all letters of a label are among the loose ones: then it is there, in pieces.
fn is_spelled(label: &str, loose: &str) -> bool {
    label.chars().all(|letter| loose.contains(letter))
}
