//! C002: invisible or unreadable characters.

use super::characters::edits;
use super::radical::code_point;
use super::{Check, FixKind, MOST_FINDINGS, Rule, Sink};
use crate::diagnostic::{Applicability, Argument, Fix, Message, Place, Severity, Wording};
use crate::report::PartContext;
use crate::text::{TextRange, any_bytes, begins_unseen};

pub static RULE: Rule = Rule {
    code: "C002",
    name: "invisible",
    severity: Severity::Warning,
    fix: FixKind::Either,
    summary: Wording::new(
        "有看不见的字符、私用区字符或乱码",
        "invisible, private-use or replacement characters",
    ),
    documentation: DOCUMENTATION,
    check: Check::Part(check),
};

const DOCUMENTATION: Wording = Wording::new(
    "\
### 检查什么

正文中有没有零宽字符（如 U+200B）、控制字符、夹在文中的字节序标记（U+FEFF）、私用区字符和替换字符 �（U+FFFD）。制表符、换行和分页符不算。一个部分里同一类的有 20 处以上，只在第一处报一条。

### 为什么

零宽字符和控制字符看不见，却会让搜索、复制、数字识别出错。私用区字符只在某一种字体里有样子，换一台电脑就是空框；� 表示原来的字在转换中已经丢失。国办公开办函〔2021〕30号要求年度报告内容准确、完整。

### 例子

“2021年”在 2021 和 年 之间可能藏着一个零宽空格（U+200B），屏幕上看不出来。

### 修正

零宽字符和控制字符直接删除，可以自动修正。私用区字符和 � 无法猜出原字，需要对照原稿补上。
",
    "\
### What it checks

Whether the text has zero-width characters (such as U+200B), control characters, a byte order mark inside the text (U+FEFF), private-use characters, or the replacement character � (U+FFFD). Tabs, line ends and page breaks do not count. More than 20 places of one kind in a part are one finding, at the first place.

### Why

Zero-width and control characters are invisible, but break searching, copying and the reading of numbers. A private-use character has a shape in one font only, and is an empty box elsewhere. � shows that a conversion lost the character. Notice 国办公开办函〔2021〕30号 requires an accurate and complete report.

### Example

2021年 may have a zero-width space (U+200B) between 2021 and 年. No screen shows it.

### Fix

Deletes zero-width and control characters. Safe. The original of a private-use character or of � cannot be guessed: look it up in the original.
",
);

const UNSEEN: Wording =
    Wording::new("{0} 个看不见的字符（{1}）", "{0} characters that cannot be seen ({1})");
const PRIVATE: Wording = Wording::new(
    "{0} 个私用区字符（{1}），换一种字体就不能显示",
    "{0} private-use characters ({1}), which most fonts do not show",
);
const LOST: Wording = Wording::new(
    "{0} 个字符在转换中丢失，只剩替换字符 �（U+FFFD）",
    "{0} characters lost in a conversion: only � (U+FFFD) is left",
);
const DELETE: Wording = Wording::new("删除看不见的字符", "delete what cannot be seen");

const UNSEEN_HERE: Wording = Wording::new(
    "这一部分有 {0} 个看不见的字符（{1}），分在多处，这里是第一处",
    "this part has {0} characters that cannot be seen ({1}) in many places, the first one here",
);
const PRIVATE_HERE: Wording = Wording::new(
    "这一部分有 {0} 个私用区字符（{1}），分在多处，这里是第一处；换一种字体就不能显示",
    "this part has {0} private-use characters ({1}) in many places, the first one here; most fonts do not show them",
);
const LOST_HERE: Wording = Wording::new(
    "这一部分有 {0} 个字符在转换中丢失，分在多处，这里是第一处，只剩替换字符 �（U+FFFD）",
    "{0} characters of this part were lost in a conversion, in many places, the first one here: only � (U+FFFD) is left",
);
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unseen,
    Private,
    Lost,
}

/// Consecutive characters of one kind. With too many characters of a kind, all such characters of
/// the part.
struct Run {
    kind: Kind,
    /// The first character. With too many characters, the first consecutive characters of the part.
    first: TextRange,
    chars: Vec<TextRange>,
}

