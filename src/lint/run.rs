//! Runs the registry over a text.

use super::Options;
use super::blanks;
use super::comments::Comments;
use crate::diagnostic::Diagnostic;
use crate::report::{Context, NotChecked, PartContext, ReadReport, ReportName, TableContext};
use crate::rules::{Check, REGISTRY, Sink};
use crate::syntax::parse_while;
use crate::text::TextRange;
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
    let tree = parse_while(text, options.standard, &goes_on)?;
    let mut all = Found::new(tree.reports.len());
    let mut run = Run::default();
    for tree in tree.reports {
        if !goes_on() {
            return None;
        }
        let source = tree.range.of(text);
        let report = ReadReport::new(source, tree, options.standard, options.year);
        if let Some(reason) = report.not_checked() {
            run.passed_over.push(reason);
            continue;
        }
        let name = report.name();
        all.add(name.range.start, check_report(source, &report, options), || name.to_string());
        run.reports.push(name.clone());
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

    /// Adds what is found in a report that is checked, in bytes of the report, which begins at
    /// `start`; `name` is what it is called among others.
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

/// What all rules find in the report of this text; ranges in its bytes.
fn check_report(text: &str, report: &ReadReport, options: &Options) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    check_whole(&report.context(text, options.level), &mut found);
    for context in report.parts(text) {
        shifted(&mut found, context.part.range, |found| check_part(&context, found));
    }
    for context in report.tables(text) {
        shifted(&mut found, context.part.range, |found| check_table(&context, found));
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
    // Of a block of another form S010 speaks, and nothing else of the table's rules. A missing row
    // is not inside it.
    let table = context.table;
    if !table.foreign.is_empty() && table.unreadable.is_none() {
        let is_muted = |diagnostic: &Diagnostic| {
            let inside =
                || table.foreign.iter().any(|block| block.range.contains(diagnostic.range));
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
