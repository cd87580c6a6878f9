//! R006: a sentence whose number was left out.

mod spots;

use super::prose::text_lines;
use super::{Check, FixKind, MOST_FINDINGS, MOST_NAMED, Rule, Sink};
use crate::diagnostic::{Argument, Message, Place, Severity, Wording};
use crate::report::PartContext;
use crate::standard::Blank;
use crate::syntax::sentence_at;
use crate::text::{TextRange, fold, is_letter, is_plain, is_space, markup};
use spots::spots;
use std::cell::OnceCell;

pub static RULE: Rule = Rule {
    code: "R006",
    name: "blank-number",
    severity: Severity::Error,
    fix: FixKind::None,
    summary: Wording::new("句子里的数没有填", "a number is left out of a sentence"),
    documentation: Wording::new(
        "\
### 检查什么

写数的句子里有没有把数漏掉、留着占位的符号：“共主动公开条”“受理申请  件”“收到申请XX件”“办结____件”“占%”。名词如“公开件数”“每件”“若干件”“头条”不算，“XX局”一类的名称也不算。

### 为什么

沿用模板或者上一年的稿子时，先删了数，后来忘了填。国办公开办函〔2021〕30号把内容不准确、不完整列为要追责的情形。

### 例子

```text
2023年，我局共主动公开政府信息条，收到申请XX件。
```

### 修正

没有自动修正：填上数，没有的填 0。
",
        "\
### What it checks

Whether a sentence that states numbers lacks a number, or still has a sign in its place: 共主动公开条, 受理申请  件, 收到申请XX件, 办结____件, 占%. Nouns such as 公开件数, 每件, 若干件, 头条 are not reported. A name such as XX局 is not reported either.

### Why

Somebody removed the numbers of a template or of last year's text and forgot to fill in the new numbers. Notice 国办公开办函〔2021〕30号 names inaccurate and incomplete contents as faults.

### Example

```text
2023年，我局共主动公开政府信息条，收到申请XX件。
```

### Fix

None: fill in the number, or 0.
",
    ),
    check: Check::Part(check),
};

const MESSAGE: Wording = Wording::new(
    "这句话里的数没有填：{0}。请填上，没有的填 0",
    "a number is left out of this sentence: {0}; fill it in, or write 0",
);

/// The units behind a gap that shows a lost number.
const GAP_UNITS: &str = "条件份篇次起宗项期";
/// At most 16 characters before a number are quoted.
const QUOTED: usize = 16;

/// At most 150 characters are read on each side of a unit, so a long line stays cheap.
const FARTHEST: usize = 150;

/// At most 60 lost numbers of a line are looked for.
const MOST_IN_LINE: usize = 60;

/// A line of at most 20 letters is a paragraph, and not a piece of a longer paragraph.
const SHORT: usize = 20;

/// A line of text, folded, with its spaces.
struct Line {
    /// Each character with its place in the text.
    chars: Vec<(char, usize)>,
    /// See [`is_spaced`].
    is_spaced: OnceCell<bool>,
}

fn check(context: &PartContext, sink: &mut Sink) {
    let blank = &context.standard.contents().blank;
    let is_plain_part = context.part.plain;
    let mut spots = spots(context.text, context.part, blank).into_iter().peekable();
    if is_plain_part && spots.peek().is_none() {
        return;
    }
    let mut lines = text_lines(context.text, context.part).peekable();
    let mut left = MOST_FINDINGS;
    while let Some(line) = lines.next() {
        while spots.next_if(|&spot| spot < line.range.start).is_some() {}
        if is_plain_part && spots.peek().is_none() {
            break;
        }
        let own = std::iter::from_fn(|| spots.next_if(|&spot| spot < line.range.end));
        let own: Vec<usize> = own.collect();
        let is_plain_line = is_plain_part || is_plain(line.range.of(context.text));
        if own.is_empty() && is_plain_line {
            continue;
        }
        let words = Line::read(context.text, line.range);
        let places =
            if is_plain_line { words.places(&own) } else { (0..words.chars.len()).collect() };
        // The last word of a line may go on in the next line: 政府信息公开条 before 例.
        let next = lines.peek().and_then(|next| next.range.of(context.text).chars().next());
        let is_cut = words.letters() > SHORT || next.is_some_and(|c| continues(&words, fold(c)));
        let mut found: Vec<(TextRange, Vec<String>)> = Vec::new();
        for (start, end) in blanks(&words, places, is_cut, blank) {
            let at = words.chars[end].1;
            let sentence = sentence_at(context.text, line.range, at).unwrap_or(line.range);
            let quoted: String = words.chars[start..=end].iter().map(|(c, _)| c).collect();
            match found.last_mut().filter(|(last, _)| *last == sentence) {
                Some((_, all)) => all.push(quoted),
                None => found.push((sentence, vec![quoted])),
            }
        }
        for (sentence, mut quoted) in found.into_iter().take(left) {
            left -= 1;
            quoted.truncate(MOST_NAMED);
            let quoted = quoted.into_iter().map(|words| format!("“{words}”")).collect();
            let place = Place::part(context.part.kind.label(context.standard));
            sink.push(sentence, place, Message::new(MESSAGE, [Argument::List(quoted)]));
        }
    }
}

