//! The blocks of a document, as far as a reader sees them.

use super::xml::Tag;
use crate::source::ShortRange;
use crate::text::TextRange;

/// A part of a document from top to bottom. A table is held as a whole until it ends, so that its
/// parts are small.
#[derive(Debug)]
pub enum Block<'a> {
    Paragraph(Box<Paragraph<'a>>),
    Table(Box<Table<'a>>),
}

/// A table without tables in its cells.
#[derive(Debug, Default)]
pub struct Table<'a> {
    pub source: TextRange,
    pub rows: Vec<Row<'a>>,
}

#[derive(Debug, Default)]
pub struct Row<'a> {
    pub source: ShortRange,
    /// Number of columns of the grid left out before the first cell.
    pub before: u32,
    pub cells: Vec<Cell<'a>>,
    pub(super) is_gone: bool,
}

#[derive(Debug, Default)]
pub struct Cell<'a> {
    pub source: ShortRange,
    /// Number of columns of the grid.
    pub span: u32,
    /// Whether the cell above reaches over this cell.
    pub is_covered: bool,
    /// Only paragraphs, in a cell of a [`Block::Table`].
    pub blocks: Vec<Block<'a>>,
    pub(super) is_gone: bool,
}

/// The visible text of a paragraph.
#[derive(Debug, Default)]
pub struct Paragraph<'a> {
    pub source: ShortRange,
    pub pieces: Box<[Piece]>,
    /// The place of the first picture. A picture beside words does not count.
    pub picture: Option<ShortRange>,
    /// The number that a list gives.
    pub number: Box<str>,
    /// Comments that silence a rule here.
    pub comments: Box<[&'a str]>,
    /// The properties of the mark at the end.
    pub mark: Option<ShortRange>,
    /// The properties of the first run with text.
    pub look: Option<ShortRange>,
    /// The prefix of the names of elements, with its colon.
    pub prefix: &'a str,
    /// The place behind the last run: `/>` of an empty element, or empty.
    pub end: ShortRange,
    /// Whether a field or a hint stands here: no text is written beside it.
    pub is_closed: bool,
}

/// A paragraph until its end, with what decides about its text. The parts have the meaning of the
/// parts of a [`Paragraph`].
#[derive(Debug, Default)]
pub(super) struct OpenParagraph<'a> {
    pub(super) source: TextRange,
    pub(super) pieces: Vec<Piece>,
    pub(super) picture: Option<TextRange>,
    pub(super) comments: Vec<&'a str>,
    pub(super) mark: Option<TextRange>,
    pub(super) look: Option<TextRange>,
    pub(super) prefix: &'a str,
    pub(super) end: TextRange,
    pub(super) is_closed: bool,
    pub(super) style: Option<String>,
    pub(super) list: Option<u32>,
    pub(super) level: Option<usize>,
    pub(super) is_mark_gone: bool,
    pub(super) run: Run,
    pub(super) boxes_before: Vec<Block<'a>>,
    pub(super) boxes_behind: Vec<Block<'a>>,
}

/// A stretch of the text of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    pub kind: PieceKind,
    pub source: ShortRange,
    /// Whether the word processor computes the text.
    pub is_field: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    Text,
    /// A reference to a character, or a line end that is shown as a space.
    Character(char),
    /// An element that stands for a character.
    Element(char),
    Tab,
    Break,
}

/// The open run of a paragraph.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) properties: Option<TextRange>,
    pub(super) is_hidden: Option<bool>,
    pub(super) style: Option<String>,
}

impl<'a> OpenParagraph<'a> {
    /// A paragraph at its start tag, with the comments that wait for it.
    pub(super) fn begun(markup: &'a str, tag: &Tag<'a>, comments: &mut Vec<&'a str>) -> Self {
        let slash = if tag.is_empty { "/>".len() } else { 0 };
        Self {
            source: tag.range,
            prefix: prefix(markup, tag),
            end: TextRange::new(tag.range.end - slash, tag.range.end),
            comments: std::mem::take(comments),
            ..Self::default()
        }
    }

    /// The paragraph with the number that a list gives.
    pub(super) fn finished(self, number: String) -> Paragraph<'a> {
        Paragraph {
            source: self.source.into(),
            pieces: self.pieces.into(),
            picture: self.picture.map(ShortRange::from),
            number: number.into(),
            comments: self.comments.into(),
            mark: self.mark.map(ShortRange::from),
            look: self.look.map(ShortRange::from),
            prefix: self.prefix,
            end: self.end.into(),
            is_closed: self.is_closed,
        }
    }
}

impl Table<'_> {
    /// Whether the table only arranges its content: it holds tables, or has one column.
    pub(super) fn is_layout(&self) -> bool {
        let mut blocks = self.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.blocks);
        self.rows.iter().all(|row| row.cells.len() <= 1)
            || blocks.any(|block| matches!(block, Block::Table(_)))
    }
}

impl<'a> Cell<'a> {
    pub fn paragraphs(&self) -> impl Iterator<Item = &Paragraph<'a>> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(&**paragraph),
            Block::Table(_) => None,
        })
    }
}

impl Piece {
    /// The text, except for tabs and breaks.
    pub fn text<'a>(&self, markup: &'a str) -> &'a str {
        match self.kind {
            PieceKind::Text => TextRange::from(self.source).of(markup),
            _ => "",
        }
    }

    /// Whether the piece is only white space.
    pub fn is_blank(&self, markup: &str) -> bool {
        match self.kind {
            PieceKind::Character(c) | PieceKind::Element(c) => c.is_whitespace(),
            _ => self.text(markup).chars().all(char::is_whitespace),
        }
    }
}

/// The blocks of a story. Text for a next paragraph that does not come is a paragraph.
pub(super) fn finished(mut blocks: Vec<Block>, pieces: Vec<Piece>) -> Vec<Block> {
    if let (Some(first), Some(last)) = (pieces.first(), pieces.last()) {
        let source = first.source.ending(last.source.end());
        let (end, pieces) = (TextRange::at(source.end()).into(), pieces.into());
        let paragraph = Paragraph { source, end, pieces, ..Paragraph::default() };
        blocks.push(Block::Paragraph(Box::new(paragraph)));
    }
    blocks
}

/// The prefix of the name of a tag, with its colon.
pub fn prefix<'a>(markup: &'a str, tag: &Tag<'a>) -> &'a str {
    let inner = &tag.range.of(markup)[1..];
    inner.find(tag.name).map_or("", |at| &inner[..at])
}
