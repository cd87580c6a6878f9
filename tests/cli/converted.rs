//! Documents that LibreOffice converts: with a stand-in, without LibreOffice, and with the
//! installed LibreOffice.

use crate::reports::docx::{self, Look};
use crate::support::{Folder, Output, REPORT, finish};
use serde_json::Value;
use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// The first bytes of a file of old office programs.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// A report as a Word document, with this total for three applications.
fn report(total: &str) -> Vec<u8> {
    let cell = |table: usize, row: usize, column: usize| match (table, row, column) {
        (1, 0, 6) => total.to_owned(),
        (1, 0 | 2 | 23, 0 | 6) => "3".to_owned(),
        _ => "0".to_owned(),
    };
    docx::write(2023, Look::default(), &cell)
}

/// A folder with a stand-in for LibreOffice in `bin`: a file that holds `document=good` becomes a
/// report without findings, a file that holds `document=wrong` one with a wrong total.
fn office(files: &[(&str, &[u8])]) -> Folder {
    let folder = Folder::new(&[("gouji.toml", "[files]\nexclude = [\"bin\"]\n")]);
    folder.write("bin/good.docx", report("3"));
    folder.write("bin/wrong.docx", report("4"));
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/soffice.sh");
    symlink(program, folder.join("bin/soffice")).unwrap();
    for (path, content) in files {
        folder.write(path, content);
    }
    folder
}

/// A document of Word or WPS in the old format.
fn ole(content: &str) -> Vec<u8> {
    let name: Vec<u8> = "WordDocument".encode_utf16().flat_map(u16::to_le_bytes).collect();
    [OLE, &name, b"\n", content.as_bytes(), b"\n"].concat()
}

/// The command with the stand-in.
fn command(folder: &Folder, arguments: &[&str]) -> Command {
    let path = format!("{}:/usr/bin:/bin", folder.join("bin").display());
    let mut command = folder.command(arguments);
    command.env("PATH", path).stdin(Stdio::null());
    command
}

fn run(folder: &Folder, arguments: &[&str]) -> Output {
    finish(&mut command(folder, arguments))
}

/// Ctrl-C in a terminal ends the processes of its group, as this signal does. A script may ignore
/// Ctrl-C itself. LibreOffice has a group of its own.
#[test]
fn an_interrupted_run_leaves_no_program_and_no_folder_behind() {
    let kept = [("a.doc", ole("document=good")), ("bin/hangs", vec![]), ("tmp/kept", vec![])];
    let folder = office(&kept.each_ref().map(|(path, content)| (*path, content.as_slice())));
    let mut run = command(&folder, &["check", "a.doc"]);
    let mut run = run.env("TMPDIR", folder.join("tmp")).process_group(0).spawn().unwrap();
    let child = folder.join("bin/child");
    let started = || fs::read_to_string(&child).unwrap_or_default().trim().to_owned();
    while started().is_empty() {
        std::thread::sleep(Duration::from_millis(10));
    }
    let group = format!("-{}", run.id());
    assert!(Command::new("kill").args(["-s", "TERM", "--", &group]).status().unwrap().success());
    assert_eq!(run.wait().unwrap().code(), None);
    // The number of an ended process may be left for its parent.
    let stat = format!("/proc/{}/stat", started());
    let is_running = || fs::read_to_string(&stat).is_ok_and(|stat| !stat.contains(") Z "));
    while is_running() {
        std::thread::sleep(Duration::from_millis(10));
    }
    let left = fs::read_dir(folder.join("tmp")).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(left.collect::<Vec<_>>(), ["kept"]);
}

