//! What people write without reading help first, and options of every run.

use crate::support::{Folder, REPORT, of_organ, wrong_total};
use std::io::{BufRead, BufReader};
use std::process::Stdio;

#[test]
fn a_file_without_a_command_is_checked() {
    let folder = Folder::new(&[("年报.md", &wrong_total())]);
    let checked = folder.run(&["check", "--output-format", "concise", "年报.md"]);
    let output = folder.run(&["年报.md", "--output-format", "concise"]);
    assert_eq!((output.status, &output.out), (1, &checked.out));
    let output = folder.run(&["没有.md"]);
    assert!(output.status == 2 && output.err.contains("没有.md"), "{output:?}");
    let output = folder.run(&["chek"]);
    assert_eq!(output.err, "gouji: 没有“chek”这个命令 — 是否想写 check\n");
}

#[test]
fn help_is_a_command() {
    let folder = Folder::new(&[]);
    for (asked, same) in [(&["help"][..], &["--help"][..]), (&["help", "sum"], &["sum", "--help"])]
    {
        let (asked, same) = (folder.run(asked), folder.run(same));
        assert!(asked.status == 0 && asked.out == same.out, "{asked:?}");
    }
}

#[test]
fn a_settings_file_is_written_once() {
    let folder = Folder::new(&[("年报.md", &wrong_total())]);
    let output = folder.run(&["init"]);
    assert_eq!((output.status, output.out.as_str()), (0, ""));
    assert!(output.err.contains("gouji.toml"), "{}", output.err);
    assert!(folder.read("gouji.toml").contains("去掉一行开头的 #"));
    assert_eq!(folder.run(&["年报.md"]).status, 1, "comments settle nothing");
    folder.write("gouji.toml", "ignore = [\"A\"]\n");
    let output = folder.run(&["--lang", "en", "init"]);
    assert!(output.status == 2 && output.err.contains("there already"), "{output:?}");
    assert_eq!(folder.read("gouji.toml"), "ignore = [\"A\"]\n");
    folder.write("县/年报.md", "");
    assert_eq!(folder.run(&["--lang", "en", "--quiet", "init", "县"]).err, "");
    assert!(folder.read("县/gouji.toml").contains("Remove the #"));
}

#[test]
fn an_isolated_run_reads_no_settings() {
    let folder = Folder::new(&[("年报.md", &wrong_total()), ("gouji.toml", "ignore = [\"A\"]\n")]);
    assert_eq!(folder.run(&["check"]).status, 0);
    assert_eq!(folder.run(&["check", "--isolated"]).status, 1);
    folder.write("gouji.toml", "ignore = 1\n");
    assert_eq!(folder.run(&["check"]).status, 2);
    assert_eq!(folder.run(&["--isolated", "check"]).status, 1);
}

#[test]
fn files_are_excluded_on_the_command_line() {
    let other = of_organ(&wrong_total(), "云溪县水利局");
    let folder = Folder::new(&[
        ("甲/年报.md", REPORT),
        ("甲/草稿/年报.md", &other),
        ("乙.txt", &other),
        ("gouji.toml", "[files]\nexclude = [\"*.txt\"]\n"),
    ]);
    let shown = |arguments: &[&str]| {
        folder.run(&[&["check", "--show-files"], arguments].concat()).out.replace('\\', "/")
    };
    assert_eq!(shown(&[]), "甲/年报.md\n甲/草稿/年报.md\n");
    assert_eq!(shown(&["--exclude", "草稿"]), "甲/年报.md\n");
    assert_eq!(shown(&["--exclude", "甲/草稿/**,乙*"]), "甲/年报.md\n");
    assert_eq!(shown(&["--exclude", "甲", "--isolated"]), "乙.txt\n");
    let cells = folder.run(&["extract", "--exclude", "草稿"]).out;
    assert!(cells.contains("云溪县园林局") && !cells.contains("云溪县水利局"), "{cells}");
    let output = folder.run(&["check", "--exclude", "[a"]);
    assert!(output.status == 2 && output.err.starts_with("gouji: --exclude: "), "{output:?}");
}

#[test]
fn a_watched_file_is_checked_again() {
    let folder = Folder::new(&[("年报.md", &wrong_total())]);
    let mut command =
        folder.command(&["check", "--watch", "--output-format", "concise", "年报.md"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut next = |part: &str| lines.find(|line| line.contains(part)).unwrap();
    next("A001");
    folder.write("年报.md", REPORT);
    next("没有发现问题");
    // As programs save: by a file that takes the name.
    folder.write("新.md", wrong_total());
    std::fs::rename(folder.join("新.md"), folder.join("年报.md")).unwrap();
    next("A001");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn what_cannot_be_watched_is_named() {
    let folder = Folder::new(&[]);
    let output = folder.run(&["check", "--watch", "没有/年报.md"]);
    assert_eq!(output.status, 2);
    assert_eq!(output.err, "gouji: 没有: 没有这个文件或文件夹\n");
    let output = folder.run(&["check", "--watch", "-"]);
    assert!(output.status == 2 && output.err.contains("标准输入"), "{output:?}");
}

#[test]
fn completions_know_the_codes() {
    let script = Folder::new(&[]).run(&["completions", "bash"]).out;
    assert!(script.contains("A001") && script.contains("X009"), "{script}");
}
