//! What is said while the blank form of table three is filled in, number by number: the list neither grows long nor jumps.

mod support;

use gouji::diagnostic::Language;
use gouji::lint::{Options, check};
use gouji::standard::form;
use gouji::syntax::Layout;
use support::{Manner, Oddities, write_cells};

/// No more findings than this are shown at any time.
const MOST: usize = 5;
/// One number brings no more than so many.
const MOST_NEW: usize = 2;

const HEIGHT: usize = 25;
const WIDTH: usize = 7;

/// A number of table three that adds up.
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

/// In which order the cells are filled.
#[derive(Clone, Copy, Debug)]
enum Order {
    Rows,
    Columns,
    /// The addends first, then （七） and 四, then 总计.
    TotalsLast,
    /// 总计 row by row, behind all else.
    TotalsOfRowsLast,
}

fn cells(order: Order) -> Vec<(usize, usize)> {
    let mut cells: Vec<(usize, usize)> = (0..HEIGHT).flat_map(|row| (0..WIDTH).map(move |column| (row, column))).collect();
    match order {
        Order::Rows => {}
        Order::Columns => cells.sort_by_key(|&(row, column)| (column, row)),
        Order::TotalsLast => cells.sort_by_key(|&(row, column)| (column == WIDTH - 1, row == 23, row, column)),
        Order::TotalsOfRowsLast => cells.sort_by_key(|&(row, column)| (column == WIDTH - 1, row, column)),
    }
    cells
}

/// What is found with the first so many `cells` filled.
fn found(manner: Manner, cells: &[(usize, usize)]) -> Vec<String> {
    let is_filled = |row: usize, column: usize| cells.contains(&(row, column));
    let cell = |table: usize, row: usize, column: usize| match table {
        1 if !is_filled(row, column) => String::new(),
        1 => right(row, column).to_string(),
        _ => "0".to_owned(),
    };
    let text = write_cells(2023, manner, Oddities::default(), &cell);
    let found = check(&text, &Options::default()).unwrap_or_default();
    // What is right is never to be another number.
    for fix in found.iter().flat_map(|found| found.fixes.iter().filter(|fix| fix.is_named && !fix.offered_only)) {
        let overwrites = fix.edits().iter().any(|edit| edit.range.of(&text).trim().parse::<i64>().is_ok());
        assert!(!overwrites, "{manner:?} {:?} {:?}", cells.last(), fix.message.render(Language::Zh));
    }
    found.iter().map(|found| format!("{} {}", found.code, found.message.render(Language::Zh))).collect()
}

#[test]
fn a_form_that_is_being_filled_in_is_told_in_few_findings() {
    assert_eq!((form(2023).tables[1].rows.len(), form(2023).tables[1].columns(0).len()), (HEIGHT, WIDTH));
    for layout in [Layout::Markdown, Layout::Tabs, Layout::Html, Layout::Pipes] {
        for order in [Order::Rows, Order::Columns, Order::TotalsLast, Order::TotalsOfRowsLast] {
            let cells = cells(order);
            let mut before = 1;
            for count in 0..=cells.len() {
                let found = found(Manner::Library(layout), &cells[..count]);
                let (last, place) = (found.len(), (layout, order, count.checked_sub(1).map(|last| cells[last])));
                assert!(last <= MOST, "{place:?} {found:#?}");
                assert!(last <= before + MOST_NEW, "{place:?} from {before} to {found:#?}");
                assert_eq!(last == 0, count == cells.len(), "{place:?} {found:#?}");
                before = last;
            }
        }
    }
}
