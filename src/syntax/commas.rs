//! Rows of cells with commas between the cells.

use super::token::count;
use super::token::trim;
use super::value::is_value;
use crate::standard::Standard;
use crate::text::{TextRange, is_space, letters_hash};

/// Whether a line is a row of cells separated by commas: `规章,0,0,0` or `"规章","0","0","0"`. All
/// cells must be words of the form, values or blanks. A row of many cells may have one other cell.
/// A sentence is not a row, and neither is a number with thousands separators.
pub(super) fn is_comma_row(text: &str, line: TextRange, standard: &Standard) -> bool {
    const LONGEST: usize = 2048;
    const FEWEST: usize = 3;
    if line.len() > LONGEST || !has_comma(line.of(text)) {
        return false;
    }
    let (mut known, mut values, mut blank, mut other) = (0, 0, 0, 0);
    // In a number with thousands separators, three digits follow each comma.
    let mut is_grouped = true;
    let (mut start, mut before) = (line.start, "");
    loop {
        let end =
            comma_position(&text.as_bytes()[start..line.end]).map_or(line.end, |at| start + at);
        let cell = comma_cell(text, TextRange::new(start, end));
        let source = cell.of(text);
        is_grouped &= end > start
            && (start == line.start || source.len() == FEWEST)
            && source.bytes().all(|byte| byte.is_ascii_digit());
        if source.is_empty() {
            blank += 1;
        } else if is_value(source) && !source.contains(is_space) {
            values += 1;
        } else if !standard.vocabulary().terms(letters_hash(source).0).is_empty() {
            known += 1;
        } else if source != before {
            // A merged cell written out several times counts once.
            other += 1;
        }
        before = source;
        if end == line.end {
            break;
        }
        start = end + 1;
    }
    let is_row = known > 0 && other == 0 && known + values + blank > 1
        || other <= 1 && known + values + blank >= FEWEST && known + values + other > 0;
    is_row && !is_grouped
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
