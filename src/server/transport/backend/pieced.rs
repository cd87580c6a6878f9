//! Answers that may be sent in pieces: symbols, places, tokens.

use super::Backend;
use super::answering::is_long;
use crate::server::core::view::View;
use crate::server::core::{answers, to_proto, workspace};
use crate::server::transport::pieces::{self, Cut};
use ls_types::{
    DocumentSymbolParams, DocumentSymbolResponse, Location, ReferenceParams,
    SemanticTokensDeltaParams, SemanticTokensFullDeltaResult, SemanticTokensParams,
    SemanticTokensPartialResult, SemanticTokensResult, TextDocumentPositionParams,
    WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use std::sync::Arc;
use tower_lsp::jsonrpc::Result;

impl Backend {
    /// `textDocument/documentSymbol`.
    pub(super) async fn document_symbols(
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

    /// `workspace/symbol`.
    pub(super) async fn workspace_symbols(
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

    /// `textDocument/references`.
    pub(super) async fn places(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
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

    /// `textDocument/semanticTokens/full`.
    pub(super) async fn tokens(
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

    /// `textDocument/semanticTokens/full/delta`.
    pub(super) async fn token_changes(
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
}

/// Number of items in a piece: reports with all their symbols, tokens, places.
const SYMBOLS_OF: usize = 20;
const TOKENS: usize = 10_000;
const PLACES: usize = 500;
