//! N006: parts that are more than their whole.

use super::{Check, FixKind, Rule, Sink, report_place};
use crate::diagnostic::{Message, Related, Severity, Wording};
use crate::facts::statement::{Meaning, Said, Split, Statement};
use crate::report::Context;
use crate::text::TextRange;

pub static RULE: Rule = Rule {
    code: "N006",
    name: "parts",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new("正文分项的数超过总数", "the parts of a number in the text are more than the whole"),
    documentation: Wording::new(
        "\
### 检查什么

“收到申请 12 件，其中……”：分项中有一项超过总数，或者同一种分法（申请渠道、申请人、办理结果、复议诉讼结果）的各项之和超过总数。单位不同的数不算分项；“其中”不必列全，比总数少不提示。

### 为什么

分项是总数的一部分，不会比总数多。

### 例子

“收到政府信息公开申请 8 件，其中自然人 7 件、法人 3 件”：7 + 3 = 10，多于 8。

### 修正

无。请核对总数和分项。
",
        "\
### What it checks

收到申请 12 件，其中…: a part is more than the whole, or the parts of one kind (channels, applicants, outcomes, results of reviews) together are more. Numbers with another unit are no parts. 其中 need not name all parts, so less than the whole is fine.

### Why

A part cannot be more than its whole.

### Example

收到政府信息公开申请 8 件，其中自然人 7 件、法人 3 件: 7 + 3 = 10, more than 8.

### Fix

None. Check the whole and its parts.
",
    ),
    check: Check::Report(check),
};

const SUM: Wording = Wording::new(
    "各项之和为 {0}（{1}），多于总数 {2}，请核对",
    "the parts make {0} ({1}), more than the whole, {2}: check",
);
const ONE: Wording = Wording::new(
    "其中一项为 {0}，多于总数 {1}，请核对",
    "a part is {0}, more than the whole, {1}: check",
);
const PART: Wording = Wording::new("分项 {0}", "part {0}");

fn check(context: &Context, sink: &mut Sink) {
    let parts = context.report.parts.iter().zip(&context.facts.sentences);
    for (part, sentences) in parts {
        for split in &sentences.splits {
            // Only requests and disputes are counted once: a document may have several readings.
            let counts_once = at(&sentences.statements, split.whole).is_some_and(|statement| {
                statement.said == Said::Number
                    && matches!(
                        statement.meanings[0],
                        Meaning::Requests(_) | Meaning::Disputes(_, None)
                    )
            });
            let Some(message) = message(split, counts_once) else { continue };
            // A number that differs from its table is the cause.
            let start = part.range.start;
            let own = std::iter::once(split.whole).chain(split.parts.iter().map(|(own, _)| *own));
            let differs = own.into_iter().any(|range| differs(context, range.shifted(start)));
            if differs {
                continue;
            }
            let whole = split.whole.shifted(start);
            let finding = sink.push(whole, report_place(context, whole), message);
            if !counts_once {
                finding.severity = Severity::Hint;
            }
            finding.related = split
                .parts
                .iter()
                .map(|&(range, value)| Related {
                    range: range.shifted(start),
                    message: Message::new(PART, [value.into()]),
                })
                .collect();
        }
    }
}

/// The statement of the number at `range`. The statements are in order.
fn at(statements: &[Statement], range: TextRange) -> Option<&Statement> {
    let at = statements.binary_search_by_key(&range, |statement| statement.range).ok()?;
    statements.get(at)
}

/// Whether the number at `range` of the report differs from its table.
fn differs(context: &Context, range: TextRange) -> bool {
    let stated = context.stated();
    let at = stated.binary_search_by_key(&range, |stated| stated.range).ok();
    at.is_some_and(|at| stated[at].agrees() == Some(false))
}

fn message(split: &Split, counts_once: bool) -> Option<Message> {
    let largest = split.parts.iter().map(|(_, value)| *value).max()?;
    if largest > split.value {
        return Some(Message::new(ONE, [largest.into(), split.value.into()]));
    }
    let sum: i64 = split.parts.iter().map(|(_, value)| value).sum();
    if !counts_once || !split.are_alike || sum <= split.value {
        return None;
    }
    let written: Vec<String> = split.parts.iter().map(|(_, value)| value.to_string()).collect();
    Some(Message::new(SUM, [sum.into(), written.join(" + ").into(), split.value.into()]))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// A report with these sentences in its first section.
    fn saying(layout: Layout, sentences: &str) -> String {
        replaced(&sample(layout), "本年度，我局主动公开信息29条", sentences)
    }

    #[test]
    fn parts_that_are_more_than_the_whole_are_found() {
        let text = saying(Layout::Tabs, "收到政府信息公开申请⟦8⟧件，其中网络7件、信函3件");
        let found = assert_found("N006", &text);
        assert_eq!(messages(&found), ["各项之和为 10（7 + 3），多于总数 8，请核对"]);
        let text = saying(Layout::Tabs, "收到政府信息公开申请⟦8⟧件，其中网络9件");
        assert_eq!(messages(&assert_found("N006", &text)), ["其中一项为 9，多于总数 8，请核对"]);
    }

    #[test]
    fn other_lists_are_left_alone() {
        for sentences in [
            "收到政府信息公开申请8件，其中自然人5件、法人3件",
            // Of two kinds.
            "收到政府信息公开申请8件，其中自然人5件、网络申请6件",
            "收到政府信息公开申请8件，其中自然人5件，同比增加12件",
            "主动公开信息29条，其中网站23条，浏览量900次",
            "收到政府信息公开申请8件（其中网络6件），上年结转12件",
        ] {
            assert_found("N006", &saying(Layout::Tabs, sentences));
        }
    }
}
