//! Reads the number before a heading, in any kind of numerals.

#[cfg(test)]
mod cases;

use crate::text::{
    LettersHash, TextRange, fold, ideograph_entity, is_letter, is_space, mark_entity, markup,
};

/// The number at the start of a heading. Ranges are in bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numeral {
    /// 0 if the number cannot be read.
    pub number: u8,
    /// The number without marks: 五 in （五）.
    pub range: TextRange,
    /// The number with its marks and words: （五）, 第五章, 五、.
    pub label: TextRange,
    pub kind: NumeralKind,
    /// Whether sub-headings have numerals of this kind: 1. （一） ①.
    pub minor: bool,
}

/// How a numeral is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumeralKind {
    /// As in the form, 五、 or without a mark.
    Official,
    /// With another mark: 五． 五： 五，.
    Marked(char),
    /// In another way. Two numerals of the same kind have the same hash.
    Other(u64),
}

impl Numeral {
    /// The same numeral, moved by a number of bytes.
    pub fn moved(self, bytes: isize) -> Self {
        Self { range: self.range.moved(bytes), label: self.label.moved(bytes), ..self }
    }

    /// Whether the number is written as in the form. Then any words may follow.
    pub fn is_plain(self) -> bool {
        !matches!(self.kind, NumeralKind::Other(_))
    }
}

/// At most six marks on each side of a number.
const MOST_MARKS: usize = 6;

/// The number at the start of `content`, and the start of the words behind the number. Only these
/// words decide whether the number belongs to a heading: 一般 also begins with a number.
pub fn numeral(text: &str, content: TextRange) -> Option<(Numeral, usize)> {
    let mut reader = Reader { text, at: content.start, end: content.end };
    let mut shape = LettersHash::default();
    let (mut bracket, mut ordinal) = (false, false);
    reader.skip_space();
    // Nearly every line begins with a word.
    if let Some(c @ '\u{4e00}'..='\u{9fff}') = reader.peek()
        && c != '第'
        && Script::of(c) == Some(Script::Unknown)
        && !reader.is_before_comma(c)
    {
        return None;
    }
    let mut start = reader.at;
    for _ in 0..MOST_MARKS {
        let Some(c) = reader.peek() else { break };
        match fold(c) {
            // An ornament before a numeral does not belong to the numeral.
            read if !(bracket
                || ordinal
                || is_letter(read)
                || opens(read)
                || is_dash(read) && reader.is_before_comma(c)) =>
            {
                reader.skip(c);
                start = reader.at;
                continue;
            }
            '第' => ordinal = true,
            read if opens(read) => bracket = true,
            _ => break,
        }
        shape.push(fold(c));
        reader.skip(c);
        reader.skip_space();
    }
    let digits = reader.at;
    let first = reader.peek()?;
    let (script, number) = reader.number()?;
    let range = TextRange::new(digits, reader.at);
    shape.push(match script {
        // Circled numbers and bracketed numbers are different kinds.
        Script::Single => char::from_u32(u32::from(first) - u32::from(number)).unwrap_or(first),
        Script::Unknown => first,
        script => char::from(script as u8),
    });
    let mut label = TextRange::new(start, reader.at);
    let (mut marks, mut mark, mut word, mut closed) = (0, None, false, false);
    while marks < MOST_MARKS {
        reader.skip_space();
        let Some(c) = reader.peek() else { break };
        let read = fold(c);
        // A bar separates cells.
        if read == '|' {
            reader.skip(c);
            continue;
        }
        // A closing bracket behind the comma does not close a number. The bracket stands before the
        // title, or replaces the first letter of the title.
        if mark == Some('、') && !bracket && closes(read) {
            break;
        }
        let is_mark = !is_letter(read) && !opens(read) && !matches!(read, '“' | '‘' | '"');
        let closer = if is_mark || is_stroke(c) {
            reader.len(c)
        } else if word {
            0
        } else {
            closing_word(&text[reader.at..content.end])
        };
        if closer == 0 {
            break;
        }
        // All writings of the ideographic comma count as the same mark.
        let own = if matches!(c, '、' | '﹑' | '､') { '、' } else { read };
        if !is_mark {
            text[reader.at..reader.at + closer].chars().skip(1).for_each(|c| shape.push(fold(c)));
        }
        shape.push(own);
        reader.at += closer;
        label.end = reader.at;
        (marks, mark, word) = (marks + 1, Some(own), word || !is_mark && !is_stroke(c));
        closed |= closes(own) || is_stroke(c);
    }
    let plain = script == Script::Chinese && !bracket && !ordinal && !word;
    let kind = match mark {
        None | Some('、') if plain && marks <= 1 => NumeralKind::Official,
        Some(mark) if plain && !closed => NumeralKind::Marked(mark),
        _ => NumeralKind::Other(shape.finish()),
    };
    let major = ordinal && word
        || !bracket && matches!(script, Script::Financial | Script::Roman | Script::Dash);
    let minor = !(major
        || plain && matches!(kind, NumeralKind::Official | NumeralKind::Marked(_))
        || plain && mark.is_some_and(is_stroke));
    Some((Numeral { number, range, label, kind, minor }, reader.at))
}

