//! The words of the form in a table, except the labels of rows with values: headers, heads of
//! groups, captions.

use super::align::{Token, hash, token};
use super::{HeaderFinding, HeaderFindingKind, Table};
use crate::standard::TableForm;
use crate::syntax::TablePieces;
use crate::text::{TextRange, letters_hash};

/// A word of the form in a table, or a piece of a word. The range counts from the start of the
/// part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableWord {
    pub range: TextRange,
    pub meaning: WordMeaning,
}

/// The meaning of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordMeaning {
    /// The label of this row, or a piece of the label behind the values.
    Row(usize),
    /// The head of a group, an index into [`TableForm::heads`].
    Head(usize),
    /// The header of a column of a block. `row` is the row in a table with rows side by side.
    Column { block: usize, column: usize, row: Option<usize> },
    /// The caption of a block.
    Caption(usize),
    /// The note in the corner, a header over several columns, or the header over the labels.
    Other,
}

/// At most four pieces in a word.
const MOST_PIECES: usize = 4;

/// The words of the form in `table`, in order, without the labels in [`Table::rows`]. `text` is the
/// text of the part, `pieces` are the pieces of the table.
pub fn table_words(text: &str, pieces: &TablePieces, table: &Table) -> Vec<TableWord> {
    let form = table.table_form();
    let labels: Vec<TextRange> = table
        .rows
        .iter()
        .flatten()
        .flat_map(|row| row.label.iter().chain(&row.pieces))
        .copied()
        .collect();
    let is_label = |range: TextRange| labels.iter().any(|label| label.contains(range));
    let ranges = pieces
        .rows
        .iter()
        .enumerate()
        .flat_map(|(index, row)| row.labels.iter().map(move |&range| (index, range)));
    let tokens: Vec<Token> = ranges
        .filter(|&(_, range)| !is_label(range))
        .map(|(index, range)| token(text, range, index))
        .collect();
    let ends = block_ends(form, table);
    let mut words: Vec<TableWord> = Vec::new();
    let mut start = 0;
    while let Some(first) = tokens.get(start) {
        let block = ends
            .iter()
            .position(|&end| first.range.start < end)
            .unwrap_or(ends.len().saturating_sub(1));
        // Nearly always a single piece is a word.
        let most = (start + MOST_PIECES).min(tokens.len());
        let lengths = std::iter::once(start + 1).chain((start + 2..=most).rev());
        let found = lengths
            .filter(|&end| end <= tokens.len())
            .find_map(|end| Some((end, meaning(form, block, hash(tokens[start..end].iter()))?)));
        match found {
            Some((end, meaning)) => {
                words.extend(
                    tokens[start..end]
                        .iter()
                        .map(|token| TableWord { range: token.range, meaning }),
                );
                start = end;
            }
            None => {
                words.extend(
                    unknown(form, table, first)
                        .map(|meaning| TableWord { range: first.range, meaning }),
                );
                start += 1;
            }
        }
    }
    if form.across {
        number_columns(form, &mut words);
    }
    words
}

/// The end of the last row of each block. A block without rows ends with the block above.
fn block_ends(form: &TableForm, table: &Table) -> Vec<usize> {
    let mut end = 0;
    let last = |rows: std::ops::Range<usize>| {
        rows.filter_map(|row| table.rows[row].as_ref())
            .filter(|row| !row.displaced)
            .map(|row| row.range.end)
            .max()
    };
    form.blocks
        .iter()
        .map(|block| {
            end = last(block.rows.clone()).unwrap_or(end).max(end);
            end
        })
        .collect()
}

/// The meaning of a word with this hash in a block.
fn meaning(form: &TableForm, block: usize, hash: u64) -> Option<WordMeaning> {
    let is = |letters: &str| letters_hash(letters).0 == hash;
    match form.header_by_hash(hash, block)? {
        Some(column) => Some(WordMeaning::Column { block, column, row: None }),
        None => {
            Some(if let Some(head) = form.heads.iter().position(|head| is(&head.letters)) {
                WordMeaning::Head(head)
            } else if let Some(caption) = form.blocks.iter().position(|block| {
                block.caption.as_ref().is_some_and(|caption| is(&caption.letters))
            }) {
                WordMeaning::Caption(caption)
            } else if let Some(row) = form.rows.iter().position(|row| is(&row.label.letters)) {
                WordMeaning::Row(row)
            } else {
                WordMeaning::Other
            })
        }
    }
}

