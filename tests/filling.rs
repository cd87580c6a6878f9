//! The findings while somebody fills in the blank form of table three, number by number. The list
//! stays short and does not jump.

mod support;

use gouji::diagnostic::{Language, apply};
use gouji::lint::{Options, check};
use gouji::standard::Standard;
use gouji::syntax::Layout;
use support::{Manner, Oddities, write_cells};

/// At most five findings at any time.
const MOST: usize = 5;
/// At most two new findings after one number.
const MOST_NEW: usize = 2;

const HEIGHT: usize = 25;
const WIDTH: usize = 7;

/// A number of a correct table three.
fn right(row: usize, column: usize) -> i64 {
    let numbers = |row: usize| match row {
        0 => [6, 2, 0, 1, 0, 0],
        1 => [1, 0, 0, 0, 0, 0],
        2 => [4, 1, 0, 0, 0, 0],
        13 => [2, 1, 0, 1, 0, 0],
        23 => [6, 2, 0, 1, 0, 0],
        24 => [1, 0, 0, 0, 0, 0],
        _ => [0; 6],
    };
    numbers(row).get(column).copied().unwrap_or_else(|| numbers(row).iter().sum())
}

/// The order of the filled cells.
#[derive(Clone, Copy, Debug)]
enum Order {
    Rows,
    Columns,
    /// The addends first, then （七） and 四, then 总计.
    TotalsLast,
    /// 总计 row by row, after all other cells.
    TotalsOfRowsLast,
}

fn cells(order: Order) -> Vec<(usize, usize)> {
    let mut cells: Vec<(usize, usize)> =
        (0..HEIGHT).flat_map(|row| (0..WIDTH).map(move |column| (row, column))).collect();
    match order {
        Order::Rows => {}
        Order::Columns => cells.sort_by_key(|&(row, column)| (column, row)),
        Order::TotalsLast => {
            cells.sort_by_key(|&(row, column)| (column == WIDTH - 1, row == 23, row, column))
        }
        Order::TotalsOfRowsLast => {
            cells.sort_by_key(|&(row, column)| (column == WIDTH - 1, row, column))
        }
    }
    cells
}

/// The findings after the first `cells` are filled.
fn found(manner: Manner, cells: &[(usize, usize)]) -> Vec<String> {
    let is_filled = |row: usize, column: usize| cells.contains(&(row, column));
    let cell = |table: usize, row: usize, column: usize| match table {
        1 if !is_filled(row, column) => String::new(),
        1 => right(row, column).to_string(),
        _ => "0".to_owned(),
    };
    let text = write_cells(2023, manner, Oddities::default(), &cell);
    let found = check(&text, &Options::default()).unwrap_or_default();
    // A right number never gets a fix.
    for fix in found
        .iter()
        .flat_map(|found| found.fixes.iter().filter(|fix| fix.applicability.is_preferred()))
    {
        let overwrites =
            fix.edits().iter().any(|edit| edit.range.of(&text).trim().parse::<i64>().is_ok());
        assert!(
            !overwrites,
            "{manner:?} {:?} {:?}",
            cells.last(),
            fix.message.render(Language::Zh)
        );
    }
    found
        .iter()
        .map(|found| format!("{} {}", found.code, found.message.render(Language::Zh)))
        .collect()
}

#[test]
fn a_form_that_is_being_filled_in_is_told_in_few_findings() {
    assert_eq!(
        (
            Standard::official().form(2023).tables[1].rows.len(),
            Standard::official().form(2023).tables[1].columns(0).len()
        ),
        (HEIGHT, WIDTH)
    );
    for layout in [Layout::Markdown, Layout::Tabs, Layout::Pipes] {
        for order in [Order::Rows, Order::Columns, Order::TotalsLast, Order::TotalsOfRowsLast] {
            let cells = cells(order);
            let mut before = 1;
            for count in 0..=cells.len() {
                let found = found(Manner::Library(layout), &cells[..count]);
                let (last, place) =
                    (found.len(), (layout, order, count.checked_sub(1).map(|last| cells[last])));
                assert!(last <= MOST, "{place:?} {found:#?}");
                assert!(last <= before + MOST_NEW, "{place:?} from {before} to {found:#?}");
                assert_eq!(last == 0, count == cells.len(), "{place:?} {found:#?}");
                before = last;
            }
        }
    }
}

/// A number of a correct table three with many numbers other than 0.
fn full(row: usize, column: usize) -> i64 {
    let outcome = |row: usize| match row {
        2 => [14, 3, 0, 0, 1, 0],
        3 => [5, 1, 0, 0, 0, 0],
        4 | 14 => [1, 0, 0, 0, 0, 0],
        7 => [2, 0, 1, 0, 0, 0],
        12 => [9, 2, 0, 0, 0, 0],
        13 => [4, 1, 0, 0, 0, 0],
        15 => [3, 1, 0, 0, 0, 0],
        20 => [2, 0, 0, 0, 0, 0],
        22 => [1, 1, 0, 0, 0, 0],
        _ => [0; 6],
    };
    let of_row = |column: usize| match row {
        0 => (2..23).map(|row| outcome(row)[column]).sum::<i64>() + [-1, 1, 0, 0, 0, 0][column],
        1 => [3, 0, 0, 0, 0, 0][column],
        23 => (2..23).map(|row| outcome(row)[column]).sum(),
        24 => [2, 1, 0, 0, 0, 0][column],
        row => outcome(row)[column],
    };
    if column == WIDTH - 1 { (0..WIDTH - 1).map(of_row).sum() } else { of_row(column) }
}

