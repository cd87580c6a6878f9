//! The tokens of a page, with their places in the markup.
//!
//! Each token is a range of the markup. Nothing is copied but names and a few attributes.

use crate::text::TextRange;
use html5gum::emitters::{Emitter, naive_next_state};
use html5gum::{Error, State, Tokenizer};

/// Takes the tokens, in the order of the markup.
pub(super) trait Sink {
    /// A start tag. `name` is in small letters.
    fn start(&mut self, name: &[u8], attributes: Attributes, tag: TextRange);
    fn end(&mut self, name: &[u8], tag: TextRange);
    /// Text that stands for itself.
    fn text(&mut self, range: TextRange);
    /// A character reference, and the characters that the reference stands for.
    fn reference(&mut self, decoded: &str, range: TextRange);
    fn comment(&mut self, range: TextRange);
    /// Whether the rest of the markup is not needed.
    fn is_done(&self) -> bool;
}

/// The attributes that matter for the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attributes {
    /// At least 1.
    pub colspan: u32,
    /// 0: down to the last row.
    pub rowspan: u32,
    /// `hidden`, or a style that hides the element.
    pub is_hidden: bool,
    /// Whether a link leads to another page.
    pub leads_away: bool,
    /// How the items of a list are numbered, if an attribute says so.
    pub numbers: Option<Numbers>,
    /// The first number of a list, or the number of an item.
    pub number: Option<u32>,
}

/// The numbers before the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbers {
    /// 1., 2.
    Decimal,
    /// 一、, 二、.
    Chinese,
    /// None, or others than digits.
    Other,
}

/// The attributes of the current tag so far. The first of several attributes with one name counts.
#[derive(Clone, Copy, Debug, Default)]
struct Given {
    colspan: Option<u32>,
    rowspan: Option<u32>,
    is_hidden_by_style: Option<bool>,
    is_hidden: bool,
    leads_away: Option<bool>,
    numbers: Option<Numbers>,
    number: Option<u32>,
}

impl From<Given> for Attributes {
    fn from(given: Given) -> Self {
        Self {
            colspan: given.colspan.unwrap_or(1),
            rowspan: given.rowspan.unwrap_or(1),
            is_hidden: given.is_hidden || given.is_hidden_by_style.unwrap_or(false),
            leads_away: given.leads_away.unwrap_or(false),
            numbers: given.numbers,
            number: given.number,
        }
    }
}

/// The way to read the tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A page. Scripts, styles and titles hold no tags.
    Page,
    /// A page of XML. A tag may be a whole element: `<td/>`.
    Xml,
    /// A table in another text.
    Fragment,
}

/// Passes the tokens of `markup` from byte `from` to `sink`.
pub(super) fn read(markup: &str, from: usize, kind: Kind, sink: &mut impl Sink) {
    let emitter = Tokens {
        markup,
        sink,
        kind,
        position: from,
        behind: from,
        tag: from,
        is_end: false,
        is_whole: false,
        name: Vec::new(),
        last_start: Vec::new(),
        given: Given::default(),
        attribute: Vec::new(),
        value: Vec::new(),
    };
    // A token is passed out only to stop. Reading from a string never fails.
    Tokenizer::new_with_emitter(&markup[from..], emitter).next();
}

/// The longest name of an attribute that matters.
const LONGEST: usize = "colspan".len();

struct Tokens<'a, S> {
    markup: &'a str,
    sink: &'a mut S,
    kind: Kind,
    /// The place of the tokenizer in the markup.
    position: usize,
    /// The end of the last token.
    behind: usize,
    /// The start of the current tag or comment.
    tag: usize,
    is_end: bool,
    /// Whether the tag ends with `/>`.
    is_whole: bool,
    name: Vec<u8>,
    last_start: Vec<u8>,
    given: Given,
    /// The name of the current attribute. Too long for an attribute that does not matter.
    attribute: Vec<u8>,
    value: Vec<u8>,
}

impl<S: Sink> Tokens<'_, S> {
    /// The range from the start of the tag to the place of the tokenizer.
    fn taken(&mut self) -> TextRange {
        let start = self.tag.max(self.behind);
        self.behind = self.position.max(start);
        TextRange::new(start, self.behind)
    }

    fn finish_attribute(&mut self) {
        match self.attribute.as_slice() {
            b"colspan" => {
                let number = number(&self.value).filter(|&number| number > 0);
                self.given.colspan.get_or_insert(number.unwrap_or(1));
            }
            b"rowspan" => _ = self.given.rowspan.get_or_insert(number(&self.value).unwrap_or(1)),
            b"hidden" => self.given.is_hidden = true,
            b"style" => {
                self.given.is_hidden_by_style.get_or_insert(hides(&self.value));
                self.given.numbers = styled(&self.value).or(self.given.numbers);
            }
            b"type" => {
                let numbers = match self.value.trim_ascii() {
                    b"1" => Numbers::Decimal,
                    _ => Numbers::Other,
                };
                self.given.numbers.get_or_insert(numbers);
            }
            b"start" | b"value" => self.given.number = self.given.number.or(number(&self.value)),
            b"href" => {
                let value = self.value.trim_ascii();
                let leads_away = !value.is_empty() && !value.starts_with(b"#");
                self.given.leads_away.get_or_insert(leads_away);
            }
            _ => {}
        }
        self.attribute.clear();
        self.value.clear();
    }
}

/// The number at the start of the value of an attribute.
fn number(value: &[u8]) -> Option<u32> {
    let value = value.trim_ascii_start();
    let value = value.strip_prefix(b"+").unwrap_or(value);
    let digits = value.iter().take_while(|byte| byte.is_ascii_digit());
    let add = |sum: u32, byte: &u8| sum.saturating_mul(10).saturating_add(u32::from(byte - b'0'));
    let has_digits = value.first().is_some_and(u8::is_ascii_digit);
    has_digits.then(|| digits.fold(0, add))
}

