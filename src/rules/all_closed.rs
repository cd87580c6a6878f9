//! N005: all requests are answered, but some are carried out.

use super::{Check, FixKind, Rule, Sink, report_place};
use crate::diagnostic::{Message, Severity, Wording};
use crate::facts::statement::Said;
use crate::report::Context;

pub static RULE: Rule = Rule {
    code: "N005",
    name: "all-closed",
    severity: Severity::Hint,
    fix: FixKind::None,
    summary: Wording::new("正文说申请都已办结，表三却有结转下年", "the text says that all requests are answered, table three carries some out"),
    documentation: Wording::new(
        "\
### 检查什么

正文说收到的申请“均已办结”“全部答复”“办结率100%”，表三“四、结转下年度继续办理”却不是 0。

### 为什么

还有申请结转下年，就不是全部办结。这类话有时只指到期的申请，所以只是提示。

### 例子

“收到政府信息公开申请 8 件，均已办结”，表三结转下年度继续办理 1 件。

### 修正

无。请核对：是没有办完，还是表中多写了结转。
",
        "\
### What it checks

The text says that all requests are answered (均已办结, 办结率100%), but 四、结转下年度继续办理 of table three is not 0.

### Why

Requests that are carried into the next year are not answered. Such words sometimes mean only the requests that were due, so this is a hint.

### Example

收到政府信息公开申请 8 件，均已办结, but table three carries 1 request out.

### Fix

None. Check whether requests are still open, or whether the table carries out too many.
",
    ),
    check: Check::Report(check),
};

const MESSAGE: Wording = Wording::new(
    "正文说申请都已办结，表三“四、结转下年度继续办理”总计为 {0}，请核对",
    "the text says that all requests are answered, table three carries {0} out: check",
);

fn check(context: &Context, sink: &mut Sink) {
    let closed = context.stated().iter().filter(|stated| {
        stated.statement.said == Said::AllClosed && stated.agrees() == Some(false)
    });
    for stated in closed {
        let Some(held) = stated.cells.as_ref().and_then(|cells| cells.held) else { continue };
        let place = report_place(context, stated.range);
        sink.push(stated.range, place, Message::new(MESSAGE, [held.into()]));
    }
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
    fn closed_requests_are_not_carried_out() {
        let text = saying(Layout::Tabs, "收到政府信息公开申请8件，⟦均已按时办结⟧");
        let found = assert_found("N005", &text);
        assert_eq!(
            messages(&found),
            ["正文说申请都已办结，表三“四、结转下年度继续办理”总计为 1，请核对"]
        );
    }

    #[test]
    fn answered_requests_with_others_left_are_no_contradiction() {
        for sentences in [
            "收到政府信息公开申请8件，办结8件，均在期限内答复",
            "收到政府信息公开申请8件，均已答复，另有1件结转下年度",
        ] {
            assert_found("N005", &saying(Layout::Tabs, sentences));
        }
    }
}
