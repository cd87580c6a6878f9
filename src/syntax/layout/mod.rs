//! The five layouts that a table comes in, each read into the same rows and written from the same cells.

mod grid;
pub mod imitate;
mod lines;
mod markdown;
mod pipes;
mod place;
mod rows;
mod spaces;
mod tabs;

pub use lines::{is_blank_cell, is_tabbed};
pub use rows::{Cells, PieceRow, PieceRows, Told};

use super::line::{Class, Delimiter, Line, is_value, tokens, trim};
use crate::standard::{TableForm, vocabulary};
use crate::text::{TextRange, fold, is_space, letters_hash};

/// How a table is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layout {
    /// Text from PDF: label and values in a line, parted by spaces; labels in pieces.
    Spaces,
    /// Cells parted by tabs, from Word.
    Tabs,
    /// A cell a line.
    Lines,
    /// Cells parted by pipes, ragged.
    Pipes,
    /// A Markdown table.
    Markdown,
}

impl Layout {
    pub const ALL: [Self; 5] = [Self::Spaces, Self::Tabs, Self::Lines, Self::Pipes, Self::Markdown];

    /// The layout of a table's lines.
    fn detect(text: &str, lines: &[Line], cells: &LineCells) -> Self {
        let (mut single, mut several, mut tabs, mut pipes, mut markdown) = (0, 0, 0, 0, 0);
        // Whether the last line that is not blank is a cell behind a tab.
        let mut in_cells = false;
        for (index, line) in lines.iter().enumerate() {
            let source = line.range.of(text);
            if line.class == Class::Cells {
                let piped = line.delimiter != Delimiter::Tab;
                let cells = cells.of(index);
                let filled = cells.iter().filter(|cell| !cell.is_empty()).take(2).count();
                single += usize::from(filled == 1 && piped && cells.len() < 3);
                several += usize::from(filled > 1);
                pipes += usize::from(piped);
                tabs += usize::from(!piped);
                markdown += usize::from(markdown::is_delimiter_row(source));
            } else if line.class == Class::Values {
                let count = tokens(text, line.range).count();
                single += usize::from(count == 1);
                several += usize::from(count > 1);
            } else if line.class == Class::Labelled {
                several += 1;
            } else if line.class == Class::Blank {
                single += usize::from(in_cells && is_blank_cell(source));
            }
            if line.class != Class::Blank {
                in_cells = is_tabbed(source);
            }
        }
        if single > 2 * several && single >= 3 {
            Self::Lines
        } else if markdown > 0 {
            Self::Markdown
        } else if pipes > tabs {
            Self::Pipes
        } else if tabs > 0 {
            Self::Tabs
        } else {
            Self::Spaces
        }
    }

    /// `table` with the values that `cell` gives for row and column, in this layout, lines ended by `newline`.
    pub fn write(self, table: &TableForm, newline: &str, cell: &dyn Fn(usize, usize) -> String) -> String {
        let rows = match self {
            Self::Spaces => spaces::write(table, cell),
            Self::Tabs => tabs::write(table, cell),
            Self::Lines => lines::write(table, cell),
            Self::Pipes => pipes::write(table, cell),
            Self::Markdown => markdown::write(table, cell),
        };
        rows.iter().flat_map(|row| [row.as_str(), newline]).collect()
    }
}

/// The cells of the lines of a table that are [`Class::Cells`].
struct LineCells {
    cells: Vec<TextRange>,
    /// Where those of each line end.
    ends: Vec<usize>,
}

impl LineCells {
    fn read(text: &str, lines: &[Line]) -> Self {
        // A row of the widest table that has labels has nine, and one that ends with a pipe another.
        const USUAL: usize = 10;
        let celled = lines.iter().filter(|line| line.class == Class::Cells).take(rows::MOST_EXPECTED).count();
        let (mut all, mut ends) = (Vec::with_capacity(USUAL * celled), Vec::with_capacity(lines.len()));
        let edges = Edges::of(text, lines);
        for line in lines {
            if line.class == Class::Cells {
                all.extend(cells(text, line, edges));
            }
            ends.push(all.len());
        }
        Self { cells: all, ends }
    }

