//! Marks rows, paragraphs and tables as inserted.

use crate::source::docx::block::prefix;
use crate::source::docx::xml::{Item, Items, Tag};

/// Whether new markup holds whole rows, paragraphs or tables.
pub(super) fn is_structure(content: &str) -> bool {
    let Some(tag) = content.trim_start().strip_prefix('<') else { return false };
    let name = tag.split([' ', '>', '/', '\t', '\r', '\n']).next().unwrap_or_default();
    let name = name.split_once(':').map_or(name, |(_, name)| name);
    matches!(name, "tr" | "p" | "tbl")
}

/// Markup with its rows, paragraph marks and runs as tracked insertions.
pub(super) struct Inserted<'a> {
    pub(super) markup: String,
    /// The prefix of the names of elements, with its colon.
    pub(super) prefix: &'a str,
    /// The text of the first paragraph with text: the place of a comment.
    pub(super) words: Option<(usize, usize)>,
}

/// Marks whole elements as inserted. `attributes` gives the attributes of each mark, for names with
/// the given prefix. `None` if the markup is not well-formed.
pub(super) fn inserted<'a>(
    content: &'a str,
    attributes: &mut dyn FnMut(&str) -> String,
) -> Option<Inserted<'a>> {
    let mut items = Items::of_elements(content);
    let mut marker = Marker {
        content,
        attributes,
        from: 0,
        out: Inserted { markup: String::new(), prefix: "", words: None },
        open: Vec::new(),
    };
    while let Some(item) = items.next().ok()? {
        match item {
            Item::Start(tag) => marker.start(&tag),
            Item::End(range) => marker.end(range.start, range.end)?,
            _ => {}
        }
    }
    marker.copy(content.len());
    Some(marker.out)
}

/// An open element.
enum Open {
    Other,
    /// A row, and whether it is marked.
    Row {
        is_marked: bool,
    },
    RowProperties,
    Paragraph {
        is_marked: bool,
        words: Option<(usize, usize)>,
        has_text: bool,
    },
    /// The properties of a paragraph, and whether they mark it.
    ParagraphProperties {
        is_marked: bool,
    },
    /// A run directly in a paragraph, and where it begins.
    Run(usize),
    Text,
}

struct Marker<'a, 'm> {
    content: &'a str,
    attributes: &'m mut dyn FnMut(&str) -> String,
    /// The place behind the markup that is written.
    from: usize,
    out: Inserted<'a>,
    open: Vec<Open>,
}

