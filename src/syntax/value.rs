//! Numbers and other values in a line.

use super::delimiter::Delimiter;
use super::token::tokens;
use crate::standard::Standard;
use crate::text::{TextRange, fold, is_space, letters_hash, stated};

/// Whether a text can be the value of a cell: a number in any notation, with or without a unit, or
/// a mark for nothing.
pub fn is_value(cell: &str) -> bool {
    // Nearly every value is an ASCII number.
    if !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit()) {
        return true;
    }
    let mut read = cell.chars().filter(|&c| !is_space(c)).map(fold).peekable();
    if read.next_if(|c| matches!(c, '+' | '增' | '减')).is_some() {
        read.next_if_eq(&'加');
        read.next_if_eq(&'少');
    }
    let (mut digits, mut last, mut units) = (0, '\0', 0);
    for c in read.by_ref() {
        match c {
            '0'..='9' if units == 0 => digits += 1,
            '.' | ',' | '\'' | '-' if units == 0 => {}
            '件' | '项' | '个' | '宗' | '条' | '份' | '万' | '元' | '%' if digits > 0 => {
                units += 1
            }
            '/' | '\\' | '无' if last == '\0' => {}
            '<' | '&' | '\\' => return is_value_among_markup(cell),
            // The mark of a note behind a number.
            _ if last.is_ascii_digit() && (c == '[' || !c.is_ascii()) => {
                return is_value_among_markup(cell);
            }
            _ => return false,
        }
        last = c;
    }
    // "1." is the number of an item. "-" and "/" are marks for nothing.
    if digits == 0 {
        matches!(last, '-' | '/' | '\\' | '无')
    } else {
        !matches!(last, '.' | ',' | '\'') && units <= 2
    }
}

/// Whether a cell holds only a mark for nothing: `—`, `/`, `无`.
pub(crate) fn is_blank_mark(cell: &str) -> bool {
    const LONGEST: usize = 24;
    let is_mark = |c: char| matches!(fold(c), '-' | '/' | '\\' | '无');
    !cell.is_empty()
        && cell.len() <= LONGEST
        && cell.chars().all(|c| is_space(c) || is_mark(c))
        && cell.chars().any(is_mark)
}

/// The values of a range, separated by spaces. A number and the unit behind it are one value.
pub fn values(text: &str, range: TextRange) -> impl Iterator<Item = TextRange> + '_ {
    let mut all = tokens(text, range).peekable();
    std::iter::from_fn(move || {
        let value = all.next()?;
        let unit = all.next_if(|unit| is_unit(unit.of(text)) && ends_with_digit(value.of(text)));
        Some(unit.map_or(value, |unit| value.cover(unit)))
    })
}

/// The same as [`values`] for an ASCII range, the usual case: no unit occurs, and a byte is a
/// character.
pub fn ascii_values(text: &str, range: TextRange) -> impl Iterator<Item = TextRange> + '_ {
    // Control characters count as spaces.
    let is_blank = |byte: &u8| *byte <= b' ' || *byte == 0x7f;
    let mut rest = range.of(text).as_bytes();
    std::iter::from_fn(move || {
        while let [first, behind @ ..] = rest
            && is_blank(first)
        {
            rest = behind;
        }
        let start = range.end - rest.len();
        while let [first, behind @ ..] = rest
            && !is_blank(first)
        {
            rest = behind;
        }
        let end = range.end - rest.len();
        (start < end).then_some(TextRange::new(start, end))
    })
}

fn is_unit(word: &str) -> bool {
    matches!(word, "件" | "项" | "个" | "宗" | "条" | "份" | "元" | "万元")
}

fn ends_with_digit(word: &str) -> bool {
    word.chars().next_back().is_some_and(|c| fold(c).is_ascii_digit())
}

/// The same as [`is_value`] for a cell with markup or the mark of a note: `300<br>1`, `5①`.
fn is_value_among_markup(cell: &str) -> bool {
    stated(cell).is_some_and(|says| !says.contains(['<', '&']) && is_value(&says))
}

/// The start of the values at the end of a line. `None` if the line ends with words.
///
/// A short word behind two values counts as a badly written value.
pub fn values_begin(text: &str, line: TextRange, standard: &Standard) -> Option<usize> {
    if let Some(start) = plain_values_begin(text, line) {
        return Some(start);
    }
    let (mut begin, mut doubtful) = (None, None);
    let mut all = tokens(text, line).rev().peekable();
    while let Some(mut token) = all.next() {
        if is_unit(token.of(text))
            && let Some(number) =
                all.next_if(|number| ends_with_digit(number.of(text)) && is_value(number.of(text)))
        {
            token = number.cover(token);
        }
        let word = token.of(text);
        if is_value(word) {
            begin = Some((token.start, doubtful.take().is_some()));
        } else if doubtful.is_none()
            && word.chars().count() <= 3
            && standard.vocabulary().terms(letters_hash(word).0).is_empty()
            && !begin.is_some_and(|(_, bridged)| bridged)
        {
            doubtful = Some(token);
        } else {
            break;
        }
    }
    // A line may bridge a doubtful word only if two or more values stand before the word.
    let (start, bridged) = begin?;
    if !bridged {
        return Some(start);
    }
    let mut plain = None;
    let mut leading = 0;
    for token in tokens(text, TextRange::new(start, line.end)) {
        if is_value(token.of(text)) {
            leading += usize::from(plain.is_none());
        } else {
            plain = Some(token.end);
        }
    }
    let after = plain.and_then(|end| tokens(text, TextRange::new(end, line.end)).next());
    if leading >= 2 { Some(start) } else { after.map(|token| token.start) }
}

/// The same as [`values_begin`] for the most frequent row: plain numbers behind a word of more than
/// three characters. The last character of the word must not occur in values. The function reads
/// only the end of the line.
pub(super) fn plain_values_begin(text: &str, line: TextRange) -> Option<usize> {
    let bytes = line.of(text).as_bytes();
    let run = bytes
        .iter()
        .rposition(|byte| !byte.is_ascii_digit() && *byte != b' ')
        .map_or(0, |at| at + 1);
    let parted = run + memchr::memchr(b' ', &bytes[run..])?;
    let start = parted + bytes[parted..].iter().position(|byte| *byte != b' ')?;
    let mut word = text[line.start..line.start + parted].chars().rev();
    let last = word.next().filter(|&c| !is_space(c)).map(fold)?;
    let is_word = !ends_like_a_value(last)
        && last != '万'
        && word.take(3).filter(|&c| !is_space(c)).count() == 3;
    is_word.then_some(line.start + start)
}

/// The start of the plain numbers between pipes or tabs at the end of a row, with the edge, and the
/// delimiter. No whole character is read.
pub(super) fn plain_cells_begin(row: &[u8]) -> Option<(usize, Delimiter)> {
    row.last().filter(|byte| byte.is_ascii_digit() || **byte == b'|')?;
    let is_of_number = |byte: u8| byte.is_ascii_digit() || byte == b' ';
    let mark = *row.iter().rfind(|byte| !is_of_number(**byte))?;
    let delimiter = match mark {
        b'|' => Delimiter::Pipe,
        b'\t' => Delimiter::Tab,
        _ => return None,
    };
    let outside = row.iter().rposition(|&byte| !is_of_number(byte) && byte != mark);
    Some((outside.map_or(0, |at| at + 1), delimiter))
}

pub(super) fn ends_like_a_value(last: char) -> bool {
    matches!(
        last,
        '0'..='9' | '-' | '/' | '\\' | '无' | '件' | '项' | '个' | '宗' | '条' | '份' | '元' | '%'
    ) || last.is_ascii_alphabetic()
}
