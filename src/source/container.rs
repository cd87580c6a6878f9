//! The format of a file, by its first bytes.

use super::SourceError;
use memchr::memmem;
use std::path::Path;

/// What the bytes of a file say about its format.
pub(super) enum Container {
    None,
    Zip,
    Pdf,
    /// A format that only LibreOffice reads.
    Foreign(&'static str),
    /// A format that is never read, or a file with a password.
    Unread(SourceError),
}

impl Container {
    pub(super) fn of(bytes: &[u8]) -> Self {
        // A reader of PDF accepts some bytes before the mark.
        let head = &bytes[..bytes.len().min(1024)];
        if is_open_document(bytes) {
            Self::Foreign("ODT")
        } else if bytes.starts_with(b"PK\x03\x04") {
            Self::Zip
        } else if bytes.starts_with(OLE) {
            of_old_office(bytes)
        } else if bytes.starts_with(b"{\\rtf") {
            Self::Foreign("RTF")
        } else if ARCHIVES.iter().any(|mark| bytes.starts_with(mark)) {
            Self::Unread(SourceError::Archive)
        } else if PICTURES.iter().any(|mark| bytes.starts_with(mark)) {
            Self::Unread(SourceError::Picture)
        } else if is_web_archive(head) {
            Self::Unread(SourceError::WebArchive)
        } else if memmem::find(head, b"%PDF-").is_some_and(|at| !is_text(&head[..at])) {
            Self::Pdf
        } else {
            Self::None
        }
    }
}

/// The container of old office programs.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// RAR, 7z, gzip.
const ARCHIVES: [&[u8]; 3] = [b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b"];

/// JPEG, PNG, GIF, TIFF.
const PICTURES: [&[u8]; 5] = [b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\0", b"MM\0*"];

/// The name of the format, if only LibreOffice reads such a file. The first 128 bytes are enough,
/// except for documents with a password and for workbooks.
pub fn foreign(bytes: &[u8]) -> Option<&'static str> {
    match Container::of(bytes) {
        Container::Foreign(name) => Some(name),
        _ => None,
    }
}

/// The extension of a document that is no text, with the dot. `None` for any other name.
pub(super) fn document_name(path: &Path) -> Option<&'static str> {
    const NAMES: [&str; 12] = [
        ".docx", ".docm", ".doc", ".wps", ".odt", ".rtf", ".pdf", ".xlsx", ".xls", ".et", ".ofd",
        ".zip",
    ];
    let own = path.extension()?;
    NAMES.into_iter().find(|name| own.eq_ignore_ascii_case(&name[1..]))
}

/// Whether the bytes before a mark are words: a text about PDF is no PDF.
fn is_text(bytes: &[u8]) -> bool {
    bytes.iter().filter(|byte| byte.is_ascii_alphanumeric() || **byte >= 0x80).count() > 8
}

/// A file of old office programs, by the names of its streams. The names are in UTF-16.
fn of_old_office(bytes: &[u8]) -> Container {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &name).is_some()
    };
    match has("EncryptedPackage") {
        // An encrypted package of Office stands in this container.
        true => Container::Unread(SourceError::Encrypted("Word")),
        false if has("Workbook") && !has("WordDocument") => {
            Container::Unread(SourceError::OldWorkbook)
        }
        false => Container::Foreign("DOC/WPS"),
    }
}

/// Whether the file is a text in the OpenDocument format. The first entry of the archive names the
/// format, not compressed, so that the first bytes tell.
fn is_open_document(bytes: &[u8]) -> bool {
    const HEADER_LEN: usize = 30;
    let number = |at| bytes.get(at..at + 2).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]));
    let (name, fields) = (usize::from(number(26)), usize::from(number(28)));
    let is_named = bytes.get(HEADER_LEN..HEADER_LEN + name) == Some(b"mimetype");
    let content = bytes.get(HEADER_LEN + name + fields..).unwrap_or_default();
    bytes.starts_with(b"PK\x03\x04")
        && is_named
        && content.starts_with(b"application/vnd.oasis.opendocument.text")
}

/// Whether an archive is an OFD document. The names of the entries are not compressed.
pub(super) fn is_ofd(bytes: &[u8]) -> bool {
    memmem::find(bytes, b"OFD.xml").is_some()
}

/// Whether the file is a page with its pictures in one file: a message with several parts.
fn is_web_archive(head: &[u8]) -> bool {
    let head = head.to_ascii_lowercase();
    let names_field = head.iter().position(|byte| *byte == b':').is_some_and(|end| {
        head[..end].iter().all(|byte| byte.is_ascii_alphabetic() || *byte == b'-')
    });
    names_field && ["mime-version:", "multipart/"].iter().all(|word| contains(&head, word))
}

/// Whether a page with its pictures in one file holds words of an annual report. The words are
/// written as they are, or as bytes in hexadecimal digits.
pub fn names_report_in_web_archive(bytes: &[u8]) -> bool {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    let digit = |byte: u8| char::from(byte).to_digit(16);
    while let [first, behind @ ..] = rest {
        rest = match (first, behind) {
            // A line goes on behind such a line end.
            (b'=', [b'\r', b'\n', behind @ ..] | [b'\n', behind @ ..]) => behind,
            (b'=', [high, low, behind @ ..]) if digit(*high).is_some() && digit(*low).is_some() => {
                let value = digit(*high).unwrap_or(0) << 4 | digit(*low).unwrap_or(0);
                decoded.push(value as u8);
                behind
            }
            _ => {
                decoded.push(*first);
                behind
            }
        };
    }
    let gb = |word: &str| encoding_rs::GB18030.encode(word).0.into_owned();
    ["年度报告", "信息公开"]
        .iter()
        .all(|word| contains(&decoded, word) || memmem::find(&decoded, &gb(word)).is_some())
}

fn contains(bytes: &[u8], word: &str) -> bool {
    memmem::find(bytes, word.as_bytes()).is_some()
}
