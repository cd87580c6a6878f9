//! Formatting: aligns the pipe tables of reports. Only the spaces around cells and the dashes below
//! a header change.
//!
//! Widths are those of East Asian text. A character of ambiguous width (“ ” … — · ①) counts as
//! narrow, as editors and terminals show it unless told otherwise: that depends on the font, so
//! that a setting of the client says it.
//!
//! A Markdown table, one with a row of dashes, is aligned as a whole. In a table without (as web
//! pages are saved) merged cells have left no trace, so that cells below one another need not be of
//! one column: rows that follow one another with equally many filled cells are aligned, and the
//! empty pipes behind these, often hundreds, stay as they are.

use crate::diagnostic::Edit;
use crate::server::core::view::View;
use crate::text::{TextRange, lines};
use unicode_width::UnicodeWidthStr;

/// A wider cell sticks out rather than widen its whole column.
const WIDEST: usize = 120;
/// A row with more cells is no table's.
const MOST_CELLS: usize = 100;
/// The fewest dashes below a header.
const FEWEST_DASHES: usize = 3;

/// The edits that align the tables of the document's reports; those of them that lie in `range`,
/// where one is asked for.
pub fn format(view: &View, range: Option<TextRange>) -> Vec<Edit> {
    let is_wide = view.client.writing.ambiguous_is_wide;
    let range = range.unwrap_or(TextRange::new(0, view.document.len()));
    if range.is_empty() {
        return Vec::new();
    }
    let mut fence = None;
    let mut found = Vec::new();
    for placed in view.reports().take_while(|placed| placed.start <= range.end) {
        // A fence of an earlier report may still be open.
        let tables = tables(placed.report.text(), is_wide, &mut fence);
        if placed.report.found().is_none() {
            continue;
        }
        for table in tables {
            let place = table.range().shifted(placed.start);
            if place.start <= range.end && range.start <= place.end {
                let edits = table
                    .aligned()
                    .into_iter()
                    .map(|edit| Edit { range: edit.range.shifted(placed.start), ..edit });
                found.extend(edits.filter(|edit| range.contains(edit.range)));
            }
        }
    }
    found
}

/// Rows of cells parted by pipes, one below the other.
struct Table<'a> {
    text: &'a str,
    /// Whether characters of ambiguous width take two columns.
    is_wide: bool,
    rows: Vec<Row>,
    /// The row of dashes.
    delimiter: Option<usize>,
}

/// A row; ranges in bytes of the text.
struct Row {
    line: TextRange,
    /// Between pipes, with the space around.
    cells: Vec<TextRange>,
    /// Whether a pipe stands before the first cell, and behind the last.
    opened: bool,
    closed: bool,
}

/// Where the text of a column's cells stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Centre,
    Right,
}

/// A code block that is open: its mark and how many of them.
type Fence = Option<(char, usize)>;

/// The tables of a text outside code blocks.
fn tables<'a>(text: &'a str, is_wide: bool, fence: &mut Fence) -> Vec<Table<'a>> {
    let mut tables = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    for line in lines(text) {
        let row = if is_code(line.of(text), fence) { None } else { Row::read(text, line) };
        match row {
            Some(row) => rows.push(row),
            None => Table::add(text, is_wide, std::mem::take(&mut rows), &mut tables),
        }
    }
    Table::add(text, is_wide, rows, &mut tables);
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

