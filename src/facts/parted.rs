//! Numbers split by a line break: `300<br>1` is 3001, or 300 in this row and 1 in the next row. The
//! sums decide.

use super::finding::Unreadable;
use super::number::{Number, Value};
use super::table::{RowCells, Table};
use crate::standard::{CellRef, SumForm};
use crate::text::between_markup;

/// Checks the split numbers of a table, each read as one number. A split number is doubtful if sums
/// contradict it or a neighbouring cell is blank. A single doubtful number becomes
/// [`Value::NotANumber`]. With several doubtful numbers, the table cannot be understood.
pub(super) fn doubt(table: &mut Table, text: &str) {
    if !may_be_parted(table, text) {
        return;
    }
    let parted: Vec<CellRef> = parted(table, text).collect();
    let doubtful: Vec<CellRef> =
        parted.iter().copied().filter(|&cell| is_doubtful(table, &parted, cell)).collect();
    match doubtful[..] {
        [] => {}
        [cell] => {
            if let Some(RowCells::Known(cells)) =
                table.rows[cell.row].as_mut().map(|row| &mut row.cells)
            {
                cells[cell.column].value = Value::NotANumber;
            }
        }
        _ => table.unreadable = Some(Unreadable::Doubtful),
    }
}

/// Whether the table has a split number. The meaning of a split number depends on other cells.
pub(super) fn has_parted(table: &Table, text: &str) -> bool {
    may_be_parted(table, text) && parted(table, text).next().is_some()
}

/// Whether the table has a tag. Nearly all tables have no tags.
fn may_be_parted(table: &Table, text: &str) -> bool {
    memchr::memchr(b'<', table.range.of(text).as_bytes()).is_some()
}

fn parted<'a>(table: &'a Table, text: &'a str) -> impl Iterator<Item = CellRef> + 'a {
    table
        .cells()
        .filter(|(_, cell)| {
            matches!(cell.value, Value::Number(_)) && is_parted(cell.range.of(text))
        })
        .map(|(cell, _)| cell)
}

/// Whether an HTML line break or the end of a paragraph stands between digits.
fn is_parted(cell: &str) -> bool {
    if memchr::memchr(b'<', cell.as_bytes()).is_none() {
        return false;
    }
    let lower = cell.to_ascii_lowercase();
    ["<br", "<p", "</p", "<div", "</div"].iter().any(|tag| lower.contains(tag))
        && between_markup(cell).filter(|piece| piece.contains(|c: char| c.is_numeric())).count() > 1
}

/// Whether every sum with the cell fails. If no sum decides, whether a neighbouring cell is blank.
fn is_doubtful(table: &Table, parted: &[CellRef], cell: CellRef) -> bool {
    let relations = table
        .form()
        .relations
        .iter()
        .filter(|relation| relation.table == table.index && !relation.at_least);
    let own = relations
        .flat_map(|relation| &relation.sums)
        .filter(|sum| sum.left.contains(&cell) || sum.right.contains(&cell));
    let is_zero = |cell: &CellRef| {
        table.cell(*cell).is_none_or(|cell| {
            matches!(cell.value, Value::Blank | Value::Number(Number { value: 0, .. }))
        })
    };
    // A sum of two split numbers alone also holds with joined digits, so it proves nothing.
    let tells = |sum: &SumForm| {
        sum.left.iter().chain(&sum.right).any(|cell| !is_zero(cell) && !parted.contains(cell))
    };
    let mut fails = false;
    for sum in own {
        match holds(table, sum) {
            Some(true) if tells(sum) => return false,
            Some(true) | None => {}
            Some(false) => fails = true,
        }
    }
    fails
        || beside(cell)
            .any(|other| table.cell(other).is_some_and(|other| other.value == Value::Blank))
}

