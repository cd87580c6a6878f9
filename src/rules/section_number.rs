//! S007: a section under another numeral than its own, or under none.

use super::{Check, Context, FixKind, Rule, Sink};
use crate::diagnostic::{Applicability, Argument, Fix, Message, Severity, Wording};
use crate::text::{TextRange, fold, is_letter, is_space};

pub static RULE: Rule = Rule {
    code: "S007",
    name: "section-number",
    severity: Severity::Error,
    fix: FixKind::Safe,
    summary: Wording::new("某一部分的序号不对，或者丢了序号", "a section has the wrong numeral, or none"),
    documentation: Wording::new(
        "\
### 检查什么

每一部分的标题前是它自己的序号：一、总体情况，二、主动公开政府信息情况，直到六、其他需要报告的事项。序号写错、写重、丢失都会报告；位置也不对的部分只由 S004 报告。写成“1、”“１．”的不报告。

### 为什么

《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）的六个标题都带序号，表格和正文中也按序号互相引用。序号写错的报告不能报送。

### 例子

```text
四、存在的主要问题及改进情况
```

序号应为“五”。

### 修正

安全：只换序号这一个字；丢了的，在标题前补上，例如“五、”。
",
        "\
### What it checks

Each heading carries its own numeral: 一、总体情况, 二、主动公开政府信息情况, up to 六、其他需要报告的事项. A wrong, doubled or lost numeral is reported; of a section that is out of order as well only S004 speaks. 1、 or １． in place of 一、 is let pass.

### Why

The six titles of the format (国办公开办函〔2021〕30号) carry numerals, and tables and text refer to sections by them. A report with a wrong one cannot be submitted.

### Example

```text
四、存在的主要问题及改进情况
```

The numeral should be 五.

### Fix

Safe: only the numeral is replaced; where it is lost it is put before the title, such as 五、.
",
    ),
    check: Check::Report(check),
};

const WRONG: Wording = Wording::new("“{0}”的序号应为“{1}”，不是“{2}”", "the numeral of {0} should be {1}, not {2}");
const LOST: Wording = Wording::new("“{0}”前面缺序号“{1}”", "the numeral {1} is missing before {0}");
const REPLACE: Wording = Wording::new("序号改为“{0}”", "change the numeral to {0}");
const INSERT: Wording = Wording::new("补上序号“{0}”", "insert the numeral {0}");

fn check(context: &Context, sink: &mut Sink) {
    for section in context.in_order() {
        let form = context.form().section(section.number);
        let (title, own) = (Argument::from(form.title.text.as_str()), form.numeral.as_str());
        match section.heading.numeral {
            Some((number, _)) if number == section.number => {}
            Some((_, numeral)) => {
                let range = numeral.shifted(section.part.range.start);
                let found = range.of(context.text);
                let arabic = found.chars().all(|c| fold(c).is_ascii_digit());
                let own = if arabic { section.number.to_string() } else { own.to_owned() };
                let message = Message::new(WRONG, [title, own.as_str().into(), found.into()]);
                let fix = Fix::replace(Message::new(REPLACE, [own.as_str().into()]), Applicability::Safe, range, own);
                sink.push(range, section.place(), message).fixes.push(fix);
            }
            None => {
                let range = section.title();
                let (at, content) = match lost_before(context.text, range.start) {
                    Some(mark) => (mark, own.to_owned()),
                    None => (range.start, format!("{own}、")),
                };
                let fix = Fix::replace(Message::new(INSERT, [own.into()]), Applicability::Safe, TextRange::at(at), content);
                sink.push(range, section.place(), Message::new(LOST, [title, own.into()])).fixes.push(fix);
            }
        }
    }
}

/// The mark that is left of a lost numeral before a title: `、总体情况`.
fn lost_before(text: &str, title: usize) -> Option<usize> {
    let before = text[..title].trim_end_matches(|c: char| is_space(c) && !matches!(c, '\n' | '\r'));
    let (at, mark) = before.char_indices().next_back()?;
    let read = fold(mark);
    (!is_letter(read) && matches!(read, ',' | '.')).then_some(at)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn own_numerals_in_any_writing_are_fine() {
        for layout in Layout::ALL {
            assert_found("S007", &sample(layout));
            for numeral in ["⼀", "1", "１", "一."] {
                assert_found("S007", &replaced(&sample(layout), "一、总体", &format!("{numeral}、总体")));
            }
        }
    }

    #[test]
    fn a_wrong_numeral_is_replaced() {
        for layout in Layout::ALL {
            let text = sample(layout);
            let found = assert_found("S007", &replaced(&text, "五、存在", "⟦四⟧、存在"));
            assert_eq!(messages(&found), ["“存在的主要问题及改进情况”的序号应为“五”，不是“四”"]);
            assert_eq!(found[0].place.to_string(), "五");
            for (from, to) in [("五、存在", "六、存在"), ("六、其他", "五、其他"), ("一、总体", "二、总体"), ("三、收到", "二、收到")]
            {
                assert_fixed("S007", &replaced(&text, from, to), &text);
            }
            let shifted = text.replace("五、存在", "四、存在").replace("六、其他", "五、其他");
            assert_eq!(super::super::testing::found("S007", &shifted).len(), 2);
        }
    }

    #[test]
    fn a_lost_numeral_is_put_back() {
        for layout in Layout::ALL {
            let text = sample(layout);
            let found = assert_found("S007", &replaced(&text, "一、总体情况", "⟦总体情况⟧"));
            assert_eq!(messages(&found), ["“总体情况”前面缺序号“一”"]);
            for (from, to) in [("一、总体情况", "总体情况"), ("六、其他", "其他"), ("一、总体", "、总体"), ("二、主动公开", "主动公开")]
            {
                assert_fixed("S007", &replaced(&text, from, to), &text);
            }
        }
    }
}
