//! S008: no text below the heading of 一, 五 or 六.

use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Message, Severity, Wording};
use crate::report::Context;
use crate::syntax::{Class, Role, classify};
use crate::text::{TextRange, fold, is_letter, lines};

pub static RULE: Rule = Rule {
    code: "S008",
    name: "empty-section",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new("第一、五或六部分的标题下面没有内容", "nothing stands below the heading of section 一, 五 or 六"),
    documentation: Wording::new(
        "\
### 检查什么

第一、五、六部分的标题下面要有正文。写“无”也算有内容；页码和落款不算。第二、三、四部分的内容是表格，由 S009 检查。

### 为什么

《政府信息公开条例》第五十条要求报告这些内容。第六部分没有可写的，也要写明“无”，或说明是否收取信息处理费（国办函〔2020〕109号）；空着，读者分不清是没有还是漏了。“存在问题部分为空”曾被列为通报的问题。

### 例子

```text
六、其他需要报告的事项

云溪县园林局
2024年1月20日
```

第六部分只有标题。

### 修正

没有自动修正：内容要由填报单位写。没有需要报告的事项，写“无”。
",
        "\
### What it checks

Sections 一, 五 and 六 have text below their headings. 无 counts as text. Page numbers and the signature do not count. Sections 二, 三 and 四 hold tables, checked by S009.

### Why

Article 50 of the Regulations (条例) requires these contents. If there is nothing to report under 六, the section says 无, or whether fees for processing requests were charged (国办函〔2020〕109号). An empty section does not show whether there was nothing or somebody forgot. Circulars have listed an empty section on problems as a fault.

### Example

```text
六、其他需要报告的事项

云溪县园林局
2024年1月20日
```

Section 六 has only a heading.

### Fix

None: the organ must write the text. If there is nothing to report, write 无.
",
    ),
    check: Check::Report(check),
};

const MESSAGE: Wording = Wording::new(
    "“{0}”下面没有内容：没有可写的也要写明“无”",
    "nothing stands below {0}: write 无 where there is nothing",
);
const PROBLEMS: Wording = Wording::new(
    "“{0}”下面没有内容：请写明主要问题和改进情况",
    "nothing stands below {0}: say what the main problems are and what is done about them",
);
const SURVEY: Wording = Wording::new(
    "“{0}”下面没有内容：请写明本年度的总体情况",
    "nothing stands below {0}: give the year's survey",
);

fn check(context: &Context, sink: &mut Sink) {
    for section in context.sections().filter(|section| section.heading.role != Role::Duplicate) {
        let wording = match section.number {
            1 => SURVEY,
            5 => PROBLEMS,
            6 => MESSAGE,
            _ => continue,
        };
        if !has_text(context, section.body()) {
            sink.push(
                section.range(),
                section.place(),
                Message::new(wording, [context.official(section.number).into()]),
            );
        }
    }
}

/// At most 100 bytes in a page number with the space around it.
const LONGEST_PAGE_NUMBER: usize = 100;

/// Whether `body` has text other than page numbers and the title of the report.
pub(super) fn has_text(context: &Context, body: TextRange) -> bool {
    let title = context.report.title.map(|title| title.range);
    let is_title = |line: TextRange| title.is_some_and(|title| title.overlaps(line));
    let has_letters = |line: TextRange| line.of(context.text).chars().any(|c| is_letter(fold(c)));
    let is_page_number = |line: TextRange| {
        line.len() <= LONGEST_PAGE_NUMBER
            && classify(context.text, line, context.facts.standard)
                .all(|line| line.class == Class::PageNumber)
    };
    let lines = lines(body.of(context.text)).map(|line| line.shifted(body.start));
    lines.filter(|&line| has_letters(line) && !is_title(line)).any(|line| !is_page_number(line))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::standard::Standard;
    use crate::syntax::Layout;
    use crate::write::blank_report;

    const SIX: &str = "本年度未收取信息处理费。";

    #[test]
    fn anything_below_a_heading_is_something() {
        for layout in Layout::ALL {
            let text = sample(layout);
            assert_found("S008", &text);
            for words in ["无", "无。", "  （一）收费情况", "0", "附件|0"] {
                assert_found("S008", &replaced(&text, SIX, words));
            }
            assert_found(
                "S008",
                &replaced(
                    &replaced(&text, SIX, ""),
                    "六、其他需要报告的事项",
                    "六、其他需要报告的事项：无",
                ),
            );
        }
    }

    #[test]
    fn an_empty_section_is_found() {
        for layout in Layout::ALL {
            let text = sample(layout);
            for nothing in ["", "\n\n", "。\n- 12 -", "\n云溪省园林局\n2024年1月20日", "**\n"]
            {
                let text = replaced(
                    &replaced(&text, SIX, nothing),
                    "六、其他需要报告的事项",
                    "⟦六、其他需要报告的事项⟧",
                );
                let found = assert_found("S008", &text);
                assert_eq!(
                    messages(&found),
                    ["“六、其他需要报告的事项”下面没有内容：没有可写的也要写明“无”"]
                );
                assert_eq!(found[0].place.to_string(), "六");
            }
            let text =
                replaced(&text, "一是公开内容不够丰富；二是业务培训不够。已分别制定措施改进。", "");
            assert_found(
                "S008",
                &replaced(&text, "五、存在的主要问题及改进情况", "⟦五、存在的主要问题及改进情况⟧"),
            );
            let text = replaced(&sample(layout), SURVEY, "");
            assert_found("S008", &replaced(&text, "一、总体情况", "⟦一、总体情况⟧"));
        }
    }

    #[test]
    fn a_signature_on_the_line_of_the_heading_is_no_text() {
        let text = replaced(&sample(Layout::Tabs), SIX, "");
        let end = text.find("六、其他需要报告的事项").expect("the heading");
        let text = format!("{}⟦六、其他需要报告的事项⟧ 云溪省园林局 2024年1月18日\n", &text[..end]);
        assert_found("S008", &text);
    }

    #[test]
    fn a_title_below_the_first_heading_is_no_text() {
        let text =
            replaced(&sample(Layout::Tabs), "云溪省园林局2023年政府信息公开工作年度报告\n\n", "");
        let text = replaced(&text, SURVEY, "云溪省园林局2023年政府信息公开工作年度报告");
        assert_found("S008", &replaced(&text, "一、总体情况", "⟦一、总体情况⟧"));
    }

    #[test]
    fn a_blank_report_lacks_nothing_else() {
        for year in [2019, 2020, 2021, 2025] {
            let text = blank_report(Standard::official(), "云溪省园林局", year);
            let empty = ["一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"];
            let marked = empty.iter().fold(text, |text, heading| marked(&text, heading, "S008"));
            assert_all_found(&marked);
        }
    }
}
