//! The layouts of tables. All layouts are read into the same rows, and most layouts are written
//! from the same cells.

mod broken;
mod cells;
mod dashes;
mod frame;
mod grid;
mod html;
mod lines;
mod markdown;
mod numbering;
mod pieced;
mod pipes;
mod place;
mod rows;
mod spaces;
mod surplus;
mod tabs;

pub use dashes::may_show_columns;
pub use lines::{is_blank_cell, is_tabbed};
pub use rows::{Cells, PieceRow, PieceRows, Told};

use super::line::{
    Class, Delimiter, Line, comma_cell, comma_position, is_value, tokens, trim, values_begin,
};
use crate::standard::{Standard, TableForm};
use crate::text::{TextRange, fold, is_space, visible};
pub(crate) use cells::serial_number;
use cells::{cell_row, is_row_label, is_row_of_any_edition, is_serial_header};

/// How a table is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layout {
    /// Text from PDF: label and values on a line, separated by spaces, with labels in pieces.
    Spaces,
    /// Cells separated by tabs, from Word, or by commas.
    Tabs,
    /// One cell a line.
    Lines,
    /// Cells separated by pipes, ragged.
    Pipes,
    /// A Markdown table.
    Markdown,
    /// An HTML table in the text.
    Html,
    /// Cells between drawn lines, `│` or `+---+`, or below a line of dashes with the columns.
    Frame,
}

impl Layout {
    /// The layouts detected from the lines of a table.
    pub const ALL: [Self; 5] = [Self::Spaces, Self::Tabs, Self::Lines, Self::Pipes, Self::Markdown];

    /// The layout of the lines of a table.
    fn detect(text: &str, lines: &[Line], cells: &LineCells) -> Self {
        let (mut single, mut several, mut spaced, mut tabs, mut pipes, mut markdown) =
            (0, 0, 0, 0, 0, 0);
        // Whether the last line that is not blank is a cell behind a tab.
        let mut in_cells = false;
        for (index, line) in lines.iter().enumerate() {
            let source = line.range().of(text);
            if line.class == Class::Cells {
                let piped = line.delimiter.is_pipe();
                let cells = cells.of(index);
                let filled = cells.iter().filter(|cell| !cell.is_empty()).take(2).count();
                single += usize::from(filled == 1 && piped && cells.len() < 3);
                several += usize::from(filled > 1);
                pipes += usize::from(piped);
                tabs += usize::from(!piped);
                markdown += usize::from(markdown::is_delimiter_row(source));
            } else if line.class == Class::Values {
                let count = tokens(text, line.range()).count();
                single += usize::from(count == 1);
                several += usize::from(count > 1);
            } else if line.class == Class::Labelled {
                several += 1;
                spaced += usize::from(
                    tokens(text, TextRange::new(line.values(), line.range().end)).nth(1).is_some(),
                );
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
        } else if tabs > spaced {
            // A few tabs in lines of words and values do not make this layout.
            Self::Tabs
        } else {
            Self::Spaces
        }
    }

    /// `table` in this layout. `cell` returns the value for a row and a column, and `newline` ends
    /// each line.
    pub fn write(
        self,
        table: &TableForm,
        newline: &str,
        cell: &dyn Fn(usize, usize) -> String,
    ) -> String {
        let rows = match self {
            Self::Spaces => spaces::write(table, cell),
            Self::Tabs => tabs::write(table, cell),
            Self::Lines => lines::write(table, cell),
            Self::Pipes => pipes::write(table, cell),
            Self::Markdown => markdown::write(table, cell),
            Self::Html => html::write(table, cell),
            // Cells between drawn lines have widths, so such tables are not written.
            Self::Frame => return String::new(),
        };
        rows.iter().flat_map(|row| [row.as_str(), newline]).collect()
    }
}

/// The cells of the lines with [`Class::Cells`] in a table.
struct LineCells {
    cells: Vec<TextRange>,
    /// For each line, the end of its cells.
    ends: Vec<usize>,
    /// Whether several lines begin with only a number. Whether these are serial numbers depends on
    /// the numbers.
    numbered: bool,
}

impl LineCells {
    fn read(text: &str, lines: &[Line], standard: &Standard) -> Self {
        // The usual width: a row of the widest table with labels has nine cells, and a pipe at the
        // end adds one cell.
        const USUAL: usize = 10;
        let celled = lines
            .iter()
            .filter(|line| line.class == Class::Cells)
            .take(rows::MOST_EXPECTED)
            .count();
        let (mut all, mut ends) =
            (Vec::with_capacity(USUAL * celled), Vec::with_capacity(lines.len()));
        let edges = Edges::of(text, lines);
        for line in lines {
            if line.class == Class::Cells {
                all.extend(cells(text, line, edges));
            }
            ends.push(all.len());
        }
        let mut read = Self { cells: all, ends, numbered: false };
        if read.cells.is_empty() {
            return read;
        }
        read.blank_placeholders(text, lines);
        read.blank_padding(text, lines);
        read.numbered = read.begin_with_numbers(text);
        read.drop_serial_numbers(text, lines, standard);
        read.part_glued(text, lines, standard);
        read
    }

