//! Numbers of lists, which the word processor makes.

use crate::diagnostic::{Change, Edit, Fix, apply};
use crate::source::{Marked, Origin};
use crate::text::{TextRange, is_space};

/// The words for a clone of the element with this text, without the number that a list gives to the
/// clone. `None` if the words have no such number.
pub(super) fn without_number<'w>(
    source: &Marked,
    text: TextRange,
    words: &'w str,
) -> Option<&'w str> {
    let first = source.projection.runs_in(text).next();
    let number = first.filter(|run| run.origin == Origin::Made && text.contains(run.text));
    let Some(number) = number.map(|run| run.text.of(source.projection.text())) else {
        return Some(words);
    };
    let start = number.find(is_numeral)?;
    let (before, rest) = number.split_at(start);
    let behind = rest.trim_start_matches(is_numeral);
    let words = words.strip_prefix(before)?;
    let rest = words.trim_start_matches(is_numeral);
    // Between a number and its words, people see no space.
    rest.strip_prefix(behind).or_else(|| rest.strip_prefix(behind.trim_end()))
}

/// Whether the text of a document with numbered lists will be that of the fix. The lists count on
/// by themselves, so that the numbers of other lines may change, unless the fix changes them.
pub(super) fn count_on(source: &Marked, fix: &Fix, edits: &[Edit]) -> bool {
    if !matches!(fix.change(), Some(Change::Rows(_) | Change::Sections(_))) {
        return true;
    }
    let wanted = apply(source.projection.text(), fix.edits());
    let Some(mended) = source.text_after(edits) else { return false };
    let (wanted, mended) = (written_lines(&wanted), written_lines(&mended));
    let changed: Vec<String> =
        fix.edits().iter().flat_map(|edit| written_lines(&edit.content)).collect();
    let is_same = |(wanted, mended): (&String, &String)| {
        let is_other = fix.words().is_empty() && !changed.contains(wanted);
        wanted == mended || is_other && unnumbered(wanted).eq(unnumbered(mended))
    };
    wanted.len() == mended.len() && wanted.iter().zip(&mended).all(is_same)
}

/// The lines with words, without spaces: a space may stand behind a number.
fn written_lines(text: &str) -> Vec<String> {
    let without_spaces =
        |line: &str| line.trim().chars().filter(|c| *c == '\t' || !is_space(*c)).collect();
    text.lines().map(without_spaces).filter(|line: &String| !line.is_empty()).collect()
}

fn unnumbered(line: &str) -> impl Iterator<Item = char> {
    line.chars().filter(|c| !is_numeral(*c))
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "零〇一二三四五六七八九十百１２３４５６７８９０".contains(c)
}
