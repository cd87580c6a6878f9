//! The whole state of the server. One lock guards every read and change of the state, and is never
//! held across an await.

mod documents;
mod files;
mod kin;
mod settings;

use crate::diagnostic::Language;
use crate::document::{Document, OpenText};
use crate::lint::Options;
use crate::server::core::capabilities::Abilities;
use crate::server::core::configuration::Configuration;
use crate::server::core::features::names;
use crate::server::core::from_proto::path_of;
use crate::server::core::kin::Kin;
use crate::server::core::open::{self, Content, Open};
use crate::server::core::snapshot::Snapshot;
use crate::server::core::stop::Stop;
use crate::server::core::view::{Buffer, Client, View};
use crate::server::core::workspace::Index;
use crate::server::core::{capabilities, from_proto, to_proto};
use crate::settings::Settings;
use crate::text::PositionEncoding;
use ls_types::{InitializeParams, InitializeResult, LSPAny, LinkedEditingRanges, ServerInfo, Uri};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug)]
pub struct State {
    forced_encoding: Option<PositionEncoding>,
    pub client: Client,
    pub abilities: Abilities,
    pub configuration: Configuration,
    documents: HashMap<Uri, Open>,
    /// The files of the workspace that are not open.
    pub index: Index,
    /// The findings across open documents and the files of the index.
    kin: Kin,
    /// The number of [`Kin::names`] when the lists of settings files were made.
    names_shown: u64,
    /// Lists of other documents than the changed document have changed.
    others_changed: bool,
    /// The folders with invalid settings files, found by a scan of the workspace.
    broken_settings: BTreeSet<PathBuf>,
    /// The last shown lists of settings files, by path.
    settings_shown: HashMap<PathBuf, Vec<ls_types::Diagnostic>>,
    /// The lists that wait for publication, by document, and the order of publication.
    outbox: HashMap<Uri, Publish>,
    open_first: VecDeque<Uri>,
    files_then: VecDeque<Uri>,
    readings: u64,
    /// Counts the shown lists of open documents.
    lists: u64,
    /// The client was told to ask while typing.
    asks_while_typing: bool,
}

/// The parameters for the start of the server.
#[derive(Debug)]
pub struct Start {
    /// The unit of columns, regardless of the client's announcement.
    pub encoding: Option<PositionEncoding>,
    /// The language of messages. Overrides the client and the settings.
    pub language: Option<Language>,
    /// The path of the settings file for all documents, absolute.
    pub config: Option<PathBuf>,
    /// The language of the system. The client and the settings override this language.
    pub environment: Language,
    /// Returns the present year.
    pub this_year: fn() -> i32,
}

/// A list of diagnostics for publication.
#[derive(Debug)]
pub struct Publish {
    pub uri: Uri,
    pub version: Option<i32>,
    pub diagnostics: Vec<ls_types::Diagnostic>,
}

/// A long text that waits for a reading.
#[derive(Debug)]
pub struct LongRead {
    uri: Uri,
    number: u64,
    text: String,
    is_page: bool,
    options: Options,
}

/// The reason why a request about a document has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unavailable {
    /// The document is not open, or its text is unknown.
    NotOpen,
    /// The text is not ready yet.
    NotReady,
}

impl LongRead {
    /// Reads the text. This is slow.
    pub fn read(&self) -> OpenText {
        open::read(&self.text, self.is_page, &self.options)
    }
}

impl State {
    pub fn new(start: Start) -> Self {
        Self {
            forced_encoding: start.encoding,
            client: Client { this_year: start.this_year, ..Client::default() },
            abilities: Abilities::default(),
            configuration: Configuration::new(start.language, start.config, start.environment),
            documents: HashMap::new(),
            index: Index::default(),
            kin: Kin::of_editor(),
            names_shown: 0,
            others_changed: false,
            broken_settings: BTreeSet::new(),
            settings_shown: HashMap::new(),
            outbox: HashMap::new(),
            open_first: VecDeque::new(),
            files_then: VecDeque::new(),
            readings: 0,
            lists: 0,
            asks_while_typing: false,
        }
    }

