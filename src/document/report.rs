//! A report with all that is known of it.

use super::kept::Kept;
use crate::diagnostic::Diagnostic;
use crate::facts::{Date, Facts, Table, TableKey};
use crate::lint::{self, Comments, NotChecked, Options};
use crate::relations::Sums;
use crate::rules::{Context, PartContext, TableContext};
use crate::syntax::layout::may_show_columns;
use crate::syntax::lines::Lines;
use crate::syntax::{self, Part, PartOutline, Report, Told};
use crate::text::{Resized, TextRange};
use std::sync::Arc;

/// A report, read and checked. All ranges count from its start, or where a type says so from its parts'.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedReport {
    text: String,
    /// The text without its ignore comments, where it has any.
    blanked: Option<String>,
    comments: Comments,
    pub(super) lines: Lines,
    tree: Report,
    facts: Facts,
    /// Of each of the facts' tables.
    tables: Vec<CheckedTable>,
    /// What is found in each part; empty where the report is none that is checked.
    parts: Vec<Vec<Diagnostic>>,
    found: Result<Vec<Diagnostic>, NotChecked>,
    name: String,
    kept: Kept,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct CheckedTable {
    sums: Sums,
    /// In bytes of the part.
    found: Vec<Diagnostic>,
}

impl CheckedReport {
    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the tree and the facts were read from: the text with blanks in the place of its ignore comments.
    pub fn read_text(&self) -> &str {
        self.blanked.as_deref().unwrap_or(&self.text)
    }

    pub fn comments(&self) -> &Comments {
        &self.comments
    }

    /// Its tree; the report's own range begins at 0.
    pub fn tree(&self) -> &Report {
        &self.tree
    }

    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The relations of the form over one of the facts' tables, by its index there.
    pub fn sums(&self, table: usize) -> &Sums {
        &self.tables[table].sums
    }

    /// One of the facts' tables, by its index there, with all that is known of it. Ranges count from the start of its part.
    pub fn table(&self, table: usize) -> Option<TableContext<'_>> {
        let (table, checked) = (self.facts.tables.get(table)?, self.tables.get(table)?);
        let part = self.tree.parts.get(table.part)?;
        Some(TableContext { text: part.range.of(self.read_text()), part, table, sums: &checked.sums })
    }

    /// All that is known of it but its level, as a rule reads it.
    pub fn context(&self) -> Context<'_> {
        Context::new(self.read_text(), &self.tree, &self.facts, None)
    }

    /// All that the rules find; `None` where it is not checked.
    pub fn found(&self) -> Option<&[Diagnostic]> {
        self.found.as_deref().ok()
    }

    /// Why it is not checked; `None` where it is.
    pub fn not_checked(&self) -> Option<NotChecked> {
        self.found.as_ref().err().copied()
    }

    /// Organ and year, which name it among others.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What somebody makes of this report alone, kept until the report is another one. What was made for another `key` is made again;
    /// of each type one is kept.
    pub fn kept<K: Eq + Send + Sync + 'static, T: Send + Sync + 'static>(&self, key: K, make: impl FnOnce() -> T) -> Arc<T> {
        self.kept.get(key, make)
    }

    /// Reads and checks the report of this text and these lines, with what is known of it. `start` is where it begins in what is known.
    pub(super) fn read(text: String, mut lines: Lines, comments: Comments, start: usize, known: &Known, options: &Options) -> Self {
        let blanked = (!comments.is_empty()).then(|| comments.blanked(&text).into_owned());
        let read_text = blanked.as_deref().unwrap_or(&text);
        let mut parts: Vec<Option<KnownPart>> = Vec::new();
        let tree = syntax::report(read_text, &mut lines, |outline| {
            let part = known.part(outline, start);
            parts.push(part);
            part.map(|known| known.now(outline.range))
        });
        let mut tables: Vec<Option<&CheckedTable>> = Vec::new();
        let known_dates = |part: usize| parts[part].and_then(|known| known.dates(tree.parts[part].range));
        let facts = Facts::with_known(read_text, &tree, options.year, known_dates, |key| {
            let known = parts[key.part].and_then(|part| part.table(tree.parts[key.part].range.of(read_text), key));
            let (table, checked) = known.map_or((None, None), |(table, checked)| (Some(table), checked));
            tables.push(checked);
            table
        });
        let name = lint::name(read_text, &facts);
        let not_checked = lint::not_checked(&tree, &facts);
        let part_text = |part: usize| tree.parts[part].range.of(read_text);
        let check_part = |(index, known): (usize, &Option<KnownPart>)| {
            known.and_then(|known| known.found()).map(<[_]>::to_vec).unwrap_or_else(|| {
                let mut found = Vec::new();
                lint::check_part(&PartContext { text: part_text(index), part: &tree.parts[index] }, &mut found);
                found
            })
        };
        let parts: Vec<Vec<Diagnostic>> = parts.iter().enumerate().filter(|_| not_checked.is_none()).map(check_part).collect();
        let check_table = |(table, known): (&Table, Option<&CheckedTable>)| {
            known.cloned().unwrap_or_else(|| {
                let (sums, mut found) = (Sums::of(table), Vec::new());
                let context = TableContext { text: part_text(table.part), part: &tree.parts[table.part], table, sums: &sums };
                lint::check_table(&context, &mut found);
                CheckedTable { sums, found }
            })
        };
        let tables: Vec<CheckedTable> = facts.tables.iter().zip(tables).map(check_table).collect();
        let found = not_checked.map_or_else(
            || {
                let mut found = Vec::new();
                lint::check_whole(&Context::new(read_text, &tree, &facts, options.level), &mut found);
                let by_part = parts.iter().enumerate().flat_map(|(part, found)| found.iter().map(move |diagnostic| (part, diagnostic)));
                let by_table =
                    facts.tables.iter().zip(&tables).flat_map(|(table, checked)| checked.found.iter().map(|diagnostic| (table.part, diagnostic)));
                found.extend(by_part.chain(by_table).map(|(part, diagnostic)| {
                    let mut diagnostic = diagnostic.clone();
                    diagnostic.shift(tree.parts[part].range.start);
                    diagnostic
                }));
                Ok(found)
            },
            Err,
        );
        Self { text, blanked, comments, lines, tree, facts, tables, parts, found, name, kept: Kept::default() }
    }
}

