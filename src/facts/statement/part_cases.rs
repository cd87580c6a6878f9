//! Numbers of some requests, documents or disputes alone.

use super::cases::{assert_found, found, said};

const RECEIVED: &str = "收到政府信息公开申请19件，办结20件";
const READ: &str = "19 T3.new.total|T3.new+in.total, 20 T3.total.total";

/// What a sentence states behind the totals.
#[track_caller]
fn assert_behind(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let all = found(&format!("{RECEIVED}。{text}。"));
        let rest = all.strip_prefix(READ).map(|rest| rest.trim_start_matches(", "));
        assert_eq!(rest, Some(*expected), "{text}");
    }
}

#[test]
fn words_that_end_as_received_count_topics() {
    assert_behind(&[
        ("涉及征收4件、税收3件、危房回收2件", ""),
        ("其中房屋征收4件，拆迁3件", ""),
        ("申请事项：行政处罚9件、行政许可7件、行政复议3件", ""),
        ("办理行政许可事项31项", ""),
        ("征收类4件申请已全部办结", ""),
        ("12月份收到的9件申请，当月办结7件", ""),
        ("本年新收4件", "4 T3.new.total"),
    ]);
}

#[test]
fn numbers_go_to_the_words_of_a_list_or_to_none() {
    assert_found(&[
        (
            "行政规范性文件制发、废止、现行有效分别为5件、3件、29件",
            "5 T2.docs.made, 3 T2.docs.gone, 29 T2.docs.valid",
        ),
        ("本年制发、废止和现行有效的行政规范性文件分别为5件、3件、29件", ""),
        ("行政规范性文件制定、失效、有效的件数分别是5件、3件、29件", ""),
        ("收到和办结政府信息公开申请分别为46件和47件", ""),
        ("依申请公开有序。行政复议结果维持、纠正、尚未审结分别为3件、1件、1件", ""),
        ("政府信息公开行政复议6件，省政府、市政府分别受理4件、2件", "6 T4.review.total"),
    ]);
}

#[test]
fn outcomes_of_some_requests_are_left_alone() {
    assert_behind(&[
        ("9件网络申请中，予以公开4件，无法提供5件", ""),
        ("涉及房屋拆迁的4件中，予以公开3件、部分公开1件", ""),
        ("延期答复的9件中，予以公开4件、部分公开5件", ""),
        ("经补正的5件中，2件予以公开，3件无法提供", ""),
        ("对企业提出的5件申请，部分公开2件、无法提供3件", ""),
        ("对同一申请人的7件申请合并答复，其中4件不予处理、3件无法提供", ""),
        ("对2022年结转的3件，予以公开1件、无法提供2件", "3 T3.in.total"),
        ("上年结转的3件，予以公开1件、无法提供2件", "3 T3.in.total"),
        // Of all requests.
        ("办结的20件申请中，予以公开9件", "20 T3.total.total, 9 T3.open"),
        ("上年结转的1件，予以公开9件、部分公开4件", "1 T3.in.total, 9 T3.open, 4 T3.part"),
    ]);
    let text = "依申请公开有序，办理申请和复议诉讼案件。延期答复的9件中，予以公开4件。";
    assert_eq!(found(text), "");
    let text = "收到政府信息公开申请46件。征求第三方意见8件，其中同意公开5件、不同意公开3件。";
    assert_eq!(found(text), "46 T3.new.total|T3.new+in.total");
    let text = "办结政府信息公开申请47件，共涉及文件88件，其中予以公开61件、不予公开9件";
    assert_eq!(found(text), "47 T3.total.total");
}

#[test]
fn reasons_of_those_disclosed_in_part_are_in_no_row() {
    assert_behind(&[
        ("部分公开6件，其中涉及个人隐私5件、涉及国家秘密1件", "6 T3.part"),
        ("部分公开6件，主要涉及个人隐私5件", "6 T3.part"),
        ("部分公开6件（涉及商业秘密1件、涉及个人隐私5件）", "6 T3.part"),
        (
            "部分公开6件，其中涉及个人隐私5件；不予公开4件，其中属于国家秘密1件",
            "6 T3.part, 4 T3.group.c, 1 T3.row.c1|T3.group.c",
        ),
        ("部分公开6件，属于国家秘密1件", "6 T3.part, 1 T3.row.c1|T3.group.c"),
        ("其中主动公开或同意公开17件", "17 T3.open"),
        ("其中公开或部分公开17件", "17 T3.open+part"),
    ]);
}

#[test]
fn results_behind_suits_of_another_sentence_are_of_any_disputes() {
    let suits = "政府信息公开行政诉讼7件，其中直接起诉4件、复议后起诉3件。";
    let read = "7 T4.suit.total, 4 T4.suit.direct.total, 3 T4.suit.after.total";
    for text in ["1件纠正案件为直接起诉案件", "2件纠正案件分布在各科室"] {
        assert_eq!(found(&format!("{suits}{text}。")), read, "{text}");
    }
    assert_eq!(
        said("政府信息公开行政诉讼7件。复议后起诉案件无败诉。"),
        "无败诉 T4.suit.after.纠正"
    );
    let both = "政府信息公开行政复议7件、行政诉讼5件。其中因征收信息公开引起行政复议4件。";
    assert!(found(both).starts_with("7 T4.review.total, 5 T4.suit.total"), "{}", found(both));
}

#[test]
fn requests_that_a_part_received_are_left_alone() {
    assert_found(&[
        ("收到政府信息公开申请49件（包括检查分局收到的12件）", "49 T3.new.total|T3.new+in.total"),
        (
            "接收政府信息公开申请19件，经核，重复登记2件，实际受理17件",
            "17 T3.new.total|T3.new+in.total",
        ),
    ]);
    assert_behind(&[
        ("局属3家事业单位参照执行，共收到公开申请7件，予以公开6件", ""),
        ("（注：不含局属事业单位收到的5件）", ""),
    ]);
}
