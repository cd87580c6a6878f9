//! The outputs for a reviewing office: a page and a workbook.

use crate::support::{Folder, REPORT, of_organ, replaced, wrong_total};

/// The lines of a workbook, as gouji reads them.
fn sheet_lines(folder: &Folder, name: &str) -> Vec<String> {
    let output = folder.run(&["text", name]);
    assert_eq!(output.status, 0, "{}", output.err);
    output.out.lines().map(str::to_owned).collect()
}

/// A folder with a good report, a report with a wrong total, a report without table four, and files
/// that are not checked.
fn folder() -> Folder {
    let start = REPORT.find("## 四、").unwrap();
    let end = REPORT.find("## 五、").unwrap();
    let lacking = format!("{}{}", &REPORT[..start], &REPORT[end..]).replace("园林局", "水利局");
    Folder::new(&[
        ("a.md", REPORT),
        ("b.md", &wrong_total().replace("园林局", "教育局")),
        ("c.md", &lacking),
        ("d/云溪县民政局2023年政府信息公开工作年度报告.ofd", "PK"),
        ("readme.md", "# 读我\n"),
    ])
}

#[test]
fn the_page_shows_each_unit_and_draws_its_tables() {
    let folder = folder();
    let output = folder.run(&["check", "--output-format", "html", "-o", "page.html"]);
    assert_eq!((output.status, output.out.as_str()), (1, ""));
    assert!(output.err.starts_with("gouji: 未检查 1 个"), "{}", output.err);
    let page = folder.read("page.html");
    assert_needs_nothing_else(&page);
    assert!(page.contains("检查了 3 份报告，2 份有问题：错误 "), "{page}");
    for row in [
        "<tr class=\"good\"><td>云溪县园林局</td><td>2023</td><td class=\"file\">a.md</td><td class=\"state\">没有发现问题</td>",
        "<tr class=\"error\"><td><a href=\"#r2\">云溪县教育局</a></td><td>2023</td><td class=\"file\">b.md</td>",
        "<tr class=\"error\"><td><a href=\"#r3\">云溪县水利局</a></td>",
        "<tr class=\"unchecked\"><td>d/云溪县民政局2023年政府信息公开工作年度报告.ofd</td>",
    ] {
        assert!(page.contains(row), "{row}\n{page}");
    }
    assert!(page.contains("<td><div>四</div></td>"), "the missing section is named\n{page}");
    assert!(!page.contains("readme.md"), "another file of the folder is no unit");
    // The sum is written out, and the cell of the table leads to it.
    let found = page.find("<li id=\"f1\" class=\"error\">").expect("the first finding");
    assert!(page[found..].contains("总计应为 5（自然人 4 + 商业企业 1），表中为 6"), "{page}");
    let cell = "<td class=\"error\">6<sup><a href=\"#f1\">1</a></sup>";
    let table = page.find("<table class=\"form\"><caption>表三</caption>").expect("the table");
    assert!(page[table..].contains(cell), "{page}");
    assert!(page.contains("<th colspan=\"5\">法人或其他组织</th>"));
    assert!(!page.contains("<caption>表二</caption>"), "a table without findings is not drawn");
    // The page itself is no report.
    let again = folder.run(&["check", "--output-format", "concise"]);
    assert!(!again.out.contains("page.html"), "{}", again.out);
    let own = folder.run(&["check", "page.html"]);
    assert!(own.err.contains("是 gouji 写出的页面，不是报告"), "{}", own.err);
}

/// The elements and attributes of the page. None of them runs a script or loads a file.
const ELEMENTS: &str = "html head meta title style body h1 h2 p table caption thead tbody tr th td a \
                        div section ol li span mark sup";
const ATTRIBUTES: &str = "lang charset name content class id href start colspan rowspan";

/// Asserts that the page has no script and shows nothing from elsewhere.
#[track_caller]
fn assert_needs_nothing_else(page: &str) {
    let (head, rest) = page.split_once("<style>").expect("a style");
    let (style, body) = rest.split_once("</style>").expect("the end of the style");
    for outer in ["@import", "url(", "expression", "<"] {
        assert!(!style.contains(outer), "{outer}");
    }
    let rules = format!("href=\"{}", env!("CARGO_PKG_REPOSITORY"));
    let markup = format!("{}{body}", head.strip_prefix("<!DOCTYPE html>").expect("a page"));
    for tag in markup.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').expect("the end of a tag");
        let (element, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let element = element.trim_start_matches('/');
        assert!(ELEMENTS.split(' ').any(|known| known == element), "<{tag}>");
        // Names and values alternate between the quotation marks.
        for name in attributes.split('"').step_by(2).filter(|name| !name.is_empty()) {
            let name = name.trim().trim_end_matches('=');
            assert!(ATTRIBUTES.split(' ').any(|known| known == name), "<{tag}>");
        }
        // A link leads to a place of the page, or to the page of a rule, and loads nothing.
        let leads = !tag.contains("href=") || tag.contains("href=\"#") || tag.contains(&rules);
        assert!(leads && (element == "a" || !tag.contains("href=")), "<{tag}>");
    }
}

