//! A001: the 总计 of a row of table three.

use super::sums;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Severity, Wording};
use crate::report::TableContext;

pub static RULE: Rule = Rule {
    code: "A001",
    name: "row-total",
    severity: Severity::Error,
    fix: FixKind::Either,
    summary: Wording::new("表三一行的总计不等于各类申请人之和", "the 总计 of a row of table three is not the sum of the kinds of applicants"),
    documentation: Wording::new(
        "\
### 检查什么

表三每一行：总计 = 自然人 + 商业企业 + 科研机构 + 社会公益组织 + 法律服务机构 + 其他。空白的格按 0 计。

### 为什么

总计一列就是它左边六列之和，这是《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）表三中总计的含义。各级审核时首先核对这一关系，不相等的报告不能报送。

### 例子

```text
（一）予以公开 | 2 | 1 | 0 | 0 | 0 | 0 | 2 |
```

各项之和为 3（自然人 2 + 商业企业 1），总计为 2。

### 修正

表三的每一格同时进入几个勾稽关系，所以错在哪里往往可以指出来：用最少的事（一格填错、数填错了列、总计没有随之更新）解释本表全部不成立的关系，没有同样简单的别的解释时才指出，消息写明哪一格应为多少，并作为首选修正。只有指出的是一格、它独自解释了本表全部不成立的关系、它是一行的总计或一列的（七）总计、而且这些关系没有一个被接受或忽略时，修正才是安全的，`--fix` 会直接改；否则要人看过再改（`--unsafe-fixes`）。指不出来时，消息只写两边的数，编辑器里可以选择按其他各格重算，命令行从不这样改：不能因为某个加数填错，就把正确的合计改掉。整行错位而不相等的只报 T013。
",
        "\
### What it checks

Every row of table three: 总计 = 自然人 + 商业企业 + 科研机构 + 社会公益组织 + 法律服务机构 + 其他. Blank cells count as 0.

### Why

The column 总计 is the sum of the six columns to its left. This is the meaning of 总计 in table three of the format (国办公开办函〔2021〕30号). Reviewers check this relation first, and a report with a wrong total cannot be submitted.

### Example

```text
（一）予以公开 | 2 | 1 | 0 | 0 | 0 | 0 | 2 |
```

The addends make 3 (自然人 2 + 商业企业 1), but 总计 is 2.

### Fix

Every cell of table three is part of several sums, so the mistake can often be found. The rule looks for the fewest events that explain all failing sums of the table: a wrong cell, a number in the wrong column, totals not updated. A cause is named only if no other explanation is as simple. The message then names the cell and its right value, and this is the preferred fix. The fix is safe, so that `--fix` applies it, only if a single cell is named, this cell explains every failing sum of the table, the cell is the 总计 of a row or the （七）总计 of a column, and none of these sums is accepted or ignored. Otherwise a person must look first (`--unsafe-fixes`). If no cause is found, the message gives both sides, and an editor offers to recompute from the other cells. The command line never does this: a mistyped addend must not overwrite a correct total. If a whole row has slipped, only T013 reports it.
",
    ),
    check: Check::Table(check),
};

