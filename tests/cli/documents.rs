//! Word documents: copies with comments, tracked changes, open documents, and places.

use crate::reports::docx::{self, Look};
use crate::reports::page::{self, Style};
use crate::support::{Folder, REPORT, replaced, warning, wrong_total};
use gouji::files::Package;
use serde_json::Value;
use std::fs;

/// A report with this total for three applications.
fn cell(total: &'static str) -> impl Fn(usize, usize, usize) -> String {
    move |table, row, column| match (table, row, column) {
        (1, 0, 6) => total.to_owned(),
        (1, 0 | 2 | 23, 0 | 6) => "3".to_owned(),
        _ => "0".to_owned(),
    }
}

fn document(total: &'static str) -> Vec<u8> {
    docx::write(2023, Look::default(), &cell(total))
}

/// A document whose total is a formula.
fn formula() -> Vec<u8> {
    docx::changed(&document("4"), |markup| {
        let at = markup.find(">4</w:t>").expect("the total");
        let start = markup[..at].rfind("<w:r>").expect("its run");
        let end = at + markup[at..].find("</w:r>").expect("its end") + 6;
        let run = &markup[start..end];
        let field = format!("<w:fldSimple w:instr=\" =SUM(LEFT) \">{run}</w:fldSimple>");
        format!("{}{field}{}", &markup[..start], &markup[end..])
    })
}

fn comments(document: &[u8]) -> String {
    let comments = Package::open(document).unwrap().read("word/comments.xml").unwrap();
    String::from_utf8(comments.expect("comments")).unwrap()
}

#[test]
fn the_folder_of_the_copies_must_be_named() {
    let folder = Folder::new(&[("a.md", REPORT)]);
    folder.write("报告.docx", document("4"));
    folder.write("x.docx/b.docx", document("4"));
    for (name, paths) in [("报告.docx", vec![]), ("new.docx", vec![]), ("a.md", vec!["报告.docx"])]
    {
        let output = folder.run(&[&["check", "--annotate", name][..], &paths].concat());
        let told = format!(
            "gouji: {name}: 不是文件夹，--annotate 后面先写放副本的文件夹 — 例如 --annotate 批注 报告.docx\n"
        );
        assert_eq!((output.status, output.err, output.out.as_str()), (2, told, ""));
        assert!(!folder.join("new.docx").exists());
    }
    assert_eq!(folder.run(&["check", "--annotate", "x.docx", "报告.docx"]).status, 1);
    assert!(folder.join("x.docx/报告.docx").exists(), "a folder may have any name");
}

#[test]
fn copies_of_a_mixed_folder_are_counted_and_other_files_named() {
    let folder = Folder::new(&[
        ("reports/a.html", &page::write(2023, Style::Clean, &cell("4"))),
        ("reports/b.md", &wrong_total()),
        ("reports/good.md", REPORT),
    ]);
    folder.write("reports/c.docx", document("4"));
    folder.write("reports/x/d.docx", document("4"));
    folder.write("reports/good.docx", document("3"));
    // All of them are of one organ and year.
    folder.write("gouji.toml", "ignore = [\"X\"]\n");
    let output = folder.run(&["check", "--annotate", "退回", "reports"]);
    let told = "gouji: 2 份不是 Word 文档，没有写批注：reports/a.html、reports/b.md\n";
    assert_eq!((output.status, output.err.as_str()), (1, told));
    assert!(output.out.contains("写了 2 份带批注的副本，在文件夹 退回 中。\n"), "{}", output.out);
    assert!(folder.join("退回/reports/x/d.docx").exists());
    assert!(!folder.join("退回/reports/good.docx").exists());
    let json = folder.run(&["check", "--annotate", "copies", "reports", "--output-format", "json"]);
    assert!(json.err.contains("gouji: 写了 2 份带批注的副本"), "{}", json.err);
    let named = folder.run(&["check", "--annotate", "other", "reports/b.md"]);
    assert_eq!((named.status, named.err.lines().count()), (2, 1), "{}", named.err);
}

