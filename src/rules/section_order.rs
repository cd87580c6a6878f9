//! S004: a section out of order.

use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Argument, Message, Severity, Wording};
use crate::report::{Context, Section};
use crate::syntax::Role;

pub static RULE: Rule = Rule {
    code: "S004",
    name: "section-order",
    severity: Severity::Error,
    fix: FixKind::None,
    summary: Wording::new("某一部分不在规定的位置", "a section is out of order"),
    documentation: Wording::new(
        "\
### 检查什么

六个部分按一、二、三、四、五、六的顺序排列。取顺序正确的最长一串作为基准，只报告这一串以外的部分，所以一处放错只报一次。

### 为什么

《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）规定了六个部分及其顺序，与《政府信息公开条例》第五十条所列内容的先后一致。顺序错乱的报告不能报送，汇总时也对不上。

### 例子

```text
四、政府信息公开行政复议、行政诉讼情况
六、其他需要报告的事项
五、存在的主要问题及改进情况
```

其中一个部分的位置不对：五应在四之后、六之前。

### 修正

没有自动修正：移动整个部分要由人来做，连同正文和表格一起移到消息所说的位置。
",
        "\
### What it checks

The six sections are in the order 一, 二, 三, 四, 五, 六. The longest run in order counts as right, and only sections outside of this run are reported. So one misplaced section is one finding.

### Why

The format (国办公开办函〔2021〕30号) prescribes the six sections and their order, as in article 50 of the Regulations (条例). A report out of order can neither be submitted nor compiled with other reports.

### Example

```text
四、政府信息公开行政复议、行政诉讼情况
六、其他需要报告的事项
五、存在的主要问题及改进情况
```

One section is out of place: 五 belongs after 四 and before 六.

### Fix

None: a person must move the whole section, with its text and its table, to the place in the message.
",
    ),
    check: Check::Report(check),
};

const BETWEEN: Wording = Wording::new(
    "“{0}”的位置不对，应在“{1}”部分之后、“{2}”部分之前",
    "{0} is out of order: it belongs after section {1} and before section {2}",
);
const BEHIND: Wording = Wording::new(
    "“{0}”的位置不对，应在“{1}”部分之后",
    "{0} is out of order: it belongs after section {1}",
);
const BEFORE: Wording = Wording::new(
    "“{0}”的位置不对，应在“{1}”部分之前",
    "{0} is out of order: it belongs before section {1}",
);

fn check(context: &Context, sink: &mut Sink) {
    for section in context.sections().filter(|section| section.heading.role == Role::Displaced) {
        let name = |section: Section| Argument::from(section.part.kind.label(section.standard));
        let title = Argument::from(context.official(section.number));
        let before = context.in_order().rfind(|other| other.number < section.number).map(name);
        let behind = context.in_order().find(|other| other.number > section.number).map(name);
        let message = match (before, behind) {
            (Some(before), Some(behind)) => Message::new(BETWEEN, [title, before, behind]),
            (Some(before), None) => Message::new(BEHIND, [title, before]),
            (None, Some(behind)) => Message::new(BEFORE, [title, behind]),
            // If one section is displaced, other sections are in order.
            (None, None) => continue,
        };
        sink.push(section.range(), section.place(), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// The sample with section `from` moved to the start of `to`, its heading marked.
    fn moved(layout: Layout, from: &str, to: Option<&str>) -> String {
        let text = sample(layout);
        let line = |numeral: &str| {
            text.lines()
                .find(|line| {
                    line.trim_start_matches("## ").starts_with(numeral)
                        && line.ends_with(['况', '项'])
                })
                .unwrap()
        };
        let at = |numeral: &str| text.find(line(numeral)).unwrap();
        let start = at(from);
        let end = ["二、", "三、", "四、", "五、", "六、"]
            .into_iter()
            .map(at)
            .find(|&at| at > start)
            .unwrap_or(text.len());
        let heading = line(from).trim_start_matches("## ");
        let section = text[start..end].replacen(heading, &format!("⟦{heading}⟧"), 1);
        match to.map(at) {
            Some(to) if to < start => {
                format!("{}{section}\n{}{}", &text[..to], &text[to..start], &text[end..])
            }
            Some(to) => format!("{}{}{section}\n{}", &text[..start], &text[end..to], &text[to..]),
            None => format!("{}{}\n{section}", &text[..start], &text[end..]),
        }
    }

    #[test]
    fn a_section_out_of_order_is_one_finding() {
        for layout in Layout::ALL {
            assert_found("S004", &sample(layout));
            for (from, to, message) in [
                (
                    "五、",
                    Some("二、"),
                    "“五、存在的主要问题及改进情况”的位置不对，应在“四”部分之后、“六”部分之前",
                ),
                ("一、", None, "“一、总体情况”的位置不对，应在“二”部分之前"),
                ("六、", Some("一、"), "“六、其他需要报告的事项”的位置不对，应在“五”部分之后"),
                (
                    "三、",
                    Some("六、"),
                    "“三、收到和处理政府信息公开申请情况”的位置不对，应在“二”部分之后、“四”部分之前",
                ),
            ] {
                let text = moved(layout, from, to);
                let found = assert_found("S004", &text);
                assert_eq!(messages(&found), [message]);
                assert_eq!(found[0].place.to_string(), from.trim_end_matches('、'));
                let plain = without_marks(&text);
                for silent in ["S003", "S005", "S007", "S008", "S009"] {
                    assert_found(silent, &plain);
                }
            }
        }
    }

    /// Two sections changed places and were renumbered: each is still known by its words.
    #[test]
    fn a_section_that_was_numbered_anew_is_no_missing_one() {
        for layout in Layout::ALL {
            let text = moved(layout, "五、", None)
                .replace("⟦五、", "⟦六、")
                .replace("六、其他", "五、其他");
            let found = assert_found("S004", &text);
            assert_eq!(
                messages(&found),
                ["“五、存在的主要问题及改进情况”的位置不对，应在“四”部分之后、“六”部分之前"]
            );
            assert_found("S003", &without_marks(&text));
        }
    }
}
