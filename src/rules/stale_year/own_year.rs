//! Whether a year stands where a report speaks of its own year.
//!
//! A finding that is wrong is worse than a slip that is missed: what may be meant of another year
//! is left alone.

use crate::facts::Date;
use crate::report::Context;
use crate::syntax::PartKind;
use crate::text::{Folded, TextRange, floor_char_boundary, fold, is_space, markup_before, visible};

/// The names of the organ whose report it is, folded.
pub(super) fn organ_names(context: &Context) -> Vec<String> {
    let organs = [
        context.facts.title.as_ref().and_then(|title| title.organ),
        context.facts.signature.and_then(|signature| signature.organ),
    ];
    let names = organs.into_iter().flatten().map(|organ| Folded::new(context.text, organ).text);
    // Two characters (某局) are found in other words.
    names.filter(|name| name.chars().count() > 2).collect()
}

/// Whether the year before `year`, at `dates[index]`, stands where the report's year must.
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
/// Words that speak of what was granted for a year, or happened in it once.
const GRANTED: &[&str] = &[
    "评为",
    "评比",
    "荣获",
    "获评",
    "获得",
    "排名",
    "名列",
    "位列",
    "表彰",
    "授予",
    "测评",
    "评议",
    "成立",
    "挂牌",
    "机构改革",
    "试点",
    "确定为",
    "列为",
    "入选",
    "被评",
    "开通",
    "上线",
    "启用",
    "创建",
    "开设",
    "试运行",
];

/// 截至2020年12月31日, or 截至2020年底, as the end of what is reported.
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
    // 全县人口30万人 is no figure of the report.
    let counts = COUNTED
        .iter()
        .flat_map(|kind| kind.iter())
        .chain(&["公开", "条", "件"])
        .any(|word| around.after.contains(word));
    if !last_day || !until || !counts || around.any(OTHER_YEAR) || around.any(FOLLOW_UP) {
        return false;
    }
    // 截至2020年12月31日共3件；截至2021年12月31日共5件: two ends of years in a line are compared.
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
    // Beside the figures of the report's own year it is meant: on the line before it, or later in
    // the sentence.
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

/// Words with which a report speaks of itself.
const THIS_REPORT: &[&str] = &[
    "现公布",
    "现将",
    "现发布",
    "现向",
    "现予",
    "现就",
    "现编制",
    "现结合",
    "特编制",
    "特向社会",
    "特此公布",
    "编制本",
    "形成本",
    "撰写本",
    "本报告是",
    "本报告为",
];
/// Words with which it begins to speak of itself.
const AS_FOLLOWS: &[&str] =
    &["汇报如下", "报告如下", "公布如下", "总结如下", "发布如下", "通报如下"];
/// Words with which it speaks of last year's report.
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
/// Words that an organ before the year may belong to.
const PUBLISHED: &[&str] = &["公开", "发布", "公布", "编制", "报送", "上传"];

