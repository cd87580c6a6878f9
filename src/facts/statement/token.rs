//! The words and numbers of a sentence.

use crate::standard::{Class, Lexicon, Outcome, Word};
use crate::text::{Folded, Sources, TextRange, is_space};

/// A piece of a folded text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Token {
    pub kind: Kind,
    pub range: TextRange,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Word(Class),
    Outcome(Outcome),
    /// Words such as 政府信息公开申请: an object of requests.
    Requests,
    /// Such words without 申请: 政府信息公开.
    Subject,
    /// A number. A number with decimals states nothing but a percentage.
    Number {
        value: i64,
        decimals: u8,
    },
    /// A unit behind a number.
    Unit,
    Year(i32),
    /// A mark that ends a clause: `,;:()`, an item of a list: `、`, or a sentence: `。!?`.
    Mark(char),
    /// Other text.
    Gap,
}

impl Token {
    pub fn is(&self, class: Class) -> bool {
        self.kind == Kind::Word(class)
    }

    pub fn outcome(&self) -> Option<Outcome> {
        match self.kind {
            Kind::Outcome(outcome) => Some(outcome),
            _ => None,
        }
    }

    pub fn is_mark(&self) -> bool {
        matches!(self.kind, Kind::Mark(_))
    }

    pub fn ends_sentence(&self) -> bool {
        matches!(self.kind, Kind::Mark('。' | '!' | '?' | PARAGRAPH))
    }

    pub fn ends_paragraph(&self) -> bool {
        self.kind == Kind::Mark(PARAGRAPH)
    }
}

/// Units of requests and documents. The unit never decides what a number counts.
const UNITS: [&str; 11] = ["件次", "件", "条", "份", "宗", "起", "例", "个", "项", "部", "桩"];

/// The mark of a sentence that ends with its line.
const PARAGRAPH: char = '\n';

/// At most nine digits in a count.
const MOST_DIGITS: usize = 9;

/// At most 40 tokens on each side of a token are looked at.
pub const NEAR: usize = 40;

/// The tokens of a folded text. `source` is the text before folding, `year` the year of the report.
pub fn tokens(source: &str, folded: &Folded, lexicon: &Lexicon, year: Option<i32>) -> Vec<Token> {
    let text = folded.text.as_str();
    // A word or the text between two words has three letters on average.
    let out = Vec::with_capacity(text.len() / 8);
    let mut scanner = Scanner { source, sources: folded.sources(), text, year, out };
    let mut at = 0;
    loop {
        // Nearly half of the letters begin no word.
        let gap = gap_len(&text[at..], lexicon);
        if gap > 0 {
            at = scanner.gap(at, gap);
        }
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else { break };
        if let Some((len, word)) = lexicon.at_start_of(rest) {
            let range = TextRange::new(at, at + len);
            at = match word {
                Word::Of(Class::NextYear) => scanner.next_year(range),
                Word::Of(Class::Received) if scanner.is_in_word(range) => {
                    scanner.gap(at, c.len_utf8())
                }
                Word::Of(class) => scanner.push(Kind::Word(class), range),
                Word::Outcome(outcome) => scanner.push(Kind::Outcome(outcome), range),
            };
            continue;
        }
        let here = TextRange::new(at, at + c.len_utf8());
        at = match c {
            // A word in quotes is the same word.
            '“' | '”' | '"' | '‘' | '’' | '「' | '」' => {
                scanner.push(Kind::Word(Class::Filler), here)
            }
            '0'..='9' => scanner.number(at),
            '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' => {
                match scanner.numeral(at) {
                    Some((value, range)) => {
                        let end = scanner.push(Kind::Number { value, decimals: 0 }, range);
                        scanner.unit(end)
                    }
                    None => scanner.gap(at, c.len_utf8()),
                }
            }
            ',' | ';' | ':' | '(' | ')' | '。' | '!' | '?' => {
                let ends = matches!(c, '。' | '!' | '?');
                let mark = match c {
                    ',' if scanner.source(here) == "、" => '、',
                    _ if ends && scanner.ends_line(here) => PARAGRAPH,
                    _ => c,
                };
                scanner.push(Kind::Mark(mark), here)
            }
            _ => scanner.gap(at, c.len_utf8()),
        };
    }
    own(text, joined(text, scanner.out))
}

/// The length of the ideographs at the start of a folded text that begin no word and no number.
fn gap_len(text: &str, lexicon: &Lexicon) -> usize {
    let begins_number = |c: char| {
        matches!(c, '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')
    };
    let begins_token =
        |c: char| !matches!(c, '\u{4e00}'..='\u{9fff}') || lexicon.begins(c) || begins_number(c);
    text.find(begins_token).unwrap_or(text.len())
}

