//! Web pages, Word documents and PDF on the command line.

use crate::reports::docx::{self, Look};
use crate::reports::page::{self, Style};
use crate::reports::pdf;
use crate::support::{Folder, REPORT, replaced, wrong_total};
use gouji::source::ElementKind;
use std::fs;

/// A report with one wrong total, 4 in place of 3.
fn wrong(table: usize, row: usize, column: usize) -> String {
    match (table, row, column) {
        (1, 0, 6) => "4",
        (1, 0 | 2 | 23, 0 | 6) => "3",
        _ => "0",
    }
    .to_owned()
}

fn wrong_page() -> String {
    page::write(2023, Style::Clean, &wrong)
}

fn wrong_document() -> Vec<u8> {
    docx::write(2023, Look::default(), &wrong)
}

#[test]
fn a_page_is_checked_and_mended_in_place() {
    let page = wrong_page();
    let mended = page.replacen("<td>4</td>", "<td>3</td>", 1);
    let folder = Folder::new(&[("2023.html", &page)]);
    let output = folder.run(&["check", "--output-format", "concise"]);
    let line = page[..page.find("<td>4</td>").unwrap()].matches('\n').count() + 1;
    assert_eq!(output.findings()[0], format!("2023.html:{line}:5: A001"));
    let diff = folder.run(&["check", "--diff"]).out;
    assert!(diff.starts_with("--- 2023.html\n+++ 2023.html\n"), "{diff}");
    assert!(diff.contains("-<td>4</td>\n+<td>3</td>\n"), "{diff}");
    let piped = folder.run_with(&["check", "-", "--fix"], &page);
    assert_eq!((piped.status, piped.out), (0, mended.clone()));
    assert_eq!(folder.run(&["check", "--fix"]).status, 0);
    assert_eq!(folder.read("2023.html"), mended);
}

#[test]
fn a_page_in_gb18030_stays_in_it() {
    let page = wrong_page().replace("charset=\"utf-8\"", "charset=gb2312");
    let bytes = encoding_rs::GB18030.encode(&page).0.into_owned();
    let folder = Folder::new(&[]);
    folder.write("2023.htm", &bytes);
    assert_eq!(folder.run(&["check", "--fix"]).status, 0);
    let mended = page.replacen("<td>4</td>", "<td>3</td>", 1);
    let expected = encoding_rs::GB18030.encode(&mended).0.into_owned();
    assert_eq!(fs::read(folder.join("2023.htm")).unwrap(), expected);
}

#[test]
fn a_document_is_named_by_table_and_row() {
    let folder = Folder::new(&[]);
    folder.write("2023.docx", wrong_document());
    let json = folder.run(&["check", "--output-format", "json"]).out;
    let found: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(found[0]["code"], "A001");
    assert_eq!(found[0]["source"]["table"], 2);
    assert_eq!(found[0]["fix"]["in"], "reading");
    let text = folder.run(&["text", "2023.docx"]).out;
    let row = found[0]["location"]["row"].as_u64().unwrap() as usize;
    assert!(text.lines().nth(row - 1).unwrap().ends_with("\t4"), "{text}");
    let full = folder.run(&["check"]).out;
    assert!(full.contains("--> 2023.docx: 表三，第 4 行“总计”列"), "{full}");
    let sarif = folder.run(&["check", "--output-format", "sarif"]).out;
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    let place = &sarif["runs"][0]["results"][0]["locations"][0];
    assert_eq!(place["logicalLocations"][0]["name"], "表三，第 4 行“总计”列");
    assert!(place["physicalLocation"].get("region").is_none(), "{place}");
    let github = folder.run(&["check", "--output-format", "github"]).out;
    assert!(github.starts_with("::error file=2023.docx,title="), "{github}");
}

