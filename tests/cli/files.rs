//! Which files are read.

use crate::support::{Folder, REPORT, finish, wrong_total};

#[test]
fn a_folder_is_walked_for_texts() {
    let wrong = wrong_total();
    let folder = Folder::new(&[("b.md", &wrong), ("x/a.TXT", &wrong), ("c.docx", &wrong), ("ignored.md", &wrong), (".gitignore", "ignored.md\n")]);
    let output = folder.run(&["check", "--output-format", "concise"]);
    let files: Vec<_> = output.findings().iter().map(|finding| finding.split(':').next().unwrap().to_owned()).collect();
    assert_eq!(files, ["b.md", "b.md", "x/a.TXT", "x/a.TXT"]);
    assert_eq!(folder.run(&["check", "--show-files"]).out, "b.md\nx/a.TXT\n");
}

#[test]
fn what_is_named_is_read_once_whatever_it_is_called() {
    let folder = Folder::new(&[("a.report", &wrong_total()), ("b.md", REPORT)]);
    let output = folder.run(&["check", "--output-format", "concise", "a.report", "./a.report", "."]);
    assert_eq!(output.codes(), ["A001", "A002"]);
    assert!(output.out.contains("检查了 2 份报告"), "{}", output.out);
}

#[test]
fn a_text_that_is_no_report_is_passed_over() {
    let folder = Folder::new(&[("README.md", "# 关于本项目\n\n政府信息公开工作年度报告的检查。\n")]);
    let output = folder.run(&["check", "README.md"]);
    assert_eq!((output.status, output.err.as_str()), (0, ""));
    assert_eq!(output.out, "没有发现问题：读取的 1 个文件都不是政府信息公开工作年度报告。\n");
    let verbose = folder.run(&["check", "--verbose"]);
    assert!(verbose.err.contains("README.md"), "{}", verbose.err);
    assert_eq!(Folder::new(&[]).run(&["check"]).out, "没有可检查的文件。\n");
}

#[test]
fn excludes_bind_named_files_only_where_forced() {
    let wrong = wrong_total();
    let folder = Folder::new(&[("drafts/a.md", &wrong), ("b.md", REPORT), ("gouji.toml", "[files]\nexclude = [\"drafts/**\"]")]);
    assert_eq!(folder.run(&["check"]).status, 0);
    assert_eq!(folder.run(&["check", "drafts/a.md"]).status, 1);
    assert_eq!(folder.run(&["check", "--force-exclude", "drafts/a.md"]).status, 0);
    let stdin = ["check", "-", "--stdin-filename", "drafts/a.md"];
    assert_eq!(folder.run_with(&stdin, &wrong).status, 1);
    assert_eq!(folder.run_with(&[&stdin[..], &["--force-exclude"]].concat(), &wrong).status, 0);
}

#[test]
fn standard_input_has_the_settings_of_its_name() {
    let folder = Folder::new(&[("x/gouji.toml", "ignore = [\"A\"]")]);
    assert_eq!(folder.run_with(&["check", "-"], wrong_total()).status, 1);
    assert_eq!(folder.run_with(&["check", "-", "--stdin-filename", "x/a.md"], wrong_total()).status, 0);
    let named = folder.run_with(&["check", "--stdin-filename", "y/a.md", "--output-format", "concise"], wrong_total());
    assert!(named.findings()[0].starts_with("y/a.md:"), "{}", named.out);
}

#[test]
fn the_environment_chooses_the_language_last() {
    let folder = Folder::new(&[("a.md", REPORT)]);
    let out = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = folder.command(&[&["check"], arguments].concat());
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            command.env_remove(name);
        }
        finish(command.envs(variables.iter().copied())).out
    };
    let is_english = |text: String| text.contains("All checks passed");
    assert!(!is_english(out(&[], &[])));
    assert!(is_english(out(&[("LANG", "en_US.UTF-8")], &[])));
    assert!(!is_english(out(&[("LC_ALL", "zh_CN.UTF-8"), ("LANG", "en_US.UTF-8")], &[])));
    assert!(is_english(out(&[], &["--lang", "en"])));
    folder.write("gouji.toml", "lang = \"en\"");
    assert!(is_english(out(&[("LANG", "zh_CN")], &[])));
    assert!(!is_english(out(&[], &["--lang", "zh"])));
}
