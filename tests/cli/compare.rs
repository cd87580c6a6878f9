//! Two reports side by side.

use crate::reports::docx::{self, Look};
use crate::reports::{Manner, Oddities, write_cells};
use crate::support::{Folder, REPORT, replaced, wrong_total};
use gouji::syntax::Layout;
use serde_json::{Value, json};

fn changed() -> String {
    let text = replaced(&wrong_total(), "主动公开信息29条", "主动公开信息31条");
    let text =
        replaced(&text, "本年度未收取信息处理费。", "本年度未收取信息处理费。\n\n无其他事项。");
    replaced(&text, "| 行政规范性文件 | 3 | 1 | 12 |", "| 行政规范性文件 | 3 | 1 |  |")
}

#[test]
fn cells_and_paragraphs_are_compared() {
    let folder = Folder::new(&[("a.md", REPORT), ("b.md", &changed())]);
    let output = folder.run(&["compare", "a.md", "b.md"]);
    assert_eq!((output.status, output.err.as_str()), (1, ""));
    let expected = "\
--- a.md 云溪县园林局 2023
+++ b.md 云溪县园林局 2023
表二/行政规范性文件/现行有效件数: 12 → （无）
表三/（一）予以公开/总计: 5 → 6 (+1)
@@ 一 @@
- 本年度，我局主动公开信息29条，其中网站23条，公众号6条。收到的公开申请按时答复，信息公开前经保密审查，全年组织培训一次。
+ 本年度，我局主动公开信息31条，其中网站23条，公众号6条。收到的公开申请按时答复，信息公开前经保密审查，全年组织培训一次。
@@ 六 @@
+ 无其他事项。
2 格不同，2 段不同。
";
    assert_eq!(output.out, expected);
    let colored = folder.run(&["compare", "a.md", "b.md", "--color", "always"]).out;
    assert!(colored.contains("信息\u{1b}[7m29\u{1b}[27m条"), "{colored}");
    let same = folder.run(&["compare", "a.md", "a.md"]);
    assert_eq!((same.status, same.out.as_str(), same.err.as_str()), (0, "没有不同。\n", ""));
    folder.write("gouji.toml", "lang = \"en\"\n");
    assert_eq!(folder.run(&["compare", "a.md", "a.md"]).out, "No differences.\n");
    let quiet = folder.run(&["compare", "a.md", "a.md", "--quiet"]);
    assert_eq!((quiet.status, quiet.out.as_str()), (0, ""));
}

#[test]
fn the_differences_are_data() {
    let folder = Folder::new(&[("a.md", REPORT), ("b.md", &changed())]);
    let arguments = ["compare", "a.md", "b.md", "--output-format", "json", "-o", "c.json"];
    assert_eq!(folder.run(&arguments).status, 1);
    let found: Value = serde_json::from_str(&folder.read("c.json")).unwrap();
    assert_eq!(found["same"], false);
    assert_eq!(found["old"], json!({ "filename": "a.md", "organ": "云溪县园林局", "year": 2023 }));
    let cells = json!([
        { "place": "表二/行政规范性文件/现行有效件数", "old": "12", "new": null },
        { "place": "表三/（一）予以公开/总计", "old": "5", "new": "6" },
    ]);
    assert_eq!(found["cells"], cells);
    assert_eq!(found["paragraphs"][0]["place"], "一");
    let added = json!({ "place": "六", "old": null, "new": "无其他事项。" });
    assert_eq!(found["paragraphs"][1], added);
    let same = folder.run(&["compare", "a.md", "a.md", "--output-format", "json"]);
    let found: Value = serde_json::from_str(&same.out).unwrap();
    assert_eq!((same.status, &found["same"], &found["cells"]), (0, &json!(true), &json!([])));
}

