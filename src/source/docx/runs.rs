//! The runs and paragraphs of a document, as they stand in its markup.

use super::block::prefix;
use super::xml::{Item, Items, Space};
use crate::source::SourceError;
use crate::text::TextRange;
use std::collections::HashSet;

/// What a change of the markup must know.
#[derive(Debug, Default)]
pub struct Runs<'a> {
    /// By their start. A run may hold a text box with other runs.
    pub runs: Vec<Run<'a>>,
    /// By their start.
    pub paragraphs: Vec<Place<'a>>,
    /// The numbers of changes, comments and bookmarks.
    pub ids: HashSet<u32>,
}

/// A run.
#[derive(Debug)]
pub struct Run<'a> {
    pub source: TextRange,
    pub start_tag: TextRange,
    /// The start of the end tag.
    pub end: usize,
    pub properties: Option<TextRange>,
    pub texts: Vec<Text>,
    /// The prefix of the names of elements, with its colon.
    pub prefix: &'a str,
    /// The index of the paragraph.
    pub paragraph: usize,
    /// The tracked insertion around the run.
    pub insertion: Insertion,
}

/// A tracked insertion around a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Insertion {
    None,
    /// Directly around the run. The start tag of the insertion.
    Beside(TextRange),
    /// Around an element with the run.
    Outside,
}

/// The text of a run, or a part of it.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    pub element: TextRange,
    pub content: TextRange,
    /// Whether white space at the ends counts.
    pub is_kept: bool,
}

/// A paragraph.
#[derive(Debug)]
pub struct Place<'a> {
    pub source: TextRange,
    pub start_tag: TextRange,
    pub properties: Option<TextRange>,
    /// The place behind the last run: `/>` of an empty element, or empty.
    pub end: TextRange,
    pub prefix: &'a str,
}

enum Open {
    Other,
    Insertion(TextRange),
    Paragraph(usize),
    ParagraphProperties(usize),
    Run(usize),
    Properties(usize),
    Text(usize),
}

impl<'a> Runs<'a> {
    /// Finds the runs of the main part.
    ///
    /// # Errors
    /// If the markup is not well-formed.
    pub fn of(markup: &'a str) -> Result<Self, SourceError> {
        let mut out = Self::default();
        let mut items = Items::new(markup);
        let (mut open, mut paragraphs, mut insertions) = (Vec::new(), Vec::new(), 0_usize);
        while let Some(item) = items.next()? {
            match item {
                Item::Start(tag) => {
                    let id = tag.attribute("id").filter(|_| tag.space == Space::Word);
                    out.ids.extend(id.and_then(|id| id.parse::<u32>().ok()));
                    let parent = open.last();
                    let next = match (parent, tag.name) {
                        _ if tag.space != Space::Word => Open::Other,
                        (_, "p") => {
                            let slash = if tag.is_empty { "/>".len() } else { 0 };
                            paragraphs.push(out.paragraphs.len());
                            out.paragraphs.push(Place {
                                source: tag.range,
                                start_tag: tag.range,
                                properties: None,
                                end: TextRange::new(tag.range.end - slash, tag.range.end),
                                prefix: prefix(markup, &tag),
                            });
                            Open::Paragraph(out.paragraphs.len() - 1)
                        }
                        (Some(&Open::Paragraph(index)), "pPr") => {
                            out.paragraphs[index].properties = Some(tag.range);
                            Open::ParagraphProperties(index)
                        }
                        (_, "ins" | "moveTo") => {
                            insertions += 1;
                            Open::Insertion(tag.range)
                        }
                        (_, "r") if !paragraphs.is_empty() => {
                            out.runs.push(Run {
                                source: tag.range,
                                start_tag: tag.range,
                                end: tag.range.end,
                                properties: None,
                                texts: Vec::new(),
                                prefix: prefix(markup, &tag),
                                paragraph: paragraphs.last().copied().unwrap_or_default(),
                                insertion: match parent {
                                    Some(&Open::Insertion(start)) => Insertion::Beside(start),
                                    _ if insertions > 0 => Insertion::Outside,
                                    _ => Insertion::None,
                                },
                            });
                            Open::Run(out.runs.len() - 1)
                        }
                        (Some(&Open::Run(run)), "rPr") => {
                            out.runs[run].properties = Some(tag.range);
                            Open::Properties(run)
                        }
                        (Some(&Open::Run(run)), "t") if !tag.is_empty => {
                            let is_kept =
                                tag.attribute("space").is_some_and(|space| space == "preserve");
                            let content = TextRange::at(tag.range.end);
                            let element = tag.range;
                            out.runs[run].texts.push(Text { element, content, is_kept });
                            Open::Text(run)
                        }
                        _ => Open::Other,
                    };
                    open.push(next);
                }
                Item::End(range) => match open.pop() {
                    Some(Open::Insertion(_)) => insertions -= 1,
                    Some(Open::Paragraph(index)) => {
                        paragraphs.pop();
                        let place = &mut out.paragraphs[index];
                        place.source.end = range.end;
                        if place.end.is_empty() {
                            place.end = TextRange::at(range.start);
                        }
                    }
                    Some(Open::ParagraphProperties(index)) => {
                        if let Some(properties) = &mut out.paragraphs[index].properties {
                            properties.end = range.end;
                        }
                    }
                    Some(Open::Run(index)) => {
                        out.runs[index].end = range.start;
                        out.runs[index].source.end = range.end;
                    }
                    Some(Open::Properties(index)) => {
                        if let Some(properties) = &mut out.runs[index].properties {
                            properties.end = range.end;
                        }
                    }
                    Some(Open::Text(index)) => {
                        if let Some(text) = out.runs[index].texts.last_mut() {
                            text.content.end = range.start;
                            text.element.end = range.end;
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        Ok(out)
    }

    /// The run with text that holds all of `range`.
    pub fn of_text(&self, range: TextRange) -> Option<usize> {
        // A run around a text box stands before the runs of the box.
        let before = self.runs.partition_point(|run| run.source.start <= range.start);
        (0..before)
            .rev()
            .find(|&index| self.runs[index].texts.iter().any(|text| text.content.contains(range)))
    }

    /// The paragraph at a place of the markup, or the last paragraph before it.
    pub fn paragraph_at(&self, at: usize) -> Option<usize> {
        let before = self.paragraphs.partition_point(|place| place.source.start <= at);
        let around = (0..before).rev().find(|&index| at <= self.paragraphs[index].source.end);
        around.or(before.checked_sub(1)).or((!self.paragraphs.is_empty()).then_some(0))
    }
}
