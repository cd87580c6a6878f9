//! The client's messages, one by one. The framework ends with the first one that makes no sense; here such a one is logged and left out.

use super::pieces::Leaves;
use bytes::{Buf, Bytes, BytesMut};
use memchr::memmem;
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{fmt, io};
use tokio::io::AsyncRead;
use tokio::sync::Notify;
use tokio_util::codec::{Decoder, FramedRead};
use tokio_util::io::StreamReader;
use tower_lsp::jsonrpc::{Request, Response};
use tracing::warn;

/// `input` without what is no message. `leaving` learns when the client leaves.
pub fn messages(input: impl AsyncRead + Unpin, leaving: Arc<Leaving>) -> impl AsyncRead + Unpin {
    StreamReader::new(FramedRead::new(input, Messages { expected: None, leaving }))
}

/// How the client leaves.
#[derive(Debug, Default)]
pub struct Leaving {
    /// It has asked the server to shut down.
    pub shut_down: AtomicBool,
    /// Told when it says `exit`.
    pub exit: Notify,
    /// Told when nothing more comes from it.
    pub leaves: Arc<Leaves>,
}

/// The longest message that is taken: some times the longest text.
const LONGEST: usize = 1 << 30;

/// Takes messages apart, with their headers.
#[derive(Debug, Default)]
struct Messages {
    /// How long the header and the body of the message are that is being read.
    expected: Option<(usize, usize)>,
    leaving: Arc<Leaving>,
}

impl Decoder for Messages {
    type Item = Bytes;
    type Error = io::Error;

    fn decode(&mut self, source: &mut BytesMut) -> io::Result<Option<Bytes>> {
        loop {
            let (header, body) = match self.expected {
                Some(expected) => expected,
                None => {
                    let Some(end) = memmem::find(source, HEADER_END) else { return Ok(None) };
                    let header = end + HEADER_END.len();
                    let Some(body) = content_length(&source[..end]).filter(|body| *body <= LONGEST) else {
                        warn!("the client sends a header without a length: {:?}", String::from_utf8_lossy(&source[..end.min(200)]));
                        source.advance(header);
                        continue;
                    };
                    (header, body)
                }
            };
            self.expected = Some((header, body));
            if source.len() < header + body {
                return Ok(None);
            }
            self.expected = None;
            mend_surrogates(&mut source[header..header + body]);
            if is_message(&source[header..header + body]) {
                if body < LONGEST_GOODBYE {
                    match method(&source[header..header + body]).as_deref() {
                        Some("shutdown") => self.leaving.shut_down.store(true, Ordering::Relaxed),
                        Some("exit") => self.leaving.exit.notify_one(),
                        _ => {}
                    }
                }
                let mut message = BytesMut::from(format!("{CONTENT_LENGTH}: {body}\r\n\r\n").as_bytes());
                // What follows the header is shared, not copied, where the header is as it should be.
                if source[..header] == message[..] {
                    return Ok(Some(source.split_to(header + body).freeze()));
                }
                source.advance(header);
                message.extend_from_slice(&source.split_to(body));
                return Ok(Some(message.freeze()));
            }
            warn!("the client sends what is no message: {:?}", String::from_utf8_lossy(&source[header..header + body.min(200)]));
            source.advance(header + body);
        }
    }

    fn decode_eof(&mut self, source: &mut BytesMut) -> io::Result<Option<Bytes>> {
        let message = self.decode(source)?;
        if message.is_none() {
            // A message that was cut off.
            source.clear();
            self.leaving.leaves.end();
        }
        Ok(message)
    }
}

const HEADER_END: &[u8] = b"\r\n\r\n";
const CONTENT_LENGTH: &str = "Content-Length";

/// The length that a header gives, whatever stands before it.
fn content_length(header: &[u8]) -> Option<usize> {
    let header = std::str::from_utf8(header).ok()?;
    let mut lines = header.lines().filter_map(|line| line.split_once(':'));
    lines.rfind(|(name, _)| name.trim().eq_ignore_ascii_case(CONTENT_LENGTH))?.1.trim().parse().ok()
}

/// Puts U+FFFD in the place of each half of a surrogate pair that stands alone, as an editor sends that cuts a pair in two: it is as
/// wide, and JSON can be read with it.
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
            // Behind a backslash one may stand that is meant as one.
            _ => 2,
        };
    }
}

/// Whether it is a request, a notification or an answer, as JSON-RPC has them, of which all can be read.
fn is_message(body: &[u8]) -> bool {
    let Ok(body) = std::str::from_utf8(body) else { return false };
    let Ok(Envelope { is_rpc, has_method, id }) = serde_json::from_str(body) else { return false };
    is_rpc
        && match (has_method, id) {
            (true, _) => true,
            (false, Id::None) => false,
            (false, _) => serde_json::from_str::<Response>(body).is_ok(),
        }
}

/// What says `shutdown` or `exit` is shorter.
const LONGEST_GOODBYE: usize = 200;

fn method(body: &[u8]) -> Option<String> {
    serde_json::from_slice::<Request>(body).ok().map(|request| request.method().to_owned())
}

/// What tells that something is a message. It is read in one pass: a message may hold a whole text.
#[derive(Default)]
struct Envelope {
    is_rpc: bool,
    has_method: bool,
    id: Id,
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
                        "method" => envelope.has_method = !entries.next_value::<String>()?.is_empty(),
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

/// JSON that can be read to its end: [`serde::de::IgnoredAny`] passes over numbers and nesting beyond all bounds.
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

#[derive(Default, Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "only whether it is one matters")]
enum Id {
    Number(i64),
    String(String),
    #[default]
    None,
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncReadExt;

    fn passed(input: &[u8]) -> String {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let mut output = String::new();
        runtime.block_on(messages(input, Arc::default()).read_to_string(&mut output)).unwrap();
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
        let input = format!("content-length:{}\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{GOOD}", GOOD.len());
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
            &format!(r#"{{"jsonrpc":"2.0","method":"x","params":{}{}}}"#, "[".repeat(200), "]".repeat(200)),
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
