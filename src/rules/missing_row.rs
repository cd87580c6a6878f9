//! T003: rows of the form that are not there.

use super::rows;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{
    Applicability, Argument, Fix, Message, NewRow, RowPlace, Rows, Severity, Wording,
};
use crate::facts::{ExtraRowKind, Row, form_words};
use crate::report::TableContext;
use crate::standard::TableForm;
use crate::syntax::{Class, Layout, Line, classify};
use crate::text::{Folded, TextRange, line_at, lines};
use crate::write::{self, serial_before};
use std::ops::Range;

pub static RULE: Rule = Rule {
    code: "T003",
    name: "missing-row",
    severity: Severity::Error,
    fix: FixKind::Unsafe,
    summary: Wording::new("格式规定的行不在表中", "a row of the form is not in the table"),
    documentation: Wording::new(
        "\
### 检查什么

表二、表三中缺少格式规定的行。相邻的几行一起报一条。组名和第几项的标题行不算。

### 为什么

国家统一格式规定了表格的各行（国办公开办函〔2021〕30号），没有数的也要保留并填 0；少了一行，（七）总计就无法核对。

### 例子

表三没有“5.属于三类内部事务信息”一行。

### 修正

按相邻行的样子补上这一行，各格留空，数由人填写，所以不安全；行前有序号、上下两行的序号之间正好空着的，序号一并补上。缺行的地方有认不出的行或文字的，不提供修正：那里可能就是这一行。
",
        "\
### What it checks

A row of the form is missing from table two or three; neighbouring ones are one finding. Heads of groups and captions do not count.

### Why

The national format lays down the rows (国办公开办函〔2021〕30号); one without cases stays, with 0. Without it （七）总计 cannot be checked.

### Example

Table three has no row 5.属于三类内部事务信息.

### Fix

Inserts the row laid out like its neighbours, its cells blank for a person to fill: unsafe. Where serial numbers stand before the labels, and those around the gap leave one for the row, it gets that number. None where an unknown row, or words that are not the form's, stand in the gap: they may be that row.
",
    ),
    check: Check::Table(check),
};

const ONE: Wording = Wording::new("{0}缺少“{1}”一行", "{0} lacks the row “{1}”");
const SEVERAL: Wording = Wording::new("{0}缺少 {1} 行：{2}", "{0} lacks {1} rows: {2}");
const FIX: Wording =
    Wording::new("补上缺少的 {0} 行，数留空", "insert the missing rows ({0}), their cells blank");

fn check(context: &TableContext, sink: &mut Sink) {
    let table = context.table;
    if context.is_unreadable() {
        return;
    }
    for run in rows::missing(table).into_iter().filter(|run| !rows::is_taken(table, run)) {
        let name = table.table_form().name.as_str().into();
        let message = if run.len() == 1 {
            Message::new(ONE, [name, context.row_label(run.start).into()])
        } else {
            let labels = run.clone().map(|row| context.row_label(row).to_owned()).collect();
            Message::new(SEVERAL, [name, run.len().into(), Argument::List(labels)])
        };
        let range = rows::row_before(table, run.start)
            .map_or(table.first_row, |(_, row)| rows::label_or_row(row));
        let diagnostic = sink.push(range, context.row_place(run.start), message);
        if may_stand_there(context, &run) {
            continue;
        }
        let message = Message::new(FIX, [run.len().into()]);
        diagnostic.fixes.extend(missing(context, run).and_then(|rows| {
            let edits = write::rows(context, &rows)?;
            Fix::of_change(message, Applicability::Unsafe, rows, edits, Vec::new())
        }));
    }
}

