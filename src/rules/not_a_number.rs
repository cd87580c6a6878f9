//! T010: a cell with text other than a number.

use super::number_format::are_many;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Message, Severity, Wording};
use crate::facts::{Cell, Value};
use crate::report::TableContext;
use crate::standard::{CellRef, Kind};

pub static RULE: Rule = Rule {
    code: "T010",
    name: "not-a-number",
    severity: Severity::Error,
    fix: FixKind::None,
    summary: Wording::new("格里不是该列应填的数", "a cell is no number of its column's kind"),
    documentation: Wording::new(
        "\
### 检查什么

每一格是否是该列应填的数：件数、项数是不小于 0 的整数；2019 年格式的“本年增/减”可以带正负号（+3、-8、减4）；金额是不小于 0 的小数，单位与列名一致。一格里有换行（`<br>`）隔开的两段数字时，勾稽关系成立的按一个数读；不成立的，或者旁边一格是空的，可能是两格的数填在了一格，提示。一张表有 20 格以上或三分之二的格不是数的，只在第一格报一条。

### 为什么

格式的表格全部填数（国办公开办函〔2021〕30号）；不是数的格无法汇总，与它有关的勾稽关系也不再检查。

### 例子

“行政处罚”的数量写成“若干”；收费金额列的单位是万元，格里写“2510元”。

### 修正

无。请填数。
",
        "\
### What it checks

Whether each cell is a number of its column's kind. Counts are whole and not negative. 本年增/减 in the form of 2019 may have a sign (+3, -8, 减4). Money is a decimal number in the unit of the column, and not negative. Digits split by a line break (`<br>`) are read as one number if the sums hold. If the sums fail, or if a neighbouring cell is blank, the digits may be the numbers of two cells and are reported. More than 20 such cells in a table, or two of three, are one finding, at the first cell.

### Why

All cells of the tables are numbers (国办公开办函〔2021〕30号). Other text cannot be added up, and the sums with such a cell are not checked.

### Example

若干 as the number of 行政处罚. 2510元 in the fee column with the unit 万元.

### Fix

None. Write a number.
",
    ),
    check: Check::Table(check),
};

const MESSAGE: Wording = Wording::new(
    "“{0}”不是这一格该填的数：{1}应填{2}",
    "“{0}” is no number for this cell: {1} takes {2}",
);
const IN_CELLS: Wording = Wording::new(
    "{0}有 {1} 格不是该填的数，第一格：{2}",
    "{0} has {1} cells that are no numbers; the first: {2}",
);
const CELL: Wording = Wording::new("“{0}”一行的{1}", "{1} of the row “{0}”");
const COUNT: Wording =
    Wording::new("不小于 0 的整数，单位{0}", "a whole number that is not negative, unit {0}");
const SIGNED: Wording =
    Wording::new("整数，可带正负号，单位{0}", "a whole number, with a sign if need be, unit {0}");
const MONEY: Wording =
    Wording::new("不小于 0 的数，单位{0}", "a number that is not negative, unit {0}");

