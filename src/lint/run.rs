//! Runs the registry over a text.

use super::Options;
use super::comments::without_comments;
use crate::diagnostic::Diagnostic;
use crate::facts::Facts;
use crate::relations::sums;
use crate::rules::{Check, Context, PartContext, REGISTRY, Sink, TableContext};
use crate::syntax::{Report, parse};
use crate::text::{Folded, TextRange};
use std::collections::HashMap;

/// All that the rules find in `text`, sorted; `None` where none of its reports is one that is checked.
pub fn run(text: &str, options: &Options) -> Option<Vec<Diagnostic>> {
    let text = &*without_comments(text);
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

/// Whether it is a report for 2019 or later, rather than another text or a page about a report: its title line says so, or two
/// of its sections or one of its tables are there.
fn is_checked(report: &Report, facts: &Facts) -> bool {
    let about = report.title.is_some_and(|title| title.about);
    let early = facts.year.is_some_and(|year| year.value < 2019);
    let titled = facts.title.as_ref().is_some_and(|title| title.year.is_some());
    !about && !early && (titled || report.sections() >= 2 || !facts.tables.is_empty())
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