/// Whether a row that is not read stands in the gap, or words that are not the form's: they may be
/// one of the missing rows.
fn may_stand_there(context: &TableContext, run: &Range<usize>) -> bool {
    let table = context.table;
    if table.extra.iter().any(|extra| {
        !matches!(extra.kind, ExtraRowKind::Head(_)) && (run.start..=run.end).contains(&extra.after)
    }) {
        return true;
    }
    let (Some((_, before)), Some((_, behind))) =
        (rows::row_before(table, run.start), rows::row_behind(table, run.end - 1))
    else {
        return false;
    };
    let behind = rows::label_or_row(behind);
    // A serial number before the label is the row's own.
    let start = serial_before(context.text, behind)
        .map_or(behind.start, |(number, _)| line_at(context.text, number.start).start);
    let gap = TextRange::new(before.range.end, start.max(before.range.end));
    let rows = || table.rows.iter().flatten().map(|row| row.range);
    let named = || {
        table
            .heads
            .iter()
            .map(|head| head.range)
            .chain(table.headers.iter().map(|header| header.range))
    };
    let is_known = |line: &Line| {
        rows()
            .chain(named())
            .any(|known| known.start < line.range().end && line.range().start < known.end)
    };
    // A row's cells end before the delimiter behind them.
    let mut lines =
        classify(context.text, gap).skip(1).filter(|line| !line.class.is_gap() && !is_known(line));
    lines.any(|line| match line.class {
        Class::Values | Class::Labelled => true,
        _ => !is_of_the_form(&Folded::letters(context.text, line.range()).text, table.table_form()),
    })
}

/// Whether letters are words of the form, or a piece of one.
fn is_of_the_form(letters: &str, form: &TableForm) -> bool {
    let words = || form_words(form).map(|label| label.letters.as_str());
    if words().any(|word| word.contains(letters)) {
        return true;
    }
    let mut known: Vec<&str> = words().filter(|word| letters.contains(word)).collect();
    known.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let rest = known.iter().fold(letters.to_owned(), |rest, word| rest.replace(word, "\n"));
    rest.split('\n').all(|rest| words().any(|word| word.contains(rest)))
}

/// A row of the form with blank cells, written as the table writes its rows, without a line end.
/// The heads of its groups stand in it where the table does not have them.
pub fn blank_row(context: &TableContext, row: usize) -> Option<String> {
    write::blank_row(context, &new_rows(context, row..row + 1)[0])
}

/// The rows that are to be put back, those of each block at their place. `None` where nothing shows
/// where they belong.
fn missing(context: &TableContext, run: Range<usize>) -> Option<Vec<Rows>> {
    let form = &context.table.table_form().rows;
    let rows: Vec<usize> = run.collect();
    let blocks = rows.chunk_by(|one, next| form[*one].block == form[*next].block);
    blocks
        .map(|rows| {
            let run = rows[0]..rows[0] + rows.len();
            Some(Rows {
                table: context.table.index,
                place: place(context, &run)?,
                rows: new_rows(context, run),
            })
        })
        .collect()
}

/// Behind the row before the rows of one block or before the row behind them in that block, else
/// below the block's header.
fn place(context: &TableContext, run: &Range<usize>) -> Option<RowPlace> {
    let table = context.table;
    let form = &table.table_form().rows;
    let block = form[run.start].block;
    let before = rows::row_before(table, run.start);
    let behind = rows::row_behind(table, run.end - 1);
    if let Some((_, before)) = before.filter(|(index, _)| form[*index].block == block) {
        return Some(RowPlace::Behind(before.range));
    }
    if let Some((row, behind)) = behind.filter(|(index, _)| form[*index].block == block) {
        return Some(RowPlace::Before { row, range: behind.range });
    }
    // Rows without a number may stand out of order, and a row's range may begin with the headers
    // above it.
    let start = before.map_or(table.range.start, |(_, row)| row.range.end);
    let end = behind
        .map_or(table.range.end, |(_, row)| row.label.map_or(row.range.start, |label| label.start));
    let header =
        (start <= end).then(|| last_header(context, block, TextRange::new(start, end))).flatten();
    header.or(before.map(|(_, row)| row.range)).map(RowPlace::Behind)
}

