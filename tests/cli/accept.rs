//! Accepted findings, ignore comments, and entries that silence nothing.

use crate::support::{Folder, REPORT, of_organ, replaced, wrong_total};

fn entry(file: &str, code: &str, at: Option<&str>) -> String {
    let at = at.map(|at| format!("at = \"{at}\"\n")).unwrap_or_default();
    format!("[[accept]]\nfile = \"{file}\"\ncode = \"{code}\"\n{at}reason = \"原件如此\"\n")
}

#[test]
fn an_entry_silences_its_finding_wherever_it_moves() {
    let settings = format!("{}{}", entry("x/a.md", "A001", None), entry("x/a.md", "A002", None));
    let folder = Folder::new(&[("gouji.toml", &settings), ("x/a.md", &wrong_total())]);
    assert_eq!(folder.run(&["check"]).status, 0);
    folder.write(
        "x/a.md",
        replaced(&wrong_total(), "## 一、总体情况\n", "## 一、总体情况\n\n另起一段。\n"),
    );
    assert_eq!(folder.run(&["check"]).status, 0);
    folder.write("b.md", wrong_total());
    assert_eq!(folder.run(&["check"]).status, 1, "another file");
}

#[test]
fn an_entry_may_name_the_place() {
    let folder = Folder::new(&[("a.md", &wrong_total())]);
    folder.run(&["check", "--baseline", "base.json", "--write-baseline"]);
    let baseline: serde_json::Value = serde_json::from_str(&folder.read("base.json")).unwrap();
    let at = baseline["findings"][0]["at"].as_str().unwrap();
    folder.write("gouji.toml", entry("a.md", "A001", Some(at)));
    assert_eq!(folder.run(&["check", "--output-format", "concise"]).codes(), ["A002"], "{at}");
    folder.write("gouji.toml", entry("a.md", "A001", Some("表二/规章")));
    assert_eq!(
        folder.run(&["check", "--output-format", "concise"]).codes(),
        ["A001", "A002", "G001"]
    );
}

#[test]
fn an_unused_entry_is_shown_where_it_stands_and_removed() {
    let settings = format!(
        "# 设置\nlang = \"zh\"\n\n# 为什么\n{}\n# 以后的设置\n",
        entry("a.md", "A001", None)
    );
    let folder = Folder::new(&[("gouji.toml", &settings), ("a.md", REPORT)]);
    let output = folder.run(&["check", "--output-format", "concise"]);
    assert_eq!((output.status, output.findings()), (1, vec!["gouji.toml:5:1: G001".to_owned()]));
    assert!(output.out.contains("a.md 已没有 A001 的问题"), "{}", output.out);
    assert_eq!(folder.run(&["check", "--diff"]).out, "");
    assert!(
        folder.run(&["check", "--diff", "--unsafe-fixes"]).out.contains("-reason = \"原件如此\"")
    );
    assert_eq!(folder.run(&["check", "--fix"]).status, 1, "its reason is for a person to look at");
    assert_eq!(folder.read("gouji.toml"), settings);
    assert_eq!(folder.run(&["check", "--fix", "--unsafe-fixes"]).status, 0);
    assert_eq!(folder.read("gouji.toml"), "# 设置\nlang = \"zh\"\n\n# 以后的设置\n");
    assert_eq!(folder.run(&["check"]).status, 0);
}

#[test]
fn a_reason_that_is_still_to_be_written_silences_nothing() {
    let settings = entry("a.md", "A001", None).replace("原件如此", "请写明理由");
    let folder = Folder::new(&[("gouji.toml", &settings), ("a.md", &wrong_total())]);
    let output = folder.run(&["check", "--lang", "zh", "--output-format", "concise"]);
    assert_eq!(output.codes(), ["A001", "A002", "G001"]);
    assert!(
        output.out.contains(
            "接受 A001 的理由还是“请写明理由”，不起作用：请在 reason 中写明这个问题为什么可以保留"
        ),
        "{}",
        output.out
    );
    folder.run(&["check", "--fix", "--unsafe-fixes"]);
    assert_eq!(folder.read("gouji.toml"), settings, "it is completed by a person, not removed");
}

