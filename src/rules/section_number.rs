//! S007: a section under another numeral than its own, or under none.

use super::{Check, FixKind, Rule, Sink};
use crate::diagnostic::{Applicability, Argument, Edit, Fix, Message, Place, Severity, Wording};
use crate::report::{Context, Extra, Section, beside, extras};
use crate::syntax::{Numeral, NumeralKind, PartKind, Role};
use crate::text::{TextRange, between_markup, is_space, visible};
use crate::write::{numeral_in_place, numeral_put_back};

pub static RULE: Rule = Rule {
    code: "S007",
    name: "section-number",
    severity: Severity::Error,
    fix: FixKind::Either,
    summary: Wording::new("某一部分的序号不对，或者丢了序号", "a section has the wrong numeral, or none"),
    documentation: Wording::new(
        "\
### 检查什么

每一部分的标题前是它自己的序号：一、总体情况，二、主动公开政府信息情况，直到六、其他需要报告的事项。序号写错、写重、丢失，或者写成别的样子（“（5）”“5.”“⑤”“㈤”“伍”“Ⅴ”“第五章”“五丶”），都会报告。多数标题都写成同一种别的样子的，或者序号都丢了的（自动编号在转换时常常丢失），只在第一处作一条提示；“五．”“五：”这样只是标点不同的，也是提示。六个部分以外另编了序号的标题（“六、下一步打算”排在“七、其他需要报告的事项”前面），只报告这一个标题，不逐个报告后面的序号。有部分位置不对时，序号跟着变动的由 S004 报告，这里不重复。

### 为什么

《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）的六个标题都带序号，表格和正文中也按序号互相引用。序号写错的报告不能报送。

### 例子

```text
四、存在的主要问题及改进情况
```

序号应为“五”。

### 修正

安全：换成规定的序号，例如“五、”，标题的字不动（旁边另一个标题已经用着这个序号的，要人确认）；丢了的，在标题前补上；统一写成另一种的，一次全部换过来；都丢了的，一次全部补上。六个部分以外的标题，要人看过才去掉它的序号，后面各部分改用规定的序号。
",
        "\
### What it checks

Each heading carries its own numeral: 一、总体情况, 二、主动公开政府信息情况, up to 六、其他需要报告的事项. A numeral is reported that is wrong, doubled, lost or of another kind: （5） 5. ⑤ ㈤ 伍 Ⅴ 第五章 五丶. Where most headings have the same other kind, or have all lost their numerals, as automatic numbering often is in a conversion, that is one hint at the first of them; 五． or 五： with nothing but another mark is a hint too. A heading that is numbered with the sections and is none of the six (六、下一步打算 before 七、其他需要报告的事项) is the one finding, not the numerals behind it. Where sections are out of order S004 speaks of what was numbered anew with them.

### Why

The six titles of the format (国办公开办函〔2021〕30号) carry numerals, and tables and text refer to sections by them. A report with a wrong one cannot be submitted.

### Example

```text
四、存在的主要问题及改进情况
```

The numeral should be 五.

### Fix

Safe: the form's numeral, such as 五、, replaces the one that is there, and the title stays (where another heading beside it has that numeral, a person looks first); where it is lost it is put before the title; one other kind throughout is replaced in one go, and so are numerals put back that are all lost. The numeral of a heading that is none of the six goes only after a person has looked, and the sections behind get theirs.
",
    ),
    check: Check::Report(check),
};

const WRONG: Wording =
    Wording::new("“{0}”的序号应为“{1}”，不是“{2}”", "the numeral of {0} should be {1}, not {2}");
