//! Finds the tables of a part by their words.

use super::layout::{self, Layout, PieceRows};
use super::line::{Class, Line, is_value, tokens};
use super::trace;
use crate::standard::{Edge, Standard, TableForm, Term, TermRole, Vocabulary, only_table};
use crate::text::{Folded, TextRange, fold, letters_hash};

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
/// At most 16 headers in a line, as in table four.
const MOST_WORDS_IN_LINE: usize = 16;
/// At most three sentences between two rows: a note, a running title.
const MOST_PROSE_BETWEEN: usize = 3;
/// At most 40 lines of words between the last known word and the values: pieces of labels and
/// headers.
const MOST_PIECES_BEHIND: usize = 40;
/// At most 40 letters in a line of a label.
const LONGEST_LABEL: usize = 40;
/// At most three of the lines behind the last known word are longer than a piece of a header.
const MOST_WORDS_BEHIND: usize = 3;
const LONGEST_PIECE: usize = 8;

/// The tables in `lines`. `lines` are the lines of one part below its heading, and `section` is the
/// number of the part's section. Ranges are in bytes of `text`, the part. HTML tables are read from
/// byte `from`, behind the heading on the same line.
pub fn tables(
    text: &str,
    from: usize,
    lines: &[Line],
    section: Option<u8>,
    standard: &Standard,
) -> Vec<TablePieces> {
    let marked = layout::marked(text, from, lines, FEWEST_WORDS, standard);
    if marked.is_empty() {
        return with_traces(text, lines, section, unmarked(text, lines, standard), standard);
    }
    // Other tables stand between the tables with markup.
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

/// Number of values in a line of values.
fn values_of(text: &str, line: &Line) -> usize {
    match line.class {
        Class::Cells => layout::cells(text, line, layout::Edges::BOTH).count(),
        _ => tokens(text, line.range()).count(),
    }
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

/// Lines with words of one table.
struct Cluster {
    table: usize,
    /// Number of values, if the rows stand side by side on one line (table four).
    across: Option<usize>,
    first: usize,
    last: usize,
    /// The hashes of the different words.
    words: Vec<u64>,
    /// Number of words in the header that were counted for the previous table.
    given: usize,
    /// Number of labels of rows so far.
    rows: usize,
    /// Whether the last row of the table was found. Then the first row begins another table. In
    /// table four, every word does.
    ended: bool,
    /// The last line with a row, and the first line behind it with another word.
    last_row: usize,
    behind: Option<usize>,
    /// The different words behind the last row of the table.
    behind_words: Vec<u64>,
    /// Number of values below the words of table four.
    values: usize,
    /// Index of the cluster of the same table that ended before.
    again: Option<usize>,
    /// Number of sentences before the last line.
    prose: usize,
}

impl Cluster {
    fn new(table: usize, form: &TableForm, line: usize, prose: usize) -> Self {
        let (words, behind_words) = (Vec::new(), Vec::new());
        Self {
            table,
            across: form.across.then(|| form.cells()),
            first: line,
            last: line,
            words,
            given: 0,
            rows: 0,
            ended: false,
            last_row: line,
            behind: None,
            behind_words,
            values: 0,
            again: None,
            prose,
        }
    }

    /// Whether a word begins another table. `edge` is the edge of a row, or `None` for another
    /// word.
    fn ends_before(&self, edge: Option<Edge>) -> bool {
        self.ended && (edge == Some(Edge::First) || self.across.is_some())
    }

    /// Counts values below the words of table four. The table has ended with the last value.
    fn pass(&mut self, values: usize) {
        self.values += values;
        self.ended |= self.across.is_some_and(|cells| self.values >= cells);
    }

    /// Adds the words of the following cluster.
    fn take(&mut self, other: Self) {
        self.last = other.last;
        self.prose = other.prose;
        let new: Vec<u64> =
            other.words.into_iter().filter(|word| !self.words.contains(word)).collect();
        self.words.extend(new);
    }

    /// Gives the words behind the last row to a new table that begins with these words. Returns the
    /// first line of the words and their number.
    fn give_header(&mut self) -> Option<(usize, usize)> {
        let first = self.behind.filter(|_| self.across.is_none())?;
        self.last = self.last_row;
        Some((first, self.behind_words.len()))
    }

    fn add(&mut self, line: usize, word: u64, edge: Option<Edge>, prose: usize) {
        self.last = line;
        self.prose = prose;
        if edge.is_some() {
            (self.last_row, self.behind) = (line, None);
            self.behind_words.clear();
        } else {
            self.behind = self.behind.or(Some(line));
            if self.ended && !self.behind_words.contains(&word) {
                self.behind_words.push(word);
            }
        }
        // A last row at the top was moved there.
        self.ended |= edge == Some(Edge::Last) && self.rows > 0;
        self.rows += usize::from(edge.is_some());
        if !self.words.contains(&word) {
            self.words.push(word);
        }
    }
}

/// Calls `each` with the hash and the terms of each cell, or of the whole line.
fn for_each_word<'v>(
    text: &str,
    line: &Line,
    vocabulary: &'v Vocabulary,
    mut each: impl FnMut(u64, &'v [Term]),
) {
    if line.class == Class::Cells {
        // No word stands behind the first number. A word has at least two ideographs with three
        // bytes each. A serial number may stand before the label.
        let cells = layout::cells(text, line, layout::Edges::BOTH).enumerate();
        let words = cells
            .take_while(|(at, cell)| *at == 0 || !is_number(text, cell))
            .filter(|(_, cell)| cell.len() >= 6);
        return words.for_each(|(_, cell)| {
            let (hash, _) = letters_hash(cell.of(text));
            each(hash, vocabulary.terms(hash));
        });
    }
    let terms = vocabulary.terms(line.hash);
    match line.class {
        Class::Labelled if terms.is_empty() => {
            // The merged cell on the left puts a word before the label.
            let end = line.values();
            let words: Vec<TextRange> =
                tokens(text, TextRange::new(line.range().start, end)).take(4).collect();
            for first in words.iter().skip(1) {
                let (hash, _) = letters_hash(&text[first.start..end]);
                let terms = vocabulary.terms(hash);
                if !terms.is_empty() {
                    each(hash, terms);
                    break;
                }
            }
        }
        Class::Words if terms.is_empty() => {
            // A line of headers, separated by spaces.
            for word in tokens(text, line.range()).take(MOST_WORDS_IN_LINE) {
                let (hash, _) = letters_hash(word.of(text));
                each(hash, vocabulary.terms(hash));
            }
        }
        _ => each(line.hash, terms),
    }
}

/// Whether a cell is a number of a usual length.
fn is_number(text: &str, cell: &TextRange) -> bool {
    (1..=4).contains(&cell.len()) && cell.of(text).starts_with(|c: char| c.is_ascii_digit())
}

/// Whether the next line behind blank lines and notes holds only values, and at least three.
fn is_followed_by_values(text: &str, lines: &[Line]) -> bool {
    const FEWEST: usize = 3;
    const MOST_NOTES: usize = 3;
    let mut filled = lines.iter().filter(|line| !line.class.is_gap());
    filled
        .by_ref()
        .take(MOST_NOTES)
        .find(|line| !matches!(line.class, Class::Words | Class::Prose))
        .is_some_and(|line| {
            let is_values = match line.class {
                Class::Values => true,
                Class::Cells => layout::cells(text, line, layout::Edges::BOTH)
                    .all(|cell| cell.is_empty() || is_value(cell.of(text))),
                _ => false,
            };
            is_values && values_of(text, line) >= FEWEST
        })
}

/// The last cell of the table's last row, if each cell is a word on its own line. `last` is the
/// line of the row's label. The number of cells must match.
fn words_in_cells(
    text: &str,
    lines: &[Line],
    table: usize,
    last: usize,
    standard: &Standard,
) -> Option<usize> {
    const LONGEST: usize = 4;
    let form = &standard.newest().tables[table];
    let row = form
        .row_by_hash(lines[last].hash)
        .filter(|&row| lines[last].class == Class::Words && row + 1 == form.rows.len())?;
    let behind = (last + 1..lines.len()).filter(|&index| !lines[index].class.is_gap());
    let is_mark = |&index: &usize| {
        let line = &lines[index];
        line.class == Class::Words
            && standard.vocabulary().terms(line.hash).is_empty()
            && line.range().of(text).trim().chars().count() <= LONGEST
    };
    let cells: Vec<usize> = behind.take(form.width(row) + 1).take_while(is_mark).collect();
    cells.last().copied().filter(|_| cells.len() == form.width(row) && cells.len() > 1)
}

/// The first line of a table. The first known word stands behind the lines `above`. The first rows
/// of the table may stand above the word, if their labels are broken over several lines.
fn with_first_rows(
    text: &str,
    lines: &[Line],
    table: usize,
    above: std::ops::Range<usize>,
    standard: &Standard,
) -> usize {
    const MOST_ROWS: usize = 2;
    const MOST_FILLED: usize = 4 * MOST_ROWS;
    const MOST_IN_LABEL: usize = 3;
    let first = above.end;
    let mut filled = above.rev().filter(|&index| lines[index].class != Class::Blank);
    // A heading or a sentence stands above nearly every table.
    let is_row = |index: &usize| {
        matches!(lines[*index].class, Class::Values | Class::Labelled)
            || lines[*index].class == Class::Cells
    };
    let Some(last) = filled.next().filter(is_row) else { return first };
    let is_of_row = |index: &usize| {
        !matches!(lines[*index].class, Class::Prose | Class::PageNumber)
            && lines[*index].letters() <= LONGEST_LABEL
    };
    let above: Vec<usize> =
        std::iter::once(last).chain(filled.take(MOST_FILLED - 1).take_while(is_of_row)).collect();
    let is_first = |letters: &str| {
        standard.editions().iter().any(|form| {
            form.tables[table].rows.iter().take(MOST_ROWS).any(|row| row.label.letters == letters)
        })
    };
    let begins_row = |at: &usize| {
        let mut label = String::new();
        above[..=*at].iter().rev().take(MOST_IN_LABEL).any(|&index| {
            label += &label_letters(text, &lines[index]);
            is_first(&label)
        })
    };
    (0..above.len()).rev().find(begins_row).map_or(first, |at| above[at])
}

/// The letters of the words before the values of a line.
fn label_letters(text: &str, line: &Line) -> String {
    let of = |range: TextRange| Folded::letters(text, range).text;
    match line.class {
        Class::Cells => layout::cells(text, line, layout::Edges::BOTH)
            .take_while(|cell| !is_number(text, cell))
            .map(of)
            .collect(),
        Class::Labelled | Class::Values => of(TextRange::new(line.range().start, line.values())),
        _ => of(line.range()),
    }
}

/// The last line of a table. The last known word stands on line `last`. Values may follow, with or
/// without labels.
fn extend(
    text: &str,
    lines: &[Line],
    table: usize,
    last: usize,
    limit: usize,
    standard: &Standard,
) -> usize {
    let (mut end, mut words, mut pieces) = (last, 0, 0);
    // Whether the last line that is not blank is a cell behind a tab. Then a blank line with a tab
    // is also a cell.
    let is_cell = |line: &Line| layout::is_tabbed(line.range().of(text));
    let mut in_cells = is_cell(&lines[last]);
    for (index, line) in lines.iter().enumerate().take(limit).skip(last + 1) {
        match line.class {
            Class::Blank if in_cells && layout::is_blank_cell(line.range().of(text)) => {
                end = index;
                (words, pieces) = (0, 0);
            }
            Class::Blank | Class::PageNumber => {}
            Class::Values | Class::Labelled | Class::Cells => {
                end = index;
                (words, pieces) = (0, 0);
                in_cells = is_cell(line);
            }
            // The last header of a table without values.
            Class::Words
                if in_cells
                    && is_cell(line)
                    && !standard.vocabulary().terms(line.hash).is_empty() => {}
            Class::Words if line.letters() <= LONGEST_PIECE && pieces < MOST_PIECES_BEHIND => {
                (pieces, in_cells) = (pieces + 1, false)
            }
            Class::Words if words < MOST_WORDS_BEHIND && line.letters() <= 40 => {
                (words, in_cells) = (words + 1, false)
            }
            // A note between the headers and the only row of values.
            Class::Words | Class::Prose
                if standard.newest().tables[table].across
                    && end == last
                    && is_followed_by_values(text, &lines[index + 1..limit]) => {}
            Class::Words | Class::Prose => break,
        }
    }
    let is_celled = lines[end].class == Class::Cells;
    if !is_celled
        && let Some(end) = words_in_cells(text, &lines[..limit], table, last, standard)
            .filter(|found| *found > end)
    {
        return end;
    }
    // The rest of the last row's label may stand below the values, in pieces. If the label begins
    // in a cell on the same line, the pieces complete the label.
    let own =
        || layout::cells(text, &lines[end], layout::Edges::BOTH).find(|cell| !cell.is_empty());
    let begun = if is_celled { own().filter(|cell| !is_value(cell.of(text))) } else { None };
    let begun = begun.map_or(String::new(), |cell| Folded::letters(text, cell).text);
    if !begun.is_empty() && !standard.vocabulary().terms(letters_hash(&begun).0).is_empty() {
        return end;
    }
    let is_begun = !begun.is_empty();
    let mut letters = begun;
    let pieces = lines[..limit]
        .iter()
        .enumerate()
        .skip(end + 1)
        .take(MOST_WORDS_BEHIND)
        .take_while(|(_, line)| line.class == Class::Words);
    for (index, line) in pieces {
        letters += &Folded::letters(text, line.range()).text;
        let is_whole =
            |label: &str| if is_begun { label == letters } else { label.ends_with(&letters) };
        if standard.editions().iter().any(|form| {
            form.tables[table].rows.last().is_some_and(|row| is_whole(&row.label.letters))
        }) {
            return index;
        }
    }
    end
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
