//! What sentences state, beside the cells of the tables that hold the same quantity.

use super::number;
use crate::facts::number::MONEY_SCALE;
use crate::facts::statement::{Meaning, Statement};
use crate::facts::{Facts, Table, Value};
use crate::standard::CellRef;
use crate::syntax::Report;
use crate::text::TextRange;

/// A statement of a sentence, with the cells for its likeliest meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated<'a> {
    pub statement: &'a Statement,
    /// Index of the part with the sentence.
    pub part: usize,
    /// The digits or the words, in bytes of the report.
    pub range: TextRange,
    /// The meaning that agrees with the tables. If none agrees, the meaning with the nearest value.
    pub meaning: &'a Meaning,
    /// The cells of this meaning. `None` if the report lacks the table or the edition lacks the
    /// cells.
    pub cells: Option<StatedCells>,
}

/// The cells of a quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedCells {
    /// Index of [`Facts::tables`].
    pub table: usize,
    /// One cell, or the cells of a sum.
    pub cells: Vec<CellRef>,
    /// The sum of the cells. `None` if a cell is missing, blank or no number, or if another meaning
    /// of the statement cannot be compared.
    pub held: Option<i64>,
}

impl Stated<'_> {
    /// Whether text and table agree. `None` if they cannot be compared.
    pub fn agrees(&self) -> Option<bool> {
        let held = self.cells.as_ref()?.held?;
        Some(held == self.amount())
    }

    /// The stated value in the unit of the cells: money is counted in 0.0001 万元.
    pub fn amount(&self) -> i64 {
        amount(self.statement, self.meaning)
    }
}

fn amount(statement: &Statement, meaning: &Meaning) -> i64 {
    match meaning {
        Meaning::Charges => {
            let decimals = u32::from(statement.decimals);
            statement.value * MONEY_SCALE / 10_i64.pow(decimals)
        }
        _ => statement.value,
    }
}

/// The statements of a report, in order.
pub fn stated<'a>(report: &Report, facts: &'a Facts) -> Vec<Stated<'a>> {
    let parts = report.parts.iter().zip(&facts.sentences).enumerate();
    parts
        .flat_map(|(index, (part, sentences))| {
            sentences.statements.iter().map(move |statement| {
                let (meaning, cells) = beside(statement, facts);
                let range = statement.range.shifted(part.range.start);
                Stated { statement, part: index, range, meaning, cells }
            })
        })
        .collect()
}

/// The meaning that agrees with the tables, otherwise the meaning with the nearest value.
fn beside<'a>(statement: &'a Statement, facts: &Facts) -> (&'a Meaning, Option<StatedCells>) {
    let of = |meaning: &'a Meaning| (meaning, cells(meaning, facts));
    let all: Vec<_> = statement.meanings.iter().map(of).collect();
    let distance =
        |cells: &Option<StatedCells>| Some(cells.as_ref()?.held?.abs_diff(statement.value));
    // In doubt about one meaning, nothing is compared.
    let is_known = all.iter().all(|(_, cells)| distance(cells).is_some());
    let nearest = all.iter().min_by_key(|(_, cells)| distance(cells).unwrap_or(u64::MAX));
    let Some((meaning, cells)) = nearest.cloned() else {
        unreachable!("a statement has a meaning")
    };
    let agrees = distance(&cells) == Some(0);
    let held = |cells: &StatedCells| cells.held.filter(|_| is_known || agrees);
    (meaning, cells.map(|cells| StatedCells { held: held(&cells), ..cells }))
}

/// The cells of a meaning in the tables of a report.
fn cells(meaning: &Meaning, facts: &Facts) -> Option<StatedCells> {
    let (index, _) = meaning.cells(facts.standard.form(facts.expected_edition()))?;
    let table = facts.tables.iter().position(|table| table.index == index)?;
    let (_, cells) = meaning.cells(facts.tables[table].form())?;
    let own = &facts.tables[table];
    let held = cells.iter().map(|&cell| held(own, cell)).sum();
    Some(StatedCells { table, cells, held })
}

/// The number in the tables for a meaning, if there is one.
pub fn held_of(meaning: &Meaning, facts: &Facts) -> Option<i64> {
    cells(meaning, facts)?.held
}

/// The number in a cell. `None` for a blank cell too: the report does not say 0.
fn held(table: &Table, cell: CellRef) -> Option<i64> {
    let found = table.cell(cell)?;
    let is_doubtful = table.unreadable.is_some() || super::is_doubtful(table, cell);
    (found.value != Value::Blank && !is_doubtful).then(|| number(found))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::statement::Said;
    use crate::rules::testing::{replaced, sample, sample_of};
    use crate::standard::Standard;
    use crate::syntax::{Layout, parse};

    /// The numbers that state cells in a report with `prose` as its general section: number, table,
    /// and first row and column of the form.
    fn found_in(text: &str) -> Vec<String> {
        let report = parse(text, Standard::official()).reports.swap_remove(0);
        let facts = Facts::of_report(
            text,
            &report,
            Standard::official(),
            None,
            Standard::official().lexicon(),
        );
        let show = |stated: &Stated| {
            let found = stated.cells.as_ref()?;
            let form = facts.tables[found.table].table_form();
            let cell = found.cells[0];
            let rest = match found.cells.len() {
                1 => String::new(),
                several => format!("+{}", several - 1),
            };
            let digits = stated.range.of(text);
            assert!(digits.replace(',', "").parse() == Ok(stated.statement.value), "{digits}");
            let row = &form.rows[cell.row].label.text;
            Some(format!("{} {row}/{}{rest}", stated.statement.value, form.column(cell).label.text))
        };
        let all = stated(&report, &facts);
        all.iter().filter(|stated| stated.statement.said == Said::Number).filter_map(show).collect()
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