impl<'a> Marker<'a, '_> {
    fn start(&mut self, tag: &Tag<'a>) {
        if self.open.is_empty() {
            self.out.prefix = prefix(self.content, tag);
        }
        let w = self.out.prefix;
        let at = tag.range.start;
        // Properties stand first. Without them, the mark stands before the first other element.
        match (self.open.last_mut(), tag.name) {
            (Some(Open::Row { is_marked }), name) if !*is_marked && name != "tblPrEx" => {
                *is_marked = true;
                if name != "trPr" {
                    // The schema asks for a property beside the mark.
                    let start = format!("<{w}trPr><{w}gridAfter {w}val=\"0\"/>");
                    self.insert(at, &start, "ins", &format!("</{w}trPr>"));
                }
            }
            (Some(Open::Paragraph { is_marked, .. }), name) if !*is_marked => {
                *is_marked = true;
                if name != "pPr" {
                    self.mark_paragraph(at, true);
                }
            }
            // The mark stands first in the properties of the paragraph mark, and they stand before
            // those of the section.
            (Some(Open::ParagraphProperties { is_marked }), name) if !*is_marked => match name {
                "rPr" => {
                    *is_marked = true;
                    if tag.is_empty {
                        self.copy(tag.range.start);
                        self.from = tag.range.end;
                        self.mark_paragraph(tag.range.end, false);
                    } else {
                        self.insert(tag.range.end, "", "ins", "");
                    }
                }
                "sectPr" | "pPrChange" => {
                    *is_marked = true;
                    self.mark_paragraph(at, false);
                }
                _ => {}
            },
            _ => {}
        }
        let is_in_run = self.open.iter().any(|open| matches!(open, Open::Run(_)));
        let next = match (self.open.last(), tag.name) {
            (_, "tr") if !is_in_run => Open::Row { is_marked: false },
            (Some(Open::Row { .. }), "trPr") => Open::RowProperties,
            (_, "p") if !is_in_run => {
                Open::Paragraph { is_marked: false, words: None, has_text: false }
            }
            (Some(Open::Paragraph { .. }), "pPr") => Open::ParagraphProperties { is_marked: false },
            (_, "r") if !is_in_run => {
                self.copy(at);
                let start = self.out.markup.len();
                let attributes = (self.attributes)(w);
                self.out.markup += &format!("<{w}ins {attributes}>");
                Open::Run(start)
            }
            (Some(Open::Run(_)), "t") => Open::Text,
            _ => Open::Other,
        };
        // An element without content has room for a mark only with an end tag.
        let is_opened = matches!(
            next,
            Open::Row { .. }
                | Open::RowProperties
                | Open::Paragraph { .. }
                | Open::ParagraphProperties { .. }
        );
        if tag.is_empty && is_opened {
            self.copy(tag.range.end - "/>".len());
            self.out.markup.push('>');
            self.from = tag.range.end;
        }
        self.open.push(next);
    }

    /// An end tag at `start`, up to `end`. Empty behind an empty element.
    fn end(&mut self, start: usize, end: usize) -> Option<()> {
        let w = self.out.prefix;
        let close = |name: &str| if start == end { format!("</{w}{name}>") } else { String::new() };
        match self.open.pop()? {
            Open::Row { .. } => {
                self.copy(start);
                self.out.markup += &close("tr");
            }
            Open::RowProperties => self.insert(start, "", "ins", &close("trPr")),
            Open::Paragraph { is_marked, words, has_text } => {
                if !is_marked {
                    self.mark_paragraph(start, true);
                }
                self.copy(start);
                self.out.markup += &close("p");
                self.out.words = self.out.words.or(words.filter(|_| has_text));
            }
            Open::ParagraphProperties { is_marked } => {
                if !is_marked {
                    self.mark_paragraph(start, false);
                }
                self.copy(start);
                self.out.markup += &close("pPr");
            }
            Open::Run(run) => {
                self.copy(end);
                self.out.markup += &format!("</{w}ins>");
                let behind = self.out.markup.len();
                if let Some(words) = self.words() {
                    *words = Some((words.map_or(run, |(first, _)| first), behind));
                }
            }
            Open::Text => {
                let has_text = |open: &mut Open| match open {
                    Open::Paragraph { has_text, .. } => {
                        *has_text = true;
                        true
                    }
                    _ => false,
                };
                self.open.iter_mut().rev().find_map(|open| has_text(open).then_some(()));
            }
            Open::Other => {}
        }
        Some(())
    }

    /// The place of the runs of the open paragraph.
    fn words(&mut self) -> Option<&mut Option<(usize, usize)>> {
        self.open.iter_mut().rev().find_map(|open| match open {
            Open::Paragraph { words, .. } => Some(words),
            _ => None,
        })
    }

    fn copy(&mut self, to: usize) {
        self.out.markup.push_str(&self.content[self.from..to]);
        self.from = to;
    }

    /// Writes a mark at a place, between other markup.
    fn insert(&mut self, at: usize, before: &str, name: &str, behind: &str) {
        self.copy(at);
        let w = self.out.prefix;
        let attributes = (self.attributes)(w);
        self.out.markup += &format!("{before}<{w}{name} {attributes}/>{behind}");
    }

    /// Marks the end of a paragraph as inserted; with `alone`, in properties of its own.
    fn mark_paragraph(&mut self, at: usize, alone: bool) {
        let w = self.out.prefix;
        let (start, end) = match alone {
            true => (format!("<{w}pPr><{w}rPr>"), format!("</{w}rPr></{w}pPr>")),
            false => (format!("<{w}rPr>"), format!("</{w}rPr>")),
        };
        self.insert(at, &start, "ins", &end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_in_the_order_of_the_schema() {
        let row = "<w:trPr><w:gridAfter w:val=\"0\"/><w:ins N/></w:trPr>";
        let mark = "<w:pPr><w:rPr><w:ins N/></w:rPr></w:pPr>";
        for (content, expected) in [
            (
                "<w:tr w:rsidR=\"1\"><w:tblPrEx/><w:tc><w:tcPr/><w:p/></w:tc></w:tr>",
                format!(
                    "<w:tr w:rsidR=\"1\"><w:tblPrEx/>{row}<w:tc><w:tcPr/><w:p>{mark}</w:p></w:tc></w:tr>"
                ),
            ),
            (
                "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr>",
                format!(
                    "<w:tr><w:trPr><w:cantSplit/><w:ins N/></w:trPr><w:tc><w:p>{mark}<w:ins N>\
                     <w:r><w:t>1</w:t></w:r></w:ins></w:p></w:tc></w:tr>"
                ),
            ),
            (
                "<w:p><w:pPr><w:jc/><w:rPr><w:b/></w:rPr></w:pPr></w:p>",
                "<w:p><w:pPr><w:jc/><w:rPr><w:ins N/><w:b/></w:rPr></w:pPr></w:p>".to_owned(),
            ),
            (
                "<w:p><w:pPr><w:jc/><w:rPr/></w:pPr></w:p>",
                "<w:p><w:pPr><w:jc/><w:rPr><w:ins N/></w:rPr></w:pPr></w:p>".to_owned(),
            ),
            (
                "<w:p><w:pPr><w:jc/><w:sectPr/></w:pPr></w:p>",
                "<w:p><w:pPr><w:jc/><w:rPr><w:ins N/></w:rPr><w:sectPr/></w:pPr></w:p>".to_owned(),
            ),
            ("<w:p><w:pPr/></w:p>", format!("<w:p>{mark}</w:p>")),
            (
                "<w:p><w:hyperlink><w:r/><w:r><w:t>1</w:t></w:r></w:hyperlink></w:p>",
                format!(
                    "<w:p>{mark}<w:hyperlink><w:ins N><w:r/></w:ins><w:ins N><w:r><w:t>1</w:t></w:r>\
                     </w:ins></w:hyperlink></w:p>"
                ),
            ),
        ] {
            assert!(is_structure(content));
            let marked = inserted(content, &mut |_| "N".to_owned()).expect("well-formed");
            assert_eq!((marked.markup.as_str(), marked.prefix), (expected.as_str(), "w:"));
        }
        assert!(!is_structure("<w:r/>") && !is_structure(">1</w:p>") && !is_structure("1"));
        assert!(inserted("<w:p><w:r></w:p>", &mut |_| String::new()).is_none());
    }
}
