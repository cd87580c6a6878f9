//! The fonts of a file, changed so that `pdf-extract` reads them.

use super::DAMAGED;
use super::load::unpacked;
use super::named;
use crate::source::SourceError;
use pdf_extract::{Dictionary, Document, Object, Stream, dictionary};
use std::collections::HashMap;

/// How the strings of a font are written anew.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Codes {
    /// As they are.
    Own,
    /// In GBK, for a font whose codes are Unicode.
    Gbk,
    /// As they are, and the file does not say which characters they are.
    Unknown,
}

/// A font of the new program.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chosen {
    number: usize,
    pub codes: Codes,
    /// Whether the lines of the font go down.
    pub is_vertical: bool,
}

impl Chosen {
    pub(super) fn name(self) -> Object {
        Object::Name(format!("F{}", self.number).into_bytes())
    }
}

/// The fonts that the pages use.
pub(super) struct Fonts<'d> {
    document: &'d Document,
    /// In the order of their first use.
    used: Vec<&'d Dictionary>,
    /// By the address of the dictionary, which stays where it is.
    numbers: HashMap<*const Dictionary, usize>,
}

impl<'d> Fonts<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self { document, used: Vec::new(), numbers: HashMap::new() }
    }

    /// The font that the resources call `name`. Its new name is used for one font only.
    pub(super) fn chosen(
        &mut self,
        resources: Option<&'d Dictionary>,
        name: &[u8],
    ) -> Option<Chosen> {
        let fonts = self.document.get_dict_in_dict(resources?, b"Font").ok()?;
        let font = self.document.get_dict_in_dict(fonts, name).ok()?;
        let number = *self.numbers.entry(std::ptr::from_ref(font)).or_insert_with(|| {
            self.used.push(font);
            self.used.len() - 1
        });
        let encoding = self.name(font, b"Encoding");
        let is_vertical = encoding.is_some_and(|name| name.ends_with(b"-V"));
        let codes = match encoding.and_then(named::encoding) {
            Some(encoding) if encoding.is_gbk => Codes::Gbk,
            None if self.is_unmapped(font) => Codes::Unknown,
            _ => Codes::Own,
        };
        Some(Chosen { number, codes, is_vertical })
    }

    /// Adds the fonts to `out` and returns their names. Unpacks at most `left` bytes.
    pub(super) fn write(
        &self,
        out: &mut Document,
        left: &mut usize,
    ) -> Result<Dictionary, SourceError> {
        let mut names = Dictionary::new();
        for (number, font) in self.used.iter().enumerate() {
            let kind = self.name(font, b"Subtype").unwrap_or(b"Type1");
            let mut new = dictionary! {
                "Type" => "Font",
                "Subtype" => Object::Name(kind.to_vec()),
                "BaseFont" => Object::Name(self.name(font, b"BaseFont").unwrap_or(b"F").to_vec()),
            };
            let named = self.name(font, b"Encoding").and_then(named::encoding);
            let named = named.filter(|_| kind == b"Type0");
            let own = match &named {
                Some(encoding) if encoding.is_gbk => None,
                _ => self.map(font, left)?,
            };
            if let Some(map) = own.or(named.map(|_| named::map())) {
                let map = out.add_object(Stream::new(Dictionary::new(), map));
                new.set("ToUnicode", map);
            }
            if kind == b"Type0" {
                self.composite(font, &mut new)?;
            } else {
                self.simple(font, kind, &mut new);
            }
            names.set(format!("F{number}"), out.add_object(new));
        }
        Ok(names)
    }

    fn get(&self, dict: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
        dict.get_deref(key, self.document).ok()
    }

    fn name(&self, dict: &'d Dictionary, key: &[u8]) -> Option<&'d [u8]> {
        self.get(dict, key)?.as_name().ok()
    }

    fn number(&self, dict: &'d Dictionary, key: &[u8]) -> Option<f32> {
        self.get(dict, key)?.as_float().ok()
    }

    /// The elements of an array.
    fn list(&self, dict: &'d Dictionary, key: &[u8]) -> Vec<&'d Object> {
        let array = self.get(dict, key).and_then(|array| array.as_array().ok());
        self.resolved(array.map_or(&[], Vec::as_slice))
    }

    fn resolved(&self, array: &'d [Object]) -> Vec<&'d Object> {
        let resolve = |one| self.document.dereference(one).map_or(&Object::Null, |(_, one)| one);
        array.iter().map(resolve).collect()
    }

    /// The map from codes to characters.
    fn map(&self, font: &'d Dictionary, left: &mut usize) -> Result<Option<Vec<u8>>, SourceError> {
        let Some(Object::Stream(stream)) = self.get(font, b"ToUnicode") else { return Ok(None) };
        let map = unpacked(stream, left)?;
        if is_endless(&map) { Err(DAMAGED) } else { Ok(Some(map)) }
    }

    /// Whether the codes of a font are the numbers of its shapes, without a map to characters.
    fn is_unmapped(&self, font: &'d Dictionary) -> bool {
        self.name(font, b"Subtype") == Some(b"Type0")
            && !matches!(self.get(font, b"ToUnicode"), Some(Object::Stream(_)))
    }

    /// A font with codes of one byte.
    fn simple(&self, font: &'d Dictionary, kind: &[u8], new: &mut Dictionary) {
        let differences = match self.get(font, b"Encoding") {
            Some(Object::Dictionary(encoding)) => self.list(encoding, b"Differences"),
            _ => Vec::new(),
        };
        let mut code = 0;
        let mut kept = Vec::new();
        for one in differences {
            match one {
                Object::Integer(number) => code = *number,
                Object::Name(_) => code += 1,
                _ => continue,
            }
            // A name behind code 255 is out of the library's table.
            if (0..256).contains(&code) {
                kept.push(one.clone());
            }
        }
        let mut encoding = dictionary! { "Differences" => kept };
        // All encodings have the same digits, and the library takes its time for this one.
        if !new.has(b"ToUnicode") {
            encoding.set("BaseEncoding", "WinAnsiEncoding");
        }
        new.set("Encoding", encoding);
        let matrix = self.list(font, b"FontMatrix");
        let scale = match matrix.first().and_then(|scale| scale.as_float().ok()) {
            Some(scale) if kind == b"Type3" => scale * 1000.0,
            _ => 1.0,
        };
        // The width of a digit in the fonts that are not kept in files.
        let mut widths = [556.0 * scale; 256];
        let first = self.number(font, b"FirstChar").map_or(0, |first| first.max(0.0) as usize);
        for (index, width) in self.list(font, b"Widths").into_iter().enumerate() {
            if let (Some(place), Ok(width)) = (widths.get_mut(first + index), width.as_float()) {
                *place = width * scale;
            }
        }
        new.set("FirstChar", 0);
        new.set("LastChar", 255);
        new.set("Widths", widths.map(Object::from).to_vec());
    }

    /// A font with longer codes.
    fn composite(&self, font: &'d Dictionary, new: &mut Dictionary) -> Result<(), SourceError> {
        let parts = self.list(font, b"DescendantFonts");
        let part = parts.first().and_then(|part| part.as_dict().ok()).ok_or(DAMAGED)?;
        let encoding = self.name(font, b"Encoding");
        let named = encoding.and_then(named::encoding);
        if named.is_none() && !matches!(encoding, Some(b"Identity-H" | b"Identity-V")) {
            return Err(SourceError::Unmapped);
        }
        // The library knows no other encoding.
        new.set("Encoding", "Identity-H");
        // The library reads only lists of widths, not ranges.
        let mut widths = Vec::new();
        let mut list = self.list(part, b"W").into_iter();
        while let Some(Ok(first)) = list.next().map(Object::as_i64) {
            let own: Vec<Object> = match list.next() {
                Some(Object::Array(own)) => {
                    let own = self.resolved(own).into_iter();
                    own.map(|width| width.as_float().unwrap_or(1000.0).into()).collect()
                }
                Some(Object::Integer(last)) => {
                    let Some(Ok(width)) = list.next().map(Object::as_float) else { break };
                    let count = (last.saturating_sub(first) + 1).clamp(0, 0xffff) as usize;
                    vec![width.into(); count]
                }
                _ => break,
            };
            // Each range may be as long as all codes.
            if widths.len() > 20_000 {
                return Err(DAMAGED);
            }
            widths.extend([first.into(), Object::Array(own)]);
        }
        let other = self.number(part, b"DW").unwrap_or(1000.0) as i64;
        if let Some(encoding) = named {
            widths = encoding.widths(&widths, other);
        }
        let part = dictionary! {
            "Type" => "Font",
            "FontDescriptor" => Dictionary::new(),
            "DW" => other,
            "W" => widths,
        };
        new.set("DescendantFonts", vec![part.into()]);
        Ok(())
    }
}

/// Whether a map has so many codes, or brackets in brackets, that the library would not end.
fn is_endless(map: &[u8]) -> bool {
    const DEPTH: usize = 8;
    const CODES: usize = 1 << 20;
    let mut depth = 0usize;
    for &byte in map {
        match byte {
            b'[' | b'(' | b'<' => depth += 1,
            b']' | b')' | b'>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH {
            return true;
        }
    }
    let mut codes = 0usize;
    for at in memchr::memmem::find_iter(map, "beginbfrange") {
        let end = memchr::memmem::find(&map[at..], b"endbfrange").map_or(map.len(), |end| at + end);
        // `<first> <last> <target>` or `<first> <last> [<target> …]`.
        let mut column = 0;
        let (mut first, mut in_list) = (0, false);
        for word in map[at..end].split_inclusive(|byte| b">[]".contains(byte)) {
            match word.last() {
                Some(b'[') => in_list = true,
                Some(b']') => (in_list, column) = (false, 0),
                Some(b'>') if !in_list => {
                    let start = word.iter().position(|&byte| byte == b'<').unwrap_or(0);
                    let digits =
                        word[start..].iter().filter_map(|&byte| (byte as char).to_digit(16));
                    let code = digits.fold(0usize, |code, digit| code << 4 | digit as usize);
                    match column {
                        0 => first = code,
                        1 => codes = codes.saturating_add(code.saturating_sub(first) + 1),
                        _ => {}
                    }
                    column = (column + 1) % 3;
                }
                _ => {}
            }
        }
    }
    codes > CODES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endless_maps_are_found() {
        let map = |ranges: &str| {
            is_endless(format!("1 beginbfrange {ranges} endbfrange 1 beginbfchar").as_bytes())
        };
        assert!(!map("<0000> <ffff> <0000> <0001><0002>[<4e00> <4e01>] <0003><0004><0005>"));
        assert!(map("<0000> <00ff> <0000> <00000000> <ffffffff> <0000>"));
        assert!(map("<0000><0001>[<4e00><4e01>] <00000000><ffffffff><0000>"));
        assert!(!map("<</A (b) /C [<0000> <<>>]>>"));
        for open in ["[", "(", "<</A "] {
            assert!(is_endless(open.repeat(100).as_bytes()));
        }
    }
}
