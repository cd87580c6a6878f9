//! A005: documents in force in table two.

use super::sums;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Message, Severity, Wording};
use crate::report::TableContext;

pub static RULE: Rule = Rule {
    code: "A005",
    name: "in-force",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new("表二现行有效件数少于本年制发件数减本年废止件数", "fewer documents in force in table two than were made less those repealed"),
    documentation: Wording::new(
        "\
### 检查什么

表二的规章、行政规范性文件两行（2021 年起的格式）：现行有效件数 ≥ 本年制发件数 − 本年废止件数。

### 为什么

本年制发而未废止的文件，年末仍然有效，所以现行有效件数不会比两者之差更小。格式没有写明这一关系，而且文件可能在年内制发后因其他原因失效，所以只是提示。

### 例子

行政规范性文件：制发 5 件、废止 1 件，现行有效 3 件，少于 4 件。

### 修正

无。请与司法行政部门核对三个数。
",
        "\
### What it checks

The rows 规章 and 行政规范性文件 of table two (form of 2021): 现行有效件数 is at least 本年制发件数 minus 本年废止件数.

### Why

A document made in the year and not repealed is in force at the end of the year. The format does not state this relation, and a document may have lapsed for another reason. So the finding is only a warning.

### Example

行政规范性文件: 5 made, 1 repealed, 3 in force, fewer than 4.

### Fix

None. Check the three numbers with the judicial administration office.
",
    ),
    check: Check::Table(check),
};

const MESSAGE: Wording = Wording::new(
    "{0}：现行有效 {1} 件，少于本年制发减本年废止（{2}），请核对",
    "{0}: {1} in force, fewer than were made less those repealed ({2})",
);
const DIFFERENCE: Wording = Wording::new("{0} − {1} = {2}", "{0} − {1} = {2}");

fn check(context: &TableContext, sink: &mut Sink) {
    sums::check(&RULE, context, sink, |context, sum, _| {
        let number = |cell: Option<&crate::standard::CellRef>| {
            cell.and_then(|&cell| crate::relations::value(context.table, cell)).unwrap_or(0)
        };
        let (in_force, repealed, made) = (
            number(sum.form.left.first()),
            number(sum.form.left.get(1)),
            number(sum.form.right.first()),
        );
        let difference =
            Message::new(DIFFERENCE, [made.into(), repealed.into(), (made - repealed).into()]);
        Message::new(
            MESSAGE,
            [context.row_label(sum.form.result.row).into(), in_force.into(), difference.into()],
        )
    });
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn fewer_in_force_than_made_is_found() {
        let text = replaced(
            &sample(Layout::Pipes),
            "行政规范性文件 | 3 | 1 | 12 |",
            "行政规范性文件 | 5 | 1 | ⟦3⟧ |",
        );
        let found = assert_found("A005", &text);
        assert_eq!(
            messages(&found),
            ["行政规范性文件：现行有效 3 件，少于本年制发减本年废止（5 − 1 = 4），请核对"]
        );
    }

    #[test]
    fn all_made_in_the_year_may_be_in_force() {
        let text = replaced(
            &sample(Layout::Pipes),
            "行政规范性文件 | 3 | 1 | 12 |",
            "行政规范性文件 | 3 | 1 | 2 |",
        );
        assert_found("A005", &text);
    }
}
