//! The output formats.

use crate::support::{Folder, REPORT, of_organ, warning, wrong_addend, wrong_total};
use serde_json::{Value, json};

/// Checks an instance against a JSON Schema.
pub fn validate(schema: Value, instance: &Value) -> Result<(), String> {
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("schema.json", schema).unwrap();
    let index = compiler.compile("schema.json", &mut schemas).map_err(|error| error.to_string())?;
    schemas.validate(instance, index).map_err(|error| error.to_string())
}

fn folder() -> Folder {
    Folder::new(&[("甲 局/a.md", &wrong_total()), ("b.md", &of_organ(REPORT, "云溪县水利局"))])
}

fn check(format: &str) -> String {
    let output = folder().run(&["check", "--output-format", format]);
    assert_eq!((output.status, output.err.as_str()), (1, ""));
    output.out
}

fn json_of(format: &str) -> Value {
    serde_json::from_str(&check(format)).unwrap()
}

/// The row of the broken line, counted from 1.
fn row() -> usize {
    wrong_total().lines().position(|line| line.contains("（一）予以公开")).unwrap() + 1
}

/// The column of the wrong total, counted from 1 in characters.
fn column() -> usize {
    let text = wrong_total();
    let line = text.lines().nth(row() - 1).unwrap();
    line.chars().collect::<Vec<_>>().iter().rposition(|c| *c == '6').unwrap() + 1
}

#[test]
fn json_has_the_shape_of_the_contract() {
    let found = json_of("json");
    let first = &found[0];
    let keys: Vec<_> = first.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "code",
            "name",
            "severity",
            "message",
            "filename",
            "location",
            "end_location",
            "fix",
            "url",
            "place",
            "organ",
            "year",
            "related"
        ]
    );
    assert_eq!(
        (&first["code"], &first["name"], &first["severity"]),
        (&json!("A001"), &json!("row-total"), &json!("error"))
    );
    assert_eq!(first["filename"], "甲 局/a.md");
    assert_eq!(first["location"], json!({ "row": row(), "column": column() }));
    assert_eq!(first["end_location"], json!({ "row": row(), "column": column() + 1 }));
    assert_eq!(first["fix"]["applicability"], "safe");
    let edit = &first["fix"]["edits"][0];
    assert_eq!((&edit["content"], &edit["location"]), (&json!("5"), &first["location"]));
    assert!(
        first["url"].as_str().unwrap().starts_with("https://")
            && first["url"].as_str().unwrap().contains("A001")
    );
    assert_eq!(
        (&first["place"], &first["organ"], &first["year"]),
        (&json!("表三/（一）予以公开/总计"), &json!("云溪县园林局"), &json!(2023))
    );
    let none = Folder::new(&[("a.md", REPORT)]).run(&["check", "--output-format", "json"]);
    assert_eq!((none.status, none.out.trim()), (0, "[]"));
}

#[test]
fn json_names_the_report_of_a_compilation() {
    let both = format!("{}\n{}", wrong_total(), wrong_total().replace("园林局", "水务局"));
    let folder = Folder::new(&[
        ("all.md", &both),
        ("gouji.toml", "[[accept]]\nfile = \"all.md\"\ncode = \"C003\"\nreason = \"看过\"\n"),
    ]);
    let found: Value =
        serde_json::from_str(&folder.run(&["check", "--output-format", "json"]).out).unwrap();
    let of = |finding: &Value| (finding["place"].clone(), finding["organ"].clone());
    assert_eq!(
        of(&found[0]),
        (json!("云溪县园林局 2023/表三/（一）予以公开/总计"), json!("云溪县园林局"))
    );
    assert_eq!(
        of(&found[2]),
        (json!("云溪县水务局 2023/表三/（一）予以公开/总计"), json!("云溪县水务局"))
    );
}

