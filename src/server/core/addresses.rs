//! Encodes addresses without percent-encoding: some clients send `file:///报告 1.md`. The server
//! works with encoded addresses. A message to the client has the spelling of the client.

use ls_types::Uri;
use memchr::memmem;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use std::collections::{HashMap, HashSet};
use std::str::FromStr;
use tracing::warn;

/// The spellings of the client for addresses without encoding.
#[derive(Debug, Default)]
pub struct Addresses {
    /// The client's spelling by encoded address, both as JSON.
    spelled: HashMap<Vec<u8>, Vec<u8>>,
    /// The addresses of documents opened with an encoded address.
    opened: HashSet<Vec<u8>>,
}

/// The characters that an address must encode. `#` and `?` belong to the name of a file: a client
/// without encoding does not mean a fragment or a query.
const NOT_IN_ADDRESSES: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b']')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'#')
    .add(b'?');

/// At most 10,000 addresses are remembered.
const MOST: usize = 10_000;

/// The encoded form of an address that a client sends without encoding; `None` if the address has
/// no scheme.
pub fn encoded(address: &str) -> Option<Uri> {
    let mut encoded = String::new();
    for (index, piece) in address.split('%').enumerate() {
        if index > 0 {
            let is_escape =
                piece.len() >= 2 && piece.as_bytes()[..2].iter().all(u8::is_ascii_hexdigit);
            encoded += if is_escape { "%" } else { "%25" };
        }
        encoded.extend(utf8_percent_encode(piece, NOT_IN_ADDRESSES));
    }
    Uri::from_str(&encoded).ok()
}

impl Addresses {
    /// A message of the client with encoded addresses; `None` if all addresses are encoded already.
    /// `opens` means that the message opens a document: the spelling of its address replaces an
    /// earlier spelling.
    pub fn encode(&mut self, body: &[u8], opens: bool) -> Option<Vec<u8>> {
        let mut encoded_body: Option<Vec<u8>> = None;
        let mut copied = 0;
        for key_end in memmem::find_iter(body, b"ri\"") {
            if !is_address_key(body, key_end + 2) {
                continue;
            }
            let Some(value) = string_behind(body, key_end + 3) else { continue };
            let raw = &body[value.clone()];
            let Ok(address) = serde_json::from_slice::<String>(raw) else { continue };
            if Uri::from_str(&address).is_ok() {
                if opens && address.contains('%') && self.opened.len() < MOST {
                    self.spelled.remove(raw);
                    self.opened.insert(raw.to_vec());
                }
                continue;
            }
            let Some(uri) = encoded(&address) else {
                warn!("the client sends an address that makes no sense: {address:?}");
                continue;
            };
            let json = serde_json::Value::from(uri.as_str()).to_string().into_bytes();
            let out = encoded_body.get_or_insert_with(|| Vec::with_capacity(body.len() + 100));
            out.extend_from_slice(&body[copied..value.start]);
            out.extend_from_slice(&json);
            copied = value.end;
            if opens {
                self.opened.remove(&json);
            }
            if self.spelled.len() < MOST && !self.opened.contains(&json) {
                self.spelled.insert(json, raw.to_vec());
            }
        }
        let mut out = encoded_body?;
        out.extend_from_slice(&body[copied..]);
        Some(out)
    }

    /// A message to the client in the spelling of the client; `None` if no address changes.
    pub fn spelled(&self, body: &[u8]) -> Option<Vec<u8>> {
        if self.spelled.is_empty() {
            return None;
        }
        let mut spelled: Option<Vec<u8>> = None;
        let (mut copied, mut at) = (0, 0);
        // Every remembered address contains an escape.
        while let Some(found) = memchr::memchr(b'%', &body[at..]) {
            let escape = at + found;
            let quote = memchr::memrchr(b'"', &body[at..escape]).map(|quote| at + quote);
            let end =
                memchr::memchr(b'"', &body[escape..]).map_or(body.len(), |end| escape + end + 1);
            if let Some((quote, own)) =
                quote.and_then(|quote| Some((quote, self.spelled.get(&body[quote..end])?)))
            {
                let out = spelled.get_or_insert_with(|| Vec::with_capacity(body.len()));
                out.extend_from_slice(&body[copied..quote]);
                out.extend_from_slice(own);
                copied = end;
            }
            at = end.min(body.len());
        }
        let mut out = spelled?;
        out.extend_from_slice(&body[copied..]);
        Some(out)
    }
}

