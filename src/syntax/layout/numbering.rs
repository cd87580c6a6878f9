//! Removes numbers that count the rows or the columns of a table, not facts of the report.
//!
//! Statistical forms have a column of row numbers (行次) between the labels and the values, and a
//! row of column numbers (`甲 | 1 | 2 | …`, 栏次) below the header. The official form has neither,
//! but both are harmless, so they are removed before the rows are read.

use super::cells::is_serial_header;
use super::rows::Cells;
use super::{PieceRow, PieceRows};
use crate::standard::TableForm;
use crate::text::{Folded, TextRange, fold, is_space, letters_hash, letters_of, visible};

/// Fewest numbered rows. Fewer rows may begin with such numbers by chance.
const FEWEST_ROWS: usize = 3;
/// At most four columns of labels that a row of column numbers also counts.
const MOST_LABELS: usize = 4;
/// Fewest successive numbers that are never the values of a row, because they do not add up.
const NEVER_VALUES: usize = 5;
/// At most 3 for the number of the first column.
const MOST_FIRST: u32 = 3;

/// The rows without such numbers. `editions` has the table in all editions, newest first.
pub(super) fn without(text: &str, rows: PieceRows, editions: &[&TableForm]) -> PieceRows {
    let reader = Numbering { text, editions };
    let rows = if rows.iter().any(|row| counts_up(text, row)) {
        reader.without_column_numbers(rows)
    } else {
        rows
    };
    if editions[0].across {
        return rows;
    }
    let rows = if may_be_numbered(text, &rows) { reader.without_row_numbers(rows) } else { rows };
    reader.without_numbers_above(rows)
}

struct Numbering<'a> {
    text: &'a str,
    /// The table in all editions. The edition of the report is not known yet.
    editions: &'a [&'a TableForm],
}

/// The value of a plain number with few digits.
fn number(text: &str, range: TextRange) -> Option<u32> {
    let source = range.of(text);
    match source.len() {
        0 => None,
        length if length <= 3 * LONGEST => digits(source.chars()),
        // Tags may separate the digits: `1</span><span>0`.
        _ if source.as_bytes()[0].is_ascii_digit() && source.contains('<') => {
            digits(visible(source))
        }
        _ => None,
    }
}

/// At most three digits in a number.
const LONGEST: usize = 3;

fn digits(mut chars: impl Iterator<Item = char>) -> Option<u32> {
    let mut number = fold(chars.next()?).to_digit(10)?;
    for (count, c) in (1..).zip(chars) {
        number = 10 * number + fold(c).to_digit(10).filter(|_| count < LONGEST)?;
    }
    Some(number)
}

/// The number of a column. The sum of other columns may follow: `7=1+2+3+4+5+6`.
fn column_number(text: &str, range: TextRange) -> Option<u32> {
    number(text, range).or_else(|| {
        const LONGEST_SUM: usize = 64;
        let source = Some(range.of(text)).filter(|source| source.len() <= LONGEST_SUM)?;
        let (at, sign) = source.char_indices().find(|&(_, c)| fold(c) == '=')?;
        let is_sum = |c: char| {
            is_space(c) || matches!(fold(c), '0'..='9' | '+' | '-' | '~' | '.' | '…' | '(' | ')')
        };
        let sum = &source[at + sign.len_utf8()..];
        (sum.contains(|c| fold(c).is_ascii_digit()) && sum.chars().all(is_sum))
            .then(|| digits(source[..at].trim_end_matches(is_space).chars()))?
    })
}

fn follows(text: &str, one: TextRange, next: TextRange) -> bool {
    number(text, one).is_some_and(|one| number(text, next) == Some(one + 1))
}

/// Number of values at the start of a row that count up from the number of a first column.
fn run_length(text: &str, row: PieceRow) -> usize {
    let Some(first) = row
        .filled()
        .next()
        .and_then(|first| number(text, first))
        .filter(|first| *first <= MOST_FIRST)
    else {
        return 0;
    };
    row.filled()
        .zip(first..)
        .take_while(|&(value, expected)| column_number(text, value) == Some(expected))
        .count()
}

/// Whether the first two values of a row count up from the number of a first column. The values of
/// few rows do.
fn counts_up(text: &str, row: PieceRow) -> bool {
    let mut filled = row.filled();
    let first = filled
        .next()
        .filter(|first| !matches!(text.as_bytes().get(first.start), Some(b'4'..=b'9')));
    first
        .zip(filled.next())
        .is_some_and(|(one, next)| one.of(text) != next.of(text) && follows(text, one, next))
}

