//! The words of lines and cells, with their places in the markup, until it is known whether the
//! words stand in a table.

use super::super::PICTURE;
use super::super::projection::{Builder, ElementKind, ShortRange};
use super::is_title;
use crate::text::TextRange;
use std::ops::Range;

/// At most this many elements of a kind are noted, so that a page of tags alone stays small.
pub(super) const MOST_ELEMENTS: u32 = 1 << 20;

/// At most 4,194,304 words, spaces and line ends of a page are read. A page of a thousand reports
/// has half as many.
const MOST_PIECES: usize = 1 << 22;

/// A stretch of words, or what parts two stretches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub kind: PieceKind,
    source: ShortRange,
}

impl Piece {
    pub fn source(self) -> TextRange {
        self.source.into()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// As in the markup.
    Word,
    /// Written otherwise in the markup: a range in [`Words::decoded`].
    Decoded(u32, u32),
    /// Not in the markup: the number of a list's item, as [`PieceKind::Decoded`].
    Made(u32, u32),
    /// A stretch of spaces that is one space.
    Space,
    /// An ignore comment in a table. The comment is no word of its cell.
    Comment,
    /// A line ends: at the start tag of a block, or at its end tag, with the name of the block.
    Start(BlockName),
    End(BlockName),
    /// A line ends without a block.
    Break,
    Picture,
}

/// A number for the name of a block, to compare names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BlockName(u32);

impl BlockName {
    /// The number for a key of a name.
    pub fn of(key: u64) -> Self {
        Self((key ^ key >> 29) as u32)
    }
}

/// Which linked lines are text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Links {
    #[default]
    All,
    /// A line that is a link whose words are the title of a report leads to another report.
    NoTitles,
}

impl PieceKind {
    pub fn is_break(self) -> bool {
        matches!(self, Self::Start(_) | Self::End(_) | Self::Break)
    }
}

#[derive(Debug, Default)]
pub(super) struct Words {
    pub pieces: Vec<Piece>,
    /// Number of the pieces of the page so far.
    count: usize,
    /// The characters of references.
    decoded: String,
    /// Spaces behind the last word. Spaces at the end of a line are not text.
    space: Option<TextRange>,
    /// Whether the current line or cell has words.
    has_words: bool,
    /// The first piece of the current line or cell.
    first: usize,
    /// The links of the current lines, each from its start tag to its end tag.
    links: Vec<TextRange>,
    /// The start of an open link.
    link: Option<usize>,
    read_links: Links,
    has_dropped: bool,
}

impl Words {
    /// Begins a cell or a line behind all pieces.
    pub fn begin(&mut self) {
        (self.space, self.has_words, self.first) = (None, false, self.pieces.len());
    }

    pub fn clear(&mut self) {
        self.pieces.clear();
        self.decoded.clear();
        self.links.clear();
        self.begin();
    }

    pub fn with(read_links: Links) -> Self {
        Self { read_links, ..Self::default() }
    }

    /// Whether the line of a link was left out.
    pub fn has_dropped(&self) -> bool {
        self.has_dropped
    }

    /// A link begins. Another open link ends.
    pub fn begin_link(&mut self, start: usize) {
        self.end_link(start);
        self.link = Some(start);
    }

    /// The open link ends.
    pub fn end_link(&mut self, end: usize) {
        if let Some(start) = self.link.take().filter(|_| self.links.len() < MOST_ELEMENTS as usize)
        {
            self.links.push(TextRange::new(start, end.max(start)));
        }
    }

    /// Adds a picture. A line of pictures alone is text.
    pub fn picture(&mut self, tag: TextRange) {
        if !self.has_words && !self.last().is_some_and(|last| last == PieceKind::Picture) {
            self.push(PieceKind::Picture, tag);
        }
    }

    /// Whether these words are a link to another report.
    fn is_elsewhere(&self, pieces: Range<usize>, markup: &str) -> bool {
        let (Some(first), Some(last)) =
            (self.pieces.get(pieces.start), self.pieces[..pieces.end].last())
        else {
            return false;
        };
        let line = TextRange::from(first.source.ending(last.source.end()));
        let before = self.links.partition_point(|link| link.start <= line.start);
        let closed = before.checked_sub(1).is_some_and(|link| self.links[link].contains(line));
        let is_open = self.link.is_some_and(|start| start <= line.start);
        (closed || is_open) && is_title(&self.text(pieces, markup))
    }

