//! S002: an incomplete title, or a title in other words than the form.

use super::beside::{Beside, Sides, beside};
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Applicability, Argument, Fix, Message, Place, Severity, Wording};
use crate::facts::{Subject, Title};
use crate::report::Context;
use crate::syntax::official_words;
use crate::text::{Folded, TextRange};
use crate::write::edits;

pub static RULE: Rule = Rule {
    code: "S002",
    name: "title-form",
    severity: Severity::Hint,
    fix: FixKind::Either,
    summary: Wording::new("标题不完整，或者不是规定的写法", "the title is incomplete or worded otherwise than the form's"),
    documentation: Wording::new(
        "\
### 检查什么

标题应由机关名称、年度和“政府信息公开工作年度报告”组成，例如“云溪县园林局2023年政府信息公开工作年度报告”。“2023年”“2023年度”都可以，年度写在机关名称前面也可以。检查：有没有机关名称，有没有年度，年度后面有没有“年”字，年份有没有写两次，“政府信息公开工作年度报告”几个字对不对（写成“工作报告”“年报”“政务公开”，漏掉“工作”）。

### 为什么

现行文件名称是《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号），报告依此定名；把“年度报告”写成“工作报告”，曾被列为通报的问题。标题缺机关名称或年度，单独保存以后就认不出是谁的、哪一年的报告。

### 例子

```text
云溪县园林局2023年度政府信息公开工作报告
```

“政府信息公开工作报告”应为“政府信息公开工作年度报告”。

### 修正

字词可以确定的，安全修正：只改不同的字，空格和换行不动；年度后面缺的“年”字也会补上。“政务公开”改为“政府信息公开”要人确认。机关名称和年度不会代填。
",
        "\
### What it checks

A title has the name of the organ, the year and 政府信息公开工作年度报告, such as 云溪县园林局2023年政府信息公开工作年度报告. Both 2023年 and 2023年度 are allowed, and the year may stand before the name. The rule checks the name, the year, the 年 behind the year, a repeated year, and the official words (not 工作报告, 年报, 政务公开, or a title without 工作).

### Why

The name of the notice in force is 《中华人民共和国政府信息公开工作年度报告格式》 (国办公开办函〔2021〕30号), and the reports are named after it. Circulars have listed 工作报告 in place of 年度报告 as a fault. A report saved on its own, without name or year in its title, cannot be identified.

### Example

```text
云溪县园林局2023年度政府信息公开工作报告
```

政府信息公开工作报告 should be 政府信息公开工作年度报告.

### Fix

Safe if the words are certain: only differing characters change, and spaces and line breaks stay. A lost 年 is inserted behind the year. 政务公开 becomes 政府信息公开 only after a person has looked. Name and year are never filled in.
",
    ),
    check: Check::Report(check),
};

const NO_ORGAN: Wording = Wording::new("标题没有写明机关名称", "the title does not name the organ");
const NO_YEAR: Wording = Wording::new("标题没有写明年度", "the title does not say the year");
const YEAR_TWICE: Wording =
    Wording::new("标题里年份写了两次，只留一个", "the year stands twice in the title: keep one");
const NO_SIGN: Wording =
    Wording::new("标题中 {0} 后面缺“年”字", "年 is missing after {0} in the title");
const SIGN_FIX: Wording = Wording::new("补上“年”字", "insert 年");
const WORDS: Wording = Wording::new("标题中的“{0}”应为“{1}”", "{0} in the title should be {1}");
const WORDS_FIX: Wording = Wording::new("改为“{0}”", "change to {0}");

/// The end of every title.
const OFFICIAL: &str = "政府信息公开工作年度报告";

