//! Hover in sentences: explains a number that a table also states, the statistical period, and the
//! date of the signature.

use super::card::{Card, Hover};
use super::locate::{TableAt, report_at, tables};
use crate::diagnostic::{Argument, Message, Wording};
use crate::document::Placed;
use crate::facts::number::plain;
use crate::facts::{Period, Signature};
use crate::lint::Options;
use crate::relations::{self, StatedCells};
use crate::rules::cell_name;
use crate::rules::statutory_day;
use crate::server::core::view::View;
use crate::standard::CellRef;
use crate::text::TextRange;

const STATES: Wording = Wording::new("{0}：{1}", "{0}: {1}");
const GROUP: Wording =
    Wording::new("{0}列{1}（{2} 行之和）", "{1}, column {0} (the sum of {2} rows)");
const ROWS: Wording = Wording::new("{0}列 {1} 行之和", "the sum of {1} rows, column {0}");
const AGREES: Wording =
    Wording::new("正文为 {0}，表中为 {1} ✓", "The sentence says {0}, the table {1} ✓");
const DIFFERS: Wording = Wording::new(
    "正文为 {0}，表中为 {1} ✗ 请核对：两处应当一致",
    "The sentence says {0}, the table {1} ✗ Check which is right: they should be the same",
);
const NOT_COMPARED: Wording = Wording::new(
    "正文为 {0}；表中有的格缺失、重复或不是数，不能核对",
    "The sentence says {0}; not compared: a cell of the table is missing, doubled or no number",
);
const SAID: Wording = Wording::new("正文：{0} {1}", "The text says {0} {1}");
const PERIOD_TITLE: Wording = Wording::new("统计期限", "Statistical period");
const PERIOD: Wording = Wording::new(
    "统计期限应为{0}年1月1日至{0}年12月31日：报告的年度从元旦到年底 {1}",
    "The statistical period should be {0}年1月1日至{0}年12月31日, the whole of the report's year {1}",
);
const SIGNATURE: Wording = Wording::new("落款日期", "Date of the signature");
const EARLY: Wording = Wording::new(
    "{0}年度还没有结束，应不早于{1}年1月1日 ✗",
    "{0} is not over yet: it should not be before 1 January {1} ✗",
);
const DUE: Wording = Wording::new(
    "法定期限：{0}（{1}，《条例》第四十九条） {2}",
    "The statutory day is {0} ({1}, article 49 of the Regulations) {2}",
);
const DUE_UNKNOWN: Wording = Wording::new(
    "法定期限：县级以上人民政府部门是次年1月31日，县级以上人民政府是次年3月31日（《条例》第四十九条）。从单位名称看不出是哪一种，可以在 gouji.toml 的 [report] level 中写明",
    "The statutory day is 31 January for departments of governments of counties and above, 31 March for these governments (article 49 of the Regulations). The organ's name does not tell which: [report] level in gouji.toml can",
);

/// The hover of a place in prose.
pub fn hover(view: &View, offset: usize) -> Option<Hover> {
    let report = report_at(view.document, offset)?;
    let own = offset - report.start;
    let holds = |range: TextRange| range.start <= own && own <= range.end;
    let mut card = Card::new(view);
    let facts = report.report.facts();
    if let Some(signature) = facts.signature.filter(|signature| holds(signature.date.range())) {
        about_signature(&mut card, report, &signature, view.document.options())?;
        return Some(card.hover(signature.date.range().shifted(report.start)));
    }
    let introduced = facts.periods.iter().find_map(|period| {
        Some((period.introduction(report.report.text())?, period))
            .filter(|(range, _)| holds(*range))
    });
    if let Some((range, period)) = introduced {
        about_period(&mut card, report, period)?;
        return Some(card.hover(range.shifted(report.start)));
    }
    let stated = relations::stated(report.report.tree(), facts);
    let stated = stated.into_iter().find(|stated| holds(stated.range))?;
    let cells = stated.cells.as_ref()?;
    let table = tables(report).find(|table| table.index == cells.table)?;
    about_number(&mut card, table, stated.amount(), cells);
    Some(card.hover(stated.range.shifted(report.start)))
}

/// Shows the right period, and whether the stated period is right.
pub fn about_period(card: &mut Card, report: Placed, period: &Period) -> Option<()> {
    let year = report.report.facts().year?.value;
    card.heading(&Message::plain(PERIOD_TITLE));
    card.say(&Message::new(
        PERIOD,
        [year.to_string().into(), mark(period.is_of_year(year)).into()],
    ));
    Some(())
}

