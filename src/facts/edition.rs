//! The edition of the form of each table. Each table has its own edition, and in table two each
//! block: real reports keep a block of the old form in a table of the new form.

use crate::standard::{Label, Standard};
use crate::syntax::{Report, TablePieces};
use crate::text::{Folded, TextRange};

/// At most twelve stretches are compared.
const MOST_STRETCHES: usize = 12;

/// A stretch of table two with one block. Ranges are in bytes of the part.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    /// The index of the block in the form of either edition. Both editions have the first four
    /// blocks, and the fifth block is in the form of 2019.
    pub block: usize,
    /// From the caption, or from the words below the block above, to the next block.
    pub range: TextRange,
    /// The first line of the stretch.
    pub first: TextRange,
    /// The evidence for each edition in words and rows.
    evidence: [Evidence; 2],
    standard: &'static Standard,
}

/// The evidence for one edition in a stretch.
#[derive(Clone, Copy, Debug, Default)]
struct Evidence {
    /// Number of different labels that only this edition has.
    labels: usize,
    /// Whether at least one of these labels is not a piece of a label of the other edition. A slip
    /// of the pen can turn a label into a piece.
    distinct: bool,
    /// Number of column headers among these labels.
    headers: usize,
    /// Number of rows with as many values as columns in the block of this edition. 0 if the block
    /// of the other edition is as wide.
    rows: usize,
}

impl Stretch {
    /// Whether the stretch has the words of another edition than `expected`: two labels or all
    /// column headers that only the other edition has.
    pub fn is_foreign(&self, expected: i32) -> bool {
        let [own, other] = self.own_and_other(expected);
        other.labels >= 2 && other.distinct
            || own.labels == 0
                && other.headers > 0
                && other.headers
                    == columns(self.block, other_than(expected, self.standard), self.standard)
    }

    /// Whether the stretch has no distinctive words of the expected edition, and the length of its
    /// rows fits the other edition better.
    pub fn is_as_wide_as_foreign(&self, expected: i32) -> bool {
        let [own, other] = self.own_and_other(expected);
        own.labels == 0 && other.rows > own.rows
    }

    /// The edition with more of its labels in the stretch.
    fn edition(&self) -> Option<i32> {
        let [old, new] = self.evidence;
        (old.labels != new.labels)
            .then(|| self.standard.two_newest()[usize::from(new.labels > old.labels)].year)
    }

    fn own_and_other(&self, expected: i32) -> [Evidence; 2] {
        let own = index_of(expected, self.standard);
        [self.evidence[own], self.evidence[1 - own]]
    }
}

/// The other of the two newest editions.
pub(super) fn other_than(edition: i32, standard: &Standard) -> i32 {
    standard.two_newest()[1 - index_of(edition, standard)].year
}

/// The index of `edition` in the two newest editions.
fn index_of(edition: i32, standard: &Standard) -> usize {
    usize::from(edition >= standard.newest().year)
}

/// The edition that the tables of a report show, regardless of the year. `text` is the text of the
/// report. `None` without evidence, or with equal evidence for both editions.
pub(super) fn shown(text: &str, report: &Report, standard: &'static Standard) -> Option<i32> {
    let mut votes = [0; 2];
    for part in &report.parts {
        let text = part.range.of(text);
        for pieces in &part.tables {
            let shown = match pieces.table {
                table if standard.has_blocks(table) => {
                    of_blocks(&stretches(text, pieces, standard), standard)
                }
                table if standard.splits_rows(table) => of_outcomes(text, pieces, standard),
                _ => None,
            };
            if let Some(edition) = shown {
                votes[index_of(edition, standard)] += 1;
            }
        }
    }
    (votes[0] != votes[1]).then(|| standard.two_newest()[usize::from(votes[1] > votes[0])].year)
}

/// The edition of most blocks of table two.
pub(super) fn of_blocks(stretches: &[Stretch], standard: &Standard) -> Option<i32> {
    let count =
        |edition| stretches.iter().filter(|stretch| stretch.edition() == Some(edition)).count();
    let editions = standard.two_newest().map(|form| form.year);
    let [old, new] = editions.map(count);
    (old != new).then(|| editions[usize::from(new > old)])
}

