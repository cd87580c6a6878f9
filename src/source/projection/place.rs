//! Where a stretch of the text stands in its source.

use super::{Element, ElementKind, Projection};
use crate::text::TextRange;

/// Where a stretch of the text stands in its source, counted from 1. Unknown parts are `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SourcePlace {
    pub page: Option<u32>,
    pub table: Option<u32>,
    pub row: Option<u32>,
    pub column: Option<u32>,
    pub paragraph: Option<u32>,
}

impl SourcePlace {
    /// Adds an element around the place. The innermost counts: a table in a table has rows of its
    /// own.
    fn add(&mut self, element: &Element) {
        let part = match element.kind {
            ElementKind::Page => &mut self.page,
            ElementKind::Table => &mut self.table,
            ElementKind::Row => &mut self.row,
            ElementKind::Cell => &mut self.column,
            ElementKind::Paragraph => &mut self.paragraph,
        };
        part.get_or_insert(element.number);
    }
}

impl Projection {
    /// Where `range` stands in the source.
    pub fn place(&self, range: TextRange) -> SourcePlace {
        let mut place = SourcePlace::default();
        for element in self.elements_around(TextRange::at(range.start)) {
            place.add(&element);
        }
        place
    }

    /// Where a byte of the markup stands in the source.
    pub fn place_of_markup(&self, at: usize) -> SourcePlace {
        let mut place = SourcePlace::default();
        let around = |element: &Element| element.source.start <= at && at < element.source.end;
        // The innermost counts, and stands behind the elements around it.
        for element in self.elements.iter().rev().filter(around) {
            place.add(&element);
        }
        place
    }
}
