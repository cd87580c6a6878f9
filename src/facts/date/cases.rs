//! Cases of `date`.

use super::*;
use proptest::prelude::*;

/// Each date of the text as written, and as numbers. 0 stands for a missing number.
fn read(text: &str) -> Vec<(&str, i32, i32, i32)> {
    let number = |number: Option<i32>| number.unwrap_or(0);
    dates(text)
        .iter()
        .map(|date| {
            (date.range().of(text), number(date.year()), number(date.month()), number(date.day()))
        })
        .collect()
}

#[test]
fn every_writing_of_a_date_is_read() {
    for text in [
        "2021年12月31日",
        "2021 年 12 月 31 日",
        "2021年1 2月3\n1日",
        "202\n1年12月31日",
        "２０２１年１２月３１日",
        "2021年12⽉31⽇",
        "二〇二一年十二月三十一日",
        "二○二一年十二月三十一日",
        "二零二一年一二月三一日",
        "二O二一年⼗⼆⽉三⼗⼀⽇",
        "2021年\u{200b}12月31日",
        "2021.12.31",
        "2021-12-31",
        "2021/12/31",
        "２０２１．１２．３１",
        "2021. 12. 31",
        "2021年12月31号",
        "2\n— 1 —\n\u{c}021年12月31日",
        "2021年1\n- 1 -\n2月31日",
        "2021年\n\n第 1 页\n\n12月31日",
        "2021年12月3\r\n1 / 9\r\n1日",
    ] {
        assert_eq!(read(text), [(text, 2021, 12, 31)]);
        assert_eq!(read(&format!("自{text}起"))[0].0, text);
    }
    assert_eq!(read("2022年元月5日"), [("2022年元月5日", 2022, 1, 5)]);
    assert_eq!(read("二〇二二年二月二十日"), [("二〇二二年二月二十日", 2022, 2, 20)]);
    assert_eq!(read("2021.01.05"), [("2021.01.05", 2021, 1, 5)]);
}

#[test]
fn letters_for_digits_are_read() {
    for (text, year, month, day) in [
        ("2021年l2月3l日", 2021, 12, 31),
        ("2O21年1月l日", 2021, 1, 1),
        ("l2月31日", 0, 12, 31),
        ("202I年I0月3O日", 2021, 10, 30),
        ("2021年O1月O1日", 2021, 1, 1),
    ] {
        assert_eq!(read(text), [(text, year, month, day)]);
    }
    assert_eq!(read("No2月3日"), [("2月3日", 0, 2, 3)]);
    assert_eq!(read("Old3月O日。lo月3日"), []);
}

#[test]
fn markup_inside_a_date_is_passed() {
    for text in [
        "2023****年****1****月****2****日",
        "20**23**年1月2日",
        "2023</b>年1月<b>2日",
        "2023</span><span style=\"font-family: 宋体; font-size: 16pt; letter-spacing: 0pt; background: rgb(255,255,255)\">年</span><span style=\"font-family: 宋体; font-size: 16pt; letter-spacing: 0pt; background: rgb(255,255,255)\">1</span><span>月2日",
        "2023&nbsp;年1月2&nbsp;日",
        "2023**.**1**.**2",
    ] {
        assert_eq!(read(text), [(text, 2023, 1, 2)]);
    }
    assert_eq!(read("自**1****月****2****日**"), [("1****月****2****日", 0, 1, 2)]);
    for none in ["20**年1月2日", "2*0*2年", "202</td>3年", "2023<td>年"] {
        assert!(read(none).iter().all(|date| date.1 == 0), "{none}");
    }
}

#[test]
fn parts_of_a_date_are_read() {
    assert_eq!(read("2021年度"), [("2021年", 2021, 0, 0)]);
    assert_eq!(read("2021年7月份"), [("2021年7月", 2021, 7, 0)]);
    assert_eq!(read("至12月31日止"), [("12月31日", 0, 12, 31)]);
    assert_eq!(read("十二月三十一日"), [("十二月三十一日", 0, 12, 31)]);
    assert_eq!(read("2021年1-12月"), [("2021年", 2021, 0, 0)]);
    assert_eq!(read("7月"), []);
}

