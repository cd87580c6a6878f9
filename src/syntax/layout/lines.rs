//! A cell a line: with a tab before each cell and blank lines between rows, with a pipe behind each
//! cell, or bare.

use super::cells::cell_row;
use super::{Edges, PieceRow, PieceRows, cells, grid, is_bare_pipe};
use crate::standard::{Standard, TableForm};
use crate::syntax::line::{Class, Line, is_blank_mark, is_value, tokens, trim};
use crate::text::{TextRange, fold, is_space, letters_hash};

/// The rows of the lines.
pub(super) fn read(text: &str, lines: &[Line], form: &TableForm, standard: &Standard) -> PieceRows {
    let filled = lines.iter().filter(|line| line.class != Class::Blank).count();
    let tabbed = lines
        .iter()
        .filter(|line| line.class != Class::Blank && is_tabbed(line.range().of(text)))
        .count();
    let parted = lines
        .iter()
        .any(|line| line.class == Class::Blank && !line.range().of(text).contains('\t'));
    let is_tabbed = tabbed * 10 >= filled * 6;
    let apart = is_tabbed && parted && are_apart(text, lines);
    if is_tabbed && parted && !apart {
        grouped(text, lines, form, standard)
    } else {
        parted_rows(marked_rows(text, streamed(text, lines, form, apart, standard), form), form)
    }
}

/// Whether a blank line stands between nearly all cells: then it parts no rows.
fn are_apart(text: &str, lines: &[Line]) -> bool {
    let (mut cells, mut together) = (0, 0);
    let mut is_behind_cell = false;
    for line in lines {
        let is_cell = line.class != Class::Blank || line.range().of(text).contains('\t');
        cells += usize::from(is_cell);
        together += usize::from(is_cell && is_behind_cell);
        is_behind_cell = is_cell;
    }
    together * 10 < cells
}

/// How many values a row has whose last label is `label`: as many as that row of the form, or as
/// all rows have that there are.
fn width_of(text: &str, labels: &[TextRange], form: &TableForm) -> Option<usize> {
    let own =
        labels.iter().rev().find_map(|label| form.row_by_hash(letters_hash(label.of(text)).0));
    let mut widths = (0..form.rows.len()).map(|row| form.width(row));
    own.map(|row| form.width(row)).or_else(|| {
        widths.next().filter(|width| !form.across && widths.all(|other| other == *width))
    })
}

/// Takes out of a row that has a value too many what is none among them: the number of a page,
/// alone before a form feed, or the line of dashes between two pages.
fn without_page_end(
    text: &str,
    labels: &[TextRange],
    values: &mut Vec<TextRange>,
    form: &TableForm,
) {
    if !width_of(text, labels, form).is_some_and(|width| width > 1 && values.len() == width + 1) {
        return;
    }
    if let Some(at) =
        values.iter().position(|&value| may_be_page_number(text, value) || is_rule(value.of(text)))
    {
        values.remove(at);
    }
}

/// Whether a value is a line of three dashes or more.
fn is_rule(value: &str) -> bool {
    value.len() > 2 && value.bytes().all(|byte| byte == b'-')
}

/// Whether a value is a number that stands alone before a form feed.
fn may_be_page_number(text: &str, value: TextRange) -> bool {
    let mut behind = text[value.end..].chars().take_while(|&c| is_space(c));
    (1..=4).contains(&value.len())
        && value.of(text).bytes().all(|byte| byte.is_ascii_digit())
        && behind.any(|c| c == '\u{c}')
}

/// Whether words are the head of a page, behind the number of the page before it, in the middle of
/// a row: the values behind them make the row whole without that number.
fn is_page_head(
    text: &str,
    cell: TextRange,
    labels: &[TextRange],
    values: &[TextRange],
    following: &[Line],
    form: &TableForm,
    standard: &Standard,
) -> bool {
    let Some(last) = values.last().filter(|&&last| may_be_page_number(text, last)) else {
        return false;
    };
    let Some(width) =
        width_of(text, labels, form).filter(|width| *width > 1 && values.len() <= *width)
    else {
        return false;
    };
    let is_value =
        |line: &&Line| line.class == Class::Values && tokens(text, line.range()).nth(1).is_none();
    let count = following
        .iter()
        .take(4 * width)
        .filter(|line| line.class != Class::Blank)
        .take(width + 1)
        .take_while(is_value)
        .count();
    last.end < cell.start
        && standard.vocabulary().terms(letters_hash(cell.of(text)).0).is_empty()
        && values.len() - 1 + count == width
}

