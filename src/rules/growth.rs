//! X007: a sentence states another growth than the reports of both years show.

use super::kin::sum;
use super::statements::quantity;
use super::{Check, FixKind, Rule, Sink};
use crate::archive::Kin;
use crate::diagnostic::{Argument, Message, Place, Severity, Wording};
use crate::facts::statement::Meaning;
use crate::report::{Grown, Growth};
use crate::text::TextRange;

pub static RULE: Rule = Rule {
    code: "X007",
    name: "growth",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new(
        "正文说的增减与两年报告的数不符",
        "the growth in the text does not follow from the reports of both years",
    ),
    documentation: Wording::new(
        "\
### 检查什么

检查文件夹时，同一单位上一年的报告也在其中的，正文在一个数后面说的“同比增长百分之几”“比上年增加几件”“与上年持平”“是上年的几倍”，是否与上一年报告表格中的数相符。只看表格里有的数；百分数四舍五入或舍去都可以；本年的数与本年的表不一致的（N001 等），不再提示；本年或上一年的报告有几份而数字不同的（X005），也不提示。

### 为什么

增减是由两年的数算出来的，不符的必有一处写错。

### 例子

上一年新收 8 件，本年 12 件，正文写“收到政府信息公开申请12件，同比增长40%”：应为 50%。

### 修正

无。按两年的数重新计算。
",
        "\
### What it checks

In a checked folder with last year's report of the same organ: whether a growth behind a number, such as 同比增长50%, 比上年增加4件, 与上年持平 or 是上年的2倍, follows from the tables of last year's report. Only quantities of the tables count. A percentage may be rounded or cut. If the number of this year differs from this year's table (N001 and others), the rule is silent; so it is if this year or last year has several reports with different numbers (X005).

### Why

A growth is computed from the numbers of both years. If it does not follow from them, one of the three is wrong.

### Example

8 new requests last year, 12 this year, and the text says 收到政府信息公开申请12件，同比增长40%: it is 50 %.

### Fix

None. Compute the growth again from the numbers of both years.
",
    ),
    check: Check::Kin(check),
};

const PERCENT: Wording = Wording::new(
    "{0} {1}，{2} 年报告中为 {3}，{4} {5}%，正文为{6} {7}%，请核对",
    "{0} {1}, and {3} in the report for {2}: {4} by {5}%, the text says {6} by {7}%: check",
);
const AMOUNT: Wording = Wording::new(
    "{0} {1}，{2} 年报告中为 {3}，{4} {5}，正文为{6} {7}，请核对",
    "{0} {1}, and {3} in the report for {2}: {4} by {5}, the text says {6} by {7}: check",
);
const SAME: Wording = Wording::new(
    "{0} {1}，{2} 年报告中为 {3}，{4} {5}，正文为持平，请核对",
    "{0} {1}, and {3} in the report for {2}: {4} by {5}, the text says the same: check",
);
const TIMES: Wording = Wording::new(
    "{0} {1}，{2} 年报告中为 {3}，是它的 {5} 倍，正文为 {7} 倍，请核对",
    "{0} {1}, and {3} in the report for {2}: {5} times as many, the text says {7} times: check",
);
const BEFORE: Wording = Wording::new(
    "{0} {2} 年报告中为 {3}，正文说是 {7}，请核对",
    "{0}: {3} in the report for {2}, the text says {7}: check",
);
const MORE: Wording = Wording::new("增加", "more");
const LESS: Wording = Wording::new("减少", "less");
const LAST: Wording = Wording::new("{0} 年报告中为 {1}", "{1} in the report for {0}");

fn check(kin: Kin, sink: &mut Sink) {
    let (Some(last), Some(year)) = (kin.last(), kin.year()) else { return };
    // Last year's quantity of merged organs may be the sum or not.
    if !kin.digest().mergers.is_empty() {
        return;
    }
    // X005 says that nobody knows which report counts.
    if kin.is_contested() {
        return;
    }
    for growth in &kin.digest().growths {
        // Another meaning of the words may explain the growth.
        let held: Option<Vec<_>> =
            growth.meanings.iter().map(|meaning| held(last, meaning)).collect();
        let Some(held) = held else { continue };
        let Some(&(place, before)) = held.first() else { continue };
        let mut differences = held.iter().map(|(_, before)| difference(growth, *before));
        let Some((wording, right, said)) = differences.next().flatten() else { continue };
        if differences.any(|difference| difference.is_none()) {
            continue;
        }
        let before_year = (year - 1).to_string();
        let word = |is_more: bool| Message::plain(if is_more { MORE } else { LESS });
        let arguments: [Argument; 8] = [
            quantity(&growth.meanings[0]).into(),
            growth.value.into(),
            before_year.clone().into(),
            before.into(),
            word(growth.value >= before).into(),
            right.into(),
            word(is_increase(growth.change)).into(),
            said.into(),
        ];
        let part = kin.digest().part_at(growth.range.start).to_owned();
        let finding = sink.push(growth.range, Place::part(part), Message::new(wording, arguments));
        let message = Message::new(LAST, [before_year.into(), before.into()]);
        finding.elsewhere.push(last.elsewhere(place, message));
    }
}

/// A quantity in the tables of last year: the first cell, and the sum.
fn held(last: Kin, meaning: &Meaning) -> Option<(TextRange, i64)> {
    let (table, _) = meaning.cells(last.digest().form)?;
    // A table may be of another edition than the report.
    let own = last.digest().table(table)?;
    let (_, cells) = meaning.cells(own.form)?;
    Some((own.cell(*cells.first()?)?.range, sum(last, table, &cells)?))
}

