//! Gathers the values of a row from several lines, detected from the columns of the values.
//!
//! `pdftotext -layout` keeps each text at its place on the page. A cell aligned at its top has its
//! number one line above the other numbers of the row. A number too wide for its cell is broken:
//! the first digits stand on the line above, the other digits on the line below.

#[cfg(test)]
mod cases;

use super::rows::Told;
use super::surplus::{is_apart, is_number_of_page};
use super::{PieceRow, PieceRows};
use crate::standard::TableForm;
use crate::text::{TextRange, fold, is_space, line_start};
use unicode_width::UnicodeWidthStr;

/// At most two lines between the two lines of a row.
const MOST_LINES: usize = 2;
/// At most 400 rows. A table of the form has fewer.
const MOST_ROWS: usize = 400;

/// Joins the `rows` that belong to one row of the form, detected from the columns of the values.
/// Each of `rows` is one line of the text.
pub(super) fn gathered(text: &str, rows: PieceRows, form: &TableForm) -> PieceRows {
    let widths = || form.rows.iter().enumerate().map(|(row, _)| form.width(row));
    let (Some(width), Some(least)) = (widths().max(), widths().min()) else { return rows };
    let is_short = |row: PieceRow| row.values.len() > 1 && row.values.len() < width;
    if least < width || rows.len() > MOST_ROWS || !rows.iter().any(is_short) {
        return rows;
    }
    let parts = form.blocks[0].columns.len();
    let all: Vec<PieceRow> = rows.iter().collect();
    // The rows in order, each with its start and its gathered values.
    let mut found: Vec<(usize, Option<Gathering>)> = Vec::with_capacity(all.len());
    let mut next = 0;
    while next < all.len() {
        let gathering = (next..all.len().min(next + 3))
            .find_map(|own| Gathering::of(text, &all, next, own, width, parts));
        let end = gathering.as_ref().map_or(next + 1, |gathering| gathering.end);
        found.push((next, gathering));
        next = end;
    }
    // If zeros are left blank, two rows may have together as many values as one row by chance.
    let is_whole = |(first, gathering): &&(usize, Option<Gathering>)| match gathering {
        Some(gathering) => gathering.holds,
        None => all[*first].values.len() == width,
    };
    let doubtful = found
        .iter()
        .filter(|(_, gathering)| gathering.as_ref().is_some_and(|gathering| !gathering.holds))
        .count();
    if doubtful > found.iter().filter(is_whole).count() {
        return rows;
    }
    let mut out = PieceRows::with_capacity(all.len());
    out.told = Told::Place;
    for (first, gathering) in found {
        match gathering {
            Some(found) => {
                let labels = all[first..found.end].iter().flat_map(|row| row.labels).copied();
                out.push(labels, found.values.iter().map(|value| value.0), None);
                found
                    .values
                    .iter()
                    .filter_map(|&(first, rest)| Some((first, rest?)))
                    .for_each(|(first, rest)| out.break_number(first, rest));
                let doubt = found.values.iter().any(|value| value.1.is_some()) && !found.holds;
                out.told = out.told.max(if doubt { Told::Doubt } else { Told::Place });
            }
            None => out.push(
                all[first].labels.iter().copied(),
                all[first].values.iter().copied(),
                all[first].cells,
            ),
        }
    }
    out
}

/// Removes a possible page number from `rows` of the table whose only row has no label. The number
/// stands apart from all other values. Without the number, one value is missing; with the number,
/// the values do not add up.
pub(super) fn without_page_across(text: &str, rows: PieceRows, form: &TableForm) -> PieceRows {
    let filled = || rows.iter().filter(|row| !row.values.is_empty());
    if !form.across || filled().nth(1).is_none() {
        return rows;
    }
    let is_page = |row: &PieceRow| Lone::of(text, row).is_some_and(|lone| lone.is_apart);
    let mut found: Vec<PieceRow> = filled().take(3).collect();
    let values: Vec<(TextRange, Option<TextRange>)> =
        found.iter().flat_map(|row| row.values).map(|&value| (value, None)).collect();
    found.retain(is_page);
    let ([page], true) = (&found[..], filled().nth(2).is_none() && values.len() == form.cells())
    else {
        return rows;
    };
    if adds_up(text, &values, form.blocks[0].columns.len()) {
        return rows;
    }
    let mut out = rows.like(rows.len());
    for row in rows.iter().filter(|row| row.range() != page.range()) {
        out.push(row.labels.iter().copied(), row.values.iter().copied(), row.cells);
    }
    out
}

