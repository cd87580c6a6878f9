//! The five layouts that a table comes in, each read into the same rows and written from the same cells.

mod grid;
pub mod imitate;
mod lines;
mod markdown;
mod pipes;
mod spaces;
mod tabs;

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

/// A line of a table, or the lines of a cell each that make a row; ranges in bytes of the part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PieceRow {
    /// The words before the values: cells, or words parted by space.
    pub labels: Vec<TextRange>,
    /// The cells behind the last label. Empty ones only where cells are parted by something that can be seen.
    pub values: Vec<TextRange>,
    /// Where the layout has cells: how many the row has, and which one the first of `values` is.
    pub cells: Option<Cells>,
}

/// What is known of a row that consists of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cells {
    /// How many cells the row has.
    pub count: usize,
    /// The index of the cell behind the last label.
    pub first_value: usize,
}

impl PieceRow {
    pub fn range(&self) -> Option<TextRange> {
        let mut all = self.labels.iter().chain(&self.values).copied();
        let first = all.next()?;
        Some(all.fold(first, TextRange::cover))
    }

    /// Whether any of its values is not blank.
    pub fn has_values(&self) -> bool {
        self.values.iter().any(|value| !value.is_empty())
    }
}

impl Layout {
    pub const ALL: [Self; 5] = [Self::Spaces, Self::Tabs, Self::Lines, Self::Pipes, Self::Markdown];