/// The same with rows of values apart where a mark for nothing (`—`) stands in the place of a
/// label: behind all values of a row as many follow it, or a header stands before it.
fn marked_rows(text: &str, rows: PieceRows, form: &TableForm) -> PieceRows {
    let marked = |row: PieceRow| {
        let width = width_of(text, row.labels, form)?;
        let is_own = row
            .labels
            .last()
            .is_some_and(|label| form.row_by_hash(letters_hash(label.of(text)).0).is_some());
        let at = if is_own { width } else { 0 };
        (row.values.len() == at + 1 + width
            && is_blank_mark(row.values[at].of(text))
            && row.values[at + 1..].iter().any(|value| has_digit(text, *value)))
        .then_some(at)
    };
    let is_marked = |row: PieceRow| {
        row.values.iter().any(|value| is_blank_mark(value.of(text))) && marked(row).is_some()
    };
    if form.across || !rows.iter().any(is_marked) {
        return rows;
    }
    let mut out = PieceRows::with_capacity(rows.len() + 1);
    for row in rows.iter() {
        match marked(row) {
            Some(at) => {
                out.push(row.labels.iter().copied(), row.values[..at].iter().copied(), row.cells);
                out.push(std::iter::empty(), row.values[at + 1..].iter().copied(), row.cells);
            }
            None => out.push(row.labels.iter().copied(), row.values.iter().copied(), row.cells),
        }
    }
    out
}

fn has_digit(text: &str, value: TextRange) -> bool {
    value.of(text).contains(|c| fold(c).is_ascii_digit())
}

/// The same with rows of values apart between which a label is missing: exactly twice as many
/// values as all rows of the form have.
fn parted_rows(rows: PieceRows, form: &TableForm) -> PieceRows {
    let mut widths = (0..form.rows.len()).map(|row| form.width(row));
    let width = widths
        .next()
        .filter(|width| *width > 1 && !form.across && widths.all(|other| other == *width));
    let Some(width) = width.filter(|width| rows.iter().any(|row| row.values.len() == 2 * width))
    else {
        return rows;
    };
    let mut out = PieceRows::with_capacity(rows.len() + 1);
    for row in rows.iter() {
        let (first, second) = row.values.split_at(if row.values.len() == 2 * width {
            width
        } else {
            row.values.len()
        });
        out.push(row.labels.iter().copied(), first.iter().copied(), row.cells);
        out.push(std::iter::empty(), second.iter().copied(), row.cells);
    }
    out
}

/// At most so many blank cells stand before the words of a row.
const MOST_BLANK: usize = 8;

/// Where the values of a row begin whose cells these are, a line each.
fn first_value(text: &str, cells: &[TextRange]) -> Option<usize> {
    cells.iter().position(|cell| is_value(cell.of(text)))
}

/// Whether the cells are a label and all values of its row.
fn is_whole(text: &str, cells: &[TextRange], form: &TableForm) -> bool {
    // No row of the form has more cells, the heads of its group and a page's among them.
    const MOST_CELLS: usize = 32;
    cells.len() <= MOST_CELLS
        && first_value(text, cells).is_some_and(|first| {
            first > 0 && width_of(text, &cells[..first], form) == Some(cells.len() - first)
        })
}