/// 现公布某局2020年度政府信息公开工作年度报告, or 2020年度某局政府信息公开…: this report under last
/// year's number.
fn names_this_report(context: &Context, date: Date, around: &Around, organs: &[String]) -> bool {
    let after = around.after.strip_prefix('度').unwrap_or(&around.after);
    let Some((named, rest)) =
        ["信息公开", "政务公开"].iter().find_map(|word| after.split_once(word))
    else {
        return false;
    };
    // The organ may stand between the year and the subject, and nothing else.
    if named.contains([',', '、', ':', '"', '《', '(']) || named.chars().count() > 30 {
        return false;
    }
    let subject = named.trim_end_matches("政府").trim_end_matches("政务");
    let own = |organ: &String| {
        subject == organ || subject.is_empty() && around.before.ends_with(organ.as_str())
    };
    // A preface says that this report was written; elsewhere last year's was.
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

/// （一）2020年主动公开情况, on a line of its own.
fn is_heading(text: &str, date: Date, around: &Around) -> bool {
    // A line is read only where its end is near.
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
    let numeral = words
        .trim_start_matches(|c: char| c.is_ascii_digit() || "(一二三四五六七八九十".contains(c));
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

/// What a report counts of its year, each kind by any of its words.
const COUNTED: &[&[&str]] = &[
    &["规范性文件", "规章"],
    &["申请"],
    &["复议", "诉讼"],
    &["培训", "会议"],
    &["解读"],
    &["信息处理费", "收费", "收取"],
    &["留言", "信箱", "咨询", "热线", "回应"],
    &["建议", "提案"],
    &[
        "主动公开",
        "公开信息",
        "公开目录",
        "政府信息",
        "信息",
        "公众号",
        "网站",
        "微博",
        "动态",
        "公告",
    ],
];
/// Words with which a sentence without a subject speaks of work.
const VERBS: &[&str] = &[
    "共",
    "累计",
    "主动公开",
    "公开",
    "受理",
    "收到",
    "新收",
    "办理",
    "答复",
    "制发",
    "制定",
    "出台",
    "废止",
    "发布",
    "通过",
    "利用",
    "依托",
    "未",
    "没有",
    "无",
    "组织",
    "举办",
    "召开",
    "开展",
    "依申请",
    "在门户网站",
    "在政府网站",
    "收取",
    "编发",
    "更新",
];
/// Words of a sentence about how the year's work was done.
const MANNER: &[&str] = &[
    "贯彻",
    "严格按照",
    "扎实",
    "积极",
    "高度重视",
    "坚持",
    "持续",
    "稳步",
    "紧紧围绕",
    "深入",
    "认真",
    "进一步",
    "不断",
    "切实",
    "始终",
    "有序",
    "全面",
];

/// A sentence about the organ's own work in the year: 2020年，我局共公开信息30条;
/// 某局2020年度未收到申请; 2020年，我局认真贯彻《条例》…公开….
fn is_own_work(context: &Context, index: usize, date: Date, year: i32, organs: &[String]) -> bool {
    let text = context.text;
    let part = context.report.part_at(date.range().start).map(|part| part.kind);
    if date.month().is_some() || !date.is_worded() || part.is_none() {
        return false;
    }
    let start = start_of_sentence(text, date.range().start);
    let before = read(text, TextRange::new(start, date.range().start));
    let lead = without_number(&before);
    let stated =
        lead.ends_with("本年度(") || lead.ends_with("本年(") || lead.ends_with("报告年度(");
    let lead_subject = lead.trim_end_matches(['在', '于', ',']);
    if !(lead.is_empty() || is_subject(lead_subject, organs) || stated) {
        return false;
    }
    let sentence = Sentence::of(text, date, start);
    let after = sentence.after.strip_prefix('度').unwrap_or(&sentence.after);
    let after = ["全年", "1-12月", "1至12月", "期间"]
        .iter()
        .find_map(|word| after.strip_prefix(word))
        .unwrap_or(after);
    let after = after.trim_start_matches([',', ')', ':']);
    if ["初", "底", "末", "至", "起", "前", "后", "的", "版", "和", "及", "与", "、", "-", "~", "/"]
        .iter()
        .any(|word| after.starts_with(word))
    {
        return false;
    }
    let (named, rest) = after_subject(after, organs);
    let has_subject = named || !lead.is_empty();
    let all = if stated { after.to_owned() } else { format!("{lead}{after}") };
    let speaks_of = |words: &[&str]| words.iter().any(|word| all.contains(word));
    if speaks_of(OTHER_YEAR)
        || speaks_of(FOLLOW_UP)
        || speaks_of(GRANTED)
        || speaks_of(&["年报", "年度报告", "今年", "本年", "同期", "次年", "下年"])
    {
        return false;
    }
    let dates = &context.facts.dates;
    let is_inside =
        |other: &Date| sentence.range.contains(other.range()) && other.range() != date.range();
    let near = dates[index.saturating_sub(3)..].iter().take(8);
    if near.clone().any(|other| {
        is_inside(other) && other.year().is_some() && !is_quoted(text, other.range().start)
    }) {
        return false;
    }
    let kinds = |words: &str| {
        COUNTED.iter().map(|kind| kind.iter().any(|word| words.contains(word))).collect::<Vec<_>>()
    };
    let own = kinds(rest);
    let counts = own.contains(&true)
        && has_count(rest)
        && (has_subject || VERBS.iter().any(|verb| rest.starts_with(verb)));
    if counts {
        // 2020年公开信息30条。2021年公开信息40条: compared with the report's own year.
        let beside = |words: &str| {
            let is_own_year = words.contains(&year.to_string())
                || ["今年", "本年", "同比", "比上年", "较上年", "增长", "下降"]
                    .iter()
                    .any(|word| words.contains(word));
            is_own_year && kinds(words).iter().zip(&own).any(|(theirs, own)| *theirs && *own)
        };
        return !beside(&sentence.above) && !beside(&sentence.below);
    }
    let discloses = ["信息公开", "政务公开", "主动公开", "公开政府信息", "公开工作"]
        .iter()
        .any(|word| rest.contains(word));
    let opens = matches!(part, Some(PartKind::Preface | PartKind::Section(1)))
        && is_paragraph_start(text, date.range().start);
    let contrast = dates[index + 1..]
        .iter()
        .take(3)
        .any(|next| next.year() == Some(year) && next.range().start - date.range().end < 400);
    let manner = || MANNER.iter().any(|word| rest.contains(word));
    discloses && !contrast && (has_subject || opens) && manner()
}

/// Whether words are the organ, its short name, or 我局, 本机关, 全县 and the like.
fn is_subject(words: &str, organs: &[String]) -> bool {
    let count = words.chars().count();
    let is_short = || count > 2 && organs.iter().any(|organ| organ.ends_with(words));
    let is_own = || {
        (2..=6).contains(&count)
            && words.starts_with(['我', '本', '全'])
            && words.ends_with(|c| SUBJECT_ENDS.contains(c))
    };
    organs.iter().any(|organ| organ == words) || is_short() || is_own()
}

/// What 我局, 本机关, 全县 and the like end with.
const SUBJECT_ENDS: &str = "局办委厅院处所心镇乡县区市州省旗盟道关位门统部会队站村场社校";

/// Whether `words` begin with a subject, also behind a clause such as 在县委的领导下, and the words
/// behind it.
fn after_subject<'a>(words: &'a str, organs: &[String]) -> (bool, &'a str) {
    let clause = ["在", "按照", "根据", "围绕", "以"].iter().any(|word| words.starts_with(word));
    let behind_clause = words
        .split_once(',')
        .filter(|(first, _)| clause && first.chars().count() <= 40)
        .map(|(_, rest)| rest);
    for words in [Some(words), behind_clause].into_iter().flatten() {
        // The longest one first: 我局机关 before 我局.
        let ends =
            words.char_indices().map(|(at, c)| at + c.len_utf8()).take(30).collect::<Vec<_>>();
        if let Some(end) = ends.into_iter().rev().find(|&end| is_subject(&words[..end], organs)) {
            return (true, words[end..].trim_start_matches(','));
        }
    }
    (false, words)
}

/// Whether a number of something stands in the words, or that there was none.
fn has_count(words: &str) -> bool {
    let is_unit = |rest: &str| {
        [
            "件", "条", "次", "份", "篇", "期", "个", "人", "起", "宗", "场", "余", "多", "万",
            "元", "部", "项",
        ]
        .iter()
        .any(|unit| rest.starts_with(unit))
    };
    let digits =
        words.match_indices(|c: char| c.is_ascii_digit()).any(|(at, _)| is_unit(&words[at + 1..]));
    digits
        || [
            "未收",
            "未受",
            "未发生",
            "未产生",
            "未制",
            "未出",
            "未接",
            "未收取",
            "没有",
            "无人",
            "未有",
            "未因",
            "未向",
        ]
        .iter()
        .any(|word| words.contains(word))
}

/// The words without the number or the word of order that they begin with.
fn without_number(words: &str) -> &str {
    let words = words.trim_start_matches(['#', '*', '-', '>', '·', '●', '■']);
    let numeral = words
        .trim_start_matches(|c: char| c.is_ascii_digit() || "(一二三四五六七八九十".contains(c));
    let rest = match numeral.chars().next() {
        Some(')' | '、' | '.' | '是' | ':') if numeral.len() < words.len() => {
            numeral.trim_start_matches([')', '、', '.', '是', ':', ',', '*'])
        }
        _ => words,
    };
    rest.strip_prefix("其中").unwrap_or(rest).trim_start_matches([',', '*'])
}

/// A sentence with a date in it, and those beside it in the same paragraph; folded and without
/// space.
struct Sentence {
    /// From its beginning to its end in the text.
    range: TextRange,
    /// What stands behind the date.
    after: String,
    above: String,
    below: String,
}

impl Sentence {
    /// At most this many characters before the date and behind it.
    const BEFORE: usize = 60;
    const AFTER: usize = 160;

    /// The sentence that begins at `start`.
    fn of(text: &str, date: Date, start: usize) -> Self {
        let end = end_of_sentence(text, date.range().end);
        let is_first = text[..start].ends_with(['\n', '\r']) || ends_with_block_tag(&text[..start]);
        let above = if is_first { start } else { start_of_sentence(text, last_end(text, start)) };
        let below = if text[end..].starts_with(['\n', '\r']) {
            end
        } else {
            end_of_sentence(text, next_start(text, end))
        };
        Self {
            range: TextRange::new(start, end),
            after: read(text, TextRange::new(date.range().end, end)),
            above: read(text, TextRange::new(above.min(start), start)),
            below: read(text, TextRange::new(end, below.max(end))),
        }
    }
}

/// What is read of a range, folded, without space and inline markup.
fn read(text: &str, range: TextRange) -> String {
    visible(range.of(text)).map(fold).collect()
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '；' | ';' | '！' | '？' | '|' | '\t' | '：' | ':')
}

