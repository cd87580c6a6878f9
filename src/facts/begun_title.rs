//! A title that is being typed.

use crate::text::{fold, is_letter, is_space};

/// The longest name of an organ.
const LONGEST_ORGAN: usize = 30;

/// The organ and the year of a title of which no more may be there than its beginning; `None` where
/// it is that of something else.
pub fn begun_title(line: &str) -> Option<(String, Option<i32>)> {
    let typed = line.trim_matches(|c| matches!(c, '#' | '*') || is_space(c));
    let year = typed.char_indices().find_map(|(at, _)| {
        let digits = typed
            .get(at..at + 4)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        Some((at, digits.parse().ok().filter(|year| (2019..2100).contains(year))?))
    });
    let end = year
        .map(|(at, _)| at)
        .or_else(|| typed.find("政府信息公开").filter(|&at| at > 0))
        .unwrap_or(typed.len());
    // Latin letters are what the report is called by.
    let organ = typed[..end].trim_end_matches(|c: char| is_space(c) || c.is_ascii_alphabetic());
    (organ.chars().count() <= LONGEST_ORGAN && organ.chars().all(|c| is_letter(fold(c))))
        .then(|| (organ.to_owned(), year.map(|(_, year)| year)))
}
