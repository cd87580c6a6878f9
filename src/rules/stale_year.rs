//! P003: the year before, where the report's own must stand.

use super::{Check, Context, FixKind, Rule, Sink, report_place};
use crate::diagnostic::{Applicability, Fix, Message, Place, Severity, Wording};
use crate::facts::{Date, YearSource, written_like};
use crate::syntax::PartKind;
use crate::text::{Folded, TextRange, fold, is_space};

pub static RULE: Rule = Rule {
    code: "P003",
    name: "stale-year",
    severity: Severity::Warning,
    fix: FixKind::Unsafe,
    summary: Wording::new("该写报告年度的地方写了上一年", "the year before the report's, where the report's own must stand"),
    documentation: DOCUMENTATION,
    check: Check::Report(check),
};

const DOCUMENTATION: Wording = Wording::new(
    "\
### 检查什么

必须写报告年度的地方有没有写成上一年：标题（统计期限和落款都是另一年时）；“现公布某局2020年度政府信息公开工作年度报告”这样点明本报告的话；“截至2020年12月31日”；“（一）2020年主动公开情况”这样的小标题；段首“2020年，某局……信息公开……”。

书名号和引号里的名称、文号、同比和上年数据、规划、结转、“2022年-2023年”这样的区间、去年报告的公开情况都不算。

### 为什么

《中华人民共和国政府信息公开条例》第四十九条要求公布上一年度的报告，全文说的应是同一年。残留的旧年份多半是沿用去年的稿子，〔2021〕30号文把内容不准确、内容雷同列为要追责的情形。

### 例子

2021年的报告里写着“截至2020年12月31日，本机关共主动公开政府信息30条”。

### 修正

把年份改成报告年度，需要人工确认：也可能真的是在说上一年。
",
    "\
### What it checks

Whether the year before stands where only the report's own can: in the title (where period and signature agree on another), in words that name this report (现公布某局2020年度政府信息公开工作年度报告), in 截至2020年12月31日, in a sub-heading such as （一）2020年主动公开情况, or where a paragraph begins with 2020年，某局 and speaks of disclosure.

Names in 《》 or quotation marks, document numbers, comparisons, last year's figures, plans, carried-over requests, ranges such as 2022年-2023年 and the publication of last year's report are left alone.

### Why

Article 49 of the Regulations on Open Government Information asks for the report of one year, and all of it speaks of that year. An old year is mostly left over from last year's text; notice 〔2021〕30号 names inaccurate and copied content as faults.

### Example

A report for 2021 says 截至2020年12月31日，本机关共主动公开政府信息30条.

### Fix

The report's year; look first, since the year before may be meant.
",
);

const STALE: Wording = Wording::new("这里写的是 {0}年，报告年度是 {1}年", "this says {0}, the report is for {1}");
const TITLE: Wording =
    Wording::new("标题写的是 {0}年，统计期限和落款说的是 {1}年度", "the title says {0}; statistical period and signature say the report is for {1}");
const MEND: Wording = Wording::new("改为 {0}", "change it to {0}");

/// More than this in one report is no oversight.
const MOST: usize = 100;

fn check(context: &Context, sink: &mut Sink) {
    let facts = context.facts;
    let Some(year) = facts.year.filter(|year| year.from != YearSource::Opening).map(|year| year.value) else { return };
    if facts.is_title_odd()
        && let Some(title) = facts.title.as_ref().and_then(|title| title.year)
    {
        let message = Message::new(TITLE, [i64::from(title.value).into(), i64::from(year).into()]);
        push(context, sink, title.digits, Place::part("标题"), message, year);
    }
    let organs: Vec<String> = organ_names(context);
    let before = facts.dates.iter().enumerate().filter(|(_, date)| date.year() == Some(year - 1));
    let stale = before.filter(|(index, date)| !is_read_elsewhere(context, **date) && is_stale(context, *index, **date, year, &organs));
    for (_, date) in stale.take(MOST) {
        let Some(range) = date.year_range() else { continue };
        let message = Message::new(STALE, [i64::from(year - 1).into(), i64::from(year).into()]);
        push(context, sink, range, report_place(context, range), message, year);
    }
}

fn push(context: &Context, sink: &mut Sink, range: TextRange, place: Place, message: Message, year: i32) {
    let content = written_like(range.of(context.text), year);
    let fix = Fix::replace(Message::new(MEND, [i64::from(year).into()]), Applicability::Unsafe, range, content);
    sink.push(range, place, message).fixes.push(fix);
}

