//! S012: instructions of the blank form that are left in a report.

use super::prose::{removal, text_blocks, text_lines, whole_lines};
use super::{Check, FixKind, MOST_FINDINGS, Rule, Sink};
use crate::diagnostic::{Applicability, Edit, Fix, Message, Place, Severity, Wording};
use crate::report::PartContext;
use crate::standard::Instructions;
use crate::syntax::sentence_at;
use crate::text::{Folded, Reading, TextRange, fold, letters_hash};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind, PatternID};
use std::sync::LazyLock;

pub static RULE: Rule = Rule {
    code: "S012",
    name: "template-residue",
    severity: Severity::Warning,
    fix: FixKind::Unsafe,
    summary: Wording::new(
        "空白格式里的填写说明没有删去",
        "an instruction of the blank form is left in the report",
    ),
    documentation: Wording::new(
        "\
### 检查什么

报告里有没有留下空白格式、模板写给填报人看的话，如“（文字描述）”“该部分以表格形式报告”“收取信息处理费情况在此处报告”“单击此处输入文字”。

### 为什么

填写说明不是报告的内容。公布出来，说明报告没有校对。国办公开办函〔2021〕30号要求年度报告内容准确、完整。

### 例子

```text
五、存在的主要问题及改进情况

（文字描述）
```

### 修正

删去这句话，需要人工确认：这里也许还缺内容。
",
        "\
### What it checks

Whether words of the blank form or of a template to the author are left in the report, such as （文字描述）, 该部分以表格形式报告, 收取信息处理费情况在此处报告 or 单击此处输入文字.

### Why

An instruction is not content. A published instruction shows that nobody read the report. Notice 国办公开办函〔2021〕30号 requires an accurate and complete report.

### Example

```text
五、存在的主要问题及改进情况

（文字描述）
```

### Fix

Removes the sentence. A person must look first: content may be missing there.
",
    ),
    check: Check::Part(check),
};

const MESSAGE: Wording = Wording::new(
    "“{0}”是空白格式里的填写说明：写上应报告的内容，删去这句话",
    "{0} is an instruction of the blank form: write the content, and remove the instruction",
);
const REMOVE: Wording = Wording::new("删去这句话", "remove the instruction");

/// Each instruction has one of these words. Behind the word the instruction ends, or one of these
/// characters follows.
const ANCHORS: [(&str, &str); 11] = [
    ("文字", "描说叙"),
    ("表格形式", "报"),
    ("此", "处填"),
    ("填写", "说。)"),
    ("填表", "说"),
    ("填报", "说"),
    ("名称", "。)"),
    ("示例", "。)"),
    ("样例", "。)"),
    ("附页", "。)"),
    ("实际修改", "。)"),
];

/// Leftmost matches let the automaton compare many bytes at once, whatever its kind.
static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .kind(Some(AhoCorasickKind::NoncontiguousNFA))
        .build(ANCHORS.map(|(word, _)| word))
        .expect("a few short words")
});

/// At most 30 characters of an instruction are quoted.
const QUOTED: usize = 30;

fn check(context: &PartContext, sink: &mut Sink) {
    let is_plain_part = context.part.plain;
    let blocks = text_blocks(context.part).map(|(_, block)| block);
    let in_block = |block: TextRange| {
        let own = block.of(context.text);
        let found = WORDS.find_iter(own).filter(|found| {
            // Spaces and markup count as nothing.
            let next = own[found.end()..].chars().next().map(fold);
            let is_letter = next.is_some_and(|next| ('\u{4e00}'..='\u{9fff}').contains(&next));
            !is_letter || may_follow(found.pattern(), next)
        });
        found.map(move |found| block.start + found.start())
    };
    let mut anchors = blocks.flat_map(in_block).peekable();
    if is_plain_part && anchors.peek().is_none() {
        return;
    }
    let instructions = &context.standard.contents().instructions;
    let lines = text_lines(context.text, context.part).map(|line| line.range);
    let may_hold = |line: &TextRange| {
        while anchors.next_if(|&anchor| anchor < line.start).is_some() {}
        anchors.peek().is_some_and(|&anchor| anchor < line.end)
            || !is_plain_part && may_hold_anchor(line.of(context.text))
    };
    let found =
        lines.filter(may_hold).flat_map(|line| instructions_in(context.text, line, instructions));
    for range in found.take(MOST_FINDINGS) {
        let words: String = Folded::new(context.text, range)
            .places()
            .take(QUOTED)
            .map(|(_, place)| place.of(context.text))
            .collect();
        let place = Place::part(context.part.kind.label(context.standard));
        let whole = whole_lines(context.text, range);
        let is_whole = letters_hash(whole.of(context.text)) == letters_hash(range.of(context.text));
        let message = Message::new(MESSAGE, [words.into()]);
        let fix = match is_whole {
            true => removal(context.text, range, REMOVE),
            false => Fix::new(
                Message::plain(REMOVE),
                Applicability::Unsafe,
                vec![Edit { range, content: String::new() }],
            ),
        };
        sink.push(range, place, message).fixes.extend(fix);
    }
}

/// Whether a line, folded, has the first letter of an anchor. An entity may be such a letter.
fn may_hold_anchor(line: &str) -> bool {
    const FIRST: &str = "文表此填名示样附实&";
    Reading::new(line).any(|c| FIRST.contains(c))
}

