//! T013: values in the wrong place, as shown by the sums.

use super::sums::setting;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Argument, Message, Place, Related, Severity, Wording};
use crate::facts::RowCells;
use crate::relations::{Event, EventKind, value};
use crate::report::TableContext;
use crate::standard::CellRef;
use crate::text::TextRange;

pub static RULE: Rule = Rule {
    code: "T013",
    name: "shifted-row",
    severity: Severity::Error,
    fix: FixKind::Unsafe,
    summary: Wording::new("一行或一列的数错了位", "the values of a row or column stand in the wrong places"),
    documentation: Wording::new(
        "\
### 检查什么

表三的勾稽关系显示数填错了地方：一行从某一格起整体左移或右移了一两格，一列从某一行起上移或下移了一行，两行的数互换了，或者一行与上一行填成了一样；表四的数整体错了一格。只有当这一个原因解释了全部不成立的关系、而且没有同样简单的别的解释时才指出。由它造成的 A001 至 A004、T008、T009 不再报。

### 为什么

粘贴时少一格或多一格，后面的数就全部进了别的列（格式，国办公开办函〔2021〕30号）。逐条报不相等的关系，看不出原因只有一个。

### 例子

```text
（七）总计 | 9 | 9 | 15 | 8 | 17 | 78 |  |
```

由各列推算，（七）总计应为 9、20、9、15、8、17、78：少填了商业企业的 20，其后的数左移了一格。

### 修正

把数放回原处，少填的由各列（各行）推算。要对照原件看过，所以不安全。
",
        "\
### What it checks

The sums of table three show values in the wrong place: a row has slipped one or two cells to the left or right from some cell on, a column has slipped up or down by one from some row on, two rows are exchanged, or a row repeats the row above. In table four, all values have slipped by one cell. The rule reports this cause only if it explains all failing sums and no other explanation is as simple. A001 to A004, T008 and T009 are silent about the consequences.

### Why

If pasting loses or adds a cell, all following values are in another column (format, 国办公开办函〔2021〕30号). A list of failing sums does not show that there is a single cause.

### Example

```text
（七）总计 | 9 | 9 | 15 | 8 | 17 | 78 |  |
```

By the columns, （七）总计 should be 9, 20, 9, 15, 8, 17, 78: the 20 of 商业企业 was lost, and the following values stand one cell too far to the left.

### Fix

Moves the values to their places. A lost value is computed from the columns (or rows). Unsafe: compare with the original.
",
    ),
    check: Check::Table(check),
};

const ROW_TO_LEFT: Wording = Wording::new(
    "“{0}”一行的数从{1}起左移了 {2} 格：由各列推算应为 {3}",
    "the values of the row “{0}” stand {2} too far to the left from {1} on: by the columns they should be {3}",
);
const ROW_TO_RIGHT: Wording = Wording::new(
    "“{0}”一行的数从{1}起右移了 {2} 格：由各列推算应为 {3}",
    "the values of the row “{0}” stand {2} too far to the right from {1} on: by the columns they should be {3}",
);
const EXCHANGED: Wording = Wording::new(
    "“{0}”“{1}”两行的数互换了：换回来各列都相符",
    "the rows “{0}” and “{1}” hold each other's values: exchanged, all columns add up",
);
const TWICE: Wording = Wording::new(
    "“{0}”一行各数与上一行相同，疑重复填写：由各列推算应为 {1}",
    "the row “{0}” holds the same values as the one above, and was probably filled in twice: by the columns they should be {1}",
);
const COLUMN_UP: Wording = Wording::new(
    "{0}列的数从“{1}”起上移了一行：由各行推算应为 {2}",
    "the values of the column {0} stand one row too high from “{1}” on: by the rows they should be {2}",
);
const COLUMN_DOWN: Wording = Wording::new(
    "{0}列的数从“{1}”起下移了一行：由各行推算应为 {2}",
    "the values of the column {0} stand one row too low from “{1}” on: by the rows they should be {2}",
);
const GROUPS_TO_LEFT: Wording = Wording::new(
    "{0}的数左移了一格，放回去三组的总计都相符：{1}",
    "the values of {0} stand one cell too far to the left; put back, the totals of all groups are right: {1}",
);
const GROUPS_TO_RIGHT: Wording = Wording::new(
    "{0}的数右移了一格，放回去三组的总计都相符：{1}",
    "the values of {0} stand one cell too far to the right; put back, the totals of all groups are right: {1}",
);
const SHOULD_BE: Wording = Wording::new("应为 {0}", "they should be {0}");
const UNCLEAR: Wording =
    Wording::new("少的是哪一格请对照原件", "compare with the original which one was lost");
const OTHER_ROW: Wording = Wording::new("与这一行互换", "exchanged with this row");