#[test]
fn a_copy_has_the_findings_across_reports() {
    let folder = Folder::new(&[]);
    folder.write("reports/a.docx", document("3"));
    folder.write("reports/b.docx", document("3"));
    let output = folder.run(&["check", "--annotate", "退回", "reports"]);
    assert!(output.out.contains("X005"), "{}", output.out);
    assert!(output.out.contains("写了 1 份带批注的副本"), "{}", output.out);
    assert!(folder.join("退回/reports/b.docx").exists());
    assert!(!folder.join("退回/reports/a.docx").exists());
}

#[test]
fn copies_in_the_checked_folder_are_not_checked() {
    let folder = Folder::new(&[]);
    folder.write("a.docx", document("4"));
    let run = || folder.run(&["check", "--annotate", "退回", "."]);
    let first = run();
    assert!(first.status == 1 && first.out.contains("检查了 1 份报告"), "{first:?}");
    let second = run();
    assert!(second.status == 2 && second.out.contains("检查了 1 份报告"), "{second:?}");
    assert_eq!(second.err.lines().count(), 1, "{}", second.err);
    assert!(!folder.join("退回/退回").exists());
}

#[test]
fn tracked_changes_of_a_mixed_folder_name_the_other_files() {
    let folder =
        Folder::new(&[("b.md", &wrong_total()), ("good.md", REPORT), ("w.md", &warning())]);
    folder.write("a.docx", document("4"));
    let output = folder.run(&["check", "--fix", "--track"]);
    let told = "gouji: 1 份不是 Word 文档，没有写修订：b.md\n";
    assert_eq!((output.status, output.err.as_str()), (1, told));
    assert_eq!(folder.read("b.md"), wrong_total());
    assert!(output.out.contains(
        "已改 a.docx：修正 2 处问题\n改动写成了修订：请在 Word 中打开，逐条接受或拒绝。\n"
    ));
}

#[test]
fn standard_input_takes_changes_and_comments() {
    let folder = Folder::new(&[]);
    folder.write("a.docx", document("4"));
    let input = || fs::File::open(folder.join("a.docx")).unwrap();
    let tracked =
        folder.command(&["check", "--fix", "--track", "-"]).stdin(input()).output().unwrap();
    assert_eq!(tracked.status.code(), Some(0), "{tracked:?}");
    assert!(comments(&tracked.stdout).contains("总计应为 3"));
    let arguments = ["check", "--annotate", "退回", "-"];
    let copied = folder.command(&arguments).stdin(input()).output().unwrap();
    assert_eq!(copied.status.code(), Some(1), "{copied:?}");
    assert!(folder.join("退回/stdin.docx").exists());
    for arguments in [&arguments[..], &["check", "--fix", "--track", "-"]] {
        let text = folder.run_with(arguments, wrong_total());
        assert!(text.status == 2 && text.err.contains("不是 Word 文档"), "{text:?}");
    }
}

#[test]
fn an_open_document_is_not_written() {
    let folder = Folder::new(&[("~$a.docx", "note"), ("~$b.md", "note"), ("b.md", &wrong_total())]);
    let bytes = document("4");
    folder.write("a.docx", &bytes);
    for extra in [None, Some("--track")] {
        let arguments: Vec<_> =
            ["check", "--fix"].into_iter().chain(extra).chain(["a.docx"]).collect();
        let output = folder.run(&arguments);
        let told = "gouji: a.docx: 正在 Word 或 WPS 中打开（旁边有 ~$a.docx），没有写入 — 请先关闭文件；没有打开的，请删去 ~$a.docx\n";
        assert_eq!((output.status, output.err.as_str()), (2, told));
        assert!(output.out.contains("A001"), "{}", output.out);
        assert_eq!(fs::read(folder.join("a.docx")).unwrap(), bytes);
    }
    assert_eq!(folder.run(&["check", "a.docx"]).status, 1, "nothing is written");
}

