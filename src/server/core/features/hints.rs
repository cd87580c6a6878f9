//! Inlay hints: show the right value behind a wrong total, and the number of the table behind a
//! number of a sentence that differs. A correct report has no hints.

use super::locate::{TableAt, reports_in, tables};
use crate::diagnostic::{Message, Wording};
use crate::document::Placed;
use crate::facts::Value;
use crate::facts::number::plain;
use crate::facts::statement::Said;
use crate::relations::{self, Explanation, Sum};
use crate::rules::{difference, written_out};
use crate::server::core::view::View;
use crate::standard::CellRef;
use crate::text::TextRange;

/// The hint behind a wrong total, or behind a number of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The end of the cell or of the number, in bytes of the text.
    pub at: usize,
    pub label: String,
    /// The violated sums, or both numbers.
    pub tooltip: String,
}

const SHOULD_BE: Wording = Wording::new("应为 {0}", "= {0}");
/// A total is called wrong only if a finding names the total.
const ADDS_UP: Wording = Wording::new("合计 {0}", "sum {0}");
const OFF_BY: Wording = Wording::new("差 {0}", "off by {0}");
/// The number of a table beside a sentence.
const TABLE: Wording = Wording::new("✗ 表 {0}", "✗ table {0}");

/// The hints inside `range`.
pub fn hints(view: &View, range: TextRange) -> Vec<Hint> {
    let mut hints = Vec::new();
    for report in reports_in(view, range) {
        hints_of_sentences(view, report, range, &mut hints);
        for table in tables(report).filter(|table| table.range(table.table.range).overlaps(range)) {
            hints_of(view, table, range, &mut hints);
        }
    }
    hints
}

/// One hint for each number in a sentence that differs from its table.
fn hints_of_sentences(view: &View, report: Placed, range: TextRange, hints: &mut Vec<Hint>) {
    for stated in relations::stated(report.report.tree(), report.report.facts()) {
        let at = stated.range.end + report.start;
        if stated.statement.said != Said::Number || at < range.start || range.end < at {
            continue;
        }
        let Some(cells) = &stated.cells else { continue };
        let Some(table) = tables(report).find(|table| table.index == cells.table) else { continue };
        let (Some(difference), Some(held), Some(&first)) =
            (difference(&stated, &table.context()), cells.held, cells.cells.first())
        else {
            continue;
        };
        let shown = plain(held, table.form().column(first).kind);
        let label = view.say(&Message::new(TABLE, [shown.into()]));
        hints.push(Hint { at, label, tooltip: view.say(&difference) });
    }
}

/// One hint for each result of a violated sum.
fn hints_of(view: &View, table: TableAt, range: TextRange, hints: &mut Vec<Hint>) {
    let violated = || table.sums().iter().filter(|sum| sum.is_violated() && !sum.relation.at_least);
    if violated().next().is_none() || table.sums().misfit().is_some() {
        return;
    }
    let explanation = table.sums().explanation();
    let lacking: Vec<CellRef> = explanation.blank_cells().collect();
    let is_open = |cell: CellRef| {
        let is_blank = || table.table.cell(cell).is_some_and(|cell| cell.value == Value::Blank);
        is_blank() && (lacking.contains(&cell) || table.sums().is_total(cell))
    };
    // A blank total makes the difference at a neighbouring cell uncertain.
    let is_certain = |sum: &&Sum| {
        explanation.named(sum.form.result).is_some()
            || sum.cells().all(|cell| cell == sum.form.result || !is_open(cell))
    };
    let violated: Vec<&Sum> = violated().filter(is_certain).collect();
    let mut cells: Vec<CellRef> = violated.iter().map(|sum| sum.form.result).collect();
    cells.sort_unstable();
    cells.dedup();
    for cell in cells {
        let Some(end) = table
            .cell_range(cell)
            .map(|range| range.end)
            .filter(|&end| range.start <= end && end <= range.end)
        else {
            continue;
        };
        let own: Vec<&Sum> =
            violated.iter().copied().filter(|sum| sum.form.result == cell).collect();
        let Some(label) = label(table, cell, &own, explanation) else { continue };
        let tooltip: Vec<String> =
            own.iter().map(|sum| view.say(&written_out(&table.context(), sum))).collect();
        hints.push(Hint { at: end, label: view.say(&label), tooltip: tooltip.join("\n") });
    }
}

