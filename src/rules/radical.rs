//! C001: radicals in place of characters.

use super::characters::edits;
use super::{Check, FixKind, MOST_FINDINGS, Rule, Sink};
use crate::diagnostic::{Applicability, Edit, Fix, Message, Place, Severity, Wording};
use crate::report::Context;
use crate::standard::Standard;
use crate::syntax::Part;
use crate::text::{Ideograph, TextRange, any_bytes, begins_radical, lines, ordinary_ideograph};

pub static RULE: Rule = Rule {
    code: "C001",
    name: "radical",
    severity: Severity::Warning,
    fix: FixKind::Safe,
    summary: Wording::new(
        "正文中混入部首字符或兼容汉字",
        "radicals or compatibility ideographs stand in for ordinary characters",
    ),
    documentation: DOCUMENTATION,
    check: Check::Report(check),
};

const DOCUMENTATION: Wording = Wording::new(
    "\
### 检查什么

正文、标题或表格中有没有部首字符（如 ⼀ U+2F00、⻔ U+2ED4）或兼容汉字（U+F900–U+FAFF）。它们看上去与普通汉字一样，编码却不同。每行报告一次，并说明有几个。超过 20 行时，第一处是警告并说明共有多少行，其余是提示。

### 为什么

这类字符多半来自 PDF 复制。肉眼看不出，但搜索“工作”找不到“⼯作”，汇总、比对、读屏软件和网站检索也都会漏掉。国办公开办函〔2021〕30号要求年度报告内容准确，公开的文本应当可以检索和引用。

### 例子

“东⼯区园林局”中的 ⼯ 是部首 U+2F2F，不是汉字 工 U+5DE5。

### 修正

换成对应的普通简体汉字，其余一字不动，可以自动修正。没有对应汉字的部首需要人工改写。
",
    "\
### What it checks

Whether the text, a title or a table has radicals (such as ⼀ U+2F00, ⻔ U+2ED4) or compatibility ideographs (U+F900–U+FAFF). They look like ordinary characters but have other codes. Each line is one finding with the number of characters. If more than 20 lines have such characters, the first finding is a warning with the number of lines, and the others are hints.

### Why

Radicals come from text copied out of a PDF. They are not visible, but a search for 工作 does not find ⼯作. Collation, comparison, screen readers and the search of a website fail in the same way. Notice 国办公开办函〔2021〕30号 requires an accurate report, and a published text must be searchable.

### Example

The ⼯ in 东⼯区园林局 is the radical U+2F2F, not the character 工 U+5DE5.

### Fix

Replaces each character with the ordinary simplified character. Nothing else on the line changes. Safe. A radical without an ordinary character must be rewritten by hand.
",
);

const FOUND: Wording = Wording::new(
    "本行有 {0} 个部首或兼容字符，如 {1}（{2}）应为 {3}",
    "radicals or compatibility ideographs on this line: {0}, such as {1} ({2}) for {3}",
);
const UNKNOWN: Wording = Wording::new(
    "本行有 {0} 个部首字符没有对应的汉字，如 {1}（{2}）",
    "radicals on this line that stand for no character: {0}, such as {1} ({2})",
);
const IN_LINES: Wording = Wording::new(
    "全文有 {0} 行混入部首或兼容字符，其余各行列为提示。{1}",
    "lines of the report with such characters: {0}, of which the others are hints; {1}",
);
const MEND: Wording = Wording::new("换成普通汉字", "replace with ordinary characters");

/// The radicals of one line, in bytes of the report.
struct Found {
    place: &'static str,
    /// Each with its ordinary character.
    mendable: Vec<(TextRange, char)>,
    unknown: Vec<TextRange>,
}

