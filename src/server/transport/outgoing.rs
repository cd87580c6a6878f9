//! Writes the framework's messages unchanged, together with messages beside the framework.
//!
//! The framework keeps an answer as a tree of values, and makes the bytes where keystrokes wait.
//! The bytes of a long answer are made elsewhere. The framework's answer then holds only a number,
//! and this module puts the bytes in the place of the number.

use crate::server::core::addresses::Addresses;
use bytes::{Buf, Bytes, BytesMut};
use memchr::memmem;
use serde::Serialize;
use serde_json::json;
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};
use tokio::io::AsyncWrite;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_service::Service;

pub const HEADER_END: &[u8] = b"\r\n\r\n";
pub const CONTENT_LENGTH: &str = "Content-Length";

/// The data shared by the reader of messages, the handlers and the writer of messages.
#[derive(Debug, Default)]
pub struct Wire(Mutex<Shared>);

#[derive(Debug, Default)]
struct Shared {
    /// The messages that wait for writing, with their headers.
    waiting: BytesMut,
    /// Woken when a message waits.
    writer: Option<Waker>,
    /// The results of answers on their way through the framework, by number.
    results: HashMap<u64, Bytes>,
    next_result: u64,
    addresses: Addresses,
}

impl Wire {
    /// Answers a request that the framework does not receive.
    pub fn refuse(&self, id: &Id, error: &Error) {
        let body = json!({ "jsonrpc": "2.0", "error": error, "id": id }).to_string();
        let mut shared = self.lock();
        shared.waiting.extend_from_slice(header(body.len()).as_bytes());
        shared.waiting.extend_from_slice(body.as_bytes());
        if let Some(writer) = shared.writer.take() {
            writer.wake();
        }
    }

    /// Runs an action on the addresses with the client's own spelling.
    pub fn with_addresses<T>(&self, act: impl FnOnce(&mut Addresses) -> T) -> T {
        act(&mut self.lock().addresses)
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    /// The replacement for a message of the framework; `None` if the message stays unchanged.
    fn replaced(&mut self, body: &[u8]) -> Option<Vec<Bytes>> {
        if body.len() < LONGEST_MARKED && memmem::find(body, RESULT.as_bytes()).is_some() {
            let answer: Response = serde_json::from_slice(body).ok()?;
            let result = self.results.remove(&answer.result()?.get(RESULT)?.as_u64()?)?;
            let id = serde_json::to_string(answer.id()).ok()?;
            let result = self.addresses.spelled(&result).map_or(result, Bytes::from);
            return Some(vec![
                Bytes::from_static(br#"{"jsonrpc":"2.0","result":"#),
                result,
                format!(r#","id":{id}}}"#).into(),
            ]);
        }
        // The protocol does not allow `null` as parameters.
        if body.len() < LONGEST_MARKED && memmem::find(body, NO_PARAMS).is_some() {
            let request: Request = serde_json::from_slice(body).ok()?;
            let (method, id, _) = request.into_parts();
            return Some(vec![
                json!({ "jsonrpc": "2.0", "method": method, "id": id? }).to_string().into(),
            ]);
        }
        self.addresses.spelled(body).map(|body| vec![body.into()])
    }
}

/// The key of the number of a result.
const RESULT: &str = "gouji/result";
const NO_PARAMS: &[u8] = br#""params":null"#;
/// At most 1,000 bytes are in a message with the number of a result, or with `null` parameters.
/// Only a very long id of the client makes the message longer.
const LONGEST_MARKED: usize = 1000;

tokio::task_local! {
    /// The result of the current request, if the result was made elsewhere.
    static MADE: RefCell<Option<Bytes>>;
}

/// The result of a handler in bytes, instead of a value. [`answer_with`] takes the bytes.
pub struct Made(Bytes);

impl Made {
    /// Makes the bytes of a result.
    pub fn of(result: &impl Serialize) -> Result<Self, Error> {
        serde_json::to_vec(result)
            .map(|bytes| Self(bytes.into()))
            .map_err(|_| Error::internal_error())
    }
}

/// Sets the result of the current request, regardless of the value returned by the handler.
pub fn answer_with(made: Made) {
    _ = MADE.try_with(|result| result.replace(Some(made.0)));
}

/// The framework's service. Some of its answers are made elsewhere.
pub struct Answering<S> {
    pub service: S,
    pub wire: Arc<Wire>,
}

impl<S> Service<Request> for Answering<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context) -> Poll<Result<(), S::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let (answer, wire) = (self.service.call(request), Arc::clone(&self.wire));
        Box::pin(MADE.scope(RefCell::default(), async move {
            let answer = answer.await?;
            let made = MADE.with(RefCell::take);
            Ok(match (answer, made) {
                (Some(answer), Some(made)) if answer.is_ok() => {
                    let mut shared = wire.lock();
                    let number = shared.next_result;
                    shared.next_result += 1;
                    shared.results.insert(number, made);
                    Some(Response::from_ok(answer.id().clone(), json!({ RESULT: number })))
                }
                (answer, _) => answer,
            })
        }))
    }
}

