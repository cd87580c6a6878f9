//! Tables from drawn lines.

use super::geometry::{Glyph, Rule};

/// A table: cells between connected lines.
#[derive(Debug)]
pub(super) struct Grid {
    /// The places of the lines down, from the left, and of the lines across, from the top.
    columns: Vec<f64>,
    rows: Vec<f64>,
    /// For each place of the grid, row by row, the first place of its cell. A merged cell covers
    /// several places.
    owners: Vec<usize>,
}

/// Lines closer than this are one line, and lines with a smaller gap are connected. In points.
pub(super) const NEAR: f64 = 3.0;
/// Shorter lines are dots or parts of letters.
const SHORT: f64 = 5.0;
/// A page with more lines is a drawing.
const MOST: usize = 1500;
/// A table has at most this many places.
const MOST_PLACES: usize = 100_000;

/// The tables of a page. Cells without a line between them are one cell.
pub(super) fn grids(rules: &[Rule]) -> Vec<Grid> {
    let (across, down): (Vec<Rule>, Vec<Rule>) = rules.iter().partition(|rule| rule.across);
    let (across, down) = (joined(across), joined(down));
    if across.len() > MOST || down.len() > MOST {
        return Vec::new();
    }
    connected(&across, &down)
        .into_iter()
        .filter_map(|(across, down)| Grid::of(&across, &down))
        .collect()
}

impl Grid {
    fn of(across: &[Rule], down: &[Rule]) -> Option<Self> {
        let rows = places(across, down);
        let columns = places(down, across);
        let (height, width) = (rows.len().checked_sub(1)?, columns.len().checked_sub(1)?);
        // A single cell is a frame around text.
        if height * width < 2 || height * width > MOST_PLACES {
            return None;
        }
        let mut owners: Vec<usize> = (0..height * width).collect();
        // The first place of a cell is the least, so the owner of a place never stands behind it.
        let mut join = |a: usize, b: usize| {
            let (a, b) = (root(&mut owners, a), root(&mut owners, b));
            owners[a.max(b)] = a.min(b);
        };
        let cuts_down = Cuts::new(down, &columns);
        let cuts_across = Cuts::new(across, &rows);
        for row in 0..height {
            for column in 0..width {
                let place = row * width + column;
                let (top, bottom) = (rows[row], rows[row + 1]);
                if column + 1 < width && !cuts_down.part(column + 1, top, bottom) {
                    join(place, place + 1);
                }
                let (left, right) = (columns[column], columns[column + 1]);
                if row + 1 < height && !cuts_across.part(row + 1, left, right) {
                    join(place, place + width);
                }
            }
        }
        for place in 0..owners.len() {
            owners[place] = root(&mut owners, place);
        }
        let is_one = owners.iter().all(|&owner| owner == 0);
        (!is_one).then_some(Self { columns, rows, owners })
    }

    fn width(&self) -> usize {
        self.columns.len() - 1
    }

    /// The distance of the table from the top of the page.
    pub(super) fn top(&self) -> f64 {
        self.rows[0]
    }

    /// In square points.
    pub(super) fn area(&self) -> f64 {
        let length = |places: &[f64]| places[places.len() - 1] - places[0];
        length(&self.columns) * length(&self.rows)
    }

    /// The cell that holds the middle of a character.
    pub(super) fn cell_of(&self, glyph: &Glyph) -> Option<usize> {
        let (x, y) = glyph.center();
        let between = |places: &[f64], at: f64| {
            let after = places.partition_point(|&place| place <= at);
            after.checked_sub(1).filter(|_| after < places.len())
        };
        let (column, row) = (between(&self.columns, x)?, between(&self.rows, y)?);
        Some(self.owners[row * self.width() + column])
    }

    /// The cells of each row, from the left. A cell stands in the first row that it covers.
    pub(super) fn rows(&self) -> impl Iterator<Item = Vec<Place>> {
        let width = self.width();
        (0..self.rows.len() - 1).map(move |row| {
            let places = (0..width).map(|column| row * width + column);
            places.filter(|&place| self.owners[place] == place).map(|own| self.place(own)).collect()
        })
    }

    fn place(&self, owner: usize) -> Place {
        let (width, column) = (self.width(), owner % self.width());
        let is_own = |place: &&usize| **place == owner;
        let across = self.owners[owner..owner - column + width].iter().take_while(is_own).count();
        let height = self.owners[owner..].iter().step_by(width).take_while(is_own).count();
        let (left, right) = (self.columns[column], self.columns[column + across]);
        Place { owner, column, left, right, height }
    }

    /// The left and the right border.
    pub(super) fn sides(&self) -> (f64, f64) {
        (self.columns[0], self.columns[self.width()])
    }
}

/// The place of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    /// The number that [`Grid::cell_of`] gives.
    pub owner: usize,
    /// The column in the grid, from 0.
    pub column: usize,
    /// In points.
    pub left: f64,
    pub right: f64,
    /// Number of rows that the cell covers.
    pub height: usize,
}

/// The lines at each place of the grid.
struct Cuts(Vec<Vec<(f64, f64)>>);

impl Cuts {
    fn new(rules: &[Rule], places: &[f64]) -> Self {
        let mut cuts = vec![Vec::new(); places.len()];
        for rule in rules {
            let after = places.partition_point(|&place| place <= rule.at);
            let distance = |at: &usize| (places[*at] - rule.at).abs();
            let near = (after.saturating_sub(1)..places.len().min(after + 1))
                .min_by(|a, b| distance(a).total_cmp(&distance(b)));
            if let Some(near) = near {
                cuts[near].push((rule.start, rule.end));
            }
        }
        Self(cuts)
    }