fn check(context: &TableContext, sink: &mut Sink) {
    if !context.sums.iter().any(|sum| sum.is_violated()) || context.is_unreadable() {
        return;
    }
    for event in context.sums.causes().events.iter().filter(|event| event.kind.is_shift()) {
        let Some((range, place, message)) = finding(context, event) else { continue };
        let diagnostic = sink.push(range, place, message);
        diagnostic.fixes.extend(setting(context, &event.changes, &event.left_blank));
        if let EventKind::RowsExchanged { other, .. } = event.kind {
            let related = values(context, other)
                .map(|range| Related { range, message: Message::plain(OTHER_ROW) });
            diagnostic.related.extend(related);
        }
    }
}

fn finding(context: &TableContext, event: &Event) -> Option<(TextRange, Place, Message)> {
    let of_row = |row: usize, message: Message| {
        Some((values(context, row)?, context.row_place(row), message))
    };
    let first = || event.changes.first().map(|change| change.cell);
    let row_name = |row: usize| Argument::from(context.row_name(row));
    match event.kind {
        EventKind::Slip { row, to_left, by } => {
            let wording = if to_left { ROW_TO_LEFT } else { ROW_TO_RIGHT };
            let from = context.column_label(first()?).into();
            of_row(
                row,
                Message::new(wording, [row_name(row), from, by.into(), right(context, event, row)]),
            )
        }
        EventKind::RowsExchanged { row, other } => {
            of_row(row, Message::new(EXCHANGED, [row_name(row), row_name(other)]))
        }
        EventKind::TypedTwice { row } => {
            of_row(row, Message::new(TWICE, [row_name(row), right(context, event, row)]))
        }
        EventKind::ColumnSlipped { up, .. } => {
            let cell = first()?;
            let wording = if up { COLUMN_UP } else { COLUMN_DOWN };
            let right = Argument::List(
                event.changes.iter().map(|change| change.value.to_string()).collect(),
            );
            let message = Message::new(
                wording,
                [context.column_label(cell).into(), row_name(cell.row), right],
            );
            Some((context.table.cell(cell)?.range, context.place(cell), message))
        }
        EventKind::GroupsSlipped { to_left } => {
            let rows = 0..context.table.rows.len();
            let range =
                rows.clone().filter_map(|row| values(context, row)).reduce(TextRange::cover)?;
            let wording = if to_left { GROUPS_TO_LEFT } else { GROUPS_TO_RIGHT };
            let right: Vec<Argument> = rows.map(|row| right(context, event, row)).collect();
            let all = right
                .into_iter()
                .flat_map(|row| if let Argument::List(row) = row { row } else { Vec::new() })
                .collect();
            let right = if event.changes.is_empty() {
                Message::plain(UNCLEAR)
            } else {
                Message::new(SHOULD_BE, [Argument::List(all)])
            };
            Some((
                range,
                context.table_place(),
                Message::new(
                    wording,
                    [context.table.table_form().name.as_str().into(), right.into()],
                ),
            ))
        }
        _ => None,
    }
}

/// From the first value of a row to the last.
fn values(context: &TableContext, row: usize) -> Option<TextRange> {
    match &context.table.rows[row].as_ref()?.cells {
        RowCells::Known(cells) => cells.iter().map(|cell| cell.range).reduce(TextRange::cover),
        RowCells::Miscounted { range, .. } => Some(*range),
    }
}

