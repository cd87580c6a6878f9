//! JUnit XML: a test suite for each file, and a failed test case for each finding. A report without
//! findings is a passed case, an unchecked file is a skipped case, and a file that fails the run is
//! a case with an error.

use super::Results;
use crate::review::Weight;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use std::io::{self, Write};

pub(super) fn write(results: &Results, out: &mut dyn Write) -> io::Result<()> {
    let mut report = Report::new("gouji");
    for file in &results.review.files {
        let mut suite = TestSuite::new(&file.path);
        for finding in file.findings() {
            let place = file.place(finding.diagnostic.range.start);
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let (code, message) = (finding.diagnostic.code, finding.message_with_place());
            status.set_message(&message).set_type(code);
            status.set_description(format!(
                "{}:{}:{}: {}: {code} {message}",
                file.path,
                place.row,
                place.column,
                finding.diagnostic.severity.name()
            ));
            suite.add_test_case(case(
                &file.path,
                &format!("{code}:{}:{}", place.row, place.column),
                status,
            ));
        }
        if file.diagnostics.is_empty() {
            suite.add_test_case(case(&file.path, "gouji", TestCaseStatus::success()));
        }
        report.add_test_suite(suite);
    }
    for (path, weight, message) in results.unchecked() {
        let status = match weight {
            Some(Weight::Failure) => TestCaseStatus::non_success(NonSuccessKind::Error),
            _ => TestCaseStatus::skipped(),
        };
        report.add_test_suite(unchecked(path, status, &message));
    }
    // Readers of JUnit treat output without any case as broken.
    if let Some(note) = super::nothing_checked(results) {
        let message = note.render(results.language());
        report.add_test_suite(unchecked("gouji", TestCaseStatus::skipped(), &message));
    }
    report.serialize(&mut *out).map_err(io::Error::other)
}

/// A suite with one case of this status.
fn unchecked(path: &str, mut status: TestCaseStatus, message: &str) -> TestSuite {
    status.set_message(message);
    let mut suite = TestSuite::new(path);
    suite.add_test_case(case(path, "gouji", status));
    suite
}

fn case(path: &str, name: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(path);
    case
}