impl Row {
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
        let is_blank =
            |piece: Option<&TextRange>| piece.is_some_and(|piece| trim(text, *piece).is_empty());
        let (opened, closed) = (is_blank(pieces.first()), is_blank(pieces.last()));
        let end = pieces.len() - usize::from(closed);
        let cells = pieces.get(usize::from(opened)..end)?.to_vec();
        (!cells.is_empty()).then_some(Self { line, cells, opened, closed })
    }

    /// Behind the last cell with something in it.
    fn filled(&self, text: &str) -> usize {
        self.cells.iter().rposition(|cell| !trim(text, *cell).is_empty()).map_or(0, |last| last + 1)
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

impl<'a> Table<'a> {
    /// Adds the table that these rows make, or the parts of it that are aligned each for itself.
    fn add(text: &'a str, is_wide: bool, rows: Vec<Row>, tables: &mut Vec<Self>) {
        let delimiter =
            rows.iter().skip(1).position(|row| is_delimiter(text, row)).map(|at| at + 1);
        if delimiter.is_some() {
            tables.push(Self { text, is_wide, rows, delimiter });
            return;
        }
        let several = rows.iter().filter(|row| row.cells.len() > 1).count();
        // A cell a line with a pipe behind it is a list.
        if several * 2 < rows.len() {
            return;
        }
        let mut add = |run: Vec<Row>| {
            // A row alone is aligned with nothing, nor is a caption.
            if run.len() > 1 && run.first().is_some_and(|row| row.filled(text) > 1) {
                tables.push(Self { text, is_wide, rows: run, delimiter: None });
            }
        };
        let mut run: Vec<Row> = Vec::new();
        for row in rows {
            if run.last().is_some_and(|last| last.filled(text) != row.filled(text)) {
                add(std::mem::take(&mut run));
            }
            run.push(row);
        }
        add(run);
    }

    fn range(&self) -> TextRange {
        let first = self.rows.first().map_or(TextRange::at(0), |row| row.line);
        self.rows.last().map_or(first, |row| first.cover(row.line))
    }

    /// How many cells of a row are aligned.
    fn aligned_cells(&self, row: &Row) -> usize {
        let filled = row.filled(self.text);
        let columns = self
            .delimiter
            .and_then(|at| self.rows.get(at))
            .map_or(0, |delimiter| delimiter.cells.len());
        filled.max(columns.min(row.cells.len()))
    }

    /// The edits that align it.
    fn aligned(&self) -> Vec<Edit> {
        let widths = self.widths();
        let sides = self.sides();
        let mut out = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            let count = self.aligned_cells(row);
            if count > MOST_CELLS {
                continue;
            }
            for (column, cell) in row.cells.iter().enumerate().take(count) {
                let is_first = column == 0 && !row.opened;
                let is_last = column + 1 == row.cells.len() && !row.closed;
                let width = widths.get(column).copied().unwrap_or(0);
                let side = sides.get(column).copied().unwrap_or(Side::Left);
                if Some(index) == self.delimiter {
                    self.align_dashes(*cell, width, !is_first, !is_last, &mut out);
                } else {
                    self.align_cell(*cell, width, side, !is_first, !is_last, &mut out);
                }
            }
            if count == row.cells.len() && row.closed {
                let end = row.cells.last().map_or(row.line.end, |cell| cell.end + 1);
                out.extend(spaces(self.text, TextRange::new(end, row.line.end), 0));
            }
        }
        out
    }

    /// The width of each column.
    fn widths(&self) -> Vec<usize> {
        let mut widths: Vec<usize> = Vec::new();
        let least = if self.delimiter.is_some() { FEWEST_DASHES } else { 0 };
        for (index, row) in self.rows.iter().enumerate() {
            let count = self.aligned_cells(row);
            if Some(index) == self.delimiter || count > MOST_CELLS {
                continue;
            }
            widths.resize(widths.len().max(count), least);
            for (cell, widest) in row.cells.iter().zip(&mut widths).take(count) {
                let width = self.width(trim(self.text, *cell));
                if width <= WIDEST {
                    *widest = width.max(*widest);
                }
            }
        }
        widths
    }

    /// How many columns a piece of the text takes.
    fn width(&self, range: TextRange) -> usize {
        let text = range.of(self.text);
        if self.is_wide { UnicodeWidthStr::width_cjk(text) } else { UnicodeWidthStr::width(text) }
    }

    fn sides(&self) -> Vec<Side> {
        let dashes = self.delimiter.and_then(|at| self.rows.get(at));
        let side = |cell: &TextRange| {
            let dashes = trim(self.text, *cell).of(self.text);
            match (dashes.starts_with(':'), dashes.ends_with(':')) {
                (true, true) => Side::Centre,
                (false, true) => Side::Right,
                _ => Side::Left,
            }
        };
        dashes.map(|row| row.cells.iter().map(side).collect()).unwrap_or_default()
    }

    /// A cell in its column; `before` and `behind` tell whether a pipe stands there.
    fn align_cell(
        &self,
        cell: TextRange,
        column: usize,
        side: Side,
        before: bool,
        behind: bool,
        out: &mut Vec<Edit>,
    ) {
        let inner = trim(self.text, cell);
        let (left, right) = (usize::from(before), usize::from(behind));
        if inner.is_empty() {
            if column > 0 {
                out.extend(spaces(self.text, cell, column + left + right));
            }
            return;
        }
        let room = column.saturating_sub(self.width(inner));
        let shift = match side {
            Side::Left => 0,
            Side::Centre => room / 2,
            Side::Right => room,
        };
        let rest = if behind { room - shift } else { 0 };
        out.extend(spaces(self.text, TextRange::new(cell.start, inner.start), left + shift));
        out.extend(spaces(self.text, TextRange::new(inner.end, cell.end), right + rest));
    }

    /// The dashes below a header, as wide as the column, their colons kept.
    fn align_dashes(
        &self,
        cell: TextRange,
        column: usize,
        before: bool,
        behind: bool,
        out: &mut Vec<Edit>,
    ) {
        let inner = trim(self.text, cell);
        let source = inner.of(self.text);
        let colons = source.bytes().filter(|byte| *byte == b':').count();
        let dashes = column.max(FEWEST_DASHES).saturating_sub(colons).max(1);
        let found = source.len() - colons;
        out.extend(spaces(self.text, TextRange::new(cell.start, inner.start), usize::from(before)));
        let end = inner.end - usize::from(source.ends_with(':'));
        if found < dashes {
            out.push(Edit { range: TextRange::at(end), content: "-".repeat(dashes - found) });
        } else if found > dashes {
            out.push(Edit {
                range: TextRange::new(end - (found - dashes), end),
                content: String::new(),
            });
        }
        out.extend(spaces(self.text, TextRange::new(inner.end, cell.end), usize::from(behind)));
    }
}

