//! S003: one of the six sections is missing.

use super::section_number::{is_closed_up, numbered_anew};
use super::sections::{nearest_heading, signature_start};
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{
    Applicability, Argument, Edit, Fix, Message, Place, SectionPlace, Sections, Severity, Wording,
};
use crate::facts::Table;
use crate::report::{Context, Section};
use crate::syntax::PartKind;
use crate::text::first_line;
use crate::write;
use std::ops::RangeInclusive;

pub static RULE: Rule = Rule {
    code: "S003",
    name: "missing-section",
    severity: Severity::Error,
    fix: FixKind::Unsafe,
    summary: Wording::new("缺少六个部分中的一个", "one of the six sections is missing"),
    documentation: Wording::new(
        "\
### 检查什么

报告由六个部分组成，缺一不可：一、总体情况；二、主动公开政府信息情况；三、收到和处理政府信息公开申请情况；四、政府信息公开行政复议、行政诉讼情况；五、存在的主要问题及改进情况；六、其他需要报告的事项。目录里列出、前言里提到，都不算有这一部分。最后几个部分都还没有的（报告正在写），合为一条。其余各部分的序号已经顺延的，也只提示缺少的部分，S007 不再报。

### 为什么

《政府信息公开条例》第五十条规定了年度报告应当包括的内容，《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）把它们分为这六个部分，要求不得遗漏。没有事项可报的部分也要保留标题，写“无”，表格填 0。

### 例子

```text
二、主动公开政府信息情况
（表格）
四、政府信息公开行政复议、行政诉讼情况
（表格）
```

缺少“三、收到和处理政府信息公开申请情况”，它应在“二”之后。

### 修正

需要人看过再用：按本报告其他标题的写法插入标题；第二、三、四部分连同空表一起插入，表格的版式与本报告其他表格一致。表格在、只是标题丢了的，把标题插在表格上方。其后各部分的序号已经顺延的，一并更正。随后要填表、写正文。
",
        "\
### What it checks

A report has six sections: 一、总体情况; 二、主动公开政府信息情况; 三、收到和处理政府信息公开申请情况; 四、政府信息公开行政复议、行政诉讼情况; 五、存在的主要问题及改进情况; 六、其他需要报告的事项. A contents list or a preface with the names of the sections does not count. If none of the last sections is there yet (the report is being written), they are one finding. If the remaining sections are numbered without a gap, only the missing section is reported, not the numerals (S007).

### Why

Article 50 of the Regulations (条例) lists the contents of a report. The format (国办公开办函〔2021〕30号) arranges them in these six sections, and no section may be left out. A section with nothing to report keeps its heading, with 无 or zeros below.

### Example

```text
二、主动公开政府信息情况
（table）
四、政府信息公开行政复议、行政诉讼情况
（table）
```

三、收到和处理政府信息公开申请情况 is missing. It belongs after 二.

### Fix

Unsafe, a person must look at it. Inserts the heading in the style of the other headings. Sections 二, 三 and 四 also get an empty table in the layout of the other tables. If the table is there and only the heading is lost, the heading is inserted above the table. If the following sections are numbered without a gap, their numerals are corrected too. A person must then fill in the table and write the text.
",
    ),
    check: Check::Report(check),
};

const BEHIND: Wording =
    Wording::new("缺少“{0}”，它应在“{1}”部分之后", "{0} is missing; it belongs after section {1}");
const FIRST: Wording =
    Wording::new("缺少“{0}”，它应是报告的第一部分", "{0} is missing; it belongs first");
const ALONE: Wording = Wording::new(
    "缺少“{0}”，它前面的各部分也都没有",
    "{0} is missing, and so is every section before it",
);
const REST: Wording = Wording::new("还缺少 {0} 个部分：{1}", "{0} sections are still missing: {1}");
const HEADING: Wording = Wording::new("插入标题“{0}”", "insert the heading {0}");
const HEADING_AND_TABLE: Wording =
    Wording::new("插入标题“{0}”和空表", "insert the heading {0} and its empty table");
const AND_RENUMBER: Wording =
    Wording::new("{0}，其后各部分的序号随之更正", "{0}, and number the sections behind it anew");
const HEADINGS: Wording = Wording::new(
    "插入这 {0} 个部分的标题和空表",
    "insert the {0} headings, and their empty tables",
);