/// The last line of a block's header, in a gap between two rows: with the label of its last column
/// below its caption.
fn last_header(context: &TableContext, block: usize, gap: TextRange) -> Option<TextRange> {
    let block = &context.table.table_form().blocks[block];
    let (caption, column) = (block.caption.as_ref()?, block.columns.last()?);
    let mut lines = lines(gap.of(context.text)).map(|line| line.shifted(gap.start));
    let holds = |line: &TextRange, letters: &str| {
        Folded::letters(context.text, *line).text.contains(letters)
    };
    lines.find(|line| holds(line, &caption.letters))?;
    lines.find(|line| holds(line, &column.label.letters))
}

/// The rows with what stands before their labels.
fn new_rows(context: &TableContext, run: Range<usize>) -> Vec<NewRow> {
    let (table, form) = (context.table, context.table.table_form());
    let (words, folded) = (
        Folded::letters(context.text, table.range).text,
        Folded::new(context.text, table.range).text,
    );
    // A head stands before the first row of its group. Text from PDF has it in pieces, but its
    // number together.
    let number = |head: &usize| number_of(&form.heads[*head].text);
    let is_there = |head: &usize| {
        words.contains(&form.heads[*head].letters)
            || table.layout == Layout::Spaces && folded.contains(&number(head))
    };
    let new = |row: usize| {
        let shown = |head: &usize| write::is_first_under(form, *head, row) && !is_there(head);
        let heads = form.rows[row].under.iter().copied().filter(shown).collect();
        NewRow { row, heads, serial: serial_of(context, row) }
    };
    run.map(new).collect()
}

/// The serial number of a missing row, where those of the rows around it leave one for each row
/// between them.
fn serial_of(context: &TableContext, row: usize) -> Option<u32> {
    let table = context.table;
    let serial = |found: Option<(usize, &Row)>| {
        let (index, found) = found?;
        Some((index, serial_before(context.text, found.label?)?.1 as usize))
    };
    let (before, behind) = (rows::row_before(table, row), rows::row_behind(table, row));
    let number = match (serial(before), serial(behind)) {
        (Some((above, first)), Some((below, last))) => {
            (first + below == last + above).then_some(first + row - above)
        }
        (Some((above, first)), None) => behind.is_none().then_some(first + row - above),
        (None, Some((below, last))) => before
            .is_none()
            .then(|| (last + row).checked_sub(below))
            .flatten()
            .filter(|&number| number > 0),
        (None, None) => None,
    };
    number.and_then(|number| number.try_into().ok())
}