impl Line {
    fn read(text: &str, range: TextRange) -> Self {
        let source = range.of(text);
        let mut chars = Vec::with_capacity(source.len() / 3 + 1);
        let mut behind_markup = 0;
        for (at, c) in source.char_indices() {
            if at < behind_markup {
                continue;
            }
            if matches!(c, '<' | '&') {
                behind_markup = at + markup(&source[at..]);
                if at < behind_markup {
                    continue;
                }
            }
            // Bold words of Markdown.
            if c != '*' {
                // ○ is a digit in years of ideographs, and a sign in the place of a number.
                let read = match c {
                    '○' => c,
                    _ if is_space(c) => space(c),
                    _ => fold(c),
                };
                chars.push((read, range.start + at));
            }
        }
        Self { chars, is_spaced: OnceCell::new() }
    }

    fn letters(&self) -> usize {
        self.chars.iter().filter(|(c, _)| is_letter(*c)).count()
    }

    /// The characters at bytes of the text.
    fn places(&self, bytes: &[usize]) -> Vec<usize> {
        let place = |byte: &usize| self.chars.binary_search_by_key(byte, |(_, at)| *at).ok();
        bytes.iter().filter_map(place).collect()
    }

    fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).map(|(c, _)| *c)
    }

    /// The start of the clause or sentence of `at`: behind the last mark, at most 150 characters
    /// before.
    fn start(&self, at: usize, is_end: impl Fn(char) -> bool) -> usize {
        let first = at.saturating_sub(FARTHEST);
        let near = &self.chars[first..at];
        near.iter().rposition(|&(c, _)| is_end(c)).map_or(first, |mark| first + mark + 1)
    }

    fn words(&self, start: usize, end: usize) -> String {
        self.chars[start..end].iter().map(|(c, _)| *c).filter(|&c| !is_space(c)).collect()
    }
}

/// Whether the last letter of a line and `next` are one word.
fn continues(line: &Line, next: char) -> bool {
    let last = line.chars.last().and_then(|(last, _)| unit(*last));
    last.is_some_and(|others| others.contains(next))
}

/// A wide space counts as two.
fn space(c: char) -> char {
    if c == '\u{3000}' { '\u{3000}' } else { ' ' }
}

/// For a unit of numbers, the letters that make another word behind it: 条例, 件数.
fn unit(c: char) -> Option<&'static str> {
    Some(match c {
        '条' => "例款目文理约件纹幅",
        '件' => "数套",
        '份' => "数额子量",
        '篇' => "幅章目",
        '次' => "数序性要日年生级",
        '起' => "诉草步到来用点止始",
        '宗' => "旨教地",
        '项' => "目次",
        '期' => "间限望刊末",
        '场' => "所地景合馆",
        '个' => "人体别案性",
        '人' => "民员大力才事社次",
        '元' => "素旦件",
        _ => return None,
    })
}

