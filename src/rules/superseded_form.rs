//! S010: the form of 2019 in a report for 2021 or later, or the form of 2021 in a report for 2019
//! or 2020.

use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Argument, Message, Severity, Wording};
use crate::facts::labels_of_edition;
use crate::report::TableContext;
use crate::text::{Folded, TextRange};

pub static RULE: Rule = Rule {
    code: "S010",
    name: "superseded-form",
    severity: Severity::Error,
    fix: FixKind::None,
    summary: Wording::new(
        "表格用的不是报告年度的格式（2019、2020 年度为试行格式，2021 年度起为修订后的格式）",
        "a table of another form than the report's year asks for (that of 2019 for 2019 and 2020, that of 2021 since)",
    ),
    documentation: Wording::new(
        "\
### 检查什么

表格是不是报告年度的格式。2021 年度及以后的报告，表格里有 2019 年试行格式的内容：表二的一块（第二十条第（一）项等）有两个以上只属于旧格式的表头或项目（“本年新制作数量”“本年新公开数量”“对外公开总数量”“上一年项目数量”“本年增/减”“其他对外管理服务事项”“政府集中采购”“采购总金额”等），或者表头全是旧格式的；表三的“（六）其他处理”是一行数字，没有分成三项。2019、2020 年度的报告用了 2021 年的格式，同样报告。

逐块判断，一张表只报告一次，指在第一个用错格式的块或行上。只有一个旧名称的，由 T002、T006 报告。全文没有年份的，不判断。

### 为什么

2019、2020 年度的报告用《政府信息公开工作年度报告格式（试行）》（国办公开办函〔2019〕60号）；从 2021 年度起改用修订后的《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号），表二的指标全部换过，表三的其他处理分为三项。用旧表填报，数字无法汇总，报告会被退回。

### 例子

```text
信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量
规章 | 0 | 0 | 0
```

2023 年度的报告应使用“本年制发件数”“本年废止件数”“现行有效件数”。

### 修正

没有自动修正：两种格式的指标含义不同，数字要重新统计。按报告年度的格式重新填这一块。用错格式的块不再报告其他表格问题，其余各块、各行照常检查；“（六）其他处理”按表中的写法计入合计。
",
        "\
### What it checks

Whether a table follows the form for the year of the report. The rule reports contents of the trial form of 2019 in a report for 2021 or later: at least two headers or items of only the old form in a block of table two (本年新制作数量, 本年新公开数量, 对外公开总数量, 上一年项目数量, 本年增/减, 其他对外管理服务事项, 政府集中采购, 采购总金额 and others), only old headers in a block, or （六）其他处理 as one row of numbers in table three instead of three items. In a report for 2019 or 2020, the rule reports the form of 2021 in the same way.

Each block is judged on its own. A table has one finding, at the first block or row of the other form. T002 or T006 reports a single old label. A report without any year is not judged.

### Why

Reports for 2019 and 2020 follow the trial format (国办公开办函〔2019〕60号). From 2021 on, the revised format applies (国办公开办函〔2021〕30号): all figures of table two are different, and 其他处理 has three rows. The numbers of an old table cannot be compiled, and the report is sent back.

### Example

```text
信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量
规章 | 0 | 0 | 0
```

A report for 2023 has 本年制发件数, 本年废止件数 and 现行有效件数.

### Fix

None: the figures of the two forms have different meanings and must be counted again. Fill in the block in the form for the year of the report. A block of the other form has no further findings about its structure. All other blocks and rows are checked as usual, and （六）其他处理 counts in the sums as written.
",
    ),
    check: Check::Table(check),
};

const LABELS: Wording = Wording::new(
    "{0}用的是{1}的旧格式（{2}）：{3}年度起应按{4}填报",
    "{0} follows the old form of {1} ({2}): from the reports for {3} on {4} applies",
);
const ROW: Wording = Wording::new(
    "“（六）其他处理”写成一行数字，是{1}的旧格式：{3}年度起应按{4}分为三项填报",
    "（六）其他处理 as one row of numbers is the old form of {1}: from the reports for {3} on {4} has three rows in its place",
);
const NEW_LABELS: Wording = Wording::new(
    "{0}用的是{4}的格式（{2}），{3}年度起才适用：2019、2020年度应按{1}填报",
    "{0} follows the form of {4} ({2}), which is for {3} and later: for 2019 and 2020 {1} applies",
);
const NEW_ROWS: Wording = Wording::new(
    "“（六）其他处理”分为几项，是{4}的格式，{3}年度起才适用：2019、2020年度应按{1}填成一行",
    "the items of （六）其他处理 are of the form of {4}, which is for {3} and later: for 2019 and 2020 it is one row ({1})",
);