/// Whether the column numbers of a row continue in the first label of the next row:
/// `7=1+2+3+4+5+6`.
fn goes_on_with_sum(text: &str, row: PieceRow, next: PieceRow) -> bool {
    let last = row.filled().last().and_then(|last| number(text, last));
    last.zip(next.labels.first())
        .is_some_and(|(last, label)| column_number(text, *label) == Some(last + 1))
}

/// Whether a word names a column or row of numbers: 甲, 乙, 行次, 栏次, 栏目.
fn is_lead(text: &str, label: TextRange) -> bool {
    const LONGEST: usize = 16;
    let source = label.of(text);
    let are_stems = || {
        letters_of(source).next().is_some()
            && letters_of(source).all(|letter| matches!(letter, '甲' | '乙' | '丙' | '丁'))
    };
    source.len() <= LONGEST
        && (is_serial_header(source) || letters_of(source).eq("栏目".chars()) || are_stems())
}

/// Whether three neighbouring rows of the first rows begin with numbers that count up.
fn may_be_numbered(text: &str, rows: &PieceRows) -> bool {
    const FIRST: usize = 8;
    let mut first = rows.iter().filter_map(|row| row.filled().next()).take(FIRST);
    let Some(mut last) = first.next() else { return false };
    let mut run = 1;
    first.any(|value| {
        run = if follows(text, last, value) { run + 1 } else { 1 };
        last = value;
        run >= FEWEST_ROWS
    })
}

/// Whether these are row numbers, nearly always in steps of one. A lost row leaves a gap.
fn are_numbers(text: &str, numbers: impl Iterator<Item = TextRange>) -> bool {
    let numbers: Option<Vec<u32>> = numbers.map(|value| number(text, value)).collect();
    numbers.filter(|numbers| numbers.len() >= FEWEST_ROWS).is_some_and(|numbers| {
        let steps = numbers.windows(2).filter(|pair| pair[0] + 1 == pair[1]).count();
        numbers.windows(2).all(|pair| pair[0] < pair[1]) && 8 * steps >= 7 * (numbers.len() - 1)
    })
}