#[test]
fn the_page_marks_what_changed() {
    let folder = Folder::new(&[("a.md", REPORT), ("b.md", &changed())]);
    let output = folder.run(&["compare", "a.md", "b.md", "--output-format", "html"]);
    let page = output.out;
    assert_eq!(output.status, 1);
    assert!(page.contains("<td><del>5</del> <ins>6</ins></td>"), "{page}");
    assert!(page.contains("主动公开信息<del>29</del><ins>31</ins>条"), "{page}");
    assert!(page.contains("<p><ins>无其他事项。</ins></p>"), "{page}");
    assert!(page.contains("<caption>表三</caption>") && !page.contains("<caption>表四</caption>"));
    assert!(!page.contains("<script"), "{page}");
}

#[test]
fn the_source_and_the_layout_do_not_matter() {
    // The sums hold for these numbers, so that the tables are understood.
    let cell = |table: usize, _: usize, _: usize| if table == 0 { "3" } else { "0" }.to_owned();
    let text = |layout| write_cells(2023, Manner::Library(layout), Oddities::default(), &cell);
    let folder = Folder::new(&[
        ("a.txt", &text(Layout::Pipes)),
        ("b.txt", &text(Layout::Tabs)),
        ("wide.md", &REPORT.replace("我局主动公开信息29条，", "我局主动公开信息２９条, ")),
        ("a.md", REPORT),
    ]);
    folder.write("c.docx", docx::write(2023, Look::default(), &cell));
    for (old, new) in [("a.txt", "b.txt"), ("a.txt", "c.docx"), ("a.md", "wide.md")] {
        let output = folder.run(&["compare", old, new]);
        assert_eq!((output.status, output.out.as_str()), (0, "没有不同。\n"), "{old} {new}");
    }
    // The lines of a PDF end within sentences.
    let wrapped = REPORT.replace("收到的公开申请按时", "收到的公开申请\n按时");
    let changed = wrapped.replace("6条", "7条");
    folder.write("b.md", &wrapped);
    assert_eq!(folder.run(&["compare", "a.md", "b.md"]).status, 0);
    folder.write("b.md", &changed);
    let output = folder.run(&["compare", "a.md", "b.md"]);
    assert!(output.out.ends_with("0 格不同，1 段不同。\n"), "{}", output.out);
    let output = folder.run_with(&["compare", "a.md", "-"], REPORT);
    assert_eq!((output.status, output.err.as_str()), (0, ""));
}

#[test]
fn a_row_that_is_not_read_is_compared_as_text() {
    let row = "| 行政规范性文件 | 3 | 1 | 12 |";
    let old = replaced(REPORT, row, "| 行政规范性文件 | 3 | 1 | 12 | 7 |");
    let new = replaced(REPORT, row, "| 行政规范性文件 | 3 | 1 | 12 | 8 |");
    let folder = Folder::new(&[("a.md", &old), ("b.md", &new)]);
    let output = folder.run(&["compare", "a.md", "b.md"]);
    assert_eq!(output.status, 1, "{}", output.out);
}

#[test]
fn what_cannot_be_compared_is_status_2() {
    let both = format!("{REPORT}\n{}", REPORT.replace("园林局", "水利局"));
    let folder = Folder::new(&[("a.md", REPORT), ("readme.md", "# 读我\n"), ("both.md", &both)]);
    for (arguments, told) in [
        (&["a.md", "none.md"][..], "none.md: 没有这个文件 — 请检查路径"),
        (&["a.md", "readme.md"], "readme.md: 不能比较：没有年度报告的标题、章节或表格"),
        (&["both.md", "a.md"], "both.md: 文件中有 2 份报告 — 请拆成一份一个文件再比较"),
        (&["-", "-"], "两份报告不能都是标准输入（-）"),
        (
            &["a.md", "readme.md", "-o", "a.md"],
            "a.md: 是要比较的报告，--output-file 不覆盖它 — 请换一个文件名",
        ),
    ] {
        let output = folder.run(&[&["compare"], arguments].concat());
        assert_eq!((output.status, output.err), (2, format!("gouji: {told}\n")), "{arguments:?}");
    }
    assert_eq!(folder.read("a.md"), REPORT);
}