/// Whether the quote at `end` ends a key for an address: `uri`, `rootUri`, `targetUri`.
fn is_address_key(body: &[u8], end: usize) -> bool {
    let Some(start) = memchr::memrchr(b'"', &body[..end]) else { return false };
    let key = &body[start + 1..end];
    let is_key = body[end + 1..].iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':');
    is_key && (key == b"uri" || key.ends_with(b"Uri") && key.iter().all(u8::is_ascii_alphabetic))
}

/// The string value of the key that ends before `at`, with its quotes.
fn string_behind(body: &[u8], at: usize) -> Option<std::ops::Range<usize>> {
    let is_space = |byte: &&u8| byte.is_ascii_whitespace();
    let colon = at + body.get(at..)?.iter().take_while(is_space).count();
    let start = colon + 1 + body.get(colon + 1..)?.iter().take_while(is_space).count();
    if body.get(start) != Some(&b'"') {
        return None;
    }
    let mut end = start + 1;
    loop {
        end += memchr::memchr2(b'"', b'\\', body.get(end..)?)?;
        if body[end] == b'"' {
            return Some(start..end + 1);
        }
        end += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(addresses: &mut Addresses, body: &str) -> Option<String> {
        addresses.encode(body.as_bytes(), false).map(|body| String::from_utf8(body).unwrap())
    }

    #[test]
    fn what_is_not_encoded_is_and_goes_back_as_it_came() {
        for (sent, inside) in [
            ("file:///a/报告 1.md", "file:///a/%E6%8A%A5%E5%91%8A%201.md"),
            ("untitled:报告 1", "untitled:%E6%8A%A5%E5%91%8A%201"),
            ("file:///100%/a#1[2]%41报.md", "file:///100%25/a%231%5B2%5D%41%E6%8A%A5.md"),
            ("git:/报告?{\\\"path\\\":1}", "git:/%E6%8A%A5%E5%91%8A%3F%7B%22path%22:1%7D"),
        ] {
            let mut addresses = Addresses::default();
            let body = format!(
                r#"{{"text":"\"uri\": \"报 告\"","textDocument":{{"rootUri" : null, "uri" : "{sent}"}}}}"#
            );
            let expected = body.replace(sent, inside);
            assert_eq!(encode(&mut addresses, &body).as_deref(), Some(&*expected));
            assert_eq!(addresses.spelled(expected.as_bytes()).as_deref(), Some(body.as_bytes()));
            let other = format!(r#"{{"a":"{inside}/b","b":"100 % x","c":"%"}}"#);
            assert_eq!(addresses.spelled(other.as_bytes()), None);
            assert_eq!(addresses.spelled(b"%"), None);
        }
    }

    #[test]
    fn what_is_encoded_or_no_address_stays() {
        let mut addresses = Addresses::default();
        for body in [
            r#"{"uri":"file:///%E6%8A%A5.md"}"#,
            r#"{"uri":"报告"}"#,
            r#"{"uri":3}"#,
            r#"{"uri":"#,
            r#"{"curi":"a b"}"#,
            r#"["uri","a b:c d"]"#,
            r#"ri""#,
        ] {
            assert_eq!(encode(&mut addresses, body), None, "{body}");
        }
    }

    #[test]
    fn the_spelling_counts_that_a_document_is_opened_with() {
        let mut addresses = Addresses::default();
        encode(&mut addresses, r#"{"uri":"file:///报.md"}"#);
        let inside = br#"{"uri":"file:///%E6%8A%A5.md"}"#;
        assert!(addresses.spelled(inside).is_some());
        assert_eq!(addresses.encode(inside, true), None);
        assert_eq!(addresses.spelled(inside), None);
        encode(&mut addresses, r#"{"uri":"file:///报.md"}"#);
        assert_eq!(addresses.spelled(inside), None);
    }
}
