//! Detects the encoding of a file and decodes the text.

use encoding_rs::{DecoderResult, GB18030};

/// The encodings of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// Includes GBK and GB 2312, two subsets of GB18030.
    Gb18030,
}

impl Encoding {
    /// The common name of the encoding.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gb18030 => "GB18030",
        }
    }

    /// The byte order mark in this encoding.
    pub(super) fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 => b"\xef\xbb\xbf",
            Self::Utf16Le => b"\xff\xfe",
            Self::Utf16Be => b"\xfe\xff",
            Self::Gb18030 => b"\x84\x31\x95\x33",
        }
    }
}

/// The text of a file, with the facts needed to write the file back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Without the byte order mark. Line ends are unchanged.
    pub text: String,
    pub encoding: Encoding,
    /// Whether the file begins with a byte order mark.
    pub bom: bool,
}

/// The reason why bytes cannot be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The bytes are not text in the likely encoding of the file.
    Bad {
        encoding: Encoding,
        /// Offset of the first bad byte, counted from 0 at the start of the file.
        offset: usize,
        /// Line of the first bad byte, counted from 1.
        line: usize,
    },
    /// The bytes are text in an unsupported encoding.
    Unsupported(Unsupported),
}

impl DecodeError {
    /// The sentence in Chinese, without the name of the file.
    pub fn chinese(self) -> String {
        match self {
            Self::Unsupported(encoding) => format!("是{}，不能读取", encoding.names().0),
            Self::Bad { encoding, offset, line } => {
                format!("第 {line} 行（第 {} 字节）不是 {} 文字", offset + 1, encoding.name())
            }
        }
    }

    /// The sentence in English, without the name of the file.
    pub fn english(self) -> String {
        match self {
            Self::Unsupported(encoding) => format!("is {}, which is not read", encoding.names().1),
            Self::Bad { encoding, offset, line } => {
                format!("line {line} (byte {}) is not {} text", offset + 1, encoding.name())
            }
        }
    }
}

/// Encodings that are detected but not supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsupported {
    Utf32,
    /// UTF-16 without a byte order mark.
    Utf16Unmarked,
}

impl Unsupported {
    /// The name of the encoding, in Chinese and in English.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Utf32 => (" UTF-32 编码", "UTF-32"),
            Self::Utf16Unmarked => {
                ("没有字节顺序标记（BOM）的 UTF-16 编码", "UTF-16 without a byte order mark")
            }
        }
    }
}

/// Decodes the bytes of a file.
///
/// A byte order mark decides the encoding. Without a mark, valid UTF-8 is UTF-8, and other bytes
/// are GB18030 if all bytes are valid GB18030. UTF-8 with a few bad bytes is an error: GB18030
/// accepts nearly any bytes, and the result would be nonsense.
///
/// # Errors
/// If the bytes are not text (the error names the first bad byte), or if the encoding is not
/// supported.
pub fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    if let Some(unsupported) = unsupported(bytes) {
        return Err(DecodeError::Unsupported(unsupported));
    }
    if let Some(encoding) = marked(bytes) {
        return decode_as(bytes, encoding);
    }
    let as_utf8 = decode_as(bytes, Encoding::Utf8);
    if as_utf8.is_ok() || is_damaged_utf8(bytes) {
        as_utf8
    } else {
        decode_as(bytes, Encoding::Gb18030)
    }
}

/// The encoding of the byte order mark at the start.
fn marked(bytes: &[u8]) -> Option<Encoding> {
    [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030]
        .into_iter()
        .find(|encoding| bytes.starts_with(encoding.mark()))
}

/// Whether the bytes begin with a byte order mark.
pub(crate) fn is_marked(bytes: &[u8]) -> bool {
    marked(bytes).is_some()
}

/// Decodes bytes in `encoding`, with or without a byte order mark.
pub(crate) fn decode_as(bytes: &[u8], encoding: Encoding) -> Result<Decoded, DecodeError> {
    let body = bytes.strip_prefix(encoding.mark()).unwrap_or(bytes);
    let skipped = bytes.len() - body.len();
    let text = match encoding {
        Encoding::Utf8 => {
            std::str::from_utf8(body).map(str::to_owned).map_err(|error| error.valid_up_to())
        }
        Encoding::Utf16Le => decode_utf16(body, u16::from_le_bytes),
        Encoding::Utf16Be => decode_utf16(body, u16::from_be_bytes),
        Encoding::Gb18030 => decode_gb18030(body),
    };
    match text {
        Ok(text) => Ok(Decoded { text, encoding, bom: skipped > 0 }),
        Err(at) => Err(DecodeError::Bad {
            encoding,
            offset: skipped + at,
            line: line_number(&body[..at], encoding),
        }),
    }
}

