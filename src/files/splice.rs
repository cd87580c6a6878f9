//! Applies edits of a text to the original bytes of the text.

use super::decode::decode_as;
use super::{Decoded, Encoding};
use crate::text::TextRange;
use encoding_rs::GB18030;
use std::fmt;

/// The reason why edits cannot be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpliceError {
    /// The encoding of the file cannot write this character of a replacement.
    Unencodable { character: char, encoding: Encoding },
    /// The edits overlap, are out of order, reach past the text or split a character, at this
    /// offset of the text.
    Misplaced { offset: usize },
    /// The bytes are not the source of the text.
    OtherBytes,
}

/// Applies `edits` to `original`. `decoded` must be the decoded text of `original`. Each edit is a
/// range of the text with its replacement. The edits are sorted and disjoint. All bytes outside of
/// the edits are copied unchanged.
///
/// # Errors
/// If the encoding of the file cannot write a replacement, or if the edits or the bytes do not fit
/// the text.
pub fn splice<'a>(
    original: &[u8],
    decoded: &Decoded,
    edits: impl IntoIterator<Item = (TextRange, &'a str)>,
) -> Result<Vec<u8>, SpliceError> {
    let mark = if decoded.bom { decoded.encoding.mark().len() } else { 0 };
    let mut cursor =
        Cursor { text: &decoded.text, original, encoding: decoded.encoding, offset: 0, byte: mark };
    let mut out = Vec::with_capacity(original.len());
    let mut copied = 0;
    for (range, replacement) in edits {
        let start = cursor.advance(range.start)?;
        let end = cursor.advance(range.end)?;
        out.extend_from_slice(original.get(copied..start).ok_or(SpliceError::OtherBytes)?);
        encode(replacement, decoded.encoding, &mut out)?;
        copied = end;
    }
    out.extend_from_slice(original.get(copied..).ok_or(SpliceError::OtherBytes)?);
    Ok(out)
}

/// A place in the text and in the bytes at the same time. The cursor only moves forward.
struct Cursor<'a> {
    text: &'a str,
    original: &'a [u8],
    encoding: Encoding,
    offset: usize,
    byte: usize,
}

impl Cursor<'_> {
    /// Moves to an offset of the text and returns the offset in the bytes.
    fn advance(&mut self, offset: usize) -> Result<usize, SpliceError> {
        let passed = self.text.get(self.offset..offset).ok_or(SpliceError::Misplaced { offset })?;
        self.byte += match self.encoding {
            Encoding::Utf8 => passed.len(),
            Encoding::Utf16Le | Encoding::Utf16Be => 2 * str_indices::utf16::count(passed),
            Encoding::Gb18030 => self.gb18030_len(str_indices::chars::count(passed))?,
        };
        self.offset = offset;
        Ok(self.byte)
    }

    /// Number of bytes of the next `chars` characters. The first two bytes of a character determine
    /// its length.
    fn gb18030_len(&self, chars: usize) -> Result<usize, SpliceError> {
        let rest = self.original.get(self.byte..).ok_or(SpliceError::OtherBytes)?;
        let mut len = 0;
        for _ in 0..chars {
            len += match (rest.get(len), rest.get(len + 1)) {
                (None, _) => return Err(SpliceError::OtherBytes),
                (Some(..=0x80), _) => 1,
                (Some(_), Some(b'0'..=b'9')) => 4,
                (Some(_), _) => 2,
            };
        }
        Ok(len)
    }
}

fn encode(text: &str, encoding: Encoding, out: &mut Vec<u8>) -> Result<(), SpliceError> {
    match encoding {
        Encoding::Utf8 => out.extend_from_slice(text.as_bytes()),
        Encoding::Utf16Le => out.extend(text.encode_utf16().flat_map(u16::to_le_bytes)),
        Encoding::Utf16Be => out.extend(text.encode_utf16().flat_map(u16::to_be_bytes)),
        Encoding::Gb18030 => {
            for c in text.chars() {
                let mut buffer = [0; 4];
                let c_text: &str = c.encode_utf8(&mut buffer);
                let (bytes, _, unmappable) = GB18030.encode(c_text);
                // Some characters of the private use area encode to the bytes of another character.
                if unmappable
                    || decode_as(&bytes, encoding)
                        .is_ok_and(|read| !read.bom && read.text != c_text)
                {
                    return Err(SpliceError::Unencodable { character: c, encoding });
                }
                out.extend_from_slice(&bytes);
            }
        }
    }
    Ok(())
}

