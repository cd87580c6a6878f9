//! Measures the text before a title on its line: the printed head of a browser, the path of a page
//! on its site, the end of another text.

use super::official::ends_issuer;
use crate::text::{fold, is_letter, is_space};

/// Number of bytes of a day, a clock or both at the start of a line, with the space behind them:
/// `2022/1/18 上午9:31:36 `. 0 if no words follow.
pub(super) fn day_and_clock(line: &str) -> usize {
    const WORDS: [&str; 4] = ["上午", "下午", "AM", "PM"];
    // Nearly every line begins with another word.
    if !line.starts_with(|c: char| fold(c).is_ascii_digit())
        && !WORDS.iter().any(|word| line.starts_with(word))
    {
        return 0;
    }
    let (mut rest, mut read) = (line, false);
    loop {
        rest = rest.trim_start_matches(|c: char| is_space(c) || read && fold(c) == ',');
        let word = WORDS
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .map(|rest| rest.trim_start_matches(is_space));
        let next = day(rest).or_else(|| clock(word.unwrap_or(rest))).or(word.filter(|_| read));
        let Some(next) = next else { break };
        (rest, read) = (next, true);
    }
    if read && rest.contains(|c| is_letter(fold(c))) { line.len() - rest.len() } else { 0 }
}

/// The text behind the day at the start of `text`: 2022/1/18, 1/18/22, 2022-01-18, 2022.1.18,
/// 2022年1月18日.
pub(super) fn day(text: &str) -> Option<&str> {
    let (first, rest) = number(text, 4)?;
    if let Some(rest) = rest.strip_prefix('年').filter(|_| first == 4) {
        let (_, rest) = number(rest, 2)?;
        let (_, rest) = number(rest.strip_prefix('月')?, 2)?;
        return rest.strip_prefix('日');
    }
    let mark = rest.chars().next().filter(|&c| matches!(fold(c), '/' | '-' | '.'))?;
    let (_, rest) = number(rest.strip_prefix(mark)?, 2)?;
    let (last, rest) = number(rest.strip_prefix(mark)?, 4)?;
    // The first or the last number is the year. 1.2.3.4 is not a day.
    (first != 3 && last != 3 && (first != 4 || last <= 2) && !rest.starts_with(mark))
        .then_some(rest)
}

/// The text behind the month at the start of `text`, with or without a day: 2024年1月,
/// 二〇二四年一月十八日.
pub(super) fn month(text: &str) -> Option<&str> {
    const YEAR: usize = 4;
    /// 三十一.
    const DAY: usize = 3;
    let part = |text: &'_ str, sign: char, fewest: usize, most: usize| -> Option<usize> {
        let is_digit =
            |c: char| fold(c).is_ascii_digit() || "〇○零一二三四五六七八九十".contains(fold(c));
        let behind = text.trim_start_matches(is_digit);
        let digits = text[..text.len() - behind.len()].chars().count();
        let behind = behind
            .trim_start_matches(is_space)
            .strip_prefix(sign)
            .filter(|_| (fewest..=most).contains(&digits));
        behind.map(|behind| text.len() - behind.len())
    };
    let rest = &text[part(text, '年', YEAR, YEAR)?..].trim_start_matches(is_space);
    let rest = &rest[part(rest, '月', 1, DAY)?..];
    let day = rest.trim_start_matches(is_space);
    Some(part(day, '日', 1, DAY).map_or(rest, |len| &day[len..]))
}

/// Number of bytes of a signature at the start of a line: the end of another text up to its day,
/// with the space behind: `云溪县园林局 2024年1月18日 `. 0 without a signature or without text
/// behind the signature.
pub(super) fn signature(line: &str) -> usize {
    /// At most 120 bytes in a name and a day.
    const LONGEST: usize = 120;
    let ends = memchr::memmem::find_iter(line.as_bytes(), "日")
        .map(|at| at + '日'.len_utf8())
        .take_while(|end| *end <= LONGEST);
    let is_signed = |end: &usize| {
        let years =
            line[..*end].char_indices().filter(|(_, c)| *c == '年').filter_map(|(at, _)| {
                // Four digits, with one or three bytes each.
                let start = line[..at].char_indices().rev().take(4).last()?.0;
                day(&line[start..]).or_else(|| {
                    month(&line[start..])
                        .filter(|rest| line[..line.len() - rest.len()].ends_with('日'))
                })
            });
        years.into_iter().any(|rest| line.len() - rest.len() == *end)
    };
    // A day behind the title belongs to the period of the same report.
    let end = ends.filter(is_signed).last().filter(|end| !line[..*end].contains(['报', '報']));
    end.map_or(0, |end| line.len() - line[end..].trim_start_matches(is_space).len())
}

