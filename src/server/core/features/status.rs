//! `gouji/status`, beyond the protocol: whether a document is a report, and the number of its
//! findings. A client cannot tell this from diagnostics, and shows the status in a line of its
//! window.

use crate::diagnostic::Severity;
use crate::lint;
use crate::relations::Sum;
use crate::report::NotChecked;
use crate::server::core::view::View;
use serde::Serialize;

pub const METHOD: &str = "gouji/status";

/// The status of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// Number of checked reports.
    pub reports: usize,
    /// The reason why no report is checked.
    pub not_checked: Option<Reason>,
    pub errors: usize,
    pub warnings: usize,
    /// Number of findings below a warning.
    pub notes: usize,
    /// Number of checkable sums in all tables, and number of violated sums.
    pub sums: usize,
    pub violated: usize,
    /// The table at the cursor.
    pub table: Option<TableHere>,
}

/// The reason why a document is not checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The name of the reason, such as `before-2019`.
    pub reason: &'static str,
    pub message: String,
}

/// The arguments of the command `gouji.recompute` for a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TableHere {
    pub number: u8,
    pub report: usize,
}

/// The status of the document. `at` is the cursor, as a byte of the text.
pub fn status(view: &View, at: Option<usize>) -> Status {
    let reason = |reason: NotChecked| Reason {
        reason: reason.name(),
        message: reason.message().render(view.client.language),
    };
    let elsewhere = || view.page.and_then(|page| lint::elsewhere(&page.marked(&page.markup())));
    let not_checked = view.document.not_checked().or_else(elsewhere).map(reason);
    let mut status = Status {
        reports: 0,
        not_checked,
        errors: 0,
        warnings: 0,
        notes: 0,
        sums: 0,
        violated: 0,
        table: None,
    };
    for (index, placed) in view.reports().enumerate() {
        let report = placed.report;
        if report.found().is_none() || status.not_checked.is_some() {
            continue;
        }
        status.reports += 1;
        for (table, read) in report.facts().tables.iter().enumerate() {
            let sums = || {
                report
                    .sums(table)
                    .iter()
                    .filter(|sum| !sum.relation.at_least && sum.sides.is_some())
            };
            status.sums += sums().count();
            status.violated += sums().filter(|sum| Sum::is_violated(sum)).count();
            let range =
                read.range.shifted(placed.start + report.tree().parts[read.part].range.start);
            if at.is_some_and(|at| range.start <= at && at <= range.end)
                && report.sums(table).iter().len() > 0
            {
                status.table = Some(TableHere {
                    number: read.form().tables[read.index].section,
                    report: index,
                });
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
    status
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{replaced, sample, sample_of};
    use crate::server::core::features::testing::view;
    use crate::server::core::view::Client;
    use crate::syntax::Layout;

    fn of(text: &str) -> Status {
        view(text, Client::default(), |view, at| status(view, Some(at)))
    }

    #[test]
    fn a_correct_report_has_nothing_but_sums() {
        for layout in Layout::ALL {
            let status = of(&sample(layout));
            assert_eq!(status.not_checked, None, "{layout:?}");
            assert_eq!(
                (status.reports, status.errors, status.warnings, status.notes),
                (1, 0, 0, 0),
                "{layout:?}"
            );
            assert_eq!((status.sums, status.violated, status.table), (42, 0, None), "{layout:?}");
        }
    }

    #[test]
    fn a_wrong_total_counts_in_its_sums_and_its_table_is_known() {
        let wrong = replaced(
            &sample(Layout::Spaces),
            "（一）予以公开 4 1 0 0 0 0 5",
            "（一）予以公开 4 1 0 0 0 0 ⟦6",
        );
        let status = of(&format!("{}\n{wrong}", sample_of(Layout::Tabs, 2020)));
        assert_eq!((status.reports, status.errors, status.violated), (2, 2, 2));
        assert_eq!(status.table, Some(TableHere { number: 3, report: 1 }));
    }

    #[test]
    fn other_texts_say_why_they_are_not_checked() {
        let status = of("# 读我\n\n一、总体情况\n");
        assert_eq!(
            (status.reports, status.not_checked.map(|why| why.reason)),
            (0, Some("not-a-report"))
        );
    }
}
