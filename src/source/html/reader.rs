//! Reads the tokens of a page into lines and tables.

mod blocks;
mod stretch;

use super::super::projection::Builder;
use super::elements::{Block, Inline, Role, key, role};
use super::table::{Layout, Table};
use super::tokens::{Attributes, Numbers, Sink};
use super::words::{BlockName, Links, PieceKind, Words};
use crate::source::ignore_comment::{CLOSING, KEYWORD, OPENING};
use crate::text::TextRange;
use stretch::{first_line_end, spaces};

/// At most 96 open elements, and 64 more for tables. Deeper elements have no effect.
const DEEPEST: usize = 96;
const DEEPEST_TABLES: usize = 160;

/// The key of what is read aloud. No name has this key.
const READING: u64 = u64::MAX;

/// How text is read inside an element.
type Manner = u8;
const UNSEEN: Manner = 1;
const STRUCK: Manner = 1 << 1;
const RAISED: Manner = 1 << 2;
const LOWERED: Manner = 1 << 3;
const PREFORMATTED: Manner = 1 << 4;

#[derive(Clone, Copy, Debug)]
struct Open {
    role: Role,
    key: u64,
    /// The manner of the element without the elements around it.
    own: Manner,
    /// The manner of the text in it.
    manner: Manner,
}

pub(super) struct Reader<'a> {
    pub markup: &'a str,
    pub builder: Builder<'a>,
    /// The words of the current line, or of the current table.
    words: Words,
    open: Vec<Open>,
    /// For each open table, whether it holds another table, so that it only lays out the page.
    tables: Vec<bool>,
    /// The innermost table.
    table: Table,
    /// Number of lines so far, and of tables with rows.
    lines: u32,
    count: u32,
    outside: Outside,
    /// The words of the page's title.
    pub title: String,
    has_title: bool,
    /// The open lists, innermost last: how their items are numbered, and the next number.
    lists: Vec<(Numbers, u32)>,
    /// The end of the last outermost table.
    pub end: Option<usize>,
}

/// What happens to the text outside of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outside {
    /// Lines. The title of the page is not text.
    Lines,
    /// Lines, with the title of the page.
    LinesAndTitle,
    /// Lines, with links to other reports.
    AllLines,
    /// Not read. The reader stops behind the table.
    Nothing,
}

impl<'a> Reader<'a> {
    pub fn new(markup: &'a str, builder: Builder<'a>, outside: Outside) -> Self {
        let links = if outside == Outside::AllLines { Links::All } else { Links::NoTitles };
        Self {
            markup,
            builder,
            words: Words::with(links),
            open: Vec::new(),
            tables: Vec::new(),
            table: Table::default(),
            lines: 0,
            count: 0,
            outside,
            title: String::new(),
            has_title: false,
            lists: Vec::new(),
            end: None,
        }
    }

    /// Whether a link to another report was left out.
    pub fn has_dropped(&self) -> bool {
        self.words.has_dropped()
    }

    /// Ends everything at the end of the markup.
    pub fn finish(&mut self) {
        self.table.drop_begun(&self.words);
        self.close_to(0, self.markup.len(), self.markup.len());
        self.flush();
    }

    fn manner(&self) -> Manner {
        self.open.last().map_or(0, |open| open.manner)
    }

    /// Whether the words of a table are kept until its end.
    fn in_table(&self) -> bool {
        self.tables.last() == Some(&false)
    }

    /// Whether text here is text of the report.
    fn is_read(&self) -> bool {
        let is_in_place = if self.in_table() {
            self.table.in_cell
        } else {
            self.outside != Outside::Nothing || !self.tables.is_empty()
        };
        is_in_place && self.manner() & (UNSEEN | STRUCK) == 0
    }

    /// Writes the current line.
    fn flush(&mut self) {
        let all = 0..self.words.pieces.len();
        self.lines += self.words.write_lines(all, &mut self.builder, self.lines);
        self.words.clear();
    }

