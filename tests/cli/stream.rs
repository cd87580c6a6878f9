//! Records from standard input: `--from jsonl`.

use crate::reports::docx::{self, Look};
use crate::support::{Folder, Output, REPORT, replaced, wrong_total};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

const CHECK: [&str; 4] = ["check", "-", "--from", "jsonl"];

fn objects(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).expect("an object")).collect()
}

fn lines(records: &[Value]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}

fn text(name: &str, text: &str) -> Value {
    json!({ "filename": name, "text": text })
}

fn encoded(name: &str, bytes: &[u8]) -> Value {
    json!({ "filename": name, "base64": BASE64_STANDARD.encode(bytes) })
}

/// A document with a wrong total.
fn document() -> Vec<u8> {
    docx::write(2023, Look::default(), &|table, row, column| {
        if (table, row, column) == (1, 0, 0) { "1" } else { "0" }.to_owned()
    })
}

#[test]
fn records_are_checked_as_files_are() {
    let folder = Folder::new(&[("b.md", &wrong_total())]);
    folder.write("c.docx", document());
    let records = [
        text("a.md", REPORT),
        text("b.md", &wrong_total()),
        encoded("c.docx", &document()),
        text("d/c.md", &wrong_total()),
    ];
    let output = folder.run_with(&CHECK, lines(&records));
    assert_eq!((output.status, output.err.as_str()), (1, ""));
    let expected = folder.run(&["check", "--output-format", "jsonl", "b.md", "c.docx"]);
    let again = folder.run(&["check", "--output-format", "jsonl", "b.md"]).out;
    assert_eq!(output.out, expected.out + &again.replace("b.md", "d/c.md"));
    let clean = folder.run_with(&CHECK, lines(&records[..1]));
    assert_eq!((clean.status, clean.out.as_str(), clean.err.as_str()), (0, "", ""));
    let empty = folder.run_with(&CHECK, "");
    assert_eq!((empty.status, empty.out.as_str(), empty.err.as_str()), (0, "", ""));
    let arguments = [&CHECK[..], &["-o", "found.jsonl", "--exit-zero"]].concat();
    assert_eq!(folder.run_with(&arguments, lines(&records)).status, 0);
    assert_eq!(folder.read("found.jsonl"), output.out);
}

#[test]
fn results_are_in_the_order_of_the_records() {
    let folder = Folder::new(&[]);
    let record = |number: usize| match number % 3 {
        0 => encoded(&format!("{number}.docx"), &document()),
        1 => text(&format!("{number}.md"), &wrong_total()),
        _ => json!({ "record": number }),
    };
    let records: Vec<Value> = (1..=400).map(record).collect();
    let output = folder.run_with(&CHECK, lines(&records));
    assert_eq!(output.status, 2);
    let number = |found: Value| match found["filename"].as_str() {
        Some(name) => name.split('.').next().unwrap().parse::<usize>().unwrap(),
        None => found["record"].as_u64().unwrap() as usize,
    };
    let mut numbers: Vec<usize> = objects(&output.out).into_iter().map(number).collect();
    assert!(numbers.is_sorted());
    numbers.dedup();
    assert_eq!(numbers, (1..=400).collect::<Vec<_>>());
    assert_eq!(output.err.lines().count(), 1, "{}", output.err);
}

#[test]
fn a_bad_record_is_a_record_and_the_others_are_checked() {
    let folder = Folder::new(&[]);
    let bad = [
        "{\"filename\": \"a.md\", \"text\":",
        "[1]",
        "{\"text\": \"\"}",
        "{\"filename\": \"a.md\"}",
        "{\"filename\": \"a.md\", \"text\": \"\", \"base64\": \"\"}",
        "{\"filename\": \"a.md\", \"base64\": \"?\"}",
        "\u{1}",
    ];
    let last = text("z.md", &wrong_total());
    let input = format!("{}\n\n{last}", bad.join("\n"));
    for command in ["check", "extract"] {
        let arguments = [command, "-", "--from", "jsonl", "--output-format", "jsonl"];
        let output = folder.run_with(&arguments, &input);
        assert_eq!(output.status, 2);
        let found = objects(&output.out);
        for (record, found) in (1..).zip(&found[..bad.len()]) {
            assert_eq!((&found["filename"], &found["record"]), (&Value::Null, &json!(record)));
            assert!(found["error"].as_str().is_some_and(|error| !error.is_empty()));
            assert_eq!(found.as_object().unwrap().len(), 3);
        }
        let last = &found[bad.len()];
        assert!(last["filename"] == "z.md" || last["file"] == "z.md", "{last}");
        assert_eq!(output.err, "gouji: 7 条记录没有读，原因见输出中的 error\n");
    }
    // A record whose file cannot be read says which file it is.
    let broken = encoded("b.pdf", b"%PDF-1.4 broken");
    let output = folder.run_with(&CHECK, lines(&[broken, text("c.docx", "不是文档")]));
    let found = objects(&output.out);
    assert_eq!(output.status, 2);
    for (record, name) in [(1, "b.pdf"), (2, "c.docx")] {
        let found = &found[record - 1];
        assert_eq!((&found["filename"], &found["record"]), (&json!(name), &json!(record)));
    }
}

