//! The layouts of tables. All layouts are read into the same rows, and most layouts are written
//! from the same cells.

mod broken;
mod cells;
mod dashes;
mod edges;
mod frame;
mod grid;
mod line_cells;
mod lines;
mod markdown;
mod numbering;
mod pieced;
mod pipes;
mod place;
mod quotation;
mod rows;
mod spaces;
mod surplus;
mod tabs;

use crate::syntax::delimiter::Delimiter;
pub use dashes::may_show_columns;
use edges::is_one_cell;
pub use edges::{Edges, cells};
pub(crate) use edges::{has_left_edge, is_bare_pipe};
use line_cells::LineCells;
pub use lines::{is_blank_cell, is_tabbed};
pub use rows::{Cells, PieceRow, PieceRows, Told};

use super::line::{Class, Line};
use super::token::tokens;
use super::value::values_begin;
use crate::standard::{Standard, TableForm};
use crate::text::TextRange;
use cells::cell_row;
pub(crate) use cells::serial_number;

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
            // Cells between drawn lines have widths, so such tables are not written.
            Self::Frame => return String::new(),
        };
        rows.iter().flat_map(|row| [row.as_str(), newline]).collect()
    }
}

/// A table detected from its drawn lines, before its words are read.
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

/// The tables of the form in frames and below lines of dashes, in order. A table needs at least
/// `fewest` different words of the form.
pub fn marked(text: &str, lines: &[Line], fewest: usize, standard: &Standard) -> Vec<Marked> {
    let frames = frame::read(text, lines).into_iter().map(|grid| (Layout::Frame, grid));
    let of_form = |(layout, grid): (Layout, pieced::Grid)| {
        let (table, words) = grid.table(text, standard).filter(|(_, words)| *words >= fewest)?;
        let is_too_long = grid.is_too_long;
        let range = grid.range;
        let rows = numbering::without(
            text,
            grid.into_rows(text, standard),
            &standard.tables_of(standard.newest().tables[table].section).collect::<Vec<_>>(),
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
    let mut found: Vec<Marked> = frames.filter_map(of_form).chain(dashes).collect();
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
    let editions: Vec<&TableForm> = standard.tables_of(form.section).collect();
    let rows = numbering::without(text, surplus::without(text, rows, &editions), &editions);
    let mut rows = match layout {
        Layout::Spaces => {
            let rows = spaces::unglued(text, place::without_page_across(text, rows, form), form);
            place::gathered(text, broken::together(text, rows, layout, form), form)
        }
        Layout::Tabs | Layout::Pipes => broken::together(text, rows, layout, form),
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
