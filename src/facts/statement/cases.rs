use super::*;
use crate::standard::Standard;

/// The numbers of a sentence with their meanings. The report is of 2023.
pub(super) fn found(text: &str) -> String {
    let lexicon = Standard::official().lexicon();
    let all = statements(text, TextRange::new(0, text.len()), Some(2023), lexicon);
    let shown = all.iter().filter(|statement| statement.said == Said::Number).map(|statement| {
        let names: Vec<String> = statement.meanings.iter().map(ToString::to_string).collect();
        format!("{} {}", statement.range.of(text), names.join("|"))
    });
    shown.collect::<Vec<_>>().join(", ")
}

#[track_caller]
pub(super) fn assert_found(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(found(text), *expected, "{text}");
    }
}

#[test]
fn totals_of_requests_are_read() {
    let new = "5 T3.new.total|T3.new+in.total";
    assert_found(&[
        ("我局共收到政府信息公开申请5件。", new),
        ("收到5件信息依申请公开。", new),
        ("受理的依申请公开政府信息事项共5宗。", new),
        ("本年度依申请公开5件均已办结。", new),
        ("新收政府信息公开申请5件", "5 T3.new.total"),
        ("答复信息公开申请５件", "５ T3.total.total"),
        ("共办理依申请公开5件", "5 T3.new+in.total|T3.new.total|T3.total.total"),
        (
            "收到申请1,234件，政府信息公开申请办结1,200件",
            "1,234 T3.new.total|T3.new+in.total, 1,200 T3.total.total",
        ),
        ("收到政府信息公开申请一件", "一 T3.new.total|T3.new+in.total"),
    ]);
}

#[test]
fn carried_requests_are_read() {
    assert_found(&[
        ("上年结转政府信息公开申请3件", "3 T3.in.total"),
        ("收到依申请公开9件（含2022年结转的3件）", "9 T3.new+in.total, 3 T3.in.total"),
        ("收到依申请公开9件，上年结转3件", "9 T3.new.total, 3 T3.in.total"),
        ("依申请公开办结8件，结转至2024年办理1件", "8 T3.total.total, 1 T3.out.total"),
        (
            "收到依申请公开9件，另有1件申请顺延至下年度答复",
            "9 T3.new.total|T3.new+in.total, 1 T3.out.total",
        ),
        (
            "新收依申请公开9件，上年结转3件，共计12件",
            "9 T3.new.total, 3 T3.in.total, 12 T3.new+in.total",
        ),
    ]);
}

#[test]
fn outcomes_are_read_behind_requests() {
    let text = "办结政府信息公开申请9件，其中予以公开4件，部分公开2件，因属于国家秘密不予公开1件，重复申请1件，其他1件，占11%。";
    let expected = "9 T3.total.total, 4 T3.open, 2 T3.part, 1 T3.row.c1|T3.group.c, 1 T3.row.e2, 1 T3.group.f|T3.row.f3";
    assert!(found(text).starts_with(expected), "{}", found(text));
    assert_found(&[
        ("主动公开信息9条，予以公开4件", ""),
        (
            "收到依申请公开9件。同意公开或部分公开的4件",
            "9 T3.new.total|T3.new+in.total, 4 T3.open+part",
        ),
        ("上年结转依申请公开4件，其中予以公开4件", "4 T3.in.total"),
        (
            "收到依申请公开4件，予以公开4件，占100%",
            "4 T3.new.total|T3.new+in.total, 4 T3.open, 100 percent:T3.open/T3.total.total",
        ),
    ]);
}

#[test]
fn outcomes_are_read_below_the_paragraph_of_requests() {
    let outcomes = "4 T3.open, 2 T3.part";
    for text in [
        "申请内容主要涉及征地补贴（3件）等。\n从办理结果看，予以公开4件，部分公开2件。",
        "另有其他事项。\n全年办理答复，其中：予以公开4件，部分公开2件。",
        "均按期答复。答复结果为：公开4件，部分公开2件。",
    ] {
        let text = format!("收到政府信息公开申请6件。{text}");
        let read = found(&text);
        assert!(read.ends_with(outcomes), "{text}: {read}");
    }
    let text = "收到政府信息公开申请6件。\n（三）信访情况。办理信访件6件，予以公开4件。";
    assert_eq!(found(text), "6 T3.new.total|T3.new+in.total");
}