    /// The text of pieces. Only the start of a long one.
    pub fn text(&self, pieces: Range<usize>, markup: &str) -> String {
        const LONGEST: usize = 1024;
        let mut out = String::new();
        for piece in self.pieces[pieces].iter().take(LONGEST) {
            match piece.kind {
                PieceKind::Word if out.len() < LONGEST => out += piece.source().of(markup),
                PieceKind::Decoded(start, end) => {
                    out += &self.decoded[start as usize..end as usize];
                }
                _ => {}
            }
        }
        out
    }

    pub fn has_words(&self) -> bool {
        self.has_words
    }

    /// Adds the markup at `source` as it is.
    pub fn word(&mut self, source: TextRange, markup: &str) {
        self.settle_space(markup);
        self.push_word(source);
    }

    /// Adds characters that the markup writes otherwise.
    pub fn decoded(&mut self, text: &str, source: TextRange, markup: &str) {
        self.settle_space(markup);
        let (start, end) = self.keep(text);
        self.push(PieceKind::Decoded(start, end), source);
    }

    /// Adds characters that are not in the markup, at the start of a line.
    pub fn made(&mut self, text: &str, at: TextRange) {
        let (start, end) = self.keep(text);
        self.push(PieceKind::Made(start, end), at);
    }

    /// Keeps characters that are not in the markup.
    fn keep(&mut self, text: &str) -> (u32, u32) {
        let start = self.decoded.len() as u32;
        if self.count < MOST_PIECES {
            self.decoded.push_str(text);
        }
        (start, self.decoded.len() as u32)
    }

    fn push(&mut self, kind: PieceKind, source: TextRange) {
        if self.count < MOST_PIECES {
            self.count += 1;
            self.pieces.push(Piece { kind, source: source.into() });
        }
    }

    /// Adds a comment in a table.
    pub fn comment(&mut self, source: TextRange, markup: &str) {
        if self.space.is_some() {
            self.settle_space(markup);
        }
        self.push(PieceKind::Comment, source);
    }

    /// Whether a cell of these pieces is blank, except for comments.
    pub fn is_blank(pieces: &[Piece]) -> bool {
        pieces.iter().all(|piece| piece.kind.is_break() || piece.kind == PieceKind::Comment)
    }

    /// Adds spaces. Spaces count only between words.
    pub fn space(&mut self, source: TextRange) {
        match &mut self.space {
            _ if !self.has_words => {}
            Some(space) if space.end == source.start => space.end = source.end,
            // Spaces in several tags are one space: the last, so that text that is put before the
            // next word does not come between two spaces.
            _ => self.space = Some(source),
        }
    }

    /// Ends a line of a cell. Of several line ends, the first and the last start tag are kept.
    pub fn line_end(&mut self, kind: PieceKind, source: TextRange) {
        (self.space, self.has_words) = (None, false);
        let is_start = |kind: PieceKind| matches!(kind, PieceKind::Start(_));
        if self.last().is_some_and(is_start) {
            self.pieces.pop();
        }
        if is_start(kind) || self.last().is_some_and(|last| !last.is_break()) {
            self.push(kind, source);
        }
    }

    /// The last piece of the current line or cell.
    fn last(&self) -> Option<PieceKind> {
        self.pieces[self.first..].last().map(|piece| piece.kind)
    }

    fn settle_space(&mut self, markup: &str) {
        self.has_words = true;
        let Some(source) = self.space.take() else { return };
        let text = source.of(markup);
        // A no-break space, a tab or a line end is shown as a space.
        let stays = |c: char| !c.is_control() && c != '\u{a0}';
        let mut chars = text.chars();
        if chars.next().is_some_and(stays) && chars.next().is_none() {
            self.push_word(source);
        } else {
            self.push(PieceKind::Space, source);
        }
    }

    fn push_word(&mut self, source: TextRange) {
        match self.pieces.last_mut() {
            Some(Piece { kind: PieceKind::Word, source: last }) if last.end() == source.start => {
                *last = last.ending(source.end);
            }
            _ => self.push(PieceKind::Word, source),
        }
    }

    fn write_word(&self, piece: Piece, builder: &mut Builder) {
        let source = piece.source();
        match piece.kind {
            PieceKind::Word | PieceKind::Comment => builder.verbatim(source),
            PieceKind::Decoded(start, end) => {
                builder.reference(&self.decoded[start as usize..end as usize], source);
            }
            PieceKind::Made(start, end) => {
                builder.made(&self.decoded[start as usize..end as usize], source.start);
            }
            PieceKind::Space => builder.reference(" ", source),
            PieceKind::Start(_) | PieceKind::End(_) | PieceKind::Break | PieceKind::Picture => {}
        }
    }

