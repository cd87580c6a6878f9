//! gouji.toml on the command line.

use crate::support::{Folder, REPORT, wrong_total};

fn codes(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    folder.run(&[&["check", "--output-format", "concise"], arguments].concat()).codes()
}

#[test]
fn the_nearest_file_holds_and_the_command_line_outranks_it() {
    let folder = Folder::new(&[
        ("gouji.toml", "ignore = [\"A001\"]"),
        ("x/a.md", &wrong_total()),
        ("other.toml", "select = [\"S\"]"),
    ]);
    assert_eq!(codes(&folder, &[]), ["A002"]);
    assert_eq!(codes(&folder, &["--select", "A"]), ["A001", "A002"]);
    assert_eq!(codes(&folder, &["--select", "a001,G"]), ["A001"]);
    assert_eq!(codes(&folder, &["--ignore", "A002"]), [] as [&str; 0]);
    assert_eq!(codes(&folder, &["--config", "other.toml"]), [] as [&str; 0]);
    folder.write("x/.gouji.toml", "");
    assert_eq!(codes(&folder, &[]), ["A001", "A002"]);
}

#[test]
fn severities_and_files() {
    let settings = "[severity]\nA = \"information\"\n[[per-file-ignores]]\nfiles = [\"2019/**\"]\ncodes = [\"A002\"]\n[files]\ninclude = [\"**/*.text\"]\n";
    let folder = Folder::new(&[
        ("gouji.toml", settings),
        ("2019/a.text", &wrong_total()),
        ("b.md", &wrong_total()),
    ]);
    let output = folder.run(&["check", "--output-format", "jsonl"]);
    assert_eq!(output.status, 0, "information is no fault");
    let found: serde_json::Value = serde_json::from_str(&output.out).unwrap();
    assert_eq!(
        (&found["code"], &found["severity"], &found["filename"]),
        (&"A001".into(), &"information".into(), &"2019/a.text".into())
    );
}

#[test]
fn config_shows_what_holds_and_where_it_comes_from() {
    let folder = Folder::new(&[
        (
            "gouji.toml",
            "select = [\"A\"]\n[severity]\nA001 = \"hint\"\n[report]\nlevel = \"department\"\n",
        ),
        ("x/a.md", REPORT),
    ]);
    let output = folder.run(&["config", "x/a.md"]);
    assert_eq!(output.status, 0);
    assert!(
        output.out.starts_with("# 设置文件: ")
            && output.out.lines().next().unwrap().ends_with("gouji.toml"),
        "{}",
        output.out
    );
    assert!(
        output.out.contains("select = [\"A\"]  # gouji.toml\nignore = []  # 默认\n"),
        "{}",
        output.out
    );
    assert!(output.out.contains("[severity]\nA001 = \"hint\"  # gouji.toml\n"), "{}", output.out);
    // The output is a valid settings file.
    let shown = Folder::new(&[("gouji.toml", &output.out)]);
    assert_eq!(shown.run(&["config"]).status, 0);
    assert_eq!(Folder::new(&[("gouji.toml", "x = 1")]).run(&["config"]).status, 2);
    assert!(Folder::new(&[]).run(&["config"]).out.contains("select = [\"ALL\"]"));
}

#[test]
fn the_schema_takes_what_is_read() {
    let folder = Folder::new(&[]);
    let schema: serde_json::Value =
        serde_json::from_str(&folder.run(&["config", "--schema"]).out).unwrap();
    let good = serde_json::json!({
        "lang": "zh", "select": ["S"], "ignore": ["P004"], "severity": {"P002": "hint"}, "files": {"include": ["**/*.txt"], "exclude": []},
        "per-file-ignores": [{"files": ["2019/**"], "codes": ["C001"]}], "report": {"level": "department"},
        "accept": [{"file": "a.txt", "code": "N002", "at": "表四", "reason": "x"}],
    });
    let bad = serde_json::json!({ "selct": [] });
    let valid = |instance: &serde_json::Value| crate::formats::validate(schema.clone(), instance);
    assert_eq!(valid(&good), Ok(()));
    assert!(valid(&bad).is_err());
}
