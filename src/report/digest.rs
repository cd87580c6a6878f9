//! The small owned part of a report for comparisons with other reports.

use super::growth::{Growth, growths};
use super::merger::{Merged, merged, mergers};
use super::sketch::Sketch;
use super::{Context, ReadReport, ReportName};
use crate::diagnostic::Place;
use crate::facts::{Exact, Value};
use crate::relations::value;
use crate::standard::{CellRef, Form, Kind, Standard, TableForm};
use crate::syntax::{BlockKind, Part, PartKind, Role};
use crate::text::{TextRange, first_line, fold};

/// What comparisons between reports need: some kilobytes. Ranges are in bytes of the whole text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    pub name: ReportName,
    /// The title, or the first line of a report without a title.
    pub title: TextRange,
    /// The edition of the form for the report.
    pub form: &'static Form,
    /// The parts with their starts, in order.
    parts: Vec<(usize, PartKind)>,
    /// The tables that are understood, in the order of the form.
    tables: Vec<DigestTable>,
    /// The sections with a text of their own: section one and section five.
    pub sections: Vec<DigestSection>,
    /// What sentences say about growth.
    pub growths: Vec<Growth>,
    /// The sentences about organs that were merged, in folded letters.
    pub mergers: Box<[Box<str>]>,
}

/// A table of a digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestTable {
    /// The edition of the table.
    pub form: &'static Form,
    /// Index of [`Form::tables`].
    pub index: usize,
    /// The first line.
    pub first_row: TextRange,
    /// All cells of the form, row by row.
    cells: Box<[DigestCell]>,
    /// The decimals beyond ten-thousandths of the few cells that have them, by cell, in order.
    finer: Box<[(usize, u64)]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct DigestCell {
    /// [`UNKNOWN`] for a cell that is missing, doubtful, or no number.
    value: i64,
    start: u32,
    len: u32,
}

const UNKNOWN: i64 = i64::MIN;

/// A cell of a digest with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DigestEntry<'a> {
    pub table: &'a DigestTable,
    pub at: CellRef,
    /// In units, in ten-thousandths for money. 0 for a blank cell.
    pub value: i64,
    finer: u64,
    pub range: TextRange,
}

/// A section of a digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestSection {
    pub number: u8,
    /// The heading without its numeral.
    pub heading: TextRange,
    pub sketch: Sketch,
}

/// The sections with a text of their own.
const SECTIONS: [u8; 2] = [1, 5];

impl Digest {
    /// The digest of the report of `context`.
    pub fn of(context: &Context, report: &ReadReport) -> Self {
        let start = report.name().range.start;
        let title = context.report.title.map(|title| title.range);
        let mut tables: Vec<DigestTable> = (0..context.facts.tables.len())
            .filter_map(|index| DigestTable::of(context, index, start))
            .collect();
        tables.sort_by_key(|table| table.index);
        // A table a second time is evaluated nowhere.
        tables.dedup_by_key(|table| table.index);
        let mut growths = growths(context);
        for growth in &mut growths {
            growth.range = growth.range.shifted(start);
        }
        Self {
            name: report.name().clone(),
            title: title.unwrap_or_else(|| first_line(context.text)).shifted(start),
            form: context.facts.standard.form(context.facts.expected_edition()),
            parts: context
                .report
                .parts
                .iter()
                .map(|part| (part.range.start + start, part.kind))
                .collect(),
            tables,
            sections: sections(context, start),
            growths,
            mergers: mergers(context.text),
        }
    }

    /// The tables that are understood, in the order of the form.
    pub fn tables(&self) -> &[DigestTable] {
        &self.tables
    }

    /// The table with this index of [`Form::tables`]. `None` for a table that is missing or not
    /// understood.
    pub fn table(&self, index: usize) -> Option<&DigestTable> {
        self.tables.iter().find(|table| table.index == index)
    }

    /// Whether no number that is known in both reports differs.
    pub fn agrees_with(&self, other: &Self) -> bool {
        self.tables.iter().all(|own| {
            other.table(own.index).is_none_or(|other| {
                let mut cells = own.all().zip(other.all());
                let differs = |own: Option<DigestEntry>, other: Option<DigestEntry>| {
                    own.zip(other).is_some_and(|(own, other)| own.exact() != other.exact())
                };
                own.form == other.form && !cells.any(|((_, own), (_, other))| differs(own, other))
            })
        })
    }

