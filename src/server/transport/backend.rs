//! The protocol's methods: each takes the lock, does its work there, and lets go of it before it
//! awaits anything.

use super::frames::Leaving;
use super::outgoing::{Made, answer_with};
use super::parent;
use super::pieces::{self, Cut};
use super::{Options, reader, scan};
use crate::diagnostic::{Argument, Language, Message, Wording};
use crate::server::core::features::status::{METHOD, Status};
use crate::server::core::from_proto::{self, Command, StatusParams, path_of};
use crate::server::core::state::{Publish, Reading, Start, State, Unavailable};
use crate::server::core::stop::Stop;
use crate::server::core::to_proto::deltas;
use crate::server::core::view::View;
use crate::server::core::workspace::{self, Scanned};
use crate::server::core::{answers, capabilities, to_proto};
use crate::settings::{Search, absolute};
use ls_types::*;
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::{Notify, Semaphore};
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::{Client, LanguageServer, NotCancellable, OngoingProgress, Unbounded};
use tracing::{error, info, warn};

pub struct Backend(Arc<Shared>);

/// What handlers and background tasks share.
struct Shared {
    client: Client,
    leaving: Arc<Leaving>,
    state: Mutex<State>,
    /// Held by the one that sends, so that lists leave in the order in which they were made.
    sending: tokio::sync::Mutex<()>,
    /// Held by the one that looks at files, so that what was seen later counts.
    looking: tokio::sync::Mutex<()>,
    /// Somebody waits to look again at files.
    will_look: AtomicBool,
    /// Counts how often the client should have been told to ask again.
    refreshes: AtomicU64,
    /// Tells those that wait until a text is read to look again.
    changed: Notify,
    /// Settings files outside of the workspace that were told of.
    told_outside: Mutex<HashSet<PathBuf>>,
    /// Counts the questions about the client's settings, and which of them was answered last.
    asked: AtomicU64,
    answered: AtomicU64,
    /// Turns to work on whole documents: edits keep a core to themselves.
    workers: Arc<Semaphore>,
    /// The semantic tokens that the client knows.
    tokens: Mutex<deltas::Told>,
}

/// Lets what the client has already said be heard before work begins: a request that it has
/// cancelled costs nothing then. Twice: what is read while this waits for the first time is acted
/// on before the second time is over.
async fn hear_out() {
    for _ in 0..2 {
        tokio::task::yield_now().await;
    }
}

impl Backend {
    pub fn new(client: Client, options: Options, leaving: Arc<Leaving>) -> Self {
        let start = Start {
            encoding: options.encoding,
            language: options.language,
            config: options.config.as_deref().map(absolute),
            environment: Language::of_environment(),
            this_year,
        };
        let state = Mutex::new(State::new(start));
        Self(Arc::new(Shared {
            client,
            leaving,
            state,
            sending: tokio::sync::Mutex::default(),
            looking: tokio::sync::Mutex::default(),
            will_look: AtomicBool::new(false),
            refreshes: AtomicU64::new(0),
            changed: Notify::new(),
            told_outside: Mutex::default(),
            asked: AtomicU64::new(0),
            answered: AtomicU64::new(0),
            workers: Arc::new(Semaphore::new(workers())),
            tokens: Mutex::default(),
        }))
    }

    /// Changes the state, then sends what came of it.
    async fn change<T>(&self, what: &str, change: impl FnOnce(&mut State) -> T) -> Option<T> {
        let changed = self.0.guarded(what, change);
        self.0.send().await;
        changed
    }

    /// The same with a document.
    async fn change_document<T>(
        &self,
        uri: &Uri,
        what: &str,
        change: impl FnOnce(&mut State) -> T,
    ) -> Option<T> {
        let changed = self.0.guarded_document(uri, what, change);
        self.0.send().await;
        changed
    }

    /// Answers a request about a place of a document, which takes no time to speak of.
    async fn answer<T>(
        &self,
        uri: &Uri,
        what: &str,
        answer: impl FnOnce(&View) -> T,
    ) -> Result<Option<T>> {
        self.answer_from(uri, what, |state, uri| state.view(uri).map(|view| answer(&view)).ok())
            .await
    }

    /// The same where the state keeps something of it.
    async fn answer_from<T>(
        &self,
        uri: &Uri,
        what: &str,
        answer: impl FnOnce(&mut State, &Uri) -> Option<T>,
    ) -> Result<Option<T>> {
        let Some(revision) = self.revision(uri).await? else { return Ok(None) };
        hear_out().await;
        self.0.in_step(&revision)?;
        let answered = self.0.guarded_document(uri, what, |state| answer(state, uri));
        answered.ok_or_else(Error::internal_error)
    }