#[test]
fn nothing_of_a_report_becomes_markup() {
    let text = replaced(REPORT, "| 行政许可 | 3 |", "| 行政许可 | <3 |");
    let text = replaced(&text, "本年度，我局", "<i>X</i>今年来信<u>99</u>件。本年度，我局⼯作");
    let folder = Folder::new(&[("<b>.md", &text)]);
    let page = folder.run(&["check", "--output-format", "html"]).out;
    assert_needs_nothing_else(&page);
    assert!(page.contains("&lt;b&gt;.md"), "{page}");
    assert!(page.contains("&lt;3<sup>") && page.contains("&lt;i&gt;X"), "{page}");
    for tag in ["<b>", "<i>", "<u>"] {
        assert!(!page.contains(tag), "{tag}\n{page}");
    }
    assert!(page.contains("<mark>⼯</mark>作"), "the words around a finding\n{page}");
}

#[test]
fn the_page_is_in_one_language() {
    let folder = Folder::new(&[("a.md", REPORT)]);
    let page = folder.run(&["check", "--output-format", "html", "--lang", "en"]).out;
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">"), "{page}");
    assert!(page.contains("Reports checked: 1, with problems: 0. Errors: 0, warnings: 0."));
    assert!(!page.contains("年度报告"), "{page}");
}

#[test]
fn the_workbook_has_a_row_a_finding_and_a_row_a_unit() {
    let folder = folder();
    let output = folder.run(&["check", "--output-format", "xlsx", "-o", "list.xlsx"]);
    assert_eq!((output.status, output.out.as_str()), (1, ""));
    let lines = sheet_lines(&folder, "list.xlsx");
    assert_eq!(lines[0], "单位\t年度\t文件\t位置\t级别\t规则\t问题\t怎么改\t备注");
    let wrong = lines.iter().find(|line| line.contains("\tA001\t")).expect("the wrong total");
    assert!(
        wrong.starts_with("云溪县教育局\t2023\tb.md\t表三/（一）予以公开/总计（第 "),
        "{wrong}"
    );
    assert!(wrong.contains("总计应为 5（自然人 4 + 商业企业 1），表中为 6"), "{wrong}");
    let units =
        lines.iter().position(|line| line.contains("情况\t错误")).expect("the second sheet");
    assert_eq!(lines[units], "单位\t年度\t文件\t情况\t错误\t警告\t提示\t缺少");
    let units = &lines[units + 1..];
    assert!(units[0].starts_with("云溪县园林局\t2023\ta.md\t没有发现问题\t0\t0\t0"), "{units:?}");
    assert!(units[1].starts_with("云溪县教育局\t2023\tb.md\t有问题\t2\t0\t0"), "{units:?}");
    assert!(units[2].starts_with("云溪县水利局\t2023\tc.md\t有问题\t") && units[2].contains("四"));
    assert!(units[3].contains(".ofd\t未检查："), "{units:?}");
    let stdout = folder.run(&["check", "--output-format", "xlsx"]);
    let told = "gouji: xlsx 要写到文件 — 请加 -o 文件名\n";
    assert_eq!((stdout.status, stdout.err.as_str(), stdout.out.as_str()), (2, told, ""));
}

#[test]
fn reports_of_a_compilation_are_units_of_their_own() {
    let other = wrong_total().replace("云溪县园林局", "云溪县水利局");
    let folder = Folder::new(&[("a.md", &format!("{}\n{other}", wrong_total()))]);
    let page = folder.run(&["check", "--output-format", "html"]).out;
    for (first, number, organ) in [(1, 1, "园林局"), (3, 2, "水利局")] {
        let section = page.find(&format!("<section id=\"r{number}\"><h2>云溪县{organ} 2023"));
        let section = &page[section.expect("a section")..];
        let end = section.find("</section>").unwrap();
        let cell = format!("<td class=\"error\">6<sup><a href=\"#f{first}\">{first}</a></sup>");
        assert_eq!(section[..end].matches(&cell).count(), 1, "{section}");
    }
}

/// A report whose request count was not carried over, a member without a report, and the settings
/// that say so.
fn collection() -> Folder {
    let last = REPORT.replace("2023", "2022").replace("2024", "2023");
    let row = REPORT.lines().find(|line| line.contains("二、上年结转")).unwrap();
    let wrong = row.replacen("| 1 | 0 | 0 | 0 | 0 | 0 | 1 |", "| 0 | 0 | 0 | 0 | 0 | 0 | 0 |", 1);
    assert_ne!(row, wrong);
    let settings = "[[government]]\nname = \"云溪县人民政府\"\n\
                    members = [\"云溪县园林局\", \"云溪县水利局\"]\ndue = \"01-20\"\n";
    Folder::new(&[
        ("gouji.toml", settings),
        ("2022/园林局.md", &last),
        ("2022/水利局.md", &of_organ(&last, "云溪县水利局")),
        ("2023/园林局.md", &replaced(REPORT, row, &wrong)),
    ])
}

