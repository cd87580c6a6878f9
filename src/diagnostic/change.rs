//! What a fix that is more than words puts into a report: in terms of the form and of places in the
//! text, not in characters.
//!
//! A writer carries a change out in the way in which the source of the report is kept: the writer
//! of text in lines and separators, a writer of HTML or docx by a copy of the neighbour's element.
//! Tables, rows and columns are indices of the form; ranges are in bytes of the text that was
//! checked, as in a finding.

use crate::text::TextRange;
use std::ops::Range;

/// What is to stand in a report and does not stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Cells(Cells),
    Rows(Vec<Rows>),
    Sections(Sections),
    Table(NewTable),
    Comment(IgnoreComment),
}

/// Numbers in cells of a table of which some are blank, or missing where nothing shows the cells of
/// a row. The order is the form's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    pub table: usize,
    pub numbers: Vec<CellNumber>,
}

/// The number that a cell is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellNumber {
    pub row: usize,
    pub column: usize,
    /// What stands in the cell; empty where nothing does.
    pub range: TextRange,
    /// In the unit of the column, as in the facts.
    pub number: i64,
}

/// Neighbouring rows of one block of a table, their cells blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    pub table: usize,
    pub rows: Vec<NewRow>,
    pub place: RowPlace,
}

/// A row of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRow {
    pub row: usize,
    /// The heads of groups that the row brings with it, the outermost first.
    pub heads: Vec<usize>,
    /// The number in the column of serial numbers, where the rows beside it have such a number.
    pub serial: Option<u32>,
}

/// Where rows are to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowPlace {
    /// Behind what stands at this range: a row, or the last line of a block's header.
    Behind(TextRange),
    /// Before this row of the form, which stands at `range`.
    Before { row: usize, range: TextRange },
}

/// Sections with headings and, where `with_tables`, the empty tables of those that have a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sections {
    /// The sections' numbers, 1 to 6.
    pub numbers: Range<u8>,
    pub with_tables: bool,
    pub place: SectionPlace,
    /// The nearest heading of a section: the new ones look like it.
    pub like: Option<TextRange>,
}

/// Where sections are to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionPlace {
    /// Before what begins at this byte: another section, the table of a later one, the signature,
    /// or the end of the report.
    Before(usize),
    /// Above its own table, which stands at this range.
    AboveTable(TextRange),
}

/// An empty table of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTable {
    pub table: usize,
    /// The section that the table is to stand at the end of.
    pub section: TextRange,
    /// The nearest table: the new one looks like it.
    pub like: Option<TextRange>,
}

/// A comment that silences a rule, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IgnoreComment {
    /// Where the finding begins.
    pub at: usize,
    pub code: String,
    pub reason: String,
}

impl Cells {
    /// Whether some of the cells hold nothing, so that the numbers take the place of no text.
    pub fn are_blank(&self) -> bool {
        self.numbers.iter().any(|number| number.range.is_empty())
    }
}

impl Change {
    /// Moves every place `by` bytes towards the end.
    pub fn shift(&mut self, by: usize) {
        let shift = |range: &mut TextRange| *range = range.shifted(by);
        match self {
            Self::Cells(cells) => {
                cells.numbers.iter_mut().for_each(|number| shift(&mut number.range))
            }
            Self::Rows(rows) => rows.iter_mut().for_each(|rows| match &mut rows.place {
                RowPlace::Behind(range) | RowPlace::Before { range, .. } => shift(range),
            }),
            Self::Sections(sections) => {
                match &mut sections.place {
                    SectionPlace::Before(at) => *at += by,
                    SectionPlace::AboveTable(range) => shift(range),
                }
                sections.like.iter_mut().for_each(shift);
            }
            Self::Table(table) => {
                shift(&mut table.section);
                table.like.iter_mut().for_each(shift);
            }
            Self::Comment(comment) => comment.at += by,
        }
    }
}

impl From<Cells> for Change {
    fn from(cells: Cells) -> Self {
        Self::Cells(cells)
    }
}

impl From<Vec<Rows>> for Change {
    fn from(rows: Vec<Rows>) -> Self {
        Self::Rows(rows)
    }
}

impl From<Sections> for Change {
    fn from(sections: Sections) -> Self {
        Self::Sections(sections)
    }
}

impl From<NewTable> for Change {
    fn from(table: NewTable) -> Self {
        Self::Table(table)
    }
}

impl From<IgnoreComment> for Change {
    fn from(comment: IgnoreComment) -> Self {
        Self::Comment(comment)
    }
}