/// The edition that the rows of （六）其他处理 in table three show: the items of 2021, or the
/// single row of 2019.
fn of_outcomes(text: &str, pieces: &TablePieces, standard: &Standard) -> Option<i32> {
    let words = |range: TextRange| Folded::letters(text, range).text;
    let [old, new] = standard.two_newest();
    let (old_table, new_table) = (&old.tables[pieces.table], &new.tables[pieces.table]);
    let is_row_of_one =
        |letters: &str, form: &crate::standard::TableForm, other: &crate::standard::TableForm| {
            let is_row = |form: &crate::standard::TableForm| {
                form.rows.iter().any(|row| row.label.matches(letters))
            };
            is_row(form) && !is_row(other)
        };
    let mut one_row = false;
    for (index, range) in pieces.rows.labels() {
        let letters = words(range);
        if is_row_of_one(&letters, new_table, old_table) {
            return Some(new.year);
        }
        one_row |=
            is_row_of_one(&letters, old_table, new_table) && pieces.rows.row(index).has_values();
    }
    one_row.then_some(old.year)
}

/// The blocks of table two in the order of the text. A block begins at its caption, or at the end
/// of the row above. The rows of a block decide its index. Without rows, the caption decides.
pub(super) fn stretches(
    text: &str,
    pieces: &TablePieces,
    standard: &'static Standard,
) -> Vec<Stretch> {
    let tokens: Vec<(usize, TextRange, String)> = pieces
        .rows
        .labels()
        .map(|(row, range)| (row, range, Folded::letters(text, range).text))
        .filter(|token| !token.2.is_empty())
        .collect();
    // Block, index of the first token, index behind the token of the last row.
    let mut found: Vec<(usize, usize, Option<usize>)> = Vec::new();
    for (index, (_, _, letters)) in tokens.iter().enumerate() {
        let next = tokens.get(index + 1).map_or("", |token| token.2.as_str());
        if let Some(block) =
            caption(letters, next, standard).filter(|_| found.len() <= MOST_STRETCHES)
        {
            // A merged cell may be written out in all of its cells.
            if !matches!(found.last(), Some((known, _, None)) if *known == block) {
                found.push((block, index, None));
            }
        } else if let Some(block) = row(letters, standard) {
            // A table with more blocks than the form is not a table of the form.
            if found.len() > MOST_STRETCHES {
                break;
            }
            match found.last_mut() {
                Some((known, _, last)) if *known == block || last.is_none() => {
                    (*known, *last) = (block, Some(index + 1))
                }
                Some((_, _, Some(last))) => {
                    let first = *last;
                    found.push((block, first, Some(index + 1)));
                }
                _ => found.push((block, 0, Some(index + 1))),
            }
        }
    }
    let start = |token: usize| tokens.get(token).map_or(pieces.range.end, |token| token.1.start);
    let stretch = |(at, &(block, first, _)): (usize, &(usize, usize, Option<usize>))| {
        let end = found.get(at + 1).map_or(tokens.len(), |next| next.1);
        let own = &tokens[first..end.max(first)];
        let range = TextRange::new(start(first), start(end).max(start(first)));
        let line = pieces.rows.row(tokens[first].0).range().unwrap_or(range);
        let rows = pieces.rows.iter().filter(|piece| {
            piece.range().is_some_and(|own| range.start <= own.start && own.start < range.end)
        });
        let widths: Vec<usize> =
            rows.filter(|piece| piece.has_values()).map(|piece| piece.filled().count()).collect();
        Stretch {
            block,
            range,
            first: line,
            evidence: [0, 1].map(|edition| evidence(block, edition, own, &widths, standard)),
            standard,
        }
    };
    found.iter().enumerate().map(stretch).collect()
}

/// The block with a caption at the start of these letters, or of these letters and the next
/// letters.
fn caption(letters: &str, next: &str, standard: &Standard) -> Option<usize> {
    let captions = || {
        standard.two_newest()[0]
            .in_blocks()
            .blocks
            .iter()
            .map(|block| block.caption.as_ref().map_or("", |caption| caption.letters.as_str()))
    };
    if !letters.starts_with(standard.two_newest()[0].in_blocks().article()) {
        return None;
    }
    let both = || letters.to_owned() + next;
    captions()
        .position(|caption| letters.starts_with(caption))
        .or_else(|| captions().position(|caption| both().starts_with(caption)))
}

