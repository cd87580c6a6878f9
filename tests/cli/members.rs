//! The members of a government in a folder: which reports are theirs, what was not counted, and
//! what a run over a part of the folder says.

use crate::support::{Folder, Output, REPORT, of_organ, replaced};

const SETTINGS: &str = "[[government]]\nname = \"云溪县人民政府\"\n\
                        members = [\"云溪县园林局\", \"云溪县水利局\"]\n";
const PATTERN: &str = "[[government]]\nname = \"云溪县人民政府\"\nmembers_in = \"部门/**\"\n";
const SUM: [&str; 6] = ["sum", ".", "--issuer", "云溪县人民政府", "--year", "2023"];

fn of(organ: &str) -> String {
    of_organ(REPORT, organ)
}

/// The report of the government: every number of the report, `times` times.
fn government(times: i64) -> String {
    let multiplied = |line: &str| {
        let cells = line.split(" | ").map(|cell| {
            let number = cell.trim_matches([' ', '|']);
            let times = |value: i64| cell.replace(number, &(times * value).to_string());
            number.parse().map_or_else(|_| cell.to_owned(), times)
        });
        cells.collect::<Vec<_>>().join(" | ")
    };
    let own: String = REPORT.lines().map(|line| multiplied(line) + "\n").collect();
    of_organ(&own, "云溪县人民政府")
}

fn check(folder: &Folder, paths: &[&str]) -> Output {
    let base = ["check", "--output-format", "concise", "--select", "X,G"];
    folder.run(&[&base, paths].concat())
}

#[test]
fn a_county_reports_under_its_own_name() {
    let title = "# 云溪县人民政府2023年";
    let own = replaced(&government(2), title, "# 云溪县2023年");
    let unsigned = own.replace("云溪县人民政府", "云溪县");
    for own in [&own, &unsigned] {
        let folder = Folder::new(&[
            ("gouji.toml", SETTINGS),
            ("a.md", REPORT),
            ("b.md", &of("云溪县水利局")),
            ("own.md", own),
        ]);
        assert_eq!(check(&folder, &[]).out, "没有发现问题（检查了 3 份报告）。\n");
        let wrong = replaced(own, "| 行政许可 | 6 |", "| 行政许可 | 7 |");
        folder.write("own.md", &wrong);
        assert_eq!(check(&folder, &[]).codes(), ["X006"]);
        for settings in [SETTINGS, ""] {
            folder.write("gouji.toml", settings);
            let output = folder.run(&[&SUM[..], &["-q"]].concat());
            assert_eq!((output.status, output.err.as_str()), (0, ""));
            assert!(output.out.contains("| 行政许可 | 6 |"), "{}", output.out);
        }
    }
}

#[test]
fn the_signature_has_the_full_name() {
    let short = replaced(REPORT, "# 云溪县园林局2023年", "# 园林局2023年");
    let short = format!("{short}\n云溪县园林局\n\n2024年1月20日\n");
    let own = of("云溪縣水利局");
    let folder = Folder::new(&[
        ("gouji.toml", SETTINGS),
        ("a.md", &short),
        ("b.md", &own),
        ("own.md", &government(2)),
    ]);
    assert_eq!(check(&folder, &[]).out, "没有发现问题（检查了 3 份报告）。\n");
    let rows = folder.run(&["extract", "--wide"]).out;
    assert!(rows.contains("a.md,云溪县园林局,2023") && rows.contains("b.md,云溪县水利局,2023"));
}

