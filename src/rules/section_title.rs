//! S006: a section with another title than in the form.

use super::beside::{Beside, Sides, beside};
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Applicability, Edit, Fix, Message, Severity, Wording};
use crate::report::{Context, Section, extras};
use crate::syntax::{HeadingWording, Role, is_telling};
use crate::text::{
    Folded, TextRange, first_line, fold, in_one_line, is_letter, is_space, letters_hash, markup,
};
use crate::write::{BRACKETS, edits};

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

改为规定的标题，只改不同的字，序号、空格和换行不动。只是错、漏、多了一两个字，或者多的是“工作”“的”“有关”一类不另表意思的词，安全修正；会删去或换掉别的词的（“及工作亮点”“改进打算”），也许正是填报人想说的，要人确认。字面相差较远、只凭序号和位置认出的，也要人确认。
",
        "\
### What it checks

The titles of the six sections are the titles of the format, word for word. A title near to an official title is a warning. Another title with the right numeral in the right place is also a warning, if it is clear which section it is. The words of article 50 of the Regulations (条例), such as 因政府信息公开工作被申请行政复议、提起行政诉讼情况, are hints. Common harmless titles, such as 基本情况 or 其他需要报告事项, are hints too. Punctuation, spaces and traditional characters do not count.

### Why

The format (国办公开办函〔2021〕30号) gives the six titles in full. Compilation and search do not find a section with another title, and reviewers send the report back.

### Example

```text
五、存在的主要问题及改进打算
```

The title should be 存在的主要问题及改进情况.

### Fix

The official title. Only differing characters change. The numeral, spaces and line breaks stay. Safe if a letter or two are wrong, missing or extra, or if the extra words have no meaning of their own, such as 工作, 的 or 有关. If other words would be removed or replaced (及工作亮点, 改进打算), a person must look first, because the words may be intended. The same applies to a very different title known only by its numeral and place.
",
    ),
    check: Check::Report(check),
};

const MESSAGE: Wording = Wording::new("标题“{0}”应为“{1}”", "the title {0} should be {1}");
const FIX: Wording = Wording::new("改为“{0}”", "change to {0}");

fn check(context: &Context, sink: &mut Sink) {
    // S005 reports a duplicate heading.
    for section in context.sections().filter(|section| section.heading.role != Role::Duplicate) {
        let stray = stray_mark(context.text, &section);
        let severity = match section.heading.wording {
            HeadingWording::Official if stray.is_none() => continue,
            HeadingWording::Variant if stray.is_none() => Severity::Hint,
            _ => RULE.severity,
        };
        let official = context.form().section(section.number).title.text.as_str();
        let mut range = TextRange::new(stray.unwrap_or(section.title().start), section.title().end);
        // A title broken over two lines, with a slip, continues in the next line.
        let mut is_whole = true;
        if section.heading.wording != HeadingWording::Official {
            match beside(context.text, &[section.title()], official, Sides::Behind, |hash| {
                hash == letters_hash("无").0
            }) {
                Beside::Nothing => {}
                Beside::Part => is_whole = false,
                Beside::Rest(whole) => {
                    range = whole.iter().fold(range, |range, &piece| range.cover(piece))
                }
            }
        }
        // If another heading has the title, S005 reports both headings.
        let is_doubled = |other: &Section| {
            other.number == section.number && other.heading.role == Role::Duplicate
        };
        if extras(context).iter().any(|extra| extra.doubles == Some(section.number))
            || context.sections().any(|other| is_doubled(&other))
        {
            continue;
        }
        let message =
            Message::new(MESSAGE, [in_one_line(range.of(context.text)).into(), official.into()]);
        let diagnostic = sink.push(range, section.place(), message);
        diagnostic.severity = severity;
        let mut edits = edits(context.text, range, official);
        if let Some(mark) = stray {
            let end = mark + context.text[mark..].chars().next().map_or(0, char::len_utf8);
            if edits.first().is_none_or(|first| first.range.start >= end) {
                edits.insert(0, Edit { range: TextRange::new(mark, end), content: String::new() });
            }
        }
        // Words far from the title may have been intended, and a number has a meaning of its own.
        let is_safe = match section.heading.wording {
            // The mark may belong to a pair with its other half lost.
            _ if stray.is_some() || !is_whole => false,
            HeadingWording::Official | HeadingWording::Variant => true,
            HeadingWording::Near => {
                !range.of(context.text).contains(char::is_numeric)
                    && loses_nothing(context.text, &edits)
            }
            HeadingWording::Placed => false,
        };
        let applicability = if is_safe { Applicability::Safe } else { Applicability::Unsafe };
        // The missing part of the title has a heading of its own below.
        if extras(context).iter().any(|extra| {
            extra.below == section.number
                && is_telling(context.text, extra.title, section.number, context.facts.standard)
        }) {
            continue;
        }
        diagnostic.fixes.extend(Fix::new(
            Message::new(FIX, [official.into()]),
            applicability,
            edits,
        ));
    }
}