const LOST: Wording = Wording::new("“{0}”前面缺序号“{1}”", "the numeral {1} is missing before {0}");
const THROUGHOUT: Wording = Wording::new(
    "各部分的序号写成了“{0}”一类，规定的写法是“{1}”（共 {2} 处）",
    "the sections are numbered like {0}; the form has {1} ({2} headings)",
);
const ALL_LOST: Wording = Wording::new(
    "各部分的标题都缺序号，应从“{0}、”起编号（共 {1} 处）",
    "the sections have lost their numerals, which begin with {0}、 ({1} headings)",
);
const EXTRA: Wording = Wording::new(
    "“{0}”不是规定的六个部分之一：请并入“{1}”部分，不再编序号“{2}”",
    "{0} is none of the six sections: make it a part of section {1}, without the numeral {2}",
);
const EXTRA_SHIFTS: Wording = Wording::new(
    "“{0}”不是规定的六个部分之一，后面各部分的序号因此都不对：请并入“{1}”部分，不再编序号“{2}”",
    "{0} is none of the six sections, and puts the numerals behind it wrong: make it a part of section {1}, without the numeral {2}",
);
const UNNUMBER: Wording = Wording::new("去掉序号“{0}”", "remove the numeral {0}");
const UNNUMBER_AND_RENUMBER: Wording = Wording::new(
    "去掉序号“{0}”，后面各部分用规定的序号",
    "remove the numeral {0}, and number the sections behind as the form does",
);
const REPLACE: Wording = Wording::new("序号改为“{0}”", "change the numeral to {0}");
const REPLACE_ALL: Wording =
    Wording::new("各部分的序号都改为“{0}”一类", "number all sections like {0}");
const INSERT: Wording = Wording::new("补上序号“{0}”", "insert the numeral {0}");
const INSERT_ALL: Wording = Wording::new("补上各部分的序号", "insert the numerals of all sections");

fn check(context: &Context, sink: &mut Sink) {
    // Sections that changed places have often been numbered anew: of those S004 speaks.
    let moved = context.sections().any(|section| section.heading.role == Role::Displaced);
    let extras = extras(context);
    extras
        .iter()
        .filter(|extra| extra.doubles.is_none())
        .for_each(|extra| tell_extra(context, sink, extras, extra));
    // Where a section is missing and the others are numbered on, S003 speaks of the one that is not
    // there.
    let closed_up = is_closed_up(context);
    let is_right = |section: &Section, numeral: Numeral| {
        let shift = shift(extras, section);
        moved && numeral.number > 0
            || numeral.number == section.number
            || shift > 0 && numeral.number == section.number + shift
            || closed_up && numeral.number == place(context, section)
    };
    let throughout = other_kind_throughout(context);
    let lost: Vec<Section> =
        context.in_order().filter(|section| section.heading.numeral.is_none()).collect();
    // Numbers that a word processor counts are lost with all others.
    let all_lost = is_most(context, lost.len());
    if all_lost {
        tell_lost(context, sink, &lost);
    }
    let mut told = false;
    for section in context.in_order() {
        let form = context.form().section(section.number);
        let (title, own) = (|| Argument::from(form.title.text.as_str()), form.numeral.as_str());
        let Some(numeral) =
            section.heading.numeral.map(|numeral| numeral.moved(section.part.range.start as isize))
        else {
            if all_lost {
                continue;
            }
            let (edit, range) = (numeral_put_back(context.text, &section, own), section.title());
            let fix = Fix::new(
                Message::new(INSERT, [own.into()]),
                applicability(context, &section),
                vec![edit],
            );
            sink.push(range, section.place(), Message::new(LOST, [title(), own.into()]))
                .fixes
                .extend(fix);
            continue;
        };
        let whole;
        let is_right = is_right(&section, numeral);
        let (range, own) = match numeral.kind {
            NumeralKind::Official if is_right => continue,
            NumeralKind::Official => (numeral.range, own),
            kind if is_right && Some(kind) == throughout => {
                if !std::mem::replace(&mut told, true) {
                    tell_throughout(context, sink, &section, numeral);
                }
                continue;
            }
            _ => {
                whole = format!("{own}、");
                (numeral.label, whole.as_str())
            }
        };
        let message = Message::new(WRONG, [title(), own.into(), shown(context.text, range).into()]);
        let edits = numeral_in_place(context.text, numeral, range, own);
        let fix =
            Fix::new(Message::new(REPLACE, [own.into()]), applicability(context, &section), edits);
        let diagnostic = sink.push(range, section.place(), message);
        diagnostic.fixes.extend(fix);
        if is_right && matches!(numeral.kind, NumeralKind::Marked(_)) {
            diagnostic.severity = Severity::Hint;
        }
    }
}