impl SpliceError {
    /// The sentence in Chinese; [`fmt::Display`] gives the English sentence.
    pub fn chinese(&self) -> String {
        match self {
            Self::Unencodable { character, encoding } => {
                format!(
                    "文件的编码 {} 写不出字符 {}（U+{:04X}）",
                    encoding.name(),
                    character.escape_debug(),
                    u32::from(*character)
                )
            }
            Self::Misplaced { offset } => format!("修改的位置有误（第 {offset} 字节）"),
            Self::OtherBytes => "文件内容与读取时不同".to_owned(),
        }
    }
}

impl fmt::Display for SpliceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unencodable { character, encoding } => {
                write!(
                    f,
                    "the file's encoding {} cannot write {} (U+{:04X})",
                    encoding.name(),
                    character.escape_debug(),
                    u32::from(*character)
                )
            }
            Self::Misplaced { offset } => write!(f, "an edit is misplaced at byte {offset}"),
            Self::OtherBytes => f.write_str("the bytes are not those that were read"),
        }
    }
}

impl std::error::Error for SpliceError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::decode;
    use proptest::prelude::*;

    fn edits(edits: &[(usize, usize, &'static str)]) -> Vec<(TextRange, &'static str)> {
        edits.iter().map(|&(start, end, text)| (TextRange::new(start, end), text)).collect()
    }

    #[test]
    fn marks_and_line_ends_stay() {
        let original = "\u{feff}甲\r\n乙\n丙\r".as_bytes();
        let decoded = decode(original).unwrap();
        let written = splice(original, &decoded, edits(&[(0, 3, "子"), (5, 8, "")])).unwrap();
        assert_eq!(written, "\u{feff}子\r\n\n丙\r".as_bytes());
        assert_eq!(splice(original, &decoded, []).unwrap(), original);
    }

    #[test]
    fn edits_that_do_not_fit_are_refused() {
        let original = "甲乙".as_bytes();
        let decoded = decode(original).unwrap();
        for wrong in
            [&[(0, 3, ""), (0, 3, "")][..], &[(1, 3, "")], &[(3, 9, "")], &[(3, 6, ""), (0, 3, "")]]
        {
            assert!(
                matches!(
                    splice(original, &decoded, edits(wrong)),
                    Err(SpliceError::Misplaced { .. })
                ),
                "{wrong:?}"
            );
        }
        assert_eq!(splice(b"", &decoded, edits(&[(3, 6, "")])), Err(SpliceError::OtherBytes));
    }

    #[test]
    fn a_character_that_gb18030_cannot_write_is_refused() {
        let original = GB18030.encode("甲乙").0;
        let decoded = decode(&original).unwrap();
        let error = splice(&original, &decoded, edits(&[(3, 3, "\u{e5e5}")])).unwrap_err();
        assert_eq!(
            error,
            SpliceError::Unencodable { character: '\u{e5e5}', encoding: Encoding::Gb18030 }
        );
        assert!(splice(&original, &decoded, edits(&[(3, 3, "𠮷⼀€")])).is_ok());
    }

    /// Sequences of GB18030 and their text. 0x80 is another form of the ordinary euro sign;
    /// encoding the text again would lose this form.
    const SEQUENCES: &[(&[u8], &str)] = &[
        (b"a", "a"),
        (b"0", "0"),
        (b"\r", "\r"),
        (b"\n", "\n"),
        (b"\x80", "€"),
        (b"\xa2\xe3", "€"),
        (b"\xc4\xea", "年"),
        (b"\x81\x40", "丂"),
        (b"\x81\x39\xef\x30", "㐁"),
        (b"\x95\x32\x90\x31", "𠂇"),
        (b"\x81\x30\x84\x36", "\u{a5}"),
    ];

    /// Cuts of the characters into edits: the number of kept characters, the number of removed
    /// characters, and the replacement.
    fn cuts() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
        prop::collection::vec((0usize..4, 0usize..3, "[a年€𠮷\r\n]{0,3}"), 0..5)
    }

    /// Applies `cuts` to a file made of `units`, each with bytes and text, and compares the result
    /// with the expected units.
    fn check(
        mark: &[u8],
        units: &[(Vec<u8>, String)],
        cuts: &[(usize, usize, String)],
        encoding: Encoding,
    ) -> Result<(), TestCaseError> {
        let original =
            [mark, &units.iter().flat_map(|unit| unit.0.clone()).collect::<Vec<u8>>()].concat();
        let text: String = units.iter().map(|unit| unit.1.as_str()).collect();
        let decoded = decode_as(&original, encoding).unwrap();
        prop_assert_eq!(&decoded.text, &text);

        let (mut expected, mut expected_text, mut edits) =
            (mark.to_vec(), String::new(), Vec::new());
        let (mut at, mut offset) = (0, 0);
        for (stay, go, replacement) in cuts {
            for unit in units.iter().skip(at).take(*stay) {
                expected.extend(&unit.0);
                expected_text.push_str(&unit.1);
                offset += unit.1.len();
            }
            at = (at + stay).min(units.len());
            let gone: usize = units.iter().skip(at).take(*go).map(|unit| unit.1.len()).sum();
            at = (at + go).min(units.len());
            edits.push((TextRange::new(offset, offset + gone), replacement.as_str()));
            offset += gone;
            encode(replacement, encoding, &mut expected).unwrap();
            expected_text.push_str(replacement);
        }
        for unit in &units[at..] {
            expected.extend(&unit.0);
            expected_text.push_str(&unit.1);
        }
        let written = splice(&original, &decoded, edits).unwrap();
        prop_assert_eq!(&written, &expected);
        prop_assert_eq!(
            decode_as(&written, encoding).unwrap(),
            Decoded { text: expected_text, ..decoded }
        );
        Ok(())
    }

    proptest! {
        #[test]
        fn edits_change_nothing_else_in_gb18030(
            units in prop::collection::vec(prop::sample::select(SEQUENCES), 0..20), cuts in cuts(), bom: bool,
        ) {
            let units: Vec<_> = units.iter().map(|(bytes, text)| (bytes.to_vec(), (*text).to_owned())).collect();
            check(if bom { Encoding::Gb18030.mark() } else { b"" }, &units, &cuts, Encoding::Gb18030)?;
        }

        #[test]
        fn edits_change_nothing_else_in_unicode(text in "([a年⼀€𠮷]|\r\n|\r|\n){0,20}", cuts in cuts(), bom: bool) {
            for encoding in [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be] {
                let units: Vec<_> = text.chars().map(|c| {
                    let mut bytes = Vec::new();
                    encode(&c.to_string(), encoding, &mut bytes).unwrap();
                    (bytes, c.to_string())
                }).collect();
                check(if bom { encoding.mark() } else { b"" }, &units, &cuts, encoding)?;
            }
        }

        #[test]
        fn what_was_detected_is_written_back(text in "\\PC{0,20}", mark in "[年\u{feff}]?", insert in "[年a]{0,3}") {
            for original in [format!("{mark}{text}").into_bytes(), GB18030.encode(&text).0.into_owned()] {
                let Ok(decoded) = decode(&original) else { continue };
                prop_assert_eq!(&splice(&original, &decoded, []).unwrap(), &original);
                let end = decoded.text.len();
                let written = splice(&original, &decoded, [(TextRange::at(end), insert.as_str())]).unwrap();
                prop_assert!(written.starts_with(&original));
            }
        }
    }
}
