//! `gouji/status`, beyond the protocol: whether a document is a report at all and how it stands, which a client cannot tell from
//! its diagnostics, and shows in a line of its window.

use crate::diagnostic::Severity;
use crate::relations::Sum;
use crate::server::view::View;
use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::{Position, TextDocumentIdentifier};

pub const METHOD: &str = "gouji/status";

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusParams {
    pub text_document: TextDocumentIdentifier,
    /// Where the cursor is, for a client that wants to know in which table.
    pub position: Option<Position>,
}

/// How a document stands that is a report, or holds some.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    pub reports: usize,
    pub errors: usize,
    pub warnings: usize,
    /// Findings of less weight.
    pub notes: usize,
    /// The sums that could be checked, of all tables, and how many of them do not hold.
    pub sums: usize,
    pub violated: usize,
    /// The table at the position.
    pub table: Option<TableHere>,
}

/// What the command `gouji.recompute` calls a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TableHere {
    pub number: u8,
    pub report: usize,
}

/// How the document stands; `None` where it is no report.
pub fn status(view: &View, position: Option<Position>) -> Option<Status> {
    let at = position.map(|position| view.offset(position));
    let mut status = Status { reports: 0, errors: 0, warnings: 0, notes: 0, sums: 0, violated: 0, table: None };
    for (index, placed) in view.document.reports().enumerate() {
        let report = placed.report;
        if report.found().is_none() {
            continue;
        }
        status.reports += 1;
        for (table, read) in report.facts().tables.iter().enumerate() {
            let sums = || report.sums(table).iter().filter(|sum| !sum.relation.at_least && sum.sides.is_some());
            status.sums += sums().count();
            status.violated += sums().filter(|sum| Sum::is_violated(sum)).count();
            let range = read.range.shifted(placed.start + report.tree().parts[read.part].range.start);
            if at.is_some_and(|at| range.start <= at && at <= range.end) && !report.sums(table).is_empty() {
                status.table = Some(TableHere { number: read.form().tables[read.index].section, report: index });
            }
        }
    }
    for found in view.findings {
        match found.severity {
            Severity::Error => status.errors += 1,
            Severity::Warning => status.warnings += 1,
            _ => status.notes += 1,
        }
    }
    (status.reports > 0).then_some(status)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{replaced, sample, sample_of};
    use crate::server::features::testing::view;
    use crate::server::view::Client;
    use crate::syntax::Layout;

    fn of(text: &str) -> Option<Status> {
        view(text, Client::default(), |view, at| status(view, Some(at)))
    }

    #[test]
    fn a_correct_report_has_nothing_but_sums() {
        for layout in Layout::ALL {
            let status = of(&sample(layout)).expect("a report");
            assert_eq!((status.reports, status.errors, status.warnings, status.notes), (1, 0, 0, 0), "{layout:?}");
            assert_eq!((status.sums, status.violated, status.table), (42, 0, None), "{layout:?}");
        }
    }

    #[test]
    fn a_wrong_total_counts_in_its_sums_and_its_table_is_known() {
        let wrong = replaced(&sample(Layout::Spaces), "（一）予以公开 4 1 0 0 0 0 5", "（一）予以公开 4 1 0 0 0 0 ⟦6");
        let status = of(&format!("{}\n{wrong}", sample_of(Layout::Tabs, 2020))).expect("reports");
        assert_eq!((status.reports, status.errors, status.violated), (2, 2, 2));
        assert_eq!(status.table, Some(TableHere { number: 3, report: 1 }));
    }

    #[test]
    fn other_texts_have_none() {
        assert_eq!(of("# 读我\n\n一、总体情况\n"), None);
    }
}
