//! The protocol's methods: each takes the lock, does its work there, and lets go of it before it awaits anything.

use super::Options;
use super::features::commands::{self, Call};
use super::features::{
    actions, calls, completion, definition, deltas, edits, folding, format, highlight, hints, hover, lens, links, names, repairs, selection, status,
    symbols, tokens, unused,
};
use super::pieces::{self, Cut, Leaves};
use super::state::{Publish, Reading, State, Unavailable, path_of};
use super::view::View;
use super::workspace::{self, Scanned};
use crate::diagnostic::{Message, Wording};
use serde::Serialize;
use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use tower_lsp::jsonrpc::{Error, ErrorCode, Request, Result};
use tower_lsp::ls_types::*;
use tower_lsp::{Client, LanguageServer, NotCancellable, OngoingProgress, Unbounded};
use tower_service::Service;
use tracing::{error, info};

pub struct Backend(Arc<Shared>);

/// What handlers and background tasks share.
struct Shared {
    client: Client,
    state: Mutex<State>,
    /// Held by the one that sends, so that lists leave in the order in which they were made.
    sending: tokio::sync::Mutex<()>,
    /// Held by the one that looks at files, so that what was seen later counts.
    looking: tokio::sync::Mutex<()>,
    /// Somebody waits to look again at files.
    will_look: AtomicBool,
    /// The semantic tokens that the client knows.
    tokens: Mutex<deltas::Told>,
    leaves: Arc<Leaves>,
}

impl Backend {
    pub fn new(client: Client, options: Options, leaves: Arc<Leaves>) -> Self {
        let state = Mutex::new(State::new(&options));
        Self(Arc::new(Shared {
            client,
            state,
            sending: tokio::sync::Mutex::default(),
            looking: tokio::sync::Mutex::default(),
            will_look: AtomicBool::new(false),
            tokens: Mutex::default(),
            leaves,
        }))
    }

    /// Changes the state, then sends what came of it.
    async fn change<T>(&self, what: &str, change: impl FnOnce(&mut State) -> T) -> Option<T> {
        let changed = self.0.guarded(what, change);
        self.0.send().await;
        changed
    }

    /// The same with a document.
    async fn change_document<T>(&self, uri: &Uri, what: &str, change: impl FnOnce(&mut State) -> T) -> Option<T> {
        let changed = self.0.guarded_document(uri, what, change);
        self.0.send().await;
        changed
    }

    /// Answers a request about a document from its state as it is now.
    fn answer<T>(&self, uri: &Uri, what: &str, answer: impl FnOnce(&View) -> T) -> Result<Option<T>> {
        let answered = self.0.guarded_document(uri, what, |state| match state.view(uri) {
            Ok(view) => Ok(Some(answer(&view))),
            Err(Unavailable::NotOpen) => Ok(None),
            Err(Unavailable::NotReady) => Err(Error::content_modified()),
        });
        answered.unwrap_or_else(|| Err(Error::internal_error()))
    }

    /// Shows that an answer takes a while, until [`Backend::end`]: where the client gave a token for that, and it does.
    async fn begin(&self, token: Option<ProgressToken>, is_long: impl FnOnce(&State) -> bool) -> Option<Ongoing> {
        let (is_long, language) = {
            let state = self.0.lock();
            (token.is_some() && is_long(&state), state.client.language)
        };
        let token = token.filter(|_| is_long)?;
        let progress = self.0.client.progress(token.clone(), ANSWERING.in_language(language)).begin().await;
        Some(Ongoing { token, progress })
    }

    /// A list as it is answered: a long one is told in pieces before, where the client gave a token for that.
    async fn told<T: Serialize>(&self, token: Option<ProgressToken>, found: Result<Option<Vec<T>>>, size: usize) -> Result<Option<Vec<T>>> {
        match found {
            Ok(Some(found)) => Ok(Some(pieces::tell(&self.0.client, &self.0.leaves, token, found, Cut::list(size)).await)),
            none => none,
        }
    }

    async fn end(&self, progress: Option<Ongoing>) {
        if let Some(Ongoing { token, progress }) = progress {
            progress.finish().await;
            // The token is the client's again with the answer.
            self.0.leaves.wait(token, 2).await;
        }
    }