/// The output stream of the framework, in whole messages.
pub struct Outgoing<W> {
    output: Pin<Box<W>>,
    wire: Arc<Wire>,
    /// The chunks that wait for writing, in order.
    chunks: VecDeque<Bytes>,
}

impl<W: AsyncWrite> Outgoing<W> {
    pub fn new(output: W, wire: Arc<Wire>) -> Self {
        Self { output: Box::pin(output), wire, chunks: VecDeque::new() }
    }

    /// Takes messages of the framework.
    fn take(&mut self, messages: &[u8]) {
        let mut shared = self.wire.lock();
        let mut plain = BytesMut::with_capacity(messages.len());
        let mut rest = messages;
        while let Some((head, body)) = next_message(rest) {
            match shared.replaced(&rest[head..head + body]) {
                None => plain.extend_from_slice(&rest[..head + body]),
                Some(instead) => {
                    plain
                        .extend_from_slice(header(instead.iter().map(Bytes::len).sum()).as_bytes());
                    for part in instead {
                        if part.len() < LONG {
                            plain.extend_from_slice(&part);
                        } else {
                            self.chunks.extend([plain.split().freeze(), part]);
                        }
                    }
                }
            }
            rest = &rest[head + body..];
        }
        plain.extend_from_slice(rest);
        self.chunks.push_back(plain.freeze());
    }

    /// Writes the waiting chunks.
    fn poll_drain(&mut self, context: &mut Context) -> Poll<io::Result<()>> {
        while let Some(chunk) = self.chunks.front_mut() {
            while !chunk.is_empty() {
                let written = ready!(self.output.as_mut().poll_write(context, chunk))?;
                if written == 0 {
                    return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
                }
                chunk.advance(written);
            }
            self.chunks.pop_front();
        }
        Poll::Ready(Ok(()))
    }

    /// Writes the waiting chunks, and the waiting messages beside the framework.
    fn poll_drain_all(&mut self, context: &mut Context) -> Poll<io::Result<()>> {
        ready!(self.poll_drain(context))?;
        let waiting = {
            let mut shared = self.wire.lock();
            shared.writer = Some(context.waker().clone());
            shared.waiting.split().freeze()
        };
        self.chunks.push_back(waiting);
        self.poll_drain(context)
    }
}

impl<W: AsyncWrite> AsyncWrite for Outgoing<W> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context,
        messages: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.poll_drain(context))?;
        self.take(messages);
        Poll::Ready(Ok(messages.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        ready!(self.poll_drain_all(context))?;
        self.output.as_mut().poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        ready!(self.poll_drain_all(context))?;
        self.output.as_mut().poll_shutdown(context)
    }
}

/// The lengths of the header and the body of the framework's first message.
fn next_message(messages: &[u8]) -> Option<(usize, usize)> {
    let end = memmem::find(messages, HEADER_END)?;
    let length = memchr::memrchr(b' ', &messages[..end])? + 1;
    let body = std::str::from_utf8(&messages[length..end]).ok()?.parse().ok()?;
    let head = end + HEADER_END.len();
    (body <= messages.len() - head).then_some((head, body))
}

/// A result above this length, in bytes, is not copied.
const LONG: usize = 1 << 16;

/// The header of a message with a body of this length.
pub fn header(body: usize) -> String {
    format!("{CONTENT_LENGTH}: {body}\r\n\r\n")
}