    /// Answers a request about a whole document from a snapshot, on a thread of its own. That ends
    /// before it is done where the client cancels the request or goes on to another text.
    async fn work<T: Send + 'static>(
        &self,
        uri: &Uri,
        what: &'static str,
        work: impl FnOnce(&View) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let Some(revision) = self.revision(uri).await? else { return Ok(None) };
        hear_out().await;
        let turn = Arc::clone(&self.0.workers)
            .acquire_owned()
            .await
            .map_err(|_| Error::internal_error())?;
        self.0.in_step(&revision)?;
        let Some(snapshot) = self.0.lock().snapshot(uri) else { return Ok(None) };
        let version = snapshot.version;
        // A request that is cancelled is dropped here.
        let _stops = snapshot.stop.on_drop();
        let worked = tokio::task::spawn_blocking(move || {
            let worked = catch_unwind(AssertUnwindSafe(|| work(&snapshot.view())));
            drop(turn);
            worked
        });
        let worked = worked.await.map_err(|_| Error::internal_error())?;
        self.0.in_step(&revision)?;
        worked.map(Some).map_err(|_| {
            self.0.read_afresh(uri, what, Some(version));
            Error::internal_error()
        })
    }

    /// The same where the answer may be long: its bytes are made on that thread too, and take the
    /// place of what is given back here.
    async fn work_long<T: Serialize, U>(
        &self,
        uri: &Uri,
        what: &'static str,
        work: impl FnOnce(&View) -> T + Send + 'static,
    ) -> Result<Option<U>> {
        if let Some(made) = self.work(uri, what, move |view| Made::of(&work(view))).await? {
            answer_with(made?);
        }
        Ok(None)
    }

    /// What tells when a document that is asked about is another one; `None` where it is not open.
    /// A text that is being read is waited for: many clients ask once.
    async fn revision(&self, uri: &Uri) -> Result<Option<Stop>> {
        self.0.until_read(uri).await?;
        match self.0.lock().revision(uri) {
            Ok(revision) => Ok(Some(revision)),
            Err(Unavailable::NotOpen) => Ok(None),
            Err(Unavailable::NotReady) => Err(Error::content_modified()),
        }
    }

    /// Shows that an answer takes a while, until [`Backend::end`]: where the client gave a token
    /// for that, and it does.
    async fn begin(
        &self,
        token: Option<ProgressToken>,
        is_long: impl FnOnce(&State) -> bool,
    ) -> Option<Ongoing> {
        let (is_long, language) = {
            let state = self.0.lock();
            (token.is_some() && is_long(&state), state.client.language)
        };
        let token = token.filter(|_| is_long)?;
        let progress =
            self.0.client.progress(token.clone(), ANSWERING.in_language(language)).begin().await;
        Some(Ongoing { token, progress })
    }

    /// A list as it is answered: a long one is told in pieces before, where the client gave a token
    /// for that.
    async fn told<T: Serialize>(
        &self,
        token: Option<ProgressToken>,
        found: Result<Option<Vec<T>>>,
        size: usize,
    ) -> Result<Option<Vec<T>>> {
        match found {
            Ok(Some(found)) => Ok(Some(
                pieces::tell(&self.0.client, &self.0.leaving.leaves, token, found, Cut::list(size))
                    .await,
            )),
            none => none,
        }
    }

    async fn end(&self, progress: Option<Ongoing>) {
        if let Some(Ongoing { token, progress }) = progress {
            progress.finish().await;
            // The token is the client's again with the answer.
            self.0.leaving.leaves.wait(token, 2).await;
        }
    }

    /// Reads a long text on a thread of its own.
    fn read(&self, reading: Reading) {
        let shared = Arc::clone(&self.0);
        tokio::spawn(async move {
            let read = tokio::task::spawn_blocking(move || {
                let document = catch_unwind(AssertUnwindSafe(|| reader::read(&reading))).ok();
                (reading, document)
            });
            if let Ok((reading, document)) = read.await {
                shared.guarded("finish", |state| state.finish(&reading, document));
                shared.send().await;
                // A client that asked meanwhile was told to ask again.
                shared.refresh().await;
            }
        });
    }

    /// Asks the client for its settings.
    fn ask_for_configuration(&self) {
        let shared = Arc::clone(&self.0);
        let number = shared.asked.fetch_add(1, Ordering::Relaxed) + 1;
        tokio::spawn(async move {
            let folders: Vec<Uri> = shared
                .lock()
                .configuration
                .folders
                .iter()
                .filter_map(Uri::from_file_path)
                .collect();
            let item =
                |scope_uri| ConfigurationItem { scope_uri, section: Some("gouji".to_owned()) };
            let items =
                std::iter::once(None).chain(folders.iter().cloned().map(Some)).map(item).collect();
            match shared.client.configuration(items).await {
                // An answer to an older question says how things were.
                Ok(_) if shared.answered.fetch_max(number, Ordering::Relaxed) > number => {}
                Ok(said) => {
                    shared
                        .guarded("configuration", |state| state.configure_scoped(&folders, &said));
                    shared.apply_settings();
                    shared.send().await;
                    shared.tell_of_typing();
                    shared.catch_up().await;
                }
                Err(error) => info!("the client does not tell its settings: {error}"),
            }
        });
    }

    /// Brings in step what has been published of files that are not open.
    fn look_again(&self) {
        let shared = Arc::clone(&self.0);
        tokio::spawn(async move { shared.look_again().await });
    }

    /// Brings in step all that depends on files and settings.
    fn catch_up(&self) {
        let shared = Arc::clone(&self.0);
        tokio::spawn(async move { shared.catch_up().await });
    }

    /// Lets the client apply an edit that a command gave. It is on its way before the command is
    /// answered: a client that takes the command for done then finds it done, and that of Emacs 28
    /// leaves unread what comes right behind an answer that it waits for.
    async fn apply(&self, edit: WorkspaceEdit) {
        let shared = Arc::clone(&self.0);
        let mut applied = Box::pin(async move {
            if let Err(error) = shared.client.apply_edit(edit).await {
                info!("the client does not apply the edit: {error}");
            }
        });
        // The first step gives the message to the framework, which writes it while this yields.
        // Neither waits for the client.
        if poll_fn(|context| Poll::Ready(applied.as_mut().poll(context))).await.is_pending() {
            tokio::spawn(applied);
        }
        tokio::task::yield_now().await;
    }

    fn show(&self, kind: MessageType, message: String) {
        let shared = Arc::clone(&self.0);
        tokio::spawn(async move { shared.client.show_message(kind, message).await });
    }

    /// `gouji/status`, beyond the protocol.
    pub async fn status(&self, params: StatusParams) -> Result<Option<Status>> {
        self.work(&params.text_document.uri, METHOD, move |view| {
            answers::status(view, params.position)
        })
        .await
    }

    /// The edit of a command about an open document: whether there was something to change, or
    /// nothing where the client was told why that cannot be.
    async fn edit(
        &self,
        uri: &Uri,
        what: &'static str,
        edit: impl FnOnce(&View) -> std::result::Result<Option<WorkspaceEdit>, Message> + Send + 'static,
    ) -> Result<Option<LSPAny>> {
        if !self.0.lock().abilities.applies_edits {
            let language = self.0.lock().client.language;
            self.show(MessageType::WARNING, CANNOT_APPLY.in_language(language).to_owned());
            return Ok(None);
        }
        let edited = self
            .work(uri, what, move |view| edit(view).map_err(|message| view.say(&message)))
            .await?;
        Ok(match edited {
            Some(Ok(Some(edit))) => {
                self.apply(edit).await;
                Some(true.into())
            }
            Some(Ok(None)) => Some(false.into()),
            Some(Err(message)) => {
                self.show(MessageType::WARNING, message);
                None
            }
            None => {
                return Err(Error::invalid_params(
                    Message::new(NOT_OPEN, [uri.as_str().into()])
                        .render(self.0.lock().client.language),
                ));
            }
        })
    }
}

