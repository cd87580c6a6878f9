//! Joins the values of a row if a line end divides them: the values continue on the next line, in
//! order.

use super::place::adds_up;
use super::quotation::is_pipe;
use super::surplus::{is_apart, is_number_of_page};
use super::{Layout, PieceRow, PieceRows};
use crate::standard::TableForm;
use crate::text::{TextRange, fold, is_space, letters_hash, line_start};

/// `rows` with the values of each row of the form together. Each of `rows` is one line of the text.
/// Between cells, only a row with too few cells continues.
pub(super) fn together(text: &str, rows: PieceRows, layout: Layout, form: &TableForm) -> PieceRows {
    let in_cells = layout != Layout::Spaces;
    let widest = (0..form.rows.len()).map(|row| form.width(row)).max().unwrap_or_default();
    let is_rest = |row: PieceRow| row.labels.is_empty() && (1..widest).contains(&row.values.len());
    // The values of nearly every row stand on one line.
    let is_worded = |row: PieceRow| !in_cells && may_begin_with_word(text, row, widest);
    if !rows.iter().any(|row| is_rest(row) || is_worded(row)) {
        return rows;
    }
    let all: Vec<PieceRow> = rows.iter().collect();
    let mut out = PieceRows::with_capacity(rows.len());
    let mut next = 0;
    while let Some(&row) = all.get(next) {
        if let Some(below) = all
            .get(next + 1)
            .filter(|below| !in_cells && is_begun_by_word(text, row, **below, widest, form))
        {
            out.push(
                row.labels.iter().copied(),
                below.labels.iter().chain(below.values).copied(),
                None,
            );
            next += 2;
            continue;
        }
        let lone = if in_cells { None } else { lone_values(text, &all, next) };
        let end = lone.or_else(|| broken(text, &all, next, form)).unwrap_or(next + 1);
        if end == next + 1 {
            out.push(row.labels.iter().copied(), row.values.iter().copied(), row.cells);
        } else {
            let values = all[next..end].iter().flat_map(filled).copied();
            out.push(row.labels.iter().copied(), values, None);
        }
        next = end;
    }
    out
}

/// Whether a short word with a number stands before the values, such as 约12. The word may be the
/// first value.
fn may_begin_with_word(text: &str, row: PieceRow, widest: usize) -> bool {
    const LONGEST: usize = 6;
    let [word] = row.labels else { return false };
    let source = word.of(text);
    let is_short = source.len() <= 3 * LONGEST && (1..widest).contains(&row.values.len());
    is_short
        && source.chars().map(fold).any(|c| c.is_ascii_digit())
        && !source.starts_with(|c| fold(c).is_ascii_digit())
}

/// Whether `below` holds the values of `row`, the label above. The first value is written as a
/// word.
fn is_begun_by_word(
    text: &str,
    row: PieceRow,
    below: PieceRow,
    widest: usize,
    form: &TableForm,
) -> bool {
    if row.has_values()
        || !may_begin_with_word(text, below, widest)
        || form.is_word(letters_hash(below.labels[0].of(text)).0)
    {
        return false;
    }
    let (Some(first), Some(last)) = (row.labels.first(), row.labels.last()) else { return false };
    let own = form.row_by_hash(letters_hash(&text[first.start..last.end]).0);
    own.is_some_and(|own| form.width(own) == below.values.len() + 1)
}

/// The values without the blank cells before and behind them, which belong to merged cells.
fn filled<'a>(row: &PieceRow<'a>) -> &'a [TextRange] {
    let is_filled = |value: &TextRange| !value.is_empty();
    let first = row.values.iter().position(is_filled).unwrap_or(0);
    let end = row.values.iter().rposition(is_filled).map_or(0, |last| last + 1);
    row.values.get(first..end).unwrap_or_default()
}

/// Whether the values of `next` stand on the line below the values of `one`, with nothing between.
fn follows(text: &str, one: PieceRow, next: PieceRow) -> bool {
    let (Some(last), Some(first)) = (one.values.last(), next.values.first()) else { return false };
    let between = text.get(last.end..first.start).unwrap_or("-");
    next.labels.is_empty()
        && between.chars().all(|c| is_space(c) || is_pipe(c))
        && crate::text::lines(between).count() == 2
}

