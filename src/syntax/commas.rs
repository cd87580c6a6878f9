//! Rows of cells with commas between the cells.

use super::token::count;
use super::token::trim;
use super::value::is_value;
use crate::standard::Standard;
use crate::text::{TextRange, is_space, letters_hash};

/// At most this many bytes in a row.
const LONGEST: usize = 2048;
/// Digits of a group in a number with thousands separators, and fewest cells beside another cell.
const FEWEST: usize = 3;

/// Whether a line is a row of cells separated by commas: `规章,0,0,0` or `"规章","0","0","0"`. All
/// cells must be words of the form, values or blanks. A row of many cells may have one other cell.
/// A sentence is not a row, and neither is a number with thousands separators.
pub(super) fn is_comma_row(text: &str, line: TextRange, standard: &Standard) -> bool {
    if line.len() > LONGEST || !has_comma(line.of(text)) {
        return false;
    }
    let next = |start: usize| {
        let at = comma_position(&text.as_bytes()[start..line.end])?;
        Some(TextRange::new(start + at, start + at + 1))
    };
    let Cells { known, values, blank, other, is_grouped } = Cells::of(text, line, standard, next);
    let is_row = known > 0 && other == 0 && known + values + blank > 1
        || other <= 1 && known + values + blank >= FEWEST && known + values + other > 0;
    is_row && !is_grouped
}

/// Whether a line is a row of cells separated by the commas of sentences: `规章，0，0，0`. Words of
/// the form alone may be a part of a sentence, so a row has numbers or blanks, or many words.
pub(super) fn is_wide_comma_row(text: &str, line: TextRange, standard: &Standard) -> bool {
    const HEADER: usize = 4;
    if line.len() > LONGEST || !line.of(text).contains(WIDE_COMMA) {
        return false;
    }
    let next = |start: usize| {
        let at = wide_comma_position(&text[start..line.end])?;
        Some(TextRange::new(start + at, start + at + WIDE_COMMA.len_utf8()))
    };
    let Cells { known, values, blank, other, .. } = Cells::of(text, line, standard, next);
    known > 0 && other == 0 && (values > 0 || blank > 1 || known >= HEADER)
        || other <= 1 && values >= FEWEST
}

/// Numbers of the cells of a line.
struct Cells {
    known: usize,
    values: usize,
    blank: usize,
    other: usize,
    /// Whether the cells are the groups of a number with thousands separators.
    is_grouped: bool,
}

impl Cells {
    /// `next` finds the next comma from a place on.
    fn of(
        text: &str,
        line: TextRange,
        standard: &Standard,
        next: impl Fn(usize) -> Option<TextRange>,
    ) -> Self {
        let mut cells = Self { known: 0, values: 0, blank: 0, other: 0, is_grouped: true };
        let (mut start, mut before) = (line.start, "");
        loop {
            let comma = next(start);
            let end = comma.map_or(line.end, |comma| comma.start);
            let cell = comma_cell(text, TextRange::new(start, end));
            let source = cell.of(text);
            cells.is_grouped &= end > start
                && (start == line.start || source.len() == FEWEST)
                && source.bytes().all(|byte| byte.is_ascii_digit());
            if source.is_empty() {
                cells.blank += 1;
            } else if is_value(source) && !source.contains(is_space) {
                cells.values += 1;
            } else if !standard.vocabulary().terms(letters_hash(source).0).is_empty() {
                cells.known += 1;
            } else if source != before {
                // A merged cell written out several times counts once.
                cells.other += 1;
            }
            before = source;
            // No row has several other cells. Most sentences end here.
            let Some(comma) = comma.filter(|_| cells.other < 2) else { return cells };
            start = comma.end;
        }
    }
}

/// The comma of sentences.
pub(crate) const WIDE_COMMA: char = '，';

/// The place of the wide comma that ends the first cell of a line. Commas in brackets stand inside
/// of a label.
pub(super) fn wide_comma_position(line: &str) -> Option<usize> {
    let mut depth = 0_usize;
    line.char_indices().find_map(|(at, c)| {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (c == WIDE_COMMA && depth == 0).then_some(at)
    })
}

/// The cells of a row with wide commas.
pub(crate) fn wide_comma_cells(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let own = rest?;
        let end = wide_comma_position(own);
        rest = end.map(|end| &own[end + WIDE_COMMA.len_utf8()..]);
        Some(&own[..end.unwrap_or(own.len())])
    })
}

/// Whether a line has enough commas for a row of the form.
pub(super) fn has_many_commas(source: &str) -> bool {
    const FEWEST: usize = 6;
    count(source, |byte| byte == b',') >= FEWEST
}

pub(super) fn has_comma(source: &str) -> bool {
    memchr::memchr(b',', source.as_bytes()).is_some()
}

/// The place of the comma that ends the first cell of a line.
pub(super) fn comma_position(line: &[u8]) -> Option<usize> {
    let quote = line.iter().position(|byte| *byte != b' ').filter(|&at| line[at] == b'"');
    let Some(quote) = quote else { return memchr::memchr(b',', line) };
    let mut from = quote + 1;
    while let Some(at) = memchr::memchr(b'"', &line[from..]).map(|at| from + at) {
        // Two quotation marks in a row are one mark inside the cell.
        if line.get(at + 1) == Some(&b'"') {
            from = at + 2;
            continue;
        }
        return memchr::memchr(b',', &line[at..]).map(|comma| at + comma);
    }
    memchr::memchr(b',', line)
}

/// The content of a cell between commas, without spaces and quotation marks at both ends.
pub(crate) fn comma_cell(text: &str, cell: TextRange) -> TextRange {
    let cell = trim(text, cell);
    let source = cell.of(text);
    if source.len() > 1 && source.starts_with('"') && source.ends_with('"') {
        trim(text, TextRange::new(cell.start + 1, cell.end - 1))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_row(line: &str) -> bool {
        is_wide_comma_row(line, TextRange::new(0, line.len()), Standard::official())
    }

    #[test]
    fn sentences_have_the_commas_of_rows() {
        for row in [
            "规章，0，0，0",
            "行政处罚，7",
            "信息内容，本年制发件数，本年废止件数，现行有效件数",
            "第二十条第（一）项，，，",
            "规范文件，1，2，3",
            "，（二）部分公开（区分处理的，只计这一情形，不计其他情形），，0，0，0，0，0，0，0",
            "0，0，0，0，0",
        ] {
            assert!(is_row(row), "{row}");
        }
        for sentence in [
            "其中，自然人，0件",
            "行政许可，行政处罚，",
            "自然人，",
            "予以公开，部分公开，不予公开",
            "规章",
            "我局认真做好工作，0，",
        ] {
            assert!(!is_row(sentence), "{sentence}");
        }
    }
}
