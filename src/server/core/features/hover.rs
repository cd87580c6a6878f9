//! Hover: shows the meaning of a place in the form, and whether its sums hold.

use super::card::Card;
pub use super::card::Hover;
use super::locate::{Spot, TableAt, Thing, form_of, locate};
use super::prose;
use crate::diagnostic::{Argument, Message, Wording};
use crate::facts::{Exact, Value, WordMeaning};
use crate::relations::{Correction, Sum, value};
use crate::rules::{causes_of_table, cell_name, is_in_row, written_out};
use crate::server::core::view::View;
use crate::standard::CellRef;
use crate::syntax::Part;

const IN_TABLE: Wording = Wording::new("{0}：{1}", "{0}: {1}");
const VALUE: Wording = Wording::new("值：{0} {1}", "Value: {0} {1}");
const BLANK: Wording = Wording::new("空白，按 0 计", "Blank, counts as 0");
const BAD_VALUE: Wording = Wording::new("不是数：{0}", "Not a number: {0}");
const THIS_ROW: Wording = Wording::new("本行：{0}", "This row: {0}");
const THIS_GROUP: Wording = Wording::new("本组：{0}", "This group: {0}");
const THIS_COLUMN: Wording = Wording::new("本列：{0}", "This column: {0}");
const EVERY_ROW: Wording = Wording::new("每一行：{0} = {1}", "In every row: {0} = {1}");
const EVERY_GROUP: Wording = Wording::new("每一组：{0} = {1}", "In every group: {0} = {1}");
const WRONG_HERE: Wording = Wording::new(
    "很可能是这一格填错了：应为 {0}，不是 {1}",
    "It is probably this cell that is wrong: it should be {0}, not {1}",
);
const WRONG_THERE: Wording = Wording::new(
    "很可能是{0}填错了：应为 {1}，不是 {2}",
    "The wrong cell is probably {0}: it should be {1}, not {2}",
);
const GROUP: Wording = Wording::new(
    "组名，本身不填数；下分 {0} 行，总计一列共 {1}",
    "The head of a group, with no numbers of its own: {0} rows, {1} in all",
);
const GROUP_UNKNOWN: Wording = Wording::new(
    "组名，本身不填数；下分 {0} 行",
    "The head of a group, with no numbers of its own: {0} rows",
);
const UNIT: Wording = Wording::new("单位：{0}", "Unit: {0}");
const FORMAT: Wording = Wording::new("格式：{0}（{1}）", "Form: {0} ({1})");
const REPORT: Wording = Wording::new("{0}年的报告", "A report for {0}");
const COUNTS: Wording =
    Wording::new("各行：{0}；各列：{1}（单位：{2}）", "Rows: {0}; columns: {1} (unit: {2})");
const OVER_COLUMNS: Wording = Wording::new("下分 {0} 列：{1}", "Over {0} columns: {1}");

/// The form's information on the place at a byte of the text. For a cell: its sums with their
/// numbers.
pub fn hover(view: &View, at: usize) -> Option<Hover> {
    let Some(Spot { report, range, thing }) = locate(view, at) else {
        return prose::hover(view, at);
    };
    let mut card = Card::new(view);
    match thing {
        Thing::Cell(table, cell) => {
            about_cell(&mut card, table, cell);
            prose::about_statements(&mut card, report, table, cell);
        }
        Thing::Word(table, WordMeaning::Row(row)) => about_row(&mut card, table, row),
        Thing::Word(table, WordMeaning::Column { block, column, row }) => {
            about_column(&mut card, table, block, column, row)
        }
        Thing::Word(table, WordMeaning::Head(head)) => about_head(&mut card, table, head),
        Thing::Word(table, WordMeaning::Caption(block)) => about_block(&mut card, table, block)?,
        Thing::Word(table, WordMeaning::Other) => {
            let section = form_of(report).section(table.form().section);
            card.title(&[section.title.text.as_str()]);
            card.meaning(Some(&section.holds));
        }
        Thing::Heading(part) => about_heading(&mut card, report, part)?,
        Thing::Title => {
            let (form, year) = (form_of(report), report.report.facts().year?);
            card.heading(&Message::new(REPORT, [year.value.to_string().into()]));
            card.say(&Message::new(
                FORMAT,
                [form.format.as_str().into(), form.notice.as_str().into()],
            ));
        }
        Thing::Period(period) => prose::about_period(&mut card, report, &period)?,
    }
    Some(card.hover(range))
}

