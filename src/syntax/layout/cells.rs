//! Divides the cells of a row into labels and values.

use super::PieceRows;
use super::rows::Cells;
use crate::standard::{Standard, TermRole};
use crate::syntax::value::{is_blank_mark, is_value};
use crate::text::{NEAR, TextRange, fold, is_space, letters_hash, letters_of, likeness};
use std::ops::Range;

/// Adds a row of cells: labels up to the first value, then the cells behind the labels.
pub(super) fn cell_row(text: &str, cells: &[TextRange], rows: &mut PieceRows, standard: &Standard) {
    let CellRoles { labels, values } = roles(cells.len(), |at| cells[at].of(text), standard);
    let known = Cells { count: cells.len(), first_value: values.start };
    let own = &cells[labels.clone()];
    let is_label = |at: &usize| {
        !own[*at].is_empty()
            && !is_repeated(
                labels.end < cells.len(),
                own.len(),
                *at,
                |at| own[at].of(text),
                standard,
            )
    };
    rows.push(
        (0..own.len()).filter(is_label).map(|at| own[at]),
        cells[values].iter().copied(),
        Some(known),
    );
}

/// Whether a label cell repeats the next cell that is not blank: a merged cell written out in every
/// cell that it spans. Headers and names of columns are never repetitions.
pub(super) fn is_repeated<'a>(
    has_values: bool,
    labels: usize,
    at: usize,
    cell: impl Fn(usize) -> &'a str,
    standard: &Standard,
) -> bool {
    let is_column = |word: &str| {
        standard
            .vocabulary()
            .terms(letters_hash(word).0)
            .iter()
            .any(|term| term.role == TermRole::Column)
    };
    let next = || (at + 1..labels).map(&cell).find(|next| !next.is_empty());
    has_values && next().is_some_and(|next| next == cell(at) && !is_column(next))
}

/// The labels and the values of a row.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CellRoles {
    pub labels: Range<usize>,
    pub values: Range<usize>,
}

/// The labels and the values of a row of `count` cells. `cell` is the text of a cell without spaces
/// at both ends.
pub(super) fn roles<'a>(
    count: usize,
    cell: impl Fn(usize) -> &'a str + Copy,
    standard: &Standard,
) -> CellRoles {
    let split = |at: usize| CellRoles { labels: 0..at, values: at..count };
    let is_filled = |at: &usize| !cell(*at).is_empty();
    if let Some(label) = marked_label(count, cell, standard) {
        return CellRoles { labels: 0..0, values: label + 1..count };
    }
    let Some(first) = (0..count).find(|at| is_filled(at) && is_value(cell(*at))) else {
        return split(label_end(count, cell, standard));
    };
    let mut before = (0..first).rev().filter(is_filled);
    match (before.next(), before.next()) {
        (None, _) => {
            // A serial number may stand before the label, and the label may stand behind the
            // values.
            let is_label = |at: &usize| is_row_label(cell(*at), standard);
            let second = (first + 1..count).find(is_filled).filter(is_label);
            let last = (first + 1..count).rev().find(is_filled).filter(is_label);
            let is_serial = serial_number(cell(first)).is_some();
            // The heads of the row's group may stand before the label.
            let words =
                || (first + 1..count).filter(is_filled).take_while(|at| !is_value(cell(*at)));
            let behind_heads = || {
                words()
                    .last()
                    .filter(|at| is_row_of_any_edition(cell(*at), standard))
                    .zip(words().next())
            };
            match (second, last) {
                (Some(label), _) if is_serial => {
                    // A merged label may be written out in every cell that it spans.
                    let end =
                        (label + 1..count).find(|at| cell(*at) != cell(label)).unwrap_or(count);
                    CellRoles { labels: label..end, values: end..count }
                }
                (None, _)
                    if is_serial
                        && let Some((label, head)) =
                            behind_heads().filter(|(label, _)| label + 1 < count) =>
                {
                    CellRoles { labels: head..label + 1, values: label + 1..count }
                }
                (_, Some(label)) => CellRoles { labels: label..label + 1, values: 0..label },
                (None, _)
                    if is_serial
                        && let Some(labels) = unknown_labels(first + 1, count, cell, standard) =>
                {
                    CellRoles { values: labels.end..count, labels }
                }
                _ => split(0),
            }
        }
        (Some(last), _) if is_before_label(last, first, count, cell, standard) => {
            CellRoles { labels: first + 1..first + 2, values: first + 2..count }
        }
        // Nearly always only a label stands before the first value, or the head of the group and
        // the label.
        (Some(last), None) => split(last + 1),
        (Some(last), Some(_)) if is_row_label(cell(last), standard) => split(last + 1),
        (Some(last), Some(_)) => {
            split(words_start(last, count, cell, standard).unwrap_or(last + 1))
        }
    }
}

