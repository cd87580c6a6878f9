//! What a report states: its organ, year, period and signature, and each cell of its tables.

mod align;
mod begun_title;
mod columns;
mod copies;
mod cut;
mod date;
mod edition;
mod finding;
mod fit;
mod follow;
mod heads;
mod mention;
mod near;
pub mod number;
mod numeral;
mod opening;
mod own_names;
mod page;
mod parted;
mod period;
mod read;
mod reference;
mod reshape;
mod round;
mod signature;
mod stated_period;
mod table;
mod title;
mod words;
mod year;

pub use begun_title::begun_title;
pub use date::{Date, dates};
pub use edition::labels_of as labels_of_edition;
pub use finding::{ColumnOrder, HeadFinding, HeaderFinding, HeaderFindingKind, Unreadable};
pub use mention::{Mention, mentions};
pub use near::{is_note, words as form_words};
pub use number::{Number, Value};
pub use numeral::{mistaken, written_like};
pub use opening::{opening_year, opening_years};
pub use own_names::{OwnNames, ranges_in_order};
pub(crate) use page::without_pages;
pub use period::{Period, periods};
pub use read::read as read_table;
pub use reference::{addresses, document_numbers, is_bare_address};
pub use signature::{Signature, ends_as_organ, signature};
pub use table::{
    Cell, ExtraRow, ExtraRowKind, ForeignBlock, LabelWording, Row, RowCells, Table, first_row,
};
pub use title::{Ending, Subject, Title, TitleYear, title};
pub use words::{TableWord, WordMeaning, table_words};
pub use year::{FIRST as FIRST_YEAR, ReportYear, YearSource, Years, report_year};

use crate::standard::Standard;
use crate::syntax::{PartKind, Report, TablePieces};
use crate::text::TextRange;

/// The facts of one report. Ranges in bytes of the report, but for the tables'.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The standard that the report is read by.
    pub standard: &'static Standard,
    pub title: Option<Title>,
    /// Every date and year in the text, in order and disjoint; none reaches from one part into
    /// another.
    pub dates: Vec<Date>,
    /// Every statement of the statistical period, in order.
    pub periods: Vec<Period>,
    pub signature: Option<Signature>,
    /// What each source says of the year, and what follows from that.
    pub years: Years,
    pub year: Option<ReportYear>,
    /// In the order of the form.
    pub tables: Vec<Table>,
    /// Further tables of the form, whole, of those that `tables` has.
    pub duplicates: Vec<DuplicateTable>,
}

/// One of the form's tables that is there a second time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DuplicateTable {
    /// Index of the form's table.
    pub table: usize,
    /// Index of the report's part that holds it.
    pub part: usize,
    /// Its first line, in bytes of the part.
    pub first_row: TextRange,
}

impl Facts {
    /// The facts of `report`, whose text is `text`. `year` overrides what the text says of its
    /// year.
    pub fn of_report(
        text: &str,
        report: &Report,
        standard: &'static Standard,
        year: Option<i32>,
    ) -> Self {
        Self::with_known(text, report, standard, year, |_| None, |_| None)
    }

    /// The same, where the dates of some parts (in bytes of the report) and some tables may be
    /// known from another reading of the same part.
    pub(crate) fn with_known(
        text: &str,
        report: &Report,
        standard: &'static Standard,
        year: Option<i32>,
        mut known_dates: impl FnMut(usize) -> Option<Vec<Date>>,
        known_table: impl FnMut(TableKey) -> Option<Table>,
    ) -> Self {
        let title = report.title.map(|line| title(text, line.range));
        let mut dates = Vec::new();
        for (index, part) in report.parts.iter().enumerate() {
            let own = || {
                self::dates(part.range.of(text))
                    .into_iter()
                    .map(|date| date.moved(part.range.start as isize))
            };
            dates.extend(known_dates(index).unwrap_or_else(|| own().collect()));
        }
        let preface = report
            .parts
            .iter()
            .find(|part| part.kind == PartKind::Preface)
            .map_or(TextRange::at(0), |part| part.range);
        let periods = periods(text, &dates, preface);
        let signature = report.parts.last().and_then(|part| signature(text, part.range, &dates));
        let mut years = Years {
            option: year,
            title: title.as_ref().and_then(|title| title.year).map(|year| year.value),
            signature: signature.and_then(|signature| signature.date.year()).map(|year| year - 1),
            period: None,
            text: opening_year(
                text,
                &dates,
                report.title.map(|title| title.range),
                preface,
                second_section(report),
            ),
        };
        let in_title = |period: &Period| {
            title.as_ref().is_some_and(|title| title.range.contains(period.range))
        };
        // What the title states of it is the title's year.
        years.period = year_of_periods(periods.iter().filter(|period| !in_title(period)), years);
        let year = report_year(years, || edition::shown(text, report, standard));
        let (tables, duplicates) =
            read_tables(text, report, standard, edition_of(year, standard), known_table);
        Self { standard, title, dates, periods, signature, years, year, tables, duplicates }
    }

