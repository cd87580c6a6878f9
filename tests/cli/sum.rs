//! The tables of members, added up.

use crate::reports::{Manner, Oddities, write_cells};
use crate::support::{Folder, Output, REPORT, replaced, wrong_total};
use gouji::syntax::Layout;
use serde_json::Value;
use std::collections::BTreeMap;

const NAMED: [&str; 5] = ["sum", "--issuer", "云溪县人民政府", "--year", "2023"];

fn of(organ: &str) -> String {
    REPORT.replace("园林局", organ)
}

fn sum(folder: &Folder, arguments: &[&str]) -> Output {
    folder.run(&[&NAMED[..], arguments].concat())
}

/// The numbers of a file by their places.
fn cells(folder: &Folder, name: &str) -> BTreeMap<String, f64> {
    let output = folder.run(&["extract", name, "--output-format", "jsonl"]);
    assert_eq!(output.status, 0, "{}", output.err);
    let rows = output.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    rows.map(|row| (row["place"].as_str().unwrap().to_owned(), row["value"].as_f64().unwrap()))
        .collect()
}

#[test]
fn every_format_has_the_sums_of_all_cells() {
    let money = replaced(&of("水利局"), "| 行政事业性收费 | 3 |", "| 行政事业性收费 | 1.2345 |");
    let folder = Folder::new(&[
        ("r/a.md", REPORT),
        ("r/b.md", &money),
        ("r/old.md", &of("教育局").replace("2023年", "2022年")),
        ("r/readme.md", "# 读我\n"),
    ]);
    let (a, b) = (cells(&folder, "r/a.md"), cells(&folder, "r/b.md"));
    for name in ["sum.md", "sum.docx", "sum.xlsx"] {
        let output = sum(&folder, &["r", "-o", name]);
        assert_eq!((output.status, output.out.as_str()), (0, ""), "{}", output.err);
        assert_eq!(output.err, "gouji: 加了 2 份报告。\n");
        let total = cells(&folder, name);
        assert_eq!(total.len(), 200);
        for (place, value) in total {
            let expected = a[&place] + b[&place];
            assert!((value - expected).abs() < 1e-9, "{name} {place}: {value}, not {expected}");
        }
    }
    let printed = sum(&folder, &["r", "--quiet"]);
    assert_eq!((printed.out.as_str(), printed.err.as_str()), (folder.read("sum.md").as_str(), ""));
    // The new report is like that of `gouji new`: the texts are left to write.
    for name in ["sum.md", "sum.docx"] {
        let check =
            folder.run(&["check", name, "--output-format", "concise", "--fail-on", "error"]);
        assert_eq!(check.status, 0, "{}", check.out);
        let codes = check.codes();
        assert!(codes.iter().all(|code| code == "S008" || code == "R005"), "{codes:?}");
    }
    let same = folder.run(&["compare", "sum.md", "sum.docx"]);
    assert_eq!((same.status, same.out.as_str()), (0, "没有不同。\n"));
    // A file is never overwritten, and the sum itself is not added.
    let again = sum(&folder, &["r", "-o", "sum.md"]);
    let told = "gouji: sum.md: 已有这个文件，没有覆盖 — 请换一个文件名\n";
    assert_eq!((again.status, again.err.as_str()), (2, told));
    folder.write("r/sum.md", folder.read("sum.md"));
    assert_eq!(sum(&folder, &["r"]).out, printed.out);
}

