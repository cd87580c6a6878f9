//! Reads XML as elements, texts and references, each with its place.

use super::DAMAGED;
use crate::source::SourceError;
use crate::text::TextRange;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::collections::HashMap;

/// The namespaces with a meaning here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// The words of a document.
    Word,
    /// Alternatives for older programs.
    Compatibility,
    /// Formulas.
    Math,
    Other,
}

impl Space {
    fn of(name: &[u8]) -> Self {
        match name {
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | b"http://purl.oclc.org/ooxml/wordprocessingml/main" => Self::Word,
            b"http://schemas.openxmlformats.org/markup-compatibility/2006" => Self::Compatibility,
            b"http://schemas.openxmlformats.org/officeDocument/2006/math"
            | b"http://purl.oclc.org/ooxml/officeDocument/math" => Self::Math,
            _ => Self::Other,
        }
    }
}

/// A piece of markup.
#[derive(Debug)]
pub enum Item<'a> {
    /// A start tag, or an empty element. [`Item::End`] follows in both cases.
    Start(Tag<'a>),
    /// The end tag. Empty behind an empty element.
    End(TextRange),
    Text(TextRange),
    /// A reference to a character.
    Character(char, TextRange),
}

/// A start tag, or an empty element.
#[derive(Debug)]
pub struct Tag<'a> {
    pub space: Space,
    /// The name without its prefix.
    pub name: &'a str,
    pub range: TextRange,
    pub is_empty: bool,
    start: BytesStart<'a>,
}

impl<'a> Tag<'a> {
    /// The value of an attribute, in any namespace.
    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        let attribute = self
            .start
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().as_ref() == name.as_bytes())?;
        let value = String::from_utf8_lossy(&attribute.value).into_owned();
        Some(match quick_xml::escape::unescape(&value) {
            Ok(plain) => Cow::Owned(plain.into_owned()),
            Err(_) => Cow::Owned(value),
        })
    }

    /// The attribute `val`.
    pub fn value(&self) -> Option<Cow<'a, str>> {
        self.attribute("val")
    }

    /// The attribute `val` as a number.
    pub fn number(&self) -> Option<u32> {
        self.value()?.trim().parse().ok()
    }

    /// Whether a property is on: without a value, or with a value that says so.
    pub fn is_on(&self) -> bool {
        self.value().is_none_or(|value| !matches!(&*value, "0" | "false" | "off"))
    }

    /// Whether this is the element `name` of the words of a document.
    pub fn is_word(&self, name: &str) -> bool {
        self.space == Space::Word && self.name == name
    }
}

/// Reads the items of a markup in order.
pub struct Items<'a> {
    markup: &'a str,
    reader: Reader<&'a [u8]>,
    /// The place of the first byte that the reader sees: behind a byte order mark.
    from: usize,
    /// The known namespaces by prefix.
    spaces: HashMap<Vec<u8>, Space>,
    /// The end of an empty element that was just returned.
    ended: Option<usize>,
    /// Number of open elements.
    depth: usize,
}

impl<'a> Items<'a> {
    pub fn new(markup: &'a str) -> Self {
        let body = markup.trim_start_matches('\u{feff}');
        let mut reader = Reader::from_str(body);
        reader.config_mut().allow_dangling_amp = true;
        Self {
            markup,
            reader,
            from: markup.len() - body.len(),
            spaces: HashMap::new(),
            ended: None,
            depth: 0,
        }
    }

    /// The items of elements of the words of a document, cut out of their document: the names have
    /// the prefix of the first name.
    pub fn of_elements(markup: &'a str) -> Self {
        let mut items = Self::new(markup);
        let name = markup.split_once('<').map_or("", |(_, rest)| rest);
        let name = name.split([' ', '>', '/', '\t', '\r', '\n']).next().unwrap_or_default();
        let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
        items.spaces.insert(prefix.as_bytes().to_vec(), Space::Word);
        items
    }

    /// Number of open elements.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The next item. `None` at the end of the markup.
    ///
    /// # Errors
    /// If the markup is not well-formed, or has a type definition: no entity is ever expanded.
    pub fn next(&mut self) -> Result<Option<Item<'a>>, SourceError> {
        if let Some(end) = self.ended.take() {
            self.depth -= 1;
            return Ok(Some(Item::End(TextRange::at(end))));
        }
        loop {
            let start = self.place();
            let event = self.reader.read_event().map_err(|_| DAMAGED)?;
            let range = TextRange::new(start, self.place());
            match event {
                Event::Start(tag) => {
                    self.depth += 1;
                    return Ok(Some(Item::Start(self.tag(tag, range, false))));
                }
                Event::Empty(tag) => {
                    self.depth += 1;
                    self.ended = Some(range.end);
                    return Ok(Some(Item::Start(self.tag(tag, range, true))));
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Item::End(range)));
                }
                Event::Text(_) if range.is_empty() => {}
                Event::Text(_) => return Ok(Some(Item::Text(range))),
                Event::GeneralRef(_) => {
                    if let Some(c) = character(range.of(self.markup)) {
                        return Ok(Some(Item::Character(c, range)));
                    }
                }
                // Unescaped text was escaped when the part was read.
                Event::DocType(_) | Event::CData(_) => return Err(DAMAGED),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
                Event::Eof if self.depth > 0 => return Err(DAMAGED),
                Event::Eof => return Ok(None),
            }
        }
    }

    /// The place of the next byte in the markup.
    fn place(&self) -> usize {
        self.from + self.reader.buffer_position() as usize
    }

    fn tag(&mut self, start: BytesStart<'a>, range: TextRange, is_empty: bool) -> Tag<'a> {
        let tag = range.of(self.markup);
        if memchr::memmem::find(tag.as_bytes(), b"xmlns").is_some() {
            for attribute in start.attributes().with_checks(false).flatten() {
                let space = Space::of(&attribute.value);
                let key = attribute.key.as_ref();
                let prefix = key.strip_prefix(b"xmlns:").or((key == b"xmlns").then_some(b""));
                if let Some(prefix) = prefix.filter(|_| space != Space::Other) {
                    self.spaces.insert(prefix.to_vec(), space);
                }
            }
        }
        let name = &tag[1..1 + start.name().as_ref().len()];
        let (prefix, name) = name.split_once(':').unwrap_or(("", name));
        let space = self.spaces.get(prefix.as_bytes()).copied().unwrap_or(Space::Other);
        Tag { space, name, range, is_empty, start }
    }
}

/// The prefix of the names of attributes of the words of a document, with its colon. Elements may
/// have no prefix, but an attribute without a prefix is in no namespace.
pub fn prefix_of_attributes(markup: &str) -> String {
    let mut items = Items::new(markup);
    while let Ok(Some(item)) = items.next() {
        if let Item::Start(_) = item {
            break;
        }
    }
    let is_words =
        |(prefix, space): &(&Vec<u8>, &Space)| !prefix.is_empty() && **space == Space::Word;
    let prefix = items.spaces.iter().filter(is_words).map(|(prefix, _)| prefix).min();
    prefix.map_or_else(String::new, |prefix| format!("{}:", String::from_utf8_lossy(prefix)))
}

/// The character of a reference, such as `&lt;` or `&#x4e00;`.
fn character(reference: &str) -> Option<char> {
    let name = reference.strip_prefix('&')?.strip_suffix(';')?;
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => digits.parse(),
            };
            code.ok().and_then(char::from_u32)
        }
    }
}
