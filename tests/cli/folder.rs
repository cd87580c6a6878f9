//! The findings across the reports of a folder: X001 to X009.

use crate::support::{Folder, REPORT, of_organ, replaced};
use serde_json::Value;

const CARRIED_IN: &str = "| 二、上年结转政府信息公开申请数量 |  |  | 1 | 0 | 0 | 0 | 0 | 0 | 1 |";
const WRONG: &str = "| 二、上年结转政府信息公开申请数量 |  |  | 0 | 0 | 0 | 0 | 0 | 0 | 0 |";

/// The correct report for another year. The numbers of the documents follow from 2023.
fn of_year(year: i32) -> String {
    let text = REPORT.replace("2023", &year.to_string());
    let valid = 12 + 2 * (year - 2023);
    replaced(
        &text,
        "| 行政规范性文件 | 3 | 1 | 12 |",
        &format!("| 行政规范性文件 | 3 | 1 | {valid} |"),
    )
}

/// A folder of two years. The report for 2023 carries in another number than that for 2022 carries
/// out.
fn wrong() -> Folder {
    Folder::new(&[
        ("2022/园林局.md", &of_year(2022)),
        ("2023/园林局.md", &replaced(REPORT, CARRIED_IN, WRONG)),
    ])
}

fn codes(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let base = ["check", "--output-format", "concise", "--select", "X,G"];
    folder.run(&[&base, arguments].concat()).codes()
}

#[test]
fn a_folder_is_a_collection_and_a_named_file_is_not() {
    let folder = wrong();
    assert_eq!(codes(&folder, &[]), ["X001", "X001"]);
    assert_eq!(codes(&folder, &["2022", "2023"]), ["X001", "X001"]);
    assert_eq!(codes(&folder, &["2023"]), [] as [&str; 0], "last year is not there");
    assert_eq!(codes(&folder, &["2023/园林局.md"]), [] as [&str; 0]);
    assert_eq!(codes(&folder, &["2022/园林局.md", "2023/园林局.md"]), [] as [&str; 0]);
    let output = folder.run(&["check", "--select", "X001"]);
    assert_eq!(output.status, 1);
    let place = "  --> 2023/园林局.md:33:";
    assert!(output.out.contains(place), "{}", output.out);
    assert!(output.out.contains("另见: 2022/园林局.md:56:"), "{}", output.out);
    assert!(output.out.contains("2022 年报告中为 1"), "{}", output.out);
}

#[test]
fn other_files_are_named_with_line_and_column() {
    let folder = wrong();
    let run = |format: &str| {
        let output = folder.run(&["check", "--select", "X001", "--output-format", format]);
        serde_json::from_str::<Value>(&output.out).unwrap()
    };
    let row = of_year(2022).lines().position(|line| line.contains("四、结转下年度")).unwrap() + 1;
    let found = run("json");
    let related = &found[1]["related"][0];
    assert_eq!(related["filename"], "2022/园林局.md");
    assert_eq!(related["location"]["row"], row);
    assert_eq!(found[1]["place"], "表三/二、上年结转政府信息公开申请数量/总计");
    assert_eq!(
        (&found[0]["severity"], &found[1]["severity"]),
        (&"warning".into(), &"error".into())
    );
    let sarif = run("sarif");
    let schema = serde_json::from_str(include_str!("sarif-2.1.0.schema.json")).unwrap();
    assert_eq!(crate::formats::validate(schema, &sarif), Ok(()));
    let location = &sarif["runs"][0]["results"][1]["relatedLocations"][0]["physicalLocation"];
    assert!(location["artifactLocation"]["uri"].as_str().unwrap().starts_with("2022/"));
    assert_eq!(location["region"]["startLine"], row);
}

#[test]
fn consistent_years_have_no_findings() {
    let folder = Folder::new(&[]);
    for year in 2021..2025 {
        // Table three differs from year to year.
        let extra = year - 2019;
        let text = of_year(year);
        let row = |label: &str, own: i32| {
            let line = text.lines().find(|line| line.contains(label)).unwrap().to_owned();
            let total = own + 2;
            (
                line.clone(),
                line.replacen("| 6 | 2 |", &format!("| {own} | 2 |"), 1).replacen(
                    "| 0 | 8 |",
                    &format!("| 0 | {total} |"),
                    1,
                ),
            )
        };
        let (new, more) = row("一、本年新收", 6 + extra);
        let (closed, all) = row("（七）总计", 6 + extra);
        let open = "（一）予以公开 |  | 4 | 1 | 0 | 0 | 0 | 0 | 5 |";
        let opened =
            format!("（一）予以公开 |  | {} | 1 | 0 | 0 | 0 | 0 | {} |", 4 + extra, 5 + extra);
        let text = replaced(&replaced(&text, &new, &more), &closed, &all);
        folder.write(&format!("{year}/园林局.md"), replaced(&text, open, &opened));
    }
    let output = folder.run(&["check"]);
    assert_eq!((output.status, output.out.as_str()), (0, "没有发现问题（检查了 4 份报告）。\n"));
}

