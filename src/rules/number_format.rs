//! T011: a number not in plain digits.

use super::invisible::is_unseen;
use super::{Check, FixKind, MOST_FINDINGS, Rule, Sink};
use crate::diagnostic::{Applicability, Edit, Fix, Message, Severity, Wording};
use crate::facts::number::plain_text;
use crate::facts::{Cell, Number, Table, Value};
use crate::report::TableContext;
use crate::standard::{CellRef, TableForm};
use crate::text::{TextRange, fold, is_space};

pub static RULE: Rule = Rule {
    code: "T011",
    name: "number-format",
    severity: Severity::Warning,
    fix: FixKind::Either,
    summary: Wording::new("数的写法不规范：全角数字、千分位、空格、前导零、带单位", "a number is not in plain digits"),
    documentation: Wording::new(
        "\
### 检查什么

格里是数，但用了全角数字、千分位分隔符、数字间的空格、前导零，件数写成“84.0”，或者带了列名已有的单位。一张表有 20 格以上或三分之二的格如此的，只在第一格报一条。

### 为什么

表格的数要能直接汇总：列名已写明单位（格式，国办公开办函〔2021〕30号），格里只填半角数字。

### 例子

“１，２３４件”，应为“1234”。

### 修正

改为半角数字，数值不变。安全；但一行里有空格子，或者有关的勾稽关系不成立时，数字间的空格和前导零可能是丢了分隔、两格并作一格，要由人看过，不安全。
",
        "\
### What it checks

A cell is a number, but with full-width digits, thousands separators, inner spaces, leading zeros, a count written as 84.0, or the unit that the header already has. More than 20 such cells in a table, or two of three, are one finding, at the first cell.

### Why

The numbers must be ready for adding up: the header names the unit (format, 国办公开办函〔2021〕30号), and the cell holds half-width digits only.

### Example

１，２３４件 should be 1234.

### Fix

Plain digits with the same value. Safe in most cases. Unsafe if a cell of the row is blank or one of its sums fails: an inner space or a leading zero may then come from two cells with a lost separator.
",
    ),
    check: Check::Table(check),
};

const MESSAGE: Wording = Wording::new(
    "“{0}”应写成“{1}”：只用半角数字，不加分隔和单位",
    "“{0}” should be “{1}”: plain digits without separators or unit",
);
const FIX: Wording = Wording::new("改为“{0}”", "change to “{0}”");

const IN_CELLS: Wording = Wording::new(
    "{0}有 {1} 格的数写法不规范，如“{2}”应写成“{3}”：只用半角数字，不加分隔和单位",
    "{0} has {1} numbers that are not in plain digits: “{2}” should be “{3}”, without separators or unit",
);
const FIX_ALL: Wording =
    Wording::new("把这 {0} 格改为半角数字", "change these {0} cells to plain digits");

/// Whether `count` cells of a table become one finding: more than twenty cells, or two of three
/// cells in a small table.
pub(super) fn are_many(count: usize, table: &TableForm) -> bool {
    const FEWEST: usize = 6;
    count > MOST_FINDINGS || count >= FEWEST && 3 * count >= 2 * table.cells()
}

fn check(context: &TableContext, sink: &mut Sink) {
    let table = context.table;
    if context.is_unreadable() {
        return;
    }
    let mut found: Vec<Found> = Vec::new();
    let is_odd = |cell: &Cell| {
        !cell.broken && matches!(cell.value, Value::Number(Number { plain: false, .. }))
    };
    for (at, cell) in table.cells().filter(|(_, cell)| is_odd(cell)) {
        let source = cell.range.of(context.text);
        let Some(plain) =
            plain_text(source, table.table_form().column(at)).filter(|plain| plain != source)
        else {
            continue;
        };
        // If only invisible characters are wrong, C002 reports the number.
        if source.contains(is_unseen) && source.replace(is_unseen, "") == plain {
            continue;
        }
        // The sums show another number, the number of one of the two cells.
        if may_be_two(source) && context.sums.causes().change(at).is_some() {
            continue;
        }
        found.push(Found {
            at,
            range: cell.range,
            plain,
            is_doubtful: is_doubtful(context, at, source),
        });
    }
    let certain: Vec<&Found> = found.iter().filter(|found| !found.is_doubtful).collect();
    let is_many = are_many(certain.len(), table.table_form());
    if let [first, ..] = certain[..]
        && is_many
    {
        let source = first.range.of(context.text);
        let name = table.table_form().name.as_str().into();
        let message = Message::new(
            IN_CELLS,
            [name, certain.len().into(), source.into(), first.plain.as_str().into()],
        );
        let diagnostic = sink.push(first.range, context.table_place(), message);
        let edits = certain
            .iter()
            .map(|found| Edit { range: found.range, content: found.plain.clone() })
            .collect();
        diagnostic.fixes.extend(Fix::new(
            Message::new(FIX_ALL, [certain.len().into()]),
            Applicability::Safe,
            edits,
        ));
    }
    for found in found.into_iter().filter(|found| found.is_doubtful || !is_many) {
        let message = Message::new(
            MESSAGE,
            [found.range.of(context.text).into(), found.plain.as_str().into()],
        );
        let diagnostic = sink.push(found.range, context.place(found.at), message);
        let message = Message::new(FIX, [found.plain.as_str().into()]);
        let applicability =
            if found.is_doubtful { Applicability::Unsafe } else { Applicability::Safe };
        diagnostic.fixes.push(Fix::replace(message, applicability, found.range, found.plain));
    }
}