/// Whether a row is the dashes below a header: `:--`, `---`, `--:` in every cell. Fewer than three
/// dashes in all may be marks for nothing in a row of values.
fn is_delimiter(text: &str, row: &Row) -> bool {
    let is_dashes = |cell: &TextRange| {
        let source = trim(text, *cell).of(text);
        let source = source.strip_prefix(':').unwrap_or(source);
        let source = source.strip_suffix(':').unwrap_or(source);
        !source.is_empty() && source.bytes().all(|byte| byte == b'-')
    };
    let dashes = row.line.of(text).bytes().filter(|byte| *byte == b'-').count();
    dashes >= FEWEST_DASHES && row.cells.iter().all(is_dashes)
}

/// The edit that makes `range`, where only blanks stand, into so many spaces; as small as can be.
fn spaces(text: &str, range: TextRange, count: usize) -> Option<Edit> {
    let source = range.of(text);
    let len = source.len();
    if !source.bytes().all(|byte| byte == b' ') {
        return Some(Edit { range, content: " ".repeat(count) });
    }
    match len.cmp(&count) {
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Less => {
            Some(Edit { range: TextRange::at(range.end), content: " ".repeat(count - len) })
        }
        std::cmp::Ordering::Greater => Some(Edit {
            range: TextRange::new(range.start + count, range.end),
            content: String::new(),
        }),
    }
}

