//! S011: the notice of a former edition of the form, cited as the basis of a report.

use super::{Check, FixKind, MOST_FINDINGS, Rule, Sink, report_place};
use crate::diagnostic::{Applicability, Edit, Fix, Message, Severity, Wording};
use crate::facts::document_numbers;
use crate::report::Context;
use crate::standard::{Form, letters};
use crate::syntax::sentence_at;
use crate::text::{Folded, TextRange, floor_char_boundary, line_at};
use crate::write::edits;

pub static RULE: Rule = Rule {
    code: "S011",
    name: "superseded-basis",
    severity: Severity::Warning,
    fix: FixKind::Either,
    summary: Wording::new(
        "引用已被取代的通知作为编制依据",
        "the superseded notice is cited as the basis of the report",
    ),
    documentation: Wording::new(
        "\
### 检查什么

2021 年度及以后的报告，是否仍把国办公开办函〔2019〕60号作为编制依据。方括号、圆括号、全半角数字和空格不同的都认得。只是说它已经废止、被取代的不算。

### 为什么

国办公开办函〔2021〕30号重新印发了《中华人民共和国政府信息公开工作年度报告格式》，从 2021 年度的报告起使用，2019 年的通知不再是依据。

### 例子

2023 年的报告写着“按照国办公开办函〔2019〕60号要求编制”。

### 修正

文号改为国办公开办函〔2021〕30号，旁边写着原通知名称的，名称一并改过来，可以自动修正。旁边是别的名称的，只改文号，要人确认。同一句话里已经引用了新文号的，没有修正：删去旧的。
",
        "\
### What it checks

Whether a report for 2021 or later still cites 国办公开办函〔2019〕60号 as its basis. The kind of brackets, the width of digits, and spaces do not count. A sentence about the end of the old notice is not reported.

### Why

Notice 国办公开办函〔2021〕30号 introduced the format for the reports for 2021 and later. The notice of 2019 is no longer a basis.

### Example

A report for 2023 says 按照国办公开办函〔2019〕60号要求编制.

### Fix

Writes 国办公开办函〔2021〕30号, and the title of this notice if the title of the old notice stands beside the number. Safe. If another title stands beside the number, only the number changes, and a person must look first. If the same sentence cites the new number too, there is no fix: remove the old number.
",
    ),
    check: Check::Report(check),
};

const MESSAGE: Wording = Wording::new(
    "{0}年度的报告应以{1}为依据，{2}已被取代",
    "a report for {0} is based on {1}, which has superseded {2}",
);
const MEND: Wording = Wording::new("改为{0}", "change to {0}");

/// The sentence names the notice as a basis.
const BASIS: &[&str] =
    &["根据", "按照", "依照", "依据", "遵照", "参照", "按", "要求", "规定", "编制"];
/// The sentence is about the end of the notice.
const ENDED: &[&str] = &["废止", "失效", "取代", "替代", "代替", "不再", "停止", "修订"];
/// The organ before the title of a notice.
const ISSUERS: &[&str] = &["国务院办公厅政府信息与政务公开办公室", "国务院办公厅"];
/// At most 300 bytes between the brackets of a title.
const LONGEST: usize = 300;

fn check(context: &Context, sink: &mut Sink) {
    let Some(year) = context.facts.year.filter(|year| !year.disputed) else { return };
    let form = context.facts.standard.form(year.value);
    let old = |number: &str| {
        let editions = context.facts.standard.editions().iter();
        editions.filter(|edition| edition.year < form.year).find(|edition| edition.notice == number)
    };
    if old(context.facts.standard.editions()[0].notice.as_str()).is_none() {
        return;
    }
    let numbers = document_numbers(context.text);
    let cited = numbers.iter().filter_map(|(range, number)| Some((range, old(number)?)));
    for (range, old) in cited.take(MOST_FINDINGS) {
        let line = line_at(context.text, range.start);
        let line = TextRange::new(line.start, line.end.max(range.end));
        let sentence = sentence_at(context.text, line, range.start).unwrap_or(line).cover(*range);
        let words = Folded::new(context.text, sentence).text;
        let speaks_of = |words_of: &[&str]| words_of.iter().any(|word| words.contains(word));
        if !speaks_of(BASIS) || speaks_of(ENDED) {
            continue;
        }
        let message = Message::new(
            MESSAGE,
            [i64::from(year.value).into(), form.notice.as_str().into(), old.notice.as_str().into()],
        );
        let diagnostic = sink.push(*range, report_place(context, *range), message);
        let is_cited = numbers
            .iter()
            .any(|(other, number)| *number == form.notice && sentence.contains(*other));
        if is_cited {
            continue;
        }
        let mut changes = edits(context.text, *range, &form.notice);
        let applicability = match title_beside(context.text, *range) {
            None => Applicability::Safe,
            Some(title) => match title_edit(context.text, title, old, form) {
                Some(edit) => {
                    changes.push(edit);
                    Applicability::Safe
                }
                None => Applicability::Unsafe,
            },
        };
        let message = Message::new(MEND, [form.notice.as_str().into()]);
        diagnostic.fixes.extend(Fix::new(message, applicability, changes));
    }
}