    /// What the report says about the merger of an organ. `organ` is in folded letters.
    pub fn merger_of(&self, organ: &str) -> Option<Merged> {
        let own = self.name.organ.as_deref().unwrap_or_default();
        self.mergers.iter().filter_map(|sentence| merged(sentence, own, organ)).max()
    }

    /// Number of cells with a known number.
    pub fn known_cells(&self) -> usize {
        let cells = self.tables.iter().flat_map(|table| table.cells.iter());
        cells.filter(|cell| cell.value != UNKNOWN).count()
    }

    /// The name of the part with a byte of the text: 前言, 一 to 六, 落款.
    pub fn part_at(&self, at: usize) -> &'static str {
        let behind = self.parts.partition_point(|(start, _)| *start <= at);
        let part = behind.checked_sub(1).and_then(|index| self.parts.get(index));
        part.map_or("", |(_, kind)| kind.label(Standard::official()))
    }

    /// The ranges at which a finding may stand.
    pub fn ranges(&self) -> impl Iterator<Item = TextRange> {
        let cells = self.tables.iter().flat_map(|table| {
            let cells = table.all().filter_map(|(_, entry)| entry.map(|entry| entry.range));
            cells.chain([table.first_row])
        });
        let headings = self.sections.iter().map(|section| section.heading);
        let growths = self.growths.iter().map(|growth| growth.range);
        cells.chain(headings).chain(growths).chain([self.title])
    }

    /// The end of the last range: the text of the file is at least this long.
    pub fn end(&self) -> usize {
        self.name.range.end
    }
}

impl DigestTable {
    fn of(context: &Context, index: usize, start: usize) -> Option<Self> {
        let whole = context.table(index)?;
        let table = whole.table;
        // The numbers stand in wrong places, or which number belongs where is unknown.
        let is_misplaced = || {
            let events = &whole.sums.causes().events;
            events.iter().any(|event| event.kind.is_displacement())
        };
        if whole.is_unreadable() || table.column_order.is_some() || is_misplaced() {
            return None;
        }
        let part = whole.text;
        let start = start + whole.part.range.start;
        let form = table.table_form();
        let mut cells = Vec::with_capacity(form.cells());
        let mut finer = Vec::new();
        for row in 0..form.rows.len() {
            let columns = 0..form.columns(row).len();
            let own = columns.map(|column| CellRef { row, column });
            // A row of blanks says nothing. A row of marks such as `/` says that there is nothing,
            // unless a sum needs a number there.
            let is_filled = own.clone().any(|at| {
                table.cell(at).is_some_and(|cell| matches!(cell.value, Value::Number(_)))
            }) || own.clone().all(|at| {
                table.cell(at).is_some_and(|cell| has_mark(cell.range.of(part)))
                    && !whole
                        .sums
                        .iter()
                        .any(|sum| sum.is_violated() && sum.cells().any(|c| c == at))
            });
            let first = cells.len();
            cells.extend(own.map(|at| {
                let column = at.column;
                let range = table.cell(at).map(|cell| cell.range.shifted(start));
                let value = value(table, at).filter(|_| is_filled && !table.is_foreign(row));
                if let (Some(_), Some(Value::Number(number))) =
                    (value, table.cell(at).map(|cell| cell.value))
                    && number.finer > 0
                {
                    finer.push((first + column, number.finer));
                }
                DigestCell {
                    value: value.unwrap_or(UNKNOWN),
                    start: range.map_or(0, |range| range.start as u32),
                    len: range.map_or(0, |range| range.len() as u32),
                }
            }));
        }
        let first_row = table.first_row.shifted(start);
        let (cells, finer) = (cells.into(), finer.into());
        Some(Self { form: table.form(), index: table.index, first_row, cells, finer })
    }