fn check(context: &Context, sink: &mut Sink) {
    let present = |number: u8| context.report.section(number).next().is_some();
    let rest = rest(context);
    if rest.len() > 1 {
        begun(context, rest.clone(), sink);
    }
    let single = |number: &u8| !present(*number) && (rest.len() < 2 || !rest.contains(number));
    let missing: Vec<u8> = context.form().numbers().filter(single).collect();
    // Several missing sections are inserted one by one. Renumbering waits until all sections are
    // there.
    let renumber = missing.len() == 1 && is_closed_up(context);
    for number in missing {
        let before = context.in_order().rfind(|section| section.number < number);
        let range = before.as_ref().map_or_else(|| first_line(context.text), Section::range);
        let title = context.official(number);
        let message = match &before {
            Some(before) => Message::new(
                BEHIND,
                [title.clone().into(), before.part.kind.label(before.standard).into()],
            ),
            None if number == 1 => Message::new(FIRST, [title.clone().into()]),
            None => Message::new(ALONE, [title.clone().into()]),
        };
        let fix = insertion(context, number, before).and_then(|(sections, edits)| {
            let wording = Message::new(
                if sections.with_tables { HEADING_AND_TABLE } else { HEADING },
                [title.into()],
            );
            let behind = context.in_order().filter(|section| renumber && section.number > number);
            let numerals: Vec<Edit> =
                behind.filter_map(|section| numbered_anew(context, &section)).flatten().collect();
            let wording = if numerals.is_empty() {
                wording
            } else {
                Message::new(AND_RENUMBER, [wording.into()])
            };
            Fix::of_change(wording, Applicability::Unsafe, sections, edits, numerals)
        });
        sink.push(
            range,
            Place::part(PartKind::Section(number).label(context.facts.standard)),
            message,
        )
        .fixes
        .extend(fix);
    }
}

/// The last sections, if neither their headings nor their tables are there: the sections to come in
/// an unfinished report.
fn rest(context: &Context) -> RangeInclusive<u8> {
    let last = context.sections().map(|section| section.number);
    let tables = context.facts.tables.iter().map(|table| table.table_form().section);
    last.chain(tables).max().unwrap_or(0) + 1..=*context.form().numbers().end()
}

/// Reports all sections to come as one finding.
fn begun(context: &Context, rest: RangeInclusive<u8>, sink: &mut Sink) {
    let before = context.in_order().next_back();
    let range = before.as_ref().map_or_else(|| first_line(context.text), Section::range);
    let count = rest.clone().count();
    let titles = rest.clone().map(|number| format!("“{}”", context.official(number))).collect();
    let sections = Sections {
        numbers: *rest.start()..*rest.end() + 1,
        with_tables: true,
        place: SectionPlace::Before(signature_start(context).unwrap_or(context.text.len())),
        like: nearest_heading(context, *rest.start()),
    };
    let message = Message::new(REST, [count.into(), Argument::List(titles)]);
    let fix = carried_out(context, sections).and_then(|(sections, edits)| {
        let message = Message::new(HEADINGS, [count.into()]);
        Fix::of_change(message, Applicability::Unsafe, sections, edits, Vec::new())
    });
    sink.push(
        range,
        Place::part(PartKind::Section(*rest.start()).label(context.facts.standard)),
        message,
    )
    .fixes
    .extend(fix);
}

/// The sections to insert, with the edits. `None` if the table is in another section: a heading
/// above the table would be out of order.
fn insertion(
    context: &Context,
    number: u8,
    before: Option<Section>,
) -> Option<(Sections, Vec<Edit>)> {
    let form = context.form();
    let from = before.map_or(0, |before| before.range().end);
    let next = context
        .in_order()
        .find(|section| section.number > number)
        .map(|section| section.part.range.start);
    let end = next.or(signature_start(context)).unwrap_or(context.text.len());
    let range = |table: &Table| table.range.shifted(context.report.parts[table.part].range.start);
    let index = form.table_of_section(number);
    let own = context.facts.tables.iter().find(|table| Some(table.index) == index).map(range);
    let place = match own {
        Some(table) if (from..end).contains(&table.start) => SectionPlace::AboveTable(table),
        Some(_) => return None,
        None => {
            // Above the tables of later sections without headings.
            let tables = context.facts.tables.iter();
            let later = tables.filter(|table| table.table_form().section > number).map(range);
            let starts = later.map(|table| table.start).filter(|at| (from..end).contains(at));
            SectionPlace::Before(starts.fold(end, usize::min))
        }
    };
    let sections = Sections {
        numbers: number..number + 1,
        with_tables: own.is_none() && index.is_some(),
        place,
        like: nearest_heading(context, number),
    };
    carried_out(context, sections)
}

