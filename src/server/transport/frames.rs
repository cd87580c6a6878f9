//! Reads the client's messages one by one. The framework ends at the first invalid message. This
//! module logs and skips an invalid message.

use super::outgoing::{self, CONTENT_LENGTH, HEADER_END, Wire};
use super::pieces::Leaves;
use bytes::{Buf, Bytes, BytesMut};
use memchr::memmem;
use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{fmt, io};
use tokio::io::AsyncRead;
use tokio::sync::Notify;
use tokio_util::codec::{Decoder, FramedRead};
use tokio_util::io::StreamReader;
use tower_lsp::jsonrpc::{Error, Id, Response};
use tracing::warn;

/// `input` without invalid messages, and without messages answered here. `leaving` is notified when
/// the client leaves.
pub fn messages(
    input: impl AsyncRead + Unpin,
    wire: Arc<Wire>,
    leaving: Arc<Leaving>,
) -> impl AsyncRead + Unpin {
    let messages = Messages { expected: None, heard: VecDeque::new(), wire, leaving };
    StreamReader::new(FramedRead::with_capacity(input, messages, AT_ONCE))
}

/// Number of bytes read at once.
const AT_ONCE: usize = 1 << 16;

/// How the client leaves.
#[derive(Debug, Default)]
pub struct Leaving {
    /// The client has asked for a shutdown.
    pub shut_down: AtomicBool,
    /// Notified when the client sends `exit`.
    pub exit: Notify,
    /// Notified when the client sends nothing more.
    pub leaves: Arc<Leaves>,
}

/// At most 1 GiB of a message is read, several times the longest text.
const LONGEST: usize = 1 << 30;

/// Nearly all messages are shorter, in bytes.
const USUAL: usize = 1 << 16;
/// Size of the buffer for one read, as in the reader. With a smaller buffer, a request would be
/// passed on before its cancellation is read.
const ROOM: usize = 1 << 13;

/// Splits the input into messages with their headers.
#[derive(Debug, Default)]
struct Messages {
    /// The lengths of the header and the body of an unfinished message.
    expected: Option<(usize, usize)>,
    /// The messages that were read together and wait here. A request is never passed on if a later
    /// waiting message cancels the request.
    heard: VecDeque<Heard>,
    wire: Arc<Wire>,
    leaving: Arc<Leaving>,
}

/// A message with its header.
#[derive(Debug)]
struct Heard {
    /// The id of a request that can be cancelled.
    id: Id,
    message: Bytes,
}

impl Decoder for Messages {
    type Item = Bytes;
    type Error = io::Error;

    fn decode(&mut self, source: &mut BytesMut) -> io::Result<Option<Bytes>> {
        if self.heard.is_empty() {
            self.hear(source);
            // The buffer of a long text is not kept.
            if source.is_empty() && source.capacity() > USUAL {
                *source = BytesMut::with_capacity(ROOM);
            }
        }
        Ok(self.heard.pop_front().map(|heard| heard.message))
    }

    fn decode_eof(&mut self, source: &mut BytesMut) -> io::Result<Option<Bytes>> {
        let message = self.decode(source)?;
        if message.is_none() {
            // The last message was cut off.
            source.clear();
            self.leaving.leaves.end();
        }
        Ok(message)
    }
}

impl Messages {
    /// Takes all complete messages from `source`.
    fn hear(&mut self, source: &mut BytesMut) {
        loop {
            let (header, body) = match self.expected {
                Some(expected) => expected,
                None => {
                    let Some(end) = memmem::find(source, HEADER_END) else { return };
                    let header = end + HEADER_END.len();
                    let Some(body) = content_length(&source[..end]).filter(|body| *body <= LONGEST)
                    else {
                        warn!(
                            "the client sends a header without a length: {:?}",
                            String::from_utf8_lossy(&source[..end.min(200)])
                        );
                        source.advance(header);
                        continue;
                    };
                    (header, body)
                }
            };
            self.expected = Some((header, body));
            if source.len() < header + body {
                return;
            }
            self.expected = None;
            mend_surrogates(&mut source[header..header + body]);
            match Envelope::of(&source[header..header + body]) {
                Some(envelope) => self.take(envelope, source.split_to(header + body), header),
                None => {
                    warn!(
                        "the client sends what is no message: {:?}",
                        String::from_utf8_lossy(&source[header..header + body.min(200)])
                    );
                    source.advance(header + body);
                }
            }
        }
    }

