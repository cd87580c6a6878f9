//! N006: parts that are more than their whole.

use super::{Check, FixKind, Rule, Sink, report_place};
use crate::diagnostic::{Message, Related, Severity, Wording};
use crate::facts::statement::{Meaning, Said, Share, Split, Statement};
use crate::report::Context;
use crate::text::{TextRange, is_space};

pub static RULE: Rule = Rule {
    code: "N006",
    name: "parts",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new("正文分项的数超过总数", "the parts of a number in the text are more than the whole"),
    documentation: Wording::new(
        "\
### 检查什么

“收到申请 12 件，其中……”：分项中有一项超过总数，或者同一种分法（申请渠道、申请人、办理结果、复议诉讼结果）的各项之和超过总数。单位不同的数不算分项；“其中”不必列全，比总数少不提示。“12 件，分别为……”列的是全部，各项之和要等于总数。

### 为什么

分项是总数的一部分，不会比总数多。

### 例子

“收到政府信息公开申请 8 件，其中自然人 7 件、法人 3 件”：7 + 3 = 10，多于 8。

### 修正

无。请核对总数和分项。
",
        "\
### What it checks

收到申请 12 件，其中…: a part is more than the whole, or the parts of one kind (channels, applicants, outcomes, results of reviews) together are more. Numbers with another unit are no parts. 其中 need not name all parts, so less than the whole is fine. 分别为 names all parts: they make the whole.

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
const ALL: Wording = Wording::new(
    "各项之和为 {0}（{1}），总数却为 {2}，请核对",
    "the parts make {0} ({1}), but the whole is {2}: check",
);
const ONE: Wording = Wording::new(
    "其中“{0}”{1}，多于总数 {2}，请核对",
    "of these, {0} {1}, more than the whole, {2}: check",
);
const NAMELESS: Wording = Wording::new(
    "其中一项为 {0}，多于总数 {1}，请核对",
    "a part is {0}, more than the whole, {1}: check",
);
const PART: Wording = Wording::new("分项 {0}", "part {0}");

/// At most 16 characters of a part's name are quoted.
const QUOTED: usize = 16;

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
            let text = part.range.of(context.text);
            let Some((message, is_sure)) = told(text, split, counts_once) else { continue };
            // A number that differs from its table is the cause.
            let start = part.range.start;
            let own = std::iter::once(split.whole).chain(split.parts.iter().map(|part| part.range));
            let differs = own.into_iter().any(|range| differs(context, range.shifted(start)));
            if differs {
                continue;
            }
            let whole = split.whole.shifted(start);
            let finding = sink.push(whole, report_place(context, whole), message);
            if !is_sure {
                finding.severity = Severity::Hint;
            }
            finding.related = split
                .parts
                .iter()
                .map(|part| Related {
                    range: part.range.shifted(start),
                    message: Message::new(PART, [part.value.into()]),
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

/// What is wrong with a split, and whether it is sure that these are parts of the whole.
fn told(text: &str, split: &Split, counts_once: bool) -> Option<(Message, bool)> {
    let largest = split.parts.iter().max_by_key(|part| part.value)?;
    if largest.value > split.value {
        let (part, whole) = (largest.value.into(), split.value.into());
        let message = match name(text, largest) {
            Some(name) => Message::new(ONE, [name.into(), part, whole]),
            None => Message::new(NAMELESS, [part, whole]),
        };
        return Some((message, counts_once || split.is_close));
    }
    let sum: i64 = split.parts.iter().map(|part| part.value).sum();
    let is_incomplete = split.is_complete && sum != split.value;
    let is_too_much = counts_once && split.are_alike && sum > split.value;
    if !is_incomplete && !is_too_much {
        return None;
    }
    let written: Vec<String> = split.parts.iter().map(|part| part.value.to_string()).collect();
    let wording = if is_incomplete { ALL } else { SUM };
    let message = [sum.into(), written.join(" + ").into(), split.value.into()];
    Some((Message::new(wording, message), true))
}

/// The name of a part: the words before its number.
fn name(text: &str, part: &Share) -> Option<String> {
    let name: String = part.label.of(text).chars().filter(|&c| !is_space(c) && c != '*').collect();
    (1..=QUOTED).contains(&name.chars().count()).then_some(name)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
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
        assert_eq!(messages(&assert_found("N006", &text)), ["其中“网络”9，多于总数 8，请核对"]);
    }

    #[test]
    fn a_list_of_all_parts_adds_up() {
        let text =
            saying(Layout::Tabs, "收到政府信息公开申请⟦8⟧件，分别为网络4件、信函3件。公开信息29条");
        let found = assert_found("N006", &text);
        assert_eq!(messages(&found), ["各项之和为 7（4 + 3），总数却为 8，请核对"]);
        let text = saying(Layout::Tabs, "公开信息⟦326⟧条，其中网站400条");
        let found = assert_found("N006", &text);
        assert_eq!(found[0].severity, Severity::Warning);
    }

    #[test]
    fn other_lists_are_left_alone() {
        for sentences in [
            "收到政府信息公开申请8件，其中自然人5件、法人3件",
            "收到政府信息公开申请8件，分别为网络5件、信函3件",
            "公开信息326条，比上年增加12条，其中网站200条",
            "收到政府信息公开申请8件，其中网上2件，邮寄1件，均已办结，其中公开1件，不公开4件",
            "行政复议8件（其中维持3件），纠错率0%；行政诉讼20件（其中直接起诉18件）",
            // Of several numbers, of another year, or of a target.
            "办理议案31件、提案44件，其中主办21件、协办54件",
            "收到意见建议分别为612条、88条，其中采纳623条",
            "公开信息823条，上年703条，其中政策类710条",
            "公开信息823条，2022年703条，其中政策类710条",
            "公开信息823条，超过年度目标任务600条，其中政策类700条",
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
