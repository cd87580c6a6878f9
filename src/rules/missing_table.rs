//! S009: section 二, 三 or 四 without its table.

use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Applicability, Fix, Message, NewTable, Severity, Wording};
use crate::facts::{Table, is_note};
use crate::report::{Context, Section};
use crate::standard::Label;
use crate::syntax::{BlockKind, Heading, Layout, Role, TablePieces};
use crate::text::{TextRange, in_one_line, letters_of, lines};
use crate::write;

pub static RULE: Rule = Rule {
    code: "S009",
    name: "missing-table",
    severity: Severity::Error,
    fix: FixKind::Unsafe,
    summary: Wording::new("第二、三或四部分没有表格", "section 二, 三 or 四 lacks its table"),
    documentation: Wording::new(
        "\
### 检查什么

有第二、三、四部分的标题，就要有相应的表格。表格按内容认，附在文末也算有；整份报告都找不到才报告。第二、三、四部分的标题下没有文字，表格却在另一个部分的标题下的，报告它在哪里；两张表互换了位置，只提示一次。表格的位置只有一张图片或 `[TABLE]` 的，由 T012 说。

### 为什么

《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）规定这三个部分以表格形式报告。没有事项可报的，表格照列，各格填 0。

### 例子

```text
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
（表格）
```

第二部分只有标题，没有表格。

### 修正

需要人看过再用：在这一部分的末尾插入空表，版式与本报告其他表格一致，随后要填数。
",
        "\
### What it checks

If the heading of section 二, 三 or 四 is there, the table of the section must be there too. A table is known by its contents, and also counts at the end of the report. The table is missing only if the whole report has no such table. If a section has no text below its heading and its table stands below the heading of another of these sections, the finding names this section. Two exchanged tables are one finding. If a picture or `[TABLE]` stands in place of the table, T012 reports it.

### Why

The format (国办公开办函〔2021〕30号) requires tables in these three sections. With nothing to report, the table stays, with 0 in its cells.

### Example

```text
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
（table）
```

Section 二 has a heading but no table.

### Fix

Unsafe, a person must look at it. Inserts the empty table at the end of the section, in the layout of the other tables. A person must then fill in the numbers.
",
    ),
    check: Check::Report(check),
};

const MESSAGE: Wording = Wording::new(
    "“{0}”部分没有{1}：没有数据也要列表，各格填 0",
    "{1} of {0} is missing: list it with zeros even where there is nothing",
);
const ELSEWHERE: Wording = Wording::new(
    "“{0}”部分没有{1}，它在“{2}”部分：请移到本部分",
    "{1} of {0} stands in the section {2}: move it to its own",
);
const EXCHANGED: Wording = Wording::new(
    "“{0}”和“{1}”两个部分的表互换了位置：请各归其位",
    "the tables of {0} and {1} stand in each other's place: exchange them",
);
const FIX: Wording = Wording::new("插入空的{0}", "insert an empty {0}");

fn check(context: &Context, sink: &mut Sink) {
    let form = context.form();
    for number in form.numbers() {
        let Some(index) = form.table_of_section(number) else { continue };
        let mut sections: Vec<_> =
            context.sections().filter(|section| section.number == number).collect();
        // Of two sections, the section in order.
        sections.sort_by_key(|section| section.heading.role != Role::Section);
        let Some(section) = sections.first() else { continue };
        let table = &form.tables[index];
        if let Some(found) = context.facts.tables.iter().find(|table| table.index == index) {
            let Some(other) = other_section(context, section, found) else { continue };
            let is_exchanged =
                |table: &&Table| context.report.parts[table.part].kind.section() == Some(number);
            let exchanged = form.table_of_section(other).and_then(|index| {
                context.facts.tables.iter().find(|table| table.index == index).filter(is_exchanged)
            });
            let (here, there) = (context.official(number), context.official(other));
            let message = match exchanged {
                Some(_) if other < number => continue,
                Some(_) => Message::new(EXCHANGED, [here.into(), there.into()]),
                None => {
                    Message::new(ELSEWHERE, [here.into(), table.name.as_str().into(), there.into()])
                }
            };
            sink.push(section.range(), section.place(), message);
            continue;
        }
        let message =
            Message::new(MESSAGE, [context.official(number).into(), table.name.as_str().into()]);
        let diagnostic = sink.push(section.range(), section.place(), message);
        let new = NewTable {
            table: index,
            section: section.part.range,
            like: nearest_table(context, number),
        };
        diagnostic.fixes.extend(write::table(context, &new).and_then(|edits| {
            let message = Message::new(FIX, [table.name.as_str().into()]);
            Fix::of_change(message, Applicability::Unsafe, new, edits, Vec::new())
        }));
    }
}

