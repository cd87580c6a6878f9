//! Cases of P001.

use crate::rules::testing::*;
use crate::syntax::Layout;

fn report(period: &str) -> String {
    format!(
        "某局2021年政府信息公开工作年度报告\n\n本报告所列数据的统计期限{period}。\n\n六、其他需要报告的事项\n无\n某局\n2022年1月20日\n"
    )
}

#[test]
fn the_period_of_another_report_is_named_as_such() {
    let own = "为2021年1月1日至2021年12月31日";
    let other = "2020年度报告统计期限为2020年1月1日至2020年12月31日";
    assert_found("P001", &report(&format!("{own}（{other}）")));
    assert_found("P001", &report(&format!("{own}，{other}")));
    assert_found("P001", &report(&format!("{own}（统计期限为⟦2020年1月1日至2020年12月31日⟧）")));
    assert_found("P001", &report("见附表。2020年度报告统计期限为⟦2020年1月1日至2020年12月31日⟧"));
}

#[test]
fn the_whole_year_passes_in_every_wording() {
    for period in [
        "自2021年1月1日起至2021年12月31日止",
        "为2021年1月1日至12月31日",
        "为２０２１年１月１日—１２月３１日",
        "为二〇二一年一月一日至二〇二一年十二月三十一日",
        "为2021.1.1-2021.12.31",
        "为1月1日至12月31日",
        "为2021年1月至2021年12月",
        "截至2021年12月31日",
        "自202211日起至20221231日止",
        "为全年",
        "为2021年度",
        "为2021年1-12月",
    ] {
        assert_found("P001", &report(period));
    }
}

#[test]
fn a_wrong_day_is_found_from_the_first_date_to_the_last() {
    assert_found("P001", &report("为⟦2021年1月1日至12月21日⟧"));
    assert_found("P001", &report("为⟦2021 年1⽉1⽇至\n2021年11⽉30⽇⟧"));
    assert_found("P001", &report("截至⟦2021年11月30日⟧"));
    assert_found("P001", &report("为⟦2020年⟧度"));
    assert_found("P001", &report("为⟦2020年1月至12月⟧"));
    assert_found("P001", &report("&nbsp;自&nbsp;⟦2020年1月1日起至&nbsp;2020年12月31日⟧"));
    assert_eq!(
        message("P001", &report("为2021年1月1日至12月21日")),
        "统计期限写的是 2021年1月1日至12月21日，应为 2021年1月1日至2021年12月31日"
    );
    assert_eq!(
        message("P001", &report("截至2021年11月30日")),
        "统计期限的截止日期写的是 2021年11月30日，应为 2021年12月31日"
    );
}

#[test]
fn a_wrong_year_is_mended_where_title_and_signature_agree() {
    assert_found("P001", &report("为⟦2020年1月1日至2020年12月31日⟧"));
    assert_fixed_safely(
        "P001",
        &report("为2020年1月1日至2020 年12月31日"),
        &report("为2021年1月1日至2021 年12月31日"),
    );
    assert_fixed_safely(
        "P001",
        &report("为２０２０年1月1日至12月31日"),
        &report("为２０２１年1月1日至12月31日"),
    );
    assert_fixed_safely(
        "P001",
        &report("为二○二○年一月一日至十二月三十一日"),
        &report("为二○二一年一月一日至十二月三十一日"),
    );
    assert_fixed_safely(
        "P001",
        &report("为2021年1月1日至2022年12月31日"),
        &report("为2021年1月1日至2021年12月31日"),
    );
}

#[test]
fn a_period_that_the_opening_words_agree_with_is_left_to_a_person() {
    let stale = |opening: &str| {
        report(&format!(
            "为⟦2022年1月1日至2022年12月31日⟧。\n\n一、总体情况\n{opening}年，我局主动公开信息3条"
        ))
    };
    let applicability = |text: &str| assert_found("P001", text)[0].fixes[0].applicability;
    use crate::diagnostic::Applicability::{Safe, Unsafe};
    assert_eq!((applicability(&stale("2022")), applicability(&stale("2021"))), (Unsafe, Safe));
}

