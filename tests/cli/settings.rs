//! gouji.toml on the command line.

use crate::support::{Folder, REPORT, replaced, wrong_total};

fn codes(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    folder.run(&[&["check", "--output-format", "concise"], arguments].concat()).codes()
}

#[test]
fn words_of_the_settings_are_read_in_sentences() {
    let said = "因政府信息公开引起复核案99件。";
    let text = replaced(REPORT, "本年度，我局主动公开信息29条", said);
    let folder = Folder::new(&[("a.md", &text)]);
    assert!(!folder.run(&["check", "a.md"]).out.contains("N002"));
    let settings = "[lexicon]\nreviews = [\"复核案\"]\n";
    let folder = Folder::new(&[("a.md", &text), ("gouji.toml", settings)]);
    let output = folder.run(&["check", "a.md"]);
    assert!(output.out.contains("正文说行政复议 99 件"), "{}", output.out);
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
fn an_organ_has_its_own_level_and_power() {
    let signed = |organ: &str| {
        let report = REPORT.replace("云溪县园林局", organ);
        let report = replaced(&report, "| 规章 | 0 | 0 | 0 |", "| 规章 | 2 | 0 | 2 |");
        format!("{report}\n{organ}\n2024年2月20日\n")
    };
    let folder = Folder::new(&[
        ("a.md", &signed("云溪县园林局")),
        ("b.md", &signed("云溪县水利局")),
        ("c.md", &(signed("云溪县水利局") + "\n" + &signed("云溪县园林局"))),
    ]);
    let check = |file: &str| codes(&folder, &["--select", "P004,R007", file]);
    assert_eq!(check("a.md"), ["R007", "P004"]);
    let organ = "[[organ]]\nname = \"云溪县绿化局\"\nalso = [\"云溪县 园林局\"]\nlevel = \"government\"\n\
                 rule_making = true\n";
    folder.write("gouji.toml", format!("[report]\nlevel = \"department\"\n{organ}"));
    assert_eq!(check("a.md"), [] as [&str; 0]);
    assert_eq!(check("b.md"), ["R007", "P004"]);
    assert_eq!(check("c.md"), ["R007", "P004"], "each report of a file has its organ");
    folder.write("gouji.toml", organ.replace("true", "1"));
    let output = folder.run(&["check", "a.md"]);
    let told = "gouji: gouji.toml:5: organ.rule_making 应为 true 或 false，现为数\n";
    assert_eq!((output.status, output.err.as_str()), (2, told));
}

#[test]
fn words_belong_to_one_class() {
    let folder = Folder::new(&[("a.md", REPORT)]);
    let told = |settings: &str| {
        folder.write("gouji.toml", settings);
        let output = folder.run(&["check", "--lang", "en", "--quiet", "a.md"]);
        (output.status, output.err)
    };
    assert_eq!(told("[lexicon]\nreviews = [\"复核案\"]\n"), (0, String::new()));
    for (settings, expected) in [
        (
            "[lexicon]\n\nnew = [\"收到\"]",
            "3: \"收到\" is a word of lexicon.received already — remove it",
        ),
        (
            "[lexicon]\nnew = [\"收\"]",
            "2: \"收\" is no word — write two characters or more, with a letter among them",
        ),
        ("[lexicon]\nnews = []", "2: there is no key \"news\" — did you mean new?"),
    ] {
        assert_eq!(told(settings), (2, format!("gouji: gouji.toml:{expected}\n")));
    }
}

#[test]
fn config_shows_what_holds_and_where_it_comes_from() {
    let folder = Folder::new(&[
        (
            "gouji.toml",
            "select = [\"A\"]\n[severity]\nA001 = \"hint\"\n[report]\nlevel = \"department\"\n\
             [[organ]]\nname = \"云溪县园林局\"\nalso = [\"园林局\"]\nrule_making = false\n\
             [[government]]\nname = \"云溪县人民政府\"\nmembers = [\"云溪县园林局\"]\nmembers_in = \"部门/**\"\n\
             due = \"01-20\"\n\
             [lexicon]\nreceived = [\"收悉\", \"收讫\"]\n[lexicon.outcomes]\nd1 = [\"查无此件\"]\n",
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
    for shown in [
        "[[organ]]\nname = \"云溪县园林局\"\nalso = [\"园林局\"]\nrule_making = false\n",
        "[[government]]\nname = \"云溪县人民政府\"\nmembers = [\"云溪县园林局\"]\n\
         members_in = \"部门/**\"\ndue = \"01-20\"\n",
        "[lexicon]\nreceived = [\"收悉\", \"收讫\"]\n",
        "[lexicon.outcomes]\nd1 = [\"查无此件\"]\n",
    ] {
        assert!(output.out.contains(shown), "{}", output.out);
    }
    // The output is a valid settings file with the same words.
    let shown = Folder::new(&[("gouji.toml", &output.out)]).run(&["config"]);
    assert_eq!(shown.status, 0);
    assert!(shown.out.contains("received = [\"收悉\", \"收讫\"]"), "{}", shown.out);
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
        "organ": [{"name": "甲局", "also": ["乙局"], "level": "government", "rule_making": true}],
        "government": [{"name": "甲县", "members": ["甲局"], "members_in": "部门/**", "due": "03-31"}],
        "lexicon": {"received": ["收悉"], "outcomes": {"d1": ["查无此件"]}},
        "accept": [{"file": "a.txt", "code": "N002", "at": "表四", "reason": "x"}],
    });
    let bad = [
        serde_json::json!({ "selct": [] }),
        serde_json::json!({ "lexicon": { "recieved": [] } }),
        serde_json::json!({ "lexicon": { "outcomes": { "c9": [] } } }),
        serde_json::json!({ "lexicon": { "new": ["收"] } }),
        serde_json::json!({ "organ": [{ "also": [] }] }),
        serde_json::json!({ "government": [{ "members": [] }] }),
        serde_json::json!({ "government": [{ "name": "甲县", "due": "3-31" }] }),
    ];
    let valid = |instance: &serde_json::Value| crate::formats::validate(schema.clone(), instance);
    assert_eq!(valid(&good), Ok(()));
    assert!(bad.iter().all(|bad| valid(bad).is_err()));
}
