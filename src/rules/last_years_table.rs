//! X008: table three is last year's table.

use super::{Check, FixKind, Rule, Sink};
use crate::archive::Kin;
use crate::diagnostic::{Message, Place, Severity, Wording};

pub static RULE: Rule = Rule {
    code: "X008",
    name: "last-years-table",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new("表三与上一年报告的表三完全相同", "table three is last year's table, cell by cell"),
    documentation: Wording::new(
        "\
### 检查什么

检查文件夹时，同一单位上一年的报告也在其中的，表三的每一格是否都与上一年的相同。全部为 0 的不算；每一格都小于 5 的，可能是碰巧，列为提示。

### 为什么

申请的数量、申请人和办理结果两年完全一样，多半是沿用了上一年的表格。国办公开办函〔2021〕30号把内容不准确、敷衍塞责列为要追责的情形。申请很少的，也可能碰巧相同：看过并写明理由就可以保留。

### 例子

2022 年和 2023 年的表三都是自然人 7 件、商业企业 2 件，办理结果也逐格相同。

### 修正

无。填写本年的数。
",
        "\
### What it checks

In a checked folder with last year's report of the same organ: whether every cell of table three is the same as last year's. A table of zeros does not count; with every cell below 5 it may be chance, and is a hint.

### Why

If number, applicants and outcomes of two years are all the same, last year's table was probably kept. Notice 国办公开办函〔2021〕30号 names inaccurate and perfunctory contents as faults. With few requests, two years may be equal by chance: then somebody looks, writes the reason, and the table may stand.

### Example

Table three has 7 requests of persons and 2 of firms in both years, with the same outcomes in every cell.

### Fix

None. Fill in the numbers of this year.
",
    ),
    check: Check::Kin(check),
};

const MESSAGE: Wording = Wording::new(
    "表三与 {0} 年报告的表三每一格都相同，请核对是否沿用了上年的表",
    "every cell of table three is that of the report for {0}: check whether last year's table was kept",
);
const TABLE: Wording = Wording::new("{0} 年报告的表三", "table three of the report for {0}");

/// Below five requests, equal tables may be chance.
const FEW: i64 = 5;

fn check(kin: Kin, sink: &mut Sink) {
    let (Some(last), Some(year)) = (kin.last(), kin.year()) else { return };
    let (Some(own), Some(other)) = (kin.digest().table(1), last.digest().table(1)) else { return };
    let value = |(_, entry): (_, Option<crate::report::DigestEntry>)| Some(entry?.value);
    let values: Option<Vec<i64>> = own.all().map(value).collect();
    let others: Option<Vec<i64>> = other.all().map(value).collect();
    let is_same = own.form == other.form && values.is_some() && values == others;
    let largest = values.into_iter().flatten().max().unwrap_or_default();
    if !is_same || largest == 0 {
        return;
    }
    let before = (year - 1).to_string();
    let place = Place::part(own.table_form().name.as_str());
    let message = Message::new(MESSAGE, [before.clone().into()]);
    let finding = sink.push(own.first_row, place, message);
    // A few requests may well have the same outcomes twice.
    if largest < FEW {
        finding.severity = Severity::Hint;
    }
    let message = Message::new(TABLE, [before.into()]);
    finding.elsewhere.push(last.elsewhere(other.first_row, message));
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn the_same_table_is_found_in_any_layout() {
        let text = sample(Layout::Pipes);
        for layout in Layout::ALL {
            let found = found_among("X008", &[&sample_of(layout, 2022), &text]);
            assert_eq!(
                messages(&found),
                ["表三与 2022 年报告的表三每一格都相同，请核对是否沿用了上年的表"]
            );
            assert_eq!(found[0].place.to_string(), "表三");
            assert!(found[0].range.of(&text).contains("申请人情况"));
        }
    }

    #[test]
    fn another_cell_and_another_form_pass() {
        let text = sample(Layout::Pipes);
        let own = replaced(&text, "| 6 | 2 | 0 | 0 | 0 | 0 | 8 |", "| 6 | 1 | 0 | 0 | 0 | 0 | 7 |");
        assert_found_among("X008", &[&sample_of(Layout::Tabs, 2022), &own]);
        let old = sample_of(Layout::Tabs, 2020);
        assert_found_among("X008", &[&old, &sample_of(Layout::Tabs, 2021)]);
    }

    #[test]
    fn a_table_of_zeros_passes() {
        let zeros = |year: i32| {
            let text = sample_of(Layout::Pipes, year);
            let start = text.find("三、收到").expect("section three");
            let end = text.find("四、政府信息公开行政复议").expect("section four");
            let table = text[start..end].to_owned();
            let table = ["1", "2", "3", "4", "5", "6", "8"]
                .iter()
                .fold(table, |table, digit| table.replace(&format!("| {digit} |"), "| 0 |"));
            text[..start].to_owned() + &table + &text[end..]
        };
        assert!(!found_among("X001", &[&zeros(2022), &sample(Layout::Pipes)]).is_empty());
        assert_found_among("X008", &[&zeros(2022), &zeros(2023)]);
    }
}
