//! The text of an XML part, in the one way in which the parts are read and written.

use super::escape;

const OPENING: &str = "<![CDATA[";
const CLOSING: &str = "]]>";

/// The text of a part in UTF-8 or UTF-16. The text declares UTF-8, and holds no unescaped text, so
/// that each stretch of it can be edited and the whole be written as UTF-8. `None` if the bytes are
/// not text.
pub(super) fn xml_text(bytes: Vec<u8>) -> Option<String> {
    let utf16 = match bytes.as_slice() {
        [0xff, 0xfe, ..] => Some(encoding_rs::UTF_16LE),
        [0xfe, 0xff, ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    let text = match utf16 {
        Some(encoding) => {
            let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[2..])?;
            declaring_utf8(&text)
        }
        None => String::from_utf8(bytes).ok()?,
    };
    Some(if memchr::memmem::find(text.as_bytes(), OPENING.as_bytes()).is_some() {
        escaped(&text)
    } else {
        text
    })
}

/// The text with UTF-8 as the encoding that its declaration names.
fn declaring_utf8(text: &str) -> String {
    let name = || {
        let declaration = &text[..text.find("?>").filter(|_| text.starts_with("<?xml"))?];
        let at = declaration.find("encoding")? + "encoding".len();
        let start = at + declaration[at..].find(['"', '\''])? + 1;
        let len = declaration[start..].find(['"', '\''])?;
        Some((start, start + len))
    };
    match name() {
        Some((start, end)) => format!("{}UTF-8{}", &text[..start], &text[end..]),
        None => text.to_owned(),
    }
}

/// The text with references in place of unescaped text.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(OPENING) {
        // Without an end, the part is not well-formed, and the reader says so.
        let Some((inner, behind)) = behind.split_once(CLOSING) else { break };
        out += before;
        out += &escape(inner);
        rest = behind;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, is_big: bool) -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units
            .flat_map(|unit| if is_big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    #[test]
    fn utf16_becomes_utf8() {
        for (text, expected) in [
            (
                "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>总</a>",
                "encoding=\"UTF-8\"?><a>总</a>",
            ),
            ("<?xml version='1.0' encoding='utf-16'?><a>𠮷</a>", "encoding='UTF-8'?><a>𠮷</a>"),
            ("<?xml version='1.0'?><a/>", "<?xml version='1.0'?><a/>"),
            ("<a b=\"encoding\"/>", "<a b=\"encoding\"/>"),
        ] {
            for is_big in [false, true] {
                let read = xml_text(utf16(text, is_big)).unwrap();
                assert!(read.ends_with(expected), "{read}");
            }
        }
        assert_eq!(xml_text(vec![0xff, 0xfe, 0x3c, 0x00, 0x00, 0xd8]), None);
        assert_eq!(xml_text(vec![0xff, 0x3c]), None);
    }

    #[test]
    fn unescaped_text_is_escaped() {
        for (text, expected) in [
            ("<t><![CDATA[总<3>]]></t>", "<t>总&lt;3&gt;</t>"),
            ("<![CDATA[&]]>a<![CDATA[]]>", "&amp;a"),
            ("a<![CDATA[b", "a<![CDATA[b"),
        ] {
            assert_eq!(xml_text(text.into()).as_deref(), Some(expected));
        }
    }
}
