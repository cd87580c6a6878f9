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

/// A heading that is numbered like those of the sections and is none of theirs; ranges in bytes of
/// the report.
#[derive(Clone, Debug)]
pub struct Extra {
    /// From the numeral to the end of the title.
    pub range: TextRange,
    pub title: TextRange,
    /// The numeral with its mark.
    pub label: TextRange,
    /// The number of the section that it stands below; of the first one, where it stands above all.
    pub below: u8,
    /// The section that its words are those of, which has another heading right before or behind
    /// it.
    pub doubles: Option<u8>,
    /// Whether the sections behind it are numbered on from it.
    pub shifts: bool,
}