    /// Blanks the placeholders of a converter: in the header above the row of dashes, `Col2` stands
    /// for a header without words.
    fn blank_placeholders(&mut self, text: &str, lines: &[Line]) {
        let is_placeholder = |cell: &str| {
            cell.strip_prefix("Col").is_some_and(|number| {
                !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
            })
        };
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        if memchr::memmem::find(&text.as_bytes()[first.range().start..last.range().end], b"Col")
            .is_none()
        {
            return;
        }
        let dashes = (1..lines.len()).filter(|&index| {
            lines[index].class == Class::Cells
                && markdown::is_delimiter_row(lines[index].range().of(text))
        });
        for header in dashes.map(|index| index - 1) {
            let start = header.checked_sub(1).map_or(0, |before| self.ends[before]);
            for cell in &mut self.cells[start..self.ends[header]] {
                if is_placeholder(cell.of(text)) {
                    *cell = TextRange::at(cell.start);
                }
            }
        }
    }

    /// Blanks the cells with only markup (`&nbsp;`, `<br>`) before the first value and behind the
    /// last value.
    fn blank_padding(&mut self, text: &str, lines: &[Line]) {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        if memchr::memchr2(b'<', b'&', &text.as_bytes()[first.range().start..last.range().end])
            .is_none()
        {
            return;
        }
        let mut start = 0;
        for &end in &self.ends {
            let cells = &mut self.cells[start..end];
            start = end;
            let is_padding = |cell: &TextRange| {
                cell.of(text).starts_with(['<', '&']) && visible(cell.of(text)).next().is_none()
            };
            let is_number = |cell: &TextRange| is_value(cell.of(text));
            let values = cells
                .iter()
                .position(is_number)
                .map_or(0..0, |from| from..cells.iter().rposition(is_number).unwrap_or(from));
            for (_, cell) in cells
                .iter_mut()
                .enumerate()
                .filter(|(at, cell)| !values.contains(at) && is_padding(cell))
            {
                *cell = TextRange::at(cell.start);
            }
        }
    }

    /// Whether several lines begin with only a number.
    fn begin_with_numbers(&self, text: &str) -> bool {
        let is_number = |cell: &&TextRange| {
            !cell.is_empty() && cell.of(text).chars().all(|c| fold(c).is_ascii_digit())
        };
        (0..self.ends.len())
            .filter(|&index| self.of(index).first().is_some_and(|cell| is_number(&cell)))
            .take(2)
            .count()
            == 2
    }