/// The neighbouring cells: above, left, below, right.
fn beside(cell: CellRef) -> impl Iterator<Item = CellRef> {
    let CellRef { row, column } = cell;
    let before = row
        .checked_sub(1)
        .map(|row| CellRef { row, column })
        .into_iter()
        .chain(column.checked_sub(1).map(|column| CellRef { row, column }));
    before.chain([CellRef { row: row + 1, column }, CellRef { row, column: column + 1 }])
}

/// Whether a sum holds. `None` if the value of a cell is unknown.
fn holds(table: &Table, sum: &SumForm) -> Option<bool> {
    let number = |cell: &CellRef| match table.cell(*cell)?.value {
        Value::Blank => Some(0),
        Value::Number(number) => Some(number.value),
        Value::NotANumber => None,
    };
    let side =
        |cells: &[CellRef]| cells.iter().try_fold(0_i64, |sum, cell| Some(sum + number(cell)?));
    Some(side(&sum.left)? == side(&sum.right)?)
}

#[cfg(test)]
mod tests {
    use crate::lint::{Options, check};
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// The findings in the sample with these replacements: code and marked words.
    fn found_in(layout: Layout, replacements: &[(&str, &str)]) -> Vec<(&'static str, String)> {
        let text =
            replacements.iter().fold(sample(layout), |text, (from, to)| replaced(&text, from, to));
        let found = check(&text, &Options::default()).expect("a report");
        found.iter().map(|found| (found.code, found.range.of(&text).to_owned())).collect()
    }

    const GIVEN: &str = "（一）予以公开 | 4 | 1 | 0 | 0 | 0 | 0 | 5 |";

    #[test]
    fn a_number_that_the_sums_bear_out_is_one() {
        // 12 more persons.
        let more = [
            (
                "申请数量 | 6 | 2 | 0 | 0 | 0 | 0 | 8 |",
                "申请数量 | 1<br>8 | 2 | 0 | 0 | 0 | 0 | 2<br/>0 |",
            ),
            (GIVEN, "（一）予以公开 | 1<br>6 | 1 | 0 | 0 | 0 | 0 | <p>1</p><p>7</p> |"),
            (
                "（七）总计 | 6 | 2 | 0 | 0 | 0 | 0 | 8 |",
                "（七）总计 | 1<br>8 | 2 | 0 | 0 | 0 | 0 | 2<br>0 |",
            ),
        ];
        for layout in [Layout::Pipes, Layout::Markdown] {
            let own: Vec<(&str, &str)> = more.to_vec();
            let sample = sample(layout);
            if own.iter().all(|(from, _)| sample.contains(from)) {
                assert_eq!(found_in(layout, &own), []);
            }
        }
        assert_eq!(found_in(Layout::Pipes, &[("行政许可 | 3 |", "行政许可 | 3<br>51 |")]), []);
    }

    #[test]
    fn two_numbers_in_one_cell_are_none() {
        let found = |to| found_in(Layout::Pipes, &[(GIVEN, to)]);
        // The value of the next row, or of the next column.
        for to in [
            "（一）予以公开 | 4<br>0 | 1 | 0 | 0 | 0 | 0 | 5 |",
            "（一）予以公开 | 4<br>1 |  | 0 | 0 | 0 | 0 | 5 |",
        ] {
            let said = found(to);
            assert!(
                said.iter().any(|(code, at)| *code == "T010" && at.starts_with("4<br>")),
                "{said:?}"
            );
        }
        // No sum decides.
        let said = found_in(
            Layout::Pipes,
            &[
                ("规章 | 3 | 1 | 12 |", "规章 | 3<br>3 | 1 | 12 |"),
                ("行政规范性文件 | 3 |", "行政规范性文件 |  |"),
            ],
        );
        assert!(said.iter().any(|(code, at)| *code == "T010" && at == "3<br>3"), "{said:?}");
    }

    #[test]
    fn several_such_cells_make_no_sense() {
        let said = found_in(
            Layout::Pipes,
            &[(GIVEN, "（一）予以公开 | 4<br>0 | 1<br>0 | 0 | 0 | 0 | 0 | 5<br>0 |")],
        );
        assert_eq!(said.iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["T012"]);
    }
}