/// Cells with a tab before each, rows parted by blank lines.
fn grouped(text: &str, lines: &[Line], form: &TableForm, standard: &Standard) -> PieceRows {
    let mut rows = PieceRows::with_capacity(lines.len() / 8);
    // Those of the row that has begun.
    let mut cells: Vec<TextRange> = Vec::with_capacity(16);
    let mut widths: Vec<usize> = (0..form.rows.len()).map(|row| form.width(row)).collect();
    widths.dedup();
    let mut end_row = |cells: &mut Vec<TextRange>| {
        let has_more = |first: &usize| {
            *first > 0 && widths.iter().any(|width| cells.len() == first + width + 1)
        };
        if let Some(first) = first_value(text, cells).filter(has_more) {
            let mut values = cells.split_off(first);
            without_page_end(text, cells, &mut values, form);
            cells.append(&mut values);
        }
        cell_row(text, cells, &mut rows, standard);
        cells.clear();
    };
    let is_word = |line: &Line| {
        line.class != Class::Blank && !standard.vocabulary().terms(line.hash).is_empty()
    };
    // The next line that is no blank cell.
    let behind = |index: usize| {
        lines[index + 1..]
            .iter()
            .take(MOST_BLANK)
            .find(|line| !is_blank_cell(line.range().of(text)))
    };
    for (index, line) in
        lines.iter().enumerate().filter(|(_, line)| line.class != Class::PageNumber)
    {
        let source = line.range().of(text);
        if line.class == Class::Blank && !source.contains('\t') {
            end_row(&mut cells);
            continue;
        }
        // Behind all values of a row a word of the form begins another, and a tab alone before it
        // is no cell.
        let is_blank = line.class == Class::Blank;
        let begins = || if is_blank { behind(index).is_some_and(is_word) } else { is_word(line) };
        let ends = |cells: &[TextRange]| {
            cells.last().is_some_and(|cell| is_value(cell.of(text))) && is_whole(text, cells, form)
        };
        if begins() && ends(&cells) {
            end_row(&mut cells);
            if is_blank {
                continue;
            }
        }
        let trimmed = trim(text, line.range());
        let words = trimmed.of(text);
        let is_broken = |cell: &&mut TextRange| {
            !is_tabbed(source) && !cell.is_empty() && is_value(cell.of(text)) && !is_value(words)
        };
        match cells.last_mut().filter(is_broken) {
            // The number of an item, and the item's words on a line of their own, are one cell.
            Some(cell) if words.starts_with(|c| matches!(fold(c), '.' | ',')) => {
                cell.end = trimmed.end
            }
            // Words that are no cell, right behind the values.
            Some(_) => {
                end_row(&mut cells);
                cells.push(trimmed);
            }
            None => cells.push(if trimmed.is_empty() {
                TextRange::at(line.range().end)
            } else {
                trimmed
            }),
        }
    }
    end_row(&mut cells);
    rows
}

/// Whether a blank cell is a value of a row, `values` those before it: not all are there. Before
/// the first one blank cells may be those that a merged label spans: then they are too many.
fn is_blank_value(
    text: &str,
    labels: &[TextRange],
    values: &[TextRange],
    following: &[Line],
    form: &TableForm,
) -> bool {
    const MOST_LINES: usize = 32;
    let Some(width) = width_of(text, labels, form).filter(|width| values.len() < *width) else {
        return false;
    };
    let is_cell = |line: &&Line| line.class != Class::Blank || is_blank_cell(line.range().of(text));
    let is_value = |line: &&Line| matches!(line.class, Class::Blank | Class::Values);
    !values.is_empty()
        || following.iter().take(MOST_LINES).filter(is_cell).take_while(is_value).count() < width
}