#[test]
fn numbers_behind_reasons_and_short_words_are_read() {
    let new = "9 T3.new.total|T3.new+in.total, 8 T3.total.total";
    for (rest, expected) in [
        ("结转1件", "1 T3.out.total"),
        ("结转1件至下年", "1 T3.out.total"),
        ("还有1件因征求第三方意见结转下年", "1 T3.out.total"),
        ("1件转入下一年度继续办理", "1 T3.out.total"),
        ("1件经审查不予公开", "1 T3.group.c"),
        ("重复申请不予处理1件", "1 T3.row.e2"),
        ("予以公开8件（含部分公开2件）", "8 T3.open+part, 2 T3.part"),
        ("上年结转的办结1件", ""),
    ] {
        let read = found(&format!("收到政府信息公开申请9件，答复8件，{rest}"));
        let start = if expected.is_empty() { "9 T3.new.total|T3.new+in.total" } else { new };
        let both = [start, expected].into_iter().filter(|text| !text.is_empty());
        assert_eq!(read, both.collect::<Vec<_>>().join(", "), "{rest}");
    }
    assert_found(&[
        ("共有3件申请政府信息公开", "3 T3.new.total|T3.new+in.total"),
        ("作出卫生行政处罚74件，行政许可516件", "74 T2.penalty, 516 T2.licence"),
        ("公开行政处罚74件，行政许可516件", ""),
    ]);
}

#[test]
fn reviews_and_lawsuits_are_read() {
    assert_found(&[
        ("复议机构审结政府信息公开类行政复议案件46件，维持28件", ""),
        ("行政复议案件64件，其中涉及政府信息公开5件", "5 T4.review.total"),
        ("收到依申请公开3件。因征地、登记等引发复议46件", "3 T3.new.total|T3.new+in.total"),
        (
            "收到行政复议1件、行政诉讼2件，均由政府信息公开答复引起",
            "1 T4.review.total, 2 T4.suit.total",
        ),
        (
            "因政府信息公开引起的行政复议2件，其中维持1件、尚未审结1件；行政诉讼0件",
            "2 T4.review.total, 1 T4.review.维持, 1 T4.review.未审结, 0 T4.suit.total",
        ),
        ("涉及政府信息公开的行政复议、行政诉讼3件", "3 T4.review+suit"),
        ("未经复议直接起诉1件，复议后起诉2件。", ""),
        (
            "因信息公开引发行政争议3件，未经复议直接起诉1件",
            "3 T4.review+suit, 1 T4.suit.direct.total",
        ),
        ("全年办理行政复议12件，行政诉讼3件", ""),
    ]);
}

#[test]
fn documents_are_read_with_what_happens_to_them() {
    assert_found(&[
        (
            "制发行政规范性文件8件，废止4件，现行有效的规范性文件42件",
            "8 T2.docs.made, 4 T2.docs.gone, 42 T2.docs.valid",
        ),
        ("新制定规章1件", "1 T2.rules.made"),
        ("公开行政规范性文件8件", ""),
        ("作出行政处罚决定12件", "12 T2.penalty"),
    ]);
}

#[test]
fn other_numbers_state_nothing() {
    for text in [
        "收到政府信息公开申请9件，其中网络申请5件、信函申请4件",
        "收到政府信息公开申请9件，比上年增加3件",
        "收到政府信息公开申请9件，区政府本级受理5件",
        "收到政府信息公开申请9件。受理网民留言5件，办结5件，办结率100%",
        "收到政府信息公开申请9件。2022年，收到依申请公开5件",
        "收到政府信息公开申请9件。上半年受理依申请公开5件",
        "收到政府信息公开申请9件，公开信息5次、5篇、5万余条、5.5件",
    ] {
        assert_eq!(found(text), "9 T3.new.total|T3.new+in.total", "{text}");
    }
    for text in
        ["主动公开信息29条", "行政许可类信息3条", "制发文件6件，其中主动公开5件，依申请公开1件", ""]
    {
        assert_eq!(found(text), "", "{text}");
    }
}