/// The unknown words behind a serial number, from cell `start` on. Either the number of cells
/// behind the words must be the width of a row, or the last word must be like the label of a row.
fn unknown_labels<'a>(
    start: usize,
    count: usize,
    cell: impl Fn(usize) -> &'a str + Copy,
    standard: &Standard,
) -> Option<Range<usize>> {
    const MOST_LABELS: usize = 4;
    let is_filled = |at: &usize| !cell(*at).is_empty();
    let words: Vec<usize> = (start..count)
        .filter(is_filled)
        .take_while(|at| !is_value(cell(*at)))
        .take(MOST_LABELS + 1)
        .collect();
    let end = (0..count).rev().find(is_filled)? + 1;
    // Blank parts of merged cells may stand behind the words.
    let next = |label: usize| (label + 1..count).find(is_filled).unwrap_or(count);
    let fits = |label: usize| {
        standard
            .row_widths()
            .iter()
            .any(|width| [count, end].contains(&(label + 1 + width)) || end == next(label) + width)
    };
    let is_label = |label: &&usize| {
        **label + 1 < end && (fits(**label) || is_near_row_label(cell(**label), standard))
    };
    let label = words.iter().rev().find(is_label).filter(|_| words.len() <= MOST_LABELS)?;
    words.first().map(|&first| first..label + 1)
}

/// Whether a number replaces the head of a group or a copy of the label. The number stands between
/// such words and the label of a row.
fn is_before_label<'a>(
    last: usize,
    number: usize,
    count: usize,
    cell: impl Fn(usize) -> &'a str,
    standard: &Standard,
) -> bool {
    // The shortest label behind the head of a group.
    const SHORTEST: usize = "3.其他".len();
    let label = number + 1;
    label + 1 < count
        && cell(label).len() >= SHORTEST
        && is_row_of_any_edition(cell(label), standard)
        && (!is_row_of_any_edition(cell(last), standard) || cell(last) == cell(label))
}

/// The last label cell of a row with a mark for nothing (`—`, `/`) in place of its label. The
/// number of cells behind must be the width of a row.
fn marked_label<'a>(
    count: usize,
    cell: impl Fn(usize) -> &'a str,
    standard: &Standard,
) -> Option<usize> {
    const MOST_MERGED: usize = 3;
    let first = (0..count.min(MOST_MERGED)).find(|at| !cell(*at).is_empty())?;
    let label = Some(first).filter(|first| is_blank_mark(cell(*first)))?;
    // Merged cells may stand between.
    let next = (label + 1..count).find(|at| !cell(*at).is_empty())?;
    let has_number = (next..count)
        .any(|at| !cell(at).is_empty() && cell(at).bytes().all(|byte| byte.is_ascii_digit()));
    let behind = [next, label + 1]
        .into_iter()
        .find(|start| standard.row_widths().contains(&(count - start)));
    behind.filter(|_| has_number).map(|start| start - 1)
}

/// The start of the values in a row whose first values are words (`暂无数据`, `三`). The values
/// begin behind the label of a row of the form. `last` is the last cell with words before the first
/// number.
fn words_start<'a>(
    last: usize,
    count: usize,
    cell: impl Fn(usize) -> &'a str + Copy,
    standard: &Standard,
) -> Option<usize> {
    let word = cell(last);
    let is_unit = matches!(word, "件" | "项" | "个" | "宗" | "条" | "份" | "元" | "万元");
    if is_unit
        || !standard.vocabulary().terms(letters_hash(word).0).is_empty()
        || is_near_row_label(word, standard)
    {
        return None;
    }
    let words = || (0..last).rev().filter(|at| !cell(*at).is_empty());
    if let Some(label) = words().find(|at| is_row_label(cell(*at), standard)) {
        return Some(label + 1);
    }
    // The head of a group in one edition may be the label of a row in another edition. The words
    // behind such a label are values only if they stand in the cells of values.
    let end = (0..count).rev().find(|at| !cell(*at).is_empty())? + 1;
    let fits = |label: &usize| {
        [count, end].iter().any(|end| standard.row_widths().contains(&(end - label - 1)))
    };
    if let Some(label) = words().find(|at| is_row_of_any_edition(cell(*at), standard)).filter(fits)
    {
        return Some(label + 1);
    }
    // The words behind a label that is only similar to a label of the form may be the rest of the
    // label.
    let goes_on = |label: usize| {
        row_likeness(&(label..=last).map(cell).collect::<String>(), standard)
            >= row_likeness(cell(label), standard)
    };
    let is_label = |at: &usize| {
        is_near_row_label(cell(*at), standard) && (fits(at) || !is_near_head(cell(*at), standard))
    };
    words().find(is_label).filter(|label| !goes_on(*label)).map(|label| label + 1)
}