/// The numbers left out at `places` of a line, each from the start of the quoted words to its unit.
fn blanks(line: &Line, places: Vec<usize>, is_cut: bool, blank: &Blank) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for at in places {
        let Some(c) = line.get(at) else { break };
        let is_blank = if c == '%' {
            is_blank_share(line, at, blank)
        } else if let Some(others) = unit(c) {
            let next = line.get(at + 1);
            let is_other_word = next.is_some_and(|next| others.contains(next));
            !is_other_word
                && (is_placeholder(line, at)
                    || ends_clause(line, at, is_cut) && is_empty(line, at, blank))
        } else {
            c == '年' && is_blank_year(line, at)
        };
        if is_blank {
            let clause = line.start(at, |c| matches!(c, ',' | ';' | '。' | ':' | '!' | '?'));
            let start = clause.max((at + 1).saturating_sub(QUOTED));
            found.push((start, at));
            if found.len() == MOST_IN_LINE {
                break;
            }
        }
    }
    found
}

/// At most 40 characters of a name between `《` and `》` are read.
const MOST_TITLE: usize = 40;

/// Whether a clause ends behind `at`.
fn ends_clause(line: &Line, at: usize, is_cut: bool) -> bool {
    // A name that is being typed: 《政府信息公开条.
    let mut before = line.chars[..at].iter().rev().take(MOST_TITLE).map(|(c, _)| *c);
    if before.find(|c| matches!(c, '《' | '》')) == Some('《') {
        return false;
    }
    match line.chars[at + 1..].iter().map(|(c, _)| *c).find(|&c| !is_space(c)) {
        None => !is_cut,
        Some(c) => matches!(c, ',' | ';' | '。' | ')' | '!'),
    }
}

/// Whether signs stand in the place of the number before a unit: XX件, ××件, ____件, （ ）件.
fn is_placeholder(line: &Line, at: usize) -> bool {
    let Some(last) = last_filled(line, at) else { return false };
    let sign = match line.chars[last].0 {
        'X' | 'x' | '×' | '╳' | '✕' => 'X',
        '_' => '_',
        'N' if is_counted(line.chars[at].0) => 'N',
        '○' | '□' | '●' | '?' => '○',
        ')' => {
            let open = last_filled(line, last).filter(|&open| line.chars[open].0 == '(');
            let is_gap = |open: usize| open + 1 < last || is_counted(line.chars[at].0);
            return open.is_some_and(|open| is_gap(open) && open > 0);
        }
        _ => return false,
    };
    let is_sign = |c: char| match sign {
        'X' => matches!(c, 'X' | 'x' | '×' | '╳' | '✕'),
        sign => c == sign || sign == '○' && matches!(c, '□' | '●' | '?'),
    };
    let run = line.chars[..=last].iter().rev().take_while(|&&(c, _)| is_sign(c)).count();
    let before = (last + 1).checked_sub(run + 1).and_then(|before| line.get(before));
    // 4×6 is a product, and a word of Latin letters may end in x.
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || is_number(c) || matches!(c, '+' | '-')) {
        return false;
    }
    let fewest = if sign == 'X' && is_counted(line.chars[at].0) || matches!(sign, '_' | 'N') {
        1
    } else {
        2
    };
    // A mark of an item may stand at the start of a line.
    run >= fewest && before.is_some()
}

/// Whether a unit counts cases and documents. A single X before another unit may be a name.
fn is_counted(unit: char) -> bool {
    matches!(unit, '条' | '件' | '份' | '篇')
}

/// Whether the year is left out: 20XX年, ××年. A pattern in quotation marks is meant.
fn is_blank_year(line: &Line, at: usize) -> bool {
    let is_sign = |c: char| matches!(c, 'X' | 'x' | '×');
    let run = line.chars[..at].iter().rev().take_while(|&&(c, _)| is_sign(c)).count();
    let before = at.checked_sub(run + 1).and_then(|before| line.get(before));
    let words = &line.chars[at.saturating_sub(FARTHEST)..at];
    let last = words.iter().rev().map(|(c, _)| *c).find(|c| "\"《》[]".contains(*c));
    let is_quoted = match last {
        Some('"') => words.iter().filter(|(c, _)| *c == '"').count() % 2 == 1,
        last => matches!(last, Some('《' | '[')),
    };
    run >= 2 && !is_quoted && before.is_none_or(|c| !c.is_ascii_alphabetic())
}

