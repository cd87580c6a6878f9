//! Sentences about an organ's own work in the year.

use super::elsewhere::is_quoted;
use super::sentence::{Sentence, behind_numeral, is_paragraph_start, read, start_of_sentence};
use super::words::{COUNTED, FOLLOW_UP, OTHER_YEAR};
use crate::facts::Date;
use crate::report::Context;
use crate::syntax::PartKind;
use crate::text::TextRange;

/// Words about awards for a year, or about single events of a year.
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

/// Words that begin a sentence about work without a subject.
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
/// Words of a sentence about the manner of the year's work.
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

/// Whether the sentence is about the organ's own work in the year: 2020年，我局共公开信息30条;
/// 某局2020年度未收到申请; 2020年，我局认真贯彻《条例》…公开….
pub(super) fn is_own_work(
    context: &Context,
    index: usize,
    date: Date,
    year: i32,
    organs: &[String],
) -> bool {
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
        // 2020年公开信息30条。2021年公开信息40条: a comparison with the report's own year.
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

/// The last characters of 我局, 本机关, 全县 and the like.
const SUBJECT_ENDS: &str = "局办委厅院处所心镇乡县区市州省旗盟道关位门统部会队站村场社校";

/// Whether `words` begin with a subject, also behind a clause such as 在县委的领导下, and the words
/// behind the subject.
fn after_subject<'a>(words: &'a str, organs: &[String]) -> (bool, &'a str) {
    let clause = ["在", "按照", "根据", "围绕", "以"].iter().any(|word| words.starts_with(word));
    let behind_clause = words
        .split_once(',')
        .filter(|(first, _)| clause && first.chars().count() <= 40)
        .map(|(_, rest)| rest);
    for words in [Some(words), behind_clause].into_iter().flatten() {
        // The longest subject first: 我局机关 before 我局.
        let ends =
            words.char_indices().map(|(at, c)| at + c.len_utf8()).take(30).collect::<Vec<_>>();
        if let Some(end) = ends.into_iter().rev().find(|&end| is_subject(&words[..end], organs)) {
            return (true, words[end..].trim_start_matches(','));
        }
    }
    (false, words)
}

/// Whether the words state a number of something, or its absence.
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

/// The words without the number or the ordinal word at their start.
fn without_number(words: &str) -> &str {
    let words = words.trim_start_matches(['#', '*', '-', '>', '·', '●', '■']);
    let numeral = behind_numeral(words);
    let rest = match numeral.chars().next() {
        Some(')' | '、' | '.' | '是' | ':') if numeral.len() < words.len() => {
            numeral.trim_start_matches([')', '、', '.', '是', ':', ',', '*'])
        }
        _ => words,
    };
    rest.strip_prefix("其中").unwrap_or(rest).trim_start_matches([',', '*'])
}