/// How a style numbers the items of a list.
fn styled(style: &[u8]) -> Option<Numbers> {
    const PROPERTY: &[u8] = b"list-style";
    const CHINESE: [&[u8]; 3] = [b"cjk-ideographic", b"chinese-informal", b"japanese-informal"];
    const HYPHEN: usize = "list".len();
    let is_own = |at: &usize| {
        let own = style.get(*at..*at + PROPERTY.len());
        own.is_some_and(|own| own.eq_ignore_ascii_case(PROPERTY))
    };
    let starts = memchr::memchr_iter(b'-', style).filter_map(|at| at.checked_sub(HYPHEN));
    let at = starts.into_iter().find(is_own)?;
    let value = style[at..].split(|byte| *byte == b';').next()?.to_ascii_lowercase();
    let names = |name: &&[u8]| memchr::memmem::find(&value, name).is_some();
    let numbers = if CHINESE.iter().any(names) {
        Numbers::Chinese
    } else if names(&b"decimal".as_slice()) {
        Numbers::Decimal
    } else {
        Numbers::Other
    };
    Some(numbers)
}

/// Whether a style holds `display: none` or `visibility: hidden`.
fn hides(style: &[u8]) -> bool {
    const PROPERTIES: [(&[u8], &[u8]); 2] = [(b"display", b"none"), (b"visibility", b"hidden")];
    // Few styles name one of the properties.
    let is_named = |end: usize| {
        let named = &style[..=end];
        PROPERTIES.iter().any(|(property, _)| {
            let own = named.len().checked_sub(property.len()).map(|start| &named[start..]);
            own.is_some_and(|own| own.eq_ignore_ascii_case(property))
        })
    };
    let hides = |declaration: &[u8]| {
        let Some(colon) = memchr::memchr(b':', declaration) else { return false };
        let (name, value) = (&declaration[..colon], declaration[colon + 1..].trim_ascii_start());
        PROPERTIES.iter().any(|(property, hiding)| {
            let begun = value.get(..hiding.len());
            name.trim_ascii().eq_ignore_ascii_case(property)
                && begun.is_some_and(|begun| begun.eq_ignore_ascii_case(hiding))
        })
    };
    memchr::memchr2_iter(b'y', b'Y', style).any(is_named)
        && style.split(|byte| *byte == b';').any(hides)
}

impl<S: Sink> Emitter for Tokens<'_, S> {
    type Token = ();

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start = name.unwrap_or_default().to_vec();
    }

    fn emit_eof(&mut self) {}

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn pop_token(&mut self) -> Option<()> {
        self.sink.is_done().then_some(())
    }

    fn init_string(&mut self) {
        // An end tag without a name is passed over in silence: `</>`.
        self.behind = self.behind.max(self.position);
    }

    fn emit_string(&mut self, text: &[u8]) {
        // The byte behind a reference comes alone. It may be the first byte of a character.
        if !self.markup.is_char_boundary(self.position) {
            return;
        }
        let range = TextRange::new(self.behind, self.position.max(self.behind));
        self.behind = range.end;
        let source = self.markup.get(range.start..range.end).unwrap_or_default();
        let decoded = if source.starts_with('&') { std::str::from_utf8(text).ok() } else { None };
        match decoded.filter(|decoded| *decoded != source) {
            Some(decoded) => self.sink.reference(decoded, range),
            None if range.end == self.markup.len() => {
                // A tag that somebody types is not text.
                let begun = ["</", "<"].into_iter().find(|begun| source.ends_with(begun));
                let end = range.end - begun.map_or(0, str::len);
                self.sink.text(TextRange::new(range.start, end.max(range.start)));
            }
            None => self.sink.text(range),
        }
    }

    fn start_open_tag(&mut self) {
        self.tag = self.position.saturating_sub(1);
    }

    fn init_start_tag(&mut self) {
        self.name.clear();
        (self.is_end, self.is_whole, self.given) = (false, false, Given::default());
    }

    fn init_end_tag(&mut self) {
        self.init_start_tag();
        self.is_end = true;
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.name.extend_from_slice(name);
    }

    fn init_attribute(&mut self) {
        self.finish_attribute();
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        if self.attribute.len() <= LONGEST {
            self.attribute.extend_from_slice(&name[..name.len().min(LONGEST + 1)]);
        }
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        if matches!(
            self.attribute.as_slice(),
            b"style" | b"colspan" | b"rowspan" | b"href" | b"type" | b"start" | b"value"
        ) {
            self.value.extend_from_slice(value);
        }
    }

    fn set_self_closing(&mut self) {
        self.is_whole = true;
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.finish_attribute();
        let tag = self.taken();
        if self.is_end {
            self.last_start.clear();
            self.sink.end(&self.name, tag);
            return None;
        }
        self.sink.start(&self.name, self.given.into(), tag);
        if self.kind == Kind::Xml && self.is_whole {
            self.sink.end(&self.name, TextRange::at(tag.end));
            return None;
        }
        self.last_start.clone_from(&self.name);
        naive_next_state(&self.name).filter(|_| self.kind != Kind::Fragment)
    }

    fn init_comment(&mut self) {}

    fn push_comment(&mut self, _: &[u8]) {}

    fn emit_current_comment(&mut self) {
        let comment = self.taken();
        self.sink.comment(comment);
    }

    fn init_doctype(&mut self) {}

    fn emit_current_doctype(&mut self) {
        self.taken();
    }

    fn set_force_quirks(&mut self) {}

    fn push_doctype_name(&mut self, _: &[u8]) {}

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.is_end && !self.last_start.is_empty() && self.last_start == self.name
    }
}
