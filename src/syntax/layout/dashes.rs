//! Reads Pandoc's tables with columns drawn by a line of dashes: `---- ------ ---`.
//!
//! In a simple table, the line of dashes stands below the header, and a blank line ends the rows.
//! In a multiline table, a single run of dashes stands above the header and below the rows, and
//! blank lines separate the rows. Without a header, the columns are drawn above and below the rows.

use super::frame::add_row;
use super::pieced::{Grid, PiecedCell};
use crate::syntax::line::{Class, Line};
use crate::syntax::table::{FIRST_LINES, is_too_long};
use crate::syntax::token::{tokens, trim};
use crate::syntax::value::is_value;
use crate::text::TextRange;
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// At most 40 lines in a header.
const MOST_HEADER_LINES: usize = 40;
/// Fewest dashes of the widest column. A row of marks for nothing (`- - -`) shows no columns.
const WIDEST_AT_LEAST: usize = 4;

/// The tables in the lines with columns drawn by dashes.
pub(super) fn read(text: &str, lines: &[Line]) -> Vec<Grid> {
    let mut grids = Vec::new();
    let (mut index, mut free) = (0, 0);
    while index < lines.len() {
        let found = columns(text, &lines[index])
            .and_then(|columns| Table { text, lines, columns }.around(index, free));
        match found {
            Some((grid, end)) => {
                grids.push(grid);
                (index, free) = (end, end);
            }
            None => index += 1,
        }
    }
    grids
}

/// Whether the text may have a line of dashes with columns. In such a text, the meaning of a number
/// may depend on its place.
pub fn may_show_columns(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), &[b'-'; WIDEST_AT_LEAST]).is_some()
}

/// Whether a line is dashes with columns. A row of marks for nothing is not.
pub(super) fn is_rule(text: &str, line: &Line) -> bool {
    line.class == Class::Values && columns(text, line).is_some()
}

/// The columns drawn by a line of at least two runs of dashes, in widths of the printed text before
/// them.
fn columns(text: &str, line: &Line) -> Option<Vec<Range<usize>>> {
    if line.letters() > 0 || matches!(line.class, Class::Blank | Class::Cells) {
        return None;
    }
    let source = line.range().of(text);
    if !source.bytes().all(|byte| matches!(byte, b'-' | b' ')) {
        return None;
    }
    let columns: Vec<Range<usize>> = tokens(text, line.range())
        .map(|run| run.start - line.range().start..run.end - line.range().start)
        .collect();
    (columns.len() > 1 && columns.iter().any(|column| column.len() >= WIDEST_AT_LEAST))
        .then_some(columns)
}

/// Whether a line is one run of dashes, at least as wide as these columns.
fn is_edge(text: &str, line: &Line, columns: &[Range<usize>]) -> bool {
    let source = trim(text, line.range()).of(text);
    let width =
        columns.last().map_or(0, |last| last.end) - columns.first().map_or(0, |first| first.start);
    source.len() >= width && source.bytes().all(|byte| byte == b'-')
}

/// The known parts of a table.
struct Table<'a> {
    text: &'a str,
    lines: &'a [Line],
    columns: Vec<Range<usize>>,
}

