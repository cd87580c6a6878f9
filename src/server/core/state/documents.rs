//! Opens, changes and closes documents.

use super::{LongRead, Publish, State};
use crate::document::OpenText;
use crate::lint::Request;
use crate::server::core::features::names::Linked;
use crate::server::core::from_proto::path_of;
use crate::server::core::open::{Content, Open, options};
use crate::server::core::stop::Stop;
use crate::server::core::view::Client;
use crate::server::core::{from_proto, to_proto};
use ls_types::{DidChangeTextDocumentParams, TextDocumentItem, Uri};
use std::sync::Arc;
use tracing::{debug, warn};

/// Another thread reads a text above this length, in bytes.
const LONG: usize = 4 << 20;

impl State {
    /// Adds a document opened by the client. The caller has searched for its settings before, see
    /// [`State::lookup`].
    pub fn open(&mut self, item: TextDocumentItem) -> Option<LongRead> {
        let TextDocumentItem { uri, version, text, language_id } = item;
        // A document that was not closed is replaced. Its shown list stays until the next
        // publication.
        let before = self.documents.remove(&self.known(&uri)).map(|open| {
            open.revision.stop();
            (open.shown, open.list)
        });
        let (shown, list) = before.unwrap_or_else(|| (self.index.shown(&uri), self.next_list()));
        let path = path_of(&uri);
        let root = path.as_deref().and_then(|path| self.configuration.root(path)).cloned();
        let (settings, settings_error) = self.configuration.settings(path.as_deref());
        let language = self.configuration.language(path.as_deref(), &settings);
        let client = Client {
            language,
            fixes_on_save: self.configuration.fixes_on_save(path.as_deref()),
            ..self.client.clone()
        };
        let open = Open {
            path,
            root,
            version,
            is_page: is_page(&language_id, &uri),
            revision: Stop::default(),
            content: Content::Lost,
            settings,
            settings_error,
            client,
            findings: Arc::default(),
            unused_accepts: Vec::new(),
            shown,
            list,
            linked: Linked::default(),
        };
        self.documents.insert(uri.clone(), open);
        let reading = self.read(&uri, text);
        self.refresh(&uri);
        self.refresh_settings_files();
        reading
    }

    /// A new list number. No other list has this number, including earlier lists of a reopened
    /// document.
    fn next_list(&mut self) -> u64 {
        self.lists += 1;
        self.lists
    }

    /// Gives an open document a whole new text. The caller must read a long text, see
    /// [`State::finish`].
    pub(super) fn read(&mut self, uri: &Uri, text: String) -> Option<LongRead> {
        let open = self.documents.get_mut(uri)?;
        let options = options(&open.settings);
        if text.len() <= LONG {
            open.content = Content::of(&text, open.is_page, &options, uri.as_str());
            return None;
        }
        self.readings += 1;
        open.content = Content::Reading { reading: self.readings, waiting: Vec::new() };
        let is_page = open.is_page;
        Some(LongRead { uri: uri.clone(), number: self.readings, text, is_page, options })
    }

    /// Stores a long document after the reading, if the client has not sent another text in the
    /// meantime. The document is read again if the settings have changed the options of the rules.
    pub fn finish(&mut self, reading: &LongRead, ready: Option<OpenText>) {
        let Some(open) = self.documents.get_mut(&reading.uri) else { return };
        let Content::Reading { reading: number, waiting } = &mut open.content else { return };
        if *number != reading.number {
            return;
        }
        let waiting = std::mem::take(waiting);
        let options = options(&open.settings);
        open.content = match ready {
            Some(ready) if options == reading.options => Content::Ready(ready),
            Some(ready) => Content::of(&ready.text(), open.is_page, &options, reading.uri.as_str()),
            None => Content::Lost,
        };
        for change in waiting {
            open.change(change, &options, reading.uri.as_str());
        }
        self.refresh(&reading.uri);
        self.refresh_settings_files();
    }

