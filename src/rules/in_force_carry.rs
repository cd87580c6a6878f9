//! X002: the documents in force do not follow from last year's.

use super::kin::{cell_elsewhere, document_cell};
use super::{Check, FixKind, Rule, Sink};
use crate::archive::Kin;
use crate::diagnostic::{Message, Severity, Wording};
use crate::facts::statement::{Change, Documents};

pub static RULE: Rule = Rule {
    code: "X002",
    name: "in-force-carry",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new(
        "现行有效件数不等于上一年的现行有效加本年制发减本年废止",
        "the documents in force are not last year's, with those made and without those repealed",
    ),
    documentation: Wording::new(
        "\
### 检查什么

检查文件夹时，同一单位上一年的报告也在其中、两份都用 2021 年的格式的，表二的规章和行政规范性文件是否：现行有效件数 = 上一年现行有效件数 + 本年制发件数 − 本年废止件数。本年的数自身不相符的（A005），不再提示；正文写明另一单位并入、加上它的数相等的，或者不知道它上一年的数、现行有效件数多了的，也不提示；本年或上一年的报告有几份而数字不同的（X005），也不提示。

### 为什么

现行有效件数统计到本年底（《政府信息公开工作年度报告格式》，国办公开办函〔2021〕30号），一年中只随制发和废止增减。自动失效、上级废止等情形会有差别，看过并写明理由就可以保留。

### 例子

2022 年现行有效 12 件；2023 年制发 3 件、废止 1 件，现行有效写 12 件：12 + 3 − 1 = 14。

### 修正

无。消息写出两边的数，由人核对。
",
        "\
### What it checks

In a checked folder with last year's report of the same organ, if both reports use the form of 2021: for the 规章 and the 行政规范性文件 of table two, whether 现行有效件数 = last year's 现行有效件数 + 本年制发件数 − 本年废止件数. If this year's numbers already contradict one another (A005), the rule is silent; so it is if the text speaks of a merged organ, and its documents make up the difference or are not known and more are in force; so it is if this year or last year has several reports with different numbers (X005).

### Why

现行有效件数 counts the documents at the end of the year (format of the annual report, 国办公开办函〔2021〕30号), so it changes only with documents made and repealed. A document may also lapse: then somebody looks, writes the reason, and the number may stand.

### Example

12 documents in force in 2022. In 2023, 3 are made, 1 is repealed, and 12 are in force: 12 + 3 − 1 = 14.

### Fix

None. The message gives both numbers for a person to check.
",
    ),
    check: Check::Kin(check),
};

const MESSAGE: Wording = Wording::new(
    "{0}现行有效 {1} 件，{2} 年现行有效 {3} + 本年制发 {4} − 本年废止 {5} = {6}，不相等，请核对",
    "{0}, 现行有效: {1}, but {3} in force in {2} + {4} made − {5} repealed = {6}: check",
);

fn check(kin: Kin, sink: &mut Sink) {
    let (Some(last), Some(year)) = (kin.last(), kin.year()) else { return };
    let absorbed = kin.absorbed();
    // X005 says that nobody knows which report counts.
    if kin.is_contested() {
        return;
    }
    for documents in [Documents::Rules, Documents::Normative] {
        let cell = |kin, change| document_cell(kin, documents, change);
        let own = [Change::Valid, Change::Made, Change::Gone].map(|change| cell(kin, change));
        let [Some(valid), Some(made), Some(gone)] = own else { continue };
        let Some(before) = cell(last, Change::Valid) else { continue };
        let merged: i64 =
            absorbed.iter().filter_map(|kin| Some(cell(*kin, Change::Valid)?.value)).sum();
        if merged > 0 && valid.value == before.value + merged + made.value - gone.value {
            continue;
        }
        let expected = before.value + made.value - gone.value;
        let contradicts_itself = valid.value < made.value - gone.value;
        if before.table.form != valid.table.form || valid.value == expected || contradicts_itself {
            continue;
        }
        if valid.value > expected && kin.may_have_taken_in() {
            continue;
        }
        let row = &valid.table.table_form().rows[valid.at.row];
        let message = Message::new(
            MESSAGE,
            [
                row.label.text.as_str().into(),
                valid.value.into(),
                (year - 1).to_string().into(),
                before.value.into(),
                made.value.into(),
                gone.value.into(),
                expected.into(),
            ],
        );
        let finding = sink.push(valid.range, valid.place(), message);
        finding.elsewhere.push(cell_elsewhere(last, &before));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// A sample with these documents: made, repealed, in force.
    fn with(year: i32, numbers: &str) -> String {
        let text = sample_of(Layout::Pipes, year);
        let text = replaced(
            &text,
            "行政规范性文件 | 3 | 1 | 12 |",
            &format!("行政规范性文件 | {numbers} |"),
        );
        replaced(&text, "规章 | 3 | 1 | 12 |", "规章 | 0 | 0 | 0 |")
    }

    #[test]
    fn last_years_documents_are_carried_on() {
        let last = with(2022, "3 | 1 | 12");
        assert_found_among("X002", &[&last, &with(2023, "3 | 1 | 14")]);
        let found = assert_found_among("X002", &[&last, &with(2023, "3 | 1 | ⟦12⟧")]);
        assert_eq!(
            messages(&found),
            ["行政规范性文件现行有效 12 件，2022 年现行有效 12 + 本年制发 3 − 本年废止 1 = 14，\
                 不相等，请核对"]
        );
        assert_eq!(found[0].place.to_string(), "表二/行政规范性文件/现行有效件数");
    }

    #[test]
    fn the_old_form_and_a_contradiction_of_this_year_say_nothing() {
        let old = sample_of(Layout::Pipes, 2020);
        assert_found_among("X002", &[&old, &with(2021, "3 | 1 | 14")]);
        assert_found_among("X002", &[&with(2022, "3 | 1 | 12"), &with(2023, "13 | 1 | 2")]);
    }
}