/// Cells one after the other: a row begins with the first label behind values. Where blank lines
/// stand between the cells, which are `apart`, a tab alone is a blank cell.
fn streamed(
    text: &str,
    lines: &[Line],
    form: &TableForm,
    apart: bool,
    standard: &Standard,
) -> PieceRows {
    // A line with a pipe alone is an empty cell where every cell ends with a pipe, else it only
    // parts two cells.
    let piped = lines
        .iter()
        .filter(|line| line.class == Class::Cells && !is_bare_pipe(line.range().of(text)))
        .count();
    let unpiped = lines
        .iter()
        .filter(|line| matches!(line.class, Class::Words | Class::Values | Class::Labelled))
        .count();
    let mut rows = PieceRows::with_capacity(lines.len() / 8);
    // The cells of a line, and of the row that has begun.
    let (mut parts, mut labels, mut values): (Vec<TextRange>, Vec<TextRange>, Vec<TextRange>) =
        Default::default();
    let mut parted = false;
    for (index, line) in lines.iter().enumerate() {
        if matches!(line.class, Class::Blank | Class::PageNumber | Class::Prose) {
            let is_blank = apart
                && !labels.is_empty()
                && line.class == Class::Blank
                && is_blank_cell(line.range().of(text));
            if is_blank
                && is_blank_value(
                    text,
                    &labels,
                    &values,
                    lines.get(index + 1..).unwrap_or_default(),
                    form,
                )
            {
                values.push(TextRange::at(line.range().end));
            }
            continue;
        }
        let is_bare = is_bare_pipe(line.range().of(text));
        let blank = is_bare && (piped > unpiped || parted);
        parted = is_bare && !blank;
        parts.clear();
        match line.class {
            Class::Cells if is_bare => {
                if blank {
                    parts.push(TextRange::at(line.range().start));
                }
            }
            Class::Cells => {
                parts.extend(cells(text, line, Edges::BOTH).filter(|cell| !cell.is_empty()))
            }
            Class::Labelled | Class::Values => {
                parts.extend(
                    Some(trim(text, TextRange::new(line.range().start, line.values())))
                        .filter(|label| !label.is_empty()),
                );
                parts.extend(tokens(text, TextRange::new(line.values(), line.range().end)));
            }
            _ => parts.push(trim(text, line.range())),
        }
        for &cell in &parts {
            // Behind all values of a row another row begins.
            let following = lines.get(index + 1..).unwrap_or_default();
            let is_bad = || {
                is_bad_value(text, cell, &values, following, standard)
                    && width_of(text, &labels, form).is_none_or(|width| values.len() < width)
                    || values.is_empty()
                        && is_bad_first(text, cell, &labels, following, form, standard)
            };
            let value = cell.is_empty() || is_value(cell.of(text)) || is_bad();
            match (value, values.is_empty()) {
                // Blank cells before any label belong to merged ones.
                (true, _) if labels.is_empty() && cell.is_empty() => {}
                (true, _) => values.push(cell),
                (false, false)
                    if is_page_head(
                        text,
                        cell,
                        &labels,
                        &values,
                        lines.get(index + 1..).unwrap_or_default(),
                        form,
                        standard,
                    ) =>
                {
                    values.pop();
                }
                (false, true) => labels.push(cell),
                (false, false) => {
                    without_page_end(text, &labels, &mut values, form);
                    rows.push(labels.drain(..), values.drain(..), None);
                    labels.push(cell);
                }
            }
        }
    }
    without_page_end(text, &labels, &mut values, form);
    rows.push(labels.drain(..), values.drain(..), None);
    rows
}

/// Whether a short word that is none of the form's stands between two values, `values` those before
/// it in its row: then it is a value that was written badly.
fn is_bad_value(
    text: &str,
    cell: TextRange,
    values: &[TextRange],
    following: &[Line],
    standard: &Standard,
) -> bool {
    let word = cell.of(text);
    let next = following
        .iter()
        .take(4)
        .find(|line| !matches!(line.class, Class::Blank) && !is_bare_pipe(line.range().of(text)));
    values.last().is_some_and(|value| !value.is_empty())
        && word.chars().count() <= 3
        && standard.vocabulary().terms(letters_hash(word).0).is_empty()
        && next.is_some_and(|line| {
            cells(text, line, Edges::BOTH).next().is_some_and(|cell| is_value(cell.of(text)))
        })
}