#[test]
fn a_page_number_may_stand_anywhere_in_a_period() {
    let right = "自2021年1月1日起至2021年12月31日止";
    let page = "\n— 1 —\n\u{c}";
    for (at, _) in right.char_indices().skip(1) {
        let parted = |period: &str| report(&[&period[..at], page, &period[at..]].concat());
        assert_found("P001", &parted(right));
        let wrong = right.replace("2021年12", "2020年12");
        assert_fixed_safely("P001", &parted(&wrong), &parted(right));
        assert!(
            message("P001", &parted(&wrong)).contains("2021年1月1日起至2020年12月31日，"),
            "{}",
            message("P001", &parted(&wrong))
        );
    }
    // If the digits above belong to nothing certain, no digit is doubled.
    let parted = report("自2\n\n\n\n\n\n\n021年1月1日起至2021年12月31日止");
    assert_fixed_safely("P001", &parted, &parted);
}

#[test]
fn brackets_and_hours_may_stand_behind_the_days() {
    for (period, edge) in [
        ("自⟦2020年1月1日（含）至2020年12月31日⟧", "（含）"),
        ("自⟦2020年1月1日00:00至2020年12月31日⟧", "23:59"),
        ("自⟦2020年1月1日0时0分起至2020年12月31日⟧", "24时止"),
        ("自⟦2020年1月1日零时至2020年12月31日⟧", "24时"),
        ("自⟦2020年1月1日（星期日）至2020年12月31日⟧", "（星期日）"),
        ("为⟦2020年度（1月1日至12月31日⟧", "）"),
        ("为⟦2020年（1月1日—12月31日⟧", "）"),
        ("为⟦2020年（自1月1日起至12月31日⟧", "止）"),
    ] {
        assert_found("P001", &report(&format!("{period}{edge}")));
        let wrong = without_marks(&format!("{period}{edge}"));
        assert_fixed_safely("P001", &report(&wrong), &report(&wrong.replace("2020", "2021")));
    }
    assert_found("P001", &report("为⟦2021年度（1月1日至11月30日⟧）"));
}

#[test]
fn a_mistyped_year_is_found() {
    for (wrong, right) in [
        ("自⟦202020年1月1日起至2021年12月31日⟧止", "自2021年1月1日起至2021年12月31日止"),
        ("自⟦2021年1月1日起至20212 年12月31日⟧止", "自2021年1月1日起至2021 年12月31日止"),
        ("为⟦二〇二一二年一月一日至十二月三十一日⟧", "为二〇二一年一月一日至十二月三十一日"),
        ("为⟦2201年1月1日至2201年12月31日⟧", "为2021年1月1日至2021年12月31日"),
        ("为⟦2021年1月1日至202年12月31日⟧", "为2021年1月1日至2021年12月31日"),
        ("截止时间为⟦20021年12月31日⟧", "截止时间为2021年12月31日"),
    ] {
        assert_found("P001", &report(wrong));
        let wrong = without_marks(wrong);
        assert_fixed_safely("P001", &report(&wrong), &report(right));
    }
    assert_found("P001", &report("自⟦2021年1月1日起至20212年12月31日⟧止"));
    assert_eq!(
        message("P001", &report("为2021年1月1日至202021年12月31日")),
        "统计期限写的是 2021年1月1日至202021年12月31日，应为 2021年1月1日至2021年12月31日"
    );
    assert_found("P001", &report("为21年1月1日至21年12月31日"));
    assert_found("P001", &report("为⟦20年1月1日至20年12月31日⟧"));
}

#[test]
fn letters_for_digits_are_read_and_named() {
    for wrong in [
        "为⟦2021年1月l日至12月31日⟧",
        "为⟦2O21年1月1日至12月31日⟧",
        "为⟦202l年I月1日至l2月3l日⟧",
        "为⟦2021年1月1日至l2月31日⟧",
        "为⟦２O２１年1月1日至12月31日⟧",
        "截至⟦2021年l2月31日⟧",
    ] {
        let found = assert_found("P001", &report(wrong));
        let wrong = without_marks(wrong);
        let right = wrong.replace(['l', 'I'], "1").replace("２O２", "２０２").replace('O', "0");
        assert_eq!(
            crate::diagnostic::apply(&report(&wrong), found[0].fixes[0].edits()),
            report(&right)
        );
        assert_found("P005", &report(&wrong));
    }
    // Letters of other scripts.
    for wrong in [
        "为⟦2О21年1月1日至2021年12月З1日⟧",
        "为⟦2021年1月1日至202І年12月31日⟧",
        "为⟦2Ο21年1月1日至2021年12月31日⟧",
    ] {
        let found = assert_found("P001", &report(wrong));
        let wrong = without_marks(&report(wrong));
        assert_eq!(
            crate::diagnostic::apply(&wrong, found[0].fixes[0].edits()),
            report("为2021年1月1日至2021年12月31日")
        );
    }
    assert_found("P001", &report("为⟦2021年1月l日至12月31日⟧"));
    assert_eq!(
        message("P001", &report("为2021年1月l日至l2月31日")),
        "统计期限 2021年1月l日至l2月31日 里有字母，应为数字：2021年1月1日至2021年12月31日"
    );
    // The circle of 二○二一 is often a letter.
    assert_found("P001", &report("为二O二一年一月一日至十二月三十一日"));
    assert_found("P001", &report("为⟦2021年1月l日至11月3O日⟧"));
}