/// The values of a row from several lines.
struct Gathering {
    /// From left to right, with the other digits of broken numbers.
    values: Vec<(TextRange, Option<TextRange>)>,
    /// The first row behind the gathered row.
    end: usize,
    /// Whether the totals are the sums of the values before them.
    holds: bool,
}

impl Gathering {
    /// The row that begins at `all[first]`, with most of its values in `all[own]`.
    fn of(
        text: &str,
        all: &[PieceRow],
        first: usize,
        own: usize,
        width: usize,
        parts: usize,
    ) -> Option<Self> {
        if all[own].values.len() == width && first == own {
            return Self::whole(text, all, own, parts);
        }
        let is_fragment = |row: &PieceRow, most: usize| (1..=most).contains(&row.values.len());
        let most = width
            .checked_sub(all[own].values.len())
            .filter(|&lost| lost > 0 && all[own].values.len() > lost)?;
        if !is_spread(text, all[own]) {
            return None;
        }
        // Only pieces of labels stand between the lines of a row.
        let above = (first < own).then(|| &all[first]).filter(|above| {
            is_fragment(above, most)
                && all[first + 1..own].iter().all(|row| row.values.is_empty())
                && is_near(text, above, &all[own])
        });
        if first < own && above.is_none() {
            return None;
        }
        let below = (own + 1..all.len().min(own + 3)).find(|&at| !all[at].values.is_empty());
        let below =
            below.filter(|&at| is_fragment(&all[at], most) && is_near(text, &all[own], &all[at]));
        let lists = |with: Option<usize>| {
            let fragments = (
                above.map_or(&[][..], |row| row.values),
                with.map_or(&[][..], |at| all[at].values),
            );
            let lone: Vec<Lone> = [above, with.map(|at| &all[at])]
                .into_iter()
                .flatten()
                .filter_map(|row| Lone::of(text, row))
                .collect();
            let by = |column: fn(&str) -> usize| {
                let values = row_of(text, all[own].values, fragments, width, column)?;
                let holds = adds_up(text, &values, parts);
                lone.iter()
                    .all(|lone| lone.may_be_in(text, &values, holds, (all, own), column))
                    .then_some((holds, values))
            };
            let found = [by(|before| before.chars().count()), by(UnicodeWidthStr::width)]
                .into_iter()
                .flatten();
            // If the values add up under only one measure of widths, this measure wins.
            found.max_by_key(|(holds, _)| *holds).map(|(holds, values)| Self {
                values,
                end: with.map_or(own, |at| at) + 1,
                holds,
            })
        };
        match (above, below) {
            (None, None) => None,
            (_, Some(at)) => {
                let with = lists(Some(at));
                let without = above.and_then(|_| lists(None));
                match (with, without) {
                    (Some(with), Some(without)) => {
                        Some(if without.holds && !with.holds { without } else { with })
                    }
                    (with, without) => with.or(without),
                }
            }
            (Some(_), None) => lists(None),
        }
    }
}

impl Gathering {
    /// The row `all[own]` with all values on its own line, and with other digits of some values on
    /// the line below. The row must add up with these digits and not without them.
    fn whole(text: &str, all: &[PieceRow], own: usize, parts: usize) -> Option<Self> {
        let (row, below) = (&all[own], all.get(own + 1)?);
        let is_fragment = !below.values.is_empty()
            && below.values.len() < row.values.len()
            && is_near(text, row, below);
        if !is_fragment
            || !below.values.iter().chain(row.values).all(|&value| is_digits(text, value))
            || !is_spread(text, *row)
        {
            return None;
        }
        let alone: Vec<(TextRange, Option<TextRange>)> =
            row.values.iter().map(|&value| (value, None)).collect();
        if adds_up(text, &alone, parts) {
            return None;
        }
        let by = |column: fn(&str) -> usize| {
            let mut values = alone.clone();
            for &rest in below.values {
                let (_, place) = values
                    .iter_mut()
                    .find(|(first, place)| place.is_none() && meet(text, *first, rest, column))?;
                *place = Some(rest);
            }
            adds_up(text, &values, parts).then_some(values)
        };
        let values = by(|before| before.chars().count()).or_else(|| by(UnicodeWidthStr::width))?;
        Some(Self { values, end: own + 2, holds: true })
    }
}

/// A number alone on its line, possibly a page number.
struct Lone {
    number: TextRange,
    /// Whether blank lines stand around the number, or a page ends beside it.
    is_apart: bool,
}

impl Lone {
    /// The number of a row without other text on its line.
    fn of(text: &str, row: &PieceRow) -> Option<Self> {
        let (&[number], []) = (row.values, row.labels) else { return None };
        is_number_of_page(number.of(text))
            .then(|| Self { number, is_apart: is_apart(text, number) })
    }