/// Whether nothing stands before a percent sign: 占%, 办结率达 %.
fn is_blank_share(line: &Line, at: usize, blank: &Blank) -> bool {
    let words = before(line, at);
    blank.shares.iter().any(|share| words.ends_with(share.as_str()))
}

/// Whether no number stands before a unit at the end of a clause.
fn is_empty(line: &Line, at: usize, blank: &Blank) -> bool {
    let words = before(line, at);
    let Some(last) = words.chars().next_back() else { return false };
    if !is_letter(last) || is_number(last) {
        return false;
    }
    let ends = |list: &[String]| list.iter().any(|word| words.ends_with(word.as_str()));
    if ends(&blank.heads) && !ends(&blank.apart) {
        return true;
    }
    let unit = line.chars[at].0;
    let start = line.start(at, |c| matches!(c, ';' | '。' | '!' | '?'));
    let counts = || {
        let sentence = line.words(start, at);
        blank.counting.iter().any(|word| sentence.contains(word.as_str()))
    };
    let is_published = matches!(unit, '条' | '篇')
        && !ends(&blank.words)
        && (ends(&blank.published) && counts() || has_sisters(line, start, at));
    let has_gap = || {
        gap(line, at) >= 2
            && GAP_UNITS.contains(unit)
            && ends(&blank.counted)
            && !line.is_spaced.get_or_init(|| is_spaced(line))
    };
    if is_published || has_gap() {
        return true;
    }
    unit == '件' && ends(&blank.requested) && is_announced(line, at, blank)
}

/// Whether the clause of a unit has 共 before words without a number: 共收到申请件.
fn is_announced(line: &Line, at: usize, blank: &Blank) -> bool {
    let start = line.start(at, |c| matches!(c, ',' | ';' | '。' | ':' | '!' | '?'));
    let clause = line.words(start, at);
    let Some(head) = clause.rfind('共') else { return false };
    let rest = &clause[head..];
    let is_apart = blank.apart.iter().any(|word| {
        clause.match_indices(word.as_str()).any(|(at, _)| (at..at + word.len()).contains(&head))
    });
    !is_apart
        && !rest.contains(is_number)
        && !["的", "未", "没有", "无", "各", "每"].iter().any(|word| rest.contains(word))
        && ["收到", "受理", "办理", "接收", "办结", "答复"].iter().any(|verb| rest.contains(verb))
}

/// Whether at least two other items of the sentence have a number with the same unit, and the item
/// of `at` has no number: 机构5条、财政条、通知3条.
fn has_sisters(line: &Line, start: usize, at: usize) -> bool {
    let unit = line.chars[at].0;
    let near = line.chars[at..].iter().take(FARTHEST);
    let end = at + near.take_while(|&&(c, _)| !matches!(c, ';' | '。' | '!' | '?')).count();
    let counted = |&place: &usize| {
        line.get(place) == Some(unit)
            && last_filled(line, place).is_some_and(|last| line.chars[last].0.is_ascii_digit())
    };
    let item = line.start(at, |c| matches!(c, ',' | ';' | '。' | ':'));
    let own = line.words(item, at);
    (start..end).filter(counted).count() >= 2
        && own.chars().count() >= 2
        && !own.contains(is_number)
}

/// The eight characters before `at`, without spaces.
fn before(line: &Line, at: usize) -> String {
    const MOST: usize = 8;
    let mut words: Vec<char> = line.chars[..at]
        .iter()
        .rev()
        .map(|(c, _)| *c)
        .filter(|&c| !is_space(c))
        .take(MOST)
        .collect();
    words.reverse();
    words.into_iter().collect()
}

/// The last character before `at` that is not a space.
fn last_filled(line: &Line, at: usize) -> Option<usize> {
    line.chars[..at].iter().rposition(|&(c, _)| !is_space(c))
}

/// The spaces before `at`. A wide space counts as two.
fn gap(line: &Line, at: usize) -> usize {
    let spaces = line.chars[..at].iter().rev().take_while(|(c, _)| is_space(*c));
    spaces.map(|(c, _)| if *c == '\u{3000}' { 2 } else { 1 }).sum()
}

