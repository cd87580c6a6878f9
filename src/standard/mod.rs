//! The official form, as data: sections, tables, rows, columns, harmless wordings, relations, the
//! legal basis of each row.
//!
//! Each edition is one file beside this file, and all files are read once. No other file lists a
//! label. A [`Standard`] holds the editions, and all readers of reports receive a standard.

mod contents;
mod editions;
mod hash;
mod headings;
mod lexicon;
mod own;
mod schema;
mod vocabulary;

use hash::Prehashed;

pub use contents::{Blank, Contents, Denial, Fee, Furniture, Instructions, Stock, Topic};
pub use editions::Standard;
pub use headings::Headings;
pub use lexicon::{Class, Lexicon, Outcome, Word};
pub use own::OwnLabel;
pub use vocabulary::{Edge, Term, TermRole, Vocabulary, only_table};

use crate::text::{letters_hash, letters_of};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::{Range, RangeInclusive};

/// One edition of the form.
#[derive(Debug)]
pub struct Form {
    /// The first report year of the edition.
    pub year: i32,
    pub format: String,
    /// The number of the notice that introduced the edition.
    pub notice: String,
    /// The title of the notice, without the organ that issued it.
    pub notice_title: String,
    /// The six sections in order.
    pub sections: Vec<Section>,
    /// 表二, 表三 and 表四, in this order.
    pub tables: Vec<TableForm>,
    pub relations: Vec<Relation>,
}

/// A section of the report.
#[derive(Debug)]
pub struct Section {
    /// 一 to 六.
    pub numeral: String,
    pub title: Label,
    pub basis: Vec<String>,
    /// The required content, in Chinese and English.
    pub holds: Sentence,
}

/// A sentence in both languages.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    pub zh: String,
    pub en: String,
}

/// Words of the form, as printed and as compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub text: String,
    /// Letters and digits only, folded.
    pub letters: String,
    /// The [`letters_hash`] of the text.
    pub hash: u64,
    /// Harmless other wordings, folded in the same way.
    pub variants: Vec<String>,
    /// Known slips, for a label too short for a comparison by likeness. Folded in the same way.
    pub slips: Vec<String>,
}

/// A table of the form.
#[derive(Debug)]
pub struct TableForm {
    /// 表二, 表三 or 表四.
    pub name: String,
    /// The section of the table, counted from 1.
    pub section: u8,
    /// Whether the rows stand one after another on one line without labels of their own (表四).
    pub across: bool,
    pub corner: Option<Label>,
    /// Headers over several columns that are neither columns nor heads of columns.
    pub spanning: Vec<Label>,
    pub blocks: Vec<Block>,
    /// The rows of all blocks in order.
    pub rows: Vec<FormRow>,
    /// Heads of groups of rows or columns. Heads have no numbers.
    pub heads: Vec<Label>,
    /// Rows by the [`letters_hash`] of their labels and harmless wordings.
    by_hash: ByHash<usize>,
    /// Words of headers, by the same hash. For the label of a column, the block and the column,
    /// once for each block.
    headers: ByHash<Vec<Option<(usize, usize)>>>,
    is_numbered: bool,
    /// Bit `n`: a line of the table may have `n` values.
    widths: u64,
}

type ByHash<T> = HashMap<u64, T, BuildHasherDefault<Prehashed>>;

/// Rows under one header.
#[derive(Debug)]
pub struct Block {
    pub caption: Option<Label>,
    /// What the rows count.
    pub meaning: Option<Sentence>,
    /// The header over the labels of the rows.
    pub head: Option<Label>,
    pub columns: Vec<Column>,
    pub rows: Range<usize>,
}

/// A row with numbers.
#[derive(Debug)]
pub struct FormRow {
    pub label: Label,
    pub block: usize,
    /// The heads of the row's groups, outermost first, as indices of [`TableForm::heads`].
    pub under: Vec<usize>,
    /// Articles of the 条例: "36(1)" is 第三十六条第（一）项, "16-1" is 第十六条第一款.
    pub basis: Vec<String>,
    /// What the row counts, if the label alone does not say it.
    pub meaning: Option<Sentence>,
}

/// A column.
#[derive(Debug)]
pub struct Column {
    pub label: Label,
    /// The header over the column and its neighbours, an index of [`TableForm::heads`].
    pub under: Option<usize>,
    pub kind: Kind,
    /// Units that may follow the numbers.
    pub units: Vec<String>,
    /// What the column counts, if the label alone does not say it.
    pub meaning: Option<Sentence>,
}