/// A text without marks is read in linear time: only tokens nearby count.
#[test]
fn a_long_text_is_read() {
    let text = "收到政府信息公开申请5件其中予以公开3件".repeat(20_000);
    assert!(!found(&text).is_empty());
    found(&"5".repeat(300_000));
    found(&"行政复议".repeat(100_000));
    found(&"（其中".repeat(100_000));
    let long = [
        "县区局收到申请5件，",
        "县区局收到申请五件",
        "一二三四五六七八九十件",
        "予以公开8件（40%）",
        "行政复议5件，维持3件",
        "无行政强制，均已答复，",
    ];
    for text in long {
        found(&format!("收到政府信息公开申请9件，{}", text.repeat(20_000)));
    }
}

/// The words that state a quantity without a number, with their meanings.
pub(super) fn said(text: &str) -> String {
    let lexicon = Standard::official().lexicon();
    let all = statements(text, TextRange::new(0, text.len()), Some(2023), lexicon);
    let shown = all.iter().filter(|statement| statement.said != Said::Number).map(|statement| {
        let names: Vec<String> = statement.meanings.iter().map(ToString::to_string).collect();
        format!("{} {}", statement.range.of(text), names.join("|"))
    });
    shown.collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn assert_said(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(said(text), *expected, "{text}");
    }
}

#[test]
fn absence_is_read() {
    assert_said(&[
        ("全年未收到政府信息公开申请。", "未收到政府信息公开申请 T3.new.total"),
        ("我局无依申请公开事项，", "无依申请公开事项 T3.new.total"),
        ("没有收到和处理政府信息公开申请", "没有收到和处理政府信息公开申请 T3.new.total"),
        (
            "未收到公民、法人和其他组织政府信息公开申请",
            "未收到公民、法人和其他组织政府信息公开申请 T3.new.total",
        ),
        (
            "未因政府信息公开引起行政复议和行政诉讼。",
            "未因政府信息公开引起行政复议 T4.review.total, 和行政诉讼 T4.suit.total",
        ),
        (
            "未发生因政府信息公开引起的行政复议，提起行政诉讼的情况",
            "未发生因政府信息公开引起的行政复议 T4.review.total, ，提起行政诉讼 T4.suit.total",
        ),
        (
            "未收到政府信息公开申请和行政复议",
            "未收到政府信息公开申请 T3.new.total, 未收到政府信息公开申请和行政复议 T4.review.total",
        ),
        (
            "政府信息公开行政复议7件，行政诉讼5件，均无纠错和败诉。",
            "均无纠错 T4.review.纠正, 和败诉 T4.suit.纠正",
        ),
        ("未制发规范性文件。", "未制发规范性文件 T2.docs.made"),
        ("未收取信息处理费。", "未收取信息处理费 fee.yuan"),
        ("收到政府信息公开申请5件，均已按时办结。", "均已按时办结 T3.out.total"),
        ("收到政府信息公开申请5件，办结率100%。", "办结率100% T3.out.total"),
        (
            "政府信息公开行政复议8件，全部维持；诉讼1件，尚未审结。",
            "全部维持 T4.review.纠正+T4.review.其他+T4.review.未审结, \
             尚未审结 T4.suit.维持+T4.suit.纠正+T4.suit.其他",
        ),
    ]);
}