/// The contents of the rows below a caption.
fn about_block(card: &mut Card, table: TableAt, block: usize) -> Option<()> {
    let form = table.form().blocks.get(block)?;
    card.title(&[table.form().name.as_str(), form.caption.as_ref()?.text.as_str()]);
    card.meaning(form.meaning.as_ref());
    let rows = table
        .form()
        .rows
        .get(form.rows.clone())?
        .iter()
        .map(|row| row.label.text.clone())
        .collect();
    let columns = form.columns.iter().map(|column| column.label.text.clone()).collect();
    let mut units: Vec<String> =
        form.columns.iter().map(|column| card.unit(&column.units)).collect();
    units.dedup();
    card.say(&Message::new(
        COUNTS,
        [Argument::List(rows), Argument::List(columns), Argument::List(units)],
    ));
    card.basis(&table.form().rows.get(form.rows.start)?.basis);
    Some(())
}

fn about_cell(card: &mut Card, table: TableAt, cell: CellRef) {
    let context = table.context();
    card.heading(&Message::new(
        IN_TABLE,
        [table.form().name.as_str().into(), cell_name(&context, cell)],
    ));
    let column = table.form().column(cell);
    match table.table.cell(cell).map(|cell| (cell.value, cell.range)) {
        Some((Value::Number(number), _)) => {
            let shown = Exact::of(number, column.kind).to_string();
            card.say(&Message::new(VALUE, [shown.into(), card.unit(&column.units).into()]));
        }
        Some((Value::NotANumber, range)) => {
            card.say(&Message::new(BAD_VALUE, [card.quoted(range.of(table.text())).into()]))
        }
        _ => card.say(&Message::plain(BLANK)),
    }
    let sums: Vec<&Sum> =
        table.sums().iter().filter(|sum| sum.cells().any(|other| other == cell)).collect();
    list_sums(card, table, &sums);
    blame(card, table, &sums, Some(cell));
}

fn about_row(card: &mut Card, table: TableAt, row: usize) {
    let (context, form) = (table.context(), &table.form().rows[row]);
    card.heading(&Message::new(
        IN_TABLE,
        [table.form().name.as_str().into(), context.row_name(row).into()],
    ));
    card.meaning(form.meaning.as_ref());
    card.basis(&form.basis);
    let sums: Vec<&Sum> =
        table.sums().iter().filter(|sum| is_in_row(sum) && sum.form.result.row == row).collect();
    list_sums(card, table, &sums);
    blame(card, table, &sums, None);
}

fn about_column(card: &mut Card, table: TableAt, block: usize, column: usize, row: Option<usize>) {
    let Some(form) = table.form().blocks.get(block).and_then(|block| block.columns.get(column))
    else {
        return;
    };
    let group =
        row.and_then(|row| table.form().rows.get(row)).map_or("", |row| row.label.text.as_str());
    let words: Vec<&str> = [table.form().name.as_str(), group, &form.label.text]
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect();
    card.title(&words);
    card.meaning(form.meaning.as_ref());
    card.say(&Message::new(UNIT, [card.unit(&form.units).into()]));
    let first = table.form().blocks[block].rows.start;
    let total = table.sums().iter().find(|sum| {
        is_in_row(sum) && sum.form.left == [CellRef { row: row.unwrap_or(first), column }]
    });
    if let Some(total) = total {
        let context = table.context();
        let addends: Vec<&str> =
            total.form.right.iter().map(|&cell| context.column_label(cell)).collect();
        let wording = if table.form().across { EVERY_GROUP } else { EVERY_ROW };
        card.say(&Message::new(
            wording,
            [form.label.text.as_str().into(), addends.join(" + ").into()],
        ));
    }
    let sums: Vec<&Sum> = table
        .sums()
        .iter()
        .filter(|sum| !is_in_row(sum) && block == 0 && sum.form.result.column == column)
        .collect();
    list_sums(card, table, &sums);
    blame(card, table, &sums, None);
}

