//! Cases of P003.

use crate::rules::testing::*;

/// Text of section one in the report of 某市医保局 for 2021.
fn section(marked: &str) {
    assert_found(
        "P003",
        &format!(
            "某市医保局2021年政府信息公开工作年度报告\n\n统计期限为2021年1月1日至12月31日。\n\n一、总体情况\n{marked}\n"
        ),
    );
}

/// Text of the preface in the same report.
fn preface(marked: &str) {
    assert_found(
        "P003",
        &format!(
            "某市医保局2021年政府信息公开工作年度报告\n\n{marked}统计期限为2021年1月1日至12月31日。\n\n一、总体情况\n好\n"
        ),
    );
}

#[test]
fn a_stale_end_date_is_found() {
    section("截至⟦2020⟧年12月31日，本机关共主动公开政府信息30条。");
    section("截止到⟦２０２０⟧年12⽉31⽇，共公开30条。");
    section("截至2021年12月31日，共公开30条。");
    section("2021年，我局主动公开政府信息12条。截至⟦2020⟧年12月31日，共有政策文件30件。");
}

#[test]
fn a_report_under_last_years_number_is_found() {
    preface("现公布某市医保局⟦2020⟧年度政府信息公开工作年度报告。");
    preface("现将⟦2020⟧年度政务信息公开工作情况汇报如下：");
    preface("特编制⟦二〇二〇⟧年某市医保局政府信息公开工作年度报告。");
    preface("本报告为⟦2020⟧年度某市医保局政府信息公开工作情况。");
    preface("某市医保局⟦2020⟧年度政府信息公开工作年度报告由六部分组成。");
    section("现结合本单位实际将⟦2020⟧年度政务信息公开工作情况汇报如下，好：");
}

#[test]
fn a_stale_sub_heading_is_found() {
    section("（一）⟦2020⟧年主动公开情况\n2021年主动公开30条。");
    section("1. ⟦2020⟧年度政府信息公开工作情况\n好");
    section("**（三）⟦2020⟧年政府信息管理情况**");
}

#[test]
fn a_paragraph_that_begins_with_last_year_and_the_organ_is_found() {
    section("⟦2020⟧年，某市医保局认真贯彻落实《政府信息公开条例》。");
    section("  ⟦2020⟧年度，我局政务公开工作稳步推进。");
    section("2020年，我局政务公开工作获评优秀，2021年再接再厉。");
    section("2020年，我局政务公开工作存在的问题已经整改。");
    section("2020年，我局信息公开数量比今年少。");
    section("我局认真工作。2020年，我局政务公开工作获评优秀。");
}

#[test]
fn the_title_is_found_where_it_is_the_odd_one_out() {
    let text = "某局⟦2020⟧年政府信息公开工作年度报告\n\n统计期限为2021年1月1日至12月31日。\n\n六、其他\n无\n2022年1月20日";
    assert_found("P003", text);
    assert_found("P003", &text.replace("⟦2020⟧", "⟦2022⟧"));
    assert_eq!(
        message("P003", &without_marks(text)),
        "标题写的是 2020年，落款和统计期限说的是 2021年度"
    );
    assert_fixed_unsafely("P003", &without_marks(text), &text.replace("⟦2020⟧", "2021"));
}

#[test]
fn a_title_that_begins_with_its_year_speaks_once() {
    for title in [
        "⟦2020⟧年云溪县园林局政府",
        "云溪县园林局\n⟦2020⟧年政府",
        "云 溪 县 园 林 局\n⟦2 0 2 0⟧ 年 政 府",
        "⟦二〇二〇⟧年度云溪县园林局政府",
    ] {
        for opening in ["2021年，云溪县园林局主动公开信息30条。", "云溪县园林局主动公开信息30条。"]
        {
            let rest = format!(
                "一、总体情况\n{opening}\n六、其他需要报告的事项\n无\n云溪县园林局\n2022年1月20日\n"
            );
            assert_found(
                "P003",
                &format!(
                    "{title}信息公开工作年度报告\n\n统计期限为2021年1月1日至2021年12月31日。\n\n{rest}"
                ),
            );
            if opening.starts_with('2') {
                let stated = "云溪县园林局⟦2020⟧年1月1日至12月31日政府信息公开工作年度报告";
                assert_found("P003", &format!("{stated}\n\n{rest}"));
                assert_found("P003", &format!("{title}信息公开工作年度报告\n\n{rest}"));
            }
        }
    }
}