#[test]
fn a_document_is_mended_in_place_as_changes_or_as_a_copy_with_comments() {
    let folder = Folder::new(&[]);
    let document = wrong_document();
    for name in ["a.docx", "b.docx", "x/c.docx"] {
        folder.write(name, &document);
    }
    let diff = folder.run(&["check", "--diff", "a.docx"]);
    assert!(diff.out.starts_with("--- a.docx (gouji text)\t\n"), "{}", diff.out);
    assert_eq!(folder.run(&["check", "--fix", "a.docx"]).status, 0);
    assert!(folder.run(&["text", "a.docx"]).out.contains("\t3\n"));
    assert_eq!(folder.run(&["check", "--fix", "--track", "b.docx"]).status, 0);
    let tracked = fs::read(folder.join("b.docx")).unwrap();
    assert_ne!(tracked, fs::read(folder.join("a.docx")).unwrap());
    assert_eq!(folder.run(&["check", "b.docx"]).status, 0, "inserted text counts");
    let annotate = ["check", "--annotate", "out", "x"];
    assert_eq!(folder.run(&annotate).status, 1);
    assert_eq!(fs::read(folder.join("x/c.docx")).unwrap(), document);
    let copy = folder.run(&["check", "--output-format", "concise", "out/x/c.docx"]);
    assert_eq!(copy.codes(), ["A001", "A003"], "comments change no word");
    let again = folder.run(&annotate);
    let existing = "gouji: out/x/c.docx: 已有这个文件，不覆盖 — 请换一个文件夹，或删去旧的\n";
    assert_eq!((again.status, again.err.as_str()), (2, existing));
    folder.write("page.html", wrong_page());
    let other = folder.run(&["check", "--fix", "--track", "page.html"]);
    let told = "gouji: page.html: 不是 Word 文档（.docx），不能写修订和批注\n";
    assert_eq!((other.status, other.err.as_str()), (2, told));
    assert_eq!(folder.read("page.html"), wrong_page());
}

#[test]
fn a_missing_row_is_a_tracked_change() {
    let folder = Folder::new(&[]);
    let whole = docx::write(2023, Look::default(), &|_, _, _| "0".to_owned());
    let document = docx::lacking(&whole, ElementKind::Row, "2.重复申请");
    folder.write("2023.docx", &document);
    let check = ["check", "--output-format", "concise", "2023.docx"];
    assert_eq!(folder.run(&check).codes(), ["T003"]);
    // The fix needs a person.
    assert_eq!(folder.run(&["check", "--fix", "--track", "2023.docx"]).status, 1);
    assert_eq!(fs::read(folder.join("2023.docx")).unwrap(), document);
    folder.run(&["check", "--fix", "--unsafe-fixes", "--track", "2023.docx"]);
    let text = folder.run(&["text", "2023.docx"]).out;
    assert!(text.contains("\n\t\t2.重复申请\t"), "{text}");
    assert!(!folder.run(&check).codes().contains(&"T003".to_owned()));
}

#[test]
fn copies_of_files_elsewhere_stand_below_the_same_folders() {
    let (folder, other) = (Folder::new(&[]), Folder::new(&[]));
    for name in ["甲/2023.docx", "乙/2023.docx", "2023.docx"] {
        other.write(name, wrong_document());
    }
    let path = |name: &str| other.join(name).to_str().unwrap().to_owned();
    let (one, two) = (path("甲/2023.docx"), path("乙/2023.docx"));
    let annotate = |out: &str, files: &[&str]| {
        folder.run(&[&["check", "--quiet", "--annotate", out], files].concat())
    };
    assert_eq!(annotate("a", &[&one]).status, 1);
    assert!(folder.join("a/2023.docx").exists());
    for (out, files) in [("b", [&*one, &*two]), ("c", [&*path("甲"), &*path("乙")])] {
        let output = annotate(out, &files);
        assert_eq!((output.status, output.err.as_str()), (1, ""));
        assert!(folder.join(&format!("{out}/甲/2023.docx")).exists());
        assert!(folder.join(&format!("{out}/乙/2023.docx")).exists());
    }
    // Two files of one name are told before anything is written.
    folder.write("2023.docx", wrong_document());
    let output = annotate("d", &["2023.docx", &one]);
    let told = format!(
        "gouji: 2023.docx: 副本会与 {one} 的副本同名，没有写任何副本 — 请分两次检查，写到不同的文件夹\n"
    );
    assert_eq!((output.status, output.err, output.out.as_str()), (2, told, ""));
    assert!(!folder.join("d").exists());
}

