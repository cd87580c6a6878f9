//! A report with all that is known of it.

use super::kept::Kept;
use crate::diagnostic::Diagnostic;
use crate::facts::{Date, Facts, Table, TableKey};
use crate::lint::{self, Comments, Options};
use crate::relations::Sums;
use crate::report::{Context, NotChecked, ReadReport, TableContext};
use crate::syntax::layout::may_show_columns;
use crate::syntax::lines::Lines;
use crate::syntax::{self, Part, PartOutline, Report, Told};
use crate::text::{Resized, TextRange};
use std::sync::Arc;

/// A report, read and checked. All ranges count from its start, or where a type says so from its
/// parts'.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedReport {
    text: String,
    /// The text without its ignore comments, where it has any.
    blanked: Option<String>,
    comments: Comments,
    pub(super) lines: Lines,
    report: ReadReport,
    /// What is found in each of its parts and in each of the facts' tables, in bytes of the part;
    /// empty where it is not checked.
    in_parts: Vec<Vec<Diagnostic>>,
    in_tables: Vec<Vec<Diagnostic>>,
    found: Vec<Diagnostic>,
    name: String,
    kept: Kept,
}

impl CheckedReport {
    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the tree and the facts were read from: the text with blanks in the place of its ignore
    /// comments.
    pub fn read_text(&self) -> &str {
        self.blanked.as_deref().unwrap_or(&self.text)
    }

    pub fn comments(&self) -> &Comments {
        &self.comments
    }

    /// Its tree; the report's own range begins at 0.
    pub fn tree(&self) -> &Report {
        self.report.tree()
    }

    pub fn facts(&self) -> &Facts {
        self.report.facts()
    }

    /// The relations of the form over one of the facts' tables, by its index there.
    pub fn sums(&self, table: usize) -> &Sums {
        &self.report.sums()[table]
    }

    /// One of the facts' tables, by its index there, with all that is known of it. Ranges count
    /// from the start of its part.
    pub fn table(&self, table: usize) -> Option<TableContext<'_>> {
        self.report.table(self.read_text(), table)
    }

    /// All that is known of it but its level, as a rule reads it.
    pub fn context(&self) -> Context<'_> {
        self.report.context(self.read_text(), None)
    }

    /// All that the rules find; `None` where it is not checked.
    pub fn found(&self) -> Option<&[Diagnostic]> {
        self.report.not_checked().is_none().then_some(&self.found)
    }

    /// Why it is not checked; `None` where it is.
    pub fn not_checked(&self) -> Option<NotChecked> {
        self.report.not_checked()
    }

    /// Organ and year, which name it among others.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What somebody makes of this report alone, kept until the report is another one. What was
    /// made for another `key` is made again; of each type one is kept.
    pub fn kept<K: Eq + Send + Sync + 'static, T: Send + Sync + 'static>(
        &self,
        key: K,
        make: impl FnOnce() -> T,
    ) -> Arc<T> {
        self.kept.get(key, make)
    }

    /// Reads and checks the report of this text and these lines, with what is known of it. `start`
    /// is where it begins in what is known.
    pub(super) fn read(
        text: String,
        mut lines: Lines,
        comments: Comments,
        start: usize,
        known: &Known,
        options: &Options,
    ) -> Self {
        let blanked = (!comments.is_empty()).then(|| comments.blanked(&text).into_owned());
        let read_text = blanked.as_deref().unwrap_or(&text);
        let mut parts: Vec<Option<KnownPart>> = Vec::new();
        let tree = syntax::report(read_text, &mut lines, |outline| {
            let part = known.part(outline, start);
            parts.push(part);
            part.map(|known| known.now(outline.range))
        });
        let mut tables: Vec<Option<KnownTable>> = Vec::new();
        let known_dates =
            |part: usize| parts[part].and_then(|known| known.dates(tree.parts[part].range));
        let facts = Facts::with_known(
            read_text,
            &tree,
            options.standard,
            options.year,
            known_dates,
            |key| {
                let known = parts[key.part]
                    .and_then(|part| part.table(tree.parts[key.part].range.of(read_text), key));
                let (table, checked) =
                    known.map_or((None, None), |(table, checked)| (Some(table), checked));
                tables.push(checked);
                table
            },
        );
        let sums_of = |(table, known): (&Table, &Option<KnownTable>)| {
            known.map_or_else(|| Sums::of(table), |known| known.sums.clone())
        };
        let report = ReadReport::with_facts(read_text, tree, facts, |facts| {
            facts.tables.iter().zip(&tables).map(sums_of).collect()
        });
        let (mut in_parts, mut in_tables, mut found) = (Vec::new(), Vec::new(), Vec::new());
        if report.not_checked().is_none() {
            let check_part = |(context, known): (_, &Option<KnownPart>)| {
                known.and_then(|known| known.found()).map_or_else(
                    || found_by(|found| lint::check_part(&context, found)),
                    <[_]>::to_vec,
                )
            };
            in_parts = report.parts(read_text).zip(&parts).map(check_part).collect();
            let check_table = |(context, known): (_, &Option<KnownTable>)| {
                known.map_or_else(
                    || found_by(|found| lint::check_table(&context, found)),
                    |known| known.found.to_vec(),
                )
            };
            in_tables = report.tables(read_text).zip(&tables).map(check_table).collect();
            lint::check_whole(&report.context(read_text, options.level), &mut found);
            let by_part = in_parts.iter().enumerate();
            let by_table = report.facts().tables.iter().map(|table| table.part).zip(&in_tables);
            for (part, own) in by_part.chain(by_table) {
                let start = report.tree().parts[part].range.start;
                found.extend(own.iter().cloned().map(|mut diagnostic| {
                    diagnostic.shift(start);
                    diagnostic
                }));
            }
        }
        let name = report.name().to_string();
        Self {
            text,
            blanked,
            comments,
            lines,
            report,
            in_parts,
            in_tables,
            found,
            name,
            kept: Kept::default(),
        }
    }
}