#[test]
fn who_has_not_handed_in_has_a_row() {
    let folder = collection();
    let select = ["check", "--select", "X001,X009", "--output-format"];
    let run = |rest: &[&str]| folder.run(&[&select[..], rest].concat());
    let page = run(&["html"]).out;
    assert!(
        page.contains("检查了 3 份报告，1 份有问题：错误 1 处，警告 2 处。没有提交 1 份。"),
        "{page}"
    );
    assert_needs_nothing_else(&page);
    let row = page.find("<tr class=\"absent\">").expect("a row");
    let row = &page[row..row + page[row..].find("</tr>").unwrap()];
    for part in [">云溪县水利局</a></td><td>2023</td>", "没有提交", "应于 2024-01-20 前提交"]
    {
        assert!(row.contains(part), "{part}\n{row}");
    }
    assert!(!page.contains("<td><a href=\"#r4\">gouji.toml"), "no row of the settings\n{page}");
    // The finding across reports names the other file and the place there.
    let line = folder.read("2022/园林局.md");
    let line = line.lines().position(|line| line.contains("四、结转下年度")).unwrap() + 1;
    let other = format!("另见：2022/园林局.md（第 {line} 行）：2022 年报告中为 1");
    assert_eq!(page.matches(&other).count(), 2, "{other}\n{page}");

    run(&["xlsx", "-o", "list.xlsx"]);
    let lines = sheet_lines(&folder, "list.xlsx").join("\n");
    assert!(lines.contains(&format!("另见 2022/园林局.md（第 {line} 行）：")), "{lines}");
    assert!(lines.contains("云溪县水利局\t2023\tgouji.toml\t没有提交\t0\t1\t0\t"), "{lines}");
    let english = run(&["html", "--lang", "en"]).out;
    assert!(english.contains("Reports not handed in: 1."), "{english}");
    assert!(english.contains("due by 2024-01-20"), "{english}");

    // An accepted absence has no row. An accepted finding that is gone is one of the settings.
    let accept = "[[accept]]\nfile = \"gouji.toml\"\ncode = \"X009\"\n\
                  at = \"云溪县水利局 2023\"\nreason = \"并入园林局\"\n";
    folder.write("gouji.toml", folder.read("gouji.toml") + accept);
    assert!(!run(&["html"]).out.contains("没有提交"));
    folder.write("2023/水利局.md", of_organ(REPORT, "云溪县水利局"));
    let page = folder.run(&["check", "--select", "X009,G001", "--output-format", "html"]).out;
    assert!(page.contains("检查了 4 份报告，0 份有问题：错误 0 处，警告 1 处。</p>"), "{page}");
    assert!(page.contains("gouji.toml</a></td>"), "{page}");
}

#[test]
fn the_name_of_the_output_says_its_format() {
    let folder = Folder::new(&[("x/a.md", REPORT)]);
    for (name, start) in [("审核.html", "<!DOCTYPE html>"), ("审核.json", "["), ("审核.txt", "")]
    {
        assert_ne!(folder.run(&["check", "x", "-o", name]).status, 2, "{name}");
        assert!(folder.read(name).starts_with(start), "{name}");
    }
    assert_ne!(folder.run(&["check", "x", "-o", "审核.xlsx"]).status, 2);
    assert!(std::fs::read(folder.join("审核.xlsx")).unwrap().starts_with(b"PK"));
    assert_eq!(folder.run(&["compare", "x/a.md", "x/a.md", "-o", "比较.html"]).status, 0);
    assert!(folder.read("比较.html").starts_with("<!DOCTYPE html>"));
    // What the format is called counts more than the name.
    let arguments = ["check", "x", "--output-format", "concise", "-o", "问题.html"];
    assert_ne!(folder.run(&arguments).status, 2);
    assert!(!folder.read("问题.html").starts_with('<'));
}

#[test]
fn no_output_replaces_a_report() {
    let folder = Folder::new(&[("x/a.md", REPORT), ("b.md", REPORT)]);
    let told = "gouji: b.md: 是一份报告，--output-file 不覆盖它 — 请换一个文件名\n";
    for arguments in [
        ["check", "x", "-o", "b.md"].as_slice(),
        &["compare", "x/a.md", "x/a.md", "-o", "b.md"],
        &["extract", "x", "--output-format", "csv", "-o", "b.md"],
    ] {
        let output = folder.run(arguments);
        assert_eq!((output.status, output.err.as_str()), (2, told), "{arguments:?}");
        assert_eq!(folder.read("b.md"), REPORT);
    }
}