#[test]
fn other_negations_say_nothing() {
    let nothing = [
        "未收到行政许可申请",
        "未收到投诉举报",
        "未发生逾期答复政府信息公开申请的情况",
        "未经行政复议直接起诉政府信息公开的1件",
        "无锡市政府信息公开申请情况",
        "无障碍版网站，依申请公开渠道畅通",
        "未出现政府信息公开申请积压",
        "收到政府信息公开申请5件，均已答复3件",
        "收到政府信息公开申请5件，均在期限内答复，结转下年1件",
        "未主动公开规范性文件",
        "政府信息公开行政复议3件，其中维持2件",
        "上半年未收到政府信息公开申请",
        "没有政府信息公开行政复议决定被撤销",
    ];
    for text in nothing {
        assert_eq!(said(text), "", "{text}");
    }
    // Fees of another kind.
    assert_eq!(said("未收取停车费用。"), "");
    // Of some requests, and what was published.
    let text = "收到政府信息公开申请5件，已全部办结，对符合规定的申请，均在期限内予以答复。";
    assert_eq!(said(text), "已全部办结 T3.out.total");
    let text = "收到政府信息公开申请5件，均已答复，答复率100%。";
    assert_eq!(said(text), "均已答复 T3.out.total");
    let text = "收到政府信息公开申请5件。从方式看，网络申请3件，信函申请2件，答复率100%。";
    assert_eq!(said(text), "");
    assert_eq!(said("公布行政许可27个、行政处罚17个、无行政强制。"), "");
}

#[test]
fn numbers_of_others_are_left_alone() {
    for text in [
        // Other organs.
        "全县各学校共受理信息公开申请5件，办结5件。",
        "12所高校收到信息公开申请5件，答复5件。",
        "指导学校收到信息公开申请5件，答复5件。",
        "协助县政府办公室办理政府信息公开申请6件，答复6件。",
        // Other times.
        "自2008年以来，共收到政府信息公开申请218件，办结217件。",
        "“十三五”期间，累计收到政府信息公开申请36件。",
        "截至6月底，收到政府信息公开申请5件，办结4件。",
        "1至6月，收到政府信息公开申请5件。",
        "上年收到政府信息公开申请9件、办结8件、予以公开4件。",
        // Other disputes.
        "公开政府信息29条。因招生工作引起的行政复议2件。",
        "依申请公开有序。代市政府办理行政复议案件46件，维持28件。",
        "依申请公开有序。民事诉讼2件。",
        "依申请公开有序。其他行政复议案件5件。",
        // Other documents and decisions.
        "清理规范性文件，保留6件，废止1件。",
        "作出不予行政许可决定2件。",
        "减免行政事业性收费2.3万元。",
    ] {
        assert_eq!(found(text), "", "{text}");
    }
    for text in ["依申请公开有序。未发生因行政不作为引起的行政复议。", "未收到网络申请。"]
    {
        assert_eq!(said(text), "", "{text}");
    }
}

#[test]
fn words_go_with_what_they_name() {
    let disputes = "政府信息公开行政复议2件、行政诉讼1件。";
    let said_of = |text: &str| said(&format!("{disputes}{text}"));
    assert_eq!(
        said_of("复议均维持，诉讼尚未审结。"),
        "复议均维持 T4.review.纠正+T4.review.其他+T4.review.未审结, \
         诉讼尚未审结 T4.suit.维持+T4.suit.纠正+T4.suit.其他"
    );
    assert_found(&[
        (
            "政府信息公开行政诉讼5件（直接起诉3件、复议后起诉2件），败诉1件",
            "5 T4.suit.total, 3 T4.suit.direct.total, 2 T4.suit.after.total, 1 T4.suit.纠正",
        ),
        (
            "收到政府信息公开申请9件，予以公开和部分公开8件",
            "9 T3.new.total|T3.new+in.total, 8 T3.open+part",
        ),
        (
            "收到政府信息公开申请9件，无法提供、不予处理共4件",
            "9 T3.new.total|T3.new+in.total, 4 T3.group.d+group.e",
        ),
        ("收到政府信息公开申请**9**件", "9 T3.new.total|T3.new+in.total"),
        (
            "收到政府信息公开申请9件。\n其中，予以公开5件。",
            "9 T3.new.total|T3.new+in.total, 5 T3.open",
        ),
    ]);
}