    /// Those of the line at `index`.
    fn of(&self, index: usize) -> &[TextRange] {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.cells[start..self.ends[index]]
    }
}

/// The layout of the lines of a table of the form, and its rows.
pub fn read(text: &str, lines: &[Line], form: &TableForm) -> (Layout, PieceRows) {
    let cells = LineCells::read(text, lines);
    let layout = Layout::detect(text, lines, &cells);
    let rows = match layout {
        Layout::Lines => lines::read(text, lines, form),
        Layout::Spaces => place::gathered(text, together(text, read_rows(text, lines, &cells, layout)), form),
        _ => read_rows(text, lines, &cells, layout),
    };
    (layout, rows)
}

/// The rows of lines with a row each, `line_cells` their cells.
fn read_rows(text: &str, lines: &[Line], line_cells: &LineCells, layout: Layout) -> PieceRows {
    let mut rows = PieceRows::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        match line.class {
            Class::Blank | Class::PageNumber | Class::Prose => {}
            Class::Cells if markdown::is_delimiter_row(line.range.of(text)) => {}
            Class::Cells => cell_row(text, line_cells.of(index), &mut rows),
            // A row with one cell that is not blank.
            Class::Words | Class::Values if layout == Layout::Tabs && is_one_cell(text, line) => {
                cell_row(text, &cells(text, line, Edges::BOTH).collect::<Vec<_>>(), &mut rows);
            }
            Class::Values | Class::Labelled | Class::Words => spaces::read(text, line, &mut rows),
        }
    }
    rows
}

/// The same with the values of one row together that stand on lines of their own, as many as a row of the form has.
fn together(text: &str, rows: PieceRows) -> PieceRows {
    let is_single = |row: PieceRow| row.labels.is_empty() && row.values.len() == 1;
    let follows = |one: PieceRow, next: PieceRow| {
        let between = &text[one.values[0].end..next.values[0].start];
        between.chars().all(is_space) && crate::text::lines(between).count() == 2
    };
    if !rows.iter().any(is_single) {
        return rows;
    }
    let mut out = PieceRows::with_capacity(rows.len());
    let all: Vec<PieceRow> = rows.iter().collect();
    for run in all.chunk_by(|&one, &next| is_single(one) && is_single(next) && follows(one, next)) {
        if matches!(run.len(), 3 | 7 | 15) {
            out.push(std::iter::empty(), run.iter().map(|row| row.values[0]), None);
        } else {
            run.iter().for_each(|row| out.push(row.labels.iter().copied(), row.values.iter().copied(), row.cells));
        }
    }
    out
}

/// At which ends of a table's lines a pipe parts no cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edges {
    left: bool,
    right: bool,
    /// The most pipes in a line that has none at its ends.
    separators: usize,
}

impl Edges {
    /// Of a line whose table is not known.
    pub const BOTH: Self = Self { left: true, right: true, separators: 0 };

    /// Where most lines have no pipe at an end, one that is there follows or precedes an empty cell. In Markdown a pipe at an end is an edge of its own line.
    fn of(text: &str, lines: &[Line]) -> Self {
        // Where there are edges, hardly a line is without; where there are none, many may begin below a merged cell.
        let (mut left, mut right, mut separators) = (0, 0, 0);
        for line in lines.iter().filter(|line| line.class == Class::Cells && line.delimiter != Delimiter::Tab) {
            let source = line.range.of(text);
            if markdown::is_delimiter_row(source) {
                return Self::BOTH;
            }
            let (own_left, own_right) = (vote(source.chars()), vote(source.chars().rev()));
            left += own_left;
            right += own_right;
            if own_left < 0 && own_right < 0 {
                separators = separators.max(pipes(source));
            }
        }
        Self { left: left >= 0, right: right >= 0, separators }
    }