#[test]
fn what_was_not_checked_does_not_look_checked() {
    let folder = Folder::new(&[("README.md", "# 读我\n")]);
    let run = |format: &str| folder.run(&["check", "README.md", "--output-format", format]);
    let sarif: Value = serde_json::from_str(&run("sarif").out).unwrap();
    let notes =
        sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    assert_eq!(notes[0]["message"]["text"], "未检查：没有年度报告的标题、章节或表格");
    assert_eq!(
        notes[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "README.md"
    );
    let schema = serde_json::from_str(include_str!("sarif-2.1.0.schema.json")).unwrap();
    assert_eq!(validate(schema, &sarif), Ok(()));
    let junit = quick_junit::Report::deserialize_from_str(&run("junit").out).unwrap();
    let cases: Vec<_> = junit.test_suites.iter().flat_map(|suite| &suite.test_cases).collect();
    assert!(
        cases.iter().all(|case| matches!(case.status, quick_junit::TestCaseStatus::Skipped { .. }))
            && !cases.is_empty()
    );
    assert!(
        run("github").out.starts_with("::notice file=README.md,title=gouji::README.md: 未检查"),
        "{}",
        run("github").out
    );
    assert!(run("gitlab").err.contains("没有检查任何报告"));
}

#[test]
fn a_finding_without_a_fix_says_null() {
    let folder = Folder::new(&[("a.md", &warning())]);
    let found: Value = serde_json::from_str(
        &folder.run(&["check", "--select", "A005", "--output-format", "json"]).out,
    )
    .unwrap();
    assert_eq!(found[0]["fix"], Value::Null);
}

#[test]
fn json_lines_are_the_same_objects() {
    let lines: Vec<Value> =
        check("jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(Value::from(lines), json_of("json"));
}

#[test]
fn concise_is_a_line_a_finding() {
    let out = check("concise");
    let lines: Vec<_> = out.lines().collect();
    assert!(
        lines[0].starts_with(&format!("甲 局/a.md:{}:{}: A001 [*] ", row(), column())),
        "{}",
        lines[0]
    );
    assert_eq!(lines[2], "发现 2 处问题（检查了 2 份报告）。");
    assert_eq!(lines[3], "[*] 其中 2 处可用 --fix 修正。");
    let quiet = folder().run(&["check", "--output-format", "concise", "--quiet"]);
    assert_eq!(quiet.out.lines().count(), 2);
}

#[test]
fn full_shows_the_line_with_the_span_underlined() {
    let out = check("full");
    let lines: Vec<_> = out.lines().collect();
    assert!(lines[0].starts_with("错误[A001 row-total]: "), "{}", lines[0]);
    assert!(lines[1].ends_with(&format!("--> 甲 局/a.md:{}:{}", row(), column())), "{}", lines[1]);
    let source = lines.iter().position(|line| line.starts_with(&format!("{} | ", row()))).unwrap();
    let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
    let carets = lines[source + 1..].iter().find(|line| line.contains('^')).unwrap();
    let before_caret = width(&carets[..carets.find('^').unwrap()]);
    let before_cell = width(&lines[source][..lines[source].rfind('6').unwrap()]);
    assert_eq!(before_caret, before_cell, "{out}");
    assert!(out.contains("= 修正: ") && out.contains("（--fix）"), "{out}");
    assert!(!out.contains(":::") && !out.contains('\u{1b}'), "{out}");
    let colored = folder().run(&["check", "--color", "always"]);
    assert!(colored.out.contains('\u{1b}'));
}

#[test]
fn a_finding_without_a_safe_fix_says_what_it_takes() {
    let folder = Folder::new(&[("a.md", &wrong_addend())]);
    let output = folder.run(&["check"]);
    assert!(output.out.contains("（需人工确认：--fix --unsafe-fixes）"), "{}", output.out);
    assert!(
        output.out.ends_with("其中 2 处的修正需人工确认，可用 --fix --unsafe-fixes 修正。\n"),
        "{}",
        output.out
    );
}

#[test]
fn github_annotates_the_line() {
    let out = check("github");
    let first = out.lines().next().unwrap();
    let (row, column) = (row(), column());
    let head = format!(
        "::error file=甲 局/a.md,line={row},col={column},endLine={row},endColumn={},title=gouji A001 row-total::",
        column + 1
    );
    assert!(first.starts_with(&head), "{first}");
}

#[test]
fn gitlab_has_a_fingerprint_of_the_place() {
    let found = json_of("gitlab");
    assert_eq!(
        found[0]["location"],
        json!({
            "path": "甲 局/a.md",
            "positions": { "begin": { "line": row(), "column": column() }, "end": { "line": row(), "column": column() + 1 } },
        })
    );
    assert_eq!((&found[0]["check_name"], &found[0]["severity"]), (&json!("A001"), &json!("major")));
    assert_ne!(found[0]["fingerprint"], found[1]["fingerprint"]);
    let moved = Folder::new(&[("甲 局/a.md", &format!("\n\n{}", wrong_total()))]).run(&[
        "check",
        "--output-format",
        "gitlab",
    ]);
    let moved: Value = serde_json::from_str(&moved.out).unwrap();
    assert_eq!(moved[0]["fingerprint"], found[0]["fingerprint"], "lines may move");
}

#[test]
fn sarif_fits_its_schema() {
    let log = json_of("sarif");
    let schema = serde_json::from_str(include_str!("sarif-2.1.0.schema.json")).unwrap();
    assert_eq!(validate(schema, &log), Ok(()));
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let result = &run["results"][0];
    let location = &result["locations"][0]["physicalLocation"];
    assert_eq!(
        location["artifactLocation"],
        json!({ "uri": "%E7%94%B2%20%E5%B1%80/a.md", "uriBaseId": "%SRCROOT%" })
    );
    assert_eq!(
        location["region"],
        json!({ "startLine": row(), "startColumn": column(), "endLine": row(), "endColumn": column() + 1 })
    );
    let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
    assert_eq!((&rule["id"], &result["ruleId"]), (&json!("A001"), &json!("A001")));
    assert!(rule["help"]["markdown"].as_str().unwrap().starts_with("# A001"));
    assert_eq!(
        result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"],
        "5"
    );
    assert!(run["originalUriBaseIds"]["%SRCROOT%"]["uri"].as_str().unwrap().ends_with('/'));
    let failed = folder().run(&["check", "--output-format", "sarif", ".", "none.md"]);
    let failed: Value = serde_json::from_str(&failed.out).unwrap();
    assert_eq!(failed["runs"][0]["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn junit_has_a_suite_a_file() {
    let report = quick_junit::Report::deserialize_from_str(&check("junit")).unwrap();
    let suites: Vec<_> = report
        .test_suites
        .iter()
        .map(|suite| (suite.name.as_str(), suite.tests, suite.failures))
        .collect();
    assert_eq!(suites, [("b.md", 1, 0), ("甲 局/a.md", 2, 2)]);
    let quick_junit::TestCaseStatus::NonSuccess { message, ty, .. } =
        &report.test_suites[1].test_cases[0].status
    else {
        panic!()
    };
    assert_eq!(ty.as_ref().unwrap().as_str(), "A001");
    assert!(!message.as_ref().unwrap().as_str().is_empty());
}

#[test]
fn statistics_count_by_rule() {
    let out = folder().run(&["check", "--statistics"]).out;
    assert!(out.starts_with("1  A001  [*]  row-total "), "{out}");
    let counts: Value = serde_json::from_str(
        &folder().run(&["check", "--statistics", "--output-format", "json"]).out,
    )
    .unwrap();
    assert_eq!(
        counts[1],
        json!({ "code": "A002", "name": "outcome-total", "count": 1, "fixable": 1 })
    );
}

#[test]
fn output_goes_to_a_file() {
    let folder = folder();
    let output = folder.run(&["check", "--output-format", "json", "-o", "out.json"]);
    assert_eq!((output.status, output.out.as_str()), (1, ""));
    let written: Value = serde_json::from_str(&folder.read("out.json")).unwrap();
    assert_eq!(written, json_of("json"));
}