#[test]
fn findings_across_reports_are_accepted_ignored_and_kept_in_a_baseline() {
    let folder = wrong();
    let entry = |at: &str| {
        format!(
            "[[accept]]\nfile = \"2023/园林局.md\"\ncode = \"X001\"\nat = \"表三/二、上年结转政府信息公开申请数量/{at}\"\n\
             reason = \"上年有一件撤回\"\n"
        )
    };
    folder.write("gouji.toml", entry("总计"));
    assert_eq!(codes(&folder, &[]), ["X001"]);
    folder.write("gouji.toml", entry("总计") + &entry("自然人"));
    assert_eq!(codes(&folder, &[]), [] as [&str; 0]);
    assert_eq!(codes(&folder, &["2023/园林局.md"]), [] as [&str; 0], "not judged without kin");
    assert_eq!(codes(&folder, &["2023"]), [] as [&str; 0], "not judged without last year");
    folder.write("gouji.toml", entry("总计") + &entry("自然人") + &entry("商业企业"));
    assert_eq!(codes(&folder, &[]), ["G001"]);
    folder.write("gouji.toml", "");
    let noted = |row: &str| format!("<!-- gouji-ignore X001: 上年有一件撤回 -->\n\n{row}");
    let first = REPORT.lines().find(|line| line.contains("申请人情况")).unwrap();
    folder.write(
        "2023/园林局.md",
        replaced(&replaced(REPORT, CARRIED_IN, WRONG), first, &noted(first)),
    );
    assert_eq!(codes(&folder, &[]), ["G001", "X001", "X001"], "on another line");
    folder.write(
        "2023/园林局.md",
        replaced(
            REPORT,
            CARRIED_IN,
            &format!("{WRONG} <!-- gouji-ignore X001: 上年有一件撤回 -->"),
        ),
    );
    assert_eq!(codes(&folder, &[]), [] as [&str; 0]);
    folder.write("2023/园林局.md", replaced(REPORT, CARRIED_IN, WRONG));
    let write = ["--baseline", "base.json", "--write-baseline"];
    assert_eq!(folder.run(&[&["check"], &write[..]].concat()).status, 0);
    assert!(folder.read("base.json").contains("X001"));
    assert_eq!(codes(&folder, &["--baseline", "base.json"]), [] as [&str; 0]);
    folder.run(&[&["check", "2023/园林局.md"], &write[..]].concat());
    assert!(folder.read("base.json").contains("X001"), "the run has not looked at kin");
}

const GOVERNMENT: &str = "[[government]]\nname = \"云溪县人民政府\"\n\
                          members = [\"云溪县园林局\",\n\"云溪县水利局\"]\ndue = \"01-20\"\n";

#[test]
fn who_has_not_handed_in_is_found_in_the_settings() {
    let folder = Folder::new(&[("gouji.toml", GOVERNMENT), ("园林局.md", REPORT)]);
    let output = folder.run(&["check", "--output-format", "concise"]);
    assert_eq!(
        output.out.lines().next(),
        Some(
            "gouji.toml:4:1: X009 云溪县水利局没有 2023 年的报告\
             （云溪县人民政府的 2 个成员单位中 1 个已有，应于 2024-01-20 前提交）"
        )
    );
    let json = folder.run(&["check", "--output-format", "json"]).out;
    let found: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(found[0]["place"], "云溪县水利局 2023");
    let accept = "[[accept]]\nfile = \"gouji.toml\"\ncode = \"X009\"\n\
                  at = \"云溪县水利局 2023\"\nreason = \"并入园林局\"\n";
    folder.write("gouji.toml", format!("{GOVERNMENT}{accept}"));
    assert_eq!(codes(&folder, &[]), [] as [&str; 0]);
    folder.write("gouji.toml", GOVERNMENT);
    folder.run(&["check", "--baseline", "base.json", "--write-baseline"]);
    assert_eq!(codes(&folder, &["--baseline", "base.json"]), [] as [&str; 0]);
    folder.write("水利局.md", of_organ(REPORT, "云溪县水利局"));
    assert_eq!(codes(&folder, &[]), [] as [&str; 0]);
    folder.write("gouji.toml", format!("{GOVERNMENT}{accept}"));
    assert_eq!(codes(&folder, &[]), ["G001"], "the accepted finding is gone");
    folder.run(&["check", "--fix", "--unsafe-fixes"]);
    assert_eq!(folder.read("gouji.toml"), GOVERNMENT);
}

