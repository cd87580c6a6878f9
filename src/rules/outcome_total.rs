//! A002: the row （七）总计 of table three.

use super::sums::{self, addends, total};
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Message, Severity, Wording};
use crate::report::TableContext;

pub static RULE: Rule = Rule {
    code: "A002",
    name: "outcome-total",
    severity: Severity::Error,
    fix: FixKind::Either,
    summary: Wording::new("表三一列的（七）总计不等于各项办理结果之和", "（七）总计 in a column of table three is not the sum of the outcomes"),
    documentation: Wording::new(
        "\
### 检查什么

表三每一列：（七）总计 = 它上面各项办理结果之和，从（一）予以公开到（六）其他处理的最后一项。空白的格按 0 计。（三）至（六）的组名本身没有数，不计入。

### 为什么

（七）总计就是本年度办结的申请数量，是各项办理结果之和（《政府信息公开工作年度报告格式》，国办公开办函〔2021〕30号）。

### 例子

自然人列（一）予以公开 4、2.没有现成信息需要另行制作 2，而（七）总计写 5：各项之和为 6。

### 修正

表三的每一格同时进入几个勾稽关系，所以错在哪里往往可以指出来：用最少的事（一格填错、数填错了列、总计没有随之更新）解释本表全部不成立的关系，没有同样简单的别的解释时才指出，消息写明哪一格应为多少，并作为首选修正。只有指出的是一格、它独自解释了本表全部不成立的关系、它是一行的总计或一列的（七）总计、而且这些关系没有一个被接受或忽略时，修正才是安全的，`--fix` 会直接改；否则要人看过再改（`--unsafe-fixes`）。指不出来时，消息只写两边的数，编辑器里可以选择按其他各格重算，命令行从不这样改：不能因为某个加数填错，就把正确的合计改掉。整行错位而不相等的只报 T013。

结果各行中有格式里没有的行且其中有数时，不检查本关系，因为不知道那一行是否计入（先处理 T001）。
",
        "\
### What it checks

Every column of table three: （七）总计 is the sum of the outcomes above, from （一）予以公开 to the last item of （六）其他处理. Blank cells count as 0. The heads of the groups （三） to （六） have no numbers.

### Why

（七）总计 is the number of requests settled in the year, so it is the sum of the outcomes (format of the annual report, 国办公开办函〔2021〕30号).

### Example

In the column 自然人, （一）予以公开 is 4, 2.没有现成信息需要另行制作 is 2, and （七）总计 is 5: the outcomes make 6.

### Fix

Every cell of table three is part of several sums, so the mistake can often be found. The rule looks for the fewest events that explain all failing sums of the table: a wrong cell, a number in the wrong column, totals not updated. A cause is named only if no other explanation is as simple. The message then names the cell and its right value, and this is the preferred fix. The fix is safe, so that `--fix` applies it, only if a single cell is named, this cell explains every failing sum of the table, the cell is the 总计 of a row or the （七）总计 of a column, and none of these sums is accepted or ignored. Otherwise a person must look first (`--unsafe-fixes`). If no cause is found, the message gives both sides, and an editor offers to recompute from the other cells. The command line never does this: a mistyped addend must not overwrite a correct total. If a whole row has slipped, only T013 reports it.

If a row outside of the form stands among the outcomes and holds a number, this relation is not checked, because nobody knows whether the row counts (correct T001 first).
",
    ),
    check: Check::Table(check),
};

const MESSAGE: Wording = Wording::new(
    "{0}列：（七）总计应为 {1}（{2}），表中为{3}{4}",
    "Column {0}: （七）总计 should be {1} ({2}), the table says {3}{4}",
);

const UNEQUAL: Wording = Wording::new(
    "{0}列：各项办理结果之和为 {1}（{2}），（七）总计为{3}，不相等{4}",
    "Column {0}: the outcomes make {1} ({2}), （七）总计 says {3}{4}",
);