/// What is known of a stretch of text from before an edit of it.
pub(super) struct Known<'a> {
    parts: Vec<KnownPart<'a>>,
    /// What the edit replaced, in bytes of the stretch as it was, and how many bytes stand there instead.
    edit: TextRange,
    new: usize,
    /// The number, in bytes of the stretch as it was, that has become another one, where the edit did no more than that.
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
        let part = |(index, part): (usize, &Part)| KnownPart { range: part.range.shifted(start), report, index, number: None };
        self.parts.extend(report.tree.parts.iter().enumerate().map(part));
    }

    /// The part of the same text, or of one in which no more than a number is another, if it is known; `start` is where its report
    /// begins in the stretch as it is now.
    fn part(&self, outline: &PartOutline, start: usize) -> Option<KnownPart<'a>> {
        let now = outline.range.shifted(start);
        let (before, number) = if now.end <= self.edit.start {
            (now, None)
        } else if now.start >= self.edit.start + self.new {
            (now.moved(self.edit.len() as isize - self.new as isize), None)
        } else {
            let number = self.number.filter(|number| now.start <= number.range.start)?;
            let before = TextRange::new(now.start, now.end.wrapping_add_signed(-number.bytes).max(now.start));
            if !before.contains(number.range) {
                return None;
            }
            (before, Some(number.counted_from(before.start)))
        };
        let is_same = |known: &&KnownPart| known.range == before && known.part().kind == outline.kind && known.part().heading == outline.heading;
        // Where rows are told from what they add up to, another number may tell other rows.
        let shows_columns = |known: &KnownPart| may_show_columns(known.part().range.of(known.report.text()));
        let by_order = |known: &KnownPart| known.part().tables.iter().all(|table| table.rows.told == Told::Order) && !shows_columns(known);
        let is_told = |known: &&KnownPart| number.is_none() || by_order(known);
        self.parts.iter().find(is_same).filter(is_told).map(|known| KnownPart { number, ..*known })
    }
}

impl<'a> KnownPart<'a> {
    /// As it was.
    fn part(&self) -> &'a Part {
        &self.report.tree.parts[self.index]
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
        self.report.parts.get(self.index).map(Vec::as_slice)
    }

    /// The dates in it, for a report in which it stands at `now`.
    fn dates(&self, now: TextRange) -> Option<Vec<Date>> {
        if self.number.is_some() {
            return None;
        }
        let (dates, own) = (&self.report.facts.dates, self.part().range);
        let first = dates.partition_point(|date| date.range().start < own.start);
        let end = dates.partition_point(|date| date.range().start < own.end);
        let moved = now.start as isize - own.start as isize;
        Some(dates[first..end].iter().map(|date| date.moved(moved)).collect())
    }

    /// A table of it that was read for this edition, as it is now in `text`, the part's; with what is known of it where it is
    /// the same.
    fn table(&self, text: &str, key: TableKey) -> Option<(Table, Option<&'a CheckedTable>)> {
        let start = |table: &Table| self.number.map_or(table.range, |number| number.follow(table.range)).start;
        let is_same = |(table, _): &(&Table, &CheckedTable)| table.part == self.index && table.index == key.table && start(table) == key.start;
        let mut tables = self.report.facts.tables.iter().zip(&self.report.tables);
        let (table, checked) = tables.find(is_same).filter(|_| self.report.facts.edition_of_year() == key.edition)?;
        match self.number {
            Some(number) => Some((table.follow(text, number)?, None)),
            None => Some((table.clone(), Some(checked))),
        }
    }
}