    pub fn initialize(&mut self, params: InitializeParams) -> InitializeResult {
        self.client = Client {
            this_year: self.client.this_year,
            ..capabilities::client(&params.capabilities, self.forced_encoding)
        };
        self.abilities = Abilities::of(&params.capabilities);
        self.configuration.locale = params.locale.as_deref().map(Language::of_locale);
        self.configuration.folders = from_proto::folders(&params);
        self.configuration.begin(&params.initialization_options.unwrap_or(LSPAny::Null));
        self.client.language = self.configuration.language(None, &Settings::default());
        self.client.writing = self.configuration.writing(None);
        self.asks_while_typing = self.client.writing.totals_follow;
        self.abilities.registers_typing &= !self.asks_while_typing;
        InitializeResult {
            capabilities: capabilities::of_server(&self.client, &self.abilities),
            server_info: Some(ServerInfo {
                name: "gouji".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            ..InitializeResult::default()
        }
    }

    /// Whether the client must start or stop asking while typing; `None` if nothing changes.
    pub fn typing_to_tell(&mut self) -> Option<bool> {
        let asks = self.configuration.totals_follow();
        if !self.abilities.registers_typing || self.asks_while_typing == asks {
            return None;
        }
        self.asks_while_typing = asks;
        Some(asks)
    }

    /// The version of an open document.
    pub fn version(&self, uri: &Uri) -> Option<i32> {
        self.documents.get(&self.known(uri)).map(|open| open.version)
    }

    /// Queues a list for publication. The list replaces a waiting list of the same document. Open
    /// documents come before other files.
    pub fn publish(&mut self, publish: Publish) {
        if let Some(waiting) = self.outbox.get_mut(&publish.uri) {
            *waiting = publish;
            return;
        }
        let queue =
            if publish.version.is_some() { &mut self.open_first } else { &mut self.files_then };
        queue.push_back(publish.uri.clone());
        self.outbox.insert(publish.uri.clone(), publish);
    }

    /// The next list for publication.
    pub fn next_publish(&mut self) -> Option<Publish> {
        let uri = self.open_first.pop_front().or_else(|| self.files_then.pop_front())?;
        self.outbox.remove(&uri)
    }

    /// Whether a file is open, regardless of the spelling of its address.
    pub fn is_open(&self, uri: &Uri) -> bool {
        self.documents.contains_key(&self.known(uri))
    }

    /// The address from the opening of the document. Other addresses may mean the same file.
    fn known(&self, uri: &Uri) -> Uri {
        if !self.documents.contains_key(uri)
            && let Some(path) = path_of(uri)
            && let Some((known, _)) =
                self.documents.iter().find(|(_, open)| open.path.as_ref() == Some(&path))
        {
            return known.clone();
        }
        uri.clone()
    }

    /// The open documents.
    pub fn views(&self) -> impl Iterator<Item = View<'_>> {
        self.documents.iter().filter_map(|(uri, open)| self.view_of(uri, open))
    }

    /// The present version of an open document.
    pub fn view(&self, uri: &Uri) -> Result<View<'_>, Unavailable> {
        let (uri, open) =
            self.documents.get_key_value(&self.known(uri)).ok_or(Unavailable::NotOpen)?;
        match open.content {
            Content::Reading { .. } => Err(Unavailable::NotReady),
            Content::Ready(_) | Content::Lost => {
                self.view_of(uri, open).ok_or(Unavailable::NotOpen)
            }
        }
    }

    /// The places of a name that a client edits together. The state keeps the places during the
    /// editing.
    pub fn linked(&mut self, uri: &Uri, at: ls_types::Position) -> Option<LinkedEditingRanges> {
        let uri = self.known(uri);
        let before = std::mem::take(&mut self.documents.get_mut(&uri)?.linked);
        let view = self.view(&uri).ok()?;
        let (places, linked) = names::linked(&view, from_proto::offset(&view, at), before);
        let answer = places.map(|places| to_proto::linked(&view, &places));
        self.documents.get_mut(&uri)?.linked = linked;
        answer
    }

    /// The stop of an open document, stopped when the text changes.
    pub fn revision(&self, uri: &Uri) -> Result<Stop, Unavailable> {
        let open = self.documents.get(&self.known(uri)).ok_or(Unavailable::NotOpen)?;
        match open.content {
            Content::Reading { .. } => Err(Unavailable::NotReady),
            Content::Lost => Err(Unavailable::NotOpen),
            Content::Ready(_) => Ok(open.revision.clone()),
        }
    }

    /// The stop of an open document with an unfinished reading, stopped when the text changes.
    pub fn reading(&self, uri: &Uri) -> Option<Stop> {
        let open = self.documents.get(&self.known(uri))?;
        matches!(open.content, Content::Reading { .. }).then(|| open.revision.clone())
    }

    /// The present version of an open document, for work during later changes. The work must end
    /// when `stop` of the snapshot is stopped.
    pub fn snapshot(&self, uri: &Uri) -> Option<Snapshot> {
        let (uri, open) = self.documents.get_key_value(&self.known(uri))?;
        let ready = open.content.ready()?;
        Some(Snapshot {
            uri: uri.clone(),
            version: open.version,
            path: open.path.clone(),
            root: open.root.clone(),
            document: Arc::clone(&ready.document),
            page: ready.page.clone(),
            findings: Arc::clone(&open.findings),
            settings: Arc::clone(&open.settings),
            settings_buffer: self
                .settings_file_of(open)
                .map(|(uri, version, document)| (uri.clone(), version, Arc::clone(document))),
            settings_broken: open.settings_error.is_some(),
            client: open.client.clone(),
            stop: open.revision.child(),
        })
    }

    /// The shown diagnostics of an open document, and the name of the list.
    pub fn shown(&self, uri: &Uri) -> Option<(&[ls_types::Diagnostic], String)> {
        let open = self.documents.get(&self.known(uri))?;
        Some((&open.shown, format!("open-{}", open.list)))
    }

    fn view_of<'a>(&'a self, uri: &'a Uri, open: &'a Open) -> Option<View<'a>> {
        let ready = open.content.ready()?;
        Some(View {
            uri,
            version: open.version,
            path: open.path.as_deref(),
            root: open.root.as_deref(),
            document: &ready.document,
            page: ready.page.as_deref(),
            findings: &open.findings,
            settings: &open.settings,
            settings_buffer: self.settings_file_of(open).map(|(uri, version, document)| Buffer {
                uri,
                version,
                document,
            }),
            settings_broken: open.settings_error.is_some(),
            client: &open.client,
            stop: None,
        })
    }

    /// The settings file of a document, if the client has opened the settings file too.
    fn settings_file_of(&self, open: &Open) -> Option<(&Uri, i32, &Arc<Document>)> {
        let file = open.settings.file.as_ref()?;
        let (uri, buffer) =
            self.documents.iter().find(|(_, other)| other.path.as_ref() == Some(&file.path))?;
        Some((uri, buffer.version, &buffer.content.ready()?.document))
    }
}
