//! C002: characters that cannot be seen or read.

use super::characters::edits;
use super::radical::code_point;
use super::{Check, FixKind, PartContext, Rule, Sink};
use crate::diagnostic::{Applicability, Argument, Fix, Message, Place, Severity, Wording};
use crate::text::{TextRange, any_bytes, begins_unseen};

pub static RULE: Rule = Rule {
    code: "C002",
    name: "invisible",
    severity: Severity::Warning,
    fix: FixKind::Either,
    summary: Wording::new("有看不见的字符、私用区字符或乱码", "invisible, private-use or replacement characters"),
    documentation: DOCUMENTATION,
    check: Check::Part(check),
};

const DOCUMENTATION: Wording = Wording::new(
    "\
### 检查什么

正文中有没有零宽字符（如 U+200B）、控制字符、夹在文中的字节序标记（U+FEFF）、私用区字符和替换字符 �（U+FFFD）。制表符、换行和分页符不算。

### 为什么

零宽字符和控制字符看不见，却会让搜索、复制、数字识别出错。私用区字符只在某一种字体里有样子，换一台电脑就是空框；� 表示原来的字在转换中已经丢失。国办公开办函〔2021〕30号要求年度报告内容准确、完整。

### 例子

“2021年”在 2021 和 年 之间可能藏着一个零宽空格（U+200B），屏幕上看不出来。

### 修正

零宽字符和控制字符直接删除，可以自动修正。私用区字符和 � 无法猜出原字，需要对照原稿补上。
",
    "\
### What it checks

Whether the text holds zero-width characters (such as U+200B), control characters, a byte order mark inside the text (U+FEFF), private-use characters or the replacement character � (U+FFFD). Tabs, line ends and page breaks are none of them.

### Why

Nobody sees zero-width and control characters, but they break searching, copying and the reading of numbers. A private-use character has a shape in one font only and is an empty box elsewhere; � says that a conversion lost the character. Notice 国办公开办函〔2021〕30号 asks for an accurate and complete report.

### Example

2021年 may have a zero-width space (U+200B) between 2021 and 年 that no screen shows.

### Fix

Zero-width and control characters are deleted; safe. What a private-use character or � was cannot be guessed: look it up in the original.
",
);

const UNSEEN: Wording = Wording::new("{0} 个看不见的字符（{1}）", "{0} characters that cannot be seen ({1})");
const PRIVATE: Wording =
    Wording::new("{0} 个私用区字符（{1}），换一种字体就不能显示", "{0} private-use characters ({1}), which most fonts do not show");
const LOST: Wording =
    Wording::new("{0} 个字符在转换中丢失，只剩替换字符 �（U+FFFD）", "{0} characters lost in a conversion: only � (U+FFFD) is left");
const DELETE: Wording = Wording::new("删除看不见的字符", "delete what cannot be seen");

/// Runs beyond this many in one part are one finding: a broken text may have millions.
const MOST_RUNS: usize = 200;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unseen,
    Private,
    Lost,
}

/// Characters of one kind, one after the other.
struct Run {
    kind: Kind,
    chars: Vec<TextRange>,
}

fn check(context: &PartContext, sink: &mut Sink) {
    let text = context.text;
    if context.part.plain || !any_bytes(text, begins_unseen) {
        return;
    }
    let mut runs: Vec<Run> = Vec::new();
    for (at, c) in text.char_indices() {
        let Some(kind) = kind(c) else { continue };
        let range = TextRange::new(at, at + c.len_utf8());
        let beyond = runs.len() >= MOST_RUNS;
        match runs.iter_mut().rev().take(3).find(|run| run.kind == kind && (beyond || run.chars.last().is_some_and(|last| last.end == at))) {
            Some(run) => run.chars.push(range),
            None => runs.push(Run { kind, chars: vec![range] }),
        }
    }
    for Run { kind, chars } in runs {
        let (Some(first), Some(last)) = (chars.first(), chars.last()) else { continue };
        let mut names: Vec<String> = Vec::new();
        for name in chars.iter().take(100).map(|range| code_point(range.of(text))) {
            if names.len() < 3 && !names.contains(&name) {
                names.push(name);
            }
        }
        let wording = match kind {
            Kind::Unseen => UNSEEN,
            Kind::Private => PRIVATE,
            Kind::Lost => LOST,
        };
        let message = Message::new(wording, [chars.len().into(), Argument::List(names)]);
        let diagnostic = sink.push(first.cover(*last), Place::part(context.part.kind.label()), message);
        if kind == Kind::Unseen {
            let edits = edits(text, chars.into_iter().map(|range| (range, None)));
            diagnostic.fixes.extend(Fix::new(Message::plain(DELETE), Applicability::Safe, edits));
        }
    }
}

/// Line ends of every system, tabs and page breaks are none, nor are U+0085, U+2028 and U+2029, which part lines too.
/// Whether nobody sees that `c` is there.
pub(super) fn is_unseen(c: char) -> bool {
    kind(c) == Some(Kind::Unseen)
}

fn kind(c: char) -> Option<Kind> {
    match c {
        '\t'..='\r' | ' '..='~' | '\u{85}' => None,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' => Some(Kind::Unseen),
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => Some(Kind::Unseen),
        '\u{e0000}'..='\u{e007f}' => Some(Kind::Unseen),
        '\u{fffd}' => Some(Kind::Lost),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => Some(Kind::Private),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{fails, fixes, message, passes};
    use super::{RULE, any_bytes, begins_unseen, kind};

    #[test]
    fn visible_text_and_line_ends_pass() {
        passes(&RULE, "一、总体情况\r\n\t1\u{a0}2\u{3000}３\u{b}\u{c}“—”…\u{2028}é，。！\u{85}👍🏽");
    }

    #[test]
    fn every_run_is_found_by_its_kind() {
        fails(&RULE, "2021⟦\u{200b}\u{200d}⟧年⟦\u{0}⟧，字⟦\u{e123}⟧⟦\u{200c}⟧⟦\u{fffd}\u{fffd}⟧");
        fails(&RULE, "中⟦\u{feff}⟧文⟦\u{ad}⟧⟦\u{10fffd}⟧");
        assert_eq!(message(&RULE, "2021\u{200b}\u{200b}年"), "2 个看不见的字符（U+200B）");
        assert_eq!(message(&RULE, "\u{fffd}"), "1 个字符在转换中丢失，只剩替换字符 �（U+FFFD）");
    }

    #[test]
    fn what_cannot_be_seen_is_deleted_and_nothing_else() {
        fixes(&RULE, "2021\u{200b}年\u{7f} 1\u{202c}月\u{e000}\u{fffd}", "2021年 1月\u{e000}\u{fffd}");
    }

    #[test]
    fn a_broken_text_gives_few_findings() {
        let text = "a\u{200b}".repeat(5000);
        assert!(super::super::testing::check(&RULE, &text).len() <= 201);
        fixes(&RULE, &text, &"a".repeat(5000));
    }

    #[test]
    fn the_quick_look_sees_all_kinds() {
        for c in '\0'..=char::MAX {
            assert!(kind(c).is_none() || any_bytes(&c.to_string(), begins_unseen), "U+{:04X}", u32::from(c));
        }
        assert!(!any_bytes("一、总体情况“”——…·，（）《》〔〕：；0 1\r\n\t|", begins_unseen));
    }
}
