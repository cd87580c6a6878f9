//! T007: an unknown column, or a missing or extra column.

#[cfg(test)]
mod cases;

use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Message, Severity, Wording};
use crate::facts::{HeaderFinding, HeaderFindingKind};
use crate::report::TableContext;

pub static RULE: Rule = Rule {
    code: "T007",
    name: "unknown-column",
    severity: Severity::Error,
    fix: FixKind::None,
    summary: Wording::new("列名不是格式规定的，或者缺一列、多一列", "an unknown column header, or a column missing or too many"),
    documentation: Wording::new(
        "\
### 检查什么

格式规定的一列的位置上是另一个列名，或者空着；或者表头和各行都缺格式规定的一列，或都多出一列。缺一列或多一列，一张表只提示一次，由此而来的其他问题不再提示。只有表头多出一个列名、各行的数没有多的，提示这个列名。

### 为什么

列名不同，这一列的数就不能按格式理解（国办公开办函〔2021〕30号），与它有关的勾稽关系也不再检查。

### 例子

“本年制发件数”一列写成了“备案总量”；“总计”之前没有“其他”一列，每行只有 6 个数。

### 修正

无。请改用格式规定的列名，并核对这一列的数。
",
        "\
### What it checks

An unknown header, the header of another column, or a blank stands in place of a header of the form. Or header and rows both lack a column of the form, or both have an extra column. A missing or extra column is one finding a table, and its consequences are not reported. An extra header over rows with the right number of values is also reported.

### Why

Values under another header cannot be read as values of the form (国办公开办函〔2021〕30号), and their sums are not checked.

### Example

备案总量 stands in place of 本年制发件数. There is no column 其他 before 总计, and each row has six values.

### Fix

None. Use the header of the form, and check the numbers below.
",
    ),
    check: Check::Table(check),
};

const MESSAGE: Wording = Wording::new(
    "格式没有“{0}”这一列：这里应为“{1}”",
    "the form has no column “{0}”: this should be “{1}”",
);

const MISSING: Wording = Wording::new(
    "{0}缺“{1}”一列：请补上这一列的列名和各行的数",
    "{0} lacks the column “{1}”: add its header and a value in every row",
);
const COPIED: Wording = Wording::new(
    "“{0}”在“{1}”的位置上，它另有一列：这里应为“{1}”",
    "“{0}” stands in the place of “{1}” and has a column of its own: this should be “{1}”",
);
const UNNAMED: Wording = Wording::new(
    "{0}的表头缺“{1}”，各行都有这一列的数：请补上列名",
    "the header of {0} lacks “{1}”, of which each row has a value: add it",
);
const UNNAMED_IN_ROW: Wording = Wording::new(
    "{0}的“{1}”部分的表头缺“{2}”，这一列的数还在：请补上列名",
    "the header of “{1}” of {0} lacks “{2}”, whose value is there: add it",
);
const MISSING_IN_ROW: Wording = Wording::new(
    "{0}的“{1}”部分缺“{2}”一列：请补上这一列的列名和数",
    "“{1}” of {0} lacks the column “{2}”: add its header and its value",
);
const EXTRA: Wording = Wording::new(
    "格式没有“{0}”这一列：请删去这一列，其中的数归入相应的列",
    "the form has no column “{0}”: remove it, and move its values to the columns where they belong",
);
const SURPLUS: Wording = Wording::new(
    "格式没有“{0}”这一列，各行也没有这一列的数：请删去这个列名",
    "the form has no column “{0}”, and the rows have no values for it: remove the header",
);

fn check(context: &TableContext, sink: &mut Sink) {
    let table = context.table;
    if context.is_unreadable() {
        return;
    }
    for (index, header) in table.headers.iter().enumerate() {
        // The head of a new page repeats the mistake.
        let is_same = |other: &HeaderFinding| {
            (other.kind, other.block, other.column, other.row)
                == (header.kind, header.block, header.column, header.row)
                && (header.kind == HeaderFindingKind::Unnamed
                    || context.words(other.range) == context.words(header.range))
        };
        if table.headers[..index].iter().any(is_same) {
            continue;
        }
        // Behind all columns of the form, the label is empty.
        let official = table.table_form().blocks[header.block]
            .columns
            .get(header.column)
            .map_or("", |column| column.label.text.as_str());
        let column = || context.table_place().column(official);
        let words = || context.words(header.range);
        let (place, message) = match header.kind {
            HeaderFindingKind::Near => continue,
            HeaderFindingKind::Unknown => {
                (column(), Message::new(MESSAGE, [words().into(), official.into()]))
            }
            HeaderFindingKind::Copied => {
                (column(), Message::new(COPIED, [words().into(), official.into()]))
            }
            HeaderFindingKind::Unnamed | HeaderFindingKind::Missing => {
                let name = table.table_form().name.as_str();
                let (whole, in_row) = match header.kind {
                    HeaderFindingKind::Unnamed => (UNNAMED, UNNAMED_IN_ROW),
                    _ => (MISSING, MISSING_IN_ROW),
                };
                match header.row.map(|row| context.row_label(row)) {
                    Some(row) => (
                        column().row(row),
                        Message::new(in_row, [name.into(), row.into(), official.into()]),
                    ),
                    None => (column(), Message::new(whole, [name.into(), official.into()])),
                }
            }
            HeaderFindingKind::Extra => {
                (context.table_place(), Message::new(EXTRA, [words().into()]))
            }
            HeaderFindingKind::Surplus => {
                (context.table_place(), Message::new(SURPLUS, [words().into()]))
            }
        };
        sink.push(header.range, place, message);
    }
}
