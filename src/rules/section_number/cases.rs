//! Cases of S007.

use crate::diagnostic::{Applicability, Severity, apply};
use crate::rules::testing::*;
use crate::standard::Standard;
use crate::syntax::Layout;

#[test]
fn numeric_references_are_the_characters_that_they_stand_for() {
    for layout in Layout::ALL {
        for numeral in ["&#20108;、", "&#x4e8c;&#x3001;", "<b>&#20108;</b>&#12289;", "二&#12289;"]
        {
            let text = replaced(&sample(layout), "二、主动公开", &format!("{numeral}主动公开"));
            assert_found("S007", &text);
            let text = replaced(&text, "主动公开政府信息情况", "主动公&#24320;政府信&#x606F;情况");
            assert_found("S007", &text);
            assert_found("S006", &text);
        }
        for (wrong, mended) in
            [("⟦&#19977;⟧、", "二、"), ("⟦（&#20108;）⟧", "二、"), ("⟦&#20108;&#65294;⟧", "二、")]
        {
            let with =
                |numeral| replaced(&sample(layout), "二、主动公开", &format!("{numeral}主动公开"));
            assert_found("S007", &with(wrong));
            assert_fixed("S007", &without_marks(&with(wrong)), &with(mended));
        }
    }
}

#[test]
fn the_number_of_a_page_before_a_heading_is_none_of_it() {
    for layout in Layout::ALL {
        let text = sample(layout);
        for page in ["- 3 -", "— 3 —", "—３— ", "－ 12 － ", "-- 4 --"] {
            let paged = replaced(&text, "四、政府", &format!("{page}四、政府"));
            for code in ["S003", "S006", "S007"] {
                assert_found(code, &paged);
            }
            assert_fixed("S007", &replaced(&text, "四、政府", &format!("{page}政府")), &paged);
        }
    }
}

#[test]
fn nor_is_one_without_dashes() {
    let none = |text: &str| assert_all_found(text);
    for layout in Layout::ALL {
        let text = sample(layout);
        for page in [
            "3",
            "12",
            "3 ",
            "第3页",
            "第3页 ",
            "第 3 页 共 10 页 ",
            "第3页/共10页 ",
            "3/10 ",
            "３ ",
        ] {
            for heading in ["四、政府", "五、存在", "一、总体"] {
                none(&replaced(&text, heading, &format!("{page}{heading}")));
            }
        }
        // An entry of a contents list is not a heading.
        for page in ["#", "# ", "第#页 "] {
            let entries = |(number, section): (usize, &crate::standard::Section)| {
                format!(
                    "{}{}、{}\n",
                    page.replace('#', &number.to_string()),
                    section.numeral,
                    section.title.text
                )
            };
            let list: String =
                (1..).zip(&Standard::official().form(2023).sections).map(entries).collect();
            none(&replaced(&text, "一、总体", &format!("目录\n{list}\n一、总体")));
        }
    }
    // Another list follows such a number.
    for line in ["3四、是第四个数", "第3页 四、数据说明", "3三、政府信息公开行政复议、行政诉讼情况"]
    {
        let text =
            replaced(&sample(Layout::Tabs), "本年度未收取", &format!("{line}\n本年度未收取"));
        none(&text);
    }
}

#[test]
fn own_numerals_are_fine() {
    for layout in Layout::ALL {
        assert_found("S007", &sample(layout));
        for numeral in ["⼀、", "一 、", "一", "一 ", "⼀﹑", "一\n", "**一、** "] {
            assert_found("S007", &replaced(&sample(layout), "一、总体", &format!("{numeral}总体")));
        }
    }
}

#[test]
fn a_mark_in_the_place_of_a_lost_numeral_goes() {
    for lost in ["？、", "/", "□、", "、", "\"、", "《、", "〉、"] {
        let text = replaced(&sample(Layout::Markdown), "五、存在", &format!("{lost}存在"));
        assert_fixed("S007", &text, &sample(Layout::Markdown));
    }
}

/// Kinds of numerals outside of the form, each with the numbers of the six sections.
const KINDS: [[&str; 6]; 16] = [
    ["（一）", "（二）", "（三）", "（四）", "（五）", "（六）"],
    ["(1) ", "(2) ", "(3) ", "(4) ", "(5) ", "(6) "],
    ["1.", "2.", "3.", "4.", "5.", "6."],
    ["１、", "２、", "３、", "４、", "５、", "６、"],
    ["1）", "2）", "3）", "4）", "5）", "6）"],
    ["①", "②", "③", "④", "⑤", "⑥"],
    ["㈠", "㈡", "㈢", "㈣", "㈤", "㈥"],
    ["⑴ ", "⑵ ", "⑶ ", "⑷ ", "⑸ ", "⑹ "],
    ["壹、", "贰、", "叁、", "肆、", "伍、", "陆、"],
    ["Ⅰ、", "Ⅱ、", "Ⅲ、", "Ⅳ、", "Ⅴ、", "Ⅵ、"],
    ["I. ", "II. ", "III. ", "IV. ", "V. ", "VI. "],
    ["第一章 ", "第二章 ", "第三章 ", "第四章 ", "第五章 ", "第六章 "],
    ["第一部分：", "第二部分：", "第三部分：", "第四部分：", "第五部分：", "第六部分："],
    ["一丶", "二丶", "三丶", "四丶", "五丶", "六丶"],
    ["A、", "B、", "C、", "D、", "E、", "F、"],
    ["5\u{fe0f}\u{20e3} ", "2、", "3、", "4、", "5、", "6、"],
];