impl Shared {
    /// The state, also after a panic under its lock.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The semantic tokens that the client knows.
    fn tokens(&self) -> MutexGuard<'_, deltas::Told> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with the state. A panic costs this and no more.
    fn guarded<T>(&self, what: &str, act: impl FnOnce(&mut State) -> T) -> Option<T> {
        let done = catch_unwind(AssertUnwindSafe(|| act(&mut self.lock())));
        self.changed.notify_waiters();
        if done.is_err() {
            error!("{what}: {}", MISTAKE.in_language(self.lock().client.language));
        }
        done.ok()
    }

    /// Does something with a document. A panic costs this, and the document is read afresh.
    fn guarded_document<T>(
        &self,
        uri: &Uri,
        what: &str,
        act: impl FnOnce(&mut State) -> T,
    ) -> Option<T> {
        let done = self.guarded(what, act);
        if done.is_none() {
            let version = self.lock().version(uri);
            self.read_afresh(uri, what, version);
        }
        done
    }

    /// Reads a document afresh that something went wrong with, when it was at `version`.
    fn read_afresh(&self, uri: &Uri, what: &str, version: Option<i32>) {
        let language = self.lock().client.language;
        let version = version.map_or_else(|| "–".to_owned(), |version| version.to_string());
        error!(
            "{what}: {}",
            Message::new(AFRESH, [uri.as_str().into(), version.into()]).render(language)
        );
        self.guarded("read afresh", |state| state.read_afresh(uri));
    }

    /// Looks for the settings of a document that is about to be opened, or changed where a client
    /// tells of no files; with no lock held. Whoever changes the state later finds them there.
    fn look_for_settings(&self, uri: &Uri) {
        if self.is_stale(uri) {
            self.read_settings_again();
        }
        let lookup = self.lock().lookup(path_of(uri).as_deref());
        self.look_for(lookup.into_iter());
    }

    /// Whether the settings file that was read for a document has changed since: clients that watch
    /// no files do not tell.
    fn is_stale(&self, uri: &Uri) -> bool {
        let lookup = self.lock().lookup(path_of(uri).as_deref());
        lookup.is_some_and(|(search, folder)| search.is_stale(&folder))
    }

    /// Reads all settings files again, and lets them hold for the open documents.
    fn read_settings_again(&self) {
        self.guarded("settings", |state| state.configuration.read_again());
        self.apply_settings();
    }

    /// Lets the settings that hold now hold for the open documents. Files are read with no lock
    /// held.
    fn apply_settings(&self) {
        let lookups = self.lock().lookups();
        self.look_for(lookups.into_iter());
        self.guarded("settings", |state| state.apply_settings());
    }

    fn look_for(&self, lookups: impl Iterator<Item = (Arc<Search>, PathBuf)>) {
        for (search, folder) in lookups.filter(|(search, folder)| search.known(folder).is_none()) {
            _ = search.settings(&folder);
            let is_told = |path: &&Path| {
                self.told_outside
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(path.to_path_buf())
            };
            if let Some(path) = search.outside().filter(is_told) {
                let message = Message::new(OUTSIDE, [Argument::Text(path.display().to_string())]);
                warn!("{}", message.render(self.lock().client.language));
            }
        }
    }