/// Whether wide gaps between words are the habit of a line, as in a table or in stretched text.
fn is_spaced(line: &Line) -> bool {
    let gaps = (1..line.chars.len()).filter(|&at| {
        let c = line.chars[at].0;
        !is_space(c) && unit(c).is_none() && gap(line, at) >= 2
    });
    gaps.count() >= 2
}

/// Whether a letter is a digit or stands for a vague number.
fn is_number(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十百千万亿两半余多几数每若干各逐".contains(c)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::*;
    use crate::syntax::Layout;

    const ONE: &str = "本年度，我局主动公开信息29条，其中网站23条，公众号6条。";

    fn with(words: &str) -> String {
        replaced(&sample(Layout::Tabs), ONE, words)
    }

    #[test]
    fn numbers_left_out_are_found() {
        for (words, quoted) in [
            ("2023年，我局共主动公开条，", "“我局共主动公开条”"),
            ("全年公开政府信息条，网站发布信息23条。", "“全年公开政府信息条”"),
            ("受理申请  件，均已办结。", "“受理申请  件”"),
            ("受理申请　件。", "“受理申请　件”"),
            ("全年收到申请XX件。", "“全年收到申请XX件”"),
            ("全年收到申请××件，办结×件。", "“全年收到申请XX件”、“办结×件”"),
            ("办结____件。", "“办结____件”"),
            ("收到申请（ ）件。", "“收到申请( )件”"),
            ("收到申请（）件。", "“收到申请()件”"),
            ("收到申请○○件。", "“收到申请○○件”"),
            ("公开信息N条。", "“公开信息N条”"),
            ("共收到政府信息公开申请件，均已答复。", "“共收到政府信息公开申请件”"),
            ("发布机构5条、财政预决算条、通知3条。", "“财政预决算条”"),
            ("累计件，合计  条。", "“累计件”、“合计  条”"),
            ("予以公开3件，占%。", "“占%”"),
            ("办结率达 %，满意。", "“办结率达 %”"),
            ("20XX年，我局做好公开工作。", "“20XX年”"),
        ] {
            let quoted = quoted.replace("XX件”、", "××件”、");
            let end = words.find('。').map_or(words.len(), |at| at + "。".len());
            let marked = format!("⟦{}⟧{}", &words[..end], &words[end..]);
            let tail = if words.ends_with('，') { "均已更新。⟧" } else { "" };
            let marked = if tail.is_empty() {
                marked
            } else {
                format!("{}{tail}", marked.replace('⟧', ""))
            };
            let found = assert_found("R006", &with(&marked));
            assert_eq!(
                messages(&found),
                [format!("这句话里的数没有填：{quoted}。请填上，没有的填 0")]
            );
            assert_eq!(found[0].place.to_string(), "一");
        }
    }

    #[test]
    fn nouns_and_vague_numbers_pass() {
        for words in [
            ONE,
            "公开件数逐年增加，每件、几件、若干件都要登记。",
            "未收到政府信息公开申请件。",
            "受理的依申请公开件，均已答复。",
            "登上微博头条，今日头条，百余条。",
            "依据《条例》第三十条，公开办事指南。",
            "共享文件，公共文件，共同要件。",
            "由XX局、XX镇负责，X光机、X项目已经公示。",
            "主动公开\n条例解读。",
            "公开信息条\n例。",
            "一年来，我局全面贯彻落实《中华人民共和国政府信息公开条\n\n例》，主动公开。",
            "公开十条、二十余条、数条。",
            "办理信件、稿件、文件，公开事项、专项、各项。",
            "实行7×24小时服务，4×6件。",
            "本年度公开条例1次，公开项目3个。",
            "共10件，共 10 件，共计１０件，共十件。",
            "以“20XX年”命名文件，二○二三年办理一○件。",
            "占比100%，达95.5%，占 8 %。",
            "解读材料以图解为主，形式多样，共有产权住房个案。",
            "推进主动公开，做好依申请公开；更新信息，及时发布。",
        ] {
            assert_found("R006", &with(words));
        }
        for layout in Layout::ALL {
            assert_found("R006", &sample(layout));
        }
    }
}
