//! The input of a request about a whole document: one version of the document, unchanged while the
//! client continues.

use super::stop::Stop;
use super::view::{Buffer, Client, View};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Page};
use crate::settings::Settings;
use ls_types::Uri;
use std::path::PathBuf;
use std::sync::Arc;

/// One version of an open document, for another thread. A snapshot is cheap: texts, trees and
/// findings are shared.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub uri: Uri,
    pub version: i32,
    pub path: Option<PathBuf>,
    pub root: Option<PathBuf>,
    pub document: Arc<Document>,
    pub page: Option<Arc<Page>>,
    pub findings: Arc<Vec<Diagnostic>>,
    pub settings: Arc<Settings>,
    /// The client's open text of the settings file.
    pub settings_buffer: Option<(Uri, i32, Arc<Document>)>,
    pub settings_broken: bool,
    pub client: Client,
    /// Stopped when nobody waits for the answer: the client has changed the text, or has cancelled
    /// the request.
    pub stop: Stop,
}

impl Snapshot {
    /// The view of the snapshot for features.
    pub fn view(&self) -> View<'_> {
        View {
            uri: &self.uri,
            version: self.version,
            path: self.path.as_deref(),
            root: self.root.as_deref(),
            document: &self.document,
            page: self.page.as_deref(),
            findings: &self.findings,
            settings: &self.settings,
            settings_buffer: self.settings_buffer.as_ref().map(|(uri, version, document)| Buffer {
                uri,
                version: *version,
                document,
            }),
            settings_broken: self.settings_broken,
            client: &self.client,
            stop: Some(&self.stop),
        }
    }
}