#[test]
fn all_documents_of_a_folder_are_converted_at_once() {
    let wrong = ole("document=wrong");
    let folder = office(&[
        ("x/甲局.doc", &wrong),
        ("y/甲局.doc", &ole("document=good")),
        ("乙局.WPS", b"{\\rtf1 document=wrong}"),
        ("丙.doc", REPORT.as_bytes()),
        ("丁.md", REPORT.as_bytes()),
    ]);
    // All of them are of one organ and year.
    let output = run(&folder, &["check", "--ignore", "X", "--output-format", "concise"]);
    assert_eq!((output.status, output.err.as_str()), (1, ""));
    let files: Vec<_> =
        output.findings().iter().map(|line| line[..line.find(':').unwrap()].to_owned()).collect();
    assert!(
        files.contains(&"x/甲局.doc".to_owned()) && files.contains(&"乙局.WPS".to_owned()),
        "{files:?}"
    );
    assert!(!files.contains(&"y/甲局.doc".to_owned()), "{files:?}");
    assert!(output.out.contains("检查了 5 份报告"), "{}", output.out);
    assert_eq!(folder.read("bin/calls").lines().count(), 1);
    assert_eq!(fs::read(folder.join("x/甲局.doc")).unwrap(), wrong);
}

#[test]
fn findings_stand_at_the_tables_of_the_document() {
    let folder = office(&[("甲局.doc", &ole("document=wrong"))]);
    let output = run(&folder, &["check", "--output-format", "json"]);
    let found: Value = serde_json::from_str(&output.out).unwrap();
    let first = &found[0];
    assert_eq!((&first["code"], &first["filename"]), (&"A001".into(), &"甲局.doc".into()));
    assert_eq!((&first["source"]["table"], &first["fix"]), (&2.into(), &Value::Null));
    let text = run(&folder, &["text", "甲局.doc"]);
    let row = first["location"]["row"].as_u64().unwrap() as usize;
    assert!(text.status == 0 && text.out.lines().nth(row - 1).unwrap().contains("\t4"), "{text:?}");
}

#[test]
fn a_converted_file_is_not_rewritten() {
    let wrong = ole("document=wrong");
    let folder = office(&[("甲局.doc", &wrong)]);
    for option in ["--fix", "--diff"] {
        let output = run(&folder, &["check", option]);
        assert_eq!(output.status, 1);
        let line =
            "gouji: 甲局.doc: 只检查，不能改写 DOC/WPS 文件；请另存为 Word 文档（.docx）再修正\n";
        assert!(output.err.starts_with(line), "{}", output.err);
    }
    let output = run(&folder, &["check", "--fix", "--track", "甲局.doc"]);
    assert!(output.status == 2 && output.err.contains("不是 Word 文档"), "{output:?}");
    assert_eq!(fs::read(folder.join("甲局.doc")).unwrap(), wrong);
}

#[test]
fn standard_input_is_converted() {
    let folder = office(&[("甲局.doc", &ole("document=wrong"))]);
    let input = || fs::File::open(folder.join("甲局.doc")).unwrap();
    let check = ["check", "--output-format", "concise", "-"];
    let output = finish(command(&folder, &check).stdin(input()));
    assert!(output.status == 1 && output.codes().contains(&"A001".to_owned()), "{output:?}");
    let output = finish(command(&folder, &["text", "-"]).stdin(input()));
    assert!(output.status == 0 && output.out.contains("年度报告"), "{output:?}");
}

#[test]
fn a_file_that_is_not_converted_is_named() {
    let folder = office(&[
        ("甲局.doc", &ole("")),
        ("note.rtf", b"{\\rtf1 }"),
        ("乙局.wps", OLE),
        ("a.md", REPORT.as_bytes()),
    ]);
    let walked = run(&folder, &["check"]);
    assert_eq!((walked.status, walked.err.as_str()), (0, ""));
    let summary = "没有发现问题（检查了 1 份报告）。\n\
                   未检查 1 个可能是报告的文件（note.rtf）：LibreOffice 没有转换成这个 RTF 文件 — 请用原来的程序打开，另存为 Word 文档（.docx）。\n\
                   未检查 2 个可能是报告的文件（乙局.wps、甲局.doc）：LibreOffice 没有转换成这个 DOC/WPS 文件 — 请用原来的程序打开，另存为 Word 文档（.docx）。\n";
    assert_eq!(walked.out, summary);
    let named = run(&folder, &["check", "甲局.doc", "a.md"]);
    let line = "gouji: 甲局.doc: LibreOffice 没有转换成这个 DOC/WPS 文件 — 请用原来的程序打开，另存为 Word 文档（.docx）\n";
    assert_eq!((named.status, named.err.as_str()), (2, line));
    let text = run(&folder, &["text", "甲局.doc"]);
    assert_eq!((text.status, text.err.as_str()), (2, line));
}