#[test]
fn a_numeral_of_another_kind_is_an_error_and_throughout_a_hint() {
    let own = ["一、", "二、", "三、", "四、", "五、", "六、"];
    // Without the parts of the keycap and spaces behind.
    let numeral = |kind: [&'static str; 6], section: usize| {
        kind[section].trim_end_matches([' ', '\u{fe0f}', '\u{20e3}'])
    };
    for layout in Layout::ALL {
        let text = sample(layout);
        let titles: Vec<&str> = text
            .lines()
            .map(|line| line.trim_start_matches("## "))
            .filter(|line| !line.contains('\t'))
            .collect();
        let titles = own.map(|own| {
            *titles
                .iter()
                .find(|title| title.starts_with(own) && title.ends_with(['况', '项']))
                .unwrap()
        });
        for kind in KINDS {
            let mut all = text.clone();
            for section in 0..6 {
                let heading = titles[section].replacen(own[section], kind[section], 1);
                all = replaced(&all, titles[section], &heading);
                let one = replaced(&text, titles[section], &heading);
                let found = assert_found(
                    "S007",
                    &replaced(&one, &heading, &marked(&heading, numeral(kind, section), "")),
                );
                assert_eq!(found[0].severity, Severity::Error);
                let fixed = apply(&one, found[0].fixes[0].edits());
                assert_eq!(
                    fixed.replace("、 ", "、").replace("、\u{fe0f}\u{20e3} ", "、"),
                    text,
                    "{heading}"
                );
                for silent in ["S003", "S004", "S005", "S006", "S008"] {
                    assert_found(silent, &one);
                }
            }
            // A wrong number stays an error beside the hint.
            let first = titles[0].replacen(own[0], kind[0], 1);
            let one = replaced(&all, &first, &marked(&first, numeral(kind, 0), ""));
            let both = if kind[0].starts_with('5') { marked(&one, "2、", "") } else { one };
            let found = assert_found("S007", &both);
            let hints = found.iter().filter(|found| found.severity == Severity::Hint).count();
            assert_eq!(hints, 1, "{:?}", messages(&found));
            let fixed =
                found.iter().fold(all.clone(), |_, found| apply(&all, found.fixes[0].edits()));
            assert!(hints != found.len() || fixed.replace("、 ", "、") == text, "{fixed}");
        }
    }
}

#[test]
fn another_mark_is_a_hint() {
    for layout in Layout::ALL {
        let text = sample(layout);
        for mark in [".", "．", "·", "，", "：", ":"] {
            let found =
                assert_found("S007", &replaced(&text, "五、存在", &format!("⟦五{mark}⟧存在")));
            assert_eq!(found[0].severity, Severity::Hint);
            assert_eq!(
                messages(&found),
                [format!("“存在的主要问题及改进情况”的序号应为“五、”，不是“五{mark}”")]
            );
            assert_fixed("S007", &replaced(&text, "五、存在", &format!("五{mark}存在")), &text);
        }
    }
}

#[test]
fn markup_around_a_numeral_stays() {
    let text = sample(Layout::Tabs);
    for (written, fixed) in [
        ("**（5）** 存在", "**五、** 存在"),
        ("**5**.存在", "**五、**存在"),
        ("（**5**）存在", "**五、**存在"),
        ("<b>5.</b>存在", "<b>五、</b>存在"),
        (
            "<span>第</span><span>五</span><span>章</span>存在",
            "<span></span><span>五、</span><span></span>存在",
        ),
    ] {
        assert_fixed(
            "S007",
            &replaced(&text, "五、存在", written),
            &replaced(&text, "五、存在", fixed),
        );
    }
}

/// Below a section with the official title, a line with another title is not a heading.
#[test]
fn numbers_of_sub_headings_are_none() {
    for list in [
        "（一）主动公开政府信息情况。共1条。\n（二）依申请公开情况。无。\n",
        "1.总体情况\n我局共公开1条。\n2.平台情况\n良好。\n",
        "（一）组织领导\n有专人。\n（二）收到和处理政府信息公开申请情况\n无。\n",
        "①存在的主要问题及改进情况\n②其他\n",
    ] {
        for layout in Layout::ALL {
            let text =
                replaced(&sample(layout), "本年度，我局主动", &format!("{list}本年度，我局主动"));
            assert_found("S007", &text);
            // The line does not replace a missing heading either.
            let lost = replaced(&text, "三、收到和处理政府信息公开申请情况", "申请");
            assert_found("S007", &lost);
        }
    }
}