#[test]
fn members_are_added_up() {
    let water = of_organ(REPORT, "云溪县水利局");
    let doubled = |line: &str| {
        let cells = line.split(" | ").map(|cell| {
            let number = cell.trim_matches([' ', '|']);
            let double = |value: i64| cell.replace(number, &(2 * value).to_string());
            number.parse().map_or_else(|_| cell.to_owned(), double)
        });
        cells.collect::<Vec<_>>().join(" | ")
    };
    let own: String = REPORT.lines().map(|line| doubled(line) + "\n").collect();
    let own = of_organ(&own, "云溪县人民政府");
    let folder = Folder::new(&[
        ("gouji.toml", GOVERNMENT),
        ("政府.md", &own),
        ("园林局.md", REPORT),
        ("水利局.md", &water),
    ]);
    assert_eq!(codes(&folder, &[]), [] as [&str; 0]);
    let wrong =
        replaced(&own, "| 行政规范性文件 | 6 | 2 | 24 |", "| 行政规范性文件 | 6 | 2 | 25 |");
    folder.write("政府.md", &wrong);
    let output = folder.run(&["check", "--select", "X"]);
    assert!(
        output.out.contains(
            "“行政规范性文件”现行有效件数为 25，2 个成员单位之和为 24（云溪县园林局 12 + 云溪县水利局 12）"
        ),
        "{}",
        output.out
    );
    assert!(output.out.contains("另见: 水利局.md:15:"), "{}", output.out);
    std::fs::remove_file(folder.join("水利局.md")).unwrap();
    let output = folder.run(&["check", "--select", "X006"]);
    assert_eq!(output.status, 0, "hints only");
    assert_eq!(output.out.matches("没有计入的成员：云溪县水利局（没有报告）").count(), 3);
}

#[test]
fn the_same_report_in_two_formats_is_one() {
    let page = format!(
        "<html><body><h1>{}</h1></body></html>",
        REPORT.lines().next().unwrap().trim_start_matches("# ")
    );
    let text = of_year(2022);
    let folder = Folder::new(&[
        ("a.md", REPORT),
        ("a.txt", &REPORT.replace("# ", "")),
        ("b.html", &page),
        ("c.md", &text),
    ]);
    assert_eq!(codes(&folder, &["--ignore", "X008"]), [] as [&str; 0]);
    folder.write("copy.md", REPORT);
    let output = folder.run(&["check", "--select", "X005", "--output-format", "concise"]);
    assert_eq!(output.findings(), ["copy.md:1:3: X005"]);
    assert!(output.out.contains("两份的数相同"), "{}", output.out);
}

#[test]
fn a_wrong_membership_is_a_mistake_in_the_settings() {
    let folder = Folder::new(&[("园林局.md", REPORT)]);
    let twice = "[[government]]\nname = \"云溪县\"\nmembers = [\"云溪县园林局\"]\n\
                 [[government]]\nname = \"青石县\"\nmembers = [\"云溪县园林局\"]\n";
    folder.write("gouji.toml", twice);
    let output = folder.run(&["check", "园林局.md"]);
    assert_eq!(output.status, 2);
    assert!(
        output.err.starts_with("gouji: gouji.toml:6: “云溪县园林局”已经是另一个政府的成员"),
        "{}",
        output.err
    );
}

#[test]
fn several_reports_of_a_file_belong_to_the_collection() {
    let both = of_year(2022) + "\n" + &replaced(REPORT, CARRIED_IN, WRONG);
    let folder = Folder::new(&[("汇编.md", &both)]);
    let output = folder.run(&["check", "--select", "X001", "--output-format", "json"]);
    let found: Value = serde_json::from_str(&output.out).unwrap();
    assert_eq!(found[1]["place"], "云溪县园林局 2023/表三/二、上年结转政府信息公开申请数量/总计");
    assert_eq!(found[1]["related"][0]["filename"], "汇编.md");
}

#[test]
fn a_fixed_report_is_compared_as_it_is_then() {
    let text = replaced(REPORT, CARRIED_IN, &WRONG.replace('0', "０"));
    let folder = Folder::new(&[("2022.md", &of_year(2022)), ("2023.md", &text)]);
    let select = ["check", "--fix", "--select", "T011,X001", "--output-format", "json"];
    let output = folder.run(&select);
    let found: Value = serde_json::from_str(&output.out).unwrap();
    let codes: Vec<_> = found.as_array().unwrap().iter().map(|found| &found["code"]).collect();
    assert_eq!(codes, ["X001", "X001"]);
    assert!(folder.read("2023.md").contains(WRONG));
    folder.write("2023.md", &text);
    for mode in ["--diff", "--track"] {
        let output = folder.run(&["check", "--fix", mode, "--select", "X001"]);
        assert!(output.status < 2, "{}", output.err);
    }
}
