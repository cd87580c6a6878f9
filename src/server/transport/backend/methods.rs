//! The methods of the protocol.

use super::Backend;
use super::looking::watched_files;
use crate::server::core::view::View;
use crate::server::core::{answers, from_proto};
use crate::server::transport::parent;
use ls_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem,
    CallHierarchyOutgoingCall, CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams,
    CodeAction, CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionParams,
    CompletionResponse, DidChangeConfigurationParams, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, DidSaveTextDocumentParams, DocumentDiagnosticParams,
    DocumentDiagnosticReportResult, DocumentFormattingParams, DocumentHighlight,
    DocumentHighlightParams, DocumentLink, DocumentLinkParams, DocumentOnTypeFormattingParams,
    DocumentRangeFormattingParams, DocumentSymbolParams, DocumentSymbolResponse,
    ExecuteCommandParams, FoldingRange, FoldingRangeParams, GotoDefinitionParams,
    GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult,
    InitializedParams, InlayHint, InlayHintParams, LSPAny, LinkedEditingRangeParams,
    LinkedEditingRanges, Location, PrepareRenameResponse, ReferenceParams, RenameParams,
    SelectionRange, SelectionRangeParams, SemanticTokensDeltaParams, SemanticTokensFullDeltaResult,
    SemanticTokensParams, SemanticTokensRangeParams, SemanticTokensRangeResult,
    SemanticTokensResult, TextDocumentPositionParams, TextEdit, WillSaveTextDocumentParams,
    WorkspaceDiagnosticParams, WorkspaceDiagnosticReportResult, WorkspaceEdit,
    WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use std::sync::Arc;
use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tracing::info;

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
            // The settings for a new folder are unknown.
            self.ask_for_configuration();
        }
        self.catch_up();
    }

    async fn diagnostic(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        self.list(params).await
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        self.workspace_lists(params).await
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
        self.places(params).await
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
        self.document_symbols(params).await
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
        self.tokens(params).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        self.token_changes(params).await
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
        self.workspace_symbols(params).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        self.execute(params).await
    }
}

/// The error code `RequestFailed` of the protocol.
const REQUEST_FAILED: i64 = -32803;