/// The number of a head, folded, with its marks: `(五)` of （五）不予处理, `三、` of
/// 三、本年度办理结果.
fn number_of(head: &str) -> String {
    let folded = Folded::new(head, TextRange::new(0, head.len())).text;
    let end = folded
        .find([')', '、', ','])
        .map_or(folded.len(), |at| at + folded[at..].chars().next().map_or(0, char::len_utf8));
    folded[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::apply;
    use crate::lint::{Options, check};
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    const HIDDEN: [&str; 7] = [
        "一、本年新收",
        "1.属于国家秘密",
        "5.属于三类",
        "2.重复申请",
        "（七）总计",
        "四、结转下年度",
        "规章",
    ];

    /// `text` without the rows whose lines begin a cell with one of `labels`.
    fn without(text: &str, layout: Layout, labels: &[&str]) -> String {
        let starts = |line: &str| {
            labels.iter().any(|label| {
                line.trim_start_matches(['|', '\t', ' ']).starts_with(label)
                    || line.contains(&format!("\t{label}"))
                    || line.contains(&format!("| {label}"))
                    || line.contains(&format!(" {label}"))
            })
        };
        if layout == Layout::Lines {
            return text
                .split("\n\n")
                .filter(|row| !row.lines().any(starts))
                .collect::<Vec<_>>()
                .join("\n\n");
        }
        text.split_inclusive('\n').filter(|line| !starts(line)).collect()
    }

    #[test]
    fn a_missing_row_is_found_and_put_back() {
        for layout in Layout::ALL {
            for label in HIDDEN {
                let text = without(&sample(layout), layout, &[label]);
                let found = found("T003", &text);
                assert_eq!(found.len(), 1, "{layout:?} {label} {:?}\n{text}", messages(&found));
                let fixed = apply(&text, found[0].fixes[0].edits());
                let left = check(&fixed, &Options::default()).unwrap_or_default();
                let others: Vec<_> = left
                    .iter()
                    .filter(|left| left.code != "T009" && !left.code.starts_with('A'))
                    .collect();
                assert!(others.is_empty(), "{layout:?} {label} {others:?}\n{fixed}");
                // Of a row that holds something the sums tell what.
                let code = match label {
                    "（七）总计" => "A002",
                    "一、本年新收" | "四、结转下年度" => "A003",
                    _ => "T009",
                };
                assert_eq!(
                    left.iter().filter(|left| left.code == code).count(),
                    1,
                    "{layout:?} {label}\n{fixed}"
                );
            }
        }
    }

    #[test]
    fn a_merged_cell_that_was_written_out_is_blank_in_each_of_its_cells() {
        let widened = |text: &str| {
            let widen = |line: &str| match line
                .trim_matches('|')
                .split('|')
                .map(str::trim)
                .collect::<Vec<_>>()[..]
            {
                [label, value, ..]
                    if label.starts_with("行政处罚") || label.starts_with("行政强制") =>
                {
                    format!("| {label} | {value} | {value} | {value} |\n")
                }
                [label @ "信息内容", value @ "本年处理决定数量", ..] => {
                    format!("| {label} | {value} | {value} | {value} |\n")
                }
                _ => line.to_owned(),
            };
            text.split_inclusive('\n').map(widen).collect::<String>()
        };
        let text = widened(&without(&sample(Layout::Markdown), Layout::Markdown, &["行政许可"]));
        let found = found("T003", &text);
        assert_eq!(messages(&found), ["表二缺少“行政许可”一行"]);
        let fixed = apply(&text, found[0].fixes[0].edits());
        assert!(fixed.contains("\n| 行政许可 |  |  |  |\n"), "{fixed}");
    }

    #[test]
    fn rows_without_numbers_that_are_out_of_order_are_no_trouble() {
        let text = replaced(
            &sample(Layout::Tabs),
            "行政规范性文件\t3\t1\t12\n",
            "行政处罚\t7\n行政规范性文件\t\t\t\n",
        );
        let start = text.find("第二十条第（五）项").expect("the block of 行政许可");
        let end = text.find("行政强制").expect("a row of the next block");
        let found = found("T003", &format!("{}{}", &text[..start], &text[end..]));
        assert_eq!(messages(&found), ["表二缺少“行政许可”一行"]);
    }

    #[test]
    fn neighbours_are_one() {
        let text = without(
            &sample(Layout::Tabs),
            Layout::Tabs,
            &["6.属于四类", "7.属于行政执法", "8.属于行政查询"],
        );
        let text = replaced(&text, "5.属于三类内部事务信息", "⟦5.属于三类内部事务信息⟧");
        let found = assert_found("T003", &text);
        assert_eq!(
            messages(&found),
            ["表三缺少 3 行：6.属于四类过程性信息、7.属于行政执法案卷、8.属于行政查询事项"]
        );
        assert_eq!(found[0].place.to_string(), "表三/6.属于四类过程性信息");
    }

    #[test]
    fn rows_are_put_back_in_the_tables_own_layout() {
        for (layout, label, expected) in [
            (Layout::Spaces, "2.重复申请", "\n2.重复申请\n"),
            (Layout::Tabs, "2.重复申请", "\n\t\t2.重复申请\t\t\t\t\t\t\t\n"),
            (Layout::Pipes, "2.重复申请", "\n2.重复申请 |  |  |  |  |  |  |  | |\n"),
            (Layout::Markdown, "2.重复申请", "\n|  |  | 2.重复申请 |  |  |  |  |  |  |  |\n"),
            (
                Layout::Lines,
                "2.重复申请",
                "\n\n\t\n\t\n\t2.重复申请\n\t\n\t\n\t\n\t\n\t\n\t\n\t\n\n",
            ),
        ] {
            let text = without(&sample(layout), layout, &[label]);
            let fixed = apply(&text, found("T003", &text)[0].fixes[0].edits());
            assert!(fixed.contains(expected), "{layout:?}\n{fixed}");
            let windows = text.replace('\n', "\r\n");
            let fixed = apply(&windows, found("T003", &windows)[0].fixes[0].edits());
            assert!(fixed.contains(&expected.replace('\n', "\r\n")), "{layout:?}\n{fixed:?}");
        }
    }

    #[test]
    fn the_first_row_is_put_back_below_the_headers() {
        // A cell a line and nothing between them.
        let cells = |line: &str| {
            let cells = line
                .split('|')
                .map(str::trim)
                .filter(|cell| !cell.is_empty() && !cell.starts_with("---"));
            cells
                .map(|cell| format!("{}\n", cell.trim_start_matches(['#', ' '])))
                .collect::<String>()
        };
        let bare: String = sample(Layout::Markdown).lines().map(cells).collect();
        for (label, next) in [("一、本年新收", "二、上年结转"), ("规章", "行政规范性文件\n")]
        {
            let (row, end) = (bare.rfind(label).unwrap(), bare.rfind(next).unwrap());
            let text = format!("{}{}", &bare[..row], &bare[end..]);
            let fixed = apply(&text, found("T003", &text)[0].fixes[0].edits());
            assert!(
                fixed.starts_with(&bare[..row]) && fixed[row..].starts_with(label),
                "{label}\n{fixed}"
            );
            assert!(fixed.ends_with(&bare[end..]), "{label}\n{fixed}");
        }
    }

    #[test]
    fn nothing_is_inserted_where_the_row_may_stand() {
        let offers = |text: &str| {
            let found = found("T003", text);
            assert_eq!(found.len(), 1, "{:?}\n{text}", messages(&found));
            !found[0].fixes.is_empty()
        };
        for layout in Layout::ALL {
            let missing = without(&sample(layout), layout, &["6.属于四类", "7.属于行政执法"]);
            assert!(offers(&missing), "{layout:?}");
            // Of the two one stands there under other words.
            let text = without(&sample(layout), layout, &["7.属于行政执法"]);
            let text = replaced(&text, "6.属于四类过程性信息", "因故未能提供的若干事项");
            assert!(!offers(&text), "{layout:?}\n{text}");
        }
        let text = sample(Layout::Spaces);
        for row in ["6.属于四类过程性信息 0 0 0 0 0 0 0\n", "4.保护第三方合法权益 0 0 0 0 0 0 0\n"]
        {
            for left in ["口口口 0 0\n", "（此行字迹不清）\n"] {
                let text = replaced(&text, row, left);
                let found = found("T003", &text);
                assert!(
                    found.iter().all(|found| found.fixes.is_empty()),
                    "{left} {:?}",
                    messages(&found)
                );
            }
            assert!(offers(&replaced(&text, row, "- 3 -\n")));
            assert!(offers(&replaced(&text, row, "")));
        }
    }

    #[test]
    fn groups_and_captions_are_never_missing() {
        for layout in Layout::ALL {
            assert_found(
                "T003",
                &sample(layout).replace("（三）不予公开", "").replace("第二十条第（五）项", ""),
            );
        }
    }

    /// The sample with a number before each row of tables two and three, counted through each
    /// table.
    fn numbered(layout: Layout) -> String {
        let mark = if layout == Layout::Tabs { "\t" } else { " | " };
        let sample = sample(layout);
        let at = |heading: &str| sample.find(heading).expect("a heading");
        let table = |from: &str, to: &str| {
            let mut count = 0;
            let line = |line: &str| {
                let inner = line.strip_prefix("| ").unwrap_or(line);
                let edge = &line[..line.len() - inner.len()];
                let has_values = inner.split(['|', '\t']).any(|cell| {
                    !cell.trim().is_empty() && cell.trim().bytes().all(|byte| byte.is_ascii_digit())
                });
                count += usize::from(has_values);
                match line {
                    _ if has_values => format!("{edge}{count}{mark}{inner}\n"),
                    _ if line.contains("---") => format!("{edge}---{mark}{inner}\n"),
                    _ if inner.contains(mark.trim_matches(' ')) => format!("{edge}{mark}{inner}\n"),
                    _ => format!("{line}\n"),
                }
            };
            sample[at(from)..at(to)].lines().map(line).collect::<String>()
        };
        let [two, three, four] = ["二、主动公开", "三、收到", "四、政府信息公开行政复议"];
        format!(
            "{}{}{}{}",
            &sample[..at(two)],
            table(two, three),
            table(three, four),
            &sample[at(four)..]
        )
    }

    #[test]
    fn a_row_with_a_serial_number_comes_back_with_it() {
        for layout in [Layout::Tabs, Layout::Markdown] {
            let text = numbered(layout);
            assert_eq!(
                messages(&check(&text, &Options::default()).unwrap()),
                Vec::<String>::new(),
                "{text}"
            );
            let is_numbered = |line: &&str| {
                line.trim_start_matches(['|', ' ']).starts_with(|c: char| c.is_ascii_digit())
            };
            let is_hidden = |line: &&str| HIDDEN.iter().any(|label| line.contains(label));
            let rows: Vec<&str> = text.lines().filter(is_numbered).filter(is_hidden).collect();
            assert!(rows.len() >= HIDDEN.len(), "{rows:?}");
            for row in rows {
                let lost = text.replacen(&format!("{row}\n"), "", 1);
                let found = check(&lost, &Options::default()).unwrap();
                let missing: Vec<_> = found.iter().filter(|found| found.code == "T003").collect();
                assert_eq!(missing.len(), 1, "{row}\n{:?}", messages(&found));
                let fixed = apply(&lost, missing[0].fixes[0].edits());
                let mark = if layout == Layout::Tabs { '\t' } else { '|' };
                let cells = |line: &str| {
                    line.split(mark).map(|cell| cell.trim().to_owned()).collect::<Vec<_>>()
                };
                let number =
                    cells(row).into_iter().find(|cell| !cell.is_empty()).expect("a number");
                let written = fixed.lines().find(|line| !lost.contains(line)).expect("a new row");
                assert_eq!(written.split(mark).count(), row.split(mark).count(), "{written}");
                assert_eq!(
                    cells(written).into_iter().find(|cell| !cell.is_empty()),
                    Some(number),
                    "{written}"
                );
            }
        }
    }

    #[test]
    fn where_the_others_were_counted_anew_no_number_is_made_up() {
        let text = numbered(Layout::Markdown);
        let row = text.lines().find(|line| line.contains("2.重复申请")).expect("the row");
        let next = text.lines().find(|line| line.contains("3.要求提供")).expect("the next row");
        let number = |line: &str| line.split('|').nth(1).expect("a number").trim().to_owned();
        let lost = text.replacen(&format!("{row}\n"), "", 1).replacen(
            next,
            &next.replacen(&number(next), &number(row), 1),
            1,
        );
        let found = found("T003", &lost);
        let fixed = apply(&lost, found[0].fixes[0].edits());
        assert!(fixed.contains("|  |  |  | 2.重复申请 |"), "{fixed}");
    }
}
