//! Cases of the explanations of violated sums.

use crate::diagnostic::{Applicability, Diagnostic, apply};
use crate::rules::testing::*;
use crate::syntax::Layout;

/// The findings in the sample with some replaced lines: exactly the marked spans.
#[track_caller]
fn found_in(changes: &[(&str, &str)]) -> (String, Vec<Diagnostic>) {
    let marked =
        changes.iter().fold(sample(Layout::Spaces), |text, (from, to)| replaced(&text, from, to));
    let found = assert_all_found(&marked);
    (without_codes(&marked), found)
}

const RECEIVED: &str = "一、本年新收政府信息公开申请数量 6 2 0 0 0 0 8";
const GRANTED: &str = "（一）予以公开 4 1 0 0 0 0 5";
const MADE: &str = "2.没有现成信息需要另行制作 2 1 0 0 0 0 3";
const TOTALS: &str = "（七）总计 6 2 0 0 0 0 8";
const LEFT: &str = "四、结转下年度继续办理 1 0 0 0 0 0 1";

#[test]
fn totals_that_did_not_follow_are_told_by_each_sum_and_mended_together() {
    let (text, found) = found_in(&[
        (RECEIVED, "一、本年新收政府信息公开申请数量 7 2 0 0 0 0 9"),
        (GRANTED, "（一）予以公开 5 1 0 0 0 0 ⟦5⟧ A001"),
        (TOTALS, "（七）总计 ⟦6⟧ A002 2 0 0 0 0 8"),
        (LEFT, "四、结转下年度继续办理 ⟦1⟧ A003 0 0 0 0 0 ⟦1⟧ A003"),
    ]);
    let cause = "；（一）予以公开的自然人数改过，总计未随之更新：总计列（一）予以公开应为 6，自然人列（七）总计应为 7 和总计列（七）总计应为 9（收到数与此相符；否则请核对自然人列的 5）";
    assert!(
        messages(&found).iter().all(|message| message.ends_with(cause)),
        "{:?}",
        messages(&found)
    );
    assert_eq!(
        messages(&found)[0],
        format!("（一）予以公开：总计应为 6（自然人 5 + 商业企业 1），表中为 5{cause}")
    );
    assert!(found.iter().all(|one| one.fixes[0] == found[0].fixes[0]
        && one.fixes[0].applicability == Applicability::Named));
    let fixed = apply(&text, found[0].fixes[0].edits());
    assert_all_found(&fixed);
}

#[test]
fn a_number_in_the_wrong_column_is_told() {
    let (_, found) = found_in(&[
        (MADE, "2.没有现成信息需要另行制作 0 1 2 0 0 0 3"),
        (TOTALS, "（七）总计 ⟦6⟧ A002 2 ⟦0⟧ A002 0 0 0 8"),
    ]);
    let cause = "；“（四）无法提供2.没有现成信息需要另行制作”一行科研机构多 2、自然人少 2，数字可能填错了列";
    assert!(
        messages(&found).iter().all(|message| message.ends_with(cause)),
        "{:?}",
        messages(&found)
    );
}

/// The sample with these columns of table three blank.
fn without_columns(blank: std::ops::Range<usize>) -> String {
    let line = |line: &str| {
        let mut cells: Vec<&str> = line.split('\t').collect();
        if cells.len() == 10 && cells[3..].iter().all(|cell| cell.parse::<u32>().is_ok()) {
            cells[3..][blank.clone()].fill("");
        }
        cells.join("\t") + "\n"
    };
    sample(Layout::Tabs).lines().map(line).collect()
}

#[test]
fn a_column_that_nobody_filled_in_is_one_finding() {
    let text = without_columns(1..2);
    let first = "6\t\t0\t0\t0\t0\t";
    let found =
        assert_all_found(&replaced(&text, &format!("{first}8"), &format!("{first}⟦8⟧ A001")));
    assert!(
        messages(&found)[0]
            .ends_with("；商业企业一列没有填数（25 格）：按各行总计减去其他各列填上，全表相符"),
        "{:?}",
        messages(&found)
    );
    assert_eq!(apply(&text, found[0].fixes[0].edits()), sample(Layout::Tabs));
}

#[test]
fn several_columns_that_nobody_filled_in_break_no_sum() {
    let text = without_columns(0..6);
    let row = "一、本年新收政府信息公开申请数量\t\t\t";
    let blank = format!("{row}⟦\t\t\t\t\t⟧ T009\t8");
    let found = assert_all_found(&replaced(&text, &format!("{row}\t\t\t\t\t\t8"), &blank));
    // The lost numbers are unknown, except in rows without any number.
    let fixed = apply(&text, found[0].fixes[0].edits());
    assert!(
        fixed.contains("（一）予以公开\t\t\t\t\t\t\t\t5")
            && fixed.contains("2.重复申请\t0\t0\t0\t0\t0\t0\t0"),
        "{fixed}"
    );
}

#[test]
fn what_nothing_names_has_both_sides_and_what_the_differences_share() {
    let (_, found) = found_in(&[
        (GRANTED, "（一）予以公开 7 1 0 0 0 0 8"),
        (TOTALS, "（七）总计 ⟦6⟧ A002 2 0 0 0 0 ⟦8⟧ A002"),
    ]);
    for message in messages(&found) {
        assert!(message.contains("不相等") && !message.contains("应为"), "{message}");
        assert!(
            message.ends_with("；自然人、总计两列同差 3，各行都平：某一项多计或漏计了 3"),
            "{message}"
        );
    }
    let (_, found) = found_in(&[
        (GRANTED, "（一）予以公开 5 1 0 0 0 0 ⟦5⟧ A001"),
        (MADE, "2.没有现成信息需要另行制作 1 1 0 0 0 0 ⟦3⟧ A001"),
    ]);
    let expected = "；“（一）予以公开”“（四）无法提供2.没有现成信息需要另行制作”两行一多一少，各差 1，数字可能填错了行";
    assert!(
        messages(&found).iter().all(|message| message.ends_with(expected)),
        "{:?}",
        messages(&found)
    );
}

#[test]
fn totals_without_any_number_are_one_finding() {
    for (from, to) in [
        ("（七）总计\t\t6\t2\t0\t0\t0\t0\t8", "（七）总计\t\t⟦\t\t\t\t\t\t⟧ A002"),
        ("（一）予以公开\t\t4\t1\t0\t0\t0\t0\t5", "（一）予以公开\t\t4\t1\t0\t0\t0\t0\t⟦⟧ A001"),
    ] {
        let right = sample(Layout::Tabs);
        let marked = replaced(&right, from, to);
        let found = assert_all_found(&marked);
        assert_eq!(apply(&without_codes(&marked), found[0].fixes[0].edits()), right);
    }
}

#[test]
fn an_old_row_of_totals_is_told_once_for_all_columns() {
    let (text, found) = found_in(&[
        (TOTALS, "（七）总计 ⟦5⟧ A002 2 0 0 0 0 ⟦7⟧ A002"),
        (LEFT, "四、结转下年度继续办理 ⟦1⟧ A003 0 0 0 0 0 ⟦1⟧ A003"),
    ]);
    let cause = "；（七）总计一行与各项办理结果、与收到数都不符，疑未更新：自然人列（七）总计应为 6 和总计列（七）总计应为 8";
    assert!(
        messages(&found).iter().all(|message| message.ends_with(cause)),
        "{:?}",
        messages(&found)
    );
    assert_eq!(apply(&text, found[0].fixes[0].edits()), sample(Layout::Spaces));
}
