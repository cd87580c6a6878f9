//! From text to tree: reports, parts, headings, tables in pieces.
//!
//! Ranges inside a [`Part`] count from the start of that part, so that text above it can change without touching it.

use crate::text::TextRange;

/// What a text is made of: its reports one after the other, in a yearly compilation (汇编) more than one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// They cover the text without gaps.
    pub reports: Vec<Report>,
}

/// One report of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// In bytes of the text.
    pub range: TextRange,
    /// The title line, or the two lines (blank ones between) that make the title; in bytes of the report.
    pub title: Option<TextRange>,
    /// They cover the report without gaps.
    pub parts: Vec<Part>,
}

/// What a part of a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    /// All before the first heading.
    Preface,
    /// One of the six sections, counted from 1, with its heading.
    Section(u8),
    /// Organ and date below the last section.
    Signature,
}

/// A stretch of a report, with its own tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub kind: PartKind,
    /// In bytes of the report.
    pub range: TextRange,
}
