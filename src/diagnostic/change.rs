//! A structural change of a report, described with the form and places in the text, not with
//! characters.
//!
//! A writer carries out the change in the format of the report's source: the writer of text in
//! lines and separators, a writer of HTML or docx with a copy of a neighbouring element. Tables,
//! rows and columns are indices into the form. Ranges are in bytes of the checked text, as in a
//! finding.

use crate::text::TextRange;
use std::ops::Range;

/// Contents to insert into a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Cells(Cells),
    Rows(Vec<Rows>),
    Sections(Sections),
    Table(NewTable),
    Comment(IgnoreComment),
    Lines(Removed),
}

/// Numbers for cells of a table, in the order of the form. Some cells are blank, or have no known
/// place in their row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    pub table: usize,
    pub numbers: Vec<CellNumber>,
}

/// The new number of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellNumber {
    pub row: usize,
    pub column: usize,
    /// The present contents of the cell, empty for an empty cell.
    pub range: TextRange,
    /// In the unit of the column, as in the facts.
    pub number: i64,
}

/// Neighbouring rows of one block of a table, with blank cells.
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
    /// The new heads of groups before the row, outermost first.
    pub heads: Vec<NewHead>,
    /// The label, and the labels of the groups that the row belongs to, as in the form.
    pub label: String,
    pub groups: Vec<String>,
    /// The number in the column of serial numbers, if neighbouring rows have serial numbers.
    pub serial: Option<String>,
    /// Whether a head of its groups is missing and belongs to another missing row. A merged cell
    /// can take the row in only when the head is there.
    pub awaits_head: bool,
}

/// The head of a group, before the first row of the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewHead {
    pub head: usize,
    /// The last row of the group in the table. `None` if the table has no row of the group.
    pub last: Option<TextRange>,
}

/// The place of new rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowPlace {
    /// Behind the text at this range: a row, or the last line of a block's header.
    Behind(TextRange),
    /// Before this row of the form at `range`.
    Before { row: usize, range: TextRange },
}

/// Sections with headings. With `with_tables`, each section that has a table also gets an empty
/// table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sections {
    /// The numbers of the sections, 1 to 6.
    pub numbers: Range<u8>,
    pub with_tables: bool,
    pub place: SectionPlace,
    /// The nearest heading of a section, the model for the new headings.
    pub like: Option<TextRange>,
}

/// The place of new sections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionPlace {
    /// Before this byte: the start of another section, of the table of a later section, of the
    /// signature, or the end of the report.
    Before(usize),
    /// Above the section's own table at this range.
    AboveTable(TextRange),
}

/// An empty table of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTable {
    pub table: usize,
    /// The section of the table. The table is inserted at its end.
    pub section: TextRange,
    /// The nearest table, the model for the new table.
    pub like: Option<TextRange>,
}

/// A comment that silences a rule, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IgnoreComment {
    /// The start of the finding.
    pub at: usize,
    pub code: String,
    pub reason: String,
}

/// Whole lines to remove: the words of each line, without its line end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    pub lines: Vec<TextRange>,
}

impl Cells {
    /// Whether some of the cells are empty, so that the numbers replace no text.
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
            Self::Rows(rows) => rows.iter_mut().for_each(|rows| {
                match &mut rows.place {
                    RowPlace::Behind(range) | RowPlace::Before { range, .. } => shift(range),
                }
                let heads = rows.rows.iter_mut().flat_map(|row| &mut row.heads);
                heads.flat_map(|head| &mut head.last).for_each(shift);
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
            Self::Lines(removed) => removed.lines.iter_mut().for_each(shift),
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

impl From<Removed> for Change {
    fn from(removed: Removed) -> Self {
        Self::Lines(removed)
    }
}

impl From<IgnoreComment> for Change {
    fn from(comment: IgnoreComment) -> Self {
        Self::Comment(comment)
    }
}
