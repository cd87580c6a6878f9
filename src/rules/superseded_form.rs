//! S010: the form of 2019 in a report for 2021 or later.

use super::{Check, FixKind, Rule, Sink, TableContext};
use crate::diagnostic::{Argument, Message, Severity, Wording};
use crate::standard::form;
use crate::text::Folded;

pub static RULE: Rule = Rule {
    code: "S010",
    name: "superseded-form",
    severity: Severity::Error,
    fix: FixKind::None,
    summary: Wording::new("2021 年及以后的报告用了 2019 年试行格式的表格", "a report for 2021 or later uses a table of the 2019 form"),
    documentation: Wording::new(
        "\
### 检查什么

2021 年度及以后的报告，表格里有 2019 年试行格式的内容：表二有两个以上只属于旧格式的表头或项目（“本年新制作数量”“本年新公开数量”“对外公开总数量”“上一年项目数量”“本年增/减”“其他对外管理服务事项”“政府集中采购”“采购总金额”等），或者表三的“（六）其他处理”是一行数字，没有分成三项。只有一个旧名称的，由 T002、T006 报告。

### 为什么

2019、2020 年度的报告用《政府信息公开工作年度报告格式（试行）》（国办公开办函〔2019〕60号）；从 2021 年度起改用修订后的《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号），表二的指标全部换过，表三的其他处理分为三项。用旧表填报，数字无法汇总，报告会被退回。

### 例子

```text
信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量
规章 | 0 | 0 | 0
```

2023 年度的报告应使用“本年制发件数”“本年废止件数”“现行有效件数”。

### 修正

没有自动修正：两种格式的指标含义不同，数字要重新统计。按新格式重新填表。本表的其他结构问题不再报告，合计仍按旧格式核对。
",
        "\
### What it checks

In a report for 2021 or later a table holds what only the trial form of 2019 has: two or more of its headers and items in table two (本年新制作数量, 本年新公开数量, 对外公开总数量, 上一年项目数量, 本年增/减, 其他对外管理服务事项, 政府集中采购, 采购总金额 and others), or （六）其他处理 as one row of numbers in table three rather than its three items. One such label alone is a matter of T002 or T006.

### Why

Reports for 2019 and 2020 follow the trial format (国办公开办函〔2019〕60号); from 2021 on the revised one applies (国办公开办函〔2021〕30号), in which all figures of table two are others and 其他处理 has three rows. What is filled in on the old table cannot be compiled, and the report is sent back.

### Example

```text
信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量
规章 | 0 | 0 | 0
```

A report for 2023 has 本年制发件数, 本年废止件数 and 现行有效件数.

### Fix

None: the figures of the two forms mean different things and have to be counted anew. Fill in the new table. Nothing else is said about the structure of this table; its sums are checked by the old form.
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

fn check(context: &TableContext, sink: &mut Sink) {
    let Some(range) = context.table.superseded else { return };
    let (old, new) = (form(2019), form(2021));
    let wording = if old.tables[context.table.index].section == 3 { ROW } else { LABELS };
    let arguments = [
        Argument::from(old.tables[context.table.index].name.as_str()),
        old.notice.as_str().into(),
        Argument::List(labels(context)),
        i64::from(new.year).into(),
        new.notice.as_str().into(),
    ];
    sink.push(range, context.table_place(), Message::new(wording, arguments));
}

/// The labels that only the form of 2019 has, in the order of the text.
fn labels(context: &TableContext) -> Vec<String> {
    let words = Folded::letters(context.text, context.table.range).text;
    let mut found: Vec<(usize, &str)> =
        crate::facts::labels_of_2019(context.table.index).filter_map(|label| Some((words.find(&label.letters)?, label.text.as_str()))).collect();
    found.sort_unstable();
    found.dedup_by_key(|(_, label)| *label);
    found.into_iter().map(|(_, label)| label.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::{Options, check};
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// The sample in the form of 2019, for 2023.
    fn old(layout: Layout) -> String {
        sample_of(layout, 2019).replace("2019年", "2023年")
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
            let text = old(layout);
            let found = found("S010", &text);
            assert_eq!(found.len(), 2, "{:?}\n{text}", messages(&found));
            assert!(found[0].range.of(&text).contains("第二十条第（一）项"));
            assert_eq!(found[1].range.of(&text), "（六）其他处理");
            assert_eq!(
                messages(&found),
                [
                    "表二用的是国办公开办函〔2019〕60号的旧格式（本年新制作数量、本年新公开数量、对外公开总数量、上一年项目数量、本年增/减、其他对外管理服务事项、第二十条第（九）项、采购项目数量、采购总金额、政府集中采购）：2021年度起应按国办公开办函〔2021〕30号填报",
                    "“（六）其他处理”写成一行数字，是国办公开办函〔2019〕60号的旧格式：2021年度起应按国办公开办函〔2021〕30号分为三项填报",
                ]
            );
            assert_eq!(found.iter().map(|found| found.place.to_string()).collect::<Vec<_>>(), ["表二", "表三"]);
            let all = check(&text, &Options::default()).unwrap();
            assert_eq!(all.len(), 2, "{:?}", messages(&all));
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
            let mut text = format!("{before}（一）予以公开{}", row.replacen('4', "3", 1).replacen('5', "4", 1));
            let mut zeros = 0;
            for c in tail.chars() {
                if c == '0' {
                    zeros += 1;
                }
                text.push(if c == '0' && matches!(zeros, 1 | 7) { '1' } else { c });
            }
            let found = check(&text, &Options::default()).unwrap();
            assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), ["S010"; 2], "{:?}\n{text}", messages(&found));
        }
    }

    #[test]
    fn one_label_alone_is_none() {
        for layout in Layout::ALL {
            for (from, to) in [("行政规范性文件", "规范性文件"), ("本年制发件数", "本年新制作数量")] {
                assert_found("S010", &replaced(&sample(layout), from, to));
            }
        }
    }

    #[test]
    fn two_labels_among_those_of_the_new_form_are_enough() {
        for layout in Layout::ALL {
            let text = replaced(&sample(layout), "本年制发件数", "本年新制作数量");
            let text = replaced(&text, "现行有效件数", "对外公开总数量");
            let found = found("S010", &text);
            assert_eq!(found.len(), 1, "{text}");
            assert!(messages(&found)[0].contains("（本年新制作数量、对外公开总数量）"), "{:?}", messages(&found));
        }
    }
}
