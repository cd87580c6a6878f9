//! The exact findings of severity warning and error in five real reports. The reports are outside
//! of the repository: without the reports, the test prints a note and passes.

use gouji::diagnostic::Severity;
use gouji::lint::{Options, check};
use gouji::text::{LineIndex, PositionEncoding};
use std::path::Path;

/// Code, first line and last line of each finding.
type Expected = &'static [(&'static str, usize, usize)];

const SEEDS: [(&str, Expected); 5] = [
    ("000_94009bac53383e7e.txt", &[("S008", 168, 168)]),
    (
        "001_86f63e10cefa2e13.txt",
        &[
            ("S013", 24, 24),
            ("S013", 43, 43),
            ("S013", 58, 58),
            ("S014", 73, 73),
            ("T002", 120, 120),
            ("T009", 147, 147),
        ],
    ),
    ("002_1e2618f252abd06d.txt", &[("N002", 25, 25), ("T006", 54, 54)]),
    ("003_ab8af88deeac0065.txt", &[("T008", 396, 409)]),
    (
        "004_18018aaa07d12e47.txt",
        &[("S001", 1, 1), ("T002", 13, 13), ("T009", 49, 49), ("T009", 50, 50)],
    ),
];

/// The hints about contents and numerals, each with its first line.
const HINTS: [(&str, &[(&str, usize)]); 5] = [
    ("000_94009bac53383e7e.txt", &[("R004", 1)]),
    ("001_86f63e10cefa2e13.txt", &[]),
    ("002_1e2618f252abd06d.txt", &[("C003", 23)]),
    ("003_ab8af88deeac0065.txt", &[("R002", 418)]),
    ("004_18018aaa07d12e47.txt", &[("R002", 60)]),
];

#[test]
fn real_reports_have_exactly_these_hints_about_contents() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if !folder.is_dir() {
        eprintln!("skipped: {} is not here", folder.display());
        return;
    }
    for (name, expected) in HINTS {
        let text = std::fs::read_to_string(folder.join(name)).expect("a seed");
        let lines = LineIndex::new(&text);
        let found = check(&text, &Options::default()).expect("a report");
        let ours = found.iter().filter(|found| found.code == "C003" || found.code.starts_with('R'));
        let ours: Vec<(&str, usize)> = ours
            .map(|found| {
                let start = lines.position(&text, found.range.start, PositionEncoding::Utf8);
                (found.code, start.line + 1)
            })
            .collect();
        assert_eq!(ours, expected, "{name}");
    }
}

#[test]
fn real_reports_have_exactly_these_defects() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if !folder.is_dir() {
        eprintln!("skipped: {} is not here", folder.display());
        return;
    }
    for (name, expected) in SEEDS {
        let text = std::fs::read_to_string(folder.join(name)).expect("a seed");
        let lines = LineIndex::new(&text);
        let line = |offset| lines.position(&text, offset, PositionEncoding::Utf8).line + 1;
        let found = check(&text, &Options::default()).expect("a report");
        let grave: Vec<_> =
            found.iter().filter(|diagnostic| diagnostic.severity >= Severity::Warning).collect();
        let others: Vec<_> = grave.iter().filter(|diagnostic| diagnostic.code != "C001").collect();
        let others: Vec<_> = others
            .iter()
            .map(|diagnostic| {
                (diagnostic.code, line(diagnostic.range.start), line(diagnostic.range.end))
            })
            .collect();
        assert_eq!(others, expected, "{name}");

        let has_radical = |text: &str| text.chars().any(|c| matches!(c, '\u{2e80}'..='\u{2fdf}'));
        let radicals: Vec<usize> = text
            .lines()
            .enumerate()
            .filter(|(_, line)| has_radical(line))
            .map(|(index, _)| index + 1)
            .collect();
        let marked: Vec<_> = found
            .iter()
            .filter(|diagnostic| diagnostic.code == "C001")
            .map(|found| (line(found.range.start), found.severity))
            .collect();
        // With many lines, the first finding reports all lines, and the other findings are hints.
        let severity = |index| if index == 0 { Severity::Warning } else { Severity::Hint };
        let expected: Vec<_> =
            radicals.iter().enumerate().map(|(index, line)| (*line, severity(index))).collect();
        assert_eq!(marked, expected, "{name}");
        assert_eq!(radicals.len(), if name.starts_with("000") { 54 } else { 0 });
    }
}
