//! The checked reports of a source, as data.

use super::run::read_each;
use super::source::elsewhere;
use super::{NotChecked, Request};
use crate::report::{Content, Digest, Record};
use crate::source::Reading;
use std::sync::Arc;

/// The reports of a source as records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// The checked reports, in order. Ranges are in bytes of [`Reading::text`].
    pub records: Vec<Record>,
    /// Whether the source holds several reports, checked or not.
    pub several: bool,
    /// The reasons why other reports of the source are not checked.
    pub passed_over: Vec<NotChecked>,
}

/// The reports of a source that [`super::lint_reading`] checks, as records.
///
/// # Errors
/// If the source holds no report for 2019 or later. The error is the reason.
pub fn records(reading: &Reading, request: &Request) -> Result<Records, NotChecked> {
    let mut found = Records::default();
    let passed_over = read_each(
        reading.text(),
        &request.options(),
        || true,
        |read| {
            found.several = read.several;
            found.records.push(Record::of(read.text, read.report));
        },
    );
    found.passed_over = passed_over.unwrap_or_default();
    if found.records.is_empty() {
        return Err(NotChecked::of_text(&found.passed_over));
    }
    match reading.marked().as_ref().and_then(elsewhere) {
        Some(reason) => Err(reason),
        None => Ok(found),
    }
}

/// The contents of the reports of a source that [`super::lint_reading`] checks, for comparisons.
///
/// # Errors
/// If the source holds no report for 2019 or later. The error is the reason.
pub fn contents(reading: &Reading, request: &Request) -> Result<Vec<Content>, NotChecked> {
    let mut contents = Vec::new();
    let passed_over = read_each(
        reading.text(),
        &request.options(),
        || true,
        |read| contents.push(Content::of(read.text, read.report)),
    );
    if contents.is_empty() {
        return Err(NotChecked::of_text(&passed_over.unwrap_or_default()));
    }
    match reading.marked().as_ref().and_then(elsewhere) {
        Some(reason) => Err(reason),
        None => Ok(contents),
    }
}

/// The reports of a source that [`super::lint_reading`] checks, as digests. Ranges are in bytes of
/// [`Reading::text`].
pub fn digests(reading: &Reading, request: &Request) -> Vec<Arc<Digest>> {
    let options = request.options();
    let mut found = Vec::new();
    read_each(
        reading.text(),
        &options,
        || true,
        |read| {
            let context = read.report.context(read.text, options.kind(read.report.organ()));
            found.push(Arc::new(Digest::of(&context, read.report)));
        },
    );
    found
}
