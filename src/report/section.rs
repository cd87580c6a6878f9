//! A section of a report with its heading.

use crate::diagnostic::Place;
use crate::syntax::{Heading, Part};
use crate::text::TextRange;

/// A section's part with its heading.
#[derive(Clone, Copy, Debug)]
pub struct Section<'a> {
    pub number: u8,
    pub part: &'a Part,
    pub heading: &'a Heading,
}

impl Section<'_> {
    /// The heading, in bytes of the report.
    pub fn range(&self) -> TextRange {
        self.heading.range.shifted(self.part.range.start)
    }

    /// The heading's words without the numeral, in bytes of the report.
    pub fn title(&self) -> TextRange {
        self.heading.title.shifted(self.part.range.start)
    }

    pub fn place(&self) -> Place {
        Place::part(self.part.kind.label())
    }

    /// What stands below the heading, and behind it in its line; in bytes of the report.
    pub fn body(&self) -> TextRange {
        TextRange::new(self.range().end, self.part.range.end)
    }
}