#[test]
fn a_title_and_a_period_that_differ_are_both_named() {
    let text = "某局2022年政府信息公开工作年度报告\n\n统计期限为⟦2023年1月1日至12月31日⟧。\n\n一、总体情况\n好。";
    let found = assert_found("P001", text);
    assert_eq!(
        messages(&found),
        ["统计期限写的是 2023年1月1日至12月31日，标题写的是 2022年，两者不一致：请核对哪一个对"]
    );
    assert!(found[0].fixes.is_empty());
    let text = "我局编制了2022年政府信息公开年度报告。统计期限为2023年1月1日至12月31日。\n\n一、总体情况\n好。";
    assert_eq!(
        message("P001", text),
        "统计期限写的是 2023年1月1日至12月31日，正文写的是 2022年，两者不一致：请核对哪一个对"
    );
    // The text of 一 decides.
    assert_found(
        "P001",
        "某局2022年政府信息公开工作年度报告\n\n统计期限为2023年1月1日至12月31日。\n\n一、总体情况\n2023年，我局做好公开工作。",
    );
    assert_found(
        "P001",
        "某局2022年政府信息公开工作年度报告\n\n统计期限为⟦2023年1月1日至12月31日⟧。\n\n一、总体情况\n2022年，我局做好公开工作。",
    );
}

#[test]
fn a_period_before_any_form_is_found_by_the_tables() {
    for layout in Layout::ALL {
        let text = sample(layout).replace("2023年政府", "政府").replace("2023年", "2017年");
        let text =
            replaced(&text, "2017年1月1日至2017年12月31日", "⟦2017年1月1日至2017年12月31日⟧ P001");
        // Without a year, the title is found too.
        let found = assert_all_found_but(&["S002"], &text);
        assert_eq!(
            messages(&found),
            [
                "统计期限写的是 2017年1月1日至2017年12月31日，表格却是 2021年度起才有的格式：请核对期限的年份"
            ]
        );
        // If the title has the same year, P003 reports it.
        assert_found("P001", &sample(layout).replace("2023年", "2017年"));
    }
}

#[test]
fn a_report_without_a_year_has_no_wrong_period() {
    assert_found("P001", "统计期限为1月1日至12月21日。\n\n一、总体情况\n好。");
}

#[test]
fn else_a_person_looks() {
    assert_fixed_unsafely(
        "P001",
        &report("为2021年1月1日至12月21日"),
        &report("为2021年1月1日至12月31日"),
    );
    assert_fixed_unsafely(
        "P001",
        &report("为2020年01月02日至11月30日"),
        &report("为2021年01月01日至12月31日"),
    );
    assert_fixed_unsafely(
        "P001",
        &report("为二〇二一年一月一日至十月十一日"),
        &report("为二〇二一年一月一日至十二月三十一日"),
    );
    let unsigned = "某局2021年政府信息公开工作年度报告\n\n统计期限为2020年1月1日至12月31日。\n\n一、总体情况\n2021年，我局做好公开工作。";
    assert_fixed_unsafely("P001", unsigned, &unsigned.replace("2020年", "2021年"));
}

#[test]
fn a_title_that_is_the_odd_one_out_is_not_the_periods_fault() {
    assert_found(
        "P001",
        "某局2020年政府信息公开工作年度报告\n\n统计期限为2021年1月1日至12月31日。\n\n六、其他\n无\n2022年1月20日",
    );
}

#[test]
fn other_dates_pass() {
    assert_found(
        "P001",
        "某局2021年政府信息公开工作年度报告\n\n一、总体情况\n2021年3月1日至6月30日开展活动。网站统计时间为2021年1月1日至11月30日。",
    );
}
