//! X008: table three is last year's table.

use super::carry_over::different;
use super::{Check, FixKind, Rule, Sink};
use crate::archive::Kin;
use crate::diagnostic::{Message, Place, Severity, Wording};
use crate::report::DigestTable;

pub static RULE: Rule = Rule {
    code: "X008",
    name: "last-years-table",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new("表三与上一年报告的表三完全相同", "table three is last year's table, cell by cell"),
    documentation: Wording::new(
        "\
### 检查什么

检查文件夹时，同一单位上一年的报告也在其中的，表三的每一格是否都与上一年的相同。全部为 0 的不算；每一格都小于 5 的，可能是碰巧，列为提示。上年结转又与上一年报告的结转下年度继续办理不相等的，不是碰巧：总计不相等是错误，其他各列不相等是警告，X001 不再提示。

### 为什么

申请的数量、申请人和办理结果两年完全一样，多半是沿用了上一年的表格。国办公开办函〔2021〕30号把内容不准确、敷衍塞责列为要追责的情形。申请很少的，也可能碰巧相同：看过并写明理由就可以保留。

### 例子

2022 年和 2023 年的表三都是自然人 7 件、商业企业 2 件，办理结果也逐格相同。

### 修正

无。填写本年的数。
",
        "\
### What it checks

In a checked folder with last year's report of the same organ: whether every cell of table three is the same as last year's. A table of zeros does not count; with every cell below 5 it may be chance, and is a hint. If the requests carried in are not those that last year's report carries out, it is not chance: a difference in 总计 is an error, in another column a warning, and X001 is silent.

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
const CONTRADICTED: Wording = Wording::new(
    "表三与 {0} 年报告的表三每一格都相同，上年结转却不等于 {0} 年报告的结转下年度继续办理，请核对是否沿用了上年的表",
    "every cell of table three is that of the report for {0}, but the requests carried in are not \
     those that it carries out: check whether last year's table was kept",
);
const TABLE: Wording = Wording::new("{0} 年报告的表三", "table three of the report for {0}");

/// Below five requests, equal tables may be chance.
const FEW: i64 = 5;

fn check(kin: Kin, sink: &mut Sink) {
    let (Some(last), Some(year)) = (kin.last(), kin.year()) else { return };
    let Some((own, other, largest)) = same_table(kin, last) else { return };
    let different = different(kin, last, &kin.absorbed());
    let before = (year - 1).to_string();
    let place = Place::part(own.table_form().name.as_str());
    let wording = if different.is_empty() { MESSAGE } else { CONTRADICTED };
    let message = Message::new(wording, [before.clone().into()]);
    let finding = sink.push(own.first_row, place, message);
    if different.iter().any(|cell| cell.own.is_last()) {
        finding.severity = Severity::Error;
    } else if different.is_empty() && largest < FEW {
        // A few requests may well have the same outcomes twice.
        finding.severity = Severity::Hint;
    }
    let message = Message::new(TABLE, [before.into()]);
    finding.elsewhere.push(last.elsewhere(other.first_row, message));
}

/// Table three of both years and its largest number, if every cell is the same and not all are 0.
fn same_table<'a>(kin: Kin<'a>, last: Kin<'a>) -> Option<(&'a DigestTable, &'a DigestTable, i64)> {
    let (own, other) = (kin.digest().table(1)?, last.digest().table(1)?);
    let largest = own.all().filter_map(|(_, entry)| Some(entry?.value)).max()?;
    (largest > 0 && own.has_values_of(other)).then_some((own, other, largest))
}

/// Whether table three was kept from last year: it is the same, and not by chance. Then its numbers
/// are those of another year.
pub fn has_kept_table(kin: Kin) -> bool {
    let Some(last) = kin.last() else { return false };
    same_table(kin, last).is_some_and(|(.., largest)| {
        largest >= FEW || !different(kin, last, &kin.absorbed()).is_empty()
    })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
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

    /// A sample with a table three of zeros.
    fn zeros(year: i32) -> String {
        let text = sample_of(Layout::Pipes, year);
        let start = text.find("三、收到").expect("section three");
        let end = text.find("四、政府信息公开行政复议").expect("section four");
        let table = text[start..end].to_owned();
        let table = ["1", "2", "3", "4", "5", "6", "8"]
            .iter()
            .fold(table, |table, digit| table.replace(&format!("| {digit} |"), "| 0 |"));
        text[..start].to_owned() + &table + &text[end..]
    }

    /// A sample whose only request is new and carried out.
    fn carrying_one(year: i32) -> String {
        ["一、本年新收政府信息公开申请数量", "四、结转下年度继续办理"].iter().fold(
            zeros(year),
            |text, row| {
                let none = format!("{row} | 0 | 0 | 0 | 0 | 0 | 0 | 0 |");
                replaced(&text, &none, &format!("{row} | 1 | 0 | 0 | 0 | 0 | 0 | 1 |"))
            },
        )
    }

    #[test]
    fn a_few_equal_requests_are_a_hint_unless_last_year_contradicts_them() {
        let row = "（一）予以公开 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |";
        let answered = |year: i32| {
            let text = zeros(year);
            let text = replaced(&text, row, "（一）予以公开 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |");
            replaced(
                &text,
                "一、本年新收政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |",
                "一、本年新收政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |",
            )
        };
        let found = found_among("X008", &[&answered(2022), &answered(2023)]);
        assert_eq!(found[0].severity, Severity::Hint);
        let found = found_among("X008", &[&carrying_one(2022), &carrying_one(2023)]);
        assert_eq!(found[0].severity, Severity::Error);
        assert_eq!(
            messages(&found),
            [
                "表三与 2022 年报告的表三每一格都相同，上年结转却不等于 2022 年报告的结转下年度继续办理，\
              请核对是否沿用了上年的表"
            ]
        );
    }

    /// The kept table is told once, not in each number that does not follow from it.
    #[test]
    fn a_kept_table_is_told_once() {
        let (last, own) = (carrying_one(2022), carrying_one(2023));
        assert_found_among("X001", &[&last, &own]);
        assert_eq!(found_among("X001", &[&own, &zeros(2024)]).len(), 2);
        assert_found_among("X001", &[&last, &own, &zeros(2024)]);
    }

    #[test]
    fn a_table_of_zeros_passes() {
        assert!(!found_among("X001", &[&zeros(2022), &sample(Layout::Pipes)]).is_empty());
        assert_found_among("X008", &[&zeros(2022), &zeros(2023)]);
    }
}
