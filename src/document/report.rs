//! A report with all facts and findings.

use super::kept::Kept;
use crate::diagnostic::{Diagnostic, OrganKind};
use crate::facts::statement::Sentences;
use crate::facts::{Date, Facts, Table, TableKey};
use crate::lint::{self, Comments, Options};
use crate::relations::{Evaluation, Sums};
use crate::report::{Context, Digest, NotChecked, ReadReport, ReportName, TableContext};
use crate::rules::add_witnesses;
use crate::syntax::layout::may_show_columns;
use crate::syntax::lines::Lines;
use crate::syntax::{self, Part, PartOutline, Report, Told};
use crate::text::{Resized, TextRange};
use std::sync::Arc;

/// A report, read and checked. All ranges count from the start of the report, or from the start of
/// a part if a type says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedReport {
    text: String,
    /// The text without ignore comments; `None` if the text has no ignore comments.
    blanked: Option<String>,
    comments: Comments,
    pub(super) lines: Lines,
    report: ReadReport,
    /// The findings in each part and in each table of the facts, in bytes of the part. Empty if the
    /// report is not checked.
    in_parts: Vec<Vec<Diagnostic>>,
    in_tables: Vec<Vec<Diagnostic>>,
    found: Vec<Diagnostic>,
    name: String,
    kept: Kept,
}

impl CheckedReport {
    /// The text of the report.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text behind the tree and the facts: blanks replace the ignore comments.
    pub fn read_text(&self) -> &str {
        self.blanked.as_deref().unwrap_or(&self.text)
    }

    pub fn comments(&self) -> &Comments {
        &self.comments
    }

    /// The tree. The range of the report begins at 0.
    pub fn tree(&self) -> &Report {
        self.report.tree()
    }

    pub fn facts(&self) -> &Facts {
        self.report.facts()
    }

    /// The relations of the form over a table. `table` is an index into the tables of the facts.
    pub fn sums(&self, table: usize) -> Sums<'_> {
        Sums::new(&self.facts().tables[table], &self.report.sums()[table])
    }

    /// A table with all its facts. `table` is an index into the tables of the facts. Ranges count
    /// from the start of the part.
    pub fn table(&self, table: usize) -> Option<TableContext<'_>> {
        self.report.table(self.read_text(), table)
    }

    /// The input of a rule for the whole report, without what the settings say.
    pub fn context(&self) -> Context<'_> {
        self.report.context(self.read_text(), OrganKind::default())
    }

    /// All findings of the rules; `None` if the report is not checked.
    pub fn found(&self) -> Option<&[Diagnostic]> {
        self.report.not_checked().is_none().then_some(&self.found)
    }

    /// The reason why the report is not checked; `None` if the report is checked.
    pub fn not_checked(&self) -> Option<NotChecked> {
        self.report.not_checked()
    }

    /// Organ and year, the name of the report among other reports.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Organ and year, as they are read.
    pub fn report_name(&self) -> &ReportName {
        self.report.name()
    }

    /// A value computed from this report alone, kept until the report changes. `make` computes the
    /// value again for another `key`. The report keeps one value of each type.
    pub fn kept<K: Eq + Send + Sync + 'static, T: Send + Sync + 'static>(
        &self,
        key: K,
        make: impl FnOnce() -> T,
    ) -> Arc<T> {
        self.kept.get(key, make)
    }

    /// The digest of the report, made once. Ranges count from the start of the report.
    pub fn digest(&self) -> Arc<Digest> {
        self.kept((), || Digest::of(&self.context(), &self.report))
    }

    /// Reads and checks the report with this text and these lines, and reuses `known` parts.
    /// `start` is the start of the report in the stretch of `known`.
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
        let mut known =
            KnownFacts { text: read_text, tree: &tree, parts: &parts, tables: Vec::new() };
        let facts = Facts::with_known(
            read_text,
            &tree,
            options.standard,
            options.year,
            options.lexicon(),
            &mut known,
        );
        let tables = known.tables;
        let sums_of = |(table, known): (&Table, &Option<KnownTable>)| {
            known.map_or_else(|| Evaluation::of(table), |known| known.sums.clone())
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
            let whole = report.context(read_text, options.kind(report.organ()));
            lint::check_whole(&whole, &mut found);
            let by_part = in_parts.iter().enumerate();
            let by_table = report.facts().tables.iter().map(|table| table.part).zip(&in_tables);
            for (part, own) in by_part.chain(by_table) {
                let start = report.tree().parts[part].range.start;
                found.extend(own.iter().cloned().map(|mut diagnostic| {
                    diagnostic.shift(start);
                    diagnostic
                }));
            }
            add_witnesses(&whole, &mut found);
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

/// The facts of the known parts.
struct KnownFacts<'k, 't> {
    text: &'t str,
    tree: &'t Report,
    parts: &'t [Option<KnownPart<'k>>],
    /// For each table of the facts, the known sums and findings.
    tables: Vec<Option<KnownTable<'k>>>,
}