/// The meaning of an unknown piece: a near header, or the rest of the label in the same row.
fn unknown(form: &TableForm, table: &Table, token: &Token) -> Option<WordMeaning> {
    let is_column = |header: &HeaderFinding| {
        matches!(header.kind, HeaderFindingKind::Near | HeaderFindingKind::Unknown)
    };
    let is_here = |header: &&HeaderFinding| {
        is_column(header) && (header.range == token.range || header.repeats.contains(&token.range))
    };
    if let Some(header) = table.headers.iter().find(is_here) {
        return Some(WordMeaning::Column { block: header.block, column: header.column, row: None });
    }
    let mut rows =
        table.rows.iter().enumerate().filter_map(|(index, row)| Some((index, row.as_ref()?)));
    let within = |row: &super::Row| row.range.contains(token.range);
    let (row, _) = rows.find(|(index, row)| {
        token.count > 1 && within(row) && form.rows[*index].label.letters.contains(token.letters())
    })?;
    Some(WordMeaning::Row(row))
}

/// Assigns the columns of a table with rows side by side to their rows.
fn number_columns(form: &TableForm, words: &mut [TableWord]) {
    let width = form.blocks.first().map_or(1, |block| block.columns.len());
    // Equal consecutive headers are pieces of one header, because neighbouring headers always
    // differ.
    let mut headers: Vec<usize> = Vec::with_capacity(words.len());
    let mut last = None;
    for word in words.iter() {
        let WordMeaning::Column { column, .. } = word.meaning else { continue };
        headers.push(
            headers.last().copied().unwrap_or(0)
                + usize::from(last.is_some_and(|last| last != column)),
        );
        last = Some(column);
    }
    if headers.last().is_none_or(|last| last + 1 != form.cells()) {
        return;
    }
    let columns = words.iter_mut().filter_map(|word| match &mut word.meaning {
        WordMeaning::Column { row, .. } => Some(row),
        _ => None,
    });
    columns.zip(headers).for_each(|(row, header)| *row = Some(header / width));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Facts;
    use crate::standard::Standard;
    use crate::syntax::parse;

    /// The words of the first table of `text`.
    fn found(text: &str) -> Vec<String> {
        let report = &parse(text, Standard::official()).reports[0];
        let facts = Facts::of_report(
            text,
            report,
            Standard::official(),
            Some(2023),
            Standard::official().lexicon(),
        );
        let table = &facts.tables[0];
        let part = &report.parts[table.part];
        let pieces =
            part.tables.iter().find(|pieces| pieces.table == table.index).expect("its pieces");
        let own = part.range.of(text);
        table_words(own, pieces, table)
            .into_iter()
            .map(|word| format!("{} {:?}", word.range.of(own), word.meaning))
            .collect()
    }

    #[test]
    fn words_in_pieces_are_told() {
        let text = "四、政府信息公开行政复议、行政诉讼情况\n\n行政复议 行政诉讼\n未经复议直接起诉 复议后起诉\n\
            结果 维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计\n\
            0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
        let found = found(text);
        assert_eq!(
            found[..4],
            ["行政复议 Row(0)", "行政诉讼 Head(0)", "未经复议直接起诉 Row(1)", "复议后起诉 Row(2)"]
        );
        assert_eq!(found[4], "结果 Column { block: 0, column: 0, row: Some(0) }");
        assert_eq!(found[5], "维持 Column { block: 0, column: 0, row: Some(0) }");
        assert_eq!(
            found.last().map(String::as_str),
            Some("总计 Column { block: 0, column: 4, row: Some(2) }")
        );
    }

    #[test]
    fn the_rest_of_a_label_behind_the_values_is_the_rows() {
        let rows = "第二十条第（一）项\n信息内容 本年制发件数 本年废止件数 现行有效件数\n规章 0 0 0\n行政规范 0 0 0\n性文件\n";
        let text = format!(
            "二、主动公开政府信息情况\n\n{rows}第二十条第（五）项\n信息内容 本年处理决定数量\n行政许可 1\n"
        );
        let found = found(&text);
        assert!(found.contains(&"性文件 Row(1)".to_owned()), "{found:?}");
        assert!(
            found
                .contains(&"本年处理决定数量 Column { block: 1, column: 0, row: None }".to_owned()),
            "{found:?}"
        );
    }

    #[test]
    fn a_header_near_to_one_is_that_column() {
        let text = "二、主动公开政府信息情况\n\n第二十条第（一）项\n信息内容\t本年制发件数\t本年度止件数\t现行有效件数\n规章\t0\t0\t0\n行政规范性文件\t0\t0\t0\n行政许可\t0\n行政处罚\t0\n";
        assert!(
            found(text)
                .contains(&"本年度止件数 Column { block: 0, column: 1, row: None }".to_owned()),
            "{:?}",
            found(text)
        );
    }
}
