//! Sends long answers in pieces and shows their progress, for clients that request this.

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

/// The progress of an answer is shown for documents above this length, in bytes.
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

/// The size of the pieces of an answer, and the form of a piece.
pub struct Cut<T> {
    /// At most `size` items are in a piece. An answer with at most `size` items is sent at once.
    pub size: usize,
    pub piece: fn(&[T]) -> Value,
}

impl<T: Serialize> Cut<T> {
    /// Each piece of the list is a list too.
    pub fn list(size: usize) -> Self {
        Self { size, piece: |items| serde_json::to_value(items).unwrap_or_default() }
    }
}

/// Sends a long list to the client in pieces, if the client gave a token for pieces. The remaining
/// answer is then an empty list.
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

/// Counts the sent messages of progress. The framework orders notifications and answers
/// arbitrarily, but an answer must not come before its pieces.
#[derive(Debug, Default)]
pub struct Leaves {
    left: Mutex<Left>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct Left {
    /// Number of sent messages under each token, since the last wait for the token.
    counts: HashMap<ProgressToken, usize>,
    /// The client has left: no more messages leave.
    is_over: bool,
}

impl Leaves {
    /// Waits until `count` messages have left under a token.
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

    /// Ends all waits.
    pub fn end(&self) {
        self.left.lock().unwrap_or_else(PoisonError::into_inner).is_over = true;
        self.changed.notify_waiters();
    }

    /// Counts a leaving message.
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

/// The messages sent by the server itself, counted when they leave.
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