/// The range without the spaces and tabs at its ends. Other kinds of space are a cell's own.
fn trim(text: &str, range: TextRange) -> TextRange {
    let source = range.of(text);
    let left = source.trim_start_matches([' ', '\t']);
    let start = range.end - left.len();
    TextRange::new(start, start + left.trim_end_matches([' ', '\t']).len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::apply;
    use crate::document::Document;
    use crate::lint::Options;
    use crate::server::core::features::testing::{report, second, view};
    use crate::server::core::view::Client;
    use crate::server::core::view::Writing;
    use crate::syntax::Layout;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    const TITLE: &str = "# 云溪县𠮷山园林局2023年政府信息公开工作年度报告\n\n";

    fn formatted(text: &str) -> String {
        view(text, Client::default(), |view, _| apply(text, &format(view, None)))
    }

    #[track_caller]
    fn assert_formatted(table: &str, expected: &str) {
        assert_eq!(formatted(&format!("{TITLE}{table}")), format!("{TITLE}{expected}"));
        assert_eq!(formatted(&format!("{TITLE}{expected}")), format!("{TITLE}{expected}"));
    }

    #[test]
    fn a_markdown_table_is_aligned_on_the_width_of_its_characters() {
        assert_formatted(
            "|项目|数量|\n|--|:-:|\n|𠮷山|1|\n| 规章  |\t12 |  \n",
            "| 项目 | 数量 |\n| ---- | :--: |\n| 𠮷山 |  1   |\n| 规章 |  12  |\n",
        );
        assert_formatted(
            "| a | b |\n| --- | --: |\n| 一二三 | 1234567 |\n",
            "| a      |       b |\n| ------ | ------: |\n| 一二三 | 1234567 |\n",
        );
    }

    #[test]
    fn code_escapes_comments_and_ragged_rows_are_kept() {
        assert_formatted(
            "a | b\n:-- | ---\n`x|y` | 1\n\\| | 2 | 3\n1 | <!-- a|b -->\n",
            "a     | b\n:---- | ------------\n`x|y` | 1\n\\|    | 2            | 3\n1     | <!-- a|b -->\n",
        );
    }

    #[test]
    fn a_table_in_a_code_block_is_left_alone() {
        for text in [
            "```\n|a|b|\n|-|-|\n```\n",
            "~~~ md\n|a|b|\n|---|---|\n```\n|a|b|\n|---|---|\n~~~\n",
            "    |a|b|\n    |---|---|\n",
        ] {
            assert_formatted(text, text);
        }
        assert_formatted("```\n```\n|a|\n|---|\n", "```\n```\n| a   |\n| --- |\n");
    }

    #[test]
    fn other_layouts_and_texts_are_left_alone() {
        for layout in [Layout::Spaces, Layout::Tabs, Layout::Lines] {
            let text = second(&report(layout, &[]));
            assert_eq!(formatted(&text), text);
        }
        for text in ["|a|b|\n|---|---|\n", "首页 | 机构\n概况 | 动态二\n"] {
            assert_eq!(formatted(text), text, "no report");
        }
        assert_formatted("0 |\n12 |\n规章 |\n", "0 |\n12 |\n规章 |\n");
    }

    #[test]
    fn pipes_behind_the_last_filled_cell_stay() {
        assert_formatted(
            "第一项 | |||||\n规章 | 3 | ||||\n行政许可 | 12| |||\n行政处罚|1|2|3\n",
            "第一项 | |||||\n规章     | 3  | ||||\n行政许可 | 12 | |||\n行政处罚|1|2|3\n",
        );
    }

    /// A range is aligned as it is when all is; nothing outside of it changes.
    #[test]
    fn only_what_lies_in_the_range_is_changed() {
        let text = format!("{TITLE}|a|b|\n|---|---|\n|一二|1|\n|三|2|\n\n|c|d|\n|---|---|\n");
        let whole = formatted(&text);
        let line =
            |text: &str, number: usize| text.lines().nth(number).unwrap_or_default().to_owned();
        // Where a line begins; the text's end behind the last.
        let start =
            |number: usize| text.split_inclusive('\n').take(number).map(str::len).sum::<usize>();
        view(&text, Client::default(), |view, _| {
            for (first, last) in [(2, 3), (4, 5), (3, 6), (5, 6), (6, 7), (0, 2), (0, 9)] {
                let range = TextRange::new(start(first), start(last));
                let edits = format(view, Some(range));
                assert!(edits.iter().all(|edit| range.contains(edit.range)), "{edits:?}");
                let made = apply(&text, &edits);
                for number in 0..text.lines().count() {
                    let is_inside = (first..last).contains(&number);
                    assert_eq!(
                        line(&made, number),
                        line(if is_inside { &whole } else { &text }, number),
                        "{first}..{last} {number}"
                    );
                }
            }
            // A part of a line is that part, and a caret is nothing.
            let part = TextRange::new(start(4), start(4) + "|一二".len());
            assert_eq!(line(&apply(&text, &format(view, Some(part))), 4), "| 一二 |1|");
            assert_eq!(format(view, Some(TextRange::at(start(4) + 1))), []);
        });
    }

    /// Whether “ ” ‘ ’ … — · take one column or two is a matter of the font, and set.
    #[test]
    fn ambiguous_characters_are_as_wide_as_is_set() {
        let text = format!("{TITLE}|a|b|\n|---|---|\n|“三安全”|1|\n|一‘二’…|1|\n|一—·二三四|1|\n");
        for ambiguous_is_wide in [false, true] {
            let client = Client {
                writing: Writing { ambiguous_is_wide, ..Writing::default() },
                ..Client::default()
            };
            let made = view(&text, client, |view, _| apply(&text, &format(view, None)));
            let column = |line: &str| {
                let first = &line[..line.rmatch_indices('|').nth(1).unwrap().0];
                if ambiguous_is_wide {
                    UnicodeWidthStr::width_cjk(first)
                } else {
                    UnicodeWidthStr::width(first)
                }
            };
            let columns: Vec<usize> =
                made.lines().filter(|line| line.starts_with('|')).map(column).collect();
            assert!(
                columns.windows(2).all(|pair| pair[0] == pair[1]),
                "{ambiguous_is_wide} {columns:?}\n{made}"
            );
            assert!(
                made.contains(if ambiguous_is_wide {
                    "| 一‘二’…   |"
                } else {
                    "| 一‘二’…    |"
                }),
                "{made}"
            );
        }
    }

    #[test]
    fn the_tables_of_a_compilation_are_aligned() {
        let text = second(&report(Layout::Markdown, &[]));
        view(&text, Client::default(), |view, _| {
            let edits = format(view, None);
            assert_eq!(apply(&text, &edits), formatted(&text));
            assert!(edits.iter().all(|edit| edit.content.chars().all(|c| matches!(c, ' ' | '-'))));
        });
    }

    /// What is stated and found, wherever it stands.
    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let document = Document::new(text, Options::default());
        let facts = document.reports().flat_map(|placed| {
            placed.report.facts().tables.iter().flat_map(|table| {
                let cells =
                    table.cells().map(|(cell, found)| format!("{cell:?} {:?}", found.value));
                let extra =
                    table.extra.iter().map(|extra| format!("{:?} {}", extra.kind, extra.after));
                let headers = table
                    .headers
                    .iter()
                    .map(|header| format!("{:?} {} {}", header.kind, header.block, header.column));
                cells.chain(extra).chain(headers).collect::<Vec<_>>()
            })
        });
        let found = document.found().unwrap_or_default();
        let found = found.iter().map(|found| {
            format!("{} {} {}", found.code, found.place, found.message.render(Default::default()))
        });
        (facts.collect(), found.collect())
    }

    fn config() -> ProptestConfig {
        let seed = std::env::var("PROPTEST_RNG_SEED")
            .ok()
            .and_then(|seed| seed.parse().ok())
            .unwrap_or(2023);
        ProptestConfig {
            cases: 48,
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(seed),
            ..ProptestConfig::default()
        }
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn formatting_changes_no_fact_and_nothing_the_second_time(
            markdown: bool,
            values in prop::collection::vec(((0usize..3, 0usize..25, 0usize..7), "(0|[1-9][0-9]{0,4}|| |/|-|—|无|1 234|３|\\*\\*3\\*\\*|a\\\\\\|b|`1\\|2`|x)"), 0..12),
            blanks in prop::collection::vec((0usize..400, "( |\t|   |\u{3000}|)"), 0..20),
            cuts in prop::collection::vec((0usize..60, 0usize..4), 0..3),
        ) {
            let cells: Vec<_> = values.iter().map(|(place, value)| (*place, value.as_str())).collect();
            let mut text = second(&report(if markdown { Layout::Markdown } else { Layout::Pipes }, &cells));
            for (nth, blank) in &blanks {
                if let Some((at, _)) = text.match_indices('|').nth(*nth) {
                    text.insert_str(at + nth % 2, blank);
                }
            }
            for (line, count) in &cuts {
                // Rows lose pipes at their end.
                let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
                let last = lines.len() - 1;
                let line = &mut lines[last - line % last];
                (0..*count).for_each(|_| { line.pop().filter(|c| !matches!(c, '|' | ' ')).into_iter().for_each(|c| line.push(c)); });
                text = lines.join("\n") + "\n";
            }
            let once = formatted(&text);
            let words = |text: &str| text.replace([' ', '\t', '-'], "");
            prop_assert_eq!(words(&once), words(&text));
            prop_assert_eq!(read(&once), read(&text), "{}\n{}", text, once);
            prop_assert_eq!(formatted(&once), once);
        }
    }
}