fn about_head(card: &mut Card, table: TableAt, head: usize) {
    let form = table.form();
    let Some(label) = form.heads.get(head) else { return };
    card.title(&[&form.name, &label.text]);
    // The total of the outcomes stands among the outcomes and counts them again.
    let counts = |row: &usize| {
        !table.sums().iter().any(|sum| {
            !is_in_row(sum) && sum.form.left == [sum.form.result] && sum.form.result.row == *row
        })
    };
    let rows: Vec<usize> = (0..form.rows.len())
        .filter(|&row| form.rows[row].under.contains(&head))
        .filter(counts)
        .collect();
    let last = |row: usize| CellRef { row, column: form.columns(row).len() - 1 };
    let total: Option<i64> = rows.iter().copied().map(|row| value(table.table, last(row))).sum();
    if rows.is_empty() {
        let columns = form
            .blocks
            .iter()
            .flat_map(|block| &block.columns)
            .filter(|column| column.under == Some(head));
        let columns: Vec<String> = columns.map(|column| column.label.text.clone()).collect();
        card.say(&Message::new(OVER_COLUMNS, [columns.len().into(), Argument::List(columns)]));
        return;
    }
    card.say(&match total {
        Some(total) if !form.across => Message::new(GROUP, [rows.len().into(), total.into()]),
        _ => Message::new(GROUP_UNKNOWN, [rows.len().into()]),
    });
}

fn about_heading(card: &mut Card, report: crate::document::Placed, part: &Part) -> Option<()> {
    let form = form_of(report);
    let section = form.section(part.kind.section()?);
    card.title(&[&format!("{}、{}", section.numeral, section.title.text)]);
    card.meaning(Some(&section.holds));
    card.basis(&section.basis);
    card.say(&Message::new(FORMAT, [form.format.as_str().into(), form.notice.as_str().into()]));
    Some(())
}

/// Shows the probable mistake, if the sums determine a mistake. `own` is the hovered cell.
fn blame(card: &mut Card, table: TableAt, sums: &[&Sum], own: Option<CellRef>) {
    if !sums.iter().any(|sum| sum.is_violated()) || table.sums().misfit().is_some() {
        return;
    }
    let causes = table.sums().causes();
    let takes_part = |change: &&Correction| {
        sums.iter().any(|sum| sum.is_violated() && sum.cells().any(|other| other == change.cell))
    };
    let changes: Vec<&Correction> =
        causes.events.iter().flat_map(|event| &event.changes).filter(takes_part).collect();
    if let Some(change) = own.and_then(|cell| causes.change(cell)) {
        card.say(&Message::new(WRONG_HERE, [change.value.into(), change.found.into()]));
    } else if let [change] = changes.as_slice() {
        card.say(&Message::new(
            WRONG_THERE,
            [cell_name(&table.context(), change.cell), change.value.into(), change.found.into()],
        ));
    } else if let Some(message) = causes_of_table(&table.context()).filter(|_| !changes.is_empty())
    {
        card.say(&message);
    }
}