/// The end of a row with one value on each line. The number of values must be the width of a row of
/// the form.
fn lone_values(text: &str, all: &[PieceRow], first: usize) -> Option<usize> {
    let is_single = |row: &PieceRow| row.labels.is_empty() && row.values.len() == 1;
    let begins = first
        .checked_sub(1)
        .is_none_or(|before| !is_single(&all[before]) || !follows(text, all[before], all[first]));
    if !is_single(&all[first]) || !begins {
        return None;
    }
    let more = all[first..]
        .windows(2)
        .take_while(|pair| is_single(&pair[1]) && follows(text, pair[0], pair[1]))
        .count();
    matches!(more + 1, 3 | 7 | 15).then_some(first + more + 1)
}

/// The end of a row whose values begin at `all[first]` and continue on the next lines. The number
/// of values must match the row. In addition, the values must add up, or only whole rows with
/// labels may stand around the row.
fn broken(text: &str, all: &[PieceRow], first: usize, form: &TableForm) -> Option<usize> {
    if form.across
        || all[first].values.is_empty()
        || !follows(text, all[first], *all.get(first + 1)?)
    {
        return None;
    }
    let width = width_of(text, all[first], form)?;
    let mut count = filled(&all[first]).len();
    let mut end = first + 1;
    while count < width && end < all.len() && follows(text, all[end - 1], all[end]) {
        count += filled(&all[end]).len();
        end += 1;
    }
    if count != width || end == first + 1 {
        return None;
    }
    let values: Vec<(TextRange, Option<TextRange>)> =
        all[first..end].iter().flat_map(filled).map(|&value| (value, None)).collect();
    let has_sums = width > 3;
    let sums_hold = has_sums && adds_up(text, &values, form.blocks[0].columns.len());
    (sums_hold || is_alone(text, all, first..end, width, form)).then_some(end)
}

/// Whether the lines of a row stand between rows with whole labels and whole values. In addition,
/// the later lines must not stand below the blank columns of the first line.
fn is_alone(
    text: &str,
    all: &[PieceRow],
    own: std::ops::Range<usize>,
    width: usize,
    form: &TableForm,
) -> bool {
    const FEWEST: usize = 2;
    let is_whole = |row: &PieceRow| {
        row.values.is_empty()
            || !row.labels.is_empty() && width_of(text, *row, form) == Some(row.values.len())
    };
    let before = own.start.checked_sub(1).and_then(|before| all.get(before));
    let (first, rest) = (&all[own.start], &all[own.start + 1..own.end]);
    // A single number may be a page number at the end of a page.
    let may_be_page = |row: &PieceRow| {
        row.values.iter().all(|&value| is_number_of_page(value.of(text)) && is_apart(text, value))
    };
    let is_rest =
        rest.iter().all(|row| row.values.len() >= FEWEST || width <= 3 && !may_be_page(row));
    let is_labelled =
        !first.labels.is_empty() && all.get(own.end).is_none_or(|next| !next.labels.is_empty());
    let column = |at: usize| text[line_start(text, at)..at].chars().count();
    let start = column(first.values[0].start);
    let is_left = |row: &PieceRow| row.values.last().is_some_and(|last| column(last.end) <= start);
    let is_close = |row: &PieceRow| {
        row.values.windows(2).all(|pair| text[pair[0].end..pair[1].start].chars().count() == 1)
    };
    let is_in_order = rest.iter().all(is_left) || all[own.clone()].iter().all(is_close);
    is_rest
        && is_labelled
        && is_in_order
        && before.is_none_or(is_whole)
        && all.get(own.end).is_none_or(is_whole)
}

/// Number of values of a row: the width of all rows of the form, or of the row with this label.
fn width_of(text: &str, row: PieceRow, form: &TableForm) -> Option<usize> {
    let mut widths = (0..form.rows.len()).map(|row| form.width(row));
    let first = widths.next()?;
    if widths.all(|other| other == first) {
        return Some(first);
    }
    let last = row.labels.last()?;
    let own = row
        .labels
        .iter()
        .find_map(|label| form.row_by_hash(letters_hash(&text[label.start..last.end]).0));
    own.map(|row| form.width(row))
}

