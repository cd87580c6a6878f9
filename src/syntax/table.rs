//! Finds the tables of a part by their words.

use super::cluster::{Cluster, for_each_word};
use super::extent::{extend, is_number, values_of, with_first_rows};
use super::layout::{self, Layout, PieceRows};
use super::line::{Class, Line};
use super::token::tokens;
use super::trace;
use super::value::is_value;
use crate::standard::{Standard, TermRole, only_table};
use crate::text::{TextRange, fold};

/// A table in pieces: the rows as they stand in the text, before their meaning is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TablePieces {
    /// Index of [`crate::standard::Form::tables`].
    pub table: usize,
    pub layout: Layout,
    /// From the first line to the last line, in bytes of the part.
    pub range: TextRange,
    pub rows: PieceRows,
    /// Number of different words of the form in the table.
    pub words: usize,
    /// Whether only a trace of the table is left: a picture, or a placeholder.
    pub is_trace: bool,
    /// Whether the table is too long, so only the first rows are read.
    pub is_too_long: bool,
}

/// At most 32,768 lines or cells in a table of the form. A longer table is not read to the end.
pub(super) const MOST_LINES: usize = 1 << 15;

/// Number of first lines that identify a table.
pub(super) const FIRST_LINES: usize = 1 << 8;

/// At least three different words of its own in a table.
const FEWEST_WORDS: usize = 3;

/// At most three sentences between two rows: a note, a running title.
const MOST_PROSE_BETWEEN: usize = 3;

/// The tables in `lines`. `lines` are the lines of one part below its heading, and `section` is the
/// number of the part's section. Ranges are in bytes of `text`, the part.
pub fn tables(
    text: &str,
    lines: &[Line],
    section: Option<u8>,
    standard: &Standard,
) -> Vec<TablePieces> {
    let marked = layout::marked(text, lines, FEWEST_WORDS, standard);
    if marked.is_empty() {
        return with_traces(text, lines, section, unmarked(text, lines, standard), standard);
    }
    // Other tables stand between the tables with drawn lines.
    let mut tables = Vec::new();
    let mut start = 0;
    for layout::Marked { table, layout, range, rows, words, is_too_long } in marked {
        let first = lines.partition_point(|line| line.range().end <= range.start);
        tables.extend(unmarked(text, &lines[start..first.max(start)], standard));
        tables.push(TablePieces {
            table,
            layout,
            range,
            rows,
            words,
            is_trace: false,
            is_too_long,
        });
        start = lines.partition_point(|line| line.range().start < range.end).max(start);
    }
    tables.extend(unmarked(text, &lines[start..], standard));
    with_traces(text, lines, section, tables, standard)
}

/// Adds the trace of the section's own table, if the table itself was not found.
fn with_traces(
    text: &str,
    lines: &[Line],
    section: Option<u8>,
    mut tables: Vec<TablePieces>,
    standard: &Standard,
) -> Vec<TablePieces> {
    let Some(table) = section.and_then(|section| standard.newest().table_of_section(section))
    else {
        return tables;
    };
    if tables.iter().any(|pieces| pieces.table == table) {
        return tables;
    }
    let piece = |layout, range, rows, is_trace| TablePieces {
        table,
        layout,
        range,
        rows,
        words: 0,
        is_trace,
        is_too_long: false,
    };
    let found = without_header(text, lines, table, standard)
        .map(|(layout, range, rows)| piece(layout, range, rows, false))
        .or_else(|| {
            trace::find(text, lines)
                .map(|range| piece(Layout::Spaces, range, PieceRows::default(), true))
        });
    if let Some(found) = found {
        let at = tables.partition_point(|pieces| pieces.range.start < found.range.start);
        tables.insert(at, found);
    }
    tables
}

/// A table with rows side by side, detected from its values alone. The number of values must match,
/// in one line or in several neighbouring lines.
fn without_header(
    text: &str,
    lines: &[Line],
    table: usize,
    standard: &Standard,
) -> Option<(Layout, TextRange, PieceRows)> {
    let form = &standard.newest().tables[table];
    // A row of dashes does not count.
    let has_digits = |line: &Line| line.range().of(text).contains(|c| fold(c).is_ascii_digit());
    let is_values = |line: &&Line| match line.class {
        Class::Values => true,
        Class::Cells => {
            has_digits(line)
                && layout::cells(text, line, layout::Edges::BOTH)
                    .all(|cell| is_value(cell.of(text)))
        }
        _ => false,
    };
    let filled: Vec<&Line> = lines.iter().filter(|line| line.class != Class::Blank).collect();
    let run = filled.chunk_by(|one, next| is_values(one) && is_values(next)).find(|run| {
        form.across
            && run.iter().all(is_values)
            && run.iter().map(|line| values_of(text, line)).sum::<usize>() == form.cells()
    })?;
    let own: Vec<Line> = run.iter().map(|line| **line).collect();
    let (layout, rows) = layout::read(text, &own, form, standard);
    Some((layout, own[0].range().cover(own[own.len() - 1].range()), rows))
}

