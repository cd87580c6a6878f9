//! T016: the head of a group, a caption or a spanning header that differs from the form.

use super::column_label::MendedCells;
use super::row_label::LostNumbers;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Message, Severity, Wording};
use crate::facts::HeadFinding;
use crate::report::TableContext;

pub static RULE: Rule = Rule {
    code: "T016",
    name: "head-label",
    severity: Severity::Warning,
    fix: FixKind::Either,
    summary: Wording::new(
        "组名、条款名或跨列的表头与格式规定的不同",
        "the head of a group, a caption or a spanning header differs from the form's",
    ),
    documentation: Wording::new(
        "\
### 检查什么

不填数的字：各组的名称（“（三）不予公开”），表二各块的条款（“第二十条第（一）项”），跨几列的表头（“申请人情况”“法人或其他组织”“行政诉讼”）。与格式规定的相近但不相同的，或者写成了另一组、另一款的，提示；表四的“行政复议”与“行政诉讼”、“未经复议直接起诉”与“复议后起诉”互换的，也提示。空格、标点、全半角不计；拆成几段的、在每一格重复的合并单元格，旁边带说明或数字的，不因此提示；合并单元格写在每一格里、其中一格与其余不同的，提示这一格。

### 为什么

它们是格式的一部分（国办公开办函〔2021〕30号），其下各行、各列的数归谁，由它们说明。

### 例子

“行政许可”之上写的是“第二十条第（六）项”，应为“第二十条第（五）项”。

### 修正

只改不同的字和标点，空格、换行和全半角保持原样。安全；多出来的是一个词、带标点的说明，或者在两头、可能属于旁边一格的，要由人看过，不安全。会删去数字、或者缺的字可能就写在旁边的，不提供修正；断成几行的，合起来改。
",
        "\
### What it checks

The words without numbers of their own: heads of groups (（三）不予公开), captions of the blocks of table two (第二十条第（一）项), and headers over several columns (申请人情况, 法人或其他组织, 行政诉讼). The rule finds words near to the form but not the same, and words of another group or block. In table four the rule also finds exchanged headers: 行政复议 with 行政诉讼, or 未经复议直接起诉 with 复议后起诉. Spaces, punctuation and the width of characters do not count. A head in pieces, a head with a note or a number, and a merged cell repeated in each cell are not reported. If one cell of a repeated merged cell differs from the others, this cell is reported.

### Why

The words are part of the format (国办公开办函〔2021〕30号), and give the rows and columns below their meaning.

### Example

第二十条第（六）项 stands over 行政许可 and should be 第二十条第（五）项.

### Fix

Replaces only the differing characters. Spaces, line breaks and the width of characters stay. Safe in most cases. Unsafe if the extra text is a word, a note with its punctuation, or text at an end: it may belong to the neighbouring cell. There is no fix if a digit would be removed, or if the missing words may stand beside the wording. Words broken over lines are corrected together.
",
    ),
    check: Check::Table(check),
};

const MESSAGE: Wording = Wording::new("“{0}”应为“{1}”", "“{0}” should be “{1}”");
const FIX: Wording = Wording::new("改为“{0}”", "change to “{0}”");
const EXCHANGED: Wording = Wording::new(
    "“{0}”在“{1}”的位置上，两个表头互换了：请对照原件，核对其下的数",
    "“{0}” stands in the place of “{1}”, the two headers have changed places: compare with the original which values are whose",
);