/// Where the sentence begins that goes on to `at`, not too far before.
fn start_of_sentence(text: &str, at: usize) -> usize {
    let mut start = at;
    for _ in 0..Sentence::BEFORE {
        let before = &text[..start];
        let markup = markup_before(before);
        let Some((place, c)) =
            before.char_indices().next_back().filter(|_| !ends_with_block_tag(before))
        else {
            break;
        };
        if markup == 0 && (ends_sentence(c) || matches!(c, '\n' | '\r') && begins_line(text, place))
        {
            break;
        }
        start = if markup > 0 { start - markup } else { place };
    }
    start
}

/// Whether a tag stands there last that begins or ends a line: `<p>`, `<br/>`, `</div>`.
fn ends_with_block_tag(text: &str) -> bool {
    const BLOCKS: [&str; 18] = [
        "p",
        "div",
        "br",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "center",
        "blockquote",
        "td",
        "th",
        "dd",
        "dt",
    ];
    const LONGEST: usize = 1024;
    if !text.ends_with('>') {
        return false;
    }
    let from = floor_char_boundary(text, text.len().saturating_sub(LONGEST));
    let Some(tag) = text[from..].rfind('<').map(|at| text[from + at + 1..].trim_start_matches('/'))
    else {
        return false;
    };
    let name = &tag[..tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(0)];
    BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block))
}