/// The sections and the edits that insert them, without tables if the tables cannot be written.
fn carried_out(context: &Context, sections: Sections) -> Option<(Sections, Vec<Edit>)> {
    if let Some(edits) = write::sections(context, &sections) {
        return Some((sections, edits));
    }
    let sections = Sections { with_tables: false, ..sections };
    let edits = write::sections(context, &sections)?;
    Some((sections, edits))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::apply;
    use crate::rules::testing::*;
    use crate::standard::Standard;
    use crate::syntax::{Layout, parse};

    fn official(number: usize) -> String {
        let section = &Standard::official().form(2023).sections[number - 1];
        format!("{}、{}", section.numeral, section.title.text)
    }

    /// The sample without the lines of these sections.
    fn without(layout: Layout, numbers: &[usize]) -> String {
        let mut text = sample(layout);
        for &number in numbers {
            let start = text[..text.find(&official(number)).unwrap()].rfind('\n').unwrap() + 1;
            let end = (number + 1..=6)
                .find_map(|next| text.find(&official(next)))
                .map_or(text.len(), |at| text[..at].rfind('\n').unwrap() + 1);
            text.replace_range(start..end, "");
        }
        text
    }

    /// Applies every first fix of S003, one after another.
    fn mended(text: &str) -> String {
        let mut text = text.to_owned();
        for _ in 0..6 {
            let Some(first) = found("S003", &text).into_iter().next() else { break };
            text = apply(&text, first.fixes[0].edits());
        }
        assert_found("S003", &text);
        text
    }

    /// `text` with the headings above the `missing` sections in marks, once for each section.
    /// Above the first section is the line of the title.
    fn above_marked(text: &str, missing: &[usize], heading: impl Fn(usize) -> String) -> String {
        let is_above = |above: usize, number: usize| {
            above < number && (above + 1..number).all(|between| missing.contains(&between))
        };
        let title = text.lines().next().unwrap_or_default();
        (0..6).filter(|above| !missing.contains(above)).fold(text.to_owned(), |text, above| {
            let count = missing.iter().filter(|number| is_above(above, **number)).count();
            let words = if above == 0 { title.to_owned() } else { heading(above) };
            if count == 0 { text } else { marked(&text, &words, &["S003"].repeat(count).join(",")) }
        })
    }

    /// What is found in sections without contents.
    const BLANKS: [&str; 3] = ["S008", "T009", "P002"];

    #[test]
    fn a_whole_report_lacks_nothing() {
        for layout in Layout::ALL {
            assert_found("S003", &sample(layout));
        }
    }

    #[test]
    fn where_the_others_are_numbered_on_the_missing_one_is_all() {
        let numerals = ["一", "二", "三", "四", "五", "六"];
        for layout in Layout::ALL {
            for numbers in [vec![2], vec![4], vec![5], vec![2, 4], vec![3, 4]] {
                let kept: Vec<usize> = (1..=6).filter(|number| !numbers.contains(number)).collect();
                let title =
                    |number: usize| &Standard::official().form(2023).sections[number - 1].title;
                let numeral = |number: usize| {
                    numerals[kept.iter().position(|kept| *kept == number).expect("a section")]
                };
                let heading =
                    |number: usize| format!("{}、{}", numeral(number), title(number).text);
                let numbered_on = kept.iter().fold(without(layout, &numbers), |text, &number| {
                    text.replace(&official(number), &heading(number))
                });
                assert_all_found_but(&BLANKS, &above_marked(&numbered_on, &numbers, heading));
                let mended = mended(&numbered_on);
                // Only where two sections were missing, numerals are left to mend.
                let wrong = kept.iter().filter(|&&number| {
                    numbers.len() > 1 && numeral(number) != numerals[number - 1]
                });
                let wrong = wrong.fold(mended.clone(), |text, &number| {
                    let marked = format!("⟦{}⟧、{}", numeral(number), title(number).text);
                    replaced(&text, &heading(number), &marked)
                });
                let wrong = assert_found("S007", &wrong);
                assert_all_found_but(
                    &BLANKS,
                    &apply(&mended, wrong.iter().flat_map(|found| found.fixes[0].edits())),
                );
            }
            // A single wrong numeral is not another numbering.
            assert_found("S007", &without(layout, &[4]).replace("五、存在", "⟦四⟧、存在"));
        }
    }

    #[test]
    fn headings_that_are_links_are_there() {
        for layout in Layout::ALL {
            let linked = |wrap: fn(&str, &str) -> String| {
                (1..=6).fold(sample(layout), |text, number| {
                    let heading = official(number);
                    let (numeral, title) = heading.split_once('、').unwrap();
                    replaced(&text, &heading, &wrap(numeral, title))
                })
            };
            for text in [
                linked(|numeral, title| format!("[{numeral}、{title}](#a)")),
                linked(|numeral, title| {
                    format!(
                        "**[{numeral}、{title}](https://www.yunxi.example/info/2024/01/report_section.html)**"
                    )
                }),
                linked(|numeral, title| format!("{numeral}、[{title}](#a)")),
                linked(|numeral, title| format!("[**{numeral}、{title}**](#a)")),
            ] {
                assert_all_found(&text);
            }
            let lost = linked(|_, title| format!("[{title}](#a)"));
            assert_found("S003", &lost);
            assert_found("S007", &marked(&lost, "总体情况", ""));
        }
    }

    #[test]
    fn each_missing_section_is_found_and_can_be_put_back() {
        for layout in Layout::ALL {
            for number in 1..=6 {
                let text = without(layout, &[number]);
                assert_all_found_but(&BLANKS, &above_marked(&text, &[number], official));
                let text = mended(&text);
                assert_all_found_but(&BLANKS, &text);
                let parsed = parse(&text, crate::standard::Standard::official());
                let order: Vec<_> =
                    parsed.reports[0].parts.iter().filter_map(|part| part.kind.section()).collect();
                assert_eq!(order, [1, 2, 3, 4, 5, 6]);
                assert_eq!(
                    text.lines().filter(|line| line.ends_with(&official(number))).count(),
                    1
                );
            }
        }
    }

    #[test]
    fn several_and_all_can_be_put_back() {
        for layout in Layout::ALL {
            for missing in [&[2, 3][..], &[1, 2], &[3, 4, 5], &[5, 6], &[1, 6], &[2, 4]] {
                let text = without(layout, missing);
                // Two sections at the end are one finding.
                let told = if missing == [5, 6] { &missing[..1] } else { missing };
                assert_all_found_but(&BLANKS, &above_marked(&text, told, official));
                assert_all_found_but(&BLANKS, &mended(&text));
            }
        }
        let title = "云溪县园林局2023年政府信息公开工作年度报告\n";
        assert_found("S003", &marked(title, title.trim_end(), ""));
        assert_all_found_but(&BLANKS, &mended(title));
    }

    #[test]
    fn of_a_report_that_is_begun_all_that_is_to_come_is_one_finding() {
        let text = without(Layout::Markdown, &[3, 4, 5, 6]);
        let lacking = assert_found("S003", &marked(&text, &official(2), ""));
        let expected = "还缺少 4 个部分：“三、收到和处理政府信息公开申请情况”、“四、政府信息公开行政复议、行政诉讼情况”、\
                        “五、存在的主要问题及改进情况”、“六、其他需要报告的事项”";
        assert_eq!(messages(&lacking), [expected]);
        let signed = format!("{text}云溪县园林局\n2024年1月20日\n");
        let mended = mended(&signed);
        assert!(
            mended.ends_with("\n\n## 六、其他需要报告的事项\n\n云溪县园林局\n2024年1月20日\n"),
            "{mended}"
        );
        assert!(!mended.contains("\n\n\n"), "{mended}");
    }

    #[test]
    fn where_the_table_is_there_only_the_heading_is_put_back() {
        for layout in Layout::ALL {
            let whole = sample(layout);
            for numbers in [&[2][..], &[3], &[4], &[2, 3], &[2, 3, 4]] {
                let mut text = whole.clone();
                for &number in numbers {
                    let start =
                        text[..text.find(&official(number)).unwrap()].rfind('\n').unwrap() + 1;
                    let end = start + text[start..].find("\n\n").unwrap() + 2;
                    text.replace_range(start..end, "");
                }
                assert_eq!(mended(&text), whole, "{layout:?} {numbers:?}");
            }
        }
    }

    #[test]
    fn a_heading_is_written_as_its_neighbours_are() {
        let text = without(Layout::Tabs, &[6])
            .replace("\n\n", "\n")
            .replace("、存在", "． 存在")
            .replace('\n', "\r\n");
        let text = text.trim_end();
        assert_eq!(mended(text), format!("{text}\r\n六． 其他需要报告的事项"));
        let signed = format!("{text}\r\n\r\n云溪县园林局\r\n2024年1月20日\r\n");
        assert_eq!(
            mended(&signed),
            format!("{text}\r\n六． 其他需要报告的事项\r\n\r\n云溪县园林局\r\n2024年1月20日\r\n")
        );
        let bold = without(Layout::Markdown, &[5])
            .replace("## 六、其他需要报告的事项", "**六、其他需要报告的事项**")
            .replace(
                "## 四、政府信息公开行政复议、行政诉讼情况",
                "**四、政府信息公开行政复议、行政诉讼情况**",
            );
        assert!(mended(&bold).contains("\n\n**五、存在的主要问题及改进情况**\n\n**六、"));
    }

    #[test]
    fn places_and_words() {
        let text = without(Layout::Pipes, &[1, 3]);
        let found = assert_all_found_but(&BLANKS, &above_marked(&text, &[1, 3], official));
        assert_eq!(
            messages(&found),
            [
                "缺少“一、总体情况”，它应是报告的第一部分",
                "缺少“三、收到和处理政府信息公开申请情况”，它应在“二”部分之后"
            ]
        );
        assert_eq!(
            found.iter().map(|found| found.place.to_string()).collect::<Vec<_>>(),
            ["一", "三"]
        );
    }
}
