//! S014: a paragraph that stands in a report twice.

use super::foreign_content::furniture_of;
use super::prose::{TextLine, removal, text_lines};
use super::{Check, FixKind, MOST_FINDINGS, Rule, Sink, report_place};
use crate::diagnostic::{Message, Related, Severity, Wording};
use crate::report::Context;
use crate::syntax::Role;
use crate::text::{TextRange, begin_hash, fold, is_space, letters_hash};
use std::collections::HashMap;

pub static RULE: Rule = Rule {
    code: "S014",
    name: "duplicate-paragraph",
    severity: Severity::Warning,
    fix: FixKind::Unsafe,
    summary: Wording::new("同一段文字出现了两次", "a paragraph stands in the report twice"),
    documentation: Wording::new(
        "\
### 检查什么

四十个字以上的一段文字，在同一份报告里是否又一字不差地出现了一次。空格、换行、标点和全半角不算不同；标题、网页的附属内容（S013）和规定的表格不算。接连几段都重复的，只报一条。

### 为什么

重复的段落多半是复制时贴了两遍，或者前言在“一、总体情况”里又抄了一遍。国办公开办函〔2021〕30号把内容不准确、敷衍塞责列为要追责的情形。

### 例子

```text
2023年，我局召开政务公开专题会议2次，研究部署主动公开、依申请公开和平台建设各项工作，逐项落实责任分工。

2023年，我局召开政务公开专题会议2次，研究部署主动公开、依申请公开和平台建设各项工作，逐项落实责任分工。
```

### 修正

删去后一段，需要人工确认：也许后一处本来要写别的内容。
",
        "\
### What it checks

Whether a paragraph of 40 characters or more stands in the report a second time, word for word. Spaces, line breaks, punctuation and width do not count. Titles, the surroundings of a web page (S013) and the tables of the form are not compared. Several repeated paragraphs in a row are one finding.

### Why

A repeated paragraph was mostly pasted twice, or the preface was copied into section 一 again. Notice 国办公开办函〔2021〕30号 names inaccurate and perfunctory contents as faults.

### Example

```text
2023年，我局召开政务公开专题会议2次，研究部署主动公开、依申请公开和平台建设各项工作，逐项落实责任分工。

2023年，我局召开政务公开专题会议2次，研究部署主动公开、依申请公开和平台建设各项工作，逐项落实责任分工。
```

### Fix

Removes the second paragraph. A person must look first: other text may have been intended there.
",
    ),
    check: Check::Report(check),
};

const MESSAGE: Wording = Wording::new(
    "这一段与前面“{0}……”一段一字不差：删去其中一处，或写上本来要写的内容",
    "the same paragraph stands above, from {0}: remove one of the two, or write what was meant here",
);
const FIRST: Wording = Wording::new("前面的一段", "the first of the two");
const REMOVE: Wording = Wording::new("删去重复的一段", "remove the second paragraph");

/// At least 40 letters of a repeated paragraph.
const SHORTEST: usize = 40;
/// At least 20 letters of a line that goes on in the next line.
const WRAPPED: usize = 20;
/// At most 12 characters of a paragraph are quoted.
const QUOTED: usize = 12;

struct Line {
    range: TextRange,
    part: usize,
    block: usize,
    hash: u64,
    letters: usize,
}

/// A repeated text, by the numbers of its paragraphs or lines.
struct Repeated {
    first: TextRange,
    second: TextRange,
    /// The last unit of the first and of the second text.
    last: (usize, usize),
}

fn check(context: &Context, sink: &mut Sink) {
    if !may_repeat(context) {
        return;
    }
    let lines = lines(context);
    for found in repeated(context.text, &lines).into_iter().take(MOST_FINDINGS) {
        let begin = found.second.of(context.text).chars().filter(|&c| !is_space(c));
        let message = Message::new(MESSAGE, [begin.take(QUOTED).collect::<String>().into()]);
        let place = report_place(context, found.second);
        let diagnostic = sink.push(found.second, place, message);
        diagnostic.related.push(Related { range: found.first, message: Message::plain(FIRST) });
        diagnostic.fixes.extend(removal(context.text, found.second, REMOVE));
    }
}

/// Whether two lines begin with the same letters. The first line of a repeated paragraph has at
/// least [`WRAPPED`] letters, and so has the first line of its copy.
fn may_repeat(context: &Context) -> bool {
    let mut begins = Vec::new();
    for part in &context.report.parts {
        let own = part.range.of(context.text);
        // A letter has at least one byte.
        let long = text_lines(own, part).filter(|line| line.range.len() >= WRAPPED);
        begins.extend(long.filter_map(|line| begin_hash(line.range.of(own), WRAPPED)));
    }
    begins.sort_unstable();
    begins.windows(2).any(|pair| pair[0] == pair[1])
}

