//! The small owned part of a report that collections of reports keep.

use super::merger::{Merged, merged, mergers};
use super::{ReadReport, ReportName};
use crate::diagnostic::Place;
use crate::facts::number::plain;
use crate::facts::{Cell, Exact, Table, Value};
use crate::relations::{self, Stated};
use crate::standard::{CellRef, Column, Form, FormRow, Kind, TableForm};
use crate::text::{TextRange, in_one_line};
use std::borrow::Cow;

/// A report as data: its name, and every cell of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Organ, year, and the place of the report in its text.
    pub name: ReportName,
    /// The edition of the form for the report, by its first year.
    pub edition: i32,
    /// All tables of the form, in its order. A missing table has only missing cells.
    pub tables: Vec<RecordTable>,
    /// What the sentences state, in order.
    pub statements: Vec<RecordStatement>,
    /// The sentences about organs that were merged, in folded letters.
    mergers: Box<[Box<str>]>,
}

/// What a sentence states, beside the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordStatement {
    /// The part of the report with the sentence.
    pub part: &'static str,
    /// The digits, or the words that say there is none, in bytes of the whole text.
    pub range: TextRange,
    /// The stated number in plain digits.
    pub value: String,
    /// The cells that hold the same quantity, as places in the form. Empty for a percentage and for
    /// a quantity that the edition does not have.
    pub states: Vec<Place>,
    /// The sum of these cells in plain digits. `None` if the tables do not say it.
    pub held: Option<String>,
    /// Whether text and table agree. `None` if they cannot be compared.
    pub agrees: Option<bool>,
}

/// A table of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordTable {
    /// The edition of the table: a report may hold a table of another edition.
    pub form: &'static Form,
    /// Index of [`Form::tables`].
    pub index: usize,
    /// All cells of the form, row by row.
    cells: Vec<RecordCell>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct RecordCell {
    value: Option<Exact>,
    /// What stands in the cell, if it is not the value in plain digits.
    written: Option<Box<str>>,
    range: Option<TextRange>,
}

/// A cell of a record with its place in the form.
#[derive(Clone, Copy, Debug)]
pub struct RecordEntry<'a> {
    pub table: &'a RecordTable,
    pub at: CellRef,
    cell: &'a RecordCell,
}

impl Record {
    /// The record of a report with the text `text`.
    pub fn of(text: &str, report: &ReadReport) -> Self {
        let facts = report.facts();
        let edition = facts.standard.form(facts.expected_edition());
        let of_form = |index: usize| {
            let read =
                facts.tables.iter().zip(report.sums()).position(|(table, _)| table.index == index);
            let Some(at) = read else { return RecordTable::missing(edition, index) };
            // The numbers of a table that is not understood stand in wrong places.
            let is_understood =
                report.table(text, at).is_some_and(|context| context.sums.misfit().is_none());
            let table = &facts.tables[at];
            if !is_understood {
                return RecordTable::missing(table.form(), index);
            }
            let part = report.tree().parts[table.part].range;
            RecordTable::of(part.of(text), table, report.name().range.start + part.start)
        };
        Self {
            name: report.name().clone(),
            edition: edition.year,
            tables: (0..edition.tables.len()).map(of_form).collect(),
            statements: relations::stated(report.tree(), facts)
                .iter()
                .map(|stated| RecordStatement::of(report, edition, stated))
                .collect(),
            mergers: mergers(text),
        }
    }

    /// What the report says about the merger of an organ. `organ` is in folded letters.
    pub fn merger_of(&self, organ: &str) -> Option<Merged> {
        let own = self.name.organ.as_deref().unwrap_or_default();
        self.mergers.iter().filter_map(|sentence| merged(sentence, own, organ)).max()
    }

    /// Every cell of the form, in the order of the form.
    pub fn cells(&self) -> impl Iterator<Item = RecordEntry<'_>> {
        self.tables.iter().flat_map(RecordTable::entries)
    }
}

