//! Reads long texts.

use crate::document::OpenText;
use crate::server::core::state::LongRead;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::LazyLock;

/// Reads a long text on threads without other work. The memory of these threads lies apart from
/// memory with a longer life, and returns to the system when the document is closed.
pub fn read(reading: &LongRead) -> OpenText {
    // The threads never end: the remains of an ended thread would lie behind the document in
    // memory.
    static READERS: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
        // Memory with the lifetime of the thread is allocated before the first document.
        ThreadPoolBuilder::new().start_handler(|_| drop(crossbeam_epoch::pin())).build().ok()
    });
    match &*READERS {
        Some(readers) => readers.install(|| reading.read()),
        None => reading.read(),
    }
}
