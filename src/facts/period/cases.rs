//! Cases of `period`.

use super::*;
use crate::facts::dates;

/// Each period as its source and whether it is certain, in a text without a heading.
fn stated(text: &str) -> Vec<(&str, bool)> {
    let periods = periods(text, &dates(text), TextRange::new(0, text.len()));
    periods.iter().map(|period| (period.range.of(text), period.certain)).collect()
}

#[test]
fn every_wording_of_real_reports_is_read() {
    for dates in [
        "2021年1月1日起至2021年12月31日",
        "2021年1月1日至2021年12月31日",
        "2021年1月1日至12月31日",
        "2021年1月1日起至12月31日",
        "2021年1月1日起，至2021年12月31日",
        "2021年1月1日到12月31日",
        "2021年1月1日到2021年12月31日",
        "2021年1月1日—2021年12月31日",
        "2021年1月1日——12月31日",
        "2021年1月1日-12月31日",
        "2021年1月1日起，截止2021年12月31日",
        "2022年1月 1 日起至 2022年 12 月 31 日",
        "2021年1月1\n日起至2021年12月31日",
        "2021年1月1日至12月21日",
        "2021.1.1-2021.12.31",
        "2021年1⽉1⽇⾄2021年12⽉31⽇",
        "二〇二一年一月一日至二〇二一年十二月三十一日",
        "２０２１年１月１日至１２月３１日",
        "1月1日至12月31日",
        "2021年1月至2021年12月",
        "2021年1月1日0时起至2021年12月31日",
    ] {
        for lead in [
            "本报告所列数据的统计期限自",
            "统计期限为",
            "统计时限",
            "统计期限：",
            "（统计时间为",
            "数据统计期，自",
            "统计限自",
            "统计数据的期限从",
            "本报告中所列数据时限为",
            "统计区间是",
            "统计时间段：",
            "数据统计时段为",
            "统计周期为",
            "报告期为",
            "報告所列數據的統計期限自",
            "报告中数据的起止时间为",
            "本报告时间范围为",
            "本报告内容涵盖",
        ] {
            let text = format!("前言，{lead}{dates}止。2020年3月1日至3月5日。");
            assert_eq!(stated(&text), [(dates, true)], "{text}");
        }
    }
}

#[test]
fn an_end_alone_counts_as_stated() {
    for text in [
        "数据核定时间点为2021年12月31日。",
        "本报告数据截止时间为2021年12月31日",
        "统计数据截至2021年12月31日。",
        "统计期限截止到2021年12月31日",
    ] {
        assert_eq!(stated(text), [("2021年12月31日", true)], "{text}");
    }
    assert_eq!(stated("截至2021年12月31日，共公开9条"), [("2021年12月31日", false)]);
    let body = "一、总体情况\n截至2021年12月31日，共公开9条";
    assert_eq!(periods(body, &dates(body), TextRange::at(0)), []);
}

#[test]
fn the_words_may_follow() {
    let text = "本报告反映2021年1月1日至12月31日期间的政府信息公开工作情况";
    assert_eq!(stated(text), [("2021年1月1日至12月31日", true)]);
    assert_eq!(
        stated("2021年1月1日至2021年12月31日，全市"),
        [("2021年1月1日至2021年12月31日", false)]
    );
}

#[test]
fn dates_that_an_extractor_broke_are_stated_but_unread() {
    for (text, range) in [
        ("统计期限自202211日起至20221231日止。", "202211日起至20221231日止"),
        ("统计期限自20221月1日起至202212月31日止。", "20221月1日起至202212月31日止"),
        ("统计期限为2021年度。", "2021年"),
        ("统计期限为2021年1月至12月。", "2021年"),
        ("統計期限為20211月1日至1231日", "20211月1日至1231日"),
    ] {
        let found = periods(text, &dates(text), TextRange::new(0, text.len()));
        assert_eq!(found.len(), 1, "{text}");
        let year = text.contains("2021年").then_some(2021);
        assert_eq!(
            (found[0].start.and_then(Date::year), found[0].end, found[0].certain),
            (year, None, true)
        );
        assert_eq!(found[0].end_year(), year);
        assert!(found[0].range.of(text).starts_with(&range[..4]), "{text}");
    }
}

#[test]
fn a_year_that_is_none_is_known_by_its_digits() {
    for (dates_text, start, end) in [
        ("202020年1月1日起至2020年12月31日", "202020", ""),
        ("2020年1月1日起至202020年12月31日", "", "202020"),
        ("2020年1月1日至20202 年12月31日", "", "20202"),
        ("2202年1月1日至2202年12月31日", "2202", "2202"),
        ("二〇二〇二年一月一日至二〇二〇年十二月三十一日", "二〇二〇二", ""),
        ("2020年1月1日至202年12月31日", "", "202"),
        ("20年1月1日至20年12月31日", "20", "20"),
        ("2 020 2年1月1日至12月31日", "2 020 2", ""),
        ("2020年1月1日至12月31日", "", ""),
    ] {
        for lead in ["统计期限自", "本报告所列数据的统计期限为：", "统计时限自"]
        {
            let text = format!("{lead}{dates_text}止。");
            let found = periods(&text, &dates(&text), TextRange::at(0));
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].range.of(&text), dates_text);
            let mistyped =
                found[0].mistyped.map(|digits| digits.map_or("", |digits| digits.of(&text)));
            assert_eq!(mistyped, [start, end], "{text}");
        }
    }
    let text = "数据核定时间点为202020年12月31日。";
    assert_eq!(stated(text), [("202020年12月31日", true)]);
    assert_eq!(
        stated("统计期限自20221月1日起至202212月31日止"),
        [("20221月1日起至202212月31日止", true)]
    );
}

#[test]
fn other_periods_are_not_the_reports() {
    for text in [
        "2021年3月1日至2021年6月30日开展专项行动",
        "网站浏览量（统计时间：2021年1月1日至11月30日）",
        "公示时间为2021年3月1日至3月7日",
        "统计局2021年政府信息公开",
        "统计期限内公开30条",
        "申请答复时限为2021年5月8日前",
        "开放公共数据30条，2021年3月1日至2021年6月30日开展行动",
        "据统计，2021年3月1日至2021年6月30日报告数据3条",
        "本年度报告的答复期限为2021年3月1日至2021年3月20日",
        "2022年-2023年",
        "2021年，2021年12月31日",
    ] {
        assert_eq!(stated(text), [], "{text}");
    }
}

/// With quadratic work, the test would not end.
#[test]
fn hostile_texts_are_read() {
    for unit in [
        "统计期限",
        "统计期限2",
        "统计期限自2021年1月1日起至",
        "2021年1月1日至",
        "2020202年1月1日至",
        "统计期限2年1月1日",
        "1月1日",
        "截至2021年12月31日",
        "统计",
        "統計統计期 ",
    ] {
        let text = unit.repeat(200_000 / unit.len());
        let found = periods(&text, &dates(&text), TextRange::new(0, text.len()));
        assert!(found.iter().all(|period| period.range.end <= text.len()), "{unit}");
    }
}
