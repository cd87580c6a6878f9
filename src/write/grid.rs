//! A table of the form as a grid with merged cells, as the notices print it: for Word documents,
//! pages and workbooks.

use crate::standard::{Block, CellRef, TableForm};

/// A table. The cells cover each place of the grid once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid<'a> {
    /// Number of columns.
    pub width: usize,
    /// Number of columns on the left that hold the labels of rows.
    pub labels: usize,
    /// The cells that begin in each row, from left to right.
    pub rows: Vec<Vec<GridCell<'a>>>,
}

/// A cell of a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GridCell<'a> {
    pub content: GridContent<'a>,
    /// The first column of the cell.
    pub left: usize,
    /// Number of columns and rows.
    pub across: usize,
    pub down: usize,
}

/// The content of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GridContent<'a> {
    /// Words of the form that are neither the label of a row nor of a column.
    Words(&'a str),
    Row {
        row: usize,
        label: &'a str,
    },
    Column {
        block: usize,
        column: usize,
        label: &'a str,
    },
    Value(CellRef),
}

impl GridContent<'_> {
    /// The words of the form; `None` for a number.
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Words(words) => Some(words),
            Self::Row { label, .. } | Self::Column { label, .. } => Some(label),
            Self::Value(_) => None,
        }
    }
}

impl<'a> Grid<'a> {
    pub fn of(table: &'a TableForm) -> Self {
        if table.across {
            return Self::across(table);
        }
        let labels = table.rows.iter().map(|row| row.under.len() + 1).max().unwrap_or(1);
        let values = table.blocks.iter().map(|block| block.columns.len()).max().unwrap_or(0);
        let mut grid = Self { width: labels + values, labels, rows: Vec::new() };
        for (index, block) in table.blocks.iter().enumerate() {
            if let Some(caption) = &block.caption {
                grid.rows.push(vec![words(&caption.text, 0, grid.width, 1)]);
            }
            grid.add_header(table, index, block);
            for row in block.rows.clone() {
                grid.add_row(table, block, row);
            }
        }
        grid
    }

    /// The header of a block: a corner above the labels of the rows, and the labels of the columns
    /// below their heads.
    fn add_header(&mut self, table: &'a TableForm, index: usize, block: &'a Block) {
        let has_heads = block.columns.iter().any(|column| column.under.is_some());
        let spanning = table.spanning.first();
        let height = 1 + usize::from(has_heads) + usize::from(spanning.is_some());
        let corner = table.corner.as_ref().or(block.head.as_ref());
        let corner = corner.map_or("", |label| label.text.as_str());
        let mut rows = vec![vec![words(corner, 0, self.labels, height)]];
        if let Some(spanning) = spanning {
            rows[0].push(words(&spanning.text, self.labels, self.width - self.labels, 1));
            rows.push(Vec::new());
        }
        if has_heads {
            rows.push(Vec::new());
        }
        let last = rows.len() - 1;
        let mut head = None;
        for (column, form) in block.columns.iter().enumerate() {
            let left = self.labels + column;
            let label = GridContent::Column { block: index, column, label: &form.label.text };
            let cell =
                |down| GridCell { content: label, left, across: self.fill(block, column), down };
            match form.under {
                Some(under) => {
                    if head != Some(under) {
                        let across =
                            block.columns.iter().filter(|other| other.under == Some(under)).count();
                        rows[last - 1].push(words(&table.heads[under].text, left, across, 1));
                    }
                    rows[last].push(cell(1));
                }
                None if has_heads => rows[last - 1].push(cell(2)),
                None => rows[last].push(cell(1)),
            }
            head = form.under;
        }
        self.rows.extend(rows);
    }

    fn add_row(&mut self, table: &'a TableForm, block: &Block, row: usize) {
        let form = &table.rows[row];
        let mut cells = Vec::new();
        for depth in 0..form.under.len() {
            let heads = &form.under[..=depth];
            let is_below = |other: usize| table.rows[other].under.starts_with(heads);
            if row > block.rows.start && is_below(row - 1) {
                continue;
            }
            let down = (row..block.rows.end).take_while(|other| is_below(*other)).count();
            cells.push(words(&table.heads[form.under[depth]].text, depth, 1, down));
        }
        cells.push(GridCell {
            content: GridContent::Row { row, label: &form.label.text },
            left: form.under.len(),
            across: self.labels - form.under.len(),
            down: 1,
        });
        cells.extend((0..block.columns.len()).map(|column| GridCell {
            content: GridContent::Value(CellRef { row, column }),
            left: self.labels + column,
            across: self.fill(block, column),
            down: 1,
        }));
        self.rows.push(cells);
    }

