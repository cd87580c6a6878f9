//! S006: a section under another title than the form's.

use super::wording::edits;
use super::{Check, Context, FixKind, Rule, Sink};
use crate::diagnostic::{Applicability, Fix, Message, Severity, Wording};
use crate::syntax::{Role, Wording as Title};
use crate::text::{Folded, TextRange};

pub static RULE: Rule = Rule {
    code: "S006",
    name: "section-title",
    severity: Severity::Warning,
    fix: FixKind::Either,
    summary: Wording::new("某一部分的标题不是规定的写法", "a section has another title than the form's"),
    documentation: Wording::new(
        "\
### 检查什么

六个部分的标题应与格式中的一字不差。与其中一个相近，或者序号和位置对得上、看得出是哪一部分的，报告为警告；《条例》第五十条的说法（如“因政府信息公开工作被申请行政复议、提起行政诉讼情况”）和常见的无害写法（如“基本情况”“其他需要报告事项”），只作提示。标点、空格、繁体字不算不同。

### 为什么

《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）给出了六个标题的原文。标题不同，汇总和检索时就找不到这一部分，审核时也会被退回。

### 例子

```text
五、存在的主要问题及改进打算
```

应为“存在的主要问题及改进情况”。

### 修正

相近的标题安全修正：改为规定的标题，只改不同的字，序号、空格和换行不动。字面相差较远、只凭序号和位置认出的，要人确认。
",
        "\
### What it checks

The titles of the six sections are those of the format, word for word. One that is near to one of them, or that stands under the section's numeral in its place, so that it is plain which section it is, is a warning; the words of article 50 of the Regulations (条例), such as 因政府信息公开工作被申请行政复议、提起行政诉讼情况, and well-known harmless ones, such as 基本情况 or 其他需要报告事项, are hints. Marks, spaces and traditional characters make no difference.

### Why

The format (国办公开办函〔2021〕30号) gives the six titles in full. Under another title a section is not found when reports are compiled or searched, and reviewers send it back.

### Example

```text
五、存在的主要问题及改进打算
```

It should be 存在的主要问题及改进情况.

### Fix

Safe for a near title: the official one; only the characters that differ are changed, numeral, spaces and line breaks stay. A title in far other words, known by its numeral and place, is changed only after a person has looked.
",
    ),
    check: Check::Report(check),
};

const MESSAGE: Wording = Wording::new("标题“{0}”应为“{1}”", "the title {0} should be {1}");
const FIX: Wording = Wording::new("改为“{0}”", "change to {0}");

fn check(context: &Context, sink: &mut Sink) {
    // Of a second heading it is said that it is one.
    for section in context.sections().filter(|section| section.heading.role != Role::Duplicate) {
        let severity = match section.heading.wording {
            Title::Official => continue,
            Title::Variant => Severity::Hint,
            Title::Near | Title::Placed => RULE.severity,
        };
        let range = section.title();
        let official = context.form().section(section.number).title.text.as_str();
        let message = Message::new(MESSAGE, [shown(context.text, range).into(), official.into()]);
        let diagnostic = sink.push(range, section.place(), message);
        diagnostic.severity = severity;
        // Words that are not near may have been meant, and a number says something of its own.
        let doubtful = section.heading.wording == Title::Placed || range.of(context.text).chars().any(char::is_numeric);
        let applicability = if doubtful { Applicability::Unsafe } else { Applicability::Safe };
        let edits = edits(context.text, range, official);
        diagnostic.fixes.extend(Fix::new(Message::new(FIX, [official.into()]), applicability, edits));
    }
}

/// The title in one line.
fn shown(text: &str, range: TextRange) -> String {
    let source = range.of(text);
    if source.contains(['\n', '\r']) { Folded::new(text, range).text } else { source.to_owned() }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn official_titles_in_any_writing_are_fine() {
        for layout in Layout::ALL {
            assert_found("S006", &sample(layout));
        }
        let text = sample(Layout::Tabs);
        for (from, to) in [("一、总体情况", "一、總體情況"), ("一、总体情况", "⼀、 总体 情况。"), ("行政复议、行政诉讼情况", "行政复议行政诉讼情况")]
        {
            assert_found("S006", &replaced(&text, from, to));
        }
    }

    #[test]
    fn near_titles_are_warnings_and_known_ones_hints() {
        for (from, to, severity) in [
            ("存在的主要问题及改进情况", "存在的主要问题及改进打算", Severity::Warning),
            ("收到和处理政府信息公开申请情况", "收到和处理政府信息公开申请", Severity::Warning),
            ("总体情况", "基本情况", Severity::Hint),
            ("政府信息公开行政复议、行政诉讼情况", "因政府信息公开工作被申请行政复议、提起行政诉讼的情况", Severity::Hint),
            ("政府信息公开行政复议、行政诉讼情况", "政府信息公开行政复议和行政诉讼情况", Severity::Hint),
            ("其他需要报告的事项", "其他需要报告事项", Severity::Hint),
        ] {
            for layout in Layout::ALL {
                let text = sample(layout);
                let found = assert_found("S006", &replaced(&text, from, &format!("⟦{to}⟧")));
                assert_eq!(messages(&found), [format!("标题“{to}”应为“{from}”")]);
                assert_eq!(found[0].severity, severity);
                assert_fixed("S006", &replaced(&text, from, to), &text);
            }
        }
    }

    #[test]
    fn a_mark_in_a_letters_place_is_replaced() {
        for layout in Layout::ALL {
            for wrong in ["存在的主要问题、改进情况", "存在的主要问题，改进情况", "存在的主要问题/改进情况"] {
                let text = replaced(&sample(layout), "存在的主要问题及改进情况", wrong);
                assert_fixed("S006", &text, &sample(layout));
            }
        }
    }

    #[test]
    fn spaces_inside_stay() {
        let text = replaced(&sample(Layout::Pipes), "五、存在的主要问题及改进情况", "五、 存在 问题及 改进情况");
        let after = replaced(&sample(Layout::Pipes), "五、存在的主要问题及改进情况", "五、 存在 的主要问题及 改进情况");
        let found = found("S006", &text);
        let fixed = crate::diagnostic::apply(&text, found[0].fixes[0].edits());
        assert!(fixed == after || fixed == after.replace("存在 的主要", "存在的主要 "), "{fixed}");
    }
}
