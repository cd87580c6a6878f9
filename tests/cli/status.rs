//! Exit statuses.

use crate::support::{Folder, REPORT, warning, wrong_total};

fn status(report: &str, arguments: &[&str]) -> i32 {
    let folder = Folder::new(&[("a.md", report)]);
    folder.run(&[&["check"], arguments].concat()).status
}

#[test]
fn a_correct_report_is_0_and_a_finding_1() {
    assert_eq!(status(REPORT, &[]), 0);
    assert_eq!(status(&wrong_total(), &[]), 1);
    assert_eq!(status(&warning(), &["--select", "A005"]), 1);
}

#[test]
fn fail_on_sets_the_least_severity() {
    assert_eq!(status(&warning(), &["--fail-on", "error"]), 0);
    assert_eq!(status(&wrong_total(), &["--fail-on", "error"]), 1);
    let hints = Folder::new(&[("a.md", &warning()), ("gouji.toml", "[severity]\nA005 = \"hint\"")]);
    assert_eq!(hints.run(&["check"]).status, 0, "a hint is no fault");
    assert_eq!(hints.run(&["check", "--fail-on", "hint"]).status, 1);
}

#[test]
fn exit_zero_silences_findings_but_not_failures() {
    assert_eq!(status(&wrong_total(), &["--exit-zero"]), 0);
    assert_eq!(status(&wrong_total(), &["--exit-zero", "a.md", "none.md"]), 2);
}

#[test]
fn what_could_not_be_done_outranks_findings() {
    let folder = Folder::new(&[("a.md", &wrong_total())]);
    let output = folder.run(&["check", "--output-format", "concise", "none.md", "a.md"]);
    assert_eq!(output.status, 2);
    assert_eq!(output.codes(), ["A001", "A002"], "the other files are still checked");
    assert_eq!(output.err, "gouji: none.md: 没有这个文件 — 请检查路径\n");
}

#[test]
fn fixing_everything_is_0() {
    assert_eq!(status(&wrong_total(), &["--fix"]), 0);
    assert_eq!(status(&warning(), &["--fix"]), 1);
}

#[test]
fn a_difference_is_1() {
    assert_eq!(status(&wrong_total(), &["--diff"]), 1);
    assert_eq!(status(REPORT, &["--diff"]), 0);
}

#[test]
fn bad_arguments_are_2_in_one_line() {
    let folder = Folder::new(&[]);
    for arguments in [
        &["check", "--selct", "A"][..],
        &["chek"],
        &["check", "--select", "Q9"],
        &["check", "--year", "x"],
        &["check", "-", "a.md"],
        &["check", "--select", "A", "--ignore", "A"],
    ] {
        let output = folder.run(arguments);
        assert_eq!((output.status, output.out.as_str()), (2, ""), "{arguments:?}");
        assert!(
            output.err.starts_with("gouji: ") && output.err.matches('\n').count() == 1,
            "{}",
            output.err
        );
    }
    assert_eq!(folder.run(&["check", "--help"]).status, 0);
    assert_eq!(folder.run(&["--version"]).status, 0);
    assert_eq!(folder.run(&[]).status, 2);
}