    /// The layout of a table's lines.
    pub fn detect(text: &str, lines: &[Line]) -> Self {
        let (mut single, mut several, mut tabs, mut pipes, mut markdown) = (0, 0, 0, 0, 0);
        for line in lines {
            let source = line.range.of(text);
            if line.class == Class::Cells {
                let piped = line.delimiter != Delimiter::Tab;
                let filled = cells(text, line).filter(|cell| !cell.is_empty()).take(2).count();
                single += usize::from(filled == 1 && piped && cells(text, line).take(3).count() < 3);
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

/// The rows of a table's lines.
pub fn read(text: &str, lines: &[Line], layout: Layout) -> Vec<PieceRow> {
    if layout == Layout::Lines {
        return lines::read(text, lines);
    }
    let mut row_cells = Vec::with_capacity(16);
    let mut read_cells = |line: &Line| {
        row_cells.clear();
        row_cells.extend(cells(text, line));
        cell_row(text, &row_cells)
    };
    let rows = lines.iter().filter_map(|line| match line.class {
        Class::Blank | Class::PageNumber | Class::Prose => None,
        Class::Cells if markdown::is_delimiter_row(line.range.of(text)) => None,
        Class::Cells => Some(read_cells(line)),
        // A row with one cell that is not blank.
        Class::Words | Class::Values if layout == Layout::Tabs && is_one_cell(text, line) => Some(read_cells(line)),
        Class::Values | Class::Labelled | Class::Words => Some(spaces::read(text, line.range)),
    });
    let rows = rows.filter(|row| !row.labels.is_empty() || !row.values.is_empty());
    if layout == Layout::Spaces { together(text, rows.collect()) } else { rows.collect() }
}

/// The same with the values of one row together that stand on lines of their own, as many as a row of the form has.
fn together(text: &str, rows: Vec<PieceRow>) -> Vec<PieceRow> {
    let is_single = |row: &PieceRow| row.labels.is_empty() && row.values.len() == 1;
    let follows = |one: &PieceRow, next: &PieceRow| {
        let between = &text[one.values[0].end..next.values[0].start];
        between.chars().all(is_space) && crate::text::lines(between).count() == 2
    };
    let mut out: Vec<PieceRow> = Vec::with_capacity(rows.len());
    for run in rows.chunk_by(|one, next| is_single(one) && is_single(next) && follows(one, next)) {
        if matches!(run.len(), 3 | 7 | 15) {
            out.push(PieceRow { values: run.iter().map(|row| row.values[0]).collect(), ..PieceRow::default() });
        } else {
            out.extend_from_slice(run);
        }
    }
    out
}

/// The cells of a line, each without space at its ends. The space before a cell's tab and the pipes at both ends of a line are
/// no cells.
pub fn cells<'a>(text: &'a str, line: &Line) -> impl Iterator<Item = TextRange> + 'a {
    let delimiter = line.delimiter;
    let piped = delimiter != Delimiter::Tab;
    // Where the next delimiter stands, and how long it is.
    let find = move |rest: &str| match delimiter {
        Delimiter::Tab => memchr::memchr(b'\t', rest.as_bytes()).map(|at| (at, 1)),
        Delimiter::Pipe => memchr::memchr(b'|', rest.as_bytes()).map(|at| (at, 1)),
        Delimiter::AnyPipe => rest.char_indices().find(|&(_, c)| fold(c) == '|').map(|(at, c)| (at, c.len_utf8())),
    };
    let (mut start, mut end) = (line.range.start, line.range.end);
    if piped {
        let trimmed = trim(text, line.range);
        start = trimmed.start + find(trimmed.of(text)).filter(|(at, _)| *at == 0).map_or(0, |(_, len)| len);
        end = trimmed.end;
    }
    let mut next = Some(start);
    std::iter::from_fn(move || {
        let from = next?;
        let cell = match find(&text[from..end]) {
            Some((at, len)) => {
                let after = from + at + len;
                next = (!piped || after < end).then_some(after);
                TextRange::new(from, from + at)
            }
            None => {
                next = None;
                TextRange::new(from, end)
            }
        };
        let inner = without_emphasis(text, trim(text, cell));
        // A blank cell is where one would write: behind one space.
        Some(if inner.is_empty() { TextRange::at(cell.start + usize::from(cell.of(text).starts_with(' '))) } else { inner })
    })
}

/// A cell's text without the stars of Markdown around it.
fn without_emphasis(text: &str, cell: TextRange) -> TextRange {
    let source = cell.of(text);
    if !source.starts_with('*') {
        return cell;
    }
    let stars = source.bytes().take_while(|&byte| byte == b'*').count();
    let closed = stars > 0 && source.len() > 2 * stars && source.bytes().rev().take(stars).all(|byte| byte == b'*');
    if closed { trim(text, TextRange::new(cell.start + stars, cell.end - stars)) } else { cell }
}

/// A row of cells: labels up to the first value, and the cells behind them.
fn cell_row(text: &str, cells: &[TextRange]) -> PieceRow {
    let value = |cell: &TextRange| is_value(cell.of(text));
    let first = match cells.iter().position(|cell| !cell.is_empty() && value(cell)) {
        // The cells between the last label and the first value are blank ones, or hold what is no value where one should stand.
        Some(first) => {
            bad_value(text, cells, first).unwrap_or_else(|| cells[..first].iter().rposition(|cell| !cell.is_empty()).map_or(0, |label| label + 1))
        }
        None => label_end(text, cells),
    };
    let labels = cells[..first].iter().copied().filter(|cell| !cell.is_empty()).collect();
    PieceRow { labels, values: cells[first..].to_vec(), cells: Some(Cells { count: cells.len(), first_value: first }) }
}

/// Where the labels of a row end that has no value: behind the label of a row of the form, else behind the last words.
fn label_end(text: &str, cells: &[TextRange]) -> usize {
    let last = cells.iter().rposition(|cell| !cell.is_empty());
    cells.iter().rposition(|cell| is_row_label(text, cell)).or(last).map_or(0, |at| at + 1)
}

/// Where the values of a row begin whose first one is none (`三`, `x`): behind the label of a row of the form, where as many cells
/// follow as the form has columns. `value` is the first cell that holds one.
fn bad_value(text: &str, cells: &[TextRange], value: usize) -> Option<usize> {
    const WIDTHS: [usize; 2] = [3, 7];
    const LONGEST: usize = 3;
    let is_bad = |cell: &TextRange| {
        let source = cell.of(text);
        let is_unit = matches!(source, "件" | "项" | "个" | "宗" | "条" | "份" | "元" | "万元");
        source.chars().count() <= LONGEST && !is_unit && vocabulary().terms(letters_hash(source).0).is_empty()
    };
    let before = &cells[..value];
    let start = before.iter().rposition(|cell| is_row_label(text, cell))? + 1;
    // A merged cell leaves blank ones behind the label, and a short row some at its end.
    let first = start + before[start..].iter().position(|cell| !cell.is_empty())?;
    let last = cells.iter().rposition(|cell| !cell.is_empty())?;
    let fits = [start, first].iter().any(|from| WIDTHS.contains(&(cells.len() - from)) || WIDTHS.contains(&(last + 1 - from)));
    (fits && before[first..].iter().filter(|cell| !cell.is_empty()).all(is_bad)).then_some(start)
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
    source.chars().all(|c| is_space(c) || fold(c) == '|') && source.chars().any(|c| fold(c) == '|')
}
