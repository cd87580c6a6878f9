//! Tests of outlines of real-world texts: contents lists, quoted pages, broken headings, several
//! reports in a file.

use super::{HeadingWording, PartKind, Role, parse};
use crate::lint::{Options, check};
use crate::rules::testing::{messages, replaced, sample, sample_of};
use crate::standard::Standard;
use crate::syntax::Layout;

const TITLE: &str = "云溪省园林局2023年政府信息公开工作年度报告";
const TITLES: [&str; 6] = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
];

/// The parts of each report, with `/` between two reports: 题 for a title, then the parts. `~`
/// follows a known wording, `?` a near wording, `??` a wording recognized by its place, `!` a
/// displaced section, `+` a duplicate section.
fn outline(text: &str) -> String {
    let reports = parse(text, Standard::official()).reports;
    let report = |report: &super::Report| {
        let title =
            report.title.map_or("", |title| if title.about.is_some() { "解读 " } else { "题 " });
        let part = |part: &super::Part| {
            let heading = part.heading.as_ref();
            let wording = heading.map_or("", |heading| match heading.wording {
                HeadingWording::Official => "",
                HeadingWording::Variant => "~",
                HeadingWording::Near => "?",
                HeadingWording::Placed => "??",
            });
            let role = heading.map_or("", |heading| match heading.role {
                Role::Section => "",
                Role::Displaced => "!",
                Role::Duplicate => "+",
            });
            format!("{}{wording}{role}", part.kind.label(Standard::official()))
        };
        let shown = report
            .parts
            .iter()
            .filter(|part| part.kind != PartKind::Preface)
            .map(part)
            .collect::<Vec<_>>();
        format!("{title}{}", shown.join(""))
    };
    reports.iter().map(report).collect::<Vec<_>>().join(" / ")
}

#[track_caller]
fn assert_outline(text: &str, expected: &str) {
    assert_eq!(outline(text), expected, "{text}");
}

/// Asserts that the rules about structure, tables and sums report exactly these codes.
#[track_caller]
fn assert_codes(text: &str, codes: &[&str]) {
    let mut found = check(text, &Options::default()).expect("a report");
    found.retain(|found| found.code.starts_with(['S', 'T', 'A']));
    assert_eq!(
        found.iter().map(|found| found.code).collect::<Vec<_>>(),
        codes,
        "{:?}\n{text}",
        messages(&found)
    );
}

/// Asserts the outline and the findings of the sample with `from` replaced by `to`, in every
/// layout.
#[track_caller]
fn assert_case(from: &str, to: &str, expected: &str, codes: &[&str]) {
    for layout in Layout::ALL {
        let text = replaced(&sample(layout), from, to);
        assert_outline(&text, expected);
        assert_codes(&text, codes);
    }
}

const WHOLE: &str = "题 一二三四五六";

#[test]
fn contents_lists_are_no_sections() {
    for entry in [
        "{}",
        "{}……………1",
        "{}\t1",
        "{} 1",
        "{}.......................1",
        "  {} ",
        "{}（第1页）",
        "- {}",
        "[{}](#1)",
    ] {
        let list: String = TITLES.iter().map(|title| entry.replace("{}", title) + "\n").collect();
        for list in [
            list.clone(),
            list.replace('\n', "\n\n"),
            list.replace("一、总体情况", "一、 总体情况"),
        ] {
            assert_case("本报告根据", &format!("目录\n{list}\n\n本报告根据"), WHOLE, &[]);
            assert_case(TITLE, &format!("目  录\n\n{list}\n{TITLE}"), WHOLE, &[]);
            assert_case(TITLE, &format!("{TITLE}\n\n目  录\n\n{list}\n{TITLE}"), WHOLE, &[]);
        }
    }
}

#[test]
fn running_titles_are_no_sections_and_no_reports() {
    for head in [TITLE.to_owned(), format!("{TITLE}\n- 3 -"), format!("- 3 -\n\n{TITLE}\n\n")] {
        for heading in ["五、存在", "二、主动", "六、其他"] {
            for layout in Layout::ALL.into_iter().filter(|&layout| layout != Layout::Markdown) {
                let text = replaced(&sample(layout), heading, &format!("{head}\n{heading}"));
                assert_outline(&text, WHOLE);
                assert_codes(&text, &[]);
            }
        }
    }
}

#[test]
fn a_preface_may_name_the_sections() {
    for preface in [
        "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六部分组成。\n\n本报告根据",
        "全文由一、总体情况；二、主动公开政府信息情况；三、收到和处理政府信息公开申请情况；四、政府信息公开行政复议、行政诉讼情况；五、存在的主要问题及改进情况；六、其他需要报告的事项六部分组成。\n\n本报告根据",
        "全文由一、总体情况,二、主动公开政府信息情况,三、收到和处理政府信息公开申请情况,四、政府信息公开行政复议、行政诉讼情况,五、存在的主要问题及改进情况,六、其他需要报告的事项六部分组成。本报告根据",
        "报告包括：一是总体情况；二是主动公开政府信息情况；三是收到和处理政府信息公开申请情况；四是因政府信息公开工作被申请行政复议、提起行政诉讼情况；五是政府信息公开工作存在的主要问题及改进情况；六是其他需要报告的事项。\n\n本报告根据",
        "报告内容包括：一、总体情况。二、主动公开政府信息情况。三、收到和处理政府信息公开申请情况。四、政府信息公开行政复议、行政诉讼情况。五、存在的主要问题及改进情况。六、其他需要报告的事项。本报告根据",
        "报告内容包括：\n一、总体情况；\n二、主动公开政府信息情况；\n三、收到和处理政府信息公开申请情况；\n四、政府信息公开行政复议、行政诉讼情况；\n五、存在的主要问题及改进情况；\n六、其他需要报告的事项。\n本报告根据",
    ] {
        assert_case("本报告根据", preface, WHOLE, &[]);
    }
}