/// Whether a paragraph begins behind the line end at `at`: the line above is short or ends a
/// sentence, as one that PDF broke does not.
fn begins_line(text: &str, at: usize) -> bool {
    let above = text[..at].trim_end_matches(is_space);
    let length = above.chars().rev().take(31).take_while(|&c| c != '\n' && c != '\r').count();
    above.ends_with(['。', '：', ':', '；', '！', '|']) || length <= 30 && !is_full(text, at)
}

/// Whether the line that ends at `at` is as wide as the lines around it that are widest: then its
/// end broke the sentence, where lines are short.
fn is_full(text: &str, at: usize) -> bool {
    /// In half-width characters.
    const NARROWEST: usize = 24;
    const WIDEST: usize = 80;
    /// A mark that may not begin a line moves its end by this much.
    const TOLERANCE: usize = 4;
    const LINES: usize = 6;
    let width = |line: &str| {
        line.trim().chars().take(WIDEST).map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>()
    };
    let before = &text[floor_char_boundary(text, at.saturating_sub(LINES * 4 * WIDEST))..at];
    let behind = &text[at..floor_char_boundary(text, (at + LINES * 4 * WIDEST).min(text.len()))];
    let mut above = before.rsplit('\n').map(width);
    let own = above.next().unwrap_or_default();
    let mut below = behind.split('\n').skip(1).map(width);
    let next = below.next().unwrap_or_default();
    if own < NARROWEST || next == 0 {
        return false;
    }
    // Up to a blank line.
    let filled = |width: &usize| *width > 0;
    let others: Vec<usize> = above
        .take(LINES)
        .take_while(filled)
        .chain(std::iter::once(next))
        .chain(below.take(LINES).take_while(filled))
        .collect();
    others.iter().all(|&other| other <= own + TOLERANCE)
        && others.iter().any(|&other| other + TOLERANCE >= own)
}

