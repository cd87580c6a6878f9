//! A page for colleagues: a row for each unit, then the findings of each report with its tables.
//! The page holds all that it needs, prints well, and needs no script.

mod excerpt;
mod table;

use super::elsewhere::SEE;
use super::units::{Kind, Unit, units};
use super::{Finding, Review};
use crate::diagnostic::{Language, Severity, Wording};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::io::{self, Write};
use table::Mark;

pub fn write(review: &Review, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(page(review).into_string().as_bytes())
}

fn page(review: &Review) -> Markup {
    let language = review.language;
    let say = |wording: Wording| wording.in_language(language);
    let units = units(review);
    // Findings are numbered through the page, so that a cell can name its findings.
    let firsts = units.iter().scan(1, |next, unit| {
        let first = *next;
        *next += unit.findings.len();
        Some(first)
    });
    let numbered: Vec<(usize, &Unit)> = firsts.zip(&units).collect();
    html! {
        (DOCTYPE)
        html lang=(if language == Language::Zh { "zh-CN" } else { "en" }) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                meta name="generator" content=(concat!("gouji ", env!("CARGO_PKG_VERSION")));
                title { (say(TITLE)) }
                style { (PreEscaped(include_str!("style.css"))) }
            }
            body {
                h1 { (say(TITLE)) }
                (overview(&units, language))
                table.units {
                    thead { tr {
                        @for head in HEADS { th { (say(head)) } }
                    } }
                    tbody {
                        @for (number, (_, unit)) in (1..).zip(&numbered) { (row(number, unit, language)) }
                    }
                }
                @for (number, (first, unit)) in (1..).zip(&numbered) {
                    @if !unit.findings.is_empty() { (report(number, *first, unit, language)) }
                }
            }
        }
    }
}

/// The numbers of the run in a sentence.
fn overview(units: &[Unit], language: Language) -> Markup {
    let (mut reports, mut wrong, mut absent, mut others) = (0, 0, 0, 0);
    let (mut errors, mut warnings) = (0, 0);
    for unit in units {
        match &unit.kind {
            Kind::Report => {
                reports += 1;
                let found = unit.count(Severity::Error) + unit.count(Severity::Warning);
                wrong += usize::from(found > 0);
            }
            Kind::Settings => {}
            Kind::Absent => absent += 1,
            Kind::NotChecked(_) => others += 1,
        }
        errors += unit.count(Severity::Error);
        warnings += unit.count(Severity::Warning);
    }
    html! { p {
        @match language {
            Language::Zh => {
                "检查了 " (reports) " 份报告，" (wrong) " 份有问题：错误 " (errors) " 处，警告 " (warnings) " 处。"
                @if absent > 0 { "没有提交 " (absent) " 份。" }
                @if others > 0 { "未检查 " (others) " 个文件。" }
            }
            Language::En => {
                "Reports checked: " (reports) ", with problems: " (wrong) ". Errors: " (errors) ", warnings: " (warnings) "."
                @if absent > 0 { " Reports not handed in: " (absent) "." }
                @if others > 0 { " Files not checked: " (others) "." }
            }
        }
    } }
}

/// The row of a unit.
fn row(number: usize, unit: &Unit, language: Language) -> Markup {
    let name = unit.organ.unwrap_or(unit.file);
    let count = |count: usize| if count > 0 { count.to_string() } else { String::new() };
    let class = match () {
        () if matches!(unit.kind, Kind::NotChecked(_)) => "unchecked",
        () if unit.kind == Kind::Absent => "absent",
        () if unit.count(Severity::Error) > 0 => "error",
        () if unit.count(Severity::Warning) > 0 => "warning",
        () if !unit.findings.is_empty() => "hint",
        () => "good",
    };
    html! { tr class=(class) {
        td {
            @if unit.findings.is_empty() { (name) } @else { a href={ "#r" (number) } { (name) } }
        }
        td { @if let Some(year) = unit.year { (year) } }
        td.file { (unit.file) }
        td.state { (unit.state(language)) }
        td.number { (count(unit.count(Severity::Error))) }
        td.number { (count(unit.count(Severity::Warning))) }
        td.number { (count(unit.hints())) }
        td { @for missing in unit.missing() { div { (missing) } } }
    } }
}

/// The findings of a report, and its tables with findings.
fn report(number: usize, first: usize, unit: &Unit, language: Language) -> Markup {
    let findings: Vec<(usize, &Finding)> = (first..).zip(&unit.findings).collect();
    html! { section id={ "r" (number) } {
        h2 {
            (unit.organ.unwrap_or(unit.file))
            @if let Some(year) = unit.year { " " (year) }
        }
        @if unit.organ.is_some() { p.file { (unit.file) } }
        ol start=(first) {
            @for (number, finding) in &findings { (item(*number, finding, language)) }
        }
        @if let Some(record) = unit.record {
            @for table in &record.tables {
                @let marks = Mark::of(table, &findings);
                @if !marks.is_empty() { (table::draw(table, &marks)) }
            }
        }
    } }
}

/// A finding.
fn item(number: usize, finding: &Finding, language: Language) -> Markup {
    let diagnostic = finding.diagnostic;
    let say = |wording: Wording| wording.in_language(language);
    html! { li id={ "f" (number) } class=(diagnostic.severity.name()) {
        span.level { (finding.severity_word()) } " "
        span.place { (finding.place_for_people()) } " "
        @match finding.url() {
            Some(url) => a.code href=(url) { (diagnostic.code) },
            None => span.code { (diagnostic.code) },
        }
        p { (finding.message()) }
        @if let Some(excerpt) = excerpt::of(finding) { (excerpt) }
        @for other in finding.other_places() {
            p.other { (say(SEE)) (say(COLON)) (other) }
        }
        @if let Some(remedy) = finding.remedy() {
            p.remedy { (say(REMEDY)) (remedy) }
        }
    } }
}

const TITLE: Wording = Wording::new(
    "政府信息公开工作年度报告审核意见",
    "Findings in annual reports on government information disclosure",
);
const HEADS: [Wording; 8] = [
    Wording::new("单位", "unit"),
    Wording::new("年度", "year"),
    Wording::new("文件", "file"),
    Wording::new("情况", "state"),
    Wording::new("错误", "errors"),
    Wording::new("警告", "warnings"),
    Wording::new("提示", "hints"),
    Wording::new("缺少", "missing"),
];
const COLON: Wording = Wording::new("：", ": ");
const REMEDY: Wording = Wording::new("怎么改：", "what to do: ");
