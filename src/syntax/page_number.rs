//! Lines with only the number of a page.

use crate::text::{fold, is_letter, is_space, letters_of};

/// Whether a line is a page number: `- 3 -`, `第3页`, `3 / 10`, `第 3 页 共 10 页`.
pub(crate) fn is_page_number(source: &str) -> bool {
    if source.len() > 60 {
        return false;
    }
    // No other ASCII character is read as a dash or a slash.
    if source.is_ascii() && !source.contains(['-', '~', '/']) {
        return false;
    }
    // A page number has no other letters. The first word of nearly every line has another letter,
    // so the loop ends there.
    if letters_of(source).any(|letter| !matches!(letter, '0'..='9' | '第' | '页' | '共')) {
        return false;
    }
    let read: String = source.chars().filter(|&c| !is_space(c)).map(fold).collect();
    // 5 0 4 / 0 0 9 is a row of values. In a page number, the page and the number of pages are one
    // word each.
    if source
        .split(is_space)
        .filter(|word| word.starts_with(|c: char| fold(c).is_ascii_digit()))
        .count()
        > 2
    {
        return false;
    }
    let page = |text: &str| {
        !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let dashed = read.trim_start_matches('-').trim_end_matches('-');
    let of =
        |text: &str| text.split_once('/').is_some_and(|(left, right)| page(left) && page(right));
    let counted = read.strip_prefix('第').and_then(|rest| rest.split_once('页'));
    page(dashed) && read.starts_with('-') && read.ends_with('-')
        || of(&read)
        || counted.is_some_and(|(number, rest)| {
            page(number)
                && !rest.chars().any(|c| is_letter(c) && !matches!(c, '共' | '页' | '0'..='9'))
        })
}