impl RecordStatement {
    fn of(report: &ReadReport, edition: &'static Form, stated: &Stated) -> Self {
        let facts = report.facts();
        let form = |index: usize| facts.tables[index].form();
        let own = || {
            stated
                .cells
                .as_ref()
                .map(|own| (form(own.table), facts.tables[own.table].index, own.cells.clone()))
        };
        let of_form =
            || stated.meaning.cells(edition).map(|(table, cells)| (edition, table, cells));
        let cells = own().or_else(of_form);
        let (states, kind) = match &cells {
            Some((form, table, cells)) => {
                let table = &form.tables[*table];
                let kind = cells.first().map(|&cell| table.column(cell).kind);
                (cells.iter().map(|&cell| place(table, cell)).collect(), kind)
            }
            None => (Vec::new(), None),
        };
        let kind = kind.unwrap_or(Kind::Count);
        let statement = stated.statement;
        let value = match (&cells, statement.decimals) {
            (None, 1..) => {
                let unit = 10_i64.pow(u32::from(statement.decimals));
                let (whole, rest) = (statement.value / unit, statement.value % unit);
                format!("{whole}.{rest:0width$}", width = usize::from(statement.decimals))
            }
            _ => plain(stated.amount(), kind),
        };
        let own = stated.cells.as_ref().filter(|cells| cells.held.is_some());
        let held = own.and_then(|own| {
            let table = &facts.tables[own.table];
            Exact::sum(own.cells.iter().map(|&at| exact(table.cell(at)?, kind)))
        });
        Self {
            part: report.tree().parts[stated.part].kind.label(facts.standard),
            range: stated.range.shifted(report.name().range.start),
            value,
            states,
            held: held.map(|held| held.to_string()),
            agrees: stated.agrees(),
        }
    }
}

/// The number in a cell.
fn exact(cell: &Cell, kind: Kind) -> Option<Exact> {
    match cell.value {
        Value::Number(number) => Some(Exact::of(number, kind)),
        Value::Blank | Value::NotANumber => None,
    }
}

/// The place of a cell in the form.
fn place(table: &TableForm, cell: CellRef) -> Place {
    Place::part(table.name.as_str())
        .row(table.rows[cell.row].label.text.as_str())
        .column(table.column(cell).label.text.as_str())
}

impl RecordTable {
    fn missing(form: &'static Form, index: usize) -> Self {
        let cells = vec![RecordCell::default(); form.tables[index].cells()];
        Self { form, index, cells }
    }

    /// A table that was read. `part` is the text of its part, which starts at `start`.
    fn of(part: &str, table: &Table, start: usize) -> Self {
        let cells = places(table.table_form())
            .map(|at| {
                let column = table.table_form().column(at);
                table.cell(at).map_or_else(RecordCell::default, |cell| {
                    RecordCell::of(cell, column, part, start)
                })
            })
            .collect();
        Self { form: table.form(), index: table.index, cells }
    }

    pub fn table_form(&self) -> &'static TableForm {
        &self.form.tables[self.index]
    }

    /// Every cell of the table, row by row.
    pub fn entries(&self) -> impl Iterator<Item = RecordEntry<'_>> {
        let cells = places(self.table_form()).zip(&self.cells);
        cells.map(|(at, cell)| RecordEntry { table: self, at, cell })
    }
}

impl RecordCell {
    fn of(cell: &Cell, column: &Column, part: &str, start: usize) -> Self {
        let value = exact(cell, column.kind);
        let plain = value.map(|value| value.to_string());
        // Of a broken number, only the first digits stand in the cell.
        let is_whole = !(cell.broken && value.is_some());
        let written = Some(in_one_line(cell.range.of(part)))
            .filter(|written| is_whole && !written.is_empty() && plain.as_ref() != Some(written));
        Self { value, written: written.map(Into::into), range: Some(cell.range.shifted(start)) }
    }
}

impl<'a> RecordEntry<'a> {
    pub fn row(self) -> &'static FormRow {
        &self.table.table_form().rows[self.at.row]
    }

    pub fn column(self) -> &'static Column {
        self.table.table_form().column(self.at)
    }

    /// The place of the cell in the form.
    pub fn place(self) -> Place {
        place(self.table.table_form(), self.at)
    }

    /// `None` if the cell is missing or holds no number.
    pub fn number(self) -> Option<Exact> {
        self.cell.value
    }

    /// The text of the cell, in bytes of the whole text. `None` for a missing cell.
    pub fn range(self) -> Option<TextRange> {
        self.cell.range
    }

    /// The number in plain digits.
    pub fn value(self) -> Option<String> {
        self.number().map(|value| value.to_string())
    }

    /// What stands in the cell, in one line. `None` for a missing or empty cell.
    pub fn text(self) -> Option<Cow<'a, str>> {
        let written = self.cell.written.as_deref().map(Cow::Borrowed);
        written.or_else(|| self.value().map(Cow::Owned))
    }
}

