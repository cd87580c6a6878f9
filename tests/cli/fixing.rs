//! `--fix`, `--unsafe-fixes`, `--diff`.

use crate::support::{Folder, REPORT, of_organ, wrong_addend, wrong_total};

#[test]
fn only_safe_fixes_are_applied_unasked() {
    let other = |text: &str| of_organ(text, "云溪县水利局");
    let unsafe_text = other(&wrong_addend());
    let folder = Folder::new(&[("safe.md", &wrong_total()), ("unsafe.md", &unsafe_text)]);
    let output = folder.run(&["check", "--fix"]);
    assert_eq!(output.status, 1);
    assert_eq!(folder.read("safe.md"), REPORT);
    assert_eq!(folder.read("unsafe.md"), unsafe_text);
    assert!(output.out.contains("发现 4 处问题，已修正 2 处，还有 2 处。"), "{}", output.out);
    let output = folder.run(&["check", "--fix", "--unsafe-fixes"]);
    assert_eq!((output.status, folder.read("unsafe.md")), (0, other(REPORT)));
    assert_eq!(output.out, "已改 unsafe.md：修正 2 处问题\n发现 2 处问题，全部已修正。\n");
}

#[test]
fn changed_files_are_named_and_each_fix_on_request() {
    let names: Vec<String> = (10..32).map(|number| format!("{number}.md")).collect();
    let folder = Folder::new(&[]);
    names.iter().for_each(|name| folder.write(name, wrong_total()));
    let output = folder.run(&["check", "--ignore", "X", "--fix"]);
    let lines: Vec<_> = output.out.lines().collect();
    assert_eq!(lines.len(), 22, "{}", output.out);
    assert_eq!((lines[0], lines[19]), ("已改 10.md：修正 2 处问题", "已改 29.md：修正 2 处问题"));
    assert_eq!(lines[20], "……另外还改了 2 个文件");
    folder.write("10.md", wrong_total());
    let output = folder.run(&["check", "--fix", "-v", "10.md"]);
    let lines: Vec<_> = output.out.lines().collect();
    assert_eq!(lines[0], "已改 10.md：修正 2 处问题");
    assert_eq!(lines[1], "  表三/（一）予以公开/总计：A001 总计列（一）予以公开改为 5");
    folder.write("10.md", wrong_total());
    let json = folder.run(&["check", "--fix", "--output-format", "json", "10.md"]);
    assert_eq!(
        (json.out.as_str(), json.err.as_str()),
        ("[]\n", "gouji: 已改 10.md：修正 2 处问题\n")
    );
    folder.write("10.md", wrong_total());
    assert_eq!(folder.run(&["check", "--fix", "--quiet", "10.md"]).out, "");
}

#[test]
fn a_file_keeps_its_encoding_and_line_ends() {
    let folder = Folder::new(&[]);
    let crlf = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes();
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
    let utf16 = |text: &str| [b"\xfe\xff".to_vec(), utf16(text)].concat();
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    for encode in [&crlf as &dyn Fn(&str) -> Vec<u8>, &utf16, &gbk] {
        folder.write("a.md", encode(&wrong_total()));
        assert_eq!(folder.run(&["check", "--fix"]).status, 0);
        assert!(std::fs::read(folder.join("a.md")).unwrap() == encode(REPORT));
    }
}

#[test]
fn a_difference_is_shown_and_nothing_written() {
    let folder = Folder::new(&[("a.md", &wrong_total())]);
    let output = folder.run(&["check", "--diff"]);
    let lines: Vec<_> =
        output.out.lines().filter(|line| line.starts_with(['+', '-', '@'])).collect();
    assert_eq!(lines[..2], ["--- a.md", "+++ a.md"]);
    assert!(
        lines[3].ends_with("| 0 | 0 | 0 | 0 | 6 |") && lines[4].ends_with("| 0 | 0 | 0 | 0 | 5 |"),
        "{lines:?}"
    );
    assert_eq!(lines.len(), 5);
    assert_eq!(folder.read("a.md"), wrong_total());
    assert_eq!(output.err, "可修正 2 处，此外还有 0 处问题。\n");
}

/// `git apply` compares bytes: byte order marks, line ends, a last line without a line end, and
/// other encodings.
#[test]
fn git_takes_a_difference() {
    let of = |text: &str, encoding: &str| -> Vec<u8> {
        match encoding {
            "gb18030" => encoding_rs::GB18030.encode(text).0.into_owned(),
            "utf-16" => {
                [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
            }
            _ => text.as_bytes().to_vec(),
        }
    };
    let texts = |text: String| {
        [
            text.clone(),
            text.replace('\n', "\r\n"),
            format!("\u{feff}{text}"),
            text.trim_end().to_owned(),
        ]
    };
    for encoding in ["utf-8", "gb18030", "utf-16"] {
        for (wrong, right) in texts(wrong_total())
            .into_iter()
            .zip(texts(REPORT.to_owned()))
            .take(if encoding == "utf-8" { 4 } else { 2 })
        {
            let folder = Folder::new(&[]);
            folder.write("a b.md", of(&wrong, encoding));
            let patch = folder.command(&["check", "--diff", "a b.md"]).output().unwrap().stdout;
            folder.write("x.patch", &patch);
            let git = std::process::Command::new("git")
                .args(["apply", "-p0", "x.patch"])
                .current_dir(folder.path())
                .output();
            let Ok(git) = git else { return };
            assert!(git.status.success(), "{encoding}: {git:?}");
            assert_eq!(
                std::fs::read(folder.join("a b.md")).unwrap(),
                of(&right, encoding),
                "{encoding}"
            );
        }
    }
}

#[test]
fn standard_input_is_mended_to_standard_output() {
    let folder = Folder::new(&[]);
    let output =
        folder.run_with(&["check", "-", "--fix", "--output-format", "concise"], wrong_total());
    assert_eq!(
        (output.status, output.out.as_str(), output.err.as_str()),
        (0, REPORT, "发现 2 处问题，全部已修正。\n")
    );
    let output =
        folder.run_with(&["check", "-", "--fix", "--output-format", "concise"], wrong_addend());
    assert_eq!((output.status, output.out), (1, wrong_addend()));
    assert!(output.err.starts_with("-:"), "{}", output.err);
    let output = folder.run_with(&["check", "--fix", "-"], "no report\r\n");
    assert_eq!(
        (output.status, output.out.as_str()),
        (0, "no report\r\n"),
        "what is no report passes through"
    );
    let output = folder.run_with(&["check", "-", "--diff"], wrong_total());
    assert!(output.status == 1 && output.out.starts_with("--- -\n+++ -\n"), "{}", output.out);
}

#[test]
fn accepted_findings_are_not_mended() {
    let settings = "[[accept]]\nfile = \"a.md\"\ncode = \"A001\"\nreason = \"原件如此\"\n[[accept]]\nfile = \"a.md\"\ncode = \"A002\"\nreason = \"原件如此\"\n";
    let folder = Folder::new(&[("a.md", &wrong_total()), ("gouji.toml", settings)]);
    assert_eq!(folder.run(&["check", "--fix"]).status, 0);
    assert_eq!(folder.read("a.md"), wrong_total());
}