fn check(context: &TableContext, sink: &mut Sink) {
    sums::check_row_totals(&RULE, context, sink);
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn a_wrong_total_is_found_in_its_cell() {
        for layout in Layout::ALL {
            assert_found("A001", &sample(layout));
        }
        let text = replaced(
            &sample(Layout::Pipes),
            "（一）予以公开 | 4 | 1 | 0 | 0 | 0 | 0 | 5",
            "（一）予以公开 | 4 | 1 | 0 | 0 | 0 | 0 | ⟦6⟧",
        );
        let found = assert_found("A001", &text);
        assert_eq!(
            messages(&found),
            ["（一）予以公开：总计应为 5（自然人 4 + 商业企业 1），表中为 6；改后本行、本列都相符"]
        );
    }

    #[test]
    fn the_wrong_addend_is_named_and_the_total_left_alone() {
        let text = replaced(
            &sample(Layout::Pipes),
            "（一）予以公开 | 4 | 1 | 0 | 0 | 0 | 0 | 5",
            "（一）予以公开 | 3 | 1 | 0 | 0 | 0 | 0 | ⟦5⟧",
        );
        let found = assert_found("A001", &text);
        assert_eq!(
            messages(&found),
            [
                "（一）予以公开：各项之和为 4（自然人 3 + 商业企业 1），总计为 5，不相等；自然人列（一）予以公开应为 4：改后本行、本列都相符"
            ]
        );
        let plain = without_marks(&text);
        assert_fixed("A001", &plain, &sample(Layout::Pipes));
    }

    /// A note is not part of a number. A safe fix never overwrites a cell with more than a number.
    #[test]
    fn only_a_plain_number_is_written_over_unseen() {
        use crate::diagnostic::Applicability;
        let with = |total: &str| {
            replaced(
                &sample(Layout::Markdown),
                "（一）予以公开 |  | 4 | 1 | 0 | 0 | 0 | 0 | 5",
                &format!("（一）予以公开 |  | 4 | 1 | 0 | 0 | 0 | 0 | {total}"),
            )
        };
        for same in
            ["5<sup>1</sup>", "<del>4</del>5", "<s>4</s> 5", "~~4~~5", "5[^1]", "5①", "<b>5</b>"]
        {
            assert_all_found(&with(same));
        }
        for (other, is_safe) in [
            ("6", true),
            ("6<sup>1</sup>", false),
            ("5 1", false),
            ("0 6", false),
            ("<s>5</s>6", false),
            ("6[^1]", false),
        ] {
            let totals = "（七）总计 |  | 6 | 2 | 0 | 0 | 0 | 0 | ";
            let found = assert_all_found(&replaced(
                &with(&format!("⟦{other}⟧ A001")),
                &format!("{totals}8"),
                &format!("{totals}⟦8⟧ A002"),
            ));
            let safe = found
                .iter()
                .flat_map(|found| &found.fixes)
                .any(|fix| fix.applicability == Applicability::Safe);
            assert_eq!(safe, is_safe, "{other}");
        }
    }

    /// If no line begins with a pipe and some lines end without a pipe, a blank last cell stands
    /// behind the last pipe of a line.
    #[test]
    fn a_blank_column_of_totals_is_one_finding_in_every_layout() {
        for layout in [Layout::Markdown, Layout::Tabs, Layout::Pipes] {
            let text = sample(if layout == Layout::Pipes { Layout::Tabs } else { layout });
            let start = text.find("一、本年新收").expect("the first row");
            let end = text.find("四、政府信息公开").expect("the next section");
            let separator = if layout == Layout::Markdown { " |" } else { "\t" };
            let blank =
                |line: &str| match line.trim_end_matches([' ', '|', '\n']).rsplit_once(separator) {
                    Some((rest, total)) if total.trim().parse::<u32>().is_ok() => {
                        format!(
                            "{rest}{separator}{}\n",
                            if layout == Layout::Markdown { "  |" } else { "" }
                        )
                    }
                    _ => line.to_owned(),
                };
            let rows: String = text[start..end].split_inclusive('\n').map(blank).collect();
            let text = format!("{}{rows}{}", &text[..start], &text[end..]);
            let text = if layout == Layout::Pipes { text.replace('\t', " | ") } else { text };
            let found =
                assert_all_found(&marked(&text, "一、本年新收政府信息公开申请数量", "A001"));
            assert_eq!(
                messages(&found),
                ["总计一列没有填数（25 格）：应填各行左边六列之和"],
                "{layout:?}\n{text}"
            );
        }
    }

    #[test]
    fn a_blank_total_is_called_blank() {
        use crate::diagnostic::Language;
        let text = replaced(
            &sample(Layout::Tabs),
            "（一）予以公开\t\t4\t1\t0\t0\t0\t0\t5",
            "（一）予以公开\t\t4\t1\t0\t0\t0\t0\t⟦⟧",
        );
        let found = assert_found("A001", &text);
        assert_eq!(
            messages(&found),
            [
                "（一）予以公开：总计应为 5（自然人 4 + 商业企业 1），表中为空白；改后本行、本列都相符"
            ]
        );
        assert!(
            found[0].message.render(Language::En).contains("the table says nothing; "),
            "{}",
            found[0].message.render(Language::En)
        );
        let text = replaced(&sample(Layout::Tabs), "1\t0\t0\t0\t1\t1", "1\t0\t0\t0\t⟦⟧\t1");
        let said = messages(&assert_found("A004", &text));
        assert!(
            said[0].starts_with("行政复议：各项之和为 1（结果维持 1），总计为空白，不相等"),
            "{said:?}"
        );
    }

    /// The first cell of the column is filled in.
    #[test]
    fn the_rest_of_a_blank_column_of_totals_is_one_finding() {
        let text = sample(Layout::Markdown);
        let start = text.find("（一）予以公开").expect("the third row");
        let end = text.find("四、政府信息公开").expect("the next section");
        let blank = |line: &str| match line.trim_end_matches([' ', '|', '\n']).rsplit_once(" |") {
            Some((rest, total)) if total.trim().parse::<u32>().is_ok() => format!("{rest} |  |\n"),
            _ => line.to_owned(),
        };
        let rows: String = text[start..end].split_inclusive('\n').map(blank).collect();
        let blank = format!("{}{rows}{}", &text[..start], &text[end..]);
        let found = assert_all_found(&marked(&blank, "（一）予以公开", "A001"));
        assert_eq!(
            messages(&found),
            ["总计一列有 23 格没有填数，第一格在“（一）予以公开”一行：应填各行左边六列之和"]
        );
        assert_eq!(
            crate::diagnostic::apply(&blank, found[0].fixes[0].edits()).replace("|  ", "| "),
            text.replace("|  ", "| ")
        );
    }

    /// While a table is being filled in, a blank total is no evidence against existing numbers.
    #[test]
    fn a_blank_total_is_no_evidence_while_the_table_is_filled_in() {
        use crate::standard::Standard;
        use crate::write::Skeleton;
        let cell = |table: usize, row: usize, column: usize| match (table, row, column) {
            (1, 0, 0) => "6".to_owned(),
            (1, ..) => String::new(),
            _ => "0".to_owned(),
        };
        let sections = [
            "主动公开信息29条，公开申请按时答复。信息公开前经保密审查，网站栏目及时更新，组织培训一次。",
            "",
            "",
            "",
            "一是不够丰富。",
            "未收取信息处理费。",
        ];
        for layout in [Layout::Markdown, Layout::Tabs] {
            let text = Skeleton {
                standard: Standard::official(),
                issuer: "云溪县园林局",
                year: 2023,
                layout,
                newline: "\n",
                sections: &sections,
                cell: &cell,
            }
            .write();
            let found =
                assert_all_found(&marked(&text, "二、上年结转政府信息公开申请数量", "T009"));
            assert_eq!(
                messages(&found),
                ["表三有 174 个单元格为空，只有 1 个填了数：没有的应填 0"],
                "{layout:?}"
            );
        }
    }

    #[test]
    fn blanks_count_as_nothing() {
        let text = replaced(
            &sample(Layout::Tabs),
            "（一）予以公开\t\t4\t1\t0\t0\t0\t0\t5",
            "（一）予以公开\t\t4\t1\t\t\t\t\t5",
        );
        assert_found("A001", &text);
    }

    #[test]
    fn a_row_with_a_lost_cell_is_not_added_up() {
        let text = replaced(
            &sample(Layout::Spaces),
            "（一）予以公开 4 1 0 0 0 0 5",
            "（一）予以公开 4 1 0 0 0 5",
        );
        assert_found("A001", &text);
    }
}
