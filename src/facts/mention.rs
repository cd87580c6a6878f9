//! Numbers in the sections of a report that cells of its tables also hold.

use super::Facts;
use super::statement::{Said, Statement, statements};
use crate::standard::CellRef;
use crate::syntax::{BlockKind, Part, PartKind, Report};
use crate::text::TextRange;

/// A number in a sentence, equal to the sum of some cells of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The digits, in bytes of the report.
    pub range: TextRange,
    pub value: i64,
    /// Index of [`Facts::tables`].
    pub table: usize,
    /// The stated cell, or the cells of the stated sum.
    pub cells: Vec<CellRef>,
}

/// The mentions in the sections of a report, in order. `text` is the text of the report.
pub fn mentions(text: &str, report: &Report, facts: &Facts) -> Vec<Mention> {
    let year = facts.year.map(|year| year.value);
    let sections = report.parts.iter().filter(|part| matches!(part.kind, PartKind::Section(_)));
    let stated = sections
        .flat_map(prose)
        .flat_map(|stretch| statements(text, stretch, year, facts.standard));
    let numbers = stated.filter(|statement| statement.said == Said::Number);
    numbers.filter_map(|statement| mention(&statement, facts)).collect()
}

/// The cells of the likeliest meaning.
fn mention(statement: &Statement, facts: &Facts) -> Option<Mention> {
    let form = facts.standard.form(facts.expected_edition());
    let (index, _) = statement.meanings.first()?.cells(form)?;
    let table = facts.tables.iter().position(|table| table.index == index)?;
    let (_, cells) = statement.meanings.first()?.cells(facts.tables[table].form())?;
    Some(Mention { range: statement.range, value: statement.value, table, cells })
}

/// The text of a part below its heading and between its tables, in bytes of the report.
fn prose(part: &Part) -> Vec<TextRange> {
    let mut stretches = Vec::new();
    let mut start = part.body();
    for block in part.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Table(_))) {
        stretches.push((start, block.range.start));
        start = block.range.end;
    }
    stretches.push((start, part.range.len()));
    let is_filled = |&(start, end): &(usize, usize)| start < end;
    stretches
        .into_iter()
        .filter(is_filled)
        .map(|(start, end)| TextRange::new(start, end).shifted(part.range.start))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{replaced, sample, sample_of};
    use crate::standard::Standard;
    use crate::syntax::{Layout, parse};

    /// The mentions in a report with `prose` as its general section: number, table, and first row
    /// and column of the form.
    fn found_in(text: &str) -> Vec<String> {
        let report = parse(text, Standard::official()).reports.swap_remove(0);
        let facts = Facts::of_report(text, &report, Standard::official(), None);
        let show = |mention: Mention| {
            let form = facts.tables[mention.table].table_form();
            let cell = mention.cells[0];
            assert_eq!(
                mention.range.of(text).replace(',', "").parse::<i64>().ok(),
                Some(mention.value),
                "{:?}",
                mention.range.of(text)
            );
            let rest = if mention.cells.len() > 1 {
                format!("+{}", mention.cells.len() - 1)
            } else {
                String::new()
            };
            format!(
                "{} {}/{}{rest}",
                mention.value,
                form.rows[cell.row].label.text,
                form.column(cell).label.text
            )
        };
        mentions(text, &report, &facts).into_iter().map(show).collect()
    }

    fn found(prose: &str) -> Vec<String> {
        found_in(&replaced(&sample(Layout::Tabs), "本年度，我局主动公开信息29条", prose))
    }

    #[test]
    fn plain_wordings_are_read() {
        let new = "8 一、本年新收政府信息公开申请数量/总计";
        for prose in [
            "我局收到政府信息公开申请8件",
            "全年共收到 8 件政府信息公开申请",
            "我局共受理政府信息公开申请共计8宗",
            "新收到依申请公开申请８件".replace('８', "8").as_str(),
            "2023年收到公民、法人或其他组织政府信息公开申请8件",
            "今年新收政府信息公\n开申请 8 件",
        ] {
            assert_eq!(found(prose), [new], "{prose}");
        }
        let all = "2023年收到政府信息公开申请8件，上年结转1件，予以公开5件，部分公开0件，不予公开1件，无法提供3件，1件结转下年度继续办理";
        let expected = [
            new,
            "1 二、上年结转政府信息公开申请数量/总计",
            "5 （一）予以公开/总计",
            "0 （二）部分公开（区分处理的，只计这一情形，不计其他情形）/总计",
            "1 1.属于国家秘密/总计+7",
            "3 1.本机关不掌握相关政府信息/总计+2",
            "1 四、结转下年度继续办理/总计",
        ];
        assert_eq!(found(all), expected);
        assert_eq!(
            found("制发规范性文件3件，废止行政规范性文件1件"),
            ["3 行政规范性文件/本年制发件数", "1 行政规范性文件/本年废止件数"]
        );
        let second = "全市有网站3个，比上年多1个，同比增长50%。收到政府信息公开申请8件；通过网上、信函等渠道，予以公开3件。";
        assert_eq!(found(second), [new, "3 （一）予以公开/总计"]);
        let second = "比上年多1个。本年收到政府信息公开申请8件，其中，予以公开3件";
        assert_eq!(found(second), [new, "3 （一）予以公开/总计"]);
        let reviews = "因政府信息公开引起行政复议1件、行政诉讼1,234件";
        assert_eq!(found(reviews), ["1 行政复议/总计", "1234 未经复议直接起诉/总计+1"]);
        let both = "政府信息公开行政复议、行政诉讼2件";
        assert_eq!(found(both), ["2 行政复议/总计+2"]);
        assert_eq!(
            found_in(&replaced(
                &sample_of(Layout::Lines, 2020),
                "我局主动",
                "制定规范性文件3件，我局主动"
            )),
            ["3 规范性文件/本年新制作数量"]
        );
    }

    #[test]
    fn what_may_mean_something_else_is_left_alone() {
        for prose in [
            "2022年收到政府信息公开申请5件",
            "比上年多收到政府信息公开申请3件",
            "通过网络收到政府信息公开申请3件",
            "收到网民留言12件",
            "主动公开信息29条，予以公开3件",
            "公开政府信息29条。办理行政复议12件，行政诉讼3件",
            "收到政府信息公开申请8次",
            "收到政府信息公开申请5，123件",
            "收到政府信息公开申请同比增长8件",
            "收到政府信息公开申请若干件",
        ] {
            assert_eq!(found(prose), [""; 0], "{prose}");
        }
    }

    #[test]
    fn a_table_that_is_missing_is_not_mentioned() {
        assert_eq!(
            found_in(
                "云溪县园林局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n收到政府信息公开申请8件。\n"
            ),
            [""; 0]
        );
    }
}
