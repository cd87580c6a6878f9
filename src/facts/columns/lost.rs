//! Headers in pieces, and headers without their column.

use super::word::Meaning;
use super::zone::Zone;
use crate::facts::align::Token;
use crate::facts::finding::{HeaderFinding, HeaderFindingKind};
use crate::facts::near::{Surroundings, is_note, words};
use crate::standard::TableForm;
use crate::syntax::TablePieces;
use crate::text::TextRange;

/// Near words in a header over two lines. Both lines must have as many words as the block has
/// columns, and most words must be words of the form.
pub(super) fn near_over_two_lines(
    form: &TableForm,
    block: usize,
    tokens: &[&Token],
) -> Vec<HeaderFinding> {
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
pub(super) fn lost_in_pieces(
    form: &TableForm,
    block: usize,
    tokens: &[&Token],
) -> Option<HeaderFinding> {
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

/// Whether the words of a block's header, regardless of breaks, are exactly words of the form
/// around one block and labels of its columns.
pub fn is_own_header(form: &TableForm, tokens: &[Token]) -> bool {
    let words = tokens.iter().filter(|token| !token.claimed);
    let mut all: Vec<char> = words.flat_map(|token| token.letters().chars()).collect();
    all.sort_unstable();
    form.blocks.iter().any(|block| {
        let around = block.caption.iter().chain(&block.head).chain(&form.corner);
        let around = around.chain(&form.spanning).chain(&form.heads);
        let labels = block.columns.iter().map(|column| &column.label);
        let rest = around
            .chain(labels)
            .fold(all.clone(), |letters, word| without(&letters, &word.letters).unwrap_or(letters));
        rest.is_empty()
    })
}

/// The sorted `letters` without the letters of `word`. `None` if a letter of `word` is missing.
pub(super) fn without(letters: &[char], word: &str) -> Option<Vec<char>> {
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