    /// Removes a column of serial numbers before or behind the labels.
    fn drop_serial_numbers(&mut self, text: &str, lines: &[Line], standard: &Standard) {
        const FEWEST: usize = 3;
        const MOST_LABELS: usize = 4;
        // In nearly every table, the first cells show that there are no serial numbers.
        let begins_with_number = |index: usize| {
            self.of(index).first().is_some_and(|cell| serial_number(cell.of(text)).is_some())
        };
        let has_header = |index: usize| {
            self.of(index).iter().take(MOST_LABELS).any(|cell| is_serial_header(cell.of(text)))
        };
        let numbered =
            (0..lines.len()).filter(|&index| begins_with_number(index)).take(FEWEST).count()
                == FEWEST;
        if !numbered
            && !(0..lines.len())
                .filter(|&index| !self.of(index).is_empty())
                .take(FEWEST)
                .any(has_header)
        {
            return;
        }
        let label = |index: usize| {
            self.of(index).iter().rposition(|cell| is_row_label(cell.of(text), standard))
        };
        let number = |index: usize, at: usize| {
            self.of(index).get(at).and_then(|cell| serial_number(cell.of(text)))
        };
        let counts_up = |numbers: &[u32]| {
            numbers.len() >= FEWEST && numbers.windows(2).all(|pair| pair[0] < pair[1])
        };
        let labelled: Vec<(usize, usize)> =
            (0..lines.len()).filter_map(|index| Some((index, label(index)?))).collect();
        let before: Vec<u32> = labelled
            .iter()
            .filter(|(_, label)| *label > 0)
            .filter_map(|&(index, _)| number(index, 0))
            .collect();
        let behind: Vec<u32> =
            labelled.iter().filter_map(|&(index, label)| number(index, label + 1)).collect();
        let is_header = |index: usize, at: usize| {
            self.of(index)
                .get(at)
                .is_some_and(|cell| cell.is_empty() || is_serial_header(cell.of(text)))
        };
        let numbered_header = |index: usize| {
            self.of(index).iter().take(MOST_LABELS).position(|cell| is_serial_header(cell.of(text)))
        };
        // For each line, the index of the removed cell.
        let mut dropped: Vec<Option<usize>> = vec![None; lines.len()];
        if counts_up(&before) && before.len() * 2 > labelled.len() {
            let is_dropped = |index: usize| number(index, 0).is_some() || is_header(index, 0);
            (0..lines.len())
                .filter(|&index| is_dropped(index))
                .for_each(|index| dropped[index] = Some(0));
        } else if counts_up(&behind)
            && behind.len() == labelled.len()
            && (0..lines.len()).any(|index| numbered_header(index).is_some())
        {
            (0..lines.len()).for_each(|index| dropped[index] = numbered_header(index));
            labelled.iter().for_each(|&(index, label)| dropped[index] = Some(label + 1));
            // The label of a row in one edition may be the head of a group in another edition
            // (（六）其他处理). Behind a mere head, no number lies between the numbers of the rows
            // above and below.
            for pair in labelled.windows(2) {
                let range = number(pair[0].0, pair[0].1 + 1)
                    .zip(number(pair[1].0, pair[1].1 + 1))
                    .map_or(0..0, |(above, below)| above + 1..below);
                for (index, dropped) in
                    dropped.iter_mut().enumerate().take(pair[1].0).skip(pair[0].0 + 1)
                {
                    let label = self
                        .of(index)
                        .iter()
                        .rposition(|cell| is_row_of_any_edition(cell.of(text), standard));
                    let at = label.map(|label| label + 1).filter(|&at| {
                        number(index, at).is_some_and(|number| range.contains(&number))
                    });
                    *dropped = at.or(*dropped);
                }
            }
        } else {
            return;
        }
        self.rewrite(|index, at, cell, out| {
            out.extend(Some(cell).filter(|_| dropped[index] != Some(at)))
        });
    }

    /// Separates the label from the first number, if in most rows a space stands between them, but
    /// tabs stand between the numbers.
    fn part_glued(&mut self, text: &str, lines: &[Line], standard: &Standard) {
        let parted = |cell: TextRange| {
            let ends_with_digit = cell.of(text).as_bytes().last().is_some_and(u8::is_ascii_digit);
            let values = if ends_with_digit { values_begin(text, cell, standard) } else { None }?;
            let label = trim(text, TextRange::new(cell.start, values));
            (!label.is_empty()).then_some((label, values))
        };
        let glued = |cell: TextRange| {
            parted(cell).filter(|(label, _)| is_row_of_any_edition(label.of(text), standard))
        };
        let tabbed = |index: usize| {
            lines[index].class == Class::Cells && lines[index].delimiter == Delimiter::Tab
        };
        let first = |index: usize| {
            self.of(index).iter().copied().find(|cell| !cell.is_empty()).filter(|_| tabbed(index))
        };
        let together = (0..lines.len())
            .filter(|&index| first(index).is_some_and(|cell| glued(cell).is_some()))
            .count();
        if together == 0
            || (0..lines.len())
                .filter(|&index| {
                    first(index).is_some_and(|cell| is_row_label(cell.of(text), standard))
                })
                .count()
                >= together
        {
            return;
        }
        // Then an unknown label is also separated, if only values follow.
        let is_followed = |index: usize| {
            let mut cells =
                self.of(index).iter().skip_while(|cell| cell.is_empty()).skip(1).peekable();
            tabbed(index)
                && cells.peek().is_some()
                && cells.all(|cell| cell.is_empty() || is_value(cell.of(text)))
        };
        let firsts: Vec<Option<TextRange>> =
            (0..lines.len()).map(|index| first(index).filter(|_| is_followed(index))).collect();
        let of_line = |index: usize, cell: TextRange| {
            if firsts[index] == Some(cell) { parted(cell) } else { glued(cell) }
        };
        self.rewrite(|index, _, cell, out| match of_line(index, cell).filter(|_| tabbed(index)) {
            Some((label, values)) => out.extend(
                std::iter::once(label).chain(tokens(text, TextRange::new(values, cell.end))),
            ),
            None => out.push(cell),
        });
    }