/// Where the sentence ends that goes on from `at`, not too far behind.
fn end_of_sentence(text: &str, at: usize) -> usize {
    let mut end = at;
    for (place, c) in text[at..].char_indices().take(Sentence::AFTER) {
        let place = at + place;
        if matches!(c, '。' | '；' | ';' | '！' | '？' | '|' | '\t')
            || matches!(c, '\n' | '\r') && begins_line(text, place)
        {
            break;
        }
        end = place + c.len_utf8();
    }
    end
}

/// Before the mark that ends the sentence above the one that begins at `start`.
fn last_end(text: &str, start: usize) -> usize {
    text[..start].char_indices().next_back().map_or(start, |(at, _)| at)
}

/// Behind the mark that ends the sentence at `end`.
fn next_start(text: &str, end: usize) -> usize {
    text[end..].chars().next().map_or(end, |c| end + c.len_utf8())
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
        let from = text[..range.start]
            .char_indices()
            .rev()
            .take(80)
            .take_while(|&(_, c)| !ends(c))
            .last()
            .map_or(range.start, |(at, _)| at);
        let mut before = &text[from..range.start];
        // What stands above a blank line is another paragraph, or the title.
        let blank = before.match_indices('\n').rev().find(|(at, _)| {
            before[at + 1..].lines().next().is_some_and(|line| line.chars().all(is_space))
        });
        if let Some((at, _)) = blank {
            before = &before[at..];
        }
        let before = before.chars().filter(visible).map(fold).collect();
        let after = text[range.end..]
            .chars()
            .take(120)
            .take_while(|&c| !ends(c))
            .filter(visible)
            .take(60)
            .map(fold)
            .collect();
        Self { before, after }
    }

    fn any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.before.contains(word) || self.after.contains(word))
    }
}

/// Whether `at` is inside a name in 《》, “” or the like.
fn is_quoted(text: &str, at: usize) -> bool {
    let nearest =
        text[..at].chars().rev().take(60).find(|c| "《》〈〉“”「」『』〔〕【】".contains(*c));
    nearest.is_some_and(|c| "《〈“「『〔【".contains(c))
}

/// Whether the date stands in the words or the address of a link.
fn is_in_link(text: &str, date: Date) -> bool {
    const FAR: usize = 300;
    let range = date.range();
    let before = &text[floor_char_boundary(text, range.start.saturating_sub(FAR))..range.start];
    let before = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let after = &text[range.end..floor_char_boundary(text, range.end + FAR)];
    let after = after.split(['\n', '\r']).next().unwrap_or_default();
    let is_open = |open: &str, close: char| {
        before.rfind(open).is_some_and(|at| !before[at + open.len()..].contains(close))
    };
    let in_words = || {
        is_open("[", ']')
            && after.find(']').is_some_and(|at| after[at + 1..].starts_with(['(', '[', ':']))
    };
    let in_anchor = || {
        after.find('<').is_some_and(|at| after[at..].starts_with("</a")) && before.contains("<a")
    };
    let in_address = || {
        before
            .rsplit(|c: char| c.is_whitespace() || "，。；、（）".contains(c))
            .next()
            .is_some_and(|word| word.contains("://"))
    };
    in_words() || is_open("](", ')') || is_open("<", '>') || in_anchor() || in_address()
}

