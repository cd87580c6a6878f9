//! What a request about a whole document is answered from: one version of it, which stays as it is
//! while the client goes on.

use super::stop::Stop;
use super::view::{Buffer, Client, View};
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::settings::Settings;
use ls_types::Uri;
use std::path::PathBuf;
use std::sync::Arc;

/// One version of an open document, for a thread of its own. Taking it costs little: texts, trees
/// and findings are shared.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub uri: Uri,
    pub version: i32,
    pub path: Option<PathBuf>,
    pub root: Option<PathBuf>,
    pub document: Arc<Document>,
    pub findings: Arc<Vec<Diagnostic>>,
    pub settings: Arc<Settings>,
    /// The settings file as the client has it open.
    pub settings_buffer: Option<(Uri, i32, Arc<Document>)>,
    pub settings_broken: bool,
    pub client: Client,
    /// Stopped when nobody waits for what is made of it: the client has gone on to another text, or
    /// needs no answer.
    pub stop: Stop,
}

impl Snapshot {
    /// What a feature reads.
    pub fn view(&self) -> View<'_> {
        View {
            uri: &self.uri,
            version: self.version,
            path: self.path.as_deref(),
            root: self.root.as_deref(),
            document: &self.document,
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