    /// Replaces each cell by other cells. `each` gets the line, the index of the cell in the line,
    /// and the cell.
    fn rewrite(&mut self, each: impl Fn(usize, usize, TextRange, &mut Vec<TextRange>)) {
        let mut all = Vec::with_capacity(self.cells.len());
        let mut ends = Vec::with_capacity(self.ends.len());
        for index in 0..self.ends.len() {
            self.of(index)
                .iter()
                .enumerate()
                .for_each(|(at, &cell)| each(index, at, cell, &mut all));
            ends.push(all.len());
        }
        *self = Self { cells: all, ends, numbered: self.numbered };
    }

    /// The cells of the line at `index`.
    fn of(&self, index: usize) -> &[TextRange] {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.cells[start..self.ends[index]]
    }
}

/// A table detected from its markup or its drawn lines, before its words are read.
pub struct Marked {
    /// Index of [`crate::standard::Form::tables`].
    pub table: usize,
    pub layout: Layout,
    /// From the first mark to the last mark, in bytes of the part.
    pub range: TextRange,
    pub rows: PieceRows,
    /// Number of different words of the form in the table.
    pub words: usize,
    /// Whether the table is too long, so only the first rows are read.
    pub is_too_long: bool,
}

/// The tables of the form in HTML from byte `from`, in frames, and below lines of dashes, in order.
/// A table needs at least `fewest` different words of the form.
pub fn marked(
    text: &str,
    from: usize,
    lines: &[Line],
    fewest: usize,
    standard: &Standard,
) -> Vec<Marked> {
    let html = html::read(text, from).into_iter().map(|grid| (Layout::Html, grid));
    let frames = frame::read(text, lines).into_iter().map(|grid| (Layout::Frame, grid));
    let of_form = |(layout, grid): (Layout, pieced::Grid)| {
        let (table, words) = grid.table(text, standard).filter(|(_, words)| *words >= fewest)?;
        let is_too_long = grid.is_too_long;
        let range = grid.range;
        let rows = numbering::without(
            text,
            grid.into_rows(text, standard),
            &standard.newest().tables[table],
            standard,
        );
        Some(Marked { table, layout, range, words, rows, is_too_long })
    };
    let by_place = |mut table: Marked| {
        table.rows.told = Told::Place;
        table
    };
    let dashes = dashes::read(text, lines)
        .into_iter()
        .map(|grid| (Layout::Frame, grid))
        .filter_map(of_form)
        .map(by_place);
    let mut found: Vec<Marked> = html.chain(frames).filter_map(of_form).chain(dashes).collect();
    found.sort_by_key(|table| table.range.start);
    // A table may continue on the next page as another table.
    let mut out: Vec<Marked> = Vec::with_capacity(found.len());
    let mut ended = false;
    for table in found {
        let ends = table.rows.hold_last_row(text, standard);
        match out.last_mut() {
            Some(last) if last.range.end > table.range.start => continue,
            Some(last) if last.table == table.table && last.layout == table.layout && !ended => {
                last.range.end = table.range.end;
                last.words += table.words;
                last.is_too_long |= table.is_too_long;
                last.rows.append(&table.rows);
            }
            _ => out.push(table),
        }
        ended = ends;
    }
    out
}

/// The layout of the lines of a table of the form, and the rows.
pub fn read(
    text: &str,
    lines: &[Line],
    form: &TableForm,
    standard: &Standard,
) -> (Layout, PieceRows) {
    let cells = LineCells::read(text, lines, standard);
    let layout = Layout::detect(text, lines, &cells);
    let rows = match layout {
        Layout::Lines => lines::read(text, lines, form, standard),
        _ => read_rows(text, lines, &cells, layout, standard),
    };
    let rows =
        numbering::without(text, surplus::without(text, rows, form, standard), form, standard);
    let mut rows = match layout {
        Layout::Spaces => {
            let rows = spaces::unglued(text, place::without_page_across(text, rows, form), form);
            place::gathered(text, broken::together(text, rows, form), form)
        }
        _ => rows,
    };
    if cells.numbered {
        rows.told = rows.told.max(Told::Place);
    }
    (layout, rows)
}

/// The rows of lines with one row each. `line_cells` are the cells of the lines.
fn read_rows(
    text: &str,
    lines: &[Line],
    line_cells: &LineCells,
    layout: Layout,
    standard: &Standard,
) -> PieceRows {
    let mut rows = PieceRows::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        match line.class {
            Class::Blank | Class::PageNumber | Class::Prose => {}
            Class::Cells if markdown::is_delimiter_row(line.range().of(text)) => {}
            Class::Values if dashes::is_rule(text, line) => {}
            // A tab in a line of words and values counts as a space.
            Class::Cells
                if layout == Layout::Spaces
                    && line.delimiter == Delimiter::Tab
                    && has_values_in_a_cell(text, line_cells.of(index), standard) =>
            {
                spaces::read(text, line, &mut rows, standard);
            }
            Class::Cells => cell_row(text, line_cells.of(index), &mut rows, standard),
            // A row with one cell that is not blank.
            Class::Words | Class::Values if layout == Layout::Tabs && is_one_cell(text, line) => {
                cell_row(
                    text,
                    &cells(text, line, Edges::BOTH).collect::<Vec<_>>(),
                    &mut rows,
                    standard,
                );
            }
            Class::Values | Class::Labelled | Class::Words => {
                spaces::read(text, line, &mut rows, standard)
            }
        }
    }
    rows
}

