//! Shared parts of the rules about rows and cells: the missing rows, and words of the report for
//! messages.

use crate::diagnostic::{Argument, Message, Place, Wording};
use crate::facts::{ExtraRowKind, Row, RowCells, Table};
use crate::report::TableContext;
use crate::standard::CellRef;
use crate::text::{TextRange, in_one_line};
use std::ops::Range;

const CELL: Wording = Wording::new("{1}列{0}", "{0}, column {1}");

/// The missing rows of the form, neighbouring rows together. Not for a table without labels, and
/// not for blocks of another edition.
pub fn missing(table: &Table) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    if table.table_form().across {
        return runs;
    }
    for row in
        (0..table.rows.len()).filter(|&row| table.rows[row].is_none() && !table.is_foreign(row))
    {
        match runs.last_mut() {
            Some(run) if run.end == row => run.end += 1,
            _ => runs.push(row..row + 1),
        }
    }
    runs
}

/// The only missing row in the gap with an unknown row. `after` rows of the form stand above the
/// unknown row.
pub fn gap_of_one(table: &Table, after: usize) -> Option<usize> {
    let run = missing(table).into_iter().find(|run| (run.start..=run.end).contains(&after))?;
    (run.len() == 1).then_some(run.start)
}

/// Whether an extra row takes the gap of a single missing row: an unknown row, a row with the label
/// of another row, or a row with only the head of its group. Then the label of the missing row was
/// renamed, copied or lost.
pub fn is_taken(table: &Table, run: &Range<usize>) -> bool {
    let stands_for = |kind: ExtraRowKind| match kind {
        ExtraRowKind::Unknown | ExtraRowKind::Repeated(_) => true,
        ExtraRowKind::Head(head) => is_under(table, run.start, head),
    };
    run.len() == 1
        && table
            .extra
            .iter()
            .any(|extra| stands_for(extra.kind) && (run.start..=run.end).contains(&extra.after))
}

/// Whether a row of the form belongs to the group of a head.
pub fn is_under(table: &Table, row: usize, head: usize) -> bool {
    table.table_form().rows[row].under.contains(&head)
}

/// The nearest row before `row` in the form that is in its place in the report.
pub fn row_before(table: &Table, row: usize) -> Option<(usize, &Row)> {
    (0..row).rev().find_map(|index| Some((index, in_place(table, index)?)))
}

/// The nearest row behind `row` in the form that is in its place in the report.
pub fn row_behind(table: &Table, row: usize) -> Option<(usize, &Row)> {
    (row + 1..table.rows.len()).find_map(|index| Some((index, in_place(table, index)?)))
}

/// The row of the form, if it is in its place in the report.
pub fn in_place(table: &Table, row: usize) -> Option<&Row> {
    table.rows[row].as_ref().filter(|row| !row.displaced)
}

/// The underlined range of a row.
pub fn label_or_row(row: &Row) -> TextRange {
    row.label.unwrap_or(row.range)
}

/// Whether the number of values is wrong.
pub fn is_miscounted(row: &Row) -> bool {
    matches!(row.cells, RowCells::Miscounted { .. })
}

impl TableContext<'_> {
    /// The place of a cell.
    pub fn place(&self, cell: CellRef) -> Place {
        self.row_place(cell.row).column(self.column_label(cell))
    }

    /// The place of a row of the form.
    pub fn row_place(&self, row: usize) -> Place {
        self.table_place().row(self.row_label(row))
    }

    /// The place of the table.
    pub fn table_place(&self) -> Place {
        Place::part(self.table.table_form().name.as_str())
    }

    /// The official label of a row.
    pub fn row_label(&self, row: usize) -> &'static str {
        &self.table.table_form().rows[row].label.text
    }

    /// The official label of a cell's column.
    pub fn column_label(&self, cell: CellRef) -> &'static str {
        &self.table.table_form().column(cell).label.text
    }

    /// The label of a row. In a nested group, the label of the group comes first: 3.其他 alone is
    /// unclear.
    pub fn row_name(&self, row: usize) -> String {
        let form = self.table.table_form();
        let group = form.rows[row].under.get(1).map_or("", |&head| form.heads[head].text.as_str());
        format!("{group}{}", form.rows[row].label.text)
    }

    /// The report's own words, in one line.
    pub fn words(&self, range: TextRange) -> String {
        in_one_line(range.of(self.text))
    }
}