    /// A line ends at a tag.
    fn line_end(&mut self, kind: PieceKind, tag: TextRange) {
        if self.in_table() {
            if self.table.in_cell {
                self.words.line_end(kind, tag);
            }
            return;
        }
        self.words.line_end(kind, tag);
        if matches!(kind, PieceKind::Start(_)) && !self.words.pieces.is_empty() {
            let start = self.words.pieces.pop();
            self.flush();
            self.words.pieces.extend(start);
        } else {
            self.flush();
        }
    }

    /// The index behind the innermost open element that `is_found`, not looking out of cells that
    /// `is_wall`.
    fn innermost(
        &self,
        is_found: impl Fn(&Open) -> bool,
        is_wall: impl Fn(Role) -> bool,
    ) -> Option<usize> {
        let open = self.open.iter().enumerate().rev();
        let mut near = open.take_while(|(_, open)| is_found(open) || !is_wall(open.role));
        near.find(|(_, open)| is_found(open)).map(|(index, _)| index)
    }

    /// Opens an element.
    fn push(&mut self, role: Role, key: u64, own: Manner) {
        // Only the tables end what they stand in.
        let around = self.manner();
        let around = if role == Role::Cell { around & UNSEEN } else { around };
        self.open.push(Open { role, key, own, manner: around | own });
    }

    /// Closes the open elements from `index` on. `end` is the end of the outermost of them, `at`
    /// the end of the others.
    fn close_to(&mut self, index: usize, at: usize, end: usize) {
        while self.open.len() > index {
            let end = if self.open.len() == index + 1 { end } else { at };
            let Some(open) = self.open.pop() else { return };
            if open.manner & UNSEEN != 0 {
                continue;
            }
            match open.role {
                Role::Table => self.close_table(end),
                Role::Cell if self.in_table() => self.table.close_cell(end, &mut self.words),
                Role::Row | Role::Caption if self.in_table() => {
                    self.table.close_cell(end, &mut self.words);
                    self.table.close_row(end);
                }
                Role::Block(Block::List) => _ = self.lists.pop(),
                Role::Cell | Role::Row | Role::Caption => {
                    self.line_end(PieceKind::Break, TextRange::at(end));
                }
                _ => {}
            }
        }
    }

    fn open_table(&mut self, tag: TextRange) {
        if self.in_table() {
            self.lines += self.table.spill(&mut self.words, &mut self.builder, self.lines);
            self.tables.last_mut().into_iter().for_each(|is_outer| *is_outer = true);
        } else {
            self.flush();
        }
        self.tables.push(false);
        self.table.begin(tag.start);
    }

    fn close_table(&mut self, end: usize) {
        let layout =
            if self.in_table() { self.table.layout(&self.words, self.markup) } else { None };
        if let Some(layout) = layout {
            if layout == Layout::Long {
                self.builder.long_cell();
            }
            self.lines += self.table.spill(&mut self.words, &mut self.builder, self.lines);
        } else if self.in_table() {
            let number = self.count.saturating_add(1);
            if self.table.write(number, end, &self.words, &mut self.builder) {
                self.count = number;
            }
            let loose = self.table.loose()..self.words.pieces.len();
            self.lines += self.words.write_lines(loose, &mut self.builder, self.lines);
            self.words.clear();
        } else {
            self.flush();
        }
        self.tables.pop();
        if self.tables.is_empty() {
            self.end = Some(end);
        }
    }

