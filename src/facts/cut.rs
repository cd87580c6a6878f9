//! Whether a label is in two parts, broken by the end of a page or by the lines of a cell.

use crate::standard::Label;
use crate::text::{TextRange, floor_char_boundary, fold, is_space, letters_of};

/// At most twelve lines with words lie between the two parts: a page number, a running title and
/// the header of the table may stand between.
const MOST_LINES: usize = 12;
/// At most 4096 bytes lie between the two parts.
const NEARBY: usize = 4096;

/// Whether the words in `pieces` of `text` are a part of the label, and the whole rest stands in
/// the lines above or below. The rest stands in cells of its own or behind the words of a merged
/// cell.
pub fn is_cut(text: &str, pieces: &[TextRange], label: &Label) -> bool {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
    let words: String = pieces.iter().flat_map(|piece| letters_of(piece.of(text))).collect();
    let before =
        || &text[floor_char_boundary(text, first.start.saturating_sub(NEARBY))..first.start];
    let behind = || &text[last.end..floor_char_boundary(text, last.end.saturating_add(NEARBY))];
    !words.is_empty()
        && std::iter::once(&label.letters).chain(&label.variants).any(|whole| {
            let rest = whole
                .split_once(&words)
                .filter(|(start, end)| !(start.is_empty() && end.is_empty()));
            rest.is_some_and(|(start, end)| {
                stands(start, before(), first.of(text), Side::Above)
                    && stands(end, behind(), "", Side::Below)
            })
        })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Above,
    Below,
}

impl Side {
    /// The rest of `words` without `part`, the part nearest to the label.
    fn without<'a>(self, words: &'a str, part: &str) -> Option<&'a str> {
        match self {
            Self::Above => words.strip_suffix(part),
            Self::Below => words.strip_prefix(part),
        }
    }
}

/// Whether the letters of `words` stand in the lines of `text`, beginning at the line nearest to
/// the label, regardless of other lines in between. `text` stands above or below the label,
/// according to `side`.
fn stands(words: &str, text: &str, label: &str, side: Side) -> bool {
    let mut rest = words;
    // The text behind the remaining words.
    let mut next = label;
    let lines: Vec<TextRange> = crate::text::lines(text).collect();
    let nearest: Box<dyn Iterator<Item = &TextRange>> =
        if side == Side::Above { Box::new(lines.iter().rev()) } else { Box::new(lines.iter()) };
    let filled = nearest
        .map(|line| (line.of(text), cells(line.of(text))))
        .filter(|(_, cells)| !cells.is_empty());
    for (line, cells) in filled.take(MOST_LINES) {
        if rest.is_empty() {
            break;
        }
        // The longest run first: a space may split the words of one cell.
        let runs = (0..cells.len())
            .flat_map(|start| (start..cells.len()).rev().map(move |end| start..end + 1));
        let part = runs.map(|run| cells[run].concat()).find(|part| is_part(rest, part, side));
        if let Some(left) = part.and_then(|part| side.without(rest, &part)) {
            (rest, next) = (left, line.trim_start_matches(is_space));
        } else if side == Side::Above
            && (ends_glued(&cells, rest) || ends_with_number(line, rest, next))
        {
            return true;
        }
    }
    rest.is_empty()
}

/// Whether a cell ends with `words`, behind the words of a merged cell.
fn ends_glued(cells: &[String], words: &str) -> bool {
    words.chars().nth(1).is_some() && cells.iter().any(|cell| cell.ends_with(words))
}

/// Whether a line ends with the number of an item. The following words must begin with the mark
/// behind the number: `（三）不予公开 1`, `.属于国家秘密`.
fn ends_with_number(line: &str, number: &str, next: &str) -> bool {
    let is_digit = |c: char| fold(c).is_ascii_digit();
    let parted = line.trim_end_matches(is_space).strip_suffix(number);
    next.starts_with(|c| matches!(fold(c), '.' | '、' | ','))
        && number.chars().all(is_digit)
        && parted.is_some_and(|head| !head.ends_with(is_digit))
}

/// Whether `part` is the whole of `words`, or at least two letters at the end nearest to the label.
fn is_part(words: &str, part: &str, side: Side) -> bool {
    part == words || part.chars().nth(1).is_some() && side.without(words, part).is_some()
}

/// The letters of the words in a line, split at spaces and rules. A number is a value, unless the
/// mark of an item follows.
fn cells(line: &str) -> Vec<String> {
    /// At most 16 words. A line with more words is a sentence.
    const MOST_WORDS: usize = 16;
    let words = line.split(|c| is_space(c) || fold(c) == '|').filter(|word| {
        let is_item =
            || word.chars().next_back().is_some_and(|c| matches!(fold(c), '.' | '、' | ',' | ')'));
        word.chars().map(fold).any(|c| c.is_alphabetic())
            || word.contains(|c: char| fold(c).is_ascii_digit()) && is_item()
    });
    words.take(MOST_WORDS).map(|word| letters_of(word).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::Standard;

    /// Whether the words in ⟦ ⟧ are a part of the label `official` and the rest stands near.
    fn is_part_of(marked: &str, official: &str) -> bool {
        let start = marked.find('⟦').expect("the start");
        let text = marked.replace(['⟦', '⟧'], "");
        let end = marked.find('⟧').expect("the end") - '⟦'.len_utf8();
        let rows = &Standard::official().form(2021).tables[1].rows;
        let row = rows.iter().find(|row| row.label.text == official).expect("a row of the form");
        is_cut(&text, &[TextRange::new(start, end)], &row.label)
    }

    #[test]
    fn the_other_part_may_stand_beyond_the_end_of_a_page() {
        let title = "明河市水利局2023年政府信息公开工作年度报告";
        for (marked, official) in [
            (
                format!("5.要求行政机关\n-7-\n{title}\n⟦确认或重新出具已获取信息⟧ 0 0 0"),
                "5.要求行政机关确认或重新出具已获取信息",
            ),
            (
                format!("5. 要求\n行政 机关\n-7-\n{title}\n⟦确认或重新出具已获取信息⟧ 0 0 0"),
                "5.要求行政机关确认或重新出具已获取信息",
            ),
            ("3.\n7\n⟦其他⟧ 0 0 0 0 0 0 0".to_owned(), "3.其他"),
            (
                "⟦（一）予以⟧ 0 0\n7\n自然人 总计\n商业企业 其他\n公开\n（二）部分公开".to_owned(),
                "（一）予以公开",
            ),
            ("（三）不予公开 1\n⟦.属于国家秘密⟧ 0 0".to_owned(), "1.属于国家秘密"),
            ("│ （三）不予公开1.属 │ 0 │\n│ ⟦于国家秘密⟧ │ │".to_owned(), "1.属于国家秘密"),
        ] {
            assert!(is_part_of(&marked, official), "{marked}");
        }
    }

    #[test]
    fn other_words_and_numbers_are_no_part() {
        for (marked, official) in [
            ("2.重复申请 0 0 3\n⟦其他⟧ 0 0 0 0 0 0 0", "3.其他"),
            ("2.重复申请 0 0 3\n3\n⟦其他⟧ 0 0 0 0 0 0 0", "3.其他"),
            (
                "4.无正当理由大量反复申请 0\n⟦确认或重新出具已获取信息⟧ 0 0 0",
                "5.要求行政机关确认或重新出具已获取信息",
            ),
            ("⟦（一）予以公⟧ 0 0\n公开\n", "（一）予以公开"),
            ("⟦7.属于行政执⟧ 0 0\n法安卷\n", "7.属于行政执法案卷"),
        ] {
            assert!(!is_part_of(marked, official), "{marked}");
        }
    }
}