#[test]
fn the_fix_keeps_the_writing() {
    let head = "某市医保局2021年政府信息公开工作年度报告\n\n一、总体情况\n";
    assert_fixed_unsafely(
        "P003",
        &format!("{head}截至２０２０年12月31日，共30条。"),
        &format!("{head}截至２０２１年12月31日，共30条。"),
    );
    assert_eq!(
        message("P003", &format!("{head}截至2020年12月31日，共30条。")),
        "这里写的是 2020年，报告年度是 2021年"
    );
}

/// From `standard.md` 5 and from the seeds.
#[test]
fn other_years_that_are_meant_pass() {
    for text in [
        "编制并按时通过局网站公开本局2020年政府信息公开工作年度报告。",
        "及时发布某市医保局2020年度政府信息公开工作年度报告。",
        "本年度主动公开2020年-2021年医疗救助发放明细2条。",
        "完善《某省医保局信息公开指南》(2020年版)。",
        "根据《2020年政务公开工作要点》落实。",
        "贯彻“2020年政务公开行动”要求。",
        "公开2020年部门决算和2021年部门预算。",
        "较2020年增长10%。",
        "与2020年政府信息公开工作年度报告相比，增长10%。",
        "截至2020年12月31日为20条，截至2021年12月31日为30条。",
        "截至2020年12月31日共20条；截至2021年12月31日共30条。",
        "上年度截至2020年12月31日共公开20条。",
        "结转2020年申请1件。",
        "2020年12月，我局印发公开制度。",
        "2020年以来，我局政务公开工作稳步推进。",
        "（三）2020年度报告问题整改情况",
        "（二）2020年政务公开工作要点落实情况",
        "按照国办〔2020〕21号文件要求",
        "自2020年1月1日起施行",
        "2019—2020年政府信息公开情况",
        "2019、2020年度政府信息公开工作年度报告已公布。",
        "我局2020年政府信息公开第三方评估反馈情况",
        "2018年，我局政务公开工作起步。",
    ] {
        section(text);
        preface(text);
    }
}

#[test]
fn a_report_without_a_year_passes() {
    assert_found("P003", "一、总体情况\n截至2020年12月31日，共公开30条。");
}

/// The sentence as a paragraph of its own in the report of 云溪县园林局 for 2023.
fn report(sentence: &str) -> String {
    let head = "云溪县园林局2023年政府信息公开工作年度报告\n\n本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。\n\n";
    format!(
        "{head}一、总体情况\n\n本年度我局做好公开工作。\n{sentence}\n\n六、其他需要报告的事项\n\n无。\n\n云溪县园林局\n2024年1月18日\n"
    )
}

