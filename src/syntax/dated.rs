//! Lines with a date at the end, like the last line of a report.

use crate::text::{Folded, TextRange};

/// A line with more letters is a sentence.
const MOST_LETTERS: usize = 40;
/// At most this many bytes are read.
const LONGEST: usize = 400;

/// Whether words are short and end with a whole date. The year may be in digits or in Chinese
/// numerals.
pub(super) fn ends_with_date(text: &str, words: TextRange, letters: usize) -> bool {
    if letters > MOST_LETTERS || words.len() > LONGEST {
        return false;
    }
    let read = Folded::new(text, words).text;
    let Some(rest) = read.trim_end_matches(['.', ')']).strip_suffix('日') else { return false };
    let number = |c: char| c.is_ascii_digit() || "〇一二三四五六七八九十".contains(c);
    let before_day = rest.trim_end_matches(number);
    let Some(before_month) =
        before_day.strip_suffix('月').map(|rest| rest.trim_end_matches(number))
    else {
        return false;
    };
    let Some(before_year) =
        before_month.strip_suffix('年').map(|rest| rest.trim_end_matches(number))
    else {
        return false;
    };
    before_day.len() < rest.len()
        && before_year.len() < before_month.len()
        && !before_year.contains(['。', ',', ';', '至', '到'])
}
