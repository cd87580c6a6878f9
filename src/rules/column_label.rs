//! T006: a column header that differs slightly from the form.

use super::slip::{Loss, header_words, mend};
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Edit, Message, Severity, Wording};
use crate::facts::{HeadFinding, HeaderFindingKind};
use crate::report::TableContext;
use crate::standard::TableForm;
use crate::text::TextRange;

pub static RULE: Rule = Rule {
    code: "T006",
    name: "column-label",
    severity: Severity::Warning,
    fix: FixKind::Either,
    summary: Wording::new("列名与格式规定的不完全相同", "a column's header differs a little from the form's"),
    documentation: Wording::new(
        "\
### 检查什么

表二、表三、表四的列名与格式规定的一列相近，但不相同。空格、标点、全半角不计；已知无害的写法（如“保留4位小数”）不报。

### 为什么

列名是格式的一部分（国办公开办函〔2021〕30号）。

### 例子

“本年度止件数”，应为“本年废止件数”。

### 修正

只改不同的字和标点，空格、换行和全半角保持原样。安全；多出来的是一个词、带标点的说明，或者在列名两头、可能属于旁边一格的，要由人看过，不安全。列名写的是别的单位时不改：各格的数要一同换算。
",
        "\
### What it checks

A column header of tables two to four is near to a header of the form, but not the same. Spaces, punctuation and the width of characters do not count. Known harmless wordings (such as 保留4位小数) are not reported.

### Why

The headers are part of the format (国办公开办函〔2021〕30号).

### Example

本年度止件数 should be 本年废止件数.

### Fix

Replaces only the differing characters. Spaces, line breaks and the width of characters stay. Safe in most cases. Unsafe if the extra text is a word, a note with its punctuation, or text at an end of the header: it may belong to the neighbouring cell. If the header names another unit, there is no fix: the values must be converted too.
",
    ),
    check: Check::Table(check),
};

const MESSAGE: Wording =
    Wording::new("列名“{0}”应为“{1}”", "the column header “{0}” should be “{1}”");
const FIX: Wording = Wording::new("改为“{0}”", "change to “{0}”");

fn check(context: &TableContext, sink: &mut Sink) {
    let table = context.table;
    if context.is_unreadable() {
        return;
    }
    for header in table.headers.iter().filter(|header| header.kind == HeaderFindingKind::Near) {
        let official =
            table.table_form().blocks[header.block].columns[header.column].label.text.as_str();
        let mended = match header.pieces[..] {
            [] => MendedCells::new(context, header.range, &header.repeats, official),
            _ => MendedCells::of_pieces(context, &header.pieces, official),
        };
        let Some(mended) = mended else { continue };
        let (range, words) = match header.pieces[..] {
            [] => (mended.range, context.words(mended.range)),
            // Other headers stand between the pieces.
            _ => (header.range, header.pieces.iter().map(|&piece| context.words(piece)).collect()),
        };
        let message = Message::new(MESSAGE, [words.as_str().into(), official.into()]);
        let diagnostic = sink.push(range, context.table_place().column(official), message);
        // Another unit means other numbers: a person who corrects the header must also convert the
        // values.
        if unit(&words) != unit(official) {
            continue;
        }
        diagnostic
            .fixes
            .extend(mended.loss.fix(Message::new(FIX, [official.into()]), mended.edits));
    }
}

/// Corrections of a misspelled word of the form, in each of its cells.
pub(super) struct MendedCells {
    /// The range in the first cell.
    pub range: TextRange,
    pub edits: Vec<Edit>,
    pub loss: Loss,
}

impl MendedCells {
    /// The corrections of a head in each of its cells.
    pub(super) fn of_head(context: &TableContext, head: &HeadFinding) -> Option<Self> {
        Self::new(context, head.range, &head.repeats, &head.label.text)
    }

    /// Each cell may have other text beside it. `None` if the word is the official word in pieces.
    pub(super) fn new(
        context: &TableContext,
        first: TextRange,
        repeats: &[TextRange],
        official: &str,
    ) -> Option<Self> {
        let own = Self::mended(context, &[first], official);
        let all = repeats.iter().map(|&range| Self::mended(context, &[range], official)).fold(
            own,
            |all, own| Self {
                edits: [all.edits, own.edits].concat(),
                loss: all.loss.max(own.loss),
                ..all
            },
        );
        (!all.edits.is_empty()).then_some(all)
    }

