//! C001: radicals where characters belong.

use super::characters::edits;
use super::{Check, FixKind, PartContext, Rule, Sink};
use crate::diagnostic::{Applicability, Fix, Message, Place, Severity, Wording};
use crate::text::{Ideograph, TextRange, any_bytes, begins_radical, lines, ordinary_ideograph};

pub static RULE: Rule = Rule {
    code: "C001",
    name: "radical",
    severity: Severity::Warning,
    fix: FixKind::Safe,
    summary: Wording::new("正文中混入部首字符或兼容汉字", "radicals or compatibility ideographs stand in for ordinary characters"),
    documentation: DOCUMENTATION,
    check: Check::Part(check),
};

const DOCUMENTATION: Wording = Wording::new(
    "\
### 检查什么

正文、标题或表格中有没有部首字符（如 ⼀ U+2F00、⻔ U+2ED4）或兼容汉字（U+F900–U+FAFF）。它们看上去与普通汉字一样，编码却不同。每行报告一次，并说明有几个。

### 为什么

这类字符多半来自 PDF 复制。肉眼看不出，但搜索“工作”找不到“⼯作”，汇总、比对、读屏软件和网站检索也都会漏掉。国办公开办函〔2021〕30号要求年度报告内容准确，公开的文本应当可以检索和引用。

### 例子

“东⼯区园林局”中的 ⼯ 是部首 U+2F2F，不是汉字 工 U+5DE5。

### 修正

换成对应的普通简体汉字，其余一字不动，可以自动修正。没有对应汉字的部首需要人工改写。
",
    "\
### What it checks

Whether the text, a title or a table holds radicals (such as ⼀ U+2F00, ⻔ U+2ED4) or compatibility ideographs (U+F900–U+FAFF). They look like ordinary characters but are others. One finding a line says how many there are.

### Why

They come from text copied out of a PDF. Nobody sees them, but a search for 工作 does not find ⼯作, and neither do collation, comparison, screen readers or a site's own search. Notice 国办公开办函〔2021〕30号 asks for an accurate report; a published text must be searchable.

### Example

The ⼯ in 东⼯区园林局 is the radical U+2F2F, not the character 工 U+5DE5.

### Fix

The ordinary simplified character, and nothing else on the line changes; safe. A radical without an ordinary character has to be rewritten by hand.
",
);

const FOUND: Wording = Wording::new(
    "本行有 {0} 个部首或兼容字符，如 {1}（{2}）应为 {3}",
    "radicals or compatibility ideographs on this line: {0}, such as {1} ({2}) for {3}",
);
const UNKNOWN: Wording =
    Wording::new("本行有 {0} 个部首字符没有对应的汉字，如 {1}（{2}）", "radicals on this line that stand for no character: {0}, such as {1} ({2})");
const MEND: Wording = Wording::new("换成普通汉字", "replace with ordinary characters");

fn check(context: &PartContext, sink: &mut Sink) {
    if context.part.plain || !any_bytes(context.text, begins_radical) {
        return;
    }
    for line in lines(context.text).filter(|line| any_bytes(line.of(context.text), begins_radical)) {
        let (mut mendable, mut unknown) = (Vec::new(), Vec::new());
        for (at, c) in line.of(context.text).char_indices() {
            let range = TextRange::new(line.start + at, line.start + at + c.len_utf8());
            match ordinary_ideograph(c) {
                Ideograph::Ordinary => {}
                Ideograph::Equivalent(ordinary) => mendable.push((range, ordinary)),
                Ideograph::Unknown => unknown.push(range),
            }
        }
        let place = || Place::part(context.part.kind.label());
        if let [(first, ordinary), ..] = mendable[..] {
            let range = first.cover(mendable[mendable.len() - 1].0);
            let written = first.of(context.text);
            let message = Message::new(FOUND, [mendable.len().into(), written.into(), code_point(written).into(), ordinary.to_string().into()]);
            let edits = edits(context.text, mendable.into_iter().map(|(range, ordinary)| (range, Some(ordinary))));
            sink.push(range, place(), message).fixes.extend(Fix::new(Message::plain(MEND), Applicability::Safe, edits));
        }
        // Apart from the others, so that mending those leaves nothing of their finding.
        if let [first, ..] = unknown[..] {
            let written = first.of(context.text);
            let message = Message::new(UNKNOWN, [unknown.len().into(), written.into(), code_point(written).into()]);
            sink.push(first.cover(unknown[unknown.len() - 1]), place(), message);
        }
    }
}

pub(super) fn code_point(text: &str) -> String {
    text.chars().next().map_or_else(String::new, |c| format!("U+{:04X}", u32::from(c)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{fails, fixes, message, passes};
    use super::RULE;

    #[test]
    fn ordinary_text_passes() {
        passes(&RULE, "一、总体情况\n“工作”——政府…，（一）是；零〇丄㐀𠮷﨑\n");
        passes(&RULE, "");
    }

    #[test]
    fn one_finding_a_line_names_how_many() {
        fails(&RULE, "一、总体情况\n西⟦⼯区医疗保障局2021年政府信息公开⼯⟧作\n没有\n政务服务⟦⻔⟧\n");
        assert_eq!(message(&RULE, "东⼯区⼈⺠政府"), "本行有 3 个部首或兼容字符，如 ⼯（U+2F2F）应为 工");
        fails(&RULE, "⟦\u{f969}⟧字");
        fails(&RULE, "⟦\u{2f803}⟧字");
    }

    #[test]
    fn only_these_characters_change() {
        fixes(&RULE, "一、 总体\u{3000}情況 ⼈⺠，政府⻔⼾\r\n２０２１", "一、 总体\u{3000}情況 人民，政府门户\r\n２０２１");
        fixes(&RULE, "\u{f969}字", "數字");
    }

    #[test]
    fn what_stands_for_nothing_is_found_apart_and_stays() {
        fails(&RULE, "字⟦⺀⟧字");
        fixes(&RULE, "字⺀字⼀", "字⺀字一");
    }
}