    /// Reads a long text on a thread of its own.
    fn read(&self, reading: Reading) {
        let shared = Arc::clone(&self.0);
        tokio::spawn(async move {
            let read = tokio::task::spawn_blocking(move || {
                let document = catch_unwind(AssertUnwindSafe(|| reading.read())).ok();
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
        tokio::spawn(async move {
            let folders: Vec<Uri> = shared.lock().configuration.folders.iter().filter_map(Uri::from_file_path).collect();
            let item = |scope_uri| ConfigurationItem { scope_uri, section: Some("gouji".to_owned()) };
            let items = std::iter::once(None).chain(folders.iter().cloned().map(Some)).map(item).collect();
            match shared.client.configuration(items).await {
                Ok(said) => {
                    shared.guarded("configuration", |state| state.configure_scoped(&folders, &said));
                    shared.send().await;
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

    /// Lets the client apply an edit that a command gave. It is on its way before the command is answered: a client that takes the
    /// command for done then finds it done, and that of Emacs 28 leaves unread what comes right behind an answer that it waits for.
    async fn apply(&self, edit: WorkspaceEdit) {
        let shared = Arc::clone(&self.0);
        let mut applied = Box::pin(async move {
            if let Err(error) = shared.client.apply_edit(edit).await {
                info!("the client does not apply the edit: {error}");
            }
        });
        // The first step gives the message to the framework, which writes it while this yields. Neither waits for the client.
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
    pub async fn status(&self, params: status::StatusParams) -> Result<Option<status::Status>> {
        self.answer(&params.text_document.uri, status::METHOD, |view| status::status(view, params.position))
    }

    /// The edit of a command about an open document: whether there was something to change, or nothing where the client was told
    /// why that cannot be.
    async fn edit(
        &self,
        uri: &Uri,
        what: &str,
        edit: impl FnOnce(&View) -> std::result::Result<Option<WorkspaceEdit>, Message>,
    ) -> Result<Option<LSPAny>> {
        let edited = self.answer(uri, what, |view| edit(view).map_err(|message| view.say(&message)))?;
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
            None => return Err(Error::invalid_params(format!("{} is not open", uri.as_str()))),
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
        if done.is_err() {
            error!("{what}: a mistake in gouji; please report it with the text that was open");
        }
        done.ok()
    }

    /// Does something with a document. A panic costs this, and the document is read afresh.
    fn guarded_document<T>(&self, uri: &Uri, what: &str, act: impl FnOnce(&mut State) -> T) -> Option<T> {
        let done = self.guarded(what, act);
        if done.is_none() {
            let version = self.lock().version(uri).map_or_else(|| "not open".to_owned(), |version| format!("version {version}"));
            error!("{what}: this was about {} ({version}), which is read afresh", uri.as_str());
            self.guarded("read afresh", |state| state.read_afresh(uri));
        }
        done
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

    /// Looks again at the files that something may have been published of, and lets the client ask again for what it has asked
    /// for. Called by tasks, never by a handler.
    async fn catch_up(self: &Arc<Self>) {
        self.look_again().await;
        self.refresh().await;
    }

    /// Looks again at the files that something may have been published of. A client that asks for diagnostics asks by itself.
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
        let Ok(scanned) = tokio::task::spawn_blocking(move || scan.run(|_, _| ())).await else { return };
        drop(watcher);
        self.take(scanned).await;
    }

    /// Takes what a look at files has found, and publishes what is new.
    async fn take(&self, scanned: Scanned) {
        self.guarded("index", |state| state.take(scanned));
        self.send().await;
    }

    /// Lets the client ask again for what it has asked for. Called by tasks, never by a handler.
    async fn refresh(&self) {
        let abilities = self.lock().abilities;
        // A client that cannot is not asked; what it answers is no matter.
        let refreshes = [
            (abilities.refreshes_pulls, "workspace/diagnostic/refresh"),
            (abilities.refreshes_lenses, "workspace/codeLens/refresh"),
            (abilities.refreshes_hints, "workspace/inlayHint/refresh"),
        ];
        for (_, method) in refreshes.into_iter().filter(|(is_able, _)| *is_able) {
            // The framework's own would have `"params": null`, which the protocol does not.
            let request = Request::build(method).id(self.client.next_request_id()).finish();
            _ = self.client.clone().call(request).await;
        }
    }

    /// Looks at the files of the workspace, or of a folder of it, on a thread of its own: how many reports there are, and how many
    /// files with something to report.
    async fn index(self: &Arc<Self>, within: Option<PathBuf>) -> Option<(usize, usize)> {
        let _looking = self.looking.lock().await;
        self.scan(within).await
    }

    /// Looks at all files of the workspace, unless that has been done since they last changed.
    async fn complete_index(self: &Arc<Self>) {
        let _looking = self.looking.lock().await;
        if !self.lock().index.is_complete() {
            self.scan(None).await;
        }
    }

    /// The look itself, while nobody else looks.
    async fn scan(self: &Arc<Self>, within: Option<PathBuf>) -> Option<(usize, usize)> {
        let (scan, watcher, abilities) = {
            let state = self.lock();
            let (scan, watcher) = state.index.scan(&state.configuration, &state.client, state.abilities, within);
            (scan, watcher, state.abilities)
        };
        let (progress, told) = tokio::sync::watch::channel((0, 0));
        if abilities.shows_progress {
            tokio::spawn(Arc::clone(self).show_progress(told));
        }
        let scanned: Scanned = tokio::task::spawn_blocking(move || scan.run(|done, all| _ = progress.send((done, all)))).await.ok()?;
        drop(watcher);
        let counts = scanned.counts();
        self.take(scanned).await;
        Some(counts)
    }

    /// Shows how far a look at the workspace has come, until it ends.
    async fn show_progress(self: Arc<Self>, mut told: tokio::sync::watch::Receiver<(usize, usize)>) {
        let language = self.lock().client.language;
        let token = NumberOrString::String(format!("gouji/{}", self.client.next_request_id()));
        // A client that never answers is never shown anything.
        if self.client.create_work_done_progress(token.clone()).await.is_err() {
            return;
        }
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

/// The protocol's `RequestFailed`.
const REQUEST_FAILED: i64 = -32803;

/// Progress of an answer.
struct Ongoing {
    token: ProgressToken,
    progress: OngoingProgress<Unbounded, NotCancellable>,
}

/// So many items of an answer are told at once: reports with all their symbols, tokens, files, and places.
const SYMBOLS_OF: usize = 20;
const TOKENS: usize = 10_000;
const FILES: usize = 100;
const PLACES: usize = 500;

/// Whether an open document is so long that answers about it take a while.
fn is_long(uri: &Uri) -> impl FnOnce(&State) -> bool {
    move |state| state.view(uri).is_ok_and(|view| view.document.len() > pieces::LONG)
}

const ANSWERING: Wording = Wording::new("正在查看报告", "Looking at the reports");
const INDEXING: Wording = Wording::new("正在检查工作区的报告", "Checking the reports of the workspace");
const CHECKED: Wording = Wording::new("已检查 {0} 份报告，{1} 个文件有需要处理的问题", "{0} reports checked, {1} files with something to look at");
const NO_REPORTS: Wording = Wording::new("没有找到政府信息公开工作年度报告", "no annual report on government information disclosure was found");

impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        self.0.guarded("initialize", |state| state.initialize(params)).ok_or_else(Error::internal_error)
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
        if let Some(Some(reading)) = self.change_document(&uri, "didOpen", |state| state.open(params.text_document)).await {
            self.read(reading);
        }
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let uri = params.text_document.uri.clone();
        if let Some(Some(reading)) = self.change_document(&uri, "didChange", |state| state.change(params)).await {
            self.read(reading);
        }
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        match self.change("didSave", |state| state.saved(&params.text_document.uri)).await {
            Some(true) => self.catch_up(),
            _ => self.look_again(),
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
            self.change("didChangeConfiguration", |state| state.configure(&params.settings)).await;
            self.catch_up();
        }
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.change("didChangeWatchedFiles", |state| state.files_changed(&params.changes)).await;
        self.catch_up();
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.change("didChangeWorkspaceFolders", |state| state.folders_changed(&params.event)).await;
        let asks = self.0.lock().abilities.configuration;
        if asks && !params.event.added.is_empty() {
            // What is set for a folder that has come is not known.
            self.ask_for_configuration();
        }
        self.catch_up();
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let uri = params.text_document.uri;
        let answered = self.0.guarded_document(&uri, "diagnostic", |state| {
            if state.view(&uri).is_err_and(|unavailable| unavailable == Unavailable::NotReady) {
                return Err(Error::content_modified());
            }
            let (shown, list) = state.shown(&uri).map_or_else(|| (state.index.shown(&uri), None), |(shown, list)| (shown.to_vec(), Some(list)));
            let is_known = list.is_some() && list == params.previous_result_id;
            Ok(match (is_known, list) {
                (true, Some(result_id)) => DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
                    related_documents: None,
                    unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
                }),
                (_, result_id) => DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
                    related_documents: None,
                    full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id, items: shown },
                }),
            })
        });
        answered.unwrap_or_else(|| Err(Error::internal_error())).map(DocumentDiagnosticReportResult::Report)
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        let progress = self.begin(params.work_done_progress_params.work_done_token, |state| !state.index.is_complete()).await;
        if !self.0.lock().index.is_complete() {
            self.0.complete_index().await;
        }
        // By their paths, however the client spells their addresses.
        let mut previous: HashMap<Option<PathBuf>, PreviousResultId> =
            params.previous_result_ids.into_iter().map(|known| (path_of(&known.uri), known)).collect();
        let items = self.0.guarded("workspace/diagnostic", |state| {
            let mut items = Vec::new();
            // Open documents are asked for one by one.
            for file in state.index.files().filter(|file| !state.is_open(&file.uri)) {
                let known = previous.remove(&path_of(&file.uri));
                let uri = known.as_ref().map_or(&file.uri, |known| &known.uri).clone();
                if known.as_ref().is_some_and(|known| known.value == file.list) {
                    items.push(WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
                        uri,
                        version: None,
                        unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: file.list.clone() },
                    }));
                } else if known.is_some() || !file.diagnostics.is_empty() {
                    items.push(full(uri, Some(file.list.clone()), file.diagnostics.clone()));
                }
            }
            // What is gone, or open now and asked for by itself.
            let gone = previous.into_values().map(|known| known.uri).filter(|uri| !state.is_open(uri));
            items.extend(gone.map(|uri| full(uri, None, Vec::new())));
            items
        });
        let cut = Cut { size: FILES, piece: |items| serde_json::json!({ "items": items }) };
        let items =
            pieces::tell(&self.0.client, &self.0.leaves, params.partial_result_params.partial_result_token, items.unwrap_or_default(), cut).await;
        self.end(progress).await;
        Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items }))
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        self.answer(&text_document.uri, "hover", |view| hover::hover(view, position)).map(Option::flatten)
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let invoked = params.context.is_none_or(|context| context.trigger_kind == CompletionTriggerKind::INVOKED);
        self.answer(&text_document.uri, "completion", |view| completion::complete(view, position, invoked)).map(Option::flatten)
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        self.answer(&text_document.uri, "definition", |view| definition::definition(view, position))
            .map(|found| found.map(GotoDefinitionResponse::Array))
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let declaration = params.context.include_declaration;
        let progress = self.begin(params.work_done_progress_params.work_done_token, is_long(&text_document.uri)).await;
        let found = self.answer(&text_document.uri, "references", |view| definition::references(view, position, declaration));
        let found = self.told(params.partial_result_params.partial_result_token, found, PLACES).await;
        self.end(progress).await;
        found
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        self.answer(&text_document.uri, "documentHighlight", |view| highlight::highlights(view, position))
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.answer(&params.text_document.uri, "inlayHint", |view| hints::inlay_hints(view, params.range))
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        self.answer(&params.text_document.uri, "codeLens", lens::lenses)
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.answer(&params.text_document.uri, "documentLink", links::links)
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let (uri, token) = (&params.text_document.uri, params.partial_result_params.partial_result_token);
        let progress = self.begin(params.work_done_progress_params.work_done_token, is_long(uri)).await;
        let found = match self.answer(uri, "documentSymbol", symbols::document_symbols) {
            Ok(Some(DocumentSymbolResponse::Nested(found))) => {
                self.told(token, Ok(Some(found)), SYMBOLS_OF).await.map(|found| found.map(DocumentSymbolResponse::Nested))
            }
            Ok(Some(DocumentSymbolResponse::Flat(found))) => {
                self.told(token, Ok(Some(found)), PLACES).await.map(|found| found.map(DocumentSymbolResponse::Flat))
            }
            none => none,
        };
        self.end(progress).await;
        found
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.answer(&params.text_document.uri, "foldingRange", folding::folding_ranges)
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        self.answer(&params.text_document.uri, "selectionRange", |view| selection::selection_ranges(view, &params.positions))
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let uri = &params.text_document.uri;
        let progress = self.begin(params.work_done_progress_params.work_done_token, is_long(uri)).await;
        let tokens = self.answer(uri, "semanticTokens", |view| tokens::tokens(view, None));
        let knows_deltas = self.0.lock().abilities.token_deltas;
        let mut tokens = tokens.map(|tokens| tokens.map(|tokens| if knows_deltas { self.0.tokens().all(uri, tokens) } else { tokens }));
        if let Ok(Some(tokens)) = &mut tokens {
            let cut = Cut { size: TOKENS, piece: |data| serde_json::json!(SemanticTokensPartialResult { data: data.to_vec() }) };
            tokens.data = pieces::tell(
                &self.0.client,
                &self.0.leaves,
                params.partial_result_params.partial_result_token,
                std::mem::take(&mut tokens.data),
                cut,
            )
            .await;
        }
        self.end(progress).await;
        tokens.map(|tokens| tokens.map(SemanticTokensResult::Tokens))
    }

    async fn semantic_tokens_full_delta(&self, params: SemanticTokensDeltaParams) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let uri = &params.text_document.uri;
        let tokens = self.answer(uri, "semanticTokens", |view| tokens::tokens(view, None))?;
        Ok(tokens.map(|tokens| self.0.tokens().changes(uri, &params.previous_result_id, tokens)))
    }

    async fn semantic_tokens_range(&self, params: SemanticTokensRangeParams) -> Result<Option<SemanticTokensRangeResult>> {
        let tokens = self.answer(&params.text_document.uri, "semanticTokens", |view| tokens::tokens(view, Some(params.range)));
        tokens.map(|found| found.map(SemanticTokensRangeResult::Tokens))
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let uri = &params.text_document.uri;
        let in_settings = self.0.guarded("codeAction", |state| state.settings_file(uri).map(|file| unused::actions(&file, &params))).flatten();
        match in_settings {
            Some(actions) => Ok(Some(actions)),
            None => self.answer(uri, "codeAction", |view| actions::actions(view, &params)),
        }
    }

    async fn code_action_resolve(&self, mut action: CodeAction) -> Result<CodeAction> {
        if let Some(call) = actions::to_resolve(&action) {
            let edit = self.answer(call.uri(), "codeAction/resolve", |view| commands::edit(view, &call).map_err(|message| view.say(&message)))?;
            action.edit = match edit {
                Some(Ok(edit)) => Some(edit.unwrap_or_default()),
                Some(Err(message)) => return Err(Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: message.into(), data: None }),
                None => None,
            };
        }
        Ok(action)
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        self.answer(&params.text_document.uri, "prepareRename", |view| names::prepare(view, params.position)).map(Option::flatten)
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let edit = |view: &View| names::rename(view, position, &params.new_name).map_err(|message| view.say(&message));
        self.answer(&text_document.uri, "rename", edit)?.transpose().map_err(Error::invalid_params)
    }

    async fn linked_editing_range(&self, params: LinkedEditingRangeParams) -> Result<Option<LinkedEditingRanges>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        self.answer(&text_document.uri, "linkedEditingRange", |view| names::linked(view, position)).map(Option::flatten)
    }

    async fn prepare_call_hierarchy(&self, params: CallHierarchyPrepareParams) -> Result<Option<Vec<CallHierarchyItem>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        self.answer(&text_document.uri, "prepareCallHierarchy", |view| calls::prepare(view, position)).map(Option::flatten)
    }

    async fn incoming_calls(&self, params: CallHierarchyIncomingCallsParams) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        self.answer(&params.item.uri, "incomingCalls", |view| calls::incoming(view, &params.item))
    }

    async fn outgoing_calls(&self, params: CallHierarchyOutgoingCallsParams) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        self.answer(&params.item.uri, "outgoingCalls", |view| calls::outgoing(view, &params.item))
    }

    async fn will_save_wait_until(&self, params: WillSaveTextDocumentParams) -> Result<Option<Vec<TextEdit>>> {
        let fixes = |view: &View| view.client.fixes_on_save.then(|| edits::text_edits(view, &repairs::fix_all(view)));
        self.answer(&params.text_document.uri, "willSaveWaitUntil", fixes).map(Option::flatten)
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.answer(&params.text_document.uri, "formatting", |view| format::format(view, None))
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.answer(&params.text_document.uri, "rangeFormatting", |view| format::format(view, Some(params.range)))
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        let progress = self.begin(params.work_done_progress_params.work_done_token, |state| !state.index.is_complete()).await;
        if !self.0.lock().index.is_complete() {
            self.0.complete_index().await;
        }
        let found = self.0.guarded("workspace/symbol", |state| {
            let open: Vec<_> = state.views().flat_map(|view| workspace::names(&view)).collect();
            let files = state.index.files().filter(|file| !state.is_open(&file.uri)).flat_map(|file| &file.reports);
            workspace::symbols(open.iter().chain(files), &params.query)
        });
        let found = self.told(params.partial_result_params.partial_result_token, Ok(found), PLACES).await;
        self.end(progress).await;
        found.map(|found| found.map(WorkspaceSymbolResponse::Nested))
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        match Call::parse(&params.command, &params.arguments) {
            Ok(Call::CheckFolder { folder }) => {
                let (shared, language) = (Arc::clone(&self.0), self.0.lock().client.language);
                tokio::spawn(async move {
                    // What lies elsewhere is none of the workspace's.
                    let within = path_of(&folder).filter(|path| shared.lock().configuration.is_inside(path));
                    let checked = match within {
                        Some(path) => shared.index(Some(path)).await,
                        None => None,
                    };
                    let message = match checked {
                        None | Some((0, _)) => Message::plain(NO_REPORTS),
                        Some((reports, files)) => Message::new(CHECKED, [reports.into(), files.into()]),
                    };
                    shared.client.show_message(MessageType::INFO, message.render(language)).await;
                    shared.refresh().await;
                });
            }
            Ok(call) => return self.edit(call.uri(), &params.command, |view| commands::edit(view, &call)).await,
            Err(message) => {
                let language = self.0.lock().client.language;
                return Err(Error { code: ErrorCode::InvalidParams, message: message.render(language).into(), data: None });
            }
        }
        Ok(None)
    }
}

