//! R001: a section five that says that there are no problems.

use super::prose::text_lines;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Message, Place, Severity, Wording};
use crate::report::PartContext;
use crate::standard::Denial;
use crate::syntax::{PartKind, Role, sentence_at};
use crate::text::{Folded, TextRange, is_letter};

pub static RULE: Rule = Rule {
    code: "R001",
    name: "no-problems",
    severity: Severity::Error,
    fix: FixKind::None,
    summary: Wording::new("第五部分说没有问题", "section five says that there are no problems"),
    documentation: Wording::new(
        "\
### 检查什么

“五、存在的主要问题及改进情况”是否从头到尾只说没有问题，如“无”“本年度不存在问题”“存在的主要问题：无”。写了别的问题、差距、不足的不算；标题下什么也没有的，由 S008 报告。

### 为什么

《中华人民共和国政府信息公开条例》第五十条第一款第（四）项要求报告“政府信息公开工作存在的主要问题及改进情况”。国办公开办函〔2021〕30号要求严格按照规定的内容编写，不得遗漏。多地的通报把没有问题、不写问题列为敷衍塞责。

### 例子

```text
五、存在的主要问题及改进情况

无。
```

### 修正

没有自动修正：写明本年度的主要问题，以及对每个问题的改进情况。
",
        "\
### What it checks

Whether 五、存在的主要问题及改进情况 says from start to end only that there are no problems: 无, 本年度不存在问题, 存在的主要问题：无. A section with any problem, gap or shortcoming is not reported. S008 reports an empty section.

### Why

Article 50, paragraph 1, item 4 of the Regulations (条例) requires the main problems of the year and the improvements. Notice 国办公开办函〔2021〕30号 requires all prescribed contents. Circulars list a report without problems as perfunctory.

### Example

```text
五、存在的主要问题及改进情况

无。
```

### Fix

None: write the main problems of the year, and the improvement for each problem.
",
    ),
    check: Check::Part(check),
};

const MESSAGE: Wording = Wording::new(
    "第五部分不能只说没有问题：请写明本年度的主要问题和改进情况（条例第五十条）",
    "section five must not just deny all problems: write the main problems of the year and the \
     improvements (article 50 of the Regulations)",
);

/// At most 150 letters. A longer section says more than that there are no problems.
const LONGEST: usize = 150;

/// The number of the section about problems.
const PROBLEMS: u8 = 5;

fn check(context: &PartContext, sink: &mut Sink) {
    let is_second =
        context.part.heading.as_ref().is_some_and(|heading| heading.role == Role::Duplicate);
    // 150 letters have at most 600 bytes, and as much space at most.
    let length = context.text.len() - context.part.body().min(context.text.len());
    if context.part.kind != PartKind::Section(PROBLEMS) || is_second || length > 8 * LONGEST {
        return;
    }
    let denial = &context.standard.contents().denial;
    let mut first = None;
    let (mut letters, mut after_label) = (0, false);
    for line in text_lines(context.text, context.part) {
        let folded = Folded::words(context.text, line.range);
        letters += folded.text.chars().filter(|&c| is_letter(c)).count();
        let mut start = 0;
        for piece in folded.text.split_inclusive([',', ';', '。', ':', '!', '?']) {
            let words = piece.trim_matches(|c: char| !is_letter(c));
            let words = behind_numeral(words);
            let at = folded.source(TextRange::new(start, start + piece.len()));
            start += piece.len();
            if words.is_empty() {
                continue;
            }
            let denies = denial.alone.iter().any(|alone| alone == words)
                || denies_problems(words, denial)
                || after_label && denial.not.iter().any(|not| not == words);
            if denies {
                first.get_or_insert((line.range, at.start));
                after_label = false;
                continue;
            }
            after_label = denial.label.iter().any(|label| words.ends_with(label.as_str()));
            let is_heading = after_label && words.chars().count() <= MOST_OF_HEADING;
            let is_next = first.is_some() && begins(words, &denial.next);
            if !(is_heading || is_next || is_lead(words, denial)) {
                return;
            }
        }
    }
    let Some((line, at)) = first.filter(|_| letters <= LONGEST) else { return };
    let range = sentence_at(context.text, line, at).unwrap_or(line);
    let place = Place::part(context.part.kind.label(context.standard));
    sink.push(range, place, Message::plain(MESSAGE));
}

