//! Whether a year stands in place of the report's own year.
//!
//! A wrong finding is worse than a missed slip: a year that may be intended as another year is left
//! alone.

use super::elsewhere::{is_in_link, is_in_range, is_name_of_report, is_quoted};
use super::own_work::is_own_work;
use super::sentence::{Around, behind_numeral, short_line};
use super::words::{COUNTED, FOLLOW_UP, OTHER_YEAR, THIS_REPORT};
use crate::facts::Date;
use crate::report::Context;
use crate::syntax::PartKind;
use crate::text::Folded;

/// The names of the report's organ, folded.
pub(super) fn organ_names(context: &Context) -> Vec<String> {
    let organs = [
        context.facts.title.as_ref().and_then(|title| title.organ),
        context.facts.signature.and_then(|signature| signature.organ),
    ];
    let names = organs.into_iter().flatten().map(|organ| Folded::new(context.text, organ).text);
    // Names of two characters (某局) occur in other words.
    names.filter(|name| name.chars().count() > 2).collect()
}

/// Whether the year before `year`, at `dates[index]`, stands in place of the report's own year.
pub(super) fn is_meant(
    context: &Context,
    index: usize,
    date: Date,
    year: i32,
    organs: &[String],
) -> bool {
    let text = context.text;
    if is_quoted(text, date.range().start)
        || is_in_range(context, index, date)
        || is_name_of_report(text, date)
        || is_in_link(text, date)
    {
        return false;
    }
    let around = Around::of(text, date);
    is_cutoff(context, index, date, year, &around)
        || names_this_report(context, date, &around, organs)
        || is_heading(text, date, &around)
        || is_own_work(context, index, date, year, organs)
}

/// Whether the date is the end of the reported time: 截至2020年12月31日, or 截至2020年底.
fn is_cutoff(context: &Context, index: usize, date: Date, year: i32, around: &Around) -> bool {
    let is_end =
        |after: &str| ["底", "末", "年底", "年末"].iter().any(|word| after.starts_with(word));
    let last_day = match (date.month(), date.day()) {
        (Some(12), Some(31)) => true,
        (Some(12) | None, None) => is_end(&around.after),
        _ => false,
    };
    let is_until = |before: &str| {
        ["截至", "截止", "截止到", "截至到", "截止至", "截止于", "截至于"]
            .iter()
            .any(|word| before.ends_with(word))
    };
    let until = is_until(&around.before);
    // 全县人口30万人 is not a figure of the report.
    let counts = COUNTED
        .iter()
        .flat_map(|kind| kind.iter())
        .chain(&["公开", "条", "件"])
        .any(|word| around.after.contains(word));
    if !last_day || !until || !counts || around.any(OTHER_YEAR) || around.any(FOLLOW_UP) {
        return false;
    }
    // 截至2020年12月31日共3件；截至2021年12月31日共5件: two ends of years in a line are a
    // comparison.
    let is_end_or_until = |other: &Date| {
        let around = Around::of(context.text, *other);
        is_end(&around.after) || is_until(&around.before)
    };
    let own_end = |other: &Date| {
        other.year() == Some(year)
            && (other.month() == Some(12) || other.month().is_none() && is_end_or_until(other))
    };
    let line = |at: &Date| {
        let (first, last) =
            if at.range().start < date.range().start { (*at, date) } else { (date, *at) };
        !context.text[first.range().end..last.range().start].contains(['\n', '\r'])
    };
    let beside = [index.checked_sub(1), Some(index + 1)]
        .into_iter()
        .flatten()
        .filter_map(|index| context.facts.dates.get(index));
    if beside.clone().any(|other| own_end(other) && line(other)) {
        return false;
    }
    // Beside the figures of the report's own year, the other year is intended: on the line before,
    // or later in the sentence.
    let dates = &context.facts.dates;
    let other = |index: Option<usize>| {
        index
            .and_then(|index| dates.get(index))
            .filter(|other| other.year() == Some(year))
            .map(|other| other.range())
    };
    let between = |start: usize, end: usize| (end - start < 300).then(|| &context.text[start..end]);
    let before =
        other(index.checked_sub(1)).and_then(|other| between(other.end, date.range().start));
    let after = other(Some(index + 1)).and_then(|other| between(date.range().end, other.start));
    before.is_none_or(|words| words.contains(['\n', '\r', '。', '；', ';']))
        && after.is_none_or(|words| words.contains(['。', '；', ';']))
}