    pub fn table_form(&self) -> &'static TableForm {
        &self.form.tables[self.index]
    }

    /// All cells of the form, in its order. `None` for a cell without a known number.
    pub fn all(&self) -> impl Iterator<Item = (CellRef, Option<DigestEntry<'_>>)> {
        let form = self.table_form();
        let places = (0..form.rows.len()).flat_map(|row| {
            (0..form.columns(row).len()).map(move |column| CellRef { row, column })
        });
        let cells = places.zip(self.cells.iter()).enumerate();
        cells.map(|(index, (at, cell))| (at, self.entry(at, index, *cell)))
    }

    /// The cells of a row, in order. `None` for a cell without a known number.
    pub fn row(&self, row: usize) -> impl Iterator<Item = Option<DigestEntry<'_>>> {
        let first = self.first_of(row);
        let columns = 0..self.table_form().columns(row).len();
        columns.map(move |column| {
            let at = CellRef { row, column };
            self.entry(at, first + column, self.cells[first + column])
        })
    }

    /// The cell, if its number is known.
    pub fn cell(&self, at: CellRef) -> Option<DigestEntry<'_>> {
        let index = self.first_of(at.row) + at.column;
        let is_in_row = at.column < self.table_form().columns(at.row).len();
        is_in_row.then(|| self.entry(at, index, self.cells[index])).flatten()
    }

    /// The index of the first cell of a row.
    fn first_of(&self, row: usize) -> usize {
        let form = self.table_form();
        (0..row).map(|before| form.columns(before).len()).sum()
    }

    /// Whether every cell is known and has the value of the same cell in another table.
    pub fn has_values_of(&self, other: &Self) -> bool {
        let mut cells = self.cells.iter().zip(other.cells.iter());
        self.form == other.form
            && cells.all(|(own, other)| own.value != UNKNOWN && own.value == other.value)
            && self.finer == other.finer
    }

    fn entry(&self, at: CellRef, index: usize, cell: DigestCell) -> Option<DigestEntry<'_>> {
        let start = cell.start as usize;
        let range = TextRange::new(start, start + cell.len as usize);
        let finer = self.finer.iter().find(|(own, _)| *own == index).map_or(0, |(_, finer)| *finer);
        let entry = DigestEntry { table: self, at, value: cell.value, finer, range };
        (cell.value != UNKNOWN).then_some(entry)
    }
}

impl DigestEntry<'_> {
    /// The place of the cell in the form.
    pub fn place(&self) -> Place {
        let table = self.table.table_form();
        Place::part(table.name.as_str())
            .row(table.rows[self.at.row].label.text.as_str())
            .column(table.column(self.at).label.text.as_str())
    }

    pub fn kind(&self) -> Kind {
        self.table.table_form().column(self.at).kind
    }

    pub fn exact(&self) -> Exact {
        Exact::new(self.value, self.finer, self.kind())
    }

    /// Whether the cell is the last of its row: 总计 in table three.
    pub fn is_last(&self) -> bool {
        self.at.column + 1 == self.table.table_form().columns(self.at.row).len()
    }
}

/// Whether a blank cell holds a mark for nothing: `/`, `-`, `无`.
fn has_mark(cell: &str) -> bool {
    cell.chars().map(fold).any(|c| matches!(c, '/' | '\\' | '-' | '无'))
}

fn sections(context: &Context, start: usize) -> Vec<DigestSection> {
    let own = context.sections().filter(|section| {
        SECTIONS.contains(&section.number) && section.heading.role == Role::Section
    });
    let sketched = own.filter_map(|section| {
        let sketch = Sketch::of(prose(context.text, section.part))?;
        let heading = section.heading.title.shifted(section.part.range.start + start);
        Some(DigestSection { number: section.number, heading, sketch })
    });
    sketched.collect()
}

/// The text of a section below its heading, without tables.
fn prose<'a>(text: &'a str, part: &'a Part) -> impl Iterator<Item = &'a str> {
    let own = part.range.of(text);
    let blocks = part.blocks.iter().filter(|block| {
        matches!(block.kind, BlockKind::Text | BlockKind::Heading) && block.range.end > part.body()
    });
    blocks.map(move |block| &own[block.range.start.max(part.body())..block.range.end])
}
