//! The server on streams: the framework, its messages, and the files that the machine is told of.
//!
//! All that the server knows is one `State` under one mutex. A notification changes it before its
//! handler first awaits anything, so that changes apply in the order in which they came, whatever
//! the framework runs concurrently; text, version and findings are made together under that lock.
//! What is to be published leaves through one queue in that order. A request is answered from the
//! state as it is when it comes. Nothing waits for the client: questions to it are asked in tasks
//! of their own, and an answer comes back as a change of state.

mod backend;
mod frames;
mod log;
mod outgoing;
mod parent;
mod pieces;
mod reader;
mod scan;
pub mod stdio;

use super::core::features::status;
use crate::diagnostic::Language;
use crate::text::PositionEncoding;
use backend::Backend;
use frames::Leaving;
use outgoing::{Answering, Outgoing, Wire};
use pieces::{Leaves, Watched};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::io::{AsyncRead, AsyncWrite};
use tower_lsp::{LspService, Server};

/// How the server is started.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The unit of columns, whatever the client announces: for clients that take columns for bytes
    /// and say nothing.
    pub encoding: Option<PositionEncoding>,
    /// The language of messages, before what the client and the settings say.
    pub language: Option<Language>,
    /// The settings file for all documents.
    pub config: Option<PathBuf>,
    /// Where to log to, in the place of standard error.
    pub log: Option<PathBuf>,
}

/// Serves one client over standard input and output until it leaves: whether it asked the server to
/// shut down before.
///
/// # Errors
/// Where the log cannot be written, or the system refuses what a runtime needs.
pub fn run(options: Options) -> io::Result<bool> {
    log::begin(options.log.as_deref())?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .max_blocking_threads(BLOCKING_THREADS)
        .build()?;
    let shut_down =
        runtime.block_on(async { serve(stdio::input(), stdio::output(), options).await });
    // A thread may still read from a standard input that stays open.
    runtime.shutdown_background();
    Ok(shut_down)
}

/// Two read and write, one reads large documents, one the workspace, and some work on whole
/// documents.
const BLOCKING_THREADS: usize = 8;

/// So many messages are taken up at once: those that wait for their turn, or for a look at the
/// workspace, keep no edit and no cancellation waiting. What works on whole documents has turns of
/// its own.
const MOST_AT_ONCE: usize = 1 << 16;

/// So many turns are left for what was asked before `exit`.
const TURNS_AFTER_EXIT: usize = 1000;

/// Serves one client over these streams until it leaves: whether it asked the server to shut down
/// before.
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
    // A client that has said `exit` hears nothing more: what is still being said to it, which the
    // framework would wait for, is left.
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
