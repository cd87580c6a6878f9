//! The server on streams: the framework, its messages, and the files read for the machine.
//!
//! The whole state of the server is one `State` under one mutex. A notification changes the state
//! before the first await of its handler, so changes apply in the order of arrival, regardless of
//! concurrency in the framework. Text, version and findings change together under the lock. Lists
//! for publication leave through one queue in the same order. A request is answered from the state
//! at its arrival. Nothing waits for the client: tasks of their own ask the client, and an answer
//! returns as a change of state.

mod backend;
mod frames;
mod log;
mod options;
mod outgoing;
mod parent;
mod pieces;
mod reader;
mod scan;
pub mod stdio;

use super::core::features::status;
use backend::Backend;
use frames::Leaving;
pub use options::Options;
use outgoing::{Answering, Outgoing, Wire};
use pieces::{Leaves, Watched};
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::io::{AsyncRead, AsyncWrite};
use tower_lsp::{LspService, Server};

/// Serves one client over standard input and output until the client leaves. Returns whether the
/// client asked for a shutdown before.
///
/// # Errors
/// If the log is not writable, or the system refuses the resources of the runtime.
pub fn run(options: Options) -> io::Result<bool> {
    log::begin(options.log.as_deref())?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .max_blocking_threads(BLOCKING_THREADS)
        .build()?;
    let shut_down =
        runtime.block_on(async { serve(stdio::input(), stdio::output(), options).await });
    // A thread may still read from an open standard input.
    runtime.shutdown_background();
    Ok(shut_down)
}

/// Two threads read and write, one thread reads large documents, one thread scans the workspace,
/// and the others work on whole documents.
const BLOCKING_THREADS: usize = 8;

/// At most 65,536 messages are handled at once. Waiting messages must not delay an edit or a
/// cancellation. Work on whole documents has a separate limit.
const MOST_AT_ONCE: usize = 1 << 16;

/// Number of turns left for earlier requests after `exit`.
const TURNS_AFTER_EXIT: usize = 1000;

/// Serves one client over these streams until the client leaves. Returns whether the client asked
/// for a shutdown before.
pub async fn serve(
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite,
    options: Options,
) -> bool {
    let (leaves, wire) = (Arc::new(Leaves::default()), Arc::new(Wire::default()));
    let leaving = Arc::new(Leaving { leaves: Arc::clone(&leaves), ..Leaving::default() });
    let backend = |client| Backend::new(client, options, Arc::clone(&leaving));
    let (service, socket) =
        LspService::build(backend).custom_method(status::METHOD, Backend::status).finish();
    let input = frames::messages(input, Arc::clone(&wire), Arc::clone(&leaving));
    let output = Outgoing::new(output, Arc::clone(&wire));
    let served = Server::new(input, output, Watched { socket, leaves })
        .concurrency_level(MOST_AT_ONCE)
        .serve(Answering { service, wire });
    // A client that has sent `exit` reads nothing more. The framework would wait for unsent
    // messages, so these messages are dropped.
    tokio::select! {
        () = served => {}
        () = async {
            leaving.exit.notified().await;
            for _ in 0..TURNS_AFTER_EXIT {
                tokio::task::yield_now().await;
            }
        } => {}
    }
    leaving.shut_down.load(Ordering::Relaxed)
}