fn found_by(check: impl FnOnce(&mut Vec<Diagnostic>)) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    check(&mut found);
    found
}

/// What is known of a table: its sums, and what is found in it, in bytes of its part.
#[derive(Clone, Copy)]
struct KnownTable<'a> {
    sums: &'a Sums,
    found: &'a [Diagnostic],
}

/// What is known of a stretch of text from before an edit of it.
pub(super) struct Known<'a> {
    parts: Vec<KnownPart<'a>>,
    /// What the edit replaced, in bytes of the stretch as it was, and how many bytes stand there
    /// instead.
    edit: TextRange,
    new: usize,
    /// The number, in bytes of the stretch as it was, that has become another one, where the edit
    /// did no more than that.
    number: Option<Resized>,
}

/// A part of a report, with what depends on nothing but its text.
#[derive(Clone, Copy)]
struct KnownPart<'a> {
    /// In bytes of the stretch as it was.
    range: TextRange,
    report: &'a CheckedReport,
    /// Its index in the report.
    index: usize,
    /// The number in it, in bytes of the part, that has become another one since.
    number: Option<Resized>,
}

impl<'a> Known<'a> {
    /// Nothing.
    pub(super) fn nothing() -> Self {
        Self { parts: Vec::new(), edit: TextRange::at(0), new: 0, number: None }
    }

    /// That in which `new` bytes are to stand in the place of `edit`; reports are then added.
    pub(super) fn before(edit: TextRange, new: usize, number: Option<Resized>) -> Self {
        Self { edit, new, number, ..Self::nothing() }
    }

    /// Adds a report of the stretch that began at `start`.
    pub(super) fn add(&mut self, report: &'a CheckedReport, start: usize) {
        let part = |(index, part): (usize, &Part)| KnownPart {
            range: part.range.shifted(start),
            report,
            index,
            number: None,
        };
        self.parts.extend(report.tree().parts.iter().enumerate().map(part));
    }

    /// The part of the same text, or of one in which no more than a number is another, if it is
    /// known; `start` is where its report begins in the stretch as it is now.
    fn part(&self, outline: &PartOutline, start: usize) -> Option<KnownPart<'a>> {
        let now = outline.range.shifted(start);
        let (before, number) = if now.end <= self.edit.start {
            (now, None)
        } else if now.start >= self.edit.start + self.new {
            (now.moved(self.edit.len() as isize - self.new as isize), None)
        } else {
            let number = self.number.filter(|number| now.start <= number.range.start)?;
            let before = TextRange::new(
                now.start,
                now.end.wrapping_add_signed(-number.bytes).max(now.start),
            );
            if !before.contains(number.range) {
                return None;
            }
            (before, Some(number.counted_from(before.start)))
        };
        let is_same = |known: &&KnownPart| {
            known.range == before
                && known.part().kind == outline.kind
                && known.part().heading == outline.heading
        };
        // Where rows are told from what they add up to, another number may tell other rows.
        let shows_columns =
            |known: &KnownPart| may_show_columns(known.part().range.of(known.report.text()));
        let by_order = |known: &KnownPart| {
            known.part().tables.iter().all(|table| table.rows.told == Told::Order)
                && !shows_columns(known)
        };
        let is_told = |known: &&KnownPart| number.is_none() || by_order(known);
        self.parts.iter().find(is_same).filter(is_told).map(|known| KnownPart { number, ..*known })
    }
}

impl<'a> KnownPart<'a> {
    /// As it was.
    fn part(&self) -> &'a Part {
        &self.report.tree().parts[self.index]
    }

    /// As it is now, at `range` of its report.
    fn now(&self, range: TextRange) -> Part {
        match self.number {
            Some(number) => self.part().follow(number, range),
            None => Part { range, ..self.part().clone() },
        }
    }

    /// What is found in it; `None` where that was not looked for.
    fn found(&self) -> Option<&'a [Diagnostic]> {
        if self.number.is_some() {
            return None;
        }
        self.report.in_parts.get(self.index).map(Vec::as_slice)
    }

    /// The dates in it, for a report in which it stands at `now`.
    fn dates(&self, now: TextRange) -> Option<Vec<Date>> {
        if self.number.is_some() {
            return None;
        }
        let (dates, own) = (&self.report.facts().dates, self.part().range);
        let first = dates.partition_point(|date| date.range().start < own.start);
        let end = dates.partition_point(|date| date.range().start < own.end);
        let moved = now.start as isize - own.start as isize;
        Some(dates[first..end].iter().map(|date| date.moved(moved)).collect())
    }

    /// A table of it that was read for this edition, as it is now in `text`, the part's; with what
    /// is known of it where it is the same.
    fn table(&self, text: &str, key: TableKey) -> Option<(Table, Option<KnownTable<'a>>)> {
        let report = &self.report.report;
        let start = |table: &Table| {
            self.number.map_or(table.range, |number| number.follow(table.range)).start
        };
        let is_same = |(_, table): &(usize, &Table)| {
            table.part == self.index && table.index == key.table && start(table) == key.start
        };
        let edition = report.facts().edition_of_year();
        let (index, table) = report
            .facts()
            .tables
            .iter()
            .enumerate()
            .find(is_same)
            .filter(|_| edition == key.edition)?;
        if let Some(number) = self.number {
            return Some((table.follow(text, number)?, None));
        }
        let known = report.sums().get(index).zip(self.report.in_tables.get(index));
        Some((table.clone(), known.map(|(sums, found)| KnownTable { sums, found })))
    }
}
