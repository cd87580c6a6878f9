//! All that the server knows. It is changed and asked under one lock, never across an await.

use super::capabilities::{self, Abilities};
use super::configuration::Configuration;
use super::features::names::{self, Linked};
use super::features::unused::SettingsFile;
use super::from_proto::{self, path_of};
use super::open::{Content, Open, options};
use super::snapshot::Snapshot;
use super::stop::Stop;
use super::to_proto;
use super::view::{Buffer, Client, View};
use super::workspace::{Index, Scanned};
use crate::diagnostic::Language;
use crate::document::Document;
use crate::lint::{Options, Request, unused_accept};
use crate::settings::{Search, Settings, SettingsError, is_settings_file};
use crate::text::{LineIndex, PositionEncoding};
use ls_types::{
    self, DidChangeTextDocumentParams, FileChangeType, FileEvent, InitializeParams,
    InitializeResult, LSPAny, LinkedEditingRanges, ServerInfo, TextDocumentItem, Uri,
    WorkspaceFoldersChangeEvent,
};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tracing::{debug, warn};

/// A longer text is read by a thread of its own.
const LONG: usize = 4 << 20;

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

    /// Takes a document that the client has opened; the settings for it have been looked for, see
    /// [`State::lookup`].
    pub fn open(&mut self, item: TextDocumentItem) -> Option<Reading> {
        let TextDocumentItem { uri, version, text, .. } = item;
        // A document that was not closed is replaced, and what was shown of it with it.
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

    /// A number that no other list of an open document has, also of the same one when it was open
    /// before.
    fn next_list(&mut self) -> u64 {
        self.lists += 1;
        self.lists
    }

    /// Gives an open document a whole new text; a long one is to be read by the caller, see
    /// [`State::finish`].
    fn read(&mut self, uri: &Uri, text: String) -> Option<Reading> {
        let open = self.documents.get_mut(uri)?;
        let options = options(&open.settings);
        if text.len() <= LONG {
            open.content = Content::of(&text, &options, uri.as_str());
            return None;
        }
        self.readings += 1;
        open.content = Content::Reading { reading: self.readings, waiting: Vec::new() };
        Some(Reading { uri: uri.clone(), number: self.readings, text, options })
    }

    /// Takes a long document that was read, if the client has not sent another one meanwhile. It is
    /// read again where settings have changed what rules go by.
    pub fn finish(&mut self, reading: &Reading, document: Option<Document>) {
        let Some(open) = self.documents.get_mut(&reading.uri) else { return };
        let Content::Reading { reading: number, waiting } = &mut open.content else { return };
        if *number != reading.number {
            return;
        }
        let waiting = std::mem::take(waiting);
        let options = options(&open.settings);
        open.content = match document {
            Some(document) if options == reading.options => Content::Read(Arc::new(document)),
            Some(document) => Content::of(&document.text(), &options, reading.uri.as_str()),
            None => Content::Lost,
        };
        for change in waiting {
            open.change(change, &options, reading.uri.as_str());
        }
        self.refresh(&reading.uri);
        self.refresh_settings_files();
    }

    /// Applies the changes of a document, in the order in which they came.
    pub fn change(&mut self, params: DidChangeTextDocumentParams) -> Option<Reading> {
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

    /// Reads a document afresh that something went wrong with.
    pub fn read_afresh(&mut self, uri: &Uri) {
        let uri = &self.known(uri);
        let Some(open) = self.documents.get_mut(uri) else { return };
        if let Content::Read(document) = &open.content {
            open.content = Content::of(&document.text(), &options(&open.settings), uri.as_str());
        }
        self.refresh(uri);
    }

    /// The version of an open document.
    pub fn version(&self, uri: &Uri) -> Option<i32> {
        self.documents.get(&self.known(uri)).map(|open| open.version)
    }

    /// Forgets a document that the client has closed; what the file holds is again what counts.
    pub fn close(&mut self, uri: &Uri) {
        let uri = &self.known(uri);
        let Some(open) = self.documents.remove(uri) else { return };
        open.revision.stop();
        let kept = self.index.shown(uri);
        if !self.abilities.pulls && open.shown != kept {
            self.publish(Publish { uri: uri.clone(), version: None, diagnostics: kept });
        }
        self.refresh_settings_files();
    }

    /// A file was written. Whether settings are read from it, and so have to be read again.
    pub fn saved(&mut self, uri: &Uri) -> bool {
        self.index.files_changed();
        path_of(uri).is_some_and(|path| self.configuration.is_settings(&path))
    }

    /// What the client has watched. Whether settings have to be read again.
    pub fn files_changed(&mut self, changes: &[FileEvent]) -> bool {
        self.index.files_changed();
        for change in changes.iter().filter(|change| change.typ == FileChangeType::CREATED) {
            self.index.created(path_of(&change.uri));
        }
        let paths: Vec<PathBuf> =
            changes.iter().filter_map(|change| path_of(&change.uri)).collect();
        paths.iter().any(|path| {
            self.configuration.is_settings(path)
                || path.file_name().is_some_and(|name| name == ".gitignore")
        })
    }

    /// Folders have come to the workspace, or left it: settings have to be read again.
    pub fn folders_changed(&mut self, event: &WorkspaceFoldersChangeEvent) {
        let removed: Vec<PathBuf> =
            event.removed.iter().filter_map(|folder| path_of(&folder.uri)).collect();
        self.configuration.folders.retain(|folder| !removed.contains(folder));
        let added = event.added.iter().filter_map(|folder| path_of(&folder.uri));
        self.configuration.folders.extend(added);
        self.forget_files_outside();
    }

    /// Forgets the files that lie in no workspace folder, and what was shown of them.
    fn forget_files_outside(&mut self) {
        let folders = &self.configuration.folders;
        let gone = self.index.retain(|path| {
            folders.is_empty() || folders.iter().any(|folder| path.starts_with(folder))
        });
        for uri in gone {
            if !self.abilities.pulls && !self.is_open(&uri) {
                self.publish(Publish { uri, version: None, diagnostics: Vec::new() });
            }
        }
    }

    /// Takes what a look at files has found, and publishes what is new.
    pub fn take(&mut self, scanned: Scanned) {
        if !scanned.bad_settings.is_empty() {
            self.broken_settings.extend(
                scanned.bad_settings.iter().filter_map(|path| path.parent().map(Path::to_owned)),
            );
            self.refresh_settings_files();
        }
        for (uri, diagnostics) in self.index.take(scanned) {
            if !self.abilities.pulls && !self.is_open(&uri) {
                self.publish(Publish { uri, version: None, diagnostics });
            }
        }
        // Folders may have been removed while it looked.
        self.forget_files_outside();
    }

    /// Takes what the client says of its settings unasked, for [`State::apply_settings`].
    pub fn configure(&mut self, said: &LSPAny) {
        self.configuration.hear(said);
        self.speak();
    }

    /// Speaks and writes as the client wants it where no document is meant.
    fn speak(&mut self) {
        self.client.language = self.configuration.language(None, &Settings::default());
        self.client.writing = self.configuration.writing(None);
    }

    /// Takes what the client says of its settings, and of those for each of these workspace
    /// folders.
    pub fn configure_scoped(&mut self, folders: &[Uri], said: &[LSPAny]) {
        let (everywhere, scoped) = said.split_first().unwrap_or((&LSPAny::Null, &[]));
        self.configuration.take(everywhere);
        self.configuration.take_scoped(
            folders.iter().zip(scoped).filter_map(|(folder, said)| Some((path_of(folder)?, said))),
        );
        self.speak();
    }

    /// Where to look for the settings of a document before it is opened.
    pub fn lookup(&self, path: Option<&Path>) -> Option<(Arc<Search>, PathBuf)> {
        self.configuration.lookup(path)
    }

    /// Where to look for the settings of all open documents before [`State::apply_settings`].
    pub fn lookups(&self) -> Vec<(Arc<Search>, PathBuf)> {
        let open = self
            .documents
            .values()
            .filter_map(|open| self.configuration.lookup(open.path.as_deref()));
        open.chain(
            self.broken_settings.iter().map(|folder| self.configuration.lookup_folder(folder)),
        )
        .collect()
    }

    /// Lets the settings that hold now hold for every open document; they have been looked for, see
    /// [`State::lookups`].
    pub fn apply_settings(&mut self) {
        let uris: Vec<Uri> = self.documents.keys().cloned().collect();
        for uri in &uris {
            let Some(open) = self.documents.get_mut(uri) else { continue };
            let before = options(&open.settings);
            open.root =
                open.path.as_deref().and_then(|path| self.configuration.root(path)).cloned();
            (open.settings, open.settings_error) =
                self.configuration.settings(open.path.as_deref());
            open.client.language =
                self.configuration.language(open.path.as_deref(), &open.settings);
            open.client.writing = self.configuration.writing(open.path.as_deref());
            open.client.fixes_on_save = self.configuration.fixes_on_save(open.path.as_deref());
            let now = options(&open.settings);
            if before != now
                && let Content::Read(document) = &open.content
            {
                // The level is what rules read of settings.
                open.content = Content::of(&document.text(), &now, uri.as_str());
            }
            self.refresh(uri);
        }
        self.index.forget();
        self.refresh_settings_files();
    }

    /// Looks at what is to be reported of a document, and publishes it where that is new.
    fn refresh(&mut self, uri: &Uri) {
        let Some(open) = self.documents.get_mut(uri) else { return };
        let found = match &open.content {
            Content::Read(document) => {
                let file = open.path.as_deref().and_then(|path| open.settings.relative(path));
                let request = Request {
                    settings: &open.settings,
                    file: file.as_deref(),
                    baseline: None,
                    year: None,
                };
                document.findings(&request).unwrap_or_default()
            }
            // What was shown stays until the text is read.
            Content::Reading { .. } => return,
            Content::Lost => Default::default(),
        };
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

    /// Publishes what is wrong with the settings files that hold for open documents: mistakes, and
    /// accepted findings that silence nothing.
    fn refresh_settings_files(&mut self) {
        let mut lists: HashMap<PathBuf, Vec<ls_types::Diagnostic>> =
            self.settings_shown.keys().map(|path| (path.clone(), Vec::new())).collect();
        let configuration = &self.configuration;
        let broken_now = |folder: &PathBuf| {
            let (search, folder) = configuration.lookup_folder(folder);
            search.known(&folder).is_none_or(|found| found.is_err())
        };
        self.broken_settings.retain(broken_now);
        let found = self.broken_settings.iter().filter_map(|folder| {
            let (search, folder) = self.configuration.lookup_folder(folder);
            search.known(&folder)?.err().map(|error| (error, &self.client))
        });
        let open = self
            .documents
            .values()
            .filter_map(|open| Some((Arc::clone(open.settings_error.as_ref()?), &open.client)));
        let errors: HashMap<PathBuf, (Arc<SettingsError>, &Client)> = found
            .chain(open)
            .map(|(error, client)| (error.path.clone(), (error, client)))
            .collect();
        for (path, (error, client)) in errors {
            let index = LineIndex::new(&error.text);
            let one = |problem| {
                to_proto::problem_diagnostic(&error.text, &index, problem, client, &self.abilities)
            };
            lists.insert(path, error.problems.iter().map(one).collect());
        }
        for (path, (open, indices)) in self.unused_accepts() {
            let Some(file) = &open.settings.file else { continue };
            let index = LineIndex::new(&file.text);
            let found =
                indices.into_iter().filter_map(|entry| unused_accept(&open.settings, entry));
            let client = &open.client;
            let one = |finding: crate::diagnostic::Diagnostic| {
                to_proto::accept_diagnostic(&file.text, &index, &finding, client, &self.abilities)
            };
            lists.insert(path.to_owned(), found.map(one).collect());
        }
        for (path, list) in lists {
            if self.settings_shown.get(&path).map_or(&[][..], Vec::as_slice) == list {
                continue;
            }
            if let Some(uri) = Uri::from_file_path(&path) {
                self.publish(Publish { uri, version: None, diagnostics: list.clone() });
            }
            if list.is_empty() {
                self.settings_shown.remove(&path)
            } else {
                self.settings_shown.insert(path, list)
            };
        }
    }

    /// The accepted findings that silence nothing in the open documents, by the settings file that
    /// they stand in, each with one of the documents that it holds for.
    fn unused_accepts(&self) -> HashMap<&Path, (&Open, BTreeSet<usize>)> {
        let mut unused: HashMap<&Path, (&Open, BTreeSet<usize>)> = HashMap::new();
        for open in self
            .documents
            .values()
            .filter(|open| open.settings_error.is_none() && !open.unused_accepts.is_empty())
        {
            if let Some(file) = &open.settings.file {
                unused
                    .entry(&file.path)
                    .or_insert_with(|| (open, BTreeSet::new()))
                    .1
                    .extend(&open.unused_accepts);
            }
        }
        unused
    }

    /// A settings file that the client has open, where something in it silences nothing and it is
    /// as the settings were read.
    pub fn settings_file(&self, uri: &Uri) -> Option<SettingsFile<'_>> {
        let (uri, file) = self.documents.get_key_value(&self.known(uri))?;
        let path = file.path.as_deref().filter(|path| is_settings_file(path))?;
        let (open, unused) = self.unused_accepts().remove(path)?;
        let document = file.content.document()?;
        let is_saved = open.settings.file.as_ref().is_some_and(|read| read.text == document.text());
        let buffer = Buffer { uri, version: file.version, document };
        is_saved.then_some(SettingsFile {
            buffer,
            settings: &open.settings,
            unused,
            client: &open.client,
        })
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
