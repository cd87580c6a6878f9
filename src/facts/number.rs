//! Reads the value in the text of a cell.

use crate::standard::{Column, Kind};
use crate::text::{fold, is_space, stated};

/// The content of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// Empty, or one of `/ - — 无`. Not the same as zero.
    Blank,
    /// A number of the column's kind.
    Number(Number),
    /// Anything else.
    NotANumber,
}

/// A number, and whether the number is written in plain half-width digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// In units. In ten-thousandths for money.
    pub value: i64,
    /// The decimals of money beyond ten-thousandths, counted in units of the last of
    /// [`MOST_DECIMALS`] decimals.
    pub finer: u64,
    pub plain: bool,
}

/// Parts of a unit in a money value.
pub const MONEY_SCALE: i64 = 10_000;
/// The decimals of [`MONEY_SCALE`].
const MONEY_DECIMALS: usize = 4;
/// At most 14 digits. Longer numbers are not values of a report.
const MOST_DIGITS: usize = 14;
/// At most 20 decimals, zeros at the end not counted. A spreadsheet shows 15 digits.
pub const MOST_DECIMALS: usize = 20;

/// Reads the text of a cell in `column`.
pub fn read(text: &str, column: &Column) -> Value {
    if !text.is_empty()
        && text.len() <= MOST_DIGITS
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text.len() == 1 || !text.starts_with('0'))
    {
        let value = text.bytes().fold(0, |value, byte| value * 10 + i64::from(byte - b'0'));
        let value = if column.kind == Kind::Money { value * MONEY_SCALE } else { value };
        return Value::Number(Number { value, finer: 0, plain: true });
    }
    // A number split by a line break is one number. The line break does not make the number less
    // plain.
    if let Some(says) = stated(text) {
        let plain: String = says.chars().filter(|&c| !is_space(c)).collect();
        return if plain.contains(['<', '&']) { Value::NotANumber } else { read(&plain, column) };
    }
    let read: String = text.chars().filter(|&c| !is_space(c)).map(fold).collect();
    if read.is_empty()
        || matches!(read.as_str(), "/" | "\\" | "无")
        || read.chars().all(|c| c == '-')
    {
        return Value::Blank;
    }
    match parse(&read, column) {
        Some((value, finer)) => {
            let plain = plain(value, column.kind);
            Value::Number(Number {
                value,
                finer,
                plain: text == plain
                    || column.kind != Kind::Count
                        && is_plain(split_needed_unit(text, column).0, column.kind),
            })
        }
        None => Value::NotANumber,
    }
}

/// The number in plain half-width digits.
pub fn plain(value: i64, kind: Kind) -> String {
    match kind {
        Kind::Count | Kind::Signed => value.to_string(),
        Kind::Money => {
            let (whole, rest) = (value / MONEY_SCALE, value % MONEY_SCALE);
            if rest == 0 {
                whole.to_string()
            } else {
                format!("{whole}.{rest:04}").trim_end_matches('0').to_owned()
            }
        }
    }
}

/// The number in plain digits: folded, without space, separators and leading zeros, and without a
/// unit unless the column needs a unit. Only the notation changes. `None` if [`read`] finds no
/// number.
pub fn plain_text(text: &str, column: &Column) -> Option<String> {
    let read: String = text.chars().filter(|&c| !is_space(c)).map(fold).collect();
    parse(&read, column)?;
    let unit = split_needed_unit(&read, column).1;
    let digits = strip_unit(&read, column);
    let (sign, digits) = split_sign(digits, column.kind);
    let digits: String = digits.chars().filter(|&c| c != ',').collect();
    let (whole, fraction) = digits
        .split_once('.')
        .map_or((digits.as_str(), None), |(whole, fraction)| (whole, Some(fraction)));
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(match fraction.filter(|_| column.kind == Kind::Money) {
        Some(fraction) => format!("{sign}{whole}.{fraction}{unit}"),
        None => format!("{sign}{whole}{unit}"),
    })
}

fn is_plain(text: &str, kind: Kind) -> bool {
    let (sign, digits) = split_sign(text, kind);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    // A sign in words is as plain as a sign in symbols: the form prescribes neither.
    (sign.is_empty() || kind == Kind::Signed)
        && digits(whole)
        && digits(fraction)
        && (whole == "0" || !whole.starts_with('0'))
}

/// The number, and the decimals of money beyond ten-thousandths.
fn parse(read: &str, column: &Column) -> Option<(i64, u64)> {
    let (sign, digits) = split_sign(strip_unit(read, column), column.kind);
    let (whole, fraction) =
        digits.split_once('.').map_or((digits, ""), |(whole, fraction)| (whole, fraction));
    // A spreadsheet writes 84.0 for 84.
    let is_whole = || !fraction.is_empty() && fraction.bytes().all(|byte| byte == b'0');
    if digits.contains('.') && (fraction.is_empty() || column.kind != Kind::Money && !is_whole()) {
        return None;
    }
    let whole = whole_number(whole)?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match column.kind {
        Kind::Count => Some((whole, 0)),
        Kind::Signed if matches!(sign, "-" | "减" | "减少") => Some((-whole, 0)),
        Kind::Signed => Some((whole, 0)),
        Kind::Money => {
            let fraction = fraction.trim_end_matches('0');
            let fraction = (fraction.len() <= MOST_DECIMALS)
                .then(|| format!("{fraction:0<width$}", width = MOST_DECIMALS))?;
            let (parts, finer) = fraction.split_at(MONEY_DECIMALS);
            let parts: i64 = parts.parse().ok()?;
            Some((whole * MONEY_SCALE + parts, finer.parse().ok()?))
        }
    }
}

