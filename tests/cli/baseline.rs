//! The baseline.

use crate::support::{Folder, REPORT, of_organ, replaced, wrong_addend, wrong_total};

fn write(folder: &Folder, arguments: &[&str]) -> i32 {
    folder
        .run(&[&["check", "--baseline", "base.json", "--write-baseline"], arguments].concat())
        .status
}

fn check(folder: &Folder) -> i32 {
    folder.run(&["check", "--baseline", "base.json"]).status
}

#[test]
fn what_is_there_today_is_accepted_and_no_more() {
    let folder = Folder::new(&[("x/a.md", &wrong_total())]);
    assert_eq!((write(&folder, &[]), check(&folder)), (0, 0));
    folder.write("x/a.md", replaced(&wrong_total(), "## 一、总体情况\n", "\n\n## 一、总体情况\n"));
    assert_eq!(check(&folder), 0, "lines may move");
    folder.write("x/b.md", of_organ(&wrong_total(), "云溪县水利局"));
    assert_eq!(check(&folder), 1, "another file");
    folder.write("x/b.md", of_organ(REPORT, "云溪县水利局"));
    folder.write("x/a.md", wrong_addend());
    assert_eq!(check(&folder), 1, "another place");
}

#[test]
fn entries_that_no_longer_occur_are_dropped_but_only_of_what_was_checked() {
    let folder = Folder::new(&[
        ("a.md", &wrong_total()),
        ("b.md", &of_organ(&wrong_total(), "云溪县水利局")),
        ("c.md", &of_organ(&wrong_total(), "云溪县财政局")),
    ]);
    write(&folder, &[]);
    assert_eq!(folder.read("base.json").matches("\"code\"").count(), 6);
    folder.write("a.md", REPORT);
    std::fs::remove_file(folder.join("b.md")).unwrap();
    write(&folder, &["--select", "A001", "a.md"]);
    assert_eq!(folder.read("base.json").matches("\"code\"").count(), 5, "A001 of a.md");
    write(&folder, &[]);
    assert_eq!(folder.read("base.json").matches("\"c.md\"").count(), 2);
    assert_eq!(folder.read("base.json").matches("\"code\"").count(), 2);
}

#[test]
fn a_baseline_that_cannot_be_used_is_named() {
    let folder = Folder::new(&[("a.md", REPORT)]);
    let error = |content: Option<&str>| {
        if let Some(content) = content {
            folder.write("base.json", content);
        }
        let output = folder.run(&["check", "--baseline", "base.json"]);
        assert_eq!((output.status, output.out.as_str()), (2, ""));
        output.err
    };
    assert_eq!(error(None), "gouji: base.json: 没有这个基线文件 — 用 --write-baseline 生成\n");
    assert_eq!(
        error(Some("{\"version\": 7}")),
        "gouji: base.json: 基线的版本是 7，本程序只读版本 1 — 用 --write-baseline 重新写\n"
    );
    assert!(error(Some("{\n]")).starts_with("gouji: base.json:2: 不是基线文件"));
    assert_eq!((write(&folder, &[]), check(&folder)), (0, 0), "it may be written anew");
}
