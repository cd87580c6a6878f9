//! T015: a second copy of a table of the form.

use super::duplicate_section::sections_with;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Message, Place, Related, Severity, Wording};
use crate::report::Context;

pub static RULE: Rule = Rule {
    code: "T015",
    name: "duplicate-table",
    severity: Severity::Error,
    fix: FixKind::None,
    summary: Wording::new("格式的一张表在报告中出现两次", "one of the form's tables stands in the report twice"),
    documentation: Wording::new(
        "\
### 检查什么

表二、表三或表四在一份报告中完整地出现第二次，不论其中的数是否相同。第一张照常检查，第二张只提示这一处。分页后重复的表头不算；连标题一起重复的，由 S005 在标题处提示。

### 为什么

两张表的数不同时，无法知道哪一张是准的；相同的，也不该公布两遍（格式，国办公开办函〔2021〕30号）。

### 例子

“三、收到和处理政府信息公开申请情况”之下有两张表三，总计一为 78，一为 87。

### 修正

无。请核对后删去一张。
",
        "\
### What it checks

Table two, three or four appears a second time as a whole, with the same values or with other values. The first table is checked as usual, and the second table has only this finding. A table head repeated after a page break does not count. If the heading is repeated together with the table, S005 reports the heading.

### Why

If the two tables differ, nobody knows which table counts. If they are equal, one of them should not be published (format, 国办公开办函〔2021〕30号).

### Example

Two tables three stand below 三、收到和处理政府信息公开申请情况, with the totals 78 and 87.

### Fix

None. Compare the tables and remove one.
",
    ),
    check: Check::Report(check),
};

const MESSAGE: Wording = Wording::new(
    "{0}重复：请核对后删去一张",
    "{0} is there twice: compare the two, and remove one of them",
);
const FIRST: Wording = Wording::new("第一张", "the first one");

fn check(context: &Context, sink: &mut Sink) {
    let facts = context.facts;
    for again in facts.duplicates.iter().filter(|again| sections_with(context, again).is_none()) {
        let in_report = |part: usize, range: crate::text::TextRange| {
            range.shifted(context.report.parts[part].range.start)
        };
        let Some(first) = facts.tables.iter().find(|table| table.index == again.table) else {
            continue;
        };
        let name = first.table_form().name.as_str();
        let diagnostic = sink.push(
            in_report(again.part, again.first_row),
            Place::part(name),
            Message::new(MESSAGE, [name.into()]),
        );
        diagnostic.related.push(Related {
            range: in_report(first.part, first.first_row),
            message: Message::plain(FIRST),
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::standard::Standard;
    use crate::syntax::Layout;

    /// The lines of a table in the sample. `table` is an index into the tables of the form.
    fn lines(text: &str, table: usize) -> &str {
        let section = |number: u8| {
            let section = Standard::official().form(2023).section(number);
            format!("{}、{}", section.numeral, section.title.text)
        };
        let number = Standard::official().form(2023).tables[table].section;
        let start = text.find(&section(number)).expect("its heading");
        let own = &text[start..text.find(&section(number + 1)).expect("the next heading")];
        let own = own.split_once('\n').expect("its lines").1.trim_matches('\n');
        // The Markdown marks of the next heading do not belong to the table.
        own.trim_end_matches(['#', ' ', '\n'])
    }

    #[test]
    fn a_second_table_is_one_finding() {
        for layout in Layout::ALL {
            for table in 0..3 {
                let text = sample(layout);
                let own = lines(&text, table);
                let first = ["第二十条第（一）项", "（本列数据", "行政复议"][table];
                let again = marked_line(layout, own, first, "T015");
                let found = assert_all_found(&replaced(&text, own, &format!("{own}\n\n{again}")));
                assert_eq!(
                    found[0].place.to_string(),
                    Standard::official().form(2023).tables[table].name
                );
            }
        }
    }

    #[test]
    fn so_is_one_whose_first_label_has_two_lines() {
        let text = replaced(
            &sample(Layout::Spaces),
            "一、本年新收政府信息公开申请数量 ",
            "一、本年新收政府信息公开\n申请数量 ",
        );
        let own = lines(&text, 1);
        let label = "一、本年新收政府信息公开\n申请数量";
        let again = own.replacen(label, &format!("⟦{label}⟧ T015"), 1);
        assert_all_found(&text.replacen(own, &format!("{own}\n\n{again}"), 1));
    }

    #[test]
    fn a_second_table_with_other_values_is_not_evaluated() {
        let text = sample(Layout::Markdown);
        let own = lines(&text, 1);
        let header = own.lines().next().expect("its header");
        let inner =
            header.strip_prefix("| ").and_then(|rest| rest.strip_suffix(" |")).expect("cells");
        let again = own.replacen("| 6 | 2 |", "| 7 | 2 |", 1).replacen(
            inner,
            &format!("⟦{inner}⟧ T015"),
            1,
        );
        assert_all_found(&text.replacen(own, &format!("{own}\n\n{again}"), 1));
    }

    #[test]
    fn a_repeated_head_is_no_table() {
        for layout in Layout::ALL {
            let text = sample(layout);
            let own = lines(&text, 1);
            let (head, _) = own.split_once("一、本年新收").expect("its first row");
            let head = &head[..head.rfind('\n').expect("a header") + 1];
            let row =
                own.lines().find(|line| line.contains("1.信访举报投诉类申请")).expect("a row");
            assert_found("T015", &replaced(&text, row, &format!("{head}{row}")));
            assert_found("T015", &text);
        }
    }
}
