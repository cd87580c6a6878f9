//! Runs the registry over a text.

use super::Options;
use super::blanks;
use super::comments::Comments;
use crate::diagnostic::Diagnostic;
use crate::report::{Context, NotChecked, PartContext, ReadReport, ReportName, TableContext};
use crate::rules::{Check, REGISTRY, Rule, Sink, add_witnesses, may_have_witness};
use crate::syntax::{Report, parse_while};
use crate::text::TextRange;
use std::collections::HashMap;

/// The findings in all reports of a text.
#[derive(Debug, Default)]
pub struct Run {
    /// Sorted. Empty if no report was checked.
    pub found: Vec<Diagnostic>,
    pub reports: Vec<ReportName>,
    /// The reasons why other reports of the text were not checked.
    pub passed_over: Vec<NotChecked>,
}

/// Checks every report of `text`.
pub fn run(text: &str, options: &Options) -> Run {
    run_while(text, options, || true).unwrap_or_default()
}

/// The same as [`run`], stopped as soon as `goes_on` returns false. `None` if the check was
/// stopped.
pub fn run_while(text: &str, options: &Options, goes_on: impl Fn() -> bool) -> Option<Run> {
    run_with(text, options, goes_on, &mut |_, _| {})
}

/// The same as [`run_while`], and calls `each` with each checked report.
pub fn run_with(
    text: &str,
    options: &Options,
    goes_on: impl Fn() -> bool,
    each: &mut dyn FnMut(&Context, &ReadReport),
) -> Option<Run> {
    let mut all = Found::new(0);
    let mut run = Run::default();
    run.passed_over = read_each(text, options, goes_on, |Read { text, report, several }| {
        all.several = several;
        let name = report.name();
        all.add(name.range.start, check_report(text, report, options, each), || name.to_string());
        run.reports.push(name.clone());
    })?;
    run.found = all.finish().unwrap_or_default();
    Some(run)
}

/// A checked report of a text.
pub struct Read<'a> {
    /// The text of the report, without ignore comments.
    pub text: &'a str,
    pub report: &'a ReadReport,
    /// Whether the whole text holds several reports, checked or not.
    pub several: bool,
}

/// Reads the reports of `text`, and calls `each` for each checked report. Returns the reasons why
/// the other reports are not checked; `None` if `goes_on` has returned false.
pub fn read_each(
    text: &str,
    options: &Options,
    goes_on: impl Fn() -> bool,
    mut each: impl FnMut(Read),
) -> Option<Vec<NotChecked>> {
    let text = &*blanks::joined(Comments::of(text).blanked(text));
    let tree = parse_while(text, options.standard, &goes_on)?;
    let several = tree.reports.len() > 1;
    let mut passed_over = Vec::new();
    for tree in tree.reports {
        if !goes_on() {
            return None;
        }
        let text = tree.range.of(text);
        let report = &read(text, tree, options, options.reads_sentences());
        match report.not_checked() {
            Some(reason) => passed_over.push(reason),
            None => each(Read { text, report, several }),
        }
    }
    Some(passed_over)
}

fn read(text: &str, tree: Report, options: &Options, sentences: bool) -> ReadReport {
    let Options { standard, year, .. } = *options;
    match sentences {
        true => ReadReport::with_lexicon(text, tree, standard, year, options.lexicon()),
        false => ReadReport::without_sentences(text, tree, standard, year),
    }
}

/// Collects the findings of the reports of a text, one report after another.
#[derive(Debug)]
pub struct Found {
    several: bool,
    all: Vec<Diagnostic>,
    checked: bool,
}

impl Found {
    /// `reports` is the number of reports in the text.
    pub fn new(reports: usize) -> Self {
        Self { several: reports > 1, all: Vec::new(), checked: false }
    }

    /// Adds the findings of a checked report. The ranges count from `start`, the start of the
    /// report. `name` is the name of the report among several reports.
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

    /// All findings, sorted; `None` if no report was checked.
    pub fn finish(mut self) -> Option<Vec<Diagnostic>> {
        self.all.sort_by(|a, b| (a.range, a.code).cmp(&(b.range, b.code)));
        number_equal_places(&mut self.all);
        self.checked.then_some(self.all)
    }
}

