//! How the numbers of lists are written.

use std::borrow::Cow;

/// A way to write a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberFormat {
    #[default]
    Decimal,
    /// 01, 02.
    TwoDigits,
    /// １, ２.
    Wide,
    /// ①, ②.
    Circled,
    /// ⑴, ⑵.
    Bracketed,
    /// ⒈, ⒉.
    Dotted,
    /// 一, 十一, 一百零一.
    Chinese,
    /// 一, 一一, 一〇一.
    ChineseDigits,
    /// 壹, 壹拾壹.
    ChineseLegal,
    /// 甲, 乙.
    Stems,
    /// 子, 丑.
    Branches,
    /// A, B, AA.
    Letters { is_upper: bool },
    /// I, II.
    Roman { is_upper: bool },
    /// No number.
    None,
    /// A mark, in a font of its own.
    Bullet,
}

const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const LEGAL: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] =
    ['子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥'];
const ROMAN: [(u32, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

impl NumberFormat {
    /// The format with this name in a document. Unknown formats are shown in digits.
    pub fn named(name: &str) -> Self {
        match name {
            "decimalZero" => Self::TwoDigits,
            "decimalFullWidth" | "decimalFullWidth2" => Self::Wide,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Self::Circled,
            "decimalEnclosedParen" => Self::Bracketed,
            "decimalEnclosedFullstop" => Self::Dotted,
            "chineseCounting"
            | "chineseCountingThousand"
            | "japaneseCounting"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand"
            | "koreanDigital2" => Self::Chinese,
            "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
                Self::ChineseDigits
            }
            "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => {
                Self::ChineseLegal
            }
            "ideographTraditional" => Self::Stems,
            "ideographZodiac" => Self::Branches,
            "upperLetter" => Self::Letters { is_upper: true },
            "lowerLetter" => Self::Letters { is_upper: false },
            "upperRoman" => Self::Roman { is_upper: true },
            "lowerRoman" => Self::Roman { is_upper: false },
            "none" => Self::None,
            "bullet" => Self::Bullet,
            _ => Self::Decimal,
        }
    }

    /// The number as shown.
    pub fn write(self, number: u32) -> Cow<'static, str> {
        let decimal = || number.to_string();
        let nth = |first: char| char::from_u32(first as u32 + number - 1).map(String::from);
        let cased = |text: String, is_upper| if is_upper { text.to_uppercase() } else { text };
        let out = match self {
            Self::Decimal => decimal(),
            Self::TwoDigits => format!("{number:02}"),
            Self::Wide => decimal().chars().filter_map(wide).collect(),
            Self::Circled if (1..=20).contains(&number) => nth('①').unwrap_or_else(decimal),
            Self::Bracketed if (1..=20).contains(&number) => nth('⑴').unwrap_or_else(decimal),
            Self::Dotted if (1..=20).contains(&number) => nth('⒈').unwrap_or_else(decimal),
            Self::Circled | Self::Bracketed | Self::Dotted => decimal(),
            Self::Chinese if number == 0 => "〇".to_owned(),
            Self::Chinese => {
                let text = counted(number, &DIGITS, ["", "十", "百", "千"], "零");
                // 十一, but 一百一十一.
                text.strip_prefix("一十").map(|rest| format!("十{rest}")).unwrap_or(text)
            }
            Self::ChineseLegal if number == 0 => "零".to_owned(),
            Self::ChineseLegal => counted(number, &LEGAL, ["", "拾", "佰", "仟"], "零"),
            Self::ChineseDigits => {
                decimal().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
            }
            Self::Stems => cycled(number, &STEMS),
            Self::Branches => cycled(number, &BRANCHES),
            Self::Letters { is_upper } => cased(letters(number), is_upper),
            Self::Roman { is_upper } => cased(roman(number), is_upper),
            Self::None | Self::Bullet => String::new(),
        };
        Cow::Owned(out)
    }
}

fn wide(digit: char) -> Option<char> {
    char::from_u32('０' as u32 + digit.to_digit(10)?)
}

/// A number below ten thousand in words; a larger number in digits.
fn counted(number: u32, digits: &[&str; 10], units: [&str; 4], zero: &str) -> String {
    if number > 9999 {
        return number.to_string();
    }
    let mut out = String::new();
    let mut is_skipped = false;
    for (power, unit) in units.iter().enumerate().rev() {
        let digit = (number / 10_u32.pow(power as u32) % 10) as usize;
        if digit == 0 {
            is_skipped = !out.is_empty();
            continue;
        }
        if is_skipped {
            out.push_str(zero);
        }
        is_skipped = false;
        out.push_str(digits[digit]);
        out.push_str(unit);
    }
    out
}

fn cycled(number: u32, names: &[char]) -> String {
    let index = number.saturating_sub(1) as usize % names.len();
    names[index].to_string()
}

/// a, b, …, z, aa, bb: the letter is repeated.
fn letters(number: u32) -> String {
    let index = number.saturating_sub(1);
    let letter = char::from(b'a' + (index % 26) as u8);
    String::from(letter).repeat((index / 26 + 1).min(32) as usize)
}

fn roman(number: u32) -> String {
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let (mut rest, mut out) = (number, String::new());
    for (value, sign) in ROMAN {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_a_word_processor() {
        for (name, number, text) in [
            ("chineseCounting", 1, "一"),
            ("chineseCountingThousand", 10, "十"),
            ("japaneseCounting", 12, "十二"),
            ("chineseCountingThousand", 20, "二十"),
            ("chineseCountingThousand", 111, "一百一十一"),
            ("chineseCountingThousand", 1001, "一千零一"),
            ("ideographDigital", 10, "一〇"),
            ("chineseLegalSimplified", 11, "壹拾壹"),
            ("decimalEnclosedCircle", 3, "③"),
            ("decimalEnclosedCircleChinese", 21, "21"),
            ("decimalFullWidth", 12, "１２"),
            ("decimalZero", 7, "07"),
            ("ideographTraditional", 2, "乙"),
            ("ideographZodiac", 13, "子"),
            ("upperLetter", 27, "AA"),
            ("lowerRoman", 14, "xiv"),
            ("upperRoman", 4, "IV"),
            ("none", 1, ""),
            ("ordinalText", 5, "5"),
        ] {
            assert_eq!(NumberFormat::named(name).write(number), text, "{name}");
        }
        for name in ["chineseCounting", "decimalEnclosedCircle", "upperRoman", "upperLetter"] {
            for number in [0, u32::MAX] {
                NumberFormat::named(name).write(number);
            }
        }
    }
}
