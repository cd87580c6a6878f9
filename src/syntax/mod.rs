//! From text to tree: reports, parts, headings, tables in pieces.
//!
//! Ranges inside a [`Part`] count from the start of the part, so an edit above a part does not
//! touch the part.

#[cfg(test)]
mod cases;
mod cluster;
mod commas;
mod contents;
mod dated;
mod delimiter;
mod extent;
mod heading;
mod heading_text;
pub mod layout;
mod line;
pub(crate) mod lines;
mod match_title;
mod numeral;
mod official;
mod outline;
mod page_number;
mod pipe_table;
mod print_head;
mod report_starts;
mod run_on;
mod sentence;
mod signature;
mod table;
mod title;
mod title_words;
mod token;
mod trace;
mod value;

pub(crate) use commas::{WIDE_COMMA, comma_cell, wide_comma_cells};
pub(crate) use contents::leads_to_page;
pub(crate) use heading::{NumberedLine, numbered_line};
pub use layout::{Cells, Layout, PieceRow, PieceRows, Told};
pub use line::{Class, Line, classify};
pub use match_title::HeadingWording;
pub(crate) use match_title::is_telling;
pub use numeral::{Numeral, NumeralKind};
pub(crate) use official::ORGAN_ENDS;
pub use official::{OfficialWords, official_words};
pub use outline::Role;
pub(crate) use page_number::is_page_number;
pub use pipe_table::{FEWEST_DASHES, Fence, PipeRow, PipeTable, pipe_tables, trim_blanks};
pub(crate) use report_starts::report_starts;
pub use sentence::sentence_at;
pub use signature::without_seal;
pub use table::TablePieces;
pub use title_words::About;
pub use token::{tokens, trim};
pub(crate) use value::is_blank_mark;
pub use value::is_value;

use crate::standard::Standard;
use crate::text::{Resized, TextRange, letters_hash};
use lines::Lines;
use std::ops::Range;

/// The reports of a text, one after another. A yearly compilation (汇编) has several reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// The reports cover the text without gaps.
    pub reports: Vec<Report>,
}

/// One report of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// In bytes of the text.
    pub range: TextRange,
    pub title: Option<TitleSpan>,
    /// The parts cover the report without gaps.
    pub parts: Vec<Part>,
}

/// The title of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TitleSpan {
    /// The title line, or the two or three lines of the title with the blank lines between them. In
    /// bytes of the report.
    pub range: TextRange,
    /// The subject of a title that does not belong to a report; `None` for the title of a report.
    pub about: Option<About>,
}

/// The kind of a part of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    /// Everything before the first heading.
    Preface,
    /// One of the six sections, counted from 1, with its heading.
    Section(u8),
    /// Organ and date below the last section.
    Signature,
}

/// A stretch of a report, with its own tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub kind: PartKind,
    /// In bytes of the report.
    pub range: TextRange,
    pub heading: Option<Heading>,
    /// Whether all characters belong in a text; see [`crate::text::is_plain`].
    pub plain: bool,
    pub tables: Vec<TablePieces>,
    /// The blocks cover the part without gaps.
    pub blocks: Vec<Block>,
}

/// The heading at the start of a section. Ranges are in bytes of the part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// From the numeral to the end of the title.
    pub range: TextRange,
    pub numeral: Option<Numeral>,
    /// The words of the heading without the numeral.
    pub title: TextRange,
    pub wording: HeadingWording,
    pub role: Role,
}

/// Lines of one kind with their line ends, in bytes of the part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    pub range: TextRange,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    Heading,
    Blank,
    /// The lines of a table. The number is an index into [`Part::tables`].
    Table(usize),
    /// Text. Each line is a paragraph.
    Text,
}

impl PartKind {
    /// The name of the part in a place: 前言, 一 to 六, 落款.
    pub fn label(self, standard: &Standard) -> &str {
        match self {
            Self::Preface => "前言",
            Self::Section(number) => &standard.newest().section(number).numeral,
            Self::Signature => "落款",
        }
    }

