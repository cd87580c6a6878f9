//! All that the server knows. It is changed and asked under one lock, never across an await.

mod documents;
mod files;
mod settings;

use crate::diagnostic::Language;
use crate::document::Document;
use crate::lint::Options;
use crate::server::core::capabilities::Abilities;
use crate::server::core::configuration::Configuration;
use crate::server::core::features::names;
use crate::server::core::from_proto::path_of;
use crate::server::core::open::{Content, Open};
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
    /// Files of the workspace that are not open.
    pub index: Index,
    /// Folders in which a look at the workspace has found settings files that cannot be used.
    broken_settings: BTreeSet<PathBuf>,
    /// What was last shown of settings files, by their paths.
    settings_shown: HashMap<PathBuf, Vec<ls_types::Diagnostic>>,
    /// Lists that are to be published, by their documents, and in which order.
    outbox: HashMap<Uri, Publish>,
    open_first: VecDeque<Uri>,
    files_then: VecDeque<Uri>,
    readings: u64,
    /// Counts the lists that were shown of open documents.
    lists: u64,
    /// The client was told to ask while somebody types.
    asks_while_typing: bool,
}

/// What the server starts with.
#[derive(Debug)]
pub struct Start {
    /// The unit of columns, whatever the client announces.
    pub encoding: Option<PositionEncoding>,
    /// The language of messages, before what the client and the settings say.
    pub language: Option<Language>,
    /// The settings file for all documents, absolute.
    pub config: Option<PathBuf>,
    /// The system's language, after what the client and the settings say.
    pub environment: Language,
    /// Tells the year.
    pub this_year: fn() -> i32,
}

/// A list of diagnostics that is to be published.
#[derive(Debug)]
pub struct Publish {
    pub uri: Uri,
    pub version: Option<i32>,
    pub diagnostics: Vec<ls_types::Diagnostic>,
}

/// A long text that is to be read.
#[derive(Debug)]
pub struct Reading {
    uri: Uri,
    number: u64,
    text: String,
    options: Options,
}

/// Why a request about a document has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unavailable {
    /// It is not open, or its text is not known.
    NotOpen,
    /// It is still being read.
    NotReady,
}

impl Reading {
    /// Reads the text, which takes a while.
    pub fn read(&self) -> Document {
        Document::new(&self.text, self.options.clone())
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

    /// Whether the client is to ask while somebody types, or no longer; `None` where it knows.
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

    /// Publishes a list, in the place of one of the same document that has not gone out yet. What
    /// is typed into goes before files.
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

    /// What is to be published next.
    pub fn next_publish(&mut self) -> Option<Publish> {
        let uri = self.open_first.pop_front().or_else(|| self.files_then.pop_front())?;
        self.outbox.remove(&uri)
    }

    /// Whether a file is open, however the client spells its address.
    pub fn is_open(&self, uri: &Uri) -> bool {
        self.documents.contains_key(&self.known(uri))
    }

    /// The address that an open document was opened with; others may mean the same file.
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

    /// An open document as it is now.
    pub fn view(&self, uri: &Uri) -> Result<View<'_>, Unavailable> {
        let (uri, open) =
            self.documents.get_key_value(&self.known(uri)).ok_or(Unavailable::NotOpen)?;
        match open.content {
            Content::Reading { .. } => Err(Unavailable::NotReady),
            Content::Read(_) | Content::Lost => self.view_of(uri, open).ok_or(Unavailable::NotOpen),
        }
    }

    /// The places of a name that a client edits together, kept for as long as it edits them.
    pub fn linked(&mut self, uri: &Uri, at: ls_types::Position) -> Option<LinkedEditingRanges> {
        let uri = self.known(uri);
        let before = std::mem::take(&mut self.documents.get_mut(&uri)?.linked);
        let view = self.view(&uri).ok()?;
        let (places, linked) = names::linked(&view, from_proto::offset(&view, at), before);
        let answer = places.map(|places| to_proto::linked(&view, &places));
        self.documents.get_mut(&uri)?.linked = linked;
        answer
    }

    /// What tells when the text of an open document is another one.
    pub fn revision(&self, uri: &Uri) -> Result<Stop, Unavailable> {
        let open = self.documents.get(&self.known(uri)).ok_or(Unavailable::NotOpen)?;
        match open.content {
            Content::Reading { .. } => Err(Unavailable::NotReady),
            Content::Lost => Err(Unavailable::NotOpen),
            Content::Read(_) => Ok(open.revision.clone()),
        }
    }

    /// Of an open document that is being read: what tells that its text is another one.
    pub fn reading(&self, uri: &Uri) -> Option<Stop> {
        let open = self.documents.get(&self.known(uri))?;
        matches!(open.content, Content::Reading { .. }).then(|| open.revision.clone())
    }

    /// An open document as it is now, to work on while it changes. Where `stop` of the snapshot is
    /// cancelled, the work is to end.
    pub fn snapshot(&self, uri: &Uri) -> Option<Snapshot> {
        let (uri, open) = self.documents.get_key_value(&self.known(uri))?;
        let Content::Read(document) = &open.content else { return None };
        Some(Snapshot {
            uri: uri.clone(),
            version: open.version,
            path: open.path.clone(),
            root: open.root.clone(),
            document: Arc::clone(document),
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

    /// What is shown of an open document, and the name of that list.
    pub fn shown(&self, uri: &Uri) -> Option<(&[ls_types::Diagnostic], String)> {
        let open = self.documents.get(&self.known(uri))?;
        Some((&open.shown, format!("open-{}", open.list)))
    }

    fn view_of<'a>(&'a self, uri: &'a Uri, open: &'a Open) -> Option<View<'a>> {
        Some(View {
            uri,
            version: open.version,
            path: open.path.as_deref(),
            root: open.root.as_deref(),
            document: open.content.document()?,
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

    /// The settings file of a document, where the client has it open as well.
    fn settings_file_of(&self, open: &Open) -> Option<(&Uri, i32, &Arc<Document>)> {
        let file = open.settings.file.as_ref()?;
        let (uri, buffer) =
            self.documents.iter().find(|(_, other)| other.path.as_ref() == Some(&file.path))?;
        Some((uri, buffer.version, buffer.content.document()?))
    }
}