    /// Takes a message with a header of this length.
    fn take(
        &mut self,
        Envelope { method, id, .. }: Envelope,
        mut message: BytesMut,
        header: usize,
    ) {
        let method = method.unwrap_or_default();
        match method.as_str() {
            "shutdown" => self.leaving.shut_down.store(true, Ordering::Relaxed),
            "exit" => self.leaving.exit.notify_one(),
            CANCEL if self.cancel(&message[header..]) => return,
            // A server may refuse a `$/` request. The framework handles some `$/` notifications.
            method if method.starts_with("$/") && id != Id::Null => {
                return self.wire.refuse(&id, &Error::method_not_found());
            }
            _ => {}
        }
        let opens = method == "textDocument/didOpen";
        let encoded =
            self.wire.with_addresses(|addresses| addresses.encode(&message[header..], opens));
        let body = encoded.as_deref().unwrap_or(&message[header..]);
        let proper = outgoing::header(body.len());
        // A valid message is shared and not copied.
        if encoded.is_some() || message[..header] != *proper.as_bytes() {
            message = [proper.as_bytes(), body].concat().as_slice().into();
        }
        let can_be_cancelled =
            !method.is_empty() && !matches!(method.as_str(), "initialize" | "shutdown");
        self.heard.push_back(Heard {
            id: if can_be_cancelled { id } else { Id::Null },
            message: message.freeze(),
        });
    }

    /// Whether this cancellation names a request that still waits here. The request is then
    /// answered.
    fn cancel(&mut self, body: &[u8]) -> bool {
        let Ok(Cancel { params: CancelParams { id } }) = serde_json::from_slice(body) else {
            return false;
        };
        let Some(index) =
            self.heard.iter().position(|heard| heard.id == id).filter(|_| id != Id::Null)
        else {
            return false;
        };
        self.heard.remove(index);
        self.wire.refuse(&id, &Error::request_cancelled());
        true
    }
}

const CANCEL: &str = "$/cancelRequest";

#[derive(Deserialize)]
struct Cancel {
    params: CancelParams,
}

#[derive(Deserialize)]
struct CancelParams {
    id: Id,
}

/// The length given by a header, regardless of other text before the length.
fn content_length(header: &[u8]) -> Option<usize> {
    let header = std::str::from_utf8(header).ok()?;
    let mut lines = header.lines().filter_map(|line| line.split_once(':'));
    lines.rfind(|(name, _)| name.trim().eq_ignore_ascii_case(CONTENT_LENGTH))?.1.trim().parse().ok()
}

/// Replaces each unpaired half of a surrogate pair by U+FFFD. Some editors send such halves when
/// they cut a pair in two. The replacement has the same width, and the JSON becomes readable.
fn mend_surrogates(body: &mut [u8]) {
    let unit = |body: &[u8], at: usize| {
        let digits = body.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut at = 0;
    while let Some(found) = body.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        at += found;
        at += match (unit(body, at), unit(body, at + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                body[at + 2..at + 6].copy_from_slice(b"fffd");
                6
            }
            // The escaped character may be another backslash.
            _ => 2,
        };
    }
}

/// The marks and the subject of a message. One pass reads the envelope: a message may hold a whole
/// text.
#[derive(Default)]
struct Envelope {
    is_rpc: bool,
    method: Option<String>,
    id: Id,
}

impl Envelope {
    /// The envelope of a request, a notification or an answer of JSON-RPC. The whole body must be
    /// readable.
    fn of(body: &[u8]) -> Option<Self> {
        let body = std::str::from_utf8(body).ok()?;
        let envelope: Self =
            serde_json::from_str(body).ok().filter(|envelope: &Self| envelope.is_rpc)?;
        let is_message = match (&envelope.method, &envelope.id) {
            (Some(_), _) => true,
            (None, Id::Null) => false,
            (None, _) => serde_json::from_str::<Response>(body).is_ok(),
        };
        is_message.then_some(envelope)
    }
}