    /// Writes the pieces as the text of a cell: line ends between words are spaces.
    pub fn write_cell(&self, pieces: &[Piece], builder: &mut Builder) {
        let mut parted: Option<(Piece, bool)> = None;
        let mut is_first = true;
        for &piece in pieces {
            if piece.kind.is_break() {
                parted = Some(parted.map_or((piece, true), |(first, _)| (first, false)));
                continue;
            }
            if piece.kind == PieceKind::Comment {
                self.write_word(piece, builder);
                let source = TextRange::at(piece.source.end()).into();
                let behind = Piece { kind: PieceKind::Break, source };
                parted = parted.map(|_| (behind, false));
                continue;
            }
            match parted.take().filter(|_| !is_first) {
                // A line break can be replaced as a whole.
                Some((piece, true))
                    if piece.kind == PieceKind::Break && !piece.source().is_empty() =>
                {
                    builder.reference(" ", piece.source());
                }
                Some((piece, _)) => builder.made(" ", piece.source.start()),
                None => {}
            }
            is_first = false;
            self.write_word(piece, builder);
        }
    }

    /// Writes the pieces as lines. Returns the number of lines.
    pub fn write_lines(&mut self, own: Range<usize>, builder: &mut Builder, before: u32) -> u32 {
        let mut count = before;
        let mut at = own.start;
        while at < own.end {
            let pieces = &self.pieces[at..own.end];
            let len = pieces.iter().take_while(|piece| !piece.kind.is_break()).count();
            let line = at..at + len;
            at += len.max(1);
            let is_made = |piece: &Piece| matches!(piece.kind, PieceKind::Made(..));
            // An item without words is no line.
            if pieces[..len].iter().all(is_made) {
                continue;
            }
            if self.read_links == Links::NoTitles
                && self.is_elsewhere(line.clone(), builder.markup())
            {
                self.has_dropped = true;
                continue;
            }
            let tag = line.start.checked_sub(1).filter(|tag| *tag >= own.start);
            let tags = (tag.map(|tag| self.pieces[tag]), self.pieces[..own.end].get(line.end));
            let line = &self.pieces[line];
            let (first, last) = (line[0].source(), line[len - 1].source());
            let (start, end) = match tags {
                (
                    Some(Piece { kind: PieceKind::Start(open), source }),
                    Some(Piece { kind: PieceKind::End(close), source: end }),
                ) if open == *close => (source.start(), end.end()),
                (Some(Piece { kind: PieceKind::Start(_), source }), _) => {
                    (source.start(), last.end)
                }
                _ => (first.start, last.end),
            };
            count = count.saturating_add(1);
            let is_noted = count <= MOST_ELEMENTS;
            if is_noted {
                builder.open(ElementKind::Paragraph, count, start);
            }
            match line {
                [picture] if picture.kind == PieceKind::Picture => {
                    builder.reference(PICTURE, picture.source());
                }
                _ => line.iter().for_each(|&piece| self.write_word(piece, builder)),
            }
            if is_noted {
                builder.close(end);
            }
            builder.made("\n", last.end);
        }
        count - before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_small() {
        assert_eq!(size_of::<Piece>(), 20);
    }

    #[test]
    fn blocks_have_names_of_their_own() {
        const BLOCKS: &str = "p li dd dt ul ol dl menu dir pre listing address article aside \
            blockquote body center details dialog div fieldset figcaption figure footer form h1 h2 \
            h3 h4 h5 h6 header hgroup html legend main nav search section summary title";
        let mut names: Vec<u32> = BLOCKS
            .split_whitespace()
            .map(|name| BlockName::of(super::super::elements::key(name.as_bytes())).0)
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn a_page_has_a_bound_of_words() {
        let mut words = Words::default();
        for _ in 0..MOST_PIECES {
            words.word(TextRange::new(0, 1), "x");
            words.line_end(PieceKind::Break, TextRange::at(1));
        }
        assert_eq!(words.pieces.len(), MOST_PIECES);
        words.clear();
        words.decoded("x", TextRange::new(0, 1), "x");
        assert!(words.pieces.is_empty() && words.decoded.is_empty());
    }
}