fn about_signature(
    card: &mut Card,
    report: Placed,
    signature: &Signature,
    options: &Options,
) -> Option<()> {
    let year = report.report.facts().year?.value;
    card.heading(&Message::plain(SIGNATURE));
    if signature.date.year().is_some_and(|signed| signed <= year) {
        card.say(&Message::new(EARLY, [year.to_string().into(), (year + 1).to_string().into()]));
    }
    let mut context = report.report.context();
    context.kind = options.kind(context.organ);
    card.say(&match statutory_day(&context) {
        Some(day) => {
            let mark = mark(!day.is_before(signature.date));
            Message::new(DUE, [day.written().into(), Message::plain(day.who()).into(), mark.into()])
        }
        None => Message::plain(DUE_UNKNOWN),
    });
    Some(())
}

/// Shows the cells stated by a number, and whether the cells hold the same number.
fn about_number(card: &mut Card, table: TableAt, value: i64, cells: &StatedCells) {
    card.heading(&Message::new(STATES, [table.form().name.as_str().into(), stated(table, cells)]));
    let Some(kind) = cells.cells.first().map(|&cell| table.form().column(cell).kind) else {
        return;
    };
    card.say(&match cells.held {
        Some(held) => {
            let wording = if held == value { AGREES } else { DIFFERS };
            Message::new(wording, [plain(value, kind).into(), plain(held, kind).into()])
        }
        None => Message::new(NOT_COMPARED, [plain(value, kind).into()]),
    });
}

/// Shows what the sentences say of a cell, and whether they agree.
pub fn about_statements(card: &mut Card, report: Placed, table: TableAt, cell: CellRef) {
    let facts = report.report.facts();
    for stated in relations::stated(report.report.tree(), facts) {
        let Some(cells) = stated.cells.as_ref() else { continue };
        let Some(agrees) = stated.agrees() else { continue };
        if cells.table == table.index && cells.cells == [cell] {
            let kind = table.form().column(cell).kind;
            let said = plain(stated.amount(), kind);
            card.say(&Message::new(SAID, [said.into(), mark(agrees).into()]));
        }
    }
}

/// The statement of a number in words: a cell, or a group of rows.
fn stated(table: TableAt, stated: &StatedCells) -> Argument {
    let context = table.context();
    let [first, .., last] = stated.cells.as_slice() else {
        return stated.cells.first().map_or_else(|| "".into(), |&cell| cell_name(&context, cell));
    };
    let head = |row: usize| table.form().rows.get(row).and_then(|row| row.under.last().copied());
    let (column, count) = (context.column_label(*first), stated.cells.len());
    match head(first.row)
        .filter(|_| head(first.row) == head(last.row))
        .and_then(|head| table.form().heads.get(head))
    {
        Some(head) => {
            Message::new(GROUP, [column.into(), head.text.as_str().into(), count.into()]).into()
        }
        None => Message::new(ROWS, [column.into(), count.into()]).into(),
    }
}