#[test]
fn the_reason_why_a_fix_is_not_offered_is_said_everywhere() {
    let folder = Folder::new(&[]);
    folder.write("a.docx", formula());
    let reason = "这一格是公式，请在 Word 中更新域";
    let json = folder.run(&["check", "--output-format", "json"]).out;
    let found: Value = serde_json::from_str(&json).unwrap();
    let related = found[0]["related"].as_array().unwrap();
    assert!(related.iter().any(|one| one["message"] == reason && one["location"]["row"].is_u64()));
    folder.run(&["check", "--annotate", "退回", "a.docx"]);
    let copy = fs::read(folder.join("退回/a.docx")).unwrap();
    assert!(comments(&copy).contains(&format!("。{reason}")), "{}", comments(&copy));
}

#[test]
fn a_comment_of_word_has_advice_for_word() {
    let folder = Folder::new(&[]);
    folder.write("a.docx", document("4"));
    folder.run(&["check", "--annotate", "退回", "a.docx", "--select", "A001"]);
    let copy = fs::read(folder.join("退回/a.docx")).unwrap();
    let all = comments(&copy);
    let start = all.find("A001 ").expect("the comment");
    let end = start + all[start..].find('<').expect("its end");
    for (words, advice) in [
        ("gouji-ignore A001", "在 Word 中把批注写成“gouji-ignore 代码: 理由”"),
        ("gouji-ignore T002: 看过", "这条批注多余，请在 Word 中删除"),
    ] {
        let changed = replaced(&all, &all[start..end], words);
        let parts = [("word/comments.xml", changed.as_bytes())];
        folder.write("b.docx", Package::open(&copy).unwrap().with(&parts).unwrap());
        let output = folder.run(&["check", "b.docx", "--output-format", "concise"]);
        assert!(output.codes().contains(&"G001".to_owned()), "{}", output.out);
        assert!(output.out.contains(advice) && !output.out.contains("<!--"), "{}", output.out);
    }
}

#[test]
fn the_place_is_in_the_message_where_a_line_does_not_lead_to_it() {
    let page = page::write(2023, Style::Clean, &cell("4"));
    let folder = Folder::new(&[("lines.html", &page), ("one.html", &page.replace('\n', ""))]);
    folder.write("a.docx", document("4"));
    let place = "（表三，第 4 行“总计”列）";
    for format in ["concise", "junit", "sarif"] {
        let of = |file: &str| folder.run(&["check", file, "--output-format", format]).out;
        assert!(of("a.docx").contains(place), "{format}: {}", of("a.docx"));
        assert!(of("one.html").contains(place), "{format}: {}", of("one.html"));
        assert!(!of("lines.html").contains(place), "{format}: {}", of("lines.html"));
    }
    for format in ["full", "github", "gitlab"] {
        let out = folder.run(&["check", "one.html", "--output-format", format]).out;
        assert!(out.contains(place), "{format}: {out}");
        let out = folder.run(&["check", "a.docx", "--output-format", format]).out;
        assert_eq!(out.matches("表三，第 4 行“总计”列").count(), 1, "{format}: {out}");
    }
}

#[test]
fn sarif_has_the_related_places_of_a_document() {
    let folder = Folder::new(&[]);
    folder.write("a.docx", document("4"));
    let log = folder.run(&["check", "--output-format", "sarif"]).out;
    let log: Value = serde_json::from_str(&log).unwrap();
    let schema = serde_json::from_str(include_str!("sarif-2.1.0.schema.json")).unwrap();
    assert_eq!(crate::formats::validate(schema, &log), Ok(()));
    let related = &log["runs"][0]["results"][0]["relatedLocations"][0];
    assert_eq!(related["logicalLocations"][0]["name"], "表三，第 4 行");
    assert!(related["physicalLocation"].get("region").is_none());
}
