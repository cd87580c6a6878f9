//! What a report states: its organ, year, period and signature, and each cell of its tables.

mod date;
mod numeral;
mod period;
mod signature;
mod title;
mod year;

pub use date::{Date, dates};
pub use numeral::written_like;
pub use period::{Period, periods};
pub use signature::{Signature, signature};
pub use title::{Ending, Subject, Title, TitleYear, title};
pub use year::{ReportYear, YearSource, Years, report_year};

use crate::syntax::{PartKind, Report};
use crate::text::TextRange;

/// The facts of one report. Ranges in bytes of the report, but for the tables'.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub title: Option<Title>,
    /// Every date and year in the text, in order and disjoint.
    pub dates: Vec<Date>,
    /// Every statement of the statistical period, in order.
    pub periods: Vec<Period>,
    pub signature: Option<Signature>,
    pub year: Option<ReportYear>,
    pub tables: Vec<Table>,
}

impl Facts {
    /// The facts of `report`, whose text is `text`, without those of its tables; `year` is its year where nothing in the
    /// text says one.
    pub fn of_report(text: &str, report: &Report, year: Option<i32>) -> Self {
        let title = report.title.map(|range| title(text, range));
        let dates = dates(text);
        let preface = report.parts.iter().find(|part| part.kind == PartKind::Preface).map_or(TextRange::at(0), |part| part.range);
        let periods = periods(text, &dates, preface);
        let signature = report.parts.last().and_then(|part| signature(text, part.range, &dates));
        let certain = periods.iter().filter(|period| period.certain).chain(periods.iter().filter(|period| !period.certain));
        let year = report_year(Years {
            title: title.as_ref().and_then(|title| title.year).map(|year| year.value),
            period: certain.filter_map(Period::end_year).next(),
            signature: signature.and_then(|signature| signature.date.year()).map(|year| year - 1),
            option: year,
        });
        Self { title, dates, periods, signature, year, tables: Vec::new() }
    }

    /// Whether the title names another year than period and signature agree on.
    pub fn is_title_odd(&self) -> bool {
        self.year.is_some_and(|year| year.odd == Some(YearSource::Title))
    }
}

/// One of the form's tables as it stands in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The first row.
    pub range: TextRange,
}
