//! Keeps the findings across reports in step with open documents and files on disk.

use super::{Publish, State};
use crate::archive::Key;
use crate::diagnostic::{FilePlace, Place};
use crate::document::OpenText;
use crate::lint::Findings;
use crate::server::core::kin::FileReports;
use crate::server::core::open::{Content, Open};
use crate::server::core::to_proto;
use crate::text::TextRange;
use ls_types::Uri;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

impl State {
    /// Whether lists of other documents than the changed document have changed since the last call.
    /// A client that pulls must be told.
    pub fn others_changed(&mut self) -> bool {
        std::mem::take(&mut self.others_changed)
    }

    /// Whether there is anything to compare: one document alone has no kin, and costs nothing.
    fn is_collection(&self) -> bool {
        self.documents.len() + self.index.files().take(2).count() > 1
    }

    /// Notes the present reports of a document. Returns the files with findings to show again.
    pub(super) fn note(&mut self, uri: &Uri) -> BTreeSet<Arc<Path>> {
        if !self.is_collection() {
            let all: Vec<Arc<Path>> = self.kin.files().cloned().collect();
            return self.kin.update(Vec::new(), &all, None);
        }
        let files = self.open_reports(Some(uri));
        self.kin.update(files, &[], None)
    }

    /// The reports of a document, and of the documents that were open before there was anything to
    /// compare.
    fn open_reports(&self, uri: Option<&Uri>) -> Vec<(Arc<Path>, FileReports)> {
        let reports = |(other, open): (&Uri, &Open)| {
            let path = open.path.as_deref().filter(|path| self.configuration.is_inside(path))?;
            let is_wanted = Some(other) == uri || !self.kin.holds(path);
            is_wanted.then(|| Some((Arc::from(path), reports_of(open)?)))?
        };
        self.documents.iter().filter_map(reports).collect()
    }

    /// Notes the files on disk that are not open, after a scan or after closing a document.
    pub(super) fn note_files(&mut self) -> BTreeSet<Arc<Path>> {
        let is_open =
            |path: &Path| self.documents.values().any(|open| open.path.as_deref() == Some(path));
        let is_report =
            |path: &Path| self.index.file(path).is_some_and(|file| file.closed.is_some());
        let known =
            |path: &Path| self.configuration.is_inside(path) && (is_open(path) || is_report(path));
        let gone: Vec<Arc<Path>> = self.kin.files().filter(|path| !known(path)).cloned().collect();
        let mut files = Vec::new();
        if self.is_collection() {
            files = self.open_reports(None);
            files.extend(self.index.paths().filter(|path| !is_open(path)).filter_map(|path| {
                let closed = self.index.file(path)?.closed.as_ref()?;
                Some((Arc::from(path), closed.reports.clone()))
            }));
        }
        self.kin.update(files, &gone, Some(self.index.around()))
    }

    /// Shows the findings of files again, after their kin have changed.
    pub(super) fn show_again(&mut self, concerned: BTreeSet<Arc<Path>>) {
        for path in concerned {
            let open = self.documents.iter().find(|(_, open)| open.path.as_deref() == Some(&path));
            match open.map(|(uri, open)| (uri.clone(), open.list)) {
                Some((uri, list)) => {
                    self.show(&uri);
                    let now = self.documents.get(&uri).map(|open| open.list);
                    self.others_changed |= now != Some(list);
                }
                None if self.show_closed(&path) => {
                    self.others_changed = true;
                    if let Some(uri) = Uri::from_file_path(&path).filter(|_| !self.abilities.pulls)
                    {
                        let diagnostics = self.index.shown(&uri);
                        self.publish(Publish { uri, version: None, diagnostics });
                    }
                }
                None => {}
            }
        }
        if self.names_shown != self.kin.names() {
            self.refresh_settings_files();
        }
    }

    /// Finds the findings across reports in a file that is not open. Returns whether they differ
    /// from the known ones.
    pub(super) fn show_closed(&mut self, path: &Arc<Path>) -> bool {
        let closed = self.index.file(path).and_then(|file| file.closed.clone());
        let Some(closed) = closed else { return self.index.set_kin(path, Vec::new()) };
        let reports = &closed.reports;
        let found = self.kin.findings(
            path,
            &reports.starts,
            closed.comments(),
            &reports.settings,
            |key, range| self.place_of(key, range),
        );
        let list = to_proto::closed_diagnostics(&closed, &found.diagnostics, &self.abilities);
        self.index.set_kin(path, list)
    }

    /// The reported findings across reports in an open document.
    pub(super) fn findings_across(&self, open: &Open, ready: &OpenText) -> Findings {
        let Some(path) = open.path.as_deref().filter(|path| self.kin.holds(path)) else {
            return Findings::default();
        };
        let starts: Vec<usize> = ready.checked().map(|placed| placed.start).collect();
        if starts.is_empty() {
            return Findings::default();
        }
        self.kin.findings(
            &Arc::from(path),
            &starts,
            ready.document.comments(),
            &open.settings,
            |key, range| self.place_of(key, range),
        )
    }

    /// The place of a range of a report in an open document or in a file on disk.
    fn place_of(&self, (path, index): &Key, range: TextRange) -> Option<FilePlace> {
        let open = self.documents.iter().find(|(_, open)| open.path.as_deref() == Some(path));
        if let Some((uri, open)) = open {
            let ready = open.content.ready()?;
            let start = ready.checked().nth(*index)?.start;
            let range = to_proto::range_of(ready, range.shifted(start), self.client.encoding);
            return Some(to_proto::file_place(uri, range));
        }
        let closed = self.index.file(path)?.closed.as_ref()?;
        let start = closed.reports.starts.get(*index)?;
        let uri = Uri::from_file_path(path)?;
        let range = range.shifted(*start);
        let words = closed.in_words(range, &Place::default());
        Some(FilePlace { words, ..to_proto::file_place(&uri, closed.range(range)) })
    }
}

/// The reports of an open document. `None` while another thread reads the text.
fn reports_of(open: &Open) -> Option<FileReports> {
    match &open.content {
        Content::Ready(ready) => Some(FileReports::of(ready, &open.settings)),
        Content::Reading { .. } => None,
        Content::Lost => Some(FileReports {
            settings: Arc::clone(&open.settings),
            several: false,
            starts: Vec::new(),
            digests: Vec::new(),
        }),
    }
}