    /// The edition, by its first year, that the report's year asks for; where no year is known, the
    /// one that the tables show.
    pub fn expected_edition(&self) -> i32 {
        let shown = || self.tables.iter().map(|table| table.edition).min();
        self.edition_of_year().or_else(shown).unwrap_or(self.standard.newest().year)
    }

    /// The edition, by its first year, that the report's year asks for.
    pub(crate) fn edition_of_year(&self) -> Option<i32> {
        edition_of(self.year, self.standard)
    }
}

fn edition_of(year: Option<ReportYear>, standard: &Standard) -> Option<i32> {
    year.map(|year| standard.form(year.value).year)
}

/// The year of the stated periods: that in which one ends, which `others` say too if any; a period
/// over two years, or one of several, is no witness against them.
fn year_of_periods<'a>(
    periods: impl Iterator<Item = &'a Period> + Clone,
    others: Years,
) -> Option<i32> {
    const MOST: usize = 100;
    let certain = || periods.clone().filter(|period| period.certain).take(MOST);
    let said = || {
        certain()
            .flat_map(|period| [period.end_year(), period.start.and_then(Date::year)])
            .flatten()
    };
    let agreed = [others.title, others.signature, others.text]
        .into_iter()
        .flatten()
        .find(|&year| said().any(|said| said == year));
    agreed
        .or_else(|| certain().find_map(Period::end_year))
        .or_else(|| periods.clone().find_map(Period::end_year))
}

/// Where the second section begins, at most: the text above it is the preface and the general
/// section.
fn second_section(report: &Report) -> usize {
    let later = report.parts.iter().find(|part| {
        part.kind.section().is_some_and(|section| section > 1) || !part.tables.is_empty()
    });
    later.map_or(report.range.len(), |part| part.range.start)
}

/// What the reading of a table depends on beside its part's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TableKey {
    /// Index of the report's part that holds it.
    pub part: usize,
    /// Index of the form's table.
    pub table: usize,
    /// Where it begins in the part: a part may hold a table twice.
    pub start: usize,
    /// The edition that the report's year asks for, where that is known.
    pub edition: Option<i32>,
}

/// Reads the tables of a report that is to be of `edition`; `text` is the report's. Of a table that
/// is there several times the one in its own section is taken, else the fullest; where several are
/// whole the first, and the others are duplicates.
fn read_tables(
    text: &str,
    report: &Report,
    standard: &'static Standard,
    edition: Option<i32>,
    mut known: impl FnMut(TableKey) -> Option<Table>,
) -> (Vec<Table>, Vec<DuplicateTable>) {
    let mut found: Vec<(usize, &TablePieces)> = report
        .parts
        .iter()
        .enumerate()
        .flat_map(|(part, tree)| tree.tables.iter().map(move |pieces| (part, pieces)))
        .collect();
    let in_place = |part: usize, pieces: &TablePieces| {
        report.parts[part].kind.section() == Some(standard.newest().tables[pieces.table].section)
    };
    found.sort_by_key(|&(part, pieces)| {
        (
            pieces.table,
            pieces.is_trace,
            !in_place(part, pieces),
            std::cmp::Reverse(pieces.words),
            part,
        )
    });
    let fresh = |(part, pieces): (usize, &TablePieces)| {
        read_table(report.parts[part].range.of(text), pieces, part, edition, standard)
    };
    let mut read = |(part, pieces): (usize, &TablePieces)| {
        let key = TableKey { part, table: pieces.table, start: pieces.range.start, edition };
        known(key).map_or_else(|| fresh((part, pieces)), |table| Table { part, ..table })
    };
    let (mut tables, mut duplicates) = (Vec::new(), Vec::new());
    for same in found.chunk_by(|(_, one), (_, other)| one.table == other.table) {
        let mut taken = same[0];
        if same.len() == 1 {
            tables.push(read(taken));
            continue;
        }
        // A table is whole that has most of the words that the fullest one has, and most rows of
        // the form with a number.
        let most = same.iter().map(|(_, pieces)| pieces.words).max().unwrap_or(0);
        let mut whole: Vec<(usize, &TablePieces)> =
            same.iter().copied().filter(|(_, pieces)| 3 * pieces.words >= 2 * most).collect();
        if whole.len() > 1 {
            whole.retain(|&pieces| fresh(pieces).is_whole());
            whole
                .sort_by_key(|&(part, pieces)| (!in_place(part, pieces), part, pieces.range.start));
            taken = whole.first().copied().unwrap_or(taken);
            let again = |&(part, pieces): &(usize, &TablePieces)| DuplicateTable {
                table: pieces.table,
                part,
                first_row: first_row(pieces),
            };
            duplicates.extend(whole.iter().skip(1).map(again));
        }
        tables.push(read(taken));
    }
    let within = |table: &Table| {
        Some(DuplicateTable { table: table.index, part: table.part, first_row: table.again? })
    };
    duplicates.extend(tables.iter().filter_map(within));
    (tables, duplicates)
}