/// The lines of text, without the title and what other rules report: duplicate sections, and the
/// surroundings of a web page.
fn lines(context: &Context) -> Vec<Line> {
    let title = context.report.title.map(|title| title.range);
    let title_hash = title.map(|title| letters_hash(title.of(context.text)).0);
    let furniture = furniture_of(context);
    let mut lines: Vec<Line> = Vec::new();
    for (part, tree) in context.report.parts.iter().enumerate() {
        if tree.heading.as_ref().is_some_and(|heading| heading.role == Role::Duplicate) {
            continue;
        }
        let own = tree.range.of(context.text);
        for TextLine { range, block } in text_lines(own, tree) {
            let (hash, letters) = letters_hash(range.of(own));
            let range = range.shifted(tree.range.start);
            let is_title =
                title.is_some_and(|title| title.overlaps(range)) || title_hash == Some(hash);
            let block_at = furniture.partition_point(|block| block.end < range.end);
            let is_furniture = furniture.get(block_at).is_some_and(|block| block.contains(range));
            if !is_title && !is_furniture && letters > 0 {
                lines.push(Line { range, part, block, hash, letters });
            }
        }
    }
    lines
}

/// The repeated paragraphs, each with its first copy. Neighbouring paragraphs with neighbouring
/// first copies are joined.
fn repeated(text: &str, lines: &[Line]) -> Vec<Repeated> {
    let mut first_paragraphs: HashMap<u64, (TextRange, usize)> = HashMap::new();
    let mut first_lines: HashMap<u64, (TextRange, usize)> = HashMap::new();
    let mut found: Vec<Repeated> = Vec::new();
    let mut push =
        |(first, from): (TextRange, usize), second: TextRange, begin: usize, end: usize| {
            let last = (from + (end - begin), end);
            match found.last_mut() {
                Some(before) if before.last == (from.wrapping_sub(1), begin.wrapping_sub(1)) => {
                    before.first = before.first.cover(first);
                    before.second = before.second.cover(second);
                    before.last = last;
                }
                _ => found.push(Repeated { first, second, last }),
            }
        };
    let mut at = 0;
    while at < lines.len() {
        let begin = at;
        while goes_on(text, lines, at) {
            at += 1;
        }
        at += 1;
        let whole = lines[begin].range.cover(lines[at - 1].range);
        let (hash, letters) = match &lines[begin..at] {
            [line] => (line.hash, line.letters),
            _ => letters_hash(whole.of(text)),
        };
        if letters >= SHORTEST {
            if let Some(&first) = first_paragraphs.get(&hash).filter(|_| is_prose(text, whole)) {
                push(first, whole, begin, at - 1);
                continue;
            }
            first_paragraphs.insert(hash, (whole, begin));
        }
        // A line without a mark at its end may be a paragraph of its own.
        let long = (begin..at).filter(|&index| lines[index].letters >= SHORTEST);
        for index in long {
            let line = &lines[index];
            match first_lines.get(&line.hash) {
                Some(&first) if is_prose(text, line.range) => push(first, line.range, index, index),
                Some(_) => {}
                None => _ = first_lines.insert(line.hash, (line.range, index)),
            }
        }
    }
    found
}

/// Whether the paragraph of a line goes on in the next line.
fn goes_on(text: &str, lines: &[Line], at: usize) -> bool {
    let Some(next) = lines.get(at + 1) else { return false };
    let line = &lines[at];
    let ends = |c: char| matches!(fold(c), '。' | '!' | '?' | ';' | ':');
    (line.part, line.block) == (next.part, next.block)
        && line.letters >= WRAPPED
        && !line.range.of(text).ends_with(ends)
}