    /// Waits until a document is read, with no lock held; an error where the client goes on to
    /// another text.
    async fn until_read(&self, uri: &Uri) -> Result<()> {
        let Some(revision) = self.lock().reading(uri) else { return Ok(()) };
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            // What happens from here on is heard.
            changed.as_mut().enable();
            self.in_step(&revision)?;
            if self.lock().reading(uri).is_none() {
                return Ok(());
            }
            changed.await;
        }
    }

    /// An error where the client has gone on to another text.
    fn in_step(&self, revision: &Stop) -> Result<()> {
        if revision.is_stopped() { Err(Error::content_modified()) } else { Ok(()) }
    }

    /// Lets the client ask while somebody types, or no longer, where that is set otherwise now.
    fn tell_of_typing(&self) {
        let Some(asks) = self.lock().typing_to_tell() else { return };
        let client = self.client.clone();
        tokio::spawn(async move {
            let Registration { id, method, .. } = while_typing();
            let told = match asks {
                true => client.register_capability(vec![while_typing()]).await,
                false => client.unregister_capability(vec![Unregistration { id, method }]).await,
            };
            if let Err(error) = told {
                info!("the client does not hear when it is to ask: {error}");
            }
        });
    }

    /// Sends what waits to be published.
    async fn send(&self) {
        let _sending = self.sending.lock().await;
        loop {
            let next = self.lock().next_publish();
            let Some(Publish { uri, version, diagnostics }) = next else { return };
            self.client.publish_diagnostics(uri, diagnostics, version).await;
        }
    }

    /// Looks again at the files that something may have been published of, and lets the client ask
    /// again for what it has asked for. Called by tasks, never by a handler.
    async fn catch_up(self: &Arc<Self>) {
        self.look_again().await;
        self.refresh().await;
    }

    /// Looks again at the files that something may have been published of. A client that asks for
    /// diagnostics asks by itself.
    async fn look_again(&self) {
        if self.will_look.swap(true, Ordering::Relaxed) {
            return;
        }
        let _looking = self.looking.lock().await;
        self.will_look.store(false, Ordering::Relaxed);
        let scan = {
            let mut state = self.lock();
            let State { index, configuration, client, abilities, .. } = &mut *state;
            if abilities.pulls { None } else { index.scan_again(configuration, client, *abilities) }
        };
        let Some((scan, watcher)) = scan else { return };
        let Ok(scanned) = tokio::task::spawn_blocking(move || scan::run(scan, |_, _| ())).await
        else {
            return;
        };
        drop(watcher);
        self.take(scanned).await;
    }

    /// Takes what a look at files has found, and publishes what is new.
    async fn take(&self, scanned: Scanned) {
        self.guarded("index", |state| state.take(scanned));
        self.send().await;
    }

    /// Lets the client ask again for what it has asked for, once for all that it says one after the
    /// other. Called by tasks, never by a handler.
    async fn refresh(&self) {
        let wanted = self.refreshes.fetch_add(1, Ordering::Relaxed) + 1;
        for _ in 0..TURNS_BEFORE_REFRESH {
            tokio::task::yield_now().await;
            if self.refreshes.load(Ordering::Relaxed) != wanted {
                // Who wanted it later sees to it.
                return;
            }
        }
        let abilities = self.lock().abilities;
        // A client that cannot is not asked; what it answers, and whether it does, is no matter.
        tokio::join!(
            async {
                if abilities.refreshes_pulls {
                    _ = self.client.workspace_diagnostic_refresh().await;
                }
            },
            async {
                if abilities.refreshes_lenses {
                    _ = self.client.code_lens_refresh().await;
                }
            },
            async {
                if abilities.refreshes_hints {
                    _ = self.client.inlay_hint_refresh().await;
                }
            },
        );
    }

    /// Looks at the files of the workspace, or of a folder of it, on a thread of its own.
    async fn index(
        self: &Arc<Self>,
        within: Option<PathBuf>,
        token: Option<ProgressToken>,
    ) -> Option<Looked> {
        let _looking = self.looking.lock().await;
        self.scan(within, token).await
    }

    /// Checks the reports of a folder, and tells how many there are.
    async fn check_folder(self: &Arc<Self>, folder: &Uri, token: Option<ProgressToken>) {
        // What lies elsewhere is none of the workspace's.
        let within = path_of(folder).filter(|path| self.lock().configuration.is_inside(path));
        let checked = match within {
            Some(path) => self.index(Some(path), token).await,
            None => None,
        };
        let (kind, message) = match checked {
            Some(Looked { bad_settings: Some(path), .. }) => (
                MessageType::WARNING,
                Message::new(BAD_SETTINGS, [Argument::Text(path.display().to_string())]),
            ),
            None | Some(Looked { reports: 0, .. }) => {
                (MessageType::INFO, Message::plain(NO_REPORTS))
            }
            Some(Looked { reports, files, .. }) => {
                (MessageType::INFO, Message::new(CHECKED, [reports.into(), files.into()]))
            }
        };
        let language = self.lock().client.language;
        self.client.show_message(kind, message.render(language)).await;
    }

    /// Looks at all files of the workspace, unless that has been done since they last changed.
    async fn complete_index(self: &Arc<Self>) {
        let _looking = self.looking.lock().await;
        if !self.lock().index.is_complete() {
            self.scan(None, None).await;
        }
    }

    /// The look itself, while nobody else looks. Where the client gives a token, how far it is is
    /// shown there.
    async fn scan(
        self: &Arc<Self>,
        within: Option<PathBuf>,
        token: Option<ProgressToken>,
    ) -> Option<Looked> {
        let (scan, watcher, abilities) = {
            let state = self.lock();
            let (scan, watcher) =
                state.index.scan(&state.configuration, &state.client, state.abilities, within);
            (scan, watcher, state.abilities)
        };
        let (progress, told) = tokio::sync::watch::channel((0, 0));
        // The client's own token holds until its request is answered: what is shown there ends
        // before.
        let shown =
            token.map(|token| tokio::spawn(Arc::clone(self).show_progress(token, told.clone())));
        if shown.is_none() && abilities.shows_progress {
            tokio::spawn(Arc::clone(self).begin_progress(told));
        }
        let scanned: Scanned = tokio::task::spawn_blocking(move || {
            scan::run(scan, |done, all| _ = progress.send((done, all)))
        })
        .await
        .ok()?;
        drop(watcher);
        if let Some(shown) = shown {
            _ = shown.await;
        }
        let (reports, files) = scanned.counts();
        let bad_settings = scanned.bad_settings.first().cloned();
        self.take(scanned).await;
        Some(Looked { reports, files, bad_settings })
    }

    /// Asks the client to show how far a look at the workspace has come, until it ends.
    async fn begin_progress(self: Arc<Self>, told: tokio::sync::watch::Receiver<(usize, usize)>) {
        let token = NumberOrString::String(format!("gouji/{}", self.client.next_request_id()));
        // A client that never answers is never shown anything.
        if self.client.create_work_done_progress(token.clone()).await.is_ok() {
            self.show_progress(token, told).await;
        }
    }

    async fn show_progress(
        self: Arc<Self>,
        token: ProgressToken,
        mut told: tokio::sync::watch::Receiver<(usize, usize)>,
    ) {
        let language = self.lock().client.language;
        let title = INDEXING.in_language(language);
        let progress = self.client.progress(token, title).with_percentage(0).begin().await;
        let mut shown = 0;
        while told.changed().await.is_ok() {
            let (done, all) = *told.borrow_and_update();
            let percentage = (done * 100 / all.max(1)) as u32;
            if percentage > shown {
                shown = percentage;
                progress.report_with_message(format!("{done}/{all}"), percentage).await;
            }
        }
        progress.finish().await;
    }
}