/// The script of a number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    /// 一二三.
    Chinese,
    /// 123.
    Arabic,
    /// 壹贰叁.
    Financial,
    /// ⅠⅡⅢ, or Latin letters with the same shape.
    Roman,
    /// A B C, except for letters that are Roman numbers.
    Letter,
    /// 甲乙丙.
    Stem,
    /// A dash in place of 一.
    Dash,
    /// Numbers in one character, such as ①, ⑴, ⒈, ㈠, ㊀.
    Single,
    /// Another letter in place of a number, such as 大 for 六.
    Unknown,
}

/// The character of the entity at the start of `text`.
#[cold]
fn entity(text: &str) -> Option<(char, usize)> {
    mark_entity(text).or_else(|| ideograph_entity(text))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

impl Reader<'_> {
    /// The character here. For an entity, the character that the entity names.
    #[inline]
    fn peek(&self) -> Option<char> {
        let rest = &self.text[self.at..self.end];
        match rest.chars().next()? {
            '&' => Some(entity(rest).map_or('&', |(c, _)| c)),
            c => Some(c),
        }
    }

    /// Length in bytes of the character `c` here.
    fn len(&self, c: char) -> usize {
        let is_entity = self.text.as_bytes().get(self.at) == Some(&b'&');
        if is_entity {
            entity(&self.text[self.at..self.end]).map_or(1, |(_, len)| len)
        } else {
            c.len_utf8()
        }
    }

    fn skip(&mut self, c: char) {
        self.at += self.len(c);
    }

    /// Skips spaces, markup, and characters that only decorate the digit before them.
    fn skip_space(&mut self) {
        // Nearly always an ideograph or a digit stands here.
        while let Some(c) =
            self.peek().filter(|c| !matches!(c, '\u{4e00}'..='\u{9fff}' | '0'..='9'))
        {
            let rest = &self.text[self.at..self.end];
            let len = if rest.starts_with(['<', '&']) { markup(rest) } else { 0 };
            match len {
                0 if is_space(c)
                    || matches!(c, '*' | '_' | '`' | '#' | '\\' | '\u{fe0f}' | '\u{20e3}') =>
                {
                    self.skip(c)
                }
                0 => return,
                len => self.at += len,
            }
        }
    }

    /// Whether an ideographic comma directly follows the character `c` here.
    fn is_before_comma(&self, c: char) -> bool {
        self.text[self.at + self.len(c)..self.end].starts_with(['、', '﹑', '､', '丶'])
    }

    /// Reads the number here. 0 is a number that is too large.
    fn number(&mut self) -> Option<(Script, u8)> {
        let first = self.peek()?;
        let script = Script::of(first)?;
        match script {
            Script::Single => {
                self.skip(first);
                return Some((script, single(first).unwrap_or(0)));
            }
            Script::Dash | Script::Unknown => {
                let is_number = self.is_before_comma(first);
                self.skip(first);
                return is_number.then_some((script, u8::from(script == Script::Dash)));
            }
            _ => {}
        }
        let read = fold(first);
        let from = self.at;
        self.skip(first);
        while let Some(c) = self.peek().filter(|&c| script.has(c)) {
            self.skip(c);
            // Numbers of sections are shorter.
            if self.at - from > 12 {
                return None;
            }
        }
        let mut digits = Reader { text: self.text, at: from, end: self.at };
        let digits = || {
            std::iter::from_fn(move || {
                let digit = digits.peek()?;
                digits.skip(digit);
                Some(digit)
            })
        };
        let value = match script {
            Script::Arabic => digits().fold(0, |value: u32, c| {
                (value * 10 + fold(c).to_digit(10).unwrap_or(0)).min(1000)
            }),
            Script::Chinese => in_tens(digits().filter_map(|c| chinese(fold(c)))),
            Script::Financial => in_tens(digits().filter_map(|c| financial(fold(c)))),
            Script::Roman => in_roman(digits().filter_map(roman)),
            Script::Stem => "甲乙丙丁戊己"
                .chars()
                .zip(1..)
                .find(|(stem, _)| *stem == read)
                .map_or(0, |(_, value)| value),
            Script::Letter => read.to_ascii_lowercase() as u32 - 'a' as u32 + 1,
            Script::Dash | Script::Single | Script::Unknown => 0,
        };
        Some((script, u8::try_from(value).unwrap_or(0)))
    }
}

impl Script {
    /// The script of a number with this first character.
    fn of(first: char) -> Option<Self> {
        let read = fold(first);
        Some(match read {
            '0'..='9' => Self::Arabic,
            'I'
            | 'i'
            | 'V'
            | 'v'
            | 'X'
            | 'x'
            | '\u{2160}'..='\u{216b}'
            | '\u{2170}'..='\u{217b}' => Self::Roman,
            'A'..='J' | 'a'..='j' => Self::Letter,
            '-' | 'ー' => Self::Dash,
            _ if !is_letter(read) => return single(first).map(|_| Self::Single),
            _ if chinese(read).is_some() => Self::Chinese,
            _ if financial(read).is_some() => Self::Financial,
            '甲' | '乙' | '丙' | '丁' | '戊' | '己' => Self::Stem,
            _ if single(first).is_some() => Self::Single,
            _ => Self::Unknown,
        })
    }