/// The block of the row with this label.
fn row(letters: &str, standard: &Standard) -> Option<usize> {
    standard.editions().iter().find_map(|form| {
        form.in_blocks().rows.iter().find(|row| row.label.matches(letters)).map(|row| row.block)
    })
}

fn columns(block: usize, edition: i32, standard: &Standard) -> usize {
    standard.form(edition).in_blocks().blocks.get(block).map_or(0, |block| block.columns.len())
}

/// The evidence for the edition with index `edition`: from the words of a block, and from the
/// number of values in its rows.
fn evidence(
    block: usize,
    edition: usize,
    words: &[(usize, TextRange, String)],
    widths: &[usize],
    standard: &Standard,
) -> Evidence {
    let joined: String = words.iter().map(|(_, _, letters)| letters.as_str()).collect();
    let mut evidence = Evidence::default();
    for own in standard.own_labels()[edition].iter().filter(|own| own.block == block) {
        let is_token =
            words.iter().any(|(_, _, letters)| own.words.iter().any(|word| word == letters));
        // A label in pieces is found in the joined words, unless the label is a piece of a label of
        // the other edition.
        if is_token || !own.is_piece && joined.contains(&own.label.letters) {
            evidence.labels += 1;
            evidence.headers += usize::from(own.is_header);
            evidence.distinct |= !own.is_piece;
        }
    }
    let [own, other] = [edition, 1 - edition]
        .map(|edition| columns(block, standard.two_newest()[edition].year, standard));
    if own != other {
        evidence.rows = widths.iter().filter(|width| **width == own).count();
    }
    evidence
}

/// The labels of table two that only this edition has, in the order of the form. Pieces of labels
/// of the other edition are left out.
pub fn labels_of(edition: i32, standard: &Standard) -> impl Iterator<Item = &Label> {
    standard.own_labels()[index_of(edition, standard)]
        .iter()
        .filter(|own| !own.is_piece)
        .map(|own| &own.label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Layout, parse};

    /// The blocks of table two in `text`, and the edition that each block shows.
    fn blocks(text: &str) -> Vec<(usize, Option<i32>)> {
        let report = &parse(text, Standard::official()).reports[0];
        let part = report
            .parts
            .iter()
            .find(|part| part.tables.iter().any(|pieces| pieces.table == 0))
            .expect("a part with the table");
        let found = stretches(part.range.of(text), &part.tables[0], Standard::official());
        assert!(found.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
        found.iter().map(|stretch| (stretch.block, stretch.edition())).collect()
    }

    #[test]
    fn each_block_shows_its_edition_in_every_layout() {
        for layout in Layout::ALL {
            let old = crate::rules::testing::sample_of(layout, 2019);
            assert_eq!(
                blocks(&old),
                (0..5).map(|block| (block, Some(2019))).collect::<Vec<_>>(),
                "{layout:?}"
            );
            let new = crate::rules::testing::sample_of(layout, 2021);
            assert_eq!(
                blocks(&new),
                (0..4).map(|block| (block, Some(2021))).collect::<Vec<_>>(),
                "{layout:?}"
            );
            for (text, edition) in [(old, 2019), (new, 2021)] {
                assert_eq!(
                    shown(
                        &text,
                        &parse(&text, Standard::official()).reports[0],
                        Standard::official()
                    ),
                    Some(edition)
                );
                let bare: String =
                    text.replace("第二十条第（五）项", "").replace("第二十条第（六）项", "");
                assert_eq!(
                    blocks(&bare).iter().map(|(block, _)| *block).collect::<Vec<_>>()[..4],
                    [0, 1, 2, 3],
                    "{layout:?}\n{bare}"
                );
            }
        }
    }

    #[test]
    fn words_of_one_edition_are_known() {
        assert_eq!(
            labels_of(2021, Standard::official())
                .map(|label| label.text.as_str())
                .collect::<Vec<_>>(),
            [
                "本年制发件数",
                "本年废止件数",
                "现行有效件数",
                "本年处理决定数量",
                "本年处理决定数量",
                "本年收费金额（单位：万元）",
            ]
        );
        assert!(
            labels_of(2019, Standard::official()).any(|label| label.text == "政府集中采购")
                && labels_of(2019, Standard::official()).all(|label| label.text != "规范性文件")
        );
    }
}