#[test]
fn requests_that_are_due_are_read() {
    let received = "9 T3.new.total|T3.new+in.total";
    let due = "12 T3.new+in.total|T3.total.total";
    for (rest, expected) in [
        ("应办结12件，已办结10件", format!("{due}, 10 T3.total.total")),
        ("应办理12件", due.to_owned()),
        ("全年应答复12件，实际答复10件", due.to_owned()),
        ("作出相应办理12件", String::new()),
    ] {
        let read = found(&format!("收到政府信息公开申请9件。{rest}。"));
        let expected = [received.to_owned(), expected];
        let said: Vec<String> = expected.into_iter().filter(|said| !said.is_empty()).collect();
        assert_eq!(read, said.join(", "), "{rest}");
    }
}

#[test]
fn numbers_in_ideographs_are_read() {
    let new = "T3.new.total|T3.new+in.total";
    assert_found(&[
        ("收到政府信息公开申请三十六件", &format!("三十六 {new}")),
        ("收到政府信息公开申请一百零三件", &format!("一百零三 {new}")),
        ("收到政府信息公开申请两件", &format!("两 {new}")),
        (
            "收到政府信息公开申请十件，予以公开八件，部分公开一件，不予公开一件",
            &format!("十 {new}, 八 T3.open, 一 T3.part, 一 T3.group.c"),
        ),
        ("政府信息公开行政复议三件，维持一件", "三 T4.review.total, 一 T4.review.维持"),
        ("三件政府信息公开行政复议", "三 T4.review.total"),
        // No numbers.
        ("收到政府信息公开申请一件，办理一件，答复一件", &format!("一 {new}")),
        ("收到政府信息公开申请数十件", ""),
        ("依申请公开服务“高效办成一件事”，第三件政府信息公开申请", ""),
    ]);
    let lexicon = Standard::official().lexicon();
    let text = "收到政府信息公开申请一千二百三十四件";
    let all = statements(text, TextRange::new(0, text.len()), Some(2023), lexicon);
    assert_eq!(all[0].value, 1234);
}

#[test]
fn shares_in_brackets_and_of_applicants_are_read() {
    assert_found(&[
        (
            "办结政府信息公开申请10件，其中予以公开8件（80%），部分公开2件（20%）",
            "10 T3.total.total, 8 T3.open, 80 percent:T3.open/T3.total.total, \
             2 T3.part, 20 percent:T3.part/T3.total.total",
        ),
        (
            "受理政府信息公开申请10件。自然人申请8件，占80%；法人2件，占20%",
            "10 T3.new.total|T3.new+in.total, 8 T3.new.col1, 80 percent:T3.new.col1/T3.new.total, \
             2 T3.new.legal, 20 percent:T3.new.legal/T3.new.total",
        ),
        // The whole is not known.
        (
            "受理政府信息公开申请10件。网络申请5件，自然人4件，占80%",
            "10 T3.new.total|T3.new+in.total, 4 T3.new.col1",
        ),
        ("办结政府信息公开申请10件，予以公开和部分公开占80%", "10 T3.total.total"),
    ]);
}

#[test]
fn documents_beside_a_clearing_are_read() {
    assert_found(&[
        ("制发行政规范性文件4件，清理后现行有效22件", "4 T2.docs.made, 22 T2.docs.valid"),
        ("开展清理，现行有效行政规范性文件22件", "22 T2.docs.valid"),
        ("清理行政规范性文件，保留6件，废止1件", ""),
        ("对现行有效的10件规范性文件进行清理", ""),
        ("党组规范性文件制定3件，废止1件", ""),
        ("涉及营商环境的现行有效规范性文件8件。由我局实施的规章现行有效6件", ""),
        ("对有效期届满的规范性文件6件进行评估", ""),
    ]);
}

