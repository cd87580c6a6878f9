//! A section of a report with its heading.

use crate::diagnostic::Place;
use crate::standard::Standard;
use crate::syntax::{Heading, Part};
use crate::text::TextRange;

/// A part of a section with its heading.
#[derive(Clone, Copy, Debug)]
pub struct Section<'a> {
    pub number: u8,
    pub part: &'a Part,
    pub heading: &'a Heading,
    /// The form that the report is read by.
    pub standard: &'static Standard,
}

impl Section<'_> {
    /// The heading, in bytes of the report.
    pub fn range(&self) -> TextRange {
        self.heading.range.shifted(self.part.range.start)
    }

    /// The words of the heading without the numeral, in bytes of the report.
    pub fn title(&self) -> TextRange {
        self.heading.title.shifted(self.part.range.start)
    }

    pub fn place(&self) -> Place {
        Place::part(self.part.kind.label(self.standard))
    }

    /// The text below the heading, and behind the heading in the same line, in bytes of the report.
    pub fn body(&self) -> TextRange {
        TextRange::new(self.range().end, self.part.range.end)
    }
}

/// A heading with a number like a section, but of no section of the form. Ranges are in bytes of
/// the report.
#[derive(Clone, Debug)]
pub struct Extra {
    /// From the numeral to the end of the title.
    pub range: TextRange,
    pub title: TextRange,
    /// The numeral with its mark.
    pub label: TextRange,
    /// The number of the section above the heading. If the heading is above all sections, the
    /// number of the first section.
    pub below: u8,
    /// The neighbouring section with the words of this heading, if any. The section also has its
    /// own heading.
    pub doubles: Option<u8>,
    /// Whether the numbers of the later sections continue from this heading.
    pub shifts: bool,
}
