//! T012: a table that cannot be understood.

use super::{Check, FixKind, MOST_NAMED, Rule, Sink};
use crate::diagnostic::{Argument, Message, Severity, Wording};
use crate::facts::Unreadable;
use crate::relations::Misfit;
use crate::report::TableContext;

pub static RULE: Rule = Rule {
    code: "T012",
    name: "unreadable-table",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new("表格在，但读不懂", "a table is there but cannot be understood"),
    documentation: Wording::new(
        "\
### 检查什么

表格的词语在，但读不懂；或者只剩下一点痕迹：转换后留下的 `[TABLE]`、一张图片。衡量用一个数，即吻合度：行（次序和数的个数都对得上的行占格式各行的份额）乘以列名，再乘以勾稽关系（不成立的达到八行以上、又看不出原因时，成立的份额）。吻合度低于一半，或者把全部数字移动一行、一列之后勾稽关系全部成立，就只报这一条，其他关于这张表的检查都停下。七格以内填错，决不会因此报这一条。

### 为什么

读不懂的表无法核对（格式，国办公开办函〔2021〕30号），这一条提醒检查没有做。

### 例子

从网页或 PDF 粘贴时，表三的行名和数分别挤在一起。

### 修正

无。消息写明对不上的是什么；请对照原件按格式重新整理，`gouji new` 可以写出一份空白的。
",
        "\
### What it checks

The words of a table are there, but the table cannot be understood. Or only a trace is left: `[TABLE]` from a converter, or a picture. The measure is a single number, the fit: the share of the form's rows in order with the right number of values, times the headers, times the share of sums that hold (only if at least eight rows or columns fail without an explanation). If the fit is below one half, or if all sums hold after all numbers are moved by a row or a column, this is the only finding about the table. Up to seven wrong cells never cause this finding.

### Why

A table that cannot be understood cannot be checked (format, 国办公开办函〔2021〕30号). The finding says that the table was not checked.

### Example

Pasting from a web page or PDF ran all labels and all numbers of table three together.

### Fix

None. The message names the misfit. Compare with the original and arrange the table as in the form. `gouji new` writes an empty report.
",
    ),
    check: Check::Table(check),
};

const ROWS: Wording = Wording::new(
    "{0}读不懂：格式的 {1} 行只有 {2} 行次序和数的个数都对得上，对不上的是{3}；没有检查这张表，请按格式重新整理",
    "{0} cannot be understood: of the {1} rows of the form only {2} are in order and have the right number of values, not {3}; it was not checked, arrange it as the form has it",
);
const ROWS_OR_SO: Wording = Wording::new("{0}等 {1} 行", "{0} and others, {1} in all");
const RUN_TOGETHER: Wording = Wording::new(
    "{0}读不懂：“{1}”一行有 {2} 个数，应为 {3} 个，几行挤在了一起；没有检查这张表，请按格式重新整理",
    "{0} cannot be understood: the row “{1}” has {2} values and should have {3}, several rows have run together; it was not checked, arrange it as the form has it",
);
const UNKNOWN_ROWS: Wording = Wording::new(
    "{0}读不懂：有 {1} 行不是格式的行，比对得上的还多；没有检查这张表，请按格式重新整理",
    "{0} cannot be understood: {1} rows are not the form's, more than are; it was not checked, arrange it as the form has it",
);
const DOUBTFUL: Wording = Wording::new(
    "{0}读不懂：数字与词语混在一起，不能确定哪个数在哪一格，怎样读都不相符；没有检查这张表，请对照原件",
    "{0} cannot be understood: numbers and words are mixed, which number is in which cell is not certain, and no reading adds up; it was not checked, compare with the original",
);
const TOO_LONG: Wording = Wording::new(
    "{0}读不懂：行数远多于格式；没有检查这张表，请按格式重新整理",
    "{0} cannot be understood: it has far more rows than the form; it was not checked, arrange it as the form has it",
);
const NUMBERS: Wording = Wording::new(
    "{0}读不懂：有 {1} 个数，不是格式的一行 {2} 个数；没有检查这张表，请按格式重新整理",
    "{0} cannot be understood: its {1} numbers are not the form's one row of {2}; it was not checked, arrange it as the form has it",
);
const SUMS: Wording = Wording::new(
    "{0}读不懂：有数的 {1} 个勾稽关系有 {2} 个不成立，少数几格填错不会如此，数可能错了位；没有检查这张表，请对照原件",
    "{0} cannot be understood: of {1} sums that count something {2} fail, more than a few wrong cells explain; the values may stand in wrong places. It was not checked, compare with the original",
);
const BLANKS_CLOSED: Wording = Wording::new(
    "{0}读不懂：各行的数都靠在左边，空格丢失，不能确定哪个数在哪一列；没有检查这张表，请对照原件",
    "{0} cannot be understood: the numbers of each row stand together at its left, blank cells are lost, and which number is in which column is not certain; it was not checked, compare with the original",
);
const BLANKS_LOST: Wording = Wording::new(
    "{0}读不懂：有 {1} 行的数少于列数，没填的格子没有留下位置，不能确定哪个数在哪一列；没有检查这张表，没有的请填 0",
    "{0} cannot be understood: {1} rows have fewer values than there are columns, blank cells have left no place, and which number is in which column is not certain; it was not checked, put 0 where there is nothing",
);
const ROW_OFF: Wording = Wording::new(
    "{0}的数字整体错开一行：移回一行，勾稽关系全部成立；没有检查这张表，请对照原件",
    "the numbers of {0} all stand one row off: moved back by one row, all sums hold; it was not checked, compare with the original",
);
const COLUMN_LOST: Wording = Wording::new(
    "{0}的数字整体左移一列，总计之前缺一列：补上这一列，勾稽关系全部成立；没有检查这张表，请对照原件",
    "the numbers of {0} all stand one column to the left, a column before 总计 is missing: with it all sums hold. It was not checked, compare with the original",
);
const COLUMN_OFF: Wording = Wording::new(
    "{0}的数字整体错开一列：移回一列，勾稽关系全部成立；没有检查这张表，请对照原件",
    "the numbers of {0} all stand one column off: moved back by one column, all sums hold; it was not checked, compare with the original",
);