const MISTAKE: Wording = Wording::new(
    "gouji 自身出错：请报告这个问题，并附上当时打开的文本",
    "a mistake in gouji; please report it with the text that was open",
);
const AFRESH: Wording = Wording::new(
    "出错的文档是 {0}（版本 {1}），已重新读取",
    "this was about {0} (version {1}), which is read afresh",
);
const OUTSIDE: Wording = Wording::new(
    "设置文件 {0} 不在工作区内，不读取",
    "the settings file {0} lies outside of the workspace: it is not read",
);
const NOT_OPEN: Wording = Wording::new("{0} 没有打开", "{0} is not open");

/// The protocol's `RequestFailed`.
const REQUEST_FAILED: i64 = -32803;

/// What a look at the workspace has found.
struct Looked {
    reports: usize,
    /// Those with something to report.
    files: usize,
    /// A settings file that cannot be used, so that the files that it holds for were left out.
    bad_settings: Option<PathBuf>,
}

/// Progress of an answer.
struct Ongoing {
    token: ProgressToken,
    progress: OngoingProgress<Unbounded, NotCancellable>,
}

/// So many items of an answer are told at once: reports with all their symbols, tokens, files, and
/// places.
const SYMBOLS_OF: usize = 20;
const TOKENS: usize = 10_000;
const FILES: usize = 100;
const PLACES: usize = 500;

/// Whether an open document is so long that answers about it take a while.
fn is_long(uri: &Uri) -> impl FnOnce(&State) -> bool {
    move |state| state.view(uri).is_ok_and(|view| view.document.len() > pieces::LONG)
}

const ANSWERING: Wording = Wording::new("正在查看报告", "Looking at the reports");
const INDEXING: Wording =
    Wording::new("正在检查工作区的报告", "Checking the reports of the workspace");