impl<'de> Deserialize<'de> for Envelope {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const FIELDS: [&str; 6] = ["jsonrpc", "method", "params", "id", "result", "error"];
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Envelope;

            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("a message")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Envelope, A::Error> {
                let mut envelope = Envelope::default();
                let mut known = [false; FIELDS.len()];
                while let Some(key) = entries.next_key::<String>()? {
                    match key.as_str() {
                        "jsonrpc" => envelope.is_rpc = entries.next_value::<String>()? == "2.0",
                        "method" => {
                            envelope.method = Some(entries.next_value::<String>()?)
                                .filter(|method| !method.is_empty())
                        }
                        "id" => envelope.id = entries.next_value()?,
                        _ => _ = entries.next_value::<Readable>()?,
                    }
                    if let Some(field) = FIELDS.iter().position(|field| *field == key)
                        && std::mem::replace(&mut known[field], true)
                    {
                        return Err(A::Error::custom("said twice"));
                    }
                }
                Ok(envelope)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

/// JSON that is readable to its end. [`serde::de::IgnoredAny`] would accept numbers and nesting
/// beyond all limits.
struct Readable;

impl<'de> Deserialize<'de> for Readable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Readable {
    type Value = Self;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self, A::Error> {
        while entries.next_entry::<Self, Self>()?.is_some() {}
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncReadExt;

    fn passed(input: &[u8]) -> String {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let mut output = String::new();
        runtime
            .block_on(messages(input, Arc::default(), Arc::default()).read_to_string(&mut output))
            .unwrap();
        output
    }

    fn message(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    const GOOD: &str = r#"{"jsonrpc":"2.0","method":"x","params":{"text":"𠮷"}}"#;

    #[test]
    fn messages_pass_as_they_are() {
        let answer = message(r#"{"jsonrpc":"2.0","id":3,"result":null}"#);
        let input = message(GOOD) + &answer + &message(GOOD);
        assert_eq!(passed(input.as_bytes()), input);
    }

    #[test]
    fn headers_may_be_written_otherwise() {
        let input = format!(
            "content-length:{}\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{GOOD}",
            GOOD.len()
        );
        assert_eq!(passed(input.as_bytes()), message(GOOD));
    }

    #[test]
    fn what_is_no_message_is_left_out() {
        for nonsense in [
            "{\"a\":",
            "[]",
            "[1,2]",
            r#"{"jsonrpc":"2.0","method":"x","params":1,"params":2}"#,
            "null",
            "{}",
            "3",
            r#"{"jsonrpc":"1.0","method":"x"}"#,
            r#"{"jsonrpc":"2.0","method":3}"#,
            r#"{"jsonrpc":"2.0","method":"x","id":{}}"#,
            r#"{"jsonrpc":"2.0","method":"x","params":1e400}"#,
            r#"{"jsonrpc":"2.0","method":"x","unheard of":"\x"}"#,
            r#"{"jsonrpc":"2.0","id":3,"error":{"code":"x"}}"#,
            &format!(
                r#"{{"jsonrpc":"2.0","method":"x","params":{}{}}}"#,
                "[".repeat(200),
                "]".repeat(200)
            ),
        ] {
            let input = message(GOOD) + &message(nonsense) + &message(GOOD);
            assert_eq!(passed(input.as_bytes()), message(GOOD) + &message(GOOD), "{nonsense}");
        }
        let input = [
            b"hello\r\n\r\nContent-Length: x\r\n\r\n".as_slice(),
            message(GOOD).as_bytes(),
            b"Content-Length: 2\r\n\r\n\xff\xff",
            message(GOOD).as_bytes(),
        ]
        .concat();
        assert_eq!(passed(&input), message(GOOD) + &message(GOOD));
    }

    #[test]
    fn a_request_that_is_cancelled_at_once_is_not_passed_on() {
        let ask = |id: &str| message(&format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"x"}}"#));
        let cancel = |id: &str| {
            message(&format!(
                r#"{{"jsonrpc":"2.0","method":"$/cancelRequest","params":{{"id":{id}}}}}"#
            ))
        };
        let input = ask("1")
            + &ask("\"1\"")
            + &ask("2")
            + &message(GOOD)
            + &cancel("\"1\"")
            + &cancel("3")
            + &cancel("2")
            + &cancel("2");
        assert_eq!(
            passed(input.as_bytes()),
            ask("1") + &message(GOOD) + &cancel("3") + &cancel("2")
        );
    }

    #[test]
    fn half_a_surrogate_pair_is_a_character_that_is_none() {
        for (sent, read) in [
            (r"\ud842\udfb7", r"\ud842\udfb7"),
            (r"\ud842", r"\ufffd"),
            (r"x\UD842", r"x\UD842"),
            (r"\uDFB7\ud842", r"\ufffd\ufffd"),
            (r"\ud842\ud842\udfb7\n", r"\ufffd\ud842\udfb7\n"),
            (r"\\ud842\\\ud842", r"\\ud842\\\ufffd"),
            (r"\ud84", r"\ud84"),
            ("\\", "\\"),
        ] {
            let mut body = sent.as_bytes().to_vec();
            mend_surrogates(&mut body);
            assert_eq!(String::from_utf8(body).unwrap(), read);
        }
    }

    #[test]
    fn a_message_that_is_cut_off_is_none() {
        assert_eq!(passed(&message(GOOD).as_bytes()[..30]), "");
        assert_eq!(passed(b"Content-Length: 99999999999999999999\r\n\r\n"), "");
    }
}