/// The place of a single bracket or quotation mark between the numeral and the words of a title,
/// without its other half in the line.
fn stray_mark(text: &str, section: &Section) -> Option<usize> {
    let title = section.title();
    // S007 reports a lost numeral, and corrects the text in its place.
    let mut at = section.part.range.start + section.heading.numeral?.label.end;
    // Nearly always only the mark of the numeral stands there.
    let is_mark = |text: &str| text.starts_with(BRACKETS);
    while at < title.start && !is_mark(&text[at..]) {
        let tag = markup(&text[at..title.start]);
        at += if tag > 0 { tag } else { text[at..].chars().next().map_or(1, char::len_utf8) };
    }
    let mark = text.get(at..title.start)?.chars().next()?;
    // One half of empty brackets in place of the number.
    let is_number =
        |text: &str| text.chars().any(|c| fold(c) == '(') && text.chars().any(|c| fold(c) == ')');
    let line = first_line(&text[title.start..]).of(&text[title.start..]);
    let is_closed =
        || line.contains(BRACKETS) || text[at + mark.len_utf8()..title.start].contains(BRACKETS);
    (!is_number(&text[section.range().start..title.start])
        && !text[at..title.start].contains(['\n', '\r'])
        && !is_closed())
    .then_some(at)
}

/// Words that add no meaning to the official title, longest first.
const FILLERS: [&str; 30] = [
    "政府信息公开工作",
    "政府信息公开",
    "公开工作",
    "信息公开",
    "政府信息",
    "行政机关",
    "本机关",
    "本单位",
    "本年度",
    "统计表",
    "一览表",
    "被申请",
    "本年",
    "年度",
    "工作",
    "提起",
    "有关",
    "相关",
    "主要",
    "具体",
    "情况",
    "方面",
    "以及",
    "的",
    "中",
    "及",
    "和",
    "与",
    "因",
    "表",
];
/// A letter that reverses the meaning of a title.
const NEGATIONS: &str = "不无未没非";
/// At most two letters of a title are slips.
const MOST_SLIPS: usize = 2;

/// Whether the edits remove no intended words: only words without a meaning of their own, and a
/// wrong letter or two.
fn loses_nothing(text: &str, edits: &[Edit]) -> bool {
    let lost = |edit: &Edit| Folded::letters(text, edit.range).text;
    let telling: Vec<&Edit> =
        edits.iter().filter(|edit| !strip_fillers(&lost(edit)).is_empty()).collect();
    // A mark removed together with words sets these words apart.
    let marks = |text: &str| text.chars().filter(|&c| !is_space(c) && !is_letter(fold(c))).count();
    let is_slip = |edit: &&Edit| {
        let letters = lost(edit);
        let mut chars = letters.chars();
        let is_one = chars.next().is_some_and(|c| !NEGATIONS.contains(c) && !c.is_ascii())
            && chars.next().is_none();
        is_one && marks(edit.range.of(text)) <= marks(&edit.content)
    };
    telling.len() <= MOST_SLIPS && telling.iter().all(is_slip)
}