    /// Whether a number in this script may continue with `c`.
    fn has(self, c: char) -> bool {
        let read = fold(c);
        match self {
            Self::Arabic => read.is_ascii_digit(),
            Self::Chinese => chinese(read).is_some() || read == '0',
            Self::Financial => financial(read).is_some(),
            Self::Roman => roman(c).is_some(),
            Self::Stem => false,
            Self::Letter => matches!(read, 'A'..='J' | 'a'..='j'),
            Self::Dash | Self::Single | Self::Unknown => false,
        }
    }
}

/// The value of 一 to 十, of 廿 and 卅, and of a character that looks like 二.
fn chinese(folded: char) -> Option<u32> {
    Some(match folded {
        '一' => 1,
        '二' | 'ニ' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '廿' => 20,
        '卅' => 30,
        _ => return None,
    })
}

fn financial(folded: char) -> Option<u32> {
    Some(match folded {
        '壹' | '壱' | '弌' => 1,
        '贰' | '貳' | '弐' | '貮' | '弍' => 2,
        '叁' | '參' | '参' | '叄' | '弎' => 3,
        '肆' => 4,
        '伍' => 5,
        '陆' | '陸' => 6,
        '柒' => 7,
        '捌' => 8,
        '玖' => 9,
        '拾' => 10,
        _ => return None,
    })
}

/// The value of digits below ten, with ten or tens between: 二十一, 一二.
fn in_tens(values: impl Iterator<Item = u32>) -> u32 {
    let (mut tens, mut ones) = (0, 0);
    for value in values {
        match value {
            10 => (tens, ones) = (tens + 10 * ones.max(1), 0),
            20 | 30 => tens += value,
            digit => ones = (ones * 10 + digit).min(1000),
        }
    }
    (tens + ones).min(1000)
}

/// The value of a character of a Roman number. The characters from U+2160 are whole numbers.
fn roman(c: char) -> Option<u32> {
    Some(match fold(c) {
        'I' | 'i' => 1,
        'V' | 'v' => 5,
        'X' | 'x' => 10,
        whole @ '\u{2160}'..='\u{216b}' => whole as u32 - 0x215f,
        whole @ '\u{2170}'..='\u{217b}' => whole as u32 - 0x216f,
        _ => return None,
    })
}

fn in_roman(values: impl Iterator<Item = u32>) -> u32 {
    let (mut sum, mut last) = (0, u32::MAX);
    for value in values {
        // A smaller number before a greater number is subtracted: IV.
        sum = if value > last { sum + value - 2 * last } else { sum + value };
        last = value;
    }
    sum
}

/// The value of a number in one character.
fn single(c: char) -> Option<u8> {
    // Ideographs are frequent.
    if matches!(c, '\u{4e00}'..='\u{9fff}') {
        return None;
    }
    let of = |first: char, least: u32| u8::try_from(c as u32 - first as u32 + least).ok();
    match c {
        '①'..='⑳' => of('①', 1),
        '⑴'..='⒇' => of('⑴', 1),
        '⒈'..='⒛' => of('⒈', 1),
        '⒜'..='⒵' => of('⒜', 1),
        'Ⓐ'..='Ⓩ' => of('Ⓐ', 1),
        'ⓐ'..='ⓩ' => of('ⓐ', 1),
        '⓵'..='⓾' => of('⓵', 1),
        '❶'..='❿' => of('❶', 1),
        '➀'..='➉' => of('➀', 1),
        '➊'..='➓' => of('➊', 1),
        '〡'..='〩' => of('〡', 1),
        '㈠'..='㈩' => of('㈠', 1),
        '㊀'..='㊉' => of('㊀', 1),
        '\u{1f101}'..='\u{1f10a}' => of('\u{1f101}', 0),
        _ => None,
    }
}

fn opens(folded: char) -> bool {
    matches!(folded, '(' | '[' | '{' | '<' | '‹' | '《' | '〈' | '「' | '『')
}

fn closes(folded: char) -> bool {
    matches!(folded, ')' | ']' | '}' | '>' | '›' | '》' | '〉' | '」' | '』')
}

fn is_dash(folded: char) -> bool {
    matches!(folded, '-' | 'ー')
}

/// Whether the character is a common typing mistake for 、.
fn is_stroke(c: char) -> bool {
    matches!(fold(c), '丶' | 'ヽ' | '〃')
}

/// Length in bytes of the word that closes a number: 部分, 章. 0 without such a word.
fn closing_word(text: &str) -> usize {
    const WORDS: [&str; 12] =
        ["部分", "章", "节", "節", "篇", "条", "條", "项", "項", "点", "款", "是"];
    WORDS.iter().find(|word| text.starts_with(**word)).map_or(0, |word| word.len())
}
