//! Printed tables with narrow columns, so words break over lines. The text is read back by printed
//! lines, as from PDF, so the lines of a merged cell mix with the lines of the rows beside the
//! cell.

use super::merged::{Span, rows};
use super::{Numbers, Oddities, numbers, odd, oddities, section_text};
use gouji::standard::{Standard, TableForm};
use proptest::prelude::*;

/// The way to print the tables.
#[derive(Clone, Copy, Debug)]
pub struct Print {
    /// Widths of the columns in characters: the heads of groups, the labels of rows, the values.
    pub heads: [usize; 2],
    pub labels: usize,
    pub values: usize,
    /// Whether the lines of a cell are in the middle of the cell. Otherwise the lines are at the
    /// top.
    pub centred: bool,
    /// Whether lines at a distance of half a line are read as one line.
    pub coarse: bool,
    /// The text between two words of a line.
    pub gap: &'static str,
    /// Number of rows on a page. A merged cell starts again behind the page number.
    pub page: Option<usize>,
}

pub fn print() -> impl Strategy<Value = Print> {
    let widths = (1..10usize, 2..9usize, 6..24usize, 2..7usize);
    let gap = prop_oneof![Just(" "), Just("    ")];
    (widths, any::<bool>(), any::<bool>(), gap, proptest::option::of(8..24usize)).prop_map(
        |((first, second, labels, values), centred, coarse, gap, page)| Print {
            heads: [first, second],
            labels,
            values,
            centred,
            coarse,
            gap,
            page,
        },
    )
}

/// A correct report with numbers that fit into a narrow column.
pub fn printed() -> impl Strategy<Value = (Numbers, Print, Oddities)> {
    (numbers(2023), print(), oddities())
}

pub fn write(numbers: &Numbers, print: Print, oddities: Oddities) -> String {
    let form = Standard::official().form(numbers.year);
    let year = numbers.year;
    let mut out = format!(
        "云溪省园林局{year}年政府信息公开工作年度报告\n本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。\n"
    );
    for (number, section) in (1..).zip(&form.sections) {
        out += &format!("{}、{}\n", section.numeral, section.title.text);
        match form.table_of_section(number) {
            Some(table) => {
                out += &table_lines(&form.tables[table], print, &|row, column| {
                    numbers.tables[table][row][column].to_string()
                })
            }
            None => out += section_text(number),
        }
    }
    out += &format!("云溪省园林局\n{}年1月18日\n", year + 1);
    odd(&out, oddities)
}

/// A cell with its place in the grid.
struct Placed {
    cell: Span,
    row: usize,
    column: usize,
}

/// The printed lines of a table.
fn table_lines(table: &TableForm, print: Print, cell: &dyn Fn(usize, usize) -> String) -> String {
    let rows = rows(table, cell);
    let placed = place(&rows);
    let depth = if table.across {
        0
    } else {
        table.rows.iter().map(|row| row.under.len() + 1).max().unwrap_or(1)
    };
    let width = |column: usize| match column {
        _ if table.across || column >= depth => print.values,
        _ if column + 1 == depth => print.labels,
        _ => print.heads[column],
    };
    let lines_of = |cell: &Placed| {
        wrapped(&cell.cell, (cell.column..cell.column + cell.cell.columns).map(width).sum())
    };
    // In half lines, so that a centred line has an exact place.
    let mut heights = vec![2usize; rows.len()];
    for one in placed.iter().filter(|one| one.cell.rows == 1) {
        heights[one.row] = heights[one.row].max(2 * lines_of(one).len());
    }
    for one in placed.iter().filter(|one| one.cell.rows > 1) {
        let own = one.row..(one.row + one.cell.rows).min(rows.len());
        let lacking = (2 * lines_of(one).len()).saturating_sub(heights[own.clone()].iter().sum());
        heights[own.end - 1] += lacking;
    }
    let breaks: Vec<usize> =
        print.page.map_or(Vec::new(), |page| (page..rows.len()).step_by(page).collect());
    let mut printed: Vec<(usize, usize, usize, String)> = Vec::new();
    for one in &placed {
        // The parts of the cell on each page.
        let end = (one.row + one.cell.rows).min(rows.len());
        let cuts: Vec<usize> = std::iter::once(one.row)
            .chain(breaks.iter().copied().filter(|&cut| one.row < cut && cut < end))
            .chain([end])
            .collect();
        let mut lines = lines_of(one).into_iter();
        for (part, own) in cuts.windows(2).enumerate() {
            let height: usize = heights[own[0]..own[1]].iter().sum();
            let top: usize = heights[..own[0]].iter().sum();
            let room = if part + 2 == cuts.len() { usize::MAX } else { height / 2 };
            let here: Vec<String> = lines.by_ref().take(room).collect();
            let start =
                top + if print.centred { height.saturating_sub(2 * here.len()) / 2 } else { 0 };
            let page = breaks.iter().filter(|&&cut| cut <= own[0]).count();
            printed.extend(
                here.into_iter()
                    .enumerate()
                    .map(|(at, line)| (page, start + 2 * at, one.column, line)),
            );
        }
    }
    let line = |y: usize| if print.coarse { y / 2 } else { y };
    printed.sort_by_key(|(page, y, column, _)| (*page, line(*y), *column));
    let mut out = String::new();
    let mut last: Option<(usize, usize)> = None;
    for (page, y, _, words) in &printed {
        let here = (*page, line(*y));
        match last {
            Some(last) if last == here => out += print.gap,
            Some((before, _)) if before != *page => out += &format!("\n- {} -\n", page + 1),
            Some(_) => out.push('\n'),
            None => {}
        }
        last = Some(here);
        out += words;
    }
    out + "\n"
}

/// The cells with their places in the grid.
fn place(rows: &[Vec<Span>]) -> Vec<Placed> {
    let mut covered: Vec<Vec<bool>> = vec![Vec::new(); rows.len()];
    let mut placed = Vec::new();
    for (row, cells) in rows.iter().enumerate() {
        let mut column = 0;
        for cell in cells {
            while covered[row].get(column).copied().unwrap_or(false) {
                column += 1;
            }
            for below in covered.iter_mut().skip(row).take(cell.rows) {
                below.resize(below.len().max(column + cell.columns), false);
                below[column..column + cell.columns].fill(true);
            }
            placed.push(Placed { cell: cell.clone(), row, column });
            column += cell.columns;
        }
    }
    placed
}

/// The lines of a cell in this width. A number is never broken.
fn wrapped(cell: &Span, width: usize) -> Vec<String> {
    let chars: Vec<char> = cell.text.chars().collect();
    if cell.is_value {
        vec![cell.text.clone()]
    } else {
        chars.chunks(width.max(1)).map(|line| line.iter().collect()).collect()
    }
}