    /// The width of a column of a block. The last column takes what is left.
    fn fill(&self, block: &Block, column: usize) -> usize {
        let values = self.width - self.labels;
        if column + 1 == block.columns.len() { values - column } else { 1 }
    }

    /// A table whose rows stand side by side.
    fn across(table: &'a TableForm) -> Self {
        let width = table.cells();
        let has_heads = table.rows.iter().any(|row| !row.under.is_empty());
        let (mut heads, mut labels, mut columns, mut values) = (vec![], vec![], vec![], vec![]);
        let (mut left, mut head) = (0, None);
        for (row, form) in table.rows.iter().enumerate() {
            let across = table.columns(row).len();
            let content = GridContent::Row { row, label: &form.label.text };
            let under = form.under.first().copied();
            match under {
                Some(under) => {
                    if head != Some(under) {
                        let below =
                            |other: &usize| table.rows[*other].under.first() == Some(&under);
                        let rows = (row..table.rows.len()).take_while(below);
                        let across = rows.map(|row| table.columns(row).len()).sum();
                        heads.push(words(&table.heads[under].text, left, across, 1));
                    }
                    labels.push(GridCell { content, left, across, down: 1 });
                }
                None => {
                    heads.push(GridCell { content, left, across, down: 1 + usize::from(has_heads) })
                }
            }
            head = under;
            for (column, form) in table.columns(row).iter().enumerate() {
                let at = |content| GridCell { content, left: left + column, across: 1, down: 1 };
                let label = &form.label.text;
                columns.push(at(GridContent::Column {
                    block: table.rows[row].block,
                    column,
                    label,
                }));
                values.push(at(GridContent::Value(CellRef { row, column })));
            }
            left += across;
        }
        let labels = has_heads.then_some(labels);
        let rows = [Some(heads), labels, Some(columns), Some(values)];
        Self { width, labels: 0, rows: rows.into_iter().flatten().collect() }
    }
}

fn words(words: &str, left: usize, across: usize, down: usize) -> GridCell<'_> {
    GridCell { content: GridContent::Words(words), left, across, down }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::Standard;

    #[test]
    fn the_cells_cover_the_grid_and_hold_every_number_once() {
        for form in Standard::official().editions() {
            for table in &form.tables {
                let grid = Grid::of(table);
                let mut covered = vec![vec![0; grid.width]; grid.rows.len()];
                let mut values = Vec::new();
                for (top, row) in grid.rows.iter().enumerate() {
                    assert!(row.is_sorted_by_key(|cell| cell.left));
                    for cell in row {
                        if let GridContent::Value(at) = cell.content {
                            values.push(at);
                        }
                        for line in &mut covered[top..top + cell.down] {
                            line[cell.left..cell.left + cell.across]
                                .iter_mut()
                                .for_each(|n| *n += 1);
                        }
                    }
                }
                let once = covered.iter().flatten().all(|count| *count == 1);
                assert!(once, "{} {}: {covered:?}", form.year, table.name);
                assert!(values.is_sorted() && values.len() == table.cells());
            }
        }
    }

    #[test]
    fn labels_stand_as_in_the_official_form() {
        let form = Standard::official().form(2021);
        let shown = |table: usize, row: usize| -> Vec<String> {
            let grid = Grid::of(&form.tables[table]);
            let cell = |cell: &GridCell| {
                let words = cell.content.words().unwrap_or("#").chars().take(8).collect::<String>();
                format!("{words} {}x{}", cell.across, cell.down)
            };
            grid.rows[row].iter().map(cell).collect()
        };
        assert_eq!(shown(1, 0), ["（本列数据的勾稽 3x3", "申请人情况 7x1"]);
        assert_eq!(shown(1, 1), ["自然人 1x2", "法人或其他组织 5x1", "总计 1x2"]);
        assert_eq!(shown(1, 5)[..2], ["三、本年度办理结 1x22", "（一）予以公开 2x1"]);
        assert_eq!(shown(0, 5), ["信息内容 1x1", "本年处理决定数量 3x1"]);
        assert_eq!(shown(2, 0), ["行政复议 5x2", "行政诉讼 10x1"]);
    }
}