#[test]
fn neighbours_are_kept_apart() {
    assert_eq!(read("2021年1月1日至2021年12月31日").len(), 2);
    assert_eq!(
        read("2021年1月1日至12月31日"),
        [("2021年1月1日", 2021, 1, 1), ("12月31日", 0, 12, 31)]
    );
    assert_eq!(read("2021.1.1-2021.12.31").len(), 2);
    assert_eq!(read("2021-1-1-2021-12-31").len(), 2);
    assert_eq!(read("2022年-2023年").len(), 2);
    assert_eq!(read("共0 2021年"), [("2021年", 2021, 0, 0)]);
    assert_eq!(
        read("2021年12月31日2022年"),
        [("2021年12月31日", 2021, 12, 31), ("2022年", 2022, 0, 0)]
    );
}

#[test]
fn numbers_that_are_no_dates_are_left() {
    for text in [
        "近40年",
        "12021年",
        "3021年",
        "202211日",
        "20221月1日",
        "202212月31日",
        "2021-03517",
        "0631-5866875",
        "2021.1.1.5",
        "192.168.2021.1",
        "/2021/12/31/",
        "t2021-1-1",
        "2021.5",
        "13个月",
        "本年",
        "一年",
        "年年年",
        "月日",
        "2021，年",
        "20",
        "2021",
        "日12月",
        "2021-2022-1",
    ] {
        assert_eq!(read(text), [], "{text}");
    }
}

#[test]
fn a_calendar_decides_what_is_possible() {
    for (text, possible) in [
        ("2021年2月28日", true),
        ("2021年2月29日", false),
        ("2020年2月29日", true),
        ("2000年2月29日", true),
        ("2100年2月29日", false),
        ("2月29日", true),
        ("2月30日", false),
        ("2021年13月", false),
        ("2021年0月", false),
        ("4月31日", false),
        ("12月31日", true),
        ("12月0日", false),
        ("2021年", true),
    ] {
        assert_eq!(dates(text)[0].is_possible(), possible, "{text}");
    }
}

#[test]
fn the_digits_of_each_number_are_known() {
    let text = "从 2 021 年 1２ 月\n三十一日";
    let date = dates(text)[0];
    assert_eq!(date.year_range().unwrap().of(text), "2 021");
    assert_eq!(date.month_range().unwrap().of(text), "1２");
    assert_eq!(date.day_range().unwrap().of(text), "三十一");
    assert_eq!(dates("12月31日")[0].year_range(), None);
}

/// With quadratic work, the test would not end.
#[test]
fn hostile_texts_are_read() {
    for unit in [
        "2",
        "20",
        "２０",
        "年",
        "月",
        "2021年",
        "2021年1",
        "1月",
        "12月 ",
        " ",
        "十",
        "2021.1.",
        "2021-1-1-",
        "一",
        "〇年",
    ] {
        let text = unit.repeat(300_000 / unit.len());
        let found = dates(&text);
        assert!(found.windows(2).all(|pair| pair[0].range().end <= pair[1].range().start));
    }
    assert!(size_of::<Date>() <= 20);
}

proptest! {
    #[test]
    fn dates_lie_in_the_text(text in "([0-9２〇一十元年月日⽉⽇.\\-/O \n\u{200b}\u{3000}]|20|2021年|\\PC){0,40}") {
        let mut end = 0;
        for date in dates(&text) {
            let range = date.range();
            prop_assert!(end <= range.start && range.start < range.end);
            prop_assert!(text.get(range.start..range.end).is_some());
            for part in [date.year_range(), date.month_range(), date.day_range()].into_iter().flatten() {
                prop_assert!(range.contains(part) && text.get(part.start..part.end).is_some());
            }
            end = range.end;
        }
    }
}
