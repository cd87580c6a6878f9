//! From text to tree: reports, parts, headings, tables in pieces.
//!
//! Ranges inside a [`Part`] count from the start of that part, so that text above it can change
//! without touching it.

#[cfg(test)]
mod cases;
mod contents;
mod dated;
mod heading;
pub mod layout;
mod line;
pub(crate) mod lines;
mod numeral;
mod official;
pub(crate) mod outline;
mod pipe_table;
mod print_head;
mod run_on;
mod sentence;
mod signature;
mod table;
mod title;
mod trace;

pub(crate) use contents::leads_to_page;
pub use heading::HeadingWording;
pub(crate) use heading::{NumberedLine, is_telling, numbered_line};
pub use layout::{Cells, Layout, PieceRow, PieceRows, Told};
pub(crate) use line::comma_cell;
pub use line::{Class, Line, classify, is_value, tokens, trim};
pub(crate) use line::{is_blank_mark, is_page_number};
pub use numeral::{Numeral, NumeralKind};
pub(crate) use official::ORGAN_ENDS;
pub use official::{OfficialWords, official_words};
pub use outline::Role;
pub use pipe_table::{FEWEST_DASHES, Fence, PipeRow, PipeTable, pipe_tables, trim_blanks};
pub use sentence::sentence_at;
pub use signature::without_seal;
pub use table::TablePieces;
pub use title::About;

use crate::standard::Standard;
use crate::text::{Resized, TextRange, letters_hash};
use lines::Lines;
use std::ops::Range;

/// What a text is made of: its reports one after the other, in a yearly compilation (汇编) more
/// than one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    /// They cover the text without gaps.
    pub reports: Vec<Report>,
}

/// One report of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// In bytes of the text.
    pub range: TextRange,
    pub title: Option<Title>,
    /// They cover the report without gaps.
    pub parts: Vec<Part>,
}

/// The title of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// The title line, or the two or three lines (blank ones between) that make the title; in bytes
    /// of the report.
    pub range: TextRange,
    /// What it is the title of, where that is not a report.
    pub about: Option<About>,
}

/// What a part of a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    /// All before the first heading.
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
    /// Whether all its characters belong in a text; see [`crate::text::is_plain`].
    pub plain: bool,
    pub tables: Vec<TablePieces>,
    /// What it consists of, without gaps.
    pub blocks: Vec<Block>,
}

/// The heading that a section begins with; ranges in bytes of the part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// From the numeral to the end of the title.
    pub range: TextRange,
    pub numeral: Option<Numeral>,
    /// The words without the numeral.
    pub title: TextRange,
    pub wording: HeadingWording,
    pub role: Role,
}

/// Lines of one kind, with their line ends; in bytes of the part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    pub range: TextRange,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    Heading,
    Blank,
    /// The lines of a table, by its index in [`Part::tables`].
    Table(usize),
    /// Text, each line a paragraph.
    Text,
}

impl PartKind {
    /// 前言, 一 to 六, 落款: the part as a place names it.
    pub fn label(self, standard: &Standard) -> &str {
        match self {
            Self::Preface => "前言",
            Self::Section(number) => &standard.newest().section(number).numeral,
            Self::Signature => "落款",
        }
    }

    /// The section's number, counted from 1.
    pub fn section(self) -> Option<u8> {
        match self {
            Self::Section(number) => Some(number),
            Self::Preface | Self::Signature => None,
        }
    }
}

impl Part {
    /// The same part in a text in which a number has become another one, alone in its cell or line;
    /// `range` is where the part stands now. Nothing that a tree is made from tells one such number
    /// from another.
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

    /// Where the text below the heading begins, in bytes of the part.
    pub fn body(&self) -> usize {
        self.heading.as_ref().map_or(0, |heading| heading.range.end)
    }
}

impl Report {
    /// The parts that are this section, the displaced and doubled ones included.
    pub fn section(&self, number: u8) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| part.kind == PartKind::Section(number))
    }

    /// The part that holds `offset`, in bytes of the report; the last one at the report's end.
    pub fn part_at(&self, offset: usize) -> Option<&Part> {
        let index = self.parts.partition_point(|part| part.range.end <= offset);
        self.parts.get(index).or(self.parts.last())
    }

    /// How many different sections are there.
    pub fn sections(&self) -> usize {
        let mut numbers: Vec<u8> =
            self.parts.iter().filter_map(|part| part.kind.section()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.len()
    }
}