#[cfg(test)]
mod tests {
    use crate::lint::{Options, check};
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// The findings in the sample with these values of （一）予以公开 in place of `4 1 0 0 0 0 5`.
    fn codes(values: &str) -> Vec<&'static str> {
        let text = replaced(
            &sample(Layout::Spaces),
            "（一）予以公开 4 1 0 0 0 0 5",
            &format!("（一）予以公开{values}"),
        );
        check(&text, &Options::default()).unwrap().iter().map(|found| found.code).collect()
    }

    #[test]
    fn values_go_on_in_the_next_line() {
        let none: [&str; 0] = [];
        for values in [
            " 4 1 0\n0 0 0 5",
            " 4 1 0 0 0 0\n5",
            " 4\n1 0 0 0 0 5",
            "\n4 1 0\n0 0 0 5",
            " 4 1 0\n0 0\n0 5",
            " 4\n1\n0\n0\n0\n0\n5",
        ] {
            assert_eq!(codes(values), none, "{values:?}");
        }
        // In columns, at the start of the line.
        assert_eq!(codes("      4     1     0     0     \n0     0     5"), none);
        assert_eq!(codes("      4     1     0\n0     0     0     5"), none);
    }

    #[test]
    fn so_they_do_where_they_do_not_add_up() {
        for values in [" 4 1 0\n0 0 0 6", "      4     1     0     0     \n0     0     6"] {
            assert_eq!(codes(values), ["A001", "A002"], "{values:?}");
        }
    }

    #[test]
    fn the_number_of_a_page_is_no_value() {
        assert_eq!(codes(" 4 1 0 0 0 0\n12"), ["T008"]);
        assert_eq!(codes(" 4 1 0 0 0 0\n\n5"), ["T008"]);
        let table_two = |values: &str| {
            let text =
                replaced(&sample(Layout::Spaces), "规章 3 1 12", &format!("规章 3 1\n{values}"));
            check(&text, &Options::default())
                .unwrap()
                .iter()
                .map(|found| found.code)
                .collect::<Vec<_>>()
        };
        for page in ["12\n\u{c}", "\u{c}12"] {
            assert_eq!(table_two(page), ["T008"], "{page:?}");
        }
    }

    #[test]
    fn a_word_with_a_number_below_the_label_is_the_first_value() {
        for word in ["约12", "约3"] {
            let text =
                replaced(&sample(Layout::Spaces), "规章 3 1 12", &format!("规章\n⟦{word}⟧ 1 12"));
            assert_found("T010", &text);
            assert_eq!(
                check(&text.replace(['⟦', '⟧'], ""), &Options::default()).unwrap().len(),
                1,
                "{text}"
            );
        }
    }

    #[test]
    fn a_row_of_cells_may_be_broken_too() {
        for (layout, parted) in [(Layout::Tabs, "\t"), (Layout::Pipes, " | ")] {
            let values = ["4", "1", "0", "0", "0", "0", "5"].join(parted);
            let broken = ["4", "1", "0", "0\n0", "0", "5"].join(parted);
            let text = replaced(&sample(layout), &values, &broken);
            assert_eq!(check(&text, &Options::default()).unwrap(), [], "{text}");
            let text = text.replace("0\n0", &format!("0{}\n0", parted.trim_end_matches(' ')));
            assert_eq!(check(&text, &Options::default()).unwrap(), [], "{text}");
            // A row without its label is another row.
            let text = replaced(&sample(layout), "（一）予以公开", "");
            assert_eq!(check(&text, &Options::default()).unwrap()[0].code, "T001", "{text}");
        }
    }

    #[test]
    fn rows_of_table_two_go_on_as_well() {
        let text = replaced(&sample(Layout::Spaces), "规章 3 1 12", "规章 3 1\n12");
        assert_eq!(check(&text, &Options::default()).unwrap(), []);
    }
}
