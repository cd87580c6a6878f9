//! Files that were not read: in output for people and for programs.

use crate::reports::docx::{self, Look};
use crate::reports::page::{self, Style};
use crate::reports::pdf;
use crate::support::{Folder, Output, REPORT, wrong_total};
use serde_json::Value;

/// A PDF with a page and without text.
fn scan() -> String {
    String::from_utf8(pdf::file(&[pdf::rule(0, 0, 9, 9)])).unwrap()
}

/// The first bytes of a picture.
const PICTURE: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF";

/// A page with its pictures in one file, as a browser saves it.
const WEB_ARCHIVE: &str = "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/related;\r\n\tboundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\n\
    Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>=E4=BF=A1=E6=81=\r\n=AF=E5=85=AC=E5=BC=80=\
    E5=B9=B4=E5=BA=A6=E6=8A=A5=E5=91=8A</p>\r\n--b--\r\n";

fn folder() -> Folder {
    let folder = Folder::new(&[("a.md", &wrong_total()), ("年报.ofd", ""), ("scan.pdf", &scan())]);
    folder.write("b.docx", b"PK\x03\x04\x14\x00");
    folder
}

fn check(format: &str) -> Output {
    let folder = folder();
    let output = folder.run(&["check", ".", "none.md", "--output-format", format]);
    assert_eq!(output.status, 2);
    output
}

#[test]
fn junit_has_a_case_for_each_file() {
    let report = quick_junit::Report::deserialize_from_str(&check("junit").out).unwrap();
    let suites: Vec<_> = report
        .test_suites
        .iter()
        .map(|suite| (suite.name.as_str(), suite.failures, suite.errors, suite.disabled))
        .collect();
    assert_eq!(
        suites.iter().map(|suite| (suite.0, suite.1, suite.2)).collect::<Vec<_>>(),
        [
            ("a.md", 2, 0),
            ("b.docx", 0, 1),
            ("none.md", 0, 1),
            ("scan.pdf", 0, 0),
            ("年报.ofd", 0, 0)
        ]
    );
    let case = &report.test_suites[3].test_cases[0];
    let quick_junit::TestCaseStatus::Skipped { message, .. } = &case.status else { panic!() };
    assert!(message.as_ref().unwrap().as_str().contains("扫描件"), "{message:?}");
}

#[test]
fn sarif_has_a_notification_for_each_file() {
    let log: Value = serde_json::from_str(&check("sarif").out).unwrap();
    let schema = serde_json::from_str(include_str!("sarif-2.1.0.schema.json")).unwrap();
    assert_eq!(crate::formats::validate(schema, &log), Ok(()));
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let notifications = invocation["toolExecutionNotifications"].as_array().unwrap();
    let told: Vec<_> = notifications
        .iter()
        .map(|one| {
            let uri = &one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            (uri.as_str().unwrap(), one["level"].as_str().unwrap())
        })
        .collect();
    let ofd = "%E5%B9%B4%E6%8A%A5.ofd";
    let expected =
        [("b.docx", "error"), ("none.md", "error"), ("scan.pdf", "note"), (ofd, "warning")];
    assert_eq!(told, expected);
    assert!(notifications[1]["message"]["text"].as_str().unwrap().contains("没有这个文件"));
    let passed: Value =
        serde_json::from_str(&folder().run(&["check", "a.md", "--output-format", "sarif"]).out)
            .unwrap();
    assert_eq!(
        passed["runs"][0]["invocations"][0],
        serde_json::json!({ "executionSuccessful": true })
    );
}

#[test]
fn github_has_a_line_for_each_file() {
    let output = check("github");
    let lines: Vec<_> = output.out.lines().filter(|line| line.contains("title=gouji::")).collect();
    assert_eq!(lines.len(), 4, "{}", output.out);
    assert!(lines[0].starts_with("::error file=b.docx,title=gouji::b.docx: Word 文件不完整"));
    assert!(lines[1].starts_with("::error file=none.md,title=gouji::none.md: 没有这个文件"));
    assert!(lines[2].starts_with("::notice file=scan.pdf,title=gouji::scan.pdf: 未检查：PDF 里"));
    assert!(lines[3].starts_with("::notice file=年报.ofd,title=gouji::年报.ofd: 未检查：是 OFD"));
}

#[test]
fn formats_of_findings_only_leave_the_files_to_standard_error() {
    for format in ["json", "jsonl", "gitlab"] {
        let err = check(format).err;
        let of = |path: &str| err.lines().filter(|line| line.contains(path)).count();
        assert_eq!((of("b.docx"), of("none.md"), of("年报.ofd")), (1, 1, 1), "{err}");
    }
}