fn check(context: &Context, sink: &mut Sink) {
    let found: Vec<Found> = context
        .report
        .parts
        .iter()
        .filter(|part| !part.plain)
        .flat_map(|part| in_part(context.text, part, context.facts.standard))
        .collect();
    let many = Some(found.len()).filter(|lines| *lines > MOST_FINDINGS);
    let mut is_first = true;
    let mut push = |range: TextRange, place: &str, message: Message, edits: Vec<Edit>| {
        let message = match many.filter(|_| is_first) {
            Some(lines) => Message::new(IN_LINES, [lines.into(), message.into()]),
            None => message,
        };
        let diagnostic = sink.push(range, Place::part(place), message);
        if many.is_some() && !is_first {
            diagnostic.severity = Severity::Hint;
        }
        diagnostic.fixes.extend(Fix::new(Message::plain(MEND), Applicability::Safe, edits));
        is_first = false;
    };
    for Found { place, mendable, unknown } in found {
        if let [(first, ordinary), ..] = mendable[..] {
            let range = first.cover(mendable[mendable.len() - 1].0);
            let written = first.of(context.text);
            let message = Message::new(
                FOUND,
                [
                    mendable.len().into(),
                    written.into(),
                    code_point(written).into(),
                    ordinary.to_string().into(),
                ],
            );
            push(
                range,
                place,
                message,
                edits(
                    context.text,
                    mendable.into_iter().map(|(range, ordinary)| (range, Some(ordinary))),
                ),
            );
        }
        // Reported separately, so that the fix resolves the other finding completely.
        if let [first, ..] = unknown[..] {
            let written = first.of(context.text);
            let message = Message::new(
                UNKNOWN,
                [unknown.len().into(), written.into(), code_point(written).into()],
            );
            push(first.cover(unknown[unknown.len() - 1]), place, message, Vec::new());
        }
    }
}

/// The lines of a part with radicals, in order.
fn in_part<'a>(
    text: &'a str,
    part: &'a Part,
    standard: &'static Standard,
) -> impl Iterator<Item = Found> + 'a {
    let source = part.range.of(text);
    let lines = any_bytes(source, begins_radical).then(|| lines(source)).into_iter().flatten();
    lines.filter(move |line| any_bytes(line.of(source), begins_radical)).filter_map(move |line| {
        let mut found =
            Found { place: part.kind.label(standard), mendable: Vec::new(), unknown: Vec::new() };
        let start = part.range.start + line.start;
        for (at, c) in line.of(source).char_indices() {
            let range = TextRange::new(start + at, start + at + c.len_utf8());
            match ordinary_ideograph(c) {
                Ideograph::Ordinary => {}
                Ideograph::Equivalent(ordinary) => found.mendable.push((range, ordinary)),
                Ideograph::Unknown => found.unknown.push(range),
            }
        }
        (!found.mendable.is_empty() || !found.unknown.is_empty()).then_some(found)
    })
}

pub(super) fn code_point(text: &str) -> String {
    text.chars().next().map_or_else(String::new, |c| format!("U+{:04X}", u32::from(c)))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Language, Severity};
    use crate::rules::testing::*;

    #[test]
    fn ordinary_text_passes() {
        assert_found("C001", "一、总体情况\n“工作”——政府…，（一）是；零〇丄㐀𠮷﨑\n");
        assert_found("C001", "");
    }

    #[test]
    fn one_finding_a_line_names_how_many() {
        assert_found(
            "C001",
            "一、总体情况\n西⟦⼯区医疗保障局2021年政府信息公开⼯⟧作\n没有\n政务服务⟦⻔⟧\n",
        );
        assert_eq!(
            message("C001", "东⼯区⼈⺠政府"),
            "本行有 3 个部首或兼容字符，如 ⼯（U+2F2F）应为 工"
        );
        assert_found("C001", "⟦\u{f969}⟧字");
        assert_found("C001", "⟦\u{2f803}⟧字");
    }

    #[test]
    fn only_these_characters_change() {
        assert_fixed_safely(
            "C001",
            "一、 总体\u{3000}情況 ⼈⺠，政府⻔⼾\r\n２０２１",
            "一、 总体\u{3000}情況 人民，政府门户\r\n２０２１",
        );
        assert_fixed_safely("C001", "\u{f969}字", "數字");
    }

    #[test]
    fn many_lines_are_one_warning_and_hints() {
        let grades = |lines: usize| {
            let found = assert_found("C001", &"⟦⼯⟧作\n".repeat(lines));
            let warnings = found.iter().filter(|found| found.severity == Severity::Warning).count();
            (found.len(), warnings, found[0].severity, found[0].message.render(Language::Zh))
        };
        assert_eq!(
            grades(20),
            (20, 20, Severity::Warning, "本行有 1 个部首或兼容字符，如 ⼯（U+2F2F）应为 工".into())
        );
        let said = "全文有 21 行混入部首或兼容字符，其余各行列为提示。本行有 1 个部首或兼容字符，如 ⼯（U+2F2F）应为 工";
        assert_eq!(grades(21), (21, 1, Severity::Warning, said.into()));
    }

    #[test]
    fn what_stands_for_nothing_is_found_apart_and_stays() {
        assert_found("C001", "字⟦⺀⟧字");
        assert_fixed_safely("C001", "字⺀字⼀", "字⺀字一");
    }
}
