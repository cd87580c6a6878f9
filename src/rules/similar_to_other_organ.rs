//! X004: a section has nearly the text of another organ's report.

use super::similar_to_last_year::numeral;
use super::{Check, FixKind, Rule, Sink};
use crate::archive::Kin;
use crate::diagnostic::{Message, Place, Severity, Wording};

pub static RULE: Rule = Rule {
    code: "X004",
    name: "similar-to-other-organ",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new(
        "一或五的文字与另一单位同一年的报告几乎相同",
        "section 一 or 五 has nearly the text of another organ's report for the same year",
    ),
    documentation: Wording::new(
        "\
### 检查什么

检查文件夹时，“一、总体情况”或“五、存在的主要问题及改进情况”的文字，是否与其中另一单位同一年的报告几乎相同。衡量的办法与 X003 一样：去掉数字和年份，不计格式的文字和常用套话，有六成以上相同。两份报告都指出，各指向最相像的一份。

### 为什么

照抄别的单位的报告没有说明本单位的工作和问题。国办公开办函〔2021〕30号把内容不准确、敷衍塞责列为要追责的情形。

### 例子

园林局与水利局的报告，五只差单位的名称。

### 修正

无。写本单位的情况；有意用统一文字的，写明理由就可以保留。
",
        "\
### What it checks

In a checked folder: whether 一、总体情况 or 五、存在的主要问题及改进情况 has nearly the text of another organ's report for the same year. The measure is that of X003: numbers and years removed, without words of the form and stock phrases, 60 % or more the same. Both reports are reported, each with the most similar other report.

### Why

A report copied from another organ does not tell the work and the problems of its own organ. Notice 国办公开办函〔2021〕30号 names inaccurate and perfunctory contents as faults.

### Example

Section 五 of two bureaus differs only in the name of the bureau.

### Fix

None. Write about the organ itself. If a common text was intended, write the reason and the text may stand.
",
    ),
    check: Check::Kin(check),
};

const MESSAGE: Wording = Wording::new(
    "“{0}”的文字与{1}的报告有 {2}% 相同（不计数字和年份），请写本单位的情况",
    "{2}% of the text of {0} is that of the report of {1}, numbers and years removed: write about \
     the organ itself",
);
const OTHER: Wording = Wording::new("{0}报告的这一部分", "this section in the report of {0}");

fn check(kin: Kin, sink: &mut Sink) {
    for own in &kin.digest().sections {
        let Some((other, likeness)) = kin.similar(own.number) else { continue };
        let organ = other.digest().name.organ.clone().unwrap_or_default();
        let arguments = [numeral(own).into(), organ.clone().into(), likeness.to_string().into()];
        let place = Place::part(numeral(own));
        let finding = sink.push(own.heading, place, Message::new(MESSAGE, arguments));
        let mut sections = other.digest().sections.iter();
        if let Some(section) = sections.find(|section| section.number == own.number) {
            let message = Message::new(OTHER, [organ.into()]);
            finding.elsewhere.push(other.elsewhere(section.heading, message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// The report of an organ with these words in section five.
    fn with(organ: &str, year: i32, five: &str) -> String {
        let text = sample_of(Layout::Tabs, year).replace(SAMPLE_ORGAN, organ);
        replaced(&text, "一是公开内容不够丰富；二是业务培训不够。已分别制定措施改进。", five)
    }

    #[test]
    fn both_reports_are_found() {
        let one = with("云溪省水利局", 2023, OWN_PROBLEMS);
        let other = with("云溪省财政局", 2023, &OWN_PROBLEMS.replace("12", "7"));
        for texts in [[&one, &other], [&other, &one]] {
            let marked = replaced(texts[1], "存在的主要问题", "⟦存在的主要问题");
            let marked = replaced(&marked, "改进情况", "改进情况⟧");
            let found = assert_found_among("X004", &[texts[0], &marked]);
            assert_eq!(found[0].place.to_string(), "五");
            assert!(
                messages(&found)[0]
                    .ends_with("局的报告有 100% 相同（不计数字和年份），请写本单位的情况")
            );
        }
    }

    #[test]
    fn other_years_other_texts_and_short_texts_pass() {
        let own = with("云溪省水利局", 2023, OWN_PROBLEMS);
        for other in
            [with("云溪省财政局", 2022, OWN_PROBLEMS), with("云溪省财政局", 2023, OTHER_PROBLEMS)]
        {
            assert_found_among("X004", &[&other, &own]);
        }
        let short = "一是公开内容不够丰富；二是业务培训不够。";
        let [one, other] = ["云溪省水利局", "云溪省财政局"].map(|organ| with(organ, 2023, short));
        assert_found_among("X004", &[&one, &other]);
    }
}
