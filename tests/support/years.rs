//! Numbers of organs over years, consistent from year to year.

use gouji::standard::{Kind, Standard};
use proptest::prelude::*;

pub const FIRST_YEAR: i32 = 2021;
/// The reports of an organ are of this number of years.
pub const YEARS: usize = 3;

/// The numbers of a report, by table and in the order of the form.
pub type Cells = [Vec<i64>; 3];

/// The numbers of an organ for a year, from some free numbers: the requests handled by column, the
/// requests left, and the documents made and repealed.
#[derive(Clone, Debug)]
pub struct Free {
    handled: [i64; 6],
    left: [i64; 6],
    made: [i64; 2],
    gone: [i64; 2],
    other: i64,
}

pub fn free() -> impl Strategy<Value = Free> {
    let six = |most: i64| prop::array::uniform6(0..most);
    let two = || prop::array::uniform2(0..5_i64);
    (six(40), six(4), two(), two(), 0..9_i64).prop_map(|(handled, left, made, gone, other)| Free {
        // More requests than are carried in.
        handled: handled.map(|handled| handled + 4),
        left,
        made,
        gone,
        other,
    })
}

/// The reports of one organ over the years.
pub fn cells_of(years: &[Free]) -> Vec<Cells> {
    let form = Standard::official().form(FIRST_YEAR);
    let rows = form.tables[1].rows.len();
    let (mut left, mut valid) = ([0; 6], [50; 2]);
    let one = |(index, free): (usize, &Free)| {
        let mut two = Vec::new();
        for (document, valid) in valid.iter_mut().enumerate() {
            *valid += free.made[document] - free.gone[document];
            two.extend([free.made[document], free.gone[document], *valid]);
        }
        two.extend([free.other; 4]);
        let mut three = vec![0; rows * 7];
        for column in 0..6 {
            let mut set = |row: usize, value: i64| {
                three[row * 7 + column] = value;
                three[row * 7 + 6] += value;
            };
            set(0, free.handled[column] + free.left[column] - left[column]);
            set(1, left[column]);
            // The outcomes differ from year to year.
            set(2 + index, free.handled[column]);
            set(rows - 2, free.handled[column]);
            set(rows - 1, free.left[column]);
        }
        left = free.left;
        let four = [free.other, 0, 1, 0, free.other + 1].repeat(3);
        [two, three, four]
    };
    years.iter().enumerate().map(one).collect()
}

/// The sum of reports, cell by cell.
pub fn sum(reports: &[&Cells]) -> Cells {
    std::array::from_fn(|table| {
        let len = reports[0][table].len();
        (0..len).map(|cell| reports.iter().map(|report| report[table][cell]).sum()).collect()
    })
}

/// The number of a cell, by table, row and column. A fee is the number times 1.000007: the sum of
/// fees is the fee of the sum.
pub fn digits(cells: &Cells, year: i32, (table, row, column): (usize, usize, usize)) -> String {
    let form = &Standard::official().form(year).tables[table];
    let start: usize = (0..row).map(|row| form.columns(row).len()).sum();
    let value = cells[table][start + column];
    match form.columns(row)[column].kind {
        Kind::Money if value != 0 => {
            let millionths = value * 1_000_007;
            let decimals = format!("{:06}", millionths % 1_000_000);
            format!("{}.{}", millionths / 1_000_000, decimals.trim_end_matches('0'))
        }
        _ => value.to_string(),
    }
}