/// The cells of a table of the form, row by row.
fn places(form: &'static TableForm) -> impl Iterator<Item = CellRef> {
    (0..form.rows.len())
        .flat_map(|row| (0..form.columns(row).len()).map(move |column| CellRef { row, column }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{replaced, sample, sample_of};
    use crate::standard::Standard;
    use crate::syntax::{Layout, parse};

    fn record(text: &str) -> Record {
        let standard = Standard::official();
        let tree = parse(text, standard).reports.swap_remove(0);
        let source = tree.range.of(text);
        Record::of(source, &ReadReport::new(source, tree, standard, None))
    }

    /// The value and the text of a cell.
    fn shown(record: &Record, row: &str, column: &str) -> (Option<String>, Option<String>) {
        let entry = record
            .cells()
            .find(|entry| {
                entry.row().label.text.starts_with(row)
                    && entry.column().label.text.starts_with(column)
            })
            .expect("a cell of the form");
        (entry.value(), entry.text().map(Cow::into_owned))
    }

    fn is(value: &str, text: &str) -> (Option<String>, Option<String>) {
        let some = |word: &str| (!word.is_empty()).then(|| word.to_owned());
        (some(value), some(text))
    }

    #[test]
    fn a_record_has_every_cell_of_the_form_in_order() {
        let text = sample(Layout::Pipes);
        let record = record(&text);
        assert_eq!(record.name.to_string(), "云溪省园林局 2023");
        assert_eq!((record.edition, record.cells().count()), (2021, 200));
        assert_eq!(shown(&record, "行政规范性文件", "现行有效件数"), is("12", "12"));
        for entry in record.cells() {
            assert_eq!(entry.range().unwrap().of(&text), entry.text().unwrap());
        }
        let old = super::tests::record(&sample_of(Layout::Tabs, 2020));
        assert_eq!((old.edition, old.cells().count()), (2019, 198));
    }

    #[test]
    fn a_cell_keeps_what_stands_there() {
        let row = "行政规范性文件 | 3 | 1 | 12 |";
        let text = sample(Layout::Pipes);
        for (cell, expected) in [
            ("１,２３４", is("1234", "１,２３４")),
            ("12件", is("12", "12件")),
            ("007", is("7", "007")),
            ("/", is("", "/")),
            ("", is("", "")),
            ("若干", is("", "若干")),
        ] {
            let text = replaced(&text, row, &format!("行政规范性文件 | 3 | 1 | {cell} |"));
            assert_eq!(shown(&record(&text), "行政规范性文件", "现行有效件数"), expected, "{cell}");
        }
    }

    #[test]
    fn money_loses_no_digit() {
        let text = sample(Layout::Pipes);
        for (cell, value) in [
            ("12.3456", "12.3456"),
            ("99999999999999.9999", "99999999999999.9999"),
            ("1.234567", "1.234567"),
            ("0.00005", "0.00005"),
            ("99999999999999.12345678901234567891", "99999999999999.12345678901234567891"),
            ("0.5000", "0.5"),
            ("3", "3"),
        ] {
            let text =
                replaced(&text, "行政事业性收费 | 3 |", &format!("行政事业性收费 | {cell} |"));
            assert_eq!(shown(&record(&text), "行政事业性收费", "本年收费金额"), is(value, cell));
        }
    }

    #[test]
    fn missing_rows_and_tables_have_missing_cells() {
        let text = sample(Layout::Pipes);
        let line = |start: &str| {
            let line = text.lines().find(|line| line.contains(start)).unwrap();
            format!("{line}\n")
        };
        let lacking = replaced(&text, &line("2.重复申请"), "");
        assert_eq!(shown(&record(&lacking), "2.重复申请", "自然人"), is("", ""));
        assert_eq!(shown(&record(&lacking), "3.要求提供公开出版物", "自然人"), is("0", "0"));
        let start = text.find("四、政府信息公开行政复议").unwrap();
        let end = text.find("五、").unwrap();
        let record = record(&(text[..start].to_owned() + &text[end..]));
        assert_eq!(record.cells().count(), 200);
        assert_eq!(shown(&record, "行政复议", "结果维持"), is("", ""));
    }
}