#[test]
fn what_is_not_a_report_is_said_at_the_end() {
    let folder = Folder::new(&[]);
    let record = |number: usize| text(&format!("{number}.md"), "# 读我\n");
    let records: Vec<Value> = (1..=3).map(record).collect();
    let say = |records: &[Value], arguments: &[&str]| -> Output {
        let arguments = [&CHECK[..], arguments].concat();
        let output = folder.run_with(&arguments, lines(records));
        assert_eq!((output.status, output.out.as_str()), (0, ""));
        output
    };
    let told = "gouji: 1.md: 未检查：没有年度报告的标题、章节或表格\n";
    assert_eq!(say(&records[..1], &[]).err, told);
    assert_eq!(say(&records, &[]).err.lines().count(), 3);
    assert_eq!(say(&records, &["--quiet"]).err, "");
    let records: Vec<Value> = (1..=100).map(record).collect();
    let told = "gouji: 100 个文件未检查：没有年度报告的标题、章节或表格（100 个，如 1.md）\n";
    assert_eq!(say(&records, &[]).err, told);
}

#[test]
fn extract_gives_the_rows_of_files() {
    let folder = Folder::new(&[("a.md", REPORT)]);
    folder.write("c.docx", document());
    let records = [text("a.md", REPORT), encoded("c.docx", &document())];
    for options in [&["--output-format", "csv"][..], &["--output-format", "jsonl"], &["--wide"]] {
        let arguments = [&["extract", "-", "--from", "jsonl"], options].concat();
        let output = folder.run_with(&arguments, lines(&records));
        assert_eq!((output.status, output.err.as_str()), (0, ""));
        let files = [&["extract", "a.md", "c.docx"], options].concat();
        assert_eq!(output.out, folder.run(&files).out);
    }
    let arguments = ["extract", "--from", "jsonl", "-o", "a.parquet"];
    let output = folder.run_with(&arguments, format!("[]\n{}", lines(&records)));
    assert_eq!(output.status, 2);
    assert!(output.err.starts_with("gouji: -: 第 1 行的记录：不是一条记录"), "{}", output.err);
    assert!(folder.join("a.parquet").exists(), "the other records are written");
}

#[test]
fn a_result_comes_before_the_next_record() {
    let folder = Folder::new(&[]);
    let mut command = folder.command(&CHECK);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let report = replaced(&wrong_total(), "云溪县园林局2023年", "云溪县园林局2022年");
    for name in ["a.md", "b.md", "c.md"] {
        writeln!(input, "{}", text(name, &report)).unwrap();
        let mut line = String::new();
        // The program still waits for further records.
        while !line.contains(&format!("{name}\"")) {
            line.clear();
            assert!(output.read_line(&mut line).unwrap() > 0, "{name}");
        }
    }
    drop(input);
    std::io::copy(&mut output, &mut std::io::sink()).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn base64_may_be_broken_into_lines_and_lack_its_padding() {
    let folder = Folder::new(&[]);
    let code = BASE64_STANDARD.encode(wrong_total());
    let wrapped: Vec<&str> =
        code.as_bytes().chunks(76).map(|line| str::from_utf8(line).unwrap()).collect();
    let wrapped = wrapped.join("\r\n");
    for code in [&code, code.trim_end_matches('='), &wrapped] {
        let record = json!({ "filename": "a.md", "base64": code, "more": [1] });
        let output = folder.run_with(&CHECK, lines(&[record]));
        assert_eq!((output.status, output.err.as_str()), (1, ""));
    }
}

#[test]
fn records_come_from_standard_input_only() {
    let folder = Folder::new(&[("a.md", REPORT)]);
    for (arguments, told) in [
        (
            &["check", "a.md", "--from", "jsonl"][..],
            "--from jsonl 只读标准输入 — 请写 - 代替文件名",
        ),
        (&["extract", "a.md", "--from", "jsonl"], "--from jsonl 只读标准输入 — 请写 - 代替文件名"),
        (
            &["check", "-", "--from", "jsonl", "--output-format", "sarif"],
            "--from jsonl 只输出 jsonl — 请去掉 --output-format",
        ),
        (&["check", "-", "--from", "jsonl", "--fix"], "--from <FORMAT> 不能与 --fix 同时使用"),
    ] {
        let output = folder.run_with(arguments, "");
        assert_eq!((output.status, output.err.as_str()), (2, format!("gouji: {told}\n").as_str()));
    }
}