    /// The number of the section, counted from 1.
    pub fn section(self) -> Option<u8> {
        match self {
            Self::Section(number) => Some(number),
            Self::Preface | Self::Signature => None,
        }
    }
}

impl Part {
    /// The same part after an edit that replaces a number alone in its cell or line by another
    /// number. `range` is the range of the part after the edit. A tree does not depend on the value
    /// of such a number.
    pub(crate) fn follow(&self, edit: Resized, range: TextRange) -> Self {
        let table = |table: &TablePieces| TablePieces {
            range: edit.follow(table.range),
            rows: table.rows.follow(edit),
            ..*table
        };
        Self {
            range,
            heading: self.heading.clone(),
            tables: self.tables.iter().map(table).collect(),
            blocks: self
                .blocks
                .iter()
                .map(|block| Block { range: edit.follow(block.range), ..*block })
                .collect(),
            ..*self
        }
    }

    /// The start of the text below the heading, in bytes of the part.
    pub fn body(&self) -> usize {
        self.heading.as_ref().map_or(0, |heading| heading.range.end)
    }
}

impl Report {
    /// The parts of a section, with displaced and duplicate parts.
    pub fn section(&self, number: u8) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| part.kind == PartKind::Section(number))
    }

    /// The part that holds `offset`, in bytes of the report. At the end of the report, the last
    /// part.
    pub fn part_at(&self, offset: usize) -> Option<&Part> {
        let index = self.parts.partition_point(|part| part.range.end <= offset);
        self.parts.get(index).or(self.parts.last())
    }

    /// Number of different sections in the report.
    pub fn sections(&self) -> usize {
        let mut numbers: Vec<u8> =
            self.parts.iter().filter_map(|part| part.kind.section()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.len()
    }
}

/// The tree of `text`. Never fails: an unknown line is a paragraph.
pub fn parse(text: &str, standard: &'static Standard) -> Tree {
    parse_while(text, standard, || true).unwrap_or(Tree { reports: Vec::new() })
}

/// The same as [`parse`], stopped as soon as `goes_on` returns false. `None` if the parsing was
/// stopped.
pub fn parse_while(
    text: &str,
    standard: &'static Standard,
    goes_on: impl Fn() -> bool,
) -> Option<Tree> {
    if !goes_on() {
        return None;
    }
    let mut lines = Lines::of(text, standard);
    if !goes_on() {
        return None;
    }
    let starts = report_starts(&lines, false);
    if let [_] = starts[..] {
        return Some(Tree { reports: vec![report(text, &mut lines, |_| None)] });
    }
    let reports = report_ranges(text, &lines, &starts).map(|(own, range)| {
        let report = goes_on()
            .then(|| report(range.of(text), &mut lines.slice(own, range.start), |_| None))?;
        Some(Report { range, ..report })
    });
    Some(Tree { reports: reports.collect::<Option<_>>()? })
}

/// The lines and the bytes of each report. `starts` are the first lines of the reports.
pub(crate) fn report_ranges(
    text: &str,
    lines: &Lines,
    starts: &[usize],
) -> impl Iterator<Item = (Range<usize>, TextRange)> {
    starts.iter().enumerate().map(move |(index, &start)| {
        let end = starts.get(index + 1).copied();
        let bytes = |line: usize| lines.lines[line].range().start;
        (
            start..end.unwrap_or(lines.lines.len()),
            TextRange::new(bytes(start), end.map_or(text.len(), bytes)),
        )
    })
}

/// The tree of one report with this text and these lines. `known` returns a part from an earlier
/// read of the same text, with the same kind, range and heading. The lines are unchanged
/// afterwards.
pub(crate) fn report(
    text: &str,
    lines: &mut Lines,
    mut known: impl FnMut(&PartOutline) -> Option<Part>,
) -> Report {
    let standard = lines.standard;
    let range = TextRange::new(0, text.len());
    let headings = outline::sections(text, lines, standard);
    let outlines = part_outlines(text, lines, &headings);
    let mut parts = Vec::with_capacity(outlines.len());
    for outline in outlines {
        parts.push(known(&outline).unwrap_or_else(|| {
            let range = outline.range;
            with_part_lines(text, &mut lines.lines, range, standard, |lines| {
                part(range.of(text), lines, outline, standard)
            })
        }));
    }
    Report { range, title: title(text, lines, &headings), parts }
}