/// The end of the labels in a row without values: behind the label of a row of the form, otherwise
/// behind the last words.
fn label_end<'a>(count: usize, cell: impl Fn(usize) -> &'a str, standard: &Standard) -> usize {
    let last = (0..count).rev().find(|at| !cell(*at).is_empty());
    (0..count).rev().find(|at| is_row_label(cell(*at), standard)).or(last).map_or(0, |at| at + 1)
}

/// Whether a cell holds the label of a row of the form that no other edition uses as the head of a
/// group.
pub(super) fn is_row_label(cell: &str, standard: &Standard) -> bool {
    let terms = standard.vocabulary().terms(letters_hash(cell).0);
    !terms.is_empty() && terms.iter().all(|term| matches!(term.role, TermRole::Row(_)))
}

/// The same as [`is_row_label`], but another edition may use the label as the head of a group:
/// （六）其他处理.
pub(super) fn is_row_of_any_edition(cell: &str, standard: &Standard) -> bool {
    standard
        .vocabulary()
        .terms(letters_hash(cell).0)
        .iter()
        .any(|term| matches!(term.role, TermRole::Row(_)))
}

/// Whether the words of a cell are like the label of a row.
fn is_near_row_label(cell: &str, standard: &Standard) -> bool {
    row_likeness(cell, standard) >= NEAR
}

/// Whether the words of a cell are like the head of a group. The words may be the first line of a
/// head.
fn is_near_head(cell: &str, standard: &Standard) -> bool {
    let words: String = letters_of(cell).take(LONGEST).collect();
    let heads = standard
        .newest()
        .tables
        .iter()
        .filter(|table| !table.across)
        .flat_map(|table| &table.heads);
    is_long(&words) && heads.into_iter().any(|head| likeness(&words, &head.letters) >= NEAR)
}

/// At most 64 letters in a label.
const LONGEST: usize = 64;

/// Likeness of words to the nearest label of a row; 0 for words that are too short or too long.
fn row_likeness(words: &str, standard: &Standard) -> f64 {
    let words: String = letters_of(words).take(LONGEST).collect();
    if !is_long(&words) {
        return 0.0;
    }
    let rows = standard
        .editions()
        .iter()
        .rev()
        .flat_map(|form| &form.tables)
        .filter(|table| !table.across)
        .flat_map(|table| &table.rows);
    rows.map(|row| likeness(&words, &row.label.letters)).fold(0.0, f64::max)
}

/// Whether words are long enough to compare. A short piece of a label is near to many words.
fn is_long(words: &str) -> bool {
    words.chars().nth(2).is_some()
}

/// The number of an item, a row or a line, if the cell is a plain number: `12`.
pub(crate) fn serial_number(cell: &str) -> Option<u32> {
    (!cell.is_empty() && cell.len() <= 3).then(|| cell.parse().ok()).flatten()
}