/// Whether title, period or signature hold the date: other rules speak of it.
fn is_read_elsewhere(context: &Context, date: Date) -> bool {
    let facts = context.facts;
    facts.title.as_ref().is_some_and(|title| title.range.contains(date.range()))
        || facts.periods.iter().any(|period| period.range.contains(date.range()))
        || facts.signature.is_some_and(|signature| signature.date == date)
}

/// The names of the organ whose report it is, folded.
fn organ_names(context: &Context) -> Vec<String> {
    let organs = [context.facts.title.as_ref().and_then(|title| title.organ), context.facts.signature.and_then(|signature| signature.organ)];
    let names = organs.into_iter().flatten().map(|organ| Folded::new(context.text, organ).text);
    // Two characters (某局) are found in other words.
    names.filter(|name| name.chars().count() > 2).collect()
}

/// Whether the year before, at `dates[index]`, stands where the report's year must.
fn is_stale(context: &Context, index: usize, date: Date, year: i32, organs: &[String]) -> bool {
    let text = context.text;
    if is_quoted(text, date.range().start) || is_in_range(context, index, date) || is_link(text, date) {
        return false;
    }
    let around = Around::of(text, date);
    is_cutoff(context, index, date, year, &around)
        || names_this_report(&around, organs)
        || is_heading(text, date, &around)
        || begins_paragraph(context, index, date, year, &around, organs)
}

/// Words that speak of another year on purpose.
const OTHER_YEAR: &[&str] = &[
    "上年",
    "上一年",
    "去年",
    "往年",
    "历年",
    "同比",
    "相比",
    "对比",
    "较",
    "比",
    "结转",
    "预算",
    "决算",
    "规划",
    "计划",
    "以来",
    "至今",
    "版",
    "延续",
    "连续",
    "截至目前",
    "起施行",
    "印发",
    "修订",
];
/// Words that speak of what became of last year's faults or report.
const FOLLOW_UP: &[&str] = &["问题", "整改", "不足", "考核", "评估", "反馈"];

/// 截至2020年12月31日, as the end of what is reported.
fn is_cutoff(context: &Context, index: usize, date: Date, year: i32, around: &Around) -> bool {
    let last_day = (date.month(), date.day()) == (Some(12), Some(31));
    let until = ["截至", "截止", "截止到", "截至到", "截止至", "截止于", "截至于"].iter().any(|word| around.before.ends_with(word));
    if !last_day || !until || around.any(OTHER_YEAR) || around.any(FOLLOW_UP) {
        return false;
    }
    // 截至2020年12月31日共3件；截至2021年12月31日共5件: two ends of years in a line are compared.
    let own_end = |other: &Date| (other.year(), other.month(), other.day()) == (Some(year), Some(12), Some(31));
    let line = |at: &Date| {
        let (first, last) = if at.range().start < date.range().start { (*at, date) } else { (date, *at) };
        !context.text[first.range().end..last.range().start].contains(['\n', '\r'])
    };
    let beside = [index.checked_sub(1), Some(index + 1)].into_iter().flatten().filter_map(|index| context.facts.dates.get(index));
    if beside.clone().any(|other| own_end(other) && line(other)) {
        return false;
    }
    // Beside the figures of the report's own year it is meant: on the line before it, or later in the sentence.
    let dates = &context.facts.dates;
    let other = |index: Option<usize>| index.and_then(|index| dates.get(index)).filter(|other| other.year() == Some(year)).map(|other| other.range());
    let between = |start: usize, end: usize| (end - start < 300).then(|| &context.text[start..end]);
    let before = other(index.checked_sub(1)).and_then(|other| between(other.end, date.range().start));
    let after = other(Some(index + 1)).and_then(|other| between(date.range().end, other.start));
    before.is_none_or(|words| words.contains(['\n', '\r', '。', '；', ';'])) && after.is_none_or(|words| words.contains(['。', '；', ';']))
}

/// Words with which a report speaks of itself.
const THIS_REPORT: &[&str] =
    &["现公布", "现将", "现发布", "现向", "现予", "现就", "现编制", "现结合", "特编制", "特向社会", "特此公布", "编制本", "形成本", "撰写本"];
/// Words with which it begins to speak of itself.
const AS_FOLLOWS: &[&str] = &["汇报如下", "报告如下", "公布如下", "总结如下", "发布如下", "通报如下"];
/// Words with which it speaks of last year's report.
const DONE: &[&str] = &["按时", "及时", "已公", "已于", "已按", "按期", "完成", "公开了", "发布了", "编制了", "开展", "第三方"];

/// Words that an organ before the year may belong to.
const PUBLISHED: &[&str] = &["公开", "发布", "公布", "编制", "报送", "上传"];

