//! The parts of a projection in few bytes each: a page may have millions of parts.

use super::{Element, ElementKind, Origin, Run};
use crate::text::TextRange;
use std::ops::Range;

/// The longest markup with a projection, in bytes. Places are numbers of four bytes, and the text
/// may be longer than its markup.
pub const LONGEST_MARKUP: usize = u32::MAX as usize / 4;

/// A place in a text or in a markup.
pub(super) fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A range of a text or of a markup.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShortRange {
    start: u32,
    end: u32,
}

impl ShortRange {
    pub fn start(self) -> usize {
        self.start as usize
    }

    pub fn end(self) -> usize {
        self.end as usize
    }

    pub fn len(self) -> usize {
        self.end() - self.start()
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The range as places in a list.
    pub fn indices(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The same range with another end, not before the start.
    pub fn ending(self, end: usize) -> Self {
        Self { end: place(end).max(self.start), ..self }
    }

    fn moved(self, by: isize) -> Self {
        TextRange::from(self).moved(by).into()
    }
}

impl From<TextRange> for ShortRange {
    fn from(range: TextRange) -> Self {
        Self { start: place(range.start), end: place(range.end) }
    }
}

impl From<ShortRange> for TextRange {
    fn from(range: ShortRange) -> Self {
        Self::new(range.start as usize, range.end as usize)
    }
}

/// The runs of a text. Each begins where the run before it ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runs(Vec<PackedRun>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct PackedRun {
    /// The end of its text.
    end: u32,
    source: ShortRange,
    origin: Origin,
    is_tied: bool,
}

impl Runs {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn get(&self, index: usize) -> Option<Run> {
        let run = self.0.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.0[before].end);
        let text = ShortRange { start, end: run.end }.into();
        let (origin, is_tied) = (run.origin, run.is_tied);
        Some(Run { text, source: run.source.into(), origin, is_tied })
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn last(&self) -> Option<Run> {
        self.get(self.len().checked_sub(1)?)
    }

    pub fn iter(&self) -> impl Iterator<Item = Run> + '_ {
        self.from(0)
    }

    /// The runs from `index` on.
    pub(super) fn from(&self, index: usize) -> impl Iterator<Item = Run> + '_ {
        (index..self.len()).filter_map(|index| self.get(index))
    }

    /// Adds a run behind the last one.
    pub(super) fn push(&mut self, run: Run) {
        let Run { text, source, origin, is_tied } = run;
        self.0.push(PackedRun { end: place(text.end), source: source.into(), origin, is_tied });
    }

    /// Moves all runs behind a run, in the text, and in the markup from the byte `behind` on.
    pub(super) fn shift(&mut self, index: usize, behind: usize, by: isize) {
        for run in self.0.iter_mut().skip(index + 1) {
            run.end = place((run.end as usize).wrapping_add_signed(by));
            if run.source.start as usize >= behind {
                run.source = run.source.moved(by);
            }
        }
    }

    /// Moves the ends of a run. The runs behind it stay.
    pub(super) fn set(&mut self, index: usize, run: Run) {
        if let Some(own) = self.0.get_mut(index) {
            (own.end, own.source) = (place(run.text.end), run.source.into());
        }
    }

    /// The index of the run that holds the byte at `offset` of the text.
    pub(super) fn at(&self, offset: usize) -> usize {
        self.0.partition_point(|run| run.end as usize <= offset)
    }

    /// The number of runs that begin at `source` of the markup, or before. The runs must be in the
    /// order of the markup.
    pub(super) fn up_to(&self, source: usize) -> usize {
        self.0.partition_point(|run| run.source.start as usize <= source)
    }
}

/// The elements of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Elements(Vec<PackedElement>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct PackedElement {
    text: ShortRange,
    source: ShortRange,
    number: u32,
    /// [`NO_PARENT`] for an outermost element.
    parent: u32,
    kind: ElementKind,
}

const NO_PARENT: u32 = u32::MAX;

impl Elements {
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn get(&self, index: usize) -> Option<Element> {
        let own = self.0.get(index)?;
        Some(Element {
            kind: own.kind,
            text: own.text.into(),
            source: own.source.into(),
            number: own.number,
            parent: (own.parent != NO_PARENT).then_some(own.parent as usize),
        })
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Element> + '_ {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    pub(super) fn push(&mut self, element: Element) {
        let Element { kind, text, source, number, parent } = element;
        let parent = parent.map_or(NO_PARENT, place);
        self.0.push(PackedElement {
            text: text.into(),
            source: source.into(),
            number,
            parent,
            kind,
        });
    }

    /// Moves the elements that begin behind an edit, and the ends of the elements around it. The
    /// edit ends at `text` of the text and at `source` of the markup.
    pub(super) fn shift(&mut self, text: usize, source: usize, by: isize) {
        let later = |at: u32| place((at as usize).wrapping_add_signed(by));
        for element in &mut self.0 {
            let (own, markup) = (&mut element.text, &mut element.source);
            if own.start as usize >= text && markup.start as usize >= source {
                (*own, *markup) = (own.moved(by), markup.moved(by));
            } else if own.end as usize >= text {
                (own.end, markup.end) = (later(own.end), later(markup.end));
            }
        }
    }

    /// Moves the ranges of an element.
    pub(super) fn set(&mut self, index: usize, element: Element) {
        if let Some(own) = self.0.get_mut(index) {
            (own.text, own.source) = (element.text.into(), element.source.into());
        }
    }

    /// The number of elements whose text begins before `offset`.
    pub fn before(&self, offset: usize) -> usize {
        self.0.partition_point(|element| (element.text.start as usize) < offset)
    }

    /// The element at `index`, then the elements around it.
    pub fn outwards(&self, index: Option<usize>) -> impl Iterator<Item = Element> + '_ {
        let get = |index: Option<usize>| index.and_then(|index| self.get(index));
        std::iter::successors(get(index), move |element| get(element.parent))
    }
}

/// A place for text where there is none, such as a blank cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// The place in the text.
    pub at: u32,
    /// The markup that new text replaces: empty, or the spaces of a cell that holds only spaces.
    pub source: ShortRange,
    /// The number of the markup to write before and behind new text. 0 for none.
    pub around: u32,
}

impl Slot {
    /// Moves a slot that stands behind an edit, which ends at the byte `behind` of the markup.
    pub fn shift(&mut self, behind: usize, by: isize) {
        self.at = place((self.at as usize).wrapping_add_signed(by));
        if self.source.start as usize >= behind {
            self.source = self.source.moved(by);
        }
    }
}

impl<'a> IntoIterator for &'a Elements {
    type Item = Element;
    type IntoIter = Box<dyn Iterator<Item = Element> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

impl<'a> IntoIterator for &'a Runs {
    type Item = Run;
    type IntoIter = Box<dyn Iterator<Item = Run> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_page_are_small() {
        assert_eq!(size_of::<PackedRun>(), 16);
        assert_eq!(size_of::<PackedElement>(), 28);
        assert_eq!(size_of::<Slot>(), 16);
    }
}