#[test]
fn an_entry_is_judged_only_for_files_and_codes_of_the_run() {
    let settings = format!("{}{}", entry("a.md", "A001", None), entry("gone.md", "A001", None));
    let other = of_organ(REPORT, "云溪县水利局");
    let folder = Folder::new(&[("gouji.toml", &settings), ("a.md", REPORT), ("b.md", &other)]);
    assert_eq!(folder.run(&["check", "b.md"]).status, 0, "its file is not checked");
    assert_eq!(folder.run(&["check", "--ignore", "A001"]).status, 0, "its rule is not run");
    assert_eq!(folder.run(&["check", "--select", "A"]).status, 0, "G001 is not selected");
    assert_eq!(
        folder.run(&["check", "a.md", "--output-format", "concise"]).findings(),
        ["gouji.toml:1:1: G001"]
    );
    let all = folder.run(&["check", "--output-format", "concise"]).findings();
    assert_eq!(
        all,
        ["gouji.toml:1:1: G001", "gouji.toml:5:1: G001"],
        "a file that is gone from a folder that was walked"
    );
}

/// The name of the file may be mistyped.
#[test]
fn an_entry_for_a_file_that_is_not_there_is_removed_by_a_person_only() {
    let lost = entry("aa.md", "A001", None);
    let folder = Folder::new(&[("gouji.toml", &lost), ("a.md", REPORT)]);
    let output = folder.run(&["check", "--fix", "--output-format", "concise"]);
    assert_eq!((output.status, folder.read("gouji.toml")), (1, lost));
    assert_eq!(output.findings(), ["gouji.toml:1:1: G001"]);
    assert!(output.out.contains("没有 aa.md 这个文件：请改正文件名"), "{}", output.out);
    assert_eq!(folder.run(&["check", "--fix", "--unsafe-fixes"]).status, 0);
    assert_eq!(folder.read("gouji.toml"), "");
}

#[test]
fn a_comment_silences_its_own_line_and_the_next() {
    let comment = "<!-- gouji-ignore A001, A002: 原件如此 -->";
    let row = "（一）予以公开";
    let text = replaced(&wrong_total(), "## 六、", &format!("{comment}\n## 六、"));
    let folder = Folder::new(&[("a.md", &text)]);
    let output = folder.run(&["check", "--output-format", "concise"]);
    assert_eq!(output.codes(), ["A001", "A002", "G001"]);
    assert_eq!(folder.run(&["check", "--fix"]).status, 0);
    assert_eq!(folder.read("a.md"), REPORT, "the comment is gone with its line");
    let broken = wrong_total().lines().find(|line| line.contains(row)).unwrap().to_owned();
    let text = replaced(
        &wrong_total(),
        &broken,
        &format!("<!-- gouji-ignore A001: 原件如此 -->\n{broken}"),
    );
    folder.write("a.md", text);
    assert_eq!(folder.run(&["check", "--output-format", "concise"]).codes(), ["A002"]);
}

/// A comment is for gouji and is not part of the row around the comment.
#[test]
fn a_comment_in_a_row_is_no_cell() {
    let row = "（一）予以公开 |  | 4 | 1 | 0 | 0 | 0 | 0 | 6";
    for (behind, codes) in [
        (" | <!-- gouji-ignore A001: 原件如此 -->", vec!["A002"]),
        (" <!-- gouji-ignore A001: 原件如此 --> |", vec!["A002"]),
        (" |\n<!-- gouji-ignore S008: 原件如此 -->", vec!["A001", "G001", "A002"]),
    ] {
        let folder = Folder::new(&[(
            "a.md",
            &replaced(&wrong_total(), &format!("{row} |"), &format!("{row}{behind}")),
        )]);
        assert_eq!(folder.run(&["check", "--output-format", "concise"]).codes(), codes, "{behind}");
    }
}