    /// Whether a line at this place covers more than half of the way.
    fn part(&self, place: usize, start: f64, end: f64) -> bool {
        let covered: f64 =
            self.0[place].iter().map(|(from, to)| (to.min(end) - from.max(start)).max(0.0)).sum();
        covered > (end - start) / 2.0
    }
}

/// The places of `rules`, and where the lines that cross them end: the outer border may be left
/// out.
fn places(rules: &[Rule], crossing: &[Rule]) -> Vec<f64> {
    let mut all: Vec<f64> = rules.iter().map(|rule| rule.at).collect();
    let (first, last) = crossing.iter().fold((f64::MAX, f64::MIN), |(first, last), rule| {
        (first.min(rule.start), last.max(rule.end))
    });
    let (low, high) =
        all.iter().fold((f64::MAX, f64::MIN), |(low, high), &at| (low.min(at), high.max(at)));
    // Lines stick out a little.
    const BORDER: f64 = 9.0;
    all.extend([first].into_iter().filter(|first| low - first > BORDER));
    all.extend([last].into_iter().filter(|last| last - high > BORDER));
    all.sort_by(f64::total_cmp);
    // The first of each cluster.
    let mut out: Vec<f64> = Vec::with_capacity(all.len());
    for at in all {
        if out.last().is_none_or(|last| at - last > NEAR) {
            out.push(at);
        }
    }
    out
}

/// Lines in a row as one line.
fn joined(mut rules: Vec<Rule>) -> Vec<Rule> {
    rules.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut out: Vec<Rule> = Vec::new();
    // Lines of one border may be drawn cell by cell, a little apart.
    const SAME: f64 = 1.0;
    let mut start = 0;
    while start < rules.len() {
        let end = start + rules[start..].partition_point(|rule| rule.at - rules[start].at <= SAME);
        let group = &mut rules[start..end];
        group.sort_by(|a, b| a.start.total_cmp(&b.start));
        let first = out.len();
        for rule in group {
            match out[first..].last_mut() {
                Some(last) if rule.start - last.end <= NEAR => last.end = last.end.max(rule.end),
                _ => out.push(*rule),
            }
        }
        start = end;
    }
    out.retain(|rule| rule.end - rule.start >= SHORT);
    out
}

/// Groups of lines that cross or touch each other.
fn connected(across: &[Rule], down: &[Rule]) -> Vec<(Vec<Rule>, Vec<Rule>)> {
    let mut owners: Vec<usize> = (0..across.len() + down.len()).collect();
    let covers = |rule: &Rule, at: f64| (rule.start - NEAR..=rule.end + NEAR).contains(&at);
    for (index, line) in across.iter().enumerate() {
        for (other, crossing) in down.iter().enumerate() {
            if covers(line, crossing.at) && covers(crossing, line.at) {
                let a = root(&mut owners, index);
                let b = root(&mut owners, across.len() + other);
                owners[a.max(b)] = a.min(b);
            }
        }
    }
    let mut groups: Vec<(Vec<Rule>, Vec<Rule>)> = vec![Default::default(); owners.len()];
    for (index, line) in across.iter().enumerate() {
        groups[root(&mut owners, index)].0.push(*line);
    }
    for (index, line) in down.iter().enumerate() {
        groups[root(&mut owners, across.len() + index)].1.push(*line);
    }
    groups.retain(|(across, down)| !across.is_empty() && !down.is_empty());
    groups
}

/// The owner of the owners of `at`. The owners on the way are shortened.
fn root(owners: &mut [usize], mut at: usize) -> usize {
    while owners[at] != at {
        owners[at] = owners[owners[at]];
        at = owners[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn across(at: f64, start: f64, end: f64) -> Rule {
        Rule { across: true, at, start, end }
    }

    fn down(at: f64, start: f64, end: f64) -> Rule {
        Rule { across: false, at, start, end }
    }

    /// The columns of the cells in each row.
    fn columns(rules: &[Rule]) -> Vec<Vec<usize>> {
        let grids = grids(rules);
        let rows = grids.iter().flat_map(Grid::rows);
        rows.map(|row| row.iter().map(|cell| cell.column).collect()).collect()
    }

    #[test]
    fn missing_lines_merge_cells() {
        let frame = [across(0.0, 0.0, 90.0), across(60.0, 0.0, 90.0)];
        let sides = [down(0.0, 0.0, 60.0), down(90.0, 0.0, 60.0)];
        // The first column is one cell over both rows; the second row is cut in two.
        let inner = [across(30.0, 30.0, 90.0), down(30.0, 0.0, 60.0), down(60.0, 30.0, 60.0)];
        let rules = [&frame[..], &sides, &inner].concat();
        assert_eq!(columns(&rules), [vec![0, 1], vec![1, 2]]);
        // Tables without the outer lines down are as wide as the lines across.
        let open = [&frame[..], &inner].concat();
        assert_eq!(columns(&open), [vec![0, 1], vec![1, 2]]);
    }

    #[test]
    fn pieces_and_double_lines_are_one_line() {
        let pieces: Vec<Rule> =
            (0..30).map(|n| across(30.0, f64::from(n) * 3.0, f64::from(n) * 3.0 + 1.0)).collect();
        let rules = [
            across(0.0, 0.0, 90.0),
            across(2.0, 1.0, 89.0),
            across(60.0, 0.0, 90.0),
            down(0.0, 0.0, 60.0),
            down(90.0, 0.0, 60.0),
        ];
        assert_eq!(columns(&[&rules[..], &pieces].concat()), [[0], [0]]);
    }

    #[test]
    fn a_frame_is_not_a_table() {
        let rules = [
            across(0.0, 0.0, 90.0),
            across(60.0, 0.0, 90.0),
            down(0.0, 0.0, 60.0),
            down(90.0, 0.0, 60.0),
        ];
        assert!(grids(&rules).is_empty());
    }
}