    /// Of one line: two pipes more than the lines without any at their ends are edges.
    fn of_line(self, source: &str) -> Self {
        let is_framed = || source.starts_with(is_pipe) && source.ends_with(is_pipe) && pipes(source) >= self.separators + 2;
        if self.separators > 0 && is_framed() { Self::BOTH } else { self }
    }
}

fn is_pipe(c: char) -> bool {
    fold(c) == '|'
}

fn pipes(source: &str) -> usize {
    source.chars().filter(|&c| is_pipe(c)).count()
}

/// Whether a pipe at the start of a line of the table at `range` parts no cells.
fn has_left_edge(text: &str, range: TextRange) -> bool {
    let piped = crate::text::lines(range.of(text)).map(|line| line.of(range.of(text))).filter(|line| line.contains(is_pipe));
    piped.map(|line| vote(line.chars())).sum::<i32>() >= 0
}

/// What the first characters of a line say for an edge: positive where a pipe is there, negative where none is,
/// 0 where the first cell is empty, before which there may be an edge or none.
fn vote(chars: impl Iterator<Item = char>) -> i32 {
    let mut chars = chars.filter(|&c| !is_space(c)).map(is_pipe);
    match (chars.next(), chars.next()) {
        (Some(true), Some(true)) | (None, _) => 0,
        (Some(true), _) => 1,
        (Some(false), _) => -3,
    }
}

/// The cells of a line, each without space at its ends. The space before a cell's tab and the pipes at the edges are no cells.
pub fn cells<'a>(text: &'a str, line: &Line, edges: Edges) -> impl Iterator<Item = TextRange> + 'a {
    let delimiter = line.delimiter;
    let piped = delimiter != Delimiter::Tab;
    // Where the next delimiter stands, and how long it is. Most cells are so short that a plain loop is the fastest search.
    let find = move |rest: &str| match delimiter {
        Delimiter::Tab => rest.bytes().position(|byte| byte == b'\t').map(|at| (at, 1)),
        Delimiter::Pipe => rest.bytes().position(|byte| byte == b'|').map(|at| (at, 1)),
        Delimiter::AnyPipe => rest.char_indices().find(|&(_, c)| fold(c) == '|').map(|(at, c)| (at, c.len_utf8())),
    };
    let (mut start, mut end, mut edges) = (line.range.start, line.range.end, edges);
    if piped {
        let trimmed = trim(text, line.range);
        edges = edges.of_line(trimmed.of(text));
        start = trimmed.start + find(trimmed.of(text)).filter(|(at, _)| *at == 0 && edges.left).map_or(0, |(_, len)| len);
        end = trimmed.end;
    }
    // Whether what stands behind the last delimiter is a cell even where it is empty.
    let ends_open = !piped || !edges.right;
    let mut next = Some(start);
    std::iter::from_fn(move || {
        let from = next?;
        let cell = match find(&text[from..end]) {
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
        let inner = without_emphasis(text, trim(text, cell));
        // A blank cell is where one would write: behind one space.
        Some(if inner.is_empty() { TextRange::at(cell.start + usize::from(cell.of(text).as_bytes().first() == Some(&b' '))) } else { inner })
    })
}

/// A cell's text without the stars of Markdown around it.
fn without_emphasis(text: &str, cell: TextRange) -> TextRange {
    if text.as_bytes().get(cell.start) != Some(&b'*') {
        return cell;
    }
    let source = cell.of(text);
    let stars = source.bytes().take_while(|&byte| byte == b'*').count();
    let closed = stars > 0 && source.len() > 2 * stars && source.bytes().rev().take(stars).all(|byte| byte == b'*');
    if closed { trim(text, TextRange::new(cell.start + stars, cell.end - stars)) } else { cell }
}

