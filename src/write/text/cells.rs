//! Writes numbers into blank cells.

use crate::diagnostic::{Cells, Edit};
use crate::facts::number::plain;
use crate::facts::{Cell, Row, RowCells};
use crate::report::TableContext;
use crate::standard::CellRef;
use crate::syntax::Layout;
use crate::text::{TextRange, fold, is_space, line_at, line_end, lines};

/// Writes numbers into cells. `None` if a cell cannot be rewritten, or if other text stands in
/// place of cells without visible borders.
pub fn cells(context: &TableContext, cells: &Cells) -> Option<Vec<Edit>> {
    let numbers = cells.numbers.iter().map(|number| {
        let at = CellRef { row: number.row, column: number.column };
        let cell = context.table.cell(at).filter(|cell| !cell.broken)?;
        let kind = context.table.table_form().column(at).kind;
        Some(Filling { at, cell, number: plain(number.number, kind) })
    });
    let all: Vec<Filling> = numbers.collect::<Option<_>>()?;
    // The rows of table four stand side by side.
    if !context.table.table_form().across {
        let rows = all.chunk_by(|one, next| one.at.row == next.at.row);
        let rows: Option<Vec<_>> = rows.map(|row| cells_of_row(context, row)).collect();
        return Some(rows?.concat());
    }
    if is_whole(context, &all) { table_across(context, &all) } else { cells_of_row(context, &all) }
}

/// A cell with its new number.
struct Filling<'a> {
    at: CellRef,
    cell: &'a Cell,
    number: String,
}

/// Whether `all` are all cells of the table.
fn is_whole(context: &TableContext, all: &[Filling]) -> bool {
    let table = context.table;
    let is_known = |row: &Row| matches!(row.cells, RowCells::Known(_));
    table.rows.iter().flatten().all(is_known)
        && table.cells().filter(|(at, _)| !table.is_missing(*at)).count() == all.len()
}

fn cells_of_row(context: &TableContext, all: &[Filling]) -> Option<Vec<Edit>> {
    let Some(first) = all.first() else { return Some(Vec::new()) };
    let row = context.table.rows[first.at.row].as_ref()?;
    let places: Vec<Cell> = all.iter().map(|filling| *filling.cell).collect();
    if are_behind_label(row, &places) {
        let numbers: Vec<&str> = all.iter().map(|filling| filling.number.as_str()).collect();
        return behind_label(context, row, &places, &numbers).map(|edit| vec![edit]);
    }
    Some(all.iter().map(|filling| in_place(context, filling)).collect())
}

/// Whether the places of the blank cells of `row` are unknown: all cells share one place, or
/// directly follow the label.
pub fn are_behind_label(row: &Row, cells: &[Cell]) -> bool {
    let shared = cells.len() > 1
        && cells.windows(2).all(|pair| pair[0].range == pair[1].range)
        && cells[0].range.is_empty();
    let behind_label = cells
        .first()
        .is_some_and(|cell| row.label.is_some_and(|label| cell.range == TextRange::at(label.end)));
    shared || behind_label
}

/// Writes numbers, one for each of `cells`, behind the label of `row`. `None` if other text stands
/// there, or if `cells` are not all cells of the row.
fn behind_label(
    context: &TableContext,
    row: &Row,
    cells: &[Cell],
    numbers: &[&str],
) -> Option<Edit> {
    let table = context.table;
    if !table.table_form().across
        && matches!(&row.cells, RowCells::Known(all) if all.len() != cells.len())
    {
        return None;
    }
    let newline = line_end(table.range.of(context.text));
    let line = line_at(context.text, cells[0].range.start);
    let source = line.of(context.text);
    let before = match table.layout {
        Layout::Spaces => " ".to_owned(),
        Layout::Tabs => "\t".to_owned(),
        Layout::Pipes | Layout::Markdown => " | ".to_owned(),
        // Like the beginning and end of the label's line.
        Layout::Lines => {
            let begin: String = source.chars().take_while(|&c| is_space(c)).collect();
            format!("{newline}{begin}")
        }
        // Missing cells cannot be written without their tags or lines.
        Layout::Frame => return None,
    };
    let rest = &context.text[cells[0].range.start..line.end];
    let between = row
        .label
        .and_then(|label| context.text.get(label.end..cells[0].range.start))
        .unwrap_or_default();
    // The text in place of the numbers is unreadable, so a person must write the numbers.
    if [between, rest].iter().any(|text| text.contains(|c| !is_space(c) && fold(c) != '|')) {
        return None;
    }
    // If a pipe follows the label, the numbers follow the pipe.
    let piped = table.layout == Layout::Lines && rest.trim_start_matches(is_space).starts_with('|');
    let (at, end) = if piped { (line.end, " |") } else { (cells[0].range.start, "") };
    let separator = before.trim_matches(' ');
    if table.layout != Layout::Lines && !rest.is_empty() {
        // The existing separators stand between the label and the first number.
        let is_parted = rest.trim_end_matches(' ').ends_with(|c| separator.contains(fold(c)))
            || separator.is_empty();
        let space = if rest.ends_with(is_space) || separator == "\t" { "" } else { " " };
        let first = if is_parted { space } else { before.as_str() };
        let last = if table.layout == Layout::Markdown { " |" } else { "" };
        let content = format!("{first}{}{last}", numbers.join(&before));
        return Some(Edit { range: TextRange::at(line.end), content });
    }
    let content: String = numbers.iter().map(|number| format!("{before}{number}{end}")).collect();
    Some(Edit { range: TextRange::at(at), content })
}

