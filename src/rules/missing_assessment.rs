//! R005: the report of a people's government without assessment, public evaluation or
//! accountability.

use super::missing_aspect::unnamed;
use super::signature_date::is_government;
use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Argument, Message, Severity, Wording};
use crate::report::Context;
use crate::text::TextRange;

pub static RULE: Rule = Rule {
    code: "R005",
    name: "missing-assessment",
    severity: Severity::Hint,
    fix: FixKind::None,
    summary: Wording::new(
        "人民政府的报告没有写工作考核、社会评议或责任追究",
        "a people's government's report lacks assessment, public evaluation or accountability",
    ),
    documentation: Wording::new(
        "\
### 检查什么

人民政府的报告有没有写到工作考核、社会评议和责任追究结果，在报告任何地方提到就算。部门的报告不查。是不是人民政府，看标题和落款的名称，也看设置中的 `level`。一份报告只报一条，列出缺的内容。

### 为什么

《中华人民共和国政府信息公开条例》第五十条第一款第（四）项：各级人民政府的年度报告还应当包括工作考核、社会评议和责任追究结果情况。国办公开办函〔2021〕30号要求写在“一、总体情况”的监督保障里。

### 例子

一份县人民政府的报告写了培训和检查，没有写考核结果、社会评议和责任追究。

### 修正

没有自动修正：补写缺的内容，没有发生责任追究的也要写明。
",
        "\
### What it checks

Whether the report of a people's government speaks of assessment (工作考核), public evaluation (社会评议) and accountability (责任追究), anywhere in the report. Reports of departments are not checked. The name in the title or the signature shows a people's government, or `level` in the settings. A report has one finding, with the names of the missing contents.

### Why

Article 50, paragraph 1, item 4 of the Regulations (条例) requires these results in the reports of people's governments of all levels. Notice 国办公开办函〔2021〕30号 puts them under supervision in section one.

### Example

The report of a county's people's government describes training and inspections, but not the results of assessment, public evaluation and accountability.

### Fix

None: write the missing contents. If nobody was held accountable, write so.
",
    ),
    check: Check::Report(check),
};

const MESSAGE: Wording = Wording::new(
    "人民政府的年度报告还应写明：{0}（条例第五十条）",
    "the report of a people's government also has to state: {0} (article 50 of the Regulations)",
);

/// The section of the supervision in the newest form. Before, the section about problems.
const SECTIONS: [u8; 2] = [1, 5];

fn check(context: &Context, sink: &mut Sink) {
    if !is_government(context) {
        return;
    }
    let standard = context.facts.standard;
    let whole = TextRange::new(0, context.text.len());
    let missing = unnamed(context, &[whole], &standard.contents().assessments);
    let number = SECTIONS[usize::from(context.form() != standard.newest())];
    let section = context.in_order().find(|section| section.number == number);
    let Some(section) = section.filter(|_| !missing.is_empty()) else { return };
    sink.push(section.range(), section.place(), Message::new(MESSAGE, [Argument::List(missing)]));
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Level;
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    const ONE: &str = "本年度，我局主动公开信息29条，其中网站23条，公众号6条。";
    const HEADING: &str = "一、总体情况";

    fn of(organ: &str, year: i32, words: &str) -> String {
        let text = sample_of(Layout::Tabs, year).replace(SAMPLE_ORGAN, organ);
        replaced(&text, ONE, words)
    }

    #[test]
    fn what_a_government_does_not_state_is_named() {
        let text = of("云溪县人民政府", 2023, "主动公开信息29条。");
        let found = assert_found("R005", &text.replace(HEADING, "⟦一、总体情况⟧"));
        assert_eq!(
            messages(&found),
            ["人民政府的年度报告还应写明：工作考核、社会评议、责任追究（条例第五十条）"]
        );
        let text =
            of("云溪县某某镇人民政府", 2023, "主动公开信息29条，满意度较高，未发生追责情形。");
        let found = assert_found("R005", &text.replace(HEADING, "⟦一、总体情况⟧"));
        assert_eq!(messages(&found), ["人民政府的年度报告还应写明：工作考核（条例第五十条）"]);
        let text = of("云溪县人民政府", 2020, "主动公开信息29条。");
        let five = "五、存在的主要问题及改进情况";
        assert_found("R005", &text.replace(five, "⟦五、存在的主要问题及改进情况⟧"));
    }

    #[test]
    fn a_government_that_states_all_and_a_department_pass() {
        let all = "开展绩效考评和社会评议，未发生责任追究情形。";
        assert_found("R005", &of("云溪县人民政府", 2023, all));
        assert_found("R005", &of("云溪县园林局", 2023, "主动公开信息29条。"));
        assert_found("R005", &of("云溪县人民政府办公室", 2023, "主动公开信息29条。"));
        let text = of("云溪县", 2023, "主动公开信息29条。").replace(HEADING, "⟦一、总体情况⟧");
        assert_found_at("R005", Some(Level::Government), &text);
        assert_found_at(
            "R005",
            Some(Level::Department),
            &of("云溪县人民政府办公室", 2023, "公开。"),
        );
    }
}