/// The words in 《》 directly before or behind a document number, also with the number in brackets.
fn title_beside(text: &str, number: TextRange) -> Option<TextRange> {
    let from = floor_char_boundary(text, number.start.saturating_sub(LONGEST));
    let before = text[from..number.start].trim_end_matches(['（', '(', ' ', '\u{3000}']);
    if let Some(inside) = before.strip_suffix('》') {
        // A title inside the title has brackets of its own.
        let mut depth = 1;
        for (at, c) in inside.char_indices().rev() {
            match c {
                '》' => depth += 1,
                '《' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let start = from + at + c.len_utf8();
                return Some(TextRange::new(start, from + inside.len()));
            }
        }
        return None;
    }
    let rest = text[number.end..].trim_start_matches(['）', ')', ' ', '\u{3000}']);
    let inside = rest.strip_prefix('《')?;
    let end = inside.find('》').filter(|end| *end <= LONGEST)?;
    let start = text.len() - inside.len();
    Some(TextRange::new(start, start + end))
}

/// The edit that turns the title of the old notice into the title of the new notice. `None` for
/// another title.
fn title_edit(text: &str, title: TextRange, old: &Form, new: &Form) -> Option<Edit> {
    let words = letters(title.of(text));
    let old = letters(&old.notice_title);
    let issuer = words.strip_suffix(old.as_str())?;
    let is_known = issuer.is_empty() || ISSUERS.contains(&issuer);
    is_known.then(|| Edit { range: title, content: format!("{issuer}{}", new.notice_title) })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    const BASIS: &str = "本报告根据《中华人民共和国政府信息公开条例》编制";

    fn with(year: i32, words: &str) -> String {
        replaced(&sample_of(Layout::Tabs, year), BASIS, words)
    }

    #[test]
    fn the_old_notice_as_a_basis_is_found() {
        let wrong = "本报告按照⟦国办公开办函〔2019〕60号⟧要求编制";
        for year in [2021, 2023, 2025] {
            let found = assert_found("S011", &with(year, wrong));
            assert_eq!(
                messages(&found),
                [format!(
                    "{year}年度的报告应以国办公开办函〔2021〕30号为依据，国办公开办函〔2019〕60号已被取代"
                )]
            );
            assert_eq!(found[0].place.to_string(), "前言");
        }
        for year in [2019, 2020] {
            assert_found("S011", &without_marks(&with(year, wrong)));
        }
        for number in [
            "国办公开办函[2019]60号",
            "国办公开办函（２０１９）６０号",
            "国办公开办函〔2019〕 60 号",
        ] {
            assert_found("S011", &with(2023, &format!("本报告根据⟦{number}⟧编制")));
        }
    }

    #[test]
    fn the_number_becomes_the_new_one() {
        let after = with(2023, "本报告按照国办公开办函〔2021〕30号要求编制");
        assert_fixed_safely(
            "S011",
            &with(2023, "本报告按照国办公开办函〔2019〕60号要求编制"),
            &after,
        );
        let after = with(2023, "本报告按照国办公开办函[2021] 30号要求编制");
        assert_fixed_safely(
            "S011",
            &with(2023, "本报告按照国办公开办函[2019] 60号要求编制"),
            &after,
        );
    }

    #[test]
    fn the_title_of_the_notice_goes_with_its_number() {
        let issuer = "国务院办公厅政府信息与政务公开办公室";
        for issuer in ["", issuer] {
            let before = format!(
                "本报告根据《{issuer}关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）编制"
            );
            let after = format!(
                "本报告根据《{issuer}关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）编制"
            );
            assert_fixed_safely("S011", &with(2023, &before), &with(2023, &after));
        }
        // Another title may be what is meant.
        let before = "本报告根据《年度报告格式的通知》（国办公开办函〔2019〕60号）编制";
        let after = "本报告根据《年度报告格式的通知》（国办公开办函〔2021〕30号）编制";
        assert_fixed_unsafely("S011", &with(2023, before), &with(2023, after));
    }

    #[test]
    fn other_mentions_pass() {
        for words in [
            "本报告根据国办公开办函〔2021〕30号编制，国办公开办函〔2019〕60号同时不再执行",
            "国办公开办函〔2019〕60号已经失效，本报告按照新的格式编制",
            "本报告根据国办函〔2019〕60号编制",
            "全局学习了国办公开办函〔2019〕60号文件",
        ] {
            assert_found("S011", &with(2023, words));
        }
        let both = "本报告根据⟦国办公开办函〔2019〕60号⟧、国办公开办函〔2021〕30号编制";
        assert!(assert_found("S011", &with(2023, both))[0].fixes.is_empty());
    }
}