/// Whether most letters are ideographs. An address or a row of numbers is not a paragraph.
fn is_prose(text: &str, range: TextRange) -> bool {
    let words = range.of(text);
    let ideographs = words.chars().filter(|&c| matches!(fold(c), '\u{4e00}'..='\u{9fff}')).count();
    ideographs * 2 > letters_hash(words).1
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    const LONG: &str = "一年来，我局召开专题会议两次，研究部署主动公开、依申请公开和平台建设各项工作，逐项落实责任分工。";
    const OTHER: &str = "一年来，我局组织业务培训一次，局属各单位负责公开工作的人员参加培训，逐条学习条例和申请办理规范。";
    const FIVE: &str = "一是公开内容不够丰富；二是业务培训不够。已分别制定措施改进。";
    const ONE: &str = "本年度，我局主动公开信息29条，其中网站23条，公众号6条。";

    fn with(one: &str, five: &str) -> String {
        let text = replaced(&sample(Layout::Tabs), ONE, &format!("{one}\n\n{ONE}"));
        replaced(&text, FIVE, &format!("{FIVE}\n{five}"))
    }

    #[test]
    fn a_long_paragraph_a_second_time_is_found() {
        for layout in Layout::ALL {
            let text = replaced(&sample(layout), ONE, &format!("{LONG}\n\n{ONE}"));
            let twice = replaced(&text, FIVE, &format!("{FIVE}\n⟦{LONG}⟧"));
            let found = assert_found("S014", &twice);
            assert_eq!(found[0].place.to_string(), "五");
            assert_eq!(found[0].related.len(), 1);
            assert_fixed_unsafely("S014", &without_marks(&twice), &text);
        }
        assert_eq!(
            message("S014", &with(LONG, LONG)),
            "这一段与前面“一年来，我局召开专题会议……”一段一字不差：删去其中一处，或写上本来要写的内容"
        );
    }

    #[test]
    fn spaces_marks_and_width_do_not_count() {
        let other = LONG.replace('，', ",").replace("专题", "专 题");
        assert_found("S014", &with(LONG, &format!("⟦{other}⟧")));
    }

    #[test]
    fn a_paragraph_over_several_lines_is_one() {
        let wrapped = LONG.replace("依申请公开", "\n依申请公开");
        let other = LONG.replace("逐项", "\n逐项");
        assert_found("S014", &with(&wrapped, &format!("⟦{wrapped}⟧")));
        assert_found("S014", &with(&wrapped, &format!("⟦{other}⟧")));
    }

    #[test]
    fn neighbouring_paragraphs_are_one_finding() {
        let both = format!("{LONG}\n\n{OTHER}");
        assert_found("S014", &with(&both, &format!("⟦{both}⟧")));
        // In another order, or with another paragraph between them, two.
        assert_found("S014", &with(&both, &format!("⟦{OTHER}⟧\n\n⟦{LONG}⟧")));
        assert_found("S014", &with(&both, &format!("⟦{LONG}⟧\n我局。\n⟦{OTHER}⟧")));
    }

    #[test]
    fn a_heading_stays_before_the_words_behind_it() {
        let text = replaced(&sample(Layout::Tabs), ONE, &format!("{LONG}\n\n{ONE}"));
        let before = replaced(
            &replaced(&text, FIVE, ""),
            "五、存在的主要问题及改进情况",
            &format!("五、存在的主要问题及改进情况：{LONG}"),
        );
        let after = before.replacen(&format!("：{LONG}"), "", 1);
        assert_fixed_unsafely("S014", &before, &after);
    }

    #[test]
    fn short_or_different_paragraphs_pass() {
        for (one, five) in [
            (LONG, OTHER),
            ("本年度未收到政府信息公开申请。", "本年度未收到政府信息公开申请。"),
            (
                LONG,
                "一年来，我局召开专题会议三次，研究部署主动公开、依申请公开和平台建设各项工作，逐项落实责任分工。",
            ),
            (
                "https://www.example.com/art/2024/1/20/art_1234_567890.html",
                "https://www.example.com/art/2024/1/20/art_1234_567890.html",
            ),
        ] {
            assert_found("S014", &with(one, five));
        }
    }

    #[test]
    fn a_running_title_and_a_duplicate_section_are_not_repetitions() {
        let title = "云溪县园林局（云溪县绿化委员会办公室、云溪县风景名胜管理处）2023年政府信息公开工作年度报告";
        let text =
            replaced(&sample(Layout::Tabs), "云溪省园林局2023年政府信息公开工作年度报告", title);
        let text = replaced(&text, FIVE, &format!("{FIVE}\n{title}\n续。\n{title}"));
        assert_found("S014", &text);
        let section = format!("五、存在的主要问题及改进情况\n\n{LONG}\n\n");
        let text = replaced(&sample(Layout::Tabs), FIVE, LONG);
        let text = replaced(&text, "六、其他需要", &format!("{section}六、其他需要"));
        assert_found("S014", &text);
        assert_eq!(found("S005", &text).len(), 1);
    }
}