#[test]
fn a_document_with_a_password_is_not_converted() {
    let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
    let folder = office(&[("甲局.docx", &[OLE, &name].concat())]);
    let output = run(&folder, &["check", "甲局.docx"]);
    assert!(output.status == 2 && output.err.contains("设有密码"), "{output:?}");
    assert!(!folder.join("bin/calls").exists());
}

/// LibreOffice may be in another folder of another system.
#[cfg(target_os = "linux")]
#[test]
fn without_libreoffice_the_files_are_named() {
    let folder = office(&[
        ("甲局.doc", &ole("document=good")),
        ("乙局年报.odt", OLE),
        ("丙.rtf", b"{\\rtf1 }"),
    ]);
    let without = |arguments: &[&str]| finish(command(&folder, arguments).env("PATH", "/none"));
    let walked = without(&["check"]);
    assert_eq!((walked.status, walked.err.as_str()), (0, ""));
    let summary = "没有检查任何报告：没有可检查的文件。\n\
                   未检查 1 个可能是报告的文件（丙.rtf）：RTF 文件要先由 LibreOffice 转换，而这里没有 LibreOffice — 请另存为 Word 文档（.docx），或安装 LibreOffice。\n\
                   未检查 2 个可能是报告的文件（乙局年报.odt、甲局.doc）：DOC/WPS 文件要先由 LibreOffice 转换，而这里没有 LibreOffice — 请另存为 Word 文档（.docx），或安装 LibreOffice。\n";
    assert_eq!(walked.out, summary);
    let line = "gouji: 甲局.doc: DOC/WPS 文件要先由 LibreOffice 转换，而这里没有 LibreOffice — 请另存为 Word 文档（.docx），或安装 LibreOffice\n";
    for command in ["check", "text"] {
        let named = without(&[command, "甲局.doc"]);
        assert_eq!((named.status, named.err.as_str()), (2, line), "{command}");
    }
}

#[test]
fn libreoffice_converts_all_formats() {
    let folder = Folder::new(&[]);
    folder.write("made/wrong.docx", report("4"));
    for format in ["doc", "odt", "rtf"] {
        if !convert(&folder, format) {
            eprintln!("skipped: LibreOffice is not installed");
            return;
        }
        fs::rename(
            folder.join(&format!("made/wrong.{format}")),
            folder.join(&format!("甲局.{format}")),
        )
        .unwrap();
    }
    fs::copy(folder.join("甲局.doc"), folder.join("甲局.wps")).unwrap();
    fs::rename(folder.join("made/wrong.docx"), folder.join("甲局.docx")).unwrap();
    let output = folder.run(&["check", "--output-format", "json"]);
    let found: Value = serde_json::from_str(&output.out).unwrap();
    let of = |name: &str| -> Vec<_> {
        let own = found.as_array().unwrap().iter().filter(|found| found["filename"] == name);
        own.map(|found| (&found["code"], &found["place"], &found["source"]["table"])).collect()
    };
    let expected = of("甲局.docx");
    assert_eq!(expected[0].0, "A001");
    for format in ["doc", "odt", "rtf", "wps"] {
        assert_eq!(of(&format!("甲局.{format}")), expected, "{format}: {}", output.err);
    }
}

/// Makes a file of another format with LibreOffice. Returns whether the program is installed.
fn convert(folder: &Folder, format: &str) -> bool {
    let profile = |path: &Path| format!("-env:UserInstallation=file://{}", path.display());
    Command::new("soffice")
        .args(["--headless", &profile(&folder.join("made/profile")), "--convert-to", format])
        .args(["--outdir", "made", "made/wrong.docx"])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok()
}