const CHECKED: Wording = Wording::new(
    "已检查 {0} 份报告，{1} 个文件有需要处理的问题",
    "{0} reports checked, {1} files with something to look at",
);
const CANNOT_APPLY: Wording = Wording::new(
    "编辑器没有声明可以应用服务器给出的修改（workspace/applyEdit），未作改动 — 请更新编辑器或其语言服务插件，或在终端运行 gouji check --fix",
    "nothing was changed: the editor does not say that it can apply edits of a server (workspace/applyEdit) — update it or its language client, or run gouji check --fix in a terminal",
);
const BAD_SETTINGS: Wording = Wording::new(
    "设置文件 {0} 有错误，它所管的报告没有检查 — 请先改正",
    "the settings file {0} has mistakes: the reports that it holds for were not checked — mend it first",
);
const NO_REPORTS: Wording = Wording::new(
    "没有找到政府信息公开工作年度报告",
    "no annual report on government information disclosure was found",
);

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        if let Some(process) = params.process_id {
            parent::watch(process, &self.0.leaving);
        }
        self.0
            .guarded("initialize", |state| state.initialize(params))
            .ok_or_else(Error::internal_error)
    }

    async fn initialized(&self, _: InitializedParams) {
        let abilities = self.0.lock().abilities;
        if abilities.watches_files {
            let shared = Arc::clone(&self.0);
            tokio::spawn(async move {
                if let Err(error) = shared.client.register_capability(vec![watched_files()]).await {
                    info!("the client does not watch files: {error}");
                }
            });
        }
        if abilities.configuration {
            self.ask_for_configuration();
        }
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let uri = params.text_document.uri.clone();
        self.0.look_for_settings(&uri);
        if let Some(Some(reading)) =
            self.change_document(&uri, "didOpen", |state| state.open(params.text_document)).await
        {
            self.read(reading);
        }
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let uri = params.text_document.uri.clone();
        if let Some(Some(reading)) =
            self.change_document(&uri, "didChange", |state| state.change(params)).await
        {
            self.read(reading);
        }
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        let uri = &params.text_document.uri;
        let is_settings = self.0.guarded("didSave", |state| state.saved(uri)).unwrap_or_default();
        if is_settings || self.0.is_stale(uri) {
            self.0.read_settings_again();
            self.0.send().await;
            self.catch_up();
        } else {
            self.look_again();
        }
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.change("didClose", |state| state.close(&params.text_document.uri)).await;
        self.0.tokens().forget(&params.text_document.uri);
        self.look_again();
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        let asks = self.0.lock().abilities.configuration;
        if asks {
            self.ask_for_configuration();
        } else {
            self.0.guarded("didChangeConfiguration", |state| state.configure(&params.settings));
            self.0.apply_settings();
            self.0.send().await;
            self.0.tell_of_typing();
            self.catch_up();
        }
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        if self
            .0
            .guarded("didChangeWatchedFiles", |state| state.files_changed(&params.changes))
            .unwrap_or_default()
        {
            self.0.read_settings_again();
            self.0.send().await;
        }
        self.catch_up();
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.0.guarded("didChangeWorkspaceFolders", |state| state.folders_changed(&params.event));
        self.0.read_settings_again();
        self.0.send().await;
        let asks = self.0.lock().abilities.configuration;
        if asks && !params.event.added.is_empty() {
            // What is set for a folder that has come is not known.
            self.ask_for_configuration();
        }
        self.catch_up();
    }

    async fn diagnostic(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        let uri = params.text_document.uri;
        self.0.until_read(&uri).await?;
        let answered = self.0.guarded_document(&uri, "diagnostic", |state| {
            if state.view(&uri).is_err_and(|unavailable| unavailable == Unavailable::NotReady) {
                return Err(Error::content_modified());
            }
            let (shown, list) = state.shown(&uri).map_or_else(
                || (state.index.shown(&uri), None),
                |(shown, list)| (shown.to_vec(), Some(list)),
            );
            let is_known = list.is_some() && list == params.previous_result_id;
            Ok(match (is_known, list) {
                (true, Some(list)) => to_proto::unchanged_list(list),
                (_, list) => to_proto::changed_list(list, shown),
            })
        });
        answered
            .unwrap_or_else(|| Err(Error::internal_error()))
            .map(DocumentDiagnosticReportResult::Report)
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        let progress = self
            .begin(params.work_done_progress_params.work_done_token, |state| {
                !state.index.is_complete()
            })
            .await;
        if !self.0.lock().index.is_complete() {
            self.0.complete_index().await;
        }
        // By their paths, however the client spells their addresses.
        let mut previous: HashMap<Option<PathBuf>, PreviousResultId> = params
            .previous_result_ids
            .into_iter()
            .map(|known| (path_of(&known.uri), known))
            .collect();
        let items = self.0.guarded("workspace/diagnostic", |state| {
            let mut items = Vec::new();
            // Open documents are asked for one by one.
            for file in state.index.files().filter(|file| !state.is_open(&file.uri)) {
                let known = previous.remove(&path_of(&file.uri));
                let uri = known.as_ref().map_or(&file.uri, |known| &known.uri).clone();
                if known.as_ref().is_some_and(|known| known.value == file.list) {
                    items.push(to_proto::unchanged_file(uri, file.list.clone()));
                } else if known.is_some() || !file.diagnostics.is_empty() {
                    let (list, found) = (file.list.clone(), file.diagnostics.clone());
                    items.push(to_proto::changed_file(uri, Some(list), found));
                }
            }
            // What is gone, or open now and asked for by itself.
            let gone =
                previous.into_values().map(|known| known.uri).filter(|uri| !state.is_open(uri));
            items.extend(gone.map(|uri| to_proto::changed_file(uri, None, Vec::new())));
            items
        });
        let cut = Cut { size: FILES, piece: |items| serde_json::json!({ "items": items }) };
        let items = pieces::tell(
            &self.0.client,
            &self.0.leaving.leaves,
            params.partial_result_params.partial_result_token,
            items.unwrap_or_default(),
            cut,
        )
        .await;
        self.end(progress).await;
        Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items }))
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let TextDocumentPositionParams { text_document, position } =
            params.text_document_position_params;
        self.answer(&text_document.uri, "hover", |view| answers::hover(view, position))
            .await
            .map(Option::flatten)
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let invoked = from_proto::is_invoked(params.context.as_ref());
        self.answer(&text_document.uri, "completion", |view| {
            answers::completion(view, position, invoked)
        })
        .await
        .map(Option::flatten)
    }

    async fn goto_definition(
        &self,
        params: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } =
            params.text_document_position_params;
        self.answer(&text_document.uri, "definition", |view| answers::definition(view, position))
            .await
            .map(|found| found.map(GotoDefinitionResponse::Array))
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let declaration = params.context.include_declaration;
        let progress = self
            .begin(params.work_done_progress_params.work_done_token, is_long(&text_document.uri))
            .await;
        let found = self
            .answer(&text_document.uri, "references", |view| {
                answers::references(view, position, declaration)
            })
            .await;
        let found =
            self.told(params.partial_result_params.partial_result_token, found, PLACES).await;
        self.end(progress).await;
        found
    }

    async fn document_highlight(
        &self,
        params: DocumentHighlightParams,
    ) -> Result<Option<Vec<DocumentHighlight>>> {
        let TextDocumentPositionParams { text_document, position } =
            params.text_document_position_params;
        self.answer(&text_document.uri, "documentHighlight", |view| {
            answers::highlights(view, position)
        })
        .await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.work_long(&params.text_document.uri, "inlayHint", move |view| {
            answers::hints(view, params.range)
        })
        .await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        self.work_long(&params.text_document.uri, "codeLens", answers::lenses).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.work_long(&params.text_document.uri, "documentLink", answers::links).await
    }

    async fn document_symbol(
        &self,
        params: DocumentSymbolParams,
    ) -> Result<Option<DocumentSymbolResponse>> {
        let (uri, token) =
            (&params.text_document.uri, params.partial_result_params.partial_result_token);
        let progress =
            self.begin(params.work_done_progress_params.work_done_token, is_long(uri)).await;
        let found = match token {
            None => self.work_long(uri, "documentSymbol", answers::symbols).await,
            token => match self.work(uri, "documentSymbol", answers::symbols).await {
                Ok(Some(DocumentSymbolResponse::Nested(found))) => self
                    .told(token, Ok(Some(found)), SYMBOLS_OF)
                    .await
                    .map(|found| found.map(DocumentSymbolResponse::Nested)),
                Ok(Some(DocumentSymbolResponse::Flat(found))) => self
                    .told(token, Ok(Some(found)), PLACES)
                    .await
                    .map(|found| found.map(DocumentSymbolResponse::Flat)),
                none => none,
            },
        };
        self.end(progress).await;
        found
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.work_long(&params.text_document.uri, "foldingRange", answers::folds).await
    }

    async fn selection_range(
        &self,
        params: SelectionRangeParams,
    ) -> Result<Option<Vec<SelectionRange>>> {
        self.answer(&params.text_document.uri, "selectionRange", |view| {
            answers::selections(view, &params.positions)
        })
        .await
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        let (uri, token) =
            (&params.text_document.uri, params.partial_result_params.partial_result_token);
        let progress =
            self.begin(params.work_done_progress_params.work_done_token, is_long(uri)).await;
        let knows_deltas = self.0.lock().abilities.token_deltas;
        let (shared, document) = (Arc::clone(&self.0), uri.clone());
        let made = move |view: &View| {
            let tokens = answers::tokens(view, None);
            if knows_deltas { shared.tokens().all(&document, tokens) } else { tokens }
        };
        let answered = match token {
            None => self.work_long(uri, "semanticTokens", made).await,
            token => {
                let mut tokens = self.work(uri, "semanticTokens", made).await;
                if let Ok(Some(tokens)) = &mut tokens {
                    let cut = Cut {
                        size: TOKENS,
                        piece: |data| {
                            serde_json::json!(SemanticTokensPartialResult { data: data.to_vec() })
                        },
                    };
                    tokens.data = pieces::tell(
                        &self.0.client,
                        &self.0.leaving.leaves,
                        token,
                        std::mem::take(&mut tokens.data),
                        cut,
                    )
                    .await;
                }
                tokens.map(|tokens| tokens.map(SemanticTokensResult::Tokens))
            }
        };
        self.end(progress).await;
        answered
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let uri = &params.text_document.uri;
        let (shared, document, known) =
            (Arc::clone(&self.0), uri.clone(), params.previous_result_id);
        let made = move |view: &View| {
            shared.tokens().changes(&document, &known, answers::tokens(view, None))
        };
        self.work_long(uri, "semanticTokens", made).await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        self.work_long(&params.text_document.uri, "semanticTokens", move |view| {
            answers::tokens(view, Some(params.range))
        })
        .await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let uri = &params.text_document.uri;
        let in_settings = self
            .0
            .guarded("codeAction", |state| {
                state.settings_file(uri).map(|file| answers::settings_actions(&file, &params))
            })
            .flatten();
        match in_settings {
            Some(actions) => Ok(Some(actions)),
            None => {
                self.work_long(&params.text_document.uri.clone(), "codeAction", move |view| {
                    answers::actions(view, &params)
                })
                .await
            }
        }
    }

    async fn code_action_resolve(&self, mut action: CodeAction) -> Result<CodeAction> {
        if let Some((uri, call)) = from_proto::command_of(&action) {
            let edit = move |view: &View| {
                answers::command(view, call).map_err(|message| view.say(&message))
            };
            let edit = self.work(&uri, "codeAction/resolve", edit).await?;
            action.edit = match edit {
                Some(Ok(edit)) => Some(edit.unwrap_or_default()),
                Some(Err(message)) => {
                    return Err(Error {
                        code: ErrorCode::ServerError(REQUEST_FAILED),
                        message: message.into(),
                        data: None,
                    });
                }
                None => None,
            };
        }
        Ok(action)
    }

    async fn prepare_rename(
        &self,
        params: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        self.answer(&params.text_document.uri, "prepareRename", |view| {
            answers::prepare_rename(view, params.position)
        })
        .await
        .map(Option::flatten)
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let edit = |view: &View| {
            answers::rename(view, position, &params.new_name).map_err(|message| view.say(&message))
        };
        self.answer(&text_document.uri, "rename", edit)
            .await?
            .transpose()
            .map_err(Error::invalid_params)
    }

    async fn linked_editing_range(
        &self,
        params: LinkedEditingRangeParams,
    ) -> Result<Option<LinkedEditingRanges>> {
        let TextDocumentPositionParams { text_document, position } =
            params.text_document_position_params;
        self.answer_from(&text_document.uri, "linkedEditingRange", |state, uri| {
            state.linked(uri, position)
        })
        .await
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        let TextDocumentPositionParams { text_document, position } =
            params.text_document_position_params;
        self.answer(&text_document.uri, "prepareCallHierarchy", |view| {
            answers::prepare_calls(view, position)
        })
        .await
        .map(Option::flatten)
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        self.answer(&params.item.uri, "incomingCalls", |view| {
            answers::incoming_calls(view, &params.item)
        })
        .await
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        self.answer(&params.item.uri, "outgoingCalls", |view| {
            answers::outgoing_calls(view, &params.item)
        })
        .await
    }

    async fn will_save_wait_until(
        &self,
        params: WillSaveTextDocumentParams,
    ) -> Result<Option<Vec<TextEdit>>> {
        self.work(&params.text_document.uri, "willSaveWaitUntil", answers::fixes_on_save)
            .await
            .map(Option::flatten)
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.work_long(&params.text_document.uri, "formatting", move |view| {
            answers::format(view, None)
        })
        .await
    }

    async fn range_formatting(
        &self,
        params: DocumentRangeFormattingParams,
    ) -> Result<Option<Vec<TextEdit>>> {
        self.work_long(&params.text_document.uri, "rangeFormatting", move |view| {
            answers::format(view, Some(params.range))
        })
        .await
    }

    async fn on_type_formatting(
        &self,
        params: DocumentOnTypeFormattingParams,
    ) -> Result<Option<Vec<TextEdit>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        self.answer(&text_document.uri, "onTypeFormatting", |view| answers::typed(view, position))
            .await
    }

    async fn symbol(
        &self,
        params: WorkspaceSymbolParams,
    ) -> Result<Option<WorkspaceSymbolResponse>> {
        let progress = self
            .begin(params.work_done_progress_params.work_done_token, |state| {
                !state.index.is_complete()
            })
            .await;
        if !self.0.lock().index.is_complete() {
            self.0.complete_index().await;
        }
        let found = self.0.guarded("workspace/symbol", |state| {
            let open: Vec<_> = state.views().flat_map(|view| workspace::names(&view)).collect();
            let files = state
                .index
                .files()
                .filter(|file| !state.is_open(&file.uri))
                .flat_map(|file| &file.reports);
            to_proto::workspace_symbols(&workspace::matching(
                open.iter().chain(files),
                &params.query,
            ))
        });
        let found =
            self.told(params.partial_result_params.partial_result_token, Ok(found), PLACES).await;
        self.end(progress).await;
        found.map(|found| found.map(WorkspaceSymbolResponse::Nested))
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        match from_proto::command(&params.command, &params.arguments) {
            Ok(Command::CheckFolder(folder)) => {
                let (shared, token) =
                    (Arc::clone(&self.0), params.work_done_progress_params.work_done_token);
                let is_waited_for = token.is_some();
                let checked = async move {
                    shared.check_folder(&folder, token).await;
                    tokio::spawn(async move { shared.refresh().await });
                };
                if is_waited_for {
                    checked.await;
                } else {
                    tokio::spawn(checked);
                }
            }
            Ok(Command::OfDocument(uri, call)) => {
                let edit = move |view: &View| answers::command(view, call);
                return self.edit(&uri, "executeCommand", edit).await;
            }
            Err(message) => {
                let language = self.0.lock().client.language;
                return Err(Error {
                    code: ErrorCode::InvalidParams,
                    message: message.render(language).into(),
                    data: None,
                });
            }
        }
        Ok(None)
    }
}

