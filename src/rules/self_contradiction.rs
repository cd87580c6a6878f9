//! N008: one quantity with two values in the text.

use super::statements;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Severity, Wording};
use crate::report::Context;

pub static RULE: Rule = Rule {
    code: "N008",
    name: "self-contradiction",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new("正文两处说同一个数，说法不同", "the text states one number twice, differently"),
    documentation: Wording::new(
        "\
### 检查什么

正文两处说同一个数（例如收到的申请），两处的数不同。这时只有这一条提示，不再另说哪一处与表格不符：提示标在与表格不符的一处，写明表格的数。有一处与表格相符的，另一处可能说的是别的范围，列为提示；几处相加正好等于表格的数的，是分项，不提示。

### 为什么

同一份报告里，同一个数只能有一个。多半是改了一处，忘了另一处，或者留着上一年的话。

### 例子

前面说“新收政府信息公开申请 8 件”，后面又说“新收政府信息公开申请 6 件”。

### 修正

无。请核对后改成一致。
",
        "\
### What it checks

The text states one quantity (such as the new requests) twice, with different numbers. Then this is the one finding: it stands at the value that differs from the table, and says what the table holds. Where one of the two agrees with the table, the other may have another scope: a hint. Values that together make the table's are parts, and not reported.

### Why

One report has one number for one thing. Probably one place was changed and the other forgotten, or a sentence of the year before was left in.

### Example

新收政府信息公开申请 8 件, and later 新收政府信息公开申请 6 件.

### Fix

None. Check, and make both the same.
",
    ),
    check: Check::Report(check),
};

fn check(context: &Context, sink: &mut Sink) {
    statements::check_contradictions(context, sink);
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    /// A report with these sentences in its first section.
    fn saying(layout: Layout, sentences: &str) -> String {
        replaced(&sample(layout), "本年度，我局主动公开信息29条", sentences)
    }

    #[test]
    fn two_values_of_one_quantity_are_found() {
        let text = saying(Layout::Tabs, "新收政府信息公开申请⟦7⟧件。本年度新收政府信息公开申请6件");
        assert_eq!(
            messages(&assert_found("N008", &text)),
            ["正文两处说法不同：收到申请这里为 7 件，后面为 6 件，表三为 8 件，请核对"]
        );
        let agreed =
            saying(Layout::Tabs, "新收政府信息公开申请⟦7⟧件。本年度新收政府信息公开申请8件");
        assert_eq!(
            messages(&assert_found("N008", &agreed)),
            ["正文两处说法不同：收到申请这里为 7 件，后面为 8 件（与表三一致），请核对"]
        );
        let text = saying(Layout::Tabs, "新收政府信息公开申请8件。本年度新收政府信息公开申请⟦6⟧件");
        assert_eq!(
            messages(&assert_found("N008", &text)),
            ["正文两处说法不同：收到申请前面为 8 件（与表三一致），这里为 6 件，请核对"]
        );
        // Neither is compared with the table.
        assert_found("N001", &text.replace(['⟦', '⟧'], ""));
    }

    #[test]
    fn the_same_value_twice_is_no_contradiction() {
        let text = "新收政府信息公开申请8件。新收政府信息公开申请8件，其中市本级新收申请3件";
        assert_found("N008", &saying(Layout::Tabs, text));
    }
}
