//! Builds a projection.

use super::packed::{Slot, place};
use super::{Element, ElementKind, Origin, Projection, Run};
use crate::text::TextRange;

/// The markup before and behind new text of a slot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Around(u32);

/// Builds a projection from the pieces of a source, in the order of the text.
#[derive(Debug)]
pub struct Builder<'a> {
    markup: &'a str,
    projection: Projection,
    /// Open elements: the index in the elements.
    open: Vec<usize>,
}

impl<'a> Builder<'a> {
    /// A builder for a source with this markup. A source without markup has an empty one.
    pub fn new(markup: &'a str) -> Self {
        Self { markup, projection: Projection::default(), open: Vec::new() }
    }

    /// A builder for a text with elements of markup in it.
    pub fn in_text(text: &'a str) -> Self {
        let projection = Projection { in_text: true, ..Projection::default() };
        Self { projection, ..Self::new(text) }
    }

    /// The markup of the source.
    pub fn markup(&self) -> &'a str {
        self.markup
    }

    /// Notes that the length of a cell told that a table lays out the page.
    pub fn long_cell(&mut self) {
        self.projection.has_long_cell = true;
    }

    /// Notes that some words are raised or lowered.
    pub fn raised(&mut self) {
        self.projection.has_raised = true;
    }

    /// Notes that the words of a title may decide that it is text.
    pub fn chosen_title(&mut self) {
        self.projection.has_chosen_titles = true;
    }

    /// Notes that marks of spans are no text.
    pub fn spans(&mut self) {
        self.projection.has_spans = true;
    }

    /// The text so far.
    pub fn text(&self) -> &str {
        &self.projection.text
    }

    /// The number of bytes of the text so far.
    pub fn len(&self) -> usize {
        self.projection.text.len()
    }

    /// Whether there is no text yet.
    pub fn is_empty(&self) -> bool {
        self.projection.text.is_empty()
    }

    /// Adds the markup at `source` as it is.
    pub fn verbatim(&mut self, source: TextRange) {
        self.push(source.of(self.markup), source, Origin::Verbatim);
    }

    /// Adds a character, or a few, that the markup at `source` writes otherwise.
    pub fn reference(&mut self, text: &str, source: TextRange) {
        let is_ended = !is_unended(source.of(self.markup));
        self.push(text, source, if is_ended { Origin::Reference } else { Origin::Unended });
    }

    /// Adds text that a word processor computed.
    pub fn field(&mut self, text: &str, source: TextRange) {
        self.push(text, source, Origin::Field);
    }

    /// Adds text that is not in the markup, but would stand at `at`.
    pub fn made(&mut self, text: &str, at: usize) {
        self.push(text, TextRange::at(at), Origin::Made);
    }

    /// Notes a place for text here, where there is none. Of several slots at one place, the first
    /// counts.
    pub fn slot(&mut self, source: TextRange, around: Around) {
        let at = place(self.len());
        if self.projection.slots.last().is_none_or(|slot| slot.at < at) {
            self.projection.slots.push(Slot { at, source: source.into(), around: around.0 });
        }
    }

    /// Keeps the markup that slots have before and behind new text.
    pub fn around(&mut self, before: String, after: String) -> Around {
        self.projection.around.push((before, after));
        Around(place(self.projection.around.len()))
    }

    /// Begins an element here. [`Builder::close`] ends it.
    pub fn open(&mut self, kind: ElementKind, number: u32, source: usize) {
        let (text, source) = (TextRange::at(self.len()), TextRange::at(source));
        let parent = self.open.last().copied();
        self.open.push(self.projection.elements.len());
        self.projection.elements.push(Element { kind, text, source, number, parent });
    }

    /// Ends the innermost open element. `source` is the end of its markup.
    pub fn close(&mut self, source: usize) {
        let end = self.len();
        let elements = &mut self.projection.elements;
        let Some(index) = self.open.pop() else { return };
        if let Some(mut element) = elements.get(index) {
            element.text.end = end;
            element.source.end = source.max(element.source.start);
            elements.set(index, element);
        }
    }

    /// The projection. Elements that are still open end here.
    pub fn finish(mut self) -> Projection {
        while !self.open.is_empty() {
            self.close(self.markup.len());
        }
        self.projection
    }

    fn push(&mut self, text: &str, source: TextRange, origin: Origin) {
        if text.is_empty() {
            return;
        }
        let start = self.len();
        self.projection.text.push_str(text);
        let range = TextRange::new(start, self.len());
        let runs = &mut self.projection.runs;
        let last = runs.last().filter(|last| last.source.end == source.start);
        match last.filter(|last| origin == Origin::Verbatim && last.origin == origin) {
            Some(mut last) => {
                (last.text.end, last.source.end) = (range.end, source.end);
                runs.set(runs.len() - 1, last);
            }
            None => {
                let is_tied = origin != Origin::Made
                    && match last.filter(|last| last.origin != Origin::Made) {
                        Some(last) => last.origin == Origin::Unended,
                        None => is_unended(self.markup.get(..source.start).unwrap_or_default()),
                    };
                runs.push(Run { text: range, source, origin, is_tied });
            }
        }
    }
}

/// Whether a reference at the end of the markup has no semicolon.
fn is_unended(markup: &str) -> bool {
    let before = markup.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    before.len() < markup.len() && before.ends_with('&')
}