#[test]
fn what_was_not_read_is_not_counted() {
    let folder = Folder::new(&[
        ("gouji.toml", PATTERN),
        ("own.md", &government(3)),
        ("部门/a.md", REPORT),
        ("部门/b.md", &of("云溪县水利局")),
        ("部门/2022年度报告.ofd", ""),
    ]);
    let found = check(&folder, &[]);
    assert!(found.codes().len() > 3 && found.codes().iter().all(|code| code == "X006"));
    assert!(found.out.contains("2 个成员单位之和为"), "{}", found.out);
    assert_eq!(folder.run(&SUM).status, 0, "a file of another year");
    let nameless = REPORT.replace("云溪县园林局", "").replace("我局", "本单位");
    for (file, text, told) in [
        ("部门/云溪县教育局2023年度报告.ofd", "", "（没有读）"),
        ("部门/云溪县教育局.pdf", "%PDF-1.4 broken", "（没有读）"),
        ("部门/c.md", nameless.as_str(), "（看不出单位或年度）"),
    ] {
        folder.write(file, text);
        let found = check(&folder, &[]);
        assert_eq!(found.codes(), ["X006"; 3], "{}", found.out);
        let told = format!("没有计入的成员：{file}{told}");
        assert_eq!(found.out.matches(&told).count(), 3, "{}", found.out);
        assert_ne!(folder.run(&SUM).status, 0, "{file}");
        std::fs::remove_file(folder.join(file)).unwrap();
    }
    // A file of a named member is told with the member.
    folder.write("gouji.toml", SETTINGS.replace("园林局", "教育局"));
    folder.write("scan/教育局2023年度报告.ofd", "");
    let found = check(&folder, &[]);
    let told = "云溪县教育局没有 2023 年的报告（云溪县人民政府的 2 个成员单位中 1 个已有）；\
                有一份没有读（scan/教育局2023年度报告.ofd）";
    assert!(found.out.contains(told), "{}", found.out);
    let told = "没有计入的成员：云溪县教育局（有一份没有读：scan/教育局2023年度报告.ofd）";
    assert!(found.out.contains(told), "{}", found.out);
}

#[test]
fn a_near_name_is_told() {
    let folder = Folder::new(&[
        ("gouji.toml", SETTINGS),
        ("a.md", &of("某省云溪县园林局")),
        ("b.md", &of("云溪县水利局")),
        ("own.md", &government(2)),
    ]);
    let found = check(&folder, &[]);
    let told = "；有一份“某省云溪县园林局”的报告，如是同一单位，请写 [[organ]] \
                name = \"云溪县园林局\"、also = [\"某省云溪县园林局\"]";
    assert!(found.out.contains(told), "{}", found.out);
    let told = "没有计入的成员：云溪县园林局（没有报告；有一份“某省云溪县园林局”的，\
                如是同一单位请写进 [[organ]] 的 also）";
    assert!(found.out.contains(told), "{}", found.out);
    // As it says.
    let organ = "[[organ]]\nname = \"云溪县园林局\"\nalso = [\"某省云溪县园林局\"]\n";
    folder.write("gouji.toml", format!("{organ}{SETTINGS}"));
    assert_eq!(check(&folder, &[]).out, "没有发现问题（检查了 3 份报告）。\n");
    // A name that says nothing about the place is told once too.
    folder.write("gouji.toml", SETTINGS);
    std::fs::remove_file(folder.join("a.md")).unwrap();
    folder.write("园林局.md", of("县园林局"));
    let told = "没有计入的成员：云溪县园林局（没有报告；有一份“县园林局”的，\
                如是同一单位请写进 [[organ]] 的 also）\n";
    assert!(check(&folder, &[]).out.contains(told));
}

#[test]
fn settings_that_match_nothing_are_told_once() {
    let folder = Folder::new(&[
        ("gouji.toml", SETTINGS.replace("人民政府", "政府").as_str()),
        ("a.md", REPORT),
        ("b.md", &of("云溪县水利局")),
        ("own.md", &government(2)),
    ]);
    let good = "没有发现问题（检查了 3 份报告）。\n";
    let told = "没有云溪县政府 2023 年的报告，成员之和（X006）没有核对；\
                有一份“云溪县人民政府”的报告，如是同一单位，请写进 [[organ]] 的 also。\n";
    assert_eq!(check(&folder, &[]).out, format!("{good}{told}"));
    let json = folder.run(&["check", "--select", "X", "--output-format", "json"]);
    assert_eq!((json.out.as_str(), json.err), ("[]\n", format!("gouji: {told}")));
    folder.write("gouji.toml", PATTERN.replace("部门", "部们"));
    let told = "[[government]] 的 members_in “部们/**”没有对上任何文件，“云溪县人民政府”的成员没有核对：\
                请核对路径。\n";
    assert_eq!(check(&folder, &[]).out, format!("{good}{told}"));
    folder.write("gouji.toml", SETTINGS.replace("云溪县", "青石县"));
    let told = "[[government]] 的“青石县人民政府”和它的成员都没有报告，没有核对：请核对名称。\n";
    assert_eq!(check(&folder, &[]).out, format!("{good}{told}"));
    assert_eq!(folder.run(&["check", "--select", "A", "--output-format", "concise"]).out, good);
}

