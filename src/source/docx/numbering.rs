//! The lists of a document: which number a paragraph gets.

use super::number_format::NumberFormat;
use super::styles::Styles;
use super::xml::{Item, Items, Tag};
use crate::source::SourceError;
use std::collections::{HashMap, HashSet};

/// A list has nine levels.
const LEVELS: usize = 9;
/// At most 64 characters of the text of a level. Each paragraph repeats the text.
const LONGEST_TEXT: usize = 64;

/// The lists by their number.
#[derive(Debug, Default)]
pub struct Numbering {
    lists: HashMap<u32, List>,
    /// The definitions that lists share.
    definitions: HashMap<u32, Definition>,
}

#[derive(Debug, Default)]
struct List {
    definition: u32,
    /// Other starts and levels than the definition has.
    starts: [Option<u32>; LEVELS],
    levels: [Option<Level>; LEVELS],
}

#[derive(Debug, Default)]
struct Definition {
    levels: [Level; LEVELS],
    /// The style whose list holds the levels instead.
    style: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct Level {
    start: Option<u32>,
    format: NumberFormat,
    /// The text with `%1` to `%9` in place of the numbers of the levels.
    text: String,
    /// Whether nothing stands between the number and the text.
    is_tight: bool,
    /// Restarts behind a number of one of the first levels, as many as this says.
    restart: Option<u32>,
    /// Whether all numbers are in digits.
    is_plain: bool,
    /// The style of paragraphs that stand in this level.
    style: Option<String>,
}

/// The numbers given so far.
#[derive(Debug, Default)]
pub struct Counters {
    /// The last number of each level, by definition.
    last: HashMap<u32, [Option<u32>; LEVELS]>,
    /// Lists and levels whose own start was used.
    started: HashSet<(u32, usize)>,
}

impl Numbering {
    /// Reads the part with the lists.
    ///
    /// # Errors
    /// If the markup is not well-formed.
    pub fn read(markup: &str) -> Result<Self, SourceError> {
        let mut out = Self::default();
        let mut items = Items::new(markup);
        // The open definition or list, and the open level.
        let (mut definition, mut list, mut level) = (None, None, 0);
        while let Some(item) = items.next()? {
            let Item::Start(tag) = item else { continue };
            let number = |name| tag.attribute(name).and_then(|value| value.trim().parse().ok());
            match tag.name {
                "abstractNum" => {
                    (definition, list) = (number("abstractNumId"), None);
                    out.definitions.extend(definition.map(|id| (id, Definition::default())));
                }
                "num" => {
                    (definition, list) = (None, number("numId"));
                    out.lists.extend(list.map(|id| (id, List::default())));
                }
                "lvl" | "lvlOverride" => {
                    level = number("ilvl").map_or(LEVELS, |level| level as usize);
                    let own = list.and_then(|id| out.lists.get_mut(&id));
                    if tag.name == "lvl"
                        && let Some(own) = own.and_then(|list| list.levels.get_mut(level))
                    {
                        *own = Some(Level::default());
                    }
                }
                _ => {
                    if let Some(definition) = definition.and_then(|id| out.definitions.get_mut(&id))
                    {
                        definition.set(&tag, level);
                    } else if let Some(list) = list.and_then(|id| out.lists.get_mut(&id)) {
                        list.set(&tag, level);
                    }
                }
            }
        }
        Ok(out)
    }

    /// The level of a list for paragraphs of a style.
    pub fn level_of_style(&self, list: u32, style: &str) -> Option<usize> {
        let list = self.lists.get(&list)?;
        let levels = &self.definitions.get(&list.definition)?.levels;
        levels.iter().position(|level| level.style.as_deref() == Some(style))
    }

