//! S005: a duplicate section.

use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Message, Place, Related, Severity, Wording};
use crate::facts::DuplicateTable;
use crate::report::{Context, extras};
use crate::syntax::{Part, PartKind, Role};
use crate::text::{TextRange, visible};

pub static RULE: Rule = Rule {
    code: "S005",
    name: "duplicate-section",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new("同一部分的标题出现了两次", "a section's heading stands twice"),
    documentation: Wording::new(
        "\
### 检查什么

六个部分的标题各出现一次，另一处用了别的说法（“一、概述”和“二、总体情况”）也算重复。目录、前言里列出的标题，以及下面没有内容的页眉，不算重复。连同其下的表一起重复的，只在标题处提示一次（两张表以哪一张为准无从知道），T015 不再报。

### 为什么

《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）中每一部分只有一个。标题出现两次，多半是复制时带进了另一份报告的内容，或者把六误写成了五，读者无从知道以哪一处为准。

### 例子

```text
五、存在的主要问题及改进情况
一是公开内容不够丰富……
五、存在的主要问题及改进情况
本年度未收取信息处理费。
```

第二处的内容属于“六、其他需要报告的事项”。

### 修正

没有自动修正：由人决定保留哪一处，或者改为正确的标题。
",
        "\
### What it checks

The heading of each of the six sections appears once. A heading in other words also counts as a second heading (一、概述 and 二、总体情况). A contents list, a preface with the names of the sections, and a running title without text below do not count. A section repeated together with its table is one finding at the heading (nobody knows which of the two tables counts), and T015 does not report the table.

### Why

The format (国办公开办函〔2021〕30号) has each section once. A second heading mostly comes from text pasted from another report, or from 五 written for 六. Nobody knows which of the two is meant.

### Example

```text
五、存在的主要问题及改进情况
一是公开内容不够丰富……
五、存在的主要问题及改进情况
本年度未收取信息处理费。
```

The text below the second heading belongs under 六、其他需要报告的事项.

### Fix

None: a person decides which heading stays, or corrects the other heading.
",
    ),
    check: Check::Report(check),
};

const MESSAGE: Wording = Wording::new(
    "“{0}”已经出现过：请保留一处，或改正这里的标题",
    "{0} is there already: keep one of them, or correct this heading",
);
const WITH_TABLE: Wording = Wording::new(
    "“{0}”连同其下的{1}已经出现过：请核对两处的数，保留一处，或改正这里的标题",
    "{0} and the table below it are there already: compare the numbers, keep one of the two, or correct this heading",
);
const IN_OTHER_WORDS: Wording = Wording::new(
    "“{0}”与“{1}”是同一部分：请合并为一处，其余各部分用规定的序号",
    "{0} and {1} are the same section: make one of them, and number the others as the form does",
);
const OTHER: Wording = Wording::new("另一处", "the other one");

fn check(context: &Context, sink: &mut Sink) {
    for section in context.sections().filter(|section| section.heading.role == Role::Duplicate) {
        let official = context.official(section.number);
        let is_its = |again: &&DuplicateTable| {
            sections_with(context, again)
                .is_some_and(|parts| parts.iter().any(|&part| std::ptr::eq(part, section.part)))
        };
        let table = context
            .facts
            .duplicates
            .iter()
            .find(is_its)
            .map(|again| context.form().tables[again.table].name.as_str());
        let message = match table {
            Some(table) => Message::new(WITH_TABLE, [official.into(), table.into()]),
            None => Message::new(MESSAGE, [official.into()]),
        };
        let other = context
            .sections()
            .find(|other| other.number == section.number && other.heading.role != Role::Duplicate);
        let related =
            other.map(|other| Related { range: other.range(), message: Message::plain(OTHER) });
        sink.push(section.range(), section.place(), message).related.extend(related);
    }
    for extra in extras(context) {
        let Some(other) = context.in_order().find(|section| Some(section.number) == extra.doubles)
        else {
            continue;
        };
        let [own, others] = [extra.range, other.range()].map(|range| shown(context.text, range));
        let message = Message::new(IN_OTHER_WORDS, [own.into(), others.into()]);
        let related = Related { range: other.range(), message: Message::plain(OTHER) };
        sink.push(
            extra.range,
            Place::part(PartKind::Section(extra.below).label(context.facts.standard)),
            message,
        )
        .related
        .push(related);
    }
}

