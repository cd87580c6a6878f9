//! R008: a preface that announces another number of parts than it lists, or than the report has.

use super::prose::text_lines;
use super::{Check, FixKind, MOST_FINDINGS, Rule, Sink, report_place};
use crate::diagnostic::{Message, Severity, Wording};
use crate::report::{Context, extras};
use crate::syntax::{PartKind, sentence_at};
use crate::text::{Folded, TextRange};

pub static RULE: Rule = Rule {
    code: "R008",
    name: "own-list",
    severity: Severity::Hint,
    fix: FixKind::None,
    summary: Wording::new(
        "前言说的部分数与列出的、实际的不一致",
        "the preface announces another number of parts than there are",
    ),
    documentation: Wording::new(
        "\
### 检查什么

前言里“由……等六部分组成”这样的话，说的部分数与它自己列出的是否一致，与报告实际有的是否一致。列举以“等”收尾的，可以少列。缺少规定部分的由 S003 报告，这里不重复。

### 为什么

数目对不上，多半是改动了部分却没有改前言，或者沿用了别的稿子。国办公开办函〔2021〕30号要求年度报告内容准确。

### 例子

“本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况六部分组成”——只列出五部分。

### 修正

没有自动修正：可能是数目写错，也可能是漏列了一部分。
",
        "\
### What it checks

Whether a sentence of the preface such as 由…等六部分组成 announces as many parts as it lists, and as many as the report has. A list that ends in 等 may name fewer parts. S003 reports a missing section, and this rule stays silent then.

### Why

A wrong number is mostly left over from another version of the report. Notice 国办公开办函〔2021〕30号 requires an accurate report.

### Example

本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况六部分组成: the sentence lists five parts.

### Fix

None: the number may be wrong, or a part may be missing from the list.
",
    ),
    check: Check::Report(check),
};

const LISTED: Wording = Wording::new(
    "这里说有 {0} 部分，列出的是 {1} 部分，请核对",
    "the preface announces parts ({0}) and lists another number of parts ({1})",
);
const THERE: Wording = Wording::new(
    "这里说有 {0} 部分，报告实际有 {1} 部分，请核对",
    "the preface announces parts ({0}), and the report has another number of parts ({1})",
);

/// The words before a number of parts.
const LEADS: [&str; 6] = ["由", "包括", "包含", "分为", "共分", "分"];
/// The words of a sentence about parts.
const PARTS: [&str; 6] = ["组成", "构成", "包括", "包含", "分为", "共分"];
/// The words of a sentence about the report itself.
const REPORT: [&str; 4] = ["报告", "全文", "年报", "总体情况"];
/// The ends of the names of parts. A name such as 政府信息公开行政复议、行政诉讼情况 holds a comma.
const ENDS: [&str; 12] = [
    "情况", "事项", "问题", "措施", "概述", "概况", "打算", "计划", "附件", "附表", "说明", "建议",
];
/// The sections of the form.
const SECTIONS: usize = 6;
/// At least three parts of a list. A shorter list is an example.
const FEWEST: usize = 3;

fn check(context: &Context, sink: &mut Sink) {
    let parts = context.report.parts.iter();
    let early =
        parts.take_while(|part| matches!(part.kind, PartKind::Preface | PartKind::Section(1)));
    for part in early {
        let text = part.range.of(context.text);
        if !text.contains("部分") {
            continue;
        }
        for line in text_lines(text, part) {
            let Some(found) = announced(text, line.range) else { continue };
            let range = found.sentence.shifted(part.range.start);
            let message = if found.contradicts_itself() {
                Message::new(LISTED, [found.number.into(), found.listed.into()])
            } else if let Some(there) = parts_of(context).filter(|there| *there != found.number) {
                Message::new(THERE, [found.number.into(), there.into()])
            } else {
                return;
            };
            sink.push(range, report_place(context, range), message);
            return;
        }
    }
}

/// Number of parts in the report. `None` if S003 reports a missing section.
fn parts_of(context: &Context) -> Option<usize> {
    (context.report.sections() == SECTIONS).then(|| SECTIONS + extras(context).len())
}

/// A sentence that announces a number of parts.
struct Announced {
    sentence: TextRange,
    number: usize,
    /// Number of parts in the list before the number, 0 without a list.
    listed: usize,
    /// Whether the list ends in 等.
    is_open: bool,
}

impl Announced {
    fn contradicts_itself(&self) -> bool {
        self.listed >= FEWEST
            && (self.listed > self.number || self.listed < self.number && !self.is_open)
    }
}

