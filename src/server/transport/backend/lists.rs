//! Answers a client's questions for lists of diagnostics.

use super::Backend;
use crate::server::core::from_proto::path_of;
use crate::server::core::state::Unavailable;
use crate::server::core::to_proto;
use crate::server::transport::pieces::{self, Cut};
use ls_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReportResult, PreviousResultId,
    WorkspaceDiagnosticParams, WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult,
};
use std::collections::HashMap;
use std::path::PathBuf;
use tower_lsp::jsonrpc::{Error, Result};

impl Backend {
    /// `textDocument/diagnostic`.
    pub(super) async fn list(
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

    /// `workspace/diagnostic`.
    pub(super) async fn workspace_lists(
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
        // By path, regardless of the client's spelling of the address.
        let mut previous: HashMap<Option<PathBuf>, PreviousResultId> = params
            .previous_result_ids
            .into_iter()
            .map(|known| (path_of(&known.uri), known))
            .collect();
        let items = self.0.guarded("workspace/diagnostic", |state| {
            let mut items = Vec::new();
            // The client asks for each open document separately.
            for (uri, list, found) in state.index.lists().filter(|(uri, ..)| !state.is_open(uri)) {
                let known = previous.remove(&path_of(uri));
                let uri = known.as_ref().map_or(uri, |known| &known.uri).clone();
                if known.as_ref().is_some_and(|known| known.value == list) {
                    items.push(to_proto::unchanged_file(uri, list));
                } else if known.is_some() || !found.is_empty() {
                    items.push(to_proto::changed_file(uri, Some(list), found));
                }
            }
            // Removed files. Open files are left out: the client asks for open files separately.
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
}

const FILES: usize = 100;