    /// A start tag of a table or of a part of a table.
    fn start_part(
        &mut self,
        part: Role,
        name: u64,
        own: Manner,
        spans: Attributes,
        tag: TextRange,
    ) {
        if part == Role::Table {
            // A table that begins outside of the cells of another one ends the other one.
            let is_table = |open: &Open| open.role == Role::Table;
            let is_cell = |role| matches!(role, Role::Cell | Role::Caption);
            if let Some(index) = self.innermost(is_table, is_cell) {
                self.close_to(index, tag.start, tag.start);
            }
            if self.open.len() < DEEPEST_TABLES {
                self.push(part, name, own);
                if self.manner() & UNSEEN == 0 {
                    self.open_table(tag);
                }
            }
            return;
        }
        let around = |role: Role| match part {
            Role::Cell => matches!(role, Role::Row | Role::RowGroup | Role::Table),
            Role::Row => matches!(role, Role::RowGroup | Role::Table),
            _ => role == Role::Table,
        };
        let Some(index) = self.innermost(|open| around(open.role), |_| false) else {
            if part != Role::Columns {
                self.line_end(PieceKind::Break, tag);
            }
            return;
        };
        self.close_to(index + 1, tag.start, tag.start);
        // A cell without a row begins a row, and a row without a group a group.
        let around = self.open.last().map(|open| open.role);
        let at = TextRange::at(tag.start);
        match part {
            Role::Cell if around != Some(Role::Row) => {
                self.start_part(Role::Row, key(b"tr"), 0, spans, at);
            }
            Role::Row if around != Some(Role::RowGroup) => {
                self.start_part(Role::RowGroup, key(b"tbody"), 0, spans, at);
            }
            Role::Columns => return,
            _ => {}
        }
        self.push(part, name, own);
        if self.manner() & UNSEEN != 0 {
            return;
        }
        match part {
            _ if !self.in_table() => self.line_end(PieceKind::Break, tag),
            Role::Cell => self.table.open_cell(tag, spans, &mut self.words),
            Role::Row => self.table.open_row(tag.start, false),
            Role::Caption => {
                self.table.open_row(tag.start, true);
                self.table.open_cell(tag, spans, &mut self.words);
            }
            _ => self.table.end_group(),
        }
    }

    fn start_inline(&mut self, inline: Inline, key: u64, own: Manner, tag: TextRange) {
        let own = own
            | match inline {
                Inline::Raised => RAISED,
                Inline::Lowered => LOWERED,
                Inline::Struck => STRUCK,
                Inline::Styled | Inline::Other => 0,
            };
        if inline == Inline::Styled && (own | self.manner()) & !PREFORMATTED == 0 {
            self.table.go_into(tag);
        }
        // Most elements do nothing, and are often left open.
        if (own != 0 || self.manner() != 0) && self.open.len() < DEEPEST {
            self.push(Role::Inline(inline), key, own);
        }
    }

    /// Ends an element inside a line. Elements that were opened later stay open.
    fn end_inline(&mut self, key: u64) {
        if self.manner() == 0 {
            return;
        }
        let Some(index) = self.innermost(|open| open.key == key, is_wall) else { return };
        let removed = self.open.remove(index);
        if removed.own == 0 {
            return;
        }
        let mut around = index.checked_sub(1).map_or(0, |outer| self.open[outer].manner);
        for open in &mut self.open[index..] {
            open.manner = around | open.own;
            around = open.manner;
        }
    }

    /// Ends what is read aloud of words.
    fn end_readings(&mut self) {
        while self.open.last().is_some_and(|open| open.key == READING) {
            self.open.pop();
        }
    }

    fn is_title(&self) -> bool {
        self.open.last().is_some_and(|open| open.role == Role::Title)
    }
}

/// Whether an element is not closed by the end of an element inside it.
fn is_wall(role: Role) -> bool {
    matches!(role, Role::Table | Role::Row | Role::Cell | Role::RowGroup | Role::Caption)
}