impl Table<'_> {
    /// The table with columns drawn by line `at`, and the line behind the table. The lines before
    /// `free` belong to another table.
    fn around(&self, at: usize, free: usize) -> Option<(Grid, usize)> {
        let is_blank = |line: &usize| self.lines[*line].class == Class::Blank;
        let above = (free..at).rev().take(MOST_HEADER_LINES).take_while(|line| !is_blank(line));
        let edge = above.clone().find(|&line| is_edge(self.text, &self.lines[line], &self.columns));
        let top = edge
            .map(|edge| edge + 1)
            .or_else(|| above.last().filter(|&first| first + 1 == at))
            .unwrap_or(at);
        let is_rule = |line: &usize| {
            is_edge(self.text, &self.lines[*line], &self.columns)
                || columns(self.text, &self.lines[*line]).is_some()
        };
        let rule = (at + 1..self.lines.len()).find(is_rule);
        // A blank line ends a simple table. Dashes end other tables.
        let is_simple = edge.is_none() && top < at;
        let end = if is_simple {
            (at + 1..self.lines.len()).find(is_blank).unwrap_or(self.lines.len())
        } else {
            rule?
        };
        let is_too_long = is_too_long(&self.lines[top..end]);
        let read = if is_too_long { at.max(top + FIRST_LINES) } else { end };
        let parted = !is_simple && (at + 1..end).any(|line| is_blank(&line));
        let mut rows: Vec<Vec<PiecedCell>> = Vec::new();
        let mut group: Vec<Vec<TextRange>> = Vec::new();
        for line in top..read {
            let ends = line == at || self.lines[line].class == Class::Blank;
            if !ends {
                group.push(self.cells(line)?);
            }
            if ends || line > at && !parted {
                add_row(self.text, std::mem::take(&mut group), Vec::new(), &mut rows, |_| 0);
            }
        }
        add_row(self.text, group, Vec::new(), &mut rows, |_| 0);
        let (first, last) = (edge.unwrap_or(top), if is_simple { end - 1 } else { end });
        Some((
            Grid {
                range: self.lines[first].range().cover(self.lines[last].range()),
                rows,
                is_too_long,
            },
            last + 1,
        ))
    }

    /// The cells of a line: each word belongs to the column at its place. Widths are measured as
    /// Pandoc measures them, or as in fonts where all marks are as wide as ideographs. `None` if a
    /// word stands outside of the columns, as after an edit of the line.
    fn cells(&self, line: usize) -> Option<Vec<TextRange>> {
        let line = self.lines[line].range();
        self.measured(line, UnicodeWidthStr::width)
            .or_else(|| self.measured(line, UnicodeWidthStr::width_cjk))
    }

    fn measured(&self, line: TextRange, measure: fn(&str) -> usize) -> Option<Vec<TextRange>> {
        let mut cells: Vec<Option<TextRange>> = vec![None; self.columns.len()];
        let (mut at, mut width) = (line.start, 0);
        // A header over several columns stands on a line without numbers.
        let may_span = || !tokens(self.text, line).any(|word| is_value(word.of(self.text)));
        for word in tokens(self.text, line) {
            let start = width + measure(&self.text[at..word.start]);
            let own =
                self.columns.partition_point(|column| column.start <= start).checked_sub(1)?;
            width = start + measure(word.of(self.text));
            at = word.end;
            let next = self.columns.get(own + 1).map_or(usize::MAX, |next| next.start);
            if start >= self.columns[own].end || width > next && !may_span() {
                return None;
            }
            // A number behind other text in its cell has moved out of its own cell.
            cells[own] = match cells[own] {
                Some(_) if is_value(word.of(self.text)) => return None,
                Some(before) if is_value(before.of(self.text)) => return None,
                before => Some(before.map_or(word, |before| before.cover(word))),
            };
        }
        let place = |column: &Range<usize>| TextRange::at(place_of(self.text, line, column.start));
        Some(
            cells
                .into_iter()
                .zip(&self.columns)
                .map(|(cell, column)| cell.unwrap_or_else(|| place(column)))
                .collect(),
        )
    }
}