#[test]
fn a_tag_begins_a_paragraph() {
    for before in [
        "<p>",
        "<P class=\"正文\">",
        "<p style=\"text-indent: 2em; font-size: 16pt; font-family: 仿宋_GB2312; line-height: 28pt\"><span style=\"color: #000\">",
        "<div>&nbsp;&nbsp;",
        "<p>做好公开工作</p><p>\u{3000}\u{3000}",
        "做好公开工作<br/>",
        "<li><strong>",
    ] {
        for after in [
            "⟦2022⟧年，我局认真贯彻落实《中华人民共和国政府信息公开条例》，扎实推进政府信息公开工作。</p>",
            "⟦2022⟧年，云溪县园林局共制定规范性文件0件，废止0件。</p>",
            "⟦2022⟧年</strong>，认真落实条例，做好信息公开工作。</p>",
            "我局⟦2022⟧年共收到政府信息公开申请3件，均已按期答复。",
            "2022年，我局政务公开工作获评优秀。</p>",
            "2022年以来，我局认真落实条例，做好信息公开工作。</p>",
            "2022年至2023年，我局认真落实条例，做好信息公开工作。</p>",
            "2022年12月，我局印发公开制度。</p>",
        ] {
            assert_found("P003", &report(&format!("{before}{after}")));
        }
    }
    // After words or after another tag, the year does not begin a paragraph.
    for before in ["<p>按照要求，", "<p>其间<b>", "<td2>", "<p>结转"] {
        assert_found("P003", &report(&format!("{before}2022年，认真落实条例，做好信息公开工作。")));
    }
}

#[test]
fn own_work_under_last_years_number_is_found() {
    for sentence in [
        "2022年，云溪县园林局共制定规范性文件0件，废止0件。",
        "（三）政府信息管理情况。2022年，我局共制发规范性文件2件。",
        "（二）依申请公开情况：2022年，我局收到申请2件。",
        "2022年度，我局共主动公开政府信息120条。",
        "2022年全年，我局通过门户网站公开信息120条。",
        "2022年1-12月，我局共公开信息45条。",
        "一是主动公开。2022年，本单位通过网站发布信息23条，公众号6条。",
        "我局2022年共收到政府信息公开申请3件，均已按期答复。",
        "云溪县园林局2022年度共受理依申请公开3件。",
        "2022年未收到政府信息公开申请。",
        "2022年，县园林局未收到依申请公开政府信息的申请。",
        "2022年度，本机关未收取信息处理费。",
        "本机关2022年度没有收取信息处理费。",
        "本年度（2022年），我局主动公开信息20条。",
        "截至2022年底，我局累计公开信息300条。",
        "截止2022年12月底，共公开政府信息300条。",
        "2022年，我局及时更新公开目录12条。",
        "2022年，全县共组织政务公开培训3次。",
        "2022年，我局没有发生因政府信息公开引起的行政复议、行政诉讼案件。",
        "2022年，我局认真贯彻落实《中华人民共和国政府信息公开条例》，扎实推进政府信息公开工作。",
        "2022年，在县委、县政府的正确领导下，我局认真贯彻落实条例，持续做好政务公开工作。",
        "其中，2022年通过政府网站公开信息18条。",
        "（四）2022年政府信息公开平台建设情况",
    ] {
        assert_found("P003", &report(&sentence.replacen("2022", "⟦2022⟧", 1)));
    }
}

/// The paragraphs in lines of `width` full-width characters, as in text from a PDF.
fn narrow(paragraphs: &str, width: usize) -> String {
    let mut text = String::new();
    for paragraph in paragraphs.lines() {
        let mut own = 0;
        for c in paragraph.chars() {
            let of_c = if c.is_ascii() { 1 } else { 2 };
            // A number is not split.
            if own + of_c > 2 * width
                && !(c.is_ascii_digit() && text.ends_with(|last: char| last.is_ascii_digit()))
            {
                text.push('\n');
                own = 0;
            }
            text.push(c);
            own += of_c;
        }
        text.push('\n');
    }
    text
}