/// The table with its section nearest to section `number` in the form.
fn nearest_table(context: &Context, number: u8) -> Option<TextRange> {
    let tables = context.facts.tables.iter();
    tables
        .min_by_key(|table| table.table_form().section.abs_diff(number))
        .map(|table| table.range.shifted(context.report.parts[table.part].range.start))
}

/// The other section with the table of section `own`. Below the heading of `own` may stand another
/// table, but no text. Text from a PDF may have a heading behind its table. In such text, another
/// table must stand in place of the table, or the other section must lack its own table.
fn other_section(context: &Context, own: &Section, table: &Table) -> Option<u8> {
    let part = &context.report.parts[table.part];
    let other = part.kind.section().filter(|other| {
        *other != own.number && context.form().table_of_section(*other).is_some()
    })?;
    let body = own.part.range.of(context.text);
    let is_text = |block: TextRange| {
        lines(block.of(body)).any(|line| !is_of_table(context, own, line.shifted(block.start)))
    };
    let has_text =
        own.part.blocks.iter().any(|block| block.kind == BlockKind::Text && is_text(block.range));
    let in_order =
        |heading: Option<&Heading>| heading.is_some_and(|heading| heading.role == Role::Section);
    let is_own = |found: &TablePieces| context.form().table_of_section(other) == Some(found.table);
    let is_told = !own.part.tables.is_empty()
        || !matches!(table.layout, Layout::Spaces | Layout::Lines)
        || !part.tables.iter().any(is_own);
    (!has_text && is_told && in_order(Some(own.heading)) && in_order(part.heading.as_ref()))
        .then_some(other)
}

