//! R004: a section one that lacks aspects of the notice.

use super::empty_section::has_text;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Argument, Message, Severity, Wording};
use crate::report::Context;
use crate::standard::Topic;
use crate::text::{Folded, TextRange};

pub static RULE: Rule = Rule {
    code: "R004",
    name: "missing-aspect",
    severity: Severity::Hint,
    fix: FixKind::None,
    summary: Wording::new(
        "第一部分没有写到五个方面中的某些方面",
        "section one lacks some of the five aspects",
    ),
    documentation: Wording::new(
        "\
### 检查什么

2021 年度及以后的报告，“一、总体情况”有没有写到五个方面：主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障。按常用的说法辨认，在这一部分任何地方提到就算，不要求有小标题。一份报告只报一条，列出缺的方面。一下面什么也没有的，由 S008 报告。

### 为什么

国办公开办函〔2021〕30号要求总体情况主要包括这五个方面。

### 例子

```text
一、总体情况

2023年，我局主动公开政府信息29条，收到申请0件。
```

没有写到政府信息管理、平台建设和监督保障。

### 修正

没有自动修正：补写缺的方面。
",
        "\
### What it checks

Whether 一、总体情况 of a report for 2021 or later speaks of five aspects: active disclosure (主动公开), disclosure on request (依申请公开), management of information (政府信息管理), platforms (政府信息公开平台建设), supervision (监督保障). Common words show an aspect anywhere in the section, also without a sub-heading. A report has one finding, with the names of the missing aspects. S008 reports an empty section.

### Why

Notice 国办公开办函〔2021〕30号 requires these five aspects in section one.

### Example

```text
一、总体情况

2023年，我局主动公开政府信息29条，收到申请0件。
```

The section lacks management, platforms and supervision.

### Fix

None: write the missing aspects.
",
    ),
    check: Check::Report(check),
};

const MESSAGE: Wording = Wording::new(
    "总体情况没有写到：{0}。请补写（国办公开办函〔2021〕30号要求五个方面）",
    "section one says nothing of: {0}; notice 国办公开办函〔2021〕30号 asks for five aspects",
);

fn check(context: &Context, sink: &mut Sink) {
    let standard = context.facts.standard;
    // Only the newest notice names the aspects.
    let is_known = context.facts.year.is_some_and(|year| !year.disputed);
    if !is_known || context.form() != standard.newest() {
        return;
    }
    let Some(section) = context.sections().find(|section| section.number == 1) else { return };
    let bodies = context.sections().filter(|section| section.number == 1);
    let bodies: Vec<TextRange> = bodies.map(|section| section.body()).collect();
    let missing = unnamed(context, &bodies, &standard.contents().aspects);
    if missing.is_empty() || !has_text(context, section.body()) {
        return;
    }
    sink.push(section.range(), section.place(), Message::new(MESSAGE, [Argument::List(missing)]));
}

/// The names of the topics that no range of a report speaks of.
pub(super) fn unnamed(context: &Context, ranges: &[TextRange], topics: &[Topic]) -> Vec<String> {
    let is_read = |topic: &Topic| ranges.iter().any(|range| topic.is_in(range.of(context.text)));
    let mut missing: Vec<&Topic> = topics.iter().filter(|topic| !is_read(topic)).collect();
    // A word may be broken over two lines, or hold a radical.
    if !missing.is_empty() {
        let folded = ranges.iter().map(|&range| Folded::letters(context.text, range).text);
        let folded: Vec<String> = folded.collect();
        missing.retain(|topic| !folded.iter().any(|text| topic.is_in(text)));
    }
    missing.into_iter().map(|topic| topic.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    const HEADING: &str = "一、总体情况";

    fn with(words: &str) -> String {
        let text = sample(Layout::Tabs);
        let start = text.find(HEADING).expect("the heading") + HEADING.len();
        let end = text.find("二、主动").expect("the next heading");
        format!("{}\n\n{words}\n\n{}", &text[..start], &text[end..])
    }

    #[test]
    fn the_missing_aspects_are_named() {
        for (words, missing) in [
            (
                "本年度，我局主动公开信息29条。",
                "依申请公开、政府信息管理、政府信息公开平台建设、监督保障",
            ),
            ("全年收到申请3件，申请人均为自然人。网站发布信息29条，开展培训一次。", "政府信息管理"),
        ] {
            let found = assert_found("R004", &with(words).replace(HEADING, "⟦一、总体情况⟧"));
            assert_eq!(
                messages(&found),
                [format!(
                    "总体情况没有写到：{missing}。请补写（国办公开办函〔2021〕30号要求五个方面）"
                )]
            );
        }
    }

    #[test]
    fn all_five_in_any_words_pass() {
        for words in [
            "主动公开29条，依申请公开0件。加强政府信息管理、平台建设和监督保障。",
            "公开政府信息29条，公开申请按时答复。严格保密审查，优化网站栏目，组织业务培\n训。",
            "",
        ] {
            assert_found("R004", &with(words));
        }
        for layout in Layout::ALL {
            assert_found("R004", &sample(layout));
            assert_found("R004", &sample_of(layout, 2020));
        }
    }
}