fn check(context: &TableContext, sink: &mut Sink) {
    sums::check(&RULE, context, sink, |context, sum, told| {
        let label = |cell: crate::standard::CellRef| context.row_label(cell.row).to_owned();
        let sides = sum.sides.unwrap_or_default();
        let column = context.column_label(sum.form.result).into();
        Message::new(
            if told.is_result { MESSAGE } else { UNEQUAL },
            [
                column,
                sides.right.into(),
                addends(context, &sum.form.right, label),
                total(context, sum),
                told.cause,
            ],
        )
    });
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn a_wrong_total_is_found_in_its_cell() {
        let text = replaced(
            &sample(Layout::Spaces),
            "（七）总计 6 2 0 0 0 0 8",
            "（七）总计 6 2 ⟦1⟧ 0 0 0 8",
        );
        let found = assert_found("A002", &text);
        assert_eq!(
            messages(&found),
            ["科研机构列：（七）总计应为 0（各项都是 0），表中为 1；改后本行、本列都相符"]
        );
        assert_fixed("A002", &without_marks(&text), &sample(Layout::Spaces));
    }

    #[test]
    fn a_row_without_numbers_is_one_finding_that_computes_it() {
        let layouts =
            [Layout::Spaces, Layout::Tabs, Layout::Pipes, Layout::Markdown, Layout::Lines];
        for layout in layouts {
            let whole = sample(layout);
            let label = whole.find("（七）总计").unwrap() + "（七）总计".len();
            let end = whole[label..].find("四、结转").unwrap() + label;
            let end = whole[..end].rfind(|c: char| c.is_ascii_digit()).unwrap() + 1;
            // The label alone, with a separator behind, and with blank cells.
            let blanks: String =
                whole[label..end].chars().filter(|c| !c.is_ascii_digit()).collect();
            let parted: String =
                blanks.chars().take_while(|c| !c.is_ascii_digit() && *c != '\n').take(1).collect();
            for (blank, is_parted) in [("", false), (&parted, false), (&blanks, true)] {
                let text = format!("{}{blank}{}", &whole[..label], &whole[end..]);
                let own = assert_all_found(&if is_parted {
                    marked_blanks(layout, &text, "（七）总计", 7, "A002")
                } else {
                    marked(&text, "（七）总计", "A002")
                });
                assert_eq!(
                    messages(&own),
                    ["（七）总计一行没有填数：各列相加为自然人 6，商业企业 2，总计 8"],
                    "{layout:?} {blank:?}"
                );
                let mended = crate::diagnostic::apply(&text, own[0].fixes[0].edits());
                assert_found("A002", &mended);
                assert_found("T009", &mended);
                assert!(mended.starts_with(&whole[..label]), "{mended}");
            }
        }
    }

    #[test]
    fn what_is_blank_in_a_row_of_totals_is_one_finding() {
        let right = sample(Layout::Markdown);
        for (blank, said) in [
            (
                "6 | ⟦ |  |  |  |  | ⟧ A002 |",
                "（七）总计一行有 6 格没有填数：各列相加，应填商业企业 2，总计 8，其余填 0",
            ),
            (
                "⟦ |  | 0 | 0 | 0 | 0 | ⟧ A002 |",
                "（七）总计一行有 3 格没有填数：各列相加，应填自然人 6，商业企业 2，总计 8",
            ),
        ] {
            let text =
                replaced(&right, "6 | 2 | 0 | 0 | 0 | 0 | 8 |\n| 四", &format!("{blank}\n| 四"));
            let found = assert_all_found(&text);
            let text = without_codes(&text);
            assert_eq!(messages(&found), [said]);
            let plain = |text: &str| text.replace(' ', "");
            assert_eq!(
                plain(&crate::diagnostic::apply(&text, found[0].fixes[0].edits())),
                plain(&right)
            );
        }
        // Another mistake keeps its own finding.
        let text = replaced(
            &right,
            "6 | 2 | 0 | 0 | 0 | 0 | 8 |\n| 四",
            "⟦7⟧ A002 | ⟦ |  |  |  |  | ⟧ A002⟦⟧ A001 |\n| 四",
        );
        let found = assert_all_found(&replaced(
            &text,
            "四、结转下年度继续办理 |  |  | 1",
            "四、结转下年度继续办理 |  |  | ⟦1⟧ A003",
        ));
        assert!(
            messages(&found)[0].starts_with("自然人列：（七）总计应为 6"),
            "{:?}",
            messages(&found)
        );
        assert!(
            messages(&found)[1].starts_with("（七）总计一行有 6 格没有填数"),
            "{:?}",
            messages(&found)
        );
    }

    #[test]
    fn a_row_without_numbers_that_the_sums_determine_is_one_finding() {
        let text = replaced(
            &sample(Layout::Markdown),
            "2.没有现成信息需要另行制作 | 2 | 1 | 0 | 0 | 0 | 0 | 3 |",
            "2.没有现成信息需要另行制作 | | | | | | | |",
        );
        let all =
            assert_all_found(&replaced(&text, "（七）总计 |  | 6", "（七）总计 |  | ⟦6⟧ A002"));
        let said = "自然人列：各项办理结果之和为 4（（一）予以公开 4），（七）总计为 6，不相等；\
                    “（四）无法提供2.没有现成信息需要另行制作”一行没有填数，填自然人 2，商业企业 1，总计 3 则相符";
        assert_eq!(messages(&all), [said]);
        assert_eq!(
            crate::diagnostic::apply(&text, all[0].fixes[0].edits()).replace("|2 |", "| 2 |"),
            sample(Layout::Markdown)
        );
        // With two such rows, nothing shows which row is meant.
        let two = replaced(
            &text,
            "2.重复申请 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |",
            "2.重复申请 | | | | | | | |",
        );
        let label = "2.没有现成信息需要另行制作 | ";
        let two = replaced(
            &two,
            &format!("{label}| | | | | | |"),
            &format!("{label}⟦| | | | | | ⟧ T009|"),
        );
        assert_all_found(&two);
    }

    #[test]
    fn an_unknown_outcome_that_counts_stops_it() {
        let row = "5.要求行政机关确认或重新出具已获取信息 0 0 0 0 0 0 0\n";
        let other = |values: &str| {
            replaced(&sample(Layout::Spaces), row, &format!("{row}本地另设的办理情形 {values}\n"))
        };
        let text = other("1 0 0 0 0 0 1").replace("（七）总计 6 2", "（七）总计 7 2");
        assert_found("A002", &text);
        let text = other("0 0 0 0 0 0 0").replace("（七）总计 6 2", "（七）总计 ⟦7⟧ 2");
        assert_found("A002", &text);
    }
}