/// The unsupported encoding of `bytes`, if any. Decoded as UTF-8, GB18030 or UTF-16, these bytes
/// would give a text full of NUL characters.
fn unsupported(bytes: &[u8]) -> Option<Unsupported> {
    // Only text in UTF-16 or UTF-32 has NUL bytes.
    memchr::memchr(0, bytes)?;
    if is_utf32(bytes, u32::from_le_bytes) || is_utf32(bytes, u32::from_be_bytes) {
        return Some(Unsupported::Utf32);
    }
    (!is_marked(bytes) && is_utf16(bytes)).then_some(Unsupported::Utf16Unmarked)
}

/// Whether each group of four bytes is a character other than NUL.
fn is_utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> bool {
    let units = bytes.chunks_exact(4);
    units.len() > 0
        && units
            .map(|bytes| unit([bytes[0], bytes[1], bytes[2], bytes[3]]))
            .all(|unit| unit != 0 && char::from_u32(unit).is_some())
}

/// Whether the bytes certainly are UTF-16: all bytes decode, no character is NUL, and at least one
/// byte in 50 is a NUL byte. In UTF-16, each ASCII character (line ends, digits) and each character
/// such as 一 (U+4E00) has a NUL byte. No other text has as many NUL bytes.
fn is_utf16(bytes: &[u8]) -> bool {
    let nuls = memchr::memchr_iter(0, bytes).count();
    let is_text = |unit| decode_utf16(bytes, unit).is_ok_and(|text| !text.contains('\0'));
    nuls * 50 >= bytes.len() && (is_text(u16::from_le_bytes) || is_text(u16::from_be_bytes))
}

/// Whether bytes that are not valid UTF-8 are damaged UTF-8: nearly all characters beyond ASCII are
/// valid. In GB18030 text, one character in five looks like UTF-8 by accident.
pub(crate) fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > 3 * broken
}

/// Returns the text, or the offset of the first bad byte.
fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, usize> {
    let pairs = bytes.chunks_exact(2);
    let rest = pairs.remainder().len();
    let units = pairs.map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len() / 2 * 3);
    let mut read = 0;
    for decoded in char::decode_utf16(units) {
        let c = decoded.map_err(|_| read)?;
        text.push(c);
        read += 2 * c.len_utf16();
    }
    if rest > 0 { Err(read) } else { Ok(text) }
}

/// Returns the text, or the offset of the first bad byte.
fn decode_gb18030(bytes: &[u8]) -> Result<String, usize> {
    if let Some(text) = GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(text.into_owned());
    }
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let mut buffer = [0; 4096];
    let mut read = 0;
    loop {
        let (result, now, _) =
            decoder.decode_to_utf8_without_replacement(&bytes[read..], &mut buffer, true);
        read += now;
        match result {
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(bad, after) => {
                return Err(read.saturating_sub(usize::from(bad) + usize::from(after)));
            }
            DecoderResult::InputEmpty => return Err(bytes.len()),
        }
    }
}

