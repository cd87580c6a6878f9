//! The places of a text at which a number may be left out. Nearly all texts have none, and nothing
//! else of such a text is read.

use super::is_number;
use crate::rules::prose::text_blocks;
use crate::standard::Blank;
use crate::syntax::Part;
use crate::text::{fold, is_letter, is_space};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::sync::LazyLock;

/// The units of numbers in a plain text and the wide percent sign, as [`fold`] reads them.
const UNITS: [&str; 18] = [
    "条", "條", "件", "份", "篇", "次", "起", "宗", "项", "項", "期", "场", "場", "个", "個", "人",
    "元", "％",
];

/// Signs in the place of a year, and the ends of bold words and markup, which count as nothing. 年
/// alone stands in nearly every line.
const YEARS: [&str; 8] = ["X年", "x年", "×年", "Ｘ年", "ｘ年", "*年", ">年", ";年"];

/// Leftmost matches let the automaton compare many bytes at once, whatever its kind.
static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .kind(Some(AhoCorasickKind::NoncontiguousNFA))
        .build(UNITS.iter().chain(&YEARS))
        .expect("a few short words")
});

/// The places of the units that may lack a number, in order. A line of the part that is not plain
/// may lack more numbers; see [`crate::text::is_plain`].
pub(super) fn spots(text: &str, part: &Part, blank: &Blank) -> Vec<usize> {
    let mut spots = Vec::new();
    for (_, block) in text_blocks(part) {
        spots.extend(spots_in(block.of(text), blank).map(|at| block.start + at));
    }
    spots.sort_unstable();
    spots
}

/// The places in a text, the percent signs behind the other units.
fn spots_in<'a>(source: &'a str, blank: &'a Blank) -> impl Iterator<Item = usize> + 'a {
    let percents = memchr::memchr_iter(b'%', source.as_bytes());
    // All units have three bytes.
    let units = WORDS.find_iter(source).map(|word| word.end() - "年".len());
    units.chain(percents).filter(move |&at| may_lack(source, at, blank))
}

/// Whether the unit at `at` may lack its number. Reads the characters on both sides of the unit.
fn may_lack(text: &str, at: usize, blank: &Blank) -> bool {
    let (before, rest) = text.split_at(at);
    // A digit stands before nearly every unit of a sentence.
    if before.as_bytes().last().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let Some(unit_here) = rest.chars().next() else { return false };
    let behind = &rest[unit_here.len_utf8()..];
    let unit_here = fold(unit_here);
    let mut has_gap = false;
    let last = before.chars().rev().find(|&c| is_line_end(c) || !skips(c, &mut has_gap));
    let Some(last) = last.filter(|&c| !is_line_end(c)) else { return false };
    // Bold words and markup count as nothing, so other characters stand before the unit.
    if matches!(last, '*' | '>' | ';') {
        return true;
    }
    // ○ folds to a digit.
    let is_ring = last == '○';
    let last = fold(last);
    let ends = |list: &[String]| list.iter().any(|word| word.ends_with(last));
    match unit_here {
        '年' => return matches!(last, 'X' | 'x' | '×'),
        '%' => return ends(&blank.shares),
        _ if is_ring || is_sign(last) => return true,
        _ if !is_letter(last) || is_number(last) || !ends_clause(behind) => return false,
        _ => {}
    }
    has_gap
        || matches!(unit_here, '条' | '篇')
        || ends(&blank.heads)
        || unit_here == '件' && ends(&blank.requested)
}

/// Whether `c` is a space. Notes the gap.
fn skips(c: char, has_gap: &mut bool) -> bool {
    *has_gap |= is_space(c);
    is_space(c)
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

/// Whether the character is the last of a sign in the place of a number: XX, ____, （ ）.
fn is_sign(c: char) -> bool {
    matches!(c, 'X' | 'x' | '×' | '╳' | '✕' | '_' | 'N' | '□' | '●' | '?' | ')')
}

/// Whether a clause may end before `behind`. Markup may hide the end.
fn ends_clause(behind: &str) -> bool {
    let next = behind.chars().find(|&c| is_line_end(c) || !is_space(c));
    next.is_none_or(|c| {
        is_line_end(c)
            || matches!(c, '<' | '&' | '*')
            || matches!(fold(c), ',' | ';' | '。' | ')' | '!')
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Line, blanks, unit};
    use super::*;
    use crate::standard::Standard;
    use crate::text::{TextRange, is_plain};
    use proptest::prelude::*;

    fn line() -> impl Strategy<Value = String> {
        let pieces = vec![
            "共",
            "收到",
            "公开",
            "申请",
            "信息",
            "占",
            "达",
            "率为",
            "X",
            "x",
            "×",
            "_",
            "N",
            "（",
            "）",
            "(",
            ")",
            "○",
            "□",
            "?",
            " ",
            "\u{3000}",
            "件",
            "条",
            "篇",
            "个",
            "期",
            "人",
            "年",
            "%",
            "％",
            "，",
            "。",
            "；",
            "5",
            "５",
            "一",
            "20",
            "*",
            "<b>",
            "</b>",
            "&nbsp;",
            "例",
            "件数",
            "《",
            "》",
            "財政條",
            "机构5条、",
        ];
        let piece = prop::sample::select(pieces);
        prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn a_plain_line_lacks_numbers_at_its_spots_alone(text in line(), is_cut: bool) {
            prop_assert!(is_plain(&text), "{text}");
            let blank = &Standard::official().contents().blank;
            let mut own: Vec<usize> = spots_in(&text, blank).collect();
            own.sort_unstable();
            let line = Line::read(&text, TextRange::new(0, text.len()));
            let all = blanks(&line, (0..line.chars.len()).collect(), is_cut, blank);
            prop_assert_eq!(blanks(&line, line.places(&own), is_cut, blank), all);
        }
    }

    #[test]
    fn the_words_are_all_units_of_a_plain_text() {
        let plain = |is_own: fn(char) -> bool| -> String {
            let own = ('\0'..=char::MAX).filter(|&c| is_own(fold(c)));
            own.filter(|c| !c.is_ascii_punctuation() && is_plain(&c.to_string())).collect()
        };
        let mut units: Vec<char> = UNITS.concat().chars().collect();
        units.sort_unstable();
        assert_eq!(plain(|c| unit(c).is_some() || c == '%'), units.into_iter().collect::<String>());
        assert_eq!(plain(|c| c == '年'), "年");
        let signs: String = YEARS[..5].iter().map(|words| words.trim_end_matches('年')).collect();
        assert_eq!(plain(|c| matches!(c, 'X' | 'x' | '×')), signs);
    }
}
