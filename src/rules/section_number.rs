//! S007: a section with a wrong numeral or without a numeral.

#[cfg(test)]
mod cases;

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

Each heading has its own numeral: 一、总体情况, 二、主动公开政府信息情况, up to 六、其他需要报告的事项. The rule reports a wrong, repeated or lost numeral, and a numeral of another kind: （5） 5. ⑤ ㈤ 伍 Ⅴ 第五章 五丶. If most headings have the same other kind, or have all lost their numerals (conversion often loses automatic numbering), the finding is one hint at the first heading. 五． or 五： with only another mark is also a hint. If an extra heading is numbered among the six sections (六、下一步打算 before 七、其他需要报告的事项), only this heading is reported, not the following numerals. If sections are out of order, S004 reports the numerals that changed with them.

### Why

The six titles of the format (国办公开办函〔2021〕30号) have numerals, and tables and text refer to sections by their numerals. A report with a wrong numeral cannot be submitted.

### Example

```text
四、存在的主要问题及改进情况
```

The numeral should be 五.

### Fix

Safe: replaces the numeral with the official numeral, such as 五、. The title stays. (If a neighbouring heading already has this numeral, a person must look first.) A lost numeral is inserted before the title. If all headings have the same other kind, or if all numerals are lost, one fix corrects all headings. The numeral of an extra heading is removed only after a person has looked, and the following sections get the official numerals.
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
    // Displaced sections have often been renumbered. S004 reports them.
    let moved = context.sections().any(|section| section.heading.role == Role::Displaced);
    let extras = extras(context);
    extras
        .iter()
        .filter(|extra| extra.doubles.is_none())
        .for_each(|extra| tell_extra(context, sink, extras, extra));
    // If a section is missing and the others are numbered without a gap, S003 reports the missing
    // section.
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
    // Conversion loses automatic numbers all at once.
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

/// Whether the sections are numbered without a gap although some sections are missing in between.
pub(super) fn is_closed_up(context: &Context) -> bool {
    let mut behind_gap =
        context.in_order().filter(|section| place(context, section) < section.number).peekable();
    let is_counted = |section: &Section| {
        section.heading.numeral.is_some_and(|numeral| numeral.number == place(context, section))
    };
    behind_gap.peek().is_some() && behind_gap.all(|section| is_counted(&section))
}

/// The number of a section among the existing sections.
fn place(context: &Context, section: &Section) -> u8 {
    (1..=section.number)
        .filter(|&number| context.report.section(number).next().is_some())
        .fold(0, |count, _| count + 1)
}

/// The edits that replace the numeral of a section with the right numeral.
pub(super) fn numbered_anew(context: &Context, section: &Section) -> Option<Vec<Edit>> {
    let numeral = section.heading.numeral?.moved(section.part.range.start as isize);
    let own = context.form().section(section.number).numeral.as_str();
    (numeral.kind == NumeralKind::Official)
        .then(|| numeral_in_place(context.text, numeral, numeral.range, own))
}

/// By how much the numeral of a section is too high because of extra headings above.
fn shift(extras: &[Extra], section: &Section) -> u8 {
    let count = extras
        .iter()
        .filter(|extra| extra.shifts && extra.range.start < section.range().start)
        .count();
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// Reports an extra heading.
fn tell_extra(context: &Context, sink: &mut Sink, extras: &[Extra], extra: &Extra) {
    let text = context.text;
    let numeral: String = visible(extra.label.of(text)).collect();
    let whole: String = visible(extra.range.of(text)).collect();
    let place = PartKind::Section(extra.below).label(context.facts.standard);
    // All extra headings at once: otherwise the numerals of the remaining headings would be out of
    // order.
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

/// Safe, unless another heading beside the section has the section's numeral.
fn applicability(context: &Context, section: &Section) -> Applicability {
    let is_taken = beside(context, section).any(|number| number == section.number);
    if is_taken { Applicability::Unsafe } else { Applicability::Safe }
}

/// The unofficial kind of numerals on most sections in order.
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

/// Whether `count` headings are most of the headings in order, and more than one.
fn is_most(context: &Context, count: usize) -> bool {
    2 * count > context.in_order().count().max(2)
}

/// Reports one hint at the first heading if all headings have lost their numerals. The fix restores
/// all numerals.
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

/// Reports one hint at the first heading if all headings have another kind of numerals. The fix
/// corrects all numerals.
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