#[test]
fn a_part_of_the_folder_is_judged_as_a_part() {
    let two = "[[government]]\nname = \"云溪县人民政府\"\nmembers = [\"云溪县园林局\", \"云溪县水利局\"]\n";
    let folder = Folder::new(&[
        ("gouji.toml", two),
        ("园林局/报告.md", REPORT),
        ("水利局/报告.md", &of("云溪县水利局")),
        ("政府/报告.md", &government(2)),
    ]);
    let good = |reports: usize| format!("没有发现问题（检查了 {reports} 份报告）。\n");
    for (paths, reports) in
        [(&["园林局"][..], 1), (&["政府"], 1), (&["园林局", "政府"], 2), (&[], 3)]
    {
        assert_eq!(check(&folder, paths).out, good(reports), "{paths:?}");
    }
    // All reports of the year are there.
    let last = of("云溪县水利局").replace("2023", "2022");
    let folder = Folder::new(&[
        ("gouji.toml", two),
        ("readme.md", "# 读我\n"),
        ("2022/水利局.md", &last),
        ("2023/园林局.md", REPORT),
        ("2023/政府.md", &government(2)),
    ]);
    assert_eq!(check(&folder, &["2023"]).codes(), ["X006", "X006", "X006", "X009"]);
}

#[test]
fn an_accepted_finding_is_not_unused_for_a_part_of_the_folder() {
    let problems = "一是公园改造方案先张贴效果图再请周边居民座谈，二是养护班组轮流值守意见箱并按月汇总，\
                    三是树木移植前在路口写明原因和补种地点，四是停水停电的通知改由网格员逐户送达，五是把苗圃的\
                    采购结果贴在门口，六是请退休职工试读养护手册，七是为视障游客录制语音导览，八是同学校约定开放日。";
    let five = REPORT.find("## 五、").unwrap();
    let start = five + REPORT[five..].find('\n').unwrap();
    let end = start + REPORT[start..].find("## 六").unwrap();
    let with = |organ: &str| {
        of_organ(&format!("{}\n\n{problems}\n\n{}", &REPORT[..start], &REPORT[end..]), organ)
    };
    let accept = "[[accept]]\nfile = \"a/园林局.md\"\ncode = \"X004\"\nat = \"五\"\n\
                  reason = \"统一的文字\"\n";
    let settings = format!("{}{accept}", SETTINGS.replace("水利局", "教育局"));
    let folder = Folder::new(&[
        ("gouji.toml", settings.as_str()),
        ("a/园林局.md", &with("云溪县园林局")),
        ("b/水利局.md", &with("云溪县水利局")),
        ("2022/审计局.md", &of("云溪县审计局").replace("2023", "2022")),
        ("2023/教育局.md", &of("云溪县教育局")),
    ]);
    for path in ["a", "a/园林局.md", "2023"] {
        let found = check(&folder, &[path]);
        assert!(!found.codes().contains(&"G001".to_owned()), "{path} {}", found.out);
    }
    assert_eq!(check(&folder, &[]).codes(), ["X004"], "only the other report");
    std::fs::remove_file(folder.join("b/水利局.md")).unwrap();
    assert_eq!(check(&folder, &[]).codes(), ["G001"]);
    assert_eq!(check(&folder, &["a"]).codes(), [] as [&str; 0]);
}

#[test]
fn merged_organs_count_each() {
    let settings = "[[organ]]\nname = \"云溪县文体局\"\nalso = [\"云溪县文化局\", \"云溪县体育局\"]\n\
                    [[government]]\nname = \"云溪县人民政府\"\nmembers = [\"云溪县文体局\"]\n";
    let culture = replaced(&of("云溪县文化局"), "| 行政许可 | 3 |", "| 行政许可 | 4 |");
    let own = replaced(&government(2), "| 行政许可 | 6 |", "| 行政许可 | 7 |");
    let folder = Folder::new(&[
        ("gouji.toml", settings),
        ("a.md", &culture),
        ("b.md", &of("云溪县体育局")),
        ("own.md", &own),
    ]);
    let output = folder.run(&[&SUM[..], &["-o", "sum.txt"]].concat());
    let told = "\
gouji: 2023 年云溪县体育局、云溪县文化局还没有合并，各加了一份报告
gouji: 加了 2 份报告。
";
    assert_eq!((output.status, output.err.as_str()), (0, told));
    std::fs::remove_file(folder.join("sum.txt")).unwrap();
    assert_eq!(check(&folder, &[]).out, "没有发现问题（检查了 3 份报告）。\n");
}