/// The title of a report.
fn title(text: &str, lines: &Lines, headings: &[outline::Located]) -> Option<TitleSpan> {
    let heading = |index: usize| {
        headings.get(index).map_or(text.len() + 1, |heading| heading.candidate.range.start)
    };
    let titles = || lines.titles.iter().filter(|title| title.last < lines.lines.len());
    // The fullest title wins; between equally full titles, the first title. A title below the first
    // heading counts only if no title stands above.
    let best = |range: Range<usize>| {
        titles()
            .filter(|title| range.contains(&title.range.end))
            .max_by_key(|title| (title.score, std::cmp::Reverse(title.first)))
    };
    let title = best(0..heading(0)).or_else(|| best(heading(0)..heading(1)))?;
    // Several titles of reports without a section are a list of links.
    let is_list = headings.is_empty() && {
        let mut words: Vec<u64> =
            titles().map(|title| letters_hash(title.range.of(text)).0).collect();
        words.sort_unstable();
        words.dedup();
        words.len() >= 3
    };
    Some(TitleSpan { range: title.range, about: title.about.or(is_list.then_some(About::Page)) })
}

/// The facts about a part before the part is read. The range is in bytes of the report, the range
/// of the heading in bytes of the part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PartOutline {
    pub kind: PartKind,
    pub range: TextRange,
    pub heading: Option<Heading>,
}

/// The parts of a report with these headings. A part begins at the line of its heading, or at the
/// heading itself inside a line.
fn part_outlines(text: &str, lines: &Lines, headings: &[outline::Located]) -> Vec<PartOutline> {
    let mut starts: Vec<(usize, PartKind, Option<&outline::Located>)> =
        vec![(0, PartKind::Preface, None)];
    for heading in headings {
        let at = if heading.candidate.midline {
            heading.candidate.range.start
        } else {
            lines.lines[heading.candidate.line].range().start
        };
        starts.push((at, PartKind::Section(heading.section), Some(heading)));
    }
    let last_heading = headings.last().map_or(0, |heading| heading.candidate.range.end);
    if let Some(at) = signature::start(text, &lines.lines, last_heading) {
        starts.push((at, PartKind::Signature, None));
    }
    let ends = starts.iter().skip(1).map(|next| next.0).chain([text.len()]);
    let outline =
        |(&(start, kind, heading), end): (&(usize, PartKind, Option<&outline::Located>), usize)| {
            PartOutline {
                kind,
                range: TextRange::new(start, end),
                heading: heading.map(|located| relative_heading(located, start)),
            }
        };
    starts.iter().zip(ends).map(outline).collect()
}

fn relative_heading(located: &outline::Located, start: usize) -> Heading {
    let candidate = located.candidate.moved(0, -(start as isize));
    Heading {
        range: candidate.range,
        numeral: candidate.numeral,
        title: candidate.title,
        wording: located.wording,
        role: located.role,
    }
}