/// The kind of number in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Whole and not negative.
    Count,
    /// Whole, with a sign: 本年增/减 of 2019.
    Signed,
    /// Decimal and not negative.
    Money,
}

/// A cell of a table. The row counts among all rows, the column within the row's block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    pub row: usize,
    pub column: usize,
}

/// A family of sums: a sum for each row or each column of a table.
#[derive(Debug, PartialEq, Eq)]
pub struct Relation {
    /// The code of the rule for the relation.
    pub rule: String,
    /// Index of [`Form::tables`].
    pub table: usize,
    /// Whether left must be at least right, instead of equal to right.
    pub at_least: bool,
    /// Whether the addends are a complete list of rows, so an unknown row among the addends may
    /// also belong to the sum.
    pub listing: bool,
    pub sums: Vec<SumForm>,
}

/// A single relation: the sum of the cells on the left is equal to (or at least) the sum of the
/// cells on the right.
#[derive(Debug, PartialEq, Eq)]
pub struct SumForm {
    /// The cell that the relation is about. The cell stands on one of the sides.
    pub result: CellRef,
    pub left: Vec<CellRef>,
    pub right: Vec<CellRef>,
}

impl Label {
    fn new(text: &str, variants: &[String]) -> Self {
        let variants = variants.iter().map(|variant| letters(variant)).collect();
        Self {
            text: text.to_owned(),
            letters: letters(text),
            hash: letters_hash(text).0,
            variants,
            slips: Vec::new(),
        }
    }

    /// The same label with known slips.
    fn with_slips(self, slips: &[String]) -> Self {
        Self { slips: slips.iter().map(|slip| letters(slip)).collect(), ..self }
    }

    /// Whether `letters` is this label or a harmless wording of the label.
    pub fn matches(&self, letters: &str) -> bool {
        self.letters == letters || self.variants.iter().any(|variant| variant == letters)
    }
}

/// The compared part of a label: its letters and digits, folded.
pub fn letters(text: &str) -> String {
    letters_of(text).collect()
}

/// An article as [`FormRow::basis`] names it, in Chinese: 第三十六条第（一）项 for "36(1)".
pub fn article_in_chinese(basis: &str) -> String {
    let (article, item) = basis
        .strip_suffix(')')
        .and_then(|basis| basis.split_once('('))
        .map_or((basis, None), |(article, item)| (article, Some(item)));
    let (article, paragraph) = article
        .split_once('-')
        .map_or((article, None), |(article, paragraph)| (article, Some(paragraph)));
    let mut out = format!("第{}条", in_chinese(article));
    out += &paragraph.map_or_else(String::new, |number| format!("第{}款", in_chinese(number)));
    out += &item.map_or_else(String::new, |number| format!("第（{}）项", in_chinese(number)));
    out
}

/// An article in English: "article 36 (1)", "article 16, paragraph 1".
pub fn article_in_english(basis: &str) -> String {
    let (article, item) =
        basis.split_once('(').map_or((basis, None), |(article, item)| (article, Some(item)));
    let mut out = format!("article {}", article.replace('-', ", paragraph "));
    out += &item.map_or_else(String::new, |item| format!(" ({item}"));
    out
}

/// A number up to 99 in Chinese numerals.
fn in_chinese(number: &str) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let number: usize = number.parse().unwrap_or(0);
    let ten = match number / 10 {
        0 => String::new(),
        1 => "十".to_owned(),
        tens => format!("{}十", DIGITS.get(tens).unwrap_or(&"")),
    };
    ten + DIGITS[number % 10]
}

impl TableForm {
    /// Whether the form prints a word with this [`letters_hash`] in the table.
    pub fn is_word(&self, hash: u64) -> bool {
        self.headers.contains_key(&hash)
    }

    /// The column of `block` with this [`letters_hash`] of its label. `Some(None)` for another word
    /// that may stand in a header of the table, `None` for all other words.
    pub fn header_by_hash(&self, hash: u64, block: usize) -> Option<Option<usize>> {
        let meanings = self.headers.get(&hash)?;
        let column =
            meanings.iter().flatten().find(|(other, _)| *other == block).map(|(_, column)| *column);
        // The label of a column of another block does not belong to this block.
        (column.is_some() || meanings.contains(&None)).then_some(column)
    }

    /// The row with this [`letters_hash`] of its label or of a harmless wording.
    pub fn row_by_hash(&self, hash: u64) -> Option<usize> {
        self.by_hash.get(&hash).copied()
    }

    /// The columns of the block with `row`.
    pub fn columns(&self, row: usize) -> &[Column] {
        &self.blocks[self.rows[row].block].columns
    }

