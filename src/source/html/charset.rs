//! Decodes a page, by the encoding that the page names.

use crate::files::{self, DecodeError, Decoded, Encoding};
use memchr::memmem;

/// The encoding of a page is named within this many bytes, as in the standard.
const FIRST: usize = 1024;

/// Decodes the bytes of a page.
///
/// A byte order mark decides the encoding, then a `meta` tag in the first 1,024 bytes. If the bytes
/// are not text in the named encoding, the encoding is detected as for other files.
///
/// # Errors
/// As for [`files::decode`].
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if named(bytes) == Some(Encoding::Gb18030) && !is_utf8(bytes) && !files::is_marked(bytes) {
        files::decode_as(bytes, Encoding::Gb18030).or_else(|_| files::decode(bytes))
    } else {
        // Text in UTF-8 is detected in any case.
        files::decode(bytes)
    }
}

/// Whether the bytes surely are UTF-8, whole or damaged. Two characters of GB18030 may look like
/// UTF-8, but not like ideographs, which have three bytes.
fn is_utf8(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.chars().all(|c| c.is_ascii() || c.len_utf8() > 2),
        Err(_) => files::is_damaged_utf8(bytes),
    }
}

/// The encoding that the first `meta` tag with an encoding names.
fn named(bytes: &[u8]) -> Option<Encoding> {
    const NAME: &[u8] = b"charset";
    let first = bytes[..bytes.len().min(FIRST)].to_ascii_lowercase();
    memmem::find_iter(&first, "<meta").find_map(|at| {
        let rest = &first[at..];
        let tag = &rest[..memchr::memchr(b'>', rest).unwrap_or(rest.len())];
        let behind = memmem::find(tag, NAME).map(|at| &tag[at + NAME.len()..])?;
        let value = behind.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
        let is_label = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
        let len = value.iter().take_while(|byte| is_label(byte)).count();
        let encoding = encoding_rs::Encoding::for_label(&value[..len])?;
        if encoding == encoding_rs::UTF_8 {
            Some(Encoding::Utf8)
        } else if [encoding_rs::GBK, encoding_rs::GB18030].contains(&encoding) {
            Some(Encoding::Gb18030)
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(meta: &str) -> String {
        format!("<html><head>{meta}</head><body><h1>云溪县园林局2023年年报</h1></body></html>")
    }

    const GB: [&str; 4] = [
        "<meta charset=gb2312>",
        "<META CHARSET = 'GBK' />",
        "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb18030\">",
        "<meta name=x content=y><meta charset=\"gb2312\">",
    ];

    fn gb18030(text: &str) -> Vec<u8> {
        encoding_rs::GB18030.encode(text).0.into_owned()
    }

    #[test]
    fn the_named_encoding_counts() {
        for meta in GB {
            let text = page(meta);
            assert_eq!(named(text.as_bytes()), Some(Encoding::Gb18030), "{meta}");
            let decoded = decode(&gb18030(&text)).unwrap();
            assert_eq!((decoded.text, decoded.encoding), (text, Encoding::Gb18030), "{meta}");
        }
        let far = format!("{}{}", " ".repeat(FIRST), page(GB[0]));
        assert_eq!(named(far.as_bytes()), None);
        for none in ["", "<meta", "<meta charset>", "<meta charset=big5>", "charset=gbk"] {
            assert_eq!(named(none.as_bytes()), None, "{none}");
        }
        // Both encodings give text. The page decides.
        let both = "<meta charset=gbk>联通".to_owned();
        assert_eq!(decode(&gb18030(&both)).unwrap().text, both);
    }

    #[test]
    fn a_page_that_names_another_encoding_is_read() {
        for meta in GB {
            let text = page(meta);
            let decoded = decode(text.as_bytes()).unwrap();
            assert_eq!((decoded.text, decoded.encoding), (text, Encoding::Utf8), "{meta}");
        }
        let text = page("<meta charset=utf-8>");
        let decoded = decode(&gb18030(&text)).unwrap();
        assert_eq!((decoded.text, decoded.encoding), (text.clone(), Encoding::Gb18030));
        let marked = [b"\xef\xbb\xbf", page(GB[0]).as_bytes()].concat();
        let decoded = decode(&marked).unwrap();
        assert_eq!((decoded.encoding, decoded.bom), (Encoding::Utf8, true));
    }

    #[test]
    fn damaged_utf8_is_an_error() {
        let mut bytes = page(GB[0]).into_bytes();
        let at = bytes.len() - 20;
        bytes[at] = 0xff;
        assert!(decode(&bytes).is_err());
    }
}