/// Numbers of a part of the organ, of another organ, or of some requests alone.
#[test]
fn parts_are_left_alone() {
    let known = "收到政府信息公开申请9件。";
    for text in [
        "与县水利局（收到申请7件）、县林业局（收到申请4件）相比，申请量偏大。",
        "县（区）局受理申请8件，办结7件，结转1件。",
        "县区：收到申请8件，办结7件。",
        "市级（含市政府和市直部门）收到申请6件，县（市、区）收到申请3件。",
        "以县政府名义答复7件，以县政府办公室名义答复2件。",
        "城区分局收到申请7件，为各分局最多。",
        "县政府办公室收到申请58件，其中转我局承办2件，予以公开1件。",
        "第三方评估抽取12件申请答复，其中予以公开4件，不予公开2件。",
        "收到1件申请，转信访办理，未计入统计。",
        "公告发布后一个月内收到申请8件，予以公开5件。",
        "向县档案馆移交文件41件，其中公开31件，不予公开8件，部分公开2件。",
        "商业企业申请6件，办结6件，予以公开4件。",
        "疑难件中予以公开3件。",
        "因复议纠正重新答复1件，予以公开1件。",
        "对2件不予公开答复申请复议。",
        "县自然资源系统年度情况：共收到申请208件，办结201件。",
        "行政许可代征行政事业性收费2.5万元。",
        "撤销行政处罚决定1件。",
        "实施行政强制措施1件、行政强制执行1件。",
    ] {
        let read = found(&format!("{known}{text}"));
        assert_eq!(read, "9 T3.new.total|T3.new+in.total", "{text}");
    }
    // The brackets belong to the year before.
    assert_eq!(
        found("收到政府信息公开申请9件，比上年（含上年结转2件）增加2件"),
        "9 T3.new.total|T3.new+in.total"
    );
    assert_eq!(
        found("收到政府信息公开申请9件。上年结转的4件，办结4件，予以公开1件。"),
        "9 T3.new.total|T3.new+in.total, 4 T3.in.total"
    );
    assert_eq!(
        found("收到政府信息公开申请9件。扣除上年的，结转的3件中已答复2件。"),
        "9 T3.new.total|T3.new+in.total"
    );
}

#[test]
fn disputes_of_all_matters_are_left_alone() {
    let known = "政府信息公开行政复议7件、行政诉讼5件。";
    let read = "7 T4.review.total, 5 T4.suit.total";
    for text in [
        "我局为被告的各类行政诉讼43件，其中败诉4件。",
        "登记类行政复议12件，纠正2件；行政诉讼15件，败诉3件。",
        "执法队作出的处罚决定被申请行政复议1件，维持1件。",
        "不予公开3件中，被复议2件，维持1件。",
        "当年审结案件中，败诉2件。",
        "在全部28件行政复议案件中，涉企类7件。",
        "对2022年度45件被复议案件开展回头看，其中纠正11件。",
        "征收决定引起的行政复议5件，纠正1件。",
        "同一申请人提起复议4件、诉讼5件。",
    ] {
        let all = found(&format!("{known}{text}"));
        assert!(all.starts_with(read), "{text}: {all}");
        let rest = all[read.len()..].trim_start_matches(", ");
        assert!(rest.is_empty() || rest.ends_with("T3.group.c"), "{text}: {rest}");
    }
    // Behind both, a result is that of either.
    assert_eq!(
        found(&format!("{known}被纠正案件2件。")),
        format!("{read}, 2 T4.suit.纠正|T4.review.纠正|T4.review+suit.纠正")
    );
    assert_eq!(
        found(&format!("{known}直接起诉3件、复议后起诉2件，共审结4件，尚未审结1件。")),
        format!("{read}, 3 T4.suit.direct.total, 2 T4.suit.after.total, 1 T4.suit.未审结")
    );
    assert_eq!(said("局机关未发生政府信息公开行政诉讼败诉。"), "");
    assert_eq!(said("没有不予受理的政府信息公开申请。"), "");
}