#[test]
fn a_comment_of_word_silences_a_rule_at_its_cell() {
    let folder = Folder::new(&[]);
    let commented = |words: &str| docx::commented(&wrong_document(), "4", words);
    for (words, codes) in [
        ("gouji-ignore A001: 含补录的 1 件", vec!["A003"]),
        ("gouji-ignore A001，A002: 含补录的 1 件", vec!["G001", "A003"]),
        ("gouji-ignore A001", vec!["A001", "G001", "A003"]),
        ("请核对 A001", vec!["A001", "A003"]),
    ] {
        folder.write("2023.docx", commented(words));
        let output = folder.run(&["check", "--output-format", "concise"]);
        assert_eq!(
            (output.codes(), output.status),
            (codes.iter().map(|code| (*code).to_owned()).collect(), 1),
            "{words}"
        );
    }
    // What may stand is not mended for another sum either, neither in place nor as a change.
    let document = commented("gouji-ignore A001: 含补录的 1 件");
    folder.write("2023.docx", &document);
    for arguments in [&["check", "--fix"][..], &["check", "--fix", "--track"]] {
        assert_eq!(folder.run(arguments).status, 1);
        assert_eq!(fs::read(folder.join("2023.docx")).unwrap(), document);
    }
    // The comments for a reviewer join it.
    assert_eq!(folder.run(&["check", "--annotate", "out", "2023.docx"]).status, 1);
    let copy = folder.run(&["check", "--output-format", "concise", "out/2023.docx"]);
    assert_eq!(copy.codes(), ["A003"]);
}

#[test]
fn a_blank_cell_with_a_comment_takes_a_number() {
    let cell = |table: usize, row: usize, column: usize| match (table, row, column) {
        (1, 0, 6) => "77".to_owned(),
        _ => "0".to_owned(),
    };
    let comment = "<!-- gouji-ignore A001: 原件如此 -->";
    let page = page::write(2023, Style::Clean, &cell);
    let folder = Folder::new(&[]);
    let fix = ["check", "--select", "T009", "--fix", "--unsafe-fixes"];
    for (blank, filled) in [
        (format!("</td>{comment}"), format!("0</td>{comment}")),
        (format!("&nbsp;</td>\n{comment}"), format!("0</td>\n{comment}")),
        (format!("<p> </p>{comment}</td>"), format!("<p>0</p>{comment}</td>")),
        (format!("{comment}&nbsp;</td>"), format!("0{comment}&nbsp;</td>")),
    ] {
        folder.write("2023.html", replaced(&page, "77</td>", &blank));
        let output = folder.run(&fix);
        assert_eq!(output.status, 0, "{}", output.out);
        assert_eq!(folder.read("2023.html"), replaced(&page, "77</td>", &filled));
    }
    let row = "| 规章 | 0 | 0 | 0 |";
    let with = |cell: &str| replaced(REPORT, row, &format!("| 规章 | 0 |{cell}| 0 |"));
    folder.write("2023.md", with(comment));
    assert_eq!(folder.run(&fix).status, 0);
    assert_eq!(folder.read("2023.md"), with(&format!(" 0{comment}")));

    let blank = |table: usize, row: usize, column: usize| match (table, row, column) {
        (0, 0, 1) => "55".to_owned(),
        (0, 0, 2) => String::new(),
        _ => "0".to_owned(),
    };
    let document = docx::write(2023, Look::default(), &blank);
    folder.write("2023.docx", docx::commented(&document, "55", "gouji-ignore A001: 看过"));
    let output = folder.run(&fix);
    assert_eq!(output.status, 0, "{}", output.out);
    let text = folder.run(&["text", "2023.docx"]).out;
    assert!(text.contains("规章\t0\t55\t0 <!-- gouji-ignore"), "{text}");
}

#[test]
fn a_formula_is_left_and_named() {
    let folder = Folder::new(&[]);
    let document = docx::changed(&wrong_document(), |markup| {
        let at = markup.find(">4</w:t>").expect("the total");
        let start = markup[..at].rfind("<w:r>").expect("its run");
        let end = at + markup[at..].find("</w:r>").expect("its end") + 6;
        let run = &markup[start..end];
        let field = format!("<w:fldSimple w:instr=\" =SUM(LEFT) \">{run}</w:fldSimple>");
        format!("{}{field}{}", &markup[..start], &markup[end..])
    });
    folder.write("2023.docx", &document);
    let output = folder.run(&["check", "--fix"]);
    assert!(output.out.contains("这一格是公式，请在 Word 中更新域"), "{}", output.out);
    assert_eq!((output.status, fs::read(folder.join("2023.docx")).unwrap()), (1, document));
}