/// The number of parts that a line announces: 由…等六部分组成, 共分六个部分.
fn announced(text: &str, line: TextRange) -> Option<Announced> {
    let source = line.of(text);
    source.match_indices("部分").take(MOST_FINDINGS).find_map(|(at, _)| {
        let sentence = sentence_at(text, line, line.start + at)?;
        let before = Folded::words(text, TextRange::new(sentence.start, line.start + at)).text;
        let behind = Folded::words(text, TextRange::new(line.start + at, sentence.end)).text;
        let (rest, number) = number_at_end(before.trim_end_matches(['个', '大']))?;
        let words = format!("{rest}{behind}");
        let speaks_of = |list: &[&str]| list.iter().any(|word| words.contains(word));
        if !speaks_of(&PARTS) || !speaks_of(&REPORT) {
            return None;
        }
        let rest = rest.trim_end_matches(['共', '计', ',', '以', '上', '的']);
        let is_open = rest.ends_with('等');
        let list = rest.trim_end_matches(['等', '共', ',']);
        let list = LEADS
            .iter()
            .filter_map(|lead| list.split_once(lead))
            .min_by_key(|(before, _)| before.len());
        let listed = list.map_or(0, |(_, list)| count(list));
        Some(Announced { sentence, number, listed, is_open })
    })
}

/// The number at the end of folded words, and the words before it.
fn number_at_end(words: &str) -> Option<(&str, usize)> {
    let last = words.chars().next_back()?;
    let before = &words[..words.len() - last.len_utf8()];
    let is_digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十第两".contains(c);
    let number = match last {
        '1'..='9' => last.to_digit(10)? as usize,
        '两' => 2,
        _ => "一二三四五六七八九十".chars().position(|c| c == last)? + 1,
    };
    // 第六部分 names one part.
    (!before.ends_with(is_digit) && number > 1).then_some((before, number))
}

/// Number of parts in a list. 和 and 及 also stand inside the name of a part, but seldom behind
/// 情况.
fn count(list: &str) -> usize {
    let joins = |name: &str| {
        let ends = ["情况", "事项", "概况"]
            .iter()
            .flat_map(|end| name.match_indices(end).map(|(at, end)| &name[at + end.len()..]));
        ends.filter(|rest| rest.starts_with(['和', '及', '与', '以'])).count()
    };
    let names =
        list.split([',', ';', ':', '。']).filter(|name| ENDS.iter().any(|end| name.ends_with(end)));
    names.map(|name| 1 + joins(name)).sum()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    const BASIS: &str = "本报告根据《中华人民共和国政府信息公开条例》编制，";
    const SIX: &str = "总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项";
    const FIVE: &str = "总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况";

    fn with(sentence: &str) -> String {
        replaced(&sample(Layout::Tabs), BASIS, &format!("{sentence}{BASIS}"))
    }

    #[test]
    fn the_announced_number_is_compared_with_the_list_and_the_report() {
        for (sentence, message) in [
            (format!("本报告由{FIVE}六部分组成。"), "这里说有 6 部分，列出的是 5 部分，请核对"),
            (format!("本报告由{SIX}等5个部分组成。"), "这里说有 5 部分，列出的是 6 部分，请核对"),
            (
                format!("报告内容包括{SIX}，由七部分构成。"),
                "这里说有 7 部分，列出的是 6 部分，请核对",
            ),
            ("全文共分七个部分。".to_owned(), "这里说有 7 部分，报告实际有 6 部分，请核对"),
            (format!("本报告由{FIVE}五部分组成。"), "这里说有 5 部分，报告实际有 6 部分，请核对"),
        ] {
            let found = assert_found("R008", &with(&format!("⟦{sentence}⟧")));
            assert_eq!(messages(&found), [message]);
            assert_eq!(found[0].place.to_string(), "前言");
        }
    }

    #[test]
    fn equal_numbers_and_other_sentences_pass() {
        for sentence in [
            format!("本报告由{SIX}六部分组成。"),
            format!("本报告由{SIX}等 6 部分组成。"),
            format!("本报告由一、{};六部分组成。", SIX.replace("、主动", "；二、主动")),
            "本报告由总体情况、主动公开情况等六部分组成。".to_owned(),
            format!("本报告包括{FIVE}等部分。"),
            "全文的第五部分为存在的主要问题。".to_owned(),
            "公开指南由两部分组成。".to_owned(),
            "领导小组由三部分人员组成。".to_owned(),
        ] {
            let found = found("R008", &with(&sentence));
            assert!(found.is_empty(), "{sentence} {:?}", messages(&found));
        }
    }
}
