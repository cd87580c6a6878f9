//! Applies changes of documents, and reads long texts on another thread.

use super::Backend;
use crate::server::core::state::{LongRead, State};
use crate::server::transport::reader;
use ls_types::Uri;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

impl Backend {
    /// Changes the state, then sends the resulting lists.
    pub(super) async fn change<T>(
        &self,
        what: &str,
        change: impl FnOnce(&mut State) -> T,
    ) -> Option<T> {
        let changed = self.0.guarded(what, change);
        self.0.send().await;
        self.0.tell_of_others();
        changed
    }

    /// The same as [`Backend::change`] for a document.
    pub(super) async fn change_document<T>(
        &self,
        uri: &Uri,
        what: &str,
        change: impl FnOnce(&mut State) -> T,
    ) -> Option<T> {
        let changed = self.0.guarded_document(uri, what, change);
        self.0.send().await;
        self.0.tell_of_others();
        changed
    }

    /// Reads a long text on another thread.
    pub(super) fn read(&self, reading: LongRead) {
        let shared = Arc::clone(&self.0);
        tokio::spawn(async move {
            let read = tokio::task::spawn_blocking(move || {
                let document = catch_unwind(AssertUnwindSafe(|| reader::read(&reading))).ok();
                (reading, document)
            });
            if let Ok((reading, document)) = read.await {
                shared.guarded("finish", |state| state.finish(&reading, document));
                shared.send().await;
                // A client that asked during the reading was told to ask again.
                shared.refresh().await;
            }
        });
    }
}
