//! The smaller commands.

use crate::support::{Folder, Output};

fn run(arguments: &[&str]) -> Output {
    Folder::new(&[]).run(arguments)
}

#[test]
fn explain_shows_the_page_of_a_rule() {
    for word in ["A001", "a001", "row-total"] {
        let output = run(&["explain", word]);
        assert_eq!(output.status, 0);
        assert!(output.out.starts_with("# A001 row-total\n"), "{}", output.out);
    }
    assert!(run(&["explain", "G001", "--lang", "en"]).out.contains("Default severity: warning."));
    assert!(run(&["explain", "--all"]).out.matches("\n# ").count() >= 3);
    let unknown = run(&["explain", "A01"]);
    assert_eq!((unknown.status, unknown.out.as_str()), (2, ""));
    assert_eq!(unknown.err, "gouji: 没有“A01”这个规则代码 — 是否想写 A001\n");
    assert_eq!(run(&["explain"]).status, 2);
}

#[test]
fn rules_are_listed_in_aligned_columns() {
    let out = run(&["rules"]).out;
    let lines: Vec<_> = out.lines().collect();
    let column = |line: &str, word: &str| {
        unicode_width::UnicodeWidthStr::width(&line[..line.find(word).unwrap()])
    };
    let row = lines.iter().find(|line| line.starts_with("A001")).unwrap();
    assert_eq!(column(lines[0], "级别"), column(row, "错误"));
    assert_eq!(column(lines[0], "检查什么"), column(row, "表三"));
    let rules: serde_json::Value =
        serde_json::from_str(&run(&["rules", "--output-format", "json", "--lang", "en"]).out)
            .unwrap();
    let first = &rules.as_array().unwrap().iter().find(|rule| rule["code"] == "G001").unwrap();
    assert_eq!((&first["severity"], &first["fix"]), (&"warning".into(), &"either".into()));
}

#[test]
fn completions_are_a_script() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&["completions", shell]);
        assert!(output.status == 0 && output.out.contains("write-baseline"), "{shell}");
    }
}

#[test]
fn a_new_report_names_its_issuer_and_year() {
    let output = run(&["new", "--issuer", "云溪县园林局", "--year", "2024"]);
    assert_eq!(output.status, 0);
    assert!(
        output.out.starts_with("# 云溪县园林局2024年政府信息公开工作年度报告\n"),
        "{}",
        output.out
    );
    let folder = Folder::new(&[("there.md", "")]);
    assert_eq!(folder.run(&["new", "--issuer", "甲", "--year", "2024", "-o", "new.md"]).status, 0);
    assert!(folder.read("new.md").contains("甲2024年"));
    assert_eq!(
        folder.run(&["new", "--issuer", "甲", "--year", "2024", "-o", "there.md"]).status,
        2,
        "nothing is overwritten"
    );
    assert_eq!(folder.read("there.md"), "");
    let nameless = run(&["new", "--issuer", " ", "--year", "2024"]);
    assert_eq!((nameless.status, nameless.out.as_str()), (2, ""), "{nameless:?}");
}

#[test]
fn an_empty_report_is_written_as_text_or_word() {
    let folder = Folder::new(&[]);
    let new = |name: &str| folder.run(&["new", "--issuer", "甲局", "--year", "2023", "-o", name]);
    for name in ["r.DOC", "r.wps", "r.pdf", "r.xlsx", "r.html", "r.ofd"] {
        let output = new(name);
        let told = format!(
            "gouji: {name}: 空白报告写成 Word 文档（.docx）或文本（.md、.txt） — 请换一个扩展名\n"
        );
        assert_eq!((output.status, output.err), (2, told));
        assert!(!folder.join(name).exists());
    }
    for name in ["r.md", "r.txt", "r", "云溪县2023.12", "r.docx"] {
        assert_eq!(new(name).status, 0, "{name}");
    }
    let codes = |name: &str| -> Vec<String> {
        let out = folder.run(&["check", "--output-format", "concise", name]).out;
        out.lines().filter_map(|line| Some(line.split_whitespace().nth(1)?.to_owned())).collect()
    };
    assert_eq!(codes("r.docx"), codes("r.md"));
    assert_eq!(codes("r.docx").iter().filter(|code| *code == "S008").count(), 3);
}
