//! A record: a report with its name.

use super::lines::{Line, MAX_LINE};
use crate::cli::failure::Failure;
use crate::diagnostic::{Argument, Language, Message, Wording};
use crate::files::{FileError, FileErrorKind, MAX_LEN};
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::Deserialize;
use std::path::Path;

/// A record of the input.
pub(in crate::cli) struct Record {
    /// The number of its line, counted from 1.
    pub(in crate::cli) number: usize,
    /// The report, or why the line is no record.
    pub(in crate::cli) report: Result<Report, String>,
}

/// A report of the input.
pub(in crate::cli) struct Report {
    /// The name that the record gives.
    pub(in crate::cli) name: String,
    /// The content of the file.
    pub(in crate::cli) bytes: Vec<u8>,
}

/// The fields that count. A record may have further fields.
#[derive(Deserialize)]
struct Fields {
    filename: Option<String>,
    text: Option<String>,
    base64: Option<String>,
}

impl Record {
    pub(super) fn of(line: Line, language: Language) -> Self {
        let report = Report::of(line.bytes.as_deref(), language);
        Self { number: line.number, report }
    }
}

impl Report {
    fn of(line: Option<&[u8]>, language: Language) -> Result<Self, String> {
        let plain = |wording: Wording| wording.in_language(language).to_owned();
        let line = line.ok_or_else(|| {
            let limit = Argument::Text((MAX_LINE >> 20).to_string());
            Message::new(TOO_LONG, [limit]).render(language)
        })?;
        let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        let fields: Fields = serde_json::from_slice(line).map_err(|error| {
            let column = Argument::Text(error.column().to_string());
            Message::new(NO_RECORD, [column]).render(language)
        })?;
        let name = fields.filename.ok_or_else(|| plain(NO_NAME))?;
        let bytes = match (fields.text, fields.base64) {
            (Some(text), None) => text.into_bytes(),
            (None, Some(code)) => decoded(code).ok_or_else(|| plain(BAD_BASE64))?,
            _ => return Err(plain(NO_CONTENT)),
        };
        if bytes.len() as u64 > MAX_LEN {
            let error = FileError::new(Path::new(""), FileErrorKind::TooLarge);
            return Err(Failure::of_file(&error, language).what().to_owned());
        }
        Ok(Self { name, bytes })
    }
}

/// The bytes behind Base64. Some programs break it into lines, and leave out its padding.
fn decoded(code: String) -> Option<Vec<u8>> {
    const ENGINE: GeneralPurpose = GeneralPurpose::new(
        &STANDARD,
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let mut code = code.into_bytes();
    code.retain(|byte| !byte.is_ascii_whitespace());
    ENGINE.decode(code).ok()
}

const TOO_LONG: Wording = Wording::new(
    "这一行超过 {0} MiB，没有读取",
    "the line is longer than {0} MiB and was not read",
);
const NO_RECORD: Wording = Wording::new(
    "不是一条记录（第 {0} 列）— 一行写一个 JSON 对象，如 {\"filename\": \"a.md\", \"text\": \"…\"}",
    "not a record (column {0}) — write one JSON object a line, such as {\"filename\": \"a.md\", \
     \"text\": \"…\"}",
);
const NO_NAME: Wording = Wording::new("记录没有 filename", "the record has no filename");
const NO_CONTENT: Wording =
    Wording::new("记录应有 text 或 base64 中的一个", "the record needs one of text and base64");
const BAD_BASE64: Wording = Wording::new("base64 不能解码", "base64 cannot be decoded");