/// Words alone that name requests behind an organ or a verb only.
const ALONE: [&str; 8] =
    ["申请", "申请件", "申请件数", "申请量", "申请事项", "申请表", "申请函", "申请单"];

/// Makes 申请 of another matter such as 建房申请 a word of another matter if it is counted, and
/// 申请 behind applicants a filler.
fn own(text: &str, mut tokens: Vec<Token>) -> Vec<Token> {
    for at in 0..tokens.len() {
        let token = tokens[at];
        // 党内规范性文件: no documents of table two.
        if token.is(Class::Documents) {
            const OF_THE_PARTY: [&str; 4] = ["党内", "党组", "党委", "党"];
            let before = at.checked_sub(1).map_or("", |before| tokens[before].range.of(text));
            if OF_THE_PARTY.iter().any(|party| before.ends_with(party)) {
                tokens[at].kind = Kind::Gap;
            }
        }
        if !matches!(token.kind, Kind::Requests | Kind::Subject) {
            continue;
        }
        let words = token.range.of(text);
        if !ALONE.contains(&words) && words != "提出申请" {
            continue;
        }
        let clause = tokens[..at].iter().rev().take(NEAR).take_while(|before| !before.is_mark());
        let before = clause.clone().find(|token| !token.is(Class::Filler));
        const APPLICANTS: [Class; 3] = [Class::Natural, Class::Legal, Class::Person];
        if before.is_some_and(|before| APPLICANTS.iter().any(|class| before.is(*class))) {
            tokens[at].kind = Kind::Word(Class::Filler);
            continue;
        }
        // 不予处理的申请5件: the outcome counts. 涉及申请5件: of something else.
        if before.is_some_and(|before| before.outcome().is_some()) {
            tokens[at].kind = Kind::Word(Class::Filler);
            continue;
        }
        let is_of_another = |token: &Token| {
            [Class::Matter, Class::Reviews, Class::Suits].iter().any(|class| token.is(*class))
        };
        // 提出的申请 and 依申请公开方面的申请, but not 建房申请.
        let is_of =
            |words: &str| ["提交", "提出", "方面", "的"].iter().any(|end| words.ends_with(end));
        let is_behind_words =
            before.is_some_and(|before| before.kind == Kind::Gap && !is_of(before.range.of(text)));
        if token.kind != Kind::Requests || !is_behind_words && !clause.clone().any(is_of_another) {
            continue;
        }
        let is_number = |token: &Token| matches!(token.kind, Kind::Number { .. });
        let mut behind = tokens[at + 1..].iter().filter(|token| !token.is(Class::Filler));
        let is_counted = behind.next().is_some_and(is_number)
            || clause.clone().next().is_some_and(|before| before.kind == Kind::Unit);
        tokens[at].kind = if is_counted { Kind::Word(Class::Matter) } else { Kind::Gap };
    }
    tokens
}

struct Scanner<'a> {
    source: &'a str,
    sources: Sources<'a>,
    text: &'a str,
    year: Option<i32>,
    out: Vec<Token>,
}