/// The visible text of a heading, in one line.
fn shown(text: &str, range: TextRange) -> String {
    visible(range.of(text)).collect()
}

/// The two parts with this table and its copy, if each part begins with the heading of the table's
/// own section. Then the section was pasted twice, and the table needs no finding of its own.
pub(super) fn sections_with<'a>(
    context: &Context<'a>,
    again: &DuplicateTable,
) -> Option<[&'a Part; 2]> {
    let first = context.facts.tables.iter().find(|table| table.index == again.table)?;
    let number = first.table_form().section;
    let own = |part: usize| {
        context.report.parts.get(part).filter(|part| part.kind.section() == Some(number))
    };
    let parts = [own(first.part)?, own(again.part)?];
    let is_duplicate =
        |part: &&Part| part.heading.as_ref().is_some_and(|heading| heading.role == Role::Duplicate);
    (first.part != again.part && parts.iter().any(is_duplicate)).then_some(parts)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn a_second_heading_is_found() {
        for layout in Layout::ALL {
            let text = sample(layout);
            assert_found("S005", &text);
            let twice = format!("{text}\n⟦五、存在的主要问题及改进情况⟧\n\n补充说明。\n");
            let found = assert_found("S005", &twice);
            assert_eq!(
                messages(&found),
                ["“五、存在的主要问题及改进情况”已经出现过：请保留一处，或改正这里的标题"]
            );
            assert_eq!(found[0].related.len(), 1);
            assert_eq!(found[0].place.to_string(), "五");
        }
    }

    #[test]
    fn a_section_pasted_twice_with_its_table_is_one_finding() {
        for layout in Layout::ALL {
            let text = sample(layout);
            for (number, next) in
                [("二、主动", "三、收到"), ("三、收到", "四、政府"), ("四、政府", "五、存在")]
            {
                let line = |of: &str| {
                    text[..text.find(of).expect(of)].rfind('\n').map_or(0, |end| end + 1)
                };
                let own = &text[line(number)..line(next)];
                let heading = own.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
                let own = marked(own, heading, "S005");
                for pasted in [own.clone(), own.replacen('1', "2", 1)] {
                    let twice = format!("{}{pasted}{}", &text[..line(next)], &text[line(next)..]);
                    let found = assert_all_found(&twice);
                    assert!(messages(&found)[0].contains("连同其下的表"));
                }
            }
        }
    }

    #[test]
    fn a_section_in_other_words_is_there_twice() {
        for layout in Layout::ALL {
            let text = sample(layout);
            let numbered = |from: &[&str], to: &[&str]| {
                from.iter().zip(to).fold(text.clone(), |text, (from, to)| replaced(&text, from, to))
            };
            let gap = "\n\n我局依法公开。\n\n";
            for marked in [
                replaced(&text, "一、总体情况", &format!("⟦一、基本情况⟧{gap}一、总体情况")),
                replaced(&text, "三、收到", &format!("⟦三、政府信息公开申请情况⟧{gap}三、收到")),
                replaced(&text, "二、主动", &format!("⟦二、总体情况⟧{gap}二、主动"))
                    .replace("一、总体", "一、工作概述")
                    .replace("工作概述情况", "工作概述"),
                numbered(&["六、其他"], &[&format!("⟦六、其他事项⟧{gap}七、其他")]),
            ] {
                let found = assert_found("S005", &marked);
                assert!(messages(&found)[0].contains("是同一部分"), "{:?}", messages(&found));
                let text = without_marks(&marked);
                for silent in ["S003", "S004", "S006", "S007"] {
                    assert_found(silent, &text);
                }
            }
            // A list is not a series of headings.
            let list = format!("一、基本情况{gap}二、主要做法{gap}三、存在问题{gap}");
            assert_found(
                "S005",
                &replaced(&text, "本年度，我局主动", &format!("{list}本年度，我局主动")),
            );
        }
    }

    #[test]
    fn contents_and_running_titles_are_none() {
        let contents = "目录\n一、总体情况……1\n二、主动公开政府信息情况\t2\n三、收到和处理政府信息公开申请情况 3\n四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n六、其他需要报告的事项\n\n";
        for layout in Layout::ALL {
            assert_found("S005", &format!("{contents}{}", sample(layout)));
            assert_found(
                "S005",
                &replaced(&sample(layout), "本报告根据", &format!("{contents}本报告根据")),
            );
        }
    }
}
