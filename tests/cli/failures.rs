//! Failures: one line for each cause, and all other work is still done.

use crate::support::{Folder, REPORT, wrong_total};
use std::fs;
use std::process::Stdio;

/// Asserts that checking these paths fails with exactly these lines.
#[track_caller]
fn assert_fails(folder: &Folder, arguments: &[&str], lines: &[&str]) {
    let output = folder.run(&[&["check"], arguments].concat());
    assert_eq!(output.status, 2, "{output:?}");
    assert_eq!(output.err.lines().collect::<Vec<_>>(), lines);
}

#[test]
fn a_file_that_is_no_text_is_named() {
    let folder = Folder::new(&[("a.md", REPORT)]);
    folder.write("b.md", [b"\xff\xfe".as_slice(), b"\xff"].concat());
    assert_fails(
        &folder,
        &["."],
        &["gouji: b.md:1: 第 1 行（第 3 字节）不是 UTF-16LE 文字 — 请另存为 UTF-8"],
    );
}

#[test]
fn a_file_that_is_too_long_is_named() {
    let folder = Folder::new(&[]);
    fs::File::create(folder.join("a.md")).unwrap().set_len((64 << 20) + 1).unwrap();
    assert_fails(&folder, &["a.md"], &["gouji: a.md: 文件超过 64 MiB — 请拆分成几个文件"]);
}

#[cfg(unix)]
#[test]
fn a_device_is_not_opened() {
    assert_fails(
        &Folder::new(&[]),
        &["/dev/zero"],
        &["gouji: /dev/zero: 不是普通文件（设备、管道或套接字），要读标准输入请用 -"],
    );
}

#[cfg(unix)]
#[test]
fn a_device_is_neither_settings_nor_a_baseline() {
    let folder = Folder::new(&[("a.md", REPORT)]);
    let what = "不是设置文件（设备、管道，或者太大）— 请检查路径";
    assert_fails(
        &folder,
        &["--config", "/dev/zero", "a.md"],
        &[&format!("gouji: /dev/zero: {what}")],
    );
    let what = "不是普通文件（设备、管道或套接字）";
    for writes in [&[][..], &["--write-baseline"]] {
        let output = folder.run(&[&["check", "--baseline", "/dev/zero", "a.md"], writes].concat());
        assert!(
            output.status == 2 && output.err.starts_with(&format!("gouji: /dev/zero: {what}")),
            "{output:?}"
        );
    }
}

#[test]
fn a_settings_file_that_is_bad_costs_its_files_and_one_line() {
    let wrong = wrong_total();
    let folder = Folder::new(&[
        ("x/gouji.toml", "\nselct = [\"A\"]"),
        ("x/a.md", &wrong),
        ("x/y/b.md", &wrong),
        ("c.md", &wrong),
    ]);
    let output = folder.run(&["check", "--output-format", "concise"]);
    assert_eq!(output.status, 2);
    assert_eq!(output.err, "gouji: x/gouji.toml:2: 没有“selct”这个键 — 是否想写 select\n");
    assert!(
        output.findings().iter().all(|finding| finding.starts_with("c.md:"))
            && !output.findings().is_empty()
    );
    assert_fails(
        &folder,
        &["c.md", "--config", "x/gouji.toml"],
        &["gouji: x/gouji.toml:2: 没有“selct”这个键 — 是否想写 select"],
    );
    assert_fails(
        &folder,
        &["c.md", "--config", "none.toml"],
        &["gouji: none.toml: 没有这个设置文件 — 请检查路径"],
    );
}

#[test]
fn failures_speak_english_too() {
    let folder = Folder::new(&[("gouji.toml", "select = 1"), ("a.md", REPORT)]);
    assert_fails(
        &folder,
        &["--lang", "en", "a.md"],
        &[
            "gouji: gouji.toml:1: select should be a list of strings, such as [\"…\"], but is a number",
        ],
    );
    assert_fails(
        &Folder::new(&[]),
        &["--lang", "en", "a.md"],
        &["gouji: a.md: no such file — check the path"],
    );
}

#[test]
fn settings_that_select_nothing_are_named() {
    let folder = Folder::new(&[
        ("x/gouji.toml", "select = [\"A\"]\nignore = [\"A\"]"),
        ("x/a.md", REPORT),
        ("gouji.toml", "select = [\"A\"]"),
    ]);
    assert_fails(
        &folder,
        &["x"],
        &["gouji: x/gouji.toml: select 和 ignore 没有留下任何规则 — 请改正其中一个"],
    );
    folder.write("a.md", REPORT);
    let both = "gouji: gouji.toml: 其中的 select 和 ignore 加上 --ignore，没有留下任何规则 — 请改正其中一个";
    assert_fails(&folder, &["a.md", "--ignore", "A"], &[both]);
    assert_fails(
        &folder,
        &["a.md", "--select", "A", "--ignore", "A"],
        &["gouji: --select 和 --ignore 没有留下任何规则 — 请改正其中一个"],
    );
    assert_eq!(folder.run(&["check", "a.md", "--select", "A001", "--ignore", "A"]).status, 0);
}

