//! Pipe tables as they stand in a text, whether or not they are the form's: rows of cells parted by
//! pipes, one below the other.
//!
//! A Markdown table, one with a row of dashes, is one table. In a table without (as web pages are
//! saved) merged cells have left no trace, so that cells below one another need not be of one
//! column: rows that follow one another with equally many filled cells are a table each time.

use super::{BlockKind, Part, Report};
use crate::text::{TextRange, lines};

/// The fewest dashes below a header.
pub const FEWEST_DASHES: usize = 3;

/// Rows that belong together.
#[derive(Clone, Debug)]
pub struct PipeTable<'a> {
    pub text: &'a str,
    pub rows: Vec<PipeRow>,
    /// The row of dashes.
    pub delimiter: Option<usize>,
}

/// A row; ranges in bytes of the text.
#[derive(Clone, Debug)]
pub struct PipeRow {
    pub line: TextRange,
    /// Between pipes, with the space around.
    pub cells: Vec<TextRange>,
    /// Whether a pipe stands before the first cell, and behind the last.
    pub opened: bool,
    pub closed: bool,
}

/// A code block that is open: its mark and how many of them.
pub type Fence = Option<(char, usize)>;

/// The tables of a text outside code blocks. `fence` is the code block that is open before the
/// text, and behind it.
pub fn pipe_tables<'a>(text: &'a str, fence: &mut Fence) -> Vec<PipeTable<'a>> {
    let mut tables = Vec::new();
    let mut rows: Vec<PipeRow> = Vec::new();
    for line in lines(text) {
        let row = if is_code(line.of(text), fence) { None } else { PipeRow::read(text, line) };
        match row {
            Some(row) => rows.push(row),
            None => PipeTable::add(text, std::mem::take(&mut rows), &mut tables),
        }
    }
    PipeTable::add(text, rows, &mut tables);
    tables
}

/// Whether a line belongs to a code block; the fence is opened or closed by it.
fn is_code(line: &str, fence: &mut Fence) -> bool {
    let inner = line.trim_start_matches(' ');
    let indent = line.len() - inner.len();
    let mark = inner.chars().next().filter(|mark| matches!(mark, '`' | '~'));
    let run = mark.map_or(0, |mark| inner.chars().take_while(|c| *c == mark).count());
    let rest = inner.get(run..).unwrap_or_default();
    match (*fence, mark) {
        (Some((open, count)), mark) => {
            if indent < 4 && mark == Some(open) && run >= count && rest.trim().is_empty() {
                *fence = None;
            }
            true
        }
        (None, Some(mark)) if indent < 4 && run >= 3 && !(mark == '`' && rest.contains('`')) => {
            *fence = Some((mark, run));
            true
        }
        _ => indent >= 4 || inner.starts_with('\t'),
    }
}

impl PipeRow {
    /// The cells of a line; `None` where no pipe parts it, or too many do.
    fn read(text: &str, line: TextRange) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut start = line.start;
        for pipe in pipes(line.of(text)) {
            pieces.push(TextRange::new(start, line.start + pipe));
            start = line.start + pipe + 1;
        }
        if pieces.is_empty() {
            return None;
        }
        pieces.push(TextRange::new(start, line.end));
        let is_blank = |piece: Option<&TextRange>| {
            piece.is_some_and(|piece| trim_blanks(text, *piece).is_empty())
        };
        let (opened, closed) = (is_blank(pieces.first()), is_blank(pieces.last()));
        let end = pieces.len() - usize::from(closed);
        let cells = pieces.get(usize::from(opened)..end)?.to_vec();
        (!cells.is_empty()).then_some(Self { line, cells, opened, closed })
    }

    /// How many cells there are up to the last with something in it.
    pub fn filled(&self, text: &str) -> usize {
        self.cells
            .iter()
            .rposition(|cell| !trim_blanks(text, *cell).is_empty())
            .map_or(0, |last| last + 1)
    }
}