/// The right values of a row.
fn right(context: &TableContext, event: &Event, row: usize) -> Argument {
    let columns = 0..context.table.table_form().columns(row).len();
    let right = |column: usize| {
        let cell = CellRef { row, column };
        let change = event.changes.iter().find(|change| change.cell == cell);
        change
            .map(|change| change.value)
            .or(value(context.table, cell))
            .unwrap_or_default()
            .to_string()
    };
    Argument::List(columns.map(right).collect())
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Applicability, apply};
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// The only finding of the text. Its fix corrects everything.
    #[track_caller]
    fn assert_only(marked: &str) -> String {
        let found = assert_all_found(&marked.replace('⟧', "⟧ T013"));
        assert_eq!(found[0].fixes[0].applicability, Applicability::Named);
        let plain = without_marks(marked);
        assert_all_found(&apply(&plain, found[0].fixes[0].edits()));
        messages(&found).remove(0)
    }

    #[test]
    fn a_row_that_has_slipped_is_one_finding() {
        for (layout, from, to) in [
            (
                Layout::Markdown,
                "（七）总计 |  | 6 | 2 | 0 | 0 | 0 | 0 | 8 |",
                "（七）总计 |  | ⟦2 | 0 | 0 | 0 | 0 | 8 | ⟧ |",
            ),
            (
                Layout::Tabs,
                "（七）总计\t\t6\t2\t0\t0\t0\t0\t8",
                "（七）总计\t\t⟦0\t6\t2\t0\t0\t0\t0⟧",
            ),
            (Layout::Spaces, "（七）总计 6 2 0 0 0 0 8", "（七）总计 ⟦2 0 0 0 0 8 0⟧"),
        ] {
            let message = assert_only(&replaced(&sample(layout), from, to));
            assert!(
                message.starts_with("“（七）总计”一行的数从自然人起")
                    && message.ends_with("应为 6、2、0、0、0、0、8"),
                "{message}"
            );
        }
    }

    #[test]
    fn blanks_that_a_slip_has_left_are_part_of_it() {
        let text = replaced(
            &sample(Layout::Tabs),
            "（一）予以公开\t\t4\t1\t0\t0\t0\t0\t5",
            "（一）予以公开\t\t⟦\t\t4\t1\t0\t0\t0⟧",
        );
        let message = assert_only(&text);
        assert_eq!(
            message,
            "“（一）予以公开”一行的数从自然人起右移了 2 格：由各列推算应为 4、1、0、0、0、0、5"
        );
    }

    #[test]
    fn a_column_that_has_slipped_is_found_at_its_first_changed_cell() {
        let rows = |column: &dyn Fn(usize, &str) -> String| {
            let mut row = 0;
            let mut changed = |line: &str| {
                let words: Vec<&str> = line.split(' ').collect();
                if words.len() < 8
                    || !words[words.len() - 7..]
                        .iter()
                        .all(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
                {
                    return format!("{line}\n");
                }
                let (label, values) = words.split_at(words.len() - 7);
                row += 1;
                format!(
                    "{} {} {}\n",
                    label.join(" "),
                    column(row - 1, values[0]),
                    values[1..].join(" ")
                )
            };
            sample(Layout::Spaces).lines().map(&mut changed).collect::<String>()
        };
        let right = ["6", "1", "4", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "2"];
        let text = rows(&|row, value| match row {
            0 => value.to_owned(),
            1 => "⟦4⟧".to_owned(),
            row => right.get(row + 1).map_or_else(
                || ["6", "1", "0"].get(row.wrapping_sub(22)).unwrap_or(&"0").to_string(),
                |value| value.to_string(),
            ),
        });
        let message = assert_only(&text);
        assert!(
            message.starts_with("自然人列的数从“二、上年结转政府信息公开申请数量”起上移了一行"),
            "{message}"
        );
    }

    #[test]
    fn rows_that_hold_each_others_values_are_found() {
        let (carried, first) =
            ("一、本年新收政府信息公开申请数量 6 2 0 0 0 0 8", "（一）予以公开 4 1 0 0 0 0 5");
        let text = replaced(
            &sample(Layout::Spaces),
            carried,
            "一、本年新收政府信息公开申请数量 ⟦4 1 0 0 0 0 5⟧",
        );
        let text = replaced(&text, first, "（一）予以公开 6 2 0 0 0 0 8");
        let message = assert_only(&text);
        assert_eq!(
            message,
            "“一、本年新收政府信息公开申请数量”“（一）予以公开”两行的数互换了：换回来各列都相符"
        );
    }

    #[test]
    fn table_four_slips_as_a_whole() {
        let line = "| 1 | 0 | 0 | 0 | 1 | 1 | 0 | 0 | 0 | 1 | 1 | 0 | 0 | 0 | 1 |";
        let text = replaced(
            &sample(Layout::Markdown),
            line,
            "| ⟦2 | 1 | 0 | 0 | 4 | 0 | 0 | 1 | 5 | 0 | 3 | 0 | 0 | 3 | ⟧ |",
        );
        let message = assert_only(&text);
        assert_eq!(
            message,
            "表四的数左移了一格，放回去三组的总计都相符：应为 2、1、0、0、3、4、0、0、1、5、0、3、0、0、3"
        );
        // Nothing shows which of the first four is lost.
        let text = replaced(
            &sample(Layout::Markdown),
            line,
            "| ⟦2 | 0 | 0 | 3 | 4 | 0 | 0 | 1 | 5 | 0 | 3 | 0 | 0 | 3 | ⟧ T013 |",
        );
        assert_eq!(assert_all_found(&text)[0].fixes, []);
    }

    #[test]
    fn what_may_be_something_else_is_left_to_the_sums() {
        // The row above could have the same difference.
        let text = replaced(
            &sample(Layout::Spaces),
            "（一）予以公开 4 1 0 0 0 0 5",
            "（一）予以公开 1 4 0 0 0 0 5",
        );
        assert_all_found(&replaced(&text, "（七）总计 6 2", "（七）总计 ⟦6⟧ A002 ⟦2⟧ A002"));
    }
}
