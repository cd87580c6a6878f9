//! T005: a row in another place than in the form.

use super::rows::label_or_row;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Argument, Message, Severity, Wording};
use crate::report::TableContext;

pub static RULE: Rule = Rule {
    code: "T005",
    name: "row-order",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new("一行不在格式规定的位置", "a row is not where the form has it"),
    documentation: Wording::new(
        "\
### 检查什么

表二、表三的各行是否按格式的顺序。只报不在最长的有序部分里的行。

### 为什么

国家统一格式规定了各行的顺序（国办公开办函〔2021〕30号）；顺序乱了，汇总时容易错行。

### 例子

“（二）部分公开”写在“（一）予以公开”之前。

### 修正

无。请移到消息所说的位置。
",
        "\
### What it checks

Whether the rows of tables two and three are in the order of the form. Only rows outside the longest run in order are reported.

### Why

The national format prescribes the order (国办公开办函〔2021〕30号). In another order, numbers end up in the wrong row when reports are added up.

### Example

（二）部分公开 stands before （一）予以公开.

### Fix

None. Move the row to the place in the message.
",
    ),
    check: Check::Table(check),
};

const AFTER: Wording = Wording::new(
    "“{0}”一行的位置不对：应在“{1}”之后",
    "the row “{0}” is out of order: it belongs after “{1}”",
);
const SEVERAL_AFTER: Wording = Wording::new(
    "“{0}”等 {1} 行的位置不对：应在“{2}”之后",
    "{1} rows are out of order, “{0}” first: they belong after “{2}”",
);
const SEVERAL_FIRST: Wording = Wording::new(
    "“{0}”等 {1} 行的位置不对：应在表的最前面",
    "{1} rows are out of order, “{0}” first: they should be the first",
);
const FIRST: Wording = Wording::new(
    "“{0}”一行的位置不对：应是第一行",
    "the row “{0}” is out of order: it should be the first",
);

fn check(context: &TableContext, sink: &mut Sink) {
    let table = context.table;
    if context.is_unreadable() {
        return;
    }
    let displaced =
        |index: usize| table.rows.get(index).and_then(Option::as_ref).filter(|row| row.displaced);
    let mut index = 0;
    while index < table.rows.len() {
        let Some(row) = displaced(index) else {
            index += 1;
            continue;
        };
        // Rows moved together, one behind another.
        let moved = (index + 1..table.rows.len()).take_while(|&next| {
            let pair = displaced(next - 1).zip(displaced(next));
            pair.is_some_and(|(row, next)| {
                row.range.start < next.range.start
                    && !stands_between(context, row.range.start, next.range.start)
            })
        });
        let count = 1 + moved.count();
        let label: Argument = context.row_label(index).into();
        let message = match (index.checked_sub(1), count) {
            (Some(before), 1) => Message::new(AFTER, [label, context.row_label(before).into()]),
            (None, 1) => Message::new(FIRST, [label]),
            (Some(before), _) => {
                Message::new(SEVERAL_AFTER, [label, count.into(), context.row_label(before).into()])
            }
            (None, _) => Message::new(SEVERAL_FIRST, [label, count.into()]),
        };
        sink.push(label_or_row(row), context.row_place(index), message);
        index += count;
    }
}

/// Whether another row begins between these places.
fn stands_between(context: &TableContext, start: usize, end: usize) -> bool {
    context.table.rows.iter().flatten().any(|row| (start + 1..end).contains(&row.range.start))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn the_row_outside_the_order_is_found() {
        let (first, second) = (
            "2.重复申请 0 0 0 0 0 0 0\n",
            "3.要求提供公开出版物 0 0 0 0 0 0 0\n4.无正当理由大量反复申请 0 0 0 0 0 0 0\n",
        );
        let text = replaced(
            &sample(Layout::Spaces),
            &format!("{first}{second}"),
            &format!("{second}⟦2.重复申请⟧ 0 0 0 0 0 0 0\n"),
        );
        let found = assert_found("T005", &text);
        assert_eq!(
            messages(&found),
            ["“2.重复申请”一行的位置不对：应在“1.信访举报投诉类申请”之后"]
        );
        assert_found("T003", &without_marks(&text));
        let text = replaced(
            &sample(Layout::Pipes),
            "行政处罚 | 3 | ||\n行政强制 | 3 |",
            "行政强制 | 3 | ||\n⟦行政处罚⟧ | 3 |",
        );
        assert_found("T005", &text);
    }

    #[test]
    fn rows_that_were_moved_together_are_one() {
        let rows = ["6.属于四类过程性信息 0 0 0 0 0 0 0\n", "7.属于行政执法案卷 0 0 0 0 0 0 0\n"];
        let text = sample(Layout::Spaces).replacen(&rows.concat(), "", 1);
        let text = replaced(
            &text,
            "2.重复申请 0",
            &format!("⟦6.属于四类过程性信息⟧ 0 0 0 0 0 0 0\n{}2.重复申请 0", rows[1]),
        );
        let found = assert_found("T005", &text);
        assert_eq!(
            messages(&found),
            ["“6.属于四类过程性信息”等 2 行的位置不对：应在“5.属于三类内部事务信息”之后"]
        );
    }

    #[test]
    fn the_last_row_at_the_top_is_out_of_order() {
        for layout in [Layout::Spaces, Layout::Markdown, Layout::Tabs, Layout::Pipes] {
            let text = sample(layout);
            let line = text
                .lines()
                .find(|line| line.contains("四、结转下年度继续办理"))
                .expect("the last row");
            let moved = text.replacen(&format!("{line}\n"), "", 1);
            let first = moved
                .lines()
                .find(|line| line.contains("一、本年新收"))
                .expect("the first row")
                .to_owned();
            let moved = replaced(
                &moved,
                &first,
                &format!(
                    "{}\n{first}",
                    line.replace("四、结转下年度继续办理", "⟦四、结转下年度继续办理⟧")
                ),
            );
            assert_found("T005", &moved);
            assert_found("T003", &without_marks(&moved));
        }
    }

    #[test]
    fn samples_are_in_order() {
        for layout in Layout::ALL {
            assert_found("T005", &sample(layout));
        }
    }
}