/// The tree of `text`. Never fails: what is not understood is a paragraph.
pub fn parse(text: &str, standard: &'static Standard) -> Tree {
    parse_while(text, standard, || true).unwrap_or(Tree { reports: Vec::new() })
}

/// The same for as long as it `goes_on`; `None` where it did not to the end.
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
    let starts = outline::report_starts(&lines, false);
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

/// The lines and the bytes of each report, where they begin at the lines `starts`.
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

/// The tree of the report whose text and lines these are. `known` gives a part that is known from
/// another reading of the same text: one of this kind, range and heading. The lines are the same
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
fn title(text: &str, lines: &Lines, headings: &[outline::Located]) -> Option<Title> {
    let heading = |index: usize| {
        headings.get(index).map_or(text.len() + 1, |heading| heading.candidate.range.start)
    };
    let titles = || lines.titles.iter().filter(|title| title.last < lines.lines.len());
    // The fullest title; the first of equally full ones; below the first heading only where none
    // stands above it.
    let best = |range: Range<usize>| {
        titles()
            .filter(|title| range.contains(&title.range.end))
            .max_by_key(|title| (title.score, std::cmp::Reverse(title.first)))
    };
    let title = best(0..heading(0)).or_else(|| best(heading(0)..heading(1)))?;
    // Where titles of many reports stand without a section, they are a list of links.
    let is_list = headings.is_empty() && {
        let mut words: Vec<u64> =
            titles().map(|title| letters_hash(title.range.of(text)).0).collect();
        words.sort_unstable();
        words.dedup();
        words.len() >= 3
    };
    Some(Title { range: title.range, about: title.about.or(is_list.then_some(About::Page)) })
}

/// What is known of a part before it is read; the range in bytes of the report, the heading's in
/// those of the part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PartOutline {
    pub kind: PartKind,
    pub range: TextRange,
    pub heading: Option<Heading>,
}

/// The parts of a report with these headings. They begin at the start of a heading's line, or at a
/// heading inside a line.
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
    if let Some(at) = signature::start(text, &lines.lines).filter(|&at| at >= last_heading) {
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

/// What `read` makes of the lines of a part, counted from its start; `lines` are those of the
/// report, and the same afterwards.
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
    // A part that begins inside a line, or a last line that another part cuts off: these lines are
    // not those of the text.
    let whole = lines.get(first).is_some_and(|line| line.range().start == start)
        && last > first
        && lines[last - 1].range().end <= end;
    if !whole {
        return read(
            &line::classify(&text[start..end], TextRange::new(0, end - start), standard)
                .collect::<Vec<_>>(),
        );
    }
    // They are moved in their place: a copy of a million lines takes room. Behind the last line end
    // stands an empty line instead of the next part's.
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

/// The tree of one part; `text` and `lines` are the part's.
fn part(text: &str, lines: &[Line], outline: PartOutline, standard: &Standard) -> Part {
    let PartOutline { kind, range, heading } = outline;
    let body = heading.as_ref().map_or(0, |heading| heading.range.end);
    // The rest of the heading's own line is no row.
    let first = lines
        .partition_point(|line| line.range().end <= body && body > 0 || line.range().start < body);
    let tables = match run_on_lines(text, lines, first, body, standard) {
        Some(lines) => table::tables(text, body, &lines, kind.section(), standard),
        None => table::tables(text, body, &lines[first..], kind.section(), standard),
    };
    let blocks = blocks(text, lines, first, &tables);
    let plain = lines.iter().all(|line| line.is_plain());
    Part { kind, range, heading, plain, tables, blocks }
}

/// The lines from `first` on with those parted in which the rows of a table run on, and those
/// behind the heading, which ends at `body`, in its own line; `None` where there are none of
/// either, as nearly always.
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

/// Covers the part's lines; `first` is the first one below the heading.
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
