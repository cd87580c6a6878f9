//! Runs the registry over a text.

use super::Options;
use super::comments::Comments;
use crate::diagnostic::Diagnostic;
use crate::facts::{Facts, Table, Value, YearSource};
use crate::relations::Sums;
use crate::rules::{Check, Context, PartContext, REGISTRY, Sink, TableContext};
use crate::syntax::{Heading, Report, Wording, parse};
use crate::text::{Folded, TextRange};
use std::collections::HashMap;

/// All that the rules find in `text`, sorted; `None` where none of its reports is one that is checked.
pub fn run(text: &str, options: &Options) -> Option<Vec<Diagnostic>> {
    let text = &*Comments::of(text).blanked(text);
    let tree = parse(text);
    let mut all = Found::new(tree.reports.len());
    for report in &tree.reports {
        let source = report.range.of(text);
        let facts = Facts::of_report(source, report, options.year);
        if is_checked(report, &facts) {
            let found = check_report(&Context { text: source, report, facts: &facts, level: options.level });
            all.add(report.range.start, found, || name(source, &facts));
        }
    }
    all.finish()
}

/// What the rules find in the reports of a text, one after the other.
#[derive(Debug)]
pub struct Found {
    several: bool,
    all: Vec<Diagnostic>,
    checked: bool,
}

impl Found {
    /// For a text of so many reports.
    pub fn new(reports: usize) -> Self {
        Self { several: reports > 1, all: Vec::new(), checked: false }
    }

    /// Adds what is found in a report that is checked, in bytes of the report, which begins at `start`; `name` is what it is called
    /// among others.
    pub fn add(&mut self, start: usize, mut found: Vec<Diagnostic>, name: impl FnOnce() -> String) {
        self.checked = true;
        if found.is_empty() {
            return;
        }
        let name = self.several.then(name);
        for diagnostic in &mut found {
            diagnostic.shift(start);
            diagnostic.place.report.clone_from(&name);
        }
        self.all.append(&mut found);
    }

    /// All of it, sorted; `None` where no report is one that is checked.
    pub fn finish(mut self) -> Option<Vec<Diagnostic>> {
        self.all.sort_by(|a, b| (a.range, a.code).cmp(&(b.range, b.code)));
        number_equal_places(&mut self.all);
        self.checked.then_some(self.all)
    }
}

/// Organ and year, which name a report among the others of its text.
pub fn name(text: &str, facts: &Facts) -> String {
    let signed = facts.signature.and_then(|signature| signature.organ);
    let organ = facts.title.as_ref().and_then(|title| title.organ).or(signed);
    let organ = organ.map_or_else(String::new, |organ| Folded::letters(text, organ).text);
    let year = facts.year.map_or_else(String::new, |year| year.value.to_string());
    [organ, year].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether it is a report for 2019 or later, rather than another text or a page about a report: its title line says so, or one
/// of its tables is there, or two of its sections. Sections under other words than the form's count where one of them is one that
/// no other kind of text has: many have a general part and a part about problems.
pub fn is_checked(report: &Report, facts: &Facts) -> bool {
    // A line such as （图解）…年度报告 may stand above a report as well: with figures in the form's tables it is one.
    let has_figures = || facts.tables.iter().flat_map(Table::cells).any(|(_, cell)| matches!(cell.value, Value::Number(_)));
    let about = report.title.is_some_and(|title| title.about) && !has_figures();
    // What the opening says of an earlier year is no match for the form's own tables.
    let early = facts.year.is_some_and(|year| year.value < 2019 && (year.from != YearSource::Opening || facts.tables.is_empty()));
    let titled = facts.title.as_ref().is_some_and(|title| title.year.is_some());
    let headings = || report.parts.iter().filter_map(|part| Some((part.kind.section()?, part.heading.as_ref()?)));
    let is_official =
        |section: u8, heading: &Heading| heading.wording == Wording::Official && heading.numeral.is_none_or(|(number, _)| number == section);
    let official = headings().filter(|(section, heading)| is_official(*section, heading)).count();
    let outlined =
        || report.sections() >= 2 && (official >= 2 || headings().any(|(section, heading)| is_telling(section) && heading.wording > Wording::Near));
    !about && !early && (titled || !facts.tables.is_empty() || outlined())
}

/// Whether no other text has a section of this number and title: many have a general part, problems and other matters.
fn is_telling(section: u8) -> bool {
    matches!(section, 3 | 4)
}

/// What all rules find in one report; ranges in bytes of the report.
fn check_report(context: &Context) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    check_whole(context, &mut found);
    for part in &context.report.parts {
        shifted(&mut found, part.range, |found| check_part(&PartContext { text: part.range.of(context.text), part }, found));
    }
    for table in &context.facts.tables {
        let part = &context.report.parts[table.part];
        let own = TableContext { text: part.range.of(context.text), part, table, sums: &Sums::of(table) };
        shifted(&mut found, part.range, |found| check_table(&own, found));
    }
    found
}

/// What the rules find that read the whole report.
pub fn check_whole(context: &Context, found: &mut Vec<Diagnostic>) {
    for rule in REGISTRY.iter().copied() {
        if let Check::Report(check) = rule.check {
            check(context, &mut Sink::new(rule, found));
        }
    }
}

/// What the rules find that read one part; in bytes of the part.
pub fn check_part(context: &PartContext, found: &mut Vec<Diagnostic>) {
    for rule in REGISTRY.iter().copied() {
        if let Check::Part(check) = rule.check {
            check(context, &mut Sink::new(rule, found));
        }
    }
}

/// What the rules find that read one table; in bytes of its part.
pub fn check_table(context: &TableContext, found: &mut Vec<Diagnostic>) {
    for rule in REGISTRY.iter().copied() {
        if let Check::Table(check) = rule.check {
            check(context, &mut Sink::new(rule, found));
        }
    }
}

/// Moves what `check` adds from a part's bytes to the report's.
fn shifted(found: &mut Vec<Diagnostic>, part: TextRange, check: impl FnOnce(&mut Vec<Diagnostic>)) {
    let before = found.len();
    check(found);
    found[before..].iter_mut().for_each(|diagnostic| diagnostic.shift(part.start));
}

/// Counts the diagnostics of one code at one place.
fn number_equal_places(diagnostics: &mut [Diagnostic]) {
    let mut seen: HashMap<(&'static str, crate::diagnostic::Place), usize> = HashMap::new();
    for diagnostic in diagnostics {
        let count = seen.entry((diagnostic.code, diagnostic.place.clone())).or_default();
        *count += 1;
        diagnostic.place.ordinal = *count;
    }
}
