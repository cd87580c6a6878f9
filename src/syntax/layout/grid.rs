//! A table as rows of cells, for the writers of layouts.

use crate::standard::{Label, TableForm};

/// A row with its labels from left to right and its values. An empty label is covered by a merged
/// cell.
pub struct GridRow {
    pub labels: Vec<String>,
    pub values: Vec<String>,
}

impl GridRow {
    /// All cells of the row.
    pub fn into_cells(self) -> Vec<String> {
        self.labels.into_iter().chain(self.values).collect()
    }
}

/// The rows of `table` with captions and headers. `cell` returns the value for a row and a column.
pub fn rows(table: &TableForm, cell: &dyn Fn(usize, usize) -> String) -> Vec<GridRow> {
    if table.across {
        return across(table, cell);
    }
    let mut out = Vec::new();
    for (index, block) in table.blocks.iter().enumerate() {
        out.extend(
            block
                .caption
                .iter()
                .map(|caption| GridRow { labels: vec![caption.text.clone()], values: Vec::new() }),
        );
        let depth =
            block.rows.clone().map(|row| table.rows[row].under.len() + 1).max().unwrap_or(1);
        out.extend(header(table, index, depth));
        let mut above: Vec<&Label> = Vec::new();
        for row in block.rows.clone() {
            let under = table.rows[row].under.iter().map(|&head| &table.heads[head]);
            let own: Vec<&Label> = under.chain([&table.rows[row].label]).collect();
            // A merged cell is written once, and is empty in the rows below.
            let covered = own.iter().zip(&above).take_while(|(own, above)| own == above).count();
            let shown = own.iter().enumerate().map(|(level, label)| {
                if level < covered { String::new() } else { label.text.clone() }
            });
            // A label that does not reach the last level spans the rest.
            let labels =
                shown.chain(std::iter::repeat_n(String::new(), depth - own.len())).collect();
            out.push(GridRow {
                labels,
                values: (0..block.columns.len()).map(|column| cell(row, column)).collect(),
            });
            above = own;
        }
    }
    out
}

fn header(table: &TableForm, block: usize, depth: usize) -> Vec<GridRow> {
    let block = &table.blocks[block];
    let corner = block
        .head
        .as_ref()
        .or(table.corner.as_ref())
        .map(|label| label.text.clone())
        .unwrap_or_default();
    let mut labels = vec![String::new(); depth];
    let columns: Vec<String> =
        block.columns.iter().map(|column| column.label.text.clone()).collect();
    let mut out = Vec::new();
    if !table.spanning.is_empty() {
        let mut spanning: Vec<String> =
            table.spanning.iter().map(|label| label.text.clone()).collect();
        spanning.resize(columns.len(), String::new());
        out.push(GridRow {
            labels: [vec![corner.clone()], vec![String::new(); depth - 1]].concat(),
            values: spanning,
        });
    } else {
        labels[0] = corner;
    }
    out.push(GridRow { labels, values: columns });
    out
}

fn across(table: &TableForm, cell: &dyn Fn(usize, usize) -> String) -> Vec<GridRow> {
    let columns = &table.blocks[0].columns;
    let cells = || {
        (0..table.rows.len()).flat_map(|row| (0..columns.len()).map(move |column| (row, column)))
    };
    let line = |values: Vec<String>| GridRow { labels: Vec::new(), values };
    let groups =
        cells().map(
            |(row, column)| {
                if column == 0 { table.rows[row].label.text.clone() } else { String::new() }
            },
        );
    let labels = cells().map(|(_, column)| columns[column].label.text.clone());
    vec![
        line(groups.collect()),
        line(labels.collect()),
        line(cells().map(|(row, column)| cell(row, column)).collect()),
    ]
}