    /// Whether the number is one of these values of the row `all[own]`, from left to right.
    /// `holds`: the values add up. Either the sum or the column of the number must confirm the
    /// number. A number that stands apart needs both.
    fn may_be_in(
        &self,
        text: &str,
        values: &[(TextRange, Option<TextRange>)],
        holds: bool,
        (all, own): (&[PieceRow], usize),
        column: fn(&str) -> usize,
    ) -> bool {
        // Numbers of one column need not stand exactly below one another.
        const MOST_COMPARED: usize = 4;
        if holds != self.is_apart {
            return holds;
        }
        let is_own = |(first, rest): &(TextRange, Option<TextRange>)| {
            *first == self.number || *rest == Some(self.number)
        };
        let Some(at) = values.iter().position(is_own) else { return false };
        let is_whole = |row: &&PieceRow| row.values.len() == values.len();
        let before = all[..own].iter().rev().filter(is_whole).take(MOST_COMPARED);
        let behind = all[own + 1..].iter().filter(is_whole).take(MOST_COMPARED);
        before.chain(behind).any(|row| meet(text, self.number, row.values[at], column))
    }
}

/// Whether two values on different lines overlap in columns.
fn meet(text: &str, one: TextRange, other: TextRange, column: fn(&str) -> usize) -> bool {
    let place = |range: TextRange| {
        let line = line_start(text, range.start);
        (column(&text[line..range.start]), column(&text[line..range.end]))
    };
    let (one, other) = (place(one), place(other));
    one.0 < other.1 && other.0 < one.1
}

/// The values of a row from left to right: the row's own values, and values from the lines above
/// and below in the gaps. `None` if the values do not fit into the gaps, or if their number is
/// wrong. `column` measures the text before a value.
fn row_of(
    text: &str,
    own: &[TextRange],
    (above, below): (&[TextRange], &[TextRange]),
    width: usize,
    column: fn(&str) -> usize,
) -> Option<Vec<(TextRange, Option<TextRange>)>> {
    let place = |range: &TextRange| {
        let line = line_start(text, range.start);
        (column(&text[line..range.start]), column(&text[line..range.end]))
    };
    let meets = |one: &TextRange, other: &TextRange| meet(text, *one, *other, column);
    let mut values: Vec<(TextRange, Option<TextRange>)> =
        above.iter().map(|&value| (value, None)).collect();
    for value in below {
        // The other digits of a number stand below its first digits.
        match values.iter_mut().find(|(first, rest)| {
            rest.is_none()
                && meets(first, value)
                && is_digits(text, *first)
                && is_digits(text, *value)
        }) {
            Some((_, rest)) => *rest = Some(*value),
            None => values.push((*value, None)),
        }
    }
    if own.iter().any(|own| above.iter().chain(below).any(|value| meets(own, value))) {
        return None;
    }
    values.extend(own.iter().map(|&value| (value, None)));
    values.sort_by_key(|(value, _)| place(value));
    (values.len() == width).then_some(values)
}

fn is_digits(text: &str, range: TextRange) -> bool {
    range.of(text).chars().all(|c| fold(c).is_ascii_digit())
}

/// Whether the last of each `parts` values is the sum of the values before it.
pub(super) fn adds_up(text: &str, values: &[(TextRange, Option<TextRange>)], parts: usize) -> bool {
    let number = |&(first, rest): &(TextRange, Option<TextRange>)| {
        let digits: String = [Some(first), rest]
            .into_iter()
            .flatten()
            .flat_map(|range| range.of(text).chars())
            .map(fold)
            .collect();
        digits.parse::<i64>().ok().filter(|_| digits.len() < 12)
    };
    values.chunks(parts).all(|part| {
        let numbers: Option<Vec<i64>> = part.iter().map(number).collect();
        numbers.is_some_and(|numbers| {
            numbers
                .split_last()
                .is_some_and(|(total, addends)| addends.iter().sum::<i64>() == *total)
        })
    })
}

/// Whether two rows stand on lines close together.
fn is_near(text: &str, one: &PieceRow, next: &PieceRow) -> bool {
    let (Some(end), Some(start)) = (
        one.values.iter().map(|value| value.end).max(),
        next.values.iter().map(|value| value.start).min(),
    ) else {
        return false;
    };
    text.get(end..start)
        .is_some_and(|between| crate::text::lines(between).count() <= MOST_LINES + 1)
}

/// Whether runs of spaces stand between the values of a row. Only then do the columns have a
/// meaning.
fn is_spread(text: &str, row: PieceRow) -> bool {
    row.values
        .windows(2)
        .any(|pair| text[pair[0].end..pair[1].start].chars().filter(|&c| is_space(c)).count() > 1)
}