#[test]
fn fees_lose_no_digit() {
    let fee = |organ: &str, fee: &str| {
        replaced(&of(organ), "| 行政事业性收费 | 3 |", &format!("| 行政事业性收费 | {fee} |"))
    };
    let settings = "[[government]]\nname = \"云溪县人民政府\"\n\
                    members = [\"云溪县园林局\", \"云溪县水利局\"]\n";
    let folder = Folder::new(&[("gouji.toml", settings), ("b.md", &fee("水利局", "1.234567"))]);
    for (own, sum_of_both, wrong) in [
        ("1.234567", "2.469134", "2.4691"),
        ("0.00000000000000000001", "1.23456700000000000001", "1.234567"),
    ] {
        folder.write("a.md", fee("园林局", own));
        let output = sum(&folder, &[".", "-o", "s.md"]);
        assert_eq!((output.status, output.err.as_str()), (0, "gouji: 加了 2 份报告。\n"));
        let place = "表二/行政事业性收费/本年收费金额（单位：万元）";
        let rows = folder.run(&["extract", "s.md"]).out;
        let row = rows.lines().find(|line| line.contains(place)).expect("a row");
        assert!(row.contains(&format!(",{sum_of_both},{sum_of_both},")), "{row}");
        let check = ["check", ".", "--select", "X006", "--output-format", "concise"];
        assert_eq!(folder.run(&check).status, 0);
        folder.write("s.md", replaced(&folder.read("s.md"), sum_of_both, wrong));
        let told = folder.run(&check).out;
        let addends =
            format!("为 {wrong}，2 个成员单位之和为 {sum_of_both}（云溪县园林局 {own} + ");
        assert!(told.contains(&addends), "{told}");
        std::fs::remove_file(folder.join("s.md")).expect("the sum");
    }
}

#[test]
fn a_report_of_the_first_form_has_its_cells() {
    let pipes = Manner::Library(Layout::Pipes);
    let cell = |table: usize, _: usize, _: usize| if table == 0 { "3" } else { "0" }.to_owned();
    let folder = Folder::new(&[("a.txt", &write_cells(2020, pipes, Oddities::default(), &cell))]);
    for name in ["s.md", "s.docx", "s.xlsx"] {
        let year = ["sum", "a.txt", "--issuer", "云溪省人民政府", "--year", "2020", "-o", name];
        let output = folder.run(&year);
        assert_eq!((output.status, output.err.as_str()), (0, "gouji: 加了 1 份报告。\n"));
        assert_eq!(cells(&folder, name), cells(&folder, "a.txt"), "{name}");
    }
    // A table of another edition cannot be added.
    let year = ["sum", "a.txt", "--issuer", "云溪省人民政府", "--year", "2023"];
    folder.write("a.txt", folder.read("a.txt").replace("2020年", "2023年"));
    let output = folder.run(&year);
    assert_eq!(output.status, 1);
    assert!(output.err.contains("a.txt: 有 "), "{}", output.err);
}

#[test]
fn missing_members_are_named() {
    let folder = Folder::new(&[("r/a.md", REPORT), ("r/b.md", &of("水利局"))]);
    let members = "云溪县园林局,云溪县教育局, 云溪縣水利局,云溪县民政局";
    let output = sum(&folder, &["r", "--members", members]);
    let told = "gouji: 缺少 2 个单位的报告：云溪县教育局、云溪县民政局\ngouji: 加了 2 份报告。\n";
    assert_eq!((output.status, output.err.as_str()), (1, told));
    assert!(output.out.starts_with("# 云溪县人民政府2023年政府信息公开工作年度报告\n"));
    let all = sum(&folder, &["r", "--members", "云溪县园林局", "--quiet"]);
    assert_eq!((all.status, all.err.as_str()), (0, ""));
}

