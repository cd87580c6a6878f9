//! Tables without drawn lines, with labels in several lines.
//!
//! A label begins with a numeral (`一、`, `（一）`, `1.`) and goes on in the lines below it, in the
//! same column, also on the next page. The numbers of a row stand beside its label, at the top or
//! in the middle. Where a table does not fit this, its lines stay as they are.

use super::blocks::{Block, MARGIN, is_margin};
use super::lines::{TextLine, is_numbered};
use super::table::{Cell, Table};
use std::collections::{BTreeMap, BTreeSet};

/// A word of a line, with its place in the flow of all pages.
#[derive(Clone, Debug)]
struct Word {
    page: usize,
    block: usize,
    /// The distance from the top of the first page.
    at: f64,
    line: TextLine,
}

/// A label.
#[derive(Debug)]
struct Label {
    words: Vec<Word>,
}

/// No page is as high.
const PAGE: f64 = 1e6;
/// A table has at least as many columns of numbers, and rows with all numbers.
const COLUMNS: usize = 4;
const ROWS: usize = 5;

/// A text with more words is not searched: each label is compared with each.
const MOST_WORDS: usize = 10_000;
const MOST_LABELS: usize = 200;

/// Replaces the lines of a table by the rows of the table.
pub(super) fn read(pages: &mut [Vec<Block>]) {
    let words = words(pages);
    if words.len() > MOST_WORDS {
        return;
    }
    let Some(rows) = rows(&words).filter(|rows| are_whole(rows, &words)) else { return };
    let mut by_page: BTreeMap<usize, Vec<Vec<Cell>>> = BTreeMap::new();
    let mut blocks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for row in rows {
        for word in row.iter().flatten() {
            blocks.entry(word.page).or_default().push(word.block);
        }
        let Some(page) = row.iter().flatten().map(|word| word.page).min() else { continue };
        let cells = row.into_iter().enumerate().map(|(column, words)| {
            Cell::of(column, words.into_iter().map(|word| word.line).collect())
        });
        by_page.entry(page).or_default().push(cells.collect());
    }
    let mut goes_on = false;
    for (page, mut used) in blocks {
        used.sort_unstable();
        used.dedup();
        let first = used.first().copied().unwrap_or_default();
        let mut number = 0;
        pages[page].retain(|_| {
            number += 1;
            used.binary_search(&(number - 1)).is_err()
        });
        if let Some(rows) = by_page.remove(&page) {
            pages[page].insert(first, Block::Table(Table::of(rows, goes_on)));
            goes_on = true;
        }
    }
}

/// Whether all words of the lines are in the rows: the lines are left out.
fn are_whole(rows: &[Vec<Vec<Word>>], words: &[Word]) -> bool {
    let used = || rows.iter().flatten().flatten();
    let blocks: BTreeSet<_> = used().map(|word| (word.page, word.block)).collect();
    let are_in_blocks = words.iter().filter(|word| blocks.contains(&(word.page, word.block)));
    are_in_blocks.count() == used().count()
}

/// The words of the lines outside of tables, in order.
fn words(pages: &[Vec<Block>]) -> Vec<Word> {
    let mut words = Vec::new();
    for (page, blocks) in pages.iter().enumerate() {
        let is_margin = |block: &&Block| match block {
            // The rest of a row has several numbers.
            Block::Line(line) => line.words().len() == 1 && is_margin(pages, page, block),
            Block::Table(_) | Block::Picture(_) => false,
        };
        let top = blocks.iter().take(MARGIN).take_while(is_margin).count();
        let bottom = blocks.iter().rev().take(MARGIN).take_while(is_margin).count();
        let count = blocks.len().saturating_sub(bottom);
        for (block, line) in blocks.iter().enumerate().take(count).skip(top) {
            let Block::Line(line) = line else { continue };
            words.extend(line.words().into_iter().map(|line| {
                let at = page as f64 * PAGE + line.base;
                Word { page, block, at, line }
            }));
        }
    }
    words
}