/// The rest of the letters behind the fillers at the start.
fn strip_fillers(letters: &str) -> &str {
    let mut rest = letters;
    while let Some(left) = FILLERS.iter().find_map(|filler| rest.strip_prefix(filler)) {
        rest = left;
    }
    rest
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::*;
    use crate::standard::Standard;
    use crate::syntax::Layout;

    #[test]
    fn official_titles_in_any_writing_are_fine() {
        for layout in Layout::ALL {
            assert_found("S006", &sample(layout));
        }
        let text = sample(Layout::Tabs);
        for (from, to) in [
            ("一、总体情况", "一、總體情況"),
            ("一、总体情况", "⼀、 总体 情况。"),
            ("行政复议、行政诉讼情况", "行政复议行政诉讼情况"),
        ] {
            assert_found("S006", &replaced(&text, from, to));
        }
    }

    #[test]
    fn near_titles_are_warnings_and_known_ones_hints() {
        for (from, to, severity) in [
            ("存在的主要问题及改进情况", "存在的主要问题及改进打算", Severity::Warning),
            ("收到和处理政府信息公开申请情况", "收到和处理政府信息公开申请", Severity::Warning),
            ("总体情况", "基本情况", Severity::Hint),
            (
                "政府信息公开行政复议、行政诉讼情况",
                "因政府信息公开工作被申请行政复议、提起行政诉讼的情况",
                Severity::Hint,
            ),
            (
                "政府信息公开行政复议、行政诉讼情况",
                "政府信息公开行政复议和行政诉讼情况",
                Severity::Hint,
            ),
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
    fn words_that_may_be_meant_go_only_after_a_look() {
        let is_safe = |title: &str, from: &str| {
            let text = replaced(&sample(Layout::Markdown), from, &format!("⟦{title}⟧"));
            let found = assert_found("S006", &text);
            found[0].fixes[0].applicability == crate::diagnostic::Applicability::Safe
        };
        let [first, second, third, fourth, fifth, sixth] = std::array::from_fn(|at| {
            Standard::official().form(2021).sections[at].title.text.as_str()
        });
        for (title, from) in [
            ("总体情况及亮点做法", first),
            ("主动公开政府信息和政策解读情况", second),
            ("收到和处理政府信息公开申请、信访情况", third),
            ("政府信息公开行政复议、行政诉讼情况及败诉情况", fourth),
            ("存在的主要问题、成因及改进情况", fifth),
            ("存在的主要问题及改进情况和明年计划", fifth),
            ("存在的主要问题及改进计划", fifth),
            ("不存在的主要问题及改进情况", fifth),
            ("其他需要报告的事项和附图", sixth),
            ("无其他需要报告的事项", sixth),
            ("其他需要公开报告的事项", sixth),
        ] {
            assert!(!is_safe(title, from), "{title}");
        }
        for (title, from) in [
            ("总休情况", first),
            ("行政机关主动公开政府信息工作情况", second),
            ("本机关收到和处理政府信息公开申请的情况", third),
            ("收到和处理政府信息公开申请情况统计表", third),
            ("收到和处理政府信息公开申请青况", third),
            ("行政复议和行政诉讼情况", fourth),
            ("政府信息公开工作中存在的主要问题及改进情况", fifth),
            ("存在问题和改进情况", fifth),
        ] {
            assert!(is_safe(title, from), "{title}");
        }
    }

    #[test]
    fn a_mark_in_a_letters_place_is_replaced() {
        for layout in Layout::ALL {
            for wrong in
                ["存在的主要问题、改进情况", "存在的主要问题，改进情况", "存在的主要问题/改进情况"]
            {
                let text = replaced(&sample(layout), "存在的主要问题及改进情况", wrong);
                assert_fixed("S006", &text, &sample(layout));
            }
        }
    }

    #[test]
    fn a_bracket_before_the_words_goes_with_what_is_wrong() {
        for layout in Layout::ALL {
            for (title, wrong) in [
                ("主动公开政府信息情况", "<动公开政府信息情况"),
                ("收到和处理政府信息公开申请情况", "《到和处理政府信息公开申请情况"),
                ("主动公开政府信息情况", "‹主动公开政府信息情况"),
                ("主动公开政府信息情况", "“主动公开政府信息情况"),
                ("存在的主要问题及改进情况", "）在的主要问题及改进情况"),
                ("存在的主要问题及改进情况", "）存在的主要问题及改进情况"),
            ] {
                let text = replaced(&sample(layout), title, &format!("⟦{wrong}⟧"));
                let found = assert_found("S006", &text);
                assert_eq!(messages(&found), [format!("标题“{wrong}”应为“{title}”")]);
                assert_eq!(
                    found[0].fixes.first().map(|fix| fix.applicability),
                    Some(crate::diagnostic::Applicability::Unsafe),
                    "{text}"
                );
                assert_fixed("S006", &without_marks(&text), &sample(layout));
                assert_found("S007", &without_marks(&text));
            }
            // A complete pair of brackets is a matter of style.
            for title in [
                "“主动公开政府信息情况”",
                "【主动公开政府信息情况】",
                "<b>主动公开政府信息情况</b>",
            ] {
                assert_found("S006", &replaced(&sample(layout), "主动公开政府信息情况", title));
            }
        }
    }

    #[test]
    fn what_stands_under_a_heading_of_its_own_is_not_added() {
        let text = replaced(
            &sample(Layout::Pipes),
            "五、存在的主要问题及改进情况",
            "五、⟦存在的主要问题⟧",
        );
        let divided = replaced(&text, "六、其他", "六、改进情况\n\n已制定措施。\n\n七、其他");
        assert!(assert_found("S006", &divided)[0].fixes.is_empty());
        assert_eq!(assert_found("S006", &text)[0].fixes.len(), 1);
    }

    #[test]
    fn spaces_inside_stay() {
        let text = replaced(
            &sample(Layout::Pipes),
            "五、存在的主要问题及改进情况",
            "五、 ⟦存在 问题及 改进情况⟧",
        );
        let after = replaced(
            &sample(Layout::Pipes),
            "五、存在的主要问题及改进情况",
            "五、 存在 的主要问题及 改进情况",
        );
        let found = assert_found("S006", &text);
        let text = without_marks(&text);
        let fixed = crate::diagnostic::apply(&text, found[0].fixes[0].edits());
        assert!(fixed == after || fixed == after.replace("存在 的主要", "存在的主要 "), "{fixed}");
    }
}