impl Numbering<'_> {
    /// The row of each edition with the label of a piece row.
    fn rows_of(&self, row: PieceRow) -> impl Iterator<Item = Option<usize>> {
        let hash = row.labels.last().map(|label| letters_hash(label.of(self.text)).0);
        self.editions.iter().map(move |form| form.row_by_hash(hash?))
    }

    /// Whether a piece row has the label of a row of the form.
    fn is_known(&self, row: PieceRow) -> bool {
        self.rows_of(row).any(|row| row.is_some())
    }

    /// Whether `values` is one more than the width of the form's row with the label of this piece
    /// row.
    fn has_one_more(&self, row: PieceRow, values: usize) -> bool {
        self.rows_of(row)
            .zip(self.editions)
            .any(|(row, form)| row.is_some_and(|row| values == form.width(row) + 1))
    }

    /// The rows without rows of column numbers. Such a row stands below the header of a block and
    /// above the first row of the block.
    fn without_column_numbers(&self, rows: PieceRows) -> PieceRows {
        let text = self.text;
        let all: Vec<PieceRow> = rows.iter().collect();
        // For each row, how many values are column numbers.
        let mut dropped: Vec<usize> = vec![0; all.len()];
        // For each row, whether the first label is the number of a column with its sum. Such a cell
        // is not a value if words decide where rows begin.
        let mut begins_with_sum = vec![false; all.len()];
        // For each row, whether the row is only the word for column numbers.
        let mut is_word_alone = vec![false; all.len()];
        let mut is_wide_found = false;
        // For each edition, the last row above.
        let mut above: Vec<Option<usize>> = vec![None; self.editions.len()];
        for (index, &row) in all.iter().enumerate() {
            if self.is_known(row) {
                for (above, own) in above.iter_mut().zip(self.rows_of(row)) {
                    *above = own.or(*above);
                }
            } else if row.has_values() {
                let count = row.filled().count();
                let numbers = run_length(text, row);
                let is_sum = row.cells.is_none()
                    && numbers == count
                    && all.get(index + 1).is_some_and(|next| goes_on_with_sum(text, row, *next));
                let run = numbers + usize::from(is_sum);
                let is_word = |row: &&PieceRow| {
                    !row.has_values() && row.labels.iter().all(|&label| is_lead(text, label))
                };
                let words = match row.labels {
                    [] if row.cells.is_none() => {
                        all[..index].iter().rev().take(MOST_LABELS).take_while(is_word).count()
                    }
                    _ => 0,
                };
                let is_led =
                    words > 0 || row.labels.last().is_some_and(|&label| is_lead(text, label));
                dropped[index] = match self.editions[0].across {
                    true => self.across(&all[index..]).unwrap_or(0),
                    false
                        if numbers == count
                            && (is_led || self.is_behind_header(row))
                            && self.is_below_header(
                                &all[index + 1..],
                                &above,
                                run,
                                is_led || is_wide_found,
                                words > 0,
                            ) =>
                    {
                        is_word_alone[index - words..index].fill(true);
                        if is_sum {
                            begins_with_sum[index + 1] = true;
                        }
                        numbers
                    }
                    false => 0,
                };
                is_wide_found |= dropped[index] > 1;
            }
        }
        if dropped.iter().all(|count| *count == 0) {
            return rows;
        }
        let mut out = rows.like(all.len());
        for (index, (row, count)) in all.iter().zip(dropped).enumerate() {
            if is_word_alone[index] {
                continue;
            }
            let row =
                PieceRow { labels: &row.labels[usize::from(begins_with_sum[index])..], ..*row };
            let is_label = |label: &&TextRange| count == 0 || !is_lead(text, **label);
            let mut left = count;
            let value = |value: &TextRange| {
                let is_number = left > 0 && !value.is_empty();
                left -= usize::from(is_number);
                if is_number { TextRange::at(value.start) } else { *value }
            };
            let kept: Vec<TextRange> = row.values.iter().map(value).collect();
            // A row of only column numbers has no values.
            if count > 0 && kept.iter().all(|value| value.is_empty()) {
                out.push(
                    row.labels.iter().filter(is_label).copied(),
                    std::iter::empty(),
                    row.cells,
                );
            } else {
                let behind = kept
                    .iter()
                    .filter(|value| count == 0 || row.cells.is_some() || !value.is_empty())
                    .copied();
                out.push(row.labels.iter().filter(is_label).copied(), behind, row.cells);
            }
        }
        out
    }

    /// Whether the words before the values are the end of a header, and not a piece of a row's
    /// label.
    fn is_behind_header(&self, row: PieceRow) -> bool {
        let Some(label) = row.labels.last() else { return true };
        let letters = Folded::letters(self.text, *label).text;
        let columns =
            self.editions.iter().flat_map(|form| &form.blocks).flat_map(|block| &block.columns);
        !letters.is_empty()
            && columns
                .map(|column| &column.label.letters)
                .any(|column| column.ends_with(letters.as_str()))
    }

    /// Whether `run` numbers that count up stand between the header of a block and its first row.
    /// The first row is the next row of the form in `below`, and `above` is the row of the form
    /// above. A single number counts only if `is_shown`: other numbers count up, or a word names
    /// the numbers. If the word stands on its own line (`is_word_alone`), the label of the first
    /// row may also stand on its own line.
    fn is_below_header(
        &self,
        below: &[PieceRow],
        above: &[Option<usize>],
        run: usize,
        is_shown: bool,
        is_word_alone: bool,
    ) -> bool {
        let Some(at) = below.iter().position(|row| self.is_known(*row)) else { return false };
        // Numbers below a label are the values of the label.
        let is_label_alone =
            || is_word_alone && below.get(at + 1).is_some_and(|values| values.labels.is_empty());
        if !below[at].has_values() && !is_label_alone() {
            return false;
        }
        let mut next = self.editions.iter().zip(self.rows_of(below[at])).zip(above);
        next.any(|((form, next), above)| {
            let Some(next) = next else { return false };
            let block = form.rows[next].block;
            let is_first = form.blocks[block].rows.start == next;
            let width = form.blocks[block].columns.len();
            let is_behind = above.is_none_or(|above| form.rows[above].block < block);
            let is_row =
                if width == 1 { is_first && is_shown } else { is_first || run >= NEVER_VALUES };
            is_behind && (width..=width + MOST_LABELS).contains(&run) && is_row
        })
    }

    /// Number of values at the start of table four that number its columns, all together or group
    /// by group. The numbers must be as many as the columns, and the real values must follow, in
    /// the same row or in another row.
    fn across(&self, rows: &[PieceRow]) -> Option<usize> {
        let form = self.editions[0];
        let row = rows.first()?;
        let width = form.cells();
        let group = form.blocks[0].columns.len();
        let values: Vec<TextRange> = row.filled().collect();
        let numbers: Vec<u32> = values
            .get(..width)?
            .iter()
            .map(|&value| column_number(self.text, value))
            .collect::<Option<_>>()?;
        let first = *numbers.first().filter(|first| **first <= MOST_FIRST)?;
        let is_whole = numbers.iter().zip(first..).all(|(number, expected)| *number == expected);
        let is_grouped = || {
            numbers.chunks(group).all(|numbers| {
                numbers.iter().zip(first..).all(|(number, expected)| *number == expected)
            })
        };
        let behind = || {
            values.len() == 2 * width
                || values.len() == width
                    && rows[1..].iter().any(|row| row.filled().count() == width)
        };
        ((is_whole || is_grouped()) && behind()).then_some(width)
    }

    /// Whether the known rows have one value more than in the form: half of the rows, or some rows
    /// if `is_named`. The values of a row may stand on their own line.
    fn have_one_more(&self, rows: &[PieceRow], is_named: bool) -> bool {
        let (mut count, mut more) = (0, 0);
        for (index, &row) in rows.iter().enumerate().filter(|(_, row)| self.is_known(**row)) {
            let below = || rows.get(index + 1).filter(|next| next.labels.is_empty());
            let values = if row.has_values() { Some(&row) } else { below() };
            count += 1;
            more += usize::from(
                values.is_some_and(|values| self.has_one_more(row, values.filled().count())),
            );
        }
        count >= FEWEST_ROWS && (2 * more >= count || is_named)
    }

    /// The rows without the numbers before their labels, if each cell stands on its own line. Such
    /// a number follows the values of the row above, or the words of the header.
    fn without_numbers_above(&self, rows: PieceRows) -> PieceRows {
        let text = self.text;
        if rows.iter().next().is_none_or(|first| first.cells.is_some()) {
            return rows;
        }
        // The last value of the piece row above a row of the form. The value may be the number.
        let above = |index: usize| {
            let row = rows.row(index.checked_sub(1)?);
            row.values
                .last()
                .copied()
                .filter(|&last| row.cells.is_none() && number(text, last).is_some())
        };
        let is_known = |index: &usize| self.is_known(rows.row(*index));
        let mut known: Vec<usize> = Vec::new();
        // In nearly every table, the header stands above the first row, without a value.
        for index in (0..rows.len()).filter(is_known) {
            if above(index).is_none() {
                return rows;
            }
            known.push(index);
        }
        let has_more = |index: &&usize| {
            let row = rows.row(**index - 1);
            row.values.len() == 1 || self.has_one_more(row, row.values.len())
        };
        if !are_numbers(text, known.iter().filter_map(|&index| above(index)))
            || 2 * known.iter().filter(has_more).count() < known.len()
        {
            return rows;
        }
        let mut out = rows.like(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let own = row.values.len() - usize::from(known.binary_search(&(index + 1)).is_ok());
            out.push(
                row.labels.iter().filter(|label| !is_lead(text, **label)).copied(),
                row.values[..own].iter().copied(),
                row.cells,
            );
        }
        out
    }

    /// The rows without the column of row numbers behind the labels.
    fn without_row_numbers(&self, rows: PieceRows) -> PieceRows {
        let text = self.text;
        let all: Vec<PieceRow> = rows.iter().collect();
        let is_named = rows.labels().any(|(_, label)| is_serial_header(label.of(text)));
        if !are_numbers(text, all.iter().filter_map(|row| row.filled().next()))
            || !self.have_one_more(&all, is_named)
        {
            return rows;
        }
        // The index of the cell with the number, if the index is the same in all rows.
        let places = all.iter().filter_map(|row| {
            Some(row.cells?.first_value + row.values.iter().position(|value| !value.is_empty())?)
        });
        let place =
            places.clone().next().filter(|place| places.clone().all(|other| other == *place));
        let mut out = rows.like(all.len());
        for row in &all {
            let first = row.values.iter().position(|value| !value.is_empty());
            let labels = row.labels.iter().filter(|label| !is_lead(text, **label)).copied();
            let behind = |at: Option<usize>| {
                row.values
                    .iter()
                    .enumerate()
                    .filter(move |(index, _)| Some(*index) != at)
                    .map(|(_, value)| *value)
            };
            match (row.cells, place) {
                // The result is the same as without the column.
                (Some(cells), Some(place))
                    if place < cells.count && (first.is_none() || cells.first_value <= place) =>
                {
                    let first_value = cells.first_value - usize::from(place < cells.first_value);
                    out.push(
                        labels,
                        behind(place.checked_sub(cells.first_value)),
                        Some(Cells { count: cells.count - 1, first_value }),
                    );
                }
                (Some(cells), None) => out.push(
                    labels,
                    behind(first),
                    Some(Cells { count: cells.count - usize::from(first.is_some()), ..cells }),
                ),
                (Some(_), _) => out.push(labels, behind(None), row.cells),
                (None, _) => out.push(labels, behind(first), None),
            }
        }
        out
    }
}
