//! Ends the open elements and blocks.

use super::super::Parts;
use super::super::block::{Block, OpenParagraph, Run, finished};
use super::super::numbering::{Counters, Numbering};
use super::super::styles::Styles;
use super::{Element, Open, Reader};
use crate::text::TextRange;

impl<'a> Reader<'a> {
    pub(super) fn end(&mut self, range: TextRange) {
        match self.elements.pop() {
            Some(Element::Block) => self.close(range),
            Some(Element::MarkProperties) => {
                if let Some(Open::Paragraph(paragraph)) = self.open.last_mut()
                    && let Some(mark) = &mut paragraph.mark
                {
                    mark.end = range.end;
                }
            }
            Some(Element::RunProperties) => {
                if let Some(Open::Paragraph(paragraph)) = self.open.last_mut()
                    && let Some(properties) = &mut paragraph.run.properties
                {
                    properties.end = range.end;
                }
            }
            Some(Element::Run) => {
                if let Some(Open::Paragraph(paragraph)) = self.open.last_mut() {
                    paragraph.run = Run::default();
                }
            }
            Some(Element::SimpleField) => self.fields.end(),
            Some(Element::Control { is_placeholder: true }) => self.placeholders -= 1,
            _ => {}
        }
    }

    /// Ends the innermost open block. `range` is its end tag.
    fn close(&mut self, range: TextRange) {
        match self.open.pop() {
            Some(Open::Paragraph(paragraph)) => self.close_paragraph(*paragraph, range),
            Some(Open::Cell(mut cell, carried)) => {
                self.fields.leave();
                self.gone -= usize::from(cell.is_gone);
                cell.source = cell.source.ending(range.end);
                cell.blocks = finished(cell.blocks, carried);
                cell.blocks.shrink_to_fit();
                if let Some(Open::Row(row)) = self.open.last_mut()
                    && !cell.is_gone
                {
                    row.cells.push(cell);
                }
            }
            Some(Open::Row(mut row)) => {
                self.gone -= usize::from(row.is_gone);
                row.source = row.source.ending(range.end);
                row.cells.shrink_to_fit();
                if let Some(Open::Table(table)) = self.open.last_mut()
                    && !row.is_gone
                {
                    table.rows.push(row);
                }
            }
            Some(Open::Table(mut table)) => {
                table.source.end = range.end;
                let Some((blocks, _)) = self.open.last_mut().and_then(Open::story) else { return };
                if table.is_layout() {
                    let cells = table.rows.into_iter().flat_map(|row| row.cells);
                    blocks.extend(cells.flat_map(|cell| cell.blocks));
                } else {
                    blocks.push(Block::Table(Box::new(table)));
                }
            }
            Some(Open::Story(blocks, carried)) => {
                self.fields.leave();
                let mut blocks = finished(blocks, carried);
                if let Some(Open::Paragraph(paragraph)) = self.open.last_mut() {
                    let boxes = if paragraph.pieces.is_empty() {
                        &mut paragraph.boxes_before
                    } else {
                        &mut paragraph.boxes_behind
                    };
                    boxes.append(&mut blocks);
                }
            }
            None => {}
        }
    }

    fn close_paragraph(&mut self, mut paragraph: OpenParagraph<'a>, range: TextRange) {
        paragraph.source.end = range.end;
        if paragraph.end.is_empty() {
            paragraph.end = TextRange::at(range.start);
        }
        if self.gone > 0 {
            return;
        }
        let is_mark_gone = paragraph.is_mark_gone;
        let Parts { styles, numbering, .. } = self.parts;
        let number = if is_mark_gone {
            None
        } else {
            number(&paragraph, styles, numbering, &mut self.counters)
        };
        let Some((blocks, carried)) = self.open.last_mut().and_then(Open::story) else { return };
        blocks.append(&mut paragraph.boxes_before);
        let mut behind = std::mem::take(&mut paragraph.boxes_behind);
        carried.append(&mut paragraph.pieces);
        if is_mark_gone {
            self.pending.append(&mut paragraph.comments);
        } else {
            paragraph.pieces = std::mem::take(carried);
            let paragraph = paragraph.finished(number.unwrap_or_default());
            blocks.push(Block::Paragraph(Box::new(paragraph)));
        }
        blocks.append(&mut behind);
    }
}

/// The number of a paragraph that stands in a list.
fn number(
    paragraph: &OpenParagraph,
    styles: &Styles,
    numbering: &Numbering,
    counters: &mut Counters,
) -> Option<String> {
    let style = paragraph.style.as_deref();
    let look = styles.paragraph(style);
    // List 0 is no list.
    let list = paragraph.list.or(look.list).filter(|&list| list != 0)?;
    let linked = || style.and_then(|style| numbering.level_of_style(list, style));
    let level = paragraph.level.or(look.level).or_else(linked).unwrap_or(0);
    numbering.next(list, level, styles, counters)
}