    pub fn column(&self, cell: CellRef) -> &Column {
        &self.columns(cell.row)[cell.column]
    }

    /// Whether the rows are numbered like the sections: 一、本年新收政府信息公开申请数量.
    pub fn is_numbered(&self) -> bool {
        self.is_numbered
    }

    /// The common start of the captions of all blocks, as letters: the article of the 条例.
    pub fn article(&self) -> &str {
        let first = self.blocks[0].caption.as_ref().map_or("", |caption| &caption.letters);
        first.split_inclusive('条').next().unwrap_or_default()
    }

    /// Number of values on a line of the table that begins with `row`.
    pub fn width(&self, row: usize) -> usize {
        if self.across { self.cells() } else { self.columns(row).len() }
    }

    /// Whether a line of the table may have this many values.
    pub fn has_width(&self, count: usize) -> bool {
        count < 64 && self.widths >> count & 1 == 1
    }

    /// Number of cells in the table.
    pub fn cells(&self) -> usize {
        self.blocks.iter().map(|block| block.columns.len() * block.rows.len()).sum()
    }
}

/// Two forms are equal if they are the same value.
impl PartialEq for Form {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Form {}

impl Form {
    /// The numbers of the sections.
    pub fn numbers(&self) -> RangeInclusive<u8> {
        1..=self.sections.len() as u8
    }

    /// The section with this number, counted from 1.
    pub fn section(&self, number: u8) -> &Section {
        &self.sections[(usize::from(number).max(1) - 1).min(self.sections.len() - 1)]
    }

    /// The table with rows side by side on one line (表四), as an index of [`Form::tables`].
    pub fn across(&self) -> Option<usize> {
        self.tables.iter().position(|table| table.across)
    }

    /// The table with several blocks: 表二.
    pub fn in_blocks(&self) -> &TableForm {
        self.tables.iter().max_by_key(|table| table.blocks.len()).expect("a form has tables")
    }

    /// The table of the section with this number, as an index of [`Form::tables`].
    pub fn table_of_section(&self, number: u8) -> Option<usize> {
        self.tables.iter().position(|table| table.section == number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_the_cells_of_the_form() {
        let cells = |year| {
            Standard::official().form(year).tables.iter().map(TableForm::cells).collect::<Vec<_>>()
        };
        assert_eq!(cells(2021), [10, 175, 15]);
        assert_eq!(cells(2020), [22, 161, 15]);
        assert_eq!(Standard::official().form(2025).tables[1].rows.len(), 25);
        assert_eq!(Standard::official().form(2019).tables[1].rows.len(), 23);
    }

    #[test]
    fn articles_are_named_in_words() {
        let both = |basis| (article_in_chinese(basis), article_in_english(basis));
        assert_eq!(both("36(1)"), ("第三十六条第（一）项".to_owned(), "article 36 (1)".to_owned()));
        assert_eq!(
            both("16-2"),
            ("第十六条第二款".to_owned(), "article 16, paragraph 2".to_owned())
        );
        assert_eq!(both("20"), ("第二十条".to_owned(), "article 20".to_owned()));
        let bases = || {
            [2019, 2021]
                .into_iter()
                .flat_map(|year| &Standard::official().form(year).tables)
                .flat_map(|table| &table.rows)
                .flat_map(|row| &row.basis)
        };
        assert!(bases().all(|basis| !article_in_chinese(basis).contains("第条")));
    }

    #[test]
    fn relations_cover_the_form() {
        let count = |year: i32, rule: &str| {
            Standard::official()
                .form(year)
                .relations
                .iter()
                .filter(|relation| relation.rule == rule)
                .map(|relation| relation.sums.len())
                .sum::<usize>()
        };
        assert_eq!(
            [
                count(2021, "A001"),
                count(2021, "A002"),
                count(2021, "A003"),
                count(2021, "A004"),
                count(2021, "A005")
            ],
            [25, 7, 7, 3, 2]
        );
        assert_eq!(
            [
                count(2019, "A001"),
                count(2019, "A002"),
                count(2019, "A003"),
                count(2019, "A004"),
                count(2019, "A005")
            ],
            [23, 7, 7, 3, 0]
        );
    }

    #[test]
    fn labels_of_a_table_are_told_apart() {
        for table in Standard::official()
            .form(2019)
            .tables
            .iter()
            .chain(&Standard::official().form(2021).tables)
        {
            let mut labels: Vec<_> = table.rows.iter().map(|row| &row.label.letters).collect();
            labels.sort();
            labels.dedup();
            assert_eq!(labels.len(), table.rows.len());
        }
    }
}