/// Whether the line is the title of another report and nothing else: an entry of a list, the name
/// of a file.
fn is_name_of_report(text: &str, date: Date) -> bool {
    let Some(line) = short_line(text, date.range()) else { return false };
    let words = Folded::new(text, line).text;
    let words = [".pdf", ".doc", ".docx", ".wps", ".html", ".htm"]
        .iter()
        .find_map(|end| words.strip_suffix(end))
        .unwrap_or(&words);
    let introduced = THIS_REPORT.iter().any(|word| words.contains(word));
    !introduced
        && !words.contains([',', '。', ';'])
        && ["年度报告", "年报", "工作报告"].iter().any(|end| words.ends_with(end))
}

/// Whether another year is joined to it: 2022年-2023年, 2020、2021年.
fn is_in_range(context: &Context, index: usize, date: Date) -> bool {
    let dates = &context.facts.dates;
    let joined = |first: &Date, second: &Date| {
        let gap = TextRange::new(first.range().end, second.range().start);
        gap.len() <= 24 && {
            let words: String =
                gap.of(context.text).chars().filter(|&c| !is_space(c)).map(fold).collect();
            matches!(
                words.trim_start_matches('度'),
                "至" | "到" | "-" | "--" | "~" | "、" | "," | "和" | "与" | "及" | "起至"
            )
        }
    };
    let previous = index.checked_sub(1).is_some_and(|previous| joined(&dates[previous], &date));
    let next = dates.get(index + 1).is_some_and(|next| joined(&date, next));
    // 2019-2020年: the first has no sign of its own.
    let mut before = context.text[..date.range().start]
        .chars()
        .rev()
        .filter(|&c| !is_space(c))
        .take(2)
        .map(fold);
    let bare = matches!(before.next(), Some('-' | '~' | '至' | '、' | ',' | '到'))
        && before.next().is_some_and(|c| c.is_ascii_digit());
    previous || next || bare
}

/// The line that holds `range`, trimmed, if it is no longer than a heading.
fn short_line(text: &str, range: TextRange) -> Option<TextRange> {
    const LONGEST: usize = 150;
    let from = floor_char_boundary(text, range.start.saturating_sub(LONGEST));
    let to = floor_char_boundary(text, (range.end + LONGEST).min(text.len()));
    let is_end = |c: char| c == '\n' || c == '\r';
    let start = text[from..range.start]
        .rfind(is_end)
        .map(|at| from + at + 1)
        .or((from == 0).then_some(0))?;
    let end = text[range.end..to]
        .find(is_end)
        .map(|at| range.end + at)
        .or((to == text.len()).then_some(to))?;
    (end - start <= LONGEST).then_some(TextRange::new(start, end))
}

