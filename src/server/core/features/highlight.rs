//! Highlights: shows a total with its addends, an addend with its totals, and a label with its
//! cells.

use super::locate::{Spot, TableAt, Thing, locate};
use crate::facts::WordMeaning;
use crate::server::core::view::View;
use crate::standard::CellRef;
use crate::text::TextRange;

/// A cell related to the position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// In bytes of the text.
    pub range: TextRange,
    pub access: Access,
}

/// The role of a cell in a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// The cell is an addend.
    Read,
    /// The cell is the result.
    Write,
}

/// The cells related to the position. Totals are written, addends are read.
pub fn highlights(view: &View, at: usize) -> Vec<Highlight> {
    let Some(Spot { thing, .. }) = locate(view, at) else { return Vec::new() };
    let (table, mut cells) = match thing {
        Thing::Cell(table, cell) => (table, of_cell(table, cell)),
        Thing::Word(table, WordMeaning::Row(row)) => (table, read(table.cells_of_row(row))),
        Thing::Word(table, WordMeaning::Column { block, column, row }) => {
            let rows = table.form().blocks.get(block).map_or(0..0, |block| block.rows.clone());
            (
                table,
                read(
                    rows.filter(|&own| row.is_none_or(|row| row == own))
                        .map(|row| CellRef { row, column }),
                ),
            )
        }
        Thing::Word(..) | Thing::Heading(_) | Thing::Title | Thing::Period(_) => return Vec::new(),
    };
    cells.sort_by_key(|(cell, access)| (*cell, *access == Access::Read));
    cells.dedup_by_key(|(cell, _)| *cell);
    let highlight = |(cell, access): (CellRef, Access)| {
        Some(Highlight { range: table.cell_range(cell)?, access })
    };
    cells.into_iter().filter_map(highlight).collect()
}

fn read(cells: impl Iterator<Item = CellRef>) -> Vec<(CellRef, Access)> {
    cells.map(|cell| (cell, Access::Read)).collect()
}

/// The cell with the other cells of its sums: the addends if the cell is a result, the results if
/// the cell is an addend.
fn of_cell(table: TableAt, cell: CellRef) -> Vec<(CellRef, Access)> {
    let sums = || {
        table
            .sums()
            .iter()
            .filter(|sum| !sum.relation.at_least && sum.cells().any(|other| other == cell))
    };
    let results = || sums().filter(|sum| sum.form.result == cell);
    if results().next().is_some() {
        let mut found = read(results().flat_map(|sum| sum.cells()).filter(|&other| other != cell));
        found.push((cell, Access::Write));
        return found;
    }
    let mut found = read(std::iter::once(cell));
    found.extend(sums().map(|sum| (sum.form.result, Access::Write)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{replaced, sample};
    use crate::server::core::features::testing::view;
    use crate::server::core::view::Client;
    use crate::syntax::Layout;
    use crate::text::line_at;

    /// The highlighted words, with the line of each word. A star marks a written word.
    fn shown(marked: &str) -> Vec<String> {
        let text = marked.replace('⟦', "");
        view(marked, Client::default(), |view, at| {
            let show = |Highlight { range, access }: Highlight| {
                let words = range.of(&text);
                let line = line_at(&text, range.start).of(&text);
                let label: String = line.trim_start().chars().take(4).collect();
                format!("{}{words} {label}", if access == Access::Write { "*" } else { "" })
            };
            highlights(view, at).into_iter().map(show).collect()
        })
    }

    #[test]
    fn a_total_has_its_addends() {
        let text = replaced(
            &sample(Layout::Spaces),
            "（一）予以公开 4 1 0 0 0 0 5",
            "（一）予以公开 4 1 0 0 0 0 ⟦5",
        );
        let text = format!("{}\n{text}", sample(Layout::Markdown));
        assert_eq!(
            shown(&text),
            [
                "4 三、本年",
                "1 三、本年",
                "0 三、本年",
                "0 三、本年",
                "0 三、本年",
                "0 三、本年",
                "*5 三、本年"
            ]
        );
    }

    #[test]
    fn an_addend_has_its_totals() {
        let text = replaced(&sample(Layout::Spaces), "（一）予以公开 4 1", "（一）予以公开 ⟦4 1");
        assert_eq!(shown(&text), ["4 三、本年", "*5 三、本年", "*6 （七）总"]);
        let text = replaced(
            &sample(Layout::Spaces),
            "二、上年结转政府信息公开申请数量 1 0",
            "二、上年结转政府信息公开申请数量 ⟦1 0",
        );
        assert_eq!(shown(&text), ["1 二、上年", "*1 二、上年", "*1 四、结转"]);
    }

    #[test]
    fn a_label_has_its_cells_and_a_heading_nothing() {
        let text =
            replaced(&sample(Layout::Spaces), "行政规范性文件 3 1 12", "行政⟦规范性文件 3 1 12");
        assert_eq!(shown(&text), ["3 行政规范", "1 行政规范", "12 行政规范"]);
        assert_eq!(shown(&replaced(&sample(Layout::Tabs), "收到和处理", "收到⟦和处理")), [""; 0]);
    }
}