/// Writes a number into a cell with a known place. In a blank cell of a frame, the number replaces
/// spaces. Otherwise the line would become wider, and the cells would no longer stand below each
/// other.
fn in_place(context: &TableContext, Filling { cell, number, .. }: &Filling) -> Edit {
    let (text, range) = (context.text, cell.range);
    let line = line_at(text, range.start);
    // Between two lines with a pipe alone, the line of the cell is missing.
    let above = line.start.checked_sub(1).map(|end| line_at(text, end));
    let alone = |line: TextRange| line.of(text).trim_matches(is_space) == "|";
    let lost = context.table.layout == Layout::Lines
        && range.is_empty()
        && alone(line)
        && above.is_some_and(alone)
        && has_values_between_pipes(context);
    if lost {
        let newline = line_end(context.table.range.of(text));
        return Edit { range, content: format!("{number}{newline}") };
    }
    let content = filling(context, range, number);
    let is_framed = context.table.layout == Layout::Frame && range.is_empty();
    let spaces = || text[range.end..].bytes().take_while(|&byte| byte == b' ').count();
    let replaced = if is_framed { content.len().min(spaces().saturating_sub(1)) } else { 0 };
    Edit { range: TextRange::new(range.start, range.end + replaced), content }
}

/// A number for the cell at `range`, possibly a blank cell, with the same space as in other cells
/// between pipes.
pub fn filling(context: &TableContext, range: TextRange, number: &str) -> String {
    let is_pipe = |c: Option<char>| c.is_some_and(|c| fold(c) == '|');
    let around = |range: TextRange| {
        (context.text[..range.start].chars().next_back(), context.text[range.end..].chars().next())
    };
    let (before, behind) = around(range);
    let is_spaced = || {
        let filled = context.table.cells().find(|(_, cell)| !cell.range.is_empty());
        filled.is_some_and(|(_, cell)| around(cell.range) == (Some(' '), Some(' ')))
    };
    if !(is_pipe(before) || is_pipe(behind)) || !is_spaced() {
        return number.to_owned();
    }
    let space = |pipe: Option<char>| if is_pipe(pipe) { " " } else { "" };
    format!("{}{number}{}", space(before), space(behind))
}

/// Whether the values of the table stand on lines of their own, with lines of a single pipe between
/// them.
fn has_values_between_pipes(context: &TableContext) -> bool {
    let filled = context.table.cells().find(|(_, cell)| !cell.range.is_empty());
    filled.is_some_and(|(_, cell)| {
        !line_at(context.text, cell.range.start).of(context.text).contains('|')
    })
}

/// Writes the row of numbers of a table with rows side by side. Without visible cells, all numbers
/// are written in one place.
fn table_across(context: &TableContext, all: &[Filling]) -> Option<Vec<Edit>> {
    let table = context.table;
    if all.windows(2).any(|pair| pair[0].cell.range != pair[1].cell.range) {
        return Some(all.iter().map(|filling| in_place(context, filling)).collect());
    }
    let at = all.first()?.cell.range;
    // Numbers directly behind the table may be its own unreadable values.
    let below = lines(&context.text[at.end..])
        .map(|line| line.of(&context.text[at.end..]))
        .find(|line| !line.trim().is_empty());
    let count = below.map_or(0, |line| {
        line.split(is_space).filter(|word| word.starts_with(|c| fold(c).is_ascii_digit())).count()
    });
    if !at.is_empty() || count > 1 {
        return None;
    }
    let newline = line_end(table.range.of(context.text));
    let numbers: Vec<&str> = all.iter().map(|filling| filling.number.as_str()).collect();
    let content = match table.layout {
        Layout::Spaces => format!("{newline}{}", numbers.join(" ")),
        Layout::Tabs => format!("{newline}{}", numbers.join("\t")),
        Layout::Pipes => format!("{newline}{}", numbers.join(" | ")),
        Layout::Markdown => format!("{newline}| {} |", numbers.join(" | ")),
        Layout::Lines => {
            let tabbed =
                line_at(context.text, table.first_row.start).of(context.text).starts_with('\t');
            let (parted, begin) = if tabbed { (newline, "\t") } else { ("", "") };
            let lines: String =
                numbers.iter().map(|number| format!("{newline}{begin}{number}")).collect();
            format!("{parted}{lines}")
        }
        Layout::Frame => return None,
    };
    Some(vec![Edit { range: at, content }])
}