fn check(context: &PartContext, sink: &mut Sink) {
    let text = context.text;
    if context.part.plain || !any_bytes(text, begins_unseen) {
        return;
    }
    let mut runs: Vec<Run> = Vec::new();
    // For each kind, the number of runs and the index of the first run in `runs`.
    let mut kinds: Vec<(Kind, usize, usize)> = Vec::new();
    for (at, c) in text.char_indices() {
        let Some(kind) = kind(c) else { continue };
        let range = TextRange::new(at, at + c.len_utf8());
        let known = kinds.iter().position(|(known, ..)| *known == kind).unwrap_or_else(|| {
            kinds.push((kind, 0, runs.len()));
            kinds.len() - 1
        });
        let (_, count, first) = &mut kinds[known];
        let is_next =
            |run: &Run| run.kind == kind && run.chars.last().is_some_and(|last| last.end == at);
        if *count > MOST_FINDINGS {
            runs[*first].chars.push(range);
        } else if let Some(run) = runs.last_mut().filter(|run| is_next(run)) {
            run.chars.push(range);
        } else if *count < MOST_FINDINGS {
            *count += 1;
            runs.push(Run { kind, first: range, chars: vec![range] });
        } else {
            // Too many: the first run takes all characters.
            *count += 1;
            let (mine, others): (Vec<Run>, Vec<Run>) =
                std::mem::take(&mut runs).into_iter().partition(|run| run.kind == kind);
            let shown = mine[0].chars.iter().copied().reduce(TextRange::cover).unwrap_or(range);
            let chars = mine.into_iter().flat_map(|run| run.chars).chain([range]).collect();
            runs = others;
            let at = runs.partition_point(|run| run.first.start < shown.start);
            runs.insert(at, Run { kind, first: shown, chars });
            for (kind, _, first) in &mut kinds {
                *first = runs.iter().position(|run| run.kind == *kind).unwrap_or_default();
            }
        }
    }
    let is_many =
        |kind: Kind| kinds.iter().any(|(known, count, _)| *known == kind && *count > MOST_FINDINGS);
    for Run { kind, first, chars } in runs {
        let Some(last) = chars.last() else { continue };
        let shown = if is_many(kind) { first } else { first.cover(*last) };
        let mut names: Vec<String> = Vec::new();
        for name in chars.iter().take(100).map(|range| code_point(range.of(text))) {
            if names.len() < 3 && !names.contains(&name) {
                names.push(name);
            }
        }
        let wording = match (kind, is_many(kind)) {
            (Kind::Unseen, false) => UNSEEN,
            (Kind::Private, false) => PRIVATE,
            (Kind::Lost, false) => LOST,
            (Kind::Unseen, true) => UNSEEN_HERE,
            (Kind::Private, true) => PRIVATE_HERE,
            (Kind::Lost, true) => LOST_HERE,
        };
        let message = Message::new(wording, [chars.len().into(), Argument::List(names)]);
        let diagnostic =
            sink.push(shown, Place::part(context.part.kind.label(context.standard)), message);
        if kind == Kind::Unseen {
            let edits = edits(text, chars.into_iter().map(|range| (range, None)));
            diagnostic.fixes.extend(Fix::new(Message::plain(DELETE), Applicability::Safe, edits));
        }
    }
}

/// Whether `c` is an invisible character. Line ends of every system, tabs and page breaks do not
/// count. U+0085, U+2028 and U+2029 also end lines and do not count.
pub(super) fn is_unseen(c: char) -> bool {
    kind(c) == Some(Kind::Unseen)
}

fn kind(c: char) -> Option<Kind> {
    match c {
        '\t'..='\r' | ' '..='~' | '\u{85}' => None,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' => Some(Kind::Unseen),
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => Some(Kind::Unseen),
        '\u{e0000}'..='\u{e007f}' => Some(Kind::Unseen),
        '\u{fffd}' => Some(Kind::Lost),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => Some(Kind::Private),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{any_bytes, begins_unseen, kind};
    use crate::rules::testing::*;

    #[test]
    fn visible_text_and_line_ends_pass() {
        assert_found(
            "C002",
            "一、总体情况\r\n\t1\u{a0}2\u{3000}３\u{b}\u{c}“—”…\u{2028}é，。！\u{85}👍🏽",
        );
    }

    #[test]
    fn every_run_is_found_by_its_kind() {
        assert_found(
            "C002",
            "2021⟦\u{200b}\u{200d}⟧年⟦\u{0}⟧，字⟦\u{e123}⟧⟦\u{200c}⟧⟦\u{fffd}\u{fffd}⟧",
        );
        assert_found("C002", "中⟦\u{feff}⟧文⟦\u{ad}⟧⟦\u{10fffd}⟧");
        assert_eq!(message("C002", "2021\u{200b}\u{200b}年"), "2 个看不见的字符（U+200B）");
        assert_eq!(message("C002", "\u{fffd}"), "1 个字符在转换中丢失，只剩替换字符 �（U+FFFD）");
    }

    #[test]
    fn what_cannot_be_seen_is_deleted_and_nothing_else() {
        assert_fixed_safely(
            "C002",
            "2021\u{200b}年\u{7f} 1\u{202c}月\u{e000}\u{fffd}",
            "2021年 1月\u{e000}\u{fffd}",
        );
    }

    #[test]
    fn a_broken_text_gives_few_findings() {
        let text = "a\u{200b}".repeat(5000);
        assert_found("C002", &marked(&text, "\u{200b}", ""));
        assert_fixed_safely("C002", &text, &"a".repeat(5000));
    }

    #[test]
    fn more_than_twenty_places_of_a_kind_are_one_finding() {
        assert_found("C002", &"a⟦\u{200b}⟧b".repeat(20));
        let one = "a⟦\u{200b}\u{200c}⟧b";
        let others = "a\u{200b}\u{200c}b".repeat(20);
        let many = format!("⟦\u{e000}⟧{one}{others}⟦\u{fffd}⟧");
        let found = assert_found("C002", &many);
        let many = without_marks(&many);
        assert!(
            found[1]
                .message
                .render(crate::diagnostic::Language::Zh)
                .starts_with("这一部分有 42 个看不见的字符（U+200B、U+200C）")
        );
        assert_fixed_safely("C002", &many, &format!("\u{e000}{}\u{fffd}", "ab".repeat(21)));
    }

    #[test]
    fn the_quick_look_sees_all_kinds() {
        for c in '\0'..=char::MAX {
            assert!(
                kind(c).is_none() || any_bytes(&c.to_string(), begins_unseen),
                "U+{:04X}",
                u32::from(c)
            );
        }
        assert!(!any_bytes("一、总体情况“”——…·，（）《》〔〕：；0 1\r\n\t|", begins_unseen));
    }
}
