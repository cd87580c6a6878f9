//! The cells of a line, and the pipes at the ends of a table's lines.

use super::quotation::{is_pipe, unquoted};
use crate::syntax::commas::{WIDE_COMMA, comma_cell, comma_position, wide_comma_position};
use crate::syntax::delimiter::Delimiter;
use crate::syntax::line::{Class, Line};
use crate::syntax::token::{tokens, trim};
use crate::syntax::value::is_value;
use crate::text::{TextRange, fold, is_space};

/// The ends of a table's lines where a pipe does not separate cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edges {
    pub(super) left: bool,
    pub(super) right: bool,
    /// The most pipes in a line without pipes at its ends.
    pub(super) separators: usize,
}

impl Edges {
    /// The edges of a line whose table is unknown.
    pub const BOTH: Self = Self { left: true, right: true, separators: 0 };

    /// The edges of a table. If most lines have no pipe at an end, a pipe at this end separates an
    /// empty cell. If the row of dashes in Markdown has edges, each pipe at an end is an edge.
    pub(super) fn of(text: &str, lines: &[Line]) -> Self {
        let is_piped = |line: &&Line| line.class == Class::Cells && line.delimiter.is_pipe();
        let pipes_of = |line: &Line, source: &str| match line.delimiter {
            Delimiter::Pipe => memchr::memchr_iter(b'|', source.as_bytes()).count(),
            _ => pipes(source),
        };
        // In a table with edges, few lines lack edges. In a table without edges, many lines may
        // begin with a pipe below a merged cell.
        let (mut left, mut right, mut separators) = (0, 0, 0);
        // The most pipes in a line with a pipe at its end, and in a line without.
        let (mut closed, mut open) = (0, 0);
        let mut most = |count: usize, right: i32| {
            let most = if right < 0 { &mut open } else { &mut closed };
            *most = count.max(*most);
        };
        let mut any_edge = false;
        for line in lines.iter().filter(is_piped) {
            let source = unquoted(line.range().of(text));
            if super::markdown::is_delimiter_row(source) {
                let source = source.trim_matches(is_space);
                if source.starts_with('|') && source.ends_with('|') {
                    return Self::BOTH;
                }
                continue;
            }
            let (own_left, own_right) = (vote_left(source), vote_right(source));
            left += own_left;
            right += own_right;
            // The pipes of lines with a left edge matter only if most lines have no left edge.
            any_edge |= own_left > 0;
            if own_left <= 0 {
                let count = pipes_of(line, source);
                most(count, own_right);
                if own_left < 0 && own_right < 0 {
                    separators = separators.max(count);
                }
            }
        }
        if left < 0 && any_edge {
            let sources =
                lines.iter().filter(is_piped).map(|line| (line, unquoted(line.range().of(text))));
            for (line, source) in sources.filter(|(_, source)| {
                vote_left(source) > 0 && !super::markdown::is_delimiter_row(source)
            }) {
                most(pipes_of(line, source), vote_right(source));
            }
        }
        // The last cell is blank in a line that ends with a pipe, if two things hold: the table has
        // no left edge, and a line without a pipe at its end has as many pipes.
        let is_last_blank = left < 0 && open >= closed && closed > 2;
        Self { left: left >= 0, right: right >= 0 && !is_last_blank, separators }
    }

    /// The edges of one line. If a line has two pipes more than the lines without edges, the pipes
    /// at its ends are edges.
    pub(super) fn of_line(self, source: &str) -> Self {
        // Blank cells alone do not show edges.
        let is_filled = || source.contains(|c: char| !is_pipe(c) && !is_space(c));
        let is_framed = || {
            source.starts_with(is_pipe)
                && source.ends_with(is_pipe)
                && pipes(source) >= self.separators + 2
                && is_filled()
        };
        if self.separators > 0 && is_framed() { Self::BOTH } else { self }
    }
}

pub(super) fn pipes(source: &str) -> usize {
    source.chars().filter(|&c| is_pipe(c)).count()
}

/// Whether the pipe at the start of `row`, a line of the table at `range`, is an edge and does not
/// separate cells.
pub(crate) fn has_left_edge(text: &str, range: TextRange, row: &str) -> bool {
    let table = range.of(text);
    let piped = || {
        crate::text::lines(table)
            .map(|line| unquoted(line.of(table)))
            .filter(|line| line.contains(is_pipe))
    };
    let votes = piped().map(vote_left).sum::<i32>();
    // A line without the pipe has one cell less if the pipe separates cells.
    let is_counted = || piped().any(|line| vote_left(line) == NO_EDGE && pipes(line) == pipes(row));
    votes > 0 || votes == 0 && !is_counted()
}

/// The vote of a line's start for an edge.
fn vote_left(source: &str) -> i32 {
    // Nearly every line without an edge begins with a word of the form.
    if matches!(source.as_bytes(), [0xe4..=0xe9 | b'0'..=b'9', ..]) {
        NO_EDGE
    } else {
        vote(source.chars())
    }
}

/// The vote of a line's end for an edge.
fn vote_right(source: &str) -> i32 {
    if matches!(source.as_bytes(), [.., b'0'..=b'9']) {
        NO_EDGE
    } else {
        vote(source.chars().rev())
    }
}

/// The vote of a line that begins or ends with another character than a pipe.
const NO_EDGE: i32 = -3;