/// The place of text in a line that would begin in this column. The end of the line if the line is
/// shorter.
fn place_of(text: &str, line: TextRange, column: usize) -> usize {
    let mut width = 0;
    let found = line.of(text).char_indices().find(|(_, c)| {
        let before = width;
        width += c.encode_utf8(&mut [0; 4]).width();
        before >= column
    });
    found.map_or(line.end, |(at, _)| line.start + at)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, apply};
    use crate::facts::read_table;
    use crate::lint::{Options, check};
    use crate::rules::testing::{messages, replaced, sample};
    use crate::standard::Standard;
    use crate::syntax::{Layout, parse};
    use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Kind {
        Simple,
        /// At most this many columns in a cell, with blank lines between rows.
        Lines(usize),
        /// The same without a header.
        Headless(usize),
    }

    const KINDS: [Kind; 5] =
        [Kind::Simple, Kind::Lines(16), Kind::Lines(100), Kind::Headless(20), Kind::Headless(12)];

    /// The sample with tables written as Pandoc writes them. `change` is applied before.
    fn written(kind: Kind, change: impl Fn(String) -> String) -> String {
        let text = change(sample(Layout::Markdown));
        let mut out = String::new();
        let mut rows: Vec<Vec<&str>> = Vec::new();
        for line in text.lines().chain([""]) {
            match line.strip_prefix('|') {
                Some(row) if !line.contains("---") => {
                    rows.push(row.trim_end_matches('|').split('|').map(str::trim).collect())
                }
                Some(_) => {}
                None => {
                    out += &table(kind, &std::mem::take(&mut rows));
                    out += &format!("{line}\n");
                }
            }
        }
        out
    }

    fn table(kind: Kind, rows: &[Vec<&str>]) -> String {
        let most = match kind {
            Kind::Simple => usize::MAX,
            Kind::Lines(most) | Kind::Headless(most) => most,
        };
        let wrapped = |cell: &str| {
            let mut lines = vec![String::new()];
            for c in cell.chars() {
                if lines.last().map_or(0, |line| line.width()) + c.width().unwrap_or(0) > most {
                    lines.push(String::new());
                }
                lines.last_mut().unwrap().push(c);
            }
            lines
        };
        let Some(count) = rows.iter().map(Vec::len).max() else { return String::new() };
        let rows: Vec<Vec<Vec<String>>> =
            rows.iter().map(|row| row.iter().map(|cell| wrapped(cell)).collect()).collect();
        let width = |at: usize| {
            rows.iter()
                .filter_map(|row| row.get(at))
                .flatten()
                .map(|line| line.width())
                .max()
                .unwrap_or(1)
                .max(1)
        };
        let dashes = format!(
            "  {}\n",
            (0..count).map(|at| "-".repeat(width(at))).collect::<Vec<_>>().join(" ")
        );
        let edge = format!("  {}\n", "-".repeat(dashes.trim().len()));
        let mut out = match kind {
            Kind::Simple => String::new(),
            Kind::Lines(_) => edge.clone(),
            Kind::Headless(_) => dashes.clone(),
        };
        for (index, row) in rows.iter().enumerate() {
            for line in 0..row.iter().map(Vec::len).max().unwrap_or(1) {
                let piece = |at: usize| {
                    row.get(at).and_then(|cell| cell.get(line)).map_or("", String::as_str)
                };
                let cells: String = (0..count)
                    .map(|at| {
                        format!(" {}{}", piece(at), " ".repeat(width(at) - piece(at).width()))
                    })
                    .collect();
                out += &format!(" {}\n", cells.trim_end());
            }
            match kind {
                Kind::Simple | Kind::Lines(_) if index == 0 => out += &dashes,
                Kind::Simple => {}
                Kind::Lines(_) | Kind::Headless(_) => out += "\n",
            }
        }
        match kind {
            Kind::Simple => out,
            Kind::Lines(_) => out + &edge,
            Kind::Headless(_) => out + &dashes,
        }
    }

    fn found(text: &str) -> Vec<Diagnostic> {
        check(text, &Options::default()).expect("a report")
    }

    #[test]
    fn tables_are_read_by_the_columns_of_their_dashes() {
        for kind in KINDS {
            let text = written(kind, |text| text);
            assert_eq!(messages(&found(&text)), Vec::<String>::new(), "{kind:?}\n{text}");
            let cells = |text: &str| {
                let report = parse(text, Standard::official()).reports.swap_remove(0);
                let tables =
                    report.parts.iter().enumerate().flat_map(|(at, part)| {
                        part.tables.iter().map(move |table| (at, part, table))
                    });
                let read = |(at, part, pieces): (usize, &crate::syntax::Part, _)| {
                    read_table(part.range.of(text), pieces, at, None, Standard::official())
                };
                tables
                    .map(read)
                    .flat_map(|table| {
                        table.cells().map(|(at, cell)| (at, cell.value)).collect::<Vec<_>>()
                    })
                    .collect::<Vec<_>>()
            };
            assert_eq!(cells(&text), cells(&sample(Layout::Markdown)), "{kind:?}\n{text}");
            let report = parse(&text, Standard::official()).reports.swap_remove(0);
            assert!(
                report
                    .parts
                    .iter()
                    .flat_map(|part| &part.tables)
                    .all(|table| table.layout == Layout::Frame),
                "{kind:?}\n{text}"
            );
        }
    }

    #[test]
    fn a_blank_cell_keeps_its_place() {
        for kind in KINDS {
            for (row, place) in [
                ("2.重复申请 | 0 | 0 |  | 0 | 0 | 0 | 0 |", "表三/2.重复申请/科研机构"),
                ("2.重复申请 |  | 0 | 0 | 0 | 0 | 0 | 0 |", "表三/2.重复申请/自然人"),
                ("2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 |  |", "表三/2.重复申请/总计"),
            ] {
                let text = written(kind, |text| {
                    replaced(&text, "2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |", row)
                });
                let said = found(&text);
                assert_eq!(
                    said.iter()
                        .map(|found| (found.code, found.place.to_string()))
                        .collect::<Vec<_>>(),
                    [("T009", place.to_owned())],
                    "{text}"
                );
                // The last cell has no place on its line.
                assert_eq!(said[0].fixes.is_empty(), place.ends_with("总计"), "{kind:?}");
                if let Some(fix) = said[0].fixes.first() {
                    assert_eq!(
                        messages(&found(&apply(&text, fix.edits()))),
                        Vec::<String>::new(),
                        "{kind:?}\n{text}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_slip_in_a_label_of_several_lines_is_one_finding() {
        for kind in [Kind::Lines(16), Kind::Headless(12), Kind::Headless(20)] {
            for (official, wrong) in [
                ("4.保护第三方合法权益", "4.保护第三方合法权宜"),
                ("4.保护第三方合法权益", "4.保护第三房合法权益"),
                ("二、上年结转政府信息公开申请数量", "二、上年接转政府信息公开申请数量"),
                (
                    "5.要求行政机关确认或重新出具已获取信息",
                    "5.要求行政机关确认或重新出具己获取信息",
                ),
            ] {
                let text = written(kind, |text| replaced(&text, official, wrong));
                let said = found(&text);
                assert_eq!(messages(&said), [format!("行名“{wrong}”应为“{official}”")], "{text}");
                assert_eq!(
                    messages(&found(&apply(&text, said[0].fixes[0].edits()))),
                    Vec::<String>::new()
                );
            }
        }
    }

    #[test]
    fn a_header_may_stand_over_several_columns() {
        let text = written(Kind::Lines(20), |text| text);
        let header =
            text.lines().find(|line| line.contains("自然人") && line.contains("商业企业")).unwrap();
        let over = format!(
            "{}法人或其他组织的情况，分五类填报\n\n{header}",
            " ".repeat(header.find("商业").unwrap())
        );
        let text = replaced(&text, header, &over);
        let report = parse(&text, Standard::official()).reports.swap_remove(0);
        assert!(
            report
                .parts
                .iter()
                .flat_map(|part| &part.tables)
                .all(|table| table.layout == Layout::Frame),
            "{text}"
        );
    }

    #[test]
    fn a_line_that_somebody_wrote_in_is_read_by_its_order() {
        let text = written(Kind::Simple, |text| text);
        for (from, to) in [
            ("1.属于国家秘密 ", "1.属于国家秘密"),
            ("2.重复申请 ", "2.重复申请   "),
            ("3.危及“三安全一稳定”", "3.危及\"三安全一稳定\""),
        ] {
            let text = replaced(&text, from, to);
            assert_eq!(messages(&found(&text)), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn other_dashes_are_none() {
        for line in ["- - - - - - -", "---", "-- --", "----------", "--- - ---"] {
            let text =
                replaced(&sample(Layout::Spaces), "一、本年新收", &format!("{line}\n一、本年新收"));
            let report = parse(&text, Standard::official()).reports.swap_remove(0);
            assert!(
                report
                    .parts
                    .iter()
                    .flat_map(|part| &part.tables)
                    .all(|table| table.layout == Layout::Spaces),
                "{line}"
            );
        }
    }
}
