//! Blocks, which are lines of their own, and the numbers of lists.

use super::{DEEPEST, Manner, Open, PREFORMATTED, Reader, UNSEEN, is_wall};
use crate::source::docx::number_format::NumberFormat;
use crate::source::html::elements::{Block, Role, key};
use crate::source::html::tokens::{Attributes, Numbers};
use crate::source::html::words::{BlockName, PieceKind};
use crate::text::TextRange;

impl Reader<'_> {
    pub(super) fn start_block(
        &mut self,
        block: Block,
        key: u64,
        own: Manner,
        attributes: Attributes,
        tag: TextRange,
    ) {
        let is_paragraph = |open: &Open| open.role == Role::Block(Block::Paragraph);
        if let Some(index) = self.innermost(is_paragraph, is_wall) {
            self.close_to(index, tag.start, tag.start);
        }
        if block == Block::Item {
            let is_list = |role| is_wall(role) || role == Role::Block(Block::List);
            if let Some(index) = self.innermost(|open| open.key == key, is_list) {
                self.close_to(index, tag.start, tag.start);
            }
        }
        if self.manner() & UNSEEN == 0 {
            self.line_end(PieceKind::Start(BlockName::of(key)), tag);
            if block == Block::Item && self.is_read() && own == 0 {
                self.number_item(attributes.number, tag);
            }
            // Text put into struck or raised text would not be read as it is.
            if (own | self.manner()) & !PREFORMATTED == 0 {
                self.table.go_into(tag);
            }
        }
        if self.open.len() < DEEPEST {
            let pre = if block == Block::Preformatted { PREFORMATTED } else { 0 };
            self.push(Role::Block(block), key, own | pre);
            if block == Block::List && self.manner() & UNSEEN == 0 {
                let is_numbered = key == self::key(b"ol");
                let numbers = if is_numbered { Numbers::Decimal } else { Numbers::Other };
                let first = attributes.number.unwrap_or(1);
                self.lists.push((attributes.numbers.unwrap_or(numbers), first));
            }
        }
    }

    /// Writes the number before an item, as a browser shows it.
    fn number_item(&mut self, own: Option<u32>, tag: TextRange) {
        let Some((numbers, next)) = self.lists.last_mut() else { return };
        let number = own.unwrap_or(*next);
        *next = number.saturating_add(1);
        let written = match numbers {
            Numbers::Decimal => format!("{number}. "),
            Numbers::Chinese => format!("{}、", NumberFormat::Chinese.write(number)),
            Numbers::Other => return,
        };
        self.words.made(&written, TextRange::at(tag.end));
    }

    pub(super) fn end_block(&mut self, key: u64, tag: TextRange) {
        if let Some(index) = self.innermost(|open| open.key == key, is_wall) {
            self.close_to(index, tag.start, tag.end);
        }
        if self.manner() & UNSEEN == 0 {
            self.line_end(PieceKind::End(BlockName::of(key)), tag);
        }
    }
}