#[test]
fn headings_of_quoted_pages_are_none() {
    for quoted in [
        "一、参保情况\n全县参保29万人。\n二、基金收支情况\n收入3亿元。\n三、经办服务\n四、其他情况\n",
        "一、基本情况\n全县参保29万人。\n二、工作情况\n",
        "一、主要职责\n二、机构设置\n三、总体情况\n",
        "（一）主动公开情况\n（二）依申请公开情况\n（三）政府信息管理情况\n（四）平台建设情况\n（五）监督保障情况\n",
        "1、主动公开政府信息\n2、依申请公开\n3、平台建设\n4、监督保障\n",
        "1.存在问题\n2.改进情况\n",
        "一、政府信息主动公开\n二、政府信息依申请公开\n",
    ] {
        for layout in Layout::ALL {
            let text =
                replaced(&sample(layout), "本年度，我局主动", &format!("{quoted}本年度，我局主动"));
            assert_outline(&text, WHOLE);
            assert_codes(&text, &[]);
        }
    }
    assert_case("已分别制定措施", "\n一、存在的问题\n二、改进措施\n已分别制定措施", WHOLE, &[]);
}

#[test]
fn the_first_heading_may_stand_before_the_title() {
    for layout in Layout::ALL {
        let text = sample(layout);
        let (_, rest) = text.split_once("总体情况\n").unwrap();
        for text in [
            format!("一、总体情况\n\n{TITLE}\n{rest}"),
            format!("一、总体情况\n{TITLE}\n\n本报告根据条例编制。{rest}"),
            format!(" ⼀、总体情况\n\n云溪省园林局\n2023年政府信息公开工作年度报告\n{rest}"),
        ] {
            assert_outline(&text, WHOLE);
            assert_codes(&text, &[]);
        }
    }
}

#[test]
fn headings_come_in_many_writings() {
    for (heading, expected, codes) in [
        ("一、\n总体情况", WHOLE, &[][..]),
        ("一、\n\n  总体情况", WHOLE, &[]),
        ("一\n总体情况", WHOLE, &[]),
        ("一、 总体情况", WHOLE, &[]),
        ("一 、总体情况", WHOLE, &[]),
        ("、总体情况", WHOLE, &["S007"]),
        ("总体情况", WHOLE, &["S007"]),
        ("一、总体情况。", WHOLE, &[]),
        ("一、总体情况：", WHOLE, &[]),
        ("1、总体情况", WHOLE, &["S007"]),
        ("１．总体情况", WHOLE, &["S007"]),
        ("一．总体情况", WHOLE, &["S007"]),
        ("一，总体情况", WHOLE, &["S007"]),
        ("一: 总体情况", WHOLE, &["S007"]),
        ("一总体情况", WHOLE, &[]),
        ("一、總體情況", WHOLE, &[]),
        ("⼀、总体情况", WHOLE, &[]),
        ("**一、总体情况**", WHOLE, &[]),
        ("**一、** 总体情况", WHOLE, &[]),
        ("<span style=\"font-family: 宋体;\">一、总体情况</span>", WHOLE, &[]),
        ("<h2><b>一、</b>总体<u>情况</u></h2>", WHOLE, &[]),
        ("**一、****总体****情况**", WHOLE, &[]),
        ("● 一、总体情况", WHOLE, &[]),
        ("—、总体情况", WHOLE, &["S007"]),
        ("入、总体情况", WHOLE, &["S007"]),
        ("（5）总体情况", WHOLE, &["S007"]),
        ("⑥、总体情况", WHOLE, &["S007"]),
        ("第九章 总体情况", WHOLE, &["S007"]),
        ("### 一、总体情况", WHOLE, &[]),
        ("## **一、总体情况**", WHOLE, &[]),
        ("　　一、总体情况", WHOLE, &[]),
        ("\t一、总体情况\t", WHOLE, &[]),
        ("| 一、总体情况 |", WHOLE, &[]),
        ("一、总 体 情 况", WHOLE, &[]),
        ("一、总体\n情况", WHOLE, &[]),
        ("第一部分 总体情况", WHOLE, &["S007"]),
        ("第一部分：总体情况", WHOLE, &["S007"]),
        ("（一）总体情况", WHOLE, &["S007"]),
        ("一、基本情况", "题 一~二三四五六", &["S006"]),
        ("一、概述", "题 一~二三四五六", &["S006"]),
        ("一、2023年总体情况", "题 一?二三四五六", &["S006"]),
        ("一、工作总体情况", "题 一~二三四五六", &["S006"]),
        ("一、总体情况（2023年）", "题 一二三四五六", &[]),
        ("二、总体情况", WHOLE, &["S007"]),
    ] {
        let plain = if heading.starts_with(['#', '*', '|']) {
            "## 一、总体情况"
        } else {
            "一、总体情况"
        };
        for layout in Layout::ALL {
            let text = sample(layout);
            let text = if text.contains(plain) {
                replaced(&text, plain, heading)
            } else {
                replaced(&text, "一、总体情况", heading)
            };
            assert_outline(&text, expected);
            assert_codes(&text, codes);
        }
    }
}

