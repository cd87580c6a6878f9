//! How rules are tested: texts with their expectation inside, in ⟦ ⟧ around what is found.

use super::{Check, Context, Level, PartContext, Rule, Sink};
use crate::diagnostic::{Applicability, Diagnostic, Language, apply};
use crate::facts::Facts;
use crate::syntax::{Part, PartKind, Report};
use crate::text::{TextRange, lines};

/// Nothing is found in `text`.
pub fn passes(rule: &'static Rule, text: &str) {
    fails(rule, text);
}

/// What is found is what stands in ⟦ ⟧.
pub fn fails(rule: &'static Rule, marked: &str) {
    fails_at(rule, None, marked);
}

/// The same for a report of this level.
pub fn fails_at(rule: &'static Rule, level: Option<Level>, marked: &str) {
    let text = marked.replace(['⟦', '⟧'], "");
    let mut found: Vec<TextRange> = check_with(rule, level, &text).iter().map(|diagnostic| diagnostic.range).collect();
    found.sort_unstable();
    let mut shown = text.clone();
    for range in found.iter().rev() {
        shown.insert(range.end, '⟧');
        shown.insert(range.start, '⟦');
    }
    assert_eq!(shown, marked);
}

/// Applying the preferred safe fixes gives `expected`, in which nothing is left to mend.
pub fn fixes(rule: &'static Rule, text: &str, expected: &str) {
    assert_eq!(fixed(rule, text, Applicability::Safe), expected);
    assert_eq!(fixed(rule, expected, Applicability::Safe), expected);
}

/// Safe fixes change nothing; unsafe ones give `expected`.
pub fn fixes_unsafely(rule: &'static Rule, text: &str, expected: &str) {
    assert_eq!(fixed(rule, text, Applicability::Safe), text);
    assert_eq!(fixed(rule, text, Applicability::Unsafe), expected);
    assert!(check(rule, expected).is_empty());
}

/// The sentence of the first finding, in Chinese.
pub fn message(rule: &'static Rule, text: &str) -> String {
    let found = check(rule, text);
    for diagnostic in &found {
        let english = diagnostic.message.render(Language::En);
        assert!(!english.contains(['{', '}']), "{english}");
    }
    found.first().map_or_else(String::new, |diagnostic| diagnostic.message.render(Language::Zh))
}

/// What the rule finds, in bytes of `text`.
pub fn check(rule: &'static Rule, text: &str) -> Vec<Diagnostic> {
    check_with(rule, None, text)
}

fn check_with(rule: &'static Rule, level: Option<Level>, text: &str) -> Vec<Diagnostic> {
    let report = outline(text);
    let facts = Facts::of_report(text, &report, None);
    let mut found = Vec::new();
    match rule.check {
        Check::Report(check) => check(&Context { text, report: &report, facts: &facts, level }, &mut Sink::new(rule, &mut found)),
        Check::Part(check) => {
            for part in &report.parts {
                let from = found.len();
                check(&PartContext { text: part.range.of(text), part }, &mut Sink::new(rule, &mut found));
                found[from..].iter_mut().for_each(|diagnostic| diagnostic.shift(part.range.start));
            }
        }
        Check::Table(_) | Check::Settings => {}
    }
    found
}

fn fixed(rule: &'static Rule, text: &str, least: Applicability) -> String {
    let found = check(rule, text);
    let fixes = found.iter().filter_map(|diagnostic| diagnostic.fixes.first()).filter(|fix| fix.applicability >= least);
    let edits: Vec<_> = fixes.flat_map(|fix| fix.edits()).collect();
    apply(text, edits)
}

/// A report's outline, from the plainest headings: 一、 to 六、 at the start of a line; the title is all before the first
/// blank line, where it names a report.
pub fn outline(text: &str) -> Report {
    let mut starts = vec![(PartKind::Preface, 0)];
    for line in lines(text) {
        let heading = (1..).zip("一二三四五六".chars()).find(|(_, numeral)| line.of(text).starts_with(&format!("{numeral}、")));
        if let Some((number, _)) = heading {
            starts.push((PartKind::Section(number), line.start));
        }
    }
    let ends = starts.iter().skip(1).map(|(_, start)| *start).chain([text.len()]);
    let parts = starts.iter().zip(ends).map(|(&(kind, start), end)| Part { kind, range: TextRange::new(start, end) }).collect();
    let head = text.find("\n\n").map_or(TextRange::at(0), |end| TextRange::new(0, end));
    let title = Some(head).filter(|head| head.of(text).contains("公开") && head.of(text).contains("报"));
    Report { range: TextRange::new(0, text.len()), title, parts }
}