/// Adds a row of cells: labels up to the first value, and the cells behind them.
fn cell_row(text: &str, cells: &[TextRange], rows: &mut PieceRows) {
    let value = |cell: &TextRange| is_value(cell.of(text));
    let first = match cells.iter().position(|cell| !cell.is_empty() && value(cell)) {
        // The cells between the last label and the first value are blank ones, or hold what is no value where one should stand.
        Some(first) => {
            bad_value(text, cells, first).unwrap_or_else(|| cells[..first].iter().rposition(|cell| !cell.is_empty()).map_or(0, |label| label + 1))
        }
        None => label_end(text, cells),
    };
    let labels = cells[..first].iter().copied().filter(|cell| !cell.is_empty());
    rows.push(labels, cells[first..].iter().copied(), Some(Cells { count: cells.len(), first_value: first }));
}

/// Where the labels of a row end that has no value: behind the label of a row of the form, else behind the last words.
fn label_end(text: &str, cells: &[TextRange]) -> usize {
    let last = cells.iter().rposition(|cell| !cell.is_empty());
    // The label of a row that is the head of a group in the other edition may have an item behind it.
    let is_head = |cell: &TextRange| vocabulary().terms(letters_hash(cell.of(text)).0).iter().any(|term| term.role == crate::standard::Role::Head);
    cells.iter().rposition(|cell| is_row_label(text, cell) && !is_head(cell)).or(last).map_or(0, |at| at + 1)
}

/// Where the values of a row begin whose first one is none (`三`, `x`): behind the label of a row of the form, where as many cells
/// follow as the form has columns. `value` is the first cell that holds one.
fn bad_value(text: &str, cells: &[TextRange], value: usize) -> Option<usize> {
    const WIDTHS: [usize; 2] = [3, 7];
    const LONGEST: usize = 3;
    let is_bad = |cell: &TextRange| {
        let source = cell.of(text);
        let is_unit = matches!(source, "件" | "项" | "个" | "宗" | "条" | "份" | "元" | "万元");
        let is_short = source.len() <= 4 * LONGEST && source.chars().count() <= LONGEST;
        (is_short || is_number_with_note(source)) && !is_unit && vocabulary().terms(letters_hash(source).0).is_empty()
    };
    let before = &cells[..value];
    // Nearly always a label stands before the first value.
    if !before.iter().rfind(|cell| !cell.is_empty()).is_some_and(is_bad) {
        return None;
    }
    let start = before.iter().rposition(|cell| is_row_label(text, cell))? + 1;
    // A merged cell leaves blank ones behind the label, and a short row some at its end.
    let first = start + before[start..].iter().position(|cell| !cell.is_empty())?;
    let last = cells.iter().rposition(|cell| !cell.is_empty())?;
    let fits = [start, first].iter().any(|from| WIDTHS.contains(&(cells.len() - from)) || WIDTHS.contains(&(last + 1 - from)));
    (fits && before[first..].iter().filter(|cell| !cell.is_empty()).all(is_bad)).then_some(start)
}

/// Whether a cell begins with a number that is not that of an item: `12（含网络申请3）`, `312*`, `12件次`.
fn is_number_with_note(source: &str) -> bool {
    let behind = source.trim_start_matches(|c: char| fold(c).is_ascii_digit());
    let mark = behind.chars().next().map(fold);
    behind.len() < source.len() && mark.is_some_and(|mark| !matches!(mark, '.' | ',' | '、' | ')' | '-' | '年' | '月') && !is_space(mark))
}

/// Whether a cell holds the label of a row of the form.
fn is_row_label(text: &str, cell: &TextRange) -> bool {
    vocabulary().terms(letters_hash(cell.of(text)).0).iter().any(|term| matches!(term.role, crate::standard::Role::Row(_)))
}

/// Whether a line has tabs, all of them before or behind one cell.
fn is_one_cell(text: &str, line: &Line) -> bool {
    let source = line.range.of(text);
    source.contains('\t') && (line.class == Class::Words || tokens(text, line.range).nth(1).is_none())
}

/// Whether a line is nothing but pipes and space.
fn is_bare_pipe(source: &str) -> bool {
    source.chars().all(|c| is_space(c) || is_pipe(c)) && source.contains(is_pipe)
}