fn check(context: &Context, sink: &mut Sink) {
    let Some(title) = &context.facts.title else { return };
    let text = context.text;
    let mut push = |message, fix: Option<Fix>| {
        sink.push(title.range, Place::part("标题"), message).fixes.extend(fix)
    };
    if title.organ.is_none() {
        push(Message::plain(NO_ORGAN), None);
    }
    match &title.year {
        None => push(Message::plain(NO_YEAR), None),
        Some(_) if title.year_twice => push(Message::plain(YEAR_TWICE), None),
        Some(year) if !year.sign => {
            let fix = Fix::replace(
                Message::plain(SIGN_FIX),
                Applicability::Safe,
                TextRange::at(year.digits.end),
                "年",
            );
            push(Message::new(NO_SIGN, [Argument::from(year.digits.of(text))]), Some(fix));
        }
        Some(_) => {}
    }
    if let Some((range, official)) = wording(text, title)
        .filter(|&(range, official)| Folded::words(text, range).text != official)
    {
        let (range, is_whole) = whole(text, range, official);
        let words = Folded::words(text, range).text;
        if words != official {
            let wrong = official_words(&words).map(|words| words.wrong);
            let fix = (is_certain(&words) || wrong.is_some()).then(|| {
                let affairs = matches!(title.subject, Some((Subject::Affairs, _)));
                let certain = !affairs && is_whole && (is_certain(&words) || wrong == Some(1));
                let applicability =
                    if certain { Applicability::Safe } else { Applicability::Unsafe };
                Fix::new(
                    Message::new(WORDS_FIX, [official.into()]),
                    applicability,
                    edits(text, range, official),
                )
            });
            push(Message::new(WORDS, [words.into(), official.into()]), fix.flatten());
        }
    }
}

/// The words of a title together with the rest in the next line, for a title broken with a slip,
/// and whether the words are complete.
fn whole(text: &str, range: TextRange, official: &str) -> (TextRange, bool) {
    // The missing start may stand at the end of the line above, beside a slip.
    let lacks_start = || {
        edits(text, range, official)
            .first()
            .is_some_and(|edit| edit.range == TextRange::at(range.start))
    };
    if text[..range.start].trim_end_matches(' ').ends_with(['\n', '\r', '>']) && lacks_start() {
        return (range, false);
    }
    match beside(text, &[range], official, Sides::Both, |_| false) {
        Beside::Nothing => (range, true),
        Beside::Part => (range, false),
        Beside::Rest(whole) => (whole.iter().fold(range, |range, &piece| range.cover(piece)), true),
    }
}

/// The range from the subject to the end of the ending, and the official words. `None` with the
/// year inside: this order is allowed.
fn wording(text: &str, title: &Title) -> Option<(TextRange, &'static str)> {
    let ((subject, start), (_, end)) = (title.subject?, title.ending?);
    let range = start.cover(end);
    if title.year.is_some_and(|year| range.contains(year.digits)) {
        return None;
    }
    // 某县人民政府信息公开工作年度报告: 政府 belongs to the organ.
    let of_government = subject == Subject::Information
        && title.organ.is_some_and(|organ| {
            organ.end <= start.start
                && Folded::letters(text, TextRange::new(organ.start, start.start))
                    .text
                    .ends_with("人民政府")
        });
    Some((range, if of_government { &OFFICIAL["政府".len()..] } else { OFFICIAL }))
}

