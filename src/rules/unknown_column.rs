//! T007: a column that the form does not have.

use super::{Check, FixKind, Rule, Sink, TableContext};
use crate::diagnostic::{Message, Severity, Wording};
use crate::facts::HeaderFindingKind;

pub static RULE: Rule = Rule {
    code: "T007",
    name: "unknown-column",
    severity: Severity::Error,
    fix: FixKind::None,
    summary: Wording::new("列名不是格式规定的，而格式的一列不在", "an unknown column header where one of the form's is missing"),
    documentation: Wording::new(
        "\
### 检查什么

表格中出现格式没有的列名，而格式规定的一列不在。

### 为什么

列名不同，这一列的数就不能按格式理解（国办公开办函〔2021〕30号），与它有关的勾稽关系也不再检查。

### 例子

“本年制发件数”一列写成了“备案总量”。

### 修正

无。请改用格式规定的列名，并核对这一列的数。
",
        "\
### What it checks

A header that the form does not have stands where one of the form's is missing.

### Why

Under another header the numbers cannot be read as the form's (国办公开办函〔2021〕30号), and the sums that they enter are not checked.

### Example

备案总量 stands instead of 本年制发件数.

### Fix

None. Use the form's header, and check the numbers below it.
",
    ),
    check: Check::Table(check),
};

const MESSAGE: Wording = Wording::new("格式没有“{0}”这一列：这里应为“{1}”", "the form has no column “{0}”: this should be “{1}”");

fn check(context: &TableContext, sink: &mut Sink) {
    let table = context.table;
    if context.is_unreadable() {
        return;
    }
    for header in table.headers.iter().filter(|header| header.kind == HeaderFindingKind::Unknown) {
        let official = table.table_form().blocks[header.block].columns[header.column].label.text.as_str();
        let message = Message::new(MESSAGE, [context.words(header.range).into(), official.into()]);
        sink.push(header.range, context.table_place().column(official), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn an_unknown_header_is_found() {
        for layout in [Layout::Tabs, Layout::Pipes, Layout::Markdown, Layout::Lines] {
            let text = replaced(&sample(layout), "本年制发件数", "⟦备案总量⟧");
            let found = assert_found("T007", &text);
            assert_eq!(messages(&found), ["格式没有“备案总量”这一列：这里应为“本年制发件数”"]);
            assert_found("T006", &text.replace(['⟦', '⟧'], ""));
        }
    }

    #[test]
    fn headers_that_are_there_are_known() {
        for layout in Layout::ALL {
            assert_found("T007", &sample(layout));
        }
        assert_found("T007", &replaced(&sample(Layout::Pipes), "信息内容 | 本年制发件数", "信息内容（件） | 本年制发件数"));
    }
}