/// Whether a cell is the header of serial numbers.
pub(super) fn is_serial_header(cell: &str) -> bool {
    const LONGEST: usize = 12;
    if cell.len() > LONGEST || cell.is_empty() {
        return false;
    }
    let mut plain = cell.chars().filter(|&c| !is_space(c)).map(fold);
    let word = (plain.next(), plain.next(), plain.next());
    matches!(
        word,
        (Some('序' | '编'), Some('号'), None) | (Some('行' | '栏' | '列'), Some('次' | '号'), None)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values of a row of cells separated by `|`.
    fn values(row: &str) -> Vec<&str> {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let roles = roles(cells.len(), |at| cells[at], Standard::official());
        cells[roles.values].to_vec()
    }

    #[test]
    fn the_marks_of_a_quotation_are_no_part_of_a_cell() {
        use crate::rules::testing::{assert_all_found, replaced, sample};
        use crate::syntax::Layout;
        for layout in [Layout::Tabs, Layout::Pipes, Layout::Spaces] {
            for mark in ["> ", "> > "] {
                let quoted = |text: &str| {
                    text.lines().map(|line| format!("{mark}{line}\n")).collect::<String>()
                };
                assert_all_found(&quoted(&sample(layout)));
                // The values of table four stand at the start of their line.
                let values = sample(layout);
                let values = values.lines().rfind(|line| line.starts_with('1')).expect("values");
                let wrong = values.replacen('1', "⟦一二三⟧ T010", 1);
                if layout != Layout::Spaces {
                    assert_all_found(&quoted(&replaced(&sample(layout), values, &wrong)));
                }
            }
        }
    }

    #[test]
    fn values_begin_behind_the_label() {
        for (row, expected) in [
            ("规章|0|0|0", "0|0|0"),
            ("三、本年度办理结果|（一）予以公开||4|0", "|4|0"),
            ("规章|若干|0|0", "若干|0|0"),
            ("3.危及“三安全一稳定”|暂无数据|0|0|0|0|0|0|", "暂无数据|0|0|0|0|0|0|"),
            ("行政许可|43|+(0) -(0)|66", "43|+(0) -(0)|66"),
            ("规章|详见附件|详见附件|详见附件", "详见附件|详见附件|详见附件"),
            // Wrong words belong to the cell of a value, not to the label.
            ("2.其他法律法规禁止公开|暂无数据|0|0|0|0|0|0", "暂无数据|0|0|0|0|0|0"),
            // Damaged labels, behind the head of the group.
            (
                "（六）其他处理|1.申请人无正当理由逾期不补正、行政机关不再处理其信息公开申请|0|0|0|0|0|0|0",
                "0|0|0|0|0|0|0",
            ),
            ("（六）其他处理|1.申请人无正当理由逾期||", "|"),
            ("（六）其他处理|若干|0|0|0|0|0|0", "若干|0|0|0|0|0|0"),
            // The first line of a label that continues on the next line.
            ("|（六）其他处理|1.申请|3|0|0|0|0|0|3", "3|0|0|0|0|0|3"),
            ("（六）其他处|1.申请人无正|3|0|0|0|0|0|3|", "3|0|0|0|0|0|3|"),
            ("（六）其他处理|不补正、行政机关不再处理|3|0|0|0|0|0|3|", "3|0|0|0|0|0|3|"),
            // A label in two cells.
            ("2.重复|申请|0|0", "0|0"),
            ("（七）总计|（七）总计|3|0", "3|0"),
            ("行政许可|件|3", "3"),
            ("0|0|0|规章", "0|0|0"),
            ("2|规章|0|0|0", "0|0|0"),
            ("5|（三）不予公开|1.属于国家秘密|0|0|3", "0|0|3"),
            // Labels that do not belong to the form, behind a serial number.
            ("16|（五）不予处理|1.信访举报投某类申请|0|0|0|1|0|0|1", "0|0|0|1|0|0|1"),
            ("24|小计|0|0|0|1|0|0|1", "0|0|0|1|0|0|1"),
            ("24||小计||0|0|0|1|0|0|1", "|0|0|0|1|0|0|1"),
            ("24|行政许|5", "5"),
            ("5|若干|0|0|0|0|0", "5|若干|0|0|0|0|0"),
            ("5|若干|0", "5|若干|0"),
            // The same label in every cell that it spans.
            ("2|（七）总计|（七）总计|0|0|3", "0|0|3"),
            ("1|一、本年新收政府信息公开申请数量|一、本年新收政府信息公开申请数量|3|0", "3|0"),
            // A number in place of the head of a group.
            ("三、本年度办理结果|5|6.属于四类过程性信息|0|0|3", "0|0|3"),
            ("（七）总计|5|（七）总计|0|0|3", "0|0|3"),
            ("行政许可|3|行政处罚|5", "3|行政处罚|5"),
            ("0|0|0|（三）不予公开|1.属于国家秘密", "0|0|0|（三）不予公开"),
            ("信息内容|本年处理决定数量", ""),
            ("||—|0|0|0|2|0|0|2", "0|0|0|2|0|0|2"),
            ("/|3|1|12", "3|1|12"),
            ("—|||0|0|0|2|0|0|2", "0|0|0|2|0|0|2"),
            ("/|3||", "3||"),
            ("—|0|0|0|0", "—|0|0|0|0"),
        ] {
            let expected: Vec<&str> =
                if expected.is_empty() { Vec::new() } else { expected.split('|').collect() };
            assert_eq!(values(row), expected, "{row}");
        }
    }
}