/// A number not in plain digits.
struct Found {
    at: CellRef,
    range: TextRange,
    plain: String,
    is_doubtful: bool,
}

/// Whether the plain number may differ from the intended number.
fn is_doubtful(context: &TableContext, at: CellRef, source: &str) -> bool {
    let mut parts = source.split(is_space).filter(|part| !part.is_empty());
    let begins_with_zero = parts.next().is_some_and(|part| part.chars().all(|c| fold(c) == '0'))
        && parts.next().is_some();
    let is_in_violated =
        || context.sums.iter().any(|sum| sum.is_violated() && sum.cells().any(|cell| cell == at));
    begins_with_zero || may_be_two(source) && (has_blank(context.table, at.row) || is_in_violated())
}

/// Whether a number may come from two cells with a lost separator: 3 12, or 012.
pub(super) fn may_be_two(source: &str) -> bool {
    let parts = || {
        source.split(is_space).filter(|part| part.starts_with(|c: char| fold(c).is_ascii_digit()))
    };
    let has_zero = |part: &str| {
        part.chars().map(fold).take(2).filter(|c| c.is_ascii_digit()).collect::<String>()
    };
    parts().count() > 1 || parts().any(|part| matches!(has_zero(part).as_bytes(), [b'0', _]))
}

/// Whether another cell in the same line is blank.
fn has_blank(table: &Table, row: usize) -> bool {
    table.cells().any(|(at, cell)| {
        (at.row == row || table.table_form().across) && cell.value == Value::Blank
    })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Applicability;
    use crate::rules::testing::*;
    use crate::standard::Standard;
    use crate::syntax::Layout;
    use crate::write::Skeleton;

    #[test]
    fn other_writings_are_made_plain() {
        for (from, to) in [
            ("１,２３４", "1234"),
            ("1,234", "1234"),
            ("007", "7"),
            ("3件", "3"),
            ("12 件", "12"),
            ("1 234", "1234"),
        ] {
            for layout in [Layout::Pipes, Layout::Tabs, Layout::Markdown, Layout::Lines] {
                let with = |value: &str| match layout {
                    Layout::Lines => {
                        replaced(&sample(layout), "行政处罚\n\t3", &format!("行政处罚\n\t{value}"))
                    }
                    Layout::Tabs => {
                        replaced(&sample(layout), "行政处罚\t3", &format!("行政处罚\t{value}"))
                    }
                    Layout::Markdown => replaced(
                        &sample(layout),
                        "| 行政处罚 | 3",
                        &format!("| 行政处罚 | {value}"),
                    ),
                    _ => replaced(&sample(layout), "行政处罚 | 3", &format!("行政处罚 | {value}")),
                };
                let found = assert_found("T011", &with(&format!("⟦{from}⟧")));
                assert_eq!(
                    messages(&found),
                    [format!("“{from}”应写成“{to}”：只用半角数字，不加分隔和单位")]
                );
                assert_fixed("T011", &with(from), &with(to));
            }
        }
    }

    #[test]
    fn what_nobody_sees_in_a_number_is_told_once() {
        for value in [
            "1⟦\u{8}⟧ C0022",
            "12⟦\u{200b}⟧ C002",
            "⟦\u{feff}⟧ C00212",
            "⟦1⟦\u{200b}⟧ C002,234⟧ T011",
        ] {
            let text = replaced(
                &sample(Layout::Pipes),
                "行政处罚 | 3 |",
                &format!("行政处罚 | {value} |"),
            );
            assert_all_found(&text);
        }
    }

    /// After a lost separator, the line has a cell too few, and one cell has two values.
    #[test]
    fn two_numbers_in_one_cell_are_not_made_one_unseen() {
        for (from, to) in [
            ("3 | 1 | 12 |", "⟦3 1⟧ | 12 | |"),
            ("3 | 1 | 12 |", "31 | ⟦012⟧ | |"),
            ("3 | 1 | 12 |", "3 | ⟦1 2⟧ | |"),
        ] {
            let text = replaced(
                &sample(Layout::Pipes),
                &format!("行政规范性文件 | {from}"),
                &format!("行政规范性文件 | {to}"),
            );
            let found = assert_found("T011", &text);
            assert_eq!(found[0].fixes[0].applicability, Applicability::Unsafe, "{to}");
        }
    }

    #[test]
    fn a_whole_number_with_a_point_is_made_plain() {
        let text = replaced(&sample(Layout::Pipes), "行政处罚 | 3 |", "行政处罚 | ⟦3.0⟧ |");
        assert_found("T011", &text);
        assert_fixed("T011", &without_marks(&text), &sample(Layout::Pipes));
        assert_found("T010", &without_marks(&text));
        // The two digits may be two cells, with the first cell lost.
        let text = replaced(&sample(Layout::Pipes), "行政处罚 | 3 |", "行政处罚 | ⟦0 3⟧ |");
        let found = assert_found("T011", &text);
        assert_eq!(found[0].fixes[0].applicability, Applicability::Unsafe);
    }

    /// One cause, one finding: a spreadsheet or a converter has changed all cells.
    #[test]
    fn a_table_full_of_them_is_one_finding() {
        for layout in [Layout::Pipes, Layout::Markdown, Layout::Tabs, Layout::Lines, Layout::Spaces]
        {
            for end in ["件", ".0"] {
                let cell = |with: &'static str| {
                    move |table: usize, _: usize, _: usize| {
                        if table == 1 { format!("0{with}") } else { "0".to_owned() }
                    }
                };
                let sections = [
                    "主动公开信息29条，公开申请按时答复。信息公开前经保密审查，网站栏目及时更新，组织培训一次。",
                    "",
                    "",
                    "",
                    "一是不够丰富。",
                    "未收取信息处理费。",
                ];
                let report = |with: &'static str| {
                    Skeleton {
                        standard: Standard::official(),
                        issuer: "云溪县园林局",
                        year: 2023,
                        layout,
                        newline: "\n",
                        sections: &sections,
                        cell: &cell(with),
                    }
                    .write()
                };
                let found = assert_found("T011", &marked(&report(end), &format!("0{end}"), ""));
                assert_eq!(
                    messages(&found),
                    [format!(
                        "表三有 175 格的数写法不规范，如“0{end}”应写成“0”：只用半角数字，不加分隔和单位"
                    )],
                    "{layout:?}"
                );
                assert_eq!(found[0].place.to_string(), "表三");
                assert_fixed("T011", &report(end), &report(""));
            }
        }
    }

    #[test]
    fn plain_numbers_are_let_be() {
        for value in ["0", "12", "12.5", "0.0000"] {
            assert_found(
                "T011",
                &replaced(
                    &sample(Layout::Spaces),
                    "行政事业性收费 3",
                    &format!("行政事业性收费 {value}"),
                ),
            );
        }
        assert_found(
            "T011",
            &replaced(&sample_of(Layout::Spaces, 2019), "行政许可 3 1 12", "行政许可 3 减4 12"),
        );
    }

    #[test]
    fn most_cells_of_a_small_table_are_one_finding() {
        for layout in [Layout::Tabs, Layout::Spaces, Layout::Markdown] {
            let text = sample(layout);
            let row = text
                .lines()
                .rfind(|line| {
                    line.split(['\t', ' ']).filter(|cell| cell.parse::<u32>().is_ok()).count() == 15
                })
                .expect("table four");
            let wide = |many: usize| {
                let mut left = many;
                let digit = |c: char| match c.to_digit(10).filter(|_| left > 0) {
                    Some(digit) => {
                        left -= 1;
                        char::from_u32('０' as u32 + digit).unwrap_or(c)
                    }
                    None => c,
                };
                text.replace(row, &row.chars().map(digit).collect::<String>())
            };
            for (many, count) in [(15, 1), (10, 1), (9, 9)] {
                let mut left = count;
                let mark = |text: String, digit: char| match (digit, left) {
                    ('０'..='９', 1..) => {
                        left -= 1;
                        format!("{text}⟦{digit}⟧ T011")
                    }
                    _ => format!("{text}{digit}"),
                };
                assert_all_found(&wide(many).chars().fold(String::new(), mark));
            }
        }
    }
}
