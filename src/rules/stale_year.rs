//! P003: the previous year in place of the report's own year.

#[cfg(test)]
mod cases;
mod elsewhere;
mod own_work;
mod own_year;
mod sentence;
mod words;

use super::years::source_name;
use super::{Check, FixKind, Rule, Sink, report_place};
use crate::diagnostic::{Applicability, Argument, Fix, Message, Place, Severity, Wording};
use crate::facts::{Date, FIRST_YEAR, written_like};
use crate::report::Context;
use crate::text::TextRange;

pub static RULE: Rule = Rule {
    code: "P003",
    name: "stale-year",
    severity: Severity::Warning,
    fix: FixKind::Unsafe,
    summary: Wording::new(
        "该写报告年度的地方写了上一年",
        "the year before the report's, where the report's own must stand",
    ),
    documentation: DOCUMENTATION,
    check: Check::Report(check),
};

const DOCUMENTATION: Wording = Wording::new(
    "\
### 检查什么

必须写报告年度的地方有没有写成上一年：“现公布某局2020年度政府信息公开工作年度报告”这样点明本报告的话；“截至2020年12月31日”；“（一）2020年主动公开情况”这样的小标题；“2020年，某局……信息公开……”“2020年共制定规范性文件0件”“我局2020年度未收取信息处理费”这样写本机关一年工作的话。标题的年份与其他多数不同的（不论是哪一年），也由本条报告。

书名号和引号里的名称、链接、文号、同比和上年数据、规划、结转、考核和获奖、“2022年-2023年”这样的区间、去年报告的公开情况都不算。

### 为什么

《中华人民共和国政府信息公开条例》第四十九条要求公布上一年度的报告，全文说的应是同一年。残留的旧年份多半是沿用去年的稿子，〔2021〕30号文把内容不准确、内容雷同列为要追责的情形。

### 例子

2021年的报告里写着“截至2020年12月31日，本机关共主动公开政府信息30条”。

### 修正

把年份改成报告年度，需要人工确认：也可能真的是在说上一年。
",
    "\
### What it checks

Whether the previous year stands in place of the report's own year: in words that name this report (现公布某局2020年度政府信息公开工作年度报告), in 截至2020年12月31日, in a sub-heading such as （一）2020年主动公开情况, or in a sentence about the organ's own work (2020年，某局…信息公开…, 2020年共制定规范性文件0件, 我局2020年度未收取信息处理费). The rule also reports a title with another year than most sources of the report, regardless of the year.

Not reported: names in 《》 or quotation marks, links, document numbers, comparisons, last year's figures, plans, carried-over requests, assessments and awards, ranges such as 2022年-2023年, and the publication of last year's report.

### Why

Article 49 of the Regulations on Open Government Information requires the report of one year, and the whole text refers to this year. An old year is mostly left over from last year's text. Notice 〔2021〕30号 names inaccurate and copied contents as faults.

### Example

A report for 2021 says 截至2020年12月31日，本机关共主动公开政府信息30条.

### Fix

Writes the year of the report. A person must look first: the previous year may be intended.
",
);

const STALE: Wording =
    Wording::new("这里写的是 {0}年，报告年度是 {1}年", "this says {0}, the report is for {1}");
/// By the number of sources with the year of the report.
const TITLE: [Wording; 4] = [
    Wording::new("标题写的是 {0}年，报告年度是 {1}年", "the title says {0}, the report is for {1}"),
    Wording::new(
        "标题写的是 {0}年，{2}说的是 {1}年度",
        "the title says {0}; {2} says that the report is for {1}",
    ),
    Wording::new(
        "标题写的是 {0}年，{2}和{3}说的是 {1}年度",
        "the title says {0}; {2} and {3} say that the report is for {1}",
    ),
    Wording::new(
        "标题写的是 {0}年，{2}、{3}和{4}说的是 {1}年度",
        "the title says {0}; {2}, {3} and {4} say that the report is for {1}",
    ),
];
const BEFORE_FORM: Wording = Wording::new(
    "标题写的是 {0}年，表格却是 {1}年度起才有的格式",
    "the title says {0}, but the tables are of a form that began with the reports for {1}",
);
const MEND: Wording = Wording::new("改为 {0}", "change it to {0}");

/// At most 100 findings. More findings in a report are not an oversight.
const MOST: usize = 100;

fn check(context: &Context, sink: &mut Sink) {
    let facts = context.facts;
    let title = facts.title.as_ref().and_then(|title| title.year);
    let Some(year) = facts.year else {
        // The tables exclude the year in the title, and no other source has a year.
        if let Some(title) = title.filter(|title| title.value < FIRST_YEAR) {
            let message = Message::new(
                BEFORE_FORM,
                [i64::from(title.value).into(), i64::from(facts.expected_edition()).into()],
            );
            sink.push(title.digits, Place::part("标题"), message);
        }
        return;
    };
    // If the year of the report is uncertain, no other year is stale.
    if year.disputed {
        return;
    }
    let year = year.value;
    if let Some(title) = title.filter(|title| title.value != year) {
        let sources: Vec<_> = facts.years.saying(year).take(TITLE.len() - 1).collect();
        let names =
            sources.iter().map(|source| Argument::from(Message::plain(source_name(*source))));
        let arguments: Vec<Argument> = [i64::from(title.value).into(), i64::from(year).into()]
            .into_iter()
            .chain(names)
            .collect();
        push(
            context,
            sink,
            title.digits,
            Place::part("标题"),
            Message::new(TITLE[sources.len()], arguments),
            year,
        );
    }
    let organs = own_year::organ_names(context);
    let before = facts.dates.iter().enumerate().filter(|(_, date)| date.year() == Some(year - 1));
    let stale = before.filter(|(index, date)| {
        !is_read_elsewhere(context, **date)
            && own_year::is_meant(context, *index, **date, year, &organs)
    });
    for (_, date) in stale.take(MOST) {
        let Some(range) = date.year_range() else { continue };
        let message = Message::new(STALE, [i64::from(year - 1).into(), i64::from(year).into()]);
        push(context, sink, range, report_place(context, range), message, year);
    }
}

fn push(
    context: &Context,
    sink: &mut Sink,
    range: TextRange,
    place: Place,
    message: Message,
    year: i32,
) {
    let content = written_like(range.of(context.text), year);
    let fix = Fix::replace(
        Message::new(MEND, [i64::from(year).into()]),
        Applicability::Unsafe,
        range,
        content,
    );
    sink.push(range, place, message).fixes.push(fix);
}

/// Whether the date is in the title, a period or the signature: other rules report these dates.
fn is_read_elsewhere(context: &Context, date: Date) -> bool {
    let facts = context.facts;
    facts.title.as_ref().is_some_and(|title| title.range.contains(date.range()))
        || facts.periods.iter().any(|period| period.range.contains(date.range()))
        || facts.signature.is_some_and(|signature| signature.date == date)
}