/// The result of `read` for the lines of a part, counted from the start of the part. `lines` are
/// the lines of the report, unchanged afterwards.
fn with_part_lines<R>(
    text: &str,
    lines: &mut Vec<Line>,
    part: TextRange,
    standard: &Standard,
    read: impl FnOnce(&[Line]) -> R,
) -> R {
    let TextRange { start, end } = part;
    let first = lines.partition_point(|line| line.range().start < start);
    let last = lines.partition_point(|line| line.range().start < end);
    // A part may begin inside a line, or another part may cut the last line. Then the lines of the
    // part differ from the lines of the text.
    let whole = lines.get(first).is_some_and(|line| line.range().start == start)
        && last > first
        && lines[last - 1].range().end <= end;
    if !whole {
        return read(
            &line::classify(&text[start..end], TextRange::new(0, end - start), standard)
                .collect::<Vec<_>>(),
        );
    }
    // The lines are moved in place, because a copy of a million lines takes much memory. An empty
    // line behind the last line end replaces the first line of the next part.
    let is_open = lines[last - 1].range().end < end;
    let next = lines.get(last).copied().filter(|_| is_open);
    match next {
        Some(_) => lines[last] = Line::empty(end),
        None if is_open => lines.push(Line::empty(end)),
        None => {}
    }
    let own = first..last + usize::from(is_open);
    lines[own.clone()].iter_mut().for_each(|line| *line = line.moved(-(start as isize)));
    let made = read(&lines[own.clone()]);
    lines[own].iter_mut().for_each(|line| *line = line.moved(start as isize));
    match next {
        Some(next) => lines[last] = next,
        None if is_open => lines.truncate(last),
        None => {}
    }
    made
}

/// The tree of one part. `text` and `lines` belong to the part.
fn part(text: &str, lines: &[Line], outline: PartOutline, standard: &Standard) -> Part {
    let PartOutline { kind, range, heading } = outline;
    let body = heading.as_ref().map_or(0, |heading| heading.range.end);
    // The rest of the heading's line is not a row.
    let first = lines
        .partition_point(|line| line.range().end <= body && body > 0 || line.range().start < body);
    let tables = match run_on_lines(text, lines, first, body, standard) {
        Some(lines) => table::tables(text, &lines, kind.section(), standard),
        None => table::tables(text, &lines[first..], kind.section(), standard),
    };
    let blocks = blocks(text, lines, first, &tables);
    let plain = lines.iter().all(|line| line.is_plain());
    Part { kind, range, heading, plain, tables, blocks }
}

/// The lines from `first`, with each line of several rows divided into rows, and with the rows
/// behind the heading on the same line. The heading ends at `body`. `None` in the usual case
/// without such rows.
fn run_on_lines(
    text: &str,
    lines: &[Line],
    first: usize,
    body: usize,
    standard: &Standard,
) -> Option<Vec<Line>> {
    let heading = first
        .checked_sub(1)
        .and_then(|index| lines.get(index))
        .filter(|line| body > 0 && line.range().end > body);
    let behind = heading.map_or_else(Vec::new, |line| {
        run_on::behind_heading(text, TextRange::new(body, line.range().end), standard)
    });
    let mut split = lines[first..]
        .iter()
        .enumerate()
        .filter_map(|(index, line)| Some((first + index, run_on::split(text, line, standard)?)))
        .peekable();
    if behind.is_empty() && split.peek().is_none() {
        return None;
    }
    let mut all = behind;
    let mut next = first;
    for (index, rows) in split {
        all.extend(&lines[next..index]);
        all.extend(rows);
        next = index + 1;
    }
    all.extend(&lines[next..]);
    Some(all)
}

/// The blocks cover the lines of the part. `first` is the first line below the heading.
fn blocks(text: &str, lines: &[Line], first: usize, tables: &[TablePieces]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::with_capacity(lines.len().min(64));
    let mut table = 0;
    for (index, line) in lines.iter().enumerate() {
        let end = lines.get(index + 1).map_or(text.len(), |next| next.range().start);
        let range = TextRange::new(line.range().start, end);
        while tables.get(table).is_some_and(|pieces| pieces.range.end <= line.range().start) {
            table += 1;
        }
        let kind = match line.class {
            _ if index < first => BlockKind::Heading,
            _ if tables.get(table).is_some_and(|pieces| pieces.range.contains(line.range())) => {
                BlockKind::Table(table)
            }
            Class::Blank => BlockKind::Blank,
            _ => BlockKind::Text,
        };
        match blocks.last_mut() {
            _ if range.is_empty() => {}
            Some(last) if last.kind == kind => last.range.end = end,
            _ => blocks.push(Block { kind, range }),
        }
    }
    blocks
}
