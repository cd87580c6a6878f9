//! S001: a report without a title.

use super::{Check, Context, FixKind, Rule, Sink};
use crate::diagnostic::{Message, Place, Severity, Wording};
use crate::text::first_line;

pub static RULE: Rule = Rule {
    code: "S001",
    name: "missing-title",
    severity: Severity::Warning,
    fix: FixKind::None,
    summary: Wording::new("报告没有标题", "the report has no title"),
    documentation: Wording::new(
        "\
### 检查什么

报告要有标题：一行（或相连的两三行）文字，写明这是政府信息公开的报告或年报，例如“云溪县园林局2023年政府信息公开工作年度报告”。标题排在“一、总体情况”下面也算有；附件、转发通知里提到报告名称的句子不算。

### 为什么

标题写明是哪个机关、哪一年的报告。按《政府信息公开条例》第四十九条，各机关每年公布上一年度的报告，没有标题的网页存档以后无从辨认，也无法与别的年度对照。

### 例子

```text
一、总体情况
2023年，我局认真贯彻落实《中华人民共和国政府信息公开条例》……
```

第一行就是“一、总体情况”，前后都没有标题。

### 修正

没有自动修正：机关名称和年度要由填报单位写。在全文之前加一行标题，写明机关名称、年度和“政府信息公开工作年度报告”。
",
        "\
### What it checks

A report has a title: a line, or two or three lines together, that names a report (报告 or 年报) on 政府信息公开, such as 云溪县园林局2023年政府信息公开工作年度报告. A title below the heading 一、总体情况 counts; a sentence that mentions a report does not.

### Why

The title says which organ reports on which year. By article 49 of the Regulations (条例) every organ publishes a report on the year before; without a title an archived page cannot be told from any other, nor compared with other years.

### Example

```text
一、总体情况
2023年，我局认真贯彻落实《中华人民共和国政府信息公开条例》……
```

The first line is the first heading, and there is no title above or below it.

### Fix

None: name and year have to be written by the organ. Put a line on top with the organ's name, the year and 政府信息公开工作年度报告.
",
    ),
    check: Check::Report(check),
};

const MESSAGE: Wording = Wording::new(
    "报告没有标题：请在全文之前写明“机关名称＋年度＋政府信息公开工作年度报告”",
    "the report has no title: put the organ's name, the year and 政府信息公开工作年度报告 on top",
);

fn check(context: &Context, sink: &mut Sink) {
    if context.report.title.is_none() {
        sink.push(first_line(context.text), Place::part("标题"), Message::plain(MESSAGE));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn a_title_above_or_below_the_first_heading_is_one() {
        let text = sample(Layout::Tabs);
        assert_found("S001", &text);
        let title = "云溪县园林局2023年政府信息公开工作年度报告\n\n";
        let below = replaced(&replaced(&text, title, ""), "一、总体情况\n\n", &format!("一、总体情况\n\n{title}"));
        assert_found("S001", &below);
        let two = replaced(&text, "2023年政府信息公开工作", "\n2023年政府信息\n公开工作");
        assert_found("S001", &two);
        for draft in ["（草案）", "（送审稿）", "（征求意见稿）", "（公示）"] {
            assert_found("S001", &replaced(&text, "年度报告\n\n", &format!("年度报告{draft}\n\n")));
        }
    }

    #[test]
    fn the_first_line_is_underlined_where_there_is_none() {
        let text = replaced(
            &sample(Layout::Pipes),
            "云溪县园林局2023年政府信息公开工作年度报告\n\n本报告根据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限为2023年1月1日至2023年12月31日。\n",
            "\n  ⟦发布日期：2024年1月20日⟧ \r\n",
        );
        let found = assert_found("S001", &text);
        assert_eq!(found[0].place.to_string(), "标题");
        assert!(found[0].fixes.is_empty());
    }
}
