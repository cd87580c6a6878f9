//! Long answers in pieces, and that they take a while: for clients that ask for it with their
//! request.

use futures_util::StreamExt;
use futures_util::stream::Inspect;
use ls_types::ProgressToken;
use ls_types::notification::{Notification, Progress};
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;
use tower_lsp::jsonrpc::Request;
use tower_lsp::{Client, ClientSocket, Loopback};

/// Of longer documents, in bytes, it is shown that an answer takes a while.
pub const LONG: usize = 256 << 10;

/// `$/progress` with a piece of an answer.
enum Piece {}

impl Notification for Piece {
    type Params = PieceParams;
    const METHOD: &'static str = "$/progress";
}

#[derive(Debug, serde::Deserialize, Serialize)]
struct PieceParams {
    token: ProgressToken,
    value: Value,
}

/// How an answer is cut, and how a piece of it is told.
pub struct Cut<T> {
    /// So many items are a piece; an answer with no more is told at once.
    pub size: usize,
    pub piece: fn(&[T]) -> Value,
}

impl<T: Serialize> Cut<T> {
    /// A list of which a piece is a list.
    pub fn list(size: usize) -> Self {
        Self { size, piece: |items| serde_json::to_value(items).unwrap_or_default() }
    }
}

/// Tells the client a long list in pieces, where it gave a token for that: what is left to answer
/// then is an empty list.
pub async fn tell<T>(
    client: &Client,
    leaves: &Leaves,
    token: Option<ProgressToken>,
    items: Vec<T>,
    cut: Cut<T>,
) -> Vec<T> {
    let Some(token) = token.filter(|_| items.len() > cut.size) else { return items };
    let pieces = items.chunks(cut.size);
    let count = pieces.len();
    for items in pieces {
        client
            .send_notification::<Piece>(PieceParams {
                token: token.clone(),
                value: (cut.piece)(items),
            })
            .await;
    }
    leaves.wait(token, count).await;
    Vec::new()
}

/// Which messages of progress have left. The framework writes what the server says by itself and
/// what it answers in no certain order; an answer must not come before its pieces.
#[derive(Debug, Default)]
pub struct Leaves {
    left: Mutex<Left>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Left {
    /// How many messages have left under each token, since somebody last waited for them.
    counts: HashMap<ProgressToken, usize>,
    /// The client has gone: nothing leaves any more.
    is_over: bool,
}

impl Leaves {
    /// Waits until so many messages have left under a token.
    pub async fn wait(&self, token: ProgressToken, count: usize) {
        loop {
            let changed = self.changed.notified();
            {
                let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
                if left.is_over || left.counts.get(&token).is_some_and(|left| *left >= count) {
                    left.counts.remove(&token);
                    return;
                }
            }
            changed.await;
        }
    }

    /// Nobody waits any longer.
    pub fn end(&self) {
        self.left.lock().unwrap_or_else(PoisonError::into_inner).is_over = true;
        self.changed.notify_waiters();
    }

    /// A message leaves.
    fn take(&self, request: &Request) {
        if request.method() != Progress::METHOD {
            return;
        }
        let token = request
            .params()
            .and_then(|params| serde_json::from_value(params.get("token")?.clone()).ok());
        if let Some(token) = token {
            *self
                .left
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .counts
                .entry(token)
                .or_default() += 1;
            self.changed.notify_waiters();
        }
    }
}

/// What the server says by itself, watched as it leaves.
pub struct Watched {
    pub socket: ClientSocket,
    pub leaves: Arc<Leaves>,
}

impl Loopback for Watched {
    type RequestStream =
        Inspect<<ClientSocket as Loopback>::RequestStream, Box<dyn FnMut(&Request)>>;
    type ResponseSink = <ClientSocket as Loopback>::ResponseSink;

    fn split(self) -> (Self::RequestStream, Self::ResponseSink) {
        let (requests, responses) = self.socket.split();
        let leaves = self.leaves;
        (requests.inspect(Box::new(move |request: &Request| leaves.take(request))), responses)
    }
}