#[test]
fn the_settings_name_the_members() {
    let settings = "\
[[organ]]
name = \"云溪县教育局\"
also = [\"云溪县教育体育局\"]
[[government]]
name = \"云溪县人民政府\"
members = [\"云溪县园林局\", \"云溪县教育局\", \"云溪县民政局\"]
[[government]]
name = \"青石县人民政府\"
members_in = \"青石/**\"
";
    let folder = Folder::new(&[
        ("r/gouji.toml", settings),
        ("r/a.md", REPORT),
        ("r/b.md", &of("教育体育局")),
        ("r/c.md", &of("水利局")),
        ("r/own.md", &of("人民政府").replace("云溪县人民政府局", "云溪县人民政府")),
        ("r/青石/a.md", &REPORT.replace("云溪县", "青石县")),
    ]);
    let output = sum(&folder, &["r", "-o", "s.md"]);
    let told = "\
gouji: 缺少 1 个单位的报告：云溪县民政局
gouji: r/c.md: 设置中云溪县水利局不是成员，没有加 — 请写进 [[government]] 的 members，或用 --members 写出
gouji: 加了 2 份报告。
";
    assert_eq!((output.status, output.err.as_str()), (1, told));
    let (one, all) = (cells(&folder, "r/a.md"), cells(&folder, "s.md"));
    assert!(all.iter().all(|(place, value)| *value == 2.0 * one[place]));
    // The command line names further members.
    folder.write("r/d.md", of("民政局"));
    let output = sum(&folder, &["r", "--members", "云溪县水利局，云溪县水利局,云溪县水利局"]);
    assert_eq!((output.status, output.err.as_str()), (0, "gouji: 加了 4 份报告。\n"));
    let output = sum(&folder, &["r", "--members", "云溪县水利局、云溪县教育局；云溪县审计局"]);
    let told = "gouji: 缺少 1 个单位的报告：云溪县审计局\n";
    assert!(output.err.starts_with(told), "{}", output.err);
    // The members of a pattern are the organs with a report for any year.
    let all = ["sum", "r", "--issuer", "青石县人民政府", "--year", "2023"];
    folder.write("r/青石/b.md", REPORT.replace("云溪县园林", "青石县水利").replace("2023", "2022"));
    let output = folder.run(&all);
    let told = "gouji: 缺少 1 个单位的报告：青石县水利局\n";
    assert_eq!(output.status, 1);
    assert!(output.err.starts_with(told), "{}", output.err);
    assert!(output.err.ends_with("加了 1 份报告。\n"), "{}", output.err);
    // Another issuer has no members in the settings: all reports are added, the county's with those
    // of its own organs.
    let other = ["sum", "r", "--issuer", "云溪市人民政府", "--year", "2023"];
    let output = folder.run(&other);
    assert_eq!(output.status, 1);
    assert!(
        output.err.contains("r/own.md: 云溪县人民政府和它下面的单位一起加了"),
        "{}",
        output.err
    );
}

#[test]
fn a_name_near_a_missing_member_is_told() {
    let settings = "[[government]]\nname = \"云溪县人民政府\"\n\
                    members = [\"云溪县园林局\", \"云溪县税务局\"]\n";
    let tax = REPORT.replace("云溪县园林局", "国家税务总局云溪县税务局");
    let folder = Folder::new(&[("gouji.toml", settings), ("a.md", REPORT), ("b.md", &tax)]);
    let output = sum(&folder, &["."]);
    let told = "\
gouji: 缺少 1 个单位的报告：云溪县税务局
gouji: b.md: 设置中没有“国家税务总局云溪县税务局”，没有加 — 如果就是云溪县税务局，请写进 [[organ]] 的 also
gouji: 加了 1 份报告。
";
    assert_eq!((output.status, output.err.as_str()), (1, told));
}

#[test]
fn what_was_not_read_is_not_added_and_is_named() {
    let blank = replaced(&of("水利局"), "| 行政许可 | 3 |", "| 行政许可 | / |");
    let start = blank.find("## 四、").unwrap();
    let end = blank.find("## 五、").unwrap();
    let lacking = format!("{}{}", &blank[..start], &blank[end..]);
    let wrong = wrong_total().replace("园林局", "教育局");
    let folder = Folder::new(&[("r/a.md", REPORT), ("r/b.md", &lacking), ("r/c.md", &wrong)]);
    let output = sum(&folder, &["r", "-o", "s.md"]);
    let told = "\
gouji: r/b.md: 有 2 处没有读到数，没有加：表二/行政许可/本年处理决定数量、表四
gouji: r/c.md: 有 2 处合计不符，照所填的数加了：表三/（一）予以公开/总计、表三/（七）总计/总计
gouji: 加了 3 份报告。
";
    assert_eq!((output.status, output.err.as_str()), (1, told));
    let total = cells(&folder, "s.md");
    assert_eq!(total["表二/行政许可/本年处理决定数量"], 6.0);
    assert_eq!(total["表四/行政复议/总计"], 2.0);
    assert_eq!(total["表三/（一）予以公开/总计"], 16.0);
}

#[test]
fn an_organ_is_added_once() {
    let other = replaced(REPORT, "| 行政许可 | 3 |", "| 行政许可 | 4 |");
    let unnamed = REPORT.replace("# 云溪县园林局2023年", "# 2023年");
    let folder = Folder::new(&[
        ("r/a.md", REPORT),
        ("r/a.txt", REPORT),
        ("r/b.md", &of("水利局")),
        ("r/b2.md", &other.replace("园林局", "水利局")),
        ("r/c.md", &unnamed),
    ]);
    let output = sum(&folder, &["r", "-o", "s.md"]);
    let told = "\
gouji: r/c.md: 没有写明单位，没有加 — 请在标题中写上单位
gouji: 云溪县水利局有几份不同的报告，都没有加：r/b.md、r/b2.md — 请只留一份
gouji: 加了 1 份报告。
";
    assert_eq!((output.status, output.err.as_str()), (1, told));
    assert_eq!(cells(&folder, "s.md"), cells(&folder, "r/a.md"));
}

/// Says that 水利局 was merged into the organ.
fn merging(text: &str) -> String {
    replaced(text, "## 一、总体情况\n", "## 一、总体情况\n\n本年度，原县水利局并入我局。\n")
}

const NEXT: [&str; 5] = ["sum", "--issuer", "云溪县人民政府", "--year", "2024"];

#[test]
fn a_merged_organ_is_not_missing() {
    let settings = "[[government]]\nname = \"云溪县人民政府\"\n\
                    members = [\"云溪县园林局\", \"云溪县水利局\"]\n";
    let folder = Folder::new(&[("gouji.toml", settings), ("a.md", &merging(REPORT))]);
    let output = sum(&folder, &["."]);
    let told = "\
gouji: 云溪县园林局的报告写明云溪县水利局已经并入，云溪县水利局没有单独的报告，不算缺少
gouji: 加了 1 份报告。
";
    assert_eq!((output.status, output.err.as_str()), (0, told));
    assert_eq!(sum(&folder, &[".", "--quiet"]).err, "");
    folder.write("a.md", REPORT);
    let output = sum(&folder, &["."]);
    assert!(output.err.starts_with("gouji: 缺少 1 个单位的报告：云溪县水利局\n"), "{}", output.err);
}

#[test]
fn a_merged_organ_with_a_report_counts_once() {
    let folder = Folder::new(&[("a.md", &merging(REPORT)), ("b.md", &of("水利局"))]);
    let output = sum(&folder, &[".", "-o", "s.md"]);
    let told = "\
gouji: b.md: 云溪县园林局的报告写明云溪县水利局已经并入，两份报告的数相同，只加了 a.md
gouji: 加了 1 份报告。
";
    assert_eq!((output.status, output.err.as_str()), (0, told));
    assert_eq!(cells(&folder, "s.md"), cells(&folder, "a.md"));
    // With other numbers, nobody knows whether the one includes the other.
    let other = replaced(&of("水利局"), "| 行政许可 | 3 |", "| 行政许可 | 4 |");
    folder.write("b.md", other);
    let output = sum(&folder, &["a.md", "b.md", "-o", "t.md"]);
    let told = "\
gouji: b.md: 云溪县园林局的报告写明云溪县水利局已经并入，云溪县水利局又有自己的报告，两份都加了 \
— 如果前者的数已包括后者的，请把这份移出
gouji: 加了 2 份报告。
";
    assert_eq!((output.status, output.err.as_str()), (1, told));
}

/// For the year before the merger, each of the organs has a report of its own.
#[test]
fn each_organ_counts_before_the_merger() {
    let other = replaced(&of("水利局"), "| 行政许可 | 3 |", "| 行政许可 | 4 |");
    let next = REPORT.replace("2023年", "2024年");
    for (name, settings) in [
        ("云溪县园林局", "[[organ]]\nname = \"云溪县园林局\"\nalso = [\"云溪县水利局\"]\n"),
        (
            "云溪县园林水利局",
            "[[organ]]\nname = \"云溪县园林水利局\"\nalso = [\"云溪县园林局\", \"云溪县水利局\"]\n",
        ),
    ] {
        let next = merging(&next.replace("云溪县园林局", name));
        let folder = Folder::new(&[
            ("gouji.toml", settings),
            ("2023/a.md", REPORT),
            ("2023/b.md", &other),
            ("2024/a.md", &next),
        ]);
        let output = sum(&folder, &[".", "-o", "s.md"]);
        let told = "\
gouji: 2023 年云溪县园林局、云溪县水利局还没有合并，各加了一份报告
gouji: 加了 2 份报告。
";
        assert_eq!((output.status, output.err.as_str()), (0, told), "{name}");
        let (one, all) = (cells(&folder, "2023/a.md"), cells(&folder, "s.md"));
        assert_eq!(all["表二/行政许可/本年处理决定数量"], 7.0);
        assert_eq!(all["表四/行政复议/总计"], 2.0 * one["表四/行政复议/总计"]);
        let output = folder.run(&[&NEXT[..], &["2023", "2024"]].concat());
        assert_eq!((output.status, output.err.as_str()), (0, "gouji: 加了 1 份报告。\n"));
    }
}

/// One of two formats lacks a number.
#[test]
fn the_format_with_the_most_numbers_is_added() {
    let lacking = replaced(REPORT, "| 行政许可 | 3 |", "| 行政许可 |  |");
    let folder = Folder::new(&[("r/a.md", &lacking), ("r/b.txt", REPORT)]);
    let output = sum(&folder, &["r", "-o", "s.md"]);
    assert_eq!((output.status, output.err.as_str()), (0, "gouji: 加了 1 份报告。\n"));
    assert_eq!(cells(&folder, "s.md"), cells(&folder, "r/b.txt"));
}

#[test]
fn a_failure_is_status_2() {
    let folder = Folder::new(&[("r/a.md", REPORT), ("empty/readme.md", "# 读我\n")]);
    for (arguments, told) in [
        (&["r", "-o", "s.pdf"][..], "s.pdf: 汇总报告写成 .md、.docx 或 .xlsx — 请换一个扩展名"),
        (&["empty"], "没有可以相加的 2023 年的报告 — 请检查路径和 --year"),
    ] {
        let output = sum(&folder, arguments);
        assert_eq!((output.status, output.err), (2, format!("gouji: {told}\n")));
    }
    folder.write("r/b.pdf", "%PDF-1.4 broken");
    let output = sum(&folder, &["r", "-o", "s.md"]);
    assert_eq!(output.status, 2);
    assert!(output.err.starts_with("gouji: r/b.pdf: "), "{}", output.err);
    assert_eq!(cells(&folder, "s.md"), cells(&folder, "r/a.md"), "the others are added");
}

#[test]
fn a_government_among_its_own_organs_is_told() {
    let county = REPORT.replace("云溪县园林局", "云溪县人民政府");
    let folder = Folder::new(&[("a.md", REPORT), ("b.md", &of("水利局")), ("c.md", &county)]);
    let sum = |issuer: &str| folder.run(&["sum", ".", "--issuer", issuer, "--year", "2023"]);
    let wrong = sum("云溪县政府办公室");
    assert_eq!(wrong.status, 1, "{}", wrong.err);
    assert!(
        wrong.err.contains("c.md: 云溪县人民政府和它下面的单位一起加了，它的数会算两次"),
        "{}",
        wrong.err
    );
    assert_eq!(sum("云溪县人民政府").status, 0);
}
