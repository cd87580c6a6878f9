//! The files that a run reads.

use crate::support::{Folder, REPORT, finish, of_organ, wrong_total};

#[test]
fn a_folder_is_walked_for_texts() {
    let wrong = wrong_total();
    let folder = Folder::new(&[
        ("b.md", &wrong),
        ("x/a.TXT", &wrong),
        ("c.ofd", &wrong),
        ("ignored.md", &wrong),
        (".gitignore", "ignored.md\n"),
    ]);
    let output = folder.run(&["check", "--output-format", "concise"]);
    let files: Vec<_> = output
        .findings()
        .iter()
        .map(|finding| finding.split(':').next().unwrap().to_owned())
        .collect();
    assert_eq!(files, ["b.md", "b.md", "x/a.TXT", "x/a.TXT"]);
    assert_eq!(folder.run(&["check", "--show-files"]).out, "b.md\nx/a.TXT\n");
}

#[test]
fn what_is_named_is_read_once_whatever_it_is_called() {
    let other = of_organ(REPORT, "云溪县水利局");
    let folder = Folder::new(&[("a.report", &wrong_total()), ("b.md", &other)]);
    let output =
        folder.run(&["check", "--output-format", "concise", "a.report", "./a.report", "."]);
    assert_eq!(output.codes(), ["A001", "A002"]);
    assert!(output.out.contains("检查了 2 份报告"), "{}", output.out);
}

#[test]
fn a_named_text_that_is_not_a_report_is_named_with_the_reason() {
    let early = "云溪县园林局2018年政府信息公开工作年度报告\n\n一、概述\n我局做好公开工作。\n";
    let folder = Folder::new(&[
        ("README.md", README),
        ("old.txt", early),
        ("about.md", "# 《云溪县园林局2023年政府信息公开工作年度报告》解读\n\n文字。\n"),
        ("model.md", "# 政府信息公开工作年度报告（模板）\n"),
        ("good.md", REPORT),
    ]);
    let alone = folder.run(&["check", "README.md"]);
    assert_eq!(
        (alone.status, alone.err.as_str()),
        (0, "gouji: README.md: 未检查：没有年度报告的标题、章节或表格\n")
    );
    assert_eq!(
        alone.out,
        "没有检查任何报告：读取的 1 个文件都不是 2019 年及以后的政府信息公开工作年度报告。\n"
    );
    let beside = folder.run(&["check", "--lang", "en", "old.txt", "good.md"]);
    assert_eq!((beside.status, beside.out.as_str()), (0, "All checks passed! (1 report)\n"));
    assert_eq!(
        beside.err,
        "gouji: old.txt: not checked: a report for 2018; before 2019 there was no unified form\n"
    );
    let few = folder.run(&["check", "README.md", "about.md", "model.md"]);
    assert_eq!(few.err.lines().count(), 3, "{}", few.err);
    let all = ["check", "README.md", "about.md", "model.md", "old.txt", "good.md"];
    let many = folder.run(&all);
    assert_eq!(many.err.lines().count(), 1, "{}", many.err);
    assert!(
        many.err
            .starts_with("gouji: 4 个文件未检查：没有年度报告的标题、章节或表格（README.md）；"),
        "{}",
        many.err
    );
    assert_eq!(folder.run(&[&all[..], &["--verbose"]].concat()).err.lines().count(), 4);
    assert_eq!(folder.run(&[&all[..], &["--quiet"]].concat()).err, "");
    let walked = folder.run(&["check"]);
    assert_eq!(
        (walked.err.as_str(), walked.out.as_str()),
        ("", "没有发现问题（检查了 1 份报告）。\n")
    );
    assert!(folder.run(&["check", "--verbose"]).err.contains("README.md"));
    let stdin = folder.run_with(&["check", "-"], README);
    assert_eq!(
        (stdin.status, stdin.err.as_str()),
        (0, "gouji: -: 未检查：没有年度报告的标题、章节或表格\n")
    );
    assert!(stdin.out.starts_with("没有检查任何报告"), "{}", stdin.out);
}

const README: &str = "# 关于本项目\n\n政府信息公开工作年度报告的检查。\n";

#[test]
fn a_folder_names_what_looks_like_a_report_and_was_not_checked() {
    let folder = Folder::new(&[
        ("2023年度报告.ofd", ""),
        ("manual.ofd", ""),
        ("x/乙局年度报告.txt", README),
        ("README.md", README),
    ]);
    // No known format.
    folder.write("甲局.doc", b"\xdb\xa5\x2d\0\0\0\xff\xff");
    let output = folder.run(&["check"]);
    let lines = [
        "没有检查任何报告：读取的 2 个文件都不是 2019 年及以后的政府信息公开工作年度报告。",
        "未检查 1 个可能是报告的文件（2023年度报告.ofd）：是 OFD 文件，没有读 — 请检查 Word 原稿，或另存为带文字的 PDF。",
        "未检查 1 个可能是报告的文件（甲局.doc）：扩展名是 .doc，内容却认不出是这种文件 — 请用原来的程序打开，另存一份再检查。",
        "未检查 1 个名称或标题像报告的文件：x/乙局年度报告.txt（没有年度报告的标题、章节或表格）。",
    ];
    assert_eq!(
        (output.status, output.out.lines().collect::<Vec<_>>(), output.err.as_str()),
        (0, lines.to_vec(), "")
    );
    let json = folder.run(&["check", "--output-format", "json"]);
    assert_eq!(
        (json.out.trim(), json.err.lines().count()),
        ("[]", 4),
        "a format without room for it"
    );
    assert_eq!(folder.run(&["check", "--output-format", "json", "--quiet"]).err, "");
    assert_eq!(folder.run(&["check", "--diff"]).err.lines().next(), Some(lines[0]));
    folder.write("gouji.toml", "[files]\nexclude = [\"甲局.doc\"]");
    assert!(!folder.run(&["check"]).out.contains("甲局"));
    assert_eq!(Folder::new(&[]).run(&["check"]).out, "没有检查任何报告：没有可检查的文件。\n");
}

#[test]
fn the_reports_of_a_compilation_are_counted() {
    let early = "云溪县财政局2018年政府信息公开工作年度报告\n\n一、概述\n我局做好公开工作。\n";
    let folder = Folder::new(&[(
        "all.md",
        &format!("{REPORT}\n{}\n{early}", REPORT.replace("园林局", "水务局")),
    )]);
    let output = folder.run(&["check", "all.md"]);
    assert!(output.out.contains("检查了 2 份报告"), "{}", output.out);
    assert_eq!(
        output.err,
        "gouji: all.md: 其中 1 份未检查：是 2018 年的报告，2019 年以前没有统一格式\n"
    );
}

#[test]
fn excludes_bind_named_files_only_where_forced() {
    let wrong = wrong_total();
    let folder = Folder::new(&[
        ("drafts/a.md", &wrong),
        ("b.md", REPORT),
        ("gouji.toml", "[files]\nexclude = [\"drafts/**\"]"),
    ]);
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
    assert_eq!(
        folder.run_with(&["check", "-", "--stdin-filename", "x/a.md"], wrong_total()).status,
        0
    );
    let named = folder.run_with(
        &["check", "--stdin-filename", "y/a.md", "--output-format", "concise"],
        wrong_total(),
    );
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