#[test]
fn encodings_that_are_not_read_are_named() {
    let folder = Folder::new(&[]);
    folder.write(
        "32.txt",
        REPORT.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect::<Vec<u8>>(),
    );
    folder.write("16.txt", REPORT.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>());
    let lines = [
        "gouji: 16.txt: 是没有字节顺序标记（BOM）的 UTF-16 编码，不能读取 — 请另存为 UTF-8",
        "gouji: 32.txt: 是 UTF-32 编码，不能读取 — 请另存为 UTF-8",
    ];
    assert_fails(&folder, &["32.txt", "16.txt"], &lines);
}

#[test]
fn a_report_is_not_overwritten_by_what_is_found_in_it() {
    let text = wrong_total();
    let folder = Folder::new(&[("a.md", &text), ("x/b.md", &text)]);
    for (output, paths) in [
        ("a.md", &["a.md"][..]),
        ("./x/../a.md", &["a.md", "x"]),
        ("x/b.md", &["."]),
        ("x/b.md", &["a.md", "x/b.md"]),
    ] {
        let arguments =
            [&["check", "--output-format", "json", "--output-file", output][..], paths].concat();
        let run = folder.run(&arguments);
        assert!(run.status == 2 && run.err.contains("--output-file 不覆盖它"), "{output}: {run:?}");
        assert_eq!((folder.read("a.md"), folder.read("x/b.md")), (text.clone(), text.clone()));
    }
    // The output of an earlier run is not a report.
    for _ in 0..2 {
        assert_eq!(
            folder
                .run(&["check", "--output-format", "concise", "--output-file", "found.txt"])
                .status,
            1
        );
    }
    assert!(folder.read("found.txt").contains("A001"));
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_on_a_full_disk_is_named() {
    let folder = Folder::new(&[("a.md", REPORT)]);
    let output = folder.run(&["check", "--output-file", "/dev/full", "a.md"]);
    assert!(
        output.status == 2 && output.err.starts_with("gouji: /dev/full: 无法写入"),
        "{output:?}"
    );
}

#[test]
fn output_that_cannot_be_written_is_named() {
    let folder = Folder::new(&[("a.md", REPORT)]);
    let output = folder.run(&["check", "--output-file", "none/x.json", "a.md"]);
    assert_eq!(output.status, 2);
    assert!(output.err.starts_with("gouji: none/x.json: 无法写入"), "{}", output.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named() {
    let folder = Folder::new(&[("a.md", &wrong_total())]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output =
        folder.command(&["check", "a.md"]).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("gouji: 无法写到标准输出"));
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly() {
    let folder = Folder::new(&[]);
    for number in 0..200 {
        folder.write(&format!("{number}.md"), wrong_total());
    }
    let mut child =
        folder.command(&["check"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()),
        (Some(1), "")
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_keeps_its_findings() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new(&[("a.md", &wrong_total())]);
    fs::set_permissions(folder.join("a.md"), fs::Permissions::from_mode(0o444)).unwrap();
    if fs::File::options().write(true).open(folder.join("a.md")).is_ok() {
        eprintln!("skipped: this user may write any file");
        return;
    }
    let output = folder.run(&["check", "--fix", "--output-format", "concise"]);
    assert_eq!((output.status, output.codes().len()), (2, 2));
    assert_eq!(output.err, "gouji: a.md: 是只读文件，没有写入 — 请取消文件的只读属性再修正\n");
    assert_eq!(folder.read("a.md"), wrong_total());
}

#[test]
fn documents_that_are_no_text_are_named() {
    let folder = Folder::new(&[]);
    folder.write("a.docx", b"PK\x03\x04\x14\x00");
    folder.write("c.pdf", b"%PDF-1.7\n\xe2\xe3");
    let damaged = |name: &str, kind: &str| {
        format!("gouji: {name}: {kind} 文件不完整或已损坏 — 请用原来的程序打开，另存一份再检查")
    };
    let lines = [damaged("a.docx", "Word"), damaged("c.pdf", "PDF")];
    assert_fails(&folder, &["a.docx", "c.pdf"], &lines.each_ref().map(String::as_str));
}