/// The text behind the clock at the start of `text`: 9:31, 09:31:36.
fn clock(text: &str) -> Option<&str> {
    let part = |rest: &'_ str| -> Option<usize> {
        let behind = rest.strip_prefix([':', '：'])?;
        number(behind, 2)
            .filter(|(digits, _)| *digits == 2)
            .map(|(_, behind)| rest.len() - behind.len())
    };
    let (_, rest) = number(text, 2)?;
    let rest = &rest[part(rest)?..];
    Some(&rest[part(rest).unwrap_or(0)..])
}

/// Number of digits at the start of `text`, at most `most`, and the text behind them.
fn number(text: &str, most: usize) -> Option<(usize, &str)> {
    let rest = text.trim_start_matches(|c: char| fold(c).is_ascii_digit());
    let digits = text[..text.len() - rest.len()].chars().count();
    (1..=most).contains(&digits).then_some((digits, rest))
}

/// Number of bytes of a page's path on its site at the start of a line, with the page's title
/// behind a space: `当前位置：首页 > 年报 `. 0 if the last step may be the name of the organ.
pub(super) fn breadcrumb(line: &str) -> usize {
    const STARTS: [&str; 7] =
        ["当前位置", "您当前的位置", "您的位置", "您现在的位置", "现在位置", "所在位置", "首页"];
    const STEPS: [&str; 5] = [">", "＞", "›", "»", "&gt;"];
    if !STARTS.iter().any(|start| line.starts_with(start)) {
        return 0;
    }
    let Some(last) =
        STEPS.iter().filter_map(|step| line.rfind(step).map(|at| at + step.len())).max()
    else {
        return 0;
    };
    let step = line[last..].trim_start_matches(is_space);
    let title = step.trim_start_matches(|c| !is_space(c));
    let is_name = step[..step.len() - title.len()]
        .ends_with(|c: char| ends_issuer(c) || fold(c).is_ascii_digit());
    let title = title.trim_start_matches(is_space);
    if is_name || title.is_empty() { 0 } else { line.len() - title.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_a_clock_are_passed() {
        for head in [
            "2022/1/18 ",
            "2022/1/18 上午9:31:36 ",
            "1/18/22, 9:31 AM ",
            "18/01/2022, 09:31 ",
            "2022-01-18",
            "2022.1.18　",
            "２０２２／１／１８ ",
            "2022年1月18日 下午3:05 ",
            "9:31 ",
            "下午 3：05 ",
        ] {
            assert_eq!(day_and_clock(&format!("{head}云溪县园林局")), head.len(), "{head:?}");
            assert_eq!(
                day_and_clock(&format!("{head}2021年报告")),
                if head == "2022-01-18" { 0 } else { head.len() },
                "{head:?}"
            );
            assert_eq!(day_and_clock(head), 0, "{head:?}");
        }
        for other in [
            "2021年报告",
            "2021-2022年报告",
            "1.2.3.4 报告",
            "2021年1月报告",
            "1.报告",
            "上午报告",
            "AM报告",
            "3:1报告",
            "报告",
            "",
        ] {
            assert_eq!(day_and_clock(other), 0, "{other:?}");
        }
    }

    #[test]
    fn a_month_is_read_in_both_kinds_of_numerals() {
        for month_ in [
            "2024年1月",
            "2024年01月18日",
            "二〇二四年一月",
            "二○二四年一月十八日",
            "２０２４年１月",
            "2024 年 1 月 18 日",
            "二零二四年十二月三十一日",
        ] {
            assert_eq!(month(&format!("{month_}稿")), Some("稿"), "{month_}");
        }
        for other in ["2024年", "24年1月", "2024年月", "1月18日", "2024-1月", ""] {
            assert_eq!(month(other), None, "{other}");
        }
    }

    #[test]
    fn a_signature_is_passed() {
        for before in [
            "云溪县园林局 2024年1月18日 ",
            "云溪县园林局2024年1月18日",
            "2024年1月18日　",
            "云溪县园林局 二〇二四年一月十八日 ",
        ] {
            assert_eq!(
                signature(&format!("{before}青石县水利局2023年报告")),
                before.len(),
                "{before}"
            );
        }
        for other in [
            "云溪县园林局2023年报告",
            "云溪县园林局 1月18日 报告",
            "云溪县园林局2023年报告 自2023年1月1日起",
            "2024年1月报告",
            "日报",
            "",
        ] {
            assert_eq!(signature(other), 0, "{other}");
        }
    }

    #[test]
    fn the_steps_of_a_site_are_passed_before_a_title() {
        for (steps, title) in [
            ("当前位置：首页 > 年报 ", "云溪县园林局2021年报告"),
            ("首页»信息公开»年度报告　", "云溪县园林局 2021年报告"),
            ("您的位置: 首页 &gt; 年报 ", "报告"),
        ] {
            assert_eq!(breadcrumb(&format!("{steps}{title}")), steps.len(), "{steps}");
        }
        for other in [
            "首页 > 年报",
            "首页 > 云溪县园林局 2021年报告",
            "首页 > 2021 报告",
            "首页 报告",
            "年报 > 年报 报告",
            "",
        ] {
            assert_eq!(breadcrumb(other), 0, "{other}");
        }
    }
}
