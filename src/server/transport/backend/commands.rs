//! Runs commands. The client applies their edits.

use super::Backend;
use crate::diagnostic::{Message, Wording};
use crate::server::core::from_proto::Command;
use crate::server::core::view::View;
use crate::server::core::{answers, from_proto};
use ls_types::{ExecuteCommandParams, LSPAny, MessageType, Uri, WorkspaceEdit};
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tracing::info;

impl Backend {
    /// `workspace/executeCommand`.
    pub(super) async fn execute(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
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

    /// Sends the edit of a command about an open document. The answer is whether the command
    /// changed anything, or empty if the client was shown an error.
    pub(super) async fn edit(
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

    /// Asks the client to apply the edit of a command. The edit leaves before the command is
    /// answered: after the answer, a client takes the command for finished. The client of Emacs 28
    /// also does not read a message right behind an awaited answer.
    async fn apply(&self, edit: WorkspaceEdit) {
        let shared = Arc::clone(&self.0);
        let mut applied = Box::pin(async move {
            if let Err(error) = shared.client.apply_edit(edit).await {
                info!("the client does not apply the edit: {error}");
            }
        });
        // The first poll hands the message to the framework. The framework writes the message
        // during the yield. Neither step waits for the client.
        if poll_fn(|context| Poll::Ready(applied.as_mut().poll(context))).await.is_pending() {
            tokio::spawn(applied);
        }
        tokio::task::yield_now().await;
    }

    pub(super) fn show(&self, kind: MessageType, message: String) {
        let shared = Arc::clone(&self.0);
        tokio::spawn(async move { shared.client.show_message(kind, message).await });
    }
}

const CANNOT_APPLY: Wording = Wording::new(
    "编辑器没有声明可以应用服务器给出的修改（workspace/applyEdit），未作改动 — 请更新编辑器或其语言服务插件，或在终端运行 gouji check --fix",
    "nothing was changed: the editor does not say that it can apply edits of a server (workspace/applyEdit) — update it or its language client, or run gouji check --fix in a terminal",
);

const NOT_OPEN: Wording = Wording::new("{0} 没有打开", "{0} is not open");