/// The findings of all rules in one report. Ranges are in bytes of the report.
fn check_report(
    text: &str,
    report: &ReadReport,
    options: &Options,
    each: &mut dyn FnMut(&Context, &ReadReport),
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let kind = options.kind(report.organ());
    let whole = report.context(text, kind);
    whole_by(options.rules(), &whole, &mut found);
    for context in report.parts(text) {
        let part = context.part.range;
        shifted(&mut found, part, |found| part_by(options.rules(), &context, found));
    }
    for context in report.tables(text) {
        shifted(&mut found, context.part.range, |found| check_table(&context, found));
    }
    if options.reads_sentences() {
        add_witnesses(&whole, &mut found);
    } else if may_have_witness(&found) {
        let report = read(text, report.tree().clone(), options, true);
        add_witnesses(&report.context(text, kind), &mut found);
    }
    each(&whole, report);
    found
}

/// The findings of the rules for a whole report.
pub fn check_whole(context: &Context, found: &mut Vec<Diagnostic>) {
    whole_by(REGISTRY.iter().copied(), context, found);
}

fn whole_by(
    rules: impl Iterator<Item = &'static Rule>,
    context: &Context,
    found: &mut Vec<Diagnostic>,
) {
    for rule in rules {
        if let Check::Report(check) = rule.check {
            check(context, &mut Sink::new(rule, found));
        }
    }
}

/// The findings of the rules for one part. Ranges are in bytes of the part.
pub fn check_part(context: &PartContext, found: &mut Vec<Diagnostic>) {
    part_by(REGISTRY.iter().copied(), context, found);
}

fn part_by(
    rules: impl Iterator<Item = &'static Rule>,
    context: &PartContext,
    found: &mut Vec<Diagnostic>,
) {
    for rule in rules {
        if let Check::Part(check) = rule.check {
            check(context, &mut Sink::new(rule, found));
        }
    }
}

/// The findings of the rules for one table. Ranges are in bytes of the part of the table.
pub fn check_table(context: &TableContext, found: &mut Vec<Diagnostic>) {
    let before = found.len();
    for rule in REGISTRY.iter().copied() {
        if let Check::Table(check) = rule.check {
            check(context, &mut Sink::new(rule, found));
        }
    }
    // S010 reports a block of another form. Other table rules stay silent inside the block. A
    // missing row is not inside the block.
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

/// Moves the findings of `check` from bytes of a part to bytes of the report.
fn shifted(found: &mut Vec<Diagnostic>, part: TextRange, check: impl FnOnce(&mut Vec<Diagnostic>)) {
    let before = found.len();
    check(found);
    found[before..].iter_mut().for_each(|diagnostic| diagnostic.shift(part.start));
}

/// Numbers the diagnostics with the same code and the same place.
pub fn number_equal_places(diagnostics: &mut [Diagnostic]) {
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
    use crate::rules::testing::{replaced, sample};
    use crate::syntax::Layout;
    use std::cell::Cell;

    /// A sentence is a witness for a repair, whether its own rules run or not.
    #[test]
    fn rules_that_are_left_out_change_no_other_finding() {
        let said = "新收政府信息公开申请8件，XX件，已办结5件";
        let text = replaced(&sample(Layout::Tabs), "本年度，我局主动公开信息29条", said);
        let text = text.replacen("6\t2\t0\t0\t0\t0\t8\n", "6\t2\t0\t0\t0\t0\t7\n", 1);
        let all = run(&text, &Options::default()).found;
        let has = |code: &str| all.iter().any(|found| found.code.starts_with(code));
        assert!(["A001", "N", "R006"].into_iter().all(has), "{all:?}");
        for left_out in [&["N"][..], &["N", "R"], &["N", "R", "S014"]] {
            let left_out: Vec<String> = left_out.iter().map(|code| (*code).to_owned()).collect();
            let is_left = |found: &&Diagnostic| {
                !left_out.iter().any(|code| found.code.starts_with(code.as_str()))
            };
            let others: Vec<Diagnostic> = all.iter().filter(is_left).cloned().collect();
            let options = Options { left_out: left_out.clone(), ..Options::default() };
            assert_eq!(run(&text, &options).found, others);
        }
    }

    /// The run stops at every step after `goes_on` returns false.
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