/// The files whose changes the client is asked to tell: settings, and what may be a report.
fn watched_files() -> Registration {
    let watchers = ["**/{gouji.toml,.gouji.toml,.gitignore}", "**/*.{txt,md,markdown}"];
    let watchers: Vec<FileSystemWatcher> = watchers
        .into_iter()
        .map(|glob| FileSystemWatcher {
            glob_pattern: GlobPattern::String(glob.to_owned()),
            kind: None,
        })
        .collect();
    let options = DidChangeWatchedFilesRegistrationOptions { watchers };
    Registration {
        id: "gouji/watch".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    }
}

/// The requests that make totals follow while somebody types.
fn while_typing() -> Registration {
    let registered = TextDocumentRegistrationOptions { document_selector: None };
    let mut options = serde_json::to_value(capabilities::while_typing()).unwrap_or_default();
    if let (Some(options), Ok(LSPAny::Object(registered))) =
        (options.as_object_mut(), serde_json::to_value(registered))
    {
        options.extend(registered);
    }
    Registration {
        id: "gouji/type".to_owned(),
        method: "textDocument/onTypeFormatting".to_owned(),
        register_options: Some(options),
    }
}

/// The year by the system's clock.
fn this_year() -> i32 {
    // A year of the Gregorian calendar is 365.2425 days.
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    1970 + i32::try_from(seconds / 31_556_952).unwrap_or(0)
}