/// Words that introduce the contents of this report.
const AS_FOLLOWS: &[&str] =
    &["汇报如下", "报告如下", "公布如下", "总结如下", "发布如下", "通报如下"];
/// Words about last year's report.
const DONE: &[&str] = &[
    "按时",
    "及时",
    "已公",
    "已于",
    "已按",
    "按期",
    "完成",
    "公开了",
    "发布了",
    "编制了",
    "开展",
    "第三方",
];
/// Words that may refer to an organ before the year.
const PUBLISHED: &[&str] = &["公开", "发布", "公布", "编制", "报送", "上传"];

/// Whether the words name this report with last year's number:
/// 现公布某局2020年度政府信息公开工作年度报告, or 2020年度某局政府信息公开….
fn names_this_report(context: &Context, date: Date, around: &Around, organs: &[String]) -> bool {
    let after = around.after.strip_prefix('度').unwrap_or(&around.after);
    let Some((named, rest)) =
        ["信息公开", "政务公开"].iter().find_map(|word| after.split_once(word))
    else {
        return false;
    };
    // Only the organ may stand between the year and the subject.
    if named.contains([',', '、', ':', '"', '《', '(']) || named.chars().count() > 30 {
        return false;
    }
    let subject = named.trim_end_matches("政府").trim_end_matches("政务");
    let own = |organ: &String| {
        subject == organ || subject.is_empty() && around.before.ends_with(organ.as_str())
    };
    // A preface names this report as written. Other sections name last year's report as written.
    let part = context.report.part_at(date.range().start).map(|part| part.kind);
    let is_written = ["编制了", "编制", "撰写了", "撰写", "形成了"]
        .iter()
        .any(|word| around.before.ends_with(word))
        && rest.contains("报告");
    let written_here = matches!(part, Some(PartKind::Preface)) && is_written;
    let names_itself = THIS_REPORT.iter().any(|word| around.before.contains(word))
        || AS_FOLLOWS.iter().any(|word| rest.contains(word))
        || organs.iter().any(own) && !PUBLISHED.iter().any(|word| around.before.contains(word));
    let clause = rest.split([',', '。']).next().unwrap_or(rest);
    let clear = |words: &str, done: &[&str]| {
        ![OTHER_YEAR, FOLLOW_UP, done].into_iter().flatten().any(|word| words.contains(word))
    };
    let is_clear = names_itself && clear(&around.before, DONE)
        || written_here && clear(&around.before, &["按时", "及时", "按期", "已"]);
    is_clear
        && clear(named, DONE)
        && !FOLLOW_UP.iter().chain(&["对比", "相比"]).any(|word| clause.contains(word))
}

/// Whether the line is a heading such as （一）2020年主动公开情况.
fn is_heading(text: &str, date: Date, around: &Around) -> bool {
    // Only a short line is read.
    let Some(line) = short_line(text, date.range()) else { return false };
    let words = Folded::new(text, line).text;
    if words.contains([',', '。', ';', '|'])
        || around.any(OTHER_YEAR)
        || around.any(FOLLOW_UP)
        || words.contains("落实")
    {
        return false;
    }
    let words = words.trim_start_matches(['#', '*', '-']);
    let numeral = behind_numeral(words);
    let numbered = numeral.len() < words.len()
        && numeral.starts_with([')', '、', '.', ','])
        && !numeral.starts_with("年");
    let subject = [
        "主动公开",
        "申请公开",
        "信息公开",
        "政务公开",
        "公开平台",
        "平台建设",
        "信息管理",
        "监督保障",
        "总体情况",
        "基本情况",
    ];
    let ends = ["情况", "工作", "概况", "情况:", "情况**"].iter().any(|end| words.ends_with(end));
    numbered && ends && subject.iter().any(|subject| words.contains(subject))
}