/// The tables without markup, detected from the words in their lines.
fn unmarked(text: &str, lines: &[Line], standard: &Standard) -> Vec<TablePieces> {
    let mut found: Vec<Cluster> = Vec::new();
    // The latest cluster of each table. A word of one table may occur in another table: 其他 is the
    // rest of 其他结果 behind a line break.
    let form = standard.newest();
    let across = form.across();
    let mut latest: Vec<Option<usize>> = vec![None; form.tables.len()];
    let mut prose = 0;
    for (index, line) in lines.iter().enumerate() {
        match line.class {
            Class::Blank | Class::PageNumber => continue,
            Class::Values => {
                if let Some(at) = across.and_then(|table| latest[table]) {
                    found[at].pass(tokens(text, line.range()).count());
                }
                continue;
            }
            Class::Prose => {
                prose += 1;
                continue;
            }
            Class::Cells | Class::Labelled | Class::Words => {}
        }
        if line.class == Class::Cells
            && let Some(at) = across.and_then(|table| latest[table])
        {
            found[at].pass(
                layout::cells(text, line, layout::Edges::BOTH)
                    .filter(|cell| is_number(text, cell))
                    .count(),
            );
        }
        for_each_word(text, line, standard.vocabulary(), |hash, terms| {
            let Some(table) = only_table(terms) else { return };
            let edge = terms.iter().find_map(|term| match term.role {
                TermRole::Row(edge) => Some(edge),
                _ => None,
            });
            let open = latest[table].filter(|&at| {
                prose - found[at].prose <= MOST_PROSE_BETWEEN && !found[at].ends_before(edge)
            });
            let at = open.unwrap_or_else(|| {
                // The words of the second table's header were counted for the first table.
                let before = latest[table]
                    .filter(|&at| found[at].ended && prose - found[at].prose <= MOST_PROSE_BETWEEN);
                let (first, given) =
                    before.and_then(|at| found[at].give_header()).unwrap_or((index, 0));
                found.push(Cluster {
                    first,
                    given,
                    again: before,
                    ..Cluster::new(table, &form.tables[table], index, prose)
                });
                latest[table] = Some(found.len() - 1);
                found.len() - 1
            });
            found[at].add(index, hash, edge, prose);
        });
    }
    // Words of table four behind the values do not make a second table without further values.
    for index in (0..found.len()).rev() {
        if let Some(before) =
            found[index].again.filter(|_| found[index].across.is_some() && !found[index].ended)
        {
            let rest = found.remove(index);
            found[before].take(rest);
        }
    }
    found.retain(|cluster| cluster.words.len() >= FEWEST_WORDS);
    let mut tables = Vec::with_capacity(found.len());
    let mut free = 0;
    for (index, cluster) in found.iter().enumerate() {
        let limit = found.get(index + 1).map_or(lines.len(), |next| next.first);
        let first = cluster.first.max(free);
        if first >= limit {
            continue;
        }
        let first = with_first_rows(text, lines, cluster.table, free..first, standard);
        let end = extend(
            text,
            lines,
            cluster.table,
            cluster.last.clamp(first, limit - 1),
            limit,
            standard,
        );
        free = end + 1;
        let body = &lines[first..=end];
        let is_too_long = is_too_long(body);
        let read = if is_too_long { &body[..FIRST_LINES] } else { body };
        let (layout, rows) =
            layout::read(text, read, &standard.newest().tables[cluster.table], standard);
        let range = TextRange::new(body[0].range().start, body[body.len() - 1].range().end);
        let words = cluster.words.len() + cluster.given;
        tables.push(TablePieces {
            table: cluster.table,
            layout,
            range,
            rows,
            words,
            is_trace: false,
            is_too_long,
        });
    }
    tables
}

/// Whether there are more lines than a table has.
pub(super) fn is_too_long(lines: &[Line]) -> bool {
    lines.len() > MOST_LINES
        && lines.iter().filter(|line| line.class != Class::Blank).nth(MOST_LINES).is_some()
}

#[cfg(test)]
mod tests {
    use crate::lint::{Options, check};
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// The sample without the header of table three, with these changes.
    fn headless(layout: Layout, changes: &[(&str, &str)]) -> String {
        let text = sample(layout);
        let line = |at: usize| text[..at].rfind('\n').expect("a line") + 1;
        let (header, row) = (
            line(text.find("（本列数据").expect("a header")),
            line(text.find("一、本年新收").expect("a row")),
        );
        let text = format!("{}{}", &text[..header], &text[row..]);
        changes.iter().fold(text, |text, (from, to)| replaced(&text, from, to))
    }

    #[test]
    fn first_labels_of_two_lines_belong_to_a_table_without_a_header() {
        let first = ("一、本年新收政府信息公开申请数量", "一、本年新收\n政府信息公开申请数量");
        let second = ("二、上年结转政府信息公开申请数量", "二、上年结转\n政府信息公开申请数量");
        let quoted = |(from, to): (&'static str, &str)| (from, format!("\"{to}\""));
        let (one, two) = (quoted(first), quoted(second));
        for (layout, changes) in [
            (Layout::Spaces, &[][..]),
            (Layout::Spaces, &[first]),
            (Layout::Spaces, &[first, second]),
            (
                Layout::Spaces,
                &[
                    ("一、本年新收政府信息公开申请数量 ", "一、本年\n新收政府信息公开申请数量\n"),
                    second,
                ],
            ),
            (Layout::Tabs, &[(one.0, one.1.as_str()), (two.0, two.1.as_str())]),
        ] {
            let text = headless(layout, changes);
            let found = check(&text, &Options::default()).expect("a report");
            assert_eq!(messages(&found), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_first_row_that_is_not_there_is_missing_still() {
        let second = ("二、上年结转政府信息公开申请数量", "二、上年结转\n政府信息公开申请数量");
        let text = headless(
            Layout::Spaces,
            &[("一、本年新收政府信息公开申请数量 6 2 0 0 0 0 8\n", ""), second],
        );
        let found = check(&text, &Options::default()).expect("a report");
        assert_eq!(
            found.iter().map(|found| found.code).collect::<Vec<_>>(),
            ["T003"],
            "{:?}",
            messages(&found)
        );
    }
}