/// Digits with thousands separators in the right places, or without separators.
fn whole_number(text: &str) -> Option<i64> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut count = first.len();
    let grouped = text.contains(',');
    if first.is_empty() || !digits(first) || grouped && first.len() > 3 {
        return None;
    }
    let mut value = first
        .bytes()
        .take(MOST_DIGITS)
        .fold(0i64, |value, byte| value * 10 + i64::from(byte - b'0'));
    for group in groups {
        if group.len() != 3 || !digits(group) {
            return None;
        }
        count += 3;
        if count > MOST_DIGITS {
            return None;
        }
        value = group.bytes().fold(value, |value, byte| value * 10 + i64::from(byte - b'0'));
    }
    (count <= MOST_DIGITS).then_some(value)
}

fn strip_unit<'a>(read: &'a str, column: &Column) -> &'a str {
    column.units.iter().find_map(|unit| read.strip_suffix(unit.as_str())).unwrap_or(read)
}

/// The number and its unit, in a money column without a fixed unit (采购总金额): the cell must name
/// the unit.
fn split_needed_unit<'a>(text: &'a str, column: &Column) -> (&'a str, &'a str) {
    let digits = if column.kind == Kind::Money && column.units.len() > 1 {
        strip_unit(text, column)
    } else {
        text
    };
    (digits, &text[digits.len()..])
}

fn split_sign(text: &str, kind: Kind) -> (&str, &str) {
    let signs: &[&str] =
        if kind == Kind::Signed { &["+", "-", "增加", "减少", "增", "减"] } else { &[] };
    let sign =
        signs.iter().find(|sign| text.starts_with(**sign)).map_or("", |sign| &text[..sign.len()]);
    (sign, &text[sign.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::Standard;

    fn count(text: &str) -> Value {
        read(text, &Standard::official().form(2021).tables[1].columns(0)[0])
    }

    #[test]
    fn counts() {
        let number = |value, plain| Value::Number(Number { value, finer: 0, plain });
        assert_eq!(count("0"), number(0, true));
        assert_eq!(count("12"), number(12, true));
        for (text, value) in [
            ("１２", 12),
            ("1,234", 1234),
            ("1，234", 1234),
            ("1 2", 12),
            ("007", 7),
            ("3件", 3),
            ("00", 0),
            ("3.0", 3),
            ("84.00", 84),
        ] {
            assert_eq!(count(text), number(value, false), "{text}");
        }
        for (text, value) in [
            ("300<br>1", 3001),
            ("12&nbsp;", 12),
            ("&nbsp;7", 7),
            ("5<sup>1</sup>", 5),
            ("5[^1]", 5),
            ("<del>4</del>5", 5),
            ("5①", 5),
        ] {
            assert_eq!(count(text), number(value, true), "{text}");
        }
        for blank in ["", " ", "&nbsp;", "/", "-", "—", "——", "无", "－"] {
            assert_eq!(count(blank), Value::Blank, "{blank}");
        }
        for text in [
            "-3",
            "1.5",
            "3.05",
            "3.",
            "若干",
            "O",
            "12,34",
            "1,2345",
            "3万",
            "123456789012345",
            "+1",
            "二",
            "<3",
            "3<br",
            "A&B",
            "①",
            "5<sup>1",
            "[^1]",
        ] {
            assert_eq!(count(text), Value::NotANumber, "{text}");
        }
    }

    #[test]
    fn money_has_ten_thousandths() {
        let fee = &Standard::official().form(2021).tables[0].columns(5)[0];
        for (text, value, is_plain) in [
            ("0.0000", 0, true),
            ("59237.2449", 592_372_449, true),
            ("52.15", 521_500, true),
            ("52.15万元", 521_500, false),
            ("1,000.5", 10_005_000, false),
        ] {
            let number = Number { value, finer: 0, plain: is_plain };
            assert_eq!(read(text, fee), Value::Number(number), "{text}");
        }
        for (text, value, finer) in [
            ("1.234567", 12_345, 6_700_000_000_000_000),
            ("0.00005", 0, 5_000_000_000_000_000),
            ("0.00000000000000000001", 0, 1),
            ("1.2345000000000000000000", 12_345, 0),
        ] {
            let number = Number { value, finer, plain: true };
            assert_eq!(read(text, fee), Value::Number(number), "{text}");
        }
        for text in ["251000元", "-5", "1.", ".5", "0.000000000000000000001"] {
            assert_eq!(read(text, fee), Value::NotANumber, "{text}");
        }
        assert_eq!(plain_text("1,000.50 万元", fee).as_deref(), Some("1000.50"));
    }

    #[test]
    fn money_keeps_the_unit_that_no_header_names() {
        let procurement = Standard::official().form(2019).tables[0].rows.len() - 1;
        let spent = &Standard::official().form(2019).tables[0].columns(procurement)[1];
        for (text, is_plain) in [
            ("976.81万元", true),
            ("251000元", true),
            ("52.15", true),
            ("1,000元", false),
            ("９万元", false),
        ] {
            let Value::Number(number) = read(text, spent) else { panic!("{text}") };
            assert_eq!(number.plain, is_plain, "{text}");
        }
        assert_eq!(plain_text("1,000 元", spent).as_deref(), Some("1000元"));
    }

    #[test]
    fn changes_are_signed() {
        let change = &Standard::official().form(2019).tables[0].columns(2)[1];
        for (text, value) in [("+1036", 1036), ("-8", -8), ("减4", -4), ("增加3", 3), ("0", 0)] {
            assert_eq!(
                read(text, change),
                Value::Number(Number { value, finer: 0, plain: true }),
                "{text}"
            );
        }
        let number = Number { value: -8, finer: 0, plain: false };
        assert_eq!(read("－8", change), Value::Number(number));
    }
}