/// Whether the words differ from the official title only in order and choice, so that nothing else
/// is lost.
fn is_certain(words: &str) -> bool {
    let mut rest = words;
    while !rest.is_empty() {
        let known = [
            "政府信息公开",
            "政务信息公开",
            "信息公开",
            "政务公开",
            "工作",
            "情况",
            "年度",
            "年报告",
            "年报",
            "报告",
            "的",
        ];
        match known.iter().find_map(|word| rest.strip_prefix(word)) {
            Some(left) => rest = left,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Applicability;
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    const TITLE: &str = "云溪省园林局2023年政府信息公开工作年度报告";

    fn titled(title: &str) -> String {
        replaced(&sample(Layout::Pipes), TITLE, title)
    }

    #[test]
    fn every_order_of_a_whole_title_is_fine() {
        for title in [
            TITLE,
            "云溪省园林局2023年度政府信息公开工作年度报告",
            "2023年云溪省园林局政府信息公开工作年度报告",
            "2023年度云溪省园林局政府信息公开工作年度报告",
            "云溪省园林局\n2023年政府信息公开工作年度报告",
            "云溪省园林局2023年政府信息\n公开⼯作年度报告",
            "云溪省园林局政府信息公开工作2023年度报告",
            "云溪县人民政府2023年政府信息公开工作年度报告",
            "2023年云溪县人民政府信息公开工作年度报告",
            "雲溪縣園林局二〇二三年政府信息公開工作年度報告",
            "# 云溪省园林局２０２３年政府信息公开工作年度报告",
        ] {
            assert_found("S002", &titled(title));
        }
    }

    #[test]
    fn what_is_missing_is_named_and_never_guessed() {
        for (title, message) in [
            ("⟦2023年政府信息公开工作年度报告⟧", "标题没有写明机关名称"),
            ("⟦云溪省园林局政府信息公开工作年度报告⟧", "标题没有写明年度"),
            ("⟦2023云溪省园林局2023年政府信息公开工作年度报告⟧", "标题里年份写了两次，只留一个"),
        ] {
            let found = assert_found("S002", &titled(title));
            assert_eq!(messages(&found), [message], "{title}");
            assert!(found[0].fixes.is_empty());
        }
    }

    #[test]
    fn certain_words_are_mended() {
        for (title, right) in [
            (
                "云溪省园林局2023年度政府信息公开工作报告",
                "云溪省园林局2023年度政府信息公开工作年度报告",
            ),
            ("云溪省园林局2023年政府信息公开年度报告", TITLE),
            ("云溪省园林局2023年政府信息公开年报", TITLE),
            ("云溪省园林局2023年政府信息公开工作年报告", TITLE),
            ("云溪省园林局2023年政府信息公开年度工作报告", TITLE),
            ("云溪省园林局2023年政府信息公开工作的年度报告", TITLE),
            ("云溪省园林局2023年信息公开工作年度报告", TITLE),
            ("云溪省园林局2023年政务信息公开工作年度报告", TITLE),
            ("云溪省园林局2023政府信息公开工作年度报告", TITLE),
            (
                "云溪省园林局\n2023 年政府信息 公开\n工作报告",
                "云溪省园林局\n2023 年政府信息 公开\n工作年度报告",
            ),
        ] {
            assert_fixed("S002", &titled(title), &titled(right));
            let found = assert_found("S002", &titled(&format!("⟦{title}⟧")));
            assert_eq!(found[0].fixes[0].applicability, Applicability::Safe);
        }
    }

    #[test]
    fn a_character_lost_or_wrong_is_put_right() {
        let (organ, official) = ("云溪省园林局2023年", "政府信息公开工作年度报告");
        for (at, c) in official.char_indices() {
            for instead in ["", "某"] {
                let wrong = format!(
                    "{organ}{}{instead}{}",
                    &official[..at],
                    &official[at + c.len_utf8()..]
                );
                assert_fixed("S002", &titled(&wrong), &titled(TITLE));
            }
        }
        for fine in [
            "**云溪省园林局****2023****年政府信息公开工作年度报告**",
            "<b>云溪省园林局2023</b><b>年政府信息公开工作年度报告</b>",
            "云溪省园林局2023年政府信息公开工作年度报告。",
        ] {
            assert_found("S002", &titled(fine));
        }
    }

    #[test]
    fn only_the_characters_that_differ_are_touched() {
        let text = titled("⟦云溪省园林局2023年度政府信息公开工作报告⟧");
        let found = assert_found("S002", &text);
        assert_eq!(
            messages(&found),
            ["标题中的“政府信息公开工作报告”应为“政府信息公开工作年度报告”"]
        );
        let [edit] = found[0].fixes[0].edits() else { panic!("one edit") };
        assert!(edit.range.is_empty());
        assert_eq!(edit.content, "年度");
    }

    #[test]
    fn other_subjects_need_a_look() {
        let found = assert_found("S002", &titled("⟦云溪省园林局2023年政务公开工作年度报告⟧"));
        assert_eq!(found[0].fixes[0].applicability, Applicability::Unsafe);
        let title = "⟦云溪省园林局2023年政府信息公开和政务服务工作年度报告⟧";
        let found = assert_found("S002", &titled(title));
        assert!(found[0].fixes.is_empty());
    }
}
