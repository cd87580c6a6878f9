//! Checks the files of a scan.

use super::{CheckedFile, Scan, Stamp, names};
use crate::archive::may_hold_report;
use crate::document::OpenText;
use crate::lint::{self, Request};
use crate::report::{Context, Digest, ReadReport};
use crate::server::core::configuration::innermost;
use crate::server::core::kin::{ClosedReports, FileReports};
use crate::server::core::open::{self, options};
use crate::server::core::to_proto;
use crate::server::core::view::{Client, View};
use crate::settings::Settings;
use crate::source::Reading;
use ls_types::Uri;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Scan {
    /// Checks a text or a page; `None` if the check fails.
    pub fn check(
        &mut self,
        path: &Path,
        stamp: Stamp,
        text: &str,
        is_page: bool,
        settings: &Arc<Settings>,
    ) -> Option<Arc<CheckedFile>> {
        let uri = Uri::from_file_path(path)?;
        let read = || open::read(text, is_page, &options(settings));
        let text = std::panic::catch_unwind(read).ok()?;
        let OpenText { document, page } = &text;
        let file = settings.relative(path);
        let request = Request { settings, file: file.as_deref(), baseline: None, year: None };
        let mut findings = document.findings(&request).unwrap_or_default().diagnostics;
        if let Some(page) = page {
            page.keep_reported(&mut findings);
        }
        let client =
            Client { language: self.scopes.of(path).languages.of(settings), ..self.client.clone() };
        let view = View {
            uri: &uri,
            version: 0,
            path: Some(path),
            root: innermost(self.roots.iter(), path).map(PathBuf::as_path),
            document,
            page: page.as_deref(),
            findings: &findings,
            settings,
            settings_buffer: None,
            settings_broken: false,
            client: &client,
            stop: None,
        };
        let (diagnostics, reports) = (to_proto::diagnostics(&view, &self.abilities), names(&view));
        let (language, encoding) = (client.language, client.encoding);
        let may_hold_report =
            text.not_checked().is_some_and(|reason| may_hold_report(reason, path));
        let closed = text
            .document
            .is_checked()
            .then(|| Arc::new(ClosedReports::of(text, settings, language, encoding)));
        self.lists += 1;
        let list = format!("file-{}", self.lists);
        let count = reports.len();
        Some(Arc::new(CheckedFile {
            uri,
            stamp,
            diagnostics,
            reports,
            count,
            list,
            closed,
            may_hold_report,
        }))
    }

    /// Checks a source without lines. Its reports have no place that an editor could show, so that
    /// its findings say their places.
    pub fn check_source(
        &mut self,
        path: &Path,
        stamp: Stamp,
        reading: &Reading,
        settings: &Arc<Settings>,
    ) -> Option<Arc<CheckedFile>> {
        let uri = Uri::from_file_path(path)?;
        let file = settings.relative(path);
        let request = Request { settings, file: file.as_deref(), baseline: None, year: None };
        let mut digests = Vec::new();
        let mut keep = |context: &Context, report: &ReadReport| {
            digests.push(Arc::new(Digest::of(context, report)));
        };
        let found = lint::lint_reading_with(reading, &request, &mut keep);
        let may_hold_report = found.as_ref().is_err_and(|&reason| may_hold_report(reason, path));
        let found = found.unwrap_or_default();
        let language = self.scopes.of(path).languages.of(settings);
        let diagnostics = reading.projection().map_or_else(Vec::new, |projection| {
            let found = &found.diagnostics;
            to_proto::source_diagnostics(projection, found, &uri, language, &self.abilities)
        });
        let count = found.reports.len();
        let closed = (count > 0).then(|| {
            let reports = FileReports {
                settings: Arc::clone(settings),
                several: count + found.passed_over.len() > 1,
                starts: found.reports.iter().map(|report| report.range.start).collect(),
                digests,
            };
            Arc::new(ClosedReports::without_lines(reading, reports, language))
        });
        self.lists += 1;
        let (reports, list) = (Vec::new(), format!("file-{}", self.lists));
        Some(Arc::new(CheckedFile {
            uri,
            stamp,
            diagnostics,
            reports,
            count,
            list,
            closed,
            may_hold_report,
        }))
    }
}
