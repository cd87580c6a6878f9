//! The headers of a table: the column of the form for each header.
//!
//! The words of a header are the words of the form, whole or in pieces. Other words are explained
//! by their place among the other headers, or by their letters. If a line has as many words as the
//! form has columns, each word has a known place. Otherwise places are unknown, and only a word
//! near to a missing column is assigned to this column.

mod judge;
mod lost;
mod order;
mod place;
mod word;
mod zone;

use crate::facts::align::Token;
use crate::facts::near::words;
use crate::facts::table::Table;
use crate::standard::TableForm;
use crate::syntax::{Layout, TablePieces};
use crate::text::{fold, letters_of};
pub use lost::{is_own_header, lost_across};
use std::ops::Range;
pub use word::Headers;

use lost::{lost_in_pieces, near_over_two_lines};
use zone::Zone;

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
