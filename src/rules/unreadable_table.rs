//! T012: a table that no sense can be made of.

use super::{Check, FixKind, Rule, Sink, TableContext};
use crate::diagnostic::{Message, Severity, Wording};

pub static RULE: Rule = Rule {
    code: "T012",
    name: "unreadable-table",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new("表格在，但读不懂", "a table is there but cannot be understood"),
    documentation: Wording::new(
        "\
### 检查什么

表格的词语在，但多数行对不上格式，或多数行的数的个数不对；或者表格只剩下一点痕迹：转换后留下的 `[TABLE]`、一张图片。其他关于这张表的检查都停下。

### 为什么

读不懂的表无法核对（格式，国办公开办函〔2021〕30号），这一条提醒检查没有做。

### 例子

从网页或 PDF 粘贴时，表三的行名和数分别挤在一起。

### 修正

无。请按格式重新整理表格；`gouji new` 可以写出一份空白的。
",
        "\
### What it checks

The words of a table are there, but most rows cannot be matched with the form, or most have the wrong number of values; or only a trace of it is left: `[TABLE]` from a converter, a picture. All else about the table is silent.

### Why

What cannot be understood cannot be checked (format, 国办公开办函〔2021〕30号); this says that it was not.

### Example

Pasting from a web page or PDF ran all labels and all numbers of table three together.

### Fix

None. Arrange the table as the form has it; `gouji new` writes an empty one.
",
    ),
    check: Check::Table(check),
};

const MESSAGE: Wording = Wording::new(
    "{0}读不懂：多数行与格式对不上，没有检查这张表，请按格式重新整理",
    "{0} cannot be understood: most rows do not match the form; it was not checked, arrange it as the form has it",
);

const TRACE: Wording = Wording::new(
    "{0}只留下“{1}”，表格在转换或复制时丢失，没有检查；请检查原来的文件，或把表格补上",
    "of {0} only “{1}” is left, the table was lost in a conversion; it was not checked: check the original file, or put the table back",
);

fn check(context: &TableContext, sink: &mut Sink) {
    let table = context.table;
    let name = table.table_form().name.as_str();
    let message = match table {
        table if table.is_trace => Message::new(TRACE, [name.into(), context.words(table.first_row).into()]),
        table if table.unreadable => Message::new(MESSAGE, [name.into()]),
        _ => return,
    };
    sink.push(table.first_row, context.table_place(), message);
}

#[cfg(test)]
mod tests {
    use crate::lint::{Options, check};
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
        let found = check(&text, &Options::default()).unwrap();
        assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), ["T012"]);
        assert!(messages(&found)[0].starts_with("表三读不懂"));
    }

    #[test]
    fn a_trace_of_a_table_is_one_finding() {
        for layout in Layout::ALL {
            for (name, from, to) in [("表三", "三、收到", "四、政府"), ("表四", "四、政府", "五、存在")] {
                for trace in ["[TABLE]", "![](media/image1.png)", "【图片】"] {
                    let text = sample(layout);
                    let start = text.find(from).unwrap();
                    let body = start + text[start..].find('\n').unwrap();
                    let end = body + text[body..].find(to).unwrap();
                    let end = text[..end].trim_end_matches("## ").len();
                    let text = format!("{}\n\n{trace}\n\n{}", &text[..body], &text[end..]);
                    let found = check(&text, &Options::default()).unwrap();
                    assert_eq!(found.iter().map(|found| (found.code, found.range.of(&text))).collect::<Vec<_>>(), [("T012", trace)], "{text}");
                    assert!(messages(&found)[0].starts_with(&format!("{name}只留下“{trace}”")), "{:?}", messages(&found));
                }
            }
        }
    }

    #[test]
    fn samples_can_be_read() {
        for layout in Layout::ALL {
            assert_found("T012", &sample(layout));
        }
    }
}