/// Whether folded words may hold an instruction.
fn may_instruct(words: &str) -> bool {
    let next = |end: usize| words[end..].chars().next();
    WORDS.find_iter(words).any(|found| may_follow(found.pattern(), next(found.end())))
}

/// Whether an instruction may go on behind an anchor.
fn may_follow(anchor: PatternID, next: Option<char>) -> bool {
    let (_, following) = ANCHORS[anchor.as_usize()];
    next.is_none_or(|next| following.contains(next))
}

/// The instructions in a line: sentences, or brackets with their words.
fn instructions_in(text: &str, line: TextRange, instructions: &Instructions) -> Vec<TextRange> {
    let folded = Folded::words(text, line);
    let words = folded.text.as_str();
    if !may_instruct(words) {
        return Vec::new();
    }
    let mut found: Vec<TextRange> = Vec::new();
    let mut push = |range: TextRange| {
        if !found.iter().any(|other| other.overlaps(range)) {
            found.push(range);
        }
    };
    let is_labelled =
        |word: &String| words.strip_prefix(word.as_str()).is_some_and(|rest| rest.starts_with(':'));
    if instructions.begins.iter().any(is_labelled) {
        push(line);
    }
    for word in &instructions.inside {
        for (at, _) in words.match_indices(word.as_str()).take(MOST_FINDINGS) {
            push(match bracket_around(words, at) {
                Some(bracket) => folded.source(bracket),
                None => {
                    let start = folded.source(TextRange::new(at, at + word.len())).start;
                    sentence_at(text, line, start).unwrap_or(line)
                }
            });
        }
    }
    for word in &instructions.alone {
        for (at, _) in words.match_indices(word.as_str()).take(MOST_FINDINGS) {
            let is_whole = |inner: &str| inner.trim_end_matches('。') == word;
            match bracket_around(words, at) {
                Some(bracket) if is_whole(&words[bracket.start + 1..bracket.end - 1]) => {
                    push(folded.source(bracket));
                }
                None if is_whole(words) => push(line),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// The brackets around byte `at` of folded words, with the brackets.
fn bracket_around(words: &str, at: usize) -> Option<TextRange> {
    let start = words[..at].rfind(['(', ')']).filter(|&start| words[start..].starts_with('('))?;
    let end =
        at + words[at..].find(['(', ')']).filter(|&end| words[at + end..].starts_with(')'))?;
    Some(TextRange::new(start, end + 1))
}

#[cfg(test)]
mod tests {
    use super::{may_hold_anchor, may_instruct};
    use crate::rules::testing::*;
    use crate::standard::Standard;
    use crate::syntax::Layout;

    const FIVE: &str = "一是公开内容不够丰富；二是业务培训不够。已分别制定措施改进。";

    #[test]
    fn instructions_are_found_in_their_place() {
        for words in [
            "⟦（文字描述）⟧",
            "⟦(文字描述。)⟧",
            "⟦文字描述⟧",
            "⟦（文字描述，收取信息处理费情况在此处报告。）⟧",
            "我局已改进。⟦收取信息处理费情况在此处报告。⟧本年度没有。",
            "⟦该部分以表格形式报告。⟧",
            "⟦单击此处输入文字。⟧",
            "⟦（此处填写）⟧一是公开内容不够丰富。",
            "⟦（示例）⟧\n一是公开内容不够丰富。",
            "⟦填表说明：本部分由各科室填写。⟧\n一是公开内容不够丰富。",
            "一是公开内容不够丰富。⟦（可另附页）⟧",
            "⟦（各单位根据实际情况填写）⟧",
        ] {
            for layout in Layout::ALL {
                let found = assert_found("S012", &replaced(&sample(layout), FIVE, words));
                assert_eq!(found[0].place.to_string(), "五");
            }
        }
        assert_eq!(
            message("S012", &replaced(&sample(Layout::Tabs), FIVE, "（文字描述）")),
            "“（文字描述）”是空白格式里的填写说明：写上应报告的内容，删去这句话"
        );
    }

    #[test]
    fn every_instruction_has_an_anchor() {
        let instructions = &Standard::official().contents().instructions;
        let all = [&instructions.alone, &instructions.begins, &instructions.inside];
        for word in all.into_iter().flatten() {
            assert!(may_instruct(word) && may_hold_anchor(word), "{word}");
        }
    }

    #[test]
    fn a_sentence_or_its_line_is_removed() {
        let text = sample(Layout::Tabs);
        let with = |words: &str| replaced(&text, FIVE, words);
        assert_fixed_unsafely("S012", &with(&format!("（文字描述）\n{FIVE}")), &text);
        assert_fixed_unsafely("S012", &with(&format!("（文字描述）{FIVE}")), &text);
        assert_fixed_unsafely("S012", &with(&format!("该部分以表格形式报告。{FIVE}")), &text);
    }

    #[test]
    fn ordinary_sentences_pass() {
        for words in [
            "部分栏目只有文字描述，图解不够。",
            "申请人须填写单位名称、联系方式。",
            "政策解读以文字说明、图表等形式发布。",
            "部分申请表填写不完整（单位名称、地址缺失）。",
            "统计数据以表格形式公布。",
            "编制了申请表填表说明，制作了答复书示例（样例3份）。",
            "公开指南附有填报说明：申请人写明联系方式。",
        ] {
            assert_found("S012", &replaced(&sample(Layout::Tabs), FIVE, words));
        }
    }
}