fn check(context: &TableContext, sink: &mut Sink) {
    let table = context.table;
    if context.is_unreadable() {
        return;
    }
    let found: Vec<(CellRef, &Cell)> =
        table.cells().filter(|(_, cell)| cell.value == Value::NotANumber).collect();
    let is_many = are_many(found.len(), table.table_form());
    let shown = if is_many { 1 } else { found.len() };
    for &(at, cell) in &found[..shown] {
        let column = table.table_form().column(at);
        let kind = match column.kind {
            Kind::Count => COUNT,
            Kind::Signed => SIGNED,
            Kind::Money => MONEY,
        };
        let kind = Message::new(kind, [column.units.first().map_or("件", String::as_str).into()]);
        let subject =
            Message::new(CELL, [context.row_name(at.row).into(), context.column_label(at).into()]);
        let message =
            Message::new(MESSAGE, [context.words(cell.range).into(), subject.into(), kind.into()]);
        if is_many {
            let message = Message::new(
                IN_CELLS,
                [table.table_form().name.as_str().into(), found.len().into(), message.into()],
            );
            sink.push(cell.range, context.table_place(), message);
        } else {
            sink.push(cell.range, context.place(at), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::standard::Standard;
    use crate::syntax::Layout;
    use crate::write::Skeleton;

    #[test]
    fn words_and_other_units_are_no_numbers() {
        let text = replaced(&sample(Layout::Pipes), "行政处罚 | 3 |", "行政处罚 | ⟦若干⟧ |");
        let found = assert_found("T010", &text);
        assert_eq!(
            messages(&found),
            [
                "“若干”不是这一格该填的数：“行政处罚”一行的本年处理决定数量应填不小于 0 的整数，单位件"
            ]
        );
        let text = replaced(&sample(Layout::Tabs), "行政事业性收费\t3", "行政事业性收费\t⟦2510元⟧");
        let found = assert_found("T010", &text);
        assert!(
            messages(&found)[0].ends_with("应填不小于 0 的数，单位万元"),
            "{:?}",
            messages(&found)
        );
        for value in ["-1", "1.5", "O", "３．５"] {
            let text = replaced(
                &sample(Layout::Markdown),
                "（七）总计 |  | 6 | 2 | 0 |",
                &format!("（七）总计 |  | 6 | 2 | ⟦{value}⟧ |"),
            );
            assert_found("T010", &text);
            let text = replaced(
                &sample(Layout::Spaces),
                "（七）总计 6 2 0 ",
                &format!("（七）总计 6 2 ⟦{value}⟧ "),
            );
            assert_found("T010", &text);
        }
    }

    /// Words in the first cells of a row look like a part of its label.
    #[test]
    fn the_first_cell_of_a_row_is_read_too() {
        for (layout, from, to) in [
            (Layout::Markdown, "规章 | 3 |", "规章 | ⟦三⟧ |"),
            (Layout::Markdown, "（一）予以公开 |  | 4 |", "（一）予以公开 |  | ⟦x⟧ |"),
            (Layout::Pipes, "8.属于行政查询事项 | 0 |", "8.属于行政查询事项 | ⟦未填⟧ |"),
            (Layout::Pipes, "3.危及“三安全一稳定” | 0 |", "3.危及“三安全一稳定” | ⟦暂无数据⟧ |"),
            (Layout::Tabs, "规章\t3\t1\t12", "规章\t3\t1\t⟦详见附件⟧"),
            (Layout::Tabs, "7.属于行政执法案卷\t0", "7.属于行政执法案卷\t⟦+(0) -(0)⟧"),
        ] {
            let text = replaced(&sample(layout), from, to);
            assert_found("T010", &text);
            for silent in ["T001", "T008", "T009"] {
                assert_found(silent, &without_marks(&text));
            }
        }
        // The unit of a row is not a value.
        assert_found("T010", &replaced(&sample(Layout::Tabs), "行政许可\t", "行政许可\t件\t"));
    }

    /// A report with this word in all cells of table three.
    fn full_of(layout: Layout, word: &'static str) -> String {
        let cell =
            move |table: usize, _: usize, _: usize| if table == 1 { word } else { "0" }.to_owned();
        let sections = [
            "主动公开信息29条，公开申请按时答复。信息公开前经保密审查，网站栏目及时更新，组织培训一次。",
            "",
            "",
            "",
            "一是不够丰富。",
            "未收取信息处理费。",
        ];
        Skeleton {
            standard: Standard::official(),
            issuer: "云溪县园林局",
            year: 2023,
            layout,
            newline: "\n",
            sections: &sections,
            cell: &cell,
        }
        .write()
    }

    #[test]
    fn a_table_full_of_them_is_one_finding() {
        for layout in Layout::ALL {
            for word in ["X", "若干", "×"] {
                let found = assert_all_found(&marked(&full_of(layout, word), word, "T010"));
                assert!(
                    messages(&found)[0]
                        .starts_with(&format!("表三有 175 格不是该填的数，第一格：“{word}”")),
                    "{:?}",
                    messages(&found)
                );
            }
        }
    }

    #[test]
    fn a_row_full_of_them_is_no_blank_row() {
        for word in ["X", "若干", "×", "未填"] {
            for (layout, from, to) in [
                (
                    Layout::Lines,
                    "2.重复申请\n\t0\n\t0\n\t0\n\t0\n\t0\n\t0\n\t0",
                    format!("2.重复申请{}", format!("\n\t⟦{word}⟧ T010").repeat(7)),
                ),
                (
                    Layout::Spaces,
                    "2.重复申请 0 0 0 0 0 0 0",
                    format!("2.重复申请{}", format!(" ⟦{word}⟧ T010").repeat(7)),
                ),
                (
                    Layout::Spaces,
                    "\n规章 3 1 12",
                    format!("\n规章{}", format!(" ⟦{word}⟧ T010").repeat(3)),
                ),
            ] {
                assert_all_found(&replaced(&sample(layout), from, &to));
            }
            // One cell a line, without tabs.
            let bare = sample(Layout::Lines).replace("\t", "").replace("\n\n", "\n");
            let text = replaced(
                &bare,
                "2.重复申请\n0\n0\n0\n0\n0\n0\n0",
                &format!("2.重复申请{}", format!("\n⟦{word}⟧").repeat(7)),
            );
            assert_found("T010", &text);
        }
    }

    #[test]
    fn signs_decimals_and_other_writings_are_numbers() {
        let text = sample_of(Layout::Pipes, 2020);
        let text = replaced(&text, "行政许可 | 3 | 1 | 12 |", "行政许可 | 3 | 减4 | 12 |");
        assert_found("T010", &text);
        assert_found(
            "T010",
            &replaced(&sample(Layout::Spaces), "行政事业性收费 3", "行政事业性收费 59237.2449"),
        );
        assert_found("T010", &replaced(&sample(Layout::Spaces), "行政许可 3", "行政许可 1,234"));
        // Markdown escapes a point.
        assert_found(
            "T010",
            &replaced(
                &sample(Layout::Markdown),
                "行政事业性收费 | 3 |",
                "行政事业性收费 | 59237\\.2449 |",
            ),
        );
        assert_found(
            "T009",
            &replaced(&sample(Layout::Lines), "行政事业性收费\n\t3", "行政事业性收费\n\t3\\.24"),
        );
        assert_found("T010", &replaced(&sample(Layout::Spaces), "行政许可 3", "行政许可 ３件"));
    }
}
