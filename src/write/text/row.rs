//! Writes a row like its neighbours.

use crate::syntax::layout::{Layout, has_left_edge, is_bare_pipe, serial_number};
use crate::syntax::{WIDE_COMMA, comma_cell, trim, wide_comma_cells};
use crate::text::{TextRange, fold, is_space, line_at, lines};
use std::collections::VecDeque;

/// A row to imitate.
pub struct Model<'a> {
    /// The range of the table.
    pub table: TextRange,
    pub label: TextRange,
    /// The values, with at least one value that is not blank.
    pub values: &'a [TextRange],
    /// Number of heads above the row.
    pub depth: usize,
    /// The serial number of the new row, if the row has a serial number.
    pub serial: Option<&'a str>,
}

/// The serial number in the first cell before a label, and its range. `None` for zero, which may be
/// a value.
pub fn serial_before(text: &str, label: TextRange) -> Option<(TextRange, u32)> {
    let start = line_at(text, label.start).start;
    let before = &text[start..label.start];
    let is_delimiter = |c: char| c == '\t' || fold(c) == '|';
    let first = before.find(|c| !is_space(c) && !is_delimiter(c) && c != '>')?;
    let end = first + before[first..].find(is_delimiter)?;
    let number = trim(text, TextRange::new(start + first, start + end));
    let value = serial_number(number.of(text)).filter(|&value| value > 0)?;
    Some((number, value))
}

/// The separator between two rows of a table like `model`: a line end, and in some layouts an extra
/// line.
pub fn separator(text: &str, layout: Layout, model: &Model, newline: &str) -> String {
    if layout != Layout::Lines {
        return newline.to_owned();
    }
    if is_tabbed(text, model.label) {
        return newline.repeat(2);
    }
    // The same separator stands between cells and between rows.
    let first = model
        .values
        .iter()
        .find(|value| !value.is_empty())
        .map_or(model.label.end, |value| value.start);
    let between = &text[model.label.end..line_at(text, first).start.max(model.label.end)];
    let empty = lines(between)
        .skip(1)
        .map(|line| line.of(between))
        .filter(|line| line.chars().all(is_space) || is_bare_pipe(line));
    let mut out = newline.to_owned();
    // The text behind the last line end is the line of the value.
    for line in empty.collect::<Vec<_>>().split_last().map_or(&[][..], |(_, lines)| lines) {
        out += line;
        out += newline;
    }
    out
}

/// The words of a new row.
pub struct Words<'a> {
    /// The heads that are new too, from the outermost to the innermost.
    pub heads: &'a [&'a str],
    pub label: &'a str,
    /// Number of all heads above the row.
    pub depth: usize,
}

/// A row with blank cells in the layout of `model`: the new label in place of the model's label,
/// with the new heads before it. `None` if the model itself has another layout.
pub fn laid_out(
    text: &str,
    layout: Layout,
    model: &Model,
    words: &Words,
    newline: &str,
) -> Option<String> {
    match layout {
        Layout::Spaces => Some([words.heads, &[words.label]].concat().join(" ")),
        Layout::Tabs | Layout::Pipes | Layout::Markdown => cells_of_line(text, model, words),
        Layout::Lines => Some(cell_a_line(text, model, words, newline)),
        // Merged cells would have to grow with the new row.
        Layout::Frame => None,
    }
}

