//! Text boxes that a document holds twice: word processors write a text box in the way of today,
//! and again for older programs.

use super::xml::{Item, Space, Tag};
use crate::source::{Twin, Twins};
use crate::text::TextRange;

/// One of several alternatives.
#[derive(Debug, Default)]
struct Alternative {
    range: TextRange,
    /// The content of text boxes, and of elements with text.
    boxes: Vec<TextRange>,
    texts: Vec<TextRange>,
    /// Whether an alternative stands in another.
    is_nested: bool,
}

/// Finds the copies of the text boxes of the main part while its items are read.
#[derive(Debug, Default)]
pub struct Copies {
    twins: Twins,
    /// The alternatives of the open element.
    found: Vec<Alternative>,
    /// The depths of the open alternatives and of the open alternative.
    outer: Option<usize>,
    inner: Option<usize>,
    /// The depth of the open text box, and of the open text, each with the start of its content.
    boxed: Option<(usize, usize)>,
    text: Option<(usize, usize)>,
}

impl Copies {
    /// Takes the next item. `depth` is the number of open elements behind it.
    pub fn take(&mut self, item: &Item, depth: usize, markup: &str) {
        match item {
            Item::Start(tag) => self.start(tag, depth),
            Item::End(range) if self.outer.is_some() => self.end(*range, depth, markup),
            _ => {}
        }
    }

    /// The copies that were found.
    pub fn finish(self) -> Twins {
        self.twins
    }

    fn start(&mut self, tag: &Tag, depth: usize) {
        match (tag.space, tag.name) {
            (Space::Compatibility, "AlternateContent") if self.outer.is_none() => {
                self.outer = Some(depth);
                self.found.clear();
            }
            _ if self.outer.is_none() => {}
            (Space::Compatibility, "AlternateContent") => {
                self.found.iter_mut().for_each(|one| one.is_nested = true);
            }
            (Space::Compatibility, "Choice" | "Fallback")
                if self.outer.is_some_and(|outer| outer + 1 == depth) =>
            {
                self.inner = Some(depth);
                self.found.push(Alternative { range: tag.range, ..Alternative::default() });
            }
            (Space::Word, "txbxContent") if self.inner.is_some() && self.boxed.is_none() => {
                self.boxed = Some((depth, tag.range.end));
            }
            (Space::Word, "t") if self.inner.is_some() && self.text.is_none() => {
                self.text = Some((depth, tag.range.end));
            }
            _ => {}
        }
    }

    /// An element ends, with a depth of one more than behind its end.
    fn end(&mut self, range: TextRange, depth: usize, markup: &str) {
        let is_end = |open: Option<(usize, usize)>| {
            open.filter(|(own, _)| *own == depth + 1)
                .map(|(_, start)| TextRange::new(start, range.start.max(start)))
        };
        if let (Some(content), Some(last)) = (is_end(self.boxed), self.found.last_mut()) {
            last.boxes.push(content);
            self.boxed = None;
        }
        if let (Some(content), Some(last)) = (is_end(self.text), self.found.last_mut()) {
            last.texts.extend((!content.is_empty()).then_some(content));
            self.text = None;
        }
        if self.inner == Some(depth + 1) {
            self.inner = None;
            if let Some(last) = self.found.last_mut() {
                last.range.end = range.end;
            }
        }
        if self.outer == Some(depth + 1) {
            self.outer = None;
            pair(markup, &self.found, &mut self.twins);
        }
    }
}

/// Pairs the text of the first alternative, which is checked, with the same text in the others.
fn pair(markup: &str, found: &[Alternative], twins: &mut Twins) {
    let Some((own, others)) = found.split_first() else { return };
    let others: Vec<&Alternative> = others.iter().filter(|other| !other.texts.is_empty()).collect();
    if others.is_empty() {
        return;
    }
    twins.doubled.push(own.range);
    let are_same = |own: &[TextRange], other: &[TextRange]| {
        own.len() == other.len()
            && own.iter().zip(other).all(|(own, other)| own.of(markup) == other.of(markup))
    };
    let mut pairs = Vec::new();
    for other in others {
        let (own, other) = if are_same(&own.boxes, &other.boxes) {
            (&own.boxes, &other.boxes)
        } else if are_same(&own.texts, &other.texts) {
            (&own.texts, &other.texts)
        } else {
            return;
        };
        let both = own.iter().zip(other);
        pairs.extend(both.map(|(own, other)| Twin { range: *own, start: other.start }));
    }
    if !found.iter().any(|one| one.is_nested) {
        twins.twins.extend(pairs);
    }
}