#[test]
fn settings_that_cannot_be_read_are_in_the_report() {
    let folder =
        Folder::new(&[("x/gouji.toml", "selct = 1"), ("x/a.md", REPORT), ("b.md", REPORT)]);
    let out = folder.run(&["check", "--output-format", "github"]).out;
    assert!(out.starts_with("::error file=x/gouji.toml,title=gouji::"), "{out}");
}

#[test]
fn standard_input_that_cannot_be_read_is_in_the_report() {
    let folder = Folder::new(&[]);
    let output = folder.run_with(&["check", "-", "--output-format", "github"], PICTURE);
    assert_eq!(output.status, 2);
    assert!(output.out.starts_with("::error file=-,title=gouji::-: 是图片"), "{}", output.out);
}

#[test]
fn each_kind_has_its_own_advice() {
    let folder = Folder::new(&[
        ("a.md", REPORT),
        ("1年报.pdf", &scan()),
        ("2年报.pdf", &scan()),
        ("drawing.pdf", &scan()),
        ("年报.zip", "PK"),
        ("年报.rar", "Rar!"),
        ("年报.ofd", ""),
        ("年报.et", ""),
        ("年报.jpg", ""),
        ("photo.jpg", ""),
    ]);
    let output = folder.run(&["check"]);
    let lines: Vec<_> = output.out.lines().skip(1).collect();
    assert_eq!((output.status, output.err.as_str()), (0, ""));
    assert_eq!(
        lines,
        [
            "未检查 2 个可能是报告的文件（1年报.pdf、2年报.pdf）：PDF 里没有文字，只有图片（扫描件） — 请检查 Word 原稿，或先做文字识别。",
            "未检查 1 个可能是报告的文件（年报.et）：是旧格式的表格（.xls、.et），没有读 — 请另存为 Excel 工作簿（.xlsx）。",
            "未检查 1 个可能是报告的文件（年报.jpg）：是图片，不是文字 — 请检查 Word 原稿，或先做文字识别，存成 Word 文档。",
            "未检查 1 个可能是报告的文件（年报.ofd）：是 OFD 文件，没有读 — 请检查 Word 原稿，或另存为带文字的 PDF。",
            "未检查 2 个可能是报告的文件（年报.rar、年报.zip）：是压缩包，不是 Word 文档或 Excel 表格 — 请解压后检查里面的文件。",
        ]
    );
    let verbose = folder.run(&["check", "-v"]).err;
    assert!(verbose.contains("gouji: drawing.pdf: 未检查：PDF 里没有文字"), "{verbose}");
    let english = folder.run(&["check", "--lang", "en"]).out;
    assert!(
        english.contains("Not checked, 1 that may be a report (年报.ofd): it is an OFD file"),
        "{english}"
    );
}

#[test]
fn a_named_file_of_another_format_says_which() {
    let folder = Folder::new(&[]);
    let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
    let workbook: Vec<u8> = "Workbook".encode_utf16().flat_map(u16::to_le_bytes).collect();
    folder.write("a.xls", [&ole[..], &workbook].concat());
    folder.write("b.jpg", PICTURE);
    folder.write("c.ofd", docx::package(&[("OFD.xml", "x")]));
    folder.write("d.mht", WEB_ARCHIVE);
    folder.write("e.rar", b"Rar!\x1a\x07\x01\0");
    for (file, sentence) in [
        ("a.xls", "是旧格式的表格（.xls、.et），没有读 — 请另存为 Excel 工作簿（.xlsx）"),
        ("b.jpg", "是图片，不是文字 — 请检查 Word 原稿，或先做文字识别，存成 Word 文档"),
        ("c.ofd", "是 OFD 文件，没有读 — 请检查 Word 原稿，或另存为带文字的 PDF"),
        ("d.mht", "是单个文件的网页（.mhtml），没有读 — 请在浏览器中另存为“网页，仅 HTML”"),
        ("e.rar", "是压缩包，不是 Word 文档或 Excel 表格 — 请解压后检查里面的文件"),
    ] {
        let output = folder.run(&["check", file]);
        assert_eq!((output.status, output.err), (2, format!("gouji: {file}: {sentence}\n")));
    }
}