fn cells_of_line(text: &str, model: &Model, words: &Words) -> Option<String> {
    let Words { heads, label, depth } = *words;
    let line = line_at(text, model.label.start);
    let source = line.of(text);
    let other = ['\t', ','].into_iter().find(|&c| source.contains(c)).unwrap_or(WIDE_COMMA);
    let delimiter = source.chars().find(|&c| fold(c) == '|').unwrap_or(other);
    let mut cells: Vec<(TextRange, String)> = Vec::new();
    let mut start = line.start;
    let parts = match delimiter {
        WIDE_COMMA => wide_comma_cells(source).collect(),
        _ => source.split(delimiter).collect::<Vec<_>>(),
    };
    for cell in parts {
        cells.push((TextRange::new(start, start + cell.len()), cell.to_owned()));
        start += cell.len() + delimiter.len_utf8();
    }
    // A comma in quotation marks does not separate cells.
    if delimiter == ','
        && cells.iter().any(|(_, cell)| !cell.matches('"').count().is_multiple_of(2))
    {
        return None;
    }
    let labelled = cells.iter().position(|(range, _)| range.contains(model.label))?;
    let padding = |cell: &str| {
        let whole = TextRange::new(0, cell.len());
        let inner = match delimiter {
            ',' | WIDE_COMMA => comma_cell(cell, whole),
            _ => trim(cell, whole),
        };
        // A blank cell has padding on both sides.
        let inner = if inner.is_empty() && cell.len() > 1 && cell.starts_with("  ") {
            TextRange::at(1)
        } else {
            inner
        };
        (cell[..inner.start].to_owned(), cell[inner.end..].to_owned())
    };
    let fill = |cell: &str, content: &str| {
        let (before, after) = padding(cell);
        format!("{before}{content}{after}")
    };
    for value in model.values.iter().filter(|value| !value.is_empty()) {
        let (_, cell) = cells.iter_mut().find(|(range, _)| range.contains(*value))?;
        *cell = fill(cell, "");
    }
    // A merged cell written out repeats its number or label in each of its cells.
    for (_, cell) in
        cells.iter_mut().skip(labelled + 1).filter(|(_, cell)| !cell.chars().all(is_space))
    {
        *cell = fill(cell, "");
    }
    // The text before a pipe at the start of the line is not a cell.
    let edge = usize::from(
        fold(delimiter) == '|'
            && labelled > 0
            && cells[0].1.chars().all(|c| c == '>' || is_space(c))
            && has_left_edge(text, model.table, source),
    );
    // The cell of a serial number is not a cell for a head.
    let serial = serial_before(text, model.label).and_then(|(number, _)| {
        cells[..labelled].iter().position(|(range, _)| range.contains(number))
    });
    if let Some((_, cell)) = serial.map(|at| &mut cells[at]) {
        *cell = fill(cell, model.serial.unwrap_or_default());
    }
    let edge = serial.map_or(edge, |at| at + 1);
    let first_value = model
        .values
        .first()
        .and_then(|value| cells.iter().position(|(range, _)| range.contains(*value)))
        .unwrap_or(labelled + 1);
    // Each head of a group has its own column before the label. A row under fewer heads than the
    // model begins further left.
    let model_labelled = labelled;
    let labelled = (labelled + depth)
        .checked_sub(model.depth)
        .filter(|at| (edge..first_value).contains(at))
        .unwrap_or(labelled);
    for (_, cell) in &mut cells[labelled + 1..=model_labelled.max(labelled)] {
        *cell = fill(cell, "");
    }
    let (lost, shown) = heads.split_at(heads.len().saturating_sub(labelled - edge));
    for (at, (_, cell)) in cells.iter_mut().enumerate().take(labelled).skip(edge) {
        let head = (labelled - at <= shown.len()).then(|| shown[shown.len() - (labelled - at)]);
        *cell = fill(cell, head.unwrap_or_default());
    }
    let (_, cell) = &mut cells[labelled];
    *cell = fill(cell, label);
    let pattern = cell.clone();
    let mut cells: Vec<String> = cells.into_iter().map(|(_, cell)| cell).collect();
    // A merged cell may leave no cell in the rows below its first row. Then the model has no cell
    // for the head, but an extra cell at its end.
    let last = cells.len() - 1;
    let blank = cells[..last]
        .iter()
        .skip(labelled + 1)
        .rev()
        .take_while(|cell| cell.chars().all(is_space))
        .count();
    cells.drain(last - lost.len().min(blank.saturating_sub(model.values.len()))..last);
    cells.splice(edge..edge, lost.iter().map(|head| pattern.replace(label, head)));
    Some(cells.join(&delimiter.to_string()))
}

fn cell_a_line(text: &str, model: &Model, words: &Words, newline: &str) -> String {
    let end = model.values.last().map_or(model.label.end, |value| value.end);
    let (first, last) = (line_at(text, model.label.start), line_at(text, end));
    let is_tabbed = is_tabbed(text, model.label);
    // Merged cells before the label: lines of a single tab.
    let mut start = first.start;
    while is_tabbed && start > 0 {
        let above = line_at(text, start - 1);
        let above = if above.is_empty() && text[..start].ends_with("\r\n") {
            line_at(text, start - 2)
        } else {
            above
        };
        if above.is_empty()
            || !above.of(text).contains('\t')
            || !above.of(text).chars().all(is_space)
        {
            break;
        }
        start = above.start;
    }
    let first_value = model.values.first().map_or(end, |value| value.start);
    let all = TextRange::new(start, last.end.max(end));
    let (mut above, mut labelled, mut below) = (Vec::new(), Vec::new(), VecDeque::new());
    // Number of blank cells between the label and the first value.
    let mut between = 0;
    for line in lines(all.of(text)).map(|line| line.shifted(start)) {
        let inner = trim(text, line);
        let content = content(text, inner);
        let around = |content_of: &str| {
            format!(
                "{}{content_of}{}",
                &text[line.start..content.start],
                &text[content.end..line.end]
            )
        };
        if line.contains(TextRange::at(model.label.start)) && content.start <= model.label.start {
            labelled.extend(words.heads.iter().map(|head| around(head)));
            labelled.push(around(words.label));
        } else if model.label.start < line.start && line.end <= model.label.end
            || model.label.overlaps(line) && !line.is_empty()
        {
            // The other lines of the label are left out.
        } else {
            let written = if content.is_empty() { line.of(text).to_owned() } else { around("") };
            if labelled.is_empty() {
                above.push(written);
                continue;
            }
            between += usize::from(is_tabbed && line.end < first_value);
            below.push_back(written);
        }
    }
    // A row under fewer heads than the model begins further left.
    for _ in words.depth..model.depth {
        above.pop().into_iter().for_each(|blank| below.push_front(blank));
    }
    for _ in model.depth..words.depth.min(model.depth + between) {
        above.extend(below.pop_front());
    }
    // Each head of a group needs a line. A head with a blank line above the label takes this line.
    above.truncate(above.len().saturating_sub(words.heads.len()));
    above.into_iter().chain(labelled).chain(below).collect::<Vec<_>>().join(newline)
}

/// The text of a cell without the pipe behind.
fn content(text: &str, cell: TextRange) -> TextRange {
    if is_bare_pipe(cell.of(text)) {
        return TextRange::at(cell.start);
    }
    let without =
        cell.of(text).trim_end_matches(|c: char| fold(c) == '|').trim_end_matches(is_space);
    TextRange::new(cell.start, cell.start + without.len())
}

/// Whether the line of a cell begins with a tab.
fn is_tabbed(text: &str, cell: TextRange) -> bool {
    text[line_at(text, cell.start).start..cell.start].contains('\t')
}
