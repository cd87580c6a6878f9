//! A report as content, for comparisons with another report: its cells and its paragraphs.

use super::{ReadReport, Record};
use crate::facts::{RowCells, Table};
use crate::syntax::{BlockKind, Part, trim};
use crate::text::{Folded, TextRange, fold, is_letter, lines};

/// The content of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    pub record: Record,
    /// The texts of the parts, in the order of the report. Parts of one kind are one text.
    pub parts: Vec<PartText>,
}

/// The text of a part, without the tables that the record holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartText {
    /// The name of the part in a place: 前言, 一 to 六, 落款.
    pub part: &'static str,
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph, or a line of it. Two paragraphs with the same letters are equal.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// The text in one line.
    pub text: String,
    /// The text in folded characters without space.
    letters: String,
    /// The end of the title, or a heading: the next line is another paragraph.
    stands_alone: bool,
}

/// At least 20 letters of a line that goes on in the next line.
const WRAPPED: usize = 20;

impl PartialEq for Paragraph {
    fn eq(&self, other: &Self) -> bool {
        self.letters == other.letters
    }
}

impl Eq for Paragraph {}

impl std::hash::Hash for Paragraph {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.letters.hash(state);
    }
}

impl PartialOrd for Paragraph {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Paragraph {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.letters.cmp(&other.letters)
    }
}

impl Content {
    /// The content of a report with the text `text`.
    pub fn of(text: &str, report: &ReadReport) -> Self {
        let mut parts: Vec<PartText> = Vec::new();
        for (index, part) in report.tree().parts.iter().enumerate() {
            let label = part.kind.label(report.facts().standard);
            let paragraphs = paragraphs(text, report, index, part);
            match parts.iter_mut().find(|known| known.part == label) {
                Some(known) => known.paragraphs.extend(paragraphs),
                None => parts.push(PartText { part: label, paragraphs }),
            }
        }
        Self { record: Record::of(text, report), parts }
    }
}

/// The paragraphs of a part. The rows of a table that is not understood are paragraphs, so that a
/// difference in them is seen.
fn paragraphs(text: &str, report: &ReadReport, index: usize, part: &Part) -> Vec<Paragraph> {
    let own = part.range.of(text);
    let tables = report.facts().tables.iter().zip(report.sums());
    let is_read =
        |at: usize| report.table(text, at).is_some_and(|table| table.sums.misfit().is_none());
    let read: Vec<&Table> = tables
        .enumerate()
        .filter(|(at, (table, _))| table.part == index && is_read(*at))
        .map(|(_, (table, _))| table)
        .collect();
    let title = report.facts().title.as_ref().map(|title| title.range);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for block in &part.blocks {
        for line in lines(block.range.of(own)) {
            let line = trim(own, line.shifted(block.range.start));
            if line.is_empty() || read.iter().any(|table| holds(table, line)) {
                continue;
            }
            let whole = line.shifted(part.range.start);
            let ends_title =
                title.is_some_and(|title| title.overlaps(whole) && title.end <= whole.end);
            let mut paragraph = match block.kind {
                BlockKind::Table(_) => Paragraph::of_row(line.of(own)),
                _ => Paragraph::of(line.of(own)),
            };
            paragraph.stands_alone = ends_title || block.kind == BlockKind::Heading;
            paragraphs.extend(Some(paragraph).filter(|paragraph| !paragraph.letters.is_empty()));
        }
    }
    paragraphs
}

/// Whether the record holds the cells of this line of the table.
fn holds(table: &Table, line: TextRange) -> bool {
    let miscounted = table.rows.iter().flatten().filter_map(|row| match row.cells {
        RowCells::Known(_) => None,
        RowCells::Miscounted { .. } => Some(row.range),
    });
    let mut others = miscounted.chain(table.extra.iter().map(|row| row.range));
    table.range.overlaps(line) && !others.any(|range| range.overlaps(line))
}

impl Paragraph {
    /// A line, without the marks of Markdown.
    fn of(line: &str) -> Self {
        let line = line.trim_start_matches('#').trim_start();
        let letters = Folded::words(line, TextRange::new(0, line.len())).text;
        Self { text: line.replace(char::is_control, " "), letters, stands_alone: false }
    }

    /// The row of a table. Layouts have different marks between the cells.
    fn of_row(line: &str) -> Self {
        let folded: String = line.chars().map(fold).collect();
        let is_mark = |c: char| !(is_letter(c) || c == '.');
        let cells: Vec<&str> = folded.split(is_mark).filter(|cell| !cell.is_empty()).collect();
        let text = line.replace(char::is_control, " ");
        Self { text, letters: cells.join(" "), stands_alone: false }
    }

    /// Whether the line is long and ends within a sentence, as in the text of a PDF: the paragraph
    /// goes on in the next line.
    pub fn is_wrapped(&self) -> bool {
        let ends = self.letters.ends_with(['。', '!', '?', ';', ':', '.', ')']);
        !self.stands_alone
            && !ends
            && self.letters.chars().filter(|c| is_letter(*c)).count() >= WRAPPED
    }

    /// The paragraph of several lines.
    pub fn joined(lines: &[Self]) -> Self {
        let text = lines.iter().map(|line| line.text.as_str()).collect();
        let letters = lines.iter().map(|line| line.letters.as_str()).collect();
        Self { text, letters, stands_alone: lines.iter().any(|line| line.stands_alone) }
    }
}