/// The report with this table three, without the blank cells.
fn half_filled(layout: Layout, is_blank: impl Fn(usize, usize) -> bool) -> String {
    let cell = |table: usize, row: usize, column: usize| match table {
        1 if is_blank(row, column) => String::new(),
        1 => full(row, column).to_string(),
        _ => "0".to_owned(),
    };
    write_cells(2023, Manner::Library(layout), Oddities::default(), &cell)
}

/// Asserts that at most `most` findings report blank cells, and that the named fixes restore the
/// correct report.
fn assert_few(layout: Layout, most: usize, what: &str, is_blank: impl Fn(usize, usize) -> bool) {
    let text = half_filled(layout, &is_blank);
    let found = check(&text, &Options::default()).unwrap_or_default();
    let told: Vec<String> = found
        .iter()
        .map(|found| format!("{} {}", found.code, found.message.render(Language::Zh)))
        .collect();
    assert!((1..=most).contains(&found.len()), "{layout:?} {what}: {told:#?}");
    for fix in found
        .iter()
        .flat_map(|found| found.fixes.first())
        .filter(|fix| fix.applicability.is_preferred())
    {
        let fixed = apply(&text, fix.edits());
        // The fix writes the original numbers. The other cells stay blank.
        let right = half_filled(layout, |_, _| false);
        let numbers = |text: &str| {
            text.split(|c: char| !c.is_ascii_digit())
                .filter_map(|word| word.parse::<i64>().ok())
                .collect::<Vec<_>>()
        };
        let (now, right) = (numbers(&fixed), numbers(&right));
        let mut rest = right.iter();
        assert!(
            now.iter().all(|number| rest.any(|other| other == number)),
            "{layout:?} {what}: {fixed}"
        );
    }
}

#[test]
fn neighbouring_blank_rows_are_one_finding() {
    for layout in [Layout::Markdown, Layout::Tabs] {
        for count in 1..=4 {
            for first in 0..=HEIGHT - count {
                // （七） and 四 are computed separately. Two rows of zeros are two findings.
                assert_few(
                    layout,
                    if count == 1 { 1 } else { 2 },
                    &format!("{count} rows from {first}"),
                    |row, _| (first..first + count).contains(&row),
                );
            }
        }
    }
}

#[test]
fn neighbouring_blank_cells_are_one_finding() {
    for count in 1..=3 {
        for row in 0..HEIGHT {
            for first in 0..=WIDTH - count {
                let most = if count == 1 { 1 } else { 2 };
                assert_few(
                    Layout::Markdown,
                    most,
                    &format!("{count} cells of {row} from {first}"),
                    |other, column| other == row && (first..first + count).contains(&column),
                );
            }
        }
    }
}

/// If a number may belong to either of two rows, the fix writes neither a zero nor the number.
#[test]
fn what_the_sums_leave_open_has_no_fix() {
    let found =
        check(&half_filled(Layout::Markdown, |row, _| matches!(row, 2 | 3)), &Options::default())
            .unwrap_or_default();
    let told: Vec<String> = found
        .iter()
        .map(|found| format!("{} {}", found.code, found.message.render(Language::Zh)))
        .collect();
    assert_eq!(
        told,
        ["T009 表三有 14 格没有填数，第一处在“（一）予以公开”一行：按合计不都是 0，请对照原件填写"]
    );
    assert!(found[0].fixes.is_empty());
}

/// Blank rows do not hide a wrong number.
#[test]
fn a_wrong_number_beside_blank_rows_is_told() {
    let text = half_filled(Layout::Markdown, |row, _| matches!(row, 2 | 3))
        .replace("| 9 | 2 | 0 | 0 | 0 | 0 | 11 |", "| 9 | 2 | 0 | 0 | 0 | 0 | 12 |");
    let found = check(&text, &Options::default()).unwrap_or_default();
    assert!(found.iter().any(|found| found.code == "A001"), "{found:#?}");
}

/// If （七） and 四 are both blank, each row has its own finding and its own fix. Applied in any
/// order or together, the fixes give the correct report.
#[test]
fn two_blank_rows_of_totals_are_computed_each() {
    for manner in support::MANNERS {
        for (is_zero, code) in [(false, ["A002", "A003"]), (true, ["T009", "T009"])] {
            let number = |row: usize, column: usize| if is_zero { 0 } else { full(row, column) };
            let text = |is_blank: &dyn Fn(usize) -> bool| {
                let cell = |table: usize, row: usize, column: usize| match table {
                    1 if is_blank(row) => String::new(),
                    1 => number(row, column).to_string(),
                    _ => "0".to_owned(),
                };
                write_cells(2023, manner, Oddities::default(), &cell)
            };
            let blank = text(&|row| matches!(row, 23 | 24));
            let found = check(&blank, &Options::default()).unwrap_or_default();
            assert_eq!(
                found.iter().map(|found| found.code).collect::<Vec<_>>(),
                code,
                "{manner:?}"
            );
            let numbers = |text: &str| {
                text.split(|c: char| !c.is_ascii_digit())
                    .filter_map(|word| word.parse::<i64>().ok())
                    .collect::<Vec<_>>()
            };
            let filled = |fixed: &str, is_blank: &dyn Fn(usize) -> bool, left: usize| {
                assert_eq!(numbers(fixed), numbers(&text(is_blank)), "{manner:?} {fixed}");
                assert_eq!(
                    check(fixed, &Options::default()).unwrap_or_default().len(),
                    left,
                    "{manner:?} {fixed}"
                );
            };
            let fixes: Vec<_> = found.iter().map(|found| found.fixes[0].edits()).collect();
            filled(&apply(&blank, fixes[0]), &|row| row == 24, 1);
            filled(&apply(&blank, fixes[1]), &|row| row == 23, 1);
            filled(&apply(&blank, &fixes.concat()), &|_| false, 0);
        }
    }
}