/// Where the pipes of a line stand that part cells: not those behind a backslash, in inline code or
/// in a comment.
fn pipes(line: &str) -> Vec<usize> {
    let bytes = line.as_bytes();
    let mut pipes = Vec::new();
    let mut at = 0;
    // What is not closed is not closed further on either.
    let (mut unclosed, mut comments_close) = (Vec::new(), true);
    while let Some(byte) = bytes.get(at) {
        let rest = line.get(at..).unwrap_or_default();
        at += match byte {
            b'\\' => 2,
            b'`' => {
                let run = rest.bytes().take_while(|byte| *byte == b'`').count();
                let closing = if unclosed.contains(&run) { None } else { closing(rest, run) };
                if closing.is_none() {
                    unclosed.push(run);
                }
                closing.unwrap_or(run)
            }
            b'<' if comments_close && rest.starts_with("<!--") => {
                let end = rest.find("-->");
                comments_close = end.is_some();
                end.map_or(1, |end| end + 3)
            }
            b'|' => {
                pipes.push(at);
                1
            }
            _ => 1,
        };
    }
    pipes
}

/// The end of the inline code that `rest` begins with, whose backticks are `run`.
fn closing(rest: &str, run: usize) -> Option<usize> {
    let mut from = run;
    while let Some(at) = rest.get(from..)?.find('`') {
        let start = from + at;
        let count = rest.get(start..)?.bytes().take_while(|byte| *byte == b'`').count();
        if count == run {
            return Some(start + count);
        }
        from = start + count;
    }
    None
}

impl<'a> PipeTable<'a> {
    /// Adds the table that these rows make, or the parts of it that are aligned each for itself.
    fn add(text: &'a str, rows: Vec<PipeRow>, tables: &mut Vec<Self>) {
        let delimiter =
            rows.iter().skip(1).position(|row| is_delimiter(text, row)).map(|at| at + 1);
        if delimiter.is_some() {
            tables.push(Self { text, rows, delimiter });
            return;
        }
        let several = rows.iter().filter(|row| row.cells.len() > 1).count();
        // A cell a line with a pipe behind it is a list.
        if several * 2 < rows.len() {
            return;
        }
        let mut add = |run: Vec<PipeRow>| {
            // A row alone is aligned with nothing, nor is a caption.
            if run.len() > 1 && run.first().is_some_and(|row| row.filled(text) > 1) {
                tables.push(Self { text, rows: run, delimiter: None });
            }
        };
        let mut run: Vec<PipeRow> = Vec::new();
        for row in rows {
            if run.last().is_some_and(|last| last.filled(text) != row.filled(text)) {
                add(std::mem::take(&mut run));
            }
            run.push(row);
        }
        add(run);
    }

    /// From its first line to its last.
    pub fn range(&self) -> TextRange {
        let first = self.rows.first().map_or(TextRange::at(0), |row| row.line);
        self.rows.last().map_or(first, |row| first.cover(row.line))
    }
}

/// Whether a row is the dashes below a header: `:--`, `---`, `--:` in every cell. Fewer than three
/// dashes in all may be marks for nothing in a row of values.
fn is_delimiter(text: &str, row: &PipeRow) -> bool {
    let is_dashes = |cell: &TextRange| {
        let source = trim_blanks(text, *cell).of(text);
        let source = source.strip_prefix(':').unwrap_or(source);
        let source = source.strip_suffix(':').unwrap_or(source);
        !source.is_empty() && source.bytes().all(|byte| byte == b'-')
    };
    let dashes = row.line.of(text).bytes().filter(|byte| *byte == b'-').count();
    dashes >= FEWEST_DASHES && row.cells.iter().all(is_dashes)
}

/// The range without the spaces and tabs at its ends. Other kinds of space are a cell's own.
pub fn trim_blanks(text: &str, range: TextRange) -> TextRange {
    let source = range.of(text);
    let left = source.trim_start_matches([' ', '\t']);
    let start = range.end - left.len();
    TextRange::new(start, start + left.trim_end_matches([' ', '\t']).len())
}

impl Report {
    /// Whether the line that begins at `start` of the report stands in a table below its first
    /// line.
    pub fn is_inside_table(&self, text: &str, start: usize) -> bool {
        let is_below = |part: &Part| {
            let at = start.saturating_sub(part.range.start);
            part.blocks.iter().any(|block| {
                matches!(block.kind, BlockKind::Table(_))
                    && block.range.start < at
                    && at < block.range.end
            })
        };
        let piped = |line: &str| line.contains('|');
        let above = text
            .get(..start)
            .and_then(|above| above.trim_end_matches(['\n', '\r']).rsplit(['\n', '\r']).next());
        let own = text.get(start..).and_then(|line| line.split(['\n', '\r']).next());
        self.part_at(start).is_some_and(is_below)
            || above.is_some_and(piped) && own.is_some_and(piped)
    }
}