/// Whether a short word with a number in it stands right behind the label of a row, before its
/// other values where it has more than one.
fn is_bad_first(
    text: &str,
    cell: TextRange,
    labels: &[TextRange],
    following: &[Line],
    form: &TableForm,
    standard: &Standard,
) -> bool {
    let word = cell.of(text);
    let is_number = || {
        word.chars().map(fold).any(|c| c.is_ascii_digit())
            || word.chars().all(|c| "〇零一二三四五六七八九十百".contains(c))
    };
    if word.chars().count() > 3
        || !is_number()
        || word.ends_with(|c| matches!(fold(c), '.' | '、' | ',' | ')'))
    {
        return false;
    }
    let row = labels.last().and_then(|label| form.row_by_hash(letters_hash(label.of(text)).0));
    let next = following
        .iter()
        .take(4)
        .find(|line| !matches!(line.class, Class::Blank) && !is_bare_pipe(line.range().of(text)));
    let is_next_value = || {
        next.is_some_and(|line| {
            cells(text, line, Edges::BOTH).next().is_some_and(|cell| is_value(cell.of(text)))
        })
    };
    row.is_some_and(|row| is_next_value() == (form.width(row) > 1))
        && standard.vocabulary().terms(letters_hash(word).0).is_empty()
}

/// Whether the line's cell stands behind a tab.
pub fn is_tabbed(source: &str) -> bool {
    source.trim_start_matches(' ').starts_with('\t')
}

/// Whether a line is a blank cell behind a tab.
pub fn is_blank_cell(source: &str) -> bool {
    source.chars().all(is_space) && source.bytes().filter(|&byte| byte == b'\t').count() == 1
}

/// A cell a line behind a tab, blank lines between rows.
pub(super) fn write(table: &TableForm, cell: &dyn Fn(usize, usize) -> String) -> Vec<String> {
    let mut out = Vec::new();
    for row in grid::rows(table, cell) {
        out.extend(row.into_cells().iter().map(|cell| format!("\t{cell}")));
        out.push(String::new());
    }
    // The last row is ended by what follows the table.
    out.pop();
    out
}

#[cfg(test)]
mod tests {
    use crate::lint::{Options, check};
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// What is found in the sample of a cell a line whose table three this has changed.
    fn codes(change: impl Fn(&str) -> String) -> Vec<&'static str> {
        let text = sample(Layout::Lines);
        let (start, end) = (
            text.find("\t（本列数据").expect("a table"),
            text.find("四、政府信息公开").expect("a heading"),
        );
        let text = format!("{}{}{}", &text[..start], change(&text[start..end]), &text[end..]);
        check(&text, &Options::default())
            .expect("a report")
            .iter()
            .map(|found| found.code)
            .collect()
    }

    const NONE: [&str; 0] = [];

    #[test]
    fn a_tab_alone_may_part_rows() {
        for every in 1..6 {
            let change = |table: &str| {
                let rows: Vec<&str> = table.split("\n\n").collect();
                let part = |index: usize| {
                    if index.is_multiple_of(every) && index + 2 < rows.len() {
                        "\n\t\n"
                    } else {
                        "\n\n"
                    }
                };
                rows.iter()
                    .enumerate()
                    .map(|(index, row)| format!("{row}{}", part(index)))
                    .collect::<String>()
            };
            assert_eq!(codes(change), NONE, "{every}");
        }
    }

    #[test]
    fn what_stands_between_two_pages_is_no_value() {
        let row = "\t2.其他法律行政法规禁止公开\n";
        for between in [
            "3\n\u{c}\n",
            "\n---\n\n",
            "---\n\n",
            "——3——\n\t\n",
            "- 3 -\n\n",
            "——3——\n\t\n\t自然人\n\t商业企业\n\t总计\n\n",
        ] {
            // The first page has no tabs.
            let change = |table: &str| {
                let at = table.find(row).expect("a row");
                let at = at + table[at..].find("\n\n").expect("its end") + 1;
                let (first, second) = table.split_at(at);
                assert!(second.starts_with('\n'));
                format!(
                    "{}{between}{}",
                    first.replace("\n\n", "\n").replace("\n\t", "\n"),
                    &second[1..]
                )
            };
            assert_eq!(codes(change), NONE, "{between:?}");
            // Both have them.
            let change = |table: &str| {
                let at = table.find(row).expect("a row");
                let at = at + table[at..].find("\n\n").expect("its end") + 1;
                format!("{}{between}{}", &table[..at], &table[at + 1..])
            };
            assert_eq!(codes(change), NONE, "{between:?}");
        }
    }
}