/// The lines of a report, the cells of a row between tabs.
fn tabbed(report: &str) -> String {
    let lines = report.lines().filter(|line| !line.is_empty() && !line.starts_with("| ---"));
    let line = |line: &str| {
        let cells = line.trim_matches(['#', '|', ' ']).split(" |");
        cells.map(str::trim).collect::<Vec<_>>().join("\t") + "\n"
    };
    lines.map(line).collect()
}

#[test]
fn a_table_in_pdf_goes_on_on_the_next_page() {
    let head = "— 1 —";
    let folder = Folder::new(&[]);
    let check = |report: &str, top: i32| {
        folder.write("2023.pdf", pdf::file(&pdf::cut_pages(&tabbed(report), head, top)));
        folder.run(&["check", "--output-format", "concise"])
    };
    for top in (180..330).step_by(50) {
        let output = check(REPORT, top);
        assert_eq!((output.findings(), output.status), (Vec::new(), 0), "{top}: {output:?}");
        assert_eq!(check(&wrong_total(), top).codes(), ["A001", "A002"], "{top}");
    }
}

#[test]
fn a_table_that_is_a_picture_in_pdf_is_not_missing() {
    let text = tabbed(REPORT);
    let start = text.find("四、政府信息公开行政复议").unwrap();
    let table = start + text[start..].find('\n').unwrap() + 1;
    let end = text.find("五、").unwrap();
    let mut pages = pdf::pages(&text[..table]);
    pages.push("q 500 0 0 300 50 400 cm /Picture Do Q".to_owned());
    pages.extend(pdf::pages(&text[end..]));
    let folder = Folder::new(&[]);
    folder.write("2023.pdf", pdf::file(&pages));
    let output = folder.run(&["check", "--output-format", "concise"]);
    assert_eq!(output.codes(), ["T012"], "{output:?}");
}

#[test]
fn a_pdf_of_too_many_operations_is_refused() {
    let folder = Folder::new(&[]);
    folder.write("2023.pdf", pdf::file(&["q ".repeat(1_600_000)]));
    let output = folder.run(&["check", "2023.pdf"]);
    assert_eq!((output.status, output.findings()), (2, Vec::new()), "{output:?}");
    assert!(output.err.contains("超过 429 MiB"), "{output:?}");
}

#[test]
fn a_file_that_cannot_be_read_says_what_to_do() {
    let folder = Folder::new(&[]);
    let whole = wrong_document();
    folder.write("cut.docx", &whole[..whole.len() / 2]);
    folder.write("other.zip", docx::package(&[("a.txt", "x")]));
    let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
    folder.write("locked.docx", [&ole[..], &name].concat());
    for (file, sentence) in [
        ("cut.docx", "Word 文件不完整或已损坏 — 请用原来的程序打开，另存一份再检查"),
        ("other.zip", "是压缩包，不是 Word 文档或 Excel 表格 — 请解压后检查里面的文件"),
        ("locked.docx", "Word 文件设有密码 — 请取消密码，另存一份再检查"),
    ] {
        let output = folder.run(&["check", file]);
        let told = format!("gouji: {file}: {sentence}\n");
        assert_eq!((output.status, output.err.as_str()), (2, told.as_str()));
    }
}

#[test]
fn a_folder_of_sources_is_one_run() {
    let folder = Folder::new(&[("a.html", &wrong_page()), ("b.html", "<html><p>通知</p></html>")]);
    folder.write("c.docx", wrong_document());
    folder.write("~$c.docx", "a note of Word");
    folder.write("年报.zip", "x");
    let output = folder.run(&["check", "--output-format", "concise"]);
    let files: Vec<String> =
        output.findings().iter().map(|line| line.split(':').next().unwrap().to_owned()).collect();
    assert_eq!(files, ["a.html", "a.html", "c.docx", "c.docx"]);
    assert!(output.out.contains("检查了 2 份报告"), "{}", output.out);
    assert_eq!(output.err, "");
}