const TRACE: Wording = Wording::new(
    "{0}只留下“{1}”，表格在转换或复制时丢失，没有检查；请检查原来的文件，或把表格补上",
    "of {0} only “{1}” is left, the table was lost in a conversion; it was not checked: check the original file, or put the table back",
);

const PICTURE: Wording = Wording::new(
    "{0}是一张图片，读不出数字，没有检查；请改为表格",
    "{0} is a picture whose numbers cannot be read; it was not checked: put a table in its place",
);

fn check(context: &TableContext, sink: &mut Sink) {
    let Some(misfit) = context.sums.misfit() else { return };
    let form = context.table.table_form();
    let name = Argument::from(form.name.as_str());
    let message = match misfit {
        Misfit::Rows(Unreadable::Trace) => match context.words(context.table.first_row).as_str() {
            "[图片]" => Message::new(PICTURE, [name]),
            words => Message::new(TRACE, [name, words.into()]),
        },
        Misfit::Rows(Unreadable::Rows { fitting }) => {
            Message::new(ROWS, [name, form.rows.len().into(), fitting.into(), rows(context)])
        }
        Misfit::Rows(Unreadable::RunTogether { row, found }) => Message::new(
            RUN_TOGETHER,
            [name, context.row_name(row).into(), found.into(), form.width(row).into()],
        ),
        Misfit::Rows(Unreadable::UnknownRows { unknown }) => {
            Message::new(UNKNOWN_ROWS, [name, unknown.into()])
        }
        Misfit::Rows(Unreadable::BlanksLost { short }) => {
            Message::new(BLANKS_LOST, [name, short.into()])
        }
        Misfit::Rows(Unreadable::Doubtful) => Message::new(DOUBTFUL, [name]),
        Misfit::Rows(Unreadable::TooLong) => Message::new(TOO_LONG, [name]),
        Misfit::Rows(Unreadable::Numbers { found }) => {
            Message::new(NUMBERS, [name, found.into(), form.cells().into()])
        }
        Misfit::Sums { violated, of } => Message::new(SUMS, [name, of.into(), violated.into()]),
        Misfit::BlanksClosed => Message::new(BLANKS_CLOSED, [name]),
        Misfit::RowOff => Message::new(ROW_OFF, [name]),
        Misfit::ColumnOff { is_lost: true } => Message::new(COLUMN_LOST, [name]),
        Misfit::ColumnOff { is_lost: false } => Message::new(COLUMN_OFF, [name]),
    };
    sink.push(context.table.first_row, context.table_place(), message);
}

