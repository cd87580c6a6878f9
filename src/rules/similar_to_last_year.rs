//! X003: a section has nearly the text of last year's.

use super::{Check, FixKind, Rule, Sink};
use crate::archive::Kin;
use crate::diagnostic::{Message, Place, Severity, Wording};
use crate::report::{ALIKE, DigestSection};
use crate::standard::Standard;

pub static RULE: Rule = Rule {
    code: "X003",
    name: "similar-to-last-year",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new(
        "一或五的文字与上一年报告几乎相同",
        "section 一 or 五 has nearly the text of last year's report",
    ),
    documentation: Wording::new(
        "\
### 检查什么

检查文件夹时，同一单位上一年的报告也在其中的，“一、总体情况”或“五、存在的主要问题及改进情况”的文字是否几乎相同：去掉数字、年份、标点和空格，每五个字为一段，两份报告的各段合起来有六成以上相同。格式本身的文字和常用套话不计；自己的话太少的不比较。怎样衡量、界限怎样定，见 `docs/likeness.md`。

### 为什么

只改年份和数字的报告没有说明本年的工作和问题。国办公开办函〔2021〕30号把内容不准确、敷衍塞责列为要追责的情形。

### 例子

五与上一年只差“2022年”和“2023年”。

### 修正

无。写本年的情况。
",
        "\
### What it checks

In a checked folder with last year's report of the same organ: whether 一、总体情况 or 五、存在的主要问题及改进情况 has nearly the same text. Numbers, years, marks and spaces are removed, every five letters are a piece, and at least 60 % of all different pieces are in both reports. Words of the form and stock phrases do not count. A text with few words of its own is not compared. `docs/likeness.md` tells how it is measured.

### Why

A report with only new years and numbers does not tell the work and the problems of this year. Notice 国办公开办函〔2021〕30号 names inaccurate and perfunctory contents as faults.

### Example

Section 五 differs from last year's only in 2022年 and 2023年.

### Fix

None. Write about this year.
",
    ),
    check: Check::Kin(check),
};

const MESSAGE: Wording = Wording::new(
    "“{0}”的文字与 {1} 年报告有 {2}% 相同（不计数字和年份），请写本年的情况",
    "{2}% of the text of {0} is that of the report for {1}, numbers and years removed: write about \
     this year",
);
const OTHER: Wording = Wording::new("{0} 年报告的这一部分", "this section in the report for {0}");

fn check(kin: Kin, sink: &mut Sink) {
    let (Some(last), Some(year)) = (kin.last(), kin.year()) else { return };
    for own in &kin.digest().sections {
        let mut others = last.digest().sections.iter();
        let Some(other) = others.find(|other| other.number == own.number) else { continue };
        let likeness = own.sketch.likeness(&other.sketch);
        if likeness < ALIKE {
            continue;
        }
        let before = (year - 1).to_string();
        let numbers = [before.clone().into(), likeness.to_string().into()];
        let title = [numeral(own).into()].into_iter().chain(numbers);
        let message = Message::new(MESSAGE, title.collect::<Vec<_>>());
        let finding = sink.push(own.heading, Place::part(numeral(own)), message);
        let message = Message::new(OTHER, [before.into()]);
        finding.elsewhere.push(last.elsewhere(other.heading, message));
    }
}

/// 一 or 五.
pub(super) fn numeral(section: &DigestSection) -> &'static str {
    &Standard::official().newest().section(section.number).numeral
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    const FIVE: &str = "一是公开内容不够丰富；二是业务培训不够。已分别制定措施改进。";

    /// A sample with these words in section five.
    fn with(layout: Layout, year: i32, five: &str) -> String {
        replaced(&sample_of(layout, year), FIVE, five)
    }

    #[test]
    fn a_section_of_last_year_is_found_at_its_heading() {
        let last = with(Layout::Lines, 2022, OWN_PROBLEMS);
        let own = with(Layout::Tabs, 2023, &OWN_PROBLEMS.replace("12", "15"));
        let own = replaced(&own, "存在的主要问题及改进情况", "⟦存在的主要问题及改进情况⟧");
        let found = assert_found_among("X003", &[&last, &own]);
        assert_eq!(
            messages(&found),
            ["“五”的文字与 2022 年报告有 100% 相同（不计数字和年份），请写本年的情况"]
        );
        assert_eq!(found[0].place.to_string(), "五");
    }

    #[test]
    fn short_texts_and_new_texts_pass() {
        assert_found_among(
            "X003",
            &[&sample_of(Layout::Tabs, 2022), &sample_of(Layout::Tabs, 2023)],
        );
        let last = with(Layout::Tabs, 2022, OWN_PROBLEMS);
        assert_found_among("X003", &[&last, &with(Layout::Tabs, 2023, OTHER_PROBLEMS)]);
    }
}