fn mark(is_right: bool) -> &'static str {
    if is_right { "✓" } else { "✗" }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Language;
    use crate::rules::testing::{replaced, sample};
    use crate::server::core::features::hover::hover;
    use crate::server::core::features::testing::view;
    use crate::server::core::view::Client;
    use crate::syntax::Layout;

    /// The lines of the hover at `⟦`, and the hovered words.
    fn shown_in(marked: &str, language: Language) -> Option<(Vec<String>, String)> {
        let text = marked.replace('⟦', "");
        view(marked, Client { markdown: false, language, ..Client::default() }, |view, at| {
            let hover = hover(view, at)?;
            let words = hover.range.of(&text).to_owned();
            Some((hover.text.lines().map(str::to_owned).collect(), words))
        })
    }

    fn shown(marked: &str) -> Option<(Vec<String>, String)> {
        shown_in(marked, Language::Zh)
    }

    fn lines(marked: &str) -> Vec<String> {
        shown(marked).map_or_else(Vec::new, |(lines, _)| lines)
    }

    /// A text with `prose` in the second of two reports.
    fn prose(layout: Layout, prose: &str) -> String {
        format!(
            "{}\n{}",
            sample(Layout::Tabs),
            replaced(&sample(layout), "本年度，我局主动公开信息29条", prose)
        )
    }

    #[test]
    fn a_number_shows_its_cell_and_whether_it_agrees() {
        for layout in Layout::ALL {
            let (lines, words) =
                shown(&prose(layout, "𠮷新收政府信息公开申请⟦12件")).expect("a card");
            let expected = [
                "表三：总计列一、本年新收政府信息公开申请数量",
                "正文为 12，表中为 8 ✗ 请核对：两处应当一致",
            ];
            assert_eq!(
                (lines.iter().map(String::as_str).collect::<Vec<_>>(), words.as_str()),
                (expected.to_vec(), "12"),
                "{layout:?}"
            );
        }
        assert_eq!(
            lines(&prose(Layout::Tabs, "收到政府信息公开申请8⟦件"))[1],
            "正文为 8，表中为 8 ✓"
        );
        let group = lines(&prose(Layout::Tabs, "收到政府信息公开申请8件，无法提供⟦3件"));
        assert_eq!(group, ["表三：总计列（四）无法提供（3 行之和）", "正文为 3，表中为 3 ✓"]);
        let lawsuits = lines(&prose(Layout::Tabs, "因政府信息公开引起行政复议1件、行政诉讼⟦5件"));
        assert_eq!(
            lawsuits,
            ["表四：总计列行政诉讼（2 行之和）", "正文为 5，表中为 2 ✗ 请核对：两处应当一致"]
        );
        let english = shown_in(&prose(Layout::Tabs, "收到政府信息公开申请⟦8件"), Language::En)
            .expect("a card")
            .0;
        assert_eq!(english[1], "The sentence says 8, the table 8 ✓");
    }

    #[test]
    fn a_cell_shows_what_the_text_says() {
        let text = prose(Layout::Tabs, "新收政府信息公开申请12件");
        let cell = |text: &str| {
            let at = text
                .rfind("一、本年新收政府信息公开申请数量")
                .map(|at| at + text[at..].find('6').unwrap_or(0))
                .expect("the row")
                + "6\t2\t0\t0\t0\t0\t".len();
            format!("{}⟦{}", &text[..at], &text[at..])
        };
        assert!(
            lines(&cell(&text)).contains(&"正文：12 ✗".to_owned()),
            "{:?}",
            lines(&cell(&text))
        );
    }

    #[test]
    fn a_cell_that_is_no_number_is_not_compared() {
        let text = replaced(
            &sample(Layout::Tabs),
            "本年度，我局主动公开信息29条",
            "收到政府信息公开申请⟦8件",
        );
        let text = text.replacen("6\t2\t0\t0\t0\t0\t8\n", "6\t2\t0\t0\t0\t0\t八件\n", 1);
        assert!(lines(&text)[1].contains("不能核对"), "{:?}", lines(&text));
    }

    #[test]
    fn the_period_shows_what_it_should_be_on_its_words_and_its_dates() {
        let said = |mark: &str| {
            format!("统计期限应为2023年1月1日至2023年12月31日：报告的年度从元旦到年底 {mark}")
        };
        for (from, to, mark) in [
            ("统计期限为2023年1月1日", "统⟦计期限为2023年1月1日", "✓"),
            ("统计期限为2023年1月1日", "统计期限为2023年⟦1月1日", "✓"),
            ("统计期限为2023年1月1日", "统计⟦期限为2022年1月1日", "✗"),
            (
                "统计期限为2023年1月1日至2023年12月31日",
                "统计⟦期限为2023年1月1日至2023年11月30日",
                "✗",
            ),
        ] {
            let text = replaced(&sample(Layout::Markdown), from, to);
            assert_eq!(lines(&text), ["统计期限".to_owned(), said(mark)], "{to}");
        }
    }

    #[test]
    fn the_date_of_the_signature_shows_its_statutory_day() {
        let signed = |organ: &str, date: &str| {
            format!(
                "{}\n{organ}\n{date}\n",
                sample(Layout::Tabs).replace("云溪省园林局", organ).trim_end()
            )
        };
        let (lines_shown, words) =
            shown(&signed("云溪省园林局", "2024年⟦1月20日")).expect("a card");
        assert_eq!(
            lines_shown,
            ["落款日期", "法定期限：2024年1月31日（县级以上人民政府部门，《条例》第四十九条） ✓"]
        );
        assert_eq!(words, "2024年1月20日");
        assert_eq!(
            lines(&signed("云溪省园林局", "2024年⟦2月20日"))[1],
            "法定期限：2024年1月31日（县级以上人民政府部门，《条例》第四十九条） ✗"
        );
        assert_eq!(
            lines(&signed("云溪县人民政府", "2024年⟦3月20日"))[1],
            "法定期限：2024年3月31日（县级以上人民政府，《条例》第四十九条） ✓"
        );
        assert_eq!(
            lines(&signed("云溪省园林局", "2023年⟦1月20日"))[1],
            "2023年度还没有结束，应不早于2024年1月1日 ✗"
        );
        let unknown = lines(&signed("云溪县柳林镇人民政府", "2024年⟦3月20日"));
        assert!(
            unknown[1].contains("1月31日")
                && unknown[1].contains("3月31日")
                && unknown[1].contains("[report] level"),
            "{unknown:?}"
        );
    }

    #[test]
    fn other_prose_shows_nothing() {
        assert_eq!(shown(&replaced(&sample(Layout::Tabs), "信息29条", "信息⟦29条")), None);
        assert_eq!(shown("收到政府信息公开申请⟦12件"), None);
    }
}