#[test]
fn files_and_streams_say_that_they_are_not_compared() {
    let folder = Folder::new(&[("a.md", REPORT), ("b.md", &of("云溪县水利局"))]);
    let told = "报告之间没有比较（X001 至 X009）：写出的是文件，请检查它们的文件夹。\n";
    let run =
        |rest: &[&str]| folder.run(&[&["check", "--output-format", "concise"], rest].concat()).out;
    assert_eq!(run(&["a.md", "b.md"]), format!("没有发现问题（检查了 2 份报告）。\n{told}"));
    assert_eq!(
        run(&["a.md", "--select", "X"]),
        format!("没有发现问题（检查了 1 份报告）。\n{told}")
    );
    assert_eq!(run(&["a.md"]), "没有发现问题（检查了 1 份报告）。\n");
    assert_eq!(run(&["a.md", "b.md", "--ignore", "X"]), "没有发现问题（检查了 2 份报告）。\n");
    assert_eq!(run(&["."]), "没有发现问题（检查了 2 份报告）。\n");
    let record = serde_json::json!({ "filename": "a.md", "text": REPORT }).to_string();
    let stream = ["check", "-", "--from", "jsonl", "--output-format", "jsonl"];
    let told =
        "gouji: 报告之间没有比较（X001 至 X009）：流中的报告一份一份地检查，请检查文件夹。\n";
    let asked = folder.run_with(&[&stream[..], &["--select", "X"]].concat(), &record);
    assert_eq!((asked.status, asked.out.as_str(), asked.err.as_str()), (0, "", told));
    assert_eq!(folder.run_with(&stream, &record).err, "");
}

#[test]
fn members_of_two_governments_are_told_once() {
    let second = "[[government]]\nname = \"青石县人民政府\"\nmembers_in = \"部门/园*\"\n";
    let folder = Folder::new(&[
        ("gouji.toml", format!("{PATTERN}{second}").as_str()),
        ("部门/园林局.md", REPORT),
        ("部门/水利局.md", &of("云溪县水利局")),
        ("云溪.md", &government(2)),
        ("青石.md", &of("青石县人民政府")),
    ]);
    let good = "没有发现问题（检查了 4 份报告）。\n";
    let told = "“云溪县园林局”既是“云溪县人民政府”的成员，又是“青石县人民政府”的成员，它的数会计入两处：\
                请核对两个 [[government]] 的 members_in。\n";
    assert_eq!(check(&folder, &[]).out, format!("{good}{told}"));
    folder.write("gouji.toml", format!("{PATTERN}{}", second.replace("园*", "**")));
    let json = folder.run(&["check", "--select", "X", "--output-format", "json"]);
    assert_eq!(json.err.matches("“云溪县园林局”等 2 个单位既是").count(), 1, "{}", json.err);
}

#[test]
fn last_years_report_is_not_another_format_of_this_years() {
    let last = REPORT.replace("2023", "2022");
    let folder = Folder::new(&[("2022/园林局.md", &last), ("2023/园林局.txt", &last)]);
    let found = check(&folder, &[]);
    assert_eq!(found.codes(), ["X005"], "{}", found.out);
    assert!(found.out.starts_with("2023/园林局.txt:1:"), "{}", found.out);
    let folder = Folder::new(&[("a/2022/园林局.md", &last), ("b/2022/园林局.txt", &last)]);
    assert_eq!(check(&folder, &[]).codes(), [] as [&str; 0], "formats of one report");
}

/// The title names another organ, or last year: the file is still the member's.
#[test]
fn a_file_with_the_name_of_the_member_is_told() {
    for (water, told) in [
        (
            of("云溪县园林局").replace("| 行政许可 | 3 |", "| 行政许可 | 4 |"),
            "；2023/水利局.md 里是“云溪县园林局” 2023 年的报告，请核对它的标题",
        ),
        (
            of("云溪县水利局").replace("2023", "2022"),
            "；2023/水利局.md 里是“云溪县水利局” 2022 年的报告，请核对它的标题",
        ),
    ] {
        let folder = Folder::new(&[
            ("gouji.toml", SETTINGS),
            ("2023/园林局.md", REPORT),
            ("2023/水利局.md", &water),
            ("2022/园林局.md", &REPORT.replace("2023", "2022")),
        ]);
        let found = check(&folder, &[]);
        assert!(found.out.contains(told), "{}", found.out);
        let last_year = found.out.contains("没有 2022 年的报告");
        assert_eq!(last_year, told.contains("园林局"), "{}", found.out);
    }
}
