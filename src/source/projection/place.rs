//! Where a stretch of the text stands in its source.

use super::{Element, ElementKind, Projection};
use crate::diagnostic::{Language, Place};
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
    /// The place for people: the page, the part of the report, then the row and column of a table
    /// or the paragraph. Unknown parts are left out.
    pub fn in_words(self, place: &Place, language: Language) -> String {
        let number = |number: Option<u32>, zh: (&str, &str), en: &str| {
            number.map(|number| match language {
                Language::Zh => format!("{}{number}{}", zh.0, zh.1),
                Language::En => format!("{en} {number}"),
            })
        };
        let page = number(self.page, ("第 ", " 页"), "page");
        let within = match (self.row, &place.column) {
            (Some(row), Some(column)) => Some(match language {
                Language::Zh => format!("第 {row} 行“{column}”列"),
                Language::En => format!("row {row}, column “{column}”"),
            }),
            (Some(_), None) => number(self.row, ("第 ", " 行"), "row"),
            (None, _) => number(self.paragraph, ("第 ", " 段"), "paragraph"),
        };
        let separator = match language {
            Language::Zh => "，",
            Language::En => ", ",
        };
        let parts = [page, Some(place.part.clone()), within];
        parts
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(separator)
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_said_as_far_as_it_is_known() {
        let cell = Place::part("表三").row("一").column("自然人");
        let source = SourcePlace {
            page: Some(3),
            table: Some(2),
            row: Some(5),
            column: Some(4),
            paragraph: None,
        };
        assert_eq!(source.in_words(&cell, Language::Zh), "第 3 页，表三，第 5 行“自然人”列");
        assert_eq!(source.in_words(&cell, Language::En), "page 3, 表三, row 5, column “自然人”");
        let source = SourcePlace { paragraph: Some(12), ..SourcePlace::default() };
        assert_eq!(source.in_words(&Place::part("落款"), Language::Zh), "落款，第 12 段");
        assert_eq!(SourcePlace::default().in_words(&Place::part("六"), Language::En), "六");
    }
}
