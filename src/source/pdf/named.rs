//! Encodings that are known by their name: a font that is not kept in the file says nothing more.

use encoding_rs::GBK;
use pdf_extract::Object;

/// An encoding for Chinese. The codes become Unicode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Encoding {
    /// Whether the codes are GBK. Else they are Unicode.
    pub is_gbk: bool,
    /// The number of the first ASCII character in the fonts for Chinese (Adobe-GB1). The widths of
    /// a font are given by these numbers.
    ascii: i64,
}

/// The encoding with this name.
pub(super) fn encoding(name: &[u8]) -> Option<Encoding> {
    /// Letters of their own width, and letters of half the width of an ideograph.
    const OWN: i64 = 1;
    const HALF: i64 = 814;
    let base = name.strip_suffix(b"-H").or_else(|| name.strip_suffix(b"-V"))?;
    let (is_gbk, ascii) = match base {
        b"UniGB-UCS2" | b"UniGB-UTF16" => (false, OWN),
        b"GBKp-EUC" | b"GBpc-EUC" => (true, OWN),
        b"GBK-EUC" | b"GB-EUC" | b"GBK2K" => (true, HALF),
        _ => return None,
    };
    Some(Encoding { is_gbk, ascii })
}

impl Encoding {
    /// The widths of the ASCII characters by their Unicode, from the widths by numbers. All other
    /// characters have the width `other`.
    pub(super) fn widths(&self, numbered: &[Object], other: i64) -> Vec<Object> {
        const COUNT: i64 = 95;
        let mut own = vec![Object::Integer(other); COUNT as usize];
        for pair in numbered.chunks_exact(2) {
            let (Ok(first), Ok(widths)) = (pair[0].as_i64(), pair[1].as_array()) else { continue };
            for (index, width) in widths.iter().enumerate() {
                let place = first.saturating_sub(self.ascii).saturating_add(index as i64);
                if let Some(own) = usize::try_from(place).ok().and_then(|at| own.get_mut(at)) {
                    *own = width.clone();
                }
            }
        }
        vec![Object::Integer(0x20), Object::Array(own)]
    }
}

/// The map from Unicode to itself, for the characters of reports.
pub(super) fn map() -> Vec<u8> {
    const BLOCKS: [(u16, u16); 7] = [
        (0x20, 0x17f),
        (0x370, 0x45f),
        (0x2000, 0x27ff),
        (0x3000, 0x33ff),
        (0x4e00, 0x9fff),
        (0xf900, 0xfaff),
        (0xfe30, 0xffef),
    ];
    let ranges = BLOCKS.map(|(first, last)| format!("<{first:04x}> <{last:04x}> <{first:04x}>\n"));
    format!("{} beginbfrange\n{}endbfrange\n", ranges.len(), ranges.concat()).into_bytes()
}

/// A string in GBK as Unicode, two bytes a character.
pub(super) fn from_gbk(bytes: &[u8]) -> Vec<u8> {
    let (text, _) = GBK.decode_without_bom_handling(bytes);
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}
