//! The facts of a report: its organ, year, period and signature, and each cell of its tables.

mod align;
mod begun_title;
mod columns;
mod copies;
mod cut;
mod date;
mod edition;
mod exact;
mod finding;
mod fit;
mod follow;
mod heads;
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
pub mod statement;
mod table;
mod title;
mod words;
mod year;

pub use begun_title::begun_title;
pub use date::{Date, dates};
pub use edition::labels_of as labels_of_edition;
pub use exact::Exact;
pub use finding::{ColumnOrder, HeadFinding, HeaderFinding, HeaderFindingKind, Unreadable};
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

use crate::standard::{Lexicon, Standard};
use crate::syntax::{PartKind, Report, TablePieces};
use crate::text::TextRange;
use statement::Sentences;

/// The facts of one report. Ranges are in bytes of the report, except in tables and statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The standard for reading the report.
    pub standard: &'static Standard,
    pub title: Option<Title>,
    /// Every date and year in the text, in order and disjoint. A date lies within one part.
    pub dates: Vec<Date>,
    /// Every statement of the statistical period, in order.
    pub periods: Vec<Period>,
    pub signature: Option<Signature>,
    /// The year in each source, and the year that follows from the sources.
    pub years: Years,
    pub year: Option<ReportYear>,
    /// The sentences in each part of the report. Ranges are in bytes of the part.
    pub sentences: Vec<Sentences>,
    /// In the order of the form.
    pub tables: Vec<Table>,
    /// Further whole copies of the tables in `tables`.
    pub duplicates: Vec<DuplicateTable>,
}

/// A second copy of a table of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DuplicateTable {
    /// Index of the table in the form.
    pub table: usize,
    /// Index of the part with the copy.
    pub part: usize,
    /// The first line of the copy, in bytes of the part.
    pub first_row: TextRange,
}

impl Facts {
    /// The facts of `report` with the text `text`. `year` overrides the year in the text,
    /// and `lexicon` has the words of sentences.
    pub fn of_report(
        text: &str,
        report: &Report,
        standard: &'static Standard,
        year: Option<i32>,
        lexicon: &Lexicon,
    ) -> Self {
        Self::with_known(text, report, standard, year, lexicon, &mut ())
    }

    /// Like [`Self::of_report`], with no sentences.
    pub fn without_sentences(
        text: &str,
        report: &Report,
        standard: &'static Standard,
        year: Option<i32>,
    ) -> Self {
        Self::with_known(text, report, standard, year, standard.lexicon(), &mut NoSentences)
    }

    /// Like [`Self::of_report`], with what another reading of the same parts found.
    pub(crate) fn with_known(
        text: &str,
        report: &Report,
        standard: &'static Standard,
        year: Option<i32>,
        lexicon: &Lexicon,
        known: &mut impl Known,
    ) -> Self {
        let title = report.title.map(|line| title(text, line.range));
        let mut dates = Vec::new();
        for (index, part) in report.parts.iter().enumerate() {
            let own = || {
                self::dates(part.range.of(text))
                    .into_iter()
                    .map(|date| date.moved(part.range.start as isize))
            };
            dates.extend(known.dates(index).unwrap_or_else(|| own().collect()));
        }
        let preface = report
            .parts
            .iter()
            .find(|part| part.kind == PartKind::Preface)
            .map_or(TextRange::at(0), |part| part.range);
        let periods = periods(text, &dates, preface);
        let signature = report.parts.last().and_then(|part| {
            // A signature may stand on the line of the heading.
            let body = TextRange::new(part.range.start + part.body(), part.range.end);
            signature(text, body, &dates)
        });
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
        // A period in the title states the year of the title, so it is not a second source.
        years.period = year_of_periods(periods.iter().filter(|period| !in_title(period)), years);
        let year = report_year(years, || edition::shown(text, report, standard));
        let (tables, duplicates) =
            read_tables(text, report, standard, edition_of(year, standard), known);
        let stated = year.map(|year| year.value);
        let sentences = (0..report.parts.len()).map(|index| {
            let fresh = || statement::of_part(text, &report.parts[index], stated, lexicon);
            known.sentences(index, stated).unwrap_or_else(fresh)
        });
        let sentences = sentences.collect();
        Self {
            standard,
            title,
            dates,
            periods,
            signature,
            years,
            year,
            sentences,
            tables,
            duplicates,
        }
    }

    /// The edition for the year of the report, by its first year. Without a known year, the edition
    /// that the tables show.
    pub fn expected_edition(&self) -> i32 {
        let shown = || self.tables.iter().map(|table| table.form.year).min();
        self.edition_of_year().or_else(shown).unwrap_or(self.standard.newest().year)
    }

    /// The edition for the year of the report, by its first year.
    pub(crate) fn edition_of_year(&self) -> Option<i32> {
        edition_of(self.year, self.standard)
    }
}

fn edition_of(year: Option<ReportYear>, standard: &Standard) -> Option<i32> {
    year.map(|year| standard.form(year.value).year)
}

/// The year of the stated periods: the end year of a period, preferably a year that `others` also
/// state. A period over two years, or one of several periods, does not contradict the other
/// sources.
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

/// The upper bound of the start of the second section. The preface and the general section stand
/// above.
fn second_section(report: &Report) -> usize {
    let later = report.parts.iter().find(|part| {
        part.kind.section().is_some_and(|section| section > 1) || !part.tables.is_empty()
    });
    later.map_or(report.range.len(), |part| part.range.start)
}

/// What another reading of the same parts of a report found.
pub(crate) trait Known {
    /// The dates in a part, in bytes of the report.
    fn dates(&mut self, _part: usize) -> Option<Vec<Date>> {
        None
    }

    fn table(&mut self, _key: TableKey) -> Option<Table> {
        None
    }

    /// The sentences in a part of a report for `year`.
    fn sentences(&mut self, _part: usize, _year: Option<i32>) -> Option<Sentences> {
        None
    }
}

/// Nothing is known.
impl Known for () {}

/// Nothing is known, and sentences are not wanted.
struct NoSentences;

impl Known for NoSentences {
    fn sentences(&mut self, _: usize, _: Option<i32>) -> Option<Sentences> {
        Some(Sentences::default())
    }
}

/// The inputs for reading a table, besides the text of the part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TableKey {
    /// Index of the part with the table.
    pub part: usize,
    /// Index of the table in the form.
    pub table: usize,
    /// The start of the table in the part: a part may hold a table twice.
    pub start: usize,
    /// The edition for the year of the report, if the year is known.
    pub edition: Option<i32>,
}

/// Reads the tables of a report with the text `text` and the expected `edition`. Of several copies
/// of a table, the first whole copy is chosen, and the other whole copies are duplicates. Without
/// several whole copies, the copy in its own section is chosen, then the fullest copy.
fn read_tables(
    text: &str,
    report: &Report,
    standard: &'static Standard,
    edition: Option<i32>,
    known: &mut impl Known,
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
        known.table(key).map_or_else(|| fresh((part, pieces)), |table| Table { part, ..table })
    };
    let (mut tables, mut duplicates) = (Vec::new(), Vec::new());
    for same in found.chunk_by(|(_, one), (_, other)| one.table == other.table) {
        let mut taken = same[0];
        if same.len() == 1 {
            tables.push(read(taken));
            continue;
        }
        // A whole table has most of the words of the fullest copy, and most rows of the form with a
        // number.
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
