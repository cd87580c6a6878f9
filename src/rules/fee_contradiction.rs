//! R003: fees for information in the text contradict the tables.

use super::{Check, FixKind, Rule, Sink, report_place};
use crate::diagnostic::{Message, Related, Severity, Wording};
use crate::facts::number::plain;
use crate::facts::statement::{Meaning, Said};
use crate::relations::{Stated, held_of};
use crate::report::Context;
use crate::standard::Kind;

pub static RULE: Rule = Rule {
    code: "R003",
    name: "fee-contradiction",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new("正文的信息处理费与表格矛盾", "fees for information in the text contradict the tables"),
    documentation: Wording::new(
        "\
### 检查什么

正文写明收取的信息处理费（元）多于表二行政事业性收费（万元）；或者正文说没有发出收费通知，表三（六）其他处理第 2 行（逾期未按收费通知缴费）却不是 0。

### 为什么

信息处理费是行政事业性收费的一种，不会比它多（《政府信息公开信息处理费管理办法》，国办函〔2020〕109号）；没有收费通知，就没有逾期不缴费的申请。

### 例子

“收取信息处理费 900 元”，表二行政事业性收费为 0 万元。

### 修正

无。请核对收费金额和两张表。
",
        "\
### What it checks

The text states fees for information (信息处理费, in yuan) above 行政事业性收费 of table two (in 万元); or the text says that no notice of a fee was given, but row 2 of （六）其他处理 of table three (a fee not paid in time) is not 0.

### Why

The fee for information is one of the administrative charges, so it cannot be more (rules on the fee for information, 国办函〔2020〕109号). Without a notice of a fee, no fee can be overdue.

### Example

收取信息处理费 900 元, but 行政事业性收费 of table two is 0 万元.

### Fix

None. Check the amount and both tables.
",
    ),
    check: Check::Report(check),
};

const FEE: Wording = Wording::new(
    "正文说收取信息处理费 {0} 元，表二行政事业性收费为 {1} 万元，请核对",
    "the text says fees of {0} yuan, 行政事业性收费 of table two is {1} 万元: check",
);
const NOTICE: Wording = Wording::new(
    "正文说没有收费通知，表三“2.申请人逾期未按收费通知要求缴纳费用”总计为 {0}，请核对",
    "the text says that there was no notice of a fee, row 2 of （六） of table three has {0}: check",
);
const CELL: Wording = Wording::new("表中为 {0}", "the table has {0}");

fn check(context: &Context, sink: &mut Sink) {
    let all = context.stated().iter();
    for stated in all
        .filter(|stated| matches!(stated.statement.meanings[..], [Meaning::Fee | Meaning::Notices]))
    {
        let Some(message) = message(context, stated) else { continue };
        let finding = sink.push(stated.range, report_place(context, stated.range), message);
        let Some(cells) = &stated.cells else { continue };
        let table = &context.facts.tables[cells.table];
        let start = context.report.parts[table.part].range.start;
        let related = cells.cells.iter().filter_map(|&cell| {
            let message = Message::new(CELL, [cells.held?.into()]);
            Some(Related { range: table.cell(cell)?.range.shifted(start), message })
        });
        finding.related = related.collect();
    }
}

fn message(context: &Context, stated: &Stated) -> Option<Message> {
    match stated.meaning {
        Meaning::Notices => {
            let held = stated.cells.as_ref()?.held.filter(|held| *held > 0)?;
            (stated.statement.value == 0).then(|| Message::new(NOTICE, [held.into()]))
        }
        // A ten-thousandth of 万元 is a yuan.
        _ if stated.statement.said == Said::Number => {
            let held = held_of(&Meaning::Charges, context.facts)?;
            let unit = 10_i64.pow(u32::from(stated.statement.decimals));
            let fee = stated.statement.value / unit;
            (fee > held).then(|| Message::new(FEE, [fee.into(), plain(held, Kind::Money).into()]))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// A report with these sentences in its last section.
    fn saying(sentences: &str) -> String {
        replaced(&sample(Layout::Tabs), "本年度未收取信息处理费", sentences)
    }

    #[test]
    fn fees_above_the_charges_are_found() {
        // Table two has charges of 3 万元.
        let text = saying("本年度收取信息处理费⟦31000⟧元");
        let found = assert_found("R003", &text);
        assert_eq!(
            messages(&found),
            ["正文说收取信息处理费 31000 元，表二行政事业性收费为 3 万元，请核对"]
        );
        for sentences in ["本年度收取信息处理费900元", "本年度收取停车费用40000元"]
        {
            assert_found("R003", &saying(sentences));
        }
    }

    #[test]
    fn overdue_fees_need_a_notice() {
        let label = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请";
        let none = format!("{label}\t0\t0\t0\t0\t0\t0\t0");
        let one = format!("{label}\t1\t0\t0\t0\t0\t0\t1");
        for sentences in [
            "本年度⟦未发出收费通知⟧",
            "本年度发出收费通知⟦0⟧件，收取信息处理费0元",
            "发出信息处理费收费通知的件数为⟦0⟧件",
        ] {
            let text = saying(sentences);
            assert_found("R003", &text.replace(['⟦', '⟧'], ""));
            assert_found("R003", &replaced(&text, &none, &one));
        }
        let notices = replaced(&saying("本年度发出收费通知2件"), &none, &one);
        assert_found("R003", &notices);
    }
}
