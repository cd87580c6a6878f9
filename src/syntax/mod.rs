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

impl Report {
    /// The part that holds `offset`, in bytes of the report; the last one at the report's end.
    pub fn part_at(&self, offset: usize) -> Option<&Part> {
        let index = self.parts.partition_point(|part| part.range.end <= offset);
        self.parts.get(index).or(self.parts.last())
    }
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

impl PartKind {
    /// Its name in a place key: 前言, 一 to 六, 落款.
    pub fn label(self) -> &'static str {
        match self {
            Self::Preface => "前言",
            Self::Section(number) => ["一", "二", "三", "四", "五", "六"].get(usize::from(number).wrapping_sub(1)).copied().unwrap_or_default(),
            Self::Signature => "落款",
        }
    }
}

/// A stretch of a report, with its own tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub kind: PartKind,
    /// In bytes of the report.
    pub range: TextRange,
}