#[test]
fn other_sections_come_in_other_words() {
    for (from, to, expected, codes) in [
        ("二、主动公开", "二、行政机关主动公开", "题 一二~三四五六", &["S006"][..]),
        ("二、主动公开政府信息情况", "二、政府信息主动公开情况", "题 一二~三四五六", &["S006"]),
        ("三、收到", "三、行政机关收到", "题 一二三~四五六", &["S006"]),
        ("三、收到和处理政府信息公开申请情况", "三、收到和处理政府信息公开\n申请情况", WHOLE, &[]),
        (
            "四、政府信息公开行政复议、行政诉讼情况",
            "四、因政府信息公开工作被申请行政复议、提起行政诉讼的情况",
            "题 一二三四~五六",
            &["S006"],
        ),
        (
            "四、政府信息公开行政复议、行政诉讼情况",
            "四、政府信息公开行政复议、\n行政诉讼情况",
            WHOLE,
            &[],
        ),
        (
            "四、政府信息公开行政复议、行政诉讼情况",
            "四、行政复议、行政诉讼情况",
            "题 一二三四?五六",
            &["S006"],
        ),
        ("五、存在", "五、政府信息公开工作存在", "题 一二三四五~六", &["S006"]),
        ("五、存在的主要问题及改进情况", "五、存在问题及改进措施", "题 一二三四五?六", &["S006"]),
        ("六、其他需要报告的事项", "六、其他事项", "题 一二三四五六?", &["S006"]),
        ("六、其他需要报告的事项", "六、需要报告的其他事项", "题 一二三四五六?", &["S006"]),
        ("六、其他需要报告的事项", "五、其他需要报告的事项", WHOLE, &["S007"]),
        ("六、其他需要报告的事项", "七、其他需要报告的事项", WHOLE, &["S007"]),
        ("六、其他需要报告的事项\n\n", "六、其他需要报告的事项：", WHOLE, &[]),
        ("六、其他需要报告的事项\n\n", "六、其他需要报告的事项 ", WHOLE, &[]),
        ("六、其他需要报告的事项\n\n", "六、其他需要报告的事项。", WHOLE, &[]),
        ("五、存在的主要问题及改进情况\n\n", "五、存在的主要问题及改进情况　　", WHOLE, &[]),
    ] {
        assert_case(from, to, expected, codes);
    }
}

#[test]
fn the_text_may_follow_a_heading_in_bold() {
    for mark in [
        "**{}**",
        "**{}**　",
        "**{}** ",
        "**{}。**",
        "**{}**：",
        "__{}__",
        "***{}***",
        "*{}*",
        "## **{}**",
        "> **{}** ",
        "**{}**&nbsp;",
    ] {
        for layout in Layout::ALL {
            let text = TITLES.iter().fold(sample(layout), |text, title| {
                let bold = mark.replace("{}", title);
                let is_of_text = ["一", "五", "六"].iter().any(|number| title.starts_with(number));
                let heading = [format!("## {title}\n\n"), format!("{title}\n\n")]
                    .into_iter()
                    .find(|heading| text.contains(heading))
                    .unwrap_or_default();
                if is_of_text { replaced(&text, &heading, &bold) } else { text }
            });
            assert_outline(&text, WHOLE);
            assert_codes(&text, &[]);
        }
    }
    // A line with a list of the sections contains no heading.
    let list = TITLES.map(|title| format!("**{title}**")).join("、");
    assert_case("本报告根据", &format!("{list}。\n\n本报告根据"), WHOLE, &[]);
}

#[test]
fn a_heading_may_end_a_line_behind_a_sentence_or_a_signature() {
    let heading = "六、其他需要报告的事项";
    for words in ["我局将加强培训，细化目录。", "云溪县园林局 2024年1月18日 "]
    {
        let text =
            format!("五、存在的主要问题及改进情况\n公开不够及时。\n{words}{heading}\n无。\n");
        let tree = parse(&text, Standard::official());
        let found: Vec<_> = tree.reports[0].section(6).map(|part| part.range.start).collect();
        assert_eq!(found, [text.find(heading).expect("the heading")], "{text}");
    }
    // A list of the sections is not a heading.
    let text = format!("本报告有以下部分：\n一、总体情况；{heading}\n");
    assert_eq!(parse(&text, Standard::official()).reports[0].sections(), 0);
}

#[test]
fn headings_may_stand_inside_one_long_line() {
    // Only text can run on. The tables stay on their own lines below.
    let text = sample(Layout::Tabs);
    let one = text.replace("情况\n\n", "情况 ").replace("事项\n\n", "事项 ");
    assert_outline(&one, WHOLE);
    assert_codes(&one, &["S009"].repeat(0));
    let line = format!(
        "{TITLE}\n本报告根据条例编制。{}",
        TITLES.map(|title| format!("{title} 本年度共计1件，详见附件。")).concat()
    );
    assert_outline(&line, WHOLE);
    assert_codes(&line, &["S009", "S009", "S009"]);
}

