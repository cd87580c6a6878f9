//! What a report states: its organ, year, period and signature, and each cell of its tables.

mod across;
mod align;
mod date;
mod header;
mod mention;
pub mod number;
mod numeral;
mod period;
mod signature;
mod table;
mod title;
mod words;
mod year;

pub use date::{Date, dates};
pub use header::{HeaderFinding, HeaderFindingKind, labels_of_2019};
pub use mention::{Mention, mentions};
pub use number::{Number, Value};
pub use numeral::written_like;
pub use period::{Period, periods};
pub use signature::{Signature, signature};
pub use table::{Cell, ExtraRow, ExtraRowKind, LabelWording, Row, RowCells, Table, read as read_table};
pub use title::{Ending, Subject, Title, TitleYear, title};
pub use words::{TableWord, WordMeaning, table_words};
pub use year::{ReportYear, YearSource, Years, opening_year, report_year};

use crate::standard::form;
use crate::syntax::{PartKind, Report, TablePieces};
use crate::text::TextRange;

/// The facts of one report. Ranges in bytes of the report, but for the tables'.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub title: Option<Title>,
    /// Every date and year in the text, in order and disjoint; none reaches from one part into another.
    pub dates: Vec<Date>,
    /// Every statement of the statistical period, in order.
    pub periods: Vec<Period>,
    pub signature: Option<Signature>,
    pub year: Option<ReportYear>,
    /// In the order of the form.
    pub tables: Vec<Table>,
}

impl Facts {
    /// The facts of `report`, whose text is `text`, `year` is its year where nothing in the
    /// text says one.
    pub fn of_report(text: &str, report: &Report, year: Option<i32>) -> Self {
        Self::with_known(text, report, year, |_| None, |_| None)
    }

    /// The same, where the dates of some parts (in bytes of the report) and some tables may be known from another reading of the same part.
    pub(crate) fn with_known(
        text: &str,
        report: &Report,
        year: Option<i32>,
        mut known_dates: impl FnMut(usize) -> Option<Vec<Date>>,
        known_table: impl FnMut(TableKey) -> Option<Table>,
    ) -> Self {
        let title = report.title.map(|line| title(text, line.range));
        let mut dates = Vec::new();
        for (index, part) in report.parts.iter().enumerate() {
            let own = || self::dates(part.range.of(text)).into_iter().map(|date| date.moved(part.range.start as isize));
            dates.extend(known_dates(index).unwrap_or_else(|| own().collect()));
        }
        let preface = report.parts.iter().find(|part| part.kind == PartKind::Preface).map_or(TextRange::at(0), |part| part.range);
        let periods = periods(text, &dates, preface);
        let signature = report.parts.last().and_then(|part| signature(text, part.range, &dates));
        let certain = periods.iter().filter(|period| period.certain).chain(periods.iter().filter(|period| !period.certain));
        let year = report_year(Years {
            title: title.as_ref().and_then(|title| title.year).map(|year| year.value),
            period: certain.filter_map(Period::end_year).next(),
            signature: signature.and_then(|signature| signature.date.year()).map(|year| year - 1),
            option: year,
            opening: opening_year(text, &dates, second_section(report)),
        });
        let tables = read_tables(text, report, year.map_or(NEWEST, |year| year.value), known_table);
        Self { title, dates, periods, signature, year, tables }
    }

    /// The edition, by its first year, that the tables are expected to follow.
    pub fn expected_edition(&self) -> i32 {
        form(self.year.map_or(NEWEST, |year| year.value)).year
    }

    /// Whether the title names another year than period and signature agree on.
    pub fn is_title_odd(&self) -> bool {
        self.year.is_some_and(|year| year.odd == Some(YearSource::Title))
    }
}

/// Where the second section begins, at most: the text above it is the preface and the general section.
fn second_section(report: &Report) -> usize {
    let later = report.parts.iter().find(|part| part.kind.section().is_some_and(|section| section > 1) || !part.tables.is_empty());
    later.map_or(report.range.len(), |part| part.range.start)
}

/// What the reading of a table depends on beside its part's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TableKey {
    /// Index of the report's part that holds it.
    pub part: usize,
    /// Index of the form's table.
    pub table: usize,
    /// The edition that holds for the report's year.
    pub edition: i32,
}

/// Where no year is known, the form of 2021 applies.
const NEWEST: i32 = 2021;

/// Reads the tables of a report of `year`; `text` is the report's. Of a table that is there several times the one in its own
/// section is taken, else the fullest.
fn read_tables(text: &str, report: &Report, year: i32, mut known: impl FnMut(TableKey) -> Option<Table>) -> Vec<Table> {
    let mut found: Vec<(usize, &TablePieces)> =
        report.parts.iter().enumerate().flat_map(|(part, tree)| tree.tables.iter().map(move |pieces| (part, pieces))).collect();
    let in_place = |part: usize, pieces: &TablePieces| report.parts[part].kind.section() == Some(form(year).tables[pieces.table].section);
    found.sort_by_key(|&(part, pieces)| (pieces.table, !in_place(part, pieces), std::cmp::Reverse(pieces.words), part));
    found.dedup_by_key(|(_, pieces)| pieces.table);
    let read = |(part, pieces): (usize, &TablePieces)| match known(TableKey { part, table: pieces.table, edition: form(year).year }) {
        Some(table) => Table { part, ..table },
        None => read_table(report.parts[part].range.of(text), pieces, part, year),
    };
    found.into_iter().map(read).collect()
}