/// The misfitting rows of the form. At most three are named.
fn rows(context: &TableContext) -> Argument {
    let table = context.table;
    let misfits: Vec<usize> =
        (0..table.rows.len()).filter(|&row| !table.fits(row) && !table.is_foreign(row)).collect();
    let names = Argument::List(
        misfits
            .iter()
            .take(MOST_NAMED)
            .map(|&row| format!("“{}”", context.row_name(row)))
            .collect(),
    );
    if misfits.len() <= MOST_NAMED {
        names
    } else {
        Message::new(ROWS_OR_SO, [names, misfits.len().into()]).into()
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn a_table_with_its_numbers_lost_among_the_rows_is_reported_once() {
        let text: String = sample(Layout::Spaces)
            .split_inclusive('\n')
            .enumerate()
            .map(|(index, line)| match line.strip_suffix(" 0 0 0 0 0 0 0\n") {
                Some(label) => format!("{label} {}\n", ["0 0", "0 0 0", "0 0 0 0 0"][index % 3]),
                None => line.to_owned(),
            })
            .collect();
        let found = assert_all_found(&marked_line(Layout::Spaces, &text, "（本列数据", "T012"));
        assert!(messages(&found)[0].starts_with("表三读不懂"));
    }

    #[test]
    fn a_trace_of_a_table_is_one_finding() {
        for layout in Layout::ALL {
            for (name, from, to) in
                [("表三", "三、收到", "四、政府"), ("表四", "四、政府", "五、存在")]
            {
                for trace in ["[TABLE]", "![](media/image1.png)", "【图片】"] {
                    let text = sample(layout);
                    let start = text.find(from).unwrap();
                    let body = start + text[start..].find('\n').unwrap();
                    let end = body + text[body..].find(to).unwrap();
                    let end = text[..end].trim_end_matches("## ").len();
                    let text = format!("{}\n\n⟦{trace}⟧ T012\n\n{}", &text[..body], &text[end..]);
                    let found = assert_all_found(&text);
                    assert!(
                        messages(&found)[0].starts_with(&format!("{name}只留下“{trace}”")),
                        "{:?}",
                        messages(&found)
                    );
                }
            }
        }
    }

    #[test]
    fn a_picture_in_a_page_is_told_as_a_picture() {
        let text = sample(Layout::Tabs);
        let start = text.find("四、政府信息公开行政复议").expect("section 四");
        let body = start + text[start..].find('\n').expect("a line");
        let end = body + text[body..].find("五、").expect("section 五");
        let text = format!("{}\n\n⟦[图片]⟧ T012\n\n{}", &text[..body], &text[end..]);
        let found = assert_all_found(&text);
        assert_eq!(messages(&found), ["表四是一张图片，读不出数字，没有检查；请改为表格"]);
    }

    /// As some programs read a PDF: the labels of several rows, and then their values.
    #[test]
    fn labels_and_values_in_blocks_are_one_finding() {
        let text = sample(Layout::Lines).replace('\t', "").replace("\n\n", "\n");
        assert!(text.contains("规章\n3\n1\n12\n行政规范性文件\n3\n1\n12\n"), "{text}");
        let blocks = text
            .replacen("规章\n3\n1\n12\n行政规范性文件\n3\n1\n12\n", "规章\n行政规范性文件\n", 1)
            .replacen("行政许可\n3\n", "行政许可\n", 1)
            .replacen(
                "行政处罚\n3\n行政强制\n3\n",
                "行政处罚\n行政强制\n3\n1\n12\n3\n1\n12\n3\n3\n3\n",
                1,
            );
        assert_ne!(blocks, text);
        let start = blocks.find("第二十条第（一）项").expect("the table");
        let (crowded, _) = blocks[start..].split_once("\n第二十条第（八）项").expect("a block");
        let found = assert_all_found(&marked(&blocks, crowded, "T012"));
        assert!(messages(&found)[0].starts_with("表二读不懂"));
    }

    #[test]
    fn a_table_that_does_not_end_is_one_finding() {
        for layout in Layout::ALL {
            let text = sample(layout);
            let at = text.find("7.属于行政执法案卷").unwrap();
            let at = text[..at].rfind('\n').unwrap() + 1;
            let row: String = text[at..].split_inclusive('\n').next().unwrap().into();
            for line in ["0\n", "我\n", "a\n", "一、\n", row.as_str()] {
                let text = format!("{}{}{}", &text[..at], line.repeat(40_000), &text[at..]);
                // The first line of the table, or the lines up to the first row that is read.
                let is_long = line == "0\n" || layout == Layout::Lines && line != row;
                let marked = if is_long {
                    let last =
                        if layout == Layout::Markdown { "---" } else { "一、本年新收" };
                    let end = if layout == Layout::Lines { "\n\n" } else { "\n" };
                    let table = &text[text.find("（本列数据").unwrap()..];
                    let last = table.find(last).unwrap();
                    let end = last + table[last..].find(end).unwrap();
                    marked(&text, table[..end].trim_end_matches([' ', '|']), "T012")
                } else {
                    marked_line(layout, &text, "（本列数据", "T012")
                };
                let found = assert_all_found(&marked);
                assert!(messages(&found)[0].contains("远多于"), "{layout:?} {line}");
            }
        }
    }

    #[test]
    fn a_line_of_very_many_cells_is_no_row() {
        for cells in ["|", "\t", "│", "0|"] {
            let text = replaced(
                &sample(Layout::Markdown),
                "| （三）不予公开",
                &format!("{}\n| （三）不予公开", cells.repeat(20_000)),
            );
            assert_all_found(&text);
        }
    }

    #[test]
    fn samples_can_be_read() {
        for layout in Layout::ALL {
            assert_found("T012", &sample(layout));
        }
    }
}