/// 现公布某局2020年度政府信息公开工作年度报告, or 2020年度某局政府信息公开…: this report under last year's number.
fn names_this_report(around: &Around, organs: &[String]) -> bool {
    let after = around.after.strip_prefix('度').unwrap_or(&around.after);
    let Some((named, rest)) = ["信息公开", "政务公开"].iter().find_map(|word| after.split_once(word)) else { return false };
    // The organ may stand between the year and the subject, and nothing else.
    if named.contains([',', '、', ':', '"', '《', '(']) || named.chars().count() > 30 {
        return false;
    }
    let subject = named.trim_end_matches("政府").trim_end_matches("政务");
    let own = |organ: &String| subject == organ || subject.is_empty() && around.before.ends_with(organ.as_str());
    let names_itself = THIS_REPORT.iter().any(|word| around.before.contains(word))
        || AS_FOLLOWS.iter().any(|word| rest.contains(word))
        || organs.iter().any(own) && !PUBLISHED.iter().any(|word| around.before.contains(word));
    let clause = rest.split([',', '。']).next().unwrap_or(rest);
    let clear = |words: &str| ![OTHER_YEAR, FOLLOW_UP, DONE].into_iter().flatten().any(|word| words.contains(word));
    names_itself && clear(named) && clear(&around.before) && !FOLLOW_UP.iter().chain(&["对比", "相比"]).any(|word| clause.contains(word))
}

/// （一）2020年主动公开情况, on a line of its own.
fn is_heading(text: &str, date: Date, around: &Around) -> bool {
    // A line is read only where its end is near.
    let Some(line) = short_line(text, date.range()) else { return false };
    let words = Folded::new(text, line).text;
    if words.contains([',', '。', ';', '|']) || around.any(OTHER_YEAR) || around.any(FOLLOW_UP) || words.contains("落实") {
        return false;
    }
    let words = words.trim_start_matches(['#', '*', '-']);
    let numeral = words.trim_start_matches(|c: char| c.is_ascii_digit() || "(一二三四五六七八九十".contains(c));
    let numbered = numeral.len() < words.len() && numeral.starts_with([')', '、', '.', ',']) && !numeral.starts_with("年");
    let subject = ["主动公开", "申请公开", "信息公开", "政务公开", "公开平台", "信息管理", "监督保障", "总体情况", "基本情况"];
    let ends = ["情况", "工作", "概况", "情况:", "情况**"].iter().any(|end| words.ends_with(end));
    numbered && ends && subject.iter().any(|subject| words.contains(subject))
}

/// 2020年，某局认真贯彻《条例》…, at the start of a paragraph in the preface or in section one.
fn begins_paragraph(context: &Context, index: usize, date: Date, year: i32, around: &Around, organs: &[String]) -> bool {
    let text = context.text;
    let part = context.report.part_at(date.range().start).map(|part| part.kind);
    if date.month().is_some() || !matches!(part, Some(PartKind::Preface | PartKind::Section(1))) || !is_paragraph_start(text, date.range().start) {
        return false;
    }
    let after = around.after.strip_prefix('度').unwrap_or(&around.after);
    let after = after.strip_prefix(',').unwrap_or(after);
    let own = organs.iter().any(|organ| after.starts_with(organ.as_str()))
        || [
            "我局",
            "本局",
            "我办",
            "我委",
            "我厅",
            "我镇",
            "我乡",
            "我县",
            "我区",
            "我市",
            "本机关",
            "本单位",
            "本部门",
            "我单位",
            "我中心",
            "我街道",
        ]
        .iter()
        .any(|word| after.starts_with(word));
    let discloses = ["信息公开", "政务公开", "主动公开", "公开政府信息"].iter().any(|word| after.contains(word));
    let contrast =
        context.facts.dates[index + 1..].iter().take(3).any(|next| next.year() == Some(year) && next.range().start - date.range().end < 400);
    own && discloses && !contrast && !around.any(OTHER_YEAR) && !around.any(FOLLOW_UP)
}

/// The words of the sentence around a date, folded and without space.
struct Around {
    before: String,
    after: String,
}

impl Around {
    /// At most 40 characters before and 60 after.
    fn of(text: &str, date: Date) -> Self {
        let range = date.range();
        let ends = |c: char| matches!(c, '。' | '；' | ';' | '！' | '？' | '|' | '\t');
        let visible = |c: &char| !is_space(*c);
        let from = text[..range.start].char_indices().rev().take(80).take_while(|&(_, c)| !ends(c)).last().map_or(range.start, |(at, _)| at);
        let mut before = &text[from..range.start];
        // What stands above a blank line is another paragraph, or the title.
        let blank = before.match_indices('\n').rev().find(|(at, _)| before[at + 1..].lines().next().is_some_and(|line| line.chars().all(is_space)));
        if let Some((at, _)) = blank {
            before = &before[at..];
        }
        let before = before.chars().filter(visible).map(fold).collect();
        let after = text[range.end..].chars().take(120).take_while(|&c| !ends(c)).filter(visible).take(60).map(fold).collect();
        Self { before, after }
    }