/// Whether a line of a section belongs to a table: a unit, a rest of a frame or of tags around a
/// table, a rest of the words in the corner, or the line of the table itself.
fn is_of_table(context: &Context, section: &Section, line: TextRange) -> bool {
    const FEWEST: usize = 4;
    let words = in_one_line(line.of(section.part.range.of(context.text)));
    let letters: String = letters_of(&words).collect();
    let is_of_corner =
        |corner: &Label| letters.chars().count() >= FEWEST && corner.letters.contains(&letters);
    is_note(&words)
        || section.part.tables.iter().any(|table| table.range.overlaps(line))
        || context.form().tables.iter().filter_map(|table| table.corner.as_ref()).any(is_of_corner)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::apply;
    use crate::rules::testing::*;
    use crate::standard::Standard;
    use crate::syntax::{Layout, parse};

    const HEADINGS: [&str; 3] = [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    ];

    /// The sample without the contents below a heading.
    fn without(layout: Layout, heading: &str) -> String {
        let text = sample(layout);
        let start = text.find(heading).unwrap() + heading.len();
        let next = ["三、收到", "四、政府", "五、存在"]
            .into_iter()
            .filter_map(|next| text[start..].find(next))
            .min()
            .unwrap();
        let end = start + text[start..start + next].rfind("\n\n").unwrap();
        format!("{}{}", &text[..start], &text[end..])
    }

    #[test]
    fn a_missing_table_is_one_finding_and_can_be_put_back() {
        for layout in Layout::ALL {
            assert_found("S009", &sample(layout));
            for heading in HEADINGS {
                let text = without(layout, heading);
                let found = assert_all_found(&marked(&text, heading, "S009"));
                assert_eq!(found[0].place.to_string(), heading[.."二".len()]);
                let fixed = apply(&text, found[0].fixes[0].edits());
                assert_all_found_but(&["T009"], &fixed);
                let parsed = parse(&fixed, crate::standard::Standard::official());
                let section = parsed.reports[0]
                    .parts
                    .iter()
                    .find(|part| part.kind.label(Standard::official()) == &heading[.."二".len()])
                    .unwrap();
                assert_eq!(section.tables.len(), 1);
                // A line of blank cells separates blocks of lines like an empty line. The shape
                // does not matter.
                let gaps = |text: &str| text.contains("\n\n\n\n");
                assert_eq!(gaps(&fixed), gaps(&text), "{fixed}");
            }
        }
    }

    /// In Markdown, a line directly below a table is a row of the table.
    #[test]
    fn a_heading_without_a_mark_never_touches_the_table() {
        for heading in HEADINGS {
            let text = without(Layout::Markdown, heading).replace("\n\n", "\n").replace("## ", "");
            let found = assert_found("S009", &marked(&text, heading, ""));
            let fixed = apply(&text, found[0].fixes[0].edits());
            assert!(fixed.contains(&format!("{heading}\n\n|")), "{fixed}");
            let (_, table) = fixed.split_once(&format!("{heading}\n\n")).unwrap();
            assert!(
                table.lines().find(|line| !line.starts_with('|')).unwrap().is_empty(),
                "{fixed}"
            );
        }
    }

    #[test]
    fn a_table_in_another_section_is_there() {
        for layout in Layout::ALL {
            let text = sample(layout);
            let [two, three, _] = HEADINGS;
            let swapped = text
                .replacen(two, "〇", 1)
                .replacen(three, &format!("{two}\n\n{three}"), 1)
                .replacen("〇", "", 1);
            assert_found("S009", &swapped);
        }
    }

    #[test]
    fn text_stays_above_the_table() {
        let text = replaced(
            &without(Layout::Pipes, HEADINGS[0]),
            HEADINGS[0],
            &format!("{}\n\n本年度情况见下表。", HEADINGS[0]),
        );
        let found = assert_found("S009", &marked(&text, HEADINGS[0], ""));
        let fixed = apply(&text, found[0].fixes[0].edits());
        assert!(fixed.contains("本年度情况见下表。\n\n第二十条第（一）项"), "{fixed}");
        let heading_only =
            "云溪县园林局2023年政府信息公开工作年度报告\r\n四、政府信息公开行政复议、行政诉讼情况";
        let found = assert_found("S009", &marked(heading_only, HEADINGS[2], ""));
        let fixed = apply(heading_only, found[0].fixes[0].edits());
        assert!(fixed.contains("诉讼情况\r\n行政复议\t"), "{fixed}");
    }

    #[test]
    fn without_its_heading_the_section_is_missed_not_the_table() {
        let text = without(Layout::Tabs, HEADINGS[1]).replace(&format!("{}\n\n", HEADINGS[1]), "");
        assert_found("S009", &text);
        assert_found("S003", &marked(&text, HEADINGS[0], ""));
    }

    #[test]
    fn a_table_below_another_heading_is_one_finding() {
        for layout in [Layout::Tabs, Layout::Pipes, Layout::Markdown] {
            let text = sample(layout);
            let at: Vec<usize> = HEADINGS
                .iter()
                .chain(&["五、存在"])
                .map(|heading| text.find(heading).unwrap())
                .collect();
            let body = |index: usize| {
                let end = text[..at[index + 1]].rfind("\n\n").unwrap();
                &text[at[index] + HEADINGS[index].len()..end]
            };
            // The report with these bodies below the three headings.
            let with = |bodies: [String; 3]| {
                let sections: String = (0..3)
                    .map(|index| {
                        format!(
                            "{}{}{}",
                            HEADINGS[index],
                            bodies[index],
                            &text[at[index + 1] - 2 - 3 * usize::from(layout == Layout::Markdown)
                                ..at[index + 1]]
                        )
                    })
                    .collect();
                format!("{}{sections}{}", &text[..at[0]], &text[at[3]..])
            };
            let own = |index: usize| body(index).to_owned();
            let both = |one: usize, other: usize| format!("{}\n{}", body(one), body(other));
            let words = "\n\n见附表。".to_owned();
            for (bodies, expected) in [
                ([own(0), own(1), own(2)], None),
                (
                    [own(0), own(2), own(1)],
                    Some((
                        1,
                        "“三、收到和处理政府信息公开申请情况”和“四、政府信息公开行政复议、行政诉讼情况”两个部分的表互换了位置：请各归其位",
                    )),
                ),
                (
                    [own(1), own(0), own(2)],
                    Some((
                        0,
                        "“二、主动公开政府信息情况”和“三、收到和处理政府信息公开申请情况”两个部分的表互换了位置：请各归其位",
                    )),
                ),
                (
                    [String::new(), both(0, 1), own(2)],
                    Some((
                        0,
                        "“二、主动公开政府信息情况”部分没有表二，它在“三、收到和处理政府信息公开申请情况”部分：请移到本部分",
                    )),
                ),
                (
                    [own(0), both(1, 2), String::new()],
                    Some((
                        2,
                        "“四、政府信息公开行政复议、行政诉讼情况”部分没有表四，它在“三、收到和处理政府信息公开申请情况”部分：请移到本部分",
                    )),
                ),
                // A person must judge the text about the table.
                ([own(0), both(1, 2), words], None),
            ] {
                let text = with(bodies);
                match expected {
                    None => {
                        assert_all_found(&text);
                    }
                    Some((at, message)) => {
                        let found = assert_all_found(&marked(&text, HEADINGS[at], "S009"));
                        assert_eq!(messages(&found), [message], "{text}");
                    }
                }
            }
        }
    }

    /// The sample with the contents below two headings exchanged, with `above` behind each heading.
    fn exchanged(text: &str, first: usize, above: &str) -> String {
        let at: Vec<usize> = HEADINGS
            .iter()
            .chain(&["五、存在"])
            .map(|heading| text.find(heading).unwrap())
            .collect();
        let body = |index: usize| {
            &text[at[index] + HEADINGS[index].len()..text[..at[index + 1]].rfind("\n\n").unwrap()]
        };
        let mut bodies = [0, 1, 2];
        bodies.swap(first, first + 1);
        let mark = |index: usize| &text[text[..at[index]].rfind('\n').unwrap() - 1..at[index]];
        let section = |(index, of): (usize, usize)| {
            format!("{}{}{above}{}", mark(index), HEADINGS[index], body(of))
        };
        let sections: String = bodies.into_iter().enumerate().map(section).collect();
        format!("{}{sections}{}{}", &text[..at[0] - mark(0).len()], mark(3), &text[at[3]..])
    }

    #[test]
    fn a_line_that_gives_the_unit_is_no_text_of_the_section() {
        for layout in Layout::ALL {
            for (first, heading) in HEADINGS.into_iter().enumerate().take(2) {
                for note in ["", "\n\n（单位：件）", "\n\n单位：件"] {
                    let text = exchanged(&sample(layout), first, note);
                    assert_all_found(&marked(&text, heading, "S009"));
                }
                let text = exchanged(&sample(layout), first, "\n\n见附表，单位为件。");
                assert_all_found(&text);
            }
        }
    }

    #[test]
    fn cells_of_several_lines_between_quotation_marks_are_no_text_of_the_section() {
        let sample = sample(Layout::Tabs);
        let corner = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";
        let quoted = format!("\"{}\"", corner.replace("之和，", "之和，\n"));
        let text = replaced(&sample, corner, &quoted);
        let text = replaced(&text, "（二）部分公开（", "\"（二）部分公开\n（").replacen(
            "其他情形）",
            "其他情形）\"",
            1,
        );
        let text = text.replace("尚未审结", "\"尚未\n审结\"");
        assert_all_found(&text);
        for (first, heading) in HEADINGS.into_iter().enumerate().take(2) {
            assert_all_found(&marked(&exchanged(&text, first, ""), heading, "S009"));
        }
    }

    #[test]
    fn in_text_from_pdf_a_table_below_another_heading_without_its_own_is_found() {
        for layout in [Layout::Spaces, Layout::Lines] {
            let text = without(layout, HEADINGS[1]);
            let [two, three, _] = HEADINGS;
            let moved = text.replacen(two, "〇", 1).replacen(three, "", 1).replacen(
                "〇",
                &format!("{two}\n\n{three}"),
                1,
            );
            let found = assert_all_found(&marked(&marked(&moved, two, "S009"), three, "S009"));
            assert_eq!(
                messages(&found),
                [
                    "“二、主动公开政府信息情况”部分没有表二，它在“三、收到和处理政府信息公开申请情况”部分：请移到本部分",
                    "“三、收到和处理政府信息公开申请情况”部分没有表三：没有数据也要列表，各格填 0"
                ],
                "{moved}"
            );
        }
    }
}
