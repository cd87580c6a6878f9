//! Text boxes that a document holds twice: word processors write a text box in the way of today,
//! and again for older programs.

use super::xml::{Item, Items, Space};
use crate::source::{SourceError, Twin, Twins};
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

/// The copies of the text boxes of the main part.
///
/// # Errors
/// If the markup is not well-formed.
pub fn twins(markup: &str) -> Result<Twins, SourceError> {
    let mut twins = Twins::default();
    // Most documents have no text box.
    if memchr::memmem::find(markup.as_bytes(), b"AlternateContent").is_none() {
        return Ok(twins);
    }
    let mut items = Items::new(markup);
    let mut found: Vec<Alternative> = Vec::new();
    // The depths of the open alternatives, alternative, text box and text.
    let (mut outer, mut inner, mut boxed, mut text) = (None, None, None, None);
    while let Some(item) = items.next()? {
        let depth = items.depth();
        match item {
            Item::Start(tag) => match (tag.space, tag.name) {
                (Space::Compatibility, "AlternateContent") if outer.is_none() => {
                    outer = Some(depth);
                    found.clear();
                }
                (Space::Compatibility, "AlternateContent") => {
                    found.iter_mut().for_each(|one| one.is_nested = true);
                }
                (Space::Compatibility, "Choice" | "Fallback")
                    if outer.is_some_and(|outer| outer + 1 == depth) =>
                {
                    inner = Some(depth);
                    found.push(Alternative { range: tag.range, ..Alternative::default() });
                }
                (Space::Word, "txbxContent") if inner.is_some() && boxed.is_none() => {
                    boxed = Some((depth, tag.range.end));
                }
                (Space::Word, "t") if inner.is_some() && text.is_none() => {
                    text = Some((depth, tag.range.end));
                }
                _ => {}
            },
            // The depth of an element is one more than the depth behind its end.
            Item::End(range) => {
                let is_end = |open: Option<(usize, usize)>| {
                    open.filter(|(own, _)| *own == depth + 1)
                        .map(|(_, start)| TextRange::new(start, range.start.max(start)))
                };
                if let (Some(content), Some(last)) = (is_end(boxed), found.last_mut()) {
                    last.boxes.push(content);
                    boxed = None;
                }
                if let (Some(content), Some(last)) = (is_end(text), found.last_mut()) {
                    last.texts.extend((!content.is_empty()).then_some(content));
                    text = None;
                }
                if inner == Some(depth + 1) {
                    inner = None;
                    if let Some(last) = found.last_mut() {
                        last.range.end = range.end;
                    }
                }
                if outer == Some(depth + 1) {
                    outer = None;
                    pair(markup, &found, &mut twins);
                }
            }
            _ => {}
        }
    }
    Ok(twins)
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