impl crate::facts::Known for KnownFacts<'_, '_> {
    fn dates(&mut self, part: usize) -> Option<Vec<Date>> {
        self.parts[part]?.dates(self.tree.parts[part].range)
    }

    fn table(&mut self, key: TableKey) -> Option<Table> {
        let range = self.tree.parts[key.part].range;
        let known = self.parts[key.part].and_then(|part| part.table(range.of(self.text), key));
        let (table, checked) =
            known.map_or((None, None), |(table, checked)| (Some(table), checked));
        self.tables.push(checked);
        table
    }

    fn sentences(&mut self, part: usize, year: Option<i32>) -> Option<Sentences> {
        self.parts[part]?.sentences(year)
    }
}

fn found_by(check: impl FnOnce(&mut Vec<Diagnostic>)) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    check(&mut found);
    found
}

/// The known sums and findings of a table. Ranges are in bytes of the part.
#[derive(Clone, Copy)]
struct KnownTable<'a> {
    sums: &'a Evaluation,
    found: &'a [Diagnostic],
}

/// Results for a stretch of text from before an edit.
pub(super) struct Known<'a> {
    parts: Vec<KnownPart<'a>>,
    /// The range replaced by the edit, in bytes of the old stretch, and the number of bytes of the
    /// replacement.
    edit: TextRange,
    new: usize,
    /// The changed number, in bytes of the old stretch, if the edit changes nothing but a number.
    number: Option<Resized>,
}

/// A part of a report, with the results that depend only on the text of the part.
#[derive(Clone, Copy)]
struct KnownPart<'a> {
    /// In bytes of the old stretch.
    range: TextRange,
    report: &'a CheckedReport,
    /// Index of the part in the report.
    index: usize,
    /// The changed number in the part, in bytes of the part, if the edit changed a number.
    number: Option<Resized>,
}

impl<'a> Known<'a> {
    /// Without any known part.
    pub(super) fn nothing() -> Self {
        Self { parts: Vec::new(), edit: TextRange::at(0), new: 0, number: None }
    }

    /// An edit that replaces `edit` by `new` bytes. [`Known::add`] then adds the old reports.
    pub(super) fn before(edit: TextRange, new: usize, number: Option<Resized>) -> Self {
        Self { edit, new, number, ..Self::nothing() }
    }

    /// Adds a report of the old stretch. The report began at `start`.
    pub(super) fn add(&mut self, report: &'a CheckedReport, start: usize) {
        let part = |(index, part): (usize, &Part)| KnownPart {
            range: part.range.shifted(start),
            report,
            index,
            number: None,
        };
        self.parts.extend(report.tree().parts.iter().enumerate().map(part));
    }

    /// The known part with the same text, or with the same text except for a changed number.
    /// `start` is the start of the report in the new stretch.
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
        // If sums identify the rows of a table, a changed number may change the rows.
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
    /// The part before the edit.
    fn part(&self) -> &'a Part {
        &self.report.tree().parts[self.index]
    }

    /// The part after the edit, at `range` of its report.
    fn now(&self, range: TextRange) -> Part {
        match self.number {
            Some(number) => self.part().follow(number, range),
            None => Part { range, ..self.part().clone() },
        }
    }

    /// The known findings in the part; `None` if the part must be checked.
    fn found(&self) -> Option<&'a [Diagnostic]> {
        if self.number.is_some() {
            return None;
        }
        self.report.in_parts.get(self.index).map(Vec::as_slice)
    }

    /// The dates in the part, for a report with the part at `now`.
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

    /// The sentences in the part, if the year of the report is the same.
    fn sentences(&self, year: Option<i32>) -> Option<Sentences> {
        let facts = self.report.facts();
        let is_same = self.number.is_none() && facts.year.map(|year| year.value) == year;
        is_same.then(|| facts.sentences.get(self.index).cloned())?
    }

    /// The known table of the part for this edition, moved to its place in `text`, the text of the
    /// part. An unchanged table comes with its sums and findings.
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