impl Scanner<'_> {
    fn push(&mut self, kind: Kind, range: TextRange) -> usize {
        self.out.push(Token { kind, range });
        range.end
    }

    /// The source of a range that is not empty.
    fn source(&mut self, range: TextRange) -> &str {
        self.sources.source(range).of(self.source)
    }

    /// Whether the line ends behind a mark.
    fn ends_line(&mut self, mark: TextRange) -> bool {
        let rest = &self.source[self.sources.source(mark).end..];
        let mut rest = rest.chars().skip_while(|&c| c != '\n' && c != '\r' && is_space(c));
        rest.next().is_none_or(|c| c == '\n' || c == '\r')
    }

    /// Whether 收 is the end of another word: 征收, 税收.
    fn is_in_word(&self, range: TextRange) -> bool {
        const BEFORE: [char; 9] = ['征', '回', '吸', '招', '税', '没', '丰', '营', '创'];
        range.of(self.text) == "收"
            && self.text[..range.start].ends_with(BEFORE)
            && self.out.last().is_some_and(|last| last.kind == Kind::Gap)
    }

    /// Adds `len` bytes of other text.
    fn gap(&mut self, at: usize, len: usize) -> usize {
        let end = at + len;
        match self.out.last_mut() {
            Some(Token { kind: Kind::Gap, range }) if range.end == at => {
                range.end = end;
                end
            }
            _ => self.push(Kind::Gap, TextRange::new(at, end)),
        }
    }

    /// A number or a year at `at`, with the unit behind it.
    fn number(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let behind = &rest[digits..];
        if digits == 4 && behind.starts_with('年') {
            return self.year(at, rest[..4].parse().unwrap_or(0));
        }
        let mut value: String = rest[..digits].to_owned();
        let mut end = digits;
        // Groups of three digits.
        while value.len() <= MOST_DIGITS && digits <= 3 {
            let group = rest[end..].strip_prefix(',').map(|group| {
                let len = group.bytes().take_while(u8::is_ascii_digit).count();
                &group[..len]
            });
            // A Chinese comma separates two numbers.
            let comma = TextRange::new(at + end, at + end + 1);
            let group = group.filter(|group| group.len() == 3);
            let Some(group) = group.filter(|_| self.source(comma) == ",") else { break };
            value += group;
            end += 4;
        }
        let mut decimals = 0;
        if let Some(fraction) = rest[end..].strip_prefix('.') {
            let len = fraction.bytes().take_while(u8::is_ascii_digit).count();
            if (1..=4).contains(&len) {
                value += &fraction[..len];
                decimals = len as u8;
                end += 1 + len;
            }
        }
        let range = TextRange::new(at, at + end);
        // ○○件: signs in the place of a number.
        let is_blank = self.source(range).contains('○');
        let value = value.parse().ok().filter(|_| value.len() <= MOST_DIGITS && !is_blank);
        match value {
            Some(value) => {
                let end = self.push(Kind::Number { value, decimals }, range);
                self.unit(end)
            }
            None => self.push(Kind::Gap, range),
        }
    }

    fn unit(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let unit = UNITS.iter().find(|unit| rest.starts_with(**unit));
        match unit.filter(|unit| !rest[unit.len()..].starts_with('次')) {
            Some(unit) => self.push(Kind::Unit, TextRange::new(at, at + unit.len())),
            None => at,
        }
    }

    /// A year, with 年度 or a day. Of another year, requests are carried in or out.
    fn year(&mut self, at: usize, year: i32) -> usize {
        let start = at + "2023年".len();
        let strip = |end: usize, words: &[&str]| {
            let word = words.iter().find(|word| self.text[end..].starts_with(**word));
            end + word.map_or(0, |word| word.len())
        };
        let end = strip(start, &["度"]);
        let verb = strip(end, &["的"]);
        let carried = strip(verb, &["结转至本年", "结转", "转结", "转办", "转入", "未办结转入"]);
        if self.year.is_some_and(|own| year < own) && carried > verb {
            return self.push(Kind::Word(Class::In), TextRange::new(at, carried));
        }
        let is_later = self.year.is_some_and(|own| year > own);
        if let Some(out) = is_later.then(|| self.carried_out(at, end)).flatten() {
            return out;
        }
        let months = self.text[start..].bytes().take_while(u8::is_ascii_digit).count();
        let day = self.text[start + months..].strip_prefix('月').filter(|_| months > 0);
        let end = day.map_or(end, |day| {
            let digits = day.bytes().take_while(u8::is_ascii_digit).count();
            let month = start + months + "月".len();
            if day[digits..].starts_with('日') { month + digits + "日".len() } else { month }
        });
        self.push(Kind::Year(year), TextRange::new(at, strip(end, &["以来"])))
    }

    /// The year after: 转入下一年度办理, 下年度继续办理.
    fn next_year(&mut self, range: TextRange) -> usize {
        if let Some(end) = self.carried_out(range.start, range.end) {
            return end;
        }
        let goes_on = ["继续办理", "继续答复", "继续处理"];
        match goes_on.iter().find(|verb| self.text[range.end..].starts_with(**verb)) {
            Some(verb) => {
                let range = TextRange::new(range.start, range.end + verb.len());
                self.push(Kind::Word(Class::Out), range)
            }
            None => self.push(Kind::Gap, range),
        }
    }

    /// The end of the words that carry requests out to the year from `at` to `end`: 结转至下年办理.
    /// `None` if no such verb stands before the year.
    fn carried_out(&mut self, at: usize, end: usize) -> Option<usize> {
        let before = &self.text[..at];
        let before = ["至", "到", "入", "于"]
            .into_iter()
            .find_map(|to| before.strip_suffix(to))
            .unwrap_or(before);
        let verb = ["结转", "转结", "顺延", "延续", "延期", "延", "留待", "跨", "转"]
            .into_iter()
            .find(|verb| before.ends_with(verb))?;
        let start = before.len() - verb.len();
        while self.out.last().is_some_and(|last| last.range.start >= start) {
            self.out.pop();
        }
        if let Some(last) = self.out.last_mut() {
            last.range.end = last.range.end.min(start);
        }
        let strip = |end: usize, words: &[&str]| {
            let word = words.iter().find(|word| self.text[end..].starts_with(**word));
            end + word.map_or(0, |word| word.len())
        };
        let end = strip(end, &["继续"]);
        let end = strip(end, &["办理", "答复", "处理", "办结", "回复"]);
        Some(self.push(Kind::Word(Class::Out), TextRange::new(start, end)))
    }

    /// The number in ideographs at `at`, if a unit stands behind it: 八件, 十二件. 一件 and 一起
    /// are common words: they count only behind what is counted.
    fn numeral(&self, at: usize) -> Option<(i64, TextRange)> {
        const NUMERALS: &str = "0零〇一二两三四五六七八九十百千";
        const MOST: usize = 8;
        let rest = &self.text[at..];
        let is_numeral = |c: &char| NUMERALS.contains(*c);
        let end =
            at + rest.chars().take(MOST).take_while(is_numeral).map(char::len_utf8).sum::<usize>();
        let behind = &self.text[end..];
        let is_counted = behind.starts_with(['件', '宗', '起', '份', '例'])
            && !["件事", "件套", "件大事", "件实事"].iter().any(|word| behind.starts_with(word));
        // 第三件, 数十件, 百余件.
        let is_other = |c: char| "第数几上近约每逐某同这那各整".contains(c) || is_numeral(&c);
        if !is_counted || self.text[..at].ends_with(|c: char| c.is_ascii_digit() || is_other(c)) {
            return None;
        }
        let range = TextRange::new(at, end);
        let value = ideographs(range.of(self.text))?;
        let is_behind = |token: &Token| token.range.end == at && is_countable(token);
        (value > 1 || self.out.last().is_some_and(is_behind)).then_some((value, range))
    }
}