/// Whether only space and a number of an item stand before `at` on its line, and the line begins a
/// paragraph.
fn is_paragraph_start(text: &str, at: usize) -> bool {
    const FARTHEST: usize = 40;
    let mut before = &text[..at];
    for _ in 0..FARTHEST {
        match before.char_indices().next_back() {
            Some((place, '\n' | '\r')) => return begins_line(text, place),
            Some(_) if ends_with_block_tag(before) => return true,
            Some((place, c)) if is_space(c) => before = &before[..place],
            Some(_) if markup_before(before) > 0 => {
                before = &before[..before.len() - markup_before(before)]
            }
            Some(_) => return false,
            None => return true,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use crate::rules::stale_year::RULE;
    use crate::rules::testing::{check, fails};

    /// Each sentence in a paragraph of its own of the report of 云溪县园林局 for 2023.
    fn report(sentence: &str) -> String {
        let head = "云溪县园林局2023年政府信息公开工作年度报告\n\n本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。\n\n";
        format!(
            "{head}一、总体情况\n\n本年度我局做好公开工作。\n{sentence}\n\n六、其他需要报告的事项\n\n无。\n\n云溪县园林局\n2024年1月18日\n"
        )
    }

    #[test]
    fn a_tag_begins_a_paragraph() {
        for before in [
            "<p>",
            "<P class=\"正文\">",
            "<p style=\"text-indent: 2em; font-size: 16pt; font-family: 仿宋_GB2312; line-height: 28pt\"><span style=\"color: #000\">",
            "<div>&nbsp;&nbsp;",
            "<p>做好公开工作</p><p>\u{3000}\u{3000}",
            "做好公开工作<br/>",
            "<li><strong>",
        ] {
            for after in [
                "⟦2022⟧年，我局认真贯彻落实《中华人民共和国政府信息公开条例》，扎实推进政府信息公开工作。</p>",
                "⟦2022⟧年，云溪县园林局共制定规范性文件0件，废止0件。</p>",
                "⟦2022⟧年</strong>，认真落实条例，做好信息公开工作。</p>",
                "我局⟦2022⟧年共收到政府信息公开申请3件，均已按期答复。",
                "2022年，我局政务公开工作获评优秀。</p>",
                "2022年以来，我局认真落实条例，做好信息公开工作。</p>",
                "2022年至2023年，我局认真落实条例，做好信息公开工作。</p>",
                "2022年12月，我局印发公开制度。</p>",
            ] {
                fails(&RULE, &report(&format!("{before}{after}")));
            }
        }
        // Words before it, or another tag, begin none.
        for before in ["<p>按照要求，", "<p>其间<b>", "<td2>", "<p>结转"] {
            fails(&RULE, &report(&format!("{before}2022年，认真落实条例，做好信息公开工作。")));
        }
    }

    #[test]
    fn own_work_under_last_years_number_is_found() {
        for sentence in [
            "2022年，云溪县园林局共制定规范性文件0件，废止0件。",
            "（三）政府信息管理情况。2022年，我局共制发规范性文件2件。",
            "（二）依申请公开情况：2022年，我局收到申请2件。",
            "2022年度，我局共主动公开政府信息120条。",
            "2022年全年，我局通过门户网站公开信息120条。",
            "2022年1-12月，我局共公开信息45条。",
            "一是主动公开。2022年，本单位通过网站发布信息23条，公众号6条。",
            "我局2022年共收到政府信息公开申请3件，均已按期答复。",
            "云溪县园林局2022年度共受理依申请公开3件。",
            "2022年未收到政府信息公开申请。",
            "2022年，县园林局未收到依申请公开政府信息的申请。",
            "2022年度，本机关未收取信息处理费。",
            "本机关2022年度没有收取信息处理费。",
            "本年度（2022年），我局主动公开信息20条。",
            "截至2022年底，我局累计公开信息300条。",
            "截止2022年12月底，共公开政府信息300条。",
            "2022年，我局及时更新公开目录12条。",
            "2022年，全县共组织政务公开培训3次。",
            "2022年，我局没有发生因政府信息公开引起的行政复议、行政诉讼案件。",
            "2022年，我局认真贯彻落实《中华人民共和国政府信息公开条例》，扎实推进政府信息公开工作。",
            "2022年，在县委、县政府的正确领导下，我局认真贯彻落实条例，持续做好政务公开工作。",
            "其中，2022年通过政府网站公开信息18条。",
            "（四）2022年政府信息公开平台建设情况",
        ] {
            fails(&RULE, &report(&sentence.replacen("2022", "⟦2022⟧", 1)));
        }
    }

    /// The paragraphs in lines as wide as so many full-width characters, as text from PDF has them.
    fn narrow(paragraphs: &str, width: usize) -> String {
        let mut text = String::new();
        for paragraph in paragraphs.lines() {
            let mut own = 0;
            for c in paragraph.chars() {
                let of_c = if c.is_ascii() { 1 } else { 2 };
                // A number is not parted.
                if own + of_c > 2 * width
                    && !(c.is_ascii_digit() && text.ends_with(|last: char| last.is_ascii_digit()))
                {
                    text.push('\n');
                    own = 0;
                }
                text.push(c);
                own += of_c;
            }
            text.push('\n');
        }
        text
    }

    #[test]
    fn a_sentence_over_short_lines_is_read_as_one() {
        let above = "本年度我局按照县委、县政府的部署，不断完善工作机制，做好各项公开工作，取得了新的成效。";
        let below = "同时，加强对各科室的指导，落实专人负责信息的审核和发布，确保内容准确、及时。";
        for width in [14, 18, 22, 26, 30] {
            for sentence in [
                "（二）依申请公开情况。⟨年，我局严格落实答复的期限和要求，共收到政府信息公开申请3件，均已按期答复。",
                "（一）主动公开情况。我局⟨年度通过门户网站和政务公众号等多个渠道，共主动公开政府信息120条。",
                "我局切实做好答复工作，没有引起争议。⟨年，我局没有发生因政府信息公开引起的行政复议、行政诉讼案件。",
            ] {
                let text = |marked: &str| {
                    // The marks take no room in a line.
                    let text = narrow(
                        &format!("{above}\n{}\n{below}", sentence.replace('⟨', "2022")),
                        width,
                    );
                    report(&text.replacen("2022", marked, 1))
                };
                if text("2022").contains("2022年") {
                    fails(&RULE, &text("⟦2022⟧"));
                }
            }
            let sentence =
                "2022年，我局严格落实答复的期限和要求，共收到政府信息公开申请3件，均已按期答复。";
            let alone = format!("\n{}\n", narrow(&format!("{above}\n{sentence}"), width));
            fails(&RULE, &report(&alone.replacen("2022", "⟦2022⟧", 1)));
            // What is meant of another year is let be over short lines too.
            for sentence in [
                "针对2022年政府信息公开工作中存在的问题和不足，我局进行了整改，共整改3项，公开3条。",
                "2022年，我局公开信息100条，2023年公开信息120条，比上年增长20%，完成了任务。",
            ] {
                fails(&RULE, &report(&narrow(&format!("{above}\n{sentence}\n{below}"), width)));
            }
        }
    }

    #[test]
    fn other_years_that_are_meant_pass() {
        for sentence in [
            "较2022年增长10%。",
            "2022年，我局公开信息100条，2023年公开信息120条，增长20%。",
            "2022年，我局公开信息100条。2023年，公开信息120条。",
            "2023年公开信息120条。2022年公开信息100条。",
            "我局2022年共公开信息30条，今年公开40条。",
            "2022年，我局在全县政务公开考核中排名第三。",
            "针对2022年政府信息公开工作存在的问题，我局进行了整改。",
            "编制并公开了2022年度政府信息公开工作年度报告。",
            "公开2022年度部门决算和2023年部门预算。",
            "按照《2022年云溪县政务公开工作要点》要求，做好工作。",
            "根据云政办〔2022〕12号文件要求，做好工作。",
            "2022年结转申请1件，已于本年办结。",
            "2022年收到的申请1件，于2023年1月答复。",
            "2022年以来，我局主动公开信息300条。",
            "2022年，我局成立政务公开领导小组。",
            "2022年，我局制定了《政府信息公开保密审查制度》。",
            "2022年我局被确定为政务公开标准化试点。",
            "2022年12月，我局印发公开制度。",
            "对2022年公开的信息进行了清理，共清理30条。",
            "公开2022年行政处罚信息12条。",
            "主动公开2022年行政许可结果30条。",
            "2022年统计公报已公开1份。",
            "公示2022年度公务员录用结果3条。",
            "去年同期（2022年）公开信息30条。",
            "截至2022年底20条，截至2023年底30条。",
            "截至2022年末，全县人口30万人。",
            "我局于2022年开通政务新媒体，已发布信息230条。",
            "2022年，我局共栽植苗木3000株。",
            "2022年，省政府办公厅印发通知，要求公开信息不少于30条。",
            "[云溪县园林局2022年政府信息公开工作年度报告](a.html)",
            "详见[去年的报告](https://yunxi.example.cn/2022年政府信息公开工作情况)",
            "详见<a href=\"/2022年报告.html\">2022年政府信息公开工作年度报告</a>",
            "附件：云溪县园林局2022年政府信息公开工作年度报告.pdf",
        ] {
            fails(&RULE, &report(sentence));
        }
    }

    #[test]
    fn hostile_texts_are_read() {
        for unit in [
            "2022年",
            "2022年，我局",
            "[2022年",
            "。2022年公开信息3条",
            "我局2022年\n",
            "2022年，在",
            "<2022年",
            "<p>2022年",
            "<b>2022年",
            "&nbsp;2022年，",
        ] {
            let text = report(&unit.repeat(50_000 / unit.len()));
            check(&RULE, &text);
        }
    }
}