/// At most 20 letters of a heading inside the section.
const MOST_OF_HEADING: usize = 20;

fn begins(words: &str, starts: &[String]) -> bool {
    starts.iter().any(|start| words.starts_with(start.as_str()))
}

/// Whether a clause only names the year and the organ, or praises the work.
fn is_lead(words: &str, denial: &Denial) -> bool {
    begins(words, &denial.lead) && !denial.but.iter().any(|but| words.contains(but.as_str()))
}

/// A clause without the numeral at its start: 一)存在的问题, 1.存在的问题.
fn behind_numeral(words: &str) -> &str {
    let rest = words.trim_start_matches(is_numeral);
    if rest.is_empty() { rest } else { rest.strip_prefix([')', '.']).unwrap_or(words) }
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十()".contains(c)
}

/// Whether a clause denies problems: 本单位不存在主要问题, 没有需要改进的问题.
fn denies_problems(clause: &str, denial: &Denial) -> bool {
    let behind = denial.not.iter().filter_map(|not| {
        let at = clause.find(not.as_str())?;
        Some((&clause[..at], &clause[at + not.len()..]))
    });
    let mut behind =
        behind.filter(|(before, _)| !denial.but.iter().any(|but| before.contains(but.as_str())));
    behind.any(|(_, rest)| {
        let rest = without(rest, &denial.between);
        let object = denial.object.iter().filter(|object| rest.starts_with(object.as_str()));
        let object = object.max_by_key(|object| object.len());
        object.is_some_and(|object| without(&rest[object.len()..], &denial.behind).is_empty())
    })
}

/// Words without all of `words` at their start.
fn without<'a>(mut rest: &'a str, words: &[String]) -> &'a str {
    while let Some(shorter) = words.iter().find_map(|word| rest.strip_prefix(word.as_str())) {
        rest = shorter;
    }
    rest
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    const FIVE: &str = "一是公开内容不够丰富；二是业务培训不够。已分别制定措施改进。";

    #[test]
    fn a_section_without_problems_is_found() {
        for words in [
            "⟦无⟧",
            "⟦无。⟧",
            "⟦没有。⟧",
            "⟦暂无⟧",
            "⟦本年度无问题。⟧",
            "⟦我局政府信息公开工作不存在问题。⟧",
            "⟦2023年，我局政府信息公开工作总体良好，未发现明显问题。⟧",
            "⟦2023年度本单位不存在需要改进的主要问题及改进情况。⟧",
            "⟦存在的主要问题：无。⟧改进情况：无。",
            "（一）存在的主要问题\n⟦无。⟧\n（二）改进情况\n无。",
            "（一）存在的问题。⟦无。⟧\n（二）改进情况。进一步做好信息公开工作。",
            "⟦目前没有存在问题。⟧下一步，我局将继续做好政府信息公开工作。",
        ] {
            for layout in Layout::ALL {
                let found = assert_found("R001", &replaced(&sample(layout), FIVE, words));
                assert_eq!(found[0].place.to_string(), "五");
            }
        }
    }

    #[test]
    fn a_section_with_any_problem_passes() {
        for words in [
            FIVE,
            "",
            "无重大问题，但公开内容还不够丰富。",
            "针对上年存在的问题，已全部整改，目前无遗留问题。",
            "不存在应公开未公开的问题，主动公开的内容有待丰富。",
            "存在的主要问题：公开内容单一。改进情况：无。",
            "政策解读形式单一，不存在其他问题。",
            "没有建立信息公开的长效机制。已改进。",
            "无纸化办公推进缓慢，公开信息更新较慢。",
            "部分人员对政府信息公开工作没有足够的认识，需要加强培训。",
            "存在的问题：公开时效性需加强。改进情况：无。",
            "我局公开内容以文字为主，较为枯燥。改进情况：无。",
            "公开内容以文字为主。改进情况：无。",
        ] {
            assert_found("R001", &replaced(&sample(Layout::Tabs), FIVE, words));
        }
    }
}