#[test]
fn a_whole_report_may_stand_in_one_line() {
    for layout in [Layout::Pipes, Layout::Spaces, Layout::Markdown] {
        let text = sample(layout)
            .replace("| --- ", "")
            .replace("| ---", "")
            .replace("## ", "")
            .replace("# ", "");
        let line = text
            .lines()
            .filter(|line| !line.trim_matches(['|', ' ']).is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        assert_outline(&line, WHOLE);
        assert_codes(&line, &[]);
        // Each section on its own line.
        let lines = TITLES
            .iter()
            .fold(line.clone(), |line, title| line.replace(title, &format!("\n{title}")));
        assert_outline(&lines, WHOLE);
        assert_codes(&lines, &[]);
        let below = TITLES
            .iter()
            .fold(line.clone(), |line, title| line.replace(title, &format!("\n{title}\n")));
        assert_outline(&below, WHOLE);
        assert_codes(&below, &[]);
    }
}

#[test]
fn rows_may_run_on_without_anything_between_two_cells() {
    // Joins the trimmed lines of the sample by `between`. `is_whole` keeps the blank cells.
    let run_on = |parts: &str, between: &str, is_whole: bool| {
        let mut out = String::new();
        let rows = sample(Layout::Tabs);
        for line in rows.lines().filter(|line| !line.trim().is_empty()) {
            let cells: Vec<&str> =
                line.split('\t').filter(|cell| is_whole || !cell.is_empty()).collect();
            let is_heading = TITLES.contains(&line) || line == TITLE;
            out += &if is_heading {
                format!("\n{line}\n")
            } else {
                cells.join(parts).trim().to_owned() + between
            };
        }
        out
    };
    for (parts, between, is_whole) in [
        (" | ", " ", true),
        (" | ", " ", false),
        ("|", " ", true),
        ("|", "", true),
        ("\t", " ", true),
        ("\t", " ", false),
        ("\t", "", false),
    ] {
        let text = run_on(parts, between, is_whole);
        assert_outline(&text, WHOLE);
        assert_codes(&text, &[]);
        if !between.is_empty() {
            let line =
                text.split('\n').filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
            assert_outline(&line, WHOLE);
            assert_codes(&line, &[]);
        }
        if between.is_empty() {
            continue;
        }
        // A mistake in the long line is found at its place.
        assert_codes(&text.replacen("6.属于四类过程性信息", "6.属于过程性信息", 1), &["T002"]);
    }
}

#[test]
fn a_heading_in_the_gap_is_that_of_the_section() {
    for (from, to, expected) in [
        ("三、收到和处理政府信息公开申请情况", "三、依申请公开政府信息情况", "题 一二三??四五六"),
        ("五、存在的主要问题及改进情况", "五、问题与下一步打算", "题 一二三四五??六"),
        ("六、其他需要报告的事项", "六、其他工作", "题 一二三四五六??"),
    ] {
        assert_case(from, to, expected, &["S006"]);
    }
    // Words that fit any section do not name the missing section.
    assert_case("六、其他需要报告的事项", "六、下一步打算", "题 一二三四五", &["S003"]);
    // A row of a quoted list does not name the missing section either.
    assert_case("六、其他需要报告的事项", "（六）其他工作", "题 一二三四五", &["S003"]);
}

#[test]
fn titles_may_break_anywhere() {
    let text = sample(Layout::Tabs);
    // A break inside the organ's name looks the same as another line above the title.
    for (at, _) in TITLE.char_indices().skip("云溪省园林局".chars().count()) {
        for gap in ["\n", "\n\n", "  \n  "] {
            let broken = format!("{}{gap}{}", &TITLE[..at], &TITLE[at..]);
            let text = replaced(&text, TITLE, &broken);
            assert_outline(&text, WHOLE);
            assert_codes(&text, &[]);
            assert_eq!(
                parse(&text, Standard::official()).reports[0].title.unwrap().range.of(&text),
                broken
            );
        }
    }
    let places: Vec<usize> =
        TITLE.char_indices().map(|(at, _)| at).skip("云溪省园林局".chars().count()).collect();
    for (index, &one) in places.iter().enumerate() {
        for &other in &places[index + 1..] {
            let broken = format!("{}\n{}\n{}", &TITLE[..one], &TITLE[one..other], &TITLE[other..]);
            let text = replaced(&text, TITLE, &broken);
            assert_codes(&text, &[]);
            assert_eq!(
                parse(&text, Standard::official()).reports[0].title.unwrap().range.of(&text),
                broken
            );
        }
        let (near, at) = (TITLE.replace("信息公开", "信公开"), one.min(TITLE.len() - 6));
        assert_codes(
            &replaced(&text, TITLE, &format!("{}\n{}", &near[..at], &near[at..])),
            &["S002"],
        );
    }
    let three = replaced(&text, TITLE, "云溪省园林局\n2023年政府信息公开\n工作年度报告");
    assert_codes(&three, &[]);
    assert_eq!(parse(&three, Standard::official()).reports[0].title.unwrap().range.start, 0);
}

#[test]
fn other_reports_may_be_named() {
    for line in [
        "云溪省园林局2022年政府信息公开工作年度报告",
        "1.云溪省园林局2022年政府信息公开工作年度报告",
        "上一篇：云溪省园林局2022年政府信息公开工作年度报告",
        "《云溪省园林局2022年政府信息公开工作年度报告》",
        "相关链接\n云溪省园林局2022年政府信息公开工作年度报告\n云溪省园林局2021年政府信息公开工作年度报告",
    ] {
        for (from, to) in [
            ("本年度未收取信息处理费。", format!("本年度未收取信息处理费。\n\n{line}\n")),
            ("本年度，我局", format!("本年度，编制了：\n{line}\n本年度，我局")),
        ] {
            assert_case(from, &to, WHOLE, &[]);
        }
    }
}

#[test]
fn several_reports_may_follow_one_another() {
    for layout in Layout::ALL {
        let (one, two) = (sample_of(layout, 2022), sample_of(layout, 2023));
        let three = sample_of(layout, 2020);
        let both = "题 一二三四五六 / 题 一二三四五六 / 题 一二三四五六";
        for gap in ["", "\n", "\n\n\n", "\u{c}", "- 12 -\n"] {
            let text = format!("{one}{gap}{two}{gap}{three}");
            assert_outline(&text, both);
            assert_codes(&text, &[]);
        }
        let signed = |text: &str| format!("{text}\n云溪省园林局\n2024年1月20日\n");
        assert_outline(
            &format!("{}{}", signed(&one), signed(&two)),
            "题 一二三四五六落款 / 题 一二三四五六落款",
        );
        // The heading 一 stands before the title.
        let title = "云溪省园林局2023年政府信息公开工作年度报告";
        let (_, rest) = two.split_once("总体情况\n").unwrap();
        let text = format!("{one}\n一、总体情况\n\n{title}\n{rest}");
        assert_outline(&text, "题 一二三四五六 / 题 一二三四五六");
        assert_codes(&text, &[]);
        let mark = if layout == Layout::Markdown { "# " } else { "" };
        let tight = format!("{one}{two}").replace("\n\n", "\n");
        if layout != Layout::Markdown && layout != Layout::Lines {
            assert_outline(&tight, "题 一二三四五六 / 题 一二三四五六");
            assert_codes(&tight, &[]);
        }
        // The title covers two lines.
        let split = two.replacen(&format!("{mark}云溪省园林局2023年"), "云溪省园林局\n2023年", 1);
        let text = format!("{one}\n{split}");
        assert_outline(&text, "题 一二三四五六 / 题 一二三四五六");
        assert_codes(&text, &[]);
        // The first report lacks a section.
        let cut = one.find("六、其他").unwrap();
        let text = format!("{}\n\n{two}", one[..cut].trim_end_matches("## "));
        assert_outline(&text, "题 一二三四五 / 题 一二三四五六");
        assert_codes(&text, &["S003"]);
    }
}

#[test]
fn reports_in_one_line_each_may_follow_one_another() {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_codes(
        &replaced(
            &one_line(&sample(Layout::Spaces)),
            "本报告根据《中华人民共和国政府信息公开条例》编制，",
            "",
        ),
        &[],
    );
    let one = sample(Layout::Spaces) + "\n云溪省园林局\n2024年1月18日";
    let two = replaced(
        &one.replace("云溪省园林局", "青石县水利局"),
        "（一）予以公开 4 1 0 0 0 0 5",
        "（一）予以公开 4 1 0 0 0 0 6",
    );
    for (one, two) in [
        (one_line(&one), two.clone()),
        (one.clone(), one_line(&two)),
        (one_line(&one), one_line(&two)),
    ] {
        for gap in ["\n", "\n\n"] {
            let text = format!("{one}{gap}{two}");
            assert_eq!(parse(&text, Standard::official()).reports.len(), 2, "{text}");
            assert_codes(&text, &["A001", "A002"]);
        }
    }
}

#[test]
fn a_report_may_begin_behind_the_signature_of_another() {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for signature in [
        "云溪省园林局\n2024年1月18日 ",
        "云溪省园林局 2024年1月18日　",
        "云溪省园林局2024年1月18日",
        "云溪省园林局 二〇二四年一月十八日 ",
    ] {
        for layout in Layout::ALL {
            let one = sample(layout);
            let two = one.replace(TITLE, "青石县水利局2023年政府信息公开工作年度报告");
            let two = two.trim_start_matches(['#', ' ']);
            let text = format!("{one}\n{signature}{two}");
            assert_eq!(parse(&text, Standard::official()).reports.len(), 2, "{text}");
            assert_codes(&text, &[]);
            if layout == Layout::Spaces {
                let wrong =
                    replaced(two, "（一）予以公开 4 1 0 0 0 0 5", "（一）予以公开 4 1 0 0 0 0 6");
                assert_codes(&format!("{one}\n{signature}{}", one_line(&wrong)), &["A001", "A002"]);
            }
        }
    }
}

#[test]
fn the_day_or_month_may_stand_right_behind_a_title() {
    for layout in Layout::ALL {
        for date in [
            "2024年1月",
            "2024年1月18日",
            "二〇二四年一月",
            "二○二四年一月十八日",
            " 2024 年 1 月",
            "（2024年1月）",
        ] {
            for title in [TITLE, "云溪省园林局\n2023年政府信息公开工作年度报告"]
            {
                let text = replaced(&sample(layout), TITLE, &format!("{title}{date}"));
                assert!(check(&text, &Options::default()).unwrap().is_empty(), "{text}");
                let range =
                    parse(&text, Standard::official()).reports[0].title.expect("a title").range;
                assert_eq!(range.of(&text), title, "{date}");
            }
        }
        let text = replaced(
            &sample(layout),
            TITLE,
            "云溪省园林局2023年政府信息公开\n工作年度报告2024年1月",
        );
        assert!(check(&text, &Options::default()).unwrap().is_empty(), "{text}");
        // The year of the date is not the year of the report.
        let text = replaced(&sample(layout), TITLE, &TITLE.replace("2023年", "2022年")).replacen(
            "工作年度报告",
            "工作年度报告2024年1月",
            1,
        );
        assert!(
            check(&text, &Options::default()).unwrap().iter().all(|found| found.code != "S001"),
            "{text}"
        );
    }
}

#[test]
fn a_report_of_a_collection_may_have_lost_its_title() {
    for layout in Layout::ALL {
        let one = sample(layout);
        let signed = format!("{one}\n云溪省园林局\n2024年1月20日\n\n");
        let untitled = &one[one.find("一、总体情况").unwrap()..];
        let mark = if layout == Layout::Markdown { "## " } else { "" };
        let with_preface = &one[one.find("本报告根据").unwrap()..];
        assert_outline(&format!("{one}\n{mark}{untitled}"), "题 一二三四五六 / 一二三四五六");
        assert_codes(&format!("{one}\n{mark}{untitled}"), &["S001"]);
        assert_outline(
            &format!("{signed}{with_preface}\n{mark}{untitled}"),
            "题 一二三四五六落款 / 一二三四五六 / 一二三四五六",
        );
        assert_codes(&format!("{signed}{with_preface}\n{one}"), &["S001"]);
        assert_codes(&format!("{signed}{with_preface}\n{signed}{with_preface}"), &["S001", "S001"]);
        // The first heading of the report is lost as well.
        let beheaded = with_preface.replacen(&format!("{mark}一、总体情况\n"), "", 1);
        assert_ne!(beheaded, with_preface);
        assert_outline(&format!("{signed}{beheaded}"), "题 一二三四五六落款 / 二三四五六");
        assert_codes(&format!("{signed}{beheaded}"), &["S001", "S003"]);
        // One or two repeated sections are duplicates.
        let cut = untitled.find("三、收到").unwrap();
        let again = &untitled[..cut].trim_end_matches("## ");
        assert_outline(&format!("{one}\n{mark}{again}"), "题 一二三四五六一+二+");
    }
}

#[test]
fn a_report_without_numbers_may_stand_before_another() {
    for layout in Layout::ALL {
        let two = sample(layout);
        let bare =
            TITLES.iter().fold(two.clone(), |text, title| text.replacen(title, &title[6..], 1));
        assert_ne!(bare, two);
        let whole = "题 一二三四五六";
        assert_outline(&bare, whole);
        for (next, codes) in [(&two, &["S007"][..]), (&bare, &["S007", "S007"])] {
            for gap in ["\n", "\n\n云溪省园林局\n2024年1月20日\n\n"] {
                let text = format!("{bare}{gap}{next}");
                let signed = if gap.len() > 1 { "落款" } else { "" };
                assert_outline(&text, &format!("{whole}{signed} / {whole}"));
                assert_codes(&text, codes);
            }
        }
        // A running title does not divide the text.
        let running = bare.replace("存在的主要问题及", &format!("{TITLE}\n存在的主要问题及"));
        assert!(
            !check(&running, &Options::default()).unwrap().iter().any(|found| found.code == "S003"),
            "{running}"
        );
    }
}

#[test]
fn reports_with_other_numbers_may_follow_one_another() {
    let plain = sample(Layout::Pipes);
    let renumbered = |numerals: [&str; 6]| {
        let pairs = TITLES.into_iter().zip(numerals);
        pairs.fold(plain.clone(), |text, (title, to)| {
            replaced(&text, title, &title.replacen(&title[..6], to, 1))
        })
    };
    for numerals in [
        ["1.", "2.", "3.", "4.", "5.", "6."],
        ["（一）", "（二）", "（三）", "（四）", "（五）", "（六）"],
    ] {
        let one = renumbered(numerals);
        let whole = "题 一二三四五六";
        assert_outline(&one, whole);
        let codes = |text: &str| {
            check(text, &Options::default())
                .unwrap()
                .iter()
                .map(|found| found.code)
                .collect::<Vec<_>>()
        };
        for text in [format!("{one}\n{one}"), format!("{plain}\n{one}"), format!("{one}\n{plain}")]
        {
            assert_outline(&text, &format!("{whole} / {whole}"));
        }
        let twice: Vec<&str> = codes(&one).into_iter().chain(codes(&one)).collect();
        assert_eq!(codes(&format!("{one}\n{one}")), twice);
        let untitled = &one[one.find(&format!("{}总体情况", numerals[0])).unwrap()..];
        assert_outline(&format!("{one}\n{untitled}"), &format!("{whole} / 一二三四五六"));
        // A running title does not divide the text.
        let running = one.replace(
            &format!("\n{}其他需要", numerals[5]),
            &format!("\n{TITLE}\n{}其他需要", numerals[5]),
        );
        assert_outline(&running, whole);
        // A title between paragraphs with the words of the sections does not divide the text
        // either.
        let below = format!(
            "\n{}主动公开政府信息情况\n共29条。\n{}收到和处理政府信息公开申请情况\n共8件。\n",
            numerals[1], numerals[2]
        );
        let text = replaced(&plain, "\n二、主动", &format!("{below}{TITLE}\n二、主动"));
        assert_outline(&text, whole);
    }
}

#[test]
fn a_section_above_the_title_is_displaced() {
    for layout in Layout::ALL {
        let text = sample(layout);
        let at = text.find("六、其他").unwrap();
        let text = format!("{}\n\n{}", &text[at..], text[..at].trim_end_matches("## "));
        assert_outline(&text, "题 六!一二三四五");
        assert_codes(&text, &["S004"]);
    }
}

#[test]
fn traditional_characters_are_read() {
    let text = sample(Layout::Pipes);
    let pairs = "总總体體况況动動开開请請处處复複议議诉訟讼訟问問题題进進其其报報项項园園林林县縣云雲务務办辦结結转轉计計无無";
    let pairs: Vec<char> = pairs.chars().collect();
    let text: String = text
        .chars()
        .map(|c| pairs.chunks(2).find(|pair| pair[0] == c && c != '诉').map_or(c, |pair| pair[1]))
        .collect();
    assert_outline(&text, WHOLE);
    assert_codes(&text, &[]);
}

#[test]
fn what_is_no_report_is_passed_over() {
    for text in [
        "",
        "\n\n",
        "你好",
        "# gouji\n\ngouji 检查政府信息公开工作年度报告。\n\n## 安装\n\n```sh\ncargo install gouji\n```\n\n## 用法\n\n`gouji check 2023.txt`\n",
        "# gouji (勾稽)\n\nA linter for the 政府信息公开工作年度报告.\n\n| rule | what |\n| --- | --- |\n| A001 | 总计 |\n",
        "《云溪省园林局2023年政府信息公开工作年度报告》文字解读\n\n一、编制背景\n根据条例编制。\n二、主要内容\n报告由六部分组成。\n",
        "云溪省园林局2023年政府信息公开工作年度报告解读\n\n一、总体情况\n共1件。\n二、主动公开政府信息情况\n共2件。\n",
        "图解：云溪省园林局2023年政府信息公开工作年度报告\n",
        "一图读懂云溪省园林局2023年政府信息公开工作年度报告\n",
        "关于做好2023年政府信息公开工作年度报告编制工作的通知\n\n各单位：\n一、总体要求\n二、时间安排\n",
        "云溪省园林局2023年政府工作报告\n一、2023年工作回顾\n二、2024年工作安排\n",
    ] {
        assert!(check(text, &Options::default()).is_none(), "{text}");
    }
}

#[test]
fn reports_before_the_form_are_not_checked() {
    // A text in the form of later years is not a report of the earlier time.
    for layout in Layout::ALL {
        for text in [
            sample(layout).replace("2023年", "2018年"),
            sample(layout).replacen("2023年", "2013年", 1),
        ] {
            let found = check(&text, &Options::default()).expect("a report");
            assert_eq!(
                found.iter().map(|found| found.code).collect::<Vec<_>>(),
                ["P003"],
                "{text}"
            );
        }
    }
    assert!(
        check(
            "云溪省园林局2018年政府信息公开工作年度报告\n\n一、概述\n二、主动公开政府信息情况\n",
            &Options::default()
        )
        .is_none()
    );
}

#[test]
fn organs_of_all_kinds_stand_above_their_title() {
    for (above, organ) in [
        ("云溪县人民政府办公室\n", "云溪县人民政府办公室"),
        ("云溪县园林\n局", "云溪县园林\n局"),
        ("柳河苏木人民政府经济发展办公室\n\n", "柳河苏木人民政府经济发展办公室"),
        ("云溪高新技术产业园\n", "云溪高新技术产业园"),
    ] {
        // Organs of a county make no rules.
        let text = replaced(&sample(Layout::Tabs), "规章\t3\t1\t12", "规章\t0\t0\t0");
        let text = replaced(&text, TITLE, &format!("{above}2023年政府信息公开工作年度报告"));
        let title = parse(&text, Standard::official()).reports[0].title.unwrap();
        let organ_read = crate::facts::title(&text, title.range).organ.map(|range| range.of(&text));
        assert_eq!(organ_read, Some(organ));
        assert!(check(&text, &Options::default()).unwrap().is_empty(), "{text}");
    }
}

#[test]
fn the_year_may_stand_below_a_title_and_marks_around_it() {
    for title in [
        "云溪省园林局政府信息公开工作年度报告\n（2023年）",
        "云溪省园林局政府信息公开工作年度报告\n\n2023年度",
        "《云溪省园林局2023年政府信息公开工作年度报告》",
    ] {
        let text = replaced(&sample(Layout::Pipes), TITLE, title);
        assert!(check(&text, &Options::default()).unwrap().is_empty(), "{text}");
    }
}

#[test]
fn the_form_is_a_report_from_its_tables_on() {
    let blank =
        crate::write::blank_report(Standard::official(), "云溪省园林局", 2023).replace(" 0 ", "  ");
    let below = &blank[blank.find("一、总体情况").unwrap()..];
    let outline: Vec<_> = below.lines().filter(|line| !line.contains('|')).collect();
    let outline = outline.join("\n");
    for title in [
        "中华人民共和国政府信息公开工作年度报告格式",
        "中华人民共和国\n政府信息公开工作年度报告格式（试行）",
        "政府信息公开工作年度报告（模板）",
    ] {
        // A clerk fills in the blank form.
        let found = check(&format!("{title}\n\n附件\n\n{below}"), &Options::default());
        let found = found.unwrap_or_else(|| panic!("{title}"));
        let blanks = found.iter().filter(|found| found.code == "T009").count();
        assert_eq!(blanks, 3, "{title}");
        assert!(
            check(&format!("{title}\n\n附件\n\n{outline}"), &Options::default()).is_none(),
            "{title}"
        );
    }
    // A filled-in form is a report.
    let text = sample(Layout::Tabs);
    assert!(
        check(&text.replace(TITLE, "政府信息公开工作年度报告（模板）"), &Options::default())
            .is_some()
    );
    let linked = format!("（图解）{TITLE}\n\n{text}");
    assert!(check(&linked, &Options::default()).is_some_and(|found| found.is_empty()));
}

#[test]
fn a_paragraph_with_the_words_of_a_section_is_none() {
    for numeral in ["（一）", "1."] {
        let text = format!(
            "{TITLE}\n\n统计期限为2023年1月1日至12月31日。\n\n一、总体情况\n{numeral}主动公开政府信息情况\n共公开29条。\n"
        );
        assert_outline(&text, "题 一");
    }
    let text =
        "一、总体情况\n（一）主动公开政府信息情况\n共29条。\n二、主动公开政府信息情况\n见表。\n";
    assert_outline(text, "一二");
}

#[test]
fn without_title_and_period_the_opening_tells_the_form() {
    for layout in Layout::ALL {
        for year in [2020, 2023] {
            let text = sample_of(layout, year);
            let start = text.find("一、总体情况").unwrap();
            let opening = format!(
                "现将我局{year}年度政府信息公开工作年度报告公布如下。\n\n{}",
                &text[start..]
            );
            let paragraph =
                replaced(&text[start..], "本年度，我局主动", &format!("{year}年，我局主动"));
            assert_codes(&paragraph, &["S001"]);
            // A sentence that names the report replaces the title.
            assert_codes(&opening, &[]);
        }
    }
    let early = "现将我局2017年度政府信息公开工作情况报告如下。\n一、概述\n共9件。\n二、主动公开政府信息情况\n共8件。\n";
    assert!(check(early, &Options::default()).is_none());
}

#[test]
fn other_texts_with_such_headings_are_no_reports() {
    let list: String = ["云溪县教育局", "云溪县民政局", "云溪县财政局"]
        .map(|organ| format!("{organ}2023年政府信息公开工作年度报告 2024-01-20\n"))
        .concat();
    for text in [
        list.as_str(),
        "云溪省园林局2023年法治政府建设年度报告\n\n一、总体情况\n好。\n二、主动公开情况\n共29条。\n三、存在的主要问题及改进情况\n人少。\n",
        "云溪大学2022-2023学年信息公开工作年度报告\n\n一、概述\n好。\n二、主动公开情况\n共29条。\n",
        "《云溪省园林局2023年政府信息公开工作年度报告》政策解读\n\n一、编制背景\n好。\n二、主动公开政府信息情况\n29条。\n三、收到和处理政府信息公开申请情况\n5件。\n",
        "关于《云溪省园林局2023年政府信息公开工作年度报告》的解读\n\n一、总体情况\n好。\n三、收到和处理政府信息公开申请情况\n5件。\n",
        "云溪县人民政府办公室\n关于做好2023年政府信息公开工作年度报告编制发布工作的通知\n\n各单位：\n（一）总体情况；\n（二）主动公开政府信息情况；\n（三）收到和处理政府信息公开申请情况。\n",
        "云溪县人民政府办公室关于2023年度政府信息公开年报发布情况的通报\n\n一、总体情况\n好。\n三、收到和处理政府信息公开申请情况\n各填各表。\n",
        "云溪县2024年政务公开工作要点\n\n一、总体要求\n好。\n二、主动公开政府信息\n好。\n三、收到和处理政府信息公开申请\n好。\n",
    ] {
        assert!(check(text, &Options::default()).is_none(), "{text}");
    }
    for text in [
        "一、总体情况\n好。\n三、收到和处理政府信息公开申请情况\n无。\n",
        "一、总体情况\n好。\n六、其他需要报告的事项\n无。\n",
    ] {
        assert!(check(text, &Options::default()).is_some(), "{text}");
    }
}
