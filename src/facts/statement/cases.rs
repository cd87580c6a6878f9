use super::*;

/// The numbers of a sentence with their meanings. The report is of 2023.
fn found(text: &str) -> String {
    let standard = Standard::official();
    let all = statements(text, TextRange::new(0, text.len()), Some(2023), standard);
    let shown = all.iter().map(|statement| {
        let names: Vec<String> = statement.meanings.iter().map(ToString::to_string).collect();
        format!("{} {}", statement.range.of(text), names.join("|"))
    });
    shown.collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn assert_found(cases: &[(&str, &str)]) {
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
        ("收到依申请公开9件（含2022年结转的3件）", "9 T3.new.total|T3.new+in.total, 3 T3.in.total"),
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
    let expected =
        "9 T3.total.total, 4 T3.open, 2 T3.part, 1 T3.group.c, 1 T3.row.e2, 1 T3.group.f|T3.row.f3";
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
fn reviews_and_lawsuits_are_read() {
    assert_found(&[
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
}
