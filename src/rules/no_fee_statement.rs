//! R002: a section six that says nothing of the fee for processing requests.

use super::empty_section::has_text;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Message, Severity, Wording};
use crate::report::Context;
use crate::text::Folded;

pub static RULE: Rule = Rule {
    code: "R002",
    name: "no-fee-statement",
    severity: Severity::Hint,
    fix: FixKind::None,
    summary: Wording::new(
        "第六部分没有说明信息处理费",
        "section six says nothing of the fee for processing requests",
    ),
    documentation: Wording::new(
        "\
### 检查什么

2021 年度及以后的报告，“六、其他需要报告的事项”里有没有说明收取信息处理费的情况。没有收取的也要写明，如“本年度未收取信息处理费”。六下面什么也没有的，由 S008 报告。

### 为什么

《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）从 2021 年起施行。空白格式在第六部分注明“收取信息处理费情况在此处报告”。

### 例子

```text
六、其他需要报告的事项

无。
```

### 修正

没有自动修正：写明收取的件数和金额，没有收取的写明没有。
",
        "\
### What it checks

Whether 六、其他需要报告的事项 of a report for 2021 or later speaks of the fee for processing requests (信息处理费). A report without fees says so: 本年度未收取信息处理费. S008 reports an empty section.

### Why

The rules for the fee (国办函〔2020〕109号) apply since 2021. The blank form says in section six: 收取信息处理费情况在此处报告.

### Example

```text
六、其他需要报告的事项

无。
```

### Fix

None: write the number of cases and the amount, or that no fee was charged.
",
    ),
    check: Check::Report(check),
};

const MESSAGE: Wording = Wording::new(
    "第六部分没有说明收取信息处理费的情况：请写明件数和金额，没有收取的也要写明",
    "section six says nothing of the fee for processing requests (信息处理费): write the cases and \
     the amount, or that no fee was charged",
);

/// The number of the section about other matters.
const OTHER: u8 = 6;
/// The first year with the fee.
const FIRST: i32 = 2021;

fn check(context: &Context, sink: &mut Sink) {
    let year = context.facts.year.filter(|year| !year.disputed);
    if year.is_none_or(|year| year.value < FIRST) {
        return;
    }
    let words = &context.facts.standard.contents().fee.words;
    let sections = || context.sections().filter(|section| section.number == OTHER);
    let is_told = |text: &str| words.iter().any(|word| text.contains(word.as_str()));
    // Nearly every section is read as it is written.
    let tells = |body: crate::text::TextRange| {
        is_told(body.of(context.text)) || is_told(&Folded::letters(context.text, body).text)
    };
    let Some(section) = sections().next() else { return };
    if has_text(context, section.body()) && !sections().any(|section| tells(section.body())) {
        sink.push(section.range(), section.place(), Message::plain(MESSAGE));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    const SIX: &str = "本年度未收取信息处理费。";

    #[test]
    fn a_section_without_the_fee_is_found() {
        for words in ["无", "无。", "（一）建议提案办理\n承办建议3件。"] {
            for layout in Layout::ALL {
                let text = replaced(&sample(layout), SIX, words);
                let text = replaced(&text, "六、其他需要报告的事项", "⟦六、其他需要报告的事项⟧");
                assert_eq!(assert_found("R002", &text)[0].place.to_string(), "六");
            }
        }
    }

    #[test]
    fn any_word_of_the_fee_is_enough() {
        for words in [
            "2023年度我局无政府信息公开信息处理费。",
            "收取信息处理费的情况：无",
            "本年度依申请公开未收取任何费用。",
            "信息 处理\n费：0元。",
            "",
        ] {
            assert_found("R002", &replaced(&sample(Layout::Tabs), SIX, words));
        }
        assert_found("R002", &replaced(&sample_of(Layout::Tabs, 2020), SIX, "无"));
    }
}
