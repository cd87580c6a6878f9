//! Numbers in half-width and full-width digits and in Chinese numerals.

use super::page::page_inside;
use crate::text::{fold, gap, is_space, visible};

/// `value` in the digits of `like`: half width, full width, or Chinese numerals, with a leading
/// zero if `like` has one. `like` is a year if it has more than three characters. Marks of bold
/// words, tags and a page number inside `like` stay.
pub fn written_like(like: &str, value: i32) -> String {
    if let Some(page) = page_inside(like) {
        let (before, behind) = (&like[..page.start], &like[page.end..]);
        let plain = plainly_like(&[before, behind].concat(), value);
        let part =
            plain.char_indices().nth(visible(before).count()).map_or(plain.len(), |(at, _)| at);
        return [
            &among_markup(before, &plain[..part]),
            page.of(like),
            &among_markup(behind, &plain[part..]),
        ]
        .concat();
    }
    let plain = plainly_like(like, value);
    let has_markup = like.contains(['*', '<', '&']);
    if has_markup { among_markup(like, &plain) } else { plain }
}

/// `plain` with the marks and tags of `like`. Each character replaces a character of `like`, and
/// further characters follow the last one.
fn among_markup(like: &str, plain: &str) -> String {
    let (mut out, mut rest, mut new, mut left) =
        (String::new(), like, plain.chars(), visible(like).count());
    while let Some(c) = rest.chars().next() {
        let len = gap(rest);
        if len == 0 {
            left -= 1;
            out.extend(new.by_ref().take(if left == 0 { plain.len() } else { 1 }));
        } else if !is_space(c) {
            out += &rest[..len];
        }
        rest = &rest[len.max(c.len_utf8())..];
    }
    out
}

fn plainly_like(like: &str, value: i32) -> String {
    let visible = || visible(like);
    let decimal = if visible().count() == 2 && visible().next().map(fold) == Some('0') {
        format!("{value:02}")
    } else {
        value.to_string()
    };
    if visible().any(|c| ('０'..='９').contains(&c)) {
        return decimal
            .chars()
            .filter_map(|digit| digit.to_digit(10))
            .filter_map(|digit| char::from_u32(0xff10 + digit))
            .collect();
    }
    if !visible().map(fold).any(|c| c == '十' || chinese_digit(c).is_some()) {
        return decimal;
    }
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if visible().count() > 3 {
        let zero = visible().find(|&c| digit(fold(c)) == Some(0)).unwrap_or('〇').to_string();
        return decimal
            .chars()
            .filter_map(|c| c.to_digit(10))
            .map(|digit| if digit == 0 { &zero } else { DIGITS[digit as usize] })
            .collect();
    }
    let (tens, ones) = (value.clamp(0, 99) as usize / 10, value.clamp(0, 99) as usize % 10);
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        _ => format!("{}十", DIGITS[tens]),
    };
    tens + DIGITS[ones]
}

/// A small number, read character by character.
#[derive(Default)]
pub(super) struct Numeral {
    chars: [char; 3],
    len: usize,
    overflow: bool,
}

impl Numeral {
    /// Whether `c` is part of the number. `c` is folded.
    pub(super) fn push(&mut self, c: char) -> bool {
        if !(c == '十' || c == '元' || digit(c).or(mistaken(c)).is_some()) {
            return false;
        }
        // A fourth character makes the number too long, so further characters need no reading.
        match self.chars.get_mut(self.len) {
            Some(place) => *place = c,
            None if self.overflow => return false,
            None => self.overflow = true,
        }
        self.len = (self.len + 1).min(3);
        true
    }

    pub(super) fn value(&self) -> Option<i32> {
        let digit = |c: char| digit(c).or(mistaken(c)).map(i32::from);
        match self.chars[..self.len] {
            _ if self.overflow => None,
            ['元'] => Some(1),
            ['十'] => Some(10),
            [a] => digit(a),
            ['十', b] => Some(10 + digit(b)?),
            [a, '十'] => Some(10 * digit(a)?),
            [a, b] => Some(10 * digit(a)? + digit(b)?),
            [a, '十', b] => Some(10 * digit(a)? + digit(b)?),
            _ => None,
        }
    }
}

/// The value of a folded digit or Chinese numeral below ten.
pub(super) fn digit(folded: char) -> Option<u8> {
    match folded {
        '0'..='9' => Some(folded as u8 - b'0'),
        _ => chinese_digit(folded),
    }
}

/// The digit meant by a mistyped or misrecognized folded letter: 1 for l and I, 0 for O, and
/// letters of other scripts with the shape of digits.
pub fn mistaken(folded: char) -> Option<u8> {
    match folded {
        'l' | 'I' | 'І' | 'і' | 'Ӏ' | 'Ι' | 'ӏ' => Some(1),
        'O' | 'o' | 'О' | 'о' | 'Ο' | 'ο' => Some(0),
        'З' | 'з' | 'Ӡ' | 'Ʒ' | 'Ȝ' => Some(3),
        'Ƨ' => Some(2),
        'б' => Some(6),
        _ => None,
    }
}

fn chinese_digit(folded: char) -> Option<u8> {
    let digits = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    (1..).zip(digits).find(|(_, digit)| *digit == folded).map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_the_digits_of_others() {
        for (like, value, expected) in [
            ("2020", 2021, "2021"),
            ("２０２０", 2021, "２０２１"),
            ("二〇二〇", 2021, "二〇二一"),
            ("二○二○", 2030, "二○三○"),
            ("二零二一", 2020, "二零二零"),
            ("二十一", 31, "三十一"),
            ("十一", 12, "十二"),
            ("⼗⼀", 12, "十二"),
            ("十", 1, "一"),
            ("01", 1, "01"),
            ("02", 12, "12"),
            ("2", 1, "1"),
            ("21", 31, "31"),
            ("20**20**", 2021, "20**21**"),
            ("<b>1</b>", 12, "<b>12</b>"),
            ("**1**2", 1, "**1**"),
            ("2\n- 1 -\n020", 2021, "2\n- 1 -\n021"),
            ("2０\n- 1 -\n２０", 2021, "２０\n- 1 -\n２１"),
            ("1\n- 1 -\n1", 1, "1\n- 1 -\n"),
        ] {
            assert_eq!(written_like(like, value), expected);
        }
    }

    #[test]
    fn small_numbers_are_read() {
        let value = |text: &str| {
            let mut numeral = Numeral::default();
            text.chars().for_each(|c| _ = numeral.push(c));
            numeral.value()
        };
        for (text, expected) in [
            ("7", 7),
            ("07", 7),
            ("31", 31),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("三十一", 31),
            ("一二", 12),
            ("元", 1),
        ] {
            assert_eq!(value(text), Some(expected), "{text}");
        }
        for text in ["", "123", "十十", "元一", "三十一一", "1234567"] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