/// So many turns nothing more has to have changed.
const TURNS_BEFORE_REFRESH: usize = 10;

/// How many whole documents are worked on at once.
fn workers() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| (cores.get() - 1).clamp(1, MOST_WORKERS))
}

const MOST_WORKERS: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use tower_lsp::LspService;

    fn wrong() -> String {
        "# 云溪县园林局2023年政府信息公开工作年度报告\n\n所列数据的统计期限为2022年1月1日至2023年12月31日。\n".to_owned()
    }

    /// A handler that panics under the lock costs its own answer and nothing else.
    #[test]
    fn a_panic_under_the_lock_is_survived() {
        let (service, _socket) =
            LspService::new(|client| Backend::new(client, Options::default(), Arc::default()));
        let (shared, uri): (_, Uri) = (&service.inner().0, "file:///2023.md".parse().unwrap());
        let document = TextDocumentItem {
            uri: uri.clone(),
            language_id: "markdown".to_owned(),
            version: 7,
            text: wrong(),
        };
        shared.guarded_document(&uri, "didOpen", |state| state.open(document));
        let shown = |shared: &Shared| shared.lock().shown(&uri).map(|(shown, _)| shown.len());
        let before = shown(shared);
        assert!(before > Some(0));
        assert_eq!(shared.guarded_document(&uri, "hover", |_| panic!("on purpose")), None::<()>);
        assert!(shared.state.is_poisoned());
        assert_eq!(shown(shared), before);
        let seen = shared.guarded_document(&uri, "hover", |state| {
            state.view(&uri).map(|view| view.document.text())
        });
        assert_eq!(seen, Some(Ok(wrong())));
        assert_eq!(shared.lock().version(&uri), Some(7));
        let unknown: Uri = "file:///none".parse().unwrap();
        assert_eq!(
            shared.guarded_document(&unknown, "hover", |_| panic!("on purpose")),
            None::<()>
        );
    }
}