    /// Applies the changes of a document, in the order of arrival.
    pub fn change(&mut self, params: DidChangeTextDocumentParams) -> Option<LongRead> {
        let uri = self.known(&params.text_document.uri);
        let Some(open) = self.documents.get_mut(&uri) else {
            warn!("{}: a change of a document that is not open", uri.as_str());
            return None;
        };
        if params.text_document.version <= open.version {
            debug!(
                "{}: version {} after {}",
                uri.as_str(),
                params.text_document.version,
                open.version
            );
        }
        open.version = params.text_document.version;
        std::mem::take(&mut open.revision).stop();
        let mut reading = None;
        for change in from_proto::changes(params.content_changes) {
            if change.range.is_none() && change.text.len() > LONG {
                reading = self.read(&uri, change.text);
            } else if let Some(open) = self.documents.get_mut(&uri) {
                if change.range.is_none() {
                    reading = None;
                }
                let options = options(&open.settings);
                open.change(change, &options, uri.as_str());
            }
        }
        self.refresh(&uri);
        reading
    }

    /// Reads a document again after an internal error.
    pub fn read_afresh(&mut self, uri: &Uri) {
        let uri = &self.known(uri);
        let Some(open) = self.documents.get_mut(uri) else { return };
        if let Some(ready) = open.content.ready() {
            let options = options(&open.settings);
            open.content = Content::of(&ready.text(), open.is_page, &options, uri.as_str());
        }
        self.refresh(uri);
    }

    /// Forgets a document closed by the client. From now on, the file on disk counts.
    pub fn close(&mut self, uri: &Uri) {
        let uri = &self.known(uri);
        let Some(open) = self.documents.remove(uri) else { return };
        open.revision.stop();
        let mut concerned = self.note_files();
        if let Some(path) = open.path.as_deref().map(Arc::from) {
            self.show_closed(&path);
            concerned.remove(&path);
        }
        let kept = self.index.shown(uri);
        if !self.abilities.pulls && open.shown != kept {
            self.publish(Publish { uri: uri.clone(), version: None, diagnostics: kept });
        }
        self.show_again(concerned);
        self.refresh_settings_files();
    }

    /// Computes the reported findings of a document and of its kin, and publishes changed lists.
    pub(super) fn refresh(&mut self, uri: &Uri) {
        let mut concerned = self.note(uri);
        if let Some(path) = self.documents.get(uri).and_then(|open| open.path.as_deref()) {
            concerned.remove(path);
        }
        self.show(uri);
        self.show_again(concerned);
    }

    /// Computes the reported findings of a document, and publishes a changed list.
    pub(super) fn show(&mut self, uri: &Uri) {
        let Some(open) = self.documents.get(uri) else { return };
        let found = match &open.content {
            Content::Ready(ready) => {
                let OpenText { document, page } = ready;
                let file = open.path.as_deref().and_then(|path| open.settings.relative(path));
                let request = Request {
                    settings: &open.settings,
                    file: file.as_deref(),
                    baseline: None,
                    year: None,
                };
                let mut found = document.findings(&request).unwrap_or_default();
                if let Some(page) = page {
                    page.keep_reported(&mut found.diagnostics);
                }
                found.add(self.findings_across(open, ready));
                found
            }
            // The shown list stays until the text is read.
            Content::Reading { .. } => return,
            Content::Lost => Default::default(),
        };
        let Some(open) = self.documents.get_mut(uri) else { return };
        open.findings = Arc::new(found.diagnostics);
        let accepts_changed = open.unused_accepts != found.unused_accepts;
        open.unused_accepts = found.unused_accepts;
        let Some(open) = self.documents.get(uri) else { return };
        let shown = self
            .view_of(uri, open)
            .map_or_else(Vec::new, |view| to_proto::diagnostics(&view, &self.abilities));
        let version = open.version;
        if shown != open.shown {
            if !self.abilities.pulls {
                self.publish(Publish {
                    uri: uri.clone(),
                    version: Some(version),
                    diagnostics: shown.clone(),
                });
            }
            let list = self.next_list();
            if let Some(open) = self.documents.get_mut(uri) {
                (open.shown, open.list) = (shown, list);
            }
        }
        if accepts_changed {
            self.refresh_settings_files();
        }
    }
}

/// Whether a document is HTML: by the language of the client, or by its name.
fn is_page(language: &str, uri: &Uri) -> bool {
    let path = uri.path().as_str().to_ascii_lowercase();
    language.eq_ignore_ascii_case("html")
        || [".html", ".htm", ".shtml", ".xhtml"].iter().any(|extension| path.ends_with(extension))
}