fn check(context: &TableContext, sink: &mut Sink) {
    let Some(range) = context.table.superseded.filter(|_| context.table.unreadable.is_none())
    else {
        return;
    };
    let table = context.table;
    let [old, new] = table.standard.two_newest();
    let blocks: Vec<&str> = table
        .foreign
        .iter()
        .filter_map(|foreign| old.tables[table.index].blocks.get(foreign.block)?.caption.as_ref())
        .map(|caption| caption.text.as_str())
        .collect();
    // The blocks follow another form than the table, unless all blocks do.
    let is_whole = table.foreign.iter().all(|foreign| foreign.range == table.range);
    let is_old = (table.form().year < new.year) == is_whole;
    let wording = match (table.foreign.is_empty(), is_old) {
        (true, true) => ROW,
        (true, false) => NEW_ROWS,
        (false, true) => LABELS,
        (false, false) => NEW_LABELS,
    };
    let name = old.tables[table.index].name.as_str();
    let name = if is_whole { name.to_owned() } else { format!("{name}{}", blocks.join("、")) };
    let arguments = [
        Argument::from(name),
        old.notice.as_str().into(),
        Argument::List(labels(context, if is_old { old.year } else { new.year })),
        i64::from(new.year).into(),
        new.notice.as_str().into(),
    ];
    sink.push(range, context.table_place(), Message::new(wording, arguments));
}