/// Whether a cell holds several values, with or without words before them.
fn has_values_in_a_cell(text: &str, cells: &[TextRange], standard: &Standard) -> bool {
    let several = |cell: &&TextRange| {
        values_begin(text, **cell, standard)
            .is_some_and(|at| tokens(text, TextRange::new(at, cell.end)).nth(1).is_some())
    };
    cells.iter().any(|cell| several(&cell))
}

/// The ends of a table's lines where a pipe does not separate cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edges {
    left: bool,
    right: bool,
    /// The most pipes in a line without pipes at its ends.
    separators: usize,
}

impl Edges {
    /// The edges of a line whose table is unknown.
    pub const BOTH: Self = Self { left: true, right: true, separators: 0 };

    /// The edges of a table. If most lines have no pipe at an end, a pipe at this end separates an
    /// empty cell. If the row of dashes in Markdown has edges, each pipe at an end is an edge.
    fn of(text: &str, lines: &[Line]) -> Self {
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
            if markdown::is_delimiter_row(source) {
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
            for (line, source) in sources
                .filter(|(_, source)| vote_left(source) > 0 && !markdown::is_delimiter_row(source))
            {
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
    fn of_line(self, source: &str) -> Self {
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

/// A line without the marks of a quotation before its first pipe: `> | 规章 | 0 |`.
pub(super) fn unquoted(source: &str) -> &str {
    // Nearly every line begins with a pipe or with a word.
    if matches!(source.as_bytes(), [b'!'..=b'=' | b'?'..=b'~' | 0xe4..=0xe9, ..]) {
        return source;
    }
    let behind = source.trim_start_matches(|c| c == '>' || is_space(c));
    if behind.starts_with(is_pipe) { behind } else { source }
}

fn is_pipe(c: char) -> bool {
    fold(c) == '|'
}

fn pipes(source: &str) -> usize {
    source.chars().filter(|&c| is_pipe(c)).count()
}

/// Whether a pipe at the start of a line of the table at `range` is an edge and does not separate
/// cells.
pub(crate) fn has_left_edge(text: &str, range: TextRange) -> bool {
    let piped = crate::text::lines(range.of(text))
        .map(|line| unquoted(line.of(range.of(text))))
        .filter(|line| line.contains(is_pipe));
    piped.map(vote_left).sum::<i32>() >= 0
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
        Some(if delimiter == Delimiter::Comma {
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
fn without_emphasis(text: &str, cell: TextRange) -> TextRange {
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
fn is_one_cell(text: &str, line: &Line) -> bool {
    let source = line.range().of(text);
    source.contains('\t')
        && (line.class == Class::Words || tokens(text, line.range()).nth(1).is_none())
}

/// Whether a line has only pipes and spaces.
pub(crate) fn is_bare_pipe(source: &str) -> bool {
    source.chars().all(|c| is_space(c) || is_pipe(c)) && source.contains(is_pipe)
}