#[test]
fn a_page_in_a_single_file_is_named_by_its_name_or_its_words() {
    let other = WEB_ARCHIVE.replace("=E4=BF=A1", "");
    let folder = Folder::new(&[
        ("a.mhtml", WEB_ARCHIVE),
        ("b.mht", &other),
        ("年报.mht", &other),
        ("c.md", REPORT),
    ]);
    let output = folder.run(&["check"]);
    assert!(
        output.out.contains("未检查 2 个可能是报告的文件（a.mhtml、年报.mht）：是单个文件的网页"),
        "{}",
        output.out
    );
    assert_eq!(output.status, 0);
}

#[test]
fn a_document_that_is_none_says_so() {
    let folder = Folder::new(&[("a.docx", ""), ("b.pdf", "公告\n"), ("c.docx", REPORT)]);
    folder.write("d.xlsx", b"\x01\x02\xff\xfe\x00garbage\xff");
    let named = |file: &str, sentence: &str| {
        let output = folder.run(&["check", file]);
        assert_eq!((output.status, output.err), (2, format!("gouji: {file}: {sentence}\n")));
    };
    named("a.docx", "是空文件（0 字节） — 请重新取得这个文件，或另存一份");
    let other = |kind: &str| {
        format!("扩展名是 {kind}，内容却认不出是这种文件 — 请用原来的程序打开，另存一份再检查")
    };
    named("b.pdf", &other(".pdf"));
    named("d.xlsx", &other(".xlsx"));
    let report = folder.run(&["check", "c.docx"]);
    assert_eq!((report.status, report.err.as_str()), (0, ""), "a report under another name");
    let walked = folder.run(&["check"]);
    assert!(walked.out.contains("（a.docx）：是空文件") && walked.status == 0, "{walked:?}");
}

#[test]
fn documents_with_macros_are_found() {
    let folder = Folder::new(&[]);
    folder.write("a.docm", docx::write(2023, Look::default(), &|_, _, _| "0".to_owned()));
    assert!(folder.run(&["check"]).out.contains("检查了 1 份报告"));
}

#[test]
fn a_note_of_word_is_no_document() {
    let folder = Folder::new(&[("~$年报.docx", "note"), ("a.md", REPORT)]);
    let walked = folder.run(&["check", "-v"]);
    assert_eq!((walked.status, walked.err.as_str()), (0, ""));
    assert_eq!(walked.out, "没有发现问题（检查了 1 份报告）。\n");
    let named = folder.run(&["check", "~$年报.docx"]);
    let line =
        "gouji: ~$年报.docx: 未检查：是 Word 的锁文件，不是文档；文档正在 Word 或 WPS 中打开\n";
    assert_eq!((named.status, named.err.as_str()), (0, line));
}

#[test]
fn a_page_around_a_report_in_another_page_is_not_checked() {
    let title = "云溪县园林局2023年政府信息公开工作年度报告";
    let page = |inner: &str| {
        format!(
            "<html><head><title>{title}</title></head><body><h1>{title}</h1>\
                 <p>发布时间：2024年1月20日</p>{inner}</body></html>"
        )
    };
    let whole = page::write(2023, Style::Clean, &|_, _, _| "0".to_owned());
    let folder = Folder::new(&[
        ("frame.html", &page("<IFRAME src=\"a.pdf\"></IFRAME>")),
        ("script.html", &page("<script>load()</script>")),
        ("plain.html", &page("<p>无</p>")),
        (
            "file.html",
            &page(&format!("<script>x()</script><p>附件：<a href='/a/P020.PDF'>{title}</a>")),
        ),
        ("named.html", &page("<p>附件：</p><p><a href='/down?id=1'>2023年年报.docx</a></p>")),
        ("whole.html", &whole.replace("<body>", "<body><iframe src=\"x\"></iframe>")),
        ("both.html", &whole.replace("</body>", "<a href='a.docx'>附件</a></body>")),
    ]);
    let run = |file: &str| folder.run(&["check", "--output-format", "concise", file]);
    let frame = run("frame.html");
    assert_eq!((frame.status, frame.codes().len()), (0, 0));
    assert!(frame.err.contains("嵌入的另一个网页或文件里（iframe）"), "{}", frame.err);
    let script = run("script.html");
    assert!(script.codes().is_empty() && script.err.contains("由脚本载入"), "{script:?}");
    assert!(run("plain.html").codes().contains(&"S003".to_owned()));
    for name in ["file.html", "named.html"] {
        let file = run(name);
        assert!(file.codes().is_empty() && file.err.contains("报告在附件里"), "{file:?}");
    }
    for name in ["whole.html", "both.html"] {
        assert!(run(name).out.contains("检查了 1 份报告"), "{name}");
    }
}