    fn any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.before.contains(word) || self.after.contains(word))
    }
}

/// Whether `at` is inside a name in 《》, “” or the like.
fn is_quoted(text: &str, at: usize) -> bool {
    let nearest = text[..at].chars().rev().take(60).take_while(|&c| c != '\n').find(|c| "《》〈〉“”「」『』〔〕【】".contains(*c));
    nearest.is_some_and(|c| "《〈“「『〔【".contains(c))
}

/// Whether the line is the title of another report and nothing else: a link, or an entry of a list.
fn is_link(text: &str, date: Date) -> bool {
    let Some(line) = short_line(text, date.range()) else { return false };
    let words = Folded::new(text, line).text;
    let introduced = THIS_REPORT.iter().any(|word| words.contains(word));
    !introduced && !words.contains([',', '。', ';']) && ["年度报告", "年报", "工作报告"].iter().any(|end| words.ends_with(end))
}

/// Whether another year is joined to it: 2022年-2023年, 2020、2021年.
fn is_in_range(context: &Context, index: usize, date: Date) -> bool {
    let dates = &context.facts.dates;
    let joined = |first: &Date, second: &Date| {
        let gap = TextRange::new(first.range().end, second.range().start);
        gap.len() <= 24 && {
            let words: String = gap.of(context.text).chars().filter(|&c| !is_space(c)).map(fold).collect();
            matches!(words.trim_start_matches('度'), "至" | "到" | "-" | "--" | "~" | "、" | "," | "和" | "与" | "及" | "起至")
        }
    };
    let previous = index.checked_sub(1).is_some_and(|previous| joined(&dates[previous], &date));
    let next = dates.get(index + 1).is_some_and(|next| joined(&date, next));
    // 2019-2020年: the first has no sign of its own.
    let mut before = context.text[..date.range().start].chars().rev().filter(|&c| !is_space(c)).take(2).map(fold);
    let bare = matches!(before.next(), Some('-' | '~' | '至' | '、' | ',' | '到')) && before.next().is_some_and(|c| c.is_ascii_digit());
    previous || next || bare
}

/// The line that holds `range`, trimmed, if it is no longer than a heading.
fn short_line(text: &str, range: TextRange) -> Option<TextRange> {
    const LONGEST: usize = 150;
    let from = floor_boundary(text, range.start.saturating_sub(LONGEST));
    let to = floor_boundary(text, (range.end + LONGEST).min(text.len()));
    let is_end = |c: char| c == '\n' || c == '\r';
    let start = text[from..range.start].rfind(is_end).map(|at| from + at + 1).or((from == 0).then_some(0))?;
    let end = text[range.end..to].find(is_end).map(|at| range.end + at).or((to == text.len()).then_some(to))?;
    (end - start <= LONGEST).then_some(TextRange::new(start, end))
}