/// The right change and the stated change, if they differ.
fn difference(growth: &Growth, before: i64) -> Option<(Wording, String, String)> {
    let change = growth.value - before;
    match growth.change {
        Grown::Amount(said) => {
            (change != said).then(|| (AMOUNT, change.abs().to_string(), said.abs().to_string()))
        }
        Grown::Same => (change != 0).then(|| (SAME, change.abs().to_string(), String::new())),
        Grown::Before(said) => (before != said).then(|| (BEFORE, String::new(), said.to_string())),
        Grown::Times { digits, decimals } => {
            let unit = 10_i64.pow(u32::from(decimals));
            let exact = growth.value.checked_mul(unit)?;
            let said = digits.checked_mul(before)?;
            (before > 0 && (exact - said).abs() >= before).then(|| {
                let right = (2 * exact + before) / (2 * before);
                (TIMES, decimal(right, decimals), decimal(digits, decimals))
            })
        }
        Grown::Percent { digits, decimals } => {
            let unit = 10_i64.pow(u32::from(decimals));
            let exact = change.checked_mul(100)?.checked_mul(unit)?;
            let said = digits.checked_mul(before)?;
            // Both sides times last year's number: no rounding of our own. A percentage is rounded
            // or cut.
            let above = if said < 0 { said - exact } else { exact - said };
            let is_right = (0..before).contains(&above) || 2 * above.abs() <= before;
            (before > 0 && !is_right).then(|| {
                let right = (2 * exact.abs() + before) / (2 * before);
                (PERCENT, decimal(right, decimals), decimal(digits.abs(), decimals))
            })
        }
    }
}

fn is_increase(change: Grown) -> bool {
    match change {
        Grown::Amount(amount) => amount >= 0,
        Grown::Percent { digits, .. } => digits >= 0,
        Grown::Same | Grown::Before(_) | Grown::Times { .. } => true,
    }
}

fn decimal(value: i64, decimals: u8) -> String {
    let unit = 10_i64.pow(u32::from(decimals));
    match decimals {
        0 => value.to_string(),
        _ => format!("{}.{:0width$}", value / unit, value % unit, width = usize::from(decimals)),
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// The sample for 2023 with 8 new requests and these words behind. The report for 2022 has 8
    /// new requests too, or `last`.
    fn found(last: Option<&str>, words: &str) -> Vec<String> {
        let sentence = format!("本年度，我局收到政府信息公开申请8件{words}");
        let own = replaced(&sample(Layout::Tabs), "本年度，我局主动公开信息29条", &sentence);
        let before = sample_of(Layout::Pipes, 2022);
        let before = last
            .map_or(before.clone(), |row| replaced(&before, "| 6 | 2 | 0 | 0 | 0 | 0 | 8 |", row));
        messages(&assert_found_among("X007", &[&before, &own]))
    }

    const FIVE: &str = "| 3 | 2 | 0 | 0 | 0 | 0 | 5 |";

    #[test]
    fn right_growths_pass() {
        for words in
            ["，同比增长60%", "，比上年增加3件，增长60.0%", "，比上年增加3件", "，全年办结8件"]
        {
            assert!(found(Some(FIVE), words).is_empty(), "{words}");
        }
        assert!(found(None, "，较上年增加0件").is_empty());
    }

    #[test]
    fn wrong_growths_are_found_at_their_number() {
        assert_eq!(
            found(Some(FIVE), "，同比增长⟦40⟧%"),
            ["收到申请 8，2022 年报告中为 5，增加 60%，正文为增加 40%，请核对"]
        );
        assert_eq!(
            found(Some(FIVE), "，比上年减少⟦3⟧件"),
            ["收到申请 8，2022 年报告中为 5，增加 3，正文为减少 3，请核对"]
        );
        assert_eq!(found(None, "，比上年增加⟦2⟧件，增长⟦33.3⟧%").len(), 2);
    }

    #[test]
    fn other_words_of_last_years_number_are_compared() {
        for words in ["，较2022年增加3件", "，比上年（5件）增加3件", "，是上年的1.6倍"]
        {
            assert!(found(Some(FIVE), words).is_empty(), "{words}");
        }
        assert!(found(None, "，与上年持平").is_empty());
        for (words, expected) in [
            ("，⟦与上年持平⟧", "收到申请 8，2022 年报告中为 5，增加 3，正文为持平，请核对"),
            ("，是上年的⟦3⟧倍", "收到申请 8，2022 年报告中为 5，是它的 2 倍，正文为 3 倍，请核对"),
            (
                "，比上年（⟦7⟧件）增加3件。公开信息29条",
                "收到申请 2022 年报告中为 5，正文说是 7，请核对",
            ),
            ("，同比增长⟦61⟧%", "收到申请 8，2022 年报告中为 5，增加 60%，正文为增加 61%，请核对"),
        ] {
            assert_eq!(found(Some(FIVE), words), [expected], "{words}");
        }
    }

    #[test]
    fn nothing_is_said_without_last_years_number() {
        let zero = "| 0 | 0 | 0 | 0 | 0 | 0 | 0 |";
        assert!(found(Some(zero), "，同比增长100%").is_empty());
        let own = replaced(
            &sample(Layout::Tabs),
            "本年度，我局主动公开信息29条",
            "本年度，我局收到政府信息公开申请8件，同比增长40%",
        );
        assert_found_among("X007", &[&sample_of(Layout::Tabs, 2021), &own]);
    }
}