/// The number of the line behind `before`, counted from 1. In these encodings no part of a
/// character looks like a line end.
fn line_number(before: &[u8], encoding: Encoding) -> usize {
    let mut lines = 1;
    let mut after_cr = false;
    let mut read = |unit: u16| {
        lines += usize::from(unit == 0x0d || unit == 0x0a && !after_cr);
        after_cr = unit == 0x0d;
    };
    match encoding {
        Encoding::Utf8 | Encoding::Gb18030 => before.iter().for_each(|&byte| read(u16::from(byte))),
        Encoding::Utf16Le => {
            before.chunks_exact(2).for_each(|pair| read(u16::from_le_bytes([pair[0], pair[1]])))
        }
        Encoding::Utf16Be => {
            before.chunks_exact(2).for_each(|pair| read(u16::from_be_bytes([pair[0], pair[1]])))
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TITLE: &str = "某某局２０２１年\r\n政府信息公开工作年度报告\n";

    fn decoded(bytes: &[u8]) -> (String, Encoding, bool) {
        let decoded = decode(bytes).unwrap();
        (decoded.text, decoded.encoding, decoded.bom)
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn bad(encoding: Encoding, offset: usize, line: usize) -> Result<Decoded, DecodeError> {
        Err(DecodeError::Bad { encoding, offset, line })
    }

    fn utf32(text: &str, bytes: fn(u32) -> [u8; 4]) -> Vec<u8> {
        text.chars().flat_map(|c| bytes(u32::from(c))).collect()
    }

    fn marked(encoding: Encoding, body: &[u8]) -> Vec<u8> {
        [encoding.mark(), body].concat()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let gb18030 = GB18030.encode(TITLE).0;
        assert_eq!(decoded(TITLE.as_bytes()), (TITLE.into(), Encoding::Utf8, false));
        assert_eq!(
            decoded(&marked(Encoding::Utf8, TITLE.as_bytes())),
            (TITLE.into(), Encoding::Utf8, true)
        );
        assert_eq!(
            decoded(&marked(Encoding::Utf16Le, &utf16(TITLE, u16::to_le_bytes))),
            (TITLE.into(), Encoding::Utf16Le, true)
        );
        assert_eq!(
            decoded(&marked(Encoding::Utf16Be, &utf16(TITLE, u16::to_be_bytes))),
            (TITLE.into(), Encoding::Utf16Be, true)
        );
        assert_eq!(decoded(&gb18030), (TITLE.into(), Encoding::Gb18030, false));
        assert_eq!(
            decoded(&marked(Encoding::Gb18030, &gb18030)),
            (TITLE.into(), Encoding::Gb18030, true)
        );
        assert_eq!(decoded(b""), (String::new(), Encoding::Utf8, false));
    }

    #[test]
    fn only_the_first_mark_is_one() {
        let (text, _, bom) = decoded("\u{feff}\u{feff}x".as_bytes());
        assert_eq!((text.as_str(), bom), ("\u{feff}x", true));
    }

    #[test]
    fn a_bad_byte_in_utf8_is_named_and_not_read_as_gb18030() {
        let mut bytes = "第一行\r\n第二行\r第三行\n数字".as_bytes().to_vec();
        let offset = bytes.len();
        bytes.extend(b"\xe5\xb9");
        bytes.extend("月".as_bytes());
        assert_eq!(decode(&bytes), bad(Encoding::Utf8, offset, 4));
        let bytes = marked(Encoding::Utf8, b"a\n\xff");
        assert_eq!(decode(&bytes), bad(Encoding::Utf8, 5, 2));
    }

    #[test]
    fn a_bad_byte_in_gb18030_is_named() {
        let mut bytes = GB18030.encode("第一行\n第二行是中文").0.into_owned();
        let offset = bytes.len();
        bytes.extend(b"\xff\n");
        assert_eq!(decode(&bytes), bad(Encoding::Gb18030, offset, 2));
        bytes.truncate(offset);
        bytes.push(0xb0);
        assert_eq!(decode(&bytes), bad(Encoding::Gb18030, offset, 2));
    }

    #[test]
    fn half_a_character_of_utf16_is_named() {
        let mut bytes = marked(Encoding::Utf16Le, &utf16("a\nb", u16::to_le_bytes));
        bytes.push(0x61);
        assert_eq!(decode(&bytes), bad(Encoding::Utf16Le, 8, 2));
        let bytes = marked(Encoding::Utf16Be, b"\x00\n\xd8\x00\x00a");
        assert_eq!(decode(&bytes), bad(Encoding::Utf16Be, 4, 2));
    }

    #[test]
    fn encodings_that_are_not_read_are_named() {
        for text in [TITLE, "\u{feff}某某局2021年\n", "a", "2021\n", "𠮷\n"] {
            for bytes in [utf32(text, u32::to_le_bytes), utf32(text, u32::to_be_bytes)] {
                assert_eq!(
                    decode(&bytes),
                    Err(DecodeError::Unsupported(Unsupported::Utf32)),
                    "{text:?}"
                );
            }
        }
        for text in [TITLE, "2021\n", "西山局\n２\n"] {
            for bytes in [utf16(text, u16::to_le_bytes), utf16(text, u16::to_be_bytes)] {
                assert_eq!(
                    decode(&bytes),
                    Err(DecodeError::Unsupported(Unsupported::Utf16Unmarked)),
                    "{text:?}"
                );
            }
        }
        let stray = format!("{}\0", TITLE.repeat(9));
        assert_eq!(decoded(stray.as_bytes()).0, stray);
        assert_eq!(decoded(&marked(Encoding::Utf16Le, &utf16("a\0b", u16::to_le_bytes))).0, "a\0b");
    }

    proptest! {
        #[test]
        fn any_bytes_are_text_or_an_error_inside_them(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            if let Err(DecodeError::Bad { offset, .. }) = decode(&bytes) {
                prop_assert!(offset < bytes.len());
            }
        }
    }
}
