//! Runs the registry over a text.

use super::blanks;
use super::comments::Comments;
use super::{NotChecked, Options, ReportName};
use crate::diagnostic::Diagnostic;
use crate::facts::{FIRST_YEAR, Facts, Table, Value};
use crate::relations::Sums;
use crate::rules::{Check, Context, PartContext, REGISTRY, Sink, TableContext};
use crate::syntax::{About, Heading, Report, Wording, parse_while};
use crate::text::{Folded, TextRange};
use std::collections::HashMap;

/// A text that was looked at: what the rules find in its reports.
#[derive(Debug, Default)]
pub struct Run {
    /// Sorted; empty where no report was checked.
    pub found: Vec<Diagnostic>,
    pub reports: Vec<ReportName>,
    /// Why its other reports were not checked.
    pub passed_over: Vec<NotChecked>,
}

/// Looks at every report of `text`.
pub fn run(text: &str, options: &Options) -> Run {
    run_while(text, options, || true).unwrap_or_default()
}

/// The same for as long as it `goes_on`; `None` where it did not to the end.
pub fn run_while(text: &str, options: &Options, goes_on: impl Fn() -> bool) -> Option<Run> {
    let text = &*blanks::joined(Comments::of(text).blanked(text));
    let tree = parse_while(text, &goes_on)?;
    let mut all = Found::new(tree.reports.len());
    let mut run = Run::default();
    for report in &tree.reports {
        if !goes_on() {
            return None;
        }
        let source = report.range.of(text);
        let facts = Facts::of_report(source, report, options.year);
        if let Some(reason) = not_checked(report, &facts) {
            run.passed_over.push(reason);
            continue;
        }
        // One report may be all of a long text.
        if !goes_on() {
            return None;
        }
        let found = check_report(&Context::new(source, report, &facts, options.level));
        let name = ReportName { range: report.range, organ: organ(source, &facts), year: facts.year.map(|year| year.value) };
        all.add(report.range.start, found, || name.to_string());
        run.reports.push(name);
    }
    run.found = all.finish().unwrap_or_default();
    Some(run)
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
    ReportName { range: TextRange::at(0), organ: organ(text, facts), year: facts.year.map(|year| year.value) }.to_string()
}

/// The organ that the title or the signature names, in folded letters.
fn organ(text: &str, facts: &Facts) -> Option<String> {
    let signed = facts.signature.and_then(|signature| signature.organ);
    let organ = facts.title.as_ref().and_then(|title| title.organ).or(signed)?;
    Some(Folded::letters(text, organ).text).filter(|organ| !organ.is_empty())
}

/// Why it is not checked. `None` for a report for 2019 or later, rather than another text or a page about a report: its title line
/// says so, or one of its tables is there, or two of its sections. Sections under other words than the form's count where one of
/// them is one that no other kind of text has: many have a general part and a part about problems.
pub fn not_checked(report: &Report, facts: &Facts) -> Option<NotChecked> {
    // A line such as （图解）…年度报告 may stand above a report as well: with figures in the form's tables it is one.
    let has_figures = || facts.tables.iter().flat_map(Table::cells).any(|(_, cell)| matches!(cell.value, Value::Number(_)));
    if let Some(about) = report.title.and_then(|title| title.about).filter(|_| !has_figures()) {
        return Some(match about {
            About::Page => NotChecked::AboutReports,
            About::SchoolYear => NotChecked::SchoolYear,
            About::Model => NotChecked::Model,
        });
    }
    // A year before any form is none where the tables are of one.
    let early = facts.year.filter(|year| year.value < FIRST_YEAR);
    let titled = facts.title.as_ref().is_some_and(|title| title.year.is_some());
    let headings = || report.parts.iter().filter_map(|part| Some((part.kind.section()?, part.heading.as_ref()?)));
    let is_official =
        |section: u8, heading: &Heading| heading.wording == Wording::Official && heading.numeral.is_none_or(|numeral| numeral.number == section);
    let official = headings().filter(|(section, heading)| is_official(*section, heading)).count();
    let outlined =
        || report.sections() >= 2 && (official >= 2 || headings().any(|(section, heading)| is_telling(section) && heading.wording > Wording::Near));
    match early {
        _ if !(titled || !facts.tables.is_empty() || outlined()) => Some(NotChecked::NotReport),
        Some(year) => Some(NotChecked::Early(year.value)),
        None => None,
    }
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
    let before = found.len();
    for rule in REGISTRY.iter().copied() {
        if let Check::Table(check) = rule.check {
            check(context, &mut Sink::new(rule, found));
        }
    }
    // Of a block of another form S010 speaks, and nothing else of the table's rules. A missing row is not inside it.
    let table = context.table;
    if !table.foreign.is_empty() && table.unreadable.is_none() {
        let is_muted = |diagnostic: &Diagnostic| {
            let inside = || table.foreign.iter().any(|block| block.range.contains(diagnostic.range));
            diagnostic.code.starts_with('T') && diagnostic.code != "T003" && inside()
        };
        let mut index = 0;
        found.retain(|diagnostic| {
            index += 1;
            index <= before || !is_muted(diagnostic)
        });
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::sample;
    use crate::syntax::Layout;
    use std::cell::Cell;

    /// Nothing is done any more once it does not go on, at whichever step that is.
    #[test]
    fn it_ends_wherever_it_does_not_go_on() {
        for reports in [1, 3] {
            let text = sample(Layout::Tabs).repeat(reports);
            let asked = Cell::new(0);
            let run = |most: usize| {
                asked.set(0);
                run_while(&text, &Options::default(), || {
                    asked.set(asked.get() + 1);
                    asked.get() <= most
                })
            };
            let all = run(usize::MAX).unwrap();
            let steps = asked.get();
            assert!(all.reports.len() == reports && steps > 2 * reports, "{steps}");
            for most in 0..steps {
                assert!(run(most).is_none());
                assert_eq!(asked.get(), most + 1, "it is not asked again");
            }
        }
    }
}
