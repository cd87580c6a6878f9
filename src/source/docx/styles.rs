//! The styles of a document, as far as they make text appear or disappear.

use super::xml::{Item, Items, Tag};
use crate::source::SourceError;
use std::collections::HashMap;

/// At most 32 styles are based on each other.
const LONGEST_CHAIN: usize = 32;

/// The styles by their id.
#[derive(Debug, Default)]
pub struct Styles {
    styles: HashMap<String, Style>,
    /// The style of paragraphs without a style.
    default: Option<String>,
}

/// A style. What is not set comes from the style that it is based on.
#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    list: Option<u32>,
    level: Option<usize>,
    is_hidden: Option<bool>,
}

/// What a style says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The list that numbers paragraphs of the style.
    pub list: Option<u32>,
    pub level: Option<usize>,
    pub is_hidden: bool,
}

impl Styles {
    /// Reads the part with the styles.
    ///
    /// # Errors
    /// If the markup is not well-formed.
    pub fn read(markup: &str) -> Result<Self, SourceError> {
        let mut out = Self::default();
        let mut items = Items::new(markup);
        let mut current: Option<(usize, String, Style)> = None;
        while let Some(item) = items.next()? {
            match item {
                Item::Start(tag) if tag.is_word("style") && current.is_none() => {
                    let id = tag.attribute("styleId").unwrap_or_default().into_owned();
                    let is_paragraph =
                        tag.attribute("type").is_some_and(|kind| kind == "paragraph");
                    let is_default = tag
                        .attribute("default")
                        .is_some_and(|value| matches!(&*value, "1" | "true" | "on"));
                    if is_paragraph && is_default {
                        out.default = Some(id.clone());
                    }
                    current = Some((items.depth(), id, Style::default()));
                }
                Item::Start(tag) => {
                    if let Some((depth, _, style)) = &mut current {
                        style.set(&tag, items.depth() - *depth);
                    }
                }
                Item::End(_) => {
                    if let Some((_, id, style)) =
                        current.take_if(|(depth, ..)| items.depth() < *depth)
                    {
                        out.styles.insert(id, style);
                    }
                }
                _ => {}
            }
        }
        Ok(out)
    }

    /// What the style `id` of a paragraph says; without an id, what the default style says.
    pub fn paragraph(&self, id: Option<&str>) -> Look {
        let id = id.filter(|id| self.styles.contains_key(*id)).or(self.default.as_deref());
        id.map(|id| self.look(id)).unwrap_or_default()
    }

    /// What the style `id` of a run says.
    pub fn run(&self, id: &str) -> Look {
        self.look(id)
    }

    fn look(&self, id: &str) -> Look {
        let mut chain = Vec::new();
        let mut next = self.styles.get(id);
        while let Some(style) = next.filter(|_| chain.len() < LONGEST_CHAIN) {
            chain.push(style);
            next = style.based_on.as_ref().and_then(|id| self.styles.get(id));
        }
        Look {
            list: chain.iter().find_map(|style| style.list),
            level: chain.iter().find_map(|style| style.level),
            is_hidden: chain.iter().find_map(|style| style.is_hidden).unwrap_or(false),
        }
    }
}

impl Style {
    /// Takes up a property, `depth` elements below the style.
    fn set(&mut self, tag: &Tag, depth: usize) {
        match (depth, tag.name) {
            (1, "basedOn") => self.based_on = tag.value().map(Into::into),
            (2, "vanish") => self.is_hidden = Some(tag.is_on()),
            (3, "numId") => self.list = tag.number(),
            (3, "ilvl") => self.level = tag.number().map(|level| level as usize),
            _ => {}
        }
    }
}