/// Whether words name what is counted: requests, outcomes, reviews, lawsuits and their results.
fn is_countable(token: &Token) -> bool {
    const CLASSES: [Class; 9] = [
        Class::Request,
        Class::Reviews,
        Class::Suits,
        Class::Disputes,
        Class::Upheld,
        Class::Corrected,
        Class::Otherwise,
        Class::Pending,
        Class::Out,
    ];
    token.outcome().is_some() || CLASSES.iter().any(|class| token.is(*class))
}

/// The value of a number in ideographs below ten thousand: 八, 十二, 一百零三. `None` for a row of
/// digits.
fn ideographs(numeral: &str) -> Option<i64> {
    let (mut value, mut digit) = (0, None);
    for c in numeral.chars() {
        let unit = match c {
            '0' | '零' | '〇' if digit.is_none() => continue,
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '两' if digit.is_none() => {
                digit = Some(2);
                continue;
            }
            _ => {
                let own = "一二三四五六七八九".chars().position(|own| own == c)?;
                digit = Some(own as i64 + 1).filter(|_| digit.is_none());
                digit?;
                continue;
            }
        };
        value += unit * digit.take().unwrap_or(1);
    }
    Some(value + digit.unwrap_or(0)).filter(|value| *value > 0)
}

/// Words of requests that stand together are one token.
fn joined(text: &str, mut tokens: Vec<Token>) -> Vec<Token> {
    let (mut from, mut kept) = (0, 0);
    while let Some(&first) = tokens.get(from) {
        let mut len = 1;
        let mut token = first;
        if first.is(Class::Request) {
            let is_request =
                |at: usize| tokens.get(at).is_some_and(|token| token.is(Class::Request));
            let is_of = |token: &Token| token.is(Class::Filler) && token.range.of(text) == "的";
            while let Some(next) = tokens.get(from + len) {
                let goes_on = next.is(Class::Request) || is_of(next) && is_request(from + len + 1);
                if !goes_on {
                    break;
                }
                len += 1;
            }
            let range = first.range.cover(tokens[from + len - 1].range);
            token = Token { kind: object(range.of(text)), range };
        }
        tokens[kept] = token;
        kept += 1;
        from += len;
    }
    tokens.truncate(kept);
    tokens
}

/// What words of requests together are.
fn object(words: &str) -> Kind {
    const FILLERS: [&str; 7] = ["情况", "数量", "件数", "件", "案件", "提出", "事项"];
    // Most words are 公开 or 信息 alone.
    if has(words, "申请") {
        let is_request = ["公开", "依申请", "信息"].iter().any(|word| has(words, word));
        if is_request || ALONE.contains(&words) {
            return Kind::Requests;
        }
    }
    if has(words, "依公开") || has(words, "公开案件") {
        return Kind::Requests;
    }
    let mut rest = words;
    while let Some(shorter) = FILLERS.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter;
    }
    if rest.is_empty() { Kind::Word(Class::Filler) } else { Kind::Subject }
}

/// Whether folded words have a part. Faster than `str::contains` in a few letters.
pub fn has(words: &str, part: &str) -> bool {
    let (words, part) = (words.as_bytes(), part.as_bytes());
    words.len() >= part.len() && words.windows(part.len()).any(|own| own == part)
}