impl Sink for Reader<'_> {
    fn start(&mut self, name: &[u8], attributes: Attributes, tag: TextRange) {
        let (role, key) = (role(name), key(name));
        let own = if attributes.is_hidden { UNSEEN } else { 0 };
        match role {
            Role::Table
            | Role::Row
            | Role::Cell
            | Role::RowGroup
            | Role::Columns
            | Role::Caption => {
                self.start_part(role, key, own, attributes, tag);
            }
            Role::Break if self.is_read() && own == 0 => self.line_end(PieceKind::Break, tag),
            Role::Break | Role::Void => {}
            Role::Block(block) => self.start_block(block, key, own, attributes, tag),
            Role::Inline(inline) => self.start_inline(inline, key, own, tag),
            Role::Read => self.end_readings(),
            Role::Reading => {
                self.end_readings();
                if self.open.len() < DEEPEST {
                    self.push(Role::Unseen, READING, UNSEEN);
                }
            }
            Role::Link => {
                if attributes.leads_away && self.is_read() {
                    self.builder.chosen_title();
                    self.words.begin_link(tag.start);
                }
                self.start_inline(Inline::Other, key, own, tag);
            }
            Role::Picture => {
                if self.is_read() && !self.in_table() && own == 0 {
                    self.words.picture(tag);
                }
            }
            Role::Title => {
                let is_first = !std::mem::replace(&mut self.has_title, true);
                let own = match self.outside {
                    Outside::LinesAndTitle if is_first => {
                        self.builder.chosen_title();
                        own
                    }
                    _ => own | UNSEEN,
                };
                self.line_end(PieceKind::Start(BlockName::of(key)), tag);
                // The words of other titles, such as of pictures, are not kept.
                let role = if is_first { role } else { Role::Unseen };
                self.push(role, key, own);
            }
            Role::Unseen => {
                if self.open.len() < DEEPEST {
                    self.push(role, key, UNSEEN);
                }
            }
        }
    }

    fn end(&mut self, name: &[u8], tag: TextRange) {
        let (role, key) = (role(name), key(name));
        if self.is_read() {
            self.table.go_out();
        }
        match role {
            Role::Table | Role::Row | Role::Cell | Role::RowGroup | Role::Caption => {
                // Outside of the innermost table there is nothing to end.
                let is_wall = |other: Role| other == Role::Table;
                if let Some(index) = self.innermost(|open| open.key == key, is_wall) {
                    self.close_to(index, tag.start, tag.end);
                } else if !self.in_table() {
                    self.line_end(PieceKind::Break, tag);
                }
            }
            Role::Break if self.is_read() => self.line_end(PieceKind::Break, tag),
            Role::Break | Role::Void | Role::Columns | Role::Picture => {}
            Role::Link => {
                self.words.end_link(tag.end);
                self.end_inline(key);
            }
            Role::Read | Role::Reading => self.end_readings(),
            Role::Block(_) | Role::Title => self.end_block(key, tag),
            Role::Inline(_) | Role::Unseen => self.end_inline(key),
        }
    }

    fn text(&mut self, range: TextRange) {
        if self.is_title() {
            self.title.push_str(range.of(self.markup));
        }
        if !self.is_read() {
            return;
        }
        if self.manner() & PREFORMATTED != 0 && !self.in_table() {
            // A line end behind the start tag is not text.
            let text = range.of(self.markup);
            let skipped = if self.words.has_words() { 0 } else { first_line_end(text) };
            if skipped < text.len() {
                self.words.word(TextRange::new(range.start + skipped, range.end), self.markup);
            }
        } else {
            self.stretch(range);
        }
    }

    fn reference(&mut self, decoded: &str, range: TextRange) {
        if self.is_title() {
            self.title.push_str(decoded);
        }
        if !self.is_read() {
            return;
        }
        let (len, is_seen) = spaces(decoded.as_bytes());
        if len == decoded.len() {
            self.spaces(range, is_seen);
        } else {
            self.words.decoded(decoded, range, self.markup);
        }
    }

    fn comment(&mut self, range: TextRange) {
        let text = range.of(self.markup);
        let inside = text.strip_prefix(OPENING).and_then(|rest| rest.strip_suffix(CLOSING));
        let is_ignore = inside.is_some_and(|inside| inside.trim_start().starts_with(KEYWORD));
        if !is_ignore || self.manner() & UNSEEN != 0 {
            return;
        }
        if !self.in_table() {
            if self.is_read() {
                self.words.word(range, self.markup);
            }
            return;
        }
        // A comment over several lines has no effect.
        if !text.contains(['\n', '\r']) {
            self.words.comment(range, self.markup);
            if !self.table.in_cell {
                self.words.begin();
                self.table.keep_loose(&self.words);
            }
        }
    }

    fn is_done(&self) -> bool {
        self.outside == Outside::Nothing && self.end.is_some()
    }
}