/// The right value of a cell, if the sums for the cell determine the value. For a balance: the
/// difference.
fn label(
    table: TableAt,
    cell: CellRef,
    own: &[&Sum],
    explanation: &Explanation,
) -> Option<Message> {
    let shown = |value: i64| plain(value, table.form().column(cell).kind);
    if let Some(named) = explanation.named(cell) {
        return Some(Message::new(SHOULD_BE, [shown(named).into()]));
    }
    let is_total = |sum: &&&Sum| sum.form.left == [cell];
    let sum = own.iter().find(is_total).or(own.first())?;
    let sides = sum.sides?;
    if !is_total(&sum) {
        return Some(Message::new(OFF_BY, [shown((sides.left - sides.right).abs()).into()]));
    }
    Some(Message::new(ADDS_UP, [shown(sides.right).into()]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Language;
    use crate::rules::testing::{replaced, sample};
    use crate::server::core::features::testing::view;
    use crate::server::core::view::Client;
    use crate::syntax::Layout;
    use crate::text::line_at;

    /// The label and the tooltip of each hint, with the text of the line before the hint.
    fn shown(text: &str, client: Client) -> Vec<(String, String, String)> {
        view(text, client, |view, _| {
            let show = |Hint { at, label, tooltip }: Hint| {
                let line = TextRange::new(line_at(text, at).start, at);
                (line.of(text).to_owned(), label, tooltip)
            };
            hints(view, TextRange::new(0, text.len())).into_iter().map(show).collect()
        })
    }

    #[test]
    fn a_correct_report_has_none() {
        for layout in Layout::ALL {
            assert_eq!(shown(&sample(layout), Client::default()), [], "{layout:?}");
        }
    }

    #[test]
    fn a_wrong_total_has_what_it_should_be() {
        let wrong = replaced(
            &sample(Layout::Spaces),
            "（一）予以公开 4 1 0 0 0 0 5",
            "（一）予以公开 4 1 0 0 0 0 6",
        );
        let text = format!("{}\n{wrong}", sample(Layout::Tabs));
        let line = text.lines().find(|line| line.ends_with("0 6")).expect("the row");
        let found = shown(&text, Client::default());
        assert_eq!(
            found[0],
            (
                line.to_owned(),
                "应为 5".to_owned(),
                "总计 6 ≠ 5 = 自然人 4 + 商业企业 1 ✗".to_owned()
            )
        );
        assert_eq!(found.len(), 2, "the column of totals: {found:?}");
        assert!(
            found[1].1 == "合计 9" && found[1].2.starts_with("（七）总计 8 ≠ 9 = "),
            "{found:?}"
        );
        let english = Client { language: Language::En, ..Client::default() };
        let labels = view(&text, english, |view, _| {
            let start = text.find(line).expect("the row");
            let own = hints(view, TextRange::new(start, start + line.len()));
            own.into_iter().map(|hint| hint.label).collect::<Vec<_>>()
        });
        assert_eq!(labels, ["= 5"]);
    }

    #[test]
    fn a_number_in_a_sentence_has_what_the_table_holds() {
        let saying = |layout: Layout, sentence: &str| {
            let own = replaced(&sample(layout), "本年度，我局主动公开信息29条", sentence);
            format!("{}\n{own}", sample(Layout::Tabs))
        };
        for layout in Layout::ALL {
            let text = saying(layout, "我局收到政府信息公开申请12件，上年结转1件");
            let found = shown(&text, Client::default());
            let [(before, label, tooltip)] = &found[..] else { panic!("{layout:?}: {found:?}") };
            assert!(before.ends_with("收到政府信息公开申请12"), "{before}");
            assert_eq!(label, "✗ 表 8");
            assert!(tooltip.starts_with("正文说收到申请 12 件，表三"), "{tooltip}");
            let english = Client { language: Language::En, ..Client::default() };
            assert_eq!(shown(&text, english)[0].1, "✗ table 8");
        }
        // What agrees, and what the tables do not hold.
        let agrees = "收到政府信息公开申请8件，上年结转1件，其中网络申请5件；网民留言12件";
        assert_eq!(shown(&saying(Layout::Tabs, agrees), Client::default()), []);
        let none = saying(Layout::Tabs, "未收到政府信息公开申请");
        assert_eq!(shown(&none, Client::default()), [], "words have no number");
    }

    #[test]
    fn a_number_that_mends_the_table_has_none() {
        let wrong = replaced(
            &sample(Layout::Spaces),
            "（一）予以公开 4 1 0 0 0 0 5",
            "（一）予以公开 4 1 0 0 0 0 6",
        );
        let text = replaced(
            &wrong,
            "本年度，我局主动公开信息29条",
            "收到政府信息公开申请8件，予以公开5件",
        );
        let labels: Vec<String> =
            shown(&text, Client::default()).into_iter().map(|hint| hint.1).collect();
        assert_eq!(labels, ["应为 5", "合计 9"]);
    }

    #[test]
    fn a_balance_says_by_how_much_it_is_off() {
        let row = "四、结转下年度继续办理 1 0 0 0 0 0 1";
        let text = replaced(&sample(Layout::Spaces), row, "四、结转下年度继续办理 3 0 0 0 0 0 3");
        let found = shown(&text, Client::default());
        let labels: Vec<&str> = found.iter().map(|hint| hint.1.as_str()).collect();
        assert_eq!(labels, ["差 2", "差 2"]);
        assert!(
            found[0].2.starts_with(
                "一、本年新收政府信息公开申请数量 6 + 二、上年结转政府信息公开申请数量 1 = 7 ≠ 9 = "
            ),
            "{found:?}"
        );
    }

    #[test]
    fn a_blank_balance_has_what_it_should_be() {
        let row = "| 四、结转下年度继续办理 |  |  | 1 | 0 | 0 | 0 | 0 | 0 | 1 |";
        let blank = "| 四、结转下年度继续办理 |  |  |  |  |  |  |  |  |  |";
        let found = shown(&replaced(&sample(Layout::Markdown), row, blank), Client::default());
        assert_eq!(
            found.iter().map(|hint| hint.1.as_str()).collect::<Vec<_>>(),
            ["应为 1", "应为 1"]
        );
    }

    #[test]
    fn what_stands_beside_a_blank_total_has_none() {
        let row = "| （七）总计 |  | 6 | 2 | 0 | 0 | 0 | 0 | 8 |";
        let blank = "| （七）总计 |  |  |  |  |  |  |  |  |";
        let sample = sample(Layout::Markdown);
        assert!(sample.contains(row), "{sample}");
        let found = shown(&replaced(&sample, row, blank), Client::default());
        assert_eq!(
            found.iter().map(|hint| hint.1.as_str()).collect::<Vec<_>>(),
            ["应为 6", "应为 2", "应为 8"]
        );
        // Two rows without numbers leave the share of each row unknown.
        let rows = ["（一）予以公开", "（二）部分公开"]
            .map(|label| sample.lines().find(|line| line.contains(label)).expect(label));
        let is_number = |cell: &str| cell.trim().parse::<u32>().is_ok();
        let without = |row: &str| {
            row.split('|')
                .map(|cell| if is_number(cell) { "  " } else { cell })
                .collect::<Vec<_>>()
                .join("|")
        };
        let text =
            rows.iter().fold(sample.clone(), |text, row| replaced(&text, row, &without(row)));
        assert_eq!(shown(&text, Client::default()), []);
    }

    #[test]
    fn a_cell_has_one_hint() {
        let text = replaced(
            &sample(Layout::Spaces),
            "（七）总计 6 2 0 0 0 0 8",
            "（七）总计 6 2 0 0 0 0 9",
        );
        let found = shown(&text, Client::default());
        assert_eq!(
            found.iter().map(|hint| hint.1.as_str()).collect::<Vec<_>>(),
            ["应为 8", "差 1"]
        );
        assert_eq!(found[0].2.lines().count(), 2);
    }

    #[test]
    fn a_group_of_table_four_has_its_own() {
        let text = replaced(
            &sample(Layout::Markdown),
            "| 1 | 0 | 0 | 0 | 1 | 1 |",
            "| 1 | 0 | 0 | 0 | 2 | 1 |",
        );
        let found = shown(&text, Client::default());
        assert_eq!(found.iter().map(|hint| hint.1.as_str()).collect::<Vec<_>>(), ["合计 1"]);
    }
}