/// Whether only space and a number of an item stand before `at` on its line, and the line begins a paragraph.
fn is_paragraph_start(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev().take(40);
    let line_end = before.by_ref().find(|&c| c == '\n' || c == '\r' || !is_space(c));
    match line_end {
        None => true,
        Some('\n' | '\r') => {
            // A line broken by a PDF does not end in a full stop, and is long; a heading is short.
            let above = text[..at].trim_end_matches(is_space);
            let length = above.chars().rev().take(31).take_while(|&c| c != '\n' && c != '\r').count();
            length <= 30 || above.ends_with(['。', '：', ':', '；', '！'])
        }
        Some(_) => false,
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{fails, fixes_unsafely, message};
    use super::RULE;

    /// Text of section one in the report of 某市医保局 for 2021.
    fn section(marked: &str) {
        fails(&RULE, &format!("某市医保局2021年政府信息公开工作年度报告\n\n统计期限为2021年1月1日至12月31日。\n\n一、总体情况\n{marked}\n"));
    }

    /// The same in the preface.
    fn preface(marked: &str) {
        fails(&RULE, &format!("某市医保局2021年政府信息公开工作年度报告\n\n{marked}统计期限为2021年1月1日至12月31日。\n\n一、总体情况\n好\n"));
    }

    #[test]
    fn a_stale_end_date_is_found() {
        section("截至⟦2020⟧年12月31日，本机关共主动公开政府信息30条。");
        section("截止到⟦２０２０⟧年12⽉31⽇，共公开30条。");
        section("截至2021年12月31日，共公开30条。");
    }

    #[test]
    fn a_report_under_last_years_number_is_found() {
        preface("现公布某市医保局⟦2020⟧年度政府信息公开工作年度报告。");
        preface("现将⟦2020⟧年度政务信息公开工作情况汇报如下：");
        preface("特编制⟦二〇二〇⟧年某市医保局政府信息公开工作年度报告。");
        preface("本报告为⟦2020⟧年度某市医保局政府信息公开工作情况。");
        preface("某市医保局⟦2020⟧年度政府信息公开工作年度报告由六部分组成。");
        section("现结合本单位实际将⟦2020⟧年度政务信息公开工作情况汇报如下，好：");
    }

    #[test]
    fn a_stale_sub_heading_is_found() {
        section("（一）⟦2020⟧年主动公开情况\n2021年主动公开30条。");
        section("1. ⟦2020⟧年度政府信息公开工作情况\n好");
        section("**（三）⟦2020⟧年政府信息管理情况**");
    }

    #[test]
    fn a_paragraph_that_begins_with_last_year_and_the_organ_is_found() {
        section("⟦2020⟧年，某市医保局认真贯彻落实《政府信息公开条例》。");
        section("  ⟦2020⟧年度，我局政务公开工作稳步推进。");
        section("2020年，我局政务公开工作获评优秀，2021年再接再厉。");
        section("2020年，我局政务公开工作存在的问题已经整改。");
        section("2020年，我局信息公开数量比今年少。");
        section("我局认真工作。2020年，我局政务公开工作获评优秀。");
    }

    #[test]
    fn the_title_is_found_where_it_is_the_odd_one_out() {
        let text = "某局⟦2020⟧年政府信息公开工作年度报告\n\n统计期限为2021年1月1日至12月31日。\n\n六、其他\n无\n2022年1月20日";
        fails(&RULE, text);
        fails(&RULE, &text.replace("⟦2020⟧", "⟦2022⟧"));
        assert_eq!(message(&RULE, &text.replace(['⟦', '⟧'], "")), "标题写的是 2020年，统计期限和落款说的是 2021年度");
        fixes_unsafely(&RULE, &text.replace(['⟦', '⟧'], ""), &text.replace("⟦2020⟧", "2021"));
    }

    #[test]
    fn the_fix_keeps_the_writing() {
        let head = "某市医保局2021年政府信息公开工作年度报告\n\n一、总体情况\n";
        fixes_unsafely(&RULE, &format!("{head}截至２０２０年12月31日，共30条。"), &format!("{head}截至２０２１年12月31日，共30条。"));
        assert_eq!(message(&RULE, &format!("{head}截至2020年12月31日，共30条。")), "这里写的是 2020年，报告年度是 2021年");
    }

    /// `standard.md` 5, and what the seeds hold.
    #[test]
    fn other_years_that_are_meant_pass() {
        for text in [
            "编制并按时通过局网站公开本局2020年政府信息公开工作年度报告。",
            "及时发布某市医保局2020年度政府信息公开工作年度报告。",
            "本年度主动公开2020年-2021年医疗救助发放明细2条。",
            "完善《某省医保局信息公开指南》(2020年版)。",
            "根据《2020年政务公开工作要点》落实。",
            "贯彻“2020年政务公开行动”要求。",
            "公开2020年部门决算和2021年部门预算。",
            "较2020年增长10%。",
            "与2020年政府信息公开工作年度报告相比，增长10%。",
            "截至2020年12月31日为20条，截至2021年12月31日为30条。",
            "截至2020年12月31日共20条；截至2021年12月31日共30条。",
            "上年度截至2020年12月31日共公开20条。",
            "结转2020年申请1件。",
            "2020年12月，我局印发公开制度。",
            "2020年以来，我局政务公开工作稳步推进。",
            "（三）2020年度报告问题整改情况",
            "（二）2020年政务公开工作要点落实情况",
            "按照国办〔2020〕21号文件要求",
            "自2020年1月1日起施行",
            "2019—2020年政府信息公开情况",
            "2019、2020年度政府信息公开工作年度报告已公布。",
            "我局2020年政府信息公开第三方评估反馈情况",
            "2018年，我局政务公开工作起步。",
        ] {
            section(text);
            preface(text);
        }
    }

    #[test]
    fn a_report_without_a_year_passes() {
        fails(&RULE, "一、总体情况\n截至2020年12月31日，共公开30条。");
    }
}