#[test]
fn a_wrong_numeral_is_replaced() {
    for layout in Layout::ALL {
        let text = sample(layout);
        let found = assert_found("S007", &replaced(&text, "五、存在", "⟦四⟧、存在"));
        assert_eq!(messages(&found), ["“存在的主要问题及改进情况”的序号应为“五”，不是“四”"]);
        assert_eq!(found[0].place.to_string(), "五");
        for (from, to) in [
            ("五、存在", "六、存在"),
            ("六、其他", "五、其他"),
            ("一、总体", "二、总体"),
            ("三、收到", "二、收到"),
        ] {
            assert_fixed("S007", &replaced(&text, from, to), &text);
        }
        let shifted = replaced(&text, "五、存在", "⟦四⟧、存在");
        assert_found("S007", &replaced(&shifted, "六、其他", "⟦五⟧、其他"));
    }
}

#[test]
fn a_heading_that_is_none_of_the_six_is_one_finding() {
    for layout in Layout::ALL {
        let text = sample(layout);
        let extra = |title: &str| format!("{title}\n\n我局将继续做好工作。\n\n");
        let shifted =
            replaced(&text, "六、其他", &format!("{}七、其他", extra("⟦六、下一步打算⟧")));
        let found = assert_found("S007", &shifted);
        let message = "“六、下一步打算”不是规定的六个部分之一，后面各部分的序号因此都不对：请并入“五”部分，不再编序号“六、”";
        assert_eq!((messages(&found)[0].as_str(), found[0].severity), (message, Severity::Error));
        let plain = without_marks(&shifted);
        assert_eq!(found[0].fixes[0].applicability, Applicability::Unsafe);
        assert_fixed(
            "S007",
            &plain,
            &replaced(&text, "六、其他", &format!("{}六、其他", extra("下一步打算"))),
        );
        // Two extra headings in one report: each is reported.
        let early = ["二、主动", "三、收到", "四、政府", "五、存在", "六、其他"].into_iter().zip([
            "三、主动",
            "四、收到",
            "五、政府",
            "六、存在",
            "八、其他",
        ]);
        let two = early.fold(text.clone(), |text, (from, to)| replaced(&text, from, to));
        let two = replaced(&two, "三、主动", &format!("{}三、主动", extra("⟦二、机构设置⟧")));
        let two = replaced(&two, "八、其他", &format!("{}八、其他", extra("⟦七、下一步打算⟧")));
        let found = assert_found("S007", &two);
        assert_eq!(found[0].fixes[0].edits(), found[1].fixes[0].edits());
        // With the numeral of a section, while all other numerals are right.
        for (before, title) in [("六、其他", "⟦六、下一步打算⟧"), ("四、政府", "⟦三、几点说明⟧")]
        {
            let twice = replaced(&text, before, &format!("{}{before}", extra(title)));
            assert_eq!(assert_found("S007", &twice)[0].severity, Severity::Warning);
        }
        let last = format!("{}\n{}", text.trim_end(), extra("⟦七、附表说明⟧"));
        assert_found("S007", &last);
    }
}

#[test]
fn a_numeral_that_another_heading_has_is_not_given_unseen() {
    let text = replaced(&sample(Layout::Tabs), "二、主动", "二、机构设置\n\n设一个科。\n\n主动");
    let found = assert_found("S007", &marked(&text, "主动公开政府信息情况", ""));
    assert_eq!(found[0].fixes[0].applicability, Applicability::Unsafe);
}

#[test]
fn numerals_that_are_all_lost_are_one_hint() {
    for layout in Layout::ALL {
        let text = sample(layout);
        for kept in [None, Some(2), Some(5)] {
            let mut lost = text.clone();
            for (section, own) in
                ["一、总体", "二、主动", "三、收到", "四、政府", "五、存在", "六、其他"]
                    .into_iter()
                    .enumerate()
            {
                if kept != Some(section) {
                    lost = replaced(&lost, own, own.split_once('、').unwrap().1);
                }
            }
            let found = assert_found("S007", &replaced(&lost, "总体情况", "⟦总体情况⟧"));
            let count = if kept.is_some() { 5 } else { 6 };
            assert_eq!(
                messages(&found),
                [format!("各部分的标题都缺序号，应从“一、”起编号（共 {count} 处）")]
            );
            assert_eq!(found[0].severity, Severity::Hint);
            assert_fixed("S007", &lost, &text);
        }
    }
}

#[test]
fn a_lost_numeral_is_put_back() {
    for layout in Layout::ALL {
        let text = sample(layout);
        let found = assert_found("S007", &replaced(&text, "一、总体情况", "⟦总体情况⟧"));
        assert_eq!(messages(&found), ["“总体情况”前面缺序号“一”"]);
        for (from, to) in [
            ("一、总体情况", "总体情况"),
            ("六、其他", "其他"),
            ("一、总体", "、总体"),
            ("二、主动公开", "主动公开"),
            ("五、存在", "（）存在"),
        ] {
            assert_fixed("S007", &replaced(&text, from, to), &text);
        }
    }
}