/// The name of a cell for messages: its row, with the group if the label alone is unclear, and its
/// column.
pub fn cell_name(context: &TableContext, cell: CellRef) -> Argument {
    Argument::Message(Message::new(
        CELL,
        [context.row_name(cell.row).into(), context.column_label(cell).into()],
    ))
}

/// Harmless variations of tables in real texts: no rule may report them.
#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// `text` with the label before each row of seven values changed by `change`.
    fn rows_changed(text: &str, change: impl Fn(&str, &str) -> String) -> String {
        let row = |line: &str| {
            let words: Vec<&str> = line.split(' ').collect();
            let values = words
                .iter()
                .rev()
                .take_while(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
                .count();
            let (label, values) = words.split_at(words.len() - values);
            (values.len() == 7 && !label.is_empty())
                .then(|| change(&label.join(" "), &values.join(" ")))
        };
        text.lines().map(|line| row(line).unwrap_or_else(|| line.to_owned()) + "\n").collect()
    }

    #[test]
    fn line_breaks_of_html_are_space() {
        let text = sample(Layout::Markdown);
        for (from, to) in [
            ("行政规范性文件", "行政规范性<br>文件"),
            ("商业企业", "商业<br/>企业"),
            ("1.属于国家秘密", "1.&nbsp;属于国家秘密"),
            ("结转下年度", "结转<br />下年度"),
        ] {
            assert_all_found(&text.replacen(from, to, 1));
        }
    }

    #[test]
    fn blank_lines_with_tabs_are_cells_among_cells_behind_tabs_only() {
        let rows = |label: &str, values: &str| format!("{label} {values}\n\t\n\t");
        assert_all_found(&rows_changed(&sample(Layout::Spaces), rows));
        let text = sample(Layout::Lines);
        for below in ["\t填报单位\n\t\n", "\t填报人：张三\n\t\n\t审核人：李四\n\t\n", "\t\n\t\n"]
        {
            for next in ["\n\n三、", "\n\n四、政府", "\n\n五、"] {
                assert_all_found(&text.replacen(next, &format!("\n{below}{next}"), 1));
            }
        }
    }

    #[test]
    fn values_may_stand_before_behind_or_inside_their_label() {
        let text = sample(Layout::Spaces);
        assert_all_found(&rows_changed(&text, |label, values| format!("{values}\n{label}")));
        assert_all_found(&rows_changed(&text, |label, values| format!("{label}\n{values}")));
        assert_all_found(&rows_changed(&text, |label, values| {
            format!("{label}    {}", values.replace(' ', "    "))
        }));
        let halves = |label: &str| {
            let middle = label
                .char_indices()
                .nth(label.chars().count() / 2 + 2)
                .map_or(label.len(), |(at, _)| at);
            (label[..middle].to_owned(), label[middle..].to_owned())
        };
        assert_all_found(&rows_changed(&text, |label, values| {
            format!("{}\n{values}\n{}", halves(label).0, halves(label).1)
        }));
        assert_all_found(&rows_changed(&text, |label, values| {
            format!("{}\n{} {values}", halves(label).0, halves(label).1)
        }));
        assert_all_found(&rows_changed(&text, |label, values| {
            format!("{} {values}\n{}", halves(label).0, halves(label).1)
        }));
        // Different layouts mixed.
        let mixed = |label: &str, values: &str| match label.len() % 3 {
            0 => format!("{values}\n{label}"),
            1 => format!("{label}\n{values}"),
            _ => format!("{label} {values}"),
        };
        assert_all_found(&rows_changed(&text, mixed));
    }

    #[test]
    fn a_tab_in_a_line_of_words_and_values_is_a_space() {
        let text = sample(Layout::Spaces);
        for (from, to) in [
            ("（七）总计 6", "（\t七）总计 6"),
            ("（七）总计 6", "（七）\t总计 6"),
            ("（七）总计 6", "（七）总计\t6"),
            ("（七）总计 6 2", "（七）总计 6\t2"),
            ("2.重复申请 0 0 0 0", "2.重复申请\t0 0\t0 0"),
            ("2.没有现成信息需要另行制作 2", "2.没有现成信息\t需要另行制作 2"),
            ("三、本年度办理结果 （一）予以公开 4", "三、本年度办理结果\t（一）予以公开 4"),
            ("规章 3 1", "规\t章 3 1"),
        ] {
            assert_all_found(&replaced(&text, from, to));
        }
    }

    #[test]
    fn merged_cells_page_numbers_and_headers_in_pieces_are_no_rows() {
        let text = sample(Layout::Spaces);
        let text = replaced(&text, "三、本年度办理结果 （一）", "（一）");
        let text = replaced(&text, "（三）不予公开 1.属于", "三\n1.属于");
        let text = replaced(&text, "3.危及", "本 3.危及");
        let text = replaced(&text, "4.保护", "年\n4.保护");
        let text = replaced(&text, "5.属于三类", "（三）不予公开 5.属于三类");
        let text = replaced(&text, "8.属于", "度\n- 3 -\n\u{c}\n8.属于");
        let text = replaced(&text, "2.重复申请", "5\n\n2.重复申请");
        let text = replaced(&text, "（五）不予处理 1.", "1.");
        let text = replaced(&text, "3.要求", "办 3.要求");
        let text = replaced(&text, "4.无正当", "（五）不予处理\n4.无正当");
        let header = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计";
        let text = replaced(
            &text,
            header,
            "社会 法律\n自然 商业 科研\n公益 服务 其他 总计\n人 企业 机构\n组织 机构",
        );
        assert_all_found(&text);
        let narrow =
            replaced(&sample(Layout::Spaces), "行政规范性文件 3 1 12", "行政规范性文件\n3\n1\n12");
        assert_all_found(&narrow);
    }

    #[test]
    fn cells_may_be_broken_bold_and_padded() {
        let text = sample(Layout::Lines);
        assert_all_found(&replaced(&text, "\t3.要求提供", "\t3\n.要求提供"));
        assert_all_found(&replaced(&text, "\t2.重复申请", "\t2.重复\n申请"));
        assert_all_found(&replaced(&text, "\t2.重复申请\n\t0\n", "\t2.重复申请\n \t 0 \n"));
        let text = sample(Layout::Markdown);
        assert_all_found(&replaced(&text, "| 2.重复申请 | 0 |", "| **2.重复申请** | **0** |"));
        assert_all_found(&replaced(&text, "| 2.重复申请 | 0 |", "| 2. 重复 申请      | 0      |"));
        let text = sample(Layout::Pipes);
        assert_all_found(&text.replace("| ||\n", &format!("| {}\n", "|".repeat(300))));
        let text = sample(Layout::Tabs);
        assert_all_found(&text.replace("\t\t2.重复申请\t", "\t2.重复申请\t"));
        assert_all_found(&text.replace("\n\t\t2.重复申请\t", "\n\n- 3 -\n\n2.重复申请\t\t"));
    }

    #[test]
    fn lines_beside_a_table_are_no_rows() {
        for layout in Layout::ALL {
            for line in [
                "附件 1",
                "其中网上申请 5 件",
                "填报日期 2024-1-10",
                "云溪县园林局 2023",
                "注：1. 自然人含个体工商户 2",
                "- 5 -",
            ] {
                for heading in ["三、收到", "四、政府信息公开行政复议", "五、存在"]
                {
                    let heading = if layout == Layout::Markdown {
                        format!("\n## {heading}")
                    } else {
                        format!("\n{heading}")
                    };
                    assert_all_found(&replaced(
                        &sample(layout),
                        &heading,
                        &format!("{line}\n{heading}"),
                    ));
                    assert_all_found(&replaced(
                        &sample(layout),
                        &heading,
                        &format!("\n{line}\n{heading}"),
                    ));
                }
            }
        }
    }

    #[test]
    fn in_the_old_form_what_is_old_is_said_once() {
        for layout in Layout::ALL {
            let old = sample_of(layout, 2020).replace("2020年", "2023年");
            for code in ["T001", "T003", "T006", "T007"] {
                assert_found(code, &old);
            }
        }
    }
}
