//! N007: a percentage that does not follow from the numbers.

use super::{Check, FixKind, Rule, Sink, report_place, statements};
use crate::diagnostic::{Message, Severity, Wording};
use crate::facts::statement::{Meaning, Requests, Said};
use crate::relations::{Stated, held_of};
use crate::report::Context;

pub static RULE: Rule = Rule {
    code: "N007",
    name: "percent",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new("正文的百分比与件数不符", "a percentage in the text does not follow from the numbers"),
    documentation: Wording::new(
        "\
### 检查什么

正文说某种办理结果、复议诉讼结果占百分之几，与按件数算出来的比例不符（按写出的小数位数，四舍五入或者截去都算对）。总数可以是办结数、收到数或者收到与结转之和，有一种相符就不提示。

### 为什么

百分比是从件数算出来的，件数改了，百分比也要改。

### 例子

“予以公开 5 件，占 60%”，办结 8 件：5 ÷ 8 = 62.5%。

### 修正

无。请按件数重算。
",
        "\
### What it checks

The share of an outcome, or of a result of reviews or lawsuits, in the text does not follow from the numbers (rounded or cut at the digits that are given). The whole may be the requests answered, received, or received with those carried in: one that agrees is enough.

### Why

A percentage is computed from numbers. If a number changes, the percentage has to change.

### Example

予以公开 5 件，占 60%, with 8 requests answered: 5 ÷ 8 = 62.5%.

### Fix

None. Compute it again from the numbers.
",
    ),
    check: Check::Report(check),
};

const MESSAGE: Wording = Wording::new(
    "{0} {1}，占 {2} 的 {3}%，正文为 {4}%，请核对",
    "{0} {1} is {3}% of {2}, the text says {4}%: check",
);

/// At most this many statements before a percentage are looked at.
const NEAR: usize = 100;

fn check(context: &Context, sink: &mut Sink) {
    for (index, stated) in context.stated().iter().enumerate() {
        let Meaning::Share(part, whole) = &stated.statement.meanings[0] else { continue };
        // A number that differs from its table is the cause.
        let (parts, whole_differs) = (values(context, index, part), differs(context, index, whole));
        if whole_differs || differs(context, index, part) {
            continue;
        }
        let wholes: Vec<i64> = match **whole {
            Meaning::Requests(_) => [Requests::Handled, Requests::New, Requests::NewAndIn]
                .iter()
                .flat_map(|requests| values(context, index, &Meaning::Requests(*requests)))
                .collect(),
            _ => values(context, index, whole),
        };
        let statement = stated.statement;
        let unit = 10_i64.pow(u32::from(statement.decimals));
        // Both sides times the whole: no rounding of our own.
        let agrees = |part: i64, whole: i64| {
            whole > 0 && (part * 100 * unit - statement.value * whole).abs() < whole
        };
        let any = |part: &i64| wholes.iter().any(|&whole| agrees(*part, whole));
        let (Some(&first), Some(&of)) = (parts.first(), wholes.iter().find(|&&whole| whole > 0))
        else {
            continue;
        };
        if parts.iter().any(any) {
            continue;
        }
        let right = rounded(first, of, statement.decimals);
        let said = decimal(statement.value, statement.decimals);
        let message = Message::new(
            MESSAGE,
            [statements::quantity(part).into(), first.into(), of.into(), right.into(), said.into()],
        );
        sink.push(stated.range, report_place(context, stated.range), message);
    }
}

/// The values of a quantity: those that the text states before the percentage in the same part, the
/// nearest first, and the one in the table.
fn values(context: &Context, before: usize, meaning: &Meaning) -> Vec<i64> {
    let all = context.stated();
    let states = |stated: &&Stated| {
        stated.part == all[before].part
            && stated.statement.said == Said::Number
            && stated.statement.meanings.contains(meaning)
    };
    let own =
        all[..before].iter().rev().take(NEAR).filter(states).map(|stated| stated.statement.value);
    own.chain(held_of(meaning, context.facts)).collect()
}

/// Whether the text states another number for a quantity than its table.
fn differs(context: &Context, before: usize, meaning: &Meaning) -> bool {
    let own = context.stated()[..before].iter().rev().take(NEAR);
    let mut own = own.filter(|stated| stated.statement.meanings.contains(meaning));
    own.next().is_some_and(|stated| stated.agrees() == Some(false))
}

/// The share in percent, rounded to `decimals` digits.
fn rounded(part: i64, whole: i64, decimals: u8) -> String {
    let unit = 10_i64.pow(u32::from(decimals));
    decimal((part * 200 * unit + whole) / (2 * whole), decimals)
}

fn decimal(value: i64, decimals: u8) -> String {
    let unit = 10_i64.pow(u32::from(decimals));
    let (whole, rest) = (value / unit, value % unit);
    match decimals {
        0 => whole.to_string(),
        _ => format!("{whole}.{rest:0width$}", width = usize::from(decimals)),
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// A report with these sentences in its first section.
    fn saying(layout: Layout, sentences: &str) -> String {
        replaced(&sample(layout), "本年度，我局主动公开信息29条", sentences)
    }

    #[test]
    fn a_wrong_percentage_is_found() {
        let text = saying(
            Layout::Tabs,
            "办结政府信息公开申请8件，其中予以公开5件，占⟦60⟧%；无法提供3件，占37.5%",
        );
        let found = assert_found("N007", &text);
        assert_eq!(messages(&found), ["予以公开 5，占 8 的 63%，正文为 60%，请核对"]);
    }

    #[test]
    fn rounded_and_cut_percentages_agree() {
        for share in ["62.5%", "62%", "63%", "62.50%"] {
            let text = format!("办结政府信息公开申请8件，其中予以公开5件，占{share}");
            assert_found("N007", &saying(Layout::Tabs, &text));
        }
        // Of all that were received, with those carried in.
        let text = "收到政府信息公开申请8件，其中予以公开5件，占55.6%";
        assert_found("N007", &saying(Layout::Tabs, text));
    }
}