/// The cells of each row. `None` if the words are not a table.
fn rows(words: &[Word]) -> Option<Vec<Vec<Vec<Word>>>> {
    let columns = columns(words)?;
    let left = columns[0].0;
    let is_value = |word: &Word| word.line.left >= left - word.line.size / 2.0;
    let in_columns = |word: &Word| columns.iter().any(|column| overlap(*column, sides(word)) > 0.0);
    let values = || words.iter().filter(|word| is_value(word) && in_columns(word));
    let (first, last) = full(words, columns.len())?;
    let is_label = |word: &Word| is_numbered(&word.line.text) && !is_value(word);
    let above = |index: usize| words[..index].iter().rposition(is_label);
    let first = words.partition_point(|word| word.at <= first + word.line.size / 2.0);
    let mut begin = above(first)?;
    // The numbers of the first rows may be cut.
    let has_values = |label: usize, next: usize| {
        let top = words[label].at - words[label].line.size;
        let bottom = words[next].at - words[next].line.size / 2.0;
        values().any(|word| word.line.is_number() && (top..bottom).contains(&word.at))
    };
    for _ in 0..ROWS {
        begin = above(begin).filter(|&label| has_values(label, begin)).unwrap_or(begin);
    }
    let labels = labels(words, words[begin].at, last, is_value)?;
    if labels.len() < ROWS
        || labels.len() > MOST_LABELS
        || labels.iter().all(|label| label.words.len() == 1)
    {
        return None;
    }
    let end = labels.iter().map(Label::bottom).fold(last, f64::max);
    let is_group = |label: &Label| {
        labels.iter().any(|other| {
            other.left() > label.right()
                && other.top() <= label.bottom() + 2.0
                && other.bottom() >= label.top() - 2.0
        })
    };
    let (groups, leaves): (Vec<&Label>, Vec<&Label>) = labels.iter().partition(|one| is_group(one));
    let mut rows: Vec<Vec<Vec<Word>>> = leaves
        .iter()
        .map(|leaf| [vec![leaf.words.clone()], vec![Vec::new(); columns.len()]].concat())
        .collect();
    for value in values().filter(|word| (words[begin].at - 9.0..=end + 9.0).contains(&word.at)) {
        let distance =
            |leaf: &Label| (leaf.top() - value.at).max(value.at - leaf.bottom()).max(0.0);
        let row = (0..leaves.len())
            .min_by(|a, b| distance(leaves[*a]).total_cmp(&distance(leaves[*b])))?;
        if distance(leaves[row]) > 1.2 * value.line.size {
            return None;
        }
        let column = (0..columns.len()).max_by(|a, b| {
            let shared = |index: usize| overlap(columns[index], sides(value));
            shared(*a).total_cmp(&shared(*b))
        })?;
        rows[row][column + 1].push(value.clone());
    }
    // The first row of a group has the label of the group in front.
    for group in groups.iter().rev() {
        let is_first = |leaf: &Label| {
            let text = &leaf.words[0].line.text;
            text.starts_with("1") || text.starts_with("（一")
        };
        let inside = (0..leaves.len())
            .rev()
            .filter(|&row| leaves[row].left() > group.right())
            .find(|&row| is_first(leaves[row]) && leaves[row].top() <= group.bottom() + 2.0)?;
        rows[inside].insert(0, group.words.clone());
    }
    Some(rows)
}

/// The labels between the places, from the top. `None` if a word belongs to no label.
fn labels(
    words: &[Word],
    first: f64,
    last: f64,
    is_value: impl Fn(&Word) -> bool,
) -> Option<Vec<Label>> {
    let mut labels: Vec<Label> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for word in words.iter().filter(|word| !is_value(word) && word.at >= first - 2.0) {
        let shares = |label: &Label| overlap((label.left(), label.right()), sides(word)) > 0.0;
        if is_numbered(&word.line.text) {
            if word.at > last + word.line.size {
                break;
            }
            open.retain(|&label| !shares(&labels[label]));
            open.push(labels.len());
            labels.push(Label { words: vec![word.clone()] });
            continue;
        }
        let own = open.iter().rev().copied().find(|&label| shares(&labels[label]));
        let is_near = |label: usize| {
            let before = labels[label].words.last().map_or(0.0, |before| before.at);
            word.at - before < 2.2 * word.line.size || word.at - before > PAGE / 2.0
        };
        match own {
            Some(label) if is_near(label) => labels[label].words.push(word.clone()),
            // The text below the table.
            _ if word.at > last => break,
            _ => return None,
        }
    }
    Some(labels)
}

/// The left and right edge of each column of numbers.
fn columns(words: &[Word]) -> Option<Vec<(f64, f64)>> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for (count, _) in lines(words) {
        *counts.entry(count).or_default() += 1;
    }
    let (&count, &most) = counts.range(COLUMNS..).max_by_key(|(_, most)| **most)?;
    if most < ROWS {
        return None;
    }
    let mut columns = vec![(f64::MAX, f64::MIN); count];
    for (_, line) in lines(words).filter(|(own, _)| *own == count) {
        let numbers = line.iter().filter(|word| word.line.is_number());
        for (column, word) in columns.iter_mut().zip(numbers) {
            *column = (column.0.min(word.line.left), column.1.max(word.line.right));
        }
    }
    columns.windows(2).all(|pair| pair[0].1 < pair[1].0).then_some(columns)
}

/// The places of the first and the last line with a number in each column.
fn full(words: &[Word], count: usize) -> Option<(f64, f64)> {
    let full = || lines(words).filter(move |(own, _)| *own == count).map(|(_, line)| line[0].at);
    Some((full().next()?, full().last()?))
}

/// The words of each line, with the count of numbers.
fn lines(words: &[Word]) -> impl Iterator<Item = (usize, &[Word])> {
    let lines = words.chunk_by(|a, b| a.page == b.page && a.block == b.block);
    lines.map(|line| (line.iter().filter(|word| word.line.is_number()).count(), line))
}

fn sides(word: &Word) -> (f64, f64) {
    (word.line.left, word.line.right)
}

fn overlap(a: (f64, f64), b: (f64, f64)) -> f64 {
    a.1.min(b.1) - a.0.max(b.0)
}

impl Label {
    fn top(&self) -> f64 {
        self.words.first().map_or(0.0, |word| word.at)
    }

    fn bottom(&self) -> f64 {
        self.words.last().map_or(0.0, |word| word.at)
    }

    fn left(&self) -> f64 {
        self.words.iter().map(|word| word.line.left).fold(f64::MAX, f64::min)
    }

    fn right(&self) -> f64 {
        self.words.iter().map(|word| word.line.right).fold(f64::MIN, f64::max)
    }
}