    /// The corrections of a word in these pieces.
    fn of_pieces(context: &TableContext, pieces: &[TextRange], official: &str) -> Option<Self> {
        Some(Self::mended(context, pieces, official)).filter(|mended| !mended.edits.is_empty())
    }

    fn mended(context: &TableContext, pieces: &[TextRange], official: &str) -> Self {
        let form = context.table.table_form();
        let own = mend(context.text, pieces, official, form, |letter| !begins_a_word(form, letter));
        let all = pieces.iter().chain(&own.pieces).copied();
        Self {
            range: all.reduce(TextRange::cover).unwrap_or_default(),
            edits: own.edits,
            loss: own.loss,
        }
    }
}

/// Whether a possible word of the header begins with this letter. At the end of another word, the
/// letter may then belong to the next cell.
pub(super) fn begins_a_word(form: &TableForm, letter: char) -> bool {
    header_words(form).any(|label| label.letters.starts_with(letter))
}

/// The unit of money in a header.
fn unit(header: &str) -> Option<&'static str> {
    ["万元", "亿元", "元"].into_iter().find(|unit| header.contains(unit))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn a_mistyped_header_is_mended() {
        for layout in Layout::ALL {
            let text = replaced(&sample(layout), "本年废止件数", "⟦本年度止件数⟧");
            let found = assert_found("T006", &text);
            assert_eq!(messages(&found), ["列名“本年度止件数”应为“本年废止件数”"]);
            assert_eq!(found[0].place.to_string(), "表二/本年废止件数");
            assert_fixed("T006", &without_marks(&text), &sample(layout));
            let text = replaced(&sample(layout), "社会公益组织", "⟦社会公益机构⟧");
            assert_found("T006", &text);
            assert_fixed("T006", &without_marks(&text), &sample(layout));
        }
    }

    #[test]
    fn lost_and_swapped_letters_are_mended_in_every_table() {
        for layout in [Layout::Tabs, Layout::Pipes, Layout::Markdown, Layout::Lines] {
            for (wrong, official) in [
                ("现行有效件", "现行有效件数"),
                ("行有效件数", "现行有效件数"),
                ("本年发制件数", "本年制发件数"),
                ("科研构机", "科研机构"),
                ("社会公益组", "社会公益组织"),
                ("合计", "总计"),
                ("其它", "其他"),
                ("结果维特", "结果维持"),
                ("未审结", "尚未审结"),
            ] {
                // 其他 and 总计 are also the end of other labels.
                let between = |word: &str, c: char| {
                    sample(layout).replacen(&format!("{c}{word}"), &format!("{c}⟦{wrong}⟧"), 1)
                };
                let text = match layout {
                    Layout::Tabs | Layout::Lines => between(official, '\t'),
                    _ => between(official, ' '),
                };
                assert_found("T006", &text);
                assert_found("T007", &without_marks(&text));
                assert_fixed("T006", &without_marks(&text), &sample(layout));
                // Without the tabs, header and first label are one run of lines.
                if layout == Layout::Lines {
                    assert_found("T006", &text.replace("\n\t", "\n"));
                }
            }
        }
    }

    #[test]
    fn one_damaged_header_hides_no_other() {
        let header = "结果维持 结果纠正 其他结果 尚未审结 总计";
        let spaced = sample(Layout::Spaces);
        let text = |first: &str, second: &str, newline: &str| {
            let groups = format!(
                "{}\n{}\n{}",
                header.replacen("尚未审结", first, 1),
                header.replacen("结果维持", second, 1),
                header
            );
            replaced(
                &spaced,
                &format!("{header} {header} {header}"),
                &groups.replace([' ', '\n'], newline),
            )
        };
        for newline in [" ", "\n"] {
            for (first, second) in [
                ("尚未审", "果维持"),
                ("尚某审结", "果维持"),
                ("尚未审", "结果维"),
                ("未审结", "结果维特"),
            ] {
                assert_found("T006", &text(&format!("⟦{first}⟧"), &format!("⟦{second}⟧"), newline));
            }
            // A slip in a word over several headers does not hide the finding either.
            let text = replaced(&text("⟦尚未审⟧", "⟦结果维⟧", newline), "复议后起诉", "复议后起拆");
            assert_found("T006", &text);
            let text = without_marks(&text);
            assert_found("T016", &marked(&text, "复议后起拆", ""));
        }
    }

    #[test]
    fn glued_cut_and_annotated_headers_are_let_be() {
        let header = "商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他";
        for broken in [
            "商业企业科研机构 | 社会公益组织 | 法律服务机构 | 其他",
            "商业企业 | 科研机构 | 社会公益组 | 织法律服务机构 | 其他",
            "商业企业 | 科研机构 | 社会公益组织其他 | 法律服务机构",
            "商业企业（件） | 科研机构 | 社会公益组织（件） | 法律服务机构（单位：件） | 其他（件）",
        ] {
            let text = replaced(&sample(Layout::Pipes), header, broken);
            assert_found("T006", &text);
            assert_found("T007", &text);
        }
        let text = replaced(
            &sample(Layout::Spaces),
            &header.replace(" | ", " "),
            "总计商\n业\n企\n业\n科研机\n构\n社会公益\n组织\n法律服务\n机构\n其他",
        );
        assert_found("T006", &text);
        assert_found("T007", &text);
    }

    #[test]
    fn a_merged_cell_that_is_written_out_is_one_finding() {
        let text = replaced(
            &sample(Layout::Markdown),
            "| 本年处理决定数量 |  |  |",
            "| ⟦本年处理决定数⟧ | 本年处理决定数 | 本年处理决定数 |",
        );
        assert_found("T006", &text);
        let mended = replaced(
            &sample(Layout::Markdown),
            "| 本年处理决定数量 |  |  |",
            "| 本年处理决定数量 | 本年处理决定数量 | 本年处理决定数量 |",
        );
        assert_fixed("T006", &without_marks(&text), &mended);
    }

    #[test]
    fn another_unit_is_not_mended_unseen() {
        for header in ["本年收费金额（单位：元）", "本年收费金额（元）"] {
            let text = replaced(
                &sample(Layout::Pipes),
                "本年收费金额（单位：万元）",
                &format!("⟦{header}⟧"),
            );
            let found = assert_found("T006", &text);
            assert!(found[0].fixes.is_empty(), "{header}");
        }
    }

    #[test]
    fn harmless_wordings_and_pieces_are_let_be() {
        for header in [
            "本年收费金额（单位：万元，保留4位小数）",
            "本年收费金额(单位:万元)",
            "本年收费金额（单位：\n万元）",
        ] {
            assert_found(
                "T006",
                &replaced(&sample(Layout::Spaces), "本年收费金额（单位：万元）", header),
            );
        }
        let text = replaced(
            &sample(Layout::Spaces),
            "商业企业 科研机构 社会公益组织 法律服务机构 其他",
            "商业 科研 社会 法律 其他\n企业 机构 公益 服务\n组织 机构",
        );
        assert_found("T006", &text);
        assert_found("T007", &text);
    }

    #[test]
    fn a_slip_in_a_header_that_something_breaks_is_mended() {
        let two = (
            "信息内容 本年制发件数 本年废止件数 现行有效件数",
            "信息内容 本年制 ⟦本年度⟧ 现行有\n发件数 止件数 效件数",
        );
        let columns = "结果维持 结果纠正 其他结果 尚未审结 总计";
        let whole = [columns; 3].join(" ");
        let first = "结果 结果 其他 尚未 总";
        let second = "维持 纠正 结果 审结 计";
        let four = (
            whole.as_str(),
            format!("{first} 结果 ⟦结杲⟧ 其他 尚未 总 {first}\n{second} {second} {second}"),
        );
        for (row, broken, message) in [
            (two.0, two.1, "列名“本年度止件数”应为“本年废止件数”"),
            (four.0, four.1.as_str(), "列名“结杲纠正”应为“结果纠正”"),
        ] {
            let text = replaced(&sample(Layout::Spaces), row, broken);
            let found = assert_found("T006", &text);
            assert_eq!(messages(&found), [message]);
            let right = without_marks(&text).replace("本年度 现", "本年废 现").replace('杲', "果");
            assert_eq!(
                crate::diagnostic::apply(&without_marks(&text), found[0].fixes[0].edits()),
                right
            );
            assert_all_found(&right);
        }
    }
}
