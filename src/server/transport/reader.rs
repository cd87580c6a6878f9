//! Reads long texts.

use crate::document::Document;
use crate::server::core::state::Reading;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::LazyLock;

/// Reads a long text, on threads that do nothing else: what they allocate then lies apart from all
/// that lives longer, and goes back to the system when the document is closed.
pub fn read(reading: &Reading) -> Document {
    // They never end: what a thread leaves behind when it does would lie behind the document.
    static READERS: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
        // What each keeps for as long as it lives comes before the first document.
        ThreadPoolBuilder::new().start_handler(|_| drop(crossbeam_epoch::pin())).build().ok()
    });
    match &*READERS {
        Some(readers) => readers.install(|| reading.read()),
        None => reading.read(),
    }
}