fn check(context: &TableContext, sink: &mut Sink) {
    let table = context.table;
    if context.is_unreadable() {
        return;
    }
    if let Some([first, other]) = table.exchanged {
        let message =
            Message::new(EXCHANGED, [context.words(first).into(), context.words(other).into()]);
        sink.push(first, context.table_place(), message);
    }
    let lost = LostNumbers::of(context);
    let is_told = |head: &HeadFinding| {
        lost.is_told() && lost.heads.iter().any(|other| std::ptr::eq(*other, head))
    };
    for head in table.heads.iter().filter(|head| !table.is_in_foreign(head.range) && !is_told(head))
    {
        let official = head.label.text.as_str();
        let Some(mended) = MendedCells::of_head(context, head) else { continue };
        let message = Message::new(MESSAGE, [context.words(mended.range).into(), official.into()]);
        let diagnostic = sink.push(mended.range, context.table_place().row(official), message);
        diagnostic
            .fixes
            .extend(mended.loss.fix(Message::new(FIX, [official.into()]), mended.edits));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn heads_and_captions_with_slips_are_mended() {
        for layout in Layout::ALL {
            for (official, wrong) in [
                ("三、本年度办理结果", "三、本年度办理情况"),
                ("（三）不予公开", "（三）不与公开"),
                ("（四）无法提供", "（五）无法提供"),
                ("（五）不予处理", "（五）不予处里"),
                ("申请人情况", "申请人状况"),
                ("复议后起诉", "复议后起拆"),
            ] {
                let text = replaced(&sample(layout), official, &format!("⟦{wrong}⟧"));
                let found = assert_found("T016", &text);
                assert_eq!(messages(&found), [format!("“{wrong}”应为“{official}”")]);
                assert_fixed("T016", &without_marks(&text), &sample(layout));
            }
        }
    }

    #[test]
    fn the_header_over_several_columns_is_mended() {
        let first = sample(Layout::Markdown)
            .lines()
            .find(|line| line.contains("商业企业"))
            .expect("a header")
            .to_owned();
        let above = first.replace("商业企业", "法人或其他组织");
        let above = ["科研机构", "社会公益组织", "法律服务机构", "其他"]
            .iter()
            .fold(above, |line, label| line.replacen(&format!(" {label} |"), "  |", 1));
        let right = replaced(&sample(Layout::Markdown), &first, &format!("{above}\n{first}"));
        assert_found("T016", &right);
        let text = replaced(&right, "法人或其他组织", "⟦法人和其他组织⟧");
        assert_found("T016", &text);
        assert_fixed("T016", &without_marks(&text), &right);
    }

    #[test]
    fn one_of_another_place_is_found() {
        for layout in Layout::ALL {
            let text = replaced(&sample(layout), "第二十条第（五）项", "⟦第二十条第（六）项⟧");
            let found = assert_found("T016", &text);
            assert_eq!(messages(&found), ["“第二十条第（六）项”应为“第二十条第（五）项”"]);
            assert_fixed("T016", &without_marks(&text), &sample(layout));
        }
        for layout in [Layout::Tabs, Layout::Pipes, Layout::Markdown] {
            let text = replaced(&sample(layout), "（四）无法提供", "⟦（五）不予处理⟧");
            assert_found("T016", &text);
            assert_fixed("T016", &without_marks(&text), &sample(layout));
        }
    }

    #[test]
    fn one_whose_rows_are_lost_stays_what_it_is() {
        for layout in [Layout::Spaces, Layout::Tabs, Layout::Pipes, Layout::Markdown] {
            let sample = sample(layout);
            let line = |start: &str| {
                sample
                    .lines()
                    .find(|line| line.trim_start_matches(['|', ' ']).starts_with(start))
                    .expect("a line")
            };
            let lost = replaced(&sample, &format!("{}\n", line("行政许可")), "");
            for (from, to) in [
                ("第二十条第（六）项", "⟦第二十条第（七）项⟧"),
                ("第二十条第（六）项", "第二十条\n第（六）项"),
            ] {
                assert_found("T016", &replaced(&lost, from, to));
            }
            assert_found(
                "T016",
                &replaced(&lost, &format!("{}\n", line("第二十条第（六）项")), ""),
            );
            assert_found("T003", &marked(&lost, "行政规范性文件", ""));
        }
        // The head of the group is lost too.
        let rows = sample(Layout::Tabs);
        let lost: String = rows
            .split_inclusive('\n')
            .filter(|line| {
                !["1.信访", "2.重复", "3.要求", "4.无正当", "5.要求"]
                    .iter()
                    .any(|row| line.contains(row))
            })
            .collect();
        let lost = lost.replace("（六）其他处理\t", "\t");
        assert_found(
            "T016",
            &replaced(&lost, "\t\t1.申请人无正当", "\t（五）不予处理\t1.申请人无正当"),
        );
    }

    #[test]
    fn the_other_edition_elsewhere_in_the_table_hides_nothing() {
        for layout in Layout::ALL {
            let old = sample_of(layout, 2019).replace("2019年", "2023年");
            let text = replaced(&old, "（三）不予公开", "⟦（三）不与公开⟧");
            assert_found("T016", &text);
            assert_fixed("T016", &without_marks(&text), &old);
            // In a block of the other edition, S010 covers everything.
            assert_found("T016", &replaced(&old, "第二十条第（五）项", "第二十条第（六）项"));
        }
    }

    #[test]
    fn two_that_changed_places_and_one_that_is_used_twice_are_found() {
        let exchanged = |text: &str, one: &str, other: &str| {
            let text = replaced(text, one, "甲");
            replaced(&replaced(&text, other, &format!("⟦{one}⟧")), "甲", &format!("⟦{other}⟧"))
        };
        for layout in Layout::ALL {
            assert_found(
                "T016",
                &exchanged(&sample(layout), "第二十条第（一）项", "第二十条第（五）项"),
            );
            assert_found("T016", &exchanged(&sample(layout), "（三）不予公开", "（四）无法提供"));
            for wrong in ["（三）不予公开", "（五）不予公开", "（三）不予处理"]
            {
                let text = replaced(&sample(layout), "（五）不予处理", &format!("⟦{wrong}⟧"));
                let found = assert_found("T016", &text);
                assert_eq!(
                    messages(&found),
                    [format!("“{wrong}”应为“（五）不予处理”")],
                    "{layout:?}"
                );
                assert_fixed("T016", &without_marks(&text), &sample(layout));
            }
        }
    }

    #[test]
    fn headers_of_table_four_that_changed_places_are_one_finding() {
        let said = |one: &str, other: &str| {
            [format!("“{other}”在“{one}”的位置上，两个表头互换了：请对照原件，核对其下的数")]
        };
        let (one, other) = ("未经复议直接起诉", "复议后起诉");
        for layout in Layout::ALL {
            let text =
                replaced(&replaced(&sample(layout), other, "甲"), one, &format!("⟦{other}⟧"))
                    .replace("甲", one);
            let found = assert_found("T016", &text);
            assert_eq!(messages(&found), said(one, other), "{layout:?}");
            assert!(found[0].fixes.is_empty());
        }
        for (layout, mark) in [(Layout::Pipes, " | "), (Layout::Tabs, "\t"), (Layout::Spaces, " ")]
        {
            let text = sample(layout);
            let at = text.find(one).expect("a header");
            let above = text[..at].rfind("行政复议").expect("a header");
            let with = |first: &str, second: &str| {
                format!("{}{first}{mark}{second}\n{}", &text[..above], &text[at..])
            };
            assert_found("T016", &with("行政复议", "行政诉讼"));
            let found = assert_found("T016", &with("⟦行政诉讼⟧", "行政复议"));
            assert_eq!(messages(&found), said("行政复议", "行政诉讼"), "{layout:?}");
        }
    }

    #[test]
    fn notes_and_numbers_beside_the_words_are_let_be() {
        for layout in [Layout::Tabs, Layout::Lines, Layout::Pipes, Layout::Markdown] {
            for (from, to) in [
                ("（三）不予公开", "（三）不予公开 5"),
                ("（三）不予公开", "（三）不予公开5"),
                ("（三）不予公开", "（三）不予公开（共5件）"),
                ("（三）不予公开", "[1]（三）不予公开"),
                ("（五）不予处理", "（含上年）（五）不予处理"),
                ("三、本年度办理结果", "三、本年度办理结果：件"),
                ("申请人情况", "（含上年）申请人情况"),
                ("申请人情况", "12申请人情况"),
                ("第二十条第（五）项", "第二十条第（五）项 （行政许可）"),
                ("复议后起诉", "复议后起诉(2)"),
            ] {
                assert_found("T016", &replaced(&sample(layout), from, to));
            }
        }
    }

    #[test]
    fn what_may_be_meant_is_not_taken_away_unseen() {
        use crate::diagnostic::Applicability;
        for layout in [Layout::Tabs, Layout::Pipes, Layout::Markdown] {
            for (from, to, expected) in [
                ("（四）无法提供", "（四）无（含上年）法提供", Some(Applicability::Unsafe)),
                ("（四）无法提供", "（四）无、法律提供", Some(Applicability::Unsafe)),
                ("（四）无法提供", "（四）无2法提供", None),
                ("（四）无法提供", "3（四）无发提供", None),
                ("（四）无法提供", "（四）无、提供", Some(Applicability::Safe)),
                ("第二十条第（五）项", "第二十条第（、）项", Some(Applicability::Safe)),
            ] {
                let found =
                    assert_found("T016", &replaced(&sample(layout), from, &format!("⟦{to}⟧")));
                let applicability: Vec<_> = found
                    .iter()
                    .map(|found| found.fixes.first().map(|fix| fix.applicability))
                    .collect();
                assert_eq!(applicability, [expected], "{layout:?} {to}");
            }
        }
    }

    #[test]
    fn heads_whose_lines_stand_among_those_of_the_rows_are_the_forms() {
        let text = sample(Layout::Spaces);
        let (from, to) = ("（四）无法提供 ", "");
        let text = replaced(&text, from, to);
        for (rows, broken) in [
            (
                "2.没有现成信息需要另行制作 2 1 0 0 0 0 3",
                "（四）无法 2.没有现成信息需要另行制\n提供 2 1 0 0 0 0 3\n作",
            ),
            (
                "2.没有现成信息需要另行制作 2 1 0 0 0 0 3",
                "（四）无 2.没有现成信息需要另行制\n法提 2 1 0 0 0 0 3\n供 作",
            ),
            (
                "2.没有现成信息需要另行制作 2 1 0 0 0 0 3",
                "（四）无法提 2.没有现成信息需要另行制作 2 1 0 0 0 0 3\n供",
            ),
        ] {
            assert_found("T016", &replaced(&text, rows, broken));
        }
    }

    #[test]
    fn pieces_repeats_and_other_words_are_let_be() {
        for (from, to) in [
            ("（三）不予公开 ", "（三）不\n予公开 "),
            ("（四）无法提供 ", "（四） 无法 提供 "),
            (
                "（五）不予处理 1.信访举报投诉类申请 0 0 0 0 0 0 0\n",
                "（五）不予 1.信访举报投诉类申请 0 0 0 0 0 0 0\n处理\n",
            ),
            ("三、本年度办理结果 ", "三\n、\n本\n年\n度\n办\n理\n结\n果\n"),
        ] {
            assert_found("T016", &replaced(&sample(Layout::Spaces), from, to));
        }
        let text = replaced(
            &sample(Layout::Markdown),
            "|  |  | 2.其他法律行政法规禁止公开",
            "| 三、本年度办理结果 | （三）不予公开 | 2.其他法律行政法规禁止公开",
        );
        assert_found("T016", &text);
        let text = replaced(&sample(Layout::Markdown), "（三）不予公开", "⟦（三）不与公开⟧");
        let text = replaced(
            &text,
            "|  |  | 2.其他法律行政法规禁止公开",
            "|  | （三）不与公开 | 2.其他法律行政法规禁止公开",
        );
        assert_found("T016", &text);
        let mended = replaced(
            &sample(Layout::Markdown),
            "|  |  | 2.其他法律行政法规禁止公开",
            "|  | （三）不予公开 | 2.其他法律行政法规禁止公开",
        );
        assert_fixed("T016", &without_marks(&text), &mended);
    }
}