/// Whether the sections are numbered as they follow one another although some are missing between
/// them.
pub(super) fn is_closed_up(context: &Context) -> bool {
    let mut behind_gap =
        context.in_order().filter(|section| place(context, section) < section.number).peekable();
    let is_counted = |section: &Section| {
        section.heading.numeral.is_some_and(|numeral| numeral.number == place(context, section))
    };
    behind_gap.peek().is_some() && behind_gap.all(|section| is_counted(&section))
}

/// The number of a section among those that are there.
fn place(context: &Context, section: &Section) -> u8 {
    (1..=section.number)
        .filter(|&number| context.report.section(number).next().is_some())
        .fold(0, |count, _| count + 1)
}

/// The edits that give a section its own numeral in place of the one that it has.
pub(super) fn numbered_anew(context: &Context, section: &Section) -> Option<Vec<Edit>> {
    let numeral = section.heading.numeral?.moved(section.part.range.start as isize);
    let own = context.form().section(section.number).numeral.as_str();
    (numeral.kind == NumeralKind::Official)
        .then(|| numeral_in_place(context.text, numeral, numeral.range, own))
}

/// By how much the numerals are too high at a section because of extra headings above it.
fn shift(extras: &[Extra], section: &Section) -> u8 {
    let count = extras
        .iter()
        .filter(|extra| extra.shifts && extra.range.start < section.range().start)
        .count();
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// Says of an extra heading that it is one.
fn tell_extra(context: &Context, sink: &mut Sink, extras: &[Extra], extra: &Extra) {
    let text = context.text;
    let numeral: String = visible(extra.label.of(text)).collect();
    let whole: String = visible(extra.range.of(text)).collect();
    let place = PartKind::Section(extra.below).label();
    // All of them at once, or the numerals of those left would be out of order.
    let edits = if extra.shifts {
        let removed = extras
            .iter()
            .filter(|other| other.shifts)
            .map(|other| Edit { range: other.label, content: String::new() });
        let shifted =
            context.in_order().filter(|section| shift(extras, section) > 0).filter_map(|section| {
                let numeral = section.heading.numeral?.moved(section.part.range.start as isize);
                Some(numeral_in_place(
                    text,
                    numeral,
                    numeral.range,
                    &context.form().section(section.number).numeral,
                ))
            });
        let mut edits: Vec<Edit> = removed.chain(shifted.flatten()).collect();
        edits.sort_by_key(|edit| edit.range.start);
        edits
    } else {
        vec![Edit { range: extra.label, content: String::new() }]
    };
    let (message, remedy) =
        if extra.shifts { (EXTRA_SHIFTS, UNNUMBER_AND_RENUMBER) } else { (EXTRA, UNNUMBER) };
    let message = Message::new(message, [whole.into(), place.into(), numeral.as_str().into()]);
    let fix = Fix::new(Message::new(remedy, [numeral.into()]), Applicability::Unsafe, edits);
    let diagnostic = sink.push(extra.range, Place::part(place), message);
    diagnostic.fixes.extend(fix);
    if !extra.shifts {
        diagnostic.severity = Severity::Warning;
    }
}

/// Safe, unless another heading beside the section has its numeral.
fn applicability(context: &Context, section: &Section) -> Applicability {
    let is_taken = beside(context, section).any(|number| number == section.number);
    if is_taken { Applicability::Unsafe } else { Applicability::Safe }
}

/// The kind other than the form's that most sections in order are numbered in.
fn other_kind_throughout(context: &Context) -> Option<NumeralKind> {
    let numerals = || {
        context.in_order().filter_map(|section| {
            section.heading.numeral.filter(|numeral| numeral.number == section.number)
        })
    };
    let most =
        |kind: NumeralKind| is_most(context, numerals().filter(|other| other.kind == kind).count());
    numerals().map(|numeral| numeral.kind).find(|&kind| kind != NumeralKind::Official && most(kind))
}

/// Whether so many headings are most of those in order, and more than one.
fn is_most(context: &Context, count: usize) -> bool {
    2 * count > context.in_order().count().max(2)
}

/// One hint at the first of the headings that have all lost their numerals, which puts them all
/// back.
fn tell_lost(context: &Context, sink: &mut Sink, lost: &[Section]) {
    let Some(first) = lost.first() else { return };
    let own = |section: &Section| context.form().section(section.number).numeral.as_str();
    let edits =
        lost.iter().map(|section| numeral_put_back(context.text, section, own(section))).collect();
    let message = Message::new(ALL_LOST, [own(first).into(), lost.len().into()]);
    let fix = Fix::new(Message::plain(INSERT_ALL), Applicability::Safe, edits);
    let diagnostic = sink.push(first.title(), first.place(), message);
    diagnostic.severity = Severity::Hint;
    diagnostic.fixes.extend(fix);
}

/// One hint at the first of the headings that are all numbered in another way, which mends them
/// all.
fn tell_throughout(context: &Context, sink: &mut Sink, first: &Section, numeral: Numeral) {
    let all = context.in_order().filter_map(|section| {
        let other = section
            .heading
            .numeral
            .filter(|other| other.kind == numeral.kind && other.number == section.number)?;
        let own = format!("{}、", context.form().section(section.number).numeral);
        let other = other.moved(section.part.range.start as isize);
        Some(numeral_in_place(context.text, other, other.label, &own))
    });
    let all: Vec<Vec<Edit>> = all.collect();
    let own = format!("{}、", context.form().section(first.number).numeral);
    let message = Message::new(
        THROUGHOUT,
        [shown(context.text, numeral.label).into(), own.as_str().into(), all.len().into()],
    );
    let fix = Fix::new(Message::new(REPLACE_ALL, [own.into()]), Applicability::Safe, all.concat());
    let diagnostic = sink.push(numeral.label, first.place(), message);
    diagnostic.severity = Severity::Hint;
    diagnostic.fixes.extend(fix);
}

/// The numeral in one line, without markup.
fn shown(text: &str, range: TextRange) -> String {
    let pieces = between_markup(range.of(text));
    pieces
        .flat_map(str::chars)
        .filter(|&c| !is_space(c) && !matches!(c, '*' | '_' | '`' | '\\'))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Applicability, Severity, apply};
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    #[test]
    fn numeric_references_are_the_characters_that_they_stand_for() {
        for layout in Layout::ALL {
            for numeral in
                ["&#20108;、", "&#x4e8c;&#x3001;", "<b>&#20108;</b>&#12289;", "二&#12289;"]
            {
                let text = replaced(&sample(layout), "二、主动公开", &format!("{numeral}主动公开"));
                assert_found("S007", &text);
                let text =
                    replaced(&text, "主动公开政府信息情况", "主动公&#24320;政府信&#x606F;情况");
                assert_found("S007", &text);
                assert_found("S006", &text);
            }
            for (wrong, mended) in
                [("&#19977;、", "二、"), ("（&#20108;）", "二、"), ("&#20108;&#65294;", "二、")]
            {
                let text = replaced(&sample(layout), "二、主动公开", &format!("{wrong}主动公开"));
                assert_eq!(found("S007", &text).len(), 1);
                assert_fixed("S007", &text, &replaced(&text, wrong, mended));
            }
        }
    }

    #[test]
    fn the_number_of_a_page_before_a_heading_is_none_of_it() {
        for layout in Layout::ALL {
            let text = sample(layout);
            for page in ["- 3 -", "— 3 —", "—３— ", "－ 12 － ", "-- 4 --"] {
                let paged = replaced(&text, "四、政府", &format!("{page}四、政府"));
                for code in ["S003", "S006", "S007"] {
                    assert_found(code, &paged);
                }
                assert_fixed("S007", &replaced(&text, "四、政府", &format!("{page}政府")), &paged);
            }
        }
    }

    #[test]
    fn nor_is_one_without_dashes() {
        let none = |text: &str| {
            assert_eq!(
                messages(&crate::lint::check(text, &Default::default()).expect("a report")),
                Vec::<String>::new(),
                "{text}"
            )
        };
        for layout in Layout::ALL {
            let text = sample(layout);
            for page in [
                "3",
                "12",
                "3 ",
                "第3页",
                "第3页 ",
                "第 3 页 共 10 页 ",
                "第3页/共10页 ",
                "3/10 ",
                "３ ",
            ] {
                for heading in ["四、政府", "五、存在", "一、总体"] {
                    none(&replaced(&text, heading, &format!("{page}{heading}")));
                }
            }
            // The entries of a contents list are none.
            for page in ["#", "# ", "第#页 "] {
                let entries = |(number, section): (usize, &crate::standard::Section)| {
                    format!(
                        "{}{}、{}\n",
                        page.replace('#', &number.to_string()),
                        section.numeral,
                        section.title.text
                    )
                };
                let list: String =
                    (1..).zip(&crate::standard::form(2023).sections).map(entries).collect();
                none(&replaced(&text, "一、总体", &format!("目录\n{list}\n一、总体")));
            }
        }
        // Behind such a number stands another list.
        for line in
            ["3四、是第四个数", "第3页 四、数据说明", "3三、政府信息公开行政复议、行政诉讼情况"]
        {
            let text =
                replaced(&sample(Layout::Tabs), "本年度未收取", &format!("{line}\n本年度未收取"));
            none(&text);
        }
    }

    #[test]
    fn own_numerals_are_fine() {
        for layout in Layout::ALL {
            assert_found("S007", &sample(layout));
            for numeral in ["⼀、", "一 、", "一", "一 ", "⼀﹑", "一\n", "**一、** "] {
                assert_found(
                    "S007",
                    &replaced(&sample(layout), "一、总体", &format!("{numeral}总体")),
                );
            }
        }
    }

    #[test]
    fn a_mark_in_the_place_of_a_lost_numeral_goes() {
        for lost in ["？、", "/", "□、", "、", "\"、", "《、", "〉、"] {
            let text = replaced(&sample(Layout::Markdown), "五、存在", &format!("{lost}存在"));
            assert_fixed("S007", &text, &sample(Layout::Markdown));
        }
    }

    /// Kinds that no form has, each with the numbers of the six sections.
    const KINDS: [[&str; 6]; 16] = [
        ["（一）", "（二）", "（三）", "（四）", "（五）", "（六）"],
        ["(1) ", "(2) ", "(3) ", "(4) ", "(5) ", "(6) "],
        ["1.", "2.", "3.", "4.", "5.", "6."],
        ["１、", "２、", "３、", "４、", "５、", "６、"],
        ["1）", "2）", "3）", "4）", "5）", "6）"],
        ["①", "②", "③", "④", "⑤", "⑥"],
        ["㈠", "㈡", "㈢", "㈣", "㈤", "㈥"],
        ["⑴ ", "⑵ ", "⑶ ", "⑷ ", "⑸ ", "⑹ "],
        ["壹、", "贰、", "叁、", "肆、", "伍、", "陆、"],
        ["Ⅰ、", "Ⅱ、", "Ⅲ、", "Ⅳ、", "Ⅴ、", "Ⅵ、"],
        ["I. ", "II. ", "III. ", "IV. ", "V. ", "VI. "],
        ["第一章 ", "第二章 ", "第三章 ", "第四章 ", "第五章 ", "第六章 "],
        ["第一部分：", "第二部分：", "第三部分：", "第四部分：", "第五部分：", "第六部分："],
        ["一丶", "二丶", "三丶", "四丶", "五丶", "六丶"],
        ["A、", "B、", "C、", "D、", "E、", "F、"],
        ["5\u{fe0f}\u{20e3} ", "2、", "3、", "4、", "5、", "6、"],
    ];

    #[test]
    fn a_numeral_of_another_kind_is_an_error_and_throughout_a_hint() {
        let own = ["一、", "二、", "三、", "四、", "五、", "六、"];
        for layout in Layout::ALL {
            let text = sample(layout);
            let titles: Vec<&str> = text
                .lines()
                .map(|line| line.trim_start_matches("## "))
                .filter(|line| !line.contains('\t'))
                .collect();
            let titles = own.map(|own| {
                *titles
                    .iter()
                    .find(|title| title.starts_with(own) && title.ends_with(['况', '项']))
                    .unwrap()
            });
            for kind in KINDS {
                let mut all = text.clone();
                for section in 0..6 {
                    let heading = titles[section].replacen(own[section], kind[section], 1);
                    all = replaced(&all, titles[section], &heading);
                    let one = replaced(&text, titles[section], &heading);
                    let found = found("S007", &one);
                    assert_eq!(found.len(), 1, "{heading} {:?}", messages(&found));
                    assert_eq!(found[0].severity, Severity::Error);
                    assert!(
                        found[0]
                            .range
                            .of(&one)
                            .trim_end_matches(['\u{fe0f}', '\u{20e3}'])
                            .ends_with(
                                kind[section].trim_end().trim_end_matches(['\u{fe0f}', '\u{20e3}'])
                            ),
                        "{heading}"
                    );
                    let fixed = apply(&one, found[0].fixes[0].edits());
                    assert_eq!(
                        fixed.replace("、 ", "、").replace("、\u{fe0f}\u{20e3} ", "、"),
                        text,
                        "{heading}"
                    );
                    for silent in ["S003", "S004", "S005", "S006", "S008"] {
                        assert_found(silent, &one);
                    }
                }
                let found = found("S007", &all);
                let hints = found.iter().filter(|found| found.severity == Severity::Hint).count();
                assert_eq!(
                    (hints, found.len()),
                    (1, if kind[0].starts_with('5') { 2 } else { 1 }),
                    "{:?}",
                    messages(&found)
                );
                let fixed =
                    found.iter().fold(all.clone(), |_, found| apply(&all, found.fixes[0].edits()));
                assert!(hints != found.len() || fixed.replace("、 ", "、") == text, "{fixed}");
            }
        }
    }

    #[test]
    fn another_mark_is_a_hint() {
        for layout in Layout::ALL {
            let text = sample(layout);
            for mark in [".", "．", "·", "，", "：", ":"] {
                let found =
                    assert_found("S007", &replaced(&text, "五、存在", &format!("⟦五{mark}⟧存在")));
                assert_eq!(found[0].severity, Severity::Hint);
                assert_eq!(
                    messages(&found),
                    [format!("“存在的主要问题及改进情况”的序号应为“五、”，不是“五{mark}”")]
                );
                assert_fixed("S007", &replaced(&text, "五、存在", &format!("五{mark}存在")), &text);
            }
        }
    }

    #[test]
    fn markup_around_a_numeral_stays() {
        let text = sample(Layout::Tabs);
        for (written, fixed) in [
            ("**（5）** 存在", "**五、** 存在"),
            ("**5**.存在", "**五、**存在"),
            ("（**5**）存在", "**五、**存在"),
            ("<b>5.</b>存在", "<b>五、</b>存在"),
            (
                "<span>第</span><span>五</span><span>章</span>存在",
                "<span></span><span>五、</span><span></span>存在",
            ),
        ] {
            assert_fixed(
                "S007",
                &replaced(&text, "五、存在", written),
                &replaced(&text, "五、存在", fixed),
            );
        }
    }

    /// What stands under a section with an official title's words is no heading of another.
    #[test]
    fn numbers_of_sub_headings_are_none() {
        for list in [
            "（一）主动公开政府信息情况。共1条。\n（二）依申请公开情况。无。\n",
            "1.总体情况\n我局共公开1条。\n2.平台情况\n良好。\n",
            "（一）组织领导\n有专人。\n（二）收到和处理政府信息公开申请情况\n无。\n",
            "①存在的主要问题及改进情况\n②其他\n",
        ] {
            for layout in Layout::ALL {
                let text = replaced(
                    &sample(layout),
                    "本年度，我局主动",
                    &format!("{list}本年度，我局主动"),
                );
                assert_found("S007", &text);
                // Nor is it taken for one that is not there.
                let lost = replaced(&text, "三、收到和处理政府信息公开申请情况", "申请");
                assert_found("S007", &lost);
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
            for (from, to) in [
                ("五、存在", "六、存在"),
                ("六、其他", "五、其他"),
                ("一、总体", "二、总体"),
                ("三、收到", "二、收到"),
            ] {
                assert_fixed("S007", &replaced(&text, from, to), &text);
            }
            let shifted = text.replace("五、存在", "四、存在").replace("六、其他", "五、其他");
            assert_eq!(super::super::testing::found("S007", &shifted).len(), 2);
        }
    }

    #[test]
    fn a_heading_that_is_none_of_the_six_is_one_finding() {
        for layout in Layout::ALL {
            let text = sample(layout);
            let extra = |title: &str| format!("{title}\n\n我局将继续做好工作。\n\n");
            let shifted =
                replaced(&text, "六、其他", &format!("{}七、其他", extra("⟦六、下一步打算⟧")));
            let found = assert_found("S007", &shifted);
            let message = "“六、下一步打算”不是规定的六个部分之一，后面各部分的序号因此都不对：请并入“五”部分，不再编序号“六、”";
            assert_eq!(
                (messages(&found)[0].as_str(), found[0].severity),
                (message, Severity::Error)
            );
            let plain = shifted.replace(['⟦', '⟧'], "");
            assert_eq!(found[0].fixes[0].applicability, Applicability::Unsafe);
            assert_fixed(
                "S007",
                &plain,
                &replaced(&text, "六、其他", &format!("{}六、其他", extra("下一步打算"))),
            );
            // Two in one report, each said.
            let early = ["二、主动", "三、收到", "四、政府", "五、存在", "六、其他"]
                .into_iter()
                .zip(["三、主动", "四、收到", "五、政府", "六、存在", "八、其他"]);
            let two = early.fold(text.clone(), |text, (from, to)| replaced(&text, from, to));
            let two = replaced(&two, "三、主动", &format!("{}三、主动", extra("⟦二、机构设置⟧")));
            let two = replaced(&two, "八、其他", &format!("{}八、其他", extra("⟦七、下一步打算⟧")));
            let found = assert_found("S007", &two);
            assert_eq!(found[0].fixes[0].edits(), found[1].fixes[0].edits());
            // With a numeral that a section has; the others are right.
            for (before, title) in
                [("六、其他", "⟦六、下一步打算⟧"), ("四、政府", "⟦三、几点说明⟧")]
            {
                let twice = replaced(&text, before, &format!("{}{before}", extra(title)));
                assert_eq!(assert_found("S007", &twice)[0].severity, Severity::Warning);
            }
            let last = format!("{}\n{}", text.trim_end(), extra("⟦七、附表说明⟧"));
            assert_found("S007", &last);
        }
    }

    #[test]
    fn a_numeral_that_another_heading_has_is_not_given_unseen() {
        let text =
            replaced(&sample(Layout::Tabs), "二、主动", "二、机构设置\n\n设一个科。\n\n主动");
        let found = found("S007", &text);
        assert_eq!(found.len(), 1, "{:?}", messages(&found));
        assert_eq!(found[0].fixes[0].applicability, Applicability::Unsafe);
    }

    #[test]
    fn numerals_that_are_all_lost_are_one_hint() {
        for layout in Layout::ALL {
            let text = sample(layout);
            for kept in [None, Some(2), Some(5)] {
                let mut lost = text.clone();
                for (section, own) in
                    ["一、总体", "二、主动", "三、收到", "四、政府", "五、存在", "六、其他"]
                        .into_iter()
                        .enumerate()
                {
                    if kept != Some(section) {
                        lost = replaced(&lost, own, own.split_once('、').unwrap().1);
                    }
                }
                let found = assert_found("S007", &replaced(&lost, "总体情况", "⟦总体情况⟧"));
                let count = if kept.is_some() { 5 } else { 6 };
                assert_eq!(
                    messages(&found),
                    [format!("各部分的标题都缺序号，应从“一、”起编号（共 {count} 处）")]
                );
                assert_eq!(found[0].severity, Severity::Hint);
                assert_fixed("S007", &lost, &text);
            }
        }
    }

    #[test]
    fn a_lost_numeral_is_put_back() {
        for layout in Layout::ALL {
            let text = sample(layout);
            let found = assert_found("S007", &replaced(&text, "一、总体情况", "⟦总体情况⟧"));
            assert_eq!(messages(&found), ["“总体情况”前面缺序号“一”"]);
            for (from, to) in [
                ("一、总体情况", "总体情况"),
                ("六、其他", "其他"),
                ("一、总体", "、总体"),
                ("二、主动公开", "主动公开"),
                ("五、存在", "（）存在"),
            ] {
                assert_fixed("S007", &replaced(&text, from, to), &text);
            }
        }
    }
}