/// The vote of the first characters for an edge: positive with a pipe, negative without a pipe. 0
/// if the first cell is empty, because an empty cell may follow an edge or not.
fn vote(chars: impl Iterator<Item = char>) -> i32 {
    let mut chars = chars.filter(|&c| !is_space(c)).map(is_pipe);
    match (chars.next(), chars.next()) {
        (Some(true), Some(true)) | (None, _) => 0,
        (Some(true), _) => 1,
        (Some(false), _) => NO_EDGE,
    }
}

/// The cells of a line, each without spaces at both ends. The spaces before the tab of a cell and
/// the pipes at the edges are not cells.
pub fn cells<'a>(text: &'a str, line: &Line, edges: Edges) -> impl Iterator<Item = TextRange> + 'a {
    let delimiter = line.delimiter;
    let piped = delimiter.is_pipe();
    // The place and the length of the next delimiter.
    let find = move |from: usize, end: usize| {
        let bytes = &text.as_bytes()[from..end];
        match delimiter {
            Delimiter::Tab => position(bytes, b'\t').map(|at| (at, 1)),
            Delimiter::Comma => comma_position(bytes).map(|at| (at, 1)),
            Delimiter::WideComma => {
                wide_comma_position(&text[from..end]).map(|at| (at, WIDE_COMMA.len_utf8()))
            }
            Delimiter::Pipe => position(bytes, b'|').map(|at| (at, 1)),
            Delimiter::AnyPipe => text[from..end]
                .char_indices()
                .find(|&(_, c)| fold(c) == '|')
                .map(|(at, c)| (at, c.len_utf8())),
        }
    };
    let (mut start, mut end, mut edges) = (line.range().start, line.range().end, edges);
    if piped {
        let trimmed = trim(text, line.range());
        let trimmed = TextRange::new(trimmed.end - unquoted(trimmed.of(text)).len(), trimmed.end);
        edges = edges.of_line(trimmed.of(text));
        start = trimmed.start
            + find(trimmed.start, trimmed.end)
                .filter(|(at, _)| *at == 0 && edges.left)
                .map_or(0, |(_, len)| len);
        end = trimmed.end;
    }
    // The first tab behind the marks of a quotation already separates cells.
    while text[start..end].starts_with('>') {
        start += 1 + usize::from(text[start + 1..end].starts_with(' '));
    }
    // Whether the text behind the last delimiter is a cell even if the text is empty.
    let ends_open = !piped || !edges.right;
    let mut next = Some(start);
    std::iter::from_fn(move || {
        let from = next?;
        let cell = match find(from, end) {
            Some((at, len)) => {
                let after = from + at + len;
                next = (ends_open || after < end).then_some(after);
                TextRange::new(from, from + at)
            }
            None => {
                next = None;
                TextRange::new(from, end)
            }
        };
        Some(if matches!(delimiter, Delimiter::Comma | Delimiter::WideComma) {
            comma_cell(text, cell)
        } else {
            inside(text, cell)
        })
    })
}

/// The first place of a byte. Most cells are so short that a plain loop is fastest, except for
/// labels.
fn position(bytes: &[u8], byte: u8) -> Option<usize> {
    const SHORT: usize = 5;
    let (first, rest) = bytes.split_at(bytes.len().min(SHORT));
    first
        .iter()
        .position(|&other| other == byte)
        .or_else(|| memchr::memchr(byte, rest).map(|at| SHORT + at))
}

/// The content of a cell, without spaces and emphasis at both ends.
fn inside(text: &str, cell: TextRange) -> TextRange {
    // Nearly every cell is a small number, with or without a space on either side.
    let bytes = &text.as_bytes()[cell.start..cell.end];
    let before = usize::from(bytes.first() == Some(&b' '));
    let behind = usize::from(bytes.len() > before && bytes.last() == Some(&b' '));
    if let number @ ([_] | [_, _] | [_, _, _]) = &bytes[before..bytes.len() - behind]
        && number.iter().all(u8::is_ascii_digit)
    {
        return TextRange::new(cell.start + before, cell.end - behind);
    }
    let inner = without_emphasis(text, trim(text, cell));
    // The place for new text in a blank cell: behind one space.
    if inner.is_empty() { TextRange::at(cell.start + before) } else { inner }
}

/// The text of a cell without Markdown's marks around it: `**5**`, `__5__`, `` `5` ``.
pub(super) fn without_emphasis(text: &str, cell: TextRange) -> TextRange {
    let Some(&mark @ (b'*' | b'_' | b'`')) = text.as_bytes().get(cell.start) else { return cell };
    let source = cell.of(text);
    let marks = source.bytes().take_while(|&byte| byte == mark).count();
    let closed = marks > 0
        && source.len() > 2 * marks
        && source.bytes().rev().take(marks).all(|byte| byte == mark);
    if !closed {
        return cell;
    }
    let inner = trim(text, TextRange::new(cell.start + marks, cell.end - marks));
    // Words are read together with other marks, because the writer may have put the marks there.
    if mark == b'*' || is_value(inner.of(text)) { inner } else { cell }
}

/// Whether a line has tabs, and all tabs stand before or behind one cell.
pub(super) fn is_one_cell(text: &str, line: &Line) -> bool {
    let source = line.range().of(text);
    source.contains('\t')
        && (line.class == Class::Words || tokens(text, line.range()).nth(1).is_none())
}

/// Whether a line has only pipes and spaces.
pub(crate) fn is_bare_pipe(source: &str) -> bool {
    source.chars().all(|c| is_space(c) || is_pipe(c)) && source.contains(is_pipe)
}