#[test]
fn a_sentence_over_short_lines_is_read_as_one() {
    let above =
        "本年度我局按照县委、县政府的部署，不断完善工作机制，做好各项公开工作，取得了新的成效。";
    let below = "同时，加强对各科室的指导，落实专人负责信息的审核和发布，确保内容准确、及时。";
    for width in [14, 18, 22, 26, 30] {
        for sentence in [
            "（二）依申请公开情况。⟨年，我局严格落实答复的期限和要求，共收到政府信息公开申请3件，均已按期答复。",
            "（一）主动公开情况。我局⟨年度通过门户网站和政务公众号等多个渠道，共主动公开政府信息120条。",
            "我局切实做好答复工作，没有引起争议。⟨年，我局没有发生因政府信息公开引起的行政复议、行政诉讼案件。",
        ] {
            let text = |marked: &str| {
                // The marks take no room in a line.
                let text =
                    narrow(&format!("{above}\n{}\n{below}", sentence.replace('⟨', "2022")), width);
                report(&text.replacen("2022", marked, 1))
            };
            if text("2022").contains("2022年") {
                assert_found("P003", &text("⟦2022⟧"));
            }
        }
        let sentence =
            "2022年，我局严格落实答复的期限和要求，共收到政府信息公开申请3件，均已按期答复。";
        let alone = format!("\n{}\n", narrow(&format!("{above}\n{sentence}"), width));
        assert_found("P003", &report(&alone.replacen("2022", "⟦2022⟧", 1)));
        // Years intended as other years pass over short lines too.
        for sentence in [
            "针对2022年政府信息公开工作中存在的问题和不足，我局进行了整改，共整改3项，公开3条。",
            "2022年，我局公开信息100条，2023年公开信息120条，比上年增长20%，完成了任务。",
        ] {
            assert_found("P003", &report(&narrow(&format!("{above}\n{sentence}\n{below}"), width)));
        }
    }
}

#[test]
fn sentences_that_speak_of_another_year_pass() {
    for sentence in [
        "较2022年增长10%。",
        "2022年，我局公开信息100条，2023年公开信息120条，增长20%。",
        "2022年，我局公开信息100条。2023年，公开信息120条。",
        "2023年公开信息120条。2022年公开信息100条。",
        "我局2022年共公开信息30条，今年公开40条。",
        "2022年，我局在全县政务公开考核中排名第三。",
        "针对2022年政府信息公开工作存在的问题，我局进行了整改。",
        "编制并公开了2022年度政府信息公开工作年度报告。",
        "公开2022年度部门决算和2023年部门预算。",
        "按照《2022年云溪县政务公开工作要点》要求，做好工作。",
        "根据云政办〔2022〕12号文件要求，做好工作。",
        "2022年结转申请1件，已于本年办结。",
        "2022年收到的申请1件，于2023年1月答复。",
        "2022年以来，我局主动公开信息300条。",
        "2022年，我局成立政务公开领导小组。",
        "2022年，我局制定了《政府信息公开保密审查制度》。",
        "2022年我局被确定为政务公开标准化试点。",
        "2022年12月，我局印发公开制度。",
        "对2022年公开的信息进行了清理，共清理30条。",
        "公开2022年行政处罚信息12条。",
        "主动公开2022年行政许可结果30条。",
        "2022年统计公报已公开1份。",
        "公示2022年度公务员录用结果3条。",
        "去年同期（2022年）公开信息30条。",
        "截至2022年底20条，截至2023年底30条。",
        "截至2022年末，全县人口30万人。",
        "我局于2022年开通政务新媒体，已发布信息230条。",
        "2022年，我局共栽植苗木3000株。",
        "2022年，省政府办公厅印发通知，要求公开信息不少于30条。",
        "[云溪县园林局2022年政府信息公开工作年度报告](a.html)",
        "详见[去年的报告](https://yunxi.example.cn/2022年政府信息公开工作情况)",
        "详见<a href=\"/2022年报告.html\">2022年政府信息公开工作年度报告</a>",
        "附件：云溪县园林局2022年政府信息公开工作年度报告.pdf",
    ] {
        assert_found("P003", &report(sentence));
    }
}

#[test]
fn hostile_texts_are_read() {
    for unit in [
        "2022年",
        "2022年，我局",
        "[2022年",
        "。2022年公开信息3条",
        "我局2022年\n",
        "2022年，在",
        "<2022年",
        "<p>2022年",
        "<b>2022年",
        "&nbsp;2022年，",
    ] {
        let text = report(&unit.repeat(50_000 / unit.len()));
        found("P003", &text);
    }
}