/// The sums as a list.
fn list_sums(card: &mut Card, table: TableAt, sums: &[&Sum]) {
    card.list(sums.iter().map(|sum| {
        let wording = match (is_in_row(sum), table.form().across) {
            (true, true) => THIS_GROUP,
            (true, false) => THIS_ROW,
            (false, _) => THIS_COLUMN,
        };
        Message::new(wording, [written_out(&table.context(), sum).into()])
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Language;
    use crate::rules::testing::{replaced, sample, sample_of};
    use crate::server::core::features::testing::view;
    use crate::server::core::view::Client;
    use crate::syntax::Layout;
    use crate::text::TextRange;

    fn plain() -> Client {
        Client { markdown: false, ..Client::default() }
    }

    /// The text and the range of the hover at `⟦`.
    fn shown(marked: &str, client: Client) -> Option<(String, TextRange)> {
        view(marked, client, |view, at| hover(view, at).map(|hover| (hover.text, hover.range)))
    }

    /// The lines of the hover in plain Chinese.
    fn lines(marked: &str) -> Vec<String> {
        shown(marked, plain())
            .map_or_else(Vec::new, |(words, _)| words.lines().map(str::to_owned).collect())
    }

    #[test]
    fn a_cell_shows_its_sums() {
        let row = "（一）予以公开 4 1 0 0 0 0 5";
        let text = replaced(&sample(Layout::Spaces), row, "（一）予以公开 ⟦4 1 0 0 0 0 5");
        let expected = [
            "表三：自然人列（一）予以公开",
            "值：4 件",
            "本行：总计 5 = 自然人 4 + 商业企业 1 ✓",
            "本列：（七）总计 6 = （一）予以公开 4 + 2.没有现成信息需要另行制作 2 ✓",
        ];
        assert_eq!(lines(&text), expected);
        let compiled = format!("{}\n{text}", sample(Layout::Lines));
        assert_eq!(lines(&compiled), expected);
        let english = Client { language: Language::En, ..plain() };
        let (words, _) = shown(&text, english).expect("a card");
        let fee = replaced(&sample(Layout::Markdown), "| 行政事业性收费 |", "| ⟦行政事业性收费 |");
        let rows =
            shown(&fee, Client { language: Language::En, ..Client::default() }).expect("a card").0;
        assert!(!rows.contains(['件', '元']), "{rows}");
        assert!(words.starts_with("表三: （一）予以公开, column 自然人\nValue: 4 items\nThis row: 总计 5 = 自然人 4 + 商业企业 1 ✓\n"), "{words}");
        let marked = text.replace("三、本年度办理结果 （一）", "𠮷 三、本年度办理结果 （一）");
        let (words, range) = shown(&marked, Client::default()).expect("a card");
        assert!(
            words.starts_with("**表三：自然人列（一）予以公开**\n\n值：4 件\n\n- 本行：总计 5 = "),
            "{words}"
        );
        assert_eq!(Some(range.start), marked.find('⟦'));
        assert_eq!(range.of(&marked.replace('⟦', "")), "4");
    }

    #[test]
    fn every_layout_shows_the_same() {
        let balance = "本列：一、本年新收政府信息公开申请数量 6 + 二、上年结转政府信息公开申请数量 1 = （七）总计 6 + 四、结转下年度继续办理 1 ✓";
        for layout in Layout::ALL {
            let text = sample(layout);
            let row = text.find("四、结转下年度继续办理").expect("the row");
            let cell = row + text[row..].find('1').expect("its first value");
            let found = lines(&format!("{}⟦{}", &text[..cell], &text[cell..]));
            assert_eq!(
                found,
                [
                    "表三：自然人列四、结转下年度继续办理",
                    "值：1 件",
                    "本行：总计 1 = 自然人 1 ✓",
                    balance
                ],
                "{layout:?}"
            );
        }
    }

    #[test]
    fn a_sum_that_fails_names_the_wrong_cell() {
        let text = replaced(
            &sample(Layout::Spaces),
            "（一）予以公开 4 1 0 0 0 0 5",
            "（一）予以公开 3 1 0 0 0 0 ⟦5",
        );
        let found = lines(&text);
        assert_eq!(found[2], "本行：总计 5 ≠ 4 = 自然人 3 + 商业企业 1 ✗");
        assert_eq!(
            found[3],
            "本列：（七）总计 8 = （一）予以公开 5 + 2.没有现成信息需要另行制作 3 ✓"
        );
        assert_eq!(found[4], "很可能是自然人列（一）予以公开填错了：应为 4，不是 3");
        let here = text.replace('⟦', "").replace("（一）予以公开 3", "（一）予以公开 ⟦3");
        assert_eq!(
            lines(&here).last().map(String::as_str),
            Some("很可能是这一格填错了：应为 4，不是 3")
        );
    }

    #[test]
    fn zeros_and_blanks_are_told() {
        let text = replaced(&sample(Layout::Tabs), "1.属于国家秘密\t0", "1.属于国家秘密\t⟦");
        let found = lines(&text);
        assert_eq!(
            found[..3],
            [
                "表三：自然人列（三）不予公开1.属于国家秘密",
                "空白，按 0 计",
                "本行：总计 0 = 0（各项都是 0） ✓"
            ]
        );
        let text = replaced(&sample(Layout::Tabs), "1.属于国家秘密\t0", "1.属于国家秘密\t⟦`x`");
        let found = shown(&text, Client::default()).expect("a card").0;
        assert!(
            found.contains("不是数：` x `") && found.contains("总计 = 自然人 + 商业企业"),
            "{found}"
        );
    }

    #[test]
    fn tables_two_and_four_have_their_sums() {
        let text = replaced(
            &sample(Layout::Markdown),
            "| 行政规范性文件 | 3 |",
            "| 行政规范性文件 | ⟦3 |",
        );
        assert_eq!(
            lines(&text)[1..],
            ["值：3 件", "本行：现行有效件数 12 + 本年废止件数 1 ≥ 本年制发件数 3 ✓"]
        );
        let text =
            replaced(&sample(Layout::Markdown), "| 行政事业性收费 | 3", "| 行政事业性收费 | 3⟦");
        assert_eq!(lines(&text)[1..], ["值：3 万元"]);
        let text = replaced(&sample(Layout::Spaces), "1 0 0 0 1 1 0 0 0 1", "1 0 0 0 1 1 0 0 0 ⟦2");
        assert_eq!(
            lines(&text),
            ["表四：总计列未经复议直接起诉", "值：2 件", "本组：总计 2 ≠ 1 = 结果维持 1 ✗"]
        );
    }

    #[test]
    fn words_of_the_form_are_explained() {
        for layout in Layout::ALL {
            let at = |word: &str| {
                let text = sample(layout);
                lines(&replaced(&text, word, &format!("⟦{word}")))
            };
            let row = at("6.属于四类过程性信息");
            assert_eq!(row[0], "表三：（三）不予公开6.属于四类过程性信息", "{layout:?}");
            assert_eq!(
                row[1..3],
                ["四类是讨论记录、过程稿、磋商信函、请示报告。", "依据：《条例》第十六条第二款"]
            );
            assert_eq!(row[3], "本行：总计 0 = 0（各项都是 0） ✓");
            let head = at("（四）无法提供");
            assert_eq!(
                head,
                ["表三 · （四）无法提供", "组名，本身不填数；下分 3 行，总计一列共 3"],
                "{layout:?}"
            );
            let column = at("科研机构");
            assert_eq!(
                column[..3],
                ["表三 · 科研机构", "法人或其他组织中的科研机构。", "单位：件"],
                "{layout:?}"
            );
            assert!(column[3].starts_with("本列：（七）总计 0 = 0（各项都是 0）"), "{column:?}");
            let block = at("第二十条第（六）项");
            assert_eq!(
                block[..2],
                ["表二 · 第二十条第（六）项", "本年作出的行政处罚决定、行政强制决定的件数。"],
                "{layout:?}"
            );
            assert_eq!(
                block[2..],
                [
                    "各行：行政处罚、行政强制；各列：本年处理决定数量（单位：件）",
                    "依据：《条例》第二十条第（六）项"
                ]
            );
            let corner = at("（本列数据的勾稽关系为");
            assert!(
                corner[0] == "收到和处理政府信息公开申请情况"
                    && corner[1].contains("等于第三项加第四项之和"),
                "{layout:?} {corner:?}"
            );
            assert_eq!(
                at("结果维持")[..2],
                ["表四 · 行政复议 · 结果维持", "单位：件"],
                "{layout:?}"
            );
            assert_eq!(at("复议后起诉")[0], "表四：复议后起诉", "{layout:?}");
        }
    }

    #[test]
    fn a_header_over_columns_names_them() {
        let header = "\t\t\t自然人\t商业企业";
        let text = replaced(
            &sample(Layout::Tabs),
            header,
            &format!("\t\t\t自然人\t⟦法人或其他组织\t\t\t\t\t总计\n{header}"),
        );
        assert_eq!(
            lines(&text),
            [
                "表三 · 法人或其他组织",
                "下分 5 列：商业企业、科研机构、社会公益组织、法律服务机构、其他"
            ]
        );
    }

    #[test]
    fn headings_title_and_period_are_explained() {
        let text = sample(Layout::Markdown);
        let heading = lines(&replaced(&text, "五、存在的", "五、⟦存在的"));
        assert_eq!(heading[0], "五、存在的主要问题及改进情况");
        assert!(
            heading[1].contains("不能空着")
                && heading[2] == "依据：《条例》第五十条第（四）项"
                && heading[3].contains("〔2021〕30号"),
            "{heading:?}"
        );
        let old = replaced(&sample_of(Layout::Tabs, 2020), "2020年政府", "20⟦20年政府");
        assert_eq!(
            lines(&old),
            [
                "2020年的报告",
                "格式：中华人民共和国政府信息公开工作年度报告格式（试行）（国办公开办函〔2019〕60号）"
            ]
        );
    }

    #[test]
    fn prose_and_other_texts_show_nothing() {
        assert_eq!(
            lines(&replaced(&sample(Layout::Tabs), "本年度，我局", "本年度，⟦我局")),
            [""; 0]
        );
        assert_eq!(lines("⟦读我 3"), [""; 0]);
    }
}
