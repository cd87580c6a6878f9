//! Runs the registry over a text.

use super::Options;
use crate::diagnostic::Diagnostic;
use crate::facts::{Facts, Table, Value, YearSource};
use crate::relations::sums;
use crate::rules::{Check, Context, PartContext, REGISTRY, Sink, TableContext};
use crate::syntax::{Heading, Report, Wording, parse};
use crate::text::{Folded, TextRange};
use std::collections::HashMap;

/// All that the rules find in `text`, sorted; `None` where none of its reports is one that is checked.
pub fn run(text: &str, options: &Options) -> Option<Vec<Diagnostic>> {
    let tree = parse(text);
    let several = tree.reports.len() > 1;
    let mut all = Vec::new();
    let mut checked = false;
    for report in &tree.reports {
        let source = report.range.of(text);
        let facts = Facts::of_report(source, report, options.year);
        if !is_checked(report, &facts) {
            continue;
        }
        checked = true;
        let mut found = check_report(&Context { text: source, report, facts: &facts, level: options.level });
        let name = several.then(|| name(source, &facts));
        for diagnostic in &mut found {
            diagnostic.shift(report.range.start);
            diagnostic.place.report.clone_from(&name);
        }
        all.append(&mut found);
    }
    all.sort_by(|a, b| (a.range, a.code).cmp(&(b.range, b.code)));
    number_equal_places(&mut all);
    checked.then_some(all)
}

/// Organ and year, which name a report among the others of its text.
fn name(text: &str, facts: &Facts) -> String {
    let signed = facts.signature.and_then(|signature| signature.organ);
    let organ = facts.title.as_ref().and_then(|title| title.organ).or(signed);
    let organ = organ.map_or_else(String::new, |organ| Folded::letters(text, organ).text);
    let year = facts.year.map_or_else(String::new, |year| year.value.to_string());
    [organ, year].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether it is a report for 2019 or later, rather than another text or a page about a report: its title line says so, or one
/// of its tables is there, or two of its sections. Sections under other words than the form's count where one of them is one that
/// no other kind of text has: many have a general part and a part about problems.
fn is_checked(report: &Report, facts: &Facts) -> bool {
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
    let tables: Vec<_> = context.facts.tables.iter().map(|table| (table, sums(table))).collect();
    for rule in REGISTRY.iter().copied() {
        match rule.check {
            Check::Report(check) => check(context, &mut Sink::new(rule, &mut found)),
            Check::Part(check) => {
                for part in &context.report.parts {
                    let own = PartContext { text: part.range.of(context.text), part };
                    shifted(&mut found, part.range, |found| check(&own, &mut Sink::new(rule, found)));
                }
            }
            Check::Table(check) => {
                for (table, sums) in &tables {
                    let part = &context.report.parts[table.part];
                    let own = TableContext { text: part.range.of(context.text), part, table, sums };
                    shifted(&mut found, part.range, |found| check(&own, &mut Sink::new(rule, found)));
                }
            }
            Check::Settings => {}
        }
    }
    found
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
