//! The structure of the data files, and the conversion into a [`Form`].

use super::{
    Block, CellRef, Column, Form, FormRow, Kind, Label, Relation, Section, Sentence, SumForm,
    TableForm,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    year: i32,
    format: String,
    notice: String,
    notice_title: String,
    section: Vec<SectionData>,
    table: Vec<TableData>,
    relation: Vec<RelationData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionData {
    numeral: String,
    title: String,
    variants: Vec<String>,
    basis: Vec<String>,
    holds: Sentence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableData {
    name: String,
    section: u8,
    #[serde(default)]
    across: bool,
    corner: Option<String>,
    #[serde(default)]
    spanning: Vec<String>,
    block: Vec<BlockData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BlockData {
    caption: Option<String>,
    meaning: Option<Sentence>,
    head: Option<String>,
    columns: Vec<ColumnData>,
    rows: Vec<RowData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnData {
    label: String,
    kind: Kind,
    meaning: Option<Sentence>,
    under: Option<String>,
    #[serde(default)]
    units: Vec<String>,
    #[serde(default)]
    variants: Vec<String>,
    #[serde(default)]
    slips: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowData {
    label: String,
    #[serde(default)]
    under: Vec<String>,
    basis: Vec<String>,
    meaning: Option<Sentence>,
    #[serde(default)]
    variants: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RelationData {
    rule: String,
    table: String,
    axis: Axis,
    result: String,
    left: Vec<String>,
    #[serde(default)]
    operator: Operator,
    #[serde(default)]
    listing: bool,
    right: Vec<String>,
}

/// Whether the words of a relation name columns (a sum in each row) or rows (a sum in each column).
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Axis {
    Row,
    Column,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
enum Operator {
    #[default]
    #[serde(rename = "=")]
    Equal,
    #[serde(rename = ">=")]
    AtLeast,
}

/// Reads a data file.
///
/// # Panics
/// If the file does not have this structure. The file is part of the program, and a test reads all
/// data files.
pub(super) fn read(text: &str) -> Form {
    let file: File = toml::from_str(text).expect("the form's data file is well formed");
    let mut tables: Vec<TableForm> = file.table.into_iter().map(table).collect();
    for table in &mut tables {
        let first = &table.rows[0].label.text;
        table.is_numbered = file
            .section
            .first()
            .is_some_and(|section| first.starts_with(&format!("{}、", section.numeral)));
    }
    let relations = file.relation.into_iter().map(|data| relation(data, &tables)).collect();
    let sections = file.section.into_iter().map(|data| Section {
        numeral: data.numeral,
        title: Label::new(&data.title, &data.variants),
        basis: data.basis,
        holds: data.holds,
    });
    Form {
        year: file.year,
        format: file.format,
        notice: file.notice,
        notice_title: file.notice_title,
        sections: sections.collect(),
        tables,
        relations,
    }
}

fn table(data: TableData) -> TableForm {
    let (mut blocks, mut rows, mut heads) = (Vec::new(), Vec::new(), Vec::new());
    let mut head = |text: &str| {
        heads.iter().position(|known: &Label| known.text == text).unwrap_or_else(|| {
            heads.push(Label::new(text, &[]));
            heads.len() - 1
        })
    };
    for block in data.block {
        let first = rows.len();
        for row in block.rows {
            let under = row.under.iter().map(|text| head(text)).collect();
            rows.push(FormRow {
                label: Label::new(&row.label, &row.variants),
                block: blocks.len(),
                under,
                basis: row.basis,
                meaning: row.meaning,
            });
        }
        let columns = block.columns.into_iter().map(|column| Column {
            label: Label::new(&column.label, &column.variants).with_slips(&column.slips),
            under: column.under.as_ref().map(|text| head(text)),
            kind: column.kind,
            units: column.units,
            meaning: column.meaning,
        });
        let columns = columns.collect();
        blocks.push(Block {
            caption: block.caption.map(|text| Label::new(&text, &[])),
            meaning: block.meaning,
            head: block.head.map(|text| Label::new(&text, &[])),
            columns,
            rows: first..rows.len(),
        });
    }
    let words =
        |row: usize| std::iter::once(&rows[row].label.letters).chain(&rows[row].label.variants);
    let hashed = |row: usize| words(row).map(move |word| (crate::text::letters_hash(word).0, row));
    let by_hash = if data.across {
        Default::default()
    } else {
        (0..rows.len()).rev().flat_map(hashed).collect()
    };
    let label = |text: String| Label::new(&text, &[]);
    let mut table = TableForm {
        by_hash,
        headers: Default::default(),
        widths: 0,
        is_numbered: false,
        name: data.name,
        section: data.section,
        across: data.across,
        corner: data.corner.map(label),
        spanning: data.spanning.into_iter().map(label).collect(),
        blocks,
        rows,
        heads,
    };
    table.headers = headers(&table);
    table.widths = (0..table.rows.len()).fold(0, |widths, row| widths | 1 << table.width(row));
    table
}

/// The words of headers: the labels of the columns of each block, and all other printed words of
/// the form.
fn headers(table: &TableForm) -> super::ByHash<Vec<Option<(usize, usize)>>> {
    let mut headers: super::ByHash<Vec<Option<(usize, usize)>>> = Default::default();
    let mut add = |label: &Label, meaning| {
        for word in std::iter::once(&label.letters).chain(&label.variants) {
            headers.entry(crate::text::letters_hash(word).0).or_default().push(meaning);
        }
    };
    for (index, block) in table.blocks.iter().enumerate() {
        block
            .columns
            .iter()
            .enumerate()
            .for_each(|(column, label)| add(&label.label, Some((index, column))));
        block.caption.iter().chain(&block.head).for_each(|label| add(label, None));
    }
    let rows = table.rows.iter().map(|row| &row.label);
    table
        .heads
        .iter()
        .chain(&table.spanning)
        .chain(&table.corner)
        .chain(rows)
        .for_each(|label| add(label, None));
    headers
}

fn relation(data: RelationData, tables: &[TableForm]) -> Relation {
    let index =
        tables.iter().position(|table| table.name == data.table).expect("a relation names a table");
    let table = &tables[index];
    let sums = match data.axis {
        Axis::Row => (0..table.rows.len())
            .filter_map(|row| {
                let cell = |label: &String| {
                    let column =
                        table.columns(row).iter().position(|column| column.label.text == *label)?;
                    Some(CellRef { row, column })
                };
                sum(&data, cell)
            })
            .collect(),
        Axis::Column => (0..table.blocks[0].columns.len())
            .filter_map(|column| {
                let cell = |label: &String| {
                    let row = table.rows.iter().position(|row| row.label.text == *label)?;
                    Some(CellRef { row, column })
                };
                sum(&data, cell)
            })
            .collect::<Vec<_>>(),
    };
    assert!(!sums.is_empty(), "relation {} names labels of {}", data.rule, data.table);
    Relation {
        rule: data.rule,
        table: index,
        at_least: data.operator == Operator::AtLeast,
        listing: data.listing,
        sums,
    }
}

/// The sum of a row or column; `None` if a cell is missing.
fn sum(data: &RelationData, cell: impl Fn(&String) -> Option<CellRef>) -> Option<SumForm> {
    let all = |labels: &[String]| labels.iter().map(&cell).collect::<Option<Vec<_>>>();
    Some(SumForm { result: cell(&data.result)?, left: all(&data.left)?, right: all(&data.right)? })
}