/// The labels of only one form in the blocks of that form, in the order of the text.
fn labels(context: &TableContext, edition: i32) -> Vec<String> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    let mut ranges: Vec<TextRange> =
        context.table.foreign.iter().map(|foreign| foreign.range).collect();
    ranges.dedup();
    for range in ranges {
        let words = Folded::letters(context.text, range).text;
        found.extend(labels_of_edition(edition, context.table.standard).filter_map(|label| {
            Some((range.start + words.find(&label.letters)?, label.text.as_str()))
        }));
    }
    found.sort_unstable();
    let mut seen: Vec<String> = Vec::new();
    for (_, label) in found {
        if !seen.iter().any(|known| known == label) {
            seen.push(label.to_owned());
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// The sample in the form of 2019, for 2023.
    fn old(layout: Layout) -> String {
        sample_of(layout, 2019).replace("2019年", "2023年")
    }

    /// Where （六） of table three is found: one row, or the first of several items.
    const SIX: &str = "（六）其他处理";
    const FIRST_OF_SIX: &str = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请";

    /// `text` with marks for S010 in table two, and in table three at `label`.
    fn both_marked(layout: Layout, text: &str, label: &str) -> String {
        marked_line(layout, &marked(text, label, "S010"), "第二十条第（一）项", "S010")
    }

    #[test]
    fn each_form_is_right_in_its_years() {
        for layout in Layout::ALL {
            for year in [2019, 2020, 2021, 2024] {
                assert_found("S010", &sample_of(layout, year));
            }
        }
    }

    #[test]
    fn the_old_form_is_found_in_every_layout() {
        for layout in Layout::ALL {
            let found = assert_all_found(&both_marked(layout, &old(layout), SIX));
            assert_eq!(
                messages(&found),
                [
                    "表二用的是国办公开办函〔2019〕60号的旧格式（本年新制作数量、本年新公开数量、对外公开总数量、上一年项目数量、本年增/减、其他对外管理服务事项、第二十条第（九）项、采购项目数量、采购总金额、政府集中采购）：2021年度起应按国办公开办函〔2021〕30号填报",
                    "“（六）其他处理”写成一行数字，是国办公开办函〔2019〕60号的旧格式：2021年度起应按国办公开办函〔2021〕30号分为三项填报",
                ]
            );
            assert_eq!(
                found.iter().map(|found| found.place.to_string()).collect::<Vec<_>>(),
                ["表二", "表三"]
            );
        }
    }

    #[test]
    fn the_sums_count_the_one_row() {
        for layout in Layout::ALL {
            let text = old(layout);
            let at = text.find("（六）其他处理").unwrap();
            let (head, tail) = text.split_at(at);
            // One request more under （六） and one less under （一）.
            let moved = head.replacen("（一）予以公开", "⟨", 1);
            let (before, row) = moved.split_once('⟨').unwrap();
            let mut text = format!(
                "{before}（一）予以公开{}",
                row.replacen('4', "3", 1).replacen('5', "4", 1)
            );
            let mut zeros = 0;
            for c in tail.chars() {
                if c == '0' {
                    zeros += 1;
                }
                text.push(if c == '0' && matches!(zeros, 1 | 7) { '1' } else { c });
            }
            assert_all_found(&both_marked(layout, &text, SIX));
        }
    }

    /// The number may belong to the first item, with its words still to come.
    #[test]
    fn one_number_alone_is_no_row() {
        for layout in [Layout::Spaces, Layout::Tabs] {
            let text = sample_of(layout, 2021);
            let typed = &text[..text.find(".申请人无正当理由").unwrap()];
            assert!(typed.ends_with('1'));
            assert_found("S010", typed);
        }
    }

    /// The sample in the form of 2021, for 2020.
    fn early(layout: Layout) -> String {
        sample_of(layout, 2021).replace("2021年", "2020年").replace("2022年", "2021年")
    }

    #[test]
    fn the_new_form_is_found_in_a_report_before_it() {
        for layout in Layout::ALL {
            let found = assert_all_found(&both_marked(layout, &early(layout), FIRST_OF_SIX));
            assert_eq!(
                messages(&found),
                [
                    "表二用的是国办公开办函〔2021〕30号的格式（本年制发件数、本年废止件数、现行有效件数、本年处理决定数量、本年收费金额（单位：万元）），2021年度起才适用：2019、2020年度应按国办公开办函〔2019〕60号填报",
                    "“（六）其他处理”分为几项，是国办公开办函〔2021〕30号的格式，2021年度起才适用：2019、2020年度应按国办公开办函〔2019〕60号填成一行",
                ],
                "{layout:?}"
            );
        }
    }

    /// `text` with the lines from `from` to before `to` replaced by the same lines of `other`.
    fn with_block(text: &str, other: &str, from: &str, to: &str) -> String {
        let of = |text: &str| {
            let start = text[..text.find(from).expect(from)].rfind('\n').unwrap() + 1;
            let end = text[..text.find(to).expect(to)].rfind('\n').unwrap() + 1;
            start..end
        };
        format!("{}{}{}", &text[..of(text).start], &other[of(other)], &text[of(text).end..])
    }

    #[test]
    fn one_block_of_the_other_form_is_one_finding() {
        let captions = [
            "第二十条第（一）项",
            "第二十条第（五）项",
            "第二十条第（六）项",
            "第二十条第（八）项",
        ];
        for layout in Layout::ALL {
            for year in [2020, 2023] {
                let own = sample_of(layout, year);
                let other = sample_of(layout, if year == 2020 { 2023 } else { 2020 });
                for pair in captions.windows(2) {
                    let text = with_block(&own, &other, pair[0], pair[1]);
                    let found = assert_all_found(&marked_line(layout, &text, pair[0], "S010"));
                    assert!(
                        messages(&found)[0].starts_with(&format!("表二{}", pair[0])),
                        "{:?}",
                        messages(&found)
                    );
                }
            }
        }
    }

    #[test]
    fn other_blocks_and_rows_are_checked_as_ever() {
        for layout in [Layout::Markdown, Layout::Tabs, Layout::Pipes] {
            let text = with_block(
                &sample_of(layout, 2023),
                &sample_of(layout, 2020),
                "第二十条第（一）项",
                "第二十条第（五）项",
            );
            let text = replaced(&text, "行政强制", "⟦行政强制措施⟧ T002");
            assert_all_found(&marked_line(layout, &text, "第二十条第（一）项", "S010"));
            // The single row of （六） does not hide a missing row.
            let text = old(layout);
            let start = text.find("2.重复申请").unwrap();
            let line = text[..start].rfind('\n').unwrap() + 1;
            let end = start + text[start..].find('\n').unwrap() + 1;
            let text = format!("{}{}", &text[..line], &text[end..]);
            let text = marked(&text, "1.信访举报投诉类申请", "T003");
            assert_all_found(&both_marked(layout, &text, SIX));
        }
    }

    #[test]
    fn without_a_year_each_block_is_of_its_own_form() {
        for layout in Layout::ALL {
            for year in [2020, 2023] {
                let text = sample_of(layout, year);
                let text = &text[text.find("一、总体情况").unwrap()..];
                let text = &text[..text.rfind("\n云溪县园林局").unwrap_or(text.len())];
                assert_all_found(&marked(text, "一、总体情况", "S001"));
            }
        }
    }

    #[test]
    fn captions_in_every_cell_that_they_span_are_one_each() {
        for (text, place) in [
            (sample(Layout::Markdown), None),
            (early(Layout::Markdown), Some(FIRST_OF_SIX)),
            (old(Layout::Markdown), Some(SIX)),
        ] {
            let repeated = |line: &str| match line.strip_prefix("| 第二十条") {
                Some(rest) => format!(
                    "|{}\n",
                    format!(" 第二十条{} |", rest.split('|').next().unwrap_or_default().trim())
                        .repeat(4)
                ),
                None => format!("{line}\n"),
            };
            let text: String = text.lines().map(repeated).collect();
            assert_all_found(&match place {
                Some(place) => both_marked(Layout::Markdown, &text, place),
                None => text,
            });
        }
    }

    #[test]
    fn one_label_alone_is_none() {
        for layout in Layout::ALL {
            for (from, to) in [("行政规范性文件", "规范性文件"), ("本年制发件数", "本年新制作数量")]
            {
                assert_found("S010", &replaced(&sample(layout), from, to));
            }
        }
    }

    #[test]
    fn two_labels_among_those_of_the_new_form_are_enough() {
        for layout in Layout::ALL {
            let text = replaced(&sample(layout), "本年制发件数", "本年新制作数量");
            let text = replaced(&text, "现行有效件数", "对外公开总数量");
            let found = assert_found("S010", &marked_line(layout, &text, "第二十条第（一）项", ""));
            assert!(
                messages(&found)[0].contains("（本年新制作数量、对外公开总数量）"),
                "{:?}",
                messages(&found)
            );
        }
    }
}
