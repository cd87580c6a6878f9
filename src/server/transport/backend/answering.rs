//! Answers requests about a document, immediately or on another thread.

use super::{Backend, Shared};
use crate::diagnostic::Wording;
use crate::server::core::state::{State, Unavailable};
use crate::server::core::stop::Stop;
use crate::server::core::view::View;
use crate::server::transport::outgoing::{Made, answer_with};
use crate::server::transport::pieces::{self, Cut};
use ls_types::{ProgressToken, Uri};
use serde::Serialize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::{NotCancellable, OngoingProgress, Unbounded};

/// The progress of an answer.
pub(super) struct Ongoing {
    token: ProgressToken,
    progress: OngoingProgress<Unbounded, NotCancellable>,
}

/// Reads the messages that the client has sent already. A cancelled request then costs nothing. The
/// function yields twice: messages read during the first yield take effect before the end of the
/// second yield.
async fn hear_out() {
    for _ in 0..2 {
        tokio::task::yield_now().await;
    }
}

impl Backend {
    /// Answers a quick request about a place of a document.
    pub(super) async fn answer<T>(
        &self,
        uri: &Uri,
        what: &str,
        answer: impl FnOnce(&View) -> T,
    ) -> Result<Option<T>> {
        self.answer_from(uri, what, |state, uri| state.view(uri).map(|view| answer(&view)).ok())
            .await
    }

    /// The same as [`Backend::answer`] for an answer that changes the state.
    pub(super) async fn answer_from<T>(
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

    /// Answers a request about a whole document from a snapshot, on another thread. The work stops
    /// early if the client cancels the request or changes the text.
    pub(super) async fn work<T: Send + 'static>(
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
        // The framework drops a cancelled request here.
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

    /// The same as [`Backend::work`] for a long answer. The other thread also makes the bytes of
    /// the answer. These bytes replace the value returned here.
    pub(super) async fn work_long<T: Serialize, U>(
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

    /// The stop of the requested document; `None` if the document is not open. The function waits
    /// for an unfinished reading: many clients ask only once.
    async fn revision(&self, uri: &Uri) -> Result<Option<Stop>> {
        self.0.until_read(uri).await?;
        match self.0.lock().revision(uri) {
            Ok(revision) => Ok(Some(revision)),
            Err(Unavailable::NotOpen) => Ok(None),
            Err(Unavailable::NotReady) => Err(Error::content_modified()),
        }
    }

    /// Shows the progress of a long answer until [`Backend::end`], if the client gave a token for
    /// progress and the answer is long.
    pub(super) async fn begin(
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

    /// The list for the answer. A long list is sent in pieces before the answer, if the client gave
    /// a token for pieces.
    pub(super) async fn told<T: Serialize>(
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

    pub(super) async fn end(&self, progress: Option<Ongoing>) {
        if let Some(Ongoing { token, progress }) = progress {
            progress.finish().await;
            // After the answer, the token belongs to the client again.
            self.0.leaving.leaves.wait(token, 2).await;
        }
    }
}

impl Shared {
    /// Waits until a document is read, without holding a lock. An error if the client changes the
    /// text.
    pub(super) async fn until_read(&self, uri: &Uri) -> Result<()> {
        let Some(revision) = self.lock().reading(uri) else { return Ok(()) };
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            // Changes after this line wake the wait.
            changed.as_mut().enable();
            self.in_step(&revision)?;
            if self.lock().reading(uri).is_none() {
                return Ok(());
            }
            changed.await;
        }
    }

    /// An error if the client has changed the text.
    fn in_step(&self, revision: &Stop) -> Result<()> {
        if revision.is_stopped() { Err(Error::content_modified()) } else { Ok(()) }
    }
}

/// Whether an open document is long enough for slow answers.
pub(super) fn is_long(uri: &Uri) -> impl FnOnce(&State) -> bool {
    move |state| state.view(uri).is_ok_and(|view| view.document.len() > pieces::LONG)
}

const ANSWERING: Wording = Wording::new("正在查看报告", "Looking at the reports");