fn full(uri: Uri, result_id: Option<String>, items: Vec<Diagnostic>) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
        uri,
        version: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id, items },
    })
}

/// The files whose changes the client is asked to tell: settings, and what may be a report.
fn watched_files() -> Registration {
    let watchers = ["**/{gouji.toml,.gouji.toml,.gitignore}", "**/*.{txt,md,markdown}"];
    let watchers: Vec<FileSystemWatcher> =
        watchers.into_iter().map(|glob| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_owned()), kind: None }).collect();
    let options = DidChangeWatchedFilesRegistrationOptions { watchers };
    Registration {
        id: "gouji/watch".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    }
}

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
        let (service, _socket) = LspService::new(|client| Backend::new(client, Options::default(), Arc::default()));
        let (shared, uri): (_, Uri) = (&service.inner().0, "file:///2023.md".parse().unwrap());
        let document = TextDocumentItem { uri: uri.clone(), language_id: "markdown".to_owned(), version: 7, text: wrong() };
        shared.guarded_document(&uri, "didOpen", |state| state.open(document));
        let shown = |shared: &Shared| shared.lock().shown(&uri).map(|(shown, _)| shown.len());
        let before = shown(shared);
        assert!(before > Some(0));
        assert_eq!(shared.guarded_document(&uri, "hover", |_| panic!("on purpose")), None::<()>);
        assert!(shared.state.is_poisoned());
        assert_eq!(shown(shared), before);
        let seen = shared.guarded_document(&uri, "hover", |state| state.view(&uri).map(|view| view.document.text()));
        assert_eq!(seen, Some(Ok(wrong())));
        assert_eq!(shared.lock().version(&uri), Some(7));
        let unknown: Uri = "file:///none".parse().unwrap();
        assert_eq!(shared.guarded_document(&unknown, "hover", |_| panic!("on purpose")), None::<()>);
    }
}