    /// The number of the next paragraph in this list and level, as shown. Empty for a bullet.
    /// `None` if there is no such list.
    pub fn next(
        &self,
        list: u32,
        level: usize,
        styles: &Styles,
        counters: &mut Counters,
    ) -> Option<String> {
        let level = level.min(LEVELS - 1);
        let own = self.lists.get(&list)?;
        let (id, definition) = self.definition(own, styles)?;
        let at = |index: usize| own.levels[index].as_ref().unwrap_or(&definition.levels[index]);
        let start = |index: usize| own.starts[index].or(at(index).start).unwrap_or(1);
        let last = counters.last.entry(id).or_default();
        let is_started = own.starts[level].is_none() || !counters.started.insert((list, level));
        last[level] = match last[level].filter(|_| is_started) {
            Some(number) => Some(number.saturating_add(1)),
            None => Some(start(level)),
        };
        for (deeper, last) in last.iter_mut().enumerate().skip(level + 1) {
            if at(deeper).restart.is_none_or(|first| level < first as usize) {
                *last = None;
            }
        }
        let shown = at(level);
        let mut out = String::new();
        let mut rest = shown.text.as_str();
        while let Some((before, behind)) = rest.split_once('%') {
            out.push_str(before);
            let digit = behind.chars().next().and_then(|c| c.to_digit(10));
            let index = digit.filter(|digit| (1..=LEVELS as u32).contains(digit));
            rest = behind;
            let Some(index) = index.map(|digit| digit as usize - 1) else {
                out.push('%');
                continue;
            };
            let format = if shown.is_plain { NumberFormat::Decimal } else { at(index).format };
            out.push_str(&format.write(last[index].unwrap_or_else(|| start(index))));
            rest = &behind[1..];
        }
        out.push_str(rest);
        if shown.format == NumberFormat::Bullet {
            out.clear();
        }
        // Between a Chinese mark and the text, people see no space.
        let is_apart = out.ends_with(|c: char| c.is_ascii() && !c.is_whitespace());
        if !shown.is_tight && is_apart {
            out.push(' ');
        }
        Some(out)
    }

    /// The definition of a list, and its number.
    fn definition(&self, list: &List, styles: &Styles) -> Option<(u32, &Definition)> {
        let definition = self.definitions.get(&list.definition)?;
        let other = definition.style.as_deref().and_then(|style| styles.run(style).list);
        // A definition without levels of its own points at the list of a style.
        let other = other.and_then(|list| self.lists.get(&list)).map(|list| list.definition);
        match other.and_then(|id| Some((id, self.definitions.get(&id)?))) {
            Some(found) => Some(found),
            None => Some((list.definition, definition)),
        }
    }
}

impl Definition {
    fn set(&mut self, tag: &Tag, level: usize) {
        if tag.name == "numStyleLink" {
            self.style = tag.value().map(Into::into);
        } else if let Some(level) = self.levels.get_mut(level) {
            level.set(tag);
        }
    }
}

impl List {
    fn set(&mut self, tag: &Tag, level: usize) {
        match tag.name {
            "abstractNumId" => self.definition = tag.number().unwrap_or_default(),
            "startOverride" => {
                if let Some(start) = self.starts.get_mut(level) {
                    *start = tag.number();
                }
            }
            _ => {
                if let Some(Some(level)) = self.levels.get_mut(level) {
                    level.set(tag);
                }
            }
        }
    }
}

impl Level {
    fn set(&mut self, tag: &Tag) {
        match tag.name {
            "start" => self.start = tag.number(),
            "numFmt" => self.format = NumberFormat::named(&tag.value().unwrap_or_default()),
            "lvlText" => {
                let text = tag.value().unwrap_or_default();
                self.text = text.chars().take(LONGEST_TEXT).collect();
            }
            "suff" => self.is_tight = tag.value().is_some_and(|value| value == "nothing"),
            "lvlRestart" => self.restart = tag.number(),
            "isLgl" => self.is_plain = tag.is_on(),
            "pStyle" => self.style = tag.value().map(Into::into),
            _ => {}
        }
    }
}

#[cfg(test)]
mod cases;
